//! Two versions of a map or more → one figure of what changed, or one of each version at the same places.

use crate::diagnostic::Diagnostic;
use crate::diff::{self, Comparison, Show};
use crate::draw;
use crate::layout::{self, Layout};
use crate::model::Map;
use crate::style::{self, Style};
use crate::text::Fonts;
use crate::{Drawing, Options};

/// More lines of changes than this cannot be followed: then words in the earlier places say where things went.
const MOST_LINES: usize = 8;

/// A figure that its lines of changes make higher than this many times does without them.
const MUCH_HIGHER: f64 = 1.5;

/// What changed from one map to a later one, as a figure.
pub fn change(
    (old, new): (&Map, &Map),
    names: &[String; 2],
    fonts: &Fonts,
    options: &Options,
) -> Result<Drawing, Vec<Diagnostic>> {
    let [old, new] = shown([old, new], new, options);
    let step = diff::compare(&old, &new);
    compared((&old, &new), &step, names, fonts, options)
}

/// The same where it is known what changed. The maps are as they are to be drawn: folded, without codes that are left out.
pub fn compared(
    (old, new): (&Map, &Map),
    step: &Comparison,
    names: &[String; 2],
    fonts: &Fonts,
    options: &Options,
) -> Result<Drawing, Vec<Diagnostic>> {
    let (style, options) = settled(new, options)?;
    let step = std::slice::from_ref(step);
    let union = |lines: bool| diff::union(&[old, new], names, step, Show::Difference { lines });
    let arrange = |map: &Map| arrange(map, new, fonts, &style, &options);
    let (with, without) = (union(true), union(false));
    let lines = with.graph.edge_weights().filter(|link| link.bond.as_ref().is_some_and(|bond| bond.change)).count();
    let plain = || arrange(&without).map(|layout| (layout, without.clone()));
    let (mut layout, map) = match (1..=MOST_LINES).contains(&lines).then(|| arrange(&with)) {
        Some(Ok(layout)) => match plain() {
            Ok((other, map)) if layout.page.height > MUCH_HIGHER * other.page.height => (other, map),
            _ => (layout, with),
        },
        Some(Err(_)) => plain()?,
        None => plain()?,
    };
    layout::fill(&mut layout, style.full_height(&options));
    let figure = draw::draw(&map, &layout, &style, &options);
    Ok(Drawing { layout, figure, map: Some(map), page: None })
}

/// The maps as the figure shows them.
fn shown<const N: usize>(maps: [&Map; N], last: &Map, options: &Options) -> [Map; N] {
    let depth = options.fold.or(last.figure.fold);
    let codes = options.draws_codes(last);
    maps.map(|map| {
        let map = if codes { map.clone() } else { map.without_codes() };
        match depth {
            Some(depth) if map.levels(codes) > depth => map.folded(depth, codes),
            _ => map,
        }
    })
}

/// The look and the options, with what the journal and the look decide.
fn settled(map: &Map, options: &Options) -> Result<(std::sync::Arc<Style>, Options), Vec<Diagnostic>> {
    let options = options.settled(map)?;
    let style = style::choose(map, &options)?;
    let options = style.options(map, &options).into_owned();
    Ok((style, options))
}

/// Arranges a map of several versions in the layout that the last of them has by itself, if it fits; else in another one.
fn arrange(
    union: &Map,
    last: &Map,
    fonts: &Fonts,
    style: &Style,
    options: &Options,
) -> Result<Layout, Vec<Diagnostic>> {
    let asked = options.layout.as_deref().or(last.figure.layout.as_deref()).is_some_and(|name| name != "auto");
    if !asked && let Ok(own) = layout::arrange(last, fonts, style, options) {
        let like = Options { layout: Some(own.name.to_owned()), ..options.clone() };
        if let Ok(layout) = layout::arrange(union, fonts, style, &like) {
            return Ok(Layout { reason: own.reason, ..layout });
        }
    }
    layout::arrange(union, fonts, style, options)
}
