//! [`Account`] → LaTeX to include in a paper: a figure with its alternative text and caption, and a longtable.

use super::Account;
use super::table::{Column, Table};

/// The figure, the description as text, and the table; what they need stands in comments.
pub(super) fn write(account: &Account) -> String {
    let mut out = String::new();
    if account.alt.is_some() || account.caption.is_some() {
        figure(&mut out, account);
    }
    if let Some(paragraphs) = &account.description {
        let paragraphs: Vec<String> = paragraphs.iter().map(|paragraph| escaped(paragraph)).collect();
        blank_line(&mut out);
        out.push_str(&paragraphs.join("\n\n"));
        out.push('\n');
    }
    if let Some(table) = &account.table {
        blank_line(&mut out);
        longtable(&mut out, table, account);
    }
    out
}

fn blank_line(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

fn figure(out: &mut String, account: &Account) {
    out.push_str(
        "% needs \\usepackage{graphicx}; `alt` is read by LaTeX from 2023 on\n\\begin{figure}\n  \\centering\n",
    );
    if let Some(alt) = &account.alt {
        // Braces keep commas and equal signs out of the list of keys.
        out.push_str(&format!(
            "  \\includegraphics[width=\\linewidth, alt={{{}}}]{{{}}}\n",
            escaped(alt),
            account.stem
        ));
    }
    if let Some(caption) = &account.caption {
        let title = caption.title.as_ref().map(|title| format!("\\textbf{{{}}}", escaped(&super::ended(title))));
        let text = Some(escaped(&caption.text)).filter(|text| !text.is_empty());
        let whole: Vec<String> = title.into_iter().chain(text).collect();
        out.push_str(&format!("  \\caption{{{}}}\n", whole.join(" ")));
    }
    out.push_str("\\end{figure}\n");
}

fn longtable(out: &mut String, table: &Table, account: &Account) {
    out.push_str(
        "% needs \\usepackage{array, booktabs, longtable} and T1 fonts (\\usepackage[T1]{fontenc}), or LuaLaTeX\n",
    );
    let count = table.columns.len().max(1);
    // Columns of text are wider than columns of labels, and those of single signs narrower.
    let weight = |column: &Column| match column {
        Column::Definition | Column::Quotes => 3,
        Column::Voices(_) => 1,
        _ => 2,
    };
    let sum: usize = table.columns.iter().map(weight).sum();
    let width = |column: &Column| {
        let thousandths = 1000 * weight(column) / sum.max(1);
        format!(
            "  >{{\\raggedright\\arraybackslash}}p{{\\dimexpr 0.{:03}\\linewidth-2\\tabcolsep\\relax}}%\n",
            thousandths.min(999)
        )
    };
    out.push_str("\\begin{longtable}{@{}%\n");
    table.columns.iter().for_each(|column| out.push_str(&width(column)));
    out.push_str("  @{}}\n");
    out.push_str(&format!("\\caption{{{}}}\\\\\n", escaped(&account.title)));
    let heads: Vec<String> = table.columns.iter().map(|column| cell(table.head(*column, &account.heads))).collect();
    let heads = heads.join(" & ");
    out.push_str(&format!(
        "\\toprule\n{heads} \\\\\n\\midrule\n\\endfirsthead\n\\toprule\n{heads} \\\\\n\\midrule\n\\endhead\n"
    ));
    out.push_str(&format!(
        "\\midrule\n\\multicolumn{{{count}}}{{@{{}}r@{{}}}}{{\\ldots}}\\\\\n\\endfoot\n\\bottomrule\n\\endlastfoot\n"
    ));
    for (at, row) in table.rows.iter().enumerate() {
        // Rows are told apart by a little space, groups by more.
        let first = table.columns.first().zip(row.first());
        if first.is_some_and(|(column, cell)| *column == Column::Group && cell.rows > 0) && at > 0 {
            out.push_str("\\addlinespace[1em]\n");
        } else if at > 0 {
            out.push_str("\\addlinespace\n");
        }
        let cells = table.columns.iter().zip(row).map(|(column, content)| {
            let goes_on = column.is_head() && content.rows == 0;
            let lines: Vec<String> = content.lines.iter().filter(|_| !goes_on).map(|line| cell(line)).collect();
            // Labels that run over several lines would run together below each other.
            let labels = matches!(column, Column::SubThemes | Column::Codes);
            lines.join(if labels { "; " } else { " \\newline " })
        });
        out.push_str(&cells.collect::<Vec<_>>().join(" & "));
        out.push_str(" \\\\\n");
    }
    out.push_str("\\end{longtable}\n");
}

/// Text of a cell: a bracket or star at its start would belong to the `\\` before it.
fn cell(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    let words = lines.join(" \\newline ");
    if words.starts_with(['[', '*']) { format!("{{}}{words}") } else { words }
}

/// Text in which nothing is a command and no two signs become one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        // Ligatures of TeX: dashes, quotation marks, upside-down marks.
        if before == Some(c) && matches!(c, '-' | '\'' | ',') {
            out.push_str("{}");
        }
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '\u{a0}' => out.push('~'),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_an_author_writes_is_a_command() {
        let wild = "\\input{x} 50% & $1 #2 a_b ^~ <<\"`''-- [!] {";
        let expected = "\\textbackslash{}input\\{x\\} 50\\% \\& \\$1 \\#2 a\\_b \\textasciicircum{}\\textasciitilde{} \
                        \\textless{}\\textless{}\\textquotedbl{}\\textasciigrave{}'{}'-{}- [!] \\{";
        assert_eq!(escaped(wild), expected);
        assert_eq!(cell("[sic] *"), "{}[sic] *");
    }
}
