//! A sheet → what is wrong with it, in words.

#![allow(clippy::disallowed_methods, reason = "no coordinate of a figure comes from here")]

use super::{Link, Owner, Point, Shape, Sheet, Text};

/// Coordinates are written to 0.01 pt, so that two that should be equal differ by at most this.
const WRITTEN: f64 = 0.011;
/// Farthest a link may end from an outline or a stem.
const END: f64 = 0.05;

/// A line to words without an outline may stop this far before them, in their type size.
const BEFORE_WORDS: f64 = 1.1;

/// Everything wrong with a figure that should be `width_mm` wide.
pub fn faults(sheet: &Sheet, width_mm: f64) -> Vec<String> {
    let mut faults: Vec<String> = sheet.forbidden.iter().map(|f| format!("uses {f}")).collect();
    if (sheet.width_mm - width_mm).abs() > 0.05 {
        faults.push(format!("is {} mm wide", sheet.width_mm));
    }
    if let Some(thin) = sheet.strokes.iter().find(|s| **s < 0.5) {
        faults.push(format!("has a stroke of {thin}"));
    }
    sizes(sheet, &mut faults);
    shapes(sheet, &mut faults);
    texts(sheet, &mut faults);
    links(sheet, &mut faults);
    branches(sheet, &mut faults);
    cells(sheet, &mut faults);
    faults
}

fn sizes(sheet: &Sheet, faults: &mut Vec<String>) {
    let mut sizes: Vec<f64> = sheet.texts.iter().map(|t| t.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup_by(|a, b| (*a - *b).abs() < 1e-3);
    if sizes.len() > 3 || sizes.first().is_some_and(|s| *s < 8.0) {
        faults.push(format!("has type of {sizes:?} pt"));
    }
}

/// The things around a thing, inside out, without it.
fn above(sheet: &Sheet, thing: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(sheet.things[thing].parent, |&t| sheet.things[t].parent)
}

/// The nearest shape: a thing's own, or that of the box it stands in.
fn shown_by(sheet: &Sheet, thing: usize) -> Option<usize> {
    [thing].into_iter().chain(above(sheet, thing)).find(|&t| sheet.things[t].shape.is_some())
}

fn shapes(sheet: &Sheet, faults: &mut Vec<String>) {
    for (i, thing) in sheet.things.iter().enumerate() {
        let Some(a) = thing.shape else { continue };
        let half = a.stroke / 2.0;
        if a.x < half - WRITTEN
            || a.y < half - WRITTEN
            || a.x + a.w > sheet.width - half + WRITTEN
            || a.y + a.h > sheet.height - half + WRITTEN
        {
            faults.push(format!("`{}` leaves the page", thing.id));
        }
        let parents: Vec<usize> = above(sheet, i).collect();
        for parent in parents.iter().filter_map(|&p| sheet.things[p].shape) {
            if a.x < parent.x || a.y < parent.y || a.x + a.w > parent.x + parent.w || a.y + a.h > parent.y + parent.h {
                faults.push(format!("`{}` leaves the box around it", thing.id));
            }
        }
        for (j, other) in sheet.things[..i].iter().enumerate() {
            let Some(b) = other.shape.filter(|_| !parents.contains(&j)) else { continue };
            let apart = a.x + a.w <= b.x + WRITTEN
                || b.x + b.w <= a.x + WRITTEN
                || a.y + a.h <= b.y + WRITTEN
                || b.y + b.h <= a.y + WRITTEN;
            if !apart && touch(&a, &b) {
                faults.push(format!("`{}` and `{}` overlap", thing.id, other.id));
            }
        }
    }
}

/// How far a point is outside a shape; negative inside. Of an oval the distance is that along the line to its middle,
/// scaled by how steeply that meets the outline.
fn outside(p: Point, s: &Shape) -> f64 {
    let (rx, ry) = (s.rx.min(s.w / 2.0), s.ry.min(s.h / 2.0));
    let (x, y) = ((p.0 - s.x - s.w / 2.0).abs(), (p.1 - s.y - s.h / 2.0).abs());
    let (dx, dy) = (x - (s.w / 2.0 - rx), y - (s.h / 2.0 - ry));
    if (rx - ry).abs() < WRITTEN {
        return (dx.max(0.0).powi(2) + dy.max(0.0).powi(2)).sqrt() + dx.max(dy).min(0.0) - rx.max(ry);
    }
    // The parameter of the nearest point of the ellipse, by Newton's method on the angle.
    let mut angle = (rx * y).atan2(ry * x);
    for _ in 0..20 {
        let (sin, cos) = angle.sin_cos();
        let slope = (ry * ry - rx * rx) * sin * cos + x * rx * sin - y * ry * cos;
        let curve = (ry * ry - rx * rx) * (cos * cos - sin * sin) + x * rx * cos + y * ry * sin;
        if curve.abs() > 1e-12 {
            angle = (angle - slope / curve).clamp(0.0, std::f64::consts::FRAC_PI_2);
        }
    }
    let away = (x - rx * angle.cos()).hypot(y - ry * angle.sin());
    if (x / rx).powi(2) + (y / ry).powi(2) < 1.0 { -away } else { away }
}

/// Whether two shapes whose boxes overlap do so themselves: straight ones always, ovals where a point on the outline of one
/// is inside the other.
fn touch(a: &Shape, b: &Shape) -> bool {
    let oval = |s: &Shape| s.rx > s.w / 2.0 - WRITTEN && s.ry > s.h / 2.0 - WRITTEN && s.rx != s.ry;
    let into = |a: &Shape, b: &Shape| {
        (0..360).any(|degree| {
            let (sin, cos) = f64::from(degree).to_radians().sin_cos();
            let corner = (a.w / 2.0 - a.rx, a.h / 2.0 - a.ry);
            let at = (corner.0 * cos.signum() + a.rx * cos, corner.1 * sin.signum() + a.ry * sin);
            outside((a.x + a.w / 2.0 + at.0, a.y + a.h / 2.0 + at.1), b) < -2.0 * WRITTEN
        })
    };
    !(oval(a) || oval(b)) || into(a, b) || into(b, a)
}

fn texts(sheet: &Sheet, faults: &mut Vec<String>) {
    for (i, text) in sheet.texts.iter().enumerate() {
        let [x0, y0, x1, y1] = text.ink;
        if x0 < 0.0 || y0 < 0.0 || x1 > sheet.width || y1 > sheet.height {
            faults.push(format!("`{}` leaves the page", text.words));
        }
        let home = match text.owner {
            Owner::Thing(thing) => shown_by(sheet, thing),
            _ => None,
        };
        if let Some(shape) = home.and_then(|t| sheet.things[t].shape) {
            let out = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]
                .map(|p| outside(p, &shape))
                .into_iter()
                .fold(f64::MIN, f64::max);
            if out > WRITTEN {
                faults.push(format!("`{}` is {out:.2} outside its shape", text.words));
            }
        }
        // Pieces of one line may touch; lines of one block are a line height apart.
        for other in sheet.texts[..i].iter().filter(|o| o.element != text.element) {
            let [a0, b0, a1, b1] = other.ink;
            if x0 < a1 - WRITTEN && a0 < x1 - WRITTEN && y0 < b1 - WRITTEN && b0 < y1 - WRITTEN {
                faults.push(format!("`{}` lies on `{}`", text.words, other.words));
            }
        }
        let behind = behind(sheet, text, home);
        let ratio = contrast(text.fill, behind);
        if ratio < 4.5 {
            faults.push(format!("`{}` has a contrast of {ratio:.2}", text.words));
        }
    }
}

/// The colour a text stands on: its shape's, or for others that of the smallest shape under its middle.
fn behind(sheet: &Sheet, text: &Text, home: Option<usize>) -> [f64; 3] {
    let [x0, y0, x1, y1] = text.ink;
    let middle = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
    let under = || {
        let shapes = sheet.things.iter().filter_map(|t| t.shape).filter(|s| outside(middle, s) < 0.0);
        shapes.min_by(|a, b| (a.w * a.h).total_cmp(&(b.w * b.h)))
    };
    let shape = home.and_then(|t| sheet.things[t].shape).or_else(under);
    shape.and_then(|s| s.fill).or(sheet.fill).unwrap_or([1.0; 3])
}

/// Contrast ratio by WCAG 2.2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |c: [f64; 3]| {
        let [r, g, b] = c.map(|v| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn links(sheet: &Sheet, faults: &mut Vec<String>) {
    for link in &sheet.links {
        let name = format!("link from `{}` to `{}`", link.source, link.target);
        let ends = [&link.source, &link.target].map(|id| {
            let thing = sheet.things.iter().position(|t| t.id == **id);
            thing.map(|t| shown_by(sheet, t).unwrap_or(t))
        });
        let [Some(source), Some(target)] = ends else {
            faults.push(format!("{name}: an end is not on the page"));
            continue;
        };
        if link.line.len() < 2 {
            faults.push(format!("{name} has no line"));
            continue;
        }
        if link.line.iter().any(|p| p.0 < 0.0 || p.1 < 0.0 || p.0 > sheet.width || p.1 > sheet.height) {
            faults.push(format!("{name} leaves the page"));
        }
        let around: Vec<usize> = above(sheet, source).chain(above(sheet, target)).collect();
        passes(sheet, &link.line, &around, &name, faults);
        let mut joined = link.joins.is_none();
        for (thing, end) in [source, target].into_iter().zip(tips(link)) {
            let shape = from_thing(sheet, thing, end);
            if shape <= END {
                continue;
            }
            let stem = link.joins.and_then(|j| sheet.links.get(j)).map_or(f64::INFINITY, |j| from_stem(end, j));
            if stem <= END && !joined {
                joined = true;
            } else {
                faults.push(format!("{name} ends {:.2} from its outline, {stem:.2} from a stem", shape));
            }
        }
    }
}

/// Distance of a point from a link: from its line, or from where that goes on under its heads.
fn from_stem(p: Point, stem: &Link) -> f64 {
    let [first, last] = tips(stem);
    let line = std::iter::once(first).chain(stem.line.iter().copied()).chain([last]).collect::<Vec<_>>();
    distance(p, &line)
}

/// What a line runs through, but for the boxes around its ends.
fn passes(sheet: &Sheet, line: &[Point], around: &[usize], name: &str, faults: &mut Vec<String>) {
    for (i, thing) in sheet.things.iter().enumerate() {
        let Some(s) = thing.shape.filter(|_| !around.contains(&i)) else { continue };
        if hits(line, [s.x, s.y, s.x + s.w, s.y + s.h]) && enters(line, &s) {
            faults.push(format!("{name} runs through `{}`", thing.id));
        }
    }
    for text in sheet.texts.iter().filter(|t| hits(line, t.ink)) {
        faults.push(format!("{name} runs through the text `{}`", text.words));
    }
}

/// Whether a line has a point inside a shape, looked for at small steps.
fn enters(line: &[Point], s: &Shape) -> bool {
    line.windows(2).any(|ends| {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        let steps = ((bx - ax).hypot(by - ay) / 0.5).ceil().max(1.0);
        (0..=steps as usize).any(|i| {
            let t = i as f64 / steps;
            outside((ax + t * (bx - ax), ay + t * (by - ay)), s) < -END
        })
    })
}

/// How far a line ends from a box, or from the room that it keeps before words without one.
fn from_thing(sheet: &Sheet, thing: usize, end: Point) -> f64 {
    if let Some(shape) = sheet.things[thing].shape {
        return outside(end, &shape).abs();
    }
    let words = sheet.texts.iter().filter(|text| text.owner == Owner::Thing(thing));
    let away = words.map(|text| {
        let [x0, y0, x1, y1] = text.ink;
        let (dx, dy) = ((x0 - end.0).max(end.0 - x1).max(0.0), (y0 - end.1).max(end.1 - y1).max(0.0));
        (dx.hypot(dy) - BEFORE_WORDS * text.size).max(0.0)
    });
    away.fold(f64::INFINITY, f64::min)
}

fn branches(sheet: &Sheet, faults: &mut Vec<String>) {
    for family in &sheet.branches {
        let name = format!("a branch of `{}`", family.parent);
        let Some(parent) = sheet.things.iter().position(|t| t.id == family.parent) else {
            faults.push(format!("{name}: it is not on the page"));
            continue;
        };
        let parent = shown_by(sheet, parent).unwrap_or(parent);
        let around: Vec<usize> = above(sheet, parent).collect();
        for (i, line) in family.lines.iter().enumerate() {
            let [first, .., last] = line[..] else {
                faults.push(format!("{name} has no line"));
                continue;
            };
            passes(sheet, line, &around, &name, faults);
            let siblings = family.lines.iter().enumerate().filter(|(j, _)| *j != i);
            let begins =
                siblings.map(|(_, other)| distance(first, other)).fold(from_thing(sheet, parent, first), f64::min);
            let others = (0..sheet.things.len()).filter(|&t| t != parent);
            let ends = others.map(|t| from_thing(sheet, t, last)).fold(f64::INFINITY, f64::min);
            if begins > END || ends > END {
                faults.push(format!("{name} begins {begins:.2} from its line and ends {ends:.2} from a box"));
            }
        }
    }
}

fn cells(sheet: &Sheet, faults: &mut Vec<String>) {
    for cell in &sheet.cells {
        let [x0, y0, x1, y1] = [cell.x, cell.y, cell.x + cell.w, cell.y + cell.h];
        if x0 < 0.0 || y0 < 0.0 || x1 > sheet.width || y1 > sheet.height {
            faults.push(format!("a cell at {x0:.1}, {y0:.1} leaves the page"));
        }
        for text in &sheet.texts {
            let [a0, b0, a1, b1] = text.ink;
            if x0 < a1 && a0 < x1 && y0 < b1 && b0 < y1 {
                faults.push(format!("a cell lies on `{}`", text.words));
            }
        }
    }
}

/// Where a link really begins and ends: at the tips of its heads, or else of its line.
fn tips(link: &Link) -> [Point; 2] {
    [link.line[0], link.line[link.line.len() - 1]].map(|end| {
        let holds = |head: &&Vec<Point>| {
            let reach = |of: fn(&Point) -> f64, at: f64| {
                let values = head.iter().map(of);
                let (lo, hi) = (values.clone().fold(f64::MAX, f64::min), values.fold(f64::MIN, f64::max));
                lo - END <= at && at <= hi + END
            };
            head.len() == 3 && reach(|p| p.0, end.0) && reach(|p| p.1, end.1)
        };
        link.heads.iter().find(holds).map_or(end, |head| {
            // The tip is opposite the shortest side.
            let side = |i: usize| {
                let (a, b) = (head[(i + 1) % 3], head[(i + 2) % 3]);
                (a.0 - b.0).hypot(a.1 - b.1)
            };
            let tip = (0..3).min_by(|&i, &j| side(i).total_cmp(&side(j))).unwrap_or(0);
            head[tip]
        })
    })
}

/// Whether a line has a point inside a rectangle, by clipping each piece (Liang, Barsky 1984).
fn hits(line: &[Point], [x0, y0, x1, y1]: [f64; 4]) -> bool {
    let (x0, y0, x1, y1) = (x0 + END, y0 + END, x1 - END, y1 - END);
    line.windows(2).any(|ends| {
        let ((px, py), (qx, qy)) = (ends[0], ends[1]);
        let (dx, dy) = (qx - px, qy - py);
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (step, room) in [(-dx, px - x0), (dx, x1 - px), (-dy, py - y0), (dy, y1 - py)] {
            if step == 0.0 {
                if room <= 0.0 {
                    return false;
                }
            } else if step < 0.0 {
                from = from.max(room / step);
            } else {
                to = to.min(room / step);
            }
        }
        from < to
    })
}

/// Distance of a point from a line.
fn distance(p: Point, line: &[Point]) -> f64 {
    let each = line.windows(2).map(|ends| {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        let (dx, dy) = (bx - ax, by - ay);
        let t = (((p.0 - ax) * dx + (p.1 - ay) * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
        (p.0 - ax - t * dx).hypot(p.1 - ay - t * dy)
    });
    each.fold(f64::INFINITY, f64::min)
}
