//! Notes → nested lists in which every theme stands under what it belongs to, with all that is known of it.

use super::Page;
use crate::encode::xml::{text, text_attribute};

/// The outline of the page; nothing for a figure without themes.
pub fn write(out: &mut String, page: &Page) {
    let themes = &page.figure.notes.themes;
    if themes.is_empty() {
        return;
    }
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); themes.len()];
    let mut top = Vec::new();
    for (place, theme) in themes.iter().enumerate() {
        match theme.parent.and_then(|parent| below.get_mut(parent)) {
            Some(children) => children.push(place),
            None => top.push(place),
        }
    }
    let mut links: Vec<Vec<(usize, &str)>> = vec![Vec::new(); themes.len()];
    for link in &page.figure.notes.links {
        let (a, b) = (link.source, link.target);
        for (end, other) in if a == b { vec![(a, b)] } else { vec![(a, b), (b, a)] } {
            if let Some(links) = links.get_mut(end) {
                links.push((other, &link.sentence));
            }
        }
    }
    out.push_str("<section id=\"outline\" aria-labelledby=\"outline-title\">\n");
    page.say(out, "h2", " id=\"outline-title\"", page.phrases.outline);
    out.push_str("\n<ul>\n");
    // A stack of what is still to be written, so that depth costs no recursion.
    let mut stack: Vec<Piece> = top.into_iter().rev().map(Piece::Theme).collect();
    while let Some(piece) = stack.pop() {
        match piece {
            Piece::Text(piece) => out.push_str(piece),
            Piece::Theme(place) => {
                out.push_str("<li>");
                entry(out, page, place, &links[place], below[place].len());
                stack.push(Piece::Text("</li>\n"));
                if !below[place].is_empty() {
                    out.push_str("\n<ul>\n");
                    stack.push(Piece::Text("</ul>\n"));
                    stack.extend(below[place].iter().rev().map(|&child| Piece::Theme(child)));
                }
            }
        }
    }
    out.push_str("</ul>\n</section>\n");
}

enum Piece {
    Theme(usize),
    Text(&'static str),
}

/// Everything known of one theme.
///
/// Its role and its counts come after the label, which is what a reader looks for.
fn entry(out: &mut String, page: &Page, place: usize, links: &[(usize, &str)], below: usize) {
    let (themes, phrases) = (&page.figure.notes.themes, page.phrases);
    let theme = &themes[place];
    out.push_str(&format!("<div class=\"entry\" id=\"t{place}\""));
    text_attribute(out, "data-id", &theme.id);
    out.push_str(&format!("><h3><a class=\"label\" href=\"#t{place}\">"));
    text(out, &theme.label);
    out.push_str("</a></h3>\n<p class=\"kind\">");
    page.say(out, "span", " class=\"role\"", phrases.role(theme.role));
    if let Some(parent) = theme.parent.and_then(|parent| themes.get(parent)) {
        out.push_str(" · <span class=\"in\">");
        text(out, &parent.label);
        out.push_str("</span>");
    }
    let counts = [(below, phrases.below), (links.len(), phrases.links), (theme.quotes.len(), phrases.quotes)];
    let counts: Vec<_> = counts.into_iter().filter_map(|(n, words)| counted(n, words)).collect();
    if !counts.is_empty() {
        out.push_str(" · ");
        page.say(out, "span", &format!(" class=\"count\" id=\"c{place}\""), &counts.join(", "));
    }
    out.push_str("</p>\n");
    if let Some(second) = &theme.second {
        out.push_str("<p class=\"second\"");
        if let Some(lang) = &page.figure.notes.second_lang {
            text_attribute(out, "lang", lang);
        }
        out.push_str(" dir=\"auto\">");
        text(out, second);
        out.push_str("</p>\n");
    }
    if !theme.aliases.is_empty() {
        out.push_str("<p class=\"aliases\">");
        page.say(out, "span", "", phrases.also);
        for (i, alias) in theme.aliases.iter().enumerate() {
            out.push_str(if i > 0 { " · " } else { " " });
            out.push_str("<span class=\"alias\">");
            text(out, alias);
            out.push_str("</span>");
        }
        out.push_str("</p>\n");
    }
    if let Some(definition) = &theme.definition {
        out.push_str(&format!("<p class=\"definition\" id=\"d{place}\">"));
        text(out, definition);
        out.push_str("</p>\n");
    }
    // Who speaks to a theme is told where the figure shows it.
    if !theme.voices.is_empty() {
        out.push_str(&format!("<p class=\"voices\" id=\"v{place}\">"));
        page.say(out, "span", "", phrases.voices);
        out.push(' ');
        text(out, &theme.voices.join(", "));
        out.push_str("</p>\n");
    }
    for (words, by) in &theme.quotes {
        out.push_str("<figure class=\"quote\"><blockquote>");
        text(out, words);
        out.push_str("</blockquote>");
        if let Some(by) = by {
            out.push_str("<figcaption>");
            text(out, by);
            out.push_str("</figcaption>");
        }
        out.push_str("</figure>\n");
    }
    if !links.is_empty() {
        out.push_str("<ul class=\"links\">\n");
        for (other, sentence) in links {
            out.push_str(&format!("<li><a href=\"#t{other}\">"));
            text(out, sentence);
            out.push_str("</a></li>\n");
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</div>");
}

/// `3 links`; nothing for none.
fn counted(count: usize, [one, many]: [&str; 2]) -> Option<String> {
    match count {
        0 => None,
        1 => Some(one.to_owned()),
        _ => Some(many.replace("{n}", &count.to_string())),
    }
}
