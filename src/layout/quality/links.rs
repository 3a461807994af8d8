//! Links and branches → what they run through, where they end, and how they cross.

use kurbo::{CubicBez, ParamCurve, Point, Rect, Vec2};
use petgraph::graph::NodeIndex;

use super::numbers::sum;
use super::shape::{Shape, from_line, touches};
use super::{EPS, Index, Quality, Sheet, extent};
use crate::layout::graph::Branch;
use crate::layout::{Head, Outline};
use crate::unit::mm;

/// Farthest a link may end from its outline, or from the line it joins (points).
const END: f64 = 0.05;
/// A line to words without an outline may stop this far before them, in their type size.
const BEFORE_WORDS: f64 = 0.75;
/// Lines that leave one port at a small angle may be in each other's place so far (points).
const SHARED: f64 = 1.0;
/// Farthest the pieces that stand for a curve may be from it, in millimetres.
const FLAT_MM: f64 = 0.05;

/// A straight piece of a line.
struct Piece {
    a: Point,
    b: Point,
    /// What it belongs to: the links that share a stem have one number, and so have the branches of a parent.
    of: usize,
    /// Whether its ends are ends of the line.
    ends: [bool; 2],
}

/// Counts what is wrong with links and branches, their crossings and their bends.
pub fn count(sheet: &Sheet, quality: &mut Quality) {
    let (mut pieces, mut lengths) = (Vec::new(), Vec::new());
    for edge in 0..sheet.layout.paths.len() {
        let (Some(ends), path) = (sheet.ends(edge), &sheet.layout.paths[edge]) else { continue };
        if path.points.len() < 2 {
            continue;
        }
        let points = flat(&path.points, path.cubic);
        quality.numbers.bends += if path.cubic { 0 } else { path.points.len() - 2 };
        passes(sheet, &points, ends, quality);
        heads(sheet, edge, &points, ends, quality);
        link_ends(sheet, edge, &points, ends, quality);
        lengths.push(sum(points.windows(2).map(|ends| ends[0].distance(ends[1]))));
        let last = points.len() - 2;
        pieces.extend(points.windows(2).enumerate().map(|(i, p)| Piece {
            a: p[0],
            b: p[1],
            of: stem(sheet, edge),
            ends: [i == 0, i == last],
        }));
    }
    let branches = &sheet.layout.branches;
    for family in branches.chunk_by(|a, b| a.parent == b.parent) {
        for branch in family {
            let ends = (sheet.shown_by(NodeIndex::new(branch.parent)), NodeIndex::new(branch.child));
            passes(sheet, &flat(&branch.points, branch.cubic), (ends.0, sheet.shown_by(ends.1)), quality);
        }
        branch_ends(sheet, family, quality);
        pieces.extend(merged(family, sheet.layout.paths.len()));
    }
    crossings(&pieces, quality);
    quality.numbers.links = lengths.len();
    quality.numbers.link_length_variation = variation(&lengths);
    let branches = pieces.iter().filter(|piece| piece.of >= sheet.layout.paths.len());
    let branches = branches.map(|piece| piece.a.distance(piece.b));
    quality.numbers.line_length = sum(lengths.iter().copied().chain(branches));
}

/// Standard deviation over mean.
fn variation(lengths: &[f64]) -> f64 {
    let n = lengths.len().max(1) as f64;
    let mean = sum(lengths.iter().copied()) / n;
    let square = sum(lengths.iter().map(|length| (length - mean) * (length - mean)));
    if mean > 0.0 { (square / n).sqrt() / mean } else { 0.0 }
}

/// The corners of a polyline, or points on a curve so close that the chords between them are the curve.
pub fn flat(points: &[Point], cubic: bool) -> Vec<Point> {
    let (true, &[a, b, c, d]) = (cubic, points) else { return points.to_vec() };
    // A cubic leaves the chords of n equal steps by at most 6/8 of its largest second difference over n² (Sederberg,
    // Computer Aided Geometric Design, 10.6).
    let second = |p: Point, q: Point, r: Point| ((p.to_vec2() - q.to_vec2()) + (r.to_vec2() - q.to_vec2())).length();
    let steps = (0.75 * second(a, b, c).max(second(b, c, d)) / mm(FLAT_MM)).sqrt().ceil().max(1.0);
    let curve = CubicBez::new(a, b, c, d);
    (0..=steps as usize).map(|i| if i as f64 == steps { d } else { curve.eval(i as f64 / steps) }).collect()
}

/// Counts the boxes and texts that a line runs through, and whether it leaves the page.
fn passes(sheet: &Sheet, points: &[Point], (a, b): (NodeIndex, NodeIndex), quality: &mut Quality) {
    let hard = &mut quality.hard;
    let off = |p: &Point| !super::shape::inside(Rect::from_points(*p, *p), sheet.page);
    hard.off_page += usize::from(points.iter().any(off));
    let (mut boxes, mut texts) = (Vec::new(), Vec::new());
    for ends in points.windows(2) {
        let (p, r) = (ends[0], ends[1]);
        sheet.outlines.each(
            |bounds| touches(p, r, bounds),
            |i| {
                let (node, shape) = &sheet.outlined[i];
                let own = *node == a || *node == b;
                let entered = if own { shape.shrunk(END).entered(p, r) } else { shape.entered(p, r) };
                if entered && !encloses(sheet, *node, (a, b)) {
                    boxes.push(i);
                }
            },
        );
        sheet.texts.each(
            |bounds| touches(p, r, bounds),
            |i| {
                if Shape::new(extent(sheet.lines[i].1), Outline::None).entered(p, r) {
                    texts.push(i);
                }
            },
        );
    }
    for (found, count) in [(boxes, &mut hard.link_through_box), (texts, &mut hard.link_through_text)] {
        *count += distinct(found);
    }
}

fn distinct(mut numbers: Vec<usize>) -> usize {
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

/// Whether a box stands around one of the ends.
fn encloses(sheet: &Sheet, node: NodeIndex, (a, b): (NodeIndex, NodeIndex)) -> bool {
    sheet.above(a).chain(sheet.above(b)).any(|n| n == node)
}

/// Counts the boxes under the heads of a link.
fn heads(sheet: &Sheet, edge: usize, points: &[Point], ends: (NodeIndex, NodeIndex), quality: &mut Quality) {
    let path = &sheet.layout.paths[edge];
    let tokens = &sheet.layout.tokens;
    let tips = [
        (points[0], points[1], path.start, true),
        (points[points.len() - 1], points[points.len() - 2], path.end, false),
    ];
    for (tip, next, head, at_source) in tips {
        let joined = path.joins.is_some_and(|joint| joint.at_source == at_source);
        let length = next.distance(tip);
        if head != Head::Arrow || joined || length < EPS {
            continue;
        }
        let way = (tip - next) / length;
        let back = tip - way * tokens.head_length;
        let half = Vec2::new(-way.y, way.x) * (tokens.head_width / 2.0);
        let (left, right) = (back + half, back - half);
        let sides = [(tip, left), (tip, right), (left, right)];
        let mut boxes = Vec::new();
        for (p, r) in sides {
            sheet.outlines.each(
                |bounds| touches(p, r, bounds),
                |i| {
                    let (node, shape) = &sheet.outlined[i];
                    if shape.shrunk(END).entered(p, r) && !encloses(sheet, *node, ends) {
                        boxes.push(i);
                    }
                },
            );
        }
        quality.hard.head_in_box += distinct(boxes);
    }
}

/// Counts the ends of a link that are neither on their box nor on the stem they join.
fn link_ends(sheet: &Sheet, edge: usize, points: &[Point], (a, b): (NodeIndex, NodeIndex), quality: &mut Quality) {
    for (node, end, at_source) in [(a, points[0], true), (b, points[points.len() - 1], false)] {
        let path = &sheet.layout.paths[edge];
        let off = match path.joins.filter(|joint| joint.at_source == at_source) {
            Some(joint) => {
                let stem = sheet.layout.paths.get(joint.edge);
                let stem = stem.map_or_else(Vec::new, |path| flat(&path.points, path.cubic));
                stem.windows(2).map(|s| from_line(end, s[0], s[1])).fold(f64::INFINITY, f64::min)
            }
            None => off(sheet, node, end),
        };
        quality.hard.end_off_outline += usize::from(off > END);
    }
}

/// How far a line ends from a box; from words without an outline it may keep a small distance.
fn off(sheet: &Sheet, node: NodeIndex, end: Point) -> f64 {
    let off = sheet.shape(node).off(end);
    let Some(place) = sheet.place(node).filter(|place| place.outline == Outline::None) else { return off };
    let Some(words) = place.text.iter().map(extent).reduce(|a, b| a.union(b)) else { return off };
    let before = place.text.iter().map(|line| line.size * BEFORE_WORDS).fold(0.0, f64::max);
    let away = super::shape::gap(Rect::from_points(end, end), words);
    off.min((away - before).max(0.0))
}

/// The ends of the straight pieces of a branch.
fn straight_pieces(branch: &Branch) -> impl Iterator<Item = (Point, Point)> {
    let points = flat(&branch.points, branch.cubic);
    (1..points.len()).map(move |i| (points[i - 1], points[i]))
}

/// Counts the ends of branches that are off their boxes: they begin at their parent or at a sibling's line.
fn branch_ends(sheet: &Sheet, family: &[Branch], quality: &mut Quality) {
    let pieces: Vec<(usize, Point, Point)> =
        family.iter().flat_map(|branch| straight_pieces(branch).map(|(a, b)| (branch.child, a, b))).collect();
    let index = Index::new(pieces.iter().map(|(_, a, b)| Rect::from_points(*a, *b).inset(END)));
    for branch in family {
        let (Some(&first), Some(&last)) = (branch.points.first(), branch.points.last()) else {
            quality.hard.end_off_outline += 1;
            continue;
        };
        let at = Rect::from_points(first, first);
        let on_sibling = |i: usize| {
            let (child, a, b) = pieces[i];
            child != branch.child && from_line(first, a, b) <= END
        };
        let parent = sheet.shown_by(NodeIndex::new(branch.parent));
        let child = sheet.shown_by(NodeIndex::new(branch.child));
        let begins = off(sheet, parent, first) <= END || index.any(|bounds| super::near(bounds, at), on_sibling);
        quality.hard.end_off_outline += usize::from(!begins) + usize::from(off(sheet, child, last) > END);
    }
}

/// The pieces of a parent's branches, those that share a level or upright line made one; numbered
/// after the links.
fn merged(family: &[Branch], links: usize) -> Vec<Piece> {
    let all = family.iter().flat_map(straight_pieces);
    let (mut straight, mut pieces) = (Vec::new(), Vec::new());
    let of = links + family.first().map_or(0, |branch| branch.parent);
    for (a, b) in all {
        match (a.x == b.x, a.y == b.y) {
            (true, _) => straight.push((true, a.x, a.y.min(b.y), a.y.max(b.y))),
            (_, true) => straight.push((false, a.y, a.x.min(b.x), a.x.max(b.x))),
            _ => pieces.push(Piece { a, b, of, ends: [true; 2] }),
        }
    }
    straight.sort_by(|p, q| p.0.cmp(&q.0).then(p.1.total_cmp(&q.1)).then(p.2.total_cmp(&q.2)));
    straight.dedup_by(|next, one| {
        let joined = (next.0, next.1) == (one.0, one.1) && next.2 <= one.3 + EPS;
        if joined {
            one.3 = one.3.max(next.3);
        }
        joined
    });
    pieces.extend(straight.into_iter().map(|(upright, at, from, to)| {
        let point = |along: f64| if upright { Point::new(at, along) } else { Point::new(along, at) };
        Piece { a: point(from), b: point(to), of, ends: [true; 2] }
    }));
    pieces
}

/// Counts the places where lines cross.
fn crossings(pieces: &[Piece], quality: &mut Quality) {
    let index = Index::new(pieces.iter().map(|piece| Rect::from_points(piece.a, piece.b).inset(EPS)));
    let (mut found, mut shared) = (Vec::<(usize, usize, Point, f64)>::new(), Vec::<(usize, usize)>::new());
    for (i, one) in pieces.iter().enumerate() {
        index.each(
            |bounds| touches(one.a, one.b, bounds),
            |j| {
                let other = &pieces[j];
                if j < i && one.of != other.of {
                    let (a, b) = (one.of.min(other.of), one.of.max(other.of));
                    found.extend(crossing(one, other).map(|(at, angle)| (a, b, at, angle)));
                    shared.extend(on_top(one, other).then_some((a, b)));
                }
            },
        );
    }
    // Two pieces meet at the corner that is crossed.
    found.sort_by(|p, q| (p.0, p.1).cmp(&(q.0, q.1)).then(p.2.x.total_cmp(&q.2.x)).then(p.2.y.total_cmp(&q.2.y)));
    found.dedup_by(|next, one| (next.0, next.1) == (one.0, one.1) && next.2.distance(one.2) < END);
    quality.numbers.crossings = found.len();
    quality.numbers.least_crossing_angle = found.iter().map(|crossing| crossing.3).reduce(f64::min);
    shared.sort_unstable();
    shared.dedup();
    quality.hard.link_on_link = shared.len();
}

/// The link into whose stem a link runs at last, or itself.
fn stem(sheet: &Sheet, edge: usize) -> usize {
    let joins = |edge: &usize| sheet.layout.paths.get(*edge)?.joins.map(|joint| joint.edge);
    std::iter::successors(Some(edge), joins).take(sheet.layout.paths.len()).last().unwrap_or(edge)
}

/// Whether two pieces run in each other's place for longer than it takes to part.
fn on_top(one: &Piece, other: &Piece) -> bool {
    let (a, b) = if one.a.distance(one.b) < other.a.distance(other.b) { (one, other) } else { (other, one) };
    let way = b.b - b.a;
    let length = way.length();
    if length <= SHARED {
        return false;
    }
    let along = |p: Point| (p - b.a).dot(way) / length;
    let aside = |p: Point| (p - b.a).cross(way).abs() / length;
    let (from, to) = (along(a.a).min(along(a.b)), along(a.a).max(along(a.b)));
    aside(a.a).max(aside(a.b)) <= END && to.min(length) - from.max(0.0) > SHARED
}

/// Where two pieces cross and at how many degrees; not where both lines end.
fn crossing(one: &Piece, other: &Piece) -> Option<(Point, f64)> {
    let (u, v, apart) = (one.b - one.a, other.b - other.a, other.a - one.a);
    let (lengths, turn) = ((u.length(), v.length()), u.cross(v));
    if turn.abs() <= lengths.0 * lengths.1 * EPS {
        return None;
    }
    let (s, t) = (apart.cross(v) / turn, apart.cross(u) / turn);
    let on = |share: f64, length: f64| -EPS <= share * length && (share - 1.0) * length <= EPS;
    let at = one.a + u * s;
    let ends = |piece: &Piece| {
        [(piece.a, piece.ends[0]), (piece.b, piece.ends[1])].iter().any(|(p, end)| *end && p.distance(at) < END)
    };
    (on(s, lengths.0) && on(t, lengths.1) && !(ends(one) && ends(other)))
        .then(|| (at, libm::atan2(turn.abs(), u.dot(v).abs()).to_degrees()))
}
