//! Marks → the cells, rules and words of tables, and the circles behind boxes.

use kurbo::{BezPath, Circle, Ellipse, RoundedRect};

use super::figure::{Class, Color, Item, Path, Shape, Stroke};
use super::{Pen, text};
use crate::layout::{Mark, Outline, Weight};

/// Draws all marks, which stand behind the boxes, back to front.
pub(super) fn draw(pen: &Pen, items: &mut Vec<Item>) {
    items.extend(pen.layout.marks.iter().filter_map(|mark| item(pen, mark)));
}

fn item(pen: &Pen, mark: &Mark) -> Option<Item> {
    let palette = &pen.style.palette;
    Some(match mark {
        Mark::Area { rect, outline, node } => {
            let shape = match outline {
                Outline::Ellipse => Shape::Ellipse(Ellipse::from_rect(*rect)),
                Outline::Rounded(radius) => Shape::Rect(RoundedRect::from_rect(*rect, *radius)),
                Outline::None => Shape::Rect(RoundedRect::from_rect(*rect, 0.0)),
            };
            filled(Class::Area, shape, pen.hues[*node].tint)
        }
        Mark::Circle { rect } => {
            let shape = Shape::Ellipse(Ellipse::from_rect(*rect));
            lined(Class::Rule, shape, palette.neutral.soft, pen.tokens.card_stroke)
        }
        Mark::Orbit { rect } => {
            let shape = Shape::Ellipse(Ellipse::from_rect(*rect));
            // As thin as what parts rows: where it has to be as black as the links, its weight alone tells it from them.
            lined(Class::Guide, shape, palette.orbit, pen.tokens.rule_stroke)
        }
        Mark::Rule { from, to, weight, node } => {
            let mut path = BezPath::new();
            path.move_to(*from);
            path.line_to(*to);
            let color = match (weight, node) {
                (Weight::Faint, _) => palette.rule,
                (Weight::Leader, _) => palette.mute,
                (Weight::Strong, Some(node)) => pen.hues[*node].line,
                (Weight::Strong, None) => palette.ink,
            };
            let width = match weight {
                Weight::Strong => pen.tokens.panel_stroke,
                Weight::Faint => pen.tokens.rule_stroke,
                Weight::Leader => pen.tokens.card_stroke,
            };
            let class = if *weight == Weight::Faint { Class::Guide } else { Class::Rule };
            lined(class, Shape::Path(path), color, width)
        }
        Mark::Disc { centre, radius, node } => {
            filled(Class::Mark, Shape::Ellipse(Ellipse::from(Circle::new(*centre, *radius))), pen.hues[*node].line)
        }
        Mark::Dot { centre, radius } => {
            filled(Class::Mark, Shape::Ellipse(Ellipse::from(Circle::new(*centre, *radius))), palette.neutral.soft)
        }
        Mark::Note { line, .. } => text(line, palette.mute),
        Mark::Words { line, quiet } => text(line, if *quiet { palette.mute } else { palette.ink }),
        // The legend and signs are drawn in front, as the marks are that they explain.
        Mark::Sample { .. } | Mark::Badge { .. } | Mark::Voice { .. } => return None,
    })
}

fn filled(class: Class, shape: Shape, color: Color) -> Item {
    Item::Path(Path { class, shape, fill: Some(color), stroke: None })
}

fn lined(class: Class, shape: Shape, color: Color, width: f64) -> Item {
    let stroke = Stroke { color, width, dash: Vec::new(), offset: 0.0, round: false };
    Item::Path(Path { class, shape, fill: None, stroke: Some(stroke) })
}
