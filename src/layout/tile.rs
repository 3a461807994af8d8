//! A panel, a loose set of cards or a single box → its shape curve, and places for its cards.

use std::cell::OnceCell;
use std::rc::Rc;

use kurbo::Rect;

use super::graph::{EPSILON, Graph, Kind, Sizes, Spacing, Spot, Unfit, node};

/// Rows whose heights differ by less than this factor get one height: a line more or less, not a list.
const LEVEL_ROWS: f64 = 1.7;

/// A card narrower than this, in points, with three lines or more has a word in each: it costs two lines more.
const SLIVER: f64 = 55.0;

/// Cards of a panel shorter than its band are stretched at most this much.
const MOST_STRETCH: f64 = 1.5;

/// A single row of cards is stretched at most this much.
const MOST_LONE_STRETCH: f64 = 2.0;

/// The gaps of a panel shorter than its band grow by at most this many times themselves.
const MOST_WIDENING: f64 = 1.5;

/// Lines that a text may take when nothing else fits.
pub const MOST_LINES: usize = 12;

/// Texts are first tried with at most two lines, then three; more only where nothing else fits.
pub const LINE_LIMITS: [usize; 4] = [2, 3, 5, MOST_LINES];

/// What stands in a band.
#[derive(Clone, Debug)]
pub struct Tile<'a> {
    /// The box that frames it: a panel, or the single box itself; `None` for loose cards.
    pub node: Option<usize>,
    /// The sizes of its title.
    title: Option<&'a Sizes>,
    /// Its cards.
    pub cards: Vec<usize>,
    sizes: Vec<&'a Sizes>,
    /// Columns the author wants.
    wanted: Option<usize>,
    pad: f64,
    tgap: f64,
    gap: f64,
    /// Width of the page: nothing wider is worth working out.
    page: f64,
    grids: Rc<[OnceCell<Vec<Grid>>; LINE_LIMITS.len()]>,
    /// Whether it is a box of its own that should not be stretched to the height of its neighbours.
    pub compact: bool,
}

/// One way to arrange a tile.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Cards in a full row.
    pub columns: usize,
    /// What each column needs.
    pub needs: Vec<f64>,
    /// Least width of the whole tile, frame included.
    pub width: f64,
    /// Its height at that width.
    pub height: f64,
    /// Most lines of a text in it.
    pub lines: usize,
    /// Whether its texts break where they look best; as narrow as they can get otherwise.
    pub comfortable: bool,
}

impl<'a> Tile<'a> {
    /// A panel with its cards, or a box that stands alone.
    pub fn of(graph: &'a Graph, index: usize, spacing: &Spacing) -> Tile<'a> {
        let this = &graph[node(index)];
        if this.kind == Kind::Panel {
            let gap = if linked_inside(graph, index) { spacing.link_gap } else { spacing.gap };
            let mut tile = Tile::loose(graph, this.cards.clone(), spacing);
            tile.node = Some(index);
            tile.title = Some(&this.sizes);
            tile.wanted = this.columns;
            tile.pad = spacing.pad;
            tile.tgap = if this.cards.is_empty() { 0.0 } else { spacing.tgap };
            tile.gap = gap;
            tile
        } else {
            let mut tile = Tile::loose(graph, Vec::new(), spacing);
            tile.node = Some(index);
            tile.title = Some(&this.sizes);
            tile.compact = this.kind != Kind::Card;
            tile
        }
    }

    /// Cards without a frame.
    pub fn loose(graph: &'a Graph, cards: Vec<usize>, spacing: &Spacing) -> Tile<'a> {
        let sizes = cards.iter().map(|&card| &graph[node(card)].sizes).collect();
        let linked = graph.edge_indices().any(|edge| {
            let (a, b) = graph.edge_endpoints(edge).unwrap_or_default();
            cards.contains(&a.index()) && cards.contains(&b.index())
        });
        let gap = if linked { spacing.link_gap } else { spacing.gap };
        Tile {
            node: None,
            title: None,
            cards,
            sizes,
            wanted: None,
            pad: 0.0,
            tgap: 0.0,
            gap,
            page: spacing.width,
            compact: false,
            grids: Default::default(),
        }
    }

    /// The same with its cards one below the other.
    pub fn one_column(mut self) -> Tile<'a> {
        self.wanted = Some(1);
        self
    }

    /// Every sensible way to arrange it no wider than `room`, with texts of at most as many lines as the tier allows.
    ///
    /// Worked out once for the widest room that is asked for first: the whole page.
    pub fn grids(&self, tier: usize, room: f64) -> impl Iterator<Item = &Grid> {
        let all = self.grids[tier].get_or_init(|| self.arrangements(LINE_LIMITS[tier]));
        all.iter().filter(move |grid| grid.width <= room + EPSILON)
    }

    fn arrangements(&self, lines: usize) -> Vec<Grid> {
        let n = self.cards.len();
        let title = |t, comfortable| self.title.map_or(0.0, |title| title.need(t, comfortable)) + 2.0 * self.pad;
        let ways = || [true, false].into_iter().flat_map(move |comfortable| (1..=lines).map(move |k| (k, comfortable)));
        let mut grids: Vec<Grid> = Vec::new();
        if n == 0 {
            for (k, comfortable) in ways() {
                let width = title(k, comfortable);
                grids.push(self.grid(1, vec![width - 2.0 * self.pad], width, (k, comfortable)));
            }
            return grids;
        }
        let columns = match self.wanted {
            Some(wanted) => wanted.clamp(1, n)..=wanted.clamp(1, n),
            None => 1..=n,
        };
        for c in columns {
            // A column count that leaves the last row with a single card among many reads as a leftover.
            if self.wanted.is_none() && c > 2 && n % c == 1 && n > c + 1 {
                continue;
            }
            let full = n - n % c;
            let mut before = -1.0;
            for (k, comfortable) in ways() {
                let mut needs = vec![0.0f64; c];
                for (i, sizes) in self.sizes[..full].iter().enumerate() {
                    needs[i % c] = needs[i % c].max(sizes.need(k, comfortable));
                }
                let last: f64 = self.sizes[full..].iter().map(|sizes| sizes.need(k, comfortable)).sum();
                let last = last + self.gap * (n - full).saturating_sub(1) as f64;
                let inner = needs.iter().sum::<f64>() + self.gap * (c - 1) as f64;
                let cards = inner.max(last) + 2.0 * self.pad;
                // One more line that saves no width is no other way.
                if cards == before || cards > self.page {
                    continue;
                }
                before = cards;
                for t in 1..=lines {
                    let width = cards.max(title(t, comfortable));
                    grids.push(self.grid(c, needs.clone(), width, (k, comfortable)));
                    if width <= cards {
                        break;
                    }
                }
            }
        }
        grids
    }

    fn grid(&self, columns: usize, needs: Vec<f64>, width: f64, (lines, comfortable): (usize, bool)) -> Grid {
        let height = self.height(columns, &needs, width);
        Grid { columns, needs, width, height, lines, comfortable }
    }

    /// Widths of the columns at a width of the whole tile.
    pub fn fill(&self, needs: &[f64], width: f64) -> Vec<f64> {
        fill(needs, width - 2.0 * self.pad - self.gap * needs.len().saturating_sub(1) as f64)
    }

    /// Sum of what stands between and around the columns.
    pub fn frame(&self, columns: usize) -> f64 {
        2.0 * self.pad + self.gap * columns.saturating_sub(1) as f64
    }

    /// Its height at a width, its cards not stretched.
    pub fn height(&self, columns: usize, needs: &[f64], width: f64) -> f64 {
        let (mut sum, mut least, mut most, mut rows) = (0.0, f64::INFINITY, 0.0f64, 0);
        self.each_row(columns, needs, width, |_, _, _, height| {
            (sum, least, most, rows) = (sum + height, height.min(least), height.max(most), rows + 1);
        });
        let level = least * LEVEL_ROWS >= most;
        let cards = if level { most * rows as f64 } else { sum } + self.gap * (rows as f64 - 1.0).max(0.0);
        2.0 * self.pad + self.title_height(width) + self.tgap + cards
    }

    /// Height of its title at a width of the whole tile.
    pub fn title_height(&self, width: f64) -> f64 {
        self.title.map_or(0.0, |title| {
            let step = title.at(width - 2.0 * self.pad);
            step.head + step.body
        })
    }

    /// Most lines of a text in it at that arrangement, and lines above two summed over its cards.
    pub fn lines(&self, columns: usize, needs: &[f64], width: f64) -> (usize, usize) {
        let (mut most, mut over) = (0, 0);
        self.each_row(columns, needs, width, |first, widths, _, _| {
            for (sizes, &width) in self.sizes[first..].iter().zip(widths) {
                let lines = sizes.at(width).lines;
                let sliver = if lines > 2 && width < SLIVER { 2 } else { 0 };
                (most, over) = (most.max(lines), over + lines.saturating_sub(2) + sliver);
            }
        });
        (most, over)
    }

    /// Calls `row` with the first card of each row, the widths of its cards, the height of the labels above bodies and
    /// the height of all.
    fn each_row(&self, columns: usize, needs: &[f64], width: f64, mut row: impl FnMut(usize, &[f64], f64, f64)) {
        let n = self.cards.len();
        let full = self.fill(needs, width);
        for first in (0..n).step_by(columns.max(1)) {
            let last = (first + columns).min(n);
            let short;
            let widths = if last - first == columns {
                &full
            } else {
                let room = width - 2.0 * self.pad - self.gap * (last - first - 1) as f64;
                short = fill(&self.short_row(first, last, room), room);
                &short
            };
            let steps = || self.sizes[first..last].iter().zip(widths).map(|(sizes, &width)| sizes.at(width));
            let head = steps().filter(|step| step.body > 0.0).map(|step| step.head).fold(0.0, f64::max);
            let height = steps().map(|s| if s.body > 0.0 { head + s.body } else { s.head }).fold(0.0, f64::max);
            row(first, widths, head, height);
        }
    }

    fn rows(&self, columns: usize, needs: &[f64], width: f64) -> Vec<Row> {
        let mut rows = Vec::new();
        self.each_row(columns, needs, width, |first, widths, head, height| {
            let cells = widths.iter().enumerate().map(|(i, &width)| (first + i, width)).collect();
            rows.push(Row { cells, head, height, natural: height });
        });
        let most = rows.iter().map(|row| row.height).fold(0.0, f64::max);
        if rows.iter().all(|row| row.height * LEVEL_ROWS >= most) {
            rows.iter_mut().for_each(|row| row.height = most);
        }
        rows
    }

    /// What the cards of a row that is not full need: the fewest lines that fit, well broken if possible.
    fn short_row(&self, first: usize, last: usize, room: f64) -> Vec<f64> {
        let needs = |k, comfortable| self.sizes[first..last].iter().map(move |sizes| sizes.need(k, comfortable));
        let ways = (2..=MOST_LINES).flat_map(|k| [(k, true), (k, false)]);
        let fits = ways.into_iter().find(|&(k, comfortable)| needs(k, comfortable).sum::<f64>() <= room + EPSILON);
        let (k, comfortable) = fits.unwrap_or((MOST_LINES, false));
        needs(k, comfortable).collect()
    }

    /// A box that no other tile of the map holds.
    pub fn key(&self) -> usize {
        self.node.or(self.cards.first().copied()).unwrap_or(usize::MAX)
    }

    /// Whether it has a frame with a title above cards.
    pub fn framed(&self) -> bool {
        self.node.is_some() && !self.cards.is_empty()
    }

    /// The least width at which it stands in a single column with texts of at most `lines` lines.
    pub fn narrowest(&self, lines: usize) -> f64 {
        let title = self.title.map_or(0.0, |title| title.need(lines, lines <= 3));
        self.sizes.iter().map(|sizes| sizes.need(lines, lines <= 3)).fold(title, f64::max) + 2.0 * self.pad
    }

    /// What does not fit when the tile has `room`: the box with the widest word, and what there is for it.
    pub fn unfit(&self, room: f64) -> Unfit {
        let title = self.node.zip(self.title).map(|(node, title)| (node, title.least(), 1));
        let columns = self.wanted.unwrap_or(1).clamp(1, self.cards.len().max(1));
        let cards = self.cards.iter().zip(&self.sizes).map(|(&card, sizes)| (card, sizes.least(), columns));
        let over = |columns: usize| (room - self.frame(columns)) / columns as f64;
        let boxes = title.into_iter().chain(cards);
        let worst = boxes.max_by(|a, b| (a.1 - over(a.2)).total_cmp(&(b.1 - over(b.2))));
        worst.map_or(Unfit::Word { node: 0, need: 0.0, room }, |(node, need, columns)| Unfit::Word {
            node,
            need,
            room: over(columns),
        })
    }

    /// Places its frame and its cards in `rect`; `title` is the height of the title zone it shares with its neighbours.
    pub fn place(&self, columns: usize, needs: &[f64], rect: Rect, title: f64, spots: &mut [Option<Spot>], rtl: bool) {
        let title = if self.framed() { title } else { 0.0 };
        if let Some(node) = self.node {
            let mut rect = rect;
            if self.compact {
                let own = self.height(1, needs, rect.width());
                rect = Rect::new(rect.x0, rect.center().y - own / 2.0, rect.x1, rect.center().y + own / 2.0);
            }
            let step = self.title.map(|title| title.at(rect.width()));
            let body = step.filter(|step| !self.framed() && step.body > 0.0);
            let head = body.map_or(rect.height(), |step| step.head);
            let head = if self.framed() { title + 2.0 * self.pad } else { head };
            spots[node] = Some(Spot { head, ..Spot::filled(rect) });
        }
        let mut rows = self.rows(columns, needs, rect.width());
        let gaps = self.gap * rows.len().saturating_sub(1) as f64;
        let room = rect.height() - 2.0 * self.pad - title - self.tgap - gaps;
        let cards: f64 = rows.iter().map(|row| row.height).sum();
        let (most, between) =
            if rows.len() > 1 { (MOST_STRETCH, rows.len() as f64 - 1.0) } else { (MOST_LONE_STRETCH, 0.0) };
        let stretch = if cards > 0.0 { (room / cards).clamp(1.0, most) } else { 1.0 };
        rows.iter_mut().for_each(|row| row.height *= stretch);
        // What is left goes between the rows, so that the first and the last stand level with those of the neighbours.
        let left = (room - cards * stretch).max(0.0);
        let wider = if between > 0.0 { (left / between).min(MOST_WIDENING * self.gap) } else { 0.0 };
        let mut y = rect.y0 + self.pad + title + self.tgap + (left - wider * between) / 2.0;
        for row in &rows {
            let mut x = rect.x0 + self.pad;
            for &(card, width) in &row.cells {
                let x0 = if rtl { rect.x0 + rect.x1 - x - width } else { x };
                let rect = Rect::new(x0, y, x0 + width, y + row.height);
                let bodied = self.sizes[card].at(width).body > 0.0;
                let (top, head) = if bodied { ((row.height - row.natural) / 2.0, row.head) } else { (0.0, row.height) };
                spots[self.cards[card]] = Some(Spot { top, head, ..Spot::filled(rect) });
                x += width + self.gap;
            }
            y += row.height + self.gap + wider;
        }
    }
}

/// Cards side by side: index in the tile and width of each, height of the labels above bodies, height of all.
struct Row {
    cells: Vec<(usize, f64)>,
    head: f64,
    height: f64,
    /// Its height before it was made like the others.
    natural: f64,
}

/// Shares `room` equally, except that who needs more than its share gets exactly that (water-filling).
///
/// When all needs together exceed the room, each gets its part of it.
pub fn fill(needs: &[f64], room: f64) -> Vec<f64> {
    let total: f64 = needs.iter().sum();
    if total > room {
        return needs.iter().map(|need| need * room / total).collect();
    }
    // The level sinks as the needy are served, until nobody left needs more than it.
    let mut level = room / needs.len() as f64;
    loop {
        let needy = needs.iter().filter(|&&need| need > level + EPSILON);
        let (count, taken) = needy.fold((0, 0.0), |(count, taken), need| (count + 1, taken + need));
        let next = if count == needs.len() { level } else { (room - taken) / (needs.len() - count) as f64 };
        if next >= level - EPSILON {
            return needs.iter().map(|&need| if need > level + EPSILON { need } else { next }).collect();
        }
        level = next;
    }
}

fn linked_inside(graph: &Graph, panel: usize) -> bool {
    let inside = |index: petgraph::graph::NodeIndex| {
        graph[index].parent == Some(panel) || graph[index].parent.is_some_and(|p| graph[node(p)].parent == Some(panel))
    };
    graph.edge_indices().any(|edge| {
        (graph[edge].drawn || graph[edge].late)
            && graph.edge_endpoints(edge).is_some_and(|(a, b)| inside(a) && inside(b))
    })
}
