//! Looks as data: sizes, spacing, colours and shapes, one file each; an author's own is read in the same way.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::read::near::{Effort, nearest};
use crate::unit::mm;

mod colors;
mod contrast;
mod faint;
mod file;
pub mod keys;
mod palette;
mod sizes;

pub use colors::{COLORS, Hue, Pair, Palette, SHADES, pairs};
pub use file::{is_style, read};
pub use palette::{Hues, PALETTES, Scheme};
pub use sizes::{SIZES, Tokens};

/// Every look: the command's help, the errors and the tests iterate over this list. The first one is the default.
pub static STYLES: [Look; 7] = [
    Look::new("panels", "tinted panels, white cards, a dark core (the default)", include_str!("panels.toml")),
    Look::new("outline", "line art in greys, nothing filled", include_str!("outline.toml")),
    Look::new(
        "classic",
        "ovals on spokes, black on white, as in the method's first maps",
        include_str!("classic.toml"),
    ),
    Look::new("soft", "round corners, thin lines, a light core", include_str!("soft.toml")),
    Look::new("slide", "for a screen: a page of 16:9 and type from 16 pt", include_str!("slide.toml")),
    Look::new("slide-dark", "the same, light on dark", include_str!("slide-dark.toml")),
    Look::new("mono", "pure black and white, without any grey", include_str!("mono.toml")),
];

/// The least type size that journals accept at final size, in points.
pub const LEAST_SIZE: f64 = 8.0;

/// Pages narrower than this are set with the tokens of a single journal column.
const NARROW_BELOW_MM: f64 = 110.0;

/// Pages at least this wide are read from afar: slides and posters.
const AFAR_FROM_MM: f64 = 300.0;

/// A look by name, read from its file when it is first chosen.
pub struct Look {
    /// The name authors write.
    pub name: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// Its file, as an author may write one.
    pub text: &'static str,
    read: OnceLock<Result<Arc<Style>, Vec<Diagnostic>>>,
}

/// A look.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Its name, or that of its file.
    pub name: String,
    /// Sizes for a full-width figure (110 mm and wider).
    pub wide: Tokens,
    /// Sizes for a single column (below 110 mm), and for wider pages on which larger ones do not fit.
    pub narrow: Tokens,
    /// Sizes for slides and posters (300 mm and wider).
    pub afar: Tokens,
    /// Sizes for slides and posters on which those do not fit; `None` takes those of a single column.
    pub tight: Option<Tokens>,
    /// Its colours.
    pub palette: Palette,
    /// The palette its hues are from, if they are no hues of its own.
    pub scheme: Option<Arc<Scheme>>,
    /// What a palette by name colours.
    pub group_colors: GroupColors,
    /// Whether themes are ovals where the layout stands each in a box of its own.
    pub ovals: bool,
    /// How the core is set off.
    pub core: Core,
    /// Whether panels have the outline of their cards instead of one in the colour of their title.
    pub soft_panels: bool,
    /// Width and height in points of the page, where nobody asks for another one; it is filled whatever stands on it.
    pub page: Option<(f64, f64)>,
}

/// What a palette by name colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupColors {
    /// Lines, titles and the inside of panels.
    Tints,
    /// Lines and titles.
    Lines,
    /// Nothing.
    None,
}

/// How the core is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Core {
    /// By its fill.
    Filled,
    /// By a strong outline.
    Outlined,
    /// By a double outline.
    Double,
}

impl Look {
    const fn new(name: &'static str, about: &'static str, text: &'static str) -> Look {
        Look { name, about, text, read: OnceLock::new() }
    }

    /// The look by that name.
    pub fn named(name: &str) -> Option<&'static Look> {
        STYLES.iter().find(|look| look.name == name)
    }

    /// The look itself.
    pub fn style(&self) -> Result<Arc<Style>, Vec<Diagnostic>> {
        self.read.get_or_init(|| file::style(self.name, self.text).map(|(style, _)| Arc::new(style))).clone()
    }
}

impl Style {
    /// The sizes for a page of that width in points, with theme text of `size` points where the author asks for it.
    pub fn tokens(&self, width: f64, size: Option<f64>) -> Tokens {
        let mut tokens = if width < mm(NARROW_BELOW_MM) {
            self.narrow
        } else if width < mm(AFAR_FROM_MM) {
            self.wide
        } else {
            self.afar
        };
        if let Some(size) = size {
            tokens.body = size;
            tokens.core = size + 2.0;
            tokens.note = (size - 1.0).max(LEAST_SIZE);
        }
        tokens
    }

    /// The least sizes for a page of that width.
    pub fn least(&self, width: f64) -> &Tokens {
        self.tight.as_ref().filter(|_| width >= mm(AFAR_FROM_MM)).unwrap_or(&self.narrow)
    }

    /// Whether the page is dark.
    pub fn is_dark(&self) -> bool {
        self.palette.page.is_dark()
    }

    /// Whether the core has an outline.
    pub fn core_outlined(&self) -> bool {
        self.core != Core::Filled
    }

    /// The same look with the hues of a palette, as far as it takes any.
    pub fn with(&self, scheme: &Scheme) -> Style {
        let mut style = self.clone();
        let hues = if self.is_dark() { &scheme.dark } else { &scheme.light };
        let lines = |hue: &Hue| Hue { tint: self.palette.card, ..*hue };
        (style.palette.hues, style.palette.neutral) = match self.group_colors {
            GroupColors::None => return style,
            GroupColors::Tints => (hues.hues.clone(), hues.neutral),
            GroupColors::Lines => (hues.hues.iter().map(lines).collect(), lines(&hues.neutral)),
        };
        style
    }

    /// The options with the page of the look, where neither they nor the map ask for a width or a height.
    pub fn options<'o>(&self, map: &Map, options: &'o Options) -> Cow<'o, Options> {
        let asked = [options.width, options.height, map.figure.width, map.figure.height];
        match self.page {
            Some((width, height)) if asked == [None; 4] => {
                Cow::Owned(Options { width: Some(width), height: Some(height), ..options.clone() })
            }
            _ => Cow::Borrowed(options),
        }
    }

    /// The height of the page of a figure with these options, where it is that of the look whatever stands on it.
    pub fn full_height(&self, options: &Options) -> Option<f64> {
        // Whoever writes a page of 960 pt in millimetres means it too.
        let near = |asked: Option<f64>, own: f64| asked.is_some_and(|asked| (asked - own).abs() < 0.1);
        let whole = |&(width, height): &(f64, f64)| near(options.width, width) && near(options.height, height);
        self.page.filter(whole).map(|(_, height)| height)
    }
}

/// The look the options or the map ask for, with the palette they ask for; an unknown name is an error that lists the known
/// ones.
pub fn choose(map: &Map, options: &Options) -> Result<Arc<Style>, Vec<Diagnostic>> {
    let style = match (&options.style_file, options.style.as_ref().or(map.figure.style.as_ref())) {
        (Some(style), _) => style.clone(),
        (None, None) => STYLES[0].style()?,
        (None, Some(name)) => match Look::named(name) {
            Some(look) => look.style()?,
            None => {
                let place = options.style.is_none().then(|| map.figure.place("style")).flatten();
                return Err(vec![Diagnostic { span: place, ..unknown_style(name) }]);
            }
        },
    };
    let Some(name) = options.palette.as_ref().or(map.figure.palette.as_ref()) else { return Ok(style) };
    let place = options.palette.is_none().then(|| map.figure.place("palette")).flatten();
    let Some(palette) = palette::named(name) else {
        return Err(vec![Diagnostic { span: place, ..palette::unknown(name) }]);
    };
    // A palette that the map gives to its figure in colour does not stand in the way of one without.
    let overridden = options.palette.is_none() && (options.style.is_some() || options.style_file.is_some());
    if style.group_colors == GroupColors::None && !overridden {
        let message = format!("the style `{}` has no colours for groups: it takes no palette", style.name);
        let error = Diagnostic::error(place, message);
        return Err(vec![
            error.hint("leave the palette out, or take the style `outline`, whose lines it would colour"),
        ]);
    }
    Ok(Arc::new(style.with(&*palette.scheme()?)))
}

/// Whether a style is asked for as a file rather than by a name.
pub fn is_file(name: &str) -> bool {
    Look::named(name).is_none() && (name.to_lowercase().ends_with(".toml") || name.contains(['/', '\\']))
}

/// The mistake that no look has this name.
pub fn unknown_style(name: &str) -> Diagnostic {
    let names = || STYLES.iter().map(|look| look.name);
    let unknown = Diagnostic::error(None, format!("no style is called `{name}`"));
    let listed: Vec<_> = names().map(|name| format!("`{name}`")).collect();
    near(unknown, name, names()).hint(format!("styles: {}; or a file of your own: `my-style.toml`", listed.join(", ")))
}

fn near<'n>(mistake: Diagnostic, name: &str, names: impl Iterator<Item = &'n str>) -> Diagnostic {
    match nearest(name, names, &Effort::default()) {
        Some(near) => mistake.hint(format!("did you mean `{near}`?")),
        None => mistake,
    }
}
