//! A map → how many items of each role it has, and the phrase that says so.

use super::language::{Language, fill};
use crate::model::{Map, Role};

/// How many items a map has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Titled sets of themes.
    pub groups: usize,
    /// Themes, in groups or not.
    pub themes: usize,
    /// Themes in groups.
    pub in_groups: usize,
    /// What stands below themes, or in the core or outcome.
    pub sub_themes: usize,
    /// Codes.
    pub codes: usize,
}

impl Counts {
    /// Counts.
    pub fn of(map: &Map) -> Counts {
        let mut counts = Counts::default();
        for theme in map.graph.node_weights() {
            match theme.role {
                Role::Group => counts.groups += 1,
                Role::Theme => {
                    counts.themes += 1;
                    counts.in_groups += usize::from(theme.parent.is_some());
                }
                Role::SubTheme => counts.sub_themes += 1,
                Role::Code => counts.codes += 1,
                Role::Core | Role::Outcome => {}
            }
        }
        counts
    }

    /// "9 themes in 3 groups"; of a map with neither, its sub-themes or codes; nothing for a map that is a core alone.
    pub fn phrase(&self, language: &Language) -> Option<String> {
        let themes = language.counted(self.themes, Role::Theme);
        let groups = language.counted(self.groups, Role::Group);
        Some(match (self.themes, self.groups) {
            (0, 0) if self.sub_themes > 0 => language.counted(self.sub_themes, Role::SubTheme),
            (0, 0) if self.codes > 0 => language.counted(self.codes, Role::Code),
            (0, 0) => return None,
            (0, _) => groups,
            (_, 0) => themes,
            _ if self.in_groups == 0 => language.list(&[themes, groups]),
            _ if self.in_groups == self.themes => {
                fill(language.brief.in_groups, &[("themes", &themes), ("groups", &groups)])
            }
            _ => {
                let n = self.in_groups.to_string();
                fill(language.brief.some_in_groups, &[("themes", &themes), ("n", &n), ("groups", &groups)])
            }
        })
    }
}
