//! The tables of a font → a WOFF2 file (W3C Recommendation of 2024), tables stored as they are and compressed with Brotli.

use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;

/// A table: its tag and its bytes.
pub type Table = ([u8; 4], Vec<u8>);

/// Brotli's effort, 0–11: a third of a millisecond for a face of a figure. Level 5 takes twice as long, most of it to
/// clear memory, and saves 3 %; level 9 takes twenty times as long and saves 5 %.
const EFFORT: i32 = 3;
/// Logarithm of the encoder's window in bytes: with less it falls back on slow ways at higher levels, with more it
/// clears more memory. Matches reach no further than this, which only fonts of thousands of glyphs notice.
const WINDOW: i32 = 18;
/// `flavor` of a font with TrueType outlines.
const TRUE_TYPE: u32 = 0x0001_0000;
/// Bytes of the header.
const HEADER: u32 = 48;
/// Tags with a number of their own (§4.1), as far as a subset may hold them.
const KNOWN_TAGS: [&[u8; 4]; 29] = [
    b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm", b"glyf", b"loca",
    b"prep", b"CFF ", b"VORG", b"EBDT", b"EBLC", b"gasp", b"hdmx", b"kern", b"LTSH", b"PCLT", b"VDMX", b"vhea",
    b"vmtx", b"BASE", b"GDEF", b"GPOS", b"GSUB",
];
/// Number that says that the tag itself follows.
const OTHER_TAG: u8 = 63;
/// Marks `glyf` and `loca` as stored unchanged, in the two bits above the number of the tag.
const NOT_TRANSFORMED: u8 = 3 << 6;

/// Writes a font with TrueType outlines. The order of `tables` does not matter.
pub fn write(mut tables: Vec<Table>) -> Result<Vec<u8>, String> {
    // By tag, which puts `loca` behind `glyf` as §5.3 wants it only if nothing that sorts between them is there.
    tables.sort_by_key(|(tag, _)| if tag == b"loca" { *b"glyf~" } else { [tag[0], tag[1], tag[2], tag[3], b' '] });
    let mut directory = Vec::new();
    let mut data = Vec::with_capacity(tables.iter().map(|(_, bytes)| bytes.len()).sum());
    // Size of the font when it is unpacked: header, directory, and tables that start at multiples of four.
    let mut unpacked = 12;
    for (tag, bytes) in &tables {
        let transform = if matches!(tag, b"glyf" | b"loca") { NOT_TRANSFORMED } else { 0 };
        match KNOWN_TAGS.iter().position(|known| *known == tag) {
            Some(number) => directory.push(transform | number as u8),
            None => {
                directory.push(OTHER_TAG);
                directory.extend(tag);
            }
        }
        base128(&mut directory, bytes.len() as u32);
        data.extend(bytes);
        unpacked += 16 + bytes.len().next_multiple_of(4);
    }
    let packed = compress(&data)?;
    let length = (HEADER as usize + directory.len() + packed.len()).next_multiple_of(4);
    let mut out = Vec::with_capacity(length);
    out.extend(b"wOF2");
    let count = (tables.len() as u32) << 16;
    // Then the version of the font, 1.0, and no metadata and no private data.
    for value in [TRUE_TYPE, length as u32, count, unpacked as u32, packed.len() as u32, 1 << 16, 0, 0, 0, 0, 0] {
        out.extend(value.to_be_bytes());
    }
    out.extend(directory);
    out.extend(packed);
    out.resize(length, 0);
    Ok(out)
}

/// The variable-length number of §4.1: seven bits a byte, highest first.
fn base128(out: &mut Vec<u8>, value: u32) {
    for shift in [28, 21, 14, 7] {
        if value >> shift != 0 {
            out.push(0x80 | (value >> shift) as u8 & 0x7f);
        }
    }
    out.push(value as u8 & 0x7f);
}

fn compress(data: &[u8]) -> Result<Vec<u8>, String> {
    let params = BrotliEncoderParams {
        quality: EFFORT,
        mode: BrotliEncoderMode::BROTLI_MODE_FONT,
        lgwin: WINDOW,
        size_hint: data.len(),
        ..Default::default()
    };
    let mut out = Vec::with_capacity(data.len() / 2);
    brotli::BrotliCompress(&mut &data[..], &mut out, &params).map_err(|error| error.to_string())?;
    Ok(out)
}
