//! Labels of links that find no room → circled numbers beside the links, and what they stand for below the figure.

use kurbo::{Rect, Size, Vec2};

use super::content::Block;
use super::door::Door;
use super::graph::Spacing;
use super::{Layout, Mark};

/// Diameter of the circle around a number, in em.
const DISC: f64 = 1.4;

/// From the figure to its key, between rows, and from a number to its words, in em.
const ABOVE: f64 = 1.2;
const ROWS: f64 = 0.3;
const WORDS: f64 = 0.6;

/// Between columns, in em.
const COLUMNS: f64 = 2.0;

/// A label that stands below the figure.
#[derive(Clone, Debug)]
pub struct Key {
    /// Index of its link.
    pub edge: usize,
    /// The label.
    pub words: Block,
}

/// The room a number takes beside its link.
pub fn disc(size: f64) -> Size {
    Size::new(DISC * size, DISC * size)
}

/// Lists below the figure what the numbers beside links stand for, in order.
pub fn write(door: &Door, spacing: &Spacing, note: f64, layout: &mut Layout) {
    let Some(rows) = Rows::new(door, spacing, note) else { return };
    let top = layout.page.height - spacing.inset + ABOVE * note;
    for (i, key) in door.keys.iter().enumerate() {
        let Some((number, _)) = &door.labels[key.edge] else { continue };
        let cell = rows.cell(i, top, spacing, door.rtl);
        let disc = disc(note);
        let (first, rest) = (disc.width, disc.width + WORDS * note);
        let ((n0, n1), (w0, w1)) = if door.rtl {
            ((cell.x1 - first, cell.x1), (cell.x0, cell.x1 - rest))
        } else {
            ((cell.x0, cell.x0 + first), (cell.x0 + rest, cell.x1))
        };
        let place = Rect::new(n0, cell.y0, n1, cell.y1);
        layout.marks.push(Mark::Circle { rect: Rect::from_center_size(place.center(), disc) });
        layout.marks.extend(number.set(place, true, false).into_iter().map(|line| Mark::Words { line, quiet: true }));
        let words = key.words.set(Rect::new(w0, cell.y0, w1, cell.y1), false, door.rtl);
        layout.marks.extend(words.into_iter().map(|line| Mark::Words { line, quiet: true }));
    }
    layout.page.height += height(door, spacing, note);
}

/// The height that the key adds to the figure.
pub fn height(door: &Door, spacing: &Spacing, note: f64) -> f64 {
    Rows::new(door, spacing, note).map_or(0.0, |rows| ABOVE * note + rows.pitch * rows.count as f64)
}

/// The key as a table of even rows, filled column by column.
struct Rows {
    columns: usize,
    count: usize,
    pitch: f64,
    gap: f64,
}

impl Rows {
    /// As many columns as the longest label leaves room for.
    fn new(door: &Door, spacing: &Spacing, note: f64) -> Option<Rows> {
        let width = spacing.width - 2.0 * spacing.inset;
        let (gap, first) = (COLUMNS * note, disc(note).width + WORDS * note);
        let widest = door.keys.iter().map(|key| key.words.width()).reduce(f64::max)? + first;
        let most = ((width + gap) / (widest + gap)).floor().max(1.0) as usize;
        let count = door.keys.len().div_ceil(most);
        // The last column is not left empty.
        let columns = door.keys.len().div_ceil(count);
        let column = (width + gap) / columns as f64 - gap - first;
        let words = door.keys.iter().map(|key| key.words.height(column)).fold(0.0, f64::max);
        let pitch = words.max(disc(note).height) + ROWS * note;
        Some(Rows { columns, count, pitch, gap })
    }

    /// The place of entry `i`.
    fn cell(&self, i: usize, top: f64, spacing: &Spacing, rtl: bool) -> Rect {
        let width = (spacing.width - 2.0 * spacing.inset + self.gap) / self.columns as f64;
        let (column, row) = (i / self.count, i % self.count);
        let column = if rtl { self.columns - 1 - column } else { column };
        let place = Vec2::new(spacing.inset + width * column as f64, top + self.pitch * row as f64);
        Rect::new(0.0, 0.0, width - self.gap, self.pitch) + place
    }
}
