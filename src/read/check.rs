//! Parsed TOML → the part of it that has the right form, and a mistake for everything else.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::{DETAILS, MAP, Place, Shape};
use crate::diagnostic::Diagnostic;

/// Takes out of `table` what is no part of a map; what stays can be read into a `Document` without an error.
pub fn check(source: &str, table: &mut DeTable) -> Vec<Diagnostic> {
    let mut check = Check {
        source,
        mistakes: Vec::new(),
    };
    if let Some(details) = table.get_mut("theme")
        && let DeValue::Table(details) = details.get_mut()
    {
        check.spell_out_ids(details);
    }
    check.table(table, &MAP);
    check.mistakes
}

type Key<'s> = Spanned<DeString<'s>>;
type Value<'s> = Spanned<DeValue<'s>>;

struct Check<'a> {
    source: &'a str,
    mistakes: Vec<Diagnostic>,
}

impl Check<'_> {
    /// Drops every key the place does not know and every value that has the wrong shape.
    fn table(&mut self, table: &mut DeTable, place: &'static Place) {
        let mut keep = Vec::with_capacity(table.len());
        for (key, value) in table.iter_mut() {
            let name = key.get_ref().as_ref();
            keep.push(match place.shape(name) {
                Some(shape) => self.value(name, value, shape),
                None => {
                    self.unknown_key(key, place);
                    false
                }
            });
        }
        retain(table, &keep);
    }

    /// Whether a value has the right shape; what is wrong inside it is taken out.
    fn value(&mut self, key: &str, value: &mut Value, shape: Shape) -> bool {
        let span = value.span();
        match (shape, value.get_mut()) {
            (Shape::Text | Shape::TextOr(_) | Shape::OneOrMoreTexts, DeValue::String(text)) => self.text(text, span),
            (Shape::Flag, DeValue::Boolean(_)) => true,
            (Shape::Whole, DeValue::Integer(number)) if number.as_str().len() < 18 => true,
            (Shape::TextOr(place) | Shape::Table(place), DeValue::Table(table)) => {
                self.table(table, place);
                true
            }
            (Shape::Texts | Shape::OneOrMoreTexts, DeValue::Array(items)) => {
                let keep: Vec<bool> = items
                    .iter_mut()
                    .map(|item| self.value(key, item, Shape::Text))
                    .collect();
                retain_items(items, &keep);
                true
            }
            (Shape::List(place), DeValue::Array(items)) => {
                let keep: Vec<bool> = items
                    .iter_mut()
                    .map(|item| self.value(key, item, Shape::TextOr(place)))
                    .collect();
                retain_items(items, &keep);
                true
            }
            (Shape::Named(place), DeValue::Table(table)) => {
                let keep: Vec<bool> = table
                    .iter_mut()
                    .map(|(id, value)| self.value(id.get_ref(), value, Shape::Table(place)))
                    .collect();
                retain(table, &keep);
                true
            }
            (shape, value) => {
                let found = found(value);
                self.mistakes.push(
                    Diagnostic::error(span, format!("`{key}` expects {}, found {found}", shape.words()))
                        .label(format!("this is {found}")),
                );
                false
            }
        }
    }

    /// Whether a text has only characters that a figure can hold.
    fn text(&mut self, text: &str, span: std::ops::Range<usize>) -> bool {
        let odd =
            |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        let Some(c) = text.chars().find(|&c| odd(c)) else {
            return true;
        };
        self.mistakes.push(
            Diagnostic::error(
                span,
                format!(
                    "this text holds the character U+{:04X}, which cannot be printed",
                    c as u32
                ),
            )
            .hint("delete it, or type the character that was meant"),
        );
        false
    }

    fn unknown_key(&mut self, key: &Key, place: &Place) {
        self.mistakes.push(
            Diagnostic::error(key.span(), format!("unknown key `{}`", key.get_ref()))
                .label(format!("{} has no such key", place.one)),
        );
    }

    /// `[theme.functions.advocacy]` is a table in a table for TOML and the id `functions.advocacy` for an author.
    fn spell_out_ids(&mut self, details: &mut DeTable) {
        let nested = |value: &Value| {
            value
                .get_ref()
                .as_table()
                .is_some_and(|table| table.iter().any(|(key, value)| self.is_id(key, value)))
        };
        if details.values().any(nested) {
            let mut all = DeTable::new();
            for (key, value) in std::mem::take(details) {
                self.spell_out(key, value, &mut all);
            }
            *details = all;
        }
    }

    fn spell_out<'s>(&mut self, path: Key<'s>, value: Value<'s>, all: &mut DeTable<'s>) {
        let span = value.span();
        let (nested, own) = match value.into_inner() {
            DeValue::Table(table) => table
                .into_iter()
                .partition::<Vec<_>, _>(|(key, value)| self.is_id(key, value)),
            other => return drop(all.insert(path, Spanned::new(span, other))),
        };
        if !own.is_empty() || nested.is_empty() {
            let own = DeValue::Table(own.into_iter().collect());
            if let Some((first, _)) = all.get_key_value(path.get_ref().as_ref()) {
                self.mistakes.push(
                    Diagnostic::error(
                        path.span(),
                        format!("the details of `{}` are given twice", path.get_ref()),
                    )
                    .also(first.span(), "first given here"),
                );
            } else {
                all.insert(path.clone(), Spanned::new(span, own));
            }
        }
        for (key, value) in nested {
            let id = format!("{}.{}", path.get_ref(), key.get_ref());
            self.spell_out(Spanned::new(key.span(), id.into()), value, all);
        }
    }

    /// Whether a key below `[theme.ID]` goes on with the id: a table header rather than a detail.
    fn is_id(&self, key: &Key, value: &Value) -> bool {
        let inline = self.source.get(value.span()).is_some_and(|text| text.starts_with('{'));
        value.get_ref().is_table() && !inline && DETAILS.shape(key.get_ref()).is_none()
    }
}

/// What a value is in the words of an author.
fn found(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn retain(table: &mut DeTable, keep: &[bool]) {
    if keep.contains(&false) {
        let all = std::mem::take(table);
        *table = all
            .into_iter()
            .zip(keep)
            .filter(|(_, keep)| **keep)
            .map(|(entry, _)| entry)
            .collect();
    }
}

fn retain_items(items: &mut toml::de::DeArray, keep: &[bool]) {
    if keep.contains(&false) {
        let all = std::mem::replace(items, toml::de::DeArray::new());
        *items = all
            .into_iter()
            .zip(keep)
            .filter(|(_, keep)| **keep)
            .map(|(item, _)| item)
            .collect();
    }
}
