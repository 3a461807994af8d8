//! What can be wrong with a map, as data: a place, a fact and a cure.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No figure can be made.
    Error,
    /// The figure is made, but probably not what the author meant.
    Warning,
}

/// One finding about one place of a map file.
///
/// Messages are lower case, put names in backticks, and say what was found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Bytes of the source it is about; `None` when it is about the file as a whole.
    pub span: Option<Range<usize>>,
    /// What was found and what was expected, one sentence.
    pub message: String,
    /// A few words shown under the carets; empty when the message says it all.
    pub label: String,
    /// Other places that matter, each with a few words ("first defined here").
    pub related: Vec<(Range<usize>, String)>,
    /// What to do about it, one sentence each.
    pub hints: Vec<String>,
    /// The rule it follows from, where the author may see it otherwise and silence it.
    pub rule: Option<&'static Rule>,
}

/// Why something is asked of a map that is no mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in `ignore`, words joined by `-`.
    pub name: &'static str,
    /// Why it matters, one sentence.
    pub reason: &'static str,
    /// What it rests on: published work, with page or item, or whose rule it is.
    pub source: &'static str,
}

impl Diagnostic {
    /// An error about `span`.
    pub fn error(span: impl Into<Option<Range<usize>>>, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            span: span.into(),
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            hints: Vec::new(),
            rule: None,
        }
    }

    /// A warning about `span`.
    pub fn warning(span: impl Into<Option<Range<usize>>>, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(span, message) }
    }

    /// The same finding with a few words under its carets.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same finding with one more cure.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same finding as one of a rule.
    pub fn of(mut self, rule: &'static Rule) -> Self {
        self.rule = Some(rule);
        self
    }

    /// The same finding with one more place.
    pub fn also(mut self, span: Range<usize>, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}

/// Most findings shown at once; more of them are counted.
const MOST_SHOWN: usize = 50;

/// Longest line (bytes) that is handed to the renderer, which trims it to the width of a terminal; of a longer one it gets
/// this many characters before and after the place.
const LONGEST_LINE: usize = 1000;
const LINE_WINDOW: (usize, usize) = (50, 70);

/// Of a sentence with more characters than these together, this many are shown from its start and from its end.
const SENTENCE_ENDS: (usize, usize) = (400, 200);

/// Findings as text for a terminal or a log: each with file, line and column, the line itself, and what to do. A rule says
/// its reason and its source once.
pub fn report(diagnostics: &[Diagnostic], file_name: &str, source: &str, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let lines = Lines::of(source);
    let mut text = String::new();
    let mut explained: Vec<&Rule> = Vec::new();
    for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
        let mut groups = groups(diagnostic, file_name, &lines);
        if let Some(rule) = diagnostic.rule
            && let Some(last) = groups.pop()
        {
            let notes = if explained.contains(&rule) { Vec::new() } else { explain(rule) };
            groups.push(last.elements(notes.into_iter().map(|note| Level::NOTE.message(note))));
            explained.push(rule);
        }
        text.push_str(&renderer.render(&groups));
        text.push_str("\n\n");
    }
    if let Some(more) = diagnostics.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!("… and {more} more\n"));
    }
    text
}

/// Why a rule asks, what it rests on, and how to answer it.
fn explain(rule: &Rule) -> Vec<String> {
    let Rule { name, reason, source } = rule;
    vec![
        format!("{reason} ({source})"),
        format!("where it is as it should be, `ignore = [\"{name}\"]` there or at the top of the file says so"),
    ]
}

fn groups<'a>(diagnostic: &'a Diagnostic, file_name: &'a str, lines: &Lines<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.clone().primary_title(shortened(&diagnostic.message));
    let mut group = Group::with_title(match diagnostic.rule {
        Some(rule) => title.id(rule.name),
        None => title,
    });
    let mut groups = Vec::new();
    let primary = diagnostic.span.iter().map(|span| (AnnotationKind::Primary, span, diagnostic.label.as_str()));
    let related = diagnostic.related.iter().map(|(span, words)| (AnnotationKind::Context, span, words.as_str()));
    let mut places: Vec<(Line, Vec<Annotation>)> = Vec::new();
    for (kind, span, label) in primary.chain(related) {
        let line = lines.at(span);
        let annotation = kind.span(line.span.clone()).label(Some(label).filter(|label| !label.is_empty()));
        match places.iter_mut().find(|(other, _)| other.number == line.number && line.column.is_none()) {
            Some((_, annotations)) => annotations.push(annotation),
            None => places.push((line, vec![annotation])),
        }
    }
    for (line, annotations) in places {
        let snippet = Snippet::source(line.text).line_start(line.number).annotations(annotations);
        match line.column {
            None => group = group.element(snippet.path(file_name)),
            // The renderer counts columns in what it is given, so that of a cut line is stated apart.
            Some(column) => {
                groups.push(group.element(Origin::path(file_name).line(line.number).char_column(column)));
                group = Group::with_level(level.clone()).element(snippet);
            }
        }
    }
    if diagnostic.span.is_none() {
        group = group.element(Origin::path(file_name));
    }
    groups.push(group.elements(diagnostic.hints.iter().map(|hint| Level::HELP.message(shortened(hint)))));
    groups
}

/// A sentence that repeats what the author wrote can be as long as that: then its middle is left out.
fn shortened(words: &str) -> Cow<'_, str> {
    let (before, after) = SENTENCE_ENDS;
    let start = words.char_indices().nth(before).map(|(at, _)| at);
    let end = words.char_indices().rev().nth(after - 1).map(|(at, _)| at);
    match (start, end) {
        (Some(start), Some(end)) if start < end => Cow::Owned(format!("{} … {}", &words[..start], &words[end..])),
        _ => Cow::Borrowed(words),
    }
}

/// Where the lines of a source begin.
pub struct Lines<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

/// A line, or the part of a long one around the place that is shown.
struct Line<'s> {
    number: usize,
    /// Column of the place, from 1, where the line is cut.
    column: Option<usize>,
    text: Cow<'s, str>,
    /// The place in `text`.
    span: Range<usize>,
}

impl<'s> Lines<'s> {
    /// Looks for the lines of a source.
    pub fn of(source: &'s str) -> Self {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        Lines { source, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line and column of a byte, both from 1; columns are characters.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let at = self.source.floor_char_boundary(at);
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let from = self.starts.get(line - 1).copied().unwrap_or(0);
        (line, self.source[from..at].chars().count() + 1)
    }

    /// The first line of a place, with the part of the place that lies on it.
    fn at(&self, span: &Range<usize>) -> Line<'s> {
        let start = self.source.floor_char_boundary(span.start);
        let index = self.starts.partition_point(|line| *line <= start).saturating_sub(1);
        let from = self.starts.get(index).copied().unwrap_or(0);
        let line = self.source[from..].lines().next().unwrap_or_default();
        let start = (start - from).min(line.len());
        let end = line.floor_char_boundary(span.end.saturating_sub(from)).max(start);
        let number = index + 1;
        if line.len() <= LONGEST_LINE {
            return Line { number, column: None, text: Cow::Borrowed(line), span: start..end };
        }
        let (before, after) = LINE_WINDOW;
        let cut = line[..start].char_indices().rev().nth(before).map_or(0, |(at, _)| at);
        let stop = line[start..].char_indices().nth(after).map_or(line.len(), |(at, _)| start + at);
        let shift = |at: usize| at.min(stop) - cut + "…".len();
        Line {
            number,
            column: Some(line[..start].chars().count() + 1),
            text: Cow::Owned(format!("…{}…", &line[cut..stop])),
            span: shift(start)..shift(end),
        }
    }
}
