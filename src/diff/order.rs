//! Siblings in two orders → the fewest that have to take another place.

/// Numbers of the sequence that need not move: one of its longest increasing subsequences (Fredman 1975, *Discrete
/// Mathematics* 11:29–35), by patience in n log n.
pub fn stay(sequence: &[usize]) -> Vec<bool> {
    // The last of the lowest-ending subsequence of each length, and what comes before each.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(sequence.len());
    for (at, value) in sequence.iter().enumerate() {
        let length = tails.partition_point(|&tail| sequence[tail] < *value);
        before.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut stay = vec![false; sequence.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        stay[at] = true;
        next = before[at];
    }
    stay
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_move() {
        for (sequence, moved) in [
            (&[0, 1, 2, 3][..], 0),
            (&[3, 0, 1, 2], 1),
            (&[1, 2, 3, 0], 1),
            (&[1, 0], 1),
            (&[3, 2, 1, 0], 3),
            (&[0, 4, 1, 5, 2, 3], 2),
            (&[], 0),
        ] {
            let stay = stay(sequence);
            assert_eq!(stay.iter().filter(|stay| !**stay).count(), moved, "{sequence:?}");
            let kept: Vec<_> = sequence.iter().zip(&stay).filter(|(_, stay)| **stay).map(|(value, _)| value).collect();
            assert!(kept.is_sorted(), "{sequence:?}");
        }
    }
}
