//! The faces of a figure → fonts that krilla cuts down and embeds.
//!
//! Bundled faces go as they are. Fonts of authors are rebuilt first, as for SVG: one instance of a variable font, one font
//! of a collection, TrueType curves in place of PostScript's, nothing of what may be damaged, and the very widths that
//! text was set with. What a file holds is the same for every kind of font.

use std::collections::{BTreeMap, BTreeSet};

use krilla::text::Font;
use skrifa::raw::TableProvider as _;
use skrifa::string::StringId;
use skrifa::{GlyphId, MetadataProvider as _};

use super::super::subset::{embeddable, refusal};
use super::super::woff2::Table;
use super::super::sfnt;
use crate::draw::figure::{Figure, Item};
use crate::text::{Face, FaceId, Fonts};

/// Longest name of a font in PostScript (Adobe Technical Note 5902).
const MOST_NAME: usize = 63;

/// The fonts of a figure, ready for its text.
#[derive(Default)]
pub struct Opened(BTreeMap<FaceId, Open>);

/// One font.
pub struct Open {
    /// What krilla embeds.
    pub font: Font,
    /// Its space: number, and width in em.
    pub space: Option<(u32, f64)>,
}

impl Opened {
    /// The font of that face.
    pub fn get(&self, face: FaceId) -> Option<&Open> {
        self.0.get(&face)
    }
}

/// Opens the fonts that the text of a figure is set in, or says which one cannot be embedded.
pub fn open(figure: &Figure, fonts: &Fonts) -> Result<Opened, String> {
    let mut used = BTreeMap::new();
    collect(&figure.items, &mut used);
    let one = |(id, glyphs): (FaceId, BTreeSet<u32>)| Ok((id, open_face(fonts.face(id), glyphs)?));
    used.into_iter().map(one).collect::<Result<_, String>>().map(Opened)
}

fn collect(items: &[Item], used: &mut BTreeMap<FaceId, BTreeSet<u32>>) {
    for item in items {
        match item {
            Item::Group(group) => collect(&group.items, used),
            Item::Path(_) => {}
            Item::Text(line) => {
                for run in line.line.runs() {
                    used.entry(run.face).or_default().extend(run.glyphs().map(|(id, ..)| id));
                }
            }
        }
    }
}

fn open_face(face: &Face, mut glyphs: BTreeSet<u32>) -> Result<Open, String> {
    let why = |what: &str| format!("{}; text as outlines needs no font in the file", refusal(face, what));
    let tables = embeddable(face).map_err(|error| format!("{error}; text as outlines needs no font in the file"))?;
    let units = tables.head().map_or(1000.0, |head| f64::from(head.units_per_em()));
    let space = tables.charmap().map(' ').map(GlyphId::to_u32);
    let advances = face.advances();
    let space = space.and_then(|id| Some((id, f64::from(advances.as_ref()?.get(id)?) / units)));
    let font = if face.bundled() {
        Font::new(face.data().to_vec().into(), 0)
    } else {
        glyphs.extend(space.map(|space| space.0));
        Font::new(rebuilt(face, &glyphs).into(), 0)
    };
    Ok(Open { font: font.ok_or_else(|| why("it is damaged"))?, space })
}

/// A font file with the outlines, widths and measures of a face, and a name.
fn rebuilt(face: &Face, glyphs: &BTreeSet<u32>) -> Vec<u8> {
    let mut tables: Vec<Table> = sfnt::tables(face, &BTreeSet::new(), glyphs);
    // Glyphs are placed by their numbers here: nothing is shaped again.
    tables.retain(|(tag, _)| !matches!(tag, b"GSUB" | b"GPOS" | b"GDEF"));
    tables.push((*b"name", sfnt::name(&postscript_name(face))));
    // The checksum tells fonts apart: two instances of one variable font have all else in common.
    if let Some((_, head)) = tables.iter_mut().find(|(tag, _)| tag == b"head")
        && let Some(sum) = head.get_mut(8..12)
    {
        sum.fill(0);
    }
    let mut file = sfnt::write(tables);
    let sum = file.chunks(4).fold(0u32, |sum, word| {
        let mut four = [0; 4];
        four[..word.len()].copy_from_slice(word);
        sum.wrapping_add(u32::from_be_bytes(four))
    });
    sfnt::set_checksum(&mut file, 0xb1b0_afba_u32.wrapping_sub(sum));
    file
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
