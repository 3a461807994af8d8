//! `thememap describe`: map files → the figure in words.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::attempt::{Attempt, Times, sorted};
use super::source::{Failure, Source, expand};
use super::target::Places;
use super::write::{Difference, write_all, write_stdout};
use super::{CallError, Status, Terminal, batch, look};
use crate::Options;
use crate::describe::formats::{FORMATS, Format};
use crate::describe::{Asked, PARTS, Part, account, advice, shown_by};
use crate::model::{By, Map};

/// Say in words what maps show: alternative text, caption, long description, table of themes
///
/// The words follow the language of the map (`lang`): English, French, Spanish, German and Portuguese; in other languages
/// they are the labels alone. The author's own `alt`, `description` and `caption` win.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Describe {
    /// Map files; a folder stands for every map in it, `-` for standard input
    #[arg(value_name = "MAP", required = true)]
    maps: Vec<PathBuf>,
    /// Which texts, separated by commas [default: all that the format holds]
    #[arg(short, long, value_name = "TEXT,…", value_delimiter = ',', value_parser = part_names())]
    what: Vec<Option<Part>>,
    /// How they are written [default: text, or what the ending of `-o FILE` says]
    #[arg(short, long, value_name = "NAME", value_parser = format_names())]
    format: Option<&'static Format>,
    /// Where to: a folder, where each map has its own file, a file, or `-` for standard output [default: -]
    #[arg(short, long, value_name = "DIR|FILE|-")]
    output: Option<PathBuf>,
    /// Also the definitions of themes, in the description and the table
    #[arg(long)]
    definitions: bool,
    /// Also the words of participants, with their ids: look through them before you share them
    #[arg(long)]
    quotes: bool,
    /// Also which groups of participants are quoted or named under each theme, in the description and the table
    #[arg(long, overrides_with = "no_coverage")]
    coverage: bool,
    /// Leave that out, even if the map asks for it
    #[arg(long)]
    no_coverage: bool,
    /// In the table, how many of each group are
    #[arg(long, overrides_with = "no_counts")]
    counts: bool,
    /// Leave numbers out, even if the map asks for them
    #[arg(long)]
    no_counts: bool,
    /// Leave out quotes, ids of participants and everything that the figure does not show
    #[arg(long, overrides_with = "no_public", conflicts_with_all = ["quotes", "definitions"])]
    public: bool,
    /// Keep them, even if the map asks for a public figure
    #[arg(long)]
    no_public: bool,
    /// Language of the words, of a map in several
    #[arg(long, value_name = "LANG", value_parser = one_language)]
    lang: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  thememap describe study.toml                              all of it, to read
  thememap describe study.toml --what alt                   one line, for the form of the journal
  thememap describe study.toml --what table -o themes.csv --quotes
  thememap describe study.toml -o words.html                the table can be pasted into Word
  thememap describe maps/ --what alt -o figures/            figures/NAME.alt.txt for each map

In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe.";

/// Words are in one language, labels of a figure in two.
fn one_language(tag: &str) -> Result<String, String> {
    match tag.contains(',') {
        true => Err("words are in one language: describe the map once for each".to_owned()),
        false => look::language(tag),
    }
}

/// What stands for all texts.
const ALL: &str = "all";

fn part_names() -> impl TypedValueParser<Value = Option<Part>> {
    let names = PARTS.iter().map(|(_, name, about)| PossibleValue::new(*name).help(*about));
    let all = PossibleValue::new(ALL).help("Each of them");
    PossibleValuesParser::new(names.chain([all]).collect::<Vec<_>>())
        .map(|name| PARTS.iter().find(|(_, known, _)| *known == name).map(|(part, ..)| *part))
}

fn format_names() -> impl TypedValueParser<Value = &'static Format> {
    let names: Vec<_> = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)).collect();
    PossibleValuesParser::new(names)
        .try_map(|name| Format::named(&name).ok_or_else(|| format!("there is no format `{name}`")))
}

/// What `-o` asks for.
enum Output {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

/// Describes every map.
pub fn run(describe: &Describe, terminal: &Terminal) -> Result<Status, CallError> {
    let sources = expand(&describe.maps, Some(terminal))?;
    let output = describe.output();
    let format = describe.format(&output)?;
    let parts = describe.parts(format)?;
    let paths = describe.paths(&sources, &output, format, &parts)?;
    if sources.len() > 1 && !matches!(output, Output::Folder(_)) && !format.joins {
        return Err(CallError::new(format!("several maps cannot go into one {} file", format.name))
            .hint("give a folder: `-o DIR`"));
    }
    let attempts =
        batch::run(&sources, None, terminal.watched(), |source: &Source| describe.attempt(source, format, &parts))?;

    let (mut status, mut texts) = (Status::Done, Vec::new());
    for (source, attempt) in sources.iter().zip(attempts) {
        terminal.tell(source, &attempt, None);
        status = status.max(attempt.status());
        texts.push(attempt.made);
    }
    match output {
        Output::Folder(_) => {
            let files = paths.into_iter().zip(texts);
            let files: Vec<_> = files.filter_map(|(path, text)| Some((path, text?.into_bytes()))).collect();
            write(&files, terminal)?;
        }
        Output::File(path) if status == Status::Done => {
            write(&[(path, together(&sources, texts, format).into_bytes())], terminal)?;
        }
        // A file of several maps is written when all of them are described.
        Output::File(_) => {}
        Output::Stdout => write_stdout(together(&sources, texts, format).as_bytes())?,
    }
    Ok(status)
}

/// Writes the files and says so.
fn write(files: &[(PathBuf, Vec<u8>)], terminal: &Terminal) -> Result<(), CallError> {
    for ((path, _), before) in files.iter().zip(write_all(files)?) {
        let verb = if before == Difference::Same { "unchanged" } else { "wrote" };
        terminal.say(&format!("{verb} {}", path.display()));
    }
    Ok(())
}

/// The texts of all maps, one after the other; people are told which is which.
fn together(sources: &[Source], texts: Vec<Option<String>>, format: &Format) -> String {
    let named = sources.len() > 1;
    let texts = sources.iter().zip(texts).filter_map(|(source, text)| Some((source.name(), text?)));
    let text = |(name, text): (String, String)| match format.name {
        "text" if named => format!("=== {name} ===\n\n{text}\n"),
        "markdown" | "latex" if named => format!("{text}\n"),
        _ => text,
    };
    let whole: String = texts.map(text).collect();
    let end = whole.trim_end_matches('\n').len();
    if named && whole.len() > end { format!("{}\n", &whole[..end]) } else { whole }
}

impl Describe {
    fn output(&self) -> Output {
        let Some(path) = self.output.as_deref().filter(|path| *path != Path::new("-")) else { return Output::Stdout };
        let last = path.as_os_str().as_encoded_bytes().last();
        let slash = last.is_some_and(|&byte| std::path::is_separator(byte.into()));
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Output::Folder(path.into()),
            Ok(_) => Output::File(path.into()),
            Err(_) if slash || path.extension().is_none() => Output::Folder(path.into()),
            Err(_) => Output::File(path.into()),
        }
    }

    /// The format asked for, or that of the file's ending; CSV where only the table is and nothing else is said, is not guessed.
    fn format(&self, output: &Output) -> Result<&'static Format, CallError> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Output::File(path) = output else { return Ok(&FORMATS[0]) };
        let ending = path.extension().and_then(OsStr::to_str).map(str::to_lowercase);
        let found = FORMATS.iter().find(|format| ending.as_deref() == Some(format.extension));
        found.ok_or_else(|| {
            let endings: Vec<_> = FORMATS.iter().map(|format| format!("`.{}`", format.extension)).collect();
            CallError::new(format!("cannot tell the format of `-o {}`", path.display()))
                .hint(format!("a file ends in {}, a folder in `/`; or give `--format`", endings.join(", ")))
        })
    }

    /// The texts asked for, each once, in the order of the table.
    fn parts(&self, format: &Format) -> Result<Vec<Part>, CallError> {
        let holds = |part: &Part| format.holds.contains(part);
        let asked = |part: &Part| self.what.contains(&Some(*part));
        let all = self.what.is_empty() || self.what.contains(&None);
        if let Some((_, name, _)) = PARTS.iter().find(|(part, ..)| !all && asked(part) && !holds(part)) {
            return Err(CallError::new(format!("{} cannot hold `--what {name}`", format.name))
                .hint("it holds `table`; `text`, `html` and the other formats hold every text"));
        }
        Ok(PARTS.iter().map(|(part, ..)| *part).filter(|part| holds(part) && (all || asked(part))).collect())
    }

    /// One file for each map in a folder: `study.alt.txt`, or `study.words.txt` for several texts. Refuses to write over
    /// maps, and two into one file.
    fn paths(
        &self,
        sources: &[Source],
        output: &Output,
        format: &Format,
        parts: &[Part],
    ) -> Result<Vec<PathBuf>, CallError> {
        let what = match parts {
            [only] => PARTS.iter().find(|(part, ..)| part == only).map_or("words", |(_, name, _)| name),
            _ => "words",
        };
        let path = |source: &Source, folder: &Path| {
            let stem = source.path().and_then(Path::file_stem).ok_or_else(|| {
                CallError::new(format!("{} has no file name", source.name())).hint("give `-o FILE` or `-o -`")
            })?;
            let mut name = stem.to_os_string();
            name.push(format!(".{what}.{}", format.extension));
            Ok::<PathBuf, CallError>(folder.join(name))
        };
        let paths: Vec<PathBuf> = match output {
            Output::Stdout => return Ok(Vec::new()),
            Output::File(path) => vec![path.clone()],
            Output::Folder(folder) => sources.iter().map(|source| path(source, folder)).collect::<Result<_, _>>()?,
        };
        let mut places = Places::default();
        let maps: Vec<(PathBuf, &Source)> =
            sources.iter().filter_map(|source| Some((places.of(source.path()?), source))).collect();
        let mut owners: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for (at, path) in paths.iter().enumerate() {
            let place = places.of(path);
            if let Some((_, map)) = maps.iter().find(|(map, _)| *map == place) {
                return Err(CallError::new(format!("the words would overwrite the map `{}`", map.name())));
            }
            if let Some(other) = owners.insert(place, at) {
                let (one, two) = (sources[other].name(), sources[at].name());
                return Err(CallError::new(format!(
                    "`{one}` and `{two}` would both be written to `{}`",
                    path.display()
                ))
                .hint("rename one, or describe them into different folders"));
            }
        }
        Ok(paths)
    }

    /// What is asked for over the head of the map, or by it.
    fn asked(&self, map: &Map) -> Asked {
        let voices = match look::either(self.coverage, self.no_coverage) {
            Some(true) => shown_by(map).or(Some(By::Group)),
            Some(false) => None,
            None => shown_by(map),
        };
        let counts = look::either(self.counts, self.no_counts).or(map.figure.counts).unwrap_or(false);
        Asked { definitions: self.definitions, quotes: self.quotes, voices, counts }
    }

    fn attempt(&self, source: &Source, format: &Format, parts: &[Part]) -> Attempt<String> {
        let (mut text, mut findings, mut times) = (String::new(), Vec::new(), Times::default());
        let public = look::either(self.public, self.no_public);
        let options = Options { public, ..Options::default() };
        let mut stages = || {
            text = times.of("open", || source.read())?;
            let lang = self.lang.as_slice();
            let (map, warnings) = times.of("read", || crate::read_in(&text, lang)).map_err(Failure::Map)?;
            findings = warnings;
            let map = crate::public(&map, &options).unwrap_or(map);
            let asked = self.asked(&map);
            findings.extend(advice(&map, parts, asked));
            let stem = source.path().and_then(Path::file_stem).and_then(OsStr::to_str).unwrap_or_default();
            Ok(times.of("describe", || (format.write)(&account(&map, stem, parts, asked))))
        };
        let result = stages();
        let (made, error) = sorted(result, &mut findings);
        Attempt { findings, text, style: None, error, made, times }
    }
}
