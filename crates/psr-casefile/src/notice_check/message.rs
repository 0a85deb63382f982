//! What is said of a finding: names in braces filled in.

use chrono::NaiveDate;
use psr_rules::facts::{GivenValue, Held};
use psr_rules::id::{MomentId, ParameterId};
use psr_rules::pack::model::{Figure, NoticeField};

use super::view::View;
use super::{evaluate, weights};

/// What stands for a name of which the notice says nothing.
const NOT_KNOWN: &str = "not given";

/// Fills in the names in braces; some may be known here alone. A further sentence with a name of which nothing is known is left out.
pub(super) fn fill(text: &str, own: &[(&str, &str)], view: &View<'_>) -> String {
    let mut filled = Vec::new();
    for (place, sentence) in text.split_inclusive(". ").enumerate() {
        let (words, known) = sentence_of(sentence, own, view);
        if known || place == 0 {
            filled.push(words);
        }
    }
    filled.concat().trim_end().to_owned()
}

/// Fills in one sentence, and answers whether every name in it is known.
fn sentence_of(text: &str, own: &[(&str, &str)], view: &View<'_>) -> (String, bool) {
    let (mut filled, mut all_known) = (String::with_capacity(text.len()), true);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        let of_here = own.iter().find(|(known, _)| *known == name).map(|(_, words)| (*words).to_owned());
        let words = of_here.or_else(|| named(name, view));
        all_known &= words.is_some();
        filled.push_str(before);
        filled.push_str(words.as_deref().unwrap_or(NOT_KNOWN));
        rest = behind;
    }
    filled.push_str(rest);
    (filled, all_known)
}

fn named(name: &str, view: &View<'_>) -> Option<String> {
    found(name, view).or_else(|| field(name, view)).or_else(|| moment(name, view)).or_else(|| figure(name, view))
}

fn found(name: &str, view: &View<'_>) -> Option<String> {
    match name {
        "criteria-missing" => Some(listed(&evaluate::missing_criteria(view))),
        "due" => late_duty(view),
        "stated" => {
            let stated = view.deadline.as_ref()?;
            Some(stated.day.map_or_else(|| stated.written.clone(), day))
        }
        "term" => term(view),
        "verdict" => Some(view.deadline.as_ref()?.verdict?.to_string()),
        "weights-total" => weights::total(view).map(|(total, _)| number(total)),
        _ => None,
    }
}

fn late_duty(view: &View<'_>) -> Option<String> {
    let duties = view.timetable.iter().flat_map(|timetable| &timetable.duties);
    duties.into_iter().find(|duty| duty.days_late().is_some())?.due.map(day)
}

fn term(view: &View<'_>) -> Option<String> {
    let days = view.notice.day(NoticeField::START).zip(view.notice.day(NoticeField::END));
    let of_days = days.map(|(start, end)| format!("{} to {}", day(start), day(end)));
    of_days.or_else(|| view.notice.all(NoticeField::TERM).first().map(|given| given.words.clone()))
}

fn field(name: &str, view: &View<'_>) -> Option<String> {
    let field = NoticeField::named(name)?;
    match view.notice.day(field) {
        Some(of_field) => Some(day(of_field)),
        None => view.notice.all(field).first().map(in_words),
    }
}

fn in_words(given: &GivenValue) -> String {
    match &given.held {
        Held::Sum(sum) => sum.to_string(),
        _ => given.words.clone(),
    }
}

fn moment(name: &str, view: &View<'_>) -> Option<String> {
    let moments = &view.timetable.as_ref()?.moments;
    moments.get(&MomentId::parse(name).ok()?)?.map(day)
}

fn figure(name: &str, view: &View<'_>) -> Option<String> {
    let id = ParameterId::parse(name).ok()?;
    let own = || view.checks.figures.get(&id).map(|figure| figure.figure.to_string());
    let of_law = |figure| match figure {
        Figure::Money(sum) => sum.to_string(),
        Figure::Percent(parts) => format!("{}%", number(u32::try_from(parts / 100).unwrap_or_default())),
        Figure::Days(days) | Figure::WorkingDays(days) => days.to_string(),
    };
    evaluate::figure(&id, view).map(of_law).or_else(own)
}

/// Writes hundredths as a number.
fn number(hundredths: u32) -> String {
    let written = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Joins names as English does.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
