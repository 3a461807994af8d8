//! [`Report`] → Markdown for the comment of a pull request.

use super::lines::{Line, Section, Span, head, sections, summary};
use super::report::Report;

/// The comment; notes are folded away, and what is long stays readable as lists.
pub(super) fn write(report: &Report, _color: bool) -> String {
    let mut out = format!("### Thematic map: {}\n\n{}\n", escaped(&head(report)), summary(report));
    for section in sections(report) {
        write_section(&mut out, &section);
    }
    out
}

fn write_section(out: &mut String, section: &Section) {
    match section.aside {
        true => out.push_str(&format!("\n<details><summary>{}</summary>\n\n", section.head)),
        false => out.push_str(&format!("\n**{}**\n\n", section.head)),
    }
    for line in &section.lines {
        out.push_str(&format!("- {} {}\n", code(line), words(line)));
    }
    if section.aside {
        out.push_str("\n</details>\n");
    }
}

/// The sign as code, where a hyphen or plus would begin a list in a list.
fn code(line: &Line) -> String {
    format!("`{}`", line.sign.character())
}

fn words(line: &Line) -> String {
    let span = |span: &Span| match span {
        Span::Plain(text) => escaped(text),
        Span::Out(text) => format!("<del>{}</del>", escaped(text)),
        Span::In(text) => format!("<ins>{}</ins>", escaped(text)),
    };
    line.spans.iter().map(span).collect()
}

/// Text that Markdown takes for nothing but text, on one line. Names after `@` and numbers after `#` call nobody.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
