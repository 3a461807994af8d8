//! Lists of rows → both sides of the core, one side of it, below it, or columns where there is no core.

use kurbo::{Point, Rect};

use super::comb::{Comb, Tooth};
use super::hub::Hub;
use super::list::{Extent, List};
use super::{Frame, Sheet, Tree, sides};
use crate::layout::graph::{Direction, EPSILON, Unfit, node};

/// The sides of a core may differ by this much, in points, or as a share of all rows: one of them.
const EVEN: (f64, f64) = (12.4, 0.025);

/// Width of a side below which rows look lost in it, in points at the least type, and by how much that costs more.
const LEAST_SIDE: f64 = 100.0;
const NARROW: f64 = 2.0;

/// What is left of the room between rows and lists where a page is full.
const TIGHT: f64 = 0.6;

/// Gaps between lists grow by at most this share, so that both sides end level.
const MOST_WIDENING: f64 = 0.75;

/// Least width of a column of lists, in points per point of gap.
const LEAST_COLUMN: f64 = 8.0;

/// Between columns, as a share of a gap that shows an arrow.
const BETWEEN_COLUMNS: f64 = 0.8;

/// From the core to the first list below it, in gaps between panels.
const UNDER_CORE: f64 = 1.5;

/// From the page's edge to a rail, in points: half of its line.
const RAIL: f64 = 0.5;

/// What an arrangement costs: its height, and again what its rows take more than one line each.
type Tried = Result<(f64, Sheet), Unfit>;

/// One way to place lists around a core.
type Way = fn(&Tree, usize, &[List]) -> Tried;

/// Places lists of rows; the cheapest way, or that of the author.
pub fn arrange(tree: &Tree) -> Result<Sheet, Unfit> {
    let mut lists = List::all(tree);
    let loose = choose(tree, &lists);
    let fits = |sheet: &Result<Sheet, Unfit>| sheet.as_ref().is_ok_and(|sheet| sheet.height <= tree.spacing.most);
    if fits(&loose) || loose.is_err() {
        return loose;
    }
    lists.iter_mut().for_each(|list| list.air = TIGHT);
    let tight = choose(tree, &lists);
    if fits(&tight) { tight } else { loose }
}

fn choose(tree: &Tree, lists: &[List]) -> Result<Sheet, Unfit> {
    let Some(core) = tree.core else {
        return Ok(columns(tree, lists.to_vec())?.1);
    };
    let ways: &[Way] = match tree.spacing.direction {
        Some(Direction::Both) => &[both],
        Some(Direction::Right) => &[beside, under],
        Some(Direction::Down) => &[down],
        None if lists.len() > 1 => &[both, beside, under],
        None => &[beside, under],
    };
    let mut best: Option<(f64, Sheet)> = None;
    let mut failed = None;
    // What fits on the page is better than what does not.
    let fits = |sheet: &Sheet| sheet.height <= tree.spacing.most;
    let better = |(cost, sheet): &(f64, Sheet), best: &(f64, Sheet)| match (fits(sheet), fits(&best.1)) {
        (true, false) => true,
        (false, true) => false,
        _ => *cost < best.0 - EPSILON,
    };
    for way in ways {
        match way(tree, core, lists) {
            Ok(tried) if best.as_ref().is_none_or(|best| better(&tried, best)) => best = Some(tried),
            Ok(_) => {}
            Err(unfit) => failed = failed.or(Some(unfit)),
        }
    }
    match (best, failed) {
        (Some((_, sheet)), _) => Ok(sheet),
        (None, Some(unfit)) => Err(unfit),
        (None, None) => Ok(tree.blank()),
    }
}

/// The core in the middle and lists at both sides of it.
fn both(tree: &Tree, core: usize, lists: &[List]) -> Tried {
    let (spacing, gap) = (tree.spacing, tree.gap());
    let hub = Hub::new(tree, core);
    let width = (spacing.width - hub.width) / 2.0 - gap - tree.outer();
    lists.iter().try_for_each(|list| list.fits(tree, width))?;
    let extents: Vec<Extent> = lists.iter().map(|list| list.extent(tree, width)).collect();
    let heights: Vec<f64> = lists.iter().zip(&extents).map(|(list, e)| e.height + list.after(tree)).collect();
    let tops: Vec<usize> = lists.iter().map(|list| list.top).collect();
    let even = f64::max(EVEN.0, EVEN.1 * heights.iter().sum::<f64>());
    let second = sides::share(tree, &tops, &heights, even);
    let part = |side: bool| {
        let all = lists.iter().zip(extents.iter().copied()).zip(&second);
        Stack::new(tree, all.filter(move |(_, second)| **second == side).map(|(list, _)| list))
    };
    let stacks = [part(false), part(true)];
    let height = stacks.iter().map(|stack| stack.height).fold(hub.height, f64::max);
    let mut out = tree.blank();
    hub.place(tree, (spacing.width / 2.0, spacing.inset + height / 2.0), &mut out);
    let stem = Point::new((spacing.width + hub.width) / 2.0, hub.port(spacing.inset + height / 2.0));
    for (first, stack) in [true, false].into_iter().zip(&stacks) {
        let frame = tree.frame(usize::from(first), first != spacing.rtl);
        let zone = Rect::from_origin_size((stem.x + gap, spacing.inset), (width, height));
        let teeth = stack.place(tree, zone, frame, &mut out);
        let children = stack.tops();
        let bar = stem.x + tree.bar(&children, gap);
        tree.join(core, &children, Comb { stem, bar, teeth, rail: false }, frame, &mut out);
    }
    out.height = height + 2.0 * spacing.inset;
    let narrow = width < LEAST_SIDE * lists.first().map_or(1.0, |list| list.unit);
    Ok((cost(out.height, &extents) * if narrow { NARROW } else { 1.0 }, out))
}

fn cost(height: f64, extents: &[Extent]) -> f64 {
    height + extents.iter().map(|extent| extent.wrapped).sum::<f64>()
}

/// The core at the side where lines begin, and all lists at the other.
fn beside(tree: &Tree, core: usize, lists: &[List]) -> Tried {
    let (spacing, gap) = (tree.spacing, tree.gap());
    let hub = Hub::new(tree, core);
    let x = tree.edge() + hub.width + gap;
    let width = spacing.width - tree.outer() - x;
    lists.iter().try_for_each(|list| list.fits(tree, width))?;
    let extents: Vec<Extent> = lists.iter().map(|list| list.extent(tree, width)).collect();
    let stack = Stack::new(tree, lists.iter().zip(extents.iter().copied()));
    let height = stack.height.max(hub.height);
    let mut out = tree.blank();
    let frame = tree.frame(0, spacing.rtl);
    let zone = Rect::from_origin_size((x, spacing.inset), (width, height));
    let teeth = stack.place(tree, zone, frame, &mut out);
    let middle = |tooth: &Tooth| (tooth.from + tooth.to) / 2.0;
    let (first, last) = (teeth.first().map_or(0.0, middle), teeth.last().map_or(0.0, middle));
    let bounds = (spacing.inset + hub.height / 2.0, spacing.inset + height - hub.height / 2.0);
    let centre = ((first + last) / 2.0).clamp(bounds.0, bounds.1.max(bounds.0));
    let left = tree.edge() + hub.width / 2.0;
    hub.place(tree, (if spacing.rtl { spacing.width - left } else { left }, centre), &mut out);
    let children = stack.tops();
    let stem = Point::new(tree.edge() + hub.width, hub.port(centre));
    let bar = stem.x + tree.bar(&children, gap);
    tree.join(core, &children, Comb { stem, bar, teeth, rail: false }, frame, &mut out);
    out.height = height + 2.0 * spacing.inset;
    Ok((cost(out.height, &extents), out))
}

/// The core above all lists, joined to them by a rail at the side where lines begin.
fn under(tree: &Tree, core: usize, lists: &[List]) -> Tried {
    let (spacing, edge) = (tree.spacing, tree.edge());
    let x = edge + tree.gap();
    let width = spacing.width - tree.outer() - x;
    lists.iter().try_for_each(|list| list.fits(tree, width))?;
    let extents: Vec<Extent> = lists.iter().map(|list| list.extent(tree, width)).collect();
    let frame = tree.frame(0, spacing.rtl);
    let mut out = tree.blank();
    let mut y = spacing.inset;
    let place = |index: usize, y: &mut f64, out: &mut Sheet| {
        let least = tree.graph[node(index)].sizes.least();
        if least > width + EPSILON {
            return Err(Unfit::Word { node: index, need: least, room: width });
        }
        let step = tree.step(index, width);
        let rect = Rect::new(x, *y, x + width, *y + step.head + step.body);
        tree.put(index, frame.rect(rect), &mut out.spots);
        *y = rect.y1;
        Ok(rect)
    };
    let hub = place(core, &mut y, &mut out)?;
    let mut teeth = Vec::with_capacity(lists.len());
    let mut children: Vec<usize> = lists.iter().map(|list| list.top).collect();
    for (i, list) in lists.iter().enumerate() {
        y += if i == 0 { spacing.pgap * UNDER_CORE } else { lists[i - 1].after(tree) };
        teeth.push(list.place(tree, Point::new(x, y), width, frame, &mut out));
        y += extents[i].height;
    }
    if let Some(outcome) = tree.outcome {
        y += spacing.vgap;
        let rect = place(outcome, &mut y, &mut out)?;
        children.push(outcome);
        teeth.push(Tooth { from: rect.y0, to: rect.y1, face: rect.x0 });
    }
    let comb = Comb { stem: Point::new(hub.x0, hub.center().y), bar: edge + RAIL, teeth, rail: true };
    tree.join(core, &children, comb, frame, &mut out);
    out.height = y + spacing.inset;
    Ok((cost(out.height, &extents), out))
}

/// The core at the top and the lists side by side below it.
fn down(tree: &Tree, core: usize, lists: &[List]) -> Tried {
    let (spacing, edge) = (tree.spacing, tree.edge());
    let between = spacing.pgap.max(spacing.link_gap * BETWEEN_COLUMNS) + tree.margin;
    let n = lists.len().max(1) as f64;
    let width = (spacing.width - edge - tree.outer() - (n - 1.0) * between) / n;
    lists.iter().try_for_each(|list| list.fits(tree, width))?;
    let extents: Vec<Extent> = lists.iter().map(|list| list.extent(tree, width)).collect();
    let mut out = tree.blank();
    let (hub, gap) = (tree.crown(core, spacing.inset, &mut out)?, spacing.vgap);
    let frame = tree.frame(0, spacing.rtl);
    let y = hub.y1 + gap;
    let mut teeth = Vec::with_capacity(lists.len());
    for (i, list) in lists.iter().enumerate() {
        let x = edge + i as f64 * (width + between);
        let side = list.place(tree, Point::new(x, y), width, column(tree, i, x + width, frame), &mut out);
        let clear = side.from - y;
        teeth.push(Tooth { from: x + clear, to: x + width - clear, face: y });
    }
    let children: Vec<usize> = lists.iter().map(|list| list.top).collect();
    let stem = Point::new(hub.y1, spacing.width / 2.0);
    let comb = Comb { stem, bar: stem.x + tree.bar(&children, gap), teeth, rail: false };
    tree.join(core, &children, comb, Frame { turned: true, ..frame }, &mut out);
    let height = extents.iter().map(|extent| extent.height).fold(0.0, f64::max);
    out.height = tree.end(y + height, &mut out)? + spacing.inset;
    Ok((cost(out.height, &extents), out))
}

/// Lists of a map without a core in as many columns as make it lowest.
fn columns(tree: &Tree, mut lists: Vec<List>) -> Tried {
    let (spacing, edge) = (tree.spacing, tree.edge());
    let between = spacing.pgap.max(spacing.link_gap * BETWEEN_COLUMNS) + tree.margin;
    let room = spacing.width - edge - tree.outer();
    let most = match spacing.direction {
        Some(Direction::Right) => 1,
        Some(Direction::Both) => 2,
        Some(Direction::Down) | None => ((room / (LEAST_COLUMN * between)) as usize).clamp(1, lists.len().max(1)),
    };
    let mut best: Option<(f64, f64, Vec<Extent>, Vec<usize>)> = None;
    let mut failed = None;
    // An earlier figure keeps its columns.
    let mut before: Vec<f64> = lists.iter().filter_map(|list| Some(tree.graph[node(list.top)].was?.rect.x0)).collect();
    before.sort_by(f64::total_cmp);
    before.dedup_by(|a, b| *a - *b < 1.0);
    let (least, most) = if before.is_empty() { (1, most) } else { (before.len(), before.len()) };
    for k in least..=most {
        let width = (room - (k - 1) as f64 * between) / k as f64;
        if let Err(unfit) = lists.iter().try_for_each(|list| list.fits(tree, width)) {
            failed = failed.or(Some(unfit));
            break;
        }
        lists.iter_mut().for_each(|list| list.even = None);
        let mut extents: Vec<Extent> = lists.iter().map(|list| list.extent(tree, width)).collect();
        if lists.iter().all(List::is_empty) {
            let highest = extents.iter().map(|extent| extent.height).fold(0.0, f64::max);
            lists.iter_mut().for_each(|list| list.even = Some(highest));
            extents.iter_mut().for_each(|extent| extent.height = highest);
        }
        let heights: Vec<f64> = lists.iter().zip(&extents).map(|(list, e)| e.height + list.after(tree)).collect();
        let (starts, height) = sides::pour(&heights, k);
        let cost = cost(height, &extents);
        if best.as_ref().is_none_or(|(least, ..)| cost < least - EPSILON) {
            best = Some((cost, width, extents, starts));
        }
    }
    let Some((cost, width, extents, starts)) = best else {
        return match failed {
            Some(unfit) => Err(unfit),
            None => Ok((0.0, tree.blank())),
        };
    };
    let mut out = tree.blank();
    let frame = tree.frame(0, spacing.rtl);
    let mut bottom = 0.0f64;
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(lists.len());
        let x = edge + number as f64 * (width + between);
        let mut y = spacing.inset;
        for i in start..end {
            lists[i].even = lists[i].even.map(|_| extents[i].height);
            lists[i].place(tree, Point::new(x, y), width, column(tree, number, x + width, frame), &mut out);
            y += extents[i].height;
            bottom = bottom.max(y);
            y += lists[i].after(tree);
        }
    }
    out.height = tree.end(bottom, &mut out)? + spacing.inset;
    Ok((cost, out))
}

/// How a column that ends there lies on the page.
fn column(tree: &Tree, stack: usize, end: f64, frame: Frame) -> Frame {
    Frame { stack, limit: frame.limit.min(end + tree.margin + tree.spacing.pgap / 2.0), ..frame }
}

/// Lists one below the other.
struct Stack<'a> {
    lists: Vec<(&'a List, Extent)>,
    gaps: f64,
    height: f64,
}

impl<'a> Stack<'a> {
    fn new(tree: &Tree, lists: impl Iterator<Item = (&'a List, Extent)>) -> Stack<'a> {
        let lists: Vec<_> = lists.collect();
        let gaps: f64 = lists.iter().rev().skip(1).map(|(list, _)| list.after(tree)).sum();
        let height = lists.iter().map(|(_, extent)| extent.height).sum::<f64>() + gaps;
        Stack { lists, gaps, height }
    }

    fn tops(&self) -> Vec<usize> {
        self.lists.iter().map(|(list, _)| list.top).collect()
    }

    /// Places the lists in the middle of a zone, or over all of it where the gaps need not grow much.
    fn place(&self, tree: &Tree, zone: Rect, frame: Frame, out: &mut Sheet) -> Vec<Tooth> {
        let slack = zone.height() - self.height;
        let (widening, mut y) = match self.gaps > 0.0 && slack <= MOST_WIDENING * self.gaps {
            true => (1.0 + slack / self.gaps, zone.y0),
            false => (1.0, zone.y0 + slack / 2.0),
        };
        let place = |(list, extent): &(&List, Extent)| {
            let tooth = list.place(tree, Point::new(zone.x0, y), zone.width(), frame, out);
            y += extent.height + list.after(tree) * widening;
            tooth
        };
        self.lists.iter().map(place).collect()
    }
}
