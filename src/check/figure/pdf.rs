//! PDF: the first page's box and what its operators set: type, lines, opacity, images; of the document tags and layers.

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Stream};
use hayro_syntax::page::{Page, Resources};
use hayro_syntax::{Pdf, PdfVersion};
use kurbo::Affine;

use super::{Facts, Lines, Run, unpacked};

/// Operators that are followed; a figure of ten thousand boxes has a tenth of them.
const MOST_OPERATORS: usize = 5_000_000;
/// Forms inside forms.
const MOST_DEPTH: usize = 12;
/// Bytes of a form that count as an operator, each time it is unpacked to be drawn.
const BYTES_AN_OPERATOR: usize = 64;
/// Saved states.
const MOST_STATES: usize = 1000;
/// Tags of the structure that are looked at.
const MOST_TAGS: usize = 20_000;

/// Reads the first page and the document's words.
pub fn read(bytes: &[u8]) -> Result<Facts, String> {
    if !unpacked::fits(bytes) {
        return Err("it could unpack to more than 512 MB".into());
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        hayro_syntax::LoadPdfError::Decryption(_) => "it is locked with a password",
        hayro_syntax::LoadPdfError::Invalid => "it is damaged, or none",
    })?;
    let pages = pdf.pages();
    let page = pages.first().ok_or("it has no page")?;
    let unit = page.raw().get::<f64>("UserUnit").filter(|unit| unit.is_finite() && *unit > 0.0).unwrap_or(1.0);
    let (width, height) = page.render_dimensions();
    let mut seen = Seen { left: MOST_OPERATORS, ..Seen::default() };
    seen.run(Page::typed_operations(page), page.resources(), Affine::scale(unit), 0);
    let catalog: Dict = pdf.xref().get(pdf.xref().root_id()).unwrap_or_else(Dict::empty);
    let alt = catalog.get::<Dict>("StructTreeRoot").and_then(|root| alternative(&root));
    seen.missing.sort();
    seen.missing.dedup();
    let version = match pdf.version() {
        PdfVersion::Pdf10 => 1.0,
        PdfVersion::Pdf11 => 1.1,
        PdfVersion::Pdf12 => 1.2,
        PdfVersion::Pdf13 => 1.3,
        PdfVersion::Pdf14 => 1.4,
        PdfVersion::Pdf15 => 1.5,
        PdfVersion::Pdf16 => 1.6,
        PdfVersion::Pdf17 => 1.7,
        PdfVersion::Pdf20 => 2.0,
    };
    let whole = seen.left > 0;
    Ok(Facts {
        size: Some((f64::from(width) * unit, f64::from(height) * unit)),
        dpi: seen.dpi,
        transparent: (whole || seen.transparent).then_some(seen.transparent),
        texts: whole.then_some(seen.texts),
        missing_fonts: Some(seen.missing),
        lines: whole.then_some(seen.lines.0),
        alt: Some(alt),
        colour: seen.colour,
        layers: Some(catalog.get::<Dict>("OCProperties").is_some()),
        version: Some(version),
        pages: Some(pages.len()),
        ..Facts::default()
    })
}

/// The first alternative text of the tags, in their order.
fn alternative(root: &Dict) -> Option<String> {
    let mut open = vec![root.clone()];
    let mut left = MOST_TAGS;
    while let (Some(tag), true) = (open.pop(), left > 0) {
        left -= 1;
        if let Some(alt) = tag.get::<hayro_syntax::object::String>("Alt") {
            return Some(words(alt.as_bytes())).filter(|words| !words.trim().is_empty());
        }
        if let Some(kids) = tag.get::<Array>("K") {
            let kids: Vec<Dict> = kids.iter::<Dict>().take(left).collect();
            open.extend(kids.into_iter().rev());
        } else if let Some(kid) = tag.get::<Dict>("K") {
            open.push(kid);
        }
    }
    None
}

/// A text string: UTF-16 or UTF-8 with their marks, else close enough to Latin-1 (ISO 32000-2, 7.9.2.2).
fn words(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    }
    match bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        Some(utf8) => String::from_utf8_lossy(utf8).into_owned(),
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// What the page sets, as far as it matters here.
#[derive(Clone)]
struct State {
    place: Affine,
    width: f64,
    size: f64,
    family: String,
    visible: bool,
}

/// What is found on the way.
#[derive(Default)]
struct Seen {
    texts: Vec<Run>,
    missing: Vec<String>,
    lines: Lines,
    transparent: bool,
    dpi: Option<f64>,
    colour: Option<&'static str>,
    /// Operators that may still be followed.
    left: usize,
}

impl Seen {
    fn run(&mut self, mut operators: TypedIter, resources: &Resources, place: Affine, depth: usize) {
        let mut state = State { place, width: 1.0, size: 0.0, family: String::new(), visible: true };
        let mut saved: Vec<State> = Vec::new();
        let mut text = Affine::IDENTITY;
        while self.left > 0 {
            let Some(operator) = operators.next() else { break };
            self.left -= 1;
            match operator {
                Op::SaveState(_) if saved.len() < MOST_STATES => saved.push(state.clone()),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(m) => state.place *= matrix([m.0, m.1, m.2, m.3, m.4, m.5]),
                Op::LineWidth(width) => state.width = width.0.as_f64(),
                Op::SetGraphicsState(name) => self.settings(resources.get_ext_g_state(name.0), &mut state),
                Op::StrokePath(_)
                | Op::CloseAndStrokePath(_)
                | Op::FillAndStrokeNonZero(_)
                | Op::FillAndStrokeEvenOdd(_)
                | Op::CloseFillAndStrokeNonZero(_)
                | Op::CloseFillAndStrokeEvenOdd(_) => self.lines.add(state.width * scale(state.place)),
                Op::BeginText(_) => text = Affine::IDENTITY,
                Op::SetTextMatrix(m) => text = matrix([m.0, m.1, m.2, m.3, m.4, m.5]),
                Op::TextFont(font) => {
                    state.size = font.1.as_f64();
                    state.family = self.font(resources.get_font(font.0), font.0);
                }
                Op::TextRenderingMode(mode) => state.visible = mode.0.as_i64() != 3,
                Op::ShowText(_) | Op::NextLineAndShowText(_) | Op::ShowTextWithParameters(_) | Op::ShowTexts(_) => {
                    self.text(&state, text);
                }
                Op::XObject(name) => {
                    if let Some(object) = resources.get_x_object(name.0) {
                        self.object(&object, resources, state.place, depth);
                    }
                }
                Op::StrokeColorDeviceRgb(_) | Op::NonStrokeColorDeviceRgb(_) => self.colours(3),
                Op::StrokeColorCmyk(_) | Op::NonStrokeColorCmyk(_) => self.colours(4),
                Op::StrokeColorDeviceGray(_) | Op::NonStrokeColorDeviceGray(_) => self.colours(1),
                Op::StrokeColor(color) => self.colours(color.0.len()),
                Op::NonStrokeColor(color) => self.colours(color.0.len()),
                _ => {}
            }
        }
    }

    /// A colour of so many parts: one of four makes the figure CMYK, one of three a grey figure coloured.
    fn colours(&mut self, parts: usize) {
        self.colour = match (parts, self.colour) {
            (4, _) | (_, Some("cmyk")) => Some("cmyk"),
            (3, _) | (_, Some("rgb")) => Some("rgb"),
            (1, _) => Some("grey"),
            (_, known) => known,
        };
    }

    fn settings(&mut self, found: Option<Dict>, state: &mut State) {
        let Some(found) = found else { return };
        let below = |key: &str| found.get::<f64>(key).is_some_and(|opacity| opacity < 1.0);
        self.transparent |= below("ca") || below("CA") || found.get::<Dict>("SMask").is_some();
        if let Some(width) = found.get::<f64>("LW") {
            state.width = width;
        }
    }

    /// The family of a font, noted where its letters are not in the file.
    fn font(&mut self, font: Option<Dict>, name: &Name) -> String {
        let Some(font) = font else { return name.as_str().to_owned() };
        let base = font.get::<Name>("BaseFont").map(|name| name.as_str().to_owned());
        let base = base.unwrap_or_else(|| name.as_str().to_owned());
        // Six capitals and a plus stand before the name of a subset.
        let family = match base.split_once('+') {
            Some((tag, family)) if tag.len() == 6 => family.to_owned(),
            _ => base,
        };
        let kind = font.get::<Name>("Subtype").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let below = font.get::<Array>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict>().next());
        let descriptor = below.as_ref().unwrap_or(&font).get::<Dict>("FontDescriptor");
        let file = |found: Dict| ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| found.contains_key(key));
        if kind != "Type3" && !descriptor.is_some_and(file) {
            self.missing.push(family.clone());
        }
        family
    }

    fn text(&mut self, state: &State, text: Affine) {
        let size = (state.size * scale(state.place * text)).abs();
        let known = |run: &Run| (run.size - size).abs() < 1e-3 && run.family == state.family;
        if state.visible && size > 0.0 && !self.texts.iter().any(known) {
            self.texts.push(Run { size, family: state.family.clone(), words: String::new() });
        }
    }

    /// An image, or a form with operators of its own.
    fn object(&mut self, object: &Stream, resources: &Resources, place: Affine, depth: usize) {
        let dict = object.dict();
        let kind = dict.get::<Name>("Subtype").map(|name| name.as_str().to_owned());
        if kind.as_deref() == Some("Image") {
            self.transparent |= dict.get::<Stream>("SMask").is_some();
            let [a, b, ..] = place.as_coeffs();
            let across = dict.get::<f64>("Width").map(|pixels| pixels / ((a * a + b * b).sqrt() / 72.0));
            if let Some(dpi) = across.filter(|dpi| dpi.is_finite() && *dpi > 0.0) {
                self.dpi = Some(self.dpi.map_or(dpi, |least| least.min(dpi)));
            }
        } else if kind.as_deref() == Some("Form") && depth < MOST_DEPTH {
            let own: Vec<f64> =
                dict.get::<Array>("Matrix").map(|m| m.iter::<f64>().take(6).collect()).unwrap_or_default();
            let own = <[f64; 6]>::try_from(own).map_or(Affine::IDENTITY, Affine::new);
            let Ok(content) = object.decoded() else { return };
            self.left = self.left.saturating_sub(content.len() / BYTES_AN_OPERATOR);
            let inner = dict.get::<Dict>("Resources").map(Resources::new);
            self.run(TypedIter::new(&content), inner.as_ref().unwrap_or(resources), place * own, depth + 1);
        }
    }
}

fn matrix(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}

/// By how much a transformation enlarges lengths.
fn scale(place: Affine) -> f64 {
    place.determinant().abs().sqrt()
}
