//! The display list as it is looked at: parts back to front, each with whose it is, and the colour behind any point.

use kurbo::{Point, Rect, Shape as _};

use super::Subject;
use crate::draw::Figure;
use crate::draw::figure::{Class, Color, Item, Path, Shape, Tag, Text};

/// A page that is left transparent lies on paper or on the page of a reader: white.
const PAPER: Color = Color(255, 255, 255);

/// A shape or a line of text.
pub struct Part<'f> {
    /// The innermost group it stands in.
    pub owner: Owner<'f>,
    /// What is painted.
    pub paint: Paint<'f>,
}

/// What is painted.
pub enum Paint<'f> {
    /// A shape.
    Path(&'f Path),
    /// A line of text.
    Text(&'f Text),
}

/// Whose a part is.
#[derive(Clone, Copy)]
pub struct Owner<'f>(pub Option<&'f Tag>);

impl Owner<'_> {
    /// The item of the map.
    pub fn subject(&self) -> Subject {
        match self.0 {
            Some(
                Tag::Node { id, .. } | Tag::Panel { id, .. } | Tag::Branches { parent: id } | Tag::Voices { of: id },
            ) => Subject::Item(id.clone()),
            Some(Tag::Edge { source, target, .. }) => Subject::Link(source.clone(), target.clone()),
            Some(Tag::Badge { on: Some(id), .. }) => Subject::Item(id.clone()),
            Some(Tag::Badge { on: None, .. } | Tag::Legend { .. }) | None => Subject::Figure,
        }
    }
}

impl Part<'_> {
    /// Type size of a line of text.
    pub fn text_size(&self) -> Option<f64> {
        match self.paint {
            Paint::Text(text) => Some(text.size),
            Paint::Path(_) => None,
        }
    }

    /// Width of a line that is more than decoration.
    pub fn line_width(&self) -> Option<f64> {
        match self.paint {
            Paint::Path(path) if !matches!(path.class, Class::Guide | Class::Area) => {
                path.stroke.as_ref().map(|stroke| stroke.width)
            }
            _ => None,
        }
    }
}

/// All parts, back to front.
pub fn parts(figure: &Figure) -> Vec<Part<'_>> {
    fn collect<'f>(items: &'f [Item], owner: Owner<'f>, parts: &mut Vec<Part<'f>>) {
        for item in items {
            match item {
                Item::Group(group) => collect(&group.items, Owner(Some(&group.tag)), parts),
                Item::Path(path) => parts.push(Part { owner, paint: Paint::Path(path) }),
                Item::Text(text) => parts.push(Part { owner, paint: Paint::Text(text) }),
            }
        }
    }
    let mut parts = Vec::new();
    collect(&figure.items, Owner(None), &mut parts);
    parts
}

/// The filled shapes of a figure, for the colour behind a point.
pub struct Ground<'f> {
    page: Color,
    fills: Vec<Fill<'f>>,
}

struct Fill<'f> {
    /// Its number among the parts.
    part: usize,
    bounds: Rect,
    shape: &'f Shape,
    behind: Behind,
}

/// A colour that something stands on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Behind {
    /// The colour.
    pub color: Color,
    /// What it is the colour of: "page", "panel", "card".
    pub on: &'static str,
}

impl<'f> Ground<'f> {
    /// Looks for the filled shapes.
    pub fn of(figure: &Figure, parts: &[Part<'f>]) -> Ground<'f> {
        let mut fills = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let Paint::Path(Path { shape, fill: Some(color), class, .. }) = part.paint else { continue };
            // Nothing stands on a head or on a mark; where an outline is touched by one, it is seen all the same.
            if matches!(class, Class::Arrowhead | Class::Mark) {
                continue;
            }
            let on = match (class, part.owner.0) {
                (Class::Area, _) => "area",
                (_, Some(Tag::Panel { .. })) => "panel",
                (_, Some(Tag::Node { role, .. })) => match *role {
                    "theme" | "subtheme" | "code" => "card",
                    role => role,
                },
                (_, Some(Tag::Edge { .. } | Tag::Branches { .. })) => "circle",
                (Class::Badge, _) => "sign",
                (_, Some(Tag::Badge { .. })) => "area",
                (_, Some(Tag::Legend { .. })) => "legend",
                (_, Some(Tag::Voices { .. })) => "mark",
                (_, None) => "area",
            };
            fills.push(Fill { part: number, bounds: bounds(shape), shape, behind: Behind { color: *color, on } });
        }
        Ground { page: figure.page.unwrap_or(PAPER), fills }
    }

    /// What is behind these points, of what is painted before a part: each colour once, in the order of the points.
    pub fn behind(&self, part: usize, points: &[Point]) -> Vec<Behind> {
        let Some(&first) = points.first() else { return Vec::new() };
        let room = points.iter().fold(Rect::from_points(first, first), |room, &point| room.union_pt(point));
        let apart = |fill: &&Fill| fill.bounds.x0 > room.x1 || fill.bounds.x1 < room.x0;
        let before = self.fills.partition_point(|fill| fill.part < part);
        let near: Vec<_> = self.fills[..before]
            .iter()
            .filter(|fill| !apart(fill) && fill.bounds.y0 <= room.y1 && fill.bounds.y1 >= room.y0)
            .collect();
        let mut found = Vec::new();
        for &point in points {
            let top = near.iter().rev().find(|fill| fill.bounds.contains(point) && holds(fill.shape, point));
            let behind = top.map_or(Behind { color: self.page, on: "page" }, |fill| fill.behind);
            if !found.contains(&behind) {
                found.push(behind);
            }
        }
        found
    }
}

/// The rectangle around a shape.
pub fn bounds(shape: &Shape) -> Rect {
    match shape {
        Shape::Rect(rect) => rect.rect(),
        Shape::Ellipse(ellipse) => {
            let (centre, radii) = (ellipse.center(), ellipse.radii());
            Rect::from_center_size(centre, (2.0 * radii.x, 2.0 * radii.y))
        }
        Shape::Path(path) => path.control_box(),
    }
}

fn holds(shape: &Shape, point: Point) -> bool {
    match shape {
        Shape::Rect(rect) => rect.contains(point),
        Shape::Ellipse(ellipse) => {
            let (way, radii) = (point - ellipse.center(), ellipse.radii());
            let (x, y) = (way.x / radii.x, way.y / radii.y);
            x * x + y * y < 1.0
        }
        Shape::Path(path) => path.contains(point),
    }
}
