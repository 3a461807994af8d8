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
pub(super) const TOLERANCE: f64 = 1e-9;
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
    /// Width of the whole label on one line, with the space behind its last unit.
    pub whole: f64,
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
    /// Room for breaks of so many units; [`Setting::cheapest`] says into how many lines.
    fn new(units: usize) -> Table {
        Table { units, lines: 0, cells: Vec::new() }
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
    /// These units, and below them those of another text that begins at byte `start` and is `scale` as large.
    pub fn above(&self, below: &Setting, start: u32, scale: f64) -> Setting {
        let mut units = self.units.clone();
        if let Some(last) = units.last_mut() {
            (last.forced, last.penalty) = (true, 0.0);
        }
        units.extend(below.units.iter().map(|unit| Unit {
            start: unit.start + start,
            end: unit.end + start,
            x: self.whole + unit.x * scale,
            width: unit.width * scale,
            ..*unit
        }));
        Setting { units, whole: self.whole + below.whole * scale }
    }

    fn len(&self) -> usize {
        self.units.len()
    }

    /// Width of a line of the units `from..=last`.
    fn width(&self, from: usize, last: usize) -> f64 {
        self.units[last].x - self.units[from].x + self.units[last].width
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
    /// for more lines. No more entries than units or `most`, and none after the widest unit has a line of its own.
    fn tightest(&self, most: usize) -> Vec<f64> {
        let n = self.len();
        let widest = self.units.iter().map(|unit| unit.width).fold(0.0, f64::max);
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
            if least[n] <= widest {
                break;
            }
        }
        result
    }

    /// Collects the widths from `tightest` to `bound` that a widest line can have, ascending; a sample when they are many.
    fn targets(&self, tightest: f64, bound: f64, targets: &mut Vec<f64>) {
        targets.clear();
        for last in 0..self.len() {
            let widths = self.lines_to(last, bound).map(|(_, width)| width);
            targets.extend(widths.filter(|&width| width > tightest + TOLERANCE));
        }
        targets.push(tightest);
        targets.sort_unstable_by(f64::total_cmp);
        targets.dedup_by(|a, b| *a - *b <= TOLERANCE);
        let step = targets.len().div_ceil(WIDTHS_TRIED);
        if step > 1 {
            let mut at = 0..;
            targets.retain(|_| at.next().is_some_and(|at| at % step == 0));
        }
    }

    /// The break into `count` lines of least cost whose widest line is one of `targets`.
    fn best(&self, table: &mut Table, count: usize, targets: &[f64]) -> Option<Ends> {
        let mut best: Option<(f64, Ends)> = None;
        for &target in targets {
            let cost = self.cheapest(table, count, target);
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
    fn cheapest(&self, table: &mut Table, count: usize, target: f64) -> f64 {
        let n = table.units;
        table.lines = count;
        table.cells.clear();
        table.cells.resize((n + 1) * (count + 1), (f64::INFINITY, 0));
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
                        false => f64::from(unit.penalty),
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
            if self.units[last].width > width + TOLERANCE {
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
            let mut targets = Vec::new();
            self.targets(tightest, width.min(tightest * LOOSEST), &mut targets);
            self.best(&mut Table::new(self.len()), count, &targets)?
        };
        Some(Self::ranges(&ends).collect())
    }

    /// See [`super::Paragraph::tightest`].
    pub fn curve(&self, most: usize) -> Vec<(usize, f64)> {
        if self.len() > GREEDY_ABOVE {
            return self.greedy_options(most).into_iter().map(|option| (option.lines, option.tightest)).collect();
        }
        let mut last = f64::INFINITY;
        let mut curve = Vec::with_capacity(self.len().min(most));
        for (lines, tightest) in (1..).zip(self.tightest(most)) {
            if tightest.is_finite() && (curve.is_empty() || tightest < last - TOLERANCE) {
                curve.push((lines, tightest));
                last = tightest;
            }
        }
        curve
    }

    /// See [`super::Paragraph::options`].
    pub fn options(&self, most: usize) -> Vec<LineOption> {
        if self.len() > GREEDY_ABOVE {
            return self.greedy_options(most);
        }
        self.curve(most).into_iter().map(|(lines, tightest)| self.option(lines, tightest)).collect()
    }

    /// The best-looking break into so many lines, whose least width is known.
    pub fn option(&self, lines: usize, tightest: f64) -> LineOption {
        let plain = LineOption { lines, tightest, best: tightest, ends: None };
        // All units in one line, or each in its own, is one way only; and a long label is not weighed.
        if lines == 1 || lines == self.len() || self.len() > GREEDY_ABOVE {
            return plain;
        }
        let mut targets = Vec::new();
        self.targets(tightest, tightest * LOOSEST, &mut targets);
        if targets.len() == 1 {
            return plain;
        }
        let Some(ends) = self.best(&mut Table::new(self.len()), lines, &targets) else { return plain };
        // A sample may be another one where there is less room.
        let whole = targets.len() < WIDTHS_TRIED / 2;
        LineOption { best: self.widest(&ends), ends: self.bits(&ends).filter(|_| whole), ..plain }
    }

    /// A break as one bit for each unit that ends a line; `None` when it has too many units for that.
    fn bits(&self, ends: &Ends) -> Option<u64> {
        (self.len() <= 64).then(|| ends.iter().fold(0, |bits, end| bits | 1 << (end - 1)))
    }

    /// The units of each line of a break written as bits.
    pub fn of_bits(&self, bits: u64) -> Vec<Range<usize>> {
        let mut lines = Vec::with_capacity(bits.count_ones() as usize);
        let mut from = 0;
        for last in (0..self.len()).filter(|last| bits >> last & 1 == 1) {
            lines.push(from..last + 1);
            from = last + 1;
        }
        lines
    }

    /// The widths of long labels by bisection over the greedy break.
    fn greedy_options(&self, most: usize) -> Vec<LineOption> {
        let unit = self.units.iter().map(|unit| unit.width).fold(0.0, f64::max);
        let whole = self.whole;
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
                options.push(LineOption { lines: ends.len(), tightest, best: tightest, ends: None });
            }
        }
        options
    }
}
