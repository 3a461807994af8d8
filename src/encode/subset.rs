//! A face and what a figure uses of it → a small WOFF2 font to embed in the figure.

use std::borrow::Cow;
use std::collections::BTreeSet;

use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::Tag;
use skrifa::{FontRef, MetadataProvider};

use super::{sfnt, woff2};
use crate::text::Face;

/// Family name of every embedded font: a subset is a modified font, and a licence may reserve the name of the original.
pub const FAMILY: &str = "tm-sans";

/// Tables of the bundled fonts that no viewer of one figure needs: baselines of other scripts, styles, names.
const DROPPED: [&[u8; 4]; 3] = [b"BASE", b"STAT", b"name"];
/// Features that shapers leave out of horizontal text or apply only on request, among those kept by default.
const NOT_APPLIED: [&[u8; 4]; 14] = [
    b"valt", b"vert", b"vkrn", b"vpal", b"vrt2", b"chws", b"vchw", b"halt", b"vhal", b"palt", b"rand", b"jalt",
    b"Harf", b"Buzz",
];
/// Features of automatic fractions, which need U+2044.
const FRACTIONS: [&[u8; 4]; 3] = [b"frac", b"numr", b"dnom"];

/// A WOFF2 font in which `chars` are shaped as in `face` to `glyphs`, or why it cannot be made.
pub fn embed(face: &Face, chars: &BTreeSet<char>, glyphs: &BTreeSet<u32>) -> Result<Vec<u8>, String> {
    let why = |what: &str| refusal(face, what);
    let font = embeddable(face)?;
    let (data, chars) = if face.bundled() {
        // Known to be sound, and quicker without the detour.
        (Cow::Borrowed(face.data()), Cow::Borrowed(chars))
    } else {
        // A shaper may take characters apart: what its parts are shows in the glyphs.
        let parts = font.charmap().mappings().filter(|(_, glyph)| glyphs.contains(&glyph.to_u32()));
        let chars = parts.filter_map(|(c, _)| char::from_u32(c)).chain(chars.iter().copied()).collect();
        (Cow::Owned(sfnt::rebuild(face, &chars, glyphs)), Cow::Owned(chars))
    };
    let font = FontRef::new(&data).map_err(|error| why(&error.to_string()))?;
    let subset = if face.bundled() {
        subset_font(&font, &plan(&font, &chars)).map_err(|error| why(&error.to_string()))?
    } else {
        // The subsetter trusts the layout tables it is given; an author's font may be damaged there.
        let made =
            std::panic::catch_unwind(|| subset_font(&font, &plan(&font, &chars)).map_err(|error| error.to_string()));
        made.unwrap_or_else(|_| Err("its layout tables are damaged".into())).map_err(|error| why(&error))?
    };
    let subset = FontRef::new(&subset).map_err(|error| why(&error.to_string()))?;
    let mut tables: Vec<woff2::Table> = subset
        .table_directory()
        .table_records()
        .iter()
        .filter_map(|record| Some((record.tag().to_be_bytes(), subset.data_for_tag(record.tag())?.as_bytes().to_vec())))
        .collect();
    tables.push((*b"name", sfnt::name(FAMILY)));
    woff2::write(tables).map_err(|error| why(&error))
}

/// The tables of a face that may stand in a file, or why it may not.
pub(super) fn embeddable(face: &Face) -> Result<FontRef<'_>, String> {
    let font = face.font().ok_or_else(|| refusal(face, "it cannot be read"))?;
    // Bit 1 of `fsType`: "must not be modified, embedded or exchanged in any manner".
    if font.os2().is_ok_and(|os2| os2.fs_type() & 0xf == 2) {
        return Err(refusal(face, "its licence forbids it"));
    }
    Ok(font)
}

/// The sentence that says why a face is not embedded.
pub(super) fn refusal(face: &Face, what: &str) -> String {
    format!("the font {} cannot be embedded: {what}", face.family)
}

/// What the subset keeps.
fn plan(font: &FontRef, chars: &BTreeSet<char>) -> Plan {
    let mut unicodes = IntSet::empty();
    unicodes.extend(chars.iter().map(|&c| u32::from(c)));
    let dropped = DROPPED.iter().map(|tag| Tag::new(tag));
    let mut features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    features.remove_all(NOT_APPLIED.map(Tag::new));
    if !chars.contains(&'\u{2044}') {
        features.remove_all(FRACTIONS.map(Tag::new));
    }
    let mut every_script: IntSet<Tag> = IntSet::empty();
    every_script.invert();
    Plan::new(
        &IntSet::empty(),
        &unicodes,
        font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING,
        &DEFAULT_DROP_TABLES.iter().copied().chain(dropped).collect(),
        &every_script,
        &features,
        &IntSet::empty(),
        &IntSet::empty(),
    )
}
