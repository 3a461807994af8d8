//! Codebooks of a thousand to a hundred thousand themes as trees and networks, against Graphviz on the same graphs.
//!
//! `cargo bench --bench scale` runs the whole command, map file to SVG, with text measured and wrapped, in turns with
//! `dot`, `twopi` and `sfdp -Goverlap=prism` where they are installed; `-- --quick` leaves out what takes minutes. A peer
//! that is not done after a minute is stopped and counted as that minute. Times are CPU seconds, which a busy machine
//! changes least; memory is the greatest resident set of the process, as the system counts it when the process ends.
//! `-- --diff` measures only comparisons of two such codebooks.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the project asks of itself, in milliseconds: nodes and rounds, tree, network.
const ASKED: [(usize, usize, Option<f64>, Option<f64>); 3] =
    [(1_000, 11, Some(15.0), Some(100.0)), (10_000, 5, Some(100.0), Some(1000.0)), (100_000, 3, Some(1000.0), None)];
/// Most growth of time from a size to the next one, ten times as large.
const MOST_GROWTH: f64 = 13.0;
/// Most memory of a node beside the text of the map and of the figure, in bytes.
const MOST_MEMORY: f64 = 1024.0;
/// Patience with a peer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Of a network, one link more for so many themes.
const THEMES_PER_LINK: usize = 5;
const GROUPS: usize = 12;

fn main() {
    // Without its own harness a bench is also run by `cargo test --benches`, where times mean nothing.
    let flags: Vec<String> = std::env::args().skip(1).collect();
    if cfg!(unix) && flags.iter().any(|flag| flag == "--bench") {
        let sandbox = tempfile::tempdir().unwrap();
        let quick = flags.iter().any(|flag| flag == "--quick");
        if !flags.iter().any(|flag| flag == "--diff") {
            scale(sandbox.path(), "tree", quick);
            scale(sandbox.path(), "network", quick);
        }
        differences(sandbox.path());
    }
}

fn scale(folder: &Path, layout: &str, quick: bool) {
    println!("\n{layout:28}      CPU      wall     asked      CPU ×   memory   a node beside text");
    let mut before = None;
    for (nodes, rounds, tree, network) in ASKED {
        let Some(asked) = (if layout == "tree" { tree } else { network }) else { continue };
        let graph = Codebook::new(nodes, layout == "network");
        let (map, dot) = (folder.join("map.toml"), folder.join("map.dot"));
        fs::write(&map, graph.map()).unwrap();
        fs::write(&dot, graph.dot()).unwrap();
        let figure = folder.join("map.svg");
        let mut ours = Command::new(env!("CARGO_BIN_EXE_thememap"));
        ours.args(["render", "-q", "-f", "svg", "--layout", layout, "--height", "any"])
            .arg(&map)
            .arg("-o")
            .arg(&figure);
        if layout == "network" {
            ours.args(["--width", "5000mm"]);
        }
        let runs: Vec<Run> = (0..rounds).map(|_| run(&mut ours, PATIENCE)).collect();
        if runs.iter().any(|run| !run.done) {
            println!("{nodes:8} nodes: no figure");
            continue;
        }
        let mine = median(runs);
        let growth = before.map_or(String::new(), |before: f64| format!("{:.1}", mine.cpu / before));
        before = Some(mine.cpu);
        let text = [&map, &figure].iter().map(|file| fs::metadata(file).unwrap().len() as f64).sum::<f64>();
        println!(
            "{nodes:8} nodes, thememap    {:8.1} ms {:6.1} ms {asked:6} ms {growth:>7}   {:5.0} MB {:6.0} B",
            mine.cpu * 1e3,
            mine.wall * 1e3,
            mine.memory / 1e6,
            (mine.memory - text) / nodes as f64,
        );
        let peers: &[(&str, &[&str])] = if layout == "tree" {
            &[("dot", &[]), ("twopi", &[]), ("sfdp", &["-Goverlap=prism"])]
        } else {
            &[("sfdp", &["-Goverlap=prism"])]
        };
        for (name, flags) in
            peers.iter().filter(|(name, _)| nodes < 100_000 && !(quick && nodes > 1000 && *name != "sfdp"))
        {
            let mut command = Command::new(name);
            command.arg("-Tsvg").args(*flags).arg(&dot).arg("-o").arg(folder.join("peer.svg"));
            if Command::new(name).arg("-V").output().is_err() {
                println!("{:>18} is not installed", name);
                continue;
            }
            let peer = run(&mut command, PATIENCE);
            let more = if peer.done { "" } else { " and more, stopped" };
            println!(
                "{name:>18}           {:8.0} ms {:6.0} ms {:9} {:6.1} × as long{more}",
                peer.cpu * 1e3,
                peer.wall * 1e3,
                "",
                peer.cpu / mine.cpu
            );
        }
    }
    println!("asked: at most {MOST_GROWTH} × from size to size, {MOST_MEMORY} B a node beside the text");
}

/// What `thememap diff` asks of itself, in milliseconds: nodes, of which one in twenty is worded otherwise, as many links, of
/// which one in thirty is gone, and one list in fifty in another order; with ids of the author's and without.
fn differences(folder: &Path) {
    println!("\ndifferences                       CPU      wall     asked      CPU ×   memory");
    for with_ids in [true, false] {
        let mut before = None;
        for (nodes, asked) in [(1_000, 100.0), (10_000, 1000.0), (100_000, 10_000.0)] {
            let mut book = Codebook::new(nodes, with_ids);
            if with_ids {
                book.link(nodes);
            }
            let (old, new) = (folder.join("old.toml"), folder.join("new.toml"));
            fs::write(&old, book.map()).unwrap();
            fs::write(&new, book.edited().map()).unwrap();
            let mut ours = Command::new(env!("CARGO_BIN_EXE_thememap"));
            ours.args(["diff", "-q", "-f", "json"]).args([&old, &new]).arg("-o").arg(folder.join("changes.json"));
            let mine = median((0..5).map(|_| run(&mut ours, PATIENCE)).collect());
            if !mine.done {
                println!("{nodes:8} nodes: no report");
                continue;
            }
            let growth = before.map_or(String::new(), |before: f64| format!("{:.1}", mine.cpu / before));
            before = Some(mine.cpu);
            let what = if with_ids { "nodes, links, ids" } else { "nodes" };
            println!(
                "{nodes:8} {what:18} {:8.1} ms {:6.1} ms {asked:6} ms {growth:>7}   {:5.0} MB",
                mine.cpu * 1e3,
                mine.wall * 1e3,
                mine.memory / 1e6,
            );
        }
    }
}

/// A process that has ended.
#[derive(Clone, Copy)]
struct Run {
    /// Seconds by the clock, and of the processor.
    wall: f64,
    cpu: f64,
    /// Bytes.
    memory: f64,
    /// Whether it came to a good end in time.
    done: bool,
}

/// Runs a command to its end or for as long as patience lasts.
#[cfg(unix)]
#[allow(clippy::zombie_processes, reason = "`wait4` waits for it, and tells what it took")]
fn run(command: &mut Command, patience: Duration) -> Run {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let pid = child.id() as libc::pid_t;
    let mut stopped = false;
    loop {
        let mut status = 0;
        // SAFETY: `wait4` fills what it is given, and zeros are a valid `rusage`; the child is waited for only here.
        let (ended, usage) = unsafe {
            let mut usage = std::mem::zeroed::<libc::rusage>();
            (libc::wait4(pid, &mut status, libc::WNOHANG, &mut usage), usage)
        };
        if ended == pid {
            let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
            // Linux counts the resident set in KiB, macOS in bytes.
            let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
            return Run {
                wall: start.elapsed().as_secs_f64(),
                cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
                memory: usage.ru_maxrss as f64 * unit,
                done: status == 0 && !stopped,
            };
        }
        if !stopped && start.elapsed() > patience {
            stopped = child.kill().is_ok();
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Not measured here.
#[cfg(not(unix))]
fn run(_: &mut Command, _: Duration) -> Run {
    Run { wall: 0.0, cpu: 0.0, memory: 0.0, done: false }
}

fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    let wall = runs.iter().map(|run| run.wall).fold(f64::INFINITY, f64::min);
    Run { wall, ..runs[runs.len() / 2] }
}

/// An invented codebook: a core, groups, and themes at three levels below them, with labels of two to eight words.
#[derive(Clone)]
struct Codebook {
    labels: Vec<String>,
    children: Vec<Vec<usize>>,
    links: Vec<(usize, usize)>,
}

impl Codebook {
    fn new(nodes: usize, linked: bool) -> Codebook {
        let mut random = Random(7);
        let mut book = Codebook { labels: vec![random.label()], children: vec![Vec::new()], links: Vec::new() };
        // The same number of children at each of three levels below the groups.
        let fan = (1..).find(|fan| GROUPS * (1 + fan + fan * fan + fan * fan * fan) >= nodes).unwrap_or(1);
        let mut level = vec![0];
        while book.labels.len() < nodes {
            let each = if level == [0] { GROUPS } else { fan };
            let mut next = Vec::new();
            for parent in level {
                for _ in 0..each.min(nodes - book.labels.len()) {
                    let child = book.labels.len();
                    // No two siblings have one name.
                    let mut labels = std::iter::repeat_with(|| random.label());
                    let known =
                        |label: &String| book.children[parent].iter().any(|&other| book.labels[other] == *label);
                    let label = labels.find(|label| !known(label)).unwrap_or_default();
                    book.labels.push(label);
                    book.children.push(Vec::new());
                    book.children[parent].push(child);
                    next.push(child);
                }
            }
            level = next;
        }
        let count = if linked { nodes / THEMES_PER_LINK } else { 0 };
        for _ in 0..count {
            // Leaves, so that no link joins what stands in each other.
            let leaf = |random: &mut Random| (0..).map(|_| random.below(nodes)).find(|&n| book.children[n].is_empty());
            if let (Some(a), Some(b)) = (leaf(&mut random), leaf(&mut random))
                && a != b
            {
                book.links.push((a, b));
            }
        }
        book
    }

    /// Gives it that many links between leaves, no two of them between the same.
    fn link(&mut self, count: usize) {
        let leaves: Vec<usize> = (0..self.labels.len()).filter(|&node| self.children[node].is_empty()).collect();
        let next = |at: usize, step: usize| leaves[(at + step) % leaves.len()];
        let pairs = (0..count).map(|n| (leaves[n % leaves.len()], next(n, 7 + n / leaves.len())));
        self.links = pairs.filter(|(a, b)| a != b).collect();
    }

    /// The next version of it.
    fn edited(&self) -> Codebook {
        let mut book = self.clone();
        book.labels.iter_mut().step_by(20).for_each(|label| label.push_str(" anew"));
        book.children.iter_mut().skip(1).step_by(50).filter(|list| list.len() > 1).for_each(|list| list.rotate_left(1));
        let mut number = 0;
        book.links.retain(|_| {
            number += 1;
            number % 30 > 0
        });
        book
    }

    /// As a map file.
    fn map(&self) -> String {
        let mut map = format!("core = \"{}\"\n", self.labels[0]);
        if !self.links.is_empty() {
            let groups = self.children[0].iter().map(|group| format!("\"core -- g{group}\""));
            let links = self.links.iter().map(|(a, b)| format!("\"n{a} -- n{b}\""));
            let _ = writeln!(map, "links = [{}]", groups.chain(links).collect::<Vec<_>>().join(", "));
        }
        for &group in &self.children[0] {
            let _ = write!(map, "[groups.g{group}]\nlabel = \"{}\"\nthemes = [", self.labels[group]);
            self.themes(group, &mut map);
            map.push_str("]\n");
        }
        map
    }

    fn themes(&self, parent: usize, map: &mut String) {
        for &child in &self.children[parent] {
            let label = &self.labels[child];
            let id = if self.links.is_empty() { String::new() } else { format!("id = \"n{child}\", ") };
            if self.children[child].is_empty() && id.is_empty() {
                let _ = write!(map, "\n  \"{label}\",");
            } else {
                let _ = write!(map, "\n  {{ {id}label = \"{label}\", themes = [");
                self.themes(child, map);
                map.push_str("] },");
            }
        }
    }

    /// The same for Graphviz.
    fn dot(&self) -> String {
        let mut dot = String::from("digraph {\n  root=0\n  node [shape=box style=rounded fontname=Helvetica]\n");
        for (node, label) in self.labels.iter().enumerate() {
            let _ = writeln!(dot, "  {node} [label=\"{label}\"]");
            for child in &self.children[node] {
                let _ = writeln!(dot, "  {node} -> {child} [dir=none]");
            }
        }
        for (a, b) in &self.links {
            let _ = writeln!(dot, "  {a} -> {b} [dir=none]");
        }
        dot + "}\n"
    }
}

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16.
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }

    fn label(&mut self) -> String {
        let count = 2 + self.below(7);
        let mut words: Vec<&str> = Vec::with_capacity(count);
        for place in 0..count {
            let small = 0 < place && place + 1 < count && !SMALL.contains(&words[place - 1]) && self.below(20) < 9;
            let list: &[&str] = if small { &SMALL } else { &WORDS };
            words.push(list[self.below(list.len())]);
        }
        // Now and then a list or an aside.
        match self.below(10) {
            0 if count > 3 => format!("{}, {}", words[..2].join(" "), words[2..].join(" ")),
            1 if count > 3 => format!("{} ({})", words[..3].join(" "), words[3..].join(" ")),
            _ => words.join(" "),
        }
    }
}

const SMALL: [&str; 12] = ["of", "the", "and", "in", "with", "for", "to", "from", "without", "as", "about", "being"];

const WORDS: [&str; 96] = [
    "waiting",
    "news",
    "trust",
    "staff",
    "heard",
    "forms",
    "queues",
    "family",
    "distance",
    "stigma",
    "peers",
    "know",
    "system",
    "time",
    "answers",
    "care",
    "access",
    "cost",
    "travel",
    "work",
    "shame",
    "fear",
    "hope",
    "loss",
    "identity",
    "body",
    "pain",
    "fatigue",
    "sleep",
    "stress",
    "anger",
    "support",
    "friends",
    "partner",
    "children",
    "school",
    "nurse",
    "clinic",
    "doctor",
    "hospital",
    "appointments",
    "referral",
    "letter",
    "phone",
    "online",
    "privacy",
    "data",
    "consent",
    "choice",
    "control",
    "autonomy",
    "decisions",
    "information",
    "advice",
    "knowledge",
    "skills",
    "training",
    "guidelines",
    "policy",
    "funding",
    "equipment",
    "space",
    "transport",
    "rural",
    "community",
    "church",
    "culture",
    "language",
    "gender",
    "disability",
    "poverty",
    "housing",
    "food",
    "money",
    "debt",
    "benefits",
    "employers",
    "colleagues",
    "leadership",
    "communication",
    "feedback",
    "meetings",
    "workload",
    "burnout",
    "safety",
    "risk",
    "blame",
    "justice",
    "advocacy",
    "technology",
    "routine",
    "motivation",
    "recovery",
    "resilience",
    "meaning",
    "uncertainty",
];
