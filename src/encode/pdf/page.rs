//! The display list of a figure → the content of its page, and the tags that say what is what.
//!
//! The document is one figure with its alternative text (ISO 32000-1, §14.8.4.5). Inside it each label is a paragraph, in
//! the order of the display list, so that its words can be read one by one, found and copied; shapes between them are
//! parts of the figure without a meaning of their own, and the page behind them is none.

use std::ops::Range;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, BBox, ContentTag, Node, Placement, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::{GlyphId, KrillaGlyph};
use kurbo::PathEl;

use super::super::svg::reading_order;
use super::font::{Open, Opened};
use crate::draw::figure::{Color, Figure, Item, Path, Text};
use crate::text::{Cluster, Fonts, LineEnd, LineRun};

/// How far a curve may stray from the rounded corner or ellipse it stands for, in points.
const ACCURACY: f64 = 0.02;

/// Draws the figure on its page; without opened fonts its text as outlines.
pub fn draw(surface: &mut Surface, figure: &Figure, fonts: &Fonts, opened: Option<&Opened>) -> TagTree {
    let whole = Rect::from_xywh(0.0, 0.0, figure.width as f32, figure.height as f32);
    if let (Some(color), Some(rect)) = (figure.page, whole) {
        surface.start_tagged(ContentTag::Artifact(Artifact::new(ArtifactType::Background, Some(rect))));
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        if let Some(path) = path.finish() {
            surface.set_fill(Some(fill(color)));
            surface.draw_path(&path);
        }
        surface.end_tagged();
    }
    let mut page = Page { surface, fonts, opened, tagged: Vec::new(), label: Vec::new(), in_shapes: false };
    page.items(&figure.items);
    let children = page.finish();
    let tag = Tag::Figure(Some(figure.words.alt.clone()))
        .with_bbox(whole.map(|rect| BBox::new(0, rect)))
        .with_placement(Some(Placement::Block));
    let mut tree = TagTree::new();
    tree.push(TagGroup::with_children(tag, children));
    tree
}

/// The page as it fills.
struct Page<'a, 's> {
    surface: &'a mut Surface<'s>,
    fonts: &'a Fonts,
    opened: Option<&'a Opened>,
    /// What stands in the figure.
    tagged: Vec<Node>,
    /// The lines of the label that is being written.
    label: Vec<Node>,
    /// Whether a stretch of shapes is open.
    in_shapes: bool,
}

impl Page<'_, '_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Group(group) => self.items(&group.items),
                Item::Path(path) => self.path(path),
                Item::Text(line) => self.text(line),
            }
        }
    }

    fn finish(mut self) -> Vec<Node> {
        self.end_shapes();
        self.end_label();
        self.tagged
    }

    fn end_shapes(&mut self) {
        if std::mem::take(&mut self.in_shapes) {
            self.surface.end_tagged();
        }
    }

    fn end_label(&mut self) {
        if !self.label.is_empty() {
            let lines = std::mem::take(&mut self.label);
            self.tagged.push(TagGroup::with_children(Tag::P, lines).into());
        }
    }

    fn path(&mut self, path: &Path) {
        if !self.in_shapes {
            self.end_label();
            let shapes = self.surface.start_tagged(ContentTag::Other);
            self.tagged.push(shapes.into());
            self.in_shapes = true;
        }
        let outline = outline(path.shape.outline(ACCURACY).into_iter(), rounded);
        let Some(outline) = outline.filter(|_| path.fill.is_some() || path.stroke.is_some()) else { return };
        self.surface.set_fill(path.fill.map(fill));
        self.surface.set_stroke(path.stroke.as_ref().map(stroke));
        self.surface.draw_path(&outline);
        self.surface.set_stroke(None);
    }

    fn text(&mut self, line: &Text) {
        self.end_shapes();
        let text = line.line.text();
        let end = line.line.end();
        let tag = match self.opened {
            Some(_) => SpanTag::empty(),
            None => SpanTag::empty().with_actual_text(Some(&text)),
        };
        let span = self.surface.start_tagged(ContentTag::Span(tag));
        self.label.push(span.into());
        self.surface.set_fill(Some(fill(line.fill)));
        let runs = line.line.runs();
        let runs = reading_order(&text, &runs);
        for (at, run) in runs.iter().enumerate() {
            let space = end == LineEnd::Space && at + 1 == runs.len();
            match self.opened.map(|opened| opened.get(run.face)) {
                Some(Some(open)) => self.glyphs(line, run, open, space),
                _ => self.outlines(line, run),
            }
        }
        self.surface.end_tagged();
        if end == LineEnd::Label {
            self.end_label();
        }
    }

    /// A run as text, cluster by cluster in reading order: text from right to left moves left, so that who reads the file
    /// from its beginning meets the characters in their order. Where a line ends at a space that space is written, so that
    /// the words of two lines stay apart.
    fn glyphs(&mut self, line: &Text, run: &LineRun, open: &Open, space: bool) {
        let mut text = run.text.to_string();
        let clusters = run.clusters();
        let known = |cluster: Cluster| {
            Some((open.glyph(&cluster, &run.text[cluster.chars.clone()])?, cluster.x, cluster.chars))
        };
        let mut placed: Vec<(u32, f64, Range<usize>)> = clusters.into_iter().filter_map(known).collect();
        if run.rtl {
            placed.reverse();
        }
        if let (true, Some((id, width))) = (space, open.space()) {
            let x = if run.rtl { run.x - width } else { run.x + run.width };
            placed.push((id, x, text.len()..text.len() + 1));
            text.push(' ');
        }
        let Some(first) = placed.first().map(|glyph| glyph.1) else { return };
        let glyph = |(at, (id, x, chars)): (usize, &(u32, f64, Range<usize>))| KrillaGlyph {
            glyph_id: GlyphId::new(*id),
            text_range: chars.clone(),
            x_advance: placed.get(at + 1).map_or(0.0, |next| next.1 - x) as f32,
            x_offset: 0.0,
            y_offset: 0.0,
            y_advance: 0.0,
            location: None,
        };
        let glyphs: Vec<KrillaGlyph> = placed.iter().enumerate().map(glyph).collect();
        let start = Point::from_xy((line.x + first * line.size) as f32, line.baseline as f32);
        self.surface.draw_glyphs(start, &glyphs, open.font.clone(), &text, line.size as f32, false);
    }

    /// A run as shapes.
    fn outlines(&mut self, line: &Text, run: &LineRun) {
        let outlines = self.fonts.face(run.face).outlines();
        for (id, x, y) in run.glyphs() {
            let (left, baseline) = (line.x + x * line.size, line.baseline + y * line.size);
            let place = |point: kurbo::Point| [left + point.x * line.size, baseline + point.y * line.size];
            let place = |point| place(point).map(|coordinate| coordinate as f32);
            if let Some(path) = outline(outlines.path(id).iter(), place) {
                self.surface.draw_path(&path);
            }
        }
    }
}

/// A point as the other formats write it, at 0.01 pt.
fn rounded(point: kurbo::Point) -> [f32; 2] {
    [point.x, point.y].map(|coordinate| ((coordinate * 100.0).round() / 100.0) as f32)
}

/// An outline in the library's terms; `None` for one of nothing.
fn outline(
    elements: impl Iterator<Item = PathEl>,
    place: impl Fn(kurbo::Point) -> [f32; 2],
) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    for element in elements {
        match element {
            PathEl::MoveTo(p) => {
                let [x, y] = place(p);
                path.move_to(x, y);
            }
            PathEl::LineTo(p) => {
                let [x, y] = place(p);
                path.line_to(x, y);
            }
            PathEl::QuadTo(p, q) => {
                let [[a, b], [x, y]] = [p, q].map(&place);
                path.quad_to(a, b, x, y);
            }
            PathEl::CurveTo(p, q, r) => {
                let [[a, b], [c, d], [x, y]] = [p, q, r].map(&place);
                path.cubic_to(a, b, c, d, x, y);
            }
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}

fn fill(Color(r, g, b): Color) -> Fill {
    Fill { paint: rgb::Color::new(r, g, b).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(line: &crate::draw::figure::Stroke) -> Stroke {
    let Color(r, g, b) = line.color;
    let dash =
        || StrokeDash { array: line.dash.iter().map(|length| *length as f32).collect(), offset: line.offset as f32 };
    Stroke {
        paint: rgb::Color::new(r, g, b).into(),
        width: line.width as f32,
        line_cap: if line.round { LineCap::Round } else { LineCap::Butt },
        line_join: LineJoin::Round,
        dash: (!line.dash.is_empty()).then(dash),
        ..Stroke::default()
    }
}
