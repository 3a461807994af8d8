//! [`Map`] → the maps of its pages, each laid out: the fewest that hold it, cut where it hurts least.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use petgraph::graph::NodeIndex;

use super::door::Shaper;
use super::ways::{Way, first, ways};
use super::{Layout, coverage};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::style::Style;
use crate::text::Fonts;

/// What a cut inside a group costs, and one inside a theme, as shares of a page.
const CUTS: [f64; 2] = [0.3, 0.5];

/// What it costs to leave one piece of a group alone on a page, as a share of a page.
const ALONE: f64 = 0.2;

/// A cut counts as much as a page of which the root of this share is empty.
const CUT_WEIGHT: f64 = 1.5;

/// Most groups between which every division is weighed.
const MOST_GROUPS: usize = 60;

/// Pages are tried lower by this share of a page at a time, so that the last one is not nearly empty.
const LOWER: f64 = 1.0 / 16.0;

/// Most steps by which they are.
const MOST_STEPS: usize = 12;

/// Said where not even one theme fits on a page.
const TOO_SMALL: &str =
    "a page must hold one theme at least, with the titles above it and the core: a higher or wider one would fit";

/// Divides a map among pages of the height asked for: at least one, in author order, all at one type size and in one layout.
pub fn split(
    map: &Map,
    fonts: &Fonts,
    style: &Style,
    options: &Options,
) -> Result<Vec<(Map, Layout)>, Vec<Diagnostic>> {
    coverage::check(map, options)?;
    let mut shaper = Shaper::new(fonts, map);
    // The layout of all pages is that of the whole, on a page that holds it.
    let endless = Options { height: Some(f64::INFINITY), ..options.clone() };
    let whole = first(map, &mut shaper, style, &endless, &ways(map, style, options)?).ok();
    let mut pages = divide(map, &mut shaper, style, options, whole.as_ref(), |book| book.pages())
        .map_err(|errors| errors.into_iter().map(|error| error.hint(TOO_SMALL)).collect::<Vec<_>>())?;
    if let Some(whole) = whole {
        pages.iter_mut().for_each(|(_, page)| page.reason = whole.reason.clone());
    }
    Ok(pages)
}

/// How many pages a map takes whose layout on an endless one is known.
pub fn count(map: &Map, shaper: &mut Shaper, style: &Style, options: &Options, whole: &Layout) -> Option<usize> {
    let filled = |book: &mut Book| book.cut(f64::INFINITY).map(|pages| pages.len());
    divide(map, shaper, style, options, Some(whole), filled).ok()
}

/// Divides in the first way to set text that gives pages, cutting between themes if it can, else between codes.
fn divide<T>(
    map: &Map,
    shaper: &mut Shaper,
    style: &Style,
    options: &Options,
    whole: Option<&Layout>,
    work: impl Fn(&mut Book) -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    let layout = whole.map(|whole| whole.name.to_owned()).or(options.layout.clone());
    let options = &Options { layout, ..options.clone() };
    let mut failed = Vec::new();
    for codes in [false, true] {
        for way in ways(map, style, options)? {
            let pieces = map.pieces(codes);
            let mut book = Book { map, shaper, style, options, way, pieces, known: HashMap::new() };
            if !book.fits(0..book.pieces.len(), f64::INFINITY) {
                // Several pages, in one form.
                (book.way.last, book.known) = (true, HashMap::new());
            }
            match work(&mut book) {
                Ok(made) => return Ok(made),
                Err(errors) => failed = errors,
            }
        }
    }
    Err(failed)
}

/// A map that is being divided.
struct Book<'a, 'f> {
    map: &'a Map,
    shaper: &'a mut Shaper<'f>,
    style: &'a Style,
    options: &'a Options,
    way: Way,
    pieces: Vec<NodeIndex>,
    /// Heights of pages that were laid out, by their pieces; none for those that do not fit. Looked up, never walked through.
    known: HashMap<(usize, usize), Option<f64>>,
}

impl Book<'_, '_> {
    /// The best way to divide the map into as few pages as it takes.
    fn pages(&mut self) -> Result<Vec<(Map, Layout)>, Vec<Diagnostic>> {
        let filled = self.cut(f64::INFINITY)?;
        let count = filled.len();
        let highest = filled.iter().filter_map(|page| self.height(page.clone())).fold(0.0, f64::max);
        // Places where a page may end: between groups, and where pages end that are filled to some height.
        let mut ends: BTreeSet<usize> = filled.iter().map(|page| page.end).collect();
        for step in 1..=MOST_STEPS {
            let Ok(cuts) = self.cut(highest * (1.0 - LOWER * step as f64)) else { break };
            ends.extend(cuts.iter().map(|page| page.end));
            if cuts.len() > count {
                break;
            }
        }
        let between: Vec<usize> = (1..self.pieces.len()).filter(|&piece| self.cut_cost(0, piece) == 0.0).collect();
        if between.len() <= MOST_GROUPS {
            ends.extend(between);
        }
        let pages = self.best(&ends.into_iter().collect::<Vec<_>>(), count, highest).unwrap_or(filled);
        let pages = pages.into_iter().enumerate();
        pages.map(|(i, range)| self.lay(range, i + 1, count)).collect()
    }

    /// The division into `count` pages that ends at some of these places and costs least: pages as full as each other, few
    /// cuts within groups.
    fn best(&mut self, ends: &[usize], count: usize, highest: f64) -> Option<Vec<Range<usize>>> {
        let unreached = (f64::INFINITY, 0);
        // By page and end: the least cost so far, and where that page starts.
        let mut costs: Vec<Vec<(f64, usize)>> = Vec::with_capacity(count);
        for page in 0..count {
            let mut row = vec![unreached; ends.len()];
            for (at, &end) in ends.iter().enumerate() {
                let starts = match page {
                    0 => vec![(0.0, 0)],
                    _ => ends[..at].iter().zip(&costs[page - 1]).map(|(&start, cost)| (cost.0, start)).collect(),
                };
                // What a page cannot hold, a fuller one cannot hold either.
                for (before, start) in starts.into_iter().rev().filter(|start| start.0.is_finite()) {
                    let Some(height) = self.height(start..end) else { break };
                    let cut = if end < self.pieces.len() { CUT_WEIGHT * self.cut_cost(start, end) } else { 0.0 };
                    let empty = (1.0 - height / highest).max(0.0);
                    let cost = before + empty * empty + cut;
                    if cost < row[at].0 {
                        row[at] = (cost, start);
                    }
                }
            }
            costs.push(row);
        }
        let mut end = self.pieces.len();
        let mut pages = Vec::with_capacity(count);
        for row in costs.iter().rev() {
            let at = ends.binary_search(&end).ok()?;
            let (cost, start) = row[at];
            if cost.is_infinite() {
                return None;
            }
            pages.push(start..end);
            end = start;
        }
        pages.reverse();
        (end == 0).then_some(pages)
    }

    /// Pages filled one after the other, none higher than `most`.
    fn cut(&mut self, most: f64) -> Result<Vec<Range<usize>>, Vec<Diagnostic>> {
        let all = self.pieces.len();
        let mut pages: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        while start < all || pages.is_empty() {
            let guess = pages.last().map_or(all, Range::len);
            let far = self.farthest(start, guess, most)?;
            let end = if far == all { far } else { self.cut_before(start, far, most) };
            pages.push(start..end);
            start = end;
        }
        Ok(pages)
    }

    /// The best place to end a page that starts at `start` and can reach to `far`.
    fn cut_before(&mut self, start: usize, far: usize, most: f64) -> usize {
        let full = (far - start) as f64;
        let mut places: Vec<(f64, usize)> =
            (start + 1..=far).map(|end| ((end - start) as f64 / full - self.cut_cost(start, end), end)).collect();
        places.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let fits = places.into_iter().find(|&(_, end)| self.fits(start..end, most));
        fits.map_or(far, |(_, end)| end)
    }

    /// What a cut before a piece costs a reader, on a page that starts at `start`.
    fn cut_cost(&self, start: usize, piece: usize) -> f64 {
        let line = |piece: NodeIndex| {
            let mut line: Vec<_> = std::iter::successors(Some(piece), |&node| self.map.graph[node].parent).collect();
            line.reverse();
            line
        };
        let (before, after) = (line(self.pieces[piece - 1]), line(self.pieces[piece]));
        let common = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let Some(group) = common.checked_sub(1).map(|last| before[last]) else { return 0.0 };
        let inside = |piece: &&NodeIndex| line(**piece).contains(&group);
        let left = self.pieces[start..piece].iter().rev().take_while(inside).take(2).count();
        let right = self.pieces[piece..].iter().take_while(inside).take(2).count();
        CUTS[(common - 1).min(CUTS.len() - 1)] + if left.min(right) < 2 { ALONE } else { 0.0 }
    }

    /// The farthest piece up to which a page that starts at `start` is filled; `guess` pieces are tried first.
    fn farthest(&mut self, start: usize, guess: usize, most: f64) -> Result<usize, Vec<Diagnostic>> {
        let all = self.pieces.len();
        let one = (start + 1).min(all);
        if !self.fits(start..one, most) {
            let page = self.lay(start..one, 2, 3);
            return Err(page.err().unwrap_or_default());
        }
        let (mut low, mut high) = (one, all + 1);
        let mut probe = (start + guess.max(1)).min(all);
        while low + 1 < high {
            if probe <= low || probe >= high {
                probe = low + (high - low) / 2;
            }
            if self.fits(start..probe, most) {
                low = probe;
                probe += (probe - start).max(1);
            } else {
                high = probe;
                probe = 0;
            }
        }
        Ok(low)
    }

    fn fits(&mut self, range: Range<usize>, most: f64) -> bool {
        self.height(range).is_some_and(|height| height <= most)
    }

    /// How high a page of these pieces is; `None` when it does not fit.
    fn height(&mut self, range: Range<usize>) -> Option<f64> {
        let key = (range.start, range.end);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let number = if range.start == 0 { 1 } else { 2 };
        let count = if range.end == self.pieces.len() { number } else { number + 1 };
        let height = self.lay(range, number, count).ok().map(|(_, layout)| layout.page.height);
        self.known.insert(key, height);
        height
    }

    fn lay(&mut self, range: Range<usize>, number: usize, count: usize) -> Result<(Map, Layout), Vec<Diagnostic>> {
        let map = self.map.page(&self.pieces, range, number, count);
        let way = std::slice::from_ref(&self.way);
        let layout = first(&map, self.shaper, self.style, self.options, way)?;
        Ok((map, layout))
    }
}
