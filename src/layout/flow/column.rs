//! Boxes that share a column, and the width of the page → widths of columns and gaps: the lowest figure with good breaks.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::band::{self, Band};
use super::super::graph::{EPSILON, Graph, Kind, Spacing, Unfit, node};
use super::super::tile::{LINE_LIMITS, Tile, fill};

/// A line of a title, a core or a lone theme beyond these costs as much as this, in points of figure height: first those
/// that are still pleasant, then those that are not.
const LINES: [(usize, f64); 2] = [(3, 8.0), (5, 100.0)];

/// Texts of up to five lines are weighed; more only where nothing else fits.
const USUAL_TIER: usize = 2;

/// Most widths of a column that are weighed.
const MOST_WIDTHS: usize = 40;

/// Widths are compared in steps of this many points.
const STEP: f64 = 2.0;

/// Gaps grow to at most this many times their least before columns grow.
const MOST_GAP: f64 = 1.7;

/// The boxes of a map with all their shapes.
pub struct Kit<'a> {
    graph: &'a Graph,
    /// By position of the box.
    pub tiles: Vec<Tile<'a>>,
    boxes: &'a [usize],
    room: f64,
    shapes: RefCell<BTreeMap<usize, Vec<Shape>>>,
}

/// One way to set something.
#[derive(Clone, Copy, Debug)]
struct Shape {
    width: f64,
    height: f64,
    /// What its line breaks cost, in points of figure height.
    penalty: f64,
}

/// Columns with their widths, and the gaps between them.
#[derive(Clone, Debug)]
pub struct Widths {
    /// Width of each column.
    pub columns: Vec<f64>,
    /// Width of each gap.
    pub gaps: Vec<f64>,
}

impl<'a> Kit<'a> {
    /// Boxes for a page; those with linked cards have one card below the other, each with both sides free.
    pub fn new(graph: &'a Graph, spacing: &Spacing, boxes: &'a [usize], named: &[bool]) -> Kit<'a> {
        let tile = |(&index, &named): (&usize, &bool)| {
            let tile = Tile::of(graph, index, spacing);
            if named { tile.one_column() } else { tile }
        };
        let tiles = boxes.iter().zip(named).map(tile).collect();
        let room = spacing.width - 2.0 * (spacing.inset + spacing.channel);
        Kit { graph, tiles, boxes, room, shapes: RefCell::default() }
    }

    /// What the lines of a box's own label cost at a width.
    pub fn label_cost(&self, at: usize, width: f64, spacing: &Spacing) -> f64 {
        let this = &self.graph[node(self.boxes[at])];
        let pad = if this.kind == Kind::Panel { 2.0 * spacing.pad } else { 0.0 };
        let lines = this.sizes.at(width - pad).lines;
        LINES.iter().map(|&(free, cost)| lines.saturating_sub(free) as f64 * cost).sum()
    }

    /// A box at a width.
    pub fn band(&self, at: usize, width: f64) -> Option<Band> {
        band::solve(&self.tiles, at, at + 1, width, 0.0)
    }

    /// Every shape of a box worth having, narrowest first.
    fn shapes(&self, at: usize, spacing: &Spacing) -> Vec<Shape> {
        if let Some(known) = self.shapes.borrow().get(&at) {
            return known.clone();
        }
        let tile = &self.tiles[at];
        let mut widths: Vec<f64> = Vec::new();
        for tier in 0..LINE_LIMITS.len() {
            if tier <= USUAL_TIER || widths.is_empty() {
                widths.extend(tile.grids(tier, self.room).map(|grid| grid.width));
            }
        }
        widths.sort_by(f64::total_cmp);
        widths.dedup_by(|a, b| *a - *b < 0.5 * STEP);
        let stride = widths.len().div_ceil(MOST_WIDTHS).max(1);
        let mut shapes: Vec<Shape> = Vec::new();
        for &width in widths.iter().step_by(stride) {
            let Some(band) = self.band(at, width + EPSILON) else { continue };
            let penalty = (band.cost - band.height).max(0.0) + self.label_cost(at, width, spacing);
            let shape = Shape { width, height: band.height, penalty };
            if !shapes.iter().any(|s| s.height <= shape.height + EPSILON && s.penalty <= shape.penalty + EPSILON) {
                shapes.push(shape);
            }
        }
        self.shapes.borrow_mut().insert(at, shapes.clone());
        shapes
    }

    /// Every shape of a column of boxes, `extra` points higher than they are together.
    fn column(&self, boxes: &[usize], extra: f64, spacing: &Spacing) -> Vec<Shape> {
        let own: Vec<Vec<Shape>> = boxes.iter().map(|&at| self.shapes(at, spacing)).collect();
        let mut widths: Vec<f64> = own.iter().flatten().map(|shape| shape.width).collect();
        widths.sort_by(f64::total_cmp);
        widths.dedup_by(|a, b| *a - *b < EPSILON);
        let mut shapes: Vec<Shape> = Vec::new();
        for width in widths {
            let best = |shapes: &Vec<Shape>| {
                let fit = shapes.iter().filter(|shape| shape.width <= width + EPSILON);
                fit.copied().min_by(|a, b| (a.height + a.penalty).total_cmp(&(b.height + b.penalty)))
            };
            let Some(chosen) = own.iter().map(best).collect::<Option<Vec<_>>>() else { continue };
            let height = chosen.iter().map(|shape| shape.height).sum::<f64>() + extra;
            let shape = Shape { width, height, penalty: chosen.iter().map(|shape| shape.penalty).sum() };
            if !shapes.iter().any(|s| s.height <= shape.height + EPSILON && s.penalty <= shape.penalty + EPSILON) {
                shapes.push(shape);
            }
        }
        shapes
    }

    /// Shares the page among columns (boxes, and the height of what stands between them) and gaps.
    ///
    /// For each height that a column can have, the columns that are no higher with the least cost of breaks are found by
    /// adding column after column (the row of a slicing floorplan, Stockmeyer 1983); the cheapest height wins. What is left goes to gaps with links first.
    pub fn share(
        &self,
        columns: &[(Vec<usize>, f64)],
        gaps: &[f64],
        linked: bool,
        spacing: &Spacing,
    ) -> Result<Widths, Unfit> {
        let room = self.room - gaps.iter().sum::<f64>();
        let shapes: Vec<Vec<Shape>> =
            columns.iter().map(|(boxes, extra)| self.column(boxes, *extra, spacing)).collect();
        let least = |shapes: &Vec<Shape>| shapes.iter().map(|shape| shape.width).fold(f64::INFINITY, f64::min);
        let total: f64 = shapes.iter().map(least).sum();
        if total > room + EPSILON {
            let widest =
                (0..shapes.len()).max_by(|&a, &b| least(&shapes[a]).total_cmp(&least(&shapes[b]))).unwrap_or(0);
            let room =
                room - shapes.iter().enumerate().filter(|&(i, _)| i != widest).map(|(_, s)| least(s)).sum::<f64>();
            let worst = columns[widest].0.iter().map(|&at| self.tiles[at].unfit(room.max(0.0)));
            let worst = worst.max_by(|a, b| shortfall(a).total_cmp(&shortfall(b)));
            return Err(worst.unwrap_or(Unfit::Word { node: 0, need: 0.0, room }));
        }
        let mut heights: Vec<f64> = shapes.iter().flatten().map(|shape| shape.height).collect();
        heights.sort_by(f64::total_cmp);
        heights.dedup_by(|a, b| *a - *b < EPSILON);
        let mut best: Option<(f64, Vec<f64>)> = None;
        for height in heights {
            if best.as_ref().is_some_and(|(cost, _)| height >= *cost) {
                break;
            }
            if let Some((penalty, widths)) = cheapest(&shapes, height, room)
                && best.as_ref().is_none_or(|(cost, _)| height + penalty < cost - EPSILON)
            {
                best = Some((height + penalty, widths));
            }
        }
        // Narrower than the steps of the search: everything at its least.
        let widths = best.map_or_else(|| shapes.iter().map(least).collect(), |(_, widths)| widths);
        let left = (room - widths.iter().sum::<f64>()).max(0.0);
        let wish: f64 = gaps.iter().copied().fold(f64::INFINITY, f64::min) * (MOST_GAP - 1.0) * gaps.len() as f64;
        let to_gaps = if gaps.is_empty() || !linked { 0.0 } else { left.min(wish) };
        let gaps = if gaps.is_empty() { Vec::new() } else { fill(gaps, gaps.iter().sum::<f64>() + to_gaps) };
        let used: f64 = widths.iter().sum();
        let columns = widths.iter().map(|width| width * (1.0 + (left - to_gaps) / used)).collect();
        Ok(Widths { columns, gaps })
    }
}

/// The least cost of breaks with no column higher than `height`, and the widths for it.
fn cheapest(shapes: &[Vec<Shape>], height: f64, room: f64) -> Option<(f64, Vec<f64>)> {
    let steps = (room / STEP + EPSILON) as usize;
    // By steps of width taken: the least cost, and the shape of each column.
    let mut best: Vec<Option<(f64, Vec<usize>)>> = vec![None; steps + 1];
    best[0] = Some((0.0, Vec::new()));
    for column in shapes {
        let mut next: Vec<Option<(f64, Vec<usize>)>> = vec![None; steps + 1];
        for (i, shape) in column.iter().enumerate().filter(|(_, shape)| shape.height <= height + EPSILON) {
            let wide = (shape.width / STEP - EPSILON).ceil() as usize;
            for at in wide..=steps {
                let Some((cost, chosen)) = &best[at - wide] else { continue };
                let cost = cost + shape.penalty;
                if next[at].as_ref().is_none_or(|(known, _)| cost < known - EPSILON) {
                    let mut chosen = chosen.clone();
                    chosen.push(i);
                    next[at] = Some((cost, chosen));
                }
            }
        }
        best = next;
    }
    let (penalty, chosen) = best.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((penalty, chosen.iter().zip(shapes).map(|(&i, column)| column[i].width).collect()))
}

/// How much a box lacks.
pub fn shortfall(unfit: &Unfit) -> f64 {
    match unfit {
        Unfit::Word { need, room, .. } => need - room,
        Unfit::Refused { .. } => 0.0,
    }
}
