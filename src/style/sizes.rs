//! The sizes of a look: what they are called in a style file, and in which range they make a figure.

use super::LEAST_SIZE;

/// Sizes in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
    /// Outline of the outcome, and of the core where it has one.
    pub outcome_stroke: f64,
    /// Line of links.
    pub link_stroke: f64,
    /// Line that says what belongs to what.
    pub branch_stroke: f64,
    /// Decoration between rows.
    pub rule_stroke: f64,
    /// Length of an arrowhead.
    pub head_length: f64,
    /// Width of an arrowhead.
    pub head_width: f64,
    /// From the page's edge to the outermost outline: at least half of the widest stroke.
    pub inset: f64,
}

/// A size that a style file can give.
pub struct Size {
    /// Its key.
    pub key: &'static str,
    /// What it is, as the documentation says it.
    pub about: &'static str,
    /// Its least and its most.
    pub range: (f64, f64),
    /// Where it is kept.
    pub of: fn(&mut Tokens) -> &mut f64,
}

/// Type sizes: journals ask for 8 pt, and nothing on a slide is set larger than 72 pt.
const TYPE: (f64, f64) = (LEAST_SIZE, 72.0);

/// Distances inside of boxes.
const INSIDE: (f64, f64) = (1.0, 72.0);

/// Distances between boxes: enough to see that they are two.
const BETWEEN: (f64, f64) = (3.0, 144.0);

/// Radii; those larger than half a box make a pill of it.
const RADIUS: (f64, f64) = (0.0, 72.0);

/// Lines: below a quarter of a point, printers drop them.
const LINE: (f64, f64) = (0.25, 6.0);

/// Every size, in the order of the documentation.
pub const SIZES: &[Size] = &[
    Size { key: "core-size", about: "type of the core and of a drawn title", range: TYPE, of: |t| &mut t.core },
    Size { key: "theme-size", about: "type of group titles, themes and the outcome", range: TYPE, of: |t| &mut t.body },
    Size {
        key: "note-size",
        about: "type of sub-themes, codes, link labels and the legend",
        range: TYPE,
        of: |t| &mut t.note,
    },
    Size { key: "panel-padding", about: "from a panel's outline to its cards", range: INSIDE, of: |t| &mut t.pad },
    Size { key: "title-gap", about: "from a panel's title to its first card", range: INSIDE, of: |t| &mut t.tgap },
    Size {
        key: "card-side-padding",
        about: "from a card's outline to its text, at the sides",
        range: INSIDE,
        of: |t| &mut t.tx,
    },
    Size {
        key: "card-top-padding",
        about: "from a card's outline to its text, above and below",
        range: INSIDE,
        of: |t| &mut t.ty,
    },
    Size {
        key: "core-padding-one-line",
        about: "height of the core beside that of its one line",
        range: INSIDE,
        of: |t| &mut t.core_pad.0,
    },
    Size {
        key: "core-padding",
        about: "height of the core beside that of its lines, where it has several",
        range: INSIDE,
        of: |t| &mut t.core_pad.1,
    },
    Size {
        key: "core-share",
        about: "share of the page width that the core takes",
        range: (0.2, 1.0),
        of: |t| &mut t.core_share,
    },
    Size { key: "card-gap", about: "between cards", range: BETWEEN, of: |t| &mut t.gap },
    Size { key: "panel-gap", about: "between panels", range: BETWEEN, of: |t| &mut t.pgap },
    Size {
        key: "core-gap",
        about: "between the core and the panels it is linked to",
        range: BETWEEN,
        of: |t| &mut t.vgap,
    },
    Size {
        key: "arrow-gap",
        about: "least gap that shows an arrow with its stem",
        range: BETWEEN,
        of: |t| &mut t.arrow_gap,
    },
    Size { key: "panel-radius", about: "corners of panels", range: RADIUS, of: |t| &mut t.panel_radius },
    Size { key: "card-radius", about: "corners of cards", range: RADIUS, of: |t| &mut t.card_radius },
    Size {
        key: "core-radius",
        about: "corners of the outcome, and of a core of three lines or more",
        range: RADIUS,
        of: |t| &mut t.round_radius,
    },
    Size { key: "panel-line", about: "outline of panels", range: LINE, of: |t| &mut t.panel_stroke },
    Size { key: "card-line", about: "outline of cards", range: LINE, of: |t| &mut t.card_stroke },
    Size {
        key: "core-line",
        about: "outline of the outcome, and of the core where it has one",
        range: LINE,
        of: |t| &mut t.outcome_stroke,
    },
    Size { key: "link-line", about: "links", range: LINE, of: |t| &mut t.link_stroke },
    Size { key: "branch-line", about: "lines from a box to its parts", range: LINE, of: |t| &mut t.branch_stroke },
    Size { key: "row-line", about: "decoration: lines between rows, orbits", range: LINE, of: |t| &mut t.rule_stroke },
    Size { key: "head-length", about: "length of an arrowhead", range: (2.0, 30.0), of: |t| &mut t.head_length },
    Size { key: "head-width", about: "width of an arrowhead", range: (2.0, 30.0), of: |t| &mut t.head_width },
    Size {
        key: "page-inset",
        about: "from the page's edge to the outermost outline",
        range: (0.5, 144.0),
        of: |t| &mut t.inset,
    },
];
