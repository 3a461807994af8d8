//! Themes that are new → those they were split out of; turned round, themes that are gone → those they were merged into.
//!
//! A theme was split out of one that goes on when that one lost to it at least half of what it is: words of its label,
//! quotes, sub-themes. One word or one sub-theme alone is not enough, except for the only word of a theme beside the other, nor
//! are voices short of all, and of two at least, since participants speak in many themes.

use std::collections::{BTreeSet, HashMap};

use petgraph::graph::NodeIndex;

use super::side::Side;
use super::wording::{kin, says};

/// Share of a theme that must come from another one, by words, quotes or sub-themes, or by several of them together.
const ENOUGH: f64 = 0.5;
/// What voices count, where quotes count 1.
const VOICES: f64 = 0.5;
/// What one word counts that is all of a label, and one sub-theme that is all there is: less than enough.
const ONE: f64 = 0.4;
/// Most themes that may have lost a word: one that more of them lost tells little.
const MOST_OF_A_WORD: usize = 16;

/// Two maps, seen from one of them to the other.
pub struct View<'v, 'm> {
    pub from: &'v Side<'m>,
    pub to: &'v Side<'m>,
    /// By node of `from`: what it is in `to`.
    pub to_of: &'v [Option<NodeIndex>],
    /// By node of `to`: what it is in `from`.
    pub from_of: &'v [Option<NodeIndex>],
}

impl View<'_, '_> {
    /// For each node of `to` that is in `open`: the node of `from` that it was split out of.
    pub fn origins(&self, open: &[NodeIndex]) -> Vec<Option<NodeIndex>> {
        let mut origins = vec![None; self.to.map.graph.node_count()];
        if open.is_empty() {
            return origins;
        }
        // What those that go on have lost: who lost a quote, a voice, a word.
        let (mut quotes, mut voices) = (HashMap::new(), HashMap::new());
        let mut words: HashMap<u64, Vec<NodeIndex>> = HashMap::new();
        for before in self.from.nodes() {
            let Some(node) = self.to_of[before.index()] else { continue };
            let lost = |was: &[u32], is: &[u32], by: &mut HashMap<u32, Vec<NodeIndex>>| {
                for key in was.iter().filter(|key| is.binary_search(key).is_err()) {
                    by.entry(*key).or_default().push(before);
                }
            };
            lost(&self.from.quotes[before.index()], &self.to.quotes[node.index()], &mut quotes);
            lost(&self.from.voices[before.index()], &self.to.voices[node.index()], &mut voices);
            for (_, begin) in self.lost_words(before, node) {
                let nodes = words.entry(begin).or_default();
                if nodes.last() != Some(&before) && nodes.len() <= MOST_OF_A_WORD {
                    nodes.push(before);
                }
            }
        }
        for &node in open {
            let mut candidates: BTreeSet<NodeIndex> = BTreeSet::new();
            let mut add = |found: Option<&Vec<NodeIndex>>| candidates.extend(found.into_iter().flatten());
            self.to.quotes[node.index()].iter().for_each(|key| add(quotes.get(key)));
            self.to.voices[node.index()].iter().for_each(|key| add(voices.get(key)));
            let telling = |begin| words.get(begin).filter(|nodes| nodes.len() <= MOST_OF_A_WORD);
            self.to.wordings[node.index()].begins.iter().for_each(|begin| add(telling(begin)));
            let held = self.to.theme(node).children.iter().filter_map(|child| self.from_of[child.index()]);
            candidates.extend(held.filter_map(|child| self.from.parent(child)));
            let mut best = (0.0, None);
            for before in candidates {
                let score = self.score(before, node);
                if score >= ENOUGH && score > best.0 {
                    best = (score, Some(before));
                }
            }
            origins[node.index()] = best.1;
        }
        origins
    }

    /// Words that say something in the label of a theme and not in what it became, with the numbers of their beginnings.
    fn lost_words(&self, before: NodeIndex, node: NodeIndex) -> impl Iterator<Item = (&String, u64)> {
        let (was, is) = (&self.from.wordings[before.index()], &self.to.wordings[node.index()]);
        let changed = was.folded != is.folded;
        let kept = move |word: &String| changed && says(word) && !is.words.iter().any(|other| kin(word, other));
        was.words.iter().zip(&was.begins).filter(move |(word, _)| kept(word)).map(|(word, begin)| (word, *begin))
    }

    /// How much of `node` comes from `before`.
    fn score(&self, before: NodeIndex, node: NodeIndex) -> f64 {
        let Some(rest) = self.to_of[before.index()] else { return 0.0 };
        let taken = |of: &[u32], was: &[u32], is: &[u32]| {
            let from = of.iter().filter(|key| was.binary_search(key).is_ok() && is.binary_search(key).is_err());
            share(from.count(), of.len())
        };
        let quotes =
            taken(&self.to.quotes[node.index()], &self.from.quotes[before.index()], &self.to.quotes[rest.index()]);
        let voices =
            taken(&self.to.voices[node.index()], &self.from.voices[before.index()], &self.to.voices[rest.index()]);
        let lost: Vec<&String> = self.lost_words(before, rest).map(|(word, _)| word).collect();
        let own: Vec<&String> = self.to.wordings[node.index()].words.iter().filter(|word| says(word)).collect();
        let words = own.iter().filter(|word| lost.iter().any(|other| kin(word, other))).count();
        let children = &self.to.theme(node).children;
        let held = |child: &&NodeIndex| {
            self.from_of[child.index()].is_some_and(|child| self.from.parent(child) == Some(before))
        };
        let held = children.iter().filter(held).count();
        let some = |part: usize, whole: usize| if part > 1 { share(part, whole) } else { ONE * share(part, whole) };
        let voices = if self.to.voices[node.index()].len() > 1 { VOICES * voices } else { 0.0 };
        // Beside each other one word is enough that is all of the label: “Power” and “Power and ownership”.
        let beside = self.to.parent(node) == self.to.parent(rest) && words == 1 && own.len() == 1;
        let words = if beside { ENOUGH } else { some(words, own.len()) };
        words + quotes + voices + some(held, children.len())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
