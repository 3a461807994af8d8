//! A map → what a supervisor or a reviewer would ask about the analysis, each with its place, its reason and its source.
//!
//! Questions, never errors: the analysis is its author's. Nothing here ranks themes, weighs them by counts or proposes which to
//! merge. Where the author has an answer, `ignore` says so.

use std::ops::Range;

use petgraph::graph::NodeIndex;

use super::privacy;
use crate::diagnostic::{self, Diagnostic};
use crate::model::Map;
use crate::read::near::{Effort, nearest};

mod empty_group;
mod group_of_one;
mod label_drift;
mod lexicon;
mod miscellaneous;
mod one_group;
mod one_voice;
mod overlapping_themes;
mod participant_never_quoted;
mod quote_without_participant;
mod study;
mod theme_without_evidence;
mod too_many_levels;
mod too_many_themes;
mod topic_summary;
mod wording;

use study::Study;

/// A question, and how to find what it is about.
pub struct Rule {
    /// Its name, its reason and its source.
    pub rule: diagnostic::Rule,
    /// What it looks for, a few words for lists.
    pub looks_for: &'static str,
    /// Everything it finds.
    find: fn(&Study) -> Vec<Finding>,
}

/// All of them, in the order of lists: the evidence, the names, the shape.
pub static RULES: [&Rule; 13] = [
    &participant_never_quoted::RULE,
    &quote_without_participant::RULE,
    &theme_without_evidence::RULE,
    &one_voice::RULE,
    &one_group::RULE,
    &label_drift::RULE,
    &overlapping_themes::RULE,
    &topic_summary::RULE,
    &miscellaneous::RULE,
    &group_of_one::RULE,
    &empty_group::RULE,
    &too_many_levels::RULE,
    &too_many_themes::RULE,
];

/// Findings of other checks that `ignore` silences.
const ELSEWHERE: [&str; 1] = [privacy::NAME];

/// Most findings of one rule in one map; where there are more, the last says how many.
const MOST_OF_A_RULE: usize = 12;

/// Something that a rule found.
struct Finding {
    /// The theme whose `ignore` may answer it; `None` where only that of the map can.
    about: Option<NodeIndex>,
    diagnostic: Diagnostic,
}

impl Finding {
    /// One about a theme, at its label.
    fn about(study: &Study, node: NodeIndex, message: String) -> Finding {
        Finding::at(Some(node), study.map.graph[node].span.clone(), message)
    }

    /// One about a place of its own.
    fn at(about: Option<NodeIndex>, span: Range<usize>, message: String) -> Finding {
        Finding { about, diagnostic: Diagnostic::warning(span, message) }
    }

    fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.diagnostic = self.diagnostic.hint(hint);
        self
    }

    fn also(mut self, span: Range<usize>, words: impl Into<String>) -> Finding {
        self.diagnostic = self.diagnostic.also(span, words);
        self
    }
}

/// What there is to ask of a map, without what its author has answered, in the order of the file. An answer to nothing is
/// told as well.
pub fn findings(map: &Map) -> Vec<Diagnostic> {
    let study = Study::of(map);
    let mut answers = Answers::of(map);
    let mut found = Vec::new();
    for rule in RULES {
        let open = (rule.find)(&study).into_iter().filter(|finding| !answers.silence(rule.rule.name, finding.about));
        let mut open: Vec<Diagnostic> = open.map(|finding| finding.diagnostic.of(&rule.rule)).collect();
        open.sort_by_key(start);
        if let Some(more) = open.len().checked_sub(MOST_OF_A_RULE).filter(|more| *more > 0) {
            open.truncate(MOST_OF_A_RULE - 1);
            found.push(Diagnostic::warning(None, format!("and {} more of this kind", more + 1)).of(&rule.rule));
        }
        found.extend(open);
    }
    found.extend(answers.unused());
    // What has no place goes on from what has one.
    found.sort_by_key(|diagnostic| diagnostic.span.as_ref().map_or(usize::MAX, |span| span.start));
    found
}

/// Names in `ignore` that no finding has, each with the one that was probably meant.
pub fn unknown_names(map: &Map) -> Vec<Diagnostic> {
    let names = || RULES.iter().map(|rule| rule.rule.name).chain(ELSEWHERE);
    let effort = Effort::default();
    let lists = std::iter::once(&map.ignored).chain(map.graph.node_weights().map(|theme| &theme.ignored));
    let unknown = lists.flatten().filter(|(name, _)| !names().any(|known| known == name));
    let told = unknown.map(|(name, span)| {
        let told = Diagnostic::warning(span.clone(), format!("no finding is called `{name}`"));
        match nearest(name, names(), &effort) {
            Some(near) => told.hint(format!("did you mean `{near}`?")),
            None => told.hint("`thememap check --help` lists them"),
        }
    });
    let mut told: Vec<Diagnostic> = told.collect();
    told.sort_by_key(start);
    told
}

fn start(diagnostic: &Diagnostic) -> usize {
    diagnostic.span.as_ref().map_or(0, |span| span.start)
}

/// The author's answers: every name in an `ignore`, of the map and of its themes, and whether anything was asked.
struct Answers<'m> {
    /// Those of the map itself, and those of each theme by its index.
    map: Vec<Answer<'m>>,
    themes: Vec<Vec<Answer<'m>>>,
}

struct Answer<'m> {
    name: &'m str,
    span: Range<usize>,
    is_used: bool,
}

impl<'m> Answers<'m> {
    fn of(map: &'m Map) -> Self {
        let list = |ignored: &'m [(String, Range<usize>)]| -> Vec<Answer> {
            ignored.iter().map(|(name, span)| Answer { name, span: span.clone(), is_used: false }).collect()
        };
        Answers {
            map: list(&map.ignored),
            themes: map.graph.node_weights().map(|theme| list(&theme.ignored)).collect(),
        }
    }

    /// Whether a finding has its answer. All that answer it are used, the nearer and the farther.
    fn silence(&mut self, rule: &str, about: Option<NodeIndex>) -> bool {
        let of_theme = about.and_then(|node| self.themes.get_mut(node.index())).into_iter().flatten();
        let mut is_silent = false;
        for answer in self.map.iter_mut().chain(of_theme).filter(|answer| answer.name == rule) {
            answer.is_used = true;
            is_silent = true;
        }
        is_silent
    }

    /// Answers that nobody asked for. A name that is unknown, or one of another check, is none of them.
    fn unused(self) -> impl Iterator<Item = Diagnostic> {
        let all = self.map.into_iter().chain(self.themes.into_iter().flatten());
        let unused = all.filter(|answer| !answer.is_used && RULES.iter().any(|rule| rule.rule.name == answer.name));
        unused.map(|Answer { name, span, .. }| {
            Diagnostic::warning(span, format!("`{name}` is ignored here, but there is nothing to ignore"))
                .hint("delete it, so that it cannot hide what comes later")
        })
    }
}
