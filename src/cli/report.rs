//! What is known of a map and its figure → one line of JSON for programs.

use serde::Serialize;

use super::CallError;
use super::attempt::Attempt;
use super::source::Source;
use super::styles::StyleFile;
use crate::Drawing;
use crate::diagnostic::{Diagnostic, Lines, Severity};
use crate::layout::quality::{self, Hard, Numbers, rounded};
use crate::model::Map;
use crate::unit::to_mm;

/// A map in the words of the report. Keys keep this order, and each is there for every map.
#[derive(Serialize)]
struct Report<'a> {
    file: String,
    /// One, where several were not asked for; none, when the map could not be laid out.
    pages: &'a [Page],
    findings: Vec<Finding<'a>>,
    /// What kept the file from being read as a map, or its fonts from being loaded.
    error: Option<Error<'a>>,
}

/// A page as it is laid out.
#[derive(Serialize)]
pub struct Page {
    layout: &'static str,
    reason: String,
    #[serde(serialize_with = "rounded")]
    width_mm: f64,
    #[serde(serialize_with = "rounded")]
    height_mm: f64,
    text: Text,
    hard: Hard,
    numbers: Numbers,
}

/// The sizes it is set with.
#[derive(Serialize)]
struct Text {
    core_pt: f64,
    body_pt: f64,
    note_pt: f64,
}

#[derive(Serialize)]
struct Finding<'a> {
    severity: &'static str,
    message: &'a str,
    /// Words about the place.
    label: Option<&'a str>,
    /// Null when it is about the file as a whole.
    place: Option<Place>,
    related: Vec<Related<'a>>,
    hints: &'a [String],
}

/// Lines and columns from 1, columns in characters; the end is the first character after it.
#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    place: Place,
}

#[derive(Serialize)]
struct Error<'a> {
    message: &'a str,
    hints: &'a [String],
}

/// Measures the drawings of a map.
pub fn pages(map: &Map, drawings: &[Drawing]) -> Vec<Page> {
    let page = |drawing: &Drawing| {
        let layout = &drawing.layout;
        let quality = quality::measure(drawing.map.as_ref().unwrap_or(map), layout);
        Page {
            layout: layout.name,
            reason: layout.reason.clone(),
            width_mm: to_mm(layout.page.width),
            height_mm: to_mm(layout.page.height),
            text: Text { core_pt: layout.tokens.core, body_pt: layout.tokens.body, note_pt: layout.tokens.note },
            hard: quality.hard,
            numbers: quality.numbers,
        }
    };
    drawings.iter().map(page).collect()
}

/// One line about a map, with its line break.
pub fn line(source: &Source, attempt: &Attempt<Vec<Page>>) -> Result<String, CallError> {
    let lines = Lines::of(&attempt.text);
    // What is wrong with the style file of a map has its place in the words: the numbers are those of the map.
    let elsewhere: Vec<Diagnostic> = attempt.style.iter().flat_map(StyleFile::placed).collect();
    let report = Report {
        file: source.name(),
        pages: attempt.made.as_deref().unwrap_or_default(),
        findings: attempt.findings.iter().chain(&elsewhere).map(|finding| Finding::of(finding, &lines)).collect(),
        error: attempt.error.as_ref().map(|error| Error { message: &error.message, hints: &error.hints }),
    };
    let json = serde_json::to_string(&report);
    json.map(|json| json + "\n").map_err(|error| CallError::new(format!("cannot write JSON: {error}")))
}

impl<'a> Finding<'a> {
    fn of(found: &'a Diagnostic, lines: &Lines) -> Finding<'a> {
        let place = |span: &std::ops::Range<usize>| {
            let ((line, column), (end_line, end_column)) = (lines.position(span.start), lines.position(span.end));
            Place { line, column, end_line, end_column }
        };
        Finding {
            severity: match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &found.message,
            label: Some(found.label.as_str()).filter(|label| !label.is_empty()),
            place: found.span.as_ref().map(place),
            related: found.related.iter().map(|(span, words)| Related { message: words, place: place(span) }).collect(),
            hints: &found.hints,
        }
    }
}
