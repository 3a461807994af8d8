//! Themes that nothing matches yet → those whose words are alike enough, the likest first.

use std::collections::HashMap;

use petgraph::graph::NodeIndex;

use super::matching::Matching;
use super::side::{Seat, Side};
use super::wording::{alike, dice, shared};

/// Likeness of words from which two themes may be one.
const WORDS_LEAST: f64 = 0.6;
/// Likeness from which they are one: of words, and of what [`likeness`] adds for where they stand and what they rest on.
/// In the same place words alike by [`WORDS_LEAST`] do; in another group it takes three of four; in another role more.
const ALIKE: f64 = 0.8;
const SAME_PARENT: f64 = 0.15;
const SAME_SEAT: f64 = 0.05;
/// For quotes, or sub-themes, that are all the same; the same is taken off where both have some and share none.
const SAME_SUBSTANCE: f64 = 0.2;

/// Most themes that are looked at for one word: a word of more of them tells little.
const MOST_OF_A_WORD: usize = 48;
/// Most themes that one is compared with.
const MOST_COMPARED: usize = 24;
/// Siblings that one is compared with whatever their words.
const MOST_SIBLINGS: usize = 24;

/// Matches what is alike in words, the likest first; whether anything is.
pub fn by_wording(matching: &mut Matching) -> bool {
    let index = Index::new(&matching.new, &mut matching.open_new());
    let mut siblings: HashMap<Option<NodeIndex>, Vec<NodeIndex>> = HashMap::new();
    let mut pairs: Vec<(f64, NodeIndex, NodeIndex)> = Vec::new();
    for before in matching.open_old() {
        // Those of one theme are looked for once: a list may be long, and most of it matched already.
        let holder = matching.old.parent(before);
        let lone = holder.is_none() && matches!(matching.old.seat(before), Seat::Core | Seat::Outcome);
        let nearby: &[NodeIndex] = match lone {
            true => &[],
            false => siblings.entry(holder).or_insert_with(|| {
                let open = siblings_in_new(matching, before).iter().filter(|node| matching.is_open_new(**node));
                open.take(MOST_SIBLINGS).copied().collect()
            }),
        };
        for node in candidates(matching, &index, before, nearby) {
            let words = words(matching, before, node);
            if words >= WORDS_LEAST {
                let alike = likeness(matching, before, node, words);
                if alike >= ALIKE {
                    pairs.push((alike, before, node));
                }
            }
        }
    }
    let any = !pairs.is_empty();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, before, node) in pairs {
        if matching.is_open_old(before) && matching.is_open_new(node) {
            matching.set(before, node);
        }
    }
    any
}

/// How alike two themes are in their labels.
pub fn words(matching: &Matching, before: NodeIndex, node: NodeIndex) -> f64 {
    alike(&matching.old.wordings[before.index()], &matching.new.wordings[node.index()])
}

/// The likeness of words with what place, evidence and sub-themes add.
fn likeness(matching: &Matching, before: NodeIndex, node: NodeIndex, words: f64) -> f64 {
    let (a, b) = (matching.old.seat(before), matching.new.seat(node));
    let fixed = |seat: Seat| matches!(seat, Seat::Core);
    let seat = if a == b { SAME_SEAT } else { 0.0 };
    let parent = if matching.same_parent(before, node) && !fixed(a) && !fixed(b) { SAME_PARENT } else { 0.0 };
    let substance = |share: Option<f64>| match share {
        None => 0.0,
        Some(0.0) => -SAME_SUBSTANCE,
        Some(share) => SAME_SUBSTANCE * share,
    };
    words + seat + parent + substance(quote_same(matching, before, node)) + substance(matching.hold_same(before, node))
}

/// Share of quotes that two themes have in common; `None` where one of them has none.
pub fn quote_same(matching: &Matching, before: NodeIndex, node: NodeIndex) -> Option<f64> {
    let (a, b) = (&matching.old.quotes[before.index()], &matching.new.quotes[node.index()]);
    (!a.is_empty() && !b.is_empty()).then(|| dice(shared(a, b), a.len(), b.len()))
}

/// Share of voices that two themes have in common; `None` where one of them has none.
pub fn voice_same(matching: &Matching, before: NodeIndex, node: NodeIndex) -> Option<f64> {
    let (a, b) = (&matching.old.voices[before.index()], &matching.new.voices[node.index()]);
    (!a.is_empty() && !b.is_empty()).then(|| dice(shared(a, b), a.len(), b.len()))
}

/// Themes by the beginnings of their words and of pairs of words, so that not every two are compared.
struct Index(HashMap<u64, Vec<NodeIndex>>);

impl Index {
    fn new(side: &Side, open: &mut dyn Iterator<Item = NodeIndex>) -> Index {
        let mut index: HashMap<u64, Vec<NodeIndex>> = HashMap::new();
        for node in open {
            for key in &side.wordings[node.index()].keys {
                let nodes = index.entry(*key).or_default();
                // One more tells that there are too many.
                if nodes.len() <= MOST_OF_A_WORD {
                    nodes.push(node);
                }
            }
        }
        Index(index)
    }
}

/// Open themes of the later map that may be alike: with most beginnings of words in common, and siblings.
fn candidates(matching: &Matching, index: &Index, before: NodeIndex, nearby: &[NodeIndex]) -> Vec<NodeIndex> {
    let mut common: HashMap<NodeIndex, usize> = HashMap::new();
    for key in &matching.old.wordings[before.index()].keys {
        let nodes = index.0.get(key).filter(|nodes| nodes.len() <= MOST_OF_A_WORD);
        for node in nodes.into_iter().flatten() {
            *common.entry(*node).or_default() += 1;
        }
    }
    let mut found: Vec<(usize, NodeIndex)> = common.into_iter().map(|(node, common)| (common, node)).collect();
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut found: Vec<NodeIndex> = found.into_iter().take(MOST_COMPARED).map(|(_, node)| node).collect();
    for &node in nearby {
        if !found.contains(&node) {
            found.push(node);
        }
    }
    found
}

/// What stands in the later map where an earlier theme stood.
pub fn siblings_in_new<'m>(matching: &Matching<'m>, before: NodeIndex) -> &'m [NodeIndex] {
    let new = matching.new.map;
    match (matching.old.parent(before), matching.old.seat(before)) {
        (Some(parent), _) => matching.now[parent.index()].map_or(&[], |parent| &new.graph[parent].children),
        (None, Seat::Core | Seat::Outcome) => &[],
        (None, _) => &new.top,
    }
}
