//! The system's font folders → installed faces by family name and by characters; read once, when first asked for.

use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::{cmap::Cmap, name::Name, os2::Os2};
use skrifa::raw::types::NameId;
use skrifa::raw::{FontData, FontRead};

use super::fonts::is_font;

/// Folders within folders that are looked into; more is a circle of links.
const DEPTH: usize = 8;
/// Faces of a collection, and bytes of one of the tables read here, beyond which a file is damaged.
const MOST_FACES: u32 = 256;
const MOST_TABLE_BYTES: u32 = 32 << 20;
/// Names that differ no more than this are worth suggesting (Jaro-Winkler, 1 is equal), and so many of them.
const NEAR: f64 = 0.8;
const SUGGESTIONS: usize = 4;

/// A face on disk, of which only its names are read.
#[derive(Debug)]
pub struct Installed {
    /// The file.
    pub path: PathBuf,
    /// Number of the face in the file.
    pub index: u32,
    /// Family name as the font states it.
    pub family: String,
    /// Weight as the font states it.
    pub weight: u16,
    italic: bool,
    /// Whether it is condensed or expanded.
    squeezed: bool,
    /// The family under all its names, as compared.
    names: Vec<String>,
    characters: OnceLock<IntSet<u32>>,
}

/// The upright faces nearest to regular and semi-bold of an installed family; empty when there is none of that name.
pub fn family(name: &str) -> Vec<&'static Installed> {
    let name = compared(name);
    pick(shelf().iter().filter(|font| font.names.contains(&name)))
}

/// The family to show `characters` with: one that has all of the first one's company it can find, sans serif first.
/// `lang` decides between the shapes of Han characters. Empty when no font has the first character.
pub fn covering(characters: &[char], lang: Option<&str>) -> Vec<&'static Installed> {
    let Some(&first) = characters.first() else {
        return Vec::new();
    };
    let region = han_region(lang);
    let rank = |font: &Installed| {
        let has = font.characters();
        let lacks = characters.iter().filter(|&&c| !has.contains(c.into())).count();
        let other_region = region.is_some_and(|region| !font.family.ends_with(region));
        let sans = match &font.family {
            family if family.contains("Mono") => 2,
            family if family.starts_with("Noto Sans") => 0,
            family if family.contains("Sans") => 1,
            _ => 2,
        };
        (lacks, other_region, sans, font.oddity(), font.weight.abs_diff(400))
    };
    let having = shelf().iter().filter(|font| font.characters().contains(first.into()));
    let Some(best) = having.min_by_key(|font| (rank(font), &font.family, &font.path, font.index)) else {
        return Vec::new();
    };
    let same = |font: &&Installed| font.family == best.family && font.characters().contains(first.into());
    pick(shelf().iter().filter(same))
}

/// Installed families with a name like this one, nearest first.
pub fn near(name: &str) -> Vec<&'static str> {
    let name = compared(name);
    let mut near: Vec<(f64, &str)> = Vec::new();
    for font in shelf() {
        let likeness = font.names.iter().map(|other| strsim::jaro_winkler(&name, other)).fold(0.0, f64::max);
        if likeness >= NEAR && near.iter().all(|(_, family)| *family != font.family) {
            near.push((likeness, &font.family));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(SUGGESTIONS).map(|(_, family)| family).collect()
}

/// The best faces for weights 400 and 600, each once.
fn pick(fonts: impl Iterator<Item = &'static Installed> + Clone) -> Vec<&'static Installed> {
    let nearest = |weight: u16| {
        let rank = |font: &'static Installed| (font.oddity(), font.weight.abs_diff(weight), &font.path, font.index);
        fonts.clone().min_by_key(|font| rank(font))
    };
    let mut picked: Vec<&Installed> = nearest(400).into_iter().collect();
    picked.extend(nearest(600).filter(|bold| picked.iter().all(|font| !std::ptr::eq(*font, *bold))));
    picked
}

/// How fonts of Han characters end their names for the region whose shapes a language uses.
fn han_region(lang: Option<&str>) -> Option<&'static str> {
    let lang = lang?.to_ascii_lowercase();
    let has = |part: &str| lang.split(['-', '_']).any(|other| other == part);
    match lang.split(['-', '_']).next()? {
        "zh" | "yue" if has("hk") || has("mo") => Some("HK"),
        "zh" if has("tw") || has("hant") => Some("TC"),
        "yue" => Some("HK"),
        "zh" => Some("SC"),
        "ja" => Some("JP"),
        "ko" => Some("KR"),
        _ => None,
    }
}

/// A family name without what writers vary: case, spaces, hyphens.
fn compared(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every installed face, by path.
fn shelf() -> &'static [Installed] {
    static SHELF: OnceLock<Vec<Installed>> = OnceLock::new();
    SHELF.get_or_init(|| {
        let mut files = Vec::new();
        for folder in folders() {
            collect(&folder, DEPTH, &mut files);
        }
        files.sort();
        files.dedup();
        // A damaged font of the system is no concern of this figure.
        files.iter().filter_map(|path| look(path).ok()).flatten().collect()
    })
}

/// Where Linux, macOS and Windows keep fonts; folders of the other systems are simply not there.
fn folders() -> Vec<PathBuf> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let mut folders: Vec<PathBuf> = Vec::new();
    let data = variable("XDG_DATA_DIRS").unwrap_or_else(|| "/usr/local/share:/usr/share".into());
    folders.extend(env::split_paths(&data).map(|folder| folder.join("fonts")));
    if let Some(home) = variable("HOME").map(PathBuf::from) {
        let data = variable("XDG_DATA_HOME").map_or_else(|| home.join(".local/share"), PathBuf::from);
        folders.extend([data.join("fonts"), home.join(".fonts"), home.join("Library/Fonts")]);
    }
    folders.extend(
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from),
    );
    folders.extend(variable("WINDIR").map(|folder| Path::new(&folder).join("Fonts")));
    folders.extend(variable("LOCALAPPDATA").map(|folder| Path::new(&folder).join("Microsoft/Windows/Fonts")));
    folders
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if is_font(&path) {
            files.push(path);
        } else if depth > 0 && path.is_dir() {
            collect(&path, depth - 1, files);
        }
    }
}

/// The faces of a file.
fn look(path: &Path) -> io::Result<Vec<Installed>> {
    let mut file = File::open(path)?;
    let mut installed = Vec::new();
    for (index, start) in starts(&mut file)?.into_iter().enumerate() {
        let index = index as u32;
        let names = table(&mut file, start, b"name")?;
        let Ok(name) = Name::read(FontData::new(&names)) else {
            continue;
        };
        let strings = |id: NameId| {
            let records = name.name_record().iter().filter(move |record| record.name_id() == id && record.is_unicode());
            records
                .filter_map(|record| Some((record.language_id(), record.string(name.string_data()).ok()?.to_string())))
        };
        let families: Vec<(u16, String)> =
            [NameId::TYPOGRAPHIC_FAMILY_NAME, NameId::FAMILY_NAME].into_iter().flat_map(strings).collect();
        // 0x409 is English in the names of Windows, 0 in those of the Unicode platform.
        let english = families.iter().find(|(language, _)| matches!(language, 0x409 | 0)).or(families.first());
        let Some((_, family)) = english.cloned() else { continue };
        let os2 = table(&mut file, start, b"OS/2")?;
        let os2 = Os2::read(FontData::new(&os2));
        installed.push(Installed {
            path: path.to_owned(),
            index,
            family,
            weight: os2.as_ref().map_or(400, |os2| os2.us_weight_class()),
            // Bits 0 and 9: italic and oblique.
            italic: os2.as_ref().is_ok_and(|os2| os2.fs_selection().bits() & 0x201 != 0),
            // Class 5 is the normal width.
            squeezed: os2.is_ok_and(|os2| os2.us_width_class() != 5),
            names: families.iter().map(|(_, name)| compared(name)).collect(),
            characters: OnceLock::new(),
        });
    }
    Ok(installed)
}

impl Installed {
    /// Upright faces of normal width come first.
    fn oddity(&self) -> (bool, bool) {
        (self.italic, self.squeezed)
    }

    /// The characters it has, read when first asked for.
    fn characters(&self) -> &IntSet<u32> {
        self.characters.get_or_init(|| self.read_characters().unwrap_or_default())
    }

    fn read_characters(&self) -> io::Result<IntSet<u32>> {
        let mut file = File::open(&self.path)?;
        let start = starts(&mut file)?.get(self.index as usize).copied().unwrap_or(0);
        let bytes = table(&mut file, start, b"cmap")?;
        let mut characters = IntSet::empty();
        if let Ok(cmap) = Cmap::read(FontData::new(&bytes))
            && let Some((_, _, subtable)) = cmap.best_subtable()
        {
            characters.extend(subtable.iter().map(|(character, _)| character));
        }
        Ok(characters)
    }
}

/// Where the table directory of each face of a file starts (OpenType, "Organization of an OpenType Font").
fn starts(file: &mut File) -> io::Result<Vec<u64>> {
    let head: [u8; 12] = bytes(file, 0)?;
    if !head.starts_with(b"ttcf") {
        return Ok(vec![0]);
    }
    let count = u32::from_be_bytes([head[8], head[9], head[10], head[11]]).min(MOST_FACES);
    (0..u64::from(count)).map(|face| bytes(file, 12 + 4 * face).map(|at| u64::from(u32::from_be_bytes(at)))).collect()
}

/// A table of the face whose directory starts at `start`; empty when it has none.
fn table(file: &mut File, start: u64, tag: &[u8; 4]) -> io::Result<Vec<u8>> {
    let count = u16::from_be_bytes(bytes(file, start + 4)?);
    let mut directory = vec![0; usize::from(count) * 16];
    file.seek(SeekFrom::Start(start + 12))?;
    file.read_exact(&mut directory)?;
    for record in directory.chunks_exact(16) {
        if let [a, b, c, d, _, _, _, _, o1, o2, o3, o4, l1, l2, l3, l4] = *record
            && [a, b, c, d] == *tag
        {
            let length = u32::from_be_bytes([l1, l2, l3, l4]).min(MOST_TABLE_BYTES);
            let mut table = Vec::new();
            file.seek(SeekFrom::Start(u64::from(u32::from_be_bytes([o1, o2, o3, o4]))))?;
            file.take(u64::from(length)).read_to_end(&mut table)?;
            return Ok(table);
        }
    }
    Ok(Vec::new())
}

fn bytes<const N: usize>(file: &mut File, at: u64) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
