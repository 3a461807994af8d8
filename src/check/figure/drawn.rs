//! A [`Figure`] before it is a file → what is known of it.

use super::{Facts, Lines, Run};
use crate::draw::Figure;
use crate::draw::figure::Item;

impl Facts {
    /// What a file of the figure leaves open. `title` is what is drawn of the map's title.
    pub fn drawn(figure: &Figure, title: Option<String>) -> Facts {
        let (mut texts, mut lines) = (Vec::new(), Lines::default());
        let mut open: Vec<&Item> = figure.items.iter().rev().collect();
        while let Some(item) = open.pop() {
            match item {
                Item::Group(group) => open.extend(group.items.iter().rev()),
                Item::Path(path) => lines.add_all(path.stroke.iter().map(|stroke| stroke.width)),
                Item::Text(text) => {
                    if !texts.iter().any(|run: &Run| run.size == text.size) {
                        let words = text.line.text().into_owned();
                        texts.push(Run { size: text.size, family: String::new(), words });
                    }
                }
            }
        }
        Facts {
            size: Some((figure.width, figure.height)),
            transparent: Some(figure.page.is_none()),
            texts: Some(texts),
            lines: Some(lines.0),
            title: Some(title),
            alt: Some(Some(figure.words.alt.clone()).filter(|words| !words.trim().is_empty())),
            ..Facts::default()
        }
    }

    /// These facts of a file, with those of the figure it was made from where the file does not tell.
    pub fn or(self, drawn: &Facts) -> Facts {
        Facts {
            size: drawn.size.or(self.size),
            texts: self.texts.filter(|texts| !texts.is_empty()).or_else(|| drawn.texts.clone()),
            lines: self.lines.filter(Option::is_some).or(drawn.lines),
            title: drawn.title.clone(),
            alt: drawn.alt.clone(),
            ..self
        }
    }
}

impl Lines {
    fn add_all(&mut self, widths: impl Iterator<Item = f64>) {
        widths.for_each(|width| self.add(width));
    }
}
