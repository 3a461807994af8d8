//! Labels, short labels and aliases → themes that go by several names.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use super::study::Study;
use super::wording::{is_subtitled, letters, meaning};
use super::{Finding, Rule, lexicon};
use crate::diagnostic;
use crate::model::{Role, Theme};

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "label-drift",
        reason: "a reader who meets a theme under another name in abstract, heading and figure looks for two",
        source: "COREQ item 31; Braun & Clarke 2006, p. 92",
    },
    looks_for: "a theme that goes by several names, a name in several spellings",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let graph = &study.map.graph;
    let named = graph.node_indices().filter_map(|node| aliases(study, node));
    let shortened = graph.node_indices().filter_map(|node| short(study, node));
    named.chain(shortened).chain(spellings(study)).collect()
}

/// A theme with aliases that are not its label with a subtitle, nor its short label.
fn aliases(study: &Study, node: NodeIndex) -> Option<Finding> {
    let theme = &study.map.graph[node];
    let is_other = |alias: &str| letters(alias) != letters(&theme.label) && !is_subtitled(alias, &theme.label);
    let places = theme.aliases.iter().zip(&theme.alias_spans);
    let others: Vec<_> = places.filter(|(alias, _)| is_other(alias)).collect();
    let (last, first) = others.split_last()?;
    let mut names = first.iter().map(|(alias, _)| format!("`{alias}`")).collect::<Vec<_>>().join(", ");
    if !names.is_empty() {
        names.push_str(" and ");
    }
    let message = format!("`{}` is also called {names}`{}`", theme.label, last.0);
    let finding = Finding::about(study, node, message);
    let finding = others.iter().fold(finding, |finding, (_, span)| finding.also((*span).clone(), "here"));
    Some(finding.hint("word it in one way in abstract, overview, headings and figure"))
}

/// A theme whose short label shares no word with its label, so that the figure names it otherwise than the text.
fn short(study: &Study, node: NodeIndex) -> Option<Finding> {
    let theme = &study.map.graph[node];
    let short = theme.short.as_ref()?;
    let small = lexicon::small(study.map.lang.as_deref());
    let long = letters(&theme.label);
    let shares = meaning(short, small).iter().any(|word| comes_from(word, &long));
    let is_short_form = study.map.about.abbreviations.iter().any(|(form, _)| short.contains(form.as_str()));
    if shares || is_short_form || is_initials(short, theme) {
        return None;
    }
    let message = format!("where space is tight `{}` is called `{short}`, which shares no word with it", theme.label);
    Some(Finding::about(study, node, message).hint("shorten it with words of the label"))
}

/// Letters at the beginning of a word by which it may be another form of the same.
const STEM: usize = 4;

/// From here on stand the scripts that part no words, Thai the first: one sign in common will do.
const FIRST_UNPARTED: char = '\u{0E00}';

/// Whether a word, or its stem, is in a label.
fn comes_from(word: &str, letters: &str) -> bool {
    let end = word.char_indices().nth(STEM).map_or(word.len(), |(at, _)| at);
    letters.contains(&word[..end]) || word.chars().any(|c| c >= FIRST_UNPARTED && letters.contains(c))
}

/// Whether a short label is made of capitals, as `PSW` is.
fn is_initials(short: &str, theme: &Theme) -> bool {
    short.chars().all(|c| !c.is_lowercase()) && theme.label.chars().any(char::is_lowercase)
}

/// Themes in two places whose names differ in spelling alone.
fn spellings(study: &Study) -> Vec<Finding> {
    let graph = &study.map.graph;
    let mut first: BTreeMap<String, NodeIndex> = BTreeMap::new();
    let mut found = Vec::new();
    for node in graph.node_indices().filter(|node| graph[*node].role != Role::Code) {
        let theme = &graph[node];
        let before = &graph[*first.entry(letters(&theme.label)).or_insert(node)];
        if before.label != theme.label {
            let message = format!("`{}` is spelled `{}` elsewhere", theme.label, before.label);
            let finding = Finding::about(study, node, message).also(before.span.clone(), "here");
            found.push(finding.hint("spell them alike, or name them apart if they are two"));
        }
    }
    found
}
