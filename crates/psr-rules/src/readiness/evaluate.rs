//! Looks at a case: how each circumstance stands.

use std::collections::BTreeMap;

use super::select::Item;
use super::words::only;
use super::{CaseView, EventView, Truth};
use crate::answer::Answer;
use crate::id::{EventId, WordsId};
use crate::pack::model::{Asked, Circumstance, DutyState, Readiness, Selection};

/// A case that is looked at, with what the pack says about readiness.
#[derive(Debug)]
pub(super) struct Looking<'v> {
    /// What the pack says.
    pub readiness: &'v Readiness,
    /// The case.
    pub view: &'v CaseView,
    /// What happened first and last of each kind, so that it is found at once.
    ends: BTreeMap<&'v EventId, (&'v EventView, &'v EventView)>,
}

impl<'v> Looking<'v> {
    /// Begins to look at a case.
    pub(super) fn new(readiness: &'v Readiness, view: &'v CaseView) -> Self {
        let mut ends: BTreeMap<&EventId, (&EventView, &EventView)> = BTreeMap::new();
        let place = |event: &EventView| (event.on, event.entry);
        for event in &view.happened {
            let (first, last) = ends.entry(&event.event).or_insert((event, event));
            *first = if place(event) < place(first) { event } else { first };
            *last = if place(event) > place(last) { event } else { last };
        }
        Self { readiness, view, ends }
    }

    /// Returns what happened first of a kind.
    pub(super) fn first(&self, event: &EventId) -> Option<&'v EventView> {
        self.ends.get(event).map(|(first, _)| *first)
    }

    /// Returns what happened last of a kind.
    pub(super) fn last(&self, event: &EventId) -> Option<&'v EventView> {
        self.ends.get(event).map(|(_, last)| *last)
    }

    /// Returns how a circumstance stands.
    pub(super) fn at(&self, circumstance: &Circumstance) -> Truth {
        let view = self.view;
        match circumstance {
            Circumstance::All(parts) => Truth::all(parts.iter().map(|part| self.at(part))),
            Circumstance::Any(parts) => Truth::any(parts.iter().map(|part| self.at(part))),
            Circumstance::Not(part) => !self.at(part),
            Circumstance::Answered(asked) => view.answers.contains_key(asked).into(),
            Circumstance::Reasoned(asked) => {
                Truth::from(view.answers.get(asked).is_some_and(|answer| answer.reason.is_some()))
            }
            Circumstance::Yes(asked) => self.says(asked, |answer| *answer == Answer::YesNo(true)),
            Circumstance::No(asked) => self.says(asked, |answer| *answer == Answer::YesNo(false)),
            Circumstance::Among(asked, choices) => {
                self.says(asked, |answer| matches!(answer, Answer::Choice(choice) if choices.contains(choice)))
            }
            Circumstance::Concluded(decision, conclusion, values) => {
                match view.concluded.get(&(decision.clone(), conclusion.clone())) {
                    Some(value) => Truth::known(value.as_ref().map(|value| values.contains(value))),
                    None => Truth::No,
                }
            }
            Circumstance::Rule(rule) => view.rules.get(rule).copied().unwrap_or(Truth::No),
            Circumstance::Arises(decision) => view.arising.contains(decision).into(),
            Circumstance::Begun(decision) => view.has_begun(decision).into(),
            Circumstance::Approved => Truth::from(!view.approvals.is_empty()),
            Circumstance::Overtaken => Truth::from(view.approvals.last().is_some_and(|last| last.overtaken)),
            _ => self.at_length(circumstance),
        }
    }

    fn at_length(&self, circumstance: &Circumstance) -> Truth {
        match circumstance {
            Circumstance::ReasonOnly(asked, list) => {
                self.is_only(self.view.answers.get(asked).and_then(|answer| answer.reason.as_deref()), list)
            }
            Circumstance::TextOnly(asked, list) => match self.view.known(asked) {
                Some(Answer::Text(text)) => self.is_only(Some(text), list),
                _ => Truth::Unknown,
            },
            Circumstance::RecordedAfter(asked, event) => self.after(event, |event| self.recorded_after(asked, event)),
            Circumstance::ChangedAfter(asked, event) => self.after(event, |event| self.changed_after(asked, event)),
            Circumstance::Known(day) => self.day(day, None).is_some().into(),
            Circumstance::Earlier(one, other) => {
                Truth::known(self.day(one, None).zip(self.day(other, None)).map(|(one, other)| one < other))
            }
            Circumstance::Later(one, other) => {
                Truth::known(self.day(one, None).zip(self.day(other, None)).map(|(one, other)| one > other))
            }
            Circumstance::Duty(duty, state) => self.has_duty(duty.as_str(), *state).into(),
            Circumstance::Some(selection) => self.some(selection),
            Circumstance::None(selection) => !self.some(selection),
            Circumstance::Single(selection) => self.single(selection),
            Circumstance::Total(selection, field, figure) => {
                let total = self.total(selection, field);
                Truth::known(total.zip(self.ten_thousandths(figure)).map(|(total, figure)| total == figure))
            }
            _ => Truth::Unknown,
        }
    }

    fn says(&self, asked: &Asked, is: impl Fn(&Answer) -> bool) -> Truth {
        Truth::known(self.view.known(asked).map(is))
    }

    fn is_only(&self, text: Option<&str>, list: &WordsId) -> Truth {
        let list = self.readiness.words.get(list);
        Truth::known(text.zip(list).map(|(text, list)| only(text, list)))
    }

    fn after(&self, event: &EventId, is: impl Fn(&EventView) -> Truth) -> Truth {
        self.first(event).map_or(Truth::No, is)
    }

    /// Answers whether the first answer on record came after the event; one that is marked as concerning an earlier day did not.
    fn recorded_after(&self, asked: &Asked, event: &EventView) -> Truth {
        let Some(answer) = self.view.answers.get(asked) else { return Truth::Unknown };
        let (entry, recorded) =
            answer.earlier.first().map_or((answer.entry, answer.recorded), |first| (first.entry, first.recorded));
        let concerns_earlier = answer.concerns.is_some_and(|day| day <= event.on);
        Truth::from(event.came_before(entry, recorded) && !concerns_earlier)
    }

    /// Answers whether the answer that stands is another than the one that stood when the event happened.
    fn changed_after(&self, asked: &Asked, event: &EventView) -> Truth {
        let Some(answer) = self.view.answers.get(asked) else { return Truth::Unknown };
        if !event.came_before(answer.entry, answer.recorded) {
            return Truth::No;
        }
        let mut stood =
            answer.earlier.iter().rev().filter(|earlier| !event.came_before(earlier.entry, earlier.recorded));
        let Some(then) = stood.next() else { return Truth::No };
        Truth::known(then.value.as_ref().zip(answer.value.as_ref()).map(|(then, now)| then != now))
    }

    fn has_duty(&self, duty: &str, state: DutyState) -> bool {
        self.view.duties.iter().any(|found| found.duty.as_str() == duty && found.state == state)
    }

    fn some(&self, selection: &Selection) -> Truth {
        let selected = self.select(selection);
        match (selected.items.is_empty(), selected.open || !selected.doubtful.is_empty()) {
            (false, _) => Truth::Yes,
            (true, true) => Truth::Unknown,
            (true, false) => Truth::No,
        }
    }

    fn single(&self, selection: &Selection) -> Truth {
        let selected = self.select(selection);
        match (selected.items.len(), selected.open || !selected.doubtful.is_empty()) {
            (2.., _) | (0, false) => Truth::No,
            (_, true) => Truth::Unknown,
            (_, false) => Truth::Yes,
        }
    }

    /// Adds up the numbers in a field, in ten-thousandths; nothing where not all of them are known.
    fn total(&self, selection: &Selection, field: &str) -> Option<i64> {
        let selected = self.select(selection);
        let known = !selected.open && selected.doubtful.is_empty();
        let number = |item: &Item<'_>| ten_thousandths(&item.get(field)?);
        let sum = |total: i64, item: &Item<'_>| total.checked_add(number(item)?);
        known.then(|| selected.items.iter().try_fold(0, sum)).flatten()
    }

    /// Returns the entries behind the answers and events that a circumstance names, oldest first.
    pub(super) fn entries(&self, circumstance: &Circumstance) -> Vec<u64> {
        let mut entries = Vec::new();
        super::message::grounds(circumstance, self, &mut entries);
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

/// Reads a number in plain digits, with at most four after the point, in ten-thousandths.
fn ten_thousandths(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.len() > 4 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let parts: i64 = format!("{fraction:0<4}").parse().ok()?;
    Some(sign * whole.parse::<i64>().ok()?.checked_mul(10_000)?.checked_add(parts)?)
}
