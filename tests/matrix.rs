//! The table of themes and participants: every voice has its disc, and the sums add up.

use kurbo::Point;
use thememap::layout::graph::Kind;
use thememap::layout::{Layout, Mark};
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Options, model::Map};

fn options(width: f64) -> Options {
    Options { layout: Some("matrix".into()), width: Some(mm(width)), counts: Some(true), ..Options::default() }
}

fn map(source: &str) -> Map {
    thememap::read(source).unwrap().0
}

fn table(map: &Map, width: f64) -> Layout {
    thememap::render(map, &Fonts::bundled(), &options(width)).unwrap().layout
}

fn refused(source: &str, width: f64) -> String {
    let map = map(source);
    let problems = thememap::render(&map, &Fonts::bundled(), &options(width)).unwrap_err();
    thememap::diagnostic::report(&problems, "map.toml", source, false)
}

fn discs(layout: &Layout) -> Vec<(Point, usize)> {
    let disc = |mark: &Mark| match mark {
        Mark::Disc { centre, node, .. } => Some((*centre, *node)),
        _ => None,
    };
    layout.marks.iter().filter_map(disc).collect()
}

/// Every text that is no label, with the middle of its line.
fn words(layout: &Layout) -> Vec<(String, Point)> {
    let word = |mark: &Mark| match mark {
        Mark::Words { line, .. } => {
            let x = line.x + line.line.width * line.size / 2.0;
            Some((line.line.text().into_owned(), Point::new(x, line.baseline - 0.3 * line.size)))
        }
        _ => None,
    };
    layout.marks.iter().filter_map(word).collect()
}

/// Sums of rows and of columns as they are printed.
fn sums(layout: &Layout) -> (usize, usize) {
    let last = layout.page.height - 16.0;
    let numbers = words(layout).into_iter().filter_map(|(text, at)| Some((text.parse::<usize>().ok()?, at.y > last)));
    numbers
        .fold((0, 0), |(rows, columns), (sum, below)| if below { (rows, columns + sum) } else { (rows + sum, columns) })
}

const LENNOX: &str = include_str!("../maps/lennox-2021.toml");

#[test]
fn the_published_study_has_its_31_discs_in_both_directions() {
    let map = map(LENNOX);
    let layout = table(&map, 170.0);
    assert_eq!(discs(&layout).len(), 31);
    assert_eq!(sums(&layout), (31, 31));
    let dots = layout.marks.iter().filter(|mark| matches!(mark, Mark::Dot { .. })).count();
    assert_eq!(dots + 31, 9 * 14);
    // Columns of one group of participants are equally far apart; between groups is more room.
    let middle = |id: &str| words(&layout).iter().find(|(text, _)| text == id).map(|(_, at)| at.x).unwrap();
    let pitch = middle("P2") - middle("P1");
    for (a, b) in [("P2", "P3"), ("P5", "P7"), ("P8", "P9"), ("P11", "P12"), ("P13", "P14")] {
        assert!((middle(b) - middle(a) - pitch).abs() < 0.01, "{a} {b}");
    }
    assert!(middle("P8") - middle("P7") > pitch + 8.9);
    // Each disc stands in the row of its theme and under its participant.
    for (centre, node) in discs(&layout) {
        let theme = &map.graph[petgraph::graph::NodeIndex::new(node)];
        let row = layout.boxes[node].as_ref().unwrap();
        assert!(row.kind == Kind::Row && row.rect.y0 < centre.y && centre.y < row.rect.y1);
        assert!(theme.voices.iter().any(|id| (middle(id) - centre.x).abs() < 0.01), "{}", theme.label);
    }
    // Nothing needs a second line at full width, and a zero stands out.
    let rows = layout.boxes.iter().flatten().filter(|place| place.kind == Kind::Row);
    assert!(rows.clone().all(|row| row.text.len() == 1));
    assert_eq!(rows.count(), 9);
    let bold = |mark: &&Mark| matches!(mark, Mark::Words { line, .. } if line.bold && line.line.text() == "0");
    assert_eq!(layout.marks.iter().filter(bold).count(), 1, "P1 speaks to nothing");
}

#[test]
fn where_participants_do_not_fit_their_groups_have_a_column_each() {
    let map = map(LENNOX);
    for width in [85.0, 120.0] {
        let layout = table(&map, width);
        let words: Vec<String> = words(&layout).into_iter().map(|(text, _)| text).collect();
        assert!(!words.contains(&"P1".to_owned()) && words.iter().any(|word| word.starts_with("People")), "{words:?}");
        let (rows, columns) = sums(&layout);
        assert_eq!((rows, columns), (discs(&layout).len(), discs(&layout).len()));
        assert_eq!(rows, 20);
    }
}

#[test]
fn more_than_24_participants_are_shown_by_their_groups() {
    let ids = |letter: &str, n: usize| (1..=n).map(|i| format!("\"{letter}{i}\"")).collect::<Vec<_>>().join(", ");
    let study = |n: usize| {
        format!(
            "themes = [{{ label = \"Waiting for news\", voices = [\"A1\", \"A2\", \"B1\"] }}, \"Silence\"]\n\
             [participants]\na = {{ label = \"Nurses\", ids = [{}] }}\nb = {{ label = \"Doctors\", ids = [{}] }}\n",
            ids("A", 12),
            ids("B", n)
        )
    };
    let all = table(&map(&study(12)), 190.0);
    assert_eq!(discs(&all).len(), 3);
    let merged = table(&map(&study(13)), 190.0);
    assert_eq!(discs(&merged).len(), 2, "one for the nurses, one for the doctors");
    let loose = format!("themes = [{{ label = \"Waiting\", voices = [{}] }}]", ids("A", 25));
    let report = refused(&loose, 170.0);
    assert!(report.contains("25 participants") && report.contains("[participants]"), "{report}");
}

#[test]
fn participants_nobody_listed_stand_in_the_order_of_their_numbers() {
    let source = r#"
        themes = ["Waiting", "Silence"]
        [theme.waiting]
        voices = ["P10", "P2"]
        [[theme.silence.quotes]]
        by = "P1"
        text = "Nobody says anything."
    "#;
    let layout = table(&map(source), 85.0);
    let mut ids: Vec<_> = words(&layout).into_iter().filter(|(text, _)| text.starts_with('P')).collect();
    ids.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
    assert_eq!(ids.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["P1", "P2", "P10"]);
    assert_eq!(sums(&layout), (3, 3));
}

#[test]
fn sub_themes_are_rows_and_what_is_no_row_speaks_for_what_holds_it() {
    let source = r#"
        core = { label = "The clinic", voices = ["P9"] }
        [groups.ward]
        voices = ["P9"]
        themes = [
          { label = "Waiting", themes = [{ label = "For news", voices = ["P1"] }, { label = "For a bed", voices = ["P2"] }] },
          { label = "Silence", voices = ["P1"], codes = [{ label = "nobody asks", voices = ["P3"] }] },
        ]
    "#;
    let with_codes = map(source);
    let layout = table(&with_codes, 170.0);
    let texts: Vec<String> =
        layout.boxes.iter().flatten().map(|place| place.text[0].line.text().into_owned()).collect();
    assert_eq!(texts, ["Ward", "Waiting", "For news", "For a bed", "Silence", "nobody asks"]);
    assert_eq!(sums(&layout), (4, 4), "a title counts for nothing, and who speaks to the core is in no row");
    let indents: Vec<f64> = layout.boxes.iter().flatten().map(|place| place.text[0].x).collect();
    assert!(indents[2] > indents[1] && indents[4] == indents[1] && indents[5] > indents[4]);
    let no_codes = Options { codes: Some(false), ..options(170.0) };
    let layout = thememap::render(&with_codes, &Fonts::bundled(), &no_codes).unwrap().layout;
    assert_eq!(layout.boxes.iter().flatten().count(), 5);
    assert_eq!(sums(&layout), (4, 4), "the voice of a code that is not drawn is heard in its theme");
}

#[test]
fn a_map_without_voices_is_told_what_to_add_and_where() {
    let report = refused("core = \"Care\"\n[groups.ward]\nthemes = [\"Waiting for news\"]\n", 170.0);
    for words in
        ["map.toml:3:11", "no theme here has `voices`", "[theme.waiting-for-news]", "voices = [\"P1\", \"P2\"]"]
    {
        assert!(report.contains(words), "{report}");
    }
}

#[test]
fn a_table_too_wide_for_its_page_says_how_wide_it_must_be() {
    let ids: Vec<String> = (1..=20).map(|i| format!("\"Participant {i}\"")).collect();
    let source = format!("themes = [{{ label = \"Waiting\", voices = [{}] }}]", ids.join(", "));
    let report = refused(&source, 170.0);
    let need: f64 = report.split("a figure ").nth(1).unwrap().split(" mm").next().unwrap().parse().unwrap();
    assert_eq!(table(&map(&source), need).page.width, mm(need));
}

#[test]
fn a_table_that_reads_from_right_to_left_is_mirrored_and_its_words_follow_the_language() {
    let source = |lang: &str| {
        format!(
            "lang = \"{lang}\"\nthemes = [{{ label = \"Waiting\", voices = [\"P1\"] }}, {{ label = \"Silence\", voices = [\"P2\"] }}]"
        )
    };
    let (left, right) = (table(&map(&source("pl")), 120.0), table(&map(&source("fa")), 120.0));
    for ((a, _), (b, _)) in discs(&left).into_iter().zip(discs(&right)) {
        assert!((a.x - (right.page.width - b.x)).abs() < 0.01 && a.y == b.y);
    }
    let says = |lang: &str, word: &str| words(&table(&map(&source(lang)), 120.0)).iter().any(|(text, _)| text == word);
    assert!(
        says("en-GB", "Themes per participant")
            && says("de", "Themen je Person")
            && says("fr", "Thèmes par participant")
    );
    assert!(says("pl", "Σ") && !says("pl", "Total"));
}

#[test]
fn totals_are_drawn_only_where_they_are_asked_for() {
    let map = map(LENNOX);
    let plain = Options { counts: None, ..options(170.0) };
    let layout = thememap::render(&map, &Fonts::bundled(), &plain).unwrap().layout;
    assert_eq!(discs(&layout).len(), 31);
    let numbers: Vec<String> =
        words(&layout).into_iter().map(|(text, _)| text).filter(|text| text.parse::<usize>().is_ok()).collect();
    assert_eq!(numbers, [] as [String; 0]);
    assert!(words(&layout).iter().all(|(text, _)| text != "Total" && text != "Themes per participant"));
    let asked = format!("{LENNOX}\n[figure]\ncounts = true\n");
    let counted = thememap::render(&self::map(&asked), &Fonts::bundled(), &plain).unwrap().layout;
    assert_eq!(sums(&counted), (31, 31));
    let off = Options { counts: Some(false), ..plain };
    assert_eq!(sums(&thememap::render(&self::map(&asked), &Fonts::bundled(), &off).unwrap().layout), (0, 0));
}

#[test]
fn the_author_says_whether_participants_or_their_groups_have_columns() {
    use thememap::model::By;
    let columns = |options: &Options, source: &str| {
        let layout = thememap::render(&map(source), &Fonts::bundled(), options).unwrap().layout;
        words(&layout).iter().filter(|(text, _)| text.starts_with('P') && text[1..].parse::<u8>().is_ok()).count()
    };
    let by = |by| Options { by: Some(by), ..options(170.0) };
    assert_eq!(columns(&by(By::Participant), LENNOX), 14);
    assert_eq!(columns(&by(By::Group), LENNOX), 0);
    let asked = format!("{LENNOX}\n[figure]\nby = \"group\"\n");
    assert_eq!(columns(&options(170.0), &asked), 0);
    assert_eq!(columns(&by(By::Participant), &asked), 14, "a flag wins over the map");
    // Where participants do not fit, and are asked for, that is said with what would do.
    let narrow = Options { by: Some(By::Participant), ..options(85.0) };
    let problems = thememap::render(&map(LENNOX), &Fonts::bundled(), &narrow).unwrap_err();
    assert!(format!("{problems:?}").contains("by = \\\"group\\\""), "{problems:?}");
}
