//! [`Map`] → alternative text: one sentence in place of the figure, short enough for every journal.

use unicode_segmentation::UnicodeSegmentation;

use super::counts::Counts;
use super::language::{Brief, Language, fill};
use super::shown;
use crate::model::{Map, Role};

/// Most characters of an alternative text (Public Knowledge Project and Elgar: about 125).
pub const MOST_CHARACTERS: usize = 125;

/// Most words of it (Taylor & Francis, JATS: 25 to 30).
pub const MOST_WORDS: usize = 30;

/// Most labels named in it; a list of more is heard as a row of names without a figure.
const MOST_NAMED: usize = 6;

/// Its length in characters and words.
pub fn length(text: &str) -> (usize, usize) {
    (text.chars().count(), text.split_whitespace().count())
}

/// Whether a text is short enough.
pub fn is_short(text: &str) -> bool {
    let (characters, words) = length(text);
    characters <= MOST_CHARACTERS && words <= MOST_WORDS
}

/// The kind of figure, its core and how much is in it; in a language without phrases what the map is about, alone.
///
/// Always within the limits: what the author wrote is shortened at a word, and shows that by an ellipsis.
pub fn alt(map: &Map, language: Option<&Language>) -> String {
    let about = map.core.map(|core| shown(&map.graph[core])).or_else(|| map.title.clone());
    let Some(language) = language else {
        let first = || map.graph.node_weights().next().map(shown);
        return about.or_else(first).and_then(|about| shortened(&about, is_short)).unwrap_or_else(|| "…".to_owned());
    };
    let Brief { around_core, core, titled, plain, outcome, an_outcome, .. } = language.brief;
    let counts = Counts::of(map).phrase(language);
    let outcomes: Vec<Option<String>> = match map.outcome {
        None => vec![None],
        Some(node) => {
            let label = language.quoted(&shown(&map.graph[node]));
            vec![Some(fill(outcome, &[("label", &label)])), Some(an_outcome.to_owned())]
        }
    };
    let parts = |outcome: &Option<String>| counts.iter().chain(outcome).cloned().collect::<Vec<_>>().join(", ");
    let sentence = |about: &str, outcome: &Option<String>| {
        let parts = parts(outcome);
        let phrase = match (map.core.is_some(), parts.is_empty()) {
            (true, true) => core,
            (true, false) => around_core,
            (false, _) => titled,
        };
        let about = language.quoted(about);
        fill(phrase, &[("core", &about), ("title", &about), ("parts", &parts)])
    };
    if let Some(about) = about {
        let whole = outcomes.iter().map(|outcome| sentence(&about, outcome)).find(|alt| is_short(alt));
        let last = outcomes.last().unwrap_or(&None);
        let cut = || shortened(&about, |words| is_short(&sentence(words, last))).map(|words| sentence(&words, last));
        if let Some(alt) = whole.or_else(cut) {
            return alt;
        }
    }
    let nothing = fill(plain, &[("parts", &parts(&None))]);
    // Without a core and a title, the names of what stands on top say what the figure is about.
    let with = |names: &[String]| {
        let named = format!("{} ({})", parts(&None), language.list(names));
        fill(plain, &[("parts", &named)])
    };
    let named = match &map.top[..] {
        [] => return nothing,
        &[only] => {
            let name = |words: &str| vec![language.quoted(words)];
            let words = shortened(&shown(&map.graph[only]), |words| is_short(&with(&name(words))));
            return words.map_or(nothing, |words| with(&name(&words)));
        }
        top => {
            let groups = top.iter().filter(|node| map.graph[**node].role == Role::Group);
            let groups: Vec<_> = groups.copied().collect();
            if groups.is_empty() { top.to_vec() } else { groups }
        }
    };
    if named.len() > MOST_NAMED {
        return nothing;
    }
    let names: Vec<String> = named.iter().map(|&node| language.quoted(&shown(&map.graph[node]))).collect();
    Some(with(&names)).filter(|alt| is_short(alt)).unwrap_or(nothing)
}

/// The words, or as many of them as fit with an ellipsis; where no word fits, as many letters; `None` if not even one.
fn shortened(words: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
    if fits(words) {
        return Some(words.to_owned());
    }
    // What follows cannot fit.
    let end = words.char_indices().nth(MOST_CHARACTERS).map_or(words.len(), |(at, _)| at);
    let start = &words[..end];
    let cut = |at: usize| {
        let kept = start[..at].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-([{«“‘„\"'/&".contains(c));
        (!kept.is_empty()).then(|| format!("{kept}…")).filter(|kept| fits(kept))
    };
    let at_word = start.split_word_bound_indices().map(|(at, _)| at).filter(|&at| is_word_end(start, at));
    let at_letter = start.grapheme_indices(true).map(|(at, _)| at);
    at_word.rev().find_map(cut).or_else(|| at_letter.rev().find_map(cut))
}

/// Whether a bound of words is one that readers see: a blank, or one between letters of a script that sets no blanks.
fn is_word_end(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let unparted = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase() && !c.is_uppercase());
    blank(before) || blank(after) || (unparted(before) && unparted(after) && !before.is_some_and(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cut_at_words() {
        let cut = |words: &str, most: usize| shortened(words, |words| words.chars().count() <= most);
        assert_eq!(cut("Being told nothing at all", 12).unwrap(), "Being told…");
        assert_eq!(cut("Waiting, and waiting", 12).unwrap(), "Waiting…");
        assert_eq!(cut("Selbstwirksamkeitserwartung", 8).unwrap(), "Selbstw…");
        assert_eq!(cut("同伴支持工作者作为桥梁", 6).unwrap(), "同伴支持工…");
        assert_eq!(cut("Two", 3).unwrap(), "Two");
        assert_eq!(cut(&format!("e{}", "\u{301}".repeat(400)), 9), None, "one letter with too many accents");
    }
}
