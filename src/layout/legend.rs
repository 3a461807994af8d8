//! Marks that nothing beside them explains → a legend below the figure.

use kurbo::{Point, Rect};

use super::content::Block;
use super::door::{Door, Shaper};
use super::graph::{Graph, Kind, Spacing};
use super::legend_rows::{Need, Rows};
use super::versions::legend as changes;
use super::{EdgePath, Head, Layout, Mark, NodeBox, Outline, TextLine};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::history::Mark as Change;
use crate::model::marks::{MEANINGS, Meaning};
use crate::model::{LinkKind, Map};
use crate::style::Style;
use crate::text::Weight;

/// Most entries: a legend is read at a glance.
pub(super) const MOST: usize = 6;

/// From the figure to its legend, and from row to row, in em.
pub(super) const ABOVE: f64 = 1.5;
pub(super) const PITCH: f64 = 1.6;

/// Most width of a sample, from it to its words, and from one entry to the next, in em.
pub(super) const SAMPLE: f64 = 3.2;
pub(super) const WORDS: f64 = 0.7;
pub(super) const GAP: f64 = 2.4;

/// Width and height of a box in a sample, in em.
pub(super) const BOX: (f64, f64) = (2.8, 1.15);

/// What a sample shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// A link of a kind, with these heads.
    Link {
        /// Its kind.
        kind: LinkKind,
        /// Whether it is a candidate.
        tentative: bool,
        /// What stands at both ends.
        heads: (Head, Head),
    },
    /// The outline that some nodes have.
    Outline {
        /// Their indices.
        nodes: Vec<usize>,
        /// What one of them is for the arrangement.
        kind: Kind,
        /// Its outline.
        outline: Outline,
    },
    /// The sign of a change.
    Badge {
        /// Which.
        mark: Change,
    },
    /// The outline of a place that is empty now.
    Ghost,
    /// The outline of what has not changed.
    Quiet,
    /// Words that are struck, or that have a line below them.
    Struck {
        /// Letters as an example.
        line: TextLine,
        /// Whether they are struck.
        through: bool,
    },
    /// The line from a list to one of its rows.
    Tick {
        /// Index of the node whose list it is.
        parent: usize,
    },
}

/// A mark that may have to be explained, and everything that may have it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) meaning: Meaning,
    /// `None` where they are not known in the language of the map.
    pub(super) words: Option<Block>,
    pub(super) nodes: Vec<usize>,
    pub(super) edges: Vec<usize>,
    /// Letters as an example of it.
    pub(super) sample: Option<Block>,
}

/// What the legend may have to list: marks without a label, or all of them where a legend is asked for.
pub fn entries(
    map: &Map,
    graph: &Graph,
    shaper: &mut Shaper,
    (style, note): (&Style, f64),
    options: &Options,
) -> Vec<Entry> {
    let asked = options.legend.or(map.figure.legend);
    if asked == Some(false) {
        return Vec::new();
    }
    let mut entries: Vec<Entry> = Vec::new();
    for (meaning, _) in MEANINGS {
        let edges = graph.edge_indices().filter(|&edge| {
            let plain = matches!(meaning, Meaning::LeadsTo | Meaning::Mutual | Meaning::Plain);
            let explained = plain || map.graph[edge].label.is_some();
            let this = &graph[edge];
            let ends = (this.start, this.end);
            let wanted = this.drawn && (asked == Some(true) && this.claimed || !explained);
            wanted && says(meaning, map.graph[edge].kind, map.graph[edge].tentative, ends)
        });
        let edges: Vec<usize> = edges.map(|edge| edge.index()).collect();
        let nodes = graph.node_indices().filter(|&node| {
            let outlined = match graph[node].kind {
                Kind::Core => style.core_outlined(),
                Kind::Item | Kind::Absent => false,
                _ => true,
            };
            meaning == Meaning::TentativeTheme && outlined && map.graph[node].tentative
        });
        let nodes: Vec<usize> = nodes.map(|node| node.index()).collect();
        if edges.is_empty() && nodes.is_empty() {
            continue;
        }
        // Of two languages the one whose words are known.
        let second = || map.second_lang.as_deref().and_then(|lang| meaning.words(Some(lang)));
        let words = meaning.words(map.lang.as_deref()).or_else(second);
        let words = words.and_then(|words| shaper.block(words, Weight::Regular, note, usize::MAX, 0..0));
        entries.push(Entry { meaning, words, nodes, edges, sample: None });
    }
    if !map.versions.is_empty() {
        return changes::entries(map, graph, shaper, note).into_iter().chain(entries).collect();
    }
    // Arrows and lines explain themselves: of too many entries they are the first to go.
    while entries.len() > MOST {
        entries.remove(0);
    }
    entries
}

/// Whether a link of that kind has the mark with that meaning.
fn says(meaning: Meaning, kind: LinkKind, tentative: bool, ends: (Head, Head)) -> bool {
    let line = |sort: LinkKind| !tentative && kind == sort;
    match meaning {
        Meaning::LeadsTo => !tentative && ends == (Head::None, Head::Arrow),
        Meaning::Mutual => !tentative && ends == (Head::Arrow, Head::Arrow),
        Meaning::Plain => line(LinkKind::Plain),
        Meaning::Associated => line(LinkKind::Associated),
        Meaning::PartOf => line(LinkKind::PartOf),
        // Bars are there on dotted lines, too.
        Meaning::Barrier => kind == LinkKind::Barrier,
        Meaning::Contradicts => kind == LinkKind::Contradicts,
        Meaning::TentativeLink => tentative,
        _ => false,
    }
}

/// The most height that the legend may add to the figure.
pub fn height(door: &Door, spacing: &Spacing, note: f64) -> f64 {
    let needs: Vec<Need> = door.legend.iter().filter_map(|entry| need(entry, note)).collect();
    if needs.is_empty() { 0.0 } else { Rows::below(&needs, spacing, note, 0.0).bottom + spacing.inset }
}

/// What an entry whose words are known needs.
fn need(entry: &Entry, note: f64) -> Option<Need<'_>> {
    Some((changes::sample(entry, note).unwrap_or(SAMPLE * note), entry.words.as_ref()?))
}

/// Lists below the figure what its marks mean.
pub fn write(door: &Door, spacing: &Spacing, note: f64, layout: &mut Layout) {
    layout.foot = layout.page.height;
    let (marks, height, unexplained) = list(door, spacing, note, layout);
    layout.unexplained = unexplained;
    layout.marks.extend(marks);
    layout.page.height += height;
}

/// Lists for each version what the marks of its view mean, and then for all of them together; each page has the height of
/// the highest.
pub fn versions(map: &Map, door: &Door, spacing: &Spacing, note: f64, layout: &mut Layout) {
    if map.is_difference() {
        return;
    }
    let views = (0..map.versions.len()).map(|version| {
        let mut view = layout.of_version(map, version);
        view.page.height = layout.foot;
        view
    });
    let views: Vec<Layout> = views.collect();
    for view in &views {
        let (marks, height, unexplained) = list(door, spacing, note, view);
        layout.legends.push(marks);
        layout.page.height = layout.page.height.max(layout.foot + height);
        layout.unexplained |= unexplained;
    }
    let any = |at: usize| views.iter().find_map(|view| used(&door.legend[at], view));
    let all = (0..door.legend.len()).filter_map(|at| Some((any(at)?, &door.legend[at])));
    let listed = needs(all.collect(), note);
    if !listed.is_empty() {
        let needs: Vec<Need> = listed.iter().map(|(.., need)| *need).collect();
        let rows = Rows::below(&needs, spacing, note, layout.foot);
        layout.legends.push(set(listed, &rows, spacing, (note, door.rtl)));
    }
}

/// The sign of an entry, where the layout has it.
fn used(entry: &Entry, layout: &Layout) -> Option<Sign> {
    changes::sign(entry, layout).unwrap_or_else(|| sign(entry, layout))
}

/// The entries whose words are known.
fn needs(used: Vec<(Sign, &Entry)>, note: f64) -> Vec<(Sign, Meaning, Need<'_>)> {
    used.into_iter().filter_map(|(sign, entry)| Some((sign, entry.meaning, need(entry, note)?))).collect()
}

/// The legend of what a layout shows; by how much that makes its page higher; and whether something is not explained.
fn list(door: &Door, spacing: &Spacing, note: f64, layout: &Layout) -> (Vec<Mark>, f64, bool) {
    let used: Vec<(Sign, &Entry)> =
        door.legend.iter().filter_map(|entry| Some((used(entry, layout)?, entry))).collect();
    let count = used.len();
    let listed = needs(used, note);
    let unexplained = listed.len() < count;
    if listed.is_empty() {
        return (Vec::new(), 0.0, unexplained);
    }
    let needs: Vec<Need> = listed.iter().map(|(.., need)| *need).collect();
    // A legend of changes takes what room the boxes leave.
    let rows = match door.legend.iter().any(changes::tells) {
        true => Rows::beside(&needs, spacing, (note, door.rtl), layout),
        false => Rows::below(&needs, spacing, note, layout.page.height),
    };
    let more = (rows.bottom + spacing.inset - layout.page.height).max(0.0);
    (set(listed, &rows, spacing, (note, door.rtl)), more, unexplained)
}

/// Sets the entries in their rows.
fn set(listed: Vec<(Sign, Meaning, Need)>, rows: &Rows, spacing: &Spacing, (note, rtl): (f64, bool)) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (i, (mut sign, meaning, (_, words))) in listed.into_iter().enumerate() {
        let cell = rows.place(i);
        let mirror = |rect: Rect| match rtl {
            true => Rect::new(spacing.width - rect.x1, rect.y0, spacing.width - rect.x0, rect.y1),
            false => rect,
        };
        let rect = match sign {
            Sign::Link { .. } => Rect::new(cell.x0, cell.center().y, cell.x1, cell.center().y),
            Sign::Badge { .. } => {
                let side = 2.0 * super::versions::badge::RADIUS.0 * note;
                Rect::from_center_size(cell.center(), (side, side))
            }
            Sign::Tick { .. } => {
                let half = BOX.0 * note / 2.0;
                Rect::new(cell.center().x - half, cell.center().y, cell.center().x + half, cell.center().y)
            }
            _ => Rect::from_center_size(cell.center(), (BOX.0 * note, BOX.1 * note)),
        };
        let start = cell.x1 + WORDS * note;
        // A little wider than the words, so that rounding does not break them.
        let zone = Rect::new(start, cell.y0, start + words.width() + 0.01 * note, cell.y1);
        let lines = words.set(mirror(zone), false, rtl);
        if let Sign::Struck { line, .. } = &mut sign {
            let middle = mirror(rect).center();
            (line.x, line.baseline) = (line.x + middle.x, line.baseline + middle.y);
        }
        marks.extend(lines.into_iter().map(|line| {
            let sign = sign.clone();
            Mark::Sample { rect: mirror(rect), sign, meaning, rtl, line }
        }));
    }
    marks
}

/// The mark as the figure has it; `None` where nothing has it after all.
fn sign(entry: &Entry, layout: &Layout) -> Option<Sign> {
    let drawn = |edge: &&usize| layout.paths.get(**edge).is_some_and(|path| !path.points.is_empty());
    let edges: Vec<usize> = entry.edges.iter().filter(drawn).copied().collect();
    if let Some(&first) = edges.first() {
        let heads =
            |edge: usize| layout.paths.get(edge).map_or((Head::None, Head::None), |path| (path.start, path.end));
        let alike = edges.iter().all(|&edge| heads(edge) == heads(first));
        let (kind, tentative, heads) = match entry.meaning {
            // Bars have an entry of their own.
            Meaning::TentativeLink if !alike || heads(first).1 == Head::Bar => {
                (LinkKind::Plain, true, (Head::None, Head::None))
            }
            Meaning::TentativeLink => (LinkKind::Plain, true, heads(first)),
            Meaning::Associated => (LinkKind::Associated, false, heads(first)),
            Meaning::PartOf => (LinkKind::PartOf, false, heads(first)),
            _ => (LinkKind::Plain, false, heads(first)),
        };
        return Some(Sign::Link { kind, tentative, heads });
    }
    let place = |node: usize| layout.boxes.get(node).and_then(Option::as_ref);
    let outlined = |place: &&NodeBox| place.outline != Outline::None;
    let boxes = || entry.nodes.iter().filter_map(|&node| Some((node, place(node).filter(outlined)?)));
    let framed = |place: &NodeBox| matches!(place.kind, Kind::Panel | Kind::Title);
    if let Some((_, like)) = boxes().find(|(_, place)| !framed(place)).or(boxes().next()) {
        let nodes = boxes().filter(|(_, place)| framed(place) == framed(like)).map(|(node, _)| node).collect();
        return Some(Sign::Outline { nodes, kind: like.kind, outline: like.outline });
    }
    let tick = |node: &usize| {
        let row = place(*node).is_some_and(|place| place.kind == Kind::Row);
        let branch = layout.branches.iter().find(|branch| branch.child == *node && !branch.cubic)?;
        (row && branch.points.len() > 1).then_some(branch.parent)
    };
    entry.nodes.iter().find_map(tick).map(|parent| Sign::Tick { parent })
}

/// The line of a sample as the way of a link.
pub fn path(rect: Rect, (start, end): (Head, Head), rtl: bool) -> EdgePath {
    let (left, right) = (Point::new(rect.x0, rect.y0), Point::new(rect.x1, rect.y0));
    let points = if rtl { vec![right, left] } else { vec![left, right] };
    EdgePath { points, ..EdgePath::hidden(start, end) }
}

/// That a figure has marks which no legend explains, because their words are not known in its language.
pub fn unexplained(map: &Map) -> Diagnostic {
    let lang = map.lang.as_deref().unwrap_or_default();
    let known: Vec<String> = Meaning::languages().map(|lang| format!("`{lang}`")).collect();
    let message = format!(
        "the figure has dashes, dots or bars without a legend: what they mean is known in {}, not in `{lang}`",
        known.join(", ")
    );
    Diagnostic::warning(None, message)
        .hint("say in the caption what they mean, or give those links a label")
        .hint("`legend = false` under `[figure]` says that this is done")
}
