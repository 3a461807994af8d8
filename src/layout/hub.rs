//! Hub: the core in the middle, bands of panels above and below it or columns at its sides, the outcome at the end.

use std::collections::BTreeMap;

use kurbo::{Point, Rect};

use super::band::{self, Band, Cut, Memory};
use super::graph::{Arrangement, EPSILON, Graph, Kind, Side, Spacing, Spot, Unfit, node};
use super::ports::{self, Spoke};
use super::row::{Beside, Row};
use super::tile::Tile;

/// The name authors write.
pub const NAME: &str = "hub";

/// A core takes at most this many lines before it is made wider.
const MOST_CORE_LINES: usize = 4;

/// Shares of the page width that a core may take, after the share of the style.
const CORE_SHARES: [f64; 3] = [0.75, 0.9, 1.0];

/// Which tiles stand where around the core.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// Before the core: what leads to it.
    pub before: Vec<usize>,
    /// After the core: what follows from it.
    pub after: Vec<usize>,
    /// Beside it, because the author says so.
    pub left: Vec<usize>,
    /// Beside it, because the author says so.
    pub right: Vec<usize>,
    /// Without a claim either way, in order; they fill both sides.
    pub free: Vec<usize>,
}

/// Groups and themes in no group, in author order.
pub fn tops(graph: &Graph) -> Vec<usize> {
    let top = |&i: &usize| matches!(graph[node(i)].kind, Kind::Panel | Kind::Card) && graph[node(i)].parent.is_none();
    (0..graph.node_count()).filter(top).collect()
}

/// The only box of a kind.
pub fn only(graph: &Graph, kind: Kind) -> Option<usize> {
    (0..graph.node_count()).find(|&i| graph[node(i)].kind == kind)
}

/// The outermost box that a box stands in.
pub fn outermost(graph: &Graph, mut index: usize) -> usize {
    while let Some(parent) = graph[node(index)].parent {
        index = parent;
    }
    index
}

/// Sorts the tiles by what their links with the core say: written before the core, or after it.
///
/// A plain link claims no direction, but its author wrote one end first, and that order is kept on the page.
pub fn sides(graph: &Graph, core: usize) -> Sides {
    let mut sides = Sides::default();
    for top in tops(graph) {
        let (mut before, mut after) = (0, 0);
        for edge in graph.edge_indices().filter(|&edge| graph[edge].claimed && graph[edge].drawn) {
            let Some((a, b)) = graph.edge_endpoints(edge) else {
                continue;
            };
            let (a, b) = (outermost(graph, a.index()), outermost(graph, b.index()));
            before += usize::from(a == top && b == core);
            after += usize::from(a == core && b == top);
        }
        match (graph[node(top)].side, before > after, after > before) {
            (Some(Side::Left), ..) => sides.left.push(top),
            (Some(Side::Right), ..) => sides.right.push(top),
            (Some(Side::Top), ..) | (None, true, _) => sides.before.push(top),
            (Some(Side::Bottom), ..) | (None, _, true) => sides.after.push(top),
            (None, false, false) => sides.free.push(top),
        }
    }
    sides
}

/// Lays out a core with bands above and below it, and what the author wants at its sides.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let Some(core) = only(graph, Kind::Core) else {
        return super::pillars::arrange(graph, spacing);
    };
    let sides = sides(graph, core);
    let boxes = tops(graph).into_iter().chain(only(graph, Kind::Outcome));
    let tiles = boxes.map(|index| (index, Tile::of(graph, index, spacing))).collect();
    let ground = Ground { graph, tiles, memory: Memory::default() };
    let mut best: Option<(usize, Hub)> = None;
    let mut failed = None;
    // The cut nearest to the middle that fits, so that a small edit moves no group to the other side.
    for plan in plans(graph, core, &sides) {
        let beaten = best.as_ref().map(|(uneven, hub)| (*uneven, hub.cost - EPSILON));
        match Hub::solve(&ground, spacing, core, &plan) {
            Ok(hub) if beaten.is_none_or(|beaten| (plan.uneven, hub.cost) < beaten) => best = Some((plan.uneven, hub)),
            Ok(_) => {}
            Err(unfit) => failed = failed.or(Some(unfit)),
        }
    }
    match (best, failed) {
        (Some((_, hub)), _) => Ok(hub.place(graph, spacing)),
        (None, Some(unfit)) => Err(unfit),
        (None, None) => Ok(Arrangement::default()),
    }
}

/// Which tiles stand in which part of a hub.
#[derive(Clone, Debug, Default)]
struct Plan {
    before: Vec<usize>,
    after: Vec<usize>,
    beside: Beside,
    /// The outcome, in a band of its own below everything.
    last: Option<usize>,
    /// How far the cut of the free tiles is from the middle.
    uneven: usize,
}

/// Everything worth trying: the free tiles cut in every way.
fn plans(graph: &Graph, core: usize, sides: &Sides) -> Vec<Plan> {
    let outcome = only(graph, Kind::Outcome);
    let of_core = outcome.is_some_and(|outcome| {
        // What only stands for another box has a place of its own, next to that one.
        linked_only_with(graph, outcome, core) && graph[node(outcome)].near.is_none()
    });
    let mut plans = Vec::new();
    for (uneven, sides) in placements(graph, sides) {
        // An outcome that only the core leads to stands beside what else follows from the core.
        let joined = outcome.filter(|_| of_core && !sides.after.is_empty());
        let own = outcome.filter(|_| joined.is_none());
        let after: Vec<_> = sides.after.iter().copied().chain(joined).collect();
        let beside = Beside { left: sides.left, right: sides.right };
        plans.push(Plan { before: sides.before, after, beside, last: own, uneven });
    }
    plans
}

/// Whether a link is drawn between two boxes.
pub fn linked_with(graph: &Graph, index: usize, other: usize) -> bool {
    graph.edge_indices().filter(|&edge| graph[edge].drawn).any(|edge| {
        let ends = graph.edge_endpoints(edge).map(|(a, b)| (a.index(), b.index()));
        ends == Some((index, other)) || ends == Some((other, index))
    })
}

/// Whether a box has no links but with one other.
fn linked_only_with(graph: &Graph, index: usize, other: usize) -> bool {
    graph.edge_indices().filter(|&edge| graph[edge].drawn).all(|edge| {
        let Some((a, b)) = graph.edge_endpoints(edge) else { return true };
        let (a, b) = (a.index(), b.index());
        (a != index || b == other) && (b != index || a == other)
    })
}

/// How many tiles a cut may be away from an equal number on both sides.
const FARTHEST_CUT: usize = 3;

/// The ways to put the free tiles before and after the core, in author order: every cut of their row near the middle.
///
/// When all tiles have one side and nothing else holds the other, the last half moves there.
fn placements(graph: &Graph, sides: &Sides) -> Vec<(usize, Sides)> {
    let outcome = only(graph, Kind::Outcome).is_some();
    let beside = !sides.left.is_empty() || !sides.right.is_empty();
    let open = |tiles: &[usize]| tiles.len() > 1 && tiles.iter().all(|&tile| graph[node(tile)].side.is_none());
    let n = sides.free.len();
    // Cuts far from balance are never the best.
    let even = ((n + sides.after.len()).saturating_sub(sides.before.len()) / 2).min(n);
    let cuts = (even.saturating_sub(FARTHEST_CUT)..=(even + FARTHEST_CUT).min(n)).map(|cut| {
        let mut way = sides.clone();
        way.before.extend(&sides.free[..cut]);
        way.after.extend(&sides.free[cut..]);
        way.before.sort_unstable();
        way.after.sort_unstable();
        way.free.clear();
        let uneven = cut.abs_diff(even);
        if way.after.is_empty() && !outcome && !beside && open(&way.before) {
            way.after = way.before.split_off(way.before.len().div_ceil(2));
        } else if way.before.is_empty() && !beside && open(&way.after) {
            let half = way.after.len() / 2;
            let after = way.after.split_off(half);
            way.before = std::mem::replace(&mut way.after, after);
        }
        (uneven, way)
    });
    cuts.collect()
}

/// A core as wide as its style says, or wider when it would take too many lines.
pub fn core_width(graph: &Graph, core: usize, width: f64, share: f64) -> Result<f64, Unfit> {
    let sizes = &graph[node(core)].sizes;
    let widths = [share].into_iter().chain(CORE_SHARES).map(|share| share * width);
    let fits = |width: &f64| sizes.least() <= width + EPSILON;
    let good = widths.clone().filter(fits).find(|&width| sizes.at(width).lines <= MOST_CORE_LINES);
    good.or(widths.rev().find(fits)).ok_or(Unfit::Word { node: core, need: sizes.least(), room: width })
}

/// What each tile costs by which one side of the core holds more than the other, in points of figure height.
const COST_UNEVEN: f64 = 12.0;

/// What all plans of a map share.
struct Ground<'a> {
    graph: &'a Graph,
    tiles: BTreeMap<usize, Tile<'a>>,
    memory: Memory,
}

/// A hub with every size decided. Bands are in reading order, from top to bottom.
struct Hub<'a> {
    core: usize,
    row: Row<'a>,
    before: Vec<Tile<'a>>,
    after: Vec<Tile<'a>>,
    above: Vec<Band>,
    below: Vec<Band>,
    /// Between the bands above the core, and between those below it.
    gaps: (f64, f64),
    /// Whether the last band is that of the outcome.
    outcome: bool,
    cost: f64,
}

impl<'a> Hub<'a> {
    fn solve(ground: &Ground<'a>, spacing: &Spacing, core: usize, plan: &Plan) -> Result<Hub<'a>, Unfit> {
        let graph = ground.graph;
        let width = spacing.width - 2.0 * (spacing.inset + spacing.channel);
        let tiles =
            |list: &[usize]| list.iter().filter_map(|index| ground.tiles.get(index).cloned()).collect::<Vec<_>>();
        let (before, mut after) = (tiles(&plan.before), tiles(&plan.after));
        let stack = |tiles: &[Tile<'a>], list: &[usize], cut| {
            // Bands that no link passes stand close and may hold any number of tiles.
            let linked = list.iter().any(|&index| linked_with(graph, index, core));
            let (cut, between) = if linked { (cut, spacing.vgap) } else { (Cut::Any, spacing.bgap) };
            let even = band::stack(tiles, spacing, width, between, cut, &ground.memory);
            let bands = even.or_else(|_| band::stack(tiles, spacing, width, between, Cut::Any, &ground.memory))?;
            Ok((bands, between))
        };
        let (above, above_gap) = stack(&before, &plan.before, Cut::EvenAfter)?;
        let (mut below, below_gap) = stack(&after, &plan.after, Cut::EvenBefore)?;
        if let Some(outcome) = plan.last {
            after.push(Tile::of(graph, outcome, spacing));
            let at = after.len() - 1;
            let wide = match graph[node(outcome)].near {
                // What only stands for another box is no larger than its text.
                Some(_) => graph[node(outcome)].sizes.need(2, true).min(width),
                None => core_width(graph, outcome, width, spacing.core_share)?,
            };
            let band = band::solve(&after, at, at + 1, wide, spacing.pgap);
            below.push(band.ok_or(Unfit::Word {
                node: outcome,
                need: graph[node(outcome)].sizes.least(),
                room: width,
            })?);
        }
        let row = Row::solve(graph, spacing, core, &plan.beside)?;
        let heights: f64 = above.iter().map(|band| band.cost + above_gap).sum::<f64>()
            + below.iter().map(|band| band.cost + below_gap).sum::<f64>();
        let uneven = plan.before.len().abs_diff(plan.after.len()).saturating_sub(1);
        let cost = heights + row.cost + COST_UNEVEN * uneven as f64;
        Ok(Hub {
            core,
            row,
            before,
            after,
            above,
            below,
            gaps: (above_gap, below_gap),
            outcome: plan.last.is_some(),
            cost,
        })
    }

    fn place(&self, graph: &Graph, spacing: &Spacing) -> Arrangement {
        let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
        let width = spacing.width - 2.0 * (spacing.inset + spacing.channel);
        let left = spacing.inset + spacing.channel;
        let mut y = spacing.inset;
        for (i, band) in self.above.iter().enumerate() {
            band.place(&self.before, &mut spots, Point::new(left, y), band.height, spacing);
            y += band.height + if i + 1 < self.above.len() { self.gaps.0 } else { spacing.vgap };
        }
        self.row.place(spacing, y, &mut spots);
        y += self.row.height;
        for (i, band) in self.below.iter().enumerate() {
            let outcome = i + 1 == self.below.len() && self.outcome;
            y += if i == 0 || outcome { spacing.vgap } else { self.gaps.1 };
            let wide = band.width(spacing.pgap);
            let near = self.after[band.tiles.0..band.tiles.1].iter().find_map(|tile| graph[node(tile.node?)].near);
            let middle = near.filter(|_| outcome).and_then(|near| Some(spots[near]?.rect.center().x));
            let x = middle
                .map_or(left + (width - wide) / 2.0, |middle| (middle - wide / 2.0).clamp(left, left + width - wide));
            band.place(&self.after, &mut spots, Point::new(x, y), band.height, spacing);
            y += band.height;
        }
        let mut arrangement = Arrangement {
            spots,
            wires: vec![None; graph.edge_count()],
            height: y + spacing.inset,
            ..Arrangement::default()
        };
        self.row.connect(graph, spacing, &mut arrangement);
        let members = |tiles: &[Tile], band: &Band| -> Vec<usize> {
            tiles[band.tiles.0..band.tiles.1].iter().filter_map(|tile| tile.node).collect()
        };
        let above: Vec<_> = self.above.iter().rev().map(|band| members(&self.before, band)).collect();
        let below: Vec<_> = self.below.iter().map(|band| members(&self.after, band)).collect();
        spread(graph, spacing, self.core, &above, true, &mut arrangement);
        spread(graph, spacing, self.core, &below, false, &mut arrangement);
        // What leads to an outcome in a band of its own.
        if let [.., inner, outer] = &below[..]
            && let [outcome] = outer[..]
        {
            connect(graph, spacing, outcome, inner, (true, false), &mut arrangement);
        }
        arrangement
    }
}

/// Decides the ways of the links between the core and the bands on one side, the nearest band first.
///
/// Links with the nearest band leave from ports of their own; those with the bands behind it share one stem that passes
/// through the gap between its two tiles.
pub fn spread(
    graph: &Graph,
    spacing: &Spacing,
    core: usize,
    bands: &[Vec<usize>],
    back: bool,
    arrangement: &mut Arrangement,
) {
    let Some((near, far)) = bands.split_first() else { return };
    let Some(side) = side(graph, spacing, core, near, (back, false), arrangement) else { return };
    let found = |band: &Vec<usize>| spokes(graph, spacing, core, band, arrangement);
    let rects =
        |band: &[usize]| band.iter().filter_map(|&index| Some(arrangement.spots[index]?.rect)).collect::<Vec<_>>();
    let behind: Vec<_> = far.iter().map(found).collect();
    let reached: Vec<usize> = behind.iter().flatten().map(|spoke| spoke.edge).collect();
    let nearest = found(near);
    let gap = middle(&rects(near));
    let ports = ports::ports(side, nearest.clone());
    let mut ways = Vec::new();
    // The stem must pass every band but the last one it leads to.
    let reach = behind.iter().rposition(|band| !band.is_empty());
    let passed = || std::iter::once(near).chain(&far[..reach.unwrap_or(0)]).flat_map(|band| rects(band));
    let clear = |along: f64| passed().all(|rect| along < rect.x0 - STEM_CLEAR || along > rect.x1 + STEM_CLEAR);
    let inside = |along: f64| along > side.flat.0 && along < side.flat.1;
    let stem = gap.filter(|&gap| reach.is_some() && inside(gap) && clear(gap));
    if let Some(along) = stem {
        let mut levels = Vec::new();
        if ports.is_none() {
            levels.push((near, nearest.clone()));
        }
        levels.extend(far.iter().zip(behind).filter(|(_, spokes)| !spokes.is_empty()));
        let levels = levels.into_iter().filter_map(|(band, spokes)| {
            // The bar runs in the gap before the band.
            let face = rects(band).iter().map(|rect| if back { rect.y1 } else { rect.y0 }).next()?;
            let across = face + if back { 0.5 } else { -0.5 } * spacing.vgap;
            Some(ports::Level { across, spokes })
        });
        ways.extend(ports::trunk(graph, side, along, &levels.collect::<Vec<_>>()).unwrap_or_default());
        ways.extend(ports.unwrap_or_default());
    } else {
        ways.extend(ports::spokes(graph, side, nearest));
    }
    let led = ways.iter().filter(|(edge, _)| reached.contains(edge)).count();
    arrangement.detours += reached.len() - led;
    for (edge, fixed) in ways {
        arrangement.wires[edge] = Some(fixed);
    }
}

/// Least distance of a stem from the boxes it passes, in points.
const STEM_CLEAR: f64 = 2.0;

/// The middle of the gap that has as many boxes on one side as on the other.
fn middle(rects: &[Rect]) -> Option<f64> {
    let mut rects = rects.to_vec();
    rects.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let half = rects.len() / 2;
    if rects.is_empty() || rects.len() % 2 == 1 {
        return None;
    }
    Some((rects[half - 1].x1 + rects[half].x0) / 2.0)
}

/// The side of a box that faces the boxes around it.
fn side(
    graph: &Graph,
    spacing: &Spacing,
    hub: usize,
    members: &[usize],
    (back, sideways): (bool, bool),
    arrangement: &Arrangement,
) -> Option<ports::Side> {
    let rect = arrangement.spots[hub]?.rect;
    let radius = graph[node(hub)].radius(rect, spacing);
    let (flat, core) = if sideways {
        ((rect.y0 + radius, rect.y1 - radius), if back { rect.x0 } else { rect.x1 })
    } else {
        ((rect.x0 + radius, rect.x1 - radius), if back { rect.y0 } else { rect.y1 })
    };
    let mut side = ports::Side { flat, core, near: core, back, sideways };
    let faces = members.iter().filter_map(|&index| Some(side.face(arrangement.spots[index]?.rect)));
    side.near = faces.min_by(|a, b| (a - core).abs().total_cmp(&(b - core).abs())).unwrap_or(core);
    Some(side)
}

/// The first link of each of these boxes with the box in their middle, where no way is decided yet.
fn spokes(graph: &Graph, spacing: &Spacing, hub: usize, members: &[usize], arrangement: &Arrangement) -> Vec<Spoke> {
    let mut spokes: Vec<Spoke> = Vec::new();
    for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn && arrangement.wires[edge.index()].is_none()) {
        let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
        let (outward, other) = if a.index() == hub { (true, b.index()) } else { (false, a.index()) };
        if a.index() != hub && b.index() != hub || !members.contains(&other) {
            continue;
        }
        let Some(spot) = arrangement.spots[other] else { continue };
        // A second link with the same box is the router's.
        if spokes.iter().all(|spoke| spoke.rect != spot.rect) {
            let radius = graph[node(other)].radius(spot.rect, spacing);
            spokes.push(Spoke { edge: edge.index(), rect: spot.rect, radius, outward });
        }
    }
    spokes
}

/// Decides the ways of the links between a box and those beside it on one side.
pub fn connect(
    graph: &Graph,
    spacing: &Spacing,
    hub: usize,
    members: &[usize],
    (back, sideways): (bool, bool),
    arrangement: &mut Arrangement,
) {
    let Some(side) = side(graph, spacing, hub, members, (back, sideways), arrangement) else { return };
    let spokes = spokes(graph, spacing, hub, members, arrangement);
    for (edge, fixed) in ports::spokes(graph, side, spokes) {
        arrangement.wires[edge] = Some(fixed);
    }
}
