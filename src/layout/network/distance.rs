//! Nodes and the lengths of their links → how far each node should be from the others.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// An undirected graph with lengths, in compressed rows.
#[derive(Clone, Debug)]
pub struct Web {
    /// By node, where its row starts; one more at the end.
    starts: Vec<usize>,
    /// The rows: neighbours with the length of the link to them.
    rows: Vec<(usize, f64)>,
    /// Whether all links are of length 1.
    unit: bool,
}

/// A link between two nodes with its wanted length, which is more than 0.
pub type Link = (usize, usize, f64);

impl Web {
    /// The graph of these links; loops are left out.
    pub fn new(count: usize, links: &[Link]) -> Web {
        let ends = || links.iter().filter(|(a, b, _)| a != b && *a < count && *b < count);
        let mut starts = vec![0; count + 1];
        for (a, b, _) in ends() {
            starts[a + 1] += 1;
            starts[b + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut rows = vec![(0, 0.0); starts[count]];
        for &(a, b, length) in ends() {
            for (from, to) in [(a, b), (b, a)] {
                rows[next[from]] = (to, length);
                next[from] += 1;
            }
        }
        Web { starts, rows, unit: ends().all(|link| link.2 == 1.0) }
    }

    /// Number of nodes.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The neighbours of a node, with the lengths of the links.
    pub fn row(&self, node: usize) -> &[(usize, f64)] {
        &self.rows[self.starts[node]..self.starts[node + 1]]
    }

    /// The length of the shortest way to each node; infinite where none leads.
    pub fn distances(&self, source: usize, to: &mut [f64]) {
        to.fill(f64::INFINITY);
        to[source] = 0.0;
        if self.unit { self.breadth_first(source, to) } else { self.dijkstra(source, to) }
    }

    fn breadth_first(&self, source: usize, to: &mut [f64]) {
        let mut queue = VecDeque::with_capacity(self.count());
        queue.push_back(source);
        while let Some(node) = queue.pop_front() {
            let next = to[node] + 1.0;
            for &(neighbour, _) in self.row(node) {
                if to[neighbour] == f64::INFINITY {
                    to[neighbour] = next;
                    queue.push_back(neighbour);
                }
            }
        }
    }

    fn dijkstra(&self, source: usize, to: &mut [f64]) {
        // The bits of numbers that are not negative are in the order of the numbers.
        let mut heap = BinaryHeap::from([Reverse((0u64, source))]);
        while let Some(Reverse((bits, node))) = heap.pop() {
            if f64::from_bits(bits) > to[node] {
                continue;
            }
            for &(neighbour, length) in self.row(node) {
                let next = to[node] + length;
                if next < to[neighbour] {
                    to[neighbour] = next;
                    heap.push(Reverse((next.to_bits(), neighbour)));
                }
            }
        }
    }

    /// The first node of each connected part, in order, with the number of the part of each node.
    pub fn parts(&self) -> (Vec<usize>, Vec<usize>) {
        let mut part = vec![usize::MAX; self.count()];
        let mut first = Vec::new();
        let mut stack = Vec::new();
        for node in 0..self.count() {
            if part[node] != usize::MAX {
                continue;
            }
            part[node] = first.len();
            stack.push(node);
            while let Some(node) = stack.pop() {
                for &(neighbour, _) in self.row(node) {
                    if part[neighbour] == usize::MAX {
                        part[neighbour] = first.len();
                        stack.push(neighbour);
                    }
                }
            }
            first.push(node);
        }
        (first, part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_counts_not_the_fewest_links() {
        let web = Web::new(4, &[(0, 1, 5.0), (0, 2, 1.0), (2, 1, 1.5), (3, 3, 1.0)]);
        let mut to = vec![0.0; 4];
        web.distances(0, &mut to);
        assert_eq!(to, [0.0, 2.5, 1.0, f64::INFINITY]);
        assert_eq!(web.parts(), (vec![0, 3], vec![0, 0, 0, 1]));
    }

    #[test]
    fn links_of_length_one_are_counted() {
        let web = Web::new(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0)]);
        let mut to = vec![0.0; 4];
        web.distances(1, &mut to);
        assert_eq!(to, [1.0, 0.0, 1.0, 2.0]);
    }
}
