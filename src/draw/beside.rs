//! Several figures of one size → one page with all of them, in rows, each below its name.

use kurbo::{Affine, Ellipse, Vec2};

use super::figure::{Figure, Group, Item, Path, Shape, Text};
use crate::layout::TextLine;
use crate::style::Style;

/// One of the figures.
pub struct View {
    /// The lines of its name, above it, as if the figure stood at the top left.
    pub name: Vec<TextLine>,
    /// What it shows.
    pub figure: Figure,
}

/// How the figures stand, in points.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// How many in a row.
    pub columns: usize,
    /// Width of each.
    pub width: f64,
    /// Height of each, without its name and its legend.
    pub height: f64,
    /// Between two side by side, and between two rows.
    pub gaps: (f64, f64),
    /// Height of the names.
    pub name: f64,
    /// Height of a title above all of them; 0 without one.
    pub top: f64,
    /// Width of the page.
    pub page: f64,
}

impl Grid {
    /// The left upper corner of a figure.
    fn place(&self, at: usize, rtl: bool) -> Vec2 {
        let column = at % self.columns;
        let column = if rtl { self.columns - 1 - column } else { column };
        let row = (at / self.columns) as f64;
        let all = self.columns as f64 * (self.width + self.gaps.0) - self.gaps.0;
        let x = (self.page - all) / 2.0 + column as f64 * (self.width + self.gaps.0);
        Vec2::new(x, self.top + row * (self.name + self.height + self.gaps.1))
    }

    /// Height of the page up to its legend.
    pub fn foot(&self, count: usize) -> f64 {
        let rows = count.div_ceil(self.columns) as f64;
        self.top + rows * (self.name + self.height + self.gaps.1) - self.gaps.1
    }
}

/// Puts the figures on one page, the `legend` of all of them below; what is said of the page is said of the last figure.
pub fn beside(
    views: Vec<View>,
    (title, legend): (Vec<TextLine>, Figure),
    grid: Grid,
    style: &Style,
    rtl: bool,
) -> Figure {
    let count = views.len();
    let foot = grid.foot(count);
    let below = Vec2::new((grid.page - grid.width) / 2.0, foot - grid.height);
    let mut items: Vec<Item> = title.iter().map(|line| super::text(line, style.palette.ink)).collect();
    for (at, view) in views.into_iter().enumerate() {
        let place = grid.place(at, rtl);
        items.extend(view.name.iter().map(|line| moved(super::text(line, style.palette.ink), place)));
        let place = place + Vec2::new(0.0, grid.name);
        items.extend(view.figure.items.into_iter().map(|item| moved(item, place)));
    }
    let more = (legend.height - grid.height).max(0.0);
    let legend_items = legend.items.iter().cloned().map(|item| moved(item, below));
    items.extend(legend_items);
    Figure { width: grid.page, height: foot + more, items, ..legend }
}

/// The same in the middle of a page of that height, if it is higher.
pub fn filled(figure: Figure, height: Option<f64>) -> Figure {
    let Some(height) = height.filter(|&height| height > figure.height) else { return figure };
    let by = Vec2::new(0.0, (height - figure.height) / 2.0);
    Figure { height, items: figure.items.into_iter().map(|item| moved(item, by)).collect(), ..figure }
}

/// A thing at another place.
fn moved(item: Item, by: Vec2) -> Item {
    match item {
        Item::Group(Group { tag, items }) => {
            Item::Group(Group { tag, items: items.into_iter().map(|item| moved(item, by)).collect() })
        }
        Item::Path(path) => {
            let shape = match path.shape {
                Shape::Rect(rect) => Shape::Rect(rect + by),
                Shape::Ellipse(ellipse) => Shape::Ellipse(Ellipse::new(ellipse.center() + by, ellipse.radii(), 0.0)),
                Shape::Path(outline) => Shape::Path(Affine::translate(by) * outline),
            };
            Item::Path(Path { shape, ..path })
        }
        Item::Text(text) => Item::Text(Text { x: text.x + by.x, baseline: text.baseline + by.y, ..text }),
    }
}
