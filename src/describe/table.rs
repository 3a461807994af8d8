//! [`Map`] → the table of themes of a paper: group, theme, sub-themes, codes, and who speaks, definitions and quotes where asked for.

use petgraph::graph::NodeIndex;

use super::Asked;
use super::language::{Heads, LANGUAGES, Language};
use super::voices::Heard;
use crate::model::{Map, Quote, Role};

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Column {
    Group,
    Theme,
    SubThemes,
    Codes,
    /// Whether participants of a group speak, by the number of its column.
    Voices(usize),
    Definition,
    Quotes,
}

/// Most rows of one cell; HTML takes no more than 65,534 (§4.9.11).
const MOST_SPANNED: usize = 65_000;

/// All columns in their order, those of voices apart.
const COLUMNS: [Column; 6] =
    [Column::Group, Column::Theme, Column::SubThemes, Column::Codes, Column::Definition, Column::Quotes];

/// How many of them stand before the columns of voices.
const BEFORE_VOICES: usize = 4;

/// The cell of a group that speaks, and of one that does not: signs that every format and font has.
pub const PRESENT: &str = "•";
/// See [`PRESENT`].
pub const ABSENT: &str = "–";

impl Column {
    /// The place of its cell in a row.
    fn at(self) -> usize {
        match self {
            Column::Voices(number) => COLUMNS.len() + number,
            other => COLUMNS.iter().position(|column| *column == other).unwrap_or(0),
        }
    }

    /// Whether its cells name what their rows are about.
    pub fn is_head(self) -> bool {
        matches!(self, Column::Group | Column::Theme)
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it, one below the other; each may hold line breaks of its own.
    pub lines: Vec<String>,
    /// Rows it takes; 0 where it is the cell above that goes on, with the same lines.
    pub rows: usize,
}

/// The themes as a table: a row for each theme, or for each of its sub-themes where these have codes, definitions or
/// quotes of their own.
#[derive(Clone, Debug)]
pub struct Table {
    /// The columns that the map has something for.
    pub columns: Vec<Column>,
    /// By row and column.
    pub rows: Vec<Vec<Cell>>,
    /// Names of the groups of participants that have a column.
    pub groups: Vec<String>,
}

impl Table {
    /// The head of a column.
    pub fn head<'t>(&'t self, column: Column, heads: &'t Heads) -> &'t str {
        match column {
            Column::Group => heads.group,
            Column::Theme => heads.theme,
            Column::SubThemes => heads.sub_themes,
            Column::Codes => heads.codes,
            Column::Voices(number) => self.groups.get(number).map_or("", String::as_str),
            Column::Definition => heads.definition,
            Column::Quotes => heads.quotes,
        }
    }
}

/// The table of a map.
pub fn table(map: &Map, language: Option<&'static Language>, asked: Asked) -> Table {
    let heard = asked.voices.map(|_| Heard::of(map)).filter(|heard| !heard.groups.is_empty());
    let mut maker = Maker { map, language, asked, heard, rows: Vec::new() };
    let heads = language.unwrap_or(&LANGUAGES[0].1).heads;
    // The core and the outcome are told by the figure; they are rows where they hold something.
    maker.end(map.core, heads.core);
    for &top in &map.top {
        if map.graph[top].role == Role::Group { maker.group(top) } else { maker.theme(top) }
    }
    maker.end(map.outcome, heads.outcome);
    if maker.rows.is_empty() {
        maker.rows.extend(map.core.map(|core| maker.row(core, Column::Theme)));
    }
    let used = |column: &Column| maker.rows.iter().any(|row| !row[column.at()].lines.is_empty());
    let groups = maker.heard.as_ref().map_or(&[][..], |heard| &heard.groups[..]);
    let (before, after) = COLUMNS.split_at(BEFORE_VOICES);
    let voices = (0..groups.len()).map(Column::Voices);
    let columns: Vec<Column> = before.iter().copied().chain(voices).chain(after.iter().copied()).filter(used).collect();
    let groups = groups.iter().map(|&group| map.participants[group].label.clone()).collect();
    let cells = |mut row: Row| columns.iter().map(|column| std::mem::take(&mut row[column.at()])).collect();
    let rows = maker.rows.into_iter().map(cells).collect();
    Table { columns, rows, groups }
}

/// A cell for each column, those of voices last.
type Row = Vec<Cell>;

struct Maker<'m> {
    map: &'m Map,
    language: Option<&'static Language>,
    asked: Asked,
    /// Who speaks, where that is asked for and known.
    heard: Option<Heard<'m>>,
    rows: Vec<Row>,
}

impl Maker<'_> {
    /// A group: its themes, below what is said of itself.
    fn group(&mut self, group: NodeIndex) {
        let start = self.rows.len();
        let children = &self.map.graph[group].children;
        let theme = |child: &&NodeIndex| self.map.graph[**child].role != Role::Code;
        let themes: Vec<NodeIndex> = children.iter().filter(theme).copied().collect();
        if themes.is_empty() || self.says_more(group) {
            let row = self.row(group, Column::Group);
            self.rows.push(row);
        }
        themes.into_iter().for_each(|theme| self.theme(theme));
        self.join(start, Column::Group, self.label(group));
    }

    /// The core or the outcome, under its name as a group, if it holds anything.
    fn end(&mut self, node: Option<NodeIndex>, head: &str) {
        let Some(node) = node.filter(|&node| !self.map.graph[node].children.is_empty() || self.says_more(node)) else {
            return;
        };
        let start = self.rows.len();
        self.theme(node);
        self.join(start, Column::Group, head.to_owned());
    }

    /// A theme: one row with all its sub-themes, or one for each that has something of its own to show.
    fn theme(&mut self, theme: NodeIndex) {
        let below = self.below(theme);
        if !below.iter().any(|(node, _)| self.says_more(*node)) {
            let mut row = self.row(theme, Column::Theme);
            row[Column::SubThemes.at()].lines = below.into_iter().map(|(_, path)| path).collect();
            return self.rows.push(row);
        }
        let start = self.rows.len();
        if self.says_more(theme) {
            let row = self.row(theme, Column::Theme);
            self.rows.push(row);
        }
        for (node, path) in below {
            let mut row = self.row(node, Column::SubThemes);
            row[Column::SubThemes.at()].lines = vec![path];
            self.rows.push(row);
        }
        self.join(start, Column::Theme, self.label(theme));
    }

    /// Sub-themes in reading order, deeper ones behind the one that holds them: "Waiting › For news".
    fn below(&self, theme: NodeIndex) -> Vec<(NodeIndex, String)> {
        let mut below = Vec::new();
        let mut stack: Vec<(NodeIndex, String)> = vec![(theme, String::new())];
        while let Some((node, path)) = stack.pop() {
            let children = self.map.graph[node].children.iter().rev();
            let themes = children.filter(|child| self.map.graph[**child].role != Role::Code);
            let way = |child: &NodeIndex| match node == theme {
                true => self.label(*child),
                false => format!("{} › {}", self.map.graph[node].label, self.label(*child)),
            };
            stack.extend(themes.map(|child| (*child, way(child))));
            if node != theme {
                below.push((node, path));
            }
        }
        below
    }

    /// A row about a node, with its label in this column.
    fn row(&self, node: NodeIndex, column: Column) -> Row {
        let groups = self.heard.as_ref().map_or(0, |heard| heard.groups.len());
        let mut row: Row = vec![Cell { rows: 1, ..Cell::default() }; COLUMNS.len() + groups];
        row[column.at()].lines = vec![self.label(node)];
        let theme = &self.map.graph[node];
        let codes = || theme.children.iter().filter(|child| self.map.graph[**child].role == Role::Code);
        row[Column::Codes.at()].lines = codes().map(|&code| self.label(code)).collect();
        if let Some(heard) = &self.heard {
            for (number, &group) in heard.groups.iter().enumerate() {
                let count = heard.count(node, group);
                let sign = || if count > 0 { PRESENT } else { ABSENT }.to_owned();
                row[Column::Voices(number).at()].lines =
                    vec![if self.asked.counts { count.to_string() } else { sign() }];
            }
        }
        if self.asked.definitions {
            let own = theme.definition.clone();
            let of_code = |code: &NodeIndex| {
                let code = &self.map.graph[*code];
                code.definition.as_ref().map(|text| format!("{}: {text}", code.label))
            };
            row[Column::Definition.at()].lines = own.into_iter().chain(codes().filter_map(of_code)).collect();
        }
        if self.asked.quotes {
            let own = theme.quotes.iter().filter_map(|quote| self.quote(quote));
            let of_codes = codes().flat_map(|code| {
                let code = &self.map.graph[*code];
                let quotes = code.quotes.iter().filter_map(|quote| self.quote(quote));
                quotes.map(|quote| format!("{}: {quote}", code.label))
            });
            row[Column::Quotes.at()].lines = own.chain(of_codes).collect();
        }
        row
    }

    /// Makes one cell of a column's cells from a row on.
    fn join(&mut self, start: usize, column: Column, label: String) {
        let rows = self.rows.len() - start;
        for (at, row) in self.rows[start..].iter_mut().enumerate() {
            let spans = if at.is_multiple_of(MOST_SPANNED) { MOST_SPANNED.min(rows - at) } else { 0 };
            row[column.at()] = Cell { lines: vec![label.clone()], rows: spans };
        }
    }

    /// Whether there is more to say about a node than its label: codes, or what is asked for.
    fn says_more(&self, node: NodeIndex) -> bool {
        let asked = |node: NodeIndex| {
            let theme = &self.map.graph[node];
            let said = self.heard.as_ref().is_some_and(|heard| heard.is_said(node));
            let defined = self.asked.definitions && theme.definition.is_some();
            said || defined || (self.asked.quotes && !theme.quotes.is_empty())
        };
        asked(node) || self.map.graph[node].children.iter().any(|&child| self.map.graph[child].role == Role::Code)
    }

    /// A label, with a word behind it where it is a candidate's.
    fn label(&self, node: NodeIndex) -> String {
        let theme = &self.map.graph[node];
        let label = super::shown(theme);
        match self.language {
            _ if !theme.tentative => label,
            Some(language) => format!("{label} ({})", language.heads.tentative),
            None => format!("{label} (?)"),
        }
    }

    /// Words of a participant in quotation marks, and whose they are; `None` where the words are kept elsewhere.
    fn quote(&self, quote: &Quote) -> Option<String> {
        let language = self.language.unwrap_or(&LANGUAGES[0].1);
        let words = language.quoted(quote.text.as_ref()?);
        Some(quote.by.as_ref().map_or(words.clone(), |by| format!("{words} ({by})")))
    }
}
