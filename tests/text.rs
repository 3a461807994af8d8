//! Labels are measured, broken and ordered as a typesetter would.

use thememap::text::{Fonts, Paragraph, Weight};

fn shape(text: &str) -> Paragraph {
    Fonts::bundled().shape(text, Weight::Regular, None).expect("the bundled font has it")
}

/// Width in em of the label on one line.
fn width(text: &str) -> f64 {
    let label = shape(text);
    let line = label.lines(f64::INFINITY).expect("fits").remove(0);
    label.line(line).width
}

/// The label in its best break of so many lines.
fn set(text: &str, lines: usize) -> Vec<String> {
    let label = shape(text);
    let option = label.options(lines).into_iter().find(|option| option.lines == lines).expect("as many lines");
    let lines = label.lines(option.best).expect("fits");
    lines.into_iter().map(|line| label.line(line).text).collect()
}

#[test]
fn widths_are_those_of_harfbuzz_and_chromium() {
    assert!((8.5 * width("Navigating transitions within the") - 115.295).abs() < 0.0015);
    assert!((8.5 * width("healthcare system") - 64.464).abs() < 0.001);
}

#[test]
fn labels_break_as_in_the_reference_figures() {
    for lines in [
        &["Ongoing training", "and peer mentorship"][..],
        &["Establishing", "boundaries"],
        &["Contribution of", "shared experiences"],
        &["Overcoming", "system barriers"],
        &["Navigating transitions", "within the healthcare system"],
        &["Restoring trust", "between HCPs and PWUD"],
        &["Characteristics of an effective", "peer support worker"],
        &["Characteristics", "of an effective peer", "support worker"],
        &["Peer support", "worker as a bridge"],
        &["to overcome", "system barriers"],
        &["Rebuilding trust", "between HCPs", "and PWUD"],
        &["Sustainability", "approaches", "in healthcare"],
    ] {
        assert_eq!(set(&lines.join(" "), lines.len()), lines);
    }
}
