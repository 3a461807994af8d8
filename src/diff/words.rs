//! Two texts → the words that were taken out and put in.

use unicode_segmentation::UnicodeSegmentation;

/// A piece of a text that both have, or one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Taken out.
    Out(String),
    /// Put in.
    In(String),
}

/// Words beyond which two texts are told one after the other: the table of the comparison is their product.
const MOST_WORDS: usize = 1000;

/// What of `old` is gone and what of `new` is new, word by word, by a longest common subsequence of words and blanks
/// (Wagner & Fischer 1974, *J. ACM* 21:168–173).
pub fn compare(old: &str, new: &str) -> Vec<Piece> {
    let (a, b): (Vec<&str>, Vec<&str>) = (tokens(old), tokens(new));
    if a.len() > MOST_WORDS || b.len() > MOST_WORDS {
        return vec![Piece::Out(old.to_owned()), Piece::In(new.to_owned())];
    }
    // Length of the longest common subsequence of what follows; a word is worth more than a blank.
    let width = b.len() + 1;
    let mut longest = vec![0_usize; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let worth = if a[i].contains(char::is_alphanumeric) { 4 } else { 1 };
            let skip = longest[(i + 1) * width + j].max(longest[i * width + j + 1]);
            longest[i * width + j] =
                if a[i] == b[j] { skip.max(longest[(i + 1) * width + j + 1] + worth) } else { skip };
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let here = longest[i * width + j];
        let worth = |word: &str| if word.contains(char::is_alphanumeric) { 4 } else { 1 };
        if i < a.len() && j < b.len() && a[i] == b[j] && here == longest[(i + 1) * width + j + 1] + worth(a[i]) {
            push(&mut pieces, Piece::Same(a[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            push(&mut pieces, Piece::Out(a[i].to_owned()));
            i += 1;
        } else {
            push(&mut pieces, Piece::In(b[j].to_owned()));
            j += 1;
        }
    }
    gathered(pieces)
}

/// Words, and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    text.split_word_bounds().collect()
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Same(text)), Piece::Same(more))
        | (Some(Piece::Out(text)), Piece::Out(more))
        | (Some(Piece::In(text)), Piece::In(more)) => text.push_str(&more),
        (_, piece) => pieces.push(piece),
    }
}

/// The same with what is changed in one go told in one go: blanks between changed words belong to the change, what was taken
/// out stands first.
fn gathered(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut told: Vec<Piece> = Vec::new();
    let (mut gone, mut come) = (String::new(), String::new());
    let mut rest = pieces.into_iter().peekable();
    let flush = |told: &mut Vec<Piece>, gone: &mut String, come: &mut String| {
        // A blank that ends both has not changed.
        let blank = (gone.ends_with(' ') && come.ends_with(' ') && gone.len() > 1 && come.len() > 1)
            .then(|| (gone.pop(), come.pop()).0)
            .flatten();
        if !gone.is_empty() {
            told.push(Piece::Out(std::mem::take(gone)));
        }
        if !come.is_empty() {
            told.push(Piece::In(std::mem::take(come)));
        }
        told.extend(blank.map(|blank| Piece::Same(blank.into())));
    };
    while let Some(piece) = rest.next() {
        match piece {
            Piece::Out(text) => gone.push_str(&text),
            Piece::In(text) => come.push_str(&text),
            Piece::Same(text) => {
                let between = !told.is_empty() || !gone.is_empty() || !come.is_empty();
                let bridge = text.trim().is_empty() && between && rest.peek().is_some();
                if bridge && !(gone.is_empty() && come.is_empty()) {
                    // On both sides, where both sides have words around it.
                    gone.push_str(&text);
                    come.push_str(&text);
                    continue;
                }
                flush(&mut told, &mut gone, &mut come);
                told.push(Piece::Same(text));
            }
        }
    }
    flush(&mut told, &mut gone, &mut come);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        let piece = |piece: Piece| match piece {
            Piece::Same(text) => text,
            Piece::Out(text) => format!("[-{text}-]"),
            Piece::In(text) => format!("{{+{text}+}}"),
        };
        compare(old, new).into_iter().map(piece).collect()
    }

    #[test]
    fn words_are_taken_out_and_put_in() {
        for (old, new, expected) in [
            ("a bridge to overcome barriers", "a bridge", "a bridge[- to overcome barriers-]"),
            ("Waiting for news", "Waiting for good news", "Waiting for {+good +}news"),
            ("Trust in staff", "Trust in the team", "Trust in [-staff-]{+the team+}"),
            (
                "What the ward sister does",
                "What the nurse in charge does",
                "What the [-ward sister-]{+nurse in charge+} does",
            ),
            ("Hope", "Fear", "[-Hope-]{+Fear+}"),
            ("same", "same", "same"),
            ("", "new", "{+new+}"),
        ] {
            assert_eq!(marked(old, new), expected);
        }
    }

    #[test]
    fn both_texts_can_be_read_from_the_pieces() {
        for (old, new) in
            [("one two  three four", "one 2 three, 4"), ("x y z", "z y x"), ("等待消息", "等待好消息"), ("", "")]
        {
            let pieces = compare(old, new);
            let of = |out: bool| -> String {
                let text = |piece: &Piece| match piece {
                    Piece::Same(text) => text.clone(),
                    Piece::Out(text) if out => text.clone(),
                    Piece::In(text) if !out => text.clone(),
                    _ => String::new(),
                };
                pieces.iter().map(text).collect()
            };
            assert_eq!((of(true), of(false)), (old.to_owned(), new.to_owned()));
        }
    }
}
