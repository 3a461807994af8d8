//! Characters that are not letters: what is drawn, what is ignored, what counts as space.

/// The character to shape in place of `c`; `None` for what has done its work before shaping: controls, marks of
/// direction and of possible breaks.
pub(super) fn drawn(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => Some(' '),
        '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => None,
        _ if bidi_control(c) || c.is_control() => None,
        _ => Some(c),
    }
}

/// The marks, embeddings, overrides and isolates of UAX #9.
pub(super) fn bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that show nothing when a font lacks them: `Default_Ignorable_Code_Point` of Unicode 16.
pub(super) fn default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// White space that vanishes at the end of a line; no-break spaces do not.
pub(super) fn breaking_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}') || c == '\u{200B}'
}

/// Letters and punctuation that are set as Latin text whatever stands next to them: Latin blocks, general punctuation,
/// currency, arrows and mathematics, without marks that combine and without controls.
pub(super) fn simple_latin(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'
        | '\u{2010}'..='\u{2027}' | '\u{202F}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}' | '\u{2190}'..='\u{22FF}')
}

/// Whether the bidirectional algorithm could raise a level: any character that reads from right to left or directs.
pub(super) fn needs_bidi(c: char) -> bool {
    bidi_control(c)
        || matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The label as it is set: white space between words is one space or, where the author broke a line, one `\n`; none at
/// the ends; no other control characters.
pub(super) fn tidy(label: &str) -> String {
    let is_tidy = label.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !label.contains("  ")
        && !label.starts_with(' ')
        && !label.ends_with(' ');
    if is_tidy {
        return label.to_owned();
    }
    let mut text = String::with_capacity(label.len());
    let mut gap = None;
    for c in label.chars() {
        match c {
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => gap = Some('\n'),
            ' ' | '\t' => gap = gap.or(Some(' ')),
            _ if c.is_control() => {}
            _ => {
                if let Some(gap) = gap.take()
                    && !text.is_empty()
                {
                    text.push(gap);
                }
                text.push(c);
            }
        }
    }
    text
}

/// Pictures among the symbols, for the words of an error.
pub(super) fn pictograph(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}
