//! Hops between boxes and lanes → ports: level where links can be straight, mirrored where a whole side can be.

use super::bundle::End;
use super::order::Hop;
use super::place::{self, Face, LEVEL, Port};
use super::track::TRACK;
use super::wires::{Scene, Seat};

/// Free length on an outline between a port and the end of its flat part, in points.
const CORNER_CLEAR: f64 = 4.0;

/// Wanted distance of ports, in points.
const WANTED_APART: f64 = 14.0;

/// How far a port leaves its place for a straight line where others beside it are bent, in points.
const NEAR: f64 = 16.0;

/// Least distance of ports, in points: two heads side by side.
pub const PORTS_APART: f64 = 6.5;

/// Ports of the hops, with the faces they are on.
pub struct Plan {
    /// All ports.
    pub ports: Vec<Port>,
    /// Position along the flow of the outline at each port.
    pub edge: Vec<f64>,
    /// The ports at the start and at the end of each hop.
    pub pairs: Vec<(usize, usize)>,
    faces: Vec<Face>,
}

impl Plan {
    /// Finds ports; hops that are joined share the one where their bundle runs together.
    pub fn new(scene: &Scene, joined: &[bool]) -> Plan {
        let hops = &scene.layers.hops;
        let mut plan = Plan { ports: Vec::new(), edge: Vec::new(), pairs: vec![(0, 0); hops.len()], faces: Vec::new() };
        for end in [End::Source, End::Target] {
            for rank in &scene.layers.order {
                for &cell in rank {
                    let face = plan.face(scene, cell, end, joined);
                    if !face.ports.is_empty() {
                        plan.faces.push(face);
                    }
                }
            }
        }
        // The fuller sides choose first, and see the middles of what is opposite.
        plan.faces.sort_by_key(|face| std::cmp::Reverse(face.ports.len()));
        // Ports mirror each other where all links of a side can then be straight. Where they cannot, a port leaves its
        // place for a straight line only if that is near.
        let mut ports = plan.ports.clone();
        for _ in 0..2 {
            place::level(&mut ports, &plan.faces, &plan.pairs);
            let bent = plan.bent_faces(&ports);
            let mut changed = false;
            for (face, _) in plan.faces.iter_mut().zip(&bent).filter(|(face, bent)| **bent && face.mirror.is_some()) {
                face.mirror = None;
                changed = true;
            }
            if !changed {
                break;
            }
            ports.clone_from(&plan.ports);
        }
        let bent = plan.bent_faces(&ports);
        let many = plan.faces.iter().zip(&bent).filter(|(face, bent)| **bent && face.ports.len() > 1);
        let near: Vec<usize> = many.flat_map(|(face, _)| face.ports.iter().copied()).collect();
        if !near.is_empty() {
            for &(a, b) in plan.pairs.iter().filter(|(a, b)| near.contains(a) || near.contains(b)) {
                for port in [a, b] {
                    let Port { flat: (lo, hi), home, .. } = plan.ports[port];
                    plan.ports[port].flat = (lo.max(home - NEAR).min(home), hi.min(home + NEAR).max(home));
                }
            }
            ports.clone_from(&plan.ports);
            place::level(&mut ports, &plan.faces, &plan.pairs);
        }
        plan.ports = ports;
        plan.part(scene);
        plan
    }

    /// Moves ports that stand opposite the end of another link, so that no two lines lie on each other.
    fn part(&mut self, scene: &Scene) {
        let rank = |hop: usize| scene.layers.cells[scene.hop(hop).from].rank;
        let bent = |ports: &[Port], (a, b): (usize, usize)| (ports[a].at - ports[b].at).abs() >= LEVEL;
        for hop in 0..self.pairs.len() {
            let (from, to) = self.pairs[hop];
            let alone = self.pairs.iter().filter(|pair| pair.0 == from).count() == 1;
            let opposite = |other: usize| {
                let (a, b) = self.pairs[other];
                let meets = (self.ports[b].at - self.ports[from].at).abs() < TRACK / 2.0;
                rank(other) == rank(hop) && b != to && bent(&self.ports, (a, b)) && meets
            };
            if !alone || !bent(&self.ports, (from, to)) || !(0..self.pairs.len()).any(opposite) {
                continue;
            }
            // Towards where it leads, or away from there, as its neighbours leave room.
            let port = self.ports[from];
            let onward = if self.ports[to].at > port.at { 1.0 } else { -1.0 };
            let own = self.faces.iter().find(|face| face.ports.contains(&from));
            let free = |at: f64| {
                let apart = |other: &usize| *other == from || (self.ports[*other].at - at).abs() >= PORTS_APART - LEVEL;
                port.flat.0 <= at && at <= port.flat.1 && own.is_some_and(|face| face.ports.iter().all(apart))
            };
            let moved = [onward, -onward].map(|way| port.at + way * TRACK / 2.0);
            if let Some(at) = moved.into_iter().find(|&at| free(at)) {
                self.ports[from].at = at;
            }
        }
    }

    /// By face: whether a link at it is not straight.
    fn bent_faces(&self, ports: &[Port]) -> Vec<bool> {
        let level = |&port: &usize| {
            let mut own = self.pairs.iter().filter(|&&(a, b)| a == port || b == port);
            own.all(|&(a, b)| (ports[a].at - ports[b].at).abs() < LEVEL)
        };
        self.faces.iter().map(|face| !face.ports.iter().all(level)).collect()
    }

    /// The ports of a cell where links leave it or arrive.
    fn face(&mut self, scene: &Scene, cell: usize, end: End, joined: &[bool]) -> Face {
        let layers = scene.layers;
        let (near, far) = match end {
            End::Source => ((|hop: &Hop| hop.from) as fn(&Hop) -> usize, (|hop: &Hop| hop.to) as fn(&Hop) -> usize),
            End::Target => ((|hop: &Hop| hop.to) as fn(&Hop) -> usize, (|hop: &Hop| hop.from) as fn(&Hop) -> usize),
        };
        let other = if end == End::Source { End::Target } else { End::Source };
        let mut own: Vec<usize> = (0..layers.hops.len()).filter(|&hop| near(&layers.hops[hop]) == cell).collect();
        let middle = |seat: Seat| (seat.across.0 + seat.across.1) / 2.0;
        // Cards of the panel come in their order; what names the panel itself goes by what it leads to.
        let key = |hop: usize| {
            let far_cell = far(&layers.hops[hop]);
            let place = layers.order[layers.cells[far_cell].rank].iter().position(|&at| at == far_cell);
            (place, middle(scene.seat(hop, other)), middle(scene.seat(hop, end)))
        };
        own.sort_by(|&a, &b| {
            let (a_key, b_key) = (key(a), key(b));
            let (sa, sb) = (scene.seat(a, end), scene.seat(b, end));
            let apart = sa.across.1 <= sb.across.0 || sb.across.1 <= sa.across.0;
            let own = if apart { a_key.2.total_cmp(&b_key.2) } else { std::cmp::Ordering::Equal };
            own.then(a_key.0.cmp(&b_key.0)).then(a_key.1.total_cmp(&b_key.1)).then(a.cmp(&b))
        });
        let lane = layers.cells[cell].boxed.is_none();
        let mut face = Face::default();
        let mut known: Vec<(usize, usize)> = Vec::new();
        for hop in own {
            let this = &layers.hops[hop];
            let shared = lane || (joined[hop] && scene.bundles[this.bundle].end == end);
            let found = known.iter().find(|(bundle, _)| shared && *bundle == this.bundle).map(|(_, port)| *port);
            let port = found.unwrap_or_else(|| {
                let seat = scene.seat(hop, end);
                let (lo, hi) = seat.across;
                let clear = if lane { 0.0 } else { (seat.radius + CORNER_CLEAR).min((hi - lo) / 2.0) };
                let home = middle(seat);
                self.ports.push(Port { flat: (lo + clear, hi - clear), at: home, home });
                self.edge.push(if end == End::Source { seat.along.1 } else { seat.along.0 });
                face.ports.push(self.ports.len() - 1);
                if shared {
                    known.push((this.bundle, self.ports.len() - 1));
                }
                self.ports.len() - 1
            });
            match end {
                End::Source => self.pairs[hop].0 = port,
                End::Target => self.pairs[hop].1 = port,
            }
        }
        // A straight side may be used up to its corners.
        let seat = scene.seats[cell];
        let half = (seat.across.1 - seat.across.0) / 2.0;
        self.spread(&mut face, (seat.radius + CORNER_CLEAR).min(half) - seat.radius.min(half));
        face
    }

    /// Where the ports of a face stand when nothing draws them elsewhere.
    fn spread(&mut self, face: &mut Face, slack: f64) {
        let n = face.ports.len();
        let Some(&first) = face.ports.first() else { return };
        let flat = self.ports[first].flat;
        let alike = face.ports.iter().all(|&port| self.ports[port].flat == flat);
        let steps = n.saturating_sub(1).max(1) as f64;
        if !alike {
            face.pitch = PORTS_APART;
            return;
        }
        if n > 1 && flat.1 - flat.0 < steps * PORTS_APART {
            // Too short a side: the ports come nearer to its corners.
            let more = (steps * PORTS_APART - (flat.1 - flat.0)).min(2.0 * slack) / 2.0;
            face.ports.iter().for_each(|&port| self.ports[port].flat = (flat.0 - more, flat.1 + more));
        }
        let flat = self.ports[first].flat;
        let middle = (flat.0 + flat.1) / 2.0;
        face.pitch = PORTS_APART.min((flat.1 - flat.0) / steps);
        face.mirror = (n > 1).then_some(middle);
        let pitch = WANTED_APART.min((flat.1 - flat.0) / steps);
        for (i, &port) in face.ports.iter().enumerate() {
            self.ports[port].home = middle + (i as f64 - (n as f64 - 1.0) / 2.0) * pitch;
        }
    }
}
