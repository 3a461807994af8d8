//! Boxes, text and marks → what overlaps, leaves its place, or is too small.

use kurbo::{Point, Rect};
use petgraph::graph::NodeIndex;

use super::shape::{Shape, inside, overlap};
use super::{EPS, Hard, Index, Owner, Sheet, extent, ink, near};
use crate::layout::graph::Kind;
use crate::layout::{Mark, Outline};

/// Least type size journals accept (points).
const LEAST_SIZE: f64 = 8.0;

/// Counts what is wrong with everything but links.
pub fn count(sheet: &Sheet, hard: &mut Hard) {
    boxes(sheet, hard);
    texts(sheet, hard);
    marks(sheet, hard);
    slots(sheet, hard);
}

/// Marks of who speaks: each in its box, and clear of all text.
fn slots(sheet: &Sheet, hard: &mut Hard) {
    for &node in &sheet.nodes {
        let Some((place, slots)) = sheet.place(node).and_then(|place| Some((place, place.slots.as_ref()?))) else {
            continue;
        };
        let room = slots.extent(place.rect);
        let shape = sheet.shape(node);
        let corners = [(room.x0, room.y0), (room.x1, room.y0), (room.x0, room.y1), (room.x1, room.y1)];
        hard.text_outside_shape += usize::from(!corners.iter().all(|&corner| shape.holds(corner.into())));
        let covered = |j: usize| overlap(room, ink(sheet.lines[j].1));
        hard.text_over_text += usize::from(sheet.texts.any(|bounds| near(bounds, room), covered));
    }
}

fn boxes(sheet: &Sheet, hard: &mut Hard) {
    let all = Index::new(sheet.nodes.iter().map(|&node| sheet.rect(node)));
    for (i, &a) in sheet.nodes.iter().enumerate() {
        let (rect, shape) = (sheet.rect(a), sheet.shape(a));
        hard.off_page += usize::from(!inside(rect, sheet.page));
        let home = sheet.above(a).find(|n| sheet.outline(*n) != Outline::None);
        hard.child_outside += usize::from(home.is_some_and(|home| !inside(rect, sheet.rect(home))));
        all.each(
            |bounds| near(bounds, rect),
            |j| {
                let b = sheet.nodes[j];
                let outlined = [a, b].map(|n| sheet.outline(n) != Outline::None);
                if j >= i || outlined == [false, false] || sheet.related(a, b) || !shape.overlaps(&sheet.shape(b)) {
                    return;
                }
                // Two texts of one card are related to it, not to each other.
                let other = sheet.rect(b);
                if outlined == [true, true] && !inside(rect, other) && !inside(other, rect) {
                    hard.box_overlaps += 1;
                } else {
                    hard.stranger_inside += 1;
                }
            },
        );
    }
}

fn texts(sheet: &Sheet, hard: &mut Hard) {
    for (i, &(owner, line)) in sheet.lines.iter().enumerate() {
        let (ink, room) = (ink(line), extent(line));
        hard.off_page += usize::from(!inside(ink, sheet.page));
        hard.text_too_small += usize::from(line.size < LEAST_SIZE - EPS);
        if let Owner::Node(node) = owner {
            let shape = sheet.shape(sheet.shown_by(node));
            let corners = [(ink.x0, ink.y0), (ink.x1, ink.y0), (ink.x0, ink.y1), (ink.x1, ink.y1)];
            hard.text_outside_shape += usize::from(!corners.iter().all(|&corner| shape.holds(corner.into())));
        }
        let words = Shape::new(room, Outline::None);
        let on = |i: usize| {
            let (node, shape) = &sheet.outlined[i];
            !belongs(sheet, owner, room, *node) && shape.overlaps(&words)
        };
        hard.text_on_box += usize::from(sheet.outlines.any(|bounds| near(bounds, room), on));
        let other = |j: usize| j < i && overlap(room, extent(sheet.lines[j].1));
        sheet.texts.each(|bounds| near(bounds, room), |j| hard.text_over_text += usize::from(other(j)));
    }
}

/// Whether a line of text may stand on a box: its own, one around that, or one that encloses its link.
fn belongs(sheet: &Sheet, owner: Owner, room: Rect, node: NodeIndex) -> bool {
    match owner {
        Owner::Title => false,
        Owner::Node(own) => own == node || sheet.above(own).any(|n| n == node),
        Owner::Edge(edge) => {
            let ends = sheet.ends(edge);
            ends.is_some_and(|(a, b)| sheet.above(a).chain(sheet.above(b)).any(|n| n == node))
        }
        // The words of a table may stand in a panel.
        Owner::Mark => sheet.place(node).is_some_and(|place| place.kind == Kind::Panel && inside(room, place.rect)),
    }
}

fn marks(sheet: &Sheet, hard: &mut Hard) {
    for mark in &sheet.layout.marks {
        let cell = |centre: Point, radius: f64| Rect::from_center_size(centre, (2.0 * radius, 2.0 * radius));
        let (bounds, round) = match mark {
            Mark::Area { rect, .. } | Mark::Orbit { rect } | Mark::Circle { rect } => (*rect, false),
            Mark::Sample { rect, .. } => (*rect, false),
            Mark::Rule { from, to, .. } => (Rect::from_points(*from, *to), false),
            Mark::Disc { centre, radius, .. }
            | Mark::Dot { centre, radius }
            | Mark::Badge { centre, radius, .. }
            | Mark::Voice { centre, radius, .. } => (cell(*centre, *radius), true),
            Mark::Words { .. } | Mark::Note { .. } => continue,
        };
        hard.off_page += usize::from(!inside(bounds, sheet.page));
        let shape = Shape::new(bounds, Outline::Ellipse);
        // A sign may come close to words, as long as it hides none of their ink.
        let room = if matches!(mark, Mark::Badge { .. }) { ink } else { extent };
        let covered = |j: usize| shape.overlaps(&Shape::new(room(sheet.lines[j].1), Outline::None));
        let hits = round && sheet.texts.any(|bounds| near(bounds, shape.rect), covered);
        hard.text_over_text += usize::from(hits);
    }
}
