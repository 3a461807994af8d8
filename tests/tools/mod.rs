//! Programs that nobody here wrote, to open our files with.

#![allow(dead_code, reason = "each test uses some of them")]

use std::process::{Command, Output};

/// The Debian package that has each program.
const PACKAGES: &[(&str, &str)] = &[
    ("pdftotext", "poppler-utils"),
    ("pdffonts", "poppler-utils"),
    ("pdfinfo", "poppler-utils"),
    ("pdftoppm", "poppler-utils"),
    ("pdftocairo", "poppler-utils"),
    ("qpdf", "qpdf"),
    ("gs", "ghostscript"),
    ("tiffinfo", "libtiff-tools"),
    ("convert", "imagemagick"),
    ("identify", "imagemagick"),
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("python3", "python3"),
];

/// A command for a program; `None` on a machine that does not have it, where the test that needs it is left out and says
/// so. Where everything must hold (`CI` is set) a missing program fails the test.
pub fn tool(name: &str) -> Option<Command> {
    let package = PACKAGES.iter().find(|(program, _)| *program == name).expect("a row for every program").1;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &&str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    // Other programs are called `convert` too: where ImageMagick goes by a name of its own, that one is meant.
    let names = [if name == "convert" { "convert-im6.q16" } else { name }, name];
    if let Some(name) = names.into_iter().find(is_there) {
        return Some(Command::new(name));
    }
    assert!(std::env::var_os("CI").is_none(), "`{name}` is missing: install {package}");
    eprintln!("left out: `{name}` is not on this machine (Debian: {package})");
    None
}

/// Runs a command that must succeed; what it printed.
pub fn printed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("it starts");
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).into_owned()
}
