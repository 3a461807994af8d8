//! Branches → the lines from a box to what belongs to it.

use kurbo::BezPath;

use super::Pen;
use super::figure::{Class, Group, Item, Path, Shape, Stroke, Tag};
use crate::layout::graph::Branch;
use petgraph::graph::NodeIndex;

/// Draws the branches of each parent as one path, so that lines which share a piece are not drawn over each other twice.
pub(super) fn draw(pen: &Pen, items: &mut Vec<Item>) {
    for family in pen.layout.branches.chunk_by(|a, b| a.parent == b.parent) {
        let Some(Branch { parent, .. }) = family.first() else { continue };
        let index = NodeIndex::new(*parent);
        let mut path = BezPath::new();
        for branch in family {
            if let (true, &[from, a, b, to]) = (branch.cubic, &branch.points[..]) {
                path.move_to(from);
                path.curve_to(a, b, to);
                continue;
            }
            for (i, &point) in branch.points.iter().enumerate() {
                if i == 0 { path.move_to(point) } else { path.line_to(point) }
            }
        }
        let (color, width) = (pen.hues[index.index()].soft, pen.tokens.branch_stroke);
        let stroke = Stroke { color, width, dash: Vec::new(), offset: 0.0, round: false };
        let line = Path { class: Class::Line, shape: Shape::Path(path), fill: None, stroke: Some(stroke) };
        let tag = Tag::Branches { parent: pen.map.graph[index].id.clone() };
        items.push(Item::Group(Group { tag, items: vec![Item::Path(line)] }));
    }
}
