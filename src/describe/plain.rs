//! [`Account`] → plain text; the table is an outline, which reads well in a terminal and aloud.

use super::Account;
use super::language::Heads;
use super::table::{ABSENT, Cell, Column, PRESENT, Table};

/// One text as it is, or several under their heads.
pub(super) fn write(account: &Account) -> String {
    let heads = &account.heads;
    let table = account.table.as_ref().map(|table| outline(table, heads));
    let texts = [
        (heads.alt, account.alt.clone()),
        (heads.caption, account.caption.as_ref().map(super::caption::Caption::whole)),
        (heads.description, account.description.as_ref().map(|paragraphs| paragraphs.join("\n\n"))),
        (heads.table, table),
    ];
    let given: Vec<(&str, String)> = texts.into_iter().filter_map(|(head, text)| Some((head, text?))).collect();
    if let [(_, only)] = &given[..] {
        return format!("{}\n", only.trim_end_matches('\n'));
    }
    let section = |(head, text): &(&str, String)| {
        let line = "-".repeat(head.chars().count());
        format!("{head}\n{line}\n\n{}\n", text.trim_end_matches('\n'))
    };
    given.iter().map(section).collect::<Vec<_>>().join("\n")
}

/// Each theme below its group, each sub-theme below its theme, and with each what else is said of it.
fn outline(table: &Table, heads: &Heads) -> String {
    let mut out = String::new();
    let is_there = |column: Column| table.columns.contains(&column);
    let depth_of = |column: Column| match column {
        Column::Group => 0,
        Column::Theme => usize::from(is_there(Column::Group)),
        Column::SubThemes => usize::from(is_there(Column::Group)) + 1,
        Column::Codes | Column::Voices(_) | Column::Definition | Column::Quotes => 0,
    };
    for row in &table.rows {
        let mut depth = 0;
        for (column, cell) in table.columns.iter().zip(row) {
            let own = depth_of(*column);
            let name = table.head(*column, heads);
            match column {
                _ if cell.lines.is_empty() => {}
                Column::Group | Column::Theme | Column::SubThemes => {
                    depth = own + 1;
                    let lines = cell.lines.iter().filter(|_| cell.rows > 0);
                    lines.for_each(|line| push(&mut out, own, line));
                }
                Column::Codes => push(&mut out, depth, &format!("{name}: {}", cell.lines.join("; "))),
                Column::Voices(0) => push(&mut out, depth, &format!("{}: {}", heads.voices, voices(table, row))),
                Column::Voices(_) => {}
                Column::Definition | Column::Quotes => {
                    cell.lines.iter().for_each(|line| push(&mut out, depth, &format!("{name}: {line}")));
                }
            }
        }
    }
    out
}

/// The groups that speak in a row, with their numbers where they are given.
fn voices(table: &Table, row: &[Cell]) -> String {
    let mut voices: Vec<String> = Vec::new();
    for (column, cell) in table.columns.iter().zip(row) {
        let (Column::Voices(number), Some(sign)) = (*column, cell.lines.first()) else { continue };
        let Some(group) = table.groups.get(number) else { continue };
        match sign.as_str() {
            ABSENT | "0" => {}
            PRESENT => voices.push(group.clone()),
            count => voices.push(format!("{group} {count}")),
        }
    }
    if voices.is_empty() { ABSENT.to_owned() } else { voices.join("; ") }
}

fn push(out: &mut String, depth: usize, text: &str) {
    for line in text.lines() {
        out.push_str(&"  ".repeat(depth));
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
