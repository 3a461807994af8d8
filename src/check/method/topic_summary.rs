//! Labels → themes whose name only says what is talked about.

use super::lexicon::{Lexicon, lexicons};
use super::study::{Study, THEMES};
use super::{Finding, Rule, miscellaneous, wording};
use crate::diagnostic;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "topic-summary",
        reason: "a theme has an idea at its centre; a topic only gathers all that was said about it",
        source: "Braun & Clarke 2019 and 2021",
    },
    looks_for: "names that only say a topic: “Barriers”, “Experiences of …” (*)",
    find,
};

/// Most words besides the small ones that a bare topic has.
const MOST_WORDS: usize = 4;

fn find(study: &Study) -> Vec<Finding> {
    let lang = study.map.lang.as_deref();
    let topics = study.nodes(THEMES).filter(|&node| {
        let theme = &study.map.graph[node];
        // The name of a candidate is provisional.
        let is_topic = lexicons(lang).iter().any(|lexicon| is_topic(&theme.label, lexicon));
        !theme.tentative && is_topic && !miscellaneous::is_leftover(&theme.label, lang)
    });
    let finding = |node| {
        Finding::about(study, node, format!("`{}` names a topic, not what the theme says about it", study.label(node)))
            .hint("name what is shared in it, as a reader would tell it in a few words")
    };
    topics.map(finding).collect()
}

/// Whether a label is nouns that name topics, or one of them and what it is of. Names with a subtitle, a question or words in
/// quotation marks are taken to say more.
fn is_topic(label: &str, lexicon: &Lexicon) -> bool {
    if label.contains([':', '：', ';', '?', '!', '“', '”', '„', '"', '«', '»', '–', '—', '…']) {
        return false;
    }
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let words: Vec<String> = wording::words(label).into_iter().filter(|word| !is_number(word)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (small, topics, qualifiers) = (lexicon.small, lexicon.topics, lexicon.qualifiers);
    let bare: Vec<&str> = words.iter().filter(|word| !small.hold(word)).copied().collect();
    let is_known = |word: &&str| topics.hold(word) || qualifiers.hold(word);
    if bare.len() <= MOST_WORDS && bare.iter().all(is_known) && bare.iter().any(|word| topics.hold(word)) {
        return true;
    }
    // "Perceived effects for …", "Patients' experiences of …"
    let Some(at) = words.iter().position(|word| topics.hold(word)) else { return false };
    let before = &words[..at];
    let whose = label.split_whitespace().next().is_some_and(is_possessive) && before.len() == 1;
    // An article may come first, a preposition makes it part of something else: "In need of …".
    let is_article = |at: usize, word: &str| at == 0 && small.hold(word) && !lexicon.of.hold(word);
    let opens = whose || before.iter().enumerate().all(|(at, word)| is_article(at, word) || qualifiers.hold(word));
    let is_of = words.get(at + 1).is_some_and(|word| lexicon.of.hold(word));
    opens && is_of && !words.iter().any(|word| lexicon.clause.hold(word))
}

/// "patients'", "nurse's"
fn is_possessive(word: &str) -> bool {
    ["s'", "s’", "'s", "’s"].iter().any(|ending| word.ends_with(ending))
}
