//! MAP arguments → map files and their text.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::write::reason;
use super::{CallError, Terminal};
use crate::diagnostic::Diagnostic;
use crate::style::is_style;

/// A map file must be smaller than this, in bytes: a codebook of a million codes is two thirds of it.
const MOST_BYTES: usize = 64 << 20;

/// Where a map comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `-`
    Stdin,
    /// A file.
    File(PathBuf),
    /// A file of a revision of a repository.
    Revision {
        /// What the user calls it.
        name: String,
        /// Where it stands in the repository.
        path: PathBuf,
        /// What it holds.
        bytes: Vec<u8>,
    },
}

/// Why there is no figure.
pub enum Failure {
    /// Mistakes in the map.
    Map(Vec<Diagnostic>),
    /// A file, or a setting of the call.
    Call(CallError),
}

/// A file larger than this is no style, in bytes: the longest one that comes with the program has a twentieth.
const MOST_STYLE_BYTES: u64 = 64 << 10;

/// The map files that the arguments name; a folder stands for every `.toml` file directly in it, by name, except style files,
/// which are passed over and named on the terminal.
pub fn expand(arguments: &[PathBuf], terminal: Option<&Terminal>) -> Result<Vec<Source>, CallError> {
    let mut sources = Vec::new();
    for argument in arguments {
        if argument == Path::new("-") {
            if sources.contains(&Source::Stdin) {
                return Err(CallError::new("standard input (`-`) can be read only once"));
            }
            sources.push(Source::Stdin);
        } else if argument.is_dir() {
            let files = maps_in(argument).map_err(|error| cannot_read(argument, &error))?;
            if files.is_empty() {
                return Err(CallError::new(format!("the folder `{}` holds no `.toml` file", argument.display())));
            }
            let (styles, maps): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| holds_style(path));
            if maps.is_empty() {
                let message = format!("the folder `{}` holds style files, and no map", argument.display());
                return Err(CallError::new(message).hint("give the folder of the maps, and the style with `--style`"));
            }
            for style in &styles {
                if let Some(terminal) = terminal {
                    terminal.say(&format!("passed over `{}`: a style file, not a map", style.display()));
                }
            }
            sources.extend(maps.into_iter().map(Source::File));
        } else {
            sources.push(Source::File(argument.clone()));
        }
    }
    Ok(sources)
}

fn maps_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut maps = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.extension() == Some(OsStr::new("toml")) && !hidden && !path.is_dir() {
            maps.push(path);
        }
    }
    maps.sort();
    Ok(maps)
}

/// Whether a file can be read and is a style; what cannot be read is reported where it is read as a map.
fn holds_style(path: &Path) -> bool {
    let small = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= MOST_STYLE_BYTES);
    small && fs::read_to_string(path).is_ok_and(|text| is_style(&text))
}

impl Source {
    /// The name it goes by in messages.
    pub fn name(&self) -> String {
        match self {
            Source::Stdin => "standard input".into(),
            Source::File(path) => path.display().to_string(),
            Source::Revision { name, .. } => name.clone(),
        }
    }

    /// Its path, if it has one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Source::Stdin => None,
            Source::File(path) | Source::Revision { path, .. } => Some(path),
        }
    }

    /// The folder in which the fonts it names are looked for.
    pub fn folder(&self) -> &Path {
        self.path().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// Its text, where mistakes in it are those of a file and not of a map.
    pub fn text(&self) -> Result<String, CallError> {
        self.decoded().map_err(|failure| match failure {
            Failure::Call(error) => error,
            Failure::Map(mistakes) => {
                let said = mistakes.into_iter().next().map(|mistake| mistake.message).unwrap_or_default();
                CallError::new(said).about(&self.name())
            }
        })
    }

    /// Its text, which may be a map.
    pub fn read(&self) -> Result<String, Failure> {
        let text = self.decoded()?;
        if text.len() as u64 <= MOST_STYLE_BYTES && is_style(&text) {
            let mistake = Diagnostic::error(None, "this is a style file, not a map");
            let file = self.path().map_or("FILE.toml".into(), |path| path.display().to_string());
            let hint = format!("draw a map with it: `thememap render MAP --style {file}`");
            return Err(Failure::Map(vec![mistake.hint(hint)]));
        }
        Ok(text)
    }

    fn decoded(&self) -> Result<String, Failure> {
        let bytes = match self {
            Source::Stdin => read_limited(io::stdin().lock(), 0),
            Source::File(path) => File::open(path).and_then(|file| {
                let length = file.metadata().map_or(0, |metadata| metadata.len());
                read_limited(file, usize::try_from(length).unwrap_or(usize::MAX))
            }),
            Source::Revision { bytes, .. } => Ok(bytes.clone()),
        };
        let bytes = bytes.map_err(|error| {
            Failure::Call(match self {
                Source::Stdin => CallError::new(format!("cannot read standard input: {}", reason(&error))),
                Source::File(path) | Source::Revision { path, .. } => cannot_read(path, &error),
            })
        })?;
        decode(bytes).map_err(Failure::Map)
    }
}

fn cannot_read(path: &Path, error: &io::Error) -> CallError {
    CallError::new(format!("cannot read `{}`: {}", path.display(), reason(error)))
}

/// Reads no more than it takes to see that there is too much.
fn read_limited(from: impl Read, expected: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(expected.min(MOST_BYTES) + 1);
    from.take(MOST_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes as text, or why they are none.
fn decode(bytes: Vec<u8>) -> Result<String, Vec<Diagnostic>> {
    let no_map = |message: &str, hint: &str| vec![Diagnostic::error(None, message).hint(hint)];
    if bytes.len() >= MOST_BYTES {
        return Err(no_map(
            "the file is too large for a map: expected less than 64 MiB",
            "a map holds labels, links and quotes; keep transcripts in files of their own",
        ));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(no_map(
            "the file is UTF-16 text, expected UTF-8",
            "save it again with the encoding `UTF-8` (in Windows Notepad: Save as, Encoding)",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let (good, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
        let before = good.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
        let column = 1 + String::from_utf8_lossy(before).chars().count();
        let byte = rest.first().copied().unwrap_or_default();
        no_map(
            &format!("the file is not UTF-8 text: byte {byte:#04x} at line {line}, column {column}"),
            "save it as plain text with the encoding `UTF-8`; a Word document or a spreadsheet is not plain text",
        )
    })
}
