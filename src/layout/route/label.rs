//! A path and the size of its label → a place beside the path that touches nothing.

use kurbo::{Point, Rect, Size};

use super::Problem;
use super::space::{self, Axis, Segment, segments};

/// Distances of a label from its line to try, best first (points).
const CLEAR: [f64; 3] = [5.0, 4.0, 6.0];
/// Where along a piece the middle of the label may be, best first.
const PLACES: [f64; 9] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
/// Least distance of a label from anything but its own line (points).
const APART: f64 = 2.0;
/// Least distance of two labels side by side, which would read as one sentence (points).
const LABELS_APART: f64 = 14.0;

/// A place for the label of a wire, beside its longest piece that has room; `others` are the pieces of all other wires.
pub(super) fn place(
    problem: &Problem,
    wire: usize,
    points: &[Point],
    size: Size,
    others: &[Segment],
    labels: &[Rect],
) -> Option<Rect> {
    let own: Vec<Segment> = segments(points).collect();
    let (source, target) = (problem.wires[wire].source, problem.wires[wire].target);
    let opened: Vec<usize> =
        [source, target].into_iter().flat_map(|end| space::ancestors(&problem.boxes, end)).collect();
    // Beside the boxes rather than inside the panel of one end, where it would seem to belong to the panel.
    let free = |r: Rect, within: bool| {
        let apart = r.inset(APART - 1e-9);
        let inside = |outer: Rect| outer.x0 <= r.x0 && r.x1 <= outer.x1 && outer.y0 <= r.y0 && r.y1 <= outer.y1;
        inside(problem.page)
            && problem.boxes.iter().enumerate().all(|(i, b)| {
                !overlap(apart, b.rect) || (within && opened.contains(&i) && inside(b.rect.inset(-APART)))
            })
            && !problem.texts.iter().any(|t| overlap(apart, *t))
            && !labels.iter().any(|t| overlap(r.inflate(LABELS_APART, APART), *t))
            && !others.iter().any(|s| s.enters(apart))
            && !own.iter().any(|s| s.enters(r.inset(CLEAR[1] - 1e-6)))
    };
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.sort_by(|&a, &b| (own[b].hi - own[b].lo).total_cmp(&(own[a].hi - own[a].lo)));
    for within in [false, true] {
        for segment in order.iter().map(|&i| own[i]) {
            for clear in CLEAR {
                for place in PLACES {
                    let middle = segment.lo + place * (segment.hi - segment.lo);
                    let sides = candidates(segment, middle, clear, size);
                    if let Some(side) = sides.into_iter().find(|&side| free(side, within)) {
                        return Some(side);
                    }
                }
            }
        }
        if opened.is_empty() {
            break;
        }
    }
    None
}

/// Right, then left of a vertical piece; above, then below a horizontal one.
fn candidates(segment: Segment, middle: f64, clear: f64, size: Size) -> [Rect; 2] {
    let Size { width: w, height: h } = size;
    match segment.axis {
        Axis::Vertical => [segment.pos + clear, segment.pos - clear - w]
            .map(|x| Rect::new(x, middle - h / 2.0, x + w, middle + h / 2.0)),
        Axis::Horizontal => [segment.pos - clear - h, segment.pos + clear]
            .map(|y| Rect::new(middle - w / 2.0, y, middle + w / 2.0, y + h)),
    }
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}
