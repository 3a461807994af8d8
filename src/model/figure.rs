//! `[figure]` → [`FigureSettings`]: words and units to numbers.

use super::outline::MOST_LEVELS;
use super::{By, Direction, FigureSettings};
use crate::diagnostic::Diagnostic;
use crate::read::near::unknown_word;
use crate::read::{Figure, TextOr};
use crate::unit;

/// How a direction is written.
pub const DIRECTIONS: &[(&str, Direction)] =
    &[("auto", Direction::Auto), ("both", Direction::Both), ("right", Direction::Right), ("down", Direction::Down)];

/// How the columns of a table are written.
pub const BYS: &[(&str, By)] = &[("participant", By::Participant), ("group", By::Group)];

/// Reads the settings; a layout or style by an unknown name is for those who know them all to refuse.
pub fn settings(figure: Figure, problems: &mut Vec<Diagnostic>) -> FigureSettings {
    let mut settings = FigureSettings::default();
    macro_rules! place {
        ($($key:ident $name:literal),*) => {$(
            if let Some(value) = &figure.$key {
                settings.places.push(($name, value.span()));
            }
        )*};
    }
    place!(layout "layout", direction "direction", width "width", height "height", fold "fold", pages "pages");
    place!(style "style", palette "palette", legend "legend", journal "for", font_size "font-size", title "title", codes "codes", font "font");
    place!(coverage "coverage", by "by", counts "counts", public "public");
    let mut length = |text: Option<toml::Spanned<String>>, parse: fn(&str) -> Result<f64, String>| {
        let text = text?;
        let parsed = parse(text.get_ref());
        parsed.map_err(|mistake| problems.push(Diagnostic::error(text.span(), mistake))).ok()
    };
    settings.width = length(figure.width, unit::parse_width);
    settings.height = length(figure.height, unit::parse_height);
    settings.pages = figure.pages.map(|flag| flag.into_inner());
    settings.font_size = length(figure.font_size, unit::parse_font_size);
    settings.fold = figure.fold.and_then(|depth| {
        let levels = usize::try_from(*depth.get_ref()).ok().filter(|depth| (1..=MOST_LEVELS).contains(depth));
        if levels.is_none() {
            let found = depth.get_ref();
            let message = format!("`fold` goes from 1, groups alone, to {MOST_LEVELS}, found {found}");
            problems.push(Diagnostic::error(depth.span(), message));
        }
        levels
    });
    settings.direction = figure.direction.and_then(|word| {
        let found = DIRECTIONS.iter().find(|(name, _)| name == word.get_ref()).map(|(_, direction)| *direction);
        if found.is_none() {
            problems.push(unknown_word("direction", &word, DIRECTIONS.iter().map(|(name, _)| *name)));
        }
        found
    });
    settings.by = figure.by.and_then(|word| {
        let found = BYS.iter().find(|(name, _)| name == word.get_ref()).map(|(_, by)| *by);
        if found.is_none() {
            problems.push(unknown_word("kind of column", &word, BYS.iter().map(|(name, _)| *name)));
        }
        found
    });
    settings.layout = figure.layout.map(|text| text.into_inner());
    settings.style = figure.style.map(|text| text.into_inner());
    settings.palette = figure.palette.map(|text| text.into_inner());
    settings.legend = figure.legend.map(|flag| flag.into_inner());
    settings.journal = figure.journal.map(|text| text.into_inner());
    settings.title = figure.title.map(|flag| flag.into_inner());
    settings.codes = figure.codes.map(|flag| flag.into_inner());
    settings.coverage = figure.coverage.map(|flag| flag.into_inner());
    settings.counts = figure.counts.map(|flag| flag.into_inner());
    settings.public = figure.public.map(|flag| flag.into_inner());
    settings.fonts = match figure.font {
        None => Vec::new(),
        Some(font) => {
            let span = font.span();
            match font.into_inner() {
                TextOr::Text(text) => vec![(text, span)],
                TextOr::Table(list) => list.into_iter().map(|text| (text.get_ref().clone(), text.span())).collect(),
            }
        }
    };
    settings
}
