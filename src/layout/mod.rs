//! [`Map`] and fonts → [`Layout`]: one box per theme, one path per link, nothing overlaps.

use kurbo::{Point, Rect, Size, Vec2};

use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::history::Mark as Change;
use crate::model::marks::Meaning;
use crate::model::{By, Map, Role};
use crate::style::{LEAST_SIZE, Style, Tokens};
use crate::text::{Fonts, Line};
pub use fill::fill;
use graph::{Arrangement, Graph, Spacing, Unfit};
pub use legend::{Sign, path as sample_path, unexplained};
pub use versions::badge::{RING, link_mark, mark};
pub use versions::heading;
pub use ways::{page_width, usual_height};

mod attempt;
mod band;
mod choose;
mod column;
mod concentric;
mod content;
mod coverage;
mod cures;
mod distances;
mod door;
mod fill;
mod fit;
mod flow;
pub mod graph;
mod hub;
mod kept;
mod key;
mod legend;
mod legend_rows;
mod links;
mod matrix;
mod misfit;
pub mod network;
pub mod pages;
mod pillars;
mod ports;
pub mod previous;
pub mod quality;
mod rejoin;
mod replay;
mod ring;
pub mod route;
mod row;
mod shaper;
mod table;
mod tile;
mod tree;
mod versions;
mod ways;

/// Where everything stands, in points, y down, origin at the top left of the page.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Name of the layout used (never `auto`).
    pub name: &'static str,
    /// Why it was used, one clause ("asked for", "a core and 3 groups").
    pub reason: String,
    /// The sizes it is set with: those of the style for this page, or the least ones where only they fit.
    pub tokens: Tokens,
    /// The page.
    pub page: Size,
    /// Boxes by node index of the map's graph; `None` for what this figure leaves out.
    pub boxes: Vec<Option<NodeBox>>,
    /// Paths by edge index of the map's graph.
    pub paths: Vec<EdgePath>,
    /// Lines that say what belongs to what, where no enclosure does; by parent, in order.
    pub branches: Vec<graph::Branch>,
    /// What is neither box nor link: the cells and rules of a table, the circles of a target. Back to front.
    pub marks: Vec<Mark>,
    /// Lines of the drawn title; empty when it is not drawn.
    pub title: Vec<TextLine>,
    /// Whether it has marks that a legend would explain, if their words were known in the language of the map.
    pub unexplained: bool,
    /// Height of the page without its legend.
    pub foot: f64,
    /// By version the legend of its marks, on a map of several versions.
    pub legends: Vec<Vec<Mark>>,
    /// The version it shows, where it is that of one of several: see [`Layout::of_version`].
    pub version: Option<usize>,
    /// Whose voices it shows, and how: by marks on themes or as a table; `None` where it shows none.
    pub voices: Option<By>,
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
    /// By version the lines of its label there, on a map of several versions where they differ.
    pub wordings: Vec<Vec<TextLine>>,
    /// Rules and spines that belong to it: horizontal or vertical lines from, to.
    pub rules: Vec<(Point, Point)>,
    /// What it is for the arrangement: a panel holds its cards, a title does not.
    pub kind: graph::Kind,
    /// Index of the box around it: the panel of a card, the card of an item.
    pub inside: Option<usize>,
    /// Who speaks in it, where the figure shows that.
    pub slots: Option<Slots>,
}

/// A row of places, one for each group of participants, that shows which of them speak.
#[derive(Clone, Debug, PartialEq)]
pub struct Slots {
    /// From the box's upper left corner to the middle of the first place.
    pub first: Vec2,
    /// From one to the next; to the left on a page that reads from right to left.
    pub pitch: f64,
    /// Half the width of a mark, in points.
    pub radius: f64,
    /// By place: whether somebody of that group speaks.
    pub filled: Vec<bool>,
}

impl Slots {
    /// The middles of its places in a box.
    pub fn places(&self, rect: Rect) -> impl Iterator<Item = (Point, bool)> + '_ {
        let first = rect.origin() + self.first;
        let place = move |(i, &filled): (usize, &bool)| (first + Vec2::new(i as f64 * self.pitch, 0.0), filled);
        self.filled.iter().enumerate().map(place)
    }

    /// The room they take in a box.
    pub fn extent(&self, rect: Rect) -> Rect {
        let middles = self.places(rect).map(|(place, _)| Rect::from_center_size(place, Size::ZERO));
        let all = middles.reduce(|a, b| a.union(b)).unwrap_or_default();
        all.inflate(self.radius, self.radius)
    }
}

/// What is neither a box nor a link.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A filled area behind boxes, in the tint of a node.
    Area { rect: Rect, outline: Outline, node: usize },
    /// A circle around a number.
    Circle { rect: Rect },
    /// A closed line that boxes stand on.
    Orbit { rect: Rect },
    /// A line.
    Rule { from: Point, to: Point, weight: Weight, node: Option<usize> },
    /// A full cell, in the colour of a node.
    Disc { centre: Point, radius: f64, node: usize },
    /// An empty cell.
    Dot { centre: Point, radius: f64 },
    /// A mark of a group of participants by its number, or of nobody, and what it means.
    Voice { centre: Point, radius: f64, group: Option<usize>, line: TextLine },
    /// An entry of the legend: a mark of the figure and what it means.
    Sample { rect: Rect, sign: Sign, meaning: Meaning, rtl: bool, line: TextLine },
    /// Words beside a box.
    Note { line: TextLine, node: usize },
    /// A sign on a box or a link that has changed.
    Badge { centre: Point, radius: f64, mark: Change, on: Owner },
    /// Words that are the label of no node: heads of columns, sums.
    Words { line: TextLine, quiet: bool },
}

/// What has a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A box, by its node.
    Node(usize),
    /// A link, by its edge.
    Link(usize),
}

impl NodeBox {
    /// All lines of text that it may show.
    pub fn lines(&self) -> impl Iterator<Item = &TextLine> {
        self.text.iter().chain(self.wordings.iter().flatten())
    }

    /// The same, to be moved.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut TextLine> {
        self.text.iter_mut().chain(self.wordings.iter_mut().flatten())
    }
}

/// How strong a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Decoration between rows.
    Faint,
    /// From words to what they are about.
    Leader,
    /// Below a head.
    Strong,
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
#[derive(Clone, Debug, PartialEq)]
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
    /// Corners from the source's outline to the target's outline; in a cubic the ends and control points of one curve.
    pub points: Vec<Point>,
    /// Whether it is one cubic curve.
    pub cubic: bool,
    /// The edge (by index) into whose stem this one runs at the end named by `joins_at`; the points then stop on that stem.
    pub joins: Option<Joint>,
    /// What stands at the source.
    pub start: Head,
    /// What stands at the target.
    pub end: Head,
    /// Lines of its label; of a label that stands in the key below the figure its number.
    pub label: Vec<TextLine>,
    /// The circle around that number.
    pub disc: Option<Rect>,
}

impl EdgePath {
    /// A link that is not drawn.
    pub fn hidden(start: Head, end: Head) -> EdgePath {
        EdgePath { points: Vec::new(), cubic: false, joins: None, start, end, label: Vec::new(), disc: None }
    }
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

/// A layout by name.
pub struct Algorithm {
    /// The name authors write.
    pub name: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// What more than is refused before anything is laid out.
    most: Most,
    method: Method,
}

/// How a layout comes about.
#[derive(Clone, Copy)]
enum Method {
    /// Boxes and links find their places.
    Graph {
        /// How the map's themes become boxes: the best form first, the next one when that does not fit.
        forms: &'static [Form],
        arrange: Arrange,
    },
    /// A table of themes and participants.
    Table,
}

/// Boxes and links → their places.
type Arrange = fn(&Graph, &Spacing) -> Result<Arrangement, Unfit>;

/// How the themes of a map become boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Groups are panels around cards; sub-themes and codes are text inside their theme's card.
    Panels,
    /// Groups and themes are boxes of their own, side by side; sub-themes and codes are text inside their theme's card.
    Boxes,
    /// Groups, themes and sub-themes at any depth are boxes of their own; codes are text inside their theme's card.
    Deep,
    /// Groups are bars; everything below them is a row of text.
    Rows,
    /// Everything in a group is a row of text, and so is what stands in none; core and outcome only head what they hold.
    Table,
}

/// How many texts and links a figure may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Most {
    texts: usize,
    links: usize,
}

impl Most {
    /// For layouts that fill a page: three times the texts that it holds at the least size, and five times the links that a
    /// reader can follow.
    const PAGE: Most = Most { texts: 1000, links: 200 };

    /// For layouts whose time grows with the texts and not faster: then the page is what limits them.
    const ANY: Most = Most { texts: usize::MAX, links: 1000 };

    /// For layouts that find all ways themselves, too, in time that grows with the links and not faster.
    const ALL: Most = Most { texts: usize::MAX, links: usize::MAX };

    /// On a page of that size: no more texts than it has squares of the least type.
    fn on(self, width: f64, height: f64) -> Most {
        let room = width * height / (LEAST_SIZE * LEAST_SIZE);
        Most { texts: self.texts.min(room as usize), ..self }
    }
}

/// Every layout: the command's help, the errors and the tests iterate over this list. `auto` chooses among them.
pub const LAYOUTS: [Algorithm; 9] = [
    Algorithm {
        name: hub::NAME,
        about: "the core in the middle, panels above and below it or at its sides",
        most: Most::PAGE,
        method: Method::Graph { forms: &[Form::Panels], arrange: hub::arrange },
    },
    Algorithm {
        name: "column",
        about: "one panel below the other, linked along the side",
        most: Most::PAGE,
        method: Method::Graph { forms: &[Form::Panels], arrange: column::arrange },
    },
    Algorithm {
        name: "pillars",
        about: "panels side by side and stacked, for maps without a core",
        most: Most::PAGE,
        method: Method::Graph { forms: &[Form::Panels], arrange: pillars::arrange },
    },
    Algorithm {
        name: table::NAME,
        about: "a table of themes and participants, from the map's voices and quotes",
        most: Most::PAGE,
        method: Method::Table,
    },
    Algorithm {
        name: "ring",
        about: "the core in the middle, groups and themes around it on spokes",
        most: Most::PAGE,
        method: Method::Graph { forms: &[Form::Boxes], arrange: ring::arrange },
    },
    Algorithm {
        name: concentric::NAME,
        about: "the core in the middle, groups on an orbit around it, their themes on an outer one",
        most: Most::PAGE,
        method: Method::Graph { forms: &[Form::Boxes], arrange: concentric::arrange },
    },
    Algorithm {
        name: tree::NAME,
        about: "groups at both sides of the core and what belongs to them further out, boxes or rows of text",
        most: Most::ANY,
        method: Method::Graph { forms: &[Form::Deep, Form::Rows], arrange: tree::arrange },
    },
    Algorithm {
        name: "flow",
        about: "stages from left to right, or from top to bottom on a narrow page",
        most: Most::PAGE,
        method: Method::Graph { forms: &[Form::Panels], arrange: flow::arrange },
    },
    Algorithm {
        name: network::NAME,
        about: "boxes and straight lines in any direction, for maps with links between themes",
        most: Most::ALL,
        method: Method::Graph { forms: &[Form::Boxes], arrange: network::arrange },
    },
];

/// Whether a layout is a table of themes and participants, in which the core and the links do not appear.
pub fn is_table(name: &str) -> bool {
    LAYOUTS.iter().any(|layout| layout.name == name && matches!(layout.method, Method::Table))
}

/// Whether a table has a row for each code: those of whom nobody says who speaks to them would be empty ones.
pub fn has_rows_of_codes(map: &Map) -> bool {
    map.graph.node_weights().any(|theme| theme.role == Role::Code && theme.is_said())
}

/// Refuses at once what no layout has room for on a page of that size.
pub fn refuse_crowds(map: &Map, options: &Options, (width, height): (f64, f64)) -> Result<(), Vec<Diagnostic>> {
    door::refuse_crowds(map, options, Most::ALL.on(width, height))
}

/// Finds a place for everything; the error names what cannot fit and says what would.
pub fn arrange(map: &Map, fonts: &Fonts, style: &Style, options: &Options) -> Result<Layout, Vec<Diagnostic>> {
    coverage::check(map, options)?;
    let mut shaper = door::Shaper::new(fonts, map);
    let mut ways = ways::ways(map, style, options)?;
    let auto = options.layout.as_deref().or(map.figure.layout.as_deref()).is_none_or(|name| name == "auto");
    // What only rows can hold is set in one way: their type is the least at every size.
    let crowd = auto && door::refuse_crowds(map, options, Most::PAGE).is_err();
    ways.truncate(if crowd { 1 } else { ways.len() });
    let failed = match ways::first(map, &mut shaper, style, options, &ways) {
        Err(failed) => failed,
        found => return found,
    };
    // Rows hold twice what boxes do.
    let listed = Options { layout: Some(tree::NAME.to_owned()), ..options.clone() };
    let rows = ways.into_iter().filter(|way| auto && !crowd && !way.short && !way.keyed);
    let rows: Vec<_> = rows.map(|way| ways::Way { keyed: true, ..way }).collect();
    if let Ok(layout) = ways::first(map, &mut shaper, style, &listed, &rows) {
        return Ok(Layout { reason: "more than boxes of this page can show".to_owned(), ..layout });
    }
    let unmarked = cures::without_marks(map, &mut shaper, style, options);
    let cures: Vec<String> = unmarked.into_iter().chain(cures::cures(map, &mut shaper, style, options)).collect();
    Err(failed.into_iter().map(|error| cures.iter().cloned().fold(error, Diagnostic::hint)).collect())
}
