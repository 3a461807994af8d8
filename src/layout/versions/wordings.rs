//! A map of several versions → what its labels say in each, and which of its lines say nothing about where boxes stand.

use petgraph::graph::NodeIndex;

use crate::layout::graph::Kind;
use crate::model::changes::changes;
use crate::model::history::{Below, Mark};
use crate::model::{Link, Map};

/// What is printed of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The label.
    pub label: String,
    /// What stands below it.
    pub below: Option<String>,
    /// By version the label there, on a map of several versions where one of them differs from it.
    pub versions: Vec<String>,
}

/// What is printed of the label of a theme; what has no outline to stand a sign on says in brackets what became of it.
pub fn printed(map: &Map, node: NodeIndex, kind: Kind, short: bool) -> Printed {
    let theme = &map.graph[node];
    let (label, second) = theme.printed(short);
    let added = |label: &str, mark: Option<Mark>| {
        let bare = matches!(kind, Kind::Item | Kind::Row);
        let mark = mark.filter(|_| bare).map(|mark| changes(map.lang.as_deref()).mark(mark).to_lowercase());
        let words: Vec<&str> = theme.added.as_deref().into_iter().chain(mark.as_deref()).collect();
        if words.is_empty() { label.to_owned() } else { format!("{label} ({})", words.join(", ")) }
    };
    let Some(history) = &theme.history else {
        return Printed { label: added(label, None), below: second.map(str::to_owned), versions: Vec::new() };
    };
    let own = added(label, history.mark);
    let below = history.below.as_ref().map(|below| match below {
        Below::Earlier(words) | Below::Gone(words) => words.clone(),
    });
    let said = history.states.iter().map(|state| match state {
        Some(state) => added(state.short.as_ref().filter(|_| short).unwrap_or(&state.label), state.mark),
        None => own.clone(),
    });
    let said: Vec<String> = said.collect();
    let differs = below.is_some() || said.iter().any(|said| *said != own);
    Printed { label: own, below, versions: if differs { said } else { Vec::new() } }
}

/// Whether a sign stands on it, in the difference or in any version.
pub fn signed(map: &Map, node: NodeIndex) -> bool {
    map.graph[node].history.as_ref().is_some_and(|history| {
        history.mark.is_some() || history.states.iter().flatten().any(|state| state.mark.is_some())
    })
}

/// Where something stands that has left this place, if a line leads there.
pub fn near(map: &Map, node: NodeIndex) -> Option<usize> {
    map.graph[node].history.as_ref().filter(|history| history.ghost)?;
    let mut edges = map.graph.edges(node).filter(|edge| edge.weight().bond.as_ref().is_some_and(|bond| bond.change));
    edges.next().map(|edge| petgraph::visit::EdgeRef::target(&edge).index())
}

/// Whether a line only tells what changed: the boxes stand as they do without it.
pub fn late(link: &Link) -> bool {
    link.bond.as_ref().is_some_and(|bond| bond.change || bond.mark == Some(Mark::Removed))
}
