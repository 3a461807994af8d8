//! Runs → lines: embedding levels, widths of units, and the visual order of a line's runs (UAX #9).

use std::ops::Range;

use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction_full};

use super::breaks::Unit;
use super::characters::{drawn, needs_bidi};
use super::setting::Setting;
use super::shape::Run;
use super::{Line, LineRun};

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
    if !by_language && !text.chars().any(needs_bidi) {
        return (false, Vec::new());
    }
    let rtl = by_language || get_base_direction_full(text) == Direction::Rtl;
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(text, Some(base));
    (rtl, if info.has_rtl() { info.levels } else { Vec::new() })
}

/// The widths of units from the advances of their glyphs.
pub(super) fn measure(mut units: Vec<Unit>, text: &str, runs: &[Run]) -> Setting {
    if units.is_empty() {
        // A label that draws nothing is one line of nothing.
        units.push(Unit { range: 0..text.len(), forced: false, penalty: 0.0, widow: true });
    }
    let (mut starts, mut widths): (Vec<f64>, Vec<f64>) = (vec![0.0], Vec::with_capacity(units.len()));
    let (mut x, mut width, mut at) = (0.0, 0.0, 0);
    for run in runs {
        let mut step = |glyph: &super::shape::Glyph| {
            while at + 1 < units.len() && units[at + 1].range.start <= glyph.cluster {
                starts.push(x);
                widths.push(width);
                (width, at) = (0.0, at + 1);
            }
            let advance = f64::from(glyph.advance) / run.units_per_em;
            if glyph.cluster < units[at].range.end {
                let start = starts.last().copied().unwrap_or(0.0);
                width = x - start + f64::from(glyph.natural) / run.units_per_em;
            }
            x += advance;
        };
        if run.rtl() { run.glyphs.iter().rev().for_each(&mut step) } else { run.glyphs.iter().for_each(&mut step) }
    }
    while widths.len() < units.len() {
        widths.push(width);
        starts.push(x);
        width = 0.0;
    }
    Setting { units, starts, widths }
}

/// The part of `text` in `range` as it is drawn: its runs from left to right.
pub(super) fn line(text: &str, runs: &[Run], range: Range<usize>) -> Line {
    let mut parts: Vec<(u8, LineRun)> = Vec::new();
    let drawn_text = |range: Range<usize>| text.get(range).unwrap_or("").chars().filter_map(drawn).collect::<String>();
    for run in runs {
        let bytes = run.range.start.max(range.start)..run.range.end.min(range.end);
        if bytes.is_empty() {
            continue;
        }
        let em = |units: i32| f64::from(units) / run.units_per_em;
        let inside: Vec<_> = run.glyphs.iter().filter(|glyph| bytes.contains(&glyph.cluster)).collect();
        // Kerning to what stands on the next line is taken back from the last glyph in reading order.
        let last = if bytes.end < range.end {
            None
        } else if run.rtl() {
            inside.first()
        } else {
            inside.last()
        };
        let end = last.map_or(0, |glyph| glyph.natural - glyph.advance);
        let mut pen = if run.rtl() { end } else { 0 };
        let mut glyphs = Vec::with_capacity(inside.len());
        for glyph in inside {
            glyphs.push((glyph.id, em(pen + glyph.x), -em(glyph.y)));
            pen += glyph.advance;
        }
        let text = drawn_text(bytes);
        if text.is_empty() && glyphs.is_empty() {
            continue;
        }
        parts.push((
            run.level,
            LineRun {
                face: run.face,
                text,
                rtl: run.rtl(),
                x: 0.0,
                width: em(if run.rtl() { pen } else { pen + end }),
                glyphs,
            },
        ));
    }
    reorder(&mut parts);
    let mut x = 0.0;
    for (_, run) in &mut parts {
        run.x = x;
        for glyph in &mut run.glyphs {
            glyph.1 += x;
        }
        x += run.width;
    }
    Line { text: drawn_text(range), width: x, runs: parts.into_iter().map(|(_, run)| run).collect() }
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
