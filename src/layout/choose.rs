//! The author's word, or the map's shape → one of the layouts, and why.

use super::graph::{Graph, Kind, Spacing};
use super::hub::{only, tops};
use super::{Algorithm, LAYOUTS};
use crate::diagnostic::Diagnostic;

/// The layout asked for, or for `auto` the one that suits the map, with the reason in a clause.
pub fn choose(graph: &Graph, spacing: &Spacing, asked: &str) -> Result<(&'static Algorithm, String), Vec<Diagnostic>> {
    let named = |name: &str| LAYOUTS.iter().find(|layout| layout.name == name);
    if asked != "auto" {
        let found = named(asked).map(|layout| (layout, "asked for".to_owned()));
        return found.ok_or_else(|| vec![unknown(asked)]);
    }
    let n = tops(graph).len();
    let panels = tops(graph).iter().filter(|&&top| graph[super::graph::node(top)].kind == Kind::Panel).count();
    let what = if panels == n { "group" } else { "theme" };
    let counted = format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let (name, reason) = if only(graph, Kind::Core).is_none() {
        ("pillars", format!("{counted} and no core"))
    } else if straight(graph, spacing) {
        ("hub", format!("a core and {counted}"))
    } else {
        ("column", format!("a core and {counted}, too wide to stand side by side"))
    };
    named(name).map(|layout| (layout, reason)).ok_or_else(|| vec![unknown(name)])
}

/// Whether a hub shows every link with the core on a way of its own, with nothing between.
fn straight(graph: &Graph, spacing: &Spacing) -> bool {
    let Some(core) = only(graph, Kind::Core) else {
        return false;
    };
    let Ok(hub) = super::hub::arrange(graph, spacing) else {
        return false;
    };
    let column = super::column::arrange(graph, spacing);
    graph.edge_indices().all(|edge| {
        let ends = graph.edge_endpoints(edge);
        let of_core = ends.is_some_and(|(a, b)| {
            let top = |index: petgraph::graph::NodeIndex| graph[index].parent.is_none();
            (a.index() == core && top(b)) || (b.index() == core && top(a))
        });
        !of_core || !graph[edge].drawn || hub.wires[edge.index()].is_some()
    }) || column.is_err()
}

fn unknown(name: &str) -> Diagnostic {
    let names: Vec<_> = LAYOUTS.iter().map(|layout| format!("`{}`", layout.name)).collect();
    Diagnostic::error(None, format!("no layout is called `{name}`"))
        .hint(format!("layouts: `auto`, {}", names.join(", ")))
}
