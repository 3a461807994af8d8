//! The ranks of one row → places for its boxes and ways for its links.

use kurbo::Rect;
use petgraph::graph::EdgeIndex;

use super::super::Outline;
use super::super::graph::{EPSILON, Spot, Unfit, node};
use super::Ground;
use super::bundle::{self, End};
use super::cycle::Arc;
use super::down::down;
use super::order::Layers;
use super::ports::PORTS_APART;
use super::right::right;
use super::wires::{self, Named, Scene, Seat, Way, Ways};

/// A gap with a link is this many times as wide as the least that shows an arrow.
const GAP: f64 = 1.2;

/// A gap with a label in it is this much larger than the label, in points: 5 and the clear space at its end.
const LABEL_CLEAR: f64 = 7.0;

/// A link that changes its place needs this much beside its label, in points.
const LABEL_TURN: f64 = 12.0;

/// A lane keeps this far from boxes, in points.
pub const LANE_CLEAR: f64 = 8.0;

/// How often gaps are made wider for tracks.
const TRIES: usize = 3;

/// An end with a head needs this share of the least gap that shows an arrow as a straight line, another end that.
const RUN: (f64, f64) = (0.5, 0.3);

/// A row of stages, its top at 0.
pub struct Draft {
    /// Places by node of the graph, on the page but for the height.
    pub spots: Vec<Option<Spot>>,
    /// By arc; empty for those of other rows.
    pub ways: Vec<Way>,
    /// Corners of all ways.
    pub bends: usize,
    /// Its height.
    pub height: f64,
    /// What its line breaks and crossings cost, in points of figure height.
    pub penalty: f64,
    /// Its ranks.
    pub layers: Layers,
}

impl Draft {
    /// Places the boxes that have a rank.
    pub fn solve(ground: &Ground, rank: &[Option<usize>]) -> Result<Draft, Unfit> {
        let mut layers = bundle::layers(ground.net, ground.bundles, rank, ground.down);
        layers.solve();
        let mut gaps = gaps(ground, &layers);
        for last in (0..TRIES).rev() {
            let draft = if ground.down { down(ground, &layers, &gaps) } else { right(ground, &layers, &gaps) }?;
            let short = draft.1.iter().zip(&gaps).any(|(need, gap)| *need > gap + EPSILON);
            if !short || last == 0 {
                return Ok(draft.0);
            }
            gaps.iter_mut().zip(&draft.1).for_each(|(gap, need)| *gap = gap.max(*need));
        }
        Err(Unfit::Word { node: 0, need: 0.0, room: 0.0 })
    }

    /// The only box of its last rank, or of its first.
    pub fn only(&self, last: bool) -> Option<usize> {
        let rank = if last { self.layers.order.last() } else { self.layers.order.first() };
        match rank?[..] {
            [cell] => self.layers.cells[cell].boxed,
            _ => None,
        }
    }
}

/// Least gaps between the ranks: room for an arrow, or for the label of a link.
fn gaps(ground: &Ground, layers: &Layers) -> Vec<f64> {
    let spacing = ground.spacing;
    let plain = if ground.down { spacing.vgap } else { (GAP * spacing.arrow_gap).max(spacing.pgap) };
    let gap = |rank: usize| {
        let own = || layers.hops.iter().filter(|hop| layers.cells[hop.from].rank == rank);
        if own().next().is_none() {
            return spacing.bgap;
        }
        let label = |&arc: &usize| {
            let edge = &ground.graph[EdgeIndex::new(ground.net.arcs[arc].edge)];
            if ground.down { edge.label.height } else { edge.slim.width }
        };
        // A label stands where its link begins.
        let labels = own().filter(|hop| layers.cells[hop.from].boxed.is_some()).flat_map(|hop| &hop.arcs).map(label);
        let label = labels.fold(0.0, f64::max);
        let alone = own().count() == 1;
        if label > 0.0 { plain.max(label + LABEL_CLEAR + if alone { 0.0 } else { LABEL_TURN }) } else { plain }
    };
    (1..layers.order.len()).map(|rank| gap(rank - 1)).collect()
}

/// Positions of the boxes of a rank, in order.
pub fn boxes(layers: &Layers, rank: usize) -> Vec<usize> {
    layers.order[rank].iter().filter_map(|&cell| layers.cells[cell].boxed).collect()
}

/// Where a box stands along and across the flow; its ends are less round when its sides have to hold more ports than one.
pub fn round(ground: &Ground, layers: &Layers, cell: usize, spots: &mut [Option<Spot>]) -> Seat {
    let index = layers.cells[cell].boxed.map_or(usize::MAX, |at| ground.net.boxes[at]);
    let Some(spot) = spots.get_mut(index).and_then(Option::as_mut) else {
        return Seat { along: (0.0, 0.0), across: (0.0, 0.0), radius: 0.0 };
    };
    let seat = seat(ground, index, spot.rect);
    let ports = [End::Source, End::Target].map(|end| {
        let own = layers.hops.iter().filter(|hop| cell == if end == End::Source { hop.from } else { hop.to });
        let (mut bundles, mut single) = (Vec::new(), 0);
        for hop in own {
            let bundle = &ground.bundles[hop.bundle];
            if bundle.arcs.len() < 2 || bundle.end != end {
                single += 1;
            } else if !bundles.contains(&hop.bundle) {
                bundles.push(hop.bundle);
            }
        }
        single + bundles.len()
    });
    let most = ports[0].max(ports[1]).saturating_sub(1) as f64;
    let side = seat.across.1 - seat.across.0;
    let radius = ((side - most * PORTS_APART) / 2.0).max(0.0);
    if most == 0.0 || radius >= seat.radius {
        return seat;
    }
    spot.outline = Some(Outline::Rounded(radius));
    Seat { radius, ..seat }
}

/// Where a box stands along and across the flow.
pub fn seat(ground: &Ground, index: usize, rect: Rect) -> Seat {
    let Ground { graph, spacing, down, .. } = *ground;
    let mirrored = |(a, b): (f64, f64)| if spacing.rtl { (spacing.width - b, spacing.width - a) } else { (a, b) };
    let (xs, ys) = (mirrored((rect.x0, rect.x1)), (rect.y0, rect.y1));
    let radius = graph[node(index)].radius(rect, spacing);
    if down { Seat { along: ys, across: xs, radius } } else { Seat { along: xs, across: ys, radius } }
}

/// The ways of the links between boxes that have their places.
pub fn links(
    ground: &Ground,
    layers: &Layers,
    seats: Vec<Seat>,
    named: Vec<[Option<Named>; 2]>,
    stages: Vec<(f64, f64)>,
) -> Ways {
    let arrow = ground.spacing.arrow_gap;
    let label = |arc: &Arc| {
        let label = ground.graph[EdgeIndex::new(arc.edge)].slim.width;
        if label > 0.0 && !ground.down { label } else { 0.0 }
    };
    let scene = Scene {
        net: ground.net,
        bundles: ground.bundles,
        layers,
        seats,
        named,
        stages,
        labels: ground.net.arcs.iter().map(label).collect(),
        run: (RUN.0 * arrow, RUN.1 * arrow),
    };
    wires::ways(&scene)
}
