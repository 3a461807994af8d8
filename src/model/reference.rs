//! A name as an author writes it → the item that is meant: by id, then by exact label.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::outline::{Outline, plain};
use super::{Role, id};
use crate::diagnostic::Diagnostic;
use crate::read::Text;

/// Most candidates listed where a name is ambiguous.
const MOST_CANDIDATES: usize = 6;

/// Most letter comparisons spent on "did you mean" in one map (some milliseconds), so that thousands of wrong names in
/// a map of thousands of themes stay cheap.
const MOST_COMPARISONS: usize = 4_000_000;

/// Everything a name can mean.
pub struct Names<'o> {
    outline: &'o Outline,
    ids: HashMap<&'o str, usize>,
    labels: HashMap<&'o str, Vec<usize>>,
    /// By the last one or two parts of the qualified id.
    paths: HashMap<String, Vec<usize>>,
    /// Ids of what could not be read.
    lost: HashSet<String>,
    comparisons: Cell<usize>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One item.
    One(usize),
    /// Several: the ids of the first few and how many there are.
    Many(Vec<String>, usize),
    /// Nothing.
    Nothing,
}

impl<'o> Names<'o> {
    /// The names of an outline whose ids are assigned.
    pub fn new(outline: &'o Outline, lost: &[String]) -> Self {
        let mut names = Names {
            outline,
            ids: HashMap::with_capacity(outline.items.len()),
            labels: HashMap::with_capacity(outline.items.len()),
            paths: HashMap::new(),
            lost: lost.iter().map(|text| id::from_label(text)).collect(),
            comparisons: Cell::new(0),
        };
        for (index, item) in outline.items.iter().enumerate() {
            names.ids.entry(&item.id).or_insert(index);
            names.labels.entry(&item.label).or_default().push(index);
            if let Some(parent) = item.parent {
                let path = format!("{}.{}", outline.items[parent].name, item.name);
                names.paths.entry(path).or_default().push(index);
            }
            names.paths.entry(item.name.clone()).or_default().push(index);
        }
        names
    }

    /// What `name` means: an id; else an exact label, or an id more or less qualified than it need be.
    pub fn find(&self, name: &str) -> Found {
        let name = plain(name);
        if let Some(&item) = self.ids.get(name.as_str()) {
            return Found::One(item);
        }
        let by_label = self.labels.get(name.as_str()).into_iter().flatten().copied();
        let tail = name.rmatch_indices('.').nth(1).map_or(name.as_str(), |(dot, _)| &name[dot + 1..]);
        let called = self.paths.get(tail).into_iter().flatten().copied();
        let called =
            called.filter(|&item| self.outline.is_called(item, &name) && self.outline.items[item].label != name);
        self.only(by_label.chain(called))
    }

    /// One of several; a code gives way to anything else.
    fn only(&self, items: impl Iterator<Item = usize> + Clone) -> Found {
        let is_code = |item: &usize| self.outline.items[*item].role == Role::Code;
        let themes = items.clone().filter(|item| !is_code(item));
        let codes = items.filter(is_code);
        let items: Vec<usize> = if themes.clone().next().is_some() { themes.collect() } else { codes.collect() };
        match items.as_slice() {
            [] => Found::Nothing,
            [item] => Found::One(*item),
            items => {
                let ids = items.iter().take(MOST_CANDIDATES).map(|&item| self.outline.items[item].id.clone());
                Found::Many(ids.collect(), items.len())
            }
        }
    }

    /// The id or label that looks most like `name`, if one does.
    pub fn nearest(&self, name: &str) -> Option<&'o str> {
        let items = self.outline.items.iter();
        let names = items.flat_map(|item| [item.id.as_str(), item.label.as_str()]);
        nearest(name, names, &self.comparisons)
    }

    /// The item of which `name` is the short label or another wording.
    pub fn by_alias(&self, name: &str) -> Option<usize> {
        let name = plain(name);
        self.outline.items.iter().position(|item| {
            let details = &item.details;
            let short = details.short.iter().map(|short| short.get_ref());
            let aliases = details.aliases.iter().flat_map(|list| list.get_ref()).map(|alias| alias.get_ref());
            short.chain(aliases).any(|other| plain(other) == name)
        })
    }
}

/// The one of `names` that looks most like `name`, if one does.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>, comparisons: &Cell<usize>) -> Option<&'n str> {
    /// Similarity (0–1) from which a name may be a slip of the pen for another.
    const ALIKE: f64 = 0.65;
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for other in names {
        let cost = name.len() * other.len();
        if comparisons.get() + cost > MOST_COMPARISONS {
            break;
        }
        comparisons.set(comparisons.get() + cost);
        let lower = other.to_lowercase();
        let mut alike = strsim::normalized_damerau_levenshtein(&name, &lower);
        if name.chars().count() >= 4 && (lower.starts_with(&name) || name.starts_with(&lower)) {
            alike = alike.max(ALIKE + 0.1 * alike);
        }
        if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, other));
        }
    }
    best.map(|(_, name)| name)
}

impl Names<'_> {
    /// The item a name means; a name that means none or several is a mistake.
    pub fn item(&self, name: &str, span: Range<usize>, problems: &mut Vec<Diagnostic>) -> Option<usize> {
        match self.find(name) {
            Found::One(item) => return Some(item),
            Found::Many(ids, count) => problems.push(self.ambiguous(name, span, &ids, count)),
            Found::Nothing if self.is_lost(name) => {}
            Found::Nothing if name.is_empty() => {
                problems.push(Diagnostic::error(span, "a link with only one end").hint("name what it joins: `a -> b`"))
            }
            Found::Nothing => {
                problems.push(self.unknown(name, span, format!("nothing in this map is called `{name}`")))
            }
        }
        None
    }

    /// Whether `name` means something that could not be read, so that a mistake has been reported already.
    pub fn is_lost(&self, name: &str) -> bool {
        !self.lost.is_empty() && self.lost.contains(&id::from_label(name))
    }

    /// The mistake that `name` means nothing.
    pub fn unknown(&self, name: &str, span: Range<usize>, message: String) -> Diagnostic {
        let mistake = Diagnostic::error(span, message);
        if let Some(item) = self.by_alias(name) {
            let item = &self.outline.items[item];
            return mistake.hint(format!("another wording of `{}`: refer to it by its id, `{}`", item.label, item.id));
        }
        match self.nearest(name) {
            Some(near) => mistake.hint(format!("did you mean `{near}`?")),
            None => mistake.hint("a group or theme is named by its id or by its label, exactly as it is written"),
        }
    }

    /// The mistake that `name` means several.
    pub fn ambiguous(&self, name: &str, span: Range<usize>, ids: &[String], count: usize) -> Diagnostic {
        let listed: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let more = if count > ids.len() { format!(" and {} more", count - ids.len()) } else { String::new() };
        Diagnostic::error(span, format!("`{name}` can mean {count} items of this map"))
            .hint(format!("say which: {}{more}", listed.join(", ")))
    }
}

/// The mistake that a word is none of a fixed list.
pub fn unknown_word<'w>(what: &str, word: &Text, words: impl Iterator<Item = &'w str> + Clone) -> Diagnostic {
    let listed: Vec<String> = words.clone().map(|word| format!("`{word}`")).collect();
    let mistake = Diagnostic::error(word.span(), format!("`{}` is no {what}", word.get_ref()));
    let mistake = match nearest(word.get_ref(), words, &Cell::new(0)) {
        Some(near) => mistake.hint(format!("did you mean `{near}`?")),
        None => mistake,
    };
    mistake.hint(format!("expected one of {}", listed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outline;
    use proptest::prelude::*;

    fn outline_of(source: &str) -> (Outline, Vec<Diagnostic>) {
        let mut document = crate::read::parse(source).unwrap();
        let mut problems = Vec::new();
        let mut outline = outline::build(&mut document, &mut problems);
        id::assign(&mut outline, &mut problems);
        (outline, problems)
    }

    #[test]
    fn names_are_ids_then_labels_then_paths() {
        let (outline, problems) = outline_of(
            r#"
            core = "Access to care"
            themes = [{ id = "hope", label = "Cost" }, "Silence"]
            [groups.community]
            themes = ["Trust", "Hope", { label = "Waiting", themes = ["For news"], codes = ["trust", "stigma"] }]
            [groups.clinic]
            themes = ["Trust", { label = "Waiting", themes = ["For news", "For a bed"] }, "Silence"]
            "#,
        );
        assert_eq!(problems, []);
        let names = Names::new(&outline, &[]);
        let id = |name: &str| match names.find(name) {
            Found::One(item) => outline.items[item].id.clone(),
            Found::Many(ids, _) => ids.join("|"),
            Found::Nothing => "-".to_owned(),
        };
        for (name, meant) in [
            ("core", "core"),
            ("Access to care", "core"),
            ("hope", "hope"),
            ("Hope", "community.hope"),
            ("Cost", "hope"),
            ("trust", "community.trust|clinic.trust"),
            ("Trust", "community.trust|clinic.trust"),
            ("clinic.trust", "clinic.trust"),
            ("silence", "silence"),
            ("clinic.silence", "clinic.silence"),
            ("waiting", "community.waiting|clinic.waiting"),
            ("for-a-bed", "for-a-bed"),
            ("waiting.for-a-bed", "for-a-bed"),
            ("clinic.waiting.for-a-bed", "for-a-bed"),
            ("community.waiting.for-a-bed", "-"),
            ("waiting.for-news", "community.waiting.for-news|clinic.waiting.for-news"),
            ("clinic.waiting.for-news", "clinic.waiting.for-news"),
            ("stigma", "stigma"),
            ("community.waiting.trust", "community.waiting.trust"),
            ("  For\n a   bed ", "for-a-bed"),
            ("for a bed", "-"),
            ("", "-"),
        ] {
            assert_eq!(id(name), meant, "{name:?}");
        }
    }

    /// Outlines with few names, so that many collide.
    fn themes() -> impl Strategy<Value = String> {
        let label = proptest::sample::select(vec!["Trust", "Hope", "Fear", "Cost of care", "待", "core", "a.b"]);
        let leaf = label.clone().prop_map(|label| format!("{label:?}"));
        leaf.prop_recursive(4, 40, 5, move |inner| {
            (label.clone(), proptest::collection::vec(inner, 0..5))
                .prop_map(|(label, themes)| format!("{{ label = {label:?}, themes = [{}] }}", themes.join(", ")))
        })
    }

    proptest! {
        #[test]
        fn every_id_means_its_item_unless_it_is_reported(themes in proptest::collection::vec(themes(), 1..6), core: bool) {
            let core = if core { "core = \"The core\"\n" } else { "" };
            let (outline, problems) = outline_of(&format!("{core}themes = [{}]", themes.join(", ")));
            let names = Names::new(&outline, &[]);
            let means_its_item = |(index, item): (usize, &outline::Item)| names.find(&item.id) == Found::One(index);
            let all = outline.items.iter().enumerate().all(means_its_item);
            prop_assert_eq!(all, problems.is_empty(), "{:?} {:?}", outline.items, problems);
        }
    }
}
