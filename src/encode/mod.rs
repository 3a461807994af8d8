//! [`Figure`] → bytes, one writer per format.

use crate::draw::Figure;
use crate::text::Fonts;
use svg::TextMode;

pub mod eps;
mod families;
mod glyphs;
pub mod jpeg;
pub mod pdf;
pub mod png;
pub mod raster;
mod sfnt;
pub mod subset;
pub mod svg;
pub mod tiff;
mod woff2;
mod xml;

/// One format a figure can be written in: a row of [`FORMATS`].
#[derive(Clone, Copy)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// End of a file's name, without the dot.
    pub extension: &'static str,
    /// Other ends that are understood.
    pub also: &'static [&'static str],
    /// What it is for, one line.
    pub about: &'static str,
    /// Whether it is text rather than bytes.
    pub text: bool,
    /// Whether it is written when no format is asked for.
    pub usual: bool,
    write: fn(&Figure, &Fonts, &EncodeOptions) -> Result<Vec<u8>, String>,
}

/// Every format: help, error hints and tests go through these rows.
pub static FORMATS: &[Format] = &[
    Format {
        name: "svg",
        extension: "svg",
        also: &[],
        about: "vector graphics for journals, Word, LaTeX and the web",
        text: true,
        usual: true,
        write: |figure, fonts, options| svg::write(figure, fonts, options.text).map(String::into_bytes),
    },
    Format {
        name: "png",
        extension: "png",
        also: &[],
        about: "pixels at the asked resolution",
        text: false,
        usual: true,
        write: |figure, fonts, options| png::write(figure, fonts, options.dpi),
    },
    Format {
        name: "pdf",
        extension: "pdf",
        also: &[],
        about: "vector graphics for journals and LaTeX: fonts inside, tagged for screen readers",
        text: false,
        usual: false,
        write: |figure, fonts, options| {
            pdf::write(figure, fonts, options.pdf, options.text == TextMode::Outlines)
        },
    },
    Format {
        name: "tiff",
        extension: "tif",
        also: &["tiff"],
        about: "pixels as many journals want them: RGB, LZW, no alpha",
        text: false,
        usual: false,
        write: |figure, fonts, options| tiff::write(figure, fonts, options.dpi),
    },
    Format {
        name: "eps",
        extension: "eps",
        also: &[],
        about: "vector graphics for journals that ask for it: text as outlines",
        text: true,
        usual: false,
        write: |figure, fonts, _| Ok(eps::write(figure, fonts)),
    },
    Format {
        name: "jpeg",
        extension: "jpg",
        also: &["jpeg"],
        about: "pixels with a little loss: only where nothing else is taken",
        text: false,
        usual: false,
        write: |figure, fonts, options| jpeg::write(figure, fonts, options.dpi),
    },
];

impl Format {
    /// The format of files whose name ends so, in lower case and without the dot.
    pub fn ending(end: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.extension == end || format.also.contains(&end))
    }

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
    /// Which standards PDF keeps.
    pub pdf: pdf::Standard,
}

/// What journals ask for in figures with text: 300 dots per inch.
pub const DEFAULT_DPI: f64 = 300.0;

impl Default for EncodeOptions {
    fn default() -> Self {
        EncodeOptions { text: TextMode::default(), dpi: DEFAULT_DPI, pdf: pdf::Standard::default() }
    }
}

/// The figure as a file of that format; an error says what the format cannot do and what would do instead.
pub fn encode(figure: &Figure, fonts: &Fonts, format: &Format, options: &EncodeOptions) -> Result<Vec<u8>, String> {
    (format.write)(figure, fonts, options)
}

/// Eight hexadecimal digits for the content of the pieces, each ended by a byte that UTF-8 never holds: the 64-bit hash
/// FNV-1a (RFC 9923), its halves folded. Of a large piece the middle goes by in words of eight bytes.
fn fnv1a<const N: usize>(pieces: [&[u8]; N]) -> String {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for piece in pieces {
        let (words, rest) = piece.as_chunks::<8>();
        let (words, rest) = if piece.len() > LARGE { (words, rest) } else { (&[][..], piece) };
        for word in words {
            // What a multiplication carries to the upper half comes down again.
            hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME);
            hash ^= hash >> 32;
        }
        for &byte in rest.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
    format!("{:08x}", hash as u32 ^ (hash >> 32) as u32)
}

/// From so many bytes on time matters more than one definition for all: a figure of a page has a tenth of it.
const LARGE: usize = 1 << 20;
