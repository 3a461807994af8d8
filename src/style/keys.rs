//! The keys a style file may use, by place: what the reader accepts, what its hints offer, what the schema must list.

use super::{COLORS, SHADES, SIZES};

/// A table in a style file, or in a file of a palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file itself.
    Style,
    /// `[page]`.
    Page,
    /// `[shapes]`.
    Shapes,
    /// `[colors]`.
    Colors,
    /// `[sizes]`, `[wide]`, `[narrow]`, `[afar]` and `[afar-tight]`.
    Sizes,
    /// The shades of a hue.
    Hue,
    /// The file of a palette.
    Palette,
    /// `[light]` and `[dark]` of a palette.
    Ground,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// Text in quotes: a name or a length.
    Text,
    /// One of these words in quotes.
    Word(&'static [&'static str]),
    /// A colour, `#RRGGBB` in quotes.
    Color,
    /// A number in this range.
    Number(f64, f64),
    /// A table.
    Table(Place),
    /// A list of tables.
    List(Place),
}

/// How palettes colour groups.
pub const GROUP_COLORS: &[&str] = &["tints", "lines", "none"];

/// How themes are drawn where each has a box of its own.
pub const THEMES: &[&str] = &["cards", "ovals"];

/// How the core is set off.
pub const CORES: &[&str] = &["filled", "outlined", "double"];

/// Which shade outlines panels.
pub const PANELS: &[&str] = &["line", "soft"];

/// Every place of a style file with the name of its definition in the JSON Schema.
pub const PLACES: [(Place, &str); 6] = [
    (Place::Style, "style"),
    (Place::Page, "page"),
    (Place::Shapes, "shapes"),
    (Place::Colors, "colors"),
    (Place::Sizes, "sizes"),
    (Place::Hue, "hue"),
];

impl Place {
    /// One of them in a sentence.
    pub fn one(self) -> &'static str {
        match self {
            Place::Style => "a style",
            Place::Page => "`[page]`",
            Place::Shapes => "`[shapes]`",
            Place::Colors => "`[colors]`",
            Place::Sizes => "a table of sizes",
            Place::Hue => "a hue",
            Place::Palette => "a palette",
            Place::Ground => "`[light]` or `[dark]`",
        }
    }

    /// Its keys and what each takes.
    pub fn keys(self) -> Vec<(&'static str, Takes)> {
        match self {
            Place::Style => vec![
                ("base", Takes::Text),
                ("palette", Takes::Text),
                ("group-colors", Takes::Word(GROUP_COLORS)),
                ("hues", Takes::List(Place::Hue)),
                ("neutral", Takes::Table(Place::Hue)),
                ("page", Takes::Table(Place::Page)),
                ("shapes", Takes::Table(Place::Shapes)),
                ("colors", Takes::Table(Place::Colors)),
                ("sizes", Takes::Table(Place::Sizes)),
                ("wide", Takes::Table(Place::Sizes)),
                ("narrow", Takes::Table(Place::Sizes)),
                ("afar", Takes::Table(Place::Sizes)),
                ("afar-tight", Takes::Table(Place::Sizes)),
            ],
            Place::Page => vec![("width", Takes::Text), ("height", Takes::Text)],
            Place::Shapes => vec![
                ("themes", Takes::Word(THEMES)),
                ("core", Takes::Word(CORES)),
                ("panel-outline", Takes::Word(PANELS)),
            ],
            Place::Colors => COLORS.iter().map(|color| (color.key, Takes::Color)).collect(),
            Place::Sizes => SIZES.iter().map(|size| (size.key, Takes::Number(size.range.0, size.range.1))).collect(),
            Place::Hue => SHADES.iter().map(|shade| (shade.key, Takes::Color)).collect(),
            Place::Palette => vec![("light", Takes::Table(Place::Ground)), ("dark", Takes::Table(Place::Ground))],
            Place::Ground => vec![("neutral", Takes::Table(Place::Hue)), ("hues", Takes::List(Place::Hue))],
        }
    }
}
