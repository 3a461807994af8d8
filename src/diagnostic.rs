//! What can be wrong with a map, as data: a place, a fact and a cure.

use std::ops::Range;

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
        }
    }

    /// A warning about `span`.
    pub fn warning(span: impl Into<Option<Range<usize>>>, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(span, message)
        }
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

    /// The same finding with one more place.
    pub fn also(mut self, span: Range<usize>, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}
