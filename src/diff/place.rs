//! Themes that words do not match → those that are one by their place and what they rest on, or none.
//!
//! Only themes of one role in the same theme, or of the top, are compared. The score is a sum, and they are one from
//! [`ENOUGH`] on: a theme that is taken for another is worse than one that is told as gone and new.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use super::likeness::{quote_same, siblings_in_new, voice_same, words};
use super::matching::Matching;
use super::side::Seat;

/// The score from which two themes are one.
const ENOUGH: f64 = 0.5;
/// For the same words.
const WORDS: f64 = 0.5;
/// For the same quotes, and for the same sub-themes.
const SUBSTANCE: f64 = 0.6;
/// For the same voices: participants speak in many themes.
const VOICES: f64 = 0.3;
/// For the same links.
const LINKS: f64 = 0.25;
/// For standing between the same siblings.
const BETWEEN: f64 = 0.25;
/// For being the only ones left there.
const ONLY: f64 = 0.25;
/// Likeness of words from which a theme may have become part of another one, or come out of it.
const LIKE: f64 = 0.5;
/// Taken off where both have quotes, or sub-themes, and share none; half of it for voices.
const NOTHING_SHARED: f64 = 0.3;
/// Most pairs compared in one theme.
const MOST_PAIRS: usize = 4096;

/// Matches what is one by its place, the surest first.
pub fn by_place(matching: &mut Matching) {
    let mut left: BTreeMap<(Option<NodeIndex>, u8), [Vec<NodeIndex>; 2]> = BTreeMap::new();
    for before in matching.open_old() {
        let parent = matching.old.parent(before).map(|parent| matching.now[parent.index()]);
        if parent != Some(None) {
            left.entry((parent.flatten(), rank(matching.old.seat(before)))).or_default()[0].push(before);
        }
    }
    for node in matching.open_new() {
        left.entry((matching.new.parent(node), rank(matching.new.seat(node)))).or_default()[1].push(node);
    }
    let mut pairs: Vec<(f64, NodeIndex, NodeIndex)> = Vec::new();
    for [olds, news] in left.values() {
        if olds.len() * news.len() > MOST_PAIRS {
            continue;
        }
        let only = olds.len() == 1 && news.len() == 1;
        for &before in olds {
            for &node in news {
                let score = score(matching, before, node, only);
                if score >= ENOUGH {
                    pairs.push((score, before, node));
                }
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, before, node) in pairs {
        if matching.is_open_old(before) && matching.is_open_new(node) {
            matching.set(before, node);
        }
    }
}

fn rank(seat: Seat) -> u8 {
    match seat {
        Seat::Core => 0,
        Seat::Group => 1,
        Seat::Loose => 2,
        Seat::Inside => 3,
        Seat::Code => 4,
        Seat::Outcome => 5,
    }
}

fn score(matching: &Matching, before: NodeIndex, node: NodeIndex, only: bool) -> f64 {
    let worth = |share: Option<f64>, most: f64, none: f64| match share {
        None => 0.0,
        Some(0.0) => -none,
        Some(share) => share * most,
    };
    let mut score = WORDS * words(matching, before, node)
        + worth(quote_same(matching, before, node), SUBSTANCE, NOTHING_SHARED)
        + worth(matching.hold_same(before, node), SUBSTANCE, NOTHING_SHARED)
        + worth(voice_same(matching, before, node), VOICES, NOTHING_SHARED / 2.0);
    // The place alone says little of what says nearly the same as a sibling: it was merged with that one, or split out of it.
    if score <= 0.0 && like_a_sibling(matching, before, node) {
        return 0.0;
    }
    score += worth(matching.link_same(before, node), LINKS, 0.0);
    if between(matching, before, node) {
        score += BETWEEN;
    }
    if only {
        score += ONLY;
    }
    score
}

/// Whether one of them has many words of one that stands beside the other.
fn like_a_sibling(matching: &Matching, before: NodeIndex, node: NodeIndex) -> bool {
    let olds = matching.old.siblings(before).iter().filter(|other| **other != before);
    let news = matching.new.siblings(node).iter().filter(|other| **other != node);
    let goes_on = |other: &&NodeIndex| matching.was[other.index()].is_some();
    news.filter(goes_on).any(|other| words(matching, before, *other) >= LIKE)
        || olds.filter(|other| matching.now[other.index()].is_some()).any(|other| words(matching, *other, node) >= LIKE)
}

/// Whether both stand between the same siblings. The only one of a role stands where it stands.
fn between(matching: &Matching, before: NodeIndex, node: NodeIndex) -> bool {
    let (old, new) = (matching.old.siblings(before), siblings_in_new(matching, before));
    let (i, j) = (matching.old.place[before.index()], matching.new.place[node.index()]);
    if old.is_empty() || new.is_empty() {
        return true;
    }
    let stays = |other: &NodeIndex| {
        matching.now[other.index()].filter(|other| matching.new.parent(*other) == matching.new.parent(node))
    };
    let was = |other: &NodeIndex| {
        matching.was[other.index()].filter(|other| matching.old.parent(*other) == matching.old.parent(before))
    };
    let previous = (old[..i].iter().rev().find_map(stays), new[..j].iter().rev().find(|other| was(other).is_some()));
    let next = (old[i + 1..].iter().find_map(stays), new[j + 1..].iter().find(|other| was(other).is_some()));
    previous.0 == previous.1.copied() && next.0 == next.1.copied()
}
