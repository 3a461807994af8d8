//! Many boxes → places from stress alone, without overlap, and ways for all lines between them.

use kurbo::{Point, Rect, Size};

use super::super::graph::Spacing;
use super::super::route::Obstacle;
use super::board::Line;
use super::distance::Web;
use super::separate::{Gaps, separate};
use super::{stress, ways::Ways};

/// Share of the page's area that the boxes take before they are parted; afterwards it is less.
const DENSITY: f64 = 0.5;

/// Lines between the same two boxes are so far apart, in points.
const BESIDE: f64 = 4.6;

/// Places boxes of these sizes; a page that is not wide enough for all gets as high as it has to.
pub fn place(sizes: &[Size], lines: &[Line], spacing: &Spacing, gap: f64, top: f64) -> Vec<Rect> {
    let links: Vec<_> = lines.iter().map(|line| (line.ends[0], line.ends[1], 1.0)).collect();
    let points = stress::place(&Web::new(sizes.len(), &links), sizes.len() as u64);
    let side = spacing.inset + spacing.channel + gap / 2.0;
    let width = spacing.width - 2.0 * side;
    let area: f64 = sizes.iter().map(|size| (size.width + gap) * (size.height + gap)).sum();
    let height = area / DENSITY / width;
    let Some(first) = points.first() else { return Vec::new() };
    let bounds = points.iter().fold(Rect::from_points(*first, *first), |all, &point| all.union_pt(point));
    // The longer axis lies along the longer side of the page.
    let turned = (bounds.width() > bounds.height()) != (width > height);
    let place = |(point, &size): (&Point, &Size)| {
        let x = (point.x - bounds.x0) / bounds.width().max(1e-9);
        let y = (point.y - bounds.y0) / bounds.height().max(1e-9);
        let (x, y) = if turned { (y, x) } else { (x, y) };
        let room = Size::new((width - size.width).max(0.0), (height - size.height).max(0.0));
        let centre = (side + size.width / 2.0 + x * room.width, y * room.height);
        Rect::from_center_size(centre, size)
    };
    let mut boxes: Vec<Rect> = points.iter().zip(sizes).map(place).collect();
    let sides = (side, spacing.width - side);
    separate(&mut boxes, &Gaps { gap: (gap, gap), sides });
    let highest = boxes.iter().map(|rect| rect.y0).fold(f64::INFINITY, f64::min);
    let down = kurbo::Vec2::new(0.0, top - highest);
    boxes.iter().map(|&rect| rect + down).collect()
}

/// The ways of all lines that are drawn; those between the same two boxes side by side.
pub fn ways(boxes: &[Obstacle], lines: &[Line], gap: f64) -> Vec<Vec<Point>> {
    let ways = Ways::new(boxes, gap);
    let pair = |line: &Line| (line.ends[0].min(line.ends[1]), line.ends[0].max(line.ends[1]));
    let mut order: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].drawn).collect();
    order.sort_by_key(|&at| (pair(&lines[at]), at));
    let mut found = vec![Vec::new(); lines.len()];
    for alike in order.chunk_by(|&a, &b| pair(&lines[a]) == pair(&lines[b])) {
        for (at, &line) in alike.iter().enumerate() {
            let aside = (at as f64 - (alike.len() - 1) as f64 / 2.0) * BESIDE;
            let [a, b] = lines[line].ends.map(|end| boxes[end].rect.size());
            // No further aside than the boxes reach.
            let most = a.height.min(b.height) / 2.0 - 1.0;
            found[line] = ways.find(lines[line].ends, aside.clamp(-most, most), line);
        }
    }
    found
}
