//! Boxes and lanes in their places → the ways of all links along the flow, none of which ever turns back.
//!
//! Between two ranks a link runs straight on, changes its place across the flow once on a track of its own, and runs
//! straight on again. Tracks are ordered so that two links cross only where their order in the two ranks says so.

use super::super::Head;
use super::bundle::{Bundle, End};
use super::cycle::Net;
use super::order::{Hop, Layers};
use super::place::LEVEL;
use super::ports::Plan;

/// Where something stands, along and across the flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Its extent along the flow.
    pub along: (f64, f64),
    /// Its extent across it.
    pub across: (f64, f64),
    /// Radius of its corners.
    pub radius: f64,
}

/// The end of a link that names a card.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Where links reach it: the card, or a lane beside its panel.
    pub seat: Seat,
    /// From that lane to the card's side: where along the flow, and where the side is across it.
    pub stub: Option<(f64, f64)>,
}

/// Everything that has a place.
pub struct Scene<'a> {
    /// Boxes and links.
    pub net: &'a Net,
    /// Links that may run together.
    pub bundles: &'a [Bundle],
    /// Ranks and hops.
    pub layers: &'a Layers,
    /// By cell.
    pub seats: Vec<Seat>,
    /// By arc: the cards that it names at its start and end.
    pub named: Vec<[Option<Named>; 2]>,
    /// Extent of each rank along the flow.
    pub stages: Vec<(f64, f64)>,
    /// By arc: the room its label needs along the flow; 0 without one.
    pub labels: Vec<f64>,
    /// Straight length that an end with a head needs, and one without.
    pub run: (f64, f64),
}

/// What was decided.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// Ways along and across the flow, by arc, from its start to its end.
    pub ways: Vec<Way>,
    /// The width each gap between two ranks needs for its tracks.
    pub needs: Vec<f64>,
    /// Corners of all ways.
    pub bends: usize,
}

/// The way of an arc.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Its corners along and across.
    pub points: Vec<(f64, f64)>,
    /// The arc it runs into, and at which of its own ends.
    pub joins: Option<(usize, End)>,
}

/// Radius of the bend with which a link runs into another, in points.
const BEND: f64 = 5.0;

/// Finds the ways.
pub fn ways(scene: &Scene) -> Ways {
    let hops = &scene.layers.hops;
    // First every hop has ports of its own; links that cannot all be straight then run together where they may.
    let mut joined = vec![false; hops.len()];
    let mut plan = Plan::new(scene, &joined);
    let bent = |plan: &Plan, hop: usize| {
        let (a, b) = plan.pairs[hop];
        (plan.ports[a].at - plan.ports[b].at).abs() >= LEVEL
    };
    for (hop, joined) in joined.iter_mut().enumerate() {
        let together = scene.together(hop);
        *joined = together.len() > 1 && together.iter().any(|&other| bent(&plan, other));
    }
    if joined.contains(&true) {
        plan = Plan::new(scene, &joined);
    }
    let ranks = scene.layers.order.len();
    let mut at = vec![0.0; hops.len()];
    let mut needs = Vec::new();
    for gap in 0..ranks.saturating_sub(1) {
        needs.push(scene.tracks(gap, &plan, &mut at));
    }
    let ways = Weave { scene, plan: &plan, track: &at }.weave();
    let bends = ways.iter().map(|way| way.points.len().saturating_sub(2)).sum();
    Ways { ways, needs, bends }
}

impl Scene<'_> {
    /// A hop by its number.
    pub fn hop(&self, hop: usize) -> &Hop {
        &self.layers.hops[hop]
    }

    /// The hops that may share a port with this one at the end where its bundle runs together, itself included.
    fn together(&self, hop: usize) -> Vec<usize> {
        let this = self.hop(hop);
        let end = self.bundles[this.bundle].end;
        let at = |hop: &Hop| if end == End::Target { hop.to } else { hop.from };
        if self.bundles[this.bundle].arcs.len() < 2 {
            return vec![hop];
        }
        let same = |other: &Hop| other.bundle == this.bundle && at(other) == at(this);
        (0..self.layers.hops.len()).filter(|&other| same(self.hop(other))).collect()
    }

    /// The only arc of a hop.
    fn single(&self, hop: usize) -> Option<usize> {
        match self.hop(hop).arcs[..] {
            [arc] => Some(arc),
            _ => None,
        }
    }

    /// Where a hop starts or ends: the card it names, or the cell.
    pub fn seat(&self, hop: usize, end: End) -> Seat {
        let cell = if end == End::Target { self.hop(hop).to } else { self.hop(hop).from };
        let named =
            self.layers.cells[cell].boxed.and_then(|_| self.named[self.single(hop)?][usize::from(end == End::Target)]);
        named.map_or(self.seats[cell], |named| named.seat)
    }

    /// Whether a head stands where a hop meets a box.
    pub fn headed(&self, hop: usize, end: End) -> bool {
        let cell = if end == End::Target { self.hop(hop).to } else { self.hop(hop).from };
        let head = |&arc: &usize| self.net.arcs[arc].heads[usize::from(end == End::Target)] != Head::None;
        self.layers.cells[cell].boxed.is_some() && self.hop(hop).arcs.iter().any(head)
    }
}

/// Puts the ways together, hop after hop.
struct Weave<'a> {
    scene: &'a Scene<'a>,
    plan: &'a Plan,
    /// Where each hop changes its place.
    track: &'a [f64],
}

impl Weave<'_> {
    fn weave(&self) -> Vec<Way> {
        let arcs = self.scene.net.arcs.len();
        let hops = &self.scene.layers.hops;
        let rank = |hop: &usize| self.scene.layers.cells[hops[*hop].from].rank;
        // Who speaks for a hop of several links.
        let mut speaker: Vec<usize> = hops.iter().map(|hop| hop.arcs[0]).collect();
        // By arc: the hop at which it runs into another arc, with what it joins there.
        let mut joint: Vec<Option<(usize, Join)>> = vec![None; arcs];
        for end in [End::Target, End::Source] {
            let mut order: Vec<usize> = (0..hops.len()).collect();
            order.sort_by_key(|hop| (if end == End::Target { rank(hop) } else { usize::MAX - rank(hop) }, *hop));
            let mut done = vec![false; hops.len()];
            for &hop in &order {
                if done[hop] || self.scene.bundles[hops[hop].bundle].end != end {
                    continue;
                }
                let (inner, outer) = self.ends(hop, end);
                let knot: Vec<usize> = order
                    .iter()
                    .copied()
                    .filter(|&other| hops[other].bundle == hops[hop].bundle && self.ends(other, end).1 == outer)
                    .collect();
                knot.iter().for_each(|&other| done[other] = true);
                debug_assert!(knot.contains(&hop) && inner < self.plan.ports.len());
                let main = self.meet(&knot, end, &speaker, &mut joint);
                // It speaks for what follows.
                let cell = |hop: usize| if end == End::Target { hops[hop].to } else { hops[hop].from };
                let next = (0..hops.len()).filter(|&other| {
                    let start = if end == End::Target { hops[other].from } else { hops[other].to };
                    start == cell(hop)
                        && hops[other].bundle == hops[hop].bundle
                        && self.scene.layers.cells[start].boxed.is_none()
                });
                next.for_each(|other| speaker[other] = main);
            }
        }
        (0..arcs).map(|arc| self.way(arc, joint[arc])).collect()
    }

    /// The ports of a hop: the one on the side where its links may be apart, and the one where they run together.
    fn ends(&self, hop: usize, end: End) -> (usize, usize) {
        let (from, to) = self.plan.pairs[hop];
        if end == End::Target { (from, to) } else { (to, from) }
    }

    /// Decides which link of a knot has the stem, and where the others run into it; returns the one with the stem.
    fn meet(&self, knot: &[usize], end: End, speaker: &[usize], joint: &mut [Option<(usize, Join)>]) -> usize {
        let place = |hop: usize| self.plan.ports[self.ends(hop, end).0].at;
        let stem = self.plan.ports[self.ends(knot[0], end).1].at;
        let off = |hop: usize| place(hop) - stem;
        let straight = knot.iter().copied().find(|&hop| off(hop).abs() < LEVEL);
        let farthest = |hops: &mut dyn Iterator<Item = usize>| {
            hops.max_by(|&a, &b| off(a).abs().total_cmp(&off(b).abs()).then(b.cmp(&a)))
        };
        let main = straight.or_else(|| farthest(&mut knot.iter().copied())).unwrap_or(knot[0]);
        for sign in [-1.0, 1.0] {
            let side = || knot.iter().copied().filter(|&hop| off(hop) * sign >= LEVEL);
            let Some(lead) = farthest(&mut side()) else { continue };
            for hop in side().filter(|&hop| speaker[hop] != speaker[main]) {
                // The farthest runs to the stem; those between run into it.
                let join = if hop == lead {
                    Join { arc: speaker[main], on_stem: true }
                } else {
                    Join { arc: speaker[lead], on_stem: false }
                };
                joint[speaker[hop]] = Some((hop, join));
            }
        }
        speaker[main]
    }

    /// The corners of an arc.
    fn way(&self, arc: usize, joint: Option<(usize, Join)>) -> Way {
        let layers = self.scene.layers;
        let mut hops: Vec<usize> = (0..layers.hops.len()).filter(|&hop| layers.hops[hop].arcs.contains(&arc)).collect();
        hops.sort_by_key(|&hop| layers.cells[layers.hops[hop].from].rank);
        let Some(&any) = hops.first() else { return Way::default() };
        let end = self.scene.bundles[layers.hops[any].bundle].end;
        // Seen from the end where it is apart from its bundle.
        if end == End::Source {
            hops.reverse();
        }
        let mut points = Vec::new();
        let edge = self.plan.edge[self.ends(hops[0], end).0];
        points.push((edge, self.plan.ports[self.ends(hops[0], end).0].at));
        let onward = if end == End::Target { 1.0 } else { -1.0 };
        for &hop in &hops {
            let (apart, common) = self.ends(hop, end);
            let (v, stem) = (self.plan.ports[apart].at, self.plan.ports[common].at);
            let track = self.track[hop];
            if (v - stem).abs() >= LEVEL {
                points.push((track, v));
            }
            if let Some((_, join)) = joint.filter(|(at, _)| *at == hop) {
                if join.on_stem {
                    points.extend([(track, stem), (track + onward * BEND, stem)]);
                } else {
                    let by = BEND.min((stem - v).abs());
                    points.push((track, v + by * if stem > v { 1.0 } else { -1.0 }));
                }
                break;
            }
            if (v - stem).abs() >= LEVEL {
                points.push((track, stem));
            }
        }
        if joint.is_none() {
            let last = hops[hops.len() - 1];
            let (_, common) = self.ends(last, end);
            points.push((self.plan.edge[common], self.plan.ports[common].at));
        }
        if end == End::Source {
            points.reverse();
        }
        // From the lane beside a panel into its card.
        let joined = |at: End| joint.is_some() && at == end;
        let stub = |at: End| self.scene.named[arc][usize::from(at == End::Target)]?.stub.filter(|_| !joined(at));
        if let (Some((along, side)), Some(&(_, lane))) = (stub(End::Source), points.first()) {
            points.splice(..0, [(along, side), (along, lane)]);
        }
        if let (Some((along, side)), Some(&(_, lane))) = (stub(End::Target), points.last()) {
            points.extend([(along, lane), (along, side)]);
        }
        Way { points, joins: joint.map(|(_, join)| (join.arc, end)) }
    }
}

/// What a link runs into.
#[derive(Clone, Copy, Debug)]
struct Join {
    /// The arc.
    arc: usize,
    /// Whether it runs into its stem; into the track beside it otherwise.
    on_stem: bool,
}
