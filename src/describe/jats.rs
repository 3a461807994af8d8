//! [`Account`] → JATS 1.3 (ANSI/NISO Z39.96): a `fig` with `alt-text` and `long-desc`, and a `table-wrap`.

use super::Account;
use super::markup::{element, escaped, text};
use super::table::Table;

/// The figure or the table alone, or both in a `floats-group`.
pub(super) fn write(account: &Account) -> String {
    let has_figure = account.alt.is_some() || account.caption.is_some() || account.description.is_some();
    let both = has_figure && account.table.is_some();
    let lang = account.lang.as_ref().map_or_else(String::new, |lang| format!(" xml:lang=\"{}\"", escaped(lang)));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if both {
        // A `floats-group` has no language of its own: its children do.
        out.push_str("<floats-group>\n");
    }
    if has_figure {
        figure(&mut out, account, &lang);
    }
    if let Some(table) = &account.table {
        write_table(&mut out, table, account, &lang);
    }
    if both {
        out.push_str("</floats-group>\n");
    }
    out
}

/// In the order of the standard: caption, alternative text, description, graphic.
fn figure(out: &mut String, account: &Account, lang: &str) {
    let id = &account.stem;
    out.push_str(&format!("<fig id=\"fig-{id}\"{lang}>\n"));
    if let Some(caption) = &account.caption {
        out.push_str("<caption>");
        if let Some(title) = &caption.title {
            element(out, "title", "", title);
        }
        if !caption.text.is_empty() {
            element(out, "p", "", &caption.text);
        }
        out.push_str("</caption>\n");
    }
    if let Some(alt) = &account.alt {
        element(out, "alt-text", "", alt);
        out.push('\n');
    }
    if let Some(paragraphs) = &account.description {
        element(out, "long-desc", "", &paragraphs.join(" "));
        out.push('\n');
    }
    out.push_str(&format!("<graphic xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"{id}.tif\"/>\n</fig>\n"));
}

fn write_table(out: &mut String, table: &Table, account: &Account, lang: &str) {
    out.push_str(&format!("<table-wrap id=\"table-{}\"{lang}>\n<caption>", account.stem));
    element(out, "title", "", &account.title);
    out.push_str("</caption>\n<table>\n<thead>\n<tr>");
    for column in &table.columns {
        element(out, "th", " scope=\"col\"", table.head(*column, &account.heads));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in table.columns.iter().zip(row) {
            if column.is_head() && cell.rows == 0 {
                continue;
            }
            let rows = if cell.rows > 1 { format!(" rowspan=\"{}\"", cell.rows) } else { String::new() };
            let is_head = column.is_head() && !cell.lines.is_empty();
            let (name, scope) = if is_head { ("th", " scope=\"row\"") } else { ("td", "") };
            out.push_str(&format!("<{name}{scope}{rows}>"));
            let lines = cell.lines.iter().flat_map(|line| line.lines());
            for (at, line) in lines.enumerate() {
                if at > 0 {
                    out.push_str("<break/>");
                }
                text(out, line);
            }
            out.push_str(&format!("</{name}>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</table-wrap>\n");
}
