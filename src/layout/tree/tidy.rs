//! Boxes of any size in a tree → a position for each: no overlap, parents in the middle of their children, linear time.
//!
//! Non-layered tidy trees after A. van der Ploeg, "Drawing non-layered tidy trees in linear time", Software: Practice and
//! Experience 44(12), 2014. The tree grows along one axis, where a box begins where its parent ends; siblings are moved
//! apart along the other until the contours of their subtrees clear each other. The walks are loops over the boxes, so
//! that no depth of a tree is too deep.

/// No box.
const NONE: usize = usize::MAX;

/// A tree to lay out. Box 0 is the root, and every box stands before its children.
pub struct Boxes<'a> {
    /// The children of each box, in order.
    pub children: &'a [Vec<usize>],
    /// Extent of each box along the axis of growth, with the gap in front of it.
    pub length: &'a [f64],
    /// Extent of each box along the other axis.
    pub breadth: &'a [f64],
    /// Between the subtrees of each box's children.
    pub gap: &'a [f64],
}

/// Where each box begins along both axes: (growth, breadth). The least breadth is 0.
pub fn tidy(boxes: &Boxes) -> Vec<(f64, f64)> {
    let mut walk = Walk::new(boxes);
    for t in (0..walk.n).rev() {
        walk.first(t);
    }
    walk.second()
}

/// The state of the walks, with the names of the paper.
struct Walk<'a> {
    boxes: &'a Boxes<'a>,
    n: usize,
    start: Vec<f64>,
    prelim: Vec<f64>,
    modifier: Vec<f64>,
    shift: Vec<f64>,
    change: Vec<f64>,
    /// Left and right threads: what follows on the contour of a subtree below its lowest leaf.
    tl: Vec<usize>,
    tr: Vec<usize>,
    /// Extreme left and right nodes: the leaves of a subtree that reach farthest on its contours.
    el: Vec<usize>,
    er: Vec<usize>,
    /// Sums of the modifiers at these.
    msel: Vec<f64>,
    mser: Vec<f64>,
}

/// How far down the subtree of a left sibling is the lowest: (its end, its index), the nearest one last.
type Lowest = Vec<(f64, usize)>;

impl<'a> Walk<'a> {
    fn new(boxes: &'a Boxes) -> Walk<'a> {
        let n = boxes.children.len();
        let mut start = vec![0.0; n];
        for t in 0..n {
            for &child in &boxes.children[t] {
                start[child] = start[t] + boxes.length[t];
            }
        }
        let (zeros, none) = (vec![0.0; n], vec![NONE; n]);
        Walk {
            boxes,
            n,
            start,
            prelim: zeros.clone(),
            modifier: zeros.clone(),
            shift: zeros.clone(),
            change: zeros.clone(),
            tl: none.clone(),
            tr: none.clone(),
            el: none.clone(),
            er: none,
            msel: zeros.clone(),
            mser: zeros,
        }
    }

    /// Where a box ends along the axis of growth.
    fn bottom(&self, t: usize) -> f64 {
        self.start[t] + self.boxes.length[t]
    }

    fn first(&mut self, t: usize) {
        let boxes = self.boxes;
        let children = &boxes.children[t];
        let (Some(&head), Some(&tail)) = (children.first(), children.last()) else {
            (self.el[t], self.er[t]) = (t, t);
            return;
        };
        let mut lowest: Lowest = vec![(self.bottom(self.el[head]), 0)];
        for (i, &child) in children.iter().enumerate().skip(1) {
            let low = self.bottom(self.er[child]);
            self.separate(t, i, &lowest);
            while lowest.last().is_some_and(|&(above, _)| low >= above) {
                lowest.pop();
            }
            lowest.push((low, i));
        }
        let far = self.prelim[tail] + self.modifier[tail] + boxes.breadth[tail];
        self.prelim[t] = (self.prelim[head] + self.modifier[head] + far) / 2.0 - boxes.breadth[t] / 2.0;
        (self.el[t], self.msel[t]) = (self.el[head], self.msel[head]);
        (self.er[t], self.mser[t]) = (self.er[tail], self.mser[tail]);
    }

    /// Moves the subtree of child `i` away from those of the children before it.
    fn separate(&mut self, t: usize, i: usize, lowest: &Lowest) {
        let boxes = self.boxes;
        let children = &boxes.children[t];
        let mut at = lowest.len().saturating_sub(1);
        let (mut sr, mut cl) = (children[i - 1], children[i]);
        let (mut mssr, mut mscl) = (self.modifier[sr], self.modifier[cl]);
        while sr != NONE && cl != NONE {
            if self.bottom(sr) > lowest[at].0 {
                at = at.saturating_sub(1);
            }
            let reach = mssr + self.prelim[sr] + boxes.breadth[sr] + boxes.gap[t];
            let dist = reach - (mscl + self.prelim[cl]);
            if dist > 0.0 {
                mscl += dist;
                self.push(children, i, lowest[at].1, dist);
            }
            let (sy, cy) = (self.bottom(sr), self.bottom(cl));
            if sy <= cy {
                sr = boxes.children[sr].last().copied().unwrap_or(self.tr[sr]);
                mssr += if sr == NONE { 0.0 } else { self.modifier[sr] };
            }
            if sy >= cy {
                cl = boxes.children[cl].first().copied().unwrap_or(self.tl[cl]);
                mscl += if cl == NONE { 0.0 } else { self.modifier[cl] };
            }
        }
        let (first, last, now) = (children[0], children[i - 1], children[i]);
        if sr == NONE && cl != NONE {
            // The subtree reaches farther than all before it, whose left contour goes on in it.
            let li = self.el[first];
            self.tl[li] = cl;
            let diff = mscl - self.modifier[cl] - self.msel[first];
            self.modifier[li] += diff;
            self.prelim[li] -= diff;
            (self.el[first], self.msel[first]) = (self.el[now], self.msel[now]);
        } else if sr != NONE {
            let ri = self.er[now];
            self.tr[ri] = sr;
            let diff = mssr - self.modifier[sr] - self.mser[now];
            self.modifier[ri] += diff;
            self.prelim[ri] -= diff;
            (self.er[now], self.mser[now]) = (self.er[last], self.mser[last]);
        }
    }

    /// Moves the subtree of child `i`, and in part the smaller ones between it and child `si`, which it stood against.
    fn push(&mut self, children: &[usize], i: usize, si: usize, dist: f64) {
        let child = children[i];
        self.modifier[child] += dist;
        self.msel[child] += dist;
        self.mser[child] += dist;
        if si + 1 < i {
            let part = dist / (i - si) as f64;
            self.shift[children[si + 1]] += part;
            self.shift[child] -= part;
            self.change[child] -= dist - part;
        }
    }

    /// Adds up the modifiers from the root down.
    fn second(mut self) -> Vec<(f64, f64)> {
        let boxes = self.boxes;
        let mut sum = vec![0.0; self.n];
        let mut places = vec![(0.0, 0.0); self.n];
        for t in 0..self.n {
            sum[t] += self.modifier[t];
            places[t] = (self.start[t], self.prelim[t] + sum[t]);
            let (mut d, mut delta) = (0.0, 0.0);
            for &child in &boxes.children[t] {
                d += self.shift[child];
                delta += d + self.change[child];
                self.modifier[child] += delta;
                sum[child] = sum[t];
            }
        }
        let least = places.iter().map(|place| place.1).fold(f64::INFINITY, f64::min);
        places.iter_mut().for_each(|place| place.1 -= least);
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEAR: f64 = 1e-6;

    /// A tree from the parent of each box but the first: any earlier one.
    fn children(parents: &[usize]) -> Vec<Vec<usize>> {
        let mut children = vec![Vec::new(); parents.len() + 1];
        parents.iter().enumerate().for_each(|(i, &parent)| children[parent % (i + 1)].push(i + 1));
        children
    }

    /// The checker: every pair of boxes, and of lines from parents to children, in quadratic time.
    fn check(children: &[Vec<usize>], sizes: &[(f64, f64)], gap: f64, front: f64) {
        let n = children.len();
        let length: Vec<f64> = sizes.iter().map(|size| size.0 + front).collect();
        let breadth: Vec<f64> = sizes.iter().map(|size| size.1).collect();
        let boxes = Boxes { children, length: &length, breadth: &breadth, gap: &vec![gap; n] };
        let places = tidy(&boxes);
        let rect = |t: usize| {
            let (x, y) = places[t];
            (x + front, y, x + length[t], y + breadth[t])
        };
        for a in 0..n {
            for b in 0..a {
                let (a, b) = (rect(a), rect(b));
                let along = a.0 - front < b.2 - NEAR && b.0 - front < a.2 - NEAR;
                assert!(!along || a.3 + gap <= b.1 + NEAR || b.3 + gap <= a.1 + NEAR, "{a:?} {b:?}");
            }
        }
        let middle = |t: usize| (rect(t).1 + rect(t).3) / 2.0;
        for (t, own) in children.iter().enumerate() {
            let (Some(&first), Some(&last)) = (own.first(), own.last()) else { continue };
            assert!((rect(first).1 + rect(last).3 - 2.0 * middle(t)).abs() < NEAR);
            assert!(own.windows(2).all(|pair| rect(pair[0]).3 + gap <= rect(pair[1]).1 + NEAR));
            // The bar in the gap in front of the children, from the first to the last, meets no box but theirs.
            let bar = (rect(t).2, rect(t).2 + front, middle(first).min(middle(t)), middle(last).max(middle(t)));
            for other in (0..n).filter(|other| *other != t && !own.contains(other)) {
                let (x0, y0, x1, y1) = rect(other);
                let apart = x1 <= bar.0 + NEAR || bar.1 <= x0 + NEAR || y1 <= bar.2 + NEAR || bar.3 <= y0 + NEAR;
                assert!(apart, "the bar of {t} meets {other}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_parents_stand_in_the_middle(
            parents in proptest::collection::vec(0usize..1000, 0..40),
            sizes in proptest::collection::vec((1.0f64..60.0, 1.0f64..60.0), 40),
            gap in 0.0f64..10.0,
        ) {
            let children = children(&parents);
            check(&children, &sizes[..children.len()], gap, 9.0);
        }

        #[test]
        fn a_subtree_is_drawn_alike_wherever_it_stands(
            parents in proptest::collection::vec(0usize..1000, 1..30),
            sizes in proptest::collection::vec((1.0f64..60.0, 1.0f64..60.0), 30),
        ) {
            let all = children(&parents);
            let n = all.len();
            let (length, breadth): (Vec<f64>, Vec<f64>) = sizes[..n].iter().copied().unzip();
            let gap = vec![3.0; n];
            let whole = tidy(&Boxes { children: &all, length: &length, breadth: &breadth, gap: &gap });
            let root = 1;
            let mut inside = vec![root];
            let mut next = 0;
            while next < inside.len() {
                inside.extend(&all[inside[next]]);
                next += 1;
            }
            inside.sort_unstable();
            let number = |t: &usize| inside.binary_search(t).unwrap();
            let own: Vec<Vec<usize>> = inside.iter().map(|&t| all[t].iter().map(number).collect()).collect();
            let pick = |from: &[f64]| inside.iter().map(|&t| from[t]).collect::<Vec<_>>();
            let (length, breadth, gap) = (pick(&length), pick(&breadth), pick(&gap));
            let part = tidy(&Boxes { children: &own, length: &length, breadth: &breadth, gap: &gap });
            for (i, &t) in inside.iter().enumerate() {
                let (here, there) = (part[i].1 - part[0].1, whole[t].1 - whole[root].1);
                prop_assert!((here - there).abs() < NEAR, "{here} {there}");
            }
        }
    }

    #[test]
    fn a_chain_and_a_fan_of_a_hundred_thousand_boxes_are_laid_out() {
        let n = 100_000;
        let chain: Vec<usize> = (0..n).collect();
        let fan = vec![0; n];
        for parents in [chain, fan] {
            let children = children(&parents);
            let ones = vec![1.0; n + 1];
            let places = tidy(&Boxes { children: &children, length: &ones, breadth: &ones, gap: &ones });
            let far = places.iter().map(|place| place.0.max(place.1)).fold(0.0, f64::max);
            assert!(far >= n as f64);
        }
    }

    #[test]
    fn a_tree_of_nothing_has_no_places() {
        assert!(tidy(&Boxes { children: &[], length: &[], breadth: &[], gap: &[] }).is_empty());
    }
}
