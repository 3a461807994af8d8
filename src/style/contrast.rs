//! Colours → how well they can be told apart, and a like one that can.

use crate::draw::figure::Color;

/// Least contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3).
pub const TEXT: f64 = 4.5;

/// Least contrast of outlines and lines that carry meaning (WCAG 2.2, success criterion 1.4.11).
pub const LINE: f64 = 3.0;

/// Steps of lightness in which a colour is made darker or lighter: finer than 8 bits show.
const STEP: f64 = 0.002;

/// The luminance with the same contrast to white and to black, 4.58.
const MIDDLE: f64 = 0.179;

/// A colour from `#RRGGBB`.
pub fn parse(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let hex = u32::from_str_radix(digits, 16).ok()?;
    Some(Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8))
}

/// A colour as `#RRGGBB`.
pub fn hex(Color(red, green, blue): Color) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// The ratio of the luminances of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Whether white is easier to read on a colour than black.
pub fn is_dark(color: Color) -> bool {
    luminance(color) < MIDDLE
}

fn luminance(color: Color) -> f64 {
    let [red, green, blue] = linear(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Linear light of each channel (IEC 61966-2-1).
fn linear(Color(red, green, blue): Color) -> [f64; 3] {
    [red, green, blue].map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
    })
}

/// A colour of the same hue that has this contrast with what is behind it, darker on a light ground and lighter on a dark
/// one; `None` where not even black or white has.
pub fn passing(color: Color, behind: &[Color], least: f64) -> Option<Color> {
    let passes = |color: Color| behind.iter().all(|&behind| contrast(color, behind) >= least);
    let dark = behind.iter().all(|&behind| is_dark(behind));
    let step = if dark { STEP } else { -STEP };
    let [mut lightness, chroma, a, b] = oklch(color);
    while (0.0..=1.0).contains(&lightness) {
        let color = rgb(lightness, chroma, (a, b));
        if passes(color) {
            return Some(color);
        }
        lightness += step;
    }
    [Color(0, 0, 0), Color(255, 255, 255)].into_iter().find(|&color| passes(color))
}

/// Lightness, chroma and the direction of the hue in Oklab (B. Ottosson 2020, "A perceptual color space for image
/// processing").
fn oklch(color: Color) -> [f64; 4] {
    let [r, g, b] = linear(color);
    let cone = |x: f64, y: f64, z: f64| libm::cbrt(x * r + y * g + z * b);
    let l = cone(0.4122214708, 0.5363325363, 0.0514459929);
    let m = cone(0.2119034982, 0.6806995451, 0.1073969566);
    let s = cone(0.0883024619, 0.2817188376, 0.6299787005);
    let lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    let a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    let b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
    let chroma = (a * a + b * b).sqrt();
    if chroma < 1e-6 { [lightness, 0.0, 1.0, 0.0] } else { [lightness, chroma, a / chroma, b / chroma] }
}

/// The colour of this lightness and hue with as much of the chroma as sRGB has.
fn rgb(lightness: f64, mut chroma: f64, (a, b): (f64, f64)) -> Color {
    loop {
        let (a, b) = (chroma * a, chroma * b);
        let cube = |x: f64| x * x * x;
        let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        let channels = [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ];
        if chroma <= 0.0 || channels.iter().all(|channel| (-1e-4..=1.0001).contains(channel)) {
            let [red, green, blue] = channels.map(|channel| {
                let channel = channel.clamp(0.0, 1.0);
                let share = match channel <= 0.0031308 {
                    true => 12.92 * channel,
                    false => 1.055 * libm::pow(channel, 1.0 / 2.4) - 0.055,
                };
                (255.0 * share).round() as u8
            });
            return Color(red, green, blue);
        }
        chroma = (chroma - STEP).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_guideline() {
        let color = |text| parse(text).unwrap();
        assert_eq!(contrast(color("#000000"), color("#FFFFFF")), 21.0);
        // The grey that is known to be the lightest with 4.5:1 on white.
        assert!((contrast(color("#767676"), color("#FFFFFF")) - 4.54).abs() < 0.005);
        assert!((contrast(color("#777777"), color("#FFFFFF")) - 4.48).abs() < 0.005);
        for wrong in ["", "#FFF", "FFFFFF", "#FFFFFFF", "#GGGGGG", "#FFFFFF80", "white", "#+12345"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_passing_colour_keeps_its_hue() {
        let white = Color(255, 255, 255);
        let orange = passing(Color(0xE6, 0x9F, 0), &[white], TEXT).unwrap();
        assert!((TEXT..TEXT + 0.1).contains(&contrast(orange, white)), "{}", hex(orange));
        let Color(red, green, blue) = orange;
        assert!(red > green && green > blue, "{}", hex(orange));
        let black = Color(0x11, 0x17, 0x1D);
        assert!(contrast(passing(Color(0, 0x72, 0xB2), &[black], TEXT).unwrap(), black) >= TEXT);
        assert_eq!(passing(Color(0, 0x72, 0xB2), &[white], TEXT), Some(Color(0, 0x72, 0xB2)));
        assert_eq!(passing(white, &[white, Color(0, 0, 0)], 6.0), None);
    }
}
