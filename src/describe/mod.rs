//! [`Map`] → words: what the figure shows, for readers who do not see it.

use petgraph::graph::NodeIndex;

use crate::model::{Link, LinkKind, Map, Role};

/// The figure's short name: the map's title, or what the map is about.
pub fn title(map: &Map) -> String {
    let about = map.title.clone().or_else(|| map.core.map(|core| map.graph[core].label.clone()));
    about.unwrap_or_else(|| "Thematic map".to_owned())
}

/// Everything the figure shows, every label included, in reading order.
pub fn description(map: &Map) -> String {
    let mut sentences = Vec::new();
    if let Some(core) = map.core {
        sentences.push(format!("Core: {}.", branch(map, core)));
    }
    for &top in &map.top {
        let role = if map.graph[top].role == Role::Group { "Group" } else { "Theme" };
        sentences.push(format!("{role}: {}.", branch(map, top)));
    }
    if let Some(outcome) = map.outcome {
        sentences.push(format!("Outcome: {}.", branch(map, outcome)));
    }
    for edge in map.graph.edge_indices() {
        let Some((a, b)) = map.graph.edge_endpoints(edge) else {
            continue;
        };
        sentences.push(claim(&map.graph[edge], &map.graph[a].label, &map.graph[b].label));
    }
    sentences.join(" ")
}

/// A label with what stands below it in parentheses.
fn branch(map: &Map, top: NodeIndex) -> String {
    let mut words = String::new();
    // A stack of what is still to be said, so that depth costs no recursion.
    let mut stack = vec![Piece::Node(top)];
    while let Some(piece) = stack.pop() {
        match piece {
            Piece::Mark(mark) => words.push_str(mark),
            Piece::Node(index) => {
                let theme = &map.graph[index];
                words.push_str(&theme.label);
                if let Some(added) = &theme.added {
                    words.push_str(&format!(" ({added})"));
                }
                if !theme.children.is_empty() {
                    words.push_str(" (");
                    stack.push(Piece::Mark(")"));
                    for (i, &child) in theme.children.iter().enumerate().rev() {
                        stack.push(Piece::Node(child));
                        if i > 0 {
                            stack.push(Piece::Mark("; "));
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

fn claim(link: &Link, a: &str, b: &str) -> String {
    let verb = match link.kind {
        LinkKind::Plain => "is linked with",
        LinkKind::LeadsTo => "leads to",
        LinkKind::Mutual => "and, mutually,",
        LinkKind::Associated => "is associated with",
        LinkKind::PartOf => "is part of",
        LinkKind::Causes => "causes",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Barrier => "is a barrier to",
        LinkKind::Facilitator => "facilitates",
    };
    let tentative = if link.tentative { " (tentative)" } else { "" };
    let label = link.label.as_ref().map_or_else(String::new, |label| format!(": {label}"));
    format!("{a} {verb} {b}{tentative}{label}.")
}
