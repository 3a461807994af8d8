//! `thememap render`: map files → figures on disk.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::attempt::{Attempt, Times, attempt, describe};
use super::fonts::Loaded;
use super::numbered::{Taken, numbered};
use super::source::{Source, expand};
use super::target::{Places, Target, plan};
use super::write::{Difference, compare, write_all, write_stdout};
use super::{CallError, Look, Status, Terminal, batch, depfile, epoch, journal};
use crate::draw::vision::{VISIONS, Vision};
use crate::encode::pdf::Standard;
use crate::encode::svg::TextMode;
use crate::encode::{FORMATS, Format, encode};
use crate::model::Map;
use crate::{Drawing, Options};

/// Draw maps
///
/// Each map becomes one file per format, named after the map and written beside it, or where `-o` says. Files are
/// written whole or not at all: when a map has a mistake its old figures stay as they are, and the other maps are
/// drawn all the same. A figure that has not changed is not written again.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Render {
    /// Map files; a folder stands for every map in it, `-` for standard input
    #[arg(value_name = "MAP", required = true)]
    maps: Vec<PathBuf>,
    /// Where to: a folder, a file whose ending is the format, or `-` for standard output [default: beside the map]
    #[arg(short, long, value_name = "DIR|FILE|-")]
    output: Option<PathBuf>,
    /// Formats, separated by commas [default: svg,png, or those of the journal]
    #[arg(short, long, value_name = "NAME,…", value_delimiter = ',', value_parser = format_names())]
    format: Vec<&'static Format>,
    /// Dots per inch of formats made of pixels [default: 300, or what the journal asks for]
    #[arg(long, value_name = "N", value_parser = dpi)]
    dpi: Option<f64>,
    /// How text is written in SVG and PDF [default: embedded; outlines for a journal that names its fonts]
    #[arg(long, value_name = "HOW")]
    text: Option<Text>,
    /// Which standards PDF keeps
    #[arg(long, value_name = "WHICH", default_value = "auto")]
    pdf: Pdf,
    /// Colour behind the figure
    #[arg(long, value_name = "WHICH", default_value = "white")]
    background: Background,
    /// Draw it as other eyes see it, into files of another name: study-deutan.svg
    #[arg(long, value_name = "EYES", value_parser = visions())]
    simulate: Option<&'static Vision>,
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
  thememap render study.toml --simulate deutan    study-deutan.svg and study-deutan.png: what a reader may see
  thememap render - -o - < study.toml > study.svg
  thememap render --check maps/ -o figures/       are the figures what the maps give?";

#[derive(Clone, Copy, ValueEnum)]
pub enum Text {
    /// Text that can be selected and edited, with the letters it needs inside the file
    Embedded,
    /// Text without its font: smallest; shown in the font if the reader has it, at the same line lengths if not
    Plain,
    /// Outlines of the letters: looks the same everywhere, cannot be selected
    Outlines,
}

#[derive(Clone, Copy, ValueEnum)]
enum Pdf {
    /// PDF/UA-1; with a date, in the map or in SOURCE_DATE_EPOCH, PDF/A-2a as well
    Auto,
    /// PDF/UA-1: tagged, for readers of all kinds
    Ua,
    /// PDF/A-2a and PDF/UA-1: for archives, needs a date
    A,
}

impl Text {
    /// How it is written.
    pub fn mode(self) -> TextMode {
        match self {
            Text::Embedded => TextMode::Embedded,
            Text::Plain => TextMode::Plain,
            Text::Outlines => TextMode::Outlines,
        }
    }
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Background {
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

pub fn visions() -> impl TypedValueParser<Value = &'static Vision> {
    let names: Vec<_> = VISIONS.iter().map(|vision| PossibleValue::new(vision.name).help(vision.about)).collect();
    PossibleValuesParser::new(names)
        .try_map(|name| Vision::named(&name).ok_or_else(|| format!("nobody sees as `{name}`")))
}

/// Dots per inch from screens to the finest line art of a journal (1,200), and twice that.
pub fn dpi(text: &str) -> Result<f64, String> {
    let dpi: f64 = text.parse().map_err(|_| "expected a number")?;
    if (10.0..=2400.0).contains(&dpi) { Ok(dpi) } else { Err("expected 10 to 2400".into()) }
}

/// The figures of one map.
struct Figures {
    /// Layout, reason and size.
    drawn: String,
    /// Their files and what was there before; none on standard output.
    files: Vec<(PathBuf, Difference)>,
    /// Pages that an earlier run left, beyond the last one of now.
    left: Vec<PathBuf>,
    /// Font files that were read for them.
    fonts: Vec<PathBuf>,
}

/// Draws every map that can be drawn.
pub fn run(render: &Render, terminal: &Terminal) -> Result<Status, CallError> {
    let sources = expand(&render.maps, Some(terminal))?;
    let usual = |source: &Source| journal::usual_formats(&render.look, source);
    let seen = render.simulate.map(|vision| vision.name);
    let targets = plan(&sources, render.output.as_deref(), &render.formats(), usual, seen)?;
    render.check_call(&sources, &targets)?;
    render.look.check_previous(&sources)?;
    let fonts = render.look.fonts()?;
    let style_file = render.look.style_file(Some(terminal))?;
    let options = Options { transparent: render.background == Background::None, style_file, ..render.look.options() };
    let taken = Taken::of(&sources, &targets);
    let maps: Vec<_> = sources.iter().zip(&targets).collect();
    let work = |(source, target): &(&Source, &Target)| {
        attempt(
            source,
            &render.look,
            &options,
            &fonts,
            |_| Vec::new(),
            |map, drawings, fonts, times| {
                finish(render, map, (target, &taken), drawings, fonts, times)
                    .map_err(|error| error.about(&source.name()))
            },
        )
    };
    let jobs = render.jobs.map(NonZeroUsize::get);
    let attempts = batch::run(&maps, jobs, terminal.watched(), work)?;

    let mut status = Status::Done;
    for (source, attempt) in sources.iter().zip(&attempts) {
        terminal.tell(source, attempt, attempt.made.as_ref().map(|figures| figures.drawn.as_str()));
        status = status.max(attempt.status());
    }
    if render.check {
        return Ok(status.max(report_differences(&sources, &attempts, terminal)));
    }
    if let (Some(path), Status::Done) = (&render.depfile, status) {
        write_all(&[(path.clone(), depfile::write(&rules(&sources, &attempts))?)])?;
    }
    summarise(&attempts, terminal);
    if let Some(words) = journal::not_taken(&render.look, &targets) {
        terminal.say(&words);
    }
    for (source, figures) in drawn(&sources, &attempts) {
        for path in &figures.left {
            terminal.say(&format!("`{}` is no page of `{}` any more: delete it", path.display(), source.name()));
        }
    }
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
            return Err(CallError::new(format!("`{flag}` needs figures that are files, not standard output"))
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

    /// What the call says about the encoding.
    fn asked(&self) -> journal::Asked {
        let text = self.text.map(Text::mode);
        let pdf = match self.pdf {
            Pdf::Auto => Standard::ByDate,
            Pdf::Ua => Standard::Accessible,
            Pdf::A => Standard::Archival,
        };
        journal::Asked { text, dpi: self.dpi, pdf }
    }
}

/// Makes every format of a drawing, and only then writes the files or compares them.
fn finish(
    render: &Render,
    map: &Map,
    (target, taken): (&Target, &Taken),
    drawings: &[Drawing],
    fonts: &Loaded,
    times: &mut Times,
) -> Result<Figures, CallError> {
    let settings = journal::of(&render.look, map).map(|(_, settings)| settings);
    let date = epoch::date()?;
    let mut make = |drawing: &Drawing, format: &'static Format| {
        let options =
            journal::encoding(render.asked(), settings.as_ref(), (drawing.figure.width, drawing.figure.height));
        let mut figure = Cow::Borrowed(&drawing.figure);
        if let (None, Some(_)) = (figure.words.date, date) {
            figure.to_mut().words.date = date;
        }
        if let Some(vision) = render.simulate {
            figure = Cow::Owned(times.of("simulate", || vision.figure(&figure)));
        }
        times.of(format.name, || encode(&figure, &fonts.fonts, format, &options)).map_err(CallError::new)
    };
    let drawn = describe(drawings);
    let mut figures = Figures { drawn, files: Vec::new(), left: Vec::new(), fonts: fonts.files.clone() };
    match (target, drawings) {
        (Target::Stdout(format), [drawing]) => {
            let bytes = make(drawing, format)?;
            times.of("write", || write_stdout(&bytes))?;
        }
        (Target::Stdout(_), _) => {
            let error = CallError::new(format!("{} pages cannot go to standard output", drawings.len()));
            return Err(error.hint("give a folder or a file, which is numbered: `-o DIR`"));
        }
        (Target::Files(files), _) => {
            let mut made = Vec::new();
            for drawing in drawings {
                for (format, path) in files {
                    let path = drawing.page.map_or_else(|| path.clone(), |page| numbered(path, page));
                    if drawing.page.is_some() {
                        taken.refuse(&path)?;
                    }
                    made.push((path, make(drawing, format)?));
                }
            }
            let before = if render.check {
                times.of("compare", || made.iter().map(|(path, bytes)| compare(path, bytes)).collect())
            } else {
                times.of("write", || write_all(&made))
            };
            figures.files = made.into_iter().map(|(path, _)| path).zip(before?).collect();
            if drawings.iter().any(|drawing| drawing.page.is_some()) {
                figures.left = files.iter().flat_map(|(_, path)| taken.left_over(path, drawings.len())).collect();
            }
        }
    }
    Ok(figures)
}

/// The figures of the maps that came to some, each with its map.
fn drawn<'a>(
    sources: &'a [Source],
    attempts: &'a [Attempt<Figures>],
) -> impl Iterator<Item = (&'a Source, &'a Figures)> {
    sources.iter().zip(attempts).filter_map(|(source, attempt)| Some((source, attempt.made.as_ref()?)))
}

/// Names every figure that is not what its map gives.
fn report_differences(sources: &[Source], attempts: &[Attempt<Figures>], terminal: &Terminal) -> Status {
    let mut status = Status::Done;
    for (source, figures) in drawn(sources, attempts) {
        for (path, difference) in &figures.files {
            let words = match difference {
                Difference::Same => continue,
                Difference::Missing => "is missing".into(),
                Difference::Different => format!("is not what `{}` gives", source.name()),
            };
            terminal.error(&CallError::new(format!("`{}` {words}", path.display())));
            status = Status::MapFails;
        }
        for path in &figures.left {
            terminal.error(&CallError::new(format!("`{}` is no page of `{}` any more", path.display(), source.name())));
            status = Status::MapFails;
        }
    }
    if status != Status::Done {
        terminal.hint("the same command without `--check` draws the figures again");
    }
    status
}

fn rules<'a>(sources: &'a [Source], attempts: &'a [Attempt<Figures>]) -> Vec<depfile::Rule<'a>> {
    let rule = |(source, figures): (&'a Source, &'a Figures)| depfile::Rule {
        targets: figures.files.iter().map(|(path, _)| path.as_path()).collect(),
        sources: source.path().into_iter().chain(figures.fonts.iter().map(PathBuf::as_path)).collect(),
    };
    drawn(sources, attempts).map(rule).collect()
}

/// Says what is on disk now: the files of one map, or how many there are of several.
fn summarise(attempts: &[Attempt<Figures>], terminal: &Terminal) {
    let made: Vec<&Figures> = attempts.iter().filter_map(|attempt| attempt.made.as_ref()).collect();
    let files: Vec<_> = made.iter().flat_map(|figures| &figures.files).collect();
    let unchanged = files.iter().filter(|(_, before)| *before == Difference::Same).count();
    if attempts.len() == 1 {
        for (path, before) in &files {
            let verb = if *before == Difference::Same { "unchanged" } else { "wrote" };
            terminal.say(&format!("{verb} {}", path.display()));
        }
        if let ([figures], false, false) = (&made[..], files.is_empty(), terminal.verbose) {
            terminal.say(&figures.drawn);
        }
        return;
    }
    let failed = match attempts.len() - made.len() {
        0 => String::new(),
        failed => format!("; {failed} of the maps failed, their old figures are kept"),
    };
    let written = files.len() - unchanged;
    terminal.say(&format!("{} maps: {written} figures written, {unchanged} unchanged{failed}", attempts.len()));
}
