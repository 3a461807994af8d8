//! Text → units: the pieces a line is made of, where UAX #14 and the habits of each script let it end.

use std::ops::Range;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_linebreak::BreakOpportunity;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::GraphemeCursor;

use super::characters::{breaking_space, drawn};
use super::words::{self, Function};

/// A piece of text that no line may divide, and what follows if a line ends with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// Its bytes, without the space behind it.
    pub start: u32,
    pub end: u32,
    /// Cost of ending a line with it.
    pub penalty: f32,
    /// Whether the author ended the line here.
    pub forced: bool,
    /// Whether a last line of it alone is a widow.
    pub widow: bool,
    /// From the start of the label to its own, in em.
    pub x: f64,
    /// Its width at the end of a line, in em.
    pub width: f64,
}

impl Unit {
    /// Its bytes, without the space behind it.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

// The costs of look.md §3.
const FUNCTION_WORD_ENDS: f32 = 6.0;
const WEAK_FUNCTION_WORD_ENDS: f32 = 2.5;
const FUNCTION_WORD_BEGINS: f32 = -1.5;
const COMMA_ENDS: f32 = -3.0;
/// A break within a word, behind its hyphen or slash, is worth as much as avoiding a widow.
const WORD_BROKEN: f32 = 10.0;
/// A last line of one word with fewer letters is a widow.
const WIDOW_LETTERS: usize = 8;

/// A word may break behind its own hyphen or slash only if it has this many letters, and this many on either side:
/// "self-management" may, "and/or" and "e-mental" may not.
const LONG_WORD: usize = 12;
const PART_OF_WORD: usize = 3;
/// Characters of a word that are looked at: enough to tell a long word and every function word.
const PART_LOOKED_AT: usize = 32;

/// No line may begin with these, whatever stands before them: closing brackets, stops, commas, middle dots, iteration
/// marks, the long vowel and small kana of JLREQ §3.1.7 and CLREQ §3.2, their half-width sisters, and the marks that
/// repeat a word or end a sentence in Thai, Lao, Khmer, Burmese and the scripts of India.
const NEVER_FIRST: &str = "\
    ,.;:!?)]}%‰…‥’”，。、；：！？）」』】》〉〕］｝〗〙〟｠％・·‧～〜゠｡､｣･:；\
    々〻ゝゞヽヾーｰﾞﾟぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ\
    ๆฯໆຯៗ។៕៖၊။।॥،؛؟۔־";
/// No line may end with these: opening brackets (JLREQ §3.1.8), and what stands before its number.
const NEVER_LAST: &str = "([{（「『【《〈〔［｛〖〘〝｟｢“‘¿¡第№＃￥＄";
/// Guillemets that stand between spaces, as they are typed in French: the first opens, the second closes.
const FREE_QUOTES: [char; 2] = ['«', '»'];
/// Between the parts of a word; the last one is the Hebrew maqaf.
const HYPHENS: [char; 6] = ['-', '‐', '–', '—', '/', '־'];
/// Characters better kept from the start of a line: they belong to the word before.
const CLINGING: &str = "的和与與及";

/// The units of a tidy text.
pub(super) fn units(text: &str, lang: Option<&str>) -> Vec<Unit> {
    let words = words::of(lang);
    let spaced = text.contains(' ');
    let spaces = text.bytes().filter(|&byte| byte == b' ').count();
    let mut units: Vec<Unit> = Vec::with_capacity(spaces + 1);
    let mut start = 0;
    // What a line would begin with is most often what the next one may end with.
    let mut known: Option<(&str, Option<Function>)> = None;
    let mut end_at = |next: usize, opportunity: BreakOpportunity| {
        let (Some(before), Some(after)) = (text.get(start..next), text.get(next..)) else {
            return;
        };
        let forced = opportunity == BreakOpportunity::Mandatory && next < text.len();
        let end = start + before.trim_end_matches(breaking_space).len();
        if next < text.len() && !forced && (end == start || !allowed(text, end, next, spaced)) {
            return;
        }
        let word = text.get(start..end).unwrap_or_default();
        let function = |word: &str| words.and_then(|words| words.function(word));
        let own = known.filter(|(other, _)| *other == word).map_or_else(|| function(word), |(_, function)| function);
        let first = first_word(after);
        let begins = function(first);
        known = Some((first, begins));
        units.push(Unit {
            start: start as u32,
            end: end as u32,
            penalty: penalty(word, own, end == next, first, begins),
            forced,
            widow: word.chars().filter(|c| c.is_alphanumeric()).count() < WIDOW_LETTERS && !word.contains(' '),
            ..Unit::default()
        });
        start = next;
    };
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') {
        // UAX #14 in its simplest case: a line may end behind every space.
        text.match_indices(' ').for_each(|(at, _)| end_at(at + 1, BreakOpportunity::Allowed));
        end_at(text.len(), BreakOpportunity::Mandatory);
    } else {
        let mut within = further_breaks(text).into_iter().peekable();
        for (next, opportunity) in unicode_linebreak::linebreaks(text) {
            while let Some(at) = within.next_if(|at| *at < next) {
                end_at(at, BreakOpportunity::Allowed);
            }
            within.next_if_eq(&next);
            end_at(next, opportunity);
        }
    }
    units
}

/// Where lines may end besides: between the words of Thai, Lao, Khmer and Burmese, which UAX #14 leaves to others, and
/// outside of the quotation marks of Chinese, which it does not tell from those of other scripts.
fn further_breaks(text: &str) -> Vec<usize> {
    let mut breaks = words_within(text);
    let marks = ['“', '”', '‘', '’'];
    if text.contains(marks) {
        let wide = |c: char| matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana) || is_wide_mark(c);
        let pairs = text.char_indices().zip(text.chars().skip(1));
        let outside = |before: char, after: char| {
            matches!(after, '“' | '‘') && wide(before) || matches!(before, '”' | '’') && wide(after)
        };
        breaks.extend(pairs.filter(|((_, a), b)| outside(*a, *b)).map(|((at, a), _)| at + a.len_utf8()));
        breaks.sort_unstable();
    }
    breaks
}

/// Punctuation that is as wide as a Han character.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}')
}

/// Where words end that no space parts: there where a dictionary and a network trained on texts agree. Either alone
/// now and then takes a piece of a word for one, and a line that ends too late is better than one that ends in a word.
fn words_within(text: &str) -> Vec<usize> {
    // Thai and Lao, Burmese, Khmer.
    let unspaced = |c: char| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}');
    if !text.chars().any(unspaced) {
        return Vec::new();
    }
    let inside = |at: &usize| {
        let (before, after) = text.split_at_checked(*at).unwrap_or_default();
        before.ends_with(unspaced) && after.starts_with(unspaced)
    };
    let known: Vec<usize> = LineSegmenter::new_dictionary(LineBreakOptions::default()).segment_str(text).collect();
    let learnt = LineSegmenter::new_lstm(LineBreakOptions::default());
    learnt.segment_str(text).filter(|at| known.binary_search(at).is_ok() && inside(at)).collect()
}

/// Whether a break that UAX #14 allows is one a typesetter would take. The line would end at `end`, the next begin at
/// `next`.
fn allowed(text: &str, end: usize, next: usize, spaced: bool) -> bool {
    let (Some(before), Some(after)) = (text.get(..end), text.get(next..)) else {
        return false;
    };
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().find(|&c| drawn(c).is_some())) else {
        return false;
    };
    if !first.is_ascii_alphanumeric() && NEVER_FIRST.contains(first)
        || matches!(first, '–' | '—' | '/')
        || last == '\u{AD}'
        || !last.is_ascii_alphanumeric() && NEVER_LAST.contains(last)
        || free_quote(before, after, end < next)
    {
        return false;
    }
    if !first.is_ascii() && !GraphemeCursor::new(next, text.len(), true).is_boundary(text, 0).unwrap_or(true) {
        // A vowel of Thai or Lao, which UAX #14 does not know for a part of its letter.
        return false;
    }
    if end < next {
        // Between words: only a number and its unit hold together.
        return !(last.is_numeric() && words::unit(first_word(after)));
    }
    if !HYPHENS.contains(&last) {
        // Korean that is written with spaces breaks at them; its particles follow Latin words and figures without one.
        let korean = spaced && [last, first].iter().any(|c| c.script() == Script::Hangul);
        // A number and what it counts: "19人".
        return !(korean || last.is_ascii_digit() && first.script() == Script::Han);
    }
    let (left, right) = (last_word(before), first_word(after));
    let letters = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count();
    letters(left) + letters(right) >= LONG_WORD
        && letters(left.rsplit(HYPHENS).nth(1).unwrap_or(left)) >= PART_OF_WORD
        && letters(right.split(HYPHENS).next().unwrap_or(right)) >= PART_OF_WORD
}

/// Whether a line would part a guillemet that stands between spaces from what it quotes.
fn free_quote(before: &str, after: &str, spaced: bool) -> bool {
    let [opening, closing] = FREE_QUOTES;
    let alone = |rest: Option<&str>| rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    let closes = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    spaced && (alone(before.strip_suffix(opening)) || after.trim_start().strip_prefix(closing).is_some_and(closes))
}

/// The first word of a text, or as much of it as anything here depends on: Chinese has no spaces.
fn first_word(text: &str) -> &str {
    let odd = |byte: &u8| !(b'!'..=b'~').contains(byte);
    let plain = text.bytes().take(PART_LOOKED_AT).position(|byte| odd(&byte));
    if let Some(at) = plain
        && text.as_bytes()[at] == b' '
    {
        return &text[..at];
    }
    let end = text.char_indices().take(PART_LOOKED_AT).find(|(_, c)| breaking_space(*c)).map(|(at, _)| at);
    let cut = text.char_indices().nth(PART_LOOKED_AT).map_or(text.len(), |(at, _)| at);
    text.get(..end.unwrap_or(cut)).unwrap_or(text)
}

/// The same from the end.
fn last_word(text: &str) -> &str {
    let mut part = text.char_indices().rev().take(PART_LOOKED_AT).take_while(|(_, c)| !breaking_space(*c));
    let start = part.by_ref().last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or(text)
}

/// Cost of ending a line with `word`, which breaks a longer word if `inside`, before `next`; and what function words
/// they are, if any.
fn penalty(word: &str, own: Option<Function>, inside: bool, next: &str, begins: Option<Function>) -> f32 {
    let mut cost = match own {
        Some(Function::Strong) => FUNCTION_WORD_ENDS,
        Some(Function::Weak) => WEAK_FUNCTION_WORD_ENDS,
        None => 0.0,
    };
    if begins.is_some() {
        cost += FUNCTION_WORD_BEGINS;
    }
    match word.chars().next_back() {
        Some(',' | '，' | '、' | '،') => cost += COMMA_ENDS,
        Some(c) if inside && HYPHENS.contains(&c) => cost += WORD_BROKEN,
        _ => {}
    }
    if inside && next.chars().next().is_some_and(|c| CLINGING.contains(c)) {
        cost += FUNCTION_WORD_ENDS;
    }
    cost
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// A text with a bar where a line may end.
    fn barred(text: &str, lang: &str) -> String {
        let units = units(text, Some(lang));
        let mut barred = text.to_owned();
        units.iter().skip(1).rev().for_each(|unit| barred.insert(unit.start as usize, '|'));
        barred
    }

    #[test]
    fn each_script_breaks_where_its_readers_expect() {
        let mut wrong = Vec::new();
        for (lang, broken) in [
            // JLREQ: small kana, the long vowel, iteration marks and closing brackets begin no line, opening ones end none.
            ("ja", "病|院|で|「待っ|て|い|る」|人々"),
            ("ja", "チー|ム|の|コ|ミュ|ニ|ケー|ショ|ン"),
            ("ja", "家|族|（遠|方）、|そ|し|て|友|人。"),
            ("zh", "《病|房》|里：|“等|待”……|以|及|信|任"),
            ("zh", "第3周|的|19人"),
            ("zh", "使|用|APP|的|人"),
            // Korean breaks at spaces, and its particles stay with the word before.
            ("ko", "COVID-19를 |겪은 |환자(가족)의 |기다림"),
            ("th", "พยาบาล|ที่|จำ|ชื่อ|เรา|ได้"),
            ("th", "คำขอบคุณเล็ก ๆ |น้อย ๆ"),
            ("lo", "ຂ້ອຍ|ມັກຮຽນ|ພາສາ|ລາວ"),
            ("hi", "लंबी |प्रतीक्षा |करना।"),
            ("he", "לישון |סוף־סוף"),
            ("fa", "گروه‌های |WhatsApp"),
            ("fr", "Ils |disent |« non » |souvent ; |puis |rien"),
        ] {
            let found = barred(&broken.replace('|', ""), lang);
            if found != broken {
                wrong.push(format!("{lang}: {found}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// Words and marks of many scripts, with and without spaces between them.
    fn label() -> impl Strategy<Value = String> {
        let pieces = [
            "waiting",
            "B-12",
            "3",
            "19",
            "%",
            " ",
            " ",
            " ",
            "(",
            ")",
            "“",
            "”",
            "、",
            "。",
            "「",
            "」",
            "『",
            "』",
            "（",
            "）",
            "《",
            "》",
            "ー",
            "っ",
            "ょ",
            "ャ",
            "々",
            "病院",
            "待",
            "等待",
            "消息",
            "，",
            "……",
            "기다림",
            "를",
            "ก",
            "ำ",
            "ที่",
            "เรา",
            "พยาบาล",
            "ๆ",
            "ฯ",
            "ພາສາ",
            "ភាសា",
            "ជា",
            "မြန်မာ",
            "क्षा",
            "कि",
            "प्र",
            "।",
            "שלום",
            "־",
            "״",
            "انتظار",
            "،",
            "؟",
            "\u{200D}",
            "\u{301}",
            "\u{200C}",
            "e\u{301}",
            "👩🏽‍⚕️",
            "«",
            "»",
            "/",
            "—",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 1..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_line_parts_a_cluster_or_begins_or_ends_with_what_must_not(text in label(), spaces: bool) {
            let text = super::super::characters::tidy(&if spaces { text } else { text.replace(' ', "") });
            let clusters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            let units = units(&text, None);
            for pair in units.windows(2) {
                let at = pair[1].start as usize;
                prop_assert!(clusters.contains(&at), "{text:?} at {at}");
                let (line, next) = (&text[pair[0].range()], &text[at..]);
                let first = next.chars().find(|&c| drawn(c).is_some());
                prop_assert!(!first.is_some_and(|c| NEVER_FIRST.contains(c)), "{text:?} at {at}");
                prop_assert!(!line.ends_with(|c| NEVER_LAST.contains(c)), "{text:?} at {at}");
            }
            // Nothing is lost but the spaces between lines.
            prop_assert_eq!(units.first().map(|unit| unit.start), (!text.is_empty()).then_some(0));
            for pair in units.windows(2) {
                prop_assert!(text[pair[0].end as usize..pair[1].start as usize].chars().all(breaking_space));
            }
        }
    }
}
