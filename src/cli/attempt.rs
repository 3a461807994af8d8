//! A map file → a drawing and what is made of it, with what was found on the way and how long each stage took.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::fonts::Loaded;
use super::source::{Failure, Source};
use super::styles::{self, StyleFile};
use super::{CallError, Look, Status, previous};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Map;
use crate::unit::to_mm;
use crate::{Drawing, Options};

/// How far a map came.
pub struct Attempt<T> {
    /// What was found in the map.
    pub findings: Vec<Diagnostic>,
    /// The text of the map.
    pub text: String,
    /// The style file that the map names.
    pub style: Option<StyleFile>,
    /// What else went wrong.
    pub error: Option<CallError>,
    /// What was made of the drawing.
    pub made: Option<T>,
    /// How long each stage took.
    pub times: Times,
}

impl<T> Attempt<T> {
    /// What it means for the exit code.
    pub fn status(&self) -> Status {
        let fails = self.findings.iter().any(|finding| finding.severity == Severity::Error);
        match (&self.made, &self.error) {
            (Some(_), _) if fails => Status::MapFails,
            (Some(_), _) => Status::Done,
            (None, None) => Status::MapFails,
            (None, Some(_)) => Status::CallFails,
        }
    }
}

impl<T> Attempt<(T, Vec<Diagnostic>)> {
    /// The same with what was found in the drawing put behind what was found in the map.
    pub fn settled(self) -> Attempt<T> {
        let Attempt { mut findings, text, style, error, made, times } = self;
        let made = made.map(|(made, found)| {
            findings.extend(found);
            made
        });
        Attempt { findings, text, style, error, made, times }
    }
}

/// Reads a map, asks about it, loads its fonts, lays it out, and makes something of the drawing. What is asked of the map is
/// told also when it cannot be drawn.
pub fn attempt<T>(
    source: &Source,
    look: &Look,
    options: &Options,
    fonts: &Loaded,
    ask: impl FnOnce(&Map) -> Vec<Diagnostic>,
    make: impl FnOnce(&Map, &[Drawing], &Loaded, &mut Times) -> Result<T, CallError>,
) -> Attempt<T> {
    let (mut text, mut findings, mut times) = (String::new(), Vec::new(), Times::default());
    let mut style = None;
    let stages = || {
        text = times.of("open", || source.read())?;
        let (map, warnings) = times.of("read", || crate::read_in(&text, &look.lang)).map_err(Failure::Map)?;
        findings = warnings;
        findings.extend(crate::describe::long_alt(&map));
        findings.extend(ask(&map));
        // What is not for everybody is left out before any later stage sees it.
        let map = crate::public(&map, options).unwrap_or(map);
        let mut fonts = times.of("fonts", || look.fonts_for(fonts, &map, source.folder())).map_err(Failure::Map)?;
        let mut options = options.clone();
        style = times.of("style", || styles::of_map(&map, &options, source.folder())).map_err(Failure::Call)?;
        if style.is_some() || options.style_file.is_some() {
            styles::note(fonts.to_mut(), &options, style.as_ref());
        }
        if let Some(file) = &style {
            options.style_file = Some(file.style().map_err(Failure::Call)?);
        }
        if let Some(given) = &look.previous {
            options.previous = times.of("previous", || previous::load(given, source)).map_err(Failure::Call)?;
        }
        let drawn = times.of("lay out", || crate::pages(&map, &fonts.fonts, &options));
        let (drawings, lost) = drawn.map_err(Failure::Map)?;
        findings.extend(lost);
        findings.extend(uncounted(&options, &drawings));
        make(&map, &drawings, &fonts, &mut times).map_err(Failure::Call)
    };
    let (made, error) = sorted(stages(), &mut findings);
    Attempt { findings, text, style, error, made, times }
}

/// That counts were asked for in the call, of a figure that has none.
fn uncounted(options: &Options, drawings: &[Drawing]) -> Option<Diagnostic> {
    let table = drawings.iter().any(|drawing| crate::layout::is_table(drawing.layout.name));
    let message = "`--counts` draws the totals of a `matrix`; marks on themes show presence and no numbers";
    (options.counts == Some(true) && !table).then(|| {
        Diagnostic::warning(None, message)
            .hint("`thememap describe --what table --coverage --counts` counts who speaks in each theme")
    })
}

/// What came of the stages: something, an error of the call, or mistakes, which go to what was found.
pub fn sorted<T>(result: Result<T, Failure>, findings: &mut Vec<Diagnostic>) -> (Option<T>, Option<CallError>) {
    match result {
        Ok(made) => (Some(made), None),
        Err(Failure::Call(error)) => (None, Some(error)),
        Err(Failure::Map(errors)) => {
            findings.extend(errors);
            (None, None)
        }
    }
}

/// "layout hub (a core and 3 groups), 170 × 72.4 mm", or the sizes of all pages
pub fn describe(drawings: &[Drawing]) -> String {
    let mm = |points: f64| (to_mm(points) * 10.0).round() / 10.0;
    let size = |drawing: &Drawing| format!("{} × {} mm", mm(drawing.layout.page.width), mm(drawing.layout.page.height));
    let sizes: Vec<String> = drawings.iter().map(size).collect();
    let Some(Drawing { layout, .. }) = drawings.first() else { return String::new() };
    let pages = if sizes.len() > 1 { format!("{} pages: ", sizes.len()) } else { String::new() };
    format!("layout {} ({}), {pages}{}", layout.name, layout.reason, sizes.join(", "))
}

/// Stages in their order and how long each took.
#[derive(Default)]
pub struct Times(Vec<(&'static str, Duration)>);

impl Times {
    /// Runs a stage and writes down how long it took.
    pub fn of<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        self.0.push((stage, start.elapsed()));
        result
    }

    /// "open 0.1 ms, read 0.3 ms, …"
    pub fn line(&self) -> String {
        let mut line = String::new();
        for (stage, time) in &self.0 {
            let comma = if line.is_empty() { "" } else { ", " };
            let _ = write!(line, "{comma}{stage} {:.1} ms", time.as_secs_f64() * 1000.0);
        }
        line
    }
}
