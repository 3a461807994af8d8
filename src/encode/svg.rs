//! A [`Figure`] as SVG text that browsers, Inkscape, LibreOffice and LaTeX tools show alike.
//!
//! Only plain shapes and text with presentation attributes: no stylesheet for looks, no markers, opacity, filters or
//! foreignObject. One unit of the view box is one point, whose ratio to the millimetres of the page is exact.

use kurbo::{PathEl, Point, Shape as _};

use super::families::Families;
use super::fnv1a;
use super::glyphs::{Glyphs, Place};
use super::xml::{attribute, color_attribute, integer, number, steps, text, text_attribute};
use crate::draw::figure::{Class, Figure, Group, Item, Path, Shape, Stroke, Tag, Text};
use crate::text::{Fonts, LineRun};
use crate::unit::to_mm;

/// How text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextMode {
    /// Text as text, with a subset of each font used inside the file.
    #[default]
    Embedded,
    /// Text as text; each line's length is set, so that a substituted font cannot overflow.
    Plain,
    /// Text as outlines.
    Outlines,
}

/// Decimals of a coordinate: 0.01 pt is a fourteenth of a pixel at 500 dpi.
const COORDINATE: u32 = 2;
/// Decimals of lengths that are multiplied later: type sizes, lengths of lines, dashes.
const FINE: u32 = 4;
/// Decimals of the page size, so that view box and millimetres have one ratio to single precision (24 bits) and
/// viewers that keep the ratio scale both ways alike.
const PAGE: u32 = 6;

/// The figure as an SVG document; an error says which font cannot be embedded.
pub fn write(figure: &Figure, fonts: &Fonts, mode: TextMode) -> Result<String, String> {
    let families = Families::new(figure, fonts, mode)?;
    let mut body = Body::new(fonts, mode, &families);
    open(&mut body.out, figure);
    let prefixes = head(&mut body.out, figure);
    if !families.rules.is_empty() {
        body.out.push_str("<style>\n");
        body.out.push_str(&families.rules);
        body.out.push_str("</style>\n");
    }
    let start = body.out.len();
    if let Some(color) = figure.page {
        body.out.push_str("<rect class=\"page\"");
        attribute::<PAGE>(&mut body.out, "width", figure.width);
        attribute::<PAGE>(&mut body.out, "height", figure.height);
        color_attribute(&mut body.out, "fill", color);
        body.out.push_str("/>\n");
    }
    body.items(&figure.items);
    let mut out = body.out;
    // Ids begin with a hash of all the figure says and draws, so that no two figures on one page share an id.
    let hash = fnv1a([figure.words.alt.as_bytes(), figure.words.description.as_bytes(), &out.as_bytes()[start..]]);
    for at in prefixes {
        out.replace_range(at..at + hash.len(), &hash);
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// The drawing with outlined text, without page and words: what pixels are made from.
pub(super) fn drawing(figure: &Figure, fonts: &Fonts) -> String {
    let families = Families::default();
    let mut body = Body::new(fonts, TextMode::Outlines, &families);
    open(&mut body.out, figure);
    body.out.push('>');
    body.items(&figure.items);
    body.out.push_str("</svg>\n");
    body.out
}

/// The opening tag as far as the size of the page.
fn open(out: &mut String, figure: &Figure) {
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
    number::<PAGE>(out, to_mm(figure.width));
    out.push_str("mm\" height=\"");
    number::<PAGE>(out, to_mm(figure.height));
    out.push_str("mm\" viewBox=\"0 0 ");
    number::<PAGE>(out, figure.width);
    out.push(' ');
    number::<PAGE>(out, figure.height);
    out.push('"');
}

/// The rest of the opening tag and the words about the whole figure; gives the places of the hash, which is not known yet.
fn head(out: &mut String, figure: &Figure) -> [usize; 4] {
    let mut places = [0; 4];
    let mut id = |out: &mut String, place: usize, before: &str, name: &str| {
        out.push_str(before);
        out.push_str("tm-");
        places[place] = out.len();
        out.push_str("00000000-");
        out.push_str(name);
    };
    id(out, 0, " role=\"img\" aria-labelledby=\"", "title");
    id(out, 1, " ", "desc");
    out.push('"');
    text_attribute(out, "data-layout", figure.layout);
    if let Some(lang) = &figure.words.lang {
        text_attribute(out, "xml:lang", lang);
    }
    out.push_str(" text-rendering=\"geometricPrecision\">\n");
    id(out, 2, "<title id=\"", "title");
    out.push_str("\">");
    text(out, &figure.words.alt);
    out.push_str("</title>\n");
    id(out, 3, "<desc id=\"", "desc");
    out.push_str("\">");
    text(out, &figure.words.description);
    out.push_str("</desc>\n");
    places
}

/// The drawing as it grows.
struct Body<'a> {
    out: String,
    mode: TextMode,
    fonts: &'a Fonts,
    families: &'a Families,
    glyphs: Glyphs,
}

impl<'a> Body<'a> {
    fn new(fonts: &'a Fonts, mode: TextMode, families: &'a Families) -> Self {
        Body {
            out: String::with_capacity(if mode == TextMode::Outlines { 1 << 17 } else { 1 << 14 }),
            mode,
            fonts,
            families,
            glyphs: Glyphs::default(),
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Group(group) => self.group(group),
                Item::Path(path) => self.path(path),
                Item::Text(line) if self.mode == TextMode::Outlines => self.outlined(line),
                Item::Text(line) => self.line(line),
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let out = &mut self.out;
        match &group.tag {
            Tag::Node { id, role, label } => {
                out.push_str("<g class=\"node\"");
                text_attribute(out, "data-id", id);
                text_attribute(out, "data-role", role);
                text_attribute(out, "data-label", label);
            }
            Tag::Panel { id, label } => {
                out.push_str("<g class=\"group\"");
                text_attribute(out, "data-id", id);
                text_attribute(out, "data-label", label);
            }
            Tag::Legend { mark } => {
                out.push_str("<g class=\"legend\"");
                text_attribute(out, "data-mark", mark);
            }
            Tag::Badge { mark, on } => {
                out.push_str("<g class=\"badge\"");
                text_attribute(out, "data-mark", mark);
                if let Some(on) = on {
                    text_attribute(out, "data-on", on);
                }
            }
            Tag::Voices { of } => {
                out.push_str("<g class=\"coverage\"");
                text_attribute(out, "data-theme", of);
            }
            Tag::Branches { parent } => {
                out.push_str("<g class=\"branches\"");
                text_attribute(out, "data-parent", parent);
            }
            Tag::Edge { source, target, kind, joins } => {
                out.push_str("<g class=\"edge\"");
                text_attribute(out, "data-source", source);
                text_attribute(out, "data-target", target);
                text_attribute(out, "data-kind", kind);
                if let Some(edge) = joins {
                    out.push_str(" data-joins=\"");
                    integer(out, *edge as u64);
                    out.push('"');
                }
            }
        }
        out.push_str(">\n");
        self.items(&group.items);
        self.out.push_str("</g>\n");
    }

    fn path(&mut self, path: &Path) {
        let out = &mut self.out;
        let class = match path.class {
            Class::Shape => "shape",
            Class::Line => "line",
            Class::Arrowhead => "arrowhead",
            Class::Rule | Class::Guide => "rule",
            Class::Mark | Class::Area => "mark",
            Class::Badge => "badge",
        };
        let mut smooth = false;
        match &path.shape {
            Shape::Rect(shape) => {
                out.push_str("<rect");
                text_attribute(out, "class", class);
                let (rect, radius) = (shape.rect(), shape.radii().top_left);
                attribute::<COORDINATE>(out, "x", rect.x0);
                attribute::<COORDINATE>(out, "y", rect.y0);
                attribute::<COORDINATE>(out, "width", rect.width());
                attribute::<COORDINATE>(out, "height", rect.height());
                if radius > 0.0 {
                    attribute::<COORDINATE>(out, "rx", radius);
                    smooth = true;
                }
            }
            Shape::Ellipse(shape) => {
                out.push_str("<ellipse");
                text_attribute(out, "class", class);
                let bounds = shape.bounding_box();
                attribute::<COORDINATE>(out, "cx", shape.center().x);
                attribute::<COORDINATE>(out, "cy", shape.center().y);
                attribute::<COORDINATE>(out, "rx", bounds.width() / 2.0);
                attribute::<COORDINATE>(out, "ry", bounds.height() / 2.0);
                smooth = true;
            }
            Shape::Path(shape) => {
                out.push_str("<path");
                text_attribute(out, "class", class);
                out.push_str(" d=\"");
                for element in shape.elements() {
                    path_element(out, element);
                }
                out.push('"');
            }
        }
        match path.fill {
            Some(color) => color_attribute(out, "fill", color),
            None => out.push_str(" fill=\"none\""),
        }
        if let Some(line) = &path.stroke {
            stroke(out, line, smooth);
        }
        out.push_str("/>\n");
    }

    /// One line of text: in one piece, or each piece placed by itself, so that a viewer has no font or direction to choose.
    ///
    /// Pieces are anchored at their middles: it is the one anchor that does not depend on the direction of the text, and
    /// a viewer that substitutes the font keeps centred labels centred.
    fn line(&mut self, line: &Text) {
        let families = self.families;
        let runs = line.line.runs();
        let single = if let [run] = &runs[..] { Some(run) } else { None };
        let rtl = single.map_or(line.line.rtl(), |run| run.rtl);
        let out = &mut self.out;
        out.push_str("<text");
        if let Some(run) = single {
            attribute::<COORDINATE>(out, "x", middle(line, run));
        }
        attribute::<COORDINATE>(out, "y", line.baseline);
        out.push_str(" text-anchor=\"middle\"");
        attribute::<FINE>(out, "font-size", line.size);
        color_attribute(out, "fill", line.fill);
        if rtl {
            out.push_str(" direction=\"rtl\"");
        }
        if let Some(lang) = line.line.lang() {
            text_attribute(out, "xml:lang", lang);
        }
        if let Some(run) = single {
            out.push_str(families.attributes(run.face));
            self.held(line, run);
            self.out.push('>');
            text(&mut self.out, &run.text);
        } else {
            out.push('>');
            for run in reading_order(&line.line.text(), &runs) {
                let out = &mut self.out;
                out.push_str("<tspan");
                attribute::<COORDINATE>(out, "x", middle(line, run));
                out.push_str(families.attributes(run.face));
                if run.rtl != rtl {
                    let direction = if run.rtl { "rtl" } else { "ltr" };
                    text_attribute(out, "direction", direction);
                    text_attribute(out, "unicode-bidi", "embed");
                }
                self.held(line, run);
                self.out.push('>');
                text(&mut self.out, &run.text);
                self.out.push_str("</tspan>");
            }
        }
        self.out.push_str("</text>\n");
    }

    /// The attributes that hold a run to its width: its spaces count, and in plain text a substituted font is squeezed.
    fn held(&mut self, line: &Text, run: &LineRun) {
        let out = &mut self.out;
        if self.mode == TextMode::Plain && run.width > 0.0 {
            attribute::<FINE>(out, "textLength", run.width * line.size);
            text_attribute(out, "lengthAdjust", "spacingAndGlyphs");
        }
        if run.text.starts_with(' ') || run.text.ends_with(' ') || run.text.contains("  ") {
            text_attribute(out, "xml:space", "preserve");
        }
    }

    /// One line of text as outlines, placed as [`Body::line`] places its text.
    fn outlined(&mut self, line: &Text) {
        let out = &mut self.out;
        out.push_str("<g class=\"text\"");
        text_attribute(out, "aria-label", &line.line.text());
        color_attribute(out, "fill", line.fill);
        out.push_str(">\n");
        for run in &line.line.runs() {
            let place = Place {
                left: line.x,
                middle: rounded(middle(line, run)),
                baseline: rounded(line.baseline),
                drawn_baseline: line.baseline,
                size: line.size,
            };
            out.push_str("<path d=\"");
            self.glyphs.run(out, run, place, self.fonts);
            out.push_str("\"/>\n");
        }
        out.push_str("</g>\n");
    }
}

fn path_element(out: &mut String, element: &PathEl) {
    let (letter, points): (char, &[Point]) = match element {
        PathEl::MoveTo(p) => ('M', &[*p]),
        PathEl::LineTo(p) => ('L', &[*p]),
        PathEl::QuadTo(p, q) => ('Q', &[*p, *q]),
        PathEl::CurveTo(p, q, r) => ('C', &[*p, *q, *r]),
        PathEl::ClosePath => ('Z', &[]),
    };
    out.push(letter);
    for (i, point) in points.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        number::<COORDINATE>(out, point.x);
        out.push(' ');
        number::<COORDINATE>(out, point.y);
    }
}

/// The attributes of a line along an outline; a smooth one has no corners to join.
fn stroke(out: &mut String, stroke: &Stroke, smooth: bool) {
    color_attribute(out, "stroke", stroke.color);
    attribute::<COORDINATE>(out, "stroke-width", stroke.width);
    if !stroke.dash.is_empty() {
        out.push_str(" stroke-dasharray=\"");
        for (i, length) in stroke.dash.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            number::<FINE>(out, *length);
        }
        out.push('"');
        if stroke.offset != 0.0 {
            attribute::<FINE>(out, "stroke-dashoffset", stroke.offset);
        }
    }
    if stroke.round {
        out.push_str(" stroke-linecap=\"round\"");
    }
    if !smooth {
        out.push_str(" stroke-linejoin=\"round\"");
    }
}

/// Where a run is anchored.
fn middle(line: &Text, run: &LineRun) -> f64 {
    (line.x + run.x * line.size) + run.width * line.size / 2.0
}

/// A coordinate as it is written.
fn rounded(value: f64) -> f64 {
    steps::<COORDINATE>(value) as f64 / 100.0
}

/// The runs of a line as they are read, found by their characters; from left to right where that fails.
pub(super) fn reading_order<'r, 'a>(text: &str, runs: &'r [LineRun<'a>]) -> Vec<&'r LineRun<'a>> {
    let mut left: Vec<&LineRun> = runs.iter().collect();
    let mut rest = text;
    let mut order = Vec::with_capacity(left.len());
    // The longest that fits, so that a run is not mistaken for its own beginning.
    while let Some((i, run)) = left
        .iter()
        .copied()
        .enumerate()
        .rev()
        .filter(|(_, run)| rest.starts_with(&run.text[..]))
        .max_by_key(|(_, run)| run.text.len())
    {
        rest = &rest[run.text.len()..];
        order.push(left.remove(i));
    }
    if left.is_empty() { order } else { runs.iter().collect() }
}
