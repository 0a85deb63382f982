//! Times within a case: an event in one counts in the period in which the time ended.

use std::cell::OnceCell;

use chrono::NaiveDate;
use psr_rules::id::MomentId;
use psr_rules::pack::model::CountedWithin;

use super::days::Period;
use super::shown::Stands;
use crate::casebook::Case;
use crate::event::Happened;
use crate::state::Recorded;
use crate::timetable::{self, CaseTimetable};

/// The timetables of a case, reckoned once something turns on them.
pub(super) struct Times<'c> {
    case: &'c Case,
    reckoned: OnceCell<Result<Vec<CaseTimetable>, String>>,
}

impl<'c> Times<'c> {
    /// Begins with a case.
    pub fn of(case: &'c Case) -> Self {
        Self { case, reckoned: OnceCell::new() }
    }

    /// Returns whether an event lies in a time that ended in the period.
    pub fn place(&self, within: &CountedWithin, happened: &Recorded<Happened>, period: Period) -> Stands {
        // A time that ended in the period began before it was over.
        if happened.what.on > period.to {
            return Stands::NotSo;
        }
        let timetables = self.reckoned.get_or_init(|| {
            timetable::of_case(self.case, None).map_err(|error| format!("its end cannot be reckoned: {error}"))
        });
        match timetables {
            Err(because) => Stands::Open(because.clone()),
            Ok(timetables) => placed(timetables, within, happened, period),
        }
    }
}

fn placed(
    timetables: &[CaseTimetable],
    within: &CountedWithin,
    happened: &Recorded<Happened>,
    period: Period,
) -> Stands {
    let (on, here) = (happened.what.on, period.has(happened.what.on));
    // What cannot be placed at all is listed in the year in which it happened.
    let open = |because: &str| if here { Stands::Open(because.to_owned()) } else { Stands::NotSo };
    let Some(timetable) = meant(timetables, within) else {
        return open("no process is settled in the case, so the end of the time in which it came cannot be reckoned");
    };
    let taken = timetable.taken.iter().find(|taken| taken.entry == happened.seq);
    if taken.is_some_and(|taken| taken.earlier_round) {
        return open("it belongs to a round that was begun again since");
    }
    let begins = timetable.taken.iter().filter(|taken| taken.taken_as == within.from && !taken.earlier_round);
    let (begins, last) = (begins.map(|taken| taken.on).min(), moment(timetable, &within.to));
    let Some((begins, last)) = begins.zip(last) else {
        return open("the day with which the time for it began is not on record");
    };
    match moment(timetable, &within.ended) {
        _ if on < begins || on > last => Stands::NotSo,
        Some(ended) if period.has(ended) => Stands::So,
        Some(_) => Stands::NotSo,
        None => Stands::Open("the time in which it came has no end on record yet".to_owned()),
    }
}

/// Returns the timetable in which the time has an end, or else the first.
fn meant<'t>(timetables: &'t [CaseTimetable], within: &CountedWithin) -> Option<&'t CaseTimetable> {
    let ended = timetables.iter().find(|timetable| moment(timetable, &within.ended).is_some());
    ended.or_else(|| timetables.first())
}

fn moment(timetable: &CaseTimetable, moment: &MomentId) -> Option<NaiveDate> {
    timetable.timetable.moments.get(moment).copied().flatten()
}
