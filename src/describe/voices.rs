//! [`Map`] → who speaks to what, in words and in cells: what the marks of a figure and the cells of its table show.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::description::{MOST_NAMED, Said};
use super::language::{Language, fill};
use super::{ended, shown};
use crate::model::{By, Map, Role, Speaker};

/// Who speaks to each node of a map.
pub(super) struct Heard<'m> {
    map: &'m Map,
    /// Whether that is to itself and to its codes; to itself alone otherwise.
    with_codes: bool,
    speakers: Vec<BTreeSet<Speaker>>,
    /// Numbers of the groups that list their members.
    pub(super) groups: Vec<usize>,
}

impl<'m> Heard<'m> {
    /// To each node and its codes.
    pub(super) fn of(map: &'m Map) -> Heard<'m> {
        let speakers = map.heard(|node| map.graph[node].role != Role::Code);
        Heard { map, with_codes: true, speakers, groups: map.listed() }
    }

    /// To each node alone.
    pub(super) fn alone(map: &'m Map) -> Heard<'m> {
        Heard { map, with_codes: false, speakers: map.speakers(), groups: map.listed() }
    }

    /// How many of a group speak to a node.
    pub(super) fn count(&self, node: NodeIndex, group: usize) -> usize {
        self.speakers[node.index()].iter().filter(|speaker| speaker.group == group).count()
    }

    /// Whether anybody speaks to a node or its codes.
    pub(super) fn is_said(&self, node: NodeIndex) -> bool {
        !self.speakers[node.index()].is_empty()
    }

    /// Names of the groups that speak to a node, or of the participants.
    pub(super) fn names(&self, node: NodeIndex, by: By) -> Vec<String> {
        let groups = self.groups.iter().filter(|&&group| self.count(node, group) > 0);
        let groups = || groups.map(|&group| self.map.participants[group].label.clone()).collect();
        if by == By::Group || self.map.is_public {
            return groups();
        }
        let members = self.speakers[node.index()].iter();
        let id = |speaker: &Speaker| self.map.participants[speaker.group].ids.get(speaker.number).cloned();
        let listed: Vec<String> = members.filter_map(id).collect();
        if !self.groups.is_empty() {
            return listed;
        }
        // Nobody is listed: everybody who is named is a participant.
        let graph = &self.map.graph;
        let codes =
            graph[node].children.iter().copied().filter(|&child| self.with_codes && graph[child].role == Role::Code);
        let mut names: Vec<String> = Vec::new();
        for id in std::iter::once(node).chain(codes).flat_map(|node| graph[node].speakers()) {
            if !names.iter().any(|known| known == id) {
                names.push(id.to_owned());
            }
        }
        names
    }
}

/// A paragraph that says of each theme who speaks to it, and of everything else where somebody does.
///
/// Of a theme that only its sub-themes fill nothing is said: they are.
pub(super) fn paragraph(map: &Map, language: Option<&Language>, by: By) -> Option<String> {
    let (heard, said) = (Heard::of(map), Said::new(map));
    let graph = &map.graph;
    let mut sentences = Vec::new();
    for node in graph.node_indices().filter(|node| said.level[node.index()] <= said.levels) {
        let theme = &graph[node];
        let holds = theme.children.iter().any(|&child| graph[child].role != Role::Code);
        let expected = match theme.role {
            Role::Theme | Role::SubTheme | Role::Group => !holds,
            Role::Core | Role::Outcome => false,
            Role::Code => continue,
        };
        let names = heard.names(node, by);
        if names.is_empty() && !expected {
            continue;
        }
        if sentences.len() == MOST_NAMED {
            break;
        }
        let label = shown(theme);
        sentences.push(match language {
            Some(language) => {
                let nobody = || vec![language.sentences.nobody.to_owned()];
                let list = language.list(&if names.is_empty() { nobody() } else { names });
                ended(&fill(language.sentences.spoken, &[("label", &language.quoted(&label)), ("list", &list)]))
            }
            None if names.is_empty() => ended(&format!("{label}: –")),
            None => ended(&format!("{label}: {}", names.join(" · "))),
        });
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What is to be kept in mind where a figure shows who speaks: the words of the author's, or ours.
pub(super) fn caveat(map: &Map, language: Option<&Language>) -> Option<String> {
    let own = map.about.caveat.clone();
    own.or_else(|| language.map(|language| language.legend.caveat.to_owned())).map(|caveat| ended(&caveat))
}

/// Whose voices the figure of a map shows where nothing but the map decides.
pub fn shown_by(map: &Map) -> Option<By> {
    /// Most participants with a column each.
    const MOST: usize = 24;
    if map.figure.layout.as_deref() == Some("matrix") {
        let few = map.participants.iter().map(|group| group.listed).sum::<usize>() <= MOST;
        return Some(map.columns(None).unwrap_or(if few { By::Participant } else { By::Group }));
    }
    map.figure.coverage.unwrap_or(false).then_some(By::Group)
}
