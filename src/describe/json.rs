//! [`Account`] → one line of JSON for programs; keys are always there and in one order.

use serde::Serialize;

use super::Account;

#[derive(Serialize)]
struct Object<'a> {
    title: &'a str,
    lang: Option<&'a str>,
    alt: Option<&'a str>,
    caption: Option<String>,
    description: Option<&'a [String]>,
    table: Option<Table<'a>>,
}

#[derive(Serialize)]
struct Table<'a> {
    columns: Vec<&'a str>,
    /// By row and column, a list of lines; labels stand in each of their rows.
    rows: Vec<Vec<&'a [String]>>,
}

/// The line.
pub(super) fn write(account: &Account) -> String {
    let table = account.table.as_ref().map(|table| Table {
        columns: table.columns.iter().map(|column| table.head(*column, &account.heads)).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| &cell.lines[..]).collect()).collect(),
    });
    let object = Object {
        title: &account.title,
        lang: account.lang.as_deref(),
        alt: account.alt.as_deref(),
        caption: account.caption.as_ref().map(super::caption::Caption::whole),
        description: account.description.as_deref(),
        table,
    };
    // Texts and lists of texts can always be written.
    serde_json::to_string(&object).unwrap_or_default() + "\n"
}
