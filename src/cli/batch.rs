//! Work on many files → results in the order of the files: both hands busy, a bar when somebody waits.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::CallError;

/// A wait that needs no explanation.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does the work for every item on `jobs` threads (as many as the machine has when none are named).
///
/// One item needs no threads, and none are started for it. The bar appears when `watched` and it takes longer than a second.
pub fn run<I: Sync, T: Send>(
    items: &[I],
    jobs: Option<usize>,
    watched: bool,
    work: impl Fn(&I) -> T + Sync,
) -> Result<Vec<T>, CallError> {
    if items.len() == 1 || jobs == Some(1) && !watched {
        return Ok(items.iter().map(work).collect());
    }
    let progress =
        Progress { start: Instant::now(), total: items.len() as u64, done: AtomicU64::new(0), bar: OnceLock::new() };
    let work = |item: &I| {
        let result = work(item);
        if watched {
            progress.step();
        }
        result
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    let pool = pool.map_err(|error| CallError::new(format!("cannot start threads: {error}")))?;
    let results = pool.install(|| items.par_iter().map(work).collect());
    if let Some(bar) = progress.bar.get() {
        bar.finish_and_clear();
    }
    Ok(results)
}

struct Progress {
    start: Instant,
    total: u64,
    done: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.start.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len} maps, {eta} left");
            ProgressBar::new(self.total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done);
    }
}
