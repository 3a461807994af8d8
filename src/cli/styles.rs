//! `thememap styles`, and style files of authors → the styles of their figures.

use std::path::Path;
use std::sync::Arc;

use super::fonts::Loaded;
use super::source::Source;
use super::write::write_stdout;
use super::{CallError, Terminal};
use crate::Options;
use crate::diagnostic::{Diagnostic, Lines};
use crate::model::Map;
use crate::style::{self, PALETTES, STYLES, Style};

/// List the styles and palettes, or print the file of one
///
/// A style is a file of colours, sizes and shapes. Print the one that comes nearest, keep of it what you want to change,
/// begin with `base = "NAME"`, and draw with `--style FILE.toml`.
#[derive(clap::Args)]
pub struct Styles {
    /// A style or palette whose file goes to standard output
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Writes the list or the file.
pub fn run(styles: &Styles) -> Result<(), CallError> {
    let all = || {
        let looks = STYLES.iter().map(|look| (look.name, look.about, look.text));
        looks.chain(PALETTES.iter().map(|palette| (palette.name, palette.about, palette.text)))
    };
    let Some(name) = &styles.name else {
        let wide = all().map(|(name, ..)| name.len()).max().unwrap_or(0);
        let list = |title: &str, rows: &mut dyn Iterator<Item = (&str, &str)>| {
            let rows: Vec<_> = rows.map(|(name, about)| format!("  {name:wide$}  {about}\n")).collect();
            format!("{title}\n{}", rows.concat())
        };
        let looks = list("Styles (--style):", &mut STYLES.iter().map(|look| (look.name, look.about)));
        let palettes = list("Palettes (--palette):", &mut PALETTES.iter().map(|p| (p.name, p.about)));
        return write_stdout(format!("{looks}\n{palettes}").as_bytes());
    };
    match all().find(|(known, ..)| known == name) {
        Some((_, _, text)) => write_stdout(text.as_bytes()),
        None => {
            let unknown = style::unknown_style(name);
            let error = CallError::new(format!("no style or palette is called `{name}`"));
            Err(unknown.hints.into_iter().fold(error, CallError::hint))
        }
    }
}

/// A style file that was read, with what was found in it.
pub struct StyleFile {
    /// What it goes by in messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// The style, if it is one.
    pub style: Option<Arc<Style>>,
}

impl StyleFile {
    /// Reads the file of that name; a relative one is looked for from `folder` on.
    pub fn read(name: &str, folder: &Path) -> Result<StyleFile, CallError> {
        let source = Source::File(folder.join(name));
        let hint = "a path under `style` starts at the folder of the map; one after `--style` at the current folder";
        let text = source.text().map_err(|error| error.hint(hint))?;
        let (style, findings) = match style::read(name, &text) {
            Ok((style, warnings)) => (Some(Arc::new(style)), warnings),
            Err(mistakes) => (None, mistakes),
        };
        Ok(StyleFile { name: source.name(), text, findings, style })
    }

    /// What is wrong with it, in words that say where.
    pub fn placed(&self) -> Vec<Diagnostic> {
        let lines = Lines::of(&self.text);
        let placed = |found: &Diagnostic| {
            let place = found.span.as_ref().map(|span| lines.position(span.start));
            let place = place.map_or(String::new(), |(line, column)| format!(", line {line}, column {column}"));
            let message = format!("`{}`{place}: {}", self.name, found.message);
            Diagnostic { span: None, related: Vec::new(), label: String::new(), message, ..found.clone() }
        };
        self.findings.iter().map(placed).collect()
    }

    /// The style, or that there is none.
    pub fn style(&self) -> Result<Arc<Style>, CallError> {
        let count = self.findings.len();
        let mistakes = if count == 1 { "a mistake".to_owned() } else { format!("{count} mistakes") };
        let error = || CallError::new(format!("the style file `{}` has {mistakes}", self.name));
        self.style.clone().ok_or_else(error)
    }
}

/// The style file after `--style`, if one is named there; what is found in it is told once, whatever the maps.
pub fn of_flag(name: Option<&str>, terminal: Option<&Terminal>) -> Result<Option<Arc<Style>>, CallError> {
    let Some(name) = name.filter(|name| style::is_file(name)) else { return Ok(None) };
    let file = StyleFile::read(name, Path::new(""))?;
    if let Some(terminal) = terminal {
        terminal.found(&file.findings, &file.name, &file.text);
        return file.style().map(Some);
    }
    // Where no report is printed the error itself says what is wrong.
    let mistakes = file.placed().into_iter().map(|mistake| mistake.message);
    file.style().map(Some).map_err(|error| mistakes.fold(error, CallError::hint))
}

/// The style file that a map names, where no flag takes its place.
pub fn of_map(map: &Map, options: &Options, folder: &Path) -> Result<Option<StyleFile>, CallError> {
    let overridden = options.style.is_some() || options.style_file.is_some();
    let named = map.figure.style.as_deref().filter(|name| !overridden && style::is_file(name));
    named.map(|name| StyleFile::read(name, folder)).transpose()
}

/// Counts a style file among the files that a figure is made from.
pub fn note(fonts: &mut Loaded, options: &Options, own: Option<&StyleFile>) {
    match (own, &options.style_file) {
        (Some(file), _) => fonts.files.push(file.name.clone().into()),
        (None, Some(style)) => fonts.files.push(style.name.clone().into()),
        (None, None) => {}
    }
}
