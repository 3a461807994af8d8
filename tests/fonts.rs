//! Fonts of authors: which one sets what, which files are refused, and what of them goes into a figure.

use std::collections::BTreeSet;
use std::path::Path;

use thememap::cli::fonts::Loaded;
use thememap::encode::subset::embed;
use thememap::text::{Face, FaceId, Fonts, Line, Weight};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

fn with(names: &[&str]) -> Fonts {
    let mut fonts = Fonts::bundled();
    for name in names {
        fonts.add(file(&format!("maps/fonts/{name}.ttf"))).expect(name);
    }
    fonts
}

fn line(fonts: &Fonts, text: &str, weight: Weight, lang: Option<&str>) -> Line {
    let label = fonts.shape(text, weight, lang).expect(text);
    let range = label.lines(f64::INFINITY).expect("everything fits").remove(0);
    label.line(range)
}

/// The fonts of a label: family, weight and text of each run.
fn runs(fonts: &Fonts, text: &str, weight: Weight) -> Vec<(String, u16, String)> {
    let of = |id: FaceId| fonts.face(id);
    let line = line(fonts, text, weight, None);
    line.runs()
        .into_iter()
        .map(|run| (of(run.face).family.clone(), of(run.face).weight, run.text.into_owned()))
        .collect()
}

fn run(family: &str, weight: u16, text: &str) -> (String, u16, String) {
    (family.into(), weight, text.into())
}

const ARABIC: [&str; 2] = ["NotoSansArabic_400Regular", "NotoSansArabic_600SemiBold"];
const OTHERS: [&str; 3] = ["NotoSansHebrew_400Regular", "NotoSansDevanagari_400Regular", "NotoSansThai_400Regular"];
const CHINESE: [&str; 2] = ["NotoSansSC_400Regular", "NotoSansSC_600SemiBold"];

#[test]
fn the_fonts_of_the_author_come_first_and_in_the_nearest_weight() {
    let fonts = with(&[ARABIC[0], CHINESE[1], ARABIC[1]]);
    assert_eq!(runs(&fonts, "سلام", Weight::Regular), [run("Noto Sans Arabic", 400, "سلام")]);
    assert_eq!(runs(&fonts, "سلام", Weight::SemiBold), [run("Noto Sans Arabic", 600, "سلام")]);
    // A family of one weight serves for both.
    assert_eq!(runs(&fonts, "信任", Weight::Regular), [run("Noto Sans SC", 600, "信任")]);
    assert_eq!(runs(&fonts, "信任", Weight::SemiBold), [run("Noto Sans SC", 600, "信任")]);
    assert_eq!(runs(&fonts, "Доверие", Weight::SemiBold), [run("Source Sans 3", 600, "Доверие")]);
}

#[test]
fn a_font_for_another_script_does_not_catch_spaces_and_brackets() {
    let fonts = with(&CHINESE);
    let greek = "Εμπιστοσύνη (90 %), «γέφυρα»";
    assert_eq!(runs(&fonts, greek, Weight::Regular), [run("Source Sans 3", 400, greek)]);
    // A closing bracket is set like its opening one, whatever stands between them.
    assert_eq!(
        runs(&fonts, "Доверие (信任) растёт", Weight::Regular),
        [
            run("Source Sans 3", 400, "Доверие ("),
            run("Noto Sans SC", 400, "信任"),
            run("Source Sans 3", 400, ") растёт"),
        ]
    );
}

#[test]
fn a_word_is_not_patched_together_from_two_fonts() {
    // This font has the letters of the first word, of the second all but one.
    let fonts = with(&CHINESE);
    assert_eq!(
        runs(&fonts, "Trust Łódź", Weight::Regular),
        [run("Noto Sans SC", 400, "Trust "), run("Source Sans 3", 400, "Łódź")]
    );
}

#[test]
fn what_is_no_font_is_refused_in_words() {
    let refused = |data: &[u8]| Fonts::bundled().add(data.to_vec()).expect_err("no font");
    assert_eq!(refused(b""), "it is not a TTF, OTF or TTC file");
    assert_eq!(refused(&file("maps/fonts/README.md")), "it is not a TTF, OTF or TTC file");
    assert!(refused(b"wOF2\0\x01\0\0").starts_with("it is a WOFF2 file"));
    assert!(refused(&file("maps/fonts/NotoSansArabic_400Regular.ttf")[..3000]).contains("table cannot be read"));
    assert!(refused(b"ttcf\0\x01\0\0\0\0\0\0").contains("without fonts"));
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

#[test]
fn damaged_fonts_are_refused_or_used_and_break_nothing() {
    let mut outcomes = [0; 2];
    for (name, text) in [
        ("src/text/fonts/SourceSans3_400Regular.ttf", "Office AVATAR"),
        ("maps/fonts/NotoSansArabic_400Regular.ttf", "فراموشی (trust)"),
    ] {
        let sound = file(name);
        let tables = usize::from(u16::from_be_bytes([sound[4], sound[5]]));
        for seed in 0..250 {
            let mut random = Random(seed);
            let mut data = sound.clone();
            let record = 12 + 16 * random.below(tables);
            let number = |at: usize| u32::from_be_bytes(sound[at..at + 4].try_into().unwrap()) as usize;
            let (start, length) = (number(record + 8), number(record + 12));
            for _ in 0..1 + random.below(12) {
                // Half of the damage hits the head of a table, where the counts and offsets are.
                let span = if random.below(2) == 0 { length.min(64) } else { length };
                data[start + random.below(span)] = [0, 0x80, 0xff, random.below(256) as u8][random.below(4)];
            }
            if seed % 8 == 0 {
                data[12 + random.below(16 * tables)] = random.below(256) as u8;
            }
            if seed % 10 == 0 {
                data.truncate(random.below(sound.len()));
            }
            let mut fonts = Fonts::bundled();
            let added = fonts.add(data).is_ok();
            outcomes[usize::from(added)] += 1;
            let Ok(label) = fonts.shape(text, Weight::Regular, None) else { continue };
            label.options(4);
            for range in label.lines(1e9).unwrap_or_default() {
                for run in label.line(range).runs() {
                    let glyphs: BTreeSet<u32> = run.glyphs().map(|glyph| glyph.0).collect();
                    for &glyph in &glyphs {
                        fonts.face(run.face).outline(glyph);
                    }
                    let _ = embed(fonts.face(run.face), &run.text.chars().collect(), &glyphs);
                }
            }
        }
    }
    assert!(outcomes.iter().all(|&count| count > 50), "{outcomes:?}");
}

/// What a viewer makes of an embedded font: a font file.
fn unpacked(woff2: &[u8]) -> Vec<u8> {
    let number = |at: usize| u32::from_be_bytes(woff2[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!(&woff2[..4], b"wOF2");
    assert_eq!(number(8), woff2.len());
    const TAGS: [&[u8]; 8] = [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post"];
    let count = usize::from(woff2[13]);
    let mut at = 48;
    let mut tables: Vec<(Vec<u8>, usize)> = Vec::new();
    for _ in 0..count {
        let tag = match woff2[at] & 63 {
            known @ 0..8 => TAGS[usize::from(known)],
            10 => b"glyf",
            11 => b"loca",
            17 => b"gasp",
            26 => b"GDEF",
            27 => b"GPOS",
            28 => b"GSUB",
            other => panic!("table {other}"),
        };
        at += 1;
        let mut length = 0;
        loop {
            length = length << 7 | usize::from(woff2[at] & 0x7f);
            at += 1;
            if woff2[at - 1] & 0x80 == 0 {
                break;
            }
        }
        tables.push((tag.into(), length));
    }
    let (mut data, packed) = (Vec::new(), &woff2[at..at + number(20)]);
    brotli::BrotliDecompress(&mut &packed[..], &mut data).expect("sound");
    let mut out = vec![0, 1, 0, 0, 0, count as u8, 0, 0, 0, 0, 0, 0];
    let (mut from, mut place, mut body) = (0, 12 + 16 * count, Vec::new());
    let mut records: Vec<Vec<u8>> = Vec::new();
    for (tag, length) in tables {
        let numbers = [0, place, length].map(|value| (value as u32).to_be_bytes()).concat();
        records.push([tag, numbers].concat());
        body.extend(&data[from..from + length]);
        body.resize(body.len().next_multiple_of(4), 0);
        (from, place) = (from + length, 12 + 16 * count + body.len());
    }
    assert_eq!(from, data.len());
    records.sort();
    out.extend(records.concat());
    out.extend(body);
    assert_eq!(out.len(), number(16), "the size it says it has");
    out
}

/// Embeds what a label uses, and sets the label in the embedded font.
fn embedded(face: &Face, original: &Line, lang: Option<&str>) -> Line {
    let chars: BTreeSet<char> = original.text().chars().collect();
    let glyphs = original.runs().iter().flat_map(|run| run.glyphs().map(|glyph| glyph.0)).collect();
    let woff2 = embed(face, &chars, &glyphs).expect("it can be embedded");
    assert_eq!(woff2, embed(face, &chars, &glyphs).unwrap(), "the same bytes every time");
    let font = unpacked(&woff2);
    let mut fonts = Fonts::bundled();
    fonts.add(font).expect("it is a font");
    assert_eq!(fonts.faces[0].family, "tm-sans", "names of the original may be reserved");
    let line = line(&fonts, &original.text(), Weight::Regular, lang);
    assert!(line.runs().iter().all(|run| run.face == FaceId(0)));
    line
}

#[test]
fn an_embedded_font_sets_the_same_line() {
    let fonts = with(&[ARABIC[0], CHINESE[0], OTHERS[0], OTHERS[1], OTHERS[2]]);
    for (text, lang) in [
        ("Office AVATAR To: “flow” of d’été, 1⁄2 → ≤ 90 %", None),
        ("Việt Nam ǖ Ελλάδα Трансформация", None),
        ("و می‌خواهم، «فراموشی» و التيام", Some("fa")),
        ("重视自身权利，特殊时期（延长）", Some("zh")),
        ("שָׁלוֹם לישון סוף־סוף", Some("he")),
        ("लंबी प्रतीक्षा क्षत्रिय पड़ोसियों की कि", Some("hi")),
        ("คำขอบคุณเล็ก ๆ น้อย ๆ ที่ผู้ป่วยให้", Some("th")),
    ] {
        let fonts = if lang.is_none() { Fonts::bundled() } else { fonts.clone() };
        let original = line(&fonts, text, Weight::Regular, lang);
        let face = fonts.face(original.runs()[0].face);
        let copy = embedded(face, &original, lang);
        assert!((original.width - copy.width).abs() < 1e-9, "{text}");
        let glyphs = |line: &Line| -> Vec<(f64, f64)> {
            line.runs().iter().flat_map(|run| run.glyphs().map(|glyph| (glyph.1, glyph.2))).collect()
        };
        assert_eq!(glyphs(&original), glyphs(&copy), "{text}");
    }
}

#[test]
fn an_embedded_font_draws_the_same_letters() {
    let fonts = with(&ARABIC);
    for (text, lang) in [("Restoring trust", None), ("التيام", Some("ar"))] {
        let original = line(&fonts, text, Weight::Regular, lang);
        let face = fonts.face(original.runs()[0].face);
        let copy = embedded(face, &original, lang);
        let chars = original.text().chars().collect();
        let glyphs = original.runs()[0].glyphs().map(|glyph| glyph.0).collect();
        let mut subset = Fonts::bundled();
        subset.add(unpacked(&embed(face, &chars, &glyphs).unwrap())).unwrap();
        for (a, b) in original.runs()[0].glyphs().zip(copy.runs()[0].glyphs()) {
            use kurbo::Shape;
            let (a, b) = (face.outline(a.0), subset.faces[0].outline(b.0));
            assert!((a.area() - b.area()).abs() < 1e-5, "{text} {} {}", a.area(), b.area());
            assert!((a.bounding_box().union(b.bounding_box()).area() - a.bounding_box().area()).abs() < 1e-3);
        }
    }
}

#[test]
fn a_licence_that_forbids_embedding_is_respected() {
    let mut data = file("src/text/fonts/SourceSans3_400Regular.ttf");
    let record = (12..).step_by(16).find(|&at| &data[at..at + 4] == b"OS/2").unwrap();
    let table = u32::from_be_bytes(data[record + 8..record + 12].try_into().unwrap()) as usize;
    data[table + 9] = 2;
    let mut fonts = Fonts::bundled();
    fonts.add(data).unwrap();
    let error = embed(fonts.face(FaceId(0)), &BTreeSet::from(['a']), &BTreeSet::new()).unwrap_err();
    assert_eq!(error, "the font Source Sans 3 cannot be embedded: its licence forbids it");
}

#[test]
fn fonts_are_named_by_file_folder_or_family() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps");
    let mut loaded = Loaded::bundled();
    loaded.add("fonts/NotoSansSC_600SemiBold.ttf", &maps).unwrap();
    loaded.add("fonts", &maps).unwrap();
    let families: Vec<(&str, u16)> = loaded.fonts.faces.iter().map(|face| (&face.family[..], face.weight)).collect();
    // The one named by its file, those of the folder by their names, the bundled ones.
    let folder = ["Arabic", "Devanagari", "Hebrew", "SC", "Thai"].map(|script| format!("Noto Sans {script}"));
    let mut expected = vec![("Noto Sans SC", 600)];
    expected.extend(folder.iter().flat_map(|family| [(family.as_str(), 400), (family, 600)]));
    expected.extend([("Source Sans 3", 400), ("Source Sans 3", 600)]);
    assert_eq!(families, expected);
    assert_eq!(loaded.files.len(), 11);
    loaded.add("source sans 3", &maps).expect("a bundled family needs no file");
    assert_eq!(loaded.files.len(), 11);

    let error = |request: &str| loaded.clone().add(request, &maps).expect_err(request);
    assert!(error("fonts/missing.ttf").message.starts_with("there is no font file `"));
    assert!(error("missing.otf").message.contains("missing.otf"));
    assert!(error("fonts/README.md").message.ends_with("it is not a TTF, OTF or TTC file"));
    assert!(error("../src").message.contains("holds no font file"));
    let unknown = error("Nosuch Grotesque Nine");
    assert!(unknown.message.contains("no font family `Nosuch Grotesque Nine` is installed"));
    assert!(unknown.hints.last().unwrap().contains("a font file"));
    assert!(error(" ").message.contains("without a name"));
}
