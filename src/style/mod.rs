//! Looks as data: sizes, spacing and colours, one file each.

mod classic;
mod outline;
mod panels;

use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::draw::figure::Color;
use crate::model::Map;
use crate::unit::mm;

/// Every look, by name: the command's help, the errors and the tests iterate over this list.
pub const STYLES: [&Style; 3] = [&panels::PANELS, &outline::OUTLINE, &classic::CLASSIC];

/// The least type size that journals accept at final size, in points.
pub const LEAST_SIZE: f64 = 8.0;

/// Pages narrower than this are set with the tokens of a single journal column.
const NARROW_BELOW_MM: f64 = 110.0;

/// Pages at least this wide are read from afar: slides and posters.
const AFAR_FROM_MM: f64 = 300.0;

/// A look.
#[derive(Clone, Debug)]
pub struct Style {
    /// The name authors write.
    pub name: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// Sizes for a full-width figure (110 mm and wider).
    pub wide: Tokens,
    /// Sizes for a single column (below 110 mm).
    pub narrow: Tokens,
    /// Sizes for slides and posters (300 mm and wider).
    pub afar: Tokens,
    /// Its colours.
    pub palette: Palette,
    /// Whether themes are ovals where the layout stands each in a box of its own.
    pub ovals: bool,
}

/// Sizes in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Type size of the core and of a drawn title.
    pub core: f64,
    /// Type size of group titles, themes and the outcome.
    pub body: f64,
    /// Type size of sub-themes, codes and link labels.
    pub note: f64,
    /// From a panel's outline to its cards.
    pub pad: f64,
    /// Between cards.
    pub gap: f64,
    /// Between panels.
    pub pgap: f64,
    /// From a panel's title to its first card.
    pub tgap: f64,
    /// From a card's outline to its text, at the sides.
    pub tx: f64,
    /// From a card's outline to its text, above and below.
    pub ty: f64,
    /// Between the core and the panels it is linked to.
    pub vgap: f64,
    /// Least gap that shows an arrow with its stem.
    pub arrow_gap: f64,
    /// Height of the core around one line, and around two, less the lines.
    pub core_pad: (f64, f64),
    /// Share of the page width that the core takes.
    pub core_share: f64,
    /// Corner radius of panels.
    pub panel_radius: f64,
    /// Corner radius of cards.
    pub card_radius: f64,
    /// Corner radius of the outcome, and of a core of three lines or more.
    pub round_radius: f64,
    /// Outline of panels.
    pub panel_stroke: f64,
    /// Outline of cards.
    pub card_stroke: f64,
    /// Outline of the outcome.
    pub outcome_stroke: f64,
    /// Line of links.
    pub link_stroke: f64,
    /// Line that says what belongs to what.
    pub branch_stroke: f64,
    /// Length of an arrowhead.
    pub head_length: f64,
    /// Width of an arrowhead.
    pub head_width: f64,
    /// From the page's edge to the outermost outline: at least half of the widest stroke.
    pub inset: f64,
}

/// Three shades of one hue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hue {
    /// Panel outline and title.
    pub line: Color,
    /// Panel fill.
    pub tint: Color,
    /// Card outline and rules.
    pub soft: Color,
}

/// Colours, none of which carries meaning alone.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Hues of the groups, in their order; with more groups than hues all groups take `neutral`.
    pub hues: &'static [Hue],
    /// The hue of what belongs to no group.
    pub neutral: Hue,
    /// The page.
    pub page: Color,
    /// Inside of cards and of the outcome.
    pub card: Color,
    /// Text of themes.
    pub ink: Color,
    /// Text of sub-themes and link labels.
    pub mute: Color,
    /// Decoration between rows.
    pub rule: Color,
    /// Orbits, on which boxes stand: lines that say no more than the boxes do, and may run behind a label.
    pub orbit: Color,
    /// Links.
    pub link: Color,
    /// Inside of the core.
    pub core_fill: Color,
    /// Outline of the core; `None` for a filled core.
    pub core_line: Option<Color>,
    /// Whether the outline of the core is a double line.
    pub core_double: bool,
    /// Text of the core.
    pub core_text: Color,
    /// Text of sub-themes inside the core.
    pub core_note: Color,
    /// Outline and text of the outcome.
    pub outcome: Color,
}

impl Style {
    /// The sizes for a page of that width in points, with theme text of `size` points where the author asks for it.
    pub fn tokens(&self, width: f64, size: Option<f64>) -> Tokens {
        let mut tokens = if width < mm(NARROW_BELOW_MM) {
            self.narrow
        } else if width < mm(AFAR_FROM_MM) {
            self.wide
        } else {
            self.afar
        };
        if let Some(size) = size {
            tokens.body = size;
            tokens.core = size + 2.0;
            tokens.note = (size - 1.0).max(LEAST_SIZE);
        }
        tokens
    }
}

/// The style the options or the map ask for; an unknown name is an error that lists the known ones.
pub fn choose(map: &Map, options: &Options) -> Result<&'static Style, Vec<Diagnostic>> {
    let Some(name) = options.style.as_ref().or(map.figure.style.as_ref()) else {
        return Ok(&panels::PANELS);
    };
    STYLES.into_iter().find(|style| style.name == name).ok_or_else(|| {
        let names: Vec<_> = STYLES.iter().map(|style| format!("`{}`", style.name)).collect();
        let place = options.style.is_none().then(|| map.figure.place("style")).flatten();
        let unknown = Diagnostic::error(place, format!("no style is called `{name}`"));
        vec![unknown.hint(format!("styles: {}", names.join(", ")))]
    })
}
