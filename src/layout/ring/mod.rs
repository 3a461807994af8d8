//! Ring: the core in the middle, groups and themes around it on spokes.

use kurbo::{Point, Rect, Size, Vec2};

use super::graph::{Arrangement, Branch, Fixed, Graph, Kind, Spacing, Spot, Unfit, node};
use super::hub::only;
use arcs::{Parts, Round};
use oval::Shape;
use search::Best;

mod arcs;
pub mod oval;
mod scene;
mod search;
mod solve;
mod walk;

/// Most boxes on a ring: pairs are compared one by one, and a reader counts no farther.
const MOST_BOXES: usize = 60;

/// Lays out groups and themes around the core.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    around(graph, spacing, false)
}

/// Lays out groups and themes around the core: groups where their lines are short, or on an orbit of their own.
pub fn around(graph: &Graph, spacing: &Spacing, orbits: bool) -> Result<Arrangement, Unfit> {
    let ring = Ring::new(graph, spacing, orbits)?;
    let best = ring.best().ok_or_else(|| ring.refused())?;
    Ok(ring.arrangement(&best))
}

/// What is to stand around the core, and the orders in which it can.
struct Ring<'a> {
    graph: &'a Graph,
    spacing: &'a Spacing,
    parts: Parts,
    core: Option<usize>,
    rounds: Vec<Round>,
    orbits: bool,
}

impl<'a> Ring<'a> {
    fn new(graph: &'a Graph, spacing: &'a Spacing, orbits: bool) -> Result<Ring<'a>, Unfit> {
        let (parts, core) = (arcs::parts(graph), only(graph, Kind::Core));
        let rounds = parts.rounds();
        let ring = Ring { graph, spacing, parts, core, rounds, orbits };
        let slots = ring.parts.slots();
        if slots > MOST_BOXES {
            let fact = format!("{slots} themes are too many for a ring: expected up to {MOST_BOXES}");
            return Err(Unfit::Refused { fact, cure: "`layout = \"tree\"` would hold them".to_owned() });
        }
        if ring.core.is_none() && ring.parts.sectors.iter().all(|sector| sector.group.is_none()) {
            let what = if orbits { "orbits run" } else { "a ring stands" };
            let fact = format!("{what} around something, and this map has {slots} themes but no `core`");
            let cure = "name what they have in common with `core = \"…\"`, or use `layout = \"pillars\"`, which would hold them";
            return Err(Unfit::Refused { fact, cure: cure.to_owned() });
        }
        Ok(ring)
    }

    fn refused(&self) -> Unfit {
        let themes = self.parts.slots();
        let groups = self.parts.sectors.iter().filter(|sector| sector.group.is_some()).count();
        let what = match groups {
            0 => format!("{themes} themes"),
            1 => format!("{themes} themes and their group"),
            _ => format!("{themes} themes and their {groups} groups"),
        };
        let how = if self.orbits { "on orbits" } else { "in a ring" };
        let fact = format!("{what} do not fit {how} on a page {:.0} mm wide", self.spacing.width * 25.4 / 72.0);
        Unfit::Refused { fact, cure: "a wider figure, shorter labels or `layout = \"hub\"` would hold them".to_owned() }
    }

    fn arrangement(&self, best: &Best) -> Arrangement {
        let (graph, spacing, round) = (self.graph, self.spacing, &self.rounds[best.size.rank]);
        let places = &best.places;
        let half = |size: Size| size.height / 2.0;
        let all = || {
            let slots = places.slots.iter().map(|at| at.y - half(best.size.slot));
            let groups = places.groups.iter().map(|at| at.y - half(best.size.group));
            let core = best.size.core.map(|core| places.core.y - half(core));
            slots.chain(groups).chain(core).chain(places.orbits.iter().map(|axes| -axes.y))
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
        for (slot, &point) in round.slots.iter().zip(&places.slots) {
            put(slot.node, point, best.size.slot);
        }
        let arcs = solve::arcs(round);
        for (&(start, _), &point) in arcs.iter().zip(&places.groups) {
            if let Some(group) = round.slots[start].group {
                put(group, point, best.size.group);
            }
        }
        if let (Some(core), Some(size)) = (self.core, best.size.core) {
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
            for slot in &round.slots[start..end] {
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
            let alone = round.slots.iter().any(|slot| slot.node == index && slot.group.is_none());
            alone || arcs.iter().any(|arc| round.slots[arc.0].group == Some(index))
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
        let orbit = |axes: &Vec2| Rect::from_center_size(at(Point::ZERO), (*axes * 2.0).to_size());
        Arrangement {
            orbits: places.orbits.iter().map(orbit).collect(),
            spots,
            wires,
            branches,
            slanted: true,
            height: places.height + 2.0 * spacing.inset,
            ..Arrangement::default()
        }
    }
}
