//! What an author writes for readers: a text, or the same text in several languages.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use super::Text;

/// Words with their place in the file.
pub type Words = Spanned<Wording>;

/// A text, or one for each language. Which of them is meant is known once the map has said which language comes first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// The text without a language; of a table, the text in the first language of the file once that is known.
    pub text: String,
    /// What a table says: language tags and texts in the order of the file.
    pub languages: Vec<(Text, Text)>,
    /// The text in the language of the figure, where that is another one.
    pub shown: Option<String>,
    /// The text in the second language of a figure in two.
    pub second: Option<String>,
}

impl Wording {
    /// A text that stands for itself in every language.
    pub fn plain(text: String) -> Wording {
        Wording { text, ..Wording::default() }
    }

    /// The text in the language of the figure.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.text)
    }
}

impl Deref for Wording {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> de::Visitor<'de> for Either {
            type Value = Wording;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("text in quotes or a table of it by language")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Wording, E> {
                Ok(Wording::plain(text.to_owned()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Wording, A::Error> {
                let mut languages = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    languages.push(entry);
                }
                Ok(Wording { languages, ..Wording::default() })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Whether a text has the form of a BCP 47 tag: parts of at most eight letters or digits, the first of two or three letters.
pub fn is_language(tag: &str) -> bool {
    let first = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
