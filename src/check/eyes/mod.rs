//! A finished figure → what eyes can tell in it: contrast, colours that look alike, text and lines that are too small.
//!
//! **Contrast** is that of WCAG 2.2: text needs 4.5:1 with what is behind it, large text 3:1 (1.4.3); outlines, links,
//! heads, branches, rules and the marks of tables need 3:1 with what they stand on, outlines with both of their sides
//! (1.4.11). What is only decoration is let off: areas behind boxes ([`Class::Area`]), lines that guide the eye
//! ([`Class::Guide`]), and a tint as such, because the outline around it says the same.
//!
//! [`Class::Area`]: crate::draw::figure::Class::Area
//! [`Class::Guide`]: crate::draw::figure::Class::Guide
//!
//! **Colour is never the only sign** (1.4.1). Panels and trees repeat in colour what titles, enclosures and lines say. A theme
//! that has a colour of its own says something by colour alone: it must be told from the others by every reader, on a grey
//! copy too, or by another sign, see `alike.rs`.
//!
//! Each is measured as usual sight has it and in every [`Vision`].

use serde::{Serialize, Serializer};

use crate::color::{self, Color};
use crate::draw::Figure;
use crate::draw::vision::{VISIONS, Vision};
use crate::layout::quality::rounded;
use crate::model::Map;
use crate::unit::mm;

mod alike;
mod contrast;
mod difference;
mod scene;
mod words;

pub use difference::difference;
pub use words::diagnostics;

/// Least contrast of text, of large text, and of what is no text (WCAG 2.2, 1.4.3 and 1.4.11, level AA).
const TEXT_NEEDS: f64 = color::TEXT;
const LARGE_TEXT_NEEDS: f64 = color::LINE;
const GRAPHIC_NEEDS: f64 = color::LINE;

/// Text is large from this size in points, and from this one where it is bold (WCAG 2.2, large scale).
const LARGE_FROM: f64 = 18.0;
const LARGE_BOLD_FROM: f64 = 14.0;

/// Share of the least contrast that has to be left where sight is simulated.
///
/// The ratios of the standard are for usual sight, and allow for readers whose colours are others. Hues of one luminance are
/// a little lighter or darker to them; more than a tenth of the contrast is not to hang on that.
const SIMULATED_SHARE: f64 = 0.9;

/// Least difference in CIELAB of colours that mean different things.
///
/// Two patches side by side are told apart from about 2.3 on (Mahy, Van Eycken, Oosterlinck 1994, Color Research and
/// Application 19); thin outlines and small marks with space between them need four times as much (Stone, Szafir, Setlur
/// 2014, Color and Imaging Conference 22). In grey it is ten steps of lightness, which for every pair is more than 15 % of the
/// luminance.
const LEAST_DIFFERENCE: f64 = 10.0;

/// Least type size in points that is read in print, and from afar: on slides and posters, which are at least this wide.
const LEAST_SIZE: f64 = 8.0;
const LEAST_SIZE_AFAR: f64 = 16.0;
const AFAR_FROM_MM: f64 = 300.0;

/// Least width in points of a line that comes out in print.
const LEAST_LINE: f64 = 0.5;

/// What the inner side of an outline stands on.
const INSIDE: &str = "its inside";

/// Numbers are met if they are met but for the last bits.
const EPS: f64 = 1e-9;

/// What was measured in a figure.
#[derive(Clone, Debug, Serialize)]
pub struct Eyes {
    /// Every pair of colours of which one stands on the other, in the order of the figure.
    pub pairs: Vec<Pair>,
    /// For each way to see, `normal` first, the colours of groups or themes that differ least; none where there is one colour.
    pub differences: Vec<Difference>,
    /// The least type size in points; null where there is no text.
    pub least_text_pt: Option<f64>,
    /// What is asked for at this width.
    pub needed_text_pt: f64,
    /// The thinnest line in points; null where there is none.
    pub least_line_pt: Option<f64>,
    /// What is asked for.
    pub needed_line_pt: f64,
    /// What is wrong.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// A colour on another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// What has the colour: "text of theme", "outline of panel", "link".
    pub what: &'static str,
    /// What it stands on: "page", "panel", "card".
    pub on: &'static str,
    /// Its colour.
    #[serde(serialize_with = "hex")]
    pub color: Color,
    /// The colour behind it.
    #[serde(serialize_with = "hex")]
    pub behind: Color,
    /// How many lines of text or shapes that are.
    pub count: usize,
    /// The contrast it needs.
    pub needs: f64,
    /// The contrast that it has, in each way to see.
    #[serde(flatten)]
    pub has: Contrasts,
    /// What of the map that is, each once.
    #[serde(skip)]
    pub subjects: Vec<Subject>,
}

/// A number for each way to see: to usual sight first, then in the order of [`VISIONS`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrasts(pub [f64; 1 + VISIONS.len()]);

/// Two colours of which each is meant to say something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// `normal` or the name of a vision.
    pub vision: &'static str,
    /// How far apart they are in CIELAB (CIE 1976).
    #[serde(serialize_with = "rounded")]
    pub delta_e: f64,
    /// Ids of two items that have them.
    pub items: [String; 2],
    /// The colours, as they are drawn.
    #[serde(serialize_with = "both")]
    pub colors: [Color; 2],
}

/// Something in a figure that some reader cannot see.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub what: What,
    /// What of the map it is about, in the order of the figure.
    pub subjects: Vec<Subject>,
    /// The number that is too small: a contrast, a difference, points.
    pub measured: f64,
    /// The least that will do.
    pub needed: f64,
    /// To whom, and the number that is theirs; empty where it is everyone.
    pub visions: Vec<(&'static Vision, f64)>,
}

/// A kind of finding.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Text or a line that is too pale.
    Contrast {
        /// As in [`Pair::what`].
        what: &'static str,
        /// As in [`Pair::on`].
        on: &'static str,
        /// Its colour.
        color: Color,
        /// The colour behind it.
        behind: Color,
    },
    /// Colours that look alike, and nothing else tells apart what has them.
    Alike(Vec<Color>),
    /// Text that is too small.
    SmallText,
    /// A line that is too thin.
    ThinLine,
}

/// What of a map something in the figure is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A theme, group, core or outcome, by its id.
    Item(String),
    /// A link, by the ids of its ends.
    Link(String, String),
    /// Nothing that the map names: a sum in a table, the title.
    Figure,
}

/// Measures a figure of a map.
pub fn examine(map: &Map, figure: &Figure) -> Eyes {
    let parts = scene::parts(figure);
    let pairs = contrast::pairs(figure, &parts);
    let (differences, alike) = alike::pairs(map, &parts);
    let needed_text_pt = if figure.width < mm(AFAR_FROM_MM) { LEAST_SIZE } else { LEAST_SIZE_AFAR };
    let (texts, lines) = (sizes(&parts, |part| part.text_size()), sizes(&parts, |part| part.line_width()));
    let mut findings: Vec<Finding> = pairs.iter().filter_map(contrast::finding).collect();
    findings.extend(alike);
    findings.extend(too_small(&texts, needed_text_pt, What::SmallText));
    findings.extend(too_small(&lines, LEAST_LINE, What::ThinLine));
    let least = |sizes: &[(f64, Subject)]| sizes.iter().map(|(size, _)| *size).min_by(f64::total_cmp);
    Eyes {
        pairs,
        differences,
        least_text_pt: least(&texts),
        needed_text_pt,
        least_line_pt: least(&lines),
        needed_line_pt: LEAST_LINE,
        findings,
    }
}

/// What is wrong with a figure of a map.
pub fn findings(map: &Map, figure: &Figure) -> Vec<Finding> {
    examine(map, figure).findings
}

fn sizes(parts: &[scene::Part], size: fn(&scene::Part) -> Option<f64>) -> Vec<(f64, Subject)> {
    parts.iter().filter_map(|part| Some((size(part)?, part.owner.subject()))).collect()
}

/// One finding about everything that is too small, by the smallest.
fn too_small(sizes: &[(f64, Subject)], needed: f64, what: What) -> Option<Finding> {
    let small: Vec<_> = sizes.iter().filter(|(size, _)| *size < needed - EPS).collect();
    let measured = small.iter().map(|(size, _)| *size).min_by(f64::total_cmp)?;
    let mut subjects = Vec::new();
    for (_, subject) in small {
        if !subjects.contains(subject) {
            subjects.push(subject.clone());
        }
    }
    Some(Finding { what, subjects, measured, needed, visions: Vec::new() })
}

fn hex<S: Serializer>(color: &Color, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&color.hex())
}

fn both<S: Serializer>(colors: &[Color; 2], to: S) -> Result<S::Ok, S::Error> {
    colors.map(Color::hex).serialize(to)
}

impl Serialize for Contrasts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let names = std::iter::once("normal").chain(VISIONS.iter().map(|vision| vision.name));
        to.collect_map(names.zip(self.0.map(|ratio| (ratio * 1e4).round() / 1e4)))
    }
}
