//! Two boxes → a straight line between their true outlines, or one curve, that touches nothing.
//!
//! A line on the way from centre to centre is tried first, then straight lines between other ports, then single cubics
//! that leave their boxes at right angles. What has no such way is left to the search for a path with right angles.

use kurbo::{Point, Rect, Vec2};

use super::curve::flat;
use super::field::Field;
use super::nudge::Track;
use super::outline::{cross, length, near, unit};
use super::{Blocked, Obstacle, Problem, Router, label, space};

/// Wanted distance from what is not its own: 1.2 mm, in points.
const WANTED: f64 = 3.4;
/// Distance of parallel wires: 1.6 mm, in points. Where both have heads it is that of the heads.
const PITCH: f64 = 4.54;
/// Where lines between other ports aim, as shares of half the longer side from the middle.
const AIMS: [f64; 5] = [0.0, -0.35, 0.35, -0.7, 0.7];
/// Least sine of the angle between a line and the side it ends at, unless it runs from centre to centre.
const GRAZING: f64 = 0.35;
/// The same for a line with a head at that end, which is nearly as wide as long.
const HEAD_SINE: f64 = 0.5;
/// Lengths of a curve's control lines to try, as shares of the distance of its ends.
const CONTROLS: [f64; 3] = [0.45, 0.4, 0.5];
/// How far a curve may set off away from its other end: cosine of the angle.
const BACKWARD: f64 = -0.05;
/// Curves that touch nothing are compared until there are so many: the later ones are longer.
const ENOUGH: usize = 6;

/// A way of one wire.
#[derive(Clone)]
pub(super) struct Way {
    /// Two ends, or ends and control points.
    pub points: Vec<Point>,
    pub cubic: bool,
    /// It as straight pieces.
    pub flat: Vec<Point>,
}

impl Way {
    fn new(points: Vec<Point>, cubic: bool) -> Way {
        Way { flat: flat(&points, cubic), points, cubic }
    }
}

/// The page as slanted wires see it.
pub(super) struct Slant<'a> {
    problem: &'a Problem,
    /// By wire: how far it runs beside the line between the centres.
    aside: Vec<f64>,
    /// Boxes by number, then texts.
    solids: Field,
    texts: Vec<Rect>,
    /// Pieces of the ways taken, by number in `pieces`.
    lines: Field,
    pieces: Vec<(usize, Point, Point)>,
    /// By wire: whether its way is taken, and which pieces are its own.
    taken: Vec<Option<std::ops::Range<usize>>>,
    /// By box: the ways that end there, and where.
    ends: Vec<Vec<(usize, Point)>>,
}

impl<'a> Slant<'a> {
    /// The page with its boxes and texts, before the first wire.
    pub fn new(problem: &'a Problem) -> Slant<'a> {
        let n = problem.boxes.len() + problem.texts.len();
        let mut solids = Field::new(problem.page, n);
        let rects = problem.boxes.iter().map(|b| b.rect).chain(problem.texts.iter().copied());
        rects.enumerate().for_each(|(i, rect)| solids.insert(i, rect));
        Slant {
            problem,
            aside: asides(problem),
            solids,
            texts: problem.texts.clone(),
            lines: Field::new(problem.page, n.max(problem.wires.len())),
            pieces: Vec::new(),
            taken: vec![None; problem.wires.len()],
            ends: vec![Vec::new(); problem.boxes.len()],
        }
    }

    /// Others keep off this text.
    pub fn add_text(&mut self, text: Rect) {
        self.solids.insert(self.problem.boxes.len() + self.texts.len(), text);
        self.texts.push(text);
    }

    /// Others see this way.
    pub fn take(&mut self, wire: usize, flat: &[Point]) {
        self.release(wire);
        let first = self.pieces.len();
        for ends in flat.windows(2) {
            self.lines.insert(self.pieces.len(), Rect::from_points(ends[0], ends[1]));
            self.pieces.push((wire, ends[0], ends[1]));
        }
        self.taken[wire] = Some(first..self.pieces.len());
        let w = &self.problem.wires[wire];
        for (end, at) in [(w.source, flat.first()), (w.target, flat.last())] {
            self.ends[end].extend(at.map(|&at| (wire, at)));
        }
    }

    /// Others see it no more.
    pub fn release(&mut self, wire: usize) {
        if self.taken[wire].take().is_some() {
            let w = &self.problem.wires[wire];
            for end in [w.source, w.target] {
                self.ends[end].retain(|(other, _)| *other != wire);
            }
        }
    }

    /// How many taken ways of other wires one crosses.
    pub fn crossings(&self, wire: usize, flat: &[Point]) -> usize {
        let mut crossed = Vec::new();
        for ends in flat.windows(2) {
            self.lines.any(Rect::from_points(ends[0], ends[1]), |piece| {
                let (other, a, b) = &self.pieces[piece];
                let seen = self.taken[*other].as_ref().is_some_and(|own| own.contains(&piece));
                if seen && *other != wire && cross(ends[0], ends[1], *a, *b) {
                    crossed.push(*other);
                }
                false
            });
        }
        crossed.sort_unstable();
        crossed.dedup();
        crossed.len()
    }

    /// The best way: a straight line with the fewest crossings, else such a curve.
    pub fn best(&self, wire: usize) -> Option<Way> {
        let open = self.open(wire)?;
        let lines = self.straight(wire);
        for clear in self.clearances() {
            let mut best: Option<(usize, Way)> = None;
            for way in lines.iter().filter(|way| self.free(way, &open, clear)) {
                let cost = self.crossings(wire, &way.flat) + self.crowded(wire, way);
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, way.clone()));
                }
                if cost == 0 {
                    break;
                }
            }
            if let Some((_, way)) = best {
                return Some(way);
            }
        }
        let curves = self.curves(wire);
        for clear in self.clearances() {
            let free = curves.iter().map(Curve::way).filter(|way| self.free(way, &open, clear));
            let free = free.filter(|way| !self.doubled(wire, way));
            let costed = free.map(|way| (self.crossings(wire, &way.flat) + self.crowded(wire, &way), way));
            let mut best: Option<(usize, Way)> = None;
            for (cost, way) in costed.take(ENOUGH) {
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, way));
                }
                if cost == 0 {
                    break;
                }
            }
            if let Some((_, way)) = best {
                return Some(way);
            }
        }
        None
    }

    /// Every way that touches nothing, straight ones first.
    pub fn all(&self, wire: usize) -> Vec<Way> {
        let Some(open) = self.open(wire) else { return Vec::new() };
        let clear = self.problem.clearance;
        let lines = self.straight(wire).into_iter();
        let curves = self.curves(wire).into_iter().map(|curve| curve.way());
        lines.chain(curves.filter(|way| !self.doubled(wire, way))).filter(|way| self.free(way, &open, clear)).collect()
    }

    fn clearances(&self) -> [f64; 2] {
        [self.problem.clearance.max(WANTED), self.problem.clearance]
    }

    /// The boxes a wire may touch or be in; none of them when one end stands in the other, where nothing is slanted.
    fn open(&self, wire: usize) -> Option<Vec<usize>> {
        let (boxes, w) = (&self.problem.boxes, &self.problem.wires[wire]);
        let above = |end: usize| space::ancestors(boxes, end);
        let nested = above(w.source).any(|a| a == w.target) || above(w.target).any(|a| a == w.source);
        (!nested).then(|| [w.source, w.target].into_iter().chain(above(w.source)).chain(above(w.target)).collect())
    }

    /// Whether a way stays on the page and off everything.
    fn free(&self, way: &Way, open: &[usize], clear: f64) -> bool {
        let (boxes, page) = (&self.problem.boxes, self.problem.page.inset(-self.problem.clearance));
        let inside = |p: &Point| page.x0 <= p.x && p.x <= page.x1 && page.y0 <= p.y && p.y <= page.y1;
        let last = way.flat.len().saturating_sub(2);
        let touches = |(i, ends): (usize, &[Point])| {
            let (a, b) = (ends[0], ends[1]);
            // The first two open ones are its ends, which only its own ends touch.
            let own = |at: usize, piece: usize| i != piece && boxes[open[at]].near(a, b, 0.0);
            let hit = |thing: usize| match boxes.get(thing) {
                Some(obstacle) => !open.contains(&thing) && obstacle.near(a, b, clear),
                None => near(self.texts[thing - boxes.len()], a, b, clear),
            };
            own(0, 0) || own(1, last) || self.solids.any(Rect::from_points(a, b).inset(clear), hit)
        };
        way.flat.iter().all(inside) && !way.flat.windows(2).enumerate().any(touches)
    }

    /// How many other ways end so near to its ends that heads would touch.
    fn crowded(&self, wire: usize, way: &Way) -> usize {
        let headed = |wire: usize, end: usize| {
            let w = &self.problem.wires[wire];
            (w.source == end && w.start_run > 0.0) || (w.target == end && w.end_run > 0.0)
        };
        let at = |end: usize, p: Option<&Point>| {
            let Some(p) = p.filter(|_| headed(wire, end)) else { return 0 };
            let close = |(other, q): &&(usize, Point)| {
                *other != wire && headed(*other, end) && length(*q - *p) < self.problem.spacing
            };
            self.ends[end].iter().filter(close).count()
        };
        let w = &self.problem.wires[wire];
        at(w.source, way.flat.first()) + at(w.target, way.flat.last())
    }

    /// Whether another way begins and ends where this one does.
    fn doubled(&self, wire: usize, way: &Way) -> bool {
        let w = &self.problem.wires[wire];
        let at = |end: usize, p: Option<&Point>| {
            let close =
                |(other, q): &&(usize, Point)| *other != wire && p.is_some_and(|p| length(*q - *p) < PITCH - 1e-6);
            self.ends[end].iter().filter(close).map(|(other, _)| *other).collect::<Vec<usize>>()
        };
        let starts = at(w.source, way.flat.first());
        at(w.target, way.flat.last()).iter().any(|other| starts.contains(other))
    }

    /// Straight lines between the outlines: from centre to centre, then by how far they are from it.
    fn straight(&self, wire: usize) -> Vec<Way> {
        let (w, boxes) = (&self.problem.wires[wire], &self.problem.boxes);
        let (a, b) = (&boxes[w.source], &boxes[w.target]);
        // Parallel wires run to one side as seen from the box with the lower number, whichever way they lead.
        let way =
            if w.source < w.target { b.rect.center() - a.rect.center() } else { a.rect.center() - b.rect.center() };
        let Some(way) = unit(way) else { return Vec::new() };
        let aside = Vec2::new(-way.y, way.x) * self.aside[wire];
        let aims = |r: Rect| {
            let half = if r.width() >= r.height() {
                Vec2::new(r.width() / 2.0, 0.0)
            } else {
                Vec2::new(0.0, r.height() / 2.0)
            };
            AIMS.map(|share| (share.abs(), r.center() + half * share + aside))
        };
        let runs = w.start_run.max(self.problem.clearance) + w.end_run.max(self.problem.clearance);
        let mut lines = Vec::new();
        for (off_a, from) in aims(a.rect) {
            for (off_b, to) in aims(b.rect) {
                let ends = a.leave(from, to - from).zip(b.leave(to, from - to));
                let Some((start, end)) = ends.filter(|(start, end)| (*end - *start).dot(to - from) > 0.0) else {
                    continue;
                };
                let steep = |p: Point, r: Rect| {
                    let on = |v: f64, edge: f64| (v - edge).abs() < 1e-6;
                    let way = unit(end - start).unwrap_or_default();
                    let level = on(p.y, r.y0) || on(p.y, r.y1);
                    let upright = on(p.x, r.x0) || on(p.x, r.x1);
                    !(level && way.y.abs() < GRAZING || upright && way.x.abs() < GRAZING)
                };
                // A head that lies flat on an outline has a corner inside.
                let way = unit(end - start).unwrap_or_default();
                let square = |obstacle: &Obstacle, p: Point, run: f64| run == 0.0 || obstacle.sine(p, way) >= HEAD_SINE;
                let upright = square(a, start, w.start_run) && square(b, end, w.end_run);
                let central = off_a + off_b == 0.0;
                let good = central || steep(start, a.rect) && steep(end, b.rect);
                if length(end - start) >= runs && upright && good {
                    lines.push((off_a + off_b, Way::new(vec![start, end], false)));
                }
            }
        }
        lines.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        lines.into_iter().map(|(_, way)| way).collect()
    }

    /// Single curves from port to port, the shortest and least bent first.
    fn curves(&self, wire: usize) -> Vec<Curve> {
        let (w, boxes) = (&self.problem.wires[wire], &self.problem.boxes);
        let run = w.start_run.max(w.end_run).max(self.problem.clearance);
        let mut curves = Vec::new();
        for (i, (from, out)) in boxes[w.source].ports().into_iter().enumerate() {
            for (k, (to, back)) in boxes[w.target].ports().into_iter().enumerate() {
                let span = length(to - from);
                let Some(way) = unit(to - from) else { continue };
                let (leaving, arriving) = (out.dot(way), -back.dot(way));
                if leaving < BACKWARD || arriving < BACKWARD || span < w.start_run + w.end_run {
                    continue;
                }
                let bent = span * (1.0 + 0.4 * (2.0 - leaving - arriving)) * (1.0 + 0.02 * (i / 4 + k / 4) as f64);
                for share in CONTROLS {
                    if share * span >= run {
                        let (first, second) = (from + out * (share * span), to + back * (share * span));
                        curves.push(Curve { bent, points: [from, first, second, to] });
                    }
                }
            }
        }
        curves.sort_by(|a, b| a.bent.total_cmp(&b.bent));
        curves
    }
}

/// A curve not yet tested.
struct Curve {
    /// Its length, and more the more it turns.
    bent: f64,
    points: [Point; 4],
}

impl Curve {
    fn way(&self) -> Way {
        Way::new(self.points.to_vec(), true)
    }
}

/// By wire: its distance from the line between the centres, where several wires join the same two boxes.
fn asides(problem: &Problem) -> Vec<f64> {
    let pair = |wire: usize| {
        let w = &problem.wires[wire];
        (w.source.min(w.target), w.source.max(w.target))
    };
    let mut order: Vec<usize> = (0..problem.wires.len()).filter(|&wire| problem.wires[wire].fixed.is_none()).collect();
    order.sort_by_key(|&wire| (pair(wire), wire));
    let mut aside = vec![0.0; problem.wires.len()];
    for same in order.chunk_by(|&a, &b| pair(a) == pair(b)) {
        let headed = same.iter().any(|&wire| problem.wires[wire].start_run.max(problem.wires[wire].end_run) > 0.0);
        let pitch = if headed { problem.spacing.max(PITCH) } else { PITCH };
        for (i, &wire) in same.iter().enumerate() {
            aside[wire] = (i as f64 - (same.len() - 1) as f64 / 2.0) * pitch;
        }
    }
    aside
}

impl Router<'_> {
    /// Finds straight lines and single curves, and places for their labels; near ends first.
    pub(super) fn slant(&mut self) {
        let mut slant = Slant::new(self.problem);
        for track in &self.tracks {
            slant.take(track.wire, &flat(&track.points, track.cubic));
        }
        self.placed_labels().into_iter().for_each(|label| slant.add_text(label));
        let decided = self.decided();
        let mut wires: Vec<usize> = (0..decided.len()).filter(|&wire| !decided[wire]).collect();
        wires.sort_by(|&a, &b| self.distance(a).total_cmp(&self.distance(b)));
        let mut ways: Vec<Option<Way>> = vec![None; self.problem.wires.len()];
        for again in [false, true] {
            for &wire in &wires {
                let before = ways[wire].as_ref().map(|way| slant.crossings(wire, &way.flat));
                if again && before.is_none_or(|crossings| crossings == 0) {
                    continue;
                }
                slant.release(wire);
                let found = slant.best(wire);
                let better = found.as_ref().is_some_and(|way| Some(slant.crossings(wire, &way.flat)) < before);
                if !again || better {
                    ways[wire] = found;
                }
                if let Some(way) = &ways[wire] {
                    slant.take(wire, &way.flat);
                }
            }
        }
        for &wire in &wires {
            let Some(way) = ways[wire].take() else { continue };
            self.tracks.push(Track { wire, points: way.points, cubic: way.cubic, fixed: true, space: None });
        }
        for &wire in &wires {
            self.label_slanted(wire, &mut slant);
        }
    }

    /// Places the label of a slanted wire, beside another way of it when there is no room beside the best one.
    fn label_slanted(&mut self, wire: usize, slant: &mut Slant) {
        let at = self.tracks.iter().position(|track| track.wire == wire);
        let (Some(at), Some(size)) = (at, self.problem.wires[wire].label) else { return };
        let (others, labels) = (self.pieces(wire), self.placed_labels());
        let fits = |line: &[Point]| label::place(self.problem, wire, line, size, &others, &labels);
        let track = &self.tracks[at];
        let beside = fits(&flat(&track.points, track.cubic)).map(|label| (None, label));
        let found = beside.or_else(|| {
            let mut ways = slant.all(wire);
            ways.sort_by_key(|way| slant.crossings(wire, &way.flat));
            ways.into_iter().find_map(|way| Some((fits(&way.flat)?, way))).map(|(label, way)| (Some(way), label))
        });
        match found {
            Some((way, label)) => {
                if let Some(way) = way {
                    slant.take(wire, &way.flat);
                    (self.tracks[at].points, self.tracks[at].cubic) = (way.points, way.cubic);
                }
                slant.add_text(label);
                self.labels[wire] = Some(label);
            }
            None => {
                let points = self.tracks[at].points.clone();
                self.blocked[wire] = Some(Blocked::Label { points, size });
            }
        }
    }
}
