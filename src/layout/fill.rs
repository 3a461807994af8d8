//! A layout on a page of its own height → the same in the middle of a higher one.

use kurbo::Vec2;

use super::{Layout, Mark, Sign};

/// Puts what is on the page into the middle of one of that height; a slide has its height whatever stands on it.
pub fn fill(layout: &mut Layout, height: Option<f64>) {
    let Some(height) = height.filter(|&height| height > layout.page.height) else { return };
    let by = Vec2::new(0.0, (height - layout.page.height) / 2.0);
    layout.page.height = height;
    let lines = layout.paths.iter_mut().flat_map(|path| &mut path.label).chain(&mut layout.title);
    lines.for_each(|line| line.baseline += by.y);
    for place in layout.boxes.iter_mut().flatten() {
        place.rect = place.rect + by;
        place.lines_mut().for_each(|line| line.baseline += by.y);
        place.rules.iter_mut().for_each(|(from, to)| (*from, *to) = (*from + by, *to + by));
    }
    for path in &mut layout.paths {
        path.points.iter_mut().for_each(|point| *point += by);
        path.disc = path.disc.map(|disc| disc + by);
    }
    layout.branches.iter_mut().flat_map(|branch| &mut branch.points).for_each(|point| *point += by);
    for mark in layout.marks.iter_mut().chain(layout.legends.iter_mut().flatten()) {
        match mark {
            Mark::Area { rect, .. } | Mark::Circle { rect } | Mark::Orbit { rect } => *rect = *rect + by,
            Mark::Rule { from, to, .. } => (*from, *to) = (*from + by, *to + by),
            Mark::Disc { centre, .. } | Mark::Dot { centre, .. } | Mark::Badge { centre, .. } => *centre += by,
            Mark::Voice { centre, line, .. } => {
                *centre += by;
                line.baseline += by.y;
            }
            Mark::Sample { rect, line, sign, .. } => {
                *rect = *rect + by;
                line.baseline += by.y;
                if let Sign::Struck { line, .. } = sign {
                    line.baseline += by.y;
                }
            }
            Mark::Words { line, .. } | Mark::Note { line, .. } => line.baseline += by.y,
        }
    }
}
