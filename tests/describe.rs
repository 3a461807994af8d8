//! The map in words: exact sentences, limits that always hold, every label named, and formats that other programs read.

mod random_maps;
mod sandbox;
mod tools;

use std::process::Stdio;

use sandbox::Sandbox;
use thememap::describe::formats::{FORMATS, Format};
use thememap::describe::{Account, Asked, PARTS, Part, account, advice, description, words};
use thememap::model::{Map, Role};

const ALL: [Part; 4] = [Part::Alt, Part::Caption, Part::Description, Part::Table];
const EVIDENCE: Asked = Asked { definitions: true, quotes: true, voices: None, counts: false };

/// Tags of the languages with phrases, of none, and of one without.
const LANGUAGES: [Option<&str>; 7] =
    [None, Some("en"), Some("fr-CA"), Some("es"), Some("de"), Some("pt-BR"), Some("zh-Hans")];

fn map(source: &str) -> Map {
    thememap::read(source).unwrap_or_else(|errors| panic!("{errors:?}\n{source}")).0
}

fn written(account: &Account, format: &str) -> String {
    (Format::named(format).unwrap().write)(account)
}

/// What no format may take for markup, a formula or a column.
const WILD: [&str; 12] = [
    "=HYPERLINK(\"http://example.org\";\"x\")",
    "-2+3|cmd",
    "@home",
    "a & b < c > d",
    "\\input{/etc/passwd} 50% $x_1^2$ #1 ~",
    "{unbalanced",
    "}unbalanced[",
    "[*] | pipe | `code` **bold** _it_",
    "<script>alert('x')</script>",
    "]]> --> &amp; \"quoted\", 'single'",
    "comma, semicolon; “curly” ‘single’ «guillemets» „low“",
    "等待 شبكة الدعم שלום",
];

fn wild() -> Map {
    let quoted = |text: &str| format!("'''{text}'''");
    let labels: Vec<String> = WILD.iter().map(|label| quoted(label)).collect();
    let mut source = format!(
        "title = {}\nsource = {}\ncore = {}\nlinks = [{{ from = \"a\", to = \"core\", label = {} }}]\n\
         [groups.a]\nlabel = {}\nthemes = [{}]\n[groups.b]\nlabel = '''b'''\n",
        labels[4],
        labels[9],
        labels[8],
        labels[10],
        labels[7],
        labels
            .iter()
            .enumerate()
            .map(|(i, l)| format!("{{ id = \"t{i}\", label = {l} }}"))
            .collect::<Vec<_>>()
            .join(",")
    );
    for (i, label) in labels.iter().enumerate() {
        source += &format!(
            "[theme.t{i}]\ndefinition = {label}\nthemes = [{{ id = \"s{i}\", label = {label} }}]\ncodes = [{{ id = \"c{i}\", \
             label = {label} }}]\nquotes = [{{ by = {label}, text = \"\"\"one\ntwo\"\"\" }}, {{ text = {label} }}]\n"
        );
    }
    map(&source)
}

// Sentences

#[test]
fn the_published_study_in_english() {
    let map = map(include_str!("../maps/lennox-2021.toml"));
    let words = words(&map, None);
    assert_eq!(words.alt, "Thematic map: ‘Peer support workers as a bridge’ at the centre, 9 themes in 3 groups.");
    assert_eq!(
        words.paragraphs().collect::<Vec<_>>(),
        [
            "This thematic map has a core, 3 groups, 9 themes and 3 links. The core is ‘Peer support workers as a bridge’.",
            "The group ‘Functions of the bridge’ holds 4 themes: ‘Overcoming system barriers’, ‘Advocacy’, ‘Navigating \
             transitions within the healthcare system’ and ‘Restoring trust between HCPs and PWUD’.",
            "The group ‘Building a strong bridge’ holds 2 themes: ‘Ongoing training and peer mentorship’ and ‘Establishing \
             boundaries’.",
            "The group ‘Characteristics of an effective peer support worker’ holds 3 themes: ‘Intrinsic qualities’, \
             ‘Contribution of shared experiences’ and ‘Personal stability’.",
            "‘Peer support workers as a bridge’ is linked with ‘Building a strong bridge’, ‘Characteristics of an effective \
             peer support worker’ and ‘Functions of the bridge’.",
        ]
    );
    assert_eq!(
        words.caption,
        "Peer support workers as a bridge. Thematic map: 9 themes in 3 groups around this core. Abbreviations: HCP, health \
         care provider; PWUD, people who use drugs. Source: Lennox R, Lamarche L, O'Shea T. Harm Reduct J 18, 19 (2021). https://doi.org/10.1186/s12954-021-00467-7. CC BY 4.0."
    );
    assert_eq!(advice(&map, &ALL, Asked::default()), []);
}

#[test]
fn the_page_about_words_shows_what_is_written() {
    let page = std::fs::read_to_string("docs/describe.md").unwrap();
    let words = words(&map(include_str!("../maps/lennox-2021.toml")), None);
    let quoted = page.lines().filter_map(|line| line.strip_prefix("> "));
    let told: Vec<&str> =
        [words.alt.as_str(), &words.caption].into_iter().chain(words.paragraphs().skip(2).take(1)).collect();
    assert_eq!(quoted.collect::<Vec<_>>(), told);
    for format in &FORMATS {
        assert!(page.contains(&format!("| `{}` | `.{}` |", format.name, format.extension)), "{}", format.name);
    }
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(advice(&map(example), &ALL, Asked::default()), []);
}

/// A map of every kind of sentence, in one language.
fn hope(lang: &str, [core, group, waiting, news, bed, loose, outcome, short, long]: [&str; 9]) -> Map {
    map(&format!(
        r#"
        lang = "{lang}"
        core = {{ label = "{core}" }}
        outcome = "{outcome}"
        themes = [{{ id = "loose", label = "{loose}", tentative = true }}]
        links = ["g -> core", "core ..> outcome: {short}", "w <-> loose", {{ from = "loose", to = "g", kind = "barrier" }}]
        [groups.g]
        label = "{group}"
        themes = [{{ id = "w", label = "{waiting}", themes = ["{news}", "{bed}"] }}]
        [abbreviations]
        {short} = "{long}"
        "#
    ))
}

#[track_caller]
fn reads(map: &Map, alt: &str, caption: &str, description: &[&str]) {
    let words = words(map, None);
    assert_eq!(words.alt.replace('\u{a0}', "_"), alt);
    assert_eq!(words.caption.replace('\u{a0}', "_"), caption);
    let told: Vec<_> = words.paragraphs().map(|paragraph| paragraph.replace('\u{a0}', "_")).collect();
    assert_eq!(told, description);
}

#[test]
fn all_sentences_in_english() {
    let labels =
        ["Hope", "Time", "Waiting", "For news, for sleep", "For a bed", "Faith", "Going home", "ED", "emergency"];
    reads(
        &hope("en", labels),
        "Thematic map: ‘Hope’ at the centre, 2 themes, 1 of them in 1 group, with the outcome ‘Going home’.",
        "Hope. Thematic map: 2 themes, 1 of them in 1 group around this core, with the outcome ‘Going home’. Key: arrow = \
         leads to; arrow with two heads = strengthen each other; line with a bar at its end = is a barrier to; dotted line \
         = tentative link; dashed outline = tentative theme. Abbreviations: ED, emergency.",
        &[
            "This thematic map has a core, 1 group, 2 themes, 2 sub-themes, an outcome and 4 links. The core is ‘Hope’.",
            "This theme stands in no group: ‘Faith’.",
            "The group ‘Time’ holds 1 theme: ‘Waiting’. The theme ‘Waiting’ holds 2 sub-themes: ‘For news, for sleep’ and \
             ‘For a bed’.",
            "The outcome is ‘Going home’.",
            "‘Time’ leads to ‘Hope’. ‘Hope’ possibly leads to ‘Going home’: ‘ED’. ‘Waiting’ and ‘Faith’ strengthen each \
             other. ‘Faith’ is a barrier to ‘Time’.",
            "This is tentative: ‘Faith’.",
        ],
    );
}

#[test]
fn all_sentences_in_french() {
    let labels = ["L’espoir", "Le temps", "Attendre", "Des nouvelles", "Un lit", "La foi", "Rentrer", "SU", "urgences"];
    reads(
        &hope("fr", labels),
        "Carte thématique_: «_L’espoir_» au centre, 2 thèmes, dont 1 dans 1 groupe, avec pour aboutissement «_Rentrer_».",
        "L’espoir. Carte thématique_: 2 thèmes, dont 1 dans 1 groupe autour de cette idée centrale, avec pour aboutissement \
         «_Rentrer_». Légende_: flèche = mène à_; flèche à deux pointes = se renforcent mutuellement_; ligne terminée par une \
         barre = fait obstacle à_; ligne pointillée = lien provisoire_; contour tireté = thème provisoire. Abréviations_: SU, \
         urgences.",
        &[
            "Cette carte thématique comporte une idée centrale, 1 groupe, 2 thèmes, 2 sous-thèmes, un aboutissement et 4 \
             liens. L’idée centrale est «_L’espoir_».",
            "Ce thème ne fait partie d’aucun groupe_: «_La foi_».",
            "Le groupe «_Le temps_» comprend 1 thème_: «_Attendre_». Le thème «_Attendre_» comprend 2 sous-thèmes_: «_Des \
             nouvelles_» et «_Un lit_».",
            "L’aboutissement est «_Rentrer_».",
            "«_Le temps_» mène à «_L’espoir_». «_L’espoir_» mène peut-être à «_Rentrer_»_: «_SU_». «_Attendre_» et «_La \
             foi_» se renforcent mutuellement. «_La foi_» fait obstacle à «_Le temps_».",
            "Reste provisoire_: «_La foi_».",
        ],
    );
}

#[test]
fn all_sentences_in_spanish() {
    let labels = ["Esperanza", "Tiempo", "Esperar", "Noticias", "Iglesia", "Ilusión", "Volver", "UCI", "cuidados"];
    reads(
        &hope("es", labels),
        "Mapa temático: «Esperanza» en el centro, 2 temas, 1 de ellos en 1 grupo, con el resultado «Volver».",
        "Esperanza. Mapa temático: 2 temas, 1 de ellos en 1 grupo en torno a esta idea central, con el resultado «Volver». \
         Leyenda: flecha = lleva a; flecha de dos puntas = se refuerzan mutuamente; línea terminada en una barra = es una \
         barrera para; línea de puntos = relación provisional; contorno discontinuo = tema provisional. Abreviaturas: UCI, \
         cuidados.",
        &[
            "Este mapa temático tiene una idea central, 1 grupo, 2 temas, 2 subtemas, un resultado y 4 relaciones. La idea \
             central es «Esperanza».",
            "Este tema no pertenece a ningún grupo: «Ilusión».",
            "El grupo «Tiempo» reúne 1 tema: «Esperar». El tema «Esperar» reúne 2 subtemas: «Noticias» e «Iglesia».",
            "El resultado es «Volver».",
            "«Tiempo» lleva a «Esperanza». «Esperanza» posiblemente lleva a «Volver»: «UCI». «Esperar» e «Ilusión» se \
             refuerzan mutuamente. «Ilusión» es una barrera para «Tiempo».",
            "Es provisional: «Ilusión».",
        ],
    );
}

#[test]
fn all_sentences_in_german() {
    let labels =
        ["Hoffnung", "Zeit", "Warten", "Auf Neues", "Auf ein Bett", "Glaube", "Heimgehen", "NA", "Notaufnahme"];
    reads(
        &hope("de", labels),
        "Thematische Karte: „Hoffnung“ in der Mitte, 2 Themen, davon 1 in 1 Gruppe, mit dem Ergebnis „Heimgehen“.",
        "Hoffnung. Thematische Karte: 2 Themen, davon 1 in 1 Gruppe um diese Kernidee, mit dem Ergebnis „Heimgehen“. \
         Legende: Pfeil = führt zu; Pfeil mit zwei Spitzen = verstärken einander; Linie mit Querstrich am Ende = ist ein \
         Hindernis für; gepunktete Linie = vorläufige Verbindung; gestrichelter Umriss = vorläufiges Thema. Abkürzungen: \
         NA, Notaufnahme.",
        &[
            "Diese thematische Karte hat eine Kernidee, 1 Gruppe, 2 Themen, 2 Unterthemen, ein Ergebnis und 4 \
             Verbindungen. Die Kernidee ist „Hoffnung“.",
            "Dieses Thema gehört zu keiner Gruppe: „Glaube“.",
            "Die Gruppe „Zeit“ umfasst 1 Thema: „Warten“. Das Thema „Warten“ umfasst 2 Unterthemen: „Auf Neues“ und „Auf \
             ein Bett“.",
            "Das Ergebnis ist „Heimgehen“.",
            "„Zeit“ führt zu „Hoffnung“. „Hoffnung“ führt möglicherweise zu „Heimgehen“: „NA“. „Warten“ und „Glaube“ \
             verstärken einander. „Glaube“ ist ein Hindernis für „Zeit“.",
            "Vorläufig ist: „Glaube“.",
        ],
    );
}

#[test]
fn all_sentences_in_portuguese() {
    let labels =
        ["Esperança", "Tempo", "Esperar", "Por notícias", "Por uma cama", "Fé", "Voltar", "PS", "pronto-socorro"];
    reads(
        &hope("pt", labels),
        "Mapa temático: “Esperança” no centro, 2 temas, 1 deles em 1 grupo, com o resultado “Voltar”.",
        "Esperança. Mapa temático: 2 temas, 1 deles em 1 grupo em torno desta ideia central, com o resultado “Voltar”. \
         Legenda: seta = leva a; seta de duas pontas = reforçam-se mutuamente; linha terminada por uma barra = é uma \
         barreira para; linha pontilhada = relação provisória; contorno tracejado = tema provisório. Abreviaturas: PS, \
         pronto-socorro.",
        &[
            "Este mapa temático tem uma ideia central, 1 grupo, 2 temas, 2 subtemas, um resultado e 4 relações. A ideia \
             central é “Esperança”.",
            "Este tema não pertence a nenhum grupo: “Fé”.",
            "O grupo “Tempo” reúne 1 tema: “Esperar”. O tema “Esperar” reúne 2 subtemas: “Por notícias” e “Por uma cama”.",
            "O resultado é “Voltar”.",
            "“Tempo” leva a “Esperança”. “Esperança” possivelmente leva a “Voltar”: “PS”. “Esperar” e “Fé” reforçam-se \
             mutuamente. “Fé” é uma barreira para “Tempo”.",
            "É provisório: “Fé”.",
        ],
    );
}

#[test]
fn other_languages_are_told_by_their_labels_alone_and_say_so() {
    let source = "lang = \"zh\"\ncore = \"桥梁\"\noutcome = \"信任\"\nlinks = [\"g -> core\", \"core ..> outcome: 以后\"]\n\
                  [groups.g]\nlabel = \"作用\"\nthemes = [{ label = \"等待\", themes = [\"等消息\"] }, { label = \"床\", tentative = \
                  true }]\n[abbreviations]\nHIV = \"病毒\"\n";
    let map = map(source);
    let words = words(&map, None);
    assert_eq!(words.alt, "桥梁");
    assert_eq!(
        words.paragraphs().collect::<Vec<_>>(),
        ["桥梁。", "作用 (等待 (等消息) · 床 (?)).", "信任。", "作用 → 桥梁。 桥梁 → 信任 (?): 以后。"]
    );
    assert_eq!(words.caption, "桥梁。");
    let told = advice(&map, &ALL, Asked::default());
    assert!(told[0].message.contains("no phrases for the language `zh`"), "{told:?}");
    assert!(told[0].hints[0].contains("English, French, Spanish, German and Portuguese"), "{told:?}");
    let hebrew =
        self::map("lang = \"he\"\nlinks = [\"a -> b\"]\n[groups.a]\nlabel = \"תקווה\"\n[groups.b]\nlabel = \"מנוחה\"");
    let told = description(&hebrew, Asked::default());
    assert_eq!(told.last().unwrap(), "תקווה ← מנוחה.", "read from right to left it points to the second");
}

#[test]
fn every_shape_of_map_has_a_sentence_that_says_what_it_is() {
    for (source, alt) in [
        ("core = \"Hope\"", "Thematic map: ‘Hope’ at the centre."),
        ("core = \"Hope\"\noutcome = \"Rest\"", "Thematic map: ‘Hope’ at the centre, with the outcome ‘Rest’."),
        ("themes = [\"Hope\"]", "Thematic map: 1 theme (‘Hope’)."),
        (
            "themes = [\"Hope\", \"Rest, sleep\", \"Time\"]",
            "Thematic map: 3 themes (‘Hope’; ‘Rest, sleep’; and ‘Time’).",
        ),
        ("title = \"Nights\"\nthemes = [\"Hope\", \"Rest\"]", "Thematic map ‘Nights’: 2 themes."),
        ("[groups.a]\n[groups.b]", "Thematic map: 2 groups (‘A’ and ‘B’)."),
        ("themes = [\"Hope\"]\n[groups.a]", "Thematic map: 1 theme and 1 group (‘A’)."),
        ("core = { label = \"Hope\", themes = [\"a\", \"b\"] }", "Thematic map: ‘Hope’ at the centre, 2 sub-themes."),
        ("core = { label = \"Hope\", codes = [\"a\"] }", "Thematic map: ‘Hope’ at the centre, 1 code."),
        ("core = \"It’s me\"\nthemes = [\"a\"]", "Thematic map: “It’s me” at the centre, 1 theme."),
    ] {
        assert_eq!(words(&map(source), None).alt, alt, "{source}");
    }
}

#[test]
fn links_from_one_item_are_one_sentence_and_equal_names_are_told_apart() {
    let map = map(
        "links = [\"x.trust -- y.trust\", \"z -- x.trust\", \"x.trust -> z\", \"x.trust -> y\", \"y -> x.trust\", \"z -> x.trust\"]\n\
                   themes = [{ id = \"z\", label = \"Zeal\" }]\n[groups.x]\nthemes = [\"Trust\"]\n[groups.y]\nthemes = [\"Trust\"]",
    );
    let told = description(&map, Asked::default());
    assert_eq!(
        told.last().unwrap(),
        "‘Trust’ (‘X’) is linked with ‘Trust’ (‘Y’) and ‘Zeal’. ‘Trust’ (‘X’) leads to ‘Zeal’ and ‘Y’. ‘Y’ and \
         ‘Zeal’ lead to ‘Trust’ (‘X’)."
    );
}

#[test]
fn the_key_of_a_caption_names_the_marks_that_occur() {
    let caption = |lang: &str, links: &str| {
        words(&map(&format!("lang = \"{lang}\"\nlinks = [{links}]\n[groups.a]\n[groups.b]\n[groups.c]")), None).caption
    };
    let link = |from: &str, kind: &str| format!("{{ from = \"{from}\", to = \"c\", kind = \"{kind}\" }}");
    assert_eq!(caption("en", "\"a -- b\""), "Thematic map: 3 groups.", "a line needs no key");
    assert_eq!(caption("es", &link("a", "part-of")), "Mapa temático: 3 grupos. Leyenda: línea fina = forma parte de.");
    let two = format!("{}, {}, \"a -> b\"", link("a", "facilitator"), link("b", "causes"));
    assert_eq!(caption("en", &two), "Thematic map: 3 groups. Key: arrow = leads to / causes / facilitates.");
    assert!(
        caption("de", &link("a", "contradicts"))
            .ends_with("Linie mit Querstrich an beiden Enden = widersprechen einander.")
    );
}

// Limits

/// Labels that push: long words, no blanks, no letters, letters of many signs.
fn pushing() -> Vec<String> {
    vec![
        "word ".repeat(100).trim_end().to_owned(),
        "a ".repeat(250).trim_end().to_owned(),
        "x".repeat(500),
        "等待".repeat(250),
        "e\u{301}".repeat(250),
        format!("e{}", "\u{301}".repeat(499)),
        "👩‍👩‍👧‍👦".repeat(71),
        "‘“«„»“”’ ".repeat(50),
        ",.;: ".repeat(100).trim_end().to_owned(),
        "ความไว้วางใจ".repeat(40),
        "Σ".into(),
    ]
}

#[test]
fn alternative_texts_are_always_short_enough() {
    let check = |map: &mut Map, about: &str| {
        for lang in LANGUAGES {
            map.lang = lang.map(str::to_owned);
            let alt = thememap::describe::alt(map);
            let (characters, count) = (alt.chars().count(), alt.split_whitespace().count());
            assert!((1..=125).contains(&characters), "{characters} characters, {about}: {alt}");
            assert!((1..=30).contains(&count), "{count} words, {about}: {alt}");
            assert!(!alt.contains('\n') && !alt.contains('{'), "{about}: {alt}");
        }
    };
    for seed in 0..500 {
        check(&mut map(&random_maps::source(seed)), &format!("seed {seed}"));
    }
    for label in pushing() {
        for seed in 0..40 {
            let mut map = map(&random_maps::source(seed));
            map.graph.node_weights_mut().for_each(|theme| theme.label = label.clone());
            check(&mut map, &label);
            map.core = None;
            check(&mut map, &label);
            map.title = Some(label.clone());
            check(&mut map, &label);
        }
    }
}

#[test]
fn a_core_too_long_is_shortened_at_a_word_and_shows_it() {
    let long = map(
        "core = \"Peer support workers as a bridge between health care providers and people who use drugs in a city \
                    that has closed its shelters and its clinics\"\nthemes = [\"Hope\"]",
    );
    assert_eq!(
        words(&long, None).alt,
        "Thematic map: ‘Peer support workers as a bridge between health care providers and people who use…’ at the centre, \
         1 theme."
    );
}

#[test]
fn every_label_is_named_as_it_stands() {
    for seed in 0..300 {
        let mut map = map(&random_maps::source(seed));
        for lang in LANGUAGES {
            map.lang = lang.map(str::to_owned);
            let told = words(&map, None).description;
            let labels = map.graph.node_weights().map(|theme| &theme.label);
            let links = map.graph.edge_weights().filter_map(|link| link.label.as_ref());
            for label in labels.chain(links) {
                assert!(told.contains(label.as_str()), "seed {seed}, {lang:?}: `{label}` is not named in {told}");
            }
        }
    }
}

#[test]
fn a_codebook_of_a_hundred_thousand_codes_is_told_at_once() {
    let codes: Vec<String> = (0..100_000).map(|n| format!("\"Code {n}\"")).collect();
    let map = map(&format!(
        "links = [\"a -> b\"]\n[groups.a]\n[groups.b]\nthemes = [{{ label = \"T\", codes = [{}] }}]",
        codes.join(",")
    ));
    let told = words(&map, None).description;
    assert!(told.contains("100000 items that are not named here"), "{told}");
    assert!(told.len() < 2000);
    let account = account(&map, "study", &ALL, EVIDENCE);
    for format in &FORMATS {
        assert!((format.write)(&account).contains("Code 99999"), "{}", format.name);
    }
}

#[test]
fn definitions_and_quotes_are_there_on_request_alone() {
    let map = map(
        "[participants]\ncooks = { ids = [\"C3\"] }\n[theme.care]\ndefinition = \"A meal is a question\"\nvoices = \
                   [\"C3\"]\nquotes = [{ by = \"C3\", text = \"They never\\nask for it.\" }, { text = \"It’s theirs.\" }]",
    );
    let silent = account(&map, "study", &ALL, Asked::default());
    let telling = account(&map, "study", &ALL, EVIDENCE);
    for format in &FORMATS {
        let (silent, telling) = ((format.write)(&silent), (format.write)(&telling));
        for secret in ["A meal", "They never", "C3", "theirs"] {
            assert!(!silent.contains(secret), "{} says `{secret}`: {silent}", format.name);
            assert!(telling.contains(secret), "{} does not say `{secret}`: {telling}", format.name);
        }
    }
    assert_eq!(
        description(&map, EVIDENCE)[1],
        "The theme is ‘Care’. Definition of ‘Care’: A meal is a question. C3 on ‘Care’: ‘They never ask for it.’ On \
         ‘Care’: “It’s theirs.”"
    );
    assert_eq!(words(&map, None).description.matches('\n').count(), 1, "nothing of it in a figure");
}

#[test]
fn the_authors_own_words_win_and_are_measured() {
    let long = "word ".repeat(31);
    let map = map(&format!(
        "alt = \"{long}\"\ncaption = \"Mine: ABC.\"\ndescription = \"One.\\n\\nTwo.\"\nthemes = [\"ABC and XYZ\"]"
    ));
    let words = words(&map, None);
    assert_eq!((words.alt.as_str(), words.caption.as_str()), (long.trim(), "Mine: ABC."));
    assert_eq!(words.paragraphs().collect::<Vec<_>>(), ["One.", "Two."]);
    let told = advice(&map, &ALL, Asked::default());
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].message, "`alt` has 154 characters and 31 words; journals take at most 125 and 30");
}

// Tables

/// Themes of the wild map by the name of their holder, as any table shows them.
fn rows(account: &Account) -> Vec<Vec<String>> {
    let table = account.table.as_ref().unwrap();
    table.rows.iter().map(|row| row.iter().map(|cell| cell.lines.join("\n")).collect()).collect()
}

#[test]
fn a_table_names_every_theme_once_with_what_holds_it() {
    for seed in 0..200 {
        let map = map(&random_maps::source(seed));
        let table = account(&map, "study", &ALL, Asked::default()).table.unwrap();
        let mut labels: Vec<String> = Vec::new();
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len());
            let named = row.iter().filter(|cell| cell.rows > 0).flat_map(|cell| &cell.lines);
            labels.extend(named.map(|label| label.trim_end_matches(" (tentative)").to_owned()));
        }
        for theme in map.graph.node_weights().filter(|theme| !matches!(theme.role, Role::Core | Role::Outcome)) {
            assert!(labels.iter().any(|label| label.contains(&theme.label)), "seed {seed}: {}", theme.label);
        }
        for column in 0..table.columns.len() {
            let spans: usize = table.rows.iter().map(|row| row[column].rows).sum();
            assert_eq!(spans, table.rows.len(), "seed {seed}: cells fill their column");
        }
    }
}

#[test]
fn csv_is_read_by_python_and_runs_no_formula() {
    let account = account(&wild(), "study", &ALL, EVIDENCE);
    let csv = written(&account, "csv");
    assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
    let Some(mut python) = tools::tool("python3") else { return };
    let sandbox = Sandbox::new();
    sandbox.write("t.csv", &csv);
    let script =
        "import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))))";
    let read = tools::printed(python.args(["-c", script]).arg(sandbox.path("t.csv")).stdin(Stdio::null()));
    let read: Vec<Vec<String>> = serde_json::from_str(&read).unwrap();
    assert_eq!(read[0], ["Group", "Theme", "Sub-themes", "Codes", "Definition", "Quotes"]);
    let given = rows(&account);
    assert_eq!(read.len(), given.len() + 1);
    for (read, given) in read[1..].iter().zip(&given) {
        for (read, given) in read.iter().zip(given) {
            assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula: {read}");
            assert_eq!(read.strip_prefix('\'').filter(|_| read != given).unwrap_or(read), given);
        }
    }
}

/// The cells of an XML table by row and column, the heads first, with rows that are spanned filled from above.
fn grid(document: &roxmltree::Document) -> Vec<Vec<String>> {
    let mut grid: Vec<Vec<Option<String>>> = Vec::new();
    let rows: Vec<_> = document.descendants().filter(|node| node.has_tag_name("tr")).collect();
    let columns = rows[0].children().filter(|node| node.is_element()).count();
    grid.resize(rows.len(), vec![None; columns]);
    for (at, row) in rows.iter().enumerate() {
        for cell in row.children().filter(|node| node.is_element()) {
            let column = grid[at].iter().position(Option::is_none).expect("no cell too many");
            let lines = cell.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
            let text = lines.collect::<Vec<_>>().join("\n");
            let span: usize = cell.attribute("rowspan").map_or(1, |rows| rows.parse().unwrap());
            for row in &mut grid[at..at + span] {
                row[column] = Some(text.clone());
            }
            let head = at == 0 || (column < 2 && !text.is_empty());
            assert_eq!(cell.tag_name().name(), if head { "th" } else { "td" }, "{text}");
            assert_eq!(cell.attribute("scope").is_some(), head, "{text}");
        }
    }
    grid.into_iter().map(|row| row.into_iter().map(|cell| cell.expect("no cell missing")).collect()).collect()
}

#[test]
fn html_and_jats_are_well_formed_and_hold_every_cell() {
    let account = account(&wild(), "study", &ALL, EVIDENCE);
    for format in ["html", "jats"] {
        let text = written(&account, format);
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document =
            roxmltree::Document::parse_with_options(&text, options).unwrap_or_else(|e| panic!("{format}: {e}"));
        assert_eq!(grid(&document)[1..], rows(&account), "{format}");
        assert!(!document.descendants().any(|node| node.has_tag_name("script")));
        let alt = account.alt.clone().unwrap();
        let has = |value: &str| {
            document.descendants().any(|node| node.text() == Some(value) || node.attribute("alt") == Some(value))
        };
        assert!(has(&alt), "{format}");
    }
}

#[test]
fn html_says_its_language_and_direction() {
    let arabic = map("lang = \"ar\"\ncore = \"الانتظار\"\nthemes = [\"الأمل\"]");
    let html = written(&account(&arabic, "study", &ALL, Asked::default()), "html");
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{html}");
    assert!(html.contains("<th scope=\"col\" lang=\"en\" dir=\"ltr\">Theme</th>"), "{html}");
    assert!(html.contains("<img src=\"study.svg\" alt=\"الانتظار\" aria-describedby=\"description\"/>"), "{html}");
    let french = map("lang = \"fr\"\nthemes = [\"Espoir\"]");
    let html = written(&account(&french, "étude 1", &ALL, Asked::default()), "html");
    assert!(html.contains("<html lang=\"fr\">") && html.contains("<th scope=\"col\">Thème</th>"), "{html}");
    assert!(html.contains("src=\"figure.svg\""), "a name that is no safe address: {html}");
}

#[test]
fn jats_stands_in_the_order_of_the_standard() {
    let map = map(include_str!("../maps/lennox-2021.toml"));
    let text = written(&account(&map, "lennox-2021", &ALL, Asked::default()), "jats");
    let document = roxmltree::Document::parse(&text).unwrap();
    assert!(document.root_element().has_tag_name("floats-group"));
    let fig = document.descendants().find(|node| node.has_tag_name("fig")).unwrap();
    let names: Vec<_> = fig.children().filter(|node| node.is_element()).map(|node| node.tag_name().name()).collect();
    assert_eq!(names, ["caption", "alt-text", "long-desc", "graphic"]);
    assert_eq!(fig.attribute(("http://www.w3.org/XML/1998/namespace", "lang")), Some("en"));
    let alone = written(&account(&map, "lennox-2021", &[Part::Table], Asked::default()), "jats");
    assert!(roxmltree::Document::parse(&alone).unwrap().root_element().has_tag_name("table-wrap"));
}

#[test]
fn latex_has_balanced_braces_and_a_cell_for_each_column() {
    let account = account(&wild(), "study", &ALL, EVIDENCE);
    let latex = written(&account, "latex");
    let (mut depth, mut escaped) = (0_i32, false);
    for c in latex.lines().filter(|line| !line.starts_with('%')).flat_map(|line| line.chars().chain(['\n'])) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        assert!(depth >= 0);
    }
    assert_eq!(depth, 0);
    assert!(!latex.contains("\\input"));
    let body = latex.split("\\endlastfoot\n").nth(1).unwrap();
    let lines: Vec<_> = body.lines().filter(|line| line.ends_with(" \\\\")).collect();
    assert_eq!(lines.len(), account.table.as_ref().unwrap().rows.len());
    for line in lines {
        let columns = line.replace("\\&", "").matches('&').count() + 1;
        assert_eq!(columns, account.table.as_ref().unwrap().columns.len(), "{line}");
        assert!(!line.starts_with(['[', '*']), "it would belong to the line break before it: {line}");
    }
}

#[test]
fn markdown_has_a_pipe_for_each_column_and_no_markup_of_the_authors() {
    let account = account(&wild(), "study", &ALL, EVIDENCE);
    let markdown = written(&account, "markdown");
    let table: Vec<_> = markdown.lines().filter(|line| line.starts_with("| ") || line.starts_with("|-")).collect();
    assert_eq!(table.len(), account.table.as_ref().unwrap().rows.len() + 2);
    for line in table {
        let mut escaped = false;
        let mut is_bare = |c: &char| {
            let bare = !escaped && *c != '\\';
            escaped = *c == '\\' && !escaped;
            bare
        };
        let bare: String = line.chars().filter(|c| is_bare(c)).collect();
        assert_eq!(bare.matches('|').count(), 7, "{line}");
        assert!(!bare.contains(['<', '*', '`', '[', '$']), "{line}");
    }
}

#[test]
fn json_is_one_line_with_everything() {
    let account = account(&wild(), "study", &ALL, EVIDENCE);
    let json = written(&account, "json");
    assert_eq!(json.matches('\n').count(), 1);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["alt"].as_str(), account.alt.as_deref());
    assert_eq!(value["table"]["rows"].as_array().unwrap().len(), rows(&account).len());
}

#[test]
fn a_sub_theme_has_its_own_row_where_it_has_something_to_show() {
    let map = map(
        "[groups.g]\nthemes = [{ label = \"A\", themes = [{ label = \"B\", themes = [\"C\"] }] }, { label = \"D\", themes \
                   = [{ label = \"E\", codes = [\"x\", \"y\"] }, \"F\"] }]",
    );
    let account = account(&map, "study", &[Part::Table], Asked::default());
    assert_eq!(rows(&account), [["G", "A", "B\nB › C", ""], ["G", "D", "E", "x\ny"], ["G", "D", "F", ""]]);
    assert_eq!(written(&account, "text"), "G\n  A\n    B\n    B › C\n  D\n    E\n      Codes: x; y\n    F\n");
}

#[test]
fn no_cell_takes_more_rows_than_html_allows() {
    let themes: Vec<String> = (0..70_000).map(|n| format!("\"T{n}\"")).collect();
    let map = map(&format!("[groups.g]\nthemes = [{}]", themes.join(",")));
    let table = account(&map, "study", &[Part::Table], Asked::default()).table.unwrap();
    let spans: Vec<_> = table.rows.iter().map(|row| row[0].rows).filter(|rows| *rows > 0).collect();
    assert_eq!(spans.iter().sum::<usize>(), 70_000);
    assert!(spans.iter().all(|rows| *rows <= 65_534), "{spans:?}");
}

// The command

#[test]
fn describe_prints_what_is_asked_for() {
    let sandbox = Sandbox::with_map();
    let all = sandbox.run(["describe", "study.toml"]).exits(0).says_nothing().text();
    for head in ["Alternative text\n------", "Caption\n", "Description\n", "Themes\n"] {
        assert!(all.contains(head), "{all}");
    }
    let alt = sandbox.run(["describe", "study.toml", "--what", "alt"]).exits(0).text();
    assert_eq!(alt, "Thematic map: ‘Waiting / being told \"soon\"’ at the centre, 3 themes in 2 groups.\n");
    assert_eq!(sandbox.pipe(sandbox::MAP.as_bytes(), ["describe", "-", "-w", "alt"]).exits(0).text(), alt);
    sandbox.write("two.toml", "lang = \"en\"\nthemes = [{ en = \"Hope\", fr = \"Espoir\" }]");
    let french = sandbox.run(["describe", "two.toml", "-w", "alt", "--lang", "fr"]).exits(0).text();
    assert_eq!(french, "Carte thématique\u{a0}: 1 thème («\u{a0}Espoir\u{a0}»).\n");
    sandbox.run(["describe", "two.toml", "--lang", "de"]).exits(1).says(&["this map has no words in `de`"]);
    for (_, name, _) in PARTS {
        for format in FORMATS.iter().filter(|format| format.name != "csv") {
            let run = sandbox.run(["describe", "study.toml", "-w", name, "-f", format.name]).exits(0);
            assert!(!run.out.is_empty(), "{name} as {}", format.name);
        }
    }
    assert_eq!(sandbox.files(), ["study.toml", "two.toml"], "nothing is written unasked");
}

#[test]
fn describe_writes_files_by_their_endings_and_one_for_each_map_in_a_folder() {
    let sandbox = Sandbox::with_map();
    sandbox.write("other.toml", "themes = [\"Hope\"]");
    for format in &FORMATS {
        sandbox.run(["describe", "study.toml", "-o", &format!("w.{}", format.extension)]).exits(0).says(&["wrote w."]);
    }
    assert!(sandbox.read("w.xml").starts_with(b"<?xml"));
    assert!(sandbox.read("w.csv").starts_with(b"\xef\xbb\xbfGroup,Theme"));
    sandbox.run(["describe", "study.toml", "other.toml", "-w", "alt", "-o", "out/"]).exits(0);
    assert_eq!(sandbox.read("out/other.alt.txt"), "Thematic map: 1 theme (‘Hope’).\n".as_bytes());
    sandbox.run(["describe", ".", "-f", "html", "-o", "out"]).exits(0);
    assert!(sandbox.exists("out/study.words.html") && sandbox.exists("out/other.words.html"));
    let again = sandbox.run(["describe", "study.toml", "-w", "alt", "-o", "out/"]).exits(0);
    again.says(&["unchanged out/study.alt.txt"]);
    let both = sandbox.run(["describe", "study.toml", "other.toml", "-w", "alt"]).exits(0).text();
    assert!(
        both.starts_with("=== study.toml ===\n\nThematic map") && both.contains("\n\n=== other.toml ===\n"),
        "{both}"
    );
}

#[test]
fn describe_refuses_what_cannot_be_done_and_writes_nothing_then() {
    let sandbox = Sandbox::with_map();
    sandbox.write("b/study.toml", sandbox::MAP);
    sandbox.write("bad.toml", sandbox::MISTAKEN);
    let before = sandbox.files();
    for (arguments, words) in [
        (&["study.toml", "-f", "csv", "-w", "alt"][..], "csv cannot hold `--what alt`"),
        (&["study.toml", "-o", "words.docx"], "cannot tell the format of `-o words.docx`"),
        (&["study.toml", "-o", "study.toml", "-f", "text"], "would overwrite the map `study.toml`"),
        (&["study.toml", "b/study.toml", "-o", "out/"], "would both be written to `out/study.words.txt`"),
        (&["study.toml", "b/study.toml", "-o", "all.html"], "several maps cannot go into one html file"),
        (&["study.toml", "--lang", "klingon language"], "no language tag"),
        (&["-", "-o", "out/"], "standard input has no file name"),
    ] {
        sandbox.run(["describe"].iter().chain(arguments)).exits(2).says(&[words]);
    }
    let run = sandbox.run(["describe", "study.toml", "bad.toml", "-w", "alt", "-o", "all.txt"]).exits(1);
    run.says(&["nothing in this map is called `nobody`"]);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn describe_says_what_the_author_should_know() {
    let sandbox = Sandbox::new();
    let title = "word ".repeat(16);
    sandbox.write(
        "a.toml",
        format!("title = \"{title}\"\nlang = \"sw\"\nthemes = [\"HCPs and PWUD\"]\n[abbreviations]\nED = \"x\"\n"),
    );
    let run = sandbox.run(["describe", "a.toml", "--quotes", "--definitions"]).exits(0).says(&[
        "warning: there are no phrases for the language `sw`: the words are the labels alone",
        "warning: `title` has 16 words; the title of a figure has at most 15 (BMC)",
        "warning: not explained in the caption: `HCP`, `PWUD`",
        "help: add them under `[abbreviations]`, as in `HCP = \"…\"`",
        "warning: explained under `[abbreviations]`, but in no label: `ED`",
        "warning: this map has no definitions",
        "warning: this map has no quotes",
    ]);
    assert!(!run.text().contains("ED"), "what no label holds is not explained");
    sandbox.run(["describe", "a.toml", "-q"]).exits(0).says_nothing();
    sandbox.write("own.toml", format!("alt = \"{title}{title}\"\nlang = \"sw\"\nthemes = [\"a\"]"));
    let long = "warning: `alt` has 159 characters and 32 words; journals take at most 125 and 30";
    sandbox.run(["check", "own.toml"]).exits(0).says(&[long]);
    let own = sandbox.run(["describe", "own.toml", "-w", "alt"]).exits(0).says(&[long]);
    assert!(!own.err.contains("no phrases"), "the author has done without: {}", own.err);
    let alt = sandbox.run(["describe", "a.toml", "-w", "alt"]).exits(0);
    assert!(!alt.err.contains("HCP"), "nothing about the caption where it is not asked for: {}", alt.err);
}

#[test]
fn codes_that_a_figure_does_not_draw_are_not_in_its_words() {
    let source = "themes = [{ label = \"Waiting\", codes = [\"said in confidence\"] }, \"Hope\"]\n\
                  links = [\"said-in-confidence -> hope\"]\n";
    let (map, _) = thememap::read(source).unwrap();
    let words = |codes: bool| {
        let options = thememap::Options { codes: Some(codes), ..thememap::Options::default() };
        let drawing = thememap::render(&map, &thememap::text::Fonts::bundled(), &options).unwrap();
        drawing.figure.words.description
    };
    assert!(words(true).contains("said in confidence"), "{}", words(true));
    assert!(!words(false).contains("confidence") && !words(false).contains("code"), "{}", words(false));
    assert!(words(false).contains("‘Waiting’ leads to ‘Hope’"), "{}", words(false));
}
