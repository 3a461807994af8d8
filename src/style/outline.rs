//! Line art for journals that print in black and white: no tints, one grey, a white core with a strong outline.

use super::panels::{AFAR, NARROW, WIDE};
use super::{Hue, Palette, Style};
use crate::draw::figure::Color;

const WHITE: Color = Color(0xFF, 0xFF, 0xFF);
const INK: Color = Color(0x1F, 0x23, 0x28);
const GREY: Hue = Hue { line: Color(0x3C, 0x44, 0x4C), tint: WHITE, soft: Color(0x6B, 0x71, 0x78) };

/// The line-art look.
pub(super) const OUTLINE: Style = Style {
    name: "outline",
    about: "line art in black and white",
    wide: WIDE,
    narrow: NARROW,
    afar: AFAR,
    palette: Palette {
        hues: &[GREY],
        neutral: GREY,
        page: WHITE,
        card: WHITE,
        ink: INK,
        mute: Color(0x5B, 0x62, 0x69),
        rule: Color(0xE3, 0xE6, 0xE8),
        orbit: Color(0xC9, 0xCE, 0xD2),
        link: Color(0x3C, 0x44, 0x4C),
        core_fill: WHITE,
        core_line: Some(INK),
        core_double: false,
        core_text: INK,
        core_note: Color(0x5B, 0x62, 0x69),
        outcome: INK,
    },
    ovals: false,
};
