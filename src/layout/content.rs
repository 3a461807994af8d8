//! Labels → shape curves: what the text of a box needs, and where its lines go once the box has its place.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use kurbo::{Point, Rect, Vec2};

use super::graph::{self, Comfortable, Kind, Sizes, Spot, Step};
use super::tile::MOST_LINES;
use super::{NodeBox, Outline, Slots, TextLine};
use crate::style::Tokens;
use crate::text::{LineOption, Paragraph};

/// Widths closer than this, in em or points, are the same: sums in another order differ by less.
const SAME: f64 = 1e-9;

/// From the label's zone to the first sub-theme, in em of the note size.
const BODY_TOP: f64 = 0.5;

/// Between sub-themes, in em of the note size: one line each, or some of several lines.
const ITEM_GAPS: (f64, f64) = (0.06, 0.35);

/// From the sides of a slim box to its text, in em: with the round ends of two lines, the corners of the text stay inside.
const SLIM: f64 = 0.8;

/// What a sign needs beside the text, in em of the note size.
const ROOM: f64 = 0.2;

/// How far a level is indented, in em of the note size.
const INDENT: f64 = 1.0;

/// Length of a code's tick and its distance from the text, in em of the note size.
const TICK: (f64, f64) = (0.6, 0.35);

/// The rule above sub-themes stops this far from the card's sides, in points per point of side padding.
const RULE_INSET: f64 = 1.6;

/// Who speaks: from one mark to the next, half the width of one, the height of their row, and from the middle of that row
/// to the padding below it, in em of the label. At 9 pt these are the 10, 2.5, 9 and 3.65 pt of the reference figures.
const SLOT: f64 = 10.0 / 9.0;
const SLOT_RADIUS: f64 = 2.5 / 9.0;
const SLOT_ROW: f64 = 1.0;
const SLOT_FOOT: f64 = 3.65 / 9.0;

/// From a row of text to the marks beside it, in em.
const SLOT_GAP: f64 = 0.9;

/// A label shaped once, with the ways to set it.
#[derive(Debug)]
pub struct Label {
    /// The label, shaped.
    pub paragraph: Paragraph,
    /// Numbers of lines, each with the least width in em.
    pub tightest: Vec<(usize, f64)>,
    /// The best-looking breaks into these numbers of lines, as far as somebody asked for them.
    best: OnceCell<Box<[OnceCell<LineOption>]>>,
}

impl Label {
    /// Works out how many lines a shaped label takes.
    pub fn new(paragraph: Paragraph) -> Label {
        let tightest = paragraph.tightest(MOST_LINES);
        Label { paragraph, tightest, best: OnceCell::new() }
    }

    /// The best-looking break into one of its numbers of lines.
    fn option(&self, at: usize) -> Option<LineOption> {
        let (lines, least) = *self.tightest.get(at)?;
        let best = self.best.get_or_init(|| vec![OnceCell::new(); self.tightest.len()].into());
        Some(*best.get(at)?.get_or_init(|| self.paragraph.option(lines, least)))
    }

    /// Its best-looking breaks, widest first.
    pub fn options(&self) -> impl Iterator<Item = LineOption> {
        (0..self.tightest.len()).filter_map(|at| self.option(at))
    }

    /// The least width in em that keeps it to so many lines.
    fn tight(&self, lines: usize) -> f64 {
        let fits = self.tightest.iter().rfind(|(count, _)| *count <= lines).or(self.tightest.first());
        fits.map_or(0.0, |(_, least)| *least)
    }

    /// The width in em of its best-looking break into so many lines.
    fn best(&self, lines: usize) -> f64 {
        let fits = self.tightest.iter().rposition(|(count, _)| *count <= lines).unwrap_or(0);
        self.option(fits).map_or(0.0, |option| option.best)
    }

    /// Its lines at a width in em.
    fn lines(&self, width: f64) -> Option<Vec<Range<usize>>> {
        let at = self.tightest.iter().position(|(_, least)| *least <= width + SAME);
        let known = at.and_then(|at| self.best.get()?.get(at)?.get());
        known.and_then(|option| self.paragraph.lines_of(option, width)).or_else(|| self.paragraph.lines(width))
    }
}

/// A label, its type size and its indent in points.
type Indented = (Rc<Label>, f64, f64);

/// The width of a box whose texts take these widths in em.
fn widest(texts: &[Indented], pad: f64, em: impl Fn(&Label) -> f64) -> f64 {
    texts.iter().map(|(label, size, indent)| em(label) * size + indent + pad).fold(0.0, f64::max)
}

/// One text of a box.
#[derive(Clone, Debug)]
pub struct Block {
    /// The node whose label it is.
    pub node: usize,
    /// Its label, shaped.
    pub label: Rc<Label>,
    /// By version what it says there, on a map of several versions where that differs; it has room for each.
    pub wordings: Vec<Rc<Label>>,
    /// Type size.
    pub size: f64,
    /// Whether it is semi-bold.
    pub bold: bool,
    /// Levels below the first one under the label.
    pub depth: usize,
    /// Whether it is a code, which hangs on a spine.
    pub tick: bool,
}

/// The texts of a box with their padding.
#[derive(Clone, Debug)]
pub struct Content {
    /// The label.
    pub head: Block,
    /// What stands below it.
    pub items: Vec<Block>,
    /// From the sides of the box to its text.
    pub tx: f64,
    /// Added to the height of the lines: for one line, and for more.
    pub pad: (f64, f64),
    note: f64,
    align: Align,
    rtl: bool,
    voices: Option<Voices>,
}

/// Who speaks in a box, by groups of participants.
#[derive(Clone, Debug)]
struct Voices {
    filled: Vec<bool>,
    /// Whether the marks stand beside the label; below everything otherwise.
    beside: bool,
}

/// How lines stand under each other in the body of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Align {
    Centre,
    Start,
}

impl Block {
    /// Everything it says anywhere.
    fn labels(&self) -> impl Iterator<Item = &Rc<Label>> {
        std::iter::once(&self.label).chain(&self.wordings)
    }

    /// Distance of baselines in points.
    fn leading(&self) -> f64 {
        self.labels().map(|label| label.paragraph.line_height()).fold(0.0, f64::max) * self.size
    }

    /// Lines at a width; every line on its own when even the longest word is wider.
    fn lines(&self, width: f64) -> usize {
        let em = width / self.size + SAME;
        let lines = |label: &Rc<Label>| {
            label.tightest.iter().find(|(_, least)| *least <= em).map_or(MOST_LINES, |(lines, _)| *lines)
        };
        self.labels().map(lines).fold(0, usize::max)
    }

    /// Height of its lines at a width.
    pub fn height(&self, width: f64) -> f64 {
        self.lines(width) as f64 * self.leading()
    }

    /// Height of so many lines of it.
    pub fn tall(&self, lines: usize) -> f64 {
        lines as f64 * self.leading()
    }

    /// From the top of so many lines to the mean of their baselines.
    pub fn drop(&self, lines: usize) -> f64 {
        (self.tall(lines) + self.label.paragraph.optical_height() * self.size) / 2.0
    }

    /// Its width on a single line.
    pub fn width(&self) -> f64 {
        let least = |label: &Rc<Label>| label.tightest.first().map_or(0.0, |(_, least)| least * self.size);
        self.labels().map(least).fold(0.0, f64::max)
    }

    /// Sets its lines centred on `centre` (or from `start` on), in the zone from `top` that is `height` high.
    pub fn set(&self, zone: Rect, centred: bool, rtl: bool) -> Vec<TextLine> {
        self.lines_of(&self.label, zone, centred, rtl)
    }

    /// The same for what each version says, where they differ.
    pub fn versions(&self, zone: Rect, centred: bool, rtl: bool) -> Vec<Vec<TextLine>> {
        self.wordings.iter().map(|label| self.lines_of(label, zone, centred, rtl)).collect()
    }

    fn lines_of(&self, label: &Label, zone: Rect, centred: bool, rtl: bool) -> Vec<TextLine> {
        let ranges = label.lines(zone.width() / self.size).unwrap_or_default();
        let n = ranges.len() as f64;
        let optical = label.paragraph.optical_height() * self.size;
        let first = zone.center().y - (n - 1.0) * self.leading() / 2.0 + optical / 2.0;
        let lines = ranges.into_iter().map(|range| label.paragraph.line(range));
        lines
            .enumerate()
            .map(|(i, line)| {
                let size = self.size * line.scale;
                let width = line.width * size;
                let x = match (centred, rtl) {
                    (true, _) => zone.center().x - width / 2.0,
                    (false, false) => zone.x0,
                    (false, true) => zone.x1 - width,
                };
                let baseline = first + i as f64 * self.leading();
                TextLine { x, baseline, size, bold: self.bold && !line.second, line }
            })
            .collect()
    }
}

impl Content {
    /// Text in a card.
    pub fn card(head: Block, items: Vec<Block>, tokens: &Tokens, rtl: bool) -> Content {
        let less = 0.5 * (head.label.paragraph.line_height() - 1.0) * head.size;
        let pad = 2.0 * tokens.ty - less;
        Content::new(head, items, tokens.tx, (pad, pad), tokens, rtl)
    }

    /// Title of a panel: no padding of its own.
    pub fn title(head: Block, tokens: &Tokens, rtl: bool) -> Content {
        Content::new(head, Vec::new(), 0.0, (0.0, 0.0), tokens, rtl)
    }

    /// A text alone.
    pub fn bare(head: Block) -> Content {
        let (note, items) = (head.size, Vec::new());
        Content { head, items, tx: 0.0, pad: (0.0, 0.0), note, align: Align::Centre, rtl: false, voices: None }
    }

    /// Text in the core or the outcome, whose ends are round.
    pub fn round(head: Block, items: Vec<Block>, tokens: &Tokens, rtl: bool) -> Content {
        let scale = head.size / tokens.core;
        let pad = (tokens.core_pad.0 * scale, tokens.core_pad.1 * scale);
        let tx = 1.3 * head.size;
        Content::new(head, items, tx, pad, tokens, rtl)
    }

    /// The same with less beside its text: for a place between boxes, where width is dear.
    pub fn slim(self) -> Content {
        Content { tx: SLIM * self.head.size, ..self }
    }

    /// The same with a little more around its text, so that a sign on its corner hides none of it.
    pub fn roomy(self) -> Content {
        let more = ROOM * self.note;
        Content { tx: self.tx + more, pad: (self.pad.0 + more, self.pad.1 + more), ..self }
    }

    fn new(head: Block, items: Vec<Block>, tx: f64, pad: (f64, f64), tokens: &Tokens, rtl: bool) -> Content {
        let flat = items.iter().all(|item| item.depth == 0 && !item.tick);
        let align = if flat { Align::Centre } else { Align::Start };
        Content { head, items, tx, pad, note: tokens.note, align, rtl, voices: None }
    }

    /// Shows who speaks in the box: below what stands in it, or `beside` its label.
    pub fn mark(&mut self, filled: Vec<bool>, beside: bool) {
        self.voices = Some(Voices { filled, beside });
    }

    /// Width of the row of marks, without what stands beside it.
    fn row(&self) -> f64 {
        let count = self.voices.as_ref().map_or(0, |voices| voices.filled.len());
        if count == 0 { 0.0 } else { ((count - 1) as f64 * SLOT + 2.0 * SLOT_RADIUS) * self.head.size }
    }

    fn is_beside(&self) -> bool {
        self.voices.as_ref().is_some_and(|voices| voices.beside)
    }

    /// Width that marks take beside the label.
    fn beside(&self) -> f64 {
        if self.is_beside() { self.row() + SLOT_GAP * self.head.size } else { 0.0 }
    }

    /// Height that marks take below everything.
    fn below(&self) -> f64 {
        if self.voices.is_some() && !self.is_beside() { SLOT_ROW * self.head.size } else { 0.0 }
    }

    /// From the zone of the label to the first text below it.
    pub fn lead(&self) -> f64 {
        BODY_TOP * self.note
    }

    fn indent(&self, item: &Block) -> f64 {
        let tick = if item.tick { TICK.0 + TICK.1 } else { 0.0 };
        if self.align == Align::Centre { 0.0 } else { (item.depth as f64 * INDENT + tick) * self.note }
    }

    /// The text with the widest word.
    pub fn widest(&self) -> &Block {
        let word = |block: &Block| block.labels().map(|label| label.paragraph.longest_word().0).fold(0.0, f64::max);
        let need = |block: &Block| word(block) * block.size + self.indent(block);
        let blocks = std::iter::once(&self.head).chain(&self.items);
        blocks.max_by(|a, b| need(a).total_cmp(&need(b))).unwrap_or(&self.head)
    }

    /// The shape curve of the box.
    pub fn sizes(&self) -> Sizes {
        let beside = self.beside();
        let blocks =
            std::iter::once((&self.head, beside)).chain(self.items.iter().map(|item| (item, self.indent(item))));
        let labels = |(block, indent): (&Block, f64)| {
            block.labels().map(|label| (label.clone(), block.size, indent)).collect::<Vec<_>>()
        };
        let texts: Vec<Indented> = blocks.flat_map(labels).collect();
        let pad = 2.0 * self.tx;
        let mut widths: Vec<f64> = Vec::new();
        let mut most = 1;
        for (label, size, indent) in &texts {
            most = label.tightest.last().map_or(most, |(lines, _)| most.max(*lines));
            widths.extend(label.tightest.iter().map(|(_, least)| least * size + indent + pad));
        }
        let row = if self.below() > 0.0 { self.row() + pad } else { 0.0 };
        widths.extend((row > 0.0).then_some(row));
        if widths.len() > 1 {
            widths.sort_by(|a, b| b.total_cmp(a));
            widths.dedup_by(|a, b| (*a - *b).abs() < SAME);
        }
        // More lines than any text can take gain nothing.
        let tight: Vec<f64> =
            (1..=most).map(|lines| widest(&texts, pad, |label| label.tight(lines)).max(row)).collect();
        // Below the longest word of any text there is no size.
        let least = tight.last().copied().unwrap_or(0.0);
        let steps = widths.into_iter().filter(|width| *width >= least - SAME).map(|width| self.step(width)).collect();
        let best = move |lines| widest(&texts, pad, |label| label.best(lines)).max(row);
        let below = if self.items.is_empty() { self.below() } else { 0.0 };
        let aligned = self.is_beside();
        Sizes { steps, comfortable: Comfortable::new(most, best), tight, pad, below, aligned }
    }

    fn step(&self, width: f64) -> Step {
        let inner = width - 2.0 * self.tx;
        let head_lines = self.head.lines(inner - self.beside());
        let pad = if head_lines == 1 { self.pad.0 } else { self.pad.1 };
        let mut head = head_lines as f64 * self.head.leading() + pad;
        let items: Vec<_> = self.items.iter().map(|item| item.lines(inner - self.indent(item))).collect();
        let mut body = if items.is_empty() { 0.0 } else { self.body(&items) };
        // Marks belong to what they stand below: to the label's zone, so that they make a label only a little higher.
        *if items.is_empty() { &mut head } else { &mut body } += self.below();
        Step { width, head, body, lines: items.into_iter().fold(head_lines, usize::max) }
    }

    fn item_gap(&self, lines: &[usize]) -> f64 {
        self.note * if lines.iter().all(|&lines| lines == 1) { ITEM_GAPS.0 } else { ITEM_GAPS.1 }
    }

    fn body(&self, lines: &[usize]) -> f64 {
        let text: f64 = self.items.iter().zip(lines).map(|(item, &n)| n as f64 * item.leading()).sum();
        let gaps = self.item_gap(lines) * (lines.len() - 1) as f64;
        self.lead() + text + gaps + self.pad.1 / 2.0
    }

    /// Sets all texts of a box: its own lines and rules into `boxes[head.node]`, those of items into their own boxes.
    pub fn set(
        &self,
        spot: Spot,
        outline: Outline,
        (kind, inside): (Kind, Option<usize>),
        boxes: &mut [Option<NodeBox>],
    ) {
        let Spot { rect, top, head, .. } = spot;
        let inner = Rect::new(rect.x0 + self.tx, rect.y0, rect.x1 - self.tx, rect.y1);
        let mut zone = spot.text.unwrap_or(Rect::new(inner.x0, rect.y0 + top, inner.x1, rect.y0 + top + head));
        let slots = self.slots(&spot, outline, kind, &mut zone);
        let mut rules = Vec::new();
        let lines: Vec<_> = self.items.iter().map(|item| item.lines(inner.width() - self.indent(item))).collect();
        if !self.items.is_empty() {
            let rule = (RULE_INSET * self.tx).min(rect.width() / 4.0);
            let y = zone.y1 - 0.1 * self.head.size;
            rules.push((Point::new(rect.x0 + rule, y), Point::new(rect.x1 - rule, y)));
        }
        let gap = self.item_gap(&lines);
        let mut y = zone.y1 + self.lead();
        let mut spine: Option<(f64, f64, f64)> = None;
        let mut list = Vec::new();
        for (item, &n) in self.items.iter().zip(&lines) {
            let height = n as f64 * item.leading();
            let indent = self.indent(item);
            let zone = if self.rtl {
                Rect::new(inner.x0, y, inner.x1 - indent, y + height)
            } else {
                Rect::new(inner.x0 + indent, y, inner.x1, y + height)
            };
            let text = item.set(zone, self.align == Align::Centre, self.rtl);
            let wordings = item.versions(zone, self.align == Align::Centre, self.rtl);
            let mut own = Vec::new();
            if item.tick {
                let x = |from_text: f64| {
                    if self.rtl { zone.x1 + from_text } else { zone.x0 - from_text }
                };
                let middle = y + item.leading() / 2.0;
                let (outer, inner) = (x((TICK.0 + TICK.1) * self.note), x(TICK.1 * self.note));
                own.push((Point::new(outer, middle), Point::new(inner, middle)));
                let top = spine.filter(|spine| spine.0 == outer).map_or(y, |spine| spine.2);
                own.push((Point::new(outer, top), Point::new(outer, middle)));
                spine = Some((outer, top, middle));
            } else {
                spine = None;
            }
            let inside = Some(self.head.node);
            let (rect, rules) = (zone, own);
            let (outline, kind) = (Outline::None, Kind::Item);
            list.push((item.node, NodeBox { rect, outline, text, wordings, rules, kind, inside, slots: None }));
            y += height + gap;
        }
        self.centre(&mut list);
        list.into_iter().for_each(|(node, item)| boxes[node] = Some(item));
        let (centred, right) = (spot.align == graph::Align::Centre, spot.align == graph::Align::Right);
        let text = self.head.set(zone, centred, right);
        let wordings = self.head.versions(zone, centred, right);
        boxes[self.head.node] = Some(NodeBox { rect, outline, text, wordings, rules, kind, inside, slots });
    }

    /// Takes the room for marks out of the zone of the label; gives their places.
    pub fn slots(&self, spot: &Spot, outline: Outline, kind: Kind, zone: &mut Rect) -> Option<Slots> {
        let Voices { filled, beside } = self.voices.as_ref()?;
        let (em, rect) = (self.head.size, spot.rect);
        let (radius, row) = (SLOT_RADIUS * em, self.row());
        let (left, y) = match beside {
            // At the outer end of a row of text, whichever way it runs; its text begins at the inner one.
            true => {
                let outer_left = spot.align == graph::Align::Right;
                let left = if outer_left { zone.x0 } else { zone.x1 - row };
                *if outer_left { &mut zone.x0 } else { &mut zone.x1 } +=
                    self.beside() * if outer_left { 1.0 } else { -1.0 };
                (left, zone.center().y)
            }
            false => {
                if self.items.is_empty() {
                    zone.y1 -= self.below();
                }
                // In ovals and below titles close to the label; in cards level with those of their neighbours.
                let close = outline == Outline::Ellipse || kind == Kind::Panel;
                let text = || zone.center().y + self.head.tall(self.head.lines(zone.width())) / 2.0;
                let end = if close { text() + self.below() } else { rect.y1 - self.pad.1 / 2.0 };
                (zone.center().x - row / 2.0, end - SLOT_FOOT * em)
            }
        };
        let (start, pitch) = if self.rtl { (left + row - radius, -SLOT * em) } else { (left + radius, SLOT * em) };
        let first = Vec2::new(start - rect.x0, y - rect.y0);
        Some(Slots { first, pitch, radius, filled: filled.clone() })
    }

    /// Moves a list that starts at one side to the middle of its box, as one block.
    fn centre(&self, list: &mut [(usize, NodeBox)]) {
        if self.align == Align::Centre {
            return;
        }
        let free = |item: &NodeBox| {
            let slack = |line: &TextLine| match self.rtl {
                false => item.rect.x1 - line.x - line.line.width * line.size,
                true => line.x - item.rect.x0,
            };
            item.lines().map(slack).fold(f64::INFINITY, f64::min)
        };
        let slack = list.iter().map(|(_, item)| free(item)).fold(f64::INFINITY, f64::min);
        if !slack.is_finite() {
            return;
        }
        let by = if self.rtl { -slack / 2.0 } else { slack / 2.0 };
        for (_, item) in list {
            if self.rtl {
                item.rect.x1 += by
            } else {
                item.rect.x0 += by
            }
            item.lines_mut().for_each(|line| line.x += by);
            item.rules.iter_mut().for_each(|(from, to)| (from.x, to.x) = (from.x + by, to.x + by));
        }
    }
}
