//! Links between themes at one side → lines along the outer margin, where nothing stands, instead of through the tree.

use kurbo::{Point, Rect};
use petgraph::graph::EdgeIndex;

use super::{Frame, Sheet, Tree};
use crate::layout::Head;
use crate::layout::graph::{EPSILON, Fixed, Kind, node};

/// More links than this are left to the router.
const MOST_RAILS: usize = 64;

/// Least distance of rails, and of ports on one box, in points.
const PITCH: (f64, f64) = (6.0, 4.5);

/// From the longest text beside it to a rail, as a share of a gap that shows an arrow: with a head, and without.
const RUN: (f64, f64) = (0.68, 0.4);

/// A link between two boxes at one side, seen as if that side were the right one.
struct Rail {
    edge: usize,
    /// The boxes, the upper one first, and the heights of its ports there.
    boxes: [usize; 2],
    ports: [f64; 2],
    /// Whether the upper one is the source.
    down: bool,
    frame: Frame,
    /// Where it runs, once that is decided.
    x: f64,
}

/// Gives ways to the links that have none and whose ends stand at one side; how much room is missing beside them.
pub fn lay(tree: &Tree, sheet: &mut Sheet) -> f64 {
    let mut rails: Vec<Rail> = tree.graph.edge_indices().filter_map(|edge| rail(tree, sheet, edge)).collect();
    if rails.is_empty() || rails.len() > MOST_RAILS {
        return 0.0;
    }
    ports(sheet, &mut rails);
    rails.sort_by(|a, b| (a.ports[1] - a.ports[0]).total_cmp(&(b.ports[1] - b.ports[0])).then(a.edge.cmp(&b.edge)));
    let mut missing = 0.0f64;
    for i in 0..rails.len() {
        let Rail { edge, boxes, ports, down, frame, .. } = rails[i];
        let this = &tree.graph[EdgeIndex::new(edge)];
        let run = if (this.start, this.end) == (Head::None, Head::None) { RUN.1 } else { RUN.0 };
        let beside = |rect: Rect| rect.y0 < ports[1] && ports[0] < rect.y1;
        let reach = sheet.stack(frame.stack).map(|rect| frame.back(rect)).filter(|&rect| beside(rect));
        let reach = reach.map(|rect| rect.x1).fold(0.0, f64::max) + run * tree.spacing.arrow_gap;
        let others = rails[..i].iter().filter(|other| {
            other.frame.stack == frame.stack && other.ports[0] <= ports[1] && ports[0] <= other.ports[1]
        });
        let x = others.map(|other| other.x + PITCH.0).fold(reach, f64::max);
        rails[i].x = x;
        if x > frame.limit + EPSILON {
            missing = missing.max(x - frame.limit);
            continue;
        }
        let end = |at: usize| Point::new(sheet.rect(boxes[at]).map_or(0.0, |rect| frame.back(rect).x1), ports[at]);
        let mut points = vec![end(0), Point::new(x, ports[0]), Point::new(x, ports[1]), end(1)];
        if !down {
            points.reverse();
        }
        let points = points.into_iter().map(|point| frame.point(point)).collect();
        sheet.wires[edge] = Some(Fixed { points, joins: None });
    }
    missing
}

/// The link as a rail, if both its ends are open to the margin of one side.
fn rail(tree: &Tree, sheet: &Sheet, edge: EdgeIndex) -> Option<Rail> {
    let (a, b) = tree.graph.edge_endpoints(edge)?;
    let (a, b) = (boxed(tree, a.index()), boxed(tree, b.index()));
    let taken = !tree.graph[edge].drawn || sheet.wires[edge.index()].is_some() || a == b;
    let (from, to) = (sheet.frames[a]?, sheet.frames[b]?);
    let open = |index: usize| {
        let this = &tree.graph[node(index)];
        this.kind == Kind::Row || this.children.is_empty()
    };
    if taken || from.stack != to.stack || !open(a) || !open(b) {
        return None;
    }
    let middle = |index: usize| sheet.rect(index).map(|rect| rect.center().y);
    let (ya, yb) = (middle(a)?, middle(b)?);
    let down = ya < yb;
    let (boxes, ports) = if down { ([a, b], [ya, yb]) } else { ([b, a], [yb, ya]) };
    Some(Rail { edge: edge.index(), boxes, ports, down, frame: from, x: 0.0 })
}

/// The box that shows a node.
fn boxed(tree: &Tree, mut index: usize) -> usize {
    while let (Kind::Item, Some(parent)) = (tree.graph[node(index)].kind, tree.graph[node(index)].parent) {
        index = parent;
    }
    index
}

/// Spreads the ends of several rails on one box: from the top those that go up, the nearest first, then those that go down,
/// the farthest first, so that they do not cross beside it.
fn ports(sheet: &Sheet, rails: &mut [Rail]) {
    let mut ends: Vec<(usize, f64, usize, usize)> = Vec::with_capacity(2 * rails.len());
    for (i, rail) in rails.iter().enumerate() {
        let length = rail.ports[1] - rail.ports[0];
        // Seen from the upper box a rail goes down: farthest first; from the lower one it goes up: nearest first.
        ends.push((rail.boxes[0], -length, i, 0));
        ends.push((rail.boxes[1], length, i, 1));
    }
    ends.sort_by(|a, b| a.0.cmp(&b.0).then((a.3 == 0).cmp(&(b.3 == 0))).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    for own in ends.chunk_by(|a, b| a.0 == b.0) {
        let height = own.first().and_then(|end| sheet.rect(end.0)).map_or(0.0, |rect| rect.height());
        let pitch = PITCH.1.min(height / (own.len() + 1) as f64);
        for (at, &(_, _, i, end)) in own.iter().enumerate() {
            rails[i].ports[end] += (at as f64 - (own.len() - 1) as f64 / 2.0) * pitch;
        }
    }
}
