//! Small graphs through the whole layout: order, crossings, axes and directions.

use kurbo::{Point, Rect, Size};

use super::super::Head;
use super::super::graph::{Arrangement, Comfortable, Direction, Edge, Graph, Kind, Node, Sizes, Spacing, Step, node};
use super::arrange;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

fn spacing(direction: Direction) -> Spacing {
    Spacing {
        width: 480.0,
        most: 640.0,
        inset: 1.0,
        pad: 7.0,
        gap: 6.0,
        link_gap: 18.0,
        arrow_gap: 18.0,
        pgap: 18.0,
        bgap: 12.0,
        tgap: 4.5,
        vgap: 24.0,
        channel: 0.0,
        core_share: 0.56,
        round_radius: 14.0,
        panel_radius: 5.0,
        card_radius: 3.0,
        abreast: 8,
        rtl: false,
        direction: Some(direction),
        ovals: false,
    }
}

/// A box with one word.
fn single(kind: Kind) -> Node {
    let step = Step { width: 30.0, head: 40.0, body: 0.0, lines: 1 };
    let sizes = Sizes {
        steps: vec![step],
        comfortable: Comfortable::new(12, |_| 30.0),
        tight: vec![30.0; 12],
        pad: 10.0,
        ..Sizes::default()
    };
    Node {
        kind,
        parent: None,
        cards: Vec::new(),
        children: Vec::new(),
        sizes,
        columns: None,
        side: None,
        was: None,
        near: None,
    }
}

/// Boxes with links that are all drawn in their own way, so that none run together.
fn graph(n: usize, links: &[(usize, usize)]) -> Graph {
    let mut graph = Graph::new();
    (0..n).for_each(|_| _ = graph.add_node(single(Kind::Card)));
    for (line, &(a, b)) in links.iter().enumerate() {
        let edge = Edge {
            start: Head::None,
            end: Head::Arrow,
            line,
            label: Size::ZERO,
            slim: Size::ZERO,
            claimed: true,
            drawn: true,
            late: false,
        };
        graph.add_edge(node(a), node(b), edge);
    }
    graph
}

fn rects(arrangement: &Arrangement) -> Vec<Rect> {
    arrangement.spots.iter().flatten().map(|spot| spot.rect).collect()
}

fn ways(arrangement: &Arrangement) -> Vec<Vec<Point>> {
    arrangement.wires.iter().flatten().map(|wire| wire.points.clone()).collect()
}

fn crossings(ways: &[Vec<Point>]) -> usize {
    let pieces = |way: &[Point]| way.windows(2).map(|p| Rect::from_points(p[0], p[1])).collect::<Vec<_>>();
    let cross = |a: &Rect, b: &Rect| {
        let flat = |r: &Rect| r.height() < r.width();
        flat(a) != flat(b) && a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
    };
    let mut count = 0;
    for (i, a) in ways.iter().enumerate() {
        for b in &ways[..i] {
            let b = pieces(b);
            count += pieces(a).iter().map(|a| b.iter().filter(|b| cross(a, b)).count()).sum::<usize>();
        }
    }
    count
}

/// The least crossings of all orders of boxes and lanes, with the boxes in the columns where they stand.
fn optimum(column: &[usize], links: &[(usize, usize)]) -> Option<usize> {
    let ranks = column.iter().max().map_or(0, |last| last + 1);
    let mut members: Vec<Vec<usize>> =
        (0..ranks).map(|r| (0..column.len()).filter(|&at| column[at] == r).collect()).collect();
    let mut hops: Vec<Vec<(usize, usize)>> = vec![Vec::new(); ranks];
    let mut next = column.len();
    for &(a, b) in links {
        let mut from = a;
        for r in column[a] + 1..=column[b] {
            let to = if r == column[b] { b } else { next };
            if r < column[b] {
                members[r].push(to);
                next += 1;
            }
            hops[r].push((from, to));
            from = to;
        }
    }
    let count: usize = members.iter().map(|m| (1..=m.len()).product::<usize>()).product();
    if count > 300_000 {
        return None;
    }
    let mut best = usize::MAX;
    let mut place = vec![0; next];
    search(&mut members, 0, 0, &hops, &mut place, &mut best, 0);
    Some(best)
}

/// Tries every order of rank `r` from place `i` on, as long as what is decided crosses less than the best.
fn search(
    members: &mut [Vec<usize>],
    r: usize,
    i: usize,
    hops: &[Vec<(usize, usize)>],
    place: &mut [usize],
    best: &mut usize,
    so_far: usize,
) {
    let Some(len) = members.get(r).map(Vec::len) else {
        *best = so_far.min(*best);
        return;
    };
    if i == len {
        members[r].iter().enumerate().for_each(|(at, &cell)| place[cell] = at);
        let crossed = |&(a, b): &(usize, usize), &(c, d): &(usize, usize)| {
            (place[a] < place[c] && place[b] > place[d]) || (place[a] > place[c] && place[b] < place[d])
        };
        let own = &hops[r];
        let more: usize = (0..own.len()).map(|k| own[..k].iter().filter(|other| crossed(&own[k], other)).count()).sum();
        if so_far + more < *best {
            search(members, r + 1, 0, hops, place, best, so_far + more);
        }
        return;
    }
    for k in i..len {
        members[r].swap(i, k);
        search(members, r, i + 1, hops, place, best, so_far);
        members[r].swap(i, k);
    }
}

/// The columns (or rows) of boxes, by where they start along the flow.
fn columns(rects: &[Rect], down: bool) -> Vec<usize> {
    let start = |rect: &Rect| if down { rect.y0 } else { rect.x0 };
    let mut starts: Vec<f64> = rects.iter().map(start).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    rects.iter().map(|rect| starts.iter().position(|at| (at - start(rect)).abs() < 1.0).unwrap_or(0)).collect()
}

/// Pieces of two ways that lie on each other.
fn overlaps(ways: &[Vec<Point>]) -> usize {
    let pieces = |way: &[Point]| way.windows(2).map(|p| (p[0], p[1])).collect::<Vec<_>>();
    let on = |(a, b): (Point, Point), (c, d): (Point, Point)| {
        let shared = |a: f64, b: f64, c: f64, d: f64| a.max(b).min(c.max(d)) - a.min(b).max(c.min(d)) > 0.5;
        let level = |values: [f64; 4]| values.iter().all(|value| (value - values[0]).abs() < 0.5);
        (level([a.x, b.x, c.x, d.x]) && shared(a.y, b.y, c.y, d.y))
            || (level([a.y, b.y, c.y, d.y]) && shared(a.x, b.x, c.x, d.x))
    };
    let pairs = |i: usize| ways[..i].iter().map(move |other| (&ways[i], other));
    let count = |(a, b): (&Vec<Point>, &Vec<Point>)| {
        pieces(a).iter().map(|p| pieces(b).iter().filter(|q| on(*p, **q)).count()).sum::<usize>()
    };
    (0..ways.len()).flat_map(pairs).map(count).sum()
}

#[test]
fn crossings_are_as_few_as_there_can_be() {
    let mut random = Random(3);
    let (mut compared, mut crossed, mut overlapping) = (0, 0, 0);
    for _ in 0..200 {
        let n = 4 + random.below(5);
        let mut links = Vec::new();
        for _ in 0..n + random.below(3 * n) {
            let (a, b) = (random.below(n), random.below(n));
            if a < b && !links.contains(&(a, b)) {
                links.push((a, b));
            }
        }
        let down = random.below(2) == 0;
        let graph = graph(n, &links);
        let Ok(arrangement) = arrange(&graph, &spacing(if down { Direction::Down } else { Direction::Right })) else {
            continue;
        };
        let (rects, ways) = (rects(&arrangement), ways(&arrangement));
        let column = columns(&rects, down);
        // A chain may be wrapped; what is not linked stands in bands of its own.
        let forward = links.iter().all(|&(a, b)| column[a] < column[b]);
        if ways.len() < links.len() || !forward || links.is_empty() {
            continue;
        }
        overlapping += usize::from(overlaps(&ways) > 0);
        let Some(least) = optimum(&column, &links) else { continue };
        assert_eq!(crossings(&ways), least, "{links:?} in columns {column:?}, down {down}: {ways:?}");
        compared += 1;
        crossed += usize::from(least > 0);
    }
    assert_eq!(overlapping, 0, "links on each other");
    assert!(compared > 80 && crossed > 10, "only {compared} compared, {crossed} of them with crossings");
}

#[test]
fn links_along_the_flow_never_turn_back() {
    let mut random = Random(11);
    for _ in 0..100 {
        let n = 3 + random.below(9);
        let mut links = Vec::new();
        for _ in 0..2 * n {
            let (a, b) = (random.below(n), random.below(n));
            if a < b && !links.contains(&(a, b)) {
                links.push((a, b));
            }
        }
        let Ok(arrangement) = arrange(&graph(n, &links), &spacing(Direction::Down)) else { continue };
        assert_eq!(ways(&arrangement).len(), links.len());
        for way in ways(&arrangement) {
            assert!(way.windows(2).all(|p| p[1].y >= p[0].y), "{way:?}");
        }
    }
}

#[test]
fn stages_stand_on_one_axis_and_the_outcome_behind_them() {
    let mut graph = graph(5, &[(0, 2), (1, 2), (2, 3), (3, 4)]);
    graph[node(2)].kind = Kind::Core;
    graph[node(4)].kind = Kind::Outcome;
    graph.edge_weights_mut().for_each(|edge| edge.line = 0);
    let arrangement = arrange(&graph, &spacing(Direction::Right)).expect("it fits");
    let rects = rects(&arrangement);
    let axis = rects[2].center().y;
    assert!((rects[0].y0 + rects[1].y1 - 2.0 * axis).abs() < 1e-9);
    assert!((rects[3].center().y - axis).abs() < 1e-9 && (rects[4].center().y - axis).abs() < 1e-9);
    assert!(rects[..4].iter().all(|rect| rect.x1 < rects[4].x0));
    assert!((rects[0].x0 - 1.0).abs() < 1e-9 && (rects[4].x1 - 479.0).abs() < 1e-5, "the page is filled: {rects:?}");
    // The two inputs end in one head: either one runs into the other, or both are straight.
    let joined = arrangement.wires.iter().flatten().filter(|wire| wire.joins.is_some()).count();
    let straight = ways(&arrangement).iter().filter(|way| way.len() == 2).count();
    assert!(joined == 1 || straight == 4, "{joined} joined, {straight} straight");
}

#[test]
fn a_cycle_opens_where_it_runs_against_the_file() {
    let graph = graph(3, &[(2, 0), (0, 1), (1, 2)]);
    let net = super::cycle::Net::new(&graph);
    assert_eq!(net.back.iter().map(|arc| (arc.from, arc.to)).collect::<Vec<_>>(), [(2, 0)]);
    let rects = rects(&arrange(&graph, &spacing(Direction::Right)).expect("it fits"));
    assert!(rects[0].x1 < rects[1].x0 && rects[1].x1 < rects[2].x0);
}

#[test]
fn a_long_chain_goes_on_in_the_next_row() {
    let links: Vec<(usize, usize)> = (1..12).map(|i| (i - 1, i)).collect();
    let arrangement = arrange(&graph(12, &links), &spacing(Direction::Right)).expect("it fits");
    let rects = rects(&arrangement);
    assert!(rects.windows(2).any(|pair| pair[1].y0 > pair[0].y1 && pair[1].x0 < pair[0].x0), "{rects:?}");
    assert!(rects.iter().all(|rect| rect.x0 >= 0.99 && rect.x1 <= 479.01));
    // Each row reads from left to right, and each link to the next row runs down.
    for (way, pair) in ways(&arrangement).iter().zip(rects.windows(2)) {
        let along = |p: &[Point]| if pair[1].y0 > pair[0].y1 { p[1].y - p[0].y } else { p[1].x - p[0].x };
        assert!(way.windows(2).all(|p| along(p) >= -1e-9), "{way:?}");
    }
}
