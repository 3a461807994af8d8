//! A study that is edited: themes and links with numbers of their own that they keep, written as map files.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::random_maps::Random;

/// What stands where in a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Core,
    Outcome,
    Group,
    Theme,
    Code,
}

/// A theme and what it says.
#[derive(Clone, Debug)]
pub struct Node {
    pub number: usize,
    pub kind: Kind,
    pub parent: Option<usize>,
    /// Numbers, in order, codes last.
    pub children: Vec<usize>,
    pub id: Option<String>,
    pub label: String,
    pub definition: Option<String>,
    pub tentative: bool,
    pub voices: Vec<String>,
    pub quotes: Vec<Said>,
    /// What it was split out of.
    pub split: Option<usize>,
}

/// Words of a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub number: usize,
    pub by: String,
    /// By its name alone, or by its words.
    pub named: bool,
}

/// A link with its arrow and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    pub number: usize,
    pub from: usize,
    pub to: usize,
    pub kind: &'static str,
    pub tentative: bool,
    pub label: Option<String>,
}

/// The whole study.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// By number; `None` for what is gone.
    pub nodes: Vec<Option<Node>>,
    pub core: Option<usize>,
    pub outcome: Option<usize>,
    pub top: Vec<usize>,
    pub links: Vec<Joint>,
    /// What was merged into what.
    pub merged: Vec<(usize, usize)>,
    pub next: usize,
}

pub const KINDS: [&str; 9] =
    ["plain", "leads-to", "mutual", "associated", "part-of", "causes", "contradicts", "barrier", "facilitator"];

/// Words of labels as studies have them.
const WORDS: [&str; 151] = [
    "trust",
    "waiting",
    "diagnosis",
    "peer",
    "support",
    "workers",
    "stigma",
    "primary",
    "access",
    "services",
    "family",
    "burden",
    "relief",
    "hope",
    "learning",
    "together",
    "ward",
    "night",
    "time",
    "being",
    "believed",
    "judged",
    "management",
    "relationships",
    "communication",
    "responsibility",
    "uncertainty",
    "anxiety",
    "barriers",
    "housing",
    "food",
    "money",
    "transport",
    "distance",
    "language",
    "interpreters",
    "culture",
    "faith",
    "identity",
    "shame",
    "silence",
    "anger",
    "grief",
    "loss",
    "recovery",
    "relapse",
    "medication",
    "appointments",
    "forms",
    "letters",
    "nurses",
    "doctors",
    "managers",
    "colleagues",
    "teams",
    "handover",
    "shifts",
    "workload",
    "burnout",
    "training",
    "mentorship",
    "supervision",
    "boundaries",
    "role",
    "clarity",
    "advocacy",
    "navigating",
    "transitions",
    "discharge",
    "admission",
    "emergency",
    "home",
    "visits",
    "school",
    "teachers",
    "children",
    "parents",
    "siblings",
    "friends",
    "neighbours",
    "community",
    "belonging",
    "loneliness",
    "isolation",
    "digital",
    "screens",
    "telephone",
    "privacy",
    "safety",
    "violence",
    "police",
    "court",
    "prison",
    "release",
    "work",
    "employers",
    "income",
    "debt",
    "benefits",
    "dignity",
    "respect",
    "choice",
    "control",
    "autonomy",
    "dependence",
    "ageing",
    "memory",
    "dementia",
    "pain",
    "fatigue",
    "sleep",
    "exercise",
    "nutrition",
    "cooking",
    "gardens",
    "animals",
    "music",
    "art",
    "writing",
    "stories",
    "humour",
    "play",
    "routine",
    "change",
    "pandemic",
    "lockdown",
    "masks",
    "vaccines",
    "rumours",
    "media",
    "science",
    "research",
    "consent",
    "evidence",
    "guidelines",
    "protocols",
    "flexibility",
    "creativity",
    "leadership",
    "power",
    "hierarchy",
    "voice",
    "listening",
    "empathy",
    "kindness",
    "honesty",
    "conflict",
    "repair",
    "future",
    "meaning",
    "purpose",
];
const SMALL: [&str; 10] = ["of", "and", "in", "the", "to", "for", "at", "as", "by", "on"];

/// A label of `words` words that say something, with small ones between.
pub fn label(random: &mut Random, words: usize) -> String {
    let mut said: Vec<&str> = Vec::new();
    while said.len() < words {
        let word = WORDS[random.below(WORDS.len())];
        if !said.contains(&word) {
            said.push(word);
        }
    }
    let mut text = String::new();
    for (at, word) in said.iter().enumerate() {
        if at > 0 {
            text.push(' ');
            if random.below(3) == 0 {
                text.push_str(SMALL[random.below(SMALL.len())]);
                text.push(' ');
            }
        }
        text.push_str(word);
    }
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Another word than those of the label.
pub fn word(random: &mut Random, not_in: &str) -> &'static str {
    loop {
        let word = WORDS[random.below(WORDS.len())];
        if !not_in.to_lowercase().contains(word) {
            return word;
        }
    }
}

impl Study {
    pub fn node(&self, number: usize) -> &Node {
        self.nodes[number].as_ref().unwrap()
    }

    pub fn node_mut(&mut self, number: usize) -> &mut Node {
        self.nodes[number].as_mut().unwrap()
    }

    pub fn numbers(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|number| self.nodes[*number].is_some()).collect()
    }

    pub fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// A label that nothing else has.
    pub fn fresh_label(&self, random: &mut Random, words: usize) -> String {
        loop {
            let text = label(random, words);
            if !self.has(&text) {
                return text;
            }
        }
    }

    pub fn has(&self, label: &str) -> bool {
        let fold = |text: &str| text.to_lowercase();
        self.nodes.iter().flatten().any(|node| fold(&node.label) == fold(label))
    }

    pub fn add(&mut self, kind: Kind, parent: Option<usize>, at: usize, label: String) -> usize {
        let number = self.nodes.len();
        self.nodes.push(Some(Node {
            number,
            kind,
            parent,
            children: Vec::new(),
            id: None,
            label,
            definition: None,
            tentative: false,
            voices: Vec::new(),
            quotes: Vec::new(),
            split: None,
        }));
        self.place(number, parent, at);
        if kind == Kind::Group {
            self.give_id(number);
        }
        number
    }

    /// Groups have ids; authors make them of a word of the label.
    pub fn give_id(&mut self, number: usize) {
        let mark = self.number();
        let node = self.node_mut(number);
        let word = node.label.split(' ').next().unwrap().to_lowercase();
        node.id = Some(format!("{word}-{mark}"));
    }

    /// Puts a node among the children of `parent`, or at the top.
    pub fn place(&mut self, number: usize, parent: Option<usize>, at: usize) {
        self.node_mut(number).parent = parent;
        match self.node(number).kind {
            Kind::Core => self.core = Some(number),
            Kind::Outcome => self.outcome = Some(number),
            _ => {
                let list = self.list(parent);
                let at = at.min(list.len());
                list.insert(at, number);
            }
        }
        self.settle(parent);
    }

    pub fn list(&mut self, parent: Option<usize>) -> &mut Vec<usize> {
        match parent {
            Some(parent) => &mut self.nodes[parent].as_mut().unwrap().children,
            None => &mut self.top,
        }
    }

    /// As files have it: codes after themes, and themes in no group before groups.
    pub fn settle(&mut self, parent: Option<usize>) {
        let mut list = std::mem::take(self.list(parent));
        list.sort_by_key(|number| match self.node(*number).kind {
            Kind::Theme => 0,
            _ => 1,
        });
        *self.list(parent) = list;
    }

    /// Takes a node from where it stands.
    pub fn take(&mut self, number: usize) {
        match self.node(number).kind {
            Kind::Core => self.core = None,
            Kind::Outcome => self.outcome = None,
            _ => {
                let parent = self.node(number).parent;
                self.list(parent).retain(|other| *other != number);
            }
        }
    }

    /// Takes a node away with all it holds, and the links of all.
    pub fn remove(&mut self, number: usize) {
        self.take(number);
        let gone: BTreeSet<usize> = self.below(number).into_iter().collect();
        self.links.retain(|link| !gone.contains(&link.from) && !gone.contains(&link.to));
        gone.iter().for_each(|number| self.nodes[*number] = None);
    }

    /// A node and all it holds, each before what it holds.
    pub fn below(&self, number: usize) -> Vec<usize> {
        let mut found = vec![number];
        let mut next = 0;
        while next < found.len() {
            found.extend(&self.node(found[next]).children);
            next += 1;
        }
        found
    }

    pub fn is_inside(&self, inner: usize, outer: usize) -> bool {
        std::iter::successors(self.node(inner).parent, |&node| self.node(node).parent).any(|node| node == outer)
    }

    pub fn depth(&self, number: usize) -> usize {
        std::iter::successors(self.node(number).parent, |&node| self.node(node).parent).count()
    }

    /// The nodes in the order of the map.
    pub fn order(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut pending: Vec<usize> = self.core.iter().chain(&self.top).chain(&self.outcome).rev().copied().collect();
        while let Some(number) = pending.pop() {
            order.push(number);
            pending.extend(self.node(number).children.iter().rev());
        }
        order
    }

    /// The map file.
    pub fn text(&self) -> String {
        let mut head = String::new();
        for (key, number) in [("core", self.core), ("outcome", self.outcome)] {
            if let Some(number) = number {
                let _ = writeln!(head, "{key} = {}", self.inline(number));
            }
        }
        let loose: Vec<String> =
            self.top.iter().filter(|n| self.node(**n).kind == Kind::Theme).map(|n| self.inline(*n)).collect();
        if !loose.is_empty() {
            let _ = writeln!(head, "themes = [{}]", loose.join(", "));
        }
        let links: Vec<String> = self.links.iter().map(|link| self.link(link)).collect();
        let _ = writeln!(head, "links = [{}]", links.join(", "));
        for &number in self.top.iter().filter(|n| self.node(**n).kind == Kind::Group) {
            let _ = writeln!(head, "[groups.{:?}]", self.node(number).id.as_ref().unwrap());
            for part in self.parts(number) {
                let _ = writeln!(head, "{part}");
            }
        }
        head
    }

    fn inline(&self, number: usize) -> String {
        let id = self.node(number).id.iter().map(|id| format!("id = {id:?}"));
        let parts: Vec<String> = id.chain(self.parts(number)).collect();
        format!("{{ {} }}", parts.join(", "))
    }

    fn parts(&self, number: usize) -> Vec<String> {
        let node = self.node(number);
        let mut parts = vec![format!("label = {:?}", node.label)];
        for (key, kind) in [("themes", Kind::Theme), ("codes", Kind::Code)] {
            let inside: Vec<String> =
                node.children.iter().filter(|n| self.node(**n).kind == kind).map(|n| self.inline(*n)).collect();
            if !inside.is_empty() {
                parts.push(format!("{key} = [{}]", inside.join(", ")));
            }
        }
        parts.extend(node.definition.iter().map(|text| format!("definition = {text:?}")));
        if node.tentative {
            parts.push("tentative = true".to_owned());
        }
        if !node.voices.is_empty() {
            parts.push(format!("voices = {:?}", node.voices));
        }
        if !node.quotes.is_empty() {
            let said = |said: &Said| match said.named {
                true => format!("{{ by = {:?}, id = \"passage {}\" }}", said.by, said.number),
                false => {
                    let words = label(&mut Random::new(said.number as u64), 12);
                    format!("{{ by = {:?}, text = \"{words} {}\" }}", said.by, said.number)
                }
            };
            parts.push(format!("quotes = [{}]", node.quotes.iter().map(said).collect::<Vec<_>>().join(", ")));
        }
        parts
    }

    /// What a link calls a node: an id, or a path of ids.
    fn name(&self, number: usize) -> String {
        match self.node(number).kind {
            Kind::Core => "core".to_owned(),
            Kind::Outcome => "outcome".to_owned(),
            _ => self.node(number).id.clone().unwrap_or_else(|| self.node(number).label.clone()),
        }
    }

    fn link(&self, link: &Joint) -> String {
        let label = link.label.as_ref().map_or(String::new(), |label| format!(", label = {label:?}"));
        let tentative = if link.tentative { ", tentative = true" } else { "" };
        let (from, to) = (self.name(link.from), self.name(link.to));
        format!("{{ from = {from:?}, to = {to:?}, kind = {:?}{label}{tentative} }}", link.kind)
    }
}

/// A study of about `size` themes.
pub fn study(random: &mut Random, size: usize) -> Study {
    let mut study = Study::default();
    if random.below(4) > 0 {
        let label = study.fresh_label(random, 4);
        study.add(Kind::Core, None, 0, label);
    }
    if random.below(4) == 0 {
        let label = study.fresh_label(random, 4);
        study.add(Kind::Outcome, None, 0, label);
    }
    let groups = if size < 8 { 1 } else { 2 + random.below((size / 5).clamp(1, 8)) };
    for _ in 0..groups {
        let words = 2 + random.below(3);
        let label = study.fresh_label(random, words);
        study.add(Kind::Group, None, usize::MAX, label);
    }
    while study.numbers().len() < size {
        let places: Vec<Option<usize>> = study
            .numbers()
            .into_iter()
            .filter(|n| study.node(*n).kind != Kind::Code && study.depth(*n) < 3)
            .filter(|n| !matches!(study.node(*n).kind, Kind::Core | Kind::Outcome) || size > 40 && n % 7 == 0)
            .map(Some)
            .chain([None])
            .collect();
        let parent = places[random.below(places.len())];
        let is_group = parent.is_none_or(|parent| study.node(parent).kind == Kind::Group);
        let kind = if !is_group && random.below(2) == 0 { Kind::Code } else { Kind::Theme };
        let words = 2 + random.below(5);
        // Codes of one name stand under several themes.
        let alike = study
            .numbers()
            .into_iter()
            .find(|n| study.node(*n).kind == Kind::Code && study.node(*n).parent != parent && n % 5 == random.below(5));
        let label = match alike.filter(|_| kind == Kind::Code && random.below(8) == 0) {
            Some(other)
                if !parent.is_some_and(|parent| {
                    study.node(parent).children.iter().any(|c| study.node(*c).label == study.node(other).label)
                }) =>
            {
                study.node(other).label.clone()
            }
            _ => study.fresh_label(random, words),
        };
        let at = random.below(9);
        let number = study.add(kind, parent, at, label);
        furnish(&mut study, random, number);
    }
    // What is linked by its label must be the only one of it.
    for number in study.numbers() {
        let twice = study.nodes.iter().flatten().filter(|node| node.label == study.node(number).label).count() > 1;
        if twice || random.below(5) == 0 && !matches!(study.node(number).kind, Kind::Core | Kind::Outcome | Kind::Group)
        {
            let id = format!("t-{number}");
            study.node_mut(number).id.get_or_insert(id);
        }
    }
    let numbers = study.numbers();
    if let Some(core) = study.core {
        for group in study.top.clone() {
            if random.below(3) > 0 {
                add_link(&mut study, core, group, "plain", None, false);
            }
        }
    }
    for _ in 0..random.below(2 + numbers.len() / 6) {
        let (a, b) = (numbers[random.below(numbers.len())], numbers[random.below(numbers.len())]);
        random_link(&mut study, random, a, b);
    }
    study
}

/// Evidence, a definition, a candidate: as it happens.
pub fn furnish(study: &mut Study, random: &mut Random, number: usize) {
    for _ in 0..[0, 0, 1, 2, 3][random.below(5)] {
        let said = said(study, random);
        study.node_mut(number).quotes.push(said);
    }
    for _ in 0..[0, 1, 2, 3][random.below(4)] {
        let who = format!("P{}", 1 + random.below(14));
        if !study.node(number).voices.contains(&who) {
            study.node_mut(number).voices.push(who);
        }
    }
    if random.below(5) == 0 {
        study.node_mut(number).definition = Some(label(random, 6));
    }
    study.node_mut(number).tentative = random.below(8) == 0;
}

/// A quote that nobody said before.
pub fn said(study: &mut Study, random: &mut Random) -> Said {
    let number = study.number();
    Said { number, by: format!("P{}", 1 + random.below(14)), named: random.below(2) == 0 }
}

/// A link between two, unless there is one or the one holds the other; whether it was added.
pub fn random_link(study: &mut Study, random: &mut Random, a: usize, b: usize) -> bool {
    let kind = KINDS[random.below(KINDS.len())];
    let label = (random.below(3) == 0).then(|| label(random, 2));
    let tentative = random.below(6) == 0;
    add_link(study, a, b, kind, label, tentative)
}

pub fn add_link(
    study: &mut Study,
    a: usize,
    b: usize,
    kind: &'static str,
    label: Option<String>,
    tentative: bool,
) -> bool {
    let known = study.links.iter().any(|link| (link.from, link.to) == (a, b) || (link.from, link.to) == (b, a));
    if a == b || known || study.is_inside(a, b) || study.is_inside(b, a) {
        return false;
    }
    let number = study.number();
    study.links.push(Joint { number, from: a, to: b, kind, tentative, label });
    true
}
