//! Themes of a map that holds evidence → those that have none.

use petgraph::graph::NodeIndex;

use super::study::{Study, THEMES};
use super::{Finding, Rule};
use crate::diagnostic;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "theme-without-evidence",
        reason: "a candidate that not enough data support is no theme",
        source: "Braun & Clarke 2006, p. 91; SRQR item 17",
    },
    looks_for: "themes without voices and quotes, where others have them",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    if !study.is_evidenced() {
        return Vec::new();
    }
    let bare: Vec<NodeIndex> = study.nodes(THEMES).filter(|&node| is_bare(study, node)).collect();
    let themes = study.nodes(THEMES).filter(|&node| is_asked(study, node)).count();
    // A map whose evidence has only been begun is asked once.
    if let (Some(&first), true) = (bare.first(), bare.len() * 2 > themes && bare.len() > 1) {
        let message =
            format!("{} of {themes} themes have neither voices nor quotes, `{}` first", bare.len(), study.label(first));
        let finding = Finding::at(None, study.map.graph[first].span.clone(), message);
        return vec![finding.hint("say who speaks in them: `voices`, `quotes`")];
    }
    let finding = |node: NodeIndex| {
        let message = format!("`{}` has neither voices nor quotes", study.label(node));
        Finding::about(study, node, message).hint("say who speaks in it, `voices` or `quotes`, or mark it `tentative`")
    };
    bare.into_iter().map(finding).collect()
}

/// Whether a theme is asked for evidence of its own: it stands in no theme without any, and if it stands in one whose
/// evidence is said of the whole, one beside it has its own.
fn is_asked(study: &Study, node: NodeIndex) -> bool {
    let graph = &study.map.graph;
    let Some(parent) = graph[node].parent.filter(|parent| THEMES.contains(&graph[*parent].role)) else { return true };
    study.has_evidence_below(parent)
}

fn is_bare(study: &Study, node: NodeIndex) -> bool {
    !study.has_evidence(node) && !study.map.graph[node].tentative && is_asked(study, node)
}
