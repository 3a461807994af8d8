//! A layout of several versions → the same of one of them: what stands there stands where it stands in all of them.

use kurbo::{Line, ParamCurveNearest, Point, Rect};
use petgraph::graph::{EdgeIndex, NodeIndex};

use super::door::Shaper;
use super::{Joint, Layout, Mark, TextLine};
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::model::changes::capital;
use crate::text::{Fonts, Weight};

pub mod badge;
pub mod caption;
pub mod legend;
pub mod straight;
pub mod told;
pub mod wordings;

/// The name of a version, centred in a zone.
pub fn heading(map: &Map, fonts: &Fonts, name: &str, size: f64, zone: Rect) -> Result<Vec<TextLine>, Vec<Diagnostic>> {
    let mut shaper = Shaper::new(fonts, map);
    let block = shaper.block(&capital(name), Weight::SemiBold, size, usize::MAX, 0..0);
    block.map(|block| block.set(zone, true, false)).ok_or_else(|| shaper.missing())
}

/// Points that are closer are the same (points).
const SAME: f64 = 0.01;

/// The part of a line from its start to a point on it; `None` if the point is not on it, or is its start.
fn until(line: &[Point], point: Point) -> Option<(f64, Vec<Point>)> {
    let mut passed = 0.0;
    for (at, ends) in line.windows(2).enumerate() {
        let piece = Line::new(ends[0], ends[1]);
        let found = piece.nearest(point, SAME * SAME);
        if found.distance_sq < SAME * SAME {
            let length = passed + piece.p0.distance(point);
            let mut part = line[..=at].to_vec();
            part.push(point);
            return (length > SAME).then_some((length, part));
        }
        passed += piece.p0.distance(piece.p1);
    }
    None
}

/// A line with another one before it, without corners that are none.
fn behind(mut part: Vec<Point>, rest: &[Point]) -> Vec<Point> {
    part.extend(rest.iter().skip(1));
    let mut line: Vec<Point> = Vec::with_capacity(part.len());
    for point in part {
        let straight = |a: Point, b: Point| (b - a).cross(point - b).abs() < SAME && (b - a).dot(point - b) > 0.0;
        while line.len() > 1 && straight(line[line.len() - 2], line[line.len() - 1]) {
            line.pop();
        }
        line.push(point);
    }
    line
}

/// Leaves out the branches of what is not there. Of siblings whose lines begin on one that is left out, the one that
/// begins farthest along takes over its beginning.
fn close(layout: &mut Layout, here: &impl Fn(usize) -> bool) {
    let (mut kept, gone): (Vec<_>, Vec<_>) =
        std::mem::take(&mut layout.branches).into_iter().partition(|branch| here(branch.child));
    kept.retain(|branch| here(branch.parent));
    for lost in gone.iter().rev().filter(|lost| !lost.cubic && here(lost.parent)) {
        let siblings = kept.iter().enumerate().filter(|(_, branch)| branch.parent == lost.parent && !branch.cubic);
        let found = siblings.filter_map(|(at, branch)| {
            let (length, part) = until(&lost.points, *branch.points.first()?)?;
            Some((at, length, part))
        });
        let farthest = found.max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, _, part)) = farthest {
            kept[at].points = behind(part, &kept[at].points);
        }
    }
    layout.branches = kept;
}

/// The same for the upright line of a list: the next row that is there takes over the piece of one that is not.
fn close_lists(whole: &Layout, layout: &mut Layout) {
    let upright = |(from, to): &(Point, Point)| (from.x - to.x).abs() < SAME;
    let boxes = whole.boxes.iter().zip(&layout.boxes).filter_map(|(was, is)| was.as_ref().filter(|_| is.is_none()));
    let rows = boxes.filter(|place| place.inside.is_some());
    let gone: Vec<(Point, Point)> = rows.flat_map(|place| &place.rules).filter(|rule| upright(rule)).copied().collect();
    for (start, end) in gone.into_iter().rev() {
        let kept = layout.boxes.iter_mut().flatten().flat_map(|place| &mut place.rules);
        for rule in kept.filter(|rule| upright(rule) && rule.0.distance(end) < SAME) {
            rule.0 = start;
        }
    }
}

/// Gives the links that ran into one that is not there what they need of its line: the one that ran into it farthest from
/// their common end takes it over, and the others run into that one.
fn rejoin(map: &Map, whole: &Layout, layout: &mut Layout) {
    let gone = |layout: &Layout, edge: usize| layout.paths.get(edge).is_some_and(|path| path.points.is_empty());
    // A line may run into one that runs into a third.
    for _ in 0..layout.paths.len() {
        let lost = layout.paths.iter().filter_map(|path| path.joins).map(|joint| joint.edge);
        let Some(stem) = lost.filter(|&edge| gone(layout, edge)).min() else { return };
        let mut open: Vec<(f64, usize, bool, Vec<Point>)> = Vec::new();
        for edge in 0..layout.paths.len() {
            let path = &layout.paths[edge];
            let Some(joint) = path.joins.filter(|joint| joint.edge == stem) else { continue };
            let ends = map.graph.edge_endpoints(EdgeIndex::new(edge));
            let stem_ends = map.graph.edge_endpoints(EdgeIndex::new(stem));
            let common = ends.map(|(a, b)| if joint.at_source { a } else { b });
            let from_end = stem_ends.map(|(_, b)| b) == common;
            let mut line = whole.paths[stem].points.clone();
            if from_end {
                line.reverse();
            }
            let tip = if joint.at_source { path.points.first() } else { path.points.last() };
            match tip.and_then(|tip| until(&line, *tip)) {
                Some((length, part)) => open.push((length, edge, joint.at_source, part)),
                None => layout.paths[edge].joins = None,
            }
        }
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut first = None;
        for (_, edge, at_source, part) in open {
            match first {
                Some(first) => layout.paths[edge].joins = Some(Joint { edge: first, at_source }),
                None => {
                    let path = &mut layout.paths[edge];
                    if !at_source {
                        path.points.reverse();
                    }
                    path.points = behind(part, &path.points);
                    if !at_source {
                        path.points.reverse();
                    }
                    path.joins = whole.paths[stem].joins.filter(|joint| {
                        let tip = if joint.at_source {
                            whole.paths[stem].points.first()
                        } else {
                            whole.paths[stem].points.last()
                        };
                        let own = if at_source { path.points.first() } else { path.points.last() };
                        tip == own
                    });
                    path.joins = path.joins.map(|joint| Joint { at_source, ..joint });
                    first = Some(edge);
                }
            }
        }
    }
}

impl Layout {
    /// The legend of all versions together, alone.
    pub fn legend(&self, map: &Map) -> Layout {
        let mut layout = Layout { version: Some(0), boxes: vec![None; self.boxes.len()], ..self.clone() };
        for path in &mut layout.paths {
            path.points.clear();
            path.label.clear();
            path.disc = None;
        }
        layout.branches.clear();
        layout.title.clear();
        layout.marks = self.legends.get(map.versions.len()).cloned().unwrap_or_default();
        let bottom = |mark: &Mark| match mark {
            Mark::Sample { line, .. } => line.baseline + 0.55 * line.size,
            _ => 0.0,
        };
        let bottom = layout.marks.iter().map(bottom).fold(0.0, f64::max);
        layout.page.height = self.foot.max(bottom + layout.tokens.inset);
        layout
    }

    /// What one version has of the figure, at the places of the whole: what is not there yet, or no longer, leaves a gap.
    pub fn of_version(&self, map: &Map, version: usize) -> Layout {
        let mut layout = Layout { version: Some(version), ..self.clone() };
        let here = |node: usize| {
            let history = map.graph.node_weight(NodeIndex::new(node)).and_then(|theme| theme.history.as_ref());
            history.is_none_or(|history| history.states.get(version).is_some_and(Option::is_some))
        };
        for (node, place) in layout.boxes.iter_mut().enumerate() {
            let Some(own) = place.as_mut().filter(|_| here(node)) else {
                *place = None;
                continue;
            };
            if let Some(words) = own.wordings.get(version) {
                own.text = words.clone();
            }
            own.wordings.clear();
        }
        for (edge, path) in layout.paths.iter_mut().enumerate() {
            let bond = map.graph.edge_weight(EdgeIndex::new(edge)).and_then(|link| link.bond.as_ref());
            if bond.is_some_and(|bond| !bond.here.get(version).copied().unwrap_or(false)) {
                path.points.clear();
                path.label.clear();
                path.disc = None;
            }
        }
        close_lists(self, &mut layout);
        rejoin(map, self, &mut layout);
        close(&mut layout, &here);
        straight::straighten(&mut layout);
        layout.marks.retain(|mark| match mark {
            Mark::Sample { .. } | Mark::Badge { .. } | Mark::Note { .. } => false,
            Mark::Area { node, .. } | Mark::Disc { node, .. } | Mark::Rule { node: Some(node), .. } => here(*node),
            _ => true,
        });
        layout.marks.extend(self.legends.get(version).into_iter().flatten().cloned());
        layout.legends.clear();
        badge::place(map, &mut layout);
        layout
    }
}
