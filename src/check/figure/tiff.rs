//! TIFF: pixels, resolution, alpha channel, layers and colour mode, from the tags of its images.

use std::io::Cursor;

use tiff::decoder::Decoder;
use tiff::decoder::ifd::Value;
use tiff::tags::Tag;

use super::Facts;

/// Images of a file that are counted.
const MOST_IMAGES: usize = 1000;
/// The block in which Photoshop keeps layers (TIFF Technical Notes, 2002).
const LAYERS: Tag = Tag::Unknown(37724);

/// A resolution, which is a fraction; some programs write a number.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Rational(over, under) => Some(f64::from(*over) / f64::from(*under)),
        Value::List(values) => values.first().and_then(number),
        Value::Float(number) => Some(f64::from(*number)),
        Value::Double(number) => Some(*number),
        Value::Short(number) => Some(f64::from(*number)),
        Value::Unsigned(number) => Some(f64::from(*number)),
        _ => None,
    }
}

/// Reads the tags of the first image, and how many there are.
pub fn read(bytes: &[u8]) -> Result<Facts, String> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions().map_err(|error| error.to_string())?;
    // Per inch unless it says per centimetre; 1 is no unit at all.
    let unit: u32 = decoder.find_tag_unsigned(Tag::ResolutionUnit).ok().flatten().unwrap_or(2);
    let per_inch = match unit {
        2 => Some(1.0),
        3 => Some(2.54),
        _ => None,
    };
    let mut resolution = |tag| {
        let dpi = number(&decoder.find_tag(tag).ok()??)? * per_inch?;
        (dpi.is_finite() && dpi > 0.0).then_some(dpi)
    };
    let dpi = resolution(Tag::XResolution).zip(resolution(Tag::YResolution));
    // 0 and 1: grey. 2: RGB, 3: palette, 5: separated, 6: YCbCr.
    let colour = match decoder.find_tag_unsigned::<u32>(Tag::PhotometricInterpretation) {
        Ok(Some(0 | 1)) => Some("grey"),
        Ok(Some(2 | 3 | 6)) => Some("rgb"),
        Ok(Some(5)) => Some("cmyk"),
        _ => None,
    };
    // Of the extra samples 1 and 2 are alpha, 0 is not said what.
    let extra = decoder.find_tag_unsigned_vec::<u32>(Tag::ExtraSamples).ok().flatten().unwrap_or_default();
    let layers = decoder.find_tag(LAYERS).ok().flatten().is_some();
    let described = decoder.get_tag_ascii_string(Tag::ImageDescription).ok().filter(|words| !words.trim().is_empty());
    let mut images = 1;
    while decoder.more_images() && images < MOST_IMAGES && decoder.next_image().is_ok() {
        images += 1;
    }
    Ok(Facts {
        pixels: Some((width, height)),
        size: dpi.map(|(x, y)| (f64::from(width) / x * 72.0, f64::from(height) / y * 72.0)),
        dpi: dpi.map(|(x, y)| x.min(y)),
        transparent: Some(!extra.is_empty()),
        alt: described.map(Some),
        colour,
        layers: Some(layers),
        pages: Some(images),
        ..Facts::default()
    })
}
