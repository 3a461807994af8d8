//! Boxes and links → orthogonal paths that touch nothing but their own ends, each with a place for its label.
//!
//! Pure geometry in points, y down: neither the map, nor the style, nor fonts are known here.

use std::cell::RefCell;

use kurbo::{Point, Rect, Size};

use nudge::{Track, nudge, settle};
use search::{End, Known, Mode};
use space::{Segment, Space, segments};

pub mod curve;
mod field;
mod grid;
mod label;
mod nudge;
mod outline;
mod search;
mod slant;
mod space;

/// What stands on the page, and what is to be connected.
#[derive(Clone, Debug)]
pub struct Problem {
    /// No path leaves it; paths keep `clearance` from its edges.
    pub page: Rect,
    /// Everything with an outline.
    pub boxes: Vec<Obstacle>,
    /// Text that no path may touch: titles of panels and the like. Text that fills its box need not be here.
    pub texts: Vec<Rect>,
    /// What is to be connected.
    pub wires: Vec<Wire>,
    /// Least distance of a path from a box or text it does not end at.
    pub clearance: f64,
    /// Whether paths may be slanted: straight where nothing stands in the way, else one cubic, else with right angles.
    pub slanted: bool,
    /// Wanted distance of parallel paths; less where a channel is too narrow for all of them.
    pub spacing: f64,
}

/// A box with its true outline.
#[derive(Clone, Copy, Debug)]
pub struct Obstacle {
    /// Its bounding box.
    pub rect: Rect,
    /// Radius of its corners; half the height makes a pill.
    pub radius: f64,
    /// Whether it is the ellipse inscribed in the rectangle.
    pub oval: bool,
    /// Whether wires that end inside it may cross its outline: a panel, or a card with boxes inside.
    pub container: bool,
    /// The container it stands in.
    pub parent: Option<usize>,
}

/// Two boxes to connect.
#[derive(Clone, Debug)]
pub struct Wire {
    /// Index of the box where it starts.
    pub source: usize,
    /// Index of the box where it ends.
    pub target: usize,
    /// Straight length needed at the source for what stands there.
    pub start_run: f64,
    /// Straight length needed at the target for what stands there.
    pub end_run: f64,
    /// Size of its label.
    pub label: Option<Size>,
    /// The path, where it is already decided: it is kept as it is, and others keep off it. One that enters what is not
    /// its own is not kept, nor are those that end on it.
    pub fixed: Option<Vec<Point>>,
    /// Whether that path is kept whatever it touches: the line from a row to its sub-rows begins below its text.
    pub sure: bool,
}

/// A wire's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Routed {
    /// Corners from the source's outline to the target's; in a cubic the ends and control points of one curve.
    pub points: Vec<Point>,
    /// Whether it is one cubic curve.
    pub cubic: bool,
    /// Where its label stands.
    pub label: Option<Rect>,
}

/// Why a wire has no way.
#[derive(Clone, Debug, PartialEq)]
pub enum Blocked {
    /// These boxes close every way: a channel past one of them is needed.
    Walled {
        /// Indices of the boxes on the way that would be best.
        by: Vec<usize>,
    },
    /// There is a way, but not with the straight run its end needs: the space beside this box is too narrow.
    Cramped {
        /// Index of the box.
        at: usize,
        /// The run needed in front of it.
        run: f64,
    },
    /// There is a way, but no room beside it for the label.
    Label {
        /// The way.
        points: Vec<Point>,
        /// Size of the label.
        size: Size,
    },
}

/// Finds a way for every wire, in the order of the wires.
///
/// Wires with a label come first and stay where they are; so the others keep off the labels.
pub fn route(problem: &Problem) -> Vec<Result<Routed, Blocked>> {
    let mut router = Router::new(problem);
    router.label();
    if problem.slanted {
        router.slant();
    }
    let decided = router.decided();
    for labelled in [true, false] {
        let free = |&wire: &usize| !decided[wire] && problem.wires[wire].label.is_some() == labelled;
        let mut wires: Vec<usize> = (0..problem.wires.len()).filter(free).collect();
        if wires.is_empty() {
            continue;
        }
        wires.sort_by(|&a, &b| router.distance(a).total_cmp(&router.distance(b)));
        router.find(&wires);
        if wires.len() <= FEW {
            router.untangle(&wires);
        }
        nudge(problem, &mut router.tracks);
        router.label();
        router.freeze();
    }
    router.finish()
}

/// When a new path comes nearer to another one than this share of the spacing, all are spread anew.
const CROWDED: f64 = 0.1;

/// The same where there are many wires, in points: each new path takes half of what is free, which lasts for ten or so.
const JAMMED: f64 = 0.005;

/// With more boxes than this a way is first looked for near its ends, in points around them, and then everywhere.
const WHOLE: usize = 100;
const AROUND: [f64; 2] = [80.0, 240.0];

/// A path that ends this near to another one (points), and not on its own box, ends on that path.
const JOINT: f64 = 0.01;

/// Up to so many wires are worth a second look; more cross anyway.
const FEW: usize = 24;

/// A straight piece of a wire or of the lines a curve is tested as.
type Piece = (Point, Point);

/// What is decided so far.
struct Router<'a> {
    problem: &'a Problem,
    /// Paths found.
    tracks: Vec<Track>,
    /// Labels placed, by wire.
    labels: Vec<Option<Rect>>,
    /// Wires without a way, or without a place for their label.
    blocked: Vec<Option<Blocked>>,
    /// What searches keep for each other.
    known: RefCell<Known>,
}

impl<'a> Router<'a> {
    fn new(problem: &'a Problem) -> Router<'a> {
        Router {
            problem,
            tracks: fixed(problem),
            labels: vec![None; problem.wires.len()],
            blocked: vec![None; problem.wires.len()],
            known: RefCell::default(),
        }
    }

    /// By wire: whether it has a way.
    fn decided(&self) -> Vec<bool> {
        let mut decided = vec![false; self.problem.wires.len()];
        self.tracks.iter().for_each(|track| decided[track.wire] = true);
        decided
    }

    /// How far apart the ends of a wire are: near ones are routed first.
    fn distance(&self, wire: usize) -> f64 {
        let w = &self.problem.wires[wire];
        let (a, b) = (self.problem.boxes[w.source].rect, self.problem.boxes[w.target].rect);
        (a.x0.max(b.x0) - a.x1.min(b.x1)).max(0.0) + (a.y0.max(b.y0) - a.y1.min(b.y1)).max(0.0)
    }

    /// The horizontal and vertical pieces of all paths but one.
    fn used(&self, except: Option<usize>) -> Vec<Segment> {
        let others = self.tracks.iter().filter(|t| Some(t.wire) != except && !t.cubic);
        others.flat_map(|t| segments(&t.points)).collect()
    }

    /// All pieces of all paths but one.
    fn pieces(&self, except: usize) -> Vec<Piece> {
        let others = self.tracks.iter().filter(|t| t.wire != except);
        let pieces = |t: &Track| curve::flat(&t.points, t.cubic).windows(2).map(|p| (p[0], p[1])).collect::<Vec<_>>();
        others.flat_map(pieces).collect()
    }

    /// A part of the page as a wire sees it, with what is placed so far.
    fn space(&self, wire: usize, window: Rect) -> Space {
        let w = &self.problem.wires[wire];
        let mut space = Space::new(self.problem, [w.source, w.target], &self.placed_labels(), window);
        if self.problem.slanted {
            space.slants = self.pieces(wire);
            space.slants.retain(|&(a, b)| space::slanted(a, b));
        }
        space
    }

    /// The parts of the page in which a way is looked for, one after the other: where there are many boxes, first those
    /// around the two ends.
    fn windows(&self, wire: usize) -> Vec<Rect> {
        let (problem, w) = (self.problem, &self.problem.wires[wire]);
        let hull = problem.boxes[w.source].rect.union(problem.boxes[w.target].rect);
        let around = if problem.boxes.len() > WHOLE { &AROUND[..] } else { &[] };
        let parts = around.iter().map(|&around| hull.inset(around).intersect(problem.page));
        parts.filter(|part| *part != problem.page).chain([problem.page]).collect()
    }

    fn placed_labels(&self) -> Vec<Rect> {
        self.labels.iter().flatten().copied().collect()
    }

    fn find(&mut self, wires: &[usize]) {
        // Every path is spread at the end. Where there are many they only must not run out of room before.
        let crowded = if wires.len() <= FEW { self.problem.spacing * CROWDED } else { JAMMED };
        for &wire in wires {
            let (problem, w) = (self.problem, &self.problem.wires[wire]);
            let all = self.used(None);
            let runs = [w.start_run, w.end_run];
            let mut seen: Option<(Space, Vec<Segment>)> = None;
            let found = self.windows(wire).into_iter().find_map(|window| {
                let used = all.iter().copied().filter(|s| s.overlaps(window)).collect();
                let (space, used) = seen.insert((self.space(wire, window), used));
                self.search(space, wire, used, runs, Mode::Strict)
            });
            let Some((space, used)) = seen else { continue };
            match found {
                Some(points) if self.contorted(&space, wire, &used, &points) => {
                    self.blocked[wire] = Some(Blocked::Cramped {
                        at: w.target,
                        run: runs[0].max(problem.clearance) + runs[1].max(problem.clearance),
                    });
                }
                Some(points) => {
                    let mut track = Track { wire, points, cubic: false, fixed: false, space: Some(space) };
                    let near = settle(problem, &mut track, &used);
                    self.tracks.push(track);
                    if near < crowded {
                        nudge(problem, &mut self.tracks);
                    }
                }
                None => self.blocked[wire] = Some(self.reason(&space, wire, &used)),
            }
        }
    }

    fn search(&self, space: &Space, wire: usize, used: &[Segment], runs: [f64; 2], mode: Mode) -> Option<Vec<Point>> {
        let (problem, w) = (self.problem, &self.problem.wires[wire]);
        let end = |from, to, run: f64| End {
            index: from,
            sides: nudge::ends(problem, from, to),
            run: run.max(problem.clearance),
        };
        let (from, to) = (end(w.source, w.target, runs[0]), end(w.target, w.source, runs[1]));
        search::search(&mut self.known.borrow_mut(), space, (&from, &to), used, mode)
    }

    /// Whether a path winds between two boxes that face each other, only to find room for its heads.
    fn contorted(&self, space: &Space, wire: usize, used: &[Segment], points: &[Point]) -> bool {
        let straight = || self.search(space, wire, used, [0.0, 0.0], Mode::Strict).filter(|points| points.len() == 2);
        points.len() > 4 && straight().is_some()
    }

    /// Why there is no way.
    fn reason(&self, space: &Space, wire: usize, used: &[Segment]) -> Blocked {
        let w = &self.problem.wires[wire];
        let found = |runs, mode| self.search(space, wire, used, runs, mode);
        if found([0.0, 0.0], Mode::Strict).is_some() {
            return if found([0.0, w.end_run], Mode::Strict).is_some() {
                Blocked::Cramped { at: w.source, run: w.start_run }
            } else {
                Blocked::Cramped { at: w.target, run: w.end_run }
            };
        }
        let mut by = Vec::new();
        for piece in found([0.0, 0.0], Mode::Relaxed).iter().flat_map(|points| segments(points)) {
            for (r, owner) in &space.solids {
                by.extend(owner.filter(|o| *o != w.source && *o != w.target && piece.enters(*r)));
            }
        }
        by.sort_unstable();
        by.dedup();
        Blocked::Walled { by }
    }

    /// Tries again each path that crosses another one, now that it sees them all.
    fn untangle(&mut self, wires: &[usize]) {
        for &wire in wires {
            let Some(at) = self.tracks.iter().position(|t| t.wire == wire) else {
                continue;
            };
            let used = self.used(Some(wire));
            let crossings =
                |points: &[Point]| segments(points).map(|a| used.iter().filter(|b| a.meets(b)).count()).sum::<usize>();
            let before = crossings(&self.tracks[at].points);
            let Some(space) = self.tracks[at].space.take_if(|_| before > 0) else {
                continue;
            };
            let w = &self.problem.wires[wire];
            let found = self.search(&space, wire, &used, [w.start_run, w.end_run], Mode::Strict);
            let track = &mut self.tracks[at];
            track.space = Some(space);
            if let Some(points) = found.filter(|points| crossings(points) < before) {
                track.points = points;
                settle(self.problem, track, &used);
            }
        }
    }

    /// Places the labels that have no place yet.
    fn label(&mut self) {
        for at in 0..self.tracks.len() {
            let Track { wire, .. } = self.tracks[at];
            let Some(size) = self.problem.wires[wire].label else {
                continue;
            };
            if self.labels[wire].is_some() || self.blocked[wire].is_some() {
                continue;
            }
            let (others, labels) = (self.pieces(wire), self.placed_labels());
            let fits = |points: &[Point]| label::place(self.problem, wire, points, size, &others, &labels);
            let found = fits(&self.tracks[at].points).or_else(|| {
                let shifted = nudge::shifts(self.problem, &self.tracks[at], &self.used(Some(wire)));
                let clear = |points: &Vec<Point>| {
                    let touched = |s: Segment| labels.iter().any(|l| s.enters(l.inset(self.problem.clearance)));
                    !segments(points).any(touched)
                };
                shifted.into_iter().filter(clear).find_map(|points| {
                    let label = fits(&points)?;
                    self.tracks[at].points = points;
                    Some(label)
                })
            });
            match found {
                Some(label) => self.labels[wire] = Some(label),
                None => {
                    let points = self.tracks[at].points.clone();
                    self.blocked[wire] = Some(Blocked::Label { points, size });
                }
            }
        }
    }

    fn freeze(&mut self) {
        for track in &mut self.tracks {
            track.fixed = true;
        }
    }

    fn finish(mut self) -> Vec<Result<Routed, Blocked>> {
        let mut paths: Vec<Option<(Vec<Point>, bool)>> = vec![None; self.problem.wires.len()];
        for mut track in self.tracks.drain(..) {
            if track.space.is_some() {
                self.problem.reach_ovals(track.wire, &mut track.points);
            }
            paths[track.wire] = Some((track.points, track.cubic));
        }
        let wires = paths.into_iter().zip(self.blocked).zip(self.labels);
        wires
            .map(|((path, blocked), label)| match (blocked, path) {
                (None, Some((points, cubic))) => Ok(Routed { points, cubic, label }),
                (Some(blocked), _) => Err(blocked),
                (None, None) => Err(Blocked::Walled { by: Vec::new() }),
            })
            .collect()
    }
}

impl Problem {
    /// A path with right angles is found between the bounding boxes of ovals: its ends go on to their outlines.
    fn reach_ovals(&self, wire: usize, points: &mut [Point]) {
        let w = &self.wires[wire];
        for end in [w.source, w.target] {
            if let (true, [port, next, ..]) = (self.boxes[end].oval, &mut points[..]) {
                // From the middle of the oval, seen across the line, to its outline.
                let (way, centre) = (*next - *port, self.boxes[end].rect.center());
                let inside = if way.x == 0.0 { Point::new(port.x, centre.y) } else { Point::new(centre.x, port.y) };
                *port = self.boxes[end].leave(inside, *port - inside).unwrap_or(*port);
            }
            points.reverse();
        }
    }
}

/// The paths that were decided before and touch nothing.
fn fixed(problem: &Problem) -> Vec<Track> {
    let given = |(wire, w): (usize, &Wire)| {
        let points = w.fixed.clone().filter(|points| points.len() > 1)?;
        Some(Track { wire, points, cubic: false, fixed: true, space: None })
    };
    let (mut kept, mut dropped): (Vec<Track>, Vec<Track>) = (problem.wires.iter().enumerate())
        .filter_map(given)
        .partition(|track| problem.wires[track.wire].sure || !touches(problem, track));
    // What ends on a path that is not kept would end nowhere.
    while let Some(at) = kept.iter().position(|track| {
        let w = &problem.wires[track.wire];
        let ends = [(track.points.first(), w.source), (track.points.last(), w.target)];
        ends.iter().any(|(end, own)| {
            let end = end.copied().unwrap_or_default();
            let on_stem = dropped.iter().any(|d| segments(&d.points).any(|s| s.distance(end) < JOINT));
            on_stem && space::from_outline(problem.boxes[*own].rect, end) > JOINT
        })
    }) {
        dropped.push(kept.remove(at));
    }
    kept
}

/// Whether a path enters a box or text that is not its own.
fn touches(problem: &Problem, track: &Track) -> bool {
    let w = &problem.wires[track.wire];
    let encloses =
        |i: usize| [w.source, w.target].iter().any(|&end| space::ancestors(&problem.boxes, end).any(|a| a == i));
    track.points.windows(2).any(|ends| {
        let (a, b) = (ends[0], ends[1]);
        let box_hit = |(i, obstacle): (usize, &Obstacle)| obstacle.near(a, b, 0.0) && !encloses(i);
        let text_hit = |text: &Rect| outline::near(text.inset(-space::EPS), a, b, 0.0);
        problem.boxes.iter().enumerate().any(box_hit) || problem.texts.iter().any(text_hit)
    })
}
