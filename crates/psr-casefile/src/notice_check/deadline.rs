//! The deadline for representations that a notice states, held against the one that the timetable finds.

use std::ops::Range;

use chrono::NaiveDate;
use psr_rules::calendar::Calendar;
use psr_rules::facts::GivenValue;
use psr_rules::pack::model::{DeadlineState, NoticeField, PhraseList};
use psr_rules::timetable::{Verdict, judge_deadline};
use psr_rules::written;

use super::text::{Words, boundary};
use super::view::View;
use super::{Evidence, phrases};

/// How many bytes after the date still belong to the statement, for a time of day.
const AFTER: usize = 40;
/// How many bytes after the phrase a statement has at most.
const STATEMENT: usize = 400;

/// A deadline as it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    /// What can be said of it.
    pub state: DeadlineState,
    /// The day, where it is one.
    pub day: Option<NaiveDate>,
    /// The date as it is written.
    pub written: String,
    /// What is to be said of it, in words.
    pub verdict: Option<Verdict>,
    /// Where it stands.
    pub evidence: Option<Evidence>,
}

/// Words in which a deadline may stand.
struct Statement<'v> {
    words: &'v str,
    stands: Stands<'v>,
}

/// Where a statement stands.
enum Stands<'v> {
    Given(&'v GivenValue),
    InText(&'v Words<'v>, Range<usize>),
}

impl Stands<'_> {
    fn evidence(&self) -> Evidence {
        match self {
            Self::Given(given) => Evidence::of(given),
            Self::InText(words, span) => words.quote(span),
        }
    }
}

/// Returns the deadline that the notice states and what is to be said of it, or why nothing can be.
pub(super) fn stated(view: &View<'_>) -> (Option<Stated>, Option<String>) {
    let right = view.timetable.as_ref().and_then(|timetable| timetable.deadline);
    let near = right.or(view.published).unwrap_or(view.pack.about.begins);
    let dated = statements(view).find(|statement| !written::dates(statement.words, near).is_empty());
    match dated {
        Some(statement) => judged(&statement, right, near, view),
        None => (Some(without_a_date(view)), None),
    }
}

fn without_a_date(view: &View<'_>) -> Stated {
    let counted = view.checks.deadline.as_ref().and_then(|words| view.says(&words.counted));
    let state = if counted.is_some() { DeadlineState::CountOnly } else { DeadlineState::None };
    Stated { state, day: None, written: String::new(), verdict: None, evidence: counted }
}

/// Returns what the header says, then what stands after each phrase that a deadline follows.
fn statements<'v>(view: &'v View<'_>) -> impl Iterator<Item = Statement<'v>> {
    let given = view.notice.all(NoticeField::DEADLINE).iter();
    let given = given.map(|given| Statement { words: &given.words, stands: Stands::Given(given) });
    let list = view.checks.deadline.as_ref().and_then(|words| view.list(&words.after));
    let in_text = list.into_iter().flat_map(|list| view.text.iter().flat_map(move |words| in_text(list, words)));
    given.chain(in_text)
}

fn in_text<'v>(list: &'v PhraseList, words: &'v Words<'v>) -> impl Iterator<Item = Statement<'v>> {
    phrases::find(list, words).map(|span| {
        let text = &words.passage.text;
        let end = boundary(text, words.sentence_around(&span).end.min(span.end + STATEMENT));
        Statement { words: text.get(span.end..end).unwrap_or_default(), stands: Stands::InText(words, span) }
    })
}

fn judged(
    statement: &Statement<'_>,
    right: Option<NaiveDate>,
    near: NaiveDate,
    view: &View<'_>,
) -> (Option<Stated>, Option<String>) {
    let Some(first) = written::dates(statement.words, near).into_iter().next() else { return (None, None) };
    let words = &statement.words[..boundary(statement.words, first.span.end + AFTER)];
    let written = statement.words[first.span.clone()].to_owned();
    let calendar = view.pack.timetable.as_ref().and_then(|rules| view.pack.calendars.get(&rules.calendar));
    let verdict = verdict(words, first.date, right, calendar);
    match verdict {
        Ok(verdict) => {
            let state = verdict.map_or(DeadlineState::Right, state);
            (
                Some(Stated { state, day: first.date, written, verdict, evidence: Some(statement.stands.evidence()) }),
                None,
            )
        }
        Err(error) => (None, Some(format!("The deadline was not counted: {error}."))),
    }
}

/// Judges the words. Where no right day is known, the day is taken as it stands, and only the time is judged.
fn verdict(
    words: &str,
    day: Option<NaiveDate>,
    right: Option<NaiveDate>,
    calendar: Option<&Calendar>,
) -> Result<Option<Verdict>, psr_rules::calendar::CalendarError> {
    let Some(day) = day else { return Ok(Some(Verdict::Impossible)) };
    let Some(calendar) = calendar else { return Ok(None) };
    judge_deadline(words, right.unwrap_or(day), calendar).map(Some)
}

fn state(verdict: Verdict) -> DeadlineState {
    match verdict {
        Verdict::Right => DeadlineState::Right,
        Verdict::AmbiguousTime => DeadlineState::AmbiguousTime,
        Verdict::EarlierTime => DeadlineState::EarlierTime,
        Verdict::Short(_) => DeadlineState::Short,
        Verdict::Long(_) => DeadlineState::Long,
        Verdict::Impossible => DeadlineState::Impossible,
        Verdict::NoDate => DeadlineState::None,
    }
}
