//! What is known of a map and its figure → one line of JSON for programs.

use serde::Serialize;

use super::CallError;
use super::attempt::Attempt;
use super::source::Source;
use super::styles::StyleFile;
use crate::Drawing;
use crate::check::eyes::{self, Eyes};
use crate::check::figure::Facts;
use crate::check::journal::Verdict;
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
    /// What is known of a figure file; not there for maps.
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<Figure<'a>>,
}

/// A figure file as far as it tells; null is what it does not.
#[derive(Serialize)]
struct Figure<'a> {
    format: &'static str,
    bytes: usize,
    width_mm: Option<f64>,
    height_mm: Option<f64>,
    pixels: Option<(u32, u32)>,
    dpi: Option<f64>,
    transparent: Option<bool>,
    least_text_pt: Option<f64>,
    most_text_pt: Option<f64>,
    least_line_pt: Option<f64>,
    most_line_pt: Option<f64>,
    alt: Option<&'a str>,
    colour: Option<&'static str>,
    /// What the journal asks about and the file does not tell.
    unknown: &'a [&'static str],
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
    eyes: Eyes,
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
    /// Null when it is no question but a mistake.
    rule: Option<&'static str>,
    reason: Option<&'static str>,
    source: Option<&'static str>,
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
            eyes: eyes::examine(drawing.map.as_ref().unwrap_or(map), &drawing.figure),
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
        figure: None,
    };
    written(&report)
}

/// One line about a figure file, with its line break.
pub fn figure_line(source: &Source, attempt: &Attempt<(Facts, Verdict)>) -> Result<String, CallError> {
    let lines = Lines::of("");
    let figure = attempt.made.as_ref().map(|(facts, verdict)| {
        let hundredth = |value: f64| (value * 100.0).round() / 100.0;
        let sizes = || facts.texts.iter().flatten().map(|run| run.size);
        let lines = facts.lines.flatten();
        Figure {
            format: facts.format,
            bytes: facts.bytes,
            width_mm: facts.size.map(|(width, _)| hundredth(to_mm(width))),
            height_mm: facts.size.map(|(_, height)| hundredth(to_mm(height))),
            pixels: facts.pixels,
            dpi: facts.dpi.map(hundredth),
            transparent: facts.transparent,
            least_text_pt: sizes().reduce(f64::min).map(hundredth),
            most_text_pt: sizes().reduce(f64::max).map(hundredth),
            least_line_pt: lines.map(|(thin, _)| hundredth(thin)),
            most_line_pt: lines.map(|(_, thick)| hundredth(thick)),
            alt: facts.alt.as_ref().and_then(Option::as_deref),
            colour: facts.colour,
            unknown: &verdict.unknown,
        }
    });
    let report = Report {
        file: source.name(),
        pages: &[],
        findings: attempt.findings.iter().map(|finding| Finding::of(finding, &lines)).collect(),
        error: attempt.error.as_ref().map(|error| Error { message: &error.message, hints: &error.hints }),
        figure,
    };
    written(&report)
}

fn written(report: &Report) -> Result<String, CallError> {
    let json = serde_json::to_string(report);
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
            rule: found.rule.map(|rule| rule.name),
            reason: found.rule.map(|rule| rule.reason),
            source: found.rule.map(|rule| rule.source),
        }
    }
}
