//! Drawn links and branches → what the router is asked, and its answer → their paths and labels.

use kurbo::{Point, Rect, Size};
use petgraph::graph::EdgeIndex;

use super::content::Block;
use super::door::Door;
use super::fit::boxed;
use super::graph::{Arrangement, Branch, Edge, Graph, Kind, Spacing, node};
use super::route::{self, Blocked, Obstacle, Problem, Routed, Wire};
use super::{EdgePath, Head, NodeBox, Outline, TextLine};
use crate::style::Tokens;

/// Least distance of a link from what is not its own, in points: seen as a gap at print size.
pub const CLEARANCE: f64 = 1.5;

/// Wanted distance of parallel links beside the width of their heads, in points.
const TRACK: f64 = 1.4;

/// A head takes at most this share of the straight line it ends.
pub const HEAD_SHARE: f64 = 0.6;

/// Links keep this far from the words of a panel's title, in points.
const TITLE_CLEAR: f64 = 4.0;

/// Type from this size on is read from afar (points): its labels keep farther from their lines.
const AFAR: f64 = 12.0;

/// What labels of that size have around them, beside what the router gives to all, in points.
fn air(note: f64) -> Size {
    let side = (note - AFAR).max(0.0);
    Size::new(side, side)
}

/// Asks the router for every drawn link and every branch without a way; the second list gives the edge of each answer,
/// or, past the edges, the branch.
pub fn ways(
    door: &Door,
    arrangement: &Arrangement,
    boxes: &[Option<NodeBox>],
    spacing: &Spacing,
    tokens: &Tokens,
) -> (Vec<Result<Routed, Blocked>>, Vec<usize>) {
    let graph = &door.graph;
    let seen = |edge: &EdgeIndex| graph[*edge].drawn || graph[*edge].late;
    let links = graph.edge_indices().filter(seen).map(|edge| edge.index());
    let decided_way = |edge: EdgeIndex| arrangement.wires[edge.index()].is_some() && graph[edge].label.height == 0.0;
    // Links keep off branches, as long as it is worth looking at so many.
    let branches = &arrangement.branches;
    let free = || graph.edge_indices().filter(seen).any(|edge| !decided_way(edge));
    let look = branches.len() <= MOST_CHECKED && free();
    let taken = |branch: &Branch| branch.points.is_empty() || (look && !branch.cubic);
    let open = branches.iter().enumerate().filter(|(_, branch)| taken(branch));
    let index: Vec<usize> = links.chain(open.map(|(at, _)| graph.edge_count() + at)).collect();
    if index.is_empty() {
        return (Vec::new(), index);
    }
    if let Some(ways) = decided(graph, arrangement, &index) {
        return (ways, index);
    }
    let mut number = vec![usize::MAX; graph.node_count()];
    let mut obstacles = Vec::new();
    let mut texts = Vec::new();
    // Panels first, so that a card's parent has its number.
    for pass in [true, false] {
        for index in 0..graph.node_count() {
            let this = &graph[node(index)];
            let (Some(spot), true) = (arrangement.spots[index], (this.kind == Kind::Panel) == pass) else {
                continue;
            };
            number[index] = obstacles.len();
            let panel = this.parent.filter(|&parent| graph[node(parent)].kind == Kind::Panel);
            let parent = panel.map(|panel| number[panel]);
            let radius = this.radius(spot.rect, spacing);
            let oval = spot.outline == Some(Outline::Ellipse);
            obstacles.push(Obstacle { rect: spot.rect, radius, oval, container: pass, parent });
            if let (true, Some(place)) = (pass, &boxes[index]) {
                // Nothing passes close beside a title, above it or between it and the cards.
                let lines = place.lines().map(extent);
                let words = lines.reduce(|a, b| a.union(b));
                let cards = spot.rect.y0 + spot.head - spacing.pad + spacing.tgap;
                let zone = |words: Rect| {
                    let (left, right) = (words.x0 - TITLE_CLEAR, words.x1 + TITLE_CLEAR);
                    Rect::new(left, spot.rect.y0 + CLEARANCE + 1.0, right, words.y1.max(cards - CLEARANCE))
                };
                texts.extend(words.map(zone));
            }
        }
    }
    let run = |head: Head| {
        if head == Head::None { 0.0 } else { tokens.head_length / HEAD_SHARE }
    };
    let wires = index.iter().filter_map(|&edge| {
        if let Some(branch) = edge.checked_sub(graph.edge_count()).map(|at| &arrangement.branches[at]) {
            let (source, target) = (number[branch.parent], number[branch.child]);
            let fixed = (!branch.points.is_empty()).then(|| branch.points.clone());
            let sure = fixed.is_some();
            return Some(Wire { source, target, start_run: 0.0, end_run: 0.0, label: None, fixed, sure });
        }
        let (a, b) = graph.edge_endpoints(EdgeIndex::new(edge))?;
        let this = &graph[EdgeIndex::new(edge)];
        Some(Wire {
            source: number[boxed(door, a.index())],
            target: number[boxed(door, b.index())],
            start_run: run(this.start),
            end_run: run(this.end),
            label: (this.label.height > 0.0).then_some(this.label + air(tokens.note) * 2.0),
            fixed: arrangement.wires[edge].as_ref().map(|fixed| fixed.points.clone()),
            sure: false,
        })
    });
    let problem = Problem {
        page: Rect::new(0.0, 0.0, spacing.width, arrangement.height),
        boxes: obstacles,
        texts,
        wires: wires.collect(),
        clearance: CLEARANCE,
        slanted: arrangement.slanted,
        spacing: tokens.head_width + TRACK,
    };
    (route::route(&problem), index)
}

/// Up to so many links the router looks again at ways that the algorithm decided.
const MOST_CHECKED: usize = 200;

/// The ways of links without labels, where an algorithm for large maps decided them all.
fn decided(graph: &Graph, arrangement: &Arrangement, index: &[usize]) -> Option<Vec<Result<Routed, Blocked>>> {
    if index.len() <= MOST_CHECKED {
        return None;
    }
    let way = |&edge: &usize| {
        let fixed = arrangement.wires.get(edge)?.as_ref()?;
        let silent = graph[EdgeIndex::new(edge)].label.height == 0.0;
        silent.then(|| Ok(Routed { points: fixed.points.clone(), cubic: false, label: None }))
    };
    index.iter().map(way).collect()
}

/// The room a line of text takes on the page.
pub fn extent(line: &TextLine) -> Rect {
    let width = line.line.width * line.size;
    Rect::new(line.x, line.baseline - 0.75 * line.size, line.x + width, line.baseline + 0.25 * line.size)
}

/// The ways found, by edge; a link that is not drawn has none.
pub fn paths(
    door: &Door,
    arrangement: &Arrangement,
    ways: Vec<Result<Routed, Blocked>>,
    index: &[usize],
) -> Vec<EdgePath> {
    let hidden = |edge: &Edge| EdgePath::hidden(edge.start, edge.end);
    let mut paths: Vec<EdgePath> = door.graph.edge_weights().map(hidden).collect();
    for (way, &edge) in ways.into_iter().zip(index) {
        let (Ok(way), true) = (way, edge < paths.len()) else { continue };
        paths[edge].points = way.points;
        paths[edge].cubic = way.cubic;
        // A path that the router had to change joins no other.
        let kept = arrangement.wires[edge].as_ref().filter(|fixed| fixed.points == paths[edge].points);
        paths[edge].joins = kept.and_then(|fixed| fixed.joins);
        if let (Some(rect), Some((block, _))) = (way.label, &door.labels[edge]) {
            let air = air(block.size);
            let rect = rect.inflate(-air.width, -air.height);
            paths[edge].disc = door.keys.iter().any(|key| key.edge == edge).then_some(rect);
            paths[edge].label = match paths[edge].disc {
                Some(disc) => block.set(disc, true, false),
                None => label(block, rect, &paths[edge].points, door.rtl),
            };
        }
    }
    paths
}

/// A link's label in its place: against the line when it stands beside it, centred when it stands above or below.
fn label(block: &Block, rect: Rect, points: &[Point], rtl: bool) -> Vec<TextLine> {
    let beside = points.windows(2).any(|ends| {
        let x = ends[0].x;
        (ends[0].x - ends[1].x).abs() < 1e-9
            && (x <= rect.x0 || x >= rect.x1)
            && ends[0].y.min(ends[1].y) <= rect.center().y
            && ends[0].y.max(ends[1].y) >= rect.center().y
    });
    let mut lines = block.set(rect, !beside, rtl);
    let from_left = points.iter().any(|point| point.x <= rect.x0);
    if beside && !from_left {
        lines.iter_mut().for_each(|line| line.x = rect.x1 - line.line.width * line.size);
    } else if beside {
        lines.iter_mut().for_each(|line| line.x = rect.x0);
    }
    lines
}
