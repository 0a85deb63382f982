//! The days that circumstances speak of.

use chrono::{Days, NaiveDate};

use super::evaluate::Looking;
use super::select::Item;
use crate::answer::{self, Answer};
use crate::pack::model::{Day, Figure, Figured};

impl Looking<'_> {
    /// Returns a day, where it is known; fields are those of the item that is looked at.
    pub(super) fn day(&self, day: &Day, item: Option<&Item<'_>>) -> Option<NaiveDate> {
        let view = self.view;
        match day {
            Day::First(event) => self.first(event).map(|happened| happened.on),
            Day::Last(event) => self.last(event).map(|happened| happened.on),
            Day::Answer(asked) => match view.known(asked)? {
                Answer::Date(date) => Some(*date),
                _ => None,
            },
            Day::Moment(moment) => view.moments.get(moment).copied().flatten(),
            Day::Field(field) => answer::date(&item?.get(field)?).ok(),
            Day::Recorded(Some(asked)) => view.answers.get(asked).map(|answer| answer.recorded),
            Day::Recorded(None) => item.map(Item::recorded),
            Day::Today => Some(view.today),
            Day::Approval => view.approvals.first().map(|approval| approval.on),
            Day::Plus(day, days) => later(self.day(day, item)?, self.number(days)?),
            Day::Within(day, days) => later(self.day(day, item)?, self.number(days)? - 1),
        }
    }

    /// Returns a figure as a plain number: days, or a number as it stands.
    pub(super) fn number(&self, figured: &Figured) -> Option<i64> {
        match figured {
            Figured::Law(id) => match self.view.figures.get(id)? {
                Figure::Days(days) => Some(i64::from(*days)),
                _ => None,
            },
            Figured::Practice(id) => self.readiness.figures.get(id).map(|figure| i64::from(figure.figure)),
        }
    }

    /// Returns a figure in ten-thousandths of its unit, as sums of fields are compared with it.
    pub(super) fn ten_thousandths(&self, figured: &Figured) -> Option<i64> {
        if let Figured::Law(id) = figured {
            match self.view.figures.get(id)? {
                Figure::Percent(parts) => return Some(*parts),
                Figure::Money(pence) => return i64::try_from(pence.0).ok()?.checked_mul(100),
                _ => {}
            }
        }
        self.number(figured)?.checked_mul(10_000)
    }
}

fn later(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::try_from(days).ok()?))
}
