//! Runs of glyphs → SVG path data, on the very pixels where resvg's own layout of the same text puts them.
//!
//! An edge that falls exactly between two samples of a pixel, as upright stems and baselines often do, goes to either
//! side by the last bit of its coordinate. So coordinates are computed in single precision in the order in which usvg
//! computes them, and written with enough decimals to be read back as the same numbers.

use std::collections::BTreeMap;

use kurbo::{BezPath, PathEl, Point};
use skrifa::raw::TableProvider as _;

use super::xml::{short_number, steps};
use crate::text::{Face, FaceId, Fonts, LineRun};

/// Decimals that tell single-precision numbers from 16 points on apart; a difference below that is far from any pixel.
const DECIMALS: u32 = 6;

/// The outlines used so far.
#[derive(Default)]
pub struct Glyphs {
    units_per_em: BTreeMap<FaceId, f64>,
    /// By face and number, in em.
    outlines: BTreeMap<(FaceId, u32), BezPath>,
}

impl Glyphs {
    /// Appends the outlines of a run in type of `size` points as path data.
    pub fn run(&mut self, out: &mut String, run: &LineRun, place: Place, fonts: &Fonts) {
        let face = fonts.face(run.face);
        let units_per_em = *self.units_per_em.entry(run.face).or_insert_with(|| units_per_em(face));
        let scale = place.size as f32 / units_per_em as f32;
        let x = |em: f64| place.left + em * place.size;
        let glyphs: Vec<(u32, f64, f64)> = run.glyphs().collect();
        // The end of the run as it is told to those who place it: its left end and its width.
        let end = x(run.x) + run.width * place.size;
        let ends = glyphs.iter().skip(1).map(|glyph| x(glyph.1)).chain([end]);
        let advance = |from: f64, to: f64| ((to - from) / place.size * units_per_em).round() as f32 * scale;
        let advances: Vec<f32> = glyphs.iter().zip(ends).map(|(glyph, end)| advance(x(glyph.1), end)).collect();
        // A mark that leans over the letter it belongs to may stand first, away from the left end.
        let before = glyphs.first().map_or(0.0, |glyph| advance(x(run.x), x(glyph.1)));
        let mut x = before - (before + advances.iter().sum::<f32>()) / 2.0;
        for (&(id, _, y), advance) in glyphs.iter().zip(advances) {
            let y = place.drawn_baseline + y * place.size;
            let origin = [place.middle as f32 + x, (place.baseline + y - place.drawn_baseline) as f32];
            let outline = self.outlines.entry((run.face, id)).or_insert_with(|| face.outline(id));
            append(out, outline.elements(), |point| {
                let unit = |em: f64| (em * units_per_em) as f32;
                let placed = [unit(point.x) * scale + origin[0], unit(point.y) * scale + origin[1]];
                placed.map(|coordinate| steps::<DECIMALS>(f64::from(coordinate)))
            });
            x += advance;
        }
    }
}

/// Where a run is placed.
#[derive(Clone, Copy)]
pub struct Place {
    /// Left end of its line.
    pub left: f64,
    /// Its middle, as the file says.
    pub middle: f64,
    /// Its baseline, as the file says.
    pub baseline: f64,
    /// Its baseline before rounding, from which glyphs above and below it are measured.
    pub drawn_baseline: f64,
    /// Type size in points.
    pub size: f64,
}

/// Units of a font in an em.
pub fn units_per_em(face: &Face) -> f64 {
    face.font().and_then(|font| font.head().ok()).map_or(1000.0, |head| f64::from(head.units_per_em()))
}

/// Appends an outline as path data: absolute where it starts, relative from there on, which is shorter.
fn append(out: &mut String, outline: &[PathEl], place: impl Fn(&Point) -> [i64; 2]) {
    let mut last = [0, 0];
    for element in outline {
        let (letter, points): (char, &[Point]) = match element {
            PathEl::MoveTo(p) => ('M', &[*p]),
            PathEl::LineTo(p) => ('l', &[*p]),
            PathEl::QuadTo(p, q) => ('q', &[*p, *q]),
            PathEl::CurveTo(p, q, r) => ('c', &[*p, *q, *r]),
            PathEl::ClosePath => ('z', &[]),
        };
        out.push(letter);
        if letter == 'M' {
            last = [0, 0];
        }
        let mut end = last;
        for (i, point) in points.iter().enumerate() {
            end = place(point);
            coordinate(out, end[0] - last[0], i == 0);
            coordinate(out, end[1] - last[1], false);
        }
        last = end;
    }
}

/// Appends a coordinate, apart from the one before it; a minus sign is apart by itself.
fn coordinate(out: &mut String, steps: i64, first: bool) {
    if !first && steps >= 0 {
        out.push(' ');
    }
    short_number::<DECIMALS>(out, steps);
}
