//! Links of a map as the figure shows them: there and back in one line, labels beside them or in a key.

use thememap::layout::{Head, Mark, quality};
use thememap::model::Map;
use thememap::text::Fonts;
use thememap::unit::mm;
use thememap::{Drawing, Options};

fn drawn(source: &str, width_mm: f64) -> (Map, Drawing) {
    let (map, _) = thememap::read(source).unwrap();
    let options = Options { width: Some(mm(width_mm)), ..Options::default() };
    let drawing = thememap::render(&map, &Fonts::bundled(), &options).unwrap();
    let faults = quality::measure(&map, &drawing.layout).faults();
    assert!(faults.is_empty(), "at {width_mm} mm: {faults:?}");
    (map, drawing)
}

const GROUPS: &str = r#"
[groups.limits]
label  = "Knowing the new limits"
themes = [{ id = "tired", label = "Fatigue that nobody sees" }, "Testing oneself in secret"]
[groups.work]
label  = "A workplace that bends"
themes = ["A manager who asks", "Colleagues keeping count"]
[groups.services]
label  = "Services at arm's length"
themes = ["Rehabilitation ends at the door", { id = "forms", label = "Forms written for other illnesses" }]
"#;

#[test]
fn links_there_and_back_are_one_line_with_two_heads_where_they_are_alike() {
    let links = [
        ("limits -> work", "work -> limits", true),
        ("tired -> forms", "forms -> tired", true),
        ("limits -> work", "work -> limits: when it lasts", false),
        ("limits -> work", "work ..> limits", false),
        ("limits -> work", "work -- limits", false),
    ];
    for (there, back, one) in links {
        let (_, drawing) = drawn(&format!("links = [\"{there}\", \"{back}\"]\n{GROUPS}"), 170.0);
        let [first, second] = &drawing.layout.paths[..] else { panic!("{there}") };
        assert_eq!(first.start == Head::Arrow, one, "{there}, {back}");
        assert_eq!(second.points.is_empty(), one, "{there}, {back}");
    }
}

/// More words on links than 85 mm have room for between three groups.
const WORDY: &str = r#"
links = [
  "silence -> heir: because it is never put into words by anybody at the table",
  "milk ..> hands: more hours in the years when everything else goes well too",
  "heir -> sisters: one name on the deed",
  "debt -> silence: shame",
  "debt -> hands: no wages to speak of for a decade",
  "land -> sisters: blood and soil before the law",
  "milk -> heir: a reason to stay",
  "hands -> land: what work makes one's own",
  "sisters -> debt: paid out, or not",
]
[groups.parents]
label  = "Those who hold on"
themes = [{ id = "silence", label = "Never talking about it" }, { id = "land", label = "The land as one's own biography" }]
[groups.children]
label  = "Those who come after"
themes = [
  { id = "heir", label = "An heir by default" },
  { id = "hands", label = "Hands before a say" },
  { id = "sisters", label = "Sisters written out" },
]
[groups.market]
label  = "The market at the table"
themes = [{ id = "milk", label = "A good year for milk" }, { id = "debt", label = "Debt as an inheritance" }]
"#;

#[test]
fn labels_without_room_stand_below_the_figure_under_the_number_beside_their_link() {
    let words = |drawing: &Drawing| -> Vec<String> {
        let word = |mark: &Mark| match mark {
            Mark::Words { line, .. } => Some(line.line.text().into_owned()),
            _ => None,
        };
        drawing.layout.marks.iter().filter_map(word).collect()
    };
    let (_, wide) = drawn(WORDY, 170.0);
    assert!(words(&wide).is_empty());
    let (map, narrow) = drawn(WORDY, 85.0);
    let listed = words(&narrow);
    let mut next = 1;
    for (link, path) in map.graph.edge_weights().zip(&narrow.layout.paths) {
        let label = link.label.as_deref().unwrap();
        let beside: Vec<String> = path.label.iter().map(|line| line.line.text().trim().to_string()).collect();
        if path.disc.is_none() {
            assert_eq!(beside.join(" "), label);
            continue;
        }
        // Numbered in order; the key gives the label right after its number.
        assert_eq!(beside, [next.to_string()]);
        let at = listed.iter().position(|word| *word == next.to_string()).unwrap();
        assert_eq!(listed[at + 1].trim(), label);
        let lowest = narrow.layout.boxes.iter().flatten().map(|b| b.rect.y1).fold(0.0, f64::max);
        let key = narrow.layout.marks.iter().find_map(|mark| match mark {
            Mark::Words { line, .. } if line.line.text() == label => Some(line.baseline),
            _ => None,
        });
        assert!(key.unwrap() > lowest && key.unwrap() < narrow.layout.page.height);
        next += 1;
    }
    assert!(next > 3, "{} labels are in the key", next - 1);
}

#[test]
fn the_key_reads_from_the_right_where_the_map_does() {
    let (_, drawing) = drawn(
        &format!("[figure]\nlang = \"fa\"\n{WORDY}").replacen("[figure]\nlang = \"fa\"\n\n", "lang = \"fa\"\n", 1),
        85.0,
    );
    let at = |text: &str| {
        drawing.layout.marks.iter().find_map(|mark| match mark {
            Mark::Words { line, .. } if line.line.text().trim() == text => Some(line.x),
            _ => None,
        })
    };
    let first = drawing.layout.paths.iter().position(|path| path.disc.is_some()).unwrap();
    let (map, _) = thememap::read(WORDY).unwrap();
    let label = map.graph.edge_weights().nth(first).unwrap().label.clone().unwrap();
    assert!(at("1").unwrap() > at(&label).unwrap());
}

#[test]
fn a_label_next_to_the_core_of_a_column_does_not_push_everything_apart() {
    let source = |label: &str| {
        format!(
            "core = \"Waiting\"\nlinks = [\"a -- core\", \"b -> core{label}\", \"core -> c\"]\n\
             [groups.a]\nthemes = [\"One\"]\n[groups.b]\nthemes = [\"Two\"]\n[groups.c]\nthemes = [\"Three\"]\n\
             [figure]\nlayout = \"column\"\n"
        )
    };
    for width in [85.0, 170.0] {
        let height = |label: &str| drawn(&source(label), width).1.layout.page.height;
        let (without, with) = (height(""), height(": when people who wait talk to each other at night"));
        assert!(with <= 1.25 * without, "{width} mm: {with} pt with a label, {without} pt without");
    }
}
