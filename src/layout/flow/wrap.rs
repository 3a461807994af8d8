//! Stages → rows: a chain longer than the page is wide goes on in the next row, like text.
//!
//! Rüegg and von Hanxleden ("Wrapping Layered Graphs", 2018) cut a layered drawing where few links are cut; each row reads in
//! the same direction, and a link to the next row runs back between the two.

use kurbo::Point;

use super::super::graph::{Arrangement, Fixed, Spacing};
use super::Ground;
use super::cycle::Net;
use super::draft::Draft;

/// Most rows.
const MOST_ROWS: usize = 5;

/// A chain is wrapped only where rows still hold this many stages.
const LEAST_IN_ROW: usize = 3;

/// What a row more costs, in points of figure height, and each link cut beyond one a row.
const COST_ROW: f64 = 90.0;
const COST_CUT: f64 = 60.0;

/// What each rank costs that was made by dividing one, in points of figure height.
const COST_PART: f64 = 150.0;

/// What a figure higher than its page costs: more than any other.
const COST_TALL: f64 = 1e5;

/// What a bend costs, in points of figure height.
const COST_BEND: f64 = 4.0;

/// A way to put the stages on the page.
pub struct Plan {
    /// Rank of each box in each row; `None` where it stands in another one.
    pub rows: Vec<Vec<Option<usize>>>,
    parts: usize,
}

impl Plan {
    /// What it costs before anything has a place.
    pub fn cost(&self, net: &Net) -> f64 {
        let row = |at: usize| self.rows.iter().position(|row| row[at].is_some());
        let cut = net.arcs.iter().filter(|arc| row(arc.from) != row(arc.to)).count();
        let turns = self.rows.len() - 1;
        COST_ROW * turns as f64 + COST_CUT * cut.saturating_sub(turns) as f64 + COST_PART * self.parts as f64
    }
}

/// What rows cost together.
pub fn cost(rows: &[Draft], spacing: &Spacing) -> f64 {
    let height: f64 = rows.iter().map(|row| row.height + spacing.vgap).sum();
    let bends: usize = rows.iter().map(|row| row.bends).sum();
    let tall = if height - spacing.vgap > spacing.most { COST_TALL + height } else { 0.0 };
    height + tall + COST_BEND * bends as f64 + rows.iter().map(|row| row.penalty).sum::<f64>()
}

/// Everything worth trying: ranks divided when they hold many boxes, in one row or several.
pub fn plans(ranks: &[Option<usize>], down: bool, spacing: &Spacing) -> Vec<Plan> {
    let fullest = (0..=ranks.iter().flatten().max().copied().unwrap_or(0))
        .map(|rank| ranks.iter().filter(|&&own| own == Some(rank)).count())
        .max()
        .unwrap_or(1);
    let abreast: Vec<usize> = match down {
        true => (1..=fullest.min(spacing.abreast)).rev().collect(),
        false => (1..=fullest).rev().filter(|&most| most == fullest || most <= 4).collect(),
    };
    let mut plans = Vec::new();
    for most in abreast {
        let divided = divide(ranks, most);
        let count = divided.iter().flatten().max().map_or(0, |last| last + 1);
        let parts = count - ranks.iter().flatten().max().map_or(0, |last| last + 1);
        let most_rows = if down || parts > 0 { 1 } else { count.min(MOST_ROWS) };
        for rows in 1..=most_rows.max(1) {
            let per_row = count.div_ceil(rows);
            if rows > 1 && (count.div_ceil(per_row) != rows || per_row < LEAST_IN_ROW) {
                continue;
            }
            let row = |row: usize| {
                let own =
                    |rank: &Option<usize>| rank.filter(|rank| rank / per_row.max(1) == row).map(|rank| rank % per_row);
                divided.iter().map(own).collect()
            };
            plans.push(Plan { rows: (0..rows).map(row).collect(), parts });
        }
    }
    plans
}

/// Ranks of at most `most` boxes: a fuller one becomes several, in author order.
fn divide(ranks: &[Option<usize>], most: usize) -> Vec<Option<usize>> {
    let count = ranks.iter().flatten().max().map_or(0, |last| last + 1);
    let mut divided = vec![None; ranks.len()];
    let mut first = 0;
    for rank in 0..count {
        let members: Vec<usize> = (0..ranks.len()).filter(|&at| ranks[at] == Some(rank)).collect();
        let parts = members.len().div_ceil(most.max(1)).max(1);
        for (i, &at) in members.iter().enumerate() {
            divided[at] = Some(first + i * parts / members.len());
        }
        first += parts;
    }
    divided
}

/// The links from one row to the next: down from the last box, back between the rows, down to the first box.
///
/// Where there is more than one, or they join other boxes, the router finds their ways.
pub fn turns(ground: &Ground, rows: &[Draft], arrangement: &mut Arrangement) {
    for pair in rows.windows(2) {
        let (Some(last), Some(first)) = (pair[0].only(true), pair[1].only(false)) else { continue };
        let mut between =
            ground.net.arcs.iter().filter(|arc| arc.from == last && arc.to == first && arc.cards == [None; 2]);
        let (Some(arc), None) = (between.next(), between.next()) else { continue };
        let rect = |at: usize| arrangement.spots[ground.net.boxes[at]].map(|spot| spot.rect);
        let (Some(from), Some(to)) = (rect(last), rect(first)) else { continue };
        // The lowest box above the turn, the highest below it.
        let all = |draft: &Draft| {
            draft
                .spots
                .iter()
                .enumerate()
                .filter_map(|(i, spot)| spot.and(arrangement.spots[i]))
                .map(|s| s.rect)
                .collect::<Vec<_>>()
        };
        let above = all(&pair[0]).iter().map(|r| r.y1).fold(f64::NEG_INFINITY, f64::max);
        let below = all(&pair[1]).iter().map(|r| r.y0).fold(f64::INFINITY, f64::min);
        let y = above + 0.4 * (below - above);
        let (a, b) = (from.center().x, to.center().x);
        let mut points = vec![Point::new(a, from.y1), Point::new(a, y), Point::new(b, y), Point::new(b, to.y0)];
        if arc.reversed {
            points.reverse();
        }
        arrangement.wires[arc.edge] = Some(Fixed { points, joins: None });
    }
}
