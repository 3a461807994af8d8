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
