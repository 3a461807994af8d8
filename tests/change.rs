//! Figures of what changed between versions of a map, and of several versions at the same places.

mod random_maps;
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

/// `SEEDS=2000 cargo test --test change random` tries more of them.
fn seeds() -> u64 {
    std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(400)
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
    let tried: Vec<_> = (0..seeds())
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
    let tried: Vec<_> = (0..seeds() / 2)
        .into_par_iter()
        .filter_map(|seed| {
            let (first, last) = pair(seed)?;
            let middle = thememap::read(&edited(&random_maps::source(seed), seed + 77)).ok()?.0;
            let versions = [&first, &middle, &last];
            let options = Options { width: Some(mm(WIDTHS[1 + seed as usize % 3])), ..Options::default() };
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
