//! A finished layout → the counts that must be zero and the numbers that tell good from bad.
