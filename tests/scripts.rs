//! Every script is shaped and broken as its readers expect, every layout is mirrored for those who read from the right,
//! and a map in two languages is one map.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use thememap::diagnostic::{Diagnostic, report};
use thememap::layout::quality::measure;
use thememap::layout::{LAYOUTS, Layout, TextLine};
use thememap::model::Map;
use thememap::text::{Fonts, Paragraph, Weight};
use thememap::{Drawing, Options};

mod tools;

use tools::{printed, tool};

fn path(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(file)
}

fn source(name: &str) -> String {
    fs::read_to_string(path(&format!("{name}.toml"))).expect("an example map")
}

/// The map in these languages; no mistakes and no warnings.
#[track_caller]
fn map_in(source: &str, languages: &[&str]) -> Map {
    let asked: Vec<String> = languages.iter().map(|&tag| tag.to_owned()).collect();
    match thememap::read_in(source, &asked) {
        Ok((map, found)) if found.is_empty() => map,
        Ok((_, found)) | Err(found) => panic!("{}", report(&found, "map.toml", source, false)),
    }
}

/// What is found in a map in these languages, in words.
fn findings(source: &str, languages: &[&str]) -> Vec<String> {
    let asked: Vec<String> = languages.iter().map(|&tag| tag.to_owned()).collect();
    let (Ok((_, found)) | Err(found)) = thememap::read_in(source, &asked);
    found.into_iter().map(|Diagnostic { message, .. }| message).collect()
}

/// The bundled fonts and those that the map names.
fn fonts(map: &Map) -> Fonts {
    let mut fonts = Fonts::bundled();
    for (file, _) in &map.figure.fonts {
        fonts.add(fs::read(path(file)).expect("its font")).expect("a font");
    }
    fonts
}

fn drawn(map: &Map, options: &Options) -> Result<Drawing, Vec<Diagnostic>> {
    thememap::render(map, &fonts(map), options)
}

fn lines(layout: &Layout) -> impl Iterator<Item = &TextLine> {
    layout.boxes.iter().flatten().flat_map(|place| &place.text)
}

/// Labels of the scripts with the faces of the example maps.
const SAMPLES: [(&str, &str, &[&str]); 5] = [
    ("he", "NotoSansHebrew_400Regular.ttf", &["כיסאות שאיש לא בחר", "לישון סוף־סוף", "שָׁלוֹם"]),
    ("ar", "NotoSansArabic_400Regular.ttf", &["زميلة تفهم بلا كلام", "لا إله", "مُحَمَّد"]),
    ("hi", "NotoSansDevanagari_400Regular.ttf", &["पड़ोसियों की मदद", "लंबी प्रतीक्षा", "रास्ते की रुकावटें", "क्षत्रिय"]),
    (
        "th",
        "NotoSansThai_400Regular.ttf",
        &[
            "พยาบาลที่จำชื่อเราได้",
            "ค่าเดินทางที่เพิ่มขึ้นทุกวัน",
            "การรอคอยข่าวสารจากโรงพยาบาลทำให้ครอบครัวรู้สึกโดดเดี่ยว",
            "คำขอบคุณเล็ก ๆ น้อย ๆ",
            "ไม่มีเวลาให้ตัวเองและลูก",
        ],
    ),
    ("zh", "NotoSansSC_400Regular.ttf", &["等待消息，没有人说话", "“信任”与《病房》"]),
];

fn shaped(lang: &str, file: &str, text: &str) -> Paragraph {
    let mut fonts = Fonts::bundled();
    fonts.add(fs::read(path("fonts").join(file)).expect("its font")).expect("a font");
    fonts.shape(text, Weight::Regular, Some(lang)).expect("the font has it")
}

fn width(label: &Paragraph) -> f64 {
    label.tightest(1).first().expect("a line").1
}

/// Where lines of a label begin at any width, in characters.
fn breaks(label: &Paragraph, text: &str) -> Vec<usize> {
    let (least, whole) = (label.longest_word().0, width(label));
    let mut found = Vec::new();
    for step in 0..=60 {
        let lines = label.lines(least + (whole - least) * f64::from(step) / 60.0).expect("no word is wider");
        found.extend(lines.iter().skip(1).map(|line| text[..line.start].chars().count()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What Chromium finds: for each label its width in em, and the characters before which its lines may begin.
fn in_chromium() -> Option<Vec<(f64, Vec<usize>)>> {
    let mut chromium = tool("chromium")?;
    let folder = tempfile::tempdir().expect("a folder");
    let mut page = String::from("<!doctype html><meta charset=utf-8><style>");
    let mut labels = Vec::new();
    for (lang, file, texts) in SAMPLES {
        let font = path("fonts").join(file);
        let _ = write!(page, "@font-face{{font-family:{lang};src:url(\"file://{}\")}}", font.display());
        labels.extend(texts.iter().map(|text| [lang, text]));
    }
    let labels = serde_json::to_string(&labels).expect("JSON");
    let _ = write!(
        page,
        "</style><pre id=found></pre><script>
        async function measure() {{
          let found = [];
          for (const [lang, text] of {labels}) {{
            await document.fonts.load('1000px ' + lang, text);
            const span = document.createElement('span');
            span.lang = lang;
            span.style = 'position:absolute;white-space:pre;font:1000px ' + lang;
            span.textContent = text;
            document.body.append(span);
            const breaks = new Intl.v8BreakIterator(lang, {{ type: 'line' }});
            breaks.adoptText(text);
            let at = [], next;
            while ((next = breaks.next()) >= 0) at.push(next);
            found.push([span.getBoundingClientRect().width / 1000, at]);
            span.remove();
          }}
          document.getElementById('found').textContent = JSON.stringify(found);
        }}
        measure()</script>"
    );
    let file = folder.path().join("page.html");
    fs::write(&file, page).expect("written");
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"];
    let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
    let dom = printed(chromium.args(flags).arg(profile).arg(format!("file://{}", file.display())));
    let found = dom.split("<pre id=\"found\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    Some(serde_json::from_str(found.expect("the page ran")).expect("what it found"))
}

#[test]
fn widths_and_word_ends_are_those_of_chromium() {
    let Some(found) = in_chromium() else { return };
    let samples = SAMPLES.iter().flat_map(|(lang, file, texts)| texts.iter().map(move |text| (*lang, *file, *text)));
    for ((lang, file, text), (theirs, ends)) in samples.zip(found) {
        let label = shaped(lang, file, text);
        assert!((width(&label) - theirs).abs() < 0.05, "{text}: {} em, in Chromium {theirs}", width(&label));
        for at in breaks(&label, text) {
            assert!(ends.contains(&at), "{text}: a line begins with character {at}, in Chromium only with {ends:?}");
        }
    }
}

#[test]
fn thai_is_broken_between_words_and_can_be_narrow() {
    let (lang, file, texts) = SAMPLES[3];
    for text in texts {
        let label = shaped(lang, file, text);
        assert!(!breaks(&label, text).is_empty(), "{text} has no break");
        assert!(label.longest_word().0 < 7.0, "{text}: {:?}", label.longest_word());
        assert_eq!(label.line_height(), 1.5);
    }
}

/// A study whose figure is the same from the right and from the left but for its direction: each label has its width
/// twice, once in Hebrew and once in Latin letters.
fn study(lang: &str) -> Map {
    let word = |latin: &str, hebrew: &str| if lang == "he" { hebrew.to_owned() } else { latin.to_owned() };
    let (a, b, c, d) = (word("a", "א"), word("b", "ב"), word("c", "ג"), word("d", "ד"));
    let source = format!(
        "lang = {lang:?}\ncore = \"{d} {d}\"\nlinks = [\"first -- core\", \"core -> last\"]\n\
         [groups.first]\nlabel = \"{a} {a}\"\nthemes = [\"{a} {b}\", \"{a} {c}\"]\n\
         [groups.last]\nlabel = \"{c} {c}\"\nthemes = [\"{c} {a}\", \"{c} {b}\"]\n\
         [theme.core]\nvoices = [\"P1\"]\n[theme.\"{a} {b}\"]\nvoices = [\"P1\", \"P2\"]\n\
         [figure]\nfont = [\"fonts/NotoSansHebrew_400Regular.ttf\"]"
    );
    map_in(&source, &[])
}

#[test]
fn every_layout_is_mirrored_for_readers_from_the_right() {
    let (right, left) = (study("he"), study("en"));
    for layout in LAYOUTS {
        let options = Options { layout: Some(layout.name.to_owned()), ..Options::default() };
        let (Ok(right), Ok(left)) = (drawn(&right, &options), drawn(&left, &options)) else { continue };
        // Whether what is read first stands nearer to the left, for each pair of boxes that stand beside each other.
        let order = |layout: &Layout| -> Vec<Option<bool>> {
            let rects: Vec<_> = layout.boxes.iter().flatten().map(|place| place.rect).collect();
            let pairs = (0..rects.len()).flat_map(|a| (a + 1..rects.len()).map(move |b| (a, b)));
            let beside = pairs.map(|(a, b)| {
                let (a, b) = (rects[a], rects[b]);
                (a.x1 <= b.x0 || b.x1 <= a.x0).then_some(a.x0 < b.x0)
            });
            beside.collect()
        };
        if layout.name == "matrix" {
            // Its rows are as wide as the page: their labels stand at the side from which they are read.
            let middle = right.layout.page.width / 2.0;
            assert!(
                lines(&right.layout).all(|line| line.x > middle) && lines(&left.layout).all(|line| line.x < middle)
            );
            continue;
        }
        let (right, left) = (order(&right.layout), order(&left.layout));
        let told: Vec<_> = right.iter().zip(&left).filter_map(|(right, left)| Some(((*right)?, (*left)?))).collect();
        let mirrored = told.iter().filter(|(right, left)| right != left).count();
        // Letters are not equally wide in both scripts: a straight figure moves a little with them.
        assert!(10 * mirrored >= 9 * told.len(), "{}: {mirrored} of {} pairs are mirrored", layout.name, told.len());
    }
}

#[test]
fn ids_and_order_are_the_same_in_every_language() {
    let source = source("two-languages");
    let ids = |languages: &[&str]| -> Vec<String> {
        map_in(&source, languages).graph.node_weights().map(|theme| theme.id.clone()).collect()
    };
    let all = ids(&["fr"]);
    assert!(all.contains(&"des-médecins-pressés".to_owned()), "{all:?}");
    for languages in [&["en"][..], &["fr", "en"], &["en", "fr"], &[]] {
        assert_eq!(ids(languages), all, "{languages:?}");
    }
    let (french, english, both) = (map_in(&source, &["fr"]), map_in(&source, &["en"]), map_in(&source, &["en", "fr"]));
    assert_eq!((french.lang.as_deref(), english.lang.as_deref()), (Some("fr"), Some("en")));
    assert_eq!((both.lang.as_deref(), both.second_lang.as_deref()), (Some("en"), Some("fr")));
    let theme = |map: &Map| map.graph.node_weights().find(|theme| theme.id == "des-médecins-pressés").cloned().unwrap();
    assert_eq!(theme(&french).label, "Des médecins pressés");
    assert_eq!(theme(&english).label, "Doctors in a hurry");
    assert_eq!(theme(&english).definition.as_deref(), Some("What relatives say about the lack of time."));
    assert_eq!(theme(&english).quotes[0].text.as_deref(), Some("He was already gone."));
    assert_eq!(theme(&english).second, thememap::model::Second::default());
    assert_eq!(theme(&both).second.label.as_deref(), Some("Des médecins pressés"));
    let label = |map: &Map| map.graph.edge_weights().find_map(|link| Some((link.label.clone()?, link.second.clone())));
    assert_eq!(label(&english), Some(("when people talk".to_owned(), None)));
    assert_eq!(label(&both), Some(("when people talk".to_owned(), Some("quand on se parle".to_owned()))));
}

#[test]
fn what_is_missing_in_a_language_stays_and_is_said_at_its_place() {
    let source = r#"
        lang   = "fr-CA"
        core   = { fr-CA = "L'attente", en = "Waiting" }
        themes = ["Le silence", { fr-CA = "Dormir", en = "Sleep", ar = "النوم" }, "2019"]
        links  = ["core -- Sleep: parfois"]
    "#;
    assert_eq!(findings(source, &[]), [""; 0]);
    assert_eq!(findings(source, &["fr"]), [""; 0], "the only French is meant");
    let stays = |text: &str, lang: &str| format!("`{text}` is not given in `{lang}`, and stays in `fr-CA`");
    assert_eq!(findings(source, &["en"]), [stays("Le silence", "en"), stays("parfois", "en")]);
    let arabic = findings(source, &["ar"]);
    assert_eq!(arabic, [stays("L'attente", "ar"), stays("Le silence", "ar"), stays("parfois", "ar")]);
    assert_eq!(findings(source, &["de"]), ["this map has no words in `de`"]);
    assert_eq!(findings(source, &["fr", "en"]).len(), 2);
    // A list is a promise, and holds where no language is asked for.
    let listed = source.replace("lang   = \"fr-CA\"", "lang = [\"fr-CA\", \"en\", \"ar\"]");
    assert_eq!(findings(&listed, &["fr"]), [""; 0]);
    let all = findings(&listed, &[]);
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(all[0], "`L'attente` is not given in `ar`");
    assert_eq!(all[1], "`Le silence` is not given in `en`, `ar`");
    assert_eq!(findings("themes = [\"Hope\"]", &["en"]), ["this map has no words in `en`"]);
}

#[test]
fn a_name_in_another_language_gives_way_to_one_in_the_first() {
    let source = r#"
        lang   = ["fr", "en"]
        themes = [{ id = "a", label = { fr = "Chance", en = "Luck" } }, { id = "b", label = { fr = "Hasard", en = "Chance" } },
                  { id = "c", label = { fr = "Information", en = "Information" } }, "Fin"]
        links  = ["Chance -> Fin", "Luck -> Information"]
    "#;
    let (map, _) = thememap::read(source).expect("a map");
    let ends: Vec<_> = map.graph.edge_indices().filter_map(|edge| map.graph.edge_endpoints(edge)).collect();
    let ids: Vec<_> =
        ends.iter().map(|(from, to)| (map.graph[*from].id.as_str(), map.graph[*to].id.as_str())).collect();
    assert_eq!(ids, [("a", "fin"), ("a", "c")]);
}

#[test]
fn a_figure_in_two_languages_holds_both_and_has_no_fault() {
    let map = map_in(&source("two-languages"), &["fr", "en"]);
    for layout in LAYOUTS {
        for width in [85.0, 170.0] {
            let name = layout.name;
            let options = Options {
                layout: Some(name.to_owned()),
                width: Some(thememap::unit::mm(width)),
                title: Some(true),
                ..Options::default()
            };
            let Ok(drawing) = drawn(&map, &options) else { continue };
            let shown = drawing.map.as_ref().unwrap_or(&map);
            assert_eq!(measure(shown, &drawing.layout).faults(), [], "{name} at {width} mm");
            for (index, place) in drawing.layout.boxes.iter().enumerate() {
                let theme = &shown.graph[petgraph::graph::NodeIndex::new(index)];
                let Some(place) = place else { continue };
                let (first, second): (Vec<_>, Vec<_>) = place.text.iter().partition(|line| !line.line.second);
                let words =
                    |lines: &[&TextLine]| lines.iter().map(|line| line.line.text()).collect::<Vec<_>>().join(" ");
                assert_eq!(words(&first), theme.label, "{name}");
                assert_eq!(Some(words(&second)), theme.second.label, "{name}");
                assert!(second.iter().all(|line| !line.bold && line.size <= first[0].size && line.size >= 7.99));
                assert!(second.iter().all(|line| line.baseline > first[0].baseline));
            }
            assert_eq!(drawing.layout.title.len(), 2, "{name}");
            let svg =
                thememap::encode::svg::write(&drawing.figure, &fonts(&map), thememap::encode::svg::TextMode::Plain);
            let svg = svg.expect("an SVG");
            let all = svg.matches("<text").count();
            let second = svg.lines().filter(|line| line.contains("<text") && line.contains("xml:lang=\"en\"")).count();
            assert!(svg.contains("xml:lang=\"fr\"") && second > 8 && second < all, "{name}: {second} of {all}");
            assert!(lines(&drawing.layout).any(|line| line.line.second));
        }
    }
}

#[test]
fn a_second_language_from_the_right_keeps_its_order() {
    let source = r#"
        lang   = ["en", "he"]
        themes = [{ en = "The waiting room (2019)", he = "חדר ההמתנה (2019)" }]
        [figure]
        font = ["fonts/NotoSansHebrew_400Regular.ttf"]
    "#;
    let drawing = drawn(&map_in(source, &["en", "he"]), &Options::default()).expect("a figure");
    let lines: Vec<_> = lines(&drawing.layout).collect();
    assert_eq!(
        lines.iter().map(|line| (line.line.second, line.line.rtl())).collect::<Vec<_>>(),
        [(false, false), (true, true)]
    );
    // Read from the right, the year stands at the left.
    let left = lines[1].line.runs()[0].text.clone().into_owned();
    assert!(left.contains("2019") || left.contains(')') || left.contains('('), "{left}");
    let mirrored = drawn(&map_in(source, &["he", "en"]), &Options::default()).expect("a figure");
    assert!(self::lines(&mirrored.layout).next().expect("a line").line.rtl());
}

/// What the command says and prints, and whether it succeeds.
fn thememap(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_thememap"));
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("thememap runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_draws_the_language_asked_for() {
    let map = "maps/two-languages.toml";
    let figure = |lang: &str| {
        let (status, figure, said) =
            thememap(&["render", map, "--lang", lang, "--text", "plain", "-f", "svg", "-o", "-"]);
        assert_eq!(status, Some(0), "{said}");
        figure
    };
    let (french, english, both) = (figure("fr"), figure("en"), figure("en,fr"));
    let holds = |figure: &str, text: &str| figure.lines().any(|line| line.contains("<text") && line.contains(text));
    assert!(holds(&french, "Enfin dormir") && !holds(&french, "Sleep, at last"));
    assert!(!holds(&english, "Enfin dormir") && holds(&english, "Sleep, at last"));
    assert!(holds(&both, "Enfin dormir") && holds(&both, "Sleep, at last"));
    assert!(french.contains("xml:lang=\"fr\"") && english.contains("xml:lang=\"en\""));

    let (status, _, said) = thememap(&["check", map, "--lang", "de"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("this map has no words in `de`") && said.contains("its languages are `fr`, `en`"), "{said}");
    let (status, _, said) = thememap(&["check", map, "--lang", "french"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("it is no language tag"), "{said}");
}
