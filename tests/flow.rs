//! The layout `flow` on example maps and random ones: nothing overlaps, and no link along the flow ever turns back.

mod random_maps;

use kurbo::Point;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use thememap::Options;
use thememap::layout::{Layout, quality};
use thememap::model::Map;
use thememap::text::Fonts;
use thememap::unit::mm;

/// Random maps.
const MAPS: u64 = 400;
/// Widths in millimetres beside those of journals: where stages turn, and posters.
const MORE_WIDTHS: [f64; 3] = [140.0, 420.0, 841.0];
/// Most random maps that may not fit, in percent.
const MOST_UNFIT: usize = 15;

fn options(width_mm: f64) -> Options {
    Options { layout: Some("flow".to_owned()), width: Some(mm(width_mm)), ..Options::default() }
}

/// Links between boxes of which one lies wholly behind the other that turn back on their way.
fn turning_back(map: &Map, layout: &Layout) -> Vec<String> {
    // Stages run from left to right or from top to bottom.
    let (right, down) = (turning(map, layout, false), turning(map, layout, true));
    if right.len() < down.len() { right } else { down }
}

fn turning(map: &Map, layout: &Layout, down: bool) -> Vec<String> {
    let mut found = Vec::new();
    for edge in map.graph.edge_references() {
        let path = &layout.paths[edge.id().index()];
        let outermost = |mut node: NodeIndex| {
            while let Some(parent) = map.graph[node].parent {
                node = parent;
            }
            layout.boxes[node.index()].as_ref().map(|place| place.rect)
        };
        let (Some(from), Some(to)) = (outermost(edge.source()), outermost(edge.target())) else { continue };
        let sign = |p: Point| if down { p.y } else { p.x };
        let (a, b) = if down { ((from.y0, from.y1), (to.y0, to.y1)) } else { ((from.x0, from.x1), (to.x0, to.x1)) };
        let way = if b.0 >= a.1 {
            1.0
        } else if a.0 >= b.1 {
            -1.0
        } else {
            continue;
        };
        if path.points.windows(2).any(|p| (sign(p[1]) - sign(p[0])) * way < -1e-6) {
            let label = |node: NodeIndex| map.graph[node].label.clone();
            found.push(format!("{} to {}: {:?}", label(edge.source()), label(edge.target()), path.points));
        }
    }
    found
}

#[test]
fn random_maps_have_no_fault_and_no_link_turns_back() {
    let fonts = Fonts::bundled();
    let outcomes: Vec<Result<bool, String>> = (0..MAPS)
        .into_par_iter()
        .map(|seed| {
            let widths = [&random_maps::WIDTHS[..], &MORE_WIDTHS].concat();
            let width = widths[(seed % widths.len() as u64) as usize];
            let source = random_maps::source(seed);
            let (map, _) = thememap::read(&source).map_err(|mistakes| format!("{seed}: {mistakes:?}"))?;
            let Ok(drawing) = thememap::render(&map, &fonts, &options(width)) else { return Ok(false) };
            let quality = quality::measure(&map, &drawing.layout);
            if !quality.faults().is_empty() {
                return Err(format!("{seed} at {width} mm: {quality}"));
            }
            let turning = turning_back(&map, &drawing.layout);
            if !turning.is_empty() {
                return Err(format!("{seed} at {width} mm turns back: {turning:?}"));
            }
            Ok(true)
        })
        .collect();
    let wrong: Vec<&String> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{} of {MAPS}: {wrong:#?}", wrong.len());
    let unfit = outcomes.iter().filter(|outcome| matches!(outcome, Ok(false))).count();
    assert!(unfit * 100 <= MAPS as usize * MOST_UNFIT, "{unfit} of {MAPS} maps do not fit");
}
