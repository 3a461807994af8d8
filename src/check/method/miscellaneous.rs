//! Labels → groups and themes for what found no place elsewhere.

use super::lexicon::{Lexicon, lexicons};
use super::study::Study;
use super::{Finding, Rule, wording};
use crate::diagnostic;
use crate::model::Role;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "miscellaneous",
        reason: "a theme for what fits nowhere helps while themes are searched for; in a finished map it has no idea of its own",
        source: "Braun & Clarke 2006, p. 90",
    },
    looks_for: "a leftover “miscellaneous”, “other themes” (*)",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let leftover = study.nodes(&[Role::Group, Role::Theme, Role::SubTheme]).filter(|&node| {
        let theme = &study.map.graph[node];
        !theme.tentative && is_leftover(&theme.label, study.map.lang.as_deref())
    });
    let finding = |node| {
        Finding::about(study, node, format!("`{}` holds what is left over", study.label(node)))
            .hint("find what it holds a home in another theme, or let it go; while that is open, mark it `tentative`")
    };
    leftover.map(finding).collect()
}

/// Whether a label names what is left over.
pub fn is_leftover(label: &str, lang: Option<&str>) -> bool {
    let words = wording::words(label);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names = |lexicon: &Lexicon| match words[..] {
        [word] => lexicon.leftover.hold(word),
        [one, two] => {
            let pair = |other: &str, themes: &str| lexicon.other.hold(other) && lexicon.themes.hold(themes);
            pair(one, two) || pair(two, one)
        }
        _ => false,
    };
    lexicons(lang).iter().any(names)
}
