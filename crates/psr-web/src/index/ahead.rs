//! What is owed, week by week: what is overdue, the weeks ahead, and what comes later.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};

use super::Summary;

/// How many weeks ahead are told apart.
const WEEKS: u64 = 8;

/// So many duties fall due in a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The Monday of the week; none for what is overdue and for what comes after the last week.
    pub week: Option<NaiveDate>,
    /// Whether it is what was due before today.
    pub overdue: bool,
    /// How many duties fall due in it.
    pub duties: usize,
    /// In how many cases.
    pub cases: usize,
}

/// Counts what is owed in cases, by when it is due; nothing where nothing is owed.
pub fn ahead<'c>(cases: impl Iterator<Item = &'c Arc<Summary>>, today: NaiveDate) -> Vec<Span> {
    let monday = monday(today);
    let weeks = (0..WEEKS).filter_map(|week| monday.checked_add_days(Days::new(7 * week)));
    let span = |week, overdue| Span { week, overdue, duties: 0, cases: 0 };
    let mut spans: Vec<Span> =
        std::iter::once(span(None, true)).chain(weeks.map(|week| span(Some(week), false))).collect();
    spans.push(span(None, false));
    for case in cases {
        let mut seen = 0_u32;
        for duty in &case.duties {
            let place = place(duty.due, monday, today);
            spans[place].duties += 1;
            spans[place].cases += usize::from(seen & (1 << place) == 0);
            seen |= 1 << place;
        }
    }
    if spans.iter().all(|span| span.duties == 0) { Vec::new() } else { spans }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// Returns the place of a day: first what is overdue, then week by week, last what comes later.
fn place(due: NaiveDate, monday: NaiveDate, today: NaiveDate) -> usize {
    if due < today {
        return 0;
    }
    let week = u64::try_from((due - monday).num_days() / 7).unwrap_or(0);
    usize::try_from(week.min(WEEKS)).unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::NextDuty;

    fn case(days: &[&str]) -> Arc<Summary> {
        let duty = |due: &&str| NextDuty {
            due: due.parse().unwrap_or_default(),
            title: "A notice".into(),
            provision: "".into(),
        };
        Arc::new(Summary {
            id: String::new(),
            reference: String::new(),
            title: String::new(),
            opened: NaiveDate::default(),
            closed: false,
            entries: 1,
            stage: "".into(),
            routes: Vec::new(),
            duties: days.iter().map(duty).collect(),
            text: Box::default(),
        })
    }

    #[test]
    fn what_is_owed_is_counted_by_the_week_in_which_it_is_due() {
        // A Wednesday: what was due on the Monday of this week is overdue already.
        let today: NaiveDate = "2026-03-11".parse().unwrap_or_default();
        let cases = [
            case(&["2026-03-09", "2026-03-11", "2026-03-15"]),
            case(&["2026-01-01", "2026-03-16", "2026-05-03", "2026-05-04", "2027-01-01"]),
            case(&[]),
        ];
        let spans = ahead(cases.iter(), today);
        let counts: Vec<(usize, usize)> = spans.iter().map(|span| (span.duties, span.cases)).collect();
        assert_eq!(counts, [(2, 2), (2, 1), (1, 1), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (1, 1), (2, 1)]);
        assert!(spans[0].overdue && spans[0].week.is_none() && spans[9].week.is_none());
        assert_eq!(spans[1].week.map(|week| week.to_string()).as_deref(), Some("2026-03-09"));
        assert!(ahead([case(&[])].iter(), today).is_empty());
    }
}
