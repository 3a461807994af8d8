//! An earlier map and a report → the later map, as far as the report tells of it.

use std::collections::{BTreeMap, HashMap};

use petgraph::graph::NodeIndex;

use super::links::is_mutual;
use super::report::{Aside, Content, Item, Joint, Place, Report, Support, Told, Words};
use crate::model::{KINDS, Link, Map, Quote, Role, Theme, Was};

/// The later map of a report: its themes with their places, roles, labels, definitions and evidence, and its links. What
/// the report does not tell of (title, source, look, participants) is that of the earlier map.
///
/// The error says what in the report does not fit the map.
pub fn apply(old: &Map, report: &Report) -> Result<Map, String> {
    let mut patch = Patch::new(old);
    patch.themes(report)?;
    patch.evidence(report)?;
    let lists = patch.lists()?;
    let mut map = patch.emit(lists)?;
    patch.links(report, &mut map)?;
    Ok(map)
}

/// A theme by its id in the earlier map, or in the later one if it is new.
type Key = (bool, String);

fn key(item: &Item) -> Result<Key, String> {
    let old = item.old.clone().map(|id| (true, id));
    let key = old.or_else(|| item.new.clone().map(|id| (false, id)));
    key.ok_or_else(|| format!("`{}` has no id", item.label))
}

/// A theme on its way from the one map to the other.
struct Piece {
    theme: Theme,
    parent: Option<Key>,
    /// What it was placed as, and where, from 1; `None` for what stays among its siblings.
    place: Option<usize>,
    /// Its number in the earlier map.
    number: usize,
}

struct Patch<'m> {
    old: &'m Map,
    pieces: BTreeMap<Key, Piece>,
    /// Nodes of the later map.
    nodes: HashMap<Key, NodeIndex>,
}

impl<'m> Patch<'m> {
    fn new(old: &'m Map) -> Self {
        let id = |node: NodeIndex| (true, old.graph[node].id.clone());
        let piece = |node: NodeIndex| {
            let theme = Theme { children: Vec::new(), was: Was::Unsaid, ..old.graph[node].clone() };
            Piece { parent: theme.parent.map(id), theme, place: None, number: node.index() }
        };
        let pieces = old.graph.node_indices().map(|node| (id(node), piece(node))).collect();
        Patch { old, pieces, nodes: HashMap::new() }
    }

    fn piece(&mut self, item: &Item) -> Result<&mut Piece, String> {
        let found = self.pieces.get_mut(&key(item)?);
        found.ok_or_else(|| format!("the map has no theme `{}`", item.label))
    }

    fn put(&mut self, item: &Item, place: &Place) -> Result<(), String> {
        let parent = place.inside.as_ref().map(key).transpose()?;
        let role = role(&place.role)?;
        let piece = self.piece(item)?;
        (piece.parent, piece.place, piece.theme.role) = (parent, Some(place.position), role);
        Ok(())
    }

    fn themes(&mut self, report: &Report) -> Result<(), String> {
        for change in &report.changes {
            match change {
                Told::Removed { theme, .. } => {
                    let gone = self.pieces.remove(&key(theme)?);
                    gone.ok_or_else(|| format!("the map has no theme `{}`", theme.label))?;
                }
                Told::Added { theme, place, content, .. } => {
                    let number = self.old.graph.node_count() + self.pieces.len();
                    let piece =
                        Piece { theme: made(theme, content, role(&place.role)?), parent: None, place: None, number };
                    self.pieces.insert(key(theme)?, piece);
                    self.put(theme, place)?;
                }
                Told::Moved { theme, to, .. } | Told::Reordered { theme, to, .. } => self.put(theme, to)?,
                Told::Reworded { theme, to, .. } => self.piece(theme)?.theme.label = to.clone(),
                Told::Redefined { theme, to, .. } => self.piece(theme)?.theme.definition = to.clone(),
                Told::Confirmed { theme } => self.piece(theme)?.theme.tentative = false,
                Told::Tentative { theme } => self.piece(theme)?.theme.tentative = true,
                _ => {}
            }
        }
        for note in &report.notes {
            match note {
                Aside::Renamed { theme, to, .. } => self.piece(theme)?.theme.label = to.clone(),
                Aside::Names { theme, to, .. } => {
                    let theme = &mut self.piece(theme)?.theme;
                    (theme.id, theme.short, theme.aliases) = (to.id.clone(), to.short.clone(), to.aliases.clone());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn evidence(&mut self, report: &Report) -> Result<(), String> {
        for change in &report.changes {
            match change {
                Told::EvidenceMoved { evidence, from, to } => {
                    self.take(from, evidence)?;
                    self.give(to, evidence)?;
                }
                Told::EvidenceChanged { evidence, theme } => {
                    self.take(theme, evidence)?;
                    self.give(theme, evidence)?;
                }
                Told::EvidenceAdded { evidence, to } => self.give(to, evidence)?,
                Told::EvidenceDropped { evidence, from } => self.take(from, evidence)?,
                _ => {}
            }
        }
        for note in &report.notes {
            match note {
                Aside::Quote { theme, old, new } => {
                    let evidence = Support::Quote { old: Some(old.clone()), new: Some(new.clone()) };
                    self.take(theme, &evidence)?;
                    self.give(theme, &evidence)?;
                }
                Aside::Voice { who, from, to } => {
                    let voice = Support::Voice(who.clone());
                    from.iter().try_for_each(|from| self.take(from, &voice))?;
                    to.iter().try_for_each(|to| self.give(to, &voice))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes evidence from a theme; one that is gone took its own with it.
    fn take(&mut self, from: &Item, evidence: &Support) -> Result<(), String> {
        if from.new.is_none() {
            return Ok(());
        }
        let theme = &mut self.piece(from)?.theme;
        let missing = || format!("`{}` does not rest on what the report takes from it", from.label);
        match evidence {
            Support::Voice(who) => {
                let at = theme.voices.iter().position(|other| other == who).ok_or_else(missing)?;
                theme.voices.remove(at);
            }
            Support::Quote { old, .. } => {
                let gone = quote(old.as_ref().ok_or_else(missing)?);
                let at = theme.quotes.iter().position(|other| *other == gone).ok_or_else(missing)?;
                theme.quotes.remove(at);
            }
        }
        Ok(())
    }

    /// Gives evidence to a theme; one that is new came with all of its own.
    fn give(&mut self, to: &Item, evidence: &Support) -> Result<(), String> {
        if to.old.is_none() {
            return Ok(());
        }
        let theme = &mut self.piece(to)?.theme;
        match evidence {
            Support::Voice(who) => theme.voices.push(who.clone()),
            Support::Quote { new, .. } => theme.quotes.extend(new.as_ref().map(quote)),
        }
        Ok(())
    }

    /// What stands in each theme, and at the top: what was placed has its place, the others are in their old order between.
    fn lists(&self) -> Result<BTreeMap<Option<Key>, Vec<Key>>, String> {
        let mut lists: BTreeMap<Option<Key>, Vec<(&Key, &Piece)>> = BTreeMap::new();
        for (key, piece) in &self.pieces {
            if piece.parent.as_ref().is_some_and(|parent| !self.pieces.contains_key(parent)) {
                return Err(format!("`{}` stands in a theme that is gone", piece.theme.label));
            }
            if !is_end(piece) {
                lists.entry(piece.parent.clone()).or_default().push((key, piece));
            }
        }
        let filled = lists.into_iter().map(|(parent, mut pieces)| {
            pieces.sort_by_key(|(_, piece)| piece.number);
            let mut places: Vec<Option<&Key>> = vec![None; pieces.len()];
            for (key, piece) in &pieces {
                if let Some(position) = piece.place {
                    let place = places.get_mut(position.wrapping_sub(1)).filter(|place| place.is_none());
                    let wrong = || format!("`{}` cannot be number {position} where it stands", piece.theme.label);
                    *place.ok_or_else(wrong)? = Some(key);
                }
            }
            let mut rest = pieces.iter().filter(|(_, piece)| piece.place.is_none()).map(|(key, _)| *key);
            let whole = places.into_iter().filter_map(|place| place.or_else(|| rest.next())).cloned();
            Ok((parent, whole.collect()))
        });
        filled.collect()
    }

    /// The map in its order, without links.
    fn emit(&mut self, lists: BTreeMap<Option<Key>, Vec<Key>>) -> Result<Map, String> {
        let mut map = Map { graph: Default::default(), core: None, outcome: None, top: Vec::new(), ..self.old.clone() };
        let end = |role: Role| {
            let found = self.pieces.iter().filter(move |(_, piece)| is_end(piece) && piece.theme.role == role);
            let found: Vec<Key> = found.map(|(key, _)| key.clone()).collect();
            if found.len() > 1 { Err(format!("two themes would be the {}", role.name())) } else { Ok(found) }
        };
        let (core, outcome) = (end(Role::Core)?, end(Role::Outcome)?);
        let top = lists.get(&None).cloned().unwrap_or_default();
        let mut pending: Vec<(Key, Option<NodeIndex>)> =
            core.iter().chain(&top).chain(&outcome).rev().map(|key| (key.clone(), None)).collect();
        while let Some((key, parent)) = pending.pop() {
            let Some(piece) = self.pieces.get(&key) else { continue };
            let mut theme = Theme { parent, children: Vec::new(), ..piece.theme.clone() };
            // The role of what is inside follows from what it is inside.
            if let (Some(parent), false) = (parent, theme.role == Role::Code) {
                theme.role = if map.graph[parent].role == Role::Group { Role::Theme } else { Role::SubTheme };
            }
            let node = map.graph.add_node(theme);
            if let Some(parent) = parent {
                map.graph[parent].children.push(node);
            }
            let inside = lists.get(&Some(key.clone())).into_iter().flatten();
            pending.extend(inside.rev().map(|child| (child.clone(), Some(node))));
            self.nodes.insert(key, node);
        }
        if self.nodes.len() != self.pieces.len() {
            return Err("themes would stand in each other".to_owned());
        }
        let node = |key: &Key| self.nodes.get(key).copied();
        (map.core, map.outcome) = (core.first().and_then(node), outcome.first().and_then(node));
        map.top = top.iter().filter_map(node).collect();
        Ok(map)
    }

    fn links(&self, report: &Report, map: &mut Map) -> Result<(), String> {
        let (mut gone, mut come): (Vec<&Joint>, Vec<&Joint>) = (Vec::new(), Vec::new());
        for change in &report.changes {
            match change {
                Told::LinkAdded { link } => come.push(link),
                Told::LinkRemoved { link } => gone.push(link),
                Told::LinkChanged { from, to } => {
                    gone.push(from);
                    come.push(to);
                }
                _ => {}
            }
        }
        for note in &report.notes {
            if let Aside::Link { old, new } = note {
                gone.extend(old.as_deref());
                come.extend(new.as_deref());
            }
        }
        let mut without: HashMap<(Key, Key, Link), usize> = HashMap::new();
        for joint in gone {
            let link = link(joint)?;
            *without.entry(ends(key(&joint.from)?, key(&joint.to)?, link)).or_default() += 1;
        }
        for edge in self.old.graph.edge_indices() {
            let Some((a, b)) = self.old.graph.edge_endpoints(edge) else { continue };
            let id = |node: NodeIndex| (true, self.old.graph[node].id.clone());
            let whole = &self.old.graph[edge];
            let bare = Link { span: 0..0, second: None, ..whole.clone() };
            match without.get_mut(&ends(id(a), id(b), bare)).filter(|left| **left > 0) {
                Some(left) => *left -= 1,
                None => self.join(map, &id(a), &id(b), whole.clone())?,
            }
        }
        if without.into_values().any(|left| left > 0) {
            return Err("the map has not all the links that the report takes away".to_owned());
        }
        come.into_iter().try_for_each(|joint| self.join(map, &key(&joint.from)?, &key(&joint.to)?, link(joint)?))
    }

    fn join(&self, map: &mut Map, from: &Key, to: &Key, link: Link) -> Result<(), String> {
        let (Some(from), Some(to)) = (self.nodes.get(from), self.nodes.get(to)) else {
            return Err(format!("a link joins `{}` and `{}`, of which one is gone", from.1, to.1));
        };
        map.graph.add_edge(*from, *to, link);
        Ok(())
    }
}

/// Whether it is the core or the outcome, which stand among no others.
fn is_end(piece: &Piece) -> bool {
    matches!(piece.theme.role, Role::Core | Role::Outcome)
}

fn ends(from: Key, to: Key, link: Link) -> (Key, Key, Link) {
    if is_mutual(link.kind) && to < from { (to, from, link) } else { (from, to, link) }
}

fn made(item: &Item, content: &Content, role: Role) -> Theme {
    Theme {
        history: None,
        id: item.new.clone().unwrap_or_default(),
        label: item.label.clone(),
        second: Default::default(),
        added: None,
        role,
        parent: None,
        children: Vec::new(),
        short: content.short.clone(),
        aliases: content.aliases.clone(),
        alias_spans: Vec::new(),
        definition: content.definition.clone(),
        tentative: content.tentative,
        voices: content.voices.clone(),
        quotes: content.quotes.iter().map(quote).collect(),
        heard: Vec::new(),
        was: Was::Unsaid,
        ignored: Vec::new(),
        side: None,
        columns: None,
        color: None,
        span: 0..0,
    }
}

fn role(name: &str) -> Result<Role, String> {
    let roles = [Role::Core, Role::Group, Role::Theme, Role::SubTheme, Role::Code, Role::Outcome];
    roles.into_iter().find(|role| role.name() == name).ok_or_else(|| format!("`{name}` is no role"))
}

fn link(joint: &Joint) -> Result<Link, String> {
    let kind = KINDS.iter().find(|(name, _)| *name == joint.kind);
    let (_, kind) = kind.ok_or_else(|| format!("`{}` is no kind of link", joint.kind))?;
    Ok(Link {
        kind: *kind,
        tentative: joint.tentative,
        label: joint.label.clone(),
        second: None,
        bond: None,
        span: 0..0,
    })
}

fn quote(words: &Words) -> Quote {
    Quote { by: words.by.clone(), text: words.text.clone(), id: words.id.clone(), place: Default::default() }
}
