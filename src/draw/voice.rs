//! Who speaks → marks: a shape for each group of participants, a dot for nobody.

use kurbo::{BezPath, Circle, Ellipse, Point, Rect, RoundedRect, Shape as _};

use super::figure::{Class, Group, Item, Path, Shape, Tag};
use super::{Pen, text};
use crate::layout::{Mark, NodeBox};

/// Radius of a dot, in those of a mark: 0.8 pt beside marks of 2.5.
const DOT: f64 = 0.32;

/// Line width of hollow shapes, in radii: 0.9 pt in marks of 2.5.
const HOLLOW: f64 = 0.36;

/// What a shape is called, and how it is drawn about a point with a radius.
type Drawn = (&'static str, fn(Point, f64) -> Shape);

/// The shapes by group: they differ without colour, and look as large as each other. A layout has no more groups.
const SHAPES: [Drawn; 8] = [
    ("disc", |at, r| Shape::Ellipse(Ellipse::from(Circle::new(at, r)))),
    ("square", |at, r| Shape::Rect(RoundedRect::from_rect(square(at, 0.9 * r), 0.0))),
    ("triangle", |at, r| polygon(at, r, &[(0.0, -1.152), (1.12, 0.848), (-1.12, 0.848)])),
    ("diamond", |at, r| polygon(at, r, &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)])),
    ("cross", |at, r| {
        let (a, b) = (1.15, 0.36);
        let arms = [
            (-b, -a),
            (b, -a),
            (b, -b),
            (a, -b),
            (a, b),
            (b, b),
            (b, a),
            (-b, a),
            (-b, b),
            (-a, b),
            (-a, -b),
            (-b, -b),
        ];
        polygon(at, r, &arms)
    }),
    ("ring", |at, r| hollow(&Circle::new(at, r).to_path(0.01), &Circle::new(at, (1.0 - HOLLOW) * r).to_path(0.01))),
    ("wedge", |at, r| polygon(at, r, &[(-1.12, -0.848), (1.12, -0.848), (0.0, 1.152)])),
    ("frame", |at, r| hollow(&square(at, 0.95 * r).to_path(0.01), &square(at, (0.95 - HOLLOW) * r).to_path(0.01))),
];

/// The name of the mark of a group, or of nobody.
fn name(group: Option<usize>) -> &'static str {
    group.map_or("none", |group| SHAPES[group % SHAPES.len()].0)
}

/// The places of a box.
pub(super) fn of_box(pen: &Pen, id: &str, place: &NodeBox) -> Option<Item> {
    let slots = place.slots.as_ref()?;
    let marks = slots.places(place.rect).enumerate();
    let items = marks.map(|(group, (at, speaks))| mark(pen, Some(group).filter(|_| speaks), at, slots.radius));
    Some(Item::Group(Group { tag: Tag::Voices { of: id.to_owned() }, items: items.collect() }))
}

/// The legend of all marks.
pub(super) fn legend(pen: &Pen, items: &mut Vec<Item>) {
    for entry in &pen.layout.marks {
        let Mark::Voice { centre, radius, group, line } = entry else { continue };
        let parts = vec![mark(pen, *group, *centre, *radius), text(line, pen.style.palette.ink)];
        items.push(Item::Group(Group { tag: Tag::Legend { mark: name(*group) }, items: parts }));
    }
}

fn mark(pen: &Pen, group: Option<usize>, at: Point, radius: f64) -> Item {
    let neutral = pen.style.palette.neutral;
    let (shape, color) = match group {
        Some(group) => ((SHAPES[group % SHAPES.len()].1)(at, radius), neutral.line),
        None => (Shape::Ellipse(Ellipse::from(Circle::new(at, DOT * radius))), neutral.soft),
    };
    Item::Path(Path { class: Class::Mark, shape, fill: Some(color), stroke: None })
}

fn square(at: Point, half: f64) -> Rect {
    Rect::from_center_size(at, (2.0 * half, 2.0 * half))
}

fn polygon(at: Point, radius: f64, corners: &[(f64, f64)]) -> Shape {
    let mut path = BezPath::new();
    for (i, &(x, y)) in corners.iter().enumerate() {
        let point = Point::new(at.x + x * radius, at.y + y * radius);
        if i == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    path.close_path();
    Shape::Path(path)
}

/// One outline with another one cut out: it runs the other way round, so that every rule of filling leaves it empty.
fn hollow(outer: &BezPath, inner: &BezPath) -> Shape {
    let mut path = outer.clone();
    path.extend(inner.reverse_subpaths());
    Shape::Path(path)
}
