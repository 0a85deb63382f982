//! Finds the moments of a timetable from what happened, each from what stands before it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Given, Reading};
use crate::calendar::{Calendar, CalendarError, days_after};
use crate::id::{ParameterId, Provision, TextId};
use crate::pack::model::{
    Applies, Bound, Figure, Floor, GivenEvent, Named, Pack, Reckoning, SelectedBy, TimetableRules,
};

/// The law by which a timetable is reckoned: the pack as it stood when the procedure commenced.
pub(super) struct Law<'p> {
    pub pack: &'p Pack,
    pub rules: &'p TimetableRules,
    pub calendar: &'p Calendar,
    process: usize,
    text: Option<&'p TextId>,
    date: NaiveDate,
}

/// The days of an event or a moment, in order, with the readings that decided them.
#[derive(Debug, Clone, Default)]
pub(super) struct Days {
    pub on: Vec<NaiveDate>,
    pub readings: BTreeSet<Reading>,
    /// The provision by which they were found.
    pub provision: Option<Provision>,
}

/// The days of everything that can be named.
pub(super) struct Found {
    days: Vec<Days>,
}

impl<'p> Law<'p> {
    /// Selects the law: by commencement, else by the first thing that happened.
    pub fn of(pack: &'p Pack, rules: &'p TimetableRules, given: &Given) -> Self {
        let date = given.commenced.or_else(|| given.first()).unwrap_or(pack.about.begins);
        let governs =
            |text: &&crate::pack::model::LawText| text.selected_by == SelectedBy::Commencement && text.from <= date;
        let text = pack.texts.iter().rfind(governs).map(|text| &text.id);
        let calendar = &pack.calendars[&rules.calendar];
        Self { pack, rules, calendar, process: given.process, text, date }
    }

    /// Answers whether a part of the timetable applies, given what has come about.
    pub fn applies(&self, applies: &Applies, found: &Found) -> bool {
        let come_about = |named: &Named| !found.of(*named).on.is_empty();
        self.can_apply(applies) && applies.once.iter().all(come_about) && !applies.unless.iter().any(come_about)
    }

    /// Answers whether a part of the timetable applies to the process and stands in the text, whatever has come about.
    pub fn can_apply(&self, applies: &Applies) -> bool {
        let process = applies.processes.is_empty() || applies.processes.contains(&self.process);
        process && (applies.texts.is_empty() || self.text.is_some_and(|text| applies.texts.contains(text)))
    }

    /// Returns a figure of days as it stood on the law's date.
    fn figure(&self, id: &ParameterId) -> u32 {
        let values = &self.pack.parameters[id].values;
        let value = values.iter().rfind(|value| value.from <= self.date).or(values.first());
        match value.map(|value| value.figure) {
            Some(Figure::Days(days) | Figure::WorkingDays(days)) => days,
            // The loader lets a timetable name figures of days only, each with a value.
            _ => 0,
        }
    }

    /// Finds days by a reckoning.
    pub fn reckon(&self, reckoning: &Reckoning, found: &Found) -> Result<Days, CalendarError> {
        match reckoning {
            Reckoning::SameAs(of) => Ok(found.of(*of).clone()),
            Reckoning::DayAfter(of) => found.of(*of).each(|day| days_after(day, 1)),
            Reckoning::DaysAfter(count, of) => found.of(*of).each(|day| days_after(day, self.figure(count))),
            Reckoning::DaysBeginningWith(count, of) => {
                found.of(*of).each(|day| days_after(day, self.figure(count).saturating_sub(1)))
            }
            Reckoning::WorkingDaysAfter(count, of) => {
                found.of(*of).each(|day| self.calendar.working_day_after(day, self.figure(count)))
            }
            Reckoning::EarliestOf(of) => Ok(found.union(of).only(|days| days.first())),
            Reckoning::LatestOf(of) => Ok(found.union(of).only(|days| days.last())),
            Reckoning::EachOf(of) => Ok(found.union(of)),
            Reckoning::ThoseOf { days, lower, upper } => Ok(found.within(*days, *lower, *upper)),
        }
    }

    /// Puts a floor under days, noting its reading where it decides.
    fn raised(&self, mut days: Days, floor: &Floor, found: &Found) -> Days {
        let Some(least) = found.of(floor.moment).on.last().copied() else { return days };
        if days.on.iter().any(|day| *day < least) {
            days.on.iter_mut().for_each(|day| *day = (*day).max(least));
            days.on.dedup();
            let reading = |provision: &Provision| Reading { provision: provision.clone(), says: floor.reading.clone() };
            days.readings.extend(days.provision.as_ref().map(reading));
        }
        days
    }
}

/// Finds every moment.
pub(super) fn find(law: &Law<'_>, given: &Given) -> Result<Found, CalendarError> {
    let mut found = Found { days: law.rules.events.iter().zip(&given.events).map(happened).collect() };
    for moment in &law.rules.moments {
        let mut days = Days::default();
        if law.applies(&moment.applies, &found) {
            days = law.reckon(&moment.is, &found)?;
            days.provision = moment.provision.clone().or(days.provision);
            if let Some(floor) = &moment.floor {
                days = law.raised(days, floor, &found);
            }
        }
        found.days.push(days);
    }
    Ok(found)
}

fn happened((event, on): (&GivenEvent, &Vec<NaiveDate>)) -> Days {
    Days { on: on.clone(), readings: BTreeSet::new(), provision: Some(event.provision.clone()) }
}

impl Found {
    /// Returns the days of an event or a moment.
    pub fn of(&self, named: Named) -> &Days {
        &self.days[named.0]
    }

    /// Returns the same, with only one day for one of them.
    pub fn with_only(&self, named: Named, day: NaiveDate) -> Self {
        let mut days = self.days.clone();
        days[named.0].on = vec![day];
        Self { days }
    }

    fn union(&self, of: &[Named]) -> Days {
        let mut all = Days::default();
        for named in of {
            let days = self.of(*named);
            all.on.extend(&days.on);
            all.readings.extend(days.readings.iter().cloned());
            // Where several came about, the first of the list stands for all.
            all.provision = all.provision.or_else(|| days.provision.clone().filter(|_| !days.on.is_empty()));
        }
        all.on.sort_unstable();
        all
    }

    fn within(&self, days: Named, lower: Option<Bound>, upper: Option<Bound>) -> Days {
        let bound =
            |bound: Option<Bound>| bound.map(|bound| (self.of(bound.moment).on.last().copied(), bound.included));
        let (lower, upper) = (bound(lower), bound(upper));
        let mut kept = self.of(days).clone();
        kept.on.retain(|day| {
            let after = match lower {
                Some((Some(from), included)) => *day > from || (included && *day == from),
                Some((None, _)) => false,
                None => true,
            };
            let before = match upper {
                Some((Some(to), included)) => *day < to || (included && *day == to),
                Some((None, _)) | None => true,
            };
            after && before
        });
        kept
    }
}

impl Days {
    fn each(&self, mut find: impl FnMut(NaiveDate) -> Result<NaiveDate, CalendarError>) -> Result<Self, CalendarError> {
        let on = self.on.iter().map(|day| find(*day)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { on, ..self.clone() })
    }

    fn only(self, pick: impl Fn(&[NaiveDate]) -> Option<&NaiveDate>) -> Self {
        Self { on: pick(&self.on).copied().into_iter().collect(), ..self }
    }
}
