//! A map of boxes and lines in any direction → a network: stress says what stands near what, rows and columns make it a figure.

use kurbo::{Point, Rect};

use super::graph::{Arrangement, Branch, Fixed, Graph, Spacing, Unfit, node};
use super::route::Obstacle;
use net::Net;

pub mod distance;
pub mod pivot;
pub mod stress;

mod board;
mod large;
mod net;
mod page;
mod project;
mod random;
mod search;
mod separate;
mod sizes;
mod ways;

/// Name of the layout.
pub const NAME: &str = "network";

/// More boxes or lines than these are not set in rows: they fill no page that is read as a whole.
const MOST_PIECES: usize = 100;
const MOST_LINES: usize = 200;

/// In a large map boxes are as wide as this share of them needs for two lines; longer labels take more lines.
const SHORT_LABELS: f64 = 0.7;

/// Columns that are tried.
const COLUMNS: std::ops::RangeInclusive<usize> = 1..=6;

/// How many numbers of columns get a long look.
const LOOKED_AT: usize = 2;

/// Lays out a map as a network.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let net = Net::of(graph);
    if net.nodes.len() > MOST_PIECES || net.lines.len() > MOST_LINES {
        return spread(graph, &net, spacing);
    }
    // A short look at each number of columns, a long one at the best.
    let points = stress::place(&net.tied_web(), net.nodes.len() as u64);
    let look = |form, patience| page::attempt(graph, &net, spacing, form, &points, patience);
    let mut tried = Vec::new();
    let mut failed = None;
    for form in COLUMNS.flat_map(|columns| [(columns, false), (columns, true)]) {
        match look(form, search::SHORT) {
            Ok((cost, _)) => tried.push((cost, form)),
            // What does not fit into columns does not fit into narrower ones.
            Err(unfit) => {
                failed = failed.or(Some(unfit));
                break;
            }
        }
    }
    tried.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut best: Option<(f64, Arrangement)> = None;
    for &(_, form) in tried.iter().take(LOOKED_AT) {
        let found = look(form, search::LONG)?;
        if best.as_ref().is_none_or(|(least, _)| found.0 < *least) {
            best = Some(found);
        }
    }
    match (best, failed) {
        (Some((_, arrangement)), _) => Ok(arrangement),
        (None, Some(unfit)) => Err(unfit),
        (None, None) => Ok(Arrangement::default()),
    }
}

/// A map of more boxes or lines than a page can show in order: stress places them, and each line has its way.
fn spread(graph: &Graph, net: &Net, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let gap = spacing.arrow_gap.max(spacing.pgap);
    let width = spacing.width - 2.0 * (spacing.inset + spacing.channel) - gap;
    let mut needs: Vec<f64> = net.nodes.iter().map(|&index| graph[node(index)].sizes.need(2, true)).collect();
    needs.sort_by(f64::total_cmp);
    let usual = needs.get((SHORT_LABELS * needs.len() as f64) as usize).copied().unwrap_or(width);
    let least = net.nodes.iter().map(|&index| graph[node(index)].sizes.least()).fold(usual, f64::max);
    let boxes = sizes::choose(graph, &net.nodes, spacing, least.min(width), width)?;
    let tied: Vec<usize> = net.tied().iter().enumerate().filter_map(|(at, own)| own.map(|_| at)).collect();
    let sized: Vec<_> = tied.iter().map(|&at| boxes[at].size).collect();
    let lines = net.tied_lines();
    let rects = large::place(&sized, &lines, spacing, gap, spacing.inset + gap / 2.0);
    let mut bottom = rects.iter().map(|rect| rect.y1).fold(spacing.inset, f64::max);
    let mut spots = vec![None; graph.node_count()];
    for (&at, &rect) in tied.iter().zip(&rects) {
        spots[net.nodes[at]] = Some(boxes[at].spot(rect));
    }
    // What no line holds stands below, in order.
    let side = spacing.inset + spacing.channel + gap / 2.0;
    let (mut x, mut y) = (side, bottom + gap);
    for &at in &net.loose {
        let size = boxes[at].size;
        if x > side && x + size.width > spacing.width - side {
            (x, y) = (side, bottom + gap);
        }
        spots[net.nodes[at]] = Some(boxes[at].spot(Rect::from_origin_size((x, y), size)));
        x += size.width + gap;
        bottom = bottom.max(y + size.height);
    }
    let obstacle = |(&at, &rect): (&usize, &Rect)| Obstacle {
        rect,
        radius: graph[node(net.nodes[at])].radius(rect, spacing),
        oval: spacing.ovals,
        container: false,
        parent: None,
    };
    let obstacles: Vec<Obstacle> = tied.iter().zip(&rects).map(obstacle).collect();
    let mut ways = large::ways(&obstacles, &lines, gap).into_iter();
    let mut wires = vec![None; graph.edge_count()];
    for (&edge, points) in net.edges.iter().zip(&mut ways) {
        wires[edge] = Some(Fixed { points, joins: None });
    }
    let branch = |(branch, points): (&Branch, Vec<Point>)| Branch { points, ..branch.clone() };
    let branches = net.branches.iter().zip(ways).map(branch).collect();
    let height = bottom + gap / 2.0 + spacing.inset;
    Ok(Arrangement { spots, wires, branches, slanted: true, height, ..Arrangement::default() })
}
