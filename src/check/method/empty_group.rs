//! Groups → those that hold nothing.

use super::study::Study;
use super::{Finding, Rule};
use crate::diagnostic;
use crate::model::Role;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "empty-group",
        reason: "a group is a title over its themes; without any it is a theme, or a promise",
        source: "Attride-Stirling 2001: an organising theme is a cluster of basic themes",
    },
    looks_for: "groups without themes",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let empty = study.nodes(&[Role::Group]).filter(|&node| study.map.graph[node].children.is_empty());
    let finding = |node| {
        Finding::about(study, node, format!("the group `{}` holds no themes", study.label(node)))
            .hint("list its `themes`, or make it a theme: an item of `themes`")
    };
    empty.map(finding).collect()
}
