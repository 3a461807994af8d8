//! [`Map`] → words: what the figure shows, for readers who do not see it.

use petgraph::graph::NodeIndex;

use crate::model::{Date, Link, LinkKind, Map, Role};

mod notes;

pub use notes::{LinkNote, Notes, ThemeNote, notes};

/// What is said about a figure: everything that formats write besides the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Short name of the figure, for metadata; never empty.
    pub title: String,
    /// In place of the figure, in one sentence.
    pub alt: String,
    /// All that the figure shows, every label included.
    pub description: String,
    /// Who made it, in their order.
    pub authors: Vec<String>,
    /// Its day.
    pub date: Option<Date>,
    /// Language of the labels, a BCP 47 tag.
    pub lang: Option<String>,
}

/// The words of a map's figure: the author's own where there are some.
pub fn words(map: &Map) -> Words {
    Words {
        title: title(map),
        alt: map.about.alt.clone().unwrap_or_else(|| title(map)),
        description: map.about.description.clone().unwrap_or_else(|| description(map)),
        authors: map.about.authors.clone(),
        date: map.about.date,
        lang: map.lang.clone(),
    }
}

/// The figure's short name: the map's title, or what the map is about.
pub fn title(map: &Map) -> String {
    let about = map.title.clone().or_else(|| map.core.map(|core| map.graph[core].label.clone()));
    about.unwrap_or_else(|| "Thematic map".to_owned())
}

/// Most labels named one by one. Who listens to a figure of more is told its upper levels, and how much stands below.
const MOST_NAMED: usize = 500;

/// Everything the figure shows, in reading order: every label, or those of as many levels as make 500 labels
/// with a count of what stands below them, and as many links.
pub fn description(map: &Map) -> String {
    let said = Said::new(map);
    let branch = |map: &Map, top| branch(map, top, &said);
    let mut sentences = Vec::new();
    if let Some(core) = map.core {
        sentences.push(format!("Core: {}.", branch(map, core)));
    }
    for &top in &map.top {
        let role = if map.graph[top].role == Role::Group { "Group" } else { "Theme" };
        sentences.push(format!("{role}: {}.", branch(map, top)));
    }
    if let Some(outcome) = map.outcome {
        sentences.push(format!("Outcome: {}.", branch(map, outcome)));
    }
    for edge in map.graph.edge_indices().take(MOST_NAMED) {
        let Some((a, b)) = map.graph.edge_endpoints(edge) else {
            continue;
        };
        sentences.push(claim(&map.graph[edge], &map.graph[a].label, &map.graph[b].label));
    }
    if let Some(more @ 1..) = map.graph.edge_count().checked_sub(MOST_NAMED) {
        sentences.push(format!("And {more} more links."));
    }
    sentences.join(" ")
}

/// What is said of a map.
struct Said {
    /// Levels whose labels are named; one at least.
    levels: usize,
    /// By node: how many stand below it.
    below: Vec<usize>,
    /// By node: its level, from 1.
    level: Vec<usize>,
}

impl Said {
    fn new(map: &Map) -> Said {
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
}

/// A label with what stands below it in parentheses.
fn branch(map: &Map, top: NodeIndex, said: &Said) -> String {
    let mut words = String::new();
    // A stack of what is still to be said, so that depth costs no recursion.
    let mut stack = vec![Piece::Node(top)];
    while let Some(piece) = stack.pop() {
        match piece {
            Piece::Mark(mark) => words.push_str(mark),
            Piece::Node(index) => {
                let theme = &map.graph[index];
                words.push_str(&theme.label);
                if let Some(added) = &theme.added {
                    words.push_str(&format!(" ({added})"));
                }
                let below = said.below[index.index()];
                if below > 0 && said.level[index.index()] >= said.levels {
                    words.push_str(&format!(" ({below} below it)"));
                } else if below > 0 {
                    words.push_str(" (");
                    stack.push(Piece::Mark(")"));
                    for (i, &child) in theme.children.iter().enumerate().rev() {
                        stack.push(Piece::Node(child));
                        if i > 0 {
                            stack.push(Piece::Mark("; "));
                        }
                    }
                }
            }
        }
    }
    words
}

enum Piece {
    Node(NodeIndex),
    Mark(&'static str),
}

fn claim(link: &Link, a: &str, b: &str) -> String {
    let verb = match link.kind {
        LinkKind::Plain => "is linked with",
        LinkKind::LeadsTo => "leads to",
        LinkKind::Mutual => "and, mutually,",
        LinkKind::Associated => "is associated with",
        LinkKind::PartOf => "is part of",
        LinkKind::Causes => "causes",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Barrier => "is a barrier to",
        LinkKind::Facilitator => "facilitates",
    };
    let tentative = if link.tentative { " (tentative)" } else { "" };
    let label = link.label.as_ref().map_or_else(String::new, |label| format!(": {label}"));
    format!("{a} {verb} {b}{tentative}{label}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codebook_is_told_by_its_upper_levels() {
        let map = |codes: usize| {
            let codes: Vec<String> = (0..codes).map(|code| format!("\"Code {code}\"")).collect();
            let source = format!("[groups.a]\nthemes = [{{ label = \"Waiting\", codes = [{}] }}]", codes.join(", "));
            crate::model::resolve(crate::read::parse(&source).unwrap()).unwrap().0
        };
        assert_eq!(description(&map(2)), "Group: A (Waiting (Code 0; Code 1)).");
        assert!(description(&map(498)).contains("Code 497"));
        assert_eq!(description(&map(499)), "Group: A (Waiting (499 below it)).");
    }
}
