//! The router: small problems with a known answer, and many random ones held to what it promises.

use kurbo::{Point, Rect, Size};

use thememap::layout::route::{Blocked, Obstacle, Problem, Routed, Wire, route};

fn block(x: f64, y: f64, w: f64, h: f64) -> Obstacle {
    Obstacle { rect: Rect::new(x, y, x + w, y + h), radius: 3.0, oval: false, container: false, parent: None }
}

fn panel(x: f64, y: f64, w: f64, h: f64) -> Obstacle {
    Obstacle { radius: 5.0, container: true, ..block(x, y, w, h) }
}

fn wire(source: usize, target: usize) -> Wire {
    Wire { source, target, start_run: 0.0, end_run: 6.0, label: None, fixed: None, sure: false }
}

fn problem(boxes: Vec<Obstacle>, wires: Vec<Wire>) -> Problem {
    Problem {
        page: Rect::new(0.0, 0.0, 480.0, 400.0),
        boxes,
        texts: Vec::new(),
        wires,
        clearance: 1.5,
        slanted: false,
        spacing: 6.0,
    }
}

fn paths(problem: &Problem) -> Vec<Vec<(f64, f64)>> {
    let path = |r: Result<Routed, Blocked>| r.unwrap().points.iter().map(|p| (p.x, p.y)).collect();
    route(problem).into_iter().map(path).collect()
}

/// What [`route`] promises, checked by other means than those it is made with. Panics with what is broken.
fn hold(problem: &Problem, routed: &[Result<Routed, Blocked>]) {
    let inside = |p: Point, r: Rect| p.x > r.x0 + 1e-6 && p.x < r.x1 - 1e-6 && p.y > r.y0 + 1e-6 && p.y < r.y1 - 1e-6;
    let mut pieces: Vec<(usize, Point, Point)> = Vec::new();
    for (i, (w, r)) in problem.wires.iter().zip(routed).enumerate() {
        let Ok(Routed { points, label, .. }) = r else { continue };
        assert!(points.len() >= 2, "wire {i}: {points:?}");
        assert_eq!(label.is_some(), w.label.is_some());
        let encloses = |outer: usize, inner: usize| {
            std::iter::successors(Some(inner), |&b| problem.boxes[b].parent).skip(1).any(|b| b == outer)
        };
        for (end, b, next) in
            [(points[0], w.source, points[1]), (points[points.len() - 1], w.target, points[points.len() - 2])]
        {
            let r = problem.boxes[b].rect;
            let on = |v: f64, edge: f64| (v - edge).abs() < 1e-6;
            let vertical = on(end.y, r.y0) || on(end.y, r.y1);
            let (along, lo, hi) = if vertical { (end.x, r.x0, r.x1) } else { (end.y, r.y0, r.y1) };
            assert!(vertical || on(end.x, r.x0) || on(end.x, r.x1), "wire {i} ends off box {b}: {end}");
            let flat = problem.boxes[b].radius.min((hi - lo) / 2.0);
            assert!(along > lo + flat - 1e-6 && along < hi - flat + 1e-6, "wire {i} ends on a corner of {b}: {end}");
            let run = (end.x - next.x).abs() + (end.y - next.y).abs();
            let needed = if b == w.source { w.start_run } else { w.end_run };
            assert!(run > needed.max(problem.clearance) - 1e-6, "wire {i} has a run of {run} at {b}: {points:?}");
        }
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            assert!((a.x == b.x) != (a.y == b.y), "wire {i} is not orthogonal: {points:?}");
            for (k, obstacle) in problem.boxes.iter().enumerate() {
                let own = k == w.source || k == w.target;
                if encloses(k, w.source) || encloses(k, w.target) {
                    continue;
                }
                let keep = if own { 0.0 } else { problem.clearance - 1e-6 };
                let grown = obstacle.rect.inset(keep);
                assert!(!crosses(a, b, grown), "wire {i} enters box {k}: {points:?} {:?}", obstacle.rect);
            }
            for t in problem.texts.iter().chain(routed.iter().flatten().filter_map(|r| r.label.as_ref())) {
                assert!(!crosses(a, b, *t), "wire {i} runs through text: {points:?} {t:?}");
            }
            pieces.push((i, a, b));
        }
        if let Some(l) = label {
            for b in problem.boxes.iter().filter(|b| !b.container) {
                assert!(l.intersect(b.rect).area() == 0.0, "label of {i} on a box: {l:?}");
            }
            assert!(!inside(l.center(), problem.boxes[w.source].rect));
        }
    }
    for (n, (i, a, b)) in pieces.iter().enumerate() {
        for (j, c, d) in &pieces[..n] {
            let both_fixed = problem.wires[*i].fixed.is_some() && problem.wires[*j].fixed.is_some();
            if i == j || both_fixed {
                continue;
            }
            let shared = |p0: f64, p1: f64, q0: f64, q1: f64| p0.max(p1).min(q0.max(q1)) - p0.min(p1).max(q0.min(q1));
            let (x, y) = (shared(a.x, b.x, c.x, d.x), shared(a.y, b.y, c.y, d.y));
            let parallel = (a.x == b.x) == (c.x == d.x);
            assert!(!(parallel && x > -1e-9 && y > -1e-9), "wires {i} and {j} overlap: {a}–{b} and {c}–{d}");
        }
    }
}

fn crosses(a: Point, b: Point, r: Rect) -> bool {
    a.x.max(b.x) > r.x0 + 1e-6 && a.x.min(b.x) < r.x1 - 1e-6 && a.y.max(b.y) > r.y0 + 1e-6 && a.y.min(b.y) < r.y1 - 1e-6
}

#[test]
fn facing_boxes_are_joined_straight_in_the_middle_of_what_they_share() {
    let p = problem(vec![block(0.0, 0.0, 100.0, 20.0), block(40.0, 60.0, 100.0, 20.0)], vec![wire(0, 1)]);
    // The shared flat part is 47–93.
    assert_eq!(paths(&p), [[(70.0, 20.0), (70.0, 60.0)]]);
}

#[test]
fn one_bend_where_straight_is_impossible() {
    let p = problem(vec![block(10.0, 10.0, 60.0, 20.0), block(150.0, 100.0, 60.0, 20.0)], vec![wire(0, 1)]);
    let [path] = &paths(&p)[..] else { panic!() };
    assert_eq!(path.len(), 3);
    assert!(path[1] == (180.0, 20.0) || path[1] == (40.0, 110.0), "{path:?}");
}

#[test]
fn a_box_between_is_passed_and_a_narrow_gap_is_run_in_its_middle() {
    let boxes = vec![
        block(10.0, 14.0, 60.0, 40.0),
        block(82.0, 14.0, 60.0, 40.0),
        block(154.0, 14.0, 60.0, 40.0),
        block(10.0, 66.0, 204.0, 20.0),
    ];
    let p = problem(boxes, vec![wire(0, 2)]);
    let path = &paths(&p)[0];
    assert_eq!(path.len(), 4);
    // Along the gap below, 54–66, or over the top, between box and margin of the page; both in the middle.
    assert!([60.0, 7.0].contains(&path[1].1), "{path:?}");
}

#[test]
fn wires_between_the_same_boxes_stand_symmetrically_side_by_side() {
    let boxes = vec![block(0.0, 0.0, 100.0, 20.0), block(0.0, 60.0, 100.0, 20.0)];
    let p = problem(boxes, vec![wire(0, 1), wire(1, 0), wire(0, 1)]);
    let mut xs: Vec<f64> = paths(&p).iter().map(|path| path[0].0).collect();
    assert!(paths(&p).iter().all(|path| path.len() == 2));
    xs.sort_by(f64::total_cmp);
    assert!((xs[1] - 50.0).abs() < 1e-3 && (xs[0] + xs[2] - 100.0).abs() < 1e-3, "{xs:?}");
    assert!(xs[1] - xs[0] >= 6.0 - 1e-9);
}

#[test]
fn only_wires_from_inside_cross_a_panel_and_none_crosses_its_title() {
    let child = |o: Obstacle| Obstacle { parent: Some(0), ..o };
    let boxes = vec![
        panel(100.0, 100.0, 200.0, 60.0),
        child(block(107.0, 120.0, 90.0, 33.0)),
        child(block(203.0, 120.0, 90.0, 33.0)),
        block(150.0, 20.0, 100.0, 20.0),
        block(150.0, 220.0, 100.0, 20.0),
    ];
    let mut p = problem(boxes, vec![wire(3, 1), wire(3, 4), wire(3, 0)]);
    p.texts.push(Rect::new(110.0, 104.0, 290.0, 115.0));
    let routed = route(&p);
    hold(&p, &routed);
    let to_card = routed[0].as_ref().unwrap().points.last().copied().unwrap();
    assert!(to_card == Point::new(107.0, 136.5) || to_card.y == 153.0, "{to_card}");
    let to_panel = routed[2].as_ref().unwrap().points.last().copied().unwrap();
    assert_eq!(to_panel.y, 100.0);
}

#[test]
fn the_tip_of_a_pill_takes_one_wire() {
    let pill = Obstacle { radius: 17.0, ..block(200.0, 100.0, 100.0, 34.0) };
    let p = problem(vec![pill, block(20.0, 107.0, 60.0, 20.0)], vec![wire(1, 0), wire(1, 0)]);
    let routed = route(&p);
    hold(&p, &routed);
    let tips = routed.iter().flatten().filter(|r| r.points.last() == Some(&Point::new(200.0, 117.0)));
    assert_eq!(tips.count(), 1);
}

#[test]
fn what_is_in_the_way_is_named() {
    let boxes = vec![block(10.0, 10.0, 60.0, 40.0), panel(0.0, 70.0, 480.0, 50.0), block(10.0, 140.0, 60.0, 40.0)];
    assert_eq!(route(&problem(boxes, vec![wire(0, 2)])), [Err(Blocked::Walled { by: vec![1] })]);
}

#[test]
fn a_gap_too_narrow_for_a_head_is_told() {
    let boxes = vec![
        panel(0.0, 0.0, 480.0, 42.0),
        Obstacle { parent: Some(0), ..block(5.0, 5.0, 232.0, 32.0) },
        Obstacle { parent: Some(0), ..block(243.0, 5.0, 232.0, 32.0) },
    ];
    let p = Problem { page: Rect::new(0.0, 0.0, 480.0, 42.0), ..problem(boxes, vec![wire(1, 2)]) };
    let head = Wire { end_run: 9.0, ..wire(1, 2) };
    let narrow = Problem { wires: vec![head], ..p.clone() };
    assert_eq!(route(&narrow), [Err(Blocked::Cramped { at: 2, run: 9.0 })]);
    assert_eq!(paths(&Problem { wires: vec![Wire { end_run: 0.0, ..wire(1, 2) }], ..p })[0].len(), 2);
}

#[test]
fn labels_stand_right_of_vertical_and_above_horizontal_lines() {
    let label = Some(Size::new(40.0, 10.0));
    let boxes = vec![block(0.0, 0.0, 100.0, 20.0), block(0.0, 60.0, 100.0, 20.0), block(150.0, 60.0, 60.0, 20.0)];
    let p = problem(boxes, vec![Wire { label, ..wire(0, 1) }, Wire { label, ..wire(1, 2) }]);
    let routed = route(&p);
    hold(&p, &routed);
    let label = |i: usize| routed[i].as_ref().unwrap().label.unwrap();
    assert_eq!(label(0), Rect::new(55.0, 35.0, 95.0, 45.0));
    assert_eq!(label(1), Rect::new(105.0, 55.0, 145.0, 65.0) - kurbo::Vec2::new(0.0, 0.0));
}

#[test]
fn a_fixed_wire_is_kept_and_avoided() {
    let boxes = vec![block(0.0, 0.0, 100.0, 20.0), block(0.0, 60.0, 100.0, 20.0)];
    let fixed = vec![Point::new(50.0, 20.0), Point::new(50.0, 60.0)];
    let p = problem(boxes, vec![Wire { fixed: Some(fixed.clone()), ..wire(0, 1) }, wire(0, 1)]);
    let routed = route(&p);
    hold(&p, &routed);
    assert_eq!(routed[0].as_ref().unwrap().points, fixed);
}

#[test]
fn a_fixed_wire_through_a_box_is_routed_anew_and_so_is_what_ends_on_it() {
    let boxes = vec![
        block(100.0, 10.0, 100.0, 20.0),
        block(100.0, 60.0, 100.0, 20.0),
        block(100.0, 110.0, 100.0, 20.0),
        block(260.0, 110.0, 100.0, 20.0),
    ];
    let fixed = |points: &[(f64, f64)]| Some(points.iter().map(|&p| Point::from(p)).collect());
    let stem = Wire { fixed: fixed(&[(150.0, 30.0), (150.0, 110.0)]), ..wire(0, 2) };
    let branch = Wire { fixed: fixed(&[(150.0, 95.0), (310.0, 95.0), (310.0, 110.0)]), ..wire(0, 3) };
    let p = problem(boxes, vec![stem, branch]);
    let routed = route(&p);
    assert!(routed.iter().all(Result::is_ok), "{routed:?}");
    hold(&p, &routed);
}

#[test]
fn heads_that_do_not_fit_between_neighbours_ask_for_a_wider_gap() {
    let boxes = vec![block(10.0, 100.0, 100.0, 40.0), block(125.0, 100.0, 100.0, 40.0)];
    let mutual = Wire { start_run: 9.0, end_run: 9.0, ..wire(0, 1) };
    let p = problem(boxes, vec![mutual]);
    match &route(&p)[..] {
        // Over or under both is a way; winding through the gap is none.
        [Ok(routed)] => assert!(routed.points.len() == 4, "{routed:?}"),
        [Err(blocked)] => assert_eq!(*blocked, Blocked::Cramped { at: 1, run: 18.0 }),
        _ => unreachable!(),
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn between(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Boxes in the cells of an uneven grid, some cells being panels of cards; every gap holds more than two clearances.
fn random(seed: u64, wires: usize) -> Problem {
    let mut random = Random(seed);
    let (columns, rows) = (1 + random.below(5), 2 + random.below(5));
    let gap = random.between(4.0, 14.0);
    let mut boxes = Vec::new();
    let mut texts = Vec::new();
    let widths: Vec<f64> = (0..columns).map(|_| random.between(50.0, 120.0)).collect();
    let mut y = gap;
    for _ in 0..rows {
        let (mut x, height) = (gap, random.between(20.0, 60.0));
        for width in &widths {
            let radius = [0.0, 3.0, 5.0, 14.0, height / 2.0][random.below(5)];
            let cell = Obstacle { radius, ..block(x, y, *width, height) };
            x += width + gap;
            match random.below(4) {
                0 => {}
                1 if height > 45.0 => {
                    let parent = boxes.len();
                    boxes.push(panel(cell.rect.x0, cell.rect.y0, *width, height));
                    let middle = cell.rect.center().x;
                    texts.push(Rect::new(middle - 15.0, y + 4.0, middle + 15.0, y + 14.0));
                    for k in [0.0, 1.0] {
                        let w = (width - 20.0) / 2.0;
                        boxes.push(Obstacle {
                            parent: Some(parent),
                            ..block(cell.rect.x0 + 7.0 + k * (w + 6.0), y + 18.0, w, height - 25.0)
                        });
                    }
                }
                _ => boxes.push(cell),
            }
        }
        y += height + gap;
    }
    boxes.push(block(gap, y, 100.0, 20.0));
    boxes.push(block(gap, y + 20.0 + gap, 100.0, 20.0));
    let ends = (0..wires).map(|_| {
        let (a, b) = (random.below(boxes.len()), random.below(boxes.len()));
        let b = if a == b { (a + 1) % boxes.len() } else { b };
        let label = (random.below(6) == 0).then(|| Size::new(30.0, 9.6));
        Wire { end_run: 0.0, label, ..wire(a, b) }
    });
    let wires = ends.collect();
    let width = gap + widths.iter().map(|w| w + gap).sum::<f64>();
    Problem {
        page: Rect::new(0.0, 0.0, width.max(100.0 + 2.0 * gap), y + 40.0 + 2.0 * gap),
        texts,
        ..problem(boxes, wires)
    }
}

#[test]
fn in_random_grids_every_wire_finds_a_way_that_touches_nothing() {
    for seed in 0..400 {
        let p = random(seed, 1 + seed as usize % 9);
        let routed = route(&p);
        hold(&p, &routed);
        for (i, r) in routed.iter().enumerate() {
            let lost = match r {
                Ok(_) => false,
                Err(Blocked::Label { .. }) => false,
                Err(_) => true,
            };
            assert!(!lost, "seed {seed}, wire {i}: {r:?}");
        }
    }
}

#[test]
fn many_wires_still_share_no_stretch() {
    for seed in 1000..1012 {
        let p = random(seed, 60);
        hold(&p, &route(&p));
    }
}

#[test]
fn the_same_problem_gives_the_same_paths() {
    let p = random(7, 20);
    assert_eq!(route(&p), route(&p));
}

/// Boxes, pills and ovals anywhere on a page, with gaps of more than two clearances in one direction.
fn scattered(seed: u64, boxes: usize, wires: usize, slanted: bool) -> Problem {
    let mut random = Random(seed);
    let mut placed: Vec<Obstacle> = Vec::new();
    let mut tries = 0;
    while placed.len() < boxes || placed.len() < 2 {
        tries += 1;
        let grown = f64::from(tries) / 50.0;
        let (w, h) = (random.between(20.0, 110.0), random.between(16.0, 50.0));
        let (x, y) = (random.between(4.0, 260.0 + grown - w), random.between(4.0, 200.0 + grown - h));
        let radius = [0.0, 3.0, w.min(h) / 2.0][random.below(3)];
        let oval = random.below(3) == 0;
        let new = Obstacle { radius, oval, ..block(x, y, w, h) };
        let near =
            |b: &Obstacle| b.rect.inset(3.1).intersect(new.rect).area() > 0.0 || b.rect.inset(3.1).overlaps(new.rect);
        if !placed.iter().any(near) {
            placed.push(new);
        }
    }
    let ends = (0..wires).map(|_| {
        let a = random.below(placed.len());
        let b = (a + 1 + random.below(placed.len() - 1)) % placed.len();
        let label = (random.below(8) == 0).then(|| Size::new(30.0, 9.6));
        Wire { end_run: 0.0, label, ..wire(a, b) }
    });
    let wires = ends.collect();
    let hull = placed.iter().map(|b| b.rect).reduce(|a, b| a.union(b)).unwrap();
    Problem { page: hull.inset(8.0), slanted, ..problem(placed, wires) }
}

/// Distance of a point from an outline, negative inside, found by walking along the outline.
fn off(p: Point, b: &Obstacle) -> f64 {
    let (rx, ry) = (b.rect.width() / 2.0, b.rect.height() / 2.0);
    let p = Point::new((p.x - b.rect.center().x).abs(), (p.y - b.rect.center().y).abs());
    if b.oval {
        // One quarter is enough.
        let at = |i: i32| {
            let t = f64::from(i) / 32.0;
            Point::new(rx * (1.0 - t * t) / (1.0 + t * t), ry * 2.0 * t / (1.0 + t * t))
        };
        let chord = |i: i32| kurbo::ParamCurveNearest::nearest(&kurbo::Line::new(at(i), at(i + 1)), p, 0.0).distance_sq;
        let least = (0..32).map(chord).fold(f64::INFINITY, f64::min).sqrt();
        let (u, v) = (p.x / rx, p.y / ry);
        return if u * u + v * v < 1.0 { -least } else { least };
    }
    let r = b.radius.min(rx).min(ry);
    let (x, y) = (p.x - rx + r, p.y - ry + r);
    Point::new(x.max(0.0), y.max(0.0)).distance(Point::ZERO) + x.max(y).min(0.0) - r
}

/// Points along a path, near to each other.
fn walk(r: &Routed) -> Vec<Point> {
    let share = |i: usize, n: usize| i as f64 / n as f64;
    if let (true, &[a, b, c, d]) = (r.cubic, &r.points[..]) {
        let curve = kurbo::CubicBez::new(a, b, c, d);
        return (0..=300).map(|i| kurbo::ParamCurve::eval(&curve, share(i, 300))).collect();
    }
    let piece = |p: &[Point]| (0..=100).map(|i| p[0].lerp(p[1], share(i, 100))).collect::<Vec<_>>();
    r.points.windows(2).flat_map(piece).collect()
}

/// What a way of any form keeps: ends on true outlines, and nothing else touched.
fn hold_any(problem: &Problem, routed: &[Result<Routed, Blocked>]) {
    let labels: Vec<(usize, Rect)> =
        routed.iter().enumerate().filter_map(|(i, r)| Some((i, r.as_ref().ok()?.label?))).collect();
    for (i, r) in routed.iter().enumerate() {
        let Ok(r) = r else { continue };
        let w = &problem.wires[i];
        let points = walk(r);
        for (end, b) in [(points[0], w.source), (points[points.len() - 1], w.target)] {
            let off = off(end, &problem.boxes[b]);
            assert!(off.abs() < 0.05, "wire {i} ends {off} off box {b}: {r:?} {:?}", problem.boxes[b]);
        }
        for &p in &points {
            assert!(problem.page.contains(p), "wire {i} leaves the page: {r:?}");
            for (k, b) in problem.boxes.iter().enumerate().filter(|(_, b)| b.rect.inset(4.0).contains(p)) {
                let keep = if k == w.source || k == w.target { -0.05 } else { problem.clearance - 0.15 };
                assert!(off(p, b) > keep, "wire {i} is {} from box {k}: {r:?}", off(p, b));
            }
            for (k, label) in &labels {
                assert!(!label.inset(-1e-6).contains(p), "wire {i} runs through the label of {k}");
            }
        }
        for (k, label) in labels.iter().filter(|(k, _)| *k == i) {
            assert!(problem.boxes.iter().all(|b| !b.rect.overlaps(*label)), "label of {k} on a box");
            assert!(labels.iter().all(|(other, l)| other == k || !l.overlaps(*label)), "label of {k} on another");
        }
    }
}

#[test]
fn among_boxes_anywhere_every_wire_finds_a_way_that_touches_nothing() {
    for seed in 0..2000 {
        for slanted in [false, true] {
            let p = scattered(seed, 2 + seed as usize % 9, 1 + seed as usize % 5, slanted);
            let routed = route(&p);
            hold_any(&p, &routed);
            for (i, r) in routed.iter().enumerate() {
                assert!(matches!(r, Ok(_) | Err(Blocked::Label { .. })), "seed {seed} {slanted}, wire {i}: {r:?}");
            }
        }
    }
}
#[test]
fn two_ways_between_boxes_side_by_side_leave_room_for_both_heads_whatever_is_labelled() {
    let boxes = vec![block(0.0, 0.0, 180.0, 60.0), block(220.0, 0.0, 180.0, 60.0)];
    for slanted in [false, true] {
        for label in [None, Some(Size::new(20.0, 10.0))] {
            let there = Wire { end_run: 9.0, ..wire(0, 1) };
            let back = Wire { end_run: 9.0, label, ..wire(1, 0) };
            let p = Problem { slanted, ..problem(boxes.clone(), vec![there, back]) };
            let routed = route(&p);
            hold_any(&p, &routed);
            let ends: Vec<Point> = routed.iter().map(|r| r.as_ref().unwrap().points[0]).collect();
            assert!((ends[0].y - ends[1].y).abs() >= 6.0 - 1e-6, "{slanted} {label:?}: {routed:?}");
        }
    }
}
