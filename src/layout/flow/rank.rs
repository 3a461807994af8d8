//! Arcs → ranks with the least total length, by network simplex.
//!
//! Gansner, Koutsofios, North, Vo: "A Technique for Drawing Directed Graphs" (1993), §2.3: start from any ranks that keep
//! all arcs, span the boxes with a tree of tight arcs, and exchange a tree arc of negative cut value for the shortest arc
//! that runs against it, until there is none.

/// An arc with the ranks it must span.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Where it starts.
    pub from: usize,
    /// Where it ends, in a later rank.
    pub to: usize,
    /// Least difference of ranks.
    pub least: i64,
    /// What each rank of its length costs.
    pub weight: i64,
}

/// Exchanges after which the ranks are good enough: far more than figures need.
const MOST_EXCHANGES: usize = 2000;

/// Ranks from 0 for `n` boxes with acyclic arcs. Each connected part starts at rank 0.
pub fn ranks(n: usize, spans: &[Span]) -> Vec<usize> {
    let mut simplex = Simplex { spans, rank: longest(n, spans), tree: Vec::new() };
    let mut result = vec![0; n];
    let mut done = vec![false; n];
    for root in 0..n {
        if done[root] {
            continue;
        }
        let part = part(n, spans, root);
        simplex.solve(&part);
        let first = part.iter().map(|&at| simplex.rank[at]).min().unwrap_or(0);
        for &at in &part {
            done[at] = true;
            result[at] = usize::try_from(simplex.rank[at] - first).unwrap_or(0);
        }
    }
    result
}

/// Ranks by the longest path from the start: they keep all arcs.
fn longest(n: usize, spans: &[Span]) -> Vec<i64> {
    let mut rank = vec![0; n];
    // Without a cycle, no path has more arcs than there are boxes.
    for _ in 0..n {
        let mut changed = false;
        for span in spans {
            let least = rank[span.from] + span.least;
            changed |= rank[span.to] < least;
            rank[span.to] = rank[span.to].max(least);
        }
        if !changed {
            break;
        }
    }
    rank
}

/// Everything that arcs connect with `root`, in rising order.
fn part(n: usize, spans: &[Span], root: usize) -> Vec<usize> {
    let mut seen = vec![false; n];
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            let ends = spans.iter().filter_map(|span| other(span, at));
            open.extend(ends);
        }
    }
    (0..n).filter(|&at| seen[at]).collect()
}

fn other(span: &Span, at: usize) -> Option<usize> {
    if span.from == at {
        Some(span.to)
    } else if span.to == at {
        Some(span.from)
    } else {
        None
    }
}

struct Simplex<'a> {
    spans: &'a [Span],
    rank: Vec<i64>,
    /// The arcs of the spanning tree.
    tree: Vec<usize>,
}

impl Simplex<'_> {
    fn slack(&self, arc: usize) -> i64 {
        let span = &self.spans[arc];
        self.rank[span.to] - self.rank[span.from] - span.least
    }

    fn solve(&mut self, part: &[usize]) {
        self.tight(part);
        for _ in 0..MOST_EXCHANGES {
            let Some(at) = (0..self.tree.len()).find(|&at| self.cut(at) < 0) else { break };
            let head = self.tail_side(at);
            let enters = |span: &Span| head[span.to] && !head[span.from];
            let candidates = (0..self.spans.len()).filter(|&arc| enters(&self.spans[arc]) && !self.tree.contains(&arc));
            let Some(arc) = candidates.min_by_key(|&arc| (self.slack(arc), arc)) else { break };
            let by = self.slack(arc);
            // The side of the leaving arc's tail moves back until the entering arc is tight.
            part.iter().filter(|&&at| head[at]).for_each(|&at| self.rank[at] -= by);
            self.tree[at] = arc;
        }
    }

    /// A spanning tree of arcs without slack, after moving parts of the boxes towards each other (§2.4, `feasible_tree`).
    fn tight(&mut self, part: &[usize]) {
        self.tree.clear();
        let Some(&root) = part.first() else { return };
        let mut inside = vec![false; self.rank.len()];
        inside[root] = true;
        for _ in 1..part.len() {
            let crosses = |span: &Span| inside[span.from] != inside[span.to];
            let candidates = (0..self.spans.len()).filter(|&arc| crosses(&self.spans[arc]));
            let Some(arc) = candidates.min_by_key(|&arc| (self.slack(arc), arc)) else { break };
            let (slack, span) = (self.slack(arc), self.spans[arc]);
            let by = if inside[span.to] { -slack } else { slack };
            part.iter().filter(|&&at| inside[at]).for_each(|&at| self.rank[at] += by);
            inside[span.from] = true;
            inside[span.to] = true;
            self.tree.push(arc);
        }
    }

    /// The boxes on the side of a tree arc's tail when the arc is taken away.
    fn tail_side(&self, at: usize) -> Vec<bool> {
        let mut side = vec![false; self.rank.len()];
        let mut open = vec![self.spans[self.tree[at]].from];
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut side[next], true) {
                let others = self.tree.iter().enumerate().filter(|&(i, _)| i != at);
                open.extend(others.filter_map(|(_, &arc)| other(&self.spans[arc], next)));
            }
        }
        side
    }

    /// Weight of the arcs along a tree arc less that of those against it, across the cut it makes.
    fn cut(&self, at: usize) -> i64 {
        let tail = self.tail_side(at);
        let value = |span: &Span| match (tail[span.from], tail[span.to]) {
            (true, false) => span.weight,
            (false, true) => -span.weight,
            _ => 0,
        };
        self.spans.iter().map(value).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(spans: &[Span], rank: &[usize]) -> usize {
        spans.iter().map(|span| (rank[span.to] - rank[span.from]) * span.weight as usize).sum()
    }

    fn spans(arcs: &[(usize, usize)]) -> Vec<Span> {
        arcs.iter().map(|&(from, to)| Span { from, to, least: 1, weight: 1 }).collect()
    }

    /// The example of the paper's figure 2-3: a to h, of which e, f and g are placed anew.
    #[test]
    fn the_paper_s_example_has_its_optimal_length() {
        let (a, b, c, d, e, f, g, h) = (0, 1, 2, 3, 4, 5, 6, 7);
        let spans = spans(&[(a, b), (b, c), (c, d), (d, h), (a, e), (a, f), (e, g), (f, g), (g, h)]);
        let rank = ranks(8, &spans);
        assert_eq!(rank, [0, 1, 2, 3, 1, 1, 2, 4]);
        assert_eq!(length(&spans, &rank), 10);
    }

    #[test]
    fn no_ranks_are_shorter() {
        // A pseudo-random sequence; every set of ranks up to the number of boxes is tried.
        let mut state = 7u64;
        let mut below = |n: u64| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % n
        };
        for _ in 0..60 {
            let n = 5usize;
            let mut arcs = Vec::new();
            for to in 1..n {
                arcs.push((below(to as u64) as usize, to));
                if below(2) == 0 {
                    arcs.push((below(to as u64) as usize, to));
                }
            }
            let spans = spans(&arcs);
            let best = (0..n.pow(n as u32))
                .map(|mut code| {
                    let digit = |_| {
                        let digit = code % n;
                        code /= n;
                        digit
                    };
                    (0..n).map(digit).collect::<Vec<usize>>()
                })
                .filter(|rank| spans.iter().all(|span| rank[span.to] > rank[span.from]))
                .map(|rank| length(&spans, &rank))
                .min();
            assert_eq!(Some(length(&spans, &ranks(n, &spans))), best, "{arcs:?}");
        }
    }
}
