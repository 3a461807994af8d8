//! Several maps, or versions of one in a git repository → what their figures are drawn from.

use std::path::{Path, PathBuf};

use super::fonts::Loaded;
use super::journal;
use super::render::{Background, Text, dpi, visions};
use super::source::{Failure, Source};
use super::styles;
use super::target::Places;
use super::{CallError, Look, Terminal, revision};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::draw::Figure;
use crate::draw::vision::Vision;
use crate::encode::{Format, encode};
use crate::model::Map;

/// One of the maps: where it comes from, its text, and the map.
pub struct Version {
    /// Where it comes from.
    pub source: Source,
    /// Its text.
    pub text: String,
    /// The map, or that it has mistakes, which are among the findings.
    pub map: Option<Map>,
    /// What was found in it.
    pub findings: Vec<Diagnostic>,
}

impl Version {
    /// Reads a file, standard input, or `REV:PATH` of a git repository, in a language; where git names what is not there, that
    /// is an empty map.
    pub fn read(path: &Path, lang: &[String], absent: bool) -> Result<Version, CallError> {
        let source = match revision::split(path) {
            _ if path == Path::new("-") => Source::Stdin,
            Some((revision, inside)) => Source::Revision {
                name: path.display().to_string(),
                path: inside.into(),
                bytes: revision::read(revision, inside)?,
            },
            None => Source::File(path.to_owned()),
        };
        if absent {
            return Ok(Version { source, text: String::new(), map: Some(Map::default()), findings: Vec::new() });
        }
        let mut text = String::new();
        let mut read = || {
            text = source.read()?;
            crate::read_in(&text, lang).map_err(Failure::Map)
        };
        match read() {
            Ok((map, findings)) => Ok(Version { source, text, map: Some(map), findings }),
            Err(Failure::Map(findings)) => Ok(Version { source, text, map: None, findings }),
            Err(Failure::Call(error)) => Err(error),
        }
    }
}

/// Refuses to write over one of the maps.
pub fn spare<'p>(files: impl IntoIterator<Item = &'p Path>, maps: &[&Path]) -> Result<(), CallError> {
    let mut places = Places::default();
    for file in files {
        let place = places.of(file);
        if let Some(map) = maps.iter().find(|map| **map != Path::new("-") && places.of(map) == place) {
            let message = format!("`{}` would overwrite the map `{}`", file.display(), map.display());
            return Err(CallError::new(message).hint("give another file after `-o`"));
        }
    }
    Ok(())
}

/// What the versions are called: as their authors call them, else by their day, else by their revision or their file; where
/// that does not tell them apart, by their numbers.
pub fn names(versions: &[Version]) -> Vec<String> {
    let name = |version: &Version| {
        let about = version.map.as_ref().map(|map| &map.about);
        let day = |date: crate::model::Date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        let own = about.and_then(|about| about.version.clone().or(about.date.map(day)));
        let stem = || match &version.source {
            Source::Revision { name, .. } => name.split_once(':').map(|(revision, _)| revision.to_owned()),
            source => source.path().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned()),
        };
        own.or_else(stem).unwrap_or_else(|| version.source.name())
    };
    let names: Vec<String> = versions.iter().map(name).collect();
    let twin = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let apart = |(at, name): (usize, &String)| if twin(name) { (at + 1).to_string() } else { name.clone() };
    names.iter().enumerate().map(apart).collect()
}

/// How figures of several versions are written.
#[derive(clap::Args)]
#[command(next_help_heading = "Figure")]
pub struct Ink {
    /// Dots per inch of formats made of pixels [default: 300, or what the journal asks for]
    #[arg(long, value_name = "N", value_parser = dpi)]
    dpi: Option<f64>,
    /// How text is written in SVG and PDF [default: embedded; outlines for a journal that names its fonts]
    #[arg(long, value_name = "HOW")]
    text: Option<Text>,
    /// Colour behind the figure
    #[arg(long, value_name = "WHICH", default_value = "white")]
    background: Background,
    /// Draw it as other eyes see it
    #[arg(long, value_name = "EYES", value_parser = visions())]
    simulate: Option<&'static Vision>,
}

/// Fonts and options for the figures of some maps.
pub struct Ready {
    /// The fonts.
    pub fonts: Loaded,
    /// The options.
    pub options: Options,
}

impl Ink {
    /// Loads what the last of the maps and the call ask for.
    pub fn ready(&self, look: &Look, maps: &[(&Source, &Map)], terminal: &Terminal) -> Result<Ready, Failure> {
        if look.previous.is_some() {
            let error = CallError::new("`--previous` keeps a figure of one map as it was");
            let error = error.hint("several versions in one figure share their places already");
            return Err(Failure::Call(error));
        }
        let mut options = look.options();
        if options.pages == Some(true) {
            let error = CallError::new("`--pages` is for figures of one map: what changed stands on one page");
            return Err(Failure::Call(error.hint("a larger page, or `--fold`, holds more")));
        }
        let style_file = look.style_file(Some(terminal)).map_err(Failure::Call)?;
        options.transparent = self.background == Background::None;
        options.style_file = style_file;
        let mut fonts = look.fonts().map_err(Failure::Call)?;
        // Letters of every version are to be shown, and those of the last decide first.
        for (source, map) in maps.iter().rev() {
            fonts = look.fonts_for(&fonts, map, source.folder()).map_err(Failure::Map)?.into_owned();
        }
        if let Some((source, map)) = maps.last() {
            let own = styles::of_map(map, &options, source.folder()).map_err(Failure::Call)?;
            if let Some(file) = &own {
                options.style_file = Some(file.style().map_err(Failure::Call)?);
            }
        }
        Ok(Ready { fonts, options })
    }

    /// The bytes of a figure.
    pub fn write(
        &self,
        look: &Look,
        map: &Map,
        figure: &Figure,
        fonts: &Loaded,
        format: &'static Format,
    ) -> Result<Vec<u8>, CallError> {
        let settings = journal::of(look, map).map(|(_, settings)| settings);
        let asked = journal::Asked { text: self.text.map(Text::mode), dpi: self.dpi, ..journal::Asked::default() };
        let options = journal::encoding(asked, settings.as_ref(), (figure.width, figure.height));
        let mut figure = figure.clone();
        figure.words.date = figure.words.date.or(super::epoch::date()?);
        if let Some(vision) = self.simulate {
            figure = vision.figure(&figure);
        }
        encode(&figure, &fonts.fonts, format, &options).map_err(CallError::new)
    }
}

/// The maps with where they come from, if all of them could be read.
pub fn maps(versions: &[Version]) -> Option<Vec<(&Source, &Map)>> {
    versions.iter().map(|version| Some((&version.source, version.map.as_ref()?))).collect()
}

/// The file of one of several figures: `{n}` is its number, else the number goes behind the name.
pub fn file_of(path: &Path, number: usize) -> PathBuf {
    match path.to_str().filter(|name| name.contains("{n}")) {
        Some(name) => name.replace("{n}", &number.to_string()).into(),
        None => super::numbered::numbered(path, number),
    }
}
