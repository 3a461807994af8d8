//! [`Figure`] → bytes, one writer per format.

use crate::draw::Figure;
use crate::text::Fonts;
use svg::TextMode;

pub mod png;
pub mod subset;
pub mod svg;
mod xml;

/// One format a figure can be written in: a row of [`FORMATS`].
#[derive(Clone, Copy)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// End of a file's name, without the dot.
    pub extension: &'static str,
    /// What it is for, one line.
    pub about: &'static str,
    /// Whether it is text rather than bytes.
    pub text: bool,
    write: fn(&Figure, &Fonts, &EncodeOptions) -> Result<Vec<u8>, String>,
}

/// Every format: help, error hints and tests go through these rows.
pub static FORMATS: [Format; 2] = [
    Format {
        name: "svg",
        extension: "svg",
        about: "vector graphics for journals, Word, LaTeX and the web",
        text: true,
        write: |figure, fonts, options| svg::write(figure, fonts, options.text).map(String::into_bytes),
    },
    Format {
        name: "png",
        extension: "png",
        about: "pixels at the asked resolution",
        text: false,
        write: |figure, fonts, options| png::write(figure, fonts, options.dpi),
    },
];

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

/// What the formats leave to the caller.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EncodeOptions {
    /// How formats that can hold text write it.
    pub text: TextMode,
    /// Dots per inch of formats made of pixels.
    pub dpi: f64,
}

/// What journals ask for in figures with text: 300 dots per inch.
pub const DEFAULT_DPI: f64 = 300.0;

impl Default for EncodeOptions {
    fn default() -> Self {
        EncodeOptions {
            text: TextMode::default(),
            dpi: DEFAULT_DPI,
        }
    }
}

/// The figure as a file of that format; an error says what the format cannot do and what would do instead.
pub fn encode(figure: &Figure, fonts: &Fonts, format: &Format, options: &EncodeOptions) -> Result<Vec<u8>, String> {
    (format.write)(figure, fonts, options)
}
