//! The example maps and their figures: `output/` is byte for byte what `thememap render maps/*.toml -o output/` gives.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).expect(folder);
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> = paths.filter(|path| path.extension().is_some_and(|it| it == ending)).collect();
    found.sort();
    found
}

fn thememap(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thememap"));
    command.current_dir(root()).arg("render").args(arguments).arg("-o").arg("output/");
    command.args(files("maps", "toml").iter().map(|path| path.strip_prefix(root()).expect("inside")));
    let output = command.output().expect("thememap runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Look at the figures before they are refreshed with `UPDATE=1 cargo test --test maps`.
#[test]
fn the_gallery_is_what_the_maps_give() {
    let arguments: &[&str] = if std::env::var_os("UPDATE").is_some() { &[] } else { &["--check"] };
    let (good, said) = thememap(arguments);
    assert!(good, "{said}");
}

#[test]
fn every_figure_has_its_map() {
    let stem = |path: &PathBuf| path.file_stem().map(|stem| stem.to_os_string());
    let maps: Vec<_> = files("maps", "toml").iter().map(stem).collect();
    for ending in ["svg", "png"] {
        assert_eq!(files("output", ending).iter().map(stem).collect::<Vec<_>>(), maps, "{ending}");
    }
}

#[test]
fn the_bytes_do_not_depend_on_threads_folder_or_locale() {
    let map = root().join("maps/lennox-2021.toml");
    let all = files("maps", "toml");
    let render = |jobs: &str, locale: &str, folder: &Path| {
        let out = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_thememap"));
        command.args(["render", "--format", "svg", "--jobs", jobs, "-o"]).arg(out.path()).args(&all);
        let status = command.current_dir(folder).env("LC_ALL", locale).env("TZ", locale).output().expect("runs").status;
        assert!(status.success());
        let name = map.with_extension("svg");
        std::fs::read(out.path().join(name.file_name().expect("a name"))).expect("a figure")
    };
    let elsewhere = tempfile::tempdir().expect("a folder");
    assert_eq!(render("1", "C", root()), render("8", "tr_TR.UTF-8", elsewhere.path()));
}
