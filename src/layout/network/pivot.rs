//! A graph → a first place for each node, from its distances to a few pivots (PivotMDS: Brandes & Pich 2006).

use kurbo::Point;

use super::distance::Web;
use super::random::Random;

/// Rounds of the power iteration; the start need not be exact.
const ROUNDS: usize = 40;

/// Nodes far from each other with all their distances: pivot by pivot, a row for all nodes.
pub struct Pivots {
    /// The nodes that are pivots.
    pub nodes: Vec<usize>,
    /// By pivot, the distance of each node from it.
    pub rows: Vec<Vec<f64>>,
}

impl Pivots {
    /// Chooses pivots, each as far as possible from those before it (Gonzalez 1985), and measures from them.
    pub fn choose(web: &Web, most: usize, random: &mut Random) -> Pivots {
        let n = web.count();
        let mut pivots = Pivots { nodes: Vec::new(), rows: Vec::new() };
        let mut nearest = vec![f64::INFINITY; n];
        let mut next = random.below(n.max(1));
        while pivots.nodes.len() < most.min(n) {
            let mut row = vec![0.0; n];
            web.distances(next, &mut row);
            let mut farthest = (-1.0, next);
            for (node, distance) in row.iter().enumerate() {
                nearest[node] = nearest[node].min(*distance);
                if nearest[node] > farthest.0 {
                    farthest = (nearest[node], node);
                }
            }
            pivots.nodes.push(next);
            pivots.rows.push(row);
            if farthest.0 <= 0.0 {
                break;
            }
            next = farthest.1;
        }
        pivots
    }

    /// The plane in which the distances to the pivots are seen best.
    pub fn place(&self, random: &mut Random) -> Vec<Point> {
        let n = self.rows.first().map_or(0, Vec::len);
        let columns = self.centred(n);
        let k = columns.len();
        // The products of the columns: k × k, whatever the number of nodes.
        let mut products = vec![vec![0.0; k]; k];
        for a in 0..k {
            for b in a..k {
                let sum: f64 = columns[a].iter().zip(&columns[b]).map(|(x, y)| x * y).sum();
                products[a][b] = sum;
                products[b][a] = sum;
            }
        }
        let first = axis(&products, None, random);
        let second = axis(&products, Some(&first), random);
        let seen = |axis: &[f64], node: usize| columns.iter().zip(axis).map(|(c, a)| c[node] * a).sum::<f64>();
        let mut points: Vec<Point> = (0..n).map(|node| Point::new(seen(&first, node), seen(&second, node))).collect();
        self.scale(&mut points);
        points
    }

    /// Squared distances with the mean of every row and column taken away, times -1/2.
    fn centred(&self, n: usize) -> Vec<Vec<f64>> {
        let k = self.rows.len().max(1) as f64;
        let mut columns: Vec<Vec<f64>> = self.rows.iter().map(|row| row.iter().map(|d| d * d).collect()).collect();
        let mut of_node = vec![0.0; n];
        for column in &columns {
            for (sum, square) in of_node.iter_mut().zip(column) {
                *sum += square / k;
            }
        }
        let all = of_node.iter().sum::<f64>() / n.max(1) as f64;
        for column in &mut columns {
            let mean = column.iter().sum::<f64>() / n.max(1) as f64;
            for (square, node) in column.iter_mut().zip(&of_node) {
                *square = -0.5 * (*square - mean - node + all);
            }
        }
        columns
    }

    /// Makes the distances to the pivots as long as they should be, all in all.
    fn scale(&self, points: &mut [Point]) {
        let (mut wanted, mut is) = (0.0, 0.0);
        for (&pivot, row) in self.nodes.iter().zip(&self.rows) {
            for (point, distance) in points.iter().zip(row).filter(|(_, d)| **d > 0.0) {
                let seen = point.distance(points[pivot]);
                wanted += seen / distance;
                is += seen * seen / (distance * distance);
            }
        }
        let factor = if is > 0.0 { wanted / is } else { 1.0 };
        points.iter_mut().for_each(|point| *point = Point::new(point.x * factor, point.y * factor));
    }
}

/// The eigenvector of the largest eigenvalue, or of the second one, by power iteration.
fn axis(products: &[Vec<f64>], other: Option<&[f64]>, random: &mut Random) -> Vec<f64> {
    let mut axis: Vec<f64> = products.iter().map(|_| random.unit() - 0.5).collect();
    for _ in 0..ROUNDS {
        let mut next: Vec<f64> = products.iter().map(|row| row.iter().zip(&axis).map(|(p, a)| p * a).sum()).collect();
        if let Some(other) = other {
            let along: f64 = next.iter().zip(other).map(|(a, b)| a * b).sum();
            next.iter_mut().zip(other).for_each(|(a, b)| *a -= along * b);
        }
        let length = next.iter().map(|a| a * a).sum::<f64>().sqrt();
        // All on one line: there is no second axis.
        if length < 1e-9 {
            return vec![0.0; axis.len()];
        }
        axis = next.into_iter().map(|a| a / length).collect();
    }
    axis
}
