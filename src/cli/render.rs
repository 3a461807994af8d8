//! `thememap render`: map files → figures on disk.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::attempt::{Attempt, Times, attempt, describe, milliseconds, timed};
use super::fonts::Loaded;
use super::source::{Failure, Source, expand};
use super::target::{Places, Target, plan};
use super::CallError;
use super::write::{Difference, compare, write_all, write_stdout};
use super::{Look, Status, Terminal, batch, depfile};
use crate::diagnostic::Diagnostic;
use crate::encode::svg::TextMode;
use crate::encode::{EncodeOptions, FORMATS, Format, encode};
use crate::text::Fonts;
use crate::{Drawing, Options};

/// Draw maps
///
/// Each map becomes one file per format, named after the map and written beside it, or where `-o` says. Files are
/// written whole or not at all: when a map has a mistake its old figures stay as they are, and the other maps are
/// drawn all the same. A figure that has not changed is not written again.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Render {
    /// Map files; a folder stands for every .toml file in it, `-` for standard input
    #[arg(value_name = "MAP", required = true)]
    maps: Vec<PathBuf>,
    /// Where to: a folder, a file whose ending is the format, or `-` for standard output [default: beside the map]
    #[arg(short, long, value_name = "DIR|FILE|-")]
    output: Option<PathBuf>,
    /// Formats, separated by commas [default: all of them]
    #[arg(short, long, value_name = "NAME,…", value_delimiter = ',', value_parser = format_names())]
    format: Vec<&'static Format>,
    /// Dots per inch of formats made of pixels
    #[arg(long, value_name = "N", default_value_t = crate::encode::DEFAULT_DPI, value_parser = dpi)]
    dpi: f64,
    /// How text is written in SVG
    #[arg(long, value_name = "HOW", default_value = "embedded")]
    text: Text,
    /// Colour behind the figure
    #[arg(long, value_name = "WHICH", default_value = "white")]
    background: Background,
    /// Write nothing; fail if a figure on disk is not byte for byte what its map gives
    #[arg(long)]
    check: bool,
    /// Also write a Makefile rule that names the files each figure was made from
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    depfile: Option<PathBuf>,
    /// How many maps to draw at once [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    look: Look,
}

const EXAMPLES: &str = "\
Examples:
  thememap render study.toml                      study.svg and study.png beside the map
  thememap render maps/*.toml -o figures/         every map, into one folder
  thememap render study.toml -o fig1.png --width 85mm --dpi 600
  thememap render - -o - < study.toml > study.svg
  thememap render --check maps/ -o figures/       are the figures what the maps give?";

#[derive(Clone, Copy, ValueEnum)]
enum Text {
    /// Text that can be selected and edited, with the letters it needs inside the file
    Embedded,
    /// Text without its font: smallest; shown in the font if the reader has it, at the same line lengths if not
    Plain,
    /// Outlines of the letters: looks the same everywhere, cannot be selected
    Outlines,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Background {
    /// Opaque white
    White,
    /// Transparent
    None,
}

fn format_names() -> impl TypedValueParser<Value = &'static Format> {
    let names: Vec<_> = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)).collect();
    PossibleValuesParser::new(names)
        .try_map(|name| Format::named(&name).ok_or_else(|| format!("there is no format `{name}`")))
}

/// Dots per inch from screens to the finest line art of a journal (1,200), and twice that.
fn dpi(text: &str) -> Result<f64, String> {
    let dpi: f64 = text.parse().map_err(|_| "expected a number")?;
    if (10.0..=2400.0).contains(&dpi) { Ok(dpi) } else { Err("expected 10 to 2400".into()) }
}

/// What became of one map.
struct Outcome {
    /// What was found in it, and its text when something was.
    findings: Vec<Diagnostic>,
    text: String,
    /// Layout, reason and size; empty when nothing came of the map.
    drawn: String,
    /// The figures and what was there before.
    files: Vec<(PathBuf, Difference)>,
    error: Option<CallError>,
    times: Times,
    /// Font files that were read for it.
    fonts: Vec<PathBuf>,
}

impl Outcome {
    fn status(&self) -> Status {
        if self.error.is_some() {
            Status::CallFails
        } else if self.drawn.is_empty() {
            Status::MapFails
        } else {
            Status::Done
        }
    }
}

/// Draws every map that can be drawn.
pub fn run(render: &Render, terminal: &Terminal) -> Result<Status, CallError> {
    let sources = expand(&render.maps)?;
    let targets = plan(&sources, render.output.as_deref(), &render.formats())?;
    render.check_call(&sources, &targets)?;
    let fonts = render.look.fonts()?;
    let maps: Vec<_> = sources.iter().zip(&targets).collect();
    let jobs = render.jobs.map(NonZeroUsize::get);
    let outcomes =
        batch::run(&maps, jobs, terminal.watched(), |(source, target)| draw(render, source, target, &fonts))?;

    let mut status = Status::Done;
    for ((source, _), outcome) in maps.iter().zip(&outcomes) {
        terminal.findings(source, &outcome.text, &outcome.findings);
        if let Some(error) = &outcome.error {
            terminal.error(error);
        }
        if terminal.verbose && !outcome.drawn.is_empty() {
            terminal.about(&source.name(), &outcome.drawn);
            terminal.say(&format!("  {}", milliseconds(&outcome.times)));
        }
        status = status.max(outcome.status());
    }
    if render.check {
        return Ok(status.max(report_differences(&sources, &outcomes, terminal)));
    }
    if let (Some(path), Status::Done) = (&render.depfile, status) {
        write_all(&[(path.clone(), depfile::write(&rules(&sources, &targets, &outcomes))?)])?;
    }
    summarise(&outcomes, terminal);
    Ok(status)
}

impl Render {
    /// The formats asked for, each once, in the order of the table.
    fn formats(&self) -> Vec<&'static Format> {
        let asked = |row: &&Format| self.format.iter().any(|format| format.name == row.name);
        FORMATS.iter().filter(asked).collect()
    }

    /// Refuses what can be told from the call alone.
    fn check_call(&self, sources: &[Source], targets: &[Target]) -> Result<(), CallError> {
        let stdout = targets.iter().any(|target| target.files().is_empty());
        let needs_files = if self.check { Some("--check") } else { self.depfile.as_ref().map(|_| "--depfile") };
        if let (true, Some(flag)) = (stdout, needs_files) {
            return Err(CallError::new(format!(
                "`{flag}` needs figures that are files, not standard output"
            ))
            .hint("give `-o FILE`"));
        }
        let Some(depfile) = &self.depfile else { return Ok(()) };
        let mut places = Places::default();
        let place = places.of(depfile);
        let figures = targets.iter().flat_map(Target::files).map(|(_, path)| path.as_path());
        let mut taken = sources.iter().filter_map(Source::path).chain(figures);
        match taken.find(|path| places.of(path) == place) {
            Some(path) => Err(CallError::new(format!("`--depfile` would overwrite `{}`", path.display()))),
            None => Ok(()),
        }
    }

    fn encoding(&self) -> EncodeOptions {
        let text = match self.text {
            Text::Embedded => TextMode::Embedded,
            Text::Plain => TextMode::Plain,
            Text::Outlines => TextMode::Outlines,
        };
        EncodeOptions { text, dpi: self.dpi }
    }
}

/// Draws one map: every format is made before any is written.
fn draw(render: &Render, source: &Source, target: &Target, fonts: &Loaded) -> Outcome {
    let options = Options { transparent: render.background == Background::None, ..render.look.options() };
    let Attempt { text, mut warnings, result, mut times } = attempt(source, &render.look, &options, fonts);
    let mut outcome = Outcome {
        findings: Vec::new(),
        text: String::new(),
        drawn: String::new(),
        files: Vec::new(),
        error: None,
        fonts: Vec::new(),
        times: Vec::new(),
    };
    match result {
        Ok((drawing, fonts)) => match finish(render, target, &drawing, &fonts.fonts, &mut times) {
            Ok(files) => {
                outcome.fonts = fonts.files.clone();
                outcome.drawn = describe(&drawing);
                outcome.files = files;
            }
            Err(error) => {
                let message = format!("{}: {}", source.name(), error.message);
                outcome.error = Some(CallError { message, ..error });
            }
        },
        Err(Failure::Map(errors)) => warnings.extend(errors),
        Err(Failure::Call(error)) => outcome.error = Some(error),
    }
    outcome.times = times;
    if !warnings.is_empty() {
        outcome.findings = warnings;
        outcome.text = text;
    }
    outcome
}

/// Encodes a drawing in every format, then writes or compares the files.
fn finish(
    render: &Render,
    target: &Target,
    drawing: &Drawing,
    fonts: &Fonts,
    times: &mut Times,
) -> Result<Vec<(PathBuf, Difference)>, CallError> {
    let options = render.encoding();
    let mut make = |format: &'static Format| {
        timed(times, format.name, || encode(&drawing.figure, fonts, format, &options)).map_err(CallError::new)
    };
    let files = match target {
        Target::Stdout(format) => {
            let bytes = make(format)?;
            return timed(times, "write", || write_stdout(&bytes)).map(|()| Vec::new());
        }
        Target::Files(files) => files,
    };
    let made = files.iter().map(|(format, path)| Ok((path.clone(), make(format)?))).collect::<Result<Vec<_>, _>>()?;
    let before = if render.check {
        timed(times, "compare", || made.iter().map(|(path, bytes)| compare(path, bytes)).collect::<Result<Vec<_>, _>>())
    } else {
        timed(times, "write", || write_all(&made))
    }?;
    Ok(made.into_iter().map(|(path, _)| path).zip(before).collect())
}

/// Names every figure that is not what its map gives.
fn report_differences(sources: &[Source], outcomes: &[Outcome], terminal: &Terminal) -> Status {
    let mut status = Status::Done;
    for (source, outcome) in sources.iter().zip(outcomes) {
        for (path, difference) in &outcome.files {
            let words = match difference {
                Difference::Same => continue,
                Difference::Missing => "is missing".into(),
                Difference::Different => format!("is not what `{}` gives", source.name()),
            };
            terminal.error(&CallError::new(format!("`{}` {words}", path.display())));
            status = Status::MapFails;
        }
    }
    if status != Status::Done {
        terminal.hint("the same command without `--check` draws the figures again");
    }
    status
}

fn rules<'a>(sources: &'a [Source], targets: &'a [Target], outcomes: &'a [Outcome]) -> Vec<depfile::Rule<'a>> {
    let rule = |((source, target), outcome): ((&'a Source, &'a Target), &'a Outcome)| depfile::Rule {
        targets: target.files().iter().map(|(_, path)| path.as_path()).collect(),
        sources: source.path().into_iter().chain(outcome.fonts.iter().map(PathBuf::as_path)).collect(),
    };
    sources.iter().zip(targets).zip(outcomes).map(rule).collect()
}

/// One line that says what is on disk now.
fn summarise(outcomes: &[Outcome], terminal: &Terminal) {
    let files: Vec<_> = outcomes.iter().flat_map(|outcome| &outcome.files).collect();
    match outcomes {
        [outcome] if !files.is_empty() => {
            for (path, before) in files {
                let verb = if *before == Difference::Same { "unchanged" } else { "wrote" };
                terminal.say(&format!("{verb} {}", path.display()));
            }
            if !terminal.verbose {
                terminal.say(&outcome.drawn);
            }
        }
        [_] => {}
        _ => {
            let unchanged = files.iter().filter(|(_, before)| *before == Difference::Same).count();
            let failed = outcomes.iter().filter(|outcome| outcome.status() != Status::Done).count();
            let mut line =
                format!("{} maps: {} figures written, {unchanged} unchanged", outcomes.len(), files.len() - unchanged);
            if failed > 0 {
                let _ = write!(line, "; {failed} maps failed, their old figures are kept");
            }
            terminal.say(&line);
        }
    }
}
