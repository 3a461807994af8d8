//! [`Comparison`] → a report that stands alone: every change with all it takes to make it, for programs and for people.

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};
use serde::{Deserialize, Serialize};

use super::{Change, Comparison, Evidence, Note, Way, side};
use crate::model::{KINDS, Map, Quote, Theme};

/// What the report is called where programs read it, and the number that grows when its keys change their meaning.
pub const FORMAT: &str = "thememap-diff";
/// See [`FORMAT`].
pub const FORMAT_VERSION: u32 = 1;

/// Everything that changed between two maps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: String,
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The earlier map.
    pub old: Version,
    /// The later map.
    pub new: Version,
    /// Each change once: core, groups, themes, links, evidence.
    pub changes: Vec<Told>,
    /// What differs and is no change of the analysis, or is told with one.
    pub notes: Vec<Aside>,
}

/// Which map it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Version {
    pub file: Option<String>,
    pub version: Option<String>,
    pub title: Option<String>,
    pub lang: Option<String>,
}

/// A theme of one of the maps, or of both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its id in the earlier map.
    pub old: Option<String>,
    /// Its id in the later map.
    pub new: Option<String>,
    /// Its label: the later one, where there are two.
    pub label: String,
    /// Its role: the later one.
    pub role: String,
}

/// Where a theme stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What it is there.
    pub role: String,
    /// What holds it; nothing holds the core, groups, themes in no group and the outcome.
    pub inside: Option<Item>,
    /// Its place there, from 1, the codes after the themes.
    pub position: usize,
}

/// What a theme is made of, besides its place and label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Content {
    pub short: Option<String>,
    pub aliases: Vec<String>,
    pub definition: Option<String>,
    pub tentative: bool,
    pub voices: Vec<String>,
    pub quotes: Vec<Words>,
}

/// Words of a participant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Words {
    pub id: Option<String>,
    pub by: Option<String>,
    pub text: Option<String>,
}

/// What a theme rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Support {
    Voice(String),
    Quote { old: Option<Words>, new: Option<Words> },
}

/// A link of one of the maps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Joint {
    pub from: Item,
    pub to: Item,
    pub kind: String,
    pub tentative: bool,
    pub label: Option<String>,
}

/// The names of a theme besides its label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Called {
    pub id: String,
    pub short: Option<String>,
    pub aliases: Vec<String>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Told {
    Added { theme: Item, place: Place, split_from: Option<Item>, content: Content },
    Removed { theme: Item, place: Place, merged_into: Option<Item>, content: Content },
    Moved { theme: Item, way: Direction, from: Place, to: Place },
    Reordered { theme: Item, from: Place, to: Place },
    Reworded { theme: Item, from: String, to: String },
    Redefined { theme: Item, from: Option<String>, to: Option<String> },
    Confirmed { theme: Item },
    Tentative { theme: Item },
    LinkChanged { from: Joint, to: Joint },
    LinkAdded { link: Joint },
    LinkRemoved { link: Joint },
    EvidenceMoved { evidence: Support, from: Item, to: Item },
    EvidenceChanged { evidence: Support, theme: Item },
    EvidenceAdded { evidence: Support, to: Item },
    EvidenceDropped { evidence: Support, from: Item },
}

/// What is no change of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Aside {
    Renamed { theme: Item, from: String, to: String },
    Names { theme: Item, from: Called, to: Called },
    Link { old: Option<Box<Joint>>, new: Option<Box<Joint>> },
    Quote { theme: Item, old: Words, new: Words },
    Voice { who: String, from: Option<Item>, to: Option<Item> },
}

/// [`Way`] in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Direction {
    Aside,
    Promoted,
    Demoted,
}

impl Report {
    /// The report of a comparison of these maps.
    pub fn new(old: &Map, new: &Map, comparison: &Comparison) -> Report {
        let writer = Writer { old, new, comparison, places: [side::places(old), side::places(new)] };
        let version = |map: &Map| Version {
            file: None,
            version: map.about.version.clone(),
            title: map.title.clone(),
            lang: map.lang.clone(),
        };
        Report {
            format: FORMAT.to_owned(),
            format_version: FORMAT_VERSION,
            old: version(old),
            new: version(new),
            changes: comparison.changes.iter().map(|change| writer.told(change)).collect(),
            notes: comparison.notes.iter().map(|note| writer.aside(note)).collect(),
        }
    }
}

impl Report {
    /// The report without what a public figure does not show: evidence, definitions, other names, and the ids of themes, in
    /// place of which numbers stand.
    pub fn public(mut self) -> Report {
        let public = |change: &Told| {
            !matches!(
                change,
                Told::Redefined { .. }
                    | Told::EvidenceMoved { .. }
                    | Told::EvidenceChanged { .. }
                    | Told::EvidenceAdded { .. }
                    | Told::EvidenceDropped { .. }
            )
        };
        self.changes.retain(public);
        self.notes.retain(|note| matches!(note, Aside::Renamed { .. } | Aside::Link { .. }));
        let mut numbers: BTreeMap<(Option<String>, Option<String>), String> = BTreeMap::new();
        let mut anonymous = |item: &mut Item| {
            let next = format!("theme-{}", numbers.len() + 1);
            let id = numbers.entry((item.old.clone(), item.new.clone())).or_insert(next);
            item.old = item.old.take().map(|_| id.clone());
            item.new = item.new.take().map(|_| id.clone());
        };
        for change in &mut self.changes {
            match change {
                Told::Added { theme, place, split_from: other, content }
                | Told::Removed { theme, place, merged_into: other, content } => {
                    [Some(theme), place.inside.as_mut(), other.as_mut()].into_iter().flatten().for_each(&mut anonymous);
                    *content =
                        Content { short: content.short.take(), tentative: content.tentative, ..Content::default() };
                }
                Told::Moved { theme, from, to, .. } | Told::Reordered { theme, from, to } => {
                    let holders = [from.inside.as_mut(), to.inside.as_mut()];
                    holders.into_iter().flatten().chain([theme]).for_each(&mut anonymous);
                }
                Told::Reworded { theme, .. }
                | Told::Redefined { theme, .. }
                | Told::Confirmed { theme }
                | Told::Tentative { theme } => anonymous(theme),
                Told::LinkChanged { from, to } => {
                    [&mut from.from, &mut from.to, &mut to.from, &mut to.to].into_iter().for_each(&mut anonymous);
                }
                Told::LinkAdded { link } | Told::LinkRemoved { link } => {
                    [&mut link.from, &mut link.to].into_iter().for_each(&mut anonymous);
                }
                // Left out above.
                Told::EvidenceMoved { .. }
                | Told::EvidenceChanged { .. }
                | Told::EvidenceAdded { .. }
                | Told::EvidenceDropped { .. } => {}
            }
        }
        for note in &mut self.notes {
            match note {
                Aside::Link { old, new } => {
                    for link in [old, new].into_iter().flatten() {
                        [&mut link.from, &mut link.to].into_iter().for_each(&mut anonymous);
                    }
                }
                Aside::Renamed { theme, .. } | Aside::Names { theme, .. } | Aside::Quote { theme, .. } => {
                    anonymous(theme)
                }
                Aside::Voice { .. } => {}
            }
        }
        self
    }
}

/// What it takes to put names for indices.
struct Writer<'m> {
    old: &'m Map,
    new: &'m Map,
    comparison: &'m Comparison,
    /// By node of each map: its place among its siblings, from 0.
    places: [Vec<usize>; 2],
}

impl Writer<'_> {
    fn told(&self, change: &Change) -> Told {
        let label = |map: &Map, node: &NodeIndex| map.graph[*node].label.clone();
        match change {
            Change::Added { new, split } => Told::Added {
                theme: self.later(*new),
                place: self.later_place(*new),
                split_from: split.map(|node| self.earlier(node)),
                content: content(&self.new.graph[*new]),
            },
            Change::Removed { old, merged } => Told::Removed {
                theme: self.earlier(*old),
                place: self.earlier_place(*old),
                merged_into: merged.map(|node| self.later(node)),
                content: content(&self.old.graph[*old]),
            },
            Change::Moved { old, new, way } => Told::Moved {
                theme: self.later(*new),
                way: match way {
                    Way::Aside => Direction::Aside,
                    Way::Up => Direction::Promoted,
                    Way::Down => Direction::Demoted,
                },
                from: self.earlier_place(*old),
                to: self.later_place(*new),
            },
            Change::Reordered { old, new } => {
                Told::Reordered { theme: self.later(*new), from: self.earlier_place(*old), to: self.later_place(*new) }
            }
            Change::Reworded { old, new } => {
                Told::Reworded { theme: self.later(*new), from: label(self.old, old), to: label(self.new, new) }
            }
            Change::Redefined { old, new } => Told::Redefined {
                theme: self.later(*new),
                from: self.old.graph[*old].definition.clone(),
                to: self.new.graph[*new].definition.clone(),
            },
            Change::Tentative { new, .. } if self.new.graph[*new].tentative => {
                Told::Tentative { theme: self.later(*new) }
            }
            Change::Tentative { new, .. } => Told::Confirmed { theme: self.later(*new) },
            Change::LinkAdded { new } => Told::LinkAdded { link: self.later_link(*new) },
            Change::LinkRemoved { old } => Told::LinkRemoved { link: self.earlier_link(*old) },
            Change::LinkChanged { old, new } => {
                Told::LinkChanged { from: self.earlier_link(*old), to: self.later_link(*new) }
            }
            Change::Evidence { what, from, into } => {
                let evidence = support(what);
                match (*from, *into) {
                    (Some(from), Some(into)) if self.comparison.now[from.index()] == Some(into) => {
                        Told::EvidenceChanged { evidence, theme: self.later(into) }
                    }
                    (Some(from), Some(into)) => {
                        Told::EvidenceMoved { evidence, from: self.earlier(from), to: self.later(into) }
                    }
                    (Some(from), None) => Told::EvidenceDropped { evidence, from: self.earlier(from) },
                    (None, into) => {
                        let to = into.map(|into| self.later(into)).unwrap_or_default();
                        Told::EvidenceAdded { evidence, to }
                    }
                }
            }
        }
    }

    fn aside(&self, note: &Note) -> Aside {
        match note {
            Note::Renamed { old, new } => Aside::Renamed {
                theme: self.later(*new),
                from: self.old.graph[*old].label.clone(),
                to: self.new.graph[*new].label.clone(),
            },
            Note::Names { old, new } => Aside::Names {
                theme: self.later(*new),
                from: called(&self.old.graph[*old]),
                to: called(&self.new.graph[*new]),
            },
            Note::Link { old, new } => Aside::Link {
                old: old.map(|edge| Box::new(self.earlier_link(edge))),
                new: new.map(|edge| Box::new(self.later_link(edge))),
            },
            Note::Quote { new, was, now, .. } => {
                Aside::Quote { theme: self.later(*new), old: words(was), new: words(now) }
            }
            Note::Voice { who, from, into } => Aside::Voice {
                who: who.clone(),
                from: from.map(|node| self.earlier(node)),
                to: into.map(|node| self.later(node)),
            },
        }
    }

    /// A theme of the earlier map; if it is in the later one, as it is there.
    fn earlier(&self, node: NodeIndex) -> Item {
        match self.comparison.now[node.index()] {
            Some(new) => self.later(new),
            None => item(&self.old.graph[node], Some(&self.old.graph[node].id), None),
        }
    }

    /// A theme of the later map.
    fn later(&self, node: NodeIndex) -> Item {
        let theme = &self.new.graph[node];
        let old = self.comparison.was[node.index()].map(|node| &self.old.graph[node].id);
        item(theme, old, Some(&theme.id))
    }

    fn earlier_place(&self, node: NodeIndex) -> Place {
        place(self.old, node, &self.places[0], |parent| self.earlier(parent))
    }

    fn later_place(&self, node: NodeIndex) -> Place {
        place(self.new, node, &self.places[1], |parent| self.later(parent))
    }

    fn earlier_link(&self, edge: EdgeIndex) -> Joint {
        joint(self.old, edge, |node| self.earlier(node))
    }

    fn later_link(&self, edge: EdgeIndex) -> Joint {
        joint(self.new, edge, |node| self.later(node))
    }
}

fn item(theme: &Theme, old: Option<&String>, new: Option<&String>) -> Item {
    Item { old: old.cloned(), new: new.cloned(), label: theme.label.clone(), role: theme.role.name().to_owned() }
}

fn place(map: &Map, node: NodeIndex, places: &[usize], item: impl Fn(NodeIndex) -> Item) -> Place {
    let theme = &map.graph[node];
    Place { role: theme.role.name().to_owned(), inside: theme.parent.map(item), position: places[node.index()] + 1 }
}

fn joint(map: &Map, edge: EdgeIndex, item: impl Fn(NodeIndex) -> Item) -> Joint {
    let (from, to) = super::links::ends(map, edge);
    let link = &map.graph[edge];
    let kind = KINDS.iter().find(|(_, kind)| *kind == link.kind).map_or("plain", |(name, _)| name);
    Joint {
        from: item(from),
        to: item(to),
        kind: kind.to_owned(),
        tentative: link.tentative,
        label: link.label.clone(),
    }
}

fn content(theme: &Theme) -> Content {
    Content {
        short: theme.short.clone(),
        aliases: theme.aliases.clone(),
        definition: theme.definition.clone(),
        tentative: theme.tentative,
        voices: theme.voices.clone(),
        quotes: theme.quotes.iter().map(words).collect(),
    }
}

fn called(theme: &Theme) -> Called {
    Called { id: theme.id.clone(), short: theme.short.clone(), aliases: theme.aliases.clone() }
}

fn words(quote: &Quote) -> Words {
    Words { id: quote.id.clone(), by: quote.by.clone(), text: quote.text.clone() }
}

fn support(what: &Evidence) -> Support {
    match what {
        Evidence::Voice(who) => Support::Voice(who.clone()),
        Evidence::Quote { was, now } => Support::Quote { old: was.as_ref().map(words), new: now.as_ref().map(words) },
    }
}
