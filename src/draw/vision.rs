//! A [`Figure`] → the same figure as other eyes see it: on a grey copy, or with a deficiency of colour vision.
//!
//! Only colours change, so that every format shows it. The three deficiencies are the matrices of Machado, Oliveira and
//! Fernandes (2009), A physiologically-based model for simulation of color vision deficiency, IEEE Transactions on
//! Visualization and Computer Graphics 15 (6), 1291–1298, at severity 1.0, where one kind of cone has no sensitivity of its
//! own. The authors publish them with the paper, to six places, for linear RGB; deuteranopia and protanopia are the common
//! ones (about one man in twelve has one of the two in some degree), and full severity is the hardest case of each.

use super::figure::{Figure, Group, Item, Path, Stroke, Text};
use crate::color::{Color, LUMINANCE, Light};

/// A way to see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vision {
    /// The name authors write.
    pub name: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// "to readers with deuteranopia", in a sentence about what is seen.
    pub whom: &'static str,
    /// Red, green and blue as seen, each of linear red, green and blue.
    matrix: [[f64; 3]; 3],
}

/// Every way to see but the usual one: the command's help, the checks and the tests iterate over this list.
pub const VISIONS: [Vision; 4] = [
    Vision {
        name: "deutan",
        about: "deuteranopia: no green-sensitive cones, the most common deficiency with its milder forms",
        whom: "to readers with deuteranopia",
        matrix: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    },
    Vision {
        name: "protan",
        about: "protanopia: no red-sensitive cones, so that reds are dark as well",
        whom: "to readers with protanopia",
        matrix: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    },
    Vision {
        name: "tritan",
        about: "tritanopia: no blue-sensitive cones, rare",
        whom: "to readers with tritanopia",
        matrix: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    },
    Vision {
        name: "grey",
        about: "a greyscale copy, by relative luminance",
        whom: "on a greyscale copy",
        matrix: [LUMINANCE, LUMINANCE, LUMINANCE],
    },
];

impl Vision {
    /// The way to see that is called so.
    pub fn named(name: &str) -> Option<&'static Vision> {
        VISIONS.iter().find(|vision| vision.name == name)
    }

    /// A colour as it is seen, in amounts of red, green and blue light; what leaves the gamut of the screen is cut off there.
    pub fn light(&self, color: Color) -> Light {
        let Light([r, g, b]) = color.light();
        Light(self.matrix.map(|row| (row[0] * r + row[1] * g + row[2] * b).clamp(0.0, 1.0)))
    }

    /// A colour as it is seen, to the last of its 8 bits.
    pub fn sees(&self, color: Color) -> Color {
        self.light(color).color()
    }

    /// A figure as it is seen.
    pub fn figure(&self, figure: &Figure) -> Figure {
        Figure {
            page: figure.page.map(|page| self.sees(page)),
            items: figure.items.iter().map(|item| self.item(item)).collect(),
            words: figure.words.clone(),
            notes: figure.notes.clone(),
            ..*figure
        }
    }

    fn item(&self, item: &Item) -> Item {
        match item {
            Item::Group(Group { tag, items }) => {
                Item::Group(Group { tag: tag.clone(), items: items.iter().map(|item| self.item(item)).collect() })
            }
            Item::Path(path) => {
                let seen = |stroke: &Stroke| Stroke { color: self.sees(stroke.color), ..stroke.clone() };
                let (fill, stroke) = (path.fill.map(|fill| self.sees(fill)), path.stroke.as_ref().map(seen));
                Item::Path(Path { class: path.class, shape: path.shape.clone(), fill, stroke })
            }
            Item::Text(text) => Item::Text(Text { fill: self.sees(text.fill), ..text.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_black_and_grey_stay_what_they_are() {
        for vision in VISIONS {
            for level in [0, 51, 128, 200, 255] {
                let Color(r, g, b) = vision.sees(Color(level, level, level));
                // The rows of a published matrix add up to 1 but for the last place.
                assert!([r, g, b].iter().all(|&c| c.abs_diff(level) <= 1), "{}: {level} is {r} {g} {b}", vision.name);
            }
        }
    }

    #[test]
    fn primaries_are_the_columns_of_the_published_matrices() {
        // 255 · encode(max(0, m)) of each column, worked out by hand from the matrices of the paper.
        let seen = |name: &str, color| Vision::named(name).map(|vision| vision.sees(color));
        assert_eq!(seen("protan", Color(255, 0, 0)), Some(Color(109, 95, 0)));
        assert_eq!(seen("deutan", Color(255, 0, 0)), Some(Color(163, 144, 0)));
        assert_eq!(seen("tritan", Color(255, 0, 0)), Some(Color(255, 0, 15)));
        assert_eq!(seen("protan", Color(0, 255, 0)), Some(Color(255, 229, 0)));
        assert_eq!(seen("deutan", Color(0, 255, 0)), Some(Color(239, 214, 58)));
        assert_eq!(seen("tritan", Color(0, 0, 255)), Some(Color(0, 107, 150)));
        assert_eq!(seen("grey", Color(255, 0, 0)), Some(Color(127, 127, 127)));
    }
}
