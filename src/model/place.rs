//! `order` and `near` → the order of the items among their siblings.

use std::ops::Range;

use toml::Spanned;

use super::Role;
use super::outline::{Outline, one};
use super::reference::{Found, Names};
use crate::diagnostic::Diagnostic;

/// Most places in an order that an author can name.
const MOST_PLACES: i64 = 1000;

/// A list of siblings in the order of the figure.
pub struct Siblings {
    /// Number of their parent; `None` for the top of the outline.
    parent: Option<usize>,
    order: Vec<usize>,
}

/// Finds the lists whose order the author changes, and reports what cannot be followed.
///
/// An item with `order = n` takes the n-th place among its siblings, from 1; the others keep the order of the file in the
/// places that are left. Then each item with `near` moves beside what it names: before it when it stood before it, after
/// it otherwise. Where that stands in another group, the item moves to the end of its own list that is nearer to it.
pub fn orders(outline: &Outline, names: &Names, problems: &mut Vec<Diagnostic>) -> Vec<Siblings> {
    let lists = std::iter::once((None, &outline.top))
        .chain(outline.items.iter().enumerate().map(|(index, item)| (Some(index), &item.children)));
    let said = |item: &&usize| {
        let details = outline.items[**item].details.as_ref();
        details.is_some_and(|details| details.order.is_some() || details.near.is_some())
    };
    for item in outline.core.iter().chain(&outline.outcome).filter(said) {
        let details = outline.items[*item].details.as_ref();
        let spans = details.map(|details| (span(&details.order), span(&details.near)));
        let (order, near) = spans.unwrap_or_default();
        let role = outline.items[*item].role;
        problems.extend(order.map(|span| refuse(role, "order", span)));
        problems.extend(near.map(|span| refuse(role, "near", span)));
    }
    let changed = lists.filter(|(_, list)| list.iter().any(|item| said(&item)));
    changed.map(|(parent, list)| Siblings { parent, order: ordered(outline, list, names, problems) }).collect()
}

/// Puts the items in that order.
pub fn apply(outline: &mut Outline, lists: Vec<Siblings>) {
    for Siblings { parent, order } in lists {
        match parent {
            Some(parent) => outline.items[parent].children = order,
            None => outline.top = order,
        }
    }
}

fn ordered(outline: &Outline, list: &[usize], names: &Names, problems: &mut Vec<Diagnostic>) -> Vec<usize> {
    // Codes stand after the themes and are not moved.
    let (themes, codes): (Vec<usize>, Vec<usize>) =
        list.iter().partition(|item| outline.items[**item].role != Role::Code);
    for &code in &codes {
        let details = outline.items[code].details.as_ref();
        let spans = details.map(|details| (span(&details.order), span(&details.near))).unwrap_or_default();
        problems.extend(spans.0.map(|span| refuse(Role::Code, "order", span)));
        problems.extend(spans.1.map(|span| refuse(Role::Code, "near", span)));
    }
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for &item in &themes {
        let Some(order) = outline.items[item].details.as_ref().and_then(|details| details.order.as_ref()) else {
            continue;
        };
        let place = *order.get_ref();
        if !(1..=MOST_PLACES).contains(&place) {
            let message = format!("`order` goes from 1 to {MOST_PLACES}, found {place}");
            problems.push(Diagnostic::error(order.span(), message));
        } else if let Some((_, other)) = placed.iter().find(|(taken, _)| *taken == place as usize) {
            let other = &outline.items[*other].label;
            let message = format!("place {place} is taken by `{other}` already");
            problems.push(Diagnostic::error(order.span(), message).hint("give each its own place, or leave one out"));
        } else {
            placed.push((place as usize, item));
        }
    }
    placed.sort_unstable();
    let taken = |item: &usize| placed.iter().any(|(_, other)| other == item);
    let mut order: Vec<usize> = themes.iter().copied().filter(|item| !taken(item)).collect();
    for &(place, item) in &placed {
        order.insert((place - 1).min(order.len()), item);
    }
    for &item in &themes {
        if let Some(near) = outline.items[item].details.as_ref().and_then(|details| details.near.as_ref()) {
            move_near(outline, item, near, names, &mut order, problems);
        }
    }
    order.extend(codes);
    order
}

fn move_near(
    outline: &Outline,
    item: usize,
    near: &Spanned<String>,
    names: &Names,
    order: &mut Vec<usize>,
    problems: &mut Vec<Diagnostic>,
) {
    let name = near.get_ref();
    let other = match names.find(name) {
        Found::One(other) => other,
        Found::Many(ids, count) => return problems.push(names.ambiguous(name, near.span(), &ids, count)),
        Found::Nothing if names.is_lost(name) => return,
        Found::Nothing => {
            let message = format!("`near` names nothing on this map: `{name}`");
            return problems.push(names.unknown(name, near.span(), message));
        }
    };
    if other == item || outline.holds(item, other) || outline.holds(other, item) {
        let message = format!("`{}` cannot stand near `{name}`: one is in the other", outline.items[item].label);
        return problems.push(Diagnostic::error(near.span(), message).hint("name a theme or group beside it"));
    }
    let Some(from) = order.iter().position(|&sibling| sibling == item) else { return };
    // What holds the other among the siblings, or the whole list's own place when it stands elsewhere.
    let sibling = order.iter().position(|&sibling| sibling == other || outline.holds(sibling, other));
    match sibling {
        Some(to) => {
            order.remove(from);
            let to = if from < to { to - 1 } else { to };
            order.insert(if from <= to { to } else { to + 1 }, item);
        }
        None => {
            order.remove(from);
            let before = rank(outline, other) < rank(outline, item);
            order.insert(if before { 0 } else { order.len() }, item);
        }
    }
}

/// The place of the outermost item around an item: the core first, then the top of the outline, then the outcome.
fn rank(outline: &Outline, item: usize) -> usize {
    let root = std::iter::successors(Some(item), |&at| outline.items[at].parent).last().unwrap_or(item);
    if outline.core == Some(root) {
        return 0;
    }
    outline.top.iter().position(|&top| top == root).map_or(usize::MAX, |at| at + 1)
}

fn refuse(role: Role, key: &str, span: Range<usize>) -> Diagnostic {
    let cure = "only groups, themes and sub-themes have a place among others";
    Diagnostic::error(span, format!("{} takes no `{key}`", one(role))).hint(cure)
}

fn span<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
    value.as_ref().map(Spanned::span)
}
