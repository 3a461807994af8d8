//! TIFF, EPS, JPEG and PNG files as libtiff, Ghostscript and ImageMagick read them; every format against the PNG, and with
//! labels that nobody should write.

mod opened;

use opened::tools::{printed, tool};
use opened::{Folder, Picture, all_fonts, asked, drawn, example, examples, ghostscript, labels, made, paragraphs};
use thememap::draw::Figure;
use thememap::encode::{EncodeOptions, FORMATS, Format, encode};
use thememap::text::Fonts;

/// Labels that end strings, comments, files and elements of the formats, as a map file writes them.
const HOSTILE: &str = r#"
title  = "Ends (here) \\) showpage %%EOF"
author = ["((", "\\", "ζ) quit"]
alt    = "%%EOF\n%%Trailer (unbalanced"
core   = "%%EOF"
links  = ["a -- core: ) show", "b -> core: \\\\ %%Page"]

[groups.a]
label  = "(((("
themes = ["))) stroke showpage", "\\", "endstream endobj %PDF-1.7"]

[groups.b]
label  = "%!PS-Adobe-3.0 EPSF-3.0 %%BoundingBox: 0 0 1 1"
themes = ["<</Type/Catalog>>", "&amp; <svg/> ]]>", "tab\tand\nline", "Ærø \u00a0 ≥ → fi ﬁ"]
"#;

fn options() -> EncodeOptions {
    EncodeOptions::default()
}

fn picture(figure: &Figure, fonts: &Fonts) -> Picture {
    Picture::png(&made(figure, fonts, "png", &options()))
}

/// The colours of a raster file as ImageMagick reads them.
fn converted(path: &std::path::Path) -> Option<Picture> {
    let mut convert = tool("convert")?;
    Some(Picture::of(convert.arg(path).args(["-depth", "8", "ppm:-"])))
}

#[test]
fn every_map_is_the_same_file_each_time_in_every_format() {
    let fonts = all_fonts();
    // Coarser than journals want: every map, twice.
    let options = EncodeOptions { dpi: 72.0, ..options() };
    for (name, figure) in examples(&fonts) {
        for format in FORMATS {
            let once = made(&figure, &fonts, format.name, &options);
            assert!(once == made(&figure, &all_fonts(), format.name, &options), "{name} as {}", format.name);
        }
    }
}

#[test]
fn files_are_small() {
    let fonts = Fonts::bundled();
    let figure = example("lennox-2021", &fonts);
    for (format, kilobytes) in [("pdf", 40), ("png", 120), ("svg", 25), ("tiff", 200), ("eps", 60), ("jpeg", 500)] {
        let bytes = made(&figure, &fonts, format, &options()).len();
        assert!(bytes <= kilobytes * 1000, "{format}: {bytes} bytes");
    }
}

#[test]
fn no_format_differs_from_the_pixels_by_more_than_the_softness_of_edges() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    for name in ["lennox-2021", "kinds", "ring", "codes", "quotes", "matrix", "persian", "arabic", "chinese"] {
        let figure = example(name, &fonts);
        let picture = picture(&figure, &fonts);
        let pixels = picture.width * picture.height;
        for format in ["pdf", "eps"] {
            let path = folder.file(&format!("{name}.{format}"), &figure, &fonts);
            let Some(gs) = tool("gs") else { return };
            let painted = ghostscript(gs, &path, &picture);
            // At 300 dpi, of 10,000 pixels at most one is more than 48 of 255 away from everything within a pixel of it,
            // either way.
            for (strays, way) in [(painted.strays(&picture, 48), "more"), (picture.strays(&painted, 48), "less")] {
                assert!(
                    strays * 10_000 <= pixels,
                    "{name}.{format}: {strays} of {pixels} pixels show {way} than the PNG"
                );
            }
        }
    }
}

#[test]
fn a_tiff_is_what_journals_ask_for() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    for (name, dpi) in [("lennox-2021", 300.0), ("persian", 600.0), ("flat", 1200.0)] {
        let figure = example(name, &fonts);
        let path = folder.bytes("fig.tif", &made(&figure, &fonts, "tiff", &EncodeOptions { dpi, ..options() }));
        let Some(tiffinfo) = tool("tiffinfo") else { return };
        let told = asked(tiffinfo, &[], &path);
        let pixels = |points: f64| (points / 72.0 * dpi).round();
        for expected in [
            format!("Image Width: {} Image Length: {}", pixels(figure.width), pixels(figure.height)),
            format!("Resolution: {dpi}, {dpi} pixels/inch"),
            "Bits/Sample: 8".into(),
            "Samples/Pixel: 3".into(),
            "Compression Scheme: LZW".into(),
            "Photometric Interpretation: RGB color".into(),
            format!("ImageDescription: {}", figure.words.alt),
            format!("DocumentName: {}", figure.words.title),
        ] {
            // tiffinfo writes what is not ASCII in a way of its own.
            assert!(told.contains(&expected) || !expected.is_ascii(), "{name}: no `{expected}` in {told}");
        }
        assert!(!told.contains("Extra Samples") && !told.contains("DateTime"), "{told}");
    }
    let figure = example("lennox-2021", &fonts);
    let Some(read) = converted(&folder.file("same.tif", &figure, &fonts)) else { return };
    assert!(read.rgb == picture(&figure, &fonts).rgb, "the very pixels of the PNG");
}

#[test]
fn a_jpeg_is_nearly_the_png() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let figure = example("lennox-2021", &fonts);
    let path = folder.file("fig.jpg", &figure, &fonts);
    let Some(read) = converted(&path) else { return };
    let expected = picture(&figure, &fonts);
    let squares: u64 =
        read.rgb.iter().zip(&expected.rgb).map(|(a, b)| u64::from(a.abs_diff(*b)) * u64::from(a.abs_diff(*b))).sum();
    let noise = 10.0 * libm::log10(255.0 * 255.0 / (squares as f64 / expected.rgb.len() as f64));
    assert!(noise >= 42.0, "{noise:.1} dB");
    let Some(mut identify) = tool("identify") else { return };
    let format = "%w %h %x %y %U %[jpeg:sampling-factor] %[colorspace]";
    let told = printed(identify.args(["-format", format]).arg(&path));
    assert_eq!(told, "2008 850 300 300 PixelsPerInch 1x1,1x1,1x1 sRGB");
    let bytes = std::fs::read(&path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains(
        "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">Thematic map: ‘Peer support workers as a bridge’"
    ));
}

#[test]
fn a_png_carries_its_words() {
    let fonts = Fonts::bundled();
    let figure = drawn(HOSTILE, &fonts);
    let bytes = made(&figure, &fonts, "png", &options());
    let reader = png::Decoder::new(std::io::Cursor::new(&bytes[..])).read_info().unwrap();
    let texts: Vec<_> =
        reader.info().utf8_text.iter().map(|text| (text.keyword.clone(), text.get_text().unwrap())).collect();
    let expected = [
        ("Title", figure.words.title.clone()),
        ("Author", figure.words.authors.join(", ")),
        ("Description", figure.words.alt.clone()),
    ];
    assert_eq!(texts, expected.map(|(keyword, text)| (keyword.to_owned(), text)));
    let dims = reader.info().pixel_dims.unwrap();
    assert_eq!((dims.xppu, dims.yppu), (11_811, 11_811), "300 dpi");
}

#[test]
fn the_bounding_box_of_an_eps_is_its_page() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    for (name, figure) in examples(&fonts) {
        let path = folder.file(&format!("{name}.eps"), &figure, &fonts);
        let text = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
        assert!(text.starts_with("%!PS-Adobe-3.0 EPSF-3.0\n") && text.ends_with("%%EOF\n"), "{name}");
        assert!(text.is_ascii() && text.lines().all(|line| line.len() < 255), "{name}");
        let numbers = |key: &str, text: &str| -> Vec<f64> {
            let rows = text.lines().filter_map(|line| line.strip_prefix(key));
            rows.flat_map(|row| row.split(' ').filter_map(|word| word.parse().ok()).collect::<Vec<_>>()).collect()
        };
        let (width, height) = (figure.width, figure.height);
        assert_eq!(numbers("%%BoundingBox:", &text), [0.0, 0.0, width.ceil(), height.ceil()], "{name}");
        let page = numbers("%%HiResBoundingBox:", &text);
        assert!(page[0] == 0.0 && page[1] == 0.0, "{name}");
        assert!((page[2] - width).abs() < 1e-4 && (page[3] - height).abs() < 1e-4, "{name}: {page:?}");
        // What is drawn stands on it. (Ghostscript prints to standard error, and does not count white.)
        let Some(mut gs) = tool("gs") else { continue };
        let output = gs.args(["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=bbox"]).arg(&path).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let drawn = numbers("%%HiResBoundingBox:", &told);
        assert!(drawn.len() == 4, "{name}: {told}");
        let inside = drawn[0] >= 0.0 && drawn[1] >= 0.0 && drawn[2] <= page[2] + 0.01 && drawn[3] <= page[3] + 0.01;
        assert!(inside, "{name}: {drawn:?} on {page:?}");
    }
}

/// A comment's text back from its string.
fn unescaped(string: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = string.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            bytes.push(byte);
        } else if rest[0].is_ascii_digit() {
            bytes.push(rest[..3].iter().fold(0, |number: u8, digit| number.wrapping_mul(8) + (digit - b'0')));
            rest = &rest[3..];
        } else {
            bytes.push(rest[0]);
            rest = &rest[1..];
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_eps_has_the_words_in_comments_and_no_font() {
    let fonts = all_fonts();
    for name in ["lennox-2021", "persian", "chinese"] {
        let figure = example(name, &fonts);
        let text = String::from_utf8(made(&figure, &fonts, "eps", &options())).unwrap();
        let mut comments: Vec<String> = Vec::new();
        for line in text.lines() {
            let string = |line: &str| line.strip_suffix(')').unwrap().to_owned();
            if let Some(label) = line.strip_prefix("% text: (") {
                comments.push(string(label));
            } else if let Some(more) = line.strip_prefix("%     (") {
                // Before the first label it is the alternative text that goes on.
                comments.last_mut().into_iter().for_each(|last| last.push_str(&string(more)));
            }
        }
        let words: String = comments.iter().map(|comment| unescaped(comment)).collect::<Vec<_>>().concat();
        let expected: String = paragraphs(&figure).concat();
        assert_eq!(words.replace(' ', ""), expected.replace(' ', ""), "{name}");
        for operator in ["findfont", "show ", "setdistillerparams", "setpagedevice"] {
            assert!(!text.contains(operator), "{name}: {operator}");
        }
    }
}

#[test]
fn a_format_without_transparency_does_not_pretend() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let figure = Figure { page: None, ..example("lennox-2021", &fonts) };
    for name in ["tiff", "jpeg"] {
        let error = encode(&figure, &fonts, Format::named(name).unwrap(), &options()).unwrap_err();
        assert!(error.contains("no transparent page") && error.contains("draw it on white"), "{error}");
    }
    // Where nothing is painted the paper shows.
    let white = picture(&example("lennox-2021", &fonts), &fonts);
    for end in ["pdf", "eps"] {
        let path = folder.file(&format!("open.{end}"), &figure, &fonts);
        let Some(gs) = tool("gs") else { return };
        let painted = ghostscript(gs, &path, &white);
        assert!(painted.strays(&white, 48) * 10_000 <= white.rgb.len() / 3, "{end}");
    }
}

#[test]
fn labels_cannot_break_a_file() {
    let (fonts, folder) = (all_fonts(), Folder::new());
    let figure = drawn(HOSTILE, &fonts);
    assert!(labels(&figure.items).len() >= 9);
    let expected = picture(&figure, &fonts);
    for format in FORMATS {
        folder.file(&format!("hostile.{}", format.extension), &figure, &fonts);
    }
    for end in ["pdf", "eps"] {
        let Some(gs) = tool("gs") else { return };
        let painted = ghostscript(gs, &folder.path(&format!("hostile.{end}")), &expected);
        let strays = painted.strays(&expected, 48) + expected.strays(&painted, 48);
        assert!(strays * 10_000 <= expected.rgb.len() / 3, "{end}: {strays}");
    }
    let eps = std::fs::read_to_string(folder.path("hostile.eps")).unwrap();
    assert_eq!(eps.lines().filter(|line| line.starts_with("%%EOF")).count(), 1);
    assert_eq!(eps.lines().filter(|line| line.starts_with("%%BoundingBox")).count(), 1);
    if let (Some(qpdf), Some(pdfinfo)) = (tool("qpdf"), tool("pdfinfo")) {
        asked(qpdf, &["--check"], &folder.path("hostile.pdf"));
        let told = asked(pdfinfo, &[], &folder.path("hostile.pdf"));
        assert!(told.contains("Ends (here) \\) showpage %%EOF"), "{told}");
    }
    for end in ["tif", "jpg"] {
        let Some(read) = converted(&folder.path(&format!("hostile.{end}"))) else { return };
        assert_eq!((read.width, read.height), (expected.width, expected.height), "{end}");
    }
    let Some(tiffinfo) = tool("tiffinfo") else { return };
    assert!(asked(tiffinfo, &[], &folder.path("hostile.tif")).contains("Artist: ((, \\"));
}
