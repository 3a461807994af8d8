//! The entries of a legend → their rows: below the figure, or in what room its boxes leave.

use kurbo::Rect;

use super::content::Block;
use super::graph::Spacing;
use super::legend::{ABOVE, GAP, MOST, PITCH, WORDS};
use super::links::extent;
use super::{Layout, Mark, Outline};

/// A place beside boxes has to make the figure lower by this much to be taken, in points.
const WORTH: f64 = 4.0;

/// What an entry needs: the width of its sample, and its words.
pub type Need<'e> = (f64, &'e Block);

/// A legend in one row, or in columns. Lengths are in points.
pub struct Rows {
    /// Left ends of the columns, and the width of their samples.
    starts: Vec<(f64, f64)>,
    /// Rows of each column.
    count: usize,
    pitch: f64,
    /// Its upper edge.
    top: f64,
    /// Its lower edge.
    pub bottom: f64,
}

/// Widths of columns, each as narrow as its widest sample and its longest words.
struct Columns {
    samples: Vec<f64>,
    widths: Vec<f64>,
    count: usize,
    total: f64,
}

impl Columns {
    fn new(entries: &[Need], count: usize, note: f64) -> Columns {
        let most = |column: &[Need], width: &dyn Fn(&Need) -> f64| column.iter().map(width).fold(0.0, f64::max);
        let samples: Vec<f64> = entries.chunks(count).map(|column| most(column, &|(sample, _)| *sample)).collect();
        let words = |(_, words): &Need| WORDS * note + words.width() + 0.01 * note;
        let widths = entries.chunks(count).zip(&samples).map(|(column, sample)| sample + most(column, &words));
        let widths: Vec<f64> = widths.collect();
        let total = widths.iter().sum::<f64>() + GAP * note * (widths.len() - 1) as f64;
        Columns { samples, widths, count, total }
    }

    /// The rows from a left end and an upper edge on.
    fn at(&self, x: f64, top: f64, note: f64) -> Rows {
        let mut x = x;
        let starts = self.widths.iter().zip(&self.samples).map(|(width, sample)| {
            let start = (x, *sample);
            x += width + GAP * note;
            start
        });
        let pitch = PITCH * note;
        let bottom = top + pitch * self.count as f64;
        Rows { starts: starts.collect(), count: self.count, pitch, top, bottom }
    }
}

/// Rows of each column worth trying: one row, columns for many entries, two columns, one.
fn counts(n: usize) -> impl Iterator<Item = usize> {
    let more = [n.div_ceil(4), n.div_ceil(3)].into_iter().filter(move |_| n > MOST);
    std::iter::once(1).chain(more).chain([n.div_ceil(2), n])
}

impl Rows {
    /// In the middle below a page of that height.
    pub fn below(entries: &[Need], spacing: &Spacing, note: f64, page: f64) -> Rows {
        let room = spacing.width - 2.0 * spacing.inset;
        let n = entries.len();
        let columns = |count: usize| Columns::new(entries, count, note);
        let fits = counts(n).map(columns).find(|columns| columns.total <= room);
        let columns = fits.unwrap_or_else(|| Columns::new(entries, n, note));
        columns.at((spacing.width - columns.total) / 2.0, page - spacing.inset + ABOVE * note, note)
    }

    /// Below what stands at the left or right of the page, where that makes the figure lower.
    pub fn beside(entries: &[Need], spacing: &Spacing, (note, rtl): (f64, bool), layout: &Layout) -> Rows {
        let page = layout.page.height;
        let below = Rows::below(entries, spacing, note, page);
        let taken = taken(layout, spacing, rtl);
        let room = spacing.width - 2.0 * spacing.inset;
        let mut best: Option<Rows> = None;
        for count in counts(entries.len()).skip(1) {
            let columns = Columns::new(entries, count, note);
            for x in [spacing.inset, spacing.width - spacing.inset - columns.total] {
                if columns.total > room {
                    continue;
                }
                let (left, right) = (x - GAP * note, x + columns.total + GAP * note);
                let above = taken.iter().filter(|rect| rect.x0 < right && rect.x1 > left);
                let least = above.map(|rect| rect.y1).fold(spacing.inset, f64::max) + ABOVE * note;
                let high = columns.count as f64 * PITCH * note;
                // On one line with the foot of the figure, or lower.
                let top = least.max(page - spacing.inset - high);
                let rows = columns.at(x, top, note);
                if best.as_ref().is_none_or(|best| rows.bottom < best.bottom - WORTH) {
                    best = Some(rows);
                }
            }
        }
        match best {
            Some(best) if best.bottom < below.bottom - WORTH => best,
            _ => below,
        }
    }

    /// Where the sample of an entry has room.
    pub fn place(&self, i: usize) -> Rect {
        let (x, sample) = self.starts.get(i / self.count).copied().unwrap_or_default();
        let y = self.top + (i % self.count) as f64 * self.pitch;
        Rect::new(x, y, x + sample, y + self.pitch)
    }
}

/// What stands on the page, as a page from left to right has it.
fn taken(layout: &Layout, spacing: &Spacing, rtl: bool) -> Vec<Rect> {
    let boxes = layout.boxes.iter().flatten();
    let outlined = boxes.clone().filter(|place| place.outline != Outline::None).map(|place| place.rect);
    let texts = boxes.flat_map(|place| place.text.iter()).chain(layout.paths.iter().flat_map(|path| &path.label));
    let lines = layout.paths.iter().map(|path| &path.points).chain(layout.branches.iter().map(|branch| &branch.points));
    let lines = lines.flat_map(|points| points.windows(2)).map(|ends| Rect::from_points(ends[0], ends[1]));
    let marks = layout.marks.iter().filter_map(|mark| match mark {
        Mark::Words { line, .. } | Mark::Note { line, .. } => Some(extent(line)),
        Mark::Orbit { rect } | Mark::Area { rect, .. } => Some(*rect),
        Mark::Rule { from, to, .. } => Some(Rect::from_points(*from, *to)),
        _ => None,
    });
    let all = outlined.chain(texts.map(extent)).chain(lines).chain(marks);
    let mirrored = |rect: Rect| Rect::new(spacing.width - rect.x1, rect.y0, spacing.width - rect.x0, rect.y1);
    all.map(|rect| if rtl { mirrored(rect) } else { rect }).collect()
}
