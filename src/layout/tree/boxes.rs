//! A box for everything: tidy trees at both sides of the core, at one side of it, or below it.

use kurbo::{Point, Rect};

use super::comb::{Comb, Tooth};
use super::hub::Hub;
use super::tidy::{Boxes, tidy};
use super::{Frame, Sheet, Tree, sides};
use crate::layout::Head;
use crate::layout::graph::{Direction, EPSILON, Unfit, node};
use petgraph::graph::EdgeIndex;

/// Most lines of a label in a box, as long as there is another way to set the map.
const MOST_LINES: usize = 3;

/// Between a box and those that belong to it, as a share of a gap that shows an arrow.
const BRANCH_GAP: f64 = 0.8;

/// Gaps grow by at most this factor to fill the page.
const MOST_GAP: f64 = 1.6;

/// Between siblings of whom some have boxes of their own, as a share of the gap between cards.
const COUSINS: f64 = 1.6;

/// Lines end at least this far from the rounded part of a box's corner, in points.
const CORNER_CLEAR: f64 = 2.0;

/// Boxes below each other in an upright tree are widened by at most this factor to fill the page.
const MOST_WIDENING: f64 = 1.4;

/// One way to place boxes.
type Way = fn(&Tree) -> Result<Sheet, Unfit>;

/// Places boxes as the author wants, else at both sides or at one, whichever is lower.
pub fn arrange(tree: &Tree) -> Result<Sheet, Unfit> {
    let ways: &[Way] = match (tree.spacing.direction, tree.core) {
        (Some(Direction::Down), _) => &[down],
        (None, Some(_)) if tree.tops.len() > 1 => &[both, right],
        (Some(Direction::Both), Some(_)) => &[both],
        _ => &[right],
    };
    let mut tried = ways.iter().map(|way| way(tree));
    let first = tried.next().unwrap_or_else(|| Ok(tree.blank()));
    tried.fold(first, |best, other| match (best, other) {
        (Ok(best), Ok(other)) if other.height < best.height - EPSILON => Ok(other),
        (Err(_), Ok(other)) => Ok(other),
        (best, _) => best,
    })
}

/// Trees at both sides of the core.
fn both(tree: &Tree) -> Result<Sheet, Unfit> {
    let (Some(core), spacing) = (tree.core, tree.spacing) else { return right(tree) };
    let hub = Hub::new(tree, core);
    let room = (spacing.width - hub.width) / 2.0 - tree.outer();
    // How high each group would be on its own says how to divide them.
    let all = Grove::new(tree, &tree.tops);
    let widths = Widths::solve(tree, &[&all], room)?;
    let heights: Vec<f64> = tree.tops.iter().map(|&top| widths.height(tree, top)).collect();
    let second = sides::share(tree, &tree.tops, &heights, spacing.gap);
    let part = |side: bool| -> Vec<usize> {
        tree.tops.iter().zip(&second).filter(|(_, second)| **second == side).map(|(&top, _)| top).collect()
    };
    let groves = [part(false), part(true)].map(|part| Grove::new(tree, &part));
    // Sides of as many levels mirror each other.
    let widths = if groves[0].depth == groves[1].depth {
        let both = Widths::solve(tree, &[&groves[0], &groves[1]], room)?;
        [both.clone(), both]
    } else {
        [Widths::solve(tree, &[&groves[0]], room)?, Widths::solve(tree, &[&groves[1]], room)?]
    };
    let drawn: Vec<Drawn> = groves.iter().zip(&widths).map(|(grove, widths)| grove.grow(tree, widths)).collect();
    let above = drawn.iter().map(|drawn| drawn.root).fold(hub.port(hub.height / 2.0), f64::max);
    let below = drawn.iter().map(|drawn| drawn.height - drawn.root);
    let below = below.fold(hub.height - hub.port(hub.height / 2.0), f64::max);
    let mut out = tree.blank();
    let port = spacing.inset + above;
    hub.place(tree, (spacing.width / 2.0, port + hub.height / 2.0 - hub.port(hub.height / 2.0)), &mut out);
    let x = (spacing.width + hub.width) / 2.0;
    for (first, (grove, drawn)) in [true, false].into_iter().zip(groves.iter().zip(&drawn)) {
        let frame = tree.frame(usize::from(first), first != spacing.rtl);
        grove.place(tree, drawn, Some((core, Point::new(x, port))), Point::new(x, port - drawn.root), frame, &mut out);
    }
    out.height = port + below + spacing.inset;
    Ok(out)
}

/// One tree that grows along the lines of text, or one below the other where there is no core.
fn right(tree: &Tree) -> Result<Sheet, Unfit> {
    let spacing = tree.spacing;
    let hub = tree.core.map(|core| Hub::new(tree, core));
    let x = tree.edge() + hub.as_ref().map_or(0.0, |hub| hub.width);
    let grove = Grove::new(tree, &tree.tops);
    let widths = Widths::solve(tree, &[&grove], spacing.width - tree.outer() - x)?;
    let drawn = grove.grow(tree, &widths);
    let frame = tree.frame(0, spacing.rtl);
    let mut out = tree.blank();
    let (mut above, mut below) = (drawn.root, drawn.height - drawn.root);
    if let Some(hub) = &hub {
        let port = hub.port(hub.height / 2.0);
        (above, below) = (above.max(port), below.max(hub.height - port));
        let middle = spacing.inset + above - port + hub.height / 2.0;
        let left = tree.edge() + hub.width / 2.0;
        hub.place(tree, (if spacing.rtl { spacing.width - left } else { left }, middle), &mut out);
    }
    let stem = tree.core.map(|core| (core, Point::new(x, spacing.inset + above)));
    grove.place(tree, &drawn, stem, Point::new(x, spacing.inset + above - drawn.root), frame, &mut out);
    let y = spacing.inset + above + below;
    out.height = if hub.is_some() { y } else { tree.end(y, &mut out)? } + spacing.inset;
    Ok(out)
}

/// One tree that grows down.
fn down(tree: &Tree) -> Result<Sheet, Unfit> {
    let spacing = tree.spacing;
    let room = spacing.width - 2.0 * tree.edge();
    let grove = Grove::new(tree, &tree.tops);
    let mut out = tree.blank();
    let mut y = spacing.inset;
    if let Some(core) = tree.core {
        y = tree.crown(core, y, &mut out)?.y1;
    }
    let mut narrowest = 0.0;
    let fits = |drawn: &Drawn| drawn.height <= room + EPSILON;
    let drawn = (1..=MOST_LINES).find_map(|lines| {
        let drawn = grove.hang(tree, lines, 1.0);
        narrowest = drawn.height;
        fits(&drawn).then_some((lines, drawn))
    });
    let Some((lines, drawn)) = drawn else {
        let widest = grove.boxes.iter().copied().max_by(|a, b| {
            let need = |index: usize| tree.graph[node(index)].sizes.need(MOST_LINES, true);
            need(*a).total_cmp(&need(*b))
        });
        return Err(Unfit::Word { node: widest.unwrap_or(0), need: narrowest, room });
    };
    // Boxes are widened together until the page is full.
    let wider = grove.hang(tree, lines, (room / drawn.height).min(MOST_WIDENING));
    let drawn = if fits(&wider) { wider } else { drawn };
    let frame = Frame { turned: true, ..tree.frame(0, spacing.rtl) };
    let middle = spacing.width / 2.0;
    let side = (middle - drawn.root).clamp(tree.edge(), spacing.width - tree.edge() - drawn.height);
    grove.place(
        tree,
        &drawn,
        tree.core.map(|core| (core, Point::new(y, middle))),
        Point::new(y, side),
        frame,
        &mut out,
    );
    let deepest = drawn.rects.iter().map(|rect| rect.x1).fold(0.0, f64::max);
    out.height = tree.end(y + deepest, &mut out)? + spacing.inset;
    Ok(out)
}

/// Boxes of one side, each before those that belong to it.
struct Grove {
    boxes: Vec<usize>,
    /// Level of each, from 0.
    level: Vec<usize>,
    /// Children of each by place in the list, after one for what all stand beside, which has the first place.
    children: Vec<Vec<usize>>,
    /// How many levels there are.
    depth: usize,
}

/// A grove with places, seen as if it grew to the right.
struct Drawn {
    /// Of each box, from the left end of the gap in front of the first level and from the uppermost box.
    rects: Vec<Rect>,
    /// Where the middle of what they all stand beside is.
    root: f64,
    height: f64,
    /// In front of each level.
    gaps: Vec<f64>,
}

impl Grove {
    fn new(tree: &Tree, tops: &[usize]) -> Grove {
        let mut grove = Grove { boxes: Vec::new(), level: Vec::new(), children: vec![Vec::new()], depth: 0 };
        let mut stack: Vec<(usize, usize, usize)> = tops.iter().rev().map(|&top| (top, 0, 0)).collect();
        while let Some((index, level, parent)) = stack.pop() {
            grove.boxes.push(index);
            grove.level.push(level);
            grove.depth = grove.depth.max(level + 1);
            let place = grove.boxes.len();
            grove.children.push(Vec::new());
            grove.children[parent].push(place);
            stack.extend(tree.graph[node(index)].children.iter().rev().map(|&child| (child, level + 1, place)));
        }
        grove
    }

    /// The graph's indices of a box's children.
    fn indices(&self, place: usize) -> Vec<usize> {
        self.children[place].iter().map(|&child| self.boxes[child - 1]).collect()
    }

    /// Between the children of each box: more between groups, and between siblings with boxes of their own.
    fn between(&self, tree: &Tree, place: usize) -> f64 {
        let cousins = self.children[place].iter().any(|&child| !self.children[child].is_empty());
        match (place, cousins) {
            (0, true) => tree.spacing.pgap,
            (_, true) => tree.spacing.gap * COUSINS,
            (_, false) => tree.spacing.gap,
        }
    }

    /// Places by lengths and breadths of the boxes.
    fn draw(&self, tree: &Tree, gaps: Vec<f64>, sizes: &[(f64, f64)]) -> Drawn {
        let front = |i: usize| gaps[self.level[i]];
        let length: Vec<f64> = [0.0].into_iter().chain((0..sizes.len()).map(|i| sizes[i].0 + front(i))).collect();
        let breadth: Vec<f64> = [0.0].into_iter().chain(sizes.iter().map(|size| size.1)).collect();
        let gap: Vec<f64> = (0..length.len()).map(|place| self.between(tree, place)).collect();
        let places = tidy(&Boxes { children: &self.children, length: &length, breadth: &breadth, gap: &gap });
        let rect = |i: usize| {
            let (x, y) = places[i + 1];
            Rect::from_origin_size((x + front(i), y), sizes[i])
        };
        let rects: Vec<Rect> = (0..sizes.len()).map(rect).collect();
        let height = rects.iter().map(|rect| rect.y1).fold(0.0, f64::max);
        Drawn { rects, root: places.first().map_or(0.0, |place| place.1), height, gaps }
    }

    /// Places of a grove that grows along the lines of text.
    fn grow(&self, tree: &Tree, widths: &Widths) -> Drawn {
        let size = |(&index, &level): (&usize, &usize)| {
            let step = tree.step(index, widths.widths[level]);
            (widths.widths[level], step.head + step.body)
        };
        let sizes: Vec<(f64, f64)> = self.boxes.iter().zip(&self.level).map(size).collect();
        self.draw(tree, widths.gaps.clone(), &sizes)
    }

    /// Places of a grove that grows down, with labels of so many lines, in boxes that much wider than they need to be.
    fn hang(&self, tree: &Tree, lines: usize, factor: f64) -> Drawn {
        let need = |&index: &usize| tree.graph[node(index)].sizes.need(lines, true) * factor;
        let widths: Vec<f64> = self.boxes.iter().map(need).collect();
        let mut heights = vec![0.0f64; self.depth];
        for (i, &index) in self.boxes.iter().enumerate() {
            let step = tree.step(index, widths[i]);
            heights[self.level[i]] = heights[self.level[i]].max(step.head + step.body);
        }
        let sizes: Vec<(f64, f64)> = self.level.iter().zip(&widths).map(|(&level, &w)| (heights[level], w)).collect();
        let mut gaps = vec![tree.spacing.link_gap; self.depth];
        if let (Some(first), Some(_)) = (gaps.first_mut(), tree.core) {
            *first = tree.spacing.vgap;
        } else if let Some(first) = gaps.first_mut() {
            *first = 0.0;
        }
        self.draw(tree, gaps, &sizes)
    }

    /// Puts a drawn grove on the page, with the lines between its boxes, and those from `stem`, which it belongs to.
    fn place(
        &self,
        tree: &Tree,
        drawn: &Drawn,
        stem: Option<(usize, Point)>,
        at: Point,
        frame: Frame,
        out: &mut Sheet,
    ) {
        let rects: Vec<Rect> = drawn.rects.iter().map(|rect| *rect + at.to_vec2()).collect();
        for (&index, rect) in self.boxes.iter().zip(&rects) {
            out.note(index, frame);
            tree.put(index, frame.rect(*rect), &mut out.spots);
        }
        let tooth = |&child: &usize| {
            let rect = rects[child - 1];
            let clear = (tree.radius(self.boxes[child - 1], rect) + CORNER_CLEAR).min(rect.height() / 2.0);
            Tooth { from: rect.y0 + clear, to: rect.y1 - clear, face: rect.x0 }
        };
        let parents =
            self.boxes.iter().zip(&rects).map(|(&index, rect)| Some((index, Point::new(rect.x1, rect.center().y))));
        for (place, parent) in [stem].into_iter().chain(parents).enumerate() {
            let (Some((parent, stem)), false) = (parent, self.children[place].is_empty()) else { continue };
            let level = self.level[self.children[place][0] - 1];
            let children = self.indices(place);
            let teeth = self.children[place].iter().map(tooth).collect();
            let bar = stem.x + tree.bar(&children, drawn.gaps[level]);
            tree.join(parent, &children, Comb { stem, bar, teeth, rail: false }, frame, out);
        }
    }
}

/// Width of the boxes of each level, and the gap in front of each.
#[derive(Clone)]
struct Widths {
    widths: Vec<f64>,
    gaps: Vec<f64>,
}

impl Widths {
    /// The widths at which labels take the fewest lines, level by level from the outermost, and which fill the room.
    fn solve(tree: &Tree, groves: &[&Grove], room: f64) -> Result<Widths, Unfit> {
        let depth = groves.iter().map(|grove| grove.depth).max().unwrap_or(0);
        let mut gaps = vec![0.0; depth];
        let mut needs = vec![[0.0f64; MOST_LINES]; depth];
        let mut least = vec![(0.0f64, 0); depth];
        for (&index, &level) in groves.iter().flat_map(|grove| grove.boxes.iter().zip(&grove.level)) {
            let sizes = &tree.graph[node(index)].sizes;
            for (lines, need) in needs[level].iter_mut().enumerate() {
                sizes.raise(lines + 1, need);
            }
            // Where not even the most lines make it fit, a word may be the only one of its line.
            let tight = sizes.need(MOST_LINES, false);
            if tight > least[level].0 {
                least[level] = (tight, index);
            }
            gaps[level] = f64::max(gaps[level], front(tree, index, level));
        }
        let room = room - gaps.iter().sum::<f64>();
        let mut widths: Vec<f64> = needs.iter().map(|needs| needs[MOST_LINES - 1]).collect();
        if widths.iter().sum::<f64>() > room + EPSILON {
            widths = least.iter().map(|least| least.0).collect();
        }
        let sum = |widths: &[f64]| widths.iter().sum::<f64>();
        if sum(&widths) > room + EPSILON {
            let (need, node) = least.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
            let others = sum(&widths) - need;
            return Err(Unfit::Word { node, need, room: (room - others).max(0.0) });
        }
        for lines in (0..MOST_LINES).rev() {
            for level in (0..depth).rev() {
                let missing = needs[level][lines] - widths[level];
                if missing > 0.0 && sum(&widths) + missing <= room + EPSILON {
                    widths[level] += missing;
                }
            }
        }
        let left = (room - sum(&widths)).max(0.0);
        let wider = (left / 2.0).min((MOST_GAP - 1.0) * gaps.iter().sum::<f64>());
        let factor = 1.0 + if wider > 0.0 { wider / gaps.iter().sum::<f64>() } else { 0.0 };
        gaps.iter_mut().for_each(|gap| *gap *= factor);
        let stretch = 1.0 + (left - wider) / sum(&widths).max(1.0);
        widths.iter_mut().for_each(|width| *width *= stretch);
        Ok(Widths { widths, gaps })
    }

    /// The height a group takes with all that belongs to it, about: that of its outermost boxes.
    fn height(&self, tree: &Tree, top: usize) -> f64 {
        let grove = Grove::new(tree, &[top]);
        grove.grow(tree, self).height + tree.spacing.pgap
    }
}

/// The gap in front of a box.
fn front(tree: &Tree, index: usize, level: usize) -> f64 {
    let headed = tree.up[index].is_some_and(|(edge, _)| {
        let edge = &tree.graph[EdgeIndex::new(edge)];
        (edge.start, edge.end) != (Head::None, Head::None)
    });
    match (level, tree.core, headed) {
        (0, None, _) => 0.0,
        (0, Some(_), _) => tree.gap(),
        (_, _, true) => tree.spacing.link_gap,
        (_, _, false) => tree.spacing.link_gap * BRANCH_GAP,
    }
}
