//! Tiles in author order → bands of tiles side by side, all as wide as the page.

use std::cell::RefCell;
use std::collections::BTreeMap;

use kurbo::{Point, Rect};

use super::graph::{EPSILON, Spacing, Spot, Unfit};
use super::tile::{Grid, LINE_LIMITS, Tile, fill};

/// What a line above two costs, in points of figure height.
const COST_THIRD_LINE: f64 = 10.0;

/// What a line above three costs: more than any band.
const COST_FOURTH_LINE: f64 = 150.0;

/// What a last row that is not full costs, by how much wider its cards are than the others, as if they mattered more.
const COST_SHORT_ROW: f64 = 45.0;

/// Share of the empty height of a panel that counts as height of the figure.
const COST_AIR: f64 = 0.6;

/// A band with a decision for each of its tiles.
#[derive(Clone, Debug)]
pub struct Band {
    /// The first of its tiles, and the one after its last.
    pub tiles: (usize, usize),
    columns: Vec<usize>,
    needs: Vec<Vec<f64>>,
    widths: Vec<f64>,
    title: f64,
    /// Its height.
    pub height: f64,
    /// What it costs, in points of figure height.
    pub cost: f64,
}

/// The best band of `tiles[first..last]` in `width` points; `None` when they do not fit side by side.
pub fn solve(tiles: &[Tile], first: usize, last: usize, width: f64, pgap: f64) -> Option<Band> {
    solve_within(tiles, first, last, width, pgap, f64::INFINITY)
}

/// The same with all tiles equally wide: the gap in the middle of an even number stands on the axis.
fn solve_even(tiles: &[Tile], first: usize, last: usize, width: f64, pgap: f64) -> Option<Band> {
    let n = (last - first) as f64;
    let even = (width - pgap * (n - 1.0)) / n;
    let mut band = solve_within(tiles, first, last, width, pgap, even)?;
    band = weigh(&tiles[first..last], band.tiles, band.columns, band.needs, vec![even; last - first]);
    Some(band)
}

/// The best band none of whose tiles needs more than `most`.
fn solve_within<'t>(tiles: &'t [Tile], first: usize, last: usize, width: f64, pgap: f64, most: f64) -> Option<Band> {
    let set = &tiles[first..last];
    let room = width - pgap * (set.len() - 1) as f64;
    let mut best: Option<Band> = None;
    for (tier, &limit) in LINE_LIMITS.iter().enumerate() {
        let grids: Vec<Vec<_>> = set.iter().map(|tile| tile.grids(tier, room.min(most)).collect()).collect();
        let mut heights: Vec<f64> = grids.iter().flatten().map(|grid| grid.height).collect();
        heights.sort_by(f64::total_cmp);
        heights.dedup_by(|a, b| *a - *b < EPSILON);
        // Good breaks first; as narrow as texts get only where those do not fit.
        let tries = heights.iter().flat_map(|&height| [(height, true), (height, false)]);
        let mut fitted = f64::NEG_INFINITY;
        let mut tried: Vec<&Grid> = Vec::new();
        for (height, comfortable) in tries {
            if fitted == height {
                continue;
            }
            // The narrowest way of each tile that is no higher.
            let narrowest = |grids: &Vec<&'t Grid>| {
                let low =
                    grids.iter().filter(|grid| grid.height <= height + EPSILON && (grid.comfortable || !comfortable));
                low.copied().min_by(|a, b| a.width.total_cmp(&b.width).then(a.lines.cmp(&b.lines)))
            };
            let Some(chosen) = grids.iter().map(narrowest).collect::<Option<Vec<_>>>() else { continue };
            if chosen.iter().map(|grid| grid.width).sum::<f64>() > room + EPSILON {
                continue;
            }
            fitted = height;
            // A height that changes no choice gives the same band.
            if tried.len() == chosen.len() && tried.iter().zip(&chosen).all(|(a, b)| std::ptr::eq(*a, *b)) {
                continue;
            }
            tried.clone_from(&chosen);
            let columns: Vec<_> = chosen.iter().map(|grid| grid.columns).collect();
            let needs: Vec<_> = chosen.iter().map(|grid| grid.needs.clone()).collect();
            let least: Vec<_> = chosen.iter().map(|grid| grid.width).collect();
            let widths = share(set, &needs, &least, room);
            let mut band = weigh(set, (first, last), columns, needs, widths);
            // Panels alike in columns read as a table at one width, where that costs nothing.
            let even = room / set.len() as f64;
            let alike = band.columns.iter().all(|&columns| columns == band.columns[0]);
            if alike && least.iter().all(|least| *least <= even + EPSILON) {
                let table = weigh(set, (first, last), band.columns.clone(), band.needs.clone(), vec![even; set.len()]);
                if table.cost <= band.cost + EPSILON {
                    band = table;
                }
            }
            if best.as_ref().is_none_or(|best| band.cost < best.cost - EPSILON) {
                best = Some(band);
            }
        }
        if best.is_some() && limit >= 3 {
            break;
        }
    }
    best
}

/// Pours the columns of all tiles as one row: equal columns, except that one which needs more gets exactly that.
fn share(tiles: &[Tile], needs: &[Vec<f64>], least: &[f64], room: f64) -> Vec<f64> {
    let mut fixed = vec![false; tiles.len()];
    loop {
        let taken: f64 = (0..tiles.len()).filter(|&i| fixed[i]).map(|i| least[i]).sum();
        let free: Vec<_> = (0..tiles.len()).filter(|&i| !fixed[i]).collect();
        let frames: f64 = free.iter().map(|&i| tiles[i].frame(needs[i].len())).sum();
        let columns: Vec<f64> = free.iter().flat_map(|&i| needs[i].iter().copied()).collect();
        let poured = fill(&columns, room - taken - frames);
        let mut widths = least.to_vec();
        let mut at = 0;
        for &i in &free {
            let n = needs[i].len();
            widths[i] = poured[at..at + n].iter().sum::<f64>() + tiles[i].frame(n);
            at += n;
        }
        let over: Vec<_> = free.iter().copied().filter(|&i| widths[i] < least[i] - EPSILON).collect();
        if over.is_empty() {
            // All at their least: what is left is shared equally.
            let left = room - widths.iter().sum::<f64>();
            return widths.iter().map(|width| width + left / tiles.len() as f64).collect();
        }
        over.into_iter().for_each(|i| fixed[i] = true);
        if fixed.iter().all(|fixed| *fixed) {
            let left = room - least.iter().sum::<f64>();
            return least.iter().map(|width| width + left / tiles.len() as f64).collect();
        }
    }
}

fn weigh(tiles: &[Tile], range: (usize, usize), columns: Vec<usize>, needs: Vec<Vec<f64>>, widths: Vec<f64>) -> Band {
    let title = title_zone(tiles, &widths);
    let natural: Vec<f64> = (0..tiles.len())
        .map(|i| {
            let more = if tiles[i].framed() { title - tiles[i].title_height(widths[i]) } else { 0.0 };
            tiles[i].height(columns[i], &needs[i], widths[i]) + more
        })
        .collect();
    let height = natural.iter().copied().fold(0.0, f64::max);
    let total: f64 = widths.iter().sum();
    let mut cost = height;
    for (i, tile) in tiles.iter().enumerate() {
        let air = if tile.compact { 0.0 } else { height - natural[i] };
        cost += COST_AIR * air * widths[i] / total;
        let (most, over) = tile.lines(columns[i], &needs[i], widths[i]);
        cost += COST_THIRD_LINE * over as f64 + if most > 3 { COST_FOURTH_LINE * (most - 3) as f64 } else { 0.0 };
        let last = tile.cards.len() % columns[i];
        if last > 0 {
            cost += COST_SHORT_ROW * (columns[i] as f64 / last as f64 - 1.0);
        }
    }
    Band { tiles: range, columns, needs, widths, title, height, cost }
}

/// Height of the zone that the titles of a band share, so that their cards start level.
fn title_zone(tiles: &[Tile], widths: &[f64]) -> f64 {
    let titles = tiles.iter().zip(widths).filter(|(tile, _)| tile.framed()).map(|(tile, &w)| tile.title_height(w));
    titles.fold(0.0, f64::max)
}

/// The bands solved so far: every plan of a map tries the same ones.
#[derive(Debug, Default)]
pub struct Memory(RefCell<BTreeMap<Asked, Option<Band>>>);

/// The boxes of a band, and whether they have to be equally wide.
type Asked = (Vec<usize>, bool);

impl Memory {
    fn solve(&self, tiles: &[Tile], first: usize, last: usize, width: f64, pgap: f64, even: bool) -> Option<Band> {
        let key = (tiles[first..last].iter().map(Tile::key).collect(), even);
        let known = self.0.borrow().get(&key).cloned();
        let solve = if even { solve_even } else { solve };
        let band = known.unwrap_or_else(|| {
            let band = solve(tiles, first, last, width, pgap);
            self.0.borrow_mut().insert(key, band.clone());
            band
        });
        band.map(|band| Band { tiles: (first, last), ..band })
    }
}

/// Which bands may be split how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Any number of tiles in any band.
    Any,
    /// All bands but the first hold an even number, so that links can pass in their middle to the bands behind.
    EvenAfter,
    /// All bands but the last.
    EvenBefore,
}

/// Cuts a row of tiles into bands of at most `abreast`: the cut that costs least, `between` points apart.
pub fn stack(
    tiles: &[Tile],
    spacing: &Spacing,
    width: f64,
    between: f64,
    cut: Cut,
    memory: &Memory,
) -> Result<Vec<Band>, Unfit> {
    let n = tiles.len();
    // Cheapest way to stack the first i tiles, and the band that ends it.
    let mut best: Vec<Option<(f64, Option<Band>)>> = vec![None; n + 1];
    best[0] = Some((0.0, None));
    for last in 1..=n {
        for first in last.saturating_sub(spacing.abreast)..last {
            let inner = match cut {
                Cut::Any => false,
                Cut::EvenAfter => first > 0,
                Cut::EvenBefore => last < n,
            };
            if inner && (last - first) % 2 == 1 {
                continue;
            }
            let Some(before) = best[first].as_ref().map(|(cost, _)| *cost) else { continue };
            let Some(band) = memory.solve(tiles, first, last, width, spacing.pgap, inner) else { continue };
            let cost = before + band.cost + if first > 0 { between } else { 0.0 };
            if best[last].as_ref().is_none_or(|(least, _)| cost < least - EPSILON) {
                best[last] = Some((cost, Some(band)));
            }
        }
        let passable = cut == Cut::Any || last == n;
        if best[last].is_none() && passable {
            return Err(tiles[last - 1].unfit(width));
        }
    }
    let mut bands = Vec::new();
    let mut at = n;
    while let Some(Some((_, Some(band)))) = best.get(at) {
        at = band.tiles.0;
        bands.push(band.clone());
    }
    bands.reverse();
    Ok(bands)
}

impl Band {
    /// Its width.
    pub fn width(&self, pgap: f64) -> f64 {
        self.widths.iter().sum::<f64>() + pgap * self.widths.len().saturating_sub(1) as f64
    }

    /// Places its tiles and their cards with its top at `y`, `height` points high, from `x` on.
    pub fn place(&self, tiles: &[Tile], spots: &mut [Option<Spot>], origin: Point, height: f64, spacing: &Spacing) {
        let total = self.width(spacing.pgap);
        let mut left = 0.0;
        let mut lefts = Vec::new();
        for &width in &self.widths {
            lefts.push(origin.x + if spacing.rtl { total - left - width } else { left });
            left += width + spacing.pgap;
        }
        self.place_at(tiles, spots, &lefts, origin.y, height, spacing.rtl);
    }

    /// The same with the left ends of its tiles given.
    pub fn place_at(&self, tiles: &[Tile], spots: &mut [Option<Spot>], lefts: &[f64], y: f64, height: f64, rtl: bool) {
        let set = &tiles[self.tiles.0..self.tiles.1];
        for (i, (tile, &x)) in set.iter().zip(lefts).enumerate() {
            let rect = Rect::new(x, y, x + self.widths[i], y + height);
            tile.place(self.columns[i], &self.needs[i], rect, self.title, spots, rtl);
        }
    }

    /// Widths of its tiles.
    pub fn widths(&self) -> &[f64] {
        &self.widths
    }
}
