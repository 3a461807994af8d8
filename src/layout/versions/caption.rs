//! Earlier outcomes and cores → what they were, beside their boxes where there is room.

use kurbo::{Point, Rect};

use crate::layout::content::Block;
use crate::layout::door::{Door, Shaper};
use crate::layout::graph::{Graph, Kind};
use crate::layout::links::extent;
use crate::layout::{Layout, Mark, Outline, TextLine};
use crate::model::{Map, changes};
use crate::text::Weight;

/// From a box to the words beside it, and from these to anything else, in em.
const AWAY: (f64, f64) = (0.75, 0.4);

/// What stands beside boxes, by their nodes.
pub fn captions(map: &Map, graph: &Graph, shaper: &mut Shaper, note: f64) -> Vec<Block> {
    let mut captions = Vec::new();
    for node in map.graph.node_indices().filter(|&node| graph[node].kind != Kind::Absent) {
        let once = map.graph[node].history.as_ref().and_then(|history| history.once);
        let Some(once) = once else { continue };
        let words = changes::once(once, map.versions.first().map(String::as_str), map.lang.as_deref());
        captions.extend(shaper.block(&words, Weight::Regular, note, node.index(), map.graph[node].span.clone()));
    }
    captions
}

/// Sets each caption beside its box, if nothing else stands there.
pub fn place(door: &Door, layout: &mut Layout) {
    for caption in &door.captions {
        let node = caption.node;
        let Some(own) = layout.boxes.get(node).and_then(Option::as_ref) else { continue };
        if own.outline == Outline::None {
            continue;
        }
        let (width, height) = (caption.width() + 0.02 * caption.size, caption.tall(1));
        let (rect, away) = (own.rect, AWAY.0 * caption.size);
        let middle = rect.center();
        let from = |x: f64, y: f64| Rect::from_origin_size((x, y), (width, height));
        let before = (from(rect.x0 - away - width, middle.y - height / 2.0), false, true);
        let after = (from(rect.x1 + away, middle.y - height / 2.0), false, false);
        let level = if door.rtl { [after, before] } else { [before, after] };
        let upright = [rect.y1 + away / 2.0, rect.y0 - away / 2.0 - height];
        let upright = upright.map(|y| (from(middle.x - width / 2.0, y), true, false));
        let page = Rect::from_origin_size(Point::ZERO, layout.page).inset(-layout.tokens.inset);
        let free = |zone: &Rect| {
            let room = zone.inflate(AWAY.1 * caption.size, AWAY.1 * caption.size);
            page.contains(zone.origin()) && page.contains(Point::new(zone.x1, zone.y1)) && clear(layout, room)
        };
        let found = level.into_iter().chain(upright).find(|(zone, ..)| free(zone));
        let Some((zone, centred, right)) = found else { continue };
        let lines = caption.set(zone, centred, right);
        layout.marks.extend(lines.into_iter().map(|line: TextLine| Mark::Note { line, node }));
    }
}

/// Whether nothing stands in a place, but for a panel around all of it.
fn clear(layout: &Layout, room: Rect) -> bool {
    let apart = |rect: Rect| rect.x1 < room.x0 || rect.x0 > room.x1 || rect.y1 < room.y0 || rect.y0 > room.y1;
    let around = |rect: Rect| rect.contains(room.origin()) && rect.contains(Point::new(room.x1, room.y1));
    let boxes = layout.boxes.iter().flatten();
    let outlined = boxes.clone().filter(|place| place.outline != Outline::None);
    let mut outlines = outlined.map(|place| (place.rect, place.kind == Kind::Panel));
    let mut texts = boxes.flat_map(|place| &place.text).chain(layout.paths.iter().flat_map(|path| &path.label));
    let points =
        layout.paths.iter().map(|path| &path.points).chain(layout.branches.iter().map(|branch| &branch.points));
    let mut lines = points.flat_map(|points| points.windows(2)).map(|ends| Rect::from_points(ends[0], ends[1]));
    outlines.all(|(rect, panel)| apart(rect) || panel && around(rect))
        && texts.all(|line| apart(extent(line)))
        && lines.all(apart)
}
