//! Boxes and text → the numbers that tell good from bad.

use kurbo::Rect;
use petgraph::graph::NodeIndex;

use super::shape::gap;
use super::{Index, Numbers, Owner, Sheet, near};
use crate::layout::Outline;
use crate::layout::graph::Kind;
use crate::unit::mm;

/// Mirror images within this distance count as matching.
const MIRROR_MM: f64 = 0.5;

/// Edges that differ by less stand in one line, in points: below what is printed.
const ALIGNED: f64 = 0.01;

/// A group that is this many times farther from others than its boxes from each other could not be clearer.
const CLEAR: f64 = 4.0;

/// Works out everything but what is known from the links.
pub fn count(sheet: &Sheet, numbers: &mut Numbers) {
    let mut holds = vec![false; sheet.layout.boxes.len()];
    for (node, _) in &sheet.outlined {
        sheet.above(*node).for_each(|above| holds[above.index()] = true);
    }
    let leaves = sheet.outlined.iter().filter(|(node, _)| !holds[node.index()]).map(|(_, shape)| shape.area());
    let rects: Vec<Rect> = sheet.outlined.iter().map(|(_, shape)| shape.rect).collect();
    let total = sum(rects.iter().map(|rect| rect.area()));
    numbers.boxes = rects.len();
    numbers.height = sheet.page.height();
    numbers.aspect = share(sheet.page.width(), sheet.page.height());
    numbers.box_density = share(sum(leaves), sheet.page.area());
    numbers.mirror_score = share(mirrored(&rects, sheet.page.x1), total);
    numbers.least_text = sheet.lines.iter().map(|(_, line)| line.size).reduce(f64::min).unwrap_or(0.0);
    let cards = cards(sheet);
    let rows = cards.iter().filter(|card| card.row).map(|card| card.rect);
    numbers.alignments = alignments(&rects.iter().copied().chain(rows).collect::<Vec<_>>());
    numbers.size_uniformity = size_uniformity(&cards);
    numbers.group_gap_ratio = group_gap_ratio(&cards);
    numbers.reading_inversions = reading_inversions(sheet, &cards);
}

/// The sum of nothing is 0, where that of the standard library is -0.
pub fn sum(lengths: impl Iterator<Item = f64>) -> f64 {
    lengths.fold(0.0, |sum, length| sum + length)
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Area of the boxes that have a mirror image.
fn mirrored(rects: &[Rect], width: f64) -> f64 {
    let index = Index::new(rects.iter().copied());
    let slack = mm(MIRROR_MM);
    let same = |a: f64, b: f64| (a - b).abs() <= slack;
    let has_image = |r: &&Rect| {
        let (x0, x1) = (width - r.x1, width - r.x0);
        let middle = Rect::new(x0, r.y0, x1, r.y1).center();
        let middle = Rect::from_points(middle, middle).inset(slack);
        index.any(
            |bounds| near(bounds, middle),
            |i| {
                let o = rects[i];
                same(o.x0, x0) && same(o.x1, x1) && same(o.y0, r.y0) && same(o.y1, r.y1)
            },
        )
    };
    sum(rects.iter().filter(has_image).map(|r| r.area()))
}

/// How many lines – left, middle or right of boxes, top, middle or bottom – two boxes or more stand on.
fn alignments(rects: &[Rect]) -> usize {
    let lines: [fn(&Rect) -> f64; 6] = [|r| r.x0, |r| r.center().x, |r| r.x1, |r| r.y0, |r| r.center().y, |r| r.y1];
    let shared = |line: fn(&Rect) -> f64| {
        let mut at: Vec<f64> = rects.iter().map(line).collect();
        at.sort_by(f64::total_cmp);
        at.chunk_by(|a, b| b - a <= ALIGNED).filter(|boxes| boxes.len() > 1).count()
    };
    lines.into_iter().map(shared).sum()
}

/// A theme with a box or a row of its own.
struct Card {
    rect: Rect,
    row: bool,
    parent: Option<NodeIndex>,
    /// The outermost group it belongs to.
    group: Option<NodeIndex>,
}

/// The cards and rows in the order of the file.
fn cards(sheet: &Sheet) -> Vec<Card> {
    let parent = |node: NodeIndex| sheet.map.graph.node_weight(node).and_then(|theme| theme.parent);
    let card = |&node: &NodeIndex| {
        let place = sheet.place(node).filter(|place| matches!(place.kind, Kind::Card | Kind::Row))?;
        let above = std::iter::successors(parent(node), |&n| parent(n));
        let group = above.take(sheet.map.graph.node_count()).last();
        Some(Card { rect: place.rect, row: place.outline == Outline::None, parent: parent(node), group })
    };
    sheet.nodes.iter().filter_map(card).collect()
}

/// The least, over all groups, of the area of the smallest card as a share of that of the largest.
fn size_uniformity(cards: &[Card]) -> f64 {
    let boxed: Vec<_> = cards.iter().filter(|card| !card.row && card.group.is_some()).collect();
    let uniformity = |group: &[&Card]| {
        let areas = || group.iter().map(|card| card.rect.area());
        share(areas().fold(f64::INFINITY, f64::min), areas().fold(0.0, f64::max))
    };
    boxed.chunk_by(|a, b| a.group == b.group).map(uniformity).fold(1.0, f64::min)
}

/// How many times farther a card is from the next one of another group than from one of its own: the least over all cards
/// that have both.
fn group_gap_ratio(cards: &[Card]) -> Option<f64> {
    let index = Index::new(cards.iter().map(|card| card.rect));
    let own = |i: usize| {
        let neighbours = [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|j| cards.get(j));
        let siblings = neighbours.filter(|card| card.group.is_some() && card.group == cards[i].group);
        siblings.map(|card| gap(card.rect, cards[i].rect)).reduce(f64::min)
    };
    let groups = cards.chunk_by(|a, b| a.group == b.group).count();
    let ratio = |i: usize| {
        let own = own(i).filter(|_| groups > 1)?;
        let reach = cards[i].rect.inset(CLEAR * own);
        let mut least = CLEAR * own;
        index.each(
            |bounds| near(bounds, reach),
            |j| {
                if cards[j].group != cards[i].group {
                    least = least.min(gap(cards[i].rect, cards[j].rect));
                }
            },
        );
        Some(if own > 0.0 { least / own } else { CLEAR })
    };
    (0..cards.len()).filter_map(ratio).reduce(f64::min)
}

/// Pairs of themes that follow each other in the file, of which the second stands before the first.
fn reading_inversions(sheet: &Sheet, cards: &[Card]) -> usize {
    let (mut rtl, mut labels) = (0, 0);
    for (_, line) in sheet.lines.iter().filter(|(owner, _)| matches!(owner, Owner::Node(_))) {
        rtl += usize::from(line.line.runs().first().is_some_and(|run| run.rtl));
        labels += 1;
    }
    let mirror = |r: Rect| if 2 * rtl > labels { Rect::new(-r.x1, r.y0, -r.x0, r.y1) } else { r };
    // Read in lines or in columns: it stands before in the one direction, and not after in the other.
    let before = |a: Rect, b: Rect| {
        let (left, above) = (a.x1 <= b.x0, a.y1 <= b.y0);
        (above && a.x0 < b.x1) || (left && a.y0 < b.y1)
    };
    let pairs = cards.windows(2).filter(|pair| pair[0].parent == pair[1].parent);
    pairs.filter(|pair| before(mirror(pair[1].rect), mirror(pair[0].rect))).count()
}
