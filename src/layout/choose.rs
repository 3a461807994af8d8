//! The author's word, or the map's shape → one of the layouts, and why.

use super::graph::{Arrangement, Graph, Kind, Spacing, node};
use super::hub::{only, outermost, tops};
use super::{Algorithm, Head, LAYOUTS};
use crate::diagnostic::Diagnostic;

/// A layout worth trying.
pub struct Choice {
    /// The layout.
    pub algorithm: &'static Algorithm,
    /// Why, in a clause.
    pub reason: String,
    /// What it gave with the spacing it was chosen by.
    pub first: Option<Arrangement>,
    /// Whether an earlier figure had this layout and is to be kept to.
    pub again: bool,
    /// Whether it is taken only when it is lower than the next one that fits by more than a tenth.
    pub rival: bool,
}

/// The layout of that name; `None` when there is none.
pub fn asked(name: &str) -> Option<Choice> {
    choice(name, "asked for".to_owned(), None)
}

/// The layout of an earlier figure; `None` when it is no longer known.
pub fn again(name: &str) -> Option<Choice> {
    Some(Choice { again: true, ..choice(name, "as in the previous figure".to_owned(), None)? })
}

fn choice(name: &str, reason: String, first: Option<Arrangement>) -> Option<Choice> {
    let algorithm = LAYOUTS.iter().find(|layout| layout.name == name)?;
    Some(Choice { algorithm, reason, first, again: false, rival: false })
}

/// More leaves than this stand in a list rather than in boxes, where that is lower.
const MOST_BOXES: usize = 30;

/// More groups than this stand in a tree.
const MOST_GROUPS: usize = 6;

/// Levels of themes, groups included, from which on a map is a tree.
const DEEP: usize = 4;

/// So many stages in a row are a flow.
const CHAIN: usize = 3;

/// Ovals round a core: with more, each has too little room.
const MOST_OVALS: usize = 14;

/// The layouts that suit the map, the best one first.
///
/// The first that holds: many themes, groups or levels make a tree; an outcome or a chain of stages a flow; a core with
/// what stands around it a hub (of few ovals: a ring); what has no core stands side by side.
pub fn choose(graph: &Graph, spacing: &Spacing) -> Vec<Choice> {
    let tops = tops(graph);
    let groups = tops.iter().filter(|&&top| graph[node(top)].kind == Kind::Panel).count();
    let counted = match (tops.len(), groups) {
        (1, 0) => "1 theme".to_owned(),
        (1, _) => "1 group".to_owned(),
        (n, 0) => format!("{n} themes"),
        (n, m) if n == m => format!("{n} groups"),
        (n, _) => format!("{n} groups and themes"),
    };
    let core = only(graph, Kind::Core);
    let (leaves, levels) = extent(graph);
    let mut choices = Vec::new();
    let mut add = |name: &str, reason: String| choices.extend(choice(name, reason, None));
    if groups > MOST_GROUPS {
        add("tree", format!("{groups} groups"));
    } else if levels >= DEEP {
        add("tree", format!("{levels} levels"));
    } else if leaves > MOST_BOXES {
        add("tree", format!("{leaves} themes"));
    } else if only(graph, Kind::Outcome).is_some() {
        add("flow", "an outcome".to_owned());
    } else if let Some(stages) = Some(chain(graph, &tops)).filter(|&stages| stages >= CHAIN) {
        add("flow", format!("a chain of {stages} stages"));
    } else if spacing.ovals && core.is_some() && leaves + groups <= MOST_OVALS {
        add("ring", format!("a core and {counted} as ovals"));
    }
    // What a single theme more can turn must be clearly better than what it turns from; a hub has a place for an outcome too.
    let close = leaves > MOST_BOXES && groups <= MOST_GROUPS && levels < DEEP;
    let close = close || only(graph, Kind::Outcome).is_some() && core.is_some();
    choices.iter_mut().for_each(|choice| choice.rival = close);
    if core.is_none() {
        choices.extend(choice("pillars", format!("{counted} and no core"), None));
        return choices;
    }
    let hub = super::hub::arrange(graph, spacing).ok();
    // A column has a rail for the links that a hub would have to lead around its panels.
    let simple = hub.as_ref().is_some_and(|hub| hub.detours == 0);
    let column = choice("column", format!("a core and {counted}, too wide to stand side by side"), None);
    let hub = choice(super::hub::NAME, format!("a core and {counted}"), hub);
    choices.extend(if simple { [hub, column] } else { [column, hub] }.into_iter().flatten());
    choices
}

/// The layout for what no page holds as boxes.
pub fn list(reason: &str) -> Vec<Choice> {
    choice("tree", reason.to_owned(), None).into_iter().collect()
}

/// Themes and codes with nothing below them, and the most levels of anything, core and outcome aside.
fn extent(graph: &Graph) -> (usize, usize) {
    let mut inner = vec![false; graph.node_count()];
    let mut level = vec![0usize; graph.node_count()];
    let (mut leaves, mut levels) = (0, 0);
    // A parent stands before what it holds.
    for index in 0..graph.node_count() {
        let this = &graph[node(index)];
        level[index] = match this.kind {
            Kind::Core | Kind::Outcome | Kind::Absent => continue,
            _ => this.parent.map_or(1, |parent| if level[parent] == 0 { 0 } else { level[parent] + 1 }),
        };
        levels = levels.max(level[index]);
        if let Some(parent) = this.parent {
            inner[parent] = true;
        }
    }
    leaves += (0..graph.node_count()).filter(|&index| level[index] > 0 && !inner[index]).count();
    (leaves, levels)
}

/// How many boxes of the top level stand in the longest chain of arrows between them.
fn chain(graph: &Graph, tops: &[usize]) -> usize {
    let mut after: Vec<(usize, usize)> = Vec::new();
    for edge in graph.edge_indices().filter(|&edge| graph[edge].drawn) {
        let this = &graph[edge];
        let Some((a, b)) = graph.edge_endpoints(edge) else { continue };
        let (a, b) = (outermost(graph, a.index()), outermost(graph, b.index()));
        let forward = this.end != Head::None && this.start == Head::None;
        if forward && a != b && tops.contains(&a) && tops.contains(&b) {
            after.push((a, b));
        }
    }
    // As many rounds as there are boxes reach the end of every chain; in a cycle none is longer than all boxes.
    let mut length: Vec<usize> = vec![1; graph.node_count()];
    for _ in 0..tops.len() {
        for &(a, b) in &after {
            length[b] = length[b].max(length[a] + 1).min(tops.len());
        }
    }
    tops.iter().map(|&top| length[top]).max().unwrap_or(0)
}

/// The error for a name that no layout has.
pub fn unknown(name: &str) -> Diagnostic {
    let names: Vec<_> = LAYOUTS.iter().map(|layout| format!("`{}`", layout.name)).collect();
    Diagnostic::error(None, format!("no layout is called `{name}`"))
        .hint(format!("layouts: `auto`, {}", names.join(", ")))
}
