//! The look of the method's first thematic maps (Braun and Clarke 2006): ovals on spokes, in black on white.

use super::panels::{AFAR, NARROW, WIDE};
use super::{Hue, Palette, Style, Tokens};
use crate::draw::figure::Color;

const WHITE: Color = Color(0xFF, 0xFF, 0xFF);
const INK: Color = Color(0x1F, 0x23, 0x28);
const BLACK: Hue = Hue { line: INK, tint: WHITE, soft: INK };

/// Rank by weight of line alone: core, group, theme.
const fn weighted(tokens: Tokens, by: f64) -> Tokens {
    Tokens {
        outcome_stroke: 1.5 * by,
        panel_stroke: 1.1 * by,
        card_stroke: 0.6 * by,
        link_stroke: 1.2 * by,
        branch_stroke: 0.75 * by,
        ..tokens
    }
}

/// The classic look.
pub(super) const CLASSIC: Style = Style {
    name: "classic",
    about: "ovals on spokes, black on white, as in the method's first maps",
    wide: weighted(WIDE, 1.0),
    narrow: weighted(NARROW, 1.0),
    afar: weighted(AFAR, 2.0),
    palette: Palette {
        hues: &[BLACK],
        neutral: BLACK,
        page: WHITE,
        card: WHITE,
        ink: INK,
        mute: Color(0x5B, 0x62, 0x69),
        rule: Color(0xE3, 0xE6, 0xE8),
        orbit: Color(0xC9, 0xCE, 0xD2),
        link: INK,
        core_fill: WHITE,
        core_line: Some(INK),
        core_double: true,
        core_text: INK,
        core_note: Color(0x5B, 0x62, 0x69),
        outcome: INK,
    },
    ovals: true,
};
