//! The figure of what changed between two versions.

use thememap::diff::{Change, Comparison, Way};
use thememap::draw::Figure;
use thememap::encode::{EncodeOptions, Format, encode};
use thememap::model::Map;
use thememap::text::Fonts;
use thememap::{Options, unit::mm};

fn map(name: &str) -> Map {
    let source = std::fs::read_to_string(format!("maps/{name}.toml")).unwrap();
    thememap::read(&source).unwrap().0
}

fn save(figure: &Figure, name: &str) {
    let options = EncodeOptions { dpi: 200.0, ..EncodeOptions::default() };
    let bytes = encode(figure, &Fonts::bundled(), Format::named("png").unwrap(), &options).unwrap();
    std::fs::write(format!("/tmp/change/{name}.png"), bytes).unwrap();
}

fn node(map: &Map, id: &str) -> petgraph::graph::NodeIndex {
    map.graph.node_indices().find(|&node| map.graph[node].id == id).unwrap()
}

fn lennox() -> (Map, Map, Comparison) {
    let (old, new) = (map("lennox-2020-preprint"), map("lennox-2021"));
    let mut step = thememap::diff::compare(&old, &new);
    let (outcome, trust) = (old.outcome.unwrap(), node(&new, "restoring-trust-between-hcps-and-pwud"));
    let (core, over) = (old.core.unwrap(), node(&new, "overcoming-system-barriers"));
    step.now[outcome.index()] = Some(trust);
    step.was[trust.index()] = Some(outcome);
    step.link_now = old.graph.edge_indices().map(|edge| (edge.index() < 3).then_some(edge)).collect();
    step.link_was = new.graph.edge_indices().map(Some).collect();
    step.changes = vec![
        Change::Reworded { old: core, new: new.core.unwrap() },
        Change::Added { new: over, split: Some(core) },
        Change::Moved { old: outcome, new: trust, way: Way::Aside },
        Change::Reworded { old: outcome, new: trust },
    ];
    (old, new, step)
}

#[test]
fn lennox_ugly() {
    let (old, new, step) = lennox();
    let fonts = Fonts::bundled();
    for width in [170.0, 85.0] {
        let options = Options { width: Some(mm(width)), ..Options::default() };
        let names = ["preprint".to_owned(), "published".to_owned()];
        let drawing = thememap::versions::compared((&old, &new), &step, &names, &fonts, &options).unwrap();
        save(&drawing.figure, &format!("lennox-{width}"));
    }
}
