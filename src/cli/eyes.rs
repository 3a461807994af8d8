//! What was measured for eyes in the figures of a map → findings at their places, and a table to read.

use std::fmt::Write as _;

use super::attempt::describe;
use crate::Drawing;
use crate::check::eyes::{self, Eyes, Pair};
use crate::color::Color;
use crate::diagnostic::{Diagnostic, Severity};
use crate::draw::vision::VISIONS;
use crate::model::Map;

/// Width of a column of numbers, and of one of colours: the longest name and two blanks.
const NUMBER: usize = 8;
const COLOR: usize = 9;

/// What is wrong with the figures of a map, each kind once, however many pages show it.
pub fn findings(map: &Map, drawings: &[Drawing], severity: Severity) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::new();
    for drawing in drawings {
        // What is folded or parted among pages keeps its ids and its places.
        let shown = drawing.map.as_ref().unwrap_or(map);
        let found = eyes::diagnostics(&eyes::findings(shown, &drawing.figure), shown, severity);
        for diagnostic in found {
            if !all.contains(&diagnostic) {
                all.push(diagnostic);
            }
        }
    }
    all
}

/// Every contrast and the least differences of colours, for each page: a line of headings, then one for each pair.
pub fn table(map: &Map, drawings: &[Drawing]) -> String {
    let mut table = format!("{}\n", describe(drawings));
    for drawing in drawings {
        let eyes = eyes::examine(drawing.map.as_ref().unwrap_or(map), &drawing.figure);
        if let Some(page) = drawing.page {
            let _ = writeln!(table, "\npage {page}");
        }
        table.push('\n');
        contrasts(&eyes, &mut table);
        differences(&eyes, &mut table);
        sizes(&eyes, &mut table);
    }
    table.push('\n');
    table
}

fn contrasts(eyes: &Eyes, table: &mut String) {
    let what = |pair: &Pair| format!("{} on {}", pair.what, pair.on);
    let width = eyes.pairs.iter().map(|pair| what(pair).len()).max().unwrap_or(0).max("contrast".len());
    let _ = write!(
        table,
        "{:width$}  {:COLOR$}{:COLOR$}{:>5}{:>NUMBER$}",
        "contrast", "colour", "behind", "times", "needs"
    );
    let _ = writeln!(table, "{}", headings());
    for pair in &eyes.pairs {
        let (color, behind) = (pair.color.hex(), pair.behind.hex());
        let _ = write!(table, "{:width$}  {color:COLOR$}{behind:COLOR$}", what(pair));
        let _ = write!(table, "{:>5}{:>NUMBER$.1}", pair.count, pair.needs);
        let cells = pair.has.0.iter().map(|ratio| format!("{ratio:>NUMBER$.2}"));
        let failed = if pair.fails() { "  too little" } else { "" };
        let _ = writeln!(table, "{}{failed}", cells.collect::<String>());
    }
    let _ = writeln!(table, "needs: in usual sight (WCAG 2.2); nine tenths of it in the others");
}

fn differences(eyes: &Eyes, table: &mut String) {
    if eyes.differences.is_empty() {
        return;
    }
    let _ = writeln!(table, "\ncolours that differ least (CIELAB; below 10 they need a second sign)");
    for least in &eyes.differences {
        let ([a, b], [color, other]) = (&least.items, least.colors.map(Color::hex));
        let _ = writeln!(table, "{:NUMBER$}{:>6.1}  {a} {color}, {b} {other}", least.vision, least.delta_e);
    }
}

fn sizes(eyes: &Eyes, table: &mut String) {
    table.push('\n');
    if let Some(least) = eyes.least_text_pt {
        let _ = writeln!(table, "smallest text {} pt, at least {} pt", hundredths(least), eyes.needed_text_pt);
    }
    if let Some(least) = eyes.least_line_pt {
        let _ = writeln!(table, "thinnest line {} pt, at least {} pt", hundredths(least), eyes.needed_line_pt);
    }
}

fn headings() -> String {
    std::iter::once("normal")
        .chain(VISIONS.iter().map(|vision| vision.name))
        .map(|name| format!("{name:>NUMBER$}"))
        .collect()
}

/// "8", "0.75"
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
