//! [`Map`](crate::model::Map) and [`Layout`](crate::layout::Layout) → [`Figure`]: every colour, width and font decided.

pub mod figure;

pub use figure::Figure;

/// Decides colours and lines; positions come from the layout.
pub fn draw(
    _map: &crate::model::Map,
    _layout: &crate::layout::Layout,
    _style: &crate::style::Style,
    _options: &crate::Options,
) -> Figure {
    todo!()
}
