//! A figure file, by whichever program → [`Facts`]: what can be told of it without asking its author.

mod drawn;
mod eps;
mod jpeg;
mod pdf;
mod png;
mod svg;
mod tiff;
mod unpacked;

/// What is known of a figure; `None` is what its format does not tell. Lengths are points at the size the file states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Name of its format.
    pub format: &'static str,
    /// Bytes of the file.
    pub bytes: usize,
    /// Width and height.
    pub size: Option<(f64, f64)>,
    /// Pixels across and down, in formats made of pixels.
    pub pixels: Option<(u32, u32)>,
    /// Dots per inch of those pixels, or of the coarsest image inside.
    pub dpi: Option<f64>,
    /// Whether anything shows through.
    pub transparent: Option<bool>,
    /// Text that is text; empty where all of it is outlined.
    pub texts: Option<Vec<Run>>,
    /// Fonts that are named and not in the file.
    pub missing_fonts: Option<Vec<String>>,
    /// Thinnest and thickest line; `Some(None)` where there are none.
    pub lines: Option<Option<(f64, f64)>>,
    /// A title or caption that is drawn; `Some(None)` where there is none.
    pub title: Option<Option<String>>,
    /// The alternative text; `Some(None)` where there is none.
    pub alt: Option<Option<String>>,
    /// `rgb`, `grey` or `cmyk`.
    pub colour: Option<&'static str>,
    /// Whether it has layers.
    pub layers: Option<bool>,
    /// Version of PDF.
    pub version: Option<f64>,
    /// Pages or images in the file, where there can be several.
    pub pages: Option<usize>,
}

/// Text of one size and font.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its size.
    pub size: f64,
    /// Its family, as the file names it.
    pub family: String,
    /// The words, as far as they can be read.
    pub words: String,
}

type Reader = fn(&[u8]) -> Result<Facts, String>;

/// Every format that can be read: its name, the endings of its files, and how.
const READERS: [(&str, &[&str], Reader); 6] = [
    ("svg", &["svg"], svg::read),
    ("png", &["png"], png::read),
    ("tiff", &["tif", "tiff"], tiff::read),
    ("jpeg", &["jpg", "jpeg"], jpeg::read),
    ("eps", &["eps"], eps::read),
    ("pdf", &["pdf"], pdf::read),
];

/// Whether files of that ending are figures.
pub fn is_figure(ending: &str) -> bool {
    READERS.iter().any(|(_, endings, _)| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Reads a figure of that ending or format; an error says what is wrong with the file.
pub fn read(ending: &str, bytes: &[u8]) -> Result<Facts, String> {
    let known = |row: &&(&str, &[&str], Reader)| {
        row.0 == ending || row.1.iter().any(|known| known.eq_ignore_ascii_case(ending))
    };
    let Some(&(format, _, reader)) = READERS.iter().find(known) else {
        let endings: Vec<_> = READERS.iter().flat_map(|row| row.1).map(|ending| format!("`.{ending}`")).collect();
        return Err(format!("`.{ending}` is no figure that can be read: expected {}", endings.join(", ")));
    };
    // The crates that read pixels and PDF are careful; files from elsewhere have surprised careful programs before.
    let facts = std::panic::catch_unwind(|| reader(bytes)).unwrap_or_else(|_| Err("it is damaged".into()));
    let facts = facts.map_err(|why| format!("it cannot be read as {}: {why}", format.to_uppercase()))?;
    Ok(Facts { format, bytes: bytes.len(), ..facts })
}

impl Facts {
    /// The same figure printed at another width in points.
    pub fn at_width(mut self, width: f64) -> Facts {
        if let Some((across, _)) = self.pixels {
            self.dpi = Some(f64::from(across) / (width / 72.0));
        }
        let size = self.size.or(self.pixels.map(|(across, down)| (f64::from(across), f64::from(down))));
        let Some((own, height)) = size.filter(|(own, _)| *own > 0.0) else { return self };
        let scale = width / own;
        self.size = Some((width, height * scale));
        if self.pixels.is_none() {
            self.dpi = self.dpi.map(|dpi| dpi / scale);
        }
        for run in self.texts.iter_mut().flatten() {
            run.size *= scale;
        }
        self.lines = self.lines.map(|lines| lines.map(|(thin, thick)| (thin * scale, thick * scale)));
        self
    }
}

/// The thinnest and the thickest of some lines.
#[derive(Default)]
struct Lines(Option<(f64, f64)>);

impl Lines {
    fn add(&mut self, width: f64) {
        if width.is_finite() && width >= 0.0 {
            let (thin, thick) = self.0.unwrap_or((width, width));
            self.0 = Some((thin.min(width), thick.max(width)));
        }
    }
}

/// Words that begin as captions do: "Fig. 2", "Figure 3", "Table 1".
fn caption(words: &str) -> bool {
    let words = words.trim_start().to_lowercase();
    let after =
        ["figure", "fig.", "fig", "abbildung", "abb.", "table"].iter().find_map(|word| words.strip_prefix(word));
    after.is_some_and(|rest| {
        rest.starts_with([' ', '\u{a0}']) && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}
