//! The ranks of one row → places for its boxes and ways for its links.

use std::collections::BTreeMap;

use kurbo::{Point, Rect};
use petgraph::graph::EdgeIndex;

use super::super::Outline;
use super::super::band::{self, Band};
use super::super::graph::{EPSILON, Kind, Spot, Unfit, node};
use super::super::hub::core_width;
use super::Ground;
use super::bundle::{self, End};
use super::column::shortfall;
use super::cycle::Arc;
use super::order::{Cell, Layers};
use super::place::{self, Wish};
use super::ports::PORTS_APART;
use super::track::TRACK;
use super::wires::{self, Scene, Seat, Way, Ways};

/// A gap with a link is this many times as wide as the least that shows an arrow.
const GAP: f64 = 1.2;

/// A gap with a label in it is this much larger than the label, in points: 5 and the clear space at its end.
const LABEL_CLEAR: f64 = 7.0;

/// A link that changes its place needs this much beside its label, in points.
const LABEL_TURN: f64 = 12.0;

/// A lane keeps this far from boxes, in points.
const LANE_CLEAR: f64 = 8.0;

/// How often gaps are made wider for tracks.
const TRIES: usize = 3;

/// An end with a head needs this share of the least gap that shows an arrow as a straight line, another end that.
const RUN: (f64, f64) = (0.5, 0.3);

/// Rounds in which neighbours draw each other level.
const ROUNDS: usize = 40;

/// A row of stages, its top at 0.
pub struct Draft {
    /// Places by node of the graph, on the page but for the height.
    pub spots: Vec<Option<Spot>>,
    /// By arc; empty for those of other rows.
    pub ways: Vec<Way>,
    /// Corners of all ways.
    pub bends: usize,
    /// Its height.
    pub height: f64,
    /// What its line breaks and crossings cost, in points of figure height.
    pub penalty: f64,
    layers: Layers,
}

impl Draft {
    /// Places the boxes that have a rank.
    pub fn solve(ground: &Ground, rank: &[Option<usize>]) -> Result<Draft, Unfit> {
        let mut layers = bundle::layers(ground.net, ground.bundles, rank, ground.down);
        layers.solve();
        let mut gaps = gaps(ground, &layers);
        for last in (0..TRIES).rev() {
            let draft = if ground.down { down(ground, &layers, &gaps) } else { right(ground, &layers, &gaps) }?;
            let short = draft.1.iter().zip(&gaps).any(|(need, gap)| *need > gap + EPSILON);
            if !short || last == 0 {
                return Ok(draft.0);
            }
            gaps.iter_mut().zip(&draft.1).for_each(|(gap, need)| *gap = gap.max(*need));
        }
        Err(Unfit::Word { node: 0, need: 0.0, room: 0.0 })
    }

    /// The only box of its last rank, or of its first.
    pub fn only(&self, last: bool) -> Option<usize> {
        let rank = if last { self.layers.order.last() } else { self.layers.order.first() };
        match rank?[..] {
            [cell] => self.layers.cells[cell].boxed,
            _ => None,
        }
    }
}

/// Least gaps between the ranks: room for an arrow, or for the label of a link.
fn gaps(ground: &Ground, layers: &Layers) -> Vec<f64> {
    let spacing = ground.spacing;
    let plain = if ground.down { spacing.vgap } else { (GAP * spacing.arrow_gap).max(spacing.pgap) };
    let gap = |rank: usize| {
        let own = || layers.hops.iter().filter(|hop| layers.cells[hop.from].rank == rank);
        if own().next().is_none() {
            return spacing.bgap;
        }
        let label = |&arc: &usize| {
            let edge = &ground.graph[EdgeIndex::new(ground.net.arcs[arc].edge)];
            if ground.down { edge.label.height } else { edge.slim.width }
        };
        // A label stands where its link begins.
        let labels = own().filter(|hop| layers.cells[hop.from].boxed.is_some()).flat_map(|hop| &hop.arcs).map(label);
        let label = labels.fold(0.0, f64::max);
        let alone = own().count() == 1;
        if label > 0.0 { plain.max(label + LABEL_CLEAR + if alone { 0.0 } else { LABEL_TURN }) } else { plain }
    };
    (1..layers.order.len()).map(|rank| gap(rank - 1)).collect()
}

/// Positions of the boxes of a rank, in order.
fn boxes(layers: &Layers, rank: usize) -> Vec<usize> {
    layers.order[rank].iter().filter_map(|&cell| layers.cells[cell].boxed).collect()
}

/// Stages from left to right; also the gaps that the tracks need.
fn right(ground: &Ground, layers: &Layers, gaps: &[f64]) -> Result<(Draft, Vec<f64>), Unfit> {
    let Ground { graph, spacing, kit, net, .. } = ground;
    let ranks = layers.order.len();
    let between = |a: usize, b: usize| match (layers.cells[a].boxed, layers.cells[b].boxed) {
        (Some(_), Some(_)) => spacing.bgap,
        (None, None) => TRACK,
        _ => LANE_CLEAR,
    };
    let columns: Vec<(Vec<usize>, f64)> = (0..ranks)
        .map(|rank| {
            // Lanes at the ends of a column hang over.
            let order = &layers.order[rank];
            let boxed = |cell: &&usize| layers.cells[**cell].boxed.is_some();
            let first = order.iter().position(|cell| boxed(&cell)).unwrap_or(0);
            let last = order.iter().rposition(|cell| boxed(&cell)).unwrap_or(0);
            let extra =
                order.get(first..=last).unwrap_or_default().windows(2).map(|pair| between(pair[0], pair[1])).sum();
            (boxes(layers, rank), extra)
        })
        .collect();
    let widths = kit.share(&columns, gaps, !layers.hops.is_empty(), spacing)?;
    let mut bands: BTreeMap<usize, (Band, f64, f64)> = BTreeMap::new();
    let mut stages = Vec::new();
    let mut x = spacing.inset + spacing.channel;
    let mut penalty = 0.0;
    for (rank, &width) in widths.columns.iter().enumerate() {
        for at in boxes(layers, rank) {
            let band = kit.band(at, width + EPSILON).ok_or_else(|| kit.tiles[at].unfit(width))?;
            penalty += (band.cost - band.height).max(0.0) + kit.label_cost(at, width, spacing);
            bands.insert(at, (band, x, width));
        }
        stages.push((x, x + width));
        x += width + widths.gaps.get(rank).copied().unwrap_or(0.0);
    }
    let height = |cell: usize| {
        let boxed = layers.cells[cell].boxed.and_then(|at| bands.get(&at));
        boxed.map_or(0.0, |(band, ..)| band.height)
    };
    let mut best: Option<(f64, Draft, Vec<f64>)> = None;
    let mut inside = vec![None; graph.node_count()];
    for (band, ..) in bands.values() {
        band.place(&kit.tiles, &mut inside, Point::new(0.0, -band.height / 2.0), band.height, spacing);
    }
    // Where the ends of each hop are, from the centres of their cells.
    let named = |card: Option<usize>| card.and_then(|card| Some(inside[card]?.rect.center().y)).unwrap_or(0.0);
    let ends: Vec<(f64, f64)> = (layers.hops.iter())
        .map(|hop| {
            let cards = if let [arc] = hop.arcs[..] { net.arcs[arc].cards } else { [None; 2] };
            let boxed = |cell: usize| layers.cells[cell].boxed.is_some();
            (named(cards[0].filter(|_| boxed(hop.from))), named(cards[1].filter(|_| boxed(hop.to))))
        })
        .collect();
    for centres in [centred(layers, height, between), drawn_level(layers, height, between, &ends)] {
        let top = (0..layers.cells.len()).map(|cell| centres[cell] - height(cell) / 2.0).fold(f64::INFINITY, f64::min);
        let bottom =
            (0..layers.cells.len()).map(|cell| centres[cell] + height(cell) / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let mut spots = vec![None; graph.node_count()];
        let mut seats = Vec::new();
        for (cell, this) in layers.cells.iter().enumerate() {
            let y = centres[cell] - top;
            let Some((band, x, width)) = this.boxed.and_then(|at| bands.get(&at)) else {
                seats.push(Seat { along: stages[this.rank], across: (y, y), radius: 0.0 });
                continue;
            };
            let left = if spacing.rtl { spacing.width - x - width } else { *x };
            let origin = Point::new(left, y - band.height / 2.0);
            band.place(&kit.tiles, &mut spots, origin, band.height, spacing);
            seats.push(round(ground, layers, cell, &mut spots));
        }
        let Ways { ways, needs, bends } = links(ground, layers, &spots, seats, stages.clone());
        let crossings = layers.crossings() as f64 * 10.0;
        let draft =
            Draft { spots, ways, bends, height: bottom - top, penalty: penalty + crossings, layers: layers.clone() };
        // Stages stand on one axis unless that costs many bends.
        let cost = draft.height + 8.0 * bends as f64;
        if best.as_ref().is_none_or(|(least, ..)| cost < least - 12.0) {
            best = Some((cost, draft, needs));
        }
    }
    best.map(|(_, draft, needs)| (draft, needs)).ok_or(Unfit::Word { node: 0, need: 0.0, room: 0.0 })
}

/// Centres of the cells with the boxes of every rank close together, all ranks on one axis.
fn centred(layers: &Layers, height: impl Fn(usize) -> f64, between: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut centres = vec![0.0; layers.cells.len()];
    for order in &layers.order {
        let mut at = 0.0;
        for (i, &cell) in order.iter().enumerate() {
            at += if i > 0 { between(order[i - 1], cell) } else { 0.0 } + height(cell) / 2.0;
            centres[cell] = at;
            at += height(cell) / 2.0;
        }
        let boxed = || order.iter().copied().filter(|&cell| layers.cells[cell].boxed.is_some());
        let (Some(first), Some(last)) = (boxed().next(), boxed().last()) else { continue };
        let axis = (centres[first] - height(first) / 2.0 + centres[last] + height(last) / 2.0) / 2.0;
        order.iter().for_each(|&cell| centres[cell] -= axis);
    }
    align_lanes(layers, &mut centres);
    centres
}

/// Lanes outside of all boxes keep one place over several ranks.
fn align_lanes(layers: &Layers, centres: &mut [f64]) {
    let outer = |cell: usize, first: bool| {
        let order = &layers.order[layers.cells[cell].rank];
        let lane = |other: &&usize| layers.cells[**other].boxed.is_none();
        let own = order.iter().position(|&other| other == cell).unwrap_or(0);
        if first { order[..own].iter().all(|c| lane(&c)) } else { order[own..].iter().all(|c| lane(&c)) }
    };
    for _ in 0..layers.order.len() {
        for hop in &layers.hops {
            let (a, b) = (hop.from, hop.to);
            if layers.cells[a].boxed.is_some() || layers.cells[b].boxed.is_some() {
                continue;
            }
            for first in [true, false] {
                if outer(a, first) && outer(b, first) {
                    let at = if first { centres[a].min(centres[b]) } else { centres[a].max(centres[b]) };
                    (centres[a], centres[b]) = (at, at);
                    break;
                }
            }
        }
    }
}

/// Centres of the cells with linked ones as level as order and distances allow, by least squares: each rank in turn takes the
/// places nearest to the means of its neighbours.
fn drawn_level(
    layers: &Layers,
    height: impl Fn(usize) -> f64,
    between: impl Fn(usize, usize) -> f64,
    ends: &[(f64, f64)],
) -> Vec<f64> {
    let mut centres = centred(layers, &height, &between);
    for round in 0..ROUNDS {
        let ranks = layers.order.len();
        for step in 0..ranks {
            let order = &layers.order[if round % 2 == 0 { step } else { ranks - 1 - step }];
            let wish = |i: usize, cell: usize| {
                let others =
                    layers.hops.iter().zip(ends).filter_map(|(hop, (a, b))| match (hop.from == cell, hop.to == cell) {
                        (true, _) => Some(centres[hop.to] + b - a),
                        (_, true) => Some(centres[hop.from] + a - b),
                        _ => None,
                    });
                let (n, sum) = others.fold((0.0, 0.0), |(n, sum), other| (n + 1.0, sum + other));
                let after = if i > 0 {
                    let before = order[i - 1];
                    (height(before) + height(cell)) / 2.0 + between(before, cell)
                } else {
                    0.0
                };
                // A weak pull to the axis.
                Wish { at: sum / (n + 0.01), weight: n + 0.01, after }
            };
            let wishes: Vec<Wish> = order.iter().enumerate().map(|(i, &cell)| wish(i, cell)).collect();
            order.iter().zip(place::settle(&wishes)).for_each(|(&cell, at)| centres[cell] = at);
        }
    }
    centres
}

/// Stages from top to bottom; also the gaps that the tracks need.
fn down(ground: &Ground, layers: &Layers, gaps: &[f64]) -> Result<(Draft, Vec<f64>), Unfit> {
    let Ground { graph, spacing, kit, net, .. } = ground;
    let left = spacing.inset + spacing.channel;
    let page = spacing.width - 2.0 * left;
    let between = spacing.bgap;
    let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
    let mut stages = Vec::new();
    let mut lanes: Vec<f64> = vec![0.0; layers.cells.len()];
    let (mut y, mut penalty) = (0.0, 0.0);
    for (rank, order) in layers.order.iter().enumerate() {
        let own = boxes(layers, rank);
        let boxed = |cell: usize| layers.cells[cell].boxed.is_some();
        // Before each cell: the gap to the one before it.
        let gap = |i: usize| match (i.checked_sub(1).map(|before| boxed(order[before])), boxed(order[i])) {
            (None, true) => 0.0,
            (None, false) => TRACK / 2.0,
            (Some(true), true) => between,
            (Some(false), false) => TRACK,
            _ => LANE_CLEAR,
        };
        // Lanes at one end leave as much room at the other, so that boxes stay on the axis.
        let outside = |mut cells: &mut dyn Iterator<Item = usize>| {
            let lanes = (&mut cells).take_while(|&cell| !boxed(cell)).count();
            if lanes == 0 { 0.0 } else { TRACK * (lanes as f64 - 0.5) + LANE_CLEAR }
        };
        let ends = [outside(&mut order.iter().copied()), outside(&mut order.iter().rev().copied())];
        let margin = ends[0].max(ends[1]);
        let first = order.iter().position(|&cell| boxed(cell)).unwrap_or(0);
        let last = order.iter().rposition(|&cell| boxed(cell)).unwrap_or(0);
        let taken = 2.0 * margin + (first + 1..=last).map(gap).sum::<f64>();
        let tiles: Vec<_> = own.iter().map(|&at| kit.tiles[at].clone()).collect();
        // The gaps between boxes are added by the band.
        let ties = between * own.len().saturating_sub(1) as f64;
        let room = page - taken + ties;
        let width = match own[..] {
            [at] if graph[node(net.boxes[at])].kind != Kind::Panel => {
                core_width(graph, net.boxes[at], room.max(0.0), spacing.core_share)?
            }
            _ => room,
        };
        let Some(band) = band::solve(&tiles, 0, tiles.len(), width.max(0.0), between) else {
            let share = (width - ties) / own.len().max(1) as f64;
            let worst = tiles.iter().map(|tile| tile.unfit(share)).max_by(|a, b| shortfall(a).total_cmp(&shortfall(b)));
            return Err(worst.unwrap_or(Unfit::Word { node: 0, need: 0.0, room: share }));
        };
        penalty += (band.cost - band.height).max(0.0);
        let used = band.widths().iter().sum::<f64>() + taken;
        let mut x = left + (page - used) / 2.0 + margin - ends[0];
        let (mut lefts, mut widths) = (Vec::new(), band.widths().iter());
        for (i, &cell) in order.iter().enumerate() {
            x += gap(i);
            match layers.cells[cell].boxed {
                Some(at) => {
                    let width = widths.next().copied().unwrap_or(0.0);
                    penalty += kit.label_cost(at, width, spacing);
                    lefts.push(if spacing.rtl { spacing.width - x - width } else { x });
                    x += width;
                }
                None => lanes[cell] = x,
            }
        }
        band.place_at(&tiles, &mut spots, &lefts, y, band.height, spacing.rtl);
        stages.push((y, y + band.height));
        y += band.height + gaps.get(rank).copied().unwrap_or(0.0);
    }
    let seat = |(cell, this): (usize, &Cell)| match this.boxed {
        Some(_) => round(ground, layers, cell, &mut spots),
        None => Seat { along: stages[this.rank], across: (lanes[cell], lanes[cell]), radius: 0.0 },
    };
    let seats = layers.cells.iter().enumerate().map(seat).collect();
    let Ways { ways, needs, bends } = links(ground, layers, &spots, seats, stages);
    let penalty = penalty + layers.crossings() as f64 * 10.0;
    Ok((Draft { spots, ways, bends, height: y, penalty, layers: layers.clone() }, needs))
}

/// Where a box stands along and across the flow; its ends are less round when its sides have to hold more ports than one.
fn round(ground: &Ground, layers: &Layers, cell: usize, spots: &mut [Option<Spot>]) -> Seat {
    let index = layers.cells[cell].boxed.map_or(usize::MAX, |at| ground.net.boxes[at]);
    let Some(spot) = spots.get_mut(index).and_then(Option::as_mut) else {
        return Seat { along: (0.0, 0.0), across: (0.0, 0.0), radius: 0.0 };
    };
    let seat = seat(ground, index, spot.rect);
    let ports = [End::Source, End::Target].map(|end| {
        let own = layers.hops.iter().filter(|hop| cell == if end == End::Source { hop.from } else { hop.to });
        let (mut bundles, mut single) = (Vec::new(), 0);
        for hop in own {
            let bundle = &ground.bundles[hop.bundle];
            if bundle.arcs.len() < 2 || bundle.end != end {
                single += 1;
            } else if !bundles.contains(&hop.bundle) {
                bundles.push(hop.bundle);
            }
        }
        single + bundles.len()
    });
    let most = ports[0].max(ports[1]).saturating_sub(1) as f64;
    let side = seat.across.1 - seat.across.0;
    let radius = ((side - most * PORTS_APART) / 2.0).max(0.0);
    if most == 0.0 || radius >= seat.radius {
        return seat;
    }
    spot.outline = Some(Outline::Rounded(radius));
    Seat { radius, ..seat }
}

/// Where a box stands along and across the flow.
fn seat(ground: &Ground, index: usize, rect: Rect) -> Seat {
    let Ground { graph, spacing, down, .. } = *ground;
    let mirrored = |(a, b): (f64, f64)| if spacing.rtl { (spacing.width - b, spacing.width - a) } else { (a, b) };
    let (xs, ys) = (mirrored((rect.x0, rect.x1)), (rect.y0, rect.y1));
    let radius = graph[node(index)].radius(rect, spacing);
    if down { Seat { along: ys, across: xs, radius } } else { Seat { along: xs, across: ys, radius } }
}

/// The ways of the links between boxes that have their places.
fn links(ground: &Ground, layers: &Layers, spots: &[Option<Spot>], seats: Vec<Seat>, stages: Vec<(f64, f64)>) -> Ways {
    let card = |(index, spot): (usize, &Option<Spot>)| spot.map(|spot| seat(ground, index, spot.rect));
    let arrow = ground.spacing.arrow_gap;
    let label = |arc: &Arc| {
        let label = ground.graph[EdgeIndex::new(arc.edge)].slim.width;
        if label > 0.0 && !ground.down { label } else { 0.0 }
    };
    let scene = Scene {
        net: ground.net,
        bundles: ground.bundles,
        layers,
        seats,
        cards: spots.iter().enumerate().map(card).collect(),
        stages,
        labels: ground.net.arcs.iter().map(label).collect(),
        run: (RUN.0 * arrow, RUN.1 * arrow),
    };
    wires::ways(&scene)
}
