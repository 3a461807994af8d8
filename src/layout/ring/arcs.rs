//! Groups and themes in author order → the orders in which they can stand around a ring, each group on an arc of its own.

use super::super::graph::{Graph, Kind, node};
use super::super::hub::only;

/// What stands around the core.
pub struct Parts {
    /// In author order: groups with their themes, and what stands alone.
    pub sectors: Vec<Sector>,
    /// The outcome, which stands at the bottom.
    pub outcome: Option<usize>,
}

/// A group with its themes, or one box alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Sector {
    /// The group; `None` for a box alone.
    pub group: Option<usize>,
    /// Its boxes on the ring, in order.
    pub boxes: Vec<usize>,
}

/// Boxes around a ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Clockwise.
    pub slots: Vec<Slot>,
    /// How far along the slots, counted from the first, the top of the ring is; halves are between two slots.
    pub top: f64,
}

/// A place on the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The box.
    pub node: usize,
    /// Its group.
    pub group: Option<usize>,
}

/// Groups and themes with a box of their own.
pub fn parts(graph: &Graph) -> Parts {
    let top = |&i: &usize| graph[node(i)].parent.is_none() && matches!(graph[node(i)].kind, Kind::Title | Kind::Card);
    let sector = |i: usize| {
        let children = &graph[node(i)].children;
        let group = !children.is_empty();
        Sector { group: group.then_some(i), boxes: if group { children.clone() } else { vec![i] } }
    };
    let sectors = (0..graph.node_count()).filter(top).map(sector).collect();
    Parts { sectors, outcome: only(graph, Kind::Outcome) }
}

impl Parts {
    /// Boxes on the ring.
    pub fn slots(&self) -> usize {
        self.sectors.iter().map(|sector| sector.boxes.len()).sum::<usize>() + usize::from(self.outcome.is_some())
    }

    /// The orders to try.
    ///
    /// Some sectors fill the upper half from left to right, the others the lower half, from left to right too: a figure is
    /// read that way. One group that is bigger than all others stands on top, if it can. Themes without groups go round clockwise.
    pub fn rounds(&self) -> Vec<Round> {
        let n = self.sectors.len();
        if self.sectors.iter().all(|sector| sector.group.is_none()) {
            return self.plain();
        }
        let biggest = self.sectors.iter().map(|sector| sector.boxes.len()).max().unwrap_or(0);
        let mut big = (0..n).filter(|&i| self.sectors[i].boxes.len() == biggest);
        let big = match (big.next(), big.next()) {
            (Some(only), None) if biggest > 1 => Some(only),
            _ => None,
        };
        let mut rounds: Vec<Round> = Vec::new();
        if let Some(big) = big {
            let others: Vec<usize> = (0..n).filter(|&i| i != big).collect();
            rounds.push(self.round(&[big], &others));
        }
        let order: Vec<usize> = (0..n).collect();
        for above in [1, n.div_ceil(2), n / 2, n] {
            let above = above.min(n);
            let round = self.round(&order[..above], &order[above..]);
            if above > 0 && !rounds.contains(&round) {
                rounds.push(round);
            }
        }
        rounds
    }

    /// Themes around the core, the first one on top or left of it.
    fn plain(&self) -> Vec<Round> {
        let mut slots: Vec<Slot> = self.sectors.iter().flat_map(|sector| slots(sector, false)).collect();
        let Some(outcome) = self.outcome else {
            let between = if slots.len() > 2 { 0.5 } else { 0.5 * (slots.len() as f64 - 1.0) };
            return [between, 0.0].map(|top| Round { slots: slots.clone(), top }).to_vec();
        };
        slots.push(Slot { node: outcome, group: None });
        // Opposite to the outcome, which is the last one.
        let top = slots.len() as f64 / 2.0 - 1.0;
        vec![Round { slots, top }]
    }

    fn round(&self, above: &[usize], below: &[usize]) -> Round {
        let mut slots: Vec<Slot> = above.iter().flat_map(|&i| self::slots(&self.sectors[i], false)).collect();
        let upper = slots.len();
        let mut lower: Vec<Slot> = below.iter().rev().flat_map(|&i| self::slots(&self.sectors[i], true)).collect();
        let mut top = (upper as f64 - 1.0) / 2.0;
        if let Some(outcome) = self.outcome {
            // Between the two arcs nearest to the middle of the lower half.
            let mut ends = vec![0];
            for &i in below.iter().rev() {
                ends.push(ends[ends.len() - 1] + self.sectors[i].boxes.len());
            }
            let middle = lower.len();
            let at = ends.into_iter().min_by_key(|&end| (2 * end).abs_diff(middle)).unwrap_or(0);
            lower.insert(at, Slot { node: outcome, group: None });
            let count = upper + lower.len();
            let opposite = (upper + at) as f64 + count as f64 / 2.0;
            top = if opposite >= count as f64 { opposite - count as f64 } else { opposite };
        }
        slots.extend(lower);
        Round { slots, top }
    }
}

/// The boxes of a sector clockwise; in the lower half clockwise is from right to left.
fn slots(sector: &Sector, lower: bool) -> impl Iterator<Item = Slot> {
    let count = sector.boxes.len();
    let at = move |i: usize| if lower { count - 1 - i } else { i };
    (0..count).map(move |i| Slot { node: sector.boxes[at(i)], group: sector.group })
}

impl Round {
    /// The gaps after each slot, in boxes: wider between two groups.
    pub fn parted(&self, wider: f64) -> Vec<f64> {
        let n = self.slots.len();
        let parts = |i: usize| self.slots[i].group.is_none() || self.slots[i].group != self.slots[(i + 1) % n].group;
        (0..n).map(|i| if parts(i) { 1.0 + wider } else { 1.0 }).collect()
    }

    /// The gaps after each slot, in boxes: wider in the middle of each arc at the sides, where its group stands between
    /// its themes.
    pub fn gaps(&self, wider: f64, most: usize) -> Vec<f64> {
        let n = self.slots.len();
        let mut gaps = vec![1.0; n];
        let mut start = 0;
        while start < n {
            let group = self.slots[start].group;
            let mut end = start + 1;
            while end < n && group.is_some() && self.slots[end].group == group {
                end += 1;
            }
            let count = end - start;
            // How far the middle of the arc is from the top, in turns to the right.
            let middle = (start + end - 1) as f64 / 2.0 - self.top;
            let turn = (middle / n as f64).rem_euclid(1.0);
            let aside = [0.0, 0.5, 1.0].iter().all(|axis| (turn - axis).abs() * n as f64 > 0.75);
            if group.is_some() && (2..=most).contains(&count) && aside {
                // An odd count has two middle gaps: the one nearer to the left or right end of the ring.
                let later = if turn < 0.5 { turn < 0.25 } else { turn < 0.75 + 1e-9 };
                let shift = usize::from(count % 2 == 1 && later);
                gaps[start + count / 2 - 1 + shift] += wider;
            }
            start = end;
        }
        gaps
    }
}
