//! Boxes and text → the numbers that tell good from bad.

use kurbo::Rect;

use super::{Index, Numbers, Sheet, near};
use crate::unit::mm;

/// Mirror images within this distance count as matching.
const MIRROR_MM: f64 = 0.5;

/// Works out everything but what is known from the links.
pub fn count(sheet: &Sheet, numbers: &mut Numbers) {
    let mut holds = vec![false; sheet.layout.boxes.len()];
    for (node, _) in &sheet.outlined {
        sheet.above(*node).for_each(|above| holds[above.index()] = true);
    }
    let leaves = sheet.outlined.iter().filter(|(node, _)| !holds[node.index()]);
    let rects: Vec<Rect> = sheet.outlined.iter().map(|(_, shape)| shape.rect).collect();
    let total: f64 = rects.iter().map(|rect| rect.area()).sum();
    numbers.height = sheet.layout.page.height;
    numbers.box_density = share(leaves.map(|(_, shape)| shape.area()).sum(), sheet.page.area());
    numbers.mirror_score = share(mirrored(&rects, sheet.page.x1), total);
    numbers.least_text = sheet.lines.iter().map(|(_, line)| line.size).reduce(f64::min).unwrap_or(0.0);
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Area of the boxes that have a mirror image.
fn mirrored(rects: &[Rect], width: f64) -> f64 {
    let index = Index::new(rects.iter().copied());
    let slack = mm(MIRROR_MM);
    let same = |a: f64, b: f64| (a - b).abs() <= slack;
    let has_image = |r: &&Rect| {
        let (x0, x1) = (width - r.x1, width - r.x0);
        let middle = Rect::from_points(((x0 + x1) / 2.0, r.center().y), ((x0 + x1) / 2.0, r.center().y)).inset(slack);
        index.any(
            |bounds| near(bounds, middle),
            |i| {
                let o = rects[i];
                same(o.x0, x0) && same(o.x1, x1) && same(o.y0, r.y0) && same(o.y1, r.y1)
            },
        )
    };
    rects.iter().filter(has_image).map(|r| r.area()).sum()
}
