//! Bytes of sRGB → light, luminance and contrast, and back: the one place that knows how colours are counted.

/// Least contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3, level AA).
pub const TEXT: f64 = 4.5;

/// Least contrast of large text, of outlines and of lines that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11).
pub const LINE: f64 = 3.0;

/// Shares of linear red, green and blue in relative luminance (WCAG 2.2, after Rec. 709).
pub const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];

/// The luminance with the same contrast to white and to black, 4.58.
const MIDDLE: f64 = 0.179;

/// An opaque colour, 8 bits each of red, green and blue in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Color(pub u8, pub u8, pub u8);

/// Amounts of red, green and blue light, 0 to 1: where colours may be mixed and weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light(pub [f64; 3]);

impl Color {
    /// A colour from `#RRGGBB`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let hex = u32::from_str_radix(digits, 16).ok()?;
        Some(Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8))
    }

    /// The colour as `#RRGGBB`.
    pub fn hex(self) -> String {
        let Color(red, green, blue) = self;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    /// Its light (IEC 61966-2-1, as WCAG 2.2 has it).
    pub fn light(self) -> Light {
        let Color(red, green, blue) = self;
        Light([red, green, blue].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        }))
    }

    /// The ratio of the luminances of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Color) -> f64 {
        self.light().contrast(other.light())
    }

    /// Whether white is easier to read on it than black.
    pub fn is_dark(self) -> bool {
        self.light().luminance() < MIDDLE
    }
}

impl Light {
    /// Relative luminance, 0 (black) to 1 (white), by WCAG 2.2.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0;
        LUMINANCE[0] * red + LUMINANCE[1] * green + LUMINANCE[2] * blue
    }

    /// The ratio of two luminances, from 1 to 21.
    pub fn contrast(self, other: Light) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest colour of 8 bits; what leaves the gamut of the screen is cut off there.
    pub fn color(self) -> Color {
        let [red, green, blue] = self.0.map(|light| {
            let light = light.clamp(0.0, 1.0);
            let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * libm::pow(light, 1.0 / 2.4) - 0.055 };
            (value * 255.0).round() as u8
        });
        Color(red, green, blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_guideline() {
        let color = |text| Color::parse(text).unwrap();
        assert_eq!(color("#000000").contrast(color("#FFFFFF")), 21.0);
        // The grey that is known to be the lightest with 4.5:1 on white.
        assert!((color("#767676").contrast(color("#FFFFFF")) - 4.54).abs() < 0.005);
        assert!((color("#777777").contrast(color("#FFFFFF")) - 4.48).abs() < 0.005);
        for wrong in ["", "#FFF", "FFFFFF", "#FFFFFFF", "#GGGGGG", "#FFFFFF80", "white", "#+12345"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn light_to_bits_undoes_bits_to_light() {
        for level in 0..=255 {
            let color = Color(level, 255 - level, 7);
            assert_eq!(color.light().color(), color);
            assert_eq!(Color::parse(&color.hex()), Some(color));
        }
    }
}
