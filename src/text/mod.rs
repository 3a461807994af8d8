//! Labels → lines of placed glyphs: fonts, shaping, line breaking.
//!
//! A label is shaped once, in em; every width asked for later only chooses where its lines break.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

mod breaks;
mod characters;
mod font;
mod line;
mod setting;
mod shape;
mod words;

pub use font::{Face, Outlines};
pub use line::{Cluster, from_right};
use unicode_script::{Script, UnicodeScript};

/// Number of a face in [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The faces a figure may use: the author's in the order given, the two bundled ones, then those that only help out.
#[derive(Clone, Debug)]
pub struct Fonts {
    /// By [`FaceId`].
    pub faces: Vec<Face>,
    /// How many of the faces the author gave.
    given: usize,
    /// By weight: the faces to try for a character, in order of preference, one per family.
    candidates: [Vec<FaceId>; 2],
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

/// A label shaped once: widths in em, to be broken at any width. Clones share it.
#[derive(Clone, Debug)]
pub struct Paragraph(Arc<Shaped>);

#[derive(Debug)]
struct Shaped {
    /// The label with its white space tidied.
    text: String,
    rtl: bool,
    runs: Vec<shape::Run>,
    setting: setting::Setting,
    tall: Tall,
    /// The same label in another language, below the first.
    second: Option<Second>,
}

/// Where the second language of a label begins, and how it is set.
#[derive(Clone, Debug)]
struct Second {
    start: usize,
    /// A BCP 47 tag.
    lang: String,
    /// Its type size as a share of the label's.
    scale: f64,
    rtl: bool,
}

/// The script that decides how much room a line needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tall {
    Latin,
    Cjk,
    /// Scripts of India and South-East Asia, whose letters carry marks above and below.
    Indic,
    Arabic,
}

/// One way to set a label in a number of lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineOption {
    /// How many lines.
    pub lines: usize,
    /// The least width in em in which the label keeps to that many lines.
    pub tightest: f64,
    /// Width in em of the widest line of the best-looking break into that many lines; at most 1.14 × `tightest`.
    pub best: f64,
    /// That break: a bit for each unit that ends a line; `None` for long labels.
    ends: Option<u64>,
}

/// One line of a label, which it shares: widths in em.
#[derive(Clone, Debug)]
pub struct Line {
    label: Arc<Shaped>,
    /// Its bytes, without the space at a break.
    range: Range<usize>,
    /// Sum of the advances, in em of its own type size.
    pub width: f64,
    /// Its type size as a share of the label's: less than 1 in the second language of a label.
    pub scale: f64,
    /// Whether it is in the second language of its label.
    pub second: bool,
}

/// Where a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// With its label.
    Label,
    /// At a space, which is not drawn.
    Space,
    /// Where nothing stands between it and the next line: behind a hyphen, between ideographs.
    Word,
}

/// A piece of a line in one font and one direction.
#[derive(Clone, Debug)]
pub struct LineRun<'a> {
    /// Its font.
    pub face: FaceId,
    /// The characters in reading order.
    pub text: Cow<'a, str>,
    /// Whether it reads from right to left.
    pub rtl: bool,
    /// Left end, from that of the line.
    pub x: f64,
    /// Sum of its advances.
    pub width: f64,
    /// Its part of the label, as the author wrote it.
    label: &'a str,
    run: &'a shape::Run,
    bytes: Range<usize>,
    /// Where its first glyph stands, in font units.
    pen: i32,
}

/// Shapes the labels of a map, all in one language; what they have in common is shaped once.
pub struct Shaper<'a> {
    lang: Option<&'a str>,
    /// By weight.
    tools: [shape::Tools<'a>; 2],
}

impl Fonts {
    /// The two bundled faces. Nothing is parsed before the first label needs it.
    pub fn bundled() -> Fonts {
        let mut fonts = Fonts { faces: Face::both_bundled(), given: 0, candidates: Default::default() };
        fonts.choose();
        fonts
    }

    /// Puts every face of a font file (TTF, OTF, TTC) before the bundled ones and after those given earlier; says how
    /// many there were, or what is wrong with the file.
    pub fn add(&mut self, data: Vec<u8>) -> Result<usize, String> {
        let faces = Face::parse(data)?;
        let count = faces.len();
        self.prefer(faces);
        Ok(count)
    }

    /// Puts faces before the bundled ones and after those given earlier.
    pub fn prefer(&mut self, faces: Vec<Face>) {
        let count = faces.len();
        self.faces.splice(self.given..self.given, faces);
        self.given += count;
        self.choose();
    }

    /// Puts faces behind all others: they serve characters that no other face has.
    pub fn fall_back(&mut self, faces: Vec<Face>) {
        self.faces.extend(faces);
        self.choose();
    }

    /// For each weight and family, in order of their first faces: the upright face of normal width nearest to the weight.
    fn choose(&mut self) {
        self.candidates = [400, 600].map(|weight: u16| {
            let mut chosen: Vec<FaceId> = Vec::new();
            for (at, face) in self.faces.iter().enumerate() {
                let rank = |face: &Face| (face.italic, face.squeezed, face.weight.abs_diff(weight));
                match chosen.iter_mut().find(|id| self.face(**id).family == face.family) {
                    Some(other) if rank(face) < rank(self.face(*other)) => *other = FaceId(at as u16),
                    Some(_) => {}
                    None => chosen.push(FaceId(at as u16)),
                }
            }
            chosen
        });
    }

    /// The face with that number.
    ///
    /// # Panics
    /// When the number comes from other fonts.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// Shapes a single label. `lang` is its language, a BCP 47 tag.
    pub fn shape(&self, text: &str, weight: Weight, lang: Option<&str>) -> Result<Paragraph, MissingGlyphs> {
        self.shaper(lang).shape(text, weight)
    }

    /// Shapes many labels. `lang` is their language, a BCP 47 tag.
    pub fn shaper<'a>(&'a self, lang: Option<&'a str>) -> Shaper<'a> {
        let tools = |weight: Weight| shape::Tools::new(lang, &self.faces, &self.candidates[weight as usize]);
        Shaper { lang, tools: [tools(Weight::Regular), tools(Weight::SemiBold)] }
    }
}

impl Shaper<'_> {
    /// Shapes a label.
    pub fn shape(&mut self, text: &str, weight: Weight) -> Result<Paragraph, MissingGlyphs> {
        let text = characters::tidy(text);
        let (rtl, levels) = line::levels(&text, self.lang);
        let runs = self.tools[weight as usize].shape(&text, &levels)?;
        let setting = line::measure(breaks::units(&text, self.lang), &text, &runs);
        let tall = if text.is_ascii() { None } else { text.chars().map(Tall::of).max() };
        let tall = tall.unwrap_or(Tall::Latin);
        Ok(Paragraph(Arc::new(Shaped { text, rtl, runs, setting, tall, second: None })))
    }
}

impl Tall {
    fn of(c: char) -> Tall {
        if c < '\u{600}' {
            return Tall::Latin;
        }
        match c.script() {
            Script::Arabic | Script::Syriac | Script::Nko | Script::Thaana => Tall::Arabic,
            Script::Devanagari | Script::Bengali | Script::Gurmukhi | Script::Gujarati | Script::Oriya => Tall::Indic,
            Script::Tamil | Script::Telugu | Script::Kannada | Script::Malayalam | Script::Sinhala => Tall::Indic,
            Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan => Tall::Indic,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Tall::Cjk,
            _ => Tall::Latin,
        }
    }
}

impl MissingGlyphs {
    /// Names the scripts of `characters`.
    fn of(characters: Vec<char>) -> MissingGlyphs {
        let mut scripts: Vec<&str> = Vec::new();
        for c in &characters {
            let name = match c.script() {
                Script::Common | Script::Inherited if characters::pictograph(*c) => "Emoji",
                Script::Common | Script::Inherited => "Symbols",
                Script::Unknown => "Private or unassigned characters",
                script => script.full_name(),
            };
            if !scripts.contains(&name) {
                scripts.push(name);
            }
        }
        MissingGlyphs { script: scripts.join(" and ").replace('_', " "), characters }
    }
}

impl Paragraph {
    /// A label with the same in another language below it, in lines of its own that are `scale` as large; without a language
    /// it is another text in that of the label.
    pub fn with_second(&self, second: &Paragraph, lang: &str, scale: f64) -> Paragraph {
        let (Shaped { text, runs, setting, .. }, below) = (&*self.0, &*second.0);
        let start = text.len() + 1;
        let moved = below.runs.iter().map(|run| run.behind(start));
        Paragraph(Arc::new(Shaped {
            text: format!("{text}\n{}", below.text),
            rtl: self.0.rtl,
            runs: runs.iter().cloned().chain(moved).collect(),
            setting: setting.above(&below.setting, start as u32, scale),
            tall: self.0.tall.max(below.tall),
            second: Some(Second { start, lang: lang.to_owned(), scale, rtl: below.rtl }),
        }))
    }

    /// Whether the label as a whole reads from right to left.
    pub fn rtl(&self) -> bool {
        self.0.rtl
    }

    /// Distance of baselines in em: 1.2, 1.35 with Han, Kana or Hangul, 1.5 with Arabic or the scripts of
    /// India and South-East Asia.
    pub fn line_height(&self) -> f64 {
        match self.0.tall {
            Tall::Latin => 1.2,
            Tall::Cjk => 1.35,
            Tall::Indic | Tall::Arabic => 1.5,
        }
    }

    /// Mean of cap height and x-height in em, on which a block is centred: .575, .76 with Han, Kana or Hangul, .50 with Arabic.
    pub fn optical_height(&self) -> f64 {
        match self.0.tall {
            Tall::Latin | Tall::Indic => 0.575,
            Tall::Cjk => 0.76,
            Tall::Arabic => 0.5,
        }
    }

    /// The widest piece that cannot be broken: its width in em and its characters.
    pub fn longest_word(&self) -> (f64, &str) {
        let widest = self.0.setting.units.iter().reduce(|a, b| if b.width > a.width { b } else { a });
        widest.map_or((0.0, ""), |unit| (unit.width, self.0.text.get(unit.range()).unwrap_or("")))
    }

    /// The ways to set the label in 1, 2, … `most` lines, widest first; a count of lines that gains no width is left out,
    /// and so is one that is less than the author's own line breaks ask for.
    pub fn options(&self, most: usize) -> Vec<LineOption> {
        self.0.setting.options(most)
    }

    /// The least widths alone, at a third of the work: numbers of lines, each with the least width in em.
    pub fn tightest(&self, most: usize) -> Vec<(usize, f64)> {
        self.0.setting.curve(most)
    }

    /// The best-looking break into the fewest lines that fit `width` em; `None` when a word is wider.
    /// The ranges are for [`Paragraph::line`].
    pub fn lines(&self, width: f64) -> Option<Vec<Range<usize>>> {
        self.ranges(&self.0.setting.lines(width)?)
    }

    /// The best-looking break into so many lines; `least` is the least width in em for them.
    pub fn option(&self, lines: usize, least: f64) -> LineOption {
        self.0.setting.option(lines, least)
    }

    /// The lines of that break, if they fit `width` em and it is known which they are.
    pub fn lines_of(&self, option: &LineOption, width: f64) -> Option<Vec<Range<usize>>> {
        let ends = option.ends.filter(|_| option.best <= width + setting::TOLERANCE)?;
        self.ranges(&self.0.setting.of_bits(ends))
    }

    /// The bytes of lines of units.
    fn ranges(&self, lines: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
        let units = &self.0.setting.units;
        let bytes =
            |line: &Range<usize>| Some(units.get(line.start)?.range().start..units.get(line.end - 1)?.range().end);
        lines.iter().map(bytes).collect()
    }

    /// One line of a break.
    pub fn line(&self, range: Range<usize>) -> Line {
        let width = line::width(&self.0.text, &self.0.runs, &range);
        let second = self.0.second.as_ref().filter(|second| range.start >= second.start);
        let scale = second.map_or(1.0, |second| second.scale);
        Line { label: self.0.clone(), range, width, scale, second: second.is_some() }
    }
}

impl Line {
    /// The characters in reading order.
    pub fn text(&self) -> Cow<'_, str> {
        line::drawn_text(&self.label.text, self.range.clone())
    }

    /// Whether the label it is part of, in its language, reads from right to left.
    pub fn rtl(&self) -> bool {
        self.label.second.as_ref().filter(|_| self.second).map_or(self.label.rtl, |second| second.rtl)
    }

    /// Its language, a BCP 47 tag, where that is not the one of the figure.
    pub fn lang(&self) -> Option<&str> {
        let second = self.label.second.as_ref().filter(|second| self.second && !second.lang.is_empty());
        second.map(|second| second.lang.as_str())
    }

    /// Where some bytes of its label stand in it, from and to, in em from its left end; `None` where none of them do.
    pub fn span(&self, bytes: &Range<usize>) -> Option<(f64, f64)> {
        let (from, to) = (bytes.start.max(self.range.start), bytes.end.min(self.range.end));
        if from >= to {
            return None;
        }
        let before = |end: usize| line::width(&self.label.text, &self.label.runs, &(self.range.start..end));
        let (start, end) = (before(from), before(to));
        Some(if self.rtl() { (self.width - end, self.width - start) } else { (start, end) })
    }

    /// Where it ends.
    pub fn end(&self) -> LineEnd {
        let rest = self.label.text.get(self.range.end..).unwrap_or_default();
        match rest.chars().find(|&c| characters::drawn(c).is_some()) {
            None => LineEnd::Label,
            Some(c) if characters::breaking_space(c) => LineEnd::Space,
            Some(_) => LineEnd::Word,
        }
    }

    /// Pieces of one font and one direction, in visual order from left to right.
    pub fn runs(&self) -> Vec<LineRun<'_>> {
        line::runs(&self.label.text, &self.label.runs, &self.range)
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.width == other.width && self.text() == other.text() && self.runs() == other.runs()
    }
}

impl PartialEq for LineRun<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.face, &self.text, self.rtl, self.x, self.width)
            == (other.face, &other.text, other.rtl, other.x, other.width)
            && self.glyphs().eq(other.glyphs())
    }
}
