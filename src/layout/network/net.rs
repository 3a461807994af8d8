//! A map → the boxes that stand for its nodes, and the lines between them.

use kurbo::Size;

use super::super::graph::{Branch, Graph, Kind, node};
use super::board::Line;
use super::distance::Web;

/// The boxes of a map, and what is between them.
pub struct Net {
    /// By box, its node.
    pub nodes: Vec<usize>,
    /// The links that are drawn, the branches, and what only holds the map together.
    pub lines: Vec<Line>,
    /// By link that is drawn, its edge.
    pub edges: Vec<usize>,
    /// Boxes that no line ends at, in order.
    pub loose: Vec<usize>,
    pub branches: Vec<Branch>,
}

impl Net {
    /// Reads the map.
    pub fn of(graph: &Graph) -> Net {
        let stands =
            |index: &usize| matches!(graph[node(*index)].kind, Kind::Core | Kind::Title | Kind::Card | Kind::Outcome);
        let nodes: Vec<usize> = (0..graph.node_count()).filter(stands).collect();
        let mut number = vec![usize::MAX; graph.node_count()];
        nodes.iter().enumerate().for_each(|(at, &index)| number[index] = at);
        // The box that shows a node.
        let shown = |mut index: usize| {
            while let (Kind::Item, Some(parent)) = (graph[node(index)].kind, graph[node(index)].parent) {
                index = parent;
            }
            number[index]
        };
        let (mut lines, mut edges) = (Vec::new(), Vec::new());
        for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
            let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
            let ends = [shown(a.index()), shown(b.index())];
            if ends[0] != ends[1] && ends.iter().all(|&end| end < nodes.len()) {
                lines.push(Line { ends, label: graph[edge].label, drawn: true });
                edges.push(edge.index());
            }
        }
        let mut linked: Vec<[usize; 2]> =
            lines.iter().flat_map(|line| [line.ends, [line.ends[1], line.ends[0]]]).collect();
        linked.sort_unstable();
        let mut branches = Vec::new();
        for &parent in &nodes {
            for &child in &graph[node(parent)].children {
                let ends = [number[parent], number[child]];
                // A link between the two says that, and more.
                if number[child] < nodes.len() && linked.binary_search(&ends).is_err() {
                    branches.push(Branch { parent, child, points: Vec::new(), cubic: false });
                    lines.push(Line { ends, label: Size::ZERO, drawn: true });
                }
            }
        }
        let mut net = Net { loose: Vec::new(), nodes, lines, edges, branches };
        net.hold_together(graph);
        net
    }

    /// Lines that are not drawn, so that what no line leads to stands near the middle, or near what comes before it.
    fn hold_together(&mut self, graph: &Graph) {
        let (first, part) = self.web().parts();
        let mut size = vec![0; first.len()];
        part.iter().for_each(|&part| size[part] += 1);
        let core = self.nodes.iter().position(|&index| graph[node(index)].kind == Kind::Core);
        let whole: Vec<usize> = (0..first.len()).filter(|&part| size[part] > 1).collect();
        self.loose = (0..self.nodes.len()).filter(|&at| size[part[at]] == 1 && Some(at) != core).collect();
        // A core that nothing is linked with holds the others together all the same.
        let mut before = core;
        // The group of a part, where it has one.
        let mut entries = first;
        for at in (0..self.nodes.len()).rev().filter(|&at| graph[node(self.nodes[at])].kind == Kind::Title) {
            entries[part[at]] = at;
        }
        for own in whole {
            let entry = entries[own];
            if core.is_some_and(|core| part[core] == own) {
                continue;
            }
            if let Some(before) = before {
                self.lines.push(Line { ends: [before, entry], label: Size::ZERO, drawn: false });
            }
            before = core.or(Some(entry));
        }
    }

    /// The lines as links of length 1.
    pub fn web(&self) -> Web {
        let links: Vec<_> = self.lines.iter().map(|line| (line.ends[0], line.ends[1], 1.0)).collect();
        Web::new(self.nodes.len(), &links)
    }

    /// By box, its number among those that a line ends at.
    pub fn tied(&self) -> Vec<Option<usize>> {
        let mut loose = self.loose.iter().peekable();
        let mut count = 0;
        let mut number = |at: usize| {
            if loose.next_if(|next| **next == at).is_some() {
                return None;
            }
            count += 1;
            Some(count - 1)
        };
        (0..self.nodes.len()).map(&mut number).collect()
    }

    /// The lines between those.
    pub fn tied_lines(&self) -> Vec<Line> {
        let number = self.tied();
        let line = |line: &Line| {
            let [a, b] = line.ends.map(|end| number[end]);
            Some(Line { ends: [a?, b?], ..*line })
        };
        self.lines.iter().filter_map(line).collect()
    }

    /// The graph of those.
    pub fn tied_web(&self) -> Web {
        let links: Vec<_> = self.tied_lines().iter().map(|line| (line.ends[0], line.ends[1], 1.0)).collect();
        Web::new(self.nodes.len() - self.loose.len(), &links)
    }
}
