//! An earlier arrangement of boxes of their own → the same one, with new boxes near what they belong to.

use kurbo::{Point, Rect, Size, Vec2};

use super::graph::{Arrangement, Branch, Graph, Kind, Spacing, Spot, Unfit, node};
use super::ring::oval;

/// Least distance of a new box from others, in points.
const GAP: f64 = 12.0;

/// Places for a new box are this far apart, in points.
const STEP: f64 = 4.0;

/// A place from which the line to its group is blocked is as bad as one so much farther away, in points.
const BLOCKED: f64 = 200.0;

/// Sizes are read as they were rounded; text may need this much more (points).
const ROUNDED: f64 = 0.01;

/// Puts every box where it stood and each new one into the nearest gap; it does not fit when most boxes are new.
///
/// Lines between boxes are left to the router.
pub fn arrange(graph: &Graph, spacing: &Spacing) -> Result<Arrangement, Unfit> {
    let apart = |index: &usize| !matches!(graph[node(*index)].kind, Kind::Item | Kind::Absent);
    let all: Vec<usize> = (0..graph.node_count()).filter(apart).collect();
    let mut spots: Vec<Option<Spot>> = vec![None; graph.node_count()];
    for &index in &all {
        spots[index] = kept(graph, spacing, index);
    }
    let top = all.iter().filter_map(|&index| spots[index]).map(|spot| spot.rect.y0).fold(f64::INFINITY, f64::min);
    for spot in spots.iter_mut().flatten() {
        shift(spot, Vec2::new(0.0, spacing.inset - top));
    }
    let new: Vec<usize> = all.iter().copied().filter(|&index| spots[index].is_none()).collect();
    if 2 * new.len() >= all.len() {
        let fact = format!("{} of {} boxes are new", new.len(), all.len());
        return Err(Unfit::Refused { fact, cure: "draw it without the earlier figure".to_owned() });
    }
    for &index in &new {
        spots[index] = Some(fresh(graph, spacing, index, &spots));
    }
    let lowest = spots.iter().flatten().map(|spot| spot.rect.y1).fold(0.0, f64::max);
    let branches = all.iter().flat_map(|&parent| {
        let children = graph[node(parent)].children.iter().copied();
        children.map(move |child| Branch { parent, child, points: Vec::new(), cubic: false })
    });
    Ok(Arrangement {
        branches: branches.collect(),
        wires: vec![None; graph.edge_count()],
        slanted: true,
        height: lowest + spacing.inset,
        spots,
        ..Arrangement::default()
    })
}

fn shift(spot: &mut Spot, by: Vec2) {
    spot.rect = spot.rect + by;
    spot.text = spot.text.map(|text| text + by);
}

/// A box in its old place; `None` when it had none, or its text no longer fits there.
fn kept(graph: &Graph, spacing: &Spacing, index: usize) -> Option<Spot> {
    let this = &graph[node(index)];
    let was = this.was?;
    let size = Size::new(was.rect.width() + ROUNDED, was.rect.height() + ROUNDED);
    let mut spot = fitted(graph, spacing, index, was.rect.center(), size)?;
    if was.same && !spacing.ovals && this.sizes.at(size.width).body > 0.0 {
        (spot.top, spot.head) = (was.middle - was.head / 2.0, was.head);
    }
    Some(spot)
}

/// A box of that size about a point, when its text fits.
fn fitted(graph: &Graph, spacing: &Spacing, index: usize, centre: Point, size: Size) -> Option<Spot> {
    let sizes = &graph[node(index)].sizes;
    let step = sizes.at(size.width);
    if spacing.ovals {
        return oval::holds(sizes, size).then(|| oval::spot(sizes, centre, size, (true, false)));
    }
    let fits = step.width <= size.width && step.head + step.body <= size.height + ROUNDED;
    fits.then(|| {
        let rect = Rect::from_center_size(centre, size);
        Spot { head: if step.body > 0.0 { step.head } else { rect.height() }, ..Spot::filled(rect) }
    })
}

/// A new box, as large as another one of its kind where its text fits there, in the nearest gap.
fn fresh(graph: &Graph, spacing: &Spacing, index: usize, spots: &[Option<Spot>]) -> Spot {
    let this = &graph[node(index)];
    let alike = (0..graph.node_count()).filter(|&other| graph[node(other)].kind == this.kind);
    let mut sizes = alike.filter_map(|other| spots[other].map(|spot| spot.rect.size()));
    let own = || {
        let form = oval::forms(&[&this.sizes], spacing.ovals).into_iter().next();
        form.map_or(Size::new(this.sizes.least(), this.sizes.at(0.0).head), |form| form.size)
    };
    let size = sizes.find(|&size| fitted(graph, spacing, index, Point::ZERO, size).is_some()).unwrap_or_else(own);
    let placed = |other: usize| spots[other].map(|spot| spot.rect.center());
    // Its group; else what it is linked to; else the middle of the page.
    let linked = graph.edge_indices().filter_map(|edge| {
        let (a, b) = graph.edge_endpoints(edge)?;
        let other = if a.index() == index { b } else { a };
        (a.index() == index || b.index() == index).then(|| placed(other.index()))?
    });
    let anchor = this.parent.and_then(placed).or_else(|| linked.into_iter().next());
    let lowest = spots.iter().flatten().map(|spot| spot.rect.y1).fold(0.0, f64::max);
    let anchor = anchor.unwrap_or(Point::new(spacing.width / 2.0, lowest));
    let rects: Vec<Rect> = spots.iter().flatten().map(|spot| spot.rect).collect();
    let lines = lines(graph, spots);
    let room = Rect::new(0.0, 0.0, spacing.width, lowest + size.height + 2.0 * GAP).inset(-spacing.inset);
    let (across, down) = ((room.width() - size.width) / STEP, (room.height() - size.height) / STEP);
    let mut best: Option<(f64, Point)> = None;
    for row in 0..=down.max(0.0) as usize {
        for column in 0..=across.max(0.0) as usize {
            let corner = Point::new(room.x0 + column as f64 * STEP, room.y0 + row as f64 * STEP);
            let rect = Rect::from_origin_size(corner, size);
            let near = rect.inflate(GAP, GAP);
            let taken = rects.iter().any(|other| overlap(near, *other)) || lines.iter().any(|l| meets(*l, near));
            if taken {
                continue;
            }
            let way = (rect.center(), anchor);
            let hit = rects.iter().any(|other| !other.contains(anchor) && meets(way, *other));
            // A new last row makes the figure higher.
            let cost = way.0.distance(anchor) + if hit { BLOCKED } else { 0.0 } + (rect.y1 - lowest).max(0.0);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect.center()));
            }
        }
    }
    let below = Point::new(spacing.width / 2.0, lowest + GAP + size.height / 2.0);
    let centre = best.map_or(below, |(_, centre)| centre);
    let filled = || Spot::filled(Rect::from_center_size(centre, size));
    fitted(graph, spacing, index, centre, size).unwrap_or_else(filled)
}

/// The straight lines between the boxes that are placed.
fn lines(graph: &Graph, spots: &[Option<Spot>]) -> Vec<(Point, Point)> {
    let centre = |index: usize| spots[index].map(|spot| spot.rect.center());
    let linked = graph.edge_indices().filter(|&edge| graph[edge].drawn).filter_map(|edge| {
        let (a, b) = graph.edge_endpoints(edge)?;
        Some((centre(a.index())?, centre(b.index())?))
    });
    let held = (0..graph.node_count()).flat_map(|parent| {
        graph[node(parent)].children.iter().filter_map(move |&child| Some((centre(parent)?, centre(child)?)))
    });
    linked.chain(held).collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// Whether a line has a point in a rectangle (Liang and Barsky 1984).
fn meets((from, to): (Point, Point), rect: Rect) -> bool {
    let way = to - from;
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let bounds =
        [(-way.x, from.x - rect.x0), (way.x, rect.x1 - from.x), (-way.y, from.y - rect.y0), (way.y, rect.y1 - from.y)];
    for (slope, room) in bounds {
        if slope == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if slope < 0.0 {
            enter = enter.max(room / slope);
        } else {
            leave = leave.min(room / slope);
        }
    }
    enter <= leave
}
