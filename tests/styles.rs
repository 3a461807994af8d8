//! Styles and palettes: what every figure in them keeps, what a style file may say, and what its mistakes are told as.

mod sandbox;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sandbox::{MAP, Sandbox};
use serde_json::Value;
use thememap::color::{LINE, TEXT};
use thememap::diagnostic::{Severity, report};
use thememap::draw::figure::{Class, Color, Figure, Group, Item, Shape};
use thememap::model::Map;
use thememap::style::keys::{PLACES, Takes};
use thememap::style::{GroupColors, Look, PALETTES, SIZES, STYLES, choose, pairs, read};
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Options, pages};

/// Maps with everything that a style draws: panels, boxes, rows, a table, orbits, links of every kind, an outcome, codes,
/// candidates, and themes in the core.
const MAPS: [&str; 9] = [
    "lennox-2021",
    "outcome",
    "kinds",
    "tentative",
    "many-groups",
    "sustainability-46",
    "matrix",
    "concentric",
    "codes",
];

fn example(name: &str) -> (Map, Fonts) {
    let (map, _) = thememap::read(&fs::read_to_string(format!("maps/{name}.toml")).unwrap()).unwrap();
    let mut fonts = Fonts::bundled();
    for (name, _) in &map.figure.fonts {
        fonts.add(fs::read(Path::new("maps").join(name)).unwrap()).unwrap();
    }
    (map, fonts)
}

fn options(style: &str, palette: Option<&str>, width: f64) -> Options {
    Options {
        style: Some(style.to_owned()),
        palette: palette.map(str::to_owned),
        width: Some(mm(width)),
        ..Options::default()
    }
}

/// The figure, where the map fits at this width.
fn figure(map: &Map, fonts: &Fonts, options: &Options) -> Option<Figure> {
    thememap::render(map, fonts, options).ok().map(|drawing| drawing.figure)
}

/// Every colour of a figure.
fn colors(figure: &Figure) -> BTreeSet<Color> {
    fn add(items: &[Item], found: &mut BTreeSet<Color>) {
        for item in items {
            match item {
                Item::Group(group) => add(&group.items, found),
                Item::Path(path) => found.extend(path.fill.into_iter().chain(path.stroke.as_ref().map(|s| s.color))),
                Item::Text(text) => {
                    found.insert(text.fill);
                }
            }
        }
    }
    let mut found: BTreeSet<Color> = figure.page.into_iter().collect();
    add(&figure.items, &mut found);
    found
}

/// What lies on the page so far: filled shapes in the order they are drawn.
fn behind(below: &[(kurbo::Rect, Color)], page: Color, at: kurbo::Point) -> Color {
    below.iter().rev().find(|(rect, _)| rect.contains(at)).map_or(page, |(_, color)| *color)
}

/// Texts and outlines that are too faint on what is drawn below them.
fn faint(figure: &Figure) -> Vec<String> {
    fn look(items: &[Item], page: Color, below: &mut Vec<(kurbo::Rect, Color)>, found: &mut Vec<String>) {
        for item in items {
            match item {
                Item::Group(Group { items, .. }) => look(items, page, below, found),
                Item::Text(text) => {
                    let middle = (text.x + text.line.width * text.size / 2.0, text.baseline - 0.3 * text.size);
                    let back = behind(below, page, middle.into());
                    if text.fill.contrast(back) < TEXT {
                        found.push(format!("text {} on {}", text.fill.hex(), back.hex()));
                    }
                }
                Item::Path(path) => {
                    let rect = match &path.shape {
                        Shape::Rect(rect) => rect.rect(),
                        Shape::Ellipse(ellipse) => kurbo::Shape::bounding_box(ellipse),
                        Shape::Path(path) => kurbo::Shape::bounding_box(path),
                    };
                    let outside = match &path.shape {
                        Shape::Rect(_) => kurbo::Point::new(rect.x0 - 0.6, rect.center().y),
                        _ => rect.center(),
                    };
                    let back = behind(below, page, outside);
                    let seen = path.stroke.as_ref().map(|stroke| stroke.color).or(path.fill);
                    let told = matches!(path.class, Class::Shape | Class::Line | Class::Arrowhead);
                    if let (Some(color), true) = (seen, told)
                        && color.contrast(back) < LINE
                    {
                        found.push(format!("{:?} {} on {}", path.class, color.hex(), back.hex()));
                    }
                    if let Some(fill) = path.fill.filter(|_| path.class != Class::Arrowhead) {
                        below.push((rect, fill));
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    look(&figure.items, figure.page.unwrap(), &mut Vec::new(), &mut found);
    found.sort();
    found.dedup();
    found
}

#[test]
fn text_and_outlines_are_seen_in_every_style_and_palette() {
    for (number, name) in MAPS.iter().enumerate() {
        let (map, fonts) = example(name);
        let mut drawn = 0;
        for look in &STYLES {
            for (i, palette) in PALETTES.iter().enumerate() {
                // Palettes take turns on the maps, so that each meets each style on some of them.
                if (i + number) % 3 != 0 {
                    continue;
                }
                for width in [85.0, 170.0] {
                    let mut options = options(look.name, Some(palette.name), width);
                    if look.style().unwrap().group_colors == GroupColors::None {
                        options.palette = None;
                    }
                    let Some(figure) = figure(&map, &fonts, &options) else { continue };
                    drawn += 1;
                    let found = faint(&figure);
                    assert!(found.is_empty(), "{name} in {} with {}, {width} mm: {found:#?}", look.name, palette.name);
                }
            }
        }
        assert!(drawn >= STYLES.len() * 2, "{name} was drawn {drawn} times");
    }
}

#[test]
fn every_stored_pair_of_colours_passes() {
    for look in &STYLES {
        let style = look.style().unwrap();
        for palette in &PALETTES {
            let style = style.with(&palette.scheme().unwrap());
            for pair in pairs(&style.palette, style.core_outlined()) {
                let ratio = pair.color.contrast(pair.behind);
                let (front, back) = (&pair.front, &pair.back);
                assert!(ratio >= pair.least, "{} with {}: {front} on {back} {ratio:.2}", look.name, palette.name);
            }
        }
    }
}

#[test]
fn palettes_hold_what_they_promise() {
    for palette in &PALETTES {
        let scheme = palette.scheme().unwrap();
        assert_eq!(scheme.light.hues.len(), scheme.dark.hues.len(), "{}", palette.name);
        // A map can ask for six colours by number.
        assert!(scheme.light.hues.len() >= 6, "{}", palette.name);
        for hues in [&scheme.light, &scheme.dark] {
            let lines: BTreeSet<_> = hues.hues.iter().map(|hue| hue.line).collect();
            assert_eq!(lines.len(), hues.hues.len(), "{} has a hue twice", palette.name);
        }
        let first = palette.text.lines().next().unwrap();
        assert!(first.starts_with("# ") && first.len() > 40, "{} does not say where it is from", palette.name);
    }
}

#[test]
fn styles_without_colour_have_none() {
    let grey = |Color(r, g, b): &Color| r.abs_diff(*g).max(g.abs_diff(*b)).max(r.abs_diff(*b)) <= 24;
    let plain = [Color(0, 0, 0), Color(255, 255, 255)];
    for name in MAPS {
        let (map, fonts) = example(name);
        for width in [85.0, 170.0] {
            let draw = |style: &str| figure(&map, &fonts, &options(style, None, width)).map(|figure| colors(&figure));
            let mono = draw("mono").unwrap_or_default();
            assert!(mono.iter().all(|color| plain.contains(color)), "{name}: {mono:?}");
            for style in ["outline", "classic"] {
                let found = draw(style).unwrap_or_default();
                assert!(found.iter().all(grey), "{name} in {style}: {found:?}");
            }
            // The groups' own colours: the core of `panels` has a blue of its own.
            let (style, scheme) = (Look::named("mono").unwrap().style().unwrap(), PALETTES[5].scheme().unwrap());
            assert_eq!(style.with(&scheme), *style);
            let equal = |Color(r, g, b): Color| r == g && g == b;
            assert!(scheme.light.hues.iter().all(|hue| equal(hue.line) && equal(hue.tint) && equal(hue.soft)));
        }
    }
}

#[test]
fn a_palette_colours_the_lines_of_line_art_and_nothing_of_mono() {
    let (map, fonts) = example("lennox-2021");
    let found = colors(&figure(&map, &fonts, &options("outline", Some("okabe-ito"), 170.0)).unwrap());
    let hues = &PALETTES[1].scheme().unwrap().light.hues;
    assert!(found.contains(&hues[0].line) && found.contains(&hues[0].soft));
    assert!(!found.contains(&hues[0].tint), "line art is not filled");

    let errors = thememap::render(&map, &fonts, &options("mono", Some("okabe-ito"), 170.0)).unwrap_err();
    assert_eq!(errors[0].message, "the style `mono` has no colours for groups: it takes no palette");
    // What the map says about its figure in colour does not stand in the way of one without.
    let (coloured, _) = thememap::read("themes = [\"A\"]\n[figure]\npalette = \"viridis\"").unwrap();
    assert!(choose(&coloured, &options("mono", None, 170.0)).is_ok());
    let (both, _) = thememap::read("themes = [\"A\"]\n[figure]\nstyle = \"mono\"\npalette = \"viridis\"").unwrap();
    assert_eq!(choose(&both, &Options::default()).unwrap_err()[0].span, both.figure.place("palette"));
}

#[test]
fn unknown_names_are_told_with_the_nearest_and_with_all() {
    let (map, _) = thememap::read("themes = [\"A\"]\n[figure]\nstyle = \"panel\"").unwrap();
    let error = choose(&map, &Options::default()).unwrap_err().remove(0);
    assert_eq!((error.message.as_str(), error.span), ("no style is called `panel`", map.figure.place("style")));
    assert!(error.hints[0].contains("`panels`") && error.hints[1].contains("`slide-dark`"), "{:?}", error.hints);
    let error = choose(&map, &options("panels", Some("okabe"), 170.0)).unwrap_err().remove(0);
    assert_eq!(error.message, "no palette is called `okabe`");
    assert!(error.hints[0].contains("`okabe-ito`") && error.hints[1].contains("`tol-muted`"), "{:?}", error.hints);
}

#[test]
fn more_groups_than_hues_take_the_neutral_one() {
    let (map, fonts) = example("many-groups");
    let neutral = |palette: usize| PALETTES[palette].scheme().unwrap().light.neutral.line;
    assert!(colors(&figure(&map, &fonts, &options("panels", None, 170.0)).unwrap()).contains(&neutral(0)));
    let okabe = colors(&figure(&map, &fonts, &options("panels", Some("okabe-ito"), 170.0)).unwrap());
    let hues = &PALETTES[1].scheme().unwrap().light.hues;
    assert!(okabe.contains(&hues[6].line), "seven groups have seven of eight hues");
}

#[test]
fn a_slide_is_16_to_9_and_its_content_in_the_middle() {
    for (name, style) in [("lennox-2021", "slide"), ("outcome", "slide-dark"), ("tentative", "slide")] {
        let (map, fonts) = example(name);
        let options = Options { style: Some(style.to_owned()), ..Options::default() };
        let drawing = thememap::render(&map, &fonts, &options).unwrap();
        let layout = &drawing.layout;
        assert_eq!((layout.page.width, layout.page.height), (960.0, 540.0));
        assert!(thememap::layout::quality::measure(&map, layout).faults().is_empty());
        let boxes = || layout.boxes.iter().flatten();
        let top = boxes().map(|place| place.rect.y0).fold(f64::INFINITY, f64::min);
        let samples = layout.marks.iter().filter_map(|mark| match mark {
            thememap::layout::Mark::Sample { line, .. } => Some(line.baseline + 0.6 * line.size),
            _ => None,
        });
        let bottom = boxes().map(|place| place.rect.y1).chain(samples).fold(0.0, f64::max);
        assert!((top - (540.0 - bottom)).abs() < 25.0, "{name}: {top} above, {} below", 540.0 - bottom);
        let least = boxes().flat_map(|place| &place.text).map(|line| line.size).fold(f64::INFINITY, f64::min);
        assert!(least >= 16.0, "{name}: {least} pt");
    }
    // Another page, where one is asked for.
    let (map, fonts) = example("lennox-2021");
    let drawing = thememap::render(&map, &fonts, &options("slide", None, 170.0)).unwrap();
    assert_eq!(drawing.layout.page.width, mm(170.0));
    assert!(drawing.layout.page.height < mm(110.0));
    // A slide that holds too much is refused: its type is not made smaller than can be read from the last row.
    let (map, fonts) = example("sustainability-46");
    let slide = Options { style: Some("slide".to_owned()), ..Options::default() };
    let errors = thememap::render(&map, &fonts, &slide).unwrap_err();
    assert!(errors[0].message.contains("16 pt") && !errors[0].hints.is_empty(), "{errors:?}");
}

#[test]
fn the_file_of_every_style_can_be_a_style_of_an_authors_own() {
    for look in &STYLES {
        let (own, warnings) = read(look.name, look.text).unwrap();
        assert_eq!((&own, warnings.len()), (&*look.style().unwrap(), 0));
        assert!(look.text.starts_with("# "), "{} does not say what it is for", look.name);
    }
    let (own, _) = read("panels", "").unwrap();
    assert_eq!(own, *Look::named("panels").unwrap().style().unwrap(), "an empty file changes nothing");
    // The first file says everything.
    for size in SIZES {
        let times = STYLES[0].text.lines().filter(|line| line.split_whitespace().next() == Some(size.key)).count();
        assert_eq!(times, 3, "{}", size.key);
    }
}

#[test]
fn what_a_style_file_says_is_drawn() {
    let source = "base = \"outline\"\n[sizes]\npanel-radius = 0\npanel-line = 2.5\n[colors]\npage = \"#FFFFF0\"\n\
                  [narrow]\ntheme-size = 9\n";
    let (style, warnings) = read("own", source).unwrap();
    assert_eq!(warnings, []);
    assert_eq!((style.wide.panel_radius, style.narrow.panel_stroke, style.afar.panel_stroke), (0.0, 2.5, 2.5));
    assert_eq!((style.wide.body, style.narrow.body), (9.0, 9.0));
    let (map, fonts) = example("lennox-2021");
    let options = Options { style_file: Some(style.into()), ..Options::default() };
    let figure = figure(&map, &fonts, &options).unwrap();
    assert_eq!(figure.page, Some(Color(0xFF, 0xFF, 0xF0)));
    // Hues of its own, and a palette that takes their place.
    let hues = "hues = [{ line = \"#112233\", tint = \"#F8F8F8\", soft = \"#556677\" }]\n";
    let (style, _) = read("own", hues).unwrap();
    assert_eq!(style.palette.hues.len(), 1);
    let options = Options { style_file: Some(style.into()), palette: Some("grey".into()), ..Options::default() };
    assert_eq!(choose(&map, &options).unwrap().palette.hues.len(), 6);
}

#[test]
fn mistakes_in_a_style_file_are_reported_as_written_down() {
    let folder = Path::new("tests/style_mistakes");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    names.sort();
    assert!(names.len() >= 6);
    for path in names {
        let source = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = match read(name, &source) {
            Ok((_, warnings)) => warnings,
            Err(mistakes) => mistakes,
        };
        assert!(!found.is_empty(), "{name} has no mistake");
        let got = report(&found, name, &source, false);
        let expected = path.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &got).unwrap();
        }
        assert_eq!(got, fs::read_to_string(&expected).unwrap_or_default(), "{}", expected.display());
    }
}

#[test]
fn a_colour_that_is_offered_passes_everywhere_it_is_seen() {
    for (key, color) in [("text", "#9A9A9A"), ("link", "#D0D0D0"), ("note", "#88AADD"), ("outcome", "#FFCC00")] {
        let (_, warnings) = read("own", &format!("[colors]\n{key} = \"{color}\"\n")).unwrap();
        assert_eq!(warnings.len(), 1, "{key}: one warning for one colour");
        assert_eq!(warnings[0].severity, Severity::Warning);
        let better = warnings[0].hints[0].split('"').nth(1).unwrap();
        let (_, warnings) = read("own", &format!("[colors]\n{key} = \"{better}\"\n")).unwrap();
        assert_eq!(warnings, [], "{key} = {better}");
    }
}

#[test]
fn every_number_is_held_to_its_range() {
    for size in SIZES {
        let (least, most) = size.range;
        for number in [least - 0.01, most + 0.01, -1.0] {
            let source = format!("[wide]\n{} = {number}\n", size.key);
            assert!(read("own", &source).is_err(), "{source}");
        }
        let given = ["core-size", "theme-size", "note-size"].contains(&size.key);
        for number in [least, most].into_iter().filter(|_| !given) {
            let source = format!("[wide]\n{} = {number}\n", size.key);
            assert!(read("own", &source).is_ok(), "{source}");
        }
    }
    assert!(read("own", "[wide]\ncore-line = 0.25\n").is_ok());
    for wrong in ["nan", "inf", "-inf", "1e9", "\"5\"", "true", "0x10"] {
        assert!(read("own", &format!("[wide]\ncard-gap = {wrong}\n")).is_err(), "{wrong}");
    }
}

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string("schema/thememap-style.schema.json").unwrap()).unwrap()
}

#[test]
fn the_schema_lists_what_the_reader_accepts() {
    let schema = schema();
    assert_eq!(schema["definitions"].as_object().unwrap().len() + 1, PLACES.len());
    for (place, name) in PLACES {
        let part = if name == "style" { &schema } else { &schema["definitions"][name] };
        assert_eq!(part["additionalProperties"], false, "{name}");
        let properties = part["properties"].as_object().unwrap();
        let keys = place.keys();
        let sorted = |mut keys: Vec<&str>| {
            keys.sort();
            keys.join(" ")
        };
        let listed = properties.keys().map(String::as_str).collect();
        assert_eq!(sorted(listed), sorted(keys.iter().map(|(key, _)| *key).collect()), "{name}");
        for (key, takes) in keys {
            let property = &properties[key];
            assert!(property["description"].is_string() || property["$ref"].is_string(), "{key}");
            let reference = |other| {
                let name = PLACES.iter().find(|(place, _)| *place == other).unwrap().1;
                Value::from(format!("#/definitions/{name}"))
            };
            match takes {
                Takes::Text => assert_eq!(property["type"], "string", "{key}"),
                Takes::Word(words) => assert_eq!(property["enum"], Value::from(words), "{key}"),
                Takes::Color => assert_eq!(property["pattern"], "^#[0-9A-Fa-f]{6}$", "{key}"),
                Takes::Number(least, most) => {
                    assert_eq!((property["minimum"].as_f64(), property["maximum"].as_f64()), (Some(least), Some(most)));
                }
                Takes::Table(place) => assert_eq!(property["$ref"], reference(place), "{key}"),
                Takes::List(place) => assert_eq!(property["items"]["$ref"], reference(place), "{key}"),
            }
        }
    }
}

#[test]
fn the_documentation_is_complete_and_its_examples_are_styles() {
    let page = fs::read_to_string("docs/style-format.md").unwrap();
    for (place, _) in PLACES {
        for (key, takes) in place.keys() {
            assert!(page.contains(&format!("`{key}`")) || page.contains(&format!("`[{key}]`")), "{key}");
            if let Takes::Word(words) = takes {
                assert!(words.iter().all(|word| page.contains(&format!("`{word}`"))), "{key}");
            }
            if let Takes::Number(least, most) = takes {
                assert!(
                    page.lines()
                        .any(|line| line.contains(&format!("`{key}`")) && line.contains(&format!("{least}–{most}"))),
                    "{key}: {least}–{most}"
                );
            }
        }
    }
    for name in STYLES.iter().map(|look| look.name).chain(PALETTES.iter().map(|palette| palette.name)) {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    let mut examples = 0;
    for block in page.split("\n```toml\n").skip(1) {
        let source = block.split("\n```").next().unwrap();
        examples += 1;
        if source.contains("[figure]") {
            continue;
        }
        match read("example", source) {
            Ok((_, warnings)) => assert!(warnings.is_empty(), "{}", report(&warnings, "example", source, false)),
            Err(mistakes) => panic!("{}", report(&mistakes, "example", source, false)),
        }
    }
    assert!(examples >= 3);
}

#[test]
fn a_style_file_is_found_by_the_flag_and_by_the_map() {
    let sandbox = Sandbox::new();
    sandbox
        .write("papers/study.toml", MAP.replacen("links", "\nlinks", 1) + "\n[figure]\nstyle = \"looks/mine.toml\"\n");
    sandbox.write("papers/looks/mine.toml", "base = \"mono\"\n[sizes]\npanel-radius = 0\n");
    sandbox.write("square.toml", "[sizes]\npanel-radius = 0\n");
    sandbox.run(["render", "papers/study.toml", "-f", "svg", "--depfile", "rules"]).exits(0);
    let rules = String::from_utf8(sandbox.read("rules")).unwrap();
    assert!(rules.contains("papers/looks/mine.toml"), "{rules}");
    let own = sandbox.read("papers/study.svg");
    assert!(!String::from_utf8(own.clone()).unwrap().contains("#24384"), "the map's own style is black and white");
    // A flag wins over the map, with a file or with a name.
    sandbox.run(["render", "papers/study.toml", "-f", "svg", "--style", "square.toml", "--depfile", "rules"]).exits(0);
    assert!(String::from_utf8(sandbox.read("rules")).unwrap().contains("square.toml"));
    assert_ne!(sandbox.read("papers/study.svg"), own);
    sandbox.run(["render", "papers/study.toml", "-f", "svg", "--style", "mono"]).exits(0);

    sandbox
        .run(["check", "papers/study.toml", "--style", "nowhere.toml"])
        .exits(2)
        .says(&["cannot read `nowhere.toml`"]);
    sandbox.write("papers/looks/mine.toml", "[colors]\ntext = \"#AAAAAA\"\n");
    sandbox.run(["check", "papers/study.toml"]).exits(0).says(&[
        "mine.toml:2:8",
        "has a contrast of",
        "at the same hue",
    ]);
    sandbox.write("papers/looks/mine.toml", "[colors]\ntxt = \"#111111\"\nnote = \"grey\"\n");
    let run = sandbox.run(["render", "papers/study.toml"]).exits(2);
    run.says(&["mine.toml:2:1", "did you mean `text`?", "mine.toml:3:8", "has 2 mistakes"]);
    let run = sandbox.run(["check", "--json", "papers/study.toml"]).exits(2);
    assert!(run.text().contains("mine.toml`, line 3, column 8: expected a colour"), "{}", run.text());
    // A flag's file is told of once, whatever the number of maps.
    sandbox.write("faint.toml", "[colors]\ntext = \"#AAAAAA\"\n");
    sandbox.write("other.toml", MAP);
    let run = sandbox.run(["check", "papers/study.toml", "other.toml", "--style", "faint.toml"]).exits(0);
    assert_eq!(run.err.matches("--> faint.toml:2:8").count(), 1);
}

#[test]
fn the_files_of_styles_and_palettes_can_be_had() {
    let sandbox = Sandbox::with_map();
    let list = sandbox.run(["styles"]).exits(0).text();
    for look in &STYLES {
        assert!(list.contains(look.name) && list.contains(look.about));
        assert_eq!(sandbox.run(["styles", look.name]).exits(0).text(), look.text);
        sandbox.write("mine.toml", look.text);
        sandbox.run(["check", "study.toml", "--style", "mine.toml"]).exits(0);
    }
    for palette in &PALETTES {
        assert!(list.contains(palette.name) && list.contains(palette.about));
        assert_eq!(sandbox.run(["styles", palette.name]).exits(0).text(), palette.text);
    }
    sandbox.run(["styles", "pannels"]).exits(2).says(&["did you mean `panels`?"]);
}

#[test]
fn a_figure_of_several_pages_is_one_of_slides() {
    let (map, fonts) = example("many-groups");
    let options = Options { style: Some("slide".into()), pages: Some(true), ..Options::default() };
    let (drawings, _) = pages(&map, &fonts, &options).unwrap();
    assert!(drawings.iter().all(|drawing| (drawing.figure.width, drawing.figure.height) == (960.0, 540.0)));
}

#[test]
fn a_style_file_among_the_maps_is_passed_over_and_never_taken_for_a_map() {
    let sandbox = Sandbox::new();
    sandbox.write("maps/study.toml", MAP);
    sandbox.write("maps/house.toml", "base = \"mono\"\n[sizes]\npanel-radius = 0\n");
    let run = sandbox.run(["render", "maps", "-f", "svg", "-o", "figures/"]).exits(0);
    run.says(&["passed over `maps/house.toml`: a style file, not a map", "wrote figures/study.svg"]);
    sandbox.run(["check", "maps"]).exits(0).says(&["1 map: no mistakes"]);
    let lines = sandbox.run(["check", "--json", "maps"]).exits(0);
    assert_eq!(lines.out.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert!(lines.err.is_empty());
    let run = sandbox.run(["describe", "maps/house.toml"]).exits(1);
    run.says(&["this is a style file, not a map", "--style maps/house.toml"]);
    let run = sandbox.run(["check", "maps/study.toml", "--style", "maps/study.toml"]).exits(2);
    run.says(&["this is a map, not a style file"]);
    sandbox.write("lost.toml", "themes = \"ovals\"\n");
    let run = sandbox.run(["check", "maps/study.toml", "--style", "lost.toml"]).exits(2);
    run.says(&["`themes` stands under `[shapes]`"]);
    // A key that both may have leaves it a map with mistakes.
    sandbox.write("maps/house.toml", "base = \"mono\"\nthemes = [\"A\"]\n");
    sandbox.run(["check", "maps"]).exits(1).says(&["unknown key `base`"]);
    std::fs::remove_file(sandbox.path("maps/study.toml")).unwrap();
    sandbox.write("maps/house.toml", "base = \"mono\"\n");
    sandbox.run(["check", "maps"]).exits(2).says(&["holds style files, and no map"]);
}

#[test]
fn programs_are_told_what_is_wrong_with_a_style_file_too() {
    let sandbox = Sandbox::with_map();
    sandbox.write("house.toml", "[colors]\ncore = \"red\"\n");
    let run = sandbox.run(["check", "--json", "study.toml", "--style", "house.toml"]).exits(2);
    run.says(&["the style file `house.toml` has a mistake", "line 2, column 8", "found `red`"]);
}
