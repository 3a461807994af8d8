//! Thematic maps for qualitative thematic analysis: a short text file becomes the figure of the paper.
//!
//! A figure is made in five stages. Each is a module, each module is where its output type is defined, and the data goes
//! through them once, downhill:
//!
//! ```text
//! text ──read──▶ Document ──model──▶ Map ──layout──▶ Layout ──draw──▶ Figure ──encode──▶ bytes
//! ```
//!
//! | module | from → to | promise to the next stage |
//! |---|---|---|
//! | [`mod@read`] | text → `Document` | well-formed statements, each with its place in the file |
//! | [`model`] | `Document` → [`Map`] | a graph of themes and links, every name resolved, every default filled in |
//! | [`layout`] | `Map`, fonts → [`Layout`] | one box per theme, one path per link, nothing overlaps, all inside the page |
//! | [`draw`] | `Map`, `Layout`, style → [`Figure`] | a closed display list, every colour, width and font decided |
//! | [`encode`] | `Figure` → bytes | the same figure in every format |
//!
//! Beside them stand [`text`] (fonts, shaping, line breaking), [`style`] (looks as data), [`journal`] (what journals ask for,
//! as data), [`mod@color`] (luminance and contrast), [`diagnostic`] (what is wrong, where, and what to do), [`mod@unit`]
//! (points and millimetres), [`describe`] (the map in words) and [`mod@diff`] (two maps and what changed between them; several
//! as one map, with every place that any has). [`mod@versions`] sends that map through the same stages. Behind the stages
//! [`check`] looks at maps as a supervisor does, and at finished figures, ours and others', with the eyes of readers and of
//! journals. [`cli`] alone touches files, the terminal and the environment.
//!
//! **The rule.** A stage knows the stages before it, never one after it; nobody knows `cli`. A test reads the imports and
//! holds it. Inside `layout` stands one more wall: `layout::door` turns the map into a plain graph of sizes, roles and
//! order ([`layout::graph`]); the algorithms see that graph only, and can be tested with graphs of ten lines.
//!
//! **Words.** `model` speaks the field's language (core, group, theme, sub-theme, code, outcome, link, quote,
//! participant), `layout` that of graph drawing (node, edge, box, port, route), `draw` that of graphics (path, fill,
//! stroke, baseline), `encode` those of the formats. A look is a style, never a theme.
//!
//! **One new thing is one file and one row**: a layout (`LAYOUTS`), a style (`STYLES`), a palette (`PALETTES`), a format
//! (`FORMATS`), a journal (`JOURNALS`), a language (`LANGUAGES`), a way to see (`VISIONS`), a
//! question about the analysis (`check::method::RULES`). The command's help, the errors and the tests iterate over those
//! tables.
//!
//! **Units.** Points (1/72 in) as `f64`, y down, absolute; rounded once, when written. **Same input, same bytes** on every
//! machine: no hash order, no clock, no locale, no system fonts unless asked for, no inexact functions of the platform's
//! mathematics where a result reaches a coordinate, total sorts.
//!
//! **What is not for everybody** is left out at the model's door ([`public`]): no later stage can write what it never saw.
//!
//! **Errors** are [`Diagnostic`]s: place, fact and cure. The library does no I/O, prints nothing, reads no environment and
//! never panics on input.
//!
//! ```
//! let (map, _warnings) = thememap::read(r#"themes = ["Waiting", "Being seen"]"#).expect("a map");
//! let fonts = thememap::text::Fonts::bundled();
//! let drawing = thememap::render(&map, &fonts, &thememap::Options::default()).expect("a figure");
//! let svg = thememap::encode::svg::write(&drawing.figure, &fonts, thememap::encode::svg::TextMode::Plain);
//! assert!(svg.expect("an SVG").contains("Being seen"));
//! ```

use diagnostic::Diagnostic;
use draw::Figure;
use journal::{Journal, Settings};
use layout::Layout;
use model::{By, Direction, Map, Shown};
use text::Fonts;

pub mod check;
pub mod cli;
pub mod color;
pub mod describe;
pub mod diagnostic;
pub mod diff;
pub mod draw;
pub mod encode;
pub mod journal;
pub mod layout;
pub mod model;
pub mod read;
pub mod style;
pub mod text;
pub mod unit;
pub mod versions;

/// What the caller decides over the head of the map file; `None` leaves it to the file, then to the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Name of the journal the figure is for: it decides what follows, as far as that is left open, over the head of the map.
    pub journal: Option<String>,
    /// Which of the journal's widths, or of the safe ones where no journal is named.
    pub column: Option<journal::Column>,
    /// Name of a layout, or `auto`.
    pub layout: Option<String>,
    /// Which way the figure reads.
    pub direction: Option<Direction>,
    /// Width of the page in points.
    pub width: Option<f64>,
    /// Most height of the page in points; infinite for one that grows with its content.
    pub height: Option<f64>,
    /// Levels of themes that are drawn, from 1; what is deeper is folded into the theme above it.
    pub fold: Option<usize>,
    /// Whether the map may take several pages, see [`pages`].
    pub pages: Option<bool>,
    /// Name of a style.
    pub style: Option<String>,
    /// A style of the author's own, see [`style::read`]; it wins over a name.
    pub style_file: Option<std::sync::Arc<style::Style>>,
    /// Name of a palette, in place of the style's own.
    pub palette: Option<String>,
    /// Whether a legend is drawn, in place of the rule that draws it where a mark needs one.
    pub legend: Option<bool>,
    /// Size of theme text in points.
    pub font_size: Option<f64>,
    /// Size of theme text in points where nobody asks for one, as far as it fits.
    pub usual_size: Option<f64>,
    /// Whether the title is drawn inside the graphic.
    pub title: Option<bool>,
    /// Whether codes are drawn.
    pub codes: Option<bool>,
    /// Whether marks on themes show which groups of participants speak in them.
    pub coverage: Option<bool>,
    /// Who has a column in a table of themes and participants.
    pub by: Option<By>,
    /// Whether counts are drawn where who speaks is shown.
    pub counts: Option<bool>,
    /// Whether everything that is not drawn, and everything that participants said or are called, is left out.
    pub public: Option<bool>,
    /// An earlier figure of the map: what has not changed stays where it stood, as far as the map allows.
    pub previous: Option<std::sync::Arc<layout::previous::Previous>>,
    /// Whether the page is left transparent.
    pub transparent: bool,
}

/// Pages narrower than this in points are set as a column, whose type has sizes of its own.
const COLUMN_BELOW: f64 = 110.0 * unit::PT_PER_MM;

impl Options {
    /// The journal a map is drawn for, with how maps are set for it: the one named here, or else by the map.
    pub fn journal(&self, map: &Map) -> Result<Option<(Journal, Settings)>, Vec<Diagnostic>> {
        let Some(name) = self.journal.as_ref().or(map.figure.journal.as_ref()) else { return Ok(None) };
        let place = if self.journal.is_none() { map.figure.place("for") } else { None };
        let wrong = |message: String, hints: Vec<String>| {
            vec![hints.into_iter().fold(Diagnostic::error(place.clone(), message), Diagnostic::hint)]
        };
        let journal = Journal::named(name).map_err(|(message, hints)| wrong(message, hints))?;
        let settings = journal.settings(self.column).map_err(|message| wrong(message, Vec::new()))?;
        Ok(Some((journal, settings)))
    }

    /// Whether codes are drawn: unless the caller or the map leaves them out.
    pub fn draws_codes(&self, map: &Map) -> bool {
        self.codes.or(map.figure.codes).unwrap_or(true)
    }

    /// Whether marks on themes show who speaks in them.
    pub fn marks_coverage(&self, map: &Map) -> bool {
        self.coverage.or(map.figure.coverage).unwrap_or(false)
    }

    /// Whether counts are drawn.
    pub fn draws_counts(&self, map: &Map) -> bool {
        self.counts.or(map.figure.counts).unwrap_or(false)
    }

    /// The same with what the journal decides: over the head of the map where the caller names it, else where the map is
    /// silent.
    pub(crate) fn settled(&self, map: &Map) -> Result<Options, Vec<Diagnostic>> {
        let mut options = self.clone();
        let Some((journal, settings)) = self.journal(map)? else {
            if let (Some(column), None) = (self.column, self.width) {
                let safe = Journal::safe().and_then(|safe| safe.settings(Some(column)));
                options.width = Some(safe.map_err(|message| vec![Diagnostic::error(None, message)])?.width);
            }
            return Ok(options);
        };
        let (own, over) = (&map.figure, self.journal.is_some());
        if over || self.column.is_some() || own.width.is_none() {
            options.width = options.width.or(Some(settings.width));
        }
        if (over || own.height.is_none()) && settings.height.is_finite() {
            options.height = options.height.or(Some(settings.height));
        }
        if settings.no_title && (over || own.title.is_none()) {
            options.title = options.title.or(Some(false));
        }
        if over || own.style.is_none() {
            let known = settings.style.filter(|name| style::STYLES.iter().any(|style| style.name == name));
            options.style = options.style.take().or(known);
        }
        if let (true, None, Some(size)) = (over, options.font_size, own.font_size) {
            // A size of the map stays, where the journal takes it: the core is set 2 pt larger.
            let least = journal.number(journal::Key::TextLeast).unwrap_or(size);
            let most = journal.number(journal::Key::TextMost).map_or(f64::INFINITY, |most| most - 2.0);
            options.font_size = Some(size.min(most).max(least));
        }
        let width = options.width.or(own.width).unwrap_or(settings.width);
        options.usual_size = options.usual_size.or(settings.font_size.filter(|_| width >= COLUMN_BELOW));
        Ok(options)
    }
}

/// A figure with what the stages before it knew.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Where everything stands.
    pub layout: Layout,
    /// The display list, ready for any format.
    pub figure: Figure,
    /// What is drawn, where it is not the map as it was given: folded, or one page of it. The layout's indices are of this one.
    pub map: Option<Map>,
    /// Its number, from 1, where several pages were allowed.
    pub page: Option<usize>,
}

/// Reads a map file: the map and its warnings, or everything that is wrong with it.
pub fn read(source: &str) -> Result<(Map, Vec<Diagnostic>), Vec<Diagnostic>> {
    model::resolve(read::parse(source)?)
}

/// The same in one of the languages of the file (BCP 47 tags), or in two: each label in the first and, below it, in the
/// second. Without any it is as the file says.
pub fn read_in(source: &str, languages: &[String]) -> Result<(Map, Vec<Diagnostic>), Vec<Diagnostic>> {
    model::resolve_in(read::parse(source)?, languages)
}

/// The map as everybody may see it, where the options or the map itself ask for that: see [`Map::public`]. What is made of
/// it cannot say what is not in it, so this comes first; drawing a map does it too.
pub fn public(map: &Map, options: &Options) -> Option<Map> {
    let asked = options.public.or(map.figure.public).unwrap_or(false);
    let layout = options.layout.as_deref().or(map.figure.layout.as_deref());
    let table = layout.is_some_and(layout::is_table);
    let codes = options.draws_codes(map) && (!table || layout::has_rows_of_codes(map));
    let shown = Shown { depth: options.fold.or(map.figure.fold), codes, table };
    (asked && !map.is_public).then(|| map.public(shown))
}

/// Lays a map out on one page and draws it; an error says what does not fit and what would.
pub fn render(map: &Map, fonts: &Fonts, options: &Options) -> Result<Drawing, Vec<Diagnostic>> {
    if let Some(public) = public(map, options) {
        let drawing = render(&public, fonts, options)?;
        return Ok(Drawing { map: drawing.map.or(Some(public)), ..drawing });
    }
    let options = &options.settled(map)?;
    let style = &*style::choose(map, options)?;
    let options = &*style.options(map, options);
    let folded = fold(map, options);
    let shown = folded.as_ref().unwrap_or(map);
    let mut layout = layout::arrange(shown, fonts, style, options)?;
    layout::fill(&mut layout, style.full_height(options));
    let figure = draw::draw(shown, &layout, style, options);
    Ok(Drawing { layout, figure, map: folded, page: None })
}

/// Lays a map out on as many pages as it takes, if several are allowed, and draws them; with what is lost between them.
pub fn pages(map: &Map, fonts: &Fonts, options: &Options) -> Result<(Vec<Drawing>, Vec<Diagnostic>), Vec<Diagnostic>> {
    if !options.pages.or(map.figure.pages).unwrap_or(false) {
        let drawing = render(map, fonts, options)?;
        let warnings = drawing.layout.unexplained.then(|| layout::unexplained(map)).into_iter().collect();
        return Ok((vec![drawing], warnings));
    }
    if let Some(public) = public(map, options) {
        return pages(&public, fonts, options);
    }
    let options = &options.settled(map)?;
    let style = &*style::choose(map, options)?;
    let options = &*style.options(map, options);
    let folded = fold(map, options);
    let map = folded.as_ref().unwrap_or(map);
    let (maps, layouts): (Vec<_>, Vec<_>) = layout::pages::split(map, fonts, style, options)?.into_iter().unzip();
    let unexplained = layouts.iter().any(|layout: &Layout| layout.unexplained);
    let warnings = map.parted(&maps).into_iter().chain(unexplained.then(|| layout::unexplained(map))).collect();
    let drawings = maps.into_iter().zip(layouts).enumerate().map(|(i, (map, mut layout))| {
        layout::fill(&mut layout, style.full_height(options));
        let figure = draw::draw(&map, &layout, style, options);
        Drawing { layout, figure, map: Some(map), page: Some(i + 1) }
    });
    Ok((drawings.collect(), warnings))
}

/// The map without what the options, or the map itself, fold into the themes above.
fn fold(map: &Map, options: &Options) -> Option<Map> {
    let depth = options.fold.or(map.figure.fold)?;
    let codes = options.draws_codes(map);
    (map.levels(codes) > depth).then(|| map.folded(depth, codes))
}

/// The README's examples, run as tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
