//! The default look: tinted panels in hues of equal lightness, white cards, a dark core.

use super::{Hue, Palette, Style, Tokens};
use crate::draw::figure::Color;

const fn rgb(hex: u32) -> Color {
    Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Colours from Okabe and Ito's palette, rebuilt in CIELAB so that `line` has 5:1 on white, `soft` 3:1 on its `tint`,
/// and pairs that collapse for colour-blind readers still differ in lightness.
const HUES: [Hue; 6] = [
    Hue { line: rgb(0x0468A2), tint: rgb(0xEEF4FD), soft: rgb(0x328ED5) },
    Hue { line: rgb(0x984305), tint: rgb(0xFDF1EC), soft: rgb(0xC1774A) },
    Hue { line: rgb(0x037152), tint: rgb(0xEBF6F1), soft: rgb(0x1F9B73) },
    Hue { line: rgb(0xAB327E), tint: rgb(0xFCF1F6), soft: rgb(0xC66B9E) },
    Hue { line: rgb(0x946501), tint: rgb(0xFAF2EA), soft: rgb(0xAD813C) },
    Hue { line: rgb(0x484C50), tint: rgb(0xF2F4F5), soft: rgb(0x85898E) },
];

/// Sizes for a full-width figure.
pub(super) const WIDE: Tokens = Tokens {
    core: 11.0,
    body: 9.0,
    note: 8.0,
    pad: 7.0,
    gap: 6.0,
    pgap: 12.0,
    tgap: 4.5,
    tx: 5.0,
    ty: 5.0,
    vgap: 24.0,
    arrow_gap: 18.0,
    core_pad: (20.8, 17.6),
    core_share: 0.56,
    panel_radius: 5.0,
    card_radius: 3.0,
    round_radius: 14.0,
    panel_stroke: 0.75,
    card_stroke: 0.5,
    outcome_stroke: 1.25,
    link_stroke: 1.0,
    branch_stroke: 0.75,
    head_length: 5.2,
    head_width: 4.6,
    inset: 1.0,
};

/// Sizes for a single column.
pub(super) const NARROW: Tokens = Tokens {
    core: 10.0,
    body: 8.0,
    pad: 5.5,
    gap: 4.5,
    pgap: 8.0,
    tgap: 4.0,
    tx: 3.5,
    ty: 4.2,
    vgap: 19.0,
    arrow_gap: 15.0,
    core_pad: (16.0, 14.0),
    core_share: 0.73,
    round_radius: 12.0,
    head_length: 4.8,
    head_width: 4.2,
    inset: 0.75,
    ..WIDE
};

/// Sizes for slides and posters.
pub(super) const AFAR: Tokens = Tokens {
    core: 24.0,
    body: 18.0,
    note: 16.0,
    pad: 15.0,
    gap: 12.0,
    pgap: 26.0,
    tgap: 9.0,
    tx: 9.0,
    ty: 11.0,
    vgap: 50.0,
    arrow_gap: 38.0,
    core_pad: (43.0, 36.0),
    core_share: 0.56,
    panel_radius: 10.0,
    card_radius: 6.0,
    round_radius: 28.0,
    panel_stroke: 1.5,
    card_stroke: 1.0,
    outcome_stroke: 2.5,
    link_stroke: 2.0,
    branch_stroke: 1.5,
    head_length: 11.0,
    head_width: 9.5,
    inset: 34.0,
};

/// The default look.
pub(super) const PANELS: Style = Style {
    name: "panels",
    about: "tinted panels, white cards, a dark core (the default)",
    wide: WIDE,
    narrow: NARROW,
    afar: AFAR,
    palette: Palette {
        hues: &HUES,
        neutral: HUES[5],
        page: rgb(0xFFFFFF),
        card: rgb(0xFFFFFF),
        ink: rgb(0x1F2328),
        mute: rgb(0x5B6269),
        rule: rgb(0xE3E6E8),
        orbit: rgb(0xC9CED2),
        link: rgb(0x3C444C),
        core_fill: rgb(0x24384A),
        core_line: None,
        core_double: false,
        core_text: rgb(0xFFFFFF),
        core_note: rgb(0xD5DCE2),
        outcome: rgb(0x24384A),
    },
    ovals: false,
};
