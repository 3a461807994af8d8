//! Parts of a figure → the contrast of each colour with what it stands on.

use std::f64::consts::FRAC_1_SQRT_2;

use kurbo::{ParamCurve, PathSeg, Point, Rect, Shape as _, Vec2};

use super::scene::{Behind, Ground, Owner, Paint, Part, bounds};
use super::{
    Contrasts, EPS, Finding, GRAPHIC_NEEDS, INSIDE, LARGE_BOLD_FROM, LARGE_FROM, LARGE_TEXT_NEEDS, Pair,
    SIMULATED_SHARE, TEXT_NEEDS, What,
};
use crate::draw::Figure;
use crate::draw::figure::{Class, Color, Path, Shape, Tag, Text};
use crate::draw::vision::VISIONS;

impl Contrasts {
    /// The contrast of two colours in each way to see.
    pub fn of(color: Color, behind: Color) -> Contrasts {
        let mut ratios = [color.contrast(behind); 1 + VISIONS.len()];
        for (seen, vision) in ratios[1..].iter_mut().zip(&VISIONS) {
            *seen = vision.light(color).contrast(vision.light(behind));
        }
        Contrasts(ratios)
    }

    /// Whether a need is met in each way to see.
    fn meet(&self, needs: f64) -> [bool; 1 + VISIONS.len()] {
        let mut met = self.0.map(|ratio| ratio >= SIMULATED_SHARE * needs - EPS);
        met[0] = self.0[0] >= needs - EPS;
        met
    }

    /// Whether a need is met in every way to see.
    pub fn meets(&self, needs: f64) -> bool {
        self.meet(needs).iter().all(|met| *met)
    }
}

impl Pair {
    /// Whether it has too little contrast in some way to see.
    pub fn fails(&self) -> bool {
        !self.has.meets(self.needs)
    }
}

/// All pairs of a figure, in the order in which they come first.
pub fn pairs(figure: &Figure, parts: &[Part]) -> Vec<Pair> {
    let ground = Ground::of(figure, parts);
    let mut pairs: Vec<Pair> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        for (what, color, behind, needs) in looks(part, number, &ground) {
            let same = |pair: &&mut Pair| {
                (pair.what, pair.on, pair.color, pair.behind, pair.needs)
                    == (what, behind.on, color, behind.color, needs)
            };
            let subject = part.owner.subject();
            match pairs.iter_mut().find(same) {
                Some(pair) => {
                    pair.count += 1;
                    // Lines of one text follow one another.
                    if pair.subjects.last() != Some(&subject) {
                        pair.subjects.push(subject);
                    }
                }
                None => pairs.push(Pair {
                    what,
                    on: behind.on,
                    color,
                    behind: behind.color,
                    count: 1,
                    needs,
                    has: Contrasts::of(color, behind.color),
                    subjects: vec![subject],
                }),
            }
        }
    }
    pairs
}

/// What is wrong with a pair.
pub fn finding(pair: &Pair) -> Option<Finding> {
    let met = pair.has.meet(pair.needs);
    if met.iter().all(|met| *met) {
        return None;
    }
    let seen = VISIONS.iter().zip(pair.has.0[1..].iter().copied());
    let failing = seen.zip(&met[1..]).filter(|(_, met)| !**met).map(|(seen, _)| seen);
    let visions: Vec<_> = if met[0] { failing.collect() } else { Vec::new() };
    let least = visions.iter().map(|(_, ratio)| *ratio).fold(f64::INFINITY, f64::min);
    let (measured, needed) = if met[0] { (least, SIMULATED_SHARE * pair.needs) } else { (pair.has.0[0], pair.needs) };
    let what = What::Contrast { what: pair.what, on: pair.on, color: pair.color, behind: pair.behind };
    Some(Finding { what, subjects: pair.subjects.clone(), measured, needed, visions })
}

/// A colour with a name, what it stands on, and the contrast it needs there.
type LooksAt = (&'static str, Color, Behind, f64);

fn looks(part: &Part, number: usize, ground: &Ground) -> Vec<LooksAt> {
    let all = |what, color, points: &[Point], needs| {
        let behind = ground.behind(number, points);
        behind.into_iter().map(|behind| (what, color, behind, needs)).collect::<Vec<_>>()
    };
    match part.paint {
        Paint::Text(text) => all(text_of(&part.owner), text.fill, &under(text), text_needs(text)),
        Paint::Path(path) => match path.class {
            Class::Guide | Class::Area => Vec::new(),
            Class::Arrowhead | Class::Mark | Class::Badge => {
                let what = match (path.class, part.owner.0) {
                    (Class::Mark, Some(Tag::Voices { .. } | Tag::Legend { .. })) => "mark of who speaks",
                    (Class::Mark, _) => "mark of table",
                    (Class::Badge, _) => "sign of change",
                    _ => "arrowhead",
                };
                path.fill.map_or(Vec::new(), |fill| all(what, fill, &inside(&path.shape), GRAPHIC_NEEDS))
            }
            Class::Line | Class::Rule if matches!(path.shape, Shape::Path(_)) => {
                let what = match part.owner.0 {
                    Some(Tag::Edge { .. }) => "link",
                    Some(Tag::Branches { .. }) => "branch",
                    _ => "rule",
                };
                let points = along(&path.shape);
                path.stroke.as_ref().map_or(Vec::new(), |stroke| all(what, stroke.color, &points, GRAPHIC_NEEDS))
            }
            Class::Line | Class::Rule | Class::Shape => edge(part, path, number, ground),
        },
    }
}

/// The edge of a closed shape: its fill against what is around it where that is enough, or else its outline, which needs
/// contrast on both sides.
fn edge(part: &Part, path: &Path, number: usize, ground: &Ground) -> Vec<LooksAt> {
    let away = path.stroke.as_ref().map_or(0.0, |stroke| stroke.width) / 2.0 + AWAY;
    let outside = ground.behind(number, &around(&path.shape, away));
    let (edge, outline) = edge_of(&part.owner, path.class);
    let each =
        |what, color| outside.iter().map(move |&behind| (what, color, behind, GRAPHIC_NEEDS)).collect::<Vec<_>>();
    let carried = |fill: Color| outside.iter().all(|behind| Contrasts::of(fill, behind.color).meets(GRAPHIC_NEEDS));
    match (path.fill, &path.stroke) {
        (Some(fill), None) => each(edge, fill),
        (Some(fill), Some(_)) if carried(fill) => each(edge, fill),
        (fill, Some(stroke)) => {
            let mut looks = each(outline, stroke.color);
            let inside = match fill {
                Some(color) => vec![Behind { color, on: INSIDE }],
                None => ground.behind(number, &around(&path.shape, -away)),
            };
            looks.extend(inside.into_iter().map(|behind| (outline, stroke.color, behind, GRAPHIC_NEEDS)));
            looks
        }
        (None, None) => Vec::new(),
    }
}

fn text_needs(text: &Text) -> f64 {
    let large = text.size >= if text.bold { LARGE_BOLD_FROM } else { LARGE_FROM } - EPS;
    if large { LARGE_TEXT_NEEDS } else { TEXT_NEEDS }
}

fn text_of(owner: &Owner) -> &'static str {
    match owner.0 {
        Some(Tag::Panel { .. }) => "title of panel",
        Some(Tag::Edge { .. }) => "label of link",
        Some(Tag::Node { role, .. }) => match *role {
            "core" => "text of core",
            "group" => "title of group",
            "theme" => "text of theme",
            "subtheme" => "text of sub-theme",
            "code" => "text of code",
            "outcome" => "text of outcome",
            _ => "text",
        },
        Some(Tag::Legend { .. }) => "words of legend",
        Some(Tag::Branches { .. } | Tag::Badge { .. } | Tag::Voices { .. }) | None => "other words",
    }
}

/// The names of an edge and of its outline.
fn edge_of(owner: &Owner, class: Class) -> (&'static str, &'static str) {
    match (owner.0, class) {
        (Some(Tag::Panel { .. }), _) => ("edge of panel", "outline of panel"),
        (Some(Tag::Node { role, .. }), Class::Shape) => match *role {
            "core" => ("edge of core", "outline of core"),
            "group" => ("edge of group", "outline of group"),
            "outcome" => ("edge of outcome", "outline of outcome"),
            _ => ("edge of card", "outline of card"),
        },
        (Some(Tag::Edge { .. }), _) => ("circle of number", "circle of number"),
        _ => ("rule", "rule"),
    }
}

/// How far from an outline the colour beside it is looked for, in points: less than any gap.
const AWAY: f64 = 0.3;

/// Points of a text on its capitals and its baseline, from its left to its right end.
fn under(text: &Text) -> Vec<Point> {
    /// Above the baseline, in em.
    const HEIGHTS: [f64; 3] = [0.0, 0.33, 0.65];
    let width = text.line.width * text.size;
    let across = [0.02, 0.25, 0.5, 0.75, 0.98].map(|share| text.x + share * width);
    HEIGHTS.iter().flat_map(|height| across.map(|x| Point::new(x, text.baseline - height * text.size))).collect()
}

/// Points well inside a small filled shape: where it is centred, and half way from there to its corners.
fn inside(shape: &Shape) -> Vec<Point> {
    let Shape::Path(path) = shape else { return vec![bounds(shape).center()] };
    let corners: Vec<Point> = path.segments().map(|segment| segment.start()).collect();
    let count = corners.len().max(1) as f64;
    let middle = (corners.iter().fold(Vec2::ZERO, |sum, corner| sum + corner.to_vec2()) / count).to_point();
    std::iter::once(middle).chain(corners.iter().map(|corner| middle.midpoint(*corner))).collect()
}

/// Points along a line, a few points apart and off its ends.
fn along(shape: &Shape) -> Vec<Point> {
    /// Distance of the points, and most of them on one piece.
    const STEP: f64 = 4.0;
    const MOST: f64 = 64.0;
    let Shape::Path(path) = shape else { return Vec::new() };
    let each = |segment: PathSeg| {
        let Rect { x0, y0, x1, y1 } = segment.bounding_box();
        let count = ((x1 - x0 + y1 - y0) / STEP).clamp(2.0, MOST) as usize;
        (0..count).map(move |i| segment.eval((i as f64 + 0.5) / count as f64))
    };
    path.segments().flat_map(each).collect()
}

/// Points around a closed shape, `away` from its outline; negative is inside.
fn around(shape: &Shape, away: f64) -> Vec<Point> {
    let rect = bounds(shape).inset(away);
    let (centre, half) = (rect.center(), Vec2::new(rect.width() / 2.0, rect.height() / 2.0));
    if let Shape::Ellipse(_) = shape {
        // Cosine and sine of the eighths of a turn, and of those between them.
        const WAYS: [(f64, f64); 5] = [
            (1.0, 0.0),
            (0.923_879_5, 0.382_683_4),
            (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
            (0.382_683_4, 0.923_879_5),
            (0.0, 1.0),
        ];
        let signs = [(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)];
        let at = |(x, y): (f64, f64)| signs.map(|(a, b)| centre + Vec2::new(a * x * half.x, b * y * half.y));
        return WAYS.into_iter().flat_map(at).collect();
    }
    // The corners are round, so that the sides are looked at between them.
    let sides = [-0.8, -0.4, 0.0, 0.4, 0.8];
    let at = |share: f64| {
        let (x, y) = (share * half.x, share * half.y);
        [(x, -half.y), (x, half.y), (-half.x, y), (half.x, y)].map(|(x, y)| centre + Vec2::new(x, y))
    };
    sides.into_iter().flat_map(at).collect()
}
