//! The marks of a figure of several versions → entries of its legend.

use petgraph::graph::NodeIndex;

use super::badge::RADIUS;
use crate::layout::content::Block;
use crate::layout::door::Shaper;
use crate::layout::graph::{Graph, Kind};
use crate::layout::legend::{BOX, Entry, Sign};
use crate::layout::{Layout, Mark, Outline};
use crate::model::Map;
use crate::model::changes::{capital, changes};
use crate::model::history::{Below, History, MARKS, Mark as Change};
use crate::model::marks::Meaning;
use crate::text::Weight;

/// What the legend may have to list: one entry for each sign, and for what else shows a change.
pub fn entries(map: &Map, graph: &Graph, shaper: &mut Shaper, note: f64) -> Vec<Entry> {
    let history = |node: NodeIndex| map.graph[node].history.as_deref();
    let nodes = |is: &dyn Fn(&History) -> bool| -> Vec<usize> {
        let shown = |node: &NodeIndex| graph[*node].kind != Kind::Absent && history(*node).is_some_and(is);
        map.graph.node_indices().filter(shown).map(NodeIndex::index).collect()
    };
    let boxed = |nodes: Vec<usize>| -> Vec<usize> {
        let outlined = |node: &usize| !matches!(graph[NodeIndex::new(*node)].kind, Kind::Item | Kind::Row);
        nodes.into_iter().filter(outlined).collect()
    };
    let mut found: Vec<(Meaning, Vec<usize>, Vec<usize>)> = Vec::new();
    for (mark, _) in MARKS {
        let marked = |history: &History| {
            history.mark == Some(mark) || history.states.iter().flatten().any(|state| state.mark == Some(mark))
        };
        let links = map.graph.edge_indices().filter(|&edge| {
            let bond = map.graph[edge].bond.as_ref().filter(|bond| !bond.change);
            bond.is_some_and(|bond| bond.mark == Some(mark) || bond.marks.contains(&Some(mark)))
        });
        found.push((Meaning::Changed(mark), boxed(nodes(&marked)), links.map(|edge| edge.index()).collect()));
    }
    let changed = map.is_difference();
    found.push((Meaning::EarlierPlace, boxed(nodes(&|history| history.ghost)), Vec::new()));
    let earlier = |history: &History| matches!(history.below, Some(Below::Earlier(_)));
    found.push((Meaning::EarlierWording, nodes(&earlier), Vec::new()));
    found.push((Meaning::AddedWords, nodes(&|history| !history.added.is_empty()), Vec::new()));
    let same = |history: &History| changed && history.mark.is_none() && !history.ghost;
    found.push((Meaning::Unchanged, boxed(nodes(&same)), Vec::new()));
    let lang = map.lang.as_deref();
    let entries = found.into_iter().filter(|(_, nodes, edges)| !nodes.is_empty() || !edges.is_empty());
    let entry = |(meaning, nodes, edges): (Meaning, Vec<usize>, Vec<usize>)| {
        let mut block = |text: &str| shaper.block(text, Weight::Regular, note, usize::MAX, 0..0);
        let words = match (meaning, edges.is_empty(), nodes.is_empty()) {
            // A link is not worded alone.
            (Meaning::Changed(Change::Reworded), false, true) => Some(changes(lang).link.to_owned()),
            (Meaning::Changed(Change::Reworded), false, false) => {
                let (mark, link) = (changes(lang).mark(Change::Reworded), changes(lang).link);
                Some(format!("{mark}; {}", link.to_lowercase()))
            }
            _ => meaning.words(lang).map(|words| named(map, meaning, words)),
        };
        let words = words.and_then(|words| block(&words));
        let letters = matches!(meaning, Meaning::EarlierWording | Meaning::AddedWords);
        let sample = letters.then(|| block(changes(lang).sample)).flatten();
        Entry { meaning, words, nodes, edges, sample }
    };
    entries.map(entry).collect()
}

/// Whether an entry is about changes.
pub fn tells(entry: &Entry) -> bool {
    matches!(
        entry.meaning,
        Meaning::Changed(_)
            | Meaning::EarlierPlace
            | Meaning::EarlierWording
            | Meaning::AddedWords
            | Meaning::Unchanged
    )
}

/// The width of the sample of a change, in points; `None` for entries that are not about changes.
pub fn sample(entry: &Entry, note: f64) -> Option<f64> {
    match entry.meaning {
        Meaning::Changed(_) => Some(2.0 * RADIUS.0 * note),
        Meaning::EarlierPlace | Meaning::Unchanged => Some(BOX.0 * note),
        Meaning::EarlierWording | Meaning::AddedWords => entry.sample.as_ref().map(Block::width),
        _ => None,
    }
}

/// The name of the earlier version, in a language whose words for it are known: English.
fn earlier_name(map: &Map) -> Option<&str> {
    let english = map.lang.as_deref().is_none_or(|lang| lang.split('-').next() == Some("en"));
    map.versions.first().map(String::as_str).filter(|name| english && !name.is_empty())
}

/// In English the earlier version is called by its name.
fn named(map: &Map, meaning: Meaning, words: &str) -> String {
    let what = match meaning {
        Meaning::EarlierPlace => "place",
        Meaning::EarlierWording => "wording",
        _ => return words.to_owned(),
    };
    match earlier_name(map) {
        Some(name) => format!("{} {what}", capital(name)),
        None => words.to_owned(),
    }
}

/// The mark as the layout has it: `Some(None)` where nothing has it; `None` for entries that are not about changes.
pub fn sign(entry: &Entry, layout: &Layout) -> Option<Option<Sign>> {
    let place = |node: &usize| layout.boxes.get(*node).and_then(Option::as_ref);
    let outlined = |node: &usize| place(node).is_some_and(|place| place.outline != Outline::None);
    let whole = layout.version.is_none();
    Some(match entry.meaning {
        Meaning::Changed(mark) => {
            let here = layout.marks.iter().any(|sign| matches!(sign, Mark::Badge { mark: own, .. } if *own == mark));
            here.then_some(Sign::Badge { mark })
        }
        Meaning::EarlierPlace => entry.nodes.iter().any(|node| whole && outlined(node)).then_some(Sign::Ghost),
        Meaning::Unchanged => entry.nodes.iter().any(|node| whole && outlined(node)).then_some(Sign::Quiet),
        Meaning::EarlierWording | Meaning::AddedWords => {
            let used = entry.nodes.iter().any(|node| whole && place(node).is_some());
            let block = entry.sample.as_ref().filter(|_| used);
            let through = entry.meaning == Meaning::EarlierWording;
            block.and_then(|block| {
                let zone = kurbo::Rect::from_center_size((0.0, 0.0), (block.width() + 1.0, block.tall(1)));
                Some(Sign::Struck { line: block.set(zone, true, false).into_iter().next()?, through })
            })
        }
        _ => return None,
    })
}
