//! The file of a figure → the files of its pages, and those that an earlier run left.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::CallError;
use super::source::Source;
use super::target::{Places, Target};

/// The file of a page: `study-2.svg` for the second page of `study.svg`.
pub fn numbered(path: &Path, page: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("-{page}"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

/// Files that no page may be written to: the maps of this call, and the figures of its other maps.
pub struct Taken(BTreeMap<PathBuf, String>);

impl Taken {
    /// Everything this call reads and writes under a name that is known before the maps are read.
    pub fn of(sources: &[Source], targets: &[Target]) -> Taken {
        let mut places = Places::default();
        let mut taken = BTreeMap::new();
        for (source, target) in sources.iter().zip(targets) {
            taken.extend(source.path().map(|path| (places.of(path), "a map".to_owned())));
            let figure = format!("the figure of `{}`", source.name());
            taken.extend(target.files().iter().map(|(_, path)| (places.of(path), figure.clone())));
        }
        Taken(taken)
    }

    /// Refuses a page in place of something else.
    pub fn refuse(&self, path: &Path) -> Result<(), CallError> {
        match self.0.get(&Places::default().of(path)) {
            Some(owner) => Err(CallError::new(format!("a page would overwrite `{}`, {owner}", path.display()))
                .hint("rename one, or draw them into different folders")),
            None => Ok(()),
        }
    }

    /// Pages of a figure that now has fewer: files numbered on after the last of its `count` pages, which belong to nobody else.
    pub fn left_over(&self, path: &Path, count: usize) -> Vec<PathBuf> {
        let later = (count + 1..).map(|page| numbered(path, page));
        let own = |page: &PathBuf| page.is_file() && !page.with_extension("toml").exists() && self.refuse(page).is_ok();
        later.take_while(own).collect()
    }
}
