//! A map that is higher than its page → what would hold it, tried out: several pages, less of it, a larger page.

use super::door::Shaper;
use super::pages;
use super::ways::{first, page_width, usual_height, ways};
use crate::Options;
use crate::model::Map;
use crate::style::Style;
use crate::unit::{mm, to_mm};

/// Sheets of ISO 216 by name, and their widths in millimetres.
const SHEETS: [(&str, f64); 4] = [("A3", 297.0), ("A2", 420.0), ("A1", 594.0), ("A0", 841.0)];

/// Most themes and codes of a map for which everything is tried out.
pub const MOST_TRIED: usize = 400;

/// That a map fits without the marks of who speaks, where it has some.
pub fn without_marks(map: &Map, shaper: &mut Shaper, style: &Style, options: &Options) -> Option<String> {
    let plain = Options { coverage: Some(false), ..options.clone() };
    let tried = options.marks_coverage(map) && map.graph.node_count() <= MOST_TRIED;
    let ways = ways(map, style, &plain).ok().filter(|_| tried)?;
    let fits = first(map, shaper, style, &plain, &ways).is_ok();
    fits.then(|| "`--no-coverage` would fit: the figure without marks of who speaks".to_owned())
}

/// What would hold a map that its page does not, one sentence each; none when height is not what it lacks.
pub fn cures(map: &Map, shaper: &mut Shaper, style: &Style, options: &Options) -> Vec<String> {
    let mut fits = |map: &Map, options: &Options| {
        let ways = ways(map, style, options).ok()?;
        first(map, shaper, style, options, &ways).ok()
    };
    if map.graph.node_count() > MOST_TRIED {
        return Vec::new();
    }
    let endless = Options { height: Some(f64::INFINITY), ..options.clone() };
    let Some(whole) = fits(map, &endless) else { return Vec::new() };
    let mut cures = Vec::new();
    let codes = options.draws_codes(map);
    let depths = (1..map.levels(codes)).rev();
    let fold = depths.into_iter().find(|&depth| fits(&map.folded(depth, codes), options).is_some());
    cures.extend(fold.map(|depth| {
        let what = match depth {
            1 => "groups alone, with the number of their themes".to_owned(),
            2 => "groups and themes, with the number of what they hold".to_owned(),
            _ => format!("{depth} levels, with the number of what they hold"),
        };
        format!("`--fold {depth}` would fit: {what}")
    }));
    let wider = SHEETS.iter().filter(|(_, width)| mm(*width) > page_width(map, options) + mm(1.0));
    let sheet = wider.into_iter().find(|(_, width)| {
        let poster = Options { width: Some(mm(*width)), height: Some(usual_height(mm(*width))), ..options.clone() };
        fits(map, &poster).is_some()
    });
    cures.extend(sheet.map(|(name, width)| format!("`--width {width}mm` would hold it, a poster of {name}")));
    let pages = pages::count(map, shaper, style, options, &whole);
    let pages = pages.map(|pages| format!("`--pages` would fit it on {pages} pages"));
    let height = to_mm(whole.page.height).ceil();
    let scrolled = format!("`--height any` would hold it where a page is scrolled: it takes {height:.0} mm");
    pages.into_iter().chain(cures).chain([scrolled]).collect()
}
