//! [`Report`] → text in any format: the table of formats.

use super::report::Report;
use super::{html, json, markdown, plain};

/// A format of reports.
#[derive(Debug)]
pub struct Format {
    /// The name users write.
    pub name: &'static str,
    /// The ending of its files, without the dot.
    pub extension: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// Its writer, which may colour what a terminal shows.
    pub write: fn(&Report, bool) -> String,
}

/// Every format: the command's help, the errors and the tests iterate over this list.
pub const FORMATS: [Format; 4] = [
    Format { name: "text", extension: "txt", about: "To read, in a terminal", write: plain::write },
    Format {
        name: "json",
        extension: "json",
        about: "For programs: all it takes to make NEW of OLD",
        write: json::write,
    },
    Format { name: "md", extension: "md", about: "For the comment of a pull request", write: markdown::write },
    Format { name: "html", extension: "html", about: "A page that needs no other file", write: html::write },
];

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }
}
