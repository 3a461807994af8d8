//! Looks as data: sizes, spacing and colours, one file each.

use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::Map;

/// A look.
#[derive(Clone, Debug)]
pub struct Style {}

/// The style the options or the map ask for.
pub fn choose(_map: &Map, _options: &Options) -> Result<Style, Vec<Diagnostic>> {
    todo!()
}
