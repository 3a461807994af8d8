//! How much the streams of a PDF become when they are unpacked, told before a reader does so: a megabyte of a hostile file
//! can stand for a gigabyte, and the reader knows no bound.
//!
//! Streams packed with Deflate, as nearly all are, are unpacked piece by piece and thrown away. Of others the most they
//! can become is taken. A dictionary that hides its filters, behind references or in strings, is not seen through.

use flate2::{Decompress, FlushDecompress, Status};

/// Most bytes of all streams of a figure together: sixteen pages of A4 in pixels at 300 dpi and no compression.
const MOST: usize = 1 << 29;

/// Most bytes that one byte becomes: 2730 with LZW, which has 12 bits for up to 4096 bytes, 1032 with Deflate, 64 with
/// run lengths.
const MOST_OF_ONE: usize = 2730;

/// How far before a stream its dictionary may begin.
const DICTIONARY: usize = 4096;

/// Whether all streams of the file stay below the bound.
pub fn fits(bytes: &[u8]) -> bool {
    const STREAM: &[u8] = b"stream";
    let (mut left, mut at, mut from) = (MOST, 0, 0);
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), STREAM) {
        let start = at + found;
        at = start + STREAM.len();
        if bytes[..start].ends_with(b"end") {
            from = at;
            continue;
        }
        let rest = &bytes[at..];
        let Some(data) = [&b"\r\n"[..], b"\n", b"\r"].iter().find_map(|end| rest.strip_prefix(*end)) else { continue };
        let dictionary = &bytes[from.max(start.saturating_sub(DICTIONARY))..start];
        let own = || find(data, b"endstream").unwrap_or(data.len());
        let cost = match packing(dictionary) {
            Packing::Plain => 0,
            Packing::Deflate => deflated(data, left).unwrap_or_else(|| own().saturating_mul(MOST_OF_ONE)),
            Packing::Other => own().saturating_mul(MOST_OF_ONE),
            Packing::Twice => return false,
        };
        match left.checked_sub(cost) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}

/// How a stream is packed.
enum Packing {
    Plain,
    Deflate,
    Other,
    /// One way inside another, which no honest program does: the bounds would multiply.
    Twice,
}

/// How the stream of that dictionary is packed, by the names in it (ISO 32000-1, tables 6 and 94).
fn packing(dictionary: &[u8]) -> Packing {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[]()".contains(byte);
    let names = dictionary.split(|byte| *byte == b'/').skip(1).map(|rest| rest.split(ends).next().unwrap_or_default());
    let (mut deflate, mut others, mut letters) = (0, 0, 0);
    for name in names.map(plain) {
        match &name[..] {
            b"FlateDecode" | b"Fl" => deflate += 1,
            b"LZWDecode" | b"LZW" | b"RunLengthDecode" | b"RL" => others += 1,
            b"ASCIIHexDecode" | b"AHx" | b"ASCII85Decode" | b"A85" => letters += 1,
            _ => {}
        }
    }
    match (deflate + others, deflate, letters) {
        (0, ..) => Packing::Plain,
        (1, 1, 0) => Packing::Deflate,
        (1, ..) => Packing::Other,
        _ => Packing::Twice,
    }
}

/// A name without its escapes, `#` and two digits (ISO 32000-1, 7.3.5).
fn plain(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, after @ ..] = rest {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        rest = after;
        match (digit(0), digit(1)) {
            (Some(high), Some(low)) if *first == b'#' => {
                out.push((16 * high + low) as u8);
                rest = &after[2..];
            }
            _ => out.push(*first),
        }
    }
    out
}

/// What a stream of Deflate takes in and gives, up to a little more than `most`; `None` if it is damaged.
fn deflated(data: &[u8], most: usize) -> Option<usize> {
    // The header of zlib, which some programs leave out (RFC 1950, 2.2).
    let headed = data.first_chunk().is_some_and(|head| head[0] & 0xf == 8 && u16::from_be_bytes(*head) % 31 == 0);
    let data = if headed { &data[2..] } else { data };
    let mut stream = Decompress::new(false);
    let mut out = vec![0; 1 << 16];
    loop {
        let (taken, given) = (stream.total_in() as usize, stream.total_out() as usize);
        if taken + given > most {
            return Some(taken + given);
        }
        let status = stream.decompress(data.get(taken..)?, &mut out, FlushDecompress::None).ok()?;
        let moved = (stream.total_in() as usize, stream.total_out() as usize) != (taken, given);
        if status == Status::StreamEnd || !moved {
            return Some((stream.total_in() + stream.total_out()) as usize);
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
