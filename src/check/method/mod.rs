//! A map → what a supervisor or a reviewer would ask about the analysis, each with its place, its reason and its source.
//!
//! Questions, never errors: the analysis is its author's. Nothing here ranks themes, weighs them by counts or proposes which to
//! merge. Where the author has an answer, `ignore` says so.

use std::collections::BTreeSet;
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
const MOST_OF_A_RULE: usize = 10;

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
        if open.len() > MOST_OF_A_RULE {
            let told = MOST_OF_A_RULE - 1;
            let message = format!("{} findings of this kind in all, of which the first {told} are told", open.len());
            open.truncate(MOST_OF_A_RULE);
            open[told] = Diagnostic::warning(open[told].span.clone(), message).of(&rule.rule);
        }
        found.extend(open);
    }
    found.extend(answers.unused());
    found.sort_by_key(start);
    found
}

/// The names that `ignore` knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.rule.name).chain(ELSEWHERE)
}

/// Names in `ignore` that no finding has, each with the one that was probably meant.
pub fn unknown_names(map: &Map) -> Vec<Diagnostic> {
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
    map: &'m Map,
    /// Names that the map itself ignores.
    ignored: BTreeSet<&'m str>,
    /// Rules that would have told something, by the theme that answered; without one where the map did.
    used: BTreeSet<(Option<NodeIndex>, &'static str)>,
}

impl<'m> Answers<'m> {
    fn of(map: &'m Map) -> Self {
        let ignored = map.ignored.iter().map(|(name, _)| name.as_str()).collect();
        Answers { map, ignored, used: BTreeSet::new() }
    }

    /// Whether a finding has its answer. All that answer it are used, the nearer and the farther.
    fn silence(&mut self, rule: &'static str, about: Option<NodeIndex>) -> bool {
        let by_map = self.ignored.contains(rule);
        let by_theme = about.filter(|&node| self.map.graph[node].ignored.iter().any(|(name, _)| name == rule));
        if by_map {
            self.used.insert((None, rule));
        }
        if by_theme.is_some() {
            self.used.insert((by_theme, rule));
        }
        by_map || by_theme.is_some()
    }

    /// Answers that nobody asked for. A name that is unknown, or one of another check, is none of them.
    fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        let of_map = self.map.ignored.iter().map(|answer| (None, answer));
        let graph = &self.map.graph;
        let of_themes =
            graph.node_indices().flat_map(|node| graph[node].ignored.iter().map(move |it| (Some(node), it)));
        of_map.chain(of_themes).filter_map(|(by, (name, span))| {
            let rule = RULES.iter().map(|rule| rule.rule.name).find(|rule| rule == name)?;
            let message = format!("`{name}` is ignored here, but there is nothing to ignore");
            let told = Diagnostic::warning(span.clone(), message);
            (!self.used.contains(&(by, rule))).then(|| told.hint("delete it, so that it cannot hide what comes later"))
        })
    }
}
