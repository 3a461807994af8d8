//! An order around the ring and the sizes of boxes → the flattest ring on which nothing touches.

use kurbo::{Point, Rect, Size, Vec2};

use super::arcs::Round;
use super::oval::Shape;
use super::walk::{Curve, Walk};

/// Least distance of a line from a box that it does not end at, in points.
const CLEAR: f64 = 3.5;

/// Least length that is seen of a line without heads, in points.
pub const SEEN: f64 = 13.0;

/// A ring that has no place for everything is made that much higher.
const STEP: f64 = 1.07;

/// A ring is made at most that much higher than needed.
pub const MOST_STRETCH: f64 = 1.9;

/// Halvings between the last ring that was too flat and the first one that was not.
const HALVINGS: usize = 3;

/// Places of the core, as shares of the half height of the ring below its middle.
const CORES: [f64; 7] = [0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32];

/// What a group costs that stands alone although another one could be its mirror image, in points squared.
const ALONE: f64 = 1e4;

/// How far from the core towards the middle of its themes a group may stand, in steps.
const STEPS: usize = 18;

/// How far aside, in steps of this many points.
const ASIDE: (i32, f64) = (4, 9.0);

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
    /// Between boxes.
    pub gap: f64,
    /// Width of the ring with its boxes.
    pub width: f64,
    /// Most height.
    pub most: f64,
    /// By slot: the length that must be seen of its line to the core; `None` without such a line.
    pub reach: &'a [Option<f64>],
    /// By group, in the order of their arcs: the same.
    pub group_reach: &'a [Option<f64>],
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
    /// What is seen of the longest line, and of all lines on average.
    pub lines: (f64, f64),
}

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
    /// keep apart may need more.
    pub fn least(&self, curve: &Curve) -> Option<f64> {
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
        Some(high)
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

    /// The centres of the boxes on a ring, which reach from one side of the page to the other.
    fn slots(&self, walk: &Walk, axes: Vec2) -> Vec<Point> {
        let mut along = vec![0.0];
        for gap in self.gaps {
            along.push(along[along.len() - 1] + gap);
        }
        let all = along[along.len() - 1];
        let scale = walk.total() / all;
        let whole = self.round.top.floor().max(0.0) as usize;
        let between = |i: usize| along.get(i).copied().unwrap_or(all);
        let top = between(whole) + (self.round.top - whole as f64) * (between(whole + 1) - between(whole));
        let mut slots: Vec<Point> = along.iter().take(self.gaps.len()).map(|at| walk.at((at - top) * scale)).collect();
        let reach = slots.iter().map(|point| point.x.abs()).fold(0.0, f64::max);
        if reach > 1e-6 {
            slots.iter_mut().for_each(|point| point.x *= axes.x / reach);
        }
        slots
    }
}

fn shape(this: &Try, centre: Point, size: Size) -> Shape {
    Shape { rect: Rect::from_center_size(centre, size), radius: (!this.ovals).then_some(0.0) }
}

fn apart(a: Rect, b: Rect, gap: f64) -> bool {
    let gap = gap - 1e-9;
    a.x0 >= b.x1 + gap || b.x0 >= a.x1 + gap || a.y0 >= b.y1 + gap || b.y0 >= a.y1 + gap
}

/// The length that is seen of the line between the centres of two boxes.
fn seen(a: &Shape, b: &Shape) -> f64 {
    let (p, q) = (a.cut(b.rect.center()), b.cut(a.rect.center()));
    // Outlines that overlap have their cuts the wrong way round.
    let way = b.rect.center() - a.rect.center();
    if (q - p).dot(way) > 0.0 { p.distance(q) } else { 0.0 }
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
    let levels: &[f64] = if this.core.is_some() { &CORES } else { &CORES[..1] };
    let tries = levels.iter().filter_map(|level| scene.around(Point::new(0.0, level * axes.y)));
    let (core, groups, _) = tries.min_by(|a, b| a.2.total_cmp(&b.2))?;
    let core_box = this.core.map(|size| Rect::from_center_size(core, size));
    let group_boxes = groups.iter().map(|&point| Rect::from_center_size(point, this.group));
    let bounds = scene.shapes.iter().map(|s| s.rect).chain(core_box).chain(group_boxes).reduce(|a, b| a.union(b))?;
    let lines = scene.lines(core, &groups);
    let fits = bounds.height() <= this.most + 1e-6;
    fits.then_some(Places { slots, groups, core, height: bounds.height(), ry: axes.y, lines })
}

/// The boxes on the ring, which stand.
struct Scene<'a> {
    this: &'a Try<'a>,
    shapes: Vec<Shape>,
    arcs: &'a [(usize, usize)],
    /// Half the width there is.
    page: f64,
}

impl Scene<'_> {
    /// Places for the groups, with the core at a point, and what they cost.
    fn around(&self, core: Point) -> Option<(Point, Vec<Point>, f64)> {
        let this = self.this;
        let hub = this.core.map(|size| shape(this, core, size));
        let mut cost = 0.0;
        if let Some(hub) = &hub {
            for (slot, reach) in self.shapes.iter().zip(this.reach) {
                if !apart(slot.rect, hub.rect, this.gap) {
                    return None;
                }
                let Some(reach) = reach else { continue };
                let length = seen(hub, slot);
                if length < *reach {
                    return None;
                }
                cost += length * length;
                let others = self.shapes.iter().filter(|other| other.rect != slot.rect);
                if others.into_iter().any(|other| other.meets(core, slot.rect.center(), CLEAR)) {
                    return None;
                }
            }
        }
        let mut groups: Vec<Option<Point>> = vec![None; self.arcs.len()];
        for j in 0..self.arcs.len() {
            if groups[j].is_some() {
                continue;
            }
            let twin = self.twin(j).filter(|&twin| groups[twin].is_none());
            let both = twin.and_then(|twin| Some((twin, self.best(&[j, twin], core, hub.as_ref(), &groups)?)));
            if let Some((twin, (point, own))) = both {
                cost += own;
                groups[j] = Some(point);
                groups[twin] = Some(mirror(point));
                continue;
            }
            let (point, own) = self.best(&[j], core, hub.as_ref(), &groups)?;
            cost += own + ALONE * f64::from(u8::from(twin.is_some()));
            groups[j] = Some(point);
        }
        Some((core, groups.into_iter().flatten().collect(), cost))
    }

    /// What is seen of the longest line, and of all lines on average.
    fn lines(&self, core: Point, groups: &[Point]) -> (f64, f64) {
        let this = self.this;
        let hub = this.core.map(|size| shape(this, core, size));
        let groups: Vec<Shape> = groups.iter().map(|&point| shape(this, point, this.group)).collect();
        let mut lengths: Vec<f64> = Vec::new();
        for (group, (&(start, end), reach)) in groups.iter().zip(self.arcs.iter().zip(this.group_reach)) {
            lengths.extend(self.shapes[start..end].iter().map(|theme| seen(group, theme)));
            lengths.extend(reach.and(hub.as_ref()).map(|hub| seen(hub, group)));
        }
        let direct = self.shapes.iter().zip(this.reach).filter(|(_, reach)| reach.is_some());
        lengths.extend(direct.filter_map(|(slot, _)| Some(seen(hub.as_ref()?, slot))));
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        (longest, lengths.iter().sum::<f64>() / lengths.len().max(1) as f64)
    }

    fn middle(&self, j: usize) -> Point {
        let (start, end) = self.arcs[j];
        let sum = self.shapes[start..end].iter().fold(Vec2::ZERO, |sum, shape| sum + shape.rect.center().to_vec2());
        (sum / (end - start) as f64).to_point()
    }

    /// The arc across the axis that comes nearest to the mirror image of another one.
    fn twin(&self, j: usize) -> Option<usize> {
        let image = mirror(self.middle(j));
        let off = |other: usize| self.middle(other) - image;
        let near = |other: &usize| {
            off(*other).x.abs() < self.this.slot.width && off(*other).y.abs() < 2.0 * self.this.slot.height
        };
        let across = (j + 1..self.arcs.len()).filter(|_| image.x.abs() > 1.0).filter(near);
        across.min_by(|&a, &b| off(a).hypot2().total_cmp(&off(b).hypot2()))
    }

    /// The best place for a group, whose mirror image must do for its twin.
    fn best(&self, pair: &[usize], core: Point, hub: Option<&Shape>, groups: &[Option<Point>]) -> Option<(Point, f64)> {
        let middle = self.middle(pair[0]);
        let way = middle - core;
        let across = if way.hypot() > 1e-6 { Vec2::new(-way.y, way.x) / way.hypot() } else { Vec2::new(1.0, 0.0) };
        let axial = middle.x.abs() < 0.5 && pair.len() == 1;
        let mut best: Option<(Point, f64)> = None;
        for aside in -ASIDE.0..=ASIDE.0 {
            if axial && aside != 0 {
                continue;
            }
            for step in 0..=STEPS {
                let off = f64::from(aside) * ASIDE.1;
                let point = core + way * (1.1 * step as f64 / STEPS as f64) + across * off;
                let mut cost = off * off * 0.2;
                for (side, &j) in pair.iter().enumerate() {
                    let point = if side == 0 { point } else { mirror(point) };
                    cost += self.cost(j, point, core, hub, groups).unwrap_or(f64::INFINITY);
                }
                // A twin stands where this one's mirror image is.
                let own = Rect::from_center_size(point, self.this.group);
                let other = Rect::from_center_size(mirror(point), self.this.group);
                if pair.len() == 2 && !apart(own, other, self.this.gap) {
                    continue;
                }
                if cost < best.map_or(f64::INFINITY, |best| best.1) {
                    best = Some((point, cost));
                }
            }
        }
        best
    }

    /// What a place costs a group; `None` where something would touch.
    fn cost(&self, j: usize, point: Point, core: Point, hub: Option<&Shape>, groups: &[Option<Point>]) -> Option<f64> {
        let this = self.this;
        let own = shape(this, point, this.group);
        let (start, end) = self.arcs[j];
        let inside = own.rect.x0 >= -self.page - 1e-9 && own.rect.x1 <= self.page + 1e-9;
        if !inside || !self.shapes.iter().all(|other| apart(own.rect, other.rect, this.gap)) {
            return None;
        }
        let placed =
            || groups.iter().enumerate().filter_map(|(i, group)| Some((i, shape(this, (*group)?, this.group))));
        if !placed().all(|(_, other)| apart(own.rect, other.rect, this.gap)) {
            return None;
        }
        let mut cost = 0.0;
        if let Some(hub) = hub {
            if !apart(own.rect, hub.rect, this.gap) {
                return None;
            }
            if let Some(reach) = this.group_reach[j] {
                let length = seen(hub, &own);
                let blocked = self.shapes.iter().any(|other| other.meets(core, point, CLEAR))
                    || placed().any(|(_, other)| other.meets(core, point, CLEAR));
                if length < reach || blocked {
                    return None;
                }
                cost += length * length;
            }
        }
        for i in start..end {
            let theme = &self.shapes[i];
            let to = theme.rect.center();
            let length = seen(&own, theme);
            let others = self.shapes.iter().enumerate().filter(|(other, _)| *other != i).map(|(_, shape)| shape);
            let blocked = others.chain(hub).any(|other| other.meets(point, to, CLEAR))
                || placed().any(|(_, other)| other.meets(point, to, CLEAR));
            if length < SEEN || blocked {
                return None;
            }
            cost += length * length;
        }
        // The lines of the groups that stand already keep clear of this one.
        let their = |(other, their): (usize, Shape)| {
            let (start, end) = self.arcs[other];
            let from = their.rect.center();
            let to = self.shapes[start..end].iter().map(|theme| theme.rect.center());
            let spoke = this.group_reach[other].and(hub).map(|hub| hub.rect.center());
            to.chain(spoke).any(|to| own.meets(from, to, CLEAR))
        };
        let direct = this.reach.iter().zip(&self.shapes).filter(|(reach, _)| reach.is_some());
        let crossed = hub.is_some() && direct.into_iter().any(|(_, slot)| own.meets(core, slot.rect.center(), CLEAR));
        (!crossed && !placed().any(their)).then_some(cost)
    }
}

fn mirror(point: Point) -> Point {
    Point::new(-point.x, point.y)
}
