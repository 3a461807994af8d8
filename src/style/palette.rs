//! Palettes by name: hues for the groups, on light pages and on dark ones.

use std::sync::{Arc, OnceLock};

use super::Hue;
use super::file::Reader;
use super::keys::Place;
use super::near;
use crate::color::Color;
use crate::diagnostic::Diagnostic;

/// Every palette: the command's help, the errors and the tests iterate over this list.
pub static PALETTES: [Palette; 6] = [
    Palette::new("default", "six hues of equal weight, after Okabe and Ito", include_str!("palettes/default.toml")),
    Palette::new("okabe-ito", "Okabe and Ito's eight hues", include_str!("palettes/okabe-ito.toml")),
    Palette::new("tol-bright", "Paul Tol's bright scheme, six hues", include_str!("palettes/tol-bright.toml")),
    Palette::new("tol-muted", "Paul Tol's muted scheme, nine hues", include_str!("palettes/tol-muted.toml")),
    Palette::new(
        "viridis",
        "six steps from purple to yellow, for groups in an order",
        include_str!("palettes/viridis.toml"),
    ),
    Palette::new("grey", "six greys, for print without colour", include_str!("palettes/grey.toml")),
];

/// A palette by name, read from its file when it is first chosen.
pub struct Palette {
    /// The name authors write.
    pub name: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// Its file, which says where the colours come from.
    pub text: &'static str,
    read: OnceLock<Result<Arc<Scheme>, Vec<Diagnostic>>>,
}

/// The colours of a palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// On light pages.
    pub light: Hues,
    /// On dark pages.
    pub dark: Hues,
}

/// Hues for one kind of page.
#[derive(Clone, Debug, PartialEq)]
pub struct Hues {
    /// In the order of the groups.
    pub hues: Vec<Hue>,
    /// For what belongs to no group, and for all groups where there are more of them than hues.
    pub neutral: Hue,
}

impl Palette {
    const fn new(name: &'static str, about: &'static str, text: &'static str) -> Palette {
        Palette { name, about, text, read: OnceLock::new() }
    }

    /// The colours.
    pub fn scheme(&self) -> Result<Arc<Scheme>, Vec<Diagnostic>> {
        self.read.get_or_init(|| read(self.text).map(Arc::new)).clone()
    }
}

/// The palette by that name.
pub fn named(name: &str) -> Option<&'static Palette> {
    PALETTES.iter().find(|palette| palette.name == name)
}

/// The mistake that no palette has this name.
pub fn unknown(name: &str) -> Diagnostic {
    let names = || PALETTES.iter().map(|palette| palette.name);
    let unknown = Diagnostic::error(None, format!("no palette is called `{name}`"));
    let listed: Vec<_> = names().map(|name| format!("`{name}`")).collect();
    near(unknown, name, names()).hint(format!("palettes: {}", listed.join(", ")))
}

fn read(text: &str) -> Result<Scheme, Vec<Diagnostic>> {
    let mut reader = Reader::default();
    let empty = || Hues { hues: Vec::new(), neutral: Hue { line: Color(0, 0, 0), tint: WHITE, soft: WHITE } };
    let mut scheme = Scheme { light: empty(), dark: empty() };
    let table = reader.parse(text);
    reader.table(&table, Place::Palette, |reader, key, value| {
        let hues = if key == "dark" { &mut scheme.dark } else { &mut scheme.light };
        reader.part_of(value, Place::Ground, |reader, key, value| match key {
            "neutral" => hues.neutral = reader.hue(key, value, None),
            _ => hues.hues = reader.hues(value),
        });
    });
    if reader.problems.is_empty() { Ok(scheme) } else { Err(reader.problems) }
}

const WHITE: Color = Color(0xFF, 0xFF, 0xFF);
