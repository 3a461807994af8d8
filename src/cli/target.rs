//! `-o`, `--format` and the names of the maps → one place for every figure, none of them twice.

use std::collections::BTreeMap;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::CallError;
use super::source::Source;
use crate::encode::{FORMATS, Format};

/// Where the figures of one map go.
pub enum Target {
    /// One format, to standard output.
    Stdout(&'static Format),
    /// A file for each format.
    Files(Vec<(&'static Format, PathBuf)>),
}

impl Target {
    /// The files to write; none for standard output.
    pub fn files(&self) -> &[(&'static Format, PathBuf)] {
        match self {
            Target::Stdout(_) => &[],
            Target::Files(files) => files,
        }
    }
}

/// What `-o` asks for.
enum Output {
    BesideMap,
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

/// Finds a place for the figures of each map, in the order of the maps.
///
/// `formats` is empty when none was asked for: then the ending of `-o FILE` decides, then the usual formats of each map are
/// written. A figure that is not the map's own, but for looking at, has `seen` in its name, so that it takes no figure's
/// place.
pub fn plan(
    sources: &[Source],
    output: Option<&Path>,
    formats: &[&'static Format],
    usual: impl Fn(&Source) -> Result<Vec<&'static Format>, CallError>,
    seen: Option<&str>,
) -> Result<Vec<Target>, CallError> {
    let output = classify(sources, output)?;
    if let (Output::Stdout | Output::File(_), [_, _, ..]) = (&output, sources) {
        return Err(CallError::new("several maps cannot go into one file").hint("give a folder: `-o DIR`"));
    }
    let targets = match &output {
        Output::Stdout => vec![Target::Stdout(stdout_format(formats)?)],
        Output::File(path) => vec![Target::Files(vec![(file_format(path, formats)?, path.clone())])],
        Output::BesideMap | Output::Folder(_) => {
            let place = |source| {
                let formats = if formats.is_empty() { usual(source)? } else { formats.to_vec() };
                files_of(source, &output, &formats, seen)
            };
            sources.iter().map(place).collect::<Result<_, _>>()?
        }
    };
    keep_apart(sources, &targets)?;
    Ok(targets)
}

fn classify(sources: &[Source], output: Option<&Path>) -> Result<Output, CallError> {
    let Some(path) = output else {
        let piped = matches!(sources, [Source::Stdin]);
        return Ok(if piped { Output::Stdout } else { Output::BesideMap });
    };
    if path == Path::new("-") {
        return Ok(Output::Stdout);
    }
    let slash = path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| std::path::is_separator(byte.into()));
    Ok(match fs::metadata(path) {
        Ok(found) if found.is_dir() => Output::Folder(path.into()),
        Ok(found) if !found.is_file() => Output::File(path.into()),
        _ if slash => Output::Folder(path.into()),
        _ if path.extension().is_some() => Output::File(path.into()),
        Ok(_) => {
            return Err(CallError::new(format!("`-o {}` is a file without an ending", path.display())).hint(endings()));
        }
        Err(_) => Output::Folder(path.into()),
    })
}

/// Standard output takes one format: SVG when none was asked for, because it is text.
pub fn stdout_format(formats: &[&'static Format]) -> Result<&'static Format, CallError> {
    let format = match formats {
        [] => FORMATS.first().ok_or_else(|| CallError::new("there is no format"))?,
        [format] => format,
        _ => {
            let asked: Vec<_> = formats.iter().map(|format| format!("`--format {}`", format.name)).collect();
            let hint = format!("give {}", asked.join(" or "));
            return Err(CallError::new("standard output takes one format").hint(hint));
        }
    };
    if !format.text && std::io::stdout().is_terminal() {
        let (name, extension) = (format.name, format.extension);
        return Err(CallError::new(format!("{name} is not text and would garble the terminal"))
            .hint(format!("give `-o FILE.{extension}`")));
    }
    Ok(format)
}

/// The ending of a file decides its format; a device or a pipe has none, there `--format` does.
pub fn file_format(path: &Path, formats: &[&'static Format]) -> Result<&'static Format, CallError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    let by_ending = ending.as_deref().and_then(Format::ending);
    let shown = path.display();
    match (by_ending, formats) {
        (Some(format), []) => Ok(format),
        (Some(format), [asked]) if asked.name == format.name => Ok(format),
        (Some(format), _) => Err(CallError::new(format!(
            "the ending of `-o {shown}` is that of {}, but `--format` asks for {}",
            format.name,
            formats.iter().map(|format| format.name).collect::<Vec<_>>().join(" and ")
        ))
        .hint("leave one of them out")),
        (None, [format]) if fs::metadata(path).is_ok_and(|found| !found.is_file()) => Ok(format),
        (None, _) => Err(CallError::new(format!("cannot tell the format of `-o {shown}`")).hint(endings())),
    }
}

fn endings() -> String {
    let names: Vec<_> = FORMATS.iter().map(|format| format!("`.{}`", format.extension)).collect();
    format!("a file ends in {}, a folder in `/`", names.join(" or "))
}

/// One file for each format, named after the map: `study.svg`, or `study-deutan.svg` for one that is `seen` so.
fn files_of(
    source: &Source,
    output: &Output,
    formats: &[&'static Format],
    seen: Option<&str>,
) -> Result<Target, CallError> {
    let Some((path, stem)) = source.path().and_then(|path| Some((path, path.file_stem()?))) else {
        return Err(CallError::new(format!("{} has no file name", source.name())).hint("give `-o FILE` or `-o -`"));
    };
    let folder = match output {
        Output::Folder(folder) => folder,
        _ => path.parent().unwrap_or(Path::new("")),
    };
    let mut stem = stem.to_os_string();
    if let Some(seen) = seen {
        stem.push(format!("-{seen}"));
        let mut other = stem.clone();
        other.push(".toml");
        let other = path.with_file_name(other);
        if other.exists() {
            let message = format!("a figure seen as `{seen}` would be taken for that of `{}`", other.display());
            return Err(CallError::new(message).hint("give `-o FILE`"));
        }
    }
    let name = |format: &&'static Format| {
        let mut name = stem.clone();
        name.push(".");
        name.push(format.extension);
        (*format, folder.join(name))
    };
    Ok(Target::Files(formats.iter().map(name).collect()))
}

/// Refuses two figures in one file, and a figure in place of a map.
fn keep_apart(sources: &[Source], targets: &[Target]) -> Result<(), CallError> {
    let mut places = Places::default();
    let maps: BTreeMap<PathBuf, &Source> =
        sources.iter().filter_map(|source| Some((places.of(source.path()?), source))).collect();
    let mut owners: BTreeMap<PathBuf, &Source> = BTreeMap::new();
    for (source, target) in sources.iter().zip(targets) {
        for (_, path) in target.files() {
            let place = places.of(path);
            if let Some(map) = maps.get(&place) {
                return Err(CallError::new(format!(
                    "the figure of `{}` would overwrite the map `{}`",
                    source.name(),
                    map.name()
                )));
            }
            if let Some(other) = owners.insert(place, source) {
                return Err(CallError::new(format!(
                    "`{}` and `{}` would both be written to `{}`",
                    other.name(),
                    source.name(),
                    path.display()
                ))
                .hint("rename one, or draw them into different folders"));
            }
        }
    }
    Ok(())
}

/// Paths as the file system sees them, each folder asked for once.
#[derive(Default)]
pub struct Places(BTreeMap<PathBuf, PathBuf>);

impl Places {
    /// A path that is equal for equal files, whether they exist or not.
    pub fn of(&mut self, path: &Path) -> PathBuf {
        if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
            && let Ok(place) = path.canonicalize()
        {
            return place;
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let place = self.0.entry(folder.into()).or_insert_with(|| {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let absolute = || std::path::absolute(folder).unwrap_or_else(|_| folder.into());
            folder.canonicalize().unwrap_or_else(|_| absolute())
        });
        path.file_name().map_or_else(|| path.into(), |name| place.join(name))
    }
}
