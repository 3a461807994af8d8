//! What does not fit → the words an author needs: place, fact and cure.

use petgraph::graph::EdgeIndex;

use super::cures::MOST_TRIED;
use super::door::Door;
use super::graph::{Unfit, node};
use super::route::Blocked;
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::style::Tokens;
use crate::unit::to_mm;

/// Why a map does not fit.
pub enum Misfit {
    /// The algorithm has no arrangement.
    Unfit(Unfit),
    /// The figure is higher than its page.
    Tall { height: f64, most: f64, boxes: usize, width: f64 },
    /// A link has no way.
    Link { edge: usize, why: Blocked },
    /// A box has no way to what belongs to it.
    Branch { parent: usize, child: usize },
    /// The figure would have a fault that no other form of the layout avoids.
    Faulty { layout: &'static str, what: &'static str },
    /// A link between two texts of one card.
    SameBox { edge: usize },
}

impl Misfit {
    /// The misfit in an author's words: what does not fit, and what would.
    pub fn explain(&self, map: &Map, door: &Door, tokens: &Tokens, width: f64) -> Diagnostic {
        let shown = |points: f64| format!("{:.0} mm", to_mm(points).ceil());
        match self {
            Misfit::Unfit(Unfit::Refused { fact, cure }) => Diagnostic::error(None, fact.clone()).hint(cure.clone()),
            Misfit::Unfit(Unfit::Word { node: index, need, room }) => {
                let theme = &map.graph[node(*index)];
                let block = door.contents[*index].as_ref().map(|content| content.widest());
                let word = block.map_or(theme.label.as_str(), |block| block.label.paragraph.longest_word().1);
                let message = format!(
                    "`{word}` does not fit: it needs {} at {} pt, and there are {}",
                    shown(*need),
                    tokens.body,
                    shown(*room)
                );
                let columns = theme.parent.and_then(|parent| map.graph[parent].columns).filter(|&columns| columns > 1);
                let missing = (need - room).max(0.0) * columns.unwrap_or(1) as f64;
                let error = Diagnostic::error(theme.span.clone(), message);
                let error = match columns {
                    Some(columns) => error.hint(format!("its group asks for {columns} columns: fewer would fit")),
                    None => error,
                };
                error
                    .hint(format!("a figure {} wide would hold it", shown(width + missing)))
                    .hint("or give the theme a `short` label, or break the word with a hyphen")
            }
            Misfit::Tall { height, most, boxes, width } => {
                let message = format!(
                    "{boxes} boxes do not fit on a page: at {} pt they take {} × {}, and a page is {} high",
                    tokens.body,
                    shown(*width),
                    shown(*height),
                    shown(*most)
                );
                let factor = height / most;
                let error = Diagnostic::error(None, message)
                    .hint(format!("about {} boxes would fit", ((*boxes as f64 / factor) as usize).max(1)));
                if map.graph.node_count() <= MOST_TRIED {
                    return error;
                }
                error
                    .hint(format!("`--pages` would fit it on about {:.0} pages", factor.ceil()))
                    .hint("`--fold 1` or `--fold 2` may fit, and so may a poster: `--width 841mm`")
                    .hint("`--height any` would hold it where a page is scrolled")
            }
            Misfit::Link { edge, why } => {
                let what = match why {
                    Blocked::Label { .. } => "has no room for its label",
                    Blocked::Walled { .. } | Blocked::Cramped { .. } => "finds no way between the boxes",
                };
                let n = map.graph.edge_count();
                link_error(map, *edge, &format!("{what}, among {n} link{}", if n == 1 { "" } else { "s" }))
                    .hint("a wider figure, fewer links or a link between whole groups would fit")
            }
            Misfit::Branch { parent, child } => {
                let (a, b) = (&map.graph[node(*parent)], &map.graph[node(*child)]);
                let n = door.graph.node_count();
                let message = format!("the line from `{}` to `{}` finds no way between {n} boxes", a.label, b.label);
                Diagnostic::error(b.span.clone(), message)
                    .hint("a wider figure would fit, or a layout whose groups are frames, like `hub`")
            }
            Misfit::Faulty { layout, what } => {
                let message = format!("a `{layout}` of this map would have {what}");
                Diagnostic::error(None, message).hint("a wider figure or another layout would fit")
            }
            Misfit::SameBox { edge } => {
                link_error(map, *edge, "joins two texts of one box, where no line can be drawn")
                    .hint("link their themes instead, or make them themes of their own, which are 2 boxes")
            }
        }
    }
}

fn link_error(map: &Map, edge: usize, what: &str) -> Diagnostic {
    let index = EdgeIndex::new(edge);
    let (Some((a, b)), Some(link)) = (map.graph.edge_endpoints(index), map.graph.edge_weight(index)) else {
        return Diagnostic::error(None, format!("a link {what}"));
    };
    let ends = format!("the link between `{}` and `{}` {what}", map.graph[a].label, map.graph[b].label);
    Diagnostic::error(link.span.clone(), ends)
}
