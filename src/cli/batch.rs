//! Work on many files → results in the order of the files: both hands busy, a bar when somebody waits.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    let progress = Progress::of(items.len());
    let work = |item: &I| {
        let result = work(item);
        if watched && items.len() > 1 {
            progress.step();
        }
        result
    };
    let machine = || std::thread::available_parallelism().map_or(1, |threads| threads.get());
    let threads = if items.len() > 1 { jobs.unwrap_or_else(machine).min(items.len()) } else { 1 };
    let results = if threads <= 1 {
        items.iter().map(work).collect()
    } else {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| CallError::new(format!("cannot start {threads} threads: {error}")))?;
        pool.install(|| items.par_iter().map(work).collect())
    };
    progress.end();
    Ok(results)
}

struct Progress {
    start: Instant,
    total: usize,
    done: AtomicUsize,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    fn of(total: usize) -> Self {
        Progress { start: Instant::now(), total, done: AtomicUsize::new(0), bar: OnceLock::new() }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.start.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len} maps, {eta} left");
            ProgressBar::new(self.total as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done as u64);
    }

    fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
