//! Map file text → [`Document`]: well-formed statements, each with its place; names may still be unknown.

use crate::diagnostic::Diagnostic;

/// A map file as written.
#[derive(Clone, Debug, Default)]
pub struct Document {}

/// Parses a map file, or says everything that is wrong with its form.
pub fn parse(_source: &str) -> Result<Document, Vec<Diagnostic>> {
    todo!()
}
