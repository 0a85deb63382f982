//! What is asked for: which report of the pack, over which period.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use psr_casefile::period::{Period, PeriodReport};
use psr_rules::answer::{self, forgiving};
use psr_rules::pack::model::{Kind, Pack, Report};
use serde::Deserialize;

use crate::drawing::{self, Drawn, Order};
use crate::pages::rules::built_in;
use crate::people::{Who, access};
use crate::problem::Problem;
use crate::site::Site;

/// The period as it was typed, and the format.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The first day.
    #[serde(default)]
    pub from: String,
    /// The last day.
    #[serde(default)]
    pub to: String,
    /// The format of what is downloaded.
    #[serde(default, rename = "as")]
    pub format: String,
}

impl Asked {
    /// Reads the period; nothing where none is asked for, else what is wrong with which field.
    pub fn period(&self) -> Result<Option<Period>, Vec<(String, String)>> {
        let (from, to) = (self.from.trim(), self.to.trim());
        if from.is_empty() && to.is_empty() {
            return Ok(None);
        }
        let mut errors = Vec::new();
        let mut read = |text: &str, field: &str| match answer::date(&forgiving(&Kind::Date, text)) {
            Ok(date) => date,
            Err(_) => {
                let message = match text {
                    "" => "Enter both days of the period".to_owned(),
                    _ => format!("“{text}” is not a date: enter one such as 2026-04-01 or 1 April 2026"),
                };
                errors.push((message, field.to_owned()));
                NaiveDate::default()
            }
        };
        let (from, to) = (read(from, "from"), read(to, "to"));
        if errors.is_empty() {
            let period = Period::new(from, to);
            return period.map(Some).map_err(|_| {
                vec![("The last day of the period lies before its first day".to_owned(), "to".to_owned())]
            });
        }
        Err(errors)
    }
}

/// Returns the reports of a pack.
pub fn reports(pack: &'static Pack) -> &'static [Report] {
    pack.reports.as_ref().map_or(&[], |reports| reports.reports.as_slice())
}

/// Returns the report that an address names.
pub async fn named(id: &str) -> Result<&'static Report, Problem> {
    let pack = built_in().await?.rulebook.pack();
    let found = reports(pack).iter().find(|report| report.id.as_str() == id);
    found.ok_or_else(|| Problem::not_found("The rules know no report of this name."))
}

/// Draws up a report for somebody, or says how far it is: of cases that are kept from them only the numbers are told.
pub async fn drawn(site: &Site, who: &Who, report: &'static Report, period: Period) -> Result<Drawn, Problem> {
    let pack = built_in().await?.rulebook.pack();
    let drawn = drawing::drawn(site, Order { pack, report, period, today: site.today() }).await?;
    let kept_from = access::kept_from(site, who).await?;
    match drawn {
        Drawn::Ready(whole) if !kept_from.is_empty() => {
            let mut told = PeriodReport::clone(&whole);
            super::kept::withhold(&mut told, &kept_from);
            Ok(Drawn::Ready(Arc::new(told)))
        }
        drawn => Ok(drawn),
    }
}

/// Returns the years from April to March that ended last, the newest first, as periods to choose from.
pub fn years(today: NaiveDate) -> Vec<Period> {
    let begins = |year: i32| NaiveDate::from_ymd_opt(year, 4, 1);
    let year = |ago: i32| {
        let from = begins(today.year() - ago)?;
        let to = begins(today.year() - ago + 1)?.checked_sub_days(Days::new(1))?;
        (from <= today).then_some(Period { from, to })
    };
    (0..4).filter_map(year).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_needs_two_days_in_order() {
        let of = |from: &str, to: &str| {
            let asked = Asked { from: from.to_owned(), to: to.to_owned(), ..Asked::default() };
            asked.period().map(|period| period.map(|period| (period.from.to_string(), period.to.to_string())))
        };
        assert_eq!(of("", ""), Ok(None));
        assert_eq!(of("1 April 2025", "2026-03-31"), Ok(Some(("2025-04-01".into(), "2026-03-31".into()))));
        for (from, to, field) in
            [("2025-04-01", "", "to"), ("x", "2026-03-31", "from"), ("2026-04-01", "2025-04-01", "to")]
        {
            assert_eq!(
                of(from, to).err().and_then(|errors| errors.first().map(|error| error.1.clone())).as_deref(),
                Some(field)
            );
        }
    }

    #[test]
    fn the_year_under_way_comes_first() {
        let from = |today: &str| {
            let today = today.parse().unwrap_or_default();
            years(today).into_iter().map(|year| year.from.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(from("2026-03-31"), ["2025-04-01", "2024-04-01", "2023-04-01"]);
        assert_eq!(from("2026-04-01"), ["2026-04-01", "2025-04-01", "2024-04-01"]);
    }
}
