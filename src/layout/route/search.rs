//! The cheapest orthogonal path between two boxes: A* on the grid of lines that can matter (Hart, Nilsson, Raphael 1968).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use kurbo::{Point, Rect};

use super::grid::{BEND, DIRECTIONS, Grid};
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

/// The cheapest path from one end to the other that shares no stretch with `used`.
pub(super) fn search(space: &Space, from: &End, to: &End, used: &[Segment], mode: Mode) -> Option<Vec<Point>> {
    let grid = Grid::new(space, from, to, used);
    let starts = grid.stubs(space, from, used, mode);
    let goals = grid.stubs(space, to, used, mode);
    let target = goals
        .iter()
        .map(|g| grid.point(g.node))
        .fold(None, |r: Option<Rect>, p| Some(r.map_or(Rect::from_points(p, p), |r| r.union_pt(p))))?;
    let goal_state = grid.nodes() * DIRECTIONS;
    let mut best = vec![f64::INFINITY; goal_state + 1];
    let mut previous = vec![usize::MAX; goal_state + 1];
    let mut goal_port = None;
    // Which stub arrives at a node going in a direction: its cost and port.
    let mut arrivals = vec![usize::MAX; goal_state];
    for (k, goal) in goals.iter().enumerate() {
        arrivals[goal.node * DIRECTIONS + (goal.leaving + 2) % DIRECTIONS] = k;
    }
    let mut heap = BinaryHeap::new();
    for start in &starts {
        let state = start.node * DIRECTIONS + start.leaving;
        if start.cost < best[state] {
            best[state] = start.cost;
            heap.push(open(start.cost + grid.rest(start.node, start.leaving, target), start.cost, state));
        }
    }
    let mut closed = vec![false; goal_state + 1];
    while let Some(Reverse((_, state))) = heap.pop() {
        let state = state as usize;
        if state == goal_state {
            break;
        }
        if std::mem::replace(&mut closed[state], true) {
            continue;
        }
        let cost = best[state];
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
            if let Some(goal) = goals.get(arrivals[node * DIRECTIONS + turned]) {
                let total = cost + bend + goal.cost;
                if total < best[goal_state] {
                    best[goal_state] = total;
                    previous[goal_state] = state;
                    goal_port = Some(goal);
                    heap.push(open(total, total, goal_state));
                }
            }
            let Some((next, step)) = grid.step(node, turned, mode) else {
                continue;
            };
            let (next_state, total) = (next * DIRECTIONS + turned, cost + bend + step);
            if total < best[next_state] {
                best[next_state] = total;
                previous[next_state] = state;
                heap.push(open(total + grid.rest(next, turned, target), total, next_state));
            }
        }
    }
    let goal = goal_port?;
    let mut points = vec![goal.port];
    let mut state = previous[goal_state];
    let mut first = state;
    while state != usize::MAX {
        points.push(grid.point(state / DIRECTIONS));
        first = state;
        state = previous[state];
    }
    let start = starts.iter().find(|s| s.node * DIRECTIONS + s.leaving == first && s.cost <= best[first])?;
    points.push(start.port);
    points.reverse();
    Some(simplified(points))
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
