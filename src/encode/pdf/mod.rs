//! A [`Figure`] as a PDF: the page is the figure, text is text, and who does not see it is told what it shows.
//!
//! Every file is tagged and made to PDF/UA-1 (ISO 14289-1); with a date it is also PDF/A-2a (ISO 19005-2), which asks for
//! one. No clock is looked at and nothing is transparent.

use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder, ValidationError};
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::Outline;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use crate::draw::Figure;
use crate::text::Fonts;
use crate::unit::to_mm;
use font::Opened;

mod font;
mod page;

/// Which standards a PDF keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standard {
    /// Both where the figure has a date, [`Standard::Accessible`] alone where it has none.
    #[default]
    ByDate,
    /// PDF/UA-1: for readers of all kinds.
    Accessible,
    /// PDF/UA-1 and PDF/A-2a: for archives, with a date.
    Archival,
}

/// Longest side of a page in points: PDF/A-2 allows no more (ISO 19005-2, §6.1.13), and most viewers show no more.
const MAX_SIDE: f64 = 14_400.0;

/// Most bytes of a string in PDF/A-2 (ISO 19005-2, §6.1.13), less room for its mark.
const MOST_STRING: usize = 32_000;

/// What stands for a language that the map does not name (BCP 47, §4.1): both standards ask for one.
const UNKNOWN_LANGUAGE: &str = "und";

/// The figure as a PDF file; with `outlines` letters are drawn as shapes that say what they read.
pub fn write(figure: &Figure, fonts: &Fonts, standard: Standard, outlines: bool) -> Result<Vec<u8>, String> {
    let archival = match standard {
        Standard::Accessible => false,
        Standard::ByDate => figure.words.date.is_some(),
        Standard::Archival if figure.words.date.is_some() => true,
        Standard::Archival => {
            return Err("PDF/A needs a date, and the map has none: write `date = \"2021-03-14\"` at its head, or ask \
                        for PDF/UA alone"
                .into());
        }
    };
    let (width, height) = (figure.width as f32, figure.height as f32);
    let page = PageSettings::from_wh(width, height).filter(|_| figure.width.max(figure.height) <= MAX_SIDE);
    let page = page.ok_or_else(|| {
        format!(
            "{:.0} × {:.0} mm are more than a page of a PDF may have, {:.0} mm a side: make it smaller, or ask for SVG \
             or EPS",
            to_mm(figure.width),
            to_mm(figure.height),
            to_mm(MAX_SIDE)
        )
    })?;
    let opened = if outlines { Opened::default() } else { font::open(figure, fonts)? };
    let mut document = Document::new_with(SerializeSettings {
        configuration: configuration(archival)?,
        enable_tagging: true,
        xmp_metadata: true,
        ..SerializeSettings::default()
    });
    let mut sheet = document.start_page_with(page);
    let mut surface = sheet.surface();
    let tags = page::draw(&mut surface, figure, fonts, (!outlines).then_some(&opened));
    surface.finish();
    sheet.finish();
    document.set_tag_tree(tags);
    // A page of one figure has no headings to find; the library asks for an outline all the same.
    document.set_outline(Outline::new());
    document.set_metadata(metadata(figure));
    document.finish().map_err(|error| explain(&error))
}

fn configuration(archival: bool) -> Result<Configuration, String> {
    let builder = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let builder = if archival { builder.with_archival_validator(Archival::A2_A) } else { builder };
    builder.finish().map_err(|error| format!("the PDF cannot keep its standards: {error:?}"))
}

/// Who made the figure, when, and in which language.
fn metadata(figure: &Figure) -> Metadata {
    let words = &figure.words;
    let language = words.lang.clone().unwrap_or_else(|| UNKNOWN_LANGUAGE.into());
    // The alternative text has its place in the tags; a description that no string can hold is left to other formats.
    let fits = 2 * words.description.encode_utf16().count() <= MOST_STRING;
    let metadata = Metadata::new()
        .title(words.title.clone())
        .description(if fits { words.description.clone() } else { String::new() })
        .authors(words.authors.clone())
        .creator("thememap".into())
        .producer("thememap".into())
        .language(language);
    match words.date {
        Some(date) => metadata.creation_date(DateTime::new(date.year).month(date.month).day(date.day)),
        None => metadata,
    }
}

/// What keeps the file from being written, in words of a figure.
fn explain(error: &KrillaError) -> String {
    let KrillaError::Validation(errors) = error else { return format!("the PDF could not be written: {error}") };
    let cure = "text as outlines, SVG and EPS can have it";
    match errors.first().map(|(error, _)| error) {
        Some(ValidationError::UnicodePrivateArea(_, _, c, _)) => format!(
            "PDF/A has no place for U+{:04X}, a character of no standard: {cure}, and so can PDF/UA alone",
            u32::from(*c)
        ),
        Some(
            ValidationError::ContainsNotDefGlyph(..)
            | ValidationError::NoCodepointMapping(..)
            | ValidationError::InvalidCodepointMapping(..),
        ) => format!("a letter of the figure stands for no character, which PDF/UA forbids: {cure}"),
        Some(ValidationError::TooLongString) => {
            "a title, an author or an alternative text is longer than PDF/A can hold: make it shorter, or ask for PDF/UA \
             alone"
                .into()
        }
        Some(error) => format!("the PDF cannot keep its standards: {error:?}"),
        None => "the PDF cannot keep its standards".into(),
    }
}
