//! `a -> b: label` → ends, kind and label, by the names the map knows.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use super::outline::{Outline, plain};
use super::reference::{self, Found, Names};
use super::{Link, LinkKind};
use crate::diagnostic::Diagnostic;
use crate::read::{LinkTable, List, Text, TextOr};

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

/// How links are written: the arrow, its kind, whether it is tentative, whether it points to the left.
pub const ARROWS: &[(&str, LinkKind, bool, bool)] = &[
    ("->", LinkKind::LeadsTo, false, false),
    ("<-", LinkKind::LeadsTo, false, true),
    ("<->", LinkKind::Mutual, false, false),
    ("--", LinkKind::Plain, false, false),
    ("..>", LinkKind::LeadsTo, true, false),
    ("<..", LinkKind::LeadsTo, true, true),
    ("<..>", LinkKind::Mutual, true, false),
    ("..", LinkKind::Plain, true, false),
];

/// Most arrows looked at in one statement; a label holds one or two.
const MOST_ARROWS: usize = 16;

/// A statement taken apart; places are bytes of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What stands left of the arrow.
    pub left: Range<usize>,
    /// What stands right of it.
    pub right: Range<usize>,
    /// Number of the arrow in [`ARROWS`].
    pub arrow: usize,
    /// What follows the colon.
    pub label: Option<Range<usize>>,
}

/// Why a statement is no link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// No arrow.
    NoArrow,
    /// It links more than two.
    Chain(Vec<Range<usize>>),
    /// It can be read in more than one way.
    Ambiguous,
}

/// Takes a statement apart: the arrow is the one with a known name on its left and on its right; the label begins at
/// the first colon after the longest known name.
///
/// Where no arrow has known names on both sides, the first one with a space on each side counts, or the first of all.
pub fn parse(text: &str, names: &Names) -> Result<Statement, Mistake> {
    let arrows = arrows(text);
    let known: Vec<Statement> = arrows.iter().filter_map(|arrow| read(text, arrow, names)).collect();
    match known.len() {
        1 => return known.into_iter().next().ok_or(Mistake::NoArrow),
        0 => {}
        _ => return Err(Mistake::Ambiguous),
    }
    let spaced: Vec<&(Range<usize>, usize)> = arrows
        .iter()
        .filter(|(place, _)| text[..place.start].ends_with(' ') && text[place.end..].starts_with(' '))
        .collect();
    if spaced.len() > 1 {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (place, _) in &spaced {
            pieces.push(trim(text, start..place.start));
            start = place.end;
        }
        pieces.push(
            target(text, start, names)
                .unwrap_or_else(|| before_colon(text, start))
                .0,
        );
        if pieces
            .iter()
            .all(|piece| names.find(&text[piece.clone()]) != Found::Nothing)
        {
            return Err(Mistake::Chain(pieces));
        }
    }
    let (place, arrow) = spaced.first().copied().or(arrows.first()).ok_or(Mistake::NoArrow)?;
    let (right, label) = before_colon(text, place.end);
    Ok(Statement {
        left: trim(text, 0..place.start),
        right,
        arrow: *arrow,
        label,
    })
}

/// The name at a place of a statement, without the quotation marks it may stand in.
pub fn name(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
}

/// Places of everything that looks like an arrow.
fn arrows(text: &str) -> Vec<(Range<usize>, usize)> {
    let is_stroke = |c: char| matches!(c, '<' | '-' | '.' | '>');
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_stroke).map(|at| rest + at) {
        let end = text[start..]
            .find(|c| !is_stroke(c))
            .map_or(text.len(), |at| start + at);
        if let Some(arrow) = ARROWS.iter().position(|(arrow, ..)| *arrow == &text[start..end]) {
            found.push((start..end, arrow));
        }
        if found.len() == MOST_ARROWS {
            break;
        }
        rest = end;
    }
    found
}

/// The statement with its arrow at that place, if both ends are known.
fn read(text: &str, (place, arrow): &(Range<usize>, usize), names: &Names) -> Option<Statement> {
    let left = trim(text, 0..place.start);
    if names.find(name(&text[left.clone()])) == Found::Nothing {
        return None;
    }
    let (right, label) = target(text, place.end, names)?;
    Some(Statement {
        left,
        right,
        arrow: *arrow,
        label,
    })
}

/// The longest known name from `start` on, and the label after it.
fn target(text: &str, start: usize, names: &Names) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let colons = colons(text, start);
    let ends = std::iter::once((text.len(), None)).chain(colons.into_iter().rev().map(|(at, after)| (at, Some(after))));
    for (end, after) in ends {
        let right = trim(text, start..end);
        if names.find(name(&text[right.clone()])) != Found::Nothing {
            return Some((right, after.map(|after| trim(text, after..text.len()))));
        }
    }
    None
}

/// What stands before the first colon, and the label after it.
fn before_colon(text: &str, start: usize) -> (Range<usize>, Option<Range<usize>>) {
    match colons(text, start).first() {
        Some(&(at, after)) => (trim(text, start..at), Some(trim(text, after..text.len()))),
        None => (trim(text, start..text.len()), None),
    }
}

/// Where the first colons from `start` on begin and end.
fn colons(text: &str, start: usize) -> Vec<(usize, usize)> {
    let found = text[start..].match_indices([':', '：']).take(MOST_ARROWS);
    found
        .map(|(at, colon)| (start + at, start + at + colon.len()))
        .collect()
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

/// Reads the links; what is wrong with one does not hide what is wrong with the next.
pub fn read_all(
    links: List<TextOr<LinkTable>>,
    names: &Names,
    outline: &Outline,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(usize, usize, Link)> {
    let mut read: Vec<(usize, usize, Link)> = Vec::new();
    let mut first: HashMap<(usize, usize, Link), Range<usize>> = HashMap::new();
    for statement in links.into_inner() {
        let span = statement.span();
        let link = match statement.into_inner() {
            TextOr::Text(text) => short_form(&text, span.clone(), names, outline, problems),
            TextOr::Table(table) => long_form(*table, span.clone(), names, outline, problems),
        };
        let Some((from, to, link)) = link else { continue };
        if from == to {
            problems.push(
                Diagnostic::error(span, format!("`{}` is linked to itself", outline.items[from].id))
                    .hint("a link joins two different items of the map"),
            );
            continue;
        }
        let symmetric = matches!(
            link.kind,
            LinkKind::Plain | LinkKind::Mutual | LinkKind::Associated | LinkKind::Contradicts
        );
        let ends = if symmetric && from > to { (to, from) } else { (from, to) };
        let anywhere = Link {
            span: 0..0,
            ..link.clone()
        };
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

type Ends = Option<(usize, usize, Link)>;

fn short_form(
    text: &str,
    span: Range<usize>,
    names: &Names,
    outline: &Outline,
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
        let name = name(&text[part.clone()]);
        names.item(name, place(part), problems)
    };
    let (left, right) = (end(&statement.left), end(&statement.right));
    let (_, kind, tentative, to_the_left) = ARROWS[statement.arrow];
    let label = statement
        .label
        .map(|label| text[label].to_owned())
        .filter(|label| !label.is_empty());
    let link = Link {
        kind,
        tentative,
        label,
        span: span.clone(),
    };
    let _ = outline;
    if to_the_left {
        Some((right?, left?, link))
    } else {
        Some((left?, right?, link))
    }
}

fn long_form(
    table: LinkTable,
    span: Range<usize>,
    names: &Names,
    _outline: &Outline,
    problems: &mut Vec<Diagnostic>,
) -> Ends {
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
            let found = KINDS
                .iter()
                .find(|(name, _)| *name == kind.get_ref())
                .map(|(_, kind)| *kind);
            if found.is_none() {
                problems.push(reference::unknown_word(
                    "kind of link",
                    &kind,
                    KINDS.iter().map(|(name, _)| *name),
                ));
            }
            found
        }
    };
    let link = Link {
        kind: kind?,
        tentative: table.tentative.is_some_and(|flag| *flag.get_ref()),
        label: table.label.map(|label| plain(label.get_ref())),
        span,
    };
    Some((from?, to?, link))
}

fn explain(text: &str, span: &Range<usize>, mistake: Mistake) -> Diagnostic {
    match mistake {
        Mistake::NoArrow => Diagnostic::error(span.clone(), "this link has no arrow")
            .hint("write `a -> b` for one way, `a <-> b` for mutual, `a -- b` for plain"),
        Mistake::Chain(pieces) => {
            let pairs = pieces
                .windows(2)
                .map(|pair| format!("`{} … {}`", &text[pair[0].clone()], &text[pair[1].clone()]));
            Diagnostic::error(span.clone(), "one link joins two items, this one has several arrows").hint(format!(
                "write one link for each: {}",
                pairs.collect::<Vec<_>>().join(", ")
            ))
        }
        Mistake::Ambiguous => Diagnostic::error(span.clone(), "this link can be read in more than one way")
            .hint("use the long form: `{ from = \"…\", to = \"…\" }`, or ids in place of labels"),
    }
}
