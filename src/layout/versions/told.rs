//! Words beside lines of changes → without those that another line parts from their own: they would be read as its words.

use kurbo::{Line, ParamCurve, ParamCurveNearest, Point};
use petgraph::graph::EdgeIndex;

use crate::layout::Layout;
use crate::layout::door::Door;
use crate::layout::links::extent;

/// How exactly the nearest point of a line is found, in points.
const EXACT: f64 = 0.01;

/// Leaves out the words that do not stand next to their own line; its sign says the same.
pub fn leave_out(door: &Door, layout: &mut Layout) {
    let late: Vec<usize> = (0..layout.paths.len()).filter(|&edge| door.graph[EdgeIndex::new(edge)].late).collect();
    for edge in late {
        let words = layout.paths[edge].label.iter().map(extent).reduce(|a, b| a.union(b));
        let Some(middle) = words.map(|words| words.center()) else { continue };
        let Some(own) = nearest(&layout.paths[edge].points, middle) else { continue };
        let way = Line::new(middle, own);
        let others = layout.paths.iter().enumerate().filter(|(other, _)| *other != edge);
        let crossed = others.flat_map(|(_, path)| segments(&path.points)).any(|line| crosses(way, line));
        let closer = |points: &[Point]| {
            nearest(points, middle).is_some_and(|other| other.distance(middle) < own.distance(middle))
        };
        let mut others = layout.paths.iter().enumerate().filter(|(other, _)| *other != edge);
        if crossed || others.any(|(_, path)| closer(&path.points)) {
            layout.paths[edge].label.clear();
        }
    }
}

fn segments(points: &[Point]) -> impl Iterator<Item = Line> {
    points.windows(2).map(|ends| Line::new(ends[0], ends[1]))
}

/// The point of a way that is nearest to another one.
fn nearest(points: &[Point], to: Point) -> Option<Point> {
    let near = segments(points).map(|line| {
        let found = line.nearest(to, EXACT);
        (found.distance_sq, line.eval(found.t))
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, point)| point)
}

fn crosses(a: Line, b: Line) -> bool {
    let side = |line: Line, point: Point| (line.p1 - line.p0).cross(point - line.p0);
    side(a, b.p0) * side(a, b.p1) < 0.0 && side(b, a.p0) * side(b, a.p1) < 0.0
}
