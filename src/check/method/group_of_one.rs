//! Groups and themes → those that hold a single theme.

use super::study::Study;
use super::{Finding, Rule, miscellaneous};
use crate::diagnostic;
use crate::model::Role;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "group-of-one",
        reason: "a group says what several themes have in common; of one it says the same twice",
        source: "Attride-Stirling 2001: an organising theme is a cluster of basic themes",
    },
    looks_for: "groups with one theme, themes with one sub-theme",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let graph = &study.map.graph;
    let mut found = Vec::new();
    for node in study.nodes(&[Role::Group, Role::Theme, Role::SubTheme]) {
        let theme = &graph[node];
        let [only] = theme.children[..] else { continue };
        // What a leftover holds is another question, and a code is one aspect, however many there are.
        if graph[only].role == Role::Code || miscellaneous::is_leftover(&theme.label, study.map.lang.as_deref()) {
            continue;
        }
        let what = if theme.role == Role::Group { "theme" } else { "sub-theme" };
        let message = format!("`{}` holds one {what}, `{}`", theme.label, graph[only].label);
        let finding = Finding::about(study, node, message);
        found.push(finding.hint("look for what else belongs there, or let it stand without a title over it"));
    }
    found
}
