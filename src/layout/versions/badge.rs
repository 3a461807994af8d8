//! Boxes and links that have changed → the sign on each, where it hides nothing.

use kurbo::{Point, Rect};
use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::layout::graph::Kind;
use crate::layout::{Layout, Mark, NodeBox, Outline, Owner, TextLine};
use crate::model::Map;
use crate::model::history::Mark as Change;

/// Radius of a sign on a box and on a link, in em of the note size: 5.5 and 4.4 pt.
pub const RADIUS: (f64, f64) = (0.6875, 0.55);

/// What stands around a sign so that it is seen on whatever is behind it, in em of the note size.
pub const RING: f64 = 0.1;

/// From the sign of a link to the words of that link, in em of the note size.
const CLEAR: f64 = 0.4;

/// What a sign may stand on, and what it must not hide.
struct Ground {
    page: Rect,
    texts: Vec<Rect>,
    taken: Vec<(Point, f64)>,
    boxes: Vec<(usize, Rect)>,
    /// With the link that each is part of.
    lines: Vec<(usize, Point, Point)>,
}

/// The mark of a node in what the layout shows.
pub fn mark(map: &Map, layout: &Layout, node: usize) -> Option<Change> {
    let history = map.graph.node_weight(NodeIndex::new(node))?.history.as_ref()?;
    match layout.version {
        Some(version) => history.states.get(version)?.as_ref()?.mark,
        None => history.mark,
    }
}

/// The mark of a link in what the layout shows; lines that tell of a change have words.
pub fn link_mark(map: &Map, layout: &Layout, edge: usize) -> Option<Change> {
    let bond = map.graph.edge_weight(EdgeIndex::new(edge))?.bond.as_ref().filter(|bond| !bond.change)?;
    match layout.version {
        Some(version) => bond.marks.get(version).copied().flatten(),
        None => bond.mark,
    }
}

/// Puts a sign on every box that has changed, and on every link: exactly one on each.
pub fn place(map: &Map, layout: &mut Layout) {
    if map.versions.is_empty() {
        return;
    }
    let note = layout.tokens.note;
    let mut ground = Ground::of(layout);
    let (mut badges, mut asides) = (Vec::new(), Vec::new());
    for (node, place) in layout.boxes.iter().enumerate() {
        let (Some(place), Some(mark)) = (place, mark(map, layout, node)) else { continue };
        if place.outline == Outline::None || matches!(place.kind, Kind::Item | Kind::Row) {
            continue;
        }
        let radius = RADIUS.0 * note;
        let spots = corners(place, radius);
        let Some(centre) = ground.best(&spots, radius + RING * note, Owner::Node(node)) else { continue };
        ground.taken.push((centre, radius + RING * note));
        badges.push(Mark::Badge { centre, radius, mark, on: Owner::Node(node) });
    }
    for (edge, path) in layout.paths.iter().enumerate() {
        let Some(mark) = link_mark(map, layout, edge).filter(|_| !path.points.is_empty()) else { continue };
        let radius = RADIUS.1 * note;
        let along = along(&path.points, radius);
        let Some(centre) = ground.best(&along, radius + RING * note, Owner::Link(edge)) else { continue };
        ground.taken.push((centre, radius + RING * note));
        badges.push(Mark::Badge { centre, radius, mark, on: Owner::Link(edge) });
        if let Some(aside) = ground.aside(&path.label, centre, radius + CLEAR * note) {
            asides.push((edge, aside));
        }
    }
    for (edge, aside) in asides {
        layout.paths[edge].label.iter_mut().for_each(|line| line.x += aside);
    }
    layout.marks.extend(badges);
}

/// Where a sign may stand on the outline of a box, the best place first: at its upper right corner.
fn corners(place: &NodeBox, radius: f64) -> Vec<Point> {
    let rect = place.rect;
    // On a round corner the point where the outline turns, on a sharp one a little before it.
    let turn = |corner: f64| corner * (1.0 - std::f64::consts::FRAC_1_SQRT_2);
    let (dx, dy) = match place.outline {
        Outline::Rounded(corner) if corner > radius => (turn(corner), turn(corner)),
        Outline::Ellipse => (turn(rect.width() / 2.0), turn(rect.height() / 2.0)),
        _ => (0.75 * radius, 0.2 * radius),
    };
    let right = Point::new(rect.x1 - dx, rect.y0 + dy);
    let mut spots = vec![right];
    for (x, y) in [
        (0.4, 0.0),
        (0.5, 0.6),
        (0.75, 0.75),
        (0.2, 0.4),
        (0.0, 0.0),
        (0.75, -0.3),
        (0.3, -0.3),
        (0.0, 1.0),
        (-0.3, 0.5),
        (0.75, -0.5),
        (0.3, -0.5),
    ] {
        spots.push(Point::new(rect.x1 - x * radius, rect.y0 + y * radius));
    }
    // Along the upper edge and the sides, then along the lower edge.
    let steps = |from: f64, to: f64| {
        let count = ((to - from) / radius).floor().clamp(1.0, 60.0) as usize;
        (1..count).map(move |step| to - (to - from) * step as f64 / count as f64)
    };
    spots.extend(steps(rect.x0, rect.x1).map(|x| Point::new(x, rect.y0)));
    spots.extend(steps(rect.x0, rect.x1).map(|x| Point::new(x, rect.y0 - 0.4 * radius)));
    spots.extend(steps(rect.y0, rect.y1).map(|y| Point::new(rect.x1, rect.y0 + rect.y1 - y)));
    spots.extend(steps(rect.y0, rect.y1).map(|y| Point::new(rect.x0, rect.y0 + rect.y1 - y)));
    spots.extend(steps(rect.x0, rect.x1).map(|x| Point::new(x, rect.y1)));
    spots
}

/// Where a sign may stand on a link, the best place first: about the middle of its longest straight piece, which has most
/// room, else of the others.
fn along(points: &[Point], radius: f64) -> Vec<Point> {
    let mut pieces: Vec<&[Point]> = points.windows(2).collect();
    let length = |ends: &[Point]| ends[0].distance(ends[1]);
    pieces.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let long = |(i, ends): &(usize, &[Point])| *i == 0 || length(ends) > 4.0 * radius;
    let pieces = pieces.into_iter().enumerate().filter(long);
    let spots = pieces.flat_map(|(_, ends)| [0.5, 0.4, 0.6, 0.3, 0.7].map(|share| ends[0].lerp(ends[1], share)));
    spots.collect()
}

impl Ground {
    fn of(layout: &Layout) -> Ground {
        let boxes = || layout.boxes.iter().enumerate().filter_map(|(node, place)| Some((node, place.as_ref()?)));
        let mut texts: Vec<Rect> = boxes().flat_map(|(_, place)| place.text.iter().map(ink)).collect();
        texts.extend(layout.paths.iter().flat_map(|path| &path.label).map(ink));
        texts.extend(layout.title.iter().map(ink));
        texts.extend(layout.marks.iter().filter_map(|mark| match mark {
            Mark::Words { line, .. } | Mark::Note { line, .. } => Some(ink(line)),
            _ => None,
        }));
        Ground {
            page: Rect::from_origin_size(Point::ZERO, layout.page),
            texts,
            taken: Vec::new(),
            lines: (layout.paths.iter().enumerate())
                .flat_map(|(edge, path)| path.points.windows(2).map(move |ends| (edge, ends[0], ends[1])))
                .collect(),
            boxes: boxes()
                .filter(|(_, place)| place.outline != Outline::None)
                .map(|(node, place)| (node, place.rect))
                .collect(),
        }
    }

    /// The first spot with nothing under it that must be read, moved into the page; where there is none, the one with the
    /// least.
    fn best(&self, spots: &[Point], radius: f64, own: Owner) -> Option<Point> {
        let page = self.page.inset(-radius);
        let inside = |spot: &Point| Point::new(spot.x.clamp(page.x0, page.x1), spot.y.clamp(page.y0, page.y1));
        let mut best: Option<(usize, Point)> = None;
        for spot in spots.iter().map(inside) {
            let hidden = self.hidden(spot, radius, own);
            if best.is_none_or(|(least, _)| hidden < least) {
                best = Some((hidden, spot));
            }
            if hidden == 0 {
                break;
            }
        }
        best.map(|(_, spot)| spot)
    }

    /// How far the words of a link beside its sign have to move to be clear of it; `None` if they are, or have no room.
    fn aside(&mut self, label: &[TextLine], centre: Point, reach: f64) -> Option<f64> {
        let inks: Vec<Rect> = label.iter().map(ink).collect();
        let all = inks.iter().copied().reduce(|a, b| a.union(b))?;
        let level = all.y0 < centre.y + reach && all.y1 > centre.y - reach;
        let by = match (level, all.x0 >= centre.x, all.x1 <= centre.x) {
            (true, true, _) => (centre.x + reach - all.x0).max(0.0),
            (true, _, true) => (centre.x - reach - all.x1).min(0.0),
            _ => 0.0,
        };
        let moved = all + kurbo::Vec2::new(by, 0.0);
        let meets = |rect: &Rect| rect.overlaps(moved.inset(0.3 * reach));
        let room = moved.x0 >= self.page.x0
            && moved.x1 <= self.page.x1
            && !self.texts.iter().any(|text| !inks.contains(text) && meets(text))
            && !self.boxes.iter().any(|(_, rect)| meets(rect) && !rect.contains_rect(moved))
            && !self.lines.iter().any(|(_, from, to)| meets(&Rect::from_points(*from, *to).inset(0.1)));
        if by == 0.0 || !room {
            return None;
        }
        self.texts.retain(|text| !inks.contains(text));
        self.texts.push(moved);
        Some(by)
    }

    /// How much of what must be read a sign would hide: texts count most, then other signs, then the outlines of others.
    fn hidden(&self, spot: Point, radius: f64, own: Owner) -> usize {
        let within = |rect: &Rect, reach: f64| {
            let (dx, dy) = (spot.x - spot.x.clamp(rect.x0, rect.x1), spot.y - spot.y.clamp(rect.y0, rect.y1));
            dx * dx + dy * dy < reach * reach
        };
        let near = |rect: &Rect| within(rect, radius);
        // A sign on a link stands clear of words where it can.
        let link = matches!(own, Owner::Link(_));
        let close = self.texts.iter().filter(|text| link && within(text, 1.5 * radius)).count();
        let texts = self.texts.iter().filter(|text| near(text)).count();
        let signs = self.taken.iter().filter(|(other, reach)| {
            let way = *other - spot;
            way.x * way.x + way.y * way.y < (radius + reach) * (radius + reach)
        });
        // A sign on a card may stand inside its panel, but not on the card beside it.
        let crossed = |(node, rect): &&(usize, Rect)| {
            let within = rect.contains(spot) && !near_outline(*rect, spot, radius);
            own != Owner::Node(*node) && near(rect) && !within
        };
        let boxes = self.boxes.iter().filter(crossed).count();
        // Nor does it hide the head of a link with this box, or where another link crosses this one.
        let other = |edge: usize| !matches!(own, Owner::Link(own) if own == edge);
        let crossing = |(edge, from, to): &&(usize, Point, Point)| other(*edge) && apart(spot, *from, *to) < radius;
        let lines = self.lines.iter().filter(crossing).count();
        100 * texts + 10 * signs.count() + boxes + lines + close
    }
}

/// The distance of a point from a straight line between two others.
fn apart(point: Point, from: Point, to: Point) -> f64 {
    let (way, there) = (to - from, point - from);
    let length = way.dot(way);
    let share = if length > 0.0 { (there.dot(way) / length).clamp(0.0, 1.0) } else { 0.0 };
    let off = there - way * share;
    off.dot(off).sqrt()
}

/// Whether a circle meets the outline of a rectangle that it stands in.
fn near_outline(rect: Rect, spot: Point, radius: f64) -> bool {
    !rect.inset(-radius).contains(spot)
}

/// Where the letters of a line have ink, and a hair around it.
pub fn ink(line: &TextLine) -> Rect {
    let width = line.line.width * line.size;
    Rect::new(line.x, line.baseline - 0.72 * line.size, line.x + width, line.baseline + 0.22 * line.size)
}
