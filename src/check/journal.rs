//! [`Facts`] of a figure and the rules of a journal → what the journal would send back, why, and what to change.

use super::figure::{Facts, Run};
use crate::diagnostic::{Diagnostic, Severity};
use crate::journal::{Certainty, Journal, Key, Rule, Value, millimetres};
use crate::unit::{mm, to_mm};

/// Rounding of lengths that are written with two decimals, in points.
const ROUNDING: f64 = 0.02;
/// Resolutions are written in whole dots per metre or inch.
const DPI_ROUNDING: f64 = 0.5;
/// Bytes of a megabyte, as publishers' upload forms count them at their strictest.
const MEGABYTE: f64 = 1e6;

/// What a journal says to a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// What it would send back, each with the rule.
    pub findings: Vec<Diagnostic>,
    /// What its rules ask about and the file does not tell.
    pub unknown: Vec<&'static str>,
}

/// What a map says about its figure, beside what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Captions<'a> {
    /// The map's title.
    pub title: Option<&'a str>,
    /// The caption.
    pub caption: Option<&'a str>,
}

/// Tests every rule. A failed rule is an error, one whose number is nobody's (assumed, not found) a warning.
pub fn test(facts: &Facts, journal: &Journal) -> Verdict {
    let mut test = Test { facts, journal, verdict: Verdict::default() };
    test.format();
    test.size();
    test.resolution();
    test.text();
    test.fonts();
    test.lines();
    test.paint();
    test.file();
    test.alternative();
    let mut verdict = test.verdict;
    verdict.unknown.dedup();
    verdict
}

/// Tests what the map says about its figure.
pub fn test_captions(captions: Captions, journal: &Journal) -> Vec<Diagnostic> {
    let rows = [
        (Key::TitleWordsMost, "title", captions.title, "shorten `title`"),
        (Key::CaptionWordsMost, "caption", captions.caption, "shorten `caption`"),
    ];
    let long = |(key, what, words, cure): (Key, &str, Option<&str>, &str)| {
        let (rule, most) = (journal.rule(key)?, journal.number(key)?);
        let count = words?.split_whitespace().count();
        let message = format!("a {what} of {count} words is more than the {most} {} takes", journal.title);
        (count as f64 > most).then(|| finding(journal, rule, message, cure.into()))
    };
    rows.into_iter().filter_map(long).collect()
}

/// A failed rule with its cure and its source.
fn finding(journal: &Journal, rule: &Rule, message: String, cure: String) -> Diagnostic {
    let sure = match rule.certainty {
        Certainty::Own => String::new(),
        Certainty::Assumed => " (assumed)".into(),
        certainty => format!(" (assumed: {certainty})"),
    };
    let severity = match rule.certainty {
        Certainty::Assumed | Certainty::NotFound => Severity::Warning,
        _ => Severity::Error,
    };
    let (name, about, _) = rule.kind();
    let date = &journal.date;
    let source = format!("rule `{name}`: {about}, {}; {} ({}, {date})", rule.asks(), rule.source, rule.certainty);
    Diagnostic { severity, ..Diagnostic::error(None, message + &sure).hint(cure).hint(source) }
}

struct Test<'a> {
    facts: &'a Facts,
    journal: &'a Journal,
    verdict: Verdict,
}

impl Test<'_> {
    /// Notes that the rule about `key` is broken.
    fn fails(&mut self, key: Key, message: String, cure: impl Into<String>) {
        if let Some(rule) = self.journal.rule(key) {
            self.verdict.findings.push(finding(self.journal, rule, message, cure.into()));
        }
    }

    /// Notes that a rule cannot be tested.
    fn unknown(&mut self, what: &'static str) {
        if !self.verdict.unknown.contains(&what) {
            self.verdict.unknown.push(what);
        }
    }

    fn title(&self) -> &str {
        &self.journal.title
    }

    fn format(&mut self) {
        let (taken, format) = (self.journal.names(Key::Formats), self.facts.format);
        if taken.is_empty() || taken.iter().any(|name| name == format) {
            return;
        }
        let (listed, first) = (alternatives(taken), &taken[0]);
        let message = format!("{} takes {listed}, not {}", self.title(), format.to_uppercase());
        self.fails(Key::Formats, message, format!("write it as {}: `--format {first}`", first.to_uppercase()));
    }

    fn size(&mut self) {
        if self.journal.number(Key::PixelsMost).is_some() && self.facts.pixels.is_some() {
            // Pixels decide, whatever the file says of millimetres.
            return;
        }
        let Some((width, height)) = self.facts.size else {
            return self.unknown("width and height");
        };
        // A raster is a whole number of pixels.
        let slack = ROUNDING.max(self.facts.dpi.map_or(0.0, |dpi| 72.0 / dpi)) + mm(0.05);
        let title = self.title().to_owned();
        let full = self.journal.widths().last().map(|&(_, width)| width);
        let most_key = if self.journal.rule(Key::WidthMost).is_some() { Key::WidthMost } else { Key::WidthFull };
        if let Some(most) = self.journal.number(most_key)
            && width > mm(most) + slack
        {
            let message = format!("a width of {} is more than the {most} mm of {title}", millimetres(width));
            self.fails(
                most_key,
                message,
                format!("draw it again at `--width {most}mm`; made smaller, its text shrinks"),
            );
        }
        if let Some(least) = self.journal.number(Key::WidthLeast)
            && width < mm(least) - slack
        {
            let message = format!("a width of {} is less than the {least} mm of {title}", millimetres(width));
            let wider = full.unwrap_or(least);
            self.fails(Key::WidthLeast, message, format!("draw it at `--width {least}mm` up to `{wider}mm`"));
        }
        if let Some(most) = self.journal.number(Key::HeightMost)
            && height > mm(most) + slack
        {
            let message = format!("a height of {} is more than the {most} mm of {title}", millimetres(height));
            let cure = format!(
                "draw it at `--height {most}mm`, or divide it with `--pages`, or leave codes out: `--no-codes`"
            );
            self.fails(Key::HeightMost, message, cure);
        }
    }

    fn resolution(&mut self) {
        let title = self.title().to_owned();
        let Some((across, down)) = self.facts.pixels else {
            // Images inside a drawing.
            if let (Some(dpi), Some(least)) = (self.facts.dpi, self.journal.number(Key::DpiLeast))
                && dpi < least - DPI_ROUNDING
            {
                let message = format!("an image inside has {dpi:.0} dpi, less than the {least} of {title}");
                self.fails(Key::DpiLeast, message, "put a finer image in its place, or draw it with lines");
            }
            return;
        };
        if let Some(most) = self.journal.number(Key::PixelsMost)
            && f64::from(across.max(down)) > most
        {
            let message = format!("{across} × {down} px are more than the {most} a side of {title}");
            let dpi = self.facts.size.map(|(width, height)| (most / (width.max(height) / 72.0)).floor());
            let cure = dpi.map_or("make it smaller".into(), |dpi| format!("draw it with `--dpi {dpi}`"));
            self.fails(Key::PixelsMost, message, cure);
        }
        let Some(rule) = self.journal.resolution() else { return };
        let (Value::Number(least), key) = (&rule.value, rule.key) else { return };
        let enough = self.journal.number(Key::PixelsInstead).is_some_and(|side| f64::from(across.min(down)) >= side);
        let (dpi, stated) = match (self.facts.dpi, self.journal.widths().last()) {
            (Some(dpi), _) => (dpi, true),
            (None, Some((_, width))) => (f64::from(across) / (width / 25.4), false),
            (None, None) => return self.unknown("resolution"),
        };
        if dpi < least - DPI_ROUNDING && !enough {
            let at = if stated { String::new() } else { " at full width".into() };
            let message = format!("{dpi:.0} dpi{at} are less than the {least} of {title}");
            self.fails(
                key,
                message,
                format!("draw it again with `--dpi {least}`; more pixels of the same image do not help"),
            );
        } else if !stated {
            self.unknown("resolution");
        }
        if let Some(most) = self.journal.number(Key::DpiMost)
            && self.facts.dpi.is_some_and(|dpi| dpi > most + DPI_ROUNDING)
        {
            let message = format!("{dpi:.0} dpi are more than the {most} of {title}");
            self.fails(Key::DpiMost, message, format!("draw it with `--dpi {most}`"));
        }
    }

    fn text(&mut self) {
        let Some(texts) = &self.facts.texts else { return self.unknown("size of text") };
        let smallest = texts.iter().min_by(|a, b| a.size.total_cmp(&b.size)).cloned();
        let largest = texts.iter().max_by(|a, b| a.size.total_cmp(&b.size)).cloned();
        let (Some(smallest), Some(largest)) = (smallest, largest) else {
            // Outlines have no type size.
            return self.unknown("size of text");
        };
        let title = self.title().to_owned();
        if let Some(least) = self.journal.number(Key::TextLeast)
            && smallest.size < least - ROUNDING
        {
            let message = format!("{} is below the {least} pt of {title}", sized(&smallest));
            self.fails(Key::TextLeast, message, self.larger_text(smallest.size, least));
        }
        if let Some(most) = self.journal.number(Key::TextMost)
            && largest.size > most + ROUNDING
        {
            let message = format!("{} is above the {most} pt of {title}", sized(&largest));
            let cure =
                format!("set it smaller: `--font-size {}pt` sets the core 2 pt larger than the themes", most - 2.0);
            self.fails(Key::TextMost, message, cure);
        }
        if let (Some(least), Some(dpi), Some(_)) =
            (self.journal.number(Key::TextPixelsLeast), self.facts.dpi, self.facts.pixels)
        {
            let pixels = smallest.size / 72.0 * dpi;
            if pixels < least - 0.05 {
                let message = format!("{} is {pixels:.1} px high, below {least}", sized(&smallest));
                let cure = "make the figure narrower or less high, so that its text gets more of the pixels: `--width`, `--pages`";
                self.fails(Key::TextPixelsLeast, message, cure);
            }
        }
    }

    /// How text of that size becomes as large as it must be.
    fn larger_text(&self, found: f64, least: f64) -> String {
        let set = format!("draw it again with `--font-size {least}pt`");
        let widest = self.journal.widths().last().map(|&(_, width)| width);
        let needed = self.facts.size.map(|(width, _)| (to_mm(width) * least / found * 10.0).ceil() / 10.0);
        match (needed, widest) {
            (Some(needed), Some(widest)) if needed <= widest => {
                format!("print it at {needed} mm, where its text is large enough, or {set}")
            }
            _ => set,
        }
    }

    fn fonts(&mut self) {
        let (taken, title) = (self.journal.names(Key::Fonts), self.title().to_owned());
        if !taken.is_empty() {
            match &self.facts.texts {
                None => self.unknown("fonts"),
                Some(texts) => {
                    let other = texts.iter().map(|run| &run.family).find(|family| !permitted(family, taken)).cloned();
                    if let Some(family) = other {
                        let listed = alternatives(taken);
                        let message = format!("text is set in {family}, and {title} takes {listed}");
                        self.fails(
                            Key::Fonts,
                            message,
                            "outline the text: `--text outlines`, or `--format tiff`; or name the font: `--font Arial`",
                        );
                    }
                }
            }
        }
        if self.journal.flag(Key::FontsInside) == Some(true)
            && let Some(family) = self.facts.missing_fonts.iter().flatten().next()
        {
            let message = format!("the font {family} is named and not inside the file");
            self.fails(
                Key::FontsInside,
                message,
                "embed the fonts (`--text embedded`) or outline the text (`--text outlines`)",
            );
        }
    }

    fn lines(&mut self) {
        let Some(lines) = self.facts.lines else { return self.unknown("weight of lines") };
        let (Some((thin, thick)), title) = (lines, self.title().to_owned()) else { return };
        let rounded = |points: f64| (points * 100.0).round() / 100.0;
        if let Some(least) = self.journal.number(Key::LineLeast)
            && thin < least - ROUNDING / 2.0
        {
            let message = format!("a line of {} pt is thinner than the {least} pt of {title}", rounded(thin));
            self.fails(Key::LineLeast, message, "draw it wider, or in a style with stronger lines");
        }
        if let Some(most) = self.journal.number(Key::LineMost)
            && thick > most + ROUNDING / 2.0
        {
            let message = format!("a line of {} pt is thicker than the {most} pt of {title}", rounded(thick));
            self.fails(Key::LineMost, message, "draw it in a style with finer lines, or narrower");
        }
    }

    fn paint(&mut self) {
        let title = self.title().to_owned();
        if self.journal.flag(Key::Transparency) == Some(false) {
            match self.facts.transparent {
                None => self.unknown("transparency"),
                Some(true) => {
                    let alpha = if self.facts.pixels.is_some() { "an alpha channel" } else { "transparency" };
                    let message = format!("the figure has {alpha}, which {title} does not take");
                    self.fails(
                        Key::Transparency,
                        message,
                        "draw it on white: `--background white`; in other programs, flatten it",
                    );
                }
                Some(false) => {}
            }
        }
        if self.journal.flag(Key::Layers) == Some(false) && self.facts.layers == Some(true) {
            self.fails(Key::Layers, format!("the file has layers, which {title} does not take"), "flatten it");
        }
        if let Some(colour) = self.facts.colour {
            let taken = self.journal.names(Key::Colour);
            if !taken.is_empty() && !taken.iter().any(|name| name == colour) {
                let (listed, found) = (alternatives(taken), colour.to_uppercase());
                self.fails(
                    Key::Colour,
                    format!("its colours are {found}, and {title} takes {listed}"),
                    "save it as RGB",
                );
            }
        }
        if self.journal.flag(Key::TitleInside) == Some(false) {
            match &self.facts.title {
                None => self.unknown("title or caption inside"),
                Some(Some(words)) => {
                    let message =
                        format!("`{words}` is drawn inside the graphic: {title} wants titles and captions outside");
                    self.fails(Key::TitleInside, message, "leave it out (`--no-title`) and put it into the caption");
                }
                Some(None) => {}
            }
        }
    }

    fn file(&mut self) {
        let (title, format) = (self.title().to_owned(), self.facts.format.to_uppercase());
        if let Some(most) = self.journal.number(Key::MegabytesMost) {
            let megabytes = self.facts.bytes as f64 / MEGABYTE;
            if megabytes > most {
                let message = format!("the {format} has {megabytes:.1} MB, more than the {most} of {title}");
                self.fails(Key::MegabytesMost, message, "lower the resolution (`--dpi`), or send a vector format");
            }
        }
        if let (Some(least), Some(version)) = (self.journal.number(Key::PdfLeast), self.facts.version)
            && version < least - 1e-9
        {
            let message = format!("the file is PDF {version:.1}, and {title} takes {least:.1} or later");
            self.fails(Key::PdfLeast, message, "save it as a later version");
        }
        if self.facts.pages.is_some_and(|pages| pages > 1) {
            self.unknown("pages after the first");
        }
    }

    fn alternative(&mut self) {
        if self.journal.flag(Key::AltText) != Some(true) {
            return;
        }
        let Some(alt) = &self.facts.alt else { return self.unknown("alternative text") };
        let (Some(alt), title) = (alt, self.title().to_owned()) else {
            let message = format!("the figure has no alternative text, and {} asks for it", self.title());
            return self.fails(Key::AltText, message, "write `alt` into the map, or a `<title>` into the SVG");
        };
        let (characters, words) = (alt.chars().count(), alt.split_whitespace().count());
        let counted = [(Key::AltCharactersMost, characters, "characters"), (Key::AltWordsMost, words, "words")];
        for (key, count, what) in counted {
            if let Some(most) = self.journal.number(key)
                && count as f64 > most
            {
                let message = format!("an alternative text of {count} {what} is more than the {most} of {title}");
                self.fails(key, message, "shorten `alt`; what is longer belongs into `description`");
            }
        }
    }
}

/// "text of 6.5 pt (“Being seen”)"
fn sized(run: &Run) -> String {
    let size = (run.size * 100.0).round() / 100.0;
    let words: String = run.words.chars().take(40).collect();
    if words.is_empty() { format!("text of {size} pt") } else { format!("text of {size} pt (“{words}”)") }
}

/// "TIFF or EPS"; names of fonts as they are.
pub fn alternatives(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .map(|name| if name.starts_with(char::is_uppercase) { name.clone() } else { name.to_uppercase() })
        .collect();
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Whether a font goes by one of the names: "ArialMT" and "Arial-Bold" are Arial. What has no name is outlined.
fn permitted(family: &str, taken: &[String]) -> bool {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let family = plain(family);
    family.is_empty() || taken.iter().any(|name| family.starts_with(&plain(name)))
}
