//! What eyes can tell in a figure: contrast, colours that look alike, sizes.

mod random_maps;

use rayon::prelude::*;
use thememap::Options;
use thememap::check::eyes::{self, Finding, Subject, What};
use thememap::diagnostic::Severity;
use thememap::draw::figure::{Class, Color, Figure, Item, Tag};
use thememap::draw::vision::{VISIONS, Vision, luminance};
use thememap::layout::LAYOUTS;
use thememap::model::Map;
use thememap::style::STYLES;
use thememap::text::Fonts;
use thememap::unit::mm;

fn map(source: &str) -> Map {
    thememap::read(source).unwrap().0
}

fn drawn(map: &Map, options: &Options) -> Figure {
    thememap::render(map, &Fonts::bundled(), options).unwrap().figure
}

/// The example maps by name, with the fonts they name.
fn examples() -> Vec<(String, Map, Fonts)> {
    let mut files: Vec<_> = std::fs::read_dir("maps").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let each = |file: std::path::PathBuf| {
        let map = map(&std::fs::read_to_string(&file).unwrap());
        let mut fonts = Fonts::bundled();
        for (name, _) in &map.figure.fonts {
            fonts.add(std::fs::read(file.parent().unwrap().join(name)).unwrap()).unwrap();
        }
        (file.file_stem().unwrap().to_string_lossy().into_owned(), map, fonts)
    };
    files.into_iter().map(each).collect()
}

/// Every way to draw a map at the widths of journals.
fn ways() -> Vec<Options> {
    let mut ways = Vec::new();
    for style in STYLES {
        for layout in ["auto"].into_iter().chain(LAYOUTS.iter().map(|layout| layout.name)) {
            for width in [85.0, 170.0] {
                let (style, layout) = (Some(style.name.to_owned()), Some(layout.to_owned()));
                ways.push(Options { style, layout, width: Some(mm(width)), ..Options::default() });
            }
        }
    }
    ways
}

#[test]
fn own_styles_show_everything_to_everyone() {
    let (examples, ways) = (examples(), ways());
    let cases: Vec<_> = examples.iter().flat_map(|example| ways.iter().map(move |way| (example, way))).collect();
    let found: Vec<String> = cases
        .par_iter()
        .filter_map(|((name, map, fonts), way)| {
            let figure = thememap::render(map, fonts, way).ok()?.figure;
            let findings = eyes::findings(map, &figure);
            let words = eyes::diagnostics(&findings, map, Severity::Warning).into_iter().map(|d| d.message);
            let words = words.collect::<Vec<_>>().join("; ");
            (!findings.is_empty()).then(|| format!("{name} {:?} {:?} {:?}: {words}", way.style, way.layout, way.width))
        })
        .collect();
    assert!(found.is_empty(), "{} figures:\n{}", found.len(), found.join("\n"));
}
