//! The core and the boxes of the band beside it → straight links from symmetric ports, or one bus.

use kurbo::{Point, Rect};

use super::graph::{Fixed, Graph};
use super::{Head, Joint};
use petgraph::graph::EdgeIndex;

/// Free length on an outline between a port and the end of its flat part, in points.
const CORNER_CLEAR: f64 = 4.0;

/// Least distance of two ports, in points.
const LEAST_PITCH: f64 = 9.0;

/// Where a bus runs, as a share of the gap, measured from the boxes whose links it gathers.
const BUS_AT: f64 = 0.42;

/// Radius of the bend at which a link leaves the bus, in points.
pub const BEND: f64 = 5.0;

/// A side of the core with the flat part of its outline, seen as if the core were above the boxes.
///
/// `along` runs beside the core, `across` from the core to the boxes. [`Side::point`] turns both into page coordinates.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The flat part of the core's outline.
    pub flat: (f64, f64),
    /// Position of the core's outline across.
    pub core: f64,
    /// Position across of the box nearest to the core, linked or not: bars run between it and the core.
    pub near: f64,
    /// Whether the boxes stand in the direction of smaller coordinates.
    pub back: bool,
    /// Whether the core and the boxes stand side by side.
    pub sideways: bool,
}

/// A link between the core and a box beside it.
#[derive(Clone, Copy, Debug)]
pub struct Spoke {
    /// The link.
    pub edge: usize,
    /// The outline of the box at the other end.
    pub rect: Rect,
    /// Corner radius of that outline.
    pub radius: f64,
    /// Whether the core is its source.
    pub outward: bool,
}

impl Side {
    fn point(&self, along: f64, across: f64) -> Point {
        if self.sideways { Point::new(across, along) } else { Point::new(along, across) }
    }

    fn span(&self, rect: Rect) -> (f64, f64) {
        if self.sideways { (rect.y0, rect.y1) } else { (rect.x0, rect.x1) }
    }

    /// Where a box's outline faces the core.
    pub fn face(&self, rect: Rect) -> f64 {
        match (self.sideways, self.back) {
            (true, true) => rect.x1,
            (true, false) => rect.x0,
            (false, true) => rect.y1,
            (false, false) => rect.y0,
        }
    }

    /// The flat part of a box's outline that faces the core, less the free ends.
    fn face_span(&self, spoke: &Spoke) -> (f64, f64) {
        let (from, to) = self.span(spoke.rect);
        let clear = (spoke.radius + CORNER_CLEAR).min((to - from) / 2.0);
        (from + clear, to - clear)
    }

    fn axis(&self) -> f64 {
        (self.flat.0 + self.flat.1) / 2.0
    }
}

/// Ways for the links between the core and the boxes of one band, each box with at most one link.
///
/// Straight from ports that mirror each other about the core's axis where every box overlaps the flat part of the
/// core; else through one bus, when the links are alike; else none, and the router decides.
pub fn spokes(graph: &Graph, side: Side, spokes: Vec<Spoke>) -> Vec<(usize, Fixed)> {
    ports(side, spokes.clone()).or_else(|| bus(graph, side, &spokes)).unwrap_or_default()
}

/// Straight ways from mirrored ports, where there are any.
pub fn ports(side: Side, mut spokes: Vec<Spoke>) -> Option<Vec<(usize, Fixed)>> {
    spokes.sort_by(|a, b| side.span(a.rect).0.total_cmp(&side.span(b.rect).0).then(a.edge.cmp(&b.edge)));
    let ports = mirrored(side, &spokes)?;
    Some(spokes.iter().zip(ports).map(|(spoke, port)| (spoke.edge, straight(side, spoke, port))).collect())
}

fn straight(side: Side, spoke: &Spoke, along: f64) -> Fixed {
    path(spoke, vec![side.point(along, side.core), side.point(along, side.face(spoke.rect))], None)
}

/// A way given from the core outwards, turned into the link's own direction.
fn path(spoke: &Spoke, mut points: Vec<Point>, joins: Option<usize>) -> Fixed {
    let joins = joins.map(|edge| Joint { edge, at_source: spoke.outward });
    if !spoke.outward {
        points.reverse();
    }
    Fixed { points, joins }
}

/// Ports that mirror each other about the core's axis, each inside the overlap of its box with the core.
fn mirrored(side: Side, spokes: &[Spoke]) -> Option<Vec<f64>> {
    let axis = side.axis();
    let n = spokes.len();
    let mut ports = vec![axis; n];
    let mut inner = 0.0;
    for i in (0..n / 2).rev() {
        let (left, right) = (&spokes[i], &spokes[n - 1 - i]);
        let reach = side.flat.1 - CORNER_CLEAR - axis;
        let ((l0, l1), (r0, r1)) = (side.face_span(left), side.face_span(right));
        let least = (axis - l1).max(r0 - axis).max(if n % 2 == 1 || inner > 0.0 {
            inner + LEAST_PITCH
        } else {
            LEAST_PITCH / 2.0
        });
        let most = (axis - l0).min(r1 - axis).min(reach);
        if least > most {
            return None;
        }
        let centres = ((axis - (l0 + l1) / 2.0) + ((r0 + r1) / 2.0 - axis)) / 2.0;
        // Leave room for the ports further out.
        let outer = i as f64;
        let most = most.min((reach - outer * LEAST_PITCH).max(least));
        let d = centres.clamp(least, most);
        (ports[i], ports[n - 1 - i], inner) = (axis - d, axis + d, d);
    }
    if n % 2 == 1 {
        let (from, to) = side.face_span(&spokes[n / 2]);
        if axis < from || axis > to {
            if n > 1 {
                return None;
            }
            let port = axis.clamp(from, to);
            if port < side.flat.0 + CORNER_CLEAR || port > side.flat.1 - CORNER_CLEAR {
                return None;
            }
            ports[0] = port;
        }
    }
    Some(ports)
}

/// One stem at the core's axis, a bar in the gap and a branch to each box.
fn bus(graph: &Graph, side: Side, spokes: &[Spoke]) -> Option<Vec<(usize, Fixed)>> {
    let first = spokes.first()?;
    let gathered = look(graph, first).0 != Head::None;
    let across = side.core + (side.near - side.core) * if gathered { 1.0 - BUS_AT } else { BUS_AT };
    trunk(graph, side, side.axis(), &[Level { across, spokes: spokes.to_vec() }])
}

/// The boxes of one band, and where the bar runs from which their branches leave.
#[derive(Clone, Debug)]
pub struct Level {
    /// Position of the bar across.
    pub across: f64,
    /// The links with its boxes.
    pub spokes: Vec<Spoke>,
}

/// How a link is drawn: what stands at the core's end and at the other, and which line.
fn look(graph: &Graph, spoke: &Spoke) -> (Head, Head, usize) {
    let edge = &graph[EdgeIndex::new(spoke.edge)];
    if spoke.outward { (edge.start, edge.end, edge.line) } else { (edge.end, edge.start, edge.line) }
}

/// One stem from the core along `along`, with a bar at each level and a branch to each box: links that are alike share
/// it, and a head at the core stands there once. `None` when they are not alike or carry labels.
pub fn trunk(graph: &Graph, side: Side, along: f64, levels: &[Level]) -> Option<Vec<(usize, Fixed)>> {
    let last = levels.last()?;
    let all = || levels.iter().flat_map(|level| &level.spokes);
    let first = all().next()?;
    let alike = |spoke: &Spoke| look(graph, spoke) == look(graph, first) && spoke.outward == first.outward;
    if all().any(|spoke| !alike(spoke) || graph[EdgeIndex::new(spoke.edge)].label.height > 0.0) {
        return None;
    }
    let end = |spoke: &Spoke| {
        let (from, to) = side.face_span(spoke);
        // A box over the stem is reached straight; the others at their middle.
        if from <= along && along <= to { along } else { (from + to) / 2.0 }
    };
    let main = last.spokes.iter().find(|spoke| end(spoke) == along).or(last.spokes.first())?;
    let toward_core = if side.back { BEND } else { -BEND };
    let mut ways = Vec::new();
    for level in levels {
        for spoke in &level.spokes {
            let (to, face) = (end(spoke), side.face(spoke.rect));
            let stem = side.point(along, side.core);
            let corner = side.point(along, level.across);
            let branch = [side.point(to, level.across), side.point(to, face)];
            let points = match (spoke.edge == main.edge, to == along) {
                (true, true) => vec![stem, branch[1]],
                (true, false) => vec![stem, corner, branch[0], branch[1]],
                // A second box over the stem would hide the first.
                (false, true) => return None,
                (false, false) => {
                    vec![side.point(along, level.across + toward_core), corner, branch[0], branch[1]]
                }
            };
            ways.push((spoke.edge, path(spoke, points, (spoke.edge != main.edge).then_some(main.edge))));
        }
    }
    Some(ways)
}
