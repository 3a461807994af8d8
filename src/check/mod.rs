//! Finished figures → findings: what a reader could not see, and what a journal would send back.

pub mod figure;
pub mod journal;
