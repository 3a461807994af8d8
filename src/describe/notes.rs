//! [`Map`] → what is known of each theme and link: for formats in which a reader can ask for it.

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::voices::Heard;
use super::{description, phrases, shown, signs};
use crate::model::{By, Map};

/// Everything known of the themes and links of a figure, in reading order: each theme after the one it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// One for each theme of the map, drawn or not.
    pub themes: Vec<ThemeNote>,
    /// One for each link, in author order.
    pub links: Vec<LinkNote>,
    /// The second language of a figure in two, a BCP 47 tag.
    pub second_lang: Option<String>,
}

/// What is known of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeNote {
    /// Id in the map, which is also that of its box in the figure.
    pub id: String,
    /// `core`, `group`, `theme`, `subtheme`, `code` or `outcome`.
    pub role: &'static str,
    /// The label, with what the figure adds to it in brackets.
    pub label: String,
    /// The label in the second language of a figure in two.
    pub second: Option<String>,
    /// The theme it belongs to: its place among the notes.
    pub parent: Option<usize>,
    /// Other wordings of the label.
    pub aliases: Vec<String>,
    /// What bounds it.
    pub definition: Option<String>,
    /// Who speaks to it, where the figure shows that: groups of participants, or ids.
    pub voices: Vec<String>,
    /// Words of participants, each with the id of who said them.
    pub quotes: Vec<(String, Option<String>)>,
}

/// What is known of one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkNote {
    /// Where it begins: a place among the notes of themes.
    pub source: usize,
    /// Where it ends.
    pub target: usize,
    /// What the author claims, as a sentence.
    pub sentence: String,
}

/// The notes of a map whose figure shows these voices.
pub fn notes(map: &Map, voices: Option<By>) -> Notes {
    let heard = voices.map(|by| (Heard::alone(map), by));
    // The graph's order is the reading order, parents first, so that its indices are the places of the notes.
    let theme = |node: NodeIndex| note(map, node, heard.as_ref());
    let sentences = match phrases(map) {
        Some(language) => description::links(map, language),
        None => map.graph.edge_indices().map(|edge| signs::link(map, edge)).collect(),
    };
    let links = map.graph.edge_references().zip(sentences);
    let links = links.map(|(edge, sentence)| {
        let (source, target) = (edge.source().index(), edge.target().index());
        LinkNote { source, target, sentence }
    });
    let themes = map.graph.node_indices().map(theme).collect();
    Notes { themes, links: links.collect(), second_lang: map.second_lang.clone() }
}

fn note(map: &Map, node: NodeIndex, heard: Option<&(Heard, By)>) -> ThemeNote {
    let theme = &map.graph[node];
    ThemeNote {
        id: theme.id.clone(),
        role: theme.role.name(),
        label: shown(theme),
        second: theme.second.label.clone(),
        parent: theme.parent.map(NodeIndex::index),
        aliases: theme.aliases.clone(),
        definition: theme.definition.clone(),
        voices: heard.map_or_else(Vec::new, |(heard, by)| heard.names(node, *by)),
        quotes: theme.quotes.iter().filter_map(|quote| Some((quote.text.clone()?, quote.by.clone()))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_know_what_belongs_to_what_and_who_said_it() {
        let source = r#"
            core = "Waiting"
            links = ["g -> core: slowly"]
            [groups.g]
            label = "Time"
            themes = ["Doors"]
            [theme.doors]
            definition = "Each could be the doctor's."
            voices = ["A3", "A7"]
            quotes = [{ by = "A3", text = "You learn." }]
            [participants]
            all = { label = "All", ids = ["A3", "A7"] }
        "#;
        let map = crate::read(source).unwrap().0;
        let notes = notes(&map, Some(By::Participant));
        let told: Vec<_> = notes.themes.iter().map(|note| (&note.label[..], note.role, note.parent)).collect();
        assert_eq!(told, [("Waiting", "core", None), ("Time", "group", None), ("Doors", "theme", Some(1))]);
        let doors = &notes.themes[2];
        assert_eq!(doors.definition.as_deref(), Some("Each could be the doctor's."));
        assert_eq!(doors.quotes, [("You learn.".to_owned(), Some("A3".to_owned()))]);
        assert_eq!(doors.voices, ["A3", "A7"]);
        assert_eq!(super::notes(&map, Some(By::Group)).themes[2].voices, ["All"]);
        assert_eq!(
            super::notes(&map, None).themes[2].voices,
            [] as [&str; 0],
            "a figure that does not show who speaks"
        );
        let sentence = "‘Time’ leads to ‘Waiting’: ‘slowly’.".to_owned();
        assert_eq!(notes.links, [LinkNote { source: 1, target: 0, sentence }]);
    }
}
