//! What changed → one mark for each theme and link.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{Change, Comparison, Way};
use crate::model::Map;
use crate::model::history::Mark;

/// What became of each theme and link from one version to the next.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    later: BTreeMap<NodeIndex, Mark>,
    /// What holds something that was merged into it.
    holds: BTreeMap<NodeIndex, Mark>,
    earlier: BTreeMap<NodeIndex, Mark>,
    merged: BTreeMap<NodeIndex, NodeIndex>,
    reworded: BTreeSet<NodeIndex>,
    moved: BTreeSet<NodeIndex>,
    link_later: BTreeMap<EdgeIndex, Mark>,
    link_earlier: BTreeMap<EdgeIndex, Mark>,
}

impl Marks {
    /// Of several changes of one theme the first in the order of [`Mark`] marks it.
    pub fn of(step: &Comparison, later: &Map) -> Marks {
        let mut marks = Marks::default();
        for change in &step.changes {
            let (node, mark) = match *change {
                Change::Added { new, .. } => (new, Mark::New),
                Change::Removed { old, merged } => {
                    marks.earlier.insert(old, if merged.is_some() { Mark::Merged } else { Mark::Removed });
                    if let Some(into) = merged {
                        marks.merged.insert(old, into);
                        marks.holds.insert(into, Mark::Merged);
                    }
                    continue;
                }
                Change::Reworded { new, .. } => {
                    marks.reworded.insert(new);
                    (new, Mark::Reworded)
                }
                Change::Moved { new, way, .. } => {
                    marks.moved.insert(new);
                    let mark = match way {
                        Way::Aside => Mark::Moved,
                        Way::Up => Mark::Promoted,
                        Way::Down => Mark::Demoted,
                    };
                    (new, mark)
                }
                Change::Reordered { new, .. } => (new, Mark::Reordered),
                Change::Tentative { new, .. } if later.graph[new].tentative => (new, Mark::Tentative),
                Change::Tentative { new, .. } => (new, Mark::Confirmed),
                Change::LinkAdded { new } => {
                    marks.link_later.insert(new, Mark::New);
                    continue;
                }
                Change::LinkRemoved { old } => {
                    marks.link_earlier.insert(old, Mark::Removed);
                    continue;
                }
                Change::LinkChanged { old, new } => {
                    marks.link_later.insert(new, Mark::Reworded);
                    marks.link_earlier.insert(old, Mark::Reworded);
                    continue;
                }
                // What a theme rests on is not to be seen on a map.
                Change::Redefined { .. } | Change::Evidence { .. } => continue,
            };
            marks.later.entry(node).and_modify(|known| *known = mark.min(*known)).or_insert(mark);
        }
        marks
    }

    /// What became of a theme of the later version; what was merged into it counts only where the figure does not show
    /// what that was.
    pub fn later(&self, node: NodeIndex, holds: bool) -> Option<Mark> {
        let own = self.later.get(&node).copied();
        let held = self.holds.get(&node).copied().filter(|_| holds);
        own.into_iter().chain(held).min()
    }

    /// What became of a theme of the earlier version that is gone.
    pub fn earlier(&self, node: NodeIndex) -> Option<Mark> {
        self.earlier.get(&node).copied()
    }

    /// What a theme of the earlier version was merged into.
    pub fn merged(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.merged.get(&node).copied()
    }

    /// Whether a theme of the later version is worded otherwise.
    pub fn reworded(&self, node: NodeIndex) -> bool {
        self.reworded.contains(&node)
    }

    /// Whether a theme of the later version stands elsewhere.
    pub fn moved(&self, node: NodeIndex) -> bool {
        self.moved.contains(&node)
    }

    /// What became of a link of the later version.
    pub fn link_later(&self, edge: EdgeIndex) -> Option<Mark> {
        self.link_later.get(&edge).copied()
    }

    /// What became of a link of the earlier version.
    pub fn link_earlier(&self, edge: EdgeIndex) -> Option<Mark> {
        self.link_earlier.get(&edge).copied()
    }
}
