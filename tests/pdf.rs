//! PDF files as poppler, qpdf and Ghostscript read them: words, fonts, size, tags, metadata.
//!
//! The judge of PDF/UA and PDF/A, veraPDF, is in no package registry. What it would look at first is read here from the
//! file itself: that all is tagged once, that text has characters, that languages, titles and profiles are there.

mod opened;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use opened::tools::tool;
use opened::{Folder, all_fonts, asked, drawn, example, examples, figures, labels, made, paragraphs};
use thememap::describe::Words;
use thememap::draw::Figure;
use thememap::encode::pdf::Standard;
use thememap::encode::svg::TextMode;
use thememap::encode::{EncodeOptions, Format, encode};
use thememap::model::Date;
use thememap::text::Fonts;

/// What stands in the tags, paragraph by paragraph.
fn tagged(pdfinfo: Command, path: &Path) -> Vec<String> {
    let told = asked(pdfinfo, &["-struct-text"], path);
    let mut paragraphs: Vec<String> = Vec::new();
    for line in told.lines().map(str::trim) {
        if line.starts_with("P (") {
            paragraphs.push(String::new());
        } else if let Some(text) = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'))
            && !text.is_empty()
        {
            paragraphs.last_mut().expect("text stands in paragraphs").push_str(text);
        }
    }
    paragraphs
}

/// Words, each with how often it stands there. Signs that show nothing are left out: readers differ in where they put
/// them in lines that they turn around.
fn counted<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let shows = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    for word in words {
        let word: String = word.chars().filter(shows).collect();
        if !word.is_empty() {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// The document without compression and with its objects in the open, as qpdf writes it.
fn open_text(qpdf: Command, path: &Path) -> String {
    let mut qpdf = qpdf;
    let output = qpdf.args(["--qdf", "--object-streams=disable"]).arg(path).arg("-").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A study with everything a map can say about itself.
fn study(fonts: &Fonts) -> Figure {
    let source = "title = \"Waiting (on the ward)\"\nauthor = [\"A. Lennox\", \"Zoë Ærø\"]\nlang = \"en-GB\"\n\
                  alt = \"Two themes \\\\ (of many).\"\nthemes = [\"Being told nothing\", \"Watching the door\"]";
    drawn(source, fonts)
}

fn dated(figure: Figure) -> Figure {
    let words = Words { date: Some(Date { year: 2021, month: 3, day: 14 }), ..figure.words.clone() };
    Figure { words, ..figure }
}

#[test]
fn the_words_of_the_file_are_the_labels_in_their_order() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    for (name, figure) in examples(&fonts) {
        let path = folder.file(&format!("{name}.pdf"), &figure, &fonts);
        let expected = paragraphs(&figure);
        // The labels of the map are among them, whatever else a card says.
        let all = expected.join("\n");
        for label in labels(&figure.items) {
            let words = label.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(all.contains(&words), "{name}: `{words}` is not drawn");
        }
        if let Some(pdfinfo) = tool("pdfinfo") {
            assert_eq!(tagged(pdfinfo, &path), expected, "{name}");
        }
        let Some(pdftotext) = tool("pdftotext") else { continue };
        let text = asked_text(pdftotext, &["-layout"], &path);
        if ["chinese", "hebrew"].contains(&&name[..]) {
            // Without spaces between words a line is a word, and lines stand side by side; and where a line has words of both
            // directions, poppler reads their order from where they stand.
            let letters = |text: &str| counted(text.split_whitespace().flat_map(|word| word.split("")));
            assert_eq!(letters(&text), letters(&all), "{name}");
        } else {
            let lines = |text: &str| counted(text.split_whitespace());
            assert_eq!(lines(&text), lines(&broken(&figure)), "{name}");
        }
    }
}

/// The lines of a drawing as they are broken.
fn broken(figure: &Figure) -> String {
    let mut lines = String::new();
    fn walk(items: &[thememap::draw::figure::Item], lines: &mut String) {
        for item in items {
            match item {
                thememap::draw::figure::Item::Group(group) => walk(&group.items, lines),
                thememap::draw::figure::Item::Text(text) => *lines += &format!("{}\n", text.line.text()),
                thememap::draw::figure::Item::Path(_) => {}
            }
        }
    }
    walk(&figure.items, &mut lines);
    lines
}

fn asked_text(mut pdftotext: Command, arguments: &[&str], path: &Path) -> String {
    opened::tools::printed(pdftotext.args(arguments).arg(path).arg("-"))
}

#[test]
fn every_font_is_inside_and_cut_down_to_what_is_used() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    for (name, figure) in examples(&fonts) {
        let path = folder.file(&format!("{name}.pdf"), &figure, &fonts);
        let Some(pdffonts) = tool("pdffonts") else { return };
        let told = asked(pdffonts, &[], &path);
        let rows: Vec<&str> = told.lines().skip(2).collect();
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert!(row.contains("CID TrueType"), "{name}: {row}");
            assert!(row.contains(" yes yes yes "), "{name}: {row}");
            assert!(row.contains("+SourceSans3-") || row.contains("+NotoSans"), "{name}: {row}");
        }
    }
}

#[test]
fn different_fonts_bear_different_names() {
    let (fonts, folder) = (Fonts::bundled(), Folder::new());
    let mut names = std::collections::BTreeSet::new();
    // As many letters, but others.
    let labels = ["abc", "abd", "bac", "xyz", "xy\u{17c}", "éèê"];
    for label in labels {
        let figure = drawn(&format!("themes = [\"{label}\"]"), &fonts);
        let path = folder.file("letters.pdf", &figure, &fonts);
        let Some(pdffonts) = tool("pdffonts") else { return };
        let told = asked(pdffonts, &[], &path);
        names.extend(told.lines().skip(2).map(|row| row.split(' ').next().unwrap().to_owned()));
    }
    assert_eq!(names.len(), labels.len(), "{names:?}");
}

#[test]
fn the_page_is_the_figure_and_says_what_it_is() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let figure = study(&fonts);
    let path = folder.file("study.pdf", &figure, &fonts);
    if let Some(pdfinfo) = tool("pdfinfo") {
        let told = asked(pdfinfo, &[], &path);
        let row = |key: &str| {
            let row = told.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            row.unwrap_or_else(|| panic!("no {key} in {told}")).trim()
        };
        assert_eq!(row("Title"), "Waiting (on the ward)");
        assert_eq!(row("Author"), "A. Lennox, Zoë Ærø");
        assert_eq!(row("Tagged"), "yes");
        assert_eq!(row("Pages"), "1");
        assert_eq!(row("PDF version"), "1.7");
        assert!(!told.contains("CreationDate") && !told.contains("ModDate"), "no clock: {told}");
        let size: Vec<f64> = row("Page size").split(' ').filter_map(|word| word.parse().ok()).collect();
        assert!((size[0] - figure.width).abs() < 0.01 && (size[1] - figure.height).abs() < 0.01, "{size:?}");
    }
    let Some(qpdf) = tool("qpdf") else { return };
    asked(qpdf, &["--check"], &path);
    let text = open_text(tool("qpdf").unwrap(), &path);
    for expected in [
        "/Lang (en-GB)",
        "/DisplayDocTitle true",
        "/Marked true",
        "/Alt (Two themes \\\\ \\(of many\\).)",
        "/Placement /Block",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<dc:title>",
    ] {
        assert!(text.contains(expected), "no `{expected}`");
    }
    // A language that is not known is said to be so.
    let unknown = folder.file("unknown.pdf", &drawn("themes = [\"Warten\"]", &fonts), &fonts);
    assert!(open_text(tool("qpdf").unwrap(), &unknown).contains("/Lang (und)"));
}

#[test]
fn everything_on_the_page_is_tagged_once_and_nothing_is_transparent() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    for name in ["lennox-2021", "persian", "kinds", "matrix"] {
        let path = folder.file(&format!("{name}.pdf"), &example(name, &fonts), &fonts);
        let Some(qpdf) = tool("qpdf") else { return };
        let text = open_text(qpdf, &path);
        for forbidden in ["/SMask", "/ca ", "/CA ", "/Transparency", "/JavaScript", "/Encrypt", "/Type3"] {
            assert!(!text.contains(forbidden), "{name}: `{forbidden}`");
        }
        let (mut depth, mut artifacts, mut painted, mut numbers) = (0, 0, 0, Vec::new());
        let content = text.split("stream\n").find(|part| part.contains(">>BDC")).expect("a page");
        let content = content.replace("EMC", "EMC\n").replace("]TJ", "] TJ");
        for line in content.lines() {
            match line.rsplit([' ', '>']).next().unwrap_or_default() {
                "BDC" | "BMC" => {
                    assert_eq!(depth, 0, "{name}: nested: {line}");
                    depth += 1;
                    match line.split_once("/MCID ") {
                        Some((_, number)) => numbers.push(number.split([' ', '>']).next().unwrap().to_owned()),
                        None => artifacts += usize::from(line.starts_with("/Artifact")),
                    }
                }
                "EMC" => depth -= 1,
                "f" | "S" | "B" | "TJ" | "Tj" => {
                    painted += 1;
                    assert_eq!(depth, 1, "{name}: paints outside of tags: {line}");
                }
                _ => {}
            }
        }
        assert!(painted > 20, "{name}: only {painted} things are painted");
        assert_eq!((depth, artifacts), (0, 1), "{name}: the page behind everything is an artifact");
        // The structure holds each number once: the paragraphs' in their elements, the shapes' in the figure.
        let elements = text.split(" obj\n").filter(|object| object.contains("/Type /StructElem"));
        let kids: String = elements.filter_map(|element| element.split_once("/K ")).map(|(_, kids)| kids).collect();
        for number in &numbers {
            let held = kids.lines().filter(|line| line.trim() == number).count();
            assert_eq!(held, 1, "{name}: elements that hold {number}");
        }
        assert!(text.contains("/S /Figure") && text.contains("/S /P") && text.contains("/S /Document"), "{name}");
        assert!(numbers.len() > 10, "{name}");
    }
}

#[test]
fn an_archive_needs_a_date_and_gets_one() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let figure = study(&fonts);
    let pdf = Format::named("pdf").unwrap();
    let options = |pdf| EncodeOptions { pdf, ..EncodeOptions::default() };
    let error = encode(&figure, &fonts, pdf, &options(Standard::Archival)).unwrap_err();
    assert!(error.starts_with("PDF/A needs a date") && error.contains("`date = \"2021-03-14\"`"), "{error}");
    let figure = dated(figure);
    for (standard, archival) in [(Standard::Archival, true), (Standard::ByDate, true), (Standard::Accessible, false)] {
        let path = folder.bytes("dated.pdf", &made(&figure, &fonts, "pdf", &options(standard)));
        let Some(qpdf) = tool("qpdf") else { return };
        let text = open_text(qpdf, &path);
        asked(tool("qpdf").unwrap(), &["--check"], &path);
        assert!(text.contains("/CreationDate (D:20210314"), "{standard:?}");
        assert!(text.contains("<pdfuaid:part>1<"), "{standard:?}");
        assert_eq!(text.contains("<pdfaid:part>2<"), archival, "{standard:?}");
        assert_eq!(text.contains("<pdfaid:conformance>A<"), archival, "{standard:?}");
        assert_eq!(text.contains("/OutputIntent"), archival, "{standard:?}");
    }
}

#[test]
fn texts_longer_than_an_archive_can_hold() {
    let fonts = Fonts::bundled();
    let figure = dated(study(&fonts));
    let pdf = Format::named("pdf").unwrap();
    let long = |words: Words| Figure { words, ..figure.clone() };
    // A description has other formats to go to, and is left out; an alternative text is not lost unasked.
    let description = long(Words { description: "word ".repeat(10_000), ..figure.words.clone() });
    encode(&description, &fonts, pdf, &EncodeOptions::default()).unwrap();
    let alt = long(Words { alt: "word ".repeat(10_000), ..figure.words.clone() });
    let error = encode(&alt, &fonts, pdf, &EncodeOptions::default()).unwrap_err();
    assert!(error.contains("longer than PDF/A can hold"), "{error}");
    encode(&alt, &fonts, pdf, &EncodeOptions { pdf: Standard::Accessible, ..EncodeOptions::default() }).unwrap();
}

#[test]
fn outlines_need_no_font_and_still_say_what_they_read() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let options = EncodeOptions { text: TextMode::Outlines, ..EncodeOptions::default() };
    let path = folder.bytes("outlines.pdf", &made(&study(&fonts), &fonts, "pdf", &options));
    if let Some(pdffonts) = tool("pdffonts") {
        assert_eq!(asked(pdffonts, &[], &path).lines().count(), 2, "no fonts below the heading");
    }
    let Some(qpdf) = tool("qpdf") else { return };
    let text = open_text(qpdf, &path);
    for line in ["Being told nothing", "Watching the door"] {
        assert!(text.contains(&format!("/ActualText({line})")), "{line}");
    }
}

// Fonts of authors

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

/// A map of four labels in Latin letters, set in that font.
fn set_in(font: Vec<u8>) -> Option<(Fonts, Figure)> {
    let mut fonts = Fonts::bundled();
    fonts.add(font).ok()?;
    let source = "core = \"Office AVATAR\"\nthemes = [\"Trust: ffi fl\", \"Łódź, naïve\", \"Waiting 12 (of 30)\"]";
    let (map, _) = thememap::read(source).unwrap();
    let figure = thememap::render(&map, &fonts, &thememap::Options::default()).ok()?.figure;
    Some((fonts, figure))
}

/// A collection of one font: its tables, moved.
fn collection(font: &[u8]) -> Vec<u8> {
    let mut out = b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10".to_vec();
    out.extend(font);
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    for record in 0..tables {
        let at = 16 + 12 + 16 * record + 8;
        let offset = u32::from_be_bytes(out[at..at + 4].try_into().unwrap()) + 16;
        out[at..at + 4].copy_from_slice(&offset.to_be_bytes());
    }
    out
}

#[test]
fn fonts_of_every_kind_are_embedded() {
    let folder = Folder::new();
    let regular = file("src/text/fonts/SourceSans3_400Regular.ttf");
    let mut kinds = vec![("ttf", regular.clone()), ("ttc", collection(&regular))];
    // A font with PostScript outlines comes with Ghostscript's own fonts.
    if let Ok(font) = std::fs::read("/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf") {
        kinds.push(("otf", font));
    }
    for (kind, font) in kinds {
        let (fonts, figure) = set_in(font).expect(kind);
        let path = folder.file(&format!("{kind}.pdf"), &figure, &fonts);
        let Some(pdfinfo) = tool("pdfinfo") else { return };
        assert_eq!(tagged(pdfinfo, &path), paragraphs(&figure), "{kind}");
        let told = asked(tool("pdffonts").unwrap(), &[], &path);
        assert!(told.lines().skip(2).all(|row| row.contains(" yes yes yes ")), "{kind}: {told}");
        assert!(told.contains("+SourceSans3-Regular") || told.contains("+NimbusSans-Regular"), "{kind}: {told}");
        let picture = opened::Picture::png(&made(&figure, &fonts, "png", &EncodeOptions::default()));
        let Some(gs) = tool("gs") else { return };
        let painted = opened::ghostscript(gs, &path, &picture);
        let strays = painted.strays(&picture, 48) + picture.strays(&painted, 48);
        assert!(strays * 10_000 <= picture.width * picture.height, "{kind}: {strays} pixels differ");
    }
}

#[test]
fn a_font_whose_licence_forbids_it_is_not_embedded() {
    let mut font = file("src/text/fonts/SourceSans3_400Regular.ttf");
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let record = (0..tables).map(|at| 12 + 16 * at).find(|&at| &font[at..at + 4] == b"OS/2").unwrap();
    let start = u32::from_be_bytes(font[record + 8..record + 12].try_into().unwrap()) as usize;
    font[start + 8..start + 10].copy_from_slice(&2u16.to_be_bytes());
    let (fonts, figure) = set_in(font).unwrap();
    let pdf = Format::named("pdf").unwrap();
    let error = encode(&figure, &fonts, pdf, &EncodeOptions::default()).unwrap_err();
    assert!(error.contains("its licence forbids it; text as outlines needs no font in the file"), "{error}");
    let outlines = EncodeOptions { text: TextMode::Outlines, ..EncodeOptions::default() };
    encode(&figure, &fonts, pdf, &outlines).unwrap();
}

#[test]
fn damaged_fonts_end_in_a_file_or_in_an_error() {
    let sound = file("src/text/fonts/SourceSans3_400Regular.ttf");
    let tables = usize::from(u16::from_be_bytes([sound[4], sound[5]]));
    let mut made = 0;
    let mut state = 7u64;
    // SplitMix64 (Steele, Lea & Flood 2014).
    let mut below = |bound: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    };
    for _ in 0..150 {
        let mut font = sound.clone();
        let record = 12 + 16 * below(tables);
        let number = |at: usize| u32::from_be_bytes(sound[at..at + 4].try_into().unwrap()) as usize;
        let (start, length) = (number(record + 8), number(record + 12));
        for _ in 0..1 + below(12) {
            font[start + below(length.clamp(1, 200))] = below(256) as u8;
        }
        let Some((fonts, figure)) = set_in(font) else { continue };
        made += usize::from(encode(&figure, &fonts, Format::named("pdf").unwrap(), &EncodeOptions::default()).is_ok());
    }
    assert!(made > 30, "most damage does not show: {made}");
}

#[test]
fn a_page_that_no_viewer_shows_is_refused() {
    let fonts = Fonts::bundled();
    let long = figures::page(500.0, 20_000.0, &[], Vec::new());
    let error = encode(&long, &fonts, Format::named("pdf").unwrap(), &EncodeOptions::default()).unwrap_err();
    assert!(error.contains("5080 mm a side") && error.contains("SVG"), "{error}");
}
