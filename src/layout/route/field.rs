//! Things on the page → those near a place, found by the cells of an even grid.

use kurbo::{Point, Rect};

/// Most cells for each thing: things that stand in one corner of a large page shall not cost the page.
const CELLS: f64 = 4.0;

/// Numbers of things, by the cells their bounds reach into.
pub(super) struct Field {
    origin: Point,
    cell: f64,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
}

impl Field {
    /// A grid with about one cell for each of `n` things.
    pub fn new(page: Rect, n: usize) -> Field {
        let n = n.max(1) as f64;
        let cell = (page.width().max(1.0) * page.height().max(1.0) / n).sqrt().max(1.0);
        let count = |length: f64| (length / cell).ceil().clamp(1.0, CELLS * n) as usize;
        let (columns, rows) = (count(page.width()), count(page.height()));
        Field { origin: page.origin(), cell, columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    fn cells(&self, bounds: Rect) -> impl Iterator<Item = usize> + use<> {
        // What lies beyond the page counts to the cells along its edge.
        let index = |v: f64, n: usize| ((v / self.cell).floor().max(0.0) as usize).min(n - 1);
        let columns = index(bounds.x0 - self.origin.x, self.columns)..=index(bounds.x1 - self.origin.x, self.columns);
        let rows = index(bounds.y0 - self.origin.y, self.rows)..=index(bounds.y1 - self.origin.y, self.rows);
        let width = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    /// Notes where a thing is.
    pub fn insert(&mut self, thing: usize, bounds: Rect) {
        for cell in self.cells(bounds) {
            self.cells[cell].push(thing as u32);
        }
    }

    /// Whether something that may reach into these bounds is what is looked for; some things are asked about twice.
    pub fn any(&self, bounds: Rect, mut wanted: impl FnMut(usize) -> bool) -> bool {
        self.cells(bounds).any(|cell| self.cells[cell].iter().any(|&thing| wanted(thing as usize)))
    }
}
