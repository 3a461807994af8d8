//! The labels of a map → texts ready to be set, each shaped once, and a mistake for what no font can show.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::content::{Block, Label};
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::text::{self, Fonts, MissingGlyphs, Weight};

/// Shapes each label once, whatever sizes are tried, and collects what no font can show.
pub struct Shaper<'a> {
    shaper: text::Shaper<'a>,
    /// For the second language of a figure in two.
    second: Option<(&'a str, text::Shaper<'a>)>,
    /// Labels shaped before, by weight; looked up, never walked through.
    shaped: HashMap<Box<str>, [Option<Rc<Label>>; 2]>,
    /// Each script that no font has, with all its characters and the first label that needs it.
    missing: Vec<(MissingGlyphs, Range<usize>)>,
}

impl<'a> Shaper<'a> {
    /// A shaper for the labels of a map.
    pub fn new(fonts: &'a Fonts, map: &'a Map) -> Self {
        // What stands below a label that has changed is in its own language.
        let below = (!map.versions.is_empty()).then(|| ("", fonts.shaper(map.lang.as_deref())));
        let second = map.second_lang.as_deref().map(|lang| (lang, fonts.shaper(Some(lang)))).or(below);
        Shaper { shaper: fonts.shaper(map.lang.as_deref()), second, shaped: HashMap::new(), missing: Vec::new() }
    }

    /// What no font can show.
    pub fn missing(&mut self) -> Vec<Diagnostic> {
        self.missing.drain(..).map(missing_font).collect()
    }

    /// A text ready to be set; `None` when no font can show it, see [`Shaper::missing`].
    pub fn block(&mut self, text: &str, weight: Weight, size: f64, node: usize, span: Range<usize>) -> Option<Block> {
        self.both((text, None), weight, (size, size), node, span)
    }

    /// The same with its `second` language below it, where there is one, in regular type of its own size.
    pub fn both(
        &mut self,
        (text, second): (&str, Option<&str>),
        weight: Weight,
        (size, below): (f64, f64),
        node: usize,
        span: Range<usize>,
    ) -> Option<Block> {
        let bold = weight == Weight::SemiBold;
        let scale = (below / size).min(1.0);
        // A label holds no line break, so that none is taken for another.
        let key = second.map(|second| format!("{text}\n{second}\n{scale}"));
        let key = key.as_deref().unwrap_or(text);
        let block = |label| Block { node, label, wordings: Vec::new(), size, bold, depth: 0, tick: false };
        if let Some(Some(label)) = self.shaped.get(key).map(|weights| &weights[usize::from(bold)]) {
            return Some(block(label.clone()));
        }
        let shaped = self.shaper.shape(text, weight).and_then(|first| {
            let (Some(second), Some((lang, shaper))) = (second, &mut self.second) else { return Ok(first) };
            Ok(first.with_second(&shaper.shape(second, Weight::Regular)?, lang, scale))
        });
        match shaped {
            Ok(paragraph) => {
                let label = Rc::new(Label::new(paragraph));
                self.shaped.entry(key.into()).or_default()[usize::from(bold)] = Some(label.clone());
                Some(block(label))
            }
            Err(missing) => {
                self.note(missing, span);
                None
            }
        }
    }

    /// Notes what no font can show.
    fn note(&mut self, missing: MissingGlyphs, span: Range<usize>) {
        match self.missing.iter_mut().find(|(known, _)| known.script == missing.script) {
            Some((known, _)) => {
                let new = missing.characters.iter().filter(|character| !known.characters.contains(character));
                let new: Vec<char> = new.copied().collect();
                known.characters.extend(new);
            }
            None => self.missing.push((missing, span)),
        }
    }
}

fn missing_font((missing, span): (MissingGlyphs, Range<usize>)) -> Diagnostic {
    let characters: String = missing.characters.iter().take(12).collect();
    let more = if missing.characters.len() > 12 { " …" } else { "" };
    let script = &missing.script;
    Diagnostic::error(span, format!("no font here can show the {script} characters `{characters}`{more}"))
        .hint(format!("name a font with {script} letters: `font = \"path/to/font.ttf\"` under `[figure]`, or `--font`"))
        .hint("or let the fonts installed on this computer be used: `--system-fonts`")
}
