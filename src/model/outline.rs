//! `Document` → its items in their places: outline and details brought together, ids not yet known.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;

use super::reference::{Found, Names};
use super::{Role, id};
use crate::diagnostic::Diagnostic;
use crate::read::{Details, Document, Text, TextOr, Wording, is_blank};

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
    /// Its label in the first language of the file.
    pub label: String,
    /// Its label in all languages; empty where the id is the label.
    pub wording: Wording,
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

/// Brings outline and details together and gives every item its id.
///
/// Details may list what other details are about, so they are applied in rounds; each round goes one level deeper.
pub fn build(document: &mut Document, problems: &mut Vec<Diagnostic>) -> Outline {
    let mut builder = Builder { outline: Outline::default(), pending: Vec::new(), problems };
    let mut details: Vec<(Text, Option<Box<Details>>)> =
        std::mem::take(&mut document.theme).into_iter().map(|(key, more)| (key, Some(more.into_inner()))).collect();
    builder.roots(document, details.iter().map(|(key, _)| key));
    let mut applied: Vec<Option<usize>> = vec![None; details.len()];
    let mut clashes = id::assign(&mut builder.outline);
    while details.iter().any(|(_, more)| more.is_some()) {
        let names = Names::new(&builder.outline, &[]);
        let mut found = Vec::new();
        for (index, (key, _)) in details.iter().enumerate().filter(|(_, (_, more))| more.is_some()) {
            if let Found::One(item) = names.find(key.get_ref()) {
                found.push((index, item));
            }
        }
        if found.is_empty() {
            break;
        }
        let known = builder.outline.items.len();
        for (index, item) in found {
            applied[index] = Some(item);
            builder.apply(details[index].1.take(), item);
        }
        if builder.outline.items.len() > known {
            clashes = id::assign(&mut builder.outline);
        }
    }
    builder.problems.extend(clashes);
    builder.outline.detailed = details.into_iter().map(|(key, _)| key).zip(applied).collect();
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
    /// Items to be made, the next one last.
    pending: Vec<Pending>,
    problems: &'p mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn roots<'t>(&mut self, document: &mut Document, details: impl Iterator<Item = &'t Text>) {
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
            top.extend(details.map(|key| {
                let entry = Spanned::new(key.span(), TextOr::Table(Box::default()));
                root(entry, Some(key.clone()), Role::Theme)
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
        self.make_pending();
        made
    }

    fn make_pending(&mut self) {
        while let Some(pending) = self.pending.pop() {
            self.make(pending);
        }
    }

    fn make(&mut self, pending: Pending) -> Option<usize> {
        let Pending { entry, key, role, parent, level } = pending;
        let span = entry.span();
        let (mut details, own_label) = match entry.into_inner() {
            TextOr::Text(label) => (None, Some(Spanned::new(span.clone(), Wording::plain(label)))),
            TextOr::Table(mut details) => {
                let label = details.label.take();
                (Some(details), label)
            }
        };
        // An empty label is reported already.
        let is_empty = own_label.as_ref().is_some_and(|label| is_blank(label.get_ref()));
        let given = key.or_else(|| details.as_mut()?.id.take());
        self.problems.extend(given.as_ref().and_then(id::check));
        let (label, wording, span) = match (own_label.filter(|_| !is_empty), &given) {
            (Some(label), _) => {
                let span = label.span();
                (plain(label.get_ref()).into_owned(), label.into_inner(), span)
            }
            (None, Some(id)) => (id::to_label(id.get_ref()), Wording::default(), id.span()),
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
        let item = Item {
            id: String::new(),
            name,
            given,
            id_span,
            label,
            wording,
            role,
            parent,
            children: Vec::new(),
            details,
            span,
        };
        self.outline.items.push(item);
        if let Some(parent) = parent {
            self.outline.items[parent].children.push(index);
        }
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

    /// Adds details to an item and makes what they list.
    fn apply(&mut self, more: Option<Box<Details>>, index: usize) {
        let Some(more) = more else { return };
        let item = &mut self.outline.items[index];
        merge(item.details.get_or_insert_default(), *more, &item.label, self.problems);
        let level = std::iter::successors(Some(index), |&at| self.outline.items[at].parent).count();
        self.queue_children(index, level);
        self.make_pending();
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
    add!(
        short, aliases, definition, themes, codes, tentative, voices, quotes, was, ignore, side, columns, order, near,
        color
    );
}

/// A label as it is compared and printed: spaces and line breaks of the file's own layout count as one space.
pub fn plain(label: &str) -> Cow<'_, str> {
    let is_blank = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\t' | b' ');
    let bytes = label.as_bytes();
    let is_plain = !bytes.iter().any(|byte| is_blank(byte) && *byte != b' ')
        && !bytes.windows(2).any(|pair| pair == b"  ")
        && !bytes.first().is_some_and(is_blank)
        && !bytes.last().is_some_and(is_blank);
    if is_plain {
        return Cow::Borrowed(label);
    }
    let words = label.split(['\n', '\r', '\t', ' ']).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
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
