//! [`Report`] → JSON: keys are always there and in one order.

use super::report::Report;

/// The report, indented so that it can be read and compared line by line.
pub(super) fn write(report: &Report, _color: bool) -> String {
    // Texts and lists of texts can always be written.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}
