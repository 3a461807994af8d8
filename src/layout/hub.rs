//! Hub: the core in the middle, bands of panels above and below it or columns at its sides, the outcome at the end.

use kurbo::{Point, Rect};

use super::band::{self, Band};
use super::graph::{Arrangement, EPSILON, Graph, Kind, Side, Spacing, Spot, Unfit, node};
use super::ports::{self, Spoke};
use super::tile::Tile;

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
        for edge in graph
            .edge_indices()
            .filter(|&edge| graph[edge].claimed && graph[edge].drawn)
        {
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

/// Lays out a core with bands above and below it.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let Some(core) = only(graph, Kind::Core) else {
        return super::pillars::arrange(graph, spacing);
    };
    let sides = sides(graph, core);
    let mut best: Option<(f64, Hub)> = None;
    let mut failed = None;
    for sides in placements(graph, &sides) {
        match Hub::solve(graph, spacing, core, &sides) {
            Ok(hub) if best.as_ref().is_none_or(|(cost, _)| hub.cost < cost - EPSILON) => best = Some((hub.cost, hub)),
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

/// The ways to put the free tiles before and after the core, in author order: every cut of their row.
///
/// When all tiles have one side and nothing else holds the other, the last half moves there.
fn placements(graph: &Graph, sides: &Sides) -> Vec<Sides> {
    let outcome = only(graph, Kind::Outcome).is_some();
    let lone = |mut sides: Sides| {
        let beside = !sides.left.is_empty() || !sides.right.is_empty();
        if sides.after.is_empty() && sides.before.len() > 1 && !outcome && !beside && authored(graph, &sides.before) {
            sides.after = sides.before.split_off(sides.before.len().div_ceil(2));
        } else if sides.before.is_empty() && sides.after.len() > 1 && !beside && authored(graph, &sides.after) {
            let half = sides.after.len() / 2;
            let after = sides.after.split_off(half);
            sides.before = std::mem::replace(&mut sides.after, after);
        }
        sides
    };
    if sides.free.is_empty() {
        return vec![lone(sides.clone())];
    }
    let n = sides.free.len();
    let mut ways = Vec::new();
    for cut in 0..=n {
        let mut way = sides.clone();
        way.before.extend(&sides.free[..cut]);
        way.after.extend(&sides.free[cut..]);
        way.before.sort_unstable();
        way.after.sort_unstable();
        way.free.clear();
        let empty = way.before.is_empty() || way.after.is_empty() && !outcome;
        if !(empty && way.before.len() + way.after.len() > 1) {
            ways.push(way);
        }
    }
    if ways.is_empty() {
        vec![lone(sides.clone())]
    } else {
        ways
    }
}

/// Whether the author left the side of these tiles open.
fn authored(graph: &Graph, tiles: &[usize]) -> bool {
    tiles.iter().all(|&tile| graph[node(tile)].side.is_none())
}

/// A core as wide as its style says, or wider when it would take too many lines.
pub fn core_width(graph: &Graph, core: usize, width: f64, share: f64) -> Result<f64, Unfit> {
    let sizes = &graph[node(core)].sizes;
    let widths = [share].into_iter().chain(CORE_SHARES).map(|share| share * width);
    let fits = |width: &f64| sizes.least() <= width + EPSILON;
    let good = widths
        .clone()
        .filter(fits)
        .find(|&width| sizes.at(width).lines <= MOST_CORE_LINES);
    good.or(widths.filter(fits).last()).ok_or(Unfit {
        node: core,
        need: sizes.least(),
        room: width,
    })
}

/// A hub with every size decided.
struct Hub<'a> {
    core: usize,
    core_size: (f64, f64),
    before: Vec<Tile<'a>>,
    after: Vec<Tile<'a>>,
    above: Vec<Band>,
    below: Vec<Band>,
    cost: f64,
}

impl<'a> Hub<'a> {
    fn solve(graph: &'a Graph, spacing: &Spacing, core: usize, sides: &Sides) -> Result<Hub<'a>, Unfit> {
        let width = spacing.width - 2.0 * (spacing.inset + spacing.channel);
        let tile = |&index: &usize| Tile::of(graph, index, spacing);
        let before: Vec<_> = sides.before.iter().chain(&sides.left).map(tile).collect();
        let after: Vec<_> = sides.after.iter().chain(&sides.right).map(tile).collect();
        let above = band::stack(&before, spacing, width, spacing.vgap)?;
        let below = band::stack(&after, spacing, width, spacing.vgap)?;
        let outcome = only(graph, Kind::Outcome);
        let mut after = after;
        let mut below = below;
        if let Some(outcome) = outcome {
            let tile = Tile::of(graph, outcome, spacing);
            after.push(tile);
            let at = after.len() - 1;
            let wide = core_width(graph, outcome, width, spacing.core_share)?;
            let band = band::solve(&after, at, at + 1, wide, spacing.pgap);
            below.push(band.ok_or(Unfit {
                node: outcome,
                need: graph[node(outcome)].sizes.least(),
                room: width,
            })?);
        }
        let core_w = core_width(graph, core, width, spacing.core_share)?;
        let step = graph[node(core)].sizes.at(core_w);
        let bands = above.iter().chain(&below);
        // Bands of equal weight on both sides look balanced; a difference costs a little.
        let (top, bottom): (f64, f64) = (
            above.iter().map(|b| b.height).sum(),
            below.iter().map(|b| b.height).sum(),
        );
        let cost = bands.map(|band| band.cost + spacing.vgap).sum::<f64>() + 0.1 * (top - bottom).abs();
        Ok(Hub {
            core,
            core_size: (core_w, step.head + step.body),
            before,
            after,
            above,
            below,
            cost,
        })
    }

    fn place(&self, graph: &Graph, spacing: &Spacing) -> Arrangement {
        let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
        let width = spacing.width - 2.0 * (spacing.inset + spacing.channel);
        let left = spacing.inset + spacing.channel;
        let mut y = spacing.inset;
        for band in self.above.iter().rev() {
            band.place(&self.before, &mut spots, Point::new(left, y), band.height, spacing);
            y += band.height + spacing.vgap;
        }
        let (w, h) = self.core_size;
        let x = (spacing.width - w) / 2.0;
        let head = h - graph[node(self.core)].sizes.at(w).body;
        let core = Rect::new(x, y, x + w, y + h);
        spots[self.core] = Some(Spot { rect: core, head });
        y += h;
        for band in &self.below {
            y += spacing.vgap;
            let x = left + (width - band.width(spacing.pgap)) / 2.0;
            band.place(&self.after, &mut spots, Point::new(x, y), band.height, spacing);
            y += band.height;
        }
        let mut arrangement = Arrangement {
            spots,
            wires: vec![None; graph.edge_count()],
            height: y + spacing.inset,
        };
        for (tiles, band, back) in [
            (&self.before, self.above.first(), true),
            (&self.after, self.below.first(), false),
        ] {
            let Some(band) = band else { continue };
            let members: Vec<_> = tiles[band.tiles.0..band.tiles.1]
                .iter()
                .filter_map(|tile| tile.node)
                .collect();
            connect(graph, spacing, self.core, &members, (back, false), &mut arrangement);
        }
        arrangement
    }
}

/// Decides the ways of the links between the core and the boxes beside it on one side.
pub fn connect(
    graph: &Graph,
    spacing: &Spacing,
    core: usize,
    members: &[usize],
    (back, sideways): (bool, bool),
    arrangement: &mut Arrangement,
) {
    let Some(spot) = arrangement.spots[core] else { return };
    let rect = spot.rect;
    let radius = graph[node(core)].radius(rect, spacing);
    let (flat, at) = if sideways {
        (
            (rect.y0 + radius, rect.y1 - radius),
            if back { rect.x0 } else { rect.x1 },
        )
    } else {
        (
            (rect.x0 + radius, rect.x1 - radius),
            if back { rect.y0 } else { rect.y1 },
        )
    };
    let side = ports::Side {
        flat,
        core: at,
        back,
        sideways,
    };
    let mut spokes: Vec<Spoke> = Vec::new();
    for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
        let Some((a, b)) = graph.edge_endpoints(edge) else {
            continue;
        };
        let (outward, other) = if a.index() == core {
            (true, b.index())
        } else {
            (false, a.index())
        };
        if a.index() != core && b.index() != core || !members.contains(&other) {
            continue;
        }
        let Some(spot) = arrangement.spots[other] else { continue };
        let radius = graph[node(other)].radius(spot.rect, spacing);
        // A second link with the same box is the router's.
        if spokes.iter().all(|spoke| spoke.rect != spot.rect) {
            spokes.push(Spoke {
                edge: edge.index(),
                rect: spot.rect,
                radius,
                outward,
            });
        }
    }
    for (edge, fixed) in ports::spokes(graph, side, spokes) {
        arrangement.wires[edge] = Some(fixed);
    }
}
