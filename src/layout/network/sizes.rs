//! Shape curves and a widest width → the size of each box: all of a kind alike.

use kurbo::{Rect, Size, Vec2};

use super::super::Outline;
use super::super::graph::{Graph, Kind, Sizes, Spacing, Spot, Unfit, node};

/// Lines a box takes rather than more width, by what it is.
const GOOD_LINES: usize = 3;

/// A box of one line is not wider than this, in points: two lines are easier to place.
const LONG_LINE: f64 = 105.0;

/// The core is at most so much wider than other boxes.
const CORE_WIDER: f64 = 1.4;

/// Where the corners of the text touch an oval: the share of its half width.
const CORNER: f64 = 0.76;

/// Between the corners of a line of text and the oval around it, in points.
const SPARE: f64 = 2.0;

/// A box with its text.
#[derive(Clone, Copy, Debug)]
pub struct Shaped {
    pub size: Size,
    pub lines: usize,
    /// Heights of the label's zone and of what stands below it.
    head: f64,
    pub body: f64,
    /// The text in an oval.
    text: Option<Size>,
}

impl Shaped {
    /// The box in its place, which may be higher than it needs.
    pub fn spot(&self, rect: Rect) -> Spot {
        let spot = match self.body > 0.0 {
            true => Spot { top: (rect.height() - self.head - self.body) / 2.0, head: self.head, ..Spot::filled(rect) },
            false => Spot::filled(rect),
        };
        match self.text {
            Some(text) => Spot {
                outline: Some(Outline::Ellipse),
                text: Some(Rect::from_center_size(rect.center(), text)),
                ..spot
            },
            None => spot,
        }
    }
}

/// The width in which a label stands well: the fewest lines that are not too long.
fn well(sizes: &Sizes, most: f64) -> f64 {
    let fits = |k: &usize| {
        let need = sizes.need(*k, true);
        need <= most && (*k > 1 || need <= LONG_LINE.max(sizes.least()))
    };
    let lines = (1..=GOOD_LINES).find(fits);
    lines.map_or(most, |k| sizes.need(k, true)).max(sizes.least()).min(most)
}

/// Chooses the sizes of boxes in columns that are `most` wide.
pub fn choose(graph: &Graph, nodes: &[usize], spacing: &Spacing, most: f64, page: f64) -> Result<Vec<Shaped>, Unfit> {
    let widest = |kind: Kind| match kind {
        Kind::Core | Kind::Outcome => (CORE_WIDER * most).min(page),
        _ => most,
    };
    let inner = |outer: f64| if spacing.ovals { CORNER * (outer - 2.0 * SPARE) } else { outer };
    let mut common = [0.0f64; 2];
    for &index in nodes {
        let this = &graph[node(index)];
        let room = inner(widest(this.kind));
        if this.sizes.least() > room + 1e-6 {
            let (need, room) = (this.sizes.least(), inner(page));
            return Err(Unfit::Word { node: index, need, room: room.min(need - 1e-3) });
        }
        match this.kind {
            Kind::Card => common[0] = common[0].max(well(&this.sizes, room)),
            Kind::Title => common[1] = common[1].max(well(&this.sizes, room)),
            _ => {}
        }
    }
    let size = |&index: &usize| {
        let this = &graph[node(index)];
        let width = match this.kind {
            Kind::Card => common[0],
            Kind::Title => common[1],
            kind => well(&this.sizes, inner(widest(kind))),
        };
        let step = this.sizes.at(width);
        let size = Size::new(width, step.head + step.body);
        let text = spacing.ovals.then_some(size);
        let size = if spacing.ovals { oval(size) } else { size };
        Shaped { size, lines: step.lines, head: step.head, body: step.body, text }
    };
    Ok(nodes.iter().map(size).collect())
}

/// The oval around a text.
fn oval(text: Size) -> Size {
    let spare = Vec2::new(SPARE, SPARE);
    let axes = Vec2::new(text.width / 2.0 / CORNER, text.height / 2.0 / (1.0 - CORNER * CORNER).sqrt()) + spare;
    Size::new(2.0 * axes.x, 2.0 * axes.y)
}
