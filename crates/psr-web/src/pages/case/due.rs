//! What is due in a case and by when, in words.

use chrono::NaiveDate;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::timetable::{CaseTimetable, of_case};
use psr_rules::timetable::{Day, Duty, Reading};

use crate::view::words::{away, count, day, heading};

/// Returns what is due, once for each process that the lots follow; or why that cannot be counted.
pub fn due(case: &Case, today: NaiveDate) -> Value {
    match of_case(case, Some(today)) {
        Ok(timetables) => {
            let shown: Vec<Value> = timetables.iter().map(|of| followed(of, today)).collect();
            context! { timetables => shown, fault => None::<String> }
        }
        Err(error) => context! { timetables => Vec::<Value>::new(), fault => error.to_string() },
    }
}

fn followed(of: &CaseTimetable, today: NaiveDate) -> Value {
    let timetable = &of.timetable;
    let findings = timetable.findings.iter().map(|found| format!("{} ({})", found.says, found.provision));
    context! {
        process => heading(&timetable.process_title), lots => &of.lots, zone => &timetable.zone, notes => &timetable.notes,
        days => timetable.days.iter().map(|shown| moment(shown, today)).collect::<Vec<_>>(),
        duties => timetable.duties.iter().map(|owed| duty(owed, today)).collect::<Vec<_>>(),
        open => timetable.duties.iter().filter(|owed| owed.done.is_none()).map(|owed| duty(owed, today)).collect::<Vec<_>>(),
        findings => findings.collect::<Vec<_>>(),
    }
}

fn moment(shown: &Day, today: NaiveDate) -> Value {
    let end = if shown.end_of_day { "midnight at the end of " } else { "" };
    context! {
        title => heading(&shown.title), provision => shown.provision.to_string(), readings => readings(&shown.readings),
        on => shown.on.map(|on| format!("{end}{}", weekday(on))), off => shown.on.map(|on| away(on, today)),
        absent => shown.absent.clone(),
    }
}

fn duty(owed: &Duty, today: NaiveDate) -> Value {
    let (text, colour) = state(owed, today);
    context! {
        title => heading(&owed.title), provision => owed.provision.to_string(), readings => readings(&owed.readings),
        by => owed.due.map(weekday), not_before => owed.not_before.map(weekday),
        only_if => owed.only_if.as_ref().map(ToString::to_string), status => context! { text, colour },
    }
}

/// Says how it stands with a duty.
fn state(owed: &Duty, today: NaiveDate) -> (String, &'static str) {
    let days = |days: u64| count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days");
    match owed {
        Duty { days_overdue: Some(late), .. } => (format!("Overdue by {}", days(*late)), "red"),
        Duty { done: Some(done), .. } => {
            let (how, colour) = match owed.days_late() {
                Some(late) => (format!("{} late", days(late)), "red"),
                None if owed.is_too_early() => ("too early".to_owned(), "red"),
                None => ("in time".to_owned(), "green"),
            };
            (format!("Done on {}, {how}", day(*done)), colour)
        }
        Duty { due: Some(due), .. } => (format!("Due {}", away(*due, today)), "yellow"),
        _ => ("No last day yet".to_owned(), "grey"),
    }
}

fn readings(readings: &[Reading]) -> Vec<String> {
    readings.iter().map(|reading| format!("Our reading of {}: {}.", reading.provision, reading.says)).collect()
}

fn weekday(date: NaiveDate) -> String {
    format!("{} {}", date.format("%A"), day(date))
}
