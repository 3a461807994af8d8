//! The evidence of two maps whose themes are matched → what moved, what is new, what was dropped.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

use petgraph::graph::NodeIndex;

use super::links::Themes;
use super::side::key;
use super::wording::{Wording, alike};
use super::{Change, Evidence, Note};
use crate::model::Quote;

/// Likeness of words from which two quotes of one participant in one theme are the same.
const SAME_WORDS: f64 = 0.75;

/// Most pairs of quotes whose words are compared in one theme.
const MOST_PAIRS: usize = 400;

/// A quote and the theme it stands in.
type Place<'m> = (NodeIndex, &'m Quote);

/// Compares the evidence: each quote by its name or words, then each voice that no quote speaks for.
///
/// What a theme that is new rests on, or one that is gone rested on, is told with it, unless it stood, or stands, elsewhere.
pub fn compare(themes: &Themes) -> (Vec<Change>, Vec<Note>) {
    let mut told = Told::default();
    let (lost, gained) = told.quotes(themes);
    told.voices(themes, lost, gained);
    (told.changes, told.notes)
}

#[derive(Default)]
struct Told {
    changes: Vec<Change>,
    notes: Vec<Note>,
}

/// Who is quoted no more, or is quoted now, in which theme.
type Speakers = BTreeSet<(NodeIndex, String)>;

impl Told {
    fn quotes(&mut self, themes: &Themes) -> (Speakers, Speakers) {
        let mut lost: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        let mut gained: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for before in themes.old.nodes() {
            let quotes: Vec<&Quote> = themes.old.theme(before).quotes.iter().collect();
            let Some(node) = themes.now[before.index()] else {
                quotes.into_iter().for_each(|quote| lost.entry(key(quote)).or_default().push((before, quote)));
                continue;
            };
            let (was, is) = self.same_theme(before, node, quotes, themes);
            was.into_iter().for_each(|quote| lost.entry(key(quote)).or_default().push((before, quote)));
            is.into_iter().for_each(|quote| gained.entry(key(quote)).or_default().push((node, quote)));
        }
        for node in themes.new.nodes().filter(|node| themes.was[node.index()].is_none()) {
            themes
                .new
                .theme(node)
                .quotes
                .iter()
                .for_each(|quote| gained.entry(key(quote)).or_default().push((node, quote)));
        }
        let (mut mute, mut heard) = (Speakers::new(), Speakers::new());
        let speaker = |quote: &Quote| quote.by.clone().unwrap_or_default();
        let mut moved: Vec<(Place, Place)> = Vec::new();
        for (key, places) in &mut lost {
            let Some(into) = gained.get_mut(key) else { continue };
            // Rather to what was split out or merged into than to any other.
            for related_only in [true, false] {
                places.retain(|from| {
                    let fits = |to: &&Place| !related_only || related(themes, from.0, to.0);
                    let Some(at) = into.iter().position(|to| fits(&to)) else { return true };
                    moved.push((*from, into.remove(at)));
                    false
                });
            }
        }
        for ((from, was), (into, now)) in moved {
            mute.insert((from, speaker(was)));
            heard.insert((into, speaker(now)));
            let what = Evidence::Quote { was: Some(was.clone()), now: Some(now.clone()) };
            self.changes.push(Change::Evidence { what, from: Some(from), into: Some(into) });
        }
        for (from, was) in lost.into_values().flatten() {
            mute.insert((from, speaker(was)));
            if themes.now[from.index()].is_some() {
                let what = Evidence::Quote { was: Some(was.clone()), now: None };
                self.changes.push(Change::Evidence { what, from: Some(from), into: None });
            }
        }
        for (into, now) in gained.into_values().flatten() {
            heard.insert((into, speaker(now)));
            if themes.was[into.index()].is_some() {
                let what = Evidence::Quote { was: None, now: Some(now.clone()) };
                self.changes.push(Change::Evidence { what, from: None, into: Some(into) });
            }
        }
        (mute, heard)
    }

    /// Matches the quotes of a theme in both maps: what is left of each.
    fn same_theme<'m>(
        &mut self,
        before: NodeIndex,
        node: NodeIndex,
        mut was: Vec<&'m Quote>,
        themes: &Themes<'_, 'm>,
    ) -> (Vec<&'m Quote>, Vec<&'m Quote>) {
        let mut is: Vec<&Quote> = themes.new.theme(node).quotes.iter().collect();
        let mut pairs: Vec<(&Quote, &Quote)> = Vec::new();
        pair(&mut was, &mut is, &mut pairs, |quote| Some((quote.by.clone(), quote.text.clone(), quote.id.clone())));
        pair(&mut was, &mut is, &mut pairs, |quote| Some(key(quote)));
        pair(&mut was, &mut is, &mut pairs, |quote| quote.text.clone());
        // A slip of the transcript that was put right.
        if was.len() * is.len() <= MOST_PAIRS {
            let slip = |a: &Quote, b: &Quote| {
                a.by == b.by && (a.id.is_none() || b.id.is_none()) && likeness(a, b) >= SAME_WORDS
            };
            was.retain(|quote| {
                let Some(at) = is.iter().position(|other| slip(quote, other)) else { return true };
                pairs.push((quote, is.remove(at)));
                false
            });
        }
        for (quote, other) in pairs {
            let (from, into) = (before, node);
            if (&quote.by, &quote.text) != (&other.by, &other.text) {
                let what = Evidence::Quote { was: Some(quote.clone()), now: Some(other.clone()) };
                self.changes.push(Change::Evidence { what, from: Some(from), into: Some(into) });
            } else if quote.id != other.id {
                self.notes.push(Note::Quote { old: from, new: into, was: quote.clone(), now: other.clone() });
            }
        }
        (was, is)
    }

    fn voices(&mut self, themes: &Themes, mute: Speakers, heard: Speakers) {
        let mut lost: BTreeMap<&str, Vec<NodeIndex>> = BTreeMap::new();
        let mut gained: BTreeMap<&str, Vec<NodeIndex>> = BTreeMap::new();
        for before in themes.old.nodes() {
            let is = themes.now[before.index()].map(|node| &themes.new.theme(node).voices[..]).unwrap_or_default();
            for who in left(&themes.old.theme(before).voices, is) {
                lost.entry(who).or_default().push(before);
            }
        }
        for node in themes.new.nodes() {
            let was = themes.was[node.index()].map(|node| &themes.old.theme(node).voices[..]).unwrap_or_default();
            for who in left(&themes.new.theme(node).voices, was) {
                gained.entry(who).or_default().push(node);
            }
        }
        let everyone: BTreeSet<&str> = lost.keys().chain(gained.keys()).copied().collect();
        for who in everyone {
            let mut from = lost.remove(who).unwrap_or_default();
            let mut into = gained.remove(who).unwrap_or_default();
            // What a quote tells is not told again.
            from.retain(|before| {
                let told = mute.contains(&(*before, who.to_owned()));
                if told && themes.now[before.index()].is_some() {
                    self.notes.push(Note::Voice { who: who.to_owned(), from: Some(*before), into: None });
                }
                !told
            });
            into.retain(|node| {
                let told = heard.contains(&(*node, who.to_owned()));
                if told && themes.was[node.index()].is_some() {
                    self.notes.push(Note::Voice { who: who.to_owned(), from: None, into: Some(*node) });
                }
                !told
            });
            let mut pairs: Vec<(NodeIndex, NodeIndex)> = Vec::new();
            from.retain(|before| {
                let Some(at) = into.iter().position(|node| related(themes, *before, *node)) else { return true };
                pairs.push((*before, into.remove(at)));
                false
            });
            // A participant speaks in many themes: who went from one to one moved, any more is not known.
            let goes_on = |before: &NodeIndex| themes.now[before.index()].is_some();
            let was_there = |node: &NodeIndex| themes.was[node.index()].is_some();
            // What came with a theme, or went with one, is told with that.
            from.retain(goes_on);
            into.retain(was_there);
            if let ([before], [node]) = (&from[..], &into[..]) {
                pairs.push((*before, *node));
                (from, into) = (Vec::new(), Vec::new());
            }
            let mut tell = |from: Option<NodeIndex>, into: Option<NodeIndex>| {
                self.changes.push(Change::Evidence { what: Evidence::Voice(who.to_owned()), from, into });
            };
            pairs.into_iter().for_each(|(before, node)| tell(Some(before), Some(node)));
            from.into_iter().for_each(|before| tell(Some(before), None));
            into.into_iter().for_each(|node| tell(None, Some(node)));
        }
    }
}

/// Takes the quotes of two lists that have the same key, in order.
fn pair<'m, K: Hash + Eq>(
    was: &mut Vec<&'m Quote>,
    is: &mut Vec<&'m Quote>,
    pairs: &mut Vec<(&'m Quote, &'m Quote)>,
    key: impl Fn(&Quote) -> Option<K>,
) {
    let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (at, quote) in is.iter().enumerate() {
        if let Some(key) = key(quote) {
            places.entry(key).or_default().push_back(at);
        }
    }
    let mut taken = vec![false; is.len()];
    was.retain(|quote| {
        let found = key(quote).and_then(|key| places.get_mut(&key)?.pop_front());
        let Some(at) = found else { return true };
        taken[at] = true;
        pairs.push((quote, is[at]));
        false
    });
    let mut taken = taken.into_iter();
    is.retain(|_| taken.next() != Some(true));
}

/// How alike the words of two quotes are.
fn likeness(a: &Quote, b: &Quote) -> f64 {
    let words = |quote: &Quote| quote.text.as_deref().map(Wording::new);
    words(a).zip(words(b)).map_or(0.0, |(a, b)| alike(&a, &b))
}

/// Whether the one was split out of the other, or merged into it.
fn related(themes: &Themes, before: NodeIndex, node: NodeIndex) -> bool {
    themes.merged[before.index()] == Some(node) || themes.split[node.index()] == Some(before)
}

/// What the first list has more than the second, each as often.
fn left<'m>(all: &'m [String], without: &[String]) -> Vec<&'m str> {
    let mut times: HashMap<&String, usize> = HashMap::new();
    without.iter().for_each(|who| *times.entry(who).or_default() += 1);
    let mut left: Vec<&str> = Vec::new();
    for who in all {
        match times.get_mut(who) {
            Some(times) if *times > 0 => *times -= 1,
            _ => left.push(who),
        }
    }
    left
}
