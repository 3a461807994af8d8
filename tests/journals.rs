//! Journals: what `--for` draws, what `journals` lists, and what `check --for` says to maps and to figures of any program.

mod sandbox;
mod tools;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use sandbox::Sandbox;
use serde_json::Value;
use thememap::check::figure::{self, Facts};
use thememap::journal::{Certainty, JOURNALS, Journal, RULES};
use thememap::text::Fonts;
use thememap::unit::{mm, to_mm};
use tools::tool;

const STUDY: &str = "core = \"Waiting\"\nlinks = [\"core -> help\"]\n[groups.help]\nlabel = \"What helps\"\n\
                     themes = [\"Being told\", \"Being seen\"]\n";

fn study() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", STUDY);
    sandbox
}

fn facts(sandbox: &Sandbox, name: &str) -> Facts {
    let ending = name.rsplit('.').next().unwrap();
    figure::read(ending, &sandbox.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn near(found: Option<f64>, expected: f64, within: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() <= within), "{found:?}, expected {expected}");
}

#[test]
fn a_journal_sets_width_formats_resolution_and_font() {
    let sandbox = study();
    sandbox.run(["render", "study.toml", "--for", "plos"]).exits(0).says(&["wrote study.tif", "wrote study.eps"]);
    assert_eq!(sandbox.files(), ["study.eps", "study.tif", "study.toml"]);
    let (tiff, eps) = (facts(&sandbox, "study.tif"), facts(&sandbox, "study.eps"));
    assert_eq!(tiff.pixels.map(|(across, _)| across), Some(2250), "190.5 mm at 300 dpi");
    near(tiff.dpi, 300.0, 0.01);
    assert_eq!((tiff.transparent, tiff.colour), (Some(false), Some("rgb")));
    near(eps.size.map(|(width, _)| to_mm(width)), 190.5, 0.01);
    assert_eq!(eps.texts, Some(Vec::new()), "text in EPS is outlined");

    // A flag wins over the journal, the journal of the call over the map, the map's own keys over its journal.
    let width = |arguments: &[&str]| {
        sandbox.run([&["render", "study.toml", "-o", "one.svg"], arguments].concat()).exits(0);
        (to_mm(facts(&sandbox, "one.svg").size.unwrap().0) * 10.0).round() / 10.0
    };
    assert_eq!(width(&["--for", "springer"]), 174.0);
    assert_eq!(width(&["--for", "springer", "--column", "1"]), 84.0);
    assert_eq!(width(&["--for", "springer", "--column", "middle"]), 129.0);
    assert_eq!(width(&["--for", "springer", "--width", "100mm"]), 100.0);
    assert_eq!([width(&["--column", "1"]), width(&["--column", "2"]), width(&[])], [84.0, 170.0, 170.0]);
    sandbox.write("study.toml", format!("{STUDY}[figure]\nfor = \"elsevier\"\n"));
    assert_eq!([width(&[]), width(&["--for", "bmc"])], [190.0, 170.0]);
    sandbox.write("study.toml", format!("{STUDY}[figure]\nfor = \"elsevier\"\nwidth = \"120mm\"\n"));
    assert_eq!([width(&[]), width(&["--for", "bmc"])], [120.0, 170.0]);
}

#[test]
fn a_journal_named_by_the_map_decides_the_formats_too() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", format!("{STUDY}[figure]\nfor = \"jmir\"\n"));
    sandbox.run(["render", "study.toml"]).exits(0);
    assert_eq!(sandbox.files(), ["study.png", "study.toml"]);
    let (across, down) = facts(&sandbox, "study.png").pixels.unwrap();
    assert!(across <= 1200 && across > 1190 && down <= 1200, "{across} × {down}");

    sandbox.write("study.toml", format!("{STUDY}[figure]\nfor = \"plso\"\n"));
    let run = sandbox.run(["render", "study.toml"]).exits(1);
    run.says(&["there is no journal `plso`", "did you mean `plos`?", "study.toml:7:7"]);
    sandbox.run(["render", "study.toml", "--for", "plso"]).exits(2).says(&["plos"]);
    sandbox.write("study.toml", STUDY);
    let run = sandbox.run(["render", "study.toml", "--for", "PLOS", "--column", "1.5"]).exits(2);
    run.says(&["PLOS names no width for `--column 1.5`: it has `2` (190.5 mm)"]);
}

#[test]
fn the_font_as_wide_as_arial_is_had_by_name_and_kerns_as_one() {
    let sandbox = study();
    sandbox.run(["render", "study.toml", "-o", "study.svg", "--font", "arimo"]).exits(0);
    let texts = facts(&sandbox, "study.svg").texts.unwrap();
    assert!(!texts.is_empty() && texts.iter().all(|run| run.family == "Arimo"), "{texts:?}");
    let mut fonts = Fonts::bundled();
    fonts.prefer(thememap::text::Face::bundled_family("Arimo").unwrap());
    // Arial's advances in 2048 units an em: A 1366, v 1024, a 1139; n 1139, space 569.
    for (text, units) in [("aaa", 3 * 1139), ("nnn", 3 * 1139), ("n n", 2 * 1139 + 569)] {
        let label = fonts.shape(text, thememap::text::Weight::Regular, None).unwrap();
        let range = label.lines(f64::INFINITY).unwrap().remove(0);
        near(Some(label.line(range).width), f64::from(units) / 2048.0, 0.002);
    }
}

#[test]
fn every_journal_takes_what_is_drawn_for_it() {
    // Three of the maps for each journal, so that every map is drawn for one: the whole sweep takes minutes.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps");
    let mut maps: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    maps.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    maps.sort();
    let whole = std::env::var_os("SWEEP").is_some();
    let (mut passed, mut refused, mut warned) = (0, BTreeMap::new(), BTreeMap::new());
    for (number, (name, _)) in JOURNALS.iter().enumerate() {
        let mine: Vec<_> = maps
            .iter()
            .enumerate()
            .filter(|(at, _)| whole || at % JOURNALS.len() == number)
            .map(|(_, map)| map)
            .collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_thememap"));
        let output = command.args(["check", "--json", "--for", name]).args(&mine).output().unwrap();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let report: Value = serde_json::from_str(line).unwrap();
            let map = Path::new(report["file"].as_str().unwrap()).file_stem().unwrap().to_string_lossy().into_owned();
            assert!(report["error"].is_null(), "{name}: {line}");
            let findings = report["findings"].as_array().unwrap();
            for finding in findings {
                let hints = finding["hints"].as_array().unwrap();
                let message = finding["message"].as_str().unwrap().to_owned();
                if finding["severity"] == "error" {
                    assert!(!hints.is_empty(), "a refusal says what to change: {name}: {line}");
                    refused.insert(format!("{name} {map}"), message);
                } else if message.contains("(assumed") {
                    warned.insert(format!("{name} {map}"), message);
                }
            }
            passed += usize::from(findings.iter().all(|finding| finding["severity"] != "error"));
        }
    }
    eprintln!("{passed} passed, {} refused: {refused:#?}, {} warned: {warned:#?}", refused.len(), warned.len());
    assert!(passed >= 9 * refused.len(), "{passed} passed, refused: {refused:#?}");
}

/// 85 mm across 340 units: a quarter of a millimetre, 0.709 pt, each.
const BY_HAND: &str = r##"<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="40mm" viewBox="0 0 340 160">
<style>.note { font-size: 10px }</style>
<g transform="translate(3) scale(.8)"><text x="5" y="9" class="note" font-family="Helvetica">Theme</text></g>
<text x="5" y="30" style="font-size:12px" font-family="Comic Sans MS"><tspan>Figure 1. Themes</tspan></text>
<g fill="none" stroke="#000" stroke-width="0.5"><path d="M0 0h9" opacity=".4"/></g></svg>"##;

#[test]
fn what_a_journal_would_send_back_is_said_with_its_rule_and_its_cure() {
    let sandbox = study();
    sandbox.write("small.svg", BY_HAND);
    let run = sandbox.run(["check", "--for", "plos", "small.svg"]).exits(1);
    let run = run.says(&[
        "PLOS takes TIFF or EPS, not SVG",
        "`--format tiff`",
        "text of 5.67 pt (“Theme”) is below the 8 pt of PLOS",
        "print it at 120 mm, where its text is large enough",
        "rule `text-least`: least size of text, 8 pt; PLOS, figures (own, 2026-11-21)",
        "PLOS takes Arial, Times or Symbol",
        "warning: a line of 0.35 pt is thinner than the 0.5 pt of PLOS (assumed)",
        "the figure has transparency, which PLOS does not take",
        "`Figure 1. Themes` is drawn inside the graphic",
        "warning: the figure has no alternative text, and PLOS asks for it (assumed)",
        "1 figure: 5 errors, 3 warnings",
    ]);
    assert!(!run.err.contains("above the 12 pt"), "{}", run.err);
    // Printed as wide as the page, its text is large enough.
    let run = sandbox.run(["check", "--for", "plos", "--column", "2", "small.svg"]).exits(1);
    assert!(!run.err.contains("is below the 8 pt"), "{}", run.err);

    sandbox.run(["check", "small.svg"]).exits(2).says(&["is a figure, and no journal is named", "`--for plos`"]);
    let run = sandbox.run(["check", "--for", "plos", "--json", "small.svg", "study.toml"]).exits(1);
    let lines: Vec<Value> = run.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["file"], "study.toml");
    assert!(!lines[0].to_string().contains("PLOS"), "{}", lines[0]);
    assert_eq!(lines[1]["figure"]["least_text_pt"], 5.67);
    assert_eq!(lines[1]["findings"][0]["severity"], "error");
}

#[test]
fn a_map_is_checked_on_the_files_the_journal_would_get() {
    let sandbox = study();
    sandbox.run(["check", "--for", "plos", "study.toml"]).exits(0).says(&["1 map: "]);
    let long = "word ".repeat(16);
    let map = format!(
        "title = \"{long}\"\nalt = \"{}\"\n{STUDY}[figure]\ntitle = true\nfont-size = \"12pt\"\n",
        long.repeat(2)
    );
    sandbox.write("study.toml", map);
    let run = sandbox.run(["check", "--for", "bmc", "study.toml", "--title", "--font-size", "11pt"]).exits(1);
    run.says(&[
        "a title of 16 words is more than the 15 BMC takes",
        "is drawn inside the graphic: BMC wants titles and captions outside",
        "leave it out (`--no-title`)",
        "an alternative text of 32 words is more than the 30 of BMC (assumed)",
        "text of 13 pt",
    ]);
    // Nobody asked for a journal, and the map is as good as it was.
    sandbox.write("study.toml", STUDY);
    sandbox.run(["check", "study.toml"]).exits(0);
}

#[test]
fn our_files_say_the_same_in_every_format() {
    let sandbox = study();
    let formats = "svg,png,pdf,tiff,jpeg,eps";
    sandbox.run(["render", "study.toml", "--for", "elsevier", "-f", formats, "--text", "embedded"]).exits(0);
    let names: Vec<String> = sandbox.files().into_iter().filter(|name| !name.ends_with("toml")).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    for name in &names {
        let facts = facts(&sandbox, name);
        near(facts.size.map(|(width, _)| to_mm(width)), 190.0, 0.06);
        assert_eq!(facts.transparent, Some(false), "{name}");
        assert_eq!(facts.layers, Some(false), "{name}");
        if facts.pixels.is_some() {
            near(facts.dpi, 500.0, 0.1);
        }
    }
    for name in ["study.svg", "study.pdf"] {
        let facts = facts(&sandbox, name);
        let texts = facts.texts.clone().unwrap();
        near(texts.iter().map(|run| run.size).reduce(f64::min), 8.5, 0.01);
        near(texts.iter().map(|run| run.size).reduce(f64::max), 10.5, 0.01);
        assert!(texts.iter().all(|run| run.family.starts_with("Arimo")), "{name}: {texts:?}");
        near(facts.lines.unwrap().map(|(thin, _)| thin), 0.5, 0.01);
        assert_eq!(facts.missing_fonts, Some(Vec::new()), "{name}");
        assert!(facts.alt.unwrap().is_some_and(|alt| alt.contains("Waiting")), "{name}");
    }
    // A font that only shares Arial's metrics will do outlined, not by name.
    sandbox.run(["check", "--for", "elsevier", "study.pdf"]).exits(1).says(&["text is set in Arimo"]);
    sandbox.run(["render", "study.toml", "--for", "elsevier", "-f", "pdf"]).exits(0);
    sandbox.run(["check", "--for", "elsevier", "study.pdf", "study.tif", "study.eps"]).exits(0);
    sandbox.run(["render", "study.toml", "--background", "none", "-o", "clear.png"]).exits(0);
    let run = sandbox.run(["check", "--for", "jmir", "clear.png"]).exits(1);
    run.says(&["px are more than the 1200 a side", "`--dpi 179`", "has an alpha channel"]);
}

#[test]
fn figures_of_other_programs_are_read() {
    let sandbox = study();
    sandbox.run(["render", "study.toml", "-f", "pdf,png,eps"]).exits(0);
    let run = |command: Option<Command>, arguments: &[&str]| {
        let Some(mut command) = command else { return false };
        let output = command.current_dir(sandbox.path("")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        true
    };
    if run(tool("pdftocairo"), &["-svg", "study.pdf", "cairo.svg"]) {
        let facts = facts(&sandbox, "cairo.svg");
        near(facts.size.map(|(width, _)| to_mm(width)), 170.0, 0.1);
        assert_eq!(facts.texts, Some(Vec::new()), "its text is outlined");
        near(facts.lines.unwrap().map(|(thin, _)| thin), 0.5, 0.01);
    }
    if run(tool("gs"), &["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=eps2write", "-o", "gs.eps", "study.pdf"]) {
        near(facts(&sandbox, "gs.eps").size.map(|(width, _)| to_mm(width)), 170.0, 1.0);
    }
    if run(tool("gs"), &["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-o", "gs.pdf", "study.pdf"]) {
        let facts = facts(&sandbox, "gs.pdf");
        near(facts.size.map(|(width, _)| to_mm(width)), 170.0, 0.1);
        near(facts.texts.unwrap().iter().map(|run| run.size).reduce(f64::min), 9.0, 0.05);
        near(facts.lines.unwrap().map(|(thin, _)| thin), 0.5, 0.05);
    }
    if run(tool("convert"), &["study.png", "-units", "PixelsPerInch", "-density", "96", "-quality", "80", "low.jpg"]) {
        near(facts(&sandbox, "low.jpg").dpi, 96.0, 0.01);
        let checked = sandbox.run(["check", "--for", "frontiers", "low.jpg"]).exits(1);
        checked.says(&[
            "96 dpi are less than the 300 of Frontiers (assumed: second-hand)",
            "cannot be told from this JPEG",
        ]);
        // Printed at a column's width it is finer: its pixels are what they were.
        sandbox.run(["check", "--for", "frontiers", "--column", "1", "low.jpg"]).exits(0);
    }
    let clear =
        ["study.png", "-alpha", "set", "-channel", "A", "-evaluate", "multiply", "0.5", "-density", "300", "clear.tif"];
    if run(tool("convert"), &clear) {
        assert_eq!(facts(&sandbox, "clear.tif").transparent, Some(true));
        sandbox.run(["check", "--for", "plos", "clear.tif"]).exits(1).says(&["has an alpha channel", "flatten it"]);
    }
    if run(tool("convert"), &["study.png", "-colorspace", "CMYK", "-compress", "none", "-density", "300", "cmyk.tif"]) {
        sandbox.run(["check", "--for", "plos", "cmyk.tif"]).exits(1).says(&["its colours are CMYK"]);
    }
}

#[test]
fn damaged_figures_are_refused_and_never_stop_the_rest() {
    let sandbox = study();
    let formats = "svg,png,pdf,tiff,jpeg,eps";
    sandbox.run(["render", "study.toml", "-f", formats, "--width", "60mm", "--dpi", "72"]).exits(0);
    let names: Vec<String> = sandbox.files().into_iter().filter(|name| !name.ends_with("toml")).collect();
    let mut state = 7_u64;
    for name in &names {
        let bytes = sandbox.read(name);
        let ending = name.rsplit('.').next().unwrap();
        let _ = figure::read(ending, b"");
        for round in 0..60 {
            let mut damaged = bytes.clone();
            // Knuth's numbers: a cut, or some bytes changed.
            let mut next = || {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (state >> 33) as usize
            };
            if round % 3 == 0 {
                damaged.truncate(next() % bytes.len());
            } else {
                for _ in 0..1 + round {
                    let at = next() % bytes.len().min(if round % 2 == 0 { 400 } else { usize::MAX });
                    damaged[at] = next() as u8;
                }
            }
            let _ = figure::read(ending, &damaged);
        }
        sandbox.write(name, &bytes[..bytes.len().min(9)]);
    }
    let mut arguments = vec!["check", "--for", "bmc", "study.toml"];
    arguments.extend(names.iter().map(String::as_str));
    let run = sandbox.run(&arguments).exits(2);
    for name in &names {
        assert!(run.err.contains(&format!("cannot check `{name}`: it cannot be read as")), "{name}: {}", run.err);
    }
    let deep = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}", "<g>".repeat(200_000));
    assert!(figure::read("svg", deep.as_bytes()).is_err());
    let laughs = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">\
                  <!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&d;&d;&d;</text></svg>";
    let _ = figure::read("svg", laughs.as_bytes());
}

#[test]
fn a_small_pdf_that_unpacks_to_gigabytes_is_refused() {
    let pdf = |filter: &str, stream: &[u8]| {
        let head = format!(
            "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n\
             endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R>>\nendobj\n4 0 obj\n\
             <</Filter{filter}/Length {}>>\nstream\n",
            stream.len()
        );
        let tail = "\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n";
        figure::read("pdf", &[head.as_bytes(), stream, tail.as_bytes()].concat())
    };
    // A block of Deflate that stands alone, so that it can be repeated: a thousand times 1 MB of spaces.
    let mut block = Vec::with_capacity(1 << 16);
    let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
    packer.compress_vec(&[b' '; 1 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
    let bomb = [&[0x78, 0x9c][..], &block.repeat(1000)].concat();
    let refused = "could unpack to more than 512 MB";
    assert!(pdf("/FlateDecode", &bomb).unwrap_err().contains(refused));
    assert!(pdf("/Fl#61teDecode", &bomb).unwrap_err().contains(refused));
    // Packed again it is a hundredth, and what it becomes is not looked at twice.
    assert!(pdf("[/FlateDecode/FlateDecode]", &block).unwrap_err().contains(refused));
    assert!(pdf("/LZWDecode", &[0; 400_000]).unwrap_err().contains(refused));
    let facts = pdf("/FlateDecode", &[&[0x78, 0x9c][..], &block].concat()).unwrap();
    near(facts.size.map(|(width, _)| width), 72.0, 0.01);
}

#[test]
fn the_listing_names_every_journal_and_every_rule_with_its_source() {
    let sandbox = study();
    let table = sandbox.run(["journals"]).exits(0).says_nothing().text();
    let one = sandbox.run(["journals", "plos"]).exits(0).text();
    let json: Value = serde_json::from_str(&sandbox.run(["journals", "--json"]).exits(0).text()).unwrap();
    assert_eq!(json.as_array().unwrap().len(), JOURNALS.len());
    for (name, _) in JOURNALS {
        assert!(table.lines().any(|line| line.starts_with(name)), "{name}");
    }
    assert!(
        table.contains("85 / - / 170") && one.contains("Fig1.tif") && one.contains("numbers of 2026-11-21"),
        "{one}"
    );
    let plos: Value = serde_json::from_str(&sandbox.run(["journals", "plos", "--json"]).exits(0).text()).unwrap();
    let rule = plos["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "text-least").unwrap();
    assert_eq!((&rule["value"], &rule["certainty"]), (&Value::from(8.0), &Value::from("own")));
    sandbox.run(["journals", "elsvier"]).exits(2).says(&["there is no journal `elsvier`", "did you mean `elsevier`?"]);
}

/// `docs/journals.md`: every number with how sure it is.
fn page() -> String {
    let mut page = String::from(
        "# What journals ask for\n\n\
         Written by a test from the data files in `src/journal/`; `thememap journals NAME` prints the same. Sizes are those\n\
         of the printed figure.\n\n\
         How sure a number is: **own**, the publisher's own page or guide; **mirror**, the publisher's text on somebody else's\n\
         page, or an older copy; **second-hand**, restated by somebody else; **from memory**, not looked up; **assumed**, nobody's\n\
         number but a safe default or our own choice; **not found**, looked for in vain, so that the safe default stands in.\n\
         `thememap check --for` fails on a broken rule, says \"assumed\" where the number is not the publisher's own, and only\n\
         warns where nobody stated one (assumed, not found). Publishers change their pages: look there before you submit.\n",
    );
    for journal in Journal::all().unwrap() {
        let (name, about, date) = (journal.name, &journal.about, &journal.date);
        let _ = write!(
            page,
            "\n## `{name}`: {about}\n\nNumbers of {date}.\n\n| rule | asks for | how sure | source |\n|---|---|---|---|\n"
        );
        for rule in
            journal.rules.iter().filter(|rule| rule.certainty != Certainty::Assumed || rule.source.contains("thememap"))
        {
            let _ = writeln!(page, "| {} | {} | {} | {} |", rule.kind().1, rule.asks(), rule.certainty, rule.source);
        }
        for note in &journal.notes {
            let _ = write!(page, "\nNot tested: {note}.\n");
        }
    }
    let safe = Journal::safe().unwrap();
    page += "\n## Where a journal says nothing\n\n| rule | asks for | taken from |\n|---|---|---|\n";
    for rule in &safe.rules {
        let _ = writeln!(page, "| {} | {} | {} |", rule.kind().1, rule.asks(), rule.source);
    }
    page
}

#[test]
fn the_documentation_has_the_numbers_of_the_data() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/journals.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/journals.md is not what the data says: run this test with UPDATE=1");
    let keys: Vec<_> = RULES.iter().map(|(_, name, ..)| *name).collect();
    assert!(keys.iter().all(|key| !key.contains(' ')), "{keys:?}");
}

#[test]
fn a_figure_can_be_printed_at_another_width() {
    let facts = figure::read("svg", BY_HAND.as_bytes()).unwrap().at_width(mm(170.0));
    near(facts.size.map(|(width, _)| to_mm(width)), 170.0, 1e-9);
    near(facts.texts.unwrap().iter().map(|run| run.size).reduce(f64::min), 11.34, 0.01);
    near(facts.lines.unwrap().map(|(thin, _)| thin), 0.709, 0.001);
}

#[test]
fn a_slide_is_a_whole_slide() {
    let sandbox = study();
    sandbox.run(["render", "study.toml", "--for", "slide-16x9", "-o", "study.svg"]).exits(0);
    let (width, height) = facts(&sandbox, "study.svg").size.unwrap();
    near(Some(width / height), 16.0 / 9.0, 1e-4);
    sandbox.run(["check", "study.toml", "--for", "slide-16x9"]).exits(0);
}
