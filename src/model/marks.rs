//! Language → what the marks of a figure mean, for its legend.

use super::changes::changes;
use super::history::Mark;

/// What a mark says where nothing beside it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An arrow.
    LeadsTo,
    /// An arrow with two heads.
    Mutual,
    /// A line.
    Plain,
    /// A dashed line.
    Associated,
    /// A thin line.
    PartOf,
    /// A bar at the end of a line.
    Barrier,
    /// Bars at both ends.
    Contradicts,
    /// A dotted line.
    TentativeLink,
    /// A dashed outline.
    TentativeTheme,
    /// A sign on what has changed.
    Changed(Mark),
    /// A dashed outline around struck words: a place that is empty now.
    EarlierPlace,
    /// Struck words below a label.
    EarlierWording,
    /// Words with a line below them.
    AddedWords,
    /// A grey outline.
    Unchanged,
}

/// What the marks of links and candidates mean, with the names of the marks, in the order of a legend. Those of changes are
/// the [`MARKS`](super::history::MARKS) and what stands beside them.
pub const MEANINGS: [(Meaning, &str); 9] = [
    (Meaning::LeadsTo, "leads-to"),
    (Meaning::Mutual, "mutual"),
    (Meaning::Plain, "plain"),
    (Meaning::Associated, "associated"),
    (Meaning::PartOf, "part-of"),
    (Meaning::Barrier, "barrier"),
    (Meaning::Contradicts, "contradicts"),
    (Meaning::TentativeLink, "tentative-link"),
    (Meaning::TentativeTheme, "tentative-theme"),
];

/// The words for each meaning, in that order, by the first part of a language tag.
const LANGUAGES: [(&str, [&str; MEANINGS.len()]); 5] = [
    (
        "en",
        [
            "Leads to",
            "Each strengthens the other",
            "Related",
            "Associated",
            "Belongs to",
            "Barrier",
            "Contradiction",
            "Tentative link",
            "Candidate theme",
        ],
    ),
    (
        "fr",
        [
            "Mène à",
            "Se renforcent",
            "Relation",
            "Association",
            "Appartient à",
            "Obstacle",
            "Contradiction",
            "Lien provisoire",
            "Thème provisoire",
        ],
    ),
    (
        "es",
        [
            "Lleva a",
            "Se refuerzan",
            "Relación",
            "Asociación",
            "Forma parte de",
            "Barrera",
            "Contradicción",
            "Vínculo provisional",
            "Tema provisional",
        ],
    ),
    (
        "de",
        [
            "Führt zu",
            "Verstärken einander",
            "Verbindung",
            "Zusammenhang",
            "Gehört zu",
            "Hindernis",
            "Widerspruch",
            "Vorläufige Verbindung",
            "Vorläufiges Thema",
        ],
    ),
    (
        "pt",
        [
            "Leva a",
            "Reforçam-se",
            "Relação",
            "Associação",
            "Faz parte de",
            "Barreira",
            "Contradição",
            "Ligação provisória",
            "Tema provisório",
        ],
    ),
];

impl Meaning {
    /// The name of its mark.
    pub fn name(self) -> &'static str {
        match self {
            Meaning::Changed(mark) => mark.name(),
            Meaning::EarlierPlace => "earlier-place",
            Meaning::EarlierWording => "earlier-wording",
            Meaning::AddedWords => "added-words",
            Meaning::Unchanged => "unchanged",
            _ => MEANINGS.iter().find(|(meaning, _)| *meaning == self).map_or("", |(_, name)| name),
        }
    }

    /// Its words for a map in a language, a BCP 47 tag; a map that does not say its own has English ones. `None` where the
    /// words are not known: a legend in another language than the figure would only add to what has to be explained.
    pub fn words(self, lang: Option<&str>) -> Option<&'static str> {
        let changes = changes(lang);
        match self {
            Meaning::Changed(mark) => return Some(changes.mark(mark)),
            Meaning::EarlierPlace => return Some(changes.place),
            Meaning::EarlierWording => return Some(changes.wording),
            Meaning::AddedWords => return Some(changes.words),
            Meaning::Unchanged => return Some(changes.unchanged),
            _ => {}
        }
        let lang = lang.and_then(|tag| tag.split('-').next()).unwrap_or("en").to_lowercase();
        let at = MEANINGS.iter().position(|(meaning, _)| *meaning == self)?;
        LANGUAGES.iter().find(|(known, _)| *known == lang).and_then(|(_, words)| words.get(at)).copied()
    }

    /// The languages whose words are known.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(lang, _)| *lang)
    }
}
