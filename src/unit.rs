//! Lengths: authors and journals speak millimetres, everything inside is points.

/// Points in one millimetre (1 in = 72 pt = 25.4 mm).
pub const PT_PER_MM: f64 = 72.0 / 25.4;

/// Millimetres to points.
pub fn mm(value: f64) -> f64 {
    value * PT_PER_MM
}

/// Points to millimetres.
pub fn to_mm(points: f64) -> f64 {
    points / PT_PER_MM
}

/// Narrowest and widest page in millimetres: a figure of less holds no word at 8 pt, one of more fits no printer.
pub const PAGE_WIDTHS: (f64, f64) = (40.0, 2000.0);

/// Least and most height of a page in millimetres: a box of one line, and a roll of paper that fits no printer.
pub const PAGE_HEIGHTS: (f64, f64) = (10.0, 10_000.0);

/// How a page is asked for that is as high as its content.
pub const ANY_HEIGHT: &str = "any";

/// Smallest and largest type size that can be asked for, in points.
pub const FONT_SIZES: (f64, f64) = (6.0, 72.0);

/// Widths by name in millimetres: the full width of a page of the journal, its `-column` where it has columns.
///
/// Numbers are the publishers' own or, where they state none, the widest that is safe with all of them (170 mm).
pub const WIDTHS: &[(&str, f64)] = &[
    ("bmc", 170.0),
    ("bmc-column", 85.0),
    ("springer", 174.0),
    ("springer-column", 84.0),
    ("nature", 180.0),
    ("nature-column", 88.0),
    ("plos", 190.5),
    ("elsevier", 190.0),
    ("elsevier-column", 90.0),
    ("frontiers", 180.0),
    ("frontiers-column", 85.0),
    ("jmir", 174.0),
    ("wiley", 170.0),
    ("sage", 170.0),
    ("taylor-francis", 170.0),
    ("mdpi", 170.0),
    ("slide", 960.0 / PT_PER_MM),
];

/// Units of length in points.
const UNITS: &[(&str, f64)] = &[("mm", PT_PER_MM), ("cm", 10.0 * PT_PER_MM), ("in", 72.0), ("pt", 1.0)];

/// Width of a page in points from `170mm`, `17cm`, `6.7in`, `482pt` or the name of a preset; else what is wrong with it.
pub fn parse_width(text: &str) -> Result<f64, String> {
    let name = text.trim().to_lowercase();
    if let Some((_, width)) = WIDTHS.iter().find(|(preset, _)| *preset == name) {
        return Ok(mm(*width));
    }
    let Some(width) = parse_length(&name) else {
        if parse_length(&format!("{name}mm")).is_some() {
            return Err(format!("the width `{text}` has no unit: write `{name}mm`"));
        }
        let near = WIDTHS.iter().map(|(preset, _)| (strsim::normalized_damerau_levenshtein(&name, preset), *preset));
        if let Some((alike, near)) = near.max_by(|a, b| a.0.total_cmp(&b.0))
            && alike >= 0.6
        {
            return Err(format!("`{text}` is no width: did you mean `{near}`?"));
        }
        let presets: Vec<&str> = WIDTHS.iter().map(|(preset, _)| *preset).collect();
        let presets = presets.join(", ");
        return Err(format!("`{text}` is no width: expected a number with mm, cm, in or pt, or one of {presets}"));
    };
    let (least, most) = PAGE_WIDTHS;
    if !(mm(least)..=mm(most)).contains(&width) {
        return Err(format!("a width of `{text}` is out of range: expected {least} mm to {most} mm"));
    }
    Ok(width)
}

/// Most height of a page in points from `225mm` or another length, infinite from `any`; else what is wrong with it.
pub fn parse_height(text: &str) -> Result<f64, String> {
    let name = text.trim().to_lowercase();
    if name == ANY_HEIGHT {
        return Ok(f64::INFINITY);
    }
    let Some(height) = parse_length(&name) else {
        return Err(match parse_length(&format!("{name}mm")) {
            Some(_) => format!("the height `{text}` has no unit: write `{name}mm`"),
            None => format!("`{text}` is no height: expected a number with mm, cm, in or pt, or `{ANY_HEIGHT}`"),
        });
    };
    let (least, most) = PAGE_HEIGHTS;
    if !(mm(least)..=mm(most)).contains(&height) {
        return Err(format!(
            "a height of `{text}` is out of range: expected {least} mm to {most} mm, or `{ANY_HEIGHT}`"
        ));
    }
    Ok(height)
}

/// Type size in points from `9pt` or another length; else what is wrong with it.
pub fn parse_font_size(text: &str) -> Result<f64, String> {
    let size = parse_length(text.trim()).ok_or_else(|| format!("`{text}` is no type size: expected one like `9pt`"))?;
    let (least, most) = FONT_SIZES;
    if !(least..=most).contains(&size) {
        return Err(format!("a type size of `{text}` is out of range: expected {least}pt to {most}pt"));
    }
    Ok(size)
}

/// A number and its unit, in points; only digits and a decimal point, so no sign, exponent, infinity or NaN.
fn parse_length(text: &str) -> Option<f64> {
    let (unit, points) = UNITS.iter().find(|(unit, _)| text.ends_with(unit))?;
    let number = text.strip_suffix(unit)?.trim_end();
    let plain = !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    plain.then(|| number.parse::<f64>().ok())?.map(|value| value * points)
}
