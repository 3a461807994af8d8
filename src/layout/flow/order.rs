//! Ranks → the order of boxes and lanes in each, with as few crossings as there can be.
//!
//! Small maps are solved exactly, rank after rank; larger ones by the weighted median and transposition of Gansner,
//! Koutsofios, North, Vo (1993), §3, from several starts. Among equals the order of the file wins.

/// What stands in a rank: a box, or the lane of links that pass it.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its rank.
    pub rank: usize,
    /// Position of the box; `None` for a lane.
    pub boxed: Option<usize>,
    /// Wanted place among its neighbours where crossings do not decide.
    pub key: f64,
}

/// Links that run from one cell to a cell of the next rank as one line.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Cell it comes from.
    pub from: usize,
    /// Cell it goes to.
    pub to: usize,
    /// Number of the bundle its links belong to.
    pub bundle: usize,
    /// Its links, as indices of arcs.
    pub arcs: Vec<usize>,
    /// The cards at its start and end, by their places in their boxes; `None` for a box as a whole.
    pub cards: [Option<usize>; 2],
}

/// A place in a rank: that of a cell, and of a card in it.
type Place = (usize, Option<usize>);

/// Whether a place stands before another one; two ends at one box as a whole are in no order.
fn ahead(a: Place, b: Place) -> bool {
    a.0 < b.0 || (a.0 == b.0 && a.1.zip(b.1).is_some_and(|(a, b)| a < b))
}

/// Whether two hops between ranks cross.
fn cross(a: (Place, Place), b: (Place, Place)) -> bool {
    (ahead(a.0, b.0) && ahead(b.1, a.1)) || (ahead(b.0, a.0) && ahead(a.1, b.1))
}

/// Cells in ranks, and what connects them.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// All cells.
    pub cells: Vec<Cell>,
    /// All hops.
    pub hops: Vec<Hop>,
    /// Cells of each rank in order.
    pub order: Vec<Vec<usize>>,
}

/// An exact search compares at most so many pairs of orders of neighbouring ranks.
const MOST_PAIRS: usize = 400_000;

/// Sweeps from each start of the heuristic.
const SWEEPS: usize = 24;

/// Starts of the heuristic.
const STARTS: u64 = 12;

/// A crossing costs more than any order that is not that of the file.
const CROSSING: u64 = 1 << 20;

impl Layers {
    /// Finds the order.
    pub fn solve(&mut self) {
        for rank in &mut self.order {
            rank.sort_by(|&a, &b| self.cells[a].key.total_cmp(&self.cells[b].key).then(a.cmp(&b)));
        }
        let counts: Vec<usize> = self.order.iter().map(|rank| factorial(rank.len())).collect();
        let pairs = counts.windows(2).fold(0usize, |sum, w| sum.saturating_add(w[0].saturating_mul(w[1])));
        let most = counts.iter().copied().max().unwrap_or(0);
        if pairs <= MOST_PAIRS && most <= MOST_PAIRS {
            self.order = self.exact();
        } else {
            self.sweep();
        }
    }

    /// Crossings of hops.
    pub fn crossings(&self) -> usize {
        (self.cost(&self.order) / CROSSING) as usize
    }

    fn cost(&self, order: &[Vec<usize>]) -> u64 {
        let own: u64 = order.iter().map(|rank| self.disorder(rank)).sum();
        own + order.windows(2).map(|pair| CROSSING * self.between(&pair[0], &pair[1])).sum::<u64>()
    }

    /// Pairs of cells that stand against the order of the file; what lies farther apart weighs more.
    fn disorder(&self, rank: &[usize]) -> u64 {
        let mut sum = 0;
        for (i, &a) in rank.iter().enumerate() {
            sum += rank[..i].iter().filter(|&&b| self.cells[b].key > self.cells[a].key).count() as u64;
        }
        sum
    }

    /// Crossings between two neighbouring ranks.
    fn between(&self, left: &[usize], right: &[usize]) -> u64 {
        let at = |rank: &[usize], cell: usize| rank.iter().position(|&other| other == cell);
        let ends = |hop: &Hop| Some(((at(left, hop.from)?, hop.cards[0]), (at(right, hop.to)?, hop.cards[1])));
        let hops: Vec<(Place, Place)> = self.hops.iter().filter_map(ends).collect();
        let crossed = |i: usize| hops[..i].iter().filter(|&&other| cross(hops[i], other)).count() as u64;
        (0..hops.len()).map(crossed).sum()
    }

    /// The best order of all: for each order of a rank the cheapest way to get there from the rank before it.
    fn exact(&self) -> Vec<Vec<usize>> {
        let mut ways: Vec<Vec<(Vec<usize>, u64, usize)>> = Vec::new();
        for rank in &self.order {
            let matrices: Vec<Vec<u64>> = ways
                .last()
                .map_or_else(Vec::new, |ways| ways.iter().map(|(left, ..)| self.matrix(left, rank)).collect());
            let n = rank.len();
            let mut here = Vec::new();
            for order in permutations(&(0..n).collect::<Vec<_>>()) {
                let crossed = |matrix: &Vec<u64>| -> u64 {
                    let row = |i: usize| order[i..].iter().map(|&after| matrix[order[i] * n + after]).sum::<u64>();
                    (0..n).map(row).sum()
                };
                let before = match ways.last() {
                    None => Some((0, 0)),
                    Some(ways) => {
                        let cost = |k: usize| ways[k].1 + CROSSING * crossed(&matrices[k]);
                        (0..ways.len()).map(|k| (cost(k), k)).min()
                    }
                };
                let Some((cost, back)) = before else { continue };
                let order: Vec<usize> = order.iter().map(|&at| rank[at]).collect();
                let cost = cost + self.disorder(&order);
                here.push((order, cost, back));
            }
            ways.push(here);
        }
        let mut at = ways.last().and_then(|last| (0..last.len()).min_by_key(|&k| (last[k].1, k)));
        let mut best = Vec::new();
        for here in ways.iter().rev() {
            let Some((order, _, back)) = at.and_then(|k| here.get(k)) else { break };
            best.push(order.clone());
            at = Some(*back);
        }
        best.reverse();
        best
    }

    /// Crossings with the cells of `left` in that order, for each pair of cells of `right`, by their places in it: as many as
    /// there are when the first stands before the second. On the diagonal, those of links to different cards of one box.
    fn matrix(&self, left: &[usize], right: &[usize]) -> Vec<u64> {
        let at = |rank: &[usize], cell: usize| rank.iter().position(|&other| other == cell);
        let ends = |hop: &Hop| Some(((at(left, hop.from)?, hop.cards[0]), (at(right, hop.to)?, hop.cards[1])));
        let hops: Vec<(Place, Place)> = self.hops.iter().filter_map(ends).collect();
        let n = right.len();
        let mut matrix = vec![0; n * n];
        for (i, a) in hops.iter().enumerate() {
            for b in &hops[..i] {
                let (x, y) = (a.1.0, b.1.0);
                if x == y {
                    matrix[x * n + x] += u64::from(cross(*a, *b));
                    continue;
                }
                // The one that comes first has to be no later on the left.
                matrix[x * n + y] += u64::from(ahead(b.0, a.0));
                matrix[y * n + x] += u64::from(ahead(a.0, b.0));
            }
        }
        matrix
    }

    /// Median and transposition from several starts: the file's order, its reverse, and shuffled ones.
    fn sweep(&mut self) {
        let first = self.order.clone();
        let mut best = (self.cost(&first), first.clone());
        for start in 0..STARTS {
            let mut order = first.clone();
            match start {
                0 => {}
                1 => order.iter_mut().for_each(|rank| rank.reverse()),
                _ => order.iter_mut().enumerate().for_each(|(r, rank)| shuffle(rank, start * 1009 + r as u64)),
            }
            let mut rounds = 0;
            for sweep in 0..SWEEPS {
                self.medians(&mut order, sweep % 2 == 0);
                self.transpose(&mut order);
                let cost = self.cost(&order);
                rounds += 1;
                if cost < best.0 {
                    best = (cost, order.clone());
                    rounds = 0;
                }
                if rounds > 4 {
                    break;
                }
            }
        }
        self.order = best.1;
    }

    /// Sorts each rank by the medians of its neighbours in the rank before it, or after it.
    fn medians(&self, order: &mut [Vec<usize>], forward: bool) {
        let n = order.len();
        for step in 1..n {
            let (r, fixed) = if forward { (step, step - 1) } else { (n - 1 - step, n - step) };
            let median = |cell: usize| {
                let mut places: Vec<usize> = (self.hops.iter())
                    .filter_map(|hop| match forward {
                        true => (hop.to == cell).then_some(hop.from),
                        false => (hop.from == cell).then_some(hop.to),
                    })
                    .filter_map(|other| order[fixed].iter().position(|&at| at == other))
                    .collect();
                places.sort_unstable();
                weighted_median(&places)
            };
            // What has no neighbour keeps its place; the others share the places that are left.
            let medians: Vec<Option<f64>> = order[r].iter().map(|&cell| median(cell)).collect();
            let mut moving: Vec<(f64, usize)> =
                order[r].iter().zip(&medians).filter_map(|(&cell, median)| Some(((*median)?, cell))).collect();
            moving.sort_by(|a, b| a.0.total_cmp(&b.0));
            let places = order[r].iter_mut().zip(&medians).filter(|(_, median)| median.is_some());
            places.zip(moving).for_each(|((place, _), (_, cell))| *place = cell);
        }
    }

    /// Exchanges neighbours as long as that saves anything.
    fn transpose(&self, order: &mut [Vec<usize>]) {
        loop {
            let mut improved = false;
            for r in 0..order.len() {
                for i in 1..order[r].len() {
                    let local = |order: &[Vec<usize>]| {
                        let before = if r > 0 { self.between(&order[r - 1], &order[r]) } else { 0 };
                        let after = order.get(r + 1).map_or(0, |next| self.between(&order[r], next));
                        CROSSING * (before + after) + self.disorder(&order[r])
                    };
                    let now = local(order);
                    order[r].swap(i - 1, i);
                    if local(order) < now {
                        improved = true;
                    } else {
                        order[r].swap(i - 1, i);
                    }
                }
            }
            if !improved {
                break;
            }
        }
    }
}

/// The median of places, between two middle ones nearer to the side where they lie closer (§3, `median_value`).
fn weighted_median(places: &[usize]) -> Option<f64> {
    let m = places.len() / 2;
    match places {
        [] => None,
        [only] => Some(*only as f64),
        [a, b] => Some((a + b) as f64 / 2.0),
        _ if places.len() % 2 == 1 => Some(places[m] as f64),
        [first, .., last] => {
            let (left, right) = ((places[m - 1] - first) as f64, (last - places[m]) as f64);
            let (a, b) = (places[m - 1] as f64, places[m] as f64);
            Some(if left + right > 0.0 { (a * right + b * left) / (left + right) } else { (a + b) / 2.0 })
        }
    }
}

fn factorial(n: usize) -> usize {
    (1..=n).fold(1usize, usize::saturating_mul)
}

/// All orders of some cells, the given one first.
fn permutations(cells: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..cells.len() {
        let longer = |order: &Vec<usize>| {
            let rest = cells.iter().filter(|cell| !order.contains(cell)).copied().collect::<Vec<_>>();
            rest.into_iter().map(|cell| order.iter().copied().chain([cell]).collect()).collect::<Vec<Vec<usize>>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// Fisher and Yates's shuffle with the numbers of SplitMix64 (Steele, Lea, Flood 2014).
fn shuffle(cells: &mut [usize], seed: u64) {
    let mut state = seed;
    for i in (1..cells.len()).rev() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        cells.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
    }
}
