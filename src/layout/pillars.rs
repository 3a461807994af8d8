//! Pillars: panels without a core, side by side and stacked, whatever takes least height; no links are invented.

use kurbo::Point;

use super::band::{self, Cut};
use super::graph::{Arrangement, Graph, Kind, Spacing, Unfit, node};
use super::hub::{only, tops};
use super::tile::Tile;

/// Lays out groups as panels and themes in no group as rows of cards, in author order.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let mut tiles: Vec<Tile> = Vec::new();
    let mut loose = Vec::new();
    let special = [only(graph, Kind::Core), only(graph, Kind::Outcome)];
    let order = special[0].into_iter().chain(tops(graph)).chain(special[1]);
    for top in order {
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
    let width = spacing.width - 2.0 * (spacing.inset + spacing.channel);
    let linked = graph.edge_indices().any(|edge| graph[edge].drawn);
    let between = if linked { spacing.vgap } else { spacing.pgap };
    let bands = band::stack(&tiles, spacing, width, between, Cut::Any)?;
    let mut spots = vec![None; graph.node_count()];
    let mut y = spacing.inset;
    for (i, band) in bands.iter().enumerate() {
        y += if i > 0 { between } else { 0.0 };
        band.place(&tiles, &mut spots, Point::new(spacing.inset + spacing.channel, y), band.height, spacing);
        y += band.height;
    }
    Ok(Arrangement { spots, wires: vec![None; graph.edge_count()], height: y + spacing.inset, detours: 0 })
}
