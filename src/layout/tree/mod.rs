//! Tree: the groups at both sides of the core, at one side or below it, and further out what belongs to them.

use std::ops::{Deref, DerefMut};

use kurbo::{Point, Rect};
use petgraph::graph::EdgeIndex;

use super::graph::{Arrangement, Graph, Kind, Side, Spacing, Spot, Step, Unfit, node};
use super::hub::core_width;

mod boxes;
mod comb;
mod hub;
mod list;
mod rails;
mod rows;
mod sides;
mod tidy;

/// The name authors write.
pub const NAME: &str = "tree";

/// A core beside what belongs to it is at most this share of the page wide, and takes a line more before it is wider.
const CORE_SHARES: [f64; 4] = [0.165, 0.2, 0.25, 0.33];

/// Lines a core takes before it is made wider.
const MOST_CORE_LINES: usize = 4;

/// A gap that holds two bars between links with heads at both ends, in gaps that show an arrow.
const WIDE_GAP: f64 = 1.3;

/// Lays out a map as a tree: as rows of text below bars where it has rows, else as boxes.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let mut tree = Tree::new(graph, spacing);
    let rows = graph.node_weights().any(|node| node.kind == Kind::Row);
    // A list of themes without anything to belong to is no tree: it stands in columns.
    let list = tree.core.is_none() && tree.tops.iter().all(|&top| graph[node(top)].children.is_empty());
    if list && tree.tops.iter().any(|&top| tree.step(top, spacing.width).body > 0.0) {
        let fact = format!("{} themes without a core and groups are no tree of boxes", tree.tops.len());
        return Err(Unfit::Refused { fact, cure: "as rows of text they fit".to_owned() });
    }
    let form = if rows || list { rows::arrange } else { boxes::arrange };
    let mut sheet = form(&tree)?;
    let missing = rails::lay(&tree, &mut sheet);
    if missing > 0.0 || sheet.crowded {
        // Once more with a margin for the links that run along it, and a gap for those that differ.
        tree.margin = missing;
        tree.wide = if sheet.crowded { WIDE_GAP } else { 1.0 };
        if let Ok(wider) = form(&tree) {
            sheet = wider;
            rails::lay(&tree, &mut sheet);
        }
    }
    sheet.arrangement.branches.sort_by_key(|branch| branch.parent);
    Ok(sheet.arrangement)
}

/// An arrangement in the making.
struct Sheet {
    arrangement: Arrangement,
    /// By box: how the side it stands at lies on the page; `None` where that side has no margin.
    frames: Vec<Option<Frame>>,
    /// Whether links with the core had no room to be told apart.
    crowded: bool,
    /// The boxes of each side.
    stacks: Vec<Vec<usize>>,
}

impl Deref for Sheet {
    type Target = Arrangement;

    fn deref(&self) -> &Arrangement {
        &self.arrangement
    }
}

impl DerefMut for Sheet {
    fn deref_mut(&mut self) -> &mut Arrangement {
        &mut self.arrangement
    }
}

impl Sheet {
    /// Notes that a box stands at a side.
    fn note(&mut self, index: usize, frame: Frame) {
        if frame.turned {
            return;
        }
        self.frames[index] = Some(frame);
        if self.stacks.len() <= frame.stack {
            self.stacks.resize(frame.stack + 1, Vec::new());
        }
        self.stacks[frame.stack].push(index);
    }

    fn rect(&self, index: usize) -> Option<Rect> {
        self.arrangement.spots[index].map(|spot| spot.rect)
    }

    /// The boxes of a side.
    fn stack(&self, stack: usize) -> impl Iterator<Item = Rect> {
        self.stacks.get(stack).into_iter().flatten().filter_map(|&index| self.rect(index))
    }
}

/// What belongs to what.
struct Tree<'a> {
    graph: &'a Graph,
    spacing: &'a Spacing,
    core: Option<usize>,
    outcome: Option<usize>,
    /// What belongs to nothing but the core, in order.
    tops: Vec<usize>,
    /// By box: the first drawn link with what it belongs to, and whether that is the link's source.
    up: Vec<Option<(usize, bool)>>,
    /// Free strip along the outer side of what grows out of the core, for links.
    margin: f64,
    /// The gap between the core and what belongs to it, in gaps that show an arrow.
    wide: f64,
    /// By box: links its author drew from it to the core, less those from the core to it.
    towards: Vec<i64>,
}

impl<'a> Tree<'a> {
    fn new(graph: &'a Graph, spacing: &'a Spacing) -> Tree<'a> {
        let only = |kind| (0..graph.node_count()).find(|&index| graph[node(index)].kind == kind);
        let (core, outcome) = (only(Kind::Core), only(Kind::Outcome));
        let tops = (0..graph.node_count()).filter(|&index| is_top(graph, index)).collect();
        let mut tree = Tree {
            graph,
            spacing,
            core,
            outcome,
            tops,
            up: vec![None; graph.node_count()],
            margin: 0.0,
            wide: 1.0,
            towards: vec![0; graph.node_count()],
        };
        for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
            let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
            let (a, b) = (a.index(), b.index());
            for (child, parent, outward) in [(b, a, true), (a, b, false)] {
                if tree.parent(child) == Some(parent) && tree.up[child].is_none() {
                    tree.up[child] = Some((edge.index(), outward));
                }
                if tree.core == Some(parent) && graph[edge].claimed {
                    tree.towards[child] += if outward { -1 } else { 1 };
                }
            }
        }
        tree
    }

    fn parent(&self, index: usize) -> Option<usize> {
        let core = || self.core.filter(|_| is_top(self.graph, index) || self.outcome == Some(index));
        self.graph[node(index)].parent.or_else(core)
    }

    fn step(&self, index: usize, width: f64) -> Step {
        self.graph[node(index)].sizes.at(width)
    }

    fn radius(&self, index: usize, rect: Rect) -> f64 {
        self.graph[node(index)].radius(rect, self.spacing)
    }

    /// Between the page's edge and the outermost box.
    fn edge(&self) -> f64 {
        self.spacing.inset + self.spacing.channel
    }

    /// The same where links may run.
    fn outer(&self) -> f64 {
        self.edge() + self.margin
    }

    /// How a side lies on the page.
    fn frame(&self, stack: usize, mirrored: bool) -> Frame {
        let limit = self.spacing.width - self.spacing.inset;
        Frame { width: self.spacing.width, mirrored, turned: false, stack, limit }
    }

    /// Between the core and what belongs to it, where the bar runs that joins them.
    fn gap(&self) -> f64 {
        self.spacing.link_gap.max(self.spacing.pgap).max(self.wide * self.spacing.arrow_gap)
    }

    /// Width of a core or an outcome with something beside it.
    fn slim(&self, index: usize) -> f64 {
        let sizes = &self.graph[node(index)].sizes;
        let widths = CORE_SHARES.map(|share| share * self.spacing.width);
        let best = |most: f64| {
            (1..=sizes.comfortable.most().min(MOST_CORE_LINES))
                .map(|lines| sizes.need(lines, true))
                .find(|need| *need <= most)
        };
        widths.into_iter().find_map(best).unwrap_or_else(|| sizes.need(MOST_CORE_LINES, false).max(sizes.least()))
    }

    /// Places a box with what stands below its label.
    fn put(&self, index: usize, rect: Rect, spots: &mut [Option<Spot>]) {
        let step = self.step(index, rect.width());
        let spot = Spot::filled(rect);
        spots[index] = Some(match step.body > 0.0 {
            true => Spot { top: (rect.height() - step.head - step.body) / 2.0, head: step.head, ..spot },
            false => spot,
        });
    }

    /// Where in a gap of this size, from the parent, the bar runs that leads to these children.
    fn bar(&self, children: &[usize], gap: f64) -> f64 {
        let heads = |&child: &usize| {
            let (edge, outward) = self.up[child]?;
            let edge = &self.graph[EdgeIndex::new(edge)];
            Some(if outward { (edge.start, edge.end) } else { (edge.end, edge.start) })
        };
        let mut heads = children.iter().filter_map(heads);
        let share = heads.find_map(|(near, far)| match (near, far) {
            (super::Head::None, super::Head::None) => None,
            (super::Head::None, _) => Some(comb::NEAR),
            _ => Some(1.0 - comb::NEAR),
        });
        share.unwrap_or(0.5) * gap
    }

    /// Places ways for the links between a parent and its children, and branches where there are none.
    fn join(&self, parent: usize, children: &[usize], ways: comb::Comb, frame: Frame, out: &mut Sheet) {
        comb::join(self, parent, children, ways, frame, out);
    }

    /// Places the core at the top of the page, in the middle.
    fn crown(&self, core: usize, y: f64, out: &mut Sheet) -> Result<Rect, Unfit> {
        let spacing = self.spacing;
        let width = core_width(self.graph, core, spacing.width, spacing.core_share)?;
        let step = self.step(core, width);
        let x = (spacing.width - width) / 2.0;
        let rect = Rect::new(x, y, x + width, y + step.head + step.body);
        self.put(core, rect, &mut out.spots);
        Ok(rect)
    }

    /// Places the outcome, if there is one, below everything; the end of it all.
    fn end(&self, y: f64, out: &mut Sheet) -> Result<f64, Unfit> {
        match self.outcome {
            Some(outcome) => Ok(self.crown(outcome, y + self.spacing.vgap, out)?.y1),
            None => Ok(y),
        }
    }

    fn blank(&self) -> Sheet {
        let nodes = self.graph.node_count();
        let wires = vec![None; self.graph.edge_count()];
        let arrangement = Arrangement { spots: vec![None; nodes], wires, ..Arrangement::default() };
        Sheet { arrangement, frames: vec![None; nodes], crowded: false, stacks: Vec::new() }
    }

    fn side(&self, index: usize) -> Option<Side> {
        self.graph[node(index)].side
    }
}

fn is_top(graph: &Graph, index: usize) -> bool {
    let this = &graph[node(index)];
    matches!(this.kind, Kind::Title | Kind::Card | Kind::Row) && this.parent.is_none()
}

/// How a drawing that was worked out as if it grew to the right lies on the page.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// Width of the page.
    width: f64,
    /// Whether it grows to the left.
    mirrored: bool,
    /// Number of the side.
    stack: usize,
    /// How far links may run beside it.
    limit: f64,
    /// Whether it grows down: then what was to the right is below, and what was below is to the right.
    turned: bool,
}

impl Frame {
    fn point(self, point: Point) -> Point {
        let point = if self.turned { Point::new(point.y, point.x) } else { point };
        if self.mirrored { Point::new(self.width - point.x, point.y) } else { point }
    }

    /// Where a box on the page was before.
    fn back(self, rect: Rect) -> Rect {
        let back = |point: Point| {
            let x = if self.mirrored { self.width - point.x } else { point.x };
            if self.turned { Point::new(point.y, x) } else { Point::new(x, point.y) }
        };
        Rect::from_points(back(rect.origin()), back(Point::new(rect.x1, rect.y1)))
    }

    fn rect(self, rect: Rect) -> Rect {
        Rect::from_points(self.point(rect.origin()), self.point(Point::new(rect.x1, rect.y1)))
    }
}
