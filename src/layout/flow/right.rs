//! Ranks → stages from left to right: columns as wide as their texts need, all on one axis.

use std::collections::BTreeMap;

use kurbo::Point;

use super::super::band::Band;
use super::super::graph::{EPSILON, Unfit};
use super::Ground;
use super::draft::{Draft, LANE_CLEAR, boxes, links, round, seat};
use super::order::Layers;
use super::place::{self, Wish};
use super::track::TRACK;
use super::wires::{Named, Seat, Ways};

/// Rounds in which neighbours draw each other level.
const ROUNDS: usize = 40;

/// What a bend costs and how much better stages off the axis have to be, in points of figure height.
const COST_BEND: f64 = 8.0;
const COST_OFF_AXIS: f64 = 12.0;

/// Stages from left to right; also the gaps that the tracks need.
pub fn right(ground: &Ground, layers: &Layers, gaps: &[f64]) -> Result<(Draft, Vec<f64>), Unfit> {
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
        let card = |card: Option<usize>| {
            let spot = card.and_then(|card| spots[card].map(|spot| (card, spot)));
            spot.map(|(card, spot)| Named { seat: seat(ground, card, spot.rect), stub: None })
        };
        let named = net.arcs.iter().map(|arc| arc.cards.map(card)).collect();
        let Ways { ways, needs, bends } = links(ground, layers, seats, named, stages.clone());
        let crossings = layers.crossings() as f64 * 10.0;
        let draft =
            Draft { spots, ways, bends, height: bottom - top, penalty: penalty + crossings, layers: layers.clone() };
        // Stages stand on one axis unless that costs many bends.
        let cost = draft.height + COST_BEND * bends as f64;
        if best.as_ref().is_none_or(|(least, ..)| cost < least - COST_OFF_AXIS) {
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
        let (Some(first), Some(last)) = (boxed().next(), boxed().next_back()) else { continue };
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
