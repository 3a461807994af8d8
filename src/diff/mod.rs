//! Two maps → what changed from the earlier one to the later one, each change once, in the field's words.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::model::{Map, Quote};

mod marks;
mod union;
mod wording;

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
    /// It is gone; what it was merged into, a node of the later map, was there before, or is new itself.
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
    /// A voice is gone, or new, because the quote it speaks moved.
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
pub fn compare(old: &Map, new: &Map) -> Comparison {
    let same = |theme: &str, map: &Map| map.graph.node_indices().find(|&node| map.graph[node].id == theme);
    Comparison {
        now: old.graph.node_weights().map(|theme| same(&theme.id, new)).collect(),
        was: new.graph.node_weights().map(|theme| same(&theme.id, old)).collect(),
        ..Comparison::default()
    }
}
