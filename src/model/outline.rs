//! `Document` → its items in their places: outline and details brought together, ids not yet known.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;

use super::{Role, id};
use crate::diagnostic::Diagnostic;
use crate::read::{Details, Document, Text, TextOr, is_blank};

/// Most levels of themes within themes. The deepest published map has four; the figure of a deeper one is unreadable.
pub const MOST_LEVELS: usize = 32;

/// The items of a map by number, and how they stand.
#[derive(Debug, Default)]
pub struct Outline {
    /// Every item after its parent.
    pub items: Vec<Item>,
    /// Number of the core.
    pub core: Option<usize>,
    /// Number of the outcome.
    pub outcome: Option<usize>,
    /// Numbers of the groups and ungrouped themes in author order.
    pub top: Vec<usize>,
    /// Which item each `[theme.ID]` was applied to.
    pub detailed: Vec<(Text, Option<usize>)>,
}

/// What will be a node of the map.
#[derive(Debug)]
pub struct Item {
    /// Unique in the map, once it is assigned.
    pub id: String,
    /// The given id, or the one that follows from the label.
    pub name: String,
    /// Whether the author gave the id.
    pub given: bool,
    /// Where the id stands, if it does.
    pub id_span: Option<Range<usize>>,
    /// What is printed.
    pub label: String,
    /// What it is.
    pub role: Role,
    /// Number of its parent.
    pub parent: Option<usize>,
    /// Numbers of its themes, then of its codes.
    pub children: Vec<usize>,
    /// Everything else the author says.
    pub details: Option<Box<Details>>,
    /// Where its label stands.
    pub span: Range<usize>,
}

impl Outline {
    /// Whether `inner` stands somewhere in `outer`.
    pub fn holds(&self, outer: usize, inner: usize) -> bool {
        std::iter::successors(self.items[inner].parent, |&at| self.items[at].parent).any(|at| at == outer)
    }

    /// The id of an item with those of its parents as far as `reference` goes: `advocacy`, `functions.advocacy`, …
    pub fn is_called(&self, item: usize, reference: &str) -> bool {
        let item = &self.items[item];
        match (reference.strip_suffix(item.name.as_str()), item.parent) {
            (Some(""), _) => true,
            (Some(path), Some(parent)) => path.strip_suffix('.').is_some_and(|path| self.is_called(parent, path)),
            _ => false,
        }
    }
}

/// Brings outline and details together.
pub fn build(document: &mut Document, problems: &mut Vec<Diagnostic>) -> Outline {
    let details = std::mem::take(&mut document.theme);
    let mut builder = Builder {
        by_name: details.keys().enumerate().map(|(index, key)| (key.get_ref().clone(), index)).collect(),
        outline: Outline { detailed: details.keys().map(|key| (key.clone(), None)).collect(), ..Outline::default() },
        details: details.into_values().map(|details| Some(details.into_inner())).collect(),
        pending: Vec::new(),
        problems,
    };
    builder.roots(document);
    builder.apply_by_label();
    builder.outline
}

/// An item still to be made.
struct Pending {
    entry: Spanned<TextOr<Details>>,
    /// The id if it stands outside of the entry, as in `[groups.ID]`.
    key: Option<Text>,
    role: Role,
    parent: Option<usize>,
    level: usize,
}

struct Builder<'p> {
    outline: Outline,
    /// `[theme.ID]` by its ID.
    by_name: HashMap<String, usize>,
    /// `[theme.ID]`; `None` once applied.
    details: Vec<Option<Box<Details>>>,
    /// Items to be made, the next one last.
    pending: Vec<Pending>,
    problems: &'p mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn roots(&mut self, document: &mut Document) {
        let root = |entry, key, role| Pending { entry, key, role, parent: None, level: 1 };
        if let Some(core) = document.core.take() {
            self.outline.core = self.grow(root(core, None, Role::Core));
        }
        let mut top: Vec<Pending> = Vec::new();
        for theme in document.themes.take().map(Spanned::into_inner).unwrap_or_default() {
            top.push(root(theme, None, Role::Theme));
        }
        for (key, group) in std::mem::take(&mut document.groups) {
            let span = group.span();
            let entry = Spanned::new(span, TextOr::Table(group.into_inner()));
            top.push(root(entry, Some(key), Role::Group));
        }
        // Details alone are an outline too: that of a map written as a list of `[theme.ID]`.
        if self.outline.core.is_none() && document.outcome.is_none() && top.is_empty() && document.lost.is_empty() {
            let keys = self.outline.detailed.iter().map(|(key, _)| key.clone());
            top.extend(keys.map(|key| {
                let entry = Spanned::new(key.span(), TextOr::Table(Box::default()));
                root(entry, Some(key), Role::Theme)
            }));
        }
        top.sort_by_key(|pending| pending.key.as_ref().map_or(pending.entry.span().start, |key| key.span().start));
        for pending in top {
            let made = self.grow(pending);
            self.outline.top.extend(made);
        }
        if let Some(outcome) = document.outcome.take() {
            self.outline.outcome = self.grow(root(outcome, None, Role::Outcome));
        }
    }

    /// Makes an item and everything below it; gives its number.
    fn grow(&mut self, root: Pending) -> Option<usize> {
        let made = self.make(root);
        while let Some(pending) = self.pending.pop() {
            self.make(pending);
        }
        made
    }

    fn make(&mut self, pending: Pending) -> Option<usize> {
        let Pending { entry, key, role, parent, level } = pending;
        let span = entry.span();
        let (mut details, own_label) = match entry.into_inner() {
            TextOr::Text(label) => (None, Some(Spanned::new(span.clone(), label))),
            TextOr::Table(mut details) => {
                let label = details.label.take();
                (Some(details), label)
            }
        };
        // An empty label is reported already.
        let is_empty = own_label.as_ref().is_some_and(|label| is_blank(label.get_ref()));
        let given = key.or_else(|| details.as_mut()?.id.take());
        if let Some(id) = &given
            && let Some(mistake) = id::mistake(id.get_ref())
        {
            self.problems.push(
                Diagnostic::error(id.span(), format!("`{}` cannot be an id", id.get_ref()))
                    .label(mistake)
                    .hint(format!("write `{}`", id::from_label(id.get_ref()))),
            );
        }
        let (label, span) = match (own_label.filter(|_| !is_empty), &given) {
            (Some(label), _) => (plain(label.get_ref()), label.span()),
            (None, Some(id)) => (id::to_label(id.get_ref()), id.span()),
            (None, None) if is_empty => return None,
            (None, None) => {
                self.problems.push(
                    Diagnostic::error(span, format!("{} without a label", one(role)))
                        .hint("say what it is called: `label = \"…\"`"),
                );
                return None;
            }
        };
        if level > MOST_LEVELS {
            self.problems.push(
                Diagnostic::error(span, format!("themes stand more than {MOST_LEVELS} levels deep here"))
                    .hint("a map is read at a glance: bring the deeper levels into a table or a second map"),
            );
            return None;
        }
        let fixed = match role {
            Role::Core => Some("core"),
            Role::Outcome => Some("outcome"),
            _ => None,
        };
        let name = match (&given, fixed) {
            (Some(id), _) => id.get_ref().clone(),
            (None, Some(fixed)) => fixed.to_owned(),
            (None, None) => id::from_label(&label),
        };
        let index = self.outline.items.len();
        let id_span = given.as_ref().map(Spanned::span);
        let given = given.is_some() || fixed.is_some();
        let item =
            Item { id: String::new(), name, given, id_span, label, role, parent, children: Vec::new(), details, span };
        self.outline.items.push(item);
        if let Some(parent) = parent {
            self.outline.items[parent].children.push(index);
        }
        self.apply_by_name(index);
        self.queue_children(index, level);
        Some(index)
    }

    fn queue_children(&mut self, index: usize, level: usize) {
        let item = &mut self.outline.items[index];
        let Some(details) = &mut item.details else { return };
        let inside = if item.role == Role::Group { Role::Theme } else { Role::SubTheme };
        let themes = details.themes.as_mut().map(|list| std::mem::take(list.get_mut())).unwrap_or_default();
        let codes = details.codes.as_mut().map(|list| std::mem::take(list.get_mut())).unwrap_or_default();
        let children =
            themes.into_iter().map(|theme| (theme, inside)).chain(codes.into_iter().map(|code| (code, Role::Code)));
        let pending =
            children.map(|(entry, role)| Pending { entry, key: None, role, parent: Some(index), level: level + 1 });
        let start = self.pending.len();
        self.pending.extend(pending);
        self.pending[start..].reverse();
    }

    /// Applies the `[theme.ID]` whose ID is the item's id, alone or qualified by its parents'.
    fn apply_by_name(&mut self, index: usize) {
        if self.by_name.is_empty() {
            return;
        }
        let mut path = self.outline.items[index].name.clone();
        let mut at = index;
        loop {
            if let Some(&details) = self.by_name.get(&path) {
                self.apply(details, index);
            }
            let Some(parent) = self.outline.items[at].parent else {
                return;
            };
            path = format!("{}.{path}", self.outline.items[parent].name);
            at = parent;
        }
    }

    /// Applies the `[theme."A label"]` that are left.
    fn apply_by_label(&mut self) {
        if self.details.iter().all(Option::is_none) {
            return;
        }
        let mut labels: HashMap<String, usize> = HashMap::new();
        let mut seen = 0;
        loop {
            for (index, item) in self.outline.items.iter().enumerate().skip(seen) {
                labels.entry(item.label.clone()).or_insert(index);
            }
            seen = self.outline.items.len();
            for details in 0..self.details.len() {
                if let Some(&index) = labels.get(&plain(self.outline.detailed[details].0.get_ref())) {
                    self.apply(details, index);
                    let level = std::iter::successors(Some(index), |&at| self.outline.items[at].parent).count();
                    self.queue_children(index, level);
                    while let Some(pending) = self.pending.pop() {
                        self.make(pending);
                    }
                }
            }
            if self.outline.items.len() == seen {
                return;
            }
        }
    }

    fn apply(&mut self, details: usize, index: usize) {
        let Some(more) = self.details[details].take() else {
            return;
        };
        self.outline.detailed[details].1 = Some(index);
        let item = &mut self.outline.items[index];
        merge(item.details.get_or_insert_default(), *more, &item.label, self.problems);
    }
}

/// Adds what `more` says to `details`; nothing may be said twice.
fn merge(details: &mut Details, more: Details, label: &str, problems: &mut Vec<Diagnostic>) {
    let mut say = |key: &str, first: Option<Range<usize>>, second: Option<Range<usize>>| {
        if let (Some(first), Some(second)) = (first, second) {
            problems.push(
                Diagnostic::error(second, format!("`{key}` of `{label}` is given twice"))
                    .also(first, "first here")
                    .hint("keep one of them"),
            );
        }
    };
    macro_rules! add {
        ($($key:ident),*) => {$(
            say(stringify!($key), details.$key.as_ref().map(Spanned::span), more.$key.as_ref().map(Spanned::span));
            details.$key = details.$key.take().or(more.$key);
        )*};
    }
    add!(short, aliases, definition, themes, codes, tentative, voices, quotes, side, columns, color);
}

/// A label as it is compared and printed: spaces and line breaks of the file's own layout count as one space.
pub fn plain(label: &str) -> String {
    label.split(['\n', '\r', '\t', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A role in a sentence.
pub fn one(role: Role) -> &'static str {
    match role {
        Role::Core => "a core",
        Role::Group => "a group",
        Role::Theme => "a theme",
        Role::SubTheme => "a sub-theme",
        Role::Code => "a code",
        Role::Outcome => "an outcome",
    }
}
