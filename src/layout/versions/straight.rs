//! Links that go round what is not there in a version → straight ones, where nothing else is in their way.

use kurbo::{Point, Rect, Vec2};

use super::badge::ink;
use crate::layout::{Layout, Mark, Outline};

/// Ends that are off by less are on one line (points).
const SAME: f64 = 0.01;

/// From a straight link to its words, and around both to what else stands there, in em of the note size.
const BESIDE: f64 = 0.6;
const CLEAR: f64 = 0.4;

/// Straightens the links whose ends face each other; one with words takes them along.
pub fn straighten(layout: &mut Layout) {
    for edge in 0..layout.paths.len() {
        if let Some((points, by)) = straight(layout, edge) {
            let path = &mut layout.paths[edge];
            path.points = points;
            for line in &mut path.label {
                (line.x, line.baseline) = (line.x + by.x, line.baseline + by.y);
            }
        }
    }
}

/// The straight way of a link and how far its words go with it; `None` if it is straight, or something is in the way.
fn straight(layout: &Layout, edge: usize) -> Option<(Vec<Point>, Vec2)> {
    let path = &layout.paths[edge];
    let (&from, &to) = (path.points.first()?, path.points.last()?);
    let upright = (from.x - to.x).abs() < SAME;
    let joined = path.joins.is_some() || layout.paths.iter().any(|other| other.joins.is_some_and(|to| to.edge == edge));
    if path.points.len() < 3
        || path.cubic
        || path.disc.is_some()
        || joined
        || !(upright || (from.y - to.y).abs() < SAME)
    {
        return None;
    }
    let note = layout.tokens.note;
    let way = Rect::from_points(from, to);
    // Its own ends touch it.
    let along = if upright { (CLEAR * note, -SAME) } else { (-SAME, CLEAR * note) };
    let mut taken = vec![way.inset(along)];
    let mut by = Vec2::ZERO;
    if let Some(words) = path.label.iter().map(ink).reduce(|a, b| a.union(b)) {
        let middle = way.center();
        by = match upright {
            true => Vec2::new(middle.x + BESIDE * note - words.x0, middle.y - words.center().y),
            false => Vec2::new(middle.x - words.center().x, middle.y - BESIDE * note - words.y1),
        };
        taken.push((words + by).inset(CLEAR * note));
    }
    let boxes = layout.boxes.iter().flatten();
    let outlined = boxes.clone().filter(|place| place.outline != Outline::None).map(|place| place.rect);
    // A box that holds all of it is not in its way.
    let outlined = outlined.filter(|rect| !taken.iter().all(|own| rect.contains_rect(*own)));
    let others = || layout.paths.iter().enumerate().filter(|(other, _)| *other != edge).map(|(_, path)| path);
    let texts = boxes.flat_map(|place| &place.text).chain(others().flat_map(|path| &path.label)).map(ink);
    let pieces = others().map(|path| &path.points).chain(layout.branches.iter().map(|branch| &branch.points));
    let pieces =
        pieces.flat_map(|points| points.windows(2)).map(|ends| Rect::from_points(ends[0], ends[1]).inset(SAME));
    let marks = layout.marks.iter().filter_map(|mark| match mark {
        Mark::Words { line, .. } => Some(ink(line)),
        Mark::Orbit { rect } | Mark::Area { rect, .. } | Mark::Circle { rect } => Some(*rect),
        _ => None,
    });
    let mut all = outlined.chain(texts).chain(pieces).chain(marks);
    let page = Rect::from_origin_size(Point::ZERO, layout.page);
    let fits =
        taken.iter().all(|own| page.contains_rect(*own)) && !all.any(|rect| taken.iter().any(|own| own.overlaps(rect)));
    fits.then(|| (vec![from, to], by))
}
