//! Several versions of a map, and what changed from each to the next → one map with every place that any of them has.

use std::collections::HashSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::marks::Marks;
use super::told::tell;
use super::{Change, Comparison, struck};
use crate::model::changes::{self, Changes};
use crate::model::history::{Below, Bond, History, Mark, State};
use crate::model::{Link, LinkKind, Map, Role, Second, Theme};

/// What the map of several versions is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// What became of the first version in the last one: of two, with lines from earlier places to later ones or, without
    /// them, words in the earlier places.
    Difference {
        /// Whether there are such lines.
        lines: bool,
    },
    /// Each version for itself, all in the same places.
    Versions,
}

/// Joins the versions, the earliest first; `steps` tells what changed from each to the next, `names` what they are called.
///
/// The tree is that of the last version. What an earlier one has in another place stands there as a *ghost*, behind what
/// stood before it then. What moved with the group around it has no ghost of its own in a difference: it has not changed.
pub fn union(versions: &[&Map], names: &[String], steps: &[Comparison], show: Show) -> Map {
    let Some((last, earlier)) = versions.split_last() else { return Map::default() };
    let words = changes::changes(last.lang.as_deref());
    let marks: Vec<Marks> =
        steps.iter().zip(versions.iter().skip(1)).map(|(step, later)| Marks::of(step, later)).collect();
    let mut union = Union { versions, steps, marks, show, words, places: Vec::new(), at: Vec::new(), top: Vec::new() };
    union.at = versions.iter().map(|map| vec![usize::MAX; map.graph.node_count()]).collect();
    union.found(last, earlier.len());
    for i in (0..earlier.len()).rev() {
        union.trace(i);
    }
    let mut map = Map {
        title: last.title.clone(),
        source: last.source.clone(),
        lang: last.lang.clone(),
        about: last.about.clone(),
        participants: last.participants.clone(),
        figure: last.figure.clone(),
        versions: versions.iter().map(|map| map.about.version.clone().unwrap_or_default()).collect(),
        ..Map::default()
    };
    let nodes = union.emit(&mut map);
    union.links(&mut map, &nodes);
    tell(&mut map, versions, names, steps);
    map
}

/// A place on the union.
struct Place {
    theme: Theme,
    parent: Option<usize>,
    children: Vec<usize>,
    /// By version: what stands here.
    who: Vec<Option<NodeIndex>>,
    states: Vec<Option<State>>,
}

struct Union<'m> {
    versions: &'m [&'m Map],
    steps: &'m [Comparison],
    marks: Vec<Marks>,
    show: Show,
    words: &'static Changes,
    places: Vec<Place>,
    /// By version and node: its place.
    at: Vec<Vec<usize>>,
    /// Core, groups and themes, outcome: the places in no other one.
    top: Vec<usize>,
}

impl Union<'_> {
    fn theme(&self, version: usize, node: NodeIndex) -> &Theme {
        &self.versions[version].graph[node]
    }

    /// The places of the last version.
    fn found(&mut self, last: &Map, version: usize) {
        for node in last.graph.node_indices() {
            let parent = last.graph[node].parent.map(|parent| self.at[version][parent.index()]);
            let at = self.place(version, node, parent, last.graph[node].role);
            match parent {
                Some(parent) => self.places[parent].children.push(at),
                None => self.top.push(at),
            }
        }
    }

    /// A new place, in no list yet.
    fn place(&mut self, version: usize, node: NodeIndex, parent: Option<usize>, role: Role) -> usize {
        let theme = Theme { role, second: Second::default(), ..self.theme(version, node).clone() };
        let count = self.versions.len();
        let place = Place { theme, parent, children: Vec::new(), who: vec![None; count], states: vec![None; count] };
        self.places.push(place);
        self.stand(version, node, self.places.len() - 1);
        self.places.len() - 1
    }

    /// Notes that a node of a version stands in a place, and how it is worded there.
    fn stand(&mut self, version: usize, node: NodeIndex, at: usize) {
        let mark = version.checked_sub(1).and_then(|step| self.marks[step].later(node, self.show == Show::Versions));
        let next = self.steps.get(version).and_then(|step| step.now[node.index()]);
        let reworded = next.is_some_and(|next| self.marks[version].reworded(next));
        let same = next.filter(|_| !reworded).map(|next| self.at[version + 1][next.index()]);
        let state = same.and_then(|place| self.places[place].states[version + 1].clone());
        let own = self.theme(version, node);
        // Of its own words those that go on, if it has them; never words that only another version has.
        let said = |state: &State| own.label == state.label || own.short.as_ref() == Some(&state.label);
        let State { label, short, .. } = state.filter(said).unwrap_or_else(|| State {
            label: own.label.clone(),
            short: own.short.clone(),
            mark: None,
        });
        self.places[at].who[version] = Some(node);
        self.places[at].states[version] = Some(State { label, short, mark });
        self.at[version][node.index()] = at;
    }

    /// Finds the places of an earlier version.
    fn trace(&mut self, version: usize) {
        let map = self.versions[version];
        for node in map.graph.node_indices() {
            let parent = map.graph[node].parent.map(|parent| self.at[version][parent.index()]);
            let at = match self.kept(version, node, parent) {
                Some(place) => {
                    self.stand(version, node, place);
                    continue;
                }
                None => self.place(version, node, parent, self.role(map, node)),
            };
            // Behind the nearest of those that stood before it, codes behind themes.
            let siblings =
                map.graph[node].parent.map_or_else(|| roots(map), |parent| map.graph[parent].children.clone());
            let before = siblings.iter().take_while(|sibling| **sibling != node).collect::<Vec<_>>();
            let list = parent.map_or(&self.top, |parent| &self.places[parent].children);
            let known = |sibling: &&&NodeIndex| list.iter().position(|at| *at == self.at[version][sibling.index()]);
            let behind = before.iter().rev().find_map(|sibling| known(&sibling)).map_or(0, |at| at + 1);
            let code = |at: &usize| self.places[*at].theme.role == Role::Code;
            let themes = list.iter().position(code).unwrap_or(list.len());
            let core = usize::from(list.first().is_some_and(|at| self.places[*at].theme.role == Role::Core));
            let behind = match map.graph[node].role {
                Role::Code => behind.max(themes),
                _ if parent.is_some() => behind.min(themes),
                _ => behind.max(core),
            };
            let list = parent.map_or(&mut self.top, |parent| &mut self.places[parent].children);
            list.insert(behind, at);
        }
    }

    /// The place that has a node of an earlier version already.
    fn kept(&self, version: usize, node: NodeIndex, parent: Option<usize>) -> Option<usize> {
        let (mut now, mut follow) = (version, node);
        let mut moved = false;
        let role = |role: Role| match role {
            Role::Group | Role::SubTheme => Role::Theme,
            role => role,
        };
        while let Some(next) = self.steps.get(now).and_then(|step| step.now[follow.index()]) {
            moved |= self.marks[now].moved(next);
            (now, follow) = (now + 1, next);
            let at = self.at[now][follow.index()];
            let place = &self.places[at];
            let here = place.parent == parent && role(place.theme.role) == role(self.theme(version, node).role);
            // What was carried along has not changed.
            let carried = !moved && self.show != Show::Versions;
            if place.who[version].is_none() && (here || carried) {
                return Some(at);
            }
        }
        None
    }

    /// The role of a ghost: a map has one core and one outcome.
    fn role(&self, map: &Map, node: NodeIndex) -> Role {
        let own = map.graph[node].role;
        let taken = |role: Role| self.top.iter().any(|at| self.places[*at].theme.role == role);
        match own {
            Role::Core => Role::Theme,
            Role::Outcome if taken(Role::Outcome) => Role::Theme,
            own => own,
        }
    }

    /// Puts every place into the graph, each before what it holds; gives the node of each.
    fn emit(&self, map: &mut Map) -> Vec<NodeIndex> {
        let mut nodes = vec![NodeIndex::end(); self.places.len()];
        let mut ids: HashSet<String> = HashSet::new();
        let last = self.versions.len() - 1;
        for place in self.places.iter().filter(|place| place.who[last].is_some()) {
            ids.insert(place.theme.id.clone());
        }
        let outcome = |at: &&usize| self.places[**at].theme.role == Role::Outcome;
        let order = self.top.iter().filter(|at| !outcome(at)).chain(self.top.iter().filter(outcome));
        let mut pending: Vec<usize> = order.rev().copied().collect();
        while let Some(at) = pending.pop() {
            let mut theme = self.shown(at, &mut ids);
            theme.parent = self.places[at].parent.map(|parent| nodes[parent]);
            theme.children = Vec::new();
            let (parent, role) = (theme.parent, theme.role);
            let node = map.graph.add_node(theme);
            nodes[at] = node;
            match (parent, role) {
                (Some(parent), _) => map.graph[parent].children.push(node),
                (None, Role::Core) => map.core = Some(node),
                (None, Role::Outcome) => map.outcome = Some(node),
                (None, _) => map.top.push(node),
            }
            pending.extend(self.places[at].children.iter().rev());
        }
        nodes
    }

    /// The theme of a place with its history.
    fn shown(&self, at: usize, ids: &mut HashSet<String>) -> Theme {
        let place = &self.places[at];
        let last = self.versions.len() - 1;
        let ghost = place.who[last].is_none();
        let mut history = History { states: place.states.clone(), ghost, ..History::default() };
        let mut theme = place.theme.clone();
        let first = place.who.iter().position(Option::is_some);
        let own = first.and_then(|version| Some(self.theme(version, place.who[version]?).role));
        history.once = own.filter(|role| ghost && matches!(role, Role::Core | Role::Outcome));
        if ghost {
            // What is said of it is said where it is now, or not at all.
            (theme.definition, theme.voices, theme.quotes) = (None, Vec::new(), Vec::new());
            (theme.tentative, theme.color) = (false, None);
            theme.role = match (theme.role, place.parent.map(|parent| self.places[parent].theme.role)) {
                (Role::Theme | Role::Group, Some(Role::Theme | Role::SubTheme)) => Role::SubTheme,
                (Role::SubTheme | Role::Group, Some(Role::Group)) => Role::Theme,
                (Role::SubTheme, None) => Role::Theme,
                (role, _) => role,
            };
            let base = format!("{}-earlier", theme.id);
            let numbered = (2..).map(|n| format!("{base}-{n}"));
            theme.id = std::iter::once(base.clone()).chain(numbered).find(|id| !ids.contains(id)).unwrap_or(base);
            ids.insert(theme.id.clone());
        }
        if let (Show::Difference { lines }, Some(step)) = (self.show, self.steps.last()) {
            self.difference(place, lines, step, &mut history, &mut theme);
        } else if place.states.iter().flatten().any(|state| state.label != theme.label) {
            theme.short = theme.short.filter(|_| place.states.iter().flatten().all(|state| state.short.is_some()));
        }
        theme.history = Some(Box::new(history));
        theme
    }

    /// What the difference of the last two versions says of a place.
    fn difference(&self, place: &Place, lines: bool, step: &Comparison, history: &mut History, theme: &mut Theme) {
        let last = self.versions.len() - 1;
        let Some(marks) = self.marks.last() else { return };
        let before = last.checked_sub(1).and_then(|version| Some((version, place.who[version]?)));
        if let Some(new) = place.who[last] {
            history.mark = marks.later(new, false);
            let old = before.filter(|_| marks.reworded(new)).map(|(version, old)| self.theme(version, old));
            if let Some(old) = old {
                let told = struck::compare(&old.label, &theme.label);
                history.below = told.gone.map(Below::Earlier);
                history.added = told.added;
                // A short form says nothing about the words.
                theme.short = None;
            }
            return;
        }
        let Some((_, old)) = before else { return };
        history.mark = marks.earlier(old);
        let named = |node: NodeIndex| self.theme(last, node).label.clone();
        let gone = match (step.now[old.index()], marks.merged(old)) {
            (Some(now), _) => {
                let around = self.theme(last, now).parent;
                around.map(|around| self.words.moved_to.replace("{}", &named(around)))
            }
            (None, Some(into)) => Some(self.words.merged_into.replace("{}", &named(into))),
            (None, None) => None,
        };
        history.below = gone.filter(|_| !lines).map(Below::Gone);
        // Its shape does not show what it was.
        let shapeless = history.once.filter(|once| *once != theme.role && history.below.is_none());
        if let Some(once) = shapeless {
            let version = self.versions.first().and_then(|map| map.about.version.as_deref());
            history.below = Some(Below::Gone(changes::once(once, version, self.versions[last].lang.as_deref())));
            history.once = None;
        }
    }

    /// Puts the links of all versions that are to be seen into the graph, and the lines of changes.
    fn links(&self, map: &mut Map, nodes: &[NodeIndex]) {
        let last = self.versions.len() - 1;
        let node = |version: usize, node: NodeIndex| nodes[self.at[version][node.index()]];
        // By version and link: the link of the union that shows it.
        let mut shown: Vec<Vec<Option<EdgeIndex>>> =
            self.versions.iter().map(|map| vec![None; map.graph.edge_count()]).collect();
        for version in (0..=last).rev() {
            let own = self.versions[version];
            for edge in own.graph.edge_indices() {
                let Some((a, b)) = own.graph.edge_endpoints(edge) else { continue };
                let ends = (node(version, a), node(version, b));
                let next = self.steps.get(version).and_then(|step| step.link_now.get(edge.index()).copied().flatten());
                let same = next.and_then(|next| shown[version + 1][next.index()]);
                let same = same.filter(|&same| map.graph.edge_endpoints(same) == Some(ends));
                let changed = self.marks.get(version).and_then(|marks| marks.link_earlier(edge));
                if let Some(same) = same.filter(|_| changed.is_none()) {
                    shown[version][edge.index()] = Some(same);
                    if let Some(bond) = &mut map.graph[same].bond {
                        bond.here[version] = true;
                    }
                    continue;
                }
                let mut bond = Bond { here: vec![false; last + 1], marks: vec![None; last + 1], ..Bond::default() };
                bond.here[version] = true;
                if let Some(marks) = version.checked_sub(1).map(|step| &self.marks[step]) {
                    bond.marks[version] = marks.link_later(edge);
                }
                if self.show != Show::Versions {
                    bond.mark = if version == last { bond.marks[version] } else { Some(Mark::Removed) };
                    // A link that served a place which is empty now, or that has only other words, is not drawn.
                    let gone = changed == Some(Mark::Removed);
                    let stay =
                        [ends.0, ends.1].iter().all(|&end| !map.graph[end].history.as_ref().is_some_and(|h| h.ghost));
                    if version < last && !(gone && stay && version + 1 == last) {
                        continue;
                    }
                }
                let link = Link { second: None, bond: Some(Box::new(bond)), ..own.graph[edge].clone() };
                shown[version][edge.index()] = Some(map.graph.add_edge(ends.0, ends.1, link));
            }
        }
        let (Show::Difference { lines: true }, Some(step), Some(before)) =
            (self.show, self.steps.last(), last.checked_sub(1))
        else {
            return;
        };
        for change in &step.changes {
            let (from, to, mark, words) = match *change {
                Change::Moved { old, new, .. } => (node(before, old), node(last, new), Mark::Moved, self.words.moved),
                Change::Added { new, split: Some(old) } => {
                    // From where it is now.
                    let source = step.now[old.index()].map_or_else(|| node(before, old), |now| node(last, now));
                    (source, node(last, new), Mark::New, self.words.split)
                }
                Change::Removed { old, merged: Some(into) } => {
                    (node(before, old), node(last, into), Mark::Merged, self.words.merged)
                }
                _ => continue,
            };
            if from == to || self.goes_along(change) {
                continue;
            }
            // A move is shown by the sign of what moved.
            let mark = map.graph[to]
                .history
                .as_ref()
                .and_then(|history| history.mark)
                .filter(|_| mark == Mark::Moved)
                .unwrap_or(mark);
            let bond = Bond { mark: Some(mark), change: true, ..Bond::default() };
            let span = map.graph[to].span.clone();
            let label = Some(words.to_owned());
            let link = Link {
                kind: LinkKind::LeadsTo,
                tentative: false,
                label,
                second: None,
                bond: Some(Box::new(bond)),
                span,
            };
            map.graph.add_edge(from, to, link);
        }
    }
}

impl Union<'_> {
    /// Whether what moved only went where the group around it was merged into, which is told of the group.
    fn goes_along(&self, change: &Change) -> bool {
        let (Some(marks), last) = (self.marks.last(), self.versions.len() - 1) else { return false };
        let Change::Moved { old, new, .. } = *change else { return false };
        let (Some(from), Some(to)) = (self.theme(last - 1, old).parent, self.theme(last, new).parent) else {
            return false;
        };
        marks.merged(from) == Some(to)
    }
}

/// Core, groups and themes, outcome.
fn roots(map: &Map) -> Vec<NodeIndex> {
    map.core.into_iter().chain(map.top.iter().copied()).chain(map.outcome).collect()
}
