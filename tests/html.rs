//! The web page in a real browser: with a keyboard, to a screen reader, on paper, and without its script.

mod browser;
mod sandbox;
mod tools;

use std::path::{Path, PathBuf};

use browser::{Accessible, Browser, DOWN, END, ENTER, ESCAPE, HOME, LEFT, RIGHT, SHIFT, TAB, UP};
use sandbox::Sandbox;
use serde_json::json;
use tools::{printed, tool};

/// A map with everything a page shows; an invented study.
const STUDY: &str = r##"
title   = "Waiting on the ward (an invented study)"
author  = ["A. Author", "B. Author"]
lang    = "en"
core    = { label = "Waiting without knowing", definition = "Time that nobody accounts for." }
outcome = "Leaving before treatment ends"
links   = ["time -- core", "people <-> core", "core -> outcome: when nobody explains"]

[groups.time]
label  = "Time that belongs to others"
themes = ["Watching the door", "Être à l'écart"]

[groups.people]
label  = "People who make it bearable"
themes = ["A nurse who says her name", "Other patients as company"]

[theme.watching-the-door]
aliases    = ["Guarding the corridor"]
definition = "Every step in the corridor could be the doctor."

[[theme.watching-the-door.quotes]]
by   = "A3"
text = "You learn to read the ceiling."

[[theme.other-patients-as-company.quotes]]
text = "We shared the crossword and the fear."

[participants]
patients = { label = "Patients", count = 2, ids = ["A3", "A7"] }
"##;

/// The labels of that map as they are read.
const LABELS: [&str; 8] = [
    "Waiting without knowing",
    "Time that belongs to others",
    "Watching the door",
    "Être à l'écart",
    "People who make it bearable",
    "A nurse who says her name",
    "Other patients as company",
    "Leaving before treatment ends",
];

/// What a script returns: the label of the theme that has the focus, or the id of what else has it.
const FOCUSED: &str = "return document.activeElement.closest('[data-id]')?.dataset.label || document.activeElement.id";
const DETAILS: &str = "return document.getElementById('details').innerText";
const FOUND: &str = "return document.getElementById('found').textContent";

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name)
}

/// A map as a page; the sandbox keeps it.
fn page(sandbox: &Sandbox, map: &Path, flags: &[&str]) -> PathBuf {
    let mut arguments = vec!["render", map.to_str().unwrap(), "-o", "page.html"];
    arguments.extend(flags);
    sandbox.run(arguments).exits(0);
    sandbox.path("page.html")
}

fn study(sandbox: &Sandbox) -> PathBuf {
    sandbox.write("study.toml", STUDY);
    page(sandbox, &sandbox.path("study.toml"), &[])
}

/// A browser in which the study is open, and the sandbox that holds it.
fn opened(width: u32, height: u32) -> Option<(Browser, Sandbox)> {
    let (browser, sandbox) = (Browser::start(width, height)?, Sandbox::new());
    browser.requests();
    browser.open(&study(&sandbox));
    Some((browser, sandbox))
}

/// Asserts that the page asked nobody for anything and that the browser found no fault with it.
#[track_caller]
fn is_at_peace(browser: &Browser) {
    assert_eq!(browser.complaints(), [""; 0]);
    let own = |url: &String| ["file:", "data:", "chrome:"].iter().any(|scheme| url.starts_with(scheme));
    let asked: Vec<_> = browser.requests().into_iter().filter(|url| !own(url)).collect();
    assert!(asked.is_empty(), "{asked:?}");
}

// With a keyboard

#[test]
fn a_keyboard_walks_through_the_figure() {
    let Some((browser, _sandbox)) = opened(1200, 900) else { return };
    let focused = || browser.text(FOCUSED);
    let inside = || browser.run("return document.activeElement.getAttribute('role') === 'treeitem'") == true;
    // Search, three buttons, then the figure as one stop.
    let mut stops = Vec::new();
    while !inside() {
        browser.press(&[TAB]);
        stops.push(focused());
        assert!(stops.len() < 10, "{stops:?}");
    }
    assert_eq!(stops, ["find", "out", "in", "fit", LABELS[0]]);
    browser.press(&[TAB]);
    assert_eq!(focused(), "details", "one more leads out of it");
    browser.press_with(SHIFT, TAB);

    // Reading order, there and back.
    let mut read = vec![focused()];
    for _ in 1..LABELS.len() {
        browser.press(&[DOWN]);
        read.push(focused());
    }
    assert_eq!(read, LABELS);
    browser.press(&[DOWN]);
    assert_eq!(focused(), LABELS[7], "the last one is the end");
    browser.press(&[UP]);
    assert_eq!(focused(), LABELS[6]);
    browser.press(&[HOME]);
    assert_eq!(focused(), LABELS[0]);
    browser.press(&[END]);
    assert_eq!(focused(), LABELS[7]);

    // Into a group and out of it.
    browser.press(&[HOME, DOWN, RIGHT]);
    assert_eq!(focused(), LABELS[2]);
    browser.press(&[LEFT]);
    assert_eq!(focused(), LABELS[1]);

    // Where the arrows point: along a group, to the core beside it, to the outcome, and back.
    browser.press(&[RIGHT]);
    for (key, label) in
        [(RIGHT, LABELS[3]), (RIGHT, LABELS[0]), (RIGHT, LABELS[7]), (LEFT, LABELS[0]), (LEFT, LABELS[3])]
    {
        browser.press_with(SHIFT, key);
        assert_eq!(focused(), label);
    }

    // The figure remembers where the reader was.
    browser.press(&[TAB]);
    browser.press_with(SHIFT, TAB);
    assert_eq!(focused(), LABELS[3]);
    is_at_peace(&browser);
}

#[test]
fn a_theme_in_focus_shows_its_definition_quotes_and_links() {
    let Some((browser, _sandbox)) = opened(1200, 900) else { return };
    let focused = || browser.text(FOCUSED);
    let count = |selector: &str| browser.run(&format!("return document.querySelectorAll('{selector}').length"));
    browser.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()");
    browser.press(&[DOWN, DOWN]);
    let details = browser.text(DETAILS);
    for words in [LABELS[2], LABELS[1], "Guarding the corridor", "could be the doctor", "read the ceiling", "A3"] {
        assert!(details.contains(words), "{words}: {details}");
    }
    // The ring follows the theme's own outline, and is wide enough to be seen.
    let ring = "const ring = document.querySelector('#marks .current'); const box = document.activeElement\
        .querySelector('.shape'); return ['x', 'y', 'width', 'height'].every(k => ring.getBBox()[k] === box.getBBox()[k]) \
        && parseFloat(getComputedStyle(ring).strokeWidth) >= 2";
    assert_eq!(browser.run(ring), true);

    // A group with a link: its line is thicker, the others fade, the other end has a ring.
    browser.press(&[LEFT]);
    assert!(browser.text(DETAILS).contains(&format!("‘{}’ is linked with ‘{}’.", LABELS[1], LABELS[0])));
    assert_eq!((count("svg > .lit"), count(".faded"), count("#marks .linked")), (json!(1), json!(2), json!(1)));
    let width = |class: &str| {
        browser.run(&format!(
            "return parseFloat(getComputedStyle(document.querySelector('.{class} > .line')).strokeWidth)"
        ))
    };
    assert!(width("lit").as_f64() > width("faded").as_f64(), "not by colour alone");

    // Enter reads on in the details; a sentence leads to the other end; Escape leads back.
    browser.press(&[ENTER]);
    assert_eq!(focused(), "details");
    browser.press(&[TAB, ENTER]);
    assert_eq!(focused(), LABELS[0]);
    browser.press(&[ENTER, ESCAPE]);
    assert_eq!(focused(), LABELS[0]);
    assert_eq!(count("#marks .current"), 1);
    browser.press(&[ESCAPE]);
    assert_eq!((count("#marks > *"), count(".faded")), (json!(0), json!(0)), "nothing is marked any more");
    is_at_peace(&browser);
}

#[test]
fn search_finds_labels_other_wordings_definitions_and_quotes() {
    let Some((browser, _sandbox)) = opened(1200, 900) else { return };
    let focused = || browser.text(FOCUSED);
    let find = |words: &str| {
        browser.run("document.getElementById('find').value = ''; document.getElementById('find').focus()");
        browser.type_text(words);
        browser.text(FOUND)
    };
    for (words, count, first) in [
        ("etre a L'ECART", "1 theme found", LABELS[3]),
        ("guarding", "1 theme found", LABELS[2]),
        ("doctor", "1 theme found", LABELS[2]),
        ("crossword fear", "1 theme found", LABELS[6]),
    ] {
        assert_eq!(find(words), count, "{words}");
        browser.press(&[ENTER]);
        assert_eq!(focused(), first, "{words}");
    }
    assert_eq!(find("nobody knows"), "Nothing found");
    assert_eq!(find("linked"), "Nothing found", "links are said of two themes, and not searched");

    // Several: marked, and walked through in a circle.
    assert_eq!(find("wa"), "2 themes found");
    assert_eq!(browser.run("return document.querySelectorAll('#marks .hit').length"), 2);
    browser.press(&[ENTER]);
    assert_eq!(focused(), LABELS[0]);
    browser.press(&["n"]);
    assert_eq!(focused(), LABELS[2]);
    browser.press(&["n"]);
    assert_eq!(focused(), LABELS[0]);
    browser.press_with(SHIFT, "N");
    assert_eq!(focused(), LABELS[2]);
    browser.press(&["/"]);
    assert_eq!(focused(), "find");
    browser.press(&[ESCAPE]);
    assert_eq!(browser.text(FOUND), "");
    assert_eq!(browser.run("return document.querySelectorAll('#marks .hit').length"), 0);
    is_at_peace(&browser);
}

#[test]
fn zoom_with_keys_buttons_and_wheel_keeps_the_theme_in_sight() {
    let Some((browser, _sandbox)) = opened(1200, 700) else { return };
    let width =
        || browser.run("return document.querySelector('#stage > svg').getBoundingClientRect().width").as_f64().unwrap();
    let scale = || browser.text("return document.getElementById('scale').textContent");
    let fit = width();
    browser.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()");
    browser.press(&[DOWN, DOWN, DOWN, "+", "+", "+"]);
    assert_eq!(scale(), "200 %");
    assert!((width() - 2.0 * fit).abs() < 0.5, "{} of {fit}", width());
    let seen = "const [a, b] = [document.activeElement, document.getElementById('stage')].map(e => e.getBoundingClientRect()); \
        return a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1";
    assert_eq!(browser.run(seen), true, "what is enlarged is where the reader was");
    browser.press(&[DOWN, DOWN, DOWN]);
    assert_eq!(browser.run(seen), true, "where the focus is can be seen");
    browser.press(&["-"]);
    assert_eq!(scale(), "150 %");
    browser.press(&["0"]);
    assert_eq!((scale(), width()), ("100 %".into(), fit));
    browser.run("document.getElementById('in').click()");
    assert_eq!(scale(), "125 %");
    browser.run("document.getElementById('fit').click()");

    // The wheel alone scrolls the page; with Ctrl it enlarges the figure.
    let wheel = |held: i32| {
        let place = json!({ "type": "mouseWheel", "x": 400, "y": 300, "deltaX": 0, "deltaY": -120, "modifiers": held });
        browser.tell("Input.dispatchMouseEvent", place);
    };
    wheel(0);
    assert_eq!(scale(), "100 %");
    wheel(2);
    browser.wait("return document.getElementById('scale').textContent === '125 %'");
    // And a drag moves it.
    browser.press(&["+", "+", "+"]);
    let left = "return document.getElementById('stage').scrollLeft";
    let before = browser.run(left).as_f64().unwrap();
    browser.drag((500.0, 300.0), (440.0, 300.0));
    assert_eq!(browser.run(left).as_f64().unwrap(), before + 60.0);
    is_at_peace(&browser);
}

#[test]
fn a_mouse_shows_what_it_points_at_and_a_click_keeps_it() {
    let Some((browser, _sandbox)) = opened(1200, 900) else { return };
    let place = |label: &str| {
        let script = format!(
            "const b = [...document.querySelectorAll('[role=treeitem]')].find(e => e.closest('[data-id]').dataset.label === \"{label}\")\
             .getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]"
        );
        let place = browser.run(&script);
        (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
    };
    let details = || browser.text(DETAILS);
    let (x, y) = place(LABELS[2]);
    browser.point(x, y);
    assert!(details().contains("read the ceiling"));
    let (x, y) = place(LABELS[0]);
    browser.click(x, y);
    assert_eq!(browser.text(FOCUSED), LABELS[0]);
    let (x, y) = place(LABELS[6]);
    browser.point(x, y);
    assert!(details().contains("crossword"));
    browser.point(5.0, 5.0);
    assert!(details().contains("nobody accounts for"), "what was chosen is there again: {}", details());
    is_at_peace(&browser);
}

// To a screen reader

#[test]
fn the_accessibility_tree_tells_every_theme_in_reading_order() {
    let Some((browser, _sandbox)) = opened(1200, 900) else { return };
    let root = browser.accessibility();
    let [tree] = root.of_role("tree")[..] else { panic!("one tree") };
    assert!(tree.name.starts_with("Thematic map: ‘Waiting without knowing’ at the centre"), "{}", tree.name);
    assert!(tree.description.contains("Arrow keys"), "{}", tree.description);
    let items: Vec<_> = tree.of_role("treeitem");
    let told: Vec<_> = items.iter().map(|item| (&item.name[..], &item.description[..])).collect();
    let expected = [
        ("Waiting without knowing, Core", "Time that nobody accounts for. 3 links"),
        ("Time that belongs to others, Group", "2 below it, 1 link"),
        (
            "Watching the door, Theme, Time that belongs to others",
            "Every step in the corridor could be the doctor. 1 quote",
        ),
        ("Être à l'écart, Theme, Time that belongs to others", ""),
        ("People who make it bearable, Group", "2 below it, 1 link"),
        ("A nurse who says her name, Theme, People who make it bearable", ""),
        ("Other patients as company, Theme, People who make it bearable", "1 quote"),
        ("Leaving before treatment ends, Outcome", "1 link"),
    ];
    assert_eq!(told, expected);
    let levels: Vec<_> = items.iter().map(|item| item.properties["level"].as_u64().unwrap()).collect();
    assert_eq!(levels, [1, 1, 2, 2, 1, 2, 2, 1]);
    assert!(items.iter().all(|item| item.properties["focusable"] == true));
    // Nothing of the drawing is told beside the themes.
    let other: Vec<_> =
        tree.all().into_iter().filter(|node| !["tree", "treeitem", "group"].contains(&&node.role[..])).collect();
    assert!(other.is_empty(), "{other:?}");
    // Landmarks, and a heading for each part and each theme.
    for role in ["banner", "main", "search", "complementary", "region"] {
        assert_eq!(root.of_role(role).len(), 1, "{role}");
    }
    assert_eq!(root.of_role("status").iter().filter(|node| node.name.is_empty()).count(), 2);
    let headings: Vec<_> = root.of_role("heading").iter().map(|node| node.name.clone()).collect();
    assert_eq!(&headings[..3], ["Waiting on the ward (an invented study)", "Details", "All themes"]);
    assert_eq!(&headings[3..], LABELS);
    is_at_peace(&browser);
}

#[test]
fn every_example_map_is_told_whole_and_in_order() {
    let Some(browser) = Browser::start(1200, 900) else { return };
    browser.requests();
    let mut maps: Vec<_> = std::fs::read_dir(example("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    maps.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    maps.sort();
    for map in maps {
        let sandbox = Sandbox::new();
        browser.open(&page(&sandbox, &map, &[]));
        let drawn = browser.run("return document.querySelectorAll('#stage g[data-id]').length");
        let entries = browser.run(
            "return [...document.querySelectorAll('#outline .entry')]\
             .filter(e => document.getElementById(e.id + '-drawn')).map(e => e.querySelector('.label').textContent)",
        );
        let root = browser.accessibility();
        let items: Vec<_> = root.of_role("treeitem");
        assert_eq!(json!(items.len()), drawn, "{}", map.display());
        assert_eq!(items.len(), entries.as_array().unwrap().len(), "{}", map.display());
        for (item, label) in items.iter().zip(entries.as_array().unwrap()) {
            // What the figure adds to a label may be drawn apart from it.
            let label = label.as_str().unwrap();
            let told = item.name.split_whitespace().collect::<Vec<_>>().join(" ");
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.starts_with(&label), "{}: {told} is not {label}", map.display());
        }
        is_at_peace(&browser);
    }
}

// For everybody

#[test]
fn a_page_that_reads_from_right_to_left_is_mirrored() {
    let Some(browser) = Browser::start(1200, 900) else { return };
    let sandbox = Sandbox::new();
    browser.requests();
    browser.open(&page(&sandbox, &example("persian.toml"), &[]));
    browser.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()");
    browser.press(&[DOWN, LEFT]);
    assert_eq!(browser.text(FOCUSED), "یک گوشی برای سه دانش‌آموز", "into the group");
    browser.press(&[RIGHT]);
    assert_eq!(browser.text(FOCUSED), "دسترسی نابرابر", "and out of it");
    let beside = "const [a, b] = ['details', 'stage'].map(id => document.getElementById(id).getBoundingClientRect()); \
        return a.right < b.left";
    assert_eq!(browser.run(beside), true, "the details stand on the left");
    // Neither vowel points nor joiners hinder a search.
    browser.press(&["/"]);
    browser.type_text("مدرسهای");
    assert_eq!(browser.text(FOUND), "1 theme found");
    is_at_peace(&browser);
}

#[test]
fn a_narrow_window_needs_no_scrolling_aside_and_every_control_is_large_enough() {
    let Some((browser, _sandbox)) = opened(320, 640) else { return };
    // 320 CSS pixels are a window of 1280 at 400 % (WCAG 2.2, 1.4.10).
    assert_eq!(browser.run("return document.documentElement.scrollWidth"), 320);
    browser.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()");
    browser.press(&[DOWN, DOWN]);
    assert_eq!(browser.run("return document.documentElement.scrollWidth"), 320);
    // Themes in the small figure may be smaller; each has a link in the outline that does the same (2.5.8).
    let small = "return [...document.querySelectorAll('button, input, summary, .label, #details a')].map(e => [e.outerHTML, \
        e.getBoundingClientRect()]).filter(([, b]) => b.height && (b.height < 24 || b.width < 24)).map(([html]) => html)";
    assert_eq!(browser.run(small), json!([]));
    is_at_peace(&browser);
}

#[test]
fn without_its_script_the_page_says_the_same() {
    let Some(browser) = Browser::start(1200, 2000) else { return };
    let sandbox = Sandbox::new();
    browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.open(&study(&sandbox));
    let root = browser.accessibility();
    let image = root.all().into_iter().find(|node| node.role == "image" || node.role == "img").expect("the figure");
    assert!(image.name.starts_with("Thematic map: "), "{}", image.name);
    assert!(LABELS.iter().all(|label| image.name.contains(label)), "the description belongs to it: {}", image.name);
    let headings: Vec<_> = root.of_role("heading").iter().map(|node| node.name.clone()).collect();
    assert_eq!(&headings[2..], LABELS);
    let texts: Vec<_> = root.of_role("StaticText").iter().map(|node| node.name.clone()).collect();
    for words in ["could be the doctor", "read the ceiling", "A3", "is linked with", "Description of the figure"] {
        assert!(texts.iter().any(|text| text.contains(words)), "{words}: {texts:?}");
    }
    // Nothing that would not work is shown.
    assert!(root.all().iter().all(|node| !["button", "searchbox", "tree", "complementary"].contains(&&node.role[..])));
    let html = String::from_utf8(sandbox.read("page.html")).unwrap();
    let description = html.split_once("<details").unwrap().1.split_once("</details>").unwrap().0;
    assert!(LABELS.iter().all(|label| description.contains(label)));
    is_at_peace(&browser);
}

#[test]
fn words_of_authors_never_become_markup() {
    let Some(browser) = Browser::start(1200, 900) else { return };
    let wild = "</script><script>broken = 1</script>\"><img src=x onerror='broken = 1'>]]> & &amp; '--> {n}";
    let sandbox = Sandbox::new();
    let quoted = toml::Value::String(wild.into()).to_string();
    sandbox.write(
        "wild.toml",
        format!(
            "title = {quoted}\nauthor = {quoted}\ncore = {quoted}\nalt = {quoted}\ndescription = {quoted}\nlinks = [\"g -- core\"]\n\
             [groups.g]\nlabel = {quoted}\nthemes = [{{ id = \"t\", label = {quoted} }}]\n[theme.t]\ndefinition = {quoted}\n\
             aliases = [{quoted}]\nquotes = [{{ text = {quoted} }}]\n"
        ),
    );
    browser.requests();
    browser.open(&page(&sandbox, &sandbox.path("wild.toml"), &[]));
    browser.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()");
    browser.press(&[DOWN, DOWN]);
    assert_eq!(browser.run("return [typeof broken, document.querySelectorAll('img').length]"), json!(["undefined", 0]));
    let told: Vec<Accessible> = browser.accessibility().of_role("treeitem").into_iter().cloned().collect();
    assert!(told.len() == 3 && told.iter().all(|item| item.name.starts_with(wild)), "{told:?}");
    assert_eq!(browser.run("return document.title"), wild);
    assert_eq!(browser.run("return document.querySelector('#details blockquote').textContent"), wild);
    is_at_peace(&browser);
    // Even a script that got in could fetch nothing.
    assert_eq!(browser.run("return fetch('data:,x').then(() => 'open', () => 'shut')"), "shut");
}

// As the figure

/// Width, height and grey levels of a PNG.
fn grey(png: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let samples = info.color_type.samples();
    let grey = |pixel: &[u8]| match samples {
        1 | 2 => pixel[0],
        _ => ((u32::from(pixel[0]) * 3 + u32::from(pixel[1]) * 6 + u32::from(pixel[2])) / 10) as u8,
    };
    (info.width as usize, info.height as usize, pixels.chunks(samples).map(grey).collect())
}

/// How far two pictures of one figure are apart: the mean of the differences of blocks of 4 by 4 pixels, and the largest,
/// in grey levels. Blocks even out on which side of an edge each program's antialiasing falls.
fn apart(a: &(usize, usize, Vec<u8>), b: &(usize, usize, Vec<u8>)) -> (f64, f64) {
    assert!(a.0.abs_diff(b.0) <= 1 && a.1.abs_diff(b.1) <= 1, "{:?} and {:?}", (a.0, a.1), (b.0, b.1));
    let (width, height) = (a.0.min(b.0), a.1.min(b.1));
    let mean = |image: &(usize, usize, Vec<u8>), x: usize, y: usize| {
        let sum: u32 = (0..16).map(|i| u32::from(image.2[(y + i / 4) * image.0 + x + i % 4])).sum();
        f64::from(sum) / 16.0
    };
    let (mut sum, mut most, mut count) = (0.0, 0.0_f64, 0);
    for y in (0..height - 3).step_by(4) {
        for x in (0..width - 3).step_by(4) {
            let difference = (mean(a, x, y) - mean(b, x, y)).abs();
            (sum, most, count) = (sum + difference, most.max(difference), count + 1);
        }
    }
    (sum / f64::from(count), most)
}

#[test]
fn on_the_screen_it_is_the_figure() {
    let Some(browser) = Browser::start(1200, 900) else { return };
    for map in ["lennox-2021.toml", "persian.toml", "ring.toml", "matrix.toml"] {
        let sandbox = Sandbox::new();
        browser.open(&page(&sandbox, &example(map), &[]));
        // At 96 dpi, and on whole pixels.
        let place = browser.run(
            "const svg = document.querySelector('#stage > svg'); svg.style.cssText = 'width: auto; position: fixed; left: 0; top: 0; z-index: 9'; \
             const b = svg.getBoundingClientRect(); return [b.width, b.height]",
        );
        browser.wait("return document.fonts.status === 'loaded'");
        let clip = json!({ "x": 0, "y": 0, "width": place[0], "height": place[1], "scale": 1 });
        let shot = browser.capture(json!({ "clip": clip, "captureBeyondViewport": true }));
        sandbox.run(["render", example(map).to_str().unwrap(), "-o", "figure.png", "--dpi", "96"]).exits(0);
        let (mean, most) = apart(&grey(&shot), &grey(&sandbox.read("figure.png")));
        assert!(mean < 2.0 && most < 60.0, "{map}: {mean} {most}");
    }
}

#[test]
fn on_paper_it_is_the_figure_at_its_size_and_nothing_else() {
    let Some(browser) = Browser::start(1200, 900) else { return };
    let Some(mut pdftotext) = tool("pdftotext") else { return };
    let (Some(mut pdfinfo), Some(mut pdftoppm)) = (tool("pdfinfo"), tool("pdftoppm")) else { return };
    let sandbox = Sandbox::new();
    browser.open(&study(&sandbox));
    // Not even what is chosen, found or enlarged shows.
    browser.run("document.getElementById('find').focus()");
    browser.type_text("w");
    browser.press(&[ENTER, "+", "+", DOWN]);
    sandbox.write("page.pdf", browser.print());
    sandbox.run(["render", "study.toml", "-o", "study.png", "--dpi", "150"]).exits(0);
    sandbox.run(["render", "study.toml", "-o", "study.svg"]).exits(0);
    let path = sandbox.path("page.pdf");
    let info = printed(pdfinfo.arg(&path));
    let line = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
    assert_eq!(line("Pages:"), "1");
    let svg = String::from_utf8(sandbox.read("study.svg")).unwrap();
    let view = svg.split_once("viewBox=\"0 0 ").unwrap().1.split('"').next().unwrap();
    let sides: Vec<f64> = view.split(' ').map(|side| side.parse().unwrap()).collect();
    let paper: Vec<f64> = line("Page size:").split(' ').filter_map(|word| word.parse().ok()).collect();
    // A pixel of the browser is 0.75 pt.
    assert!(sides.iter().zip(&paper).all(|(side, paper)| (side - paper).abs() < 0.75), "{sides:?} {paper:?}");
    let words = printed(pdftotext.args([path.as_os_str(), "-".as_ref()]));
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let drawn: Vec<&str> = flat(&words).leak().split(' ').collect();
    for label in LABELS {
        assert!(label.split(' ').all(|word| drawn.contains(&word)), "{label}: {words}");
    }
    assert!(!words.contains("Search") && !words.contains("doctor"), "{words}");
    let picture = sandbox.path("paper");
    printed(pdftoppm.args(["-r", "150", "-png", "-singlefile"]).args([path.as_os_str(), picture.as_os_str()]));
    let (mean, most) = apart(&grey(&sandbox.read("paper.png")), &grey(&sandbox.read("study.png")));
    assert!(mean < 3.0 && most < 90.0, "{mean} {most}");
}

// The file

#[test]
fn the_page_speaks_the_language_of_its_labels() {
    let sandbox = Sandbox::new();
    let page = |lang: &str| {
        sandbox.write("map.toml", format!("lang = \"{lang}\"\nthemes = [\"A\", \"B\"]\n"));
        sandbox.run(["render", "map.toml", "-o", "-", "--format", "html"]).exits(0).text()
    };
    for (lang, html, words) in [
        ("en", "<html lang=\"en\" dir=\"ltr\">", "All themes"),
        ("fr-CA", "<html lang=\"fr-CA\" dir=\"ltr\">", "Tous les thèmes"),
        ("es", "<html lang=\"es\" dir=\"ltr\">", "Todos los temas"),
        ("de", "<html lang=\"de\" dir=\"ltr\">", "Alle Themen"),
        ("pt-BR", "<html lang=\"pt-BR\" dir=\"ltr\">", "Todos os temas"),
        ("nl", "<html lang=\"nl\" dir=\"ltr\">", "<bdi lang=\"en\">All themes</bdi>"),
        ("he", "<html lang=\"he\" dir=\"rtl\">", "<bdi lang=\"en\">All themes</bdi>"),
        ("pa-Arab-PK", "<html lang=\"pa-Arab-PK\" dir=\"rtl\">", "<bdi lang=\"en\">All themes</bdi>"),
        ("az-Latn", "<html lang=\"az-Latn\" dir=\"ltr\">", "All themes"),
    ] {
        let page = page(lang);
        assert!(page.contains(html) && page.contains(words), "{lang}: {page}");
    }
}

#[test]
fn the_page_is_small_one_file_and_the_same_each_time() {
    let sandbox = Sandbox::new();
    let first = std::fs::read(page(&sandbox, &example("lennox-2021.toml"), &[])).unwrap();
    assert!(first == std::fs::read(page(&sandbox, &example("lennox-2021.toml"), &[])).unwrap());
    assert!(first.len() < 60_000, "{} bytes", first.len());
    let html = String::from_utf8(first).unwrap();
    sandbox.run(["render", example("lennox-2021.toml").to_str().unwrap(), "-o", "figure.svg"]).exits(0);
    let svg = String::from_utf8(sandbox.read("figure.svg")).unwrap();
    assert!(html.contains(&svg), "the drawing is the SVG as it is");
    for fetched in [" src=", "=\"http", "url(http", "@import"] {
        assert!(!html.replace("xmlns=\"http", "").contains(fetched), "{fetched}");
    }
    assert_eq!(sandbox.files(), ["figure.svg", "page.html"]);
    // Who speaks to a theme is said only where the figure shows it.
    assert!(!html.contains("P9, P10"));
    let matrix = std::fs::read_to_string(page(&sandbox, &example("matrix.toml"), &[])).unwrap();
    assert!(matrix.contains("Voices:</span> P5, P9, P10, P11"));
}

#[test]
fn pages_are_files_of_their_own() {
    let sandbox = Sandbox::new();
    let groups = (1..=12)
        .map(|i| format!("[groups.g{i}]\nlabel = \"Group {i}\"\nthemes = [\"One {i}\", \"Two {i}\", \"Three {i}\"]\n"));
    sandbox.write("long.toml", groups.collect::<String>());
    sandbox.run(["render", "long.toml", "--format", "html", "--pages", "--height", "60mm"]).exits(0);
    let files: Vec<_> = sandbox.files().into_iter().filter(|file| file.ends_with(".html")).collect();
    assert!(files.len() > 1 && files[0] == "long-1.html", "{files:?}");
    let pages: Vec<_> = files.iter().map(|file| String::from_utf8(sandbox.read(file)).unwrap()).collect();
    for i in 1..=12 {
        let label = format!(">Two {i}</a>");
        assert_eq!(pages.iter().filter(|page| page.contains(&label)).count(), 1, "{label}");
    }
    assert!(pages.iter().all(|page| page.contains("<script>") && page.contains("@font-face")));
}
