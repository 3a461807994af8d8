//! A [`Figure`] as a PNG with its resolution and its words written in, opaque unless the page is transparent.

use flate2::{Compress, Compression, FlushCompress, Status};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, SrgbRenderingIntent, Unit};
use tiny_skia::Pixmap;

use super::raster::{self, Flat};
use crate::draw::Figure;
use crate::text::Fonts;

/// Level 3 of zlib-rs: for flat figures a third of the time of the usual level 6 for a tenth more bytes.
const LEVEL: u32 = 3;
/// By how much the room for compressed data grows: a figure of a page's width takes about two of them.
const OUTPUT_STEP: usize = 1 << 16;
/// Filters of rows cost flat figures both time and bytes.
const NO_FILTER: u8 = 0;

/// The figure as a PNG file at `dpi` dots per inch.
pub fn write(figure: &Figure, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>, String> {
    compress(&raster::paint(figure, fonts, dpi)?, figure.page.is_some(), dpi, &texts(figure))
}

/// What a file says about its figure, under the keywords of PNG (third edition, §11.3.3.2).
pub fn texts(figure: &Figure) -> Vec<(&'static str, String)> {
    let words = &figure.words;
    let mut texts = vec![("Title", words.title.clone())];
    if !words.authors.is_empty() {
        texts.push(("Author", words.authors.join(", ")));
    }
    texts.push(("Description", words.alt.clone()));
    texts
}

/// Streams the rows of a painted page into a file, with texts under their keywords.
pub fn compress(pixmap: &Pixmap, opaque: bool, dpi: f64, texts: &[(&str, String)]) -> Result<Vec<u8>, String> {
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
    file(pixmap, (opaque, dpi), texts, &data.out).map_err(|error| format!("the PNG could not be written: {error}"))
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
fn file(
    pixmap: &Pixmap,
    (opaque, dpi): (bool, f64),
    texts: &[(&str, String)],
    data: &[u8],
) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::with_capacity(data.len() + 512);
    let mut encoder = Encoder::new(&mut file, pixmap.width(), pixmap.height());
    encoder.set_color(if opaque { ColorType::Rgb } else { ColorType::Rgba });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let per_metre = (dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    for (keyword, text) in texts {
        // A zero byte would end the text.
        encoder.add_itxt_chunk((*keyword).to_owned(), text.replace('\0', ""))?;
    }
    let mut writer = encoder.write_header()?;
    writer.write_chunk(png::chunk::IDAT, data)?;
    writer.finish()?;
    Ok(file)
}

/// Appends pixels with their colours no longer multiplied by their alpha, as PNG wants them.
fn straight_alpha(row: &mut Vec<u8>, pixels: &[u8]) {
    for &[r, g, b, alpha] in pixels.as_chunks::<4>().0 {
        let straight = |c: u8| (u32::from(c) * 255 + u32::from(alpha) / 2).checked_div(u32::from(alpha)).unwrap_or(0);
        row.extend([r, g, b].map(|c| straight(c).min(255) as u8));
        row.push(alpha);
    }
}
