//! The source itself: who may import whom, and the habits that a machine can hold.

use std::fs;
use std::path::Path;

/// Lines after which a file holds more than one idea.
const MOST_LINES: usize = 500;

/// Each module with the modules it may name: the stages before it and what stands beside the stages.
///
/// `read` → `model` → `layout` → `draw` → `encode`; `cli` may see everything and nobody sees `cli`. A new module gets a
/// row here, so that its place is a decision.
const MAY_SEE: [(&str, &[&str]); 16] = [
    ("unit", &[]),
    ("color", &[]),
    ("diagnostic", &[]),
    ("text", &["diagnostic", "unit"]),
    ("read", &["diagnostic", "unit"]),
    ("model", &["read", "diagnostic", "unit"]),
    // A style is chosen by the head of the map.
    ("style", &["read", "model", "color", "diagnostic", "unit"]),
    ("layout", &["model", "style", "text", "diagnostic", "unit"]),
    ("describe", &["model", "diagnostic", "unit"]),
    // Two maps, and what became of the one in the other; names that are near are known to `read`.
    ("diff", &["describe", "read", "model", "diagnostic", "unit"]),
    ("draw", &["layout", "describe", "model", "style", "text", "color", "diagnostic", "unit"]),
    ("encode", &["draw", "text", "diagnostic", "unit"]),
    // Several versions of a map as one figure: the stages once more, after what changed is known.
    ("versions", &["diff", "draw", "layout", "model", "style", "text", "diagnostic", "unit"]),
    // What a journal asks for, as data.
    ("journal", &["diagnostic", "unit"]),
    // Findings about a map, and about a finished figure; a wrong name in `ignore` has a nearest one.
    (
        "check",
        &[
            "draw",
            "layout",
            "describe",
            "journal",
            "model",
            "read::near",
            "style",
            "text",
            "color",
            "diagnostic",
            "unit",
        ],
    ),
    (
        "cli",
        &[
            "versions",
            "check",
            "diff",
            "journal",
            "encode",
            "draw",
            "layout",
            "describe",
            "style",
            "model",
            "read",
            "text",
            "color",
            "diagnostic",
            "unit",
        ],
    ),
];

/// Inside `layout`, only these files know the map: they turn it into a plain graph, and boxes and paths back into places on
/// the page. Every other file there is an algorithm on graphs.
const LAYOUT_DOOR: &[&str] = &[
    "layout/attempt.rs",
    "layout/distances.rs",
    "layout/mod.rs",
    "layout/versions/mod.rs",
    "layout/versions/badge.rs",
    "layout/versions/caption.rs",
    "layout/versions/legend.rs",
    "layout/versions/wordings.rs",
    "layout/door.rs",
    "layout/content.rs",
    "layout/coverage.rs",
    "layout/cures.rs",
    "layout/fit.rs",
    "layout/links.rs",
    "layout/kept.rs",
    "layout/legend.rs",
    "layout/misfit.rs",
    "layout/pages.rs",
    "layout/shaper.rs",
    "layout/table.rs",
    "layout/ways.rs",
    "layout/quality/mod.rs",
];

struct SourceFile {
    /// Path below `src`, with `/`.
    name: String,
    text: String,
    /// The same without comments, the contents of strings, and the tests at its end.
    code: String,
}

fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 20, "only {} files found below {}", files.len(), root.display());
    files.iter().map(|path| read(&root, path)).collect()
}

fn read(root: &Path, path: &Path) -> SourceFile {
    let text = fs::read_to_string(path).unwrap();
    let name = path.strip_prefix(root).unwrap().components().map(|part| part.as_os_str().to_str().unwrap());
    SourceFile { name: name.collect::<Vec<_>>().join("/"), code: code_of(&text), text }
}

/// Rust without comments, without what stands in string and character literals, and without the test module at its end.
fn code_of(text: &str) -> String {
    let text = &text[..text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len())];
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
        } else if next == '"' {
            string_length(rest)
        } else if let Some(length) = character_length(rest) {
            length
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        rest = &rest[length..];
    }
    code
}

/// The hashes of a raw string that starts here.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn string_length(rest: &str) -> usize {
    let mut escaped = true;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; a lifetime is none.
fn character_length(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    let length = if inner.starts_with('\\') { inner[2..].find('\'')? + 2 } else { inner.chars().next()?.len_utf8() };
    inner[length..].starts_with('\'').then_some(length + 2)
}

/// Every path that starts at the crate, as its segments: `use crate::{model::Map, text}` names `model::Map` and `text`.
fn crate_paths(file: &SourceFile) -> Vec<Vec<String>> {
    let home: Vec<String> = home_of(&file.name);
    let mut paths = Vec::new();
    for (at, _) in file.code.match_indices("::") {
        let word = file.code[..at].rsplit(|letter: char| !is_word(letter)).next().unwrap_or_default();
        let before = &file.code[..at - word.len()];
        if before.ends_with("::") && before[..before.len() - 2].ends_with(is_word) {
            // In the middle of a path, whose first word was looked at before.
            continue;
        }
        let mut from = match word {
            "crate" => Vec::new(),
            "self" => home.clone(),
            "super" => home[..home.len().saturating_sub(1)].to_vec(),
            _ => continue,
        };
        let mut rest = &file.code[at + 2..];
        while let Some(up) = rest.strip_prefix("super::") {
            from.pop();
            rest = up;
        }
        expand(&from, rest, &mut paths);
    }
    paths
}

/// The module a file is.
fn home_of(name: &str) -> Vec<String> {
    let stem = name.trim_end_matches(".rs");
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    stem.split('/').filter(|part| *part != "lib").map(str::to_string).collect()
}

/// Follows a path and, where it opens a brace, each of its branches.
fn expand(from: &[String], rest: &str, paths: &mut Vec<Vec<String>>) {
    let rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, letter) in inside.char_indices() {
            let ends = match letter {
                '{' => {
                    depth += 1;
                    false
                }
                '}' if depth == 0 => true,
                '}' => {
                    depth -= 1;
                    false
                }
                ',' => depth == 0,
                _ => false,
            };
            if ends {
                if !inside[start..at].trim().is_empty() {
                    expand(from, &inside[start..at], paths);
                }
                start = at + 1;
            }
            if letter == '}' && ends {
                return;
            }
        }
        return;
    }
    let word = &rest[..rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())];
    let mut path = from.to_vec();
    path.push(word.to_string());
    match rest[word.len()..].strip_prefix("::") {
        Some(further) => expand(&path, further, paths),
        None => paths.push(path),
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Every file below `src` that breaks the rule, with what it does.
fn offenders(breaks: impl Fn(&SourceFile) -> Vec<String>) -> String {
    let mut found = String::new();
    for file in sources() {
        for fault in breaks(&file) {
            found += &format!("\n  src/{}: {fault}", file.name);
        }
    }
    found
}

fn sees(path: &[String], module: &str) -> bool {
    module.split("::").enumerate().all(|(at, part)| path.get(at).is_some_and(|segment| segment == part))
}

#[test]
fn a_stage_knows_the_stages_before_it_and_never_one_after_it() {
    let all: Vec<&str> = MAY_SEE.iter().map(|(module, _)| *module).collect();
    let found = offenders(|file| {
        let home = home_of(&file.name);
        let Some(own) = home.first().filter(|own| *own != "main") else {
            return Vec::new();
        };
        let Some((_, allowed)) = MAY_SEE.iter().find(|(module, _)| module == own) else {
            return vec![format!("`{own}` has no row in MAY_SEE")];
        };
        let forbidden = |path: &Vec<String>| {
            let top = path.first().map_or("", String::as_str);
            all.contains(&top) && top != own && !allowed.iter().any(|module| sees(path, module))
        };
        crate_paths(file)
            .iter()
            .filter(|path| forbidden(path))
            .map(|path| format!("`{own}` names `{}`", path.join("::")))
            .collect()
    });
    assert!(found.is_empty(), "imports against the order of the stages:{found}");
}

#[test]
fn the_command_is_known_to_nobody_but_main() {
    let found = offenders(|file| {
        let named = file.name != "main.rs" && !file.name.starts_with("cli/");
        let paths = if named { crate_paths(file) } else { Vec::new() };
        let cli = |path: &&Vec<String>| sees(path, "cli");
        paths.iter().filter(cli).map(|path| format!("names `{}`", path.join("::"))).collect()
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn layout_algorithms_see_only_the_graph() {
    let found = offenders(|file| {
        if !file.name.starts_with("layout/") || LAYOUT_DOOR.contains(&file.name.as_str()) {
            return Vec::new();
        }
        let behind = ["model", "style", "text", "draw"];
        let paths = crate_paths(file);
        let through = paths.iter().filter(|path| behind.iter().any(|module| sees(path, module)));
        through.map(|path| format!("names `{}`", path.join("::"))).collect()
    });
    assert!(found.is_empty(), "algorithms that know more than sizes, roles, lengths and order:{found}");
}

#[test]
fn the_library_touches_no_files_no_terminal_no_environment_and_no_clock() {
    let outside = [
        "std::fs",
        "std::env",
        "std::io::std",
        "std::process",
        "std::net",
        "std::time",
        "std::thread",
        "println!",
        "eprint",
    ];
    let found = offenders(|file| {
        if file.name.starts_with("cli/") || file.name == "main.rs" {
            return Vec::new();
        }
        outside.iter().filter(|word| file.code.contains(*word)).map(|word| format!("uses `{word}`")).collect()
    });
    assert!(found.is_empty(), "only `cli` may do this:{found}");
}

#[test]
fn every_file_opens_with_what_it_is_and_is_one_idea() {
    let found = offenders(|file| {
        let mut faults = Vec::new();
        if !file.text.starts_with("//! ") {
            faults.push("does not open with a `//!` sentence".to_string());
        }
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!("has {lines} lines, more than {MOST_LINES}"));
        }
        faults
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn modules_are_named_after_what_they_are() {
    let empty = ["util", "utils", "common", "helper", "helpers", "core", "manager", "misc"];
    let found = offenders(|file| {
        let home = home_of(&file.name);
        home.iter().filter(|part| empty.contains(&part.as_str())).map(|part| format!("`{part}` says nothing")).collect()
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn nothing_is_unfinished_and_nothing_panics_at_will() {
    let words = ["todo!(", "unimplemented!(", "dbg!(", "panic!(", ".unwrap()", "allow(dead_code)", "unsafe "];
    let found = offenders(|file| {
        words.iter().filter(|word| file.code.contains(*word)).map(|word| format!("has `{word}`")).collect()
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn these_rules_find_what_they_look_for() {
    let file = |name: &str, text: &str| SourceFile { name: name.into(), code: code_of(text), text: text.into() };
    let named =
        |name: &str, text: &str| crate_paths(&file(name, text)).iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(
        named("text/mod.rs", "use crate::{draw::{self, Figure}, Options};"),
        ["draw::self", "draw::Figure", "Options"]
    );
    assert_eq!(
        named("layout/hub.rs", "use super::graph::Graph; use super::super::model;"),
        ["layout::graph::Graph", "model"]
    );
    assert_eq!(
        named("layout/mod.rs", "fn f(map: &crate::model::Map) { super::draw::draw(map) }"),
        ["model::Map", "draw::draw"]
    );
    let quiet = "// crate::draw\nlet a = \"crate::draw\"; let b = '\"'; let c: &'a str = r#\"crate::\"draw\"#;\n";
    assert!(named("text/mod.rs", quiet).is_empty());
    assert!(code_of("fn a() {}\n#[cfg(test)]\nmod tests { x.unwrap() }").ends_with("{}"));
}
