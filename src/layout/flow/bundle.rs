//! Arcs with ranks → cells and hops: links that are drawn alike and share an end share their lanes past other boxes.

use std::collections::BTreeMap;

use petgraph::graph::EdgeIndex;

use super::super::Head;
use super::super::graph::Graph;
use super::cycle::{Arc, Net};
use super::order::{Cell, Hop, Layers};

/// Links that may run together.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Its links, as indices of arcs.
    pub arcs: Vec<usize>,
    /// Where they run together: at the box they all come from, or at the one they all lead to.
    pub end: End,
}

/// An end along the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Where links lead to.
    Target,
    /// Where they come from.
    Source,
}

/// Sorts the arcs into bundles: as many as can be into one, those with a common target first.
pub fn bundles(graph: &Graph, net: &Net) -> Vec<Bundle> {
    type Look = (End, usize, usize, [Head; 2]);
    let look = |arc: &Arc, end: End| -> Option<Look> {
        let edge = &graph[EdgeIndex::new(arc.edge)];
        let (at, card) = if end == End::Target { (arc.to, arc.cards[1]) } else { (arc.from, arc.cards[0]) };
        (edge.label.height <= 0.0 && card.is_none()).then_some((end, at, edge.line, arc.heads))
    };
    let mut free: Vec<usize> = (0..net.arcs.len()).collect();
    let mut bundles = Vec::new();
    loop {
        let mut groups: Vec<(Look, Vec<usize>)> = Vec::new();
        for (end, &at) in [End::Target, End::Source].into_iter().flat_map(|end| free.iter().map(move |at| (end, at))) {
            let Some(look) = look(&net.arcs[at], end) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == look) {
                Some((_, arcs)) => arcs.push(at),
                None => groups.push((look, vec![at])),
            }
        }
        let most = groups.iter().map(|(_, arcs)| arcs.len()).max().unwrap_or(0);
        let Some(((end, ..), arcs)) = groups.into_iter().find(|(_, arcs)| most > 1 && arcs.len() == most) else {
            break;
        };
        free.retain(|at| !arcs.contains(at));
        bundles.push(Bundle { arcs, end });
    }
    bundles.extend(free.into_iter().map(|at| Bundle { arcs: vec![at], end: End::Target }));
    bundles
}

/// Puts boxes and lanes into ranks. `rank` gives that of each box, `None` for a box that stands elsewhere; links to such a
/// box are left out.
///
/// Where crossings leave the choice, lanes stand behind the boxes of their rank, or in the `middle` of an even number.
pub fn layers(net: &Net, bundles: &[Bundle], rank: &[Option<usize>], middle: bool) -> Layers {
    let ranks = rank.iter().flatten().max().map_or(0, |last| last + 1);
    let mut layers = Layers { order: vec![Vec::new(); ranks], ..Layers::default() };
    let mut seat = vec![usize::MAX; rank.len()];
    let add = |layers: &mut Layers, cell: Cell| {
        layers.order[cell.rank].push(layers.cells.len());
        layers.cells.push(cell);
        layers.cells.len() - 1
    };
    for (at, rank) in rank.iter().enumerate() {
        if let Some(rank) = *rank {
            seat[at] = add(&mut layers, Cell { rank, boxed: Some(at), key: at as f64 });
        }
    }
    let mut lanes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, bundle) in bundles.iter().enumerate() {
        for &at in &bundle.arcs {
            let arc = &net.arcs[at];
            let (Some(first), Some(last)) = (rank[arc.from], rank[arc.to]) else { continue };
            let mut from = seat[arc.from];
            for r in first + 1..=last {
                let own: Vec<usize> = (0..rank.len()).filter(|&at| rank[at] == Some(r)).collect();
                let key = match own[..] {
                    [.., last] if !middle || own.len() % 2 == 1 => (last + rank.len()) as f64,
                    _ => own.get(own.len() / 2).map_or(0.0, |&after| after as f64 - 0.5),
                } + number as f64 / 1e6;
                let to = match r == last {
                    true => seat[arc.to],
                    false => *lanes
                        .entry((number, r))
                        .or_insert_with(|| add(&mut layers, Cell { rank: r, boxed: None, key })),
                };
                let same = |hop: &&mut Hop| {
                    let lane = layers.cells[from].boxed.is_none() || layers.cells[to].boxed.is_none();
                    // Links with different cards of one box are together from the lane on.
                    let boxed = |cell: usize| layers.cells[cell].boxed.is_some();
                    let named = (boxed(from) && arc.cards[0].is_some()) || (boxed(to) && arc.cards[1].is_some());
                    lane && !named && hop.cards == [None; 2] && hop.bundle == number && hop.from == from && hop.to == to
                };
                match layers.hops.iter_mut().find(same) {
                    Some(hop) => hop.arcs.push(at),
                    None => {
                        let boxed = |cell: usize| layers.cells[cell].boxed.is_some();
                        let cards = [arc.cards[0].filter(|_| boxed(from)), arc.cards[1].filter(|_| boxed(to))];
                        layers.hops.push(Hop { from, to, bundle: number, arcs: vec![at], cards });
                    }
                }
                from = to;
            }
        }
    }
    layers
}
