//! [`Map`] → maps of a part of it: without what is folded into its theme, or with what one page shows.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use petgraph::graph::NodeIndex;

use super::details::MOST_COLORS;
use super::words::words;
use super::{Link, LinkKind, Map, Role};
use crate::diagnostic::Diagnostic;

/// Most links that are named in one warning.
const MOST_NAMED: usize = 6;

impl Map {
    /// The map down to `depth` levels, of which groups and themes in no group are the first.
    ///
    /// What stands deeper is folded into the theme above it, which says how many themes that are (or codes, where there
    /// are only `codes`), speaks with their voices, and has their links.
    pub fn folded(&self, depth: usize, codes: bool) -> Map {
        let graph = &self.graph;
        let mut level = vec![1; graph.node_count()];
        let mut stand_in: Vec<Option<NodeIndex>> = Vec::with_capacity(graph.node_count());
        let mut counts = vec![(0, 0); graph.node_count()];
        for node in graph.node_indices() {
            let theme = &graph[node];
            if let Some(parent) = theme.parent {
                level[node.index()] = level[parent.index()] + 1;
            }
            let shown = match theme.parent {
                Some(parent) if level[node.index()] > depth => stand_in[parent.index()],
                _ => Some(node),
            };
            if let Some(above) = shown.filter(|&above| above != node) {
                let (themes, hidden) = &mut counts[above.index()];
                *if theme.role == Role::Code { hidden } else { themes } += 1;
            }
            stand_in.push(shown);
        }
        let (mut map, place) = self.part(&stand_in);
        let mut heard: HashSet<(NodeIndex, &str)> = HashSet::new();
        for node in graph.node_indices() {
            let Some(above) = stand_in[node.index()].and_then(|above| place[above.index()]) else { continue };
            let theme = &graph[node];
            if stand_in[node.index()] == Some(node) {
                heard.extend(theme.voices.iter().map(|voice| (above, voice.as_str())));
                map.graph[above].added = match counts[node.index()] {
                    (0, hidden) if hidden == 0 || !codes => None,
                    (0, hidden) => Some(hidden.to_string()),
                    (themes, _) => Some(themes.to_string()),
                };
                continue;
            }
            let new = theme.voices.iter().filter(|voice| heard.insert((above, voice)));
            map.graph[above].voices.extend(new.cloned());
            map.graph[above].heard.extend(theme.heard.iter().copied());
            map.graph[above].quotes.extend(theme.quotes.iter().cloned());
        }
        map
    }

    /// The map without its codes, whose links and voices are those of the themes that hold them: what a figure without codes
    /// says.
    pub fn without_codes(&self) -> Map {
        let mut stand_in: Vec<Option<NodeIndex>> = Vec::with_capacity(self.graph.node_count());
        for node in self.graph.node_indices() {
            let theme = &self.graph[node];
            let above = theme.parent.filter(|_| theme.role == Role::Code);
            stand_in.push(above.map_or(Some(node), |above| stand_in[above.index()]));
        }
        let (mut map, place) = self.part(&stand_in);
        for node in self.graph.node_indices().filter(|&node| stand_in[node.index()] != Some(node)) {
            let Some(above) = stand_in[node.index()].and_then(|above| place[above.index()]) else { continue };
            let (theme, code) = (&mut map.graph[above], &self.graph[node]);
            theme.voices.extend(code.speakers().map(str::to_owned));
            theme.heard.extend(code.heard.iter().copied());
        }
        map
    }

    /// Levels of themes, of which groups and themes in no group are the first; codes are one more where they are drawn.
    pub fn levels(&self, codes: bool) -> usize {
        let mut level = vec![1; self.graph.node_count()];
        let mut deepest = 1;
        for node in self.graph.node_indices() {
            if let Some(parent) = self.graph[node].parent {
                level[node.index()] = level[parent.index()] + 1;
            }
            if codes || self.graph[node].role != Role::Code {
                deepest = deepest.max(level[node.index()]);
            }
        }
        deepest
    }

    /// The pieces that stand on pages, each whole, in author order: themes that hold no others, with their codes; or
    /// everything that holds nothing, when even `codes` may part. Core and outcome are on every page.
    pub fn pieces(&self, codes: bool) -> Vec<NodeIndex> {
        let graph = &self.graph;
        let part = |&child: &NodeIndex| codes || graph[child].role != Role::Code;
        let whole = |node: &NodeIndex| {
            let theme = &graph[*node];
            !matches!(theme.role, Role::Core | Role::Outcome) && !theme.children.iter().any(part)
        };
        let core = |mut node: NodeIndex| {
            while let Some(parent) = graph[node].parent {
                node = parent;
            }
            matches!(graph[node].role, Role::Core | Role::Outcome)
        };
        let kept = |node: &NodeIndex| codes || graph[*node].role != Role::Code;
        graph.node_indices().filter(|node| kept(node) && whole(node) && !core(*node)).collect()
    }

    /// What page `number` of `count` shows: some of the pieces with everything that holds them, the core and the outcome.
    ///
    /// What goes on from an earlier page says so. What the core holds stands on the first page, what the outcome holds on
    /// the last.
    pub fn page(&self, pieces: &[NodeIndex], range: Range<usize>, number: usize, count: usize) -> Map {
        let graph = &self.graph;
        let mut shown = vec![false; graph.node_count()];
        let mut begun = vec![false; graph.node_count()];
        let above = |node: NodeIndex| std::iter::successors(Some(node), |&node| graph[node].parent);
        for (index, &piece) in pieces.iter().enumerate().take(range.end) {
            let marks = if index < range.start { &mut begun } else { &mut shown };
            above(piece).for_each(|node| marks[node.index()] = true);
        }
        for (end, page) in [(self.core, 1), (self.outcome, count)] {
            let Some(end) = end else { continue };
            shown[end.index()] = true;
            if number == page {
                let mut held = vec![end];
                while let Some(node) = held.pop() {
                    shown[node.index()] = true;
                    held.extend(&graph[node].children);
                }
            }
        }
        // The codes of a piece stand with it.
        let pieces: HashSet<NodeIndex> = pieces[range].iter().copied().collect();
        for node in graph.node_indices() {
            let with = graph[node].parent.is_some_and(|parent| pieces.contains(&parent));
            shown[node.index()] |= with && graph[node].role == Role::Code;
        }
        let stand_in: Vec<_> = graph.node_indices().map(|node| shown[node.index()].then_some(node)).collect();
        let (mut map, place) = self.part(&stand_in);
        let continued = words(self.lang.as_deref()).continued;
        for node in graph.node_indices() {
            if let Some(new) = place[node.index()].filter(|_| begun[node.index()]) {
                map.graph[new].added = Some(continued.to_owned());
            }
        }
        for (&top, color) in self.top.iter().zip(self.colors()) {
            if let Some(new) = place[top.index()] {
                map.graph[new].color = map.graph[new].color.or(color);
            }
        }
        if count > 1 {
            map.title = map.title.map(|title| format!("{title} ({number}/{count})"));
        }
        map
    }

    /// The colours that groups and ungrouped themes have by their order, which a part of the map must keep.
    fn colors(&self) -> Vec<Option<usize>> {
        let most = usize::try_from(MOST_COLORS).unwrap_or(usize::MAX);
        let is_group = |top: &NodeIndex| self.graph[*top].role == Role::Group || !self.graph[*top].children.is_empty();
        let groups = self.top.iter().filter(|top| is_group(top)).count();
        let mut number = 0;
        let color = |top: &NodeIndex| {
            number += usize::from(is_group(top));
            // The last colour is that of everything in no group, and of groups when there are more than colours.
            let own = if is_group(top) && groups <= most { number } else { most };
            (groups > 0).then_some(own)
        };
        self.top.iter().map(color).collect()
    }

    /// What is not drawn of the links because their ends are on different pages: a warning that names them.
    pub fn parted(&self, pages: &[Map]) -> Option<Diagnostic> {
        let mut on: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for (number, page) in pages.iter().enumerate() {
            for theme in page.graph.node_weights() {
                on.entry(&theme.id).or_default().insert(number + 1);
            }
        }
        let mut parted = Vec::new();
        let mut places = Vec::new();
        for edge in self.graph.edge_indices() {
            let Some((a, b)) = self.graph.edge_endpoints(edge) else { continue };
            let [a, b] = [a, b].map(|node| &self.graph[node]);
            let (Some(first), Some(second)) = (on.get(a.id.as_str()), on.get(b.id.as_str())) else { continue };
            if first.is_disjoint(second) {
                let [first, second] = [first, second].map(|pages| pages.iter().next().copied().unwrap_or(1));
                parted.push(format!("`{}` (page {first}) and `{}` (page {second})", a.label, b.label));
                places.push(self.graph[edge].span.clone());
            }
        }
        let more = match parted.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let (what, are) = if parted.len() == 1 { ("1 link has", "is") } else { ("links have", "are") };
        let what = if parted.len() == 1 { what.to_owned() } else { format!("{} {what}", parted.len()) };
        let named = parted.get(..MOST_NAMED).unwrap_or(&parted).join("; ");
        let message = format!("{what} ends on different pages and {are} not drawn: {named}{more}");
        let place = places.into_iter().next()?;
        Some(
            Diagnostic::warning(place, message)
                .hint("say so in the caption, or link whole groups: a group's title is on each of its pages"),
        )
    }

    /// The themes that stand in for themselves, with the links of all those that they stand in for; and the new index of each.
    pub(super) fn part(&self, stand_in: &[Option<NodeIndex>]) -> (Map, Vec<Option<NodeIndex>>) {
        let mut map = Map {
            title: self.title.clone(),
            source: self.source.clone(),
            lang: self.lang.clone(),
            second_lang: self.second_lang.clone(),
            second_title: self.second_title.clone(),
            about: self.about.clone(),
            participants: self.participants.clone(),
            ignored: self.ignored.clone(),
            figure: self.figure.clone(),
            versions: self.versions.clone(),
            is_public: self.is_public,
            ..Map::default()
        };
        let mut place: Vec<Option<NodeIndex>> = vec![None; self.graph.node_count()];
        for node in self.graph.node_indices().filter(|node| stand_in[node.index()] == Some(*node)) {
            let mut theme = self.graph[node].clone();
            theme.children = Vec::new();
            theme.parent = theme.parent.and_then(|parent| place[parent.index()]);
            let parent = theme.parent;
            let new = map.graph.add_node(theme);
            if let Some(parent) = parent {
                map.graph[parent].children.push(new);
            }
            place[node.index()] = Some(new);
        }
        let new = |node: &NodeIndex| place[node.index()];
        (map.core, map.outcome) = (self.core.as_ref().and_then(new), self.outcome.as_ref().and_then(new));
        map.top = self.top.iter().filter_map(new).collect();
        let mut known: HashSet<(NodeIndex, NodeIndex, Claim)> = HashSet::new();
        for edge in self.graph.edge_indices() {
            let Some((a, b)) = self.graph.edge_endpoints(edge) else { continue };
            let link = &self.graph[edge];
            let end = |node: NodeIndex| stand_in[node.index()].as_ref().and_then(new);
            let (Some(from), Some(to)) = (end(a), end(b)) else { continue };
            let moved = stand_in[a.index()] != Some(a) || stand_in[b.index()] != Some(b);
            let both =
                matches!(link.kind, LinkKind::Plain | LinkKind::Mutual | LinkKind::Associated | LinkKind::Contradicts);
            let ends = if both && to < from { (to, from) } else { (from, to) };
            let first = known.insert((ends.0, ends.1, claim(link)));
            if !moved || (from != to && first) {
                map.graph.add_edge(from, to, link.clone());
            }
        }
        (map, place)
    }
}

/// What a link says, apart from its ends.
type Claim<'m> = (LinkKind, bool, Option<&'m str>);

fn claim(link: &Link) -> Claim<'_> {
    (link.kind, link.tentative, link.label.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: &str = r#"
        core = "Care"
        links = ["core -- ward", "for-news -> trust", "for-a-bed -> trust", "for-news -- for-a-bed", "trust -> for-news: later"]
        [groups.ward]
        themes = [
          { label = "Waiting", voices = ["P1"], themes = [
            { label = "For news", voices = ["P1", "P2"], codes = ["nobody tells you"] }, "For a bed"] },
          { label = "Silence", codes = ["doors", "steps"] },
        ]
        [groups.home]
        themes = ["Trust"]
    "#;

    fn map() -> Map {
        crate::read(STUDY).unwrap().0
    }

    fn outline(map: &Map) -> Vec<String> {
        let added = |added: &Option<String>| added.as_ref().map_or_else(String::new, |added| format!(" ({added})"));
        map.graph.node_weights().map(|theme| format!("{}{}", theme.label, added(&theme.added))).collect()
    }

    fn links(map: &Map) -> Vec<String> {
        let name = |node: NodeIndex| map.graph[node].id.clone();
        let edges = map.graph.edge_indices().filter_map(|edge| map.graph.edge_endpoints(edge));
        edges.map(|(a, b)| format!("{} {}", name(a), name(b))).collect()
    }

    #[test]
    fn what_is_deeper_is_counted_heard_and_linked_where_it_is_folded_in() {
        let two = map().folded(2, true);
        assert_eq!(outline(&two), ["Care", "Ward", "Waiting (2)", "Silence (2)", "Home", "Trust"]);
        assert_eq!(links(&two), ["core ward", "waiting trust", "trust waiting"], "one line of a kind, none to itself");
        let waiting = two.graph.node_weights().find(|theme| theme.id == "waiting").unwrap();
        assert_eq!(waiting.voices, ["P1", "P2"]);
        assert_eq!(outline(&map().folded(2, false))[3], "Silence", "codes that are not drawn are not missed");
        assert_eq!(outline(&map().folded(1, true)), ["Care", "Ward (4)", "Home (1)"]);
        assert_eq!(links(&map().folded(1, true)), ["core ward", "ward home", "home ward"]);
        assert_eq!(outline(&map().folded(9, true)), outline(&map()));
        assert_eq!((map().levels(true), map().levels(false)), (4, 3));
    }

    #[test]
    fn pages_hold_every_piece_once_and_say_what_goes_on() {
        let map = map();
        let pieces = map.pieces(false);
        assert_eq!(pieces.len(), 4);
        let pages = [map.page(&pieces, 0..1, 1, 2), map.page(&pieces, 1..4, 2, 2)];
        assert_eq!(outline(&pages[0]), ["Care", "Ward", "Waiting", "For news", "nobody tells you"]);
        let second = [
            "Care",
            "Ward (continued)",
            "Waiting (continued)",
            "For a bed",
            "Silence",
            "doors",
            "steps",
            "Home",
            "Trust",
        ];
        assert_eq!(outline(&pages[1]), second);
        assert_eq!(links(&pages[1]), ["core ward", "for-a-bed trust"]);
        let color = |page: &Map, id: &str| page.graph.node_weights().find(|theme| theme.id == id).unwrap().color;
        assert_eq!((color(&pages[0], "ward"), color(&pages[1], "home")), (Some(1), Some(2)));
        let parted = map.parted(&pages).unwrap().message;
        assert!(parted.starts_with("3 links have ends on different pages"), "{parted}");
        assert!(parted.contains("`For news` (page 1) and `Trust` (page 2); "), "{parted}");
        assert_eq!(map.parted(&pages[..1]), None);
        assert_eq!(map.pieces(true).len(), 5, "three codes, and two themes without");
    }
}
