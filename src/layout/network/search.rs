//! A rough place for each box → a cell for each box in which the lines can be read (simulated annealing: Kirkpatrick et al.
//! 1983; as in Davidson & Harel 1996).

use kurbo::{Point, Size};

use super::board::{Board, Cell, Line, Piece};
use super::random::Random;

/// How long is searched: moves for each box, and at most.
#[derive(Clone, Copy, Debug)]
pub struct Patience(usize, usize);

/// To see which of several starts is worth more.
pub const SHORT: Patience = Patience(25, 1000);

/// To make a figure.
pub const LONG: Patience = Patience(150, 4000);

/// The costs that are accepted by chance at first and at last.
const WARMTH: (f64, f64) = (1.2, 0.04);

/// The page the boxes stand on.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// Distance of columns and rows.
    pub pitch: Size,
    /// Columns.
    pub columns: usize,
    /// Least gap of boxes side by side.
    pub gap: f64,
}

/// Finds cells near the rough places, and better ones; with what they cost.
pub fn search(
    (pieces, lines): (&[Piece], &[Line]),
    sheet: &Sheet,
    rough: &[Point],
    patience: Patience,
    seed: u64,
) -> (Vec<Cell>, f64) {
    let n = pieces.len();
    let mut of = vec![Vec::new(); n];
    for (at, line) in lines.iter().enumerate() {
        line.ends.iter().for_each(|&end| of[end].push(at));
    }
    let mut random = Random::new(seed);
    let last = 2 * (sheet.columns - 1);
    let rows = n.max(1) + 2;
    let mut board = Board::new(pieces, lines, &of, sheet.pitch, last, sheet.gap, rows);
    settle(&mut board, rough);
    let mut cost = board.cost();
    let mut best = (board.cells.clone(), cost);
    let moves = (patience.0 * n).min(patience.1);
    let fall = libm::log(WARMTH.1 / WARMTH.0) / moves.max(1) as f64;
    for step in 0..moves {
        let warmth = WARMTH.0 * libm::exp(fall * step as f64);
        let piece = random.below(n);
        let from = board.cells[piece];
        let Some((to, other)) = target(&board, piece, &mut random) else { continue };
        let moved = [piece, other.unwrap_or(piece)];
        let moved = if other.is_some() { &moved[..] } else { &moved[..1] };
        let before = board.cost_of(moved);
        board.put(piece, to);
        if let Some(other) = other {
            board.put(other, from);
        }
        let change = board.cost_of(moved) - before;
        if change <= 0.0 || random.unit() < libm::exp(-change / warmth) {
            cost += change;
            if cost < best.1 - 1e-9 {
                best = (board.cells.clone(), cost);
            }
        } else {
            board.put(piece, from);
            if let Some(other) = other {
                board.put(other, to);
            }
        }
    }
    for (piece, &cell) in best.0.iter().enumerate() {
        board.put(piece, cell);
    }
    let cost = board.cost();
    (best.0, cost)
}

/// Puts each box into the free cell nearest to its rough place, those with most lines first.
fn settle(board: &mut Board, rough: &[Point]) {
    let n = rough.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&piece| (std::cmp::Reverse(board.of[piece].len()), piece));
    for piece in order {
        let wanted = rough[piece];
        let mut best = (f64::INFINITY, None);
        for row in 0..board.rows.len() {
            for slot in 0..=board.last {
                let cell = Cell { row, slot };
                let (dx, dy) = (slot as f64 / 2.0 - wanted.x, row as f64 - wanted.y);
                let off = dx * dx + dy * dy;
                if off < best.0 && board.free(piece, cell, &[]) {
                    best = (off, Some(cell));
                }
            }
        }
        // A row for each box and more: there is always a free one.
        board.put(piece, best.1.unwrap_or(Cell { row: board.rows.len() - 1, slot: board.last / 2 }));
    }
}

/// Where a box could go, and the box it would change places with.
fn target(board: &Board, piece: usize, random: &mut Random) -> Option<(Cell, Option<usize>)> {
    let from = board.cells[piece];
    let used = |row: usize| !board.rows[row].is_empty();
    let to = match random.below(4) {
        // Near by.
        0 | 1 => {
            let row = (from.row + random.below(3)).checked_sub(1)?;
            let slot = (from.slot + random.below(7)).checked_sub(3)?;
            Cell { row, slot }
        }
        // Near a box it is linked with.
        2 => {
            let lines = &board.of[piece];
            let line = &board.lines[*lines.get(random.below(lines.len().max(1)))?];
            let other = if line.ends[0] == piece { line.ends[1] } else { line.ends[0] };
            let near = board.cells[other];
            let row = (near.row + random.below(3)).checked_sub(1)?;
            let slot = (near.slot + random.below(7)).checked_sub(3)?;
            Cell { row, slot }
        }
        // Where another one is.
        _ => board.cells[random.below(board.pieces.len())],
    };
    if to == from || to.row >= board.rows.len() || to.slot > board.last {
        return None;
    }
    // No box goes where it would stand rows away from all others.
    let near = used(to.row) || to.row > 0 && used(to.row - 1) || to.row + 1 < board.rows.len() && used(to.row + 1);
    if !near {
        return None;
    }
    let there = board.rows[to.row].iter().copied().find(|&other| other != piece && board.cells[other] == to);
    match there {
        None => board.free(piece, to, &[]).then_some((to, None)),
        Some(other) => {
            let fits = board.free(piece, to, &[other]) && board.free(other, from, &[piece]);
            // Side by side in one row they may still stand in each other's way.
            let apart = from.row != to.row || {
                let need = (board.pieces[piece].size.width + board.pieces[other].size.width) / 2.0 + board.gap;
                from.slot.abs_diff(to.slot) as f64 * board.pitch.width / 2.0 + 1e-6 >= need
            };
            (fits && apart).then_some((to, Some(other)))
        }
    }
}
