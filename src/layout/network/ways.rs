//! Boxes that keep a gap → a way for each line that touches no box but its own two: straight where it can be, else around.
//!
//! Each box has a margin of nearly half the gap, and no two margins meet: a straight line that enters a margin goes along its
//! border, the shorter way round, until it is where it would have left it. So there is always a way, found in the time it takes
//! to see what stands on the line. Then corners are dropped that are not needed (cf. Wybrow, Marriott & Stuckey 2009).

use kurbo::{Point, Rect, Vec2};

use super::super::route::Obstacle;
use super::board::crosses_rect;

/// The margins stay apart by twice this, in points.
const APART: f64 = 0.05;

/// Where boxes are, for lines that ask what they meet.
pub struct Ways<'a> {
    boxes: &'a [Obstacle],
    /// Room around each box that belongs to it.
    margin: f64,
    /// Side of a square cell.
    side: f64,
    columns: usize,
    rows: usize,
    /// By cell, the boxes whose margins reach into it.
    cells: Vec<Vec<u32>>,
    bounds: Rect,
}

impl<'a> Ways<'a> {
    /// For boxes that keep this gap to each other, and half of it to the sides of the page.
    pub fn new(boxes: &'a [Obstacle], gap: f64) -> Ways<'a> {
        let margin = gap / 2.0 - APART;
        let bounds = boxes.iter().map(|b| b.rect).reduce(|a, b| a.union(b)).unwrap_or_default().inflate(gap, gap);
        // About one box in a cell.
        let side = (bounds.area() / boxes.len().max(1) as f64).sqrt().max(1.0);
        let (columns, rows) = ((bounds.width() / side) as usize + 1, (bounds.height() / side) as usize + 1);
        let mut ways = Ways { boxes, margin, side, columns, rows, cells: vec![Vec::new(); columns * rows], bounds };
        for (at, b) in boxes.iter().enumerate() {
            for cell in ways.reach(b.rect.inflate(gap, gap)) {
                ways.cells[cell].push(at as u32);
            }
        }
        ways
    }

    /// The cells of an area.
    fn reach(&self, area: Rect) -> impl Iterator<Item = usize> + use<> {
        let cell = |at: f64, from: f64, most: usize| (((at - from) / self.side).max(0.0) as usize).min(most - 1);
        let (x0, x1) = (cell(area.x0, self.bounds.x0, self.columns), cell(area.x1, self.bounds.x0, self.columns));
        let (y0, y1) = (cell(area.y0, self.bounds.y0, self.rows), cell(area.y1, self.bounds.y0, self.rows));
        let columns = self.columns;
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| y * columns + x))
    }

    /// The boxes whose margins a straight piece enters, in no order; a box may come twice.
    fn met(&self, a: Point, b: Point, margin: f64, own: [usize; 2], found: &mut Vec<usize>) {
        found.clear();
        let pieces = ((b - a).hypot2().sqrt() / self.side).ceil().max(1.0);
        let mut from = a;
        for piece in 1..=pieces as usize {
            let to = a.lerp(b, piece as f64 / pieces);
            for cell in self.reach(Rect::from_points(from, to)) {
                for &at in &self.cells[cell] {
                    let at = at as usize;
                    if !own.contains(&at) && crosses_rect(a, b, self.boxes[at].rect.inflate(margin, margin)) {
                        found.push(at);
                    }
                }
            }
            from = to;
        }
    }

    /// The way between two boxes, from outline to outline; so far aside of the line between their middles.
    ///
    /// Each line has a number: those with others keep other distances from the boxes they pass, and so off each other.
    pub fn find(&self, ends: [usize; 2], aside: f64, number: usize) -> Vec<Point> {
        let share = (number as f64 * GOLDEN).fract();
        let margin = self.margin * (LEAST_MARGIN + (1.0 - LEAST_MARGIN) * share);
        let [a, b] = ends.map(|end| self.boxes[end].rect.center());
        // The same side of the line whichever end comes first.
        let way = if ends[0] < ends[1] { b - a } else { a - b };
        let off = Vec2::new(-way.y, way.x) * (aside / way.hypot2().sqrt().max(1e-9));
        let (a, b) = (a + off, b + off);
        let mut met = Vec::new();
        self.met(a, b, margin, ends, &mut met);
        let mut points = vec![a, b];
        if !met.is_empty() {
            points = self.around(a, b, met, margin);
            points = self.pull(points, ends, margin);
        }
        self.clip(points, ends)
    }

    /// The straight way, around each margin it enters.
    fn around(&self, a: Point, b: Point, met: Vec<usize>, border: f64) -> Vec<Point> {
        let mut passed: Vec<(f64, f64, usize)> = met
            .into_iter()
            .filter_map(|at| {
                let (from, to) = chord(a, b, self.boxes[at].rect.inflate(border, border))?;
                Some((from, to, at))
            })
            .collect();
        passed.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.2.cmp(&y.2)));
        passed.dedup_by_key(|(.., at)| *at);
        let mut points = vec![a];
        for (from, to, at) in passed {
            let margin = self.boxes[at].rect.inflate(border, border);
            let (enter, leave) = (a.lerp(b, from), a.lerp(b, to));
            points.push(enter);
            points.extend(corners(margin, enter, leave));
            points.push(leave);
        }
        points.push(b);
        points
    }

    /// Leaves out the corners between two that see each other.
    fn pull(&self, points: Vec<Point>, ends: [usize; 2], margin: f64) -> Vec<Point> {
        let mut met = Vec::new();
        let last = points.len() - 1;
        let mut seen = |from: usize, to: usize| {
            // Only the first and the last piece may touch the boxes at the ends.
            let own = match (from, to == last) {
                (0, true) => ends,
                (0, false) => [ends[0]; 2],
                (_, true) => [ends[1]; 2],
                (_, false) => [usize::MAX; 2],
            };
            self.met(points[from], points[to], margin - APART, own, &mut met);
            met.is_empty()
        };
        let mut kept = vec![0];
        let mut at = 0;
        while at < last {
            // A corner further than the next one that is not seen ends the look ahead.
            let mut next = at + 1;
            let mut ahead = at + 2;
            while ahead <= last && ahead <= next + LOOK_AHEAD {
                if seen(at, ahead) {
                    next = ahead;
                }
                ahead += 1;
            }
            kept.push(next);
            at = next;
        }
        kept.into_iter().map(|at| points[at]).collect()
    }

    /// The way without what lies inside of its two boxes.
    fn clip(&self, points: Vec<Point>, ends: [usize; 2]) -> Vec<Point> {
        let mut points = self.land(points, ends[1]);
        points.reverse();
        points = self.land(points, ends[0]);
        points.reverse();
        points
    }

    /// The way up to the outline of the box it ends at: as it comes, or upright on a side where there is else no room for a
    /// head.
    fn land(&self, mut points: Vec<Point>, end: usize) -> Vec<Point> {
        let (Some(middle), Some(&from)) = (points.pop(), points.last()) else { return points };
        let own = &self.boxes[end];
        let tip = own.leave(middle, from - middle).unwrap_or(middle);
        let way = tip - from;
        let length = way.hypot2().sqrt();
        let side = own.rect;
        // The side it comes to is the one that is crossed by the straight line to the tip.
        let level = tip.x > side.x0 + 1.0 && tip.x < side.x1 - 1.0;
        let steep = if level { way.y.abs() } else { way.x.abs() } / length.max(1e-9);
        if length >= self.margin && steep >= STEEP {
            points.push(tip);
            return points;
        }
        let margin = side.inflate(self.margin, self.margin);
        // From where it comes into the margin of the box along its border, then straight to the side.
        let enter = chord(from, middle, margin).map_or(from, |(at, _)| from.lerp(middle, at));
        let flat = own.radius.min(side.height() / 2.0).min(side.width() / 2.0);
        let flat = if own.oval { side.width().min(side.height()) / 2.0 } else { flat };
        let (before, tip) = if (enter.y - margin.y0).abs() < 1e-6 || (enter.y - margin.y1).abs() < 1e-6 {
            let x = enter.x.clamp(side.x0 + flat, (side.x1 - flat).max(side.x0 + flat));
            let before = Point::new(x, enter.y);
            (before, own.leave(Point::new(x, side.center().y), Vec2::new(0.0, enter.y - side.center().y)))
        } else {
            let y = enter.y.clamp(side.y0 + flat, (side.y1 - flat).max(side.y0 + flat));
            let before = Point::new(enter.x, y);
            (before, own.leave(Point::new(side.center().x, y), Vec2::new(enter.x - side.center().x, 0.0)))
        };
        points.extend([enter, before]);
        points.extend(tip);
        points.dedup();
        points
    }
}

/// A line ends on a side with at least this sine of the angle between them, so that its head keeps off the side (25°).
const STEEP: f64 = 0.42;

/// A line keeps at least this share of the margin from the boxes it passes.
const LEAST_MARGIN: f64 = 0.4;

/// Fractions of the multiples of the golden ratio lie as far apart as they can (Weyl).
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// Corners that are looked past when the next one is not seen.
const LOOK_AHEAD: usize = 3;

/// Where a straight piece enters a rectangle and leaves it, as shares of its length.
fn chord(a: Point, b: Point, rect: Rect) -> Option<(f64, f64)> {
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (p, d, lo, hi) in [(a.x, b.x - a.x, rect.x0, rect.x1), (a.y, b.y - a.y, rect.y0, rect.y1)] {
        if d == 0.0 {
            if p <= lo || p >= hi {
                return None;
            }
            continue;
        }
        let (near, far) = ((lo - p) / d, (hi - p) / d);
        from = from.max(near.min(far));
        to = to.min(near.max(far));
    }
    (from < to).then_some((from, to))
}

/// The corners of a rectangle between two points of its border, the shorter way round.
fn corners(rect: Rect, from: Point, to: Point) -> Vec<Point> {
    let (w, h) = (rect.width(), rect.height());
    // How far along the border, clockwise from the top left.
    let along = |p: Point| {
        let sides = [(p.y - rect.y0).abs(), (rect.x1 - p.x).abs(), (rect.y1 - p.y).abs(), (p.x - rect.x0).abs()];
        let nearest = (0..4).min_by(|&a, &b| sides[a].total_cmp(&sides[b])).unwrap_or(0);
        match nearest {
            0 => p.x - rect.x0,
            1 => w + p.y - rect.y0,
            2 => w + h + rect.x1 - p.x,
            _ => 2.0 * w + h + rect.y1 - p.y,
        }
    };
    let corners = [
        (0.0, Point::new(rect.x0, rect.y0)),
        (w, Point::new(rect.x1, rect.y0)),
        (w + h, Point::new(rect.x1, rect.y1)),
        (2.0 * w + h, Point::new(rect.x0, rect.y1)),
    ];
    let round = 2.0 * (w + h);
    let (start, end) = (along(from), along(to));
    let clockwise = (end - start + round) % round;
    let ahead =
        |at: f64| if clockwise <= round / 2.0 { (at - start + round) % round } else { (start - at + round) % round };
    let length = clockwise.min(round - clockwise);
    let mut passed: Vec<(f64, Point)> = corners.iter().map(|&(at, corner)| (ahead(at), corner)).collect();
    passed.retain(|(at, _)| *at < length);
    passed.sort_by(|a, b| a.0.total_cmp(&b.0));
    passed.into_iter().map(|(_, corner)| corner).collect()
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::super::separate::{Gaps, separate};
    use super::*;

    #[test]
    fn no_way_enters_a_box_and_all_end_on_outlines() {
        for seed in 0..400 {
            let mut random = Random::new(seed);
            let (n, page) = (2 + seed as usize % 80, 150.0 + 4.0 * seed as f64);
            let mut rects: Vec<Rect> = (0..n)
                .map(|_| {
                    let (x, y) = (page * random.unit(), page * random.unit());
                    Rect::new(x, y, x + 20.0 + 80.0 * random.unit(), y + 10.0 + 30.0 * random.unit())
                })
                .collect();
            separate(&mut rects, &Gaps { gap: (12.0, 12.0), sides: (6.0, page - 6.0) });
            let oval = seed % 3 == 0;
            let obstacle = |&rect: &Rect| Obstacle { rect, radius: 3.0, oval, container: false, parent: None };
            let boxes: Vec<Obstacle> = rects.iter().map(obstacle).collect();
            let ways = Ways::new(&boxes, 12.0);
            for _ in 0..2 * n {
                let ends = [random.below(n), random.below(n)];
                if ends[0] == ends[1] {
                    continue;
                }
                let points = ways.find(ends, if random.below(4) == 0 { 4.0 } else { 0.0 }, random.below(99));
                for piece in points.windows(2) {
                    for (at, b) in boxes.iter().enumerate() {
                        // A line may end on a round corner.
                        let rect = b.rect.inset(if ends.contains(&at) { -1.0 } else { 2.0 });
                        let hit = crosses_rect(piece[0], piece[1], rect);
                        assert!(!hit || (oval && ends.contains(&at)), "seed {seed}: {piece:?} enters {rect:?}");
                    }
                    assert!(piece.iter().all(|p| p.x >= 0.0 && p.x <= page), "seed {seed}: {piece:?} on {page}");
                }
            }
        }
    }
}
