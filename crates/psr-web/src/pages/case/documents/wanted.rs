//! What an address says of how a document is wanted: to whom it goes, and when publication is planned.

use chrono::NaiveDate;
use psr_renderer::Privilege;
use psr_renderer::drawn::Asked;
use psr_rules::answer;
use serde::Deserialize;

use super::super::question::DateParts;
use crate::view::filters::in_address;

/// What an address says of how a document is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    to: Option<String>,
    #[serde(rename = "publication-day")]
    day: Option<String>,
    #[serde(rename = "publication-month")]
    month: Option<String>,
    #[serde(rename = "publication-year")]
    year: Option<String>,
    /// The format.
    #[serde(rename = "as")]
    pub format: Option<String>,
}

impl Wanted {
    /// Returns to whom it goes.
    pub fn to(&self) -> Option<&str> {
        self.to.as_deref().map(str::trim).filter(|to| !to.is_empty())
    }

    /// Returns the day of publication as it was typed.
    pub fn typed(&self) -> DateParts {
        let part = |part: &Option<String>| part.as_deref().unwrap_or_default().trim().to_owned();
        DateParts { day: part(&self.day), month: part(&self.month), year: part(&self.year) }
    }

    /// Reads the day on which publication is planned.
    ///
    /// # Errors
    /// When what was typed is no date.
    pub fn publication(&self) -> Result<Option<NaiveDate>, String> {
        let DateParts { day, month, year } = self.typed();
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let wrong = || "Enter the day, month and year of publication, such as 1 4 2026".to_owned();
        let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
        let text = format!("{:04}-{:02}-{:02}", number(&year)?, number(&month)?, number(&day)?);
        answer::date(&text).map(Some).map_err(|_| wrong())
    }

    /// Returns what is asked of the renderer. What is privileged is withheld.
    pub fn asked<'a>(&'a self, document: &'a str, publication: Option<NaiveDate>) -> Asked<'a> {
        Asked { document, publication, to: self.to(), privilege: Privilege::Withheld }
    }

    /// Returns what stands in an address for it.
    pub fn query(&self) -> String {
        let DateParts { day, month, year } = self.typed();
        let to = self.to().unwrap_or_default();
        let parts = [("to", to), ("publication-day", &day), ("publication-month", &month), ("publication-year", &year)];
        let given = parts.into_iter().filter(|(_, text)| !text.is_empty());
        given.map(|(name, text)| format!("{name}={}", in_address(text))).collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(day: &str, month: &str, year: &str) -> Wanted {
        let part = |part: &str| Some(part.to_owned());
        Wanted { to: part(" A & B "), day: part(day), month: part(month), year: part(year), format: None }
    }

    #[test]
    fn a_planned_day_is_read_or_refused_in_the_words_of_the_form() {
        assert_eq!(wanted("", " ", "").publication(), Ok(None));
        assert_eq!(wanted("1", "4", "2026").publication(), Ok(NaiveDate::from_ymd_opt(2026, 4, 1)));
        for (day, month, year) in [("31", "2", "2026"), ("1", "", "2026"), ("x", "4", "2026"), ("-1", "4", "2026")] {
            assert!(wanted(day, month, year).publication().is_err(), "{day} {month} {year}");
        }
    }

    #[test]
    fn an_address_says_the_same_again() {
        let query = wanted("1", "4", "2026").query();
        assert_eq!(query, "to=A%20%26%20B&publication-day=1&publication-month=4&publication-year=2026");
        assert_eq!(Wanted::default().query(), "");
    }
}
