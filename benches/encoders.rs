//! What each format costs above the bare price of its library for the same pixels, or the same shapes, glyphs and tags.
//!
//! The peer of PDF is krilla used in the plainest way: shapes and glyph numbers are there before the clock starts, the
//! whole fonts that are used are handed to it to be cut down, and it keeps the same standard with the same tags.
//!
//! `cargo bench --bench encoders` prints times and ratios.

#[path = "../tests/figures/mod.rs"]
mod figures;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::Outline;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::tagging::{ContentTag, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use kurbo::{PathEl, Shape as _};
use thememap::draw::Figure;
use thememap::draw::figure::{Item, Shape};
use thememap::encode::pdf::Standard;
use thememap::encode::{eps, jpeg, pdf, png, raster, svg, tiff};
use thememap::text::{FaceId, Fonts, LineEnd};

const DPI: f64 = 300.0;
const ROUNDS: usize = 31;

fn main() {
    // `cargo test --benches` passes nothing, and times mean nothing there.
    if std::env::args().nth(1).as_deref() != Some("--bench") {
        return;
    }
    let fonts = Fonts::bundled();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/lennox-2021.toml");
    let (map, _) = thememap::read(&std::fs::read_to_string(source).unwrap()).unwrap();
    let figure = thememap::render(&map, &fonts, &thememap::Options::default()).unwrap().figure;
    let pixmap = raster::paint(&figure, &fonts, DPI).unwrap();
    let pixels: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let (width, height) = (pixmap.width(), pixmap.height());

    let texts = png::texts(&figure);
    compare("png", || png::compress(&pixmap, true, DPI, &texts).unwrap(), || bare_png(&pixels, width, height));
    compare("tiff", || tiff::compress(&pixmap, &figure, DPI).unwrap(), || bare_tiff(&pixels, width, height));
    compare("jpeg", || jpeg::compress(&pixmap, &figure, DPI).unwrap(), || bare_jpeg(&pixels, width, height));
    let bare = BarePdf::new(&figure, &fonts);
    compare("pdf", || pdf::write(&figure, &fonts, Standard::Accessible, false).unwrap(), || bare.write());
    // No library writes EPS: what it costs is told beside the other format of outlines.
    let outlines = || svg::write(&figure, &fonts, svg::TextMode::Outlines).unwrap().into_bytes();
    compare("eps", || eps::write(&figure, &fonts), outlines);
}

/// Prints the medians of both, measured in turns, so that a busy machine slows both.
fn compare(name: &str, own: impl Fn() -> Vec<u8>, bare: impl Fn() -> Vec<u8>) {
    let (mut times, mut sizes) = ([Vec::new(), Vec::new()], [0, 0]);
    for _ in 0..ROUNDS {
        let (time, size) = timed(&own);
        times[0].push(time);
        sizes[0] = size;
        let (time, size) = timed(&bare);
        times[1].push(time);
        sizes[1] = size;
    }
    let [own, bare] = times.map(|mut times: Vec<Duration>| {
        times.sort();
        times[ROUNDS / 2].as_secs_f64() * 1e3
    });
    println!(
        "{name:5} {own:7.2} ms {:8} bytes   bare {bare:7.2} ms {:8} bytes   {:.2} ×",
        sizes[0],
        sizes[1],
        own / bare
    );
}

fn timed(run: impl Fn() -> Vec<u8>) -> (Duration, usize) {
    let start = processor_time();
    let bytes = black_box(run());
    (processor_time() - start, bytes.len())
}

/// What this thread has had of the processor: on a busy machine the clock counts what others do.
fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: it writes to the place it is given.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(done, 0);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn bare_png(pixels: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, width, height);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_deflate_compression(::png::DeflateCompression::Level(3));
    encoder.set_filter(::png::Filter::NoFilter);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    file
}

fn bare_tiff(pixels: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let encoder = ::tiff::encoder::TiffEncoder::new(&mut file).unwrap();
    let mut encoder = encoder.with_compression(::tiff::encoder::Compression::Lzw);
    encoder.write_image::<::tiff::encoder::colortype::RGB8>(width, height, pixels).unwrap();
    file.into_inner()
}

fn bare_jpeg(pixels: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 95);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    encoder.encode(pixels, width as u16, height as u16, jpeg_encoder::ColorType::Rgb).unwrap();
    file
}

/// A figure in nothing but the library's terms.
struct BarePdf {
    size: [f32; 2],
    alt: String,
    /// Those that are used, whole.
    fonts: BTreeMap<FaceId, Arc<Vec<u8>>>,
    things: Vec<Thing>,
}

enum Thing {
    Path(krilla::geom::Path, Option<Fill>, Option<Stroke>),
    Text(Point, Vec<KrillaGlyph>, FaceId, String, f32, Fill),
    /// The end of a label's last line.
    Label,
}

impl BarePdf {
    fn new(figure: &Figure, fonts: &Fonts) -> BarePdf {
        let size = [figure.width as f32, figure.height as f32];
        let mut bare = BarePdf { size, alt: figure.words.alt.clone(), fonts: BTreeMap::new(), things: Vec::new() };
        bare.collect(&figure.items, fonts);
        bare
    }

    fn collect(&mut self, items: &[Item], fonts: &Fonts) {
        for item in items {
            match item {
                Item::Group(group) => self.collect(&group.items, fonts),
                Item::Path(path) => {
                    let shape = match &path.shape {
                        Shape::Rect(shape) => shape.to_path(0.02),
                        Shape::Ellipse(shape) => shape.to_path(0.02),
                        Shape::Path(shape) => shape.clone(),
                    };
                    let stroke = path.stroke.as_ref().map(|line| Stroke {
                        paint: rgb::Color::new(line.color.0, line.color.1, line.color.2).into(),
                        width: line.width as f32,
                        ..Stroke::default()
                    });
                    self.things.push(Thing::Path(converted(&shape), path.fill.map(fill), stroke));
                }
                Item::Text(line) => {
                    for run in line.line.runs() {
                        self.fonts.entry(run.face).or_insert_with(|| fonts.face(run.face).data().to_vec().into());
                        let placed: Vec<_> = run.glyphs().collect();
                        let letters: Vec<_> = run.text.char_indices().map(|(at, c)| at..at + c.len_utf8()).collect();
                        let ends = placed.iter().skip(1).map(|glyph| glyph.1).chain([run.x + run.width]);
                        let glyph = |((at, &(id, x, _)), end): ((usize, &(u32, f64, f64)), f64)| {
                            let chars = letters.get(at).cloned().unwrap_or(0..1);
                            KrillaGlyph::new(GlyphId::new(id), (end - x) as f32, 0.0, 0.0, 0.0, chars, None)
                        };
                        let glyphs = placed.iter().enumerate().zip(ends).map(glyph).collect();
                        let start = Point::from_xy((line.x + run.x * line.size) as f32, line.baseline as f32);
                        let (text, size) = (run.text.to_string(), line.size as f32);
                        self.things.push(Thing::Text(start, glyphs, run.face, text, size, fill(line.fill)));
                    }
                    if line.line.end() == LineEnd::Label {
                        self.things.push(Thing::Label);
                    }
                }
            }
        }
    }

    /// The same standard and tags, and no more words than it must have.
    fn write(&self) -> Vec<u8> {
        let builder = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
        let settings = SerializeSettings { configuration: builder.finish().unwrap(), ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let font = |(face, data): (&FaceId, &Arc<Vec<u8>>)| (*face, Font::new(data.clone().into(), 0).unwrap());
        let fonts: BTreeMap<FaceId, Font> = self.fonts.iter().map(font).collect();
        let mut page = document.start_page_with(PageSettings::from_wh(self.size[0], self.size[1]).unwrap());
        let mut surface = page.surface();
        let (mut group, mut lines) = (TagGroup::new(Tag::Figure(Some(self.alt.clone()))), Vec::new());
        let mut in_shapes = false;
        for thing in &self.things {
            if in_shapes && !matches!(thing, Thing::Path(..)) {
                surface.end_tagged();
                in_shapes = false;
            }
            match thing {
                Thing::Path(path, fill, stroke) => {
                    if !in_shapes {
                        group.push(surface.start_tagged(ContentTag::Other));
                        in_shapes = true;
                    }
                    surface.set_fill(fill.clone());
                    surface.set_stroke(stroke.clone());
                    surface.draw_path(path);
                    surface.set_stroke(None);
                }
                Thing::Text(start, glyphs, face, text, size, fill) => {
                    lines.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())).into());
                    surface.set_fill(Some(fill.clone()));
                    surface.draw_glyphs(*start, glyphs, fonts[face].clone(), text, *size, false);
                    surface.end_tagged();
                }
                Thing::Label => group.push(TagGroup::with_children(Tag::P, std::mem::take(&mut lines))),
            }
        }
        if in_shapes {
            surface.end_tagged();
        }
        surface.finish();
        page.finish();
        let mut tree = TagTree::new();
        tree.push(group);
        document.set_tag_tree(tree);
        document.set_outline(Outline::new());
        document.set_metadata(Metadata::new().title("figure".into()).language("en".into()));
        document.finish().unwrap()
    }
}

fn fill(color: thememap::draw::figure::Color) -> Fill {
    let paint = rgb::Color::new(color.0, color.1, color.2).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn converted(path: &kurbo::BezPath) -> krilla::geom::Path {
    let mut out = PathBuilder::new();
    let f = |point: &kurbo::Point| (point.x as f32, point.y as f32);
    for element in path.elements() {
        match element {
            PathEl::MoveTo(p) => out.move_to(f(p).0, f(p).1),
            PathEl::LineTo(p) => out.line_to(f(p).0, f(p).1),
            PathEl::QuadTo(p, q) => out.quad_to(f(p).0, f(p).1, f(q).0, f(q).1),
            PathEl::CurveTo(p, q, r) => out.cubic_to(f(p).0, f(p).1, f(q).0, f(q).1, f(r).0, f(r).1),
            PathEl::ClosePath => out.close(),
        }
    }
    out.finish().unwrap()
}
