//! The text of a style file → [`Style`], or everything that is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::colors::{COLORS, SHADES};
use super::keys::{self, Place};
use super::sizes::SIZES;
use super::{Core, GroupColors, Hue, Look, Scheme, Style, Tokens, faint, near, palette, unknown_style};
use crate::color::Color;
use crate::diagnostic::Diagnostic;
use crate::read::explain;
use crate::read::keys::MAP;
use crate::unit;

/// Most hues of a style: more groups than that are told apart by their titles, not by colours.
const MOST_HUES: usize = 12;

/// Reads a style file; `name` is what it is called in messages. With it come warnings about colours that are hard to see.
pub fn read(name: &str, source: &str) -> Result<(Style, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (style, places) = match style(name, source) {
        Err(_) if is_map(source) => {
            let mistake = Diagnostic::error(None, "this is a map, not a style file");
            return Err(vec![mistake.hint("`thememap styles panels` prints a style file to start from")]);
        }
        result => result?,
    };
    let warnings = faint::check(&style, &places);
    Ok((style, warnings))
}

/// Whether a text says what only a style says, and nothing that a map does: style files often lie beside the maps.
pub fn is_style(source: &str) -> bool {
    keys_of(source) == (true, false)
}

/// Whether a text says what only a map says; a colour or a shape that stands in the wrong place of a style is not such.
fn is_map(source: &str) -> bool {
    let (table, _) = DeTable::parse_recoverable(source);
    let moved = |name: &str| keys::PLACES.iter().any(|(place, _)| place.keys().iter().any(|(key, _)| *key == name));
    let strays = |name: &str, value: &Value| value.get_ref().as_str().is_some() && moved(name);
    keys_of(source) == (false, true)
        && !table.get_ref().iter().all(|(key, value)| strays(key.get_ref().as_ref(), value))
}

/// Whether a text has keys of a style, and of a map.
fn keys_of(source: &str) -> (bool, bool) {
    let (table, _) = DeTable::parse_recoverable(source);
    let known = Place::Style.keys();
    let names = || table.get_ref().keys().map(|key| key.get_ref().as_ref());
    let style = names().any(|name: &str| known.iter().any(|(key, _)| *key == name));
    (style, names().any(|name| MAP.shape(name).is_some()))
}

/// The style alone, and where its file says something.
pub fn style(name: &str, source: &str) -> Result<(Style, Places), Vec<Diagnostic>> {
    let mut reader = Reader::default();
    let table = reader.parse(source);
    // What a file does not say is said by the style it is based on, which therefore comes first.
    let mut style = reader.base(&table);
    style.name = name.to_owned();
    let mut scheme: Option<Arc<Scheme>> = None;
    reader.table(&table, Place::Style, |reader, key, value| match key {
        "base" => {}
        "palette" => scheme = reader.palette(value),
        "group-colors" => {
            let uses = [GroupColors::Tints, GroupColors::Lines, GroupColors::None];
            reader.word(value, keys::GROUP_COLORS, &uses, &mut style.group_colors);
        }
        "hues" => {
            let hues = reader.hues(value);
            if !hues.is_empty() {
                (style.palette.hues, style.scheme) = (hues, None);
            }
        }
        "neutral" => style.palette.neutral = reader.hue("neutral", value, Some(style.palette.neutral)),
        part => reader.part(part, value, &mut style),
    });
    match (reader.place("palette"), reader.place("hues")) {
        (Some(chosen), Some(own)) => {
            let error = Diagnostic::error(chosen, "a style has a `palette` or `hues` of its own, not both");
            reader.problems.push(error.also(own, "the hues are given here").hint("delete one of them"));
        }
        _ => style.scheme = scheme.or(style.scheme),
    }
    // A palette has other hues for dark pages, and what the page is has only been read now.
    if let Some(scheme) = style.scheme.clone() {
        let neutral = reader.place_from("neutral").map(|_| style.palette.neutral);
        style = style.with(&scheme);
        style.palette.neutral = neutral.unwrap_or(style.palette.neutral);
    }
    reader.sizes_in_order(&style);
    let Reader { mut problems, places } = reader;
    problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
    if problems.is_empty() { Ok((style, places)) } else { Err(problems) }
}

/// Where the file says something about a key: `text`, `hues 2 line`, `neutral soft`.
pub type Places = Vec<(String, Range<usize>)>;

type Value<'s> = Spanned<DeValue<'s>>;

/// What is found on the way through a file.
#[derive(Default)]
pub struct Reader {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// What is said where.
    pub places: Places,
}

impl Reader {
    /// The statements of a file; none where it is not TOML.
    pub fn parse<'s>(&mut self, source: &'s str) -> DeTable<'s> {
        let (table, errors) = DeTable::parse_recoverable(source);
        if errors.is_empty() {
            return table.into_inner();
        }
        self.problems = explain(source, &errors);
        DeTable::new()
    }

    /// Hands on what is said under each key that the place has, and reports the others.
    pub fn table(&mut self, table: &DeTable, place: Place, mut take: impl FnMut(&mut Self, &str, &Value)) {
        let keys = place.keys();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if keys.iter().any(|(known, _)| *known == name) {
                take(self, name, value);
                continue;
            }
            let mistake = Diagnostic::error(key.span(), format!("unknown key `{name}`"))
                .label(format!("{} has no such key", place.one()));
            let known = || keys.iter().map(|(key, _)| *key);
            let at_home = near(mistake.clone(), name, known());
            let elsewhere = keys::PLACES.iter().find(|(other, _)| other.keys().iter().any(|(key, _)| *key == name));
            let listed: Vec<_> = known().map(|key| format!("`{key}`")).collect();
            self.problems.push(match elsewhere {
                Some((other, _)) if at_home.hints.is_empty() => mistake.hint(match other {
                    Place::Style => format!("`{name}` stands at the top of the file, above the first `[table]`"),
                    Place::Sizes => format!("`{name}` stands under `[sizes]`, `[wide]`, `[narrow]` or `[afar]`"),
                    other => format!("`{name}` stands under {}", other.one()),
                }),
                _ if at_home.hints.is_empty() => {
                    at_home.hint(format!("{} can have {}", place.one(), listed.join(", ")))
                }
                _ => at_home,
            });
        }
    }

    /// The style a file is based on.
    fn base(&mut self, table: &DeTable) -> Style {
        let base = table.get("base");
        let look = match base.map(Spanned::get_ref) {
            Some(DeValue::String(name)) if name == ROOT => return blank(),
            Some(DeValue::String(name)) => Look::named(name),
            _ => Look::named("panels"),
        };
        if let (Some(value), None) = (base, look) {
            let name = value.get_ref().as_str().unwrap_or_default();
            self.problems.push(Diagnostic { span: Some(value.span()), ..unknown_style(name) });
        } else if let Some(value) = base.filter(|value| !value.get_ref().is_str()) {
            self.wrong(value, "the name of a style in quotation marks");
        }
        match look.map(Look::style) {
            Some(Ok(style)) => Style::clone(&style),
            Some(Err(problems)) => {
                self.problems.extend(problems);
                blank()
            }
            None => blank(),
        }
    }

    fn palette(&mut self, value: &Value) -> Option<Arc<Scheme>> {
        let Some(name) = value.get_ref().as_str() else {
            self.wrong(value, "the name of a palette in quotation marks");
            return None;
        };
        self.places.push(("palette".to_owned(), value.span()));
        let Some(palette) = palette::named(name) else {
            self.problems.push(Diagnostic { span: Some(value.span()), ..palette::unknown(name) });
            return None;
        };
        palette.scheme().map_err(|problems| self.problems.extend(problems)).ok()
    }

    /// What stands under a table's head.
    fn part(&mut self, part: &str, value: &Value, style: &mut Style) {
        let Some(table) = value.get_ref().as_table() else { return self.wrong(value, "a table") };
        match part {
            "page" => self.page(table, value, style),
            "shapes" => self.table(table, Place::Shapes, |reader, key, value| match key {
                "themes" => reader.word(value, keys::THEMES, &[false, true], &mut style.ovals),
                "core" => {
                    reader.word(value, keys::CORES, &[Core::Filled, Core::Outlined, Core::Double], &mut style.core)
                }
                _ => reader.word(value, keys::PANELS, &[false, true], &mut style.soft_panels),
            }),
            "colors" => self.table(table, Place::Colors, |reader, key, value| {
                if let Some(named) = COLORS.iter().find(|named| named.key == key) {
                    reader.color(key, value, (named.of)(&mut style.palette));
                }
            }),
            "wide" => self.sizes(table, &mut [&mut style.wide]),
            "narrow" => self.sizes(table, &mut [&mut style.narrow]),
            "afar" => self.sizes(table, &mut [&mut style.afar]),
            "afar-tight" => {
                let mut tight = style.tight.unwrap_or(style.afar);
                self.sizes(table, &mut [&mut tight]);
                style.tight = Some(tight);
            }
            _ => {
                let Style { wide, narrow, afar, tight, .. } = style;
                self.sizes(table, &mut [wide, narrow, afar].into_iter().chain(tight.as_mut()).collect::<Vec<_>>());
            }
        }
    }

    fn page(&mut self, table: &DeTable, whole: &Value, style: &mut Style) {
        let mut sides = [style.page.map(|page| page.0), style.page.map(|page| page.1)];
        self.table(table, Place::Page, |reader, key, value| {
            let parsed = match (key, value.get_ref().as_str()) {
                ("width", Some(text)) => unit::parse_width(text),
                (_, Some(text)) => unit::parse_height(text).and_then(|height| match height.is_finite() {
                    true => Ok(height),
                    false => Err("the page of a style has one height: expected a length".to_owned()),
                }),
                (_, None) => return reader.wrong(value, "a length in quotation marks, like \"960pt\""),
            };
            match parsed {
                Ok(length) => sides[usize::from(key == "height")] = Some(length),
                Err(mistake) => reader.problems.push(Diagnostic::error(value.span(), mistake)),
            }
        });
        match sides {
            [Some(width), Some(height)] => style.page = Some((width, height)),
            _ => self.problems.push(Diagnostic::error(whole.span(), "a page has a `width` and a `height`")),
        }
    }

    fn sizes(&mut self, table: &DeTable, pages: &mut [&mut Tokens]) {
        self.table(table, Place::Sizes, |reader, key, value| {
            let Some(size) = SIZES.iter().find(|size| size.key == key) else { return };
            let number = match value.get_ref() {
                DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse::<f64>().ok(),
                DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
                _ => return reader.wrong(value, "a number of points, without quotation marks"),
            };
            let (least, most) = size.range;
            match number.filter(|number| (least..=most).contains(number)) {
                Some(number) => pages.iter_mut().for_each(|page| *(size.of)(page) = number),
                None => {
                    let unit = if key == "core-share" { "" } else { " points" };
                    let found = number.map_or(String::new(), |number| format!(", found {number}"));
                    let message = format!("`{key}` goes from {least} to {most}{unit}{found}");
                    reader.problems.push(Diagnostic::error(value.span(), message).label(size.about));
                }
            }
            if key.ends_with("-size") {
                reader.places.push((key.to_owned(), value.span()));
            }
        });
    }

    /// Text of a lower level is not larger than that of the level above.
    fn sizes_in_order(&mut self, style: &Style) {
        let pages = [&style.wide, &style.narrow, &style.afar].into_iter().chain(&style.tight);
        let falls = |page: &Tokens| page.note <= page.body && page.body <= page.core;
        if let (false, Some(place)) = (pages.into_iter().all(falls), self.place("-size")) {
            let mistake = Diagnostic::error(place, "the type sizes are not in order");
            self.problems
                .push(mistake.hint("on every page `note-size` is at most `theme-size`, and that at most `core-size`"));
        }
    }

    /// The hues of a list.
    pub fn hues(&mut self, value: &Value) -> Vec<Hue> {
        let Some(list) = value.get_ref().as_array().filter(|list| !list.is_empty()) else {
            self.wrong(value, "a list of hues, each with `line`, `tint` and `soft`");
            return Vec::new();
        };
        self.places.push(("hues".to_owned(), value.span()));
        if list.len() > MOST_HUES {
            let message = format!("{} hues are too many to tell apart: expected at most {MOST_HUES}", list.len());
            self.problems.push(Diagnostic::error(value.span(), message));
        }
        list.iter().enumerate().map(|(i, hue)| self.hue(&format!("hues {}", i + 1), hue, None)).collect()
    }

    /// A hue: each of its shades, or those of `usual` where the file is silent.
    pub fn hue(&mut self, name: &str, value: &Value, usual: Option<Hue>) -> Hue {
        let mut hue = usual.unwrap_or(Hue { line: BLACK, tint: WHITE, soft: BLACK });
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value, "a hue, `{ line = \"#…\", tint = \"#…\", soft = \"#…\" }`");
            return hue;
        };
        let mut given = Vec::new();
        self.table(table, Place::Hue, |reader, key, value| {
            if let Some(shade) = SHADES.iter().find(|shade| shade.key == key) {
                reader.color(&format!("{name} {key}"), value, (shade.of)(&mut hue));
                given.push(shade.key);
            }
        });
        let missing = SHADES.iter().find(|shade| usual.is_none() && !given.contains(&shade.key));
        if let Some(shade) = missing {
            let mistake = Diagnostic::error(value.span(), format!("this hue has no `{}`", shade.key));
            self.problems.push(mistake.label(format!("the {}", shade.about)));
        }
        hue
    }

    fn color(&mut self, key: &str, value: &Value, color: &mut Color) {
        let text = value.get_ref().as_str();
        match text.and_then(Color::parse) {
            Some(parsed) => {
                *color = parsed;
                self.places.push((key.to_owned(), value.span()));
            }
            None => {
                let found = text.map_or(String::new(), |text| format!(", found `{}`", crate::read::shorten(text)));
                let mistake = Diagnostic::error(value.span(), format!("expected a colour like `#1F2328`{found}"));
                let digits = text.map_or(0, |text| text.trim_start_matches('#').len());
                self.problems.push(match digits {
                    8 => mistake.hint("colours are opaque: six digits, two each of red, green and blue"),
                    _ => mistake.hint("write `#` and six digits from 0 to F, two each of red, green and blue"),
                });
            }
        }
    }

    fn word<T: Copy>(&mut self, value: &Value, words: &[&str], meanings: &[T], take: &mut T) {
        let listed = || words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let Some(word) = value.get_ref().as_str() else {
            return self.wrong(value, &format!("one of {} in quotation marks", listed()));
        };
        match words.iter().position(|known| *known == word) {
            Some(at) => *take = meanings.get(at).copied().unwrap_or(*take),
            None => {
                let mistake = Diagnostic::error(value.span(), format!("`{word}` is none of {}", listed()));
                self.problems.push(near(mistake, word, words.iter().copied()));
            }
        }
    }

    /// A value of another kind than its key takes.
    pub fn wrong(&mut self, value: &Value, expected: &str) {
        self.problems.push(Diagnostic::error(value.span(), format!("expected {expected}")));
    }

    /// A table of a part of the file, or a mistake.
    pub fn part_of(&mut self, value: &Value, place: Place, take: impl FnMut(&mut Self, &str, &Value)) {
        match value.get_ref().as_table() {
            Some(table) => self.table(table, place, take),
            None => self.wrong(value, "a table"),
        }
    }

    /// Where the first key with that beginning is given.
    fn place_from(&self, beginning: &str) -> Option<Range<usize>> {
        self.places.iter().find(|(key, _)| key.starts_with(beginning)).map(|(_, place)| place.clone())
    }

    /// Where the first key with that ending is given.
    fn place(&self, ending: &str) -> Option<Range<usize>> {
        self.places.iter().find(|(key, _)| key.ends_with(ending)).map(|(_, place)| place.clone())
    }
}

/// What the style that says everything is based on.
const ROOT: &str = "nothing";

const BLACK: Color = Color(0, 0, 0);
const WHITE: Color = Color(0xFF, 0xFF, 0xFF);

/// A style of which nothing is said yet.
fn blank() -> Style {
    let hue = Hue { line: BLACK, tint: WHITE, soft: BLACK };
    Style {
        name: String::new(),
        wide: Tokens::default(),
        narrow: Tokens::default(),
        afar: Tokens::default(),
        tight: None,
        palette: super::Palette {
            hues: vec![hue],
            neutral: hue,
            page: WHITE,
            card: WHITE,
            ink: BLACK,
            mute: BLACK,
            rule: BLACK,
            orbit: BLACK,
            link: BLACK,
            core_fill: BLACK,
            core_line: BLACK,
            core_text: WHITE,
            core_note: WHITE,
            outcome: BLACK,
        },
        scheme: None,
        group_colors: GroupColors::Tints,
        ovals: false,
        core: Core::Filled,
        soft_panels: false,
        page: None,
    }
}
