//! [`Report`] → text for a terminal: a line for each change, with colours where they are wanted.

use anstyle::{AnsiColor, Style};

use super::lines::{Line, Section, Sign, Span, head, sections, summary};
use super::report::Report;

/// The text. Without colours words that are gone stand in `[-…-]` and new ones in `{+…+}`, as `git diff --word-diff` has them.
pub(super) fn write(report: &Report, color: bool) -> String {
    let mut out = String::new();
    let bold = Style::new().bold();
    out.push_str(&painted(&head(report), bold, color));
    out.push('\n');
    for section in sections(report) {
        write_section(&mut out, &section, color);
    }
    if report.changes.is_empty() {
        out.push_str(&format!("\n{}\n", summary(report)));
    }
    out
}

fn write_section(out: &mut String, section: &Section, color: bool) {
    let style = if section.aside { Style::new().dimmed() } else { Style::new().bold() };
    out.push_str(&format!("\n{}\n", painted(section.head, style, color)));
    for line in &section.lines {
        out.push_str(&format!("  {} {}\n", painted(line.sign.character(), sign(line.sign), color), words(line, color)));
    }
}

fn words(line: &Line, color: bool) -> String {
    let span = |span: &Span| match span {
        // A line is a line: definitions and quotes keep their words.
        Span::Plain(text) => one_line(text),
        Span::Out(text) if color => painted(&one_line(text), sign(Sign::Removed).strikethrough(), true),
        Span::In(text) if color => painted(&one_line(text), sign(Sign::New).underline(), true),
        Span::Out(text) => format!("[-{}-]", one_line(text)),
        Span::In(text) => format!("{{+{}+}}", one_line(text)),
    };
    line.spans.iter().map(span).collect()
}

/// Without line breaks and what else a terminal would obey.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn sign(sign: Sign) -> Style {
    match sign {
        Sign::New | Sign::Confirmed => AnsiColor::Green.on_default(),
        Sign::Removed => AnsiColor::Red.on_default(),
        Sign::Merged => AnsiColor::Magenta.on_default(),
        Sign::Moved | Sign::Promoted | Sign::Demoted | Sign::Reordered => AnsiColor::Cyan.on_default(),
        Sign::Reworded | Sign::Tentative => AnsiColor::Yellow.on_default(),
        Sign::None => Style::new().dimmed(),
    }
}

fn painted(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
