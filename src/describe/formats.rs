//! [`Account`] → text in any format: the table of formats.

use super::{Account, Part, csv, html, jats, json, latex, markdown, plain};

/// A format of texts about a map.
#[derive(Debug)]
pub struct Format {
    /// The name users write.
    pub name: &'static str,
    /// The ending of its files, without the dot.
    pub extension: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// The texts it can hold.
    pub holds: &'static [Part],
    /// Whether the texts of several maps may follow each other in one stream.
    pub joins: bool,
    /// Its writer.
    pub write: fn(&Account) -> String,
}

const ALL: &[Part] = &[Part::Alt, Part::Caption, Part::Description, Part::Table];

/// Every format: the command's help, the errors and the tests iterate over this list.
pub const FORMATS: [Format; 7] = [
    Format {
        name: "text",
        extension: "txt",
        about: "To read, or to paste into a form",
        holds: ALL,
        joins: true,
        write: plain::write,
    },
    Format {
        name: "markdown",
        extension: "md",
        about: "Figure, texts and a table with pipes",
        holds: ALL,
        joins: true,
        write: markdown::write,
    },
    Format {
        name: "html",
        extension: "html",
        about: "A page; its table can be pasted into Word",
        holds: ALL,
        joins: false,
        write: html::write,
    },
    Format {
        name: "csv",
        extension: "csv",
        about: "The table for Excel, R or SPSS",
        holds: &[Part::Table],
        joins: false,
        write: csv::write,
    },
    Format {
        name: "latex",
        extension: "tex",
        about: "A figure and a longtable with booktabs",
        holds: ALL,
        joins: true,
        write: latex::write,
    },
    Format {
        name: "jats",
        extension: "xml",
        about: "JATS 1.3: a fig with alt-text and long-desc, a table-wrap",
        holds: ALL,
        joins: false,
        write: jats::write,
    },
    Format {
        name: "json",
        extension: "json",
        about: "One line for programs",
        holds: ALL,
        joins: true,
        write: json::write,
    },
];

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }
}
