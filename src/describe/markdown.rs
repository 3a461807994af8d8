//! [`Account`] → Markdown: the figure with its alternative text, the texts, and a table with pipes (GitHub, Pandoc, Quarto).

use super::Account;
use super::table::{Column, Table};

/// The figure, if its alternative text is asked for, then the other texts.
pub(super) fn write(account: &Account) -> String {
    let mut blocks = Vec::new();
    if let Some(alt) = &account.alt {
        blocks.push(format!("![{}]({}.png)", inline(alt), account.stem));
    }
    if let Some(caption) = &account.caption {
        let title = caption.title.as_ref().map(|title| format!("**{}**", inline(&super::ended(title))));
        let text = Some(block(&caption.text)).filter(|text| !text.is_empty());
        blocks.push(title.into_iter().chain(text).collect::<Vec<_>>().join(" "));
    }
    blocks.extend(account.description.iter().flatten().map(|paragraph| block(paragraph)));
    blocks.extend(account.table.as_ref().map(|table| pipes(table, account)));
    blocks.join("\n\n") + "\n"
}

fn pipes(table: &Table, account: &Account) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let heads = table.columns.iter().map(|column| table.head(*column, &account.heads).to_owned());
    let mut out = row(heads.collect());
    out.push_str(&format!("|{}\n", "---|".repeat(table.columns.len())));
    for cells in &table.rows {
        let cell = |(column, cell): (&Column, &super::table::Cell)| {
            // A label stands once; its cells below stay empty, as in print.
            let goes_on = column.is_head() && cell.rows == 0;
            if goes_on { String::new() } else { inline(&cell.lines.join("; ")) }
        };
        out.push_str(&row(table.columns.iter().zip(cells).map(cell).collect()));
    }
    out.trim_end().to_owned()
}

/// Text of a paragraph, which must not begin like a list, a heading, or a quotation.
fn block(text: &str) -> String {
    let text = inline(text);
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if text.starts_with(['+', '-', '=']) {
        return format!("\\{text}");
    }
    match text.len() - number.len() {
        digits @ 1.. if number.starts_with(['.', ')']) => format!("{}\\{number}", &text[..digits]),
        _ => text,
    }
}

/// Signs that mean something in Markdown, or in what Pandoc adds to it (citations, formulas, raised letters).
const MARKS: &str = "\\`*_[]<>#|~&$^@!{}";

/// Text on one line in which nothing is markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, word) in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        for c in word.chars() {
            if MARKS.contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}
