//! The text of a figure → one small font for each face, which krilla embeds.
//!
//! A font holds one glyph for each cluster of the figure: letters with their marks, a ligature, a syllable of a script of
//! India. So every glyph stands for characters of its own, in any script, and who copies or searches text gets the very
//! characters of the label. (A glyph shared by two characters, or two for one, would need `ActualText` inside a line, which
//! many readers pass over.)
//!
//! The outlines are those of the SVG's glyphs, the widths those that text was set with. What a file holds is the same for
//! every kind of font of an author: one instance of a variable font, one of a collection, PostScript outlines as TrueType
//! curves, nothing of what may be damaged.

use std::collections::BTreeMap;

use indexmap::{Equivalent, IndexMap};
use krilla::text::Font;
use kurbo::{Affine, BezPath};
use skrifa::raw::TableProvider as _;
use skrifa::string::StringId;
use skrifa::{GlyphId, MetadataProvider as _};

use super::super::subset::{embeddable, refusal};
use super::super::{fnv1a, sfnt};
use crate::draw::figure::{Figure, Item, Text};
use crate::text::{Cluster, Face, FaceId, Fonts};

/// Longest name of a font in PostScript (Adobe Technical Note 5902).
const MOST_NAME: usize = 63;

/// Most glyphs of a font, by the 16 bits that count them.
const MOST_GLYPHS: usize = 65_000;

/// What tells glyphs apart: the glyphs they are made of, and the characters they stand for.
type Key = (Vec<(u32, i32, i32)>, String);

/// The same as it stands in a line, to be looked up without a copy.
#[derive(Hash)]
struct Seen<'a>(&'a [(u32, i32, i32)], &'a str);

impl Equivalent<Key> for Seen<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.0 == key.0 && self.1 == key.1
    }
}

/// The fonts of a figure, ready for its text.
#[derive(Default)]
pub struct Opened(BTreeMap<FaceId, Open>);

/// One font.
pub struct Open {
    /// What krilla embeds.
    pub font: Font,
    /// By cluster: the number of its glyph, in ascending order.
    glyphs: IndexMap<Key, u32>,
    /// The space of the face: number there, and width in em.
    space: Option<(u32, f64)>,
}

impl Opened {
    /// The font of that face.
    pub fn get(&self, face: FaceId) -> Option<&Open> {
        self.0.get(&face)
    }
}

impl Open {
    /// The glyph of a cluster with these characters.
    pub fn glyph(&self, cluster: &Cluster, chars: &str) -> Option<u32> {
        self.glyphs.get(&Seen(&cluster.glyphs, chars)).copied()
    }

    /// The glyph of a space that is not drawn, and its width in em.
    pub fn space(&self) -> Option<(u32, f64)> {
        let (id, width) = self.space?;
        Some((*self.glyphs.get(&space_key(id))?, width))
    }
}

fn space_key(id: u32) -> Key {
    (vec![(id, 0, 0)], " ".to_owned())
}

/// Makes the fonts that the text of a figure is set in, or says which one cannot be embedded.
pub fn open(figure: &Figure, fonts: &Fonts) -> Result<Opened, String> {
    let mut used = BTreeMap::new();
    collect(&figure.items, &mut used);
    let one = |(id, clusters)| Ok((id, open_face(fonts.face(id), clusters)?));
    used.into_iter().map(one).collect::<Result<_, String>>().map(Opened)
}

/// The clusters of each face, in the order in which they are first met.
fn collect(items: &[Item], used: &mut BTreeMap<FaceId, IndexMap<Key, u32>>) {
    let line = |line: &Text, used: &mut BTreeMap<FaceId, IndexMap<Key, u32>>| {
        for run in line.line.runs() {
            let used = used.entry(run.face).or_default();
            for cluster in run.clusters() {
                let chars = &run.text[cluster.chars];
                if !used.contains_key(&Seen(&cluster.glyphs, chars)) {
                    used.insert((cluster.glyphs, chars.to_owned()), used.len() as u32 + 1);
                }
            }
        }
    };
    for item in items {
        match item {
            Item::Group(group) => collect(&group.items, used),
            Item::Path(_) => {}
            Item::Text(text) => line(text, used),
        }
    }
}

fn open_face(face: &Face, mut glyphs: IndexMap<Key, u32>) -> Result<Open, String> {
    const CURE: &str = "text as outlines needs no font in the file";
    let why = |what: &str| format!("{}; {CURE}", refusal(face, what));
    let tables = embeddable(face).map_err(|error| format!("{error}; {CURE}"))?;
    let units = tables.head().map_or(1000.0, |head| f64::from(head.units_per_em()));
    let advances = face.advances().ok_or_else(|| why("it is damaged"))?;
    let advance = |id: u32| advances.get(id).unwrap_or(0);
    let space = tables.charmap().map(' ').map(GlyphId::to_u32);
    let space = space.map(|id| (id, f64::from(advance(id)) / units));
    if let Some((id, _)) = space {
        let next = glyphs.len() as u32 + 1;
        glyphs.entry(space_key(id)).or_insert(next);
    }
    if glyphs.len() >= MOST_GLYPHS {
        return Err(why("the figure has more different letters than a font can hold"));
    }
    let outlines = face.outlines();
    let gaps = gaps(&glyphs);
    let mut shift = 0;
    let made = glyphs.iter_mut().enumerate().flat_map(|(at, ((parts, _), number))| {
        let mut outline = BezPath::new();
        for (id, x, y) in parts {
            let shift = Affine::translate((f64::from(*x) / units, -f64::from(*y) / units));
            outline.extend(shift * outlines.path(*id));
        }
        let width: u32 = parts.iter().map(|(id, ..)| u32::from(advance(*id))).sum();
        let gap = gaps.get(at).copied().map_or(0, usize::from);
        shift += gap as u32;
        *number += shift;
        let made = (outline, width.min(u32::from(u16::MAX)) as u16);
        std::iter::repeat_n((BezPath::new(), 0), gap).chain([made])
    });
    let missing = std::iter::once((outlines.path(0), advance(0)));
    let made: Vec<(BezPath, u16)> = missing.chain(made).collect();
    let file = sfnt::assemble(face, &postscript_name(face), &made);
    let font = file.and_then(|file| Font::new(file.into(), 0)).ok_or_else(|| why("it is damaged"))?;
    Ok(Open { font, glyphs, space })
}

/// How many empty numbers stand before each of the first six glyphs, up to 31: a hash of all there are.
///
/// A font that is cut down bears six letters before its name, which krilla makes from the numbers of its glyphs. Programs
/// that join files take fonts of one name for one font: different ones must differ in their numbers, not only in their
/// glyphs.
fn gaps(glyphs: &IndexMap<Key, u32>) -> [u8; 6] {
    let mut bytes = Vec::new();
    for (parts, chars) in glyphs.keys() {
        for (id, x, y) in parts {
            bytes.extend([*id, *x as u32, *y as u32].map(u32::to_be_bytes).concat());
        }
        bytes.extend(chars.as_bytes());
        bytes.push(0xff);
    }
    let hash = u32::from_str_radix(&fnv1a([&bytes[..]]), 16).unwrap_or_default();
    std::array::from_fn(|at| (hash >> (5 * at) & 31) as u8)
}

/// The name by which others know the font: its own, or for an instance of a variable font that of its family and weight.
fn postscript_name(face: &Face) -> String {
    let font = face.font();
    let variable = font.as_ref().is_some_and(|font| font.fvar().is_ok());
    let own = font.and_then(|font| {
        let name = font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first()?;
        Some(name.to_string())
    });
    let family = || format!("{}-{}", face.family, face.weight);
    let name = own.filter(|_| !variable).unwrap_or_else(family);
    // Printable ASCII without the delimiters of PostScript.
    let allowed = |c: &char| c.is_ascii_graphic() && !"[](){}<>/%".contains(*c);
    let name: String = name.chars().filter(allowed).take(MOST_NAME).collect();
    if name.is_empty() { "Unnamed".into() } else { name }
}
