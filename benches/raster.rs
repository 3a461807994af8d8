//! What the PNG of a figure costs above the bare price of painting and compressing its pixels.
//!
//! `cargo bench --bench raster` prints times and ratios; `-- png`, `-- bare`, `-- svg`, `-- embedded` and `-- outlines` do one
//! thing once, for `valgrind --tool=callgrind`.

#[path = "../tests/figures/mod.rs"]
mod figures;

use std::hint::black_box;
use std::time::{Duration, Instant};

use thememap::draw::Figure;
use thememap::encode::{png, svg, svg::TextMode};
use thememap::text::Fonts;
use tiny_skia::{Pixmap, Transform};

const DPI: f64 = 300.0;
const ROUNDS: usize = 25;

fn main() {
    let fonts = Fonts::bundled();
    let figure = figures::reference(&fonts);
    match std::env::args().nth(1).as_deref() {
        Some("png") => drop(black_box(png::write(&figure, &fonts, DPI).unwrap())),
        Some("svg") => drop(black_box(svg::write(&figure, &fonts, TextMode::Plain).unwrap())),
        Some("embedded") => drop(black_box(svg::write(&figure, &fonts, TextMode::Embedded).unwrap())),
        Some("outlines") => drop(black_box(svg::write(&figure, &fonts, TextMode::Outlines).unwrap())),
        Some("bare") => drop(black_box(Bare::new(&figure, &fonts).png())),
        Some("--bench") => compare(&figure, &fonts),
        // `cargo test --benches` passes nothing, and times mean nothing there. What is left is the cost of the figure.
        _ => {}
    }
}

fn compare(figure: &Figure, fonts: &Fonts) {
    let bare = Bare::new(figure, fonts);
    let png = || png::write(figure, fonts, DPI).unwrap().len();
    assert_eq!(png::write(figure, fonts, DPI).unwrap(), bare.png(), "the bare cost is that of the same file");
    // In turns, so that a busy machine slows all of them.
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        times[0].push(time(|| bare.png().len()));
        times[1].push(time(png));
        times[2].push(time(|| svg::write(figure, fonts, TextMode::Plain).unwrap().len()));
        times[3].push(time(|| svg::write(figure, fonts, TextMode::Embedded).unwrap().len()));
    }
    let [bare, png, plain, embedded] = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2].as_secs_f64() * 1e3
    });
    println!("paint and compress the same pixels  {bare:7.2} ms");
    println!("png at {DPI} dpi                      {png:7.2} ms  {:.2} ×", png / bare);
    println!("svg, plain text                     {plain:7.2} ms");
    println!("svg, embedded fonts                 {embedded:7.2} ms");
}

fn time(run: impl Fn() -> usize) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

/// The figure as nothing but paths in pixels.
struct Bare {
    width: u32,
    height: u32,
    paths: Vec<(tiny_skia::Path, Transform, tiny_skia::Paint<'static>, Option<tiny_skia::Stroke>)>,
    texts: Vec<(&'static str, String)>,
}

impl Bare {
    fn new(figure: &Figure, fonts: &Fonts) -> Bare {
        let transparent = Figure { page: None, ..figure.clone() };
        let text = svg::write(&transparent, fonts, TextMode::Outlines).unwrap();
        let options = usvg::Options { dpi: DPI as f32, ..usvg::Options::default() };
        let tree = usvg::Tree::from_str(&text, &options).unwrap();
        let mut paths = Vec::new();
        collect(tree.root(), &mut paths);
        let size = tree.size().to_int_size();
        Bare { width: size.width(), height: size.height(), paths, texts: png::texts(figure) }
    }

    fn png(&self) -> Vec<u8> {
        let mut pixmap = Pixmap::new(self.width, self.height).unwrap();
        pixmap.fill(tiny_skia::Color::WHITE);
        for (path, transform, paint, stroke) in &self.paths {
            match stroke {
                Some(stroke) => pixmap.stroke_path(path, paint, stroke, *transform, None),
                None => pixmap.fill_path(path, paint, tiny_skia::FillRule::Winding, *transform, None),
            }
        }
        png::compress(&pixmap, true, DPI, &self.texts).unwrap()
    }
}

fn collect(
    group: &usvg::Group,
    paths: &mut Vec<(tiny_skia::Path, Transform, tiny_skia::Paint<'static>, Option<tiny_skia::Stroke>)>,
) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect(group, paths),
            usvg::Node::Path(path) => {
                let paint = |paint: &usvg::Paint| {
                    let usvg::Paint::Color(color) = paint else { unreachable!("flat colours only") };
                    let mut out = tiny_skia::Paint { anti_alias: true, ..tiny_skia::Paint::default() };
                    out.set_color_rgba8(color.red, color.green, color.blue, 255);
                    out
                };
                let (data, transform) = (path.data().clone(), path.abs_transform());
                if let Some(fill) = path.fill() {
                    paths.push((data.clone(), transform, paint(fill.paint()), None));
                }
                if let Some(stroke) = path.stroke() {
                    paths.push((data, transform, paint(stroke.paint()), Some(stroke.to_tiny_skia())));
                }
            }
            _ => unreachable!("shapes only"),
        }
    }
}
