//! `SOURCE_DATE_EPOCH` → the day of figures whose maps do not name one (reproducible-builds.org).

use super::CallError;
use crate::model::Date;

const NAME: &str = "SOURCE_DATE_EPOCH";
const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// The day that the environment asks for, if it does.
pub fn date() -> Result<Option<Date>, CallError> {
    let Some(value) = std::env::var_os(NAME) else { return Ok(None) };
    let seconds = value.to_str().and_then(|text| text.trim().parse::<u64>().ok());
    let day = seconds.and_then(|seconds| day(seconds / SECONDS_A_DAY));
    let wrong = || {
        CallError::new(format!("`{NAME}` is `{}`, which is no date", value.display()))
            .hint("it counts the seconds since 1970; unset it to do without")
    };
    day.map(Some).ok_or_else(wrong)
}

/// The day of the calendar so many days after 1 January 1970, up to the year 9999.
///
/// Years begin in March here, so that the leap day comes last; 400 of them have 146,097 days (Richards 2013, in: Urban &
/// Seidelmann, Explanatory Supplement to the Astronomical Almanac, §15.11).
fn day(days: u64) -> Option<Date> {
    // From 1 March of the year 0.
    let days = days.checked_add(719_468)?;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = 400 * era + year_of_era + u64::from(month <= 2);
    (year <= 9999).then_some(Date { year: year as u16, month: month as u8, day: day as u8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let date = |year, month, day| Some(Date { year, month, day });
        assert_eq!(day(0), date(1970, 1, 1));
        assert_eq!(day(11_016), date(2000, 2, 29));
        assert_eq!(day(11_017), date(2000, 3, 1));
        assert_eq!(day(1_615_680_000 / SECONDS_A_DAY), date(2021, 3, 14));
        assert_eq!(day(253_402_300_799 / SECONDS_A_DAY), date(9999, 12, 31));
        assert_eq!(day(253_402_300_800 / SECONDS_A_DAY), None);
        assert_eq!(day(u64::MAX), None);
    }
}
