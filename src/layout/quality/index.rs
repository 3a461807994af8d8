//! Rectangles → a tree of bounds that finds those near a place in logarithmic time.

use kurbo::Rect;

/// Rectangles in one leaf.
const LEAF: usize = 6;

/// A tree of bounding boxes, halved at the median of the longer side.
pub struct Index {
    items: Vec<Rect>,
    /// Item numbers; each node of the tree is a range of them.
    order: Vec<usize>,
    nodes: Vec<Node>,
}

struct Node {
    bounds: Rect,
    /// Where its items stand, if it is a leaf.
    leaf: Option<(usize, usize)>,
    /// The next node that is not below it.
    next: usize,
}

impl Index {
    pub fn new(items: impl IntoIterator<Item = Rect>) -> Index {
        let items: Vec<Rect> = items.into_iter().collect();
        let mut index = Index { order: (0..items.len()).collect(), items, nodes: Vec::new() };
        if !index.items.is_empty() {
            index.grow(0, index.items.len());
        }
        index
    }

    fn grow(&mut self, from: usize, to: usize) {
        let items = &self.items;
        let bounds = self.order[from..to].iter().map(|&i| items[i]).reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
        let this = self.nodes.len();
        let leaf = (to - from <= LEAF).then_some((from, to));
        self.nodes.push(Node { bounds, leaf, next: 0 });
        if leaf.is_none() {
            let middle = (to - from) / 2;
            let flat = bounds.width() >= bounds.height();
            let at = |i: usize| if flat { items[i].x0 + items[i].x1 } else { items[i].y0 + items[i].y1 };
            self.order[from..to].select_nth_unstable_by(middle, |&i, &j| at(i).total_cmp(&at(j)).then(i.cmp(&j)));
            self.grow(from, from + middle);
            self.grow(from + middle, to);
        }
        self.nodes[this].next = self.nodes.len();
    }

    /// Whether any rectangle passes `test` among those whose bounds, and the bounds of all around them, are `near`.
    pub fn any(&self, near: impl Fn(Rect) -> bool, mut test: impl FnMut(usize) -> bool) -> bool {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            if !near(node.bounds) {
                at = node.next;
                continue;
            }
            if let Some((from, to)) = node.leaf
                && self.order[from..to].iter().any(|&i| near(self.items[i]) && test(i))
            {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Shows every rectangle that is `near`.
    pub fn each(&self, near: impl Fn(Rect) -> bool, mut show: impl FnMut(usize)) {
        self.any(near, |i| {
            show(i);
            false
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_a_look_at_everything_finds() {
        let items: Vec<Rect> = (0..200u32)
            .map(|i| {
                let (x, y) = (f64::from(i * 37 % 101), f64::from(i * 53 % 89));
                let size = if i % 40 == 0 { 60.0 } else { f64::from(i % 7) };
                Rect::new(x, y, x + size, y + size / 2.0)
            })
            .collect();
        let index = Index::new(items.iter().copied());
        for place in
            [Rect::new(10.0, 10.0, 30.0, 20.0), Rect::new(0.0, 0.0, 200.0, 200.0), Rect::new(-9.0, 0.0, -8.0, 1.0)]
        {
            let near = |r: Rect| r.x0 <= place.x1 && place.x0 <= r.x1 && r.y0 <= place.y1 && place.y0 <= r.y1;
            let mut found = Vec::new();
            index.each(near, |i| found.push(i));
            found.sort();
            let all: Vec<usize> = (0..items.len()).filter(|&i| near(items[i])).collect();
            assert_eq!(found, all);
        }
        assert!(!Index::new([]).any(|_| true, |_| true));
    }
}
