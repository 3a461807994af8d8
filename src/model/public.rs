//! [`Map`] → the map with nothing but what its figure shows: no words of participants, no ids of theirs, nothing undrawn.

use std::collections::{HashMap, HashSet};

use petgraph::graph::NodeIndex;

use super::{Map, Role, Was, id};

/// What of a map is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Levels that are drawn, from 1; `None` for all.
    pub depth: Option<usize>,
    /// Whether codes are drawn.
    pub codes: bool,
    /// Whether it is a table, which has neither links nor, where they hold no themes, the core and the outcome.
    pub table: bool,
}

impl Map {
    /// The map as it can be shown to everybody: what is drawn, and who speaks there as members of groups without names.
    ///
    /// Everything else is left out here, before any stage that writes something sees the map: quotes, ids of participants,
    /// definitions, aliases, ids and earlier names of themes, what is folded away, codes that are not drawn. What names the
    /// figure as a publication stays: title, source, authors, date, caption, alternative text, description, caveat. The
    /// full label of a theme stays where only its short one is drawn, since the words about the figure say it.
    pub fn public(&self, shown: Shown) -> Map {
        let mut map = self.shown(shown);
        let speakers = map.speakers();
        for (theme, heard) in map.graph.node_weights_mut().zip(speakers) {
            theme.heard = heard.into_iter().collect();
            theme.voices.clear();
            theme.quotes.clear();
        }
        for group in &mut map.participants {
            group.ids.clear();
            group.id_places.clear();
            group.id = id::from_label(&group.label);
        }
        let labels: Vec<String> = map.graph.node_weights().map(|theme| theme.label.clone()).collect();
        map.about.abbreviations.retain(|(short, _)| labels.iter().any(|label| label.contains(short.as_str())));
        map.ignored.clear();
        for theme in map.graph.node_weights_mut() {
            theme.heard.sort_unstable();
            theme.heard.dedup();
            theme.aliases.clear();
            theme.alias_spans.clear();
            theme.definition = None;
            theme.was = Was::Unsaid;
            theme.ignored.clear();
        }
        map.rename();
        map.is_public = true;
        map
    }

    /// The map with nothing but the themes that are drawn, which speak with the voices of those that are not.
    pub fn shown(&self, shown: Shown) -> Map {
        let mut map = self.clone();
        if let Some(depth) = shown.depth.filter(|&depth| map.levels(shown.codes) > depth) {
            map = map.folded(depth, shown.codes);
        }
        if !shown.codes {
            map = map.without_codes();
        }
        if shown.table {
            map = map.tabled();
        }
        map
    }

    /// What a table shows of it.
    fn tabled(&self) -> Map {
        let holds =
            |node: NodeIndex| self.graph[node].children.iter().any(|&child| self.graph[child].role != Role::Code);
        let mut kept: Vec<Option<NodeIndex>> = Vec::with_capacity(self.graph.node_count());
        for node in self.graph.node_indices() {
            let theme = &self.graph[node];
            let above = theme.parent.is_none_or(|parent| kept[parent.index()].is_some());
            let row = !matches!(theme.role, Role::Core | Role::Outcome) || holds(node);
            kept.push((above && row).then_some(node));
        }
        let mut map = self.part(&kept).0;
        map.graph.clear_edges();
        map
    }

    /// Gives every node the id that follows from its label, as if its author had given none: with its parent's before it
    /// where another one has the same, and a number where that does not help.
    fn rename(&mut self) {
        let role = |node: NodeIndex| self.graph[node].role;
        let names: Vec<String> = self
            .graph
            .node_indices()
            .map(|node| match role(node) {
                Role::Core => "core".to_owned(),
                Role::Outcome => "outcome".to_owned(),
                _ => id::from_label(&self.graph[node].label),
            })
            .collect();
        // Between a code and anything else, only the code gives way.
        let mut claims: HashMap<&str, (usize, usize)> = HashMap::new();
        for (node, name) in self.graph.node_indices().zip(&names) {
            let (themes, all) = claims.entry(name).or_default();
            *themes += usize::from(role(node) != Role::Code);
            *all += 1;
        }
        let mut taken: HashSet<String> = HashSet::new();
        let mut ids: Vec<String> = Vec::with_capacity(names.len());
        for (node, name) in self.graph.node_indices().zip(&names) {
            let (themes, all) = claims.get(name.as_str()).copied().unwrap_or_default();
            let alone = if role(node) == Role::Code { all == 1 } else { themes == 1 };
            let own = match self.graph[node].parent {
                Some(parent) if !alone => format!("{}.{name}", ids[parent.index()]),
                _ => name.clone(),
            };
            let numbered = (2..).map(|number| format!("{own}-{number}"));
            let free = std::iter::once(own.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(own);
            taken.insert(free.clone());
            ids.push(free);
        }
        for (theme, id) in self.graph.node_weights_mut().zip(ids) {
            theme.id = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: &str = r#"
        title = "A study"
        core = { label = "Care", id = "ninth-ward", voices = ["Maria"], definition = "Secret." }
        links = ["waiting -> silence: slowly"]
        themes = [
          { id = "w", label = "Waiting", aliases = ["Doors"], codes = [{ label = "for news", voices = ["Jo"] }] },
          { label = "Silence", was = "gone", quotes = [{ by = "Maria", text = "Nobody speaks." }] },
          { id = "x", label = "Waiting" },
        ]
        [abbreviations]
        ER = "emergency room"
        [participants]
        nurses = { label = "Nurses", count = 9, ids = ["Maria", "Jo"] }
    "#;

    fn map() -> Map {
        crate::read(&STUDY.replace("waiting -> silence", "w -> silence")).unwrap().0
    }

    #[test]
    fn nothing_is_left_but_what_is_drawn() {
        let public = map().public(Shown { depth: None, codes: false, table: false });
        let all = format!("{public:?}");
        for secret in ["Maria", "Jo", "ninth", "Secret", "Doors", "for news", "gone", "Nobody", "emergency", "\"w\""] {
            assert!(format!("{:?}", map()).contains(secret) && !all.contains(secret), "{secret}");
        }
        let ids: Vec<_> = public.graph.node_weights().map(|theme| theme.id.as_str()).collect();
        assert_eq!(ids, ["core", "waiting", "silence", "waiting-2"]);
        let heard: Vec<usize> = public.graph.node_weights().map(|theme| theme.heard.len()).collect();
        assert_eq!(heard, [1, 1, 1, 0], "the voice of the code is heard in its theme");
        assert_eq!((public.participants[0].count, public.participants[0].listed), (Some(9), 2));
        assert_eq!(public.graph.edge_count(), map().graph.edge_count());
        let again = public.public(Shown { depth: None, codes: false, table: false });
        assert_eq!(format!("{again:?}"), all);
    }

    #[test]
    fn a_table_has_no_core_and_no_links() {
        let public = map().public(Shown { depth: Some(1), codes: true, table: true });
        let labels: Vec<_> = public.graph.node_weights().map(|theme| theme.label.as_str()).collect();
        assert_eq!((labels, public.graph.edge_count()), (vec!["Waiting", "Silence", "Waiting"], 0));
        assert_eq!(public.core, None);
        assert_eq!(public.graph[NodeIndex::new(0)].added.as_deref(), Some("1"), "its code is folded in");
    }
}
