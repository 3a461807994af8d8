//! Orders, sizes and widths → the best ring of all.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use kurbo::{Point, Size};
use petgraph::graph::EdgeIndex;

use super::super::Head;
use super::super::graph::{Side, Sizes, node};
use super::Ring;
use super::arcs::{Round, Slot};
use super::oval::{self, Form};
use super::scene::{Reach, SEEN};
use super::solve::{self, MOST_STRETCH, Places, Try};
use super::walk::{Curve, ROUND, SQUARISH};

/// A ring that stays wider than this many times its height is made narrower than the page.
const MOST_ASPECT: f64 = 2.8;

/// Rings are tried from this share of the height on below which they are made narrower.
const FLATTEST: f64 = 0.8;

/// A ring flatter than this is made higher.
const GOOD_ASPECT: f64 = 2.4;

/// Parts of the page's width that a ring may take.
const WIDTHS: [f64; 6] = [1.0, 0.86, 0.74, 0.64, 0.55, 0.47];

/// Least distance of two boxes, in points: each stands on its own.
const LEAST_GAP: f64 = 10.0;

/// Room for a group between two of its themes, in boxes.
const WIDER: [f64; 4] = [0.0, 0.45, 0.9, 1.3];

/// Most height of a ring and of orbits, as shares of their width: what stands on its end is all spokes and no ring.
const TALLEST: [f64; 2] = [1.15, 0.85];

/// Extra room between the arcs of two groups on an orbit, in boxes.
const PARTED: f64 = 0.3;

/// Groups of up to so many themes stand between them; others inside the ring.
const BETWEEN: [usize; 2] = [3, usize::MAX];

/// What a figure without mirror symmetry costs, in heights.
const LOPSIDED: f64 = 0.4;

/// What labels of so many lines cost, in heights.
const LONG: [f64; 6] = [0.0, 0.0, 0.0, 0.05, 0.15, 0.3];

/// What each order around the ring costs that comes after the first one, in heights.
const LATER: f64 = 0.02;

/// What any order but the first one costs, in heights.
const NOT_FIRST: f64 = 0.06;

/// What the longest line and the average of all cost, in heights per width of the ring.
const FAR: f64 = 0.5;

/// What a group costs that is not on the side its author wants, in heights.
const WRONG_SIDE: f64 = 1.0;

/// How much larger the core is than its text needs: it is the heart of the figure.
const CORE_ROOM: (f64, f64) = (1.12, 1.2);

/// A shape of the core that looks well: width by height.
const CORE_ASPECT: f64 = 2.4;

/// Work spent on one width until there is a ring, and after the first one: rings tried, times their boxes, times their
/// groups and the core. It bounds the time that a map takes which fits in no ring.
const PATIENCE: (usize, usize) = (450_000, 160_000);

/// Widest box on the ring and widest group, as shares of the width of the ring.
const WIDEST: (f64, f64) = (0.37, 0.42);

/// The sizes and the order of a try.
pub struct Sized {
    /// Its order around the ring, as an index.
    pub rank: usize,
    /// After each slot, in boxes.
    pub gaps: Vec<f64>,
    /// A box on the ring.
    pub slot: Size,
    /// A group.
    pub group: Size,
    /// The core.
    pub core: Option<Size>,
    /// Width of the ring.
    width: f64,
    /// What it costs whatever comes of it, in heights.
    known: f64,
}

/// A ring with everything in its place.
pub struct Best {
    /// How large it is.
    pub size: Sized,
    /// Where everything stands, about the middle of the ring.
    pub places: Places,
}

/// What must be seen of the links with the core: by slot, and by group in the order of their arcs.
type Reaches = (Vec<Option<Reach>>, Vec<Option<Reach>>);

/// A number that is ordered; none is not a number.
#[derive(Clone, Copy, PartialEq)]
struct Cost(f64);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Cost) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Cost) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl<'a> Ring<'a> {
    /// The best ring: as wide as the page, or narrower where it would be too flat.
    pub(super) fn best(&self) -> Option<Best> {
        let curve = Curve::new(if self.orbits { ROUND } else { SQUARISH });
        let forms = self.forms();
        let reaches: Vec<Reaches> = self.rounds.iter().map(|round| self.reaches(round)).collect();
        let room = self.spacing.width - 2.0 * (self.spacing.inset + self.spacing.channel);
        let mut best: Option<Best> = None;
        for part in WIDTHS {
            let Some(next) = self.of_width(&curve, &forms, &reaches, room * part) else { break };
            let flat = room * part > MOST_ASPECT * MOST_STRETCH * next.places.height;
            best = Some(next);
            if !flat {
                break;
            }
        }
        let Best { size, places } = best?;
        let places = self.attempt(&size, &reaches).stretched(&curve, places, size.width / GOOD_ASPECT);
        Some(Best { size, places })
    }

    /// The best ring of a width.
    ///
    /// All tries climb together, the cheapest next, so that none climbs higher than the best one: a ring's height with
    /// what is known to be added to it is a lower bound of its cost.
    fn of_width(&self, curve: &Curve, forms: &(Vec<Form>, Vec<Form>), reaches: &[Reaches], width: f64) -> Option<Best> {
        let mut sizes = self.tries(forms, width);
        let mut queue = BinaryHeap::new();
        let bound = |this: &Try, ry: f64, known: f64| Reverse(Cost(this.height(curve, ry) * (1.0 + known)));
        for (i, size) in sizes.iter().enumerate() {
            let this = self.attempt(size, reaches);
            let start = this.least(curve, FLATTEST / (MOST_ASPECT * MOST_STRETCH));
            queue.extend(start.map(|ry| (bound(&this, ry, size.known), Reverse(i), Cost(ry), Cost(0.0))));
        }
        let mut best: Option<(f64, usize, Places)> = None;
        let mut patience = PATIENCE.0;
        while let Some((Reverse(least), Reverse(i), ry, flat)) = queue.pop() {
            if best.as_ref().is_some_and(|best| least.0 >= best.0) {
                break;
            }
            let size = &sizes[i];
            let this = self.attempt(size, reaches);
            let work = this.reach.len() * (1 + this.group_reach.len());
            if patience < work {
                break;
            }
            patience -= work;
            let Some(places) = this.place(curve, ry.0) else {
                let higher = this.higher(ry.0);
                queue.extend(higher.map(|up| (bound(&this, up, size.known), Reverse(i), Cost(up), ry)));
                continue;
            };
            patience = patience.min(PATIENCE.1);
            let places = this.flatter(curve, flat.0, places);
            let cost = places.height * (1.0 + size.known + self.penalty(size, &places));
            if best.as_ref().is_none_or(|best| cost < best.0) {
                best = Some((cost, i, places));
            }
        }
        let (_, i, places) = best?;
        Some(Best { size: sizes.swap_remove(i), places })
    }

    /// Every order with every size that a width allows.
    fn tries(&self, (slots, groups): &(Vec<Form>, Vec<Form>), width: f64) -> Vec<Sized> {
        let core = self.core.map(|core| self.core_size(core));
        let mut tries = Vec::new();
        for (rank, round) in self.rounds.iter().enumerate() {
            let gaps = if self.orbits { orbit_gaps(round) } else { gaps(round) };
            let order = if rank > 0 { NOT_FIRST + LATER * rank as f64 } else { 0.0 };
            for (slot, group) in slots.iter().flat_map(|slot| groups.iter().map(move |group| (slot, group))) {
                if slot.size.width > WIDEST.0 * width || group.size.width > WIDEST.1 * width {
                    continue;
                }
                let known = order + LONG[slot.lines.max(group.lines).min(LONG.len() - 1)];
                let (slot, group) = (slot.size, group.size);
                tries.extend(gaps.iter().cloned().map(|gaps| Sized { rank, gaps, slot, group, core, width, known }));
            }
        }
        tries
    }

    fn penalty(&self, size: &Sized, places: &Places) -> f64 {
        let (longest, average) = places.lines;
        LOPSIDED * lopsided(places)
            + FAR * (longest + average) / size.width
            + WRONG_SIDE * self.wrong_sides(&self.rounds[size.rank], places) as f64
    }

    fn attempt<'t>(&'t self, size: &'t Sized, reaches: &'t [Reaches]) -> Try<'t> {
        let (reach, group_reach) = &reaches[size.rank];
        Try {
            round: &self.rounds[size.rank],
            gaps: &size.gaps,
            slot: size.slot,
            group: size.group,
            core: size.core,
            ovals: self.spacing.ovals,
            orbits: self.orbits,
            gap: self.spacing.gap.max(LEAST_GAP),
            width: size.width,
            most: (self.spacing.most - 2.0 * self.spacing.inset).min(TALLEST[usize::from(self.orbits)] * size.width),
            reach,
            group_reach,
        }
    }

    fn reaches(&self, round: &Round) -> Reaches {
        let alone = |slot: &Slot| if slot.group.is_none() { self.reach(slot.node) } else { None };
        let of = |&(start, _): &(usize, usize)| self.reach(round.slots[start].group?);
        (round.slots.iter().map(alone).collect(), solve::arcs(round).iter().map(of).collect())
    }

    fn sizes(&self, of: impl Fn(usize) -> bool) -> Vec<&'a Sizes> {
        (0..self.graph.node_count()).filter(|&i| of(i)).map(|i| &self.graph[node(i)].sizes).collect()
    }

    /// What the links between the core and a box need; `None` where there is none.
    fn reach(&self, index: usize) -> Option<Reach> {
        let core = node(self.core?);
        let links = self.graph.edge_indices().filter(|&edge| self.graph[edge].drawn).filter(|&edge| {
            self.graph
                .edge_endpoints(edge)
                .is_some_and(|ends| ends == (core, node(index)) || ends == (node(index), core))
        });
        let need = |edge: EdgeIndex| {
            let edge = &self.graph[edge];
            let headed = edge.start != Head::None || edge.end != Head::None;
            let bare = if headed { self.spacing.arrow_gap } else { SEEN };
            let length = if edge.label.height > 0.0 { self.spacing.vgap.max(bare) } else { bare };
            Reach { length, headed }
        };
        let both = |a: Reach, b: Reach| Reach { length: a.length.max(b.length), headed: a.headed || b.headed };
        links.map(need).reduce(both)
    }

    /// The sizes to try: of boxes on the ring and of groups.
    fn forms(&self) -> (Vec<Form>, Vec<Form>) {
        let ovals = self.spacing.ovals;
        let grouped = |i: usize| self.parts.sectors.iter().any(|sector| sector.group == Some(i));
        let on_ring =
            |i: usize| self.parts.outcome == Some(i) || self.parts.sectors.iter().any(|s| s.boxes.contains(&i));
        let titles = self.sizes(grouped);
        let none = vec![Form { size: Size::ZERO, lines: 0 }];
        let groups = if titles.is_empty() { none } else { oval::forms(&titles, ovals) };
        (oval::forms(&self.sizes(on_ring), ovals), groups)
    }

    fn core_size(&self, core: usize) -> Size {
        let sizes = &self.graph[node(core)].sizes;
        let off = |form: &Form| (form.size.width / form.size.height.max(1.0) - CORE_ASPECT).abs();
        let forms = oval::forms(&[sizes], self.spacing.ovals);
        let best = forms.into_iter().min_by(|a, b| off(a).total_cmp(&off(b)));
        let size = best.map_or(Size::ZERO, |form| form.size);
        if self.spacing.ovals { Size::new(size.width * CORE_ROOM.0, size.height * CORE_ROOM.1) } else { size }
    }

    /// Groups that stand elsewhere than their author wants.
    fn wrong_sides(&self, round: &Round, places: &Places) -> usize {
        let arcs = solve::arcs(round);
        let groups = arcs.iter().zip(&places.groups).filter_map(|(arc, at)| Some((round.slots[arc.0].group?, *at)));
        let alone = round.slots.iter().zip(&places.slots).filter(|(slot, _)| slot.group.is_none());
        let all = groups.chain(alone.map(|(slot, at)| (slot.node, *at)));
        let wrong = |(index, at): (usize, Point)| {
            let off = at - places.core;
            self.graph[node(index)].side.is_some_and(|side| match side {
                Side::Top => off.y > -1.0,
                Side::Bottom => off.y < 1.0,
                Side::Left => off.x > -1.0,
                Side::Right => off.x < 1.0,
            })
        };
        all.filter(|&each| wrong(each)).count()
    }
}

/// The ways to space an orbit.
fn orbit_gaps(round: &Round) -> Vec<Vec<f64>> {
    let mut all = vec![round.gaps(0.0, 0), round.parted(PARTED)];
    all.dedup();
    all
}

/// The ways to make room for groups between their themes.
fn gaps(round: &Round) -> Vec<Vec<f64>> {
    let mut all: Vec<Vec<f64>> = Vec::new();
    for most in BETWEEN {
        for wider in WIDER {
            let gaps = round.gaps(wider, most);
            if !all.contains(&gaps) {
                all.push(gaps);
            }
        }
    }
    all
}

/// Share of the boxes that have no mirror image.
fn lopsided(places: &Places) -> f64 {
    let alone = |points: &[Point]| {
        let image = |p: &&Point| !points.iter().any(|q| (q.x + p.x).abs() < 0.5 && (q.y - p.y).abs() < 0.5);
        points.iter().filter(image).count()
    };
    let all = places.slots.len() + places.groups.len();
    (alone(&places.slots) + alone(&places.groups)) as f64 / all.max(1) as f64
}
