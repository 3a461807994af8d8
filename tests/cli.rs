//! The built command as a user meets it: files in, files out, exit codes and words.

mod sandbox;

use std::fs;
use std::time::{Duration, SystemTime};

use sandbox::{MAP, MISTAKEN, Sandbox};
use thememap::encode::FORMATS;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[test]
fn one_map_becomes_both_formats_beside_it() {
    let sandbox = Sandbox::new();
    sandbox.write("paper/study.v2.toml", MAP);
    let run = sandbox.run(["render", "paper/study.v2.toml"]).exits(0);
    run.says(&["wrote paper/study.v2.svg", "wrote paper/study.v2.png"]);
    assert_eq!(sandbox.files(), ["paper/study.v2.png", "paper/study.v2.svg", "paper/study.v2.toml"]);
    assert!(sandbox.read("paper/study.v2.svg").starts_with(b"<svg "));
    assert!(sandbox.read("paper/study.v2.png").starts_with(PNG));
}

#[test]
fn a_folder_is_made_and_filled_and_the_order_of_flags_is_free() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "-o", "new/figures/", "--format", "svg", "study.toml"]).exits(0);
    sandbox.run(["render", "study.toml", "--format=png", "-o", "new/figures"]).exits(0);
    assert_eq!(sandbox.files(), ["new/figures/study.png", "new/figures/study.svg", "study.toml"]);
}

#[test]
fn the_ending_of_a_file_is_its_format() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "study.toml", "-o", "Fig1.SVG"]).exits(0);
    sandbox.run(["render", "study.toml", "-o", "fig1.png", "--format", "png"]).exits(0);
    assert_eq!(sandbox.files(), ["Fig1.SVG", "fig1.png", "study.toml"]);
    assert!(sandbox.read("Fig1.SVG").starts_with(b"<svg "));

    let run = sandbox.run(["render", "study.toml", "-o", "fig1.png", "--format", "svg"]).exits(2);
    run.says(&["the ending of `-o fig1.png` is that of png", "asks for svg"]);
    let run = sandbox.run(["render", "study.toml", "-o", "fig1.gif"]).exits(2);
    run.says(&["cannot tell the format of `-o fig1.gif`", "`.svg` or `.png` or `.pdf`", "a folder in `/`"]);
    assert_eq!(sandbox.files(), ["Fig1.SVG", "fig1.png", "study.toml"]);
}

#[test]
fn standard_input_and_output() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "study.toml", "-f", "svg,png"]).exits(0);
    let svg = sandbox.read("study.svg");
    let run = sandbox.pipe(MAP.as_bytes(), ["render", "-", "-o", "-"]).exits(0).says_nothing();
    assert_eq!(run.out, svg, "the figure does not depend on where the map comes from");
    assert_eq!(sandbox.pipe(MAP.as_bytes(), ["render", "-"]).exits(0).out, svg);
    assert_eq!(sandbox.run(["render", "study.toml", "-o", "-"]).exits(0).out, svg);
    let run = sandbox.pipe(MAP.as_bytes(), ["render", "-", "-o", "-", "-f", "png"]).exits(0);
    assert_eq!(run.out, sandbox.read("study.png"));
    sandbox.pipe(MAP.as_bytes(), ["render", "-", "-o", "piped.svg"]).exits(0);
    assert_eq!(sandbox.read("piped.svg"), svg);

    let run = sandbox.run(["render", "study.toml", "-o", "-", "-f", "svg,png"]).exits(2);
    run.says(&["standard output takes one format"]);
    let run = sandbox.pipe(MAP.as_bytes(), ["render", "-", "-o", "folder/"]).exits(2);
    run.says(&["standard input has no file name", "`-o FILE`"]);
    let run = sandbox.pipe(MAP.as_bytes(), ["render", "-", "-"]).exits(2);
    run.says(&["standard input (`-`) can be read only once"]);
    assert!(!sandbox.exists("folder"));
}

#[test]
fn several_maps_go_into_a_folder_and_never_into_one_file() {
    let sandbox = Sandbox::with_map();
    sandbox.write("a/one.toml", MAP);
    sandbox.write("b/one.toml", "themes = [\"Other\"]\n");
    for output in ["-", "all.svg"] {
        let run = sandbox.run(["render", "study.toml", "a/one.toml", "-o", output]).exits(2);
        run.says(&["several maps cannot go into one file"]);
    }
    for folder in ["out", "a"] {
        let run = sandbox.run(["render", "a/one.toml", "b/one.toml", "-o", folder]).exits(2);
        run.says(&["`a/one.toml` and `b/one.toml` would both be written to", "one.svg"]);
    }
    sandbox.run(["render", "study.toml", "./study.toml"]).exits(2).says(&["would both be written"]);
    assert_eq!(sandbox.files(), ["a/one.toml", "b/one.toml", "study.toml"], "nothing is written");

    sandbox.run(["render", "a/one.toml", "b/one.toml", "study.toml"]).exits(0).says(&["3 maps: 6 figures written"]);
    assert_ne!(sandbox.read("a/one.svg"), sandbox.read("b/one.svg"));
}

#[test]
fn a_figure_never_takes_the_place_of_a_map() {
    let sandbox = Sandbox::new();
    sandbox.write("map.svg", MAP);
    let run = sandbox.run(["render", "map.svg"]).exits(2);
    run.says(&["would overwrite the map `map.svg`"]);
    sandbox.run(["render", "map.svg", "-o", "./map.svg"]).exits(2);
    assert_eq!(sandbox.read("map.svg"), MAP.as_bytes());
    let run = sandbox.run(["render", "map.svg", "-o", "figure.svg", "--depfile", "map.svg"]).exits(2);
    run.says(&["`--depfile` would overwrite `map.svg`"]);
    assert_eq!(sandbox.files(), ["map.svg"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_stay_links() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with_map();
    sandbox.write("store/figure.svg", "old");
    symlink("store/figure.svg", sandbox.path("linked.svg")).unwrap();
    symlink("store/later.svg", sandbox.path("dangling.svg")).unwrap();
    symlink("study.toml", sandbox.path("trap.svg")).unwrap();
    sandbox.run(["render", "study.toml", "-o", "linked.svg"]).exits(0);
    sandbox.run(["render", "study.toml", "-o", "dangling.svg"]).exits(0);
    for name in ["linked.svg", "dangling.svg"] {
        assert!(sandbox.path(name).is_symlink(), "{name} was replaced");
    }
    assert_eq!(sandbox.read("store/figure.svg"), sandbox.read("store/later.svg"));
    sandbox.run(["render", "study.toml", "-o", "trap.svg"]).exits(2).says(&["would overwrite the map"]);
    assert_eq!(sandbox.read("study.toml"), MAP.as_bytes());
}

#[cfg(unix)]
#[test]
fn permissions_are_those_of_any_new_file_and_kept_on_an_old_one() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with_map();
    let mode = |name: &str| fs::metadata(sandbox.path(name)).unwrap().permissions().mode() & 0o777;
    sandbox.write("plain", "");
    sandbox.write("study.png", "old");
    fs::set_permissions(sandbox.path("study.png"), fs::Permissions::from_mode(0o640)).unwrap();
    sandbox.run(["render", "study.toml"]).exits(0);
    assert_eq!(mode("study.svg"), mode("plain"));
    assert_eq!(mode("study.png"), 0o640);

    sandbox.write("final.svg", "accepted by the journal");
    fs::set_permissions(sandbox.path("final.svg"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = sandbox.run(["render", "study.toml", "-o", "final.svg"]).exits(2);
    run.says(&["cannot write `final.svg`: it is write-protected"]);
    assert_eq!(sandbox.read("final.svg"), b"accepted by the journal");
}

#[test]
fn what_has_not_changed_is_not_written_again() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "study.toml"]).exits(0);
    let past = SystemTime::now() - Duration::from_secs(86_400);
    for name in ["study.svg", "study.png"] {
        fs::File::options().write(true).open(sandbox.path(name)).unwrap().set_modified(past).unwrap();
    }
    let time = |name: &str| fs::metadata(sandbox.path(name)).unwrap().modified().unwrap();
    let before = (time("study.svg"), time("study.png"));
    sandbox.run(["render", "study.toml"]).exits(0).says(&["unchanged study.svg", "unchanged study.png"]);
    assert_eq!((time("study.svg"), time("study.png")), before);
    sandbox.run(["render", "study.toml", "--dpi", "96"]).exits(0).says(&["unchanged study.svg", "wrote study.png"]);
    assert_eq!(time("study.svg"), before.0);
    assert!(time("study.png") > before.1);
}

#[test]
fn an_old_figure_is_kept_when_its_map_fails_and_the_other_maps_are_drawn() {
    let sandbox = Sandbox::with_map();
    sandbox.write("bad.toml", MISTAKEN);
    sandbox.write("bad.svg", "old");
    sandbox.write("not-toml.toml", "themes = [\"A\"\ncore = ");
    let run = sandbox.run(["render", "bad.toml", "study.toml", "not-toml.toml"]).exits(1);
    let run = run.says(&["bad.toml:2:", "nobody", "not-toml.toml:", "2 of the maps failed"]);
    assert!(run.err.find("bad.toml").unwrap() < run.err.find("not-toml.toml").unwrap(), "in the order of the call");
    assert_eq!(sandbox.read("bad.svg"), b"old");
    assert_eq!(sandbox.files(), ["bad.svg", "bad.toml", "not-toml.toml", "study.png", "study.svg", "study.toml"]);
}

#[test]
fn all_formats_of_a_map_are_written_or_none() {
    let sandbox = Sandbox::with_map();
    // A folder stands where the PNG should go.
    sandbox.write("study.png/keep", "");
    let run = sandbox.run(["render", "study.toml"]).exits(2);
    run.says(&["cannot write `study.png`: it is a folder"]);
    assert_eq!(sandbox.files(), ["study.png/keep", "study.toml"], "no SVG, no temporary file");
}

#[test]
fn a_file_that_is_not_there_is_named_and_the_others_are_drawn() {
    let sandbox = Sandbox::with_map();
    let run = sandbox.run(["render", "nowhere.toml", "study.toml"]).exits(2);
    run.says(&["cannot read `nowhere.toml`: no such file"]);
    assert!(sandbox.exists("study.svg"));
}

#[test]
fn a_folder_stands_for_the_maps_in_it() {
    let sandbox = Sandbox::new();
    for name in ["maps/b.toml", "maps/a.toml", "maps/.hidden.toml", "maps/deeper/c.toml"] {
        sandbox.write(name, MAP);
    }
    sandbox.write("maps/notes.txt", "not a map");
    sandbox.run(["render", "maps", "-o", "out", "-f", "svg"]).exits(0).says(&["2 maps: 2 figures written"]);
    let figures: Vec<_> = sandbox.files().into_iter().filter(|name| name.starts_with("out")).collect();
    assert_eq!(figures, ["out/a.svg", "out/b.svg"]);
    sandbox.write("empty/readme.txt", "");
    sandbox.run(["render", "empty"]).exits(2).says(&["the folder `empty` holds no `.toml` file"]);
}

#[test]
fn check_writes_nothing_and_tells_missing_from_different() {
    let sandbox = Sandbox::with_map();
    let run = sandbox.run(["render", "--check", "study.toml", "-o", "figures/"]).exits(1);
    run.says(&["`figures/study.svg` is missing", "`figures/study.png` is missing", "without `--check`"]);
    assert_eq!(sandbox.files(), ["study.toml"]);

    sandbox.run(["render", "study.toml", "-o", "figures/"]).exits(0);
    sandbox.run(["render", "--check", "study.toml", "-o", "figures/"]).exits(0).says_nothing();
    let mut png = sandbox.read("figures/study.png");
    *png.last_mut().unwrap() ^= 1;
    sandbox.write("figures/study.png", &png);
    let run = sandbox.run(["render", "--check", "study.toml", "-o", "figures/"]).exits(1);
    let run = run.says(&["`figures/study.png` is not what `study.toml` gives"]);
    assert!(!run.err.contains("study.svg"), "{}", run.err);
    assert_eq!(sandbox.read("figures/study.png"), png, "--check writes nothing");

    let run = sandbox.run(["render", "--check", "study.toml", "-o", "-"]).exits(2);
    run.says(&["`--check` needs figures that are files"]);
    sandbox.run(["render", "--check", "study.toml", "--depfile", "d"]).exits(2);
}

#[test]
fn a_depfile_names_what_each_figure_was_made_from() {
    let sandbox = Sandbox::new();
    sandbox.write("a $map #1.toml", MAP);
    sandbox.write("plain.toml", MAP);
    let run = sandbox.run(["render", "a $map #1.toml", "plain.toml", "-o", "out", "--depfile", "out/figures.d"]);
    run.exits(0);
    assert_eq!(
        String::from_utf8(sandbox.read("out/figures.d")).unwrap(),
        "out/a\\ $$map\\ \\#1.svg out/a\\ $$map\\ \\#1.png: \\\n  a\\ $$map\\ \\#1.toml\n\
         out/plain.svg out/plain.png: \\\n  plain.toml\n"
    );
    sandbox.write("bad.toml", MISTAKEN);
    sandbox.run(["render", "bad.toml", "--depfile", "bad.d"]).exits(1);
    assert!(!sandbox.exists("bad.d"), "a rule for a figure that was not made");
    let run = sandbox.run(["render", "plain.toml", "-o", "-", "--depfile", "d"]).exits(2);
    run.says(&["`--depfile` needs figures that are files"]);
}

#[test]
fn flags_win_over_the_map() {
    let sandbox = Sandbox::new();
    let map = format!("{MAP}\n[figure]\nwidth = \"120mm\"\ntitle = true\n");
    sandbox.write("study.toml", &map);
    let svg = |flags: &[&str]| {
        let arguments = ["render", "study.toml", "-o", "-"].iter().chain(flags);
        sandbox.run(arguments).exits(0).text()
    };
    assert!(svg(&[]).contains("width=\"120mm\""));
    for width in ["85mm", "8.5cm"] {
        assert!(svg(&["--width", width]).contains("width=\"85mm\""));
    }
    let title = |svg: &str| svg.matches("Barriers: what").count();
    assert!(title(&svg(&["--no-title"])) < title(&svg(&[])));
    assert_eq!(svg(&["--no-title", "--title"]), svg(&[]), "the last flag of a pair counts");
    assert!(svg(&["--background", "none"]).len() < svg(&[]).len());
    assert_ne!(svg(&["--style", "outline"]), svg(&[]));
    assert_ne!(svg(&["--font-size", "10pt"]), svg(&[]));
    assert!(!svg(&["--text", "outlines"]).contains("<text"));
}

#[test]
fn fonts_are_found_from_the_map_and_from_the_call_and_named_in_the_depfile() {
    let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/fonts");
    let (regular, bold) = ("NotoSansArabic_400Regular.ttf", "NotoSansArabic_600SemiBold.ttf");
    let sandbox = Sandbox::new();
    for font in [regular, bold] {
        sandbox.write(format!("paper/fonts/{font}"), fs::read(fonts.join(font)).unwrap());
    }
    let map = "themes = [\"ثقل المسؤولية\", \"سند الفريق\"]\n";
    let named = format!("{map}[figure]\nfont = [\"fonts/{regular}\", \"fonts/{bold}\"]\n");
    sandbox.write("paper/named.toml", named);
    sandbox.write("paper/plain.toml", map);
    sandbox.write("paper/wrong.toml", format!("{map}[figure]\nfont = \"fonts/nowhere.ttf\"\n"));

    // From another folder: the map's fonts are found from the map.
    sandbox.run(["render", "paper/named.toml", "-o", "named.svg", "--depfile", "named.d"]).exits(0);
    let rule = format!("named.svg: \\\n  paper/named.toml \\\n  paper/fonts/{regular} \\\n  paper/fonts/{bold}\n");
    assert_eq!(String::from_utf8(sandbox.read("named.d")).unwrap(), rule);
    sandbox.run(["render", "paper/plain.toml", "-o", "plain.svg"]).exits(1).says(&[
        "Arabic",
        "--font",
        "--system-fonts",
    ]);
    sandbox.run(["render", "paper/plain.toml", "-o", "plain.svg", "--font", "paper/fonts"]).exits(0);
    assert_eq!(sandbox.read("plain.svg"), sandbox.read("named.svg"));
    let run = sandbox.run(["render", "paper/wrong.toml"]).exits(1);
    run.says(&["paper/wrong.toml:3:", "paper/fonts/nowhere.ttf"]);
    let run = sandbox.run(["render", "paper/plain.toml", "--font", "nowhere.ttf"]).exits(2);
    run.says(&["there is no font file `nowhere.ttf`", "help: "]);
    sandbox.run(["render", "paper/plain.toml", "--font", "paper/plain.toml"]).exits(2).says(&["paper/plain.toml"]);
}

#[test]
fn a_wrong_flag_is_explained() {
    let sandbox = Sandbox::with_map();
    for (flags, words) in [
        (["--width", "wide"], "slide"),
        (["--width", "170"], "mm"),
        (["--width", "0mm"], "--width"),
        (["--dpi", "1e9"], "10 to 2400"),
        (["--dpi", "nan"], "10 to 2400"),
        (["--format", "svgz"], "svg, png"),
        (["--layout", "hubb"], "hub"),
        (["--style", "panel"], "panels"),
        (["--jobs", "0"], "--jobs"),
        (["--text", "curves"], "outlines"),
    ] {
        let run = sandbox.run(["render", "study.toml"].iter().chain(&flags)).exits(2);
        run.says(&[words]);
    }
    assert_eq!(sandbox.files(), ["study.toml"]);
}

#[test]
fn verbose_tells_layout_reason_size_and_times_and_quiet_only_errors() {
    let sandbox = Sandbox::with_map();
    let run = sandbox.run(["render", "-v", "study.toml"]).exits(0);
    let run = run.says(&["study.toml: layout ", "170 × ", " mm", "svg ", "png ", " ms", "wrote study.svg"]);
    assert!(run.out.is_empty());
    let reason = run.err.split_once('(').and_then(|(_, rest)| rest.split_once(')')).unwrap().0;
    assert!(reason.len() > 3, "{}", run.err);
    sandbox.run(["render", "-q", "study.toml"]).exits(0).says_nothing();
    sandbox.write("bad.toml", MISTAKEN);
    sandbox.run(["render", "-q", "bad.toml"]).exits(1).says(&["nobody"]);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.toml", MISTAKEN);
    assert!(!sandbox.run(["check", "bad.toml"]).exits(1).err.contains('\x1b'));
    assert!(sandbox.run(["check", "bad.toml", "--color", "always"]).exits(1).err.contains("\x1b["));
    assert!(!sandbox.run(["check", "bad.toml", "--color=never"]).exits(1).err.contains('\x1b'));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_and_the_same_words() {
    let sandbox = Sandbox::new();
    for number in 0..12 {
        let map = if number % 5 == 4 { MISTAKEN.to_string() } else { MAP.replace("#1", &format!("#{number}")) };
        sandbox.write(format!("maps/m{number:02}.toml"), map);
    }
    let run = |jobs: &str, folder: &str| {
        sandbox.run(["render", "maps", "-o", folder, "--dpi", "72", "-j", jobs]).exits(1).err.replace(folder, "FOLDER")
    };
    assert_eq!(run("1", "one"), run("8", "eight"));
    let figures = |folder: &str| sandbox.files().iter().filter(|name| name.starts_with(folder)).count();
    assert_eq!(figures("one/"), 20);
    for name in sandbox.files().iter().filter_map(|name| name.strip_prefix("one/")) {
        assert_eq!(sandbox.read(format!("one/{name}")), sandbox.read(format!("eight/{name}")), "{name}");
    }
}

#[test]
fn a_check_for_programs_is_one_line_of_json_for_each_map() {
    let sandbox = Sandbox::with_map();
    sandbox.write("bad.toml", MISTAKEN);
    sandbox.write("wide.toml", "themes = [\"Über unpronounceabilityinanarrowcolumn\"]\n");
    let run = sandbox.run(["check", "--json", "study.toml", "bad.toml", "nowhere.toml"]).exits(2).says_nothing();
    let text = String::from_utf8(run.out).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [good, bad, missing] = &lines[..] else { panic!("{text}") };

    let keys = ["file", "pages", "findings", "error"];
    for line in text.lines() {
        let at: Vec<usize> = keys.iter().map(|key| line.find(&format!("\"{key}\":")).unwrap()).collect();
        assert!(at.is_sorted(), "{line}");
    }
    assert_eq!(good["file"], "study.toml");
    let page = &good["pages"][0];
    assert_eq!(page["width_mm"], 170.0);
    assert!(page["layout"].is_string() && page["reason"].is_string() && good["error"].is_null());
    assert!(page["hard"].as_object().unwrap().values().all(|count| *count == 0), "{good}");
    assert_eq!(page["numbers"]["crossings"], 0);
    assert!(page["numbers"]["height_pt"].as_f64().unwrap() > 50.0 && page["text"]["body_pt"] == 9.0);
    assert_eq!(good["findings"].as_array().unwrap().len(), 0);

    assert_eq!(bad["pages"].as_array().unwrap().len(), 0);
    let finding = &bad["findings"][0];
    assert_eq!(finding["severity"], "error");
    let written = MISTAKEN.lines().position(|line| line.contains("nobody")).unwrap();
    assert_eq!(finding["place"]["line"], written + 1);
    assert!(finding["message"].as_str().unwrap().contains("`nobody`"), "{finding}");
    assert!(missing["error"]["message"].as_str().unwrap().contains("nowhere.toml"));

    // Columns are characters, and a misfit has its place, too.
    let run = sandbox.run(["check", "--json", "wide.toml", "--width", "40mm"]).exits(1).says_nothing();
    let wide: serde_json::Value = serde_json::from_slice(&run.out).unwrap();
    let place = &wide["findings"][0]["place"];
    assert_eq!((&place["line"], &place["column"]), (&1.into(), &11.into()));
    let length = "\"Über unpronounceabilityinanarrowcolumn\"".chars().count() as u64;
    assert_eq!(place["end_column"], 11 + length);
    assert!(!wide["findings"][0]["hints"].as_array().unwrap().is_empty());
}

#[test]
fn checking_reports_everything_and_draws_nothing() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["check", "study.toml"]).exits(0).says(&["1 map: no mistakes"]);
    sandbox.write("bad.toml", MISTAKEN);
    let run = sandbox.run(["check", "study.toml", "bad.toml"]).exits(1);
    run.says(&["bad.toml:2:", "nobody", "2 maps: 1 error"]);
    let word = format!("themes = [\"{}\"]\n", "Unpronounceable".repeat(20));
    sandbox.write("wide.toml", word);
    sandbox.run(["check", "wide.toml", "--width", "60mm"]).exits(1).says(&["wide.toml", "Unpronounceable"]);
    sandbox.run(["check", "nowhere.toml", "study.toml"]).exits(2).says(&["nowhere.toml"]);
    sandbox.pipe(MISTAKEN.as_bytes(), ["check", "-"]).exits(1).says(&["nobody"]);
    assert_eq!(sandbox.files(), ["bad.toml", "study.toml", "wide.toml"]);
}

#[test]
fn a_new_map_can_be_drawn_as_it_stands_and_never_replaces_a_file() {
    let sandbox = Sandbox::new();
    sandbox.run(["new", "study.toml"]).exits(0).says(&["wrote study.toml", "thememap render study.toml"]);
    let starter = sandbox.read("study.toml");
    assert!(String::from_utf8_lossy(&starter).contains("invented"));
    sandbox.run(["check", "study.toml"]).exits(0).says(&["no mistakes"]);
    for width in ["85mm", "120mm", "170mm", "190mm"] {
        sandbox.run(["render", "-o", "figure.svg", "study.toml", "--width", width]).exits(0);
    }
    assert_eq!(sandbox.run(["new"]).exits(0).out, starter);
    assert_eq!(sandbox.run(["new", "-"]).exits(0).out, starter);
    sandbox.write("mine.toml", "precious");
    sandbox.run(["new", "mine.toml"]).exits(2).says(&["`mine.toml` exists already"]);
    assert_eq!(sandbox.read("mine.toml"), b"precious");
    sandbox.run(["new", "no/such/folder.toml"]).exits(0);
}

#[test]
fn help_is_for_newcomers_and_comes_from_the_tables() {
    let sandbox = Sandbox::new();
    let first = sandbox.run(["--help"]).exits(0).text();
    assert!(first.lines().next().unwrap().contains("qualitative thematic analysis"), "{first}");
    for command in ["render", "check", "new", "styles"] {
        assert!(first.contains(&format!("thememap {command}")) || first.contains(&format!("  {command} ")), "{first}");
    }
    let render = sandbox.run(["render", "--help"]).exits(0).text();
    for format in FORMATS {
        assert!(render.contains(format.about), "{}", format.name);
    }
    for style in &thememap::style::STYLES {
        assert!(render.contains(&format!("- {}: ", style.name)), "{}", style.name);
    }
    for palette in &thememap::style::PALETTES {
        assert!(render.contains(&format!("- {}: ", palette.name)), "{}", palette.name);
    }
    for layout in thememap::layout::LAYOUTS {
        assert!(render.contains(&format!("- {}: ", layout.name)), "{}", layout.name);
    }
    assert!(render.contains("Examples:"));
    let version = sandbox.run(["--version"]).exits(0).text();
    assert_eq!(version.trim(), format!("thememap {}", env!("CARGO_PKG_VERSION")));
    sandbox.run(["rendre", "study.toml"]).exits(2).says(&["render"]);
    sandbox.run::<&str>([]).exits(2).says(&["thememap new study.toml"]);
}

#[cfg(unix)]
#[test]
fn paths_with_blanks_quotes_and_bytes_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let names: [&[u8]; 5] = [b"two words", b"it's \"quoted\"", b"-dash", "Überblick – 主题".as_bytes(), b"latin\xff1"];
    for name in names {
        let file = |ending: &[u8]| std::ffi::OsStr::from_bytes(&[name, ending].concat()).to_os_string();
        sandbox.write(file(b".toml"), MAP);
        sandbox.run(["render".into(), "--format=svg".into(), "--".into(), file(b".toml")]).exits(0);
        assert!(sandbox.exists(file(b".svg")));
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::Stdio;
    let sandbox = Sandbox::with_map();
    for arguments in [&["render", "study.toml", "-o", "-", "-f", "png"][..], &["new"], &["--help"]] {
        let mut command = sandbox.command();
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn the_readme_gives_two_commands_and_its_maps_are_accepted() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let first = readme.lines().next().unwrap();
    assert!(first.contains("qualitative thematic analysis"), "{first}");
    let commands = |start: &str| readme.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((commands("cargo run"), commands("cargo test")), (1, 1), "one command renders, one tests");
    assert!(readme.contains("cargo run --release -- render maps/*.toml -o output/"));

    let sandbox = Sandbox::new();
    let mut blocks = 0;
    for block in readme.split("\n```toml\n").skip(1) {
        let map = block.split("\n```").next().unwrap();
        sandbox.pipe(map.as_bytes(), ["check", "-"]).exits(0).says(&["no mistakes"]);
        blocks += 1;
    }
    assert!(blocks >= 2, "{blocks} maps in the README");
    for picture in readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(picture.contains("://") || root.join(picture).exists(), "{picture} is not there");
    }
}
