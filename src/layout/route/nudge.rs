//! Paths that share no stretch → the same paths evenly apart: ports spread on their side, pieces in mid-channel.
//!
//! Wybrow, Marriott and Stuckey ("Orthogonal Connector Routing", 2009, §5) nudge one axis at a time. A pass moves each
//! piece inside the empty rectangle around it and keeps the order of pieces that lie beside each other, so a pass can
//! neither push a piece into a box, nor lay two on top of each other, nor add a crossing.

use kurbo::Point;

use super::Problem;
use super::space::{self, Space};
use super::space::{AXES, EPS, Segment, Side, segments, side_of};

/// A piece keeps at most this distance from what it follows (points); in narrower channels it runs in the middle.
const NEAR: f64 = 12.0;
/// Distance of the way to a port from boxes it passes, where there is room (points).
const COMFORT: f64 = 6.0;
/// Ports of one side are at least this far apart where there is room (points): two arrowheads with a gap between them.
pub(super) const PORT_GAP: f64 = 9.0;
/// Ports of one side are at most this far apart (points).
const PORT_PITCH: f64 = 24.0;

/// Most rounds of the solver, and the change (points) that is too small for another: far below what is written.
const ROUNDS: usize = 200;
const ACCURACY: f64 = 1e-5;

/// Most different shares of the wanted gap in one pass.
const SHARES: usize = 8;

/// A path under way, and what its pieces may do.
pub(super) struct Track {
    pub wire: usize,
    pub points: Vec<Point>,
    /// Whether the points are the ends and control points of one curve.
    pub cubic: bool,
    /// It stays where it is.
    pub fixed: bool,
    /// What it must go round; of no use when it is fixed.
    pub space: Option<Space>,
}

impl Track {
    fn sides(&self, problem: &Problem) -> [[Side; 4]; 2] {
        let wire = &problem.wires[self.wire];
        [ends(problem, wire.source, wire.target), ends(problem, wire.target, wire.source)]
    }

    /// How far piece `i` may move, whatever other wires do, and where it would like to be.
    fn room(&self, problem: &Problem, i: usize) -> Option<Room> {
        let wire = &problem.wires[self.wire];
        let segment = Segment::between(self.points[i], self.points[i + 1]);
        let last = self.points.len() - 2;
        let skip = [(i == 0).then_some(wire.source), (i == last).then_some(wire.target)];
        let (mut lo, mut hi) = self.space.as_ref()?.room(&segment, skip);
        let mut ports = [None; 2];
        let mut flat = (lo, hi);
        let [source, target] = self.sides(problem);
        for (k, sides, at, end) in [(0, &source, 0, 0), (1, &target, last, last + 1)] {
            if i == at {
                let side = side_of(sides, &segment, segment.axis.along(self.points[end]))?;
                ports[k] = Some((if k == 0 { wire.source } else { wire.target }, sides[side]));
                flat = (flat.0.max(sides[side].lo), flat.1.min(sides[side].hi));
            }
        }
        (lo, hi) = (lo.min(segment.pos), hi.max(segment.pos));
        // In front of the middle of its side, but not along another box when there is room beside that.
        let margin = COMFORT.min((hi - lo) / 2.0);
        let comfort = (lo + margin, hi - margin);
        let ideal = match ports {
            [Some((_, a)), Some((_, b))] => (a.lo.max(b.lo) + a.hi.min(b.hi)) / 2.0,
            [Some((_, side)), None] | [None, Some((_, side))] => side.centre(),
            [None, None] if hi - lo <= 2.0 * NEAR => (lo + hi) / 2.0,
            [None, None] => {
                // A piece that both neighbours leave to the same side is nearest there; others may stay.
                let wanted = match [i - 1, i + 2].map(|k| segment.axis.pos(self.points[k]) < segment.pos) {
                    [true, true] => lo,
                    [false, false] => hi,
                    _ => segment.pos,
                };
                wanted.clamp(lo + NEAR, hi - NEAR)
            }
        };
        (lo, hi) = flat;
        // A piece next to a stub leaves it its straight run.
        let runs = [(1, 0, 1, wire.start_run), (last.wrapping_sub(1), last + 1, last, wire.end_run)];
        for (at, port, corner, run) in runs {
            if i == at && last > 0 {
                let (edge, bend) = (segment.axis.pos(self.points[port]), segment.axis.pos(self.points[corner]));
                let run = run.max(problem.clearance);
                if bend > edge {
                    lo = lo.max(edge + run);
                } else {
                    hi = hi.min(edge - run);
                }
            }
        }
        (lo, hi) = (lo.min(segment.pos), hi.max(segment.pos));
        let room = Room { lo, hi, comfort, ideal, ports };
        Some(Room { ideal: room.near(ideal), ..room })
    }
}

/// What a piece may do, and what it would like.
struct Room {
    lo: f64,
    hi: f64,
    /// Not along another box, where there is room beside it.
    comfort: (f64, f64),
    ideal: f64,
    /// The side of the source, of the target, at which the piece ends.
    ports: [Option<(usize, Side)>; 2],
}

impl Room {
    /// A piece that stays where it is.
    fn none(pos: f64) -> Room {
        Room { lo: pos, hi: pos, comfort: (pos, pos), ideal: pos, ports: [None; 2] }
    }

    /// The comfortable place nearest to a wanted one. Bounds that are the same may be the wrong way round by rounding.
    fn near(&self, wanted: f64) -> f64 {
        wanted.max(self.comfort.0).min(self.comfort.1).max(self.lo).min(self.hi)
    }
}

/// The sides at which a wire may leave `from` on its way to `to`.
pub(super) fn ends(problem: &Problem, from: usize, to: usize) -> [Side; 4] {
    let inwards = space::ancestors(&problem.boxes, to).any(|a| a == from);
    space::sides(&problem.boxes[from], inwards)
}

/// Moves the pieces of a new path away from the others, each to the middle of the free space it was found in; tells
/// how near it still comes to another wire.
pub(super) fn settle(problem: &Problem, track: &mut Track, used: &[Segment]) -> f64 {
    let mut least = f64::INFINITY;
    for i in 0..track.points.len().saturating_sub(1) {
        let Some(Room { lo, hi, ideal, .. }) = track.room(problem, i) else {
            continue;
        };
        let segment = Segment::between(track.points[i], track.points[i + 1]);
        let own: Vec<Segment> = segments(&track.points).collect();
        let near =
            || used.iter().chain(&own).filter(|s| s.axis == segment.axis && s.beside(&segment, 0.0)).map(|s| s.pos);
        let below = near().filter(|&pos| pos < segment.pos - EPS && pos >= lo).reduce(f64::max);
        let above = near().filter(|&pos| pos > segment.pos + EPS && pos <= hi).reduce(f64::min);
        // A neighbouring wire is not a place to stand: keep a quarter of the space away from it.
        let margin = (above.unwrap_or(hi) - below.unwrap_or(lo)) / 4.0;
        let from = below.map_or(lo, |below| below + margin);
        let to = above.map_or(hi, |above| above - margin);
        if below.is_some() || above.is_some() {
            least = least.min(margin);
        }
        move_to(&mut track.points, i, ideal.max(from).min(to));
    }
    least
}

/// The same path with one piece moved across its channel, to make room for a label beside it: longest piece first.
pub(super) fn shifts(problem: &Problem, track: &Track, used: &[Segment]) -> Vec<Vec<Point>> {
    let mut order: Vec<(usize, Segment)> = segments(&track.points).enumerate().collect();
    order.sort_by(|(_, a), (_, b)| (b.hi - b.lo).total_cmp(&(a.hi - a.lo)));
    let mut out = Vec::new();
    for (i, segment) in order {
        let Some(Room { mut lo, mut hi, .. }) = track.room(problem, i).filter(|_| !track.fixed) else {
            continue;
        };
        let own: Vec<Segment> = segments(&track.points).collect();
        for s in used.iter().chain(&own).filter(|s| s.axis == segment.axis) {
            if s.beside(&segment, problem.spacing) && (s.pos - segment.pos).abs() > EPS {
                if s.pos < segment.pos {
                    lo = lo.max((s.pos + problem.spacing).min(segment.pos));
                } else {
                    hi = hi.min((s.pos - problem.spacing).max(segment.pos));
                }
            }
        }
        for share in [0.25, 0.75, 0.0, 1.0] {
            let mut points = track.points.clone();
            move_to(&mut points, i, lo + share * (hi - lo));
            out.push(points);
        }
    }
    out
}

fn move_to(points: &mut [Point], i: usize, pos: f64) {
    let axis = Segment::between(points[i], points[i + 1]).axis;
    for k in [i, i + 1] {
        points[k] = axis.point(pos, axis.along(points[k]));
    }
}

/// One piece that takes part in a pass.
struct Piece {
    track: usize,
    index: usize,
    segment: Segment,
    room: Room,
    movable: bool,
}

/// Piece `left` stays at least `gap` before piece `right`; with `gap` not yet scaled to what there is room for.
struct Order {
    left: usize,
    right: usize,
    gap: f64,
}

/// Spreads all paths that are not fixed.
pub(super) fn nudge(problem: &Problem, tracks: &mut [Track]) {
    // The second round sees the extents the first one made.
    for axis in [AXES, AXES].concat() {
        let mut pieces = Vec::new();
        for (t, track) in tracks.iter().enumerate() {
            let straight = if track.cubic { &[][..] } else { &track.points };
            for (index, segment) in segments(straight).enumerate().filter(|(_, s)| s.axis == axis) {
                let room = if track.fixed { None } else { track.room(problem, index) };
                let movable = room.is_some();
                let room = room.unwrap_or_else(|| Room::none(segment.pos));
                pieces.push(Piece { track: t, index, segment, room, movable });
            }
        }
        if !pieces.iter().any(|p| p.movable) {
            continue;
        }
        let mut counted = near_movable(&pieces, problem.spacing).into_iter();
        pieces.retain(|_| counted.next().unwrap_or(true));
        pieces.sort_by(|a, b| a.segment.pos.total_cmp(&b.segment.pos));
        spread_ports(&mut pieces);
        let orders = orders(&pieces, problem.spacing);
        for (piece, pos) in pieces.iter().zip(solve(&pieces, &orders)) {
            if piece.movable {
                move_to(&mut tracks[piece.track].points, piece.index, pos);
            }
        }
    }
}

/// By piece: whether it can move, or another one that can comes beside it.
fn near_movable(pieces: &[Piece], spacing: f64) -> Vec<bool> {
    let movable: Vec<&Piece> = pieces.iter().filter(|piece| piece.movable).collect();
    let gap = spacing.max(PORT_GAP);
    let beside = |a: &Piece, b: &Piece| {
        let apart = (b.room.lo - a.room.hi).max(a.room.lo - b.room.hi);
        apart < gap && a.segment.beside(&b.segment, spacing)
    };
    pieces.iter().map(|piece| piece.movable || movable.iter().any(|other| beside(piece, other))).collect()
}

/// Whether two pieces end at one side of one box.
fn share_side(a: &Room, b: &Room) -> bool {
    let same = |a: &(usize, Side), b: &(usize, Side)| a.0 == b.0 && a.1.axis == b.1.axis && a.1.edge == b.1.edge;
    a.ports.iter().flatten().any(|a| b.ports.iter().flatten().any(|b| same(a, b)))
}

/// Wanted places of ports: those that share a side stand symmetrically about its middle, in their order.
fn spread_ports(pieces: &mut [Piece]) {
    let same = |a: &(usize, Side), b: &(usize, Side)| a.0 == b.0 && a.1.axis == b.1.axis && a.1.edge == b.1.edge;
    let ideals: Vec<f64> = pieces
        .iter()
        .map(|piece| {
            let shared: Vec<&(usize, Side)> = piece.room.ports.iter().flatten().collect();
            let Some((first, rest)) = shared.split_first() else {
                return piece.room.ideal;
            };
            // A straight wire has a port at each end: only wires that share both are spread with it.
            let mates: Vec<&Piece> = pieces
                .iter()
                .filter(|p| {
                    shared.iter().all(|mine| p.room.ports.iter().flatten().any(|theirs| same(mine, theirs)))
                        && (rest.is_empty() || p.room.ports.iter().flatten().count() == 2)
                })
                .collect();
            let (lo, hi) =
                rest.iter().fold((first.1.lo, first.1.hi), |(lo, hi), (_, side)| (lo.max(side.lo), hi.min(side.hi)));
            let place = mates.iter().position(|p| std::ptr::eq(*p, piece)).unwrap_or(0) as f64;
            let pitch = ((hi - lo) / (mates.len() as f64 + 1.0)).min(PORT_PITCH);
            let offset = (place - (mates.len() as f64 - 1.0) / 2.0) * pitch;
            piece.room.near((lo + hi) / 2.0 + offset)
        })
        .collect();
    for (piece, ideal) in pieces.iter_mut().zip(ideals) {
        piece.room.ideal = ideal;
    }
}

/// Which pieces keep their order, and how far apart they should be. `pieces` ascend.
fn orders(pieces: &[Piece], spacing: f64) -> Vec<Order> {
    let mut orders = Vec::new();
    // Which pieces are known to be before another one by full gaps: those need no order of their own.
    let mut before: Vec<Vec<bool>> = Vec::with_capacity(pieces.len());
    for (right, b) in pieces.iter().enumerate() {
        let mut known = vec![false; right];
        for (left, a) in pieces[..right].iter().enumerate().rev() {
            if known[left]
                || !(a.movable || b.movable)
                || a.segment.pos >= b.segment.pos - EPS
                || b.room.lo - a.room.hi >= spacing.max(PORT_GAP)
                || !a.segment.beside(&b.segment, spacing)
            {
                continue;
            }
            // Pieces that only come near each other end to end keep their order, no more.
            let beside = a.segment.beside(&b.segment, 0.0);
            if beside {
                known[left] = true;
                for (known, before) in known.iter_mut().zip(&before[left]) {
                    *known |= before;
                }
            }
            let gap = match beside {
                true if share_side(&a.room, &b.room) => spacing.max(PORT_GAP),
                true => spacing,
                false => 0.0,
            };
            orders.push(Order { left, right, gap });
        }
        before.push(known);
    }
    orders
}

/// Positions nearest to the ideals (least squares) that keep orders and bounds.
fn solve(pieces: &[Piece], orders: &[Order]) -> Vec<f64> {
    let gaps = gaps(pieces, orders);
    let (lower, upper) = limits(pieces, orders, &gaps);
    let mut x: Vec<f64> = pieces.iter().map(|p| p.room.ideal).collect();
    // Hildreth's method: raise the multiplier of one violated constraint at a time.
    let mut pressure = vec![0.0; orders.len()];
    let mut wall = vec![0.0_f64; pieces.len()];
    for _ in 0..ROUNDS {
        let mut change = 0.0_f64;
        for ((o, gap), pressure) in orders.iter().zip(&gaps).zip(&mut pressure) {
            let (a, b) = (pieces[o.left].movable, pieces[o.right].movable);
            let share = if a && b { 0.5 } else { 1.0 };
            let step = ((gap - (x[o.right] - x[o.left])) * share).max(-*pressure);
            *pressure += step;
            if a {
                x[o.left] -= step;
            }
            if b {
                x[o.right] += step;
            }
            change = change.max(step.abs());
        }
        for (i, wall) in wall.iter_mut().enumerate() {
            let free = x[i] - *wall;
            let kept = free.max(lower[i]).min(upper[i]);
            change = change.max((kept - x[i]).abs());
            (x[i], *wall) = (kept, kept - free);
        }
        if change < ACCURACY {
            break;
        }
    }
    // Orders are sorted by their right piece, so one sweep makes it exact.
    for i in 0..x.len() {
        x[i] = x[i].max(lower[i]).min(upper[i]);
    }
    for (o, gap) in orders.iter().zip(&gaps).filter(|(o, _)| pieces[o.right].movable) {
        x[o.right] = x[o.right].max(x[o.left] + gap).min(upper[o.right]);
    }
    x
}

/// The interval each piece can be in when all orders are kept with these gaps.
fn limits(pieces: &[Piece], orders: &[Order], gaps: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut lower: Vec<f64> = pieces.iter().map(|p| p.room.lo).collect();
    let mut upper: Vec<f64> = pieces.iter().map(|p| p.room.hi).collect();
    // Orders are sorted by their right piece, so every piece is settled before it counts for the next.
    let with_gaps = || orders.iter().zip(gaps);
    for (o, gap) in with_gaps().filter(|(o, _)| pieces[o.right].movable) {
        lower[o.right] = lower[o.right].max(lower[o.left] + gap);
    }
    for (o, gap) in with_gaps().rev().filter(|(o, _)| pieces[o.left].movable) {
        upper[o.left] = upper[o.left].min(upper[o.right] - gap);
    }
    (lower, upper)
}

/// The gap of each order: the wanted one, or in a channel too narrow for that an equal share of what there is.
fn gaps(pieces: &[Piece], orders: &[Order]) -> Vec<f64> {
    let mut settled: Vec<Option<f64>> = vec![None; orders.len()];
    let at = |settled: &[Option<f64>], share: f64| -> Vec<f64> {
        orders.iter().zip(settled).map(|(o, s)| s.unwrap_or(o.gap * share)).collect()
    };
    let slack = |gaps: &[f64]| -> Vec<f64> {
        let (lower, upper) = limits(pieces, orders, gaps);
        orders.iter().zip(gaps).map(|(o, gap)| upper[o.right] - lower[o.left] - gap).collect()
    };
    let fits = |gaps: &[f64]| slack(gaps).iter().all(|s| *s >= -EPS * EPS);
    // Raise all gaps together; those that can grow no more are settled, the others grow on.
    let mut good = 0.0;
    for _ in 0..SHARES {
        if fits(&at(&settled, 1.0)) {
            return at(&settled, 1.0);
        }
        let mut bad = 1.0;
        for _ in 0..30 {
            let middle = (good + bad) / 2.0;
            if fits(&at(&settled, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        let gaps = at(&settled, good);
        let slack = slack(&gaps);
        let tightest = (0..orders.len()).filter(|&i| settled[i].is_none()).map(|i| slack[i]).fold(f64::MAX, f64::min);
        for i in 0..orders.len() {
            if settled[i].is_none() && slack[i] <= tightest + EPS {
                settled[i] = Some(gaps[i]);
            }
        }
    }
    at(&settled, good)
}
