//! Themes → those in which participants of one group speak.

use std::collections::BTreeSet;

use super::study::Study;
use super::{Finding, Rule};
use crate::diagnostic;
use crate::model::Role;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "one-group",
        reason: "where one group of participants speaks, readers ask what the others said about it",
        source: "COREQ item 32; Patton 1999, comparing the perspectives of people from different points of view",
    },
    looks_for: "themes in which one of several groups of participants speaks",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let groups = |speakers: &BTreeSet<&str>| -> Option<BTreeSet<usize>> {
        speakers.iter().map(|speaker| study.group(speaker)).collect()
    };
    if groups(&study.everybody()).is_none_or(|groups| groups.len() < 2) {
        return Vec::new();
    }
    let themes = study.nodes(&[Role::Theme]);
    let of_one = themes.filter_map(|node| {
        // One participant is of one group: that is another question.
        let speakers = Some(study.within(node)).filter(|speakers| speakers.len() > 1)?;
        let groups = groups(speakers)?;
        let only = groups.first().filter(|_| groups.len() == 1)?;
        Some((node, &study.map.participants[*only].label))
    });
    let finding = |(node, group)| {
        let message = format!("in `{}` only `{group}` speak", study.label(node));
        Finding::about(study, node, message)
            .hint("look again at what the other groups said, or say in the paper that it is theirs alone")
    };
    of_one.map(finding).collect()
}
