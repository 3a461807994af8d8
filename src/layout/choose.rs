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
    /// Whether an earlier figure had this layout and is to be kept to.
    pub again: bool,
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
    Some(Choice { algorithm, reason, first, again: false })
}

/// The layouts that suit the map, the best one first.
pub fn choose(graph: &Graph, spacing: &Spacing) -> Option<Vec<Choice>> {
    let tops = tops(graph);
    let groups = tops.iter().all(|&top| graph[node(top)].kind == Kind::Panel);
    let counted = match (tops.len(), groups) {
        (1, true) => "1 group".to_owned(),
        (1, false) => "1 theme".to_owned(),
        (n, true) => format!("{n} groups"),
        (n, false) => format!("{n} themes"),
    };
    if only(graph, Kind::Core).is_none() {
        return Some(vec![choice("pillars", format!("{counted} and no core"), None)?]);
    }
    let hub = super::hub::arrange(graph, spacing).ok();
    // A column has a rail for the links that a hub would have to lead around its panels.
    let simple = hub.as_ref().is_some_and(|hub| hub.detours == 0);
    let column = choice("column", format!("a core and {counted}, too wide to stand side by side"), None)?;
    let hub = choice(super::hub::NAME, format!("a core and {counted}"), hub)?;
    Some(if simple { vec![hub, column] } else { vec![column, hub] })
}

/// The error for a name that no layout has.
pub fn unknown(name: &str) -> Diagnostic {
    let names: Vec<_> = LAYOUTS.iter().map(|layout| format!("`{}`", layout.name)).collect();
    Diagnostic::error(None, format!("no layout is called `{name}`"))
        .hint(format!("layouts: `auto`, {}", names.join(", ")))
}
