//! A map → who speaks where in it, as the rules look at it.

use std::collections::{BTreeSet, HashMap};

use petgraph::graph::NodeIndex;

use crate::model::{Map, Role};

/// A map with what several rules ask about.
pub struct Study<'m> {
    pub map: &'m Map,
    /// Ids of those who speak in each node itself, in the order of their names.
    own: Vec<BTreeSet<&'m str>>,
    /// The same with everything that stands in it.
    within: Vec<BTreeSet<&'m str>>,
    /// Whether there is a voice or a quote in it or in anything that stands in it.
    has_evidence: Vec<bool>,
    /// Whether there is one in what stands in it.
    has_evidence_below: Vec<bool>,
    /// The number of each participant's group in [`Map::participants`].
    group: HashMap<&'m str, usize>,
}

impl<'m> Study<'m> {
    pub fn of(map: &'m Map) -> Self {
        let graph = &map.graph;
        let own: Vec<BTreeSet<&str>> = graph.node_weights().map(|theme| theme.speakers().collect()).collect();
        let mut within = own.clone();
        let mut has_evidence: Vec<bool> =
            graph.node_weights().map(|theme| !theme.voices.is_empty() || !theme.quotes.is_empty()).collect();
        let mut has_evidence_below = vec![false; graph.node_count()];
        // Each stands before what it holds.
        for node in graph.node_indices().rev() {
            if let Some(parent) = graph[node].parent {
                let (above, below) = within.split_at_mut(node.index());
                above[parent.index()].extend(below[0].iter().copied());
                has_evidence[parent.index()] |= has_evidence[node.index()];
                has_evidence_below[parent.index()] |= has_evidence[node.index()];
            }
        }
        let ids = map.participants.iter().enumerate();
        let group = ids.flat_map(|(number, group)| group.ids.iter().map(move |id| (id.as_str(), number))).collect();
        Study { map, own, within, has_evidence, has_evidence_below, group }
    }

    /// Groups, themes, sub-themes, codes, the core and the outcome that have this role, in the order of the map.
    pub fn nodes(&self, roles: &'static [Role]) -> impl Iterator<Item = NodeIndex> {
        self.map.graph.node_indices().filter(|node| roles.contains(&self.map.graph[*node].role))
    }

    pub fn label(&self, node: NodeIndex) -> &'m str {
        &self.map.graph[node].label
    }

    /// Those who speak in a node or in anything that stands in it.
    pub fn within(&self, node: NodeIndex) -> &BTreeSet<&'m str> {
        &self.within[node.index()]
    }

    /// Everybody who speaks anywhere.
    pub fn everybody(&self) -> BTreeSet<&'m str> {
        self.own.iter().flatten().copied().collect()
    }

    /// Whether a voice or a quote is said of a node or of anything that stands in it.
    pub fn has_evidence(&self, node: NodeIndex) -> bool {
        self.has_evidence[node.index()]
    }

    /// Whether one is said of anything that stands in it.
    pub fn has_evidence_below(&self, node: NodeIndex) -> bool {
        self.has_evidence_below[node.index()]
    }

    /// Whether the map holds evidence at all.
    pub fn is_evidenced(&self) -> bool {
        self.has_evidence.contains(&true)
    }

    /// The number of a participant's group.
    pub fn group(&self, participant: &str) -> Option<usize> {
        self.group.get(participant).copied()
    }
}

/// What has voices of its own: themes and what stands in them.
pub const THEMES: &[Role] = &[Role::Theme, Role::SubTheme];
