//! Parsed TOML → the part of it that has the right form, and a mistake for everything else.

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::hints;
use super::keys::{DETAILS, MAP, Place, Shape};
use crate::diagnostic::Diagnostic;

/// Takes out of `table` what is no part of a map; what stays can be read into a `Document` without an error. Gives what
/// is wrong, and every text in what was taken out.
pub fn check(source: &str, table: &mut DeTable) -> (Vec<Diagnostic>, Vec<String>) {
    let mut check = Check { source, mistakes: Vec::new(), lost: Vec::new() };
    if let Some(details) = table.get_mut("theme")
        && let DeValue::Table(details) = details.get_mut()
    {
        check.spell_out_ids(details);
    }
    check.table(table, &MAP);
    (check.mistakes, check.lost)
}

type Key<'s> = Spanned<DeString<'s>>;
type Value<'s> = Spanned<DeValue<'s>>;

struct Check<'a> {
    source: &'a str,
    mistakes: Vec<Diagnostic>,
    lost: Vec<String>,
}

impl Check<'_> {
    /// Drops every value that has the wrong shape and every key the place does not know, unless it can only be a slip of
    /// the pen for another: then the map is read on as it was meant, and no mistake leads to the next.
    fn table(&mut self, table: &mut DeTable, place: &'static Place) {
        let present: Vec<&str> =
            place.keys.iter().map(|(key, _)| *key).filter(|key| table.contains_key(*key)).collect();
        let mut is_fine = true;
        let names: Vec<Option<&'static str>> = table
            .iter_mut()
            .map(|(key, value)| {
                let known = place.keys.iter().find(|(name, _)| *name == key.get_ref().as_ref());
                let meant = known.copied().or_else(|| {
                    is_fine = false;
                    let (mistake, meant) = hints::unknown_key(key, value.get_ref(), place, self.source);
                    self.tell(mistake);
                    meant.filter(|(name, _)| !present.contains(name))
                });
                let read = meant.filter(|(name, shape)| self.value(name, value, *shape)).map(|(name, _)| name);
                if meant.is_none() {
                    self.lose(value);
                }
                is_fine &= read.is_some();
                read
            })
            .collect();
        if !is_fine {
            let rename = |((key, value), name): ((Key<'_>, _), Option<&'static str>)| {
                Some((Spanned::new(key.span(), name?.into()), value))
            };
            *table = std::mem::take(table).into_iter().zip(names).filter_map(rename).collect();
        }
    }

    /// Whether a value has the right shape; what is wrong inside it is taken out.
    fn value(&mut self, key: &str, value: &mut Value, shape: Shape) -> bool {
        let span = value.span();
        if let Shape::TextOr(place) = shape {
            name_words(value, place);
        }
        match (shape, value.get_mut()) {
            (
                Shape::Text | Shape::Words | Shape::TextOr(_) | Shape::OneOrMoreTexts | Shape::TextsOrFalse,
                DeValue::String(text),
            ) => {
                // A bad text is kept, so that its item is not reported as missing as well.
                if let Some(mistake) = hints::text(key, text, span) {
                    self.tell(mistake);
                }
                true
            }
            (Shape::Flag, DeValue::Boolean(_)) | (Shape::TextsOrFalse, DeValue::Boolean(false)) => true,
            (Shape::Whole, DeValue::Integer(number)) if number.as_str().len() < 18 => true,
            (Shape::TextOr(place) | Shape::Table(place), DeValue::Table(table)) => {
                self.table(table, place);
                true
            }
            (Shape::Texts | Shape::OneOrMoreTexts | Shape::TextsOrFalse, DeValue::Array(items)) => {
                self.items(key, items, Shape::Text);
                true
            }
            (Shape::List(place), DeValue::Array(items)) => {
                self.items(key, items, Shape::TextOr(place));
                true
            }
            (Shape::Named(place), DeValue::Table(table)) => {
                let keep: Vec<bool> = table.iter_mut().map(|(id, value)| self.named(id, value, place)).collect();
                retain(table, &keep);
                true
            }
            (Shape::Terms, DeValue::Table(table)) => {
                let keep: Vec<bool> =
                    table.iter_mut().map(|(term, value)| self.value(term.get_ref(), value, Shape::Words)).collect();
                retain(table, &keep);
                true
            }
            (Shape::Words, DeValue::Table(table)) => {
                // Words that are wrong are kept without a text, so that their item is not reported as missing as well.
                if table.is_empty() {
                    self.tell(hints::no_words(span));
                }
                let is_fine = |(tag, text): (&Key, &mut Value)| match hints::language(tag) {
                    Some(mistake) => {
                        self.tell(mistake);
                        self.lose(text);
                        false
                    }
                    None => self.value(key, text, Shape::Text),
                };
                let keep: Vec<bool> = table.iter_mut().map(is_fine).collect();
                retain(table, &keep);
                true
            }
            _ => {
                self.tell(hints::wrong_shape(key, value, shape, self.source));
                self.lose(value);
                false
            }
        }
    }

    /// Of thousands of mistakes the later ones are only counted: they need no cure.
    fn tell(&mut self, mistake: Diagnostic) {
        const MOST_CURED: usize = 1000;
        self.mistakes.push(match self.mistakes.len() {
            0..MOST_CURED => mistake,
            _ => Diagnostic { label: String::new(), hints: Vec::new(), ..mistake },
        });
    }

    fn named(&mut self, id: &Key, value: &mut Value, place: &'static Place) -> bool {
        if let Some(mistake) = hints::out_of_place(id, value.get_ref(), place) {
            self.tell(mistake);
            self.lose(value);
            return false;
        }
        let is_table = self.value(id.get_ref(), value, Shape::Table(place));
        if !is_table {
            self.lost.push(id.get_ref().to_string());
        }
        is_table
    }

    fn items(&mut self, key: &str, items: &mut DeArray, shape: Shape) {
        let keep: Vec<bool> = items.iter_mut().map(|item| self.value(key, item, shape)).collect();
        if keep.contains(&false) {
            let all = std::mem::replace(items, DeArray::new());
            *items = all.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(item, _)| item).collect();
        }
    }

    /// Remembers the texts of a value that is taken out.
    fn lose(&mut self, value: &Value) {
        match value.get_ref() {
            DeValue::String(text) => self.lost.push(text.to_string()),
            DeValue::Array(items) => items.iter().for_each(|item| self.lose(item)),
            DeValue::Table(table) => {
                for (key, value) in table {
                    self.lost.push(key.get_ref().to_string());
                    self.lose(value);
                }
            }
            _ => {}
        }
    }

    /// `[theme.functions.advocacy]` is a table in a table for TOML and the id `functions.advocacy` for an author.
    fn spell_out_ids(&mut self, details: &mut DeTable) {
        let nested = |value: &Value| {
            value.get_ref().as_table().is_some_and(|table| table.iter().any(|(key, value)| self.is_id(key, value)))
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
            DeValue::Table(table) => table.into_iter().partition::<Vec<_>, _>(|(key, value)| self.is_id(key, value)),
            other => return drop(all.insert(path, Spanned::new(span, other))),
        };
        if !own.is_empty() || nested.is_empty() {
            let own = DeValue::Table(own.into_iter().collect());
            if let Some((first, _)) = all.get_key_value(path.get_ref().as_ref()) {
                self.tell(
                    Diagnostic::error(path.span(), format!("the details of `{}` are given twice", path.get_ref()))
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

/// The words of a thing by language, where a table of what is said about it could stand, are its label, or its text:
/// `{ fr = "Attente", en = "Waiting" }`.
fn name_words(value: &mut Value, place: &'static Place) {
    let named =
        place.keys.iter().find(|(name, shape)| matches!(shape, Shape::Words) && matches!(*name, "label" | "text"));
    let (DeValue::Table(table), Some((name, _))) = (value.get_ref(), named.filter(|_| place.short.contains("marks")))
    else {
        return;
    };
    let known = |key: &Key| place.shape(key.get_ref()).is_some();
    if !table.keys().all(hints::is_like_language) || table.keys().all(known) {
        return;
    }
    let span = value.span();
    let words = Spanned::new(span.clone(), std::mem::replace(value.get_mut(), DeValue::Boolean(false)));
    *value.get_mut() = DeValue::Table(DeTable::from_iter([(Spanned::new(span, (*name).into()), words)]));
}

fn retain(table: &mut DeTable, keep: &[bool]) {
    if keep.contains(&false) {
        let all = std::mem::take(table);
        *table = all.into_iter().zip(keep).filter(|(_, keep)| **keep).map(|(entry, _)| entry).collect();
    }
}
