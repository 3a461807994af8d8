//! Ways → those whose ends lie on the outlines they belong to; the router finds the others.

use kurbo::{Point, Rect};

use super::super::graph::{Arrangement, Graph, Spacing, node};

/// An end this far off an outline is not on it (points).
const OFF: f64 = 0.03;

/// Forgets the ways that end off their boxes, and those that join them.
///
/// A port keeps its order among its neighbours even where a low card has no room for it at that place.
pub fn keep_sound(graph: &Graph, spacing: &Spacing, arrangement: &mut Arrangement) {
    let outline = |mut index: usize| loop {
        match (arrangement.spots[index], graph[node(index)].parent) {
            (Some(spot), _) => return Some((spot.rect, graph[node(index)].radius(spot.rect, spacing))),
            (None, Some(parent)) => index = parent,
            (None, None) => return None,
        }
    };
    let loose = |edge: &petgraph::graph::EdgeIndex| {
        let (Some((a, b)), Some(fixed)) = (graph.edge_endpoints(*edge), &arrangement.wires[edge.index()]) else {
            return false;
        };
        let ends = [(true, a, fixed.points.first()), (false, b, fixed.points.last())];
        ends.into_iter().any(|(source, end, point)| {
            let joined = fixed.joins.is_some_and(|joint| joint.at_source == source);
            let on =
                point.zip(outline(end.index())).is_none_or(|(point, (rect, radius))| touches(*point, rect, radius));
            !joined && !on
        })
    };
    let mut lost: Vec<usize> = graph.edge_indices().filter(loose).map(|edge| edge.index()).collect();
    while let Some(edge) = lost.pop() {
        arrangement.wires[edge] = None;
        let joins = |other: &usize| {
            let joint = arrangement.wires[*other].as_ref().and_then(|fixed| fixed.joins);
            joint.is_some_and(|joint| joint.edge == edge)
        };
        lost.extend((0..arrangement.wires.len()).filter(joins));
    }
}

/// Whether a point lies on a rectangle with round corners.
fn touches(point: Point, rect: Rect, radius: f64) -> bool {
    let inner = rect.inset(-radius);
    let nearest =
        Point::new(point.x.clamp(inner.x0, inner.x1.max(inner.x0)), point.y.clamp(inner.y0, inner.y1.max(inner.y0)));
    (point.distance(nearest) - radius).abs() <= OFF
}
