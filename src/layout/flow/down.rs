//! Ranks → stages from top to bottom: rows as wide as the page, with lanes for links that pass them or end at their cards.

use kurbo::Rect;

use super::super::band;
use super::super::graph::{Kind, Spot, Unfit, node};
use super::super::hub::core_width;
use super::Ground;
use super::bundle::End;
use super::column::shortfall;
use super::draft::{Draft, LANE_CLEAR, boxes, links, round, seat};
use super::order::{Cell, Layers};
use super::track::TRACK;
use super::wires::{Named, Seat, Ways};

/// Stages from top to bottom; also the gaps that the tracks need.
pub fn down(ground: &Ground, layers: &Layers, gaps: &[f64]) -> Result<(Draft, Vec<f64>), Unfit> {
    let Ground { graph, spacing, kit, net, .. } = ground;
    let left = spacing.inset + spacing.channel;
    let page = spacing.width - 2.0 * left;
    let between = spacing.bgap;
    let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
    let mut stages = Vec::new();
    let mut lanes: Vec<f64> = vec![0.0; layers.cells.len()];
    let asides = asides(ground, layers);
    let (mut y, mut penalty) = (0.0, 0.0);
    for (rank, order) in layers.order.iter().enumerate() {
        let own = boxes(layers, rank);
        let boxed = |cell: usize| layers.cells[cell].boxed.is_some();
        // Before each cell: the gap to the one before it.
        let gap = |i: usize| {
            let aside = asides[order[i]].room(0) + if i > 0 { asides[order[i - 1]].room(1) } else { 0.0 };
            aside
                + match (i.checked_sub(1).map(|before| boxed(order[before])), boxed(order[i])) {
                    (None, true) => 0.0,
                    (None, false) => TRACK / 2.0,
                    (Some(true), true) => between,
                    (Some(false), false) => TRACK,
                    _ => LANE_CLEAR,
                }
        };
        // Lanes at one end leave as much room at the other, so that boxes stay on the axis.
        let outside = |cells: &mut dyn Iterator<Item = usize>, side: usize| {
            let cells: Vec<usize> = cells.collect();
            let lanes = cells.iter().take_while(|&&cell| !boxed(cell)).count();
            let aside = cells.get(lanes).map_or(0.0, |&cell| asides[cell].room(side));
            aside + if lanes == 0 { 0.0 } else { TRACK * (lanes as f64 - 0.5) + LANE_CLEAR }
        };
        let ends = [outside(&mut order.iter().copied(), 0), outside(&mut order.iter().rev().copied(), 1)];
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
    let place = |(cell, this): (usize, &Cell)| match this.boxed {
        Some(_) => round(ground, layers, cell, &mut spots),
        None => Seat { along: stages[this.rank], across: (lanes[cell], lanes[cell]), radius: 0.0 },
    };
    let seats: Vec<Seat> = layers.cells.iter().enumerate().map(place).collect();
    let mut named = vec![[None; 2]; net.arcs.len()];
    for (cell, aside) in asides.iter().enumerate() {
        aside.place(ground, seats[cell], &spots, &mut named);
    }
    let Ways { ways, needs, bends } = links(ground, layers, seats, named, stages);
    let penalty = penalty + layers.crossings() as f64 * 10.0;
    Ok((Draft { spots, ways, bends, height: y, penalty, layers: layers.clone() }, needs))
}

/// The lanes beside a box for links that name its cards: those before it across the flow, and those behind it.
#[derive(Clone, Debug, Default)]
struct Aside {
    lanes: [Vec<(usize, End)>; 2],
}

/// The first lane beside a box keeps this far from it, in points: with the padding, room for a head and a bend.
const ASIDE: f64 = 8.0;

/// Sorts the links that name cards to a side of their boxes.
fn asides(ground: &Ground, layers: &Layers) -> Vec<Aside> {
    let mut asides = vec![Aside::default(); layers.cells.len()];
    let share = |cell: usize| {
        let order = &layers.order[layers.cells[cell].rank];
        let place = order.iter().position(|&at| at == cell).unwrap_or(0);
        (place as f64 + 0.5) / order.len() as f64
    };
    for hop in &layers.hops {
        for (end, cell, far) in [(End::Source, hop.from, hop.to), (End::Target, hop.to, hop.from)] {
            let ([arc], Some(_)) = (&hop.arcs[..], layers.cells[cell].boxed) else { continue };
            if ground.net.arcs[*arc].cards[usize::from(end == End::Target)].is_none() {
                continue;
            }
            // Outside of its row; of a box in the middle, where its other end is.
            let place = if share(cell) == 0.5 { share(far) } else { share(cell) };
            let behind = place >= 0.5;
            asides[cell].lanes[usize::from(behind)].push((*arc, end));
        }
    }
    asides
}

impl Aside {
    /// The room that the lanes on a side take.
    fn room(&self, side: usize) -> f64 {
        let lanes = self.lanes[side].len();
        if lanes == 0 { 0.0 } else { ASIDE + TRACK * (lanes as f64 - 0.5) }
    }

    /// Gives each link a lane and a stub to its card. Lanes are nested: who turns in first is nearest to the box.
    fn place(&self, ground: &Ground, seat_of_box: Seat, spots: &[Option<Spot>], named: &mut [[Option<Named>; 2]]) {
        for (side, lanes) in self.lanes.iter().enumerate() {
            let mut lanes: Vec<(usize, End, Seat)> = (lanes.iter())
                .filter_map(|&(arc, end)| {
                    let card = ground.net.arcs[arc].cards[usize::from(end == End::Target)]?;
                    Some((arc, end, seat(ground, card, spots[card].map_or(Rect::ZERO, |spot| spot.rect))))
                })
                .collect();
            lanes.sort_by(|a, b| {
                let key = |(_, end, seat): &(usize, End, Seat)| match end {
                    End::Target => seat.along.0 - 1e6,
                    End::Source => -seat.along.0,
                };
                key(a).total_cmp(&key(b)).then(a.0.cmp(&b.0))
            });
            // Two links with one card end at different heights of its side.
            let cards: Vec<f64> = lanes.iter().map(|(_, _, card)| card.along.0).collect();
            for (i, (arc, end, card)) in lanes.into_iter().enumerate() {
                let off = ASIDE + TRACK * i as f64;
                let (face, lane) = match side {
                    0 => (card.across.0, seat_of_box.across.0 - off),
                    _ => (card.across.1, seat_of_box.across.1 + off),
                };
                let same = |at: &&f64| **at == card.along.0;
                let (n, k) = (cards.iter().filter(same).count(), cards[..i].iter().filter(same).count());
                let share = (k as f64 + 1.0) / (n as f64 + 1.0);
                let height = card.along.0 + (card.along.1 - card.along.0) * share;
                let seat = Seat { across: (lane, lane), radius: 0.0, ..seat_of_box };
                named[arc][usize::from(end == End::Target)] = Some(Named { seat, stub: Some((height, face)) });
            }
        }
    }
}
