//! Widths of labels, heads and cells → a table's columns, rows and rules: numbers only.

use kurbo::{Point, Rect};

use super::graph::Sizes;

/// Most lines of a label or a head.
const MOST_LINES: usize = 3;

/// Most lines of labels before columns are merged to make room for them.
const FEW_LINES: usize = 2;

/// Radius of a disc and of a dot, in em of the body.
const CELL: (f64, f64) = (1.0 / 3.0, 0.061);

/// Height of a row beside its lines, in em of the body.
const ROW_PAD: f64 = 0.356;

/// Least space between the heads of two columns, in em of the note.
const HEAD_GAP: f64 = 0.3;

/// Space between the heads of two groups of columns, in em of the note.
const GROUP_HEAD_GAP: f64 = 0.75;

/// What a group of columns stands farther from the next one than a column from the next, in em of the note.
const GROUP_GAP: f64 = 1.125;

/// Widest distance of columns, in em of the note: in a wide table the eye must still follow a row.
const WIDEST_PITCH: f64 = 2.6;

/// Between the labels and the first column, in em of the note.
const LABEL_GAP: f64 = 0.75;

/// From a head's last line to its rule, and from the rule to the heads of its columns, in em of the note.
const RULE_GAPS: (f64, f64) = (0.3, 0.25);

/// Distance of columns whose heads stand in steps, in em of the note.
const STEP_PITCH: f64 = 1.9;

/// From a head's line in steps to its leader, in em of the note.
const LEADER_GAP: f64 = 0.15;

/// What a table is made of, in reading order; widths in points.
pub struct Table {
    /// Its rows from top to bottom.
    pub rows: Vec<Row>,
    /// Its groups of columns.
    pub groups: Vec<Columns>,
    /// Width of the widest sum, its head included; `None` for a table without sums.
    pub sums: Option<f64>,
    /// The label of the sums below the columns, where there are any.
    pub foot: Option<Sizes>,
}

/// A row.
pub struct Row {
    /// Whether it is a band, the title of the rows below it.
    pub band: bool,
    /// Whether it has cells.
    pub cells: bool,
    /// Whether it stands apart from the row above it, to which it does not belong.
    pub apart: bool,
    /// How far its label is indented.
    pub indent: f64,
    /// The shape curve of its label: heads are the heights of its lines.
    pub sizes: Sizes,
}

/// Columns with a common head.
pub struct Columns {
    /// The shape curve of their head; `None` when they need none.
    pub head: Option<Sizes>,
    /// Widths of the heads of the columns; a single 0 for a column that has no head but that of its group.
    pub widths: Vec<f64>,
}

/// Distances in points.
#[derive(Clone, Copy)]
pub struct Measures {
    /// Width of the page.
    pub width: f64,
    /// From the page's edge to the bands.
    pub inset: f64,
    /// From the end of a band to its text.
    pub tx: f64,
    /// Between the bands.
    pub gap: f64,
    /// Type size of labels.
    pub body: f64,
    /// Type size of heads and sums.
    pub note: f64,
    /// Distance of baselines of labels and of heads.
    pub leading: (f64, f64),
    /// Whether the page reads from right to left.
    pub rtl: bool,
}

/// Where everything stands.
#[derive(Debug)]
pub struct Grid {
    /// Heads of groups by number: the zone of its text, and whether it is centred in it.
    pub heads: Vec<Option<(Rect, bool)>>,
    /// Rules below heads.
    pub rules: Vec<(Point, Point)>,
    /// Lines from heads down to their columns.
    pub leaders: Vec<(Point, Point)>,
    /// Heads of columns by number, where they have any.
    pub ids: Vec<Option<Rect>>,
    /// Middles of columns by number.
    pub columns: Vec<f64>,
    /// Zone of the head of the sums.
    pub sums: Rect,
    /// Rows by number.
    pub rows: Vec<Line>,
    /// Zone of the label of the sums below the columns.
    pub foot: Rect,
    /// Faint rules between rows.
    pub faint: Vec<(Point, Point)>,
    /// Strong rules above the first row, where it is no band, and below the last one.
    pub strong: Vec<(Point, Point)>,
    /// Radius of discs and dots.
    pub radius: (f64, f64),
    /// Height of the table.
    pub height: f64,
}

/// A row's place.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The whole row.
    pub rect: Rect,
    /// Its label.
    pub text: Rect,
}

/// A width between which and what there is a table does not fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Narrow {
    /// The width of the page it needs.
    pub need: f64,
}

/// Widths found for a table.
struct Widths {
    /// Distance of columns.
    pitch: f64,
    /// From the left end of the columns: those of each column, and the ends of each group's head.
    columns: Vec<f64>,
    heads: Vec<(f64, f64)>,
    /// All columns together, with what parts them from the sums.
    total: f64,
}

/// Places everything with the heads of groups above their columns; an error says how wide the page must be.
///
/// `few`: labels of more than two lines do not count as fitting.
pub fn arrange(table: &Table, few: bool, m: &Measures) -> Result<Grid, Narrow> {
    let room = room(table, m);
    let narrowest = columns(table, 0.0, MOST_LINES, m);
    let spare = room - narrowest.total;
    let least = label_need(table, if few { FEW_LINES } else { MOST_LINES });
    if least > spare + 1e-9 {
        return Err(Narrow { need: m.width - spare + least });
    }
    // What the labels do not need to be as low as they can goes to the columns.
    let labels = label_width(table, spare);
    let count = narrowest.columns.len().max(1) as f64;
    let pitch = narrowest.pitch + (spare - labels) / count;
    let fits = |widths: &Widths| widths.total <= room - labels + 1e-9;
    let ways = (1..=MOST_LINES).map(|lines| columns(table, pitch.min(WIDEST_PITCH * m.note), lines, m));
    let widths = ways.into_iter().find(fits).unwrap_or(narrowest);
    Ok(grid(table, &widths, false, m))
}

/// Places everything with the heads of single columns in steps above them, each on a line of its own with a leader to its
/// column: for pages on which they do not stand side by side.
pub fn arrange_in_steps(table: &Table, few: bool, m: &Measures) -> Result<Grid, Narrow> {
    let pitch = STEP_PITCH * m.note;
    let columns: Vec<f64> = (0..table.groups.len()).map(|i| (i as f64 + 0.5) * pitch).collect();
    let total = columns.len() as f64 * pitch + if table.sums.is_some() { GROUP_HEAD_GAP * m.note } else { 0.0 };
    let spare = room(table, m) - total;
    let least = label_need(table, if few { FEW_LINES } else { MOST_LINES });
    if least > spare + 1e-9 {
        return Err(Narrow { need: m.width - spare + least });
    }
    let heads = columns.iter().map(|&x| (x, x)).collect();
    Ok(grid(table, &Widths { pitch, columns, heads, total }, true, m))
}

/// What labels and columns share.
fn room(table: &Table, m: &Measures) -> f64 {
    m.width - 2.0 * (m.inset + m.tx) - m.note * LABEL_GAP - table.sums.unwrap_or(0.0)
}

/// The width that labels need to keep to `lines` lines.
fn label_need(table: &Table, lines: usize) -> f64 {
    let cells = table.rows.iter().filter(|row| row.cells);
    cells.map(|row| row.indent + row.sizes.need(lines, false)).fold(0.0, f64::max)
}

/// The least width in which labels take no more lines than in `most`.
fn label_width(table: &Table, most: f64) -> f64 {
    let cells = table.rows.iter().filter(|row| row.cells);
    let need = |row: &Row| row.indent + row.sizes.need(row.sizes.at(most - row.indent).lines, false);
    cells.map(need).fold(0.0, f64::max)
}

/// Columns at a distance of at least `pitch`, each group under its head of at most `lines` lines.
fn columns(table: &Table, pitch: f64, lines: usize, m: &Measures) -> Widths {
    let widest = table.groups.iter().flat_map(|group| &group.widths).copied().fold(2.0 * CELL.0 * m.body, f64::max);
    let pitch = pitch.max(widest + HEAD_GAP * m.note);
    let mut widths = Widths { pitch, columns: Vec::new(), heads: Vec::new(), total: 0.0 };
    let mut last: Option<(f64, f64)> = None;
    for group in &table.groups {
        let span = (group.widths.len().max(1) - 1) as f64 * pitch + widest;
        let most = span + GROUP_GAP * m.note;
        let head = group.head.as_ref().map_or(0.0, |sizes| {
            let fits = (1..lines).map(|lines| sizes.need(lines, false)).find(|&need| need <= most);
            fits.unwrap_or_else(|| sizes.need(lines, false))
        });
        let over = (head - span).max(0.0) / 2.0;
        let start = match last {
            None => over,
            Some((end, before)) => {
                let apart = pitch - widest + GROUP_GAP * m.note;
                end + apart.max(before + over + GROUP_HEAD_GAP * m.note)
            }
        };
        widths.columns.extend((0..group.widths.len()).map(|i| start + widest / 2.0 + i as f64 * pitch));
        widths.heads.push((start - over, start + span + over));
        last = Some((start + span, over));
        // The head of the sums stands lower than the heads of groups.
        let apart = (over + GROUP_HEAD_GAP * m.note).max(GROUP_GAP * m.note);
        widths.total = start + span + if table.sums.is_some() { apart } else { over };
    }
    widths
}

fn grid(table: &Table, widths: &Widths, steps: bool, m: &Measures) -> Grid {
    let (left, right) = (m.inset, m.width - m.inset);
    let sums = (right - m.tx - table.sums.unwrap_or(0.0), right - m.tx);
    let start = sums.0 - widths.total;
    let labels = (left + m.tx, start - LABEL_GAP * m.note);
    let mut grid = Grid {
        heads: Vec::new(),
        rules: Vec::new(),
        leaders: Vec::new(),
        ids: Vec::new(),
        columns: widths.columns.iter().map(|x| start + x).collect(),
        sums: Rect::ZERO,
        rows: Vec::with_capacity(table.rows.len()),
        foot: Rect::ZERO,
        faint: Vec::new(),
        strong: Vec::new(),
        radius: (CELL.0 * m.body, CELL.1 * m.body),
        height: 0.0,
    };
    let mut y = m.inset;
    y = if steps {
        stepped_heads(table, &mut grid, labels.0, y, m)
    } else {
        heads(table, widths, &mut grid, start, y, m)
    };
    let lead = m.leading.1;
    let level = grid.heads.iter().flatten().map(|(zone, _)| zone.y1).fold(0.0, f64::max);
    let level = if grid.ids.iter().all(Option::is_none) && level > 0.0 { level } else { y };
    grid.sums = Rect::new(sums.0, level - lead, sums.1, level);
    y += m.gap;
    let across = |y: f64, from: f64| (Point::new(from, y), Point::new(right, y));
    if table.rows.first().is_some_and(|row| !row.band) {
        grid.strong.push(across(y, left));
    }
    for (i, row) in table.rows.iter().enumerate() {
        let ends = labels.0 + row.indent;
        let text = (ends, if row.cells { labels.1 } else { right - m.tx });
        let height = row.sizes.at(text.1 - text.0).head.max(m.leading.0) + ROW_PAD * m.body;
        match i.checked_sub(1).map(|above| &table.rows[above]) {
            None => {}
            Some(_) if row.band || row.apart => y += m.gap,
            Some(above) if above.band => {}
            Some(_) => grid.faint.push(across(y, labels.0)),
        }
        let rect = Rect::new(left, y, right, y + height);
        grid.rows.push(Line { rect, text: Rect::new(text.0, rect.y0, text.1, rect.y1) });
        y += height;
    }
    grid.strong.push(across(y, left));
    let foot =
        table.foot.as_ref().map_or(0.0, |foot| foot.at(labels.1 - labels.0).head.max(m.leading.0) + ROW_PAD * m.body);
    grid.foot = Rect::new(labels.0, y, labels.1, y + foot);
    grid.height = y + foot + m.inset;
    if m.rtl {
        grid.mirror(m.width);
    }
    grid
}

/// Heads above their groups of columns, their last lines level; gives the y below the heads of columns.
fn heads(table: &Table, widths: &Widths, grid: &mut Grid, start: f64, mut y: f64, m: &Measures) -> f64 {
    let lead = m.leading.1;
    let zone = |group: &Columns, ends: &(f64, f64)| group.head.as_ref().map(|head| head.at(ends.1 - ends.0).head);
    let heights: Vec<Option<f64>> = table.groups.iter().zip(&widths.heads).map(|(g, ends)| zone(g, ends)).collect();
    let highest = heights.iter().flatten().copied().fold(0.0, f64::max);
    let rule = y + highest + RULE_GAPS.0 * m.note;
    for (height, &(x0, x1)) in heights.iter().zip(&widths.heads) {
        let (x0, x1) = (start + x0, start + x1);
        grid.heads.push(height.map(|height| (Rect::new(x0, y + highest - height, x1, y + highest), true)));
        if height.is_some() {
            grid.rules.push((Point::new(x0, rule), Point::new(x1, rule)));
        }
    }
    let named = table.groups.iter().flat_map(|group| &group.widths).any(|&width| width > 0.0);
    y = match (highest > 0.0, named) {
        (true, true) => rule + RULE_GAPS.1 * m.note + lead,
        (true, false) => rule,
        (false, _) => y + lead,
    };
    let widths = table.groups.iter().flat_map(|group| &group.widths);
    for (&x, &width) in grid.columns.iter().zip(widths) {
        let zone = Rect::new(x - width / 2.0, y - lead, x + width / 2.0, y);
        grid.ids.push((width > 0.0).then_some(zone));
    }
    y
}

/// Heads in steps: the first column's lowest, each ending at its own column, with a leader down to it.
fn stepped_heads(table: &Table, grid: &mut Grid, left: f64, mut y: f64, m: &Measures) -> f64 {
    let mut zones = Vec::new();
    for (group, &x) in table.groups.iter().zip(&grid.columns).rev() {
        let end = x + grid.radius.0;
        let height = group.head.as_ref().map_or(0.0, |head| head.at(end - left).head);
        zones.push(Rect::new(left, y, end, y + height));
        y += height;
    }
    for (zone, &x) in zones.iter().rev().zip(&grid.columns) {
        grid.heads.push(Some((*zone, false)));
        if zone.y1 < y {
            grid.leaders.push((Point::new(x, zone.y1 + LEADER_GAP * m.note), Point::new(x, y)));
        }
        grid.ids.push(None);
    }
    y
}

impl Grid {
    /// Left becomes right.
    fn mirror(&mut self, width: f64) {
        let turn = |rect: &mut Rect| *rect = Rect::new(width - rect.x1, rect.y0, width - rect.x0, rect.y1);
        self.heads.iter_mut().flatten().for_each(|(zone, _)| turn(zone));
        self.ids.iter_mut().flatten().for_each(turn);
        self.columns.iter_mut().for_each(|x| *x = width - *x);
        for rules in [&mut self.rules, &mut self.leaders, &mut self.faint, &mut self.strong] {
            for (from, to) in rules {
                (from.x, to.x) = (width - to.x, width - from.x);
            }
        }
        for line in &mut self.rows {
            turn(&mut line.rect);
            turn(&mut line.text);
        }
        turn(&mut self.sums);
        turn(&mut self.foot);
    }
}
