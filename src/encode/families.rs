//! The faces of a figure → the attributes that choose them, and the rules that bring them along.

use std::collections::BTreeMap;

use super::svg::TextMode;
use super::xml::{attribute, text_attribute};
use super::{fnv1a, subset};
use crate::draw::figure::{Figure, Item};
use crate::text::{Face, FaceId, Fonts};

/// What stands in for a font that is missing: the journals' own choice, which everybody has.
const FALLBACK: &str = "Arial, sans-serif";

/// How text finds its font.
#[derive(Default)]
pub struct Families {
    /// By face, the attributes of its text.
    attributes: BTreeMap<FaceId, String>,
    /// Style rules that bring the fonts along; empty when none is embedded.
    pub rules: String,
}

/// What a figure uses of a face: a bit for each character and each glyph.
#[derive(Default)]
struct Used {
    chars: Bits,
    glyphs: Bits,
}

/// A set of small numbers: that of an alphabet takes a few words.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn insert(&mut self, number: u32) {
        let word = number as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    /// Its numbers, ascending.
    fn numbers(&self) -> impl Iterator<Item = u32> {
        let is_in = |number: &u32| self.0[*number as usize / 64] >> (number % 64) & 1 == 1;
        (0..64 * self.0.len() as u32).filter(is_in)
    }
}

impl Families {
    /// The families of a figure's text, or which font cannot be embedded.
    pub fn new(figure: &Figure, fonts: &Fonts, mode: TextMode) -> Result<Families, String> {
        let mut families = Families::default();
        if mode == TextMode::Outlines {
            return Ok(families);
        }
        let mut used = BTreeMap::new();
        collect(&figure.items, fonts, &mut used);
        for (id, used) in used {
            let face = fonts.face(id);
            let chars = used.chars.numbers().filter_map(char::from_u32).collect();
            let glyphs = used.glyphs.numbers().collect();
            let mut stack = format!("{}, {FALLBACK}", css_string(&face.family));
            if mode == TextMode::Embedded {
                let font = subset::embed(face, &chars, &glyphs)
                    .map_err(|error| format!("{error}; text as outlines or plain text needs no font in the file"))?;
                // Named after its bytes: figures on one page may hold different subsets of one face.
                let name = format!("tm-{}", fnv1a([&font[..]]));
                stack = format!("{name}, {stack}");
                families.bring(&name, face, &font);
            }
            families.attributes.insert(id, attributes(face, &stack));
        }
        Ok(families)
    }

    /// The attributes of text in that face.
    pub fn attributes(&self, face: FaceId) -> &str {
        self.attributes.get(&face).map_or("", String::as_str)
    }

    fn bring(&mut self, name: &str, face: &Face, font: &[u8]) {
        let style = if face.italic { "font-style:italic;" } else { "" };
        self.rules.push_str(&format!("@font-face{{font-family:{name};font-weight:{};{style}", face.weight));
        self.rules.push_str("src:url(data:font/woff2;base64,");
        base64(&mut self.rules, font);
        self.rules.push_str(")}\n");
    }
}

fn collect(items: &[Item], fonts: &Fonts, used: &mut BTreeMap<FaceId, Used>) {
    for item in items {
        match item {
            Item::Group(group) => collect(&group.items, fonts, used),
            Item::Path(_) => {}
            Item::Text(line) => {
                for run in line.line.runs() {
                    let used = used.entry(run.face).or_default();
                    run.text.chars().for_each(|c| used.chars.insert(u32::from(c)));
                    // A bundled face is cut down by its characters alone.
                    if !fonts.face(run.face).bundled() {
                        run.glyphs().for_each(|(id, ..)| used.glyphs.insert(id));
                    }
                }
            }
        }
    }
}

fn attributes(face: &Face, stack: &str) -> String {
    let mut out = String::new();
    text_attribute(&mut out, "font-family", stack);
    if face.weight != 400 {
        attribute::<0>(&mut out, "font-weight", f64::from(face.weight));
    }
    if face.italic {
        out.push_str(" font-style=\"italic\"");
    }
    out
}

/// A CSS string (CSS Syntax 3, §4.3.5) in single quotes.
fn css_string(value: &str) -> String {
    let mut out = String::from("'");
    for c in value.chars() {
        match c {
            '\'' | '"' | '\\' | '\0'..='\x1f' | '\x7f' => out.push_str(&format!("\\{:x} ", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// Appends bytes in base64 (RFC 4648, §4).
pub fn base64(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= three.len() { digit as char } else { '=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, §10.
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            let mut out = String::new();
            base64(&mut out, bytes.as_bytes());
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn family_names_cannot_end_their_string() {
        assert_eq!(css_string("Source Sans 3"), "'Source Sans 3'");
        assert_eq!(css_string("O'Neil \\ \"x\""), "'O\\27 Neil \\5c  \\22 x\\22 '");
    }
}
