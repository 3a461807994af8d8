//! What journals ask of a figure, as data: one file each, every number with its source and how sure it is.

use std::fmt;

use serde::Deserialize;

use crate::unit::{mm, to_mm};

/// Every journal by the name it goes by on the command line: help, errors, the listing and the tests iterate over these rows.
pub const JOURNALS: [(&str, &str); 15] = [
    ("bmc", include_str!("bmc.toml")),
    ("springer", include_str!("springer.toml")),
    ("nature", include_str!("nature.toml")),
    ("plos", include_str!("plos.toml")),
    ("elsevier", include_str!("elsevier.toml")),
    ("wiley", include_str!("wiley.toml")),
    ("sage", include_str!("sage.toml")),
    ("taylor-francis", include_str!("taylor-francis.toml")),
    ("jmir", include_str!("jmir.toml")),
    ("bmj", include_str!("bmj.toml")),
    ("frontiers", include_str!("frontiers.toml")),
    ("mdpi", include_str!("mdpi.toml")),
    ("apa", include_str!("apa.toml")),
    ("thesis-a4", include_str!("thesis-a4.toml")),
    ("slide-16x9", include_str!("slide-16x9.toml")),
];

/// What stands in for a rule that a journal does not state.
const SAFE: &str = include_str!("safe.toml");

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Key {
    WidthColumn,
    WidthMiddle,
    WidthFull,
    WidthLeast,
    WidthMost,
    HeightMost,
    Formats,
    DpiLine,
    DpiCombination,
    DpiLeast,
    DpiMost,
    PixelsMost,
    PixelsInstead,
    TextLeast,
    TextMost,
    TextPixelsLeast,
    Fonts,
    FontsInside,
    LineLeast,
    LineMost,
    Transparency,
    Layers,
    Colour,
    TitleInside,
    MegabytesMost,
    PdfLeast,
    FileName,
    AltText,
    AltCharactersMost,
    AltWordsMost,
    TitleWordsMost,
    CaptionWordsMost,
}

/// Every kind of rule in the order of the listings: what it is about, its name in the files, its words, its unit.
pub const RULES: [(Key, &str, &str, &str); 32] = [
    (Key::WidthColumn, "width-column", "width of one column", "mm"),
    (Key::WidthMiddle, "width-middle", "width of a column and a half", "mm"),
    (Key::WidthFull, "width-full", "full width", "mm"),
    (Key::WidthLeast, "width-least", "least width", "mm"),
    (Key::WidthMost, "width-most", "most width", "mm"),
    (Key::HeightMost, "height-most", "most height", "mm"),
    (Key::Formats, "formats", "formats, the best first", ""),
    (Key::DpiLine, "dpi-line", "least resolution of line art", "dpi"),
    (Key::DpiCombination, "dpi-combination", "least resolution of lines and tints together", "dpi"),
    (Key::DpiLeast, "dpi-least", "least resolution of any image", "dpi"),
    (Key::DpiMost, "dpi-most", "most resolution", "dpi"),
    (Key::PixelsMost, "pixels-most", "most pixels a side", "px"),
    (Key::PixelsInstead, "pixels-instead", "pixels a side that do instead of the resolution", "px"),
    (Key::TextLeast, "text-least", "least size of text", "pt"),
    (Key::TextMost, "text-most", "most size of text", "pt"),
    (Key::TextPixelsLeast, "text-pixels-least", "least size of text in pixels", "px"),
    (Key::Fonts, "fonts", "families of fonts", ""),
    (Key::FontsInside, "fonts-inside", "fonts are inside the file, or text is outlined", ""),
    (Key::LineLeast, "line-least", "thinnest line", "pt"),
    (Key::LineMost, "line-most", "thickest line", "pt"),
    (Key::Transparency, "transparency", "transparency", ""),
    (Key::Layers, "layers", "layers", ""),
    (Key::Colour, "colour", "colour modes", ""),
    (Key::TitleInside, "title-inside", "title or caption inside the graphic", ""),
    (Key::MegabytesMost, "megabytes-most", "most size of a file", "MB"),
    (Key::PdfLeast, "pdf-least", "least version of PDF", ""),
    (Key::FileName, "file-name", "name of the file", ""),
    (Key::AltText, "alt-text", "alternative text", ""),
    (Key::AltCharactersMost, "alt-characters-most", "most characters of the alternative text", ""),
    (Key::AltWordsMost, "alt-words-most", "most words of the alternative text", ""),
    (Key::TitleWordsMost, "title-words-most", "most words of the figure's title", ""),
    (Key::CaptionWordsMost, "caption-words-most", "most words of the caption", ""),
];

/// How sure a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The publisher's own page or guide.
    Own,
    /// The publisher's text on somebody else's page, or an older copy.
    Mirror,
    /// Restated by somebody else.
    SecondHand,
    /// Remembered, and not looked up.
    FromMemory,
    /// Nobody's number: the safe default, or our own choice.
    Assumed,
    /// Looked for and not found: the safe default stands in.
    NotFound,
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Certainty::Own => "own",
            Certainty::Mirror => "mirror",
            Certainty::SecondHand => "second-hand",
            Certainty::FromMemory => "from memory",
            Certainty::Assumed => "assumed",
            Certainty::NotFound => "not found",
        })
    }
}

/// What a rule asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Whether a thing is allowed, or asked for.
    Flag(bool),
    /// A bound, in the unit of the rule.
    Number(f64),
    /// A name.
    Name(String),
    /// What is allowed.
    Names(Vec<String>),
}

/// One rule of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What it is about.
    pub key: Key,
    /// What it asks for.
    pub value: Value,
    /// The page or guide that says so.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// What a journal asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Name on the command line.
    pub name: &'static str,
    /// Name in sentences.
    pub title: String,
    /// Which journals it stands for.
    pub about: String,
    /// Day of the numbers.
    pub date: String,
    /// What no rule says.
    pub notes: Vec<String>,
    /// In the order of [`RULES`].
    pub rules: Vec<Rule>,
    choice: Choice,
}

/// How maps are set for a journal, where its rules leave a choice.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Choice {
    /// A bundled family.
    font: Option<String>,
    /// Size of theme text in points, in figures wider than a column.
    font_size: Option<f64>,
    /// A style, if there is one of that name.
    style: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    about: String,
    date: String,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default, rename = "use")]
    choice: Choice,
    rules: indexmap::IndexMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    value: Option<Value>,
    source: String,
    certainty: Certainty,
}

/// Which of a journal's widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// One column.
    One,
    /// A column and a half.
    Middle,
    /// All columns.
    Full,
}

/// How columns are written: the number and the word for it.
pub const COLUMNS: [(&str, &str, Column); 3] =
    [("1", "column", Column::One), ("1.5", "middle", Column::Middle), ("2", "full", Column::Full)];

/// How a map is set for a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Width of the page in points.
    pub width: f64,
    /// Most height of the page in points.
    pub height: f64,
    /// A bundled family.
    pub font: Option<String>,
    /// Size of theme text in points in figures wider than a column, as far as it fits.
    pub font_size: Option<f64>,
    /// A style.
    pub style: Option<String>,
    /// Whether the title is left out of the graphic.
    pub no_title: bool,
    /// Dots per inch.
    pub dpi: f64,
    /// Most pixels a side, if that decides the resolution.
    pub pixels: Option<f64>,
    /// Whether text is outlined: the journal names its fonts, and the bundled ones only share their metrics.
    pub outlines: bool,
}

/// Formats made of pixels; all others are vectors.
const PIXELS: [&str; 3] = ["tiff", "png", "jpeg"];

impl Journal {
    /// The journal of that name, or what is wrong with the name and what was probably meant.
    pub fn named(name: &str) -> Result<Journal, (String, Vec<String>)> {
        let wanted = name.trim().to_lowercase();
        if let Some((name, text)) = JOURNALS.iter().find(|(known, _)| *known == wanted) {
            return Journal::read(name, text).map_err(|mistake| (mistake, Vec::new()));
        }
        let alike = JOURNALS.iter().map(|(known, _)| (strsim::normalized_damerau_levenshtein(&wanted, known), *known));
        let near = alike.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(alike, _)| *alike >= 0.5);
        let mut hints: Vec<String> = near.map(|(_, near)| format!("did you mean `{near}`?")).into_iter().collect();
        let names: Vec<_> = JOURNALS.iter().map(|(name, _)| format!("`{name}`")).collect();
        hints.push(format!("expected one of {}; `thememap journals` says what each asks for", names.join(", ")));
        Err((format!("there is no journal `{name}`"), hints))
    }

    /// Every journal.
    pub fn all() -> Result<Vec<Journal>, String> {
        JOURNALS.iter().map(|(name, text)| Journal::read(name, text)).collect()
    }

    /// What is taken where no journal is named.
    pub fn safe() -> Result<Journal, String> {
        Journal::read("safe", SAFE)
    }

    fn read(name: &'static str, text: &str) -> Result<Journal, String> {
        let parse = |text| toml::from_str::<File>(text).map_err(|error| format!("the numbers of `{name}`: {error}"));
        let (file, safe) = (parse(text)?, parse(SAFE)?);
        if let Some(unknown) = file.rules.keys().find(|key| RULES.iter().all(|(_, name, ..)| name != key)) {
            return Err(format!("the numbers of `{name}`: `{unknown}` is no rule"));
        }
        let columns = ["width-column", "width-full", "width-middle"];
        let widths = file.rules.keys().any(|key| columns.contains(&key.as_str()));
        let rule = |&(key, name, ..): &(Key, &str, &str, &str)| {
            let own = file.rules.get(name);
            // A journal that states one of its widths has no other one, unless it states that too.
            let safe = safe.rules.get(name).filter(|_| own.is_some() || !(widths && columns.contains(&name)));
            let entry = own.or(safe)?;
            let value = entry.value.as_ref().or_else(|| safe?.value.as_ref())?.clone();
            Some(Rule { key, value, source: entry.source.clone(), certainty: entry.certainty })
        };
        let rules = RULES.iter().filter_map(rule).collect();
        let File { title, about, date, notes, choice, .. } = file;
        Ok(Journal { name, title, about, date, notes, rules, choice })
    }

    /// The rule about that.
    pub fn rule(&self, key: Key) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.key == key)
    }

    /// The bound of the rule about that.
    pub fn number(&self, key: Key) -> Option<f64> {
        match self.rule(key)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// What is allowed by the rule about that; empty when there is no such rule.
    pub fn names(&self, key: Key) -> &[String] {
        match self.rule(key).map(|rule| &rule.value) {
            Some(Value::Names(names)) => names,
            _ => &[],
        }
    }

    /// Whether the rule about that says yes.
    pub fn flag(&self, key: Key) -> Option<bool> {
        match self.rule(key)?.value {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The least resolution of a thematic map: lines, text and tints together; else line art; else any image.
    pub fn resolution(&self) -> Option<&Rule> {
        let keys = [Key::DpiCombination, Key::DpiLine, Key::DpiLeast];
        keys.iter().find_map(|&key| self.rule(key)).filter(|rule| rule.value != Value::Number(0.0))
    }

    /// The widths it names, in millimetres.
    pub fn widths(&self) -> Vec<(Column, f64)> {
        let keys =
            [(Column::One, Key::WidthColumn), (Column::Middle, Key::WidthMiddle), (Column::Full, Key::WidthFull)];
        keys.iter().filter_map(|&(column, key)| Some((column, self.number(key)?))).collect()
    }

    /// How a map is set for it, or why there is no such column.
    pub fn settings(&self, column: Option<Column>) -> Result<Settings, String> {
        let widths = self.widths();
        let found = match column {
            None => widths.last(),
            Some(column) => widths.iter().find(|(known, _)| *known == column),
        };
        let Some(&(_, width)) = found else {
            let word = |column| COLUMNS.iter().find(|(.., known)| *known == column).map_or("", |(number, ..)| number);
            let known: Vec<_> = widths.iter().map(|&(column, mm)| format!("`{}` ({mm} mm)", word(column))).collect();
            let asked = column.map_or("", word);
            return Err(format!("{} names no width for `--column {asked}`: it has {}", self.title, known.join(", ")));
        };
        let height = self.number(Key::HeightMost).map_or(f64::INFINITY, mm);
        let dpi = self.resolution().and_then(|rule| self.number(rule.key)).unwrap_or(300.0);
        Ok(Settings {
            width: mm(width),
            height,
            font: self.choice.font.clone(),
            font_size: self.choice.font_size,
            style: self.choice.style.clone(),
            no_title: self.flag(Key::TitleInside) == Some(false),
            dpi,
            pixels: self.number(Key::PixelsMost),
            outlines: !self.names(Key::Fonts).is_empty(),
        })
    }

    /// Of the formats that can be written, those that are written for it: the best vectors and the best pixels it takes.
    pub fn formats(&self, known: impl Fn(&str) -> bool) -> Vec<&str> {
        let taken: Vec<&str> = self.names(Key::Formats).iter().map(String::as_str).filter(|name| known(name)).collect();
        let first = |pixels: bool| taken.iter().copied().find(|name| PIXELS.contains(name) == pixels);
        // In the order of the journal's preference.
        let (vector, pixels) = (first(false), first(true));
        taken.iter().copied().filter(|name| Some(*name) == vector || Some(*name) == pixels).collect()
    }
}

impl Settings {
    /// Dots per inch of a page of that size in points.
    pub fn resolution(&self, width: f64, height: f64) -> f64 {
        match self.pixels {
            // Whole numbers, whose metadata say what they are; rounded down, so that no side is a pixel too long.
            Some(most) => (most / (width.max(height) / 72.0)).floor().clamp(10.0, 2400.0),
            None => self.dpi,
        }
    }
}

impl Rule {
    /// Name, words and unit of what it is about.
    pub fn kind(&self) -> (&'static str, &'static str, &'static str) {
        let row = RULES.iter().find(|(key, ..)| *key == self.key);
        row.map_or(("", "", ""), |&(_, name, about, unit)| (name, about, unit))
    }

    /// What it asks for, in words.
    pub fn asks(&self) -> String {
        let (_, _, unit) = self.kind();
        match &self.value {
            Value::Flag(true) if self.key == Key::AltText => "asked for".into(),
            Value::Flag(true) => "yes".into(),
            Value::Flag(false) => "no".into(),
            Value::Number(0.0) => "none".into(),
            Value::Number(number) if unit.is_empty() => format!("{number}"),
            Value::Number(number) => format!("{number} {unit}"),
            Value::Name(name) => name.clone(),
            Value::Names(names) => names.join(", "),
        }
    }
}

/// "170 mm", to a tenth.
pub fn millimetres(points: f64) -> String {
    format!("{} mm", (to_mm(points) * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_every_rule_has_its_place() {
        for (position, (key, ..)) in RULES.iter().enumerate() {
            assert_eq!(*key as usize, position, "{key:?} stands in the order of its enum");
        }
        for journal in Journal::all().unwrap().into_iter().chain(Journal::safe()) {
            assert!(journal.settings(None).is_ok(), "{}", journal.name);
            assert!(!journal.names(Key::Formats).is_empty(), "{}", journal.name);
            assert!(journal.rules.iter().all(|rule| rule.source.len() > 2), "{}", journal.name);
            for key in [Key::TextLeast, Key::LineLeast, Key::MegabytesMost, Key::HeightMost] {
                assert!(journal.number(key).is_some(), "{} {key:?}", journal.name);
            }
        }
    }

    #[test]
    fn a_thematic_map_is_lines_and_tints_together() {
        let dpi = |name: &str| Journal::named(name).unwrap().settings(None).unwrap().dpi;
        assert_eq!([dpi("springer"), dpi("elsevier"), dpi("wiley"), dpi("plos")], [600.0, 500.0, 600.0, 300.0]);
    }

    #[test]
    fn no_side_has_more_pixels_than_allowed() {
        let settings = Journal::named("jmir").unwrap().settings(None).unwrap();
        for (width, height) in [(174.0, 80.0), (174.0, 174.0), (100.0, 211.0), (85.3, 20.1)] {
            let dpi = settings.resolution(mm(width), mm(height));
            let most = (f64::max(width, height) / 25.4 * dpi).round();
            assert!(most <= 1200.0 && most > 1190.0, "{width} × {height}: {most}");
        }
    }

    #[test]
    fn the_widths_by_name_are_those_of_the_journals() {
        for (name, width) in crate::unit::WIDTHS {
            let (journal, column) = match name.strip_suffix("-column") {
                Some(journal) => (journal, Column::One),
                None if *name == "slide" => ("slide-16x9", Column::Full),
                None => (*name, Column::Full),
            };
            let widths = Journal::named(journal).unwrap().widths();
            let own = widths.iter().find(|(known, _)| *known == column).unwrap_or_else(|| panic!("{name}")).1;
            assert!((own - width).abs() < 0.01, "{name}: {own} and {width}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_told_what_was_meant() {
        let (message, hints) = Journal::named("elsvier").unwrap_err();
        assert_eq!(message, "there is no journal `elsvier`");
        assert_eq!(hints[0], "did you mean `elsevier`?");
    }
}
