//! Text → the characters that HTML and XML hold it in.

/// Appends text so that it reads the same inside an element and inside quotes. What XML 1.0 cannot hold (§2.2: most
/// controls, U+FFFE, U+FFFF) becomes U+FFFD.
pub fn text(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

/// Text as it stands in an element or between quotes.
pub fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    text(&mut out, value);
    out
}

/// Appends `<name>text</name>`, with attributes that are written already.
pub fn element(out: &mut String, name: &str, attributes: &str, value: &str) {
    out.push_str(&format!("<{name}{attributes}>"));
    text(out, value);
    out.push_str(&format!("</{name}>"));
}
