//! `thememap check`: map files → everything that is wrong with them, and no figure.

use std::path::PathBuf;

use super::attempt::attempt;
use super::source::{Failure, expand};
use super::CallError;
use super::{Look, Status, Terminal, batch};
use crate::diagnostic::{Diagnostic, Severity};

/// Report what is wrong with maps, without drawing them
///
/// Reads each map and lays it out at the asked width, so that a label that cannot fit is reported too.
#[derive(clap::Args)]
pub struct Check {
    /// Map files; a folder stands for every .toml file in it, `-` for standard input
    #[arg(value_name = "MAP", required = true)]
    maps: Vec<PathBuf>,
    #[command(flatten)]
    look: Look,
}

/// Checks every map.
pub fn run(check: &Check, terminal: &Terminal) -> Result<Status, CallError> {
    let sources = expand(&check.maps)?;
    let fonts = check.look.fonts()?;
    let options = check.look.options();
    let work = |source: &_| {
        let attempt = attempt(source, &check.look, &options, &fonts);
        let mut findings = attempt.warnings;
        let error = match attempt.result {
            Ok(_) => None,
            Err(Failure::Map(errors)) => {
                findings.extend(errors);
                None
            }
            Err(Failure::Call(error)) => Some(error),
        };
        (attempt.text, findings, error)
    };
    let outcomes = batch::run(&sources, None, terminal.watched(), work)?;

    let mut status = Status::Done;
    let (mut errors, mut warnings) = (0, 0);
    for (source, (text, findings, error)) in sources.iter().zip(&outcomes) {
        terminal.findings(source, text, findings);
        if let Some(error) = error {
            terminal.error(error);
            status = status.max(Status::CallFails);
        }
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        let found = findings.iter().filter(is_error).count();
        if found > 0 {
            status = status.max(Status::MapFails);
        }
        errors += found;
        warnings += findings.len() - found;
    }
    let unread = outcomes.iter().filter(|(_, _, error)| error.is_some()).count();
    terminal.say(&match (errors, warnings, unread) {
        (0, 0, 0) => format!("{}: no mistakes", counted(sources.len(), "map")),
        (_, _, 0) => {
            format!("{}: {}, {}", counted(sources.len(), "map"), counted(errors, "error"), counted(warnings, "warning"))
        }
        _ => format!("{} could not be checked", counted(unread, "map")),
    });
    Ok(status)
}

/// "1 map", "3 maps"
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
