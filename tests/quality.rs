//! Every fault that `layout::quality` counts is found when it is planted in a good layout.

use kurbo::Point;
use thememap::Options;
use thememap::layout::quality::measure;
use thememap::layout::{Layout, TextLine};
use thememap::model::Map;
use thememap::text::Fonts;

const MAP: &str = r#"
core = "Waiting without a word"
outcome = "Leaving early"
links = ["rooms -> core", "core -> outcome: in the end"]
[groups.rooms]
label = "Rooms: where nobody says “soon”"
themes = ["The corridor", "Watching the door"]
[groups.people]
label = "Families and staff"
themes = [{ label = "Families", themes = ["Children asleep on chairs"] }, "Staff / volunteers"]
"#;

fn arranged() -> (Map, Layout) {
    let (map, _) = thememap::read(MAP).unwrap();
    let options = Options::default();
    let style = thememap::style::choose(&map, &options).unwrap();
    let layout = thememap::layout::arrange(&map, &Fonts::bundled(), style, &options).unwrap();
    (map, layout)
}

fn node(map: &Map, label: &str) -> usize {
    let found = map.graph.node_indices().find(|n| map.graph[*n].label == label);
    found.unwrap().index()
}

fn edge(layout: &Layout) -> usize {
    layout.paths.iter().position(|path| path.points.len() > 1).unwrap()
}

/// The fault a change of a good layout must show.
fn fault(change: impl FnOnce(&Map, &mut Layout)) -> Vec<&'static str> {
    let (map, mut layout) = arranged();
    assert_eq!(measure(&map, &layout).faults(), []);
    change(&map, &mut layout);
    measure(&map, &layout).faults().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_box_over_its_neighbour() {
    let found = fault(|map, layout| {
        let (a, b) = (node(map, "The corridor"), node(map, "Watching the door"));
        let rect = layout.boxes[a].as_ref().unwrap().rect + kurbo::Vec2::new(1.0, 0.0);
        layout.boxes[b].as_mut().unwrap().rect = rect;
    });
    assert!(found.contains(&"box overlaps"), "{found:?}");
}

#[test]
fn a_box_off_the_page_is_also_outside_its_panel() {
    let found = fault(|map, layout| {
        let place = layout.boxes[node(map, "The corridor")].as_mut().unwrap();
        place.rect = place.rect - kurbo::Vec2::new(place.rect.x1 - 1.0, 0.0);
    });
    assert!(found.contains(&"things off the page") && found.contains(&"boxes outside their panel"), "{found:?}");
}

#[test]
fn a_stranger_in_a_panel() {
    let found = fault(|map, layout| {
        let (outcome, panel) = (node(map, "Leaving early"), node(map, "Families and staff"));
        let panel = layout.boxes[panel].as_ref().unwrap().rect;
        let place = layout.boxes[outcome].as_mut().unwrap();
        place.rect = panel.inset(-3.0);
    });
    assert!(found.contains(&"strangers inside a panel"), "{found:?}");
}

#[test]
fn text_in_a_rounded_corner_is_outside() {
    let found = fault(|map, layout| {
        let core = layout.boxes[node(map, "Waiting without a word")].as_mut().unwrap();
        let (rect, line) = (core.rect, &mut core.text[0]);
        (line.x, line.baseline) = (rect.x0 + 1.0, rect.y0 + 0.7 * line.size + 1.0);
    });
    assert_eq!(found, ["lines of text outside their shape"]);
}

#[test]
fn text_on_text_and_too_small() {
    let found = fault(|map, layout| {
        let core = layout.boxes[node(map, "Waiting without a word")].as_mut().unwrap();
        let twin = TextLine { size: 7.5, ..core.text[0].clone() };
        core.text.push(twin);
    });
    assert_eq!(found, ["lines of text on other text", "lines of text too small"]);
}

#[test]
fn a_link_through_a_box_and_its_text() {
    let found = fault(|map, layout| {
        let place = layout.boxes[node(map, "Families and staff")].as_ref().unwrap();
        let (stranger, y) = (place.rect, place.text[0].baseline - 3.0);
        let edge = edge(layout);
        let points = &mut layout.paths[edge].points;
        let (first, last) = (points[0], points[points.len() - 1]);
        *points = vec![first, Point::new(first.x, y), Point::new(stranger.x1, y), Point::new(last.x, y), last];
    });
    assert!(found.contains(&"links through a box") && found.contains(&"links through text"), "{found:?}");
}

#[test]
fn a_link_that_ends_a_tenth_of_a_point_too_early() {
    let found = fault(|_, layout| {
        let edge = edge(layout);
        let points = &mut layout.paths[edge].points;
        let last = points.len() - 1;
        let back = points[last - 1] - points[last];
        points[last] += back / (back.x.abs() + back.y.abs()) * 0.1;
    });
    assert_eq!(found, ["link ends off their outline"]);
}

#[test]
fn a_link_label_on_a_box() {
    let found = fault(|map, layout| {
        let rect = layout.boxes[node(map, "Families and staff")].as_ref().unwrap().rect;
        let path = layout.paths.iter_mut().find(|path| !path.label.is_empty()).unwrap();
        path.label.truncate(1);
        (path.label[0].x, path.label[0].baseline) = (rect.x0 - 10.0, rect.y1 - 1.0);
    });
    assert!(found.contains(&"link labels on a box"), "{found:?}");
}
