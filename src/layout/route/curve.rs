//! One cubic curve → the short lines it is tested as.

use kurbo::{CubicBez, ParamCurve, Point, Vec2};

use super::outline::length;

/// Farthest the lines may stray from the curve: 0.05 mm, in points.
pub const FLATNESS: f64 = 0.14;

/// The path as straight pieces: itself, or in place of a cubic's ends and control points as many lines as it needs.
pub fn flat(points: &[Point], cubic: bool) -> Vec<Point> {
    let (true, &[a, b, c, d]) = (cubic, points) else { return points.to_vec() };
    // Lines stray by at most an eighth of the second derivative, which is greatest at an end (Sederberg and Wang 1987).
    let bend = |p: Point, q: Point, r: Point| length(Vec2::new(p.x - 2.0 * q.x + r.x, p.y - 2.0 * q.y + r.y));
    let most = 6.0 * bend(a, b, c).max(bend(b, c, d));
    let pieces = (most / (8.0 * FLATNESS)).sqrt().ceil().max(1.0);
    let curve = CubicBez::new(a, b, c, d);
    let inner = (1..pieces as usize).map(|i| curve.eval(i as f64 / pieces));
    std::iter::once(a).chain(inner).chain([d]).collect()
}
