//! An SVG of ours → where its boxes stood, for a figure that is to stay as it was.

use std::collections::BTreeMap;

use kurbo::{Point, Rect};
use roxmltree::{Document, Node};

/// An earlier figure of a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Previous {
    /// Name of its layout.
    pub layout: String,
    /// Width of its page in points.
    pub width: f64,
    /// Its boxes, by their id on the map.
    pub boxes: BTreeMap<String, Old>,
}

/// A box of an earlier figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Old {
    /// The label as its author wrote it.
    pub label: String,
    /// What was printed of it, without blanks.
    pub printed: String,
    /// Its bounding box; that of the text of what had no outline.
    pub rect: Rect,
    /// Type size of its label.
    pub size: f64,
    /// Mean of the baselines of its label.
    pub baseline: f64,
    /// Lines of its label.
    pub lines: usize,
    /// Id of the box it stood in.
    pub inside: Option<String>,
}

/// Reads an SVG that this program wrote, its text as text; the error says what is wrong with it.
pub fn read(svg: &str) -> Result<Previous, String> {
    let document = Document::parse(svg).map_err(|error| format!("is no SVG: {error}"))?;
    let root = document.root_element();
    let foreign = || "is no figure of this program: it names no layout".to_owned();
    let layout = root.attribute("data-layout").ok_or_else(foreign)?.to_owned();
    let view: Vec<f64> = root.attribute("viewBox").unwrap_or_default().split(' ').filter_map(finite).collect();
    let &[_, _, width, _] = &view[..] else { return Err("has no page size".to_owned()) };
    let mut previous = Previous { layout, width, boxes: BTreeMap::new() };
    for group in root.descendants() {
        let (Some(id), Some(label)) = (group.attribute("data-id"), group.attribute("data-label")) else { continue };
        if let Some(old) = old(group, label) {
            previous.boxes.insert(id.to_owned(), old);
        }
    }
    if previous.boxes.is_empty() {
        return Err("shows no boxes with text: write it with `--text embedded` or `plain`".to_owned());
    }
    Ok(previous)
}

fn old(group: Node, label: &str) -> Option<Old> {
    let lines: Vec<Node> = group.children().filter(|child| child.has_tag_name("text")).collect();
    let first = lines.first()?;
    let size = number(first, "font-size")?;
    let baselines: Vec<f64> = lines.iter().filter_map(|line| number(line, "y")).collect();
    let middles: Vec<f64> = lines.iter().filter_map(|line| number(line, "x")).collect();
    let words =
        lines.iter().flat_map(|line| line.descendants()).filter_map(|node| node.text().filter(|_| node.is_text()));
    let shape = group.children().find(|child| child.attribute("class") == Some("shape"));
    let rect = match shape {
        Some(shape) if shape.has_tag_name("ellipse") => {
            let (rx, ry) = (number(&shape, "rx")?, number(&shape, "ry")?);
            Rect::from_center_size((number(&shape, "cx")?, number(&shape, "cy")?), (2.0 * rx, 2.0 * ry))
        }
        Some(shape) => {
            let origin = Point::new(number(&shape, "x")?, number(&shape, "y")?);
            Rect::from_origin_size(origin, (number(&shape, "width")?, number(&shape, "height")?))
        }
        None => {
            let point = Point::new(*middles.first()?, *baselines.first()?);
            Rect::from_center_size(point, (0.0, 0.0))
        }
    };
    Some(Old {
        label: label.to_owned(),
        printed: squeezed(&words.collect::<String>()),
        rect,
        size,
        baseline: baselines.iter().sum::<f64>() / baselines.len() as f64,
        lines: baselines.len(),
        inside: group.parent().and_then(|parent| parent.attribute("data-id")).map(str::to_owned),
    })
}

/// A text without blanks, which lines may have swallowed.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn number(node: &Node, name: &str) -> Option<f64> {
    node.attribute(name).and_then(finite)
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}
