//! A map of boxes and lines in any direction → a network: stress says what stands near what, rows and columns make it a figure.

use kurbo::{Point, Rect, Size};

use super::graph::{Arrangement, Branch, Fixed, Graph, Kind, Spacing, Spot, Unfit, node};
use super::route::Obstacle;
use board::{Cell, Line, Part, Piece};
use distance::Web;
use search::Sheet;

pub mod distance;
pub mod pivot;
pub mod stress;

mod board;
mod large;
mod project;
mod random;
mod search;
mod separate;
mod sizes;
mod ways;

/// Name of the layout.
pub const NAME: &str = "network";

/// More boxes or lines than these are not set in rows: they fill no page that is read as a whole.
const MOST_PIECES: usize = 100;
const MOST_LINES: usize = 200;

/// Widest box of a large map, in points.
const WIDEST: f64 = 125.0;

/// Columns that are tried.
const COLUMNS: std::ops::RangeInclusive<usize> = 1..=6;

/// A line of text more than the second one in a box counts as much as so many columns of line.
const LINE_PRICE: f64 = 0.3;

/// A column is at most so much wider than the box in it, in points; the figure has margins then.
const MOST_APART: f64 = 60.0;

/// The boxes of a map, and what is between them.
struct Net {
    /// By box, its node.
    nodes: Vec<usize>,
    /// The links that are drawn, the branches, and what only holds the map together.
    lines: Vec<Line>,
    /// By link that is drawn, its edge.
    edges: Vec<usize>,
    /// Boxes that no line ends at, in order.
    loose: Vec<usize>,
    branches: Vec<Branch>,
}

/// Lays out a map as a network.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let net = Net::of(graph);
    if net.nodes.len() > MOST_PIECES || net.lines.len() > MOST_LINES {
        return spread(graph, &net, spacing);
    }
    let mut best: Option<(f64, Arrangement)> = None;
    let mut failed = None;
    for columns in COLUMNS {
        match attempt(graph, &net, spacing, columns) {
            Ok((cost, arrangement)) => {
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, arrangement));
                }
            }
            Err(unfit) => {
                failed = failed.or(Some(unfit));
                break;
            }
        }
    }
    match (best, failed) {
        (Some((_, arrangement)), _) => Ok(arrangement),
        (None, Some(unfit)) => Err(unfit),
        (None, None) => Ok(Arrangement::default()),
    }
}

impl Net {
    fn of(graph: &Graph) -> Net {
        let stands =
            |index: &usize| matches!(graph[node(*index)].kind, Kind::Core | Kind::Title | Kind::Card | Kind::Outcome);
        let nodes: Vec<usize> = (0..graph.node_count()).filter(stands).collect();
        let mut number = vec![usize::MAX; graph.node_count()];
        nodes.iter().enumerate().for_each(|(at, &index)| number[index] = at);
        // The box that shows a node.
        let shown = |mut index: usize| {
            while let (Kind::Item, Some(parent)) = (graph[node(index)].kind, graph[node(index)].parent) {
                index = parent;
            }
            number[index]
        };
        let (mut lines, mut edges) = (Vec::new(), Vec::new());
        for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
            let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
            let ends = [shown(a.index()), shown(b.index())];
            if ends[0] != ends[1] && ends.iter().all(|&end| end < nodes.len()) {
                lines.push(Line { ends, label: graph[edge].label, drawn: true });
                edges.push(edge.index());
            }
        }
        let mut linked: Vec<[usize; 2]> =
            lines.iter().flat_map(|line| [line.ends, [line.ends[1], line.ends[0]]]).collect();
        linked.sort_unstable();
        let mut branches = Vec::new();
        for &parent in &nodes {
            for &child in &graph[node(parent)].children {
                let ends = [number[parent], number[child]];
                // A link between the two says that, and more.
                if number[child] < nodes.len() && linked.binary_search(&ends).is_err() {
                    branches.push(Branch { parent, child, points: Vec::new(), cubic: false });
                    lines.push(Line { ends, label: Size::ZERO, drawn: true });
                }
            }
        }
        let mut net = Net { loose: Vec::new(), nodes, lines, edges, branches };
        net.hold_together(graph);
        net
    }

    /// Lines that are not drawn, so that what no line leads to stands near the middle, or near what comes before it.
    fn hold_together(&mut self, graph: &Graph) {
        let (first, part) = self.web().parts();
        let mut size = vec![0; first.len()];
        part.iter().for_each(|&part| size[part] += 1);
        let core = self.nodes.iter().position(|&index| graph[node(index)].kind == Kind::Core);
        let whole: Vec<usize> = (0..first.len()).filter(|&part| size[part] > 1).collect();
        self.loose = (0..self.nodes.len()).filter(|&at| size[part[at]] == 1 && Some(at) != core).collect();
        let core = core.filter(|&core| size[part[core]] > 1);
        let mut before = core;
        // The group of a part, where it has one.
        let mut entries = first;
        for at in (0..self.nodes.len()).rev().filter(|&at| graph[node(self.nodes[at])].kind == Kind::Title) {
            entries[part[at]] = at;
        }
        for own in whole {
            let entry = entries[own];
            if core.is_some_and(|core| part[core] == own) {
                continue;
            }
            if let Some(before) = before {
                self.lines.push(Line { ends: [before, entry], label: Size::ZERO, drawn: false });
            }
            before = core.or(Some(entry));
        }
    }

    fn web(&self) -> Web {
        let links: Vec<_> = self.lines.iter().map(|line| (line.ends[0], line.ends[1], 1.0)).collect();
        Web::new(self.nodes.len(), &links)
    }
}

/// A map of more boxes or lines than a page can show in order: stress places them, and each line has its way.
fn spread(graph: &Graph, net: &Net, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let gap = spacing.arrow_gap.max(spacing.pgap);
    let width = spacing.width - 2.0 * (spacing.inset + spacing.channel) - gap;
    let boxes = sizes::choose(graph, &net.nodes, spacing, WIDEST.min(width), width)?;
    let mut own = vec![usize::MAX; net.nodes.len()];
    let mut sized = Vec::new();
    let mut loose = net.loose.iter().peekable();
    let mut tied = Vec::new();
    for at in 0..net.nodes.len() {
        if loose.next_if(|next| **next == at).is_none() {
            own[at] = tied.len();
            tied.push(at);
            sized.push(boxes[at].size);
        }
    }
    let lines: Vec<Line> = net.lines.iter().map(|line| Line { ends: line.ends.map(|end| own[end]), ..*line }).collect();
    let rects = large::place(&sized, &lines, spacing, gap, spacing.inset + gap / 2.0);
    let mut bottom = rects.iter().map(|rect| rect.y1).fold(spacing.inset, f64::max);
    let mut spots = vec![None; graph.node_count()];
    for (&at, &rect) in tied.iter().zip(&rects) {
        spots[net.nodes[at]] = Some(boxes[at].spot(rect));
    }
    // What no line holds stands below, in order.
    let side = spacing.inset + spacing.channel + gap / 2.0;
    let (mut x, mut y) = (side, bottom + gap);
    for &at in &net.loose {
        let size = boxes[at].size;
        if x > side && x + size.width > spacing.width - side {
            (x, y) = (side, bottom + gap);
        }
        spots[net.nodes[at]] = Some(boxes[at].spot(Rect::from_origin_size((x, y), size)));
        x += size.width + gap;
        bottom = bottom.max(y + size.height);
    }
    let obstacle = |(&at, &rect): (&usize, &Rect)| Obstacle {
        rect,
        radius: graph[node(net.nodes[at])].radius(rect, spacing),
        oval: spacing.ovals,
        container: false,
        parent: None,
    };
    let obstacles: Vec<Obstacle> = tied.iter().zip(&rects).map(obstacle).collect();
    let mut ways = large::ways(&obstacles, &lines, gap).into_iter();
    let mut wires = vec![None; graph.edge_count()];
    for (&edge, points) in net.edges.iter().zip(&mut ways) {
        wires[edge] = Some(Fixed { points, joins: None });
    }
    let branch = |(branch, points): (&Branch, Vec<Point>)| Branch { points, ..branch.clone() };
    let branches = net.branches.iter().zip(ways).map(branch).collect();
    let height = bottom + gap / 2.0 + spacing.inset;
    Ok(Arrangement { spots, wires, branches, slanted: true, height, ..Arrangement::default() })
}

/// A figure with so many columns, and how good it is.
fn attempt(graph: &Graph, net: &Net, spacing: &Spacing, columns: usize) -> Result<(f64, Arrangement), Unfit> {
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
    let tied: Vec<usize> = (0..net.nodes.len()).filter(|at| !net.loose.contains(at)).collect();
    let mut heights: Vec<f64> = tied.iter().map(|&at| boxes[at].size.height).collect();
    heights.sort_by(f64::total_cmp);
    let rise = spacing.vgap.min(spacing.arrow_gap);
    let typical = heights.get(heights.len() * 3 / 4).copied().unwrap_or_default() + rise;
    let sheet = Sheet { pitch: Size::new((width + gap) / columns as f64, typical), columns, gap };
    let mut cells = vec![Cell { row: 0, slot: 0 }; net.nodes.len()];
    let mut cost = 0.0;
    let mut rows = 0;
    if !tied.is_empty() {
        let mut own = vec![usize::MAX; net.nodes.len()];
        tied.iter().enumerate().for_each(|(at, &piece)| own[piece] = at);
        let pieces: Vec<Piece> = tied.iter().map(|&at| Piece { size: boxes[at].size, part: part[at] }).collect();
        let lines: Vec<Line> =
            net.lines.iter().map(|line| Line { ends: line.ends.map(|end| own[end]), ..*line }).collect();
        let links: Vec<_> = lines.iter().map(|line| (line.ends[0], line.ends[1], 1.0)).collect();
        let points = stress::place(&Web::new(tied.len(), &links), tied.len() as u64);
        let (found, price) =
            roughly(&points, &sheet, |rough, seed| search::search(&pieces, &lines, &sheet, rough, seed));
        cost += price;
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
    cost += 1.1 * net.loose.len().div_ceil(columns) as f64;
    let lines: usize = boxes.iter().map(|b| b.lines.saturating_sub(2)).sum();
    let spots = draw(graph, net, spacing, &boxes, &cells);
    let bottom = spots.iter().map(|spot| spot.rect.y1).fold(0.0, f64::max);
    let height = bottom + spacing.inset;
    cost += LINE_PRICE * lines as f64 + height / 40.0;
    if height > spacing.most {
        cost += 1e6;
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

/// Tries the places of the stress on the sheet as they are, upright, and mirrored; gives the best cells.
fn roughly(
    points: &[Point],
    sheet: &Sheet,
    mut search: impl FnMut(&[Point], u64) -> (Vec<Cell>, f64),
) -> (Vec<Cell>, f64) {
    let n = points.len();
    let bounds = points.iter().fold(Rect::from_points(points[0], points[0]), |all, &point| all.union_pt(point));
    let columns = sheet.columns as f64;
    let rows = (n as f64 / (0.62 * columns)).ceil().max(1.0);
    let mut best: Option<(Vec<Cell>, f64)> = None;
    for turned in [false, true] {
        let place = |point: &Point| {
            let (x, y) =
                ((point.x - bounds.x0) / bounds.width().max(1e-9), (point.y - bounds.y0) / bounds.height().max(1e-9));
            let (x, y) = if turned { (y, x) } else { (x, y) };
            Point::new(x * (columns - 1.0), 1.0 + y * (rows - 1.0))
        };
        let rough: Vec<Point> = points.iter().map(place).collect();
        let found = search(&rough, 1 + u64::from(turned));
        if best.as_ref().is_none_or(|(_, cost)| found.1 < *cost) {
            best = Some(found);
        }
    }
    best.unwrap_or_default()
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
