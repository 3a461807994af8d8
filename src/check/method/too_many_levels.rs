//! Levels of a map → more of them than readers follow.

use petgraph::graph::NodeIndex;

use super::study::{Study, THEMES};
use super::{Finding, Rule};
use crate::diagnostic;

/// Most levels: groups, themes, sub-themes.
const MOST_LEVELS: usize = 3;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "too-many-levels",
        reason: "three levels tell an analysis: groups, themes, sub-themes; what is deeper is often codes",
        source: "Attride-Stirling 2001: basic, organising and global themes; Braun & Clarke 2006, p. 92, of themes and sub-themes",
    },
    looks_for: "more than three levels of groups, themes and sub-themes",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let graph = &study.map.graph;
    let mut level = vec![1; graph.node_count()];
    for node in graph.node_indices() {
        if let Some(parent) = graph[node].parent {
            level[node.index()] = level[parent.index()] + 1;
        }
    }
    let deep: Vec<NodeIndex> = study.nodes(THEMES).filter(|node| level[node.index()] > MOST_LEVELS).collect();
    let Some(&first) = deep.first() else { return Vec::new() };
    let deepest = deep.iter().map(|node| level[node.index()]).max().unwrap_or(MOST_LEVELS);
    let stand = if deep.len() == 1 { "1 theme stands".to_owned() } else { format!("{} themes stand", deep.len()) };
    let message = format!("the map has {deepest} levels: {stand} below the third, `{}` first", study.label(first));
    let finding = Finding::at(None, graph[first].span.clone(), message);
    vec![finding.hint("list what is deeper as `codes`, or lift it to the level above")]
}
