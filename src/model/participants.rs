//! `[participants]` → groups of participants; voices and quotes checked against them.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexMap;
use toml::Spanned;

use super::outline::{Outline, plain};
use super::{ParticipantGroup, Place, id};
use crate::diagnostic::Diagnostic;
use crate::read::near::{Effort, nearest};
use crate::read::{Participants, Text, TextOr};

/// Reads the groups; a participant belongs to one of them.
pub fn read(groups: IndexMap<Text, Spanned<Participants>>, problems: &mut Vec<Diagnostic>) -> Vec<ParticipantGroup> {
    let mut first: HashMap<String, Range<usize>> = HashMap::new();
    let mut read = Vec::with_capacity(groups.len());
    for (key, group) in groups {
        let group = group.into_inner();
        problems.extend(id::check(&key));
        let (mut ids, mut id_places) = (Vec::new(), Vec::new());
        for participant in group.ids.map(Spanned::into_inner).unwrap_or_default() {
            let name = plain(participant.get_ref()).into_owned();
            match first.get(&name) {
                Some(first) => problems.push(
                    Diagnostic::error(participant.span(), format!("the participant `{name}` is listed twice"))
                        .also(first.clone(), "first here")
                        .hint("a participant belongs to one group: delete one of them"),
                ),
                None => {
                    first.insert(name.clone(), participant.span());
                    ids.push(name);
                    id_places.push(Place(participant.span()));
                }
            }
        }
        if let Some(count) = &group.count {
            let (found, listed) = (*count.get_ref(), ids.len());
            if found < 0 {
                problems.push(Diagnostic::error(count.span(), format!("a count is 0 or more, found {found}")));
            } else if usize::try_from(found).is_ok_and(|found| found < listed) {
                problems.push(
                    Diagnostic::warning(count.span(), format!("the count is {found}, but {listed} ids are listed"))
                        .hint("correct the count or the list"),
                );
            }
        }
        read.push(ParticipantGroup {
            id: key.get_ref().clone(),
            label: group
                .label
                .map_or_else(|| id::to_label(key.get_ref()), |label| plain(label.get_ref().shown()).into_owned()),
            count: group.count.and_then(|count| usize::try_from(count.into_inner()).ok()),
            listed: ids.len(),
            ids,
            place: Place(key.span()),
            id_places,
        });
    }
    read
}

/// Reports voices and quotes of people who did not take part, for a map that lists who did.
pub fn check_evidence(outline: &Outline, participants: &[ParticipantGroup], problems: &mut Vec<Diagnostic>) {
    let ids: HashMap<&str, ()> = participants.iter().flat_map(|group| &group.ids).map(|id| (id.as_str(), ())).collect();
    let listed = || participants.iter().flat_map(|group| &group.ids).map(String::as_str);
    let effort = Effort::default();
    let mut check = |name: &Text, what: &str| {
        if ids.is_empty() || ids.contains_key(plain(name.get_ref()).as_ref()) {
            return;
        }
        let mut mistake =
            Diagnostic::error(name.span(), format!("{what} `{}`, who is no participant of this study", name.get_ref()));
        mistake = match nearest(name.get_ref(), listed(), &effort) {
            Some(near) => mistake.hint(format!("did you mean `{near}`?")),
            None => mistake.hint("list them under `[participants]`, in the `ids` of a group"),
        };
        problems.push(mistake);
    };
    let mut wordless = Vec::new();
    for details in outline.items.iter().filter_map(|item| item.details.as_ref()) {
        for voice in details.voices.iter().flat_map(|list| list.get_ref()) {
            check(voice, "the voice of");
        }
        for quote in details.quotes.iter().flat_map(|list| list.get_ref()) {
            let TextOr::Table(table) = quote.get_ref() else { continue };
            if let Some(by) = &table.by {
                check(by, "a quote by");
            }
            if table.text.is_none() && table.id.is_none() {
                wordless.push(
                    Diagnostic::error(quote.span(), "a quote without words")
                        .hint("say them, `text = \"…\"`, or name words that are kept elsewhere, `id = \"…\"`"),
                );
            }
        }
    }
    problems.extend(wordless);
}
