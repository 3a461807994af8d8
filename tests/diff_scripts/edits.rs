//! One edit of a study, as an author makes it between two versions.

use crate::random_maps::Random;
use crate::study::{KINDS, Kind, Study, furnish, label, random_link, said, word};

/// What is done; `false` where it does not fit the study.
type Edit = fn(&mut Study, &mut Random) -> bool;

/// All edits, with their names.
pub const EDITS: [(&str, Edit); 22] = [
    ("reword slightly", reword_slightly),
    ("reword wholly", reword_wholly),
    ("add", add),
    ("remove", remove),
    ("move to another group", change_group),
    ("move up", promote),
    ("move down", demote),
    ("theme to code and back", recode),
    ("outcome to theme and back", outcome),
    ("theme to group and back", regroup),
    ("split", split),
    ("merge", merge),
    ("reorder", reorder),
    ("add a link", add_link),
    ("remove a link", remove_link),
    ("redirect a link", redirect),
    ("claim another thing by a link", reclaim),
    ("move evidence", move_evidence),
    ("add evidence", add_evidence),
    ("drop evidence", drop_evidence),
    ("confirm or doubt", doubt),
    ("define", define),
];

fn pick(study: &Study, random: &mut Random, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let fitting: Vec<usize> = study.numbers().into_iter().filter(|number| fits(*number)).collect();
    (!fitting.is_empty()).then(|| fitting[random.below(fitting.len())])
}

fn is_plain(study: &Study, number: usize) -> bool {
    matches!(study.node(number).kind, Kind::Theme | Kind::Code)
}

/// One word of at least three that say something is another, is left out, or comes in.
fn reword_slightly(study: &mut Study, random: &mut Random) -> bool {
    let says = |text: &str| text.split(' ').filter(|word| word.len() > 3).count();
    let Some(number) = pick(study, random, |n| says(&study.node(n).label) >= 4) else { return false };
    let old = study.node(number).label.clone();
    let mut words: Vec<String> = old.split(' ').map(str::to_owned).collect();
    let at = 1 + random.below(words.len() - 1);
    match random.below(3) {
        0 => words[at] = word(random, &old).to_owned(),
        1 => drop(words.remove(at)),
        _ => words.insert(at, word(random, &old).to_owned()),
    }
    relabel(study, random, number, words.join(" "))
}

fn reword_wholly(study: &mut Study, random: &mut Random) -> bool {
    let Some(number) = pick(study, random, |_| true) else { return false };
    let words = 2 + random.below(4);
    let text = label(random, words);
    relabel(study, random, number, text)
}

fn relabel(study: &mut Study, random: &mut Random, number: usize, text: String) -> bool {
    if study.has(&text) {
        return false;
    }
    study.node_mut(number).label = text;
    if study.node(number).kind == Kind::Group && random.below(4) == 0 {
        study.give_id(number);
    }
    true
}

fn add(study: &mut Study, random: &mut Random) -> bool {
    let room = |n: usize| {
        study.node(n).kind != Kind::Code
            && study.depth(n) < 3
            && !matches!(study.node(n).kind, Kind::Core | Kind::Outcome)
    };
    let parent = pick(study, random, room).filter(|_| random.below(6) > 0);
    let is_group = parent.is_none_or(|parent| study.node(parent).kind == Kind::Group);
    let kind = match parent {
        None if random.below(2) == 0 => Kind::Group,
        Some(_) if !is_group && random.below(2) == 0 => Kind::Code,
        _ => Kind::Theme,
    };
    let words = 2 + random.below(4);
    let (text, at) = (study.fresh_label(random, words), random.below(8));
    let number = study.add(kind, parent, at, text);
    furnish(study, random, number);
    if random.below(3) == 0
        && let Some(other) = pick(study, random, |_| true)
    {
        random_link(study, random, number, other);
    }
    true
}

fn remove(study: &mut Study, random: &mut Random) -> bool {
    if study.numbers().len() < 4 {
        return false;
    }
    let few = |n: usize| study.below(n).len() <= 6 && study.node(n).kind != Kind::Core;
    let Some(number) = pick(study, random, few) else { return false };
    if study.top == [number] {
        return false;
    }
    study.remove(number);
    true
}

/// Whether a node may stand there, with all it holds.
fn fits(study: &Study, number: usize, parent: Option<usize>) -> bool {
    let labels = |list: &[usize]| list.iter().any(|n| *n != number && study.node(*n).label == study.node(number).label);
    match parent {
        None => !labels(&study.top),
        Some(parent) => {
            parent != number
                && !study.is_inside(parent, number)
                && study.node(parent).kind != Kind::Code
                && study.depth(parent) < 5
                && !labels(&study.node(parent).children)
                && !study.links.iter().any(|link| {
                    // A link between a theme and what it stands in says nothing.
                    let ends = [(link.from, link.to), (link.to, link.from)];
                    ends.iter().any(|(a, b)| {
                        let inner = *a == number || study.is_inside(*a, number);
                        inner && (*b == parent || study.is_inside(parent, *b))
                    })
                })
        }
    }
}

fn shift(study: &mut Study, number: usize, kind: Kind, parent: Option<usize>, at: usize) -> bool {
    if !fits(study, number, parent) {
        return false;
    }
    study.take(number);
    study.node_mut(number).kind = kind;
    study.place(number, parent, at);
    true
}

fn change_group(study: &mut Study, random: &mut Random) -> bool {
    let Some(number) = pick(study, random, |n| is_plain(study, n)) else { return false };
    let node = study.node(number).clone();
    let alike = |n: usize| {
        Some(n) != node.parent
            && matches!(study.node(n).kind, Kind::Group | Kind::Theme)
            && node.parent.is_some_and(|parent| study.node(parent).kind == study.node(n).kind)
    };
    let Some(parent) = pick(study, random, alike) else { return false };
    let at = random.below(6);
    shift(study, number, node.kind, Some(parent), at)
}

fn promote(study: &mut Study, random: &mut Random) -> bool {
    let deep = |n: usize| study.node(n).kind == Kind::Theme && study.depth(n) >= 1;
    let Some(number) = pick(study, random, deep) else { return false };
    let parent = study.node(number).parent.and_then(|parent| study.node(parent).parent);
    let at = random.below(6);
    shift(study, number, Kind::Theme, parent, at)
}

fn demote(study: &mut Study, random: &mut Random) -> bool {
    let Some(number) = pick(study, random, |n| study.node(n).kind == Kind::Theme) else { return false };
    let parent = study.node(number).parent;
    let sibling = |n: usize| n != number && study.node(n).kind == Kind::Theme && study.node(n).parent == parent;
    let Some(sibling) = pick(study, random, sibling) else { return false };
    let at = random.below(4);
    shift(study, number, Kind::Theme, Some(sibling), at)
}

fn recode(study: &mut Study, random: &mut Random) -> bool {
    let leaf = |n: usize| is_plain(study, n) && study.node(n).children.is_empty() && study.node(n).parent.is_some();
    let Some(number) = pick(study, random, leaf) else { return false };
    let parent = study.node(number).parent;
    let kind = if study.node(number).kind == Kind::Code { Kind::Theme } else { Kind::Code };
    shift(study, number, kind, parent, 0)
}

fn outcome(study: &mut Study, random: &mut Random) -> bool {
    let (number, kind, parent) = match study.outcome {
        Some(number) => (number, Kind::Theme, pick(study, random, |n| study.node(n).kind == Kind::Group)),
        None => {
            let Some(number) = pick(study, random, |n| study.node(n).kind == Kind::Theme && study.top != [n]) else {
                return false;
            };
            (number, Kind::Outcome, None)
        }
    };
    let at = random.below(6);
    shift(study, number, kind, parent, at)
}

fn regroup(study: &mut Study, random: &mut Random) -> bool {
    let both = |n: usize| matches!(study.node(n).kind, Kind::Group | Kind::Theme);
    let Some(number) = pick(study, random, both) else { return false };
    let at = random.below(6);
    if study.node(number).kind == Kind::Theme {
        let shifted = shift(study, number, Kind::Group, None, at);
        if shifted && study.node(number).id.is_none() {
            study.give_id(number);
        }
        return shifted;
    }
    let Some(parent) = pick(study, random, |n| n != number && study.node(n).kind == Kind::Group) else { return false };
    shift(study, number, Kind::Theme, Some(parent), at)
}

/// Half of what a theme rests on and holds becomes a theme of its own beside it.
fn split(study: &mut Study, random: &mut Random) -> bool {
    let rich = |n: usize| {
        let node = study.node(n);
        node.kind == Kind::Theme && (node.quotes.len() > 1 || node.children.len() > 1)
    };
    let Some(number) = pick(study, random, rich) else { return false };
    let words = 2 + random.below(3);
    let text = study.fresh_label(random, words);
    let parent = study.node(number).parent;
    let at = random.below(6);
    let part = study.add(Kind::Theme, parent, at, text);
    let node = study.node_mut(number);
    let quotes = node.quotes.split_off(node.quotes.len() / 2);
    let children: Vec<usize> = node.children.iter().rev().take(node.children.len() / 2).copied().collect();
    study.node_mut(part).quotes = quotes;
    study.node_mut(part).split = Some(number);
    for child in children {
        let kind = study.node(child).kind;
        shift(study, child, kind, Some(part), usize::MAX);
    }
    true
}

/// A theme goes into another one of its group, with what it rests on, what it holds and its links.
fn merge(study: &mut Study, random: &mut Random) -> bool {
    let Some(number) = pick(study, random, |n| study.node(n).kind == Kind::Theme && study.node(n).parent.is_some())
    else {
        return false;
    };
    let parent = study.node(number).parent;
    let sibling = |n: usize| n != number && study.node(n).kind == Kind::Theme && study.node(n).parent == parent;
    let Some(into) = pick(study, random, sibling) else { return false };
    for child in study.node(number).children.clone() {
        let kind = study.node(child).kind;
        shift(study, child, kind, Some(into), usize::MAX);
    }
    let quotes = std::mem::take(&mut study.node_mut(number).quotes);
    study.node_mut(into).quotes.extend(quotes);
    for voice in study.node(number).voices.clone() {
        if !study.node(into).voices.contains(&voice) {
            study.node_mut(into).voices.push(voice);
        }
    }
    let mut links = study.links.clone();
    for link in &mut links {
        for end in [&mut link.from, &mut link.to] {
            if *end == number {
                *end = into;
            }
        }
    }
    links.retain(|link| {
        let again = study.links.iter().any(|other| {
            other.number != link.number
                && [(other.from, other.to), (other.to, other.from)].contains(&(link.from, link.to))
        });
        link.from != link.to && !again && !study.is_inside(link.from, link.to) && !study.is_inside(link.to, link.from)
    });
    let mut seen = std::collections::BTreeSet::new();
    links.retain(|link| seen.insert((link.from.min(link.to), link.from.max(link.to))));
    study.links = links;
    study.merged.push((number, into));
    study.remove(number);
    true
}

fn reorder(study: &mut Study, random: &mut Random) -> bool {
    let inside = |n: usize| !matches!(study.node(n).kind, Kind::Core | Kind::Outcome);
    let Some(number) = pick(study, random, inside) else { return false };
    let (kind, parent, at) = (study.node(number).kind, study.node(number).parent, random.below(8));
    shift(study, number, kind, parent, at)
}

fn add_link(study: &mut Study, random: &mut Random) -> bool {
    let (Some(a), Some(b)) = (pick(study, random, |_| true), pick(study, random, |_| true)) else { return false };
    random_link(study, random, a, b)
}

fn remove_link(study: &mut Study, random: &mut Random) -> bool {
    if study.links.is_empty() {
        return false;
    }
    let at = random.below(study.links.len());
    study.links.remove(at);
    true
}

fn redirect(study: &mut Study, random: &mut Random) -> bool {
    if study.links.is_empty() {
        return false;
    }
    let at = random.below(study.links.len());
    let Some(end) = pick(study, random, |_| true) else { return false };
    let link = study.links.remove(at);
    let (a, b) = if random.below(2) == 0 { (end, link.to) } else { (link.from, end) };
    if crate::study::add_link(study, a, b, link.kind, link.label.clone(), link.tentative) {
        let last = study.links.len() - 1;
        study.links[last].number = link.number;
        return true;
    }
    study.links.push(link);
    false
}

fn reclaim(study: &mut Study, random: &mut Random) -> bool {
    if study.links.is_empty() {
        return false;
    }
    let at = random.below(study.links.len());
    let link = &mut study.links[at];
    match random.below(3) {
        0 => link.kind = KINDS[random.below(KINDS.len())],
        1 => link.label = Some(label(random, 2)),
        _ => link.tentative = !link.tentative,
    }
    true
}

fn move_evidence(study: &mut Study, random: &mut Random) -> bool {
    let quoted = random.below(3) > 0;
    let rich = |n: usize| !(if quoted { study.node(n).quotes.is_empty() } else { study.node(n).voices.is_empty() });
    let (Some(from), Some(into)) = (pick(study, random, rich), pick(study, random, |_| true)) else { return false };
    if quoted {
        let at = random.below(study.node(from).quotes.len());
        let quote = study.node_mut(from).quotes.remove(at);
        study.node_mut(into).quotes.push(quote);
        return true;
    }
    let who = study.node(from).voices[0].clone();
    if study.node(into).voices.contains(&who) {
        return false;
    }
    study.node_mut(from).voices.remove(0);
    study.node_mut(into).voices.push(who);
    true
}

fn add_evidence(study: &mut Study, random: &mut Random) -> bool {
    let Some(into) = pick(study, random, |_| true) else { return false };
    if random.below(2) == 0 {
        let said = said(study, random);
        study.node_mut(into).quotes.push(said);
        return true;
    }
    let who = format!("P{}", 1 + random.below(14));
    if study.node(into).voices.contains(&who) {
        return false;
    }
    study.node_mut(into).voices.push(who);
    true
}

fn drop_evidence(study: &mut Study, random: &mut Random) -> bool {
    let rich = |n: usize| !study.node(n).quotes.is_empty() || !study.node(n).voices.is_empty();
    let Some(from) = pick(study, random, rich) else { return false };
    let node = study.node_mut(from);
    if node.quotes.is_empty() {
        node.voices.remove(0);
    } else {
        node.quotes.remove(0);
    }
    true
}

fn doubt(study: &mut Study, random: &mut Random) -> bool {
    let Some(number) = pick(study, random, |_| true) else { return false };
    let node = study.node_mut(number);
    node.tentative = !node.tentative;
    true
}

fn define(study: &mut Study, random: &mut Random) -> bool {
    let Some(number) = pick(study, random, |_| true) else { return false };
    let text = (random.below(4) > 0).then(|| label(random, 7));
    let node = study.node_mut(number);
    let changed = node.definition != text;
    node.definition = text;
    changed
}
