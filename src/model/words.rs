//! Language → the few words that a figure adds to those of its author.

/// What the tool itself prints, in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Heads the sums of rows.
    pub total: &'static str,
    /// Heads the sums of columns, one for each participant.
    pub per_participant: &'static str,
    /// Heads the sums of columns, one for each group of participants.
    pub per_group: &'static str,
    /// Stands before the marks of those who speak; empty where there are no words for it.
    pub spoken: &'static str,
    /// What a mark of nobody means.
    pub nobody: &'static str,
    /// Says that something goes on from another page.
    pub continued: &'static str,
}

/// By the first part of a language tag.
const LANGUAGES: [(&str, Words); 5] = [
    (
        "en",
        Words {
            total: "Total",
            per_participant: "Themes per participant",
            per_group: "Themes per group",
            spoken: "Quoted or named:",
            nobody: "no one from this group",
            continued: "continued",
        },
    ),
    (
        "fr",
        Words {
            total: "Total",
            per_participant: "Thèmes par participant",
            per_group: "Thèmes par groupe",
            spoken: "Cités ou nommés :",
            nobody: "personne de ce groupe",
            continued: "suite",
        },
    ),
    (
        "es",
        Words {
            total: "Total",
            per_participant: "Temas por participante",
            per_group: "Temas por grupo",
            spoken: "Citados o nombrados:",
            nobody: "nadie de este grupo",
            continued: "continuación",
        },
    ),
    (
        "de",
        Words {
            total: "Summe",
            per_participant: "Themen je Person",
            per_group: "Themen je Gruppe",
            spoken: "Zitiert oder genannt:",
            nobody: "niemand aus dieser Gruppe",
            continued: "Fortsetzung",
        },
    ),
    (
        "pt",
        Words {
            total: "Total",
            per_participant: "Temas por participante",
            per_group: "Temas por grupo",
            spoken: "Citados ou nomeados:",
            nobody: "ninguém deste grupo",
            continued: "continuação",
        },
    ),
];

/// For all other languages: signs that need no translation.
const SIGNS: Words =
    Words { total: "Σ", per_participant: "Σ", per_group: "Σ", spoken: "", nobody: "–", continued: "…" };

/// The words for a map in a language, a BCP 47 tag; those of a map that does not say its own are English.
pub fn words(lang: Option<&str>) -> Words {
    in_language(&LANGUAGES, lang).copied().unwrap_or(SIGNS)
}

/// What a table by the first part of a language tag has for a map in a language; English for a map that does not say its own.
pub fn in_language<'t, T>(table: &'t [(&str, T)], lang: Option<&str>) -> Option<&'t T> {
    let lang = lang.and_then(|tag| tag.split('-').next()).unwrap_or("en").to_lowercase();
    table.iter().find(|(known, _)| *known == lang).map(|(_, words)| words)
}
