//! The links of two maps whose themes are matched → which link is which, and what changed.

use std::collections::HashMap;
use std::hash::Hash;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::side::{Seat, Side, seat};
use super::{Change, Note};
use crate::model::{Link, LinkKind, Map};

/// What is known of the themes when links are compared.
pub struct Themes<'v, 'm> {
    pub old: &'v Side<'m>,
    pub new: &'v Side<'m>,
    pub now: &'v [Option<NodeIndex>],
    pub was: &'v [Option<NodeIndex>],
    /// By node of the earlier map that is gone: what it was merged into.
    pub merged: &'v [Option<NodeIndex>],
    /// By node of the later map that is new: what it was split out of.
    pub split: &'v [Option<NodeIndex>],
    /// By node of the later map: whether it moved.
    pub moved: &'v [bool],
}

/// Which link is which, and what changed.
#[derive(Debug, Default)]
pub struct Links {
    pub now: Vec<Option<EdgeIndex>>,
    pub was: Vec<Option<EdgeIndex>>,
    pub changes: Vec<Change>,
    pub notes: Vec<Note>,
}

/// Whether a kind of link says the same of both its ends.
pub fn is_mutual(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Plain | LinkKind::Mutual | LinkKind::Associated | LinkKind::Contradicts)
}

/// The ends of a link, of one that says the same of both in the order of the map.
pub fn ends(map: &Map, edge: EdgeIndex) -> (NodeIndex, NodeIndex) {
    let (a, b) = map.graph.edge_endpoints(edge).unwrap_or_default();
    sorted(a, b, is_mutual(map.graph[edge].kind))
}

fn sorted<T: Ord>(a: T, b: T, sort: bool) -> (T, T) {
    if sort && b < a { (b, a) } else { (a, b) }
}

type Claim<'m> = (LinkKind, bool, Option<&'m str>);

fn claim(link: &Link) -> Claim<'_> {
    (link.kind, link.tentative, link.label.as_deref())
}

/// Matches the links: those that say the same of the same, then those of the same ends, then those that say the same and
/// have one end in common. What is left is gone or new, and of that, what goes with its themes is no change of its own.
pub fn compare(themes: &Themes) -> Links {
    let (old, new) = (themes.old.map, themes.new.map);
    let mut links =
        Links { now: vec![None; old.graph.edge_count()], was: vec![None; new.graph.edge_count()], ..Links::default() };
    let now = |node: NodeIndex| themes.now[node.index()];
    let mapped = |edge: EdgeIndex| {
        let (a, b) = old.graph.edge_endpoints(edge)?;
        Some((now(a)?, now(b)?))
    };
    let whole = |edge: EdgeIndex| {
        let ends = new.graph.edge_endpoints(edge);
        ends.filter(|(a, b)| themes.was[a.index()].is_some() && themes.was[b.index()].is_some())
    };
    // The same claim of the same ends.
    links.pair(
        |edge| {
            let (a, b) = mapped(edge)?;
            let claim = claim(&old.graph[edge]);
            Some((sorted(a, b, is_mutual(claim.0)), claim))
        },
        |edge| Some((ends(new, edge), claim(&new.graph[edge]))),
    );
    let same = links.now.clone();
    // Another claim of the same ends: rather one of the same label or kind than any.
    for step in 0..3 {
        let part = |link: &Link| match step {
            0 => (link.label.clone(), Some(link.kind)),
            1 => (link.label.clone(), None),
            _ => (None, None),
        };
        links.pair(
            |edge| mapped(edge).map(|(a, b)| (sorted(a, b, true), part(&old.graph[edge]))),
            |edge| new.graph.edge_endpoints(edge).map(|(a, b)| (sorted(a, b, true), part(&new.graph[edge]))),
        );
    }
    // The same claim, one of whose ends is another theme that was there before. A plain line without words from the core is
    // that of a group, and is drawn with it.
    let movable = |map: &Map, end: NodeIndex, link: &Link| {
        link.kind != LinkKind::Plain || link.label.is_some() || map.core != Some(end)
    };
    let pick = |(a, b): (NodeIndex, NodeIndex), first: bool| if first { a } else { b };
    for (end, other) in [(true, true), (false, false), (true, false), (false, true)] {
        // Ends of one-way links keep their sides.
        let allowed = |link: &Link| end == other || is_mutual(link.kind);
        links.pair(
            |edge| {
                let link = &old.graph[edge];
                let kept = pick(old.graph.edge_endpoints(edge)?, end);
                let known = mapped(edge).filter(|_| allowed(link) && movable(old, kept, link))?;
                Some((pick(known, end), claim(link)))
            },
            |edge| {
                let link = &new.graph[edge];
                let kept = pick(whole(edge)?, other);
                (allowed(link) && movable(new, kept, link)).then(|| (kept, claim(link)))
            },
        );
    }
    for (edge, found) in links.now.iter().enumerate() {
        let edge = EdgeIndex::new(edge);
        if let (Some(new), None) = (found, same[edge.index()]) {
            links.changes.push(Change::LinkChanged { old: edge, new: *new });
        }
    }
    links.tell_the_rest(themes);
    links
}

impl Links {
    /// Matches links that are not matched yet and have the same key, in order.
    fn pair<K: Hash + Eq>(&mut self, old: impl Fn(EdgeIndex) -> Option<K>, new: impl Fn(EdgeIndex) -> Option<K>) {
        let mut places: HashMap<K, Vec<EdgeIndex>> = HashMap::new();
        for at in (0..self.was.len()).rev().filter(|at| self.was[*at].is_none()) {
            if let Some(key) = new(EdgeIndex::new(at)) {
                places.entry(key).or_default().push(EdgeIndex::new(at));
            }
        }
        for at in 0..self.now.len() {
            if self.now[at].is_some() {
                continue;
            }
            let found = old(EdgeIndex::new(at)).and_then(|key| places.get_mut(&key)?.pop());
            if let Some(edge) = found {
                self.now[at] = Some(edge);
                self.was[edge.index()] = Some(EdgeIndex::new(at));
            }
        }
    }

    /// Tells what is gone and what is new: of its own, or with the theme at its end.
    fn tell_the_rest(&mut self, themes: &Themes) {
        let (old, new) = (themes.old.map, themes.new.map);
        // What stands for a theme of the earlier map in the later one, and the reverse.
        let heir = |node: NodeIndex| themes.now[node.index()].or(themes.merged[node.index()]);
        let ancestor = |node: NodeIndex| themes.was[node.index()].or(themes.split[node.index()]);
        let mut inherited: HashMap<_, Vec<EdgeIndex>> = HashMap::new();
        for at in (0..self.was.len()).rev().filter(|at| self.was[*at].is_none()) {
            let edge = EdgeIndex::new(at);
            let Some((a, b)) = new.graph.edge_endpoints(edge) else { continue };
            if let (Some(a), Some(b)) = (ancestor(a), ancestor(b)) {
                let (a, b) = (heir(a).unwrap_or_default(), heir(b).unwrap_or_default());
                let link = &new.graph[edge];
                inherited.entry((sorted(a, b, is_mutual(link.kind)), claim(link))).or_default().push(edge);
            }
        }
        let mut taken = vec![false; self.was.len()];
        for at in 0..self.now.len() {
            let edge = EdgeIndex::new(at);
            let (None, Some((a, b))) = (self.now[at], old.graph.edge_endpoints(edge)) else { continue };
            let link = &old.graph[edge];
            let heirs = heir(a).zip(heir(b)).map(|(a, b)| (sorted(a, b, is_mutual(link.kind)), claim(link)));
            let found = heirs.and_then(|key| inherited.get_mut(&key)?.pop());
            if let Some(found) = found {
                taken[found.index()] = true;
                self.notes.push(Note::Link { old: Some(edge), new: Some(found) });
            } else if goes_with(themes.old, themes.new, themes.now, (a, b), &|node| themes.moved[node.index()]) {
                self.notes.push(Note::Link { old: Some(edge), new: None });
            } else {
                self.changes.push(Change::LinkRemoved { old: edge });
            }
        }
        for at in (0..self.was.len()).filter(|at| self.was[*at].is_none() && !taken[*at]) {
            let edge = EdgeIndex::new(at);
            let Some(ends) = new.graph.edge_endpoints(edge) else { continue };
            let moved = |node: NodeIndex| themes.was[node.index()].is_some_and(|_| themes.moved[node.index()]);
            let moved_old = |node: NodeIndex| themes.now[node.index()].is_some_and(moved);
            if goes_with(themes.new, themes.old, themes.was, ends, &moved_old) {
                self.notes.push(Note::Link { old: None, new: Some(edge) });
            } else {
                self.changes.push(Change::LinkAdded { new: edge });
            }
        }
    }
}

/// Whether a link of `here` that `there` has not is missing there only because of its ends: one is not there; or the one
/// stands inside the other there, since it moved; or it joined the core to what stands inside something there, or has
/// another role. `moved` takes nodes of `there`.
fn goes_with(
    here: &Side,
    there: &Side,
    of: &[Option<NodeIndex>],
    (a, b): (NodeIndex, NodeIndex),
    moved: &dyn Fn(NodeIndex) -> bool,
) -> bool {
    let (Some(c), Some(d)) = (of[a.index()], of[b.index()]) else { return true };
    let holds = |outer: NodeIndex, inner: NodeIndex| {
        std::iter::successors(there.parent(inner), |&node| there.parent(node)).any(|node| node == outer)
    };
    if (holds(c, d) || holds(d, c)) && (moved(c) || moved(d)) {
        return true;
    }
    let joins = |core: NodeIndex, end: NodeIndex, twin: NodeIndex| {
        here.map.core == Some(core)
            && here.parent(end).is_none()
            && moved(twin)
            && (there.parent(twin).is_some() || role(here, end) != role(there, twin))
    };
    joins(a, b, d) || joins(b, a, c)
}

/// Groups and themes in no group are joined to the core alike.
fn role(side: &Side, node: NodeIndex) -> Seat {
    match seat(side.theme(node)) {
        Seat::Loose => Seat::Group,
        seat => seat,
    }
}
