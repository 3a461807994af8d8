//! The colours of a style that are hard to see → warnings, each with a colour that is not.

use super::file::Places;
use super::{Pair, Style, contrast, pairs};
use crate::diagnostic::Diagnostic;

/// Everything a style file says that is too faint to be read or seen; what it takes over from its base is not its own.
pub fn check(style: &Style, places: &Places) -> Vec<Diagnostic> {
    let all = pairs(&style.palette, style.core_outlined());
    let place = |key: &str| places.iter().rfind(|(known, _)| known == key).map(|(_, place)| place.clone());
    // Of one colour the worst is said.
    let lack = |pair: &Pair| contrast::contrast(pair.color, pair.behind) / pair.least;
    let worse = |pair: &Pair, other: &Pair| other.front == pair.front && lack(other) < lack(pair);
    let mut warnings: Vec<Diagnostic> = Vec::new();
    for pair in all.iter().filter(|pair| lack(pair) < 1.0 && !all.iter().any(|other| worse(pair, other))) {
        let Some(place_of) = place(&pair.front).or_else(|| place(&pair.back)) else { continue };
        let ratio = contrast::contrast(pair.color, pair.behind);
        let what = if pair.least == contrast::TEXT { "text" } else { "lines" };
        let message = format!(
            "`{}` has a contrast of {ratio:.1} with `{}`, less than {} for {what}",
            pair.front, pair.back, pair.least
        );
        let warning = Diagnostic::warning(place_of, message);
        // One colour has to do on everything that it is seen on.
        let same = || all.iter().filter(|other| other.front == pair.front);
        let least = same().map(|other| other.least).fold(0.0, f64::max);
        let behind: Vec<_> = same().map(|other| other.behind).collect();
        let cure = contrast::passing(pair.color, &behind, least);
        warnings.push(match cure {
            Some(color) => {
                let way = if style.is_dark() { "lighter" } else { "darker" };
                let better = contrast::contrast(color, pair.behind);
                let is = contrast::hex(color);
                warning.hint(format!("`{}` = \"{is}\", {way} at the same hue, has {better:.1}", pair.front))
            }
            None => warning.hint(format!("make `{}` lighter or darker", pair.back)),
        });
    }
    warnings.sort_by_key(|warning| warning.span.as_ref().map_or(0, |span| span.start));
    warnings.dedup_by(|later, first| later.span == first.span && later.hints == first.hints);
    warnings
}
