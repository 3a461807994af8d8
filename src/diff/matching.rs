//! Two maps → which theme is which: the passes in order, the surest first.
//!
//! As in the differencing of trees (Chawathe et al. 1996, *SIGMOD*, "Change detection in hierarchically structured
//! information"; Falleri et al. 2014, *ASE*, "Fine-grained and accurate source code differencing"), what is the same is
//! matched first, from the top down; what holds it is matched by what it holds, from the bottom up; the rest by likeness.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use petgraph::graph::NodeIndex;

use super::pins::Pins;
use super::side::{Numbers, Seat, Side};
use super::wording::dice;
use super::{likeness, place};
use crate::model::{Map, id_of_label};

/// Share of what two themes hold, of both together, from which they are one whatever they are called.
const HOLD_THE_SAME: f64 = 0.5;

/// One of the two maps.
#[derive(Clone, Copy)]
enum Which {
    Old,
    New,
}

/// Two maps and which theme of the one is which of the other, as far as that is known.
pub struct Matching<'m> {
    pub old: Side<'m>,
    pub new: Side<'m>,
    pub now: Vec<Option<NodeIndex>>,
    pub was: Vec<Option<NodeIndex>>,
    /// Themes that the author wants matched with nothing more.
    closed_old: Vec<bool>,
    closed_new: Vec<bool>,
}

impl<'m> Matching<'m> {
    pub fn new(old: &'m Map, new: &'m Map, pins: &Pins) -> Matching<'m> {
        let mut numbers = Numbers::default();
        let mut matching = Matching {
            old: Side::new(old, &mut numbers),
            new: Side::new(new, &mut numbers),
            now: vec![None; old.graph.node_count()],
            was: vec![None; new.graph.node_count()],
            closed_old: vec![false; old.graph.node_count()],
            closed_new: vec![false; new.graph.node_count()],
        };
        for &(before, node) in &pins.same {
            matching.set(before, node);
        }
        for (node, _) in &pins.new {
            matching.closed_new[node.index()] = true;
        }
        for (before, _) in &pins.gone {
            matching.closed_old[before.index()] = true;
        }
        matching.same_ids();
        matching.same_place_and_words();
        matching.same_words_once();
        matching.cores();
        matching.other_names();
        // What is found by likeness tells where what it holds belongs, and the reverse.
        for _ in 0..2 {
            matching.holders();
            matching.same_place_and_words();
            let any = likeness::by_wording(&mut matching);
            matching.same_place_and_words();
            matching.other_names();
            if !any {
                break;
            }
        }
        matching.same_words_anywhere();
        place::by_place(&mut matching);
        matching.holders();
        matching.same_place_and_words();
        place::by_place(&mut matching);
        matching
    }

    pub fn set(&mut self, before: NodeIndex, node: NodeIndex) {
        self.now[before.index()] = Some(node);
        self.was[node.index()] = Some(before);
    }

    /// Earlier themes that are matched with nothing yet, and may be.
    pub fn open_old(&self) -> impl Iterator<Item = NodeIndex> {
        self.old.nodes().filter(|node| self.is_open_old(*node))
    }

    /// Later themes that are matched with nothing yet, and may be.
    pub fn open_new(&self) -> impl Iterator<Item = NodeIndex> {
        self.new.nodes().filter(|node| self.is_open_new(*node))
    }

    pub fn is_open_old(&self, node: NodeIndex) -> bool {
        self.now[node.index()].is_none() && !self.closed_old[node.index()]
    }

    pub fn is_open_new(&self, node: NodeIndex) -> bool {
        self.was[node.index()].is_none() && !self.closed_new[node.index()]
    }

    /// Whether both stand in the same theme, or both in none.
    pub fn same_parent(&self, before: NodeIndex, node: NodeIndex) -> bool {
        match (self.old.parent(before), self.new.parent(node)) {
            (None, None) => true,
            (Some(before), Some(node)) => self.now[before.index()] == Some(node),
            _ => false,
        }
    }

    /// Ids that their authors gave, unless the words say otherwise: that the label of the one is now that of another theme.
    fn same_ids(&mut self) {
        let given = |side: &Side, node: NodeIndex| {
            let theme = side.theme(node);
            let last = theme.id.rsplit('.').next().unwrap_or_default();
            // The core and the outcome have their ids from what they are.
            let fixed = matches!(side.seat(node), Seat::Core | Seat::Outcome) && theme.id == theme.role.name();
            !fixed && last != id_of_label(&theme.label) && theme.id != id_of_label(&theme.label)
        };
        let label = |side: &Side, node: NodeIndex| side.names[node.index()][0];
        let ids: HashMap<&str, NodeIndex> =
            self.old.nodes().map(|node| (self.old.theme(node).id.as_str(), node)).collect();
        // What kept id and label says nothing about the ids of others, even if those are called the same.
        let mut steady = vec![false; self.old.map.graph.node_count()];
        let mut new_labels = HashSet::new();
        for node in self.new.nodes() {
            let same = |before: &&NodeIndex| label(&self.old, **before) == label(&self.new, node);
            match ids.get(self.new.theme(node).id.as_str()).filter(same) {
                Some(before) => steady[before.index()] = true,
                None => _ = new_labels.insert(label(&self.new, node)),
            }
        }
        let others = self.old.nodes().filter(|before| !steady[before.index()]);
        let old_labels: HashSet<_> = others.map(|before| label(&self.old, before)).collect();
        for node in self.new.nodes() {
            let Some(&before) = ids.get(self.new.theme(node).id.as_str()) else { continue };
            if !self.is_open_old(before) || !self.is_open_new(node) {
                continue;
            }
            if !given(&self.old, before) && !given(&self.new, node) {
                continue;
            }
            let (a, b) = (label(&self.old, before), label(&self.new, node));
            if a == b || !(new_labels.contains(&a) || old_labels.contains(&b)) {
                self.set(before, node);
            }
        }
    }

    /// The same label in the same theme, from the top down; the role decides between several.
    fn same_place_and_words(&mut self) {
        for with_seat in [true, false] {
            let key = |side: &Side, node: NodeIndex, parent: Option<NodeIndex>| {
                let seat = Some(side.seat(node)).filter(|seat| with_seat || matches!(seat, Seat::Core | Seat::Outcome));
                (side.names[node.index()][0], parent, seat)
            };
            let mut places: HashMap<_, Vec<NodeIndex>> = HashMap::new();
            for node in self.open_new() {
                places.entry(key(&self.new, node, self.new.parent(node))).or_default().push(node);
            }
            places.values_mut().for_each(|nodes| nodes.reverse());
            for before in self.old.nodes() {
                let parent = self.old.parent(before).map(|parent| self.now[parent.index()]);
                if !self.is_open_old(before) || parent == Some(None) {
                    continue;
                }
                let found = places.get_mut(&key(&self.old, before, parent.flatten()));
                if let Some(node) = found.and_then(Vec::pop) {
                    self.set(before, node);
                }
            }
        }
    }

    /// The same label that no other theme has; among those of a role, then among all.
    fn same_words_once(&mut self) {
        self.once(|matching, which, node| {
            let side = matching.side(which);
            vec![(side.names[node.index()][0], side.seat(node))]
        });
        self.once(|matching, which, node| vec![matching.side(which).names[node.index()][0]]);
    }

    /// The core is the core, whatever it is called.
    fn cores(&mut self) {
        if let (Some(before), Some(node)) = (self.old.map.core, self.new.map.core)
            && self.is_open_old(before)
            && self.is_open_new(node)
        {
            self.set(before, node);
        }
    }

    /// A label that is the short form or another wording of the other: in the same theme, then anywhere.
    fn other_names(&mut self) {
        self.once(|matching, which, node| {
            let parent = matching.side(which).parent(node);
            let place = match which {
                Which::New => Some(parent),
                Which::Old => parent.map_or(Some(None), |parent| matching.now[parent.index()].map(Some)),
            };
            let names = matching.side(which).names[node.index()].iter();
            place.map_or(Vec::new(), |place| names.map(|name| (*name, place)).collect())
        });
        self.once(|matching, which, node| matching.side(which).names[node.index()].clone());
    }

    fn side(&self, which: Which) -> &Side<'m> {
        match which {
            Which::Old => &self.old,
            Which::New => &self.new,
        }
    }

    /// Matches what has a key that exactly one open theme of each map has.
    fn once<K: Hash + Eq>(&mut self, keys: impl Fn(&Self, Which, NodeIndex) -> Vec<K>) {
        let only = |which: Which, open: &mut dyn Iterator<Item = NodeIndex>| {
            let mut found: HashMap<K, Option<NodeIndex>> = HashMap::new();
            for node in open {
                for key in keys(self, which, node) {
                    let only = found.entry(key).or_insert(Some(node));
                    *only = only.filter(|known| *known == node);
                }
            }
            found
        };
        let old = only(Which::Old, &mut self.open_old());
        let new = only(Which::New, &mut self.open_new());
        let mut pairs: Vec<(NodeIndex, NodeIndex)> = Vec::new();
        for before in self.open_old() {
            for key in keys(self, Which::Old, before) {
                if let (Some(Some(_)), Some(Some(node))) = (old.get(&key), new.get(&key)) {
                    pairs.push((before, *node));
                }
            }
        }
        for (before, node) in pairs {
            if self.is_open_old(before) && self.is_open_new(node) {
                self.set(before, node);
            }
        }
    }

    /// The same label that several themes have: of those that stand in themes of one name, then of one role, in order.
    fn same_words_anywhere(&mut self) {
        for step in 0..3 {
            let key = |side: &Side, node: NodeIndex| {
                let holder = side.parent(node).map(|parent| side.names[parent.index()][0]);
                let seat = side.seat(node);
                let label = side.names[node.index()][0];
                match step {
                    0 => (label, Some(seat), holder),
                    1 => (label, Some(seat), None),
                    _ => (label, None, None),
                }
            };
            let mut places: HashMap<_, Vec<NodeIndex>> = HashMap::new();
            for node in self.open_new() {
                places.entry(key(&self.new, node)).or_default().push(node);
            }
            places.values_mut().for_each(|nodes| nodes.reverse());
            let open: Vec<NodeIndex> = self.open_old().collect();
            for before in open {
                if let Some(node) = places.get_mut(&key(&self.old, before)).and_then(Vec::pop) {
                    self.set(before, node);
                }
            }
        }
    }

    /// What holds the same is the same, from the bottom up.
    fn holders(&mut self) {
        let open: Vec<NodeIndex> = self.open_old().collect();
        for &before in open.iter().rev() {
            let children = &self.old.theme(before).children;
            let mut votes: Vec<(NodeIndex, usize)> = Vec::new();
            let mut known: HashMap<NodeIndex, usize> = HashMap::new();
            for child in children {
                let holder = self.now[child.index()].and_then(|child| self.new.parent(child));
                let Some(holder) = holder.filter(|holder| self.is_open_new(*holder)) else { continue };
                let at = *known.entry(holder).or_insert(votes.len());
                match votes.get_mut(at) {
                    Some((_, votes)) => *votes += 1,
                    None => votes.push((holder, 1)),
                }
            }
            // Of several with as many, the first.
            let best = votes.iter().rev().max_by_key(|(_, votes)| *votes);
            if let Some(&(holder, common)) = best
                && dice(common, children.len(), self.new.theme(holder).children.len()) >= HOLD_THE_SAME
            {
                self.set(before, holder);
            }
        }
    }

    /// Share of what two themes hold that is the same; `None` where one of them holds nothing.
    pub fn hold_same(&self, before: NodeIndex, node: NodeIndex) -> Option<f64> {
        let (a, b) = (&self.old.theme(before).children, &self.new.theme(node).children);
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let stays =
            |child: &&NodeIndex| self.now[child.index()].is_some_and(|child| self.new.parent(child) == Some(node));
        Some(dice(a.iter().filter(stays).count(), a.len(), b.len()))
    }

    /// Share of links that two themes have in common; `None` where one of them has none.
    pub fn link_same(&self, before: NodeIndex, node: NodeIndex) -> Option<f64> {
        let (a, b) = (&self.old.linked[before.index()], &self.new.linked[node.index()]);
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let same = |end: &&NodeIndex| self.now[end.index()].is_some_and(|end| b.binary_search(&end).is_ok());
        Some(dice(a.iter().filter(same).count().min(b.len()), a.len(), b.len()))
    }
}
