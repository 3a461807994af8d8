//! [`Document`] → [`Map`]: the passes in order, and every mistake of meaning.

use petgraph::graph::NodeIndex;
use toml::Spanned;

use super::details::SIDES;
use super::outline::{self, Item, Outline};
use super::reference::Names;
use super::{Link, LinkKind, Map, Quote, Theme, about, details, figure, link, participants, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::read::{Document, List, Text, TextOr};

/// Resolves names and fills in defaults: the map and its warnings, or every mistake in the order of the file.
pub fn resolve(mut document: Document) -> Result<(Map, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut problems = std::mem::take(&mut document.mistakes);
    let mut outline = outline::build(&mut document, &mut problems);
    let names = Names::new(&outline, &document.lost);
    details::check(&outline, &names, &mut problems);
    let orders = place::orders(&outline, &names, &mut problems);
    let participants = participants::read(std::mem::take(&mut document.participants), &mut problems);
    participants::check_evidence(&outline, &participants, &mut problems);
    let links = match document.links.take() {
        Some(links) => link::read_all(links, &names, &outline, &mut problems),
        None => connectors(&outline),
    };
    if let Some(lang) = &document.lang
        && !is_language(lang.get_ref())
    {
        problems.push(
            Diagnostic::error(lang.span(), format!("`{}` is no language tag", lang.get_ref()))
                .hint("write the short form: `en`, `fr-CA`, `zh-Hans`, `ar`"),
        );
    }
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
    let plain = |text: Option<Text>| {
        text.map(|text| outline::plain(text.get_ref()).into_owned()).filter(|text| !text.is_empty())
    };
    let mut map = Map {
        title: plain(document.title.take()),
        source: plain(document.source.take()),
        lang: plain(document.lang.take()),
        about,
        participants,
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
        label: std::mem::take(&mut item.label),
        added: None,
        role: item.role,
        parent: None,
        children: Vec::new(),
        short: details.short.map(|text| outline::plain(text.get_ref()).into_owned()),
        aliases: texts(details.aliases),
        definition: details.definition.map(|text| trim_lines(text.get_ref())),
        tentative: details.tentative.is_some_and(|flag| *flag.get_ref()),
        voices: texts(details.voices),
        quotes: quotes.into_iter().map(|quote| self::quote(quote.into_inner())).collect(),
        side: details.side.and_then(|side| named(SIDES, side.get_ref())),
        columns: number(details.columns),
        color: number(details.color),
        span: item.span.clone(),
    }
}

fn quote(quote: TextOr<crate::read::Quote>) -> Quote {
    match quote {
        TextOr::Text(text) => Quote { by: None, text: trim_lines(&text) },
        TextOr::Table(quote) => Quote {
            by: quote.by.map(|by| outline::plain(by.get_ref()).into_owned()),
            text: quote.text.map(|text| trim_lines(text.get_ref())).unwrap_or_default(),
        },
    }
}

/// Whether a text has the form of a BCP 47 tag: parts of at most eight letters or digits, the first of two or three letters.
fn is_language(tag: &str) -> bool {
    let first = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
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
        span: outline.items[*item].span.clone(),
    };
    outline.top.iter().map(|item| (core, *item, link(item))).collect()
}
