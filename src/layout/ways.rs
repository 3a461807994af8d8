//! [`Map`], style and options → the page, and the ways to set text on it, the best first.

use super::Layout;
use super::attempt::Attempt;
use super::door::Shaper;
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::style::{LEAST_SIZE, Style, Tokens};
use crate::unit::mm;

/// Least height of a journal page, in millimetres: what every figure up to full width must keep to.
const PAGE_HEIGHT_MM: f64 = 225.0;

/// Pages wider than this are no pages of a journal.
const PAGE_WIDTH_MM: f64 = 200.0;

/// Height of larger pages, as a share of their width (ISO 216).
const POSTER_ASPECT: f64 = std::f64::consts::SQRT_2;

/// Width of a figure whose author says nothing: the full width of most journals.
const DEFAULT_WIDTH_MM: f64 = 170.0;

/// One way to set all text of a figure.
pub struct Way {
    /// The sizes.
    pub tokens: Tokens,
    /// With short labels, where themes have them.
    pub short: bool,
    /// With the labels of links below the figure, under numbers.
    pub keyed: bool,
    /// Only in the last form of a layout, which holds most, so that figures of one series look alike.
    pub last: bool,
}

/// The ways to set a map, the best first: short labels are for tight places, where the full ones do not fit; then the least
/// type, unless a size is asked for.
pub fn ways(map: &Map, style: &Style, options: &Options) -> Result<Vec<Way>, Vec<Diagnostic>> {
    let asked = options.font_size.or(map.figure.font_size);
    let width = page_width(map, options);
    let tokens = style.tokens(width, asked.or(options.usual_size));
    if tokens.body < LEAST_SIZE - 1e-9 {
        let message =
            format!("theme text of {} pt is too small to print: journals ask for {LEAST_SIZE} pt", tokens.body);
        return Err(vec![Diagnostic::error(None, message).hint("set `font-size` to \"8pt\" or more")]);
    }
    let shorter = map.graph.node_weights().any(|theme| theme.short.is_some());
    let smaller = asked.is_none() && style.least(width).body < tokens.body;
    let tokens = [Some(tokens), smaller.then_some(*style.least(width))];
    // Where nothing else helps, labels of links stand below the figure.
    let labelled = map.graph.edge_weights().any(|link| link.label.is_some());
    let mut ways = Vec::new();
    for keyed in [false, true].into_iter().filter(|keyed| labelled || !keyed) {
        for tokens in tokens.into_iter().flatten() {
            ways.extend([false, true].into_iter().filter(|short| shorter || !short).map(|short| Way {
                tokens,
                short,
                keyed,
                last: false,
            }));
        }
    }
    Ok(ways)
}

/// The layout set in the first way that fits.
pub fn first(
    map: &Map,
    shaper: &mut Shaper,
    style: &Style,
    options: &Options,
    ways: &[Way],
) -> Result<Layout, Vec<Diagnostic>> {
    let mut failed = Vec::new();
    let found = ways.iter().find_map(|way| {
        let tried = Attempt { map, style, options, way }.run(shaper);
        // The last failure speaks: it is about the least type, and says what would fit.
        tried.map_err(|errors| failed = errors).ok()
    });
    found.ok_or(failed)
}

/// Width of the page of a map.
pub fn page_width(map: &Map, options: &Options) -> f64 {
    options.width.or(map.figure.width).unwrap_or(mm(DEFAULT_WIDTH_MM))
}

/// Most height of a page of that width whose author says nothing about it.
pub fn usual_height(width: f64) -> f64 {
    if width > mm(PAGE_WIDTH_MM) { mm(PAGE_HEIGHT_MM).max(POSTER_ASPECT * width) } else { mm(PAGE_HEIGHT_MM) }
}
