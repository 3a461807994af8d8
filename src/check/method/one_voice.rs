//! Themes → those in which one participant speaks.

use super::study::Study;
use super::{Finding, Rule};
use crate::diagnostic;
use crate::model::Role;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "one-voice",
        reason: "a theme is a pattern of shared meaning; one participant can carry it, but readers ask with whom it is shared",
        source: "Braun & Clarke 2006, p. 82, and 2019",
    },
    looks_for: "themes in which one participant speaks",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    if study.everybody().len() < 2 {
        // A study of one case has one voice.
        return Vec::new();
    }
    // Of sub-themes, which are aspects, one voice is nothing to ask about.
    let themes = study.nodes(&[Role::Theme]);
    let alone = themes.filter_map(|node| match study.within(node).iter().collect::<Vec<_>>()[..] {
        [only] => Some((node, only)),
        _ => None,
    });
    let finding = |(node, only)| {
        let message = format!("in `{}` only `{only}` speaks", study.label(node));
        Finding::about(study, node, message)
            .hint("name the others who speak to it (`voices`), or say in the paper why one is enough")
    };
    alone.map(finding).collect()
}
