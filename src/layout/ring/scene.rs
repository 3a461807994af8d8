//! Boxes on a ring → places for the groups between them and the core, with straight lines that touch nothing.

use kurbo::{Point, Rect, Size, Vec2};

use super::oval::Shape;
use super::solve::Try;

/// Least distance of a line from a box that it does not end at, in points.
const CLEAR: f64 = 3.5;

/// Least cosine of the angle between a headed line and the normal of an outline: beyond it a corner of the head, which is
/// about as wide as long, comes into the box.
const LEAST_SQUARE: f64 = 0.5;

/// Least length that is seen of a line without heads, in points.
pub const SEEN: f64 = 13.0;

/// What a group costs that stands alone although another one could be its mirror image, in points squared.
const ALONE: f64 = 1e4;

/// How far from the core towards the middle of its themes a group may stand, in steps.
const STEPS: usize = 18;

/// How far aside, in steps of this many points.
const ASIDE: (i32, f64) = (4, 9.0);

/// Where the orbit of the groups may be, as shares of the ring, and in how many steps.
const ORBIT: (f64, f64) = (0.3, 0.75);
const ORBITS: usize = 10;

/// Most difference of the two shares: an orbit is no band around another one when it is flat and that one is high.
const MOST_UNEVEN: f64 = 0.26;

/// What an orbit costs that is flatter or higher than the ring, in points squared per share squared.
const UNEVEN: f64 = 2e4;

/// What a line between the core and another box needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The length that is seen of it, in points.
    pub length: f64,
    /// Whether a head stands at one of its ends, which must not graze the outline.
    pub headed: bool,
}

impl Reach {
    /// Whether the line between two boxes will do.
    fn met(&self, a: &Shape, b: &Shape) -> bool {
        let square = || a.squareness(b.rect.center()).min(b.squareness(a.rect.center()));
        seen(a, b) >= self.length && (!self.headed || square() >= LEAST_SQUARE)
    }
}

/// A box of a try.
pub fn shape(this: &Try, centre: Point, size: Size) -> Shape {
    Shape { rect: Rect::from_center_size(centre, size), radius: (!this.ovals).then_some(0.0) }
}

/// Whether two boxes keep a gap, level or upright.
pub fn apart(a: Rect, b: Rect, gap: f64) -> bool {
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

/// The boxes on the ring, which stand.
pub struct Scene<'a> {
    /// The try.
    pub this: &'a Try<'a>,
    /// By slot.
    pub shapes: Vec<Shape>,
    /// The arcs of the groups: from the first to behind the last slot.
    pub arcs: &'a [(usize, usize)],
    /// Half the width there is.
    pub page: f64,
}

/// Groups on an orbit.
pub struct OnOrbit {
    /// Where they stand.
    pub groups: Vec<Point>,
    /// The orbit, as shares of the half axes of the ring.
    pub orbit: Vec2,
}

impl Scene<'_> {
    /// Groups on one ellipse between the core in the middle and the ring.
    ///
    /// `ways` has, for each group, points of the ring in whose direction it may stand, and what each costs.
    pub fn on_orbit(&self, ways: &[Vec<(Point, f64)>]) -> Option<OnOrbit> {
        let mut best: Option<(f64, OnOrbit)> = None;
        let share = |step: usize| ORBIT.0 + (ORBIT.1 - ORBIT.0) * step as f64 / (ORBITS - 1) as f64;
        for orbit in (0..ORBITS * ORBITS).map(|i| Vec2::new(share(i % ORBITS), share(i / ORBITS))) {
            if (orbit.x - orbit.y).abs() > MOST_UNEVEN {
                continue;
            }
            let fan = |j: usize| -> Vec<(Point, f64)> {
                ways[j].iter().map(|(to, off)| (Point::new(to.x * orbit.x, to.y * orbit.y), *off)).collect()
            };
            let Some((_, groups, cost)) = self.around(Point::ZERO, &fan) else { continue };
            let cost = cost + UNEVEN * (orbit.x - orbit.y) * (orbit.x - orbit.y);
            if best.as_ref().is_none_or(|best| cost < best.0) {
                best = Some((cost, OnOrbit { groups, orbit }));
            }
        }
        best.map(|best| best.1)
    }

    /// What the lines from the core straight to boxes on the ring cost; `None` where something would touch.
    fn direct(&self, core: Point, hub: Option<&Shape>) -> Option<f64> {
        let this = self.this;
        let Some(hub) = hub else { return Some(0.0) };
        let mut cost = 0.0;
        for (slot, reach) in self.shapes.iter().zip(this.reach) {
            if !apart(slot.rect, hub.rect, this.gap) {
                return None;
            }
            let Some(reach) = reach else { continue };
            if !reach.met(hub, slot) {
                return None;
            }
            let length = seen(hub, slot);
            cost += length * length;
            let others = self.shapes.iter().filter(|other| other.rect != slot.rect);
            if others.into_iter().any(|other| other.meets(core, slot.rect.center(), CLEAR)) {
                return None;
            }
        }
        Some(cost)
    }

    /// Places for the groups, with the core at a point, and what they cost.
    ///
    /// `fan` gives the points at which a group may stand, and what each costs.
    pub fn around(&self, core: Point, fan: &dyn Fn(usize) -> Vec<(Point, f64)>) -> Option<(Point, Vec<Point>, f64)> {
        let this = self.this;
        let hub = this.core.map(|size| shape(this, core, size));
        let mut cost = self.direct(core, hub.as_ref())?;
        let mut groups: Vec<Option<Point>> = vec![None; self.arcs.len()];
        for j in 0..self.arcs.len() {
            if groups[j].is_some() {
                continue;
            }
            let twin = self.twin(j).filter(|&twin| groups[twin].is_none());
            let fan = fan(j);
            let best = |pair: &[usize]| self.best(&fan, pair, core, hub.as_ref(), &groups);
            let both = twin.and_then(|twin| Some((twin, best(&[j, twin])?)));
            if let Some((twin, (point, own))) = both {
                cost += own;
                groups[j] = Some(point);
                groups[twin] = Some(mirror(point));
                continue;
            }
            let (point, own) = best(&[j])?;
            cost += own + ALONE * f64::from(u8::from(twin.is_some()));
            groups[j] = Some(point);
        }
        Some((core, groups.into_iter().flatten().collect(), cost))
    }

    /// What is seen of the longest line, and of all lines on average.
    pub fn lines(&self, core: Point, groups: &[Point]) -> (f64, f64) {
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

    /// The points between the core and the middle of a group's themes, and beside that line.
    pub fn fan(&self, j: usize, core: Point) -> Vec<(Point, f64)> {
        let middle = self.middle(j);
        let way = middle - core;
        let across = if way.hypot() > 1e-6 { Vec2::new(-way.y, way.x) / way.hypot() } else { Vec2::new(1.0, 0.0) };
        let sides = if middle.x.abs() < 0.5 { 0..=0 } else { -ASIDE.0..=ASIDE.0 };
        let aside = sides.map(|aside| f64::from(aside) * ASIDE.1);
        let along = |off: f64| {
            let at = move |step: usize| core + way * (1.1 * step as f64 / STEPS as f64) + across * off;
            (0..=STEPS).map(move |step| (at(step), off * off * 0.2))
        };
        aside.flat_map(along).collect()
    }

    /// The best place for a group, whose mirror image must do for its twin.
    fn best(
        &self,
        fan: &[(Point, f64)],
        pair: &[usize],
        core: Point,
        hub: Option<&Shape>,
        groups: &[Option<Point>],
    ) -> Option<(Point, f64)> {
        let mut best: Option<(Point, f64)> = None;
        for &(point, off) in fan {
            let mut cost = off;
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
                let blocked = self.shapes.iter().any(|other| other.meets(core, point, CLEAR))
                    || placed().any(|(_, other)| other.meets(core, point, CLEAR));
                if !reach.met(hub, &own) || blocked {
                    return None;
                }
                let length = seen(hub, &own);
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
