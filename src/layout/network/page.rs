//! Rough places on a page of so many columns → a figure in rows, and how good it is.

use kurbo::{Point, Rect, Size};

use super::super::graph::{Arrangement, Graph, Kind, Spacing, Spot, Unfit, node};
use super::board::{Cell, Part, Piece};
use super::net::Net;
use super::search::{self, Patience, Sheet};
use super::sizes;

/// What the square of the lines of text in a box past the second one counts; the unit is a line one column long.
const LINE_PRICE: f64 = 0.3;

/// A row of boxes that no line holds counts as much.
const ROW_PRICE: f64 = 1.1;

/// So many points of height count as much.
const HEIGHT_UNIT: f64 = 40.0;

/// A figure higher than its page is worse than any other.
const TOO_HIGH: f64 = 1e6;

/// Boxes that overlap are worse than that.
const OVERLAP: f64 = 1e9;

/// A column is at most so much wider than the box in it, in points; the figure has margins then.
const MOST_APART: f64 = 60.0;

/// Share of the cells that are full to begin with.
const FULL: f64 = 0.62;

/// A figure with so many columns, and how good it is.
pub fn attempt(
    graph: &Graph,
    net: &Net,
    spacing: &Spacing,
    (columns, turned): (usize, bool),
    points: &[Point],
    patience: Patience,
) -> Result<(f64, Arrangement), Unfit> {
    let side = spacing.inset + spacing.channel;
    let width = spacing.width - 2.0 * side;
    let gap = spacing.pgap.max(spacing.link_gap);
    let most = (width + gap) / columns as f64 - gap;
    let boxes = sizes::choose(graph, &net.nodes, spacing, most, width)?;
    let mut part = Vec::new();
    for &index in &net.nodes {
        part.push(match graph[node(index)].kind {
            Kind::Core => Part::Middle,
            Kind::Title => Part::Head,
            Kind::Outcome => Part::End,
            _ => Part::One,
        });
    }
    let tied: Vec<usize> = net.tied().iter().enumerate().filter_map(|(at, own)| own.map(|_| at)).collect();
    let mut heights: Vec<f64> = tied.iter().map(|&at| boxes[at].size.height).collect();
    heights.sort_by(f64::total_cmp);
    let rise = spacing.vgap.min(spacing.arrow_gap);
    let typical = heights.get(heights.len() * 3 / 4).copied().unwrap_or_default() + rise;
    let sheet = Sheet { pitch: Size::new((width + gap) / columns as f64, typical), columns, gap };
    let mut cells = vec![Cell { row: 0, slot: 0 }; net.nodes.len()];
    let mut cost = 0.0;
    let mut rows = 0;
    if !tied.is_empty() {
        let pieces: Vec<Piece> = tied.iter().map(|&at| Piece { size: boxes[at].size, part: part[at] }).collect();
        let lines = net.tied_lines();
        let rough = roughly(points, &sheet, turned);
        let seed = tied.len() as u64;
        let (found, price) = search::search((&pieces, &lines), &sheet, &rough, patience, seed);
        cost += price;
        let found = in_reading_order(&pieces, found, spacing.rtl);
        for (&at, cell) in tied.iter().zip(found) {
            cells[at] = cell;
            rows = rows.max(cell.row + 1);
        }
    }
    // What no line holds stands below, in order.
    for (at, &piece) in net.loose.iter().enumerate() {
        let left = net.loose.len() - at / columns * columns;
        let slot = 2 * (at % columns) + columns.saturating_sub(left.min(columns));
        cells[piece] = Cell { row: rows + at / columns, slot };
    }
    cost += ROW_PRICE * net.loose.len().div_ceil(columns) as f64;
    let over = |own: &sizes::Shaped| own.lines.saturating_sub(2) as f64;
    let lines: f64 = boxes.iter().map(|own| over(own) * over(own)).sum();
    let spots = draw(graph, net, spacing, &boxes, &cells);
    let bottom = spots.iter().map(|spot| spot.rect.y1).fold(0.0, f64::max);
    let height = bottom + spacing.inset;
    cost += LINE_PRICE * lines + height / HEIGHT_UNIT;
    if height > spacing.most {
        cost += TOO_HIGH;
    }
    // Wide boxes in a full row leave no room for each other: fewer columns do.
    let rects: Vec<Rect> = spots.iter().map(|spot| spot.rect).collect();
    let overlap = |(at, a): (usize, &Rect)| rects[..at].iter().any(|b| a.overlaps(*b));
    if rects.iter().enumerate().any(overlap) {
        cost += OVERLAP;
    }
    let mut arrangement = Arrangement {
        spots: vec![None; graph.node_count()],
        wires: vec![None; graph.edge_count()],
        branches: net.branches.clone(),
        slanted: true,
        height,
        ..Arrangement::default()
    };
    for (&index, spot) in net.nodes.iter().zip(spots) {
        arrangement.spots[index] = Some(spot);
    }
    Ok((cost, arrangement))
}

/// The places of the stress on the sheet: columns and rows, and fractions of them.
fn roughly(points: &[Point], sheet: &Sheet, turned: bool) -> Vec<Point> {
    let all = points.iter().fold(None, |all: Option<Rect>, &point| {
        Some(all.map_or(Rect::from_points(point, point), |all| all.union_pt(point)))
    });
    let bounds = all.unwrap_or_default();
    let columns = sheet.columns as f64;
    let rows = (points.len() as f64 / (FULL * columns)).ceil().max(1.0);
    let place = |point: &Point| {
        let (x, y) =
            ((point.x - bounds.x0) / bounds.width().max(1e-9), (point.y - bounds.y0) / bounds.height().max(1e-9));
        let (x, y) = if turned { (y, x) } else { (x, y) };
        Point::new(x * (columns - 1.0), 1.0 + y * (rows - 1.0))
    };
    points.iter().map(place).collect()
}

/// The cells, or their mirror image if in that the groups are read more nearly in author order.
fn in_reading_order(pieces: &[Piece], cells: Vec<Cell>, rtl: bool) -> Vec<Cell> {
    let mut heads: Vec<usize> = (0..pieces.len()).filter(|&at| pieces[at].part == Part::Head).collect();
    if heads.len() < 2 {
        heads = (0..pieces.len()).filter(|&at| pieces[at].part == Part::One).collect();
    }
    let (right, bottom) = cells.iter().fold((0, 0), |(x, y), cell| (x.max(cell.slot), y.max(cell.row)));
    let end = pieces.iter().any(|piece| piece.part == Part::End);
    let (mut best, mut least) = (cells.clone(), usize::MAX);
    for (across, down) in [(rtl, false), (!rtl, false), (rtl, true), (!rtl, true)] {
        // The end of a map stays at the bottom.
        if down && end {
            continue;
        }
        let flip = |cell: &Cell| Cell {
            row: if down { bottom - cell.row } else { cell.row },
            slot: if across { right - cell.slot } else { cell.slot },
        };
        let flipped: Vec<Cell> = cells.iter().map(flip).collect();
        let read = |at: usize| (flipped[at].row, if rtl { right - flipped[at].slot } else { flipped[at].slot });
        let turned = |(at, &a): (usize, &usize)| heads[..at].iter().filter(|&&b| read(b) > read(a)).count();
        let against = heads.iter().enumerate().map(turned).sum();
        if against < least {
            (best, least) = (flipped, against);
        }
    }
    best
}

/// The boxes of cells on the page: rows as high as they need, columns as far apart as the page allows.
fn draw(graph: &Graph, net: &Net, spacing: &Spacing, boxes: &[sizes::Shaped], cells: &[Cell]) -> Vec<Spot> {
    let used = |of: fn(&Cell) -> usize| {
        let mut all: Vec<usize> = cells.iter().map(of).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let rows = used(|cell| cell.row);
    let row = |cell: &Cell| rows.partition_point(|&row| row < cell.row);
    let slots = used(|cell| cell.slot);
    let (first, last) = (slots.first().copied().unwrap_or(0) as f64, slots.last().copied().unwrap_or(0) as f64);
    let (middle, centre) = ((first + last) / 2.0, spacing.width / 2.0);
    let room = centre - spacing.inset - spacing.channel;
    let mut step = f64::INFINITY;
    for (cell, own) in cells.iter().zip(boxes) {
        let off = (cell.slot as f64 - middle).abs();
        if off > 0.0 {
            step = step.min((room - own.size.width / 2.0) / off);
        }
    }
    // What stands side by side keeps its gap.
    let gap = spacing.pgap.max(spacing.link_gap);
    let widest = boxes.iter().map(|own| own.size.width).fold(0.0, f64::max);
    let mut need = (widest + MOST_APART) / 2.0;
    for (at, (a, own)) in cells.iter().zip(boxes).enumerate() {
        for (b, other) in cells[..at].iter().zip(boxes).filter(|(b, _)| a.row == b.row) {
            let apart = a.slot.abs_diff(b.slot).max(1) as f64;
            need = need.max(((own.size.width + other.size.width) / 2.0 + gap) / apart);
        }
    }
    let step = step.min(need);
    // Rows, and the gaps below them: with a line that passes there is room for it, with a label for that.
    let mut high = vec![0.0f64; rows.len()];
    for (cell, own) in cells.iter().zip(boxes) {
        high[row(cell)] = high[row(cell)].max(own.size.height);
    }
    let mut below = vec![2.0 * spacing.gap; rows.len()];
    for line in net.lines.iter().filter(|line| line.drawn) {
        let [a, b] = line.ends.map(|end| row(&cells[end]));
        let (a, b) = (a.min(b), a.max(b));
        for gap in &mut below[a..b] {
            *gap = gap.max(spacing.vgap.min(spacing.arrow_gap));
        }
        if line.label.height > 0.0 && a < b {
            below[a] = below[a].max(line.label.height + 2.0 * spacing.gap);
        }
    }
    let mut tops = vec![spacing.inset; rows.len()];
    for at in 1..rows.len() {
        tops[at] = tops[at - 1] + high[at - 1] + below[at - 1];
    }
    // Cards that stand side by side and hold a label only are of one height.
    let mut even = vec![0.0f64; rows.len()];
    let plain = |at: usize| graph[node(net.nodes[at])].kind == Kind::Card && boxes[at].body == 0.0;
    for (_, (cell, own)) in cells.iter().zip(boxes).enumerate().filter(|(at, _)| plain(*at)) {
        even[row(cell)] = even[row(cell)].max(own.size.height);
    }
    let spot = |(at, (cell, own)): (usize, (&Cell, &sizes::Shaped))| {
        let at_row = row(cell);
        let height = if plain(at) && !spacing.ovals { even[at_row] } else { own.size.height };
        let x = centre + (cell.slot as f64 - middle) * step;
        let y = tops[at_row] + high[at_row] / 2.0;
        own.spot(Rect::from_center_size((x, y), (own.size.width, height)))
    };
    cells.iter().zip(boxes).enumerate().map(spot).collect()
}
