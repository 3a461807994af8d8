//! What a public map must not tell, looked for in the bytes of everything that is made of it.

mod sandbox;

use std::io::Read;

use sandbox::Sandbox;
use thememap::describe::formats::FORMATS as TEXTS;
use thememap::encode::FORMATS;

/// A map with something to find in every place that is not drawn.
const STUDY: &str = r#"
# marzipan: a comment
title = "Waiting rooms"
author = ["Ada Tagliapietra"]
caveat = "Groups were not compared."
core = { label = "Waiting", id = "hippogriff", definition = "A perihelion of the day.", voices = ["Philomena"] }
links = ["doors -- hippogriff"]
[groups.doors]
label = "Doors"
aliases = ["Obsidian gates"]
was = "catamaran"
themes = [
  { id = "narwhal", label = "Silence", voices = ["Philomena", "QX-77"], codes = [{ label = "xylophone", voices = ["QX-78"] }],
    themes = [{ label = "Quokka", voices = ["QX-78"] }], quotes = [{ by = "QX-77", text = "Zanzibar never calls." }] },
  { label = "Being told nothing", quotes = [{ by = "Philomena", id = "gazebo" }], short = "Told nothing" },
]
[abbreviations]
ZQA = "zeugma quality"
[participants.secretariat]
label = "Relatives"
count = 9
ids = ["Philomena", "QX-77"]
[participants.b]
label = "Nurses"
ids = ["QX-78"]
[figure]
fold = 2
codes = false
"#;

/// Words that stand in the file and not in the figure.
const SECRETS: [&str; 14] = [
    "marzipan",
    "hippogriff",
    "perihelion",
    "Philomena",
    "Obsidian",
    "catamaran",
    "narwhal",
    "QX-7",
    "xylophone",
    "Quokka",
    "Zanzibar",
    "gazebo",
    "zeugma",
    "secretariat",
];

/// What the figure says, in itself or in its metadata.
const SAID: &str = "Waiting";

/// Everything that can be read in a file: its bytes, what is packed in them, and strings in the ways of PDF.
fn readable(bytes: &[u8]) -> String {
    let mut all = vec![bytes.to_vec()];
    let inflate = |packed: &[u8]| {
        let mut plain = Vec::new();
        let _ = flate2::read::ZlibDecoder::new(packed).read_to_end(&mut plain);
        plain
    };
    let find =
        |from: usize, what: &[u8]| bytes[from..].windows(what.len()).position(|at| at == what).map(|at| from + at);
    if bytes.starts_with(b"%PDF") {
        let mut from = 0;
        while let Some(start) = find(from, b"stream\n").map(|at| at + 7) {
            let end = find(start, b"endstream").unwrap_or(bytes.len());
            all.push(inflate(&bytes[start..end]));
            from = end + 9;
        }
    }
    if bytes.starts_with(b"\x89PNG") {
        let mut at = 8;
        while at + 8 < bytes.len() {
            let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
            let data = &bytes[at + 8..at + 8 + length];
            // A text chunk may be packed from any of its zeros on.
            if matches!(&bytes[at + 4..at + 8], b"iTXt" | b"zTXt") {
                all.extend((0..data.len()).filter(|&i| data[i] == 0).map(|i| inflate(&data[i + 1..])));
            }
            at += length + 12;
        }
    }
    let mut text = String::new();
    for part in &all {
        text.push_str(&String::from_utf8_lossy(part));
        // UTF-16, as it is and as hexadecimal digits: every character of ours has a zero before it.
        text.push_str(&part.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect::<String>());
        let hex: Vec<u8> = part
            .split(|byte| *byte == b'<')
            .filter_map(|run| run.split(|byte| *byte == b'>').next())
            .filter(|run| run.len() > 3 && run.len() % 2 == 0 && run.iter().all(u8::is_ascii_hexdigit))
            .flat_map(|run| {
                run.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            })
            .filter(|byte| *byte != 0)
            .collect();
        text.push_str(&String::from_utf8_lossy(&hex));
    }
    text
}

fn leaks(bytes: &[u8]) -> Vec<&'static str> {
    let text = readable(bytes);
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

fn formats() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(",")
}

#[test]
fn no_format_holds_what_a_public_figure_does_not_show() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", STUDY);
    sandbox.write("key.toml", format!("{STUDY}public = true\n"));
    let ways: [&[&str]; 5] =
        [&[], &["--coverage", "--counts"], &["--layout", "matrix"], &["--text", "plain", "--title"], &["--pages"]];
    for (number, way) in ways.iter().enumerate() {
        for (map, flag) in [("study.toml", "--public"), ("key.toml", "--quiet")] {
            let folder = format!("public-{number}-{map}");
            let call = ["render", map, flag, "-o", &format!("{folder}/"), "-f", &formats()].map(str::to_owned);
            let depfile = ["--depfile".to_owned(), format!("{folder}.d")];
            sandbox.run(call.into_iter().chain(depfile).chain(way.iter().map(|word| (*word).to_owned()))).exits(0);
            let files: Vec<String> = sandbox.files().into_iter().filter(|file| file.starts_with(&folder)).collect();
            assert_eq!(files.len(), FORMATS.len() + 1, "{files:?}");
            for file in files {
                let found = leaks(&sandbox.read(&file));
                assert!(found.is_empty(), "{file} {way:?} tells {found:?}");
            }
        }
    }
}

#[test]
fn the_same_search_finds_what_figures_say_that_are_not_public() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", STUDY);
    sandbox.run(["render", "study.toml", "-o", "own/", "-f", &formats()]).exits(0);
    sandbox.run(["render", "study.toml", "-o", "table/", "-f", &formats(), "--layout", "matrix"]).exits(0);
    for format in FORMATS {
        let text = readable(&sandbox.read(format!("own/study.{}", format.extension)));
        assert!(text.contains(SAID), "{} does not say {SAID}", format.name);
    }
    let own = |file: &str| leaks(&sandbox.read(file));
    for secret in ["hippogriff", "narwhal"] {
        assert!(own("own/study.svg").contains(&secret));
    }
    for secret in ["Zanzibar", "perihelion", "Obsidian", "QX-7"] {
        assert!(own("own/study.html").contains(&secret), "{secret}: {:?}", own("own/study.html"));
    }
    for ending in ["svg", "pdf", "html"] {
        assert!(own(&format!("table/study.{ending}")).contains(&"Philomena"), "{ending}");
    }
}

#[test]
fn a_public_figure_is_public_for_users_of_the_library_too() {
    let map = thememap::read(STUDY).unwrap().0;
    let options = thememap::Options { public: Some(true), ..Default::default() };
    let drawing = thememap::render(&map, &thememap::text::Fonts::bundled(), &options).unwrap();
    assert_eq!(leaks(format!("{:?}", drawing.figure).as_bytes()), [] as [&str; 0]);
    assert!(drawing.map.is_some_and(|map| map.is_public));
}

#[test]
fn words_about_a_public_map_say_what_its_figure_shows() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", STUDY);
    sandbox.write("key.toml", format!("{STUDY}public = true\n"));
    for format in &TEXTS {
        for (map, more) in [("study.toml", "--public"), ("key.toml", "--quotes")] {
            let call = ["describe", map, "-f", format.name, "--coverage", more];
            let run = sandbox.run(call).exits(0);
            assert_eq!(leaks(&run.out), [] as [&str; 0], "{}", format.name);
            assert!(run.text().contains("Relatives"), "{}: groups keep their names", format.name);
        }
        let open = sandbox.run(["describe", "study.toml", "-f", format.name, "--quotes", "--definitions"]).exits(0);
        assert!(leaks(&open.out).contains(&"Zanzibar"), "{}", format.name);
    }
    sandbox
        .run(["describe", "key.toml", "--quotes"])
        .exits(0)
        .says(&["quotes of a public map are left out", "--no-public"]);
    let kept = sandbox.run(["describe", "key.toml", "--quotes", "--no-public"]).exits(0);
    assert!(leaks(&kept.out).contains(&"Zanzibar"));
    sandbox.run(["describe", "study.toml", "--quotes", "--public"]).exits(2);
}

#[test]
fn coverage_and_counts_of_a_public_map_are_those_of_the_map() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", STUDY);
    for extra in [&["--coverage"][..], &["--coverage", "--counts"]] {
        let table = |public: &str| {
            let map = std::str::from_utf8(&sandbox.read("study.toml")).unwrap().replace("fold = 2\n", "");
            sandbox.write("whole.toml", map);
            let call = ["describe", "whole.toml", "--what", "table", "-f", "csv", public];
            sandbox.run(call.iter().chain(extra)).exits(0).text()
        };
        let (open, public) = (table("--no-public"), table("--public"));
        // The names of codes are left out with the codes; who speaks is not.
        let voices = |text: &str| {
            text.lines().map(|line| line.rsplit(',').take(2).map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        assert_eq!(voices(&open), voices(&public), "{open}\n{public}");
    }
}

#[test]
fn check_warns_of_names_once_and_not_where_ids_are_left_out_or_the_author_says_so() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", STUDY);
    let warned = sandbox.run(["check", "study.toml"]).exits(0);
    warned.says(&[
        "name-like-id",
        "`Philomena` looks like a name",
        "study.toml:22:",
        "--public",
        "ignore = [\"name-like-id\"]",
    ]);
    let quiet = |arguments: &[&str]| {
        let run = sandbox.run(arguments).exits(0);
        assert!(!run.err.contains("looks like a name") && !run.text().contains("looks like a name"), "{}", run.err);
        run
    };
    quiet(&["check", "--public", "study.toml"]);
    let json = quiet(&["check", "--public", "--json", "study.toml"]);
    assert_eq!(leaks(&json.out), [] as [&str; 0]);
    sandbox.write("quiet.toml", format!("ignore = [\"name-like-id\"]\n{STUDY}"));
    quiet(&["check", "quiet.toml"]);
    quiet(&["render", "study.toml", "-o", "out.svg"]);
    for map in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/maps")).unwrap() {
        let path = map.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            quiet(&["check", path.to_str().unwrap()]);
        }
    }
}

#[test]
fn a_public_table_has_no_columns_of_participants() {
    let sandbox = Sandbox::new();
    let loose = "themes = [{ label = \"Waiting\", voices = [\"P1\"] }]\n";
    sandbox.write("loose.toml", loose);
    let run = sandbox.run(["render", "--layout", "matrix", "--public", "loose.toml", "-o", "loose.svg"]).exits(1);
    run.says(&["names no participant", "[participants]"]);
    sandbox.run(["render", "--layout", "matrix", "loose.toml", "-o", "loose.svg"]).exits(0);
}

#[test]
fn what_changed_is_told_of_nothing_that_a_public_figure_does_not_show() {
    let sandbox = Sandbox::new();
    // Everything secret is worded otherwise, moved, new or gone in the later map.
    let mut later = STUDY.to_owned();
    for (was, is) in [
        ("A perihelion of the day", "A perihelion"),
        ("\"Obsidian gates\"", "\"Obsidian\""),
        ("\"xylophone\"", "\"xylophone tunes\""),
        ("\"Quokka\"", "\"Quokka house\""),
        ("Zanzibar never calls.", "Zanzibar never ever calls."),
        ("quotes = [{ by = \"Philomena\", id = \"gazebo\" }]", "codes = [\"narwhal song\"]"),
        ("label = \"Silence\"", "label = \"Nobody speaks\", was = \"narwhal\""),
    ] {
        assert!(later.contains(was), "{was}");
        later = later.replace(was, is);
    }
    for (old, new, flag) in [("", "", "--public"), ("public = true\n", "", "-v"), ("", "public = true\n", "-v")] {
        sandbox.write("old.toml", format!("{STUDY}{old}"));
        sandbox.write("new.toml", format!("{later}{new}"));
        let names = ["text", "json", "md", "html", "svg", "png", "pdf", "eps", "tiff", "jpeg"];
        for (number, format) in names.iter().enumerate() {
            let run = sandbox.run(["diff", "old.toml", "new.toml", "-f", format, flag]).exits(0);
            assert!(leaks(&run.out).is_empty(), "{format} {flag} tells {:?}", leaks(&run.out));
            // What is drawn is told, and what the author says of it is heard all the same.
            let told = readable(&run.out);
            assert!(number > 6 || told.contains("Nobody speaks") || told.contains("reworded"), "{format}: {told}");
            assert!(!told.contains("‘Silence’: theme removed"), "{format}: {told}");
            if number > 3 {
                let run = sandbox.run(["series", "old.toml", "new.toml", "-f", format, flag]).exits(0);
                assert!(leaks(&run.out).is_empty(), "series {format} {flag} tells {:?}", leaks(&run.out));
            }
        }
    }
    sandbox.write("new.toml", &later);
    let own = sandbox.run(["diff", "old.toml", "new.toml", "-f", "json", "--no-public"]).exits(0);
    for secret in ["perihelion", "Philomena", "Obsidian", "narwhal", "xylophone", "Quokka", "Zanzibar"] {
        assert!(own.text().contains(secret), "{secret}");
    }
}
