//! The cheapest orthogonal path between two boxes: A* on the grid of lines that can matter (Hart, Nilsson, Raphael 1968).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use kurbo::Point;

use super::grid::{BEND, DIRECTIONS, Grid, Memory, Stub};
use super::space::{EPS, Segment, Side, Space};

/// One end of the wanted path.
pub(super) struct End {
    /// The box, for the stub to leave.
    pub index: usize,
    /// Where it may leave.
    pub sides: [Side; 4],
    /// Straight length it needs.
    pub run: f64,
}

/// What may stand in the way: everything, or nothing that cannot be moved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Strict,
    /// Blocked stretches are passable at a high price: the path shows what is in the way.
    Relaxed,
}

/// An open state of the search: cheapest estimate first, of these the one with most behind it, then by number.
///
/// Costs are compared in steps of 1/64 point, so that an entry fits two machine words.
type Open = Reverse<(u64, u32)>;

fn open(estimate: f64, cost: f64, state: usize) -> Open {
    let steps = |cost: f64| (cost * 64.0) as u32;
    Reverse(((u64::from(steps(estimate)) << 32) | u64::from(!steps(cost)), state as u32))
}

/// What a search knows of the states it has seen, kept from one search to the next: most never see most of the grid.
#[derive(Default)]
pub(super) struct Known {
    states: Vec<State>,
    /// Which stub of the goal a state arrives at.
    arrivals: Vec<u32>,
    /// The number of the search.
    now: u32,
    memory: Memory,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Least cost so far.
    best: f64,
    previous: u32,
    /// The search that saw it: what it knows from earlier ones does not count.
    seen: u32,
    closed: bool,
}

/// No state, and no stub.
const NONE: u32 = u32::MAX;

impl Known {
    fn begin(&mut self, states: usize) {
        if self.states.len() < states || self.now == u32::MAX {
            (self.states, self.arrivals, self.now) = (vec![State::default(); states], vec![NONE; states], 0);
        }
        self.now += 1;
    }

    fn state(&mut self, state: usize) -> &mut State {
        let known = &mut self.states[state];
        if known.seen != self.now {
            *known = State { best: f64::INFINITY, previous: NONE, seen: self.now, closed: false };
        }
        known
    }

    /// Notes a cheaper way to a state.
    fn better(&mut self, state: usize, cost: f64, previous: u32) -> bool {
        let known = self.state(state);
        let better = cost < known.best;
        if better {
            (known.best, known.previous) = (cost, previous);
        }
        better
    }
}

/// The cheapest path from one end to the other that shares no stretch with `used`.
pub(super) fn search(
    known: &mut Known,
    space: &Space,
    ends: (&End, &End),
    used: &[Segment],
    mode: Mode,
) -> Option<Vec<Point>> {
    let grid = Grid::new(space, ends, used, std::mem::take(&mut known.memory))?;
    let path = path(known, &grid, space, ends, used, mode);
    known.memory = grid.memory();
    path
}

fn path(
    known: &mut Known,
    grid: &Grid,
    space: &Space,
    (from, to): (&End, &End),
    used: &[Segment],
    mode: Mode,
) -> Option<Vec<Point>> {
    let starts = grid.stubs(space, from, used, mode);
    let goals = grid.stubs(space, to, used, mode);
    if goals.is_empty() {
        return None;
    }
    let goal_state = grid.nodes() * DIRECTIONS;
    known.begin(goal_state + 1);
    let arrival = |goal: &Stub| goal.node * DIRECTIONS + (goal.leaving + 2) % DIRECTIONS;
    for (k, goal) in goals.iter().enumerate() {
        known.arrivals[arrival(goal)] = k as u32;
    }
    let goal_port = cheapest(known, grid, (&starts, &goals), mode);
    for goal in &goals {
        known.arrivals[arrival(goal)] = NONE;
    }
    let mut points = vec![goals.get(goal_port?)?.port];
    let mut state = known.state(goal_state).previous;
    let mut first = state;
    while state != NONE {
        points.push(grid.point(state as usize / DIRECTIONS));
        first = state;
        state = known.state(state as usize).previous;
    }
    let best = known.state(first as usize).best;
    let start = starts.iter().find(|s| s.node * DIRECTIONS + s.leaving == first as usize && s.cost <= best)?;
    points.push(start.port);
    points.reverse();
    Some(simplified(points))
}

/// Runs the search; gives the stub of the goal at which the cheapest path arrives.
fn cheapest(known: &mut Known, grid: &Grid, (starts, goals): (&[Stub], &[Stub]), mode: Mode) -> Option<usize> {
    let goal_state = grid.nodes() * DIRECTIONS;
    let aims = grid.aims(goals);
    let mut goal_port = None;
    let mut heap = BinaryHeap::new();
    for start in starts {
        let state = start.node * DIRECTIONS + start.leaving;
        if known.better(state, start.cost, NONE) {
            heap.push(open(start.cost + grid.rest(start.node, start.leaving, &aims), start.cost, state));
        }
    }
    while let Some(Reverse((_, state))) = heap.pop() {
        let state = state as usize;
        if state == goal_state {
            break;
        }
        let this = known.state(state);
        if std::mem::replace(&mut this.closed, true) {
            continue;
        }
        let cost = this.best;
        let (node, direction) = (state / DIRECTIONS, state % DIRECTIONS);
        let may_turn = grid.may_turn(node);
        for turned in [direction, (direction + 1) % DIRECTIONS, (direction + 3) % DIRECTIONS] {
            let bend = if turned == direction {
                0.0
            } else if may_turn {
                BEND
            } else {
                continue;
            };
            let arrived = known.arrivals[node * DIRECTIONS + turned] as usize;
            if let Some(goal) = goals.get(arrived) {
                let total = cost + bend + goal.cost;
                if known.better(goal_state, total, state as u32) {
                    goal_port = Some(arrived);
                    heap.push(open(total, total, goal_state));
                }
            }
            let Some((next, step)) = grid.step(node, turned, mode) else {
                continue;
            };
            let (next_state, total) = (next * DIRECTIONS + turned, cost + bend + step);
            if known.better(next_state, total, state as u32) {
                heap.push(open(total + grid.rest(next, turned, &aims), total, next_state));
            }
        }
    }
    goal_port
}

/// The same path without points that are no corners.
pub(super) fn simplified(points: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for p in points {
        if out.last().is_some_and(|q| (q.x - p.x).abs() < EPS && (q.y - p.y).abs() < EPS) {
            continue;
        }
        while let [.., a, b] = out[..] {
            let straight = |u: f64, v: f64, w: f64| (u - v).abs() < EPS && (v - w).abs() < EPS;
            if !straight(a.x, b.x, p.x) && !straight(a.y, b.y, p.y) {
                break;
            }
            out.pop();
        }
        out.push(p);
    }
    out
}
