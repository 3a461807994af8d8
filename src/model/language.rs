//! The languages of a file, and those of the figure → which of the author's words are meant.

use std::ops::Range;

use toml::Spanned;

use super::id;
use crate::diagnostic::Diagnostic;
use crate::read::{Details, Document, List, Text, TextOr, Words, is_language, shorten};

/// The languages of a file, and which of them the figure is in.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    /// All of them, the first one that of texts without a language.
    all: Vec<String>,
    /// Number of the figure's language.
    shown: usize,
    /// Number of the second one, of a figure in two.
    second: Option<usize>,
    /// Those in which all words are to be given: the ones of the figure, or all that the file lists where none is asked for.
    wanted: Vec<usize>,
}

/// What becomes of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// They stand in the figure.
    Drawn,
    /// They stand in what is said about it.
    Said,
    /// They are a participant's own, which need no translation.
    Quoted,
}

/// Words of a document: those that may be written in several languages, and a plain label.
enum Piece<'d> {
    Words(&'d mut Words),
    Label(&'d str, Range<usize>),
}

/// Works out the languages of a document, and gives all its words the texts in those that are `asked` for, or that the
/// file itself names for its figure, or in its first one.
pub fn choose(document: &mut Document, asked: &[String], problems: &mut Vec<Diagnostic>) -> Languages {
    let listed = matches!(document.lang.as_ref().map(Spanned::get_ref), Some(TextOr::Table(_)));
    let place = document.lang.as_ref().map(Spanned::span);
    let mut all: Vec<String> = Vec::new();
    for tag in tags(document.lang.take()) {
        if !is_language(tag.get_ref()) {
            let message = format!("`{}` is no language tag", shorten(tag.get_ref()));
            let cure = "write the short form: `en`, `fr-CA`, `zh-Hans`, `ar`";
            problems.push(Diagnostic::error(tag.span(), message).hint(cure));
        } else if position(&all, tag.get_ref()).is_some() {
            let message = format!("the language `{}` is listed twice", tag.get_ref());
            problems.push(Diagnostic::error(tag.span(), message).hint("delete one of them"));
        } else {
            all.push(tag.into_inner());
        }
    }
    let first = all.first().cloned();
    let mut unsaid: Option<(Range<usize>, Vec<String>)> = None;
    each(document, &mut |_, piece| {
        let Piece::Words(words) = piece else { return };
        for (tag, _) in &words.get_ref().languages {
            let known = position(&all, tag.get_ref()).is_some();
            if !known && listed {
                let names = names(&all);
                let message = format!("`{}` is no language of this map", tag.get_ref());
                let cure = format!("`lang` at the top of the file lists {names}: add it there");
                problems.push(Diagnostic::error(tag.span(), message).hint(cure));
            }
            if !known {
                all.push(tag.get_ref().clone());
            }
        }
        if first.is_none() && place.is_none() && !words.get_ref().languages.is_empty() && unsaid.is_none() {
            unsaid = Some((words.span(), all.clone()));
        }
    });
    if let Some((span, found)) = unsaid {
        let tags: Vec<String> = found.iter().map(|tag| format!("{tag:?}")).collect();
        let message = "this map does not say which of its languages comes first";
        let cure = format!("write `lang = [{}]` at the top of the file", tags.join(", "));
        problems.push(Diagnostic::error(span, message).hint(cure));
    }
    let mut languages = Languages { all, ..Languages::default() };
    let promised = if listed { languages.all.len() } else { 1 };
    languages.wanted = (0..promised).collect();
    languages.ask(tags(document.figure.lang.take()), asked, place, problems);
    each(document, &mut |used, piece| languages.settle(used, piece, problems));
    languages
}

impl Languages {
    /// The language of the figure.
    pub fn shown(&self) -> Option<String> {
        self.all.get(self.shown).cloned()
    }

    /// The second language of a figure in two.
    pub fn second(&self) -> Option<String> {
        self.all.get(self.second?).cloned()
    }

    /// Finds the languages that the figure is to be in: those of the call, or those of `[figure]`.
    fn ask(
        &mut self,
        figure: Vec<Text>,
        asked: &[String],
        place: Option<Range<usize>>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let figure = figure.into_iter().map(|tag| (Some(tag.span()), tag.into_inner()));
        let asked: Vec<_> = match asked {
            [] => figure.collect(),
            asked => asked.iter().map(|tag| (None, tag.clone())).collect(),
        };
        if let Some((span, _)) = asked.get(2) {
            let message = format!("a figure is in one language or two, and {} are asked for", asked.len());
            problems.push(Diagnostic::error(span.clone(), message).hint("draw one figure for each pair"));
        }
        let mut found = Vec::new();
        for (span, tag) in asked.into_iter().take(2) {
            match self.find(&tag) {
                Some(language) if !found.contains(&language) => found.push(language),
                Some(_) => {
                    let message = format!("the language `{tag}` is asked for twice");
                    problems.push(Diagnostic::error(span, message).hint("name it once"));
                }
                None => {
                    let message = format!("this map has no words in `{tag}`");
                    let cure = match self.all.as_slice() {
                        [] => format!("if it is written in `{tag}`, say so at the top of the file: `lang = \"{tag}\"`"),
                        all => format!("its languages are {}", names(all)),
                    };
                    problems.push(Diagnostic::error(span.or(place.clone()), message).hint(cure));
                }
            }
        }
        self.shown = found.first().copied().unwrap_or(0);
        self.second = found.get(1).copied();
        if !found.is_empty() {
            self.wanted = found;
        }
    }

    /// The number of a language: by its tag, or else the only one of that first part ("fr" for "fr-CA").
    fn find(&self, tag: &str) -> Option<usize> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        position(&self.all, tag).or_else(|| {
            let mut alike = (0..self.all.len()).filter(|&at| primary(&self.all[at]) == primary(tag));
            alike.next().filter(|_| alike.next().is_none())
        })
    }

    /// Gives words their texts; a text that the first language lacks is a mistake, since ids follow from it, and one that
    /// the figure lacks a warning.
    fn settle(&self, used: Use, piece: Piece, problems: &mut Vec<Diagnostic>) {
        let words = match piece {
            Piece::Words(words) => words,
            Piece::Label(label, span) => return problems.extend(self.untranslated(label, span)),
        };
        let span = words.span();
        let wording = words.get_mut();
        let said = |language: usize| {
            let tag = self.all.get(language)?;
            let text = wording.languages.iter().find(|(other, _)| other.get_ref().eq_ignore_ascii_case(tag));
            text.map(|(_, text)| text.get_ref().clone())
        };
        if wording.languages.is_empty() {
            if used != Use::Quoted {
                problems.extend(self.plain(used, &wording.text, span));
            }
            return;
        }
        let (first, shown, second) = (said(0), said(self.shown), self.second.and_then(said));
        match first {
            Some(first) => wording.text = first,
            None => {
                let tag = self.all.first().map_or("", String::as_str);
                let message = format!("these words are not given in `{tag}`, the first language of this map");
                let cure = format!("add `{tag} = \"…\"`, or put another language first in `lang`");
                problems.push(Diagnostic::error(span, message).hint(cure));
                // So that its item is not missed elsewhere.
                wording.text = wording.languages.first().map(|(_, text)| text.get_ref().clone()).unwrap_or_default();
                return;
            }
        }
        let missing: Vec<usize> = self.wanted(used).filter(|&language| said(language).is_none()).collect();
        if !missing.is_empty() {
            problems.push(self.lacking(&wording.text, &missing, span));
        }
        wording.second = second.filter(|second| *second != *shown.as_ref().unwrap_or(&wording.text));
        wording.shown = shown.filter(|shown| *shown != wording.text);
    }

    /// The languages in which words are to be given: what is not drawn need not be in the second one of a figure.
    fn wanted(&self, used: Use) -> impl Iterator<Item = usize> {
        self.wanted.iter().copied().filter(move |language| used == Use::Drawn || self.second != Some(*language))
    }

    /// The warning that a text is only in the first language, where it is wanted in others.
    pub fn untranslated(&self, text: &str, span: Range<usize>) -> Option<Diagnostic> {
        self.plain(Use::Drawn, text, span)
    }

    fn plain(&self, used: Use, text: &str, span: Range<usize>) -> Option<Diagnostic> {
        let missing: Vec<usize> = self.wanted(used).filter(|language| *language > 0).collect();
        // What has no letters is the same in all languages.
        let is_said = missing.is_empty() || !text.chars().any(char::is_alphabetic);
        (!is_said).then(|| self.lacking(text, &missing, span))
    }

    fn lacking(&self, text: &str, missing: &[usize], span: Range<usize>) -> Diagnostic {
        let tag = |language: usize| self.all.get(language).map_or("", String::as_str);
        let text = shorten(text);
        let stays = match self.second {
            _ if missing.contains(&self.shown) => format!(", and stays in `{}`", tag(0)),
            Some(_) => ", and is set in one language only".to_owned(),
            None => String::new(),
        };
        let tags: Vec<String> = missing.iter().map(|&language| format!("`{}`", tag(language))).collect();
        let more: Vec<String> = missing.iter().map(|&language| format!("{} = \"…\"", tag(language))).collect();
        let message = format!("`{text}` is not given in {}{stays}", tags.join(", "));
        Diagnostic::warning(span, message).hint(format!("write `{{ {} = {text:?}, {} }}`", tag(0), more.join(", ")))
    }
}

/// The tags of a list, or the only one.
fn tags(lang: Option<Spanned<TextOr<Vec<Text>>>>) -> Vec<Text> {
    let Some(lang) = lang else { return Vec::new() };
    let span = lang.span();
    match lang.into_inner() {
        TextOr::Text(tag) => vec![Spanned::new(span, tag)],
        TextOr::Table(tags) => *tags,
    }
}

fn position(all: &[String], tag: &str) -> Option<usize> {
    all.iter().position(|other| other.eq_ignore_ascii_case(tag))
}

fn names(tags: &[String]) -> String {
    tags.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ")
}

type Visit<'v> = &'v mut dyn FnMut(Use, Piece);

/// Visits all words of a document.
fn each(document: &mut Document, visit: Visit) {
    let Document { title, alt, description, caption, .. } = document;
    title.iter_mut().for_each(|words| visit(Use::Drawn, Piece::Words(words)));
    [alt, description, caption].into_iter().flatten().for_each(|words| visit(Use::Said, Piece::Words(words)));
    document.abbreviations.values_mut().for_each(|words| visit(Use::Said, Piece::Words(words)));
    for item in document.core.iter_mut().chain(&mut document.outcome) {
        self::item(item, visit);
    }
    items(&mut document.themes, visit);
    for (key, group) in &mut document.groups {
        if group.get_ref().label.is_none() {
            visit(Use::Drawn, Piece::Label(&id::to_label(key.get_ref()), key.span()));
        }
        details(group.get_mut(), visit);
    }
    document.theme.values_mut().for_each(|more| details(more.get_mut(), visit));
    for link in document.links.iter_mut().flat_map(|links| links.get_mut()) {
        if let TextOr::Table(link) = link.get_mut() {
            link.label.iter_mut().for_each(|words| visit(Use::Drawn, Piece::Words(words)));
        }
    }
    for group in document.participants.values_mut() {
        group.get_mut().label.iter_mut().for_each(|words| visit(Use::Drawn, Piece::Words(words)));
    }
}

fn items(list: &mut Option<List<TextOr<Details>>>, visit: Visit) {
    list.iter_mut().flat_map(|list| list.get_mut()).for_each(|item| self::item(item, visit));
}

fn item(item: &mut Spanned<TextOr<Details>>, visit: Visit) {
    let span = item.span();
    match item.get_mut() {
        TextOr::Text(label) => visit(Use::Drawn, Piece::Label(label, span)),
        TextOr::Table(more) => details(more, visit),
    }
}

fn details(more: &mut Details, visit: Visit) {
    more.label.iter_mut().chain(&mut more.short).for_each(|words| visit(Use::Drawn, Piece::Words(words)));
    more.definition.iter_mut().for_each(|words| visit(Use::Said, Piece::Words(words)));
    for quote in more.quotes.iter_mut().flat_map(|quotes| quotes.get_mut()) {
        if let TextOr::Table(quote) = quote.get_mut() {
            quote.text.iter_mut().for_each(|words| visit(Use::Quoted, Piece::Words(words)));
        }
    }
    items(&mut more.themes, visit);
    items(&mut more.codes, visit);
}
