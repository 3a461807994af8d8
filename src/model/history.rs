//! What a map that joins several versions of an analysis knows of each theme and link: where it stood, how it was worded.

use std::ops::Range;

/// What became of a theme or link from one version to the next, as a figure marks it: one mark for each.
///
/// Where several are true of one, the first in this order is the one that is drawn; where it is also worded otherwise, the
/// earlier words stand with it all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// It was not there before.
    New,
    /// It is gone.
    Removed,
    /// It is gone and goes on in another one, or holds one that does.
    Merged,
    /// It is nearer to the core: a sub-theme is a theme now, a theme a group.
    Promoted,
    /// It is farther from the core.
    Demoted,
    /// It stands in another group, or in another role on the same level.
    Moved,
    /// It is worded otherwise. Of a link: it has another end, kind or label.
    Reworded,
    /// It was a candidate and is none now.
    Confirmed,
    /// It is a candidate now.
    Tentative,
    /// It has another place among the same siblings.
    Reordered,
}

/// Every mark with its name, in the order of a legend.
pub const MARKS: [(Mark, &str); 10] = [
    (Mark::New, "new"),
    (Mark::Moved, "moved"),
    (Mark::Promoted, "promoted"),
    (Mark::Demoted, "demoted"),
    (Mark::Reworded, "reworded"),
    (Mark::Confirmed, "confirmed"),
    (Mark::Tentative, "tentative"),
    (Mark::Reordered, "reordered"),
    (Mark::Merged, "merged"),
    (Mark::Removed, "removed"),
];

impl Mark {
    /// Its name.
    pub fn name(self) -> &'static str {
        MARKS.iter().find(|(mark, _)| *mark == self).map_or("", |(_, name)| name)
    }
}

/// A place on a map of several versions, as each of them has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// By version: what stood in this place; `None` where nothing did.
    pub states: Vec<Option<State>>,
    /// What became of it, where the figure shows the difference of the first version and the last.
    pub mark: Option<Mark>,
    /// What stands below the label there.
    pub below: Option<Below>,
    /// The bytes of the label that are new words.
    pub added: Vec<Range<usize>>,
    /// Whether the last version has nothing in this place: it is what was here that is drawn.
    pub ghost: bool,
    /// What it was, where a ghost does not show it: the outcome, or the core.
    pub once: Option<super::Role>,
}

/// What stood in a place in one version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How it was worded, and for tight places.
    pub label: String,
    /// The same for tight places.
    pub short: Option<String>,
    /// What became of it since the version before.
    pub mark: Option<Mark>,
}

/// What stands below a label that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Below {
    /// Words that it has no longer.
    Earlier(String),
    /// Where it has gone.
    Gone(String),
}

/// A link on a map of several versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bond {
    /// By version: whether it was there.
    pub here: Vec<bool>,
    /// By version: what became of it since the version before.
    pub marks: Vec<Option<Mark>>,
    /// What became of it, where the figure shows the difference of the first version and the last.
    pub mark: Option<Mark>,
    /// Whether it is no link of any version: it leads from an earlier place to the later one.
    pub change: bool,
}
