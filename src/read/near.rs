//! A word that is none of those expected → the one that was probably meant.

use std::cell::Cell;

use super::Text;
use crate::diagnostic::Diagnostic;

/// Most letters compared in one run (some milliseconds), so that thousands of wrong names in a map of thousands of
/// themes stay cheap.
const MOST_LETTERS: usize = 2_000_000;

/// Similarity (0–1) from which a name may be a slip of the pen for another.
const ALIKE: f64 = 0.65;

/// Letters compared so far.
#[derive(Debug, Default)]
pub struct Effort(Cell<usize>);

/// The one of `names` that looks most like `name`, if one does: by the letters changed, left out, added or swapped, or
/// because one begins with the other.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>, effort: &Effort) -> Option<&'n str> {
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for other in names {
        let letters = effort.0.get() + name.len() * other.len();
        if letters > MOST_LETTERS {
            break;
        }
        effort.0.set(letters);
        let lower = other.to_lowercase();
        let length = name.chars().count().max(lower.chars().count()).max(1);
        let mut alike = 1.0 - strsim::osa_distance(&name, &lower) as f64 / length as f64;
        if name.chars().count() >= 4 && (lower.starts_with(&name) || name.starts_with(&lower)) {
            alike = alike.max(ALIKE + 0.1 * alike);
        }
        if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, other));
        }
    }
    best.map(|(_, name)| name)
}

/// The mistake that a word is none of a fixed list.
pub fn unknown_word<'w>(what: &str, word: &Text, words: impl Iterator<Item = &'w str> + Clone) -> Diagnostic {
    let listed: Vec<String> = words.clone().map(|word| format!("`{word}`")).collect();
    let mistake = Diagnostic::error(word.span(), format!("`{}` is no {what}", word.get_ref()));
    let mistake = match nearest(word.get_ref(), words, &Effort::default()) {
        Some(near) => mistake.hint(format!("did you mean `{near}`?")),
        None => mistake,
    };
    mistake.hint(format!("expected one of {}", listed.join(", ")))
}
