//! `--previous` → the earlier figure of a map.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::CallError;
use super::source::Source;
use super::write::reason;
use crate::layout::previous::{Previous, read};

/// The file that holds the earlier figure of a map: the one named, or in a folder the SVG with the map's name.
///
/// In a folder a map may have no figure yet.
pub fn path(given: &Path, source: &Source) -> Option<PathBuf> {
    if !given.is_dir() {
        return Some(given.to_owned());
    }
    let name = Path::new(source.path()?.file_name()?).with_extension("svg");
    Some(given.join(name)).filter(|path| path.exists())
}

/// Reads it.
pub fn load(given: &Path, source: &Source) -> Result<Option<Arc<Previous>>, CallError> {
    let Some(path) = path(given, source) else { return Ok(None) };
    let name = path.display();
    let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => CallError::new(format!("`{name}` is no SVG: it holds bytes that are no text")),
        _ => CallError::new(format!("cannot read `{name}`: {}", reason(&error))),
    })?;
    let previous = read(&text).map_err(|why| {
        CallError::new(format!("`{name}` {why}")).hint("`--previous` takes an SVG that `thememap render` made")
    })?;
    Ok(Some(Arc::new(previous)))
}
