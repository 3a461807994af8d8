//! The table of an [`Account`] → CSV (RFC 4180) in UTF-8, safe to open in a spreadsheet.

use super::Account;

/// One record a row, every label in each of its rows; several lines of a cell stand below each other in it.
///
/// It begins with a byte order mark, without which Excel takes accents for other letters. A cell that a spreadsheet would
/// take for a formula (OWASP, CSV injection) gets an apostrophe in front, which spreadsheets take for "this is text".
pub(super) fn write(account: &Account) -> String {
    let Some(table) = &account.table else { return String::new() };
    let mut out = String::from("\u{feff}");
    let mut record = |cells: Vec<String>| {
        out.push_str(&cells.iter().map(|cell| field(cell)).collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    };
    record(table.columns.iter().map(|column| table.head(*column, &account.heads).to_owned()).collect());
    for row in &table.rows {
        record(row.iter().map(|cell| cell.lines.join("\n")).collect());
    }
    out
}

fn field(value: &str) -> String {
    let formula =
        value.trim_start_matches([' ', '\u{a0}']).starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let value = if formula { format!("'{value}") } else { value.to_owned() };
    // Leading and trailing blanks are kept by quotes in the programs that trim.
    let plain = !value.contains(['"', ',', ';', '\n', '\r', '\t']) && value.trim() == value;
    if plain { value } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}
