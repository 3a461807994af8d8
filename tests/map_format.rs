//! The format's reference holds: each of its examples is a map, the schema lists what the reader accepts, and maps mean
//! what the reference says.

use std::fs;

use serde_json::Value;
use thememap::diagnostic::{Diagnostic, Severity, report};
use thememap::model::{DIRECTIONS, KINDS, LinkKind, Map, SIDES, Side};
use thememap::read::keys::{MAP, PLACES, Place, Shape};
use thememap::unit::{WIDTHS, mm};

/// The map of a source without mistakes and warnings.
#[track_caller]
fn map(source: &str) -> Map {
    match thememap::read(source) {
        Ok((map, warnings)) if warnings.is_empty() => map,
        Ok((_, found)) | Err(found) => panic!("{}\n{source}", report(&found, "map.toml", source, false)),
    }
}

/// What is wrong with a source.
fn mistakes(source: &str) -> Vec<Diagnostic> {
    match thememap::read(source) {
        Ok((_, found)) | Err(found) => found,
    }
}

/// The links of a map as "from kind to: label", tentative ones with a `?`.
fn links(map: &Map) -> Vec<String> {
    let link = |edge| {
        let (from, to) = map.graph.edge_endpoints(edge).unwrap();
        let link = &map.graph[edge];
        let mark = if link.tentative { "?" } else { "" };
        let label = link.label.iter().map(|label| format!(": {label}")).collect::<String>();
        format!("{} {:?}{mark} {}{label}", map.graph[from].id, link.kind, map.graph[to].id)
    };
    map.graph.edge_indices().map(link).collect()
}

fn ids(map: &Map) -> Vec<&str> {
    map.graph.node_weights().map(|theme| theme.id.as_str()).collect()
}

/// The TOML examples of the reference.
fn examples() -> Vec<String> {
    let page = fs::read_to_string("docs/map-format.md").unwrap();
    let blocks = page.split("```toml\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// The example maps.
fn example_maps() -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir("maps").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn every_example_is_accepted_without_a_warning() {
    let examples = examples();
    assert!(examples.len() > 8, "{}", examples.len());
    for example in examples.iter().chain(&example_maps()) {
        map(example);
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let plain = "core = \"Care\"\nthemes = [\n  \"Cost\",\n  \"Distance\",\n]\n";
    let windows = plain.replace('\n', "\r\n");
    let marked = format!("\u{FEFF}{windows}");
    let text = thememap::read::decode(marked.as_bytes()).unwrap();
    assert_eq!(ids(&map(text)), ids(&map(plain)));
    assert_eq!(ids(&map(&marked)), ids(&map(plain)));
    // Places are those of the file as an editor shows it.
    let wrong = marked.replace("Distance", "Cost");
    assert!(report(&mistakes(&wrong), "map.toml", &wrong, false).contains("map.toml:4:3"));
}

#[test]
fn roles_follow_from_where_a_theme_stands() {
    let map = map(r#"
        core    = { label = "Care", themes = ["Being seen"] }
        outcome = "Staying"
        themes  = ["Alone", { label = "Upper", themes = [{ label = "Lower", themes = ["Lowest"], codes = ["a code"] }] }]
        links   = []
        [groups.barriers]
        themes = [{ label = "Cost", codes = ["bus fare"], themes = ["Money"] }]
        codes  = ["weather"]
    "#);
    let described: Vec<String> =
        map.graph.node_weights().map(|theme| format!("{} {:?}", theme.id, theme.role)).collect();
    assert_eq!(
        described,
        [
            "core Core",
            "being-seen SubTheme",
            "alone Theme",
            "upper Theme",
            "lower SubTheme",
            "lowest SubTheme",
            "a-code Code",
            "barriers Group",
            "cost Theme",
            "money SubTheme",
            "bus-fare Code",
            "weather Code",
            "outcome Outcome",
        ]
    );
    let names = |nodes: &[petgraph::graph::NodeIndex]| {
        nodes.iter().map(|&node| map.graph[node].id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(names(&map.top), ["alone", "upper", "barriers"]);
    for node in map.graph.node_indices() {
        for &child in &map.graph[node].children {
            assert_eq!(map.graph[child].parent, Some(node));
        }
    }
    let cost = map.graph.node_weights().find(|theme| theme.id == "cost").unwrap();
    assert_eq!(names(&cost.children), ["money", "bus-fare"]);
}

#[test]
fn details_reach_their_theme_wherever_it_is_named() {
    let map = map(r#"
        core = "Care"
        [theme.news]                       # of a sub-theme that only another table names
        short = "News"
        [theme.waiting]
        themes = [{ id = "news", label = "Waiting for news" }, "Waiting for a bed"]
        [theme."Waiting for a bed"]
        aliases = ["in the corridor"]
        themes  = ["On a chair"]
        [theme.on-a-chair]
        definition = """
A night on a chair."""
        [theme.core]
        voices = ["P1"]
        [theme.community.trust]
        tentative = true
        [groups.time]
        themes = ["Waiting"]
        [groups.community]
        themes = ["Trust"]
        [groups.clinic]
        themes = ["Trust"]
        quotes = [{ by = "P1", text = "\nYes,  I\nknow. \n" }, "No."]
        side    = "left"
        columns = 2
        color   = 3
    "#);
    let theme = |id: &str| map.graph.node_weights().find(|theme| theme.id == id).unwrap();
    assert_eq!(theme("news").short.as_deref(), Some("News"));
    assert_eq!(theme("waiting-for-a-bed").aliases, ["in the corridor"]);
    assert_eq!(theme("on-a-chair").definition.as_deref(), Some("A night on a chair."));
    assert_eq!(theme("core").voices, ["P1"]);
    assert!(theme("community.trust").tentative && !theme("clinic.trust").tentative);
    let clinic = theme("clinic");
    assert_eq!((clinic.side, clinic.columns, clinic.color), (Some(Side::Left), Some(2), Some(3)));
    let said: Vec<_> = clinic.quotes.iter().map(|quote| (quote.by.as_deref(), quote.text.as_deref())).collect();
    assert_eq!(said, [(Some("P1"), Some("Yes,  I\nknow. ")), (None, Some("No."))]);
    // Order in the file is order in the figure, also for what details add.
    let time = ["core", "time", "waiting", "news", "waiting-for-a-bed", "on-a-chair", "community", "community.trust"];
    assert_eq!(ids(&map)[..8], time);
}

#[test]
fn order_and_near_move_what_stands_in_a_list() {
    let map = map(r#"
        core = "Care"
        [groups.waiting]
        themes = ["Rooms", { label = "News", order = 1 }, "Beds", { label = "Silence", near = "beds" }]
        [groups.trust]
        themes = ["Doors", { label = "Names", near = "rooms" }, "Keys"]
        codes = ["one", "two"]
        [groups.time]
        near = "waiting"
        themes = ["Nights"]
        [theme.keys]
        order = 9
    "#);
    // `time` stood after `waiting` and now follows it; `names` goes to the end of its group that is nearer to `waiting`.
    let order = ["waiting", "news", "rooms", "beds", "silence", "time", "nights", "trust", "names", "doors", "keys"];
    assert_eq!(ids(&map)[1..12], order);
    assert_eq!(ids(&map)[12..], ["one", "two"]);
}

#[test]
fn details_belong_to_what_has_the_id_and_not_to_what_comes_first() {
    let map = map(r#"
        themes = [{ label = "Cost", themes = ["Trust"], codes = ["hope"] }, "Trust", "Hope"]
        [theme.trust]
        short = "the upper one"
        [theme.hope]
        short = "the theme"
        [theme."Cost"]
        short = "by label"
    "#);
    let short: Vec<_> = map.graph.node_weights().map(|theme| (theme.id.as_str(), theme.short.as_deref())).collect();
    assert_eq!(
        short,
        [
            ("cost", Some("by label")),
            ("cost.trust", None),
            ("cost.hope", None),
            ("trust", Some("the upper one")),
            ("hope", Some("the theme")),
        ]
    );
}

#[test]
fn a_core_without_links_is_joined_to_groups_and_ungrouped_themes_only() {
    let source = r#"
        core    = "Care"
        outcome = "Staying"
        themes  = ["Alone"]
        [groups.barriers]
        themes = ["Cost"]
    "#;
    assert_eq!(links(&map(source)), ["core Plain alone", "core Plain barriers"]);
    assert_eq!(links(&map(&format!("links = []\n{source}"))), [""; 0]);
    assert_eq!(links(&map(&source.replace("core ", "title "))), [""; 0]);
}

#[test]
fn links_claim_what_is_written() {
    let map = map(r#"
        core   = "Care"
        themes = ["Cost", "Hope"]
        links  = [
          "cost -> core",
          "cost <- hope",
          "cost <-> hope",
          "cost -- core: now\nand  then",
          "cost ..> core",
          "core <.. hope: perhaps",
          "cost <..> hope",
          "cost .. hope",
          { from = "Cost", to = "core" },
          { from = "cost", to = "hope", kind = "barrier", label = "every: day", tentative = true },
        ]
    "#);
    assert_eq!(
        links(&map),
        [
            "cost LeadsTo core",
            "hope LeadsTo cost",
            "cost Mutual hope",
            "cost Plain core: now and then",
            "cost LeadsTo? core",
            "hope LeadsTo? core: perhaps",
            "cost Mutual? hope",
            "cost Plain? hope",
            "cost Plain core",
            "cost Barrier? hope: every: day",
        ]
    );
    for (name, kind) in KINDS {
        let source = format!("themes = [\"A\", \"B\"]\nlinks = [{{ from = \"a\", to = \"b\", kind = \"{name}\" }}]");
        assert_eq!(self::links(&self::map(&source)), [format!("a {kind:?} b")]);
    }
    assert_eq!(map.graph.edge_weights().filter(|link| link.kind == LinkKind::Plain).count(), 3);
}

#[test]
fn figure_settings_are_points_and_words() {
    let figure = |settings: &str| map(&format!("themes = [\"A\"]\n[figure]\n{settings}")).figure;
    for (width, points) in
        [("170mm", mm(170.0)), ("17 cm", mm(170.0)), ("6.5in", 468.0), ("482pt", 482.0), ("BMC", mm(170.0))]
    {
        let found = figure(&format!("width = \"{width}\"")).width.unwrap();
        assert!((found - points).abs() < 1e-9, "{width}: {found}");
    }
    for (name, width) in WIDTHS {
        assert_eq!(figure(&format!("width = \"{name}\"")).width, Some(mm(*width)));
    }
    let all = figure(
        "layout = \"hub\"\nstyle = \"panels\"\nfont-size = \"9.5pt\"\ntitle = true\ncodes = false\nfont = \"Arial\"",
    );
    assert_eq!((all.layout.as_deref(), all.style.as_deref()), (Some("hub"), Some("panels")));
    assert_eq!((all.font_size, all.title, all.codes), (Some(9.5), Some(true), Some(false)));
    assert_eq!(all.fonts[0].0, "Arial");
    assert_eq!(figure("font = [\"a.ttf\", \"b.otf\"]").fonts.len(), 2);
    for (name, direction) in DIRECTIONS {
        assert_eq!(figure(&format!("direction = \"{name}\"")).direction, Some(*direction));
    }
    assert!(all.place("layout").is_some() && all.place("width").is_none());
    for wrong in [
        "0mm",
        "-170mm",
        "NaNmm",
        "infmm",
        "1e3mm",
        "39.9mm",
        "2000.1mm",
        "99999999999999999999mm",
        "170",
        "mm",
        "",
        "..5mm",
        "170 furlongs",
    ] {
        let source = format!("themes = [\"A\"]\n[figure]\nwidth = \"{wrong}\"");
        assert_eq!(mistakes(&source)[0].severity, Severity::Error, "{wrong}");
    }
}

#[test]
fn all_mistakes_come_in_one_run_in_the_order_of_the_file() {
    let source = r#"
        titel  = "x"
        core   = "Care"
        themes = ["Cost", "", "Cost", 3]
        links  = ["cots -> core", "core -> core", "core core"]
        [theme.nobody]
        voices = ["P9"]
        [theme.cost]
        voices = ["P9"]
        side   = "north"
        [participants]
        patients = { ids = ["P1"] }
        [figure]
        width = "1mm"
    "#;
    let found = mistakes(source);
    let starts: Vec<usize> = found.iter().map(|mistake| mistake.span.as_ref().unwrap().start).collect();
    assert_eq!(starts.len(), 11, "{}", report(&found, "map.toml", source, false));
    assert!(starts.is_sorted());
}

#[test]
fn one_mistake_does_not_lead_to_the_next() {
    for source in [
        // A misspelt key is read as it was meant, so that what is in it is known.
        "links = [\"trust -> hope\"]\n[groups.clinic]\ntheems = [\"Trust\", \"Hope\"]",
        // What could not be read is not missed elsewhere.
        "links = [\"trust -> hope\"]\nthemes = [[\"Trust\"], \"Hope\"]",
        "links = [\"trust -> hope\"]\n[groups.clinic]\nthemes = [\"Hope\"]\nweight = \"Trust\"",
        "themes = [\"Hope\", \"\"]\nlinks = [\"\"]",
        "themes = [\"Hope\"]\ntitle = \"\"",
    ] {
        let expected = if source.contains("links = [\"\"]") { 2 } else { 1 };
        let found = mistakes(source);
        assert_eq!(found.len(), expected, "{}", report(&found, "map.toml", source, false));
    }
}

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string("schema/thememap.schema.json").unwrap()).unwrap()
}

/// The part of the schema that describes tables of a place.
fn table_of<'s>(schema: &'s Value, place: &Place) -> &'s Value {
    let part = if std::ptr::eq(place, &MAP) { schema } else { &schema["definitions"][place.name] };
    let forms = part["anyOf"].as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(part));
    forms.iter().find(|form| form["type"] == "object").unwrap_or_else(|| panic!("no table for {}", place.name))
}

#[test]
fn the_schema_lists_what_the_reader_accepts() {
    let schema = schema();
    // One for each place but the file itself, and one for words by language.
    assert_eq!(schema["definitions"].as_object().unwrap().len(), PLACES.len());
    for place in PLACES {
        let properties = table_of(&schema, place)["properties"].as_object().unwrap();
        let mut keys: Vec<&str> = place.keys.iter().map(|(key, _)| *key).collect();
        keys.sort();
        let mut listed: Vec<&str> = properties.keys().map(String::as_str).collect();
        listed.sort();
        assert_eq!(listed, keys, "{}", place.name);
        for (key, shape) in place.keys {
            let property = &properties[*key];
            let reference = |value: &Value, place: &Place| {
                assert_eq!(value["$ref"], format!("#/definitions/{}", place.name), "{key}");
            };
            match shape {
                Shape::Text => assert!(property["type"] == "string" || property["enum"].is_array(), "{key}"),
                Shape::Words => {
                    assert_eq!(property["anyOf"][0]["type"], "string", "{key}");
                    assert_eq!(property["anyOf"][1]["$ref"], "#/definitions/words", "{key}");
                }
                Shape::Flag => assert_eq!(property["type"], "boolean", "{key}"),
                Shape::Whole => assert_eq!(property["type"], "integer", "{key}"),
                Shape::Texts => assert_eq!(property["items"]["type"], "string", "{key}"),
                Shape::OneOrMoreTexts => assert_eq!(property["anyOf"][1]["items"]["type"], "string", "{key}"),
                Shape::TextOr(place) | Shape::Table(place) => reference(property, place),
                Shape::List(place) => reference(&property["items"], place),
                Shape::TextsOrFalse => {
                    assert_eq!(property["anyOf"][0]["type"], "string", "{key}");
                    assert_eq!(property["anyOf"][1]["items"]["type"], "string", "{key}");
                    assert_eq!(property["anyOf"][2]["const"], false, "{key}");
                }
                Shape::Terms => {
                    assert_eq!(property["additionalProperties"]["anyOf"][1]["$ref"], "#/definitions/words", "{key}")
                }
                Shape::Named(place) => reference(&property["additionalProperties"], place),
            }
        }
    }
    let words = |place: &Place, key: &str| table_of(&schema, place)["properties"][key]["enum"].clone();
    let place = |name: &str| *PLACES.iter().find(|place| place.name == name).unwrap();
    assert_eq!(words(place("link"), "kind"), Value::from(KINDS.iter().map(|(name, _)| *name).collect::<Vec<_>>()));
    assert_eq!(
        words(place("figure"), "direction"),
        Value::from(DIRECTIONS.iter().map(|(name, _)| *name).collect::<Vec<_>>())
    );
    assert_eq!(words(place("group"), "side"), Value::from(SIDES.iter().map(|(name, _)| *name).collect::<Vec<_>>()));
}

#[test]
fn every_example_fits_the_schema_and_a_misspelt_key_does_not() {
    let schema = schema();
    let value = |source: &str| toml::from_str::<Value>(source).unwrap();
    for example in examples().iter().chain(&example_maps()) {
        assert_eq!(misfit(&schema, &schema, &value(example)), None, "{example}");
    }
    for wrong in [
        "theems = [\"A\"]",
        "themes = \"A\"",
        "themes = [{ short = \"A\" }]",
        "[groups.a]\nlable = \"A\"",
        "[theme.a]\nlabel = \"A\"",
        "links = [{ from = \"a\", to = \"b\", kind = \"barriers\" }]",
        "[figure]\nwidth = 170",
        "lang = \"fr\"\ntitle = { french = \"A\" }\nthemes = [\"A\"]",
        "lang = \"fr\"\nthemes = [{ label = {} }]",
    ] {
        assert!(misfit(&schema, &schema, &value(wrong)).is_some(), "{wrong}");
        assert!(mistakes(wrong).iter().any(|mistake| mistake.severity == Severity::Error), "{wrong}");
    }
}

/// Why a value does not fit a schema, by the keywords that ours uses.
fn misfit(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    schema.as_object().unwrap().iter().find_map(|(keyword, rule)| {
        let fits = match keyword.as_str() {
            "$schema" | "title" | "description" | "definitions" | "properties" | "pattern" => true,
            "$ref" => {
                let name = rule.as_str().unwrap().rsplit('/').next().unwrap();
                return misfit(root, &root["definitions"][name], value);
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|form| misfit(root, form, value).is_none()),
            "enum" => rule.as_array().unwrap().contains(value),
            "type" => match rule.as_str().unwrap() {
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_i64(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                other => panic!("{other}"),
            },
            "propertyNames" => {
                assert!(rule["pattern"].is_string());
                value.as_object().is_none_or(|table| table.keys().all(|key| thememap::read::is_language(key)))
            }
            "minProperties" => value.as_object().is_none_or(|table| table.len() as u64 >= rule.as_u64().unwrap()),
            "minLength" => value.as_str().is_none_or(|text| text.len() as u64 >= rule.as_u64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap()),
            "minimum" => value.as_i64().is_none_or(|number| number >= rule.as_i64().unwrap()),
            "maximum" => value.as_i64().is_none_or(|number| number <= rule.as_i64().unwrap()),
            "required" => rule.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "items" => return value.as_array()?.iter().find_map(|item| misfit(root, rule, item)),
            "additionalProperties" => {
                return value.as_object()?.iter().find_map(|(key, value)| match schema["properties"].get(key) {
                    Some(property) => misfit(root, property, value),
                    None if rule.is_object() => misfit(root, rule, value),
                    None => Some(format!("{key} is unknown")),
                });
            }
            other => panic!("{other} is not checked"),
        };
        (!fits).then(|| format!("{value} does not fit {keyword} {rule}"))
    })
}
