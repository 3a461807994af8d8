//! Thematic maps for qualitative thematic analysis: a short text file becomes the figure of the paper.

use diagnostic::Diagnostic;
use draw::Figure;
use layout::Layout;
use model::Map;
use text::Fonts;

pub mod cli;
pub mod describe;
pub mod diagnostic;
pub mod draw;
pub mod encode;
pub mod layout;
pub mod model;
pub mod read;
pub mod style;
pub mod text;
pub mod unit;

/// What the caller decides over the head of the map file; `None` leaves it to the file, then to the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Name of a layout, or `auto`.
    pub layout: Option<String>,
    /// Width of the page in points.
    pub width: Option<f64>,
    /// Name of a style.
    pub style: Option<String>,
    /// Size of theme text in points.
    pub font_size: Option<f64>,
    /// Whether the title is drawn inside the graphic.
    pub title: Option<bool>,
    /// Whether codes are drawn.
    pub codes: Option<bool>,
    /// Whether the page is left transparent.
    pub transparent: bool,
}

/// A figure with what the stages before it knew.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Where everything stands.
    pub layout: Layout,
    /// The display list, ready for any format.
    pub figure: Figure,
}

/// Reads a map file: the map and its warnings, or everything that is wrong with it.
pub fn read(source: &str) -> Result<(Map, Vec<Diagnostic>), Vec<Diagnostic>> {
    model::resolve(read::parse(source)?)
}

/// Lays a map out and draws it; an error says what does not fit and what would.
pub fn render(map: &Map, fonts: &Fonts, options: &Options) -> Result<Drawing, Vec<Diagnostic>> {
    let style = style::choose(map, options)?;
    let layout = layout::arrange(map, fonts, style, options)?;
    let figure = draw::draw(map, &layout, style, options);
    Ok(Drawing { layout, figure })
}

/// The README's examples, run as tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
