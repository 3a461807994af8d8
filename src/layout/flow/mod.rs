//! Flow: stages from left to right or from top to bottom, as the links say: inputs, core, groups, outcome.
//!
//! A layered drawing (Sugiyama, Tagawa, Toda 1981) of the outermost boxes of a map: panels, the core, the outcome and themes
//! in no group. A link that names a single theme counts for its panel.

mod bundle;
mod column;
mod cycle;
mod down;
mod draft;
mod ends;
mod order;
mod place;
mod ports;
mod rank;
mod right;
mod track;
mod wires;
mod wrap;

#[cfg(test)]
mod tests;

use kurbo::{Point, Vec2};

use super::Joint;
use super::band::{self, Cut, Memory};
use super::graph::{Arrangement, Direction, Fixed, Graph, Spacing, Unfit};
use super::tile::Tile;
use bundle::End;
use column::Kit;
use cycle::Net;
use draft::Draft;
use rank::Span;

/// Least page width for stages from left to right, in points (140 mm).
const MIN_WIDTH: f64 = 396.8;

/// What is known of a map before anything has a place.
struct Ground<'a> {
    graph: &'a Graph,
    spacing: &'a Spacing,
    net: &'a Net,
    bundles: &'a [bundle::Bundle],
    kit: Kit<'a>,
    /// Whether stages follow one another from top to bottom.
    down: bool,
}

/// Lays out a map as a flow.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let net = Net::new(graph);
    if net.arcs.is_empty() {
        // Stages that nothing connects: groups in author order, side by side or below each other.
        let abreast = if spacing.direction == Some(Direction::Down) { 1 } else { spacing.abreast };
        return super::pillars::arrange(graph, &Spacing { abreast, ..*spacing });
    }
    let bundles = bundle::bundles(graph, &net);
    let named: Vec<bool> = (0..net.boxes.len()).map(|at| net.names_a_card(at)).collect();
    // The outcome stands behind everything; where that is worse by far, beside what else follows from the core.
    let mut stages = vec![ranks(&net, 1)];
    stages.extend(Some(ranks(&net, 0)).filter(|other| *other != stages[0]));
    let solve = |down: bool| {
        let kit = Kit::new(graph, spacing, &net.boxes, &named);
        let ground = Ground { graph, spacing, net: &net, bundles: &bundles, kit, down };
        best(&ground, &stages)
    };
    let (right, down) = match spacing.direction {
        Some(Direction::Down) => return Ok(solve(true)?.1),
        Some(Direction::Right) => return Ok(solve(false)?.1),
        _ if spacing.width < MIN_WIDTH => return Ok(solve(true)?.1),
        _ => (solve(false), solve(true)),
    };
    match (right, down) {
        (Ok(right), Ok(down)) => Ok(if right.0 > MOST_FOR_RIGHT * down.0 { down.1 } else { right.1 }),
        (right, down) => Ok(right.or(down)?.1),
    }
}

/// Stages from left to right may cost this many times what they cost from top to bottom.
const MOST_FOR_RIGHT: f64 = 1.5;

/// What an outcome beside other boxes costs, in points of figure height.
const COST_BESIDE: f64 = 40.0;

/// The stage of each box by its links; `None` for a box without any, beside others that have some.
///
/// Nothing stands behind the outcome, which is at least `after` stages behind everything else.
fn ranks(net: &Net, after: i64) -> Vec<Option<usize>> {
    let n = net.boxes.len();
    let mut spans: Vec<Span> =
        net.arcs.iter().map(|arc| Span { from: arc.from, to: arc.to, least: 1, weight: 1 }).collect();
    if let Some(outcome) = net.outcome {
        let others = (0..n).filter(|&at| at != outcome && net.linked(at));
        spans.extend(others.map(|at| Span { from: at, to: outcome, least: after, weight: 0 }));
    }
    let ranks = rank::ranks(n, &spans);
    ranks.into_iter().enumerate().map(|(at, rank)| net.linked(at).then_some(rank)).collect()
}

/// The cheapest of all ways to put the stages on the page.
fn best(ground: &Ground, stages: &[Vec<Option<usize>>]) -> Result<(f64, Arrangement), Unfit> {
    let spacing = ground.spacing;
    let mut best: Option<(f64, Vec<Draft>)> = None;
    let mut failed = None;
    let plans = |(i, ranks): (usize, &Vec<Option<usize>>)| {
        let plans = wrap::plans(ranks, ground.down, spacing).into_iter();
        plans.map(move |plan| (COST_BESIDE * i as f64, plan)).collect::<Vec<_>>()
    };
    for (more, plan) in stages.iter().enumerate().flat_map(plans) {
        match plan.rows.iter().map(|row| Draft::solve(ground, row)).collect::<Result<Vec<_>, _>>() {
            Ok(rows) => {
                let cost = more + plan.cost(ground.net) + wrap::cost(&rows, spacing);
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, rows));
                }
            }
            Err(unfit) => failed = failed.or(Some(unfit)),
        }
    }
    match (best, failed) {
        (Some((cost, rows)), _) => Ok((cost, assemble(ground, &rows)?)),
        (None, Some(unfit)) => Err(unfit),
        (None, None) => Ok((0.0, Arrangement::default())),
    }
}

/// Rows below each other, the links from one to the next, and what has no links in bands at the end.
fn assemble(ground: &Ground, rows: &[Draft]) -> Result<Arrangement, Unfit> {
    let Ground { graph, spacing, net, .. } = *ground;
    let mut arrangement = Arrangement {
        spots: vec![None; graph.node_count()],
        wires: vec![None; graph.edge_count()],
        slim: if ground.down { Vec::new() } else { net.arcs.iter().map(|arc| arc.edge).collect() },
        ..Arrangement::default()
    };
    let mut y = spacing.inset;
    for (i, row) in rows.iter().enumerate() {
        y += if i > 0 { spacing.vgap } else { 0.0 };
        let by = Vec2::new(0.0, y);
        for (spot, own) in arrangement.spots.iter_mut().zip(&row.spots) {
            if let Some(own) = own {
                *spot = Some(super::graph::Spot { rect: own.rect + by, ..*own });
            }
        }
        for (arc, way) in net.arcs.iter().zip(&row.ways) {
            if way.points.len() < 2 {
                continue;
            }
            let page = |&(along, across): &(f64, f64)| {
                let across = if ground.down && spacing.rtl { spacing.width - across } else { across };
                match ground.down {
                    true => Point::new(across, along),
                    false if spacing.rtl => Point::new(spacing.width - along, across),
                    false => Point::new(along, across),
                }
            };
            let mut points: Vec<Point> = way.points.iter().map(|place| page(place) + by).collect();
            if arc.reversed {
                points.reverse();
            }
            let joins = way.joins.map(|(other, end)| Joint {
                edge: net.arcs[other].edge,
                at_source: (end == End::Source) != arc.reversed,
            });
            arrangement.wires[arc.edge] = Some(Fixed { points: straightened(points), joins });
        }
        y += row.height;
    }
    wrap::turns(ground, rows, &mut arrangement);
    let apart: Vec<usize> = (0..net.boxes.len()).filter(|&at| !net.linked(at)).collect();
    if !apart.is_empty() {
        let tiles: Vec<Tile> = apart.iter().map(|&at| Tile::of(graph, net.boxes[at], spacing)).collect();
        let left = spacing.inset + spacing.channel;
        let width = spacing.width - 2.0 * left;
        for band in band::stack(&tiles, spacing, width, spacing.bgap, Cut::Any, &Memory::default())? {
            y += spacing.bgap;
            band.place(&tiles, &mut arrangement.spots, Point::new(left, y), band.height, spacing);
            y += band.height;
        }
    }
    ends::keep_sound(graph, spacing, &mut arrangement);
    arrangement.height = y + spacing.inset;
    Ok(arrangement)
}

/// A way without points that are no corners.
fn straightened(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_some_and(|last| last.distance(point) < 1e-6) {
            continue;
        }
        if let [.., a, b] = kept[..]
            && ((a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
