//! Finished figures → findings: what a reader could not see, and what a journal would send back.

pub mod eyes;
pub mod figure;
pub mod journal;
