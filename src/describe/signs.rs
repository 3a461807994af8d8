//! [`Map`] → its labels alone, in reading order: what stands for sentences in a language without phrases.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::description::{MOST_NAMED, Said};
use super::{ended, is_rtl, shown};
use crate::model::{LinkKind, Map};

/// An outline by punctuation, without semicolons, which ask in Greek: a paragraph for the core, for each group and theme, for the outcome and for the links.
pub fn paragraphs(map: &Map) -> Vec<String> {
    let said = Said::new(map);
    let roots = map.core.iter().chain(&map.top).chain(&map.outcome);
    let mut paragraphs: Vec<String> = roots.map(|&top| ended(&branch(map, top, &said))).collect();
    let mut links: Vec<String> = Vec::new();
    for edge in map.graph.edge_indices().take(MOST_NAMED) {
        links.push(link(map, edge));
    }
    if let Some(more @ 1..) = map.graph.edge_count().checked_sub(MOST_NAMED) {
        links.push(format!("(+{more})"));
    }
    paragraphs.extend(Some(links.join(" ")).filter(|links| !links.is_empty()));
    paragraphs
}

/// Two labels and the sign of what links them.
pub fn link(map: &Map, edge: EdgeIndex) -> String {
    let Some((a, b)) = map.graph.edge_endpoints(edge) else { return String::new() };
    let link = &map.graph[edge];
    let sign = match link.kind {
        LinkKind::Plain | LinkKind::Associated | LinkKind::PartOf => "–",
        // Arrows are not turned round with the line; bars are.
        LinkKind::LeadsTo | LinkKind::Causes | LinkKind::Facilitator if is_rtl(map) => "←",
        LinkKind::LeadsTo | LinkKind::Causes | LinkKind::Facilitator => "→",
        LinkKind::Mutual => "↔",
        LinkKind::Barrier => "⊣",
        LinkKind::Contradicts => "⊢⊣",
    };
    let tentative = if link.tentative { " (?)" } else { "" };
    let label = link.label.as_ref().map_or_else(String::new, |label| format!(": {label}"));
    ended(&format!("{} {sign} {}{tentative}{label}", shown(&map.graph[a]), shown(&map.graph[b])))
}

/// A label with what stands below it in brackets, or how much that is.
fn branch(map: &Map, top: NodeIndex, said: &Said) -> String {
    let mut words = String::new();
    // A stack of what is still to be said, so that depth costs no recursion.
    let mut stack = vec![Piece::Node(top)];
    while let Some(piece) = stack.pop() {
        match piece {
            Piece::Mark(mark) => words.push_str(mark),
            Piece::Node(node) => {
                let theme = &map.graph[node];
                words.push_str(&shown(theme));
                if theme.tentative {
                    words.push_str(" (?)");
                }
                if let Some(below) = said.unnamed(node) {
                    words.push_str(&format!(" (+{below})"));
                } else if !theme.children.is_empty() {
                    words.push_str(" (");
                    stack.push(Piece::Mark(")"));
                    for (i, &child) in theme.children.iter().enumerate().rev() {
                        stack.push(Piece::Node(child));
                        if i > 0 {
                            stack.push(Piece::Mark(" · "));
                        }
                    }
                }
            }
        }
    }
    words
}

enum Piece {
    Node(NodeIndex),
    Mark(&'static str),
}
