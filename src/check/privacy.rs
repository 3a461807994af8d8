//! A map → ids of participants that look like names, e-mail addresses or telephone numbers.
//!
//! A pseudonym looks like a name as well, and is data of the study: it is asked about once and never changed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Map;

/// The name of the finding, for `ignore`.
pub const NAME: &str = "name-like-id";

static RULE: Rule = Rule {
    name: NAME,
    reason: "ids of participants stand in figures and in files that are shared, where a real name identifies a person",
    source: "ICMJE Recommendations, section II.E; COREQ item 29",
};

/// Most ids named in one finding.
const MOST_NAMED: usize = 8;

/// Digits of the shortest telephone number with an area.
const TELEPHONE: usize = 7;

/// Capital letters of the shortest word that is no abbreviation: `PWUD` is one, `MARIA` is not.
const WORD: usize = 5;

/// Words for what people are in a study: an id of them is none of a person's names.
const ROLES: &[&str] = &[
    "adolescent",
    "adult",
    "advocate",
    "carer",
    "caregiver",
    "case",
    "child",
    "client",
    "clinician",
    "coach",
    "control",
    "coordinator",
    "daughter",
    "dietitian",
    "doctor",
    "dyad",
    "educator",
    "employee",
    "employer",
    "expert",
    "family",
    "father",
    "focus",
    "gp",
    "group",
    "health",
    "interview",
    "interviewee",
    "interviewer",
    "leader",
    "learner",
    "man",
    "manager",
    "member",
    "midwife",
    "moderator",
    "mother",
    "nurse",
    "observer",
    "parent",
    "participant",
    "partner",
    "patient",
    "peer",
    "person",
    "pharmacist",
    "physician",
    "physiotherapist",
    "policymaker",
    "practitioner",
    "professional",
    "professor",
    "provider",
    "psychiatrist",
    "psychologist",
    "pupil",
    "relative",
    "researcher",
    "resident",
    "respondent",
    "service",
    "site",
    "social",
    "son",
    "spouse",
    "staff",
    "stakeholder",
    "student",
    "supervisor",
    "surgeon",
    "survivor",
    "teacher",
    "team",
    "technician",
    "therapist",
    "trainee",
    "user",
    "volunteer",
    "ward",
    "woman",
    "worker",
    "youth",
    // French
    "aidant",
    "aidante",
    "médecin",
    "infirmier",
    "infirmière",
    "participante",
    "patiente",
    "proche",
    "mère",
    "père",
    "enseignant",
    "enseignante",
    "étudiant",
    "étudiante",
    "groupe",
    // Spanish and Portuguese
    "cuidador",
    "cuidadora",
    "enfermera",
    "enfermero",
    "enfermeira",
    "enfermeiro",
    "estudiante",
    "estudante",
    "familiar",
    "grupo",
    "madre",
    "mãe",
    "médica",
    "médico",
    "padre",
    "pai",
    "paciente",
    "profesor",
    "profesora",
    "professora",
    // German
    "angehörige",
    "angehöriger",
    "arzt",
    "ärztin",
    "gruppe",
    "lehrer",
    "lehrerin",
    "mutter",
    "patientin",
    "pflegekraft",
    "studentin",
    "teilnehmer",
    "teilnehmerin",
    "vater",
];

/// Ids that look like something by which a person is known, each group of participants in one finding.
pub fn findings(map: &Map) -> Vec<Diagnostic> {
    if map.ignored.iter().any(|(name, _)| name == NAME) {
        return Vec::new();
    }
    let listed = map.participants.iter().map(|group| {
        let places = group.id_places.iter().map(|place| place.0.clone());
        group.ids.iter().map(String::as_str).zip(places).collect::<Vec<_>>()
    });
    let mut lists: Vec<Vec<(&str, Range<usize>)>> = listed.collect();
    if lists.iter().all(Vec::is_empty) {
        // Who is listed nowhere is known from what they say.
        let mut known = BTreeSet::new();
        let named = map.graph.node_weights().flat_map(|theme| theme.speakers().map(|id| (id, theme.span.clone())));
        lists.push(named.filter(|(id, _)| known.insert(*id)).collect());
    }
    lists.into_iter().filter_map(|list| finding(&list)).collect()
}

fn finding(list: &[(&str, Range<usize>)]) -> Option<Diagnostic> {
    let found: Vec<(&str, &'static str, &Range<usize>)> =
        list.iter().filter_map(|(id, span)| Some((*id, looks_like(id)?, span))).collect();
    let (first, like, span) = *found.first()?;
    let others = found.iter().skip(1).take(MOST_NAMED - 1).map(|(id, ..)| format!("`{id}`")).collect::<Vec<_>>();
    let more = match found.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match others.is_empty() {
        true => format!("the id `{first}` looks like {like}"),
        false => format!("the id `{first}` looks like {like}, and so may {}{more}", others.join(", ")),
    };
    Some(
        Diagnostic::warning(span.clone(), message)
            .hint("where it is the person's own, write a code in its place, like `P1`; a pseudonym may stay")
            .hint("`--public`, or `public = true` under `[figure]`, leaves ids out of everything that is made")
            .of(&RULE),
    )
}

/// What an id looks like that a person may be known by.
fn looks_like(id: &str) -> Option<&'static str> {
    let id = id.trim();
    if id.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')) {
        return Some("an e-mail address");
    }
    let digits = id.chars().filter(char::is_ascii_digit).count();
    if digits >= TELEPHONE && id.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c)) {
        return Some("a telephone number");
    }
    // A number makes a code of a word: `Nurse 3`, `patient7`, `HCP-2`.
    if id.chars().any(char::is_numeric) {
        return None;
    }
    let words: Vec<&str> = id.split([' ', '.', '_', '-', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let role = |word: &&str| {
        let word = word.to_lowercase();
        ROLES.contains(&word.as_str()) || word.strip_suffix('s').is_some_and(|one| ROLES.contains(&one))
    };
    if words.is_empty() || words.iter().any(role) || !words.iter().all(|word| word.chars().all(is_of_word)) {
        return None;
    }
    let letters = |word: &str| word.chars().count();
    // `Maria`, `O’Neill`: a capital and small letters. `MARIA` is one too, `HCP` is not.
    let name = |word: &&str| {
        let first = word.chars().next().is_some_and(char::is_uppercase);
        let small = word.chars().skip(1).any(char::is_lowercase);
        first && letters(word) > 1 && (small || letters(word) >= WORD)
    };
    let initial = |word: &&str| letters(word) == 1;
    let named = words.iter().any(name) && words.iter().all(|word| name(word) || initial(word) || is_particle(word));
    // `anna.m`, `j.smith`; `J.S.` where the stops say that letters are initials.
    let initials = words.iter().filter(|word| initial(word)).count();
    let account =
        words.len() == 2 && initials == 1 && words.iter().any(|word| letters(word) > 2) && id.contains(['.', '_', ' ']);
    let monogram = words.len() > 1 && initials == words.len() && id.contains('.');
    (named || account || monogram).then_some("a name")
}

fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’')
}

/// Small words inside of names.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da" | "do" | "dos" | "di" | "du" | "der" | "den" | "del" | "la" | "le" | "van" | "von" | "y" | "e"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_addresses_and_numbers_are_told_from_codes_and_roles() {
        for name in [
            "Maria",
            "J. Smith",
            "anna.m",
            "j.smith",
            "Mary-Jane",
            "Ana de la Cruz",
            "O’Neill",
            "MARIA",
            "Мария",
            "Anna M",
            "J.S.",
        ] {
            assert_eq!(looks_like(name), Some("a name"), "{name}");
        }
        assert_eq!(looks_like("maria@clinic.example"), Some("an e-mail address"));
        assert_eq!(looks_like("+49 30 1234567"), Some("a telephone number"));
        for code in [
            "P4",
            "HCP-2",
            "A3",
            "Nurse 3",
            "patient7",
            "HCP",
            "PWUD",
            "nurse",
            "Nurse",
            "Mother",
            "Focus group B",
            "P.4",
            "2021-14",
            "Ward A",
            "A",
            "AB",
            "FG_2",
            "Peer support worker",
            "Lehrerin",
            "P-A",
            "x",
            "Médecin",
            "Participants",
        ] {
            assert_eq!(looks_like(code), None, "{code}");
        }
    }

    #[test]
    fn one_finding_for_each_group_at_its_first_name_and_none_where_the_author_says_so() {
        let source = r#"
            themes = ["Waiting"]
            [participants]
            nurses = { label = "Nurses", ids = ["N1", "Maria", "Anna M"] }
            others = { label = "Others", ids = ["O1", "O2"] }
        "#;
        let map = crate::read(source).unwrap().0;
        let [found] = &findings(&map)[..] else { panic!("{:?}", findings(&map)) };
        assert_eq!(found.message, "the id `Maria` looks like a name, and so may `Anna M`");
        assert_eq!(found.span.clone().map(|span| &source[span]), Some("\"Maria\""));
        let quiet = crate::read(&format!("ignore = [\"{NAME}\"]\n{source}")).unwrap().0;
        assert_eq!(findings(&quiet), []);
        let loose = crate::read("themes = [{ label = \"Waiting\", voices = [\"Jo Bloggs\", \"P2\"] }]").unwrap().0;
        assert_eq!(findings(&loose)[0].message, "the id `Jo Bloggs` looks like a name");
    }
}
