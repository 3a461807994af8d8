//! What the file says about the figure as a publication → [`About`].

use super::outline::plain;
use super::{About, Date};
use crate::diagnostic::Diagnostic;
use crate::read::{Document, TextOr, Words};

/// Takes what is said about the figure out of the document.
pub fn read(document: &mut Document, problems: &mut Vec<Diagnostic>) -> About {
    let words = |text: Option<Words>| text.map(|text| text.get_ref().shown().trim().to_owned());
    let label = |text: &str| plain(text).into_owned();
    let authors = match document.author.take().map(toml::Spanned::into_inner) {
        None => Vec::new(),
        Some(TextOr::Text(author)) => vec![label(&author)],
        Some(TextOr::Table(authors)) => authors.iter().map(|author| label(author.get_ref())).collect(),
    };
    let date = document.date.take().and_then(|text| {
        let date = Date::parse(text.get_ref());
        if date.is_none() {
            let message = format!("`{}` is no date", text.get_ref());
            problems.push(Diagnostic::error(text.span(), message).hint("write year, month and day: `2021-03-14`"));
        }
        date
    });
    let terms = std::mem::take(&mut document.abbreviations).into_iter();
    About {
        authors,
        date,
        alt: words(document.alt.take()),
        description: words(document.description.take()),
        caption: words(document.caption.take()),
        version: words(document.version.take()),
        caveat: words(document.caveat.take()),
        abbreviations: terms.map(|(short, long)| (label(short.get_ref()), label(long.get_ref().shown()))).collect(),
    }
}

impl Date {
    /// A day of the calendar written as `2021-03-14` (ISO 8601).
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        };
        let known = parts.next().is_none() && year >= 1 && (1..=12).contains(&month) && (1..=days).contains(&day);
        known.then_some(Date { year, month: month as u8, day: day as u8 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert_eq!(Date::parse("2024-02-29"), Some(Date { year: 2024, month: 2, day: 29 }));
        for wrong in
            ["2023-02-29", "1900-02-29", "2021-13-01", "2021-1-1", "14.3.2021", "2021-03-14T10:00", "", "2021-03-00"]
        {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }
}
