//! A small edit of a map makes a small change in its figure.
//!
//! Every example map gets one theme more, in every group in turn. Without the earlier figure the layout and the sides stay
//! as they were; with it (`--previous`) nothing outside of that group changes but for a shift as a whole.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use kurbo::{Point, Rect};
use thememap::encode::svg::{self, TextMode};
use thememap::layout::previous;
use thememap::model::Map;
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Drawing, Options};

/// What a revision adds; nothing is called so in any of the maps.
const NEW: &str = "Being heard in the corridor";

/// Coordinates are written to a hundredth of a point, so a size may differ by two of those.
const ROUNDED: f64 = 0.021;

fn maps() -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir("maps").unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|it| it == "toml")).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The map with one theme more at the end of each list in turn, with the id of the group it stands in.
fn edits(source: &str) -> Vec<(Option<String>, String)> {
    let table: toml::Table = source.parse().unwrap();
    let mut edits = Vec::new();
    let add = |list: &mut toml::Value| list.as_array_mut().unwrap().push(NEW.into());
    if table.contains_key("themes") {
        let mut table = table.clone();
        add(&mut table["themes"]);
        edits.push((None, toml::to_string(&table).unwrap()));
    }
    for (id, group) in table.get("groups").and_then(|groups| groups.as_table()).into_iter().flatten() {
        if group.get("themes").is_some() {
            let mut table = table.clone();
            add(&mut table["groups"][id.as_str()]["themes"]);
            edits.push((Some(id.clone()), toml::to_string(&table).unwrap()));
        }
    }
    edits
}

/// Fonts for a map; those that it names stand beside it.
fn fonts(map: &Map) -> Fonts {
    let mut fonts = Fonts::bundled();
    let faces = map.figure.fonts.iter().flat_map(|(name, _)| {
        let data = std::fs::read(PathBuf::from("maps").join(name)).unwrap();
        thememap::text::Face::parse(data).unwrap()
    });
    fonts.prefer(faces.collect());
    fonts
}

fn draw(source: &str, options: &Options) -> (Map, Option<(Drawing, String)>) {
    let (map, _) = thememap::read(source).unwrap_or_else(|mistakes| panic!("{mistakes:?}\n{source}"));
    let fonts = fonts(&map);
    let drawn = thememap::render(&map, &fonts, options).ok().map(|drawing| {
        let text = svg::write(&drawing.figure, &fonts, TextMode::Plain).unwrap();
        (drawing, text)
    });
    (map, drawn)
}

/// Boxes with an outline, by id, each with the id of the outermost box around it.
type Boxes = BTreeMap<String, (String, Rect)>;

fn boxes(map: &Map, drawing: &Drawing) -> Boxes {
    let places = || map.graph.node_indices().zip(&drawing.layout.boxes);
    let outermost = |mut index: usize| {
        while let Some(outer) = drawing.layout.boxes[index].as_ref().and_then(|place| place.inside) {
            index = outer;
        }
        map.graph[petgraph::graph::NodeIndex::new(index)].id.clone()
    };
    let own = |(index, place): (petgraph::graph::NodeIndex, &Option<thememap::layout::NodeBox>)| {
        let place = place.as_ref()?;
        Some((map.graph[index].id.clone(), (outermost(index.index()), place.rect)))
    };
    places().filter_map(own).collect()
}

#[test]
fn with_the_earlier_figure_one_more_theme_moves_others_only_as_a_whole() {
    let mut wrong = Vec::new();
    let (mut edited, mut kept) = (0, 0);
    for (path, source) in maps() {
        for width in [85.0, 170.0] {
            let options = Options { width: Some(mm(width)), ..Options::default() };
            let (map, Some((before, text))) = draw(&source, &options) else { continue };
            let options = Options { previous: Some(Arc::new(previous::read(&text).unwrap())), ..options };
            for (group, source) in edits(&source) {
                let name = format!("{} at {width} mm, one more in {group:?}", path.display());
                edited += 1;
                let (changed, Some((after, _))) = draw(&source, &options) else {
                    wrong.push(format!("{name}: not drawn"));
                    continue;
                };
                // What cannot be kept without a fault is arranged afresh.
                if after.layout.reason != "as in the previous figure" {
                    continue;
                }
                kept += 1;
                let (old, new) = (boxes(&map, &before), boxes(&changed, &after));
                let mut shifts: BTreeMap<&str, (Point, &str)> = BTreeMap::new();
                for (id, (outer, rect)) in &old {
                    let (_, now) = &new[id];
                    if group.as_deref() == Some(outer) {
                        continue;
                    }
                    let by = now.origin() - rect.origin();
                    let same =
                        (now.width() - rect.width()).abs() < ROUNDED && (now.height() - rect.height()).abs() < ROUNDED;
                    if !same {
                        wrong.push(format!("{name}: `{id}` was {:?} and is {:?}", rect.size(), now.size()));
                    }
                    let (first, other) = *shifts.entry(outer).or_insert((by.to_point(), id));
                    if (by.to_point() - first).hypot() > 2.0 * ROUNDED {
                        wrong.push(format!("{name}: `{id}` moved by {by:?} and `{other}` by {first:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {edited} edits:\n{}", wrong.len(), wrong.join("\n"));
    assert!(kept + 2 >= edited, "the earlier figure was kept to in {kept} of {edited} edits");
}

/// Where a box stands from the core: in a tree at one of its sides, at whatever height.
fn side(layout: &str, rect: Rect, core: Rect) -> &'static str {
    match () {
        () if layout == "tree" && rect.x1 <= core.x0 => "left",
        () if layout == "tree" && rect.x0 >= core.x1 => "right",
        () if rect.y1 <= core.y0 => "above",
        () if rect.y0 >= core.y1 => "below",
        () if rect.x1 <= core.x0 => "left",
        () => "right",
    }
}

#[test]
fn one_more_theme_keeps_the_layout_and_the_sides_unless_another_is_better_by_a_tenth() {
    let mut wrong = Vec::new();
    for (path, source) in maps() {
        for width in [85.0, 170.0] {
            let options = Options { width: Some(mm(width)), ..Options::default() };
            let (map, Some((before, _))) = draw(&source, &options) else { continue };
            for (group, source) in edits(&source) {
                let name = format!("{} at {width} mm, one more in {group:?}", path.display());
                let (changed, Some((after, _))) = draw(&source, &options) else {
                    wrong.push(format!("{name}: not drawn"));
                    continue;
                };
                let (was, is) = (before.layout.name, after.layout.name);
                if was != is {
                    let as_before = Options { layout: Some(was.to_owned()), ..options.clone() };
                    let (_, same) = draw(&source, &as_before);
                    let better = same.is_none_or(|(same, _)| after.layout.page.height < 0.9 * same.layout.page.height);
                    if !better {
                        wrong.push(format!("{name}: `{was}` became `{is}`"));
                    }
                    continue;
                }
                // Around a core every angle shifts with the number of boxes; there are no sides to keep.
                if ["ring", "concentric", "network"].contains(&is) {
                    continue;
                }
                let (old, new) = (boxes(&map, &before), boxes(&changed, &after));
                let (Some((_, core)), Some((_, now))) = (old.get("core"), new.get("core")) else { continue };
                let tops: Vec<&str> = map.top.iter().map(|&top| map.graph[top].id.as_str()).collect();
                let moved = tops.iter().find(|&&top| side(was, old[top].1, *core) != side(is, new[top].1, *now));
                let Some(moved) = moved else { continue };
                // The same with every group held on the side it had.
                let mut table: toml::Table = source.parse().unwrap();
                for &top in &tops {
                    let side = match side(was, old[top].1, *core) {
                        "above" => "top",
                        "below" => "bottom",
                        other => other,
                    };
                    let tables = if table.get("groups").is_some_and(|groups| groups.get(top).is_some()) {
                        "groups"
                    } else {
                        "theme"
                    };
                    let tables = table.entry(tables).or_insert(toml::Table::new().into()).as_table_mut().unwrap();
                    let own = tables.entry(top).or_insert(toml::Table::new().into()).as_table_mut().unwrap();
                    own.insert("side".into(), side.into());
                }
                let (_, held) = draw(&toml::to_string(&table).unwrap(), &options);
                let height = |drawing: &Drawing| drawing.layout.page.height;
                if held.is_some_and(|(held, _)| height(&after) >= 0.9 * height(&held)) {
                    wrong.push(format!("{name}: `{moved}` changed sides"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_drawn_after_itself_is_the_same() {
    for (path, source) in maps() {
        let options = Options { width: Some(mm(170.0)), ..Options::default() };
        let (map, Some((before, text))) = draw(&source, &options) else { continue };
        let options = Options { previous: Some(Arc::new(previous::read(&text).unwrap())), ..options };
        let (_, Some((after, _))) = draw(&source, &options) else { panic!("{} is not drawn again", path.display()) };
        assert_eq!(after.layout.reason, "as in the previous figure", "{}", path.display());
        for (id, (_, rect)) in boxes(&map, &before) {
            let now = boxes(&map, &after)[&id].1;
            let off = (now.x0 - rect.x0).abs().max((now.y0 - rect.y0).abs()).max((now.x1 - rect.x1).abs());
            assert!(off < ROUNDED, "{}: `{id}` was {rect:?} and is {now:?}", path.display());
        }
    }
}

/// A hub of two groups above its core and one below.
const HUB: &str = r#"
    core = "Peer support workers as a bridge"
    links = ["building -- core", "traits -- core", "core -- functions"]
    [groups.building]
    themes = ["Ongoing training", "Establishing boundaries"]
    [groups.traits]
    themes = ["Intrinsic qualities", "Personal stability"]
    [groups.functions]
    themes = ["Advocacy", "Navigating transitions"]
"#;

fn redraw(before: &str, after: &str) -> (Boxes, Boxes) {
    let options = Options { width: Some(mm(170.0)), ..Options::default() };
    let (map, Some((drawing, text))) = draw(before, &options) else { panic!("not drawn") };
    let options = Options { previous: Some(Arc::new(previous::read(&text).unwrap())), ..options };
    let (changed, Some((again, _))) = draw(after, &options) else { panic!("not drawn again") };
    assert_eq!(thememap::layout::quality::measure(&changed, &again.layout).faults(), [], "{}", again.layout.reason);
    (boxes(&map, &drawing), boxes(&changed, &again))
}

#[test]
fn a_new_group_stands_below_and_a_group_that_is_gone_leaves_the_others_where_they_were() {
    let more = format!("{HUB}\n[groups.outlook]\nthemes = [\"What comes next\"]\n");
    let (old, new) = redraw(HUB, &more);
    for (id, (_, rect)) in &old {
        assert!((new[id].1.origin() - rect.origin()).hypot() < ROUNDED, "`{id}` moved");
    }
    assert!(new["outlook"].1.y0 > new["functions"].1.y1);

    let less = HUB
        .replace("\"traits -- core\", ", "")
        .replace("[groups.traits]\n    themes = [\"Intrinsic qualities\", \"Personal stability\"]\n", "");
    let (old, new) = redraw(HUB, &less);
    for (id, (_, rect)) in &new {
        assert!((old[id].1.origin() - rect.origin()).hypot() < ROUNDED, "`{id}` moved");
    }
}

#[test]
fn a_changed_order_in_the_file_moves_nothing_when_the_figure_is_kept() {
    let (first, rest) = HUB.split_once("[groups.traits]").unwrap();
    let (second, third) = rest.split_once("[groups.functions]").unwrap();
    let (head, building) = first.split_once("[groups.building]").unwrap();
    let turned = format!("{head}[groups.functions]{third}[groups.traits]{second}[groups.building]{building}");
    let (old, new) = redraw(HUB, &turned);
    for (id, (_, rect)) in &new {
        assert!((old[id].1.origin() - rect.origin()).hypot() < ROUNDED, "`{id}` moved");
    }
}

#[test]
fn what_is_no_figure_of_ours_is_refused_with_a_reason() {
    for (text, why) in [
        ("study", "is no SVG"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "names no layout"),
        ("<svg xmlns='http://www.w3.org/2000/svg' data-layout='hub'/>", "has no page size"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' data-layout='hub' viewBox='0 0 480 200'/>",
            "shows no boxes with text",
        ),
    ] {
        let error = previous::read(text).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}

/// Runs the command in a folder; gives its exit code and what it said.
fn command(folder: &std::path::Path, arguments: &[&str]) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_thememap"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_command_keeps_to_a_figure_or_to_those_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("study.toml"), HUB).unwrap();
    assert_eq!(command(folder.path(), &["render", "study.toml", "-f", "svg"]).0, 0);
    let grown = HUB.replace("\"Establishing boundaries\"", "\"Establishing boundaries\", \"Being heard\"");
    std::fs::write(at("study.toml"), grown).unwrap();
    std::fs::write(at("new.toml"), "themes = [\"Waiting\", \"Being seen\"]").unwrap();
    let render = |previous: &str, maps: &[&str]| {
        let arguments = [&["render", "-f", "svg", "-v", "-o", "out", "--previous", previous][..], maps].concat();
        command(folder.path(), &arguments)
    };
    // A map that has no figure yet is drawn afresh.
    let (code, said) = render(".", &["study.toml", "new.toml"]);
    assert_eq!((code, said.matches("as in the previous figure").count()), (0, 1), "{said}");
    let (code, said) = render("study.svg", &["study.toml"]);
    assert!(code == 0 && said.contains("as in the previous figure"), "{said}");

    let (code, said) = render("study.svg", &["study.toml", "new.toml"]);
    assert!(code == 2 && said.contains("is one figure, and there are several maps"), "{said}");
    let (code, said) = render("nowhere.svg", &["study.toml"]);
    assert!(code == 2 && said.contains("cannot read `nowhere.svg`"), "{said}");
    let (code, said) = render("study.toml", &["study.toml"]);
    assert!(code == 2 && said.contains("`study.toml` is no SVG"), "{said}");
}
