//! Branches → the lines from a box to what belongs to it.

use kurbo::{BezPath, Point};

use super::Pen;
use super::figure::{Class, Group, Item, Path, Shape, Stroke, Tag};
use super::link::bent;
use crate::layout::graph::{Branch, Kind};
use petgraph::graph::NodeIndex;

/// Dashes of the tick of a candidate theme, in widths of the line.
const BROKEN: [f64; 2] = [1.8, 1.6];

/// Draws the branches of each parent as one path, so that lines which share a piece are not drawn over each other twice.
pub(super) fn draw(pen: &Pen, items: &mut Vec<Item>) {
    for family in pen.layout.branches.chunk_by(|a, b| a.parent == b.parent) {
        let Some(Branch { parent, .. }) = family.first() else { continue };
        let index = NodeIndex::new(*parent);
        let (mut path, mut broken) = (BezPath::new(), BezPath::new());
        for branch in family {
            if let (true, &[from, a, b, to]) = (branch.cubic, &branch.points[..]) {
                path.move_to(from);
                path.curve_to(a, b, to);
                continue;
            }
            // A row's tick leaves its spine at a right angle, as the ticks before it do; a line to a box bends like a link.
            let tentative = pen.map.graph[NodeIndex::new(branch.child)].tentative;
            let row = pen.layout.boxes.get(branch.child).and_then(Option::as_ref).is_some_and(|b| b.kind == Kind::Row);
            if !row {
                path.extend(bent(&branch.points, &[]));
                continue;
            }
            // The tick of a candidate is broken.
            let (&[.., from, to], true) = (&branch.points[..], tentative) else {
                path.extend(straight(&branch.points));
                continue;
            };
            path.extend(straight(&branch.points[..branch.points.len() - 1]));
            broken.extend(straight(&[from, to]));
        }
        let whole = (!path.is_empty()).then(|| line(pen, index, path, Vec::new()));
        let ticks = (!broken.is_empty()).then(|| self::broken(pen, index, broken));
        let tag = Tag::Branches { parent: pen.map.graph[index].id.clone() };
        items.push(Item::Group(Group { tag, items: whole.into_iter().chain(ticks).collect() }));
    }
}

/// The ticks of candidates in the list of a node.
pub(super) fn broken(pen: &Pen, parent: NodeIndex, path: BezPath) -> Item {
    line(pen, parent, path, BROKEN.map(|dash| dash * pen.tokens.branch_stroke).to_vec())
}

fn line(pen: &Pen, parent: NodeIndex, path: BezPath, dash: Vec<f64>) -> Item {
    let hue = if pen.difference { pen.style.palette.neutral } else { pen.hues[parent.index()] };
    let (color, width) = (hue.soft, pen.tokens.branch_stroke);
    let stroke = Stroke { color, width, dash, offset: 0.0, round: false };
    Item::Path(Path { class: Class::Line, shape: Shape::Path(path), fill: None, stroke: Some(stroke) })
}

fn straight(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (i, &point) in points.iter().enumerate() {
        if i == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    path
}
