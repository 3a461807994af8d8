//! A map's drawings, or a figure file, and a journal → what the journal would send back.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::attempt::{Attempt, Times};
use super::fonts::Loaded;
use super::write::reason;
use super::{CallError, Look, journal};
use crate::Drawing;
use crate::check::figure::{self, Facts};
use crate::check::journal::{Captions, Verdict, test, test_captions};
use crate::diagnostic::Diagnostic;
use crate::encode::encode;
use crate::journal::{Journal, Settings};
use crate::model::Map;
use crate::unit::mm;

/// A figure must be smaller than this, in bytes: no journal takes a twentieth of it.
const MOST_BYTES: u64 = 256 << 20;

/// Makes the files a journal gets of a map, reads them back and tests every rule; nothing, where no journal is named.
pub fn of_map(look: &Look, map: &Map, drawings: &[Drawing], fonts: &Loaded) -> Result<Vec<Diagnostic>, CallError> {
    let Some((chosen, settings)) = journal::of(look, map) else { return Ok(Vec::new()) };
    let captions = Captions { title: map.title.as_deref(), caption: map.about.caption.as_deref() };
    let mut findings = test_captions(captions, &chosen);
    for drawing in drawings {
        for found in of_drawing(drawing, fonts, &chosen, &settings)? {
            if !findings.contains(&found) {
                findings.push(found);
            }
        }
    }
    Ok(findings)
}

fn of_drawing(
    drawing: &Drawing,
    fonts: &Loaded,
    chosen: &Journal,
    settings: &Settings,
) -> Result<Vec<Diagnostic>, CallError> {
    let figure = &drawing.figure;
    let title: Vec<String> = drawing.layout.title.iter().map(|line| line.line.text().into_owned()).collect();
    let drawn = Facts::drawn(figure, Some(title.join(" ")).filter(|title| !title.is_empty()));
    let options = journal::encoding(journal::Asked::default(), Some(settings), (figure.width, figure.height));
    let mut findings = Vec::new();
    for format in journal::formats(chosen)? {
        let bytes = encode(figure, &fonts.fonts, format, &options).map_err(CallError::new)?;
        let facts = figure::read(format.name, &bytes).map_err(CallError::new)?;
        findings.extend(test(&facts.or(&drawn), chosen).findings);
    }
    Ok(findings)
}

/// Reads a figure file and tests every rule that can be tested on it; where a width is asked for, at that width.
pub fn of_figure(path: &Path, look: &Look, chosen: &Journal) -> Attempt<(Facts, Verdict)> {
    let read = || {
        let failed = |why: String| CallError::new(format!("cannot check `{}`: {why}", path.display()));
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(|error| failed(reason(&error)))?;
        file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| failed(reason(&error)))?;
        if bytes.len() as u64 == MOST_BYTES {
            return Err(failed(format!("it is larger than {} MiB", MOST_BYTES >> 20)));
        }
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let facts = figure::read(ending, &bytes).map_err(failed)?;
        let facts = match width(look, chosen)? {
            Some(width) => facts.at_width(width),
            None => facts,
        };
        let verdict = test(&facts, chosen);
        Ok((facts, verdict))
    };
    let (made, error, findings) = match read() {
        Ok((facts, mut verdict)) => {
            let findings = std::mem::take(&mut verdict.findings);
            (Some((facts, verdict)), None, findings)
        }
        Err(error) => (None, Some(error), Vec::new()),
    };
    Attempt { findings, text: String::new(), style: None, error, made, times: Times::default() }
}

/// The width a figure is printed at, in points, where the call names one.
fn width(look: &Look, chosen: &Journal) -> Result<Option<f64>, CallError> {
    let Some(column) = look.column() else { return Ok(look.width()) };
    Ok(Some(chosen.settings(Some(column)).map_err(CallError::new)?.width))
}

/// Whether a path names a figure file rather than a map.
pub fn is_figure(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(figure::is_figure) && !path.is_dir()
}

/// What is known of a figure, in a few words: "170 × 72 mm, 2008 × 850 px, 300 dpi"
pub fn describe(facts: &Facts) -> String {
    let tenth = |points: f64| (points / mm(1.0) * 10.0).round() / 10.0;
    let size = facts.size.map(|(width, height)| format!("{} × {} mm", tenth(width), tenth(height)));
    let pixels = facts.pixels.map(|(across, down)| format!("{across} × {down} px"));
    let dpi = facts.dpi.map(|dpi| format!("{dpi:.0} dpi"));
    let bytes = Some(format!("{} KB", facts.bytes.div_ceil(1000)));
    [size, pixels, dpi, bytes].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The journal of the call, for figures, which name none.
pub fn journal_of_call(look: &Look, figure: &Path) -> Result<Journal, CallError> {
    let Some(name) = &look.journal else {
        let message = format!("`{}` is a figure, and no journal is named to check it for", figure.display());
        return Err(CallError::new(message).hint("say which: `--for plos`; `thememap journals` lists them"));
    };
    Journal::named(name).map_err(|(message, hints)| CallError { message, hints })
}
