//! The page as one wire sees it: what it must go round, what it may cross, where it may leave a box.

use kurbo::{Point, Rect};

use super::{Obstacle, Piece, Problem};

/// Lengths below this are rounding, not geometry (points).
pub(super) const EPS: f64 = 1e-7;

/// Distance wanted between a port and the corner arc beside it (points), so that an arrowhead stands on a straight side.
const CORNER_MARGIN: f64 = 4.0;

/// Ports of an oval stand at least this share of its width (or height) from its sides: there its outline is still flat.
const OVAL_FLAT: f64 = 0.25;

/// The direction of a segment. Each segment has a *position* across it and an extent along it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Horizontal,
    Vertical,
}

pub(super) const AXES: [Axis; 2] = [Axis::Vertical, Axis::Horizontal];

impl Axis {
    pub fn other(self) -> Axis {
        match self {
            Axis::Horizontal => Axis::Vertical,
            Axis::Vertical => Axis::Horizontal,
        }
    }

    /// The coordinate that all points of a segment of this axis share.
    pub fn pos(self, p: Point) -> f64 {
        match self {
            Axis::Horizontal => p.y,
            Axis::Vertical => p.x,
        }
    }

    /// The coordinate that runs along a segment of this axis.
    pub fn along(self, p: Point) -> f64 {
        self.other().pos(p)
    }

    pub fn point(self, pos: f64, along: f64) -> Point {
        match self {
            Axis::Horizontal => Point::new(along, pos),
            Axis::Vertical => Point::new(pos, along),
        }
    }

    /// Extent of a rectangle across a segment of this axis.
    pub fn across(self, r: Rect) -> (f64, f64) {
        match self {
            Axis::Horizontal => (r.y0, r.y1),
            Axis::Vertical => (r.x0, r.x1),
        }
    }

    /// Extent of a rectangle along a segment of this axis.
    pub fn length(self, r: Rect) -> (f64, f64) {
        self.other().across(r)
    }
}

/// A horizontal or vertical piece of a path: `lo <= hi` along its axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub axis: Axis,
    pub pos: f64,
    pub lo: f64,
    pub hi: f64,
}

impl Segment {
    pub fn new(axis: Axis, pos: f64, a: f64, b: f64) -> Segment {
        Segment { axis, pos, lo: a.min(b), hi: a.max(b) }
    }

    pub fn between(a: Point, b: Point) -> Segment {
        // A piece of no length counts as horizontal; paths are made without such pieces.
        let axis = if a.y == b.y || (a.y - b.y).abs() < (a.x - b.x).abs() { Axis::Horizontal } else { Axis::Vertical };
        Segment::new(axis, axis.pos(a), axis.along(a), axis.along(b))
    }

    /// Its distance from a point, along the farther axis.
    pub fn distance(&self, p: Point) -> f64 {
        let (across, along) = (self.axis.pos(p), self.axis.along(p));
        let beyond = (self.lo - along).max(along - self.hi).max(0.0);
        beyond.max((across - self.pos).abs())
    }

    /// Whether it has a point inside `r`; touching its edge does not count.
    pub fn enters(&self, r: Rect) -> bool {
        let ((a, b), (c, d)) = (self.axis.across(r), self.axis.length(r));
        self.pos > a + EPS && self.pos < b - EPS && self.hi > c + EPS && self.lo < d - EPS
    }

    /// Whether it has a point in `r` or on its edge.
    pub fn overlaps(&self, r: Rect) -> bool {
        let ((a, b), (c, d)) = (self.axis.across(r), self.axis.length(r));
        self.pos >= a && self.pos <= b && self.hi >= c && self.lo <= d
    }

    /// Whether another segment of the same axis shares a stretch (or a point) of the other coordinate with it.
    pub fn beside(&self, other: &Segment, reach: f64) -> bool {
        self.hi + reach >= other.lo - EPS && other.hi + reach >= self.lo - EPS
    }

    /// Whether it comes into the reach of another segment: so far across it and so far beyond its ends.
    pub fn near(&self, other: &Segment, across: f64, beyond: f64) -> bool {
        let (lo, hi, from, to) = (other.lo - beyond, other.hi + beyond, other.pos - across, other.pos + across);
        let within = |a: f64, b: f64, lo: f64, hi: f64| b >= lo - EPS && a <= hi + EPS;
        match self.axis == other.axis {
            true => within(self.pos, self.pos, from, to) && within(self.lo, self.hi, lo, hi),
            false => within(self.pos, self.pos, lo, hi) && within(self.lo, self.hi, from, to),
        }
    }

    /// Whether a segment of the other axis crosses it, ends on it, or the other way round.
    pub fn meets(&self, other: &Segment) -> bool {
        self.axis != other.axis
            && other.lo - EPS <= self.pos
            && self.pos <= other.hi + EPS
            && self.lo - EPS <= other.pos
            && other.pos <= self.hi + EPS
    }
}

/// The pieces of a path; slanted ones are left out.
pub(super) fn segments(points: &[Point]) -> impl Iterator<Item = Segment> + '_ {
    let level = |p: &&[Point]| !slanted(p[0], p[1]);
    points.windows(2).filter(level).map(|p| Segment::between(p[0], p[1]))
}

/// Whether a line is neither horizontal nor vertical.
pub(super) fn slanted(a: Point, b: Point) -> bool {
    (a.x - b.x).abs() > EPS && (a.y - b.y).abs() > EPS
}

/// One side of a box as a place where a wire leaves it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    /// Axis of the stub that leaves here.
    pub axis: Axis,
    /// Whether the wire leaves towards growing coordinates.
    pub forward: bool,
    /// Where the outline is, along the stub.
    pub edge: f64,
    /// Where ports may be, across the stub: the flat part of the side.
    pub lo: f64,
    pub hi: f64,
}

impl Side {
    pub fn centre(&self) -> f64 {
        (self.lo + self.hi) / 2.0
    }

    /// The coordinate `run` away from the outline.
    pub fn at(&self, run: f64) -> f64 {
        if self.forward { self.edge + run } else { self.edge - run }
    }
}

/// The four sides of a box; wires to something inside it leave inwards.
pub(super) fn sides(obstacle: &Obstacle, inwards: bool) -> [Side; 4] {
    let r = obstacle.rect;
    let radius = obstacle.radius.min(r.width() / 2.0).min(r.height() / 2.0).max(0.0);
    let side = |axis: Axis, far: bool| {
        let ((a, b), (start, end)) = (axis.across(r), axis.length(r));
        let radius = if obstacle.oval { OVAL_FLAT * (b - a) } else { radius };
        let (mut lo, mut hi) = (a + radius, b - radius);
        if hi - lo > 2.0 * CORNER_MARGIN {
            (lo, hi) = (lo + CORNER_MARGIN, hi - CORNER_MARGIN);
        }
        if hi - lo < EPS {
            (lo, hi) = ((a + b) / 2.0, (a + b) / 2.0);
        }
        Side { axis, forward: far != inwards, edge: if far { end } else { start }, lo, hi }
    };
    [
        side(Axis::Vertical, false),
        side(Axis::Vertical, true),
        side(Axis::Horizontal, false),
        side(Axis::Horizontal, true),
    ]
}

/// The side of a box at which a path with this last piece ends.
pub(super) fn side_of(sides: &[Side; 4], segment: &Segment, end: f64) -> Option<usize> {
    (0..4).filter(|&i| sides[i].axis == segment.axis && (sides[i].edge - end).abs() < 1e-3).min_by(|&i, &j| {
        let off = |k: usize| (sides[k].lo - segment.pos).max(segment.pos - sides[k].hi).max(0.0);
        off(i).total_cmp(&off(j))
    })
}

/// What a wire must go round.
pub(super) struct Space {
    /// The page, without the strip along its edges.
    pub page: Rect,
    /// Nothing enters these; with the box each belongs to. They are larger than box and text by the clearance.
    pub solids: Vec<(Rect, Option<usize>)>,
    /// The containers it may enter.
    pub opened: Vec<Rect>,
    /// Pieces of other wires that are neither horizontal nor vertical: it may cross them at a price.
    pub slants: Vec<Piece>,
    /// Strips along outlines the wire may cross but not follow: for vertical pieces and for horizontal ones.
    vertical: Vec<Rect>,
    horizontal: Vec<Rect>,
}

impl Space {
    /// A part of the page as the wire between two boxes sees it; `labels` are texts placed before.
    pub fn new(problem: &Problem, ends: [usize; 2], labels: &[Rect], window: Rect) -> Space {
        let c = problem.clearance;
        let mut open = vec![false; problem.boxes.len()];
        for end in ends {
            for container in ancestors(&problem.boxes, end) {
                open[container] = true;
            }
        }
        let seen = |r: Rect| r.inset(c).overlaps(window);
        let mut space = Space {
            page: problem.page.inset(-c).intersect(window),
            solids: Vec::new(),
            opened: Vec::new(),
            slants: Vec::new(),
            vertical: Vec::new(),
            horizontal: Vec::new(),
        };
        for (i, obstacle) in problem.boxes.iter().enumerate() {
            let r = obstacle.rect;
            if !seen(r) {
                continue;
            }
            if open[i] {
                space.opened.push(r);
                let strip = |x0, y0, x1, y1| Rect::new(x0, y0, x1, y1).inset(c);
                space.vertical.push(strip(r.x0, r.y0, r.x0, r.y1));
                space.vertical.push(strip(r.x1, r.y0, r.x1, r.y1));
                space.horizontal.push(strip(r.x0, r.y0, r.x1, r.y0));
                space.horizontal.push(strip(r.x0, r.y1, r.x1, r.y1));
            } else if ancestors(&problem.boxes, i).all(|a| open[a]) {
                space.solids.push((r.inset(c), Some(i)));
            }
        }
        for text in problem.texts.iter().chain(labels).filter(|text| seen(**text)) {
            let hidden = |(r, _): &(Rect, Option<usize>)| {
                r.x0 <= text.x0 - c && text.x1 + c <= r.x1 && r.y0 <= text.y0 - c && text.y1 + c <= r.y1
            };
            if !space.solids.iter().any(hidden) {
                space.solids.push((text.inset(c), None));
            }
        }
        space
    }

    /// What pieces of this axis may not follow, besides the solids.
    pub fn strips(&self, axis: Axis) -> &[Rect] {
        match axis {
            Axis::Horizontal => &self.horizontal,
            Axis::Vertical => &self.vertical,
        }
    }

    fn obstacles(&self, axis: Axis, skip: [Option<usize>; 2]) -> impl Iterator<Item = Rect> + '_ {
        self.solids
            .iter()
            .filter(move |(_, owner)| owner.is_none() || !skip.contains(owner))
            .map(|(r, _)| *r)
            .chain(self.strips(axis).iter().copied())
    }

    /// Whether a piece of a path may stand here; the boxes in `skip` are those it ends at.
    pub fn free(&self, segment: &Segment, skip: [Option<usize>; 2]) -> bool {
        let ((a, b), (c, d)) = (segment.axis.across(self.page), segment.axis.length(self.page));
        segment.pos >= a - EPS
            && segment.pos <= b + EPS
            && segment.lo >= c - EPS
            && segment.hi <= d + EPS
            && !self.obstacles(segment.axis, skip).any(|r| segment.enters(r))
    }

    /// How far a piece may move across itself without entering anything.
    ///
    /// The pieces before and after it stretch along the ends of the empty rectangle this spans, so they stay free too.
    pub fn room(&self, segment: &Segment, skip: [Option<usize>; 2]) -> (f64, f64) {
        let (mut lo, mut hi) = segment.axis.across(self.page);
        for r in self.obstacles(segment.axis, skip) {
            let ((a, b), (c, d)) = (segment.axis.across(r), segment.axis.length(r));
            if segment.hi > c + EPS && segment.lo < d - EPS {
                if b <= segment.pos + EPS {
                    lo = lo.max(b);
                } else if a >= segment.pos - EPS {
                    hi = hi.min(a);
                }
            }
        }
        (lo.min(segment.pos), hi.max(segment.pos))
    }
}

/// Distance of a point from the edges of a rectangle, along the nearer axis.
pub(super) fn from_outline(r: Rect, p: Point) -> f64 {
    let (dx, dy) = ((r.x0 - p.x).max(p.x - r.x1), (r.y0 - p.y).max(p.y - r.y1));
    dx.max(dy).abs()
}

/// The containers around a box, inside out.
pub(super) fn ancestors(boxes: &[Obstacle], start: usize) -> impl Iterator<Item = usize> + '_ {
    // A chain longer than the number of boxes would be a ring.
    std::iter::successors(boxes[start].parent, |&i| boxes[i].parent).take(boxes.len())
}
