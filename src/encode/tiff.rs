//! A [`Figure`] as a TIFF as journals ask for it: RGB of 8 bits, LZW, no alpha, its resolution and its words written in.
//!
//! The library writes numbers in the byte order of the machine, as TIFF allows (TIFF 6.0, section 2): a machine of the other
//! order, such as s390x, writes the same figure in other bytes.

use std::io::Cursor;

use tiff::encoder::{Compression, Rational, TiffEncoder, colortype::RGB8};
use tiff::tags::{ResolutionUnit, Tag, Type};
use tiff::{Directory, TiffError};
use tiny_skia::Pixmap;

use super::raster::{self, Flat};
use crate::draw::Figure;
use crate::text::Fonts;

/// Resolutions are fractions with this denominator: a thousandth of a dot.
const FRACTION: u32 = 1000;

/// Tag 269, the name of the document, which the library has no name for.
const DOCUMENT_NAME: Tag = Tag::Unknown(269);

/// The figure as a TIFF file at `dpi` dots per inch.
pub fn write(figure: &Figure, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>, String> {
    compress(&raster::paint_opaque(figure, fonts, dpi, "TIFF")?, figure, dpi)
}

/// The file of a painted, opaque page.
pub fn compress(pixmap: &Pixmap, figure: &Figure, dpi: f64) -> Result<Vec<u8>, String> {
    let mut file = Cursor::new(Vec::with_capacity(1 << 18));
    image(&mut file, pixmap, figure, dpi).map_err(|error| format!("the TIFF could not be written: {error}"))?;
    Ok(file.into_inner())
}

fn image(file: &mut Cursor<Vec<u8>>, pixmap: &Pixmap, figure: &Figure, dpi: f64) -> Result<(), TiffError> {
    let mut encoder = TiffEncoder::new(file)?.with_compression(Compression::Lzw);
    let mut image = encoder.new_image::<RGB8>(pixmap.width(), pixmap.height())?;
    let resolution = Rational { n: (dpi * f64::from(FRACTION)).round() as u32, d: FRACTION };
    image.resolution(ResolutionUnit::Inch, resolution);
    let words = &figure.words;
    let date = words.date.map(|date| format!("{:04}:{:02}:{:02} 00:00:00", date.year, date.month, date.day));
    let texts = [
        (DOCUMENT_NAME, Some(words.title.clone())),
        (Tag::ImageDescription, Some(words.alt.clone())),
        (Tag::Artist, Some(words.authors.join(", "))),
        (Tag::DateTime, date),
    ];
    let mut written = Directory::empty();
    for (tag, text) in
        texts.into_iter().filter_map(|(tag, text)| Some((tag, text?))).filter(|(_, text)| !text.is_empty())
    {
        // Text ends with a zero byte, so that none may stand in it. The library itself takes ASCII only; readers take
        // UTF-8, as they do in practice.
        let bytes = [text.replace('\0', "").as_bytes(), b"\0"].concat();
        written.extend([(tag, image.encoder().write_entry_bytes(Type::ASCII, &bytes)?)]);
    }
    image.encoder().extend_from(&written);
    // In one piece: what is written strip by strip the library does not compress.
    let mut pixels = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    Flat::default().rgb(&mut pixels, pixmap.data());
    image.write_data(&pixels)
}
