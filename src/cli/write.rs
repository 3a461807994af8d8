//! Finished bytes → files, whole or not at all: a temporary file in the same directory, then a rename.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::CallError;

/// Links that are followed before a chain of them is taken for a circle (the limit of Linux).
const MOST_LINKS: usize = 40;

/// What a file on disk is, compared with the bytes it should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// There is no such file.
    Missing,
    /// It holds other bytes.
    Different,
    /// It holds these bytes.
    Same,
}

/// Compares a file with the bytes it should hold, without reading more of it than it takes to tell.
pub fn compare(path: &Path, bytes: &[u8]) -> Result<Difference, CallError> {
    let failed = |error: io::Error| CallError::new(format!("cannot read `{}`: {}", path.display(), reason(&error)));
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Difference::Missing),
        Err(error) => return Err(failed(error)),
    };
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
        return Ok(Difference::Different);
    }
    let mut old = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut old).map_err(failed)?;
    Ok(if old == bytes { Difference::Same } else { Difference::Different })
}

/// Writes files that belong together: when one cannot be written, none of them is replaced.
///
/// A file that already holds its bytes is left alone, so that its time does not change and nothing is built again
/// because of it. The answer says for each file what was there before.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<Vec<Difference>, CallError> {
    let staged = files.iter().map(|(path, bytes)| stage(path, bytes)).collect::<Result<Vec<_>, _>>()?;
    let mut before = Vec::with_capacity(files.len());
    for ((path, bytes), staged) in files.iter().zip(staged) {
        before.push(staged.before);
        match staged.place {
            Place::Done => {}
            Place::Temporary(file, target) => {
                file.persist(&target).map_err(|error| cannot_write(path, &error.error))?;
            }
            Place::Stream => {
                let written = fs::OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes));
                written.map_err(|error| cannot_write(path, &error))?;
            }
        }
    }
    Ok(before)
}

/// Writes a file that must not exist yet, whole or not at all.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CallError> {
    let exists = || CallError::new(format!("`{}` exists already and is not overwritten", path.display()));
    if fs::symlink_metadata(path).is_ok() {
        return Err(exists());
    }
    let file = temporary(path, bytes).map_err(|error| cannot_write(path, &error))?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists()),
        Err(error) => Err(cannot_write(path, &error.error)),
    }
}

/// Writes to standard output; a reader that has gone away is no error, it has seen what it wanted.
pub fn write_stdout(bytes: &[u8]) -> Result<(), CallError> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CallError::new(format!("cannot write to standard output: {}", reason(&error))))
        }
        _ => Ok(()),
    }
}

/// The words of the system's error without its number.
pub fn reason(error: &io::Error) -> String {
    let mut words = error.to_string();
    if let Some(number) = words.find(" (os error ") {
        words.truncate(number);
    }
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => words,
    }
}

/// A file that is ready to take its place.
struct Staged {
    before: Difference,
    place: Place,
}

/// What is left to do for a file.
enum Place {
    /// Nothing.
    Done,
    /// Rename this one to the path.
    Temporary(NamedTempFile, PathBuf),
    /// Write into what is there: a device or a pipe must not be replaced by a file.
    Stream,
}

/// Does everything for a file but the last step.
fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, CallError> {
    let failed = |error: io::Error| cannot_write(path, &error);
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let target = link_target(path).map_err(failed)?;
            let place = Place::Temporary(temporary(&target, bytes).map_err(failed)?, target);
            return Ok(Staged { before: Difference::Missing, place });
        }
        found => found.map_err(failed)?,
    };
    if metadata.is_dir() {
        return Err(CallError::new(format!("cannot write `{}`: it is a folder", path.display())));
    }
    if !metadata.is_file() {
        return Ok(Staged { before: Difference::Different, place: Place::Stream });
    }
    if compare(path, bytes)? == Difference::Same {
        return Ok(Staged { before: Difference::Same, place: Place::Done });
    }
    if metadata.permissions().readonly() {
        return Err(CallError::new(format!("cannot write `{}`: it is write-protected", path.display())));
    }
    let target = link_target(path).map_err(failed)?;
    let file = temporary(&target, bytes).map_err(failed)?;
    fs::set_permissions(file.path(), metadata.permissions()).map_err(failed)?;
    Ok(Staged { before: Difference::Different, place: Place::Temporary(file, target) })
}

/// The file a path leads to, so that a link stays a link; it need not exist.
fn link_target(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            // An absolute target replaces the whole path; that is what `join` does with one.
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many links"))
}

/// The bytes in a new file beside the target, with the permissions any new file of this user has.
fn temporary(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".thememap-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = match builder.tempfile_in(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            builder.tempfile_in(folder)?
        }
        made => made?,
    };
    file.write_all(bytes)?;
    Ok(file)
}

fn cannot_write(path: &Path, error: &io::Error) -> CallError {
    CallError::new(format!("cannot write `{}`: {}", path.display(), reason(error)))
}
