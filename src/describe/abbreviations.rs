//! Labels → the short forms in them: those that the author explains, and those that nobody does.

use std::collections::{HashMap, HashSet};

use crate::model::Map;

/// Short forms of a map, in the order in which readers meet them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abbreviations {
    /// What stands under `[abbreviations]` and in a label: the short form and its meaning.
    pub explained: Vec<(String, String)>,
    /// What looks like a short form and has no meaning in the map.
    pub unexplained: Vec<String>,
    /// What stands under `[abbreviations]` and in no label.
    pub unused: Vec<String>,
}

impl Abbreviations {
    /// Looks through every label, short label and word on a link.
    pub fn of(map: &Map) -> Abbreviations {
        let known = &map.about.abbreviations;
        // By the first word of the short form, so that a label is looked through once: "SARS" for SARS-CoV-2.
        let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, (short, _)) in known.iter().enumerate() {
            if let Some((_, word)) = words(short).first() {
                by_word.entry(word).or_default().push(index);
            }
        }
        let nodes = map.graph.node_weights().flat_map(|theme| std::iter::once(&theme.label).chain(&theme.short));
        let links = map.graph.edge_weights().filter_map(|link| link.label.as_ref());
        let (mut used, mut order) = (vec![false; known.len()], Vec::new());
        let (mut doubtful, mut seen) = (Vec::new(), HashSet::new());
        for label in nodes.chain(links) {
            let shouted = is_shouted(label);
            let mut covered = 0;
            for (at, word) in words(label) {
                if at < covered {
                    continue;
                }
                let stem = singular(word);
                let candidates = [word, stem].into_iter().filter_map(|word| by_word.get(word)).flatten();
                let found = candidates.filter_map(|&index| Some((index, ends(label, at, &known[index].0)?)));
                if let Some((index, end)) = found.max_by_key(|(_, end)| *end) {
                    covered = end;
                    if !std::mem::replace(&mut used[index], true) {
                        order.push(index);
                    }
                    continue;
                }
                let form = with_number(label, at, stem);
                if !shouted && is_short_form(stem) && seen.insert(form) {
                    doubtful.push(form.to_owned());
                }
            }
        }
        let unused = known.iter().zip(&used).filter(|(_, used)| !**used).map(|((short, _), _)| short.clone());
        Abbreviations {
            explained: order.into_iter().map(|index| known[index].clone()).collect(),
            unexplained: doubtful,
            unused: unused.collect(),
        }
    }
}

/// Runs of letters and digits, each with its place. Signs of scripts without capitals part words: in “HIV感染” one stands.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let is_part = |c: char| c.is_uppercase() || c.is_lowercase() || c.is_ascii_digit();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, is_part(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, &text[from..])));
    words
}

/// A short form without the s of its plural: HCPs.
fn singular(word: &str) -> &str {
    word.strip_suffix('s')
        .filter(|stem| stem.ends_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .unwrap_or(word)
}

/// Where a short form ends that stands in a label from this word on, as a word of its own or in the plural.
fn ends(label: &str, at: usize, short: &str) -> Option<usize> {
    // What a short form has before its first word, stands before this word.
    let lead = words(short).first().map_or(0, |(at, _)| *at);
    let start = at.checked_sub(lead)?;
    let rest = label.get(start..)?.strip_prefix(short)?;
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_uppercase() || c.is_lowercase() || c.is_ascii_digit());
    let plural = rest.strip_prefix('s').is_some_and(|rest| !goes_on(rest));
    (!goes_on(rest) || plural).then_some(start + short.len())
}

/// A form with the number that a hyphen joins to it: COVID-19.
fn with_number<'l>(label: &'l str, at: usize, stem: &'l str) -> &'l str {
    let end = at + stem.len();
    let rest = label.get(end..).and_then(|rest| rest.strip_prefix(['-', '‑']));
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest.map(|rest| (label.len() - rest.len(), digits(rest))) {
        Some((from, count @ 1..)) => &label[at..from + count],
        _ => stem,
    }
}

/// Two capitals at least, and no fewer than small letters: HCP, QoL, PhD, but not McDonald. No number of a list: II, IV.
fn is_short_form(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    let numeral = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    capitals >= 2 && capitals >= small && !numeral
}

/// Whether a label is set in capitals throughout, where a word in capitals says nothing.
fn is_shouted(label: &str) -> bool {
    !label.chars().any(char::is_lowercase) && words(label).iter().filter(|(_, word)| word.len() > 1).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(labels: &[&str], known: &[(&str, &str)]) -> Abbreviations {
        let list = |words: &[&str]| words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
        let known: String = known.iter().map(|(short, long)| format!("{short:?} = {long:?}\n")).collect();
        let (map, _) = crate::read(&format!("themes = [{}]\n[abbreviations]\n{known}", list(labels))).unwrap();
        Abbreviations::of(&map)
    }

    #[test]
    fn short_forms_are_told_from_words() {
        let labels = [
            "Trust between HCPs and PWUD",
            "GP-led care in the ED after COVID-19",
            "QoL of PhD students",
            "Phase II: McDonald’s, O’Shea’s iPhone",
            "BARRIERS TO CARE",
            "Living with HIV感染 and HCP's",
            "Trust in A and E, 24/7",
        ];
        let abbreviations = found(&labels, &[]);
        assert_eq!(abbreviations.unexplained, ["HCP", "PWUD", "GP", "ED", "COVID-19", "QoL", "PhD", "HIV"]);
        assert!(abbreviations.explained.is_empty());
    }

    #[test]
    fn explanations_are_found_as_the_author_writes_them() {
        let known = [
            ("PWUD", "people who use drugs"),
            ("HCP", "health care professional"),
            ("SARS-CoV-2", "a virus"),
            ("A&E", "accident and emergency"),
            ("UN", "United Nations"),
            ("e.g.", "for example"),
        ];
        let abbreviations = found(&["HCPs, e.g. in A&E", "SARS-CoV-2 and UNAIDS", "STIGMA OF PWUD"], &known);
        let shorts: Vec<_> = abbreviations.explained.iter().map(|(short, _)| short.as_str()).collect();
        assert_eq!(shorts, ["HCP", "e.g.", "A&E", "SARS-CoV-2", "PWUD"]);
        assert_eq!(abbreviations.unexplained, ["UNAIDS"]);
        assert_eq!(abbreviations.unused, ["UN"]);
    }
}
