//! What nobody should hand to the command: always a clear error, never a panic, never a file that is half written.

mod sandbox;

use std::process::Stdio;

use sandbox::{MAP, Run, Sandbox};

/// Draws `map` and asserts that it fails as a mistake of the map, says `words`, and leaves nothing behind.
#[track_caller]
fn refused(map: impl AsRef<[u8]>, words: &[&str]) {
    let sandbox = Sandbox::new();
    sandbox.write("map.toml", map);
    for command in ["render", "check"] {
        brief(sandbox.run([command, "map.toml"]).exits(1).says(&["map.toml"]).says(words));
    }
    assert_eq!(sandbox.files(), ["map.toml"]);
}

/// An error that fills a screen many times over is no clear error.
#[track_caller]
fn brief(run: Run) {
    assert!(run.err.len() < 50_000, "{} bytes of error: {}", run.err.len(), &run.err[..2000]);
}

#[test]
fn a_map_that_is_too_large() {
    let line = "  \"Waiting for news from a ward that does not answer\",\n";
    let map = |bytes: usize| format!("themes = [\n{}]\n", line.repeat(bytes / line.len() + 1));
    refused(map(64 << 20), &["too large", "64 MiB"]);
    // Small enough to be read: then it is the page that is too small.
    refused(map(1 << 20), &["listed twice"]);
}

#[test]
fn nesting_ten_thousand_deep() {
    let deep = 10_000;
    refused(format!("themes = {}{}\n", "[".repeat(deep), "]".repeat(deep)), &[]);
    refused(format!("{}{}", "a.".repeat(deep), "b = 1\n"), &[]);
    refused(format!("[{}b]\n", "a.".repeat(deep)), &[]);
    let themes = "{ label = \"A\", themes = [".repeat(deep);
    refused(format!("themes = [{themes}{}]\n", "] }".repeat(deep)), &[]);
}

#[test]
fn a_hundred_thousand_groups() {
    let mut map = String::new();
    for number in 0..100_000 {
        map += &format!("[groups.g{number}]\nthemes = [\"Theme {number}\"]\n");
    }
    refused(&map, &[]);
    // The most of them that a map file may hold.
    let mut map = String::new();
    for number in 0..40_000 {
        map += &format!("[groups.g{number}]\n");
    }
    refused(&map, &[]);
}

#[test]
fn many_mistakes_at_once() {
    let links: Vec<_> = (0..20_000).map(|number| format!("\"nobody {number} -> nowhere {number}\"")).collect();
    refused(format!("core = \"A\"\nlinks = [{}]\nthemes = [\"B\"]\n", links.join(",")), &["nobody 0"]);
}

#[test]
fn many_links_and_long_labels() {
    let themes: Vec<_> =
        (0..3000).map(|number| format!("{{ id = \"t{number}\", label = \"Theme {number}\" }}")).collect();
    let links: Vec<_> = (0..3000).map(|number| format!("\"t{number} -> t{}\"", (number * 7 + 1) % 3000)).collect();
    refused(format!("links = [{}]\nthemes = [{}]\n", links.join(","), themes.join(",")), &[]);
    refused(format!("themes = [\"{}\"]\n", "a ".repeat(20_000)), &[]);
    refused(format!("themes = [\"{}\"]\n", "a".repeat(500_000)), &[]);
    refused(format!("themes = [\"a{}\"]\n", "\u{301}".repeat(100_000)), &["100001 characters"]);
}

#[test]
fn signs_that_are_no_text() {
    refused(b"themes = [\"a\0b\"]\n", &["map.toml:1:"]);
    refused("themes = [\"\\u0000\"]\n", &[]);
    refused("themes = [\"\\uD800\"]\n", &["map.toml:1:"]);
    refused(b"themes = [\n  \"Ger\xe4t\"]\n", &["not UTF-8", "0xe4", "line 2, column 7", "encoding `UTF-8`"]);
    let utf16: Vec<u8> = "\u{feff}themes = [\"A\"]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(utf16, &["UTF-16", "UTF-8"]);
    refused(b"PK\x03\x04\x14\0\x06\0", &[]);
    refused(b"\x89PNG\r\n\x1a\n", &["not UTF-8"]);
}

#[test]
fn empty_files() {
    refused("", &[]);
    refused("\n# only a note\n", &[]);
    refused("\u{feff}", &[]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_mistake() {
    let sandbox = Sandbox::new();
    sandbox.write("map.toml", MAP);
    sandbox.write("windows.toml", format!("\u{feff}{}", MAP.replace('\n', "\r\n")));
    sandbox.run(["render", "map.toml", "windows.toml", "-f", "svg"]).exits(0);
    assert_eq!(sandbox.read("map.svg"), sandbox.read("windows.svg"));
}

#[test]
fn pages_of_a_million_pixels() {
    let sandbox = Sandbox::with_map();
    for flags in [
        &["--width", "1000000mm"][..],
        &["--width", "84666mm", "--dpi", "300"],
        &["--width", "99999999999999999999mm"],
        &["--width", "1e300mm"],
        &["--width", "-170mm"],
        &["--width", "2000mm", "--dpi", "2400"],
        &["--dpi", "1e9"],
        &["--dpi", "0"],
        &["--font-size", "1e9pt"],
        &["--font-size", "0pt"],
    ] {
        brief(sandbox.run(["render", "study.toml"].iter().chain(flags)).exits(2));
    }
    assert_eq!(sandbox.files(), ["study.toml"]);
    refused(format!("{MAP}\n[figure]\nwidth = \"1000000mm\"\n"), &["1000000mm"]);
}

#[test]
fn what_is_no_file() {
    let sandbox = Sandbox::with_map();
    sandbox.write("file", "");
    let run = sandbox.run(["render", "file/map.toml"]).exits(2);
    run.says(&["cannot read `file/map.toml`: not a directory"]);
    let run = sandbox.run(["render", "study.toml", "-o", "file/figure.svg"]).exits(2);
    run.says(&["cannot write `file/figure.svg`: not a directory"]);
    let run = sandbox.run(["render", "study.toml", "-o", "file"]).exits(2);
    run.says(&["`-o file` is a file without an ending", "a folder in `/`"]);
    sandbox.run(["render", ""]).exits(2);
    sandbox.run(["render", "study.toml", "-o", ""]).exits(2);
    sandbox.run(["render", "study.toml", "--depfile", "file/d", "-o", "figure.svg"]).exits(2);
    let long = format!("{}.toml", "x".repeat(300));
    sandbox.run(["render", &long]).exits(2);
    assert_eq!(sandbox.files(), ["figure.svg", "file", "study.toml"]);
}

#[cfg(unix)]
#[test]
fn links_that_run_in_circles() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with_map();
    symlink("b.svg", sandbox.path("a.svg")).unwrap();
    symlink("a.svg", sandbox.path("b.svg")).unwrap();
    sandbox.run(["render", "study.toml", "-o", "a.svg"]).exits(2).says(&["cannot write `a.svg`"]);
}

/// Permissions do not bind the superuser, as whom tests run in many containers; then there is nothing to see.
#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written() {
    use std::fs::{File, Permissions, create_dir, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with_map();
    sandbox.write("secret.toml", MAP);
    create_dir(sandbox.path("locked")).unwrap();
    set_permissions(sandbox.path("secret.toml"), Permissions::from_mode(0o000)).unwrap();
    set_permissions(sandbox.path("locked"), Permissions::from_mode(0o555)).unwrap();
    if File::open(sandbox.path("secret.toml")).is_err() {
        let run = sandbox.run(["render", "secret.toml"]).exits(2);
        run.says(&["cannot read `secret.toml`: permission denied"]);
        let run = sandbox.run(["render", "study.toml", "-o", "locked"]).exits(2);
        run.says(&["cannot write `locked/study.svg`: permission denied"]);
        assert_eq!(sandbox.files(), ["secret.toml", "study.toml"]);
    }
    set_permissions(sandbox.path("locked"), Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let sandbox = Sandbox::with_map();
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").unwrap());
    for arguments in [&["render", "study.toml", "-o", "-"][..], &["new"]] {
        let output = sandbox.command().args(arguments).stdout(full()).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("cannot write to standard output: no space left"), "{err}");
    }
    symlink("/dev/full", sandbox.path("study.svg")).unwrap();
    let run = sandbox.run(["render", "study.toml", "-f", "svg"]).exits(2);
    run.says(&["cannot write `study.svg`: no space left"]);
    assert!(std::fs::metadata("/dev/full").unwrap().file_type().is_char_device(), "a device is never replaced");
    sandbox.run(["render", "study.toml", "-f", "svg", "-o", "/dev/null"]).exits(0);
    // Messages that nobody can read are no reason to stop.
    let output = sandbox.command().args(["render", "study.toml", "-o", "figure.svg"]).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_map_without_end() {
    let sandbox = Sandbox::new();
    sandbox.run(["render", "/dev/zero", "-o", "figure.svg"]).exits(1).says(&["too large"]);
    assert!(sandbox.files().is_empty());
}

/// Maps as large as they can be read are compared one theme with few others, and so are quotes and links.
#[test]
fn large_maps_that_are_alike_in_nothing_or_in_all() {
    let list = |of: std::ops::Range<usize>, item: &dyn Fn(usize) -> String| of.map(item).collect::<Vec<_>>().join(",");
    let themes = |of: std::ops::Range<usize>| format!("themes = [{}]\n", list(of, &|n| format!("\"Theme {n}\"")));
    let same = |of: &mut dyn Iterator<Item = usize>| {
        format!(
            "themes = [{}]\n",
            of.map(|n| format!("{{ id = \"t{n}\", label = \"Same\" }}")).collect::<Vec<_>>().join(",")
        )
    };
    let quotes = |word: &str| {
        format!("[theme.waiting]\nquotes = [{}]\n", list(0..20_000, &|n| format!("\"{word} {n} of the ward\"")))
    };
    let group = |word: &str| format!("[groups.g]\n{}", themes(0..20_000).replace("Theme", word));
    let pins = format!(
        "themes = [{}]\n",
        list(0..20_000, &|n| format!("{{ label = \"Place {n}\", was = [\"Theme {n}\", \"Theme {}\"] }}", n + 20_000))
    );
    let count = 40_000;
    for (old, new) in [
        (themes(0..count), themes(count / 2..count * 3 / 2)),
        (same(&mut (0..count)), same(&mut (0..count).rev())),
        (quotes("noise"), quotes("light")),
        (group("Waiting for"), group("Staying with")),
        (themes(0..count), pins),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("old.toml", old);
        sandbox.write("new.toml", new);
        let run = sandbox.run(["diff", "old.toml", "new.toml", "--exit-code", "-q"]).exits(1);
        assert_eq!(run.err, "");
    }
}
