//! A face and what a figure uses of it → a small WOFF2 font to embed in the figure.

use std::collections::BTreeSet;

use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::Tag;
use ttf2woff2::BrotliQuality;

use crate::text::Face;

/// Brotli's effort, 0–11: at 5 two faces of a figure take about a millisecond each; 9 takes ten times as long for 1 %.
const EFFORT: u8 = 5;

/// A WOFF2 font with the characters `chars` and the glyphs `glyphs` of a face, or why it cannot be made.
pub fn embed(face: &Face, chars: &BTreeSet<char>, _glyphs: &BTreeSet<u32>) -> Result<Vec<u8>, String> {
    let why = |what: String| format!("the font {} cannot be embedded: {what}", face.family);
    let font = face.font().ok_or_else(|| why("it cannot be read".into()))?;
    let mut unicodes = IntSet::empty();
    unicodes.extend(chars.iter().map(|&c| u32::from(c)));
    let mut every_script: IntSet<Tag> = IntSet::empty();
    every_script.invert();
    let plan = Plan::new(
        &IntSet::empty(),
        &unicodes,
        &font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING,
        &DEFAULT_DROP_TABLES.iter().copied().collect(),
        &every_script,
        &DEFAULT_LAYOUT_FEATURES.iter().copied().collect(),
        &IntSet::empty(),
        &IntSet::empty(),
    );
    let subset = subset_font(&font, &plan).map_err(|error| why(error.to_string()))?;
    ttf2woff2::encode(&subset, BrotliQuality::from(EFFORT)).map_err(|error| why(error.to_string()))
}
