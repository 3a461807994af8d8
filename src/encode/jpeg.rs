//! A [`Figure`] as a JPEG, on request only: nearly lossless, with its resolution and its words written in.

use jpeg_encoder::{ColorType, Encoder, EncodingError, PixelDensity, PixelDensityUnit, SamplingFactor};
use tiny_skia::Pixmap;

use super::xml::text;
use super::raster;
use crate::draw::Figure;
use crate::text::Fonts;

/// Of 100: letters keep clean edges, at a third of the bytes of 100.
const QUALITY: u8 = 95;

/// What an XMP packet in a JPEG begins with (XMP, part 3, §1.1.3).
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// Most bytes of a packet: segments count their length in 16 bits.
const MOST_XMP: usize = 65_000;

/// The figure as a JPEG file at `dpi` dots per inch.
pub fn write(figure: &Figure, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>, String> {
    compress(&raster::paint_opaque(figure, fonts, dpi, "JPEG")?, figure, dpi)
}

/// The file of a painted, opaque page.
pub fn compress(pixmap: &Pixmap, figure: &Figure, dpi: f64) -> Result<Vec<u8>, String> {
    let mut file = Vec::with_capacity(1 << 19);
    encode(&mut file, pixmap, figure, dpi).map_err(|error| format!("the JPEG could not be written: {error}"))?;
    Ok(file)
}

fn encode(file: &mut Vec<u8>, pixmap: &Pixmap, figure: &Figure, dpi: f64) -> Result<(), EncodingError> {
    let mut encoder = Encoder::new(file, QUALITY);
    let density = dpi.round() as u16;
    encoder.set_density(PixelDensity { density: (density, density), unit: PixelDensityUnit::Inches });
    // 4:4:4: coloured lines and letters would blur with less.
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.add_app_segment(1, packet(figure))?;
    // Sides are below 2¹⁶ because pages are. Alpha is left out by the encoder.
    encoder.encode(pixmap.data(), pixmap.width() as u16, pixmap.height() as u16, ColorType::Rgba)
}

/// The words as XMP: title, author, description and language in the terms of Dublin Core (XMP, part 1, §8.3).
fn packet(figure: &Figure) -> Vec<u8> {
    let words = &figure.words;
    let mut out = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
    );
    let mut property = |name: &str, list: &str, item: &str, values: &[String]| {
        let end = out.len();
        out.push_str(&format!("<dc:{name}><rdf:{list}>"));
        for value in values {
            out.push_str(&format!("<rdf:li{item}>"));
            text(&mut out, value);
            out.push_str("</rdf:li>");
        }
        out.push_str(&format!("</rdf:{list}></dc:{name}>"));
        if values.is_empty() || out.len() > MOST_XMP {
            out.truncate(end);
        }
    };
    const ANY_LANGUAGE: &str = " xml:lang=\"x-default\"";
    property("title", "Alt", ANY_LANGUAGE, std::slice::from_ref(&words.title));
    property("language", "Bag", "", words.lang.as_slice());
    property("creator", "Seq", "", &words.authors);
    property("description", "Alt", ANY_LANGUAGE, std::slice::from_ref(&words.alt));
    out.push_str("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    [XMP, out.as_bytes()].concat()
}
