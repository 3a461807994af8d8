//! A map file → a drawing, with what was found on the way and how long each stage took.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::Look;
use super::fonts::Loaded;
use super::source::{Failure, Source};
use crate::diagnostic::Diagnostic;
use crate::unit::to_mm;
use crate::{Drawing, Options};

/// How far a map came.
pub struct Attempt<'f> {
    /// The text of the map, for the lines of its findings.
    pub text: String,
    /// What is probably not meant.
    pub warnings: Vec<Diagnostic>,
    /// The drawing and its fonts, or why there is none.
    pub result: Result<(Drawing, Cow<'f, Loaded>), Failure>,
    /// How long each stage took, in their order.
    pub times: Times,
}

/// Stages and how long each took, in their order.
pub type Times = Vec<(&'static str, Duration)>;

/// Runs a stage and writes down how long it took.
pub fn timed<T>(times: &mut Times, stage: &'static str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    times.push((stage, start.elapsed()));
    result
}

/// Reads a map, loads its fonts and lays it out.
pub fn attempt<'f>(source: &Source, look: &Look, options: &Options, fonts: &'f Loaded) -> Attempt<'f> {
    let (mut text, mut warnings, mut times) = (String::new(), Vec::new(), Times::new());
    let mut stages = || {
        text = timed(&mut times, "open", || source.read())?;
        let (map, found) = timed(&mut times, "read", || crate::read(&text)).map_err(Failure::Map)?;
        warnings = found;
        let fonts = timed(&mut times, "fonts", || look.fonts_for(fonts, &map, source.folder()));
        let fonts = fonts.map_err(Failure::Map)?;
        let drawing = timed(&mut times, "lay out", || crate::render(&map, &fonts.fonts, options));
        Ok((drawing.map_err(Failure::Map)?, fonts))
    };
    let result = stages();
    Attempt { text, warnings, result, times }
}

/// "layout hub (a core and 3 groups), 170 × 72.4 mm"
pub fn describe(drawing: &Drawing) -> String {
    let layout = &drawing.layout;
    let mm = |points: f64| (to_mm(points) * 10.0).round() / 10.0;
    let (width, height) = (mm(layout.page.width), mm(layout.page.height));
    format!("layout {} ({}), {width} × {height} mm", layout.name, layout.reason)
}

/// "open 0.1 ms, read 0.3 ms, …"
pub fn milliseconds(times: &Times) -> String {
    let mut line = String::new();
    for (stage, time) in times {
        let comma = if line.is_empty() { "" } else { ", " };
        let _ = write!(line, "{comma}{stage} {:.1} ms", time.as_secs_f64() * 1000.0);
    }
    line
}
