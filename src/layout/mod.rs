//! [`Map`](crate::model::Map) and fonts → [`Layout`]: one box per theme, one path per link, nothing overlaps.

use kurbo::{Point, Rect, Size};

use crate::text::Line;

pub mod quality;
pub mod route;

/// Where everything stands, in points, y down, origin at the top left of the page.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Name of the layout used (never `auto`).
    pub name: &'static str,
    /// Why it was used, one clause ("asked for", "a core and 3 groups").
    pub reason: String,
    /// The page.
    pub page: Size,
    /// Boxes by node index of the map's graph; `None` for what this figure leaves out.
    pub boxes: Vec<Option<NodeBox>>,
    /// Paths by edge index of the map's graph.
    pub paths: Vec<EdgePath>,
    /// Lines of the drawn title; empty when it is not drawn.
    pub title: Vec<TextLine>,
}

/// A node's place.
#[derive(Clone, Debug)]
pub struct NodeBox {
    /// Its outline's bounding box; of a sub-theme or code inside a card: the box of its text.
    pub rect: Rect,
    /// Its outline.
    pub outline: Outline,
    /// Its label's lines.
    pub text: Vec<TextLine>,
    /// Rules and spines that belong to it: horizontal or vertical lines from, to.
    pub rules: Vec<(Point, Point)>,
}

/// The outline of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outline {
    /// Text only.
    None,
    /// A rectangle with this corner radius; a pill when it is half the height.
    Rounded(f64),
    /// The ellipse inscribed in the rectangle.
    Ellipse,
}

/// One line of text on the page.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// Its glyphs.
    pub line: Line,
    /// Left end.
    pub x: f64,
    /// Baseline.
    pub baseline: f64,
    /// Type size.
    pub size: f64,
    /// Whether it is semi-bold.
    pub bold: bool,
}

/// A link's way.
#[derive(Clone, Debug)]
pub struct EdgePath {
    /// Corners from the source's outline to the target's outline; segments are horizontal or vertical.
    pub points: Vec<Point>,
    /// The edge (by index) into whose stem this one runs at the end named by `joins_at`; the points then stop on that stem.
    pub joins: Option<Joint>,
    /// What stands at the source.
    pub start: Head,
    /// What stands at the target.
    pub end: Head,
    /// Lines of its label.
    pub label: Vec<TextLine>,
}

/// Where an edge runs into another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joint {
    /// Index of the edge that is joined.
    pub edge: usize,
    /// Whether it is this edge's source end that lies on the other's stem; its target end otherwise.
    pub at_source: bool,
}

/// What stands at the end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    None,
    /// A filled triangle whose tip is on the outline.
    Arrow,
    /// A bar across the line.
    Bar,
}

/// Finds a place for everything; the error names what cannot fit and says what would.
pub fn arrange(
    _map: &crate::model::Map,
    _fonts: &crate::text::Fonts,
    _style: &crate::style::Style,
    _options: &crate::Options,
) -> Result<Layout, Vec<crate::diagnostic::Diagnostic>> {
    todo!()
}
