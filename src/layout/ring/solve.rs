//! An order around the ring and the sizes of boxes → the flattest ring on which nothing touches.

use kurbo::{Point, Rect, Size, Vec2};

use super::arcs::Round;
use super::oval::Shape;
use super::scene::{Reach, Scene, apart, shape};
use super::walk::{Curve, Walk};

/// A ring that has no place for everything is made that much higher.
const STEP: f64 = 1.06;

/// A ring is made at most that much higher than needed.
pub const MOST_STRETCH: f64 = 1.9;

/// Halvings between the last ring that was too flat and the first one that was not.
const HALVINGS: usize = 4;

/// Places of the core, as shares of the half height of the ring below its middle.
const CORES: [f64; 7] = [0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32];

/// What is to be arranged, in the sizes of this try.
#[derive(Clone, Copy)]
pub struct Try<'a> {
    /// The order around the ring.
    pub round: &'a Round,
    /// After each slot, in boxes.
    pub gaps: &'a [f64],
    /// A box on the ring.
    pub slot: Size,
    /// A group.
    pub group: Size,
    /// The core.
    pub core: Option<Size>,
    /// Whether all boxes are ovals.
    pub ovals: bool,
    /// Whether groups stand on an orbit of their own, and the core in its middle.
    pub orbits: bool,
    /// Between boxes.
    pub gap: f64,
    /// Width of the ring with its boxes.
    pub width: f64,
    /// Most height.
    pub most: f64,
    /// By slot: its line to the core, where there is one.
    pub reach: &'a [Option<Reach>],
    /// By group, in the order of their arcs: the same.
    pub group_reach: &'a [Option<Reach>],
}

/// Places about the middle of the ring.
#[derive(Clone, Debug)]
pub struct Places {
    /// By slot.
    pub slots: Vec<Point>,
    /// By group, in the order of their arcs.
    pub groups: Vec<Point>,
    /// The core.
    pub core: Point,
    /// From the highest to the lowest outline.
    pub height: f64,
    /// Half the height of the curve.
    pub ry: f64,
    /// Half axes of the orbits, the outer one first.
    pub orbits: Vec<Vec2>,
    /// What is seen of the longest line, and of all lines on average.
    pub lines: (f64, f64),
}

/// How far a group on an orbit may slide from the middle of its arc, in boxes, and what that costs, in points squared.
const SLIDES: [f64; 9] = [0.0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9, 1.2, -1.2];
const SLIDE_COST: f64 = 200.0;

/// The arcs of the groups: from the first to behind the last slot.
pub fn arcs(round: &Round) -> Vec<(usize, usize)> {
    let mut arcs = Vec::new();
    for (i, slot) in round.slots.iter().enumerate() {
        match arcs.last_mut() {
            Some((_, end)) if *end == i && i > 0 && slot.group.is_some() && round.slots[i - 1].group == slot.group => {
                *end = i + 1
            }
            _ if slot.group.is_some() => arcs.push((i, i + 1)),
            _ => {}
        }
    }
    arcs
}

impl Try<'_> {
    fn axes(&self, ry: f64) -> Vec2 {
        Vec2::new(((self.width - self.slot.width) / 2.0).max(0.0), ry)
    }

    fn walk(&self, curve: &Curve, ry: f64) -> Walk {
        curve.walk(self.axes(ry), self.slot.to_vec2() + Vec2::new(self.gap, self.gap))
    }

    /// Half the height of the highest ring.
    fn most_ry(&self) -> f64 {
        ((self.most - self.slot.height) / 2.0).max(0.0)
    }

    /// Half the height of the flattest ring on which the boxes could stand: it is long enough for them. What else must
    /// keep apart may need more. One that is flatter than this share of its width would be made narrower anyway.
    pub fn least(&self, curve: &Curve, flattest: f64) -> Option<f64> {
        let units: f64 = self.gaps.iter().sum();
        let long = |ry: f64| self.walk(curve, ry).total() >= units;
        let (mut low, mut high) = (0.0, self.most_ry());
        if !long(high) {
            return None;
        }
        while high - low > 0.5 {
            let middle = (low + high) / 2.0;
            if long(middle) { high = middle } else { low = middle }
        }
        let least = (flattest * self.width - self.slot.height) / 2.0;
        Some(high.max(least).min(self.most_ry()))
    }

    /// The next ring to try after one that is too flat.
    pub fn higher(&self, ry: f64) -> Option<f64> {
        (ry < self.most_ry()).then(|| (ry * STEP + 1.0).min(self.most_ry()))
    }

    /// Height of the boxes on a ring.
    pub fn height(&self, curve: &Curve, ry: f64) -> f64 {
        let slots = self.slots(&self.walk(curve, ry), self.axes(ry));
        let ys = || slots.iter().map(|slot| slot.y);
        self.slot.height + ys().fold(f64::NEG_INFINITY, f64::max) - ys().fold(f64::INFINITY, f64::min)
    }

    /// Everything in its place on a ring; `None` where something would touch.
    pub fn place(&self, curve: &Curve, ry: f64) -> Option<Places> {
        place(self, &arcs(self.round), &self.walk(curve, ry), self.axes(ry))
    }

    /// A ring between one that is too flat and one that does, nearly as flat as can be.
    pub fn flatter(&self, curve: &Curve, flat: f64, mut found: Places) -> Places {
        let mut flat = flat.min(found.ry);
        for _ in 0..HALVINGS {
            let middle = (flat + found.ry) / 2.0;
            match self.place(curve, middle) {
                Some(better) => found = better,
                None => flat = middle,
            }
        }
        found
    }

    /// The same ring made higher, up to a height, as long as nothing touches.
    pub fn stretched(&self, curve: &Curve, places: Places, wanted: f64) -> Places {
        let more = (wanted.min(self.most).min(places.height * MOST_STRETCH) - places.height) / 2.0;
        let higher = (more > 1.0).then(|| self.place(curve, places.ry + more));
        higher.flatten().unwrap_or(places)
    }

    /// How far along the curve each slot is from the top, in the curve's boxes.
    fn along(&self, walk: &Walk) -> Vec<f64> {
        let mut along = vec![0.0];
        for gap in self.gaps {
            along.push(along[along.len() - 1] + gap);
        }
        let all = along[along.len() - 1];
        let scale = walk.total() / all;
        let whole = self.round.top.floor().max(0.0) as usize;
        let between = |i: usize| along.get(i).copied().unwrap_or(all);
        let top = between(whole) + (self.round.top - whole as f64) * (between(whole + 1) - between(whole));
        along.iter().take(self.gaps.len()).map(|at| (at - top) * scale).collect()
    }

    /// For each group the points of the ring in whose direction it may stand: from the middle of its arc outwards.
    fn ways(&self, arcs: &[(usize, usize)], walk: &Walk) -> Vec<Vec<(Point, f64)>> {
        let along = self.along(walk);
        let of = |&(start, end): &(usize, usize)| {
            let middle = (along[start] + along[end - 1]) / 2.0;
            let slide = |&by: &f64| (walk.at(middle + by), SLIDE_COST * by * by);
            SLIDES.iter().map(slide).collect()
        };
        arcs.iter().map(of).collect()
    }

    /// The centres of the boxes on a ring, which reach from one side of the page to the other.
    fn slots(&self, walk: &Walk, axes: Vec2) -> Vec<Point> {
        let mut slots: Vec<Point> = self.along(walk).into_iter().map(|at| walk.at(at)).collect();
        let reach = slots.iter().map(|point| point.x.abs()).fold(0.0, f64::max);
        if reach > 1e-6 && !self.orbits {
            slots.iter_mut().for_each(|point| point.x *= axes.x / reach);
        }
        slots
    }
}

/// Places on one ring; `None` where something would touch.
fn place(this: &Try, arcs: &[(usize, usize)], walk: &Walk, axes: Vec2) -> Option<Places> {
    let slots = this.slots(walk, axes);
    let shapes: Vec<Shape> = slots.iter().map(|&point| shape(this, point, this.slot)).collect();
    let clear = |i: usize| shapes[..i].iter().all(|other| apart(shapes[i].rect, other.rect, this.gap));
    if !(0..slots.len()).all(clear) {
        return None;
    }
    let scene = Scene { this, shapes, arcs, page: axes.x + this.slot.width / 2.0 };
    let levels: &[f64] = if this.core.is_some() && !this.orbits { &CORES } else { &CORES[..1] };
    let around = |core: Point| scene.around(core, &|j| scene.fan(j, core));
    let tries = levels.iter().filter_map(|level| around(Point::new(0.0, level * axes.y)));
    let found = if this.orbits { scene.on_orbit(&this.ways(arcs, walk)) } else { None };
    let orbit = found.as_ref().map(|found| found.orbit);
    let inner = orbit.filter(|_| !arcs.is_empty()).map(|inner| Vec2::new(axes.x * inner.x, axes.y * inner.y));
    let (core, groups) = match found {
        Some(found) => (Point::ZERO, found.groups),
        None if this.orbits => return None,
        None => tries.min_by(|a, b| a.2.total_cmp(&b.2)).map(|(core, groups, _)| (core, groups))?,
    };
    let core_box = this.core.map(|size| Rect::from_center_size(core, size));
    let group_boxes = groups.iter().map(|&point| Rect::from_center_size(point, this.group));
    let outer = orbit.map(|_| Rect::from_center_size(Point::ZERO, (axes * 2.0).to_size()));
    let boxes = scene.shapes.iter().map(|s| s.rect).chain(core_box).chain(group_boxes);
    let bounds = boxes.chain(outer).reduce(|a, b| a.union(b))?;
    let lines = scene.lines(core, &groups);
    let fits = bounds.height() <= this.most + 1e-6;
    let orbits = orbit.map(|_| axes).into_iter().chain(inner).collect();
    fits.then_some(Places { slots, groups, core, height: bounds.height(), ry: axes.y, lines, orbits })
}
