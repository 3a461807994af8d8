//! [`Map`] and [`Layout`] → [`Figure`]: every colour, width and font decided.

use kurbo::{Ellipse, RoundedRect};
use petgraph::graph::NodeIndex;

use crate::Options;
use crate::describe;
use crate::layout::graph::Kind;
use crate::layout::{Layout, NodeBox, Outline, TextLine};
use crate::model::{Map, Role};
use crate::style::{Core, Hue, Style, Tokens};
use figure::{Class, Color, Group, Item, Path, Shape, Stroke, Tag, Text};

pub mod beside;
mod branch;
mod change;
pub mod figure;
mod legend;
mod link;
mod mark;
pub mod vision;
mod voice;

pub use figure::Figure;

/// Dashes of a candidate theme's outline, in widths of a card's stroke.
const TENTATIVE: [f64; 2] = [6.0, 4.0];

/// The inner line of a double one: its distance and its width, in widths of the outer line.
const SECOND_LINE: (f64, f64) = (1.75, 1.0 / 3.0);

/// Decides colours and lines; positions come from the layout.
pub fn draw(map: &Map, layout: &Layout, style: &Style, options: &Options) -> Figure {
    let difference = !map.versions.is_empty() && layout.version.is_none();
    let hues = if difference { change::hues(map, layout, style) } else { hues(map, style) };
    let pen = Pen { map, layout, style, tokens: layout.tokens, hues, difference };
    let mut items = Vec::new();
    mark::draw(&pen, &mut items);
    items.extend(
        layout
            .title
            .iter()
            .map(|line| text(line, if line.line.second { style.palette.mute } else { style.palette.ink })),
    );
    for &top in &map.top {
        pen.node(top, &mut items);
    }
    branch::draw(&pen, &mut items);
    link::draw(&pen, &mut items);
    for index in map.core.into_iter().chain(map.outcome) {
        pen.node(index, &mut items);
    }
    legend::draw(&pen, &mut items);
    voice::legend(&pen, &mut items);
    change::badges(&pen, &mut items);
    // What the author leaves out of the figure is not in its file either.
    let told = (!options.draws_codes(map)).then(|| map.without_codes());
    Figure {
        width: layout.page.width,
        height: layout.page.height,
        words: describe::words(told.as_ref().unwrap_or(map), layout.voices),
        notes: describe::notes(map, layout.voices),
        layout: layout.name,
        page: (!options.transparent).then_some(style.palette.page),
        items,
    }
}

/// What is needed to draw any part of the figure.
struct Pen<'a> {
    map: &'a Map,
    layout: &'a Layout,
    style: &'a Style,
    tokens: Tokens,
    hues: Vec<Hue>,
    /// Whether it is the difference of several versions, where what has not changed is quiet.
    difference: bool,
}

/// The hue of every node: its group's, in the order of the groups; one neutral hue where there are more than hues.
fn hues(map: &Map, style: &Style) -> Vec<Hue> {
    let palette = &style.palette;
    let titled: Vec<_> = map.top.iter().copied().filter(|&top| !map.graph[top].children.is_empty()).collect();
    let groups = map.top.iter().copied().filter(|&top| map.graph[top].role == Role::Group || titled.contains(&top));
    let groups: Vec<_> = groups.collect();
    let mut hues = vec![if groups.is_empty() { palette.hues[0] } else { palette.neutral }; map.graph.node_count()];
    for (i, &group) in groups.iter().enumerate() {
        let asked = map.graph[group].color.map(|color| color - 1);
        let own = if groups.len() > palette.hues.len() { None } else { palette.hues.get(i) };
        hues[group.index()] =
            asked.and_then(|color| palette.hues.get(color)).or(own).copied().unwrap_or(palette.neutral);
    }
    // Parents come before their children in the map's order.
    for index in map.graph.node_indices() {
        if let Some(parent) = map.graph[index].parent {
            hues[index.index()] = hues[parent.index()];
        }
        if let Some(color) = map.graph[index].color.and_then(|color| palette.hues.get(color - 1)) {
            hues[index.index()] = *color;
        }
    }
    hues
}

impl Pen<'_> {
    /// A node with everything that stands inside it.
    fn node(&self, index: NodeIndex, items: &mut Vec<Item>) {
        let Some(place) = self.layout.boxes.get(index.index()).and_then(Option::as_ref) else {
            return;
        };
        let theme = &self.map.graph[index];
        let framed = matches!(place.kind, Kind::Panel | Kind::Title);
        let ink = self.ink(index, framed);
        let within = |child: &NodeIndex| {
            self.layout.boxes.get(child.index()).and_then(Option::as_ref).is_some_and(|place| place.inside.is_some())
        };
        let held = theme.children.iter().filter(|child| within(child)).count();
        let mut inside = Vec::with_capacity(2 + place.rules.len() + place.text.len() + held);
        if let Some(shape) = self.outline(index, self.hues[index.index()], place, framed) {
            let second = self.second_line(index, &shape);
            inside.push(Item::Path(shape));
            inside.extend(second.map(Item::Path));
        }
        for &(from, to) in &place.rules {
            let mut rule = kurbo::BezPath::new();
            rule.move_to(from);
            rule.line_to(to);
            let color = match self.in_core(index) {
                true => self.style.palette.core_note,
                false if self.difference => self.style.palette.neutral.soft,
                false => self.hues[index.index()].soft,
            };
            let width = if theme.role == Role::Code { self.tokens.panel_stroke } else { self.tokens.card_stroke };
            let stroke = Stroke { color, width, dash: Vec::new(), offset: 0.0, round: false };
            inside.push(Item::Path(Path {
                class: Class::Rule,
                shape: Shape::Path(rule),
                fill: None,
                stroke: Some(stroke),
            }));
        }
        let quiet = self.quiet(index, framed);
        for line in &place.text {
            let color = if line.line.second { quiet } else { ink };
            inside.push(text(line, color));
            inside.extend(change::lines(self, index, line, color));
        }
        inside.extend(voice::of_box(self, &theme.id, place));
        for &child in theme.children.iter().filter(|child| within(child)) {
            self.node(child, &mut inside);
        }
        let (id, label) = (theme.id.clone(), theme.label.clone());
        let panel = place.kind == Kind::Panel;
        let tag = if panel { Tag::Panel { id, label } } else { Tag::Node { id, role: theme.role.name(), label } };
        items.push(Item::Group(Group { tag, items: inside }));
        for &child in theme.children.iter().filter(|child| !within(child)) {
            self.node(child, items);
        }
    }

    fn in_core(&self, mut index: NodeIndex) -> bool {
        while let Some(parent) = self.map.graph[index].parent {
            index = parent;
        }
        self.map.graph[index].role == Role::Core
    }

    fn ink(&self, index: NodeIndex, framed: bool) -> Color {
        let palette = &self.style.palette;
        let kind = self.layout.boxes[index.index()].as_ref().map(|place| place.kind);
        if let Some(ink) = change::ink(self, index) {
            return ink;
        }
        match self.map.graph[index].role {
            Role::Core | Role::Outcome if framed => self.hues[index.index()].line,
            Role::SubTheme if kind == Some(Kind::Row) => palette.ink,
            Role::Code if kind == Some(Kind::Row) => palette.mute,
            Role::Core => palette.core_text,
            Role::Outcome => palette.outcome,
            _ if framed => self.hues[index.index()].line,
            Role::SubTheme | Role::Code if self.in_core(index) => palette.core_note,
            Role::Code => palette.mute,
            // A sub-theme in a card of its own is set like a theme.
            Role::SubTheme if kind == Some(Kind::Item) => palette.mute,
            _ => palette.ink,
        }
    }

    /// The colour of a label's second language: quieter than the first, where that is not quiet already.
    fn quiet(&self, index: NodeIndex, framed: bool) -> Color {
        match self.map.graph[index].role {
            Role::Core if !framed => self.style.palette.core_note,
            _ if self.in_core(index) => self.ink(index, framed),
            _ => self.style.palette.mute,
        }
    }

    /// The inner one of the two lines around a core.
    fn second_line(&self, index: NodeIndex, outer: &Path) -> Option<Path> {
        let double = self.style.core == Core::Double && self.map.graph[index].role == Role::Core;
        let stroke = outer.stroke.as_ref().filter(|_| double)?;
        let inset = SECOND_LINE.0 * stroke.width;
        let shape = match &outer.shape {
            Shape::Rect(rect) => {
                let radius = (rect.radii().top_left - inset).max(0.0);
                Shape::Rect(RoundedRect::from_rect(rect.rect().inset(-inset), radius))
            }
            Shape::Ellipse(ellipse) => {
                Shape::Ellipse(Ellipse::new(ellipse.center(), ellipse.radii() - kurbo::Vec2::new(inset, inset), 0.0))
            }
            Shape::Path(_) => return None,
        };
        let stroke = Stroke { width: SECOND_LINE.1 * stroke.width, ..stroke.clone() };
        Some(Path { class: Class::Rule, shape, fill: None, stroke: Some(stroke) })
    }

    fn outline(&self, index: NodeIndex, hue: Hue, place: &NodeBox, framed: bool) -> Option<Path> {
        let palette = &self.style.palette;
        let tokens = &self.tokens;
        let theme = &self.map.graph[index];
        let shape = match place.outline {
            Outline::None => return None,
            Outline::Rounded(radius) => Shape::Rect(RoundedRect::from_rect(place.rect, radius)),
            Outline::Ellipse => Shape::Ellipse(Ellipse::from_rect(place.rect)),
        };
        let (fill, line) = match theme.role {
            Role::Core => {
                let line = (palette.core_line, tokens.outcome_stroke);
                (palette.core_fill, self.style.core_outlined().then_some(line))
            }
            Role::Outcome => (palette.card, Some((palette.outcome, tokens.outcome_stroke))),
            _ if framed && self.style.soft_panels => (hue.tint, Some((hue.soft, tokens.panel_stroke))),
            _ if framed => (hue.tint, Some((hue.line, tokens.panel_stroke))),
            _ => (palette.card, Some((hue.soft, tokens.card_stroke))),
        };
        let dash = if theme.tentative { TENTATIVE.map(|dash| dash * tokens.card_stroke).to_vec() } else { Vec::new() };
        let stroke = line.map(|(color, width)| Stroke { color, width, dash, offset: 0.0, round: false });
        let path = Path { class: Class::Shape, shape, fill: Some(fill), stroke };
        Some(change::outline(self, index, framed, path))
    }
}

/// A placed line with its colour.
fn text(line: &TextLine, fill: Color) -> Item {
    let &TextLine { ref line, x, baseline, size, bold } = line;
    Item::Text(Text { line: line.clone(), x, baseline, size, bold, fill })
}
