//! `thememap check`: map files, or figures for a journal → everything that is wrong with them, and no figure.

use std::path::PathBuf;

use super::attempt::{Attempt, Times, attempt, describe};
use super::fonts::Loaded;
use super::source::{Source, expand};
use super::write::write_stdout;
use super::{CallError, Look, Status, Terminal, batch, eyes, report, verdict};
use crate::check::method::{self, RULES};
use crate::check::privacy;
use crate::diagnostic::Severity;
use crate::model::Map;
use crate::{Drawing, Options};

/// Report what is wrong with maps, or with figures for a journal
///
/// Reads each map and draws it in memory at the asked width, so that a label that cannot fit is reported too, and what some
/// readers could not see: pale text and lines, colours that look alike without another sign, text that is too small. Ids of participants that look like names are a warning, too. With `--for` every
/// rule of the journal is tested on the files it would get: size, text, lines, resolution, transparency, megabytes,
/// alternative text. A figure file of any program is tested the same way, as far as its format tells; `--width` or
/// `--column` says how wide it is printed. A broken rule fails the check; one whose number is assumed is a warning.
#[derive(clap::Args)]
#[command(after_long_help = questions())]
pub struct Check {
    /// Map files; a folder stands for every map in it, `-` for standard input; with `--for` also figures: SVG, PNG,
    /// TIFF, JPEG, EPS, PDF
    #[arg(value_name = "MAP|FIGURE", required = true)]
    maps: Vec<PathBuf>,
    /// Print a line of JSON for each map on standard output: its layout, size, quality and findings
    ///
    /// One object a line, in the order of the maps, with the same keys in the same order: file, pages, findings, error, and
    /// for a figure file also figure, what is known of it. A page has its layout and the reason for it, its size, the sizes of
    /// its text, hard (counts of faults, all 0 in a sound figure), numbers, and eyes (every contrast, and the colours that
    /// differ least). Findings have line and column, those of `--method` also rule, reason and source. Nothing but errors of the call goes to standard error; the exit code is
    /// the same.
    #[arg(long)]
    json: bool,
    /// Print every contrast of the figure and its colours that differ least, in each way to see; fail if any is too small
    ///
    /// Without this flag what some readers could not see is a warning. As others see it, the figure is drawn by
    /// `thememap render --simulate`.
    #[arg(long)]
    eyes: bool,
    /// Also ask of each map what a supervisor or a reviewer would ask about the analysis
    ///
    /// Each question is a warning with its place, its reason, the published work it rests on, and what to do; none fails the
    /// check. `ignore = ["NAME"]` in the map silences one, in a theme or group for that, at the top for the whole map. The
    /// names are listed below.
    #[arg(long)]
    method: bool,
    #[command(flatten)]
    look: Look,
}

/// What `--method` looks for, a line for each name.
fn questions() -> String {
    let width = RULES.iter().map(|rule| rule.rule.name.len()).max().unwrap_or(0);
    let lines = RULES.iter().map(|rule| format!("\n  {:width$}  {}", rule.rule.name, rule.looks_for));
    let list = lines.fold("What --method looks for:".to_owned(), |list, line| list + &line);
    list + "\n(*) in English, French, Spanish, German and Portuguese"
}

/// Checks every map.
pub fn run(check: &Check, terminal: &Terminal) -> Result<Status, CallError> {
    let (figures, maps): (Vec<_>, Vec<_>) = check.maps.iter().cloned().partition(|path| verdict::is_figure(path));
    if check.method && maps.is_empty() {
        let error = CallError::new("`--method` asks about maps, and only figures are given");
        return Err(error.hint("name the map that a figure was drawn from"));
    }
    let sources = expand(&maps, (!check.json).then_some(terminal))?;
    let chosen = figures.first().map(|path| verdict::journal_of_call(&check.look, path)).transpose()?;
    check.look.check_previous(&sources)?;
    let fonts = check.look.fonts()?;
    let style_file = check.look.style_file((!check.json).then_some(terminal))?;
    let options = Options { style_file, ..check.look.options() };
    let severity = if check.eyes { Severity::Error } else { Severity::Warning };
    // What is wrong with the figures of a map: for eyes, and for the journal.
    let wrong = |map: &Map, drawings: &[Drawing], fonts: &Loaded| {
        let mut found = eyes::findings(map, drawings, severity);
        found.extend(verdict::of_map(&check.look, map, drawings, fonts)?);
        Ok(found)
    };
    // What is asked of a map itself.
    let ask = |map: &Map| {
        let mut asked = method::unknown_names(map);
        // Of a public figure no id leaves the author's desk.
        if !options.public.or(map.figure.public).unwrap_or(false) {
            asked.extend(privacy::findings(map));
        }
        if check.method {
            asked.extend(method::findings(map));
        }
        asked
    };
    if check.json {
        let work = |source: &_| {
            let pages = |map: &Map, drawings: &[Drawing], fonts: &Loaded, _: &mut Times| {
                Ok((report::pages(map, drawings), wrong(map, drawings, fonts)?))
            };
            attempt(source, &check.look, &options, &fonts, ask, pages).settled()
        };
        let attempts = batch::run(&sources, None, terminal.watched(), work)?;
        let mut status = Status::Done;
        for (source, attempt) in sources.iter().zip(&attempts) {
            write_stdout(report::line(source, attempt)?.as_bytes())?;
            status = status.max(attempt.status());
        }
        for (path, chosen) in figures.iter().zip(chosen.iter().cycle()) {
            let attempt = verdict::of_figure(path, &check.look, chosen);
            write_stdout(report::figure_line(&Source::File(path.clone()), &attempt)?.as_bytes())?;
            status = status.max(attempt.status());
        }
        return Ok(status);
    }
    let work = |source: &_| {
        let drawn = |map: &Map, drawings: &[Drawing], fonts: &Loaded, _: &mut Times| {
            let table = if check.eyes { eyes::table(map, drawings) } else { String::new() };
            Ok(((describe(drawings), table), wrong(map, drawings, fonts)?))
        };
        attempt(source, &check.look, &options, &fonts, ask, drawn).settled()
    };
    let mut attempts = batch::run(&sources, None, terminal.watched(), work)?;
    let (maps_checked, mut sources) = (sources.len(), sources);
    let mut unknown = Vec::new();
    for (path, chosen) in figures.iter().zip(chosen.iter().cycle()) {
        let Attempt { findings, text, style, error, made, times } = verdict::of_figure(path, &check.look, chosen);
        if let Some((facts, verdict)) = made.as_ref().filter(|(_, verdict)| !verdict.unknown.is_empty()) {
            let (name, format) = (path.display(), facts.format.to_uppercase());
            unknown.push(format!("{name}: cannot be told from this {format}: {}", verdict.unknown.join(", ")));
        }
        let made = made.map(|(facts, _)| (verdict::describe(&facts), String::new()));
        attempts.push(Attempt { findings, text, style, error, made, times });
        sources.push(Source::File(path.clone()));
    }

    let mut status = Status::Done;
    let (mut errors, mut warnings) = (0, 0);
    for (source, attempt) in sources.iter().zip(&attempts) {
        terminal.tell(source, attempt, attempt.made.as_ref().map(|(drawn, _)| drawn.as_str()));
        if let Some((_, table)) = attempt.made.as_ref().filter(|(_, table)| !table.is_empty()) {
            write_stdout(format!("{}: {table}", source.name()).as_bytes())?;
        }
        status = status.max(attempt.status());
        let found = attempt.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        errors += found + usize::from(attempt.error.is_some());
        warnings += attempt.findings.len() - found;
    }
    unknown.iter().for_each(|line| terminal.say(line));
    let counts = [(maps_checked, "map"), (figures.len(), "figure")];
    let maps: Vec<String> =
        counts.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| counted(number, noun)).collect();
    let maps = maps.join(", ");
    terminal.say(&match (errors, warnings) {
        (0, 0) => format!("{maps}: no mistakes"),
        _ => format!("{maps}: {}, {}", counted(errors, "error"), counted(warnings, "warning")),
    });
    Ok(status)
}

/// "1 map", "3 maps"
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
