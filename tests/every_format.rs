//! Every format, style, layout and width over the example maps: the words in the file are the labels, and every format
//! paints the same figure.
//!
//! A sample of the combinations by default. `SWEEP=all cargo test --release --test every_format -- --nocapture` tries all of
//! them, and says how many there were.

mod opened;

use std::collections::BTreeMap;

use opened::tools::tool;
use opened::{Folder, Picture, all_fonts, files, ghostscript, made};
use thememap::Options;
use thememap::draw::Figure;
use thememap::draw::figure::Item;
use thememap::encode::svg::{self, TextMode};
use thememap::encode::{EncodeOptions, Format, html};
use thememap::layout::LAYOUTS;
use thememap::style::STYLES;
use thememap::text::Fonts;
use thememap::unit::mm;

/// The widths of a page and of a column, in millimetres.
const WIDTHS: [f64; 2] = [170.0, 85.0];

/// Of the combinations, one in so many: prime to the numbers of styles, layouts and widths, so that all of them come up.
const SAMPLE: usize = 41;

/// Of those that are tried, one in so many is painted by another program, which takes a second.
const PAINTED: usize = 17;

/// How far a pixel may be away, of 255, from everything that stands within a pixel of it in the PNG: one of the four steps in
/// which Ghostscript softens edges.
const STEP: u8 = 64;

/// Of the pixels of any figure at 300 dpi, so many at most may be farther away than that: lines that end between pixels. Of
/// 149 figures throughout the combinations the worst had 1.2 in a thousand.
const MOST_STRAYS: f64 = 2e-3;

fn all() -> bool {
    std::env::var_os("SWEEP").is_some()
}

/// Figures of the combinations, with their names; those that do not fit are refused, and left out.
fn figures(fonts: &Fonts, mut see: impl FnMut(usize, &str, &Figure)) {
    let step = if all() { 1 } else { SAMPLE };
    let (mut number, mut drawn, mut refused) = (0, 0, 0);
    for path in files("maps", "toml") {
        let source = std::fs::read_to_string(&path).expect("a map");
        let (map, _) = thememap::read(&source).unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display()));
        let map_name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        for style in &STYLES {
            for layout in &LAYOUTS {
                for width in WIDTHS {
                    number += 1;
                    if number % step != 0 {
                        continue;
                    }
                    let options = Options {
                        layout: Some(layout.name.into()),
                        style: Some(style.name.into()),
                        width: Some(mm(width)),
                        ..Options::default()
                    };
                    match thememap::render(&map, fonts, &options) {
                        Ok(drawing) => {
                            drawn += 1;
                            see(
                                drawn,
                                &format!("{map_name} {} {} {width} mm", style.name, layout.name),
                                &drawing.figure,
                            );
                        }
                        Err(_) => refused += 1,
                    }
                }
            }
        }
    }
    assert!(drawn > 20, "only {drawn} figures of {number} combinations");
    println!("{drawn} figures, {refused} refused");
}

/// Letters and signs of a text, each with how often it stands there: what shows nothing is left out, and so are spaces, which
/// readers put where lines stand side by side.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    let shows = |c: &char| {
        !c.is_whitespace()
            && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
    };
    text.chars().filter(shows).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// All text of a figure, a line each.
fn lines(items: &[Item]) -> String {
    items
        .iter()
        .map(|item| match item {
            Item::Group(group) => lines(&group.items),
            Item::Text(text) => format!("{}\n", text.line.text()),
            Item::Path(_) => String::new(),
        })
        .collect()
}

/// The text of the drawing in an SVG element, or its names for readers where the text is outlines.
fn svg_words(node: roxmltree::Node, outlines: bool) -> String {
    let mut words = String::new();
    for part in node.descendants() {
        match part.tag_name().name() {
            "text" if !outlines => {
                words.extend(part.descendants().filter(|part| part.is_text()).filter_map(|part| part.text()));
                words.push('\n');
            }
            "g" if outlines && part.attribute("class") == Some("text") => {
                words.push_str(part.attribute("aria-label").unwrap_or_default());
                words.push('\n');
            }
            _ => {}
        }
    }
    words
}

#[test]
fn the_words_in_every_file_are_the_labels() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    figures(&fonts, |_, name, figure| {
        let expected = letters(&lines(&figure.items));
        for (mode, outlines) in [(TextMode::Embedded, false), (TextMode::Plain, false), (TextMode::Outlines, true)] {
            let svg = svg::write(figure, &fonts, mode).expect(name);
            let document = roxmltree::Document::parse(&svg).expect(name);
            assert_eq!(letters(&svg_words(document.root(), outlines)), expected, "{name}: SVG {mode:?}");
        }
        let page = html::write(figure, &fonts, TextMode::Plain).expect(name);
        let drawing = page.find("<svg").map(|start| &page[start..page.find("</svg>").expect(name) + 6]).expect(name);
        let document = roxmltree::Document::parse(drawing).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(letters(&svg_words(document.root(), false)), expected, "{name}: HTML");
        let Some(mut pdftotext) = tool("pdftotext") else { return };
        let path = folder.file("figure.pdf", figure, &fonts);
        let text = opened::tools::printed(pdftotext.arg("-layout").arg(path).arg("-"));
        assert_eq!(letters(&text), expected, "{name}: PDF");
    });
}

#[test]
fn every_format_paints_the_same_figure() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let mut worst: BTreeMap<&str, (f64, String)> = BTreeMap::new();
    figures(&fonts, |number, name, figure| {
        if number % if all() { PAINTED } else { 7 } != 0 {
            return;
        }
        let options = EncodeOptions::default();
        let picture = Picture::png(&made(figure, &fonts, "png", &options));
        let pixels = (picture.width * picture.height) as f64;
        for format in ["pdf", "eps", "tiff"] {
            let format = Format::named(format).expect("a format");
            let path = folder.file(&format!("figure.{}", format.extension), figure, &fonts);
            let painted = match format.name {
                "tiff" => {
                    tool("convert").map(|mut convert| Picture::of(convert.arg(path).args(["-depth", "8", "ppm:-"])))
                }
                _ => tool("gs").map(|gs| ghostscript(gs, &path, &picture)),
            };
            let Some(painted) = painted else { return };
            let (painted, picture) = (painted.inner(), picture.inner());
            let strays = painted.strays(&picture, STEP).max(picture.strays(&painted, STEP)) as f64 / pixels;
            // A thin line that ends between pixels is two dark rows in one program and three paler ones in the other.
            let most = if format.name == "tiff" { 0.0 } else { MOST_STRAYS };
            assert!(strays <= most, "{name}: {strays} of the pixels of the {} are not in the PNG", format.name);
            let entry = worst.entry(format.name).or_default();
            if strays >= entry.0 {
                *entry = (strays, name.to_owned());
            }
        }
    });
    println!("largest shares of pixels that differ by more than softness: {worst:?}");
}
