//! What changed between versions → signs, struck words, and a quiet look for all that did not change.

use kurbo::{BezPath, Circle, Ellipse, Point, Rect, RoundedRect};
use petgraph::graph::NodeIndex;

use super::figure::{Class, Color, Group, Item, Path, Shape, Stroke, Tag};
use super::{Pen, link::DASHED};
use crate::layout::graph::Kind;
use crate::layout::{Layout, Mark, Owner, RING, TextLine, link_mark, mark};
use crate::model::history::{Below, Mark as Change};
use crate::model::{Link, Map, Role};
use crate::style::{Hue, Style};

/// Dashes of an earlier place, in points for a line of .75.
const GHOST: [f64; 2] = [3.0, 2.0];

/// Line of an earlier place, in points.
const GHOST_LINE: f64 = 0.75;

/// The outline of what has changed, in widths of the outline it has otherwise: of a card and of a panel.
const CHANGED: (f64, f64) = (3.0, 2.0);

/// What becomes of something without its leaving its place.
const STAYS: [Change; 5] = [Change::Reworded, Change::Merged, Change::Confirmed, Change::Tentative, Change::Reordered];

/// A line that tells of a change, in widths of a link.
const TOLD: f64 = 1.25;

/// The line through words and below them: its width, how far above the baseline and how far below, and how far it reaches
/// beyond the words, in em.
const RULE: (f64, f64, f64, f64) = (0.075, 0.24, 0.14, 0.09);

/// The stroke of a sign, in radii of its disc.
const SIGN: f64 = 0.25;

/// The hue of a mark. No two marks are told apart by their hue alone: each has its own sign.
fn hue(style: &Style, mark: Change) -> Hue {
    let at = match mark {
        Change::Moved => 0,
        Change::Reworded => 1,
        Change::New => 2,
        Change::Promoted | Change::Demoted => 3,
        Change::Merged => 4,
        Change::Removed | Change::Confirmed | Change::Tentative | Change::Reordered => usize::MAX,
    };
    let palette = &style.palette;
    palette.hues.get(at).copied().unwrap_or(palette.neutral)
}

/// The hue of every node: quiet where nothing changed, else that of its mark.
pub(super) fn hues(map: &Map, layout: &Layout, style: &Style) -> Vec<Hue> {
    let palette = &style.palette;
    let quiet = Hue { line: palette.mute, tint: palette.card, soft: palette.neutral.soft };
    let own = |node: NodeIndex| {
        let ghost = map.graph[node].history.as_ref().is_some_and(|history| history.ghost);
        mark(map, layout, node.index()).filter(|_| !ghost).map_or(quiet, |mark| self::hue(style, mark))
    };
    map.graph.node_indices().map(own).collect()
}

/// The text of a node where changes decide about it.
pub(super) fn ink(pen: &Pen, node: NodeIndex) -> Option<Color> {
    let theme = &pen.map.graph[node];
    let history = theme.history.as_ref().filter(|_| pen.difference)?;
    let palette = &pen.style.palette;
    if theme.role == Role::Core || pen.in_core(node) {
        return None;
    }
    let changed = !history.ghost && mark(pen.map, pen.layout, node.index()).is_some();
    Some(if changed { palette.ink } else { palette.mute })
}

/// The outline of a node as its changes have it.
pub(super) fn outline(pen: &Pen, node: NodeIndex, framed: bool, path: Path) -> Path {
    let theme = &pen.map.graph[node];
    let Some(history) = &theme.history else { return path };
    let palette = &pen.style.palette;
    if pen.difference && history.ghost {
        return ghost(pen, path);
    }
    let mark = mark(pen.map, pen.layout, node.index());
    if theme.role == Role::Core && !framed {
        return path;
    }
    let width = match (framed, mark) {
        (true, Some(_)) => CHANGED.1 * pen.tokens.panel_stroke,
        (false, Some(_)) => CHANGED.0 * pen.tokens.card_stroke,
        (true, None) => pen.tokens.panel_stroke,
        (false, None) => pen.tokens.card_stroke,
    };
    let Path { fill, stroke, .. } = path;
    let (fill, color) = match (mark, pen.difference) {
        // A group that stands where it stood is no large field of colour.
        (Some(mark), true) if framed && STAYS.contains(&mark) => (Some(palette.card), hue(pen.style, mark).line),
        (Some(mark), true) => (Some(hue(pen.style, mark).tint), hue(pen.style, mark).line),
        (Some(mark), false) => (fill, hue(pen.style, mark).line),
        (None, true) => (Some(palette.card), palette.neutral.soft),
        (None, false) => return Path { fill, stroke, ..path },
    };
    // Dashes of a candidate stay in the pattern of their line.
    let dash = stroke.as_ref().map(|stroke| stroke.dash.clone()).unwrap_or_default();
    Path { fill, stroke: Some(Stroke { color, width, dash, offset: 0.0, round: false }), ..path }
}

fn ghost(pen: &Pen, path: Path) -> Path {
    let scale = pen.tokens.link_stroke;
    let (color, dash) = (pen.style.palette.mute, GHOST.map(|dash| dash * scale).to_vec());
    let stroke = Stroke { color, width: GHOST_LINE * scale, dash, offset: 0.0, round: false };
    Path { fill: Some(pen.style.palette.card), stroke: Some(stroke), ..path }
}

/// The outline of an earlier place, or of what has not changed, in the legend.
pub(super) fn sample(pen: &Pen, rect: Rect, earlier: bool) -> Item {
    let (color, width) = (pen.style.palette.neutral.soft, pen.tokens.card_stroke);
    let radius = if earlier { rect.height() / 2.0 } else { pen.tokens.card_radius };
    let path = Path {
        class: Class::Shape,
        shape: Shape::Rect(RoundedRect::from_rect(rect, radius)),
        fill: Some(pen.style.palette.card),
        stroke: Some(Stroke { color, width, dash: Vec::new(), offset: 0.0, round: false }),
    };
    Item::Path(if earlier { ghost(pen, path) } else { path })
}

/// The lines through words that are gone and below words that are new, of one line of a label.
pub(super) fn lines(pen: &Pen, node: NodeIndex, line: &TextLine, color: Color) -> Vec<Item> {
    let Some(history) = pen.map.graph[node].history.as_ref().filter(|_| pen.difference) else { return Vec::new() };
    let struck = match (&history.below, line.line.second) {
        (Some(Below::Earlier(_)), true) => true,
        (_, false) => history.ghost,
        _ => false,
    };
    if struck {
        // What became of it stands behind its label and is not struck.
        let kind = pen.layout.boxes[node.index()].as_ref().map(|place| place.kind);
        let bracketed = matches!(kind, Some(Kind::Item | Kind::Row)) && !line.line.second;
        let words = 0..pen.map.graph[node].label.len();
        return match bracketed {
            true => line.line.span(&words).map(|span| rule(line, Some(span), true, color)).into_iter().collect(),
            false => vec![rule(line, None, true, color)],
        };
    }
    let added = history.added.iter().filter(|_| !line.line.second && !history.ghost);
    let spans = added.filter_map(|bytes| line.line.span(bytes));
    spans.map(|span| rule(line, Some(span), false, color)).collect()
}

/// A line through a line of text, or below it; or below a part of it, in em.
pub(super) fn rule(line: &TextLine, span: Option<(f64, f64)>, through: bool, color: Color) -> Item {
    let (width, above, below, beyond) = RULE;
    let beyond = if span.is_none() { beyond } else { 0.0 };
    let (from, to) = span.unwrap_or((0.0, line.line.width));
    let y = line.baseline + if through { -above } else { below } * line.size;
    let mut path = BezPath::new();
    path.move_to((line.x + (from - beyond) * line.size, y));
    path.line_to((line.x + (to + beyond) * line.size, y));
    let stroke = Stroke { color, width: width * line.size, dash: Vec::new(), offset: 0.0, round: false };
    Item::Path(Path { class: Class::Rule, shape: Shape::Path(path), fill: None, stroke: Some(stroke) })
}

fn bond_mark(pen: &Pen, link: &Link, edge: Option<usize>) -> Option<Change> {
    let bond = link.bond.as_ref()?;
    if bond.change { bond.mark } else { link_mark(pen.map, pen.layout, edge?) }
}

/// The colour of a link where changes decide about it.
pub(super) fn link(pen: &Pen, link: &Link, edge: Option<usize>) -> Option<Color> {
    let palette = &pen.style.palette;
    match bond_mark(pen, link, edge) {
        Some(Change::Removed) => Some(palette.mute),
        Some(mark) => Some(hue(pen.style, mark).line),
        None => (pen.difference && edge.is_some()).then_some(palette.mute),
    }
}

/// Width in widths of a link, dashes and round ends of a link where changes decide about it.
pub(super) fn link_line(pen: &Pen, link: &Link, edge: Option<usize>) -> Option<(f64, &'static [f64], bool)> {
    let bond = link.bond.as_ref()?;
    let mark = bond_mark(pen, link, edge)?;
    match (bond.change, mark) {
        // What moved is one thing; what came out of another, or went into it, is two.
        (true, Change::New | Change::Merged) => Some((TOLD, &DASHED, false)),
        (true, _) => Some((TOLD, &[], false)),
        (false, Change::Removed) => Some((1.0, &DASHED, false)),
        // The dashes of its kind say what it claims.
        (false, _) => None,
    }
}

/// The colour of the words beside a line that tells of a change.
pub(super) fn link_words(pen: &Pen, link: &Link) -> Option<Color> {
    let bond = link.bond.as_ref().filter(|bond| bond.change)?;
    bond.mark.map(|mark| hue(pen.style, mark).line)
}

/// Draws the signs, in front of everything.
pub(super) fn badges(pen: &Pen, items: &mut Vec<Item>) {
    for badge in &pen.layout.marks {
        let Mark::Badge { centre, radius, mark, on } = badge else { continue };
        let on = match on {
            Owner::Node(node) => pen.map.graph.node_weight(NodeIndex::new(*node)).map(|theme| theme.id.clone()),
            Owner::Link(_) => None,
        };
        let ring = RING * pen.tokens.note;
        let mut parts = vec![disc(Class::Area, *centre, radius + ring, pen.style.palette.page)];
        parts.extend(sign(pen, *mark, *centre, *radius));
        items.push(Item::Group(Group { tag: Tag::Badge { mark: mark.name(), on }, items: parts }));
    }
}

/// A sign on its disc.
pub(super) fn sign(pen: &Pen, mark: Change, centre: Point, radius: f64) -> Vec<Item> {
    let color = pen.style.palette.page;
    let mut path = BezPath::new();
    for piece in strokes(mark) {
        for (i, &(x, y)) in piece.iter().enumerate() {
            let point = centre + kurbo::Vec2::new(x, y) * radius;
            if i == 0 { path.move_to(point) } else { path.line_to(point) }
        }
    }
    let stroke = Stroke { color, width: SIGN * radius, dash: Vec::new(), offset: 0.0, round: true };
    let line = Path { class: Class::Rule, shape: Shape::Path(path), fill: None, stroke: Some(stroke) };
    vec![disc(Class::Badge, centre, radius, hue(pen.style, mark).line), Item::Path(line)]
}

fn disc(class: Class, centre: Point, radius: f64, color: Color) -> Item {
    let shape = Shape::Ellipse(Ellipse::from(Circle::new(centre, radius)));
    Item::Path(Path { class, shape, fill: Some(color), stroke: None })
}

/// The strokes of a sign, in radii of its disc from its centre.
fn strokes(mark: Change) -> &'static [&'static [(f64, f64)]] {
    match mark {
        Change::New => &[&[(-0.5, 0.0), (0.5, 0.0)], &[(0.0, -0.5), (0.0, 0.5)]],
        Change::Removed => &[&[(-0.36, -0.36), (0.36, 0.36)], &[(-0.36, 0.36), (0.36, -0.36)]],
        Change::Moved => &[&[(-0.52, 0.0), (0.5, 0.0)], &[(0.1, -0.42), (0.52, 0.0), (0.1, 0.42)]],
        Change::Promoted => &[&[(0.0, 0.52), (0.0, -0.5)], &[(-0.42, -0.1), (0.0, -0.52), (0.42, -0.1)]],
        Change::Demoted => &[&[(0.0, -0.52), (0.0, 0.5)], &[(-0.42, 0.1), (0.0, 0.52), (0.42, 0.1)]],
        Change::Reordered => &[
            &[(0.0, -0.5), (0.0, 0.5)],
            &[(-0.3, -0.25), (0.0, -0.55), (0.3, -0.25)],
            &[(-0.3, 0.25), (0.0, 0.55), (0.3, 0.25)],
        ],
        Change::Reworded => {
            &[&[(-0.48, -0.2), (0.48, -0.2)], &[(-0.48, 0.2), (0.48, 0.2)], &[(-0.25, 0.55), (0.25, -0.55)]]
        }
        // Two that become one.
        Change::Merged => &[&[(-0.5, -0.4), (-0.05, 0.0), (0.52, 0.0)], &[(-0.5, 0.4), (-0.05, 0.0)]],
        Change::Confirmed => &[&[(-0.42, 0.03), (-0.1, 0.35), (0.44, -0.33)]],
        Change::Tentative => &[
            &[
                (-0.28, -0.27),
                (-0.21, -0.46),
                (0.0, -0.54),
                (0.21, -0.46),
                (0.28, -0.27),
                (0.19, -0.08),
                (0.03, 0.04),
                (0.0, 0.2),
            ],
            &[(0.0, 0.5), (0.0, 0.51)],
        ],
    }
}
