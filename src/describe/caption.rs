//! [`Map`] → caption: title, what the figure shows, what its marks and short forms mean, where it was published.

use super::abbreviations::Abbreviations;
use super::counts::Counts;
use super::language::{Language, fill};
use super::{ended, shown, voices};
use crate::model::{By, LinkKind, Map};

/// Most words of the title of a figure (BioMed Central).
pub const MOST_TITLE_WORDS: usize = 15;

/// Most words of the legend below it (BioMed Central).
pub const MOST_WORDS: usize = 300;

/// A caption in its two parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// The title of the figure, without its stop; none in a caption of the author's own, which is one text.
    pub title: Option<String>,
    /// The rest, in whole sentences.
    pub text: String,
}

impl Caption {
    /// Both parts as one text.
    pub fn whole(&self) -> String {
        let title = self.title.as_deref().map(ended);
        title.into_iter().chain(Some(self.text.clone())).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The author's caption, or one made from the map. Of a figure that shows who speaks it says what is to be kept in mind, and
/// so does the author's own where the map says that apart.
pub fn caption(map: &Map, language: Option<&Language>, shows: Option<By>) -> Caption {
    let caveat = shows.and_then(|_| voices::caveat(map, language));
    if let Some(own) = &map.about.caption {
        let said = map.about.caveat.as_ref().is_none_or(|caveat| own.contains(caveat.as_str()));
        let more = caveat.filter(|_| !said).map_or_else(String::new, |caveat| format!(" {caveat}"));
        return Caption {
            title: None,
            text: format!("{}{more}", if more.is_empty() { own.clone() } else { ended(own) }),
        };
    }
    let core = map.core.map(|core| shown(&map.graph[core]));
    let title = map.title.clone().or_else(|| core.clone());
    let Abbreviations { explained, .. } = Abbreviations::of(map);
    let abbreviations: Vec<String> = explained.iter().map(|(short, long)| format!("{short}, {long}")).collect();
    let entries = |entries: &[String]| entries.join(language.map_or("; ", |language| language.list.semicolon));
    let mut sentences = Vec::new();
    if let Some(language) = language {
        sentences.push(summary(map, language, title.is_some() && title == core));
        let mut key = key(map, language);
        // That a line is a link needs no saying where there is no other mark.
        if key == [entry(language.legend.marks.line, language.legend.meanings.plain)] {
            key.clear();
        }
        if !key.is_empty() {
            sentences.push(fill(language.legend.key, &[("entries", &entries(&key))]));
        }
    }
    sentences.extend(caveat);
    if !abbreviations.is_empty() {
        let phrase = language.map_or("{entries}.", |language| language.legend.abbreviations);
        sentences.push(ended_once(&fill(phrase, &[("entries", &entries(&abbreviations))])));
    }
    if let Some(source) = &map.source {
        let phrase = language.map_or("{source}", |language| language.legend.source);
        sentences.push(ended(&fill(phrase, &[("source", source)])));
    }
    Caption { title, text: sentences.join(" ") }
}

/// The kind of figure and how much is in it.
fn summary(map: &Map, language: &Language, title_is_core: bool) -> String {
    let (brief, legend) = (&language.brief, &language.legend);
    let outcome = map.outcome.map(|node| {
        let label = language.quoted(&shown(&map.graph[node]));
        fill(brief.outcome, &[("label", &label)])
    });
    let counts = Counts::of(map).phrase(language);
    let parts = |more: Option<&String>| counts.iter().chain(more).cloned().collect::<Vec<_>>().join(", ");
    let Some(core) = map.core else { return fill(brief.plain, &[("parts", &parts(outcome.as_ref()))]) };
    let core = language.quoted(&shown(&map.graph[core]));
    if counts.is_none() {
        let phrase = if outcome.is_some() { brief.around_core } else { brief.core };
        return fill(phrase, &[("core", &core), ("parts", &parts(outcome.as_ref()))]);
    }
    let phrase = if title_is_core { legend.around_this } else { legend.around };
    let told = fill(phrase, &[("parts", &parts(None)), ("core", &core)]);
    match outcome {
        Some(outcome) => format!("{}, {outcome}.", told.trim_end_matches('.')),
        None => told,
    }
}

/// The marks that occur and what they mean, without a word on colours: they must be told apart in print (Springer).
fn key(map: &Map, language: &Language) -> Vec<String> {
    let (marks, meanings) = (&language.legend.marks, &language.legend.meanings);
    let of_links: [(&str, &[LinkKind]); 7] = [
        (marks.line, &[LinkKind::Plain]),
        (marks.thin_line, &[LinkKind::PartOf]),
        (marks.dashed_line, &[LinkKind::Associated]),
        (marks.arrow, &[LinkKind::LeadsTo, LinkKind::Causes, LinkKind::Facilitator]),
        (marks.double_arrow, &[LinkKind::Mutual]),
        (marks.bar, &[LinkKind::Barrier]),
        (marks.double_bar, &[LinkKind::Contradicts]),
    ];
    let mut entries = Vec::new();
    let links = || map.graph.edge_weights();
    for (mark, kinds) in of_links {
        let used = kinds.iter().filter(|kind| links().any(|link| link.kind == **kind));
        let meaning: Vec<&str> = used.map(|kind| meanings.of(*kind)).collect();
        if !meaning.is_empty() {
            entries.push(entry(mark, &meaning.join(" / ")));
        }
    }
    let themes = || map.graph.node_weights();
    let folded = |added: &String| added.bytes().all(|byte| byte.is_ascii_digit());
    let others = [
        (links().any(|link| link.tentative), marks.dotted_line),
        (themes().any(|theme| theme.tentative), marks.dashed_outline),
        (themes().any(|theme| theme.added.as_ref().is_some_and(folded)), marks.number),
    ];
    entries.extend(others.iter().filter(|(used, _)| *used).map(|(_, (mark, meaning))| entry(mark, meaning)));
    entries
}

/// A mark and what it means.
fn entry(mark: &str, meaning: &str) -> String {
    format!("{mark} = {meaning}")
}

/// A sentence whose last word may end in the stop of a short form.
fn ended_once(text: &str) -> String {
    match text.strip_suffix("..") {
        Some(start) if !start.ends_with('.') => format!("{start}."),
        _ => text.to_owned(),
    }
}
