//! A colour that is too faint → one of the same hue that is not.

use crate::color::{Color, Light};

/// Steps of lightness in which a colour is made darker or lighter: finer than 8 bits show.
const STEP: f64 = 0.002;

/// A colour of the same hue that has this contrast with what is behind it, darker on a light ground and lighter on a dark
/// one; `None` where not even black or white has.
pub fn passing(color: Color, behind: &[Color], least: f64) -> Option<Color> {
    let passes = |color: Color| behind.iter().all(|&behind| color.contrast(behind) >= least);
    let dark = behind.iter().all(|behind| behind.is_dark());
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
    let Light([r, g, b]) = color.light();
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
            return Light(channels).color();
        }
        chroma = (chroma - STEP).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::TEXT;

    #[test]
    fn a_passing_colour_keeps_its_hue() {
        let white = Color(255, 255, 255);
        let orange = passing(Color(0xE6, 0x9F, 0), &[white], TEXT).unwrap();
        assert!((TEXT..TEXT + 0.1).contains(&orange.contrast(white)), "{}", orange.hex());
        let Color(red, green, blue) = orange;
        assert!(red > green && green > blue, "{}", orange.hex());
        let black = Color(0x11, 0x17, 0x1D);
        assert!(passing(Color(0, 0x72, 0xB2), &[black], TEXT).unwrap().contrast(black) >= TEXT);
        assert_eq!(passing(Color(0, 0x72, 0xB2), &[white], TEXT), Some(Color(0, 0x72, 0xB2)));
        assert_eq!(passing(white, &[white, Color(0, 0, 0)], 6.0), None);
    }
}
