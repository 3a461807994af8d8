//! [`Figure`](crate::draw::Figure) → bytes, one writer per format.

pub mod png;
pub mod svg;
