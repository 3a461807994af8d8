//! What two versions of a map differ in: which theme is which, each change by its name, and reports.

use thememap::diff::formats::{FORMATS, Format};
use thememap::diff::report::{Report, Told};
use thememap::diff::{Change, Comparison, Note, apply, compare, unknown_pins};
use thememap::model::Map;

fn read(source: &str) -> Map {
    thememap::read(source).unwrap_or_else(|mistakes| panic!("{mistakes:?}\n{source}")).0
}

fn study(name: &str) -> Map {
    read(&std::fs::read_to_string(format!("{}/maps/{name}.toml", env!("CARGO_MANIFEST_DIR"))).unwrap())
}

fn report(old: &str, new: &str) -> Report {
    let (old, new) = (read(old), read(new));
    Report::new(&old, &new, &compare(&old, &new))
}

fn write(report: &Report, format: &str) -> String {
    (Format::named(format).unwrap().write)(report, false)
}

/// The lines of the report, without its head and the heads of its parts.
fn lines(old: &str, new: &str) -> Vec<String> {
    let text = write(&report(old, new), "text");
    text.lines().filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

#[track_caller]
fn tells(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(lines(old, new), expected, "\n--- {old}\n--- {new}");
}

#[test]
fn the_preprint_and_the_article_differ_in_what_their_texts_say() {
    let (old, new) = (study("lennox-2020-preprint"), study("lennox-2021"));
    let comparison = compare(&old, &new);
    let report = Report::new(&old, &new, &comparison);
    assert_eq!(
        write(&report, "text"),
        "\
preprint → published article

Core
  ≠ reworded: ‘Peer support workers as a bridge[- to overcome system barriers-]’

Themes
  + ‘Overcoming system barriers’: new theme in ‘Functions of the bridge’, split out of the core
  → ‘Restoring trust between HCPs and PWUD’: moved from outcome to theme of ‘Functions of the bridge’

Evidence
  → P13 “bridge the gap”: moved from the core to ‘Functions of the bridge’
  → P6 “bridge and buffer”: moved from the core to ‘Overcoming system barriers’
  → P4 “the cigarette rule”: moved from the core to ‘Overcoming system barriers’
  → P4 “working it out together”: moved from the core to ‘Overcoming system barriers’
  → P4 “another way”: moved from the core to ‘Overcoming system barriers’
  → P12 “thinking outside the box”: moved from the core to ‘Overcoming system barriers’
  → P4 “my credibility”: moved from ‘Restoring trust between HCPs and PWUD’ to ‘Advocacy’
  → P8 “someone from their community”: moved from the core to ‘Restoring trust between HCPs and PWUD’
  × P12 “a careful balance”: dropped from ‘Establishing boundaries’

Told with these
  · the core -> ‘Restoring trust between HCPs and PWUD’ is gone

No change: other names of the same
  · ‘[-When the bridge works well: restoring-]{+Restoring+} trust between HCPs and PWUD’
  · ‘Building a strong bridge[-: Making the role of peer support worker function effectively-]’
"
    );
    assert_eq!(comparison.changes.len(), 12);
    // The page about it shows the same.
    let page = std::fs::read_to_string(format!("{}/docs/diff.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let text = write(&report, "text");
    let (_, changes) = text.split_once('\n').unwrap();
    assert!(page.contains(changes), "docs/diff.md shows another report");
    let same = apply(&old, &report).unwrap();
    assert_eq!(compare(&same, &new).changes, []);
    assert_eq!(comparison.mirrored(&old, &new), compare(&new, &old));
}

#[test]
fn without_quotes_the_same_follows_from_voices_and_words() {
    let voices_alone = |name: &str| {
        let mut map = study(name);
        map.graph.node_weights_mut().for_each(|theme| theme.quotes.clear());
        map
    };
    let (old, new) = (voices_alone("lennox-2020-preprint"), voices_alone("lennox-2021"));
    let text = write(&Report::new(&old, &new, &compare(&old, &new)), "text");
    assert!(
        text.contains("‘Overcoming system barriers’: new theme in ‘Functions of the bridge’, split out of the core")
    );
    assert!(text.contains("→ P6 (voice): moved from the core to ‘Overcoming system barriers’"), "{text}");
    assert!(text.contains("→ P8 (voice): moved from the core to ‘Restoring trust between HCPs and PWUD’"), "{text}");
    assert!(text.contains("→ P13 (voice): moved from the core to ‘Functions of the bridge’"), "{text}");
}

#[test]
fn each_change_has_its_name() {
    let old = r#"
        core = "Being cared for"
        links = ["core -- ward", "core -- home", "waiting -> trust", "silence -> hope: at night"]
        [groups.ward]
        label = "On the ward"
        themes = [
          { label = "Waiting", themes = ["For news of the scan", "For a bed"] },
          { label = "Silence", codes = ["closed doors", "steps"] },
          { label = "Forms and more forms", tentative = true },
        ]
        [groups.home]
        label = "At home"
        themes = ["Trust", { label = "Hope", definition = "That it ends." }, "Neighbours"]
    "#;
    tells(old, old, &[]);
    for (from, to, expected) in [
        ("\"Being cared for\"", "\"Being cared for at home\"", "≠ reworded: ‘Being cared for{+ at home+}’"),
        ("\"Trust\", {", "\"Trust in strangers\", {", ""),
        (", \"Neighbours\"]", "]", "× ‘Neighbours’: theme removed from ‘At home’"),
        (", \"Neighbours\"]", ", \"Neighbours\", \"Money\"]", "+ ‘Money’: new theme in ‘At home’"),
        ("\"closed doors\"", "\"closed doors\", \"bells\"", "+ ‘bells’: new code in ‘Silence’"),
        (
            ", \"Neighbours\"]",
            ", { label = \"Neighbours\", definition = \"Who help.\" }]",
            "≠ ‘Neighbours’: definition added: {+Who help.+}",
        ),
        ("\"That it ends.\"", "\"That it ends well.\"", "≠ ‘Hope’: definition reworded: That it ends{+ well+}."),
        (", tentative = true", "", "✓ ‘Forms and more forms’: confirmed, was tentative"),
        ("\"Neighbours\"]", "{ label = \"Neighbours\", tentative = true }]", "? ‘Neighbours’: tentative now"),
        (
            "themes = [\"Trust\", { label = \"Hope\", definition = \"That it ends.\" }, \"Neighbours\"]",
            "themes = [\"Neighbours\", \"Trust\", { label = \"Hope\", definition = \"That it ends.\" }]",
            "↕ ‘Neighbours’: now number 1 of ‘At home’, was 3",
        ),
        ("\"core -- home\", ", "", "× the core -- ‘At home’: removed"),
        ("\"waiting -> trust\"", "\"waiting -> trust\", \"trust -- hope\"", "+ ‘Trust’ -- ‘Hope’: new"),
        ("\"waiting -> trust\"", "\"trust -> waiting\"", "≠ ‘Waiting’ -> ‘Trust’: the other way now"),
        ("\"waiting -> trust\"", "\"waiting ..> trust\"", "≠ ‘Waiting’ -> ‘Trust’: tentative now"),
        ("\"waiting -> trust\"", "\"waiting <-> trust\"", "≠ ‘Waiting’ -> ‘Trust’: mutual now, was leads to"),
        ("\"waiting -> trust\"", "\"waiting -> hope\"", "≠ ‘Waiting’ -> ‘Trust’: redirected, now ‘Waiting’ -> ‘Hope’"),
        ("hope: at night", "hope: by day", "≠ ‘Silence’ -> ‘Hope’ (‘at night’): words ‘[-at night-]{+by day+}’"),
        // What says the same of both ends has no first one.
        ("\"core -- home\"", "\"home -- core\"", ""),
    ] {
        assert!(old.contains(from), "{from}");
        let new = old.replace(from, to);
        if !expected.is_empty() {
            tells(old, &new, &[expected]);
        }
    }
    // A link of one's own is told even where both ends have other words.
    let reworded =
        old.replace("\"Trust\", {", "\"Trust in strangers\", {").replace("-> trust", "-> trust-in-strangers");
    tells(old, &reworded, &["≠ reworded: ‘Trust{+ in strangers+}’"]);
    let groups = old.replace("\"On the ward\"", "\"On the old ward\"");
    tells(old, &groups, &["≠ reworded: ‘On the {+old +}ward’"]);
}

#[test]
fn a_move_is_one_change_whatever_it_changes() {
    let old = r#"
        core = "Care"
        outcome = "Trust in the team"
        links = ["core -- ward", "core -- home", "core -> outcome"]
        [groups.ward]
        themes = [{ label = "Waiting", themes = ["For news", "For a bed"] }, { label = "Silence", codes = ["doors"] }]
        [groups.home]
        themes = ["Hope", "Money"]
    "#;
    for (edits, expected) in [
        (
            &[("\"Hope\", ", ""), ("codes = [\"doors\"] }", "codes = [\"doors\"] }, \"Hope\"")][..],
            &["→ ‘Hope’: moved from ‘Home’ to ‘Ward’"][..],
        ),
        (
            &[("\"For news\", ", ""), ("\"Hope\"", "\"Hope\", \"For news\"")],
            &["↑ ‘For news’: promoted from sub-theme of ‘Waiting’ to theme of ‘Home’"],
        ),
        (
            &[("\"Hope\", ", ""), ("\"For a bed\"", "\"For a bed\", \"Hope\"")],
            &["↓ ‘Hope’: demoted from theme of ‘Home’ to sub-theme of ‘Waiting’"],
        ),
        (
            &[("codes = [\"doors\"]", "themes = [\"doors\"]")],
            &["↑ ‘doors’: promoted from code of ‘Silence’ to sub-theme of ‘Silence’"],
        ),
        (
            &[("\"Hope\", ", ""), ("core = \"Care\"", "core = \"Care\"\nthemes = [\"Hope\"]")],
            &["→ ‘Hope’: moved from ‘Home’ to no group"],
        ),
        // The line from the core to the outcome goes with the outcome.
        (
            &[
                ("outcome = \"Trust in the team\"", ""),
                (", \"core -> outcome\"", ""),
                ("\"Hope\"", "\"Trust in the team\", \"Hope\""),
            ],
            &[
                "→ ‘Trust in the team’: moved from outcome to theme of ‘Home’",
                "· the core -> ‘Trust in the team’ is gone",
            ],
        ),
        // A group that becomes a theme takes its themes along, and its line from the core.
        (
            &[
                (", \"core -- home\"", ""),
                ("        [groups.home]\n        themes = [\"Hope\", \"Money\"]\n", ""),
                (
                    "codes = [\"doors\"] }",
                    "codes = [\"doors\"] }, { id = \"home\", label = \"Home\", themes = [\"Hope\", \"Money\"] }",
                ),
            ],
            &["↓ ‘Home’: demoted from group to theme of ‘Ward’", "· the core -- ‘Home’ is gone"],
        ),
    ] {
        let new = edits.iter().fold(old.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        tells(old, &new, expected);
    }
}

#[test]
fn what_was_split_and_merged_says_of_what() {
    let one = r#"
        [groups.a]
        label = "Care"
        themes = [
          { label = "Waiting and not knowing", quotes = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }] },
          "Trust",
        ]
    "#;
    let two = r#"
        [groups.a]
        label = "Care"
        themes = [
          { label = "Waiting", quotes = [{ id = "a" }, { id = "b" }] },
          { label = "Uncertainty", quotes = [{ id = "c" }, { id = "d" }] },
          "Trust",
        ]
    "#;
    let moved = |from: &str, to: &str| -> Vec<String> {
        ["c", "d"].iter().map(|id| format!("→ unnamed “{id}”: moved from ‘{from}’ to ‘{to}’")).collect()
    };
    let told = lines(one, two);
    assert_eq!(told[0], "≠ reworded: ‘Waiting[- and not knowing-]’");
    assert_eq!(told[1], "+ ‘Uncertainty’: new theme in ‘Care’, split out of ‘Waiting’");
    assert_eq!(told[2..], moved("Waiting", "Uncertainty"));
    let told = lines(two, one);
    assert_eq!(told[0], "≠ reworded: ‘Waiting{+ and not knowing+}’");
    assert_eq!(told[1], "⇒ ‘Uncertainty’: theme of ‘Care’ merged into ‘Waiting and not knowing’");
    assert_eq!(told[2..], moved("Uncertainty", "Waiting and not knowing"));
    // What one link said of the part, it says of the whole.
    let linked = |text: &str, link: &str| format!("links = [\"{link}\"]\n{text}");
    let told = lines(&linked(two, "uncertainty -> trust"), &linked(one, "waiting-and-not-knowing -> trust"));
    assert!(
        told.contains(&"· ‘Uncertainty’ -> ‘Trust’ is now ‘Waiting and not knowing’ -> ‘Trust’".to_owned()),
        "{told:?}"
    );
    assert_eq!(told.iter().filter(|line| line.contains("Trust")).count(), 1);
}

#[test]
fn the_same_words_elsewhere_are_the_same_theme_and_an_id_made_of_them_is_not() {
    // The id follows from the label, and is qualified by what holds it as soon as it is not alone.
    let old = "[groups.a]\nlabel = \"First\"\nthemes = [\"Trust\", \"Hope\"]\n[groups.b]\nlabel = \"Second\"\nthemes = [\"Fear\"]";
    let new = "[groups.a]\nlabel = \"First\"\nthemes = [\"Trust\", \"Hope\"]\n[groups.b]\nlabel = \"Second\"\nthemes = [\"Fear\", \"Trust\"]";
    tells(old, new, &["+ ‘Trust’: new theme in ‘Second’"]);
    tells(new, old, &["× ‘Trust’: theme removed from ‘Second’"]);
    // An id of the author's own says which is which, whatever the words.
    let old = "themes = [{ id = \"x1\", label = \"Waiting\" }, { id = \"x2\", label = \"Money\" }, \"Hope\"]";
    let new =
        "themes = [{ id = \"x2\", label = \"Poverty\" }, \"Hope\", { id = \"x1\", label = \"Endless corridors\" }]";
    let told = lines(old, new);
    assert!(told.contains(&"≠ reworded: ‘[-Money-]{+Poverty+}’".to_owned()), "{told:?}");
    assert!(told.contains(&"≠ reworded: ‘[-Waiting-]{+Endless corridors+}’".to_owned()), "{told:?}");
    // Unless the words are another's now: numbers that were given again in a new order.
    let old = "themes = [{ id = \"x1\", label = \"Waiting\" }, { id = \"x2\", label = \"Money\" }]";
    let new = "themes = [{ id = \"x1\", label = \"Hope\" }, { id = \"x2\", label = \"Waiting\" }, { id = \"x3\", label = \"Money\" }]";
    tells(old, new, &["+ ‘Hope’: new theme"]);
    // A theme that keeps its id and is called the same takes none from another.
    let old = "[groups.a]\nthemes = [{ id = \"x1\", label = \"Trust\" }]\n[groups.b]\nthemes = [{ id = \"x2\", label = \"Trust\" }]";
    let new = old.replacen("\"Trust\"", "\"Whom to tell\"", 1);
    tells(old, &new, &["≠ reworded: ‘[-Trust-]{+Whom to tell+}’"]);
}

#[test]
fn a_theme_that_is_only_in_the_place_of_another_is_another() {
    let old = "[groups.a]\nlabel = \"First\"\nthemes = [\"Trust\", \"Hope\", \"Waiting\"]";
    // The only one left, between the same two.
    tells(old, &old.replace("Hope", "Confidence"), &["≠ reworded: ‘[-Hope-]{+Confidence+}’"]);
    // Somewhere else, it is not known.
    let new = "[groups.a]\nlabel = \"First\"\nthemes = [\"Confidence\", \"Trust\", \"Waiting\"]";
    tells(old, new, &["+ ‘Confidence’: new theme in ‘First’", "× ‘Hope’: theme removed from ‘First’"]);
    // What it rests on tells.
    let rests = |text: &str, label: &str| {
        text.replace(
            &format!("{label:?}"),
            &format!("{{ label = {label:?}, quotes = [{{ id = \"q\" }}, {{ id = \"r\" }}] }}"),
        )
    };
    let told = lines(&rests(old, "Hope"), &rests(new, "Confidence"));
    assert!(told.contains(&"≠ reworded: ‘[-Hope-]{+Confidence+}’".to_owned()), "{told:?}");
    // And what it rests on tells against it.
    let other =
        rests(&old.replace("Hope", "Confidence"), "Confidence").replace("\"q\"", "\"s\"").replace("\"r\"", "\"t\"");
    let told = lines(&rests(old, "Hope"), &other);
    assert_eq!(told, ["+ ‘Confidence’: new theme in ‘First’", "× ‘Hope’: theme removed from ‘First’"]);
}

#[test]
fn what_is_like_a_sibling_is_not_another_by_its_place() {
    let map = |themes: [&str; 3]| format!("core = \"C\"\nthemes = {themes:?}");
    let old =
        map(["Trust", "Fostering relationships with community ressources", "Supporting mutual support in communities"]);
    let new = map(["Trust", "Fostering relationships in the community and mutual support", "A team that changes"]);
    let told = lines(&old, &new);
    assert!(told.iter().any(|line| line.starts_with("+ ‘A team that changes’: new theme")), "{told:?}");
    assert!(told.iter().all(|line| !line.contains("A team that changes+}")), "{told:?}");
}

#[test]
fn the_only_word_of_a_theme_tells_which_sibling_it_went_into() {
    let old = "[groups.a]\nlabel = \"People\"\nthemes = [\"Ownership\", \"Power\", \"Workload\"]";
    let new = "[groups.a]\nlabel = \"People\"\nthemes = [\"Power and ownership\", \"Workload\"]";
    let told = lines(old, new);
    assert!(
        told.iter().any(|line| line.starts_with("⇒ ‘") && line.ends_with("merged into ‘Power and ownership’")),
        "{told:?}"
    );
    let told = lines(new, old);
    assert!(
        told.iter().any(|line| line.ends_with("split out of ‘Ownership’") || line.ends_with("split out of ‘Power’")),
        "{told:?}"
    );
}

#[test]
fn other_names_of_a_theme_are_no_other_wording() {
    let old = "themes = [{ label = \"Training and mentorship\", short = \"Training\", aliases = [\"Learning on the job\"] }, \"Hope\"]";
    for new in [
        "themes = [\"Training\", \"Hope\"]",
        "themes = [\"Learning on the job!\", \"Hope\"]",
        "themes = [{ label = \"Becoming a mentor\", aliases = [\"training and mentorship\"] }, \"Hope\"]",
        "themes = [\"Training – and mentorship\", \"Hope\"]",
    ] {
        let (old, new) = (read(old), read(new));
        let Comparison { changes, notes, .. } = compare(&old, &new);
        assert_eq!(changes, []);
        assert!(matches!(notes[0], Note::Renamed { .. }), "{notes:?}");
        let report = Report::new(&old, &new, &compare(&old, &new));
        assert!(write(&report, "text").contains("No change in the analysis."), "{}", write(&report, "text"));
        assert_eq!(
            apply(&old, &report).unwrap().graph.node_weights().next().unwrap().label,
            new.graph.node_weights().next().unwrap().label
        );
    }
}

#[test]
fn an_author_says_what_a_theme_was() {
    let old = "themes = [{ id = \"w\", label = \"Waiting\" }, \"Silence\", \"Forms\", \"Trust\"]";
    let kept = "\"Trust\"";
    for (new, expected) in [
        // By id, by label, by a label in other letters.
        (
            "themes = [{ label = \"Time that is not yours\", was = \"w\" }, \"Silence\", \"Forms\", \"Trust\"]",
            vec!["≠ reworded: ‘[-Waiting-]{+Time that is not yours+}’"],
        ),
        (
            "themes = [\"Silence\", { label = \"Time that is not yours\", was = \"waiting\" }, \"Forms\", \"Trust\"]",
            vec!["↕", "≠ reworded: ‘[-Waiting-]{+Time that is not yours+}’"],
        ),
        // Several became one.
        (
            "themes = [\"Waiting\", { label = \"Bureaucracy\", was = [\"Silence\", \"Forms\"] }, \"Trust\"]",
            vec!["≠ reworded: ‘[-Silence-]{+Bureaucracy+}’", "⇒ ‘Forms’: theme merged into ‘Bureaucracy’"],
        ),
        // One became several.
        (
            "themes = [\"Waiting\", { label = \"Paper\", was = \"Forms\" }, { label = \"Silence\" }, { label = \"Forms of address\", was = \"Forms\" }, \"Trust\"]",
            vec!["≠ reworded: ‘Forms{+ of address+}’", "+ ‘Paper’: new theme, split out of ‘Forms of address’"],
        ),
        // It is new, whatever it is like.
        (
            "themes = [{ id = \"w\", label = \"Waiting\", was = false }, \"Silence\", \"Forms\", \"Trust\"]",
            vec!["+ ‘Waiting’: new theme", "× ‘Waiting’: theme removed"],
        ),
    ] {
        let told = lines(old, new);
        assert!(new.contains(kept));
        for line in &expected {
            assert!(told.iter().any(|other| other.starts_with(line)), "{line}\n{told:?}");
        }
        assert_eq!(told.len(), expected.len(), "{told:?}");
        // What was said of the step before says nothing about this one.
        tells(new, new, &[]);
        // The report makes the later map again.
        let (old, new) = (read(old), read(new));
        let made = apply(&old, &Report::new(&old, &new, &compare(&old, &new))).unwrap();
        let labels = |map: &Map| map.graph.node_weights().map(|theme| theme.label.clone()).collect::<Vec<_>>();
        assert_eq!(labels(&made), labels(&new));
    }
}

#[test]
fn a_name_that_the_earlier_map_has_not_is_told_with_the_nearest() {
    let old = read("themes = [\"Waiting for news\", \"Silence\"]");
    let source = "themes = [{ label = \"Time\", was = [\"Waiting for new\", \"Silence\"] }]";
    let new = read(source);
    let [warning] = &unknown_pins(&old, &new)[..] else { panic!() };
    assert_eq!(warning.message, "`was` of `Time` names `Waiting for new`, which the earlier map has not");
    assert_eq!(warning.hints, ["did you mean `Waiting for news`?"]);
    assert_eq!(&source[warning.span.clone().unwrap()], "\"Time\"");
    assert_eq!(unknown_pins(&new, &new), [], "said of the step before");
}

#[test]
fn the_core_is_the_core_unless_its_words_went_elsewhere() {
    tells(
        "core = \"Waiting\"\nthemes = [\"Hope\"]",
        "core = \"A bridge\"\nthemes = [\"Hope\"]",
        &["≠ reworded: ‘[-Waiting-]{+A bridge+}’"],
    );
    let (old, new) =
        ("core = \"Waiting\"\nlinks = []\nthemes = [\"Hope\"]", "core = \"Hope\"\nlinks = []\nthemes = [\"Waiting\"]");
    tells(old, new, &["↑ ‘Hope’: promoted from theme to core", "↓ ‘Waiting’: demoted from core to theme"]);
}

#[test]
fn a_quote_is_known_by_its_name_then_by_its_words() {
    let map = |a: &str, b: &str| {
        format!(
            "themes = [{{ label = \"Waiting\", voices = [\"P2\"], quotes = [{a}] }}, {{ label = \"Trust\", quotes = [{b}] }}]"
        )
    };
    let named = "{ by = \"P1\", id = \"corridor\", text = \"We sat there.\" }";
    let bare = "{ by = \"P1\", text = \"We sat there.\" }";
    for (old, new, expected) in [
        (map(named, ""), map("", named), "→ P1 “corridor”: moved from ‘Waiting’ to ‘Trust’"),
        (map(bare, ""), map("", bare), "→ P1 “We sat there.”: moved from ‘Waiting’ to ‘Trust’"),
        (map(named, ""), map("", ""), "× P1 “corridor”: dropped from ‘Waiting’"),
        (map("", ""), map("", bare), "+ P1 “We sat there.”: added to ‘Trust’"),
        (
            map(named, ""),
            map(&named.replace("sat", "stood"), ""),
            "≠ P1 “corridor” in ‘Waiting’: words We [-sat-]{+stood+} there.",
        ),
        (map(bare, ""), map(&bare.replace("P1", "P3"), ""), "≠ P3 “We sat there.” in ‘Waiting’: said by [-P1-]{+P3+}"),
        (map("", ""), map("", "").replace("\"P2\"", ""), "× P2 (voice): dropped from ‘Waiting’"),
    ] {
        tells(&old, &new, &[expected]);
    }
    // A transcript that was put right, and words that are others.
    let heard = "{ by = \"P1\", text = \"We sat there for hours, and no body came.\" }";
    let right = heard.replace("no body", "nobody");
    tells(
        &map(heard, ""),
        &map(&right, ""),
        &[
            "≠ P1 “We sat there for hours, and nobody came.” in ‘Waiting’: words We sat there for hours, and [-no body-]{+nobody+} came.",
        ],
    );
    let other = heard.replace("We sat there for hours, and no body came.", "He held my hand.");
    assert_eq!(lines(&map(heard, ""), &map(&other, "")).len(), 2);
    // A name that a quote is given is no change, nor is the order of what a theme rests on.
    tells(&map(bare, ""), &map(named, ""), &[]);
    let two = format!("{named}, {{ by = \"P2\", text = \"Hours.\" }}");
    let turned = format!("{{ by = \"P2\", text = \"Hours.\" }}, {named}");
    tells(&map(&two, ""), &map(&turned, ""), &[]);
    // A voice whose quote moved is not told again.
    let voiced = |a: &str, b: &str, voices: [&str; 2]| {
        map(a, b)
            .replace("voices = [\"P2\"]", &format!("voices = [{}]", voices[0]))
            .replace("label = \"Trust\"", &format!("label = \"Trust\", voices = [{}]", voices[1]))
    };
    let (old, new) = (voiced(named, "", ["\"P1\"", ""]), voiced("", named, ["", "\"P1\""]));
    tells(&old, &new, &["→ P1 “corridor”: moved from ‘Waiting’ to ‘Trust’"]);
    // A long quote is named by its beginning, and what is left out is marked.
    let long = "{ text = \"We sat there for hours, and nobody came, and then somebody came and said that nobody would come.\" }";
    tells(
        &map(long, ""),
        &map("", long),
        &[
            "→ unnamed “We sat there for hours, and nobody came, and then somebody […]”: moved from ‘Waiting’ to ‘Trust’",
        ],
    );
}

#[test]
fn a_public_report_tells_what_everybody_may_see() {
    let old = r#"
        links = ["waiting -- p15-hope"]
        themes = [
          { label = "Waiting", definition = "Secret.", quotes = [{ by = "P7", text = "Words" }], voices = ["P8"], aliases = ["Hidden"] },
          { id = "p15-hope", label = "Hope" },
        ]
    "#;
    let new = r#"themes = ["Waiting", { id = "p15-trust", label = "Trust", voices = ["P9"], quotes = [{ by = "P7", text = "Words" }] }]"#;
    let report = report(old, new);
    let all = write(&report, "json");
    let secrets = ["P7", "P8", "P9", "Words", "Secret", "Hidden", "p15"];
    assert!(secrets.iter().all(|secret| all.contains(secret)), "{all}");
    let report = report.public();
    for format in &FORMATS {
        let text = (format.write)(&report, false);
        assert!(text.contains("Trust"), "{text}");
        for secret in secrets {
            assert!(!text.contains(secret), "{} tells {secret}", format.name);
        }
    }
}

#[test]
fn a_report_that_does_not_fit_a_map_is_refused() {
    let report = report("themes = [\"Waiting\", \"Hope\"]\nlinks = [\"Waiting -- Hope\"]", "themes = [\"Hope\"]");
    let wrong = apply(&read("themes = [\"Trust\"]"), &report).unwrap_err();
    assert_eq!(wrong, "the map has no theme `Waiting`");
    let wrong = apply(&read("themes = [\"Waiting\", \"Hope\"]"), &report).unwrap_err();
    assert_eq!(wrong, "the map has not all the links that the report takes away");
}

#[test]
fn json_has_every_key_and_reads_back() {
    let report = report(
        "core = \"Care\"\n[groups.a]\nlabel = \"A\"\nthemes = [\"Waiting\", { label = \"Silence\", voices = [\"P1\"] }]",
        "core = \"Care at home\"\n[groups.a]\nlabel = \"A\"\nthemes = [{ label = \"Silence\" }, { label = \"Waiting\", themes = [\"Corridors\"] }]",
    );
    let text = write(&report, "json");
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((json["format"].as_str(), json["format_version"].as_u64()), (Some("thememap-diff"), Some(1)));
    let added = json["changes"].as_array().unwrap().iter().find(|change| change["change"] == "added").unwrap();
    let keys: Vec<&String> = added.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 5);
    for key in ["change", "theme", "place", "split_from", "content"] {
        assert!(added.get(key).is_some(), "no {key} in {added}");
    }
    assert_eq!(added["place"]["inside"]["old"], "waiting");
    assert_eq!(added["place"]["position"], 1);
    assert!(matches!(&report.changes[0], Told::Reworded { to, .. } if to == "Care at home"));
    assert_eq!(write(&report, "json"), text, "the same twice");
}

#[test]
fn the_page_about_the_report_names_every_key() {
    let page = std::fs::read_to_string(format!("{}/docs/diff.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (old, new) = (study("lennox-2020-preprint"), study("lennox-2021"));
    let json: serde_json::Value = serde_json::to_value(Report::new(&old, &new, &compare(&old, &new))).unwrap();
    let mut pending = vec![&json];
    while let Some(value) = pending.pop() {
        match value {
            serde_json::Value::Array(values) => pending.extend(values),
            serde_json::Value::Object(keys) => {
                for (key, value) in keys {
                    assert!(
                        page.contains(&format!("`{key}`")) || page.contains(&format!("\"{key}\"")),
                        "`{key}` is not in docs/diff.md"
                    );
                    pending.push(value);
                }
                for tag in ["change", "note"].iter().filter_map(|tag| keys.get(*tag)?.as_str()) {
                    assert!(page.contains(&format!("`{tag}`")), "`{tag}` is not in docs/diff.md");
                }
            }
            _ => {}
        }
    }
}

#[test]
fn labels_are_nothing_but_text_in_every_format() {
    let nasty = "A <script> & `code` *b* _c_ [d](e) @someone #12 \u{1b}[31m";
    let old = format!("themes = [{:?}, \"Hope\"]", nasty.replace('\u{1b}', "")).replace("\\u{1b}", "");
    let new = "themes = [\"Hope\"]".to_owned();
    let report = report(&old, &new);
    let html = write(&report, "html");
    let page = roxmltree::Document::parse_with_options(
        &html,
        roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
    )
    .unwrap();
    let said: String = page.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    assert!(said.contains("A <script> & `code`"), "{said}");
    assert!(page.descendants().all(|node| !node.has_tag_name("script")));
    let md = write(&report, "md");
    assert!(md.contains("A &lt;script&gt; &amp; \\`code\\` \\*b\\* \\_c\\_ \\[d\\](e) &#64;someone &#35;12"), "{md}");
    let colored = (Format::named("text").unwrap().write)(&report, true);
    assert!(colored.contains("\u{1b}[31m×"), "{colored}");
    assert!(!write(&report, "text").contains('\u{1b}'));
}

#[test]
fn a_page_says_changes_with_elements_that_mean_them() {
    let report =
        report("core = \"Waiting for news\"\nlang = \"fr\"", "core = \"Waiting for good news\"\nlang = \"fr\"");
    let html = write(&report, "html");
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{html}");
    assert!(html.contains("<ins lang=\"fr\">good </ins>"), "{html}");
    assert!(html.contains("<span class=\"sign\" aria-hidden=\"true\">≠</span>reworded: "), "{html}");
    assert!(write(&report, "md").contains("- `≠` reworded: ‘Waiting for <ins>good </ins>news’"));
}

#[test]
fn nothing_is_told_of_nothing() {
    let (empty, map) = (Map::default(), read("core = \"Care\"\nthemes = [\"Hope\"]"));
    let comparison = compare(&empty, &map);
    assert_eq!(comparison.changes.len(), 2);
    assert!(comparison.changes.iter().all(|change| matches!(change, Change::Added { split: None, .. })));
    let report = Report::new(&map, &map, &compare(&map, &map));
    assert!(write(&report, "text").ends_with("\nNo change.\n"));
    assert!(write(&report, "md").contains("No change."));
    assert!(write(&report, "html").contains("<p>No change.</p>"));
}
