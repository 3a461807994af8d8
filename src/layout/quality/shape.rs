//! Outlines → exact answers about what they overlap, hold and are entered by.

use kurbo::{Point, Rect, Vec2};

use super::EPS;
use crate::layout::Outline;

/// A rectangle whose corners are quarters of one ellipse: boxes of every kind, from sharp corners to an oval.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub rect: Rect,
    /// Half of the rectangle between the corners' centres; zero for an oval.
    inner: Vec2,
    /// Radii of the corners.
    radii: Vec2,
}

impl Shape {
    pub fn new(rect: Rect, outline: Outline) -> Shape {
        let half = Vec2::new(rect.width() / 2.0, rect.height() / 2.0);
        let radii = match outline {
            Outline::None => Vec2::ZERO,
            Outline::Rounded(radius) => {
                let radius = radius.min(half.x).min(half.y).max(0.0);
                Vec2::new(radius, radius)
            }
            Outline::Ellipse => half,
        };
        Shape { rect, inner: half - radii, radii }
    }

    /// The same outline, `by` points further in on all sides.
    pub fn shrunk(&self, by: f64) -> Shape {
        let less = |length: f64| (length - by).max(0.0);
        let radii = Vec2::new(less(self.radii.x), less(self.radii.y));
        let rect = self.rect.inset(-by);
        let half = Vec2::new(rect.width() / 2.0, rect.height() / 2.0);
        Shape { rect, inner: half - radii, radii }
    }

    pub fn area(&self) -> f64 {
        self.rect.area() - (4.0 - std::f64::consts::PI) * self.radii.x * self.radii.y
    }

    fn oval(&self) -> bool {
        self.inner == Vec2::ZERO
    }

    /// Where its corner begins that is nearest to a point: how far the point is into it, along both axes.
    fn past_corner(&self, p: Point) -> Vec2 {
        let from = p - self.rect.center();
        Vec2::new((from.x.abs() - self.inner.x).max(0.0), (from.y.abs() - self.inner.y).max(0.0))
    }

    /// Whether a point is inside.
    pub fn holds(&self, p: Point) -> bool {
        let rect = self.rect.inset(EPS);
        if !rect.contains(p) {
            return false;
        }
        let (into, radii) = (self.past_corner(p), self.radii);
        if into.x == 0.0 || into.y == 0.0 || radii.x <= 0.0 || radii.y <= 0.0 {
            return true;
        }
        Vec2::new(into.x / radii.x, into.y / radii.y).hypot2() <= 1.0 + EPS
    }

    /// Distance of a point from the outline: exact for straight sides and circles, near the outline also for ovals.
    pub fn off(&self, p: Point) -> f64 {
        let (into, radii) = (self.past_corner(p), self.radii);
        if into.x > 0.0 && into.y > 0.0 {
            if radii.x <= 0.0 || radii.y <= 0.0 {
                return into.length();
            }
            // To first order: the value of the ellipse's equation over the length of its gradient.
            let reach = Vec2::new(into.x / radii.x, into.y / radii.y).length();
            let slope = Vec2::new(into.x / (radii.x * radii.x), into.y / (radii.y * radii.y)).length() / reach;
            return (reach - 1.0).abs() / slope;
        }
        let r = self.rect;
        let outside = (r.x0 - p.x).max(p.x - r.x1).max(r.y0 - p.y).max(p.y - r.y1);
        let across = (r.x0 - p.x).abs().min((p.x - r.x1).abs());
        let down = (r.y0 - p.y).abs().min((p.y - r.y1).abs());
        outside.max(across.min(down))
    }

    /// Whether a straight line has a point inside.
    pub fn entered(&self, a: Point, b: Point) -> bool {
        let hull = self.rect.inset(-EPS);
        if !touches(a, b, hull) {
            return false;
        }
        let radii = self.radii;
        if radii.x <= EPS || radii.y <= EPS {
            return true;
        }
        // With the corners scaled to circles of radius 1: nearer than 1 to the rectangle between their centres.
        let scaled = |p: Point| {
            let from = p - self.rect.center();
            Point::new(from.x / radii.x, from.y / radii.y)
        };
        let (w, h) = (self.inner.x / radii.x, self.inner.y / radii.y);
        distance(scaled(a), scaled(b), Rect::new(-w, -h, w, h)) < 1.0 - EPS
    }

    /// Whether two shapes have a point in common inside both. Between boxes with straight sides their corners count as
    /// square.
    pub fn overlaps(&self, other: &Shape) -> bool {
        if !overlap(self.rect, other.rect) {
            return false;
        }
        if !self.oval() && !other.oval() {
            return true;
        }
        // Convex shapes are apart where some direction has room between them. Both mirror about their axes, so the
        // direction lies between the axes; the room is concave along the chord from one axis to the other.
        let apart = self.rect.center() - other.rect.center();
        let room = |t: f64| {
            let u = Vec2::new(t, 1.0 - t);
            u.x * apart.x.abs() + u.y * apart.y.abs() - self.reach(u) - other.reach(u)
        };
        let (mut from, mut to) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let (a, b) = (from + (to - from) / 3.0, to - (to - from) / 3.0);
            if room(a) < room(b) { from = a } else { to = b }
        }
        room((from + to) / 2.0).max(room(0.0)).max(room(1.0)) < -EPS
    }

    /// How far it reaches from its middle in a direction between the axes.
    fn reach(&self, u: Vec2) -> f64 {
        u.dot(self.inner) + Vec2::new(u.x * self.radii.x, u.y * self.radii.y).length()
    }
}

/// Steps of the search for the direction between two shapes; each takes a third off.
const HALVINGS: usize = 60;

/// Whether two rectangles have a point in common inside both.
pub fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 - EPS && b.x0 < a.x1 - EPS && a.y0 < b.y1 - EPS && b.y0 < a.y1 - EPS
}

/// Whether a rectangle lies in another one.
pub fn inside(inner: Rect, outer: Rect) -> bool {
    let slack = outer.inset(EPS);
    slack.x0 <= inner.x0 && inner.x1 <= slack.x1 && slack.y0 <= inner.y0 && inner.y1 <= slack.y1
}

/// Whether a straight line has a point in a rectangle, by clipping it (Liang, Barsky 1984).
pub fn touches(a: Point, b: Point, r: Rect) -> bool {
    let way = b - a;
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (step, room) in [(-way.x, a.x - r.x0), (way.x, r.x1 - a.x), (-way.y, a.y - r.y0), (way.y, r.y1 - a.y)] {
        if step == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    from <= to
}

/// Distance of a straight line from a rectangle.
fn distance(a: Point, b: Point, r: Rect) -> f64 {
    if touches(a, b, r) {
        return 0.0;
    }
    let corners = [(r.x0, r.y0), (r.x1, r.y0), (r.x0, r.y1), (r.x1, r.y1)];
    let to_line = corners.into_iter().map(|corner| from_line(corner.into(), a, b));
    let from_ends = [a, b].into_iter().map(|p| gap(Rect::from_points(p, p), r));
    to_line.chain(from_ends).fold(f64::INFINITY, f64::min)
}

/// Distance of a point from a straight line.
pub fn from_line(p: Point, a: Point, b: Point) -> f64 {
    let way = b - a;
    let length2 = way.hypot2();
    let t = if length2 > 0.0 { ((p - a).dot(way) / length2).clamp(0.0, 1.0) } else { 0.0 };
    p.distance(a + way * t)
}

/// Distance between two rectangles; 0 when they overlap.
pub fn gap(a: Rect, b: Rect) -> f64 {
    let dx = (a.x0 - b.x1).max(b.x0 - a.x1).max(0.0);
    let dy = (a.y0 - b.y1).max(b.y0 - a.y1).max(0.0);
    Vec2::new(dx, dy).length()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OVAL: Rect = Rect::new(0.0, 0.0, 80.0, 40.0);

    #[test]
    fn distance_from_a_rounded_outline() {
        let pill = Shape::new(Rect::new(0.0, 0.0, 40.0, 20.0), Outline::Rounded(10.0));
        let off = |x, y| pill.off(Point::new(x, y));
        assert_eq!(off(0.0, 10.0), 0.0);
        assert_eq!(off(20.0, 0.0), 0.0);
        assert!((off(10.0 - 6.0, 10.0 - 8.0)).abs() < 1e-9);
        assert!(off(0.0, 0.0) > 4.0);
        assert_eq!(off(20.0, 5.0), 5.0);
    }

    #[test]
    fn distance_from_an_oval() {
        let oval = Shape::new(OVAL, Outline::Ellipse);
        // On the outline at 3/5 and 4/5 of the radii; half a point further out along the normal.
        let on = Point::new(40.0 + 24.0, 20.0 + 16.0);
        let normal = Vec2::new(24.0 / 1600.0, 16.0 / 400.0).normalize();
        assert!(oval.off(on) < 1e-9);
        assert!((oval.off(on + normal * 0.5) - 0.5).abs() < 0.01);
        assert_eq!(oval.off(Point::new(40.0, 0.0)), 0.0);
    }

    #[test]
    fn a_line_may_cut_the_corner_of_an_ovals_box() {
        let oval = Shape::new(OVAL, Outline::Ellipse);
        assert!(!oval.entered(Point::new(0.0, 11.0), Point::new(22.0, 0.0)));
        assert!(oval.entered(Point::new(0.0, 20.0), Point::new(24.0, 4.0)));
        // One that touches it, and one that is inside as a whole.
        assert!(!oval.entered(Point::new(-5.0, 0.0), Point::new(90.0, 0.0)));
        assert!(oval.entered(Point::new(30.0, 18.0), Point::new(41.0, 22.0)));
        let card = Shape::new(OVAL, Outline::Rounded(3.0));
        assert!(card.entered(Point::new(0.0, 12.0), Point::new(24.0, 0.0)));
        assert!(!card.entered(Point::new(-1.0, 1.5), Point::new(1.5, -1.0)));
    }

    #[test]
    fn ovals_overlap_less_than_their_boxes() {
        let oval = Shape::new(OVAL, Outline::Ellipse);
        let at = |dx: f64, dy: f64| OVAL + Vec2::new(dx, dy);
        // Congruent ovals touch where their distance is that of two circles of radius 1, scaled.
        let (dx, dy) = (80.0 * 0.6, 40.0 * 0.8);
        assert!(oval.overlaps(&Shape::new(at(dx - 0.01, dy), Outline::Ellipse)));
        assert!(!oval.overlaps(&Shape::new(at(dx + 0.01, dy), Outline::Ellipse)));
        assert!(!oval.overlaps(&Shape::new(at(75.0, 35.0), Outline::None)));
        assert!(oval.overlaps(&Shape::new(at(75.0, 10.0), Outline::None)));
        assert!(oval.overlaps(&Shape::new(Rect::new(39.0, 19.0, 41.0, 21.0), Outline::Ellipse)));
    }
}
