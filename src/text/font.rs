//! Font bytes → [`Face`]: names, coverage, outlines and the shaper's cached tables, each read when first asked for.

use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use harfrust::font::{BuiltinFontFuncs, FontFuncs};
use harfrust::{Direction, Feature, Language, Script, ShapePlan, ShapePlanKey, Shaper, ShaperData};
use kurbo::{BezPath, Point};
use skrifa::attribute::{Stretch, Style};
use skrifa::instance::{Location, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::tables::hmtx::Hmtx;
use skrifa::raw::types::Tag;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Source Sans 3, version 3.052, by Adobe: OFL 1.1, `fonts/OFL.md`. Byte for byte as published, because its licence
/// reserves the name "Source" for unmodified files.
static REGULAR: &[u8] = include_bytes!("fonts/SourceSans3_400Regular.ttf");
/// The semi-bold of the same family.
static SEMI_BOLD: &[u8] = include_bytes!("fonts/SourceSans3_600SemiBold.ttf");
/// Arimo, version 1.341: OFL 1.1 without reserved names, `fonts/OFL-Arimo.txt`. Its letters are as wide as those of Arial,
/// which journals ask for.
static ARIMO: &[u8] = include_bytes!("fonts/Arimo_400Regular.ttf");
/// The semi-bold of the same family, which Arial itself lacks.
static ARIMO_SEMI_BOLD: &[u8] = include_bytes!("fonts/Arimo_600SemiBold.ttf");

/// The family that sets every label, unless another one is asked for.
const USUAL: &str = "Source Sans 3";
/// The families that can be had by name on every computer, each in Regular and SemiBold.
const FAMILIES: [(&str, [&[u8]; 2]); 2] = [(USUAL, [REGULAR, SEMI_BOLD]), ("Arimo", [ARIMO, ARIMO_SEMI_BOLD])];

/// A font of more glyphs or bytes than its tables can hold is refused before anything else looks at it; the format
/// limits glyph numbers to 16 bits and units per em to 16…16384.
const UNITS_PER_EM: std::ops::RangeInclusive<u16> = 16..=16384;

/// The axis from light to black.
const WEIGHT_AXIS: Tag = Tag::new(b"wght");

/// One font face in memory. Clones share its bytes and its caches.
#[derive(Clone)]
pub struct Face {
    bytes: Bytes,
    /// Number of the face in its file, 0 unless that is a collection.
    pub index: u32,
    /// Family name as the font states it ("Source Sans 3").
    pub family: String,
    /// Weight as the font states it, 1–1000; of a variable font the weight it is set to.
    pub weight: u16,
    /// Whether its letters are slanted.
    pub italic: bool,
    /// Whether it is condensed or expanded.
    pub squeezed: bool,
    /// Where on its axes a variable font is set; empty for others.
    location: Location,
    shaping: Arc<OnceLock<Shaping>>,
}

#[derive(Clone)]
enum Bytes {
    Bundled(&'static [u8]),
    Shared(Arc<Vec<u8>>),
}

/// What shaping needs to know about a face, made when its first label is shaped.
struct Shaping {
    data: ShaperData,
    units_per_em: f64,
    features: Vec<Feature>,
    plans: RwLock<Vec<Arc<ShapePlan>>>,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({:?}, {}{})", self.family, self.weight, if self.italic { " italic" } else { "" })
    }
}

impl Face {
    /// The two faces that set every label unless others are asked for, Regular first; nothing is parsed yet.
    pub(super) fn both_bundled() -> Vec<Face> {
        Face::bundled_family(USUAL).unwrap_or_default()
    }

    /// The faces of a family that came with the program, Regular first; nothing is parsed yet.
    pub fn bundled_family(name: &str) -> Option<Vec<Face>> {
        let (family, weights) = FAMILIES.iter().find(|(family, _)| family.eq_ignore_ascii_case(name))?;
        let face = |(&bytes, weight)| Face {
            bytes: Bytes::Bundled(bytes),
            index: 0,
            family: (*family).into(),
            weight,
            italic: false,
            squeezed: false,
            location: Location::default(),
            shaping: Arc::default(),
        };
        Some(weights.iter().zip([400, 600]).map(face).collect())
    }

    /// Whether nothing reaches across a space, neither kerning nor substitution, so that words can be shaped one by one. A
    /// test holds it for the usual family; Arimo kerns with the space.
    pub(super) fn word_by_word(&self) -> bool {
        self.bundled() && self.family == USUAL
    }

    /// Every face of a TTF, OTF or TTC file, or what is wrong with it. A variable font gives the two weights of the
    /// look, as far as its axis reaches, and the defaults of its other axes.
    pub fn parse(data: Vec<u8>) -> Result<Vec<Face>, String> {
        match data.get(..4) {
            Some(b"wOF2") => return Err("it is a WOFF2 file; give the TTF or OTF file it was made from".into()),
            Some(b"wOFF") => return Err("it is a WOFF file; give the TTF or OTF file it was made from".into()),
            _ => {}
        }
        let data = Arc::new(data);
        let count = match FileRef::new(&data).map_err(|_| "it is not a TTF, OTF or TTC file")? {
            FileRef::Font(_) => 1,
            FileRef::Collection(collection) => collection.len(),
        };
        if count == 0 {
            return Err("it is a font collection without fonts".into());
        }
        Ok((0..count).map(|index| Face::check(&data, index)).collect::<Result<Vec<_>, _>>()?.concat())
    }

    fn check(data: &Arc<Vec<u8>>, index: u32) -> Result<Vec<Face>, String> {
        let font = FontRef::from_index(data, index).map_err(|error| format!("it is damaged ({error})"))?;
        let need = |table: &str, error: skrifa::raw::ReadError| format!("its `{table}` table cannot be read ({error})");
        let head = font.head().map_err(|error| need("head", error))?;
        if !UNITS_PER_EM.contains(&head.units_per_em()) {
            return Err(format!("it has {} units per em, not 16 to 16384", head.units_per_em()));
        }
        font.cmap().map_err(|error| need("cmap", error))?;
        font.maxp().map_err(|error| need("maxp", error))?;
        font.hhea().map_err(|error| need("hhea", error))?;
        font.hmtx().map_err(|error| need("hmtx", error))?;
        if font.outline_glyphs().format().is_none() {
            return Err("it has no outlines (a bitmap or colour font)".into());
        }
        let attributes = font.attributes();
        let name = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
        let face = Face {
            bytes: Bytes::Shared(data.clone()),
            index,
            family: name(StringId::TYPOGRAPHIC_FAMILY_NAME)
                .or_else(|| name(StringId::FAMILY_NAME))
                .filter(|family| !family.trim().is_empty())
                .unwrap_or_else(|| "unnamed font".into()),
            weight: attributes.weight.value() as u16,
            italic: attributes.style != Style::Normal,
            squeezed: attributes.stretch != Stretch::NORMAL,
            location: Location::default(),
            shaping: Arc::default(),
        };
        let Some(axis) = font.axes().get_by_tag(WEIGHT_AXIS) else { return Ok(vec![face]) };
        let mut weights = [400.0, 600.0].map(|weight: f32| weight.min(axis.max_value()).max(axis.min_value())).to_vec();
        weights.dedup();
        let at = |weight| Face {
            weight: weight as u16,
            location: font.axes().location([(WEIGHT_AXIS, weight)]),
            shaping: Arc::default(),
            ..face.clone()
        };
        Ok(weights.into_iter().map(at).collect())
    }

    /// Whether it came with the program and not from an author.
    pub fn bundled(&self) -> bool {
        matches!(self.bytes, Bytes::Bundled(_))
    }

    /// The whole font file.
    pub fn data(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Bundled(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }

    /// The tables, or `None` for bytes that are no font, which [`Face::parse`] refuses.
    pub(crate) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.data(), self.index).ok()
    }

    /// The outlines of its glyphs.
    pub fn outlines(&self) -> Outlines<'_> {
        let font = self.font();
        let units_per_em = font.as_ref().and_then(|font| font.head().ok()).map_or(1000, |head| head.units_per_em());
        Outlines {
            location: &self.location,
            glyphs: font.map(|font| font.outline_glyphs()),
            scale: 1.0 / f64::from(units_per_em),
        }
    }

    /// The outline of one glyph: see [`Outlines::path`].
    pub fn outline(&self, glyph: u32) -> BezPath {
        self.outlines().path(glyph)
    }

    /// How far each glyph moves the pen, in font units, without kerning.
    pub(crate) fn advances(&self) -> Option<Advances<'_>> {
        let font = self.font()?;
        Some(if self.location.coords().is_empty() {
            Advances::Table(font.hmtx().ok()?)
        } else {
            Advances::Instance(font.glyph_metrics(Size::unscaled(), &self.location))
        })
    }

    /// Whether it is an instance of a variable font.
    pub(super) fn variable(&self) -> bool {
        !self.location.coords().is_empty()
    }

    fn shaping(&self, font: &FontRef) -> &Shaping {
        self.shaping.get_or_init(|| Shaping {
            data: ShaperData::new(font),
            units_per_em: font.head().map_or(1000.0, |head| f64::from(head.units_per_em())),
            features: features(font),
            plans: RwLock::default(),
        })
    }

    /// What shapes text in this face.
    pub(super) fn shaper(&self) -> Option<FaceShaper<'_>> {
        let font = self.font()?;
        let shaping = self.shaping(&font);
        Some(FaceShaper {
            shaper: shaping.data.shaper(&font).build(),
            units_per_em: shaping.units_per_em,
            features: &shaping.features,
            plans: &shaping.plans,
        })
    }
}

/// Fonts that kern by the old `kern` table do so nowhere: embedded fonts come without it, and must set the same widths.
fn features(font: &FontRef) -> Vec<Feature> {
    let kern = Tag::new(b"kern");
    let modern = font.gpos().and_then(|gpos| gpos.feature_list());
    let kerns = modern.is_ok_and(|list| list.feature_records().iter().any(|record| record.feature_tag() == kern));
    if kerns { Vec::new() } else { vec![Feature::new(kern, 0, ..)] }
}

/// The advances of a face.
pub(crate) enum Advances<'a> {
    /// As its table has them.
    Table(Hmtx<'a>),
    /// Moved with the axes.
    Instance(GlyphMetrics<'a>),
}

impl Advances<'_> {
    /// The advance of a glyph.
    pub fn get(&self, glyph: u32) -> Option<u16> {
        match self {
            Advances::Table(table) => table.advance(GlyphId::new(glyph)),
            Advances::Instance(metrics) => metrics.advance_width(GlyphId::new(glyph)).map(|advance| advance as u16),
        }
    }
}

/// Tells the shaper the advances of an instance. Kerning stays that of the font's default: the embedded font, which is
/// static, must set the same widths.
impl FontFuncs for &Advances<'_> {
    fn advance_width(&mut self, builtin: &BuiltinFontFuncs, glyph: GlyphId) -> i32 {
        self.get(glyph.to_u32()).map_or_else(|| builtin.advance_width(glyph), i32::from)
    }
}

/// A shaper and the plans made for it so far.
pub(super) struct FaceShaper<'a> {
    pub shaper: Shaper<'a>,
    pub units_per_em: f64,
    /// To be asked for on top of those that every text gets.
    pub features: &'a [Feature],
    plans: &'a RwLock<Vec<Arc<ShapePlan>>>,
}

impl FaceShaper<'_> {
    /// The plan for a script, direction and language, made once.
    pub fn plan(&self, script: Option<Script>, direction: Direction, language: Option<&Language>) -> Arc<ShapePlan> {
        let key = ShapePlanKey::new(script, direction).language(language).features(self.features);
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.iter().find(|plan| key.matches(plan)) {
            return plan.clone();
        }
        drop(plans);
        let plan = Arc::new(ShapePlan::new(&self.shaper, direction, script, language, self.features));
        self.plans.write().unwrap_or_else(PoisonError::into_inner).push(plan.clone());
        plan
    }
}

/// The outlines of a face, to ask for many glyphs in a row.
pub struct Outlines<'a> {
    location: &'a Location,
    glyphs: Option<skrifa::outline::OutlineGlyphCollection<'a>>,
    scale: f64,
}

impl Outlines<'_> {
    /// The outline of a glyph in em, y down, origin on the baseline; closed contours, empty for a space.
    pub fn path(&self, glyph: u32) -> BezPath {
        let mut pen = PathPen { path: BezPath::new(), scale: self.scale };
        if let Some(outline) = self.glyphs.as_ref().and_then(|glyphs| glyphs.get(GlyphId::new(glyph))) {
            // A broken outline draws nothing: its advance still keeps the place.
            if outline.draw(DrawSettings::unhinted(Size::unscaled(), self.location), &mut pen).is_err() {
                return BezPath::new();
            }
        }
        pen.path
    }
}

struct PathPen {
    path: BezPath,
    scale: f64,
}

impl PathPen {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(f64::from(x) * self.scale, -f64::from(y) * self.scale)
    }
}

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.point(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.point(cx, cy), self.point(x, y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.curve_to(self.point(ax, ay), self.point(bx, by), self.point(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}
