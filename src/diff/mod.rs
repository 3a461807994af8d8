//! Two maps → what changed from the earlier one to the later one, each change once, in the field's words.

use std::cmp::Ordering;
use std::collections::HashMap;

use petgraph::graph::{EdgeIndex, NodeIndex};

use self::links::{Themes, ends};
use self::matching::Matching;
use self::origins::View;
use self::pins::Pins;
use self::side::{Seat, Side, seat};
use crate::model::{Map, Quote, Role, Theme};

mod apply;
mod evidence;
pub mod formats;
mod html;
mod json;
mod likeness;
mod lines;
mod links;
mod markdown;
mod marks;
mod matching;
mod order;
mod origins;
mod pins;
mod place;
mod plain;
pub mod report;
mod side;
mod struck;
mod told;
mod union;
mod wording;
mod words;

pub use apply::apply;
pub use pins::unknown_pins;
pub use told::tell;
pub use union::{Show, union};

/// What became of an earlier map in a later one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// By node of the earlier map: what it is in the later one; `None` where it is gone, merged into another or not.
    pub now: Vec<Option<NodeIndex>>,
    /// By node of the later map: what it was in the earlier one; `None` where it is new, split out of another or not.
    pub was: Vec<Option<NodeIndex>>,
    /// By link of the earlier map: what it is in the later one.
    pub link_now: Vec<Option<EdgeIndex>>,
    /// By link of the later map: what it was in the earlier one. A link without a counterpart and without a change of its
    /// own is gone, or new, with a theme at its end: it is told with that.
    pub link_was: Vec<Option<EdgeIndex>>,
    /// Everything that changed, each change once, in the order of the report.
    pub changes: Vec<Change>,
    /// What differs and is no change of the analysis, or is told with a change.
    pub notes: Vec<Note>,
}

/// One change. `old` and `from` are indices of the earlier map, `new` and `into` of the later one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new; what it was split out of, a node of the earlier map, goes on.
    Added { new: NodeIndex, split: Option<NodeIndex> },
    /// It is gone; what it was merged into, a node of the later map, was there before.
    Removed { old: NodeIndex, merged: Option<NodeIndex> },
    /// Its label is another one.
    Reworded { old: NodeIndex, new: NodeIndex },
    /// It stands in another group, or on another level; its role may be another one with that.
    Moved { old: NodeIndex, new: NodeIndex, way: Way },
    /// It has another place among the same siblings.
    Reordered { old: NodeIndex, new: NodeIndex },
    /// It is confirmed, or tentative now: the later map says which.
    Tentative { old: NodeIndex, new: NodeIndex },
    /// Its definition is another one, is new or gone.
    Redefined { old: NodeIndex, new: NodeIndex },
    /// A link is new.
    LinkAdded { new: EdgeIndex },
    /// A link is gone.
    LinkRemoved { old: EdgeIndex },
    /// A link has another end, kind or label.
    LinkChanged { old: EdgeIndex, new: EdgeIndex },
    /// Evidence moved where it has both places; it is dropped where it has no new one, and added where it had no old one.
    /// Where both are the same theme, the words or the name of the speaker are others.
    Evidence { what: Evidence, from: Option<NodeIndex>, into: Option<NodeIndex> },
}

/// What a theme rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The id of a participant who speaks to it.
    Voice(String),
    /// Words of a participant, as the earlier and as the later map have them.
    Quote { was: Option<Quote>, now: Option<Quote> },
}

/// What differs and is no change of the analysis, or goes with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// It is called by another of its names, or its label is written otherwise: in case, punctuation, blanks.
    Renamed { old: NodeIndex, new: NodeIndex },
    /// Its id, short form or other wordings are others.
    Names { old: NodeIndex, new: NodeIndex },
    /// A link is gone, or new, because an end of it is.
    Link { old: Option<EdgeIndex>, new: Option<EdgeIndex> },
    /// A quote has another name.
    Quote { old: NodeIndex, new: NodeIndex, was: Quote, now: Quote },
    /// A voice is gone, or new, because a quote of it is there no more, or is there now.
    Voice { who: String, from: Option<NodeIndex>, into: Option<NodeIndex> },
}

/// Where something moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the same level; also from or to the outcome, which is on none.
    Aside,
    /// Towards the core: a sub-theme is a theme now, a theme a group.
    Up,
    /// Away from the core.
    Down,
}

/// What became of `old` in `new`.
///
/// Nothing in it depends on which of the two is called old, but for what the author of the later one pins: they are put
/// into an order of their own first, so that ties fall the same way from both sides.
pub fn compare(old: &Map, new: &Map) -> Comparison {
    let pins = pins::pins(old, new);
    match order_of(old, new) {
        Ordering::Greater => ordered(new, old, pins.mirrored()).mirrored(new, old),
        _ => ordered(old, new, pins).sorted(old, new),
    }
}

impl Comparison {
    /// The comparison without evidence, definitions and other names.
    pub fn public(mut self) -> Comparison {
        self.changes.retain(|change| !matches!(change, Change::Redefined { .. } | Change::Evidence { .. }));
        self.notes.retain(|note| matches!(note, Note::Renamed { .. } | Note::Link { .. }));
        self
    }

    /// The comparison of `new` with `old`, if this one is of `old` with `new`.
    pub fn mirrored(self, old: &Map, new: &Map) -> Comparison {
        let change = |change: Change| match change {
            Change::Added { new, split } => Change::Removed { old: new, merged: split },
            Change::Removed { old, merged } => Change::Added { new: old, split: merged },
            Change::Reworded { old, new } => Change::Reworded { old: new, new: old },
            Change::Moved { old, new, way } => Change::Moved { old: new, new: old, way: way.back() },
            Change::Reordered { old, new } => Change::Reordered { old: new, new: old },
            Change::Tentative { old, new } => Change::Tentative { old: new, new: old },
            Change::Redefined { old, new } => Change::Redefined { old: new, new: old },
            Change::LinkAdded { new } => Change::LinkRemoved { old: new },
            Change::LinkRemoved { old } => Change::LinkAdded { new: old },
            Change::LinkChanged { old, new } => Change::LinkChanged { old: new, new: old },
            Change::Evidence { what: Evidence::Quote { was, now }, from, into } => {
                Change::Evidence { what: Evidence::Quote { was: now, now: was }, from: into, into: from }
            }
            Change::Evidence { what, from, into } => Change::Evidence { what, from: into, into: from },
        };
        let note = |note: Note| match note {
            Note::Renamed { old, new } => Note::Renamed { old: new, new: old },
            Note::Names { old, new } => Note::Names { old: new, new: old },
            Note::Link { old, new } => Note::Link { old: new, new: old },
            Note::Quote { old, new, was, now } => Note::Quote { old: new, new: old, was: now, now: was },
            Note::Voice { who, from, into } => Note::Voice { who, from: into, into: from },
        };
        let mirrored = Comparison {
            now: self.was,
            was: self.now,
            link_now: self.link_was,
            link_was: self.link_now,
            changes: self.changes.into_iter().map(change).collect(),
            notes: self.notes.into_iter().map(note).collect(),
        };
        mirrored.sorted(new, old)
    }

    /// Changes in the order of the report: core, groups, themes, links, evidence, each in the order of the maps.
    fn sorted(mut self, old: &Map, new: &Map) -> Comparison {
        let place = |before: Option<NodeIndex>, node: Option<NodeIndex>| {
            let role = node.map(|node| new.graph[node].role).or(before.map(|node| old.graph[node].role));
            let section = match role {
                Some(Role::Core) => 0,
                Some(Role::Group) => 1,
                _ => 2,
            };
            (section, node.is_none(), node, before)
        };
        let at = |change: &Change| match change {
            Change::Added { new, .. } => (place(None, Some(*new)), 0),
            Change::Removed { old, .. } => (place(Some(*old), None), 1),
            Change::Moved { old, new, .. } => (place(Some(*old), Some(*new)), 2),
            Change::Reordered { old, new } => (place(Some(*old), Some(*new)), 3),
            Change::Reworded { old, new } => (place(Some(*old), Some(*new)), 4),
            Change::Redefined { old, new } => (place(Some(*old), Some(*new)), 5),
            Change::Tentative { old, new } => (place(Some(*old), Some(*new)), 6),
            Change::LinkChanged { new, .. } => ((3, false, Some(NodeIndex::new(new.index())), None), 1),
            Change::LinkAdded { new } => ((3, false, Some(NodeIndex::new(new.index())), None), 2),
            Change::LinkRemoved { old } => ((3, true, None, Some(NodeIndex::new(old.index()))), 3),
            Change::Evidence { from, into, .. } => ((4, into.is_none(), *into, *from), 0),
        };
        let numbers = |map: &Map| {
            let mut numbers = HashMap::new();
            for node in map.graph.node_indices() {
                for (at, quote) in map.graph[node].quotes.iter().enumerate() {
                    numbers.entry((node, quote.by.clone(), quote.text.clone(), quote.id.clone())).or_insert(at);
                }
            }
            numbers
        };
        let (old_numbers, new_numbers) = (numbers(old), numbers(new));
        let number = |numbers: &HashMap<_, usize>, node: &NodeIndex, what: &Option<Quote>| {
            let quote = what.as_ref()?;
            numbers.get(&(*node, quote.by.clone(), quote.text.clone(), quote.id.clone())).copied()
        };
        // Evidence in the order in which the later theme has it, or else the earlier one.
        let place_of = |change: &Change| match change {
            Change::Evidence { what, from, into } => {
                let place = match what {
                    Evidence::Quote { was, now } => {
                        let later = into.as_ref().and_then(|into| number(&new_numbers, into, now));
                        later.or(from.as_ref().and_then(|from| number(&old_numbers, from, was)))
                    }
                    Evidence::Voice(_) => None,
                };
                (place, what.name())
            }
            _ => (None, String::new()),
        };
        self.changes.sort_by_cached_key(|change| (at(change), place_of(change)));
        let note = |note: &Note| match note {
            Note::Renamed { old, new } => (0, Some(new.index()), Some(old.index()), String::new()),
            Note::Names { old, new } => (1, Some(new.index()), Some(old.index()), String::new()),
            Note::Link { old, new } => (2, new.map(EdgeIndex::index), old.map(EdgeIndex::index), String::new()),
            Note::Quote { old, new, was, now } => {
                let name = |quote: &Quote| side::key(quote);
                (3, Some(new.index()), Some(old.index()), name(now) + &name(was))
            }
            Note::Voice { who, from, into } => (4, into.map(NodeIndex::index), from.map(NodeIndex::index), who.clone()),
        };
        self.notes.sort_by_cached_key(note);
        self
    }
}

impl Way {
    fn back(self) -> Way {
        match self {
            Way::Aside => Way::Aside,
            Way::Up => Way::Down,
            Way::Down => Way::Up,
        }
    }
}

impl Evidence {
    /// What it is sorted by.
    fn name(&self) -> String {
        match self {
            Evidence::Voice(who) => who.clone(),
            Evidence::Quote { was, now } => {
                let key = |quote: &Option<Quote>| quote.as_ref().map(side::key).unwrap_or_default();
                // The same from both sides.
                let (was, now) = (key(was), key(now));
                if was < now { was + &now } else { now + &was }
            }
        }
    }
}

/// The comparison of two maps in the order of [`order_of`].
fn ordered(old: &Map, new: &Map, pins: Pins) -> Comparison {
    let matching = Matching::new(old, new, &pins);
    let gone: Vec<NodeIndex> = matching.open_old().collect();
    let fresh: Vec<NodeIndex> = matching.open_new().collect();
    let Matching { old: before, new: after, now, was, .. } = matching;
    let forth = View { from: &before, to: &after, to_of: &now, from_of: &was };
    let mut split = forth.origins(&fresh);
    let back = View { from: &after, to: &before, to_of: &was, from_of: &now };
    let mut merged = back.origins(&gone);
    pins.new.iter().for_each(|(node, origin)| split[node.index()] = *origin);
    pins.gone.iter().for_each(|(node, heir)| merged[node.index()] = *heir);

    let (mut changes, mut notes) = (Vec::new(), Vec::new());
    let mut moved = vec![false; after.map.graph.node_count()];
    for node in after.nodes() {
        match was[node.index()] {
            None => changes.push(Change::Added { new: node, split: split[node.index()] }),
            Some(origin) => {
                moved[node.index()] = theme(&before, &after, &now, (origin, node), &mut changes, &mut notes);
            }
        }
    }
    let removed = before.nodes().filter(|node| now[node.index()].is_none());
    changes.extend(removed.map(|old| Change::Removed { old, merged: merged[old.index()] }));
    reordered(&before, &after, &now, &moved, &mut changes);

    let themes =
        Themes { old: &before, new: &after, now: &now, was: &was, merged: &merged, split: &split, moved: &moved };
    let links = links::compare(&themes);
    changes.extend(links.changes);
    notes.extend(links.notes);
    let (told, told_with) = evidence::compare(&themes);
    changes.extend(told);
    notes.extend(told_with);
    Comparison { link_now: links.now, link_was: links.was, now, was, changes, notes }
}

/// What changed of one theme; whether it moved.
fn theme(
    before: &Side,
    after: &Side,
    now: &[Option<NodeIndex>],
    (old, new): (NodeIndex, NodeIndex),
    changes: &mut Vec<Change>,
    notes: &mut Vec<Note>,
) -> bool {
    let (was, is) = (before.theme(old), after.theme(new));
    if was.label != is.label {
        // A name it had already, or has still, is no new wording.
        let (a, b) = (&before.names[old.index()], &after.names[new.index()]);
        let known = b.contains(&a[0]) || a.contains(&b[0]);
        if known {
            notes.push(Note::Renamed { old, new });
        } else {
            changes.push(Change::Reworded { old, new });
        }
    }
    if (&was.id, &was.short, &was.aliases) != (&is.id, &is.short, &is.aliases) {
        notes.push(Note::Names { old, new });
    }
    if was.tentative != is.tentative {
        changes.push(Change::Tentative { old, new });
    }
    if was.definition != is.definition {
        changes.push(Change::Redefined { old, new });
    }
    let stays = match (was.parent, is.parent) {
        (None, None) => true,
        (Some(old), Some(new)) => now[old.index()] == Some(new),
        _ => false,
    };
    let moves = !stays || seat(was) != seat(is);
    if moves {
        changes.push(Change::Moved { old, new, way: way(before, old, after, new) });
    }
    moves
}

/// Towards the core, away from it, or neither.
fn way(before: &Side, old: NodeIndex, after: &Side, new: NodeIndex) -> Way {
    let (Some(was), Some(is)) = (level(before, old), level(after, new)) else { return Way::Aside };
    match was.cmp(&is) {
        Ordering::Less => Way::Down,
        Ordering::Equal => Way::Aside,
        Ordering::Greater => Way::Up,
    }
}

/// How far from the core: the core, groups, themes in groups or in none, sub-themes by their depth, codes. The outcome is
/// on no level.
fn level(side: &Side, node: NodeIndex) -> Option<usize> {
    match side.seat(node) {
        Seat::Core => Some(0),
        Seat::Outcome => None,
        Seat::Group => Some(1),
        Seat::Loose => Some(2),
        Seat::Code => Some(usize::MAX),
        Seat::Inside => {
            let above = std::iter::successors(side.parent(node), |&node| side.parent(node));
            Some(2 + above.filter(|node| side.seat(*node) != Seat::Group).count())
        }
    }
}

/// The fewest themes that have another place among those that stayed with them.
fn reordered(before: &Side, after: &Side, now: &[Option<NodeIndex>], moved: &[bool], changes: &mut Vec<Change>) {
    let lists = before.map.graph.node_weights().map(|theme| &theme.children).chain([&before.map.top]);
    for list in lists {
        let stayed: Vec<(NodeIndex, NodeIndex)> = list
            .iter()
            .filter_map(|old| Some((*old, now[old.index()]?)))
            .filter(|(_, new)| !moved[new.index()])
            .collect();
        let places: Vec<usize> = stayed.iter().map(|(_, new)| after.place[new.index()]).collect();
        let stay = order::stay(&places);
        let away = stayed.into_iter().zip(stay).filter(|(_, stay)| !stay);
        changes.extend(away.map(|((old, new), _)| Change::Reordered { old, new }));
    }
}

/// An order of maps by all that is compared in them: which of two is the first, whichever is called old.
fn order_of(a: &Map, b: &Map) -> Ordering {
    let theme = |theme: &'_ Theme| {
        let quotes: Vec<_> =
            theme.quotes.iter().map(|quote| (quote.by.clone(), quote.text.clone(), quote.id.clone())).collect();
        let names = (theme.label.clone(), theme.id.clone(), theme.short.clone(), theme.aliases.clone());
        let rest = (theme.definition.clone(), theme.tentative, theme.voices.clone(), quotes);
        (names, theme.role, theme.parent, rest)
    };
    let link = |map: &Map, edge: EdgeIndex| {
        let link = &map.graph[edge];
        (ends(map, edge), link.kind, link.tentative, link.label.clone())
    };
    let themes = a.graph.node_weights().map(theme).cmp(b.graph.node_weights().map(theme));
    themes.then_with(|| {
        a.graph.edge_indices().map(|edge| link(a, edge)).cmp(b.graph.edge_indices().map(|edge| link(b, edge)))
    })
}
