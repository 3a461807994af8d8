//! The layout `network` against `s_gd2` (PyPI) by stress, and the whole command by time on large maps.
//!
//! `cargo bench --bench network` prints what is asked and what was measured. The rows of stress need Python with `s_gd2`
//! and are left out where it is not installed.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use kurbo::Point;
use thememap::layout::network::distance::{Link, Web};
use thememap::layout::network::stress;

/// Graphs of each size.
const GRAPHS: u64 = 5;

/// Processes for each time.
const ROUNDS: usize = 11;

fn main() {
    // Without its own harness a bench is also run by `cargo test --benches`, where times mean nothing.
    if std::env::args().any(|argument| argument == "--bench") {
        stresses();
        times();
    }
}

/// Points of trees with links across: no boxes, no page.
fn stresses() {
    println!("stress / stress of s_gd2, trees with 20 % more links        asked   mean   most");
    for nodes in [60, 200, 1000] {
        let mut ratios = Vec::new();
        for seed in 0..GRAPHS {
            let links = graph(nodes, seed);
            let web = Web::new(nodes, &links);
            let Some(theirs) = peer(nodes, &links) else {
                println!("no `python3` with `s_gd2`: no rows against it");
                return;
            };
            ratios.push(stress_of(&web, &stress::place(&web, seed)) / stress_of(&web, &theirs));
        }
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        let most = ratios.iter().copied().fold(0.0, f64::max);
        println!("{nodes:6} nodes                                             ≤ 1.030  {mean:.3}  {most:.3}");
    }
}

/// The mean of ((distance - wanted) / wanted)² at the scale at which it is least.
fn stress_of(web: &Web, points: &[Point]) -> f64 {
    let n = points.len();
    let mut row = vec![0.0; n];
    let (mut sum, mut squares, mut pairs) = (0.0, 0.0, 0.0);
    for a in 0..n {
        web.distances(a, &mut row);
        for b in a + 1..n {
            let share = points[a].distance(points[b]) / row[b];
            (sum, squares, pairs) = (sum + share, squares + share * share, pairs + 1.0);
        }
    }
    // Σ (s·q - 1)² is least at s = Σ q / Σ q².
    1.0 - sum * sum / squares / pairs
}

/// A tree with links across, unit lengths.
fn graph(nodes: usize, seed: u64) -> Vec<Link> {
    let mut random = random(seed);
    let mut links: Vec<Link> =
        (1..nodes).map(|node| (random(node.min(9)) + node.saturating_sub(9) / 6, node, 1.0)).collect();
    for _ in 0..nodes / 5 {
        let (a, b) = (random(nodes), random(nodes));
        if a != b && !links.iter().any(|&(c, d, _)| (a, b) == (c, d) || (a, b) == (d, c)) {
            links.push((a, b, 1.0));
        }
    }
    links
}

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
}

/// The places that `s_gd2` gives; `None` where it is not installed.
fn peer(nodes: usize, links: &[Link]) -> Option<Vec<Point>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/network.py");
    let mut child = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut text = format!("{nodes}\n");
    for (a, b, _) in links {
        let _ = writeln!(text, "{a} {b}");
    }
    // A script that cannot start does not read.
    let _ = child.stdin.take()?.write_all(text.as_bytes());
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = |word: Option<&str>| word?.parse::<f64>().ok();
    let place = |line: &str| {
        let mut words = line.split(' ');
        Some(Point::new(number(words.next())?, number(words.next())?))
    };
    let places: Option<Vec<Point>> = text.lines().map(place).collect();
    places.filter(|places| output.status.success() && places.len() == nodes)
}

/// The whole command, from the map file to the SVG.
fn times() {
    println!("\none process with one thread, map file to SVG, medians of {ROUNDS}       asked       wall");
    let folder = tempfile::tempdir().unwrap();
    let mut measured = Vec::new();
    for (nodes, width, asked) in [(1000, "841mm", 100.0), (10_000, "2000mm", 1000.0)] {
        let file = folder.path().join(format!("{nodes}.toml"));
        fs::write(&file, map(nodes, width)).unwrap();
        let mut times: Vec<f64> = (0..ROUNDS).map(|_| run(&file)).collect();
        times.sort_by(f64::total_cmp);
        let time = times[ROUNDS / 2] * 1e3;
        println!("{nodes:6} boxes, a tree with 20 % more links               ≤ {asked:5.0} ms  {time:7.1} ms");
        measured.push(time);
    }
    println!(
        "ten times the boxes                                        ≤ 13      {:7.1} ×",
        measured[1] / measured[0]
    );
}

fn run(file: &Path) -> f64 {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_thememap"))
        .args(["render", "-q", "--layout", "network", "--text", "plain", "-f", "svg", "-o", "-"])
        .arg(file)
        .env("RAYON_NUM_THREADS", "1")
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{status}");
    start.elapsed().as_secs_f64()
}

/// An invented map: groups around a core, themes in them, and links between themes anywhere.
fn map(nodes: usize, width: &str) -> String {
    const WORDS: [&str; 16] = [
        "waiting", "for", "news", "trust", "in", "staff", "being", "heard", "forms", "and", "queues", "family",
        "stigma", "peers", "time", "answers",
    ];
    let mut random = random(nodes as u64);
    let mut label = |number: usize| {
        let words: Vec<_> = (0..2 + random(5)).map(|_| WORDS[random(WORDS.len())]).collect();
        format!("\"{} ({number})\"", words.join(" "))
    };
    let groups = nodes / 8;
    let themes = nodes - 1 - groups;
    let own: Vec<String> =
        (0..themes).map(|theme| format!("{{ id = \"t{theme}\", label = {} }}", label(theme))).collect();
    let core = label(nodes);
    let titles: Vec<String> = (0..groups).map(|group| label(nodes + 1 + group)).collect();
    let mut links: Vec<String> = (0..groups).map(|group| format!("\"g{group} -- core\"")).collect();
    for _ in 0..nodes / 5 {
        let (a, b) = (random(themes), random(themes));
        if a != b {
            links.push(format!("\"t{a} -> t{b}\""));
        }
    }
    links.sort();
    links.dedup();
    let mut map = format!("core = {core}\nlinks = [{}]\n", links.join(", "));
    let _ = writeln!(map, "[figure]\nwidth = \"{width}\"\nheight = \"any\"");
    for (group, title) in titles.iter().enumerate() {
        let own: Vec<&str> = own.iter().skip(group).step_by(groups).map(String::as_str).collect();
        let _ = writeln!(map, "[groups.g{group}]\nlabel = {title}\nthemes = [{}]", own.join(", "));
    }
    map
}
