//! Boxes that overlap → boxes that keep a gap, near where they were (Dwyer, Marriott & Stuckey 2005).

use std::collections::BTreeSet;

use kurbo::{Rect, Vec2};

use super::project::{Distance, project};

/// The gaps that boxes keep.
#[derive(Clone, Copy, Debug)]
pub struct Gaps {
    /// Between boxes side by side, and between boxes above each other.
    pub gap: (f64, f64),
    /// From where to where boxes stand; downwards there is no end.
    pub sides: (f64, f64),
}

/// Moves boxes apart: first sideways where that is the shorter way, then up and down until none overlap.
pub fn separate(boxes: &mut [Rect], gaps: &Gaps) {
    let wide: Vec<Span> = boxes.iter().map(|b| Span::new(b.x0, b.x1, gaps.gap.0)).collect();
    let high: Vec<Span> = boxes.iter().map(|b| Span::new(b.y0, b.y1, gaps.gap.1)).collect();
    let distances = neighbours(&wide, &high, true);
    let wanted: Vec<f64> = wide.iter().map(|span| span.middle).collect();
    let mut middles = project(&wanted, &distances);
    keep_in(&mut middles, &wide, &distances, gaps);
    for (rect, (middle, span)) in boxes.iter_mut().zip(middles.iter().zip(&wide)) {
        *rect = *rect + Vec2::new(middle - span.middle, 0.0);
    }
    stack(boxes, gaps);
}

/// Moves boxes up and down until none overlap.
pub fn stack(boxes: &mut [Rect], gaps: &Gaps) {
    let wide: Vec<Span> = boxes.iter().map(|b| Span::new(b.x0, b.x1, gaps.gap.0)).collect();
    let high: Vec<Span> = boxes.iter().map(|b| Span::new(b.y0, b.y1, gaps.gap.1)).collect();
    let distances = neighbours(&high, &wide, false);
    let wanted: Vec<f64> = high.iter().map(|span| span.middle).collect();
    for (rect, (middle, span)) in boxes.iter_mut().zip(project(&wanted, &distances).iter().zip(&high)) {
        *rect = *rect + Vec2::new(0.0, middle - span.middle);
    }
}

/// A box on one axis, with half of the gap on both sides.
#[derive(Clone, Copy)]
struct Span {
    middle: f64,
    half: f64,
    gap: f64,
}

impl Span {
    fn new(from: f64, to: f64, gap: f64) -> Span {
        Span { middle: (from + to) / 2.0, half: (to - from + gap) / 2.0, gap }
    }

    /// How far two spans overlap.
    fn over(&self, other: &Span) -> f64 {
        self.half + other.half - (self.middle - other.middle).abs()
    }
}

/// The distances that boxes have to keep along one axis, found by a line that moves along the other one.
///
/// With `choosy`, only pairs of which a smaller share overlaps on this axis than on the other; without, all that meet the line
/// side by side, of which each needs to know only its next ones.
fn neighbours(along: &[Span], across: &[Span], choosy: bool) -> Vec<Distance> {
    let n = along.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| along[a].middle.total_cmp(&along[b].middle).then(a.cmp(&b)));
    let mut rank = vec![0; n];
    order.iter().enumerate().for_each(|(at, &node)| rank[node] = at);
    // Where the line meets a box and where it leaves it; it leaves before it meets the next.
    let mut events: Vec<(f64, bool, usize)> = Vec::with_capacity(2 * n);
    for (node, span) in across.iter().enumerate() {
        events.push((span.middle - span.half, true, node));
        events.push((span.middle + span.half - 1e-6, false, node));
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut open = BTreeSet::new();
    let mut distances = Vec::new();
    let mut keep = |a: usize, b: usize| {
        let least = along[a].half + along[b].half;
        distances.push(Distance { before: a, after: b, least });
    };
    for (_, enters, node) in events {
        let own = rank[node];
        if !enters {
            open.remove(&own);
            if !choosy {
                // What stood on both sides of it are neighbours from here on.
                let before = open.range(..own).next_back().map(|&at| order[at]);
                let after = open.range(own + 1..).next().map(|&at| order[at]);
                if let (Some(before), Some(after)) = (before, after) {
                    keep(before, after);
                }
            }
            continue;
        }
        if choosy {
            // Those that overlap it, up to the first that does not.
            let wanted = |&other: &usize| {
                let share = |spans: &[Span]| spans[node].over(&spans[other]) / (spans[node].half + spans[other].half);
                share(along) <= share(across)
            };
            for before in open.range(..own).rev().map(|&at| order[at]) {
                let over = along[node].over(&along[before]);
                if over <= 0.0 || wanted(&before) {
                    keep(before, node);
                }
                if over <= 0.0 {
                    break;
                }
            }
            for after in open.range(own + 1..).map(|&at| order[at]) {
                let over = along[node].over(&along[after]);
                if over <= 0.0 || wanted(&after) {
                    keep(node, after);
                }
                if over <= 0.0 {
                    break;
                }
            }
        } else {
            if let Some(&before) = open.range(..own).next_back() {
                keep(order[before], node);
            }
            if let Some(&after) = open.range(own + 1..).next() {
                keep(node, order[after]);
            }
        }
        open.insert(own);
    }
    distances
}

/// Pushes what stands out at a side back in, with what that meets; what then overlaps still is parted up and down.
fn keep_in(middles: &mut [f64], spans: &[Span], distances: &[Distance], gaps: &Gaps) {
    let n = middles.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| spans[a].middle.total_cmp(&spans[b].middle).then(a.cmp(&b)));
    let mut rank = vec![0; n];
    order.iter().enumerate().for_each(|(at, &node)| rank[node] = at);
    let mut sorted: Vec<&Distance> = distances.iter().collect();
    let room = |node: usize| {
        let half = spans[node].half - spans[node].gap / 2.0;
        (gaps.sides.0 + half, (gaps.sides.1 - half).max(gaps.sides.0 + half))
    };
    (0..n).for_each(|node| middles[node] = middles[node].max(room(node).0));
    sorted.sort_by_key(|d| (rank[d.after], rank[d.before]));
    for d in &sorted {
        middles[d.after] = middles[d.after].max(middles[d.before] + d.least);
    }
    (0..n).for_each(|node| middles[node] = middles[node].min(room(node).1));
    sorted.sort_by_key(|d| (std::cmp::Reverse(rank[d.before]), rank[d.after]));
    for d in &sorted {
        middles[d.before] = middles[d.before].min(middles[d.after] - d.least);
    }
    (0..n).for_each(|node| middles[node] = middles[node].clamp(room(node).0, room(node).1));
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn boxes(seed: u64, n: usize, page: f64) -> Vec<Rect> {
        let mut random = Random::new(seed);
        let one = |_| {
            let (x, y) = (page * random.unit(), page * random.unit());
            Rect::new(x, y, x + 20.0 + 80.0 * random.unit(), y + 10.0 + 30.0 * random.unit())
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn no_two_boxes_overlap_and_none_leaves_the_page_at_its_sides() {
        for seed in 0..200 {
            let (n, page) = (2 + seed as usize % 60, 200.0 + 3.0 * seed as f64);
            let mut boxes = boxes(seed, n, page);
            separate(&mut boxes, &Gaps { gap: (8.0, 6.0), sides: (2.0, page) });
            for (at, a) in boxes.iter().enumerate() {
                assert!(a.x0 >= 2.0 - 1e-6 && a.x1 <= page + 1e-6, "seed {seed}: {a:?} on {page}");
                for b in &boxes[..at] {
                    let (x, y) = (a.x0.max(b.x0) - a.x1.min(b.x1), a.y0.max(b.y0) - a.y1.min(b.y1));
                    assert!(x >= 8.0 - 1e-3 || y >= 6.0 - 1e-3, "seed {seed}: {a:?} and {b:?}");
                }
            }
        }
    }

    #[test]
    fn boxes_that_keep_their_gap_stay() {
        let mut boxes = vec![Rect::new(0.0, 0.0, 40.0, 10.0), Rect::new(50.0, 3.0, 90.0, 13.0)];
        let before = boxes.clone();
        separate(&mut boxes, &Gaps { gap: (8.0, 6.0), sides: (0.0, 100.0) });
        assert_eq!(boxes, before);
    }
}
