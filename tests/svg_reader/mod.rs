//! An SVG of ours read back by other means than it was made with: XML → shapes, lines of text and links on a page.

mod check;

use std::collections::BTreeMap;

pub use check::faults;

/// A point of the page, in units of the view box.
pub type Point = (f64, f64);

/// What stands on the page.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Width in millimetres as the file states it.
    pub width_mm: f64,
    pub width: f64,
    pub height: f64,
    /// Fill of the page.
    pub fill: Option<[f64; 3]>,
    pub things: Vec<Thing>,
    pub texts: Vec<Text>,
    pub links: Vec<Link>,
    pub branches: Vec<Branches>,
    /// Cells of tables: discs and dots.
    pub cells: Vec<Shape>,
    /// Widths of all strokes.
    pub strokes: Vec<f64>,
    /// What a plain figure does not need and many viewers get wrong.
    pub forbidden: Vec<String>,
}

/// A node or group.
#[derive(Debug)]
pub struct Thing {
    pub id: String,
    pub parent: Option<usize>,
    pub shape: Option<Shape>,
}

/// A rectangle with the radii of its corners: of an ellipse half its sides.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
    pub rx: f64,
    pub ry: f64,
    pub fill: Option<[f64; 3]>,
    pub stroke: f64,
}

/// One line of text, or one piece of it.
#[derive(Debug)]
pub struct Text {
    pub words: String,
    /// Number of the `<text>` element it belongs to, in the order of the file.
    pub element: usize,
    pub owner: Owner,
    pub size: f64,
    pub fill: [f64; 3],
    /// Ink: left, top, right, bottom. From the stated length, until measured.
    pub ink: [f64; 4],
    pub measured: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Owner {
    Page,
    Thing(usize),
    Link(usize),
    Branches(usize),
    Legend,
}

#[derive(Debug)]
pub struct Link {
    pub source: String,
    pub target: String,
    pub joins: Option<usize>,
    /// The line, its bends in small steps.
    pub line: Vec<Point>,
    /// Heads and bars.
    pub heads: Vec<Vec<Point>>,
}

/// The lines from a box to what belongs to it.
#[derive(Debug)]
pub struct Branches {
    pub parent: String,
    /// Each from its move to the next one.
    pub lines: Vec<Vec<Point>>,
}

const ELEMENTS: [&str; 9] = ["svg", "title", "desc", "g", "rect", "ellipse", "path", "text", "tspan"];
const FORBIDDEN: [&str; 12] = [
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "filter",
    "mask",
    "clip-path",
    "style",
    "transform",
    "marker-start",
    "marker-mid",
    "marker-end",
    "href",
];

/// Reads a figure whose text is written plain.
pub fn read(svg: &str) -> Result<Sheet, String> {
    let document = roxmltree::Document::parse(svg).map_err(|e| e.to_string())?;
    let root = document.root_element();
    let mut sheet = Sheet::default();
    let stated = root.attribute("width").ok_or("no width")?;
    sheet.width_mm = stated.strip_suffix("mm").and_then(|v| v.parse().ok()).ok_or("width is not in mm")?;
    let height_mm: f64 =
        root.attribute("height").and_then(|v| v.strip_suffix("mm")?.parse().ok()).ok_or("height is not in mm")?;
    let view = numbers(root.attribute("viewBox").ok_or("no viewBox")?);
    [sheet.width, sheet.height] = [view[2], view[3]];
    if (sheet.width / sheet.height - sheet.width_mm / height_mm).abs() > 1e-5 {
        sheet.forbidden.push("a view box of another shape than the page".into());
    }
    for name in ["title", "desc"] {
        let words = root.children().find(|n| n.has_tag_name(name)).and_then(|n| n.text()).unwrap_or("");
        if words.trim().is_empty() {
            sheet.forbidden.push(format!("no {name}"));
        }
    }
    let mut texts = 0;
    walk(root, Owner::Page, &mut sheet, &mut texts)?;
    Ok(sheet)
}

fn walk(node: roxmltree::Node, owner: Owner, sheet: &mut Sheet, texts: &mut usize) -> Result<(), String> {
    for child in node.children().filter(|n| n.is_element()) {
        let name = child.tag_name().name();
        if !ELEMENTS.contains(&name) {
            sheet.forbidden.push(format!("<{name}>"));
        }
        sheet.forbidden.extend(FORBIDDEN.iter().filter(|a| child.has_attribute(**a)).map(|a| format!("`{a}`")));
        if let Some(width) = child.attribute("stroke-width").and_then(|v| v.parse().ok()) {
            sheet.strokes.push(width);
        }
        let class = child.attribute("class").unwrap_or("");
        let attribute = |name: &str| child.attribute(name).unwrap_or("").to_string();
        match (name, class) {
            ("rect", "page") => sheet.fill = color(&child, "fill"),
            ("g", "node" | "group") => {
                let parent = match owner {
                    Owner::Thing(parent) => Some(parent),
                    _ => None,
                };
                sheet.things.push(Thing { id: attribute("data-id"), parent, shape: None });
                walk(child, Owner::Thing(sheet.things.len() - 1), sheet, texts)?;
            }
            ("g", "edge") => {
                let joins = child.attribute("data-joins").and_then(|v| v.parse().ok());
                let (source, target) = (attribute("data-source"), attribute("data-target"));
                sheet.links.push(Link { source, target, joins, line: Vec::new(), heads: Vec::new() });
                walk(child, Owner::Link(sheet.links.len() - 1), sheet, texts)?;
            }
            ("g", "branches") => {
                sheet.branches.push(Branches { parent: attribute("data-parent"), lines: Vec::new() });
                walk(child, Owner::Branches(sheet.branches.len() - 1), sheet, texts)?;
            }
            ("g", "legend") => walk(child, Owner::Legend, sheet, texts)?,
            // Marks of who speaks stand in the box of their theme.
            ("g", "coverage") => walk(child, owner, sheet, texts)?,
            // A sign stands on the outline of a box, in front of it.
            ("g", "badge") => {}
            // Samples of what stands above.
            (_, "shape" | "line" | "arrowhead" | "badge") if owner == Owner::Legend => {}
            ("rect" | "ellipse", "shape") => {
                let Owner::Thing(thing) = owner else { return Err("a shape of nothing".into()) };
                // A second outline inside the first is its decoration.
                let shape = shape(&child);
                let first = sheet.things[thing].shape.get_or_insert(shape);
                first.fill = shape.fill.or(first.fill);
            }
            ("path", "line" | "arrowhead") => {
                let mut lines = outlines(&attribute("d"))?;
                match (owner, class, &mut lines[..]) {
                    (Owner::Link(link), "line", [line]) => sheet.links[link].line = std::mem::take(line),
                    (Owner::Link(link), _, [head]) => sheet.links[link].heads.push(std::mem::take(head)),
                    (Owner::Branches(parent), "line", _) => sheet.branches[parent].lines.extend(lines),
                    _ => return Err("a line of no link".into()),
                }
            }
            ("ellipse", "mark") => sheet.cells.push(shape(&child)),
            ("path" | "rect", "mark") | ("path" | "rect" | "ellipse", "rule") | ("title" | "desc", _) => {}
            ("text", _) => {
                text(child, owner, *texts, sheet)?;
                *texts += 1;
            }
            _ => sheet.forbidden.push(format!("<{name} class=\"{class}\">")),
        }
    }
    Ok(())
}

fn shape(node: &roxmltree::Node) -> Shape {
    let value = |name: &str| number(node, name);
    let (rx, ry) = (value("rx"), value("ry"));
    let (x, y, w, h) = match node.tag_name().name() {
        "ellipse" => (value("cx") - rx, value("cy") - ry, 2.0 * rx, 2.0 * ry),
        _ => (value("x"), value("y"), value("width"), value("height")),
    };
    let ry = if node.has_attribute("ry") { ry } else { rx };
    Shape { x, y, w, h, rx, ry, fill: color(node, "fill"), stroke: value("stroke-width") }
}

fn text(node: roxmltree::Node, owner: Owner, element: usize, sheet: &mut Sheet) -> Result<(), String> {
    let size = number(&node, "font-size");
    let baseline = number(&node, "y");
    let fill = color(&node, "fill").ok_or("text without a colour")?;
    let pieces: Vec<roxmltree::Node> = match node.children().filter(|n| n.has_tag_name("tspan")).collect::<Vec<_>>() {
        spans if spans.is_empty() => vec![node],
        spans => spans,
    };
    for piece in pieces {
        let (middle, length) = (number(&piece, "x"), number(&piece, "textLength"));
        let words: String = piece.text().unwrap_or("").into();
        if length <= 0.0 && !words.trim().is_empty() {
            return Err(format!("no length of `{words}`"));
        }
        let ink = [middle - length / 2.0, baseline - 0.7 * size, middle + length / 2.0, baseline + 0.22 * size];
        sheet.texts.push(Text { words, element, owner, size, fill, ink, measured: false });
    }
    Ok(())
}

impl Sheet {
    /// Replaces stated extents of text by those of the outlines that `usvg` gives the same file.
    pub fn measure(&mut self, svg: &str, fonts: &std::sync::Arc<usvg::fontdb::Database>) -> Result<(), String> {
        let options = usvg::Options { fontdb: fonts.clone(), ..usvg::Options::default() };
        // Without the stated lengths: usvg 0.49 takes a letter of Hindi or Thai with its signs for as wide as the widest of
        // them when it holds a text to its length, where Chromium agrees with the advances.
        let mut free = String::with_capacity(svg.len());
        let mut rest = svg;
        while let Some((before, after)) = rest.split_once(" textLength=\"") {
            free.push_str(before);
            rest = after.split_once('"').map_or("", |(_, after)| after);
        }
        free.push_str(rest);
        let tree = usvg::Tree::from_str(&free, &options).map_err(|e| e.to_string())?;
        // usvg scales to 96 px per inch.
        let scale = self.width / f64::from(tree.size().width());
        let mut boxes = Vec::new();
        collect(tree.root(), &mut boxes);
        let elements = self.texts.iter().map(|t| t.element + 1).max().unwrap_or(0);
        if boxes.len() != elements {
            return Err(format!("usvg finds {} texts of {elements}", boxes.len()));
        }
        let mut by_element: BTreeMap<usize, Vec<Text>> = BTreeMap::new();
        for text in self.texts.drain(..) {
            by_element.entry(text.element).or_default().push(text);
        }
        for (element, mut pieces) in by_element {
            let b = boxes[element];
            let mut first = pieces.remove(0);
            let stated =
                pieces.iter().fold([first.ink[0], first.ink[2]], |s, p| [s[0].min(p.ink[0]), s[1].max(p.ink[2])]);
            first.ink = [b.left(), b.top(), b.right(), b.bottom()].map(|v| f64::from(v) * scale);
            // Ink may reach a little beyond the advances (accents, slanted letters), never far.
            if first.ink[0] < stated[0] - 0.15 * first.size || first.ink[2] > stated[1] + 0.15 * first.size {
                return Err(format!("`{}` is set from {stated:?}, drawn in {:?}", first.words, first.ink));
            }
            first.measured = true;
            first.words.extend(pieces.into_iter().map(|p| p.words));
            self.texts.push(first);
        }
        Ok(())
    }
}

fn collect(group: &usvg::Group, boxes: &mut Vec<usvg::Rect>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect(inner, boxes),
            usvg::Node::Text(text) => boxes.push(text.flattened().abs_bounding_box()),
            _ => {}
        }
    }
}

/// Steps that stand for a curve.
const STEPS: u32 = 48;

/// The points of the parts of a path of moves, lines and cubics.
fn outlines(d: &str) -> Result<Vec<Vec<Point>>, String> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for part in d.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2).map(|w| {
        let letter = w[0].chars().last().unwrap_or(' ');
        (letter, w[1].trim_end_matches(|c: char| c.is_ascii_alphabetic()))
    }) {
        let v = numbers(part.1);
        match (part.0, &v[..]) {
            ('M', [x, y]) => parts.push(vec![(*x, *y)]),
            ('L', [x, y]) => parts.last_mut().ok_or("a line from nowhere")?.push((*x, *y)),
            ('C', [a, b, c, d, x, y]) => {
                let points = parts.last_mut().ok_or("a curve from nowhere")?;
                let from = points[points.len() - 1];
                for step in 1..=STEPS {
                    let t = f64::from(step) / f64::from(STEPS);
                    let u = 1.0 - t;
                    let at = |p: f64, q: f64, r: f64, s: f64| {
                        u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
                    };
                    points.push((at(from.0, *a, *c, *x), at(from.1, *b, *d, *y)));
                }
            }
            ('Z', []) => {}
            other => return Err(format!("cannot read {other:?} in `{d}`")),
        }
    }
    Ok(parts)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split([' ', ',']).filter(|v| !v.is_empty()).filter_map(|v| v.parse().ok()).collect()
}

fn number(node: &roxmltree::Node, name: &str) -> f64 {
    node.attribute(name).and_then(|v| v.parse().ok()).unwrap_or(0.0)
}

/// Red, green and blue from 0 to 1.
fn color(node: &roxmltree::Node, name: &str) -> Option<[f64; 3]> {
    let hex = node.attribute(name)?.strip_prefix('#')?;
    let part = |i: usize| u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok().map(|v| f64::from(v) / 255.0);
    Some([part(0)?, part(1)?, part(2)?])
}
