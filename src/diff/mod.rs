//! Two maps → what changed from the earlier one to the later one, each change once, in the field's words.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::model::Map;

/// What became of an earlier map in a later one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// By node of the earlier map: what it is in the later one; `None` where it is gone, merged into another or not.
    pub now: Vec<Option<NodeIndex>>,
    /// By node of the later map: what it was in the earlier one; `None` where it is new, split out of another or not.
    pub was: Vec<Option<NodeIndex>>,
    /// Everything that changed, each change once, in the order of the report.
    pub changes: Vec<Change>,
}

/// One change. `old` and `from` are indices of the earlier map, `new` and `into` of the later one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new; what it was split out of goes on.
    Added { new: NodeIndex, split: Option<NodeIndex> },
    /// It is gone; what it was merged into was there before, or is new itself.
    Removed { old: NodeIndex, merged: Option<NodeIndex> },
    /// Its label is another one.
    Reworded { old: NodeIndex, new: NodeIndex },
    /// It stands in another group, or on another level; its role may be another one with that.
    Moved { old: NodeIndex, new: NodeIndex, way: Way },
    /// It has another place among the same siblings.
    Reordered { old: NodeIndex, new: NodeIndex },
    /// A link is new.
    LinkAdded { new: EdgeIndex },
    /// A link is gone.
    LinkRemoved { old: EdgeIndex },
    /// A link has another end, kind or label.
    LinkChanged { old: EdgeIndex, new: EdgeIndex },
}

/// Where something moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the same level.
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
        changes: Vec::new(),
    }
}
