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
const WIDTHS: [f64; 6] = [120.0, 170.0, 210.0, 297.0, 420.0, 841.0];

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
    thememap::layout::arrange(map, fonts, style, &options)
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
