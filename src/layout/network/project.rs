//! Wanted positions on a line and least distances → the nearest positions that keep them (VPSC: Dwyer, Marriott & Stuckey
//! 2005).

use std::collections::BinaryHeap;

/// Up to so many variables the positions are the nearest ones; beyond, they are near and keep the distances.
const MOST_EXACT: usize = 300;

/// Distances that are short by less than this keep.
const SLACK: f64 = 1e-7;

/// One position at least so far after another. The later one is wanted later, or at the same place and has the higher index.
#[derive(Clone, Copy, Debug)]
pub struct Distance {
    pub before: usize,
    pub after: usize,
    pub least: f64,
}

/// Variables that stand against each other and move as one.
struct Block {
    members: Vec<usize>,
    /// Where offset 0 is.
    position: f64,
    /// Sum of wanted positions less offsets.
    wish: f64,
    /// Distances that end in it, the most violated first; true key = key + `base`.
    heap: BinaryHeap<(Key, usize)>,
    base: f64,
}

/// A number with an order.
#[derive(Clone, Copy, PartialEq)]
struct Key(f64);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

struct Solver<'a> {
    wanted: &'a [f64],
    distances: &'a [Distance],
    blocks: Vec<Block>,
    /// The block of each variable, and its place in it.
    at: Vec<(usize, f64)>,
    /// The distances that hold a block together.
    tight: Vec<bool>,
}

/// The nearest positions that keep all distances.
pub fn project(wanted: &[f64], distances: &[Distance]) -> Vec<f64> {
    let block = |(variable, &position): (usize, &f64)| Block {
        members: vec![variable],
        position,
        wish: position,
        heap: BinaryHeap::new(),
        base: 0.0,
    };
    let mut solver = Solver {
        wanted,
        distances,
        blocks: wanted.iter().enumerate().map(block).collect(),
        at: (0..wanted.len()).map(|variable| (variable, 0.0)).collect(),
        tight: vec![false; distances.len()],
    };
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    let mut entering = vec![Vec::new(); wanted.len()];
    for (at, distance) in distances.iter().enumerate() {
        entering[distance.after].push(at);
    }
    for &variable in &order {
        solver.place(variable, &entering[variable]);
    }
    if wanted.len() <= MOST_EXACT {
        solver.refine();
    }
    // What rounding left short.
    let mut positions: Vec<f64> = (0..wanted.len()).map(|variable| solver.position(variable)).collect();
    for &variable in &order {
        for &at in &entering[variable] {
            let Distance { before, least, .. } = distances[at];
            positions[variable] = positions[variable].max(positions[before] + least);
        }
    }
    positions
}

impl Solver<'_> {
    fn position(&self, variable: usize) -> f64 {
        let (block, offset) = self.at[variable];
        self.blocks[block].position + offset
    }

    /// How much a distance is short.
    fn short(&self, at: usize) -> f64 {
        let Distance { before, after, least } = self.distances[at];
        self.position(before) + least - self.position(after)
    }

    /// Adds the next variable, with the distances that end at it, and joins what it pushes against.
    fn place(&mut self, variable: usize, entering: &[usize]) {
        let mut own = variable;
        for &at in entering {
            let Distance { before, least, .. } = self.distances[at];
            let key = Key(self.position(before) + least);
            self.blocks[own].heap.push((key, at));
        }
        while let Some((Key(key), at)) = self.blocks[own].heap.pop() {
            let Distance { before, after, least } = self.distances[at];
            if self.at[before].0 == own {
                continue;
            }
            // What moved back since is less violated than it was.
            let now = self.position(before) + least - self.at[after].1 - self.blocks[own].base;
            if now < key - SLACK {
                self.blocks[own].heap.push((Key(now), at));
                continue;
            }
            if self.short(at) <= SLACK {
                self.blocks[own].heap.push((Key(key), at));
                break;
            }
            own = self.join(at);
        }
    }

    /// Makes one block of the two at the ends of a distance, the smaller one moving into the larger; gives its index.
    fn join(&mut self, at: usize) -> usize {
        let Distance { before, after, least } = self.distances[at];
        self.tight[at] = true;
        let ((left, from), (right, to)) = (self.at[before], self.at[after]);
        // What has to be added to the offsets of the left block in the frame of the right one.
        let shift = to - least - from;
        let larger = self.blocks[left].members.len() > self.blocks[right].members.len();
        let (keep, gone, shift) = if larger { (left, right, -shift) } else { (right, left, shift) };
        let members = std::mem::take(&mut self.blocks[gone].members);
        for &member in &members {
            self.at[member] = (keep, self.at[member].1 + shift);
        }
        let mut heap = std::mem::take(&mut self.blocks[gone].heap);
        let mut base = self.blocks[gone].base - shift;
        let (count, wish) = (members.len() as f64, self.blocks[gone].wish);
        let kept = &mut self.blocks[keep];
        if heap.len() > kept.heap.len() {
            std::mem::swap(&mut heap, &mut kept.heap);
            std::mem::swap(&mut base, &mut kept.base);
        }
        kept.heap.extend(heap.into_iter().map(|(Key(key), at)| (Key(key + base - kept.base), at)));
        kept.members.extend(members);
        kept.wish += wish - count * shift;
        kept.position = kept.wish / kept.members.len() as f64;
        keep
    }

    /// Parts blocks where a distance holds back what it need not, until none does.
    fn refine(&mut self) {
        let mut links = vec![Vec::new(); self.wanted.len()];
        for (at, distance) in self.distances.iter().enumerate() {
            links[distance.before].push(at);
            links[distance.after].push(at);
        }
        for _ in 0..2 * self.wanted.len() {
            let Some(at) = self.needless(&links) else { return };
            self.part(at, &links);
            // A distance within one block cannot be short: its ends move as one.
            let apart = |s: &Self, at: usize| s.at[s.distances[at].before].0 != s.at[s.distances[at].after].0;
            let worst = |s: &Self| {
                let short = (0..s.distances.len()).filter(|&at| apart(s, at)).map(|at| (Key(s.short(at)), at));
                short.max().filter(|(Key(short), _)| *short > SLACK).map(|(_, at)| at)
            };
            while let Some(at) = worst(self) {
                self.join(at);
            }
        }
    }

    /// The distance whose two sides pull apart most (that with the least Lagrange multiplier).
    fn needless(&self, links: &[Vec<usize>]) -> Option<usize> {
        let mut worst = (-SLACK, None);
        let mut seen = vec![false; self.wanted.len()];
        for root in 0..self.wanted.len() {
            if seen[root] {
                continue;
            }
            // Depth first; sums come together on the way back.
            let mut order = vec![(root, usize::MAX)];
            seen[root] = true;
            let mut next = 0;
            while let Some(&(variable, _)) = order.get(next) {
                next += 1;
                for &at in links[variable].iter().filter(|at| self.tight[**at]) {
                    let Distance { before, after, .. } = self.distances[at];
                    let other = if before == variable { after } else { before };
                    if !seen[other] {
                        seen[other] = true;
                        order.push((other, at));
                    }
                }
            }
            let place = |variable: usize| self.position(variable) - self.wanted[variable];
            let mut pull: std::collections::BTreeMap<usize, f64> =
                order.iter().map(|&(variable, _)| (variable, place(variable))).collect();
            for &(variable, at) in order[1..].iter().rev() {
                let Distance { before, after, .. } = self.distances[at];
                let sum = pull.get(&variable).copied().unwrap_or_default();
                // Positive: this side, which comes after, wants to come nearer, and the distance is needed.
                let needed = if variable == after { sum } else { -sum };
                if needed < worst.0 {
                    worst = (needed, Some(at));
                }
                let other = if variable == after { before } else { after };
                *pull.entry(other).or_default() += sum;
            }
        }
        worst.1
    }

    /// Makes two blocks of one.
    fn part(&mut self, at: usize, links: &[Vec<usize>]) {
        self.tight[at] = false;
        let Distance { before, after, .. } = self.distances[at];
        let old = self.at[before].0;
        let mut right = vec![after];
        let mut inside = vec![false; self.wanted.len()];
        inside[after] = true;
        let mut next = 0;
        while let Some(&variable) = right.get(next) {
            next += 1;
            for &at in links[variable].iter().filter(|at| self.tight[**at]) {
                let ends = [self.distances[at].before, self.distances[at].after];
                for other in ends {
                    if !std::mem::replace(&mut inside[other], true) {
                        right.push(other);
                    }
                }
            }
        }
        let members = std::mem::take(&mut self.blocks[old].members);
        let left: Vec<usize> = members.into_iter().filter(|member| !inside[*member]).collect();
        let fresh = self.blocks.len();
        right.iter().for_each(|&member| self.at[member].0 = fresh);
        let block = |members: Vec<usize>| {
            let wish: f64 = members.iter().map(|&member| self.wanted[member] - self.at[member].1).sum();
            let position = wish / members.len().max(1) as f64;
            Block { members, position, wish, heap: BinaryHeap::new(), base: 0.0 }
        };
        let (left, right) = (block(left), block(right));
        self.blocks[old] = left;
        self.blocks.push(right);
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// The same by many small corrections (Hildreth 1957): slow, and right in the end.
    fn slowly(wanted: &[f64], distances: &[Distance]) -> Vec<f64> {
        let mut positions = wanted.to_vec();
        let mut forces = vec![0.0f64; distances.len()];
        for _ in 0..20_000 {
            for (force, Distance { before, after, least }) in forces.iter_mut().zip(distances) {
                let more = ((positions[*before] + least - positions[*after]) / 2.0).max(-*force);
                *force += more;
                positions[*before] -= more;
                positions[*after] += more;
            }
        }
        positions
    }

    #[test]
    fn no_other_positions_are_nearer() {
        for seed in 0..300 {
            let mut random = Random::new(seed);
            let n = 2 + random.below(12);
            let wanted: Vec<f64> = (0..n).map(|_| (random.unit() * 20.0).round()).collect();
            let mut distances = Vec::new();
            for _ in 0..random.below(3 * n) {
                let (a, b) = (random.below(n), random.below(n));
                let least = 1.0 + 6.0 * random.unit();
                match wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)) {
                    std::cmp::Ordering::Less => distances.push(Distance { before: a, after: b, least }),
                    std::cmp::Ordering::Greater => distances.push(Distance { before: b, after: a, least }),
                    std::cmp::Ordering::Equal => {}
                }
            }
            let found = project(&wanted, &distances);
            for Distance { before, after, least } in &distances {
                assert!(found[*before] + least <= found[*after] + 1e-9, "seed {seed}");
            }
            let cost = |positions: &[f64]| positions.iter().zip(&wanted).map(|(p, w)| (p - w) * (p - w)).sum::<f64>();
            let (ours, best) = (cost(&found), cost(&slowly(&wanted, &distances)));
            assert!(ours <= best * 1.0001 + 1e-4, "seed {seed}: {ours} instead of {best}");
        }
    }
}
