//! What the algorithms see of a map: a plain graph of sizes, roles and order.

use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

use kurbo::{Point, Rect};
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Head, Joint, Outline};

/// Boxes and links with the indices of the map's own graph.
pub type Graph = DiGraph<Node, Edge>;

/// What a box is for the arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The box everything stands around.
    Core,
    /// A titled frame around cards.
    Panel,
    /// The title of a group in a box of its own, which holds no other box: an oval on a spoke, a bar above its rows.
    Title,
    /// A box with text, inside a panel or on its own.
    Card,
    /// Text inside a card, placed with it.
    Item,
    /// Text without an outline on a line of its own: a theme or code in an outline.
    Row,
    /// The box everything leads to.
    Outcome,
    /// Left out of the figure.
    Absent,
}

/// One box.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it belongs to: the panel of a card, the card of an item; where no box holds another one, the group of a card,
    /// or the row above a row.
    pub parent: Option<usize>,
    /// The cards of a panel in order; empty for all others.
    pub cards: Vec<usize>,
    /// What belongs to it and has a place of its own, in order: cards and rows.
    pub children: Vec<usize>,
    /// The sizes its text can take. Of a panel: those of its title alone; of all others: with the padding.
    pub sizes: Sizes,
    /// Columns the author wants.
    pub columns: Option<usize>,
    /// The side of the core the author wants.
    pub side: Option<Side>,
    /// Where an earlier figure had it, when this one is to stay like it.
    pub was: Option<Was>,
    /// The box that it only stands for: it is best seen close to that one.
    pub near: Option<usize>,
}

impl Node {
    /// Corner radius of its outline: round ends for a core of one or two lines and an outcome of one.
    pub fn radius(&self, rect: Rect, spacing: &Spacing) -> f64 {
        let step = self.sizes.at(rect.width());
        let pill = match self.kind {
            Kind::Core => step.lines <= 2 && step.body == 0.0,
            Kind::Outcome => step.lines == 1 && step.body == 0.0,
            Kind::Panel => return spacing.panel_radius,
            _ => return spacing.card_radius,
        };
        let half = rect.width().min(rect.height()) / 2.0;
        if pill { half } else { spacing.round_radius.min(half) }
    }
}

/// Where an earlier figure of the same width had a box.
#[derive(Clone, Copy, Debug)]
pub struct Was {
    /// Its outline's bounding box, rounded as it was written.
    pub rect: Rect,
    /// From its upper edge to the middle of its label.
    pub middle: f64,
    /// Height of the zone in which its label was centred.
    pub head: f64,
    /// Whether all text in it is the same as then.
    pub same: bool,
    /// The box it stood in.
    pub inside: Option<usize>,
    /// How many cards stood in it.
    pub held: usize,
}

/// A side of the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

/// Which way an arrangement reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the middle to both sides.
    Both,
    /// Along the lines of text.
    Right,
    /// From top to bottom.
    Down,
}

/// One link.
#[derive(Clone, Debug)]
pub struct Edge {
    /// What stands at the source.
    pub start: Head,
    /// What stands at the target.
    pub end: Head,
    /// Links that are drawn alike have the same number here, and only those may share a stem.
    pub line: usize,
    /// Size of its label; zero without one.
    pub label: kurbo::Size,
    /// Size of its label in as many lines as make it slim; the same as above where none do.
    pub slim: kurbo::Size,
    /// Whether the author wrote it; a default connector says nothing about sides.
    pub claimed: bool,
    /// Whether it is drawn. A link that enclosure already shows is not; nor is the second of two arrows there and back that
    /// look alike and have no labels: the first one then has a head at both ends.
    pub drawn: bool,
    /// Whether it is drawn in what room there is, though no arrangement looks at it: it says nothing about where boxes stand.
    pub late: bool,
}

/// One size a box can take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Least width.
    pub width: f64,
    /// Height of the label's zone.
    pub head: f64,
    /// Height of what stands below the label; 0 when there is nothing.
    pub body: f64,
    /// Lines of the longest text in it.
    pub lines: usize,
}

/// The shape curve of a box: ways to trade width for height (Stockmeyer 1983), widest first.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    /// Every least width at which a line is saved.
    pub steps: Vec<Step>,
    /// By number of lines from 1: the width of the best-looking break.
    pub comfortable: Comfortable,
    /// By number of lines from 1: the least width.
    pub tight: Vec<f64>,
    /// What of all these widths stands beside the text.
    pub pad: f64,
    /// What of the heights of labels are marks below the text.
    pub below: f64,
    /// Whether what stands at the end of a row of text stands level with that of other rows.
    pub aligned: bool,
}

/// The widths of the best-looking breaks by number of lines, each worked out when it is asked for: of a codebook most texts
/// take one line.
#[derive(Clone, Default)]
pub struct Comfortable {
    most: usize,
    work: Option<Rc<dyn Fn(usize) -> f64>>,
    known: OnceCell<Box<[OnceCell<f64>]>>,
}

impl Comfortable {
    /// Widths for 1 to `most` lines, which `work` finds.
    pub fn new(most: usize, work: impl Fn(usize) -> f64 + 'static) -> Comfortable {
        Comfortable { most, work: Some(Rc::new(work)), known: OnceCell::new() }
    }

    /// Most lines that gain width.
    pub fn most(&self) -> usize {
        self.most
    }

    fn width(&self, lines: usize) -> f64 {
        let Some(work) = &self.work else { return 0.0 };
        let known = self.known.get_or_init(|| vec![OnceCell::new(); self.most].into());
        let lines = lines.clamp(1, self.most.max(1));
        known.get(lines - 1).map_or(0.0, |width| *width.get_or_init(|| work(lines)))
    }
}

impl fmt::Debug for Comfortable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((1..=self.most).map(|lines| self.width(lines))).finish()
    }
}

/// Widths that differ by less are the same: far below what is printed, far above rounding.
pub const EPSILON: f64 = 1e-6;

/// A best-looking break is not wider than this many times the least width, and a little for rounding.
const LOOSEST: f64 = 1.141;

impl Sizes {
    /// The size at a width; the narrowest one when even that does not fit.
    pub fn at(&self, width: f64) -> Step {
        let fits = self.steps.iter().find(|step| step.width <= width + EPSILON);
        *fits.or(self.steps.last()).unwrap_or(&Step { width: 0.0, head: 0.0, body: 0.0, lines: 0 })
    }

    /// The width it needs to keep to `lines` lines.
    pub fn need(&self, lines: usize, comfortable: bool) -> f64 {
        if comfortable {
            return self.comfortable.width(lines);
        }
        self.tight.get(lines.saturating_sub(1)).or(self.tight.last()).copied().unwrap_or(0.0)
    }

    /// Raises `most` to the width of the best-looking break into `lines` lines; where that cannot be larger, it is not
    /// worked out.
    pub fn raise(&self, lines: usize, most: &mut f64) {
        if self.need(lines, false) * LOOSEST > *most {
            *most = most.max(self.need(lines, true));
        }
    }

    /// The least width at all: that of its longest word.
    pub fn least(&self) -> f64 {
        self.tight.last().copied().unwrap_or(0.0)
    }
}

/// The distances an arrangement keeps, in points.
#[derive(Clone, Copy, Debug)]
pub struct Spacing {
    /// Width of the page.
    pub width: f64,
    /// Most height of the page; infinite when it grows with its content.
    pub most: f64,
    /// From the page's edge to the outermost outline.
    pub inset: f64,
    /// From a panel's outline to its cards.
    pub pad: f64,
    /// Between cards.
    pub gap: f64,
    /// Between cards of a panel that has links inside it.
    pub link_gap: f64,
    /// Least gap that shows an arrow with its stem.
    pub arrow_gap: f64,
    /// Between panels side by side.
    pub pgap: f64,
    /// Between bands of panels that no link with the core passes.
    pub bgap: f64,
    /// From a title to the first card.
    pub tgap: f64,
    /// Between the core and what it is linked to.
    pub vgap: f64,
    /// Free strip along both sides of the page for links that must go round.
    pub channel: f64,
    /// Share of the page width that the core takes.
    pub core_share: f64,
    /// Corner radius of the core from three lines on, and of the outcome.
    pub round_radius: f64,
    /// Corner radius of panels.
    pub panel_radius: f64,
    /// Corner radius of cards.
    pub card_radius: f64,
    /// Most panels in one band.
    pub abreast: usize,
    /// Whether the page reads from right to left.
    pub rtl: bool,
    /// The direction asked for; `None` leaves it to the algorithm.
    pub direction: Option<Direction>,
    /// Whether themes are ovals: then the sizes of boxes are those of their text alone.
    pub ovals: bool,
}

/// Why an algorithm has no arrangement.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfit {
    /// A box cannot be given the width it needs.
    Word {
        /// Its index.
        node: usize,
        /// The width its longest word needs, padding included.
        need: f64,
        /// The width there is.
        room: f64,
    },
    /// These boxes and links are not what the algorithm is for, or too many for the page.
    Refused {
        /// The fact, with numbers.
        fact: String,
        /// What would do.
        cure: String,
    },
}

/// A box's place.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Its outline.
    pub rect: Rect,
    /// From its top to the zone of its label: more than 0 when a stretched box has something below its label.
    pub top: f64,
    /// Height of the zone in which its label is centred: the whole box when nothing stands below the label.
    pub head: f64,
    /// Its outline; `None` is that of its kind.
    pub outline: Option<Outline>,
    /// Where its label is set, when that is not the box less its padding.
    pub text: Option<Rect>,
    /// How its lines stand under each other.
    pub align: Align,
}

impl Spot {
    /// A box with nothing below its label.
    pub fn filled(rect: Rect) -> Spot {
        Spot { rect, top: 0.0, head: rect.height(), outline: None, text: None, align: Align::Centre }
    }
}

/// How lines of text stand under each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// About the middle.
    #[default]
    Centre,
    /// From the left.
    Left,
    /// To the right.
    Right,
}

/// What an algorithm returns: places for all boxes, and ways for the links it has an opinion on.
#[derive(Clone, Debug, Default)]
pub struct Arrangement {
    /// By node; `None` for items, which stand inside their cards, and for what is absent.
    pub spots: Vec<Option<Spot>>,
    /// By edge; the router finds a way for the others.
    pub wires: Vec<Option<Fixed>>,
    /// Links whose labels are to be slim: that is the room there is for them.
    pub slim: Vec<usize>,
    /// Lines that say what belongs to what, where no enclosure does.
    pub branches: Vec<Branch>,
    /// Ellipses that boxes stand on, by their bounds.
    pub orbits: Vec<Rect>,
    /// Whether the links that the router finds a way for may be slanted.
    pub slanted: bool,
    /// Height of the page.
    pub height: f64,
    /// Links with the core that have to be led around other boxes.
    pub detours: usize,
}

/// A link's way decided with the arrangement.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// Its corners, from the source's outline to the target's, or to the stem of the link it joins.
    pub points: Vec<Point>,
    /// The link it runs into.
    pub joins: Option<Joint>,
}

/// A line from a box to one that belongs to it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// What it starts at.
    pub parent: usize,
    /// What it ends at.
    pub child: usize,
    /// Its corners, from the parent's outline or a line to a sibling, to the child's outline (of a row: its text). Empty:
    /// the router finds its way. In a cubic the ends and control points of one curve.
    pub points: Vec<Point>,
    /// Whether it is one cubic curve.
    pub cubic: bool,
}

/// The graph's index of the box with that number.
pub fn node(index: usize) -> NodeIndex {
    NodeIndex::new(index)
}
