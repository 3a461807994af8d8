//! Widths of units → the best-looking break: fewest lines first, then least cost (look.md §3, after Knuth & Plass 1981).

use std::ops::Range;

use super::LineOption;
use super::breaks::Unit;

/// How far the widest line may exceed the tightest possible for the sake of a better break.
const LOOSEST: f64 = 1.14;
/// A line this many em shorter than the widest costs 1. Look.md counts slack in pt², beside which its own costs of words
/// vanish; this unit (13.5 pt in 9 pt type) is the one under which the breaks of its figures are the best ones.
const SLACK_UNIT: f64 = 1.5;
/// Cost of a last line of one short word.
const WIDOW: f64 = 10.0;
/// Widths in em closer than this are equal: sums in another order differ by less, and no eye sees it.
const TOLERANCE: f64 = 1e-9;
/// A label of more units is a paragraph of text, and set like one: each line takes what fits.
const GREEDY_ABOVE: usize = 200;
/// How often the interval around the least width of a long label is halved: to a thousandth of an em in a page of text.
const BISECTIONS: usize = 20;
/// So many widest lines are tried for the best break, evenly among those possible; usual labels have fewer.
const WIDTHS_TRIED: usize = 32;

/// The units of a label with their widths in em.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub units: Vec<Unit>,
    /// Distance from the start of the first unit to the start of each, and to the end of the last.
    pub starts: Vec<f64>,
    /// Width of each unit at the end of a line.
    pub widths: Vec<f64>,
}

/// A break: for each line the number of the unit behind it.
type Ends = Vec<usize>;

/// The dynamic programme: for each number of lines and of units set in them, the least cost and where the last of these
/// lines begins.
struct Table {
    units: usize,
    lines: usize,
    cells: Vec<(f64, usize)>,
}

impl Table {
    fn new(units: usize, lines: usize) -> Table {
        Table { units, lines, cells: vec![(f64::INFINITY, 0); (units + 1) * (lines + 1)] }
    }

    fn cell(&mut self, lines: usize, units: usize) -> &mut (f64, usize) {
        &mut self.cells[lines * (self.units + 1) + units]
    }

    /// The break it found for all units.
    fn ends(&mut self) -> Ends {
        let mut ends = vec![self.units; self.lines];
        for line in (1..self.lines).rev() {
            ends[line - 1] = self.cell(line + 1, ends[line]).1;
        }
        ends
    }
}

impl Setting {
    fn len(&self) -> usize {
        self.units.len()
    }

    /// Width of a line of the units `from..=last`.
    fn width(&self, from: usize, last: usize) -> f64 {
        self.starts[last] - self.starts[from] + self.widths[last]
    }

    /// Lines of units that end at `last` and keep to `bound`: first units, nearest first, with their widths.
    fn lines_to(&self, last: usize, bound: f64) -> impl Iterator<Item = (usize, f64)> {
        let mut from = last + 1;
        std::iter::from_fn(move || {
            from = from.checked_sub(1)?;
            if from < last && self.units[from].forced {
                return None;
            }
            let width = self.width(from, last);
            (width <= bound + TOLERANCE).then_some((from, width))
        })
    }

    /// The units of each line of a break.
    fn ranges(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends.iter().copied()).map(|(from, to)| from..to)
    }

    /// By number of lines, from 1: the least width of the widest line; infinite where the author's own line ends ask
    /// for more lines. No more entries than units or `most`.
    fn tightest(&self, most: usize) -> Vec<f64> {
        let n = self.len();
        // least[u]: the least width of the widest line when the units before u fill the lines so far.
        let mut least = vec![f64::INFINITY; n + 1];
        least[0] = 0.0;
        let mut result = Vec::with_capacity(most.min(n));
        for _ in 0..most.min(n) {
            // From the last unit backwards, so that what is read is still of one line less.
            for last in (0..n).rev() {
                let mut best = f64::INFINITY;
                for (from, width) in self.lines_to(last, f64::INFINITY) {
                    if width >= best {
                        break;
                    }
                    best = best.min(width.max(least[from]));
                }
                least[last + 1] = best;
            }
            least[0] = f64::INFINITY;
            result.push(least[n]);
        }
        result
    }

    /// The widths from `tightest` to `bound` that a widest line can have, ascending; a sample when they are many.
    fn targets(&self, tightest: f64, bound: f64) -> Vec<f64> {
        let mut targets: Vec<f64> = (0..self.len())
            .flat_map(|last| self.lines_to(last, bound))
            .map(|(_, width)| width)
            .filter(|&width| width > tightest + TOLERANCE)
            .collect();
        targets.push(tightest);
        targets.sort_by(f64::total_cmp);
        targets.dedup_by(|a, b| *a - *b <= TOLERANCE);
        let step = targets.len().div_ceil(WIDTHS_TRIED);
        targets.into_iter().step_by(step).collect()
    }

    /// The break into `count` lines of least cost whose widest line is one of `targets`.
    fn best(&self, count: usize, targets: &[f64]) -> Option<Ends> {
        let mut table = Table::new(self.len(), count);
        let mut best: Option<(f64, Ends)> = None;
        for &target in targets {
            let cost = self.cheapest(&mut table, target);
            if best.as_ref().map_or(cost.is_finite(), |(least, _)| cost < *least) {
                best = Some((cost, table.ends()));
            }
        }
        best.map(|(_, ends)| ends)
    }

    fn widest(&self, ends: &[usize]) -> f64 {
        Self::ranges(ends).map(|line| self.width(line.start, line.end - 1)).fold(0.0, f64::max)
    }

    /// Fills the table with the breaks that cost least when slack is measured to `target`, which no line exceeds; the
    /// cost of the whole, infinite when there is no such break.
    fn cheapest(&self, table: &mut Table, target: f64) -> f64 {
        let (n, count) = (table.units, table.lines);
        table.cells.fill((f64::INFINITY, 0));
        table.cells[0].0 = 0.0;
        for line in 1..=count {
            // Each of the lines to come needs a unit, and the last line all that are left.
            let lasts = if line == count { n - 1..n } else { line - 1..n.saturating_sub(count - line) };
            for last in lasts {
                let unit = &self.units[last];
                let mut best = (f64::INFINITY, 0);
                for (from, width) in self.lines_to(last, target) {
                    let slack = (target - width) / SLACK_UNIT;
                    let end = match last + 1 == n {
                        true if from == last && unit.widow && count > 1 => WIDOW,
                        true => 0.0,
                        false => unit.penalty,
                    };
                    let cost = table.cell(line - 1, from).0 + slack * slack + end;
                    if cost < best.0 {
                        best = (cost, from);
                    }
                }
                *table.cell(line, last + 1) = best;
            }
        }
        table.cell(count, n).0
    }

    /// Each line takes what fits; `None` when a unit does not.
    fn greedy(&self, width: f64) -> Option<Ends> {
        let mut ends = Vec::new();
        let mut from = 0;
        for last in 0..self.len() {
            if self.widths[last] > width + TOLERANCE {
                return None;
            }
            if last > from && (self.units[last - 1].forced || self.width(from, last) > width + TOLERANCE) {
                ends.push(last);
                from = last;
            }
        }
        ends.push(self.len());
        Some(ends)
    }

    /// Fewest lines that fit `width`, then the best-looking break of so many: the units of each line.
    pub fn lines(&self, width: f64) -> Option<Vec<Range<usize>>> {
        let greedy = self.greedy(width)?;
        // Taking what fits is the fewest lines possible.
        let count = greedy.len();
        let ends = if self.len() > GREEDY_ABOVE || count == 1 || count == self.len() {
            greedy
        } else {
            let tightest = *self.tightest(count).last()?;
            self.best(count, &self.targets(tightest, width.min(tightest * LOOSEST)))?
        };
        Some(Self::ranges(&ends).collect())
    }

    /// See [`super::Paragraph::options`].
    pub fn options(&self, most: usize) -> Vec<LineOption> {
        if self.len() > GREEDY_ABOVE {
            return self.greedy_options(most);
        }
        let tightest = self.tightest(most);
        let mut options: Vec<LineOption> = Vec::with_capacity(tightest.len());
        for (lines, &tightest) in (1..).zip(&tightest) {
            let narrower = options.last().is_none_or(|last| tightest < last.tightest - TOLERANCE);
            if !tightest.is_finite() || !narrower {
                continue;
            }
            let targets = self.targets(tightest, tightest * LOOSEST);
            let best = match &targets[..] {
                [_] => None,
                targets => self.best(lines, targets).map(|ends| self.widest(&ends)),
            };
            options.push(LineOption { lines, tightest, best: best.unwrap_or(tightest) });
        }
        options
    }

    /// The widths of long labels by bisection over the greedy break.
    fn greedy_options(&self, most: usize) -> Vec<LineOption> {
        let unit = self.widths.iter().copied().fold(0.0, f64::max);
        let whole = self.starts.last().copied().unwrap_or(0.0);
        let mut options: Vec<LineOption> = Vec::new();
        for count in 1..=most {
            let fits = |width: f64| self.greedy(width).filter(|ends| ends.len() <= count);
            // No line is emptier than the next unit is wide, unless the author ended it.
            let (mut low, mut high) = (unit, whole / count as f64 + unit);
            if fits(high).is_none() {
                (low, high) = (high, whole);
            }
            let Some(mut ends) = fits(high) else { continue };
            for _ in 0..BISECTIONS {
                let middle = 0.5 * (low + high);
                match fits(middle) {
                    Some(better) => (ends, high) = (better, middle),
                    None => low = middle,
                }
            }
            let tightest = self.widest(&ends);
            if options.last().is_none_or(|last| tightest < last.tightest - TOLERANCE) {
                options.push(LineOption { lines: ends.len(), tightest, best: tightest });
            }
        }
        options
    }
}
