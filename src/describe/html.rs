//! [`Account`] → an HTML page that is XML as well: figure, description, and a table whose heads say what they are heads of.

use super::Account;
use super::markup::{element, escaped, text};
use super::table::Table;

/// Enough to read the table; what a page around it says about looks wins.
const LOOK: &str = "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.4}\
                    img{max-width:100%}table{border-collapse:collapse}caption{text-align:start;padding-bottom:.5em}\
                    th,td{border:1px solid #767676;padding:.3em .6em;text-align:start;vertical-align:top}\
                    td p,th p{margin:0 0 .3em}th{font-weight:600}";

/// The page.
pub(super) fn write(account: &Account) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html");
    // A map that does not say its language is told in English.
    out.push_str(&format!(" lang=\"{}\"", escaped(account.lang.as_deref().unwrap_or("en"))));
    if account.rtl {
        out.push_str(" dir=\"rtl\"");
    }
    out.push_str(">\n<head>\n<meta charset=\"utf-8\"/>\n");
    element(&mut out, "title", "", &account.title);
    out.push_str(&format!("\n<style>{LOOK}</style>\n</head>\n<body>\n"));
    figure(&mut out, account);
    if let Some(paragraphs) = &account.description {
        out.push_str("<section id=\"description\">\n");
        element(&mut out, "h2", &heads_lang(account), account.heads.description);
        out.push('\n');
        for paragraph in paragraphs {
            element(&mut out, "p", "", paragraph);
            out.push('\n');
        }
        out.push_str("</section>\n");
    }
    if let Some(table) = &account.table {
        write_table(&mut out, table, account);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn heads_lang(account: &Account) -> String {
    account.heads_lang.map_or_else(String::new, |lang| format!(" lang=\"{lang}\" dir=\"ltr\""))
}

/// The image with its alternative text, and the caption.
fn figure(out: &mut String, account: &Account) {
    if account.alt.is_none() && account.caption.is_none() {
        return;
    }
    out.push_str("<figure>\n");
    if let Some(alt) = &account.alt {
        let described = if account.description.is_some() { " aria-describedby=\"description\"" } else { "" };
        out.push_str(&format!("<img src=\"{}.svg\" alt=\"{}\"{described}/>\n", account.stem, escaped(alt)));
    }
    if let Some(caption) = &account.caption {
        out.push_str("<figcaption>");
        if let Some(title) = &caption.title {
            element(out, "strong", "", &super::ended(title));
            out.push(' ');
        }
        text(out, &caption.text);
        out.push_str("</figcaption>\n");
    }
    out.push_str("</figure>\n");
}

fn write_table(out: &mut String, table: &Table, account: &Account) {
    out.push_str("<table>\n");
    element(out, "caption", "", &account.title);
    out.push_str("\n<thead>\n<tr>");
    for column in &table.columns {
        element(out, "th", &format!(" scope=\"col\"{}", heads_lang(account)), table.head(*column, &account.heads));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in table.columns.iter().zip(row) {
            let is_head = column.is_head() && !cell.lines.is_empty();
            if column.is_head() && cell.rows == 0 {
                continue;
            }
            let rows = if cell.rows > 1 { format!(" rowspan=\"{}\"", cell.rows) } else { String::new() };
            let scope = if is_head { " scope=\"row\"" } else { "" };
            let name = if is_head { "th" } else { "td" };
            out.push_str(&format!("<{name}{scope}{rows}>"));
            lines(out, &cell.lines);
            out.push_str(&format!("</{name}>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// One line as it is, several as paragraphs; breaks within a quote are kept.
fn lines(out: &mut String, lines: &[String]) {
    for line in lines {
        if lines.len() > 1 {
            out.push_str("<p>");
        }
        for (at, part) in line.lines().enumerate() {
            if at > 0 {
                out.push_str("<br/>");
            }
            text(out, part);
        }
        if lines.len() > 1 {
            out.push_str("</p>");
        }
    }
}
