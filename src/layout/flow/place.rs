//! Wishes for places on one line → the places nearest to them that keep order and distance.

/// Rounds of alternating projection: what has not met by then does not meet.
const ROUNDS: usize = 48;

/// Something with a place on a line.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Where it wants to be.
    pub at: f64,
    /// How strongly, above 0.
    pub weight: f64,
    /// Least distance from the one before it.
    pub after: f64,
}

/// The places with the least sum of weighted squares of the distances to the wishes: isotonic regression by pooling
/// neighbours that are in each other's way (Ayer et al. 1955).
pub fn settle(wishes: &[Wish]) -> Vec<f64> {
    let mut offset = 0.0;
    // Pools of neighbours: first member, sum of weights, weighted sum of wishes less the offsets.
    let mut pools: Vec<(usize, f64, f64)> = Vec::new();
    let mut offsets = Vec::with_capacity(wishes.len());
    for (i, wish) in wishes.iter().enumerate() {
        offset += if i > 0 { wish.after } else { 0.0 };
        offsets.push(offset);
        pools.push((i, wish.weight, wish.weight * (wish.at - offset)));
        while let [.., a, b] = pools[..] {
            if a.2 / a.1 <= b.2 / b.1 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut places = vec![0.0; wishes.len()];
    for (k, pool) in pools.iter().enumerate() {
        let end = pools.get(k + 1).map_or(wishes.len(), |next| next.0);
        (pool.0..end).for_each(|i| places[i] = pool.2 / pool.1 + offsets[i]);
    }
    places
}

/// A port on the side of a box, or the end of a lane.
#[derive(Clone, Copy, Debug)]
pub struct Port {
    /// Where it may be.
    pub flat: (f64, f64),
    /// Where it is.
    pub at: f64,
    /// Where it stands when no straight line decides.
    pub home: f64,
}

/// A side of a box with its ports in order.
#[derive(Clone, Debug, Default)]
pub struct Face {
    /// Indices of its ports.
    pub ports: Vec<usize>,
    /// Whether its ports are to mirror each other about this place.
    pub mirror: Option<f64>,
    /// Least distance of its ports.
    pub pitch: f64,
}

/// Ports closer than this, in points, are on one line.
pub const LEVEL: f64 = 0.3;

/// Moves ports so that as many pairs as can be are level: each side in turn takes the places nearest to those opposite.
///
/// Alternating projections onto the sets of places that both sides allow come to a common point where there is one (von
/// Neumann 1933; Bregman 1965).
pub fn level(ports: &mut [Port], faces: &[Face], pairs: &[(usize, usize)]) {
    for port in ports.iter_mut() {
        port.at = port.home;
    }
    for _ in 0..ROUNDS {
        for face in faces {
            let wish = |port: usize| {
                let others = pairs.iter().filter_map(|&(a, b)| match (a == port, b == port) {
                    (true, _) => Some(b),
                    (_, true) => Some(a),
                    _ => None,
                });
                let (n, sum) = others.fold((0.0, 0.0), |(n, sum), other| (n + 1.0, sum + ports[other].at));
                if n == 1.0 { sum } else { ports[port].home }
            };
            let wishes: Vec<f64> = face.ports.iter().map(|&port| wish(port)).collect();
            spread(ports, face, &wishes, None);
        }
    }
    // Pairs that did not meet let go: their ports stand at home, as far as the level ones leave room.
    let met: Vec<bool> = (0..ports.len())
        .map(|port| {
            let level = |a: usize, b: usize| (ports[a].at - ports[b].at).abs() < LEVEL;
            pairs.iter().any(|&(a, b)| (a == port || b == port) && level(a, b))
        })
        .collect();
    for &(a, b) in pairs {
        if (ports[a].at - ports[b].at).abs() < LEVEL {
            // Exactly level, on the side that has less choice.
            let at = if ports[a].flat.1 - ports[a].flat.0 < ports[b].flat.1 - ports[b].flat.0 {
                ports[a].at
            } else {
                ports[b].at
            };
            (ports[a].at, ports[b].at) = (at, at);
        }
    }
    for face in faces {
        let wishes: Vec<f64> =
            face.ports.iter().map(|&port| if met[port] { ports[port].at } else { ports[port].home }).collect();
        spread(ports, face, &wishes, Some(&met));
    }
}

/// Places the ports of a face nearest to their wishes; those that are firm stay.
fn spread(ports: &mut [Port], face: &Face, wishes: &[f64], firm: Option<&[bool]>) {
    let n = wishes.len();
    let clamped = |i: usize, at: f64| {
        let (lo, hi) = ports[face.ports[i]].flat;
        at.max(lo).min(hi)
    };
    let mut wishes: Vec<f64> = (0..n).map(|i| clamped(i, wishes[i])).collect();
    if let (Some(axis), None) = (face.mirror, firm) {
        wishes = (0..n).map(|i| clamped(i, axis + (wishes[i] - wishes[n - 1 - i]) / 2.0)).collect();
    }
    let weight = |i: usize| if firm.is_some_and(|firm| firm[face.ports[i]]) { 1e9 } else { 1.0 };
    let settled =
        settle(&(0..n).map(|i| Wish { at: wishes[i], weight: weight(i), after: face.pitch }).collect::<Vec<_>>());
    // What was pushed over an end of the flat part comes back with its neighbours.
    let mut places = settled;
    for i in (0..n).rev() {
        let limit = if i + 1 < n { places[i + 1] - face.pitch } else { f64::INFINITY };
        places[i] = places[i].min(limit).min(ports[face.ports[i]].flat.1);
    }
    for i in 0..n {
        let limit = if i > 0 { places[i - 1] + face.pitch } else { f64::NEG_INFINITY };
        places[i] = places[i].max(limit).max(ports[face.ports[i]].flat.0);
    }
    for (i, place) in places.into_iter().enumerate() {
        let port = &mut ports[face.ports[i]];
        // A firm port keeps its exact place.
        if firm.is_none_or(|firm| !firm[face.ports[i]]) {
            port.at = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_in_each_other_s_way_meet_in_the_middle() {
        let wish = |at| Wish { at, weight: 1.0, after: 4.0 };
        assert_eq!(settle(&[wish(0.0), wish(10.0)]), [0.0, 10.0]);
        assert_eq!(settle(&[wish(5.0), wish(5.0)]), [3.0, 7.0]);
        assert_eq!(settle(&[wish(0.0), wish(8.0), wish(8.0), wish(20.0)]), [0.0, 6.0, 10.0, 20.0]);
    }

    #[test]
    fn pairs_that_can_be_level_are() {
        let port = |lo: f64, hi: f64| Port { flat: (lo, hi), at: 0.0, home: (lo + hi) / 2.0 };
        // Two boxes beside a lower one between them.
        let mut ports = [port(0.0, 40.0), port(60.0, 100.0), port(30.0, 70.0), port(30.0, 70.0)];
        let face = |ports: &[usize]| Face { ports: ports.to_vec(), mirror: None, pitch: 9.0 };
        let faces = [face(&[0]), face(&[1]), Face { mirror: Some(50.0), ..face(&[2, 3]) }];
        level(&mut ports, &faces, &[(0, 2), (1, 3)]);
        assert_eq!(ports[0].at, ports[2].at);
        assert_eq!(ports[1].at, ports[3].at);
        assert!((ports[2].at + ports[3].at - 100.0).abs() < 1e-9);
    }
}
