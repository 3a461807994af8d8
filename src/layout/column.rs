//! Column: every panel as wide as the page, one below the other, linked to the core along a rail at the side.

use kurbo::{Point, Rect};

use super::Joint;
use super::band::{self, Band};
use super::graph::{Arrangement, Fixed, Graph, Kind, Spacing, Spot, Unfit, node};
use super::hub::{only, sides};
use super::ports::BEND;
use super::tile::Tile;

/// Lays out the core between what leads to it and what follows from it, all in one column.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let Some(core) = only(graph, Kind::Core) else {
        return super::pillars::arrange(graph, &Spacing { abreast: 1, ..*spacing });
    };
    let sides = sides(graph, core);
    let before: Vec<_> = sides.before.iter().chain(&sides.left).copied().collect();
    let mut after: Vec<_> = sides.free.iter().chain(&sides.after).chain(&sides.right).copied().collect();
    after.sort_unstable();
    let before_spokes = spokes(graph, core, &before);
    let after_spokes = spokes(graph, core, &after);
    // The box next to the core is reached straight; any other one, or more than one, by a rail.
    let by_rail = |spokes: &[(usize, usize)], next: Option<&usize>| match spokes {
        [] => false,
        [(_, only)] => Some(only) != next,
        _ => true,
    };
    let left_rail = by_rail(&before_spokes, before.last());
    let right_rail = by_rail(&after_spokes, after.first());
    // One rail stands at the side where lines begin, two stand at both sides.
    let rails = match (left_rail, right_rail) {
        (true, true) => (spacing.arrow_gap, spacing.arrow_gap),
        (false, false) => (0.0, 0.0),
        _ if spacing.rtl => (0.0, spacing.arrow_gap),
        _ => (spacing.arrow_gap, 0.0),
    };
    let edge = spacing.inset + spacing.channel;
    let x = edge + rails.0;
    let width = spacing.width - 2.0 * edge - rails.0 - rails.1;

    let order: Vec<usize> =
        before.iter().copied().chain([core]).chain(after.iter().copied()).chain(only(graph, Kind::Outcome)).collect();
    let tiles: Vec<Tile> = order.iter().map(|&index| Tile::of(graph, index, spacing)).collect();
    let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
    let mut y = spacing.inset;
    for (i, &index) in order.iter().enumerate() {
        if i > 0 {
            let core_side = order[i - 1] == core || index == core;
            let by_rail = if i <= before.len() { left_rail } else { right_rail };
            y += match (core_side, by_rail || graph[node(index)].kind == Kind::Outcome) {
                (true, true) if alike(graph, core, if i <= before.len() { &before_spokes } else { &after_spokes }) => {
                    spacing.pgap * 1.5
                }
                // The box next to the core is reached straight where the rail is left out, and its link may have a label.
                (true, _) => spacing.vgap,
                (false, _) if graph[node(index)].kind == Kind::Outcome => spacing.vgap,
                (false, _) => spacing.pgap,
            };
        }
        let band = single(&tiles, i, width, spacing)?;
        band.place(&tiles, &mut spots, Point::new(x, y), band.height, spacing);
        y += band.height;
    }
    let mut arrangement = Arrangement {
        spots,
        wires: vec![None; graph.edge_count()],
        height: y + spacing.inset,
        ..Arrangement::default()
    };
    let both = left_rail && right_rail;
    for (spokes, back, by_rail) in [(before_spokes, true, left_rail), (after_spokes, false, right_rail)] {
        let members: Vec<_> = spokes.iter().map(|&(_, index)| index).collect();
        if by_rail {
            let at_left = if both { back } else { !spacing.rtl };
            let rail_x = if at_left { edge + 0.5 } else { spacing.width - edge - 0.5 };
            rail(graph, core, &spokes, rail_x, &mut arrangement);
        } else {
            super::hub::connect(graph, spacing, core, &members, (back, false), &mut arrangement);
        }
    }
    Ok(arrangement)
}

fn single(tiles: &[Tile], i: usize, width: f64, spacing: &Spacing) -> Result<Band, Unfit> {
    band::solve(tiles, i, i + 1, width, spacing.pgap).ok_or_else(|| tiles[i].unfit(width))
}

/// The links between the core and these boxes: the first one of each box.
fn spokes(graph: &Graph, core: usize, boxes: &[usize]) -> Vec<(usize, usize)> {
    let between = |index: usize| {
        let mut edges = graph.edge_indices().filter(|&edge| graph[edge].drawn);
        edges.find(|&edge| {
            graph.edge_endpoints(edge).is_some_and(|(a, b)| {
                (a.index(), b.index()) == (core, index) || (a.index(), b.index()) == (index, core)
            })
        })
    };
    boxes.iter().filter_map(|&index| Some((between(index)?.index(), index))).collect()
}

/// Whether links are alike, and without a label, so that they can be one rail.
fn alike(graph: &Graph, core: usize, spokes: &[(usize, usize)]) -> bool {
    let look = |edge: usize| {
        let edge_index = petgraph::graph::EdgeIndex::new(edge);
        let outward = graph.edge_endpoints(edge_index).is_some_and(|(a, _)| a.index() == core);
        let edge = &graph[edge_index];
        let heads = if outward { (edge.start, edge.end) } else { (edge.end, edge.start) };
        (heads, edge.line, edge.label.height > 0.0)
    };
    spokes.iter().all(|spoke| look(spoke.0) == look(spokes[0].0) && !look(spoke.0).2)
}

/// One rail beside the column: a stub from the core's side, a branch to each box.
fn rail(graph: &Graph, core: usize, spokes: &[(usize, usize)], x: f64, arrangement: &mut Arrangement) {
    let Some(hub) = arrangement.spots[core].map(|spot| spot.rect) else {
        return;
    };
    if !alike(graph, core, spokes) {
        return;
    }
    let face = |rect: Rect| if x < rect.x0 { rect.x0 } else { rect.x1 };
    // The box farthest from the core has the whole rail as its stem; the others join it.
    let Some(&(main, _)) = spokes.iter().max_by(|a, b| {
        let far = |index: usize| arrangement.spots[index].map_or(0.0, |s| (s.rect.center().y - hub.center().y).abs());
        far(a.1).total_cmp(&far(b.1))
    }) else {
        return;
    };
    for &(edge, index) in spokes {
        let Some(spot) = arrangement.spots[index] else { continue };
        let (y, at) = (spot.rect.center().y, face(spot.rect));
        let toward_core = if y > hub.center().y { -BEND } else { BEND };
        let mut points = if edge == main {
            vec![Point::new(face(hub), hub.center().y), Point::new(x, hub.center().y)]
        } else {
            vec![Point::new(x, y + toward_core)]
        };
        points.extend([Point::new(x, y), Point::new(at, y)]);
        let outward =
            graph.edge_endpoints(petgraph::graph::EdgeIndex::new(edge)).is_some_and(|(a, _)| a.index() == core);
        if !outward {
            points.reverse();
        }
        let joins = (edge != main).then_some(Joint { edge: main, at_source: outward });
        arrangement.wires[edge] = Some(Fixed { points, joins });
    }
}
