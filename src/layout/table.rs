//! [`Map`] → a table of themes by participants or their groups: who speaks to what, with sums where they are asked for.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use kurbo::{Point, Rect, Size};
use petgraph::graph::NodeIndex;

use super::content::{Block, Content};
use super::door::{Door, Shaper};
use super::graph::{Kind, Sizes};
use super::matrix::{self, Columns, Grid, Measures, Row, Table};
use super::{EdgePath, Layout, Mark, NodeBox, Outline, Weight, misfit};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::words::{Words, words};
use crate::model::{By, Map, Role, Theme};
use crate::style::Tokens;
use crate::text;
use crate::unit::to_mm;

/// The name authors write.
pub const NAME: &str = "matrix";

/// Most participants with a column each; of more, a reader only sees their groups.
const MOST_PARTICIPANTS: usize = 24;

/// Corner radius of a band, in radii of cards.
const BAND_RADIUS: f64 = 0.8;

/// Indent of a level, in em of the body.
const INDENT: f64 = 1.0;

/// A column, or several that are drawn as one.
struct Columned<'m> {
    /// What stands above it.
    head: Option<&'m str>,
    /// Participants who have a column each.
    ids: Vec<&'m str>,
    /// Its number among the groups of participants.
    group: Option<usize>,
}

/// A row of the table.
struct Said {
    node: NodeIndex,
    /// Numbers of the columns of those who speak to it; `None` for a title above other rows.
    cells: Option<BTreeSet<usize>>,
}

/// The page a table stands on, in points.
#[derive(Clone, Copy)]
pub struct Page {
    /// Its width.
    pub width: f64,
    /// Most height.
    pub most: f64,
}

/// Lays the table out: a column for each participant where they fit, else one for each group of participants; or those that
/// are asked for.
pub fn arrange(
    map: &Map,
    door: &Door,
    shaper: &mut Shaper,
    (tokens, options): (&Tokens, &Options),
    page: Page,
) -> Result<Layout, Vec<Diagnostic>> {
    let asked = map.columns(options.by);
    let place = if options.by.is_none() { map.figure.place("by") } else { None };
    if asked == Some(By::Group) && map.listed().is_empty() {
        return Err(vec![no_groups(map, place)]);
    }
    let people = people(map)?;
    let many = people.iter().map(|group| group.ids.len()).sum::<usize>() > MOST_PARTICIPANTS;
    let grouped = people.iter().all(|group| group.head.is_some());
    if many && (!grouped || asked == Some(By::Participant)) {
        return Err(vec![too_many(map, &people, place)]);
    }
    let sums = options.draws_counts(map);
    let mut setter = Setter { map, door, shaper, tokens, page, sums };
    let mut need = f64::INFINITY;
    for merged in [false, true] {
        let other = asked.is_some_and(|by| (by == By::Group) != merged);
        if other || (merged && !grouped) || (!merged && many) {
            continue;
        }
        let set = setter.table(&people, merged)?;
        let measures = setter.measures(&set);
        let side_by_side = |few| matrix::arrange(&set.table, few, &measures);
        let in_steps = |few| matrix::arrange_in_steps(&set.table, few, &measures);
        let ways = match merged {
            false => vec![side_by_side(grouped)],
            true => vec![side_by_side(true), in_steps(true), side_by_side(false), in_steps(false)],
        };
        for way in ways {
            match way {
                Ok(grid) => return setter.layout(set, &grid),
                Err(narrow) => need = need.min(narrow.need),
            }
        }
    }
    let (there, wide) = (to_mm(page.width).floor(), to_mm(need).ceil());
    let message = format!("the themes and participants do not fit side by side: a table of them needs {wide:.0} mm");
    let error = Diagnostic::error(map.figure.place("width"), format!("{message}, and the page is {there:.0} mm wide"))
        .hint(format!("a figure {wide:.0} mm wide would hold them"))
        .hint("or give long themes a `short` label");
    let narrower = grouped && asked == Some(By::Participant);
    Err(vec![if narrower { error.hint("or let each group have a column: `by = \"group\"`") } else { error }])
}

/// Everybody who can have a column, by the groups of participants; where nobody is listed, those who are named as voices.
fn people(map: &Map) -> Result<Vec<Columned<'_>>, Vec<Diagnostic>> {
    let spoken = || map.graph.node_weights().filter(|theme| counts(theme));
    let mut named: Vec<&str> = spoken().flat_map(Theme::speakers).collect();
    if !spoken().any(Theme::is_said) {
        let first = map.graph.node_indices().find(|node| matches!(map.graph[*node].role, Role::Theme | Role::SubTheme));
        let place = first.map(|node| map.graph[node].span.clone());
        let id = first.map_or("ID", |node| &map.graph[node].id);
        let error =
            Diagnostic::error(place, "a `matrix` shows who speaks to which theme, and no theme here has `voices`")
                .hint(format!("say who does: `voices = [\"P1\", \"P2\"]` under `[theme.{id}]`, or `by` in its quotes"))
                .hint("any other layout would fit a map without voices");
        return Err(vec![match map.figure.place("layout") {
            Some(place) => error.also(place, "asked for here"),
            None => error,
        }]);
    }
    let listed = map.listed().into_iter().map(|group| {
        let participants = &map.participants[group];
        let ids = participants.ids.iter().map(String::as_str).collect();
        Columned { head: Some(participants.label.as_str()), ids, group: Some(group) }
    });
    let listed: Vec<_> = listed.collect();
    if !listed.is_empty() {
        return Ok(listed);
    }
    named.sort_by(|a, b| by_number(a, b));
    named.dedup();
    Ok(vec![Columned { head: None, ids: named, group: None }])
}

/// Whether speaking to it is speaking to a theme: a group that holds some, the core and the outcome are none.
fn counts(theme: &Theme) -> bool {
    match theme.role {
        Role::Theme | Role::SubTheme | Role::Code => true,
        Role::Group => theme.children.is_empty(),
        Role::Core | Role::Outcome => false,
    }
}

/// `P2` before `P10`: runs of digits are numbers.
fn by_number(a: &str, b: &str) -> Ordering {
    let digit = |c: char| c.is_ascii_digit();
    let (mut x, mut y) = (a, b);
    while let (Some(c), Some(d)) = (x.chars().next(), y.chars().next()) {
        if digit(c) && digit(d) {
            let split = |text: &str| text.find(|c| !digit(c)).unwrap_or(text.len());
            let (p, q) = (x[..split(x)].trim_start_matches('0'), y[..split(y)].trim_start_matches('0'));
            let order = p.len().cmp(&q.len()).then(p.cmp(q));
            if order != Ordering::Equal {
                return order;
            }
            (x, y) = (&x[split(x)..], &y[split(y)..]);
        } else if c != d {
            return c.cmp(&d);
        } else {
            (x, y) = (&x[c.len_utf8()..], &y[d.len_utf8()..]);
        }
    }
    x.len().cmp(&y.len()).then(a.cmp(b))
}

fn no_groups(map: &Map, asked: Option<Range<usize>>) -> Diagnostic {
    let what =
        if map.is_public { "a public `matrix` names no participant, and has" } else { "a `matrix` by group has" };
    Diagnostic::error(asked, format!("{what} a column for each group of participants: this map lists none"))
        .hint("list them: `patients = { label = \"Patients\", ids = [\"P1\", \"P2\"] }` under `[participants]`")
}

fn too_many(map: &Map, people: &[Columned], asked: Option<Range<usize>>) -> Diagnostic {
    let count: usize = people.iter().map(|group| group.ids.len()).sum();
    let error = Diagnostic::error(
        asked.or_else(|| map.figure.place("layout")),
        format!("{count} participants are too many for a column each: at most {MOST_PARTICIPANTS} fit"),
    );
    if people.iter().all(|group| group.head.is_some()) {
        return error.hint("their groups would fit: `by = \"group\"` under `[figure]`, or `--by group`");
    }
    error.hint("list them in groups, whose columns would fit: `[participants]` with the `ids` of each group")
}

/// A table with the texts that go into it.
struct Set {
    table: Table,
    rows: Vec<Said>,
    /// Of groups of columns.
    heads: Vec<Option<Block>>,
    /// Of columns.
    ids: Vec<Option<Block>>,
    /// Head of the sums of rows and of those of columns, where there are sums.
    total: Option<Block>,
    foot: Option<Block>,
    sums: Vec<Block>,
    by: By,
}

/// What is needed to set a table.
struct Setter<'a, 'f> {
    map: &'a Map,
    door: &'a Door,
    shaper: &'a mut Shaper<'f>,
    tokens: &'a Tokens,
    page: Page,
    /// Whether there are sums.
    sums: bool,
}

impl Setter<'_, '_> {
    fn note(&mut self, text: &str, bold: bool) -> Result<Block, Vec<Diagnostic>> {
        let weight = if bold { text::Weight::SemiBold } else { text::Weight::Regular };
        let block = self.shaper.block(text, weight, self.tokens.note, usize::MAX, 0..0);
        block.ok_or_else(|| self.shaper.missing())
    }

    /// Shapes what the door has not, and measures everything.
    fn table(&mut self, people: &[Columned], merged: bool) -> Result<Set, Vec<Diagnostic>> {
        let Words { total, per_participant, per_group, .. } = words(self.map.lang.as_deref());
        let total = self.sums.then(|| self.note(total, false)).transpose()?;
        let below = if merged { per_group } else { per_participant };
        let foot = self.sums.then(|| self.note(below, false)).transpose()?;
        let (mut heads, mut ids, mut columns) = (Vec::new(), Vec::new(), HashMap::new());
        let (mut groups, mut of_group) = (Vec::new(), HashMap::new());
        for group in people {
            let head = group.head.map(|head| self.note(head, true)).transpose()?;
            let mut widths = Vec::new();
            if let (Some(group), true) = (group.group, merged) {
                of_group.insert(group, ids.len());
            }
            for id in &group.ids {
                columns.insert(*id, ids.len());
                if !merged {
                    let block = self.note(id, false)?;
                    widths.push(width(&block));
                    ids.push(Some(block));
                }
            }
            if merged {
                widths.push(0.0);
                ids.push(None);
            }
            groups.push(Columns { head: head.as_ref().map(sizes), widths });
            heads.push(head);
        }
        let rows = self.rows(&columns, &of_group);
        let cells = || rows.iter().filter_map(|row| row.cells.as_ref());
        let below = (0..ids.len()).map(|column| cells().filter(|cells| cells.contains(&column)).count());
        let counts: Vec<usize> = cells().map(BTreeSet::len).chain(below).collect();
        let counts = if self.sums { counts } else { Vec::new() };
        let sums = counts.iter().map(|sum| self.note(&sum.to_string(), *sum == 0)).collect::<Result<Vec<_>, _>>()?;
        let table = Table {
            rows: rows.iter().enumerate().map(|(i, row)| self.row(row, i.checked_sub(1).map(|i| &rows[i]))).collect(),
            groups,
            sums: total.as_ref().map(|total| sums.iter().chain([total]).map(width).fold(0.0, f64::max)),
            foot: foot.as_ref().map(sizes),
        };
        let by = if merged { By::Group } else { By::Participant };
        Ok(Set { table, rows, heads, ids, total, foot, sums, by })
    }

    /// Everything in the table, in reading order; who speaks to something that is no row speaks to what holds it.
    fn rows(&self, columns: &HashMap<&str, usize>, of_group: &HashMap<usize, usize>) -> Vec<Said> {
        let graph = &self.map.graph;
        let absent = |node: NodeIndex| self.door.graph[node].kind == Kind::Absent;
        let nameless = self.map.speakers();
        let mut rows = Vec::new();
        let roots = self.map.core.into_iter().chain(self.map.top.iter().copied()).chain(self.map.outcome);
        let mut pending: Vec<NodeIndex> = roots.collect();
        pending.reverse();
        while let Some(node) = pending.pop() {
            if absent(node) {
                continue;
            }
            let holds = graph[node].children.iter().any(|&child| !absent(child));
            let (mut said, mut cells) = (false, BTreeSet::new());
            let mut below = vec![node];
            while let Some(hidden) = below.pop() {
                said |= graph[hidden].is_said();
                cells.extend(graph[hidden].speakers().filter_map(|id| columns.get(id).copied()));
                let groups = nameless[hidden.index()].iter().filter_map(|speaker| of_group.get(&speaker.group));
                cells.extend(groups.copied());
                below.extend(graph[hidden].children.iter().copied().filter(|&child| absent(child)));
            }
            // A group that holds themes is a title and counts for nothing, and so is a theme that only its sub-themes fill.
            let title = (holds && !said) || !counts(&graph[node]);
            rows.push(Said { node, cells: (!title).then_some(cells) });
            pending.extend(graph[node].children.iter().rev());
        }
        rows
    }

    fn row(&self, row: &Said, above: Option<&Said>) -> Row {
        let band = self.door.graph[row.node].kind == Kind::Title;
        let parents = std::iter::successors(Some(row.node), |&node| self.map.graph[node].parent);
        // The first level below a band is as far left as the band's title.
        let levels = parents.take_while(|&node| self.door.graph[node].kind == Kind::Row).count();
        let outermost = self.map.graph[row.node].parent.is_none();
        Row {
            band,
            cells: row.cells.is_some(),
            apart: outermost && above.is_some_and(|above| self.map.graph[above.node].parent.is_some()),
            indent: levels.saturating_sub(1) as f64 * INDENT * self.tokens.body,
            sizes: self.label(row.node).map(sizes).unwrap_or_default(),
        }
    }

    fn label(&self, node: NodeIndex) -> Option<&Block> {
        self.door.contents[node.index()].as_ref().map(|content| &content.head)
    }

    fn measures(&self, set: &Set) -> Measures {
        let tokens = self.tokens;
        let leading = |block: &Block| block.label.paragraph.line_height() * block.size;
        let labels = set.rows.iter().filter_map(|row| self.label(row.node)).map(leading);
        let heads = set.heads.iter().chain(&set.ids).flatten().chain(&set.total).map(leading);
        Measures {
            width: self.page.width,
            inset: tokens.inset,
            tx: tokens.tx,
            gap: tokens.gap,
            body: tokens.body,
            note: tokens.note,
            leading: (labels.fold(0.0, f64::max), heads.fold(0.0, f64::max)),
            rtl: self.door.rtl,
        }
    }

    /// The table in its place on the page.
    fn layout(&self, set: Set, grid: &Grid) -> Result<Layout, Vec<Diagnostic>> {
        let (map, tokens, rtl) = (self.map, self.tokens, self.door.rtl);
        let inner = self.page.width - 2.0 * tokens.inset;
        let top = self.door.title.as_ref().map_or(0.0, |title| title.height(inner) + tokens.pgap);
        let height = grid.height + top;
        if height > self.page.most {
            let Page { width, most } = self.page;
            let tall = misfit::Misfit::Tall { height, most, boxes: set.rows.len(), width };
            return Err(vec![tall.explain(map, self.door, tokens, width)]);
        }
        let down = |rect: Rect| Rect::new(rect.x0, rect.y0 + top, rect.x1, rect.y1 + top);
        let lower = |point: Point| Point::new(point.x, point.y + top);
        let mut layout = Layout {
            name: NAME,
            reason: String::new(),
            tokens: *tokens,
            page: Size::new(self.page.width, height),
            boxes: vec![None; map.graph.node_count()],
            paths: map.graph.edge_weights().map(|_| EdgePath::hidden(super::Head::None, super::Head::None)).collect(),
            branches: Vec::new(),
            marks: Vec::new(),
            title: Vec::new(),
            unexplained: false,
            foot: height,
            legends: Vec::new(),
            version: None,
            voices: Some(set.by),
        };
        if let Some(title) = &self.door.title {
            let zone = Rect::new(tokens.inset, tokens.inset, tokens.inset + inner, tokens.inset + title.height(inner));
            layout.title = title.set(zone, true, rtl);
        }
        let rule =
            |&(from, to): &(Point, Point), weight, node| Mark::Rule { from: lower(from), to: lower(to), weight, node };
        layout.marks.extend(grid.faint.iter().map(|ends| rule(ends, Weight::Faint, None)));
        layout.marks.extend(grid.leaders.iter().map(|ends| rule(ends, Weight::Leader, None)));
        let strong = grid.strong.iter().chain(&grid.rules);
        let strong: Vec<Mark> = strong.map(|ends| rule(ends, Weight::Strong, None)).collect();
        let words = |block: &Block, zone: Rect, centred: bool, quiet: bool| {
            let lines = block.set(down(zone), centred, rtl);
            lines.into_iter().map(move |line| Mark::Words { line, quiet })
        };
        let mut sums = set.sums.iter();
        for (row, place) in set.rows.iter().zip(&grid.rows) {
            let node = row.node.index();
            let kind = self.door.graph[row.node].kind;
            let rect = down(place.rect);
            if kind == Kind::Title {
                let rounded = Outline::Rounded(BAND_RADIUS * tokens.card_radius);
                // Round above, straight on its rule.
                let lower = Rect { y0: rect.center().y, ..rect };
                layout.marks.push(Mark::Area { rect, outline: rounded, node });
                layout.marks.push(Mark::Area { rect: lower, outline: Outline::None, node });
                let ends = (Point::new(place.rect.x0, place.rect.y1), Point::new(place.rect.x1, place.rect.y1));
                layout.marks.push(rule(&ends, Weight::Strong, Some(node)));
            }
            let text = self.label(row.node).map(|block| block.set(down(place.text), false, rtl)).unwrap_or_default();
            let rect = if kind == Kind::Title { rect } else { down(place.text) };
            let outline = Outline::None;
            let wordings = self.label(row.node).map(|block| block.versions(down(place.text), false, rtl));
            let (wordings, rules) = (wordings.unwrap_or_default(), Vec::new());
            layout.boxes[node] =
                Some(NodeBox { rect, outline, text, wordings, rules, kind, inside: None, slots: None });
            let Some(cells) = &row.cells else { continue };
            let y = down(place.rect).center().y;
            for (column, &x) in grid.columns.iter().enumerate() {
                let (centre, (radius, least)) = (Point::new(x, y), grid.radius);
                layout.marks.push(match cells.contains(&column) {
                    true => Mark::Disc { centre, radius, node },
                    false => Mark::Dot { centre, radius: least },
                });
            }
            let zone = Rect { y0: place.rect.y0, y1: place.rect.y1, ..grid.sums };
            layout.marks.extend(sums.next().into_iter().flat_map(|sum| words(sum, zone, true, false)));
        }
        layout.marks.extend(strong);
        for (head, zone) in set.heads.iter().zip(&grid.heads) {
            if let (Some(head), Some((zone, centred))) = (head, zone) {
                let lines = match centred {
                    true => head.set(down(*zone), true, rtl),
                    // Against the column it leads to.
                    false => head.set(down(*zone), false, !rtl),
                };
                layout.marks.extend(lines.into_iter().map(|line| Mark::Words { line, quiet: false }));
            }
        }
        for (id, zone) in set.ids.iter().zip(&grid.ids) {
            if let (Some(id), Some(zone)) = (id, zone) {
                layout.marks.extend(words(id, zone.inflate(1.0, 0.0), true, true));
            }
        }
        if let (Some(total), Some(foot)) = (&set.total, &set.foot) {
            layout.marks.extend(words(total, grid.sums, true, true));
            layout.marks.extend(words(foot, grid.foot, false, true));
        }
        for (sum, &x) in sums.zip(&grid.columns) {
            let half = width(sum) / 2.0 + 1.0;
            let zone = Rect { x0: x - half, x1: x + half, ..grid.foot };
            layout.marks.extend(words(sum, zone, true, false));
        }
        Ok(layout)
    }
}

/// The shape curve of a text without padding.
fn sizes(block: &Block) -> Sizes {
    Content::bare(block.clone()).sizes()
}

/// Width of a text in one line.
fn width(block: &Block) -> f64 {
    sizes(block).need(1, false)
}
