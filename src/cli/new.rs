//! `thememap new`: a commented map to start from.

use std::path::{Path, PathBuf};

use super::CallError;
use super::write::{write_new, write_stdout};

/// The map that is written: TOML 1.0 syntax, an invented study that says so.
pub const STARTER: &str = include_str!("starter.toml");

/// Write a commented map to start from
///
/// The map is complete: it can be drawn as it stands, and its notes say what each part is for. The study in it is
/// invented.
#[derive(clap::Args)]
pub struct New {
    /// The file to write; it must not exist yet. Without FILE, or with `-`, the map goes to standard output.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Writes the map and says which command comes next.
pub fn run(new: &New, terminal: &super::Terminal) -> Result<(), CallError> {
    match new.file.as_deref() {
        None => write_stdout(STARTER.as_bytes()),
        Some(file) if file == Path::new("-") => write_stdout(STARTER.as_bytes()),
        Some(file) => {
            write_new(file, STARTER.as_bytes())?;
            terminal.say(&format!("wrote {0}; draw it with: thememap render {0}", file.display()));
            Ok(())
        }
    }
}
