//! Labels are measured, broken and ordered as a typesetter would.

use proptest::prelude::*;
use thememap::text::{Fonts, Line, Paragraph, Weight};

fn bundled(text: &str) -> Paragraph {
    Fonts::bundled().shape(text, Weight::Regular, None).expect("the bundled font has it")
}

/// The label in a font of the example maps.
fn shaped_with(font: &str, text: &str, lang: &str) -> Paragraph {
    let mut fonts = Fonts::bundled();
    let path = format!("{}/maps/fonts/{font}_400Regular.ttf", env!("CARGO_MANIFEST_DIR"));
    fonts.add(std::fs::read(path).expect("the font is there")).expect("it is a font");
    fonts.shape(text, Weight::Regular, Some(lang)).expect("the font has it")
}

fn chinese(text: &str) -> Paragraph {
    shaped_with("NotoSansSC", text, "zh")
}

fn arabic(text: &str) -> Paragraph {
    shaped_with("NotoSansArabic", text, "ar")
}

fn lines(label: &Paragraph, em: f64) -> Option<Vec<Line>> {
    Some(label.lines(em)?.into_iter().map(|line| label.line(line)).collect())
}

fn texts(label: &Paragraph, em: f64) -> Vec<String> {
    lines(label, em).expect("no word is wider").into_iter().map(|line| line.text().into_owned()).collect()
}

fn whole(label: &Paragraph) -> Line {
    lines(label, f64::INFINITY).expect("everything fits").remove(0)
}

/// The label in its best break of so many lines.
fn set(label: &Paragraph, count: usize) -> Vec<String> {
    let option = label.options(count).into_iter().find(|option| option.lines == count).expect("as many lines");
    texts(label, option.best)
}

#[test]
fn widths_are_those_of_harfbuzz_and_chromium() {
    let width = |text| 8.5 * whole(&bundled(text)).width;
    assert!((width("Navigating transitions within the") - 115.295).abs() < 0.0015);
    assert!((width("healthcare system") - 64.464).abs() < 0.0005);
}

#[test]
fn semi_bold_is_a_little_wider() {
    let width = |weight| whole(&Fonts::bundled().shape("Building a strong bridge", weight, None).unwrap()).width;
    let ratio = width(Weight::SemiBold) / width(Weight::Regular);
    assert!(ratio > 1.01 && ratio < 1.06, "{ratio}");
}

#[test]
fn labels_break_as_in_the_reference_figures() {
    for lines in [
        &["Ongoing training", "and peer mentorship"][..],
        &["Establishing", "boundaries"],
        &["Contribution of", "shared experiences"],
        &["Overcoming", "system barriers"],
        &["Navigating transitions", "within the healthcare system"],
        &["Restoring trust", "between HCPs and PWUD"],
        &["Characteristics of an effective", "peer support worker"],
        &["Characteristics", "of an effective peer", "support worker"],
        &["Peer support", "worker as a bridge"],
        &["to overcome", "system barriers"],
        &["Rebuilding trust", "between HCPs", "and PWUD"],
        &["Sustainability", "approaches", "in healthcare"],
    ] {
        assert_eq!(set(&bundled(&lines.join(" ")), lines.len()), lines);
    }
    for lines in [
        ["病人重视知情权，", "关注自身健康状况"],
        ["由家属和医护", "人员代理决策"],
        ["延长沟通时间，", "调动参与积极性"],
        ["完善沟通内容，", "丰富决策支持资源"],
    ] {
        assert_eq!(set(&chinese(&lines.concat()), 2), lines);
    }
}

#[test]
fn function_words_follow_the_language() {
    let german = "Vertrauen in die Arbeit der Begleitung";
    let set_in = |lang| {
        let label = Fonts::bundled().shape(german, Weight::Regular, lang).unwrap();
        set(&label, 3)
    };
    assert_eq!(set_in(Some("de-AT")), ["Vertrauen", "in die Arbeit", "der Begleitung"]);
    assert_ne!(set_in(Some("fi")), set_in(Some("de-AT")), "no rule of German in Finnish");
}

#[test]
fn numbers_keep_their_units_and_words_stay_whole() {
    let pieces = |text| texts(&bundled(text), bundled(text).longest_word().0.max(4.0));
    assert_eq!(pieces("Dose of 20 mg"), ["Dose of", "20 mg"]);
    assert_eq!(pieces("about 90 % agree"), ["about", "90 %", "agree"]);
    // Broken behind their own hyphen or slash are long words only, and never near an end.
    assert_eq!(pieces("he and/or she"), ["he", "and/or", "she"]);
    assert_eq!(pieces("an e-mental-health tool"), ["an", "e-mental-", "health", "tool"]);
    assert_eq!(pieces("self-management"), ["self-", "management"]);
    assert_eq!(pieces("barriers/facilitators"), ["barriers/", "facilitators"]);
    // A soft hyphen is no leave to hyphenate; a zero-width space is leave to break.
    assert_eq!(pieces("health\u{AD}care"), ["healthcare"]);
    assert_eq!(pieces("health\u{200B}care"), ["health", "care"]);
    assert_eq!(pieces("Dr\u{A0}Lennox agrees"), ["Dr\u{A0}Lennox", "agrees"]);
    assert_eq!(pieces("trust – in peers"), ["trust –", "in peers"]);
}

#[test]
fn a_line_end_of_the_author_is_kept_and_other_white_space_is_one_space() {
    let label = bundled(" Restoring\ttrust \r\n\n between  HCPs\nand PWUD ");
    assert_eq!(texts(&label, f64::INFINITY), ["Restoring trust", "between HCPs", "and PWUD"]);
    assert_eq!(label.options(2), []);
    assert_eq!(label.options(3)[0].lines, 3);
}

#[test]
fn a_label_that_draws_nothing_is_one_empty_line() {
    for text in ["", " \n ", "\u{200B}", "\u{FEFF}\u{202E}\u{AD}"] {
        let label = bundled(text);
        assert_eq!(texts(&label, 0.0), [""], "{text:?}");
        assert_eq!(whole(&label).width, 0.0);
        assert_eq!(label.options(3).len(), 1);
    }
}

#[test]
fn the_longest_word_decides_whether_it_fits() {
    let label = bundled("Trust in interprofessional teams");
    let (width, word) = label.longest_word();
    assert_eq!(word, "interprofessional");
    assert!(label.lines(width).is_some());
    assert!(label.lines(width - 1e-6).is_none());
}

#[test]
fn kerning_to_the_next_line_is_taken_back() {
    // "T" and "o" are closer than their advances; the line that ends between them is as wide as the word alone.
    let label = bundled("Institutionalized/\u{200B}AVAT\u{200B}oven");
    for line in lines(&label, 8.0).unwrap() {
        assert!((line.width - whole(&bundled(&line.text())).width).abs() < 1e-9, "{}", line.text());
    }
    let apart = whole(&bundled("AVAT")).width + whole(&bundled("oven")).width;
    assert!(whole(&bundled("AVAToven")).width < apart - 0.01);
}

#[test]
fn no_chinese_line_begins_with_punctuation() {
    let text = "重视自身权利，特殊时期、“参与意愿”更高；（延长）沟通时间：调动《参与》积极性！";
    let label = chinese(text);
    for halves in 8..80 {
        let set = texts(&label, f64::from(halves) / 2.0);
        assert_eq!(set.concat(), text);
        for line in &set {
            assert!(!line.starts_with(['，', '、', '”', '；', '）', '：', '》', '！']), "{line} in {set:?}");
            assert!(!line.ends_with(['“', '（', '《']), "{line} in {set:?}");
        }
    }
}

#[test]
fn chinese_lines_do_not_begin_with_particles() {
    assert_eq!(set(&chinese("家属和医生共同的期望"), 2), ["家属和医生", "共同的期望"]);
    assert_eq!(set(&chinese("病人与家属对治疗的期望和顾虑如何"), 2), ["病人与家属对治疗的", "期望和顾虑如何"]);
}

#[test]
fn arabic_letters_join_and_lines_read_from_the_right() {
    let label = arabic("التيام هيجاني (peer support) ١٢٣");
    assert!(label.rtl());
    let line = whole(&label);
    let runs = line.runs();
    let order: Vec<(&str, bool)> = runs.iter().map(|run| (run.text.as_ref(), run.rtl)).collect();
    assert_eq!(order, [("١٢٣", false), (") ", true), ("peer support", false), ("التيام هيجاني (", true)]);
    // The letter has another shape in a word than alone.
    let glyph = |text: &str, from_right: usize| {
        let glyphs: Vec<_> = whole(&arabic(text)).runs()[0].glyphs().map(|glyph| glyph.0).collect();
        glyphs.into_iter().rev().nth(from_right)
    };
    assert_ne!(glyph("ه", 0), glyph("هي", 0));
    // Brackets open towards their content: the shape at the right end is that of ")" in a line from the left.
    let open = |line: &Line, run: usize| line.runs()[run].glyphs().next().unwrap().0;
    let mirrored = open(&line, 3);
    assert_eq!(mirrored, open(&whole(&shaped_with("NotoSansArabic", ")", "en")), 0));
}

#[test]
fn a_word_from_the_right_stands_in_a_line_from_the_left() {
    let label = shaped_with("NotoSansArabic", "Trust سلام (mixed) right", "en");
    assert!(!label.rtl());
    let line = whole(&label);
    let runs = line.runs();
    let order: Vec<&str> = runs.iter().map(|run| run.text.as_ref()).collect();
    assert_eq!(order, ["Trust ", "سلام", " (mixed) right"]);
    assert_eq!(line.text(), "Trust سلام (mixed) right");
}

#[test]
fn direction_comes_from_the_language_or_else_the_first_letter() {
    assert!(arabic("(1) WhatsApp").rtl());
    assert!(shaped_with("NotoSansArabic", "«سلام» trust", "en").rtl());
    assert!(!bundled("«Trust»").rtl());
    assert!(!shaped_with("NotoSansArabic", "Salom", "uz-Latn").rtl());
    assert!(shaped_with("NotoSansArabic", "Salom", "uz-Arab").rtl());
}

#[test]
fn scripts_need_their_room() {
    assert_eq!((bundled("Trust").line_height(), bundled("Trust").optical_height()), (1.2, 0.575));
    assert_eq!((chinese("信任 trust").line_height(), chinese("信任").optical_height()), (1.35, 0.76));
    assert_eq!((arabic("سلام trust").line_height(), arabic("سلام").optical_height()), (1.5, 0.5));
}

#[test]
fn combining_marks_stay_with_their_letters() {
    let composed = whole(&bundled("Việt Nam, café, naïve"));
    let apart = whole(&bundled("Vie\u{323}\u{302}t Nam, cafe\u{301}, nai\u{308}ve"));
    assert!((composed.width - apart.width).abs() < 1e-9);
}

#[test]
fn what_no_font_has_is_named_and_what_draws_nothing_is_not() {
    let missing = |text: &str| Fonts::bundled().shape(text, Weight::SemiBold, None).expect_err(text);
    let hebrew = missing("Trust שלום ושלום (mixed)");
    assert_eq!(hebrew.script, "Hebrew");
    assert_eq!(hebrew.characters, ['ש', 'ל', 'ו', 'ם']);
    assert_eq!(missing("信任 and อ").script, "Han and Thai");
    assert_eq!(missing("Support 🤝🏽").script, "Emoji");
    assert_eq!(missing("\u{E000}").script, "Private or unassigned characters");
    let invisible = "pe\u{AD}er\u{200B} su\u{200D}p\u{200C}port\u{FEFF}\u{2060} \u{2066}worker\u{2069}\u{FE0F}\u{7}";
    let line = whole(&bundled(invisible));
    assert!((line.width - whole(&bundled("peer support worker")).width).abs() < 0.03, "but for kerning");
    assert!(line.runs().iter().all(|run| run.glyphs().all(|glyph| glyph.0 != 0)));
}

#[test]
fn a_label_of_ten_thousand_words_is_set_too() {
    let text = "the quick negotiation of roles ".repeat(2000);
    let label = bundled(&text);
    let set = lines(&label, 30.0).unwrap();
    assert!(set.iter().all(|line| line.width <= 30.0 + 1e-9));
    assert_eq!(set.iter().map(Line::text).collect::<Vec<_>>().join(" "), text.trim());
    let options = label.options(12);
    assert_eq!(options.len(), 12);
    assert!(options.iter().all(|option| label.lines(option.best).unwrap().len() <= option.lines));
}

/// Words of real labels, so that every rule of breaking meets every other.
const WORDS: [&str; 24] = [
    "Navigating",
    "transitions",
    "within",
    "the",
    "healthcare",
    "system,",
    "trust",
    "of",
    "HCPs",
    "and",
    "“lived",
    "experience”",
    "self-management",
    "HIV/AIDS-related",
    "a",
    "(peer)",
    "20",
    "mg",
    "–",
    "café",
    "AVATo",
    "T/e:",
    "to",
    "interprofessional",
];

fn label() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..12).prop_map(|words| words.join(" "))
}

/// All ways to cut a label of few pieces: the least width of the widest line by number of lines.
fn tightest_of_all(label: &Paragraph, pieces: &[std::ops::Range<usize>]) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; pieces.len()];
    for cuts in 0..1u32 << (pieces.len() - 1) {
        let (mut from, mut widest, mut count) = (0, 0f64, 0);
        for at in 0..pieces.len() {
            if at + 1 == pieces.len() || cuts >> at & 1 == 1 {
                widest = widest.max(label.line(pieces[from].start..pieces[at].end).width);
                (from, count) = (at + 1, count + 1);
            }
        }
        least[count - 1] = least[count - 1].min(widest);
    }
    least
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn every_line_fits_and_every_character_is_kept(text in label(), em in 1.0..30.0) {
        let label = bundled(&text);
        let longest = label.longest_word().0;
        match lines(&label, em) {
            None => prop_assert!(longest > em),
            Some(lines) => {
                prop_assert!(longest <= em + 1e-9);
                let letters = |text: &str| text.replace(' ', "");
                let kept: String = lines.iter().map(|line| letters(&line.text())).collect();
                prop_assert_eq!(kept, letters(&text));
                for line in lines {
                    prop_assert!(line.width <= em + 1e-9);
                    prop_assert!((line.width - whole(&bundled(&line.text())).width).abs() < 1e-9);
                    let mut x = 0.0;
                    for run in line.runs() {
                        prop_assert!((run.x - x).abs() < 1e-9);
                        x += run.width;
                    }
                    prop_assert!((line.width - x).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn options_are_the_shape_curve(text in label()) {
        let label = bundled(&text);
        let options = label.options(12);
        let mut wider = f64::INFINITY;
        for option in &options {
            prop_assert!(option.tightest < wider);
            wider = option.tightest;
            prop_assert!(option.best >= option.tightest - 1e-9 && option.best <= 1.14 * option.tightest + 1e-9);
            prop_assert!(label.lines(option.best).unwrap().len() <= option.lines);
            prop_assert_eq!(label.lines(option.tightest).unwrap().len(), option.lines);
            let narrower = label.lines(option.tightest - 1e-6);
            prop_assert!(narrower.is_none_or(|lines| lines.len() > option.lines));
        }
    }

    #[test]
    fn the_tightest_is_the_tightest_of_all(count in 1usize..9, seed in prop::collection::vec(0usize..12, 9)) {
        // Words without breaks inside, so that the pieces are known.
        let words: Vec<&str> = seed[..count].iter().map(|&at| WORDS[at]).collect();
        let label = bundled(&words.join(" "));
        let mut start = 0;
        let pieces: Vec<_> = words.iter().map(|word| {
            let piece = start..start + word.len();
            start = piece.end + 1;
            piece
        }).collect();
        let all = tightest_of_all(&label, &pieces);
        for option in label.options(12) {
            prop_assert!((option.tightest - all[option.lines - 1]).abs() < 1e-9);
        }
    }
}

/// Width and glyphs of a label that is shaped word by word, and of the same label in a font that is shaped whole: the
/// bundled one as a file of the author's.
#[test]
fn words_shaped_once_stand_as_in_the_whole_label() {
    let bundled = Fonts::bundled();
    let mut whole = Fonts::bundled();
    for weight in ["400Regular", "600SemiBold"] {
        let path = format!("{}/src/text/fonts/SourceSans3_{weight}.ttf", env!("CARGO_MANIFEST_DIR"));
        whole.add(std::fs::read(path).unwrap()).unwrap();
    }
    let ascii: Vec<char> = (' '..='~').collect();
    let latin: Vec<char> = ('\u{A0}'..='\u{24F}').chain('\u{2010}'..='\u{2027}').filter(|c| *c != '\u{AD}').collect();
    // Every character before and after a space with every other one, many pairs to a label; accents with plain letters.
    let pairs =
        |a: char, others: &[char]| others.iter().map(|b| format!("x{a} {b}y{a}{b} {a}")).collect::<Vec<_>>().join(" ");
    let labels =
        ascii.iter().map(|a| pairs(*a, &ascii)).chain(latin.iter().map(|a| pairs(*a, &['A', 'T', 'o', '.', *a])));
    for weight in [Weight::Regular, Weight::SemiBold] {
        for lang in [None, Some("tr")] {
            let (mut words, mut wholes) = (bundled.shaper(lang), whole.shaper(lang));
            for label in labels.clone() {
                let (Ok(a), Ok(b)) = (words.shape(&label, weight), wholes.shape(&label, weight)) else { continue };
                let glyphs = |label: &Paragraph, range| -> Vec<(u32, f64, f64)> {
                    label.line(range).runs().iter().flat_map(|run| run.glyphs().collect::<Vec<_>>()).collect()
                };
                for em in [f64::INFINITY, 30.0] {
                    let (lines, same) = (a.lines(em).unwrap(), b.lines(em).unwrap());
                    assert_eq!(lines, same, "{label}");
                    for range in lines {
                        assert_eq!(a.line(range.clone()).width, b.line(range.clone()).width, "{label}");
                        assert_eq!(glyphs(&a, range.clone()), glyphs(&b, range), "{label}");
                    }
                }
            }
        }
    }
}
