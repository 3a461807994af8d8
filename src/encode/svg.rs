//! A figure as SVG text that browsers, Inkscape, LibreOffice and LaTeX tools show alike.

use crate::draw::Figure;
use crate::text::Fonts;

/// How text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextMode {
    /// Text as text, with a subset of each font used inside the file.
    #[default]
    Embedded,
    /// Text as text; each line's length is set, so that a substituted font cannot overflow.
    Plain,
    /// Text as outlines.
    Outlines,
}

/// The figure as an SVG document.
pub fn write(_figure: &Figure, _fonts: &Fonts, _text: TextMode) -> String {
    todo!()
}
