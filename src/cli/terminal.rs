//! Findings, news and progress → standard error, coloured where a person reads it.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::source::Source;
use super::CallError;
use crate::diagnostic::{Diagnostic, Severity, report};

/// How much the user wants to know, and in which dress.
pub struct Terminal {
    color: ColorChoice,
    /// Nothing but errors.
    pub quiet: bool,
    /// Also layout, size and times.
    pub verbose: bool,
}

impl Terminal {
    /// The terminal as the flags want it.
    pub fn new(color: clap::ColorChoice, quiet: bool, verbose: bool) -> Self {
        let color = match color {
            clap::ColorChoice::Auto => AutoStream::choice(&std::io::stderr()),
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
        };
        Terminal { color, quiet, verbose }
    }

    /// Whether a person may be watching.
    pub fn watched(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Good news: one line, left out on request.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            self.print(line);
        }
    }

    /// A fact that the exit code speaks of.
    pub fn error(&self, error: &CallError) {
        self.print(&format!("{}", format_args!("{0}error{0:#}: {1}", AnsiColor::Red.on_default().bold(), error.message)));
        for hint in &error.hints {
            self.hint(hint);
        }
    }

    /// What to do about it.
    pub fn hint(&self, message: &str) {
        self.print(&format!("{0}help{0:#}: {message}", Style::new().bold()));
    }

    /// A map's name in bold, then what there is to say about it.
    pub fn about(&self, name: &str, words: &str) {
        self.print(&format!("{0}{name}{0:#}: {words}", Style::new().bold()));
    }

    /// What was found in a map: its errors, and its warnings unless they are not wanted.
    pub fn findings(&self, source: &Source, text: &str, findings: &[Diagnostic]) {
        let wanted = |finding: &&Diagnostic| finding.severity == Severity::Error || !self.quiet;
        let findings: Vec<_> = findings.iter().filter(wanted).cloned().collect();
        if !findings.is_empty() {
            let report = report(&findings, &source.name(), text, self.color != ColorChoice::Never);
            // An empty line after each file's findings keeps them apart.
            self.print(&format!("{}\n", report.trim_end_matches('\n')));
        }
    }

    /// Writes a line; when nobody can hear it there is nobody to tell, so the error is dropped.
    pub fn print(&self, line: &str) {
        let _ = writeln!(AutoStream::new(std::io::stderr().lock(), self.color), "{line}");
    }
}
