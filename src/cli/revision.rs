//! `REV:path` → the bytes of that file in a revision of a git repository.

use std::io;
use std::path::Path;
use std::process::{Command, Output};

use super::CallError;
use crate::read::near::{Effort, nearest};

/// The revision and the path that an argument names, if it names such: `HEAD:maps/study.toml`, or `:study.toml` for what is
/// staged. A file of that whole name is a file, and `C:\study.toml` is on a drive.
pub fn split(argument: &Path) -> Option<(&str, &str)> {
    let (revision, path) = argument.to_str()?.split_once(':')?;
    let drive = revision.len() == 1 && revision.starts_with(|c: char| c.is_ascii_alphabetic());
    let on_drive = drive && path.starts_with(['\\', '/']);
    // No revision begins with a dash or holds a separator of Windows.
    let revised = !path.is_empty() && !revision.starts_with('-') && !revision.contains('\\');
    (revised && !on_drive && !argument.exists()).then_some((revision, path))
}

/// The bytes of the file in the revision; a path is one from the top of the repository or else from the current folder.
pub fn read(revision: &str, path: &str) -> Result<Vec<u8>, CallError> {
    let mut failure = String::new();
    for place in [path.to_owned(), format!("./{path}")] {
        // Only ever one object: what git shows of other names are commits, ranges and patterns of paths.
        let object = format!("{revision}:{place}");
        let shown = git(&["cat-file", "blob", &object])?;
        if shown.status.success() {
            return Ok(shown.stdout);
        }
        let kind = git(&["cat-file", "-t", &object])?;
        if kind.status.success() && kind.stdout.starts_with(b"tree") {
            return Err(CallError::new(format!("`{revision}:{path}` is a folder")).hint("name a map in it"));
        }
        failure = String::from_utf8_lossy(&shown.stderr).into_owned();
    }
    Err(explain(revision, path, &failure))
}

/// Why there is no such file.
fn explain(revision: &str, path: &str, failure: &str) -> CallError {
    let name = format!("{revision}:{path}");
    if failure.contains("not a git repository") {
        return CallError::new(format!("cannot read `{name}`: the current folder is in no git repository"))
            .hint("call the command from the folder of the repository, or give a file");
    }
    if revision.is_empty() {
        return CallError::new(format!("cannot read `{name}`: `{path}` is not staged"))
            .hint("`git ls-files` lists what is");
    }
    let known = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{tree}}")]);
    if !known.is_ok_and(|known| known.status.success()) {
        return CallError::new(format!("cannot read `{name}`: the repository has no revision `{revision}`"))
            .hint("`git log --oneline` lists its revisions, `git branch --all` its branches");
    }
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision]);
    let listed = listed.map(|listed| String::from_utf8_lossy(&listed.stdout).into_owned()).unwrap_or_default();
    let error = CallError::new(format!("cannot read `{name}`: revision `{revision}` holds no file `{path}`"));
    let same_name = |other: &&str| Path::new(other).file_name() == Path::new(path).file_name();
    let files = || listed.split('\0').filter(|file| !file.is_empty());
    match files().find(same_name).or_else(|| nearest(path, files(), &Effort::default())) {
        Some(near) => error.hint(format!("did you mean `{revision}:{near}`?")),
        None => error.hint(format!("`git ls-tree -r --name-only {revision}` lists its files")),
    }
}

/// Runs git, whose words are to be English.
fn git(arguments: &[&str]) -> Result<Output, CallError> {
    let output = Command::new("git").args(arguments).env("LC_ALL", "C").output();
    output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => CallError::new("cannot read a revision: git is not installed, or not in the `PATH`")
            .hint("install git, or give two files"),
        _ => CallError::new(format!("cannot run git: {}", super::write::reason(&error))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drives_and_plain_names_are_no_revisions() {
        for (argument, found) in [
            ("HEAD:maps/study.toml", Some(("HEAD", "maps/study.toml"))),
            ("main~2:study.toml", Some(("main~2", "study.toml"))),
            (":study.toml", Some(("", "study.toml"))),
            ("v1:C:/x.toml", Some(("v1", "C:/x.toml"))),
            ("a:study.toml", Some(("a", "study.toml"))),
            ("study.toml", None),
            ("C:\\study.toml", None),
            ("c:/study.toml", None),
            ("..\\maps:study.toml", None),
            ("--output:study.toml", None),
            ("HEAD:", None),
        ] {
            assert_eq!(split(Path::new(argument)), found, "{argument}");
        }
    }
}
