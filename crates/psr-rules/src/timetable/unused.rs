//! Finds what was given and made no difference: events on which nothing in the timetable turns.

use std::collections::BTreeSet;

use super::moments::{Found, Law};
use super::{Duty, Finding};
use crate::id::EventId;
use crate::pack::model::{Applies, Named, Reckoning};

/// Returns the events that were given and that no day shown, no duty and no finding rests on.
pub(super) fn unused(law: &Law<'_>, found: &Found, duties: &[Duty], findings: &[Finding]) -> Vec<EventId> {
    let mut open = roots(law, found, duties, findings);
    let mut reached: BTreeSet<Named> = BTreeSet::new();
    while let Some(named) = open.pop() {
        let moment = named.0.checked_sub(law.rules.events.len()).and_then(|place| law.rules.moments.get(place));
        if !reached.insert(named) {
            continue;
        }
        if let Some(moment) = moment.filter(|moment| law.can_apply(&moment.applies)) {
            open.extend(named_in(&moment.is));
            open.extend(conditions(&moment.applies));
            open.extend(moment.floor.as_ref().map(|floor| floor.moment));
        }
    }
    let idle = |place: &usize| !found.of(Named(*place)).on.is_empty() && !reached.contains(&Named(*place));
    (0..law.rules.events.len()).filter(idle).map(|place| law.rules.events[place].id.clone()).collect()
}

/// Returns what the timetable rests on directly.
fn roots(law: &Law<'_>, found: &Found, duties: &[Duty], findings: &[Finding]) -> Vec<Named> {
    let mut roots = Vec::new();
    for output in law.rules.outputs.iter().filter(|output| law.applies(&output.applies, found)) {
        if output.absent.is_some() || !found.of(output.moment).on.is_empty() {
            roots.push(output.moment);
        }
    }
    let applying = law.rules.duties.iter().filter(|rule| law.applies(&rule.applies, found));
    for rule in applying.filter(|rule| !found.of(rule.for_each).on.is_empty()) {
        let done = duties.iter().any(|duty| duty.duty == rule.id && duty.done.is_some());
        roots.push(rule.for_each);
        roots.extend(named_in(&rule.due));
        roots.extend(rule.done.filter(|_| done));
    }
    for rule in law.rules.findings.iter().filter(|rule| findings.iter().any(|finding| finding.finding == rule.id)) {
        roots.push(rule.for_each);
    }
    roots
}

fn conditions(applies: &Applies) -> impl Iterator<Item = Named> {
    applies.once.iter().chain(&applies.unless).copied()
}

fn named_in(reckoning: &Reckoning) -> Vec<Named> {
    match reckoning {
        Reckoning::SameAs(of)
        | Reckoning::DayAfter(of)
        | Reckoning::DaysAfter(_, of)
        | Reckoning::DaysBeginningWith(_, of)
        | Reckoning::WorkingDaysAfter(_, of) => vec![*of],
        Reckoning::EarliestOf(of) | Reckoning::LatestOf(of) | Reckoning::EachOf(of) => of.clone(),
        Reckoning::ThoseOf { days, lower, upper } => {
            [Some(*days), lower.map(|bound| bound.moment), upper.map(|bound| bound.moment)]
                .into_iter()
                .flatten()
                .collect()
        }
    }
}
