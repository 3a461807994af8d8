//! A layout's algorithm, the text and the router, repeated with more room until every link finds its way.

use kurbo::{Point, Rect, Size};
use petgraph::graph::EdgeIndex;

use super::choose::Choice;
use super::coverage;
use super::door::Door;
use super::graph::{Arrangement, Branch, Fixed, Kind, Spacing, Spot, node};
use super::key;
use super::legend;
use super::links::{CLEARANCE, extent, paths, ways};
use super::misfit::Misfit;
use super::route::{Blocked, Routed};
use super::versions::{badge, caption, told};
use super::{Arrange, Layout, Mark, NodeBox, Outline, TextLine};
use crate::model::{By, Map};
use crate::style::Tokens;

/// How often more room is given before the links are said not to fit.
const MOST_TRIES: usize = 12;

/// How often a label is given room where its link runs before it is given room everywhere.
const PATIENCE: usize = 5;

/// A gap with a label in it is this much larger than the label, in points.
const LABEL_ROOM: f64 = 12.0;

/// A side channel grows by this much a try, in points.
const CHANNEL_STEP: f64 = 9.0;

/// What a sign needs above a card, in em of the note size.
const SIGN_ROOM: f64 = 0.3;

/// Gaps grow by this factor a try.
const GAP_STEP: f64 = 1.4;

/// Places boxes, text and links.
pub fn fit(
    map: &Map,
    door: &mut Door,
    choice: &mut Choice,
    arrange: Arrange,
    mut spacing: Spacing,
    tokens: &Tokens,
) -> Result<Layout, Misfit> {
    if let Some(edge) = inside_one_box(door) {
        return Err(Misfit::SameBox { edge });
    }
    let Choice { algorithm, reason, first, .. } = choice;
    if door.signs {
        // Signs on cards stand between them and the title above.
        spacing.tgap += SIGN_ROOM * tokens.note;
    }
    if door.graph.edge_weights().any(|edge| edge.late) {
        // Lines that no arrangement looks at need room between the boxes.
        spacing.bgap = spacing.bgap.max(spacing.vgap);
    }
    let full = door.label_sizes();
    let mut last = None;
    let mut margin = 0.0;
    let (mut walls, mut stuck) = (0, 0);
    for _ in 0..MOST_TRIES {
        let arrangement = match first.take().map_or_else(|| arrange(&door.graph, &spacing), Ok) {
            Ok(arrangement) => arrangement,
            // What no longer fits is what was widened for a link: that link is to be told.
            Err(unfit) => return Err(last.unwrap_or(Misfit::Unfit(unfit))),
        };
        arrangement.slim.iter().for_each(|&edge| door.set_slim(edge));
        let title = title_height(door, tokens, &spacing);
        let below = key::height(door, &spacing, tokens.note) + legend::height(door, &spacing, tokens.note);
        let below = below + coverage::height(door, &spacing, tokens.note);
        let most = spacing.most - below;
        let mut arrangement = shift(arrangement, title + margin);
        arrangement.height += margin;
        if arrangement.height > most {
            let boxes = arrangement.spots.iter().flatten().count();
            // What was widened for a link is too high because of that link.
            let tall = Misfit::Tall { height: arrangement.height, most, boxes, width: spacing.width };
            return Err(last.unwrap_or(tall));
        }
        let boxes = set(door, &arrangement, &spacing);
        let (mut found, mut index) = ways(door, &arrangement, &boxes, &spacing, tokens);
        if forget_moved(&mut arrangement, &found, &index) {
            (found, index) = ways(door, &arrangement, &boxes, &spacing, tokens);
        }
        let unlabelled = |way: &Result<Routed, Blocked>| matches!(way, Err(Blocked::Label { .. }));
        door.crowded.extend(found.iter().zip(&index).filter(|(way, _)| unlabelled(way)).map(|(_, edge)| *edge));
        let Some((edge, why)) =
            found.iter().zip(&index).find_map(|(way, &edge)| Some((edge, way.as_ref().err()?.clone())))
        else {
            // A label that was slimmed for a place it no longer stands in gets its first form back.
            let slim = door.label_sizes();
            if door.set_labels(&full) {
                let (again, _) = ways(door, &arrangement, &boxes, &spacing, tokens);
                match again.iter().all(Result::is_ok) {
                    true => found = again,
                    false => _ = door.set_labels(&slim),
                }
            }
            lead(&mut arrangement, &found, &index);
            let mut layout = Layout {
                name: algorithm.name,
                reason: reason.clone(),
                tokens: *tokens,
                page: Size::new(spacing.width, arrangement.height),
                boxes,
                paths: paths(door, &arrangement, found, &index),
                branches: std::mem::take(&mut arrangement.branches),
                marks: arrangement.orbits.iter().map(|&rect| Mark::Orbit { rect }).collect(),
                title: title_lines(door, &spacing),
                unexplained: false,
                foot: 0.0,
                legends: Vec::new(),
                version: None,
                voices: door.voices.as_ref().map(|_| By::Group),
            };
            crop(&mut layout, if title > 0.0 { 0.0 } else { margin }, &spacing);
            key::write(door, &spacing, tokens.note, &mut layout);
            told::leave_out(door, &mut layout);
            caption::place(door, &mut layout);
            badge::place(map, &mut layout);
            legend::write(door, &spacing, tokens.note, &mut layout);
            coverage::write(door, &spacing, tokens.note, &mut layout);
            legend::versions(map, door, &spacing, tokens.note, &mut layout);
            return Ok(layout);
        };
        if let Blocked::Walled { .. } = why {
            // Room above and below first, then at both sides, then all around.
            walls += 1;
            let step = CHANNEL_STEP * f64::from(walls.max(2) / 2);
            (margin, spacing.channel) = match walls {
                1 => (step, 0.0),
                2 => (0.0, step),
                _ => (step, step),
            };
        }
        let branch = edge.checked_sub(door.graph.edge_count()).map(|at| &arrangement.branches[at]);
        widen(door, &mut spacing, &arrangement.spots, (edge, branch), &why);
        let same = matches!(&last, Some(Misfit::Link { edge: before, .. }) if *before == edge);
        stuck = if same { stuck + 1 } else { 0 };
        if let (Blocked::Label { size, .. }, true) = (&why, stuck >= PATIENCE) {
            // More room where it was wanted did not help: room everywhere.
            let (wide, high) = (size.width + LABEL_ROOM, size.height + LABEL_ROOM);
            margin = f64::max(margin, high);
            spacing.channel = spacing.channel.max(wide);
            for gap in [&mut spacing.pgap, &mut spacing.bgap, &mut spacing.vgap, &mut spacing.link_gap] {
                *gap = gap.max(high);
            }
        }
        last = Some(match branch {
            Some(branch) => Misfit::Branch { parent: branch.parent, child: branch.child },
            None => Misfit::Link { edge, why },
        });
    }
    Err(last.unwrap_or(Misfit::SameBox { edge: 0 }))
}

/// The figure without the room for links above and below it that none took.
fn crop(layout: &mut Layout, margin: f64, spacing: &Spacing) {
    let inside = |y: f64| y - spacing.inset;
    let boxes = || layout.boxes.iter().flatten();
    let branches = || layout.branches.iter().flat_map(|branch| &branch.points);
    let points = || layout.paths.iter().flat_map(|path| &path.points).chain(branches());
    let labels = || layout.paths.iter().flat_map(|path| &path.label).map(extent);
    let orbit = |mark: &Mark| if let Mark::Orbit { rect } = mark { Some(*rect) } else { None };
    let orbits = || layout.marks.iter().filter_map(orbit);
    let top = boxes()
        .map(|b| b.rect.y0)
        .chain(orbits().map(|o| o.y0))
        .chain(points().map(|p| p.y))
        .chain(labels().map(|l| l.y0))
        .fold(f64::INFINITY, f64::min);
    let bottom = boxes()
        .map(|b| b.rect.y1)
        .chain(orbits().map(|o| o.y1))
        .chain(points().map(|p| p.y))
        .chain(labels().map(|l| l.y1))
        .fold(0.0, f64::max);
    let by = kurbo::Vec2::new(0.0, -inside(top).clamp(0.0, margin));
    for place in layout.boxes.iter_mut().flatten() {
        place.rect = place.rect + by;
        place.lines_mut().for_each(|line| line.baseline += by.y);
        place.rules.iter_mut().for_each(|(from, to)| (*from, *to) = (*from + by, *to + by));
    }
    layout.branches.iter_mut().flat_map(|branch| &mut branch.points).for_each(|point| *point += by);
    for mark in &mut layout.marks {
        if let Mark::Orbit { rect } = mark {
            *rect = *rect + by;
        }
    }
    for path in &mut layout.paths {
        path.points.iter_mut().for_each(|point| *point += by);
        path.label.iter_mut().for_each(|line| line.baseline += by.y);
        path.disc = path.disc.map(|disc| disc + by);
    }
    layout.page.height = bottom + by.y + spacing.inset;
}

/// A link whose two ends stand in one box, which no line can show.
fn inside_one_box(door: &Door) -> Option<usize> {
    let graph = &door.graph;
    let mut edges = graph.edge_indices().filter(|&edge| graph[edge].drawn);
    edges
        .find(|&edge| graph.edge_endpoints(edge).is_some_and(|(a, b)| boxed(door, a.index()) == boxed(door, b.index())))
        .map(|edge| edge.index())
}

/// The box that shows a node: itself, or the card its text stands in.
pub fn boxed(door: &Door, mut index: usize) -> usize {
    while door.graph[node(index)].kind == Kind::Item {
        let Some(parent) = door.graph[node(index)].parent else {
            break;
        };
        index = parent;
    }
    index
}

/// More room for what blocks a link, where it is needed; a little more everywhere when that is not enough.
fn widen(
    door: &mut Door,
    spacing: &mut Spacing,
    spots: &[Option<Spot>],
    (edge, branch): (usize, Option<&Branch>),
    why: &Blocked,
) {
    let ends = door.graph.edge_endpoints(EdgeIndex::new(edge)).filter(|_| branch.is_none());
    let panels = ends.map(|(a, b)| {
        let panel = |index: usize| door.graph[node(boxed(door, index))].parent;
        (panel(a.index()), panel(b.index()))
    });
    let inside = panels.is_some_and(|(a, b)| a.is_some() && a == b);
    let grow = |gap: &mut f64, need: f64| *gap = if *gap < need { need } else { *gap * GAP_STEP };
    match why {
        Blocked::Walled { .. } => spacing.gap = spacing.gap.max(2.0 * CLEARANCE + 1.0) * 1.15,
        Blocked::Cramped { run, .. } if inside => grow(&mut spacing.link_gap, run + 4.0),
        Blocked::Cramped { run, .. } => {
            // A head inside a panel stands between the panel's outline and the card.
            let into = panels.is_some_and(|(a, b)| a.is_some() || b.is_some());
            if into && spacing.pad < run + 4.0 {
                spacing.pad = run + 4.0;
            } else {
                grow(&mut spacing.pgap, run + 4.0);
                grow(&mut spacing.vgap, run + 4.0);
                grow(&mut spacing.link_gap, run + 4.0);
            }
        }
        Blocked::Label { points, size } => {
            let length = |ends: &&[Point]| ends[0].distance(ends[1]);
            let longest = points.windows(2).max_by(|a, b| length(a).total_cmp(&length(b)));
            let upright = longest.is_some_and(|ends| ends[0].x == ends[1].x);
            let outer = spacing.inset + spacing.channel + spacing.arrow_gap;
            let aside = upright && longest.is_some_and(|s| s[0].x < outer || s[0].x > spacing.width - outer);
            let (wide, high) = (size.width + LABEL_ROOM, size.height + LABEL_ROOM);
            // A level piece beside no box runs along the gap between two bands; one that crosses a box's height runs
            // through that between two panels.
            let beside = |ends: &[Point], rect: Rect| {
                let (from, to) = (ends[0].x.min(ends[1].x), ends[0].x.max(ends[1].x));
                rect.y0 < ends[0].y && ends[0].y < rect.y1 && rect.x0 <= to && from <= rect.x1
            };
            let along =
                !upright && longest.is_some_and(|ends| !spots.iter().flatten().any(|spot| beside(ends, spot.rect)));
            if !along && (!upright || spacing.vgap >= high) && door.slim_label(edge) {
                return;
            }
            match (inside, upright) {
                (true, true) => grow(&mut spacing.link_gap, high),
                (true, false) => grow(&mut spacing.link_gap, wide),
                (false, true) if aside => grow(&mut spacing.channel, wide),
                (false, true) => grow(&mut spacing.vgap, high),
                (false, false) if along => {
                    grow(&mut spacing.bgap, high);
                    grow(&mut spacing.vgap, high);
                }
                (false, false) => grow(&mut spacing.pgap, wide),
            }
        }
    }
}

/// Room the title takes at the top of the page.
fn title_height(door: &Door, tokens: &Tokens, spacing: &Spacing) -> f64 {
    let width = spacing.width - 2.0 * spacing.inset;
    door.title.as_ref().map_or(0.0, |title| title.height(width) + tokens.pgap)
}

/// Everything lower by the height of the title.
fn shift(mut arrangement: Arrangement, down: f64) -> Arrangement {
    let by = kurbo::Vec2::new(0.0, down);
    for spot in arrangement.spots.iter_mut().flatten() {
        spot.rect = spot.rect + by;
        spot.text = spot.text.map(|text| text + by);
    }
    arrangement.branches.iter_mut().flat_map(|branch| &mut branch.points).for_each(|point| *point += by);
    arrangement.orbits.iter_mut().for_each(|orbit| *orbit = *orbit + by);
    arrangement.wires.iter_mut().flatten().flat_map(|wire| &mut wire.points).for_each(|point| *point += by);
    arrangement.height += down;
    arrangement
}

/// Breaks and places the lines of every box.
fn set(door: &Door, arrangement: &Arrangement, spacing: &Spacing) -> Vec<Option<NodeBox>> {
    let mut boxes: Vec<Option<NodeBox>> = vec![None; door.contents.len()];
    for (index, content) in door.contents.iter().enumerate() {
        let (Some(content), Some(spot)) = (content, arrangement.spots[index]) else {
            continue;
        };
        let this = &door.graph[node(index)];
        let outline = spot.outline.unwrap_or_else(|| match this.kind {
            Kind::Row => Outline::None,
            _ if content.head.tick => Outline::None,
            _ => Outline::Rounded(this.radius(spot.rect, spacing)),
        });
        match this.kind {
            // The title of a panel is centred between its sides, in the zone above the cards.
            Kind::Panel => {
                let pad = spacing.pad;
                let end = spot.rect.y0 + spot.head;
                let mut zone = Rect::new(spot.rect.x0 + pad, spot.rect.y0, spot.rect.x1 - pad, end);
                let slots = content.slots(&spot, outline, this.kind, &mut zone);
                let text = content.head.set(zone, true, door.rtl);
                let wordings = content.head.versions(zone, true, door.rtl);
                let (rect, rules, kind) = (spot.rect, Vec::new(), this.kind);
                boxes[index] = Some(NodeBox { rect, outline, text, wordings, rules, kind, inside: None, slots });
            }
            _ => {
                let panel = this.parent.filter(|&parent| door.graph[node(parent)].kind == Kind::Panel);
                content.set(spot, outline, (this.kind, panel), &mut boxes)
            }
        }
    }
    boxes
}

/// Forgets the decided ways that the router did not keep, and those of the links that join them.
fn forget_moved(arrangement: &mut Arrangement, ways: &[Result<Routed, Blocked>], index: &[usize]) -> bool {
    let moved = |edge: usize, way: &Result<Routed, Blocked>| match (arrangement.wires.get(edge), way) {
        (Some(Some(fixed)), Ok(way)) => fixed.points != way.points,
        _ => false,
    };
    let moved: Vec<usize> =
        index.iter().zip(ways).filter(|(edge, way)| moved(**edge, way)).map(|(edge, _)| *edge).collect();
    let joins = |fixed: &Option<Fixed>| fixed.as_ref().and_then(|fixed| fixed.joins).map(|joint| joint.edge);
    for edge in 0..arrangement.wires.len() {
        let joined = joins(&arrangement.wires[edge]).is_some_and(|stem| moved.contains(&stem));
        if joined || moved.contains(&edge) {
            arrangement.wires[edge] = None;
        }
    }
    !moved.is_empty()
}

/// Gives the branches without a way the one found.
fn lead(arrangement: &mut Arrangement, ways: &[Result<Routed, Blocked>], index: &[usize]) {
    let links = arrangement.wires.len();
    for (way, &at) in ways.iter().zip(index) {
        if let (Ok(way), Some(at)) = (way, at.checked_sub(links)) {
            let branch = &mut arrangement.branches[at];
            (branch.points, branch.cubic) = (way.points.clone(), way.cubic);
        }
    }
}

/// The lines of a drawn title at the top of the page.
fn title_lines(door: &Door, spacing: &Spacing) -> Vec<TextLine> {
    let Some(title) = &door.title else { return Vec::new() };
    let width = spacing.width - 2.0 * spacing.inset;
    let zone = Rect::new(spacing.inset, spacing.inset, spacing.inset + width, spacing.inset + title.height(width));
    title.set(zone, true, door.rtl)
}
