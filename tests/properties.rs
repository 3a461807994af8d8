//! Every map gives a sound figure or says clearly why none fits.

mod random_maps;

use rayon::prelude::*;
use thememap::Options;
use thememap::layout::quality;
use thememap::text::Fonts;
use thememap::unit::mm;

#[test]
fn probe() {
    let fonts = Fonts::bundled();
    let n: u64 = std::env::var("N").map_or(300, |n| n.parse().unwrap());
    let results: Vec<String> = (0..n)
        .into_par_iter()
        .map(|seed| {
            let source = random_maps::source(seed);
            let width = random_maps::WIDTHS[(seed % 4) as usize];
            let map = match thememap::read(&source) {
                Ok((map, _)) => map,
                Err(e) => {
                    return format!(
                        "READ {seed} {:?}\n{source}",
                        e.iter().map(|d| d.message.clone()).collect::<Vec<_>>()
                    );
                }
            };
            let options = Options { width: Some(mm(width)), ..Options::default() };
            let t = std::time::Instant::now();
            match std::panic::catch_unwind(|| thememap::render(&map, &fonts, &options)) {
                Ok(Ok(drawing)) => {
                    let q = quality::measure(&map, &drawing.layout);
                    let links = drawing.layout.paths.iter().filter(|p| p.points.len() > 1).count();
                    format!(
                        "{} {seed} at {width} {} links {links} {}: {q} {}ms",
                        if q.faults().is_empty() { "OK" } else { "FAULT" },
                        map.graph.node_count(),
                        drawing.layout.name,
                        t.elapsed().as_millis()
                    )
                }
                Ok(Err(e)) => format!(
                    "UNFIT {seed} at {width} {} {}",
                    map.graph.node_count(),
                    e.iter().map(|d| format!("{} [{}]", d.message, d.hints.join("; "))).collect::<Vec<_>>().join(" | ")
                ),
                Err(_) => format!("PANIC {seed} at {width}"),
            }
        })
        .collect();
    for r in &results {
        println!("{r}");
    }
}
#[test]
fn look() {
    let Ok(list) = std::env::var("SEEDS") else { return };
    let fonts = Fonts::bundled();
    for seed in list.split(',').map(|s| s.parse::<u64>().unwrap()) {
        let source = random_maps::source(seed);
        let width = random_maps::WIDTHS[(seed % 4) as usize];
        let (map, _) = thememap::read(&source).unwrap();
        let options = Options { width: Some(mm(width)), ..Options::default() };
        println!("seed {seed} at {width}\n{source}");
        let d = match thememap::render(&map, &fonts, &options) {
            Ok(d) => d,
            Err(e) => {
                println!("{e:?}");
                continue;
            }
        };
        for n in map.graph.node_indices() {
            if let Some(b) = &d.layout.boxes[n.index()] {
                println!("{} {:?} {:?}", map.graph[n].id, b.rect, b.outline);
            }
        }
        for e in map.graph.edge_indices() {
            let (a, b) = map.graph.edge_endpoints(e).unwrap();
            println!(
                "{} -> {}: {:?} {:?}",
                map.graph[a].id,
                map.graph[b].id,
                d.layout.paths[e.index()].points,
                d.layout.paths[e.index()].joins
            );
        }
        let svg = thememap::encode::svg::write(&d.figure, &fonts, thememap::encode::svg::TextMode::Embedded).unwrap();
        std::fs::write(format!("/tmp/seed{seed}.svg"), svg).unwrap();
    }
}
#[test]
fn tall() {
    let Ok(list) = std::env::var("TALL") else { return };
    let fonts = Fonts::bundled();
    for seed in list.split(',').map(|s| s.parse::<u64>().unwrap()) {
        let source = random_maps::source(seed);
        let width = random_maps::WIDTHS[(seed % 4) as usize];
        let (mut map, _) = thememap::read(&source).unwrap();
        let across: Vec<_> = map
            .graph
            .edge_indices()
            .filter(|e| {
                let (a, b) = map.graph.edge_endpoints(*e).unwrap();
                ![Some(a), Some(b)].iter().any(|x| *x == map.core || *x == map.outcome)
            })
            .collect();
        let n = map.graph.edge_count();
        let words: usize = map.graph.node_weights().map(|t| t.label.split(' ').count()).sum();
        let options = Options { width: Some(mm(width)), ..Options::default() };
        let a = thememap::render(&map, &fonts, &options).map(|d| d.layout.page.height);
        let k = across.len();
        map.graph.retain_edges(|_, e| !across.contains(&e));
        let b = thememap::render(&map, &fonts, &options).map(|d| d.layout.page.height);
        map.graph.clear_edges();
        let c = thememap::render(&map, &fonts, &options).map(|d| d.layout.page.height);
        let s = |r: Result<f64, Vec<thememap::diagnostic::Diagnostic>>| match r {
            Ok(h) => format!("ok {:.0}mm", h / mm(1.0)),
            Err(e) => e[0].message.split(" they take ").last().unwrap().chars().take(16).collect(),
        };
        println!(
            "TALL {seed} nodes {} words {words} links {n} across {k}: all {} | without across {} | without links {}",
            map.graph.node_count(),
            s(a),
            s(b),
            s(c)
        );
    }
}
