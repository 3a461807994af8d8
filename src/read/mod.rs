//! Map file text → [`Document`]: well-formed statements, each with its place; names may still be unknown.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};
use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostic::Diagnostic;

mod check;
mod hints;
pub mod keys;
pub mod near;
mod syntax;
mod wording;

pub use hints::shorten;
pub use syntax::statements as explain;
pub use wording::{Wording, Words, is_language};

/// The cure for a statement that TOML counts to the table above it.
const ABOVE: &str = "what stands after a `[table]` line belongs to that table: \
                     if it is about the whole map, move it above the first `[table]`";

/// Text with its place in the file, quotes included.
pub type Text = Spanned<String>;

/// A list with its place and the places of its items.
pub type List<T> = Spanned<Vec<Spanned<T>>>;

/// A map file as written: what is absent is absent, what is wrong with its form is in `mistakes`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Document {
    /// Title of the figure.
    pub title: Option<Words>,
    /// Where the map was published.
    pub source: Option<Text>,
    /// Languages of the words in the file, the first one that of texts without a language.
    pub lang: Option<Spanned<TextOr<Vec<Text>>>>,
    /// Who made the figure.
    pub author: Option<Spanned<TextOr<Vec<Text>>>>,
    /// Day of the figure.
    pub date: Option<Text>,
    /// Words in place of the figure, where the author has better ones than the program.
    pub alt: Option<Words>,
    /// All that the figure shows in words, likewise.
    pub description: Option<Words>,
    /// What stands under the figure, likewise.
    pub caption: Option<Words>,
    /// Name of this state of the analysis.
    pub version: Option<Words>,
    /// What is to be kept in mind where a figure shows who speaks in which theme.
    pub caveat: Option<Words>,
    /// Findings about the method that are not to be told.
    pub ignore: Option<List<String>>,
    /// `[abbreviations]`: what the short forms in labels stand for.
    pub abbreviations: IndexMap<Text, Words>,
    /// The central organising concept.
    pub core: Option<Spanned<TextOr<Details>>>,
    /// What follows if the core holds.
    pub outcome: Option<Spanned<TextOr<Details>>>,
    /// Links; an empty list is not the same as none.
    pub links: Option<List<TextOr<LinkTable>>>,
    /// Themes that stand in no group.
    pub themes: Option<List<TextOr<Details>>>,
    /// `[groups.ID]`.
    pub groups: IndexMap<Text, Spanned<Box<Details>>>,
    /// `[theme.ID]`: details of what is listed elsewhere.
    pub theme: IndexMap<Text, Spanned<Box<Details>>>,
    /// `[participants]`.
    pub participants: IndexMap<Text, Spanned<Participants>>,
    /// `[figure]`.
    pub figure: Figure,
    /// Statements that could not be read, already left out above; the map is an error if there is one.
    #[serde(skip)]
    pub mistakes: Vec<Diagnostic>,
    /// Every text in what was left out: a reference to one of them is no further mistake.
    #[serde(skip)]
    pub lost: Vec<String>,
}

/// A short and a long way to write the same thing: its text, or a table.
#[derive(Clone, Debug)]
pub enum TextOr<T> {
    /// The short way.
    Text(String),
    /// The long way.
    Table(Box<T>),
}

/// What can be said about a theme, a group, a code, the core or the outcome.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Details {
    pub id: Option<Text>,
    pub label: Option<Words>,
    pub short: Option<Words>,
    pub aliases: Option<List<String>>,
    pub definition: Option<Words>,
    pub themes: Option<List<TextOr<Details>>>,
    pub codes: Option<List<TextOr<Details>>>,
    pub tentative: Option<Spanned<bool>>,
    pub voices: Option<List<String>>,
    pub quotes: Option<List<TextOr<Quote>>>,
    pub was: Option<Spanned<Was>>,
    pub ignore: Option<List<String>>,
    pub side: Option<Text>,
    pub columns: Option<Spanned<i64>>,
    pub order: Option<Spanned<i64>>,
    pub near: Option<Text>,
    pub color: Option<Spanned<i64>>,
}

/// Words of a participant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Quote {
    pub by: Option<Text>,
    pub text: Option<Words>,
    pub id: Option<Text>,
}

/// What a theme was in an earlier version of the map.
#[derive(Clone, Debug)]
pub enum Was {
    /// Nothing: it is new.
    New,
    /// These, by id or label.
    These(Vec<Text>),
}

/// A link in its long form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct LinkTable {
    pub from: Option<Text>,
    pub to: Option<Text>,
    pub kind: Option<Text>,
    pub label: Option<Words>,
    pub tentative: Option<Spanned<bool>>,
}

/// A group of participants.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Participants {
    pub label: Option<Words>,
    pub count: Option<Spanned<i64>>,
    pub ids: Option<List<String>>,
}

/// How the figure looks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[allow(missing_docs)]
pub struct Figure {
    pub layout: Option<Text>,
    pub direction: Option<Text>,
    pub width: Option<Text>,
    pub height: Option<Text>,
    pub fold: Option<Spanned<i64>>,
    pub pages: Option<Spanned<bool>>,
    pub style: Option<Text>,
    pub palette: Option<Text>,
    pub legend: Option<Spanned<bool>>,
    #[serde(rename = "for")]
    pub journal: Option<Text>,
    pub font_size: Option<Text>,
    pub title: Option<Spanned<bool>>,
    pub codes: Option<Spanned<bool>>,
    pub coverage: Option<Spanned<bool>>,
    pub by: Option<Text>,
    pub counts: Option<Spanned<bool>>,
    pub public: Option<Spanned<bool>>,
    pub font: Option<Spanned<TextOr<Vec<Text>>>>,
    pub lang: Option<Spanned<TextOr<Vec<Text>>>>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Either<T> {
            type Value = TextOr<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("text in quotes or its long form")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(text.to_owned()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(|table| TextOr::Table(Box::new(table)))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                T::deserialize(de::value::SeqAccessDeserializer::new(list)).map(|list| TextOr::Table(Box::new(list)))
            }
        }
        deserializer.deserialize_any(Either(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Was {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> de::Visitor<'de> for Either {
            type Value = Was;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("text in quotes, a list of texts, or false")
            }

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Was, E> {
                Ok(Was::New)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Was, E> {
                Ok(Was::These(vec![Spanned::new(0..0, text.to_owned())]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Was, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(list)).map(Was::These)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Parses a map file; the errors are those of TOML itself, everything else that is wrong is in the document.
pub fn parse(source: &str) -> Result<Document, Vec<Diagnostic>> {
    let (mut table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        return Err(syntax::explain(source, &errors));
    }
    let (mistakes, lost) = check::check(source, table.get_mut());
    let document = Document::deserialize(toml::de::Deserializer::from(table))
        .map_err(|error| vec![Diagnostic::error(error.span(), error.message())])?;
    Ok(Document { mistakes, lost, ..document })
}

/// Whether nothing of a text would be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
}

/// The text of a file, without a byte order mark; or, in an author's words, why it is none.
pub fn decode(bytes: &[u8]) -> Result<&str, Vec<Diagnostic>> {
    // Every second byte of Latin text in UTF-16 is zero, whether or not it begins with a mark.
    let zeros = bytes.iter().take(1000).filter(|byte| **byte == 0).count();
    let mistake = match bytes {
        _ if zeros > bytes.len().min(1000) / 3 => "this file is text in UTF-16, not in UTF-8",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "this file is text in UTF-16, not in UTF-8",
        [b'P', b'K', 3, 4, ..] => "this is a zip archive or an Office document, not a text file",
        [b'%', b'P', b'D', b'F', ..] => "this is a PDF, not a text file",
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
            Err(error) => return Err(vec![not_utf8(bytes, error.valid_up_to())]),
        },
    };
    Err(vec![Diagnostic::error(None, mistake).hint("write the map in a text editor and save it as UTF-8")])
}

fn not_utf8(bytes: &[u8], at: usize) -> Diagnostic {
    let (good, rest) = bytes.split_at(at);
    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
    let before = good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    let byte = rest.first().copied().unwrap_or_default();
    let found = format!("byte 0x{byte:02X} at line {line}, column {column}");
    Diagnostic::error(None, format!("this file is not text in UTF-8: {found}"))
        .hint("save it as UTF-8 in your editor; in Word or Excel that is an option of “Save as”")
}
