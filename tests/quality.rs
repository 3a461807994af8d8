//! Every fault that `layout::quality` counts is found when it is planted in a good layout.

use kurbo::{Point, Rect, Vec2};
use thememap::Options;
use thememap::layout::graph::{Branch, Kind};
use thememap::layout::quality::measure;
use thememap::layout::{EdgePath, Head, Joint, Layout, Mark, NodeBox, Outline, TextLine};
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
    let layout = thememap::layout::arrange(&map, &Fonts::bundled(), &style, &options).unwrap();
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
    assert!(found.contains(&"lines of text on a box"), "{found:?}");
}

/// The core as an oval among other ovals, with one slanted link: a layout made by hand.
fn with_ovals(change: impl FnOnce(&Map, &mut Layout)) -> Vec<&'static str> {
    let (map, mut layout) = arranged();
    layout.page.height = 220.0;
    for place in layout.boxes.iter_mut() {
        *place = place.take().filter(|place| place.kind == Kind::Core || place.kind == Kind::Outcome);
    }
    for (label, x, y) in [("Waiting without a word", 100.0, 40.0), ("Leaving early", 300.0, 140.0)] {
        let place = layout.boxes[node(&map, label)].as_mut().unwrap();
        let by = Point::new(x, y) - place.rect.center();
        place.rect = Rect::from_center_size((x, y), (160.0, 60.0));
        place.outline = Outline::Ellipse;
        place.text.iter_mut().for_each(|line| (line.x, line.baseline) = (line.x + by.x, line.baseline + by.y));
    }
    for path in &mut layout.paths {
        (path.points, path.joins, path.label) = (Vec::new(), None, Vec::new());
    }
    // On the line between the centres, cut at both outlines.
    let way = Vec2::new(200.0, 100.0);
    let reach = 1.0 / ((way.x / 80.0) * (way.x / 80.0) + (way.y / 30.0) * (way.y / 30.0)).sqrt();
    let (from, to) = (Point::new(100.0, 40.0) + way * reach, Point::new(300.0, 140.0) - way * reach);
    let edge = map.graph.find_edge(map.core.unwrap(), map.outcome.unwrap()).unwrap();
    layout.paths[edge.index()].points = vec![from, to];
    assert_eq!(measure(&map, &layout).faults(), []);
    change(&map, &mut layout);
    measure(&map, &layout).faults().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn ovals_that_overlap_where_their_boxes_do_not_matter() {
    let moved = |x: f64, y: f64| {
        with_ovals(|map, layout| {
            let place = layout.boxes[node(map, "Leaving early")].as_mut().unwrap();
            let by = Point::new(x, y) - place.rect.center();
            place.rect = place.rect + by;
            place.text.iter_mut().for_each(|line| (line.x, line.baseline) = (line.x + by.x, line.baseline + by.y));
            layout.paths.iter_mut().for_each(|path| path.points.clear());
        })
    };
    // Their boxes overlap by a fifth, they do not.
    assert_eq!(moved(100.0 + 160.0 * 0.8, 40.0 + 60.0 * 0.7), [""; 0]);
    assert_eq!(moved(100.0 + 160.0 * 0.7, 40.0 + 60.0 * 0.6), ["box overlaps"]);
}

#[test]
fn text_in_the_corner_of_an_ovals_box_is_outside() {
    let found = with_ovals(|map, layout| {
        let core = layout.boxes[node(map, "Waiting without a word")].as_mut().unwrap();
        (core.text[0].x, core.text[0].baseline) = (core.rect.x0 + 4.0, core.rect.y0 + 14.0);
    });
    assert_eq!(found, ["lines of text outside their shape"]);
}

#[test]
fn a_slanted_link_that_stops_before_an_oval_or_enters_it() {
    let end = |by: f64| {
        with_ovals(|_, layout| {
            let edge = edge(layout);
            let points = &mut layout.paths[edge].points;
            let way = (points[1] - points[0]).normalize();
            points[1] += way * by;
        })
    };
    assert_eq!(end(-0.2), ["link ends off their outline"]);
    let found = end(0.2);
    assert!(found.contains(&"link ends off their outline") && found.contains(&"links through a box"), "{found:?}");
}

#[test]
fn a_curve_is_measured_where_it_runs_not_where_its_control_points_are() {
    let bulge = |depth: f64| {
        with_ovals(|map, layout| {
            let edge = edge(layout);
            let path = &mut layout.paths[edge];
            let (from, to) = (path.points[0], path.points[1]);
            // Down from the one, then from the left into the other.
            let (down, left) = (Vec2::new(0.0, depth), Vec2::new(-depth, 0.0));
            (path.points, path.cubic, path.end) = (vec![from, from + down, to + left, to], true, Head::None);
            let mut stranger = layout.boxes[node(map, "Leaving early")].clone().unwrap();
            (stranger.rect, stranger.text) = (Rect::new(168.0, 100.0, 184.0, 114.0), Vec::new());
            layout.boxes[node(map, "Families and staff")] = Some(stranger);
        })
    };
    assert_eq!(bulge(20.0), [""; 0]);
    assert!(bulge(50.0).contains(&"links through a box"));
}

#[test]
fn a_head_that_meets_an_oval_at_its_flank_reaches_into_it() {
    let found = with_ovals(|_, layout| {
        let edge = edge(layout);
        let points = &mut layout.paths[edge].points;
        points[1] = Point::new(300.0 - 80.0 * 0.6, 140.0 - 30.0 * 0.8);
        points.insert(1, Point::new(points[0].x, points[1].y));
    });
    assert_eq!(found, ["heads of links in a box"]);
}

#[test]
fn rows_hang_on_branches_and_links_may_end_at_their_words() {
    let rows = |change: &dyn Fn(&Map, &mut Layout)| {
        with_ovals(|map, layout| {
            let style = layout.boxes[node(map, "Leaving early")].clone().unwrap();
            for (i, label) in ["Families", "Staff / volunteers"].into_iter().enumerate() {
                let mut row = style.clone();
                row.text.truncate(1);
                let line = row.text.first_mut().unwrap();
                (line.x, line.baseline) = (40.0, 100.0 + 14.0 * i as f64);
                let words = line.line.width * line.size;
                let top = line.baseline - 8.0;
                row.rect = Rect::new(40.0, top, 40.0 + words, top + 12.0);
                (row.outline, row.kind) = (Outline::None, Kind::Row);
                layout.boxes[node(map, label)] = Some(row);
                let (parent, child) = (node(map, "Waiting without a word"), node(map, label));
                let middle = top + 6.0;
                // The first runs down from the core's side, the second starts on it.
                let start = if i == 0 {
                    Point::new(30.0, 40.0 + 30.0 * (1.0f64 - 0.875 * 0.875).sqrt())
                } else {
                    Point::new(30.0, 98.0)
                };
                let points = vec![start, Point::new(30.0, middle), Point::new(36.0, middle)];
                layout.branches.push(Branch { parent, child, points, cubic: false });
            }
            change(map, layout);
        })
    };
    assert_eq!(rows(&|_, _| {}), [""; 0]);
    let loose = rows(&|_, layout| layout.branches[1].points[0].x -= 1.0);
    assert_eq!(loose, ["link ends off their outline"]);
    let short = rows(&|_, layout| layout.branches[0].points[2].x -= 6.0);
    assert_eq!(short, ["link ends off their outline"]);
    let through = rows(&|_, layout| layout.branches[0].points[2].x += 12.0);
    assert!(through.contains(&"links through text"), "{through:?}");
}

#[test]
fn words_and_cells_of_a_table_stay_on_the_page_and_off_the_text() {
    let marked = |x: f64, disc: f64| {
        with_ovals(|map, layout| {
            let core = layout.boxes[node(map, "Waiting without a word")].as_ref().unwrap();
            let line = TextLine { x, baseline: 190.0, ..core.text[0].clone() };
            layout.marks.push(Mark::Words { line, quiet: true });
            layout.marks.push(Mark::Disc { centre: Point::new(disc, 187.0), radius: 3.0, node: 0 });
        })
    };
    assert_eq!(marked(20.0, 16.0), [""; 0]);
    assert_eq!(marked(20.0, 18.0), ["lines of text on other text"]);
    assert_eq!(marked(-3.0, 2.0), ["things off the page", "lines of text on other text"]);
}

#[test]
fn the_numbers_are_what_a_ruler_says() {
    let (map, mut layout) = arranged();
    let good = measure(&map, &layout).numbers;
    assert_eq!((good.crossings, good.least_crossing_angle, good.reading_inversions), (0, None, 0));
    assert_eq!((good.least_text, good.height), (8.0, layout.page.height));
    assert!(good.group_gap_ratio.unwrap() >= 2.0, "{good:?}");
    let lengths: Vec<f64> =
        layout.paths.iter().flat_map(|path| path.points.windows(2)).map(|p| p[0].distance(p[1])).collect();
    assert!((good.line_length - lengths.iter().sum::<f64>()).abs() < 1e-9);
    // A card that leaves its line leaves three: its top, its middle and its bottom still stand in the others' lines if there
    // are two others.
    let (first, second) = (node(&map, "The corridor"), node(&map, "Watching the door"));
    let (a, b) = (layout.boxes[first].clone().unwrap().rect, layout.boxes[second].clone().unwrap().rect);
    layout.boxes[first].as_mut().unwrap().rect = b;
    layout.boxes[second].as_mut().unwrap().rect = a;
    assert_eq!(measure(&map, &layout).numbers.reading_inversions, 1);
    layout.boxes[first].as_mut().unwrap().rect = Rect::new(b.x0, b.y0, b.x1, b.y0 + b.height() / 4.0);
    let uneven = measure(&map, &layout).numbers;
    // Two alike at the same distance from both sides mirror each other; a third as large as both does not.
    for place in layout.boxes.iter_mut() {
        *place = place.take().filter(|place| place.kind == Kind::Card);
    }
    let side = Rect::new(10.0, 10.0, 60.0, 30.0);
    layout.boxes[first].as_mut().unwrap().rect = side;
    layout.boxes[second].as_mut().unwrap().rect = side + Vec2::new(layout.page.width - 70.0, 0.5);
    let third = layout.boxes[first].clone();
    layout.boxes[map.core.unwrap().index()] =
        third.map(|place| NodeBox { rect: Rect::new(90.0, 40.0, 190.0, 60.0), ..place });
    let others = [first, second, map.core.unwrap().index()];
    layout.boxes.iter_mut().enumerate().filter(|(i, _)| !others.contains(i)).for_each(|(_, place)| *place = None);
    let mirrored = measure(&map, &layout).numbers;
    let corners = (4.0 - std::f64::consts::PI) * 9.0 * 3.0;
    assert!((mirrored.mirror_score - 0.5).abs() < 1e-9, "{mirrored:?}");
    assert!((mirrored.box_density * layout.page.area() - (4000.0 - corners)).abs() < 1e-6, "{mirrored:?}");
    assert!((uneven.size_uniformity - 0.25).abs() < 1e-9 && uneven.alignments < good.alignments, "{uneven:?}");
}

#[test]
fn crossings_are_counted_once_and_their_angle_is_known() {
    let crossed = |change: &dyn Fn(&Map, &mut Layout)| {
        let (map, mut layout) = arranged();
        let edges: Vec<usize> = (0..layout.paths.len()).filter(|i| !layout.paths[*i].points.is_empty()).collect();
        // A corner of the first stands on the second.
        layout.paths[edges[0]].points = [(0.0, 0.0), (50.0, 50.0), (100.0, 0.0)].map(Point::from).to_vec();
        layout.paths[edges[1]].points = [(0.0, 50.0), (50.0, 50.0), (110.0, 50.0)].map(Point::from).to_vec();
        change(&map, &mut layout);
        let found = measure(&map, &layout).numbers;
        (found.crossings, found.least_crossing_angle.map(f64::round))
    };
    assert_eq!(crossed(&|_, _| {}), (1, Some(45.0)));
    let joined = |_: &Map, layout: &mut Layout| {
        let edges: Vec<usize> = (0..layout.paths.len()).filter(|i| !layout.paths[*i].points.is_empty()).collect();
        layout.paths[edges[0]].joins = Some(Joint { edge: edges[1], at_source: false });
    };
    assert_eq!(crossed(&joined), (0, None));
    let upright = |_: &Map, layout: &mut Layout| {
        let edge = edge(layout);
        layout.paths[edge].points = [(60.0, 0.0), (60.0, 90.0)].map(Point::from).to_vec();
    };
    assert_eq!(crossed(&upright), (1, Some(90.0)));
}

#[test]
fn ten_thousand_boxes_and_links_are_measured() {
    let (map, layout) = arranged();
    let (mut big, mut page) = (Map::default(), layout.clone());
    let card = map.graph[map.core.unwrap()].clone();
    let place = layout.boxes[node(&map, "The corridor")].clone().unwrap();
    let edge = EdgePath { cubic: false, ..layout.paths[edge(&layout)].clone() };
    (page.boxes, page.paths, page.page) = (Vec::new(), Vec::new(), kurbo::Size::new(10_000.0, 4_000.0));
    let link = map.graph.edge_weights().next().unwrap();
    let at = |i: usize| Vec2::new((i % 100) as f64 * 100.0, (i / 100) as f64 * 40.0);
    for i in 0..10_000 {
        let index = big.graph.add_node(card.clone());
        let rect = Rect::new(2.0, 2.0, 82.0, 32.0) + at(i);
        page.boxes.push(Some(NodeBox { rect, text: Vec::new(), inside: None, kind: Kind::Card, ..place.clone() }));
        if i % 100 > 0 {
            big.graph.add_edge(big.graph.node_indices().nth(i - 1).unwrap(), index, link.clone());
            let (from, to) = (Point::new(-18.0, 15.0), Point::new(2.0, 15.0));
            let points = vec![from + at(i), to + at(i)];
            page.paths.push(EdgePath { points, label: Vec::new(), joins: None, ..edge.clone() });
        }
    }
    let quality = measure(&big, &page);
    assert_eq!(quality.faults(), []);
    assert_eq!((quality.numbers.boxes, quality.numbers.links), (10_000, 9_900));
}
