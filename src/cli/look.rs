//! Flags about how the figure looks → [`Options`]; their help comes from the tables of layouts and styles.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::fonts::{FontError, Loaded};
use super::source::Source;
use super::{CallError, Terminal, styles as style_files};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::journal::{COLUMNS, Column, JOURNALS, Journal};
use crate::layout::LAYOUTS;
use crate::model::{BYS, By, DIRECTIONS, Map};
use crate::read::is_language;
use crate::style::{PALETTES, STYLES, Style, is_file};
use crate::unit::{WIDTHS, parse_font_size, parse_height, parse_width};

/// Flags that `render` and `check` share: what decides whether and how a map fits.
#[derive(clap::Args)]
#[command(next_help_heading = "Look (a flag wins over what the map says under [figure])")]
pub struct Look {
    /// The journal it is for: sets width, height, type, resolution and formats; `thememap journals` says what each asks for
    #[arg(long = "for", value_name = "JOURNAL", value_parser = journals(), hide_possible_values = true, ignore_case = true)]
    pub journal: Option<String>,
    /// Which width of the journal: 1 column, 1.5 or 2 (all of them); without a journal 84 mm or 170 mm
    #[arg(long, value_name = "N", value_parser = columns(), conflicts_with = "width")]
    column: Option<String>,
    #[arg(long, value_name = "WIDTH", value_parser = parse_width, help = widths())]
    width: Option<f64>,
    /// Most height of the page: a length, or `any` for a page that is scrolled [default: 225mm; posters: an A format]
    #[arg(long, value_name = "HEIGHT", value_parser = parse_height)]
    height: Option<f64>,
    /// Divide what does not fit among several pages: numbered files, study-1.svg, study-2.svg, …
    #[arg(long, overrides_with = "no_pages")]
    pages: bool,
    /// Keep to one page, even if the map allows several
    #[arg(long)]
    no_pages: bool,
    /// Fold themes deeper than this into the ones above, which then say how many: 1 leaves groups, 2 groups and themes
    #[arg(long, value_name = "DEPTH", value_parser = clap::value_parser!(u8).range(1..=32))]
    fold: Option<u8>,
    /// How the boxes are arranged
    #[arg(long, value_name = "NAME", value_parser = layouts())]
    layout: Option<String>,
    /// Which way it reads from the core, in the layouts that leave a choice
    #[arg(long, value_name = "WAY", value_parser = directions())]
    direction: Option<String>,
    /// Colours and shapes: a name, or a style file of your own (`thememap styles` says more)
    #[arg(long, value_name = "NAME|FILE.toml", value_parser = StyleOrFile)]
    style: Option<String>,
    /// Hues of the groups, in place of the style's own
    #[arg(long, value_name = "NAME", value_parser = palettes())]
    palette: Option<String>,
    /// Draw a legend of all kinds of links, even where labels say what they are
    #[arg(long, overrides_with = "no_legend")]
    legend: bool,
    /// Leave the legend out; without either flag one is drawn where dashes, dots or bars need it
    #[arg(long)]
    no_legend: bool,
    /// Size of the themes' text [default: 9pt, 8pt in a narrow figure]
    #[arg(long, value_name = "SIZE", value_parser = parse_font_size)]
    font_size: Option<f64>,
    /// Draw the title inside the figure; without it, it only names the figure, as journals want
    #[arg(long, overrides_with = "no_title")]
    title: bool,
    /// Leave the title out, even if the map draws it
    #[arg(long)]
    no_title: bool,
    /// Draw codes below their themes, even if the map leaves them out
    #[arg(long, overrides_with = "no_codes")]
    codes: bool,
    /// Leave codes out; without either flag they are drawn unless the map says otherwise
    #[arg(long)]
    no_codes: bool,
    /// Mark on each theme which groups of participants are quoted or named in it, by presence
    #[arg(long, overrides_with = "no_coverage")]
    coverage: bool,
    /// Leave these marks out, even if the map asks for them
    #[arg(long)]
    no_coverage: bool,
    /// Who has a column in a `matrix` [default: each participant, where they fit]
    #[arg(long, value_name = "WHO", value_parser = bys())]
    by: Option<String>,
    /// Draw totals in a `matrix`
    #[arg(long, overrides_with = "no_counts")]
    counts: bool,
    /// Leave totals out, even if the map asks for them
    #[arg(long)]
    no_counts: bool,
    /// Leave out quotes, ids of participants and everything that is not drawn, in what can be read in the files, too
    #[arg(long, overrides_with = "no_public")]
    public: bool,
    /// Keep them, even if the map asks for a public figure
    #[arg(long)]
    no_public: bool,
    /// An earlier SVG of the map, or a folder of such figures: what has not changed stays where it stood
    #[arg(long, value_name = "FIGURE.svg")]
    pub previous: Option<PathBuf>,
    /// Language of the figure, of a map in several; two, as in `fr,en`, set each label in both
    #[arg(long, value_name = "LANG", value_delimiter = ',', value_parser = language)]
    pub lang: Vec<String>,
    /// A font to use before the usual one: a file, a folder of them, or the name of a family, installed or bundled (Arimo, as wide as Arial); may be repeated
    #[arg(long, value_name = "FONT")]
    font: Vec<String>,
    /// For letters that no named font has, use the fonts installed on this computer; other computers may draw otherwise
    #[arg(long)]
    system_fonts: bool,
}

impl Look {
    /// What the flags decide; what they leave open is the map's to say.
    pub fn options(&self) -> Options {
        Options {
            journal: self.journal.clone(),
            column: self.column(),
            layout: self.layout.clone(),
            direction: self
                .direction
                .as_ref()
                .and_then(|name| DIRECTIONS.iter().find(|(known, _)| known == name).map(|(_, direction)| *direction)),
            width: self.width,
            height: self.height,
            fold: self.fold.map(usize::from),
            pages: either(self.pages, self.no_pages),
            style: self.style.clone().filter(|name| !is_file(name)),
            style_file: None,
            palette: self.palette.clone(),
            legend: either(self.legend, self.no_legend),
            font_size: self.font_size,
            usual_size: None,
            title: either(self.title, self.no_title),
            codes: either(self.codes, self.no_codes),
            coverage: either(self.coverage, self.no_coverage),
            by: by_name(self.by.as_deref()),
            counts: either(self.counts, self.no_counts),
            public: either(self.public, self.no_public),
            previous: None,
            transparent: false,
        }
    }
}

impl Look {
    /// Which width of the journal.
    pub fn column(&self) -> Option<Column> {
        let asked = self.column.as_ref()?;
        COLUMNS.iter().find(|(number, word, _)| number == asked || word == asked).map(|&(.., column)| column)
    }

    /// The width asked for, in points.
    pub fn width(&self) -> Option<f64> {
        self.width
    }

    /// Refuses one earlier figure for several maps.
    pub fn check_previous(&self, sources: &[Source]) -> Result<(), CallError> {
        match &self.previous {
            Some(figure) if sources.len() > 1 && !figure.is_dir() => {
                let message = format!("`--previous {}` is one figure, and there are several maps", figure.display());
                Err(CallError::new(message).hint("give the folder that holds their figures"))
            }
            _ => Ok(()),
        }
    }

    /// The style file of `--style`; what is found in it goes to the terminal.
    pub fn style_file(&self, terminal: Option<&Terminal>) -> Result<Option<Arc<Style>>, CallError> {
        style_files::of_flag(self.style.as_deref(), terminal)
    }

    /// The bundled fonts, those of `--font` and that of the journal.
    pub fn fonts(&self) -> Result<Loaded, CallError> {
        let mut fonts = Loaded::bundled();
        let journal = self.journal.as_ref().map(|name| Journal::named(name)).transpose();
        let journal = journal.map_err(|(message, hints)| CallError { message, hints })?;
        // A column that the journal has not is wrong whatever the map.
        let settings = journal.map(|journal| journal.settings(self.column())).transpose().map_err(|message| {
            CallError::new(message).hint("leave `--column` out for the full width, or give `--width`")
        })?;
        for font in self.font.iter().chain(settings.and_then(|settings| settings.font).as_ref()) {
            fonts.add(font, Path::new("")).map_err(|FontError { message, hints }| CallError { message, hints })?;
        }
        Ok(fonts)
    }

    /// The same and those that the map names, or its letters need.
    pub fn fonts_for<'f>(
        &self,
        fonts: &'f Loaded,
        map: &Map,
        folder: &Path,
    ) -> Result<Cow<'f, Loaded>, Vec<Diagnostic>> {
        let options = Options { journal: self.journal.clone(), column: self.column(), ..Options::default() };
        let settings = options.journal(map)?.filter(|_| self.journal.is_none());
        let journals = settings.and_then(|(_, settings)| settings.font);
        if map.figure.fonts.is_empty() && journals.is_none() && !self.system_fonts {
            return Ok(Cow::Borrowed(fonts));
        }
        let mut fonts = fonts.clone();
        let explain = |error: FontError, place: Option<Range<usize>>| {
            error.hints.into_iter().fold(Diagnostic::error(place, error.message), Diagnostic::hint)
        };
        let mut mistakes = Vec::new();
        for (font, place) in &map.figure.fonts {
            if let Err(error) = fonts.add(font, folder) {
                mistakes.push(explain(error, Some(place.clone())));
            }
        }
        if let Some(Err(error)) = journals.map(|font| fonts.add(&font, folder)) {
            mistakes.push(explain(error, map.figure.place("for")));
        }
        if self.system_fonts {
            fonts.add_system(map).map_err(|error| vec![explain(error, None)])?;
        }
        if mistakes.is_empty() { Ok(Cow::Owned(fonts)) } else { Err(mistakes) }
    }
}

pub fn language(tag: &str) -> Result<String, String> {
    match is_language(tag) {
        true => Ok(tag.to_owned()),
        false => Err("it is no language tag; write the short form: `en`, `fr-CA`, `zh-Hans`, `ar`".to_owned()),
    }
}

/// A pair of flags of which at most one is set.
pub fn either(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn journals() -> PossibleValuesParser {
    PossibleValuesParser::new(JOURNALS.iter().map(|(name, _)| *name))
}

/// Numbers as they are written, words as other names of them.
fn columns() -> PossibleValuesParser {
    let value = |&(number, word, _): &(&'static str, &'static str, Column)| PossibleValue::new(number).alias(word);
    PossibleValuesParser::new(COLUMNS.iter().map(value).collect::<Vec<_>>())
}

fn layouts() -> PossibleValuesParser {
    let auto = ("auto", "what suits the map; -v says which and why");
    named(std::iter::once(auto).chain(LAYOUTS.iter().map(|layout| (layout.name, layout.about))))
}

fn styles() -> PossibleValuesParser {
    named(STYLES.iter().map(|style| (style.name, style.about)))
}

fn palettes() -> PossibleValuesParser {
    named(PALETTES.iter().map(|palette| (palette.name, palette.about)))
}

/// The name of a style, or a file.
#[derive(Clone)]
struct StyleOrFile;

impl TypedValueParser for StyleOrFile {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        match value.to_str().filter(|name| is_file(name)) {
            Some(file) => Ok(file.to_owned()),
            None => styles().parse_ref(command, argument, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = STYLES.iter().map(|style| PossibleValue::new(style.name).help(style.about));
        Some(Box::new(values))
    }
}

/// The names of the columns of a table.
pub fn bys() -> PossibleValuesParser {
    PossibleValuesParser::new(BYS.iter().map(|(name, _)| *name))
}

/// The columns of that name.
pub fn by_name(name: Option<&str>) -> Option<By> {
    BYS.iter().find(|(known, _)| Some(*known) == name).map(|(_, by)| *by)
}

fn directions() -> PossibleValuesParser {
    PossibleValuesParser::new(DIRECTIONS.iter().map(|(name, _)| *name))
}

fn named(values: impl Iterator<Item = (&'static str, &'static str)>) -> PossibleValuesParser {
    PossibleValuesParser::new(values.map(|(name, about)| PossibleValue::new(name).help(about)).collect::<Vec<_>>())
}

/// The help of `--width`, with every name it knows.
fn widths() -> String {
    let names: Vec<_> = WIDTHS.iter().map(|(name, _)| *name).collect();
    format!("Width of the page: 170mm, 17cm, 6.7in, 482pt, or a name: {} [default: 170mm]", names.join(", "))
}
