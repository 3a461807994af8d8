//! What changed between versions → the words of the figure that shows it.

use std::collections::BTreeMap;

use super::Comparison;
use super::lines::{Line, Span, sections};
use super::marks::Marks;
use super::report::{Report, Told};
use crate::describe::{self, Asked};
use crate::model::Map;
use crate::model::changes::changes;
use crate::model::history::{MARKS, Mark};

/// Most characters of an alternative text, as everywhere.
const MOST_CHARACTERS: usize = describe::alt::MOST_CHARACTERS;

/// The sections of a report about what a figure shows: evidence and definitions are not on it, and not in its words.
const SHOWN: [&str; 4] = ["Core", "Groups", "Themes", "Links"];

/// Gives the map of several versions a title, an alternative text, a description and a caption that tell the changes. What the
/// author says about the last version is not about this figure.
pub fn tell(map: &mut Map, versions: &[&Map], names: &[String], steps: &[Comparison]) {
    let Some((last, earlier)) = versions.split_last() else { return };
    let english = map.lang.as_deref().is_none_or(|lang| lang.split('-').next() == Some("en"));
    let named = |at: usize| names.get(at).cloned().unwrap_or_default();
    let (first, end) = (named(0), named(earlier.len()));
    let title = match english {
        true if earlier.len() > 1 => format!("Changes from {first} to {end}, in {} versions", versions.len()),
        true => format!("Changes from {first} to {end}"),
        false => names.join(" → "),
    };
    let mut paragraphs = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let (old, new) = (versions[i], versions[i + 1]);
        let told = if english { sentences(old, new, step) } else { lists(old, new, step, map.lang.as_deref()) };
        let heading = match steps.len() {
            1 => String::new(),
            _ => format!("{} → {}: ", named(i), named(i + 1)),
        };
        let nothing = if english { "No change." } else { "–" };
        paragraphs.push(format!("{heading}{}", if told.is_empty() { nothing.to_owned() } else { told.join(" ") }));
    }
    let mut shown = (*last).clone();
    (shown.about.description, shown.second_lang) = (None, None);
    paragraphs.extend(describe::description(&shown, Asked::default()));
    let counts = counts(versions, steps, map.lang.as_deref());
    let whole = if counts.is_empty() { title.clone() } else { format!("{title}: {counts}") };
    let alts = [whole.clone(), title.clone(), counts];
    let alt = alts.into_iter().find(|alt| !alt.is_empty() && alt.chars().count() < MOST_CHARACTERS);
    map.about.alt =
        Some(alt.map_or_else(|| title.chars().take(MOST_CHARACTERS - 1).collect(), |alt| format!("{alt}.")));
    map.about.description = Some(paragraphs.join("\n"));
    map.about.caption = Some(format!("{whole}."));
    map.title = Some(title);
    (map.second_lang, map.second_title) = (None, None);
}

/// How many themes have which mark, the marks in the order of the legend.
fn counts(versions: &[&Map], steps: &[Comparison], lang: Option<&str>) -> String {
    let mut found: BTreeMap<Mark, usize> = BTreeMap::new();
    for (step, pair) in steps.iter().zip(versions.windows(2)) {
        let marks = Marks::of(step, pair[1]);
        let later = pair[1].graph.node_indices().filter_map(|node| marks.later(node, false));
        let earlier = pair[0].graph.node_indices().filter_map(|node| marks.earlier(node));
        later.chain(earlier).for_each(|mark| *found.entry(mark).or_default() += 1);
    }
    let words = changes(lang);
    let count =
        |(mark, _): &(Mark, &str)| found.get(mark).map(|count| format!("{count} {}", words.mark(*mark).to_lowercase()));
    MARKS.iter().filter_map(count).collect::<Vec<_>>().join(", ")
}

/// A sentence for each change, in English.
fn sentences(old: &Map, new: &Map, step: &Comparison) -> Vec<String> {
    let mut report = Report::new(old, new, step);
    report.changes.retain(|change| !matches!(change, Told::Redefined { .. }));
    let mut told: Vec<String> = Vec::new();
    for change in &report.changes {
        if let Told::Reworded { from, to, .. } = change {
            told.push(format!("‘{to}’ was ‘{from}’."));
        }
    }
    report.changes.retain(|change| !matches!(change, Told::Reworded { .. }));
    report.notes.clear();
    let shown = sections(&report).into_iter().filter(|section| SHOWN.contains(&section.head));
    told.extend(shown.flat_map(|section| section.lines).map(|line| format!("{}.", plain(&line))));
    told
}

/// A line without signs: the words that are there now, and what they were.
fn plain(line: &Line) -> String {
    let say = |keep: &dyn Fn(&Span) -> bool| -> String {
        let text = |span: &Span| match span {
            Span::Plain(text) | Span::In(text) | Span::Out(text) => text.clone(),
        };
        line.spans.iter().filter(|span| keep(span)).map(text).collect()
    };
    let now = say(&|span| !matches!(span, Span::Out(_)));
    let gone = say(&|span| matches!(span, Span::Out(_)));
    if gone.is_empty() { now } else { format!("{now} (was: {gone})") }
}

/// The labels of what has each mark, for languages whose sentences are not known.
fn lists(old: &Map, new: &Map, step: &Comparison, lang: Option<&str>) -> Vec<String> {
    let (marks, words) = (Marks::of(step, new), changes(lang));
    let mut told = Vec::new();
    for (mark, _) in MARKS {
        let later = new.graph.node_indices().filter(|node| marks.later(*node, false) == Some(mark));
        let earlier = old.graph.node_indices().filter(|node| marks.earlier(*node) == Some(mark));
        let labels = later.map(|node| new.graph[node].label.as_str());
        let labels: Vec<&str> = labels.chain(earlier.map(|node| old.graph[node].label.as_str())).collect();
        if !labels.is_empty() {
            told.push(format!("{}: {}.", words.mark(mark), labels.join("; ")));
        }
    }
    told
}
