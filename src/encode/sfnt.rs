//! Tables of TrueType fonts made from scratch: names, and fonts rebuilt from what can be read of them.

use std::collections::BTreeSet;

use kurbo::{BezPath, CubicBez, PathEl, Point};
use skrifa::MetadataProvider;
use skrifa::raw::TableProvider;
use skrifa::raw::types::Tag;

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

/// A face rebuilt as a TrueType font of one instance that has only `chars`, and outlines only for `glyphs`.
///
/// Fonts of authors come with PostScript outlines, with variations, of which the embedded font is one instance, and damaged. What is copied is what shaping needs:
/// substitutions and positions, by the numbers of the glyphs, which stay what they were.
pub fn rebuild(face: &Face, chars: &BTreeSet<char>, glyphs: &BTreeSet<u32>) -> Vec<u8> {
    let Some(font) = face.font() else { return Vec::new() };
    let count = font.maxp().map_or(0, |maxp| maxp.num_glyphs());
    let units_per_em = font.head().map_or(1000.0, |head| f64::from(head.units_per_em()));
    let (outlines, advances, charmap) = (face.outlines(), face.advances(), font.charmap());
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), vec![0, 0, 0, 0], Vec::new());
    for glyph in 0..count {
        let mut left = 0;
        if glyphs.contains(&u32::from(glyph)) {
            let (bytes, x_min) = simple_glyph(&outlines.path(glyph.into()), units_per_em);
            glyf.extend(bytes);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
            left = x_min;
        }
        loca.extend((glyf.len() as u32).to_be_bytes());
        let advance = advances.as_ref().and_then(|advances| advances.get(glyph.into())).unwrap_or(0);
        hmtx.extend(advance.to_be_bytes());
        hmtx.extend(left.to_be_bytes());
    }
    let mapped = |c: &char| Some((u32::from(*c), charmap.map(*c)?.to_u32()));
    let cmap = cmap(chars.iter().filter_map(mapped).filter(|(_, glyph)| *glyph < u32::from(count)));
    let mut tables: Vec<Table> = vec![(*b"glyf", glyf), (*b"loca", loca), (*b"hmtx", hmtx), (*b"cmap", cmap)];
    // Version 1.0, the number of glyphs, and limits that only interpreters of hints look at.
    let mut maxp = vec![0, 1, 0, 0];
    maxp.extend(count.to_be_bytes());
    maxp.resize(32, 0);
    // Version 3.0: glyphs have no names.
    let mut post = vec![0, 3, 0, 0];
    post.resize(32, 0);
    tables.extend([(*b"maxp", maxp), (*b"post", post)]);
    for tag in [b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"head", b"hhea"] {
        let Some(data) = font.data_for_tag(Tag::new(tag)) else { continue };
        let mut bytes = data.as_bytes().to_vec();
        match tag {
            // Whether `loca` is long.
            b"head" => set(&mut bytes, 50, 1),
            // How many advances `hmtx` has.
            b"hhea" => set(&mut bytes, 34, count),
            _ => {}
        }
        tables.push((*tag, bytes));
    }
    write(tables)
}

/// A font of new glyphs in the measures of a face, which others know as `name`: outlines in em (y down) and widths in
/// font units. The first is shown for what is missing.
pub fn assemble(face: &Face, name: &str, glyphs: &[(BezPath, u16)]) -> Option<Vec<u8>> {
    let font = face.font()?;
    let count = glyphs.len() as u16;
    let units_per_em = f64::from(font.head().ok()?.units_per_em());
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), vec![0, 0, 0, 0], Vec::new());
    for (outline, width) in glyphs {
        let empty = outline.elements().is_empty();
        let (bytes, left) = if empty { (Vec::new(), 0) } else { simple_glyph(outline, units_per_em) };
        glyf.extend(bytes);
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        loca.extend((glyf.len() as u32).to_be_bytes());
        hmtx.extend(width.to_be_bytes());
        hmtx.extend(left.to_be_bytes());
    }
    let mut head = font.data_for_tag(Tag::new(b"head"))?.as_bytes().to_vec();
    let mut hhea = font.data_for_tag(Tag::new(b"hhea"))?.as_bytes().to_vec();
    set(&mut head, 50, 1);
    set(&mut hhea, 34, count);
    // The checksum is made when all else is known.
    head.get_mut(8..12)?.fill(0);
    let mut maxp = vec![0, 1, 0, 0];
    maxp.extend(count.to_be_bytes());
    maxp.resize(32, 0);
    let mut post = vec![0, 3, 0, 0];
    post.resize(32, 0);
    let mut tables: Vec<Table> =
        vec![(*b"glyf", glyf), (*b"loca", loca), (*b"hmtx", hmtx), (*b"head", head), (*b"hhea", hhea)];
    tables.extend([(*b"maxp", maxp), (*b"post", post), (*b"name", self::name(name))]);
    if let Some(data) = font.data_for_tag(Tag::new(b"OS/2")) {
        tables.push((*b"OS/2", data.as_bytes().to_vec()));
    }
    let mut file = write(tables);
    let sum = file.as_chunks::<4>().0.iter().fold(0u32, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)));
    let record = file.get(12..)?.chunks(16).find(|record| record.starts_with(b"head"))?;
    let at = u32::from_be_bytes(record.get(8..12)?.try_into().ok()?) as usize + 8;
    file.get_mut(at..at + 4)?.copy_from_slice(&0xb1b0_afba_u32.wrapping_sub(sum).to_be_bytes());
    Some(file)
}

/// A `cmap` table with one subtable of format 12, for Windows, one group per character.
fn cmap(mapped: impl Iterator<Item = (u32, u32)>) -> Vec<u8> {
    let groups: Vec<u8> = mapped.flat_map(|(c, glyph)| [c, c, glyph]).flat_map(u32::to_be_bytes).collect();
    let mut out = Vec::with_capacity(28 + groups.len());
    // Version 0, one subtable: platform 3, encoding 10, which starts at byte 12 and is of format 12.
    for value in [0u16, 1, 3, 10, 0, 12, 12, 0] {
        out.extend(value.to_be_bytes());
    }
    for value in [16 + groups.len() as u32, 0, groups.len() as u32 / 12] {
        out.extend(value.to_be_bytes());
    }
    out.extend(groups);
    out
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

/// A point of a glyph on its grid, and whether it lies on the curve.
type GridPoint = (i16, i16, bool);

/// An outline in em (y down) as a simple glyph, and the left end of its box.
fn simple_glyph(path: &BezPath, units_per_em: f64) -> (Vec<u8>, i16) {
    let (mut points, mut ends): (Vec<GridPoint>, Vec<u16>) = (Vec::new(), Vec::new());
    for contour in contours(path, ACCURACY / units_per_em) {
        points.extend(on_grid(&contour, units_per_em));
        ends.push((points.len() as u16).wrapping_sub(1));
    }
    if points.is_empty() {
        return (Vec::new(), 0);
    }
    let bounds = |values: &mut dyn Iterator<Item = i16>| {
        values.fold((i16::MAX, i16::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (left, right) = bounds(&mut points.iter().map(|point| point.0));
    let (bottom, top) = bounds(&mut points.iter().map(|point| point.1));
    let mut out = Vec::new();
    for value in [ends.len() as i16, left, bottom, right, top] {
        out.extend(value.to_be_bytes());
    }
    out.extend(ends.iter().flat_map(|end| end.to_be_bytes()));
    // No instructions; then the flags, steps from left to right and steps from bottom to top, each as short as it can be.
    out.extend([0, 0]);
    let (mut flags, mut across, mut up): (Vec<u8>, Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = (0i16, 0i16);
    for &(x, y, on_curve) in &points {
        let across = step(x.wrapping_sub(before.0), &mut across);
        let up = step(y.wrapping_sub(before.1), &mut up);
        flags.push(u8::from(on_curve) | across << 1 | up << 2);
        before = (x, y);
    }
    for run in flags.chunk_by(|a, b| a == b) {
        // A flag that comes again is written once, with how often it does, at most 255 times.
        for run in run.chunks(256) {
            match run {
                [flag] => out.push(*flag),
                [flag, again @ ..] => out.extend([flag | REPEATED, again.len() as u8]),
                [] => {}
            }
        }
    }
    out.extend(across);
    out.extend(up);
    (out, left)
}

/// Set in a flag that is followed by the number of times it comes again.
const REPEATED: u8 = 1 << 3;

/// Appends a step of one coordinate; gives the bits that tell how, where those for `x` stand in a flag, moved to bit 0: the
/// first for a single byte, and the fourth for one that is positive, or, without the first, for no step at all (OpenType,
/// "glyf", simple glyphs).
fn step(by: i16, out: &mut Vec<u8>) -> u8 {
    match (by, u8::try_from(by.unsigned_abs())) {
        (0, _) => 1 << 3,
        (_, Ok(length)) => {
            out.push(length);
            1 | u8::from(by > 0) << 3
        }
        _ => {
            out.extend(by.to_be_bytes());
            0
        }
    }
}

/// The contours of an outline as points on and off the curve, with quadratic curves only. A contour closes itself: its
/// first point is not said again at its end.
fn contours(path: &BezPath, accuracy: f64) -> Vec<Vec<(Point, bool)>> {
    let mut contours: Vec<Vec<(Point, bool)>> = Vec::new();
    let mut here = Point::ZERO;
    for element in path.elements() {
        if let PathEl::MoveTo(to) = *element {
            contours.push(vec![(to, true)]);
            here = to;
        }
        let Some(contour) = contours.last_mut() else { continue };
        match *element {
            PathEl::MoveTo(_) | PathEl::ClosePath => continue,
            PathEl::LineTo(to) => contour.push((to, true)),
            PathEl::QuadTo(control, to) => contour.extend([(control, false), (to, true)]),
            PathEl::CurveTo(a, b, to) => {
                for (_, _, quad) in CubicBez::new(here, a, b, to).to_quads(accuracy) {
                    contour.extend([(quad.p1, false), (quad.p2, true)]);
                }
            }
        }
        here = contour.last().map_or(here, |point| point.0);
    }
    for contour in &mut contours {
        if contour.len() > 1 && contour.last() == contour.first() {
            contour.pop();
        }
    }
    contours
}

/// The points of a contour on the grid, y up. One that lies midway between two points off the curve is left to be
/// understood, as the format has it: it may lie between the lines of the grid.
fn on_grid(contour: &[(Point, bool)], units_per_em: f64) -> impl Iterator<Item = GridPoint> {
    let needed =
        move |at: usize| match (at.checked_sub(1).and_then(|at| contour.get(at)), contour[at], contour.get(at + 1)) {
            (Some((before, false)), (point, true), Some((after, false))) => {
                before.midpoint(*after).distance_squared(point) * units_per_em * units_per_em > 1e-6
            }
            _ => true,
        };
    (0..contour.len()).filter(move |&at| needed(at)).map(move |at| {
        let (point, on) = contour[at];
        ((point.x * units_per_em).round() as i16, (-point.y * units_per_em).round() as i16, on)
    })
}
