//! `check --method`: each rule finds the smallest thing it looks for, in words and at its place, leaves alone what comes near,
//! and takes the author's answer; the published study gives what is known of it, and no map breaks it.

mod random_maps;
mod sandbox;

use std::collections::BTreeSet;
use std::fs;

use random_maps::{Random, source};
use sandbox::Sandbox;
use thememap::check::method::{RULES, findings, names, unknown_names};
use thememap::diagnostic::Diagnostic;
use thememap::model::Map;

#[track_caller]
fn map(text: &str) -> Map {
    thememap::read(text).unwrap_or_else(|errors| panic!("{errors:?}\n{text}")).0
}

/// Everything found: the rule, the message, and the text that it points at.
#[track_caller]
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    let told = |found: Diagnostic| {
        let place = found.span.map_or(String::new(), |span| text[span].to_owned());
        (found.rule.map_or("", |rule| rule.name), found.message, place)
    };
    findings(&map(text)).into_iter().map(told).collect()
}

/// The map with a line more: at the top, or in the table of a theme or group, which is made if it is not there.
fn with(text: &str, key: Option<&str>, line: &str) -> String {
    let Some(key) = key else { return format!("{line}\n{text}") };
    for header in [format!("[theme.{key}]\n"), format!("[groups.{key}]\n")] {
        if text.contains(&header) {
            return text.replace(&header, &format!("{header}{line}\n"));
        }
    }
    format!("{text}\n[theme.{key}]\n{line}\n")
}

/// A rule on the smallest map that shows it.
struct Case {
    rule: &'static str,
    map: &'static str,
    message: &'static str,
    /// What it points at.
    place: &'static str,
    /// Whose `ignore` answers it, besides that of the map.
    answers: Option<&'static str>,
    /// What comes near it and gives no reason to ask: each a map.
    near: &'static [&'static str],
}

const PEOPLE: &str = r#"
[participants]
patients = { label = "Patients", ids = ["P1", "P2"] }
nurses   = { label = "Nurses", ids = ["N1"] }
"#;

const CASES: &[Case] = &[
    Case {
        rule: "participant-never-quoted",
        map: r#"themes = ["Being believed"]
[theme.being-believed]
voices = ["P2", "N1"]"#,
        message: "`P1` of `Patients` is neither named nor quoted",
        place: r#""P1""#,
        answers: None,
        near: &[
            r#"themes = ["Being believed"]
[theme.being-believed]
voices = ["P2", "N1"]
quotes = [{ by = "P1", id = "nobody asked" }]"#,
            r#"themes = ["Being believed"]
core = { label = "Trust", voices = ["P1"] }
[theme.being-believed]
voices = ["P2", "N1"]"#,
            // A map without evidence says nothing about who is missing.
            r#"themes = ["Being believed"]"#,
        ],
    },
    Case {
        rule: "quote-without-participant",
        map: r#"themes = ["Being believed"]
[theme.being-believed]
voices = ["P1", "P2", "N1"]
quotes = [{ by = "P1", id = "nobody asked" }, { id = "old stories" }]"#,
        message: "a quote, `old stories`, in `Being believed` has no participant",
        place: r#"{ id = "old stories" }"#,
        answers: Some("being-believed"),
        near: &[r#"themes = ["Being believed"]
[theme.being-believed]
voices = ["P1", "P2", "N1"]
quotes = [{ by = "P1", text = "Nobody asked." }]"#],
    },
    Case {
        rule: "theme-without-evidence",
        map: r#"themes = ["Being believed", "Waiting for news"]
[theme.being-believed]
voices = ["P1", "P2", "N1"]"#,
        message: "`Waiting for news` has neither voices nor quotes",
        place: r#""Waiting for news""#,
        answers: Some("waiting-for-news"),
        near: &[
            r#"themes = ["Being believed", "Waiting for news"]"#,
            r#"themes = ["Being believed", { label = "Waiting for news", tentative = true }]
[theme.being-believed]
voices = ["P1", "P2", "N1"]"#,
            // What is said of its sub-themes or codes is said of a theme, and what is said of a theme of its sub-themes.
            r#"themes = [{ label = "Being believed", themes = ["By nurses", "By others"] }, { label = "Waiting for news", codes = [{ label = "a", voices = ["P1", "N1"] }] }]
[theme.being-believed]
voices = ["P1", "P2", "N1"]"#,
        ],
    },
    Case {
        rule: "one-voice",
        map: r#"themes = ["Being believed", "Waiting for news"]
[theme.being-believed]
voices = ["P1", "P2", "N1"]
[theme.waiting-for-news]
voices = ["N1"]
quotes = [{ by = "N1", id = "by the door" }]"#,
        message: "in `Waiting for news` only `N1` speaks",
        place: r#""Waiting for news""#,
        answers: Some("waiting-for-news"),
        near: &[r#"themes = ["Being believed", { label = "Waiting for news", themes = ["At night", "By day"] }]
[theme.being-believed]
voices = ["P1", "P2", "N1"]
[theme.at-night]
voices = ["N1"]
[theme.by-day]
voices = ["P1"]"#],
    },
    Case {
        rule: "one-group",
        map: r#"themes = ["Being believed", "Waiting for news"]
[theme.being-believed]
voices = ["P1", "N1"]
[theme.waiting-for-news]
voices = ["P1", "P2"]"#,
        message: "in `Waiting for news` only `Patients` speak",
        place: r#""Waiting for news""#,
        answers: Some("waiting-for-news"),
        near: &[r#"themes = ["Being believed", "Waiting for news"]
[theme.being-believed]
voices = ["P1", "N1"]
[theme.waiting-for-news]
voices = ["P1", "P2"]
quotes = [{ by = "N1", id = "by the door" }]"#],
    },
    Case {
        rule: "label-drift",
        map: r#"themes = ["Restoring trust between strangers", "Waiting for news"]
[theme.restoring-trust-between-strangers]
aliases = ["Restoring trust", "Trust restored"]"#,
        message: "`Restoring trust between strangers` is also called `Restoring trust` and `Trust restored`",
        place: r#""Restoring trust between strangers""#,
        answers: Some("restoring-trust-between-strangers"),
        near: &[
            r#"themes = ["Restoring trust", "Waiting for news"]
[theme.restoring-trust]
short   = "Trust"
aliases = ["Restoring trust: how strangers begin", "restoring Trust"]"#,
            r#"themes = [{ label = "Health care providers who ask", short = "HCP" }, "Waiting for news"]"#,
            r#"themes = [{ label = "Peer mentorship over the years", short = "Mentors" }, { label = "学会求助，也学会自己完成", short = "求助与自理" }]"#,
            // The same name in two places is another question.
            r#"groups.a = { label = "Outside", themes = ["Trust", "b"] }
groups.c = { label = "Inside", themes = ["Trust", "d"] }"#,
        ],
    },
    Case {
        rule: "label-drift",
        map: r#"themes = [{ label = "Peer mentorship over the years", short = "Learning together" }, "Waiting for news"]"#,
        message: "where space is tight `Peer mentorship over the years` is called `Learning together`, which shares no word with it",
        place: r#""Peer mentorship over the years""#,
        answers: Some("peer-mentorship-over-the-years"),
        near: &[
            r#"themes = [{ label = "Peer mentorship over the years", short = "Years of mentorship" }, "Waiting for news"]"#,
        ],
    },
    Case {
        rule: "label-drift",
        map: r#"groups.a = { label = "Outside", themes = ["Self-care at night", "b"] }
groups.c = { label = "Inside", themes = ["Self care at night", "d"] }"#,
        message: "`Self care at night` is spelled `Self-care at night` elsewhere",
        place: r#""Self care at night""#,
        answers: Some("'Self care at night'"),
        near: &[r#"groups.a = { label = "Outside", themes = ["Self-care at night", "b"] }
groups.c = { label = "Inside", themes = ["Self-care by day", "d"] }"#],
    },
    Case {
        rule: "overlapping-themes",
        map: r#"themes = ["Waiting for the family", "Families, waiting"]"#,
        message: "`Waiting for the family` and `Families, waiting` are named with the same words",
        place: r#""Families, waiting""#,
        answers: Some("families-waiting"),
        near: &[
            r#"themes = ["Waiting for the family", "Waiting without the family"]"#,
            // Codes come back in several themes.
            r#"themes = [{ label = "At night", codes = ["trust"] }, { label = "By day", codes = ["trust"] }]"#,
        ],
    },
    Case {
        rule: "overlapping-themes",
        map: r#"themes = ["Waiting for news", { label = "By the door", aliases = ["Waiting for the news"], ignore = ["label-drift"] }]"#,
        message: "`By the door` is also called `Waiting for the news`, like the theme `Waiting for news`",
        place: r#""By the door""#,
        answers: None,
        near: &[
            r#"themes = ["Waiting for news", { label = "By the door", aliases = ["Waiting there"], ignore = ["label-drift"] }]"#,
        ],
    },
    Case {
        rule: "topic-summary",
        map: r#"themes = ["Barriers and facilitators", "A nurse who asks"]"#,
        message: "`Barriers and facilitators` names a topic, not what the theme says about it",
        place: r#""Barriers and facilitators""#,
        answers: Some("barriers-and-facilitators"),
        near: &[
            r#"themes = ["Barriers that fall at night", "Overcoming system barriers", "“Barriers”", "Communication as a gift", "In need of a bridge", "Views from the window",
              "Barriers: what a form does", "Experience counts", "Experiences nobody asks about", "Shared experiences",
              { label = "Perceived barriers", tentative = true }]
groups.a = { label = "Barriers", themes = ["b", "c"] }"#,
        ],
    },
    Case {
        rule: "miscellaneous",
        map: r#"themes = ["Other themes", "A nurse who asks"]"#,
        message: "`Other themes` holds what is left over",
        place: r#""Other themes""#,
        answers: Some("other-themes"),
        near: &[
            r#"themes = ["Other people", "Various ways of waiting", "The others", { label = "Miscellaneous", tentative = true }]"#,
        ],
    },
    Case {
        rule: "group-of-one",
        map: r#"groups.night = { label = "The night", themes = ["Waiting for news"] }"#,
        message: "`The night` holds one theme, `Waiting for news`",
        place: r#""The night""#,
        answers: Some("night"),
        near: &[
            r#"groups.night = { label = "The night", themes = ["Waiting for news", "A nurse who asks"] }"#,
            r#"themes = [{ label = "The night", codes = ["waiting"] }]"#,
        ],
    },
    Case {
        rule: "group-of-one",
        map: r#"themes = [{ label = "The night", themes = ["Waiting for news"] }, "The day"]"#,
        message: "`The night` holds one sub-theme, `Waiting for news`",
        place: r#""The night""#,
        answers: Some("the-night"),
        near: &[],
    },
    Case {
        rule: "empty-group",
        map: "themes = [\"Waiting for news\"]\n[groups.night]\nlabel = \"The night\"",
        message: "the group `The night` holds no themes",
        place: r#""The night""#,
        answers: Some("night"),
        near: &["themes = [\"Waiting for news\"]\n[groups.night]\nthemes = [\"a\", \"b\"]"],
    },
    Case {
        rule: "too-many-levels",
        map: r#"groups.a = { themes = ["b", { label = "c", themes = ["d", { label = "e", themes = ["f", "g"] }] }] }"#,
        message: "the map has 4 levels: 2 themes stand below the third, `f` first",
        place: r#""f""#,
        answers: None,
        near: &[
            r#"groups.a = { themes = ["b", { label = "c", themes = ["d", { label = "e", codes = ["f", "g"] }] }] }"#,
        ],
    },
];

/// The map of a case with the participants it names, if it names any.
fn peopled(map: &str) -> String {
    if map.contains("\"P1\"") || map.contains("\"N1\"") { format!("{map}\n{PEOPLE}") } else { map.to_owned() }
}

#[test]
fn each_rule_finds_the_smallest_thing_it_looks_for_and_nothing_else_does() {
    for case in CASES {
        let expected = vec![(case.rule, case.message.to_owned(), case.place.to_owned())];
        assert_eq!(found(&peopled(case.map)), expected);
    }
    let shown: BTreeSet<&str> = CASES.iter().map(|case| case.rule).chain(["too-many-themes"]).collect();
    assert_eq!(shown, RULES.iter().map(|rule| rule.rule.name).collect(), "a rule without a case");
}

#[test]
fn what_comes_near_is_left_alone() {
    for case in CASES {
        for near in case.near {
            let told: Vec<_> = found(&peopled(near)).into_iter().filter(|(rule, ..)| *rule == case.rule).collect();
            assert_eq!(told, [], "{near}");
        }
    }
}

#[test]
fn an_answer_silences_a_question_there_or_in_the_whole_map() {
    for case in CASES {
        let text = peopled(case.map);
        let line = format!("ignore = [\"{}\"]", case.rule);
        assert_eq!(found(&with(&text, None, &line)), [], "{text}");
        if let Some(key) = case.answers {
            assert_eq!(found(&with(&text, Some(key), &line)), [], "{text}");
            // Both may say it; neither is without use.
            assert_eq!(found(&with(&with(&text, Some(key), &line), None, &line)), [], "{text}");
        }
    }
}

#[test]
fn an_answer_to_another_theme_silences_nothing_and_is_told() {
    let text = r#"themes = ["Barriers", { label = "A nurse who asks", ignore = ["topic-summary"] }]"#;
    let told = found(text);
    assert_eq!(told[0].0, "topic-summary");
    let unused = "`topic-summary` is ignored here, but there is nothing to ignore".to_owned();
    assert_eq!(told[1], ("", unused, "\"topic-summary\"".to_owned()));
    // A name that another check knows, and one that nobody knows, are not for this check to judge.
    assert_eq!(found("themes = [\"A\", \"B\"]\nignore = [\"name-like-id\", \"two-voices\"]"), []);
}

#[test]
fn a_study_of_one_case_or_of_one_group_is_not_asked_about_the_others() {
    let alone = "themes = [\"Being believed\"]\n[theme.being-believed]\nvoices = [\"P1\"]\n";
    assert_eq!(found(alone), []);
    let patients = "[participants]\npatients = { ids = [\"P1\", \"P2\"] }";
    assert_eq!(found(&format!("{}{patients}", alone.replace("\"P1\"", "\"P1\", \"P2\""))), []);
}

#[test]
fn those_who_are_missing_are_told_once_for_each_group() {
    let map = |voices: &str, participants: &str| {
        let text = format!("themes = [\"A\"]\n[theme.a]\nvoices = [{voices}]\n[participants]\n{participants}");
        let told = found(&text).into_iter().filter(|(rule, ..)| *rule == "participant-never-quoted");
        told.map(|(_, message, place)| format!("{message} | {place}")).collect::<Vec<_>>()
    };
    let nurses = r#"nurses = { label = "Nurses", ids = ["N1", "N2", "N3"], count = 5 }"#;
    for (voices, participants, expected) in [
        (
            r#""N3""#,
            nurses,
            "`N1`, `N2` of `Nurses` are neither named nor quoted, and 2 more who took part are not listed | \"N1\"",
        ),
        (r#""N1", "N2", "N3""#, nurses, "5 of `Nurses` took part, and 3 of them are listed | nurses"),
        (
            r#""N1", "N2""#,
            "nurses = { count = 3 }\npatients = { count = 1 }",
            "4 took part, and 2 of them are named or quoted | nurses",
        ),
        (
            r#""D1""#,
            "d = { ids = [\"D1\"] }\nn = { label = \"Nurses\", ids = [\"N1\", \"N2\"] }",
            "nobody of `Nurses` is named or quoted | \"N1\"",
        ),
    ] {
        assert_eq!(map(voices, participants), [expected]);
    }
    assert_eq!(map(r#""N1", "N2""#, "nurses = { count = 2 }"), [""; 0]);
    let many: Vec<String> = (0..40).map(|number| format!("\"N{number}\"")).collect();
    let many = format!("n = {{ label = \"Nurses\", ids = [\"D1\", {}] }}", many.join(", "));
    assert!(
        map(r#""D1""#, &many)[0].starts_with("`N0`, `N1`, `N2`, `N3`, `N4`, `N5`, `N6`, `N7` and 32 more of `Nurses`")
    );
}

#[test]
fn a_map_whose_evidence_is_only_begun_is_asked_once() {
    let text = "themes = [\"A\", \"B\", \"C\"]\n[theme.a]\nvoices = [\"P1\"]\n";
    let message = "2 of 3 themes have neither voices nor quotes, `B` first".to_owned();
    assert_eq!(found(text), [("theme-without-evidence", message, "\"B\"".to_owned())]);
}

#[test]
fn topics_and_leftovers_are_known_in_five_languages_and_in_the_map_s_own() {
    for (lang, topics, leftovers, others) in [
        (
            "en",
            &[
                "Communication",
                "Perceived barriers",
                "Patients' experiences of care",
                "Attitudes towards nurses",
                "Views on the ward",
            ][..],
            &["Miscellaneous", "Other", "Various", "Other issues"][..],
            &["Erfahrungen", "Sonstiges", "Autres thèmes"][..],
        ),
        (
            "fr",
            &["Freins et leviers", "Le vécu des proches", "Besoins"],
            &["Divers", "Autres thèmes"],
            &["Barriers", "Other"],
        ),
        (
            "es",
            &["Barreras y facilitadores", "Experiencias de las madres"],
            &["Varios", "Otros temas"],
            &["Needs", "Other"],
        ),
        ("de", &["Barrieren", "Erfahrungen mit der Station"], &["Sonstiges", "Andere Themen"], &["Needs", "Other"]),
        ("pt-BR", &["Barreiras", "A experiência das mães"], &["Diversos", "Outros temas"], &["Needs", "Other"]),
        ("nl", &[], &[], &["Other", "Barriers", "Divers"]),
    ] {
        let told = |label: &str| found(&format!("lang = \"{lang}\"\nthemes = [\"{label}\", \"b\"]"));
        for label in topics {
            assert_eq!(told(label)[0].0, "topic-summary", "{label}");
        }
        for label in leftovers {
            assert_eq!(told(label)[0].0, "miscellaneous", "{label}");
        }
        for label in others {
            assert_eq!(told(label), [], "{label} in {lang}");
        }
    }
    for label in ["Barriers", "Barrieren", "Outros temas"] {
        assert_eq!(found(&format!("themes = [\"{label}\", \"b\"]")).len(), 1, "{label}");
    }
}

#[test]
fn a_figure_has_thirty_themes() {
    let text = |count: usize| {
        let themes: Vec<String> = (1..=count).map(|number| format!("\"Night {number}\"")).collect();
        format!("themes = [{}]", themes.join(", "))
    };
    assert_eq!(found(&text(30)), []);
    let message = "the map has 31 themes and sub-themes, more than the 30 that a figure tells".to_owned();
    assert_eq!(found(&text(31)), [("too-many-themes", message, "\"Night 31\"".to_owned())]);
}

#[test]
fn hundreds_of_a_kind_are_told_as_a_number() {
    let themes: Vec<String> =
        (1..=25).map(|number| format!("{{ label = \"Night {number}\", aliases = [\"Dark {number}\"] }}")).collect();
    let told = found(&format!("themes = [{}]", themes.join(", ")));
    assert_eq!(told.len(), 10);
    assert_eq!(told[8].1, "`Night 9` is also called `Dark 9`");
    let message = "25 findings of this kind in all, of which the first 9 are told".to_owned();
    assert_eq!(told[9], ("label-drift", message, "\"Night 10\"".to_owned()));
}

#[test]
fn the_published_study_gives_what_is_known_of_it() {
    let text = fs::read_to_string("maps/lennox-2021.toml").unwrap();
    let mut told: Vec<_> =
        found(&text).into_iter().map(|(rule, message, place)| format!("{rule}: {message} | {place}")).collect();
    told.sort();
    let drift = |label: &str, others: &str| format!("label-drift: `{label}` is also called {others} | \"{label}\"");
    assert_eq!(
        told,
        [
            drift(
                "Contribution of shared experiences",
                "`Contributions of shared experience` and `Contributions of shared experiences`"
            ),
            drift("Ongoing training and peer mentorship", "`Training and mentorship`"),
            drift("Overcoming system barriers", "`Overcoming systemic barriers`"),
            drift("Restoring trust between HCPs and PWUD", "`Restoring trust`"),
            "one-group: in `Advocacy` only `People who use drugs` speak | \"Advocacy\"".to_owned(),
            "participant-never-quoted: `P1` of `People who use drugs` is neither named nor quoted | \"P1\"".to_owned(),
            "quote-without-participant: a quote, `longstanding historical pieces`, in `Restoring trust between HCPs and PWUD` \
             has no participant | { id = \"longstanding historical pieces\" }"
                .to_owned(),
        ]
    );
}

/// A passage: who said it, and its name.
type Passage = (Option<String>, String);

#[test]
fn the_two_versions_of_the_study_name_every_passage_alike() {
    let passages = |name: &str| -> Vec<(Passage, String)> {
        let map = map(&fs::read_to_string(format!("maps/{name}.toml")).unwrap());
        let themes = map.graph.node_weights();
        let quotes = themes.flat_map(|theme| theme.quotes.iter().map(|quote| (quote.clone(), theme.id.clone())));
        quotes.map(|(quote, at)| ((quote.by, quote.id.expect("a name")), at)).collect()
    };
    let (before, after) = (passages("lennox-2020-preprint"), passages("lennox-2021"));
    let place = |passage: &Passage, list: &[(Passage, String)]| -> Option<String> {
        let mut at = list.iter().filter(|(other, _)| other == passage).map(|(_, at)| at.clone());
        let first = at.next();
        assert_eq!(at.next(), None, "{passage:?} stands twice");
        first
    };
    let mut moved = Vec::new();
    for (passage, at) in &before {
        let (to, _) = (place(passage, &after), place(passage, &before));
        // The outcome became the theme about trust: what went with it did not move.
        let stays =
            to.as_ref() == Some(at) || (at == "outcome" && to.as_ref().is_some_and(|to| to.starts_with("restoring")));
        if !stays {
            let (by, to) = (passage.0.as_deref().unwrap_or("nobody"), to.unwrap_or_else(|| "nowhere".into()));
            moved.push(format!("{by}: {at} > {}", to.split('-').next().unwrap()));
        }
    }
    moved.sort();
    assert_eq!(
        moved,
        [
            "P12: core > overcoming",
            "P12: establishing-boundaries > nowhere",
            "P13: core > functions",
            "P4: core > overcoming",
            "P4: core > overcoming",
            "P4: core > overcoming",
            "P4: outcome > advocacy",
            "P6: core > overcoming",
            "P8: core > restoring",
        ]
    );
    assert!(after.iter().all(|(passage, _)| place(passage, &before).is_some()), "nothing is new");
}

#[test]
fn a_study_that_counts_its_participants_is_asked_about_those_it_does_not_quote() {
    let text = fs::read_to_string("maps/lessard-2024.toml").unwrap();
    let told = found(&text).into_iter().map(|(rule, message, _)| format!("{rule}: {message}"));
    let told: Vec<String> = told.filter(|told| told.starts_with("participant") || told.starts_with("one-")).collect();
    assert_eq!(
        told,
        [
            "one-group: in `Challenges and ethical considerations` only `Primary care clinicians` speak",
            "participant-never-quoted: 6 of `Patients` took part, and 5 of them are listed",
            "participant-never-quoted: 2 of `Patients' relatives` took part, and 1 of them is listed",
            "participant-never-quoted: 10 of `Primary care clinicians` took part, and 8 of them are listed",
        ]
    );
}

#[test]
fn the_study_says_who_speaks_in_which_section() {
    let map = map(&fs::read_to_string("maps/lennox-2021.toml").unwrap());
    let speakers = |theme: &thememap::model::Theme| {
        let quoted: BTreeSet<&str> = theme.quotes.iter().filter_map(|quote| quote.by.as_deref()).collect();
        let voices: BTreeSet<&str> = theme.voices.iter().map(String::as_str).collect();
        assert!(quoted.is_subset(&voices) && voices.len() == theme.voices.len(), "{}", theme.label);
        (theme.id.split('-').next().unwrap().to_owned(), theme.voices.join(" "))
    };
    let told: Vec<(String, String)> = map.graph.node_weights().filter(|theme| theme.is_said()).map(speakers).collect();
    let expected = [
        ("core", "P9 P10 P11 P12"),
        ("functions", "P13"),
        ("overcoming", "P4 P6 P12"),
        ("advocacy", "P4 P5 P7"),
        ("navigating", "P5 P9 P10 P11"),
        ("restoring", "P4 P8 P10 P13"),
        ("ongoing", "P6 P13"),
        ("establishing", "P6 P12 P13 P14"),
        ("intrinsic", "P2 P7 P14"),
        ("contribution", "P3 P5 P12"),
        ("personal", "P8 P9 P10 P11 P13"),
    ];
    assert_eq!(told, expected.map(|(section, who)| (section.to_owned(), who.to_owned())));
}

#[test]
fn a_quote_that_only_moves_in_the_file_is_the_same_quote() {
    let map = |blanks: &str| {
        let quotes = r#"quotes = [{ by = "P1", id = "by the door" }, "Nobody asked."]"#;
        map(&format!("themes = [\"A\"]\n{blanks}[theme.a]\n{quotes}\n[participants]\np = {{ ids = [\"P1\"] }}"))
    };
    let [one, other] = [map(""), map("\n\n")];
    let quotes = |map: &Map| map.graph.node_weights().next().unwrap().quotes.clone();
    assert_eq!(quotes(&one), quotes(&other));
    assert_ne!(quotes(&one)[0].place.0, quotes(&other)[0].place.0);
    assert_eq!(one.participants, other.participants);
}

#[test]
fn the_teaching_map_of_evidence_leaves_nothing_to_ask() {
    assert_eq!(found(&fs::read_to_string("maps/quotes.toml").unwrap()), []);
}

#[test]
fn findings_are_warnings_of_the_command_and_are_asked_for() {
    let sandbox = Sandbox::new();
    let text = "themes = [\"Barriers\", \"A nurse who asks\"]\n";
    sandbox.write("map.toml", text);
    sandbox.run(["check", "map.toml"]).exits(0).says(&["1 map: no mistakes"]);
    let asked = sandbox.run(["check", "--method", "map.toml"]).exits(0);
    asked.says(&[
        "warning[topic-summary]: `Barriers` names a topic",
        "map.toml:1:11",
        "^^^^^^^^^^",
        "help: name what is shared in it",
        "Braun & Clarke 2019 and 2021",
        "`ignore = [\"topic-summary\"]`",
        "1 map: 0 errors, 1 warning",
    ]);
    // A map that cannot be drawn is asked as well.
    sandbox.write("wide.toml", text.replace("A nurse who asks", &"Unpronounceable".repeat(20)));
    sandbox.run(["check", "--method", "wide.toml"]).exits(1).says(&["topic-summary"]);

    let json = sandbox.run(["check", "--method", "--json", "map.toml"]).exits(0).says_nothing();
    let line: serde_json::Value = serde_json::from_slice(&json.out).unwrap();
    let finding = &line["findings"][0];
    assert_eq!((&finding["rule"], &finding["severity"]), (&"topic-summary".into(), &"warning".into()));
    assert_eq!(finding["source"], "Braun & Clarke 2019 and 2021");
    assert!(finding["reason"].as_str().unwrap().starts_with("a theme has an idea"));
    assert_eq!(finding["place"]["column"], 11);
    // Figures are asked nothing.
    sandbox.run(["render", "map.toml", "-o", "figure.svg"]).exits(0);
    sandbox.run(["check", "--method", "figure.svg"]).exits(2).says(&["asks about maps", "help: name the map"]);
    let help = sandbox.run(["check", "--help"]).exits(0).text();
    for rule in RULES {
        assert!(help.contains(&format!("  {}", rule.rule.name)), "{} in {help}", rule.rule.name);
    }
}

#[test]
fn a_name_that_no_finding_has_is_told_by_every_check() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "map.toml",
        "ignore = [\"one-voise\"]\nthemes = [\"A\", { label = \"B\", ignore = [\"xyz\", \"name-like-id\"] }]\n",
    );
    sandbox.run(["check", "map.toml"]).exits(0).says(&[
        "no finding is called `one-voise`",
        "did you mean `one-voice`?",
        "no finding is called `xyz`",
        "`thememap check --help` lists them",
        "0 errors, 2 warnings",
    ]);
}

#[test]
fn the_page_about_it_and_the_schema_hold() {
    let page = fs::read_to_string("docs/method.md").unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = RULES
        .iter()
        .map(|rule| {
            format!("| `{}` | {} | {} | {} |", rule.rule.name, rule.looks_for, rule.rule.reason, rule.rule.source)
        })
        .collect();
    assert_eq!(rows, expected);
    // Every source that a rule names in short is listed in full.
    let (_, list) = page.split_once("## What it rests on").unwrap();
    for (short, full) in
        [("Braun & Clarke", "Braun V, Clarke V"), ("Attride-Stirling", "Attride-Stirling J"), ("Patton", "Patton MQ")]
    {
        assert!(RULES.iter().any(|rule| rule.rule.source.contains(short)) && list.contains(full), "{short}");
    }

    // The example is answered, and without its answers it is not.
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(found(example), []);
    let open: String =
        example.lines().filter(|line| !line.starts_with("ignore")).map(|line| format!("{line}\n")).collect();
    let rules: Vec<_> = found(&open).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["one-group", "one-voice", "one-group"]);

    // The printed finding is what the command prints, but for the line it stands on.
    let printed = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let run = Sandbox::new()
        .command()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "--method", "maps/lennox-2021.toml"])
        .output();
    let said = String::from_utf8(run.unwrap().stderr).unwrap();
    for line in printed.lines().filter(|line| line.contains(" = ") || line.starts_with("warning")) {
        assert!(said.contains(line), "{line}\n{said}");
    }

    let schema = fs::read_to_string("schema/thememap.schema.json").unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut lists = Vec::new();
    lists_of_names(&schema, &mut lists);
    assert_eq!(lists.len(), 6, "one at the top and one for each table that takes `ignore`");
    assert!(lists.iter().all(|list| list == &names().collect::<Vec<_>>()), "{lists:?}");
}

/// What each `ignore` of the schema may hold.
fn lists_of_names(schema: &serde_json::Value, lists: &mut Vec<Vec<String>>) {
    if let Some(names) = schema.pointer("/properties/ignore/items/enum").and_then(|names| names.as_array()) {
        lists.push(names.iter().map(|name| name.as_str().unwrap().to_owned()).collect());
    }
    match schema {
        serde_json::Value::Object(map) => map.values().for_each(|value| lists_of_names(value, lists)),
        serde_json::Value::Array(list) => list.iter().for_each(|value| lists_of_names(value, lists)),
        _ => {}
    }
}

/// Each finding has a place in the file, what to do, and is no error; a few of each kind; and the map's answer silences all.
#[track_caller]
fn holds(text: &str) {
    let told = findings(&map(text));
    let mut rules: Vec<&str> = Vec::new();
    for found in &told {
        let places = found.span.iter().chain(found.related.iter().map(|(span, _)| span));
        for span in places {
            assert!(text.get(span.clone()).is_some(), "{found:?} in {text}");
        }
        assert!(found.span.is_some() && found.severity == thememap::diagnostic::Severity::Warning, "{found:?}");
        let Some(rule) = found.rule else { continue };
        rules.push(rule.name);
        assert!(!found.hints.is_empty() || found.message.contains("in all"), "{found:?}");
        assert!(rules.iter().filter(|name| **name == rule.name).count() <= 10);
    }
    assert!(told.windows(2).all(|pair| pair[0].span.as_ref().unwrap().start <= pair[1].span.as_ref().unwrap().start));
    let distinct: BTreeSet<&str> = rules.into_iter().collect();
    let answer: Vec<String> = distinct.into_iter().map(|rule| format!("\"{rule}\"")).collect();
    assert_eq!(found(&format!("ignore = [{}]\n{text}", answer.join(", "))), [], "{text}");
}

#[test]
fn findings_stand_in_the_file_and_answers_silence_them_on_random_maps() {
    let mut asked = BTreeSet::new();
    for seed in 0..400 {
        let text = source(seed);
        holds(&text);
        // The same with evidence here and there.
        let map = map(&text);
        let mut random = Random::new(seed);
        let ids: Vec<&str> = map.graph.node_weights().map(|theme| theme.id.as_str()).collect();
        if text.contains("[theme.") || text.contains("[participants") {
            continue;
        }
        let mut evidenced = text.clone();
        for id in ids {
            let voices: Vec<String> = (0..random.below(4)).map(|_| format!("\"P{}\"", random.below(6))).collect();
            let quote = ["", "quotes = [\"a\"]\n", "quotes = [{ by = \"P1\", id = \"é\" }]\n"][random.below(3)];
            evidenced += &format!("\n[theme.\"{id}\"]\nvoices = [{}]\n{quote}", voices.join(", "));
        }
        evidenced += "\n[participants]\na = { ids = [\"P0\", \"P1\", \"P2\"] }\nb = { ids = [\"P3\", \"P4\", \"P5\", \"P6\"] }\n";
        holds(&evidenced);
        asked.extend(found(&evidenced).into_iter().map(|(rule, ..)| rule));
    }
    for rule in
        ["participant-never-quoted", "quote-without-participant", "theme-without-evidence", "one-voice", "one-group"]
    {
        assert!(asked.contains(rule), "no random map asks {rule}: {asked:?}");
    }
}

#[test]
fn maps_of_any_size_and_alphabet_are_asked() {
    // Many of everything: names alike, names of nothing but marks, thousands of answers.
    let themes: Vec<String> = (0..3000)
        .map(|number| {
            let sub = format!("{{ id = \"s{number}\", label = \"Theme\", aliases = [\"Theme {number}\"], quotes = [\"a\"] }}");
            format!("{{ id = \"t{number}\", label = \"Theme\", themes = [{sub}], quotes = [{{ by = \"P{number}\", id = \"x\" }}] }}")
        })
        .collect();
    let ignored = "\"one-voice\", \"nothing\", ".repeat(3000);
    let text = format!("ignore = [{ignored}]\nthemes = [{}]\n", themes.join(",\n"));
    let told = findings(&map(&text));
    assert!(told.iter().filter(|found| found.rule.is_some()).count() <= 10 * RULES.len());
    assert_eq!(unknown_names(&map(&text)).len(), 3000);
    for label in ["…", "– –", "☂", "等待", "「」", "a\u{301}\u{301}", "ß", "İ", "𝔄", "'s", "s'", "of the", "100%", "P1"]
    {
        let label = toml::Value::from(label);
        holds(&format!("themes = [{{ id = \"a\", label = {label}, short = {label}, aliases = [{label}] }}, \"b\"]\n"));
        holds(&format!(
            "[groups.a]\nlabel = {label}\nthemes = [{{ id = \"c\", label = {label}, aliases = [\"x\", {label}] }}]\n"
        ));
    }
}
