//! Light of two colours → how far apart they look.

use crate::color::Light;

/// Linear red, green and blue to CIE XYZ (IEC 61966-2-1), one row for each, as shares of the white of D65.
const XYZ: [[f64; 3]; 3] = [
    [0.412_456_4 / 0.950_47, 0.357_576_1 / 0.950_47, 0.180_437_5 / 0.950_47],
    [0.212_672_9, 0.715_152_2, 0.072_175_0],
    [0.019_333_9 / 1.088_83, 0.119_192_0 / 1.088_83, 0.950_304_1 / 1.088_83],
];

/// Difference of two amounts of red, green and blue light in CIELAB: the distance of 1976, where white and black are 100
/// apart.
///
/// The later formula of 2000 is made for differences that are barely seen; here the question is whether two colours are
/// taken for one, which are far apart.
pub fn difference(a: Light, b: Light) -> f64 {
    let ([l, a, b], [m, c, d]) = (lab(a), lab(b));
    ((l - m) * (l - m) + (a - c) * (a - c) + (b - d) * (b - d)).sqrt()
}

/// L*, a* and b* under D65 (CIE 15).
fn lab(Light(light): Light) -> [f64; 3] {
    let [x, y, z] = XYZ.map(|row| root(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The cube root, with a straight line near black.
fn root(t: f64) -> f64 {
    const KAPPA: f64 = 24_389.0 / 27.0;
    const EPSILON: f64 = 216.0 / 24_389.0;
    if t > EPSILON { libm::cbrt(t) } else { (KAPPA * t + 16.0) / 116.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    #[test]
    fn lab_of_the_primaries_is_the_published_one() {
        let near = |color: Color, expected: [f64; 3]| {
            let found = lab(color.light());
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.02), "{color:?}: {found:?}");
        };
        near(Color(255, 255, 255), [100.0, 0.0, 0.0]);
        near(Color(255, 0, 0), [53.24, 80.09, 67.20]);
        near(Color(0, 255, 0), [87.73, -86.18, 83.18]);
        near(Color(0, 0, 255), [32.30, 79.19, -107.86]);
        near(Color(0, 0, 0), [0.0, 0.0, 0.0]);
    }
}
