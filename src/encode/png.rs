//! A figure as an opaque PNG with its resolution written in.

use crate::draw::Figure;
use crate::text::Fonts;

/// The figure as a PNG file at `dpi` dots per inch.
pub fn write(_figure: &Figure, _fonts: &Fonts, _dpi: f64) -> Result<Vec<u8>, String> {
    todo!()
}
