//! The layout `network` on random maps of every width and on large ones: nothing overlaps, no line enters a box that is not
//! its own, and what does not fit is said.

mod random_maps;

use kurbo::Rect;
use rayon::prelude::*;
use thememap::Options;
use thememap::layout::{Layout, quality};
use thememap::model::Map;
use thememap::text::Fonts;
use thememap::unit::mm;

/// Random maps.
const MAPS: u64 = 60;

/// Widths in millimetres beside those of journals: posters.
const MORE_WIDTHS: [f64; 2] = [420.0, 841.0];

/// Most random maps that may not fit, in percent: many hold more text than a page.
const MOST_UNFIT: usize = 10;

fn options(width_mm: f64) -> Options {
    Options { layout: Some("network".to_owned()), width: Some(mm(width_mm)), ..Options::default() }
}

/// Lines that enter a box, or leave the page.
fn astray(map: &Map, layout: &Layout) -> Vec<String> {
    let mut found = Vec::new();
    let page = Rect::from_origin_size((0.0, 0.0), layout.page).inflate(0.01, 0.01);
    let branches = layout.branches.iter().map(|branch| (branch.parent, branch.child, &branch.points, branch.cubic));
    let links = layout.paths.iter().enumerate().filter_map(|(edge, path)| {
        let (a, b) = map.graph.edge_endpoints(petgraph::graph::EdgeIndex::new(edge))?;
        Some((a.index(), b.index(), &path.points, path.cubic))
    });
    // The box in which a text stands.
    let outermost = |mut node: usize| {
        while let Some(around) = layout.boxes[node].as_ref().and_then(|place| place.inside) {
            node = around;
        }
        node
    };
    for (a, b, points, cubic) in branches.chain(links) {
        let ends = [outermost(a), outermost(b)];
        let flat: Vec<_> = match (cubic, &points[..]) {
            (true, &[from, c, d, to]) => {
                let curve = kurbo::CubicBez::new(from, c, d, to);
                (0..=60).map(|t| kurbo::ParamCurve::eval(&curve, f64::from(t) / 60.0)).collect()
            }
            _ => points.clone(),
        };
        for piece in flat.windows(2) {
            let steps = (piece[0].distance(piece[1]) / 2.0).ceil().max(1.0) as usize;
            let on = |step: usize| piece[0].lerp(piece[1], step as f64 / steps as f64);
            let hit = (0..layout.boxes.len()).find(|&at| {
                let place = layout.boxes[at].as_ref().filter(|place| place.inside.is_none() && !ends.contains(&at));
                place.is_some_and(|place| (0..=steps).any(|step| place.rect.contains(on(step))))
            });
            if let Some(hit) = hit {
                let label = |node: usize| &map.graph[petgraph::graph::NodeIndex::new(node)].label;
                found.push(format!("`{}` to `{}` enters `{}`", label(a), label(b), label(hit)));
            }
            if !page.contains(piece[0]) || !page.contains(piece[1]) {
                found.push(format!("{piece:?} leaves the page"));
            }
        }
    }
    found
}

#[test]
fn random_maps_are_drawn_without_fault_or_refused_with_a_reason() {
    let fonts = Fonts::bundled();
    let widths: Vec<f64> = random_maps::WIDTHS.into_iter().chain(MORE_WIDTHS).collect();
    let outcome = |seed: u64| -> Result<bool, String> {
        let width = widths[seed as usize % widths.len()];
        let (map, _) = thememap::read(&random_maps::source(seed)).unwrap();
        let drawing = match thememap::render(&map, &fonts, &options(width)) {
            Ok(drawing) => drawing,
            Err(why) => {
                let told =
                    why.iter().all(|why| !why.hints.is_empty() && why.message.contains(['`', '1', '2', '3', '4']));
                return if told { Ok(false) } else { Err(format!("seed {seed} at {width} mm: {why:?}")) };
            }
        };
        let quality = quality::measure(&map, &drawing.layout);
        let mut faults: Vec<String> = quality.faults().iter().map(|fault| format!("{fault:?}")).collect();
        faults.extend(astray(&map, &drawing.layout));
        if faults.is_empty() { Ok(true) } else { Err(format!("seed {seed} at {width} mm: {}", faults.join(", "))) }
    };
    let outcomes: Vec<Result<bool, String>> = (0..MAPS).into_par_iter().map(outcome).collect();
    let wrong: Vec<&String> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{} of {MAPS} maps: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
    let unfit = outcomes.iter().filter(|outcome| matches!(outcome, Ok(false))).count();
    assert!(unfit * 100 <= MAPS as usize * MOST_UNFIT, "{unfit} of {MAPS} maps do not fit");
}

/// Groups of themes with links between them anywhere.
fn large(groups: usize, themes: usize, links: usize) -> String {
    let mut random = random_maps::Random::new(themes as u64);
    let mut text = "core = \"What holds a ward together at night\"\nlinks = [".to_owned();
    for link in 0..links {
        let (a, b) = (random.below(groups * themes), random.below(groups * themes));
        let kind = ["--", "->", "..>", "<->"][link % 4];
        if a != b {
            text += &format!("\"t{a} {kind} t{b}\", ");
        }
    }
    for group in 0..groups {
        text += &format!("\"g{group} -> core\", ");
    }
    text += "]\n";
    for group in 0..groups {
        text += &format!("[groups.g{group}]\nlabel = \"“Group”: {group}\"\nthemes = [\n");
        for theme in group * themes..(group + 1) * themes {
            let long =
                ["Trust", "Waiting for news / nobody calls", "An heir by default, a say for nobody else"][theme % 3];
            text += &format!("  {{ id = \"t{theme}\", label = \"{long} ({theme})\" }},\n");
        }
        text += "]\n";
    }
    text
}

#[test]
fn in_large_maps_every_line_goes_around_the_boxes() {
    let fonts = Fonts::bundled();
    for (groups, themes, links) in [(12, 10, 60), (30, 12, 300)] {
        let (map, _) = thememap::read(&large(groups, themes, links)).unwrap();
        for width in [170.0, 841.0] {
            let options = Options { height: Some(f64::INFINITY), ..options(width) };
            let drawing = thememap::render(&map, &fonts, &options).unwrap();
            let quality = quality::measure(&map, &drawing.layout);
            // Where hundreds of lines meet, some lie on each other.
            let mut faults = quality.faults();
            faults.retain(|(what, _)| *what != "links on another link");
            assert!(faults.is_empty(), "{groups} × {themes} at {width} mm: {faults:?}");
        }
    }
}
