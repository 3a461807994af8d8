//! Labels → ids: the stated rule, and what happens where two collide.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use unicode_segmentation::UnicodeSegmentation;

use super::Role;
use super::outline::{Item, Outline};
use crate::diagnostic::Diagnostic;
use crate::read::{Text, shorten};

/// The id that follows from a label: lower case, words joined by `-`, letters and digits of any script kept.
///
/// Apostrophes, soft hyphens and zero-width characters join what stands on their sides; everything else parts words.
/// A label without letters or digits keeps its characters.
pub fn from_label(label: &str) -> String {
    let mut id = String::with_capacity(label.len());
    let mut parted = false;
    if label.is_ascii() {
        // Every character is a cluster of its own.
        for c in label.chars().filter(|c| *c != '\'') {
            if !c.is_ascii_alphanumeric() {
                parted = true;
                continue;
            }
            if std::mem::take(&mut parted) && !id.is_empty() {
                id.push('-');
            }
            id.push(c.to_ascii_lowercase());
        }
        return if id.is_empty() { label.split_whitespace().collect::<Vec<_>>().join("-") } else { id };
    }
    let mut add = |cluster: &str| {
        let mut characters = cluster.chars().filter(|c| !is_ignored(*c)).peekable();
        let Some(first) = characters.peek() else { return };
        parted |= !first.is_alphanumeric();
        let mut letters = characters.skip_while(|c| !c.is_alphanumeric()).peekable();
        if letters.peek().is_some() {
            if parted && !id.is_empty() {
                id.push('-');
            }
            parted = false;
            id.extend(letters);
        }
    };
    label.graphemes(true).for_each(&mut add);
    if id.is_empty() {
        return label.split_whitespace().collect::<Vec<_>>().join("-");
    }
    id.to_lowercase()
}

/// The label that follows from an id: its words, the first letter a capital.
pub fn to_label(id: &str) -> String {
    let words = id.split(['-', '_', '.']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut rest = words.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => id.to_owned(),
    }
}

/// The mistake that an id given by the author is none, if it is none.
pub fn check(id: &Text) -> Option<Diagnostic> {
    let mistake = Diagnostic::error(id.span(), format!("`{}` cannot be an id", shorten(id.get_ref())));
    Some(
        mistake
            .label(mistake_of(id.get_ref())?)
            .hint(format!("write `{}`, and the words as its `label`", shorten(&from_label(id.get_ref())))),
    )
}

/// Why an id given by the author is none, if it is none.
fn mistake_of(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        Some("an id needs at least one letter or digit")
    } else if id.contains("--") || id.contains("..") {
        Some("`--` and `..` are links, so an id cannot hold them")
    } else if id.starts_with(['-', '.']) || id.ends_with(['-', '.']) {
        Some("an id begins and ends with a letter or digit")
    } else if !id.graphemes(true).all(|c| c.starts_with(|c: char| c.is_alphanumeric() || "-_.".contains(c))) {
        Some("an id is made of letters, digits, `-`, `_` and `.`")
    } else {
        None
    }
}

/// Characters that neither belong to a word nor part it.
fn is_ignored(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Gives every item its id, and says which cannot be told apart.
///
/// A given id is kept. One that follows from a label is qualified by the parent's (`functions.advocacy`) where another
/// item has a claim to it too; between a code and anything else, only the code gives way.
pub fn assign(outline: &mut Outline) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut claims: HashMap<&str, Claims> = HashMap::with_capacity(outline.items.len());
    // These two words always mean the core and the outcome, whatever id the author gave them.
    let fixed = [("core", outline.core), ("outcome", outline.outcome)];
    let fixed = fixed.into_iter().filter_map(|(id, item)| Some((id, item?)));
    for (id, _) in fixed.clone() {
        claims.entry(id).or_default().given = true;
    }
    for item in &outline.items {
        let claims = claims.entry(&item.name).or_default();
        claims.given |= item.given;
        claims.themes += usize::from(item.role != Role::Code);
        claims.all += 1;
    }
    let mut ids: Vec<String> = Vec::with_capacity(outline.items.len());
    for item in &outline.items {
        let claims = claims.get(item.name.as_str()).copied().unwrap_or_default();
        let is_alone = if item.role == Role::Code { claims.all == 1 } else { !claims.given && claims.themes == 1 };
        ids.push(match item.parent {
            Some(parent) if !(item.given || is_alone) => format!("{}.{}", ids[parent], item.name),
            _ => item.name.clone(),
        });
    }
    let mut owners: HashMap<&str, usize> = fixed.collect();
    for (index, id) in ids.iter().enumerate() {
        match owners.entry(id) {
            Entry::Vacant(place) => {
                place.insert(index);
            }
            Entry::Occupied(owner) if *owner.get() == index => {}
            Entry::Occupied(owner) => problems.push(twice(outline, index, *owner.get(), id)),
        }
    }
    for (item, id) in outline.items.iter_mut().zip(ids) {
        item.id = id;
    }
    problems
}

/// Who has a claim to an id.
#[derive(Clone, Copy, Debug, Default)]
struct Claims {
    /// Whether somebody was given it.
    given: bool,
    /// How many there are that are no codes.
    themes: usize,
    /// How many there are.
    all: usize,
}

fn twice(outline: &Outline, index: usize, owner: usize, id: &str) -> Diagnostic {
    let (item, owner) = (&outline.items[index], &outline.items[owner]);
    let what = match (item.given, owner.given) {
        (true, true) => format!("the id `{id}` is given twice"),
        _ if item.label == owner.label && item.parent == owner.parent => format!("`{}` is listed twice", item.label),
        _ => format!("the id `{id}` belongs to something else already"),
    };
    let cure = match item.given {
        true => "give one of them another id".to_owned(),
        false => format!("delete one, or give one an id of its own: `{{ id = \"…\", label = {:?} }}`", item.label),
    };
    let place = |item: &Item| item.id_span.clone().unwrap_or(item.span.clone());
    Diagnostic::error(place(item), what).also(place(owner), "first here").hint(cure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_follows_from_the_words_of_a_label() {
        for (label, id) in [
            (
                "Navigating transitions within the healthcare system",
                "navigating-transitions-within-the-healthcare-system",
            ),
            ("Barrier #1: stigma", "barrier-1-stigma"),
            ("O'Shea’s ‘what-if’ (2021)", "osheas-what-if-2021"),
            ("  “Are we allowed to?”  ", "are-we-allowed-to"),
            ("HCPs/PWUD: 50 % – and more…", "hcps-pwud-50-and-more"),
            ("Vécu des proches", "vécu-des-proches"),
            ("ΔΡΌΜΟΣ", "δρόμος"),
            ("等待消息，没有人说话", "等待消息-没有人说话"),
            ("انتظار الأخبار", "انتظار-الأخبار"),
            ("می\u{200C}خواهم بدانم", "میخواهم-بدانم"),
            ("प्रतीक्षा करना", "प्रतीक्षा-करना"),
            ("inter\u{AD}view", "interview"),
            ("?!", "?!"),
        ] {
            assert_eq!(from_label(label), id);
        }
    }

    #[test]
    fn a_label_follows_from_the_words_of_an_id() {
        assert_eq!(to_label("building"), "Building");
        assert_eq!(to_label("system-barriers_2.b"), "System barriers 2 b");
        assert_eq!(to_label("élan"), "Élan");
        assert_eq!(to_label("HCP"), "HCP");
    }

    proptest! {
        #[test]
        fn the_id_of_a_label_with_a_letter_is_one_that_could_be_given(label in "\\PC*\\pL\\PC*") {
            let id = from_label(&label);
            prop_assert_eq!(mistake_of(&id), None, "{}", id);
            prop_assert_eq!(from_label(&id), id);
        }
    }
}
