//! Two versions of a map or more → one figure of what changed, or one of each version at the same places.

use kurbo::Rect;
use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::describe::{self, Words};
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Comparison, Show};
use crate::draw::beside::{self, Grid, View};
use crate::draw::{self, Figure};
use crate::layout::graph::Kind;
use crate::layout::{self, Layout};
use crate::model::{Map, Shown};
use crate::style::{self, Style};
use crate::text::Fonts;
use crate::{Drawing, Options};

/// More lines of changes than this cannot be followed: then words in the earlier places say where things went.
const MOST_LINES: usize = 8;

/// A figure that its lines of changes make higher than this many times does without them.
const MUCH_HIGHER: f64 = 1.5;

/// What changed from one map to a later one, as a figure.
pub fn change(
    (old, new): (&Map, &Map),
    names: &[String],
    fonts: &Fonts,
    options: &Options,
) -> Result<Drawing, Vec<Diagnostic>> {
    let table = options.layout.as_deref().or(new.figure.layout.as_deref()).is_some_and(layout::is_table);
    let (maps, steps) = shown(&[old, new], new, options, table);
    let ([old, new], [step]) = (&maps[..], &steps[..]) else { return Err(Vec::new()) };
    compared((old, new), step, names, fonts, options)
}

/// The same where it is known what changed. The maps are as they are to be drawn: folded, without codes that are left out.
pub fn compared(
    (old, new): (&Map, &Map),
    step: &Comparison,
    names: &[String],
    fonts: &Fonts,
    options: &Options,
) -> Result<Drawing, Vec<Diagnostic>> {
    let (style, options) = settled(new, options)?;
    refuse_crowds(&[old, new], new, &options)?;
    let step = std::slice::from_ref(step);
    let union = |lines: bool| diff::union(&[old, new], names, step, Show::Difference { lines });
    let (with, without) = (union(true), union(false));
    let lines = with.graph.edge_weights().filter(|link| link.bond.as_ref().is_some_and(|bond| bond.change)).count();
    let like = like(new, fonts, &style, &options);
    let by = |map: &Map| like.as_ref().and_then(|like| again(map, like, fonts, &style, &options));
    // The layout of the later map by itself comes before lines, lines before any other layout.
    let plain = by(&without);
    let led = (1..=MOST_LINES).contains(&lines).then(|| by(&with)).flatten();
    let high =
        |layout: &Layout| plain.as_ref().is_some_and(|plain| layout.page.height > MUCH_HIGHER * plain.page.height);
    let (mut layout, map) = match (led.filter(|layout| !high(layout) && !lists(&with, layout)), plain) {
        (Some(layout), _) => (layout, with),
        (None, Some(layout)) => (layout, without),
        (None, None) => match layout::arrange(&with, fonts, &style, &options) {
            Ok(layout) if lines <= MOST_LINES && !lists(&with, &layout) => (layout, with),
            _ => (layout::arrange(&without, fonts, &style, &options).map_err(|errors| cured(errors, false))?, without),
        },
    };
    layout::fill(&mut layout, style.full_height(&options));
    let figure = draw::draw(&map, &layout, &style, &options);
    Ok(Drawing { layout, figure, map: Some(map), page: None })
}

/// Whether a line of a change begins or ends at a row of text: in a list, where every row has a line of its own to what it
/// belongs to, words tell more.
fn lists(map: &Map, layout: &Layout) -> bool {
    let row = |node: NodeIndex| layout.boxes[node.index()].as_ref().is_some_and(|place| place.kind == Kind::Row);
    let change = |edge: &EdgeIndex| map.graph[*edge].bond.as_ref().is_some_and(|bond| bond.change);
    let mut ends = map.graph.edge_indices().filter(change).filter_map(|edge| map.graph.edge_endpoints(edge));
    ends.any(|(from, to)| row(from) || row(to))
}

/// What is drawn of one of several versions: the last of them says whether codes are, and how many levels.
pub fn drawn(map: &Map, last: &Map, options: &Options) -> Map {
    map.shown(Shown { depth: options.fold.or(last.figure.fold), codes: options.draws_codes(last), table: false })
}

/// The maps as the figure shows them, and what changed from each to the next.
///
/// Which theme is which is told by ids, evidence and earlier names too, so that a public figure tells the same changes; it
/// loses them after that.
fn shown(maps: &[&Map], last: &Map, options: &Options, table: bool) -> (Vec<Map>, Vec<Comparison>) {
    let asked = maps.iter().any(|map| map.figure.public == Some(true));
    let public = options.public.unwrap_or(asked);
    let all = Shown { depth: None, codes: true, table: false };
    let shown = |map: &&Map| match drawn(map, last, options) {
        map if public && table => map.shown(Shown { codes: layout::has_rows_of_codes(&map), table, ..all }),
        map => map,
    };
    let mut maps: Vec<Map> = maps.iter().map(shown).collect();
    let mut steps: Vec<Comparison> = maps.windows(2).map(|pair| diff::compare(&pair[0], &pair[1])).collect();
    if public {
        maps = maps.iter().map(|map| map.public(all)).collect();
        steps = steps.into_iter().map(Comparison::public).collect();
    }
    (maps, steps)
}

/// Refuses at once what no page has room for: places of several versions are looked for one after the other.
fn refuse_crowds(maps: &[&Map], last: &Map, options: &Options) -> Result<(), Vec<Diagnostic>> {
    let page = layout::page_width(last, options);
    let height = options.height.or(last.figure.height).unwrap_or_else(|| layout::usual_height(page));
    maps.iter().try_for_each(|map| layout::refuse_crowds(map, options, (page, height)))
}

/// The look and the options, with what the journal and the look decide.
fn settled(map: &Map, options: &Options) -> Result<(std::sync::Arc<Style>, Options), Vec<Diagnostic>> {
    let options = options.settled(map)?;
    let style = style::choose(map, &options)?;
    let options = style.options(map, &options).into_owned();
    Ok((style, options))
}

/// The layout that a map has by itself, where nobody asks for another one.
fn like(map: &Map, fonts: &Fonts, style: &Style, options: &Options) -> Option<Layout> {
    let asked = options.layout.as_deref().or(map.figure.layout.as_deref()).is_some_and(|name| name != "auto");
    layout::arrange(map, fonts, style, options).ok().filter(|_| !asked)
}

/// Several versions in the same layout, if they fit.
fn again(union: &Map, like: &Layout, fonts: &Fonts, style: &Style, options: &Options) -> Option<Layout> {
    let options = Options { layout: Some(like.name.to_owned()), ..options.clone() };
    let layout = layout::arrange(union, fonts, style, &options).ok()?;
    Some(Layout { reason: like.reason.clone(), ..layout })
}

/// Arranges a map of several versions in the layout that the last of them has by itself, if it fits; else in another one.
fn arrange(
    union: &Map,
    last: &Map,
    fonts: &Fonts,
    style: &Style,
    options: &Options,
) -> Result<Layout, Vec<Diagnostic>> {
    let own = like(last, fonts, style, options).and_then(|like| again(union, &like, fonts, style, options));
    own.map_or_else(|| layout::arrange(union, fonts, style, options), Ok)
}

/// Views beside each other keep this share of the page's width apart, and at least this many points.
const APART: (f64, f64) = (0.03, 12.0);

/// Views are no narrower than this: two cards of two words side by side, in points.
const LEAST_WIDTH: f64 = 50.0 * crate::unit::PT_PER_MM;

/// Views are no lower than this many lines of text: a card of one.
const LEAST_LINES: f64 = 3.0;

/// Several versions in one figure, or as figures of their own.
pub struct Views {
    /// The map of all of them.
    pub map: Map,
    /// Where everything stands in each view.
    pub layout: Layout,
    /// One figure with all of them, or one of each.
    pub figures: Vec<Figure>,
}

/// How several versions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// In one row.
    Beside,
    /// In one row where the page is wide enough, else in several.
    Rows,
    /// Each in a figure of its own.
    Apart,
}

/// Each version as a figure, all at the same places: what is not there yet, or no longer, leaves a gap. Signs show what
/// became of each theme since the version before.
pub fn views(
    versions: &[&Map],
    names: &[String],
    fonts: &Fonts,
    options: &Options,
    together: Together,
) -> Result<Views, Vec<Diagnostic>> {
    let Some(last) = versions.last() else { return Err(Vec::new()) };
    let (maps, steps) = shown(versions, last, options, false);
    let maps: Vec<&Map> = maps.iter().collect();
    let (style, options) = settled(last, options)?;
    let options = one_map_at_a_time(last, options)?;
    refuse_crowds(&maps, last, &options)?;
    let map = diff::union(&maps, names, &steps, Show::Versions);
    let scene = Scene { map: &map, maps: &maps, steps: &steps, last, names, fonts, style: &style, options: &options };
    let (layout, figures) = match together {
        Together::Apart => scene.apart().map_err(|errors| cured(errors, false))?,
        Together::Beside => scene.beside(versions.len())?,
        Together::Rows => {
            let columns = [versions.len(), 2, 1].into_iter().filter(|&columns| columns <= versions.len());
            let mut failed = None;
            let mut found = None;
            for columns in columns {
                match scene.beside(columns) {
                    Ok(done) => {
                        found = Some(done);
                        break;
                    }
                    Err(error) => failed = Some(error),
                }
            }
            let cure = "`--numbered` gives each version a figure of its own, all at the same places";
            let told = |errors: Vec<Diagnostic>| errors.into_iter().map(|error| error.hint(cure)).collect::<Vec<_>>();
            found.ok_or_else(|| told(failed.unwrap_or_default()))?
        }
    };
    Ok(Views { layout, figures, map })
}

/// Refuses what shows who speaks: that is another in each version, at the same places.
fn one_map_at_a_time(last: &Map, options: Options) -> Result<Options, Vec<Diagnostic>> {
    let hint = "`thememap render` shows who speaks in one map, `thememap diff` where the later one has changed";
    let refuse =
        |what: &str| Err(vec![Diagnostic::error(None, format!("{what} shows who speaks in 1 map")).hint(hint)]);
    if options.coverage == Some(true) {
        return refuse("`--coverage`");
    }
    match options.layout.as_deref().or(last.figure.layout.as_deref()) {
        Some("matrix") if options.layout.is_some() => refuse("the layout `matrix`"),
        // What a map says about itself is not said about several.
        Some("matrix") => Ok(Options { coverage: Some(false), layout: Some("auto".to_owned()), ..options }),
        _ => Ok(Options { coverage: Some(false), ..options }),
    }
}

/// The cures that help several versions: they take no pages, and what is said of the size of one `view` is not said of the
/// page of all.
fn cured(errors: Vec<Diagnostic>, view: bool) -> Vec<Diagnostic> {
    let helps = |hint: &String| {
        let size = hint.starts_with("`--width") || hint.starts_with("`--height") || hint.starts_with("a figure ");
        !(hint.starts_with("`--pages") || view && size)
    };
    let cured = |mut error: Diagnostic| {
        error.hints.retain(helps);
        if view { error.hint("a larger page would hold them, or `--height any` where it is scrolled") } else { error }
    };
    errors.into_iter().map(cured).collect()
}

/// What all views share.
struct Scene<'a> {
    map: &'a Map,
    maps: &'a [&'a Map],
    steps: &'a [Comparison],
    last: &'a Map,
    names: &'a [String],
    fonts: &'a Fonts,
    style: &'a Style,
    options: &'a Options,
}

impl Scene<'_> {
    fn view(&self, layout: &Layout, version: usize) -> Layout {
        layout.of_version(self.map, version)
    }

    fn apart(&self) -> Result<(Layout, Vec<Figure>), Vec<Diagnostic>> {
        let mut layout = arrange(self.map, self.last, self.fonts, self.style, self.options)?;
        layout::fill(&mut layout, self.style.full_height(self.options));
        let draw = |version| Figure {
            words: self.words(version),
            ..draw::draw(self.map, &self.view(&layout, version), self.style, self.options)
        };
        let figures = (0..self.names.len()).map(draw).collect();
        Ok((layout, figures))
    }

    /// The words of one version's figure: what changed since the one before, and what it shows.
    fn words(&self, version: usize) -> Words {
        let mut map = self.maps[version].clone();
        match version.checked_sub(1) {
            Some(before) => {
                let (maps, names) = (&self.maps[before..=version], &self.names[before..=version]);
                diff::tell(&mut map, maps, names, &self.steps[before..version]);
            }
            // What the author says of the first map is said of its figure.
            None => map.title = Some(format!("{} ({})", describe::title(&map), self.names[version])),
        }
        describe::words(&map, None)
    }

    /// All views in rows of so many.
    fn beside(&self, columns: usize) -> Result<(Layout, Vec<Figure>), Vec<Diagnostic>> {
        let page = layout::page_width(self.last, self.options);
        let most = self.options.height.or(self.last.figure.height).unwrap_or_else(|| layout::usual_height(page));
        let rows = self.names.len().div_ceil(columns) as f64;
        let gap = (APART.0 * page).max(APART.1);
        let width = (page - gap * (columns as f64 - 1.0)) / columns as f64;
        if columns > 1 && width < LEAST_WIDTH {
            let needed = LEAST_WIDTH * columns as f64 + gap * (columns as f64 - 1.0);
            let (page, needed) = (crate::unit::to_mm(page), crate::unit::to_mm(needed).ceil());
            let message = format!("{columns} versions do not fit side by side on {page:.0} mm");
            let error = Diagnostic::error(None, message).hint(format!("a figure {needed:.0} mm wide would hold them"));
            return Err(vec![error.hint("`thememap series` sets them one below the other")]);
        }
        // What is read from afar is, however many stand on it.
        let page_tokens = self.style.tokens(page, self.options.font_size.or(self.last.figure.font_size));
        let afar = (page_tokens == self.style.tokens(f64::INFINITY, None)).then(|| Style {
            wide: self.style.afar,
            narrow: self.style.tight.unwrap_or(self.style.afar),
            ..self.style.clone()
        });
        let style = afar.as_ref().unwrap_or(self.style);
        let tokens = style.tokens(width, self.options.font_size.or(self.last.figure.font_size));
        let drawn_title = self.options.title.or(self.last.figure.title).unwrap_or(false);
        let title = match &self.map.title {
            Some(title) if drawn_title => {
                let zone = Rect::new(0.0, 0.0, page, 1.5 * page_tokens.core);
                layout::heading(self.map, self.fonts, title, page_tokens.core, zone)?
            }
            _ => Vec::new(),
        };
        let top = if title.is_empty() { 0.0 } else { 2.2 * page_tokens.core };
        let name = 2.2 * tokens.body;
        let free = most - top - rows * name - (rows - 1.0) * gap;
        let page_of = |height: f64| Options {
            width: Some(width),
            height: Some(height),
            title: Some(false),
            ..self.options.clone()
        };
        // One legend below all of them: each may be as high as if the others had none.
        let of_view = |errors| cured(errors, true);
        let endless = arrange(self.map, self.last, self.fonts, style, &page_of(f64::INFINITY)).map_err(of_view)?;
        let legend = endless.legend(self.map).page.height - endless.foot;
        let height = (free + (rows - 1.0) * legend) / rows;
        // Names and gaps alone can be too many.
        if height - legend < LEAST_LINES * tokens.body {
            let message =
                format!("{} versions do not fit on a page {:.0} mm high", self.names.len(), crate::unit::to_mm(most));
            return Err(vec![
                Diagnostic::error(None, message)
                    .hint("a larger page would hold them, or `--height any` where it is scrolled"),
            ]);
        }
        let options = page_of(height);
        let layout = arrange(self.map, self.last, self.fonts, style, &options).map_err(of_view)?;
        let grid = Grid { columns, width, height: layout.foot, gaps: (gap, gap), name, top, page };
        let zone = Rect::new(0.0, 0.0, width, name - 0.5 * tokens.body);
        let mut views = Vec::new();
        for (version, words) in self.names.iter().enumerate() {
            let mut view = self.view(&layout, version);
            view.marks.retain(|mark| !matches!(mark, layout::Mark::Sample { .. }));
            view.page.height = layout.foot;
            let name = layout::heading(self.map, self.fonts, words, layout.tokens.body, zone)?;
            views.push(View { name, figure: draw::draw(self.map, &view, style, &options) });
        }
        let legend = draw::draw(self.map, &layout.legend(self.map), style, &options);
        let rtl = self.map.lang.as_deref().is_some_and(crate::text::from_right);
        let full = self.style.full_height(self.options);
        let figure = beside::beside(views, (title, legend), grid, style, rtl);
        let figure = beside::filled(figure, full);
        if figure.height > most + 0.01 {
            let (high, most) = (crate::unit::to_mm(figure.height).ceil(), crate::unit::to_mm(most));
            let message = format!("the versions take {high:.0} mm, and a page is {most:.0} mm high");
            let hint = "a larger page would hold them, or `--height any` where it is scrolled";
            return Err(vec![Diagnostic::error(None, message).hint(hint)]);
        }
        Ok((layout, vec![figure]))
    }
}
