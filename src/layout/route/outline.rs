//! True outlines, rounded or oval → where a line leaves them, and how near one comes.

use kurbo::{Point, Rect, Size, Vec2};

use super::Obstacle;

/// Directions tried to prove that a line keeps off an oval; each step halves what is missing.
const STEPS: usize = 4;

/// A line that ends on an outline may be so far inside by rounding (points).
const TOUCH: f64 = 1e-6;

/// Length of a vector; the platform's `hypot` differs in the last bit.
pub(super) fn length(v: Vec2) -> f64 {
    (v.x * v.x + v.y * v.y).sqrt()
}

/// The vector of length 1 in this direction, if it has one.
pub(super) fn unit(v: Vec2) -> Option<Vec2> {
    let length = length(v);
    (length > 0.0).then(|| v / length)
}

impl Obstacle {
    /// Half axes of the ellipse whose quarters are its corners.
    fn radii(&self) -> Vec2 {
        let (half_width, half_height) = (self.rect.width() / 2.0, self.rect.height() / 2.0);
        if self.oval {
            return Vec2::new(half_width, half_height);
        }
        let radius = self.radius.min(half_width).min(half_height).max(0.0);
        Vec2::new(radius, radius)
    }

    /// What is left of its bounding box without the corners: of an oval its middle.
    fn core(&self) -> Rect {
        let (radii, size) = (self.radii(), self.rect.size());
        let left = Size::new((size.width - 2.0 * radii.x).max(0.0), (size.height - 2.0 * radii.y).max(0.0));
        Rect::from_center_size(self.rect.center(), left)
    }

    /// Where the ray from a point inside leaves the outline.
    pub fn leave(&self, inside: Point, way: Vec2) -> Option<Point> {
        let way = unit(way)?;
        let r = self.rect;
        let side = |from: f64, way: f64, lo: f64, hi: f64| match way {
            0.0 => f64::INFINITY,
            _ => (if way > 0.0 { hi - from } else { lo - from }) / way,
        };
        let far = side(inside.x, way.x, r.x0, r.x1).min(side(inside.y, way.y, r.y0, r.y1));
        let corner = inside + way * far;
        let radii = self.radii();
        let core = self.core();
        let centre = Point::new(corner.x.clamp(core.x0, core.x1), corner.y.clamp(core.y0, core.y1));
        if !r.contains(inside) || !far.is_finite() {
            return None;
        }
        if radii.x <= 0.0 || radii.y <= 0.0 || centre.x == corner.x || centre.y == corner.y {
            return Some(corner);
        }
        // The farther root of |(from + t · way) / radii| = 1, seen from the centre of the corner.
        let from = Vec2::new((inside.x - centre.x) / radii.x, (inside.y - centre.y) / radii.y);
        let to = Vec2::new(way.x / radii.x, way.y / radii.y);
        let (a, b, c) = (to.dot(to), from.dot(to), from.dot(from) - 1.0);
        let root = b * b - a * c;
        (root >= 0.0).then(|| inside + way * ((-b + root.sqrt()) / a))
    }

    /// Sine of the angle between a direction of length 1 and the outline at a point on it.
    pub(super) fn sine(&self, on: Point, way: Vec2) -> f64 {
        let (core, radii, r) = (self.core(), self.radii(), self.rect);
        let centre = Point::new(on.x.clamp(core.x0, core.x1), on.y.clamp(core.y0, core.y1));
        let normal = if radii.x > 0.0 && radii.y > 0.0 {
            let off = on - centre;
            Vec2::new(off.x / (radii.x * radii.x), off.y / (radii.y * radii.y))
        } else if (on.x - r.x0).abs().min((on.x - r.x1).abs()) < (on.y - r.y0).abs().min((on.y - r.y1).abs()) {
            Vec2::new(1.0, 0.0)
        } else {
            Vec2::new(0.0, 1.0)
        };
        unit(normal).map_or(1.0, |normal| normal.dot(way).abs())
    }

    /// Ports with the direction in which a line leaves there: the middle of each side first.
    pub(super) fn ports(&self) -> Vec<(Point, Vec2)> {
        let (centre, r) = (self.rect.center(), self.rect);
        if self.oval {
            let radii = self.radii();
            let slanted = std::f64::consts::FRAC_1_SQRT_2;
            let [s, t] = [slanted, -slanted];
            let turns = [(0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, 0.0), (s, s), (s, t), (t, s), (t, t)];
            let port = |(u, v): (f64, f64)| {
                let normal = unit(Vec2::new(u * radii.y, v * radii.x))?;
                Some((centre + Vec2::new(u * radii.x, v * radii.y), normal))
            };
            return turns.into_iter().filter_map(port).collect();
        }
        let flat = self.core();
        let mut ports = Vec::with_capacity(12);
        for share in [0.5, 0.25, 0.75] {
            let (x, y) = (flat.x0 + share * flat.width(), flat.y0 + share * flat.height());
            ports.push((Point::new(x, r.y0), Vec2::new(0.0, -1.0)));
            ports.push((Point::new(x, r.y1), Vec2::new(0.0, 1.0)));
            ports.push((Point::new(r.x0, y), Vec2::new(-1.0, 0.0)));
            ports.push((Point::new(r.x1, y), Vec2::new(1.0, 0.0)));
        }
        ports
    }

    /// Whether the line from `a` to `b` comes nearer to it than `clear`; 0 asks whether it enters more than it touches.
    ///
    /// Exact for rounded corners; of an oval it may also be said of a line that just keeps off.
    pub(super) fn near(&self, a: Point, b: Point, clear: f64) -> bool {
        // Most obstacles are far away.
        let reach = self.rect.inset(clear.max(0.0));
        if a.x.max(b.x) < reach.x0 || a.x.min(b.x) > reach.x1 || a.y.max(b.y) < reach.y0 || a.y.min(b.y) > reach.y1 {
            return false;
        }
        let clear = clear - TOUCH;
        if !self.oval {
            let radius = self.radii().x;
            let core = self.core();
            return if radius + clear > 0.0 {
                near(core, a, b, radius + clear)
            } else {
                near(core.inset(clear), a, b, 0.0)
            };
        }
        if !near(self.rect, a, b, clear.max(0.0)) {
            return false;
        }
        // They are apart when some direction separates them: across the line, or from the oval to one of its ends.
        let (radii, centre) = (self.radii(), self.rect.center());
        let (a, b) = (a - centre, b - centre);
        let reach = |n: Vec2| (radii.x * radii.x * n.x * n.x + radii.y * radii.y * n.y * n.y).sqrt();
        let gap = |n: Vec2| n.dot(a).min(n.dot(b)) - reach(n);
        let across = unit(Vec2::new(a.y - b.y, b.x - a.x));
        if across.is_some_and(|n| gap(n).max(gap(-n)) >= clear) {
            return false;
        }
        let apart = |end: Vec2| {
            let mut way = unit(Vec2::new(end.x * radii.y * radii.y, end.y * radii.x * radii.x));
            (0..STEPS).any(|_| {
                let Some(n) = way else { return false };
                let touched = Vec2::new(radii.x * radii.x * n.x, radii.y * radii.y * n.y) / reach(n);
                way = unit(end - touched);
                gap(n) >= clear
            })
        };
        !(apart(a) || apart(b))
    }
}

/// Whether the line from `a` to `b` comes nearer to a rectangle than `clear`; at 0 touching its edge does not count.
pub(super) fn near(r: Rect, a: Point, b: Point, clear: f64) -> bool {
    let grown = r.inset(clear.max(0.0));
    if a.x.max(b.x) <= grown.x0 || a.x.min(b.x) >= grown.x1 || a.y.max(b.y) <= grown.y0 || a.y.min(b.y) >= grown.y1 {
        return false;
    }
    if enters(r, a, b, clear > 0.0) {
        return true;
    }
    let to_rect =
        |p: Point| length(Vec2::new((r.x0 - p.x).max(p.x - r.x1).max(0.0), (r.y0 - p.y).max(p.y - r.y1).max(0.0)));
    let corners = [(r.x0, r.y0), (r.x1, r.y0), (r.x0, r.y1), (r.x1, r.y1)];
    let to_line = corners.into_iter().map(|corner| distance(Point::from(corner), a, b)).fold(f64::INFINITY, f64::min);
    to_rect(a).min(to_rect(b)).min(to_line) < clear
}

/// Whether a line has a point inside a rectangle, or on its edge where that counts; a flat one has only edges.
fn enters(r: Rect, a: Point, b: Point, edge: bool) -> bool {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, end, lo, hi) in [(a.x, b.x, r.x0, r.x1), (a.y, b.y, r.y0, r.y1)] {
        let way = end - start;
        if way == 0.0 {
            if start < lo || start > hi || (!edge && (start == lo || start == hi)) {
                return false;
            }
            continue;
        }
        let (first, last) = ((lo - start) / way, (hi - start) / way);
        from = from.max(first.min(last));
        to = to.min(first.max(last));
    }
    from < to || (edge && from == to)
}

/// Distance of a point from a line with two ends.
pub(super) fn distance(p: Point, a: Point, b: Point) -> f64 {
    let (way, to) = (b - a, p - a);
    let whole = way.dot(way);
    let share = if whole > 0.0 { (to.dot(way) / whole).clamp(0.0, 1.0) } else { 0.0 };
    length(to - way * share)
}

/// Whether two lines cross, or one ends on the other.
pub(super) fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let turn = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    let (c_side, d_side) = (turn(a, b, c), turn(a, b, d));
    let (a_side, b_side) = (turn(c, d, a), turn(c, d, b));
    let parallel = (b - a).cross(d - c) == 0.0;
    !parallel && c_side * d_side <= 0.0 && a_side * b_side <= 0.0
}
