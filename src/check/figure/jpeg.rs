//! JPEG: pixels, resolution and colour mode, from the segments before the image (ITU T.81, JFIF 1.02, Exif 2.3).

use super::Facts;

/// Reads the segments as far as the start of the image.
pub fn read(bytes: &[u8]) -> Result<Facts, String> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return Err("it does not begin as one".into());
    }
    let mut at = 2;
    let (mut jfif, mut exif, mut words) = (None, None, None);
    loop {
        // A marker may be preceded by any number of fill bytes.
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (Some(0xff), Some(&marker)) = (bytes.get(at), bytes.get(at + 1)) else {
            return Err("it ends before its size".into());
        };
        let length = number(bytes, at + 2, 2, false).filter(|length| *length >= 2).ok_or("it ends before its size")?;
        let segment = bytes.get(at + 4..at + 2 + length as usize).ok_or("it ends in the middle of a segment")?;
        match marker {
            0xe0 if segment.starts_with(b"JFIF\0") => jfif = density(segment),
            0xe1 if segment.starts_with(b"Exif\0\0") => exif = segment.get(6..).and_then(exif_density),
            0xfe => words = std::str::from_utf8(segment).ok().map(|words| words.trim_end_matches('\0').to_owned()),
            0xda | 0xd9 => return Err("its image has no size".into()),
            // Start of frame, of whichever coding; C4, C8 and CC are other things.
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                let side = |at| number(segment, at, 2, false).filter(|side| *side > 0);
                let (Some(height), Some(width)) = (side(1), side(3)) else {
                    return Err("its image has no size".into());
                };
                let colour = match segment.get(5) {
                    Some(1) => Some("grey"),
                    Some(3) => Some("rgb"),
                    Some(4) => Some("cmyk"),
                    _ => None,
                };
                let density = jfif.or(exif);
                let points = |pixels: u32, dpi: f64| f64::from(pixels) / dpi * 72.0;
                return Ok(Facts {
                    pixels: Some((width, height)),
                    size: density.map(|(x, y)| (points(width, x), points(height, y))),
                    dpi: density.map(|(x, y): (f64, f64)| x.min(y)),
                    transparent: Some(false),
                    alt: words.filter(|words| !words.trim().is_empty()).map(Some),
                    colour,
                    layers: Some(false),
                    ..Facts::default()
                });
            }
            _ => {}
        }
        at += 2 + length as usize;
    }
}

/// An unsigned number of some bytes.
fn number(bytes: &[u8], at: usize, length: usize, little: bool) -> Option<u32> {
    let digits = bytes.get(at..at.checked_add(length)?)?;
    let add = |sum: u32, digit: &u8| sum << 8 | u32::from(*digit);
    Some(if little { digits.iter().rev().fold(0, add) } else { digits.iter().fold(0, add) })
}

/// Dots per inch of a JFIF segment, if it states a unit.
fn density(segment: &[u8]) -> Option<(f64, f64)> {
    let per_inch = match segment.get(7)? {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let side = |at| number(segment, at, 2, false).filter(|side| *side > 0);
    Some((f64::from(side(8)?) * per_inch, f64::from(side(10)?) * per_inch))
}

/// Dots per inch of an Exif segment, which is a small TIFF file without an image.
fn exif_density(tiff: &[u8]) -> Option<(f64, f64)> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let at = |at, length| number(tiff, at, length, little);
    let first = at(4, 4)? as usize;
    let (mut x, mut y, mut unit) = (None, None, 2);
    for entry in 0..at(first, 2)? as usize {
        let place = first.checked_add(2 + 12 * entry)?;
        let fraction = || {
            let value = at(place + 8, 4)? as usize;
            let (over, under) = (at(value, 4)?, at(value.checked_add(4)?, 4)?);
            (over > 0 && under > 0).then(|| f64::from(over) / f64::from(under))
        };
        match at(place, 2)? {
            282 => x = fraction(),
            283 => y = fraction(),
            296 => unit = at(place + 8, 2)?,
            _ => {}
        }
    }
    let per_inch = match unit {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    Some((x? * per_inch, y? * per_inch))
}
