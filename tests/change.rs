//! The figure of what changed between two versions.

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

#[test]
fn lennox_ugly() {
    let (old, new) = (map("lennox-2020-preprint"), map("lennox-2021"));
    let fonts = Fonts::bundled();
    for width in [170.0, 85.0] {
        let options = Options { width: Some(mm(width)), ..Options::default() };
        let names = ["preprint".to_owned(), "published".to_owned()];
        let drawing = thememap::versions::change((&old, &new), &names, &fonts, &options).unwrap();
        println!("{:#?}", drawing.figure.words);
        save(&drawing.figure, &format!("lennox-{width}"));
    }
}

#[test]
fn lennox_views() {
    use thememap::versions::{Together, views};
    let (old, new) = (map("lennox-2020-preprint"), map("lennox-2021"));
    let fonts = Fonts::bundled();
    let names = ["Preprint".to_owned(), "Published".to_owned()];
    for width in [170.0, 85.0] {
        let options = Options { width: Some(mm(width)), ..Options::default() };
        let done = views(&[&old, &new], &names, &fonts, &options, Together::Rows).unwrap();
        save(&done.figures[0], &format!("views-{width}"));
    }
    let done = views(&[&old, &new], &names, &fonts, &Options::default(), Together::Apart).unwrap();
    done.figures.iter().enumerate().for_each(|(i, figure)| save(figure, &format!("apart-{i}")));
}
