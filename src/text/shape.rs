//! Text → glyphs: itemised by direction, script and font coverage, each piece shaped once, in font units.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use harfrust::{BufferFlags, Direction, Language, ShapeOptions, UnicodeBuffer};
use indexmap::IndexSet;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use unicode_bidi::{BidiDataSource, HardcodedBidiData};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::characters::{default_ignorable, drawn, simple_latin};
use super::font::{Advances, Face, FaceShaper};
use super::{FaceId, MissingGlyphs};

/// A stretch of text in one face and one direction.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub face: FaceId,
    /// Embedding level of the bidirectional algorithm; odd reads from right to left.
    pub level: u8,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// From left to right.
    pub pieces: Vec<Piece>,
    pub units_per_em: f64,
}

/// Glyphs that were shaped together, where they stand.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Byte of the text from which their clusters count.
    pub start: u32,
    pub shaped: Arc<Shaped>,
}

/// Glyphs that were shaped together.
#[derive(Debug)]
pub(super) struct Shaped {
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// Sum of their advances in font units.
    pub advance: i32,
}

impl Run {
    pub fn rtl(&self) -> bool {
        self.level % 2 == 1
    }

    /// The same run where its text begins at byte `start` of a longer one.
    pub fn behind(&self, start: usize) -> Run {
        let moved = |piece: &Piece| Piece { start: piece.start + start as u32, shaped: piece.shaped.clone() };
        let range = self.range.start + start..self.range.end + start;
        Run { range, pieces: self.pieces.iter().map(moved).collect(), ..*self }
    }

    /// From left to right, with clusters that count from the start of the text.
    pub fn glyphs(&self) -> impl DoubleEndedIterator<Item = Glyph> {
        let placed = |piece: &Piece, glyph: &Glyph| Glyph { cluster: piece.start + glyph.cluster, ..*glyph };
        self.pieces.iter().flat_map(move |piece| piece.shaped.glyphs.iter().map(move |glyph| placed(piece, glyph)))
    }
}

impl Shaped {
    fn new(glyphs: Vec<Glyph>) -> Arc<Shaped> {
        Arc::new(Shaped { advance: glyphs.iter().map(|glyph| glyph.advance).sum(), glyphs })
    }
}

/// One glyph, lengths in font units, y up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub id: u32,
    /// First byte of the characters it stands for.
    pub cluster: u32,
    pub advance: i32,
    /// What the advance would be if a line ended after this glyph's cluster: without kerning to what follows.
    pub natural: i32,
    pub x: i32,
    pub y: i32,
}

/// Brackets within brackets that are told apart, as in UAX #9.
const DEEPEST_BRACKET: usize = 63;

/// The faces of one weight for texts of one language, and the words they have shaped before.
pub(super) struct Tools<'a> {
    language: Option<Language>,
    faces: &'a [Face],
    /// In order of preference.
    candidates: &'a [FaceId],
    /// By candidate, made when first needed.
    opened: Vec<Option<Opened<'a>>>,
    /// Words in the bundled face; `None` for those it cannot show. Looked up, never walked through.
    words: HashMap<Box<str>, Option<Arc<Shaped>>>,
}

impl<'a> Tools<'a> {
    pub fn new(lang: Option<&str>, faces: &'a [Face], candidates: &'a [FaceId]) -> Self {
        Tools {
            language: lang.and_then(|lang| lang.parse().ok()),
            faces,
            candidates,
            opened: candidates.iter().map(|_| None).collect(),
            words: HashMap::new(),
        }
    }

    /// Shapes `text`: runs in reading order. `levels` is one embedding level per byte, or empty when everything reads from
    /// left to right.
    pub fn shape(&mut self, text: &str, levels: &[unicode_bidi::Level]) -> Result<Vec<Run>, MissingGlyphs> {
        let simple = levels.is_empty() && (is_simple_ascii(text) || text.chars().all(simple_latin));
        if let Some(run) = simple.then(|| self.words(text).or_else(|| self.whole(text))).flatten() {
            return Ok(vec![run]);
        }
        let mut shaper = TextShaper { text, tools: self };
        let mut runs: Vec<Run> = Vec::new();
        for item in shaper.itemise(levels)? {
            let Some(mut run) = shaper.run(&item) else { continue };
            if let Some(last) = runs.last_mut()
                && (last.face, last.level, last.range.end) == (run.face, run.level, run.range.start)
            {
                last.range.end = run.range.end;
                if run.rtl() {
                    std::mem::swap(&mut last.pieces, &mut run.pieces);
                }
                last.pieces.append(&mut run.pieces);
            } else {
                runs.push(run);
            }
        }
        Ok(runs)
    }

    /// Latin text in the first face, if that has all of it.
    fn whole(&mut self, text: &str) -> Option<Run> {
        let item = Item { range: 0..text.len(), level: 0, script: Script::Latin, choice: 0 };
        let run = TextShaper { text, tools: self }.run(&item)?;
        let is_whole = run.glyphs().all(|glyph| glyph.id != 0);
        is_whole.then_some(run)
    }

    /// The same word by word, each of them shaped once. In the usual font no kerning and no substitution reaches across
    /// a space, which a test holds; of other fonts nobody knows.
    fn words(&mut self, text: &str) -> Option<Run> {
        let face = *self.candidates.first()?;
        if !self.faces.get(usize::from(face.0))?.word_by_word() {
            return None;
        }
        let space = self.word(" ")?;
        let mut pieces = Vec::with_capacity(2 * text.bytes().filter(|&byte| byte == b' ').count() + 1);
        let mut start = 0;
        for word in text.split_inclusive(' ') {
            let letters = word.strip_suffix(' ').unwrap_or(word);
            if !letters.is_empty() {
                pieces.push(Piece { start, shaped: self.word(letters)? });
            }
            if letters.len() < word.len() {
                pieces.push(Piece { start: start + letters.len() as u32, shaped: space.clone() });
            }
            start += word.len() as u32;
        }
        let units_per_em = self.open(0)?.shaper.units_per_em;
        Some(Run { face, level: 0, range: 0..text.len(), pieces, units_per_em })
    }

    fn word(&mut self, word: &str) -> Option<Arc<Shaped>> {
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        let shaped = self.whole(word).and_then(|mut run| run.pieces.pop()).map(|piece| piece.shaped);
        self.words.insert(word.into(), shaped.clone());
        shaped
    }

    fn open(&mut self, choice: usize) -> Option<&Opened<'a>> {
        let slot = self.opened.get_mut(choice)?;
        if slot.is_none() {
            let face: &'a Face = self.faces.get(usize::from(self.candidates.get(choice)?.0))?;
            let font = face.font()?;
            *slot = Some(Opened {
                shaper: face.shaper()?,
                charmap: font.charmap(),
                advances: face.advances()?,
                variable: face.variable(),
            });
        }
        slot.as_ref()
    }
}

/// Whether a text is made of printable ASCII, told without looking at scripts.
fn is_simple_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A stretch of text in one face, direction and script.
struct Item {
    range: Range<usize>,
    level: u8,
    script: Script,
    /// Number among the candidates.
    choice: usize,
}

/// A grapheme cluster on its way to an [`Item`].
struct Cluster {
    range: Range<usize>,
    level: u8,
    /// `Common` until it is resolved by its neighbours.
    script: Script,
    /// Whether the script is its own and not its neighbours'.
    letter: bool,
    /// For a closing bracket: the piece of its opening one.
    opened_by: Option<usize>,
    choice: Option<usize>,
}

/// A text in the hands of its tools.
struct TextShaper<'t, 'a> {
    text: &'t str,
    tools: &'t mut Tools<'a>,
}

/// A face whose tables are found.
struct Opened<'a> {
    shaper: FaceShaper<'a>,
    charmap: Charmap<'a>,
    advances: Advances<'a>,
    variable: bool,
}

impl<'t> TextShaper<'t, '_> {
    /// The glyphs of one item.
    fn run(&mut self, item: &Item) -> Option<Run> {
        let (text, face) = (self.text, *self.tools.candidates.get(item.choice)?);
        let language = self.tools.language.clone();
        let Opened { shaper, advances, variable, .. } = self.tools.open(item.choice)?;
        let direction = if item.level % 2 == 1 { Direction::RightToLeft } else { Direction::LeftToRight };
        let script = harfrust::Script::from_iso15924_tag(harfrust::Tag::from_u32(item.script.as_iso15924_tag()));
        let mut buffer = UnicodeBuffer::new();
        buffer.reserve(item.range.len());
        for (at, c) in text.get(item.range.clone())?.char_indices() {
            if let Some(c) = drawn(c) {
                buffer.add(c, at as u32);
            }
        }
        buffer.set_direction(direction);
        if let Some(script) = script {
            buffer.set_script(script);
        }
        let plan = shaper.plan(script, direction, language.as_ref());
        if let Some(language) = language {
            buffer.set_language(language);
        }
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let mut instance: &Advances = advances;
        let mut options = ShapeOptions::new().plan(Some(&plan)).features(shaper.features);
        if *variable {
            options = options.font_funcs(Some(&mut instance));
        }
        let shaped = shaper.shaper.shape(buffer, options);
        let infos = shaped.glyph_infos();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(infos.len());
        for (at, (info, position)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            // Neighbours in reading order, whatever the direction.
            let (before, after) = (at.checked_sub(1).and_then(|at| infos.get(at)), infos.get(at + 1));
            let (before, after) = if item.level % 2 == 1 { (after, before) } else { (before, after) };
            let alone = [before, after].iter().flatten().all(|other| other.cluster != info.cluster);
            let kerned = alone && after.is_some_and(|after| after.unsafe_to_break());
            let natural = Some(info.glyph_id).filter(|_| kerned).and_then(|id| advances.get(id));
            glyphs.push(Glyph {
                id: info.glyph_id,
                cluster: info.cluster,
                advance: position.x_advance,
                natural: natural.map_or(position.x_advance, i32::from),
                x: position.x_offset,
                y: position.y_offset,
            });
        }
        let units_per_em = shaper.units_per_em;
        let pieces = vec![Piece { start: item.range.start as u32, shaped: Shaped::new(glyphs) }];
        Some(Run { face, level: item.level, range: item.range.clone(), pieces, units_per_em })
    }

    /// Cuts the text into items (UAX #24 for scripts), or says which characters no face has.
    fn itemise(&mut self, levels: &[unicode_bidi::Level]) -> Result<Vec<Item>, MissingGlyphs> {
        let mut pieces = self.clusters(levels);
        self.choose_faces(&mut pieces)?;
        let mut items: Vec<Item> = Vec::new();
        for piece in pieces {
            let choice = piece.choice.unwrap_or(0);
            match items.last_mut() {
                Some(last) if (last.level, last.script, last.choice) == (piece.level, piece.script, choice) => {
                    last.range.end = piece.range.end;
                }
                _ => items.push(Item { range: piece.range, level: piece.level, script: piece.script, choice }),
            }
        }
        Ok(items)
    }

    /// Grapheme clusters with their scripts: what is common to all scripts takes the one before it, a closing bracket
    /// that of its opening one, as does what follows it, and what stands first that of the first letter.
    fn clusters(&self, levels: &[unicode_bidi::Level]) -> Vec<Cluster> {
        let mut pieces: Vec<Cluster> = Vec::new();
        let mut brackets: Vec<(char, usize)> = Vec::new();
        let mut current = Script::Common;
        for (start, cluster) in self.text.grapheme_indices(true) {
            let own = cluster
                .chars()
                .map(|c| c.script())
                .find(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown));
            let mut opened_by = None;
            if let Some(bracket) =
                cluster.chars().next().and_then(|c| HardcodedBidiData.bidi_matched_opening_bracket(c))
            {
                if bracket.is_open && brackets.len() < DEEPEST_BRACKET {
                    brackets.push((bracket.opening, pieces.len()));
                } else if !bracket.is_open
                    && let Some(depth) = brackets.iter().rposition(|(opening, _)| *opening == bracket.opening)
                {
                    opened_by = brackets.get(depth).map(|(_, piece)| *piece);
                    brackets.truncate(depth);
                }
            }
            let opening_script = opened_by.and_then(|at| pieces.get(at)).map(|piece: &Cluster| piece.script);
            let script = own.or(opening_script).unwrap_or(current);
            current = script;
            pieces.push(Cluster {
                range: start..start + cluster.len(),
                level: levels.get(start).map_or(0, |level| level.number()),
                script,
                letter: own.is_some(),
                opened_by,
                choice: None,
            });
        }
        let first = pieces.iter().find(|piece| piece.letter).map_or(Script::Common, |piece| piece.script);
        for piece in &mut pieces {
            if piece.script == Script::Common {
                piece.script = first;
            }
        }
        pieces
    }

    /// Chooses the first face in order of preference that has a whole word, or else each cluster of it; spaces, digits
    /// and punctuation keep to the face of their neighbour, so that a font for another script does not catch them.
    fn choose_faces(&mut self, pieces: &mut [Cluster]) -> Result<(), MissingGlyphs> {
        let count = self.tools.candidates.len();
        let mut missing: IndexSet<char> = IndexSet::new();
        for word in pieces.chunk_by_mut(|a, b| a.letter && b.letter && a.script == b.script) {
            if !word[0].letter {
                continue;
            }
            let whole = (0..count).find(|&choice| word.iter().all(|piece| self.covers(choice, &piece.range)));
            for piece in word {
                piece.choice = whole.or_else(|| self.choice(0..count, &piece.range, &mut missing));
            }
        }
        let mut near = pieces.iter().find_map(|piece| piece.choice).unwrap_or(0);
        for at in 0..pieces.len() {
            let piece = &pieces[at];
            if piece.letter {
                near = piece.choice.unwrap_or(near);
                continue;
            }
            let opening = piece.opened_by.and_then(|at| pieces.get(at)).and_then(|piece| piece.choice);
            near = opening.unwrap_or(near);
            let wishes = std::iter::once(near).chain(0..count);
            let choice = self.choice(wishes, &piece.range, &mut missing);
            pieces[at].choice = choice;
        }
        if missing.is_empty() { Ok(()) } else { Err(MissingGlyphs::of(missing.into_iter().collect())) }
    }

    /// The first of the faces that has every character of a cluster, or a note of those that keep all from it.
    fn choice(
        &mut self,
        mut wishes: impl Iterator<Item = usize>,
        range: &Range<usize>,
        missing: &mut IndexSet<char>,
    ) -> Option<usize> {
        let cluster = self.text.get(range.clone())?;
        if cluster.chars().all(|c| missing.contains(&c)) {
            return None;
        }
        let choice = wishes.find(|&choice| self.covers(choice, range));
        if choice.is_none() {
            self.lacking(cluster, missing);
        }
        choice
    }

    /// Whether a face has every character of a cluster.
    fn covers(&mut self, choice: usize, range: &Range<usize>) -> bool {
        let Some(cluster) = self.text.get(range.clone()) else {
            return false;
        };
        let Some(Opened { charmap, .. }) = self.tools.open(choice) else {
            return false;
        };
        if cluster.chars().all(|c| has(charmap, c)) {
            return true;
        }
        // The shaper composes what the font has in one piece, takes apart what it has in parts, and knows stand-ins
        // such as a hyphen for U+2011: ask it, except where none of this happens.
        if cluster.chars().count() == 1 && cluster.chars().all(|c| c > '\u{3000}') {
            return false;
        }
        let script = cluster.chars().next().map_or(Script::Common, |c| c.script());
        let item = Item { range: range.clone(), level: 0, script, choice };
        self.run(&item).is_some_and(|run| run.glyphs().next().is_some() && run.glyphs().all(|glyph| glyph.id != 0))
    }

    /// Notes the characters of a cluster that keep every face from setting it: those that no face has, or those that
    /// the best face lacks when no face has them all.
    fn lacking(&mut self, cluster: &str, missing: &mut IndexSet<char>) {
        let mut lacks: Vec<char> = cluster.chars().filter(|&c| !default_ignorable(c)).collect();
        for choice in 0..self.tools.candidates.len() {
            if let Some(Opened { charmap, .. }) = self.tools.open(choice) {
                let these: Vec<char> = cluster.chars().filter(|&c| !has(charmap, c)).collect();
                if these.len() < lacks.len() && !these.is_empty() {
                    lacks = these;
                }
            }
        }
        missing.extend(lacks);
    }
}

/// Whether a face has a character or draws nothing for it anyway.
fn has(charmap: &Charmap, c: char) -> bool {
    c.is_whitespace() || default_ignorable(c) || drawn(c).is_none() || charmap.map(c).is_some_and(|id| id.to_u32() != 0)
}
