//! A [`Figure`] → pixels, for every format that is made of them.
//!
//! The pixels are resvg's of the SVG with outlined glyphs, so that no raster can drift from the SVG.

use tiny_skia::{Pixmap, Transform};

use super::svg;
use crate::draw::Figure;
use crate::text::Fonts;
use crate::unit::to_mm;

/// Most pixels a side: a poster of 1.7 m at 300 dpi.
const MAX_SIDE: f64 = 20_000.0;
/// Most pixels in all: 400 MB while drawing.
const MAX_PIXELS: f64 = 100e6;

/// The figure on its page at `dpi` dots per inch.
pub fn paint(figure: &Figure, fonts: &Fonts, dpi: f64) -> Result<Pixmap, String> {
    let (width, height) = size(figure, dpi)?;
    let outlined = svg::drawing(figure, fonts);
    let options = usvg::Options { dpi: dpi as f32, ..usvg::Options::default() };
    let tree =
        usvg::Tree::from_str(&outlined, &options).map_err(|error| format!("the figure is not drawable: {error}"))?;
    let mut pixmap =
        Pixmap::new(width, height).ok_or_else(|| format!("{width} × {height} pixels do not fit in memory"))?;
    if let Some(page) = figure.page {
        pixmap.fill(tiny_skia::Color::from_rgba8(page.0, page.1, page.2, 255));
    }
    // The tree's unit is one pixel. Whole, never in bands: curves are chopped where a band ends, and pixels change.
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// The same for a format without transparency, which `format` names.
pub fn paint_opaque(figure: &Figure, fonts: &Fonts, dpi: f64, format: &str) -> Result<Pixmap, String> {
    if figure.page.is_none() {
        return Err(format!(
            "a {format} file has no transparent page here, because journals refuse it: draw it on white, or ask for \
             SVG, PDF or PNG"
        ));
    }
    paint(figure, fonts, dpi)
}

/// Pixels across and down, refused before anything of that size is allocated.
fn size(figure: &Figure, dpi: f64) -> Result<(u32, u32), String> {
    if !(dpi.is_finite() && dpi > 0.0) {
        return Err(format!("a resolution of {dpi} dpi is not possible: give a number above 0, such as 300"));
    }
    let inches = [figure.width / 72.0, figure.height / 72.0];
    let [width, height] = inches.map(|side| (side * dpi).round().max(1.0));
    if width.max(height) <= MAX_SIDE && width * height <= MAX_PIXELS {
        return Ok((width as u32, height as u32));
    }
    let most = (MAX_SIDE / inches[0].max(inches[1])).min((MAX_PIXELS / (inches[0] * inches[1])).sqrt()).floor();
    Err(format!(
        "{:.0} × {:.0} mm at {dpi} dpi would be {width} × {height} pixels, more than the {MAX_SIDE} a side or the {} \
         million in all that formats of pixels may have here: ask for at most {most} dpi, or for SVG, PDF or EPS, \
         which have no pixels",
        to_mm(figure.width),
        to_mm(figure.height),
        MAX_PIXELS / 1e6,
    ))
}

/// Pixels in a block.
const BLOCK: usize = 16;

/// Takes the alpha from opaque pixels, and keeps the last block of them: in a figure most blocks are like the one before.
pub struct Flat {
    rgba: [u8; 4 * BLOCK],
    rgb: [u8; 3 * BLOCK],
}

impl Default for Flat {
    fn default() -> Self {
        Flat { rgba: [0; 4 * BLOCK], rgb: [0; 3 * BLOCK] }
    }
}

impl Flat {
    /// Appends opaque pixels without their alpha.
    pub fn rgb(&mut self, row: &mut Vec<u8>, pixels: &[u8]) {
        let (blocks, rest) = pixels.as_chunks::<{ 4 * BLOCK }>();
        for block in blocks {
            if *block != self.rgba {
                self.rgba = *block;
                for (rgb, pixel) in self.rgb.as_chunks_mut::<3>().0.iter_mut().zip(block.as_chunks::<4>().0) {
                    rgb.copy_from_slice(&pixel[..3]);
                }
            }
            row.extend_from_slice(&self.rgb);
        }
        row.extend(rest.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]));
    }
}
