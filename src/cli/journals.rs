//! `thememap journals`: the data files of the journals → a table, or every rule of one of them.

use serde::Serialize;

use super::CallError;
use super::write::write_stdout;
use crate::encode::Format;
use crate::journal::{Certainty, JOURNALS, Journal, Key, Value};

/// List the journals that `--for` knows, or every rule of one
///
/// The table has the widths in millimetres (one column, one and a half, full), the formats a map is written in, the sizes of
/// text and how sure the least sure of these numbers is. Of one journal every rule is listed with its source.
#[derive(clap::Args)]
pub struct Journals {
    /// A journal
    #[arg(value_name = "JOURNAL")]
    name: Option<String>,
    /// Print JSON: an array of journals, or one of them, with value, source and certainty of every rule
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    title: &'a str,
    about: &'a str,
    date: &'a str,
    rules: Vec<Line<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Line<'a> {
    rule: &'static str,
    value: Written<'a>,
    unit: Option<&'static str>,
    source: &'a str,
    certainty: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written<'a> {
    Flag(bool),
    Number(f64),
    Name(&'a str),
    Names(&'a [String]),
}

/// Prints them.
pub fn run(journals: &Journals) -> Result<(), CallError> {
    let text = match &journals.name {
        Some(name) => {
            let journal = Journal::named(name).map_err(|(message, hints)| CallError { message, hints })?;
            if journals.json { json(&entry(&journal))? } else { rules(&journal) }
        }
        None => {
            let all = Journal::all().map_err(CallError::new)?;
            if journals.json { json(&all.iter().map(entry).collect::<Vec<_>>())? } else { table(&all) }
        }
    };
    write_stdout(text.as_bytes())
}

fn json(value: &impl Serialize) -> Result<String, CallError> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| CallError::new(format!("cannot write JSON: {error}")))
}

fn entry(journal: &Journal) -> Entry<'_> {
    let line = |rule: &'_ crate::journal::Rule| {
        let (name, _, unit) = rule.kind();
        (name, Some(unit).filter(|unit| !unit.is_empty()))
    };
    let rules = journal.rules.iter().map(|rule| Line {
        rule: line(rule).0,
        value: match &rule.value {
            Value::Flag(flag) => Written::Flag(*flag),
            Value::Number(number) => Written::Number(*number),
            Value::Name(name) => Written::Name(name),
            Value::Names(names) => Written::Names(names),
        },
        unit: line(rule).1,
        source: &rule.source,
        certainty: rule.certainty.to_string(),
    });
    let Journal { title, about, date, notes, .. } = journal;
    Entry { name: journal.name, title, about, date, rules: rules.collect(), notes }
}

/// What the table says of a journal, and how sure the least sure of it is.
fn row(journal: &Journal) -> [String; 7] {
    let number = |key| journal.number(key).map_or("-".to_owned(), |number| format!("{number}"));
    let widths = [Key::WidthColumn, Key::WidthMiddle, Key::WidthFull].map(number).join(" / ");
    let written = journal.formats(|name| Format::named(name).is_some()).join(", ");
    let text = format!("{}-{}", number(Key::TextLeast), number(Key::TextMost));
    let dpi = journal.resolution().and_then(|rule| journal.number(rule.key));
    let dpi = dpi.map_or_else(|| format!("≤ {} px", number(Key::PixelsMost)), |dpi| format!("{dpi}"));
    let keys = [Key::WidthColumn, Key::WidthFull, Key::Formats, Key::TextLeast];
    let sure = keys.iter().filter_map(|&key| journal.rule(key)).map(|rule| rule.certainty);
    let (best, least) = (sure.clone().min(), sure.max());
    let sure = match (best, least) {
        (Some(best), Some(least)) if best != least => format!("{best} to {least}"),
        (_, least) => least.unwrap_or(Certainty::Assumed).to_string(),
    };
    [journal.name.to_owned(), widths, number(Key::HeightMost), written, dpi, text, sure]
}

fn table(journals: &[Journal]) -> String {
    let head =
        ["journal", "width 1 / 1.5 / 2, mm", "height", "written", "dpi", "text, pt", "how sure"].map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(journals.iter().map(row)).collect();
    let mut text = columns(&rows);
    text.push_str(&format!(
        "\n{} journals. `thememap journals plos` lists every rule of one with its source; `--for plos` draws for it;\n\
         `thememap check --for plos FILE` tests a map or a figure.\n",
        JOURNALS.len()
    ));
    text
}

fn rules(journal: &Journal) -> String {
    let head = ["rule", "asks for", "how sure", "source"].map(str::to_owned);
    let line = |rule: &crate::journal::Rule| {
        [rule.kind().1.to_owned(), rule.asks(), rule.certainty.to_string(), rule.source.clone()]
    };
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(journal.rules.iter().map(line)).collect();
    let mut text =
        format!("{}: {} (`--for {}`)\nnumbers of {}\n\n", journal.title, journal.about, journal.name, journal.date);
    text.push_str(&columns(&rows));
    if !journal.notes.is_empty() {
        text.push_str("\nNot tested:\n");
        journal.notes.iter().for_each(|note| text.push_str(&format!("  {note}\n")));
    }
    text
}

/// Cells in columns, each as wide as its widest cell; the last one is not filled up.
fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
