//! Boxes on the rows and half columns of a page, and how well the lines between them can be read.

use kurbo::{Point, Rect, Size};

/// Least distance of a straight line from a box it does not end at, in points (1.2 mm).
pub const CLEAR: f64 = 3.4;

/// A box that is to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its size.
    pub size: Size,
    /// What it is for the whole.
    pub part: Part,
}

/// What a box is for the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The middle of the map.
    Middle,
    /// One that others belong to.
    Head,
    /// One of many.
    One,
    /// The end of the map.
    End,
}

/// A line between two boxes.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The boxes.
    pub ends: [usize; 2],
    /// Size of its label; zero without one.
    pub label: Size,
    /// Whether it is drawn; else it only keeps its ends near each other.
    pub drawn: bool,
}

impl Line {
    /// The rows between which it runs.
    fn span(&self, cells: &[Cell]) -> [usize; 2] {
        let [a, b] = self.ends.map(|end| cells[end].row);
        [a.min(b), a.max(b)]
    }
}

/// What counts how much; the unit is a line one row or column long.
mod price {
    /// A line through a box.
    pub const THROUGH: f64 = 7.0;
    /// Two lines that cross.
    pub const CROSSING: f64 = 2.5;
    /// Two lines that leave a box in nearly one direction, at worst.
    pub const SHARP: f64 = 1.5;
    /// A row more.
    pub const ROW: f64 = 1.1;
    /// The middle a column or a row from the middle of the page.
    pub const OFF_MIDDLE: f64 = 2.0;
    /// Two boxes that mirror each other, or one on the axis.
    pub const MIRROR: f64 = -0.5;
    /// A row below the end of the map.
    pub const BELOW_END: f64 = 0.6;
    /// A line that is upright or level.
    pub const STRAIGHT: f64 = -0.25;
    /// A label without room.
    pub const LABEL: f64 = 4.0;
}

/// Lines that leave a box within this angle of each other are hard to tell apart; its cosine (18°).
const SHARP_COSINE: f64 = 0.951;

/// A place: the row, and the half column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub row: usize,
    pub slot: usize,
}

/// Boxes in cells.
#[derive(Clone, Debug)]
pub struct Board<'a> {
    pub pieces: &'a [Piece],
    pub lines: &'a [Line],
    /// By box, its lines.
    pub of: &'a [Vec<usize>],
    /// Distance of columns and rows.
    pub pitch: Size,
    /// Half columns, from 0 to this one.
    pub last: usize,
    /// By box.
    pub cells: Vec<Cell>,
    /// By row, its boxes.
    pub rows: Vec<Vec<usize>>,
    /// Least gap of boxes side by side.
    pub gap: f64,
    /// The middle of each box.
    points: Vec<Point>,
    moved: Vec<bool>,
    touched: Vec<bool>,
}

impl<'a> Board<'a> {
    /// A board on which nothing stands yet.
    pub fn new(
        pieces: &'a [Piece],
        lines: &'a [Line],
        of: &'a [Vec<usize>],
        pitch: Size,
        last: usize,
        gap: f64,
        rows: usize,
    ) -> Board<'a> {
        Board {
            pieces,
            lines,
            of,
            pitch,
            last,
            cells: vec![Cell { row: usize::MAX, slot: 0 }; pieces.len()],
            rows: vec![Vec::new(); rows],
            gap,
            points: vec![Point::ZERO; pieces.len()],
            moved: vec![false; pieces.len()],
            touched: vec![false; lines.len()],
        }
    }

    /// Whether a box may stand in a cell, beside all that stand there but these.
    pub fn free(&self, piece: usize, cell: Cell, except: &[usize]) -> bool {
        let width = self.pieces[piece].size.width;
        let half = self.pitch.width / 2.0;
        // A wide box keeps from the sides of the page what its neighbours keep.
        let over = ((width - (self.pitch.width - self.gap)) / 2.0 / half).max(0.0) - 1e-6;
        if (cell.slot as f64) < over || (self.last - cell.slot) as f64 + 1e-9 < over {
            return false;
        }
        self.rows[cell.row].iter().filter(|other| **other != piece && !except.contains(other)).all(|&other| {
            let apart = self.cells[other].slot.abs_diff(cell.slot) as f64 * half;
            apart + 1e-6 >= (width + self.pieces[other].size.width) / 2.0 + self.gap
        })
    }

    /// Puts a box into a cell.
    pub fn put(&mut self, piece: usize, cell: Cell) {
        let old = self.cells[piece];
        if let Some(row) = self.rows.get_mut(old.row) {
            row.retain(|&other| other != piece);
        }
        self.rows[cell.row].push(piece);
        self.cells[piece] = cell;
        self.points[piece] = Point::new(cell.slot as f64 * self.pitch.width / 2.0, cell.row as f64 * self.pitch.height);
    }

    /// What everything costs.
    pub fn cost(&mut self) -> f64 {
        let all: Vec<usize> = (0..self.pieces.len()).collect();
        self.cost_of(&all)
    }

    /// What depends on where these boxes stand.
    pub fn cost_of(&mut self, pieces: &[usize]) -> f64 {
        let of = self.of;
        for &piece in pieces {
            self.moved[piece] = true;
            of[piece].iter().for_each(|&line| self.touched[line] = true);
        }
        let mut cost = 0.0;
        for (at, &piece) in pieces.iter().enumerate() {
            for &line in &of[piece] {
                // A line between two of them counts once.
                let [a, b] = self.lines[line].ends;
                let other = if a == piece { b } else { a };
                if !pieces[..at].contains(&other) || !self.moved[other] {
                    cost += self.line(line);
                }
            }
            cost += self.alone(piece);
            let rect = self.rect(piece).inflate(CLEAR, CLEAR);
            let row = self.cells[piece].row;
            for (at, line) in self.lines.iter().enumerate() {
                let [top, bottom] = line.span(&self.cells);
                if top <= row && row <= bottom && line.drawn && !self.touched[at] && self.passes(line, rect) {
                    cost += price::THROUGH;
                }
            }
        }
        let used = self.rows.iter().filter(|row| !row.is_empty()).count();
        cost += used as f64 * price::ROW;
        for &piece in pieces {
            self.moved[piece] = false;
            of[piece].iter().for_each(|&line| self.touched[line] = false);
        }
        cost
    }

    fn rect(&self, piece: usize) -> Rect {
        Rect::from_center_size(self.points[piece], self.pieces[piece].size)
    }

    fn passes(&self, line: &Line, rect: Rect) -> bool {
        let [a, b] = line.ends.map(|end| self.points[end]);
        crosses_rect(a, b, rect)
    }

    /// A line with all that it touches.
    fn line(&self, index: usize) -> f64 {
        let line = &self.lines[index];
        let [a, b] = line.ends.map(|end| self.points[end]);
        let (dx, dy) = ((a.x - b.x) / self.pitch.width, (a.y - b.y) / self.pitch.height);
        let length = (dx * dx + dy * dy).sqrt();
        let mut cost = length + 0.12 * length * length;
        if !line.drawn {
            return 0.5 * cost;
        }
        if dx == 0.0 || dy == 0.0 {
            cost += price::STRAIGHT;
        }
        if line.label != Size::ZERO {
            let [p, q] = line.ends.map(|end| self.pieces[end].size);
            let room = (a.x - b.x).abs() - (p.width + q.width) / 2.0;
            // Between rows there is as much room as is needed.
            if dy == 0.0 && room < line.label.width + 2.0 * CLEAR {
                cost += price::LABEL;
            }
        }
        // Only boxes in the rows between its ends can be in its way.
        let [top, bottom] = line.span(&self.cells);
        for &piece in self.rows[top..=bottom].iter().flatten() {
            if !line.ends.contains(&piece) && self.passes(line, self.rect(piece).inflate(CLEAR, CLEAR)) {
                cost += price::THROUGH;
            }
        }
        for (at, other) in self.lines.iter().enumerate() {
            let [above, below] = other.span(&self.cells);
            // Two lines that both move count once.
            if above > bottom || below < top || at == index || !other.drawn || (self.touched[at] && at < index) {
                continue;
            }
            let [c, d] = other.ends.map(|end| self.points[end]);
            let shared = line.ends.iter().find(|end| other.ends.contains(end));
            match shared {
                Some(&at) => {
                    let far = |ends: [usize; 2]| self.points[if ends[0] == at { ends[1] } else { ends[0] }];
                    cost += sharp(self.points[at], far(line.ends), far(other.ends));
                }
                None if cross(a, b, c, d) => cost += price::CROSSING,
                None => {}
            }
        }
        cost
    }

    /// What a place costs whatever stands elsewhere, or by what mirrors it.
    fn alone(&self, piece: usize) -> f64 {
        let Cell { row, slot } = self.cells[piece];
        let mut cost = 0.0;
        let part = self.pieces[piece].part;
        match part {
            Part::Middle => {
                let (mut before, mut after) = (0.0, 0.0);
                for (at, boxes) in self.rows.iter().enumerate().filter(|(_, boxes)| !boxes.is_empty()) {
                    *(if at < row { &mut before } else { &mut after }) +=
                        f64::from(at != row) * boxes.len().min(1) as f64;
                }
                let across = (slot as f64 - self.last as f64 / 2.0).abs() / 2.0;
                cost += price::OFF_MIDDLE * (across + f64::abs(before - after) / 2.0);
            }
            Part::End => {
                let below = self.rows[row + 1..].iter().filter(|row| !row.is_empty()).count();
                cost += price::BELOW_END * below as f64;
            }
            Part::Head | Part::One => {}
        }
        let mirrored = self.rows[row]
            .iter()
            .any(|&other| self.cells[other].slot + slot == self.last && self.pieces[other].part == part);
        if mirrored { cost + price::MIRROR } else { cost }
    }
}

/// Whether a straight piece meets a rectangle.
pub fn crosses_rect(a: Point, b: Point, rect: Rect) -> bool {
    if a.x.max(b.x) <= rect.x0 || a.x.min(b.x) >= rect.x1 || a.y.max(b.y) <= rect.y0 || a.y.min(b.y) >= rect.y1 {
        return false;
    }
    // All four corners on one side of the line?
    let side = |x: f64, y: f64| (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    let corners = [side(rect.x0, rect.y0), side(rect.x1, rect.y0), side(rect.x0, rect.y1), side(rect.x1, rect.y1)];
    !(corners.iter().all(|s| *s >= 0.0) || corners.iter().all(|s| *s <= 0.0))
}

/// Whether two straight pieces cross, or lie on each other.
fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    if a.x.max(b.x) < c.x.min(d.x)
        || c.x.max(d.x) < a.x.min(b.x)
        || a.y.max(b.y) < c.y.min(d.y)
        || c.y.max(d.y) < a.y.min(b.y)
    {
        return false;
    }
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

/// What two lines cost that leave one box in nearly one direction.
fn sharp(from: Point, a: Point, b: Point) -> f64 {
    let (a, b) = (a - from, b - from);
    let dot = a.dot(b);
    if dot <= 0.0 {
        return 0.0;
    }
    let squares = a.hypot2() * b.hypot2();
    let square = dot * dot / squares.max(f64::MIN_POSITIVE);
    let limit = SHARP_COSINE * SHARP_COSINE;
    if square <= limit { 0.0 } else { price::SHARP * (square - limit) / (1.0 - limit) }
}
