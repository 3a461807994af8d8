//! `thememap diff`: two maps → what changed from the earlier one to the later one.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::source::Failure;
use super::target::{self, Target};
use super::versions::{self, Ink, Version};
use super::write::{Difference, write_all, write_stdout};
use super::{CallError, Look, Status, Terminal, journal};
use crate::diagnostic::Severity;
use crate::diff::formats::{FORMATS, Format};
use crate::diff::report::Report;
use crate::diff::{compare, unknown_pins};
use crate::encode;
use crate::unit::to_mm;

/// Say what changed between two versions of a map: reworded, added, removed, moved, split, merged; links; evidence
///
/// Themes are matched by what their author says (`was`), by id, by wording and by place, and each change is named once.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// The earlier map: a file, `-` for standard input, or `REV:PATH` of a git repository
    #[arg(value_name = "OLD", required = true)]
    old: PathBuf,
    /// The later map: the same
    #[arg(value_name = "NEW", required_unless_present = "git")]
    new: Option<PathBuf>,
    /// What git tells an external diff program besides
    #[arg(hide = true, requires = "git", num_args = 0..=7)]
    more: Vec<PathBuf>,
    /// What is written: the changes in words, or a figure of them [default: text, or what the ending of `-o FILE` says]
    #[arg(short, long, value_name = "NAME", value_parser = format_names())]
    format: Option<Form>,
    /// Where to: a file, or `-` for standard output [default: -]
    #[arg(short, long, value_name = "FILE|-")]
    output: Option<PathBuf>,
    /// End with 1 if anything changed, 0 if nothing did, 2 if the maps could not be compared; with `-q` that is all
    #[arg(long)]
    exit_code: bool,
    /// Be the external diff program of git, which names the files in its own way
    #[arg(long, conflicts_with = "output")]
    git: bool,
    /// A figure of both maps side by side, each theme at one place in both, in place of one map with its changes
    #[arg(long)]
    side_by_side: bool,
    #[command(flatten)]
    ink: Ink,
    #[command(flatten)]
    look: Look,
}

const EXAMPLES: &str = "\
Examples:
  thememap diff initial.toml final.toml                  to read
  thememap diff HEAD~1:study.toml study.toml             against an earlier commit
  thememap diff main:study.toml study.toml -f md         for the comment of a pull request
  thememap diff old.toml new.toml -o changes.html        a page
  thememap diff old.toml new.toml -o change.svg          a figure: the new map, with what changed marked on it
  thememap diff old.toml new.toml -o both.pdf --side-by-side
  thememap diff old.toml new.toml --exit-code -q         only whether anything changed

As the diff program of git:
  git config diff.thememap.command 'thememap diff --git'
  echo 'maps/*.toml diff=thememap' >> .gitattributes     then `git diff`, `git log -p --ext-diff`

A theme that is not recognised, or taken for another: say `was = \"ID or label\"` in the later map, or `was = false`.";

fn format_names() -> impl TypedValueParser<Value = Form> {
    let words = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    let figures = figures().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(words.chain(figures).collect::<Vec<_>>())
        .try_map(|name| Form::named(&name).ok_or_else(|| format!("there is no format `{name}`")))
}

/// The formats of figures; a page of HTML is one of words.
fn figures() -> impl Iterator<Item = &'static encode::Format> {
    encode::FORMATS.iter().filter(|format| FORMATS.iter().all(|words| words.name != format.name))
}

/// What is written.
#[derive(Clone, Copy)]
pub enum Form {
    /// The changes in words.
    Words(&'static Format),
    /// A figure of them.
    Figure(&'static encode::Format),
}

impl Form {
    fn named(name: &str) -> Option<Form> {
        Format::named(name).map(Form::Words).or_else(|| figures().find(|format| format.name == name).map(Form::Figure))
    }

    /// What the ending of a file says.
    fn ending(path: &Path) -> Result<Form, CallError> {
        let ending = path.extension().and_then(OsStr::to_str).map(str::to_lowercase).unwrap_or_default();
        let words = FORMATS.iter().find(|format| ending == format.extension).map(Form::Words);
        words.or_else(|| encode::Format::ending(&ending).map(Form::Figure)).ok_or_else(|| {
            let endings = FORMATS.iter().map(|format| format.extension).chain(figures().map(|format| format.extension));
            let endings: Vec<_> = endings.map(|ending| format!("`.{ending}`")).collect();
            CallError::new(format!("cannot tell the format of `-o {}`", path.display()))
                .hint(format!("a file ends in {}; or give `--format`", endings.join(", ")))
        })
    }
}

/// Compares the maps.
pub fn run(diff: &Diff, terminal: &Terminal) -> Result<Status, CallError> {
    if diff.git {
        return external(diff, terminal);
    }
    let new = diff.new.clone().unwrap_or_default();
    if diff.old == Path::new("-") && new == Path::new("-") {
        return Err(CallError::new("standard input (`-`) can be read only once"));
    }
    let output = diff.output.as_deref().filter(|path| *path != Path::new("-"));
    versions::spare(output, &[&diff.old, &new])?;
    let form = diff.form()?;
    let (Some(report), versions) = diff.compared([&diff.old, &new], terminal)? else { return Ok(Status::CallFails) };
    let format = match form {
        Form::Words(format) => format,
        Form::Figure(format) => return diff.figure(&versions, format, &report, terminal),
    };
    match diff.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let text = (format.write)(&report, false);
            let before = write_all(&[(path.to_owned(), text.into_bytes())])?;
            let verb = if before == [Difference::Same] { "unchanged" } else { "wrote" };
            terminal.say(&format!("{verb} {}", path.display()));
        }
        None if terminal.quiet && diff.format.is_none() => {}
        None => write_stdout((format.write)(&report, terminal.colors(false)).as_bytes())?,
    }
    Ok(diff.status(&report))
}

/// As git calls an external diff program: the path, then file, object and mode of the earlier version, then of the later
/// one; after a rename the new path and what is alike. Of a file with conflicts it names the path alone.
///
/// A file that is no map now must not end the whole of `git diff`, so it is told and is no failure.
fn external(diff: &Diff, terminal: &Terminal) -> Result<Status, CallError> {
    let Form::Words(format) = diff.form()? else {
        return Err(CallError::new("git shows what changed in words").hint("leave the format of a figure out"));
    };
    let path = diff.old.display();
    let files = diff.new.as_deref().zip(diff.more.get(2).map(PathBuf::as_path));
    let paged = std::env::var_os("GIT_PAGER_IN_USE").is_some_and(|value| value == "true" || value == "1");
    let color = terminal.colors(paged);
    let Some((old, new)) = files else {
        if !diff.more.is_empty() || diff.new.is_some() {
            let hint =
                "`thememap diff --git` is called by git: `git config diff.thememap.command 'thememap diff --git'`";
            return Err(CallError::new("git names 7 or 9 things, or 1 of a file with conflicts").hint(hint));
        }
        write_stdout(format!("{path}: has conflicts and is not compared\n\n").as_bytes())?;
        return Ok(Status::Done);
    };
    let (report, versions) = diff.compared([old, new], terminal)?;
    let Some(mut report) = report else {
        let wrong = versions.iter().flat_map(|version| &version.findings);
        let wrong = wrong.filter(|found| found.severity == Severity::Error).map(|found| found.message.as_str());
        let first = wrong.into_iter().next().unwrap_or("it is no map");
        write_stdout(format!("{path}: cannot be compared: {first}\n\n").as_bytes())?;
        return Ok(Status::Done);
    };
    // The files that git names are its own copies; what it calls them is the path and the object.
    let object = |path: std::path::Display, object: Option<&PathBuf>| {
        let object = object.and_then(|object| object.to_str()).unwrap_or_default();
        let kept = object.len() >= SHORT && object.bytes().any(|digit| digit != b'0');
        if kept { format!("{path}@{}", &object[..SHORT]) } else { path.to_string() }
    };
    let absent = |file: &Path| is_absent(file).then(|| "nothing".to_owned());
    let renamed = diff.more.get(5).unwrap_or(&diff.old);
    report.old.file = absent(old).or_else(|| Some(object(path, diff.more.first())));
    report.new.file = absent(new).or_else(|| Some(object(renamed.display(), diff.more.get(3))));
    if !terminal.quiet || diff.format.is_some() {
        write_stdout(format!("{}\n", (format.write)(&report, color)).as_bytes())?;
    }
    Ok(diff.status(&report))
}

/// Digits by which an object of git is known to people.
const SHORT: usize = 7;

/// What git names where there is no file.
fn is_absent(path: &Path) -> bool {
    path == Path::new("/dev/null") || path == Path::new("nul")
}

impl Diff {
    /// What is asked for, or what the file's ending says.
    fn form(&self) -> Result<Form, CallError> {
        let path = self.output.as_deref().filter(|path| *path != Path::new("-"));
        let form = match (self.format, path) {
            (Some(form), _) => form,
            (None, None) if self.side_by_side => Form::Figure(&encode::FORMATS[0]),
            (None, None) => Form::Words(&FORMATS[0]),
            (None, Some(path)) => Form::ending(path)?,
        };
        match form {
            Form::Words(format) if self.side_by_side => {
                let error = CallError::new(format!("`--side-by-side` is for a figure, and {} is words", format.name));
                Err(error.hint("give `-o FILE.svg`, or another format of figures"))
            }
            form => Ok(form),
        }
    }

    /// Draws what changed.
    fn figure(
        &self,
        versions: &[Version],
        format: &'static encode::Format,
        report: &Report,
        terminal: &Terminal,
    ) -> Result<Status, CallError> {
        let Some(maps) = versions::maps(versions) else { return Ok(Status::CallFails) };
        let [(_, old), (_, new)] = maps[..] else { return Ok(Status::CallFails) };
        let names = versions::names(versions);
        let drawn = self.ink.ready(&self.look, &maps, terminal).and_then(|ready| {
            let figure = match self.side_by_side {
                true => {
                    let together = crate::versions::Together::Beside;
                    crate::versions::views(&[old, new], &names, &ready.fonts.fonts, &ready.options, together)
                        .map(|views| (views.layout, views.figures.into_iter().next()))
                }
                false => crate::versions::change((old, new), &names, &ready.fonts.fonts, &ready.options)
                    .map(|drawing| (drawing.layout, Some(drawing.figure))),
            };
            Ok((figure.map_err(Failure::Map)?, ready))
        });
        let ((layout, figure), ready) = match drawn {
            Ok(drawn) => drawn,
            Err(Failure::Call(error)) => return Err(error),
            Err(Failure::Map(findings)) => {
                if let Some(new) = versions.last() {
                    terminal.found(&findings, &new.source.name(), &new.text);
                }
                return Ok(Status::CallFails);
            }
        };
        let Some(figure) = figure else { return Ok(Status::CallFails) };
        let bytes = self.ink.write(&self.look, new, &figure, &ready.fonts, format)?;
        match self.output.as_deref().filter(|path| *path != Path::new("-")) {
            None => {
                target::stdout_format(&[format])?;
                write_stdout(&bytes)?;
            }
            Some(path) => {
                target::file_format(path, &[format])?;
                let before = write_all(&[(path.to_owned(), bytes)])?;
                let verb = if before == [Difference::Same] { "unchanged" } else { "wrote" };
                terminal.say(&format!("{verb} {}", path.display()));
            }
        }
        if let Some(words) = journal::not_taken(&self.look, &[Target::Stdout(format)]) {
            terminal.say(&words);
        }
        if terminal.verbose {
            let (width, height) = (to_mm(figure.width), to_mm(figure.height));
            terminal.say(&format!("layout {} ({}), {width:.1} × {height:.1} mm", layout.name, layout.reason));
        }
        Ok(self.status(report))
    }

    fn status(&self, report: &Report) -> Status {
        if self.exit_code && !report.changes.is_empty() { Status::Differs } else { Status::Done }
    }

    /// Reads both maps and compares them; what is found in them is told. No report of maps with mistakes.
    fn compared(&self, paths: [&Path; 2], terminal: &Terminal) -> Result<(Option<Report>, [Version; 2]), CallError> {
        let [mut old, mut new] = [self.version(paths[0])?, self.version(paths[1])?];
        let mut report = None;
        if let (Some(before), Some(after)) = (&old.map, &new.map) {
            new.findings.extend(unknown_pins(before, after));
            let asked = before.figure.public == Some(true) || after.figure.public == Some(true);
            let options = self.look.options();
            let mut made = match options.public.unwrap_or(asked) {
                // What is not drawn is not told either.
                true => {
                    let [before, after] = [before, after].map(|map| crate::versions::drawn(map, after, &options));
                    Report::new(&before, &after, &compare(&before, &after)).public()
                }
                false => Report::new(before, after, &compare(before, after)),
            };
            made.old.file = Some(old.source.name());
            made.new.file = Some(new.source.name());
            report = Some(made);
        }
        for version in [&mut old, &mut new] {
            terminal.found(&version.findings, &version.source.name(), &version.text);
        }
        Ok((report, [old, new]))
    }

    fn version(&self, path: &Path) -> Result<Version, CallError> {
        Version::read(path, self.look.lang.get(..1).unwrap_or_default(), self.git && is_absent(path))
    }
}

impl Terminal {
    /// Whether what goes to standard output is to be coloured: as the flag says, or where a person reads it.
    fn colors(&self, paged: bool) -> bool {
        match self.asked {
            clap::ColorChoice::Always => true,
            clap::ColorChoice::Never => false,
            clap::ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let wanted = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
                wanted || paged && !refused
            }
        }
    }
}
