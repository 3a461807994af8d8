//! Language → the phrases of the sentences about a map, one file each.
//!
//! Labels stand in quotation marks and are subjects or objects of verbs in the third person, so that no phrase has to
//! agree with the gender or number of what an author wrote. Places to fill are in braces.

mod de;
mod en;
mod es;
mod fr;
mod pt;

use crate::model::words::in_language;
use crate::model::{LinkKind, Role};

/// Every language with phrases, by the first part of its tag. A new one is a file and a row.
pub const LANGUAGES: [(&str, Language); 5] =
    [("en", en::ENGLISH), ("fr", fr::FRENCH), ("es", es::SPANISH), ("de", de::GERMAN), ("pt", pt::PORTUGUESE)];

/// The phrases for a map in a language; English for a map that does not say its own, none for a language without phrases.
pub fn phrases(lang: Option<&str>) -> Option<&'static Language> {
    in_language(&LANGUAGES, lang)
}

/// A phrase for one and a phrase for more, with `{n}` for the number.
#[derive(Clone, Copy, Debug)]
pub struct Plural {
    /// For one.
    pub one: &'static str,
    /// For more.
    pub many: &'static str,
}

/// A link as a sentence: claimed, and tentative; `{a}` and `{b}` are its ends, `{both}` is "a and b".
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// As the author claims it.
    pub firm: &'static str,
    /// With a word that leaves it open.
    pub tentative: &'static str,
    /// Both where `{a}` are several; none for kinds that are turned round or said of two.
    pub many: Option<(&'static str, &'static str)>,
}

/// Something for each kind of link.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct ByKind<T> {
    pub plain: T,
    pub leads_to: T,
    pub mutual: T,
    pub associated: T,
    pub part_of: T,
    pub causes: T,
    pub contradicts: T,
    pub barrier: T,
    pub facilitator: T,
}

impl<T: Copy> ByKind<T> {
    /// What it is for a kind.
    pub fn of(&self, kind: LinkKind) -> T {
        match kind {
            LinkKind::Plain => self.plain,
            LinkKind::LeadsTo => self.leads_to,
            LinkKind::Mutual => self.mutual,
            LinkKind::Associated => self.associated,
            LinkKind::PartOf => self.part_of,
            LinkKind::Causes => self.causes,
            LinkKind::Contradicts => self.contradicts,
            LinkKind::Barrier => self.barrier,
            LinkKind::Facilitator => self.facilitator,
        }
    }
}

/// What stands between the items of a list.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Between two, neither of them the last.
    pub comma: &'static str,
    /// The same where items hold commas.
    pub semicolon: &'static str,
    /// Before the last.
    pub and: &'static str,
    /// Before a last one that begins with the sound i: Spanish changes the word there.
    pub and_i: &'static str,
}

/// What the items of a map are called.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Counted {
    pub groups: Plural,
    pub themes: Plural,
    pub sub_themes: Plural,
    pub codes: Plural,
    pub links: Plural,
    /// The core, as one of the things that a map has.
    pub core: &'static str,
    /// The outcome, likewise.
    pub outcome: &'static str,
}

/// What holds something, as the subject of a sentence; `{label}` is its label.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Owners {
    pub core: &'static str,
    pub group: &'static str,
    pub theme: &'static str,
    pub sub_theme: &'static str,
    pub outcome: &'static str,
}

/// The sentences of the long description.
#[derive(Clone, Copy, Debug)]
pub struct Sentences {
    /// What a map has, `{parts}`.
    pub has: &'static str,
    /// Names the core, `{label}`.
    pub core: &'static str,
    /// Names the outcome, `{label}`.
    pub outcome: &'static str,
    /// What is in something: `{owner}`, `{count}`, `{list}`.
    pub holds: &'static str,
    /// Of a group without themes: `{owner}`.
    pub holds_nothing: &'static str,
    /// How much is in something where it is not named: `{owner}`, `{n}`.
    pub holds_unnamed: Plural,
    /// Themes of a map without groups: `{list}`.
    pub themes: Plural,
    /// Themes beside groups: `{list}`.
    pub in_no_group: Plural,
    /// The links.
    pub links: ByKind<Claim>,
    /// A link and the words beside it: `{claim}`, `{label}`.
    pub labelled: &'static str,
    /// Links that are not named.
    pub more_links: Plural,
    /// Themes that are candidates: `{list}`.
    pub tentative: Plural,
    /// How many more of them.
    pub more_tentative: Plural,
    /// What bounds a theme: `{label}`, `{text}`.
    pub definition: &'static str,
    /// Words of a participant: `{who}`, `{label}`, `{quote}`.
    pub quote: &'static str,
    /// Words of nobody named: `{label}`, `{quote}`.
    pub quote_of_nobody: &'static str,
    /// Who speaks to a theme: `{label}`, `{list}`.
    pub spoken: &'static str,
    /// What stands in place of that list where nobody does.
    pub nobody: &'static str,
}

/// The parts of the alternative text, which the caption shares.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    /// A map with a core: `{core}`, `{parts}`.
    pub around_core: &'static str,
    /// A map that is a core alone: `{core}`.
    pub core: &'static str,
    /// A map without a core: `{title}`, `{parts}`.
    pub titled: &'static str,
    /// A map with neither: `{parts}`.
    pub plain: &'static str,
    /// All themes stand in groups: `{themes}`, `{groups}`.
    pub in_groups: &'static str,
    /// Some of them do: `{themes}`, `{n}`, `{groups}`.
    pub some_in_groups: &'static str,
    /// What follows: `{label}`.
    pub outcome: &'static str,
    /// The same without its words.
    pub an_outcome: &'static str,
}

/// The parts of the caption.
#[derive(Clone, Copy, Debug)]
pub struct Legend {
    /// What the figure shows: `{parts}`, `{core}`.
    pub around: &'static str,
    /// The same below a title that is the core: `{parts}`.
    pub around_this: &'static str,
    /// What marks mean: `{entries}`.
    pub key: &'static str,
    /// What short forms stand for: `{entries}`.
    pub abbreviations: &'static str,
    /// Where the map was published: `{source}`.
    pub source: &'static str,
    /// What is to be kept in mind where a figure shows who speaks.
    pub caveat: &'static str,
    /// Meanings of links, behind the name of their mark.
    pub meanings: ByKind<&'static str>,
    /// The marks.
    pub marks: Marks,
}

/// Marks of a figure and, of those that are no links, what they mean.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Marks {
    pub line: &'static str,
    pub thin_line: &'static str,
    pub dashed_line: &'static str,
    pub arrow: &'static str,
    pub double_arrow: &'static str,
    pub bar: &'static str,
    pub double_bar: &'static str,
    /// With its meaning: a tentative link.
    pub dotted_line: (&'static str, &'static str),
    /// With its meaning: a tentative theme.
    pub dashed_outline: (&'static str, &'static str),
    /// With its meaning: how many are folded in.
    pub number: (&'static str, &'static str),
}

/// Heads of texts, of columns, and words in cells.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Heads {
    /// The kind of figure.
    pub map: &'static str,
    pub alt: &'static str,
    pub caption: &'static str,
    pub description: &'static str,
    pub table: &'static str,
    pub core: &'static str,
    pub outcome: &'static str,
    pub group: &'static str,
    pub theme: &'static str,
    pub sub_themes: &'static str,
    pub codes: &'static str,
    /// Stands before the groups that speak.
    pub voices: &'static str,
    pub definition: &'static str,
    pub quotes: &'static str,
    /// Behind the label of a candidate.
    pub tentative: &'static str,
}

/// All phrases of a language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its name in English, for messages.
    pub name: &'static str,
    /// Quotation marks, and others for what holds some of the first.
    pub quotes: [(&'static str, &'static str); 2],
    /// Whether nothing is said in the singular.
    pub zero_is_one: bool,
    /// How lists are joined.
    pub list: List,
    /// Numbers of things.
    pub counted: Counted,
    /// What holds something.
    pub owners: Owners,
    /// The long description.
    pub sentences: Sentences,
    /// The alternative text.
    pub brief: Brief,
    /// The caption.
    pub legend: Legend,
    /// Heads.
    pub heads: Heads,
}

impl Language {
    /// Somebody's words in quotation marks, which they do not hold themselves where that can be helped.
    pub fn quoted(&self, words: &str) -> String {
        let holds = |marks: &(&str, &str)| {
            let mut both = marks.0.trim().chars().chain(marks.1.trim().chars());
            both.any(|mark| words.contains(mark))
        };
        let [first, second] = &self.quotes;
        let (open, close) = if holds(first) && !holds(second) { second } else { first };
        format!("{open}{words}{close}")
    }

    /// The form for a number, with the number in it.
    pub fn count(&self, n: usize, plural: Plural) -> String {
        fill(self.form(n, plural), &[("n", &n.to_string())])
    }

    /// The form for a number.
    pub fn form(&self, n: usize, plural: Plural) -> &'static str {
        if n == 1 || (n == 0 && self.zero_is_one) { plural.one } else { plural.many }
    }

    /// Items as a list, with semicolons where some of them hold commas.
    pub fn list(&self, items: &[String]) -> String {
        let Some((last, rest)) = items.split_last() else { return String::new() };
        if rest.is_empty() {
            return last.clone();
        }
        let parted = items.len() > 2 && items.iter().any(|item| item.contains([',', ';', '،', '、', '，']));
        let List { comma, semicolon, .. } = self.list;
        let mut words = rest.join(if parted { semicolon } else { comma });
        if parted {
            words.push_str(semicolon.trim_end_matches(' '));
        }
        words.push_str(self.and(last));
        words.push_str(last);
        words
    }

    /// The word "and" before something, with its blanks.
    pub fn and(&self, next: &str) -> &'static str {
        let letters = next.chars().skip_while(|c| !c.is_alphanumeric()).take(3);
        let start = letters.collect::<String>().to_lowercase();
        let sound_i = start.starts_with(['i', 'í']) || (start.starts_with("hi") && start != "hie");
        if sound_i { self.list.and_i } else { self.list.and }
    }

    /// A thing that holds others, as a subject.
    pub fn owner(&self, role: Role, label: &str) -> String {
        let phrase = match role {
            Role::Core => self.owners.core,
            Role::Group => self.owners.group,
            Role::Theme => self.owners.theme,
            Role::SubTheme | Role::Code => self.owners.sub_theme,
            Role::Outcome => self.owners.outcome,
        };
        fill(phrase, &[("label", &self.quoted(label))])
    }

    /// So many items of a role.
    pub fn counted(&self, n: usize, role: Role) -> String {
        let plural = match role {
            Role::Group => self.counted.groups,
            Role::Core | Role::Outcome | Role::Theme => self.counted.themes,
            Role::SubTheme => self.counted.sub_themes,
            Role::Code => self.counted.codes,
        };
        self.count(n, plural)
    }
}

/// A phrase with its places filled; what is filled in is not looked at again, whatever braces it holds.
pub fn fill(phrase: &str, places: &[(&str, &str)]) -> String {
    let mut words = String::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        words.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        words.push_str(places.iter().find(|(place, _)| *place == name).map_or("", |(_, value)| value));
        rest = after;
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_left_alone() {
        let claim = fill("{a} leads to {b}.", &[("a", "{b}"), ("b", "}{")]);
        assert_eq!(claim, "{b} leads to }{.");
    }

    #[test]
    fn quotation_marks_give_way_to_those_in_a_label() {
        let english = phrases(None).unwrap();
        assert_eq!(english.quoted("Waiting"), "‘Waiting’");
        assert_eq!(english.quoted("It’s me"), "“It’s me”");
        assert_eq!(english.quoted("“Good” days"), "‘“Good” days’");
        assert_eq!(english.quoted("It’s “good”"), "‘It’s “good”’", "both are taken");
        let french = phrases(Some("fr-CA")).unwrap();
        assert_eq!(french.quoted("L’attente"), "«\u{a0}L’attente\u{a0}»");
        assert_eq!(french.quoted("Le « bon » jour"), "“Le « bon » jour”");
    }

    #[test]
    fn lists_and_numbers_follow_the_language() {
        let list = |lang: &str, items: &[&str]| {
            phrases(Some(lang)).unwrap().list(&items.iter().map(|item| item.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(list("en", &["a"]), "a");
        assert_eq!(list("en", &["a", "b"]), "a and b");
        assert_eq!(list("de", &["a", "b", "c"]), "a, b und c");
        assert_eq!(list("en", &["a, b", "c", "d"]), "a, b; c; and d");
        assert_eq!(list("es", &["«Hogar»", "«Identidad»"]), "«Hogar» e «Identidad»");
        assert_eq!(list("es", &["«Hogar»", "«Hielo»"]), "«Hogar» y «Hielo»");
        let count = |lang: &str, n| {
            let language = phrases(Some(lang)).unwrap();
            language.count(n, language.counted.themes)
        };
        assert_eq!([count("en", 0), count("en", 1), count("en", 2)], ["0 themes", "1 theme", "2 themes"]);
        assert_eq!([count("fr", 0), count("fr", 1), count("fr", 2)], ["0 thème", "1 thème", "2 thèmes"]);
    }

    #[test]
    fn a_language_without_phrases_has_none() {
        assert!(phrases(Some("zh-Hans")).is_none());
        assert!(phrases(Some("EN-gb")).is_some());
    }
}
