//! SVG, ours and that of other programs: size, type, lines and opacity as attributes, styles and style sheets give them.

use roxmltree::{Document, Node, NodeType, ParsingOptions};
use simplecss::{AttributeOperator, DeclarationTokenizer, Element, PseudoClass, StyleSheet};

use super::{Facts, Lines, Run, caption};

/// Nodes of a document: a map of ten thousand boxes is a fifth of it.
const MOST_NODES: u32 = 1_000_000;
/// Rules of style sheets times elements, up to which they are applied.
const MOST_MATCHES: usize = 50_000_000;
/// Points in a CSS pixel.
const PX: f64 = 0.75;
/// Elements whose content is not drawn where it stands.
const NOT_DRAWN: [&str; 9] = ["defs", "symbol", "clipPath", "mask", "pattern", "marker", "metadata", "title", "desc"];
/// Elements with an outline.
const SHAPES: [&str; 7] = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];

/// What children inherit. Lengths are user units.
#[derive(Clone)]
struct Inherited {
    /// Points in a user unit.
    scale: f64,
    size: f64,
    family: String,
    stroke: Option<String>,
    width: f64,
    fill: String,
    fill_opacity: f64,
    stroke_opacity: f64,
    visible: bool,
    /// Whether it stands in a part of the map, in figures of ours.
    named: bool,
}

/// Reads the document.
pub fn read(bytes: &[u8]) -> Result<Facts, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text")?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(format!("its root is `{}`", root.tag_name().name()));
    }
    let view: Vec<f64> = root.attribute("viewBox").map(numbers).unwrap_or_default();
    let view = match view[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    };
    let side = |name| root.attribute(name).and_then(page_length);
    let size = side("width").zip(side("height")).or(view.map(|(width, height)| (width * PX, height * PX)));
    let scale = match (size, view) {
        (Some((width, height)), Some((across, down))) => f64::min(width / across, height / down),
        _ => PX,
    };
    let sheets: Vec<&str> =
        root.descendants().filter(|node| node.tag_name().name() == "style").filter_map(|node| node.text()).collect();
    let joined = sheets.join("\n");
    let mut sheet = StyleSheet::parse(&joined);
    let elements = root.descendants().filter(Node::is_element).count();
    if sheet.rules.len() * elements > MOST_MATCHES {
        sheet.rules.clear();
    }

    let ours = root.attribute("data-layout").is_some();
    let child = |name: &str| root.children().find(|node| node.tag_name().name() == name).and_then(|node| words(&node));
    let alt = child("title").or_else(|| root.attribute("aria-label").map(str::to_owned));
    let mut seen = Seen { sheet, ours, ..Seen::default() };
    let start = Inherited {
        scale,
        size: 16.0,
        family: "the viewer's default".into(),
        stroke: None,
        width: 1.0,
        fill: "black".into(),
        fill_opacity: 1.0,
        stroke_opacity: 1.0,
        visible: true,
        named: false,
    };
    let mut open = vec![(root, start)];
    while let Some((node, inherited)) = open.pop() {
        if let Some(inside) = seen.element(&node, inherited) {
            open.extend(node.children().rev().filter(Node::is_element).map(|child| (child, inside.clone())));
        }
    }
    seen.missing.sort();
    seen.missing.dedup();
    // Families that are brought along are named in rules of the style sheet; the first one of a list is the one that is used.
    let brought: Vec<&str> = sheets.iter().flat_map(|sheet| sheet.split("@font-face").skip(1)).collect();
    let inside = |families: &String| {
        let first = families.split(',').next().unwrap_or_default().trim().trim_matches(['\'', '"']);
        brought.iter().any(|rule| rule.split('}').next().is_some_and(|rule| rule.contains(first)))
    };
    seen.missing.retain(|family| !inside(family));
    let missing = seen.missing.iter().map(|family| own_name(family)).collect();
    Ok(Facts {
        size,
        dpi: seen.dpi,
        transparent: Some(seen.transparent),
        texts: Some(seen.texts),
        missing_fonts: Some(missing),
        lines: Some(seen.lines.0),
        title: Some(seen.title),
        alt: Some(alt),
        colour: Some("rgb"),
        layers: Some(false),
        ..Facts::default()
    })
}

/// What is found on the way.
#[derive(Default)]
struct Seen<'a> {
    sheet: StyleSheet<'a>,
    ours: bool,
    texts: Vec<Run>,
    /// The lists of families of all text, as written.
    missing: Vec<String>,
    lines: Lines,
    transparent: bool,
    title: Option<String>,
    dpi: Option<f64>,
}

impl Seen<'_> {
    /// Takes note of an element; gives what its children inherit, or nothing where they are not drawn.
    fn element(&mut self, node: &Node, mut now: Inherited) -> Option<Inherited> {
        let name = node.tag_name().name();
        if NOT_DRAWN.contains(&name) || name == "style" {
            return None;
        }
        let style = Style::of(node, &self.sheet);
        if style.get("display") == Some("none") {
            return None;
        }
        if let Some(transform) = node.attribute("transform") {
            now.scale *= area(transform).sqrt();
        }
        if let Some(size) = style.get("font-size") {
            now.size = type_size(size, now.size);
        }
        if let Some(family) = style.get("font-family") {
            now.family = family.to_owned();
        }
        if let Some(stroke) = style.get("stroke") {
            now.stroke = Some(stroke.to_owned()).filter(|stroke| !nothing(stroke));
            self.transparent |= sheer(stroke);
        }
        if let Some(fill) = style.get("fill") {
            now.fill = fill.to_owned();
            self.transparent |= sheer(fill);
        }
        if let Some(width) = style.get("stroke-width").and_then(length) {
            now.width = width;
        }
        now.visible = style.get("visibility").map_or(now.visible, |word| word == "visible");
        now.fill_opacity = style.get("fill-opacity").and_then(share).unwrap_or(now.fill_opacity);
        now.stroke_opacity = style.get("stroke-opacity").and_then(share).unwrap_or(now.stroke_opacity);
        let opacity = style.get("opacity").and_then(share).unwrap_or(1.0);
        if opacity == 0.0 {
            return None;
        }
        let effect = |name| style.get(name).is_some_and(|value| value != "none");
        self.transparent |= opacity < 1.0 || effect("mask") || effect("filter");
        now.named |= node.attribute("data-id").is_some() || node.attribute("data-source").is_some();
        if !now.visible {
            return Some(now);
        }
        if SHAPES.contains(&name) || name == "text" {
            let fills = !nothing(&now.fill) && now.fill_opacity > 0.0 && name != "line";
            self.transparent |= fills && now.fill_opacity < 1.0;
            if now.stroke.is_some() && now.width > 0.0 && now.stroke_opacity > 0.0 {
                let fixed = style.get("vector-effect") == Some("non-scaling-stroke");
                self.transparent |= now.stroke_opacity < 1.0;
                self.lines.add(now.width * if fixed { PX } else { now.scale });
            }
        }
        if name == "image" {
            self.image(node, now.scale);
        }
        if ["text", "tspan", "textPath"].contains(&name) {
            self.text(node, &now);
        }
        Some(now)
    }

    fn text(&mut self, node: &Node, now: &Inherited) {
        let own = node.children().filter(|child| child.node_type() == NodeType::Text).filter_map(|child| child.text());
        let own = own.collect::<String>().trim().to_owned();
        if own.is_empty() {
            return;
        }
        let all = words(node).unwrap_or_default();
        // A label of the map that begins like a caption is none.
        if self.title.is_none() && caption(&all) && !(self.ours && now.named) {
            self.title = Some(all);
        }
        let size = now.size * now.scale;
        let family = own_name(&now.family);
        self.missing.push(now.family.clone());
        match self.texts.iter_mut().find(|run| (run.size - size).abs() < 1e-6 && run.family == family) {
            Some(_) => {}
            None => self.texts.push(Run { size, family, words: own }),
        }
    }

    /// Pixels inside: how coarse they are.
    fn image(&mut self, node: &Node, scale: f64) {
        let href = node.attributes().find(|attribute| attribute.name() == "href").map_or("", |found| found.value());
        let Some(data) = href.split_once("base64,").map(|(_, data)| data) else { return };
        let Some(width) = node.attribute("width").and_then(length).filter(|width| *width > 0.0) else { return };
        if let (Some(across), true) = (png_width(data), href.starts_with("data:image/png")) {
            let dpi = across / (width * scale / 72.0);
            self.dpi = Some(self.dpi.map_or(dpi, |least: f64| least.min(dpi)));
        }
    }
}

/// Pixels across of a PNG in base64: bytes 16 to 19, which are the 22nd to 27th digits.
fn png_width(data: &str) -> Option<f64> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits =
        data.bytes().filter(|byte| !byte.is_ascii_whitespace()).take(28).map(digit).collect::<Option<Vec<_>>>()?;
    let bits = digits.get(20..28)?.iter().fold(0_u64, |bits, &digit| bits << 6 | u64::from(digit));
    // 48 bits: bytes 15 to 20.
    Some((bits >> 8 & 0xffff_ffff) as f64).filter(|width| *width > 0.0)
}

/// The declarations of an element: attributes, then rules of the style sheet by rank, then its own style.
struct Style<'a> {
    attributes: Node<'a, 'a>,
    rules: Vec<(&'a str, &'a str)>,
}

impl<'a> Style<'a> {
    fn of(node: &Node<'a, 'a>, sheet: &'a StyleSheet) -> Style<'a> {
        let matching = sheet.rules.iter().filter(|rule| rule.selector.matches(&Matched(*node)));
        let sheets = matching.flat_map(|rule| &rule.declarations).map(|found| (found.name, found.value));
        let own = DeclarationTokenizer::from(node.attribute("style").unwrap_or_default());
        let rules = sheets.chain(own.map(|found| (found.name, found.value))).collect();
        Style { attributes: *node, rules }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let ruled = self.rules.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value);
        ruled.or_else(|| self.attributes.attribute(name)).map(str::trim).filter(|value| *value != "inherit")
    }
}

/// An element as selectors see it.
struct Matched<'a>(Node<'a, 'a>);

impl Element for Matched<'_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Matched)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Matched)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, local_name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(local_name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.0.prev_sibling_element().is_none()
    }
}

/// All text in a node, its white space tidied.
fn words(node: &Node) -> Option<String> {
    let all: String = node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    let tidy = all.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(tidy).filter(|words| !words.is_empty())
}

/// The first family of a list that is not one of our subsets.
fn own_name(families: &str) -> String {
    let names = families.split(',').map(|name| name.trim().trim_matches(['\'', '"']));
    let found = names.clone().find(|name| !name.starts_with("tm-"));
    found.or_else(|| names.clone().next()).unwrap_or_default().to_owned()
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|c: char| c == ',' || c.is_ascii_whitespace()).filter(|part| !part.is_empty());
    parts.filter_map(|part| part.parse().ok()).filter(|number: &f64| number.is_finite()).collect()
}

/// Units of CSS in pixels.
const UNITS: [(&str, f64); 7] =
    [("px", 1.0), ("pt", 4.0 / 3.0), ("mm", 96.0 / 25.4), ("cm", 960.0 / 25.4), ("in", 96.0), ("pc", 16.0), ("", 1.0)];

/// A length in user units, which are CSS pixels before any transformation.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = |(unit, pixels): &(&str, f64)| Some(text.strip_suffix(unit)?.trim_end().parse::<f64>().ok()? * pixels);
    UNITS.iter().find_map(number).filter(|length| length.is_finite())
}

/// A side of the page in points; a share of the window is no length.
fn page_length(text: &str) -> Option<f64> {
    length(text).map(|pixels| pixels * PX).filter(|points| *points > 0.0)
}

/// A type size in user units.
fn type_size(text: &str, parent: f64) -> f64 {
    let times = |unit: &str| text.strip_suffix(unit).and_then(|number| number.trim_end().parse::<f64>().ok());
    let named =
        [("xx-small", 9.0), ("x-small", 10.0), ("small", 13.0), ("medium", 16.0), ("large", 18.0), ("x-large", 24.0)];
    let relative = times("rem").map(|em| em * 16.0).or(times("em").map(|em| em * parent));
    let relative = relative.or(times("%").map(|percent| percent / 100.0 * parent));
    let named = named.iter().find(|(name, _)| *name == text).map(|(_, size)| *size);
    relative.or(named).or(length(text)).filter(|size| size.is_finite() && *size >= 0.0).unwrap_or(parent)
}

/// An opacity.
fn share(text: &str) -> Option<f64> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim_end().parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    number.is_finite().then(|| number.clamp(0.0, 1.0))
}

fn nothing(paint: &str) -> bool {
    paint == "none" || paint == "transparent"
}

/// Whether a colour lets something through: `rgba(…, 0.5)`, `#rrggbbaa`.
fn sheer(paint: &str) -> bool {
    let parts = |name: &str| paint.strip_prefix(name).and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
    if let Some(inside) = ["rgba", "rgb", "hsla", "hsl"].iter().find_map(|name| parts(name)) {
        let alpha = inside.split(['/', ',']).map(str::trim).collect::<Vec<_>>();
        let last = if inside.contains('/') { alpha.last() } else { alpha.get(3) };
        return last.and_then(|alpha| share(alpha)).is_some_and(|alpha| alpha < 1.0);
    }
    let hex = paint.strip_prefix('#').unwrap_or_default();
    let alpha = match hex.len() {
        4 => hex.get(3..),
        8 => hex.get(6..),
        _ => None,
    };
    alpha.is_some_and(|alpha| !alpha.eq_ignore_ascii_case("f") && !alpha.eq_ignore_ascii_case("ff"))
}

/// By how much a list of transformations enlarges an area.
fn area(transform: &str) -> f64 {
    let mut area = 1.0;
    for part in transform.split(')') {
        let Some((name, arguments)) = part.split_once('(') else { continue };
        let values = numbers(arguments);
        area *= match (name.trim_matches([' ', ',', '\n', '\t', '\r']), &values[..]) {
            ("matrix", &[a, b, c, d, _, _]) => a * d - b * c,
            ("scale", &[both]) => both * both,
            ("scale", &[x, y]) => x * y,
            _ => 1.0,
        };
    }
    if area.is_finite() { area.abs() } else { 1.0 }
}
