//! Flags about how the figure looks → [`Options`]; their help comes from the tables of layouts and styles.

use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::Options;
use crate::unit::PT_PER_MM;

/// Flags that `render` and `check` share: what decides whether and how a map fits.
#[derive(clap::Args)]
#[command(next_help_heading = "Look (a flag wins over what the map says under [figure])")]
pub struct Look {
    /// Width of the page: 170mm, 17cm, 6.7in, 482pt [default: 170mm]
    #[arg(long, value_name = "WIDTH", value_parser = length)]
    width: Option<f64>,
    /// How the boxes are arranged
    #[arg(long, value_name = "NAME", value_parser = layouts())]
    layout: Option<String>,
    /// Colours and shapes
    #[arg(long, value_name = "NAME", value_parser = styles())]
    style: Option<String>,
    /// Size of the themes' text [default: 9pt, 8pt in a narrow figure]
    #[arg(long, value_name = "SIZE", value_parser = length)]
    font_size: Option<f64>,
    /// Draw the title inside the figure; journals want it outside
    #[arg(long, overrides_with = "no_title")]
    title: bool,
    /// Leave the title out
    #[arg(long)]
    no_title: bool,
    /// Draw codes below their themes
    #[arg(long, overrides_with = "no_codes")]
    codes: bool,
    /// Leave codes out
    #[arg(long)]
    no_codes: bool,
}

impl Look {
    /// What the flags decide; what they leave open is the map's to say.
    pub fn options(&self) -> Options {
        Options {
            layout: self.layout.clone(),
            width: self.width,
            style: self.style.clone(),
            font_size: self.font_size,
            title: either(self.title, self.no_title),
            codes: either(self.codes, self.no_codes),
            transparent: false,
        }
    }
}

/// A length with its unit, in points.
fn length(text: &str) -> Result<f64, String> {
    const UNITS: [(&str, f64); 4] = [("mm", PT_PER_MM), ("cm", 10.0 * PT_PER_MM), ("in", 72.0), ("pt", 1.0)];
    let split =
        |(unit, points): &(&str, f64)| Some((text.strip_suffix(unit)?.trim_end().parse::<f64>().ok()?, *points));
    match UNITS.iter().find_map(split) {
        Some((number, points)) if number.is_finite() && number > 0.0 => Ok(number * points),
        _ => Err("expected a number with a unit: mm, cm, in or pt".into()),
    }
}

/// A pair of flags of which at most one is set.
fn either(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn layouts() -> PossibleValuesParser {
    let auto = PossibleValue::new("auto").help("what suits the map; -v says which and why");
    named(std::iter::once(auto))
}

fn styles() -> PossibleValuesParser {
    named(std::iter::empty())
}

fn named(values: impl Iterator<Item = PossibleValue>) -> PossibleValuesParser {
    PossibleValuesParser::new(values.collect::<Vec<_>>())
}
