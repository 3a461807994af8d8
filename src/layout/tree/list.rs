//! A group and everything below it → a bar and rows of text under it, indented by depth along spines.

use kurbo::{Point, Rect};

use super::comb::Tooth;
use super::{Frame, Sheet, Tree};
use crate::layout::graph::{Align, Branch, EPSILON, Fixed, Kind, Spot, Unfit, node};

/// Distance of baselines in points at which the distances below hold; they grow with the text.
const LEADING: f64 = 9.6;

/// From a bar's inner end to its title and to the spine below it, in points.
const SPINE: f64 = 6.0;

/// Length of a row's tick.
const TICK: f64 = 5.0;

/// From a tick to the text.
const TEXT: f64 = 2.5;

/// From the start of a text to the spine of the rows below it.
const NEST: f64 = 3.0;

/// Between two rows, in leadings.
const BETWEEN: f64 = 0.29;

/// From a bar to the first row.
const BELOW_BAR: f64 = 5.0;

/// Between two groups: one row.
const BETWEEN_GROUPS: f64 = 12.4;

/// Text keeps at least this share of a list's width, however deep it stands.
const LEAST_SHARE: f64 = 0.5;

/// A group with its rows.
#[derive(Clone)]
pub struct List {
    /// The bar.
    pub top: usize,
    /// Everything below it in order, each with its level.
    rows: Vec<(usize, usize)>,
    /// The last level.
    depth: usize,
    /// Scale of the distances.
    pub unit: f64,
    /// Scale of what is left free between rows and lists, which gives way where a page is full.
    pub air: f64,
    /// Least height of the bar: where bars stand in rows and nothing below them, all are alike, their text in the middle.
    pub even: Option<f64>,
}

/// What a list takes at a width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// Its height.
    pub height: f64,
    /// Lines past the first one of each row, in points of height.
    pub wrapped: f64,
}

/// Where things stand at a width.
struct Ruler {
    unit: f64,
    /// From the bar's inner end to the text of the first level.
    text: f64,
    /// From level to level.
    indent: f64,
}

impl Ruler {
    fn text(&self, level: usize) -> f64 {
        self.text + level as f64 * self.indent
    }

    /// From the text of a level back to the end of its tick.
    fn clear(&self, level: usize) -> f64 {
        TEXT * self.squeezed(level)
    }

    fn spine(&self, level: usize) -> f64 {
        self.text(level) - (TEXT + TICK) * self.squeezed(level)
    }

    /// Scale of tick and text distance, which give way when many levels share the width.
    fn squeezed(&self, level: usize) -> f64 {
        if level == 0 { self.unit } else { self.indent / (NEST + TICK + TEXT) }
    }
}

impl List {
    /// Every group of a tree.
    pub fn all(tree: &Tree) -> Vec<List> {
        let leading = |&index: &usize| leading(tree, index);
        let rows = (0..tree.graph.node_count()).filter(|&index| tree.graph[node(index)].kind == Kind::Row);
        let most = rows.map(|index| leading(&index)).fold(0.0, f64::max);
        let most = if most > 0.0 { most } else { tree.tops.iter().map(leading).fold(0.0, f64::max) };
        let unit = if most > 0.0 { most / LEADING } else { 1.0 };
        tree.tops.iter().map(|&top| List::new(tree, top, unit)).collect()
    }

    fn new(tree: &Tree, top: usize, unit: f64) -> List {
        let children = |index: usize, level: usize| {
            tree.graph[node(index)].children.iter().rev().map(move |&child| (child, level))
        };
        let mut rows = Vec::new();
        let mut stack: Vec<_> = children(top, 0).collect();
        while let Some((index, level)) = stack.pop() {
            rows.push((index, level));
            stack.extend(children(index, level + 1));
        }
        let depth = rows.iter().map(|&(_, level)| level).max().unwrap_or(0);
        List { top, rows, depth, unit, air: 1.0, even: None }
    }

    /// What is left free around a row whose baselines have that distance.
    fn between(&self, leading: f64) -> f64 {
        BETWEEN * self.air * leading
    }

    /// Whether nothing stands below its bar.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it is a row itself, without a bar.
    fn bare(&self, tree: &Tree) -> bool {
        tree.graph[node(self.top)].kind == Kind::Row
    }

    fn ruler(&self, tree: &Tree, width: f64) -> Ruler {
        let unit = self.unit;
        let text = if self.bare(tree) { TEXT + NEST + TICK + TEXT } else { SPINE + TICK + TEXT } * unit;
        let room = (width - text) * (1.0 - LEAST_SHARE);
        let indent = ((NEST + TICK + TEXT) * unit).min(room.max(0.0) / self.depth.max(1) as f64);
        Ruler { unit, text, indent }
    }

    /// From the bar's ends to its title.
    fn title_inset(&self, tree: &Tree) -> f64 {
        self.unit * if self.bare(tree) { TEXT } else { SPINE }
    }

    /// The width of a box whose text has that of the title.
    fn title_room(&self, tree: &Tree, width: f64) -> f64 {
        width - 2.0 * self.title_inset(tree) + tree.graph[node(self.top)].sizes.pad
    }

    /// Height of the bar.
    fn bar(&self, tree: &Tree, width: f64) -> f64 {
        let step = tree.step(self.top, self.title_room(tree, width));
        let between = if self.bare(tree) { self.between(leading(tree, self.top)) } else { 0.0 };
        (step.head + step.body + between).max(self.even.unwrap_or(0.0))
    }

    fn title_wrapped(&self, tree: &Tree, width: f64) -> f64 {
        let step = tree.step(self.top, self.title_room(tree, width));
        let one = tree.graph[node(self.top)].sizes.steps.first().map_or(step.head, |widest| widest.head);
        (step.head - one).max(0.0)
    }

    /// The height it takes at a width.
    pub fn extent(&self, tree: &Tree, width: f64) -> Extent {
        let ruler = self.ruler(tree, width);
        let mut extent = Extent { height: self.bar(tree, width), wrapped: self.title_wrapped(tree, width) };
        if !self.rows.is_empty() && !self.bare(tree) {
            extent.height += BELOW_BAR * self.unit * self.air;
        }
        for &(row, level) in &self.rows {
            let text = tree.step(row, width - ruler.text(level)).head;
            let line = leading(tree, row);
            extent.height += text + self.between(line);
            extent.wrapped += text - line;
        }
        extent
    }

    /// Whether every word fits in a width.
    pub fn fits(&self, tree: &Tree, width: f64) -> Result<(), Unfit> {
        let ruler = self.ruler(tree, width);
        let least = |index: usize| tree.graph[node(index)].sizes.least();
        let top = (self.top, least(self.top), self.title_room(tree, width));
        let rows = self.rows.iter().map(|&(row, level)| (row, least(row), width - ruler.text(level)));
        match std::iter::once(top).chain(rows).find(|(_, need, room)| *need > room + EPSILON) {
            Some((node, need, room)) => Err(Unfit::Word { node, need, room }),
            None => Ok(()),
        }
    }

    /// Distance to the next list.
    pub fn after(&self, tree: &Tree) -> f64 {
        match self.even {
            Some(_) => tree.spacing.pgap,
            None if self.bare(tree) && self.rows.is_empty() => 0.0,
            None => BETWEEN_GROUPS * self.unit * self.air,
        }
    }

    /// Places the bar with its inner end at the left and the rows below it; where lines may end on the bar.
    pub fn place(&self, tree: &Tree, at: Point, width: f64, frame: Frame, out: &mut Sheet) -> Tooth {
        let bar = Rect::from_origin_size(at, (width, self.bar(tree, width)));
        let (inset, align) = (self.title_inset(tree), if frame.mirrored { Align::Right } else { Align::Left });
        let title_align = if self.even.is_some() { Align::Centre } else { align };
        let text = |rect: Rect| Some(frame.rect(rect));
        let shown = if self.bare(tree) { hugging(tree, self.top, bar, inset) } else { bar };
        let spot = Spot::filled(frame.rect(shown));
        let zone =
            text(Rect::new(shown.x0 + inset, shown.y0, shown.x1 - if self.bare(tree) { 0.0 } else { inset }, shown.y1));
        out.note(self.top, frame);
        out.spots[self.top] = Some(Spot { text: zone, align: title_align, ..spot });
        let ruler = self.ruler(tree, width);
        // What stands at the end of rows stands in columns, as near to their texts as the longest one lets it.
        let ends = self.rows.iter().filter(|(row, _)| aligned(tree, *row)).map(|&(row, level)| {
            let inset = ruler.clear(level);
            let rect = Rect::new(at.x + ruler.text(level) - inset, 0.0, at.x + width, 0.0);
            hugging(tree, row, rect, inset).x1
        });
        let end = ends.fold(0.0, f64::max);
        let mut y = bar.y1 + if self.bare(tree) { 0.0 } else { BELOW_BAR * self.unit * self.air };
        // By level: what the rows there belong to, and where their spine begins.
        let mut spines: Vec<(usize, f64)> = vec![(self.top, bar.y1)];
        for &(row, level) in &self.rows {
            let line = leading(tree, row);
            let (start, clear) = (at.x + ruler.text(level), ruler.clear(level));
            let height = tree.step(row, at.x + width - start).head + self.between(line);
            let mut shown = hugging(tree, row, Rect::new(start - clear, y, at.x + width, y + height), clear);
            if aligned(tree, row) {
                shown.x1 = end;
            }
            let zone = text(Rect::new(start, y, shown.x1, y + height));
            out.note(row, frame);
            out.spots[row] = Some(Spot { text: zone, align, ..Spot::filled(frame.rect(shown)) });
            let middle = y + (line + self.between(line)) / 2.0;
            spines.truncate(level + 1);
            if let Some((parent, from)) = spines.last_mut() {
                let spine = at.x + ruler.spine(level);
                let corners = [Point::new(spine, *from), Point::new(spine, middle), Point::new(start - clear, middle)];
                let points = corners.map(|point| frame.point(point)).to_vec();
                branch(tree, *parent, row, points, out);
                *from = middle;
            }
            y += height;
            spines.push((row, y - self.between(line) / 2.0));
        }
        let clear = tree.radius(self.top, bar).min(bar.height() / 2.0);
        Tooth { from: bar.y0 + clear, to: bar.y1 - clear, face: bar.x0 }
    }
}

/// A branch to a row, or a link in its place.
fn branch(tree: &Tree, parent: usize, row: usize, mut points: Vec<Point>, out: &mut Sheet) {
    match tree.up[row] {
        None => out.branches.push(Branch { parent, child: row, points, cubic: false }),
        Some((edge, outward)) => {
            if !outward {
                points.reverse();
            }
            out.wires[edge] = Some(Fixed { points, joins: None });
        }
    }
}

/// Distance of a text's baselines.
fn leading(tree: &Tree, index: usize) -> f64 {
    tree.graph[node(index)].sizes.steps.first().map_or(0.0, |step| step.head / step.lines.max(1) as f64)
}

fn aligned(tree: &Tree, row: usize) -> bool {
    tree.graph[node(row)].sizes.aligned
}

/// The part of a row that its text takes; `inset` is what stands before the text.
fn hugging(tree: &Tree, row: usize, rect: Rect, inset: f64) -> Rect {
    let room = rect.width() - inset;
    let sizes = &tree.graph[node(row)].sizes;
    let lines = sizes.at(room).lines;
    let width = if lines == 1 { sizes.need(1, false) } else { sizes.need(lines, true).min(room) };
    Rect { x1: (rect.x0 + 2.0 * inset + width).min(rect.x1), ..rect }
}
