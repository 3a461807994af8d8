//! The items of a figure and their colours → colours that are taken for one another, and which of them nothing else parts.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use super::scene::{Paint, Part, bounds};
use super::{Difference, EPS, Finding, LEAST_DIFFERENCE, Subject, What, difference};
use crate::draw::figure::{Class, Color, Path, Shape, Tag};
use crate::draw::vision::VISIONS;
use crate::model::{Map, Role};

/// How an item of the map is drawn, as far as one item is told from another by it.
#[derive(Clone, Default)]
struct Look {
    /// Of its outline, or else of its inside.
    shape: Option<Color>,
    /// Of its words.
    text: Option<Color>,
    /// Of its marks in a table.
    mark: Option<Color>,
    oval: bool,
    dashed: bool,
}

/// An item whose colour says something.
struct Bearer<'m> {
    index: NodeIndex,
    id: &'m str,
    parent: Option<NodeIndex>,
    color: Color,
    sign: (bool, bool),
    /// Whether its title, with the panel or the lines around what it holds, says the same as the colour.
    titled: bool,
    /// Whether the colour is its own, or that of all items beside it.
    own: bool,
}

/// The pairs of colours that differ least in each way to see, and those that nothing else tells apart.
///
/// Colour says something where groups have different ones, and where the map gives a theme one of its own (`color`). A group
/// with a title is told from the others by it, whatever its colour; so are the themes in it, and themes that have the
/// colour of everything beside them. What is left are themes that differ from those beside them, or from other such themes,
/// by colour alone: neither is an oval, nor dashed, where the other is not.
pub fn pairs(map: &Map, parts: &[Part]) -> (Vec<Difference>, Vec<Finding>) {
    let looks = looks(parts);
    let (groups, themes) = (groups(map, &looks), themes(map, &looks));
    let mut least: Vec<Option<Difference>> = vec![None; EYES];
    // Colours that are taken for one, in each way to see.
    let mut taken: Vec<Vec<Taken>> = vec![Vec::new(); EYES];
    for (a, b) in couples(&groups).into_iter().chain(couples(&themes)) {
        let seen = as_seen(a.color, b.color);
        for (i, &delta_e) in seen.iter().enumerate() {
            if least[i].as_ref().is_none_or(|least| delta_e < least.delta_e) {
                let vision = i.checked_sub(1).map_or("normal", |i| VISIONS[i].name);
                let (items, colors) = ([a.id.to_owned(), b.id.to_owned()], [a.color, b.color]);
                least[i] = Some(Difference { vision, delta_e, items, colors });
            }
        }
        if a.titled || b.titled || a.sign != b.sign {
            continue;
        }
        // What everyone takes for one colour is the same finding to each of them.
        let eyes = if seen[0] < LEAST_DIFFERENCE - EPS { 1 } else { EYES };
        for (taken, &delta_e) in taken.iter_mut().zip(&seen).take(eyes).filter(|(_, e)| **e < LEAST_DIFFERENCE - EPS) {
            join(taken, [a, b], delta_e);
        }
    }
    (least.into_iter().flatten().collect(), findings(taken))
}

/// Ways to see, the usual one first.
const EYES: usize = 1 + VISIONS.len();

/// Items of colours each of which is taken for another one of them.
#[derive(Clone, PartialEq)]
struct Taken {
    items: BTreeMap<NodeIndex, (String, Color)>,
    /// The least difference of two of them.
    measured: f64,
}

/// Adds two items to those that they are taken for.
fn join(all: &mut Vec<Taken>, pair: [&Bearer; 2], measured: f64) {
    let mut one = Taken { items: BTreeMap::new(), measured };
    one.items.extend(pair.map(|bearer| (bearer.index, (bearer.id.to_owned(), bearer.color))));
    all.retain(|taken| {
        let apart = pair.iter().all(|bearer| !taken.items.contains_key(&bearer.index));
        if !apart {
            one.measured = one.measured.min(taken.measured);
            one.items.extend(taken.items.clone());
        }
        apart
    });
    all.push(one);
}

/// One finding for the same items, however many eyes take them for one another.
fn findings(taken: Vec<Vec<Taken>>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (i, taken) in taken.into_iter().enumerate() {
        let vision = i.checked_sub(1).map(|i| &VISIONS[i]);
        for Taken { items, measured } in taken {
            let mut colors: Vec<Color> = items.values().map(|(_, color)| *color).collect();
            colors.sort();
            colors.dedup();
            let what = What::Alike(colors);
            let subjects: Vec<Subject> = items.into_values().map(|(id, _)| Subject::Item(id)).collect();
            match findings.iter_mut().find(|finding| finding.what == what && finding.subjects == subjects) {
                Some(finding) => {
                    finding.measured = finding.measured.min(measured);
                    finding.visions.extend(vision.map(|vision| (vision, measured)));
                }
                None => {
                    let visions = vision.map(|vision| (vision, measured)).into_iter().collect();
                    findings.push(Finding { what, subjects, measured, needed: LEAST_DIFFERENCE, visions });
                }
            }
        }
    }
    findings
}

/// Every two of different colours that are to be compared: one for each colour and title of the groups, and of the themes
/// those of which one at least has a colour of its own.
fn couples<'b, 'm>(bearers: &'b [Bearer<'m>]) -> Vec<(&'b Bearer<'m>, &'b Bearer<'m>)> {
    let mut couples = Vec::new();
    for (i, a) in bearers.iter().enumerate() {
        for b in &bearers[..i] {
            let compared = (a.own && b.own) || ((a.own || b.own) && a.parent == b.parent);
            if compared && a.color != b.color {
                couples.push((b, a));
            }
        }
    }
    couples
}

/// The difference of two colours in each way to see.
fn as_seen(a: Color, b: Color) -> [f64; EYES] {
    let mut seen = [difference(a.light(), b.light()); EYES];
    for (seen, vision) in seen[1..].iter_mut().zip(&VISIONS) {
        *seen = difference(vision.light(a), vision.light(b));
    }
    seen
}

/// Groups, and themes that stand in none and hold others: one for each colour.
fn groups<'m>(map: &'m Map, looks: &BTreeMap<&str, Look>) -> Vec<Bearer<'m>> {
    let mut bearers: Vec<Bearer> = Vec::new();
    for &top in &map.top {
        let theme = &map.graph[top];
        if theme.role != Role::Group && theme.children.is_empty() {
            continue;
        }
        let Some(look) = looks.get(theme.id.as_str()) else { continue };
        let Some(color) = look.shape.or(look.text) else { continue };
        let (sign, titled) = ((look.oval, look.dashed), look.text.is_some());
        if !bearers.iter().any(|other| (other.color, other.titled, other.sign) == (color, titled, sign)) {
            bearers.push(Bearer { index: top, id: &theme.id, parent: None, color, sign, titled, own: true });
        }
    }
    bearers
}

/// Themes of which those beside them have other colours: one for each colour and what they stand in.
fn themes<'m>(map: &'m Map, looks: &BTreeMap<&str, Look>) -> Vec<Bearer<'m>> {
    let leaf = |index: NodeIndex| {
        let theme = &map.graph[index];
        let look = looks.get(theme.id.as_str())?;
        let role = matches!(theme.role, Role::Theme | Role::SubTheme | Role::Code);
        let color = look.shape.or(look.mark).filter(|_| role && theme.children.is_empty())?;
        let (sign, own) = ((look.oval, look.dashed), theme.color.is_some());
        Some(Bearer { index, id: &theme.id, parent: theme.parent, color, sign, titled: false, own })
    };
    let mut families: BTreeMap<Option<NodeIndex>, Vec<Bearer>> = BTreeMap::new();
    for bearer in map.graph.node_indices().filter_map(leaf) {
        families.entry(bearer.parent).or_default().push(bearer);
    }
    let mut bearers: Vec<Bearer> = Vec::new();
    for family in families.into_values() {
        let parted = family.windows(2).any(|pair| pair[0].color != pair[1].color);
        for bearer in family.into_iter().filter(|_| parted) {
            let same = |other: &Bearer| {
                (other.parent, other.color, other.sign, other.own)
                    == (bearer.parent, bearer.color, bearer.sign, bearer.own)
            };
            if !bearers.iter().any(same) {
                bearers.push(bearer);
            }
        }
    }
    bearers
}

/// How each item is drawn, by its id.
fn looks<'f>(parts: &[Part<'f>]) -> BTreeMap<&'f str, Look> {
    let mut looks: BTreeMap<&str, Look> = BTreeMap::new();
    let mut rows: Vec<(f64, &str)> = Vec::new();
    for part in parts {
        let Some(Tag::Node { id, .. } | Tag::Panel { id, .. }) = part.owner.0 else { continue };
        let look = looks.entry(id).or_default();
        match part.paint {
            Paint::Text(text) => {
                look.text.get_or_insert(text.fill);
                rows.push((text.baseline - MIDDLE * text.size, id));
            }
            Paint::Path(path) if path.class == Class::Shape => {
                look.shape = path.stroke.as_ref().map(|stroke| stroke.color).or(path.fill);
                look.oval = matches!(path.shape, Shape::Ellipse(_));
                look.dashed = path.stroke.as_ref().is_some_and(|stroke| !stroke.dash.is_empty());
            }
            Paint::Path(_) => {}
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (mark, fill) in parts.iter().filter_map(table_mark) {
        let at = rows.partition_point(|(y, _)| *y < mark);
        let near = rows[at.saturating_sub(1)..(at + 1).min(rows.len())].iter();
        if let Some((_, id)) = near.min_by(|a, b| (a.0 - mark).abs().total_cmp(&(b.0 - mark).abs())) {
            looks.entry(id).or_default().mark = Some(fill);
        }
    }
    looks
}

/// From a baseline to the middle of small letters, in em.
const MIDDLE: f64 = 0.29;

/// Marks of tables below this width in points say that there is nothing: they have one colour in all rows.
const DOT: f64 = 2.5;

/// The height of a mark of a table, which stands in the row of an item, and its colour.
fn table_mark(part: &Part) -> Option<(f64, Color)> {
    match part.paint {
        // Marks of who speaks have one colour in the whole figure, and a shape of their own each.
        _ if part.owner.0.is_some() => None,
        Paint::Path(Path { class: Class::Mark, shape, fill: Some(fill), .. }) if bounds(shape).width() > DOT => {
            Some((bounds(shape).center().y, *fill))
        }
        _ => None,
    }
}
