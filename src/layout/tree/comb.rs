//! A parent's port and its children's sides → one stem, a bar in the gap between them and a tooth to each child.

use kurbo::Point;
use petgraph::graph::EdgeIndex;

use super::{Frame, Sheet, Tree};
use crate::layout::graph::{Branch, Fixed};
use crate::layout::ports::BEND;
use crate::layout::{Head, Joint};

/// Where the bar runs when heads stand at the children, as a share of the gap from the parent.
pub const NEAR: f64 = 0.42;

/// Least and greatest distance of two ports on one side, in points.
const PORTS: (f64, f64) = (6.0, 9.0);

/// Ports keep off this share of a corner's radius, where its outline falls back too far.
const ROUND: f64 = 0.5;

/// Least and greatest distance of two bars in one gap, in points.
const TRACKS: (f64, f64) = (4.5, 8.0);

/// From a bar to what its lines end on, with a head and without, as a share of a gap that shows an arrow.
const CLEAR: (f64, f64) = (0.5, 0.25);

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
        self.end_from(self.stem.y, tooth)
    }

    /// The same for a stem at `y`.
    fn end_from(&self, y: f64, tooth: &Tooth) -> f64 {
        let straight = !self.rail && tooth.from <= y && y <= tooth.to;
        if straight { y } else { (tooth.from + tooth.to) / 2.0 }
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

/// A link with a child: the child's place among the teeth, the link, and whether the parent is its source.
type Spoke = (usize, usize, bool);

/// Ways for the links with a parent, those that are alike on one stem; branches where there is no link.
pub fn join(tree: &Tree, parent: usize, children: &[usize], comb: Comb, frame: Frame, out: &mut Sheet) {
    let bare = |edge: usize| tree.graph[EdgeIndex::new(edge)].label.height == 0.0;
    let linked: Vec<Spoke> = children
        .iter()
        .enumerate()
        .filter_map(|(at, &child)| tree.up[child].map(|(edge, outward)| (at, edge, outward)))
        .filter(|&(_, edge, _)| bare(edge))
        .collect();
    let runs: Vec<&[Spoke]> = linked.chunk_by(|a, b| look(tree, a) == look(tree, b)).collect();
    let combs = if runs.len() < 2 { Some(vec![comb.clone()]) } else { apart(tree, parent, &comb, &runs, frame, out) };
    match combs {
        Some(combs) => runs.iter().zip(combs).for_each(|(run, comb)| wire(run, &comb, frame, out)),
        None => {
            // No room for all: those of the longest run, and the router finds ways for the others.
            out.crowded = true;
            let most = runs.iter().max_by_key(|run| run.len()).and_then(|run| run.first());
            let same = |spoke: &&Spoke| most.is_some_and(|most| look(tree, most) == look(tree, spoke));
            wire(&linked.iter().filter(same).copied().collect::<Vec<_>>(), &comb, frame, out);
        }
    }
    if tree.core == Some(parent) {
        return;
    }
    let mut first = true;
    for (at, &child) in children.iter().enumerate().filter(|(_, child)| tree.up[**child].is_none()) {
        let tooth = &comb.teeth[at];
        let points = page(if first { comb.way(tooth) } else { comb.twig(tooth) }, frame);
        out.branches.push(Branch { parent, child, points, cubic: false });
        first = false;
    }
}

/// What a link looks like from its parent; links that look alike may share a stem.
fn look(tree: &Tree, &(_, edge, outward): &Spoke) -> ((Head, Head), usize, bool) {
    let edge = &tree.graph[EdgeIndex::new(edge)];
    let heads = if outward { (edge.start, edge.end) } else { (edge.end, edge.start) };
    // Of a line without heads nobody sees which end is its source.
    (heads, edge.line, outward || heads == (Head::None, Head::None))
}

fn page(way: Vec<Point>, frame: Frame) -> Vec<Point> {
    way.into_iter().map(|point| frame.point(point)).collect()
}

/// Ways for links that are alike: the straight one holds the stem, so that the others can leave it; else the first, of a
/// rail the last.
fn wire(run: &[Spoke], comb: &Comb, frame: Frame, out: &mut Sheet) {
    let straight = |&&(at, ..): &&Spoke| comb.way(&comb.teeth[at]).len() == 2;
    let other = if comb.rail { run.last() } else { run.first() };
    let Some(&(main_at, main, _)) = run.iter().find(straight).or(other) else { return };
    for &(at, edge, outward) in run {
        let tooth = &comb.teeth[at];
        let mut points = page(if at == main_at { comb.way(tooth) } else { comb.twig(tooth) }, frame);
        if !outward {
            points.reverse();
        }
        let joins = (at != main_at).then_some(Joint { edge: main, at_source: outward });
        out.wires[edge] = Some(Fixed { points, joins });
    }
}

/// A port and a bar of its own for each run of links, so that none crosses another; `None` where there is no room.
///
/// Bars of what goes up are nested, the uppermost nearest to the parent, and so are those of what goes down.
fn apart(tree: &Tree, parent: usize, comb: &Comb, runs: &[&[Spoke]], frame: Frame, out: &Sheet) -> Option<Vec<Comb>> {
    let rect = frame.back(out.rect(parent)?);
    let (half, radius) = (rect.height() / 2.0, tree.radius(parent, rect));
    let last = (runs.len() - 1) as f64;
    let pitch = PORTS.1.min(2.0 * (half - ROUND * radius) / last);
    if comb.rail || pitch < PORTS.0 {
        return None;
    }
    let port = |i: usize| {
        let off = (i as f64 - last / 2.0) * pitch;
        // Beside the flat part of a side its corner falls back.
        let past = (off.abs() - (half - radius)).max(0.0);
        Point::new(comb.stem.x - radius + (radius * radius - past * past).max(0.0).sqrt(), comb.stem.y + off)
    };
    let ends = |i: usize| {
        let y = port(i).y;
        runs[i].iter().map(move |&(at, ..)| comb.end_from(y, &comb.teeth[at]))
    };
    let (above, below) = (|i: usize| ends(i).all(|end| end < port(i).y), |i: usize| ends(i).all(|end| end > port(i).y));
    let all = 0..runs.len();
    let (ups, downs) = (all.clone().filter(|&i| above(i)).count(), all.clone().filter(|&i| below(i)).count());
    let rank = |i: usize| match (above(i), below(i)) {
        (true, _) => (0..i).filter(|&i| above(i)).count(),
        (_, true) => (i + 1..runs.len()).filter(|&i| below(i)).count(),
        _ => ups.max(downs),
    };
    let heads = |near: bool| {
        let mut looks = runs.iter().filter_map(|run| run.first()).map(|spoke| look(tree, spoke).0);
        looks.any(|heads| if near { heads.0 != Head::None } else { heads.1 != Head::None })
    };
    let clear = |near: bool| tree.spacing.arrow_gap * if heads(near) { CLEAR.0 } else { CLEAR.1 };
    let face = comb.teeth.iter().map(|tooth| tooth.face).fold(f64::INFINITY, f64::min);
    let (from, to) = (comb.stem.x + clear(true), face - clear(false));
    let tracks = all.clone().map(rank).max().unwrap_or(0) as f64;
    let step = TRACKS.1.min((to - from) / tracks.max(1.0));
    if to < from || (tracks > 0.0 && step < TRACKS.0) {
        return None;
    }
    let first = (from + to - tracks * step) / 2.0;
    let own = |i: usize| Comb { stem: port(i), bar: first + rank(i) as f64 * step, ..comb.clone() };
    Some(all.map(own).collect())
}
