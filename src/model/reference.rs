//! A name as an author writes it → the item that is meant: by id, then by exact label.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::outline::{Outline, plain};
use super::{Role, id};
use crate::diagnostic::Diagnostic;
use crate::read::near::{Effort, nearest};

/// Most candidates listed where a name is ambiguous.
const MOST_CANDIDATES: usize = 6;

/// Most candidates looked at in one map. A map in which thousands of names fit thousands of items is an error as it is,
/// and too large for a figure.
const MOST_LOOKS: usize = 1_000_000;

/// Everything a name can mean.
pub struct Names<'o> {
    outline: &'o Outline,
    /// Made when the first name is looked up: many a map refers to nothing.
    tables: OnceCell<Tables<'o>>,
    /// Ids of what could not be read.
    lost: HashSet<String>,
    /// Names that are no ids, and what they mean.
    found: RefCell<HashMap<String, Found>>,
    looks: Cell<usize>,
    effort: Effort,
}

/// The items by each of their names.
struct Tables<'o> {
    ids: HashMap<&'o str, usize>,
    /// The first item of that label, and the others.
    labels: HashMap<&'o str, (usize, Vec<usize>)>,
    /// By the last part of their id, items whose id is qualified.
    qualified: HashMap<&'o str, Vec<usize>>,
    /// By their labels in the other languages of the file.
    translations: HashMap<String, Vec<usize>>,
    /// By short label and other wordings.
    aliases: HashMap<String, usize>,
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

impl<'o> Tables<'o> {
    fn new(outline: &'o Outline) -> Self {
        let mut tables = Tables {
            ids: HashMap::with_capacity(outline.items.len()),
            labels: HashMap::with_capacity(outline.items.len()),
            qualified: HashMap::new(),
            translations: HashMap::new(),
            aliases: HashMap::new(),
        };
        tables.ids.extend(outline.core.map(|core| ("core", core)));
        tables.ids.extend(outline.outcome.map(|outcome| ("outcome", outcome)));
        for (index, item) in outline.items.iter().enumerate() {
            tables.ids.entry(&item.id).or_insert(index);
            match tables.labels.entry(&item.label) {
                Entry::Vacant(place) => drop(place.insert((index, Vec::new()))),
                Entry::Occupied(mut place) => place.get_mut().1.push(index),
            }
            if item.id != item.name {
                tables.qualified.entry(&item.name).or_default().push(index);
            }
            for (_, text) in &item.wording.languages {
                let items = tables.translations.entry(plain(text.get_ref()).into_owned()).or_default();
                if !items.contains(&index) {
                    items.push(index);
                }
            }
            if let Some(details) = &item.details {
                let aliases =
                    details.aliases.iter().flat_map(|list| list.get_ref()).map(|alias| alias.get_ref().as_str());
                for alias in details.short.iter().map(|short| &**short.get_ref()).chain(aliases) {
                    tables.aliases.entry(plain(alias).into_owned()).or_insert(index);
                }
            }
        }
        tables
    }
}

impl<'o> Names<'o> {
    /// The names of an outline whose ids are assigned.
    pub fn new(outline: &'o Outline, lost: &[String]) -> Self {
        Names {
            outline,
            tables: OnceCell::new(),
            lost: lost.iter().map(|text| id::from_label(text)).collect(),
            found: RefCell::default(),
            looks: Cell::default(),
            effort: Effort::default(),
        }
    }

    fn tables(&self) -> &Tables<'o> {
        self.tables.get_or_init(|| Tables::new(self.outline))
    }

    /// What `name` means: an id; else an exact label, or an id more or less qualified than it need be; else a label in
    /// another language of the file.
    pub fn find(&self, name: &str) -> Found {
        let name = plain(name);
        let Tables { ids, labels, qualified, .. } = self.tables();
        if let Some(&item) = ids.get(name.as_ref()) {
            return Found::One(item);
        }
        if let Some(found) = self.found.borrow().get(name.as_ref()) {
            return found.clone();
        }
        let by_label =
            labels.get(name.as_ref()).into_iter().flat_map(|(first, more)| std::iter::once(first).chain(more));
        let parts =
            std::iter::once(0).chain(name.match_indices('.').map(|(dot, _)| dot + 1)).map(|start| &name[start..]);
        let called = parts.flat_map(|part| ids.get(part).into_iter().chain(qualified.get(part).into_iter().flatten()));
        let is_called =
            |item: &&usize| self.outline.is_called(**item, &name) && self.outline.items[**item].label != name;
        let left = MOST_LOOKS.saturating_sub(self.looks.get());
        let looked = Cell::new(0);
        let look = |_: &&usize| looked.set(looked.get() + 1);
        let items: Vec<usize> = by_label.chain(called.inspect(look).filter(is_called)).take(left).copied().collect();
        self.looks.set(self.looks.get() + looked.get() + items.len());
        // A label in another language is a name too, as far as it is that of nothing else.
        let translated = || self.tables().translations.get(name.as_ref()).cloned().unwrap_or_default();
        let found = self.only(if items.is_empty() { translated() } else { items });
        self.found.borrow_mut().insert(name.into_owned(), found.clone());
        found
    }

    /// One of several; a code gives way to anything else.
    fn only(&self, mut items: Vec<usize>) -> Found {
        let is_theme = |item: &usize| self.outline.items[*item].role != Role::Code;
        if items.iter().any(is_theme) {
            items.retain(is_theme);
        }
        match items.as_slice() {
            [] => Found::Nothing,
            [item] => Found::One(*item),
            items => {
                let ids = items.iter().take(MOST_CANDIDATES).map(|&item| self.outline.items[item].id.clone());
                Found::Many(ids.collect(), items.len())
            }
        }
    }
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
        if let "core" | "outcome" = name {
            return mistake.hint(format!("this map has none; write `{name} = \"…\"` at the top of the file"));
        }
        if let Some(&item) = self.tables().aliases.get(plain(name).as_ref()) {
            let item = &self.outline.items[item];
            return mistake.hint(format!("another wording of `{}`: refer to it by its id, `{}`", item.label, item.id));
        }
        let names = self.outline.items.iter().flat_map(|item| [item.id.as_str(), item.label.as_str()]);
        match nearest(name, names, &self.effort) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outline;
    use proptest::prelude::*;

    fn outline_of(source: &str) -> (Outline, Vec<Diagnostic>) {
        let mut document = crate::read::parse(source).unwrap();
        let mut problems = Vec::new();
        let outline = outline::build(&mut document, &mut problems);
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
