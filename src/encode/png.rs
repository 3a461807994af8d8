//! A [`Figure`] as a PNG with its resolution written in, opaque unless the page is transparent.
//!
//! The pixels are resvg's of the SVG with outlined glyphs, so that PNG and SVG cannot drift apart.

use flate2::{Compress, Compression, FlushCompress, Status};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, SrgbRenderingIntent, Unit};
use tiny_skia::{Pixmap, Transform};

use super::svg;
use crate::draw::Figure;
use crate::text::Fonts;
use crate::unit::to_mm;

/// Most pixels a side: a poster of 1.7 m at 300 dpi.
const MAX_SIDE: f64 = 20_000.0;
/// Most pixels in all: 400 MB while drawing.
const MAX_PIXELS: f64 = 100e6;
/// Level 3 of zlib-rs: for flat figures a third of the time of the usual level 6 for a tenth more bytes.
const LEVEL: u32 = 3;
/// By how much the room for compressed data grows: a figure of a page's width takes about two of them.
const OUTPUT_STEP: usize = 1 << 16;
/// Filters of rows cost flat figures both time and bytes.
const NO_FILTER: u8 = 0;

/// The figure as a PNG file at `dpi` dots per inch.
pub fn write(figure: &Figure, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>, String> {
    let (width, height) = size(figure, dpi)?;
    let pixmap = paint(figure, fonts, dpi, width, height)?;
    compress(&pixmap, figure.page.is_some(), dpi)
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
         million in all that a PNG may have here: ask for at most {most} dpi, or for SVG, which has no pixels",
        to_mm(figure.width),
        to_mm(figure.height),
        MAX_PIXELS / 1e6,
    ))
}

/// Draws the figure on its page.
fn paint(figure: &Figure, fonts: &Fonts, dpi: f64, width: u32, height: u32) -> Result<Pixmap, String> {
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

/// Streams the rows of a painted page into a file.
pub fn compress(pixmap: &Pixmap, opaque: bool, dpi: f64) -> Result<Vec<u8>, String> {
    let width = pixmap.width() as usize;
    let mut data = Zlib::new();
    let mut row = Vec::with_capacity(1 + 4 * width);
    let mut flat = Flat::default();
    for pixels in pixmap.data().chunks_exact(4 * width) {
        row.clear();
        row.push(NO_FILTER);
        if opaque {
            flat.rgb(&mut row, pixels)
        } else {
            straight_alpha(&mut row, pixels)
        }
        data.feed(&row, FlushCompress::None)?;
    }
    data.feed(&[], FlushCompress::Finish)?;
    file(pixmap, opaque, dpi, &data.out).map_err(|error| format!("the PNG could not be written: {error}"))
}

/// A zlib stream as it grows.
struct Zlib {
    stream: Compress,
    out: Vec<u8>,
}

impl Zlib {
    fn new() -> Zlib {
        Zlib { stream: Compress::new(Compression::new(LEVEL), true), out: Vec::with_capacity(OUTPUT_STEP) }
    }

    fn feed(&mut self, mut bytes: &[u8], flush: FlushCompress) -> Result<(), String> {
        loop {
            if self.out.len() == self.out.capacity() {
                self.out.reserve(OUTPUT_STEP);
            }
            let before = self.stream.total_in();
            let status = self.stream.compress_vec(bytes, &mut self.out, flush);
            let status = status.map_err(|error| format!("the PNG could not be compressed: {error}"))?;
            bytes = bytes.get((self.stream.total_in() - before) as usize..).unwrap_or_default();
            let finished = flush != FlushCompress::Finish || status == Status::StreamEnd;
            if bytes.is_empty() && finished {
                return Ok(());
            }
        }
    }
}

/// The file around its compressed rows.
fn file(pixmap: &Pixmap, opaque: bool, dpi: f64, data: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::with_capacity(data.len() + 128);
    let mut encoder = Encoder::new(&mut file, pixmap.width(), pixmap.height());
    encoder.set_color(if opaque { ColorType::Rgb } else { ColorType::Rgba });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let per_metre = (dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_chunk(png::chunk::IDAT, data)?;
    writer.finish()?;
    Ok(file)
}

/// Pixels in a block, and bytes of it with and without alpha.
const BLOCK: usize = 16;

/// The last block of pixels without their alpha: in a figure most blocks are like the one before.
struct Flat {
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
    fn rgb(&mut self, row: &mut Vec<u8>, pixels: &[u8]) {
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

/// Appends pixels with their colours no longer multiplied by their alpha, as PNG wants them.
fn straight_alpha(row: &mut Vec<u8>, pixels: &[u8]) {
    for &[r, g, b, alpha] in pixels.as_chunks::<4>().0 {
        let straight = |c: u8| (u32::from(c) * 255 + u32::from(alpha) / 2).checked_div(u32::from(alpha)).unwrap_or(0);
        row.extend([r, g, b].map(|c| straight(c).min(255) as u8));
        row.push(alpha);
    }
}
