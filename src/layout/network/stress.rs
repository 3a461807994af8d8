//! A graph → a place for each node whose distances are those in the graph as nearly as they can be.
//!
//! Stress, the sum of ((distance - wanted) / wanted)², is lessened pair by pair (Zheng, Pawar & Goodman 2018): over all pairs
//! of a small graph; in a large one over neighbours, and over pivots that stand for their region (Ortmann, Klimenta &
//! Brandes 2016).

use kurbo::{Point, Vec2};

use super::distance::Web;
use super::pivot::Pivots;
use super::random::Random;

/// Passes over all pairs.
const EPOCHS: usize = 15;

/// How far the last pass still moves a pair of neighbours, as a share of what they are off.
const LAST_STEP: f64 = 0.1;

/// Up to so many nodes every pair counts.
pub const MOST_FULL: usize = 1000;

/// Pivots of the start, and of the regions in a large graph.
const PIVOTS: usize = 50;

/// Two nodes may start at one place; so far apart they are set, as a share of the length of a link.
const JITTER: f64 = 1e-3;

/// Places the nodes of a graph, all of which hang together.
pub fn place(web: &Web, seed: u64) -> Vec<Point> {
    let mut random = Random::new(seed);
    let pivots = Pivots::choose(web, PIVOTS, &mut random);
    let mut start = pivots.place(&mut random);
    for point in &mut start {
        *point += Vec2::new(random.unit() - 0.5, random.unit() - 0.5) * JITTER;
    }
    if web.count() <= MOST_FULL { full(web, start, &mut random) } else { sparse(web, &pivots, start, &mut random) }
}

/// Moves given places towards less stress.
pub fn settle(web: &Web, start: Vec<Point>, seed: u64) -> Vec<Point> {
    let mut random = Random::new(seed);
    if web.count() <= MOST_FULL {
        return full(web, start, &mut random);
    }
    let pivots = Pivots::choose(web, PIVOTS, &mut random);
    sparse(web, &pivots, start, &mut random)
}

/// The steps of the passes: from one that lets the farthest pair fall into place to one that moves neighbours a little.
fn steps(least_weight: f64, most_weight: f64) -> impl Iterator<Item = f64> {
    let (first, last) = (1.0 / least_weight, LAST_STEP / most_weight);
    let fall = libm::log(last / first) / (EPOCHS - 1) as f64;
    (0..EPOCHS).map(move |epoch| first * libm::exp(fall * epoch as f64))
}

/// Every pair counts.
///
/// The nodes are numbered anew at random, and pairs taken by how far their numbers are apart: neighbours in the sequence share
/// no node and lie side by side in memory, and each pass takes the differences in another order.
fn full(web: &Web, start: Vec<Point>, random: &mut Random) -> Vec<Point> {
    let n = web.count();
    if n < 2 {
        return start;
    }
    let order = random.order(n);
    let mut number = vec![0; n];
    order.iter().enumerate().for_each(|(at, &node)| number[node] = at);
    // One row of pairs by difference: at `i` the pair of `i` and `i + difference`, counted round.
    let half = n / 2;
    let mut wanted = vec![0.0f32; half * n];
    let mut row = vec![0.0; n];
    let mut most = 0.0f64;
    let mut least = f64::INFINITY;
    for (i, &node) in order.iter().enumerate() {
        web.distances(node, &mut row);
        for difference in 1..=half {
            let distance = row[order[(i + difference) % n]];
            wanted[(difference - 1) * n + i] = distance as f32;
            (least, most) = (least.min(distance), most.max(distance));
        }
    }
    let mut points: Vec<Point> = order.iter().map(|&node| start[node]).collect();
    for step in steps(1.0 / (most * most), 1.0 / (least * least)) {
        for difference in random.order(half) {
            let row = &wanted[difference * n..(difference + 1) * n];
            let apart = difference + 1;
            // In an even number the pairs that face each other come twice.
            let pairs = if 2 * apart == n { apart } else { n };
            for (i, &distance) in row[..pairs].iter().enumerate() {
                let j = if i + apart < n { i + apart } else { i + apart - n };
                let distance = f64::from(distance);
                let by = pull(points[i], points[j], distance) * (step / (distance * distance)).min(1.0);
                points[i] -= by;
                points[j] += by;
            }
        }
    }
    number.into_iter().map(|at| points[at]).collect()
}

/// What half of the way each of two points has to go.
fn pull(a: Point, b: Point, distance: f64) -> Vec2 {
    let apart = a - b;
    let length = (apart.x * apart.x + apart.y * apart.y).sqrt().max(f64::MIN_POSITIVE);
    apart * ((length - distance) / (2.0 * length))
}

/// Neighbours count, and each node with each pivot, which stands for the nodes nearest to it.
///
/// Each pass takes the pivots in another order; after each of them comes a share of the links.
fn sparse(web: &Web, pivots: &Pivots, mut points: Vec<Point>, random: &mut Random) -> Vec<Point> {
    let weights = weights(web, pivots);
    let n = web.count();
    let mut links: Vec<(usize, usize, f64)> = Vec::new();
    for node in 0..n {
        links.extend(
            web.row(node).iter().filter(|(other, _)| *other > node).map(|&(other, length)| (node, other, length)),
        );
    }
    let order = random.order(links.len());
    let links: Vec<_> = order.into_iter().map(|at| links[at]).collect();
    let (mut least, mut most) = (f64::INFINITY, 0.0f64);
    let of_links = links.iter().map(|(.., length)| 1.0 / (length * length));
    let of_pivots = weights.iter().flatten().map(|&weight| f64::from(weight)).filter(|weight| *weight > 0.0);
    for weight in of_links.chain(of_pivots) {
        (least, most) = (least.min(weight), most.max(weight));
    }
    let share = links.len() / pivots.nodes.len().max(1) + 1;
    for step in steps(least, most) {
        let mut shares = links.chunks(share);
        for at in random.order(pivots.nodes.len()) {
            let centre = points[pivots.nodes[at]];
            let wanted = pivots.rows[at].iter().zip(&weights[at]);
            for (point, (&distance, &weight)) in points.iter_mut().zip(wanted) {
                *point -= pull(*point, centre, distance) * (step * f64::from(weight)).min(1.0);
            }
            for &(a, b, length) in shares.next().into_iter().flatten() {
                let by = pull(points[a], points[b], length) * (step / (length * length)).min(1.0);
                points[a] -= by;
                points[b] += by;
            }
        }
        siblings(web, &mut points, step, random);
    }
    points
}

/// Moves neighbours of one node apart, each from another one of them in each pass: no pivot tells them from each other.
fn siblings(web: &Web, points: &mut [Point], step: f64, random: &mut Random) {
    for node in 0..web.count() {
        let row = web.row(node);
        if row.len() < 3 {
            continue;
        }
        let apart = 1 + random.below(row.len() - 1);
        for (at, &(a, to_a)) in row.iter().enumerate() {
            let (b, to_b) = row[(at + apart) % row.len()];
            let wanted = to_a + to_b;
            // It stands for all the others.
            let weight = (step * row.len() as f64 / 2.0 / (wanted * wanted)).min(1.0);
            let by = pull(points[a], points[b], wanted) * weight;
            points[a] -= by;
            points[b] += by;
        }
    }
}

/// How much each pivot weighs for each node: 1 / distance² for every node of the pivot's region that is, from the node, as far
/// as the pivot or nearly so; those are within half of that way around the pivot. Nothing for its neighbours, whose
/// links count anyway.
fn weights(web: &Web, pivots: &Pivots) -> Vec<Vec<f32>> {
    let n = web.count();
    let mut region = vec![0; n];
    for (at, row) in pivots.rows.iter().enumerate() {
        for node in 0..n {
            if row[node] < pivots.rows[region[node]][node] {
                region[node] = at;
            }
        }
    }
    let weigh = |(at, (&pivot, row)): (usize, (&usize, &Vec<f64>))| {
        let mut reach: Vec<f64> = (0..n).filter(|&node| region[node] == at).map(|node| row[node]).collect();
        reach.sort_by(f64::total_cmp);
        let weight = |&wanted: &f64| {
            let speaks = reach.partition_point(|distance| *distance <= wanted / 2.0);
            if wanted > 0.0 { (speaks as f64 / (wanted * wanted)) as f32 } else { 0.0 }
        };
        let mut weights: Vec<f32> = row.iter().map(weight).collect();
        web.row(pivot).iter().for_each(|&(near, _)| weights[near] = 0.0);
        weights
    };
    pivots.nodes.iter().zip(&pivots.rows).enumerate().map(weigh).collect()
}
