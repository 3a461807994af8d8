//! The short form of a link, `a -> b: label` → its parts, by the names the map knows.

use std::ops::Range;

use super::LinkKind;
use super::reference::{Found, Names};

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
    /// It links more than two: the statements that would do.
    Chain(Vec<String>),
    /// It can be read in more than one way.
    Ambiguous,
    /// A colon with nothing after it.
    NoLabel,
}

/// Takes a statement apart: the arrow is the one with a known name on its left and on its right; the label begins at
/// the first colon after the longest known name.
///
/// Where no arrow has known names on both sides, the first one with a space on each side counts, or the first of all.
pub fn parse(text: &str, names: &Names) -> Result<Statement, Mistake> {
    let arrows = arrows(text);
    let text = text.trim_end();
    if text.ends_with([':', '：']) && names.find(text) == Found::Nothing {
        let known = |arrow| read(text, arrow, names).is_some_and(|statement| statement.label.is_none());
        if !arrows.iter().any(known) {
            return Err(Mistake::NoLabel);
        }
    }
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
    if spaced.len() > 1
        && let Some(links) = chain(text, &spaced, names)
    {
        return Err(Mistake::Chain(links));
    }
    let (place, arrow) = spaced.first().copied().or(arrows.first()).ok_or(Mistake::NoArrow)?;
    let (right, label) = before_colon(text, place.end);
    Ok(Statement { left: trim(text, 0..place.start), right, arrow: *arrow, label })
}

/// The links of a chain `a -> b -> c`, if all its pieces are known names.
fn chain(text: &str, arrows: &[&(Range<usize>, usize)], names: &Names) -> Option<Vec<String>> {
    let starts = std::iter::once(0).chain(arrows.iter().map(|(place, _)| place.end));
    let mut pieces = Vec::new();
    for (start, end) in starts.zip(arrows.iter().map(|(place, _)| Some(place.start)).chain([None])) {
        let piece = match end {
            Some(end) => trim(text, start..end),
            None => target(text, start, names)?.0,
        };
        let piece = &text[piece];
        if names.find(name(piece, names)) == Found::Nothing {
            return None;
        }
        pieces.push(piece);
    }
    let link = |(pair, (place, _)): (&[&str], &&(Range<usize>, usize))| {
        format!("{} {} {}", pair[0], &text[place.clone()], pair[1])
    };
    Some(pieces.windows(2).zip(arrows).map(link).collect())
}

/// The name at an end of a statement, without the quotation marks it may stand in if they are no part of it.
pub fn name<'t>(text: &'t str, names: &Names) -> &'t str {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.filter(|_| names.find(text) == Found::Nothing).unwrap_or(text)
}

/// Places of everything that looks like an arrow.
fn arrows(text: &str) -> Vec<(Range<usize>, usize)> {
    let is_stroke = |c: char| matches!(c, '<' | '-' | '.' | '>');
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_stroke).map(|at| rest + at) {
        let end = text[start..].find(|c| !is_stroke(c)).map_or(text.len(), |at| start + at);
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
    if names.find(name(&text[left.clone()], names)) == Found::Nothing {
        return None;
    }
    let (right, label) = target(text, place.end, names)?;
    Some(Statement { left, right, arrow: *arrow, label })
}

/// The longest known name from `start` on, and the label after it.
fn target(text: &str, start: usize, names: &Names) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let colons = colons(text, start);
    let ends = std::iter::once((text.len(), None)).chain(colons.into_iter().rev().map(|(at, after)| (at, Some(after))));
    for (end, after) in ends {
        let right = trim(text, start..end);
        if names.find(name(&text[right.clone()], names)) != Found::Nothing {
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
    found.map(|(at, colon)| (start + at, start + at + colon.len())).collect()
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outline::{self, Outline, plain};
    use crate::model::{id, reference};
    use proptest::prelude::*;

    fn outline_of(labels: &[&str]) -> Outline {
        let labels: Vec<String> = labels.iter().map(|label| toml::Value::from(*label).to_string()).collect();
        let mut document = crate::read::parse(&format!("themes = [{}]", labels.join(", "))).unwrap();
        outline::build(&mut document, &mut Vec::new())
    }

    /// The parts of a statement among `labels`: left, arrow, right, label; or the mistake.
    fn parts(text: &str, labels: &[&str]) -> Result<(String, &'static str, String, Option<String>), Mistake> {
        let outline = outline_of(labels);
        let names = reference::Names::new(&outline, &[]);
        let statement = parse(text, &names)?;
        let part = |range: Range<usize>| name(&text[range], &names).to_owned();
        let label = statement.label.map(|label| text[label].to_owned());
        Ok((part(statement.left), ARROWS[statement.arrow].0, part(statement.right), label))
    }

    #[test]
    fn real_names_hold_arrows_and_colons() {
        let labels = [
            "Cost",
            "Cost: money",
            "Training -- and its limits",
            "Input -> output thinking",
            "Waiting... and waiting",
            "2019..2021",
            "“Why me?”",
            "\"Just a number\"",
            "等待",
        ];
        for (text, left, arrow, right, label) in [
            ("Cost -> 等待", "Cost", "->", "等待", None),
            ("cost->等待", "cost", "->", "等待", None),
            ("等待 <-> Cost：总是", "等待", "<->", "Cost", Some("总是")),
            ("等待 .. Cost: money", "等待", "..", "Cost: money", None),
            ("等待 .. Cost: money: again", "等待", "..", "Cost: money", Some("again")),
            ("等待 .. Cost: time: again", "等待", "..", "Cost", Some("time: again")),
            ("Training -- and its limits -- Cost", "Training -- and its limits", "--", "Cost", None),
            (
                "Cost <.. Training -- and its limits: x -> y",
                "Cost",
                "<..",
                "Training -- and its limits",
                Some("x -> y"),
            ),
            ("Input -> output thinking -> Cost", "Input -> output thinking", "->", "Cost", None),
            ("Waiting... and waiting ..> 2019..2021", "Waiting... and waiting", "..>", "2019..2021", None),
            ("“Why me?” <- cost", "“Why me?”", "<-", "cost", None),
            ("\"Just a number\" -> \"Cost\"", "\"Just a number\"", "->", "Cost", None),
            ("nobody -> cost: x", "nobody", "->", "cost", Some("x")),
            ("a--b -- nobody: x", "a--b", "--", "nobody", Some("x")),
        ] {
            let expected = (left.to_owned(), arrow, right.to_owned(), label.map(str::to_owned));
            assert_eq!(parts(text, &labels), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_link_says_why() {
        let labels = ["Cost", "Hope", "Fear", "Cost -- Hope", "Hope -- Fear"];
        for (text, mistake) in [
            ("Cost Hope", Mistake::NoArrow),
            ("Cost --> Hope", Mistake::NoArrow),
            ("Cost -> Hope:", Mistake::NoLabel),
            ("Cost -- Hope -- Fear", Mistake::Ambiguous),
            ("Cost -> Hope <-> Fear: x", Mistake::Chain(vec!["Cost -> Hope".to_owned(), "Hope <-> Fear".to_owned()])),
        ] {
            assert_eq!(parts(text, &labels), Err(mistake), "{text}");
        }
    }

    /// Labels as they may come, arrows and colons among them.
    fn label() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                "\\PC{1,4}",
                "[a-c]{1,3}",
                Just("->".into()),
                Just("--".into()),
                Just(":".into()),
                Just("..".into())
            ],
            1..6,
        )
        .prop_map(|words| plain(&words.join(" ")).into_owned())
        .prop_filter("blank", |label| !crate::read::is_blank(label) && label.trim() == label)
    }

    proptest! {
        #[test]
        fn a_statement_is_read_as_it_was_meant(a in label(), b in label(), words in "[a-z]{1,8}( [a-z]{1,8})?", arrow in 0..ARROWS.len()) {
            prop_assume!(id::from_label(&a) != id::from_label(&b));
            let arrow = ARROWS[arrow].0;
            let read = parts(&format!("{a} {arrow} {b}: {words}"), &[&a, &b]);
            if read != Err(Mistake::Ambiguous) {
                prop_assert_eq!(read, Ok((a, arrow, b, Some(words))));
            }
        }
    }
}
