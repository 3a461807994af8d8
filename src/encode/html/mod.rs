//! A [`Figure`] as one web page: the SVG as it is, and beside it everything known of each theme.
//!
//! The page holds the drawing byte for byte as the SVG writer gives it, a long description, and an outline with the
//! definition, quotes and links of each theme. That is all a reader needs who has no JavaScript. The script builds on it:
//! it takes its texts from the outline, so that nothing is said twice and no data passes through a script.
//!
//! **Keyboard and screen readers.** The figure is a tree (ARIA 1.2, `tree`; ARIA Authoring Practices, Tree View): what
//! belongs to what is what a thematic map shows, and a tree tells it at every step ("level 2, 3 of 4"). It is one stop of
//! the Tab key, so that a map of a hundred themes costs a reader who wants to go past it one key. Inside, the arrow keys go
//! in reading order and between levels; with Shift they go where they point on the page. Lists and groups of buttons would
//! need a stop for each theme, and a `graphics-document` is read as a picture by most screen readers. Browsing readers have
//! the outline, which is made of headings and lists.
//!
//! **No network.** The policy in the page's head allows nothing to be fetched and runs only the style and script whose
//! hashes (SHA-256) it names, so that no label can become code.

mod outline;
mod phrases;

use sha2::{Digest as _, Sha256};

use super::families::base64;
use super::svg::{self, TextMode};
use super::xml::{number, text, text_attribute};
use crate::draw::Figure;
use crate::text::Fonts;
use crate::unit::to_mm;
use phrases::{Phrases, phrases};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The figure fills its column, but is at most so many times its printed width.
const MOST_ENLARGED: f64 = 2.0;

/// First parts of language tags whose script is written from right to left (CLDR, `characterOrder`), and the
/// script subtags that say it of any language.
const RIGHT_TO_LEFT: [&str; 22] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
    "adlm", "arab", "hebr", "thaa",
];

/// The page; an error says which font cannot be embedded.
pub fn write(figure: &Figure, fonts: &Fonts, mode: TextMode) -> Result<String, String> {
    let drawing = svg::write(figure, fonts, mode)?;
    let page = Page::new(figure);
    let sizes = sizes(figure);
    let mut out = String::with_capacity(drawing.len() + STYLE.len() + SCRIPT.len() + (1 << 15));
    out.push_str("<!DOCTYPE html>\n<html");
    text_attribute(&mut out, "lang", page.lang);
    text_attribute(&mut out, "dir", page.direction());
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    text_attribute(&mut out, "content", &policy(&[STYLE, &sizes, style_of(&drawing)], SCRIPT));
    out.push_str(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.head(&mut out);
    // An icon of its own, or the browser asks the server for one.
    out.push_str("<link rel=\"icon\" href=\"data:,\">\n<style>");
    out.push_str(STYLE);
    out.push_str("</style>\n<style>");
    out.push_str(&sizes);
    out.push_str("</style>\n</head>\n<body>\n");
    page.header(&mut out);
    out.push_str("<main>\n");
    page.tools(&mut out);
    // The drawing reads from left to right where it does not say otherwise, as it does in a file of its own.
    out.push_str("<div class=\"reading\">\n<div>\n<div id=\"stage\" dir=\"ltr\">\n");
    out.push_str(&drawing);
    out.push_str("</div>\n");
    page.caption(&mut out);
    page.say(&mut out, "p", " id=\"hint\" class=\"hint\" hidden", page.phrases.keys_hint);
    out.push_str("\n</div>\n");
    page.details(&mut out);
    out.push_str("</div>\n");
    page.description(&mut out);
    outline::write(&mut out, &page);
    page.keys(&mut out);
    out.push_str("</main>\n<script>");
    out.push_str(SCRIPT);
    out.push_str("</script>\n</body>\n</html>\n");
    Ok(out)
}

/// The rules that depend on the figure: its page on paper, and how far it grows on a screen.
fn sizes(figure: &Figure) -> String {
    let [width, height] = [figure.width, figure.height].map(to_mm);
    let mut out = String::from("@page{size:");
    number::<3>(&mut out, width);
    out.push_str("mm ");
    number::<3>(&mut out, height);
    out.push_str("mm;margin:0}@media screen{#stage>svg{max-width:");
    number::<3>(&mut out, MOST_ENLARGED * width);
    out.push_str("mm}}");
    out
}

/// The style sheet inside a drawing, which brings its fonts along.
fn style_of(drawing: &str) -> &str {
    let inside = drawing.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    inside.map_or("", |(rules, _)| rules)
}

/// What the page may do (Content Security Policy Level 3): show these styles, run this script, fetch nothing.
fn policy(styles: &[&str], script: &str) -> String {
    let mut out =
        String::from("default-src 'none'; base-uri 'none'; form-action 'none'; font-src data:; img-src data:");
    out.push_str("; style-src");
    for style in styles.iter().filter(|style| !style.is_empty()) {
        hash(&mut out, style);
    }
    out.push_str("; script-src");
    hash(&mut out, script);
    out
}

/// Appends the hash of a text that the policy lets through.
fn hash(out: &mut String, source: &str) {
    out.push_str(" 'sha256-");
    base64(out, &Sha256::digest(source.as_bytes()));
    out.push('\'');
}

/// A figure and the languages its page is written in.
struct Page<'a> {
    figure: &'a Figure,
    /// Language of the labels; English where the map does not say.
    lang: &'a str,
    /// What the page itself says.
    phrases: &'static Phrases,
}

impl<'a> Page<'a> {
    fn new(figure: &'a Figure) -> Page<'a> {
        let lang = figure.words.lang.as_deref().unwrap_or("en");
        Page { figure, lang, phrases: phrases(lang) }
    }

    fn direction(&self) -> &'static str {
        let mut parts = self.lang.split(['-', '_']).map(str::to_lowercase);
        let language = parts.next();
        // Scripts have four letters; a language that names another one than its own is told by that.
        let script = parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let said = script.or(language).unwrap_or_default();
        if RIGHT_TO_LEFT.contains(&&said[..]) { "rtl" } else { "ltr" }
    }

    /// Marks an element whose words are the page's own, where these are in another language than the labels.
    fn own_language(&self, out: &mut String) {
        if self.foreign() {
            text_attribute(out, "lang", self.phrases.lang);
        }
    }

    /// Whether the page's own words are in another language than the labels.
    fn foreign(&self) -> bool {
        !self.lang.split(['-', '_']).next().is_some_and(|lang| lang.eq_ignore_ascii_case(self.phrases.lang))
    }

    /// Appends some of the page's own words; in another language they keep their direction, and the page its own.
    fn words(&self, out: &mut String, words: &str) {
        if self.foreign() {
            out.push_str("<bdi");
            text_attribute(out, "lang", self.phrases.lang);
            out.push('>');
        }
        text(out, words);
        if self.foreign() {
            out.push_str("</bdi>");
        }
    }

    /// Appends an element with some of the page's own words.
    fn say(&self, out: &mut String, element: &str, attributes: &str, words: &str) {
        out.push_str(&format!("<{element}{attributes}>"));
        self.words(out, words);
        out.push_str(&format!("</{element}>"));
    }

    fn head(&self, out: &mut String) {
        let words = &self.figure.words;
        out.push_str("<title>");
        text(out, &words.title);
        out.push_str("</title>\n");
        let mut meta = |name: &str, value: &str| {
            out.push_str("<meta");
            text_attribute(out, "name", name);
            text_attribute(out, "content", value);
            out.push_str(">\n");
        };
        meta("description", &words.alt);
        words.authors.iter().for_each(|author| meta("author", author));
        meta("generator", "thememap");
    }

    fn header(&self, out: &mut String) {
        let words = &self.figure.words;
        out.push_str("<header>\n<h1>");
        text(out, &words.title);
        out.push_str("</h1>\n");
        let date = words.date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
        let by = (!words.authors.is_empty()).then(|| words.authors.join(", "));
        if by.is_some() || date.is_some() {
            out.push_str("<p class=\"by\">");
            text(out, &by.unwrap_or_default());
            if let Some(date) = date {
                out.push_str(" <time>");
                out.push_str(&date);
                out.push_str("</time>");
            }
            out.push_str("</p>\n");
        }
        out.push_str("</header>\n");
    }

    /// Search and zoom, which only the script can do: hidden until it runs.
    fn tools(&self, out: &mut String) {
        let phrases = self.phrases;
        out.push_str("<div id=\"tools\" hidden");
        self.own_language(out);
        out.push_str(">\n<form id=\"search\" role=\"search\">\n<label for=\"find\">");
        text(out, phrases.search);
        out.push_str("</label>\n<input id=\"find\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n");
        out.push_str("<p id=\"found\" role=\"status\"");
        for (count, words) in ["none", "one", "many"].iter().zip(phrases.found) {
            text_attribute(out, &format!("data-{count}"), words);
        }
        out.push_str("></p>\n</form>\n<div id=\"zoom\" role=\"group\"");
        text_attribute(out, "aria-label", phrases.zoom);
        out.push_str(">\n");
        let zoom = [("out", "−", phrases.zoom_out), ("in", "+", phrases.zoom_in)];
        for (id, sign, words) in zoom {
            out.push_str("<button type=\"button\"");
            text_attribute(out, "id", id);
            text_attribute(out, "aria-label", words);
            text_attribute(out, "title", words);
            out.push('>');
            out.push_str(sign);
            out.push_str("</button>\n");
        }
        out.push_str("<button type=\"button\" id=\"fit\">");
        text(out, phrases.fit);
        out.push_str("</button>\n<output id=\"scale\" dir=\"ltr\" for=\"out in fit\"></output>\n</div>\n</div>\n");
    }

    /// Where the script shows what is known of a theme.
    fn details(&self, out: &mut String) {
        out.push_str("<aside id=\"details\" tabindex=\"0\" hidden");
        text_attribute(out, "aria-labelledby", "details-title");
        out.push_str(">\n");
        self.say(out, "h2", " id=\"details-title\"", self.phrases.details);
        out.push_str("\n<div id=\"chosen\">");
        self.say(out, "p", " class=\"hint\"", self.phrases.choose);
        out.push_str("</div>\n</aside>\n");
    }

    /// What stands below the figure in the paper.
    fn caption(&self, out: &mut String) {
        let caption = &self.figure.words.caption;
        if !caption.is_empty() {
            out.push_str("<p id=\"caption\">");
            text(out, caption);
            out.push_str("</p>\n");
        }
    }

    fn description(&self, out: &mut String) {
        out.push_str("<details class=\"more\">\n");
        self.say(out, "summary", "", self.phrases.description);
        for paragraph in self.figure.words.paragraphs() {
            out.push_str("\n<p>");
            text(out, paragraph);
            out.push_str("</p>");
        }
        out.push_str("\n</details>\n");
    }

    /// The keys, which only the script listens to.
    fn keys(&self, out: &mut String) {
        out.push_str("<details class=\"more\" id=\"keys\" hidden>\n<summary>");
        self.words(out, self.phrases.keyboard);
        out.push_str("</summary>\n<dl>\n");
        for (keys, what) in KEYS.iter().zip(self.phrases.keys) {
            out.push_str("<dt>");
            for (i, key) in keys.iter().enumerate() {
                out.push_str(if i > 0 { " <kbd dir=\"ltr\">" } else { "<kbd dir=\"ltr\">" });
                text(out, key);
                out.push_str("</kbd>");
            }
            out.push_str("</dt><dd>");
            self.words(out, what);
            out.push_str("</dd>\n");
        }
        out.push_str("</dl>\n</details>\n");
    }
}

/// The keys, row by row as [`Phrases::keys`] explains them.
const KEYS: [&[&str]; 8] = [
    &["↓", "↑"],
    &["→", "←"],
    &["Shift + ↑ ↓ ← →"],
    &["Home", "End"],
    &["Enter", "Esc"],
    &["/"],
    &["n", "Shift + n"],
    &["+", "−", "0"],
];
