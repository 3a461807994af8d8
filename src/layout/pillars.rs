//! Pillars: panels side by side and stacked, whatever takes least height; a core stands above them, an outcome below.

use kurbo::Point;

use super::band::{self, Band, Cut, Memory};
use super::graph::{Arrangement, Graph, Kind, Spacing, Unfit, node};
use super::hub::{core_width, linked_with, only, tops};
use super::tile::Tile;

/// Lays out groups as panels and themes in no group as rows of cards, in author order.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let left = spacing.inset + spacing.channel;
    let width = spacing.width - 2.0 * left;
    let linked = graph.edge_indices().any(|edge| graph[edge].drawn);
    let between = if linked { spacing.vgap } else { spacing.bgap };
    let mut spots = vec![None; graph.node_count()];
    let mut y = spacing.inset;
    let mut place = |tiles: &[Tile], bands: &[Band]| {
        for band in bands {
            y += if y > spacing.inset { between } else { 0.0 };
            let x = (spacing.width - band.width(spacing.pgap)) / 2.0;
            band.place(tiles, &mut spots, Point::new(x, y), band.height, spacing);
            y += band.height;
        }
    };
    let alone = |kind| {
        let Some(index) = only(graph, kind) else { return Ok((Vec::new(), Vec::new())) };
        let own = core_width(graph, index, width, spacing.core_share)?;
        let tiles = vec![Tile::of(graph, index, spacing)];
        let bands = band::stack(&tiles, spacing, own, between, Cut::Any, &Memory::default())?;
        Ok((tiles, bands))
    };
    let (core, outcome) = (alone(Kind::Core)?, alone(Kind::Outcome)?);
    let tiles = tiles(graph, spacing);
    place(&core.0, &core.1);
    place(&tiles, &stack(graph, &tiles, spacing, width, between)?);
    place(&outcome.0, &outcome.1);
    Ok(Arrangement {
        spots,
        wires: vec![None; graph.edge_count()],
        height: y + spacing.inset,
        ..Arrangement::default()
    })
}

/// Bands of tiles. A chain of links runs in one direction: along one row, or down one column.
fn stack(graph: &Graph, tiles: &[Tile], spacing: &Spacing, width: f64, between: f64) -> Result<Vec<Band>, Unfit> {
    let chained = |pair: &[Tile]| match (pair[0].node, pair[1].node) {
        (Some(a), Some(b)) => linked_with(graph, a, b),
        _ => false,
    };
    if tiles.len() < 3 || !tiles.windows(2).all(chained) {
        return band::stack(tiles, spacing, width, between, Cut::Any, &Memory::default());
    }
    let column = band::stack(tiles, &Spacing { abreast: 1, ..*spacing }, width, between, Cut::Any, &Memory::default())?;
    let high: f64 = column.iter().map(|band| band.cost + between).sum();
    // One more than panels usually stand abreast, where the page is wide.
    let most = spacing.abreast + usize::from(spacing.abreast > 2);
    let row = if tiles.len() <= most { band::solve(tiles, 0, tiles.len(), width, spacing.pgap) } else { None };
    Ok(row.filter(|row| row.cost < high).map_or(column, |row| vec![row]))
}

/// Panels, and between them each run of themes in no group as one set of cards.
fn tiles<'a>(graph: &'a Graph, spacing: &Spacing) -> Vec<Tile<'a>> {
    let mut tiles = Vec::new();
    let mut loose = Vec::new();
    for top in tops(graph) {
        if graph[node(top)].kind == Kind::Card {
            loose.push(top);
            continue;
        }
        if !loose.is_empty() {
            tiles.push(Tile::loose(graph, std::mem::take(&mut loose), spacing));
        }
        tiles.push(Tile::of(graph, top, spacing));
    }
    if !loose.is_empty() {
        tiles.push(Tile::loose(graph, loose, spacing));
    }
    tiles
}
