//! A finished layout → the counts that must be zero and the numbers that tell good from bad.

use std::fmt;

use kurbo::{Point, Rect};
use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{Layout, Mark, NodeBox, Outline, TextLine};
use crate::model::Map;
use crate::unit::to_mm;
use index::Index;
use shape::Shape;

mod boxes;
mod index;
mod links;
mod numbers;
mod shape;

/// Lengths below this are rounding (points).
const EPS: f64 = 1e-6;

/// What can be counted about a layout.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Quality {
    /// What must be zero.
    pub hard: Hard,
    /// What tells good from bad.
    pub numbers: Numbers,
}

/// Counts of faults: each must be zero.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Hard {
    /// Pairs of boxes that overlap.
    pub box_overlaps: usize,
    /// Boxes, lines of text, links and marks that leave the page.
    pub off_page: usize,
    /// Lines of text that leave the outline around them.
    pub text_outside_shape: usize,
    /// Pairs of lines of text that overlap, and of a line and a cell of a table or a mark.
    pub text_over_text: usize,
    /// Links and branches that enter a box which is not theirs.
    pub link_through_box: usize,
    /// Links and branches that touch text: titles, labels, labels of links.
    pub link_through_text: usize,
    /// Pairs of links or branches that run in each other's place and are not joined.
    pub link_on_link: usize,
    /// Heads of links that reach into a box.
    pub head_in_box: usize,
    /// Lines of text on a box they do not belong in.
    pub text_on_box: usize,
    /// Boxes and texts that leave the box they belong in.
    pub child_outside: usize,
    /// Boxes inside another one they do not belong in.
    pub stranger_inside: usize,
    /// Ends of links and branches off their outline, or off the line they join.
    pub end_off_outline: usize,
    /// Lines of text smaller than journals accept.
    pub text_too_small: usize,
}

/// Numbers to compare layouts by. Lengths are in points.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Numbers {
    /// Boxes with an outline.
    pub boxes: usize,
    /// Links that are drawn.
    pub links: usize,
    /// Places where two links or branches cross.
    pub crossings: usize,
    /// The least angle at which two cross, from 0 to 90 degrees; `None` where none do.
    #[serde(rename = "least_crossing_angle_degrees", serialize_with = "rounded_if_any")]
    pub least_crossing_angle: Option<f64>,
    /// Corners of all links.
    pub bends: usize,
    /// Length of all links and branches together.
    #[serde(rename = "line_length_pt", serialize_with = "rounded")]
    pub line_length: f64,
    /// Standard deviation of the lengths of links as a share of their mean; 0 where all are as long.
    #[serde(serialize_with = "rounded")]
    pub link_length_variation: f64,
    /// Share of the page covered by boxes that hold no other box.
    #[serde(serialize_with = "rounded")]
    pub box_density: f64,
    /// Share of the area of all boxes whose mirror image about the middle of the page is a box too.
    #[serde(serialize_with = "rounded")]
    pub mirror_score: f64,
    /// Lines on which the left, middle or right of two boxes or more stand, or their top, middle or bottom.
    pub alignments: usize,
    /// Area of the smallest card of a group as a share of that of its largest: the least of all groups.
    #[serde(serialize_with = "rounded")]
    pub size_uniformity: f64,
    /// How many times farther a theme is from other groups than from its own, 4 for more: the least of all themes. Below 2
    /// the groups are hard to tell apart by distance alone. `None` where there is one group or no neighbour in any.
    #[serde(serialize_with = "rounded_if_any")]
    pub group_gap_ratio: Option<f64>,
    /// Pairs of siblings that follow each other in the file and stand the other way round on the page.
    pub reading_inversions: usize,
    /// Smallest type; 0 without text.
    #[serde(rename = "least_text_pt", serialize_with = "rounded")]
    pub least_text: f64,
    /// Height of the page.
    #[serde(rename = "height_pt", serialize_with = "rounded")]
    pub height: f64,
    /// Width of the page over its height.
    #[serde(serialize_with = "rounded")]
    pub aspect: f64,
}

/// Writes a number with four decimals: less is below what is printed, more is noise.
pub fn rounded<S: serde::Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((number * 1e4).round() / 1e4)
}

fn rounded_if_any<S: serde::Serializer>(number: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => rounded(number, to),
        None => to.serialize_none(),
    }
}

impl Hard {
    /// Every count with its name in words.
    pub fn named(&self) -> [(&'static str, usize); 13] {
        [
            ("box overlaps", self.box_overlaps),
            ("things off the page", self.off_page),
            ("lines of text outside their shape", self.text_outside_shape),
            ("lines of text on other text", self.text_over_text),
            ("links through a box", self.link_through_box),
            ("links through text", self.link_through_text),
            ("links on another link", self.link_on_link),
            ("heads of links in a box", self.head_in_box),
            ("lines of text on a box", self.text_on_box),
            ("boxes outside their panel", self.child_outside),
            ("strangers inside a panel", self.stranger_inside),
            ("link ends off their outline", self.end_off_outline),
            ("lines of text too small", self.text_too_small),
        ]
    }
}

impl Quality {
    /// What is wrong: the counts that must be zero and are not, with their names.
    pub fn faults(&self) -> Vec<(&'static str, usize)> {
        self.hard.named().into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (name, count) in self.faults() {
            write!(f, "{count} {name}, ")?;
        }
        let n = &self.numbers;
        write!(
            f,
            "{} crossings, {} bends, density {:.2}, mirror {:.2}, text from {} pt, {:.1} mm high",
            n.crossings,
            n.bends,
            n.box_density,
            n.mirror_score,
            n.least_text,
            to_mm(n.height)
        )
    }
}

/// Counts everything about a layout of this map, in time that grows little faster than the layout.
pub fn measure(map: &Map, layout: &Layout) -> Quality {
    let sheet = Sheet::new(map, layout);
    let mut quality = Quality::default();
    boxes::count(&sheet, &mut quality.hard);
    links::count(&sheet, &mut quality);
    numbers::count(&sheet, &mut quality.numbers);
    quality
}

/// Whose text a line is.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Title,
    Node(NodeIndex),
    Edge(usize),
    Mark,
}

/// A layout with what every count asks for.
struct Sheet<'a> {
    map: &'a Map,
    layout: &'a Layout,
    page: Rect,
    /// Nodes with a place.
    nodes: Vec<NodeIndex>,
    /// Those with an outline, and their shapes.
    outlined: Vec<(NodeIndex, Shape)>,
    outlines: Index,
    lines: Vec<(Owner, &'a TextLine)>,
    /// By the room each line takes.
    texts: Index,
}

impl<'a> Sheet<'a> {
    fn new(map: &'a Map, layout: &'a Layout) -> Self {
        let place = |node: &NodeIndex| layout.boxes.get(node.index()).and_then(Option::as_ref);
        let nodes: Vec<NodeIndex> = map.graph.node_indices().filter(|node| place(node).is_some()).collect();
        let mut lines: Vec<(Owner, &TextLine)> = layout.title.iter().map(|line| (Owner::Title, line)).collect();
        let mut outlined = Vec::new();
        for &node in &nodes {
            let Some(place) = place(&node) else { continue };
            lines.extend(place.text.iter().map(|line| (Owner::Node(node), line)));
            if place.outline != Outline::None {
                outlined.push((node, Shape::new(place.rect, place.outline)));
            }
        }
        for (edge, path) in layout.paths.iter().enumerate() {
            lines.extend(path.label.iter().map(|line| (Owner::Edge(edge), line)));
        }
        lines.extend(layout.marks.iter().filter_map(|mark| match mark {
            Mark::Words { line, .. }
            | Mark::Note { line, .. }
            | Mark::Sample { line, .. }
            | Mark::Voice { line, .. } => Some((Owner::Mark, line)),
            _ => None,
        }));
        Sheet {
            map,
            layout,
            page: Rect::from_origin_size(Point::ZERO, layout.page),
            outlines: Index::new(outlined.iter().map(|(_, shape)| shape.rect)),
            texts: Index::new(lines.iter().map(|(_, line)| extent(line))),
            nodes,
            outlined,
            lines,
        }
    }

    fn place(&self, node: NodeIndex) -> Option<&'a NodeBox> {
        self.layout.boxes.get(node.index()).and_then(Option::as_ref)
    }

    fn rect(&self, node: NodeIndex) -> Rect {
        self.place(node).map_or(Rect::ZERO, |place| place.rect)
    }

    fn outline(&self, node: NodeIndex) -> Outline {
        self.place(node).map_or(Outline::None, |place| place.outline)
    }

    fn shape(&self, node: NodeIndex) -> Shape {
        Shape::new(self.rect(node), self.outline(node))
    }

    /// The boxes a node stands in, inside out.
    fn above(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> + '_ {
        let parent = move |n: &NodeIndex| self.place(*n).and_then(|place| place.inside).map(NodeIndex::new);
        std::iter::successors(parent(&node), parent).take(self.map.graph.node_count())
    }

    /// Whether one of the two stands in the other.
    fn related(&self, a: NodeIndex, b: NodeIndex) -> bool {
        a == b || self.above(a).any(|n| n == b) || self.above(b).any(|n| n == a)
    }

    /// The box with an outline that shows a node: itself, or the one its text stands in; a row shows itself.
    fn shown_by(&self, node: NodeIndex) -> NodeIndex {
        let outlined = |n: &NodeIndex| self.outline(*n) != Outline::None;
        [node].into_iter().chain(self.above(node)).find(outlined).unwrap_or(node)
    }

    /// The ends of a link, as boxes.
    fn ends(&self, edge: usize) -> Option<(NodeIndex, NodeIndex)> {
        let (a, b) = self.map.graph.edge_endpoints(EdgeIndex::new(edge))?;
        Some((self.shown_by(a), self.shown_by(b)))
    }
}

/// The room a line takes when nothing may come near it.
fn extent(line: &TextLine) -> Rect {
    span(line, 0.75, 0.25)
}

/// Where its letters have ink: capitals and descenders.
fn ink(line: &TextLine) -> Rect {
    span(line, 0.7, 0.22)
}

fn span(line: &TextLine, above: f64, below: f64) -> Rect {
    let (size, width) = (line.size, line.line.width * line.size);
    Rect::new(line.x, line.baseline - above * size, line.x + width, line.baseline + below * size)
}

/// Whether two rectangles share a point, if only one of their outlines.
fn near(a: Rect, b: Rect) -> bool {
    a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}
