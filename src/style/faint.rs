//! The colours of a style that are hard to see → warnings, each with a colour that is not.

use super::file::Places;
use super::{Pair, Style, contrast, pairs};
use crate::color::TEXT;
use crate::diagnostic::Diagnostic;

/// Everything a style file says that is too faint to be read or seen; what it takes over from its base is not its own.
pub fn check(style: &Style, places: &Places) -> Vec<Diagnostic> {
    let all = pairs(&style.palette, style.core_outlined());
    let place = |key: &str| places.iter().rfind(|(known, _)| known == key).map(|(_, place)| place.clone());
    // Of one colour the worst is said, of what the file says itself or puts behind it.
    let own = |pair: &Pair| place(&pair.front).or_else(|| place(&pair.back));
    let lack = |pair: &Pair| pair.color.contrast(pair.behind) / pair.least;
    let worse =
        |pair: &Pair, other: &Pair| other.front == pair.front && lack(other) < lack(pair) && own(other).is_some();
    let mut warnings: Vec<Diagnostic> = Vec::new();
    for pair in all.iter().filter(|pair| lack(pair) < 1.0 && !all.iter().any(|other| worse(pair, other))) {
        let Some(place_of) = own(pair) else { continue };
        let ratio = pair.color.contrast(pair.behind);
        let what = if pair.least == TEXT { "text" } else { "lines" };
        let (front, back) = (shown(&pair.front), shown(&pair.back));
        let message = format!("{front} has a contrast of {ratio:.1} with {back}, less than {} for {what}", pair.least);
        let warning = Diagnostic::warning(place_of, message);
        // One colour has to do on everything that it is seen on.
        let same = || all.iter().filter(|other| other.front == pair.front);
        let least = same().map(|other| other.least).fold(0.0, f64::max);
        let behind: Vec<_> = same().map(|other| other.behind).collect();
        let cure = contrast::passing(pair.color, &behind, least)
            .or_else(|| contrast::passing(pair.color, &[pair.behind], pair.least));
        warnings.push(match cure {
            Some(color) => {
                let way = if pair.behind.is_dark() { "lighter" } else { "darker" };
                let better = color.contrast(pair.behind);
                let is = color.hex();
                warning.hint(format!("{front} as \"{is}\", {way} at the same hue, has {better:.1}"))
            }
            None => warning.hint(format!("make {back} lighter or darker")),
        });
    }
    warnings.sort_by_key(|warning| warning.span.as_ref().map_or(0, |span| span.start));
    warnings.dedup_by(|later, first| later.span == first.span && later.hints == first.hints);
    warnings
}

/// A key in a sentence: `text`, `line` of hue 2, `line` of `neutral`.
fn shown(key: &str) -> String {
    match key.split(' ').collect::<Vec<_>>()[..] {
        ["hues", number, shade] => format!("`{shade}` of hue {number}"),
        [hue, shade] => format!("`{shade}` of `{hue}`"),
        _ => format!("`{key}`"),
    }
}
