//! The colours of a look: what they are called in a style file, and which of them are seen on which.

use crate::color::{Color, LINE, TEXT};

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
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Hues of the groups, in their order; with more groups than hues all groups take `neutral`. Never empty.
    pub hues: Vec<Hue>,
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
    /// Outline of the core, where it has one.
    pub core_line: Color,
    /// Text of the core.
    pub core_text: Color,
    /// Text of sub-themes inside the core.
    pub core_note: Color,
    /// Outline and text of the outcome.
    pub outcome: Color,
}

/// A colour that a style file can give.
pub struct Named {
    /// Its key.
    pub key: &'static str,
    /// What it is, as the documentation says it.
    pub about: &'static str,
    /// Where it is kept.
    pub of: fn(&mut Palette) -> &mut Color,
}

/// Every colour under `[colors]`, in the order of the documentation.
pub const COLORS: &[Named] = &[
    Named { key: "page", about: "the page", of: |p| &mut p.page },
    Named { key: "card", about: "inside of cards and of the outcome", of: |p| &mut p.card },
    Named { key: "text", about: "text of themes", of: |p| &mut p.ink },
    Named { key: "note", about: "text of sub-themes, codes, link labels and the legend", of: |p| &mut p.mute },
    Named { key: "link", about: "links", of: |p| &mut p.link },
    Named { key: "core", about: "inside of the core", of: |p| &mut p.core_fill },
    Named { key: "core-outline", about: "outline of the core, where it has one", of: |p| &mut p.core_line },
    Named { key: "core-text", about: "text of the core", of: |p| &mut p.core_text },
    Named { key: "core-note", about: "text of sub-themes inside the core", of: |p| &mut p.core_note },
    Named { key: "outcome", about: "outline and text of the outcome", of: |p| &mut p.outcome },
    Named { key: "row", about: "decoration between rows", of: |p| &mut p.rule },
    Named { key: "orbit", about: "orbits, on which boxes stand in `concentric`", of: |p| &mut p.orbit },
];

/// A shade of a hue that a style file can give.
pub struct Shade {
    /// Its key.
    pub key: &'static str,
    /// What it is, as the documentation says it.
    pub about: &'static str,
    /// Where it is kept.
    pub of: fn(&mut Hue) -> &mut Color,
}

/// The shades of a hue.
pub const SHADES: [Shade; 3] = [
    Shade { key: "line", about: "outline and title of the panel", of: |h| &mut h.line },
    Shade { key: "tint", about: "inside of the panel", of: |h| &mut h.tint },
    Shade { key: "soft", about: "outlines of its cards, rules and branches", of: |h| &mut h.soft },
];

/// One colour seen on another.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Key of the colour in front, in the words of a style file: `text`, `hues 2 line`.
    pub front: String,
    /// That colour.
    pub color: Color,
    /// Key of the colour behind it.
    pub back: String,
    /// That colour.
    pub behind: Color,
    /// The least contrast they may have.
    pub least: f64,
}

/// Everything that is read or told apart in a figure. Fills beside each other and decoration are not: outlines say what
/// they say, and nobody loses anything with them. `outlined` is whether the core has an outline.
pub fn pairs(palette: &Palette, outlined: bool) -> Vec<Pair> {
    let p = palette;
    let mut pairs = Vec::new();
    let mut pair = |front: &str, color, back: &str, behind, least| {
        pairs.push(Pair { front: front.to_owned(), color, back: back.to_owned(), behind, least });
    };
    for (front, color) in [("text", p.ink), ("note", p.mute), ("outcome", p.outcome)] {
        for (back, behind) in [("page", p.page), ("card", p.card)] {
            pair(front, color, back, behind, TEXT);
        }
    }
    pair("core-text", p.core_text, "core", p.core_fill, TEXT);
    pair("core-note", p.core_note, "core", p.core_fill, TEXT);
    pair("link", p.link, "page", p.page, LINE);
    if outlined {
        pair("core-outline", p.core_line, "page", p.page, LINE);
    } else {
        pair("core", p.core_fill, "page", p.page, LINE);
    }
    let numbered = p.hues.iter().enumerate().map(|(i, hue)| (format!("hues {}", i + 1), hue));
    for (name, hue) in numbered.chain([("neutral".to_owned(), &p.neutral)]) {
        let [line, tint, soft] = ["line", "tint", "soft"].map(|shade| format!("{name} {shade}"));
        pair(&line, hue.line, &tint, hue.tint, TEXT);
        pair(&line, hue.line, "page", p.page, TEXT);
        for (back, behind) in [(tint.as_str(), hue.tint), ("page", p.page), ("card", p.card)] {
            pair(&soft, hue.soft, back, behind, LINE);
        }
        pair("note", p.mute, &tint, hue.tint, TEXT);
        pair("text", p.ink, &tint, hue.tint, TEXT);
        pair("link", p.link, &tint, hue.tint, LINE);
    }
    pairs
}
