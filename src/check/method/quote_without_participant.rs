//! Quotes → those that nobody said.

use super::study::Study;
use super::{Finding, Rule};
use crate::diagnostic;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "quote-without-participant",
        reason: "a quote stands with the id or the pseudonym of who said it",
        source: "COREQ item 29",
    },
    looks_for: "quotes without `by`",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let graph = &study.map.graph;
    let mut found = Vec::new();
    for node in graph.node_indices() {
        for quote in graph[node].quotes.iter().filter(|quote| quote.by.is_none()) {
            let name = quote.id.as_ref().map_or(String::new(), |id| format!(", `{id}`,"));
            let message = format!("a quote{name} in `{}` has no participant", graph[node].label);
            let finding = Finding::at(Some(node), quote.place.0.clone(), message);
            found.push(finding.hint("say whose words they are: `by = \"…\"`"));
        }
    }
    found
}
