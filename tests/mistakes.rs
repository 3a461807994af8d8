//! Each file in tests/mistakes is a map with a mistake; the report beside it is what its author must get to read.
//!
//! With UPDATE=1 in the environment the reports are written instead of compared: read each of them as its author would.

use std::fs;
use std::path::Path;

use thememap::diagnostic::report;

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
        assert!(
            path.with_extension("toml").exists(),
            "{} reports on nothing",
            path.display()
        );
    }
}
