//! `thememap series`: several versions of a map → one figure of them all, or one of each, at the same places.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::source::Failure;
use super::target::Target;
use super::versions::{Ink, Version, file_of, maps, names, spare};
use super::write::{Difference, write_all, write_stdout};
use super::{CallError, Look, Status, Terminal, journal};
use crate::diff::unknown_pins;
use crate::encode::{FORMATS, Format};
use crate::unit::to_mm;
use crate::versions::{Together, views};

/// Draw several versions of a map, initial to final, each theme at one place in all of them
///
/// What is not there yet, or no longer, leaves a gap. Signs show what became of each theme since the version before: new,
/// moved, promoted, demoted, reworded, merged, reordered. Above each stands its name: `version` of the map, else its date,
/// else the name of its file.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Series {
    /// The maps, the earliest first: files, `-` for standard input, or `REV:PATH` of a git repository
    #[arg(value_name = "MAP", required = true, num_args = 2..)]
    maps: Vec<PathBuf>,
    /// Where to: a file whose ending is the format, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-", default_value = "-")]
    output: PathBuf,
    /// Format [default: what the ending of `-o FILE` says, SVG on standard output]
    #[arg(short, long, value_name = "NAME", value_parser = format_names())]
    format: Option<&'static Format>,
    /// A figure of its own for each version, all of one size and with the same places: series-1.svg, series-2.svg, …
    #[arg(long)]
    numbered: bool,
    #[command(flatten)]
    ink: Ink,
    #[command(flatten)]
    look: Look,
}

/// The pattern `{n}` in a file's name is told on the page about series: the command's help takes it for a line break.
const EXAMPLES: &str = "\
Examples:
  thememap series initial.toml developed.toml final.toml -o series.svg
  thememap series phase-*.toml -o phase.pdf --numbered     phase-1.pdf, phase-2.pdf, …
  thememap series v1:study.toml v2:study.toml study.toml -o series.png --width 190mm
  thememap diff initial.toml final.toml -o change.svg  what changed, in one map";

/// The format that is no figure alone.
const PAGE: &str = "html";

fn format_names() -> impl TypedValueParser<Value = &'static Format> {
    let names: Vec<_> = FORMATS
        .iter()
        .filter(|format| format.name != PAGE)
        .map(|format| PossibleValue::new(format.name).help(format.about))
        .collect();
    PossibleValuesParser::new(names)
        .try_map(|name| Format::named(&name).ok_or_else(|| format!("there is no format `{name}`")))
}

/// Draws them.
pub fn run(series: &Series, terminal: &Terminal) -> Result<Status, CallError> {
    if series.maps.iter().filter(|path| *path == Path::new("-")).count() > 1 {
        return Err(CallError::new("standard input (`-`) can be read only once"));
    }
    let (format, file) = series.target()?;
    let numbered = series.numbered || series.output.to_str().is_some_and(|name| name.contains("{n}"));
    let files = (1..=series.maps.len()).filter_map(|number| file.map(|file| (number, file)));
    let files: Vec<PathBuf> =
        files.map(|(number, file)| if numbered { file_of(file, number) } else { file.to_owned() }).collect();
    spare(files.iter().map(PathBuf::as_path), &series.maps.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
    let lang = series.look.lang.get(..1).unwrap_or_default();
    let read = series.maps.iter().map(|path| Version::read(path, lang, false));
    let mut versions = read.collect::<Result<Vec<_>, _>>()?;
    for i in 1..versions.len() {
        let found = match (&versions[i - 1].map, &versions[i].map) {
            (Some(before), Some(after)) => unknown_pins(before, after),
            _ => Vec::new(),
        };
        versions[i].findings.extend(found);
    }
    versions.iter().for_each(|version| terminal.found(&version.findings, &version.source.name(), &version.text));
    let Some(maps) = maps(&versions) else { return Ok(Status::MapFails) };
    let together = if numbered { Together::Apart } else { Together::Rows };
    let drawn = series.ink.ready(&series.look, &maps, terminal).and_then(|ready| {
        let all: Vec<_> = maps.iter().map(|(_, map)| *map).collect();
        let done = views(&all, &names(&versions), &ready.fonts.fonts, &ready.options, together);
        Ok((done.map_err(Failure::Map)?, ready))
    });
    let (views, ready) = match drawn {
        Ok(drawn) => drawn,
        Err(Failure::Call(error)) => return Err(error),
        Err(Failure::Map(findings)) => {
            if let Some(last) = versions.last() {
                terminal.found(&findings, &last.source.name(), &last.text);
            }
            return Ok(Status::MapFails);
        }
    };
    let last = maps.last().map(|(_, map)| *map).unwrap_or(&views.map);
    let mut made = Vec::new();
    let mut files = files.into_iter();
    for figure in &views.figures {
        let bytes = series.ink.write(&series.look, last, figure, &ready.fonts, format)?;
        match files.next() {
            None => write_stdout(&bytes)?,
            Some(path) => made.push((path, bytes)),
        }
    }
    let before = write_all(&made)?;
    for ((path, _), before) in made.iter().zip(before) {
        let verb = if before == Difference::Same { "unchanged" } else { "wrote" };
        terminal.say(&format!("{verb} {}", path.display()));
    }
    if let Some(words) = journal::not_taken(&series.look, &[Target::Stdout(format)]) {
        terminal.say(&words);
    }
    if let (true, Some(figure)) = (terminal.verbose, views.figures.first()) {
        let (width, height) = (to_mm(figure.width), to_mm(figure.height));
        let layout = &views.layout;
        terminal.say(&format!("layout {} ({}), {width:.1} × {height:.1} mm", layout.name, layout.reason));
    }
    Ok(Status::Done)
}

impl Series {
    /// The format, and the file unless it is standard output.
    ///
    /// A page to look around in speaks of one map: in one of several versions no theme would have a place of its own.
    fn target(&self) -> Result<(&'static Format, Option<&Path>), CallError> {
        if self.output == Path::new("-") {
            if self.numbered {
                let error = CallError::new("several figures cannot go to standard output");
                return Err(error.hint("give a file, which is numbered: `-o series.svg`"));
            }
            return Ok((super::target::stdout_format(self.format.as_slice())?, None));
        }
        let format = super::target::file_format(&self.output, self.format.as_slice())?;
        if format.name == PAGE {
            let error = CallError::new("a web page to look around in shows one version, not a series");
            return Err(error
                .hint("draw the series as SVG, which web pages show as well")
                .hint("`thememap render MAP -o page.html` makes the page of one version"));
        }
        Ok((format, Some(&self.output)))
    }
}
