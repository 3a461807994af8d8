//! [`Map`] → the texts that are asked for, ready for any format.

use super::caption::{Caption, caption};
use super::language::{Heads, LANGUAGES};
use super::table::{Table, table};
use super::{Asked, alt, description, is_rtl, phrases, title};
use crate::model::Map;

/// One of the texts about a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// One sentence in place of the figure.
    Alt,
    /// What stands below the figure.
    Caption,
    /// Everything the figure shows.
    Description,
    /// The themes as a table.
    Table,
}

/// Every text with its name and what it is: the command's help and the tests iterate over this list.
pub const PARTS: [(Part, &str, &str); 4] = [
    (Part::Alt, "alt", "One sentence in place of the figure: at most 125 characters and 30 words"),
    (Part::Caption, "caption", "What stands below the figure: title, key, abbreviations, source"),
    (Part::Description, "description", "All that the figure shows, in whole sentences"),
    (Part::Table, "table", "The themes as a table"),
];

/// Texts about a map.
#[derive(Clone, Debug)]
pub struct Account {
    /// Name of the figure's files without their ending; `figure` where it has none that is safe in every format.
    pub stem: String,
    /// Short name of the figure.
    pub title: String,
    /// Language of the labels.
    pub lang: Option<String>,
    /// Whether they run from right to left.
    pub rtl: bool,
    /// Heads of the texts.
    pub heads: Heads,
    /// Language of the heads, where it is another than that of the labels.
    pub heads_lang: Option<&'static str>,
    /// One sentence in place of the figure.
    pub alt: Option<String>,
    /// What stands below the figure.
    pub caption: Option<Caption>,
    /// All that the figure shows, by paragraphs.
    pub description: Option<Vec<String>>,
    /// The themes.
    pub table: Option<Table>,
}

/// The texts asked for, of a map whose figure has files of this name.
pub fn account(map: &Map, stem: &str, parts: &[Part], asked: Asked) -> Account {
    let has = |part: Part| parts.contains(&part);
    let phrases = phrases(map);
    let (english, english_phrases) = &LANGUAGES[0];
    let safe = |stem: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !stem.is_empty() && !stem.starts_with(['.', '-']) && stem.chars().all(plain)
    };
    Account {
        stem: if safe(stem) { stem } else { "figure" }.to_owned(),
        title: title(map),
        lang: map.lang.clone(),
        rtl: is_rtl(map),
        heads: phrases.unwrap_or(english_phrases).heads,
        heads_lang: phrases.is_none().then_some(english),
        alt: has(Part::Alt).then(|| alt(map)),
        caption: has(Part::Caption).then(|| caption(map, phrases, asked.voices)),
        description: has(Part::Description).then(|| description(map, asked)),
        table: has(Part::Table).then(|| table(map, phrases, asked)),
    }
}
