//! Heights of blocks in order → which of them stand at the second side of a core, so that both sides are equally high.

use super::Tree;
use crate::layout::graph::Side;

/// Up to this many blocks every way to divide them is tried.
const MOST_TRIED: usize = 16;

/// A division that is lower by less than a tenth is no better.
const MUCH_LOWER: f64 = 0.9;

/// Halvings after which the least height of columns is found to a thousandth of a millionth of the whole.
const BISECTIONS: usize = 30;

/// Sides whose links say which comes first are kept so while neither is more than this share of both.
const MOST_SHARE: f64 = 0.65;

/// Which groups stand at the second side: as authors say, else as their links with the core say, else so that both sides
/// are equally high.
pub fn share(tree: &Tree, tops: &[usize], heights: &[f64], tolerance: f64) -> Vec<bool> {
    let said = |&top: &usize| match tree.side(top) {
        Some(Side::Left) => Some(tree.spacing.rtl),
        Some(Side::Right) => Some(!tree.spacing.rtl),
        Some(Side::Top | Side::Bottom) | None => None,
    };
    let pinned: Vec<Option<bool>> = tops.iter().map(said).collect();
    let towards = |&top: &usize| tree.towards[top];
    if tops.iter().any(|top| towards(top) > 0) && tops.iter().any(|top| towards(top) < 0) {
        let linked = |(top, pin): (&usize, &Option<bool>)| pin.or((towards(top) != 0).then_some(towards(top) < 0));
        let linked: Vec<Option<bool>> = tops.iter().zip(&pinned).map(linked).collect();
        let second = divide(heights, &linked, tolerance);
        let part: f64 = heights.iter().zip(&second).filter(|(_, second)| **second).map(|(height, _)| height).sum();
        let share = part / heights.iter().sum::<f64>();
        if (1.0 - MOST_SHARE..=MOST_SHARE).contains(&share) {
            return second;
        }
    }
    divide(heights, &pinned, tolerance)
}

/// The best division of one kind: how far it is from even, and which blocks stand at the second side.
type Kind = fn(&[f64], f64, f64) -> Option<(f64, Vec<bool>)>;

/// Divides blocks between two sides; `true` is the second one. The order within a side is that of the blocks.
///
/// First the blocks up to one at the first side and the rest at the second, then every other contiguous part of the ring
/// of blocks, then any part; the first kind counts whose best one is even to within `tolerance`. One of a later kind must
/// make the figure lower by a tenth: a small edit should not send blocks across the core.
/// Where no side is pinned, the first block stands at the first one.
pub fn divide(heights: &[f64], pinned: &[Option<bool>], tolerance: f64) -> Vec<bool> {
    let mut second: Vec<bool> = pinned.iter().map(|pin| *pin == Some(true)).collect();
    let free: Vec<usize> = (0..heights.len()).filter(|&i| pinned[i].is_none()).collect();
    let sum = |side: bool| -> f64 { (0..heights.len()).filter(|&i| pinned[i] == Some(side)).map(|i| heights[i]).sum() };
    let total: f64 = free.iter().map(|&i| heights[i]).sum();
    // What the second side should get of the free ones.
    let wanted = (total + sum(false) - sum(true)) / 2.0;
    let own: Vec<f64> = free.iter().map(|&i| heights[i]).collect();
    let kinds: [Kind; 3] = [tail, arc, any];
    let mut best: Option<(f64, Vec<bool>)> = None;
    for kind in kinds {
        let Some(mut found) = kind(&own, wanted, tolerance) else { continue };
        if free.len() < heights.len() {
            // Nothing says that the first free block stands first when others have their side already.
            let turned = kind(&own, total - wanted, tolerance).filter(|turned| turned.0 < found.0);
            found = turned.map_or(found, |(off, part)| (off, part.into_iter().map(|second| !second).collect()));
        }
        // How high the higher side is.
        let high = |off: f64| heights.iter().sum::<f64>() / 2.0 + off;
        if best.as_ref().is_none_or(|best| high(found.0) < MUCH_LOWER * high(best.0)) {
            best = Some(found);
        }
        // The sides differ by twice of what the second one is off.
        if best.as_ref().is_some_and(|best| 2.0 * best.0 <= tolerance) {
            break;
        }
    }
    let chosen = best.map(|(_, chosen)| chosen).unwrap_or_default();
    for (&i, chosen) in free.iter().zip(chosen) {
        second[i] = chosen;
    }
    second
}

/// The best part that reaches to the last block, and how far it is from what is wanted.
fn tail(heights: &[f64], wanted: f64, _: f64) -> Option<(f64, Vec<bool>)> {
    let mut best: Option<(f64, usize)> = None;
    let mut sum = 0.0;
    for from in (0..heights.len()).rev() {
        let off = (sum - wanted).abs();
        // The first one stays at the first side, so the loop weighs each part before it takes one more.
        if best.is_none_or(|(least, _)| off < least) {
            best = Some((off, from + 1));
        }
        sum += heights[from];
    }
    best.map(|(off, from)| (off, (0..heights.len()).map(|i| i >= from).collect()))
}

/// The last contiguous part without the first block that leaves the sides as even as the best one to within the tolerance:
/// of parts that are about equal it stays the same one when a block grows a little.
fn arc(heights: &[f64], wanted: f64, tolerance: f64) -> Option<(f64, Vec<bool>)> {
    let mut parts: Vec<(f64, usize, usize)> = Vec::with_capacity(heights.len());
    let (mut sum, mut to) = (0.0, 1);
    for from in 1..heights.len() {
        // The part grows while that brings it nearer; its end never has to go back.
        while to < heights.len() && (sum + heights[to] - wanted).abs() <= (sum - wanted).abs() {
            sum += heights[to];
            to += 1;
        }
        parts.push(((sum - wanted).abs(), from, to));
        if to > from {
            sum -= heights[from];
        } else {
            to = from + 1;
        }
    }
    let least = parts.iter().map(|part| part.0).fold(f64::INFINITY, f64::min);
    let &(off, from, to) = parts.iter().rfind(|part| part.0 <= least + tolerance / 2.0)?;
    Some((off, (0..heights.len()).map(|i| (from..to).contains(&i)).collect()))
}

/// The best part at all without the first block, where there are few.
fn any(heights: &[f64], wanted: f64, _: f64) -> Option<(f64, Vec<bool>)> {
    let n = heights.len();
    if n > MOST_TRIED || n == 0 {
        return None;
    }
    let mut sums = vec![0.0; 1 << (n - 1)];
    let mut best = (wanted.abs(), 0);
    for mask in 1..sums.len() {
        let low = mask.trailing_zeros() as usize;
        sums[mask] = sums[mask & (mask - 1)] + heights[low + 1];
        let off = (sums[mask] - wanted).abs();
        if off < best.0 {
            best = (off, mask);
        }
    }
    Some((best.0, (0..n).map(|i| i > 0 && best.1 >> (i - 1) & 1 == 1).collect()))
}

/// Pours blocks in order into at most `k` columns, so that the highest one is as low as can be: where each column starts,
/// and that height.
pub fn pour(heights: &[f64], k: usize) -> (Vec<usize>, f64) {
    let starts = |most: f64| {
        let (mut starts, mut sum) = (vec![0], 0.0);
        for (i, &height) in heights.iter().enumerate() {
            if sum > 0.0 && sum + height > most {
                starts.push(i);
                sum = 0.0;
            }
            sum += height;
        }
        starts
    };
    let total: f64 = heights.iter().sum();
    let (mut low, mut high) = (heights.iter().copied().fold(total / k.max(1) as f64, f64::max), total);
    if starts(low).len() > k {
        for _ in 0..BISECTIONS {
            let middle = (low + high) / 2.0;
            if starts(middle).len() <= k { high = middle } else { low = middle }
        }
    } else {
        high = low;
    }
    let starts = starts(high);
    let ends = starts.iter().skip(1).copied().chain([heights.len()]);
    let height = starts.iter().zip(ends).map(|(&from, to)| heights[from..to].iter().sum::<f64>()).fold(0.0, f64::max);
    (starts, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(heights: &[f64], pinned: &[Option<bool>]) -> (Vec<usize>, Vec<usize>) {
        let second = divide(heights, pinned, 1.0);
        (0..heights.len()).partition(|&i| !second[i])
    }

    #[test]
    fn the_first_blocks_stand_at_the_first_side_where_that_is_even() {
        assert_eq!(names(&[3.0, 3.0, 3.0, 3.0], &[None; 4]), (vec![0, 1], vec![2, 3]));
        assert_eq!(names(&[9.0, 3.0, 3.0, 3.0], &[None; 4]), (vec![0], vec![1, 2, 3]));
        assert_eq!(names(&[5.0], &[None]), (vec![0], vec![]));
        assert_eq!(names(&[], &[]), (vec![], vec![]));
    }

    #[test]
    fn a_part_of_the_ring_is_taken_before_any_part() {
        // The figure of 46 themes: 1, 2, 6 at the left and 3, 4, 5 at the right.
        assert_eq!(names(&[9.0, 7.0, 9.0, 5.0, 6.0, 4.0], &[None; 6]), (vec![0, 1, 5], vec![2, 3, 4]));
        // Only a part with a hole is even, and lower by more than a tenth.
        assert_eq!(names(&[1.0, 1.0, 2.0, 4.0, 2.0], &[None; 5]), (vec![0, 2, 4], vec![1, 3]));
    }

    #[test]
    fn columns_keep_the_order_and_are_as_low_as_can_be() {
        assert_eq!(pour(&[3.0, 1.0, 2.0, 2.0, 4.0], 2), (vec![0, 3], 6.0));
        assert_eq!(pour(&[3.0, 1.0, 2.0, 2.0, 4.0], 9), (vec![0, 2, 4], 4.0));
        assert_eq!(pour(&[], 3), (vec![0], 0.0));
    }

    #[test]
    fn what_an_author_pins_stays_where_it_is() {
        assert_eq!(names(&[2.0, 2.0, 9.0], &[Some(true), None, None]), (vec![2], vec![0, 1]));
        assert_eq!(names(&[2.0, 2.0], &[Some(true), Some(true)]), (vec![], vec![0, 1]));
    }

    #[test]
    fn no_division_of_a_ring_is_evener() {
        let mut seed = 7u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            1.0 + (seed >> 60) as f64
        };
        for n in 1..9 {
            for _ in 0..50 {
                let heights: Vec<f64> = (0..n).map(|_| next()).collect();
                let wanted = heights.iter().sum::<f64>() / 2.0;
                let (off, chosen) = arc(&heights, wanted, 0.0).unwrap_or((wanted, Vec::new()));
                let parts = (1..n).flat_map(|from| (from..=n).map(move |to| (from, to)));
                let least = parts.map(|(from, to)| (heights[from..to].iter().sum::<f64>() - wanted).abs());
                let least = least.fold(wanted, f64::min);
                assert!(off <= least + 1e-9, "{heights:?} {chosen:?}: {off} > {least}");
            }
        }
    }
}
