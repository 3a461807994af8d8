//! Figures as files, what they are drawn from, and what other programs make of them.
#![allow(dead_code)] // Each test file is a crate of its own and uses a part of this.

#[path = "../figures/mod.rs"]
pub mod figures;
#[path = "../tools/mod.rs"]
pub mod tools;

use std::path::{Path, PathBuf};
use std::process::Command;

use thememap::draw::Figure;
use thememap::draw::figure::{Group, Item, Tag, Text};
use thememap::encode::{EncodeOptions, Format, encode};
use thememap::text::{Fonts, LineEnd};
use tools::printed;

/// Files of a folder of this package with that extension, sorted.
pub fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == extension)).collect();
    paths.sort();
    paths
}

/// The bundled fonts and those beside the example maps.
pub fn all_fonts() -> Fonts {
    let mut fonts = Fonts::bundled();
    for path in files("maps/fonts", "ttf") {
        fonts.add(std::fs::read(path).unwrap()).unwrap();
    }
    fonts
}

/// What a map file draws.
pub fn drawn(source: &str, fonts: &Fonts) -> Figure {
    let (map, _) = thememap::read(source).unwrap_or_else(|errors| panic!("{errors:?}"));
    thememap::render(&map, fonts, &thememap::Options::default()).unwrap_or_else(|errors| panic!("{errors:?}")).figure
}

/// An example map as it is drawn by default.
pub fn example(name: &str, fonts: &Fonts) -> Figure {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name).with_extension("toml");
    drawn(&std::fs::read_to_string(path).unwrap(), fonts)
}

/// All of them, by name.
pub fn examples(fonts: &Fonts) -> Vec<(String, Figure)> {
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let all: Vec<_> = files("maps", "toml").into_iter().map(name).map(|name| (example(&name, fonts), name)).collect();
    assert!(all.len() > 10, "the example maps are there");
    all.into_iter().map(|(figure, name)| (name, figure)).collect()
}

/// The file of a figure in that format.
pub fn made(figure: &Figure, fonts: &Fonts, format: &str, options: &EncodeOptions) -> Vec<u8> {
    encode(figure, fonts, Format::named(format).unwrap(), options).unwrap_or_else(|error| panic!("{format}: {error}"))
}

/// A folder with the files of figures.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a figure with usual options.
    pub fn file(&self, name: &str, figure: &Figure, fonts: &Fonts) -> PathBuf {
        let format = Format::ending(name.rsplit('.').next().unwrap()).unwrap();
        self.bytes(name, &made(figure, fonts, format.name, &EncodeOptions::default()))
    }

    pub fn bytes(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// The labels of the drawing as paragraphs, in the order of the display list: lines joined as they were broken.
pub fn paragraphs(figure: &Figure) -> Vec<String> {
    let (mut done, mut open) = (Vec::new(), String::new());
    each_text(&figure.items, &mut |text| {
        open.push_str(&text.line.text());
        match text.line.end() {
            LineEnd::Label => done.push(std::mem::take(&mut open)),
            LineEnd::Space => open.push(' '),
            LineEnd::Word => {}
        }
    });
    assert_eq!(open, "", "every label ends");
    done
}

fn each_text(items: &[Item], see: &mut impl FnMut(&Text)) {
    for item in items {
        match item {
            Item::Group(Group { items, .. }) => each_text(items, see),
            Item::Text(text) => see(text),
            Item::Path(_) => {}
        }
    }
}

/// The labels of everything in a figure that stands for something of the map.
pub fn labels(items: &[Item]) -> Vec<&str> {
    let mut found = Vec::new();
    for item in items {
        if let Item::Group(group) = item {
            match &group.tag {
                Tag::Node { label, .. } | Tag::Panel { label, .. } => found.push(&label[..]),
                Tag::Edge { .. }
                | Tag::Branches { .. }
                | Tag::Legend { .. }
                | Tag::Voices { .. }
                | Tag::Badge { .. } => {}
            }
            found.extend(labels(&group.items));
        }
    }
    found
}

/// Pixels of red, green and blue.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// Reads a PPM of 8 bits (P6), which is what other programs are asked for.
    pub fn ppm(bytes: &[u8]) -> Picture {
        let mut numbers = Vec::new();
        let mut at = 2;
        assert_eq!(&bytes[..2], b"P6");
        while numbers.len() < 3 {
            match bytes[at] {
                b'#' => at += bytes[at..].iter().position(|&byte| byte == b'\n').unwrap(),
                byte if byte.is_ascii_digit() => {
                    let length = bytes[at..].iter().position(|byte| !byte.is_ascii_digit()).unwrap();
                    numbers.push(std::str::from_utf8(&bytes[at..at + length]).unwrap().parse::<usize>().unwrap());
                    at += length;
                }
                _ => at += 1,
            }
        }
        assert_eq!(numbers[2], 255);
        Picture { width: numbers[0], height: numbers[1], rgb: bytes[at + 1..].to_vec() }
    }

    /// Reads an opaque PNG of ours.
    pub fn png(bytes: &[u8]) -> Picture {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb);
        Picture { width: info.width as usize, height: info.height as usize, rgb }
    }

    /// What a program writes to standard output.
    pub fn of(command: &mut Command) -> Picture {
        let output = command.output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        Picture::ppm(&output.stdout)
    }

    /// Without the outermost pixels, which may be on the page in part.
    pub fn inner(&self) -> Picture {
        let (width, height) = (self.width - 2, self.height - 2);
        let rows = (1..=height).flat_map(|y| {
            let start = 3 * (y * self.width + 1);
            self.rgb[start..start + 3 * width].to_vec()
        });
        Picture { width, height, rgb: rows.collect() }
    }

    fn at(&self, x: usize, y: usize) -> &[u8] {
        let at = 3 * (y * self.width + x);
        &self.rgb[at..at + 3]
    }

    /// How many pixels cannot be told by `other` at all: some channel is more than `step` away from everything that stands
    /// there or one pixel beside. What edges are softened by and where their pixels begin does not count.
    pub fn strays(&self, other: &Picture, step: u8) -> usize {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let mut strays = 0;
        for y in 0..self.height {
            for x in 0..self.width {
                let own = self.at(x, y);
                if own.iter().zip(other.at(x, y)).all(|(a, b)| a.abs_diff(*b) <= step) {
                    continue;
                }
                let (mut low, mut high) = ([255u8; 3], [0u8; 3]);
                for y in y.saturating_sub(1)..=(y + 1).min(self.height - 1) {
                    for x in x.saturating_sub(1)..=(x + 1).min(self.width - 1) {
                        for (channel, &value) in other.at(x, y).iter().enumerate() {
                            low[channel] = low[channel].min(value);
                            high[channel] = high[channel].max(value);
                        }
                    }
                }
                let out = |channel: usize| {
                    low[channel].saturating_sub(own[channel]).max(own[channel].saturating_sub(high[channel]))
                };
                strays += usize::from((0..3).any(|channel| out(channel) > step));
            }
        }
        strays
    }
}

/// A file as Ghostscript paints it, on exactly so many pixels at 300 dpi.
pub fn ghostscript(mut gs: Command, path: &Path, picture: &Picture) -> Picture {
    let size = format!("-g{}x{}", picture.width, picture.height);
    gs.args(["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=ppmraw", "-r300", "-dEPSCrop", "-dPDFSTOPONERROR"]);
    gs.args(["-dPDFSTOPONWARNING", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", &size, "-sOutputFile=-"]);
    Picture::of(gs.arg(path))
}

/// A program with its arguments and a file, run: what it printed.
pub fn asked(mut command: Command, arguments: &[&str], path: &Path) -> String {
    printed(command.args(arguments).arg(path))
}
