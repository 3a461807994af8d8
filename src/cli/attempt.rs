//! A map file → a drawing, with what was found on the way and how long each stage took.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::source::{Failure, Source};
use crate::diagnostic::Diagnostic;
use crate::text::Fonts;
use crate::unit::to_mm;
use crate::{Drawing, Options};

/// How far a map came.
pub struct Attempt {
    /// The text of the map, for the lines of its findings.
    pub text: String,
    /// What is probably not meant.
    pub warnings: Vec<Diagnostic>,
    /// The drawing and its fonts, or why there is none.
    pub result: Result<(Drawing, Fonts), Failure>,
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
pub fn attempt(source: &Source, options: &Options, fonts: &Fonts) -> Attempt {
    let mut attempt =
        Attempt { text: String::new(), warnings: Vec::new(), result: Err(Failure::Map(Vec::new())), times: Vec::new() };
    attempt.result = stages(source, options, fonts, &mut attempt);
    attempt
}

fn stages(
    source: &Source,
    options: &Options,
    fonts: &Fonts,
    attempt: &mut Attempt,
) -> Result<(Drawing, Fonts), Failure> {
    let times = &mut attempt.times;
    attempt.text = timed(times, "open", || source.read())?;
    let (map, warnings) = timed(times, "read", || crate::read(&attempt.text)).map_err(Failure::Map)?;
    attempt.warnings = warnings;
    let drawing = timed(times, "lay out", || crate::render(&map, fonts, options)).map_err(Failure::Map)?;
    Ok((drawing, fonts.clone()))
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
