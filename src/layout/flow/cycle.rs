//! Links → arcs that all run one way: plain ones in the order of the file, a cycle opened where a link runs against it.

use super::super::Head;
use super::super::graph::{Graph, Kind, node};
use super::super::hub::{only, outermost, tops};

/// The outermost boxes of a map and the links between them.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// The core, then groups and themes in no group in the order of the file, then the outcome.
    pub boxes: Vec<usize>,
    /// Position of the outcome.
    pub outcome: Option<usize>,
    /// Links along the flow; with all of them there is no cycle.
    pub arcs: Vec<Arc>,
    /// Links that close a cycle, with the positions of their ends.
    pub back: Vec<Arc>,
}

/// A link between two outermost boxes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// The link.
    pub edge: usize,
    /// Position of the box at its start along the flow.
    pub from: usize,
    /// Position of the box at its end.
    pub to: usize,
    /// Whether the link was written the other way round.
    pub reversed: bool,
    /// The cards it names at its start and end, where it does not name the box itself.
    pub cards: [Option<usize>; 2],
    /// What stands at its start and end along the flow.
    pub heads: [Head; 2],
}

impl Net {
    /// Reads the links of a map.
    ///
    /// First come the links that run with the file, then those with the core and the outcome, then those against the file;
    /// one that closes a cycle with what came before it is a link back.
    pub fn new(graph: &Graph) -> Net {
        let (core, outcome) = (only(graph, Kind::Core), only(graph, Kind::Outcome));
        let boxes: Vec<usize> = core.into_iter().chain(tops(graph)).chain(outcome).collect();
        let mut position = vec![None; graph.node_count()];
        boxes.iter().enumerate().for_each(|(at, &index)| position[index] = Some(at));
        let outcome = outcome.and_then(|index| position[index]);
        let special = |at: usize| Some(at) == outcome || (core.is_some() && at == 0);
        let mut found: Vec<(usize, Arc)> = Vec::new();
        for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
            let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
            let tops = [a, b].map(|end| position[outermost(graph, end.index())]);
            let [Some(from), Some(to)] = tops else { continue };
            if from == to {
                continue;
            }
            let this = &graph[edge];
            let plain = this.start == this.end;
            // A plain link with the core keeps the order in which it was written; between groups the file's order counts.
            let reversed = plain && (Some(from) == outcome || (!special(from) && !special(to) && from > to));
            let cards = [card(graph, a.index()), card(graph, b.index())];
            let heads = [this.start, this.end];
            let mut arc = Arc { edge: edge.index(), from, to, reversed, cards, heads };
            if reversed {
                std::mem::swap(&mut arc.from, &mut arc.to);
                arc.cards.reverse();
                arc.heads.reverse();
            }
            let turn = match (special(arc.from) || special(arc.to), arc.from < arc.to) {
                (false, true) => 0,
                (true, _) => 1,
                (false, false) => 2,
            };
            found.push((turn, arc));
        }
        found.sort_by_key(|&(turn, arc)| (turn, arc.edge));
        let mut net = Net { boxes, outcome, ..Net::default() };
        for (_, arc) in found {
            if Some(arc.from) == outcome || net.reaches(arc.to, arc.from) {
                net.back.push(arc);
            } else {
                net.arcs.push(arc);
            }
        }
        net.arcs.sort_by_key(|arc| arc.edge);
        net
    }

    /// Whether arcs lead from one box to another.
    fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.boxes.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(self.arcs.iter().filter(|arc| arc.from == at).map(|arc| arc.to));
            }
        }
        false
    }

    /// Whether a link names a card inside a box.
    pub fn names_a_card(&self, at: usize) -> bool {
        let named = |arc: &Arc| (arc.from == at && arc.cards[0].is_some()) || (arc.to == at && arc.cards[1].is_some());
        self.arcs.iter().any(named)
    }

    /// Whether a box has a link with another one.
    pub fn linked(&self, at: usize) -> bool {
        self.arcs.iter().chain(&self.back).any(|arc| arc.from == at || arc.to == at)
    }
}

/// The card inside a panel that shows a node; `None` where the outermost box shows it.
fn card(graph: &Graph, mut index: usize) -> Option<usize> {
    while let Some(parent) = graph[node(index)].parent {
        if graph[node(index)].kind != Kind::Item {
            return Some(index);
        }
        index = parent;
    }
    None
}
