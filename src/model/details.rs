//! What details may say: about whom, and in which range.

use std::ops::Range;

use toml::Spanned;

use super::outline::{Item, Outline, one};
use super::reference::{Found, Names};
use super::{Role, Side};
use crate::diagnostic::Diagnostic;
use crate::read::near::unknown_word;

/// How a side is written.
pub const SIDES: &[(&str, Side)] =
    &[("top", Side::Top), ("bottom", Side::Bottom), ("left", Side::Left), ("right", Side::Right)];

/// Most colours an author can choose from: those of the palette.
pub const MOST_COLORS: i64 = 6;

/// Most columns of cards in a group.
pub const MOST_COLUMNS: i64 = 12;

/// Reports details of nobody, details that do not fit what they are said of, and numbers out of range.
pub fn check(outline: &Outline, names: &Names, problems: &mut Vec<Diagnostic>) {
    for (key, applied) in &outline.detailed {
        match (names.find(key.get_ref()), applied) {
            (Found::One(item), Some(applied)) if item == *applied => {}
            (Found::Nothing, None) if names.is_lost(key.get_ref()) => {}
            (Found::Nothing, None) => problems.push(names.unknown(
                key.get_ref(),
                key.span(),
                format!("`[theme.{}]` details no theme of this map", key.get_ref()),
            )),
            (Found::Many(ids, count), _) => problems.push(names.ambiguous(key.get_ref(), key.span(), &ids, count)),
            (Found::One(item), _) => {
                let ids = [Some(item), *applied].into_iter().flatten().map(|item| outline.items[item].id.clone());
                problems.push(names.ambiguous(key.get_ref(), key.span(), &ids.collect::<Vec<_>>(), 2));
            }
            (Found::Nothing, Some(_)) => {}
        }
    }
    for item in &outline.items {
        check_item(item, problems);
    }
}

fn check_item(item: &Item, problems: &mut Vec<Diagnostic>) {
    let Some(details) = &item.details else { return };
    let mut refuse = |key: &str, span: Option<Range<usize>>, cure: &str| {
        if let Some(span) = span {
            problems.push(Diagnostic::error(span, format!("{} takes no `{key}`", one(item.role))).hint(cure));
        }
    };
    if item.role == Role::Code {
        let cure = "a code is the lowest level: make it a theme, or list these beside it";
        refuse("themes", span(&details.themes), cure);
        refuse("codes", span(&details.codes), cure);
    }
    let is_top = item.parent.is_none() && !matches!(item.role, Role::Core | Role::Outcome);
    if !is_top {
        let cure = "only groups, and themes that stand in none, have a place and columns of their own";
        refuse("side", span(&details.side), cure);
        refuse("columns", span(&details.columns), cure);
    }
    if !is_top && item.role != Role::Theme {
        refuse("color", span(&details.color), "only groups and themes have a colour of their own");
    }
    if let Some(side) = &details.side
        && !SIDES.iter().any(|(name, _)| *name == side.get_ref())
    {
        problems.push(unknown_word("side", side, SIDES.iter().map(|(name, _)| *name)));
    }
    for (key, number, most) in [("columns", &details.columns, MOST_COLUMNS), ("color", &details.color, MOST_COLORS)] {
        if let Some(number) = number
            && !(1..=most).contains(number.get_ref())
        {
            let found = number.get_ref();
            problems.push(Diagnostic::error(number.span(), format!("`{key}` goes from 1 to {most}, found {found}")));
        }
    }
}

fn span<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
    value.as_ref().map(Spanned::span)
}
