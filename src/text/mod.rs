//! Labels → lines of placed glyphs: fonts, shaping, line breaking.
//!
//! A label is shaped once, in em; every width asked for later only chooses where its lines break.

use std::ops::Range;

/// One font face in memory.
#[derive(Clone, Debug)]
pub struct Face {
    /// The whole font file.
    pub data: std::borrow::Cow<'static, [u8]>,
    /// Number of the face in a collection.
    pub index: u32,
    /// Family name as the font states it ("Source Sans 3").
    pub family: String,
    /// Weight as the font states it, 100–900.
    pub weight: u16,
}

/// Number of a face in [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The faces a figure may use, in order of preference.
#[derive(Clone, Debug)]
pub struct Fonts {
    /// The author's faces in the order given, then the two bundled ones.
    pub faces: Vec<Face>,
}

/// The two weights of the look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Weight {
    Regular,
    SemiBold,
}

/// Characters that no given font can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGlyphs {
    /// English name of their script ("Arabic", "Han").
    pub script: String,
    /// The characters, each once, in order of appearance.
    pub characters: Vec<char>,
}

/// A label shaped once: widths in em, to be broken at any width.
#[derive(Clone, Debug)]
pub struct Paragraph {}

/// One way to set a label in a number of lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineOption {
    /// How many lines.
    pub lines: usize,
    /// The least width in em in which the label keeps to that many lines.
    pub tightest: f64,
    /// Width in em of the widest line of the best-looking break into that many lines; at most 1.14 × `tightest`.
    pub best: f64,
}

/// One line of a label: widths in em, x from the left end of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The characters in reading order, without the space at a break.
    pub text: String,
    /// Sum of the advances.
    pub width: f64,
    /// Pieces of one font and one direction, in visual order from left to right.
    pub runs: Vec<LineRun>,
}

/// A piece of a line in one font and one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRun {
    /// Its font.
    pub face: FaceId,
    /// The characters in reading order.
    pub text: String,
    /// Whether it reads from right to left.
    pub rtl: bool,
    /// Left end.
    pub x: f64,
    /// Sum of its advances.
    pub width: f64,
    /// Glyphs from left to right: number in the font, x and y of the origin from the line's left end and baseline (y down).
    pub glyphs: Vec<(u32, f64, f64)>,
}

impl Fonts {
    /// The two bundled faces.
    pub fn bundled() -> Fonts {
        todo!()
    }

    /// Puts every face of a font file before the bundled ones and after those given earlier; says how many there were.
    pub fn add(&mut self, _data: Vec<u8>) -> Result<usize, String> {
        todo!()
    }

    /// The face with that number.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0 as usize]
    }

    /// Shapes a label.
    pub fn shape(&self, _text: &str, _weight: Weight, _lang: Option<&str>) -> Result<Paragraph, MissingGlyphs> {
        todo!()
    }
}

impl Paragraph {
    /// Whether the label as a whole reads from right to left.
    pub fn rtl(&self) -> bool {
        todo!()
    }

    /// Distance of baselines in em: 1.2, 1.35 with Han, Kana or Hangul, 1.5 with Arabic.
    pub fn line_height(&self) -> f64 {
        todo!()
    }

    /// Mean of cap height and x-height in em, on which a block is centred: .575, .76 with Han, Kana or Hangul, .50 with Arabic.
    pub fn optical_height(&self) -> f64 {
        todo!()
    }

    /// The widest piece that cannot be broken: its width in em and its characters.
    pub fn longest_word(&self) -> (f64, &str) {
        todo!()
    }

    /// The ways to set the label in 1, 2, … `most` lines, widest first; a count of lines that gains no width is left out.
    pub fn options(&self, _most: usize) -> Vec<LineOption> {
        todo!()
    }

    /// The best-looking break into the fewest lines that fit `width` em; `None` when a word is wider.
    pub fn lines(&self, _width: f64) -> Option<Vec<Range<usize>>> {
        todo!()
    }

    /// One line of a break, its runs in visual order.
    pub fn line(&self, _range: Range<usize>) -> Line {
        todo!()
    }
}
