//! [`Map`] → what its author should know about the words made from it.

use super::abbreviations::Abbreviations;
use super::alt::{self, MOST_CHARACTERS};
use super::caption::{self, MOST_TITLE_WORDS};
use super::language::LANGUAGES;
use super::{Asked, Part, phrases, warning};
use crate::diagnostic::Diagnostic;
use crate::model::Map;

/// Most short forms named in one note.
const MOST_NAMED: usize = 12;

/// Limits that are passed, short forms that nobody explains, a language without phrases, evidence that is not there.
pub fn advice(map: &Map, parts: &[Part], asked: Asked) -> Vec<Diagnostic> {
    let has = |part: Part| parts.contains(&part);
    let mut advice = Vec::new();
    let about = &map.about;
    let own = [
        (Part::Alt, about.alt.is_some()),
        (Part::Caption, about.caption.is_some()),
        (Part::Description, about.description.is_some()),
    ];
    let made = own.iter().any(|(part, own)| has(*part) && !own);
    if let (Some(lang), None, true) = (&map.lang, phrases(map), made) {
        let names: Vec<&str> = LANGUAGES.iter().map(|(_, language)| language.name).collect();
        let message = format!("there are no phrases for the language `{lang}`: the words are the labels alone");
        let hint = format!(
            "phrases are there in {}; `alt`, `description` and `caption` of the map take your own words",
            and(&names)
        );
        advice.push(warning(message, hint));
    }
    advice.extend(long_alt(map).filter(|_| has(Part::Alt)));
    if has(Part::Caption) {
        of_caption(map, asked, &mut advice);
    }
    let evidence = |found: bool, flag: &str, what: &str| {
        let (message, cure) = match map.is_public {
            true => (format!("the {what} of a public map are left out"), "`--no-public` keeps them".to_owned()),
            false => {
                let cure = format!("leave out `--{flag}`, or write them under `[theme.ID]`");
                (format!("this map has no {what}"), cure)
            }
        };
        (!found).then(|| warning(message, cure))
    };
    let any = |has: fn(&crate::model::Theme) -> bool| map.graph.node_weights().any(has);
    if asked.definitions {
        advice.extend(evidence(any(|theme| theme.definition.is_some()), "definitions", "definitions"));
    }
    if asked.quotes {
        advice.extend(evidence(any(|theme| !theme.quotes.is_empty()), "quotes", "quotes"));
    }
    if asked.voices.is_some() && (has(Part::Table) || has(Part::Description)) {
        let listed = !map.listed().is_empty();
        let message = "who speaks cannot be told by groups: this map lists no group of participants with their ids";
        let cure = "list them: `patients = { label = \"Patients\", ids = [\"P1\"] }` under `[participants]`";
        advice.extend((!listed).then(|| warning(message.into(), cure.into())));
    }
    advice
}

/// That an alternative text of the author's is longer than journals take.
pub fn long_alt(map: &Map) -> Option<Diagnostic> {
    let own = map.about.alt.as_ref().filter(|own| !alt::is_short(own))?;
    let (characters, words) = alt::length(own);
    let message = format!(
        "`alt` has {characters} characters and {words} words; journals take at most {MOST_CHARACTERS} and {}",
        alt::MOST_WORDS
    );
    Some(warning(message, "shorten it: what it leaves out stands in the description".into()))
}

fn of_caption(map: &Map, asked: Asked, advice: &mut Vec<Diagnostic>) {
    let caption = caption::caption(map, phrases(map), asked.voices);
    let count = |text: &str| text.split_whitespace().count();
    let title = caption.title.as_deref().map_or(0, count);
    if title > MOST_TITLE_WORDS {
        let whose = if map.title.is_some() { "`title`" } else { "the core, which is the title here," };
        let message = format!("{whose} has {title} words; the title of a figure has at most {MOST_TITLE_WORDS} (BMC)");
        advice.push(warning(message, "give the map a shorter `title`".into()));
    }
    let words = count(&caption.text);
    if words > caption::MOST_WORDS {
        let message = format!("the caption has {words} words; journals take at most {} (BMC)", caption::MOST_WORDS);
        advice.push(warning(message, "write a shorter one as `caption` at the top of the map".into()));
    }
    if map.about.caption.is_some() {
        // What the author's own caption explains is not known.
        return;
    }
    let found = Abbreviations::of(map);
    let named = |forms: &[String]| {
        let more = forms.len().saturating_sub(MOST_NAMED);
        let first: Vec<String> = forms.iter().take(MOST_NAMED).map(|form| format!("`{form}`")).collect();
        first.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    };
    if let Some(first) = found.unexplained.first() {
        let message = format!("not explained in the caption: {}", named(&found.unexplained));
        advice.push(warning(message, format!("add them under `[abbreviations]`, as in `{} = \"…\"`", key(first))));
    }
    if !found.unused.is_empty() {
        let message = format!("explained under `[abbreviations]`, but in no label: {}", named(&found.unused));
        advice.push(warning(message, "write them as they stand in the labels".into()));
    }
}

/// A key of TOML.
fn key(form: &str) -> String {
    let bare = form.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if bare { form.to_owned() } else { format!("\"{form}\"") }
}

fn and(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    }
}
