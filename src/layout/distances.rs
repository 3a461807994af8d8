//! The look's distances and the map's links → the distances an arrangement keeps.

use super::door::Door;
use super::graph::{self, Spacing};
use super::{Head, hub, links};
use crate::style::Tokens;
use crate::unit::mm;

/// From this width on three panels stand side by side.
const THREE_ABREAST_MM: f64 = 145.0;

/// The distances of the look, wider where links need to be seen.
pub fn spacing(door: &Door, tokens: &Tokens, width: f64, most: f64) -> Spacing {
    let graph = &door.graph;
    let core = hub::only(graph, graph::Kind::Core);
    let outcome = hub::only(graph, graph::Kind::Outcome);
    let (mut lateral, mut entering, mut label) = (false, false, 0.0f64);
    for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
        let Some((source, target)) = graph.edge_endpoints(edge) else { continue };
        let (a, b) = (hub::outermost(graph, source.index()), hub::outermost(graph, target.index()));
        let hubward = [core, outcome].iter().flatten().any(|&end| a == end || b == end);
        lateral |= a != b && !hubward;
        let headed = |head: Head, end: petgraph::graph::NodeIndex| head != Head::None && graph[end].parent.is_some();
        entering |= a != b && (headed(graph[edge].start, source) || headed(graph[edge].end, target));
        if hubward {
            label = label.max(graph[edge].label.height);
        }
    }
    // A head that enters a panel stands between its outline and the card.
    let enter = tokens.head_length / links::HEAD_SHARE + ENTER_CLEAR;
    let abreast = if width >= mm(THREE_ABREAST_MM) { 3 } else { 2 };
    let loose = hub::tops(graph).iter().all(|&top| graph[graph::node(top)].kind == graph::Kind::Card);
    Spacing {
        width,
        most,
        inset: tokens.inset,
        pad: if entering { tokens.pad.max(enter) } else { tokens.pad },
        gap: tokens.gap,
        link_gap: tokens.arrow_gap,
        arrow_gap: tokens.arrow_gap,
        pgap: if lateral { tokens.arrow_gap } else { tokens.pgap },
        bgap: tokens.pgap,
        tgap: tokens.tgap,
        vgap: if label > 0.0 { tokens.vgap.max(label + LABEL_CLEAR) } else { tokens.vgap },
        channel: 0.0,
        core_share: tokens.core_share,
        round_radius: tokens.round_radius,
        panel_radius: tokens.panel_radius,
        card_radius: tokens.card_radius,
        abreast: if loose { abreast + 2 } else { abreast },
        rtl: door.rtl,
        direction: door.direction,
        ovals: door.ovals,
    }
}

/// What a link needs beside its head to turn towards a card inside a panel, in points.
const ENTER_CLEAR: f64 = 2.0;

/// A gap with a label in it is this much higher than the label.
const LABEL_CLEAR: f64 = 10.0;
