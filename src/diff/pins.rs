//! What the author says a theme was → pairs that are matched whatever their words, and themes that are matched with nothing.

use std::collections::HashMap;

use petgraph::graph::NodeIndex;

use super::wording::{Wording, alike, fold};
use crate::diagnostic::Diagnostic;
use crate::model::{Map, Theme, Was};
use crate::read::near::{Effort, nearest};

/// What the author of the later map decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// Earlier and later node that are the same.
    pub same: Vec<(NodeIndex, NodeIndex)>,
    /// Later nodes that are new, and the earlier one each was split out of.
    pub new: Vec<(NodeIndex, Option<NodeIndex>)>,
    /// Earlier nodes that are gone, and the later one each was merged into.
    pub gone: Vec<(NodeIndex, Option<NodeIndex>)>,
}

impl Pins {
    /// The same, seen from the later map to the earlier one.
    pub fn mirrored(self) -> Pins {
        let same = self.same.into_iter().map(|(before, node)| (node, before)).collect();
        Pins { same, new: self.gone, gone: self.new }
    }
}

/// Takes the pins of the later map.
///
/// Where several themes name one old, the one most like it goes on and the others were split out of it; where one theme
/// names several, it goes on from the one most like it and the others were merged into it.
pub fn pins(old: &Map, new: &Map) -> Pins {
    let names = Names::new(old);
    let mut pins = Pins::default();
    let mut claims: Vec<(f64, NodeIndex, NodeIndex)> = Vec::new();
    for node in new.graph.node_indices() {
        let theme = &new.graph[node];
        match &theme.was {
            Was::Unsaid => {}
            _ if names.said_before(theme) => {}
            Was::New => pins.new.push((node, None)),
            Was::These(these) => {
                let mut found: Vec<NodeIndex> = these.iter().filter_map(|name| names.find(name)).collect();
                found.sort_unstable();
                found.dedup();
                let wording = Wording::new(&theme.label);
                for before in found {
                    let other = &old.graph[before];
                    let same = if other.id == theme.id { 1.0 } else { 0.0 };
                    claims.push((same + alike(&Wording::new(&other.label), &wording), before, node));
                }
            }
        }
    }
    claims.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut now: HashMap<NodeIndex, NodeIndex> = HashMap::new();
    let mut was: HashMap<NodeIndex, NodeIndex> = HashMap::new();
    for &(_, before, node) in &claims {
        if !now.contains_key(&before) && !was.contains_key(&node) {
            now.insert(before, node);
            was.insert(node, before);
            pins.same.push((before, node));
        }
    }
    // The likest claim of each comes first.
    for (_, before, node) in claims {
        if was.insert(node, before).is_none() {
            pins.new.push((node, Some(before)));
        }
        if now.insert(before, node).is_none() {
            pins.gone.push((before, Some(node)));
        }
    }
    pins
}

/// Warnings about pins that name nothing in the earlier map.
pub fn unknown_pins(old: &Map, new: &Map) -> Vec<Diagnostic> {
    let names = Names::new(old);
    let mut warnings = Vec::new();
    let effort = Effort::default();
    for theme in new.graph.node_weights() {
        let Was::These(these) = &theme.was else { continue };
        if names.said_before(theme) {
            continue;
        }
        for name in these.iter().filter(|name| names.find(name).is_none()) {
            let message = format!("`was` of `{}` names `{name}`, which the earlier map has not", theme.label);
            let known = old.graph.node_weights().flat_map(|theme| [theme.label.as_str(), theme.id.as_str()]);
            let warning = Diagnostic::warning(theme.span.clone(), message);
            warnings.push(match nearest(name, known, &effort) {
                Some(near) => warning.hint(format!("did you mean `{near}`?")),
                None => warning.hint("name a theme of the earlier map by its id or label, or delete `was`"),
            });
        }
    }
    warnings
}

/// The names of a map.
struct Names<'m> {
    map: &'m Map,
    /// By id and exact label.
    exact: HashMap<&'m str, Option<NodeIndex>>,
    /// By label, short form and other wordings, folded.
    folded: HashMap<String, Option<NodeIndex>>,
}

impl<'m> Names<'m> {
    fn new(map: &'m Map) -> Names<'m> {
        let mut names = Names { map, exact: HashMap::new(), folded: HashMap::new() };
        // A name of several means none of them; an id wins over a label.
        for node in map.graph.node_indices() {
            let theme = &map.graph[node];
            names.exact.entry(&theme.label).and_modify(|known| *known = None).or_insert(Some(node));
            let mut said: Vec<String> =
                [&theme.label].into_iter().chain(&theme.short).chain(&theme.aliases).map(|name| fold(name)).collect();
            said.sort_unstable();
            said.dedup();
            for name in said {
                names.folded.entry(name).and_modify(|known| *known = None).or_insert(Some(node));
            }
        }
        names.exact.extend(map.graph.node_indices().map(|node| (map.graph[node].id.as_str(), Some(node))));
        names.exact.extend(map.core.map(|core| ("core", Some(core))));
        names.exact.extend(map.outcome.map(|outcome| ("outcome", Some(outcome))));
        names
    }

    fn find(&self, name: &str) -> Option<NodeIndex> {
        let exact = self.exact.get(name).copied().flatten();
        exact.or_else(|| self.folded.get(&fold(name)).copied().flatten())
    }

    /// Whether the earlier map says the same of the same theme: it then speaks of a map before that.
    fn said_before(&self, theme: &Theme) -> bool {
        let same = self.exact.get(theme.id.as_str()).copied().flatten().or_else(|| self.find(&theme.label));
        same.is_some_and(|node| self.map.graph[node].was == theme.was)
    }
}
