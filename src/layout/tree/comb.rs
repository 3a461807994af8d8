//! A parent's port and its children's sides → one stem, a bar in the gap between them and a tooth to each child.

use kurbo::Point;
use petgraph::graph::EdgeIndex;

use super::{Frame, Sheet, Tree};
use crate::layout::graph::{Branch, Fixed};
use crate::layout::ports::BEND;
use crate::layout::{Head, Joint};

/// Where the bar runs when heads stand at the children, as a share of the gap from the parent.
pub const NEAR: f64 = 0.42;

/// Where lines may leave and end, seen as if the parent stood at the left of its children.
#[derive(Clone, Debug)]
pub struct Comb {
    /// The parent's port.
    pub stem: Point,
    /// Where the bar runs.
    pub bar: f64,
    /// Of each child: where the free part of its side begins and ends, and where that side is.
    pub teeth: Vec<Tooth>,
    /// Whether the children stand below the parent, so that the bar runs past all of them at the parent's other side.
    pub rail: bool,
}

/// A side of a box that faces the bar.
#[derive(Clone, Copy, Debug)]
pub struct Tooth {
    /// Where the part begins at which lines may end.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Position of the side.
    pub face: f64,
}

impl Comb {
    /// Where a tooth ends: straight before the stem where that is possible, else in the middle.
    fn end(&self, tooth: &Tooth) -> f64 {
        let straight = !self.rail && tooth.from <= self.stem.y && self.stem.y <= tooth.to;
        if straight { self.stem.y } else { (tooth.from + tooth.to) / 2.0 }
    }

    /// The whole way to a child.
    fn way(&self, tooth: &Tooth) -> Vec<Point> {
        let end = self.end(tooth);
        if end == self.stem.y {
            return vec![self.stem, Point::new(tooth.face, end)];
        }
        let corner = Point::new(self.bar, self.stem.y);
        vec![self.stem, corner, Point::new(self.bar, end), Point::new(tooth.face, end)]
    }

    /// The way to a child from a line to one of its siblings on.
    fn twig(&self, tooth: &Tooth) -> Vec<Point> {
        let mut way = self.way(tooth);
        if self.rail && way.len() > 2 {
            way.remove(0);
            way[0].y = way[1].y - BEND;
        } else if way.len() > 2 {
            way[0].x = (self.bar - BEND).max(self.stem.x);
        }
        way
    }
}

/// Ways for the links that are alike, one of which holds the stem; branches where there is no link.
pub fn join(tree: &Tree, parent: usize, children: &[usize], comb: Comb, frame: Frame, out: &mut Sheet) {
    let look = |edge: usize, outward: bool| {
        let edge = &tree.graph[EdgeIndex::new(edge)];
        let heads = if outward { (edge.start, edge.end) } else { (edge.end, edge.start) };
        // Of a line without heads nobody sees which end is its source.
        (heads, edge.line, outward || heads == (Head::None, Head::None))
    };
    let bare = |edge: usize| tree.graph[EdgeIndex::new(edge)].label.height == 0.0;
    let linked: Vec<(usize, usize, bool)> = children
        .iter()
        .enumerate()
        .filter_map(|(at, &child)| tree.up[child].map(|(edge, outward)| (at, edge, outward)))
        .filter(|&(_, edge, _)| bare(edge))
        .collect();
    let page = |way: Vec<Point>| way.into_iter().map(|point| frame.point(point)).collect::<Vec<_>>();
    // The straight one holds the stem, so that the others can leave it; else the first, of a rail the last.
    let straight = |&&(at, ..): &&(usize, usize, bool)| comb.way(&comb.teeth[at]).len() == 2;
    let other = if comb.rail { linked.last() } else { linked.first() };
    if let Some(&(main_at, main, main_outward)) = linked.iter().find(straight).or(other) {
        for &(at, edge, outward) in &linked {
            if look(edge, outward) != look(main, main_outward) {
                continue;
            }
            let tooth = &comb.teeth[at];
            let mut points = page(if at == main_at { comb.way(tooth) } else { comb.twig(tooth) });
            if !outward {
                points.reverse();
            }
            let joins = (at != main_at).then_some(Joint { edge: main, at_source: outward });
            out.wires[edge] = Some(Fixed { points, joins });
        }
    }
    if tree.core == Some(parent) {
        return;
    }
    let mut first = true;
    for (at, &child) in children.iter().enumerate().filter(|(_, child)| tree.up[**child].is_none()) {
        let tooth = &comb.teeth[at];
        let points = page(if first { comb.way(tooth) } else { comb.twig(tooth) });
        out.branches.push(Branch { parent, child, points, cubic: false });
        first = false;
    }
}
