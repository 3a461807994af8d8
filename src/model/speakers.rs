//! [`Map`] → who speaks where, as members of the groups of participants.

use std::collections::{BTreeSet, HashMap};

use petgraph::graph::NodeIndex;

use super::{By, Map};

/// A participant as a member of a group, without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speaker {
    /// Number of the group in the order of the file.
    pub group: usize,
    /// Number in the group: it tells two of its members apart and says nothing else.
    pub number: usize,
}

impl Map {
    /// Numbers of the groups that list their members: of the others nobody can be known to speak.
    pub fn listed(&self) -> Vec<usize> {
        (0..self.participants.len()).filter(|&group| self.participants[group].listed > 0).collect()
    }

    /// By node: who speaks to it. Who is in no group that lists its members is left out.
    pub fn speakers(&self) -> Vec<BTreeSet<Speaker>> {
        let mut members: HashMap<&str, Speaker> = HashMap::new();
        for (group, participants) in self.participants.iter().enumerate() {
            let ids = participants.ids.iter().enumerate();
            members.extend(ids.map(|(number, id)| (id.as_str(), Speaker { group, number })));
        }
        let of = |node: NodeIndex| {
            let theme = &self.graph[node];
            let named = theme.speakers().filter_map(|id| members.get(id).copied());
            named.chain(theme.heard.iter().copied()).collect()
        };
        self.graph.node_indices().map(of).collect()
    }

    /// The same where only some nodes are shown: what is not shown is heard in the nearest node above it that is.
    pub fn heard(&self, shown: impl Fn(NodeIndex) -> bool) -> Vec<BTreeSet<Speaker>> {
        let mut heard = self.speakers();
        // Parents stand before what they hold.
        for node in self.graph.node_indices().rev().filter(|&node| !shown(node)) {
            if let Some(parent) = self.graph[node].parent {
                let mut below = std::mem::take(&mut heard[node.index()]);
                heard[parent.index()].append(&mut below);
            }
        }
        heard
    }

    /// Whose columns a table has, where somebody says so; of a map without ids only groups can have any.
    pub fn columns(&self, asked: Option<By>) -> Option<By> {
        if self.is_public { Some(By::Group) } else { asked.or(self.figure.by) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: &str = r#"
        themes = [{ label = "Waiting", voices = ["A1"], codes = [{ label = "doors", voices = ["B1", "A1"] }] }, "Silence"]
        [[theme.silence.quotes]]
        by = "B2"
        text = "No words."
        [participants]
        a = { label = "Nurses", ids = ["A1"] }
        none = { label = "Visitors", count = 4 }
        b = { label = "Doctors", ids = ["B1", "B2"] }
    "#;

    fn told(heard: &[BTreeSet<Speaker>]) -> Vec<Vec<(usize, usize)>> {
        heard.iter().map(|set| set.iter().map(|speaker| (speaker.group, speaker.number)).collect()).collect()
    }

    #[test]
    fn who_speaks_to_what_is_not_shown_is_heard_above_it() {
        let map = crate::read(STUDY).unwrap().0;
        assert_eq!(map.listed(), [0, 2]);
        assert_eq!(told(&map.speakers()), [vec![(0, 0)], vec![(0, 0), (2, 0)], vec![(2, 1)]]);
        let no_codes = |node: NodeIndex| map.graph[node].label != "doors";
        assert_eq!(told(&map.heard(no_codes)), [vec![(0, 0), (2, 0)], vec![], vec![(2, 1)]]);
        assert_eq!(told(&map.without_codes().speakers()), [vec![(0, 0), (2, 0)], vec![(2, 1)]]);
    }
}
