//! The legend: there when and only when a mark is not explained in place, and of exactly those marks.

mod random_maps;

use std::collections::BTreeSet;

use thememap::draw::figure::{Class, Figure, Group, Item, Tag};
use thememap::layout::quality::measure;
use thememap::layout::{LAYOUTS, Mark};
use thememap::model::KINDS;
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Drawing, Options, pages, read, render};

/// Random maps, each in one layout, style and width.
const MAPS: u64 = 150;

fn drawn(source: &str, options: &Options) -> Drawing {
    let (map, _) = read(source).unwrap();
    render(&map, &Fonts::bundled(), options).unwrap()
}

fn groups<'f>(items: &'f [Item], found: &mut Vec<&'f Group>) {
    for item in items {
        if let Item::Group(group) = item {
            found.push(group);
            groups(&group.items, found);
        }
    }
}

/// The marks the legend of a figure explains, in its order.
fn explained(figure: &Figure) -> Vec<&'static str> {
    let mut all = Vec::new();
    groups(&figure.items, &mut all);
    all.iter().filter_map(|group| if let Tag::Legend { mark } = group.tag { Some(mark) } else { None }).collect()
}

/// The marks of a figure that nothing beside them explains, found by how they look.
fn unexplained(figure: &Figure) -> BTreeSet<&'static str> {
    let mut all = Vec::new();
    groups(&figure.items, &mut all);
    let mut found = BTreeSet::new();
    for group in all {
        let paths =
            || group.items.iter().filter_map(|item| if let Item::Path(path) = item { Some(path) } else { None });
        let broken = |class: Class| {
            paths().any(|p| p.class == class && p.stroke.as_ref().is_some_and(|stroke| !stroke.dash.is_empty()))
        };
        match &group.tag {
            Tag::Legend { .. } | Tag::Voices { .. } | Tag::Badge { .. } => {}
            Tag::Node { .. } | Tag::Panel { .. } => {
                found.extend(broken(Class::Shape).then_some("tentative-theme"));
            }
            Tag::Branches { .. } => {
                found.extend(broken(Class::Line).then_some("tentative-theme"));
            }
            Tag::Edge { kind, .. } => {
                if group.items.iter().any(|item| matches!(item, Item::Text(_))) {
                    continue;
                }
                let stroke = paths().find(|path| path.class == Class::Line).and_then(|path| path.stroke.as_ref());
                match stroke {
                    Some(stroke) if stroke.round => _ = found.insert("tentative-link"),
                    Some(stroke) if !stroke.dash.is_empty() => _ = found.insert("associated"),
                    _ => found.extend((*kind == "part-of").then_some("part-of")),
                }
                found.extend(["barrier", "contradicts"].into_iter().find(|bar| bar == kind));
            }
        }
    }
    found
}

#[test]
fn a_legend_lists_the_marks_that_need_it_and_no_others() {
    let fonts = Fonts::bundled();
    let (mut figures, mut legends) = (0, BTreeSet::new());
    for seed in 0..MAPS {
        let (map, _) = read(&random_maps::source(seed)).unwrap();
        let seed = seed as usize;
        let options = Options {
            layout: (!seed.is_multiple_of(3)).then(|| LAYOUTS[seed % LAYOUTS.len()].name.to_owned()),
            style: Some(["panels", "classic", "soft", "mono"][seed % 4].to_owned()),
            width: Some(mm([85.0, 170.0, 297.0][seed % 3])),
            height: Some(f64::INFINITY),
            ..Options::default()
        };
        let Ok(drawing) = render(&map, &fonts, &options) else { continue };
        figures += 1;
        let listed = explained(&drawing.figure);
        let marks: BTreeSet<_> = listed.iter().copied().collect();
        assert_eq!(marks.len(), listed.len(), "{seed}: an entry stands twice");
        assert_eq!(marks, unexplained(&drawing.figure), "{seed} {options:?}");
        assert!(listed.len() <= 6);
        assert_eq!(measure(&map, &drawing.layout).faults(), [], "{seed}");
        legends.extend(listed);
    }
    assert!(figures > MAPS / 2, "{figures} figures");
    assert_eq!(legends.len(), 6, "every mark was there: {legends:?}");
}

/// A map with one link of a kind.
fn linked(link: &str) -> String {
    format!("core = \"Care\"\nlinks = [{link}]\n[groups.a]\nlabel = \"Home\"\nthemes = [\"Bed\", \"Table\"]\n")
}

#[test]
fn a_label_explains_its_link_and_an_arrow_itself() {
    for (kind, _) in KINDS {
        let bare =
            drawn(&linked(&format!("{{ from = \"a\", to = \"core\", kind = \"{kind}\" }}")), &Options::default());
        let needs = ["associated", "part-of", "contradicts", "barrier"].contains(kind);
        assert_eq!(explained(&bare.figure).len(), usize::from(needs), "{kind}");
        let labelled = format!("{{ from = \"a\", to = \"core\", kind = \"{kind}\", label = \"in a way\" }}");
        let labelled = drawn(&linked(&labelled), &Options::default());
        assert_eq!(explained(&labelled.figure), [""; 0], "{kind}");
    }
    assert_eq!(explained(&drawn(&linked("\"a ..> core\""), &Options::default()).figure), ["tentative-link"]);
    let both = linked("{ from = \"a\", to = \"core\", kind = \"barrier\", tentative = true }");
    assert_eq!(explained(&drawn(&both, &Options::default()).figure), ["barrier", "tentative-link"]);
}

#[test]
fn the_author_has_the_last_word() {
    let source = linked("\"a ..> core\"");
    let legend = |legend| Options { legend: Some(legend), ..Options::default() };
    assert_eq!(explained(&drawn(&source, &legend(false)).figure), [""; 0]);
    let off = source.clone() + "[figure]\nlegend = false\n";
    assert_eq!(explained(&drawn(&off, &Options::default()).figure), [""; 0]);
    assert_eq!(explained(&drawn(&off, &legend(true)).figure), ["tentative-link"], "a flag wins over the map");
    // All kinds of links, labelled or not, where one is asked for.
    let labelled = linked("\"a -> core: now and then\"");
    assert_eq!(explained(&drawn(&labelled, &legend(true)).figure), ["leads-to"]);
    let nothing = drawn("themes = [\"Bed\", \"Table\"]", &legend(true));
    assert_eq!(explained(&nothing.figure), [""; 0], "no mark, no legend");
    // Lines that nobody claimed are not explained either.
    let quiet = drawn("core = \"Care\"\nthemes = [\"Bed\", \"Table\"]", &legend(true));
    assert_eq!(explained(&quiet.figure), [""; 0]);
}

#[test]
fn it_speaks_the_language_of_the_map_or_not_at_all() {
    let source = linked("{ from = \"a\", to = \"core\", kind = \"associated\" }");
    for (lang, word) in [
        ("en-GB", "Associated"),
        ("fr", "Association"),
        ("es", "Asociación"),
        ("de", "Zusammenhang"),
        ("pt-BR", "Associação"),
    ] {
        let drawing = drawn(&format!("lang = \"{lang}\"\n{source}"), &Options::default());
        let words = drawing.layout.marks.iter().find_map(|mark| match mark {
            Mark::Sample { line, .. } => Some(line.line.text().to_string()),
            _ => None,
        });
        assert_eq!(words.as_deref(), Some(word));
        assert!(!drawing.layout.unexplained);
    }
    // Of two languages the one whose words are known.
    let both =
        drawn(&format!("lang = [\"nl\", \"de\"]\n{source}[figure]\nlang = [\"nl\", \"de\"]\n"), &Options::default());
    let line =
        |mark: &Mark| if let Mark::Sample { line, .. } = mark { Some(line.line.text().to_string()) } else { None };
    assert_eq!(both.layout.marks.iter().find_map(line).as_deref(), Some("Zusammenhang"));
    let (map, _) = read(&format!("lang = \"nl\"\n{source}")).unwrap();
    let (drawings, warnings) = pages(&map, &Fonts::bundled(), &Options::default()).unwrap();
    assert_eq!(explained(&drawings[0].figure), [""; 0]);
    assert!(warnings[0].message.contains("without a legend") && warnings[0].message.contains("`nl`"), "{warnings:?}");
    let quiet = Options { legend: Some(false), ..Options::default() };
    assert_eq!(pages(&map, &Fonts::bundled(), &quiet).unwrap().1, []);
}

#[test]
fn it_stands_below_everything_within_the_page_and_its_height() {
    let source = std::fs::read_to_string("maps/kinds.toml").unwrap();
    let (map, _) = read(&source).unwrap();
    for width in [85.0, 170.0, 297.0] {
        let options = Options { width: Some(mm(width)), ..Options::default() };
        let with = render(&map, &Fonts::bundled(), &options).unwrap().layout;
        let without = Options { legend: Some(false), ..options.clone() };
        let without = render(&map, &Fonts::bundled(), &without).unwrap().layout;
        let lowest = with.boxes.iter().flatten().map(|place| place.rect.y1).fold(0.0, f64::max);
        for mark in &with.marks {
            let Mark::Sample { rect, line, .. } = mark else { continue };
            assert!(rect.y0 > lowest + 4.0 && line.size == with.tokens.note);
            assert!(line.x + line.line.width * line.size <= with.page.width && rect.x0 >= 0.0);
        }
        assert!(with.page.height > without.page.height + 10.0);
        // What fits without it need not fit with it.
        let most = (with.page.height + without.page.height) / 2.0;
        let low = Options { height: Some(most), ..options };
        let fitted = render(&map, &Fonts::bundled(), &low).map_or(0.0, |drawing| drawing.layout.page.height);
        assert!(fitted <= most, "{fitted} of {most}");
    }
}

#[test]
fn it_is_mirrored_with_the_page() {
    let mut fonts = Fonts::bundled();
    for weight in ["400Regular", "600SemiBold"] {
        fonts.add(std::fs::read(format!("maps/fonts/NotoSansArabic_{weight}.ttf")).unwrap()).unwrap();
    }
    // Labels in Arabic, and no language given: words of the legend are English, the page reads from right to left.
    let source = "core = \"الرعاية\"\nlinks = [\"a ..> core\"]\n[groups.a]\nlabel = \"البيت\"\nthemes = [\"السرير\"]\n";
    let (map, _) = read(source).unwrap();
    let layout = render(&map, &fonts, &Options::default()).unwrap().layout;
    let samples: Vec<_> = layout
        .marks
        .iter()
        .filter_map(|mark| if let Mark::Sample { rect, line, rtl, .. } = mark { Some((rect, line, rtl)) } else { None })
        .collect();
    let (rect, line, rtl) = samples[0];
    assert!(*rtl && rect.x0 > line.x + line.line.width * line.size, "the sample stands right of its words");
}
