//! The core, with the outcome below it, as what groups stand beside.

use kurbo::{Point, Rect};

use super::comb::{Comb, Tooth};
use super::{Frame, Sheet, Tree};

/// The core with the outcome below it.
pub struct Hub {
    core: usize,
    /// Width of both.
    pub width: f64,
    /// Height of both, with the gap between them.
    pub height: f64,
    /// Height of the core.
    own: f64,
    /// The outcome and its height.
    outcome: Option<(usize, f64)>,
}

impl Hub {
    /// The core of a tree, as slim as it gets.
    pub fn new(tree: &Tree, core: usize) -> Hub {
        let width = [Some(core), tree.outcome].iter().flatten().map(|&index| tree.slim(index)).fold(0.0, f64::max);
        let height = |index: usize| {
            let step = tree.step(index, width);
            step.head + step.body
        };
        let outcome = tree.outcome.map(|outcome| (outcome, height(outcome)));
        let below = outcome.map_or(0.0, |(_, height)| tree.spacing.vgap + height);
        Hub { core, width, height: height(core) + below, own: height(core), outcome }
    }

    /// Where the core's middle is when the middle of both is at `y`.
    pub fn port(&self, y: f64) -> f64 {
        y - self.height / 2.0 + self.own / 2.0
    }

    /// Places both around a point, and the link between them.
    pub fn place(&self, tree: &Tree, (x, y): (f64, f64), out: &mut Sheet) {
        let (x0, x1) = (x - self.width / 2.0, x + self.width / 2.0);
        let (y0, y1) = (y - self.height / 2.0, y + self.height / 2.0);
        let core = Rect::new(x0, y0, x1, y0 + self.own);
        tree.put(self.core, core, &mut out.spots);
        let Some((outcome, height)) = self.outcome else { return };
        let rect = Rect::new(x0, y1 - height, x1, y1);
        tree.put(outcome, rect, &mut out.spots);
        let stem = Point::new(core.y1, x);
        let tooth = Tooth { from: x, to: x, face: rect.y0 };
        let frame = Frame { turned: true, ..tree.frame(0, false) };
        let comb = Comb { stem, bar: (stem.x + tooth.face) / 2.0, teeth: vec![tooth], rail: false };
        tree.join(self.core, &[outcome], comb, frame, out);
    }
}
