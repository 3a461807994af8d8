//! EPS: the box and the fonts of its comments (DSC 3.0, EPSF 3.0), and of its program what can be told without running it.

use super::{Facts, Lines, Run, caption};

/// Words before an operator that are looked at: a matrix has six.
const MOST_OPERANDS: usize = 8;

/// Reads comments and words.
pub fn read(bytes: &[u8]) -> Result<Facts, String> {
    let program = postscript(bytes).ok_or("it does not begin as one")?;
    let text = String::from_utf8_lossy(program);
    if !text.starts_with("%!PS") {
        return Err("it does not begin with `%!PS`".into());
    }
    let comments = Comments::of(&text);
    if comments.size.is_none() {
        return Err("it states no bounding box".into());
    }
    let mut seen = Seen::default();
    seen.program(&text);
    // Some programs pack the drawing itself; what is packed is not told.
    let packed = ["ASCII85Decode", "FlateDecode", "LZWDecode"].iter().any(|filter| text.contains(filter));
    let texts = match (seen.sets_text, seen.scaled) {
        _ if packed => None,
        (false, _) => Some(Vec::new()),
        (true, false) if !seen.texts.is_empty() => Some(seen.texts),
        (true, _) => None,
    };
    let named = |name: &String| !comments.supplied.contains(name) && !seen.defined.contains(name);
    let missing = seen.fonts.iter().filter(|name| named(name)).cloned().collect();
    let title = comments.title.filter(|title| caption(title));
    Ok(Facts {
        size: comments.size,
        transparent: Some(false),
        texts,
        missing_fonts: Some(missing),
        lines: seen.lines.0.filter(|_| !seen.scaled && !packed).map(Some),
        title: title.map(Some),
        colour: seen.colour,
        layers: Some(false),
        ..Facts::default()
    })
}

/// The program itself: files for DOS have a head that says where it is.
fn postscript(bytes: &[u8]) -> Option<&[u8]> {
    if !bytes.starts_with(&[0xc5, 0xd0, 0xd3, 0xc6]) {
        return Some(bytes);
    }
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let (start, length) = (number(4)?, number(8)?);
    bytes.get(start..start.checked_add(length)?)
}

#[derive(Default)]
struct Comments {
    size: Option<(f64, f64)>,
    title: Option<String>,
    supplied: Vec<String>,
}

impl Comments {
    fn of(text: &str) -> Comments {
        let mut comments = Comments::default();
        let (mut exact, mut rough) = (None, None);
        for line in text.lines().filter(|line| line.starts_with("%%")) {
            let value = |name: &str| line.strip_prefix(name).map(str::trim);
            // `(atend)` is no box, and the one at the end wins.
            if let Some(found) = value("%%HiResBoundingBox:").and_then(corners) {
                exact = Some(found);
            } else if let Some(found) = value("%%BoundingBox:").and_then(corners) {
                rough = Some(found);
            } else if let Some(title) = value("%%Title:") {
                comments.title = Some(title.trim_matches(['(', ')']).to_owned());
            } else if let Some(font) = value("%%BeginFont:").or(value("%%BeginResource: font")) {
                comments.supplied.extend(font.split_whitespace().next().map(str::to_owned));
            }
        }
        comments.size = exact.or(rough);
        comments
    }
}

/// Width and height of a box of four numbers.
fn corners(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text.split_whitespace().map_while(|word| word.parse().ok()).collect();
    let [left, bottom, right, top] = numbers[..] else { return None };
    let size = (right - left, top - bottom);
    (size.0 > 0.0 && size.1 > 0.0 && size.0.is_finite() && size.1.is_finite()).then_some(size)
}

/// What the words of the program show.
#[derive(Default)]
struct Seen<'a> {
    lines: Lines,
    texts: Vec<Run>,
    fonts: Vec<String>,
    defined: Vec<String>,
    sets_text: bool,
    /// Whether the unit changes on the way, so that numbers are no points.
    scaled: bool,
    colour: Option<&'static str>,
    /// Short names of operators: `/w{setlinewidth}bind def`.
    short: Vec<(&'a str, &'a str)>,
    /// The latest words.
    before: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    fn program(&mut self, text: &'a str) {
        // The name that is being defined, the depth of braces, and the words between them.
        let (mut name, mut depth, mut body) = (None, 0_usize, Vec::<&str>::new());
        for word in Words(text) {
            match word {
                "{" => {
                    if depth == 0 {
                        name = self.before.last().and_then(|word| word.strip_prefix('/'));
                        body.clear();
                    }
                    depth += 1;
                }
                "}" => {
                    depth = depth.saturating_sub(1);
                    if let (0, Some(name), [only]) = (depth, name, &body[..]) {
                        self.short.push((name, only));
                    }
                }
                _ if depth > 0 => {
                    if body.len() < MOST_OPERANDS {
                        body.push(word);
                    }
                    self.sets_text |= ["show", "ashow", "widthshow", "xshow", "glyphshow"].contains(&word);
                }
                _ => self.word(word),
            }
            if depth == 0 {
                if self.before.len() == MOST_OPERANDS {
                    self.before.remove(0);
                }
                self.before.push(word);
            }
        }
    }

    fn word(&mut self, word: &'a str) {
        if word.starts_with(['/', '-', '.']) || word.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let long = self.short.iter().rev().find(|(short, _)| *short == word).map_or(word, |(_, long)| *long);
        let number = |back: usize| self.before.iter().rev().nth(back).and_then(|word| word.parse::<f64>().ok());
        let name = |back: usize| self.before.iter().rev().nth(back).and_then(|word| word.strip_prefix('/'));
        match long {
            "setlinewidth" => {
                if let Some(width) = number(0) {
                    self.lines.add(width);
                }
            }
            "scale" => self.scaled |= number(1).zip(number(0)).is_none_or(|(x, y)| ((x * y).abs() - 1.0).abs() > 1e-3),
            "concat" => {
                let ends = usize::from(self.before.last() == Some(&"]"));
                let at = |back: usize| number(back + ends);
                let area = || Some(at(5)? * at(2)? - at(4)? * at(3)?);
                self.scaled |= area().is_none_or(|area| (area.abs() - 1.0).abs() > 1e-3);
            }
            "setcmykcolor" => self.colour = Some("cmyk"),
            "setrgbcolor" if self.colour != Some("cmyk") => self.colour = Some("rgb"),
            "setgray" if self.colour.is_none() => self.colour = Some("grey"),
            "findfont" | "selectfont" => {
                let font = if long == "selectfont" { name(1) } else { name(0) };
                self.fonts.extend(font.map(str::to_owned));
                if let (Some(font), Some(size), "selectfont") = (font, number(0), long) {
                    self.texts.push(Run { size, family: font.to_owned(), words: String::new() });
                }
            }
            "scalefont" => {
                if let (Some(size), Some(font)) = (number(0), self.fonts.last()) {
                    self.texts.push(Run { size, family: font.clone(), words: String::new() });
                }
            }
            "definefont" => {
                let font = self.before.iter().rev().find_map(|word| word.strip_prefix('/'));
                self.defined.extend(font.map(str::to_owned));
            }
            "show" | "ashow" | "widthshow" | "xshow" | "glyphshow" | "xyshow" | "kshow" => self.sets_text = true,
            _ => {}
        }
    }
}

/// Words of PostScript: comments and strings are passed over.
struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            self.0 = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\0');
            let first = *self.0.as_bytes().first()?;
            let length = match first {
                b'%' => self.0.find(['\n', '\r']).unwrap_or(self.0.len()),
                b'(' => string(self.0),
                b'<' if !self.0.starts_with("<<") => self.0.find('>').map_or(self.0.len(), |end| end + 1),
                _ => {
                    let single = b"{}[]<>)".contains(&first);
                    let rest = &self.0[self.0.chars().next().map_or(1, char::len_utf8)..];
                    let ends = |c: char| c.is_ascii_whitespace() || "{}[]<>()/%".contains(c) || c == '\0';
                    let length = if single { 0 } else { rest.find(ends).unwrap_or(rest.len()) };
                    let (word, after) = self.0.split_at(self.0.len() - rest.len() + length);
                    self.0 = after;
                    return Some(word);
                }
            };
            self.0 = self.0.get(length..).unwrap_or_default();
        }
    }
}

/// The length of a string with its parentheses.
fn string(text: &str) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
