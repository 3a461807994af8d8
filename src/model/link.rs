//! The links of a document → edges, and what is wrong with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use super::language::Languages;
use super::outline::{Outline, plain};
use super::reference::Names;
use super::statement::{ARROWS, Mistake, name, parse};
use super::{Link, LinkKind};
use crate::diagnostic::Diagnostic;
use crate::read::near::unknown_word;
use crate::read::{LinkTable, List, Text, TextOr, is_blank};

/// How a kind is written in the long form of a link.
pub const KINDS: &[(&str, LinkKind)] = &[
    ("plain", LinkKind::Plain),
    ("leads-to", LinkKind::LeadsTo),
    ("mutual", LinkKind::Mutual),
    ("associated", LinkKind::Associated),
    ("part-of", LinkKind::PartOf),
    ("causes", LinkKind::Causes),
    ("contradicts", LinkKind::Contradicts),
    ("barrier", LinkKind::Barrier),
    ("facilitator", LinkKind::Facilitator),
];

/// What is written for an arrow elsewhere, or made of one by a word processor.
const LOOKALIKES: &[(&str, &str)] = &[
    ("<-->", "<->"),
    ("<--", "<-"),
    ("-->", "->"),
    ("---", "--"),
    ("<=>", "<->"),
    ("=>", "->"),
    ("-.->", "..>"),
    ("...", ".."),
    ("→", "->"),
    ("⇒", "->"),
    ("⟶", "->"),
    ("←", "<-"),
    ("↔", "<->"),
    ("⇔", "<->"),
    ("…", ".."),
    ("–", "--"),
    ("—", "--"),
    (" = ", "--"),
    (" > ", "->"),
    (" < ", "<-"),
    (" - ", "--"),
];

/// Reads the links; what is wrong with one does not hide what is wrong with the next.
pub fn read_all(
    links: List<TextOr<LinkTable>>,
    names: &Names,
    outline: &Outline,
    languages: &Languages,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(usize, usize, Link)> {
    let mut read: Vec<(usize, usize, Link)> = Vec::new();
    let mut first: HashMap<(usize, usize, Link), Range<usize>> = HashMap::new();
    for statement in links.into_inner() {
        let span = statement.span();
        let link = match statement.into_inner() {
            // An empty text is reported already.
            TextOr::Text(text) if is_blank(&text) => continue,
            TextOr::Text(text) => short_form(&text, span.clone(), names, languages, problems),
            TextOr::Table(table) => long_form(*table, span.clone(), names, problems),
        };
        let Some((from, to, link)) = link else { continue };
        if let Some(problem) = within(from, to, &link, outline) {
            problems.push(problem);
            continue;
        }
        let symmetric =
            matches!(link.kind, LinkKind::Plain | LinkKind::Mutual | LinkKind::Associated | LinkKind::Contradicts);
        let ends = if symmetric && from > to { (to, from) } else { (from, to) };
        let anywhere = Link { span: 0..0, ..link.clone() };
        match first.entry((ends.0, ends.1, anywhere)) {
            Entry::Occupied(first) => problems.push(
                Diagnostic::warning(span, "this link is drawn once, but written twice")
                    .also(first.get().clone(), "first here")
                    .hint("delete one of them"),
            ),
            Entry::Vacant(place) => {
                place.insert(span);
                read.push((from, to, link));
            }
        }
    }
    read
}

/// What is wrong with a link between an item and itself or what it stands in.
fn within(from: usize, to: usize, link: &Link, outline: &Outline) -> Option<Diagnostic> {
    let id = |item: usize| &outline.items[item].id;
    if from == to {
        let message = format!("`{}` is linked to itself", id(from));
        return Some(Diagnostic::error(link.span.clone(), message).hint("a link joins two different items of the map"));
    }
    let (inner, outer) = if outline.holds(from, to) {
        (to, from)
    } else if outline.holds(to, from) {
        (from, to)
    } else {
        return None;
    };
    let stands = format!("`{}` stands in `{}`", id(inner), id(outer));
    if link.kind == LinkKind::Plain || (link.kind == LinkKind::PartOf && from == inner) {
        let message = format!("{stands} already: the figure shows it, and this link is not drawn");
        return Some(Diagnostic::warning(link.span.clone(), message).hint("delete the link"));
    }
    let mistake = Diagnostic::error(link.span.clone(), format!("{stands}, so no link can be drawn between them"));
    Some(mistake.hint("link one of them to something else, or take the inner one out"))
}

type Ends = Option<(usize, usize, Link)>;

fn short_form(
    text: &str,
    span: Range<usize>,
    names: &Names,
    languages: &Languages,
    problems: &mut Vec<Diagnostic>,
) -> Ends {
    // Without escapes a place in the text is a place in the file.
    let is_raw = span.len() == text.len() + 2;
    let place = |part: &Range<usize>| match is_raw {
        true => span.start + 1 + part.start..span.start + 1 + part.end,
        false => span.clone(),
    };
    let statement = match parse(text, names) {
        Ok(statement) => statement,
        Err(mistake) => {
            problems.push(explain(text, &span, mistake));
            return None;
        }
    };
    let mut end = |part: &Range<usize>| {
        let name = name(&text[part.clone()], names);
        names.item(name, place(part), problems)
    };
    let (left, right) = (end(&statement.left), end(&statement.right));
    let (_, kind, tentative, to_the_left) = ARROWS[statement.arrow];
    if let Some(label) = &statement.label
        && let Some(warning) = languages.untranslated(&text[label.clone()], place(label))
    {
        let cure = "a label in several languages needs the long form: `{ from = \"…\", to = \"…\", label = { … } }`";
        problems.push(Diagnostic { hints: Vec::new(), ..warning }.hint(cure));
    }
    let label = statement.label.map(|label| plain(&text[label]).into_owned());
    let link = Link { kind, tentative, label, second: None, bond: None, span: span.clone() };
    if to_the_left { Some((right?, left?, link)) } else { Some((left?, right?, link)) }
}

fn long_form(table: LinkTable, span: Range<usize>, names: &Names, problems: &mut Vec<Diagnostic>) -> Ends {
    let mut end = |key: &str, name: Option<Text>| match name {
        Some(name) => names.item(name.get_ref(), name.span(), problems),
        None => {
            problems.push(
                Diagnostic::error(span.clone(), format!("this link has no `{key}`"))
                    .hint("a link needs both: `{ from = \"…\", to = \"…\" }`"),
            );
            None
        }
    };
    let (from, to) = (end("from", table.from), end("to", table.to));
    let kind = match table.kind {
        None => Some(LinkKind::Plain),
        Some(kind) => {
            let found = KINDS.iter().find(|(name, _)| *name == kind.get_ref()).map(|(_, kind)| *kind);
            if found.is_none() {
                problems.push(unknown_word("kind of link", &kind, KINDS.iter().map(|(name, _)| *name)));
            }
            found
        }
    };
    let link = Link {
        kind: kind?,
        tentative: table.tentative.is_some_and(|flag| *flag.get_ref()),
        second: table
            .label
            .as_ref()
            .and_then(|label| label.get_ref().second.as_deref().map(|text| plain(text).into_owned())),
        label: table.label.map(|label| plain(label.get_ref().shown()).into_owned()),
        bond: None,
        span,
    };
    Some((from?, to?, link))
}

/// What is wrong with a statement, and how it would be written.
fn explain(text: &str, span: &Range<usize>, mistake: Mistake) -> Diagnostic {
    let error = |message: &str| Diagnostic::error(span.clone(), message);
    match mistake {
        Mistake::NoArrow => {
            let error = error("this link has no arrow");
            match LOOKALIKES.iter().find(|(lookalike, _)| text.contains(lookalike)) {
                Some((lookalike, arrow)) => error.hint(format!("write `{arrow}` for `{}`", lookalike.trim())),
                None => error.hint("write `a -> b` for one way, `a <-> b` for mutual, `a -- b` for plain"),
            }
        }
        Mistake::Chain(links) => {
            let links: Vec<String> = links.iter().map(|link| format!("\"{link}\"")).collect();
            error("a link joins two items, this one has several arrows")
                .hint(format!("write one link for each arrow: `{}`", links.join(", ")))
        }
        Mistake::Ambiguous => error("this link can be read in more than one way")
            .hint("say which ends are meant: `{ from = \"…\", to = \"…\", kind = \"…\" }`"),
        Mistake::NoLabel => {
            error("nothing stands after the colon").hint("write the label of the link, or delete the colon")
        }
    }
}
