//! Figures made by hand, for tests and benches of what comes after drawing.

#![allow(dead_code, reason = "each test and bench uses some of them")]

use kurbo::{BezPath, Ellipse, Point, Rect, RoundedRect};
use thememap::describe::Words;
use thememap::draw::figure::{Class, Color, Figure, Group, Item, Path, Shape, Stroke, Tag, Text};
use thememap::text::{Fonts, Weight};
use thememap::unit::mm;

pub const INK: Color = Color(0x1f, 0x23, 0x28);
pub const LINK: Color = Color(0x3c, 0x44, 0x4c);
pub const WHITE: Color = Color(255, 255, 255);
const CORE: Color = Color(0x24, 0x38, 0x4a);
const TINT: Color = Color(0xee, 0xf4, 0xfd);
const BLUE: Color = Color(0x04, 0x68, 0xa2);
const SOFT: Color = Color(0x32, 0x8e, 0xd5);

/// Words as a one-line [`Text`] centred on `x`.
pub fn text(fonts: &Fonts, words: &str, weight: Weight, size: f64, x: f64, baseline: f64, fill: Color) -> Text {
    let paragraph = fonts.shape(words, weight, None).expect("the fonts have these characters");
    let range = paragraph.lines(1e6).expect("one line").remove(0);
    let line = paragraph.line(range);
    let x = x - line.width * size / 2.0;
    Text { line, x, baseline, size, bold: weight == Weight::SemiBold, fill }
}

/// A box with one line of text in it.
pub fn card(fonts: &Fonts, id: &str, label: &str, rect: Rect) -> Item {
    let baseline = rect.center().y + 2.6;
    Item::Group(Group {
        tag: Tag::Node { id: id.into(), role: "theme", label: label.into() },
        items: vec![
            shape(Shape::Rect(RoundedRect::from_rect(rect, 3.0)), Some(WHITE), Some((SOFT, 0.5))),
            Item::Text(text(fonts, label, Weight::Regular, 9.0, rect.center().x, baseline, INK)),
        ],
    })
}

fn shape(shape: Shape, fill: Option<Color>, line: Option<(Color, f64)>) -> Item {
    let stroke = line.map(|(color, width)| Stroke { color, width, dash: Vec::new(), offset: 0.0, round: false });
    Item::Path(Path { class: Class::Shape, shape, fill, stroke })
}

/// A curved link with its head.
pub fn link(from: Point, to: Point, number: usize) -> Item {
    let mut line = BezPath::new();
    line.move_to(from);
    let bend = (from.y + to.y) / 2.0;
    line.curve_to((from.x, bend), (to.x, bend), (to.x, to.y - 4.16));
    let mut head = BezPath::new();
    head.move_to(to);
    head.line_to((to.x + 2.3, to.y - 5.2));
    head.line_to((to.x - 2.3, to.y - 5.2));
    head.close_path();
    let dash = if number % 3 == 1 { vec![3.0, 2.0] } else { Vec::new() };
    Item::Group(Group {
        tag: Tag::Edge {
            source: format!("theme-{number}"),
            target: "core".into(),
            kind: "leads-to",
            joins: number.checked_sub(9),
        },
        items: vec![
            Item::Path(Path {
                class: Class::Line,
                shape: Shape::Path(line),
                fill: None,
                stroke: Some(Stroke { color: LINK, width: 1.0, dash, offset: 0.75, round: number % 3 == 1 }),
            }),
            Item::Path(Path { class: Class::Arrowhead, shape: Shape::Path(head), fill: Some(LINK), stroke: None }),
        ],
    })
}

/// An empty opaque page; its description names the labels.
pub fn page(width: f64, height: f64, labels: &[&str], items: Vec<Item>) -> Figure {
    Figure {
        width,
        height,
        words: Words {
            title: "Peer support for people who use drugs".into(),
            alt: "Peer support for people who use drugs".into(),
            description: format!("Themes: {}.", labels.join("; ")),
            caption: "Peer support for people who use drugs.".into(),
            authors: Vec::new(),
            date: None,
            lang: Some("en".into()),
        },
        notes: Default::default(),
        layout: "column",
        page: Some(WHITE),
        items,
    }
}

/// One card per label, below each other, on a page of 120 mm.
pub fn column(fonts: &Fonts, labels: &[&str]) -> Figure {
    let cards = labels.iter().enumerate().map(|(i, label)| {
        let top = 4.3 + 25.37 * i as f64;
        card(fonts, &format!("theme-{i}"), label, Rect::new(6.21, top, mm(120.0) - 6.21, top + 19.5))
    });
    let height = 6.0 + 25.37 * labels.len() as f64;
    page(mm(120.0), height, labels, cards.collect())
}

/// The figure every number of the benches is about: 13 boxes, 12 links with heads, 20 lines of text, 170 × 120 mm.
pub fn reference(fonts: &Fonts) -> Figure {
    const TITLE: &str = "Characteristics of an effective peer support worker";
    const CORE_LABEL: &str = "Peer support worker as a bridge";
    const LABELS: [&str; 11] = [
        "Ongoing training",
        "Establishing boundaries",
        "Intrinsic qualities",
        "Contribution of shared",
        "Personal stability",
        "Overcoming barriers",
        "Advocacy",
        "Navigating transitions",
        "Restoring trust",
        "Rebuilding lives",
        "Within the system",
    ];
    let (width, height) = (mm(170.0), mm(120.0));
    let panel = Rect::new(1.0, 1.0, width - 1.0, 120.0);
    let mut inside = vec![
        shape(Shape::Rect(RoundedRect::from_rect(panel, 5.0)), Some(TINT), Some((BLUE, 0.75))),
        Item::Text(text(fonts, TITLE, Weight::SemiBold, 9.0, width / 2.0, 15.39, BLUE)),
    ];
    let (mut outside, mut links) = (Vec::new(), Vec::new());
    let core = Point::new(width / 2.0, height / 2.0 + 20.0);
    for (i, label) in LABELS.iter().enumerate() {
        let (row, column) = (i / 4, i % 4);
        let x = 10.37 + 117.1 * column as f64;
        let y = [26.2, 72.4, 262.7][row];
        let rect = Rect::new(x, y, x + 104.3, y + 34.1);
        let mut item = card(fonts, &format!("theme-{i}"), label, rect);
        if let (Item::Group(group), true) = (&mut item, i < 8) {
            let more = text(fonts, "and peer mentorship", Weight::Regular, 9.0, rect.center().x, rect.y1 - 4.4, INK);
            group.items.push(Item::Text(more));
        }
        if row < 2 {
            inside.push(item)
        } else {
            outside.push(item)
        }
        links.push(link(
            Point::new(x + 52.15, y + 34.1),
            Point::new(core.x - 60.0 + 11.0 * i as f64, core.y - 22.0),
            i,
        ));
    }
    links.push(link(Point::new(core.x, core.y + 22.0), Point::new(core.x, height - 6.0), 11));
    let group = Group { tag: Tag::Panel { id: "characteristics".into(), label: TITLE.into() }, items: inside };
    let mut items = vec![Item::Group(group)];
    items.extend(links);
    items.extend(outside);
    items.push(Item::Group(Group {
        tag: Tag::Node { id: "core".into(), role: "core", label: CORE_LABEL.into() },
        items: vec![
            shape(Shape::Ellipse(Ellipse::new(core, (120.0, 22.0), 0.0)), Some(CORE), None),
            Item::Text(text(fonts, CORE_LABEL, Weight::SemiBold, 11.0, core.x, core.y + 3.2, WHITE)),
        ],
    }));
    page(width, height, &[&LABELS[..], &[TITLE, CORE_LABEL]].concat(), items)
}
