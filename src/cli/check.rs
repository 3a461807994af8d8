//! `thememap check`: map files → everything that is wrong with them, and no figure.

use std::path::PathBuf;

use super::attempt::{attempt, describe};
use super::source::expand;
use super::write::write_stdout;
use super::{CallError, Look, Status, Terminal, batch, report};
use crate::Options;
use crate::diagnostic::Severity;

/// Report what is wrong with maps, without drawing them
///
/// Reads each map and lays it out at the asked width, so that a label that cannot fit is reported too.
#[derive(clap::Args)]
pub struct Check {
    /// Map files; a folder stands for every .toml file in it, `-` for standard input
    #[arg(value_name = "MAP", required = true)]
    maps: Vec<PathBuf>,
    /// Print a line of JSON for each map on standard output: its layout, size, quality and findings
    ///
    /// One object a line, in the order of the maps, with the same keys in the same order: file, pages, findings, error. A page
    /// has its layout and the reason for it, its size, the sizes of its text, hard (counts of faults, all 0 in a sound
    /// figure) and numbers. Findings have line and column. Nothing but errors of the call goes to standard error; the exit
    /// code is the same.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    look: Look,
}

/// Checks every map.
pub fn run(check: &Check, terminal: &Terminal) -> Result<Status, CallError> {
    let sources = expand(&check.maps)?;
    check.look.check_previous(&sources)?;
    let fonts = check.look.fonts()?;
    let style_file = check.look.style_file((!check.json).then_some(terminal))?;
    let options = Options { style_file, ..check.look.options() };
    if check.json {
        let work = |source: &_| {
            attempt(source, &check.look, &options, &fonts, |map, drawings, _, _| Ok(report::pages(map, drawings)))
        };
        let attempts = batch::run(&sources, None, terminal.watched(), work)?;
        let mut status = Status::Done;
        for (source, attempt) in sources.iter().zip(&attempts) {
            write_stdout(report::line(source, attempt)?.as_bytes())?;
            status = status.max(attempt.status());
        }
        return Ok(status);
    }
    let work = |source: &_| attempt(source, &check.look, &options, &fonts, |_, drawings, _, _| Ok(describe(drawings)));
    let attempts = batch::run(&sources, None, terminal.watched(), work)?;

    let mut status = Status::Done;
    let (mut errors, mut warnings) = (0, 0);
    for (source, attempt) in sources.iter().zip(&attempts) {
        terminal.tell(source, attempt, attempt.made.as_deref());
        status = status.max(attempt.status());
        let found = attempt.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        errors += found + usize::from(attempt.error.is_some());
        warnings += attempt.findings.len() - found;
    }
    let maps = counted(sources.len(), "map");
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
