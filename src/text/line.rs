//! Runs → lines: embedding levels, widths of units, and the visual order of a line's runs (UAX #9).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction_full};

use super::LineRun;
use super::breaks::Unit;
use super::characters::{drawn, needs_bidi};
use super::setting::Setting;
use super::shape::{Glyph, Run};

/// Languages written from right to left, and scripts that say so in a tag ("ku-Arab").
const RTL_LANGUAGES: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
const RTL_SCRIPTS: &[&str] = &["adlm", "arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"];

fn rtl_language(lang: &str) -> bool {
    let mut parts = lang.split(['-', '_']);
    let primary = parts.next().unwrap_or(lang);
    match parts.find(|part| part.len() == 4) {
        Some(script) => RTL_SCRIPTS.iter().any(|other| other.eq_ignore_ascii_case(script)),
        None => RTL_LANGUAGES.iter().any(|other| other.eq_ignore_ascii_case(primary)),
    }
}

/// Whether a text reads from right to left as a whole, by its language or else its first strong character, and the
/// level of each of its bytes; no levels when all of it reads from left to right.
pub(super) fn levels(text: &str, lang: Option<&str>) -> (bool, Vec<Level>) {
    let by_language = lang.is_some_and(rtl_language);
    if !by_language && (text.is_ascii() || !text.chars().any(needs_bidi)) {
        return (false, Vec::new());
    }
    let rtl = by_language || get_base_direction_full(text) == Direction::Rtl;
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(text, Some(base));
    (rtl, if info.has_rtl() { info.levels } else { Vec::new() })
}

/// Gives units their places and widths, from the advances of their glyphs.
pub(super) fn measure(mut units: Vec<Unit>, text: &str, runs: &[Run]) -> Setting {
    if units.is_empty() {
        // A label that draws nothing is one line of nothing.
        units.push(Unit { end: text.len() as u32, widow: true, ..Unit::default() });
    }
    let (mut x, mut width, mut at) = (0.0, 0.0, 0);
    for run in runs {
        let mut step = |glyph: Glyph| {
            while at + 1 < units.len() && units[at + 1].start <= glyph.cluster {
                units[at].width = width;
                (width, at) = (0.0, at + 1);
                units[at].x = x;
            }
            let advance = f64::from(glyph.advance) / run.units_per_em;
            if glyph.cluster < units[at].end {
                width = x - units[at].x + f64::from(glyph.natural) / run.units_per_em;
            }
            x += advance;
        };
        if run.rtl() { run.glyphs().rev().for_each(&mut step) } else { run.glyphs().for_each(&mut step) }
    }
    units[at].width = width;
    units[at + 1..].iter_mut().for_each(|unit| unit.x = x);
    Setting { units, whole: x }
}

/// The part of `text` in `range` as it is drawn: its runs from left to right.
pub(super) fn runs<'a>(text: &'a str, runs: &'a [Run], range: &Range<usize>) -> Vec<LineRun<'a>> {
    if let [run] = runs {
        return part(text, run, range).into_iter().collect();
    }
    let parts = runs.iter().filter_map(|run| Some((run.level, part(text, run, range)?)));
    let mut parts: Vec<(u8, LineRun)> = parts.collect();
    reorder(&mut parts);
    let mut x = 0.0;
    for (_, run) in &mut parts {
        run.x = x;
        x += run.width;
    }
    parts.into_iter().map(|(_, run)| run).collect()
}

/// What of a run stands in a line; its place in the line is not known yet.
fn part<'a>(text: &'a str, run: &'a Run, range: &Range<usize>) -> Option<LineRun<'a>> {
    let bytes = run.range.start.max(range.start)..run.range.end.min(range.end);
    if bytes.is_empty() {
        return None;
    }
    let (sum, last) = measured(run, &bytes);
    // Kerning to what stands on the next line is taken back from the last glyph in reading order.
    let end = last.filter(|_| bytes.end == range.end).map_or(0, |glyph| glyph.natural - glyph.advance);
    let label = text.get(bytes.clone()).unwrap_or_default();
    let text = drawn_text(text, bytes.clone());
    if text.is_empty() && last.is_none() {
        return None;
    }
    let width = f64::from(sum + end) / run.units_per_em;
    let pen = if run.rtl() { end } else { 0 };
    Some(LineRun { face: run.face, text, rtl: run.rtl(), x: 0.0, width, label, run, bytes, pen })
}

/// The width of the part of `text` in `range`.
pub(super) fn width(text: &str, runs: &[Run], range: &Range<usize>) -> f64 {
    match runs {
        [run] => part(text, run, range).map_or(0.0, |run| run.width),
        runs => self::runs(text, runs, range).iter().map(|run| run.width).sum(),
    }
}

/// The sum of the advances of the glyphs of some bytes of a run, and the last of these glyphs in reading order.
fn measured(run: &Run, bytes: &Range<usize>) -> (i32, Option<Glyph>) {
    let is_inside = |glyph: &Glyph| bytes.contains(&(glyph.cluster as usize));
    if run.rtl() {
        return (run.glyphs().filter(is_inside).map(|glyph| glyph.advance).sum(), run.glyphs().find(is_inside));
    }
    let mut sum = 0;
    let mut last = None;
    for (at, piece) in run.pieces.iter().enumerate() {
        let start = piece.start as usize;
        if run.pieces.len() > 1 {
            // A word or a space: no line begins or ends inside of most of them.
            let end = run.pieces.get(at + 1).map_or(run.range.end, |next| next.start as usize);
            if end <= bytes.start || start >= bytes.end {
                continue;
            }
            if bytes.start <= start && end <= bytes.end {
                sum += piece.shaped.advance;
                last = piece.shaped.glyphs.last().copied().or(last);
                continue;
            }
        }
        let placed = piece.shaped.glyphs.iter().map(|glyph| Glyph { cluster: piece.start + glyph.cluster, ..*glyph });
        for glyph in placed.filter(is_inside) {
            sum += glyph.advance;
            last = Some(glyph);
        }
    }
    (sum, last)
}

/// The characters of a part of a text that are drawn.
pub(super) fn drawn_text(text: &str, range: Range<usize>) -> Cow<'_, str> {
    let text = text.get(range).unwrap_or("");
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(drawn).collect())
}

/// Glyphs that were shaped together, and the characters they stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Where the pen stands in em, from the line's left end.
    pub x: f64,
    /// Its characters, as bytes of the run's text.
    pub chars: Range<usize>,
    /// From left to right: number in the font, x and y of the origin from the pen and the baseline in font units (y up).
    pub glyphs: Vec<(u32, i32, i32)>,
}

impl LineRun<'_> {
    /// The clusters from left to right: together their characters are the text of the run.
    pub fn clusters(&self) -> Vec<Cluster> {
        let start = |glyph: &Glyph| glyph.cluster as usize - self.bytes.start;
        let inside = || self.run.glyphs().filter(|glyph| self.bytes.contains(&(glyph.cluster as usize)));
        let mut starts: Vec<usize> = inside().map(|glyph| start(&glyph)).collect();
        starts.sort_unstable();
        starts.dedup();
        // Where each cluster begins in what is drawn. What comes before the first goes with it.
        let (mut begins, mut length) = (Vec::with_capacity(starts.len() + 1), 0);
        for (at, c) in self.label.char_indices() {
            while starts.get(begins.len()).is_some_and(|&start| start <= at) {
                begins.push(if begins.is_empty() { 0 } else { length });
            }
            length += drawn(c).map_or(0, char::len_utf8);
        }
        begins.resize(starts.len() + 1, length);
        let mut clusters: Vec<Cluster> = Vec::new();
        let (mut pen, mut from) = (self.pen, self.pen);
        for glyph in inside() {
            let number = starts.partition_point(|&other| other < start(&glyph));
            let chars = begins[number]..begins[number + 1];
            if clusters.last().is_none_or(|last| last.chars != chars) {
                from = pen;
                let x = f64::from(pen) / self.run.units_per_em + self.x;
                clusters.push(Cluster { x, chars, glyphs: Vec::new() });
            }
            if let Some(last) = clusters.last_mut() {
                last.glyphs.push((glyph.id, pen - from + glyph.x, glyph.y));
            }
            pen += glyph.advance;
        }
        clusters
    }

    /// Glyphs from left to right: number in the font, x and y of the origin from the line's left end and baseline (y down).
    pub fn glyphs(&self) -> impl Iterator<Item = (u32, f64, f64)> {
        let em = |units: i32| f64::from(units) / self.run.units_per_em;
        let mut pen = self.pen;
        self.run.glyphs().filter(|glyph| self.bytes.contains(&(glyph.cluster as usize))).map(move |glyph| {
            let origin = (glyph.id, em(pen + glyph.x) + self.x, -em(glyph.y));
            pen += glyph.advance;
            origin
        })
    }
}

/// Rule L2: from the highest level down to the lowest odd one, reverse every stretch at that level or above.
fn reorder<T>(parts: &mut [(u8, T)]) {
    let highest = parts.iter().map(|part| part.0).max().unwrap_or(0);
    for level in (1..=highest).rev() {
        parts.chunk_by_mut(|a, b| (a.0 >= level) == (b.0 >= level)).for_each(|stretch| {
            if stretch[0].0 >= level {
                stretch.reverse();
            }
        });
    }
}
