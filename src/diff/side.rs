//! One of two maps → what its themes are recognised by.

use std::collections::HashMap;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::wording::Wording;
use crate::model::{Map, Quote, Role, Theme};

/// Numbers for texts, the same for both maps.
#[derive(Debug, Default)]
pub struct Numbers(HashMap<String, u32>);

impl Numbers {
    pub fn of(&mut self, text: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(text).or_insert(next)
    }
}

/// Where a theme can stand. The rest of its role follows from what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seat {
    Core,
    Outcome,
    /// A group.
    Group,
    /// A theme in no group.
    Loose,
    /// A theme in a group, or a sub-theme.
    Inside,
    Code,
}

/// A map and what its themes are recognised by, by node.
pub struct Side<'m> {
    pub map: &'m Map,
    /// The label taken apart.
    pub wordings: Vec<Wording>,
    /// Numbers of the folded label, the short form and the other wordings, the label first, each once.
    pub names: Vec<Vec<u32>>,
    /// Numbers of its quotes, sorted.
    pub quotes: Vec<Vec<u32>>,
    /// Numbers of its voices, sorted.
    pub voices: Vec<Vec<u32>>,
    /// Its neighbours by links, sorted.
    pub linked: Vec<Vec<NodeIndex>>,
    /// Its place among its siblings, from 0.
    pub place: Vec<usize>,
}

impl<'m> Side<'m> {
    pub fn new(map: &'m Map, numbers: &mut Numbers) -> Side<'m> {
        let mut side = Side {
            map,
            wordings: map.graph.node_weights().map(|theme| Wording::new(&theme.label)).collect(),
            names: Vec::with_capacity(map.graph.node_count()),
            quotes: Vec::with_capacity(map.graph.node_count()),
            voices: Vec::with_capacity(map.graph.node_count()),
            linked: vec![Vec::new(); map.graph.node_count()],
            place: places(map),
        };
        for (theme, wording) in map.graph.node_weights().zip(&side.wordings) {
            let mut names: Vec<u32> = Vec::new();
            let more = theme.short.iter().chain(&theme.aliases).map(|name| super::wording::fold(name));
            for name in std::iter::once(wording.folded.clone()).chain(more) {
                let name = numbers.of(name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            side.names.push(names);
            let mut quotes: Vec<u32> = theme.quotes.iter().map(|quote| numbers.of(key(quote))).collect();
            quotes.sort_unstable();
            side.quotes.push(quotes);
            let mut voices: Vec<u32> = theme.voices.iter().map(|who| numbers.of(format!("\u{1}{who}"))).collect();
            voices.sort_unstable();
            voices.dedup();
            side.voices.push(voices);
        }
        for edge in map.graph.edge_references() {
            side.linked[edge.source().index()].push(edge.target());
            side.linked[edge.target().index()].push(edge.source());
        }
        side.linked.iter_mut().for_each(|linked| linked.sort_unstable());
        side
    }

    pub fn theme(&self, node: NodeIndex) -> &'m Theme {
        &self.map.graph[node]
    }

    pub fn nodes(&self) -> impl Iterator<Item = NodeIndex> + use<> {
        self.map.graph.node_indices()
    }

    pub fn parent(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.theme(node).parent
    }

    pub fn seat(&self, node: NodeIndex) -> Seat {
        seat(self.theme(node))
    }

    /// Those it stands among, itself included.
    pub fn siblings(&self, node: NodeIndex) -> &'m [NodeIndex] {
        match (self.parent(node), self.seat(node)) {
            (Some(parent), _) => &self.map.graph[parent].children,
            (None, Seat::Core | Seat::Outcome) => &[],
            (None, _) => &self.map.top,
        }
    }
}

/// By node: its place among its siblings, from 0. Core and outcome stand among no others.
pub fn places(map: &Map) -> Vec<usize> {
    let mut places = vec![0; map.graph.node_count()];
    for list in map.graph.node_weights().map(|theme| &theme.children).chain([&map.top]) {
        list.iter().enumerate().for_each(|(at, node)| places[node.index()] = at);
    }
    places
}

/// Where a theme stands.
pub fn seat(theme: &Theme) -> Seat {
    match theme.role {
        Role::Core => Seat::Core,
        Role::Outcome => Seat::Outcome,
        Role::Group => Seat::Group,
        Role::Code => Seat::Code,
        Role::Theme | Role::SubTheme if theme.parent.is_none() => Seat::Loose,
        Role::Theme | Role::SubTheme => Seat::Inside,
    }
}

/// What a quote is known by: its id, else its words and its speaker.
pub fn key(quote: &Quote) -> String {
    match (&quote.id, &quote.text) {
        (Some(id), _) => format!("\u{2}{id}"),
        (None, text) => {
            let by = quote.by.as_deref().unwrap_or_default();
            format!("\u{3}{by}\u{3}{}", text.as_deref().unwrap_or_default())
        }
    }
}
