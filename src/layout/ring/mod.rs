//! Ring: the core in the middle, groups and themes around it on spokes.

use kurbo::{Point, Size, Vec2};

use super::Head;
use super::graph::{Arrangement, Branch, Fixed, Graph, Kind, Side, Sizes, Spacing, Spot, Unfit, node};
use super::hub::only;
use arcs::{Parts, Round};
use oval::{Form, Shape};
use solve::{MOST_STRETCH, Places, Try};
use walk::Curve;

mod arcs;
mod oval;
mod solve;
mod walk;

/// Most boxes on a ring: pairs are compared one by one, and a reader counts no farther.
const MOST_BOXES: usize = 60;

/// A ring wider than this many times its height is made narrower than the page.
const MOST_ASPECT: f64 = 2.8;

/// A ring flatter than this is made higher where little is needed for that.
const GOOD_ASPECT: f64 = 2.4;

/// Parts of the page's width that a ring may take.
const WIDTHS: [f64; 6] = [1.0, 0.86, 0.74, 0.64, 0.55, 0.47];

/// Least distance of two boxes, in points: each stands on its own.
const LEAST_GAP: f64 = 10.0;

/// Room for a group between two of its themes, in boxes.
const WIDER: [f64; 4] = [0.0, 0.45, 0.9, 1.3];

/// Groups of up to so many themes stand between them; others inside the ring.
const BETWEEN: [usize; 2] = [3, MOST_BOXES];

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

/// Lays out groups and themes around the core.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let ring = Ring::new(graph, spacing)?;
    let best = ring.solve().ok_or_else(|| ring.refused())?;
    Ok(ring.arrangement(&best))
}

struct Ring<'a> {
    graph: &'a Graph,
    spacing: &'a Spacing,
    parts: Parts,
    core: Option<usize>,
}

/// A solution: where everything stands, and how large it is.
struct Best {
    round: Round,
    gaps: Vec<f64>,
    places: Places,
    slot: Size,
    group: Size,
    core: Option<Size>,
    width: f64,
    cost: f64,
}

impl<'a> Ring<'a> {
    fn new(graph: &'a Graph, spacing: &'a Spacing) -> Result<Ring<'a>, Unfit> {
        let ring = Ring { graph, spacing, parts: arcs::parts(graph), core: only(graph, Kind::Core) };
        let slots = ring.parts.slots();
        if slots > MOST_BOXES {
            let fact = format!("{slots} themes are too many for a ring: expected up to {MOST_BOXES}");
            return Err(Unfit::Refused { fact, cure: "`layout = \"tree\"` would hold them".to_owned() });
        }
        if ring.core.is_none() && ring.parts.sectors.iter().all(|sector| sector.group.is_none()) {
            let fact = format!("a ring stands around something, and this map has {slots} themes but no `core`");
            let cure = "name what they have in common with `core = \"…\"`, or use `layout = \"pillars\"`, which would hold them";
            return Err(Unfit::Refused { fact, cure: cure.to_owned() });
        }
        Ok(ring)
    }

    fn refused(&self) -> Unfit {
        let fact = format!(
            "{} themes and {} groups do not fit around a core on a page {:.0} mm wide",
            self.parts.slots(),
            self.parts.sectors.iter().filter(|sector| sector.group.is_some()).count(),
            self.spacing.width * 25.4 / 72.0
        );
        Unfit::Refused { fact, cure: "a wider figure, shorter labels or `layout = \"hub\"` would hold them".to_owned() }
    }

    fn sizes(&self, of: impl Fn(usize) -> bool) -> Vec<&'a Sizes> {
        (0..self.graph.node_count()).filter(|&i| of(i)).map(|i| &self.graph[node(i)].sizes).collect()
    }

    /// The length that must be seen of a link between the core and a box; `None` where there is none.
    fn reach(&self, index: usize) -> Option<f64> {
        let core = node(self.core?);
        let links = self.graph.edge_indices().filter(|&edge| self.graph[edge].drawn).filter(|&edge| {
            self.graph
                .edge_endpoints(edge)
                .is_some_and(|ends| ends == (core, node(index)) || ends == (node(index), core))
        });
        let length = |edge: petgraph::graph::EdgeIndex| {
            let edge = &self.graph[edge];
            let headed = edge.start != Head::None || edge.end != Head::None;
            let bare = if headed { self.spacing.arrow_gap } else { solve::SEEN };
            if edge.label.height > 0.0 { self.spacing.vgap.max(bare) } else { bare }
        };
        links.map(length).reduce(f64::max)
    }

    fn solve(&self) -> Option<Best> {
        let curve = Curve::new();
        let forms = self.forms();
        let room = self.spacing.width - 2.0 * (self.spacing.inset + self.spacing.channel);
        let mut best: Option<Best> = None;
        for part in WIDTHS {
            let wide = part == WIDTHS[0];
            let narrower = self.narrower(&curve, &forms, room * part);
            // A flat ring is made narrower, not one that needs all the width.
            if narrower.is_none() && !wide {
                break;
            }
            best = narrower;
            if best.as_ref().is_none_or(|best| room * part <= MOST_ASPECT * MOST_STRETCH * best.places.height) {
                break;
            }
        }
        let mut best = best?;
        let wanted = best.width / GOOD_ASPECT;
        let (reach, group_reach) = self.reaches(&best.round);
        let this = self.attempt(&best, (&reach, &group_reach));
        best.places = solve::stretch(&curve, &this, best.places.clone(), wanted);
        Some(best)
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

    /// The best ring of a width.
    fn narrower(&self, curve: &Curve, (slots, groups): &(Vec<Form>, Vec<Form>), width: f64) -> Option<Best> {
        let core = self.core.map(|core| self.core_size(core));
        let most = self.spacing.most - 2.0 * self.spacing.inset;
        let mut best: Option<Best> = None;
        for (rank, round) in self.parts.rounds().into_iter().enumerate() {
            let (reach, group_reach) = self.reaches(&round);
            let arcs = solve::arcs(&round);
            for (slot, group) in slots.iter().flat_map(|slot| groups.iter().map(move |group| (slot, group))) {
                if slot.size.width > width / 2.0 {
                    continue;
                }
                let known = LONG[slot.lines.max(group.lines).min(LONG.len() - 1)]
                    + LATER * rank as f64
                    + if rank > 0 { NOT_FIRST } else { 0.0 };
                for gaps in self.gaps(&round) {
                    let limit = best.as_ref().map_or(most, |best| (best.cost / (1.0 + known)).min(most));
                    let places = Places {
                        slots: Vec::new(),
                        groups: Vec::new(),
                        core: Point::ZERO,
                        height: 0.0,
                        ry: 0.0,
                        lines: (0.0, 0.0),
                    };
                    let mut next = Best {
                        round: round.clone(),
                        gaps,
                        places,
                        slot: slot.size,
                        group: group.size,
                        core,
                        width,
                        cost: 0.0,
                    };
                    let this = self.attempt(&next, (&reach, &group_reach));
                    let Some(places) = solve::solve(curve, &this, limit) else { continue };
                    let penalty = known
                        + LOPSIDED * lopsided(&places)
                        + FAR * (places.lines.0 + places.lines.1) / width
                        + WRONG_SIDE * self.wrong_sides(&round, &arcs, &places) as f64;
                    next.cost = places.height * (1.0 + penalty);
                    next.places = places;
                    if best.as_ref().is_none_or(|best| next.cost < best.cost) {
                        best = Some(next);
                    }
                }
            }
        }
        best
    }

    /// What must be seen of the links with the core: by slot, and by group in the order of their arcs.
    fn reaches(&self, round: &Round) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
        let alone = |slot: &arcs::Slot| if slot.group.is_none() { self.reach(slot.node) } else { None };
        let of = |&(start, _): &(usize, usize)| self.reach(round.slots[start].group?);
        (round.slots.iter().map(alone).collect(), solve::arcs(round).iter().map(of).collect())
    }

    fn attempt<'t>(&self, best: &'t Best, (reach, group_reach): (&'t [Option<f64>], &'t [Option<f64>])) -> Try<'t> {
        Try {
            round: &best.round,
            gaps: &best.gaps,
            slot: best.slot,
            group: best.group,
            core: best.core,
            ovals: self.spacing.ovals,
            gap: self.spacing.gap.max(LEAST_GAP),
            width: best.width,
            most: self.spacing.most - 2.0 * self.spacing.inset,
            reach,
            group_reach,
        }
    }

    fn gaps(&self, round: &Round) -> Vec<Vec<f64>> {
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

    fn core_size(&self, core: usize) -> Size {
        let sizes = &self.graph[node(core)].sizes;
        let off = |form: &Form| (form.size.width / form.size.height.max(1.0) - CORE_ASPECT).abs();
        let forms = oval::forms(&[sizes], self.spacing.ovals);
        let best = forms.into_iter().min_by(|a, b| off(a).total_cmp(&off(b)));
        let size = best.map_or(Size::ZERO, |form| form.size);
        if self.spacing.ovals { Size::new(size.width * CORE_ROOM.0, size.height * CORE_ROOM.1) } else { size }
    }

    /// Groups that stand elsewhere than their author wants.
    fn wrong_sides(&self, round: &Round, arcs: &[(usize, usize)], places: &Places) -> usize {
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

    fn arrangement(&self, best: &Best) -> Arrangement {
        let (graph, spacing) = (self.graph, self.spacing);
        let places = &best.places;
        let half = |size: Size| size.height / 2.0;
        let all = || {
            let slots = places.slots.iter().map(|at| at.y - half(best.slot));
            let groups = places.groups.iter().map(|at| at.y - half(best.group));
            slots.chain(groups).chain(best.core.map(|core| places.core.y - half(core)))
        };
        let top = all().fold(f64::INFINITY, f64::min);
        let by = Vec2::new(spacing.width / 2.0, spacing.inset - top);
        let at = |point: Point| Point::new(if spacing.rtl { -point.x } else { point.x }, point.y) + by;
        let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
        let bodies = graph.node_weights().any(|node| node.sizes.steps.iter().any(|step| step.body > 0.0));
        let mut put = |index: usize, point: Point, size: Size| {
            let sizes = &graph[node(index)].sizes;
            spots[index] = Some(oval::spot(sizes, at(point), size, (spacing.ovals, bodies)));
        };
        for (slot, &point) in best.round.slots.iter().zip(&places.slots) {
            put(slot.node, point, best.slot);
        }
        let arcs = solve::arcs(&best.round);
        for (&(start, _), &point) in arcs.iter().zip(&places.groups) {
            if let Some(group) = best.round.slots[start].group {
                put(group, point, best.group);
            }
        }
        if let (Some(core), Some(size)) = (self.core, best.core) {
            put(core, places.core, size);
        }
        let shapes: Vec<Option<Shape>> = spots
            .iter()
            .enumerate()
            .map(|(i, spot)| Some(Shape::of(&graph[node(i)], spot.as_ref()?, spacing)))
            .collect();
        let way = |a: usize, b: usize| {
            let (a, b) = (shapes[a].as_ref()?, shapes[b].as_ref()?);
            Some(vec![a.cut(b.rect.center()), b.cut(a.rect.center())])
        };
        let mut branches = Vec::new();
        for &(start, end) in &arcs {
            for slot in &best.round.slots[start..end] {
                let Some(parent) = slot.group else { continue };
                branches.extend(way(parent, slot.node).map(|points| Branch {
                    parent,
                    child: slot.node,
                    points,
                    cubic: false,
                }));
            }
        }
        branches.sort_by_key(|branch| (branch.parent, branch.child));
        let hubward = |index: usize| {
            let alone = best.round.slots.iter().any(|slot| slot.node == index && slot.group.is_none());
            alone || arcs.iter().any(|arc| best.round.slots[arc.0].group == Some(index))
        };
        let mut wires: Vec<Option<Fixed>> = vec![None; graph.edge_count()];
        let mut linked = vec![false; graph.node_count()];
        for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
            let Some((a, b)) = graph.edge_endpoints(edge).map(|(a, b)| (a.index(), b.index())) else { continue };
            let other = if Some(a) == self.core { b } else { a };
            // Of two links between the same boxes the router keeps the second one apart from the first.
            if (Some(a) == self.core || Some(b) == self.core) && hubward(other) && !linked[other] {
                linked[other] = true;
                wires[edge.index()] = way(a, b).map(|points| Fixed { points, joins: None });
            }
        }
        Arrangement {
            spots,
            wires,
            branches,
            slanted: true,
            height: places.height + 2.0 * spacing.inset,
            ..Arrangement::default()
        }
    }
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
