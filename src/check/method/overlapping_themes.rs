//! Labels and aliases → themes that can hardly be told apart by name.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::study::Study;
use super::wording::{letters, meaning};
use super::{Finding, Rule, lexicon};
use crate::diagnostic;
use crate::model::Role;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "overlapping-themes",
        reason: "there should be clear distinctions between themes, and their names are where a reader looks for them",
        source: "Braun & Clarke 2006, pp. 91–92",
    },
    looks_for: "themes that can hardly be told apart by name",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let graph = &study.map.graph;
    let small = lexicon::small(study.map.lang.as_deref());
    let mut first: BTreeMap<BTreeSet<String>, NodeIndex> = BTreeMap::new();
    let mut found = Vec::new();
    let nodes = || graph.node_indices().filter(|node| graph[*node].role != Role::Code);
    for node in nodes() {
        let theme = &graph[node];
        let before = *first.entry(meaning(&theme.label, small)).or_insert(node);
        let other = &graph[before];
        let message = match (before == node, other.label == theme.label) {
            (true, _) => continue,
            (false, true) => format!("two themes are called `{}`", theme.label),
            // Two spellings of one name are another question.
            (false, false) if letters(&other.label) == letters(&theme.label) => continue,
            (false, false) => format!("`{}` and `{}` are named with the same words", other.label, theme.label),
        };
        found.push((node, before, message));
    }
    for node in nodes() {
        for alias in &graph[node].aliases {
            let Some(&other) = first.get(&meaning(alias, small)).filter(|other| **other != node) else { continue };
            let (label, named) = (&graph[node].label, &graph[other].label);
            if meaning(label, small) != meaning(named, small) {
                found.push((node, other, format!("`{label}` is also called `{alias}`, like the theme `{named}`")));
            }
        }
    }
    let finding = |(node, before, message): (NodeIndex, NodeIndex, String)| {
        let cure = "let each name say what sets the theme apart from the other";
        Finding::about(study, node, message).also(graph[before].span.clone(), "here").hint(cure)
    };
    found.into_iter().map(finding).collect()
}
