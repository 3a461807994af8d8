//! The closed display list: what every format is written from.

use kurbo::{BezPath, Ellipse, PathEl, RoundedRect, Shape as _};

pub use crate::color::Color;
use crate::describe::{Notes, Words};
use crate::text::Line;

/// A finished figure: everything is decided, nothing is left to interpret.
///
/// Points, y down, origin at the top left of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Page width in points.
    pub width: f64,
    /// Page height in points.
    pub height: f64,
    /// What is said about it, for those who do not see it and for metadata.
    pub words: Words,
    /// What is known of each theme and link, for formats in which a reader can ask for it.
    pub notes: Notes,
    /// Name of the layout.
    pub layout: &'static str,
    /// Colour of the page; `None` is transparent.
    pub page: Option<Color>,
    /// Back to front.
    pub items: Vec<Item>,
}

/// One thing on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Things that belong together, under a name.
    Group(Group),
    /// A filled and/or stroked shape.
    Path(Path),
    /// One line of text.
    Text(Text),
}

/// Things that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they are.
    pub tag: Tag,
    /// Back to front.
    pub items: Vec<Item>,
}

/// What a group of things is on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// A box of the map: core, theme, sub-theme, code, outcome.
    Node {
        /// Id in the map.
        id: String,
        /// `core`, `theme`, `subtheme`, `code` or `outcome`.
        role: &'static str,
        /// The label as the author wrote it.
        label: String,
    },
    /// A panel: a group with everything inside it.
    Panel {
        /// Id in the map.
        id: String,
        /// The label as the author wrote it.
        label: String,
    },
    /// The marks in a box that show which groups of participants speak there.
    Voices {
        /// Id of the box in the map.
        of: String,
    },
    /// The lines from a box to everything that belongs to it.
    Branches {
        /// Id of that box in the map.
        parent: String,
    },
    /// A link.
    Edge {
        /// Id of the source in the map.
        source: String,
        /// Id of the target in the map.
        target: String,
        /// Name of the kind: `plain`, `leads-to`, `mutual`, `associated`, `part-of`, `causes`, `contradicts`, `barrier`, `facilitator`.
        kind: &'static str,
        /// For a link that runs into the stem of another one: that link's number among the edges of the figure, from 0.
        joins: Option<usize>,
    },
    /// The sign of a change.
    Badge {
        /// Its name: `new`, `moved`, `promoted`, `demoted`, `reworded`, `confirmed`, `tentative`, `reordered`, `merged` or
        /// `removed`.
        mark: &'static str,
        /// Id in the map of the node it stands on; of a link none.
        on: Option<String>,
    },
    /// An entry of the legend.
    Legend {
        /// The mark it explains: `leads-to`, `mutual`, `plain`, `associated`, `part-of`, `barrier`, `contradicts`,
        /// `tentative-link` or `tentative-theme`; of groups of participants `disc`, `square`, `triangle`, `diamond`, `cross`,
        /// `ring`, `wedge` or `frame`, and of nobody `none`.
        mark: &'static str,
    },
}

/// A shape with its paint.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// What it is for, written as its `class`.
    pub class: Class,
    /// The outline.
    pub shape: Shape,
    /// Inside.
    pub fill: Option<Color>,
    /// Outline.
    pub stroke: Option<Stroke>,
}

/// What a shape is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The outline of a node or panel.
    Shape,
    /// The line of a link.
    Line,
    /// The head or bar of a link.
    Arrowhead,
    /// A line inside a card or a table.
    Rule,
    /// A line that only guides the eye: between the rows of a table, or one that boxes stand on. Without it nothing is lost.
    Guide,
    /// A cell of a table, or a mark of who speaks.
    Mark,
    /// The disc of a sign.
    Badge,
    /// An area behind boxes, which says no more than they and their titles do.
    Area,
}

/// The geometry of a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle, possibly with rounded corners (all radii equal).
    Rect(RoundedRect),
    /// An upright ellipse.
    Ellipse(Ellipse),
    /// Anything else; only moves, lines, cubics and closes.
    Path(BezPath),
}

impl Shape {
    /// The outline as moves, lines, curves and closes, within `accuracy` points; a rectangle begins where SVG begins it, at
    /// its top behind the left corner, and an ellipse at its right end (SVG 2, §10.2 and §10.4), so that dashes fall alike
    /// in every format.
    pub fn outline(&self, accuracy: f64) -> Vec<PathEl> {
        match self {
            Shape::Path(path) => path.elements().to_vec(),
            Shape::Ellipse(ellipse) => ellipse.path_elements(accuracy).collect(),
            Shape::Rect(rounded) if rounded.radii().top_left <= 0.0 => rounded.rect().path_elements(accuracy).collect(),
            Shape::Rect(rounded) => {
                let whole: Vec<PathEl> = rounded.path_elements(accuracy).collect();
                // Ours begins one corner earlier: that corner goes to the end.
                let straight = whole.iter().position(|element| matches!(element, PathEl::LineTo(_)));
                let corner = whole.get(..straight.unwrap_or(0)).unwrap_or_default();
                let (Some(PathEl::MoveTo(start)), Some(end)) =
                    (corner.first(), corner.last().and_then(PathEl::end_point))
                else {
                    return whole;
                };
                let rest = &whole[corner.len()..whole.len() - 1];
                let turned = [PathEl::MoveTo(end)].into_iter().chain(rest.iter().copied());
                let closed = [PathEl::LineTo(*start)].into_iter().chain(corner[1..].iter().copied());
                turned.chain(closed).chain([PathEl::ClosePath]).collect()
            }
        }
    }
}

/// A line along an outline, centred on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width in points.
    pub width: f64,
    /// Lengths of dashes and gaps in points; empty for a solid line.
    pub dash: Vec<f64>,
    /// How far into the dashes the line begins, in points.
    pub offset: f64,
    /// Whether ends are round; butt otherwise. Joins are always round.
    pub round: bool,
}

/// One line of text, shaped and placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its characters and glyphs, in em.
    pub line: Line,
    /// Left end.
    pub x: f64,
    /// The baseline.
    pub baseline: f64,
    /// Type size in points.
    pub size: f64,
    /// Whether it is set in the semi-bold weight.
    pub bold: bool,
    /// Its colour.
    pub fill: Color,
}

#[cfg(test)]
mod tests {
    use kurbo::{Point, Rect};

    use super::*;

    #[test]
    fn a_rectangle_begins_behind_its_first_corner_and_is_whole() {
        let rounded = RoundedRect::from_rect(Rect::new(10.0, 20.0, 60.0, 50.0), 5.0);
        let turned: BezPath = Shape::Rect(rounded).outline(0.02).into_iter().collect();
        let &[PathEl::MoveTo(start), PathEl::LineTo(corner)] = &turned.elements()[..2] else { panic!("{turned:?}") };
        assert!((start - Point::new(15.0, 20.0)).hypot() < 1e-9 && (corner - Point::new(55.0, 20.0)).hypot() < 1e-9);
        let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        same(turned.area(), rounded.to_path(0.02).area());
        same(turned.perimeter(0.01), rounded.to_path(0.02).perimeter(0.01));
        let sharp = Shape::Rect(RoundedRect::from_rect(Rect::new(0.0, 0.0, 4.0, 3.0), 0.0)).outline(0.02);
        assert_eq!(sharp[..2], [PathEl::MoveTo(Point::ZERO), PathEl::LineTo(Point::new(4.0, 0.0))]);
    }
}
