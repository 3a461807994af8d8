//! [`Map`] → long description: everything the figure shows, in whole sentences and in reading order.

use std::collections::HashSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::language::{Language, fill};
use super::{Asked, ended, shown};
use crate::model::{Link, LinkKind, Map, Role};

/// Most labels named one by one. Who listens to a figure of more is told its upper levels, and how much stands below.
pub(super) const MOST_NAMED: usize = 500;

/// The paragraphs: what the map has and its core, each group, each run of themes in no group, the outcome, the links, what
/// is tentative. They name every label, or those of as many levels as make 500 labels, and as many links.
pub fn paragraphs(map: &Map, language: &'static Language, asked: Asked) -> Vec<String> {
    let teller = Teller { map, language, said: Said::new(map), twins: twins(map), asked };
    let mut paragraphs = vec![teller.opening()];
    let mut top = &map.top[..];
    while let Some(&first) = top.first() {
        let loose = top.iter().take_while(|node| map.graph[**node].role != Role::Group).count();
        let (these, rest) = top.split_at(loose.max(1));
        top = rest;
        let mut sentences = Vec::new();
        if loose > 0 {
            sentences.push(teller.loose(these));
            these.iter().for_each(|&node| teller.tree(node, &mut sentences));
        } else {
            teller.tree(first, &mut sentences);
        }
        paragraphs.push(sentences.join(" "));
    }
    if let Some(outcome) = map.outcome {
        let mut sentences = vec![teller.named(language.sentences.outcome, outcome)];
        teller.tree(outcome, &mut sentences);
        paragraphs.push(sentences.join(" "));
    }
    paragraphs.extend([teller.links(), teller.tentative()].into_iter().filter(|paragraph| !paragraph.is_empty()));
    paragraphs
}

/// What each link says, a sentence for each in author order.
pub(super) fn links(map: &Map, language: &'static Language) -> Vec<String> {
    let teller = Teller { map, language, said: Said::new(map), twins: twins(map), asked: Asked::default() };
    let run = |edge| {
        let ends = map.graph.edge_endpoints(edge);
        ends.map(|(a, b)| Run { edge, from: vec![a], to: vec![b] })
    };
    map.graph.edge_indices().filter_map(run).map(|run| teller.claim(&run)).collect()
}

/// What is said of a map.
pub(super) struct Said {
    /// Levels whose labels are named; one at least.
    pub levels: usize,
    /// By node: how many stand below it.
    pub below: Vec<usize>,
    /// By node: its level, from 1.
    pub level: Vec<usize>,
}

impl Said {
    pub(super) fn new(map: &Map) -> Said {
        let count = map.graph.node_count();
        let (mut below, mut level) = (vec![0; count], vec![1; count]);
        let mut wide: Vec<usize> = Vec::new();
        let parent = |index: usize| map.graph[NodeIndex::new(index)].parent.map(NodeIndex::index);
        // In the map's order parents come before their children.
        for index in 0..count {
            level[index] = parent(index).map_or(1, |parent| level[parent] + 1);
            if wide.len() < level[index] {
                wide.resize(level[index], 0);
            }
            wide[level[index] - 1] += 1;
        }
        for index in (0..count).rev() {
            if let Some(parent) = parent(index) {
                below[parent] += below[index] + 1;
            }
        }
        let mut named = 0;
        let fits = |wide: &&usize| {
            named += **wide;
            named <= MOST_NAMED
        };
        Said { levels: wide.iter().take_while(fits).count().max(1), below, level }
    }

    /// How many stand below a node and are not named.
    pub(super) fn unnamed(&self, node: NodeIndex) -> Option<usize> {
        let below = self.below[node.index()];
        (below > 0 && self.level[node.index()] >= self.levels).then_some(below)
    }
}

/// Labels that stand more than once in a map.
fn twins(map: &Map) -> HashSet<&str> {
    let mut known = HashSet::new();
    map.graph.node_weights().map(|theme| theme.label.as_str()).filter(|label| !known.insert(*label)).collect()
}

struct Teller<'m> {
    map: &'m Map,
    language: &'static Language,
    said: Said,
    twins: HashSet<&'m str>,
    asked: Asked,
}

impl Teller<'_> {
    fn quoted(&self, node: NodeIndex) -> String {
        self.language.quoted(&shown(&self.map.graph[node]))
    }

    fn named(&self, phrase: &str, node: NodeIndex) -> String {
        fill(phrase, &[("label", &self.quoted(node))])
    }

    fn list(&self, nodes: &[NodeIndex]) -> String {
        self.language.list(&nodes.iter().map(|&node| self.quoted(node)).collect::<Vec<_>>())
    }

    /// What the map has, and its core.
    fn opening(&self) -> String {
        let Language { counted, sentences, .. } = self.language;
        let count = |role| self.map.graph.node_weights().filter(|theme| theme.role == role).count();
        let mut parts: Vec<String> = self.map.core.map(|_| counted.core.to_owned()).into_iter().collect();
        for role in [Role::Group, Role::Theme, Role::SubTheme, Role::Code] {
            parts.extend(Some(count(role)).filter(|n| *n > 0).map(|n| self.language.counted(n, role)));
        }
        parts.extend(self.map.outcome.map(|_| counted.outcome.to_owned()));
        let links = Some(self.map.graph.edge_count()).filter(|n| *n > 0);
        parts.extend(links.map(|n| self.language.count(n, counted.links)));
        let mut told = vec![fill(sentences.has, &[("parts", &self.language.list(&parts))])];
        if let Some(core) = self.map.core {
            told.push(self.named(sentences.core, core));
            self.tree(core, &mut told);
        }
        told.join(" ")
    }

    /// Themes that stand in no group.
    fn loose(&self, nodes: &[NodeIndex]) -> String {
        let groups = self.map.top.iter().any(|&node| self.map.graph[node].role == Role::Group);
        let sentences = &self.language.sentences;
        let phrase = if groups { sentences.in_no_group } else { sentences.themes };
        fill(self.language.form(nodes.len(), phrase), &[("list", &self.list(nodes))])
    }

    /// What stands below a node, each holder with what it holds before any of these is looked into.
    fn tree(&self, top: NodeIndex, told: &mut Vec<String>) {
        // A stack of what is still to be said, so that depth costs no recursion.
        let mut stack = vec![top];
        while let Some(node) = stack.pop() {
            self.holder(node, told);
            self.evidence(node, told);
            if self.said.unnamed(node).is_none() {
                stack.extend(self.map.graph[node].children.iter().rev());
            }
        }
    }

    fn holder(&self, node: NodeIndex, told: &mut Vec<String>) {
        let (theme, sentences) = (&self.map.graph[node], &self.language.sentences);
        // What is folded into a theme has left it with its number.
        let folded = || theme.added.as_ref().and_then(|added| added.parse().ok());
        let unnamed = self.said.unnamed(node).or_else(folded);
        if unnamed.is_none() && theme.children.is_empty() && theme.role != Role::Group {
            return;
        }
        let owner = self.language.owner(theme.role, &shown(theme));
        if let Some(unnamed) = unnamed {
            let phrase = self.language.form(unnamed, sentences.holds_unnamed);
            told.push(fill(phrase, &[("owner", &owner), ("n", &unnamed.to_string())]));
        } else if theme.children.is_empty() {
            told.push(fill(sentences.holds_nothing, &[("owner", &owner)]));
        }
        if self.said.unnamed(node).is_some() {
            return;
        }
        let is_code = |child: &NodeIndex| self.map.graph[*child].role == Role::Code;
        let (codes, themes): (Vec<NodeIndex>, Vec<NodeIndex>) = theme.children.iter().partition(|child| is_code(child));
        for children in [themes, codes] {
            let Some(first) = children.first() else { continue };
            let count = self.language.counted(children.len(), self.map.graph[*first].role);
            let list = self.list(&children);
            told.push(fill(sentences.holds, &[("owner", &owner), ("count", &count), ("list", &list)]));
        }
    }

    /// What is asked for beside the labels.
    fn evidence(&self, node: NodeIndex, told: &mut Vec<String>) {
        let (theme, sentences, label) = (&self.map.graph[node], &self.language.sentences, self.quoted(node));
        if let (true, Some(text)) = (self.asked.definitions, &theme.definition) {
            told.push(fill(sentences.definition, &[("label", &label), ("text", &ended(text))]));
        }
        let quotes = theme.quotes.iter().filter(|_| self.asked.quotes);
        for (quote, text) in quotes.filter_map(|quote| Some((quote, quote.text.as_ref()?))) {
            let words = self.language.quoted(text);
            let places =
                [("label", label.as_str()), ("quote", &words), ("who", quote.by.as_deref().unwrap_or_default())];
            let phrase = if quote.by.is_some() { sentences.quote } else { sentences.quote_of_nobody };
            told.push(ended(&fill(phrase, &places)));
        }
    }

    /// A label at the end of a link; with that of what holds it, where another theme is called the same.
    fn end(&self, node: NodeIndex) -> String {
        let theme = &self.map.graph[node];
        let label = self.quoted(node);
        match theme.parent.filter(|_| self.twins.contains(theme.label.as_str())) {
            Some(parent) => format!("{label} ({})", self.quoted(parent)),
            None => label,
        }
    }

    fn links(&self) -> String {
        let graph = &self.map.graph;
        let mut told: Vec<String> = Vec::new();
        let mut run: Option<Run> = None;
        for edge in graph.edge_indices().take(MOST_NAMED) {
            let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
            if run.as_mut().is_some_and(|run| run.take(&graph[edge], (a, b), &graph[run.edge])) {
                continue;
            }
            told.extend(run.take().map(|run| self.claim(&run)));
            run = Some(Run { edge, from: vec![a], to: vec![b] });
        }
        told.extend(run.map(|run| self.claim(&run)));
        if let Some(more @ 1..) = graph.edge_count().checked_sub(MOST_NAMED) {
            told.push(self.language.count(more, self.language.sentences.more_links));
        }
        told.join(" ")
    }

    fn claim(&self, run: &Run) -> String {
        let link = &self.map.graph[run.edge];
        let phrase = self.language.sentences.links.of(link.kind);
        let ends =
            |nodes: &[NodeIndex]| self.language.list(&nodes.iter().map(|&node| self.end(node)).collect::<Vec<_>>());
        let (a, b) = (ends(&run.from), ends(&run.to));
        let both = format!("{a}{}{b}", self.language.and(&b));
        let one = (phrase.firm, phrase.tentative);
        let (firm, tentative) = if run.from.len() > 1 { phrase.many.unwrap_or(one) } else { one };
        let phrase = if link.tentative { tentative } else { firm };
        let claim = fill(phrase, &[("a", &a), ("b", &b), ("both", &both)]);
        let Some(label) = &link.label else { return format!("{claim}.") };
        let places = [("claim", claim.as_str()), ("label", &self.language.quoted(label))];
        format!("{}.", fill(self.language.sentences.labelled, &places))
    }

    fn tentative(&self) -> String {
        let (graph, sentences) = (&self.map.graph, &self.language.sentences);
        let named = |node: &NodeIndex| self.said.level[node.index()] <= self.said.levels;
        let nodes: Vec<_> = graph.node_indices().filter(|node| graph[*node].tentative).filter(named).collect();
        if nodes.is_empty() {
            return String::new();
        }
        let first = nodes.get(..MOST_NAMED).unwrap_or(&nodes);
        let list = self.language.list(&first.iter().map(|&node| self.end(node)).collect::<Vec<_>>());
        let mut told = fill(self.language.form(nodes.len(), sentences.tentative), &[("list", &list)]);
        if nodes.len() > first.len() {
            told.push(' ');
            told.push_str(&self.language.count(nodes.len() - first.len(), sentences.more_tentative));
        }
        told
    }
}

/// Links of one kind, one after the other, that go out from one item or come in to one.
struct Run {
    /// The first of them.
    edge: EdgeIndex,
    from: Vec<NodeIndex>,
    to: Vec<NodeIndex>,
}

impl Run {
    /// Takes a link into the run if it says the same of the same item as the first. What two items do to each other is
    /// said of two.
    fn take(&mut self, link: &Link, (a, b): (NodeIndex, NodeIndex), first: &Link) -> bool {
        let alike = (link.kind, link.tentative) == (first.kind, first.tentative);
        if !alike || link.label.is_some() || first.label.is_some() {
            return false;
        }
        match link.kind {
            LinkKind::Mutual | LinkKind::Contradicts => false,
            LinkKind::Plain | LinkKind::Associated => self.join(a, b) || self.join(b, a) || self.turn(a, b),
            _ if self.to.len() == 1 && self.to[0] == b => {
                self.from.push(a);
                true
            }
            _ => self.join(a, b),
        }
    }

    /// Takes one more that goes out from the item of the run.
    fn join(&mut self, a: NodeIndex, b: NodeIndex) -> bool {
        let joins = self.from.len() == 1 && self.from[0] == a;
        if joins {
            self.to.push(b);
        }
        joins
    }

    /// Turns a single link without direction round, so that the next one goes out from the same item.
    fn turn(&mut self, a: NodeIndex, b: NodeIndex) -> bool {
        if self.to.len() != 1 || (self.to[0] != a && self.to[0] != b) {
            return false;
        }
        std::mem::swap(&mut self.from, &mut self.to);
        self.join(a, b) || self.join(b, a)
    }
}
