//! A finished layout → the counts that must be zero and the numbers that tell good from bad.

use std::fmt;

use kurbo::{Point, Rect};
use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{Layout, Outline, TextLine};
use crate::model::Map;
use crate::unit::{mm, to_mm};

/// Lengths below this are rounding (points).
const EPS: f64 = 1e-6;
/// Farthest a link may end from its outline, or from the stem it joins (points).
const END: f64 = 0.05;
/// Least type size journals accept (points).
const LEAST_SIZE: f64 = 8.0;
/// Mirror images within this distance count as matching.
const MIRROR_MM: f64 = 0.5;

/// What can be counted about a layout.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Quality {
    /// Pairs of boxes that overlap.
    pub box_overlaps: usize,
    /// Boxes, lines of text and links that leave the page.
    pub off_page: usize,
    /// Lines of text that leave the outline around them.
    pub text_outside_shape: usize,
    /// Pairs of lines of text that overlap.
    pub text_over_text: usize,
    /// Links that enter a box which is not theirs.
    pub link_through_box: usize,
    /// Links that touch text: titles, labels, labels of links.
    pub link_through_text: usize,
    /// Labels of links that lie on a box which does not enclose the link.
    pub label_on_box: usize,
    /// Boxes and texts that leave the box they belong in.
    pub child_outside: usize,
    /// Boxes inside another one they do not belong in.
    pub stranger_inside: usize,
    /// Ends of links off their outline, or off the stem they join.
    pub end_off_outline: usize,
    /// Lines of text smaller than journals accept.
    pub text_too_small: usize,

    /// Pairs of links that cross.
    pub crossings: usize,
    /// Corners of all links.
    pub bends: usize,
    /// Share of the page covered by boxes that hold no other box.
    pub box_density: f64,
    /// Share of the area of all boxes whose mirror image about the middle of the page is a box too.
    pub mirror_score: f64,
    /// Smallest type in points; 0 without text.
    pub least_text: f64,
    /// Height of the page in points.
    pub height: f64,
}

impl Quality {
    /// What is wrong: the counts that must be zero and are not, with their names.
    pub fn faults(&self) -> Vec<(&'static str, usize)> {
        let counts = [
            ("box overlaps", self.box_overlaps),
            ("things off the page", self.off_page),
            ("lines of text outside their shape", self.text_outside_shape),
            ("lines of text on other text", self.text_over_text),
            ("links through a box", self.link_through_box),
            ("links through text", self.link_through_text),
            ("link labels on a box", self.label_on_box),
            ("boxes outside their panel", self.child_outside),
            ("strangers inside a panel", self.stranger_inside),
            ("link ends off their outline", self.end_off_outline),
            ("lines of text too small", self.text_too_small),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (name, count) in self.faults() {
            write!(f, "{count} {name}, ")?;
        }
        write!(
            f,
            "{} crossings, {} bends, density {:.2}, mirror {:.2}, text from {} pt, {:.1} mm high",
            self.crossings,
            self.bends,
            self.box_density,
            self.mirror_score,
            self.least_text,
            to_mm(self.height)
        )
    }
}

/// Counts everything about a layout of this map.
pub fn measure(map: &Map, layout: &Layout) -> Quality {
    let page = Rect::from_origin_size(Point::ZERO, layout.page);
    let sheet = Sheet::new(map, layout);
    let mut q = Quality { height: layout.page.height, ..Quality::default() };
    boxes(&sheet, page, &mut q);
    texts(&sheet, page, &mut q);
    links(&sheet, page, &mut q);
    numbers(&sheet, page, &mut q);
    q
}

/// Whose text a line is.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Title,
    Node(NodeIndex),
    Edge(usize),
}

struct Sheet<'a> {
    map: &'a Map,
    layout: &'a Layout,
    /// Nodes with a place.
    nodes: Vec<NodeIndex>,
    lines: Vec<(Owner, &'a TextLine)>,
}

impl<'a> Sheet<'a> {
    fn new(map: &'a Map, layout: &'a Layout) -> Self {
        let mut sheet = Sheet {
            map,
            layout,
            nodes: Vec::new(),
            lines: layout.title.iter().map(|line| (Owner::Title, line)).collect(),
        };
        for index in map.graph.node_indices() {
            if let Some(place) = layout.boxes.get(index.index()).and_then(Option::as_ref) {
                sheet.nodes.push(index);
                sheet.lines.extend(place.text.iter().map(|line| (Owner::Node(index), line)));
            }
        }
        for (edge, path) in layout.paths.iter().enumerate() {
            sheet.lines.extend(path.label.iter().map(|line| (Owner::Edge(edge), line)));
        }
        sheet
    }

    fn rect(&self, node: NodeIndex) -> Rect {
        let place = self.layout.boxes.get(node.index()).and_then(Option::as_ref);
        place.map_or(Rect::ZERO, |place| place.rect)
    }

    fn outline(&self, node: NodeIndex) -> Outline {
        let place = self.layout.boxes.get(node.index()).and_then(Option::as_ref);
        place.map_or(Outline::None, |place| place.outline)
    }

    /// The boxes a node stands in, inside out.
    fn above(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> + '_ {
        let place = |n: &NodeIndex| self.layout.boxes.get(n.index()).and_then(Option::as_ref);
        let parent = move |n: &NodeIndex| place(n).and_then(|place| place.inside).map(NodeIndex::new);
        std::iter::successors(parent(&node), parent).take(self.map.graph.node_count())
    }

    /// Whether one of the two stands in the other.
    fn related(&self, a: NodeIndex, b: NodeIndex) -> bool {
        a == b || self.above(a).any(|n| n == b) || self.above(b).any(|n| n == a)
    }

    /// The box with an outline that shows a node: itself, or the one its text stands in.
    fn shown_by(&self, node: NodeIndex) -> NodeIndex {
        let outlined = |n: &NodeIndex| self.outline(*n) != Outline::None;
        [node].into_iter().chain(self.above(node)).find(outlined).unwrap_or(node)
    }

    /// The boxes with an outline.
    fn outlined(&self) -> impl Iterator<Item = NodeIndex> + '_ {
        self.nodes.iter().copied().filter(|n| self.outline(*n) != Outline::None)
    }

    /// The boxes at the ends of a link that is drawn, and its corners.
    fn drawn(&self, edge: usize) -> Option<(NodeIndex, NodeIndex, &'a [Point])> {
        let (a, b) = self.map.graph.edge_endpoints(EdgeIndex::new(edge))?;
        let points = &self.layout.paths[edge].points;
        (points.len() > 1).then(|| (self.shown_by(a), self.shown_by(b), &points[..]))
    }

    fn edges(&self) -> std::ops::Range<usize> {
        0..self.layout.paths.len().min(self.map.graph.edge_count())
    }
}

/// The room a line takes when nothing may come near it.
fn extent(line: &TextLine) -> Rect {
    span(line, 0.75, 0.25)
}

/// Where its letters have ink: capitals and descenders.
fn ink(line: &TextLine) -> Rect {
    span(line, 0.7, 0.22)
}

fn span(line: &TextLine, above: f64, below: f64) -> Rect {
    let (size, width) = (line.size, line.line.width * line.size);
    Rect::new(line.x, line.baseline - above * size, line.x + width, line.baseline + below * size)
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 - EPS && b.x0 < a.x1 - EPS && a.y0 < b.y1 - EPS && b.y0 < a.y1 - EPS
}

fn inside(inner: Rect, outer: Rect) -> bool {
    let slack = outer.inset(EPS);
    slack.x0 <= inner.x0 && inner.x1 <= slack.x1 && slack.y0 <= inner.y0 && inner.y1 <= slack.y1
}

/// Whether an axis-parallel piece has a point inside a rectangle.
fn enters(a: Point, b: Point, r: Rect) -> bool {
    let bounds = Rect::from_points(a, b);
    bounds.x0 < r.x1 - EPS && r.x0 + EPS < bounds.x1 && bounds.y0 < r.y1 - EPS && r.y0 + EPS < bounds.y1
}

/// Whether a point is inside an outline.
fn within(p: Point, rect: Rect, outline: Outline) -> bool {
    if !inside(Rect::from_points(p, p), rect) {
        return false;
    }
    let (rx, ry) = match outline {
        Outline::None => return true,
        Outline::Rounded(radius) => {
            let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
            (radius, radius)
        }
        Outline::Ellipse => (rect.width() / 2.0, rect.height() / 2.0),
    };
    if rx <= 0.0 || ry <= 0.0 {
        return true;
    }
    // How far into a corner, in radii; zero off the corners.
    let dx = ((rect.x0 + rx - p.x).max(p.x - (rect.x1 - rx)).max(0.0)) / rx;
    let dy = ((rect.y0 + ry - p.y).max(p.y - (rect.y1 - ry)).max(0.0)) / ry;
    dx * dx + dy * dy <= 1.0 + EPS
}

/// Distance of a point from an outline whose corners are rounded.
fn off_outline(p: Point, rect: Rect, outline: Outline) -> f64 {
    let (rx, ry) = match outline {
        Outline::None => (0.0, 0.0),
        Outline::Rounded(radius) => {
            let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
            (radius, radius)
        }
        Outline::Ellipse => (rect.width() / 2.0, rect.height() / 2.0),
    };
    let dx = (rect.x0 + rx - p.x).max(p.x - (rect.x1 - rx)).max(0.0);
    let dy = (rect.y0 + ry - p.y).max(p.y - (rect.y1 - ry)).max(0.0);
    if dx > 0.0 && dy > 0.0 {
        // Along the ray from the corner's centre; exact for circles.
        let reach = (dx * dx / (rx * rx) + dy * dy / (ry * ry)).sqrt();
        return (dx * dx + dy * dy).sqrt() * (1.0 - 1.0 / reach).abs();
    }
    let outside = (rect.x0 - p.x).max(p.x - rect.x1).max(rect.y0 - p.y).max(p.y - rect.y1);
    let across = (rect.x0 - p.x).abs().min((p.x - rect.x1).abs());
    let down = (rect.y0 - p.y).abs().min((p.y - rect.y1).abs());
    outside.max(across.min(down))
}

fn boxes(sheet: &Sheet, page: Rect, q: &mut Quality) {
    for (i, &a) in sheet.nodes.iter().enumerate() {
        let rect = sheet.rect(a);
        q.off_page += usize::from(!inside(rect, page));
        let home = sheet.above(a).find(|n| sheet.outline(*n) != Outline::None);
        q.child_outside += usize::from(home.is_some_and(|home| !inside(rect, sheet.rect(home))));
        for &b in &sheet.nodes[..i] {
            let outlined = [a, b].map(|n| sheet.outline(n) != Outline::None);
            if !outlined.contains(&true) || sheet.related(a, b) || !overlap(rect, sheet.rect(b)) {
                continue;
            }
            // Two texts of one card are related to it, not to each other.
            if outlined == [true, true] && !inside(rect, sheet.rect(b)) && !inside(sheet.rect(b), rect) {
                q.box_overlaps += 1;
            } else {
                q.stranger_inside += 1;
            }
        }
    }
}

fn texts(sheet: &Sheet, page: Rect, q: &mut Quality) {
    for (i, &(owner, line)) in sheet.lines.iter().enumerate() {
        let ink = ink(line);
        q.off_page += usize::from(!inside(ink, page));
        q.text_too_small += usize::from(line.size < LEAST_SIZE - EPS);
        if let Owner::Node(node) = owner {
            let home = sheet.shown_by(node);
            let (rect, outline) = (sheet.rect(home), sheet.outline(home));
            let corners = [(ink.x0, ink.y0), (ink.x1, ink.y0), (ink.x0, ink.y1), (ink.x1, ink.y1)];
            let all = corners.iter().all(|&(x, y)| within(Point::new(x, y), rect, outline));
            q.text_outside_shape += usize::from(!all);
        }
        if let Owner::Edge(edge) = owner {
            let ends = sheet.map.graph.edge_endpoints(EdgeIndex::new(edge));
            let encloses =
                |n: NodeIndex| ends.is_some_and(|(a, b)| sheet.above(a).chain(sheet.above(b)).any(|m| m == n));
            let on = sheet.outlined().filter(|n| overlap(extent(line), sheet.rect(*n)) && !encloses(*n));
            q.label_on_box += usize::from(on.count() > 0);
        }
        let others = sheet.lines[..i].iter().filter(|(_, other)| overlap(extent(line), extent(other)));
        q.text_over_text += others.count();
    }
}

fn links(sheet: &Sheet, page: Rect, q: &mut Quality) {
    for edge in sheet.edges() {
        let Some((a, b, points)) = sheet.drawn(edge) else {
            continue;
        };
        let path = &sheet.layout.paths[edge];
        let pieces = || points.windows(2).map(|p| (p[0], p[1]));
        q.bends += points.len() - 2;
        q.off_page += usize::from(!points.iter().all(|p| inside(Rect::from_points(*p, *p), page)));
        let encloses = |n: NodeIndex| [a, b].iter().any(|&end| sheet.above(end).any(|m| m == n));
        for n in sheet.outlined().filter(|&n| !encloses(n)) {
            q.link_through_box += usize::from(pieces().any(|(p, r)| enters(p, r, sheet.rect(n))));
        }
        for (_, line) in &sheet.lines {
            q.link_through_text += usize::from(pieces().any(|(p, r)| enters(p, r, extent(line))));
        }
        for (node, end, at_source) in [(a, points[0], true), (b, points[points.len() - 1], false)] {
            let off = match path.joins.filter(|joint| joint.at_source == at_source) {
                Some(joint) => {
                    let stem = sheet.layout.paths.get(joint.edge).map_or(&[][..], |path| &path.points);
                    let distance = |ends: &[Point]| {
                        let bounds = Rect::from_points(ends[0], ends[1]);
                        let dx = (bounds.x0 - end.x).max(end.x - bounds.x1).max(0.0);
                        let dy = (bounds.y0 - end.y).max(end.y - bounds.y1).max(0.0);
                        dx.max(dy)
                    };
                    stem.windows(2).map(distance).fold(f64::INFINITY, f64::min)
                }
                None => off_outline(end, sheet.rect(node), sheet.outline(node)),
            };
            q.end_off_outline += usize::from(off > END);
        }
        for other in sheet.edges().take_while(|&other| other < edge) {
            let joined = |x: usize, y: usize| sheet.layout.paths[x].joins.is_some_and(|joint| joint.edge == y);
            let family = joined(edge, other) || joined(other, edge);
            if let (Some((_, _, theirs)), false) = (sheet.drawn(other), family) {
                let cross = |(p, r): (Point, Point)| theirs.windows(2).any(|s| crossing(p, r, s[0], s[1]));
                q.crossings += pieces().filter(|&piece| cross(piece)).count();
            }
        }
    }
}

/// Whether a horizontal and a vertical piece cross.
fn crossing(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (p, r) = (Rect::from_points(a, b), Rect::from_points(c, d));
    let flat = |r: Rect| r.height() < r.width();
    flat(p) != flat(r) && p.x0 < r.x1 + EPS && r.x0 < p.x1 + EPS && p.y0 < r.y1 + EPS && r.y0 < p.y1 + EPS
}

fn numbers(sheet: &Sheet, page: Rect, q: &mut Quality) {
    let outlined: Vec<Rect> = sheet.outlined().map(|n| sheet.rect(n)).collect();
    let holds = |n: NodeIndex| sheet.outlined().any(|m| sheet.above(m).any(|above| above == n));
    let leaves: f64 = sheet.outlined().filter(|&n| !holds(n)).map(|n| sheet.rect(n).area()).sum();
    let total: f64 = outlined.iter().map(|r| r.area()).sum();
    let near = |a: f64, b: f64| (a - b).abs() <= mm(MIRROR_MM);
    let mirrored = outlined.iter().filter(|r| {
        let (x0, x1) = (page.x1 - r.x1, page.x1 - r.x0);
        let same = |o: &Rect| near(o.x0, x0) && near(o.x1, x1) && near(o.y0, r.y0) && near(o.y1, r.y1);
        outlined.iter().any(same)
    });
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    q.box_density = share(leaves, page.area());
    q.mirror_score = share(mirrored.map(|r| r.area()).sum(), total);
    q.least_text = sheet.lines.iter().map(|(_, line)| line.size).reduce(f64::min).unwrap_or(0.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_from_a_rounded_outline() {
        let pill = (Rect::new(0.0, 0.0, 40.0, 20.0), Outline::Rounded(10.0));
        let off = |x, y| off_outline(Point::new(x, y), pill.0, pill.1);
        assert_eq!(off(0.0, 10.0), 0.0);
        assert_eq!(off(20.0, 0.0), 0.0);
        assert!((off(10.0 - 6.0, 10.0 - 8.0)).abs() < 1e-9);
        assert!(off(0.0, 0.0) > 4.0);
        assert_eq!(off(20.0, 5.0), 5.0);
    }
}
