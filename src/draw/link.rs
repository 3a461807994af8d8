//! Links → lines, heads and labels.

use kurbo::{BezPath, CubicBez, Ellipse, ParamCurve, Point, Rect, Vec2};

use super::figure::{Class, Color, Group, Item, Path, Shape, Stroke, Tag};
use super::{Pen, change, text};
use crate::layout::{EdgePath, Head};
use crate::model::{Link, LinkKind};

/// Radius of the bends of a link, in points.
const BEND: f64 = 5.0;

/// The stem stops this share of the head's length before its tip, so that it never shows beside the tip.
const STEM_STOP: f64 = 0.8;

/// A bar's length and width, and its distance from the outline, in widths of the link.
const BAR: (f64, f64, f64) = (6.0, 1.5, 2.0);

/// Dashes in points for a link of 1 pt: associated, and tentative, whose dots are 1.2 as wide.
pub(super) const DASHED: [f64; 2] = [3.0, 2.0];
const DOTTED: [f64; 2] = [0.0, 2.4];
const DOT_WIDTH: f64 = 1.2;

/// Line width of a link that only says what belongs to what.
const PART_WIDTH: f64 = 0.75;

/// Pieces as which a curve's length is summed: it is then short by less than a hundredth of a point.
const PIECES: usize = 48;

/// Draws every link that has a way, in author order.
pub(super) fn draw(pen: &Pen, items: &mut Vec<Item>) {
    let graph = &pen.map.graph;
    // Edges of the figure are numbered as drawn; a joint names its stem by that number.
    let drawn: Vec<usize> = (0..graph.edge_count()).filter(|&edge| !pen.layout.paths[edge].points.is_empty()).collect();
    let mut joints: Vec<Vec<Point>> = vec![Vec::new(); pen.layout.paths.len()];
    for path in &pen.layout.paths {
        if let (Some(joint), Some(&first), Some(&last)) = (path.joins, path.points.first(), path.points.last()) {
            joints[joint.edge].push(if joint.at_source { first } else { last });
        }
    }
    for edge in graph.edge_indices() {
        let path = &pen.layout.paths[edge.index()];
        let (Some((a, b)), false) = (graph.edge_endpoints(edge), path.points.is_empty()) else {
            continue;
        };
        let tag = Tag::Edge {
            source: graph[a].id.clone(),
            target: graph[b].id.clone(),
            kind: kind(graph[edge].kind),
            joins: path.joins.and_then(|joint| drawn.iter().position(|&other| other == joint.edge)),
        };
        items.push(Item::Group(Group {
            tag,
            items: parts(pen, (&graph[edge], Some(edge.index())), path, &joints[edge.index()]),
        }));
    }
}

fn kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Plain => "plain",
        LinkKind::LeadsTo => "leads-to",
        LinkKind::Mutual => "mutual",
        LinkKind::Associated => "associated",
        LinkKind::PartOf => "part-of",
        LinkKind::Causes => "causes",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Barrier => "barrier",
        LinkKind::Facilitator => "facilitator",
    }
}

/// The line of a link, its heads and its label.
pub(super) fn parts(pen: &Pen, (link, edge): (&Link, Option<usize>), path: &EdgePath, joints: &[Point]) -> Vec<Item> {
    let color = change::link(pen, link, edge).unwrap_or(pen.style.palette.link);
    let unit = pen.tokens.link_stroke;
    let changed = change::link_line(pen, link, edge);
    let (width, dash, round) = match (link.tentative, link.kind) {
        _ if changed.is_some() => changed.unwrap_or((1.0, &[][..], false)),
        (true, _) => (DOT_WIDTH, &DOTTED[..], true),
        (_, LinkKind::Associated) => (1.0, &DASHED[..], false),
        (_, LinkKind::PartOf) => (PART_WIDTH, &[][..], false),
        _ => (1.0, &[][..], false),
    };
    // An end that runs into another link's stem has no head of its own.
    let start = path.joins.filter(|joint| joint.at_source).map_or(path.start, |_| Head::None);
    let end = path.joins.filter(|joint| !joint.at_source).map_or(path.end, |_| Head::None);
    let mut stem = Stem { points: path.points.clone(), cubic: path.cubic && path.points.len() == 4 };
    let mut items = Vec::new();
    for (head, at_end) in [(start, false), (end, true)] {
        if at_end {
            stem.points.reverse();
        }
        let Some((tip, way)) = stem.tip() else { continue };
        match head {
            Head::None => {}
            Head::Arrow => {
                items.push(triangle(pen, tip, way, color));
                stem.shorten(STEM_STOP * pen.tokens.head_length);
            }
            Head::Bar => items.push(bar(pen, tip, way, color)),
        }
        if at_end {
            stem.points.reverse();
        }
    }
    let length = stem.length();
    let dash: Vec<f64> = dash.iter().map(|dash| dash * unit).collect();
    let (dash, offset) = fitted(&dash, length);
    let stroke = Stroke { color, width: width * unit, dash, offset, round };
    let line = Path { class: Class::Line, shape: Shape::Path(stem.shape(joints)), fill: None, stroke: Some(stroke) };
    items.insert(0, Item::Path(line));
    items.extend(path.disc.map(|disc| circle(pen, disc)));
    let words = change::link_words(pen, link).unwrap_or(pen.style.palette.mute);
    items.extend(path.label.iter().map(|line| text(line, words)));
    items
}

/// The circle around a number that stands for a label.
fn circle(pen: &Pen, disc: Rect) -> Item {
    let (color, width) = (pen.style.palette.neutral.soft, pen.tokens.card_stroke);
    let stroke = Stroke { color, width, dash: Vec::new(), offset: 0.0, round: false };
    let shape = Shape::Ellipse(Ellipse::from_rect(disc));
    Item::Path(Path { class: Class::Rule, shape, fill: Some(pen.style.palette.page), stroke: Some(stroke) })
}

/// Dashes stretched so that the line begins and ends alike: on a whole dash, or half a gap before its first dot.
fn fitted(dash: &[f64], length: f64) -> (Vec<f64>, f64) {
    let &[on, off] = dash else { return (dash.to_vec(), 0.0) };
    let period = on + off;
    if on > 0.0 {
        let n = ((length + off) / period).round().max(1.0);
        let scale = length / (n * period - off);
        (vec![on * scale, off * scale], 0.0)
    } else {
        let n = (length / period).round().max(1.0);
        (vec![0.0, length / n], length / n / 2.0)
    }
}

/// The line of a link: corners, or the ends and control points of one curve.
struct Stem {
    points: Vec<Point>,
    cubic: bool,
}

impl Stem {
    fn curve(&self) -> Option<CubicBez> {
        let (true, &[a, b, c, d]) = (self.cubic, &self.points[..]) else { return None };
        Some(CubicBez::new(a, b, c, d))
    }

    /// Its first point, and the direction in which it ends there.
    fn tip(&self) -> Option<(Point, Vec2)> {
        let (&tip, rest) = self.points.split_first()?;
        // A control point on its end gives no direction; the next one does.
        let next = rest.iter().find(|&&next| next != tip).or(rest.first())?;
        Some((tip, direction(*next, tip)))
    }

    /// Takes a length off its start.
    fn shorten(&mut self, by: f64) {
        let Some(curve) = self.curve() else {
            if let Some((tip, way)) = self.tip() {
                self.points[0] = tip - way * by;
            }
            return;
        };
        let mut passed = 0.0;
        for i in 0..PIECES {
            let [from, to] = [i, i + 1].map(|i| i as f64 / PIECES as f64);
            let piece = distance(curve.eval(from), curve.eval(to));
            if passed + piece >= by && piece > 0.0 {
                let rest = curve.subsegment(from + (to - from) * (by - passed) / piece..1.0);
                self.points = vec![rest.p0, rest.p1, rest.p2, rest.p3];
                return;
            }
            passed += piece;
        }
    }

    fn length(&self) -> f64 {
        let Some(curve) = self.curve() else {
            return self.points.windows(2).map(|ends| distance(ends[0], ends[1])).sum();
        };
        let at = |i: usize| curve.eval(i as f64 / PIECES as f64);
        (0..PIECES).map(|i| distance(at(i), at(i + 1))).sum()
    }

    fn shape(&self, joints: &[Point]) -> BezPath {
        let Some(curve) = self.curve() else { return bent(&self.points, joints) };
        let mut path = BezPath::new();
        path.move_to(curve.p0);
        path.curve_to(curve.p1, curve.p2, curve.p3);
        path
    }
}

fn distance(a: Point, b: Point) -> f64 {
    let way = b - a;
    (way.x * way.x + way.y * way.y).sqrt()
}

/// Unit vector from one point to another; downwards where they are the same.
fn direction(from: Point, to: Point) -> Vec2 {
    let length = distance(from, to);
    if length > 0.0 { (to - from) / length } else { Vec2::new(0.0, 1.0) }
}

fn triangle(pen: &Pen, tip: Point, way: Vec2, color: Color) -> Item {
    let back = tip - way * pen.tokens.head_length;
    let half = Vec2::new(-way.y, way.x) * (pen.tokens.head_width / 2.0);
    filled(color, &[tip, back + half, back - half])
}

fn bar(pen: &Pen, tip: Point, way: Vec2, color: Color) -> Item {
    let (length, width, before) = BAR;
    let unit = pen.tokens.link_stroke;
    let near = tip - way * (before * unit);
    let far = near - way * (width * unit);
    let half = Vec2::new(-way.y, way.x) * (length * unit / 2.0);
    filled(color, &[near + half, near - half, far - half, far + half])
}

fn filled(color: Color, corners: &[Point]) -> Item {
    let mut shape = BezPath::new();
    for (i, &corner) in corners.iter().enumerate() {
        if i == 0 { shape.move_to(corner) } else { shape.line_to(corner) }
    }
    shape.close_path();
    Item::Path(Path { class: Class::Arrowhead, shape: Shape::Path(shape), fill: Some(color), stroke: None })
}

/// A polyline with round bends at its corners, as large as [`BEND`] where the segments are long enough and no other
/// line joins this one there.
pub(super) fn bent(points: &[Point], joints: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    let Some((&first, rest)) = points.split_first() else {
        return path;
    };
    path.move_to(first);
    let last = points.len() - 1;
    // A segment between two corners is shared by both bends.
    let room = |from: usize| {
        let length = distance(points[from], points[from + 1]);
        if from == 0 || from + 1 == last { length } else { length / 2.0 }
    };
    for i in 1..last {
        let joined = joints.iter().map(|&joint| distance(joint, points[i])).fold(BEND, f64::min);
        let tangent = joined.min(room(i - 1)).min(room(i));
        let (before, after) = (direction(points[i], points[i - 1]), direction(points[i], points[i + 1]));
        let (from, to) = (points[i] + before * tangent, points[i] + after * tangent);
        let handle = tangent * handle(before, after);
        path.line_to(from);
        path.curve_to(from - before * handle, to - after * handle, to);
    }
    if let (true, Some(&end)) = (last > 0, rest.last()) {
        path.line_to(end);
    }
    path
}

/// How far the control point of a bend stands from its end, as a share of the way to the corner.
///
/// An arc that turns by φ needs handles of 4/3 · tan(φ/4) radii, and its ends stand tan(φ/2) radii from the corner.
fn handle(before: Vec2, after: Vec2) -> f64 {
    let cosine = -before.dot(after);
    let secant = (2.0 / (1.0 + cosine).max(1e-9)).sqrt();
    4.0 / 3.0 / (1.0 + secant)
}
