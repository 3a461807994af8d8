//! `Document` → [`Map`]: every name resolved, every default filled in, every item knows its place.

use std::ops::Range;

use petgraph::graph::{DiGraph, NodeIndex};

mod about;
pub mod changes;
mod details;
mod figure;
pub mod history;
mod id;
mod language;
mod link;
pub mod marks;
mod outline;
mod part;
mod participants;
mod place;
mod public;
mod reference;
mod resolve;
mod speakers;
mod statement;
pub mod words;

pub use details::SIDES;
pub use figure::{BYS, DIRECTIONS};
pub use id::from_label as id_of_label;
pub use link::KINDS;
pub use public::Shown;
pub use resolve::{resolve, resolve_in};
pub use speakers::Speaker;

/// A thematic map: a graph whose nodes are the core, groups, themes, sub-themes, codes and the outcome in the
/// order of the file, and whose edges are the author's links.
///
/// Hierarchy is not an edge: each theme knows its parent and its children.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// Title of the figure; not drawn unless asked for.
    pub title: Option<String>,
    /// Where the map was published.
    pub source: Option<String>,
    /// Language of the labels, a BCP 47 tag: of a file in several languages, the one that was asked for.
    pub lang: Option<String>,
    /// The second language of a figure in two; its words are the `second` ones of themes and links.
    pub second_lang: Option<String>,
    /// The title in it.
    pub second_title: Option<String>,
    /// What else is said about the figure as a publication.
    pub about: About,
    /// The core, then groups and themes in author order (as `order` and `near` change it), each before what it holds, then
    /// the outcome; all links in author order.
    pub graph: DiGraph<Theme, Link>,
    /// The central organising concept.
    pub core: Option<NodeIndex>,
    /// What follows if the core holds.
    pub outcome: Option<NodeIndex>,
    /// Groups, and themes that stand in no group, in author order. Core and outcome are not among them.
    pub top: Vec<NodeIndex>,
    /// Groups of participants in author order.
    pub participants: Vec<ParticipantGroup>,
    /// Names of findings about the method that are not to be told of this map, each with its place.
    pub ignored: Vec<(String, Range<usize>)>,
    /// What the file says about the look of the figure.
    pub figure: FigureSettings,
    /// The versions that a map joins, the earliest first, each with the name that its author gives it or an empty one; none for
    /// a map of its own. Then its graph has every place
    /// that any of them has, and its themes and links know which.
    pub versions: Vec<String>,
    /// Whether only what is drawn is left of it, without what its participants said and are called, see [`Map::public`].
    pub is_public: bool,
}

impl Map {
    /// Whether it joins versions to show what became of the first in the last, not each of them.
    pub fn is_difference(&self) -> bool {
        let theme = |theme: &Theme| theme.history.as_ref().is_some_and(|history| history.mark.is_some());
        let link = |link: &Link| link.bond.as_ref().is_some_and(|bond| bond.mark.is_some());
        self.graph.node_weights().any(theme) || self.graph.edge_weights().any(link)
    }
}

/// Who made the figure and when, and words of the author's that take the place of those the program finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Who made it, in their order.
    pub authors: Vec<String>,
    /// Its day.
    pub date: Option<Date>,
    /// Alternative text.
    pub alt: Option<String>,
    /// Long description.
    pub description: Option<String>,
    /// Caption.
    pub caption: Option<String>,
    /// Name of this state of the analysis: `initial`, `preprint`.
    pub version: Option<String>,
    /// What is to be kept in mind where a figure shows who speaks in which theme.
    pub caveat: Option<String>,
    /// Short forms and what they stand for, in the order of the file.
    pub abbreviations: Vec<(String, String)>,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// From 1.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

/// What a node of the map is in the language of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The one idea the map is about.
    Core,
    /// A titled set of themes.
    Group,
    /// A pattern of shared meaning.
    Theme,
    /// A theme within a theme, at any depth.
    SubTheme,
    /// A label for one aspect of the data, below a theme.
    Code,
    /// What happens if the core holds.
    Outcome,
}

impl Role {
    /// The word for it in files that programs read.
    pub fn name(self) -> &'static str {
        match self {
            Role::Core => "core",
            Role::Group => "group",
            Role::Theme => "theme",
            Role::SubTheme => "subtheme",
            Role::Code => "code",
            Role::Outcome => "outcome",
        }
    }
}

/// One node of the map.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Unique in the map: given by the author, or made from the label and qualified by the parent where two collide.
    pub id: String,
    /// As the author wrote it, never empty.
    pub label: String,
    /// The label in the second language of a figure in two, and its short form.
    pub second: Second,
    /// What the figure adds to the label in brackets: how many are folded into it, that it goes on from another page.
    pub added: Option<String>,
    /// What it is.
    pub role: Role,
    /// The group or theme it belongs to.
    pub parent: Option<NodeIndex>,
    /// Its themes, sub-themes and codes, in author order, codes last.
    pub children: Vec<NodeIndex>,
    /// A shorter label for tight places.
    pub short: Option<String>,
    /// Other wordings of the label.
    pub aliases: Vec<String>,
    /// Where each of them stands in the file.
    pub alias_spans: Vec<Range<usize>>,
    /// One or two sentences that bound it.
    pub definition: Option<String>,
    /// A candidate theme: drawn dashed.
    pub tentative: bool,
    /// Ids of the participants who speak to it.
    pub voices: Vec<String>,
    /// Who speaks to it where their ids are left out: in order, each once; empty in a map that has ids.
    pub heard: Vec<Speaker>,
    /// Words of participants as evidence.
    pub quotes: Vec<Quote>,
    /// What it was in an earlier version of the map, where the author says it.
    pub was: Was,
    /// Names of findings about the method that are not to be told of it, each with its place.
    pub ignored: Vec<(String, Range<usize>)>,
    /// Side of the core the author wants it on.
    pub side: Option<Side>,
    /// Columns of cards the author wants inside it, from 1.
    pub columns: Option<usize>,
    /// Colour number the author wants, from 1.
    pub color: Option<usize>,
    /// What it was in each version, on a map that joins several.
    pub history: Option<Box<history::History>>,
    /// Where its label stands in the file.
    pub span: Range<usize>,
}

/// A label in the second language of a figure in two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Second {
    /// As the author wrote it.
    pub label: Option<String>,
    /// For tight places.
    pub short: Option<String>,
}

impl Theme {
    /// What is printed of its label, short or not, and in the second language of a figure in two.
    pub fn printed(&self, short: bool) -> (&str, Option<&str>) {
        let label = self.short.as_ref().filter(|_| short).unwrap_or(&self.label);
        let second = self.second.short.as_ref().filter(|_| short).or(self.second.label.as_ref());
        (label, second.map(String::as_str))
    }

    /// Whether somebody speaks to it.
    pub fn is_said(&self) -> bool {
        self.speakers().next().is_some() || !self.heard.is_empty()
    }

    /// Ids of those who speak to it, some more than once.
    pub fn speakers(&self) -> impl Iterator<Item = &str> {
        let quoted = self.quotes.iter().filter_map(|quote| quote.by.as_ref());
        self.voices.iter().chain(quoted).map(String::as_str)
    }
}

/// What a theme was in an earlier version of the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Was {
    /// The author does not say: it follows from ids and words.
    #[default]
    Unsaid,
    /// Nothing: it is new, whatever it is like.
    New,
    /// These, by id or label in that version: one, or several that were merged into it. Where several themes name the same
    /// one, it was split.
    These(Vec<String>),
}

/// Words of a participant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The participant's id.
    pub by: Option<String>,
    /// As the author typed it, without the line breaks at its ends; `None` where the words are kept elsewhere and only `id`
    /// names them.
    pub text: Option<String>,
    /// A name for it, by which versions of a map are compared.
    pub id: Option<String>,
    /// Where it stands in the file.
    pub place: Place,
}

/// Where in the file something is said, in bytes. It is no part of what is said: any two places are equal, so that a quote
/// that only moved down a line is the same quote.
#[derive(Clone, Debug, Default)]
pub struct Place(pub Range<usize>);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

/// A side of the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

/// Which way a figure reads: from the core to its themes, or from what comes first to what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As it suits the map.
    Auto,
    /// To both sides.
    Both,
    /// To the right; to the left on a page that reads from right to left.
    Right,
    /// From top to bottom.
    Down,
}

/// Who has a column in a table of themes and participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Each participant.
    Participant,
    /// Each group of participants.
    Group,
}

/// A relation across the hierarchy. The source and target are those of the graph's edge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// What the author claims.
    pub kind: LinkKind,
    /// A candidate link: drawn dotted.
    pub tentative: bool,
    /// Words that stand beside the link.
    pub label: Option<String>,
    /// The same in the second language of a figure in two.
    pub second: Option<String>,
    /// In which versions it is, on a map that joins several.
    pub bond: Option<Box<history::Bond>>,
    /// Where it stands in the file.
    pub span: Range<usize>,
}

/// The kinds of link the field names. Direction is part of the kind: nothing is an arrow unless the file says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// `a -- b`: related, nothing more is claimed.
    Plain,
    /// `a -> b`: leads to.
    LeadsTo,
    /// `a <-> b`: each strengthens the other.
    Mutual,
    /// Associated, symmetric.
    Associated,
    /// Belongs to the target.
    PartOf,
    /// Cause and effect.
    Causes,
    /// Contradicts, symmetric.
    Contradicts,
    /// Stands in the way of the target.
    Barrier,
    /// Makes the target easier.
    Facilitator,
}

/// A titled set of participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantGroup {
    /// The author's id.
    pub id: String,
    /// The name of the group.
    pub label: String,
    /// How many took part, where the author says it.
    pub count: Option<usize>,
    /// Ids of its participants; none in a map without ids, whatever it listed.
    pub ids: Vec<String>,
    /// How many of them the file lists: of a group that lists nobody, nobody can be known to speak.
    pub listed: usize,
    /// Where the group stands in the file: its key.
    pub place: Place,
    /// Where each of its ids stands.
    pub id_places: Vec<Place>,
}

/// What `[figure]` says; `None` where the file is silent, so that a flag of the command or a default decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FigureSettings {
    /// Name of a layout, `auto` included.
    pub layout: Option<String>,
    /// Which way the figure reads from the core.
    pub direction: Option<Direction>,
    /// Width of the page in points.
    pub width: Option<f64>,
    /// Most height of the page in points; infinite for one that grows with its content.
    pub height: Option<f64>,
    /// Levels of themes that are drawn, from 1; what is deeper is folded into the theme above it.
    pub fold: Option<usize>,
    /// Whether the map may take several pages.
    pub pages: Option<bool>,
    /// Name of a style.
    pub style: Option<String>,
    /// Name of a palette, in place of the style's own.
    pub palette: Option<String>,
    /// Whether a legend is drawn, in place of the rule that draws it where a mark needs one.
    pub legend: Option<bool>,
    /// Name of the journal whose rules the figure follows.
    pub journal: Option<String>,
    /// Size of theme text in points.
    pub font_size: Option<f64>,
    /// Whether the title is drawn inside the graphic.
    pub title: Option<bool>,
    /// Whether codes are drawn.
    pub codes: Option<bool>,
    /// Whether marks on themes show which groups of participants speak in them.
    pub coverage: Option<bool>,
    /// Who has a column in a table of themes and participants.
    pub by: Option<By>,
    /// Whether counts of participants are drawn.
    pub counts: Option<bool>,
    /// Whether everything that is not drawn, and everything that participants said or are called, is left out.
    pub public: Option<bool>,
    /// Font files, directories or family names to use before the bundled font, each with its place.
    pub fonts: Vec<(String, Range<usize>)>,
    /// Where each of them stands in the file, by its key there ("width", "font-size").
    pub places: Vec<(&'static str, Range<usize>)>,
}

impl FigureSettings {
    /// Where the file says something about `key`.
    pub fn place(&self, key: &str) -> Option<Range<usize>> {
        self.places.iter().find(|(name, _)| *name == key).map(|(_, place)| place.clone())
    }
}
