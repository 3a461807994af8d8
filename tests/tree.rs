//! The tree: codebooks as rows or boxes at the sides of their core.

use std::fs;

use kurbo::Rect;
use thememap::layout::graph::Kind;
use thememap::layout::{Layout, NodeBox, quality};
use thememap::model::{Direction, Map};
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Drawing, Options};

fn read(source: &str) -> Map {
    thememap::read(source).expect("a map").0
}

fn tree(map: &Map, width_mm: f64, direction: Option<Direction>) -> Layout {
    let options = Options {
        layout: Some("tree".into()),
        width: Some(mm(width_mm)),
        height: Some(f64::INFINITY),
        direction,
        ..Options::default()
    };
    let Drawing { layout, .. } = thememap::render(map, &Fonts::bundled(), &options).expect("a figure");
    layout
}

fn rect(layout: &Layout, map: &Map, label: &str) -> Rect {
    let index = map.graph.node_indices().find(|&index| map.graph[index].label == label).expect(label);
    layout.boxes[index.index()].as_ref().expect(label).rect
}

fn of(layout: &Layout, kind: Kind) -> Vec<&NodeBox> {
    layout.boxes.iter().flatten().filter(|place| place.kind == kind).collect()
}

/// A codebook of so many groups of so many themes, with codes below each.
fn codebook(groups: usize, themes: usize, codes: usize) -> String {
    let mut source = String::from("core = \"Learning to live with oxygen at home\"\n");
    for group in 0..groups {
        source += &format!("[groups.g{group}]\nlabel = \"“Is this how it will be?” ({group})\"\nthemes = [\n");
        for theme in 0..themes {
            let codes: Vec<String> =
                (0..codes).map(|code| format!("\"noise/hall: code {group}.{theme}.{code}\"")).collect();
            source +=
                &format!("{{ label = \"Planning by the litre {group}.{theme}\", codes = [{}] }},\n", codes.join(", "));
        }
        source += "]\n";
    }
    source
}

#[test]
fn forty_six_themes_stand_on_half_a_page_and_no_label_wraps() {
    let map = read(&fs::read_to_string("maps/sustainability-46.toml").unwrap());
    let layout = tree(&map, 170.0, None);
    assert!(layout.page.height <= mm(121.0), "{} pt high", layout.page.height);
    assert_eq!(layout.boxes.iter().flatten().count(), 47);
    assert_eq!(layout.paths.iter().filter(|path| !path.points.is_empty()).count() + layout.branches.len(), 46);
    let (bars, rows) = (of(&layout, Kind::Title), of(&layout, Kind::Row));
    assert_eq!((bars.len(), rows.len()), (6, 40));
    assert!(bars.iter().chain(&rows).all(|place| place.text.len() == 1 && place.text[0].size == 8.0));
    let pitch = rows[0].rect.height();
    assert!(rows.iter().all(|row| (row.rect.height() - pitch).abs() < 1e-9));
    let bottom = |left: bool| {
        let side = rows.iter().filter(|row| (row.rect.center().x < mm(85.0)) == left);
        side.map(|row| row.rect.y1).fold(0.0, f64::max)
    };
    assert!((bottom(true) - bottom(false)).abs() <= pitch);
    let quality = quality::measure(&map, &layout);
    assert!(quality.faults().is_empty(), "{quality}");
    assert_eq!(quality.numbers.crossings, 0);
}

#[test]
fn links_between_parent_and_child_never_cross() {
    let shapes = [(2, 2, 0), (3, 4, 2), (5, 3, 0), (7, 9, 3), (1, 6, 0), (12, 1, 1)];
    for (groups, themes, codes) in shapes {
        let map = read(&codebook(groups, themes, codes));
        for direction in [None, Some(Direction::Both), Some(Direction::Right)] {
            for width in [120.0, 170.0, 841.0] {
                let layout = tree(&map, width, direction);
                let quality = quality::measure(&map, &layout);
                let what = format!("{groups} × {themes} × {codes} {direction:?} at {width} mm: {quality}");
                assert!(quality.faults().is_empty(), "{what}");
                assert_eq!(quality.numbers.crossings, 0, "{what}");
            }
        }
    }
}

#[test]
fn a_direction_says_where_themes_stand() {
    let map = read(&codebook(2, 2, 0));
    let (core, group) = ("Learning to live with oxygen at home", "“Is this how it will be?” (1)");
    let theme = "Planning by the litre 1.1";
    let places = |direction| {
        let layout = tree(&map, 170.0, direction);
        [core, group, theme].map(|label| rect(&layout, &map, label))
    };
    let [core, group, theme] = places(Some(Direction::Right));
    assert!(core.x1 < group.x0 && group.x1 < theme.x0);
    let [core, group, theme] = places(Some(Direction::Down));
    assert!(core.y1 < group.y0 && group.y1 < theme.y0);
    let [core, group, theme] = places(Some(Direction::Both));
    assert!((core.center().x - mm(85.0)).abs() < 1e-6 && core.x1 < group.x0 && group.x1 < theme.x0);
}

#[test]
fn a_page_that_reads_from_right_to_left_grows_to_the_left() {
    let source = "lang = \"fa\"\ncore = \"Home\"\n[groups.a]\nlabel = \"School\"\nthemes = [\"Bell\", \"Hope\"]\n";
    let map = read(source);
    let layout = tree(&map, 170.0, Some(Direction::Right));
    let [core, group, theme] = ["Home", "School", "Bell"].map(|label| rect(&layout, &map, label));
    assert!(theme.x1 < group.x0 && group.x1 < core.x0);
}

#[test]
fn themes_in_themes_are_boxes_or_rows_at_any_depth() {
    let levels = 30;
    let inner = (1..levels)
        .rev()
        .fold("\"Level 0\"".to_owned(), |inner, level| format!("{{ label = \"Level {level}\", themes = [{inner}] }}"));
    let map = read(&format!("core = \"Depth\"\n[groups.a]\nlabel = \"Top\"\nthemes = [{inner}, \"Beside\"]\n"));
    let layout = tree(&map, 170.0, None);
    let rows = of(&layout, Kind::Row);
    assert_eq!(rows.len(), levels + 1);
    assert!(rows.windows(2).all(|pair| pair[0].rect.y1 <= pair[1].rect.y0 + 1e-6));
    assert!(quality::measure(&map, &layout).faults().is_empty());
    let shallow = read("[groups.a]\nlabel = \"Top\"\nthemes = [{ label = \"A\", themes = [\"B\", \"C\"] }]\n");
    assert_eq!(of(&tree(&shallow, 170.0, None), Kind::Card).len(), 3);
}

#[test]
fn a_link_between_two_themes_runs_beside_the_tree() {
    let source = "links = [\"hope -> fear\"]\n[groups.a]\nlabel = \"Before\"\nthemes = [\"Hope\", \"Waiting\"]\n\
        [groups.b]\nlabel = \"After\"\nthemes = [\"Fear\", \"Going home\"]\n";
    let map = read(source);
    let layout = tree(&map, 170.0, None);
    let way = &layout.paths[0].points;
    let right = layout.boxes.iter().flatten().map(|place| place.rect.x1).fold(0.0, f64::max);
    assert!(way.iter().any(|point| point.x > right) && way.iter().all(|point| point.x <= layout.page.width));
    assert!(quality::measure(&map, &layout).faults().is_empty());
}
