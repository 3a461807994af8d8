//! Findings → diagnostics: which item of the map, what was measured, what would do.

use super::{Contrasts, Finding, INSIDE, Subject, What};
use crate::diagnostic::{Diagnostic, Severity};
use crate::draw::figure::Color;
use crate::draw::vision::Vision;
use crate::model::Map;

/// Other items that are shown with a finding; of more the number is told.
const MOST_RELATED: usize = 2;

/// Findings about a figure of a map, each at the place of its first item.
pub fn diagnostics(findings: &[Finding], map: &Map, severity: Severity) -> Vec<Diagnostic> {
    findings.iter().map(|finding| diagnostic(finding, map, severity)).collect()
}

fn diagnostic(finding: &Finding, map: &Map, severity: Severity) -> Diagnostic {
    let (measured, needed) = (number(finding.measured), number(finding.needed));
    let whom = whom(&finding.visions, false);
    let named = named(&finding.subjects, map);
    let (message, hint) = match &finding.what {
        What::Contrast { what, on, color, behind } => {
            let ground = if *on == INSIDE { "with its inside".to_owned() } else { format!("on the {on}") };
            let (fore, back) = (color.hex(), behind.hex());
            let message = format!(
                "the {what} {named} has a contrast of {measured} {ground} (`{fore}` on `{back}`){whom}; it needs {needed}"
            );
            let needs =
                if finding.visions.is_empty() { finding.needed } else { finding.needed / super::SIMULATED_SHARE };
            (message, enough(*color, *behind, needs))
        }
        What::Alike(colors) => {
            let colors = colors.iter().map(|color| format!("`{}`", color.hex())).collect::<Vec<_>>().join(", ");
            let alike = if finding.visions.is_empty() {
                format!("look alike: they differ by {measured} in CIELAB, less than {needed}")
            } else {
                let whom = self::whom(&finding.visions, true);
                format!("look alike{whom}, less than {needed} apart in CIELAB")
            };
            let message = format!("the colours of {named} ({colors}) {alike}, and nothing else tells them apart");
            let hint =
                "put themes of one colour into a group: its title then says what the colour says; or leave `color` out";
            (message, hint.to_owned())
        }
        What::SmallText => {
            let read = if finding.needed > super::LEAST_SIZE { "read from afar" } else { "read in print" };
            let message =
                format!("the text of {named} is {measured} pt high, less than the {needed} pt that are {read}");
            let hint = "fewer or shorter labels, a larger `width`, or `font-size` where it is given".to_owned();
            (message, hint)
        }
        What::ThinLine => {
            let message = format!("the line of {named} is {measured} pt wide; below {needed} pt it is lost in print");
            (message, format!("lines of {needed} pt or more in the style"))
        }
    };
    let mut places = finding.subjects.iter().filter_map(|subject| place(subject, map));
    let mut diagnostic = Diagnostic { severity, ..Diagnostic::warning(places.next(), message) }.hint(hint);
    for span in places.take(MOST_RELATED) {
        diagnostic = diagnostic.also(span, "here too");
    }
    diagnostic
}

/// "", " to readers with protanopia (3.1) and on a greyscale copy (0)", with numbers where they are asked for
fn whom(visions: &[(&'static Vision, f64)], measured: bool) -> String {
    let word = |(vision, found): &(&Vision, f64)| {
        let found = if measured { format!(" ({})", number(*found)) } else { String::new() };
        format!("{}{found}", vision.whom)
    };
    let words: Vec<_> = visions.iter().map(word).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" {last}"),
        Some((last, others)) => format!(" {} and {last}", others.join(", ")),
    }
}

/// "`Advocacy`", "`Advocacy` and `Trust`", "`Advocacy`, `Trust` and 7 more"
fn named(subjects: &[Subject], map: &Map) -> String {
    let label = |id: &String| {
        let theme = map.graph.node_weights().find(|theme| theme.id == *id);
        format!("`{}`", theme.map_or(id, |theme| &theme.label))
    };
    let name = |subject: &Subject| match subject {
        Subject::Item(id) => label(id),
        Subject::Link(source, target) => format!("from {} to {}", label(source), label(target)),
        Subject::Figure => "of the figure".to_owned(),
    };
    match subjects {
        [] => "of the figure".to_owned(),
        [one] => name(one),
        [one, other] => format!("{} and {}", name(one), name(other)),
        [one, other, last] => format!("{}, {} and {}", name(one), name(other), name(last)),
        [one, other, more @ ..] => format!("{}, {} and {} more", name(one), name(other), more.len()),
    }
}

fn place(subject: &Subject, map: &Map) -> Option<std::ops::Range<usize>> {
    match subject {
        Subject::Item(id) => map.graph.node_weights().find(|theme| theme.id == *id).map(|theme| theme.span.clone()),
        Subject::Link(source, target) => {
            let is = |edge: &petgraph::graph::EdgeIndex| {
                let ends = map.graph.edge_endpoints(*edge);
                ends.is_some_and(|(a, b)| map.graph[a].id == *source && map.graph[b].id == *target)
            };
            map.graph.edge_indices().find(is).map(|edge| map.graph[edge].span.clone())
        }
        Subject::Figure => None,
    }
}

/// The nearest colour of the same kind that would do: mixed with black or white, whichever the ground asks for.
fn enough(color: Color, behind: Color, needs: f64) -> String {
    let lighter = behind.is_dark();
    let end = if lighter { 255.0 } else { 0.0 };
    let mixed = |step: u32| {
        let share = f64::from(step) / 255.0;
        let mix = |channel: u8| (f64::from(channel) + (end - f64::from(channel)) * share).round() as u8;
        Color(mix(color.0), mix(color.1), mix(color.2))
    };
    let step = (1..=255).map(mixed).find(|mixed| Contrasts::of(*mixed, behind).meets(needs));
    let way = if lighter { "lighter" } else { "darker" };
    match step {
        Some(found) => format!(
            "a {way} colour: `{}` has {}; the styles that come with the program have enough",
            found.hex(),
            number(found.contrast(behind))
        ),
        None => "another ground: no colour has enough contrast on this one".to_owned(),
    }
}

/// A number to the hundredth, cut off rather than rounded, so that 4.499 is not 4.5.
fn number(value: f64) -> f64 {
    (value * 100.0 + 1e-6).floor() / 100.0
}
