//! Numbers, text and colours → the characters XML holds them in.

use crate::draw::figure::Color;

/// Largest coordinate written, in either direction: far beyond any page, and safe to scale within an `i64`.
const LIMIT: f64 = 1e9;

/// A number as a count of steps of 10⁻ᴰ, rounded half away from zero; NaN is 0.
pub fn steps<const D: u32>(value: f64) -> i64 {
    let scaled = value.clamp(-LIMIT, LIMIT) * const { 10_i64.pow(D) } as f64;
    // Casts truncate, and turn NaN into 0.
    (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i64
}

/// Appends a number rounded to `D` decimals, without trailing zeros and never as `-0`.
pub fn number<const D: u32>(out: &mut String, value: f64) {
    let count = steps::<D>(value);
    let (whole, fraction) = parts::<D>(out, count);
    integer(out, whole);
    decimals::<D>(out, fraction);
}

/// Appends a count of steps of 10⁻ᴰ as a number without leading and trailing zeros, as path data allows.
pub fn short_number<const D: u32>(out: &mut String, count: i64) {
    let (whole, fraction) = parts::<D>(out, count);
    if whole > 0 || fraction == 0 {
        integer(out, whole);
    }
    decimals::<D>(out, fraction);
}

/// Appends the sign; what is before and after the decimal point.
fn parts<const D: u32>(out: &mut String, count: i64) -> (u64, u64) {
    if count < 0 {
        out.push('-');
    }
    let (count, scale) = (count.unsigned_abs(), const { 10_u64.pow(D) });
    (count / scale, count % scale)
}

/// Appends the decimal point and what is after it, if anything.
fn decimals<const D: u32>(out: &mut String, mut fraction: u64) {
    if fraction == 0 {
        return;
    }
    out.push('.');
    let mut digit = const { 10_u64.pow(D) };
    while fraction > 0 {
        digit /= 10;
        out.push((b'0' + (fraction / digit) as u8) as char);
        fraction %= digit;
    }
}

/// Appends a whole number.
pub fn integer(out: &mut String, value: u64) {
    if value >= 10 {
        integer(out, value / 10);
    }
    out.push((b'0' + (value % 10) as u8) as char);
}

/// Appends ` name="value"` with a number of `D` decimals.
pub fn attribute<const D: u32>(out: &mut String, name: &str, value: f64) {
    open(out, name);
    number::<D>(out, value);
    out.push('"');
}

/// Appends ` name="value"` with text.
pub fn text_attribute(out: &mut String, name: &str, value: &str) {
    open(out, name);
    text(out, value);
    out.push('"');
}

/// Appends ` name="#RRGGBB"`.
pub fn color_attribute(out: &mut String, name: &str, Color(r, g, b): Color) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    open(out, name);
    out.push('#');
    for channel in [r, g, b] {
        out.push(HEX[usize::from(channel >> 4)] as char);
        out.push(HEX[usize::from(channel & 15)] as char);
    }
    out.push('"');
}

fn open(out: &mut String, name: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
}

/// Appends text so that it reads the same inside an element and inside quotes.
///
/// Characters XML 1.0 cannot hold at all (§2.2: most controls, U+FFFE, U+FFFF) become U+FFFD.
pub fn text(out: &mut String, value: &str) {
    if value.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        return out.push_str(value);
    }
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<const D: u32>(value: f64) -> String {
        let mut out = String::new();
        number::<D>(&mut out, value);
        out
    }

    #[test]
    fn numbers_are_short_and_exact() {
        let two = [
            (0.0, "0"),
            (-0.004, "0"),
            (-0.005, "-0.01"),
            (0.05, "0.05"),
            (2.5, "2.5"),
            (10.0, "10"),
            (-103.999, "-104"),
            (481.8897637795, "481.89"),
            (f64::NAN, "0"),
            (f64::INFINITY, "1000000000"),
        ];
        for (value, expected) in two {
            assert_eq!(written::<2>(value), expected, "{value}");
        }
        assert_eq!(written::<6>(481.8897637795), "481.889764");
        assert_eq!(written::<4>(0.0001), "0.0001");
        assert_eq!(written::<0>(7.5), "8");
    }

    #[test]
    fn any_text_is_valid_xml() {
        let wild = "a<b>&\"'\u{0}\u{1}\u{8}\t\n\r\u{b}\u{1f}\u{7f}\u{85}\u{fffe}\u{ffff}\u{2028}😀שלום";
        let mut out = String::from("<t");
        text_attribute(&mut out, "a", wild);
        out.push('>');
        text(&mut out, wild);
        out.push_str("</t>");
        let document = roxmltree::Document::parse(&out).unwrap();
        let kept = "a<b>&\"'\u{fffd}\u{fffd}\u{fffd}\t\n\r\u{fffd}\u{fffd}\u{7f}\u{85}\u{fffd}\u{fffd}\u{2028}😀שלום";
        assert_eq!(document.root_element().text(), Some(kept));
        assert_eq!(document.root_element().attribute("a"), Some(kept));
    }
}
