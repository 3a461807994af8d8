//! Two wordings → how alike they are, from 0 to 1.
//!
//! Words are compared without case and punctuation, and without their endings: *overcome* is kin to *overcoming*. Two
//! wordings are as alike as the words, or the pairs of letters, that they share (Dice 1945, *Ecology* 26:297–302; for pairs
//! of letters Adamson & Boreham 1974, *Inf. Storage Retr.* 10:253–260).

/// Letters two words must begin with in common to be kin, if they are not the same.
const KIN_LETTERS: usize = 4;
/// The same, as a share of the longer word.
const KIN_SHARE: f64 = 0.6;
/// Words up to this length say little: articles, prepositions, conjunctions of most languages.
const SMALL: usize = 3;
/// What they weigh, where others weigh 1.
const SMALL_WEIGHT: f64 = 0.25;
/// Share of pairs of letters from which two wordings are one with slips of the pen; below it unrelated ones reach it.
const PAIRS_COUNT: f64 = 0.75;

/// Most words that are compared one with another; the longest published labels have fifteen.
const MOST_WORDS: usize = 64;

/// A wording taken apart for comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// In lower case, without punctuation, blanks as one.
    pub folded: String,
    /// Its words; of scripts that do not part words, pairs of characters.
    pub words: Vec<String>,
    /// Numbers of the beginnings of its words, which kin have in common.
    pub begins: Vec<u64>,
    /// Numbers of the beginnings of its words and of pairs of words, sorted, each once.
    pub keys: Vec<u64>,
    /// Numbers of its pairs of letters, sorted.
    pairs: Vec<u32>,
}

impl Wording {
    pub fn new(text: &str) -> Wording {
        let folded = fold(text);
        let words: Vec<String> = folded.split(' ').flat_map(parts).take(MOST_WORDS).collect();
        let letters: Vec<char> = folded.chars().filter(|c| *c != ' ').collect();
        let mut pairs: Vec<u32> = letters.windows(2).map(|pair| (pair[0] as u32) << 11 ^ pair[1] as u32).collect();
        pairs.sort_unstable();
        let begins: Vec<u64> = words.iter().map(|word| begin(word)).collect();
        let mut keys = begins.clone();
        keys.extend(begins.windows(2).map(|pair| pair[0].rotate_left(7) ^ pair[1]));
        keys.sort_unstable();
        keys.dedup();
        Wording { folded, words, begins, keys, pairs }
    }
}

/// A wording in lower case, its words joined by one blank; one without letters and digits as it is.
pub fn fold(text: &str) -> String {
    let ignored =
        |c: char| matches!(c, '\'' | '’' | 'ʼ' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    // Marks on letters belong to their words.
    let parts_words = |c: char| !c.is_alphanumeric() && !is_mark(c);
    let kept: String = text.chars().filter(|c| !ignored(*c)).collect();
    let words: Vec<String> =
        kept.split(parts_words).filter(|word| !word.is_empty()).map(|word| word.to_lowercase()).collect();
    if words.is_empty() { text.trim().to_owned() } else { words.join(" ") }
}

/// Marks that join the letter before them: of Latin, Arabic, Hebrew and the scripts of India and South-East Asia.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{E4F}' | '\u{E80}'..='\u{109F}' | '\u{1780}'..='\u{17D3}')
}

/// A word, or the pairs of characters of one that may hold several: of Chinese, Japanese, Thai, Lao, Khmer, Burmese.
fn parts(word: &str) -> Vec<String> {
    let unparted = |c: char| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    if !word.contains(unparted) {
        return vec![word.to_owned()];
    }
    let letters: Vec<char> = word.chars().collect();
    match letters.len() {
        0..=2 => vec![word.to_owned()],
        _ => letters.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// A number for the letters that a word and its kin begin with.
fn begin(word: &str) -> u64 {
    word.chars().take(KIN_LETTERS).fold(1, |number, letter| number * 0x11_0000 % 0xFFFF_FFFB + u64::from(letter))
}

/// Whether two words are the same, or differ in their endings.
pub fn kin(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (long, common) = (a.chars().count().max(b.chars().count()), common(a, b));
    common >= KIN_LETTERS && common as f64 >= KIN_SHARE * long as f64
}

/// Letters at the beginning of both.
fn common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// Whether a word says something: not one of the small ones.
pub fn says(word: &str) -> bool {
    word.chars().count() > SMALL || !word.is_ascii()
}

fn weight(word: &str) -> f64 {
    if says(word) { 1.0 } else { SMALL_WEIGHT }
}

/// How alike two wordings are: the share of words, or of pairs of letters, that they have in common.
pub fn alike(a: &Wording, b: &Wording) -> f64 {
    if a.folded == b.folded {
        return 1.0;
    }
    // No more than the shorter one has can be shared.
    let most = dice(a.pairs.len().min(b.pairs.len()), a.pairs.len(), b.pairs.len());
    let pairs = if most < PAIRS_COUNT { 0.0 } else { dice(shared(&a.pairs, &b.pairs), a.pairs.len(), b.pairs.len()) };
    let pairs = if pairs >= PAIRS_COUNT { pairs } else { 0.0 };
    // Small words alone make nothing alike.
    let mut taken = vec![false; b.words.len()];
    let (mut common, mut said) = (0.0, false);
    for (word, begins) in a.words.iter().zip(&a.begins) {
        let near = |at: &usize| !taken[*at] && *begins == b.begins[*at];
        let same = (0..b.words.len()).find(|at| near(at) && *word == b.words[*at]);
        if let Some(at) = same.or_else(|| (0..b.words.len()).find(|at| near(at) && kin(word, &b.words[*at]))) {
            taken[at] = true;
            common += (weight(word) + weight(&b.words[at])) / 2.0;
            said |= says(word);
        }
    }
    let all: f64 = a.words.iter().chain(&b.words).map(|word| weight(word)).sum();
    let words = if said && all > 0.0 { 2.0 * common / all } else { 0.0 };
    // What is not word for word the same is not quite alike.
    words.max(pairs).min(0.99)
}

/// The coefficient of Dice of two sets with that many members in common.
pub fn dice(common: usize, a: usize, b: usize) -> f64 {
    if a + b == 0 { 0.0 } else { 2.0 * common as f64 / (a + b) as f64 }
}

/// Members that two sorted lists have in common.
pub fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_punctuation_and_blanks_make_no_wording() {
        for (a, b) in [
            ("Building a bridge: Making it work", "building a bridge – making  it work"),
            ("O’Shea's “care”", "O'Shea’s care"),
            ("Vécu, des proches", "vécu des proches"),
            ("等待，消息", "等待 消息"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("?!"), fold("!"));
        assert_ne!(fold("प्रतीक्षा"), fold("प्रतिक्षा"));
    }

    #[test]
    fn words_are_kin_without_their_endings() {
        for (a, b) in
            [("overcome", "overcoming"), ("barrier", "barriers"), ("systemic", "system"), ("trust", "trusting")]
        {
            assert!(kin(a, b), "{a} {b}");
        }
        for (a, b) in [("community", "communication"), ("care", "core"), ("in", "into"), ("self", "selfishness")] {
            assert!(!kin(a, b), "{a} {b}");
        }
    }

    #[test]
    fn wordings_are_as_alike_as_their_words() {
        let alike = |a: &str, b: &str| super::alike(&Wording::new(a), &Wording::new(b));
        assert_eq!(alike("Restoring trust", "restoring trust!"), 1.0);
        assert!(alike("Overcoming system barriers", "Overcoming systemic barriers") > 0.9);
        assert!(alike("Waiting for news", "Wating for news") > 0.75, "a slip of the pen");
        assert!(alike("Trust in the team", "Trust in the whole team") > 0.8);
        assert!(alike("Lack of trust", "Lack of time") < 0.6);
        assert_eq!(alike("Out of the house", "Up to the top of the"), 0.0, "small words alone");
        assert!(alike("等待消息的人", "等待消息") > 0.6);
        assert_eq!(alike("Waiting", "Advocacy"), 0.0);
    }
}
