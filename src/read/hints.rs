//! What has the wrong form → a mistake that says what the author may have meant.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::keys::{CODE, CORE, DETAILS, FIGURE, GROUP, MAP, PARTICIPANTS, Place, Shape, THEME};
use super::near::{Effort, nearest};
use super::{ABOVE, is_blank, is_language};
use crate::diagnostic::Diagnostic;

/// Most characters of a label. Published ones run to 110; ten lines across a page hold this many.
const LONGEST_LABEL: usize = 500;

/// Words of other tools and other spellings, and the keys they stand for.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("alias", "aliases"),
    ("caption", "title"),
    ("central", "core"),
    ("centre", "core"),
    ("center", "core"),
    ("children", "themes"),
    ("col", "columns"),
    ("colour", "color"),
    ("connections", "links"),
    ("description", "definition"),
    ("edges", "links"),
    ("extracts", "quotes"),
    ("fontsize", "font-size"),
    ("items", "themes"),
    ("language", "lang"),
    ("members", "ids"),
    ("n", "count"),
    ("name", "label"),
    ("note", "definition"),
    ("participants", "ids"),
    ("position", "side"),
    ("quotations", "quotes"),
    ("relations", "links"),
    ("source", "from"),
    ("speaker", "by"),
    ("sub-themes", "themes"),
    ("subthemes", "themes"),
    ("target", "to"),
    ("text", "label"),
    ("theme", "themes"),
    ("title", "label"),
    ("type", "kind"),
    ("who", "by"),
];

/// Names of languages that are written for their tags.
const LANGUAGE_NAMES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "العربية"]),
    ("de", &["german", "deutsch"]),
    ("en", &["english"]),
    ("es", &["spanish", "español"]),
    ("fa", &["persian", "farsi", "فارسی"]),
    ("fr", &["french", "français"]),
    ("he", &["hebrew", "עברית"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("ja", &["japanese", "日本語"]),
    ("ko", &["korean", "한국어"]),
    ("pt", &["portuguese", "português"]),
    ("th", &["thai", "ไทย"]),
    ("zh", &["chinese", "中文"]),
];

/// The mistake that a place has no such key, and the key that was meant if one looks like it.
pub fn unknown_key(
    key: &Spanned<DeString>,
    value: &DeValue,
    place: &Place,
    source: &str,
) -> (Diagnostic, Option<(&'static str, Shape)>) {
    let name = key.get_ref().as_ref();
    let mistake = Diagnostic::error(key.span(), format!("unknown key `{}`", shorten(name)))
        .label(format!("{} has no such key", place.one));
    let other = OTHER_WORDS.iter().find(|(word, key)| *word == name && place.shape(key).is_some());
    let meant = other.map(|(_, key)| *key).or_else(|| closest(name, place));
    let before = source.get(..key.span().start).unwrap_or_default();
    let is_inline = !before.rsplit('\n').next().unwrap_or_default().trim().is_empty();
    match cure(name, value, place, is_inline) {
        Some(cure) => (mistake.hint(cure), None),
        None => match meant {
            Some(meant) => {
                (mistake.hint(format!("did you mean `{meant}`?")), place.shape(meant).map(|shape| (meant, shape)))
            }
            None => {
                let keys: Vec<String> = place.keys.iter().map(|(key, _)| format!("`{key}`")).collect();
                (mistake.hint(format!("{} can have {}", place.one, keys.join(", "))), None)
            }
        },
    }
}

/// What to do about a key that belongs elsewhere.
fn cure(name: &str, value: &DeValue, place: &Place, is_inline: bool) -> Option<String> {
    let is = |other: &Place| std::ptr::eq(place, other);
    let is_near = closest(name, place).is_some();
    Some(match name {
        "id" if is(&GROUP) => "the id of a group stands in its brackets: `[groups.ID]`".to_owned(),
        "id" if is(&DETAILS) => "the id stands in the brackets; it is given where the theme is listed".to_owned(),
        "label" | "name" | "title" if is(&DETAILS) => {
            "the label stands where the theme is listed; a shorter one is `short`, other wordings are `aliases`"
                .to_owned()
        }
        "themes" | "codes" if is(&CODE) => "a code is the lowest level: make it a theme to divide it".to_owned(),
        "side" | "columns" | "order" | "near" | "color" if is(&CORE) => {
            "only groups and themes have a place and a colour".to_owned()
        }
        // Many mean `label` by `title`, and `from` by `source`.
        "title" | "source" | "theme" | "participants" if !is(&MAP) => return None,
        _ if !is(&MAP) && MAP.shape(name).is_some() && is_inline => {
            format!("`{name}` is said of the whole map: write it at the top of the file")
        }
        _ if !is(&MAP) && MAP.shape(name).is_some() => ABOVE.to_owned(),
        _ if is(&MAP) && value.is_table() && !is_near => {
            let name = bare(name);
            format!("a group is written `[groups.{name}]`, the details of a theme `[theme.{name}]`")
        }
        _ if is(&MAP) && !is_near && FIGURE.shape(name).is_some() => format!("`{name}` stands under `[figure]`"),
        _ if is(&MAP) && !is_near && (GROUP.shape(name).is_some() || THEME.shape(name).is_some()) => {
            format!("`{name}` is said of a group or a theme: write it under `[groups.ID]` or `[theme.ID]`")
        }
        _ if !is_near && is_language(name) && matches!(place.shape("label"), Some(Shape::Words)) && value.is_str() => {
            "the words in each language are its label: `label = { fr = \"…\", en = \"…\" }`".to_owned()
        }
        _ => return None,
    })
}

/// The key of a place that looks most like a word, if one does.
fn closest(word: &str, place: &Place) -> Option<&'static str> {
    let keys = place.keys.iter().map(|(key, _)| *key);
    nearest(&word.replace('_', "-"), keys, &Effort::default())
}

/// The mistake that a statement about the map stands among the tables of one kind.
pub fn out_of_place(key: &Spanned<DeString>, value: &DeValue, place: &Place) -> Option<Diagnostic> {
    if value.is_table() || MAP.shape(key.get_ref()).is_none() {
        return None;
    }
    let message = format!("`{}` is read as {} here", key.get_ref(), place.one);
    Some(Diagnostic::error(key.span(), message).hint(ABOVE))
}

/// Whether a key can only be a language: the form of a tag, and no slip of the pen for another key.
pub fn is_like_language(key: &Spanned<DeString>) -> bool {
    is_language(key.get_ref()) && !OTHER_WORDS.iter().any(|(word, _)| word == key.get_ref())
}

/// The mistake that a key in a table of words by language is no language, if it is none.
pub fn language(key: &Spanned<DeString>) -> Option<Diagnostic> {
    let name = key.get_ref().as_ref();
    let mistake = || Diagnostic::error(key.span(), format!("`{}` is no language tag", shorten(name)));
    let cure = match LANGUAGE_NAMES.iter().find(|(_, names)| names.contains(&name.to_lowercase().as_str())) {
        Some((tag, _)) => format!("write `{tag}`"),
        None => "write the short form: `en`, `fr-CA`, `zh-Hans`, `ar`".to_owned(),
    };
    (!is_language(name)).then(|| mistake().hint(cure))
}

/// The mistake that a table of words by language is empty.
pub fn no_words(span: Range<usize>) -> Diagnostic {
    Diagnostic::error(span, "a table without words")
        .hint("give the text in each language: `{ fr = \"…\", en = \"…\" }`, or the text alone")
}

/// The mistake that a value has another shape than its key takes.
pub fn wrong_shape(key: &str, value: &Spanned<DeValue>, shape: Shape, source: &str) -> Diagnostic {
    let found = found(value.get_ref());
    let written = source.get(value.span()).unwrap_or_default();
    let mistake = Diagnostic::error(value.span(), format!("expected {}, found {found}", shape.words()))
        .label(format!("this is {found}"));
    match (shape, value.get_ref()) {
        (Shape::Table(place), DeValue::Array(_)) if std::ptr::eq(place, &GROUP) => {
            let key = bare(key);
            mistake.hint(format!("write `[groups.{key}]` in a line of its own and `themes = …` below it"))
        }
        (Shape::Table(place), value) if std::ptr::eq(place, &PARTICIPANTS) => {
            let key = match value {
                DeValue::Array(_) => "ids",
                DeValue::Integer(_) => "count",
                _ => "label",
            };
            mistake.hint(format!("write `{{ {key} = {} }}`", shorten(written)))
        }
        (Shape::TextOr(place), DeValue::Array(_)) if std::ptr::eq(place, &CORE) => {
            mistake.hint("a map has one core and one outcome; what stands round them are groups and themes")
        }
        (Shape::Texts | Shape::List(_), DeValue::String(_)) => {
            mistake.hint(format!("put it in brackets: `{key} = [{}]`", shorten(written)))
        }
        (Shape::List(place), DeValue::Table(_)) if std::ptr::eq(place, &THEME) => mistake
            .hint("the details of a theme stand under `[theme.ID]`, without an s; a group of themes is `[groups.ID]`"),
        (Shape::Named(place), _) if std::ptr::eq(place, &GROUP) => mistake.hint(
            "each group is a table under an id you choose: `[groups.barriers]`, then `label = …` and `themes = […]`",
        ),
        (Shape::Named(place), _) if std::ptr::eq(place, &DETAILS) => {
            mistake.hint("the list of themes is called `themes`; `[theme.ID]` gives the details of one")
        }
        (Shape::TextOr(place), DeValue::Array(_)) if std::ptr::eq(place, &THEME) => {
            mistake.hint("a theme with sub-themes is written `{ label = \"…\", themes = [\"…\", \"…\"] }`")
        }
        (Shape::Text, DeValue::Integer(_) | DeValue::Float(_)) if matches!(key, "width" | "height" | "font-size") => {
            let unit = if key == "font-size" { "pt" } else { "mm" };
            mistake.hint(format!("write it with its unit: `{key} = \"{written}{unit}\"`"))
        }
        (
            Shape::Text | Shape::Words | Shape::TextOr(_) | Shape::OneOrMoreTexts,
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_),
        ) => mistake.hint(format!("put it in quotation marks: `\"{written}\"`")),
        (Shape::Flag, DeValue::String(_)) => mistake.hint("write `true` or `false` without quotation marks"),
        (Shape::Whole, DeValue::String(text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            mistake.hint(format!("write it without quotation marks: `{key} = {text}`"))
        }
        _ => mistake,
    }
}

/// What is wrong with a text: nothing in it, or characters that no figure can hold.
pub fn text(key: &str, text: &str, span: Range<usize>) -> Option<Diagnostic> {
    if is_blank(text) {
        let what = match key {
            "label" | "themes" | "codes" | "core" | "outcome" => "an empty label".to_owned(),
            "links" => "an empty link".to_owned(),
            "quotes" | "text" => "an empty quote".to_owned(),
            key => format!("an empty text for `{key}`"),
        };
        return Some(Diagnostic::error(span, what).hint("write what belongs here, or delete it"));
    }
    let length = text.chars().count();
    let longest = match key {
        "label" | "short" | "title" | "themes" | "codes" | "core" | "outcome" => Some(("label", LONGEST_LABEL)),
        "links" => Some(("link", 3 * LONGEST_LABEL)),
        _ => None,
    };
    if let Some((what, longest)) = longest.filter(|(_, longest)| length > *longest) {
        let mistake = Diagnostic::error(span, format!("a {what} of {length} characters: expected at most {longest}"));
        return Some(mistake.hint("what says more than a label belongs in a `definition`"));
    }
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let c = text.chars().find(|&c| odd(c))?;
    let mistake = Diagnostic::error(
        span,
        format!("this text holds the character U+{:04X}, which cannot be printed", u32::from(c)),
    );
    Some(mistake.hint("delete it, or write the character that was meant"))
}

/// What a value is in the words of an author.
fn found(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a decimal point",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A key as it is written in a table's header.
fn bare(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare { shorten(key) } else { format!("\"{}\"", shorten(key)) }
}

/// The beginning of a long text.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
