//! Concentric: the core in the middle, groups on an inner orbit, their themes in the same sector of an outer one.

use super::graph::{Arrangement, Graph, Spacing, Unfit};
use super::ring;

/// The name authors write.
pub const NAME: &str = "concentric";

/// Lays out the bands of a target.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    ring::around(graph, spacing, true)
}
