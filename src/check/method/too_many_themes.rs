//! Themes of a map → more of them than one figure tells.

use super::study::{Study, THEMES};
use super::{Finding, Rule};
use crate::diagnostic;

/// Most themes and sub-themes: as many boxes as a page of a journal holds in readable type. From here on the layout `auto`
/// sets rows in place of boxes.
const MOST_THEMES: usize = 30;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "too-many-themes",
        reason: "many themes are often codes still, or parts of each other, and one page does not show more than 30 as boxes",
        source: "Braun & Clarke 2006, p. 91; the number is this program's",
    },
    looks_for: "more than 30 themes and sub-themes",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let themes = study.nodes(THEMES).count();
    let Some(beyond) = study.nodes(THEMES).nth(MOST_THEMES) else { return Vec::new() };
    let message =
        format!("the map has {themes} themes and sub-themes, more than the {MOST_THEMES} that a figure tells");
    let finding = Finding::at(None, study.map.graph[beyond].span.clone(), message);
    let cure =
        "draw its upper levels, `fold = 2` under `[figure]`, and give the whole as a table (`thememap describe`)";
    vec![finding.hint(cure)]
}
