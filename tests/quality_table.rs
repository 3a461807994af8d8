//! Every example map in every layout, in numbers: `output/quality.tsv` is what the layouts give.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thememap::Options;
use thememap::layout::{LAYOUTS, quality};
use thememap::text::Fonts;
use thememap::unit::{mm, to_mm};

/// A full page and a column, in millimetres.
const WIDTHS: [f64; 2] = [170.0, 85.0];

const HEAD: &str =
    "map\tlayout\twidth mm\tfaults\tcrossings\tbends\tmirror score\tdensity\theight mm\tleast text pt\talignments\n";

fn maps() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps");
    let files = std::fs::read_dir(folder).expect("maps").map(|entry| entry.expect("an entry").path());
    let mut maps: Vec<_> = files.filter(|file| file.extension().is_some_and(|it| it == "toml")).collect();
    maps.sort();
    maps
}

/// A line about a map in a layout at a width, and its faults.
fn row(file: &Path, layout: &str, width: f64) -> (String, usize) {
    let name = file.file_stem().expect("a name").to_string_lossy();
    let (map, _) = thememap::read(&std::fs::read_to_string(file).expect("a map")).expect("a map without mistakes");
    let mut fonts = Fonts::bundled();
    for (font, _) in &map.figure.fonts {
        let data = std::fs::read(file.with_file_name(font)).expect("a font");
        fonts.add(data).expect("a font");
    }
    let options = Options { layout: Some(layout.into()), width: Some(mm(width)), ..Options::default() };
    let start = format!("{name}\t{layout}\t{width}");
    match thememap::render(&map, &fonts, &options) {
        Ok(drawing) => {
            let quality = quality::measure(drawing.map.as_ref().unwrap_or(&map), &drawing.layout);
            let faults: usize = quality.faults().iter().map(|(_, count)| count).sum();
            let n = quality.numbers;
            let row = format!(
                "{start}\t{faults}\t{}\t{}\t{:.3}\t{:.3}\t{:.1}\t{}\t{}\n",
                n.crossings,
                n.bends,
                n.mirror_score,
                n.box_density,
                to_mm(n.height),
                n.least_text,
                n.alignments
            );
            (row, faults)
        }
        Err(why) => (format!("{start}\trefused: {}\n", why.first().map_or("", |why| why.message.as_str())), 0),
    }
}

/// Refreshed with `UPDATE=1 cargo test --test quality_table`.
#[test]
fn the_table_is_what_the_layouts_give() {
    let mut asked = Vec::new();
    for file in maps() {
        for layout in LAYOUTS.iter().map(|layout| layout.name) {
            asked.extend(WIDTHS.map(|width| (file.clone(), layout, width)));
        }
    }
    let rows: Vec<(String, usize)> = asked.par_iter().map(|(file, layout, width)| row(file, layout, *width)).collect();
    let table = rows.iter().fold(HEAD.to_string(), |table, (row, _)| table + row);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("output/quality.tsv");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &table).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("output/quality.tsv");
    let mut changed = String::new();
    for (line, now) in table.lines().enumerate() {
        let before = kept.lines().nth(line).unwrap_or("nothing");
        if before != now {
            let _ = writeln!(changed, "line {}:\n  was {before}\n  now {now}", line + 1);
        }
    }
    assert!(changed.is_empty() && kept.lines().count() == table.lines().count(), "{changed}");
    let faulty = rows.iter().filter(|(_, faults)| *faults > 0);
    let faulty: Vec<&str> = faulty.map(|(row, _)| row.as_str()).collect();
    assert!(faulty.is_empty(), "{}", faulty.concat());
}
