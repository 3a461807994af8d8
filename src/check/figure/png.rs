//! PNG: pixels, resolution, transparency and the words it carries.

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations, Unit};

use super::Facts;

/// Pixels of an image that is looked through for transparent ones; of a larger one its kind decides.
const MOST_PIXELS: u64 = 200_000_000;

/// Reads the head, and where there is an alpha channel the pixels too.
pub fn read(bytes: &[u8]) -> Result<Facts, String> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    let dims = info.pixel_dims.filter(|dims| dims.unit == Unit::Meter && dims.xppu > 0 && dims.yppu > 0);
    let dpi = dims.map(|dims| f64::from(dims.xppu.min(dims.yppu)) * 0.0254);
    let size = dims.map(|dims| {
        let points = |pixels: u32, per_metre: u32| f64::from(pixels) / f64::from(per_metre) / 0.0254 * 72.0;
        (points(width, dims.xppu), points(height, dims.yppu))
    });
    let grey = matches!(info.color_type, ColorType::Grayscale | ColorType::GrayscaleAlpha);
    let described = |key: &str| ["Description", "Alt"].iter().any(|known| known.eq_ignore_ascii_case(key));
    let latin = info.uncompressed_latin1_text.iter().map(|chunk| (chunk.keyword.as_str(), Some(chunk.text.clone())));
    let utf8 = info.utf8_text.iter().map(|chunk| (chunk.keyword.as_str(), chunk.get_text().ok()));
    let alt = latin.chain(utf8).find(|(key, _)| described(key)).and_then(|(_, text)| text);
    // After expansion a palette or a transparent colour has become an alpha channel.
    let (kind, _) = reader.output_color_type();
    let samples = match kind {
        ColorType::Rgba => 4,
        ColorType::GrayscaleAlpha => 2,
        _ => 0,
    };
    let mut transparent = samples > 0;
    if samples > 0 && u64::from(width) * u64::from(height) <= MOST_PIXELS {
        transparent = false;
        while let Some(row) = reader.next_row().map_err(|error| error.to_string())? {
            transparent |= row.data().chunks_exact(samples).any(|pixel| pixel.last() != Some(&255));
            if transparent {
                break;
            }
        }
    }
    Ok(Facts {
        pixels: Some((width, height)),
        size,
        dpi,
        transparent: Some(transparent),
        alt: alt.map(Some),
        colour: Some(if grey { "grey" } else { "rgb" }),
        layers: Some(false),
        ..Facts::default()
    })
}
