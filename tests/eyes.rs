//! What eyes can tell in a figure: contrast, colours that look alike, sizes.

mod random_maps;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use thememap::Options;
use thememap::check::eyes::{self, Finding, Subject, What};
use thememap::diagnostic::Severity;
use thememap::draw::figure::{Class, Color, Figure, Item, Tag};
use thememap::draw::vision::{VISIONS, Vision};
use thememap::layout::LAYOUTS;
use thememap::model::Map;
use thememap::style::{PALETTES, STYLES};
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

/// The widths of a column and of a full page of a journal.
const WIDTHS: [f64; 2] = [85.0, 170.0];

/// Every style in every palette and layout at both widths, with the legend, which shows every sign once more.
fn ways() -> Vec<Options> {
    let layouts: Vec<_> = ["auto"].into_iter().chain(LAYOUTS.iter().map(|layout| layout.name)).collect();
    let mut ways = Vec::new();
    for style in &STYLES {
        for palette in [None].into_iter().chain(PALETTES.iter().map(|palette| Some(palette.name.to_owned()))) {
            for layout in &layouts {
                for width in WIDTHS {
                    let (style, layout) = (Some(style.name.to_owned()), Some((*layout).to_owned()));
                    let (palette, width) = (palette.clone(), Some(mm(width)));
                    let legend = Some(true);
                    ways.push(Options { style, layout, palette, width, legend, ..Options::default() });
                }
            }
        }
    }
    ways
}

/// A sample of the combinations: each style meets each palette, each layout and each map in it, but not all at once.
/// `SWEEP=all` tries every one, which takes half an hour and more, and `SWEEP=7` every seventh.
#[test]
fn own_styles_show_everything_to_everyone() {
    let (examples, ways) = (examples(), ways());
    // A prime, which no number of styles, palettes, layouts or widths divides.
    let step = std::env::var("SWEEP").map_or(127, |sweep| sweep.parse().unwrap_or(1));
    let cases = examples.iter().flat_map(|example| ways.iter().map(move |way| (example, way)));
    let cases: Vec<_> = cases.step_by(step).collect();
    let drawn = AtomicUsize::new(0);
    let found: Vec<String> = cases
        .par_iter()
        .filter_map(|((name, map, fonts), way)| {
            let figure = thememap::render(map, fonts, way).ok()?.figure;
            drawn.fetch_add(1, Ordering::Relaxed);
            let findings = eyes::findings(map, &figure);
            let words = eyes::diagnostics(&findings, map, Severity::Warning).into_iter().map(|d| d.message);
            let words = words.collect::<Vec<_>>().join("; ");
            let way = (&way.style, &way.palette, &way.layout, &way.width);
            (!findings.is_empty()).then(|| format!("{name} {way:?}: {words}"))
        })
        .collect();
    let drawn = drawn.into_inner();
    println!("{drawn} figures of {} combinations", cases.len());
    assert!(drawn > cases.len() / 3, "only {drawn} of {} could be drawn", cases.len());
    assert!(found.is_empty(), "{} figures:\n{}", found.len(), found.join("\n"));
}

/// The default palette alone needs the tenth that simulated sight is let off, and no more of it than users are told.
#[test]
fn palettes_keep_the_whole_contrast_in_every_vision() {
    let contrast = |a: Color, b: Color, vision: &Vision| vision.light(a).contrast(vision.light(b));
    let mut least_of_default = [f64::INFINITY; 2];
    for palette in &PALETTES {
        let scheme = palette.scheme().unwrap();
        for (hues, page) in [(&scheme.light, WHITE), (&scheme.dark, rgb(0x11171D))] {
            for hue in hues.hues.iter().chain([&hues.neutral]) {
                for vision in &VISIONS {
                    let least = |color| contrast(color, page, vision).min(contrast(color, hue.tint, vision));
                    let (line, soft) = (least(hue.line), least(hue.soft));
                    if palette.name == "default" {
                        least_of_default = [least_of_default[0].min(line), least_of_default[1].min(soft)];
                    } else {
                        assert!(line >= 4.5 && soft >= 3.0, "{} {hue:?} {}: {line} {soft}", palette.name, vision.name);
                    }
                }
            }
        }
    }
    let said = std::fs::read_to_string("docs/map-format.md").unwrap();
    for least in least_of_default {
        assert!(said.contains(&format!("{least:.2} of ")), "{least} is not what is said");
    }
}

#[test]
fn own_styles_show_random_maps_to_everyone() {
    let fonts = Fonts::bundled();
    let found: Vec<String> = (0..240_usize)
        .into_par_iter()
        .filter_map(|seed| {
            let map = map(&random_maps::source(seed as u64));
            let (style, width) = (STYLES[seed % STYLES.len()].name, [85.0, 170.0][seed / STYLES.len() % 2]);
            let options = Options { style: Some(style.into()), width: Some(mm(width)), ..Options::default() };
            let drawing = thememap::render(&map, &fonts, &options).ok()?;
            let eyes = eyes::examine(&map, &drawing.figure);
            assert!(eyes.pairs.iter().all(|pair| pair.count > 0 && !pair.fails()));
            (!eyes.findings.is_empty()).then(|| format!("seed {seed}, {style}: {:?}", eyes.findings))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Contrasts on white and under black text that were worked out apart from this program.
const KNOWN: [(u32, f64, f64); 16] = [
    (0xE69F00, 2.25, 9.32),
    (0x56B4E9, 2.31, 9.10),
    (0x009E73, 3.42, 6.14),
    (0xF0E442, 1.32, 15.88),
    (0x0072B2, 5.19, 4.05),
    (0xD55E00, 3.87, 5.43),
    (0xCC79A7, 3.06, 6.86),
    (0x000000, 21.0, 1.00),
    (0x4477AA, 4.70, 4.46),
    (0xEE6677, 3.09, 6.80),
    (0x228833, 4.53, 4.64),
    (0xCCBB44, 1.95, 10.76),
    (0x332288, 12.17, 1.73),
    (0x44AA99, 2.82, 7.46),
    (0xEE7733, 2.87, 7.32),
    (0xBBBBBB, 1.92, 10.94),
];

fn rgb(hex: u32) -> Color {
    Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const WHITE: Color = Color(255, 255, 255);
const PALE: Color = Color(0xAA, 0xAA, 0xAA);

#[test]
fn contrast_is_that_of_the_standard() {
    for (hex, on_white, under_black) in KNOWN {
        let (white, black) = (rgb(hex).contrast(WHITE), rgb(0).contrast(rgb(hex)));
        assert!((white - on_white).abs() < 0.006 && (black - under_black).abs() < 0.006, "{hex:06X}: {white} {black}");
    }
    // The lightest greys that pass on white.
    assert!(rgb(0x949494).contrast(WHITE) >= 3.0 && rgb(0x959595).contrast(WHITE) < 3.0);
    assert!(rgb(0x767676).contrast(WHITE) >= 4.5 && rgb(0x777777).contrast(WHITE) < 4.5);
}

/// The lowest differences that the colours of the default style were chosen by, to usual sight and in each vision.
#[test]
fn groups_of_the_default_style_differ_as_they_were_made_to() {
    let of = |groups: usize| {
        let mut source = "core = \"Waiting\"\n".to_owned();
        for i in 1..=groups {
            source += &format!("[groups.g{i}]\nthemes = [\"Theme {i}\", \"Other {i}\"]\n");
        }
        let map = map(&source);
        let eyes = eyes::examine(&map, &drawn(&map, &Options::default()));
        assert!(eyes.findings.is_empty(), "titles tell them apart: {:?}", eyes.findings);
        eyes.differences
    };
    let least = |differences: &[eyes::Difference], name: &str| {
        let found = differences.iter().find(|difference| difference.vision == name).unwrap();
        (found.delta_e.round(), found.items.clone())
    };
    let items = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    let six = of(6);
    assert_eq!(least(&six, "protan"), (12.0, items("g1", "g4")));
    assert_eq!(least(&six, "deutan"), (7.0, items("g2", "g5")));
    assert_eq!(least(&six, "tritan"), (10.0, items("g1", "g3")));
    let four = of(4);
    assert_eq!(["protan", "deutan", "tritan"].map(|name| least(&four, name).0), [12.0, 18.0, 10.0]);
    let names: Vec<_> = four.iter().map(|difference| difference.vision).collect();
    assert_eq!(names, ["normal", "deutan", "protan", "tritan", "grey"]);
    assert!(of(1).is_empty());
}

/// Every part of a figure, to be changed.
fn each(items: &mut [Item], owner: Option<Tag>, change: &mut dyn FnMut(Option<&Tag>, &mut Item)) {
    for item in items {
        change(owner.as_ref(), item);
        if let Item::Group(group) = item {
            each(&mut group.items, Some(group.tag.clone()), change);
        }
    }
}

fn id(tag: Option<&Tag>) -> &str {
    match tag {
        Some(Tag::Node { id, .. } | Tag::Panel { id, .. } | Tag::Branches { parent: id } | Tag::Voices { of: id }) => {
            id
        }
        Some(Tag::Edge { source, .. }) => source,
        Some(Tag::Legend { mark } | Tag::Badge { mark, .. }) => mark,
        None => "",
    }
}

const SOURCE: &str = r#"
core = "Waiting without knowing"
links = ["time -> core", "people -> core: at night"]
[groups.time]
label = "Time that belongs to others"
themes = ["Watching the door", "Counting"]
[groups.people]
label = "People who make it bearable"
themes = ["A nurse who says her name"]
"#;

/// The findings about the figure of [`SOURCE`] after a change.
fn changed(change: &mut dyn FnMut(Option<&Tag>, &mut Item)) -> Vec<Finding> {
    let map = map(SOURCE);
    let mut figure = drawn(&map, &Options::default());
    assert_eq!(eyes::findings(&map, &figure), [], "nothing is wrong before the change");
    each(&mut figure.items, None, change);
    eyes::findings(&map, &figure)
}

fn of_item(id: &str) -> Vec<Subject> {
    vec![Subject::Item(id.into())]
}

#[test]
fn pale_text_is_found_where_it_stands() {
    let found = changed(&mut |tag, item| match item {
        Item::Text(text) if id(tag) == "watching-the-door" => text.fill = PALE,
        _ => {}
    });
    let [finding] = &found[..] else { panic!("{found:?}") };
    let what = What::Contrast { what: "text of theme", on: "card", color: PALE, behind: WHITE };
    assert_eq!((&finding.what, &finding.subjects), (&what, &of_item("watching-the-door")));
    assert!((finding.measured - 2.32).abs() < 0.01 && finding.needed == 4.5 && finding.visions.is_empty());
    let map = map(SOURCE);
    let said = &eyes::diagnostics(&found, &map, Severity::Warning)[0];
    assert_eq!(&SOURCE[said.span.clone().unwrap()], "\"Watching the door\"");
    assert_eq!(
        said.message,
        "the text of theme `Watching the door` has a contrast of 2.32 on the card (`#AAAAAA` on `#FFFFFF`); it needs 4.5"
    );
    assert!(said.hints[0].contains("#7"), "{:?}", said.hints);
}

#[test]
fn text_is_measured_against_what_is_behind_it_and_not_against_the_page() {
    // White on the dark core passes; dark on it does not.
    let found = changed(&mut |tag, item| match item {
        Item::Text(text) if id(tag) == "core" => text.fill = Color(0, 0, 0),
        _ => {}
    });
    let [Finding { what: What::Contrast { what: "text of core", on: "core", .. }, .. }] = &found[..] else {
        panic!("{found:?}")
    };
    // A label on the page, and one on a page that is left transparent: it lies on paper.
    for page in [Some(WHITE), None] {
        let map = map(SOURCE);
        let mut figure = drawn(&map, &Options { transparent: page.is_none(), ..Options::default() });
        assert_eq!((figure.page, eyes::findings(&map, &figure)), (page, vec![]));
        each(&mut figure.items, None, &mut |tag, item| {
            if let (Some(Tag::Edge { .. }), Item::Text(text)) = (tag, item) {
                text.fill = PALE;
            }
        });
        let found = eyes::findings(&map, &figure);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subjects, [Subject::Link("people".into(), "core".into())]);
        assert!(matches!(found[0].what, What::Contrast { what: "label of link", on: "page", .. }));
    }
}

#[test]
fn pale_outlines_heads_and_links_are_found_and_guides_are_let_off() {
    let pale = |class: Class, whose: &'static str| {
        changed(&mut |tag, item| match item {
            Item::Path(path) if path.class == class && id(tag) == whose => {
                path.fill = path.fill.map(|fill| if class == Class::Arrowhead { PALE } else { fill });
                path.stroke.iter_mut().for_each(|stroke| stroke.color = PALE);
            }
            _ => {}
        })
    };
    let names = |found: Vec<Finding>| -> Vec<(&'static str, &'static str)> {
        let each = |finding: Finding| match finding.what {
            What::Contrast { what, on, .. } if finding.needed == 3.0 => (what, on),
            other => panic!("{other:?}"),
        };
        found.into_iter().map(each).collect()
    };
    assert_eq!(names(pale(Class::Line, "time")), [("link", "page")]);
    assert_eq!(names(pale(Class::Arrowhead, "time")), [("arrowhead", "page")]);
    assert_eq!(
        names(pale(Class::Shape, "counting")),
        [("outline of card", "panel"), ("outline of card", "its inside")]
    );
    assert_eq!(names(pale(Class::Shape, "time")), [("outline of panel", "page"), ("outline of panel", "its inside")]);
    // The dark inside of the core carries its edge, whatever its outline.
    assert_eq!(names(pale(Class::Shape, "core")), []);
    // Lines between the rows of a table, and orbits, say nothing.
    let source = std::fs::read_to_string("maps/matrix.toml").unwrap();
    let map = map(&source);
    let mut figure = drawn(&map, &Options::default());
    let mut guides = 0;
    each(&mut figure.items, None, &mut |_, item| match item {
        Item::Path(path) if path.class == Class::Guide => {
            guides += 1;
            path.stroke.iter_mut().for_each(|stroke| stroke.color = Color(0xF4, 0xF4, 0xF4));
        }
        _ => {}
    });
    assert!(guides > 5, "{guides} guides");
    assert_eq!(eyes::findings(&map, &figure), []);
}

#[test]
fn what_only_some_eyes_lose_names_them() {
    // Red on black is bright enough to usual sight, and dark to readers without red-sensitive cones.
    let found = changed(&mut |tag, item| match item {
        Item::Text(text) if id(tag) == "counting" => text.fill = Color(255, 0, 0),
        Item::Path(path) if id(tag) == "counting" => path.fill = Some(Color(0, 0, 0)),
        _ => {}
    });
    let [finding] = &found[..] else { panic!("{found:?}") };
    let visions: Vec<_> = finding.visions.iter().map(|(vision, _)| vision.name).collect();
    assert_eq!(visions, ["protan"]);
    assert!(finding.measured < 0.9 * 4.5 && finding.needed == 0.9 * 4.5);
    let said = &eyes::diagnostics(&found, &map(SOURCE), Severity::Error)[0];
    assert!(
        said.message.contains("to readers with protanopia") && said.severity == Severity::Error,
        "{}",
        said.message
    );
}

#[test]
fn groups_of_like_colours_are_found_once_their_titles_are_gone() {
    let (vermilion, amber) = (rgb(0x984305), rgb(0x946501));
    let recolour = |titles: bool| {
        changed(&mut |tag, item| {
            let color = match tag {
                Some(Tag::Panel { id, .. }) if id == "time" => vermilion,
                Some(Tag::Panel { id, .. }) if id == "people" => amber,
                _ => return,
            };
            match item {
                Item::Path(path) => path.stroke.as_mut().unwrap().color = color,
                Item::Text(text) if !titles => {
                    // What is left of a title that is taken away is a path without paint.
                    let shape = thememap::draw::figure::Shape::Rect(Default::default());
                    let _ = text;
                    *item = Item::Path(thememap::draw::figure::Path {
                        class: Class::Area,
                        shape,
                        fill: None,
                        stroke: None,
                    });
                }
                _ => {}
            }
        })
    };
    assert_eq!(recolour(true), []);
    let found = recolour(false);
    let names: Vec<Vec<_>> = found.iter().map(|f| f.visions.iter().map(|(vision, _)| vision.name).collect()).collect();
    assert_eq!(names, [["deutan", "grey"]]);
    assert_eq!(found[0].what, What::Alike(vec![amber, vermilion]));
    assert_eq!(found[0].subjects, [Subject::Item("time".into()), Subject::Item("people".into())]);
    assert!((found[0].visions[0].1 - 7.2).abs() < 0.1, "{}", found[0].measured);
}

/// What is said about the colours of a map's figure.
fn alike(source: &str, layout: &str) -> Vec<(Vec<String>, Vec<&'static str>)> {
    let map = map(source);
    let options = Options { layout: Some(layout.into()), ..Options::default() };
    let found = eyes::findings(&map, &drawn(&map, &options));
    let id = |subject: Subject| match subject {
        Subject::Item(id) => id,
        other => panic!("{other:?}"),
    };
    let each = |finding: Finding| {
        assert!(matches!(finding.what, What::Alike(_)), "{finding:?}");
        let visions = finding.visions.iter().map(|(vision, _)| vision.name).collect();
        (finding.subjects.into_iter().map(id).collect(), visions)
    };
    found.into_iter().map(each).collect()
}

#[test]
fn themes_that_only_colour_sorts_are_found() {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let three = r#"
        themes = [
            { label = "Hope", color = 1 }, { label = "Waiting", color = 2 }, { label = "Fear", color = 5 },
        ]
        [theme.hope]
        voices = ["A", "B"]
        [theme.waiting]
        voices = ["A"]
        [theme.fear]
        voices = ["B"]
        "#;
    let expected = [(ids(&["waiting", "fear"]), vec!["deutan"]), (ids(&["hope", "waiting", "fear"]), vec!["grey"])];
    assert_eq!(alike(three, "pillars"), expected);
    // In a table it is the discs that have the colour; as darker ones they differ a little in lightness.
    let table = alike(three, "matrix");
    assert!(table.iter().any(|(ids, visions)| ids.len() == 3 && visions.contains(&"grey")), "{table:?}");
    // One theme that stands out from those beside it by its colour.
    let one =
        "[groups.a]\nthemes = [\"Hope\", { label = \"Fear\", color = 3 }, \"Care\"]\n[groups.b]\nthemes = [\"Rest\"]";
    assert_eq!(alike(one, "pillars"), [(ids(&["hope", "fear"]), vec!["grey"])]);
    // Every theme of a group in one colour says what the title says.
    let all = "[groups.a]\nthemes = [{ label = \"Hope\", color = 3 }, { label = \"Fear\", color = 3 }]\n[groups.b]\nthemes = [\"Rest\"]";
    assert_eq!(alike(all, "pillars"), []);
    // A dashed outline is a sign of its own.
    let dashed = r#"themes = [{ label = "Hope", color = 1 }, { label = "Fear", color = 2, tentative = true }]"#;
    assert_eq!(alike(dashed, "pillars"), []);
    // Groups have titles, however their colours are chosen.
    let groups = "[groups.a]\ncolor = 2\nthemes = [\"Hope\"]\n[groups.b]\ncolor = 5\nthemes = [\"Fear\"]";
    for layout in ["pillars", "tree", "column"] {
        assert_eq!(alike(groups, layout), []);
    }
}

#[test]
fn small_text_and_thin_lines_are_found_at_the_width_of_the_page() {
    let found = changed(&mut |tag, item| match item {
        Item::Text(text) if id(tag) == "counting" => text.size = 6.0,
        Item::Path(path) if id(tag) == "people" && path.class == Class::Line => {
            path.stroke.as_mut().unwrap().width = 0.3
        }
        _ => {}
    });
    let [small, thin] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&small.what, small.measured, small.needed), (&What::SmallText, 6.0, 8.0));
    assert_eq!(small.subjects, of_item("counting"));
    assert_eq!((&thin.what, thin.measured, thin.needed), (&What::ThinLine, 0.3, 0.5));
    assert_eq!(thin.subjects, [Subject::Link("people".into(), "core".into())]);
    // From afar 9 pt are too small, and the sizes of slides are not.
    let map = map(SOURCE);
    let slide = |size: Option<f64>| {
        let figure = drawn(&map, &Options { width: Some(960.0), font_size: size, ..Options::default() });
        eyes::findings(&map, &figure)
    };
    assert_eq!(slide(None), []);
    let [Finding { what: What::SmallText, measured: 8.0, needed: 16.0, .. }] = &slide(Some(9.0))[..] else {
        panic!("{:?}", slide(Some(9.0)))
    };
}

#[test]
fn a_simulated_figure_has_the_same_shapes_in_other_colours() {
    let map = map(SOURCE);
    let figure = drawn(&map, &Options::default());
    for vision in VISIONS {
        let seen = vision.figure(&figure);
        let mut back = figure.clone();
        each(&mut back.items, None, &mut |_, item| match item {
            Item::Path(path) => {
                path.fill = path.fill.map(|fill| vision.sees(fill));
                path.stroke.iter_mut().for_each(|stroke| stroke.color = vision.sees(stroke.color));
            }
            Item::Text(text) => text.fill = vision.sees(text.fill),
            Item::Group(_) => {}
        });
        assert_eq!(seen, back, "{}", vision.name);
        assert_ne!(seen, figure, "{}", vision.name);
    }
    let grey = Vision::named("grey").unwrap().figure(&figure);
    let mut colours = 0;
    each(&mut grey.clone().items, None, &mut |_, item| {
        let Item::Text(text) = item else { return };
        assert!(text.fill.0 == text.fill.1 && text.fill.1 == text.fill.2);
        colours += 1;
    });
    assert!(colours > 4);
    // Grey keeps the luminance to the last of its 8 bits.
    for (hex, ..) in KNOWN {
        let seen = Vision::named("grey").unwrap().sees(rgb(hex));
        assert!((seen.light().luminance() - rgb(hex).light().luminance()).abs() < 0.005, "{hex:06X}");
    }
}
