//! A [`Figure`] as Encapsulated PostScript of level 2: outlined text, opaque colours, the page as its bounding box.
//!
//! Each glyph is a procedure, defined once in the units of its font. Comments hold the words: the labels are not lost to
//! those who search the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kurbo::{BezPath, PathEl, Point};

use super::glyphs::units_per_em;
use super::xml::{number, short_number, steps};
use crate::draw::figure::{Color, Figure, Item, Path, Stroke, Text};
use crate::text::{FaceId, Fonts};

/// Decimals of coordinates, as in the SVG.
const COORDINATE: u32 = 2;
/// Decimals of page sizes, type sizes and dashes.
const FINE: u32 = 4;
/// How far a curve may stray from the rounded corner or ellipse it stands for, in points.
const ACCURACY: f64 = 0.02;
/// Most characters of a comment's text: lines end before 255 (Document Structuring Conventions 3.0, §4.3).
const LINE: usize = 200;

/// Short names for what is drawn with: PostScript is read once, from top to bottom.
///
/// `Q` draws a quadratic curve, which PostScript has not, from the steps to its control point and its end.
const PROLOG: &str = "\
%%BeginProlog
/thememap 64 dict def
thememap begin
/m{moveto}bind def
/l{lineto}bind def
/c{curveto}bind def
/h{closepath}bind def
/M{moveto}bind def
/L{rlineto}bind def
/C{rcurveto}bind def
/Q{4 2 roll 2 mul 3 div exch 2 mul 3 div exch 2 copy 5 index 3 div 3 -1 roll add 4 index 3 div 3 -1 roll add
6 -2 roll rcurveto}bind def
/k{255 div 3 1 roll 255 div 3 1 roll 255 div 3 1 roll setrgbcolor}bind def
/F{gsave k fill grestore}bind def
/S{k stroke}bind def
/G{gsave translate dup neg scale}bind def
/E{fill grestore}bind def
";

/// The figure as an EPS file.
pub fn write(figure: &Figure, fonts: &Fonts) -> Vec<u8> {
    let mut drawing = Drawing { out: String::new(), fonts, glyphs: BTreeMap::new(), definitions: String::new() };
    if let Some(Color(r, g, b)) = figure.page {
        let [width, height] = [figure.width, figure.height].map(fine);
        _ = writeln!(drawing.out, "0 0 m {width} 0 l {width} {height} l 0 {height} l h {r} {g} {b} k fill");
    }
    drawing.items(&figure.items);
    let mut file = header(figure);
    file.push_str(PROLOG);
    file.push_str(&drawing.definitions);
    file.push_str("end\n%%EndProlog\n%%Page: 1 1\nsave thememap begin\n");
    // From the top down, as the figure counts; corners are round everywhere.
    _ = writeln!(file, "0 {} translate 1 -1 scale 1 setlinejoin", fine(figure.height));
    file.push_str(&drawing.out);
    file.push_str("end restore\nshowpage\n%%Trailer\n%%EOF\n");
    file.into_bytes()
}

/// What the file says about itself.
fn header(figure: &Figure) -> String {
    let words = &figure.words;
    let [width, height] = [figure.width, figure.height];
    let mut out = String::from("%!PS-Adobe-3.0 EPSF-3.0\n");
    _ = writeln!(out, "%%BoundingBox: 0 0 {} {}", width.ceil(), height.ceil());
    _ = writeln!(out, "%%HiResBoundingBox: 0 0 {} {}", fine(width), fine(height));
    comment(&mut out, "%%Title:", &words.title);
    out.push_str("%%Creator: (thememap)\n");
    if !words.authors.is_empty() {
        comment(&mut out, "%%For:", &words.authors.join(", "));
    }
    if let Some(date) = words.date {
        _ = writeln!(out, "%%CreationDate: ({:04}-{:02}-{:02})", date.year, date.month, date.day);
    }
    out.push_str("%%LanguageLevel: 2\n%%DocumentData: Clean7Bit\n%%Pages: 1\n%%EndComments\n");
    comment(&mut out, "% alt:", &words.alt);
    out
}

/// A comment with a text: a string in parentheses, with everything but printable ASCII as the numbers of its UTF-8
/// bytes, on as many lines as it needs. So no text can end its comment, or begin another one.
fn comment(out: &mut String, key: &str, text: &str) {
    out.push_str(key);
    out.push_str(" (");
    let mut room = LINE;
    for byte in text.bytes() {
        let length = match byte {
            b'(' | b')' | b'\\' => 2,
            b' '..=b'~' => 1,
            _ => 4,
        };
        if room < length {
            // `%%+` continues a comment of the conventions (§4.6); a plain one begins again.
            out.push_str(if key.starts_with("%%") { ")\n%%+ (" } else { ")\n%     (" });
            room = LINE;
        }
        room -= length;
        match byte {
            b'(' | b')' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => _ = write!(out, "\\{byte:03o}"),
        }
    }
    out.push_str(")\n");
}

fn fine(value: f64) -> String {
    let mut out = String::new();
    number::<FINE>(&mut out, value);
    out
}

/// The drawing as it grows.
struct Drawing<'a> {
    out: String,
    fonts: &'a Fonts,
    /// By face and number in it: the number of the procedure, `None` for a glyph without an outline.
    glyphs: BTreeMap<(FaceId, u32), Option<usize>>,
    definitions: String,
}

impl Drawing<'_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Group(group) => self.items(&group.items),
                Item::Path(path) => self.path(path),
                Item::Text(line) => self.text(line),
            }
        }
    }

    fn path(&mut self, path: &Path) {
        let out = &mut self.out;
        path.shape.outline(ACCURACY).iter().for_each(|element| segment(out, element));
        match (path.fill, &path.stroke) {
            (Some(Color(r, g, b)), None) => _ = writeln!(out, "{r} {g} {b} k fill"),
            (fill, Some(line)) => {
                if let Some(Color(r, g, b)) = fill {
                    _ = writeln!(out, "{r} {g} {b} F");
                }
                stroke(out, line);
            }
            (None, None) => out.push_str("newpath\n"),
        }
    }

    fn text(&mut self, line: &Text) {
        comment(&mut self.out, "% text:", &line.line.text());
        let Color(r, g, b) = line.fill;
        _ = writeln!(self.out, "{r} {g} {b} k");
        for run in line.line.runs() {
            let units = units_per_em(self.fonts.face(run.face));
            let scale = line.size / units;
            for (id, x, y) in run.glyphs() {
                let Some(procedure) = self.procedure(run.face, id, units) else { continue };
                let out = &mut self.out;
                number::<6>(out, scale);
                out.push(' ');
                number::<4>(out, line.x + x * line.size);
                out.push(' ');
                number::<4>(out, line.baseline + y * line.size);
                _ = writeln!(out, " g{procedure}");
            }
        }
    }

    /// The procedure that fills a glyph, defined when it is first asked for.
    fn procedure(&mut self, face: FaceId, id: u32, units: f64) -> Option<usize> {
        let number = self.glyphs.values().flatten().count();
        *self.glyphs.entry((face, id)).or_insert_with(|| {
            let outline = self.fonts.face(face).outline(id);
            if outline.elements().is_empty() {
                return None;
            }
            _ = writeln!(self.definitions, "/g{number}{{G");
            glyph(&mut self.definitions, &outline, units);
            self.definitions.push_str("E}bind def\n");
            Some(number)
        })
    }
}

fn segment(out: &mut String, element: &PathEl) {
    let (letter, points): (&str, &[Point]) = match element {
        PathEl::MoveTo(p) => ("m", &[*p]),
        PathEl::LineTo(p) => ("l", &[*p]),
        PathEl::QuadTo(p, q) => ("c", &[*p, *p, *q]),
        PathEl::CurveTo(p, q, r) => ("c", &[*p, *q, *r]),
        PathEl::ClosePath => ("h", &[]),
    };
    for point in points {
        number::<COORDINATE>(out, point.x);
        out.push(' ');
        number::<COORDINATE>(out, point.y);
        out.push(' ');
    }
    out.push_str(letter);
    out.push('\n');
}

/// Strokes the path, and leaves no dashes to the next one.
fn stroke(out: &mut String, line: &Stroke) {
    let Color(r, g, b) = line.color;
    _ = write!(out, "{} setlinewidth {} setlinecap ", fine(line.width), u8::from(line.round));
    if line.dash.is_empty() {
        _ = writeln!(out, "{r} {g} {b} S");
        return;
    }
    let dash: Vec<String> = line.dash.iter().map(|length| fine(*length)).collect();
    _ = writeln!(out, "[{}] {} setdash {r} {g} {b} S [] 0 setdash", dash.join(" "), fine(line.offset));
}

/// Appends an outline in font units, y up: absolute where a contour starts, in steps from there on.
fn glyph(out: &mut String, outline: &BezPath, units: f64) {
    const D: u32 = 2;
    let place = |point: &Point| [steps::<D>(point.x * units), steps::<D>(-point.y * units)];
    let mut last = [0, 0];
    for element in outline.elements() {
        // What steps count from: for all points of a quadratic curve the one before, as `Q` takes them.
        let (letter, points): (&str, &[Point]) = match element {
            PathEl::MoveTo(p) => ("M", &[*p]),
            PathEl::LineTo(p) => ("L", &[*p]),
            PathEl::QuadTo(p, q) => ("Q", &[*p, *q]),
            PathEl::CurveTo(p, q, r) => ("C", &[*p, *q, *r]),
            PathEl::ClosePath => ("h", &[]),
        };
        if letter == "M" {
            last = [0, 0];
        }
        let mut end = last;
        for point in points {
            end = place(point);
            for axis in [0, 1] {
                short_number::<D>(out, end[axis] - last[axis]);
                out.push(' ');
            }
        }
        out.push_str(letter);
        out.push('\n');
        last = end;
    }
}
