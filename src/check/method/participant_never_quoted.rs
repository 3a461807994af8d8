//! Participants → those who took part and appear nowhere.

use super::study::Study;
use super::{Finding, Rule};
use crate::diagnostic;
use crate::model::ParticipantGroup;

/// Most ids that are named in one sentence.
const MOST_NAMED: usize = 8;

pub static RULE: Rule = Rule {
    rule: diagnostic::Rule {
        name: "participant-never-quoted",
        reason: "readers ask on whose words a study rests, and who is missing",
        source: "COREQ items 29 and 30; SRQR item 17",
    },
    looks_for: "participants who are neither named nor quoted, or not even listed",
    find,
};

fn find(study: &Study) -> Vec<Finding> {
    let everybody = study.everybody();
    let participants = &study.map.participants;
    if everybody.is_empty() {
        return Vec::new();
    }
    if participants.iter().all(|group| group.ids.is_empty()) {
        // Nobody is listed: then it is known how many are missing, and not who.
        let counted: usize = participants.iter().filter_map(|group| group.count).sum();
        let missing = counted.saturating_sub(everybody.len());
        let Some(first) = participants.first().filter(|_| missing > 0) else { return Vec::new() };
        let are = if everybody.len() == 1 { "is" } else { "are" };
        let message = format!("{counted} took part, and {} of them {are} named or quoted", everybody.len());
        return vec![
            Finding::at(None, first.place.0.clone(), message).hint(
                "list the `ids` of each group to see who is missing, and say in the paper why, or let them speak",
            ),
        ];
    }
    let silent = |group: &ParticipantGroup| {
        let silent: Vec<usize> =
            (0..group.ids.len()).filter(|&at| !everybody.contains(group.ids[at].as_str())).collect();
        let unlisted = group.count.map_or(0, |count| count.saturating_sub(group.ids.len()));
        finding(group, &silent, unlisted)
    };
    participants.iter().filter(|group| !group.ids.is_empty()).filter_map(silent).collect()
}

/// What is said about those of a group who are silent, and those who are not even listed.
fn finding(group: &ParticipantGroup, silent: &[usize], unlisted: usize) -> Option<Finding> {
    let label = &group.label;
    let span = |at: &usize| group.id_places.get(*at).map_or(group.place.0.clone(), |place| place.0.clone());
    let cure = "let them speak in a theme (`voices`, `quotes`), or say in the paper why they do not";
    let Some(first) = silent.first() else {
        let (count, ids) = (group.ids.len() + unlisted, group.ids.len());
        let are = if ids == 1 { "is" } else { "are" };
        let message = format!("{count} of `{label}` took part, and {ids} of them {are} listed");
        let finding = Finding::at(None, group.place.0.clone(), message);
        return (unlisted > 0).then(|| finding.hint("list the others, or say in the paper why they do not speak"));
    };
    let mut message = match silent {
        _ if silent.len() == group.ids.len() && silent.len() > 1 => format!("nobody of `{label}` is named or quoted"),
        [only] => format!("`{}` of `{label}` is neither named nor quoted", group.ids[*only]),
        many => {
            let named: Vec<String> = many.iter().take(MOST_NAMED).map(|at| format!("`{}`", group.ids[*at])).collect();
            let more = match many.len().saturating_sub(MOST_NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{}{more} of `{label}` are neither named nor quoted", named.join(", "))
        }
    };
    match unlisted {
        0 => {}
        1 => message.push_str(", and 1 more who took part is not listed"),
        more => message.push_str(&format!(", and {more} more who took part are not listed")),
    }
    Some(Finding::at(None, span(first), message).hint(cure))
}
