//! Two wordings of a label → the words that are gone and the words that are new.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::wording::says;

/// What one wording has that the other has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// What the earlier one said: the words that are gone where the rest stays, else all of it; `None` where words were
    /// only added.
    pub gone: Option<String>,
    /// The bytes of the later one that are new, where the rest of it stays.
    pub added: Vec<Range<usize>>,
}

/// Compares two wordings word by word.
///
/// Only one stretch may differ for the rest to be said to stay: of two or more a reader could not tell which words stood
/// where.
pub fn compare(old: &str, new: &str) -> Wording {
    let (a, b) = (words(old), words(new));
    let same = |(a, b): &(&(usize, &str), &(usize, &str))| bare(a.1) == bare(b.1);
    let start = a.iter().zip(&b).take_while(same).count();
    let rest = (a.len() - start).min(b.len() - start);
    let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(same).count();
    let (gone, added) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let stays = 2 * (start + end) >= a.len().min(b.len()) && start + end > 0 && !(gone.is_empty() && added.is_empty());
    // Where some words take the place of others, most must stay, or the later wording is another one.
    let stays = stays && (gone.is_empty() || added.is_empty() || 2 * (start + end) >= a.len().max(b.len()));
    if !stays {
        return Wording { gone: Some(old.to_owned()), added: Vec::new() };
    }
    let stretch = |words: &[(usize, &str)]| {
        let (first, last) = (words.first()?, words.last()?);
        Some(first.0..last.0 + last.1.len())
    };
    // An article alone says nothing below a label.
    let telling = gone.is_empty() || gone.iter().any(|(_, word)| says(word));
    let gone = if telling { stretch(gone).and_then(|range| old.get(range)) } else { Some(old) };
    let gone = gone.map(|gone| gone.trim_matches(PARTING)).filter(|gone| !gone.is_empty()).map(str::to_owned);
    Wording { gone, added: stretch(added).into_iter().collect() }
}

/// Marks and blanks that part words from those beside them, and say nothing where those are not.
const PARTING: [char; 9] = [' ', ',', ';', ':', '–', '—', '，', '、', '：'];

/// A word in lower case without the marks around it.
fn bare(word: &str) -> String {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    if letters.is_empty() { word } else { letters }.to_lowercase()
}

/// The words with their places; where a text has no spaces, its words are what Unicode takes for them (UAX #29).
fn words(text: &str) -> Vec<(usize, &str)> {
    if text.contains(char::is_whitespace) {
        let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        return text.split_whitespace().map(|word| (at(word), word)).collect();
    }
    text.split_word_bound_indices().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_that_differ_are_told_where_the_rest_stays() {
        let told = |old: &str, new: &str| {
            let Wording { gone, added } = compare(old, new);
            (gone, added.into_iter().map(|range| new[range].to_owned()).collect::<Vec<_>>().join("|"))
        };
        let bridge = "Peer support workers as a bridge";
        let whole = format!("{bridge} to overcome system barriers");
        assert_eq!(told(&whole, bridge), (Some("to overcome system barriers".into()), String::new()));
        assert_eq!(told(bridge, &whole), (None, "to overcome system barriers".into()));
        assert_eq!(told("Waiting for news", "Waiting for a bed"), (Some("news".into()), "a bed".into()));
        assert_eq!(told("Being heard", "Trust in nurses"), (Some("Being heard".into()), String::new()));
        assert_eq!(told("Fear of the silence", "Fear of silence"), (Some("Fear of the silence".into()), String::new()));
        let long = "What matters, and what is missed: the price of a record";
        assert_eq!(
            told(long, "What matters: the price of a record"),
            (Some("and what is missed".into()), String::new())
        );
        assert_eq!(told("等待消息", "等待结果").0, Some("消息".into()));
        assert_eq!(told("waiting", "Waiting"), (Some("waiting".into()), String::new()), "only its letters differ");
    }
}
