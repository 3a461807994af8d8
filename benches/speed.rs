//! The whole command against Graphviz and against the bare cost of its pixels, all in one run on the same machine.
//!
//! `cargo bench --bench speed` prints medians and ratios; only the ratios mean something on another machine. Rows that
//! need Graphviz are left out where `dot` is not installed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use petgraph::graph::NodeIndex;
use thememap::encode::svg::{self, TextMode};
use thememap::model::{Map, Role};
use thememap::text::Fonts;
use thememap::{Options, render};

/// Processes of each kind, in turns, so that a busy machine slows all of them.
const ROUNDS: usize = 41;
/// Batches of each kind.
const BATCH_ROUNDS: usize = 5;
/// Maps in the batches: enough for a second of work, and as many as Graphviz makes PNGs of in a few seconds.
const SVG_BATCH: usize = 1000;
const PNG_BATCH: usize = 30;

fn main() {
    // Without its own harness a bench is also run by `cargo test --benches`, where times mean nothing.
    match std::env::args().nth(1).as_deref() {
        Some("bare") => bare(&std::env::args().nth(2).unwrap_or_default()),
        Some("--bench") => compare(),
        _ => {}
    }
}

fn compare() {
    let sandbox = tempfile::tempdir().unwrap();
    let place = |name: &str| sandbox.path().join(name);
    let lennox = fs::read_to_string(root().join("maps/lennox-2021.toml")).unwrap();
    fs::write(place("lennox.toml"), &lennox).unwrap();
    fs::write(place("lennox.dot"), dot_source(&lennox)).unwrap();
    let sixty = study(60, 7);
    fs::write(place("sixty.toml"), &sixty).unwrap();
    fs::write(place("sixty.dot"), dot_source(&sixty)).unwrap();
    let dot_version = Command::new("dot").arg("-V").output();
    let dot = dot_version.is_ok();
    match &dot_version {
        Ok(output) => println!("against {}", String::from_utf8_lossy(&output.stderr).trim()),
        Err(_) => println!("dot is not installed: no rows against it"),
    }

    println!("\none process a figure, medians of {ROUNDS}               wall      CPU");
    let ours = |map: &str, format: &str, text: &str| {
        let mut command = thememap();
        command.arg("render").arg(place(map)).args(["-o", "-", "-f", format, "--text", text]);
        command
    };
    let theirs = |map: &str, flags: &[&str]| {
        let mut command = Command::new("dot");
        command.args(flags).arg(place(map));
        command
    };
    let mut rows: Vec<(&str, Command)> = vec![
        ("lennox-2021, SVG", ours("lennox.toml", "svg", "embedded")),
        ("lennox-2021, SVG, plain text", ours("lennox.toml", "svg", "plain")),
        ("lennox-2021, PNG at 300 dpi", ours("lennox.toml", "png", "embedded")),
        ("60 nodes, SVG", ours("sixty.toml", "svg", "embedded")),
        ("60 nodes, SVG, plain text", ours("sixty.toml", "svg", "plain")),
    ];
    if dot {
        rows.push(("lennox-2021, dot -Tsvg", theirs("lennox.dot", &["-Tsvg"])));
        rows.push(("lennox-2021, dot -Tpng at 300 dpi", theirs("lennox.dot", &["-Tpng", "-Gdpi=300"])));
        rows.push(("60 nodes, dot -Tsvg", theirs("sixty.dot", &["-Tsvg"])));
    }
    let mut costs: Vec<Vec<Cost>> = rows.iter().map(|_| Vec::new()).collect();
    let (mut pixels, mut process) = (Vec::new(), Vec::new());
    fs::write(place("outlines.svg"), outlines(&lennox)).unwrap();
    for _ in 0..ROUNDS {
        for ((_, command), costs) in rows.iter_mut().zip(&mut costs) {
            costs.push(run(command));
        }
        let start = Instant::now();
        let own = std::env::current_exe().unwrap();
        let output = Command::new(own).arg("bare").arg(place("outlines.svg")).output().unwrap();
        let wall = start.elapsed().as_secs_f64();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let [inside, before] = [0, 1].map(|at| text.split_whitespace().nth(at).unwrap().parse::<f64>().unwrap() / 1e9);
        pixels.push(inside);
        process.push(wall - before);
    }
    let medians: Vec<Cost> = costs.into_iter().map(median).collect();
    for ((name, _), cost) in rows.iter().zip(&medians) {
        println!("{name:50} {:7.2} ms {:7.2} ms", cost.wall * 1e3, cost.cpu * 1e3);
    }
    for times in [&mut pixels, &mut process] {
        times.sort_by(f64::total_cmp);
    }
    let (pixels, process) = (pixels[ROUNDS / 2], process[ROUNDS / 2]);
    println!("{:50} {:7.2} ms", "a process that paints and compresses its pixels", process * 1e3);
    println!("{:50} {:7.2} ms", "the same without the start of a process", pixels * 1e3);
    println!("\nPNG / a process for its bare pixels          {:5.2} ×   (wall)", medians[2].wall / process);
    println!("PNG / painting and compressing alone         {:5.2} ×   (wall)", medians[2].wall / pixels);
    if dot {
        println!("SVG / dot -Tsvg                              {:5.2} ×   (wall)", medians[0].wall / medians[5].wall);
        println!("SVG / dot -Tsvg                              {:5.2} ×   (CPU)", medians[0].cpu / medians[5].cpu);
        println!("PNG / dot -Tpng                              {:5.2} ×   (wall)", medians[2].wall / medians[6].wall);
        println!("60 nodes, SVG / dot -Tsvg                    {:5.2} ×   (CPU)", medians[3].cpu / medians[7].cpu);
    }

    batches(sandbox.path(), dot);
}

/// Many maps in one process.
fn batches(folder: &Path, dot: bool) {
    println!("\none process for a batch of 12-node maps, medians of {BATCH_ROUNDS}       maps/s  maps/CPU s");
    let maps = batch(folder);
    let figures = folder.join("figures");
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let ours = |formats: &str, count: usize| {
        let mut command = thememap();
        command.args(["render", "-q", "--text", "plain", "-f", formats, "-o"]).arg(&figures).args(&maps[..count]);
        (format!("{count} maps, {formats}, {threads} threads"), count, command)
    };
    let theirs = |flags: &[&str], count: usize| {
        let mut command = Command::new("dot");
        command.args(flags).arg("-O").args(maps[..count].iter().map(|map| map.with_extension("dot")));
        (format!("{count} maps, dot {}", flags.join(" ")), count, command)
    };
    let mut rows = vec![ours("svg", SVG_BATCH), ours("svg,png", PNG_BATCH)];
    if dot {
        rows.push(theirs(&["-Tsvg"], SVG_BATCH));
        rows.push(theirs(&["-Tsvg", "-Tpng", "-Gdpi=300"], PNG_BATCH));
    }
    let mut costs: Vec<Vec<Cost>> = rows.iter().map(|_| Vec::new()).collect();
    for round in 0..BATCH_ROUNDS {
        for (row, ((_, _, command), costs)) in rows.iter_mut().zip(&mut costs).enumerate() {
            costs.push(run(command));
            // A figure that is there already would not be written again; one deleted now would make the next dear, since
            // ext4 searches past what was deleted in the last seconds.
            let _ = fs::rename(&figures, folder.join(format!("figures-{row}-{round}")));
        }
    }
    let rates: Vec<Cost> = rows.iter().zip(costs).map(|((_, count, _), costs)| median(costs).rate(*count)).collect();
    for ((name, ..), rate) in rows.iter().zip(&rates) {
        println!("{name:58} {:8.0} {:11.0}", rate.wall, rate.cpu);
    }
    println!();
    if let [svg, both, dot_svg, dot_both] = rates[..] {
        println!("SVGs per CPU second / dot                    {:5.1} ×", svg.cpu / dot_svg.cpu);
        println!("SVG + PNG per second / dot                   {:5.1} ×", both.wall / dot_both.wall);
    }
    println!("processors busy during the SVG batch         {:5.2} of {threads}", rates[0].wall / rates[0].cpu);
}

/// Paints and compresses the pixels of an SVG with outlined text in a process of its own, whose memory is as cold as that
/// of the command, and prints how long that took and how long reading the SVG took before, in nanoseconds.
fn bare(path: &str) {
    let start = Instant::now();
    let options = usvg::Options { dpi: 300.0, ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&fs::read_to_string(path).unwrap(), &options).unwrap();
    let before = start.elapsed().as_nanos();
    let (width, height) = (tree.size().width().round() as u32, tree.size().height().round() as u32);
    assert!((2000..2020).contains(&width), "170 mm at 300 dpi, not {width} pixels");
    let mut pixmap = tiny_skia::Pixmap::new(width, height).unwrap();
    pixmap.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    let bytes = thememap::encode::png::compress(&pixmap, true, 300.0, &[]).unwrap();
    println!("{} {before}", start.elapsed().as_nanos() - before);
    assert!(bytes.len() > 1000);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn thememap() -> Command {
    Command::new(env!("CARGO_BIN_EXE_thememap"))
}

/// What a process took, in seconds.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
}

impl Cost {
    fn rate(self, count: usize) -> Cost {
        Cost { wall: count as f64 / self.wall, cpu: count as f64 / self.cpu }
    }
}

/// Runs a command to its end.
fn run(command: &mut Command) -> Cost {
    let cpu = children();
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    let wall = start.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    Cost { wall: wall.as_secs_f64(), cpu: (children() - cpu).as_secs_f64() }
}

/// The wall time and the CPU time in the middle.
fn median(costs: Vec<Cost>) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut times: Vec<f64> = costs.iter().map(of).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    Cost { wall: middle(|cost| cost.wall), cpu: middle(|cost| cost.cpu) }
}

/// CPU time of all processes that were started here and have ended.
#[cfg(unix)]
fn children() -> Duration {
    // SAFETY: `getrusage` fills the struct it is given, and zeros are a valid one.
    let usage = unsafe {
        let mut usage = std::mem::zeroed::<libc::rusage>();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage
    };
    let time = |time: libc::timeval| Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000);
    time(usage.ru_utime) + time(usage.ru_stime)
}

/// Not measured here.
#[cfg(not(unix))]
fn children() -> Duration {
    Duration::ZERO
}

/// The figure as the SVG that the PNG's pixels come from.
fn outlines(map: &str) -> String {
    let fonts = Fonts::bundled();
    let (map, _) = thememap::read(map).unwrap();
    let drawing = render(&map, &fonts, &Options::default()).unwrap();
    svg::write(&drawing.figure, &fonts, TextMode::Outlines).unwrap()
}

/// The same map for Graphviz: clusters for groups, its defaults for everything else but shape and font.
fn dot_source(map: &str) -> String {
    let (map, _) = thememap::read(map).unwrap();
    let mut dot = String::from("digraph {\n  compound=true\n  node [shape=box style=rounded fontname=Helvetica]\n");
    for &top in &map.top {
        dot_node(&map, top, &mut dot);
    }
    for &single in map.core.iter().chain(&map.outcome) {
        dot_node(&map, single, &mut dot);
    }
    // Graphviz links nodes, not clusters: a link to a group goes to its first theme and is cut at the frame.
    let mut ends = Vec::new();
    for edge in map.graph.raw_edges() {
        ends.push((edge.source(), edge.target()));
    }
    if let (Some(core), true) = (map.core, ends.is_empty()) {
        ends.extend(map.top.iter().map(|&top| (core, top)));
    }
    for (source, target) in ends {
        let end = |node: NodeIndex, side: &str| match map.graph[node].children.first() {
            Some(first) if map.graph[node].role == Role::Group => {
                (first.index(), format!("{side}=cluster{}", node.index()))
            }
            _ => (node.index(), String::new()),
        };
        let ((from, tail), (to, head)) = (end(source, "ltail"), end(target, "lhead"));
        let _ = writeln!(dot, "  {from} -> {to} [{tail} {head}]");
    }
    dot + "}\n"
}

fn dot_node(map: &Map, node: NodeIndex, dot: &mut String) {
    let theme = &map.graph[node];
    let label = theme.label.replace('"', "\\\"");
    if theme.role == Role::Group {
        let _ = writeln!(dot, "  subgraph cluster{} {{ label=\"{label}\"", node.index());
        for &child in &theme.children {
            dot_node(map, child, dot);
        }
        dot.push_str("  }\n");
    } else {
        let _ = writeln!(dot, "  {} [label=\"{label}\"]", node.index());
        for &child in &theme.children {
            dot_node(map, child, dot);
            let _ = writeln!(dot, "  {} -> {} [dir=none]", node.index(), child.index());
        }
    }
}

/// The maps of a batch, 12 nodes each, with their sources for Graphviz beside them.
fn batch(folder: &Path) -> Vec<PathBuf> {
    let write = |number: usize| {
        let path = folder.join(format!("study-{number:04}.toml"));
        let map = study(12, number as u64);
        fs::write(path.with_extension("dot"), dot_source(&map)).unwrap();
        fs::write(&path, map).unwrap();
        path
    };
    (0..SVG_BATCH).map(write).collect()
}

/// An invented map of so many nodes: a core, groups linked to it, and their themes.
fn study(nodes: usize, seed: u64) -> String {
    const WORDS: [&str; 24] = [
        "waiting", "for", "news", "trust", "in", "staff", "being", "heard", "forms", "and", "queues", "family", "at",
        "a", "distance", "stigma", "peers", "who", "know", "the", "system", "time", "without", "answers",
    ];
    // SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16.
    let mut state = seed;
    let mut random = |below: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    };
    let mut label = |number: usize| {
        let words: Vec<_> = (0..2 + random(5)).map(|_| WORDS[random(WORDS.len())]).collect();
        format!("\"{} ({number})\"", words.join(" "))
    };
    let groups = if nodes < 30 { 3 } else { 8 };
    let mut map = format!("core = {}\n", label(0));
    let links: Vec<_> = (0..groups).map(|group| format!("\"g{group} -- core\"")).collect();
    let _ = writeln!(map, "links = [{}]", links.join(", "));
    let themes = nodes - 1 - groups;
    for group in 0..groups {
        let _ = writeln!(map, "[groups.g{group}]\nlabel = {}", label(1 + group));
        let own: Vec<_> = (group..themes).step_by(groups).map(|theme| label(1 + groups + theme)).collect();
        let _ = writeln!(map, "themes = [{}]", own.join(", "));
    }
    map
}
