//! What the TOML parser could not read → the same in words an author understands.

use std::ops::Range;

use toml::de::Error;

use super::ABOVE;
use super::hints::shorten;
use super::keys::{MAP, Shape};
use crate::diagnostic::Diagnostic;

/// Most errors that are looked at closely; each look may read the whole file.
const MOST_EXPLAINED: usize = 60;

/// The errors of the parser, each with a cure: one for each line, and none after a place that derails the rest.
pub fn explain(source: &str, errors: &[Error]) -> Vec<Diagnostic> {
    if let Some(other) = other_format(source) {
        let line = source.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let start = source.find(line).unwrap_or(0);
        return vec![
            Diagnostic::error(start..start + line.len(), format!("this is not a map file: it looks like {other}"))
                .hint("a map file is TOML; the smallest one is `themes = [\"First theme\", \"Second theme\"]`")
                .hint("`thememap new` writes a commented one to start from"),
        ];
    }
    statements(source, errors)
}

/// The same for any file of statements.
pub fn statements(source: &str, errors: &[Error]) -> Vec<Diagnostic> {
    let mut errors: Vec<(Range<usize>, &str)> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut explained: Vec<Diagnostic> = Vec::new();
    let mut rest = Vec::new();
    let (mut line, mut last) = (None, None);
    let mut repeated_table = false;
    for (span, message) in errors {
        let text = Text { source, at: source.floor_char_boundary(span.start) };
        let this = text.line().start;
        // The keys of a table that stands in the file twice are no further mistakes.
        let is_header = source[this..].trim_start().starts_with('[');
        if line == Some(this) || (repeated_table && message == "duplicate key" && !is_header) {
            continue;
        }
        line = Some(this);
        repeated_table = message == "duplicate key" && is_header;
        if explained.len() == MOST_EXPLAINED {
            rest.push(Diagnostic::error(span, message));
            continue;
        }
        let (diagnostic, derails) = text.explain(span, message);
        let start = diagnostic.span.as_ref().map_or(0, |span| source.floor_char_boundary(span.start));
        let on = Some(Text { source, at: start }.line().start);
        if on != last {
            explained.push(diagnostic);
        }
        last = on;
        if derails {
            break;
        }
    }
    explained.append(&mut rest);
    explained
}

/// What else a file is that holds no statement of TOML at all.
fn other_format(source: &str) -> Option<&'static str> {
    let lines = || source.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_statement = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        line.contains('=') && !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_.\"'".contains(c))
    };
    if lines().any(|line| is_statement(line) || (line.starts_with('[') && line.ends_with(']') && !line.contains('{'))) {
        return None;
    }
    let first = lines().next()?;
    let starts = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
    let count = |is: fn(&str) -> bool| lines().filter(|line| is(line)).count();
    Some(match () {
        () if starts(&["{", "["]) => "JSON",
        () if starts(&["<"]) => "HTML or XML",
        () if starts(&["graph", "flowchart", "mindmap", "digraph", "strict", "@start", "classDiagram"]) => {
            "a diagram in another language"
        }
        () if starts(&["{\\rtf"]) => "a document in Rich Text Format",
        () if starts(&["---", "%YAML"]) || count(|line| line.ends_with(':') || line.contains(": ")) > 0 => "YAML",
        () if count(|line| line.starts_with(['-', '*', '#', '•'])) > 0 => "an outline in Markdown",
        () => "plain text",
    })
}

/// A place in a source.
#[derive(Clone, Copy)]
struct Text<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Text<'s> {
    /// What is wrong here, and whether it makes what follows unreadable.
    fn explain(self, span: Range<usize>, message: &str) -> (Diagnostic, bool) {
        let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
        let found = self.source.get(span.clone()).unwrap_or_default();
        let here = |message: &str| Diagnostic::error(span.clone(), message);
        let diagnostic = match what {
            "string values must be quoted" if self.begins_statement() => {
                return (self.unclosed("list", '[', ']'), true);
            }
            "string values must be quoted" => self.unquoted(span.clone(), found),
            "invalid boolean" => {
                here(&format!("`{found}` is not a value")).hint("write `true` or `false`, in small letters")
            }
            "missing comma between array elements" if !self.begins_value() => {
                return (self.unclosed("list", '[', ']'), true);
            }
            "missing comma between array elements" | "missing comma between key-value pairs" => self.missing_comma(),
            "unclosed array" => return (self.unclosed("list", '[', ']'), true),
            "unclosed inline table" | "missing key for inline table element" => {
                return (self.unclosed("table", '{', '}'), true);
            }
            "unclosed table" | "unclosed array table" => self.unclosed_header(),
            "missing assignment between key-value pairs" => here("a `=` is missing here"),
            "key with no value" | "missing value for key" => self.no_statement(),
            "invalid unquoted key" | "unquoted keys cannot be empty" => self.odd_key(),
            "unexpected key or value" => self.too_much(),
            "missing opening quote" if found.starts_with('(') || self.after().starts_with('(') => {
                return (here("a list stands in square brackets").hint("write `[` and `]` for `(` and `)`"), true);
            }
            "missing opening quote" => return (self.no_opening_quote(), true),
            "duplicate key" => self.twice(span.clone(), found),
            "extra comma in array" | "extra comma in inline table" => {
                here("a comma with nothing before it").hint("delete it, or write what is missing")
            }
            "cannot recurse further; max recursion depth met" | "recursion limit" => {
                return (
                    here("this is nested too deep")
                        .hint("a map is read at a glance: two or three levels of themes are usual"),
                    true,
                );
            }
            "missing escaped value" | "too few unicode value digits" | "invalid value" => self.escape(),
            _ if what.ends_with("string") && found.chars().any(char::is_control) => {
                let code = found.chars().next().map_or(0, u32::from);
                here(&format!("the character U+{code:04X} cannot stand in a file")).hint("delete it")
            }
            _ if what.starts_with("invalid multi-line") => return (self.unclosed_text(), true),
            _ if what.ends_with("string") => return (self.unclosed_line(), false),
            _ if what.contains("date")
                || what.contains("number")
                || what.contains("zero")
                || what.contains("digits") =>
            {
                here(&format!("this is not a number as TOML writes it: {what}"))
                    .hint("if it is text, put it in quotation marks: `\"…\"`")
            }
            _ => here(&match expected {
                "" | "nothing" => what.to_owned(),
                expected => format!("{what}: expected {expected}"),
            }),
        };
        (self.smart_quotes(diagnostic), false)
    }

    fn after(self) -> &'s str {
        &self.source[self.at..]
    }

    /// The line of this place.
    fn line(self) -> Range<usize> {
        let start = self.source[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let end = self.after().find('\n').map_or(self.source.len(), |at| self.at + at);
        start..end
    }

    /// Where the last thing before this place ends, comments and empty lines left out.
    fn before(self) -> usize {
        let mut end = self.at;
        loop {
            let start = self.source[..end].rfind('\n').map_or(0, |at| at + 1);
            let line = &self.source[start..end];
            let mut quote = None;
            let comment = line.char_indices().find(|&(_, c)| {
                match (quote, c) {
                    (None, '"' | '\'') => quote = Some(c),
                    (Some(open), c) if open == c => quote = None,
                    _ => {}
                }
                quote.is_none() && c == '#'
            });
            let code = line[..comment.map_or(line.len(), |(at, _)| at)].trim_end();
            if !code.is_empty() || start == 0 {
                return start + code.len();
            }
            end = start - 1;
        }
    }

    /// Whether what follows can be the next item of a list, and is not the next statement of the file.
    fn begins_value(self) -> bool {
        let mut rest = self.after().trim_start();
        while let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
        let line = rest.lines().next().unwrap_or_default();
        let key = line.split('=').next().unwrap_or_default().trim();
        let is_statement = line.contains('=') && !key.is_empty() && !key.contains(['"', '\'', '{', ',']);
        !(rest.is_empty() || is_statement || line.starts_with('['))
    }

    /// Whether this is the beginning of a statement and stands where a list goes on.
    fn begins_statement(self) -> bool {
        let line = self.line();
        let text = self.source[line.clone()].trim();
        let is_first = self.source[line.start..self.at].chars().all(|c| c.is_whitespace() || c == '[');
        let is_header = text.starts_with('[') && text.ends_with(']') && !text.contains(['"', '\'', ',']);
        let is_in_list = self.source[..Text { at: line.start, ..self }.before()].ends_with(['[', ',']);
        let rest = self.after().trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        is_first && is_in_list && (is_header || rest.trim_start().starts_with('='))
    }

    fn unquoted(self, span: Range<usize>, found: &str) -> Diagnostic {
        let word = found.trim();
        if word.is_empty() {
            return Diagnostic::error(span, "a value is missing here")
                .hint("write it after the `=`, text in quotation marks");
        }
        if matches!(word.to_lowercase().as_str(), "yes" | "no" | "on" | "off") {
            let meant = if matches!(word.to_lowercase().as_str(), "yes" | "on") { "true" } else { "false" };
            return Diagnostic::error(span, format!("`{word}` is not a value")).hint(format!("write `{meant}`"));
        }
        let shown = shorten(word);
        Diagnostic::error(span, "text stands in quotation marks").hint(format!("write `\"{}\"`", straight(&shown)))
    }

    fn missing_comma(self) -> Diagnostic {
        let end = self.before();
        let next = self.after().trim_start();
        let mistake = Diagnostic::error(end..end, "a comma is missing between two items").label("here");
        match next.chars().next() {
            Some(mark @ (';' | '/' | '|')) => mistake.hint(format!("write `,` for `{mark}`")),
            _ => mistake,
        }
    }

    /// A list or table without its end.
    fn unclosed(self, what: &str, open: char, close: char) -> Diagnostic {
        let end = self.before();
        let mistake = Diagnostic::error(end..end, format!("this {what} has no end: a `{close}` is missing"))
            .label(format!("a `{close}` is expected here, or a comma and the next item"));
        // The beginning is the last `= [` before; a list in a list is closed by its own line.
        match self.source[..end].rmatch_indices(open).find(|(at, _)| {
            let line = self.source[..*at].rfind('\n').map_or(0, |at| at + 1);
            self.source[line..*at].contains('=')
        }) {
            Some((at, _)) => mistake.also(at..at + 1, "it begins here"),
            None => mistake,
        }
    }

    fn unclosed_header(self) -> Diagnostic {
        let line = self.line();
        let text = self.source[line.clone()].trim();
        let name = text.trim_start_matches('[').split(']').next().unwrap_or_default();
        if !text.contains(']') {
            return Diagnostic::error(self.at..self.at, "a `]` is missing at the end of this line");
        }
        let id = name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
        Diagnostic::error(line, format!("an id is one word, `{name}` are several"))
            .hint(format!("join them, `[{id}]`, and write the name as its label: `label = \"…\"`"))
    }

    /// A line that is neither `key = value` nor a table nor a comment.
    fn no_statement(self) -> Diagnostic {
        let line = self.line();
        let text = self.source[line.clone()].trim();
        let start = line.start + self.source[line.clone()].find(text).unwrap_or(0);
        let mistake = Diagnostic::error(start..start + text.len(), "this line is no statement");
        match text.split_once(':') {
            Some((key, _)) if matches!(MAP.shape(key), Some(Shape::List(_))) => {
                mistake.hint(format!("write `{key} = [\"…\", \"…\"]`"))
            }
            Some((key, value)) if !key.contains(char::is_whitespace) => {
                let value = if value.trim().is_empty() { "…" } else { value.trim().trim_matches('"') };
                mistake.hint(format!("write `{key} = \"{}\"`", straight(&shorten(value))))
            }
            _ if text.starts_with(['-', '*', '•']) => {
                mistake.hint("a list is written `themes = [\"First theme\", \"Second theme\"]`")
            }
            _ => mistake.hint("a statement is `key = value`, a comment begins with `#`"),
        }
    }

    fn odd_key(self) -> Diagnostic {
        let line = self.line();
        let rest = &self.source[self.at..line.end];
        if rest.starts_with(':') || self.source[line.clone()].trim_start().starts_with(['-', '*', '•', '<']) {
            return self.no_statement();
        }
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let before = line.start + self.source[line.start..self.at].trim_end_matches(is_key).len();
        let end = rest.find(|c| !is_key(c)).map_or(line.end, |at| self.at + at);
        let word = &self.source[before..end];
        if !word.is_ascii() {
            return Diagnostic::error(before..end, "a name with letters other than a–z stands in quotation marks")
                .hint(format!("write `\"{word}\"`"));
        }
        self.no_statement()
    }

    /// Something after a value that is complete.
    fn too_much(self) -> Diagnostic {
        let line = self.line();
        let rest = &self.source[self.at..line.end];
        let here = |message: &str| Diagnostic::error(self.at..self.at + rest.trim_end().len(), message);
        let before = self.source[..self.at].chars().next_back();
        match (before, rest.chars().next()) {
            (Some('"'), Some(c)) if c.is_alphanumeric() => here("the text ends at the quotation mark before this")
                .hint("write `\\\"` for a quotation mark inside of a text, or “ and ”, or put the whole text in `'…'`"),
            (Some('\''), Some(c)) if c.is_alphanumeric() => {
                here("the text ends at the apostrophe before this").hint("put the whole text in `\"…\"`")
            }
            (_, Some(',')) => {
                here("several values where one is expected").hint("put a list in brackets: `[\"…\", \"…\"]`")
            }
            (_, Some(mark @ (']' | '}' | ')'))) => here(&format!("a `{mark}` too many")).hint("delete it"),
            _ if rest.contains('=') => here("a second statement in the same line").hint("begin a new line here"),
            _ => here("nothing is expected after the value")
                .hint("text stands in quotation marks, a comment begins with `#`"),
        }
    }

    fn no_opening_quote(self) -> Diagnostic {
        let line = self.line();
        let end = self.source[self.at..line.end].find('"').map_or(line.end, |at| self.at + at + 1);
        Diagnostic::error(self.at..end, "a quotation mark is missing at the beginning of this text")
            .hint(format!("write `\"{}`", shorten(&self.source[self.at..end])))
    }

    /// A text that is not closed at the end of its line.
    fn unclosed_line(self) -> Diagnostic {
        let line = self.line();
        let opening = self.source[line.start..self.at].rfind(['"', '\'']).map_or(line.start, |at| line.start + at);
        Diagnostic::error(opening..self.at, "a quotation mark is missing at the end of this text")
            .hint("close the text in its line; a long one may also stand in `\"\"\"…\"\"\"`, over several lines")
    }

    /// A text over several lines that is not closed at all.
    fn unclosed_text(self) -> Diagnostic {
        let opening = self.source.rfind("\"\"\"").or(self.source.rfind("'''")).unwrap_or(self.at);
        Diagnostic::error(opening..opening + 3, "this text over several lines has no end")
            .hint("close it with the same three quotation marks")
    }

    fn escape(self) -> Diagnostic {
        let start = self.source[..self.at].rfind('\\').unwrap_or(self.at);
        let end = self.source[start..].find(['"', '\n', ' ']).map_or(self.source.len(), |at| start + at);
        let word = &self.source[start..end];
        let surrogate = word.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if word.starts_with("\\u") && surrogate.is_some_and(|code| (0xD800..0xE000).contains(&code)) {
            return Diagnostic::error(start..start + 6, format!("`{}` is half of a character", &word[..6]))
                .hint("type the character itself");
        }
        Diagnostic::error(start..end, "a backslash begins an escape, and this is none")
            .hint("write `\\\\` for a backslash, or put the whole text in `'…'`")
    }

    /// A key or a table that is already there.
    fn twice(self, span: Range<usize>, found: &str) -> Diagnostic {
        let line = self.line();
        let text = self.source[line.clone()].trim();
        let is_header = text.starts_with('[');
        let path = if is_header { text.trim_matches(['[', ']']) } else { found };
        // A key is looked for in its own table, a table anywhere above.
        let table = if is_header { 0 } else { self.source[..line.start].rfind("\n[").map_or(0, |at| at + 1) };
        let above = &self.source[table..line.start];
        let first = above.split_inclusive('\n').scan(table, |end, line| {
            *end += line.len();
            Some((*end - line.len(), line))
        });
        let is_first = |line: &str| {
            let Some(rest) = line.trim_start().trim_start_matches('[').strip_prefix(path) else {
                return false;
            };
            rest.trim_start().starts_with(if line.trim_start().starts_with('[') { [']', ']'] } else { ['=', '.'] })
        };
        let first = first.into_iter().find(|(_, line)| is_first(line)).map(|(start, line)| {
            let start = start + line.find(path).unwrap_or(0);
            start..start + path.len()
        });
        let name = if is_header { text } else { found };
        let mut mistake = Diagnostic::error(span, format!("`{name}` stands here a second time"));
        if let Some(first) = first {
            mistake = mistake.also(first, "first here");
        }
        if !is_header && self.source[table..].starts_with('[') && MAP.shape(found).is_some() {
            return mistake.hint(ABOVE);
        }
        mistake.hint(match (is_header, found) {
            (_, "core" | "outcome") => "write it once: `core = \"…\"`, or `[core]` with `label = \"…\"` below",
            (true, _) => "join the two tables, or give one of them another id",
            (false, _) => "keep one of them",
        })
    }

    /// Adds the hint that a word processor has been at work.
    fn smart_quotes(self, diagnostic: Diagnostic) -> Diagnostic {
        let curly = |c: char| matches!(c, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '″');
        let span = diagnostic.span.clone().unwrap_or_default();
        if self.source.get(span).is_some_and(|text| text.trim_start().starts_with(curly)) {
            let hint = "these are the “smart” quotes of a word processor: use straight ones, `\"`, and a text editor";
            return Diagnostic { hints: vec![hint.to_owned()], ..diagnostic };
        }
        diagnostic
    }
}

/// A text without its curly quotes.
fn straight(text: &str) -> &str {
    text.trim_matches(|c| matches!(c, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '"' | ','))
}
