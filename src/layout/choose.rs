//! The author's word, or the map's shape → one of the layouts, and why.

use super::graph::{Arrangement, Graph, Kind, Spacing, node};
use super::hub::{only, tops};
use super::{Algorithm, LAYOUTS};
use crate::diagnostic::Diagnostic;

/// A layout worth trying.
pub struct Choice {
    /// The layout.
    pub algorithm: &'static Algorithm,
    /// Why, in a clause.
    pub reason: String,
    /// What it gave with the spacing it was chosen by.
    pub first: Option<Arrangement>,
}

/// The layout asked for, or for `auto` those that suit the map, the best one first.
pub fn choose(graph: &Graph, spacing: &Spacing, asked: &str) -> Result<Vec<Choice>, Vec<Diagnostic>> {
    let choice = |name: &str, reason: String, first| {
        let algorithm = LAYOUTS.iter().find(|layout| layout.name == name);
        algorithm.map(|algorithm| Choice { algorithm, reason, first }).ok_or_else(|| vec![unknown(name)])
    };
    if asked != "auto" {
        return Ok(vec![choice(asked, "asked for".to_owned(), None)?]);
    }
    let tops = tops(graph);
    let groups = tops.iter().all(|&top| graph[node(top)].kind == Kind::Panel);
    let counted = match (tops.len(), groups) {
        (1, true) => "1 group".to_owned(),
        (1, false) => "1 theme".to_owned(),
        (n, true) => format!("{n} groups"),
        (n, false) => format!("{n} themes"),
    };
    let Some(core) = only(graph, Kind::Core) else {
        return Ok(vec![choice("pillars", format!("{counted} and no core"), None)?]);
    };
    let hub = super::hub::arrange(graph, spacing).ok();
    // The links with the core tell: a column has a rail for those that a hub would have to lead around its panels.
    let missing = |found: &Option<Arrangement>| found.as_ref().map_or(usize::MAX, |it| undecided(graph, core, it));
    let column = if missing(&hub) > 0 { super::column::arrange(graph, spacing).ok() } else { None };
    let prefer_column = missing(&column) < missing(&hub);
    let column = choice("column", format!("a core and {counted}, too wide to stand side by side"), column)?;
    let hub = choice("hub", format!("a core and {counted}"), hub)?;
    Ok(if prefer_column { vec![column, hub] } else { vec![hub, column] })
}

/// Links between the core and a whole group or theme for which an arrangement knows no way.
fn undecided(graph: &Graph, core: usize, arrangement: &Arrangement) -> usize {
    let of_core = |edge: &petgraph::graph::EdgeIndex| {
        graph.edge_endpoints(*edge).is_some_and(|(a, b)| {
            (a.index() == core && graph[b].parent.is_none()) || (b.index() == core && graph[a].parent.is_none())
        })
    };
    let edges = graph.edge_indices().filter(|&edge| graph[edge].drawn && arrangement.wires[edge.index()].is_none());
    edges.filter(of_core).count()
}

fn unknown(name: &str) -> Diagnostic {
    let names: Vec<_> = LAYOUTS.iter().map(|layout| format!("`{}`", layout.name)).collect();
    Diagnostic::error(None, format!("no layout is called `{name}`"))
        .hint(format!("layouts: `auto`, {}", names.join(", ")))
}
