//! A seed → the text of a map file: one that an author could have written, and some that push the tool.
//!
//! 1–60 nodes, 0–8 groups of 0–12 themes, labels of 1–15 words, sub-themes and codes, links of every kind, with and
//! without core and outcome.

#![allow(dead_code, reason = "each test uses some of it")]

use std::fmt::Write;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True in `parts` of `of` cases.
    fn chance(&mut self, parts: usize, of: usize) -> bool {
        self.below(of) < parts
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// Words of the field's labels: common, long, quoted, with marks, and of other alphabets.
const WORDS: [&str; 84] = [
    "trust",
    "between",
    "care",
    "of",
    "the",
    "and",
    "waiting",
    "for",
    "a",
    "diagnosis",
    "peer",
    "support",
    "workers",
    "stigma",
    "in",
    "primary",
    "access",
    "to",
    "services",
    "family",
    "burden",
    "without",
    "relief",
    "hope",
    "as",
    "work",
    "learning",
    "together",
    "on",
    "the",
    "ward",
    "at",
    "night",
    "time",
    "that",
    "nobody",
    "counts",
    "being",
    "believed",
    "not",
    "judged",
    "self-management",
    "long-term",
    "follow-up",
    "co-production",
    "and/or",
    "staff/patient",
    "relationships",
    "communication",
    "responsibility",
    "interprofessional",
    "institutionalisation",
    "telerehabilitation",
    "deinstitutionalisation",
    "uncertainty",
    "sustainability",
    "“good”",
    "“difficult”",
    "\"just",
    "anxiety\"",
    "it’s",
    "O’Shea’s",
    "Barriers:",
    "Facilitators:",
    "(or",
    "lack",
    "thereof)",
    "24/7",
    "50%",
    "HIV",
    "COVID-19",
    "café",
    "naïve",
    "Zürich",
    "Ångström",
    "vécu",
    "quotidien",
    "εμπιστοσύνη",
    "φροντίδα",
    "доверие",
    "поддержка",
    "–",
    "&",
    "Selbstwirksamkeitserwartung",
];

const OPERATORS: [&str; 6] = ["--", "->", "<->", "..", "..>", "<..>"];
const KINDS: [&str; 7] = ["associated", "part-of", "causes", "contradicts", "barrier", "facilitator", "mutual"];
const LINK_LABELS: [&str; 6] = [
    "over time",
    "when it works",
    "only if staff have time",
    "weakens",
    "“no choice”",
    "in the first weeks after discharge",
];

/// The widths of figures that the properties are held at, in millimetres: of columns and pages, of slides and posters.
pub const WIDTHS: [f64; 8] = [85.0, 120.0, 170.0, 190.0, 297.0, 420.0, 594.0, 841.0];

/// What can be linked: its id, and the number of its outermost box.
struct Place {
    id: String,
    top: usize,
}

/// The text of a map file.
pub fn source(seed: u64) -> String {
    let mut random = Random::new(seed);
    let random = &mut random;
    // Small maps are as likely as large ones, as in the literature.
    let mut left = match random.below(4) {
        0 => 1 + random.below(9),
        1 => 3 + random.below(15),
        2 => 8 + random.below(25),
        _ => 1 + random.below(60),
    };
    let core = left > 1 && random.chance(2, 3);
    let outcome = left > 3 && random.chance(1, 4);
    left -= usize::from(core) + usize::from(outcome);
    let wordy = [5, 8, 8, 15][random.below(4)];
    let groups = if left < 2 || random.chance(1, 4) { 0 } else { 1 + random.below(8) };
    let mut places: Vec<Place> = Vec::new();
    let mut body = String::new();
    let mut tops = 0;
    for group in 0..groups {
        if left == 0 {
            break;
        }
        left -= 1;
        let most = left.min(12);
        let themes = if most == 0 { 0 } else { random.below(most.min(2 + left / (groups - group) * 2) + 1) };
        let _ = writeln!(body, "[groups.g{group}]\nlabel = {}", label(random, wordy.min(9)));
        places.push(Place { id: format!("g{group}"), top: tops });
        let list = themes_of(random, wordy, themes, &mut left, tops, &mut places, &format!("g{group}"));
        if themes > 0 || random.chance(1, 2) {
            let _ = writeln!(body, "themes = [{list}]");
        }
        if random.chance(1, 12) {
            let _ = writeln!(body, "side = \"{}\"", random.pick(&["left", "right", "top", "bottom"]));
        }
        if random.chance(1, 12) {
            let _ = writeln!(body, "columns = {}", 1 + random.below(3));
        }
        body.push('\n');
        tops += 1;
    }
    let mut head = String::new();
    if core {
        let _ = writeln!(head, "core = {}", label(random, wordy.min(10)));
    }
    if outcome {
        let _ = writeln!(head, "outcome = {}", label(random, wordy.min(10)));
    }
    let loose = if groups == 0 { left.max(usize::from(!core)) } else { usize::from(random.chance(1, 6)) * left.min(3) };
    if loose > 0 {
        left -= loose.min(left);
        let mut list = Vec::new();
        for n in 0..loose {
            list.push(themes_of(random, wordy, 1, &mut left, tops, &mut places, &format!("l{n}")));
            tops += 1;
        }
        let _ = writeln!(head, "themes = [\n  {}\n]", list.join(",\n  "));
    }
    let links = links(random, &places, core, outcome);
    if !links.is_empty() {
        let _ = writeln!(head, "links = [\n  {}\n]", links.join(",\n  "));
    }
    let mut tail = String::new();
    if random.chance(1, 10) {
        let _ = write!(tail, "[figure]\nlayout = \"column\"\n");
    }
    format!("{head}\n{body}{tail}")
}

/// A list of themes, some with sub-themes and codes, without its brackets.
fn themes_of(
    random: &mut Random,
    wordy: usize,
    themes: usize,
    left: &mut usize,
    top: usize,
    places: &mut Vec<Place>,
    prefix: &str,
) -> String {
    let mut list = Vec::new();
    for n in 0..themes {
        *left = left.saturating_sub(1);
        let id = format!("{prefix}-{n}");
        places.push(Place { id: id.clone(), top });
        let mut theme = format!("{{ id = \"{id}\", label = {}", label(random, wordy));
        if *left > 3 && random.chance(1, 6) {
            let subs = 1 + random.below(4).min(*left - 1);
            let mut labels: Vec<String> = Vec::new();
            for _ in 0..subs {
                // Two of one name in one theme are a mistake.
                let label = label(random, wordy.min(8));
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            let _ = write!(theme, ", {} = [{}]", random.pick(&["themes", "themes", "codes"]), labels.join(", "));
            *left -= subs;
        }
        if random.chance(1, 12) {
            theme.push_str(", tentative = true");
        }
        list.push(theme + " }");
    }
    list.join(", ")
}

/// Links as authors write them: mostly to the core, some across.
fn links(random: &mut Random, places: &[Place], core: bool, outcome: bool) -> Vec<String> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut add = |a: &str, b: &str| {
        let known = pairs.iter().any(|(x, y)| (x == a && y == b) || (x == b && y == a));
        if a != b && !known {
            pairs.push((a.to_string(), b.to_string()));
        }
    };
    if core && random.chance(2, 3) {
        for place in places.iter().filter(|place| !place.id.contains('-')) {
            match random.below(6) {
                0 => {}
                1..=3 => add(&place.id, "core"),
                _ => add("core", &place.id),
            }
        }
    }
    if outcome {
        if core {
            add("core", "outcome");
        }
        if !places.is_empty() && random.chance(1, 2) {
            add(&places[random.below(places.len())].id, "outcome");
        }
    }
    if places.len() > 1 {
        let across = match random.below(8) {
            0..=3 => 0,
            4 | 5 => 1,
            6 => 1 + random.below(3),
            _ => random.below(8),
        };
        for _ in 0..across {
            let (a, b) = (&places[random.below(places.len())], &places[random.below(places.len())]);
            // What stands in one box is shown there.
            let nested = a.id.starts_with(&b.id) || b.id.starts_with(&a.id);
            if !nested && (a.top != b.top || random.chance(1, 3)) {
                add(&a.id, &b.id);
            }
        }
    }
    let written = pairs.iter().map(|(a, b)| {
        let words = random.chance(1, 7).then(|| random.pick(&LINK_LABELS));
        if random.chance(1, 5) {
            let words = words.map_or(String::new(), |words| format!(", label = {}", quoted(words)));
            format!("{{ from = \"{a}\", to = \"{b}\", kind = \"{}\"{words} }}", random.pick(&KINDS))
        } else {
            let words = words.map_or(String::new(), |words| format!(": {words}"));
            let operator = if random.chance(2, 3) { OPERATORS[random.below(3)] } else { random.pick(&OPERATORS) };
            format!("\"{a} {operator} {b}{words}\"")
        }
    });
    written.collect()
}

/// A label of up to `most` words.
fn label(random: &mut Random, most: usize) -> String {
    let words = 1 + random.below(most);
    let words: Vec<&str> = (0..words).map(|_| random.pick(&WORDS)).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    quoted(&first.chain(letters).collect::<String>())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
