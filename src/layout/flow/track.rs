//! Ports of one gap → tracks on which links change their places, in the order that crosses least.

use super::bundle::End;
use super::order::Hop;
use super::place::LEVEL;
use super::ports::Plan;
use super::wires::Scene;

/// Distance of tracks, in points: the width of a head and a gap.
pub const TRACK: f64 = 7.0;

/// Where links run together, as a share of the gap from where they come from.
const BUS_AT: f64 = 0.42;

/// What two lines on top of each other cost: more than any crossings.
const OVERLAP: usize = 1000;

impl Scene<'_> {
    /// Decides where the hops of a gap change their places across; returns the width that needs.
    pub fn tracks(&self, gap: usize, plan: &Plan, at: &mut [f64]) -> f64 {
        let here = |&hop: &usize| self.layers.cells[self.hop(hop).from].rank == gap;
        let hops: Vec<usize> = (0..self.layers.hops.len()).filter(here).collect();
        // Hops that share a port share a track.
        let mut knots: Vec<Vec<usize>> = Vec::new();
        for &hop in &hops {
            let meets = |knot: &Vec<usize>| {
                knot.iter()
                    .any(|&other| plan.pairs[other].0 == plan.pairs[hop].0 || plan.pairs[other].1 == plan.pairs[hop].1)
            };
            match knots.iter_mut().find(|knot| meets(knot)) {
                Some(knot) => knot.push(hop),
                None => knots.push(vec![hop]),
            }
        }
        let knots: Vec<Knot> =
            knots.into_iter().map(|hops| Knot::new(hops, plan)).filter(|knot| !knot.straight()).collect();
        let (start, end) = (self.stages[gap].1, self.stages[gap + 1].0);
        let need = |end| {
            let headed = hops.iter().any(|&hop| self.headed(hop, end));
            if headed { self.run.0 } else { self.run.1 }
        };
        let (before, after) = (need(End::Source), need(End::Target));
        let order = order(&knots);
        // Knots that share no stretch across the flow share a track.
        let mut levels: Vec<usize> = vec![0; knots.len()];
        for (i, &knot) in order.iter().enumerate() {
            let blocked = order[..i].iter().filter(|&&other| knots[other].meets(&knots[knot]));
            levels[knot] = blocked.map(|&other| levels[other] + 1).max().unwrap_or(0);
        }
        let tracks = levels.iter().max().map_or(0, |last| last + 1);
        let middle = |knot: &Knot| match (knot.from.len(), knot.to.len()) {
            (1, 1) => 0.5,
            (_, 1) => BUS_AT,
            _ => 1.0 - BUS_AT,
        };
        // A label stands where its link is alone: tracks keep to the end at which more links meet.
        let label = |hop: usize| self.hop(hop).arcs.iter().map(|&arc| self.labels[arc]).fold(0.0, f64::max);
        let widest =
            hops.iter().copied().max_by(|&a, &b| label(a).total_cmp(&label(b))).filter(|&hop| label(hop) > 0.0);
        let late = widest.map(|hop| {
            let meet =
                |cell: fn(&Hop) -> usize| hops.iter().filter(|&&h| cell(self.hop(h)) == cell(self.hop(hop))).count();
            meet(|hop| hop.to) > meet(|hop| hop.from)
        });
        let label = widest.map_or(0.0, label);
        let room = end - start - before - after;
        let most = if label > 0.0 { TRACK } else { 1.5 * TRACK };
        let pitch = if tracks > 1 { (room / (tracks - 1) as f64).clamp(0.0, most) } else { 0.0 };
        let left = room - pitch * tracks.saturating_sub(1) as f64;
        let share = late.map_or(0.5, |late| if late { 1.0 } else { 0.0 });
        let first = start + before + left * share;
        for (knot, level) in knots.iter().zip(levels) {
            let track = match tracks {
                1 if late.is_none() => (start + (end - start) * middle(knot)).max(start + before).min(end - after),
                _ => first + level as f64 * pitch,
            };
            knot.hops.iter().for_each(|&hop| at[hop] = track);
        }
        match tracks {
            0 => 0.0,
            _ => before + after + label + TRACK * (tracks - 1) as f64,
        }
    }
}

/// Hops of one gap that share a track, with the places across of their ports.
struct Knot {
    hops: Vec<usize>,
    from: Vec<f64>,
    to: Vec<f64>,
}

impl Knot {
    fn new(hops: Vec<usize>, plan: &Plan) -> Knot {
        let places = |ports: Vec<usize>| {
            let mut ports = ports;
            ports.sort_unstable();
            ports.dedup();
            ports.into_iter().map(|port| plan.ports[port].at).collect::<Vec<f64>>()
        };
        let from = places(hops.iter().map(|&hop| plan.pairs[hop].0).collect());
        let to = places(hops.iter().map(|&hop| plan.pairs[hop].1).collect());
        Knot { hops, from, to }
    }

    fn span(&self) -> (f64, f64) {
        let all = || self.from.iter().chain(&self.to).copied();
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }

    fn straight(&self) -> bool {
        let (lo, hi) = self.span();
        hi - lo < LEVEL
    }

    fn meets(&self, other: &Knot) -> bool {
        let (a, b) = (self.span(), other.span());
        a.0 < b.1 + TRACK / 2.0 && b.0 < a.1 + TRACK / 2.0
    }

    /// What it costs when this knot's track comes before the other's.
    fn before(&self, other: &Knot) -> usize {
        let within = |places: &[f64], (lo, hi): (f64, f64)| places.iter().filter(|&&at| lo < at && at < hi).count();
        let near = |a: &f64| other.from.iter().any(|b| (a - b).abs() < LEVEL);
        within(&self.to, other.span())
            + within(&other.from, self.span())
            + if self.to.iter().any(near) { OVERLAP } else { 0 }
    }
}

/// The order of tracks: always the one that costs least before all that are left. Without crossings that have to be, each
/// costs nothing in its turn.
fn order(knots: &[Knot]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..knots.len()).collect();
    let mut order = Vec::new();
    let regret = |knot: usize, left: &[usize]| -> usize {
        let loss = |&other: &usize| {
            let (a, b) = (&knots[knot], &knots[other]);
            a.before(b).saturating_sub(b.before(a))
        };
        left.iter().filter(|&&other| other != knot).map(loss).sum()
    };
    while let Some(&next) = left.iter().min_by_key(|&&knot| (regret(knot, &left), knot)) {
        left.retain(|&knot| knot != next);
        order.push(next);
    }
    order
}
