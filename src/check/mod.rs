//! Maps and finished figures → findings: what a supervisor would ask, what a reader could not see, and what a journal would
//! send back.

pub mod eyes;
pub mod figure;
pub mod journal;
pub mod method;
pub mod privacy;
