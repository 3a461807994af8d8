//! [`Report`] → what people read of it: sections of lines, one for each change, in English.

use super::report::{Aside, Direction, Item, Joint, Place, Report, Support, Told, Version, Words};
use super::words::{Piece, compare};

/// Characters of a quote that name it where it has no name of its own.
const MOST_OF_A_QUOTE: usize = 60;

/// A part of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its head.
    pub head: &'static str,
    /// One for each change.
    pub lines: Vec<Line>,
    /// Whether its lines are no changes.
    pub aside: bool,
}

/// One change in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What kind of change it is.
    pub sign: Sign,
    /// Its words.
    pub spans: Vec<Span>,
}

/// What stands before a line: the signs of the figure of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Sign {
    New,
    Removed,
    Merged,
    Moved,
    Promoted,
    Demoted,
    Reordered,
    Reworded,
    Confirmed,
    Tentative,
    None,
}

impl Sign {
    /// The character.
    pub fn character(self) -> &'static str {
        match self {
            Sign::New => "+",
            Sign::Removed => "×",
            Sign::Merged => "⇒",
            Sign::Moved => "→",
            Sign::Promoted => "↑",
            Sign::Demoted => "↓",
            Sign::Reordered => "↕",
            Sign::Reworded => "≠",
            Sign::Confirmed => "✓",
            Sign::Tentative => "?",
            Sign::None => "·",
        }
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// Words of ours, and labels between them.
    Plain(String),
    /// Words that were taken out.
    Out(String),
    /// Words that were put in.
    In(String),
}

/// The maps in one line: `initial → final`.
pub fn head(report: &Report) -> String {
    let name = |version: &Version, other: &'static str| {
        let words = [&version.file, &version.version, &version.title];
        match words.into_iter().flatten().next() {
            Some(file) if version.file.is_some() => match &version.version {
                Some(version) => format!("{file} ({version})"),
                None => file.clone(),
            },
            Some(name) => name.clone(),
            None => other.to_owned(),
        }
    };
    format!("{} → {}", name(&report.old, "earlier map"), name(&report.new, "later map"))
}

/// What changed, in one sentence.
pub fn summary(report: &Report) -> String {
    let aside = if renamed(report) > 0 { " in the analysis" } else { "" };
    match report.changes.len() {
        0 => format!("No change{aside}."),
        1 => "1 change.".to_owned(),
        changes => format!("{changes} changes."),
    }
}

fn renamed(report: &Report) -> usize {
    report.notes.iter().filter(|note| matches!(note, Aside::Renamed { .. } | Aside::Names { .. })).count()
}

/// The parts that have anything to tell.
pub fn sections(report: &Report) -> Vec<Section> {
    let heads = ["Core", "Groups", "Themes", "Links", "Evidence"];
    let mut sections: Vec<Section> =
        heads.into_iter().map(|head| Section { head, lines: Vec::new(), aside: false }).collect();
    for change in &report.changes {
        let (section, line) = told(change);
        sections[section].lines.push(line);
    }
    let told_with =
        Section { head: "Told with these", lines: report.notes.iter().filter_map(link_note).collect(), aside: true };
    let names = Section {
        head: "No change: other names of the same",
        lines: report.notes.iter().filter_map(name_note).collect(),
        aside: true,
    };
    sections.extend([told_with, names]);
    sections.retain(|section| !section.lines.is_empty());
    sections
}

/// The number of its section, and the line.
fn told(change: &Told) -> (usize, Line) {
    match change {
        Told::Added { theme, place, split_from, .. } => {
            let split = split_from.as_ref().map_or(String::new(), |from| format!(", split out of {}", called(from)));
            let words = format!("{}: new {}{}{split}", quoted(&theme.label), role(&place.role), inside(place, "in"));
            (section(theme), Line::new(Sign::New, words))
        }
        Told::Removed { theme, place, merged_into, .. } => {
            let what = format!("{}: {}", quoted(&theme.label), role(&place.role));
            let (sign, words) = match merged_into {
                Some(into) => (Sign::Merged, format!("{what}{} merged into {}", inside(place, "of"), called(into))),
                None => (Sign::Removed, format!("{what} removed{}", inside(place, "from"))),
            };
            (section(theme), Line::new(sign, words))
        }
        Told::Moved { theme, way, from, to } => {
            let (sign, verb) = match way {
                Direction::Aside => (Sign::Moved, "moved"),
                Direction::Promoted => (Sign::Promoted, "promoted"),
                Direction::Demoted => (Sign::Demoted, "demoted"),
            };
            let (from, to) = match (from.role == to.role, &from.inside, &to.inside) {
                (true, Some(from), Some(to)) => (called(from), called(to)),
                (true, Some(from), None) => (called(from), "no group".to_owned()),
                (true, None, Some(to)) => ("no group".to_owned(), called(to)),
                _ => (seat(from), seat(to)),
            };
            let words = format!("{}: {verb} from {from} to {to}", quoted(&theme.label));
            (section(theme), Line::new(sign, words))
        }
        Told::Reordered { theme, from, to } => {
            let (from, position) = (from.position, to.position);
            let words = format!("{}: now number {position}{}, was {from}", quoted(&theme.label), inside(to, "of"));
            (section(theme), Line::new(Sign::Reordered, words))
        }
        Told::Reworded { theme, from, to } => {
            let mut line = Line::new(Sign::Reworded, "reworded: ‘");
            line.compare(from, to);
            line.add("’");
            (section(theme), line)
        }
        Told::Redefined { theme, from, to } => {
            let head = format!("{}: definition ", quoted(&theme.label));
            let mut line = Line::new(Sign::Reworded, head);
            match (from, to) {
                (Some(from), Some(to)) => {
                    line.add("reworded: ");
                    line.compare(from, to);
                }
                (from, to) => {
                    line.add(if to.is_some() { "added: " } else { "removed: " });
                    line.compare(from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default());
                }
            }
            (section(theme), line)
        }
        Told::Confirmed { theme } => {
            (section(theme), Line::new(Sign::Confirmed, format!("{}: confirmed, was tentative", quoted(&theme.label))))
        }
        Told::Tentative { theme } => {
            (section(theme), Line::new(Sign::Tentative, format!("{}: tentative now", quoted(&theme.label))))
        }
        Told::LinkAdded { link } => (3, Line::new(Sign::New, format!("{}: new", joint(link)))),
        Told::LinkRemoved { link } => (3, Line::new(Sign::Removed, format!("{}: removed", joint(link)))),
        Told::LinkChanged { from, to } => (3, changed(from, to)),
        Told::EvidenceMoved { evidence, from, to } => {
            let words = format!("{}: moved from {} to {}", support(evidence), called(from), called(to));
            (4, Line::new(Sign::Moved, words))
        }
        Told::EvidenceAdded { evidence, to } => {
            (4, Line::new(Sign::New, format!("{}: added to {}", support(evidence), called(to))))
        }
        Told::EvidenceDropped { evidence, from } => {
            (4, Line::new(Sign::Removed, format!("{}: dropped from {}", support(evidence), called(from))))
        }
        Told::EvidenceChanged { evidence, theme } => {
            let mut line = Line::new(Sign::Reworded, format!("{} in {}: ", support(evidence), called(theme)));
            if let Support::Quote { old: Some(old), new: Some(new) } = evidence {
                if old.by != new.by {
                    let by = |words: &Words| words.by.clone().unwrap_or_else(|| "nobody".to_owned());
                    line.add("said by ");
                    line.compare(&by(old), &by(new));
                }
                if old.text != new.text {
                    line.add(if old.by == new.by { "words " } else { "; words " });
                    line.compare(old.text.as_deref().unwrap_or_default(), new.text.as_deref().unwrap_or_default());
                }
            }
            (4, line)
        }
    }
}

/// A link with another end, kind or label.
fn changed(from: &Joint, to: &Joint) -> Line {
    let same_ends = |a: &Item, b: &Item| (&a.old, &a.new) == (&b.old, &b.new);
    let kept = same_ends(&from.from, &to.from) && same_ends(&from.to, &to.to);
    let turned = same_ends(&from.from, &to.to) && same_ends(&from.to, &to.from);
    let mut line = Line::new(Sign::Reworded, joint(from));
    if !kept && !turned {
        line.add(format!(": redirected, now {}", joint(to)));
        return line;
    }
    let mut said = Vec::new();
    if from.kind != to.kind {
        said.push(format!("{} now, was {}", kind(&to.kind), kind(&from.kind)));
    } else if turned {
        said.push("the other way now".to_owned());
    }
    if from.tentative != to.tentative {
        said.push(if to.tentative { "tentative now" } else { "confirmed, was tentative" }.to_owned());
    }
    line.add(format!(": {}", said.join(", ")));
    if from.label != to.label {
        line.add(if said.is_empty() { "words ‘" } else { ", words ‘" });
        line.compare(from.label.as_deref().unwrap_or_default(), to.label.as_deref().unwrap_or_default());
        line.add("’");
    }
    line
}

fn link_note(note: &Aside) -> Option<Line> {
    let words = match note {
        Aside::Link { old: Some(old), new: Some(new) } => format!("{} is now {}", joint(old), joint(new)),
        Aside::Link { old: Some(old), new: None } => format!("{} is gone", joint(old)),
        Aside::Link { old: None, new: Some(new) } => format!("{} is new", joint(new)),
        _ => return None,
    };
    Some(Line::new(Sign::None, words))
}

fn name_note(note: &Aside) -> Option<Line> {
    let Aside::Renamed { from, to, .. } = note else { return None };
    let mut line = Line::new(Sign::None, "‘");
    line.compare(from, to);
    line.add("’");
    Some(line)
}

impl Line {
    fn new(sign: Sign, words: impl Into<String>) -> Line {
        Line { sign, spans: vec![Span::Plain(words.into())] }
    }

    fn add(&mut self, words: impl Into<String>) {
        self.spans.push(Span::Plain(words.into()));
    }

    /// Adds a text with the words that are gone and new.
    fn compare(&mut self, old: &str, new: &str) {
        let span = |piece: Piece| match piece {
            Piece::Same(text) => Span::Plain(text),
            Piece::Out(text) => Span::Out(text),
            Piece::In(text) => Span::In(text),
        };
        self.spans.extend(compare(old, new).into_iter().map(span));
    }
}

fn section(theme: &Item) -> usize {
    match theme.role.as_str() {
        "core" => 0,
        "group" => 1,
        _ => 2,
    }
}

fn quoted(text: &str) -> String {
    format!("‘{text}’")
}

/// A role in a sentence.
fn role(role: &str) -> &str {
    if role == "subtheme" { "sub-theme" } else { role }
}

/// A theme in a sentence.
fn called(item: &Item) -> String {
    match item.role.as_str() {
        "core" => "the core".to_owned(),
        _ => quoted(&item.label),
    }
}

/// ` in ‘Functions’`, or nothing for what stands in nothing.
fn inside(place: &Place, word: &str) -> String {
    place.inside.as_ref().map_or(String::new(), |holder| format!(" {word} {}", called(holder)))
}

/// `theme of ‘Functions’`, `group`.
fn seat(place: &Place) -> String {
    format!("{}{}", role(&place.role), inside(place, "of"))
}

fn kind(kind: &str) -> String {
    kind.replace('-', " ")
}

/// `‘Waiting’ -> ‘Help’ (causes, “in time”)`.
fn joint(link: &Joint) -> String {
    let (plain, arrow) = match (link.kind.as_str(), link.tentative) {
        ("plain", false) => (true, "--"),
        ("plain", true) => (true, ".."),
        ("leads-to", false) => (true, "->"),
        ("leads-to", true) => (true, "..>"),
        ("mutual", false) => (true, "<->"),
        ("mutual", true) => (true, "<..>"),
        ("associated" | "contradicts", false) => (false, "--"),
        ("associated" | "contradicts", true) => (false, ".."),
        (_, false) => (false, "->"),
        (_, true) => (false, "..>"),
    };
    let kind = (!plain).then(|| kind(&link.kind));
    let words: Vec<String> = kind.into_iter().chain(link.label.as_deref().map(quoted)).collect();
    let words = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
    format!("{} {arrow} {}{words}", called(&link.from), called(&link.to))
}

/// What evidence is called: the participant, and the name or the beginning of what they said.
fn support(evidence: &Support) -> String {
    match evidence {
        Support::Voice(who) => format!("{who} (voice)"),
        Support::Quote { old, new } => {
            let words = new.as_ref().or(old.as_ref()).cloned().unwrap_or_default();
            let name = words.id.clone().unwrap_or_else(|| shortened(words.text.as_deref().unwrap_or_default()));
            format!("{} “{name}”", words.by.as_deref().unwrap_or("unnamed"))
        }
    }
}

/// The beginning of a quote; what is left out is marked as left out by an editor.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST_OF_A_QUOTE {
        return line;
    }
    let beginning: String = line.chars().take(MOST_OF_A_QUOTE).collect();
    let whole = beginning.rsplit_once(' ').map_or(beginning.as_str(), |(whole, _)| whole);
    format!("{whole} […]")
}
