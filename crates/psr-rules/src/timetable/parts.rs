//! Puts a timetable together from the moments found: the days shown, the duties, and what is wrong.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::moments::{Days, Found, Law};
use super::unused::unused;
use super::{Day, Duty, Finding, Given, Timetable, TimetableError, days_between};
use crate::calendar::CalendarError;
use crate::engine::PackName;
use crate::id::{FindingId, MomentId};
use crate::pack::model::{DutyRule, FindingRule, Named, Output, Reckoning};

/// Puts the timetable together.
pub(super) fn timetable(
    law: &Law<'_>,
    found: &Found,
    given: &Given,
    as_of: Option<NaiveDate>,
) -> Result<Timetable, TimetableError> {
    let duties = duties(law, found, as_of)?;
    let mut findings = findings(law, found);
    findings.extend(duties.iter().filter_map(wrongly_done));
    let process = &law.rules.processes[given.process];
    let about = &law.pack.about;
    Ok(Timetable {
        pack: PackName { id: about.id.clone(), version: about.version.clone(), digest: law.pack.digest.to_string() },
        process: process.id.clone(),
        process_title: process.title.clone(),
        reference: given.reference.clone(),
        commenced: given.commenced,
        as_of,
        latest: given.last().unwrap_or(about.begins),
        zone: law.calendar.zone.name().to_owned(),
        deadline: law.rules.deadline.and_then(|named| found.of(named).on.last().copied()),
        moments: moments(law, found),
        days: days(law, found),
        unused: unused(law, found, &duties, &findings),
        duties,
        findings,
        notes: law.rules.notes.clone(),
    })
}

fn moments(law: &Law<'_>, found: &Found) -> BTreeMap<MomentId, Option<NaiveDate>> {
    let places = (law.rules.events.len()..).map(Named);
    let moments = law.rules.moments.iter().zip(places);
    moments.map(|(moment, named)| (moment.id.clone(), found.of(named).on.last().copied())).collect()
}

fn days(law: &Law<'_>, found: &Found) -> Vec<Day> {
    let shown = law.rules.outputs.iter().filter(|output| law.applies(&output.applies, found));
    let days = shown.map(|output| day(output, found));
    days.filter(|day| day.on.is_some() || day.absent.is_some()).collect()
}

fn day(output: &Output, found: &Found) -> Day {
    let Days { on, readings, provision } = found.of(output.moment).clone();
    let on = on.last().copied();
    Day {
        group: output.group.clone(),
        key: output.key.clone(),
        title: output.title.clone(),
        provision: provision.filter(|_| on.is_some()).unwrap_or_else(|| output.provision.clone()),
        on,
        end_of_day: output.end_of_day,
        absent: output.absent.clone().filter(|_| on.is_none()),
        readings: if on.is_some() { readings.into_iter().collect() } else { Vec::new() },
    }
}

fn duties(law: &Law<'_>, found: &Found, as_of: Option<NaiveDate>) -> Result<Vec<Duty>, CalendarError> {
    let mut duties = Vec::new();
    for rule in law.rules.duties.iter().filter(|rule| law.applies(&rule.applies, found)) {
        for arose in found.of(rule.for_each).on.iter().copied() {
            let one = found.with_only(rule.for_each, arose);
            duties.push(duty(law, rule, arose, &one, as_of)?);
        }
    }
    Ok(duties)
}

fn duty(
    law: &Law<'_>,
    rule: &DutyRule,
    arose: NaiveDate,
    found: &Found,
    as_of: Option<NaiveDate>,
) -> Result<Duty, CalendarError> {
    let Days { on, readings, .. } = law.reckon(&rule.due, found)?;
    let not_before = rule.not_before.as_ref().map(|is: &Reckoning| law.reckon(is, found)).transpose()?;
    let due = on.last().copied();
    // What is said to have been done before the duty arose did not do it.
    let done = rule.done.and_then(|event| found.of(event).on.iter().copied().find(|day| *day >= arose));
    let open = as_of.filter(|as_of| done.is_none_or(|done| done > *as_of));
    Ok(Duty {
        duty: rule.id.clone(),
        title: rule.title.clone(),
        provision: rule.provision.clone(),
        arose,
        not_before: not_before.and_then(|days| days.on.last().copied()),
        due,
        only_if: rule.only_if.clone(),
        done,
        days_overdue: due.zip(open).and_then(|(due, as_of)| days_between(due, as_of)),
        readings: if due.is_some() { readings.into_iter().collect() } else { Vec::new() },
    })
}

/// Returns what is wrong with the way a duty was done.
fn wrongly_done(duty: &Duty) -> Option<Finding> {
    let done = duty.done?;
    let (kind, says) = if duty.is_too_early() {
        let from = duty.not_before?;
        ("too-early", format!("done on {}, and it may not be done before {}", words(done), words(from)))
    } else {
        let (late, due) = (duty.days_late()?, duty.due?);
        let days = if late == 1 { "day" } else { "days" };
        ("late", format!("done on {}, {late} {days} after it was due on {}", words(done), words(due)))
    };
    let finding = FindingId::parse(&format!("{}-{kind}", duty.duty)).ok()?;
    Some(Finding { finding, provision: duty.provision.clone(), says: format!("{}: {says}", duty.title) })
}

fn findings(law: &Law<'_>, found: &Found) -> Vec<Finding> {
    let rules = law.rules.findings.iter().filter(|rule| law.applies(&rule.applies, found));
    rules.flat_map(|rule| found.of(rule.for_each).on.iter().map(|day| finding(law, rule, *day, found))).collect()
}

fn finding(law: &Law<'_>, rule: &FindingRule, day: NaiveDate, found: &Found) -> Finding {
    let one = found.with_only(rule.for_each, day);
    let mut parts = rule.says.split('{');
    let mut says = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or(("", part));
        let named = law.rules.named(name).and_then(|named| one.of(named).on.last().copied());
        says.push_str(&named.map_or_else(|| "a day that is not known".to_owned(), words));
        says.push_str(rest);
    }
    Finding { finding: rule.id.clone(), provision: rule.provision.clone(), says }
}

/// Writes a date as text does: 6 December 2023.
pub(super) fn words(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), day.format("%B"), day.year())
}
