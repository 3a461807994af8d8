//! What the files of every format hold, read by others: usvg and resvg with a text layout of their own, `png`, `roxmltree`.

mod figures;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once};

use figures::{INK, WHITE, column, page, reference, text};
use kurbo::Rect;
use thememap::describe::Words;
use thememap::draw::Figure;
use thememap::draw::figure::{Color, Group, Item, Tag, Text};
use thememap::encode::svg::TextMode;
use thememap::encode::{EncodeOptions, FORMATS, Format, encode};
use thememap::text::{Fonts, Weight};

const DPI: f64 = 300.0;
const MODES: [TextMode; 3] = [TextMode::Embedded, TextMode::Plain, TextMode::Outlines];

/// Labels as authors write them, and worse.
const LABELS: [&str; 12] = [
    "Navigating transitions within the healthcare system",
    "“It’s like walking on eggshells”: trust",
    "Stigma / shame / \"being labelled\"",
    "R&D <in> 'practice' & so on]]>",
    "Διαπραγμάτευση της φροντίδας",
    "Преодоление системных барьеров",
    "AVA To. WAVE: kerning, ffi and ﬁ",
    "Đi qua hệ thống y tế",
    "1. Barriers → 2. “Bridges”; ≥ 3 of 5",
    "Peer mentorship – ongoing training — and back",
    "Zoë’s naïve café, Ærø, Łódź, İstanbul",
    "e\u{301}tude, n\u{303}, a\u{308}",
];

/// Labels of one right-to-left piece that begins and ends with letters: the ones resvg, which knows no right-to-left
/// paragraphs, lays out as browsers do.
const RIGHT_TO_LEFT: [&str; 3] = ["مادران در جایگاه معلم", "دلتنگی برای زنگ تفریح", "سه نفر در یک روز"];

/// Labels whose pieces, spaces, quotes and stops only a reader of `direction` puts in place.
const MIXED: [&str; 4] =
    ["گروه‌های WhatsApp و مرز میان کار و خانه", "«دیگر تنها نیستیم»!", "اعتماد 12 نفر، 3.5 درصد", "(العلاقة) A/B: ج."];

// Making

fn svg(figure: &Figure, fonts: &Fonts, text: TextMode) -> String {
    let options = EncodeOptions { text, dpi: DPI, ..EncodeOptions::default() };
    String::from_utf8(encode(figure, fonts, Format::named("svg").unwrap(), &options).unwrap()).unwrap()
}

fn png_at(figure: &Figure, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>, String> {
    let options = EncodeOptions { dpi, ..EncodeOptions::default() };
    encode(figure, fonts, Format::named("png").unwrap(), &options)
}

/// The bundled fonts and those beside the example maps.
fn all_fonts() -> Fonts {
    let mut fonts = Fonts::bundled();
    for path in files("maps/fonts", "ttf") {
        fonts.add(std::fs::read(path).unwrap()).unwrap();
    }
    fonts
}

/// Files of a folder of this package with that extension, sorted.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == extension)).collect();
    paths.sort();
    paths
}

fn by_hand(fonts: &Fonts) -> Vec<(String, Figure)> {
    let night = Figure { page: Some(figures::LINK), ..column(fonts, &LABELS[..3]) };
    vec![("reference".into(), reference(fonts)), ("labels".into(), column(fonts, &LABELS)), ("night".into(), night)]
}

/// The example maps as they are drawn by default.
fn maps(fonts: &Fonts) -> Vec<(String, Figure)> {
    let mut out = Vec::new();
    for path in files("maps", "toml") {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = std::fs::read_to_string(&path).unwrap();
        let (map, _) = thememap::read(&source).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let drawing = thememap::render(&map, fonts, &thememap::Options::default());
        out.push((name, drawing.unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display())).figure));
    }
    assert!(out.len() > 10, "the example maps are there");
    out
}

/// The labels of everything in a figure that stands for something of the map.
fn labels<'a>(items: &'a [Item]) -> Vec<&'a str> {
    let one = |item: &'a Item| match item {
        Item::Group(group) => {
            let own = match &group.tag {
                Tag::Node { label, .. } | Tag::Panel { label, .. } => Some(&label[..]),
                Tag::Edge { .. }
                | Tag::Branches { .. }
                | Tag::Legend { .. }
                | Tag::Voices { .. }
                | Tag::Badge { .. } => None,
            };
            own.into_iter().chain(labels(&group.items)).collect()
        }
        _ => Vec::new(),
    };
    items.iter().flat_map(one).collect()
}

// Reading

/// The SVG as usvg reads it with a text layout of its own; a warning is a failure.
fn tree(svg: &str, fonts: &Fonts, dpi: f64) -> usvg::Tree {
    static WARNINGS: Mutex<Vec<String>> = Mutex::new(Vec::new());
    struct Warnings;
    impl log::Log for Warnings {
        fn enabled(&self, _: &log::Metadata) -> bool {
            true
        }
        fn log(&self, record: &log::Record) {
            let message = record.args().to_string();
            // The embedded subset; the whole font is in the database.
            if record.level() <= log::Level::Warn && !message.contains("@font-face") {
                WARNINGS.lock().unwrap().push(message);
            }
        }
        fn flush(&self) {}
    }
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Warnings).unwrap();
        log::set_max_level(log::LevelFilter::Warn);
    });
    let mut database = usvg::fontdb::Database::new();
    for face in &fonts.faces {
        database.load_font_data(face.data().to_vec());
    }
    let options = usvg::Options {
        dpi: dpi as f32,
        font_family: "Source Sans 3".into(),
        fontdb: Arc::new(database),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    // What usvg cannot draw it drops, with no more than a warning.
    assert_eq!(*WARNINGS.lock().unwrap(), [""; 0]);
    tree
}

/// Width, height and RGBA of what resvg paints on a page of that colour.
fn painted(tree: &usvg::Tree, page: Color) -> (u32, u32, Vec<u8>) {
    let size = tree.size().to_int_size();
    let mut pixmap = tiny_skia::Pixmap::new(size.width(), size.height()).unwrap();
    pixmap.fill(tiny_skia::Color::from_rgba8(page.0, page.1, page.2, 255));
    resvg::render(tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    (size.width(), size.height(), pixmap.take())
}

fn decoded(png: &[u8]) -> (png::Info<'static>, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    (reader.info().clone(), pixels)
}

/// How many pixels of a PNG are not those painted, and by how much at most.
fn difference(png: &[u8], (width, height, painted): &(u32, u32, Vec<u8>)) -> (usize, u8) {
    let (info, pixels) = decoded(png);
    assert_eq!((info.width, info.height, info.color_type), (*width, *height, png::ColorType::Rgb));
    let (mut count, mut most) = (0, 0);
    for (ours, theirs) in pixels.as_chunks::<3>().0.iter().zip(painted.as_chunks::<4>().0) {
        if ours[..] != theirs[..3] {
            count += 1;
            most = ours.iter().zip(theirs).map(|(a, b)| a.abs_diff(*b)).max().max(Some(most)).unwrap();
        }
    }
    (count, most)
}

fn texts<'a>(items: &'a [Item]) -> Vec<&'a Text> {
    let one = |item: &'a Item| match item {
        Item::Group(group) => texts(&group.items),
        Item::Text(text) => vec![text],
        Item::Path(_) => Vec::new(),
    };
    items.iter().flat_map(one).collect()
}

fn drawn_texts<'a>(group: &'a usvg::Group) -> Vec<&'a usvg::Text> {
    let one = |node: &'a usvg::Node| match node {
        usvg::Node::Group(group) => drawn_texts(group),
        usvg::Node::Text(text) => vec![&**text],
        _ => Vec::new(),
    };
    group.children().iter().flat_map(one).collect()
}

fn elements<'a>(document: &'a roxmltree::Document, class: &'a str) -> impl Iterator<Item = roxmltree::Node<'a, 'a>> {
    document.descendants().filter(move |node| node.attribute("class") == Some(class))
}

/// Everything a figure names with an id or a font name, and the text of the rule behind each font name.
fn names(svg: &str) -> (BTreeSet<String>, BTreeMap<String, String>) {
    let document = roxmltree::Document::parse(svg).unwrap();
    let all: Vec<String> = document.descendants().filter_map(|node| node.attribute("id")).map(str::to_owned).collect();
    let ids: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(ids.len(), all.len(), "ids are unique: {all:?}");
    let rules = document.descendants().filter(|node| node.has_tag_name("style")).filter_map(|node| node.text());
    let rules =
        rules.flat_map(|style| style.trim().split_inclusive('}').map(str::trim).map(str::to_owned).collect::<Vec<_>>());
    let named = |rule: String| {
        let name = rule.strip_prefix("@font-face{font-family:").expect("style brings fonts and nothing else");
        (name.split(';').next().unwrap().to_owned(), rule.clone())
    };
    (ids, rules.map(named).collect())
}

// Pixels

/// The gate between our pixels and those of resvg laying the text out itself: what single precision can leave.
fn agree(name: &str, figure: &Figure, fonts: &Fonts, modes: &[TextMode]) {
    let png = png_at(figure, fonts, DPI).unwrap();
    for &mode in modes {
        let painted = painted(&tree(&svg(figure, fonts, mode), fonts, DPI), figure.page.unwrap());
        let (count, most) = difference(&png, &painted);
        println!("{name}, {mode:?}: {count} pixels differ, by at most {most}");
        assert!(count <= 100 && most <= 16, "{name}, {mode:?}: {count} pixels differ, by at most {most}");
    }
}

#[test]
fn png_and_svg_show_the_same_pixels() {
    let fonts = Fonts::bundled();
    for (name, figure) in by_hand(&fonts) {
        agree(&name, &figure, &fonts, &MODES);
    }
}

#[test]
fn right_to_left_text_is_placed_piece_by_piece() {
    let fonts = all_fonts();
    agree("right to left", &column(&fonts, &RIGHT_TO_LEFT), &fonts, &MODES);
    let svg = svg(&column(&fonts, &MIXED), &fonts, TextMode::Plain);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let lines: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
    for (line, label) in lines.iter().zip(MIXED) {
        assert_eq!(line.attribute("direction"), Some("rtl"), "{label}");
        let words = line.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
        assert_eq!(words.collect::<String>(), label, "copied and read aloud as written");
    }
    let pieces: Vec<_> = lines[0].children().collect();
    assert_eq!((pieces[1].text(), pieces[1].attribute("direction")), (Some("WhatsApp"), Some("ltr")));
    let x = |piece: usize| pieces[piece].attribute("x").unwrap().parse::<f64>().unwrap();
    assert!(x(0) > x(1) && x(1) > x(2), "the first piece stands rightmost");
}

#[test]
fn example_maps_show_the_same_pixels_and_name_every_label() {
    let fonts = all_fonts();
    for (name, figure) in maps(&fonts) {
        for label in labels(&figure.items) {
            assert!(figure.words.description.contains(label), "{name}: `{label}` is not described");
        }
        // Quotes and stops at the ends of right-to-left lines stand elsewhere in resvg, which ignores `direction`.
        if !texts(&figure.items).iter().any(|line| line.line.rtl()) {
            agree(&name, &figure, &fonts, &[TextMode::Embedded]);
        }
    }
}

#[test]
fn a_transparent_page_keeps_its_colours() {
    let fonts = Fonts::bundled();
    let opaque = reference(&fonts);
    let figure = Figure { page: None, ..opaque.clone() };
    assert!(!svg(&figure, &fonts, TextMode::Plain).contains("class=\"page\""));
    let (info, clear) = decoded(&png_at(&figure, &fonts, DPI).unwrap());
    assert_eq!(info.color_type, png::ColorType::Rgba);
    assert_eq!(clear[..4], [0; 4], "the corner of the page");
    let (_, solid) = decoded(&png_at(&opaque, &fonts, DPI).unwrap());
    let over_white = clear.as_chunks::<4>().0.iter().map(|&[r, g, b, a]| {
        let mix = |c: u8| (u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a)) + 127) / 255;
        [mix(r), mix(g), mix(b)]
    });
    let apart = over_white.zip(solid.as_chunks::<3>().0).map(|(a, b)| (0..3).map(|i| a[i].abs_diff(b[i].into())).max());
    assert!(apart.max().flatten().unwrap() <= 4, "over white it looks like the opaque figure");
}

// PNG

#[test]
fn png_says_how_large_it_is() {
    let fonts = Fonts::bundled();
    let figure = reference(&fonts);
    for (dpi, width, height, per_metre) in [(300.0, 2008, 1417, 11811), (96.0, 643, 454, 3780), (72.5, 485, 343, 2854)]
    {
        let (info, _) = decoded(&png_at(&figure, &fonts, dpi).unwrap());
        let dims = info.pixel_dims.unwrap();
        assert_eq!((info.width, info.height, info.bit_depth), (width, height, png::BitDepth::Eight));
        assert_eq!((dims.xppu, dims.yppu, dims.unit), (per_metre, per_metre, png::Unit::Meter));
        assert_eq!(info.color_type, png::ColorType::Rgb, "no alpha: journals refuse it");
        assert!(info.srgb.is_some());
    }
}

#[test]
fn absurd_resolutions_are_refused_with_what_would_do() {
    let fonts = Fonts::bundled();
    let figure = reference(&fonts);
    for dpi in [1e6, 2000.0, f64::MAX] {
        let message = png_at(&figure, &fonts, dpi).err().unwrap();
        let most: f64 =
            message.split("at most ").nth(1).and_then(|end| end.split(' ').next()).unwrap().parse().unwrap();
        let pixels = |dpi: f64| (170.0 / 25.4 * dpi).round() * (120.0 / 25.4 * dpi).round();
        assert!(pixels(most) <= 100e6 && pixels(most + 1.0) > 100e6, "{message}");
        assert!(message.contains("170 × 120 mm"), "{message}");
    }
    for dpi in [0.0, -300.0, f64::NAN, f64::INFINITY] {
        assert!(png_at(&figure, &fonts, dpi).err().unwrap().contains("resolution"), "{dpi}");
    }
    let thread = page(10.0, 1e6, &[], Vec::new());
    assert!(png_at(&thread, &fonts, DPI).err().unwrap().contains("20000 a side"));
}

// SVG

#[test]
fn svg_holds_only_what_every_viewer_knows() {
    let fonts = Fonts::bundled();
    const ELEMENTS: [&str; 11] =
        ["svg", "title", "desc", "style", "g", "rect", "ellipse", "path", "text", "tspan", "polygon"];
    const FORBIDDEN: [&str; 9] =
        ["style", "opacity", "fill-opacity", "filter", "mask", "clip-path", "marker-end", "marker-start", "href"];
    for (name, figure) in by_hand(&fonts) {
        for mode in MODES {
            let svg = svg(&figure, &fonts, mode);
            let document = roxmltree::Document::parse(&svg).unwrap();
            for node in document.descendants().filter(|node| node.is_element()) {
                assert!(ELEMENTS.contains(&node.tag_name().name()), "{name}: {node:?}");
                for attribute in node.attributes() {
                    assert!(!FORBIDDEN.contains(&attribute.name()), "{name}: {node:?}");
                    assert!(!attribute.value().contains("url("), "{name}: {node:?}");
                }
            }
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            assert_eq!(root.attribute((roxmltree::NS_XML_URI, "lang")), Some("en"));
            let labelled: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
            let by_id = |id: &str| root.children().find(|node| node.attribute("id") == Some(id)).unwrap();
            assert_eq!(by_id(labelled[0]).text(), Some(&figure.words.alt[..]));
            assert_eq!(by_id(labelled[1]).text(), Some(&figure.words.description[..]));
            let (_, rules) = names(&svg);
            assert_eq!(!rules.is_empty(), mode == TextMode::Embedded);
            assert!(rules.values().all(|rule| rule.contains("src:url(data:font/woff2;base64,d09GMg")), "{rules:?}");
        }
    }
}

#[test]
fn svg_has_one_scale_both_ways() {
    let fonts = Fonts::bundled();
    for (width, height) in [(170.0, 120.0), (85.0, 71.966_667), (189.9, 33.3)] {
        let figure = page(thememap::unit::mm(width), thememap::unit::mm(height), &[], Vec::new());
        let svg = svg(&figure, &fonts, TextMode::Plain);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let root = document.root_element();
        let length = |name| root.attribute(name).unwrap().strip_suffix("mm").unwrap().parse::<f64>().unwrap();
        assert!((length("width") - width).abs() < 1e-5 && (length("height") - height).abs() < 1e-5);
        let view: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        assert_eq!(view[..2], [0.0, 0.0]);
        assert!((length("width") / view[2] / (length("height") / view[3]) - 1.0).abs() < 6e-8, "single precision");
        assert!((view[2] * 25.4 / 72.0 - width).abs() < 1e-5, "one unit is one point");
    }
}

#[test]
fn a_tool_can_read_the_map_back() {
    let fonts = Fonts::bundled();
    let svg = svg(&reference(&fonts), &fonts, TextMode::Embedded);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let nodes: Vec<_> = elements(&document, "node").collect();
    assert_eq!(nodes.len(), 12);
    for node in elements(&document, "node").chain(elements(&document, "group")) {
        assert!(node.has_attribute("data-id"));
        let outlines = node.children().filter(|child| child.attribute("class") == Some("shape"));
        assert_eq!(outlines.count(), 1, "{node:?}");
    }
    let inside = nodes.iter().filter(|node| node.parent().unwrap().attribute("data-id") == Some("characteristics"));
    assert_eq!(inside.count(), 8, "themes of a group are inside it");
    assert_eq!(nodes.iter().filter(|node| node.attribute("data-role") == Some("core")).count(), 1);
    let edges: Vec<_> = elements(&document, "edge").collect();
    assert_eq!(edges.len(), 12);
    for (i, edge) in edges.iter().enumerate() {
        assert_eq!(edge.attribute("data-source"), Some(&format!("theme-{i}")[..]));
        assert_eq!(edge.attribute("data-target"), Some("core"));
        assert_eq!(edge.attribute("data-kind"), Some("leads-to"));
        assert_eq!(edge.attribute("data-joins").map(|joins| joins.parse().unwrap()), i.checked_sub(9));
        let heads = edge.children().filter(|child| child.attribute("class") == Some("arrowhead"));
        assert_eq!(heads.count(), 1);
    }
}

#[test]
fn figures_on_one_page_share_no_names() {
    let fonts = Fonts::bundled();
    let one = reference(&fonts);
    let mut figures = vec![one.clone(), column(&fonts, &LABELS[..4])];
    figures.push(Figure { page: None, ..one.clone() });
    figures.push(Figure { words: Words { alt: "Another title".into(), ..one.words.clone() }, ..one.clone() });
    figures.push(Figure { words: Words { description: "Other words".into(), ..one.words.clone() }, ..one });
    for mode in MODES {
        let (mut all, mut families, mut count) = (BTreeSet::new(), BTreeMap::new(), 0);
        for figure in &figures {
            let (ids, rules) = names(&svg(figure, &fonts, mode));
            count += ids.len();
            all.extend(ids);
            for (family, rule) in rules {
                let before = families.insert(family, rule.clone());
                assert!(before.is_none_or(|before| before == rule), "one name, one font");
            }
        }
        assert_eq!(all.len(), count, "{mode:?}: {all:?}");
    }
}

#[test]
fn outlines_keep_the_words_and_no_text() {
    let fonts = all_fonts();
    let labels = [&LABELS[..], &RIGHT_TO_LEFT, &MIXED].concat();
    let svg = svg(&column(&fonts, &labels), &fonts, TextMode::Outlines);
    assert!(!svg.contains("<text") && !svg.contains("font"), "nothing needs a font");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let words: Vec<_> = elements(&document, "text").map(|line| line.attribute("aria-label").unwrap()).collect();
    assert_eq!(words, labels);
}

#[test]
fn text_is_as_wide_as_it_was_laid_out() {
    let fonts = all_fonts();
    let mut figures = by_hand(&fonts);
    figures.push(("right to left".into(), column(&fonts, &RIGHT_TO_LEFT)));
    figures.push(("mixed".into(), column(&fonts, &MIXED)));
    for (name, figure) in figures {
        for mode in [TextMode::Embedded, TextMode::Plain] {
            let tree = tree(&svg(&figure, &fonts, mode), &fonts, 72.0);
            let (ours, theirs) = (texts(&figure.items), drawn_texts(tree.root()));
            assert_eq!(ours.len(), theirs.len());
            for (ours, theirs) in ours.iter().zip(theirs) {
                let theirs = theirs.bounding_box();
                let (left, width) = (f64::from(theirs.x()), f64::from(theirs.width()));
                let wide = ours.line.width * ours.size;
                assert!(
                    (left - ours.x).abs() <= 0.1 && (width - wide).abs() <= 0.1,
                    "{name}, {mode:?}: `{}` is at {left} and {width} wide, not at {} and {} wide",
                    ours.line.text(),
                    ours.x,
                    wide,
                );
            }
        }
    }
}

#[test]
fn no_text_breaks_a_file() {
    let fonts = Fonts::bundled();
    let wild = "]]> <&>\"' \u{0}\u{1}\u{8}\t\n\r\u{1f}\u{7f}\u{85}\u{fffe}\u{ffff}\u{202e}\u{2028} 😀👩‍👩‍👧 \u{10ffff}";
    for x in [50.0, f64::NAN] {
        let line = text(&fonts, "]]> <&>\"' …", Weight::Regular, 9.0, x, 20.0, INK);
        let tag = Tag::Node { id: wild.into(), role: "theme", label: wild.into() };
        let items = vec![Item::Group(Group { tag, items: vec![Item::Text(line)] })];
        let blank = page(100.0, 40.0, &[wild], items);
        let words = Words { title: wild.into(), alt: wild.into(), lang: Some(wild.into()), ..blank.words.clone() };
        let figure = Figure { words, ..blank };
        for mode in MODES {
            let svg = svg(&figure, &fonts, mode);
            let document = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{mode:?}: {error}\n{svg}"));
            let node = elements(&document, "node").next().unwrap();
            let kept = wild.replace(['\0', '\u{1}', '\u{8}', '\u{1f}', '\u{fffe}', '\u{ffff}'], "\u{fffd}");
            assert_eq!(node.attribute("data-label"), Some(&kept[..]));
        }
        png_at(&figure, &fonts, DPI).unwrap();
    }
}

// Every format

#[test]
fn every_format_has_its_own_name_and_the_same_bytes_each_time() {
    let fonts = Fonts::bundled();
    let figure = reference(&fonts);
    let of = |part: fn(&Format) -> &str| FORMATS.iter().map(part).collect::<BTreeSet<_>>().len();
    assert_eq!((of(|format| format.name), of(|format| format.extension)), (FORMATS.len(), FORMATS.len()));
    for format in FORMATS {
        let bytes = encode(&figure, &fonts, format, &EncodeOptions::default()).unwrap();
        assert!(bytes == encode(&figure, &Fonts::bundled(), format, &EncodeOptions::default()).unwrap());
        assert_eq!(std::str::from_utf8(&bytes).is_ok(), format.text, "{}", format.name);
        // A figure without anything on it is still a file.
        let empty = page(50.0, 20.0, &[], Vec::new());
        assert!(!encode(&empty, &fonts, format, &EncodeOptions::default()).unwrap().is_empty());
    }
}

#[test]
fn spaces_between_pieces_are_kept() {
    let fonts = all_fonts();
    let label = "Trust اعتماد and more";
    let item = Item::Text(text(&fonts, label, Weight::Regular, 9.0, 100.0, 20.0, INK));
    let card = figures::card(&fonts, "a", label, Rect::new(4.0, 30.0, 190.0, 50.0));
    let figure = Figure { page: Some(WHITE), ..page(200.0, 60.0, &[label], vec![item, card]) };
    agree("pieces", &figure, &fonts, &[TextMode::Embedded, TextMode::Plain]);
    let tree = tree(&svg(&figure, &fonts, TextMode::Plain), &fonts, 72.0);
    for drawn in drawn_texts(tree.root()) {
        assert_eq!(drawn.chunks().iter().map(|chunk| chunk.text()).collect::<String>(), label);
    }
}
