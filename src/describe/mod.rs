//! [`Map`] → words: what the figure shows, for readers who do not see it, and the texts that go with it into a paper.

use unicode_bidi::{Direction, get_base_direction_full};

use crate::diagnostic::Diagnostic;
use crate::model::{By, Date, Map, Theme};

mod abbreviations;
mod account;
mod advice;
pub mod alt;
pub mod caption;
mod counts;
mod csv;
mod description;
pub mod formats;
mod html;
mod jats;
mod json;
pub mod language;
mod latex;
mod markdown;
pub mod markup;
mod notes;
mod plain;
mod signs;
pub mod table;
mod voices;

pub use account::{Account, PARTS, Part, account};
pub use advice::{advice, long_alt};
pub use notes::{LinkNote, Notes, ThemeNote, notes};
pub use voices::shown_by;

/// What is said about a figure: everything that formats write besides the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Short name of the figure, for metadata; never empty.
    pub title: String,
    /// In place of the figure, in one sentence.
    pub alt: String,
    /// All that the figure shows, every label included; one paragraph a line.
    pub description: String,
    /// What stands below the figure in the paper.
    pub caption: String,
    /// Who made it, in their order.
    pub authors: Vec<String>,
    /// Its day.
    pub date: Option<Date>,
    /// Language of the labels, a BCP 47 tag.
    pub lang: Option<String>,
}

impl Words {
    /// The paragraphs of the description, for formats that have such.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.description.lines().filter(|line| !line.trim().is_empty())
    }
}

/// What is said of themes only if it is asked for, since it can be long, or private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Their definitions.
    pub definitions: bool,
    /// Words of participants.
    pub quotes: bool,
    /// Who speaks to each of them: the groups of participants, or in sentences the participants themselves.
    pub voices: Option<By>,
    /// In the table, how many of each group do.
    pub counts: bool,
}

/// The words of a map's figure, which may show who speaks: the author's own where there are some.
pub fn words(map: &Map, voices: Option<By>) -> Words {
    Words {
        title: title(map),
        alt: alt(map),
        description: description(map, Asked { voices, ..Asked::default() }).join("\n"),
        caption: caption::caption(map, phrases(map), voices).whole(),
        authors: map.about.authors.clone(),
        date: map.about.date,
        lang: map.lang.clone(),
    }
}

/// The figure's short name: the map's title, or what the map is about.
pub fn title(map: &Map) -> String {
    let about = map.title.clone().or_else(|| map.core.map(|core| map.graph[core].label.clone()));
    about.unwrap_or_else(|| phrases(map).map_or("Thematic map", |language| language.heads.map).to_owned())
}

/// In place of the figure, in one sentence: the author's, or one of at most 125 characters and 30 words.
pub fn alt(map: &Map) -> String {
    map.about.alt.clone().unwrap_or_else(|| alt::alt(map, phrases(map)))
}

/// Everything the figure shows, in reading order, by paragraphs: the author's words, or every label, or those of as many
/// levels as make 500 labels with a count of what stands below them, and as many links.
pub fn description(map: &Map, asked: Asked) -> Vec<String> {
    if let Some(own) = &map.about.description {
        return own.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    }
    let mut paragraphs = match phrases(map) {
        Some(language) => description::paragraphs(map, language, asked),
        None => signs::paragraphs(map),
    };
    if let Some(by) = asked.voices {
        paragraphs.extend(voices::paragraph(map, phrases(map), by));
        paragraphs.extend(voices::caveat(map, phrases(map)));
    }
    // One paragraph is one line: a quote keeps its words, not its lines.
    paragraphs.into_iter().map(|paragraph| paragraph.lines().collect::<Vec<_>>().join(" ")).collect()
}

fn phrases(map: &Map) -> Option<&'static language::Language> {
    language::phrases(map.lang.as_deref())
}

/// A label as the figure shows it: with how many are folded into it, or that it goes on from another page.
fn shown(theme: &Theme) -> String {
    match &theme.added {
        Some(added) => format!("{} ({added})", theme.label),
        None => theme.label.clone(),
    }
}

/// Whether the labels run from right to left, as the first of them tells.
fn is_rtl(map: &Map) -> bool {
    map.graph.node_weights().next().is_some_and(|theme| get_base_direction_full(theme.label.as_str()) == Direction::Rtl)
}

/// A text that ends like a sentence.
fn ended(text: &str) -> String {
    // What closes a quotation belongs to the sentence before it; a bracket does not end one.
    let last = text.trim_end_matches(['’', '”', '"', '\'', '»', '“', '‘', '\u{a0}']);
    // Chinese and Japanese have a stop of their own.
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}');
    let stop = match last.chars().next_back() {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔') => "",
        Some(c) if wide(c) => "。",
        _ => ".",
    };
    format!("{text}{stop}")
}

/// A warning about the words of a map as a whole.
fn warning(message: String, hint: String) -> Diagnostic {
    Diagnostic::warning(None, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codebook_is_told_by_its_upper_levels() {
        let map = |codes: usize| {
            let codes: Vec<String> = (0..codes).map(|code| format!("\"Code {code}\"")).collect();
            let source = format!("[groups.a]\nthemes = [{{ label = \"Waiting\", codes = [{}] }}]", codes.join(", "));
            crate::read(&source).unwrap().0
        };
        let told = |codes: usize| description(&map(codes), Asked::default()).pop().unwrap();
        assert_eq!(
            told(2),
            "The group ‘A’ holds 1 theme: ‘Waiting’. The theme ‘Waiting’ holds 2 codes: ‘Code 0’ and ‘Code 1’."
        );
        assert!(told(498).contains("Code 497"));
        assert_eq!(
            told(499),
            "The group ‘A’ holds 1 theme: ‘Waiting’. The theme ‘Waiting’ holds 499 items that are not named here."
        );
    }

    #[test]
    fn sentences_end_once() {
        for (text, expected) in
            [("Hope", "Hope."), ("Why?", "Why?"), ("‘Why?’", "‘Why?’"), ("CC BY 4.0", "CC BY 4.0."), ("等待", "等待。")]
        {
            assert_eq!(ended(text), expected);
        }
    }
}
