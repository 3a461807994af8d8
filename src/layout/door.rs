//! Map → the plain graph of sizes, roles, lengths and order that the algorithms see, and the texts kept for later.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::content::{Block, Content};
use super::coverage::Voices;
use super::graph::{Direction, Edge, Graph, Kind, Node, Side, Sizes};
use super::key::{self, Key};
use super::legend;
pub use super::shaper::Shaper;
use super::versions::{caption, wordings};
use super::{Form, Head, LAYOUTS, Most, has_rows_of_codes};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::{self, Link, LinkKind, Map, Role};
use crate::style::{Style, Tokens};
use crate::text::{self, Weight};
use kurbo::Size;

/// Widest label of a link, in em; where there is no room for it, it takes more lines, up to three.
const LABEL_EM: f64 = 12.0;

/// What the algorithms see, and the texts they do not.
pub struct Door {
    /// Boxes and links with the map's indices.
    pub graph: Graph,
    /// The texts of every box that is not an item of another one.
    pub contents: Vec<Option<Content>>,
    /// The labels of links; of those in `keys` a number.
    pub labels: Vec<Option<(Block, Size)>>,
    /// The labels that stand below the figure, by edge.
    pub keys: Vec<Key>,
    /// The links whose labels found no room at some try.
    pub crowded: Vec<usize>,
    /// The marks that the legend may have to list.
    pub legend: Vec<legend::Entry>,
    /// What stands beside boxes, by their nodes, where there is room.
    pub captions: Vec<Block>,
    /// The title, where it is drawn.
    pub title: Option<Block>,
    /// Whether the page reads from right to left.
    pub rtl: bool,
    /// Whether there are signs on boxes.
    pub signs: bool,
    /// Which way it reads, where somebody said so.
    pub direction: Option<Direction>,
    /// Whether themes are ovals, which hold their label and nothing else but marks.
    pub ovals: bool,
    /// Who speaks in which box, where that is shown.
    pub voices: Option<Voices>,
}

/// Opens the map for layout: shapes every label once and hides the rest.
pub fn open(
    map: &Map,
    shaper: &mut Shaper,
    (style, tokens): (&Style, &Tokens),
    short: bool,
    options: &Options,
    form: Form,
) -> Result<Door, Vec<Diagnostic>> {
    let kinds = kinds(map, options.draws_codes(map) && (form != Form::Table || has_rows_of_codes(map)), form);
    let difference = map.is_difference();
    let mut blocks: Vec<Option<Block>> = Vec::with_capacity(map.graph.node_count());
    for index in map.graph.node_indices() {
        let theme = &map.graph[index];
        let (size, weight) = match (kinds[index.index()], theme.role) {
            (Kind::Absent, _) => {
                blocks.push(None);
                continue;
            }
            (Kind::Core, _) => (tokens.core, Weight::SemiBold),
            // What only stands where something was is set like any theme.
            (Kind::Outcome, _) if difference && theme.history.as_ref().is_some_and(|history| history.ghost) => {
                (tokens.body, Weight::Regular)
            }
            (Kind::Panel | Kind::Title | Kind::Outcome, _) => (tokens.body, Weight::SemiBold),
            (Kind::Item, _) | (_, Role::Code) => (tokens.note, Weight::Regular),
            (Kind::Card | Kind::Row, _) => (tokens.body, Weight::Regular),
        };
        let printed = wordings::printed(map, index, kinds[index.index()], short);
        let mut said = |words: (&str, Option<&str>)| {
            shaper.both(words, weight, (size, tokens.note), index.index(), theme.span.clone())
        };
        let block = said((&printed.label, printed.below.as_deref()));
        let others = printed.versions.iter().filter_map(|label| Some(said((label, None))?.label)).collect();
        blocks.push(block.map(|block| Block {
            wordings: others,
            depth: depth(map, &kinds, index),
            tick: theme.role == Role::Code,
            ..block
        }));
    }
    let mut labels = Vec::with_capacity(map.graph.edge_count());
    for link in map.graph.edge_weights() {
        let block = link.label.as_ref().and_then(|label| {
            let words = (label.as_str(), link.second.as_deref());
            shaper.both(words, Weight::Regular, (tokens.note, tokens.note), usize::MAX, link.span.clone())
        });
        labels.push(block.map(|block| {
            let size = label_size(&block, LABEL_EM).unwrap_or_default();
            (block, size)
        }));
    }
    let drawn_title = options.title.or(map.figure.title).unwrap_or(false);
    let title = map.title.as_ref().filter(|_| drawn_title);
    let title = title.and_then(|title| {
        let words = (title.as_str(), map.second_title.as_deref());
        shaper.both(words, Weight::SemiBold, (tokens.core, tokens.body), usize::MAX, 0..0)
    });
    let missing = shaper.missing();
    if !missing.is_empty() {
        return Err(missing);
    }
    let voices = Voices::of(map, shaper, (&kinds, form), tokens.note, options)?;
    let rtl = right_to_left(map, &blocks);
    let ovals = style.ovals && form == Form::Boxes && !kinds.contains(&Kind::Item);
    let mut contents: Vec<Option<Content>> = vec![None; blocks.len()];
    for index in map.graph.node_indices() {
        let Some(head) = blocks[index.index()].clone() else {
            continue;
        };
        let items = || items(map, &kinds, index).into_iter().filter_map(|item| blocks[item.index()].clone()).collect();
        contents[index.index()] = match kinds[index.index()] {
            Kind::Core | Kind::Outcome | Kind::Title | Kind::Card if ovals => Some(Content::title(head, tokens, rtl)),
            Kind::Core | Kind::Outcome if matches!(form, Form::Deep | Form::Rows) => {
                Some(Content::round(head, items(), tokens, rtl).slim())
            }
            Kind::Core | Kind::Outcome => Some(Content::round(head, items(), tokens, rtl)),
            Kind::Panel => Some(Content::title(head, tokens, rtl)),
            Kind::Title | Kind::Card if wordings::signed(map, index) => {
                Some(Content::card(head, items(), tokens, rtl).roomy())
            }
            Kind::Title | Kind::Card => Some(Content::card(head, items(), tokens, rtl)),
            Kind::Row => Some(Content::title(head, tokens, rtl)),
            Kind::Item | Kind::Absent => None,
        };
        let filled = voices.as_ref().and_then(|voices| voices.filled[index.index()].clone());
        if let (Some(content), Some(filled)) = (&mut contents[index.index()], filled) {
            content.mark(filled, form == Form::Rows);
        }
    }
    let graph = map.graph.map(
        |index, theme| Node {
            kind: kinds[index.index()],
            parent: theme.parent.filter(|parent| kinds[parent.index()] != Kind::Absent).map(|parent| parent.index()),
            cards: cards(map, &kinds, index),
            children: children(map, &kinds, index),
            sizes: contents[index.index()].as_ref().map_or_else(Sizes::default, Content::sizes),
            columns: theme.columns,
            side: theme.side.map(|side| match side {
                model::Side::Top => Side::Top,
                model::Side::Bottom => Side::Bottom,
                model::Side::Left => Side::Left,
                model::Side::Right => Side::Right,
            }),
            was: None,
            near: wordings::near(map, index),
        },
        |index, link| {
            let (start, end) = heads(link);
            Edge {
                start,
                end,
                line: link.kind as usize * 2 + usize::from(link.tentative),
                label: labels[index.index()].as_ref().map_or(Size::ZERO, |(_, size)| *size),
                slim: labels[index.index()].as_ref().map_or(Size::ZERO, |(block, _)| slim_size(block)),
                // The model gives a link that it adds itself the place of the theme it leads to.
                claimed: map.graph.edge_endpoints(index).is_none_or(|(_, b)| map.graph[b].span != link.span),
                drawn: !wordings::late(link)
                    && map.graph.edge_endpoints(index).is_some_and(|(a, b)| drawn(map, &kinds, link, a, b)),
                late: wordings::late(link)
                    && map.graph.edge_endpoints(index).is_some_and(|(a, b)| apart(map, &kinds, a, b)),
            }
        },
    );
    let direction = direction(options.direction.or(map.figure.direction));
    let mut door = Door {
        graph,
        contents,
        labels,
        keys: Vec::new(),
        crowded: Vec::new(),
        legend: Vec::new(),
        captions: Vec::new(),
        title,
        rtl,
        signs: !map.versions.is_empty(),
        direction,
        ovals,
        voices,
    };
    door.join_mutual(map);
    door.captions = caption::captions(map, &door.graph, shaper, tokens.note);
    door.legend = legend::entries(map, &door.graph, shaper, (style, tokens.note), options);
    Ok(door)
}

/// Says at once what the arrangement of tens of thousands of boxes and links would only show after minutes.
pub fn refuse_crowds(map: &Map, options: &Options, most: Most) -> Result<(), Vec<Diagnostic>> {
    let codes = options.draws_codes(map);
    let texts = map.graph.node_weights().filter(|theme| codes || theme.role != Role::Code).count();
    let links = map.graph.edge_count();
    let (what, most) = match () {
        () if texts >= most.texts => (format!("{texts} themes and codes"), most.texts),
        () if links >= most.links => (format!("{links} links"), most.links),
        () => return Ok(()),
    };
    let error = Diagnostic::error(None, format!("{what} are too many for one figure: expected fewer than {most}"));
    let larger = LAYOUTS.iter().filter(|layout| layout.most.texts > texts && layout.most.links > links);
    let names: Vec<_> = larger.map(|layout| format!("`{}`", layout.name)).collect();
    let error = match names.is_empty() {
        true => error,
        false => error.hint(format!(
            "the layout {} takes as many on a page that is high enough, `height = \"any\"`",
            names.join(" or ")
        )),
    };
    Err(vec![error.hint("draw parts of the map as figures of their own")])
}

/// The direction the author wants; `None` leaves it to the layout.
fn direction(asked: Option<model::Direction>) -> Option<Direction> {
    match asked? {
        model::Direction::Auto => None,
        model::Direction::Both => Some(Direction::Both),
        model::Direction::Right => Some(Direction::Right),
        model::Direction::Down => Some(Direction::Down),
    }
}

/// What stands at the ends of a link, by its kind.
fn heads(link: &Link) -> (Head, Head) {
    match link.kind {
        LinkKind::Plain | LinkKind::Associated | LinkKind::PartOf => (Head::None, Head::None),
        LinkKind::LeadsTo | LinkKind::Causes | LinkKind::Facilitator => (Head::None, Head::Arrow),
        LinkKind::Mutual => (Head::Arrow, Head::Arrow),
        LinkKind::Barrier => (Head::None, Head::Bar),
        LinkKind::Contradicts => (Head::Bar, Head::Bar),
    }
}

/// What each node of the map is for the arrangement.
///
/// A theme in no group that has sub-themes is drawn like a group: its title above their cards.
fn kinds(map: &Map, codes: bool, form: Form) -> Vec<Kind> {
    let graph = &map.graph;
    let has_sub = |index: NodeIndex| graph[index].children.iter().any(|&child| graph[child].role != Role::Code);
    let groups = map.top.iter().any(|&top| graph[top].role == Role::Group);
    let titled = !groups && map.top.iter().any(|&top| has_sub(top));
    let title = if form == Form::Panels { Kind::Panel } else { Kind::Title };
    let mut kinds = vec![Kind::Absent; graph.node_count()];
    // Parents stand before their children, so one pass in order is enough.
    let mut order: Vec<NodeIndex> = map.core.into_iter().chain(map.top.iter().copied()).chain(map.outcome).collect();
    let mut next = 0;
    while let Some(&index) = order.get(next) {
        next += 1;
        let theme = &graph[index];
        let table = form == Form::Table;
        kinds[index.index()] = match (theme.role, theme.parent.map(|parent| kinds[parent.index()])) {
            (Role::Core | Role::Outcome, _) if table => {
                if has_sub(index) {
                    Kind::Title
                } else {
                    Kind::Absent
                }
            }
            (_, Some(Kind::Absent)) if table => Kind::Absent,
            (Role::Core, _) => Kind::Core,
            (Role::Outcome, _) => Kind::Outcome,
            (Role::Code, _) if !codes => Kind::Absent,
            (_, Some(Kind::Core | Kind::Outcome | Kind::Item)) => Kind::Item,
            (Role::Group, _) => title,
            (_, Some(_)) if table || form == Form::Rows => Kind::Row,
            (_, None) if table => {
                if has_sub(index) {
                    Kind::Title
                } else {
                    Kind::Row
                }
            }
            (_, None) if titled || has_sub(index) => title,
            (_, None) if form == Form::Rows && !groups && map.core.is_some() => Kind::Row,
            (_, None | Some(Kind::Panel | Kind::Title)) => Kind::Card,
            (Role::SubTheme, Some(_)) if form == Form::Deep => Kind::Card,
            (_, Some(_)) => Kind::Item,
        };
        order.extend(&theme.children);
    }
    kinds
}

/// What belongs to a box and has a place of its own outside of it.
fn children(map: &Map, kinds: &[Kind], index: NodeIndex) -> Vec<usize> {
    let children = map.graph[index].children.iter().map(|child| child.index());
    let apart = |child: &usize| kinds[index.index()] != Kind::Panel && matches!(kinds[*child], Kind::Card | Kind::Row);
    children.filter(apart).collect()
}

/// The cards of a panel.
fn cards(map: &Map, kinds: &[Kind], index: NodeIndex) -> Vec<usize> {
    if kinds[index.index()] != Kind::Panel {
        return Vec::new();
    }
    let children = map.graph[index].children.iter().map(|child| child.index());
    children.filter(|&child| kinds[child] == Kind::Card).collect()
}

/// Everything that stands below the label inside a box, in reading order.
fn items(map: &Map, kinds: &[Kind], index: NodeIndex) -> Vec<NodeIndex> {
    let mut items = Vec::new();
    let mut stack: Vec<_> = map.graph[index].children.iter().rev().copied().collect();
    while let Some(item) = stack.pop() {
        if kinds[item.index()] == Kind::Item {
            items.push(item);
            stack.extend(map.graph[item].children.iter().rev());
        }
    }
    items
}

/// Levels between an item and the first item above it.
fn depth(map: &Map, kinds: &[Kind], mut index: NodeIndex) -> usize {
    let mut depth = 0;
    while let Some(parent) = map.graph[index].parent.filter(|parent| kinds[parent.index()] == Kind::Item) {
        depth += 1;
        index = parent;
    }
    depth
}

/// Whether a link is drawn: both ends are on the page, and it says more than that one stands inside the other.
fn drawn(map: &Map, kinds: &[Kind], link: &Link, a: NodeIndex, b: NodeIndex) -> bool {
    let shown = matches!(link.kind, LinkKind::Plain | LinkKind::PartOf) && link.label.is_none();
    let enclosed = inside(map, a, b) || inside(map, b, a);
    kinds[a.index()] != Kind::Absent && kinds[b.index()] != Kind::Absent && !(shown && enclosed)
}

/// Whether one node stands in another, at any depth.
fn inside(map: &Map, inner: NodeIndex, outer: NodeIndex) -> bool {
    std::iter::successors(map.graph[inner].parent, |&node| map.graph[node].parent).any(|node| node == outer)
}

/// Whether two nodes are shown by boxes of which none stands in the other, so that a line can lead from one to the other.
fn apart(map: &Map, kinds: &[Kind], a: NodeIndex, b: NodeIndex) -> bool {
    let boxed = |mut node: NodeIndex| {
        while let (Kind::Item, Some(parent)) = (kinds[node.index()], map.graph[node].parent) {
            node = parent;
        }
        node
    };
    let shown = |node: NodeIndex| kinds[node.index()] != Kind::Absent;
    let held = |inner: NodeIndex, outer: NodeIndex| kinds[outer.index()] == Kind::Panel && inside(map, inner, outer);
    let (a, b) = (boxed(a), boxed(b));
    shown(a) && shown(b) && a != b && !held(a, b) && !held(b, a)
}

/// A page reads from right to left when its language does, or else most of its labels.
fn right_to_left(map: &Map, blocks: &[Option<Block>]) -> bool {
    if map.lang.as_deref().is_some_and(text::from_right) {
        return true;
    }
    let count = blocks.iter().flatten().count();
    let rtl = blocks.iter().flatten().filter(|block| block.label.paragraph.rtl()).count();
    2 * rtl > count
}

impl Door {
    /// Two links that lead there and back, drawn alike and without labels, are one line with two heads: that of the first.
    fn join_mutual(&mut self, map: &Map) {
        let graph = &mut self.graph;
        for edge in graph.edge_indices() {
            let Some((a, b)) = graph.edge_endpoints(edge).filter(|(a, b)| a != b) else { continue };
            let alone = |other: EdgeIndex, graph: &Graph| {
                let link = &graph[other];
                let bare = self.labels[other.index()].is_none() && map.graph[other].label.is_none();
                link.drawn && (link.start, link.end) == (Head::None, Head::Arrow) && bare
            };
            let alike = |&other: &EdgeIndex| {
                let (one, two) = (&map.graph[edge], &map.graph[other]);
                other > edge && alone(other, graph) && (one.kind, one.tentative) == (two.kind, two.tentative)
            };
            let between = graph.edges_connecting(b, a).map(|back| petgraph::visit::EdgeRef::id(&back));
            let back = between.filter(alike).min();
            if let (Some(back), true) = (back, alone(edge, graph)) {
                graph[edge].start = Head::Arrow;
                graph[back].drawn = false;
            }
        }
    }

    /// Puts numbers in the place of the labels that found no room, or of all when all have; `false` when there is no
    /// label left to do so with.
    pub fn key(&mut self, shaper: &mut Shaper, tokens: &Tokens) -> bool {
        let keyed = |edge: usize| self.keys.iter().any(|key| key.edge == edge);
        let left: Vec<usize> =
            (0..self.labels.len()).filter(|&edge| self.labels[edge].is_some() && !keyed(edge)).collect();
        let crowded: Vec<usize> = left.iter().copied().filter(|edge| self.crowded.contains(edge)).collect();
        for edge in if crowded.is_empty() { &left } else { &crowded } {
            let late = &mut self.graph[EdgeIndex::new(*edge)];
            if late.late {
                // A sign at its end says what a line of a change says.
                (late.label, late.slim) = (Size::ZERO, Size::ZERO);
                self.labels[*edge] = None;
                continue;
            }
            if let Some((words, _)) = self.labels[*edge].take() {
                self.keys.push(Key { edge: *edge, words });
            }
        }
        self.keys.sort_by_key(|key| key.edge);
        for (i, key) in self.keys.iter().enumerate() {
            let number = shaper.block(&(i + 1).to_string(), Weight::Regular, tokens.note, usize::MAX, 0..0);
            let size = key::disc(tokens.note);
            self.labels[key.edge] = number.map(|number| (number, size));
            let edge = &mut self.graph[EdgeIndex::new(key.edge)];
            (edge.label, edge.slim) = (size, size);
        }
        !left.is_empty()
    }

    /// The sizes of the labels of links, by link.
    pub fn label_sizes(&self) -> Vec<Size> {
        self.labels.iter().map(|label| label.as_ref().map_or(Size::ZERO, |(_, size)| *size)).collect()
    }

    /// Gives the labels of links these sizes; `false` when they had them already.
    pub fn set_labels(&mut self, sizes: &[Size]) -> bool {
        let changed = self.label_sizes() != sizes;
        for (edge, (label, size)) in self.labels.iter_mut().zip(sizes).enumerate() {
            if let Some((_, own)) = label {
                *own = *size;
                self.graph[EdgeIndex::new(edge)].label = *size;
            }
        }
        changed
    }

    /// Makes the label of a link slim.
    pub fn set_slim(&mut self, edge: usize) {
        if let (Some((_, own)), this) = (&mut self.labels[edge], &mut self.graph[EdgeIndex::new(edge)]) {
            *own = this.slim;
            this.label = this.slim;
        }
    }

    /// Sets the label of a link in more lines than now, at most three; `false` when that makes it no slimmer.
    pub fn slim_label(&mut self, edge: usize) -> bool {
        let Some((block, size)) = &mut self.labels[edge] else { return false };
        if self.keys.iter().any(|key| key.edge == edge) {
            return false;
        }
        let Some(slimmer) = label_size(block, size.width / block.size - 0.5) else { return false };
        let won = slimmer.width < size.width - 1.0;
        if won {
            *size = slimmer;
            self.graph[EdgeIndex::new(edge)].label = slimmer;
        }
        won
    }
}

/// A line more has to make a label this much slimmer, as a share of its width.
const SLIMMER: f64 = 0.15;

/// A label this slim, in em, takes no more lines: two words beside each other.
const SLIM_ENOUGH_EM: f64 = 5.5;

/// The size of a link's label in as many lines, up to three, as make it slimmer.
fn slim_size(block: &Block) -> Size {
    let mut slim = label_size(block, f64::INFINITY).unwrap_or_default();
    while slim.width > SLIM_ENOUGH_EM * block.size {
        match label_size(block, slim.width * (1.0 - SLIMMER) / block.size) {
            Some(next) if next.width <= slim.width * (1.0 - SLIMMER) => slim = next,
            _ => break,
        }
    }
    slim
}

/// The size of a link's label in the fewest lines no wider than `most` em, or in three; in two languages in four.
fn label_size(block: &Block, most: f64) -> Option<Size> {
    let least = block.label.tightest.first().map_or(1, |(lines, _)| *lines);
    let options: Vec<_> = block.label.options().take_while(|option| option.lines <= least + 2).collect();
    let option = options.iter().find(|option| option.best <= most).or(options.last())?;
    let height = option.lines as f64 * block.label.paragraph.line_height() * block.size;
    Some(Size::new(option.best * block.size + 0.01, height))
}
