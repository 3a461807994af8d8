//! A folder of its own for each test, and the command run in it.
#![allow(dead_code)] // Each test file is a crate of its own and uses a part of this.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A map with labels as they come: a colon, quotes, a slash, a hash.
pub const MAP: &str = r#"
title = "Barriers: what 'waiting' does"
core = "Waiting / being told \"soon\""
links = ["barriers -- core", "core -> help"]

[groups.barriers]
label = "Barrier #1: stigma"
themes = ["Not being believed", "Forms, forms, forms"]

[groups.help]
label = "What helps"
themes = ["A nurse who says her name"]
"#;

/// A map whose link leads nowhere.
pub const MISTAKEN: &str = "core = \"Waiting\"\nlinks = [\"core -- nobody\"]\nthemes = [\"Being told nothing\"]\n";

/// A folder that is deleted when the test ends.
pub struct Sandbox(tempfile::TempDir);

impl Sandbox {
    pub fn new() -> Sandbox {
        Sandbox(tempfile::tempdir().unwrap())
    }

    /// A sandbox with one good map, `study.toml`.
    pub fn with_map() -> Sandbox {
        let sandbox = Sandbox::new();
        sandbox.write("study.toml", MAP);
        sandbox
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        let path = self.path(name);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn exists(&self, name: impl AsRef<Path>) -> bool {
        std::fs::symlink_metadata(self.path(name)).is_ok()
    }

    /// Names of all files below the folder, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path);
                } else {
                    files.push(path.strip_prefix(self.0.path()).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        files.sort();
        files
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thememap"));
        command
            .current_dir(self.0.path())
            .env_remove("CLICOLOR_FORCE")
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null());
        command
    }

    /// Runs the command in the folder.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command().args(arguments).output().unwrap())
    }

    /// The same with something on standard input.
    pub fn pipe<S: AsRef<OsStr>>(&self, input: &[u8], arguments: impl IntoIterator<Item = S>) -> Run {
        let mut command = self.command();
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that fails early does not read its input.
        let _ = child.stdin.take().unwrap().write_all(input);
        Run::of(child.wait_with_output().unwrap())
    }
}

/// What a run of the command left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

impl Run {
    fn of(output: Output) -> Run {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        let code = output.status.code().unwrap_or_else(|| panic!("died of {}: {err}", output.status));
        Run { code, out: output.stdout, err }
    }

    /// Asserts the exit code, and that nothing panicked.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.code, code, "{}", self.err);
        self
    }

    /// Asserts that standard error says all of these.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Run {
        for word in words {
            assert!(self.err.contains(word), "no `{word}` in:\n{}", self.err);
        }
        self
    }

    /// Asserts that standard error is empty.
    #[track_caller]
    pub fn says_nothing(self) -> Run {
        assert_eq!(self.err, "");
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.out.clone()).unwrap()
    }
}
