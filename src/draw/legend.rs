//! Samples of the legend → the marks as they are in the figure, each with its words.

use kurbo::{BezPath, Rect};
use petgraph::graph::NodeIndex;

use super::figure::{Group, Item, Tag};
use super::{Pen, branch, change, link, text};
use crate::layout::graph::Kind;
use crate::layout::{Mark, NodeBox, Outline, Sign, sample_path};
use crate::model::Link;

/// Draws the legend.
pub(super) fn draw(pen: &Pen, items: &mut Vec<Item>) {
    for mark in &pen.layout.marks {
        let Mark::Sample { rect, sign, meaning, rtl, line } = mark else { continue };
        let mut entry = sample(pen, sign, *rect, *rtl);
        entry.push(text(line, pen.style.palette.mute));
        items.push(Item::Group(Group { tag: Tag::Legend { mark: meaning.name() }, items: entry }));
    }
}

fn sample(pen: &Pen, sign: &Sign, rect: Rect, rtl: bool) -> Vec<Item> {
    match *sign {
        Sign::Badge { mark } => change::sign(pen, mark, rect.center(), rect.height() / 2.0),
        Sign::Ghost => vec![change::sample(pen, rect, true)],
        Sign::Quiet => vec![change::sample(pen, rect, false)],
        Sign::Struck { ref line, through } => {
            let color = pen.style.palette.mute;
            vec![text(line, color), change::rule(line, None, through, color)]
        }
        Sign::Link { kind, tentative, heads } => {
            let like = Link { kind, tentative, label: None, second: None, bond: None, span: 0..0 };
            link::parts(pen, (&like, None), &sample_path(rect, heads, rtl), &[])
        }
        Sign::Outline { ref nodes, kind, outline } => {
            let outline = match outline {
                Outline::Rounded(radius) => Outline::Rounded(radius.min(rect.height() / 2.0)),
                other => other,
            };
            let (text, wordings, rules) = (Vec::new(), Vec::new(), Vec::new());
            let place = NodeBox { rect, outline, text, wordings, rules, kind, inside: None, slots: None };
            let framed = matches!(kind, Kind::Panel | Kind::Title);
            let Some(&first) = nodes.first() else { return Vec::new() };
            // What several groups have is shown in the colour of none.
            let shared = nodes.iter().all(|&node| pen.hues[node] == pen.hues[first]);
            let hue = if shared { pen.hues[first] } else { pen.style.palette.neutral };
            pen.outline(NodeIndex::new(first), hue, &place, framed).into_iter().map(Item::Path).collect()
        }
        Sign::Tick { parent } => {
            let mut line = BezPath::new();
            line.move_to((rect.x0, rect.y0));
            line.line_to((rect.x1, rect.y0));
            vec![branch::broken(pen, NodeIndex::new(parent), line)]
        }
    }
}
