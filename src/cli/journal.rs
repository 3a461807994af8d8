//! A journal → the formats, the resolution and the kind of text its figures are written with.

use std::fs;

use super::source::Source;
use super::target::Target;
use super::{CallError, Look};
use crate::Options;
use crate::check::journal::alternatives;
use crate::encode::pdf::Standard;
use crate::encode::svg::TextMode;
use crate::encode::{DEFAULT_DPI, EncodeOptions, FORMATS, Format};
use crate::journal::{Journal, Key, Settings};
use crate::model::Map;

/// What the call says about the encoding, over the head of the journal.
#[derive(Clone, Copy, Default)]
pub struct Asked {
    /// How text is written.
    pub text: Option<TextMode>,
    /// Dots per inch.
    pub dpi: Option<f64>,
    /// Which standards PDF keeps.
    pub pdf: Standard,
}

/// How a page of that size in points is written: as the call asks, else as the journal does.
pub fn encoding(asked: Asked, settings: Option<&Settings>, (width, height): (f64, f64)) -> EncodeOptions {
    let outlines = settings.is_some_and(|settings| settings.outlines).then_some(TextMode::Outlines);
    let dpi = settings.map(|settings| settings.resolution(width, height));
    EncodeOptions {
        text: asked.text.or(outlines).unwrap_or_default(),
        dpi: asked.dpi.or(dpi).unwrap_or(DEFAULT_DPI),
        pdf: asked.pdf,
    }
}

/// The journal of a map that has been read, whose mistakes have been reported.
pub fn of(look: &Look, map: &Map) -> Option<(Journal, Settings)> {
    let options = Options { journal: look.journal.clone(), column: look.column(), ..Options::default() };
    options.journal(map).ok().flatten()
}

/// Formats that are written for a journal, the best first; an error when it takes none of those that can be written.
pub fn formats(journal: &Journal) -> Result<Vec<&'static Format>, CallError> {
    let names = journal.formats(|name| Format::named(name).is_some());
    if names.is_empty() {
        let known: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
        let taken = journal.names(Key::Formats).join(", ");
        let message = format!("{} takes {taken}, and only {} can be written", journal.title, known.join(", "));
        return Err(CallError::new(message).hint("ask for one with `--format`, and convert it"));
    }
    Ok(names.into_iter().filter_map(Format::named).collect())
}

/// Formats that are written for a map when none is asked for: those of the journal of the call or of the map, or the usual.
pub fn usual_formats(look: &Look, source: &Source) -> Result<Vec<&'static Format>, CallError> {
    let named = look.journal.clone().or_else(|| peek(source));
    match named.as_ref().map(|name| Journal::named(name)) {
        Some(Ok(journal)) => formats(&journal),
        // A name that is none is reported where the map is read.
        _ => Ok(FORMATS.iter().filter(|format| format.usual).collect()),
    }
}

/// What is written although the journal of the call does not take it, in a sentence.
pub fn not_taken(look: &Look, targets: &[Target]) -> Option<String> {
    let journal = Journal::named(look.journal.as_ref()?).ok()?;
    let taken = journal.names(Key::Formats);
    let written = targets.iter().flat_map(|target| match target {
        Target::Stdout(format) => vec![format.name],
        Target::Files(files) => files.iter().map(|(format, _)| format.name).collect(),
    });
    let mut other: Vec<&str> = written.filter(|name| taken.iter().all(|known| known != name)).collect();
    other.sort_unstable();
    other.dedup();
    let other: Vec<String> = other.into_iter().map(str::to_owned).collect();
    let message = || format!("{} takes {}, not {}", journal.title, alternatives(taken), alternatives(&other));
    (!other.is_empty()).then(message)
}

/// The journal a map file names under `[figure]`; the file is read only to see that, and only if it can be read again.
fn peek(source: &Source) -> Option<String> {
    let path = source.path().filter(|path| fs::metadata(path).is_ok_and(|found| found.is_file()))?;
    let text = fs::read_to_string(path).ok()?;
    let written = |(at, word): (usize, &str)| text[at + word.len()..].trim_start().starts_with('=');
    if !text.match_indices("for").any(written) {
        return None;
    }
    crate::read(&text).ok()?.0.figure.journal
}
