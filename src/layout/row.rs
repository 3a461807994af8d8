//! The core with what the author wants beside it → one row: tiles stacked at its left and right.

use kurbo::Point;

use super::band::{self, Band};
use super::graph::{Arrangement, EPSILON, Graph, Spacing, Spot, Unfit};
use super::hub::{connect, core_width};
use super::tile::{MOST_LINES, Tile};

/// Lines that texts in a column may take: two or three, more only where nothing else fits.
const LINE_LIMITS: [usize; 4] = [2, 3, 4, MOST_LINES];

/// Gaps grow to at most this many times their least before columns grow.
const MOST_GAP: f64 = 1.6;

/// What stands in the row of the core, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What stands before the core.
    pub left: Vec<usize>,
    /// What stands after it.
    pub right: Vec<usize>,
}

/// One column of the row.
struct Column<'a> {
    tiles: Vec<Tile<'a>>,
    bands: Vec<Band>,
    x: f64,
    width: f64,
    height: f64,
}

/// The row with every size decided.
pub struct Row<'a> {
    columns: Vec<Column<'a>>,
    /// Indices of the boxes in each column.
    members: Vec<Vec<usize>>,
    core: usize,
    /// Its height.
    pub height: f64,
    /// What it costs, in points of figure height.
    pub cost: f64,
}

impl<'a> Row<'a> {
    /// Shares the width of the page among the columns.
    pub fn solve(graph: &'a Graph, spacing: &Spacing, core: usize, beside: &Beside) -> Result<Row<'a>, Unfit> {
        let width = spacing.width - 2.0 * (spacing.inset + spacing.channel);
        let mut members = vec![beside.left.clone(), vec![core], beside.right.clone()];
        members.retain(|column| !column.is_empty());
        if members.len() == 1 {
            let own = core_width(graph, core, width, spacing.core_share)?;
            let tiles = vec![Tile::of(graph, core, spacing)];
            let column = Column::solve(tiles, (spacing.width - own) / 2.0, own, spacing)?;
            let height = column.height;
            return Ok(Row { columns: vec![column], members, core, height, cost: height });
        }
        let gaps = gaps(graph, spacing, &members);
        let room = width - gaps.iter().sum::<f64>();
        let tiles =
            |column: &Vec<usize>| column.iter().map(|&index| Tile::of(graph, index, spacing)).collect::<Vec<_>>();
        let mut unfit = Unfit::Word { node: core, need: 0.0, room };
        for limit in LINE_LIMITS {
            // The core may take a line more than the themes beside it.
            let need = |column: &Vec<usize>| {
                let lines = if column[0] == core { limit + 1 } else { limit };
                tiles(column).iter().map(|tile| tile.narrowest(lines)).fold(0.0, f64::max)
            };
            let needs: Vec<f64> = members.iter().map(need).collect();
            let total: f64 = needs.iter().sum();
            if total > room + EPSILON {
                let (at, need) = needs.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap_or((0, &0.0));
                unfit = Unfit::Word { node: members[at][0], need: *need, room: room - (total - need) };
                continue;
            }
            let (gaps, widths) = spread(&gaps, &needs, room - total, members.len());
            let mut columns = Vec::new();
            let mut x = spacing.inset + spacing.channel;
            for (i, column) in members.iter().enumerate() {
                columns.push(Column::solve(tiles(column), x, widths[i], spacing)?);
                x += widths[i] + gaps.get(i).copied().unwrap_or(0.0);
            }
            let height = columns.iter().map(|column| column.height).fold(0.0, f64::max);
            let bands = columns.iter().flat_map(|column| &column.bands);
            let lines: f64 = bands.map(|band| (band.cost - band.height).max(0.0)).sum();
            return Ok(Row { columns, members, core, height, cost: height + lines });
        }
        Err(unfit)
    }

    /// Places the row with its top at `y`, every column centred on the row's axis.
    pub fn place(&self, spacing: &Spacing, y: f64, spots: &mut [Option<Spot>]) {
        for column in &self.columns {
            let mut top = y + (self.height - column.height) / 2.0;
            let x = if spacing.rtl { spacing.width - column.x - column.width } else { column.x };
            for band in &column.bands {
                band.place(&column.tiles, spots, Point::new(x, top), band.height, spacing);
                top += band.height + spacing.pgap;
            }
        }
    }

    /// Decides the ways of the links along the row.
    pub fn connect(&self, graph: &Graph, spacing: &Spacing, arrangement: &mut Arrangement) {
        let Some(at) = self.members.iter().position(|column| column[0] == self.core) else { return };
        let mut side = |hub: usize, column: Option<&Vec<usize>>, back: bool| {
            if let Some(column) = column {
                connect(graph, spacing, hub, column, (back != spacing.rtl, true), arrangement);
            }
        };
        side(self.core, at.checked_sub(1).and_then(|left| self.members.get(left)), true);
        side(self.core, self.members.get(at + 1), false);
    }
}

impl<'a> Column<'a> {
    fn solve(tiles: Vec<Tile<'a>>, x: f64, width: f64, spacing: &Spacing) -> Result<Column<'a>, Unfit> {
        let mut bands = Vec::new();
        for i in 0..tiles.len() {
            let band = band::solve(&tiles, i, i + 1, width, spacing.pgap);
            bands.push(band.ok_or_else(|| tiles[i].unfit(width))?);
        }
        let height = bands.iter().map(|band| band.height).sum::<f64>() + spacing.pgap * (bands.len() as f64 - 1.0);
        Ok(Column { tiles, bands, x, width, height })
    }
}

/// Least gaps between the columns: room for an arrow, or for the label of a link across.
fn gaps(graph: &Graph, spacing: &Spacing, members: &[Vec<usize>]) -> Vec<f64> {
    let across = |pair: &[Vec<usize>]| {
        let between = |a: usize, b: usize| pair[0].contains(&a) && pair[1].contains(&b);
        let edges = graph.edge_indices().filter(|&edge| graph[edge].drawn);
        let labels = edges.filter_map(|edge| {
            let (a, b) = graph.edge_endpoints(edge)?;
            (between(a.index(), b.index()) || between(b.index(), a.index())).then_some(graph[edge].label.width)
        });
        let label = labels.fold(0.0, f64::max);
        if label > 0.0 { spacing.arrow_gap.max(label + LABEL_CLEAR) } else { spacing.arrow_gap.max(spacing.vgap * 0.9) }
    };
    members.windows(2).map(across).collect()
}

/// A gap is this much wider than the label of the link that crosses it.
const LABEL_CLEAR: f64 = 8.0;

/// Gives what is left to the gaps first, then to the columns.
fn spread(gaps: &[f64], needs: &[f64], left: f64, columns: usize) -> (Vec<f64>, Vec<f64>) {
    let wish: f64 = gaps.iter().map(|gap| gap * (MOST_GAP - 1.0)).sum();
    let to_gaps = left.min(wish);
    let gaps =
        gaps.iter().map(|gap| gap + if wish > 0.0 { to_gaps * gap * (MOST_GAP - 1.0) / wish } else { 0.0 }).collect();
    let each = (left - to_gaps) / columns as f64;
    (gaps, needs.iter().map(|need| need + each).collect())
}
