//! Findings, news and progress → standard error, coloured where a person reads it.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::CallError;
use super::attempt::Attempt;
use super::source::Source;
use crate::diagnostic::{Diagnostic, Severity, report};

/// How much the user wants to know, and in which dress.
pub struct Terminal {
    /// When the user wants colours.
    pub asked: clap::ColorChoice,
    color: ColorChoice,
    /// Nothing but errors.
    pub quiet: bool,
    /// Also layout, size and times.
    pub verbose: bool,
}

impl Terminal {
    /// The terminal as the flags want it.
    pub fn new(asked: clap::ColorChoice, quiet: bool, verbose: bool) -> Self {
        let color = match asked {
            clap::ColorChoice::Auto => AutoStream::choice(&std::io::stderr()),
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
        };
        Terminal { asked, color, quiet, verbose }
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
        self.print(&format!(
            "{}",
            format_args!("{0}error{0:#}: {1}", AnsiColor::Red.on_default().bold(), error.message)
        ));
        for hint in &error.hints {
            self.hint(hint);
        }
    }

    /// What to do about it.
    pub fn hint(&self, message: &str) {
        self.print(&format!("{0}help{0:#}: {message}", Style::new().bold()));
    }

    /// What was found in a file.
    pub fn found(&self, findings: &[Diagnostic], name: &str, text: &str) {
        let wanted = |finding: &&Diagnostic| finding.severity == Severity::Error || !self.quiet;
        let findings: Vec<_> = findings.iter().filter(wanted).cloned().collect();
        if !findings.is_empty() {
            let report = report(&findings, name, text, self.color != ColorChoice::Never);
            // An empty line after each file's findings keeps them apart.
            self.print(&format!("{}\n", report.trim_end_matches('\n')));
        }
    }

    /// What was found in a map and what went wrong with it; on request also what was drawn and how long each stage took.
    pub fn tell<T>(&self, source: &Source, attempt: &Attempt<T>, drawn: Option<&str>) {
        if let Some(style) = &attempt.style {
            self.found(&style.findings, &style.name, &style.text);
        }
        self.found(&attempt.findings, &source.name(), &attempt.text);
        if let Some(error) = &attempt.error {
            self.error(error);
        }
        if let (true, Some(drawn)) = (self.verbose, drawn) {
            self.print(&format!("{0}{1}{0:#}: {drawn}", Style::new().bold(), source.name()));
            // A figure that is read has no stages.
            let times = attempt.times.line();
            if !times.is_empty() {
                self.print(&format!("  {times}"));
            }
        }
    }

    /// Writes a line; when nobody can hear it there is nobody to tell, so the error is dropped.
    pub fn print(&self, line: &str) {
        let _ = AutoStream::new(std::io::stderr().lock(), self.color).write_all(format!("{line}\n").as_bytes());
    }
}
