//! [`Report`] → an HTML page that is XML as well and needs no other file: lists with `ins` and `del`.

use super::lines::{Section, Span, head, sections, summary};
use super::report::Report;
use crate::describe::markup::{element, escaped, text};

/// Readable in black and white: what is gone is struck out, what is new underlined, and each line has its sign and word. What
/// `del` and `ins` mean is said to those who hear the page.
const LOOK: &str = "body{font-family:sans-serif;max-width:50em;margin:2em auto;padding:0 1em;line-height:1.5;color:#1b1f23;\
                    background:#fff}h1{font-size:1.5em}h2{font-size:1.1em}ul{list-style:none;padding:0}\
                    li{padding-left:1.6em;text-indent:-1.6em}li *{text-indent:0}\
                    .sign{display:inline-block;width:1.6em;font-weight:600}.aside{color:#4a5056}\
                    del{color:#8a1f11;text-decoration:line-through}ins{color:#0b5a2b;text-decoration:underline}\
                    del::before,del::after,ins::before,ins::after{position:absolute;width:1px;height:1px;overflow:hidden;\
                    clip-path:inset(100%);white-space:nowrap}\
                    del::before{content:' [gone: '}ins::before{content:' [new: '}del::after,ins::after{content:'] '}";

/// The page.
pub(super) fn write(report: &Report, _color: bool) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    let maps = head(report);
    element(&mut out, "title", "", &format!("What changed: {maps}"));
    out.push_str(&format!("\n<style>{LOOK}</style>\n</head>\n<body>\n<main>\n"));
    element(&mut out, "h1", "", "What changed");
    out.push('\n');
    element(&mut out, "p", "", &maps);
    out.push('\n');
    element(&mut out, "p", "", &summary(report));
    out.push('\n');
    // The words are English, the labels in the language of their map.
    let lang = report.new.lang.as_ref().or(report.old.lang.as_ref()).filter(|lang| !is_english(lang));
    for section in sections(report) {
        write_section(&mut out, &section, lang.map(String::as_str));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn is_english(lang: &str) -> bool {
    lang.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
}

fn write_section(out: &mut String, section: &Section, lang: Option<&str>) {
    let class = if section.aside { " class=\"aside\"" } else { "" };
    out.push_str(&format!("<section{class}>\n"));
    element(out, "h2", "", section.head);
    // Without bullets some readers take a list for none, unless it says that it is one.
    out.push_str("\n<ul role=\"list\">\n");
    let lang = lang.map_or(String::new(), |lang| format!(" lang=\"{}\"", escaped(lang)));
    for line in &section.lines {
        // What a sign means is said in words as well, so that it is not read out.
        out.push_str("<li><span class=\"sign\" aria-hidden=\"true\">");
        text(out, line.sign.character());
        out.push_str("</span>");
        for span in &line.spans {
            match span {
                Span::Plain(words) => text(out, words),
                Span::Out(words) => element(out, "del", &lang, words),
                Span::In(words) => element(out, "ins", &lang, words),
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</section>\n");
}
