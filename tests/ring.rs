//! Figures around a core: the ring and the target, on the example maps and on random ones, in ovals and in cards.

mod random_maps;

use rayon::prelude::*;
use thememap::diagnostic::{Diagnostic, Severity};
use thememap::layout::quality::{self, Quality};
use thememap::layout::{Layout, Outline};
use thememap::model::{Map, Role};
use thememap::text::Fonts;
use thememap::unit::{mm, to_mm};
use thememap::{Options, read};

const LAYOUTS: [&str; 2] = ["ring", "concentric"];
const STYLES: [&str; 2] = ["classic", "panels"];
const WIDTHS: [f64; 6] = [random_maps::WIDTHS[1], random_maps::WIDTHS[2], 210.0, 297.0, 420.0, 841.0];

/// Random maps, each in one layout, style and width.
const MAPS: u64 = 72;

fn arranged(map: &Map, fonts: &Fonts, layout: &str, style: &str, width: f64) -> Result<Layout, Vec<Diagnostic>> {
    let options = Options {
        layout: Some(layout.to_owned()),
        style: Some(style.to_owned()),
        width: Some(mm(width)),
        ..Options::default()
    };
    let style = thememap::style::choose(map, &options)?;
    thememap::layout::arrange(map, fonts, &style, &options)
}

fn example(name: &str) -> (Map, Fonts) {
    let source = std::fs::read_to_string(format!("maps/{name}.toml")).unwrap();
    let (map, _) = read(&source).unwrap();
    let mut fonts = Fonts::bundled();
    for (name, _) in &map.figure.fonts {
        fonts.add(std::fs::read(std::path::Path::new("maps").join(name)).unwrap()).unwrap();
    }
    (map, fonts)
}

/// A fault of a figure, or of a refusal that gives no number or no cure.
fn fault(map: &Map, found: Result<Layout, Vec<Diagnostic>>) -> Option<String> {
    match found {
        Ok(layout) => {
            let quality = quality::measure(map, &layout);
            (!quality.faults().is_empty()).then(|| format!("{quality}"))
        }
        Err(why) => {
            let honest = |d: &Diagnostic| {
                let cured =
                    d.hints.iter().any(|h| ["fit", "hold", "short", "wide"].iter().any(|word| h.contains(word)));
                let named = d.message.contains('`') || d.message.chars().any(|c| c.is_ascii_digit());
                d.severity == Severity::Error && named && cured
            };
            (!why.iter().all(honest)).then(|| format!("refused without a reason: {why:?}"))
        }
    }
}

#[test]
fn random_maps_are_drawn_around_their_core_without_fault_or_refused_with_a_reason() {
    let fonts = Fonts::bundled();
    let wrong: Vec<String> = (0..MAPS)
        .into_par_iter()
        .filter_map(|seed| {
            let pick = |n: usize, step: u64| ((seed / step) % n as u64) as usize;
            let width = WIDTHS[pick(WIDTHS.len(), 1)];
            let style = STYLES[pick(STYLES.len(), 6)];
            let layout = LAYOUTS[pick(LAYOUTS.len(), 12)];
            let (map, _) = read(&random_maps::source(seed)).unwrap();
            let fault = fault(&map, arranged(&map, &fonts, layout, style, width))?;
            Some(format!("seed {seed} {layout} {style} at {width} mm: {fault}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {MAPS}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Maps whose themes are no more than two dozen, and stand around something.
const EXAMPLES: [&str; 20] = [
    "arabic",
    "between-themes",
    "caring-community",
    "chinese",
    "framework",
    "greek",
    "kinds",
    "lennox-2020-preprint",
    "lennox-2021",
    "lessard-2024",
    "levels",
    "links",
    "long-labels",
    "many-groups",
    "outcome",
    "persian",
    "settings",
    "stages",
    "sub-themes",
    "tentative",
];

#[test]
fn example_maps_give_a_ring_at_full_width_and_wider() {
    let wrong: Vec<String> = EXAMPLES
        .into_par_iter()
        .enumerate()
        .flat_map_iter(|(i, name)| {
            [170.0, 210.0, 297.0].into_iter().enumerate().map(move |(k, width)| (i + k, name, width))
        })
        .filter_map(|(i, name, width)| {
            let (map, fonts) = example(name);
            let style = STYLES[i % 2];
            let said = match arranged(&map, &fonts, "ring", style, width) {
                Err(why) => format!("{why:?}"),
                Ok(layout) => {
                    let quality = quality::measure(&map, &layout);
                    let flat = layout.page.height <= 0.95 * layout.page.width;
                    if quality.faults().is_empty() && flat {
                        return None;
                    }
                    format!("{quality}")
                }
            };
            Some(format!("{name} {style} at {width} mm: {said}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_classic_ring_of_the_published_map() {
    let (map, fonts) = example("lennox-2021");
    let layout = arranged(&map, &fonts, "ring", "classic", 170.0).unwrap();
    let quality: Quality = quality::measure(&map, &layout);
    assert_eq!(quality.faults(), []);
    let height = to_mm(layout.page.height);
    assert!(height <= 118.0, "{height} mm high");
    assert!(quality.numbers.mirror_score > 0.999, "mirror {}", quality.numbers.mirror_score);
    assert_eq!(quality.numbers.least_text, 9.0);
    let all = || map.graph.node_indices();
    let place = |n: petgraph::graph::NodeIndex| layout.boxes[n.index()].as_ref().unwrap();
    let themes: Vec<_> = all().filter(|n| map.graph[*n].role == Role::Theme).map(place).collect();
    let rect = themes[0].rect;
    assert_eq!(themes.len(), 9);
    for theme in &themes {
        assert!((theme.rect.width() - rect.width()).abs() < 1e-9 && (theme.rect.height() - rect.height()).abs() < 1e-9);
    }
    // No wider than in the reference figure, and every label with 2 pt to spare in its ellipse.
    assert!(rect.width() <= 132.0, "{rect}");
    for place in all().map(place) {
        assert_eq!(place.outline, Outline::Ellipse);
        let (centre, half) = (place.rect.center(), place.rect.size().to_vec2() / 2.0);
        for line in &place.text {
            for (x, y) in [(0.0, -0.7), (0.0, 0.22), (1.0, -0.7), (1.0, 0.22)] {
                let x = (line.x + x * line.line.width * line.size - centre.x) / (half.x - 1.9);
                let y = (line.baseline + y * line.size - centre.y) / (half.y - 1.9);
                assert!(x * x + y * y <= 1.0, "`{}` touches its ellipse", line.line.text());
            }
        }
    }
    // Spokes end on both ellipses: 9 themes on their groups, 3 groups on the core.
    let on = |p: kurbo::Point, n: usize| {
        let rect = layout.boxes[n].as_ref().unwrap().rect;
        let (x, y) = ((p.x - rect.center().x) / rect.width(), (p.y - rect.center().y) / rect.height());
        (4.0 * (x * x + y * y) - 1.0).abs() < 1e-3
    };
    assert_eq!(layout.branches.len(), 9);
    for branch in &layout.branches {
        assert!(on(branch.points[0], branch.parent) && on(branch.points[1], branch.child));
    }
    for (edge, path) in map.graph.edge_indices().zip(&layout.paths) {
        let (a, b) = map.graph.edge_endpoints(edge).unwrap();
        assert!(path.points.len() == 2 && on(path.points[0], a.index()) && on(path.points[1], b.index()));
    }
}

#[test]
fn classic_is_black_white_and_grey() {
    let (map, fonts) = example("lennox-2021");
    for layout in ["ring", "hub", "concentric"] {
        let (layout, style) = (Some(layout.to_owned()), Some("classic".to_owned()));
        let drawing = thememap::render(&map, &fonts, &Options { layout, style, ..Options::default() }).unwrap();
        let svg =
            thememap::encode::svg::write(&drawing.figure, &fonts, thememap::encode::svg::TextMode::Plain).unwrap();
        for at in svg.match_indices("=\"#").map(|(at, _)| &svg[at + 3..at + 9]) {
            let channel = |i: usize| u8::from_str_radix(&at[2 * i..2 * i + 2], 16).unwrap();
            let (r, g, b) = (channel(0), channel(1), channel(2));
            assert!(r.abs_diff(g) < 16 && g.abs_diff(b) < 16, "#{at}");
        }
    }
}

#[test]
fn what_is_no_ring_is_refused_with_what_would_do() {
    let said = |name: &str, layout: &str, width: f64| {
        let (map, fonts) = example(name);
        let why = arranged(&map, &fonts, layout, "classic", width).unwrap_err();
        format!("{} / {}", why[0].message, why[0].hints.join(" / "))
    };
    let flat = said("flat", "ring", 170.0);
    assert!(flat.contains("4 themes") && flat.contains("core") && flat.contains("pillars"), "{flat}");
    let narrow = said("many-groups", "ring", 85.0);
    assert!(narrow.contains("17 themes and their 6 groups") && narrow.contains("85 mm"), "{narrow}");
    assert!(narrow.contains("wider") && narrow.contains("hub"), "{narrow}");
    let orbits = said("many-groups", "concentric", 120.0);
    assert!(orbits.contains("on orbits"), "{orbits}");
}
