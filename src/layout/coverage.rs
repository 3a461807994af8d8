//! Who speaks in which box → a row of places in it, one for each group of participants, and a legend of their marks.

use kurbo::{Point, Rect};
use petgraph::graph::NodeIndex;

use super::content::Block;
use super::door::{Door, Shaper};
use super::graph::{Kind, Spacing};
use super::{Form, Layout, Mark};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::words::words;
use crate::model::{Map, Role};
use crate::text::Weight;

/// Most groups of participants with a mark of their own: more shapes than these are not told apart at their size.
pub const MOST_GROUPS: usize = 8;

/// Radius of marks in the legend, in em of its text, so that they are as large as in the boxes.
const RADIUS: f64 = 2.5 / 8.0;

/// From the figure to the legend, and from row to row, in em.
const ABOVE: f64 = 0.9;
const PITCH: f64 = 1.6;

/// From the middle of a mark to its words, in em.
const WORDS: f64 = 0.75;

/// From one entry to the next, in em: less where that makes one row of all.
const GAPS: [f64; 3] = [1.9, 1.5, 1.2];

/// What a figure shows of who speaks.
#[derive(Clone, Debug)]
pub struct Voices {
    /// By node: which of the groups speak there; `None` where nothing is shown.
    pub filled: Vec<Option<Vec<bool>>>,
    /// What stands before the legend, where there are words for it.
    heading: Option<Block>,
    /// By group in order, then of nobody.
    entries: Vec<Block>,
}

/// Whether voices are marked: not in a table, which shows them in its own way.
fn asked(map: &Map, options: &Options) -> bool {
    let layout = options.layout.as_deref().or(map.figure.layout.as_deref());
    options.marks_coverage(map) && !layout.is_some_and(super::is_table)
}

/// Refuses marks of groups that nobody has listed, that nobody of speaks, or that are too many to be told apart.
pub fn check(map: &Map, options: &Options) -> Result<(), Vec<Diagnostic>> {
    if !asked(map, options) {
        return Ok(());
    }
    let place = if options.coverage.is_none() { map.figure.place("coverage") } else { None };
    let wrong = |message: String, cure: &str| {
        Err(vec![
            Diagnostic::error(place, message)
                .hint(cure)
                .hint("or leave `coverage` out: the figure is drawn without marks"),
        ])
    };
    let groups = map.listed().len();
    let heard = || map.speakers().iter().any(|speakers| !speakers.is_empty());
    match groups {
        0 => wrong(
            "`coverage` marks which groups of participants speak, and this map lists no group with its participants"
                .into(),
            "list them: `patients = { label = \"Patients\", ids = [\"P1\", \"P2\"] }` under `[participants]`",
        ),
        _ if groups > MOST_GROUPS => wrong(
            format!(
                "{groups} groups of participants have no marks that can be told apart: expected at most {MOST_GROUPS}"
            ),
            "`layout = \"matrix\"` has a column for each of them; or bring some of them together under `[participants]`",
        ),
        _ if !heard() => wrong(
            "`coverage` marks which groups of participants speak, and no participant speaks in this map".into(),
            "say who does: `voices = [\"P1\", \"P2\"]` under `[theme.ID]`, or `by` in its quotes",
        ),
        _ => Ok(()),
    }
}

impl Voices {
    /// Who speaks in each box, as far as that is asked for.
    ///
    /// Themes and sub-themes with a place of their own are marked, and groups that hold nothing. A box speaks for
    /// everything that has no marks of its own and stands in it, or below it and nowhere. One that only holds others with
    /// marks, and has no voices but theirs, is a title.
    pub fn of(
        map: &Map,
        shaper: &mut Shaper,
        (kinds, form): (&[Kind], Form),
        note: f64,
        options: &Options,
    ) -> Result<Option<Voices>, Vec<Diagnostic>> {
        if form == Form::Table || !asked(map, options) {
            return Ok(None);
        }
        let groups = map.listed();
        let marked = |node: NodeIndex| {
            let theme = &map.graph[node];
            let says = match theme.role {
                Role::Theme | Role::SubTheme => true,
                Role::Group => theme.children.is_empty(),
                Role::Core | Role::Code | Role::Outcome => false,
            };
            says && matches!(kinds[node.index()], Kind::Card | Kind::Row | Kind::Title | Kind::Panel)
        };
        let heard = map.heard(marked);
        let mut holds = vec![false; map.graph.node_count()];
        for node in map.graph.node_indices().rev() {
            if let Some(parent) = map.graph[node].parent {
                holds[parent.index()] |= holds[node.index()] || marked(node);
            }
        }
        let filled = map.graph.node_indices().map(|node| {
            let speakers = &heard[node.index()];
            let title = holds[node.index()] && speakers.is_empty();
            let speaks = |&group: &usize| speakers.iter().any(|speaker| speaker.group == group);
            (marked(node) && !title).then(|| groups.iter().map(speaks).collect())
        });
        let filled: Vec<Option<Vec<bool>>> = filled.collect();
        let words = words(map.lang.as_deref());
        let mut block = |text: &str| shaper.block(text, Weight::Regular, note, usize::MAX, 0..0);
        let heading = if words.spoken.is_empty() { None } else { block(words.spoken) };
        let labels = groups.iter().map(|&group| map.participants[group].label.as_str()).chain([words.nobody]);
        let entries: Vec<Block> = labels.filter_map(&mut block).collect();
        let missing = shaper.missing();
        if missing.is_empty() { Ok(Some(Voices { filled, heading, entries })) } else { Err(missing) }
    }

    /// The entries of the legend: the groups in order, and nobody where some place in the figure is empty.
    fn listed(&self) -> impl Iterator<Item = (Option<usize>, &Block)> {
        let gaps = self.filled.iter().flatten().flatten().any(|filled| !filled);
        let groups = self.entries.len() - 1;
        let entries = self.entries.iter().enumerate().filter(move |(i, _)| gaps || *i < groups);
        entries.map(move |(i, words)| (Some(i).filter(|i| *i < groups), words))
    }
}

/// The height that the legend adds to the figure.
pub fn height(door: &Door, spacing: &Spacing, note: f64) -> f64 {
    door.voices.as_ref().map_or(0.0, |voices| Rows::new(voices, spacing, note).height)
}

/// Lists below the figure whose marks are whose.
pub fn write(door: &Door, spacing: &Spacing, note: f64, layout: &mut Layout) {
    let Some(voices) = &door.voices else { return };
    let rows = Rows::new(voices, spacing, note);
    let top = layout.page.height - spacing.inset;
    let turn = |rect: Rect| match door.rtl {
        true => Rect::new(spacing.width - rect.x1, rect.y0, spacing.width - rect.x0, rect.y1),
        false => rect,
    };
    if let (Some(heading), Some(zone)) = (&voices.heading, rows.heading) {
        let lines = heading.set(turn(zone + kurbo::Vec2::new(0.0, top)), false, door.rtl);
        layout.marks.extend(lines.into_iter().map(|line| Mark::Words { line, quiet: true }));
    }
    for ((group, words), cell) in voices.listed().zip(&rows.entries) {
        let cell = *cell + kurbo::Vec2::new(0.0, top);
        let first = cell.y0 + PITCH * note / 2.0;
        let centre = Point::new(cell.x0 + RADIUS * note, first);
        let centre = if door.rtl { Point::new(spacing.width - centre.x, centre.y) } else { centre };
        let zone = turn(Rect { x0: cell.x0 + (RADIUS + WORDS) * note, ..cell });
        let lines = words.set(zone, false, door.rtl);
        let radius = RADIUS * note;
        // Further lines of long words stand below the mark without one of their own.
        layout.marks.extend(lines.into_iter().enumerate().map(|(i, line)| match i {
            0 => Mark::Voice { centre, radius, group, line },
            _ => Mark::Words { line, quiet: false },
        }));
    }
    layout.page.height += rows.height;
}

/// The legend in one row, or in as many as it takes, each in the middle; y from the figure's lower edge.
struct Rows {
    heading: Option<Rect>,
    entries: Vec<Rect>,
    height: f64,
}

impl Rows {
    fn new(voices: &Voices, spacing: &Spacing, note: f64) -> Rows {
        let room = spacing.width - 2.0 * spacing.inset;
        let lead = (RADIUS + WORDS) * note;
        let wide = |words: &Block, lead: f64| (lead + words.width() + 0.01 * note).min(room);
        let sizes = voices.listed().map(|(_, words)| {
            let width = wide(words, lead);
            (width, words.height(width - lead).max(PITCH * note))
        });
        let heading = voices.heading.as_ref().map(|words| (wide(words, 0.0), PITCH * note));
        let sizes: Vec<(f64, f64)> = heading.into_iter().chain(sizes).collect();
        let all = sizes.iter().map(|size| size.0).sum::<f64>();
        let between = (sizes.len() - 1) as f64 * note;
        let gap = GAPS.into_iter().find(|gap| all + gap * between <= room).unwrap_or(GAPS[0]) * note;
        let mut cells: Vec<Rect> = Vec::with_capacity(sizes.len());
        let (mut start, mut y) = (0, ABOVE * note);
        while start < sizes.len() {
            let (mut end, mut width) = (start, -gap);
            while end < sizes.len() && (end == start || width + gap + sizes[end].0 <= room) {
                width += gap + sizes[end].0;
                end += 1;
            }
            let high = sizes[start..end].iter().map(|size| size.1).fold(0.0, f64::max);
            let mut x = (spacing.width - width) / 2.0;
            for size in &sizes[start..end] {
                cells.push(Rect::new(x, y, x + size.0, y + size.1));
                x += size.0 + gap;
            }
            (start, y) = (end, y + high);
        }
        let heading = heading.map(|_| cells.remove(0));
        Rows { heading, entries: cells, height: y }
    }
}
