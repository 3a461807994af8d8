//! Names of fonts, font files and folders → [`Fonts`] and the files read; the system's fonts are looked at only when asked for.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::system_fonts::{self, Installed};
use super::write::reason;
use crate::model::Map;
use crate::text::{Face, Fonts, Weight};

/// Name endings of font files, in lower case.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];
/// A font file must be smaller than this, in bytes: Noto Sans CJK, the largest in use, is a sixth of it.
const MOST_BYTES: u64 = 128 << 20;

/// Fonts and the files they were read from, in the order of reading.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The author's fonts, then the bundled ones, then those of the system.
    pub fonts: Fonts,
    /// Every file read.
    pub files: Vec<PathBuf>,
}

/// A font that cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontError {
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do about it, one sentence each.
    pub hints: Vec<String>,
}

impl Loaded {
    /// The bundled fonts; no file is read.
    pub fn bundled() -> Loaded {
        Loaded { fonts: Fonts::bundled(), files: Vec::new() }
    }

    /// Adds the fonts that `request` stands for, behind those added before: a font file, a folder with all font files
    /// directly in it, or the name of a family, bundled or installed. A relative path starts at `folder`.
    pub fn add(&mut self, request: &str, folder: &Path) -> Result<(), FontError> {
        let path = folder.join(request);
        if request.trim().is_empty() {
            return Err(error("a font without a name".into()));
        }
        if path.is_dir() {
            let files = files_in(&path)?;
            if files.is_empty() {
                return Err(error(format!("the folder `{request}` holds no font file (TTF, OTF or TTC)")));
            }
            for file in files {
                let faces = self.read(&file)?;
                self.fonts.prefer(faces);
            }
        } else if path.is_file() {
            let faces = self.read(&path)?;
            self.fonts.prefer(faces);
        } else if names_a_file(request) {
            return Err(FontError {
                message: format!("there is no font file `{}`", path.display()),
                hints: vec![
                    "a path under `font` starts at the folder of the map; one after `--font` at the current folder"
                        .into(),
                ],
            });
        } else if self.fonts.faces.iter().all(|face| !face.family.eq_ignore_ascii_case(request)) {
            if let Some(faces) = Face::bundled_family(request) {
                self.fonts.prefer(faces);
                return Ok(());
            }
            let family = system_fonts::family(request);
            if family.is_empty() {
                return Err(not_installed(request));
            }
            for installed in family {
                let faces = self.read_installed(installed)?;
                self.fonts.prefer(faces);
            }
        }
        Ok(())
    }

    /// Adds installed fonts, behind all others, for the characters of a map that no font has yet. Which ones depends on
    /// the machine; on one machine it is always the same ones.
    pub fn add_system(&mut self, map: &Map) -> Result<(), FontError> {
        let lang = map.lang.as_deref();
        let nodes = map.graph.node_weights().flat_map(|theme| std::iter::once(&theme.label).chain(&theme.short));
        let links = map.graph.edge_weights().filter_map(|link| link.label.as_ref());
        for label in nodes.chain(links).chain(&map.title) {
            while let Err(missing) = self.fonts.shape(label, Weight::Regular, lang) {
                let family = system_fonts::covering(&missing.characters, lang);
                let fresh: Vec<_> = family.into_iter().filter(|font| !self.has(font)).collect();
                if fresh.is_empty() {
                    break;
                }
                for installed in fresh {
                    let faces = self.read_installed(installed)?;
                    self.fonts.fall_back(faces);
                }
            }
        }
        Ok(())
    }

    fn has(&self, font: &Installed) -> bool {
        self.fonts.faces.iter().any(|face| face.family == font.family && face.weight == font.weight)
            && self.files.contains(&font.path)
    }

    fn read_installed(&mut self, font: &Installed) -> Result<Vec<Face>, FontError> {
        let mut faces = self.read(&font.path)?;
        faces.retain(|face| face.index == font.index);
        Ok(faces)
    }

    fn read(&mut self, path: &Path) -> Result<Vec<Face>, FontError> {
        let failed = |why: String| error(format!("cannot use the font `{}`: {why}", path.display()));
        let file = File::open(path).and_then(|file| file.metadata());
        let length = file.map_err(|error| failed(reason(&error)))?.len();
        if length > MOST_BYTES {
            return Err(failed(format!("it is larger than {} MiB", MOST_BYTES >> 20)));
        }
        let bytes = fs::read(path).map_err(|error| failed(reason(&error)))?;
        let faces = Face::parse(bytes).map_err(failed)?;
        self.files.push(path.to_owned());
        Ok(faces)
    }
}

fn error(message: String) -> FontError {
    FontError { message, hints: Vec::new() }
}

fn not_installed(request: &str) -> FontError {
    let mut hints: Vec<String> = Vec::new();
    let near = system_fonts::near(request);
    if !near.is_empty() {
        let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
        hints.push(format!("did you mean {}?", names.join(", ")));
    }
    hints.push("name an installed family, a font file (TTF, OTF or TTC), or a folder with font files".into());
    FontError {
        message: format!("no font family `{request}` is installed, and no file or folder has this name"),
        hints,
    }
}

/// Whether a request that names nothing on disk was meant to.
fn names_a_file(request: &str) -> bool {
    request.contains(['/', '\\']) || is_font(Path::new(request))
}

/// Whether a file's name ends as those of font files do.
pub(super) fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|other| other.eq_ignore_ascii_case(ending)))
}

/// The font files directly in a folder, by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, FontError> {
    let failed =
        |why: std::io::Error| error(format!("cannot read the folder `{}`: {}", folder.display(), reason(&why)));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_font(&path) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
