//! What is wrong in a case: breaches, duties that were late, and records that leave something open.

use chrono::{Days, NaiveDate};
use psr_rules::id::DutyId;
use psr_rules::pack::model::{FindingsTold, GroundKind, Told};
use psr_rules::timetable::Duty;

use super::found::{Counted, NotCounted, Source};
use super::{Asking, Found};
use crate::casebook::Case;
use crate::check::{self, Gap};
use crate::error::Result;
use crate::event::CaseEvent;
use crate::time::london_day;
use crate::{record, timetable};

/// What is told where what was found rests on an answer that is privileged, as a report is published.
const PRIVILEGED: &str = "What was found rests on an answer that is privileged.";

/// Finds what is wrong in a case and puts it under the items that tell it.
pub(super) fn find(case: &Case, asking: Asking<'_>, found: &mut Found) -> Result<()> {
    let is_active = is_active(case, asking);
    let looks =
        asking.tells(|told| matches!(told, Told::Findings(FindingsTold::Breaches | FindingsTold::BlockingGaps, _)));
    let gaps = if is_active && looks { blocking(case, asking)? } else { Vec::new() };
    let duties = duties(case, asking)?;
    for (place, item) in asking.items() {
        let Told::Findings(which, addressed) = &item.tells else { continue };
        let counted = &mut found.items[place];
        match which {
            FindingsTold::Breaches => {
                counted.extend(gaps.iter().filter(|gap| is_breach(gap)).map(|gap| breach(case, gap)));
            }
            FindingsTold::BlockingGaps => {
                let others: Vec<&Gap> = gaps.iter().filter(|gap| !is_breach(gap)).collect();
                counted.extend(incomplete(case, &others, addressed));
            }
            FindingsTold::LateDuties | FindingsTold::OverdueDuties => {
                let mine = duties.iter().filter(|duty| is_told(duty, *which, asking));
                let (owed, doubtful): (Vec<&Duty>, Vec<&Duty>) = mine.partition(|duty| duty.only_if.is_none());
                counted.extend(owed.into_iter().map(|duty| told(case, duty, addressed)));
                let item = item.id.to_string();
                found.not_counted.extend(doubtful.into_iter().map(|duty| not_counted(case, duty, &item)));
            }
        }
    }
    Ok(())
}

/// Answers whether something happened in the case, or was put on record in it, in the period.
fn is_active(case: &Case, asking: Asking<'_>) -> bool {
    let recorded = case.entries.iter().any(|entry| asking.period.has(london_day(entry.at)));
    recorded || case.state.happened.iter().any(|happened| asking.period.has(happened.what.on))
}

/// Returns what blocks when the case is read as on the last day of the period, or today.
fn blocking(case: &Case, asking: Asking<'_>) -> Result<Vec<Gap>> {
    let record = record::decision_record(case)?;
    let gaps = check::check(case, &record, asking.as_on)?;
    Ok(gaps.into_iter().filter(|gap| gap.blocks).collect())
}

/// A breach is what a check of the pack finds by the law itself, or a route that was followed and may not be; what else every case is looked through for
/// only says that its record is not complete.
fn is_breach(gap: &Gap) -> bool {
    gap.id == check::ROUTE_NOT_PERMITTED || gap.stage.is_some() && gap.ground == GroundKind::Law
}

fn breach(case: &Case, gap: &Gap) -> Counted {
    let message = message(case, gap);
    Counted {
        what: gap.lot.as_ref().map_or_else(|| message.to_owned(), |lot| format!("{lot}: {message}")),
        provisions: gap.provisions.clone(),
        addressed: Some(gap.next.clone()),
        sources: vec![Source::of_case(case, gap.entries.clone())],
        ..Counted::default()
    }
}

/// Returns what was found, unless it quotes, or may quote, an answer that is privileged.
fn message<'g>(case: &Case, gap: &'g Gap) -> &'g str {
    let privileged = |event: &CaseEvent| matches!(event, CaseEvent::Answered(answered) if answered.privileged);
    let behind = case.entries.iter().filter(|entry| gap.entries.contains(&entry.seq));
    let is_privileged = behind.filter_map(|entry| entry.event.as_ref()).any(privileged);
    if is_privileged { PRIVILEGED } else { &gap.message }
}

/// Tells a case whose record is not complete, once, with how much is open.
fn incomplete(case: &Case, gaps: &[&Gap], addressed: &str) -> Option<Counted> {
    let first = gaps.first()?;
    let what = match gaps.len() {
        1 => message(case, first).to_owned(),
        many => format!("{many} things are open; the first is: {}", message(case, first)),
    };
    let provisions = first.provisions.clone();
    let (addressed, sources) = (Some(addressed.to_owned()), vec![Source::of_case(case, Vec::new())]);
    Some(Counted { what, provisions, addressed, sources, ..Counted::default() })
}

/// Returns the duties of a case, each once, whatever the processes that its lots follow.
fn duties(case: &Case, asking: Asking<'_>) -> Result<Vec<Duty>> {
    if !asking.tells(|told| matches!(told, Told::Findings(FindingsTold::LateDuties | FindingsTold::OverdueDuties, _))) {
        return Ok(Vec::new());
    }
    let mut duties: Vec<Duty> = Vec::new();
    let key = |duty: &Duty| -> (DutyId, NaiveDate, Option<NaiveDate>) { (duty.duty.clone(), duty.arose, duty.due) };
    for duty in timetable::of_case(case, Some(asking.as_on))?.into_iter().flat_map(|of| of.timetable.duties) {
        if duties.iter().all(|other| key(other) != key(&duty)) {
            duties.push(duty);
        }
    }
    Ok(duties)
}

/// Answers whether a duty was late, or is overdue, on a day of the period.
fn is_told(duty: &Duty, which: FindingsTold, asking: Asking<'_>) -> bool {
    let Some(first) = duty.due.and_then(|due| due.checked_add_days(Days::new(1))) else { return false };
    match (which, duty.days_overdue) {
        (FindingsTold::OverdueDuties, Some(_)) => first <= asking.as_on,
        (FindingsTold::LateDuties, None) => {
            let done = duty.done.filter(|_| duty.days_late().is_some());
            done.is_some_and(|done| first <= asking.period.to && done >= asking.period.from)
        }
        _ => false,
    }
}

fn told(case: &Case, duty: &Duty, addressed: &str) -> Counted {
    Counted {
        what: in_words(duty),
        on: duty.due,
        provisions: vec![duty.provision.to_string()],
        addressed: Some(addressed.to_owned()),
        sources: vec![Source::of_case(case, Vec::new())],
        ..Counted::default()
    }
}

fn in_words(duty: &Duty) -> String {
    let (title, day) =
        (&duty.title, |day: Option<NaiveDate>| day.as_ref().map(record::day_in_words).unwrap_or_default());
    let days = |days: u64| if days == 1 { "one day".to_owned() } else { format!("{days} days") };
    match (duty.days_overdue, duty.days_late()) {
        (Some(over), _) => format!("{title}: due on {} and {} overdue", day(duty.due), days(over)),
        (None, Some(late)) => {
            format!("{title}: done on {}, {} after it was due on {}", day(duty.done), days(late), day(duty.due))
        }
        (None, None) => title.clone(),
    }
}

/// Lists a duty of which the dates cannot tell whether it is owed at all.
fn not_counted(case: &Case, duty: &Duty, item: &str) -> NotCounted {
    let provision = duty.only_if.as_ref().map(ToString::to_string).unwrap_or_default();
    NotCounted {
        what: in_words(duty),
        on: duty.due,
        because: format!("the dates do not tell whether it is owed; {provision} does"),
        items: vec![item.to_owned()],
        sources: vec![Source::of_case(case, Vec::new())],
    }
}
