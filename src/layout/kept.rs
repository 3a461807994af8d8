//! An earlier figure, the map and its boxes → which boxes it had, and where.

use std::collections::HashMap;

use petgraph::graph::NodeIndex;

use super::content::Block;
use super::door::Door;
use super::graph::{Kind, Side, Was};
use super::previous::{Old, Previous, squeezed};
use crate::model::{Map, Theme};

/// Pages whose widths differ by less are the same (points).
const SAME_WIDTH: f64 = 0.01;

/// Type sizes that differ by less are the same (points).
const SAME_SIZE: f64 = 1e-6;

/// Tells each box where the earlier figure had it; on a page of another width it is told nothing.
///
/// A box is the same when its label and all texts in it were printed alike and at the same size.
pub fn mark(map: &Map, door: &mut Door, previous: &Previous, width: f64, short: bool) {
    if (previous.width - width).abs() > SAME_WIDTH {
        return;
    }
    // How many boxes stood in each, and how many texts at any depth.
    let (mut held, mut texts): (HashMap<&str, usize>, HashMap<&str, usize>) = (HashMap::new(), HashMap::new());
    for old in previous.boxes.values() {
        let outer = |id: &&str| previous.boxes.get(*id).and_then(|old| old.inside.as_deref());
        let around = std::iter::successors(old.inside.as_deref(), outer).take(previous.boxes.len());
        for (level, id) in around.enumerate() {
            *held.entry(id).or_default() += usize::from(level == 0);
            *texts.entry(id).or_default() += 1;
        }
    }
    let ids: HashMap<&str, usize> =
        map.graph.node_indices().map(|at| (map.graph[at].id.as_str(), at.index())).collect();
    for index in map.graph.node_indices() {
        let theme = &map.graph[index];
        let (Some(old), Some(content)) = (previous.boxes.get(&theme.id), &door.contents[index.index()]) else {
            continue;
        };
        let items = content.items.iter().filter(|item| {
            let theme = &map.graph[NodeIndex::new(item.node)];
            previous.boxes.get(&theme.id).is_some_and(|old| alike(old, theme, item, short))
        });
        let middle = old.baseline - content.head.drop(old.lines) - old.rect.y0 + content.head.tall(old.lines) / 2.0;
        let first = content.items.first().and_then(|item| {
            let theme = &map.graph[NodeIndex::new(item.node)];
            Some((item, previous.boxes.get(&theme.id)?))
        });
        let below = first.map(|(item, first)| first.baseline - item.drop(first.lines) - content.lead() - old.rect.y0);
        let panel = door.graph[index].kind == Kind::Panel;
        let inside = texts.get(theme.id.as_str()).copied().unwrap_or(0);
        let complete = panel || items.count() == content.items.len() && inside == content.items.len();
        door.graph[index].was = Some(Was {
            rect: old.rect,
            middle,
            head: 2.0 * below.map_or(middle, |below| below - middle),
            same: alike(old, theme, &content.head, short) && complete,
            inside: old.inside.as_deref().and_then(|id| ids.get(id).copied()),
            held: if panel { held.get(theme.id.as_str()).copied().unwrap_or(0) } else { 0 },
        });
    }
}

/// Keeps groups and themes in no group on the side of the core they had, where their author names none.
pub fn sides(map: &Map, door: &mut Door) {
    let Some(core) = map.core.and_then(|core| door.graph[core].was) else { return };
    for &top in &map.top {
        let node = &mut door.graph[top];
        let Some(was) = node.was.filter(|_| node.side.is_none()) else { continue };
        node.side = match () {
            () if was.rect.x1 <= core.rect.x0 => Some(Side::Left),
            () if was.rect.x0 >= core.rect.x1 => Some(Side::Right),
            () if was.rect.y1 <= core.rect.y0 => Some(Side::Top),
            () if was.rect.y0 >= core.rect.y1 => Some(Side::Bottom),
            () => None,
        };
    }
}

/// Whether a text was printed as it will be now.
fn alike(old: &Old, theme: &Theme, block: &Block, short: bool) -> bool {
    let (label, second) = theme.printed(short);
    let words = squeezed(label) + &squeezed(second.unwrap_or_default());
    old.label == theme.label && (old.size - block.size).abs() < SAME_SIZE && old.printed == words
}
