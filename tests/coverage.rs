//! Who speaks where: marks on themes by presence, columns of tables, and the words about both.

mod random_maps;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use thememap::check::eyes;
use thememap::describe::table::{Cell, table};
use thememap::describe::{Asked, description, language, words};
use thememap::encode::svg::{self, TextMode};
use thememap::layout::{LAYOUTS, Layout, Mark, previous, quality};
use thememap::model::{By, Map};
use thememap::style::STYLES;
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Drawing, Options};

const LENNOX: &str = include_str!("../maps/lennox-2021.toml");

/// Distinct participants named or quoted in each section of the published study, by patients, health care providers, peer
/// workers and the employer; the introduction of a group under the group's name.
const TABLE: [(&str, [usize; 4]); 11] = [
    ("Peer support workers as a bridge", [0, 4, 0, 0]),
    ("Functions of the bridge", [0, 0, 1, 0]),
    ("Overcoming system barriers", [1, 1, 0, 1]),
    ("Advocacy", [3, 0, 0, 0]),
    ("Navigating transitions within the healthcare system", [1, 3, 0, 0]),
    ("Restoring trust between HCPs and PWUD", [1, 2, 1, 0]),
    ("Ongoing training and peer mentorship", [0, 0, 1, 1]),
    ("Establishing boundaries", [0, 1, 2, 1]),
    ("Intrinsic qualities", [2, 0, 1, 0]),
    ("Contribution of shared experiences", [2, 1, 0, 0]),
    ("Personal stability", [0, 4, 1, 0]),
];

/// Their names in the map.
const GROUPS: [&str; 4] = ["People who use drugs", "Healthcare team", "Peer support workers", "Employer"];

fn map(source: &str) -> Map {
    thememap::read(source).unwrap().0
}

fn marked() -> Options {
    Options { coverage: Some(true), ..Options::default() }
}

fn drawn(map: &Map, options: &Options) -> Drawing {
    thememap::render(map, &Fonts::bundled(), options).unwrap()
}

fn refused(source: &str, options: &Options) -> String {
    let problems = thememap::render(&map(source), &Fonts::bundled(), options).unwrap_err();
    thememap::diagnostic::report(&problems, "map.toml", source, false)
}

/// The marks of a figure as they stand in its SVG: of each theme by label, the shape in each place and its middle.
fn marks(drawing: &Drawing) -> Vec<(String, Vec<(&'static str, f64)>)> {
    let text = svg::write(&drawing.figure, &Fonts::bundled(), TextMode::Plain).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let rows = document.descendants().filter(|node| node.attribute("class") == Some("coverage"));
    rows.map(|row| {
        let label = row.ancestors().find_map(|node| node.attribute("data-label")).unwrap().to_owned();
        let own = row.parent().unwrap().attribute("data-id");
        assert_eq!(row.attribute("data-theme"), own, "marks stand in the box of their theme");
        (label, row.children().filter(|node| node.is_element()).map(shape).collect())
    })
    .collect()
}

/// What an element of a row of marks is, and the middle of it.
fn shape(node: roxmltree::Node) -> (&'static str, f64) {
    let number = |name: &str| node.attribute(name).map(|value| value.parse::<f64>().unwrap());
    if let (Some(x), Some(r)) = (number("cx"), number("r").or(number("rx"))) {
        return (if r < 1.0 { "none" } else { "disc" }, x);
    }
    if let (Some(x), Some(width)) = (number("x"), number("width")) {
        return ("square", x + width / 2.0);
    }
    let corners = node.attribute("d").unwrap().matches(['L', 'H', 'V', 'l', 'h', 'v']).count();
    (if corners == 2 { "triangle" } else { "diamond" }, f64::NAN)
}

fn cell(cell: &Cell) -> &str {
    cell.lines.first().map_or("", String::as_str)
}

#[test]
fn the_figure_shows_who_speaks_in_the_published_study_cell_by_cell() {
    let drawing = drawn(&map(LENNOX), &marked());
    let marks = marks(&drawing);
    assert_eq!(marks.len(), 9, "themes are marked; the core and the groups are not");
    for (label, shapes) in &marks {
        let (_, counts) = TABLE.iter().find(|(known, _)| known == label).unwrap();
        let expected: Vec<&str> = ["disc", "square", "triangle", "diamond"]
            .iter()
            .zip(counts)
            .map(|(shape, count)| if *count > 0 { *shape } else { "none" })
            .collect();
        assert_eq!(shapes.iter().map(|(shape, _)| *shape).collect::<Vec<_>>(), expected, "{label}");
    }
    // Every theme has its places at the same distance from its middle, and from its lower edge.
    let slots = drawing.layout.boxes.iter().flatten().filter_map(|place| Some((place.rect, place.slots.as_ref()?)));
    for (rect, slots) in slots {
        assert!((slots.pitch - 10.0).abs() < 1e-9 && (slots.radius - 2.5).abs() < 1e-9);
        let (first, _) = slots.places(rect).next().unwrap();
        assert!((rect.center().x - first.x - 15.0).abs() < 1e-6, "four places about the middle");
        assert!((rect.y1 - first.y - 8.2).abs() < 0.05, "{}", rect.y1 - first.y);
    }
}

#[test]
fn the_table_counts_who_speaks_in_the_published_study_cell_by_cell() {
    let map = map(LENNOX);
    let english = language::phrases(None);
    for counts in [false, true] {
        let asked = Asked { voices: Some(By::Group), counts, ..Asked::default() };
        let table = table(&map, english, asked);
        let heads: Vec<&str> =
            table.columns.iter().map(|column| table.head(*column, &english.unwrap().heads)).collect();
        assert_eq!(heads[2..], GROUPS, "{heads:?}");
        assert_eq!(table.rows.len(), TABLE.len());
        for (label, expected) in TABLE {
            // A group's own voices stand in the row that names no theme.
            let is_named = |row: &&Vec<Cell>| match label {
                "Functions of the bridge" => cell(&row[0]) == label && cell(&row[1]).is_empty(),
                _ => cell(&row[1]) == label,
            };
            let row = table.rows.iter().find(is_named).unwrap_or_else(|| panic!("no row for {label}"));
            let sign = |count: usize| match counts {
                true => count.to_string(),
                false => if count > 0 { "•" } else { "–" }.to_owned(),
            };
            let found: Vec<&str> = row[2..].iter().map(cell).collect();
            assert_eq!(found, expected.map(sign), "{label}");
        }
    }
    let plain = table(&map, english, Asked::default());
    assert_eq!(plain.columns.len(), 2, "nobody asked who speaks");
}

#[test]
fn cards_are_9_pt_higher_and_nothing_else_is_different() {
    let map = map(LENNOX);
    let full = Options { width: Some(mm(170.0)), ..Options::default() };
    let (plain, marked) = (drawn(&map, &full), drawn(&map, &Options { width: Some(mm(170.0)), ..marked() }));
    let pairs =
        || plain.layout.boxes.iter().zip(&marked.layout.boxes).map(|(a, b)| (a.as_ref().unwrap(), b.as_ref().unwrap()));
    for (a, b) in pairs() {
        assert!((a.rect.x0 - b.rect.x0).abs() < 1e-6 && (a.rect.x1 - b.rect.x1).abs() < 1e-6);
        let holds = b.slots.is_some() || b.kind == thememap::layout::graph::Kind::Panel;
        let more = b.rect.height() - a.rect.height();
        assert!((more - if holds { 9.0 } else { 0.0 }).abs() < 1e-6, "{more}");
        let printed = |place: &thememap::layout::NodeBox| {
            place.text.iter().map(|line| line.line.text().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(printed(a), printed(b));
    }
    assert!(pairs().any(|(_, b)| b.slots.is_some()));
}

/// The legend's entries in order: the number of the group, and the words.
fn legend(layout: &Layout) -> Vec<(Option<usize>, String)> {
    let entry = |mark: &Mark| match mark {
        Mark::Voice { group, line, .. } => Some((*group, line.line.text().into_owned())),
        _ => None,
    };
    layout.marks.iter().filter_map(entry).collect()
}

#[test]
fn the_legend_explains_the_marks_there_are_and_no_others() {
    let layout = drawn(&map(LENNOX), &marked()).layout;
    let mut expected: Vec<(Option<usize>, String)> =
        GROUPS.iter().enumerate().map(|(i, label)| (Some(i), label.to_string())).collect();
    expected.push((None, "no one from this group".into()));
    assert_eq!(legend(&layout), expected);
    let words = |layout: &Layout, text: &str| {
        layout.marks.iter().any(|mark| matches!(mark, Mark::Words { line, .. } if line.line.text() == text))
    };
    assert!(words(&layout, "Quoted or named:"));
    // Where everybody speaks everywhere, there is no dot to explain.
    let all = "themes = [{ label = \"Waiting\", voices = [\"P1\"] }]\n[participants]\nall = { label = \"All\", ids = [\"P1\"] }\n";
    assert_eq!(legend(&drawn(&map(all), &marked()).layout), [(Some(0), "All".to_owned())]);
    let french = format!("lang = \"fr\"\n{all}");
    assert!(words(&drawn(&map(&french), &marked()).layout, "Cités ou nommés\u{a0}:"));
    let polish = drawn(&map(&format!("lang = \"pl\"\n{all}")), &marked()).layout;
    assert!(polish.marks.iter().all(|mark| !matches!(mark, Mark::Words { .. })), "no words of another language");
}

/// A map of themes with so many groups of one participant, each of whom speaks in the first theme.
fn groups(count: usize) -> String {
    let ids: Vec<String> = (1..=count).map(|i| format!("\"P{i}\"")).collect();
    let groups: Vec<String> =
        (1..=count).map(|i| format!("g{i} = {{ label = \"Group {i}\", ids = [\"P{i}\"] }}")).collect();
    format!(
        "themes = [{{ label = \"Waiting\", voices = [{}] }}, \"Silence\"]\n[participants]\n{}\n",
        ids.join(", "),
        groups.join("\n")
    )
}

#[test]
fn eight_groups_have_shapes_of_their_own_and_more_are_refused() {
    let drawing = drawn(&map(&groups(8)), &marked());
    let text = svg::write(&drawing.figure, &Fonts::bundled(), TextMode::Plain).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let names: BTreeSet<&str> = document.descendants().filter_map(|node| node.attribute("data-mark")).collect();
    assert_eq!(names.len(), 9, "{names:?}");
    let report = refused(&groups(9), &marked());
    assert!(
        report.contains("9 groups") && report.contains("at most 8") && report.contains("layout = \"matrix\""),
        "{report}"
    );
    let by_group = Options { layout: Some("matrix".into()), ..marked() };
    assert_eq!(
        drawn(&map(&groups(9)), &by_group).layout.name,
        "matrix",
        "the cure works, whether or not marks are asked for"
    );
}

#[test]
fn marks_without_groups_or_voices_are_refused_with_a_cure() {
    let nobody = refused("themes = [\"Waiting\"]\n[figure]\ncoverage = true\n", &Options::default());
    for words in ["map.toml:3:", "lists no group", "[participants]", "ids = [", "leave `coverage` out"] {
        assert!(nobody.contains(words), "{nobody}");
    }
    let silent = refused("themes = [\"Waiting\"]\n[participants]\na = { label = \"A\", ids = [\"P1\"] }\n", &marked());
    assert!(silent.contains("no participant speaks") && silent.contains("voices = [\"P1\""), "{silent}");
    let by = "themes = [{ label = \"Waiting\", voices = [\"P1\"] }]\n[figure]\nlayout = \"matrix\"\nby = \"group\"\n";
    let report = refused(by, &Options::default());
    assert!(report.contains("map.toml:4:") && report.contains("[participants]"), "{report}");
}

const NESTED: &str = r#"
    core = { label = "Care", voices = ["B1"] }
    [groups.ward]
    label = "Ward"
    themes = [
      { label = "Waiting", themes = [{ label = "For news", voices = ["A1"] }, { label = "For a bed", voices = ["B1"] }] },
      { label = "Silence", voices = ["A1"], codes = [{ label = "nobody asks", voices = ["C1"] }] },
      "Corridors",
    ]
    [participants]
    a = { label = "Nurses", ids = ["A1"] }
    b = { label = "Doctors", ids = ["B1"] }
    c = { label = "Patients", ids = ["C1"] }
"#;

/// The marks of each theme as a word of letters.
fn letters(map: &Map, options: &Options) -> Vec<(String, String)> {
    let drawing = drawn(map, options);
    let shown = drawing.map.as_ref().unwrap_or(map);
    let themes = shown.graph.node_indices().filter_map(|node| {
        let slots = drawing.layout.boxes[node.index()].as_ref()?.slots.as_ref()?;
        let word = slots.filled.iter().zip("abc".chars()).map(|(filled, letter)| if *filled { letter } else { '.' });
        Some((shown.graph[node].label.clone(), word.collect()))
    });
    themes.collect()
}

#[test]
fn a_box_speaks_for_everything_that_has_no_marks_of_its_own() {
    let map = map(NESTED);
    let told =
        |options: Options| letters(&map, &options).into_iter().map(|(a, b)| format!("{a} {b}")).collect::<Vec<_>>();
    let cards = told(Options { layout: Some("hub".into()), ..marked() });
    assert_eq!(cards, ["Waiting ab.", "Silence a.c", "Corridors ..."], "sub-themes and codes stand in the card");
    let boxes = told(Options { layout: Some("tree".into()), ..marked() });
    assert_eq!(
        boxes,
        ["For news a..", "For a bed .b.", "Silence a.c", "Corridors ..."],
        "a theme that only its sub-themes fill is a title"
    );
    let no_codes = told(Options { layout: Some("hub".into()), codes: Some(false), ..marked() });
    assert_eq!(no_codes, cards);
    assert_eq!(told(Options { fold: Some(1), ..marked() }), ["Ward abc"]);
    // A theme in no group that is drawn as a frame around its sub-themes has marks for what is said of itself.
    let framed = NESTED
        .replace("[groups.ward]\n    label = \"Ward\"\n", "")
        .replace("\"Waiting\",", "\"Waiting\", voices = [\"C1\"],");
    let framed = letters(&self::map(&framed), &Options { layout: Some("hub".into()), ..marked() });
    let framed: Vec<String> = framed.into_iter().map(|(label, word)| format!("{label} {word}")).collect();
    assert_eq!(framed, ["Waiting ..c", "For news a..", "For a bed .b.", "Silence a.c", "Corridors ..."]);
}

#[test]
fn whoever_does_not_see_the_marks_is_told_what_they_show() {
    let map = map(NESTED);
    let words = drawn(&map, &marked()).figure.words;
    for sentence in [
        "Quoted or named under ‘Care’: Doctors.",
        "Quoted or named under ‘For news’: Nurses.",
        "Quoted or named under ‘Silence’: Nurses and Patients.",
        "Quoted or named under ‘Corridors’: no one.",
        "Marks show who is quoted or named under a theme, not how often.",
    ] {
        assert!(words.description.contains(sentence), "{sentence}\n{}", words.description);
    }
    assert!(!words.description.contains("‘Waiting’: no one"), "its sub-themes speak");
    assert!(words.caption.contains("not how often"), "{}", words.caption);
    let plain = drawn(&map, &Options::default()).figure.words;
    assert!(!plain.description.contains("Quoted or named") && !plain.caption.contains("not how often"));
    // A table of participants names them; one by group does not.
    let matrix =
        |by| drawn(&map, &Options { layout: Some("matrix".into()), by: Some(by), ..Options::default() }).figure.words;
    assert!(matrix(By::Participant).description.contains("under ‘Silence’: A1 and C1."));
    assert!(matrix(By::Group).description.contains("under ‘Silence’: Nurses and Patients."));
}

#[test]
fn the_caveat_is_the_authors_where_there_is_one_and_ours_in_the_language_of_the_map_otherwise() {
    let lennox = drawn(&map(LENNOX), &marked()).figure.words;
    let caveat = "The coding did not set out to compare the groups of participants.";
    assert!(lennox.caption.contains(caveat) && lennox.description.ends_with(caveat), "{}", lennox.caption);
    assert!(!lennox.caption.contains("not how often"));
    let matrix = map(include_str!("../maps/matrix.toml"));
    assert!(drawn(&matrix, &Options::default()).figure.words.caption.contains("did not set out to compare"));
    for (lang, words) in [
        ("fr", "combien de fois"),
        ("es", "cuántas veces"),
        ("de", "nicht wie oft"),
        ("pt", "quantas vezes"),
        ("en", "not how often"),
    ] {
        let map = map(&format!("lang = \"{lang}\"\n{NESTED}"));
        assert!(drawn(&map, &marked()).figure.words.caption.contains(words), "{lang}");
    }
    // Words of the author's own stay whole, and what is to be kept in mind is added where they do not say it.
    let own = |caption: &str| {
        let map = map(&format!("caption = \"{caption}\"\ncaveat = \"Nobody was compared.\"\n{NESTED}"));
        words(&map, Some(By::Group)).caption
    };
    assert_eq!(own("A map of care"), "A map of care. Nobody was compared.");
    assert_eq!(own("A map. Nobody was compared. Ever."), "A map. Nobody was compared. Ever.");
    let polish = map(&format!("lang = \"pl\"\n{NESTED}"));
    let told = description(&polish, Asked { voices: Some(By::Group), ..Asked::default() });
    assert!(told.iter().any(|line| line.contains("Silence: Nurses · Patients.")), "{told:?}");
}

#[test]
fn a_page_that_reads_from_right_to_left_has_its_places_in_that_order() {
    let persian = drawn(&map(&format!("lang = \"fa\"\n{NESTED}")), &marked()).layout;
    let slots: Vec<_> =
        persian.boxes.iter().flatten().filter_map(|place| Some((place.rect, place.slots.as_ref()?))).collect();
    assert_eq!(slots.len(), 3);
    for (rect, slots) in slots {
        let xs: Vec<f64> = slots.places(rect).map(|(at, _)| at.x).collect();
        assert!(xs.is_sorted_by(|a, b| a > b), "{xs:?}");
        assert!((rect.center().x - xs[1]).abs() < 1e-6);
    }
}

#[test]
fn an_earlier_figure_with_marks_keeps_its_places() {
    let fonts = Fonts::bundled();
    let map = map(LENNOX);
    for layout in ["hub", "ring", "network"] {
        let options = Options { layout: Some(layout.into()), ..marked() };
        let first = thememap::render(&map, &fonts, &options).unwrap();
        let text = svg::write(&first.figure, &fonts, TextMode::Plain).unwrap();
        let again = Options { previous: Some(Arc::new(previous::read(&text).unwrap())), ..options };
        let second = thememap::render(&map, &fonts, &again).unwrap();
        for (a, b) in first.layout.boxes.iter().zip(&second.layout.boxes) {
            let (a, b) = (a.as_ref().unwrap(), b.as_ref().unwrap());
            assert!((a.rect.origin() - b.rect.origin()).hypot() < 0.05, "{layout}");
            if let (Some(x), Some(y)) = (&a.slots, &b.slots) {
                assert!((x.first - y.first).hypot() < 0.05, "{layout} {:?} {:?}", x.first, y.first);
            }
        }
    }
}

/// Everything that is wrong with a figure: faults of the layout, and what eyes cannot tell.
fn faults(map: &Map, drawing: &Drawing) -> Vec<String> {
    let shown = drawing.map.as_ref().unwrap_or(map);
    let hard = quality::measure(shown, &drawing.layout).faults().into_iter().map(|(what, n)| format!("{n} {what}"));
    let seen = eyes::findings(shown, &drawing.figure).into_iter().map(|finding| format!("{finding:?}"));
    hard.chain(seen).collect()
}

#[test]
fn every_map_with_participants_is_sound_with_marks_in_every_layout_style_and_width() {
    let fonts = Fonts::bundled();
    let mut cases = Vec::new();
    for name in ["lennox-2020-preprint", "lennox-2021", "lessard-2024", "matrix", "quotes"] {
        let map = map(&std::fs::read_to_string(format!("maps/{name}.toml")).unwrap());
        for layout in ["auto"].into_iter().chain(LAYOUTS.iter().map(|layout| layout.name)) {
            for style in &STYLES {
                for width in [Some(170.0), Some(85.0), None] {
                    cases.push((name, map.clone(), layout, style.name, width));
                }
            }
        }
    }
    let drawn: usize = cases
        .par_iter()
        .map(|(name, map, layout, style, width)| {
            let options = Options {
                layout: Some(layout.to_string()),
                style: Some(style.to_string()),
                width: width.map(mm),
                ..marked()
            };
            let Ok(drawing) = thememap::render(map, &fonts, &options) else {
                // Marks take a little room: whatever has none without them has none with them, and rings are tight.
                return 0;
            };
            let found = faults(map, &drawing);
            assert!(found.is_empty(), "{name} {layout} {style} {width:?}: {found:?}");
            1
        })
        .sum();
    assert!(10 * drawn > 7 * cases.len(), "{drawn} of {} are drawn", cases.len());
}

/// A random map in which random participants of some groups speak in every theme, sub-theme and code with an id.
fn peopled(seed: u64) -> String {
    let mut random = random_maps::Random::new(seed ^ 0x5EED);
    let groups = 1 + random.below(8);
    let source = random_maps::source(seed);
    let mut parts = source.split("{ id = ");
    let mut peopled = parts.next().unwrap().to_owned();
    let mut spoken = false;
    for part in parts {
        let mut voices: Vec<String> =
            (0..groups).filter(|_| random.below(3) == 0).map(|g| format!("\"P{g}\"")).collect();
        if !spoken {
            voices = vec!["\"P0\"".into()];
            spoken = true;
        }
        peopled += &format!("{{ voices = [{}], id = {part}", voices.join(", "));
    }
    let people: Vec<String> =
        (0..groups).map(|g| format!("g{g} = {{ label = \"Group of people {g}\", ids = [\"P{g}\"] }}")).collect();
    if !spoken {
        return String::new();
    }
    let (head, figure) =
        peopled.split_once("[figure]").map_or((peopled.as_str(), None), |(head, rest)| (head, Some(rest)));
    let figure = figure.map_or_else(String::new, |rest| format!("[figure]{rest}"));
    format!("{head}\n[participants]\n{}\n{figure}", people.join("\n"))
}

#[test]
fn random_maps_with_participants_are_sound_with_marks_in_every_layout() {
    let fonts = Fonts::bundled();
    let done: usize = (0..240u64)
        .into_par_iter()
        .map(|seed| {
            let source = peopled(seed);
            if source.is_empty() {
                return 0;
            }
            let map = thememap::read(&source).unwrap_or_else(|errors| panic!("seed {seed}: {errors:?}")).0;
            let layout = &LAYOUTS[seed as usize % LAYOUTS.len()];
            let width = if seed % 2 == 0 { 170.0 } else { 85.0 };
            let options = Options { layout: Some(layout.name.into()), width: Some(mm(width)), ..marked() };
            let Ok(drawing) = thememap::render(&map, &fonts, &options) else { return 0 };
            let found = faults(&map, &drawing);
            assert!(found.is_empty(), "seed {seed} {}: {found:?}", layout.name);
            if drawing.layout.name == "matrix" {
                return 1;
            }
            // What is marked is what is said: each voice is heard in the nearest box with marks.
            let shown = |node: petgraph::graph::NodeIndex| {
                drawing.layout.boxes[node.index()].as_ref().is_some_and(|place| place.slots.is_some())
            };
            let heard = map.heard(shown);
            let listed = map.listed();
            for node in map.graph.node_indices().filter(|&node| shown(node)) {
                let slots = drawing.layout.boxes[node.index()].as_ref().unwrap().slots.as_ref().unwrap();
                let expected =
                    listed.iter().map(|&group| heard[node.index()].iter().any(|speaker| speaker.group == group));
                assert_eq!(slots.filled, expected.collect::<Vec<_>>(), "seed {seed}");
            }
            1
        })
        .sum();
    assert!(done > 90, "only {done} are drawn");
}

#[test]
fn a_public_figure_has_the_same_marks_in_the_same_places_and_names_nobody() {
    let fonts = Fonts::bundled();
    let done: usize = (0..80u64)
        .into_par_iter()
        .map(|seed| {
            let ids = |source: String, g| source.replace(&format!("\"P{g}\""), &format!("\"Somebody {g}\""));
            let source = (0..8).fold(peopled(seed), ids);
            if source.is_empty() {
                return 0;
            }
            let map = map(&source);
            for layout in ["auto", "matrix"] {
                let options = Options {
                    layout: Some(layout.into()),
                    by: Some(By::Group),
                    height: Some(f64::INFINITY),
                    ..marked()
                };
                let public = Options { public: Some(true), ..options.clone() };
                let (open, public) =
                    (thememap::render(&map, &fonts, &options), thememap::render(&map, &fonts, &public));
                let (Ok(open), Ok(public)) = (open, public) else { return 0 };
                assert!(!format!("{:?}", public.figure).contains("Somebody"), "seed {seed} {layout}");
                let slots = |drawing: &Drawing| {
                    let boxes = drawing.layout.boxes.iter().flatten();
                    boxes.filter_map(|place| Some((place.rect, place.slots.clone()?))).collect::<Vec<_>>()
                };
                let cells = |drawing: &Drawing| {
                    let at = |mark: &Mark| match mark {
                        Mark::Disc { centre, .. } => Some((*centre, true)),
                        Mark::Dot { centre, .. } => Some((*centre, false)),
                        _ => None,
                    };
                    drawing.layout.marks.iter().filter_map(at).collect::<Vec<_>>()
                };
                assert_eq!(slots(&open), slots(&public), "seed {seed} {layout}");
                assert_eq!(cells(&open), cells(&public), "seed {seed} {layout}");
            }
            1
        })
        .sum();
    assert!(done > 40, "only {done} are drawn");
}

#[test]
fn a_figure_that_only_fits_without_marks_says_so() {
    let (map, fonts) = (map(LENNOX), Fonts::bundled());
    let low = |height: usize| Options { layout: Some("hub".into()), height: Some(height as f64), ..marked() };
    let first = (100..300).rev().find(|height| thememap::render(&map, &fonts, &low(*height)).is_err()).unwrap();
    assert!(thememap::render(&map, &fonts, &Options { coverage: None, ..low(first) }).is_ok());
    let report = refused(LENNOX, &low(first));
    assert!(report.contains("`--no-coverage` would fit"), "{report}");
}
