//! What stands on the page → the grid of all lines that can matter, with its blocked stretches and what each step costs.
//!
//! The lines of the orthogonal visibility graph of Wybrow, Marriott and Stuckey ("Orthogonal Connector Routing", 2009,
//! §3) follow the sides of the (enlarged) boxes and the ports. Lines between which no box begins or ends serve as one;
//! here that one runs in the middle of the channel, over the whole page, with its blocked stretches marked. A channel
//! with wires has lines between these, so that it holds any number and no two share a stretch. Moving them apart is
//! `nudge`'s.

use kurbo::{Point, Rect};

use super::nudge::PORT_GAP;
use super::search::{End, Mode};
use super::space::{Axis, EPS, Segment, Space};

/// Cost of a bend, in points of length: a straight path may be that much longer than one with a bend.
pub(super) const BEND: f64 = 50.0;
/// Cost of crossing another wire, as long as there are few; where crossings abound each matters less.
const CROSSING: f64 = 60.0;
/// Cost of a port so near to another one that nothing can come between.
const CROWD: f64 = 30.0;
/// What a way inside a panel costs more than one outside: links are seen better there.
const INSIDE: f64 = 1.5;
/// Most trust in the estimate, where wires abound.
const GREEDIEST: f64 = 2.5;
/// This many pieces of wires are few.
const FEW: usize = 40;
/// Cost of a blocked stretch when looking for what is in the way: more than any free path.
const BLOCKED: f64 = 1e5;
/// Lines closer than this are one.
const SAME: f64 = 1e-6;
/// Lines keep at most this distance from the edge of a channel (points).
const WIDE: f64 = 12.0;
/// Most nodes of a grid: a search then knows no more than 60 MB, and ends in a quarter of a second.
const MOST_NODES: usize = 600_000;
/// No new line between two that are closer than this.
const CROWDED: f64 = 1e-4;

// Marks on a grid node and on the stretches to its right and below it.
const SOLID_RIGHT: u8 = 1;
const SOLID_DOWN: u8 = 2;
const WIRE_RIGHT: u8 = 4;
const WIRE_DOWN: u8 = 8;
const ON_HORIZONTAL: u8 = 16;
const ON_VERTICAL: u8 = 32;
const INSIDE_RIGHT: u8 = 64;
const INSIDE_DOWN: u8 = 128;

/// Directions of travel: right, down, left, up.
pub(super) const DIRECTIONS: usize = 4;

pub(super) struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    marks: Vec<u8>,
    /// How many wires cross the stretch to the right of a node, and the one below it.
    crossings: Vec<[u8; 2]>,
    /// What each costs.
    crossing: f64,
    /// How much the search trusts its estimate: 1 finds the cheapest path, more a good one sooner.
    greed: f64,
}

/// The memory of a grid.
#[derive(Default)]
pub(super) struct Memory {
    marks: Vec<u8>,
    crossings: Vec<[u8; 2]>,
}

/// A way from a port to the first place where the path may turn.
pub(super) struct Stub {
    pub port: Point,
    pub node: usize,
    pub leaving: usize,
    pub cost: f64,
}

/// Where a path may arrive in one direction.
pub(super) struct Aim {
    ports: Rect,
    arriving: usize,
    /// Least cost of what follows.
    cost: f64,
}

impl Aim {
    /// Length and bends that are needed from a point on even where nothing is in the way.
    fn rest(&self, p: Point, direction: usize) -> f64 {
        let to = |from: f64, lo: f64, hi: f64| (lo - from).max(0.0) - (from - hi).max(0.0);
        let (dx, dy) = (to(p.x, self.ports.x0, self.ports.x1), to(p.y, self.ports.y0, self.ports.y1));
        // What is left in the direction of arrival, and across it as seen in the direction of travel.
        let (along, aside) = match self.arriving {
            0 => (dx, dy),
            1 => (dy, dx),
            2 => (-dx, dy),
            _ => (-dy, dx),
        };
        let ahead = if direction < 2 { aside } else { -aside };
        let bends = match (direction + DIRECTIONS - self.arriving) % DIRECTIONS {
            0 if along < 0.0 => 4.0,
            0 if aside != 0.0 => 2.0,
            0 => 0.0,
            2 => 2.0,
            _ if along < 0.0 || ahead < 0.0 => 3.0,
            _ => 1.0,
        };
        dx.abs() + dy.abs() + bends * BEND + self.cost
    }
}

impl Grid {
    /// The grid, in the memory of an earlier one; none where it would be too large.
    pub fn new(
        space: &Space,
        (from, to): (&End, &End),
        used: &[Segment],
        Memory { mut marks, mut crossings }: Memory,
    ) -> Option<Grid> {
        let [xs, ys] = [Axis::Vertical, Axis::Horizontal].map(|axis| lines(axis, space, from, to, used));
        if xs.len() * ys.len() > MOST_NODES {
            return None;
        }
        marks.clear();
        marks.resize(xs.len() * ys.len(), 0);
        crossings.clear();
        crossings.resize(xs.len() * ys.len(), [0; 2]);
        let mut grid = Grid {
            marks,
            crossings,
            crossing: CROSSING * FEW as f64 / used.len().max(FEW) as f64,
            greed: (used.len() as f64 / FEW as f64).clamp(1.0, GREEDIEST),
            xs,
            ys,
        };
        for (r, _) in &space.solids {
            grid.block(*r, SOLID_RIGHT | SOLID_DOWN);
        }
        for r in space.strips(Axis::Horizontal) {
            grid.block(*r, SOLID_RIGHT);
        }
        for r in space.strips(Axis::Vertical) {
            grid.block(*r, SOLID_DOWN);
        }
        for r in &space.opened {
            grid.block(*r, INSIDE_RIGHT | INSIDE_DOWN);
        }
        for s in used {
            grid.occupy(s);
        }
        for &(a, b) in &space.slants {
            grid.cross(a, b);
        }
        Some(grid)
    }

    /// Marks the stretches that cross a slanted piece of another wire.
    fn cross(&mut self, a: Point, b: Point) {
        let nx = self.xs.len();
        for (down, (lines, along)) in [(&self.ys, &self.xs), (&self.xs, &self.ys)].into_iter().enumerate() {
            // Seen along lines of one axis: where the piece crosses each, and which stretch of the line that is.
            let seen = |p: Point| if down == 0 { (p.y, p.x) } else { (p.x, p.y) };
            let ((from, from_along), (to, to_along)) = (seen(a), seen(b));
            let first = lines.partition_point(|&v| v <= from.min(to));
            for (line, v) in lines.iter().enumerate().skip(first).take_while(|(_, v)| **v < from.max(to)) {
                let at = from_along + (to_along - from_along) * (v - from) / (to - from);
                let stretch = along.partition_point(|&u| u <= at);
                if stretch > 0 && stretch < along.len() {
                    let node = if down == 0 { line * nx + stretch - 1 } else { (stretch - 1) * nx + line };
                    self.crossings[node][down] = self.crossings[node][down].saturating_add(1);
                }
            }
        }
    }

    /// What the next grid can be built in.
    pub fn memory(self) -> Memory {
        Memory { marks: self.marks, crossings: self.crossings }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.marks.len()
    }

    /// Whether no other wire runs through a node, so that a path may turn there.
    pub fn may_turn(&self, node: usize) -> bool {
        self.marks[node] & (ON_HORIZONTAL | ON_VERTICAL) == 0
    }

    pub fn point(&self, node: usize) -> Point {
        Point::new(self.xs[node % self.xs.len()], self.ys[node / self.xs.len()])
    }

    /// Marks the stretches that enter a rectangle.
    fn block(&mut self, r: Rect, marks: u8) {
        let nx = self.xs.len();
        let inside = |lines: &[f64], a: f64, b: f64| {
            let start = lines.partition_point(|&v| v <= a + EPS);
            start..lines.partition_point(|&v| v < b - EPS).max(start)
        };
        let (columns, rows) = (inside(&self.xs, r.x0, r.x1), inside(&self.ys, r.y0, r.y1));
        let (right, down) = (marks & (SOLID_RIGHT | INSIDE_RIGHT), marks & (SOLID_DOWN | INSIDE_DOWN));
        if right != 0 {
            // The stretch before the first column inside enters as well; so does one that passes over a thin rectangle.
            let start = columns.start.saturating_sub(1);
            for j in rows.clone() {
                for i in start..columns.end {
                    self.marks[j * nx + i] |= right;
                }
            }
        }
        if down != 0 {
            for j in rows.start.saturating_sub(1)..rows.end {
                for i in columns.clone() {
                    self.marks[j * nx + i] |= down;
                }
            }
        }
    }

    /// Marks where another wire runs.
    fn occupy(&mut self, s: &Segment) {
        let (across, along, step, stride, down) = match s.axis {
            Axis::Horizontal => (&self.ys, &self.xs, 1, self.xs.len(), 1),
            Axis::Vertical => (&self.xs, &self.ys, self.xs.len(), 1, 0),
        };
        let (on, lengthwise, crosswise) = match s.axis {
            Axis::Horizontal => (ON_HORIZONTAL, WIRE_RIGHT, WIRE_DOWN),
            Axis::Vertical => (ON_VERTICAL, WIRE_DOWN, WIRE_RIGHT),
        };
        let nodes = along.partition_point(|&v| v < s.lo - SAME)..along.partition_point(|&v| v <= s.hi + SAME);
        let line = across.partition_point(|&v| v < s.pos - 2.0 * SAME);
        match across.get(line) {
            // It runs on a line of the grid,
            Some(v) if *v <= s.pos + 2.0 * SAME => {
                for k in nodes.start.saturating_sub(1)..nodes.end {
                    let node = line * stride + k * step;
                    self.marks[node] |= if nodes.contains(&k) { on | lengthwise } else { lengthwise };
                }
            }
            // or between two: then stretches cross it, but for its very ends.
            Some(_) if line > 0 => {
                for k in nodes {
                    let node = (line - 1) * stride + k * step;
                    if along[k] > s.lo + SAME && along[k] < s.hi - SAME {
                        self.crossings[node][down] = self.crossings[node][down].saturating_add(1);
                    } else {
                        self.marks[node] |= crosswise;
                    }
                }
            }
            _ => {}
        }
    }

    /// The node one step further and what the step costs.
    pub fn step(&self, node: usize, direction: usize, mode: Mode) -> Option<(usize, f64)> {
        let nx = self.xs.len();
        let (i, j) = (node % nx, node / nx);
        let (next, stretch, solid, wire) = match direction {
            0 if i + 1 < nx => (node + 1, node, SOLID_RIGHT, WIRE_RIGHT),
            1 if j + 1 < self.ys.len() => (node + nx, node, SOLID_DOWN, WIRE_DOWN),
            2 if i > 0 => (node - 1, node - 1, SOLID_RIGHT, WIRE_RIGHT),
            3 if j > 0 => (node - nx, node - nx, SOLID_DOWN, WIRE_DOWN),
            _ => return None,
        };
        let mut cost = match direction % 2 {
            0 => (self.xs[next % nx] - self.xs[i]).abs(),
            _ => (self.ys[next / nx] - self.ys[j]).abs(),
        };
        let marks = self.marks[stretch];
        if marks & [INSIDE_RIGHT, INSIDE_DOWN][direction % 2] != 0 {
            cost *= INSIDE;
        }
        if marks & (solid | wire) != 0 {
            if mode == Mode::Strict {
                return None;
            }
            cost += BLOCKED;
        }
        cost += self.crossing * f64::from(self.crossings[stretch][direction % 2]);
        Some((next, cost + self.arrive(next, direction)?))
    }

    /// What it costs to pass a node; nothing passes where it would touch another wire lengthwise.
    fn arrive(&self, node: usize, direction: usize) -> Option<f64> {
        let (lengthwise, across) = match direction % 2 {
            0 => (ON_HORIZONTAL, ON_VERTICAL),
            _ => (ON_VERTICAL, ON_HORIZONTAL),
        };
        let marks = self.marks[node];
        if marks & lengthwise != 0 {
            return None;
        }
        Some(if marks & across != 0 { self.crossing } else { 0.0 })
    }

    /// A lower bound for what is still to pay, times the greed.
    pub fn rest(&self, node: usize, direction: usize, aims: &[Aim]) -> f64 {
        let p = self.point(node);
        aims.iter().map(|aim| aim.rest(p, direction)).fold(f64::INFINITY, f64::min) * self.greed
    }

    /// The stubs of a goal, by the direction in which they are reached.
    pub fn aims(&self, goals: &[Stub]) -> Vec<Aim> {
        let mut aims: Vec<Aim> = Vec::with_capacity(DIRECTIONS);
        for goal in goals {
            let (p, arriving) = (self.point(goal.node), (goal.leaving + 2) % DIRECTIONS);
            match aims.iter_mut().find(|aim| aim.arriving == arriving) {
                Some(aim) => (aim.ports, aim.cost) = (aim.ports.union_pt(p), aim.cost.min(goal.cost)),
                None => aims.push(Aim { ports: Rect::from_points(p, p), arriving, cost: goal.cost }),
            }
        }
        aims
    }

    /// All ways to leave (or reach) an end.
    pub fn stubs(&self, space: &Space, end: &End, used: &[Segment], mode: Mode) -> Vec<Stub> {
        let mut stubs = Vec::new();
        for side in &end.sides {
            let (across, along) = match side.axis {
                Axis::Horizontal => (&self.ys, &self.xs),
                Axis::Vertical => (&self.xs, &self.ys),
            };
            let turn = side.at(end.run);
            let Some(k) = (along.partition_point(|&v| v < turn - 2.0 * SAME)..along.len())
                .find(|&k| (along[k] - turn).abs() <= 2.0 * SAME)
            else {
                continue;
            };
            let leaving = match (side.axis, side.forward) {
                (Axis::Horizontal, true) => 0,
                (Axis::Vertical, true) => 1,
                (Axis::Horizontal, false) => 2,
                (Axis::Vertical, false) => 3,
            };
            let reach = Segment::new(side.axis.other(), turn, side.lo, side.hi);
            let beside: Vec<&Segment> =
                used.iter().filter(|s| s.near(&reach, (turn - side.edge).abs(), PORT_GAP)).collect();
            let first = across.partition_point(|&v| v < side.lo - SAME);
            for (l, &pos) in across.iter().enumerate().skip(first).take_while(|(_, v)| **v <= side.hi + SAME) {
                let node = match side.axis {
                    Axis::Horizontal => l * self.xs.len() + k,
                    Axis::Vertical => k * self.xs.len() + l,
                };
                let stub = Segment::new(side.axis, pos, side.edge, turn);
                let mut cost = end.run + off_centre((pos - side.centre()).abs());
                let mut blocked = !space.free(&stub, [Some(end.index); 2]);
                let mut near = PORT_GAP;
                for s in &beside {
                    if s.axis == side.axis {
                        let beside = s.beside(&stub, 0.0);
                        blocked |= (s.pos - pos).abs() <= 2.0 * SAME && beside;
                        near = if beside { near.min(2.0 * (s.pos - pos).abs()) } else { near };
                    } else if s.meets(&stub) && (s.pos - turn).abs() > SAME {
                        // It crosses, or it ends here.
                        blocked |= pos <= s.lo + SAME || pos >= s.hi - SAME;
                        cost += self.crossing;
                    }
                }
                // Lines stand in the middle of what is free beside another wire: it can move away from that twice as far.
                cost += CROWD * (1.0 - near / PORT_GAP);
                if blocked {
                    if mode == Mode::Strict {
                        continue;
                    }
                    cost += BLOCKED;
                }
                let Some(passing) = self.arrive(node, leaving) else {
                    continue;
                };
                stubs.push(Stub { port: side.axis.point(pos, side.edge), node, leaving, cost: cost + passing });
            }
        }
        stubs
    }
}

/// Cost of a port that far from the middle of its side: the middle is better than a shorter way, but not than fewer bends.
fn off_centre(distance: f64) -> f64 {
    (1.2 * distance).min(30.0 + 0.1 * distance)
}

/// Positions of all lines of an axis that can matter, ascending.
fn lines(axis: Axis, space: &Space, from: &End, to: &End, used: &[Segment]) -> Vec<f64> {
    let (first, last) = axis.across(space.page);
    // Where something begins (true) or ends, and where wires run.
    let mut edges = vec![(first, false), (last, true)];
    for r in space.solids.iter().map(|(r, _)| r).chain(space.strips(axis)) {
        let (a, b) = axis.across(*r);
        edges.extend([(a, true), (b, false)].map(|(v, begins)| (v.max(first).min(last), begins)));
    }
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut taken: Vec<f64> = used.iter().filter(|s| s.axis == axis).map(|s| s.pos).collect();
    sort(&mut taken);
    let mut lines = Vec::new();
    for pair in edges.windows(2) {
        let [(a, before), (b, begins)] = [pair[0], pair[1]];
        let inside = taken.partition_point(|&v| v < a - SAME)..taken.partition_point(|&v| v <= b + SAME);
        if !inside.is_empty() {
            let stops: Vec<f64> = [a].into_iter().chain(taken[inside].iter().copied()).chain([b]).collect();
            let gaps = stops.windows(2).filter(|w| w[1] - w[0] > CROWDED);
            lines.extend(gaps.map(|w| (w[0] + w[1]) / 2.0));
        } else if !before && begins && b - a > 2.0 * WIDE {
            lines.extend([a + WIDE, b - WIDE]);
        } else if !before && begins {
            // The free stretches of this channel contain those of its neighbours up to the next channel.
            lines.push((a + b) / 2.0);
        }
    }
    for end in [from, to] {
        for side in &end.sides {
            if side.axis == axis {
                lines.extend([side.lo, side.centre(), side.hi]);
            } else {
                lines.push(side.at(end.run));
            }
        }
    }
    // Straight ways stand in the middle of what two sides share.
    for a in from.sides.iter().filter(|s| s.axis == axis) {
        for b in to.sides.iter().filter(|s| s.axis == axis) {
            let (lo, hi) = (a.lo.max(b.lo), a.hi.min(b.hi));
            if lo <= hi {
                lines.push((lo + hi) / 2.0);
            }
        }
    }
    // More ports where some are taken.
    for side in [from, to].iter().flat_map(|end| &end.sides).filter(|s| s.axis == axis) {
        let inside = taken.iter().copied().filter(|v| *v >= side.lo && *v <= side.hi);
        let stops: Vec<f64> = [side.lo].into_iter().chain(inside).chain([side.hi]).collect();
        let gaps = stops.windows(2).filter(|w| w[1] - w[0] > CROWDED && stops.len() > 2);
        lines.extend(gaps.map(|w| (w[0] + w[1]) / 2.0));
    }
    sort(&mut lines);
    lines.retain(|&v| v >= first - SAME && v <= last + SAME);
    lines
}

fn sort(lines: &mut Vec<f64>) {
    lines.sort_by(f64::total_cmp);
    lines.dedup_by(|b, a| *b - *a < SAME);
}
