//! Labels → the size of the ovals or cards that hold them, and points and lines against the outlines of both.

use kurbo::{Point, Rect, Size, Vec2};

use super::super::Outline;
use super::super::graph::{Node, Sizes, Spacing, Spot};

/// Between the corners of a line of text and the ellipse around it, in points.
const SPARE: f64 = 2.0;

/// Ink of a block of lines is that much less high than the lines, in line heights at each end.
const BLANK: f64 = 0.05;

/// Where the corners of the text touch the ellipse: from round to flat, as the cosine of their angle on the unit circle.
const CORNERS: [f64; 3] = [0.84, 0.76, 0.68];

/// Least and most height of an oval, as a share of its width.
const OVAL_ASPECT: (f64, f64) = (0.3, 0.62);

/// Most height of a card, as a share of its width.
const CARD_ASPECT: f64 = 0.75;

/// Labels take up to this many lines; more only where nothing else fits.
const GOOD_LINES: usize = 3;

/// Most lines at all.
const MOST_LINES: usize = 6;

/// A way to size all boxes of a kind alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Form {
    /// Width and height.
    pub size: Size,
    /// Lines of the longest label.
    pub lines: usize,
}

/// Half the height of the ink of `lines` lines.
fn half(sizes: &Sizes, lines: usize) -> f64 {
    let leading = sizes.steps.first().map_or(0.0, |step| (step.head - sizes.below) / step.lines.max(1) as f64);
    (lines as f64 / 2.0 - BLANK) * leading + sizes.below / 2.0
}

/// The lines in which a label stands in an ellipse with these half axes, and the width there is for them.
fn lines(sizes: &Sizes, axes: Vec2) -> Option<(usize, f64)> {
    (1..=MOST_LINES).find_map(|k| {
        let up = half(sizes, k) / (axes.y - SPARE);
        let room = 2.0 * (axes.x - SPARE) * (1.0 - up * up).max(0.0).sqrt();
        (up < 1.0 && sizes.need(k, false) <= room).then_some((k, room))
    })
}

/// Whether an ellipse of that size holds a label.
pub fn holds(sizes: &Sizes, size: Size) -> bool {
    lines(sizes, size.to_vec2() / 2.0).is_some()
}

/// The least half height of an ellipse of half width `a` around a label.
fn depth(sizes: &Sizes, a: f64) -> Option<(f64, usize)> {
    let of = |k: usize| {
        let across = sizes.need(k, false) / 2.0 / (a - SPARE);
        (across < 1.0).then(|| (half(sizes, k) / (1.0 - across * across).sqrt() + SPARE + 1e-9, k))
    };
    (1..=MOST_LINES).filter_map(of).min_by(|x, y| x.0.total_cmp(&y.0))
}

/// The ways to size boxes alike for these labels, fewest lines first.
pub fn forms(labels: &[&Sizes], ovals: bool) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for most in 1..=MOST_LINES {
        let need = labels.iter().map(|sizes| sizes.need(most, most <= GOOD_LINES)).fold(0.0, f64::max);
        for corner in CORNERS.iter().take(if ovals { CORNERS.len() } else { 1 }) {
            let form = if ovals { oval(labels, need / 2.0 / corner + SPARE) } else { card(labels, need) };
            let known = |form: &Form| forms.iter().any(|f| (f.size.width - form.size.width).abs() < 1.0);
            forms.extend(form.filter(|form| !known(form)));
        }
    }
    let shapely = |form: &Form| form.size.height <= form.size.width * if ovals { OVAL_ASPECT.1 } else { CARD_ASPECT };
    if forms.iter().any(shapely) {
        forms.retain(shapely);
    }
    if forms.iter().any(|form| form.lines <= GOOD_LINES) {
        forms.retain(|form| form.lines <= GOOD_LINES + 1);
    }
    forms
}

fn oval(labels: &[&Sizes], a: f64) -> Option<Form> {
    let mut form = Form { size: Size::new(2.0 * a, 2.0 * a * OVAL_ASPECT.0), lines: 1 };
    for sizes in labels {
        let (b, _) = depth(sizes, a)?;
        form.size.height = form.size.height.max(2.0 * b);
    }
    let axes = form.size.to_vec2() / 2.0;
    form.lines = labels.iter().filter_map(|sizes| lines(sizes, axes)).map(|(k, _)| k).max()?;
    Some(form)
}

fn card(labels: &[&Sizes], width: f64) -> Option<Form> {
    let mut form = Form { size: Size::new(width, 0.0), lines: 1 };
    for sizes in labels {
        let step = sizes.at(width);
        if step.width > width + 1e-6 {
            return None;
        }
        form.size.height = form.size.height.max(step.head + step.body);
        form.lines = form.lines.max(step.lines);
    }
    Some(form)
}

/// A box with its label about a point. Where some cards hold more than a label, each is as high as what it holds.
pub fn spot(sizes: &Sizes, centre: Point, size: Size, (oval, bodies): (bool, bool)) -> Spot {
    let step = sizes.at(size.width);
    if oval {
        let rect = Rect::from_center_size(centre, size);
        let room = lines(sizes, size.to_vec2() / 2.0).map_or(size.width, |(_, room)| room);
        let text = Rect::from_center_size(centre, Size::new(room, size.height));
        return Spot { outline: Some(Outline::Ellipse), text: Some(text), ..Spot::filled(rect) };
    }
    if !bodies {
        return Spot::filled(Rect::from_center_size(centre, size));
    }
    let rect = Rect::from_center_size(centre, Size::new(size.width, step.head + step.body));
    Spot { head: if step.body > 0.0 { step.head } else { rect.height() }, ..Spot::filled(rect) }
}

/// An outline: a rectangle with round corners, or the ellipse inscribed in it.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its bounds.
    pub rect: Rect,
    /// Radius of its corners; `None` for an ellipse.
    pub radius: Option<f64>,
}

impl Shape {
    /// The outline of a box in its place.
    pub fn of(node: &Node, spot: &Spot, spacing: &Spacing) -> Shape {
        let oval = spot.outline == Some(Outline::Ellipse);
        Shape { rect: spot.rect, radius: (!oval).then(|| node.radius(spot.rect, spacing)) }
    }

    /// Where the line from the centre to a point outside leaves the outline.
    pub fn cut(&self, to: Point) -> Point {
        let centre = self.rect.center();
        let way = to - centre;
        let half = self.rect.size().to_vec2() / 2.0;
        if half.x <= 0.0 || half.y <= 0.0 || way.hypot2() == 0.0 {
            return centre;
        }
        let Some(radius) = self.radius else {
            let (x, y) = (way.x / half.x, way.y / half.y);
            return centre + way / (x * x + y * y).sqrt();
        };
        let side = centre + way / (way.x.abs() / half.x).max(way.y.abs() / half.y);
        // The centre of the corner that the way leaves by, if it leaves by one.
        let radius = radius.min(half.x).min(half.y);
        let corner = Vec2::new((half.x - radius) * way.x.signum(), (half.y - radius) * way.y.signum());
        let off = side - centre;
        if off.x.abs() <= corner.x.abs() + 1e-12 || off.y.abs() <= corner.y.abs() + 1e-12 {
            return side;
        }
        // |t way - corner| = radius, the farther of the two.
        let (a, b, c) = (way.hypot2(), way.dot(corner), corner.hypot2() - radius * radius);
        centre + way * ((b + (b * b - a * c).max(0.0).sqrt()) / a)
    }

    /// The cosine of the angle at which the line from a point outside to the centre meets the outline.
    pub fn squareness(&self, from: Point) -> f64 {
        let (centre, half) = (self.rect.center(), self.rect.size().to_vec2() / 2.0);
        let (at, way) = (self.cut(from) - centre, from - centre);
        let normal = match self.radius {
            None => Vec2::new(at.x / (half.x * half.x), at.y / (half.y * half.y)),
            Some(radius) => {
                let radius = radius.min(half.x).min(half.y);
                let off = Vec2::new(at.x.abs() - (half.x - radius), at.y.abs() - (half.y - radius));
                let side =
                    if half.x - at.x.abs() < half.y - at.y.abs() { Vec2::new(1.0, 0.0) } else { Vec2::new(0.0, 1.0) };
                let normal = if off.x > 0.0 && off.y > 0.0 { off } else { side };
                Vec2::new(normal.x * at.x.signum(), normal.y * at.y.signum())
            }
        };
        let length = (normal.hypot2() * way.hypot2()).sqrt();
        if length > 0.0 { normal.dot(way) / length } else { 0.0 }
    }

    /// Whether a line comes nearer than `clear`.
    pub fn meets(&self, from: Point, to: Point, clear: f64) -> bool {
        let bounds = self.rect.inflate(clear, clear);
        if from.x.max(to.x) <= bounds.x0
            || from.x.min(to.x) >= bounds.x1
            || from.y.max(to.y) <= bounds.y0
            || from.y.min(to.y) >= bounds.y1
        {
            return false;
        }
        let (centre, half) = (bounds.center(), bounds.size().to_vec2() / 2.0);
        if self.radius.is_none() {
            // In the space where the ellipse is the unit circle: the point of the line nearest to its centre.
            let unit = |p: Point| Vec2::new((p.x - centre.x) / half.x, (p.y - centre.y) / half.y);
            let (a, b) = (unit(from), unit(to));
            let way = b - a;
            let along = if way.hypot2() > 0.0 { (-a.dot(way) / way.hypot2()).clamp(0.0, 1.0) } else { 0.0 };
            return (a + way * along).hypot2() < 1.0;
        }
        // Against the axes the bounds tell; against the line's own normal, the corner that reaches farthest does.
        let way = to - from;
        let reach = (way.y * half.x).abs() + (way.x * half.y).abs();
        (centre - from).cross(way).abs() < reach
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leaves_each_outline_on_it() {
        let rect = Rect::new(0.0, 0.0, 120.0, 40.0);
        let far = [(300.0, 20.0), (90.0, -70.0), (140.0, 55.0), (-40.0, -9.0), (60.0, 90.0)];
        for (x, y) in far {
            let oval = Shape { rect, radius: None };
            let p = oval.cut(Point::new(x, y)) - rect.center();
            assert!((p.x * p.x / 3600.0 + p.y * p.y / 400.0 - 1.0).abs() < 1e-9, "{p:?}");
            let pill = Shape { rect, radius: Some(20.0) };
            let p = pill.cut(Point::new(x, y)) - rect.center();
            let beyond = (p.x.abs() - 40.0).max(0.0);
            let off = if beyond > 0.0 { (beyond * beyond + p.y * p.y).sqrt() } else { p.y.abs() };
            assert!((off - 20.0).abs() < 1e-9, "{p:?}");
        }
    }

    #[test]
    fn a_line_meets_sides_and_corners_at_an_angle() {
        let rect = Rect::new(-60.0, -20.0, 60.0, 20.0);
        for radius in [None, Some(3.0), Some(20.0)] {
            let shape = Shape { rect, radius };
            for (x, y) in [(0.0, 90.0), (200.0, 0.0), (-100.0, 0.0)] {
                assert!((shape.squareness(Point::new(x, y)) - 1.0).abs() < 1e-9, "{radius:?} from {x}, {y}");
            }
        }
        let slanted = Shape { rect, radius: Some(3.0) }.squareness(Point::new(80.0, 40.0));
        assert!((slanted - 0.2f64.sqrt()).abs() < 1e-9, "{slanted}");
    }

    #[test]
    fn lines_meet_what_they_come_near() {
        let oval = Shape { rect: Rect::new(0.0, 0.0, 120.0, 40.0), radius: None };
        let card = Shape { radius: Some(3.0), ..oval };
        let corner = (Point::new(-10.0, 12.0), Point::new(22.0, -10.0));
        assert!(!oval.meets(corner.0, corner.1, 1.0), "past the empty corner of an oval");
        assert!(card.meets(corner.0, corner.1, 1.0));
        let above = (Point::new(0.0, -3.0), Point::new(120.0, -3.0));
        assert!(!oval.meets(above.0, above.1, 2.0) && oval.meets(above.0, above.1, 4.0));
        assert!(!card.meets(above.0, above.1, 2.0) && card.meets(above.0, above.1, 4.0));
    }
}
