//! A path and the size of its label → a place beside the path that touches nothing.

use kurbo::{Point, Rect, Size, Vec2};

use super::outline::{distance, length, near, unit};
use super::{Piece, Problem, space};

/// Distances of a label from its line to try, best first (points).
const CLEAR: [f64; 3] = [5.0, 4.0, 6.0];
/// Least distance of a circle from its line (points).
const DISC_CLEAR: f64 = 1.5;
/// More of them, where a line is slanted or bent.
const FARTHER: [f64; 2] = [8.0, 11.0];
/// Where along a piece the middle of the label may be, best first.
const PLACES: [f64; 9] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
/// Least distance of a label from anything but its own line (points).
const APART: f64 = 2.0;
/// Wanted distance of a label from other lines than a slanted one of its own (points).
const ASIDE: f64 = 8.0;
/// Least distance of two labels side by side, which would read as one sentence (points).
const LABELS_APART: f64 = 14.0;

/// A place for the label of a wire, beside its longest piece that has room; `others` are the pieces of all other wires.
pub(super) fn place(
    problem: &Problem,
    wire: usize,
    points: &[Point],
    size: Size,
    others: &[Piece],
    labels: &[Rect],
) -> Option<Rect> {
    let own: Vec<Piece> = points.windows(2).map(|ends| (ends[0], ends[1])).collect();
    let (source, target) = (problem.wires[wire].source, problem.wires[wire].target);
    let opened: Vec<usize> =
        [source, target].into_iter().flat_map(|end| space::ancestors(&problem.boxes, end)).collect();
    // Beside the boxes rather than inside the panel of one end, where it would seem to belong to the panel.
    let free = |r: Rect, within: bool, from_others: f64| {
        let apart = r.inset(APART - 1e-9);
        let inside = |outer: Rect| outer.x0 <= r.x0 && r.x1 <= outer.x1 && outer.y0 <= r.y0 && r.y1 <= outer.y1;
        inside(problem.page)
            && problem.boxes.iter().enumerate().all(|(i, b)| {
                !overlap(apart, b.rect) || (within && opened.contains(&i) && inside(b.rect.inset(-APART)))
            })
            && !problem.texts.iter().any(|t| overlap(apart, *t))
            && !labels.iter().any(|t| overlap(r.inflate(LABELS_APART, APART), *t))
            && !others.iter().any(|&(a, b)| near(r.inset(from_others - 1e-9), a, b, 0.0))
            && match disc(size) {
                true => own.iter().all(|&(a, b)| distance(r.center(), a, b) >= size.width / 2.0 + DISC_CLEAR - 1e-6),
                false => !own.iter().any(|&(a, b)| near(r.inset(CLEAR[1] - 1e-6), a, b, 0.0)),
            }
    };
    let right_angled = own.iter().all(|(a, b)| a.x == b.x || a.y == b.y);
    let places = if right_angled { beside_pieces(&own, size) } else { beside_curve(&own, size) };
    let insides = if opened.is_empty() { &[false][..] } else { &[false, true] };
    // Nearer to another line than to its own a label would seem to be that one's.
    let distances = if right_angled { &[APART][..] } else { &[ASIDE, APART] };
    let tries = insides.iter().flat_map(|&within| distances.iter().map(move |&distance| (within, distance)));
    tries.into_iter().find_map(|(within, distance)| places.iter().copied().find(|&place| free(place, within, distance)))
}

/// Places beside the pieces of a path with right angles, longest piece first.
fn beside_pieces(own: &[Piece], size: Size) -> Vec<Rect> {
    let mut order = own.to_vec();
    order.sort_by(|&(a, b), &(c, d)| length(d - c).total_cmp(&length(b - a)));
    let mut places = Vec::with_capacity(order.len() * CLEAR.len() * PLACES.len() * 2);
    for (a, b) in order {
        for clear in CLEAR {
            for share in PLACES {
                // From the smaller coordinate on, so that a link and its reverse have the same places.
                let (from, to) = if (a.x, a.y) <= (b.x, b.y) { (a, b) } else { (b, a) };
                places.extend(candidates(from + (to - from) * share, to - from, clear, size));
            }
        }
    }
    places
}

/// Places beside a slanted line or a curve, by the length of the way along it.
fn beside_curve(own: &[Piece], size: Size) -> Vec<Rect> {
    let whole: f64 = own.iter().map(|&(a, b)| length(b - a)).sum();
    let mut places = Vec::with_capacity((CLEAR.len() + 2) * PLACES.len() * 2);
    for clear in CLEAR.into_iter().chain(FARTHER) {
        for share in PLACES {
            let mut left = share * whole;
            let here = own.iter().find(|&&(a, b)| {
                let piece = length(b - a);
                left -= piece;
                left <= 0.0 && piece > 0.0
            });
            let Some(&(a, b)) = here else { continue };
            let at = b + (b - a) * (left / length(b - a));
            places.extend(candidates(at, b - a, clear, size));
        }
    }
    places
}

/// The two places beside a line that runs this way through a point: right, then left of a steep one; above, then below
/// any other. Text is level, so of a slanted line it is a corner that is so far clear.
fn candidates(at: Point, way: Vec2, clear: f64, size: Size) -> [Rect; 2] {
    let across = unit(Vec2::new(-way.y, way.x)).unwrap_or(Vec2::new(0.0, -1.0));
    let turned = if way.x.abs() >= way.y.abs() { across.y > 0.0 } else { across.x < 0.0 };
    let across = if turned { -across } else { across };
    let reach = match disc(size) {
        true => size.width / 2.0 + clear - CLEAR[1] + DISC_CLEAR,
        false => (across.x.abs() * size.width + across.y.abs() * size.height) / 2.0 + clear,
    };
    [1.0, -1.0].map(|side| Rect::from_center_size(at + across * (side * reach), size))
}

/// Whether what is placed is a circle: only that is as wide as high.
fn disc(size: Size) -> bool {
    size.width == size.height
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}
