//! Figures of what changed between versions of a map, and of several versions at the same places.

mod random_maps;
#[allow(dead_code, reason = "what measures text is not used here")]
mod svg_reader;

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;
use rayon::prelude::*;
use thememap::check::eyes::{self, What};
use thememap::diagnostic::{Diagnostic, Severity};
use thememap::draw::figure::{Class, Figure, Group, Item, Path, Shape, Tag};
use thememap::encode::svg::{self, TextMode};
use thememap::layout::graph::Kind;
use thememap::layout::{LAYOUTS, Layout, Mark, Outline, Owner, quality};
use thememap::model::Map;
use thememap::model::history::Mark as Change;
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::versions::{Together, change, views};
use thememap::{Drawing, Options};

fn read(source: &str) -> Map {
    thememap::read(source).unwrap_or_else(|mistakes| panic!("not read: {mistakes:?}\n{source}")).0
}

fn example(name: &str) -> Map {
    read(&std::fs::read_to_string(format!("maps/{name}.toml")).unwrap())
}

fn names(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("draft {number}")).collect()
}

fn changed(old: &str, new: &str, options: &Options) -> Drawing {
    change((&read(old), &read(new)), &names(2), &Fonts::bundled(), options).unwrap()
}

/// The signs of a layout by the id of what they stand on.
fn badges(map: &Map, layout: &Layout) -> BTreeMap<String, Vec<&'static str>> {
    let mut found: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for mark in &layout.marks {
        let Mark::Badge { mark, on, .. } = mark else { continue };
        let id = match on {
            Owner::Node(node) => map.graph[NodeIndex::new(*node)].id.clone(),
            Owner::Link(edge) => format!("link {edge}"),
        };
        found.entry(id).or_default().push(mark.name());
    }
    found
}

fn legend(layout: &Layout) -> Vec<&'static str> {
    let name = |mark: &Mark| match mark {
        Mark::Sample { meaning, .. } => Some(meaning.name()),
        _ => None,
    };
    let mut names: Vec<_> = layout.marks.iter().filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Every mark is in the legend, and the reverse: what the layout shows, found without asking the legend.
fn shown(map: &Map, layout: &Layout) -> Vec<&'static str> {
    let mut shown: Vec<&'static str> = badges(map, layout).into_values().flatten().collect();
    for (index, place) in layout.boxes.iter().enumerate() {
        let (Some(place), Some(history)) = (place, &map.graph[NodeIndex::new(index)].history) else { continue };
        if layout.version.is_some() || !map.is_difference() {
            continue;
        }
        let boxed = place.outline != Outline::None && !matches!(place.kind, Kind::Item | Kind::Row);
        if boxed && history.ghost {
            shown.push("earlier-place");
        } else if boxed && history.mark.is_none() {
            shown.push("unchanged");
        }
        if place.text.iter().any(|line| line.line.second) && !history.ghost {
            shown.push("earlier-wording");
        }
        if !history.added.is_empty() {
            shown.push("added-words");
        }
    }
    shown.sort_unstable();
    shown.dedup();
    shown
}

const ABOUT_CHANGES: [&str; 14] = [
    "new",
    "moved",
    "promoted",
    "demoted",
    "reworded",
    "confirmed",
    "tentative",
    "reordered",
    "merged",
    "removed",
    "earlier-place",
    "earlier-wording",
    "added-words",
    "unchanged",
];

/// What must hold of every layout of several versions.
fn wrong(map: &Map, layout: &Layout, figure: &Figure) -> Vec<String> {
    let mut wrong: Vec<String> =
        quality::measure(map, layout).faults().iter().map(|(what, count)| format!("{count} {what}")).collect();
    let badges = badges(map, layout);
    for (index, place) in layout.boxes.iter().enumerate() {
        let theme = &map.graph[NodeIndex::new(index)];
        let Some(place) = place else { continue };
        let history = theme.history.as_ref().unwrap();
        let mark = match layout.version {
            Some(version) => history.states[version].as_ref().and_then(|state| state.mark),
            None => history.mark,
        };
        let boxed = place.outline != Outline::None && !matches!(place.kind, Kind::Item | Kind::Row);
        let expected: Vec<_> = mark.filter(|_| boxed).into_iter().map(Change::name).collect();
        let found = badges.get(&theme.id).cloned().unwrap_or_default();
        if found != expected {
            wrong.push(format!("`{}` has the signs {found:?}, not {expected:?}", theme.label));
        }
        if let (false, Some(mark)) = (boxed, mark) {
            let said: String = place.text.iter().map(|line| line.line.text().into_owned()).collect();
            let word = thememap::model::changes::changes(None).mark(mark).to_lowercase();
            if !said.replace([' ', '\n'], "").contains(&word.replace(' ', "")) {
                wrong.push(format!("`{said}` does not say that it is {word}"));
            }
        }
    }
    let legend: Vec<_> = legend(layout).into_iter().filter(|name| ABOUT_CHANGES.contains(name)).collect();
    let shown = shown(map, layout);
    if legend != shown {
        wrong.push(format!("the legend has {legend:?}, the figure {shown:?}"));
    }
    let words = &figure.words;
    if words.alt.chars().count() > 125 || words.title.is_empty() || words.description.is_empty() {
        wrong.push(format!("the words are {words:?}"));
    }
    for finding in eyes::findings(map, figure) {
        if !matches!(finding.what, What::Alike(_)) {
            wrong.push(format!("{:?}", finding));
        }
    }
    wrong
}

/// The places of all boxes of a figure, by id.
fn places(figure: &Figure) -> BTreeMap<String, String> {
    fn walk(items: &[Item], found: &mut BTreeMap<String, String>) {
        for item in items {
            let Item::Group(Group { tag, items }) = item else { continue };
            if let Tag::Node { id, .. } | Tag::Panel { id, .. } = tag {
                let shape = items.iter().find_map(|item| match item {
                    Item::Path(Path { class: Class::Shape, shape, .. }) => Some(match shape {
                        Shape::Rect(rect) => format!("{:?}", rect.rect()),
                        other => format!("{other:?}"),
                    }),
                    _ => None,
                });
                found.extend(shape.map(|shape| (id.clone(), shape)));
            }
            walk(items, found);
        }
    }
    let mut found = BTreeMap::new();
    walk(&figure.items, &mut found);
    found
}

/// A refusal says what does not fit and what would.
fn honest(why: &[Diagnostic]) -> bool {
    !why.is_empty() && why.iter().all(|found| found.severity == Severity::Error && !found.hints.is_empty())
}

/// A generator that needs no crate (Marsaglia 2003, xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// The themes of a group, or those in none.
fn list<'f>(file: &'f mut toml::Table, groups: &[String], at: usize) -> Option<&'f mut Vec<toml::Value>> {
    let all = match groups.get(at) {
        Some(group) => file.get_mut("groups")?.get_mut(group)?.as_table_mut()?,
        None => file,
    };
    all.get_mut("themes")?.as_array_mut()
}

/// The map file with some edits: themes taken out, moved to another group, worded otherwise, added.
fn edited(source: &str, seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut file: toml::Table = source.parse().unwrap();
    let groups: Vec<String> = file
        .get("groups")
        .and_then(toml::Value::as_table)
        .map(|groups| groups.keys().cloned().collect())
        .unwrap_or_default();
    let mut gone: Vec<String> = Vec::new();
    for _ in 0..1 + random.below(6) {
        let (from, to) = (random.below(groups.len()), random.below(groups.len()));
        let pick = random.next_theme();
        let what = random.below(5);
        match what {
            0 => {
                if let Some(themes) = list(&mut file, &groups, from).filter(|themes| themes.len() > 1) {
                    let theme = themes.remove(pick % themes.len());
                    gone.extend(theme.get("id").and_then(|id| id.as_str()).map(str::to_owned));
                }
            }
            1 => {
                let taken =
                    list(&mut file, &groups, from).filter(|themes| themes.len() > 1 && from != to).map(|themes| {
                        let at = pick % themes.len();
                        themes.remove(at)
                    });
                if let Some(theme) = taken {
                    match list(&mut file, &groups, to) {
                        Some(themes) => themes.push(theme),
                        None => gone.extend(theme.get("id").and_then(|id| id.as_str()).map(str::to_owned)),
                    }
                }
            }
            2 | 3 => {
                if let Some(themes) = list(&mut file, &groups, from).filter(|themes| !themes.is_empty()) {
                    let at = pick % themes.len();
                    if let Some(label) = themes[at].get_mut("label") {
                        let old = label.as_str().unwrap().to_owned();
                        let words = if what == 2 { format!("{old} and time") } else { format!("Hope, {old}") };
                        *label = words.into();
                    }
                }
            }
            _ => {
                if let Some(themes) = list(&mut file, &groups, from) {
                    let mut theme = toml::Table::new();
                    theme.insert("id".into(), format!("added-{pick}").into());
                    theme.insert("label".into(), format!("Something added {pick}").into());
                    themes.push(theme.into());
                }
            }
        }
    }
    if let Some(links) = file.get_mut("links").and_then(toml::Value::as_array_mut) {
        let ends = |link: &toml::Value| match link {
            toml::Value::String(text) => text.split([' ', ':']).map(str::to_owned).collect::<Vec<_>>(),
            other => ["from", "to"].iter().filter_map(|key| Some(other.get(key)?.as_str()?.to_owned())).collect(),
        };
        links.retain(|link| ends(link).iter().all(|end| gone.iter().all(|id| !end.starts_with(id.as_str()))));
    }
    toml::to_string(&file).unwrap()
}

impl Random {
    fn next_theme(&mut self) -> usize {
        self.below(1000)
    }
}

/// `FIRST=400 SEEDS=2000 cargo test --test change random` tries more of them.
fn seeds() -> u64 {
    std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(400)
}

fn first() -> u64 {
    std::env::var("FIRST").ok().and_then(|first| first.parse().ok()).unwrap_or(0)
}

fn pair(seed: u64) -> Option<(Map, Map)> {
    let source = random_maps::source(seed);
    // Of some, the other one is another map altogether.
    let other = if seed % 8 == 7 { random_maps::source(seed + 5000) } else { edited(&source, seed) };
    let other = thememap::read(&other).ok()?.0;
    Some((other, read(&source)))
}

const WIDTHS: [f64; 4] = [85.0, 120.0, 170.0, 297.0];

#[test]
fn changes_of_random_maps_are_drawn_without_fault() {
    let fonts = Fonts::bundled();
    let tried: Vec<_> = (first()..first() + seeds())
        .into_par_iter()
        .filter_map(|seed| {
            let (old, new) = pair(seed)?;
            let width = WIDTHS[seed as usize % 4];
            let layout = (seed % 3 == 0).then(|| LAYOUTS[seed as usize / 3 % LAYOUTS.len()].name.to_owned());
            let options = Options { width: Some(mm(width)), layout, ..Options::default() };
            let wrong = match change((&old, &new), &names(2), &fonts, &options) {
                Ok(drawing) => {
                    let map = drawing.map.as_ref().unwrap();
                    let mut wrong = wrong(map, &drawing.layout, &drawing.figure);
                    for theme in map.graph.node_weights() {
                        let history = theme.history.as_ref().unwrap();
                        let gone = history.states[1].is_none() && history.states[0].is_some();
                        if history.ghost != gone {
                            wrong.push(format!("`{}` is a ghost: {}", theme.id, history.ghost));
                        }
                    }
                    let text = svg::write(&drawing.figure, &fonts, TextMode::Plain).unwrap();
                    let sheet = svg_reader::read(&text).unwrap();
                    wrong.extend(svg_reader::faults(&sheet, width));
                    wrong
                }
                Err(why) if honest(&why) => return Some((true, None)),
                Err(why) => vec![format!("refused without a reason: {why:?}")],
            };
            let told = format!("seed {seed} at {width} mm, {:?}: {}", options.layout, wrong.join("; "));
            Some((false, (!wrong.is_empty()).then_some(told)))
        })
        .collect();
    let wrong: Vec<_> = tried.iter().filter_map(|(_, wrong)| wrong.clone()).collect();
    let refused = tried.iter().filter(|(refused, _)| *refused).count();
    println!("{refused} of {} pairs are refused", tried.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), tried.len(), wrong.join("\n"));
    assert!(tried.len() as u64 * 10 > seeds() * 8, "too few pairs: {}", tried.len());
}

#[test]
fn versions_of_random_maps_stand_at_the_same_places() {
    let fonts = Fonts::bundled();
    let tried: Vec<_> = (first()..first() + seeds() / 2)
        .into_par_iter()
        .filter_map(|seed| {
            let (first, last) = pair(seed)?;
            let middle = thememap::read(&edited(&random_maps::source(seed), seed + 77)).ok()?.0;
            let versions = [&first, &middle, &last];
            let layouts: Vec<_> = LAYOUTS.iter().map(|layout| layout.name).filter(|name| *name != "matrix").collect();
            let layout = (seed % 2 == 0).then(|| layouts[seed as usize / 2 % layouts.len()].to_owned());
            let options = Options { width: Some(mm(WIDTHS[1 + seed as usize % 3])), layout, ..Options::default() };
            let done = match views(&versions, &names(3), &fonts, &options, Together::Apart) {
                Ok(done) => done,
                Err(why) => return honest(&why).then_some(None).or(Some(Some(format!("seed {seed}: {why:?}")))),
            };
            let mut faults = Vec::new();
            let mut known: BTreeMap<String, String> = BTreeMap::new();
            for (version, figure) in done.figures.iter().enumerate() {
                let layout = done.layout.of_version(&done.map, version);
                faults.extend(wrong(&done.map, &layout, figure));
                for (id, place) in places(figure) {
                    if *known.entry(id.clone()).or_insert_with(|| place.clone()) != place {
                        faults.push(format!("`{id}` stands elsewhere in version {version}"));
                    }
                }
                let drawn = layout.boxes.iter().flatten().count();
                let codes = versions[version].graph.node_count();
                if drawn > codes {
                    faults.push(format!("version {version} has {codes} nodes, and {drawn} are drawn"));
                }
            }
            let layout = done.layout.name;
            Some((!faults.is_empty()).then(|| format!("seed {seed}, {layout}: {}", faults.join("; "))))
        })
        .collect();
    let wrong: Vec<_> = tried.iter().flatten().cloned().collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), tried.len(), wrong.join("\n"));
}

/// The signs, the legend and the places that stand on the figure of the study whose text names every change.
#[test]
fn the_changes_of_the_published_study_are_on_its_figure() {
    let (old, new) = (example("lennox-2020-preprint"), example("lennox-2021"));
    let called = ["preprint".to_owned(), "published article".to_owned()];
    for width in [170.0, 85.0] {
        let options = Options { width: Some(mm(width)), ..Options::default() };
        let drawing = change((&old, &new), &called, &Fonts::bundled(), &options).unwrap();
        let map = drawing.map.as_ref().unwrap();
        let expected = [
            ("core", "reworded"),
            ("overcoming-system-barriers", "new"),
            ("restoring-trust-between-hcps-and-pwud", "moved"),
        ];
        let expected = expected.map(|(id, mark)| (id.to_owned(), vec![mark]));
        assert_eq!(badges(map, &drawing.layout), BTreeMap::from(expected));
        assert_eq!(
            legend(&drawing.layout),
            ["earlier-place", "earlier-wording", "moved", "new", "reworded", "unchanged"]
        );
        let ghosts: Vec<_> = map.graph.node_weights().filter(|theme| theme.history.as_ref().unwrap().ghost).collect();
        assert_eq!(ghosts.len(), 1, "one thing left its place");
        assert!(ghosts[0].label.starts_with("When the bridge works well"), "{}", ghosts[0].label);
        assert_eq!(map.graph.node_count() - ghosts.len(), new.graph.node_count());
        assert_eq!(drawing.layout.name, "hub", "the layout is that of the later map");
        let svg = svg::write(&drawing.figure, &Fonts::bundled(), TextMode::Plain).unwrap();
        for words in ["to overcome system barriers", "split out", "moved", "Preprint outcome", "Preprint place"] {
            assert!(svg.contains(&format!(">{words}<")), "{words} at {width} mm");
        }
        // The words stand for the figure, and say no more than it does.
        let words = &drawing.figure.words;
        assert_eq!(words.title, "Changes from preprint to published article");
        assert_eq!(words.alt, "Changes from preprint to published article: 1 new, 1 moved, 1 reworded.");
        for told in ["split out of the core", "moved from outcome to theme of ‘Functions of the bridge’"] {
            assert!(words.description.contains(told), "{}", words.description);
        }
        for private in ["P6", "bridge and buffer", "credibility"] {
            assert!(!svg.contains(private) && !words.description.contains(private), "{private}");
        }
        assert!(drawing.layout.page.height < mm(if width > 100.0 { 101.0 } else { 140.0 }));
    }
}

#[test]
fn what_moved_with_its_group_has_no_ghost_of_its_own() {
    let old = r#"
        core = "Care"
        themes = [{ label = "Waiting", themes = ["For news", "For a bed"] }, "Trust"]
    "#;
    let new = r#"
        core = "Care"
        [groups.time]
        themes = [{ label = "Waiting", themes = ["For news", "For a bed"] }]
        [groups.people]
        themes = ["Trust"]
    "#;
    let map = changed(old, new, &Options::default()).map.unwrap();
    let ghost = |id: &str| map.graph.node_weights().any(|theme| theme.id == id);
    assert!(ghost("waiting-earlier") && ghost("trust-earlier"));
    assert!(!ghost("for-news-earlier") && !ghost("for-a-bed-earlier"));
}

#[test]
fn a_map_never_has_a_second_core_or_outcome() {
    let old = "core = \"Holding on\"\noutcome = \"Going home\"\nthemes = [\"Waiting\", \"Trust\"]";
    let new = "core = \"Letting somebody in\"\noutcome = \"Asking for more\"\nthemes = [\"Waiting\", \"Trust\"]";
    let drawing = changed(old, new, &Options::default());
    let map = drawing.map.unwrap();
    let count = |name: &str| map.graph.node_weights().filter(|theme| theme.role.name() == name).count();
    assert_eq!((count("core"), count("outcome")), (1, 1));
    // An outcome that the later map has no other one for keeps its shape.
    let drawing = changed(old, "core = \"Holding on\"\nthemes = [\"Waiting\", \"Trust\"]", &Options::default());
    let map = drawing.map.unwrap();
    let outcome = &map.graph[map.outcome.unwrap()];
    assert!(outcome.history.as_ref().unwrap().ghost && outcome.label == "Going home");
}

#[test]
fn words_say_where_things_went_where_lines_are_too_many() {
    let theme = |n: usize| format!("\"Theme number {n}\"");
    let list = |range: std::ops::Range<usize>| range.map(theme).collect::<Vec<_>>().join(", ");
    let old = format!("[groups.a]\nthemes = [{}]\n[groups.b]\nthemes = [{}]", list(0..12), list(12..14));
    let new = format!("[groups.a]\nthemes = [{}]\n[groups.b]\nthemes = [{}]", list(0..2), list(2..14));
    let drawing = changed(&old, &new, &Options::default());
    let map = drawing.map.unwrap();
    assert!(map.graph.edge_weights().all(|link| link.bond.as_ref().is_none_or(|bond| !bond.change)));
    let svg = svg::write(&drawing.figure, &Fonts::bundled(), TextMode::Plain).unwrap();
    assert_eq!(svg.matches("now in ‘B’").count(), 10);
    // Of a few there are lines.
    let new = format!("[groups.a]\nthemes = [{}]\n[groups.b]\nthemes = [{}]", list(0..11), list(11..14));
    let drawing = changed(&old, &new, &Options::default());
    let svg = svg::write(&drawing.figure, &Fonts::bundled(), TextMode::Plain).unwrap();
    assert!(svg.contains(">moved<") && !svg.contains("now in"));
}

#[test]
fn links_that_came_and_went_are_told_by_sign_and_line() {
    let map = |links: &str| {
        let groups = "[groups.a]\nlabel = \"Waiting\"\n[groups.b]\nlabel = \"Trust\"\n[groups.c]\nlabel = \"Time\"";
        format!("core = \"Care\"\nlinks = [{links}]\n{groups}")
    };
    let old = map(r#""a -- core", "b -- core", "c -- core", "a -- b: over time""#);
    let new = map(r#""a -> core", "b -- core", "c -- core", "b -- c""#);
    let drawing = changed(&old, &new, &Options::default());
    let map = drawing.map.as_ref().unwrap();
    let mut marks: Vec<&str> = badges(map, &drawing.layout).into_values().flatten().collect();
    marks.sort_unstable();
    assert_eq!(marks, ["new", "removed", "reworded"]);
    assert_eq!(wrong(map, &drawing.layout, &drawing.figure), Vec::<String>::new());
    let text = svg::write(&drawing.figure, &Fonts::bundled(), TextMode::Plain).unwrap();
    // A link of another kind is not worded otherwise.
    assert!(text.contains(">Link changed<") && !text.contains(">Reworded<"));
    // The one that is gone is dashed, which none of those that are there is.
    assert_eq!(text.matches("class=\"line\"").count(), 5);
    let dashed = text.lines().filter(|line| line.contains("class=\"line\"") && line.contains("dasharray"));
    assert_eq!(dashed.count(), 1);
}

/// What is not for everybody is in no figure of changes, in any format that is text.
#[test]
fn public_figures_of_versions_hold_no_ids_and_no_words_of_participants() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("later.toml");
    let later = std::fs::read_to_string("maps/quotes.toml").unwrap();
    let later = later.replace("Feeding as care", "Feeding is care").replace("feeding-as-care", "feeding-is-care");
    std::fs::write(&place, later).unwrap();
    let later = place.to_str().unwrap();
    let private = ["C1", "H1", "At eleven I stop talking", "At twelve"];
    for (command, format) in [("diff", "svg"), ("diff", "pdf"), ("series", "svg"), ("series", "pdf"), ("series", "eps")]
    {
        let (code, said, bytes) = call(&[command, "maps/quotes.toml", later, "--public", "-f", format]);
        assert_eq!(code, 0, "{said}");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let words = |word: &str| text.split(|c: char| !c.is_alphanumeric() && c != ' ').any(|part| part.trim() == word);
        for word in private {
            assert!(!words(word), "{command} -f {format} holds `{word}`");
        }
    }
    let (_, _, bytes) = call(&["render", "maps/quotes.toml", "-f", "html", "-o", "-"]);
    assert!(String::from_utf8_lossy(&bytes).contains("At eleven I stop talking"), "what is not public is there");
}

#[test]
fn nothing_changed_is_a_quiet_figure_without_a_legend() {
    let same = example("lennox-2021");
    let drawing = change((&same, &same), &names(2), &Fonts::bundled(), &Options::default()).unwrap();
    assert_eq!(legend(&drawing.layout), Vec::<&str>::new());
    assert_eq!(badges(drawing.map.as_ref().unwrap(), &drawing.layout), BTreeMap::new());
    assert!(drawing.figure.words.description.starts_with("No change."));
}

/// A version is shown in its own words: the ones that go on where it has them, and never in those of another version.
#[test]
fn a_version_speaks_in_its_own_words() {
    let old =
        "[groups.a]\nlabel = \"A strong bridge: making it work\"\nshort = \"A strong bridge\"\nthemes = [\"Stigma\"]";
    let new = "[groups.a]\nlabel = \"A strong bridge\"\n\
        themes = [{ id = \"b\", label = \"Being looked at\" }]\n[theme.b]\naliases = [\"Stigma\"]";
    let (old, new) = (read(old), read(new));
    let done = views(&[&old, &new], &names(2), &Fonts::bundled(), &Options::default(), Together::Apart).unwrap();
    let texts = |figure: &Figure| svg::write(figure, &Fonts::bundled(), TextMode::Plain).unwrap();
    let (first, second) = (texts(&done.figures[0]), texts(&done.figures[1]));
    assert!(first.contains(">A strong bridge<") && first.contains(">Stigma<"));
    assert!(second.contains(">A strong bridge<") && second.contains(">Being looked at<"));
    assert!(badges(&done.map, &done.layout.of_version(&done.map, 1)).is_empty(), "other names are no change");
}

/// A series shows each version whole: every theme of it is there, none of another one.
#[test]
fn each_view_of_a_series_is_its_version() {
    let maps = ["phases-1-initial", "phases-2-developed", "phases-3-final"].map(example);
    let versions: Vec<&Map> = maps.iter().collect();
    let done = views(&versions, &names(3), &Fonts::bundled(), &Options::default(), Together::Apart).unwrap();
    for (version, map) in maps.iter().enumerate() {
        let layout = done.layout.of_version(&done.map, version);
        let shown = |index: &usize| layout.boxes[*index].is_some();
        let mut labels: Vec<String> = (0..layout.boxes.len())
            .filter(shown)
            .map(|index| {
                let history = done.map.graph[NodeIndex::new(index)].history.as_ref().unwrap();
                history.states[version].as_ref().unwrap().label.clone()
            })
            .collect();
        let mut expected: Vec<String> = map.graph.node_weights().map(|theme| theme.label.clone()).collect();
        labels.sort();
        expected.sort();
        assert_eq!(labels, expected);
        assert!((version > 0) != badges(&done.map, &layout).is_empty(), "the first has nothing before it");
    }
    let words: Vec<_> = done.figures.iter().map(|figure| &figure.words).collect();
    assert_eq!(words[0].title, "Going back to work after a long illness (draft 1)");
    assert!(words[1].alt.starts_with("Changes from draft 1 to draft 2: "), "{}", words[1].alt);
    assert!(words[1].description.contains("‘Miscellaneous’") && !words[2].description.contains("‘Miscellaneous’"));
    let sizes: Vec<_> = done.figures.iter().map(|figure| (figure.width, figure.height)).collect();
    assert!(sizes.iter().all(|size| *size == sizes[0]));
}

/// The figures that the documentation shows; `UPDATE=1 cargo test --test change` refreshes them, look at them first.
/// Where something is gone nothing goes round it, and the line of a list has no gap.
#[test]
fn what_is_gone_leaves_no_detour_and_no_broken_line() {
    let stages = |links: &str, all: &[&str]| {
        let group = |name: &&str| {
            format!("[groups.{name}]\nlabel = \"Stage {name}\"\nthemes = [\"One {name}\", \"Two {name}\"]\n")
        };
        read(&format!("links = [{links}]\n{}", all.iter().map(group).collect::<String>()))
    };
    let old = stages("\"a -> b\", \"b -> c\", \"c -> d\"", &["a", "b", "c", "d"]);
    let new = stages("\"a -> c: at once\", \"c -> d\"", &["a", "c", "d"]);
    let options = Options { width: Some(mm(85.0)), layout: Some("flow".into()), ..Options::default() };
    let done = views(&[&old, &new], &names(2), &Fonts::bundled(), &options, Together::Apart).unwrap();
    let whole = done.layout.paths.iter().filter(|path| path.points.len() > 2).count();
    assert!(whole > 0, "in both versions together the new link goes round the stage that is gone");
    let later = done.layout.of_version(&done.map, 1);
    assert!(later.paths.iter().all(|path| path.points.len() < 3), "{:?}", later.paths);

    let codes = |codes: &str| {
        read(&format!("themes = [{{ label = \"Door\", codes = [{codes}] }}, \"Hope\"]\n[figure]\ncodes = true"))
    };
    let (old, new) = (codes("\"bell\", \"knocking\", \"quiet\""), codes("\"bell\", \"quiet\""));
    let done = views(&[&old, &new], &names(2), &Fonts::bundled(), &Options::default(), Together::Apart).unwrap();
    let upright = |version: usize| -> f64 {
        let layout = done.layout.of_version(&done.map, version);
        let rules = layout.boxes.iter().flatten().flat_map(|place| place.rules.clone());
        rules.map(|(from, to)| to.y - from.y).sum()
    };
    assert!(upright(0) > 0.0 && (upright(0) - upright(1)).abs() < 0.01);
}

#[test]
fn figures_of_versions_are_what_they_were() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let lennox = ["maps/lennox-2020-preprint.toml", "maps/lennox-2021.toml"];
    let phases = ["maps/phases-1-initial.toml", "maps/phases-2-developed.toml", "maps/phases-3-final.toml"];
    let calls: [(&str, &str, &[&str], &[&str]); 6] = [
        ("lennox-changes", "diff", &lennox, &[]),
        ("lennox-changes-85", "diff", &lennox, &["--width", "85mm"]),
        ("lennox-side-by-side", "diff", &lennox, &["--side-by-side"]),
        ("phases-changes", "diff", &phases[..2], &[]),
        ("phases-changes-2", "diff", &phases[1..], &[]),
        ("phases-series", "series", &phases, &[]),
    ];
    let update = std::env::var_os("UPDATE").is_some();
    for (name, command, maps, more) in calls {
        for ending in ["svg", "png"] {
            let kept = root.join(format!("output/versions/{name}.{ending}"));
            let folder = tempfile::tempdir().unwrap();
            let made = if update { kept.clone() } else { folder.path().join(format!("made.{ending}")) };
            let mut call = std::process::Command::new(env!("CARGO_BIN_EXE_thememap"));
            call.current_dir(root).arg(command).args(maps).args(more).arg("-o").arg(&made);
            let output = call.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let same = std::fs::read(&kept).ok() == std::fs::read(&made).ok();
            assert!(same, "{} is not what the maps give", kept.display());
        }
    }
}

fn call(arguments: &[&str]) -> (i32, String, Vec<u8>) {
    let mut call = std::process::Command::new(env!("CARGO_BIN_EXE_thememap"));
    let output = call.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned(), output.stdout)
}

const OLD: &str = "maps/lennox-2020-preprint.toml";
const NEW: &str = "maps/lennox-2021.toml";

#[test]
fn the_ending_or_the_format_says_whether_it_is_words_or_a_figure() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, starts) in [("a.svg", "<svg"), ("a.pdf", "%PDF"), ("a.eps", "%!PS"), ("a.html", "<!"), ("a.md", "#")] {
        let (code, said, _) = call(&["diff", OLD, NEW, "-o", &place(name)]);
        assert_eq!(code, 0, "{said}");
        let bytes = std::fs::read(place(name)).unwrap();
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert!(head.contains(starts) || head.to_lowercase().contains(starts), "{name} begins with {head}");
    }
    for (format, starts) in [("png", &b"\x89PNG"[..]), ("jpeg", b"\xff\xd8"), ("tiff", b"II"), ("svg", b"<")] {
        let (code, said, bytes) = call(&["diff", OLD, NEW, "-f", format]);
        assert!(code == 0 && bytes.starts_with(starts), "{format}: {said}");
    }
    let (code, said, _) = call(&["diff", OLD, NEW, "-o", &place("a.doc")]);
    assert!(code == 2 && said.contains("cannot tell the format") && said.contains("`.svg`"), "{said}");
    let (code, said, _) = call(&["diff", OLD, NEW, "-f", "json", "--side-by-side"]);
    assert!(code == 2 && said.contains("`--side-by-side` is for a figure"), "{said}");
    let (code, _, _) = call(&["diff", OLD, NEW, "-o", &place("b.svg"), "--exit-code"]);
    assert_eq!(code, 1, "something changed");
}

#[test]
fn what_does_not_go_with_several_versions_is_refused_with_a_cure() {
    let refused = [
        (&["--previous", "output/lennox-2021.svg"][..], "`--previous`", "share their places"),
        (&["--pages"], "`--pages`", "--fold"),
        (&["--side-by-side", "--width", "85mm"], "side by side on 85 mm", "thememap series"),
    ];
    for (arguments, what, cure) in
        [(["--coverage"], "`--coverage`", "thememap diff"), (["--layout=matrix"], "`matrix`", "render")]
    {
        let (code, said, _) = call(&[&["series", OLD, NEW], &arguments[..]].concat());
        assert!(code == 1 && said.contains(what) && said.contains(cure), "{code} {said}");
    }
    for (arguments, what, cure) in refused {
        let (code, said, _) = call(&[&["diff", OLD, NEW, "-f", "svg"], arguments].concat());
        assert!(code == 2 && said.contains(what) && said.contains(cure), "{code} {said}");
    }
    let (code, said, _) = call(&["series", OLD, NEW, "-o", "never.html"]);
    assert!(code == 2 && said.contains("shows one version") && said.contains("thememap render"), "{said}");
    let (code, said, _) = call(&["series", OLD, NEW, "--numbered"]);
    assert!(code == 2 && said.contains("standard output"), "{said}");
    let (code, said, _) = call(&["series", OLD, NEW, "-", "-", "-o", "x.svg"]);
    assert!(code == 2 && said.contains("only once"), "{said}");
}

#[test]
fn a_series_is_one_figure_or_numbered_ones() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let maps = ["maps/phases-1-initial.toml", "maps/phases-2-developed.toml", "maps/phases-3-final.toml"];
    let series = |more: &[&str]| call(&[&["series"], &maps[..], more].concat());
    let (code, said, _) = series(&["-o", &place("phase-{n}.svg")]);
    assert!(code == 0 && (1..=3).all(|n| folder.path().join(format!("phase-{n}.svg")).is_file()), "{said}");
    let (code, said, _) = series(&["-o", &place("s.pdf"), "--numbered"]);
    assert!(code == 0 && (1..=3).all(|n| folder.path().join(format!("s-{n}.pdf")).is_file()), "{said}");
    let (_, _, help) = call(&["series", "--help"]);
    assert!(String::from_utf8_lossy(&help).contains("-o phase.pdf --numbered     phase-1.pdf"), "in one line");
    let (code, said, bytes) = series(&[]);
    let svg = String::from_utf8(bytes).unwrap();
    assert!(
        code == 0 && ["Initial", "Developed", "Final"].iter().all(|name| svg.contains(&format!(">{name}<"))),
        "{said}"
    );
    let (code, said, _) = series(&["-o", &place("narrow.svg"), "--width", "60mm", "--height", "80mm"]);
    assert!(code == 1 && said.contains("= help") && said.contains("`--numbered`"), "{said}");
}

/// In every style, in every way to see: nothing too pale, nothing told apart by colour alone.
#[test]
fn every_style_shows_changes_to_all_eyes() {
    let (old, new) = (example("lennox-2020-preprint"), example("lennox-2021"));
    let phases = ["phases-1-initial", "phases-2-developed", "phases-3-final"].map(example);
    for style in &thememap::style::STYLES {
        let options = Options { style: Some(style.name.to_owned()), ..Options::default() };
        let fonts = Fonts::bundled();
        for (old, new) in [(&old, &new), (&phases[0], &phases[1]), (&phases[1], &phases[2])] {
            let drawing = change((old, new), &names(2), &fonts, &options).unwrap();
            let map = drawing.map.as_ref().unwrap();
            let found = wrong(map, &drawing.layout, &drawing.figure);
            assert!(found.is_empty(), "{}: {found:?}", style.name);
            let alike = eyes::findings(map, &drawing.figure);
            assert!(alike.is_empty(), "{}: {alike:?}", style.name);
        }
        let versions: Vec<&Map> = phases.iter().collect();
        let done = views(&versions, &names(3), &fonts, &options, Together::Apart).unwrap();
        for (version, figure) in done.figures.iter().enumerate() {
            let found = wrong(&done.map, &done.layout.of_version(&done.map, version), figure);
            assert!(found.is_empty(), "{} {version}: {found:?}", style.name);
        }
    }
}

#[test]
fn more_versions_than_a_page_has_lines_are_told_as_that() {
    let maps: Vec<Map> = (0..40).map(|n| thememap::read(&format!("themes = [\"Hope {n}\"]")).unwrap().0).collect();
    let names: Vec<String> = (0..40).map(|n| format!("v{n}")).collect();
    let maps: Vec<&Map> = maps.iter().collect();
    let fonts = Fonts::bundled();
    let error = views(&maps, &names, &fonts, &Options::default(), Together::Rows).err().unwrap();
    assert_eq!(error[0].message, "40 versions do not fit on a page 225 mm high");
    assert!(error[0].hints.iter().any(|hint| hint.contains("--numbered")), "{error:?}");
}

#[test]
fn versions_that_no_page_holds_are_refused_before_places_are_looked_for() {
    let list = |of: std::ops::Range<usize>| of.map(|n| format!("\"Theme {n}\"")).collect::<Vec<_>>().join(",");
    let map = |of| thememap::read(&format!("themes = [{}]", list(of))).unwrap().0;
    let (small, large, fonts) = (map(0..10), map(10_000..50_000), Fonts::bundled());
    for pair in [[&small, &large], [&large, &small]] {
        let series = views(&pair, &names(2), &fonts, &Options::default(), Together::Rows).err().unwrap();
        let changes = change((pair[0], pair[1]), &names(2), &fonts, &Options::default()).err().unwrap();
        for error in [series, changes] {
            assert!(error[0].message.starts_with("40000 themes and codes are too many for one figure"), "{error:?}");
        }
    }
}
