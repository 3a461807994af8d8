//! Maps that are more than a page: a higher page, sub-themes folded in, several pages.

mod sandbox;

use std::fmt::Write as _;

use sandbox::Sandbox;
use thememap::Options;
use thememap::layout::quality::measure;
use thememap::text::Fonts;

/// A study of `groups` groups with `themes` themes each, whose labels are as long as in published maps.
fn study(groups: usize, themes: usize) -> String {
    let mut map = String::from("core = \"What keeps people coming to the clinic\"\n");
    for group in 1..=groups {
        let _ = write!(map, "[groups.g{group}]\nlabel = \"Barriers met in ward {group}\"\nthemes = [\n");
        for theme in 1..=themes {
            let _ = writeln!(map, "  \"Waiting for news of patient {theme} in ward {group}, with nobody to ask\",");
        }
        map += "]\n";
    }
    map
}

#[test]
fn a_page_is_as_high_as_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(12, 8));
    let run = sandbox.run(["render", "study.toml", "-f", "svg"]).exits(1);
    run.says(&["a page is 225 mm high"]);
    let run = sandbox.run(["render", "study.toml", "-f", "svg", "--height", "100mm"]).exits(1);
    run.says(&["a page is 100 mm high"]);
    sandbox.run(["render", "study.toml", "-f", "svg", "--height", "any"]).exits(0);
    sandbox.write("study.toml", study(12, 8) + "[figure]\nheight = \"any\"\n");
    sandbox.run(["render", "study.toml", "-f", "svg"]).exits(0);
    sandbox.run(["render", "study.toml", "-f", "svg", "--height", "225mm"]).exits(1);
    sandbox.run(["render", "study.toml", "--height", "225"]).exits(2).says(&["has no unit: write `225mm`"]);
}

/// The words of a figure in its own order, each label once.
fn words(sandbox: &Sandbox, file: &str) -> String {
    String::from_utf8(sandbox.read(file)).unwrap()
}

#[test]
fn a_map_is_divided_among_numbered_pages() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(7, 9));
    let run = sandbox.run(["render", "study.toml", "-f", "svg", "--pages", "--layout", "hub", "-v"]).exits(0);
    run.says(&["3 pages: 170 × ", "wrote study-1.svg", "wrote study-3.svg"]);
    assert_eq!(sandbox.files(), ["study-1.svg", "study-2.svg", "study-3.svg", "study.toml"]);
    let pages: Vec<String> = (1..=3).map(|page| words(&sandbox, &format!("study-{page}.svg"))).collect();
    for group in 1..=7 {
        for theme in 1..=9 {
            let label = format!("data-label=\"Waiting for news of patient {theme} in ward {group}, ");
            let on = pages.iter().filter(|page| page.contains(&label)).count();
            assert_eq!(on, 1, "{label}");
        }
    }
    assert!(pages.iter().all(|page| page.contains("What keeps people coming")), "the core is on every page");
    // Whole groups, in author order, at least two on a page.
    let first: Vec<usize> =
        (1..=7).map(|g| pages.iter().position(|page| page.contains(&format!("met in ward {g}"))).unwrap()).collect();
    assert!(
        first.is_sorted() && first.iter().all(|page| first.iter().filter(|other| *other == page).count() >= 2),
        "{first:?}"
    );
    assert!(!pages.concat().contains("(continued)"), "no group had to be cut");
}

#[test]
fn a_group_that_goes_on_repeats_its_title_and_no_theme_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", "lang = \"fr\"\n".to_owned() + &study(1, 9));
    sandbox.run(["render", "study.toml", "-f", "svg", "--pages", "--height", "70mm", "--width", "120mm"]).exits(0);
    let pages: Vec<String> = (1..)
        .map(|page| format!("study-{page}.svg"))
        .take_while(|file| sandbox.exists(file))
        .map(|file| words(&sandbox, &file))
        .collect();
    assert!(pages.len() > 1);
    for (number, page) in pages.iter().enumerate() {
        assert_eq!(page.contains("(suite)"), number > 0);
        assert!(page.matches("data-role=\"theme\"").count() > 1, "page {}", number + 1);
    }
}

#[test]
fn pages_are_checked_and_named_like_any_figure() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(7, 9));
    let render = |more: &[&str]| {
        sandbox.run(["render", "study.toml", "-f", "svg", "--pages", "--layout", "hub"].iter().chain(more))
    };
    render(&["--depfile", "deps"]).exits(0);
    assert!(words(&sandbox, "deps").contains("study-1.svg study-2.svg study-3.svg"));
    render(&["--check"]).exits(0);
    render(&[]).exits(0).says(&["unchanged study-2.svg"]);
    // A page too many is told, and nobody else's file is taken for one.
    sandbox.write("study-4.svg", "an old page");
    sandbox.write("study-5.svg", "the figure of another map");
    sandbox.write("study-5.toml", "themes = [\"Waiting\"]");
    render(&[]).exits(0).says(&["`study-4.svg` is no page of `study.toml` any more"]);
    let run = render(&["--check"]).exits(1);
    assert!(run.err.contains("`study-4.svg` is no page of `study.toml` any more"), "{}", run.err);
    assert!(!run.err.contains("study-5.svg"), "{}", run.err);
    std::fs::remove_file(sandbox.path("study-2.svg")).unwrap();
    render(&["--check"]).exits(1).says(&["`study-2.svg` is missing"]);
    render(&["-o", "figures/fig.svg"]).exits(0);
    assert!(sandbox.exists("figures/fig-1.svg") && !sandbox.exists("figures/fig.svg"));
    render(&["-o", "-"]).exits(2).says(&["3 pages cannot go to standard output"]);
    // One page too, so that names do not depend on how long a map is.
    sandbox.write("short.toml", study(1, 2));
    sandbox.run(["render", "short.toml", "-f", "svg", "--pages"]).exits(0).says(&["wrote short-1.svg"]);
    sandbox.run(["render", "short.toml", "-f", "svg", "--pages", "-o", "-"]).exits(0);
}

#[test]
fn a_page_never_takes_the_place_of_another_map_or_its_figure() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(7, 9));
    sandbox.write("study-2.toml", study(1, 2) + "[figure]\npages = false\n");
    let run = sandbox.run(["render", "study.toml", "study-2.toml", "-f", "svg", "--height", "any"]).exits(0);
    run.says(&["2 maps: 2 figures written"]);
    let run = sandbox.run(["render", "study.toml", "study-2.toml", "-f", "svg", "--pages"]).exits(2);
    run.says(&["a page would overwrite `study-2.svg`, the figure of `study-2.toml`"]);
}

#[test]
fn links_across_pages_are_named() {
    let sandbox = Sandbox::new();
    let links = "links = [\"core -- g1\", \"core -- g7\", \"g1 -> g7: in time\", \"g6 -> g7\"]\n";
    sandbox.write("study.toml", links.to_owned() + &study(7, 9));
    let run = sandbox.run(["render", "study.toml", "-f", "svg", "--pages", "--layout", "hub"]).exits(0);
    run.says(&[
        "1 link has ends on different pages",
        "`Barriers met in ward 1` (page 1) and `Barriers met in ward 7` (page 3)",
    ]);
    assert!(words(&sandbox, "study-3.svg").contains("data-source=\"g6\""), "a link within a page is drawn");
}

#[test]
fn themes_deeper_than_asked_are_folded_in() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(12, 8));
    sandbox.run(["render", "study.toml", "-f", "svg", "--fold", "1"]).exits(0);
    let svg = words(&sandbox, "study.svg");
    assert!(svg.contains("Barriers met in ward 12 (8)") && !svg.contains("Waiting for news"));
    assert!(svg.contains("data-label=\"Barriers met in ward 12\""), "the label itself is the author's");
    sandbox.write("study.toml", study(12, 8) + "[figure]\nfold = 1\n");
    sandbox.run(["render", "study.toml", "-f", "svg", "--check"]).exits(0);
    sandbox.run(["render", "study.toml", "-f", "svg", "--fold", "2"]).exits(1);
    sandbox.run(["render", "study.toml", "--fold", "0"]).exits(2);
}

#[test]
fn what_a_page_cannot_hold_is_said_with_what_would() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(12, 8));
    let run = sandbox.run(["render", "study.toml", "-f", "svg", "--layout", "hub"]).exits(1);
    for words in ["109 boxes do not fit", "at 8 pt they take 170 mm × ", "a page is 225 mm high"] {
        assert!(run.err.contains(words), "{}", run.err);
    }
    // Each of the ways that are named does what it says.
    let named = |start: &str| run.err.split(start).nth(1).unwrap_or_else(|| panic!("{start}: {}", run.err));
    let pages: usize = named("`--pages` would fit it on ").split(' ').next().unwrap().parse().unwrap();
    let render =
        |more: &[&str]| sandbox.run(["render", "study.toml", "-f", "svg", "--layout", "hub"].iter().chain(more));
    render(&["--pages", "-o", "pages/"]).exits(0);
    assert_eq!(sandbox.files().iter().filter(|file| file.starts_with("pages/")).count(), pages);
    let fold = named("`--fold ").split('`').next().unwrap();
    render(&["--fold", fold]).exits(0);
    let width = named("`--width ").split('`').next().unwrap();
    render(&["--width", width]).exits(0);
    render(&["--height", "any"]).exits(0);
    render(&["--pages", "--height", "20mm"]).exits(1).says(&["a page must hold one theme at least"]);
}

#[test]
fn pages_and_folded_maps_are_drawn_without_fault() {
    let (map, _) = thememap::read(&study(5, 7)).unwrap();
    let fonts = Fonts::bundled();
    for layout in ["hub", "column", "tree"] {
        let options =
            Options { layout: Some(layout.into()), height: Some(320.0), pages: Some(true), ..Options::default() };
        let (drawings, _) = thememap::pages(&map, &fonts, &options).unwrap();
        assert!(drawings.len() > 1, "{layout}");
        for drawing in &drawings {
            assert!(drawing.layout.page.height <= 320.0 && drawing.layout.name == layout);
            assert_eq!(measure(drawing.map.as_ref().unwrap(), &drawing.layout).faults(), [], "{layout}");
        }
        let options = Options { fold: Some(1), pages: None, ..options };
        let drawing = thememap::render(&map, &fonts, &options).unwrap();
        assert_eq!(measure(&drawing.map.unwrap(), &drawing.layout).faults(), [], "{layout}");
    }
}
