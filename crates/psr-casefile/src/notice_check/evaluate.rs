//! Evaluates the conditions of a pack over a published notice. What is not known never holds.

use chrono::{Months, NaiveDate};
use psr_rules::facts::Held;
use psr_rules::id::{DutyId, ParameterId};
use psr_rules::pack::model::{CodeState, DeadlineState, Figure, NoticeDay, NoticeField, NoticeTest};
use psr_rules::timetable::Duty;

use super::view::View;
use super::{Evidence, codes, weights};

/// What a condition rests on in the notice.
type Grounds = Vec<Evidence>;

/// Returns what a condition rests on, where it holds.
pub(super) fn holds(test: &NoticeTest, view: &View<'_>) -> Option<Grounds> {
    match test {
        NoticeTest::All(parts) => {
            let grounds: Option<Vec<Grounds>> = parts.iter().map(|part| holds(part, view)).collect();
            Some(grounds?.concat())
        }
        NoticeTest::Any(parts) => parts.iter().find_map(|part| holds(part, view)),
        NoticeTest::Not(part) => plainly(holds(part, view).is_none()),
        NoticeTest::Kind(kinds) => plainly(view.is_one_of(kinds)),
        NoticeTest::Says(list) => view.says(list).map(|evidence| vec![evidence]),
        NoticeTest::Given(field) => given(*field, view),
        NoticeTest::Among(field, values) => among(*field, values, view),
        NoticeTest::Deadline(states) => deadline(states, view),
        NoticeTest::Earlier(this, than) => plainly(day(this, view)? < day(than, view)?).map(|_| days(this, view)),
        NoticeTest::Later(this, than) => plainly(day(this, view)? > day(than, view)?).map(|_| days(this, view)),
        _ => counted(test, view),
    }
}

fn counted(test: &NoticeTest, view: &View<'_>) -> Option<Grounds> {
    match test {
        NoticeTest::Late(duty, figure) => {
            late(duty, figure.as_ref(), view).map(|_| given(NoticeField::PUBLISHED, view).unwrap_or_default())
        }
        NoticeTest::Wrong(id) => {
            let found = view.timetable.iter().flat_map(|timetable| &timetable.findings);
            plainly(found.into_iter().any(|finding| finding.finding == *id))
        }
        NoticeTest::Codes(states) => code(states, view),
        NoticeTest::WeightsOtherThan(figure) => {
            let (total, evidence) = weights::total(view)?;
            let full = view.checks.figures.get(figure)?.figure.checked_mul(100)?;
            (total != full).then(|| vec![evidence])
        }
        NoticeTest::CriteriaMissing => {
            let missing = missing_criteria(view).len();
            plainly(missing > 0 && missing < view.checks.criteria.len())
        }
        NoticeTest::LongerThan(figure) => longer_than(figure, view),
        NoticeTest::Below(field, parameter) => below(*field, parameter, view),
        NoticeTest::Dates(fault) => view.faulty_date(*fault).map(|evidence| vec![evidence]),
        _ => None,
    }
}

fn plainly(holds: bool) -> Option<Grounds> {
    holds.then(Vec::new)
}

fn given(field: NoticeField, view: &View<'_>) -> Option<Grounds> {
    let first = view.notice.all(field).first()?;
    Some(vec![Evidence::of(first)])
}

fn among(field: NoticeField, values: &[String], view: &View<'_>) -> Option<Grounds> {
    let meant = |words: &str| values.iter().any(|value| value.eq_ignore_ascii_case(words.trim()));
    view.notice.all(field).iter().find(|given| meant(&given.words)).map(|found| vec![Evidence::of(found)])
}

fn deadline(states: &[DeadlineState], view: &View<'_>) -> Option<Grounds> {
    let stated = view.deadline.as_ref().filter(|stated| states.contains(&stated.state))?;
    Some(stated.evidence.iter().cloned().collect())
}

/// Returns the day that is meant, where it is known.
pub(super) fn day(day: &NoticeDay, view: &View<'_>) -> Option<NaiveDate> {
    match day {
        NoticeDay::Field(field) => view.notice.day(*field),
        NoticeDay::Moment(moment) => *view.timetable.as_ref()?.moments.get(moment)?,
        NoticeDay::Plus(base, figure) => {
            let own = view.checks.figures.get(figure).map(|figure| figure.figure);
            let days = own.or_else(|| match self::figure(figure, view)? {
                Figure::Days(days) => Some(days),
                _ => None,
            })?;
            self::day(base, view)?.checked_add_days(chrono::Days::new(days.into()))
        }
    }
}

/// Quotes the field that gives a day.
fn days(day: &NoticeDay, view: &View<'_>) -> Grounds {
    match day {
        NoticeDay::Field(field) => given(*field, view).unwrap_or_default(),
        NoticeDay::Plus(base, _) => days(base, view),
        NoticeDay::Moment(_) => Vec::new(),
    }
}

/// Returns the duty that was done late, by more than so many days where a figure is named.
pub(super) fn late<'v>(id: &DutyId, by: Option<&ParameterId>, view: &'v View<'_>) -> Option<&'v Duty> {
    let least = by.map_or(Some(0), |figure| view.checks.figures.get(figure).map(|figure| figure.figure))?;
    let mut duties = view.timetable.iter().flat_map(|timetable| &timetable.duties);
    duties.find(|duty| duty.duty == *id && duty.days_late().is_some_and(|days| days > u64::from(least)))
}

fn code(states: &[CodeState], view: &View<'_>) -> Option<Grounds> {
    let codes = codes::of(view);
    let found = codes.iter().find(|code| code.states.iter().any(|state| states.contains(state)))?;
    let evidence = Evidence::of(found.given).naming("code", found.given.words.as_str());
    Some(vec![evidence.naming("code-note", found.note.unwrap_or_default().trim_end_matches('.'))])
}

/// Returns the names of the criteria that no phrase of the text names.
pub(super) fn missing_criteria<'v>(view: &View<'v>) -> Vec<&'v str> {
    let missing = view.checks.criteria.iter().filter(|criterion| view.says(&criterion.phrases).is_none());
    missing.map(|criterion| criterion.title.as_str()).collect()
}

fn longer_than(figure: &ParameterId, view: &View<'_>) -> Option<Grounds> {
    let months = view.checks.figures.get(figure)?.figure;
    if let Some((start, end)) = view.notice.day(NoticeField::START).zip(view.notice.day(NoticeField::END)) {
        let longer = end >= start.checked_add_months(Months::new(months))?;
        return plainly(longer).map(|_| given(NoticeField::END, view).unwrap_or_default());
    }
    let term = view
        .notice
        .all(NoticeField::TERM)
        .iter()
        .find(|given| matches!(given.held, Held::Months(term) if term > months))?;
    Some(vec![Evidence::of(term)])
}

/// Answers whether a sum is smaller than the parameter, as that stood at publication, or stands last where that is not known.
fn below(field: NoticeField, parameter: &ParameterId, view: &View<'_>) -> Option<Grounds> {
    let limit = figure(parameter, view)?;
    let Figure::Money(limit) = limit else { return None };
    let found = view.notice.all(field).iter().find(|given| match given.held {
        Held::Sum(sum) => sum.0.unsigned_abs() < limit.0.unsigned_abs(),
        _ => false,
    })?;
    Some(vec![Evidence::of(found)])
}

/// Returns a parameter as it stood at publication, or stands last where that is not known.
pub(super) fn figure(parameter: &ParameterId, view: &View<'_>) -> Option<Figure> {
    let values = &view.pack.parameters.get(parameter)?.values;
    let held = |on: NaiveDate| values.iter().rfind(|value| value.from <= on);
    view.published.map_or_else(|| values.last(), held).map(|value| value.figure)
}
