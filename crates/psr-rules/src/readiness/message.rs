//! What is said of a gap: names in braces filled in, and the entries behind it.

use chrono::NaiveDate;

use super::evaluate::Looking;
use super::select::Item;
use crate::id::{EventId, MomentId, ParameterId, QuestionId};
use crate::pack::model::{Asked, Circumstance, Day, Figure, ItemSource, Selection};

/// What stands for a name of which nothing is on record.
const NOT_KNOWN: &str = "not yet known";

impl Looking<'_> {
    /// Fills in the names in braces: a field of the item, the day something first happened, a day that the timetable counts out, a figure, or an answer.
    pub(super) fn fill(&self, text: &str, item: Option<&Item<'_>>) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(&self.named(name, item).unwrap_or_else(|| NOT_KNOWN.to_owned()));
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    fn named(&self, name: &str, item: Option<&Item<'_>>) -> Option<String> {
        let view = self.view;
        let field = || Some(readable(&item?.get(name)?));
        let event = || Some(day(self.first(&EventId::parse(name).ok()?)?.on));
        let moment = || Some(day((*view.moments.get(&MomentId::parse(name).ok()?)?)?));
        let answer = || Some(view.by_question(&QuestionId::parse(name).ok()?)?.words.clone());
        field().or_else(event).or_else(moment).or_else(|| self.figure(name)).or_else(answer)
    }

    fn figure(&self, name: &str) -> Option<String> {
        let id = ParameterId::parse(name).ok()?;
        let practice = || self.readiness.figures.get(&id).map(|figure| figure.figure.to_string());
        self.view.figures.get(&id).map(in_words).or_else(practice)
    }
}

/// Returns a figure as people write it.
fn in_words(figure: &Figure) -> String {
    match figure {
        Figure::Money(sum) => sum.to_string(),
        Figure::Percent(parts) => {
            let written = format!("{}.{:04}", parts / 10_000, parts % 10_000);
            format!("{}%", written.trim_end_matches('0').trim_end_matches('.'))
        }
        Figure::Days(days) | Figure::WorkingDays(days) => days.to_string(),
    }
}

/// Returns a field as people read it: a day in words, anything else as it stands.
fn readable(text: &str) -> String {
    crate::answer::date(text).map_or_else(|_| text.to_owned(), day)
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Gathers the entries of the answers and events that a circumstance names.
pub(super) fn grounds(circumstance: &Circumstance, looking: &Looking<'_>, entries: &mut Vec<u64>) {
    let mut asked = |asked: &Asked| entries.extend(looking.view.answers.get(asked).map(|answer| answer.entry));
    match circumstance {
        Circumstance::All(parts) | Circumstance::Any(parts) => {
            parts.iter().for_each(|part| grounds(part, looking, entries));
        }
        Circumstance::Not(part) => grounds(part, looking, entries),
        Circumstance::Answered(one)
        | Circumstance::Reasoned(one)
        | Circumstance::Yes(one)
        | Circumstance::No(one)
        | Circumstance::Among(one, _)
        | Circumstance::ReasonOnly(one, _)
        | Circumstance::TextOnly(one, _) => asked(one),
        Circumstance::RecordedAfter(one, event) | Circumstance::ChangedAfter(one, event) => {
            asked(one);
            entries.extend(looking.first(event).map(|happened| happened.entry));
        }
        Circumstance::Known(one) => days(one, looking, entries),
        Circumstance::Earlier(one, other) | Circumstance::Later(one, other) => {
            days(one, looking, entries);
            days(other, looking, entries);
        }
        Circumstance::Some(selection)
        | Circumstance::None(selection)
        | Circumstance::Single(selection)
        | Circumstance::Total(selection, ..) => items(selection, looking, entries),
        _ => {}
    }
}

fn days(one: &Day, looking: &Looking<'_>, entries: &mut Vec<u64>) {
    match one {
        Day::First(event) => entries.extend(looking.first(event).map(|happened| happened.entry)),
        Day::Last(event) => entries.extend(looking.last(event).map(|happened| happened.entry)),
        Day::Answer(asked) | Day::Recorded(Some(asked)) => {
            entries.extend(looking.view.answers.get(asked).map(|answer| answer.entry));
        }
        Day::Plus(day, _) | Day::Within(day, _) => days(day, looking, entries),
        _ => {}
    }
}

fn items(selection: &Selection, looking: &Looking<'_>, entries: &mut Vec<u64>) {
    match &selection.from {
        ItemSource::List(asked) => entries.extend(looking.view.answers.get(asked).map(|answer| answer.entry)),
        ItemSource::Pairs(one, other) => {
            entries.extend([one, other].iter().filter_map(|asked| Some(looking.view.answers.get(asked)?.entry)));
        }
        ItemSource::Events(events) => {
            let meant = looking.view.happened.iter().filter(|happened| events.contains(&happened.event));
            entries.extend(meant.map(|happened| happened.entry));
        }
        ItemSource::Answers(..) => {}
    }
}
