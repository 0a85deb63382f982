//! What falls due in a case: its process and its events on record, as the pack's timetable takes them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_rules::id::{EventId, MomentId, Provision};
use psr_rules::pack::model::{DutyState, GivenEvent, Pack, RecordedAs, Round, TimetableRules};
use psr_rules::readiness::DutyView;
use psr_rules::timetable::{Duty, Given, Timetable, reckon};
use serde::Serialize;

use crate::arising::Arising;
use crate::casebook::Case;
use crate::determine::law_date;
use crate::error::{Error, Result};
use crate::event::Happened;
use crate::state::{CaseState, Recorded};

/// What falls due in a case, for the lots that follow one process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseTimetable {
    /// The lots, by their names; none where the case has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<String>,
    /// What falls due.
    #[serde(flatten)]
    pub timetable: Timetable,
    /// The events on record that it was reckoned from, oldest first.
    pub taken: Vec<Taken>,
}

/// An event on record as the timetable takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Taken {
    /// What it is to the timetable.
    #[serde(rename = "as")]
    pub taken_as: EventId,
    /// What it is to the case.
    pub event: EventId,
    /// Its name in words.
    pub title: String,
    /// The day it happened.
    pub on: NaiveDate,
    /// More about it: names and values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<(String, String)>,
    /// The entry it stands in.
    pub entry: u64,
    /// Whether it belongs to a round that was begun again since, so that it no longer counts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub earlier_round: bool,
}

/// Returns what falls due in a case, once for each process that its lots follow; nothing where the pack has no timetable or no process is settled yet.
/// Duties are judged overdue by a day, where one is given.
///
/// # Errors
/// When a count needs a year of which the pack's calendar holds no bank holidays.
pub fn of_case(case: &Case, as_of: Option<NaiveDate>) -> Result<Vec<CaseTimetable>> {
    let Some(rules) = &case.rulebook.pack().timetable else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (process, lots) in processes(case, rules) {
        let lots = lots.into_iter().filter_map(|lot| case.state.lot_name(lot)).map(str::to_owned).collect();
        found.push(reckoned(case, rules, process, lots, as_of)?);
    }
    Ok(found)
}

/// Returns what falls due for one lot, or for a case without lots; nothing where no process is settled, or where it cannot be counted.
pub fn of_lot(case: &Case, lot: Option<usize>, as_of: NaiveDate) -> Option<Timetable> {
    let rules = case.rulebook.pack().timetable.as_ref()?;
    let process = process(&Arising::new(&case.state, &case.rulebook), rules, lot)?;
    Some(reckoned(case, rules, process, Vec::new(), Some(as_of)).ok()?.timetable)
}

/// Returns the days that follow from one event alone, in the process that the first lots follow, whatever else is on record; nothing where no process
/// is settled. So a notice drawn up again later states the days that it stated when it was published.
///
/// # Errors
/// When a count needs a year of which the pack's calendar holds no bank holidays.
pub fn from_one_event(case: &Case, event: &EventId, on: NaiveDate) -> Result<Option<Timetable>> {
    let Some(rules) = &case.rulebook.pack().timetable else { return Ok(None) };
    let Some((process, _)) = processes(case, rules).into_iter().next() else { return Ok(None) };
    let mut given = given(case, rules, process, &[]);
    for (of, days) in rules.events.iter().zip(&mut given.events) {
        days.extend(of.recorded_as.iter().any(|recorded| recorded.event == *event).then_some(on));
    }
    reckon(case.rulebook.pack(), &given, None).map(Some).map_err(|error| Error::Law(error.to_string()))
}

/// Returns the days and the duties of a timetable as the checks of readiness take them: a duty has the day on which it is due.
pub fn facts_for_readiness(timetable: &Timetable) -> (BTreeMap<MomentId, Option<NaiveDate>>, Vec<DutyView>) {
    let view = |duty: &Duty| {
        let id = MomentId::parse(duty.duty.as_str()).ok()?;
        Some(DutyView { duty: id, due: duty.due, state: state(duty) })
    };
    let duties: Vec<DutyView> = timetable.duties.iter().filter_map(view).collect();
    let due = duties.iter().map(|duty| (duty.duty.clone(), duty.due));
    (due.chain(timetable.moments.clone()).collect(), duties)
}

fn state(duty: &Duty) -> DutyState {
    match duty {
        Duty { days_overdue: Some(_), .. } => DutyState::Overdue,
        Duty { done: None, .. } => DutyState::Due,
        late if late.days_late().is_some() => DutyState::Late,
        _ => DutyState::Done,
    }
}

/// Returns the processes that are followed, each with its lots.
fn processes(case: &Case, rules: &TimetableRules) -> Vec<(usize, Vec<usize>)> {
    let arising = Arising::new(&case.state, &case.rulebook);
    let mut processes: Vec<(usize, Vec<usize>)> = Vec::new();
    for lot in case.state.lots() {
        let Some(process) = process(&arising, rules, lot) else { continue };
        match processes.iter_mut().find(|(known, _)| *known == process) {
            Some((_, lots)) => lots.extend(lot),
            None => processes.push((process, lot.into_iter().collect())),
        }
    }
    processes
}

/// Returns the provision behind an event of the case, where the process that all of it follows has one of its own for it.
pub(crate) fn provision_of(case: &Case, event: &EventId) -> Option<Provision> {
    let rules = case.rulebook.pack().timetable.as_ref()?;
    match processes(case, rules).as_slice() {
        [(only, _)] => {
            let cites = &rules.processes[*only].cites;
            cites.iter().find(|(of, _)| of == event).map(|(_, provision)| provision.clone())
        }
        _ => None,
    }
}

fn process(arising: &Arising<'_>, rules: &TimetableRules, lot: Option<usize>) -> Option<usize> {
    let fits = |wanted: &[_]| wanted.iter().all(|wanted| arising.is_concluded(wanted, lot));
    rules.cases.iter().find(|of| fits(&of.only_where)).map(|of| of.process)
}

fn reckoned(
    case: &Case,
    rules: &TimetableRules,
    process: usize,
    lots: Vec<String>,
    as_of: Option<NaiveDate>,
) -> Result<CaseTimetable> {
    let pack = case.rulebook.pack();
    let taken = taken(&case.state, pack, rules);
    let given = given(case, rules, process, &taken);
    let timetable = reckon(pack, &given, as_of).map_err(|error| Error::Law(error.to_string()))?;
    Ok(CaseTimetable { lots, timetable, taken })
}

/// Returns what is on record as the timetable is reckoned from it.
fn given(case: &Case, rules: &TimetableRules, process: usize, taken: &[Taken]) -> Given {
    let mut given = Given::nothing(rules, process);
    given.reference = Some(case.state.opened.what.reference.clone());
    given.commenced = Some(law_date(&case.state, case.rulebook.pack()));
    for (event, days) in rules.events.iter().zip(&mut given.events) {
        let mine = taken.iter().filter(|taken| taken.taken_as == event.id && !taken.earlier_round);
        days.extend(mine.map(|taken| taken.on));
        days.dedup();
    }
    given
}

/// Takes what is on record as the timetable takes it.
fn taken(state: &CaseState, pack: &Pack, rules: &TimetableRules) -> Vec<Taken> {
    let mut taken: Vec<(Taken, Round)> = Vec::new();
    for event in &rules.events {
        let mine = state.happened.iter().filter(|happened| is_recorded_by(event, &happened.what));
        taken.extend(mine.map(|happened| (one(event, happened, pack), event.round)));
    }
    let begun = taken.iter().filter(|(_, round)| *round == Round::Begins).map(|(taken, _)| taken.on).max();
    for (taken, round) in &mut taken {
        taken.earlier_round = *round != Round::Any && begun.is_some_and(|begun| taken.on < begun);
    }
    let mut taken: Vec<Taken> = taken.into_iter().map(|(taken, _)| taken).collect();
    taken.sort_by_key(|taken| (taken.on, taken.entry));
    taken
}

fn is_recorded_by(event: &GivenEvent, happened: &Happened) -> bool {
    let fits = |RecordedAs { event, only }: &RecordedAs| {
        let has = |(field, values): &(String, Vec<String>)| {
            happened.details.iter().any(|(name, value)| name == field && values.contains(value))
        };
        *event == happened.event && only.as_ref().is_none_or(has)
    };
    event.recorded_as.iter().any(fits)
}

fn one(event: &GivenEvent, happened: &Recorded<Happened>, pack: &Pack) -> Taken {
    let what = &happened.what;
    let kind = pack.events.iter().find(|kind| kind.id == what.event);
    Taken {
        taken_as: event.id.clone(),
        event: what.event.clone(),
        title: kind.map_or_else(|| what.event.to_string(), |kind| kind.title.clone()),
        on: what.on,
        details: what.details.clone(),
        entry: happened.seq,
        earlier_round: false,
    }
}
