//! [`Document`] → [`Map`]: the passes in order, and every mistake of meaning.

use petgraph::graph::NodeIndex;
use toml::Spanned;

use super::details::SIDES;
use super::outline::{self, Item, Outline};
use super::reference::Names;
use super::{
    Link, LinkKind, Map, Place, Quote, Second, Theme, Was, about, details, figure, language, link, participants, place,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::read::{Document, List, TextOr};

/// Resolves names and fills in defaults: the map and its warnings, or every mistake in the order of the file.
pub fn resolve(document: Document) -> Result<(Map, Vec<Diagnostic>), Vec<Diagnostic>> {
    resolve_in(document, &[])
}

/// The same in one of the languages of the file, or in two; in none it is as the file says.
pub fn resolve_in(mut document: Document, asked: &[String]) -> Result<(Map, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut problems = std::mem::take(&mut document.mistakes);
    let languages = language::choose(&mut document, asked, &mut problems);
    let mut outline = outline::build(&mut document, &mut problems);
    let names = Names::new(&outline, &document.lost);
    details::check(&outline, &names, &mut problems);
    let orders = place::orders(&outline, &names, &mut problems);
    let participants = participants::read(std::mem::take(&mut document.participants), &mut problems);
    participants::check_evidence(&outline, &participants, &mut problems);
    let links = match document.links.take() {
        Some(links) => link::read_all(links, &names, &outline, &languages, &mut problems),
        None => connectors(&outline),
    };
    let about = about::read(&mut document, &mut problems);
    place::apply(&mut outline, orders);
    let settings = figure::settings(document.figure, &mut problems);
    let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
    if outline.items.is_empty() && !problems.iter().any(is_error) {
        problems.push(
            Diagnostic::error(None, "this map is empty: it names no theme")
                .hint("the smallest map is one line: `themes = [\"First theme\", \"Second theme\"]`"),
        );
    }
    problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
    if problems.iter().any(is_error) {
        return Err(problems);
    }
    let plain = |text: &str| Some(outline::plain(text).into_owned()).filter(|text| !text.is_empty());
    let title = document.title.map(Spanned::into_inner).unwrap_or_default();
    let mut map = Map {
        title: plain(title.shown()),
        second_title: title.second.as_deref().and_then(plain),
        source: document.source.and_then(|source| plain(source.get_ref())),
        lang: languages.shown(),
        second_lang: languages.second(),
        about,
        participants,
        ignored: ignored(document.ignore),
        figure: settings,
        ..Map::default()
    };
    let nodes = emit(outline, &mut map);
    for (from, to, link) in links {
        map.graph.add_edge(nodes[from], nodes[to], link);
    }
    Ok((map, problems))
}

/// Puts the items into the graph, each before what it holds; gives the node of each.
fn emit(mut outline: Outline, map: &mut Map) -> Vec<NodeIndex> {
    let mut nodes = vec![NodeIndex::end(); outline.items.len()];
    let roots: Vec<usize> =
        outline.core.into_iter().chain(outline.top.iter().copied()).chain(outline.outcome).collect();
    let mut pending: Vec<usize> = roots.into_iter().rev().collect();
    while let Some(index) = pending.pop() {
        let item = &mut outline.items[index];
        let mut theme = theme(item);
        theme.parent = item.parent.map(|parent| nodes[parent]);
        let parent = theme.parent;
        let node = map.graph.add_node(theme);
        nodes[index] = node;
        if let Some(parent) = parent {
            map.graph[parent].children.push(node);
        }
        pending.extend(item.children.iter().rev());
    }
    map.core = outline.core.map(|item| nodes[item]);
    map.outcome = outline.outcome.map(|item| nodes[item]);
    map.top = outline.top.iter().map(|&item| nodes[item]).collect();
    nodes
}

fn theme(item: &mut Item) -> Theme {
    let details = item.details.take().map(|details| *details).unwrap_or_default();
    let texts = |list: Option<List<String>>| -> Vec<String> {
        list.map(Spanned::into_inner)
            .unwrap_or_default()
            .into_iter()
            .map(|text| outline::plain(text.get_ref()).into_owned())
            .collect()
    };
    let number = |number: Option<Spanned<i64>>| number.and_then(|n| usize::try_from(n.into_inner()).ok());
    let quotes = details.quotes.map(Spanned::into_inner).unwrap_or_default();
    Theme {
        id: std::mem::take(&mut item.id),
        label: match &item.wording.shown {
            Some(shown) => outline::plain(shown).into_owned(),
            None => std::mem::take(&mut item.label),
        },
        second: Second {
            label: item.wording.second.as_deref().map(|text| outline::plain(text).into_owned()),
            short: details
                .short
                .as_ref()
                .and_then(|short| short.get_ref().second.as_deref())
                .map(|text| outline::plain(text).into_owned()),
        },
        added: None,
        role: item.role,
        parent: None,
        children: Vec::new(),
        short: details.short.map(|text| outline::plain(text.get_ref().shown()).into_owned()),
        alias_spans: details.aliases.iter().flat_map(|list| list.get_ref()).map(Spanned::span).collect(),
        aliases: texts(details.aliases),
        definition: details.definition.map(|text| trim_lines(text.get_ref().shown())),
        tentative: details.tentative.is_some_and(|flag| *flag.get_ref()),
        voices: texts(details.voices),
        heard: Vec::new(),
        quotes: quotes.into_iter().map(self::quote).collect(),
        was: details.was.map(|was| self::was(was.into_inner())).unwrap_or_default(),
        ignored: ignored(details.ignore),
        side: details.side.and_then(|side| named(SIDES, side.get_ref())),
        columns: number(details.columns),
        color: number(details.color),
        history: None,
        span: item.span.clone(),
    }
}

fn quote(quote: Spanned<TextOr<crate::read::Quote>>) -> Quote {
    let place = Place(quote.span());
    match quote.into_inner() {
        TextOr::Text(text) => Quote { text: Some(trim_lines(&text)), place, ..Quote::default() },
        TextOr::Table(quote) => Quote {
            by: quote.by.map(|by| outline::plain(by.get_ref()).into_owned()),
            text: quote.text.map(|text| trim_lines(text.get_ref().shown())),
            id: quote.id.map(|id| outline::plain(id.get_ref()).into_owned()),
            place,
        },
    }
}

fn was(was: crate::read::Was) -> Was {
    match was {
        crate::read::Was::New => Was::New,
        crate::read::Was::These(names) => {
            Was::These(names.iter().map(|name| outline::plain(name.get_ref()).into_owned()).collect())
        }
    }
}

/// Names of findings with their places.
fn ignored(list: Option<List<String>>) -> Vec<(String, std::ops::Range<usize>)> {
    let names = list.map(Spanned::into_inner).unwrap_or_default();
    names.into_iter().map(|name| (outline::plain(name.get_ref()).into_owned(), name.span())).collect()
}

fn trim_lines(text: &str) -> String {
    text.trim_matches(['\n', '\r']).to_owned()
}

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// A plain line from the core to each group and ungrouped theme, for a map that says nothing about links.
fn connectors(outline: &Outline) -> Vec<(usize, usize, Link)> {
    let Some(core) = outline.core else { return Vec::new() };
    let link = |item: &usize| Link {
        kind: LinkKind::Plain,
        tentative: false,
        label: None,
        second: None,
        bond: None,
        span: outline.items[*item].span.clone(),
    };
    outline.top.iter().map(|item| (core, *item, link(item))).collect()
}
