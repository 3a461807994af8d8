//! An earlier arrangement of panels → the same one with what has changed in it: everything else keeps its size, and its
//! place but for a shift up or down.

use kurbo::{Point, Rect};

use super::band::Memory;
use super::band::{self, Cut};
use super::graph::{Arrangement, Graph, Kind, Spacing, Spot, Unfit, Was, node};
use super::hub;
use super::tile::Tile;

/// Widths are read from a figure as they were rounded for it; text may need up to this much more (points).
const ROUNDED: f64 = 0.01;

/// Edges closer than this stood level (points).
const LEVEL: f64 = 0.05;

/// A panel that needs less than this share of its old height is made lower.
const LOOSE: f64 = 0.75;

/// Puts every box where it stood; it does not fit when too little of the earlier figure is left to go by.
///
/// A panel whose cards have changed keeps its width and is arranged anew inside. What stood wholly below it moves as far
/// as its lower edge does. What is new at the top level stands in bands below everything but the outcome.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let core = hub::only(graph, Kind::Core);
    let outcome = hub::only(graph, Kind::Outcome);
    let tops: Vec<usize> = core.into_iter().chain(hub::tops(graph)).chain(outcome).collect();
    let (kept, new): (Vec<usize>, Vec<usize>) = tops.iter().partition(|&&top| graph[node(top)].was.is_some());
    if kept.len() <= new.len() {
        let fact = format!("{} of {} boxes are new", new.len(), tops.len());
        return Err(Unfit::Refused { fact, cure: "draw it without the earlier figure".to_owned() });
    }
    let mut blocks: Vec<Block> =
        kept.into_iter().filter_map(|top| Some(Block::new(graph, spacing, top, graph[node(top)].was?))).collect();
    blocks.sort_by(|a, b| a.old.y0.total_cmp(&b.old.y0).then(a.node.cmp(&b.node)));
    let mut spots = vec![None; graph.node_count()];
    let mut placed: Vec<(Rect, Rect)> = Vec::new();
    // Where nothing is left of a band, what stood below moves up.
    let top = blocks.first().map_or(0.0, |block| block.old.y0.min(spacing.inset) - block.old.y0);
    for block in &blocks {
        let above = placed.iter().filter(|(old, _)| old.y1 <= block.old.y0 + LEVEL);
        let shift = above.map(|(old, new)| new.y1 - old.y1).reduce(f64::max).unwrap_or(top);
        let own = block.place(graph, spacing, shift, &mut spots);
        placed.push((block.old, own));
    }
    let mut height = placed.iter().map(|(_, new)| new.y1).fold(0.0, f64::max) + spacing.inset;
    if !new.is_empty() {
        height = append(graph, spacing, &new, outcome, &mut spots)?;
    }
    let mut arrangement =
        Arrangement { spots, wires: vec![None; graph.edge_count()], height, ..Arrangement::default() };
    if let Some(core) = core {
        spread(graph, spacing, core, &tops, &mut arrangement);
    }
    Ok(arrangement)
}

/// Leads the links of the core to what stands above and below it, as in a hub.
fn spread(graph: &Graph, spacing: &Spacing, core: usize, tops: &[usize], arrangement: &mut Arrangement) {
    let rect = |index: usize| arrangement.spots[index].map(|spot| spot.rect);
    let Some(middle) = rect(core) else { return };
    let found = |back: bool| {
        let beyond = |rect: &Rect| if back { rect.y1 <= middle.y0 } else { rect.y0 >= middle.y1 };
        let mut rects: Vec<(usize, Rect)> =
            tops.iter().filter_map(|&top| Some((top, rect(top).filter(beyond)?))).collect();
        let near = |rect: &Rect| if back { middle.y0 - rect.y1 } else { rect.y0 - middle.y1 };
        rects.sort_by(|a, b| near(&a.1).total_cmp(&near(&b.1)).then(a.1.x0.total_cmp(&b.1.x0)));
        // What stands beside another box is in its band.
        let mut bands: Vec<(Rect, Vec<usize>)> = Vec::new();
        for (top, rect) in rects {
            match bands.last_mut().filter(|(band, _)| rect.y0 < band.y1 && band.y0 < rect.y1) {
                Some((band, members)) => {
                    *band = band.union(rect);
                    members.push(top);
                }
                None => bands.push((rect, vec![top])),
            }
        }
        bands.into_iter().map(|(_, members)| members).collect::<Vec<_>>()
    };
    for (back, bands) in [true, false].map(|back| (back, found(back))) {
        hub::spread(graph, spacing, core, &bands, back, arrangement);
    }
}

/// Bands for what is new, above the outcome when that stood lowest; gives the height of the page.
fn append(
    graph: &Graph,
    spacing: &Spacing,
    new: &[usize],
    outcome: Option<usize>,
    spots: &mut [Option<Spot>],
) -> Result<f64, Unfit> {
    let lowest = |spots: &[Option<Spot>], but: Option<usize>| {
        let own = |(index, spot): (usize, &Option<Spot>)| spot.filter(|_| Some(index) != but).map(|spot| spot.rect.y1);
        spots.iter().enumerate().filter_map(own).fold(0.0, f64::max)
    };
    let last = outcome.filter(|&outcome| {
        let rest = lowest(spots, Some(outcome));
        spots[outcome].is_some_and(|spot| spot.rect.y0 >= rest)
    });
    let between = if new.iter().any(|&top| linked(graph, top)) { spacing.vgap } else { spacing.bgap };
    let tiles: Vec<Tile> = new.iter().map(|&top| Tile::of(graph, top, spacing)).collect();
    let left = spacing.inset + spacing.channel;
    let width = spacing.width - 2.0 * left;
    let bands = band::stack(&tiles, spacing, width, between, Cut::Any, &Memory::default())?;
    let mut y = lowest(spots, last);
    for band in &bands {
        let x = left + (width - band.width(spacing.pgap)) / 2.0;
        band.place(&tiles, spots, Point::new(x, y + between), band.height, spacing);
        y += between + band.height;
    }
    if let Some(spot) = last.and_then(|outcome| spots[outcome].as_mut()) {
        let by = y + spacing.vgap - spot.rect.y0;
        spot.rect = spot.rect + kurbo::Vec2::new(0.0, by);
        y = spot.rect.y1;
    }
    Ok(y + spacing.inset)
}

fn linked(graph: &Graph, top: usize) -> bool {
    let ends = |edge| graph.edge_endpoints(edge).map(|(a, b)| [a, b].map(|end| hub::outermost(graph, end.index())));
    graph.edge_indices().any(|edge| graph[edge].drawn && ends(edge).is_some_and(|ends| ends.contains(&top)))
}

/// A box of the top level.
struct Block<'a> {
    node: usize,
    old: Rect,
    /// How it is arranged anew, when what it holds has changed: columns, their needs, height.
    again: Option<(Tile<'a>, usize, Vec<f64>, f64)>,
}

impl<'a> Block<'a> {
    fn new(graph: &'a Graph, spacing: &Spacing, top: usize, was: Was) -> Block<'a> {
        let this = &graph[node(top)];
        let old = was.rect;
        let same = |&card: &usize| graph[node(card)].was.is_some_and(|card| card.same && card.inside == Some(top));
        let block = Block { node: top, old, again: None };
        if was.same && this.cards.iter().all(same) && this.cards.len() == was.held {
            return block;
        }
        let tile = Tile::of(graph, top, spacing);
        let width = old.width() + ROUNDED;
        let grids = (0..).map_while(|tier| (tier < super::tile::LINE_LIMITS.len()).then(|| tile.grids(tier, width)));
        let ways = grids.flatten().map(|grid| {
            let height = tile.height(grid.columns, &grid.needs, width);
            (grid.columns, grid.needs.clone(), height)
        });
        let best = ways.min_by(|a, b| a.2.total_cmp(&b.2));
        match best {
            Some((columns, needs, height)) => {
                let height = if height > old.height() || height < LOOSE * old.height() { height } else { old.height() };
                Block { again: Some((tile, columns, needs, height)), ..block }
            }
            None => block,
        }
    }

    /// Places it with what it holds, shifted; gives its new outline.
    fn place(&self, graph: &Graph, spacing: &Spacing, shift: f64, spots: &mut [Option<Spot>]) -> Rect {
        let by = kurbo::Vec2::new(0.0, shift);
        let this = &graph[node(self.node)];
        if let Some((tile, columns, needs, height)) = &self.again {
            let rect = Rect::from_origin_size(self.old.origin() + by, (self.old.width() + ROUNDED, *height));
            let title = tile.title_height(rect.width());
            tile.place(*columns, needs, rect, title, spots, spacing.rtl);
            return rect;
        }
        for &index in std::iter::once(&self.node).chain(&this.cards) {
            let Some(was) = graph[node(index)].was else { continue };
            let sizes = &graph[node(index)].sizes;
            let mut rect = was.rect + by;
            if sizes.at(rect.width()).lines != sizes.at(rect.width() + ROUNDED).lines {
                rect.x1 += ROUNDED;
            }
            let bodied = sizes.at(rect.width()).body > 0.0 || index == self.node && !this.cards.is_empty();
            let filled = Spot::filled(rect);
            let spot =
                if bodied { Spot { top: was.middle - was.head / 2.0, head: was.head, ..filled } } else { filled };
            spots[index] = Some(spot);
        }
        self.old + by
    }
}
