//! Tables of TrueType fonts made from scratch: names, and the outlines of fonts that store them otherwise.

use std::collections::BTreeSet;

use kurbo::{BezPath, CubicBez, PathEl, Point};
use skrifa::raw::TableProvider;

use super::woff2::Table;
use crate::text::Face;

/// How far a quadratic curve may stray from the cubic one it stands for, in units of the font's grid.
const ACCURACY: f64 = 0.3;

/// A `name` table that calls the font `family`, in the names that platforms insist on: family, style, full name and
/// PostScript name (numbers 1, 2, 4, 6), English for Windows.
pub fn name(family: &str) -> Vec<u8> {
    let names = [(1u16, family), (2, "Regular"), (4, family), (6, family)];
    let mut out = Vec::new();
    let mut strings: Vec<u8> = Vec::new();
    for value in [0, names.len() as u16, 6 + 12 * names.len() as u16] {
        out.extend(value.to_be_bytes());
    }
    for (id, text) in names {
        let start = strings.len() as u16;
        strings.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        // Windows (3), Unicode (1), English of the United States (0x409).
        for value in [3, 1, 0x409, id, strings.len() as u16 - start, start] {
            out.extend(value.to_be_bytes());
        }
    }
    out.extend(strings);
    out
}

/// The face as a TrueType font in which only `glyphs` have outlines: for fonts with PostScript outlines or with
/// variations, of which the default instance is taken.
pub fn with_outlines(face: &Face, glyphs: &BTreeSet<u32>) -> Vec<u8> {
    let Some(font) = face.font() else { return Vec::new() };
    let count = font.maxp().map_or(0, |maxp| u32::from(maxp.num_glyphs()));
    let units_per_em = font.head().map_or(1000.0, |head| f64::from(head.units_per_em()));
    let outlines = face.outlines();
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), vec![0, 0, 0, 0], Vec::new());
    let advances = font.hmtx().ok();
    for glyph in 0..count {
        let mut left = 0;
        if glyphs.contains(&glyph) {
            let (bytes, x_min) = simple_glyph(&outlines.path(glyph), units_per_em);
            glyf.extend(bytes);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
            left = x_min;
        }
        loca.extend((glyf.len() as u32).to_be_bytes());
        let advance = advances.as_ref().and_then(|table| table.advance(glyph.into())).unwrap_or(0);
        hmtx.extend(advance.to_be_bytes());
        hmtx.extend(left.to_be_bytes());
    }
    let mut tables: Vec<Table> = Vec::new();
    for record in font.table_directory().table_records() {
        let (tag, Some(data)) = (record.tag().to_be_bytes(), font.data_for_tag(record.tag())) else {
            continue;
        };
        let mut bytes = data.as_bytes().to_vec();
        match &tag {
            b"CFF " | b"CFF2" | b"glyf" | b"loca" | b"hmtx" | b"maxp" => continue,
            // Whether `loca` is long.
            b"head" => set(&mut bytes, 50, 1),
            // How many advances `hmtx` has.
            b"hhea" => set(&mut bytes, 34, count as u16),
            _ => {}
        }
        tables.push((tag, bytes));
    }
    // Version 1.0, the number of glyphs, and limits that only interpreters of hints look at.
    let mut maxp = vec![0, 1, 0, 0];
    maxp.extend((count as u16).to_be_bytes());
    maxp.resize(32, 0);
    tables.extend([(*b"glyf", glyf), (*b"loca", loca), (*b"hmtx", hmtx), (*b"maxp", maxp)]);
    write(tables)
}

fn set(table: &mut [u8], at: usize, value: u16) {
    if let Some(place) = table.get_mut(at..at + 2) {
        place.copy_from_slice(&value.to_be_bytes());
    }
}

/// A font file in memory: its checksums are left empty, for a reader that does not look at them.
fn write(mut tables: Vec<Table>) -> Vec<u8> {
    tables.sort_by_key(|(tag, _)| *tag);
    let mut out = vec![0, 1, 0, 0];
    out.extend((tables.len() as u16).to_be_bytes());
    out.resize(12, 0);
    let mut at = 12 + 16 * tables.len();
    for (tag, bytes) in &tables {
        out.extend(tag);
        for value in [0, at as u32, bytes.len() as u32] {
            out.extend(value.to_be_bytes());
        }
        at += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in &tables {
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// An outline in em (y down) as a simple glyph, and the left end of its box.
fn simple_glyph(path: &BezPath, units_per_em: f64) -> (Vec<u8>, i16) {
    let grid = |point: Point| ((point.x * units_per_em).round() as i16, (-point.y * units_per_em).round() as i16);
    let mut points: Vec<(i16, i16, bool)> = Vec::new();
    let mut ends: Vec<u16> = Vec::new();
    let mut here = Point::ZERO;
    let mut start = 0;
    let mut finish = |points: &mut Vec<(i16, i16, bool)>, start: &mut usize| {
        // A contour closes itself: the first point is not said twice.
        if points.len() > *start + 1 && points.last() == points.get(*start) {
            points.pop();
        }
        if points.len() > *start {
            ends.push(points.len() as u16 - 1);
        }
        *start = points.len();
    };
    for element in path.elements() {
        let mut add = |point: Point, on: bool| {
            let (x, y) = grid(point);
            points.push((x, y, on));
        };
        match *element {
            PathEl::MoveTo(to) => {
                finish(&mut points, &mut start);
                let (x, y) = grid(to);
                points.push((x, y, true));
                here = to;
            }
            PathEl::LineTo(to) => {
                add(to, true);
                here = to;
            }
            PathEl::QuadTo(control, to) => {
                add(control, false);
                add(to, true);
                here = to;
            }
            PathEl::CurveTo(a, b, to) => {
                for (_, _, quad) in CubicBez::new(here, a, b, to).to_quads(ACCURACY / units_per_em) {
                    add(quad.p1, false);
                    add(quad.p2, true);
                }
                here = to;
            }
            PathEl::ClosePath => {}
        }
    }
    finish(&mut points, &mut start);
    if points.is_empty() {
        return (Vec::new(), 0);
    }
    let bounds = |values: &mut dyn Iterator<Item = i16>| {
        values.fold((i16::MAX, i16::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (left, right) = bounds(&mut points.iter().map(|point| point.0));
    let (bottom, top) = bounds(&mut points.iter().map(|point| point.1));
    let mut out = Vec::new();
    for value in [ends.len() as i16, left, bottom, right, top] {
        out.extend(value.to_be_bytes());
    }
    out.extend(ends.iter().flat_map(|end| end.to_be_bytes()));
    // No instructions; then the flags, of which only "on the curve" is used; then steps from point to point.
    out.extend([0, 0]);
    out.extend(points.iter().map(|point| u8::from(point.2)));
    for axis in [|point: &(i16, i16, bool)| point.0, |point: &(i16, i16, bool)| point.1] {
        let mut before = 0i16;
        for point in &points {
            out.extend(axis(point).wrapping_sub(before).to_be_bytes());
            before = axis(point);
        }
    }
    (out, left)
}
