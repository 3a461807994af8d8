//! Labels → how alike they are worded.

use std::collections::BTreeSet;

use super::lexicon::Words;
use crate::model::id_of_label;

/// The words of a label in lower case, without marks.
pub fn words(label: &str) -> Vec<String> {
    id_of_label(label).split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The label without what spelling alone decides: blanks, hyphens, capitals, marks.
pub fn letters(label: &str) -> String {
    id_of_label(&label.replace('&', " and ")).replace('-', "")
}

/// The words that carry the meaning, in no order, each without the `s` of a plural. All words, if none of them do.
pub fn meaning(label: &str, small: Words) -> BTreeSet<String> {
    let all = words(label);
    let carrying: BTreeSet<String> = all.iter().filter(|word| !small.hold(word)).map(|word| singular(word)).collect();
    if carrying.is_empty() { all.into_iter().collect() } else { carrying }
}

/// A word without a plural's `s`, as English, French, Spanish and Portuguese have it.
fn singular(word: &str) -> String {
    let stem = match word.strip_suffix("ies") {
        Some(stem) => return format!("{stem}y"),
        None => word.strip_suffix('s').filter(|stem| !stem.ends_with('s')),
    };
    stem.filter(|stem| stem.chars().count() > 2).unwrap_or(word).to_owned()
}

/// Whether one label is the other with a subtitle behind a colon or a dash.
pub fn is_subtitled(label: &str, other: &str) -> bool {
    let main = |label: &str| label.split([':', '：', '–', '—', '|']).next().map(letters);
    let (short, long) = if label.len() < other.len() { (label, other) } else { (other, label) };
    letters(short) == main(long).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::lexicon;
    use super::*;

    #[test]
    fn names_that_say_the_same_mean_the_same() {
        let small = lexicon::small(None);
        for (one, other) in [
            ("Contribution of shared experiences", "Contributions of shared experience"),
            ("Barriers to care", "Care: the barrier"),
            ("Families", "The family"),
        ] {
            assert_eq!(meaning(one, small), meaning(other, small), "{one}");
        }
        for (one, other) in [("Waiting for news", "Waiting for a bed"), ("Bus", "Bu"), ("Loss", "Lo")] {
            assert_ne!(meaning(one, small), meaning(other, small), "{one}");
        }
        assert!(!meaning("To the", small).is_empty());
    }

    #[test]
    fn a_subtitle_is_no_other_name() {
        assert!(is_subtitled("Building a bridge", "Building a bridge: making it hold"));
        assert!(is_subtitled("Building a Bridge — making it hold", "Building a bridge"));
        assert!(!is_subtitled("Restoring trust", "Restoring trust between strangers"));
    }
}
