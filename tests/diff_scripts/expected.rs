//! Two states of a study → what a comparison of their maps should tell, as far as it can know.
//!
//! What counts is the **net effect** of all edits: a theme that was added and removed again is nothing, one that was moved
//! and moved back did not move, a link that is redirected twice is redirected once.
//!
//! What a comparison **cannot know** from two files, and is neither asked for nor held against it:
//! * that a theme is the same, when it has no id of its author's, shares less than three of five words with what it was
//!   (three of four in another group, four of five in another role), less than half of its quotes or sub-themes, and is
//!   not the only one of its kind that came and went in its place;
//! * that it is another one, when one theme of a kind was removed and one added in the same group;
//! * which of two links is which, when both are gone and new at the same ends, or with one end and all words in common;
//! * which way a participant's voice went that left or reached a theme that was split or merged.
//!
//! What is not looked at with such a theme: what it holds, its links and its evidence.

use std::collections::{BTreeMap, BTreeSet};

use crate::study::{Joint, Kind, Study};

/// One thing that a comparison tells or should tell, and the themes and links it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub words: String,
    pub about: BTreeSet<usize>,
    pub links: BTreeSet<String>,
}

/// What should be told, and what cannot be known.
#[derive(Debug, Default)]
pub struct Expected {
    pub facts: BTreeSet<Fact>,
    pub unknown: BTreeSet<usize>,
    pub unknown_links: BTreeSet<String>,
    pub unknown_voices: BTreeSet<String>,
    /// Pairs of which the one may be told as split out of, or merged into, the other.
    pub related: BTreeSet<(usize, usize)>,
    /// How many effects cannot be known.
    pub unasked: usize,
}

pub fn fact(words: impl Into<String>, about: impl IntoIterator<Item = usize>) -> Fact {
    Fact { words: words.into(), about: about.into_iter().collect(), links: BTreeSet::new() }
}

pub fn link_fact(
    words: impl Into<String>,
    links: impl IntoIterator<Item = String>,
    about: impl IntoIterator<Item = usize>,
) -> Fact {
    Fact { words: words.into(), about: about.into_iter().collect(), links: links.into_iter().collect() }
}

impl Expected {
    /// Whether something is not asked for.
    pub fn ignores(&self, fact: &Fact) -> bool {
        fact.about.iter().any(|number| self.unknown.contains(number))
            || fact.links.iter().any(|link| self.unknown_links.contains(link))
            || self.unknown_voices.iter().any(|who| fact.words.starts_with(&format!("voice {who} ")))
    }
}

/// A link in words, of one that has no direction with its ends in order.
pub fn link_words(link: &Joint) -> String {
    let mutual = matches!(link.kind, "plain" | "mutual" | "associated" | "contradicts");
    let (a, b) = if mutual && link.to < link.from { (link.to, link.from) } else { (link.from, link.to) };
    format!("{a} {} {b} {} {:?}", link.kind, link.tentative, link.label)
}

pub fn seat(study: &Study, number: usize) -> (Kind, bool) {
    let node = study.node(number);
    (node.kind, node.parent.is_none())
}

pub fn expected(old: &Study, new: &Study) -> Expected {
    let mut told = Expected::default();
    let here = |study: &Study| study.numbers().into_iter().collect::<BTreeSet<usize>>();
    let (was, is) = (here(old), here(new));
    let stayed: Vec<usize> = was.intersection(&is).copied().collect();
    let removed: Vec<usize> = was.difference(&is).copied().collect();
    let added: Vec<usize> = is.difference(&was).copied().collect();
    told.unknown(old, new, &stayed, &removed, &added);

    for &number in &added {
        told.facts.insert(fact(format!("added {number}"), around(None, Some(new), number)));
        for &other in &stayed {
            let node = new.node(number);
            let numbers =
                |quotes: &[crate::study::Said]| quotes.iter().map(|said| said.number).collect::<BTreeSet<_>>();
            let lost: BTreeSet<usize> =
                numbers(&old.node(other).quotes).difference(&numbers(&new.node(other).quotes)).copied().collect();
            let quotes = share(numbers(&node.quotes).intersection(&lost).count(), node.quotes.len());
            let held =
                node.children.iter().filter(|child| was.contains(child) && old.node(**child).parent == Some(other));
            let held = held.count();
            // One sub-theme alone tells nothing.
            let held = if held > 1 { share(held, node.children.len()) } else { 0.4 * share(held, node.children.len()) };
            if quotes + held > 0.0 {
                told.related.insert((number, other));
            }
            if quotes.max(held) >= 0.5 && node.split == Some(other) {
                told.facts.insert(fact(
                    format!("split {number} of {other}"),
                    around(None, Some(new), number).into_iter().chain([other]),
                ));
            }
        }
    }
    for &number in &removed {
        told.facts.insert(fact(format!("removed {number}"), around(Some(old), None, number)));
        for &other in &stayed {
            let node = old.node(number);
            let numbers =
                |quotes: &[crate::study::Said]| quotes.iter().map(|said| said.number).collect::<BTreeSet<_>>();
            let come: BTreeSet<usize> =
                numbers(&new.node(other).quotes).difference(&numbers(&old.node(other).quotes)).copied().collect();
            let quotes = share(numbers(&node.quotes).intersection(&come).count(), node.quotes.len());
            let held =
                node.children.iter().filter(|child| is.contains(child) && new.node(**child).parent == Some(other));
            let held = held.count();
            // One sub-theme alone tells nothing.
            let held = if held > 1 { share(held, node.children.len()) } else { 0.4 * share(held, node.children.len()) };
            if quotes + held > 0.0 || new.merged.contains(&(number, other)) {
                told.related.insert((number, other));
            }
            if quotes.max(held) >= 0.5 && new.merged.contains(&(number, other)) {
                told.facts.insert(fact(
                    format!("merged {number} into {other}"),
                    around(Some(old), None, number).into_iter().chain([other]),
                ));
            }
        }
    }
    for &number in &stayed {
        let (a, b) = (old.node(number), new.node(number));
        let about = || around(Some(old), Some(new), number);
        if a.label != b.label {
            told.facts.insert(fact(format!("reworded {number}"), about()));
        }
        if moved(old, new, number) {
            told.facts.insert(fact(format!("moved {number}"), about()));
        }
        if a.tentative != b.tentative {
            told.facts.insert(fact(format!("doubted {number}"), about()));
        }
        if a.definition != b.definition {
            told.facts.insert(fact(format!("defined {number}"), about()));
        }
    }
    told.order(old, new, &stayed);
    told.links(old, new, &was, &is);
    told.evidence(old, new, &was, &is);
    let all = std::mem::take(&mut told.facts);
    let whole = all.len();
    told.facts = all.into_iter().filter(|fact| !told.ignores(fact)).collect();
    told.unasked = whole - told.facts.len();
    told
}

/// A theme and what it stands in, before and after.
pub fn around(old: Option<&Study>, new: Option<&Study>, number: usize) -> Vec<usize> {
    let parent = |study: Option<&Study>| study.and_then(|study| study.nodes.get(number)?.as_ref()?.parent);
    [Some(number), parent(old), parent(new)].into_iter().flatten().collect()
}

fn moved(old: &Study, new: &Study, number: usize) -> bool {
    old.node(number).parent != new.node(number).parent || seat(old, number) != seat(new, number)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Share of words that two labels have in common; small ones count a quarter.
fn alike(a: &str, b: &str) -> f64 {
    let weight = |word: &str| if word.len() > 3 { 1.0 } else { 0.25 };
    let words = |text: &str| text.to_lowercase().split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (a, mut b) = (words(a), words(b));
    let all: f64 = a.iter().chain(&b).map(|word| weight(word)).sum();
    let mut common = 0.0;
    for word in &a {
        if let Some(at) = b.iter().position(|other| other == word) {
            common += weight(&b.swap_remove(at));
        }
    }
    2.0 * common / all
}

impl Expected {
    fn unknown(&mut self, old: &Study, new: &Study, stayed: &[usize], removed: &[usize], added: &[usize]) {
        let dice = |a: &[usize], b: &[usize]| {
            let common = a.iter().filter(|number| b.contains(number)).count();
            if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * common as f64 / (a.len() + b.len()) as f64 }
        };
        let quotes =
            |study: &Study, number: usize| study.node(number).quotes.iter().map(|said| said.number).collect::<Vec<_>>();
        for &number in stayed {
            let (a, b) = (old.node(number), new.node(number));
            let same_id = a.id.is_some() && a.id == b.id;
            let is_core = a.kind == Kind::Core && b.kind == Kind::Core;
            let words = alike(&a.label, &b.label);
            let (same_parent, same_seat) = (a.parent == b.parent, seat(old, number) == seat(new, number));
            let by_words = words
                >= match (same_parent, same_seat) {
                    (true, true) => 0.6,
                    (true, false) => 0.7,
                    (false, true) => 0.75,
                    (false, false) => 0.8,
                };
            let held = dice(&a.children, &b.children) >= 0.5;
            let quoted = same_parent && same_seat && dice(&quotes(old, number), &quotes(new, number)) >= 0.84;
            let others = |number: &usize| {
                let stood = |study: &Study| {
                    study.nodes.get(*number).is_some_and(Option::is_some) && study.node(*number).parent == a.parent
                };
                stood(old) || stood(new)
            };
            let alone = same_parent
                && same_seat
                && !added.iter().chain(removed).any(&others)
                && !stayed.iter().any(|other| {
                    *other != number
                        && others(other)
                        && (moved(old, new, *other) || old.node(*other).label != new.node(*other).label)
                });
            let in_place = alone && {
                let place = |study: &Study| {
                    let list = a.parent.map_or(&study.top, |parent| &study.node(parent).children);
                    list.iter().position(|other| *other == number)
                };
                place(old) == place(new)
            };
            // Half of what both have, and not less where both have some and it is all other.
            let against = [(&quotes(old, number), &quotes(new, number)), (&a.children, &b.children)]
                .iter()
                .any(|(a, b)| !a.is_empty() && !b.is_empty() && dice(a, b) == 0.0);
            if !(is_core
                || same_id
                || a.label == b.label
                || (by_words && !against)
                || held
                || quoted
                || (in_place && !against))
            {
                self.unknown.insert(number);
            }
        }
        let place = |study: &Study, number: usize| (study.node(number).parent, seat(study, number));
        for &gone in removed {
            for &come in added {
                let same_place = place(old, gone) == place(new, come);
                let same_substance = dice(&quotes(old, gone), &quotes(new, come))
                    .max(dice(&old.node(gone).children, &new.node(come).children))
                    > 0.0;
                let alike = alike(&old.node(gone).label, &new.node(come).label) >= 0.6;
                if same_place || same_substance || alike {
                    self.unknown.extend([gone, come]);
                }
            }
        }
        // One that is not recognised may be taken for what came or went beside it.
        for number in self.unknown.clone() {
            let beside = |study: &Study, other: usize| {
                let here = |number: usize| study.nodes.get(number).is_some_and(Option::is_some);
                here(number) && here(other) && place(study, number) == place(study, other)
            };
            let near = added.iter().chain(removed).filter(|other| beside(old, **other) || beside(new, **other));
            self.unknown.extend(near);
        }
    }

    fn order(&mut self, old: &Study, new: &Study, stayed: &[usize]) {
        let holders: BTreeSet<Option<usize>> = stayed.iter().map(|number| Some(*number)).chain([None]).collect();
        for holder in holders {
            let list = |study: &Study| holder.map_or(study.top.clone(), |holder| study.node(holder).children.clone());
            let (before, after) = (list(old), list(new));
            let places: Vec<usize> = before
                .iter()
                .filter(|number| stayed.contains(number) && !moved(old, new, **number))
                .filter_map(|number| after.iter().position(|other| other == number))
                .collect();
            let mut longest = vec![1_usize; places.len()];
            for i in 0..places.len() {
                for j in 0..i {
                    if places[j] < places[i] {
                        longest[i] = longest[i].max(longest[j] + 1);
                    }
                }
            }
            let away = places.len() - longest.iter().max().copied().unwrap_or(0);
            if away > 0 {
                self.facts.insert(fact(order_words(holder, away), before.into_iter().chain(after).chain(holder)));
            }
        }
    }

    fn links(&mut self, old: &Study, new: &Study, was: &BTreeSet<usize>, is: &BTreeSet<usize>) {
        let words = |study: &Study| study.links.iter().map(link_words).collect::<BTreeSet<_>>();
        let (before, after) = (words(old), words(new));
        let mut lost: Vec<&Joint> = old.links.iter().filter(|link| !after.contains(&link_words(link))).collect();
        let mut come: Vec<&Joint> = new.links.iter().filter(|link| !before.contains(&link_words(link))).collect();
        // What goes with its themes.
        let heir =
            |number: usize| new.merged.iter().rev().find(|(from, _)| *from == number).map_or(number, |(_, into)| *into);
        let inherited = |gone: &Joint, new_link: &Joint| {
            let link = Joint { from: heir(gone.from), to: heir(gone.to), ..gone.clone() };
            !(is.contains(&gone.from) && is.contains(&gone.to)) && link_words(&link) == link_words(new_link)
        };
        for link in &come {
            // Whether the merger is known decides how it is told.
            if lost.iter().any(|gone| inherited(gone, link)) {
                self.unknown_links.insert(link_words(link));
            }
        }
        let pair = |link: &Joint| (link.from.min(link.to), link.from.max(link.to));
        let ends = |links: &[&Joint]| links.iter().map(|link| pair(link)).collect::<Vec<_>>();
        let (lost_ends, come_ends) = (ends(&lost), ends(&come));
        lost.retain(|link| is.contains(&link.from) && is.contains(&link.to));
        lost.retain(|link| come_ends.contains(&pair(link)) || !goes_with(old, new, link));
        come.retain(|link| was.contains(&link.from) && was.contains(&link.to));
        come.retain(|link| lost_ends.contains(&pair(link)) || !goes_with(new, old, link));
        let mut pairs: Vec<(&Joint, &Joint)> = Vec::new();
        for gone in &lost {
            for link in &come {
                let same = gone.number == link.number;
                if may_be(old, new, gone, link) {
                    if same {
                        pairs.push((gone, link));
                    } else {
                        self.unknown_links.extend([link_words(gone), link_words(link)]);
                    }
                }
            }
        }
        for (gone, link) in &pairs {
            let both = [link_words(gone), link_words(link)];
            if both.iter().any(|words| self.unknown_links.contains(words)) {
                self.unknown_links.extend(both);
            }
        }
        let ends = |link: &Joint| [link.from, link.to];
        for (gone, link) in &pairs {
            let about = ends(gone).into_iter().chain(ends(link));
            let words = [link_words(gone), link_words(link)];
            self.facts.insert(link_fact(format!("link {} now {}", words[0], words[1]), words, about));
        }
        for link in lost.iter().filter(|link| !pairs.iter().any(|(gone, _)| gone.number == link.number)) {
            self.facts.insert(link_fact(format!("link {} gone", link_words(link)), [link_words(link)], ends(link)));
        }
        for link in come.iter().filter(|link| !pairs.iter().any(|(_, come)| come.number == link.number)) {
            self.facts.insert(link_fact(format!("link {} new", link_words(link)), [link_words(link)], ends(link)));
        }
    }

    fn evidence(&mut self, old: &Study, new: &Study, was: &BTreeSet<usize>, is: &BTreeSet<usize>) {
        let quotes = |study: &Study| -> BTreeMap<usize, (usize, String)> {
            let all = study.nodes.iter().flatten();
            all.flat_map(|node| node.quotes.iter().map(|said| (said.number, (node.number, said.by.clone())))).collect()
        };
        let (before, after) = (quotes(old), quotes(new));
        // Whose voice is told with a quote.
        let (mut mute, mut heard) = (BTreeSet::new(), BTreeSet::new());
        for (number, (from, by)) in &before {
            match after.get(number) {
                Some((into, _)) if into == from => continue,
                Some((into, _)) => {
                    self.facts.insert(fact(format!("quote {number} from {from} to {into}"), [*from, *into]));
                    heard.insert((*into, by.clone()));
                }
                None if is.contains(from) => {
                    self.facts.insert(fact(format!("quote {number} dropped from {from}"), [*from]));
                }
                None => {}
            }
            mute.insert((*from, by.clone()));
        }
        for (number, (into, by)) in after.iter().filter(|(number, _)| !before.contains_key(number)) {
            heard.insert((*into, by.clone()));
            if was.contains(into) {
                self.facts.insert(fact(format!("quote {number} added to {into}"), [*into]));
            }
        }
        let voices = |study: &Study| -> BTreeSet<(String, usize)> {
            let all = study.nodes.iter().flatten();
            all.flat_map(|node| node.voices.iter().map(|who| (who.clone(), node.number))).collect()
        };
        let (before, after) = (voices(old), voices(new));
        let mut ways: BTreeMap<&String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (who, number) in before.difference(&after).filter(|(who, number)| !mute.contains(&(*number, who.clone()))) {
            if is.contains(number) {
                ways.entry(who).or_default().0.push(*number);
            } else if self.related.iter().any(|(gone, _)| gone == number)
                || new.merged.iter().any(|(gone, _)| gone == number)
            {
                self.unknown_voices.insert(who.clone());
            }
        }
        for (who, number) in after.difference(&before).filter(|(who, number)| !heard.contains(&(*number, who.clone())))
        {
            if was.contains(number) {
                ways.entry(who).or_default().1.push(*number);
            } else if new.node(*number).split.is_some() || self.related.iter().any(|(come, _)| come == number) {
                self.unknown_voices.insert(who.clone());
            }
        }
        for (who, (from, into)) in ways {
            // Whoever left or reached a theme that is not recognised may have gone elsewhere.
            if from.iter().chain(&into).any(|number| self.unknown.contains(number)) {
                self.unknown_voices.insert(who.clone());
            }
            if let ([from], [into]) = (&from[..], &into[..]) {
                self.facts.insert(fact(format!("voice {who} from {from} to {into}"), [*from, *into]));
                continue;
            }
            for from in from {
                self.facts.insert(fact(format!("voice {who} dropped from {from}"), [from]));
            }
            for into in into {
                self.facts.insert(fact(format!("voice {who} added to {into}"), [into]));
            }
        }
    }
}

pub fn order_words(holder: Option<usize>, away: usize) -> String {
    format!("{away} have other places in {holder:?}")
}

/// Whether a link of `here` is missing `there` only since its ends stand otherwise there: one inside the other, or the end
/// of a line from the core somewhere else.
fn goes_with(here: &Study, there: &Study, link: &Joint) -> bool {
    let (a, b) = (link.from, link.to);
    let moved = |number: usize| moved(here, there, number);
    if (there.is_inside(a, b) || there.is_inside(b, a)) && (moved(a) || moved(b)) {
        return true;
    }
    let role = |study: &Study, number: usize| match study.node(number).kind {
        Kind::Theme if study.node(number).parent.is_none() => Kind::Group,
        kind => kind,
    };
    [(a, b), (b, a)].into_iter().any(|(core, end)| {
        here.core == Some(core)
            && here.node(end).parent.is_none()
            && moved(end)
            && (there.node(end).parent.is_some() || role(here, end) != role(there, end))
    })
}

/// Whether one link may be the other: at the same ends, or with one end and everything it says in common.
fn may_be(old: &Study, new: &Study, gone: &Joint, link: &Joint) -> bool {
    let pair = |link: &Joint| (link.from.min(link.to), link.from.max(link.to));
    if pair(gone) == pair(link) {
        return true;
    }
    let said = |link: &Joint| (link.kind, link.tentative, link.label.clone());
    let mutual = matches!(gone.kind, "plain" | "mutual" | "associated" | "contradicts");
    let kept = |a: usize, b: usize| {
        let bare = gone.kind == "plain" && gone.label.is_none() && (old.core == Some(a) || new.core == Some(a));
        a == b && !bare
    };
    said(gone) == said(link)
        && (kept(gone.from, link.from)
            || kept(gone.to, link.to)
            || mutual && (kept(gone.from, link.to) || kept(gone.to, link.from)))
}
