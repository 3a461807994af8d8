//! A superellipse and the size of a box → places along it for boxes that keep apart.

use kurbo::{Point, Vec2};

/// Exponent of a superellipse that holds boxes well: between an ellipse, which crowds them at its left and right ends,
/// and a rectangle.
pub const SQUARISH: f64 = 2.5;

/// Exponent of an ellipse.
pub const ROUND: f64 = 2.0;

/// Pieces of a quarter of the curve: each is far shorter than any box.
const PIECES: usize = 160;

/// A quarter of the unit superellipse, from its top to its right end; y grows downwards.
pub struct Curve {
    quarter: Vec<Vec2>,
}

impl Curve {
    /// The curve with both half axes 1 and this exponent.
    pub fn new(exponent: f64) -> Curve {
        let at = |i: usize| {
            let turn = std::f64::consts::FRAC_PI_2 * i as f64 / PIECES as f64;
            let power = |base: f64| libm::pow(base.max(0.0), 2.0 / exponent);
            match i {
                0 => Vec2::new(0.0, -1.0),
                PIECES => Vec2::new(1.0, 0.0),
                _ => Vec2::new(power(libm::sin(turn)), -power(libm::cos(turn))),
            }
        };
        Curve { quarter: (0..=PIECES).map(at).collect() }
    }

    /// The curve with these half axes, measured in boxes: `pitch` is the size of one with its gap.
    ///
    /// A step of `(dx, dy)` is as long as the part of a box that has to make room for it,
    /// `max(|dx| / (w + g), |dy| / (h + g))`: a wide box needs more of a level piece of the curve than of an upright one.
    pub fn walk(&self, axes: Vec2, pitch: Vec2) -> Walk {
        let points: Vec<Vec2> = self.quarter.iter().map(|v| Vec2::new(v.x * axes.x, v.y * axes.y)).collect();
        let mut lengths = vec![0.0];
        let mut total = 0.0;
        for step in points.windows(2) {
            let by = step[1] - step[0];
            total += (by.x.abs() / pitch.x).max(by.y.abs() / pitch.y);
            lengths.push(total);
        }
        Walk { points, lengths, quarter: total }
    }
}

/// A curve with its length in boxes.
pub struct Walk {
    points: Vec<Vec2>,
    lengths: Vec<f64>,
    quarter: f64,
}

impl Walk {
    /// Boxes that stand on the whole curve.
    pub fn total(&self) -> f64 {
        4.0 * self.quarter
    }

    /// The point that many boxes clockwise from the top. Mirror images are exact.
    pub fn at(&self, boxes: f64) -> Point {
        let total = self.total();
        let turned = boxes - (boxes / total).floor() * total;
        let left = turned > total / 2.0;
        let down = if left { total - turned } else { turned };
        let low = down > self.quarter;
        let along = if low { total / 2.0 - down } else { down };
        let after = self.lengths.partition_point(|&length| length < along).clamp(1, self.lengths.len() - 1);
        let (from, to) = (self.lengths[after - 1], self.lengths[after]);
        let share = if to > from { ((along - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
        let (a, b) = (self.points[after - 1], self.points[after]);
        let point = a + (b - a) * share;
        Point::new(if left { -point.x } else { point.x }, if low { -point.y } else { point.y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_at_equal_steps_are_mirror_images_and_keep_apart() {
        let (axes, pitch) = (Vec2::new(170.0, 120.0), Vec2::new(120.0, 48.0));
        let walk = Curve::new(SQUARISH).walk(axes, pitch);
        let n = walk.total().floor() as usize;
        assert!(n >= 8, "{n}");
        let at = |i: usize| walk.at(walk.total() * (i as f64 + 0.5) / n as f64);
        for i in 0..n {
            let (a, b) = (at(i), at(n - 1 - i));
            assert!((a.x + b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9, "{a:?} {b:?}");
            let next = at((i + 1) % n);
            // The walk is the sum of its pieces, so a box of its own is a little more than the straight way.
            let apart = ((a.x - next.x).abs() / pitch.x).max((a.y - next.y).abs() / pitch.y);
            assert!(apart > 0.75, "{apart}");
        }
    }

    #[test]
    fn the_walk_passes_the_ends_of_both_axes() {
        let walk = Curve::new(SQUARISH).walk(Vec2::new(100.0, 50.0), Vec2::new(40.0, 20.0));
        let quarter = walk.total() / 4.0;
        for (turns, x, y) in [(0.0, 0.0, -50.0), (1.0, 100.0, 0.0), (2.0, 0.0, 50.0), (3.0, -100.0, 0.0)] {
            let point = walk.at(quarter * turns);
            assert!((point.x - x).abs() < 1e-6 && (point.y - y).abs() < 1e-6, "{point:?}");
        }
    }
}
