//! Which words a line should not end with, by language: articles, prepositions and "and".

/// How much a line loses by ending in a function word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// Articles, prepositions and "and".
    Strong,
    /// "Of" and its sisters, which close a line less badly.
    Weak,
}

/// The function words of one language.
pub(super) struct Words {
    lang: &'static str,
    strong: &'static [&'static str],
    weak: &'static [&'static str],
}

/// The first row also serves maps that do not say their language; other languages have no such rule.
const LANGUAGES: &[Words] = &[
    Words {
        lang: "en",
        strong: &[
            "a", "an", "the", "and", "about", "after", "against", "among", "as", "at", "before", "between", "by",
            "during", "for", "from", "in", "into", "on", "onto", "over", "than", "through", "to", "towards", "under",
            "via", "with", "within", "without",
        ],
        weak: &["of"],
    },
    Words {
        lang: "fr",
        strong: &[
            "le", "la", "les", "un", "une", "et", "à", "au", "aux", "avec", "chez", "dans", "en", "entre", "par",
            "pour", "sans", "sous", "sur", "vers",
        ],
        weak: &["de", "des", "du"],
    },
    Words {
        lang: "es",
        strong: &[
            "el", "la", "los", "las", "un", "una", "unos", "unas", "y", "e", "a", "al", "con", "en", "entre", "hacia",
            "para", "por", "sin", "sobre",
        ],
        weak: &["de", "del"],
    },
    Words {
        lang: "de",
        strong: &[
            "der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "einer", "und", "am", "an", "auf",
            "aus", "bei", "beim", "durch", "für", "im", "in", "ins", "mit", "nach", "ohne", "über", "um", "unter",
            "vor", "zu", "zum", "zur", "zwischen",
        ],
        weak: &["des", "eines", "von", "vom"],
    },
    Words {
        lang: "pt",
        strong: &[
            "o", "a", "os", "as", "um", "uma", "uns", "umas", "e", "ao", "aos", "à", "às", "com", "em", "entre", "na",
            "nas", "no", "nos", "para", "pela", "pelo", "por", "sem", "sobre",
        ],
        weak: &["da", "das", "de", "do", "dos"],
    },
];

/// Symbols that belong to the number before them.
const UNITS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "€", "£", "$", "¥", "µg", "mg", "g", "kg", "ml", "mL", "dl", "l", "L", "mm", "cm", "m",
    "km", "ms", "s", "min", "h", "kcal", "kJ", "Hz", "pt", "px",
];

/// Longest of the words above, in bytes: longer ones need no look-up.
const LONGEST: usize = 8;

/// The function words of a language (a BCP 47 tag).
pub(super) fn of(lang: Option<&str>) -> Option<&'static Words> {
    let primary = lang.map_or("en", |lang| lang.split(['-', '_']).next().unwrap_or(lang));
    LANGUAGES.iter().find(|words| words.lang.eq_ignore_ascii_case(primary))
}

impl Words {
    /// What kind of function word `word` is. Quotes and brackets before it do not count.
    pub fn function(&self, word: &str) -> Option<Function> {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() || word.len() > LONGEST {
            return None;
        }
        let is = |list: &[&str]| {
            list.iter().any(|other| other.eq_ignore_ascii_case(word))
                || !word.is_ascii() && list.contains(&word.to_lowercase().as_str())
        };
        if is(self.weak) { Some(Function::Weak) } else { is(self.strong).then_some(Function::Strong) }
    }
}

/// Whether no line may break between a word that ends in a digit and this one.
pub(super) fn unit(word: &str) -> bool {
    UNITS.contains(&word.trim_end_matches([',', ';', '.', ')']))
}
