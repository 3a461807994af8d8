//! Each file in tests/mistakes is a map with a mistake; the report beside it is what its author must get to read.
//!
//! With UPDATE=1 in the environment the reports are written instead of compared: read each of them as its author would.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use thememap::diagnostic::{Severity, report};

#[test]
fn every_mistake_is_reported_as_written_down() {
    let mut names: Vec<String> = fs::read_dir("tests/mistakes")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    let mut different = Vec::new();
    for name in names {
        let map = format!("{name}.toml");
        let bytes = fs::read(Path::new("tests/mistakes").join(&map)).unwrap();
        let source = thememap::read::decode(&bytes);
        let found = match source.as_ref().map(|source| thememap::read(source)) {
            Err(problems) => problems.clone(),
            Ok(Err(problems)) => problems,
            Ok(Ok((_, warnings))) => warnings,
        };
        assert!(!found.is_empty(), "{map} has no mistake");
        let got = report(&found, &map, source.unwrap_or_default(), false);
        let expected = Path::new("tests/mistakes").join(format!("{name}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &got).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != got {
            different.push(format!("{}\n{got}", expected.display()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn every_report_has_its_map() {
    for entry in fs::read_dir("tests/mistakes").unwrap() {
        let path = entry.unwrap().path();
        assert!(path.with_extension("toml").exists(), "{} reports on nothing", path.display());
    }
}

/// Reads and reports whatever it is; a map has no error, everything else has one.
fn survive(bytes: &[u8]) {
    let source = match thememap::read::decode(bytes) {
        Ok(source) => source,
        Err(problems) => return assert!(!report(&problems, "map.toml", "", true).is_empty()),
    };
    match thememap::read(source) {
        Ok((_, warnings)) => {
            assert!(warnings.iter().all(|warning| warning.severity == Severity::Warning));
            report(&warnings, "map.toml", source, false);
        }
        Err(problems) => {
            assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
            assert!(report(&problems, "map.toml", source, false).contains("map.toml"));
        }
    }
}

/// What maps are made of, in any order.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: &str = r#"
        = [ ] { } , . # " ' """ ''' -> <-> -- .. : \ \u \ud800 “ ” é 待 title source lang core outcome links themes
        groups theme participants figure label short id codes quotes by text voices from to kind side columns order
        near color width height fold pages font-size 1 -1 1.5 true nan 170mm a b c.d "a" "b" "a->b"
    "#;
    let others = ["\n", "\n", " ", "\r\n", "\t", "\0", "\u{7}", "\u{301}", "\u{200F}", "\u{FEFF}"];
    let frames = ["\n[groups.", "\n[theme.", "]\n", " = [", " = \"", "\"\n"];
    let pieces: Vec<&str> = PIECES.split_whitespace().chain(others).chain(frames).collect();
    proptest::collection::vec(proptest::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_a_map_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survive(&bytes);
    }

    #[test]
    fn any_text_gives_a_map_or_an_error(text in soup()) {
        survive(text.as_bytes());
    }

    /// A slip of the keyboard anywhere in a real map.
    #[test]
    fn a_damaged_map_gives_a_map_or_an_error(at in any::<prop::sample::Index>(), length in 0..40usize, put in soup()) {
        let map = fs::read_to_string("maps/lennox-2020-preprint.toml").unwrap();
        let start = map.floor_char_boundary(at.index(map.len()));
        let end = map.floor_char_boundary((start + length).min(map.len()));
        survive(format!("{}{put}{}", &map[..start], &map[end.max(start)..]).as_bytes());
    }
}

#[test]
fn hostile_maps_give_a_map_or_an_error() {
    let many = |count: usize, item: &str| item.repeat(count);
    for source in [
        many(10_000, "["),
        format!("themes = {}{}", many(10_000, "["), many(10_000, "]")),
        format!("themes = [{}", many(10_000, "{ label = \"A\", themes = [")),
        format!("[{}a]", many(10_000, "a.")),
        format!("{}a = 1", many(10_000, "a.")),
        format!("core = {}1{}", many(10_000, "{ a = "), many(10_000, "}")),
        format!("title = \"{}\"", many(100_000, "\\u0041")),
        format!("themes = [{}]", many(20_000, "\"A\",")),
        format!("themes = [\"A\"]\nlinks = [\"{}\"]", many(50_000, "a -> ")),
        format!("themes = [\"A\"]\nlinks = [\"{}\"]", many(50_000, "a: ")),
        format!("themes = [\"A\"]\nlinks = [{}]", many(20_000, "\"a -> b\",")),
        many(20_000, "title = \"A\"\n"),
        many(20_000, "[groups.a]\n"),
        many(20_000, "x\n"),
        many(20_000, "\"\n"),
        (0..20_000).map(|i| format!("[theme.t{}]\nthemes = [\"t{i}\"]\n", i + 1)).collect(),
        (0..20_000).map(|i| format!("[groups.g{i}]\nthemes = [\"A\"]\n")).collect(),
    ] {
        survive(source.as_bytes());
    }
}
