//! A published notice with everything that is found from it before any check: its kind, its days, its deadline.

use chrono::NaiveDate;
use psr_rules::facts::PublishedNotice;
use psr_rules::id::{NoticeKindId, TextId, WordsId};
use psr_rules::pack::model::{NoticeChecks, NoticeField, Pack, PhraseList, PublishedKind, SelectedBy, WrittenFault};
use psr_rules::timetable::{self, Given, Timetable};
use psr_rules::written;

use super::deadline::{self, Stated};
use super::text::Words;
use super::{Evidence, evaluate, phrases};

/// A notice, with what is found from it.
pub(super) struct View<'p> {
    pub pack: &'p Pack,
    pub checks: &'p NoticeChecks,
    pub notice: &'p PublishedNotice,
    pub text: Vec<Words<'p>>,
    pub kind: Option<&'p PublishedKind>,
    pub published: Option<NaiveDate>,
    pub timetable: Option<Timetable>,
    pub deadline: Option<Stated>,
    pub not_checked: Vec<String>,
}

impl<'p> View<'p> {
    /// Finds what can be found from a notice.
    pub fn of(pack: &'p Pack, checks: &'p NoticeChecks, notice: &'p PublishedNotice) -> Self {
        let mut view = View {
            pack,
            checks,
            notice,
            text: notice.text.iter().map(Words::of).collect(),
            kind: None,
            published: notice.day(NoticeField::PUBLISHED),
            timetable: None,
            deadline: None,
            not_checked: Vec::new(),
        };
        view.kind = view.recognised();
        if view.published.is_none() {
            view.not_checked.push("Nothing was counted from the day of publication, as it is not given.".to_owned());
        }
        if let Some(kind) = view.kind {
            view.count(kind);
        }
        let (deadline, fault) = deadline::stated(&view);
        view.deadline = deadline;
        view.not_checked.extend(fault);
        view
    }

    /// Returns the kind that the notice is said to be, else the first that fits.
    fn recognised(&self) -> Option<&'p PublishedKind> {
        let kinds = &self.checks.kinds;
        match &self.notice.kind {
            Some(said) => kinds.iter().find(|kind| kind.id == *said),
            None => kinds.iter().find(|kind| evaluate::holds(&kind.when, self).is_some()),
        }
    }

    /// Counts the days that follow from those the notice gives.
    fn count(&mut self, kind: &PublishedKind) {
        let Some((rules, process)) = self.process(kind) else { return };
        let mut given = Given::nothing(rules, process);
        let begins = self.pack.about.begins;
        for (event, field) in &kind.events {
            let place = rules.events.iter().position(|known| known.id == *event);
            // What came before the regime is not counted by it.
            let day = self.notice.day(*field).filter(|day| *day >= begins);
            if let Some((place, day)) = place.zip(day) {
                given.events[place].push(day);
            }
        }
        if given.first().is_none() {
            return;
        }
        match timetable::reckon(self.pack, &given, None) {
            Ok(found) => self.timetable = Some(found),
            Err(error) => self.not_checked.push(format!("The days were not counted: {error}.")),
        }
    }

    fn process(&self, kind: &PublishedKind) -> Option<(&'p psr_rules::pack::model::TimetableRules, usize)> {
        let rules = self.pack.timetable.as_ref()?;
        Some((rules, rules.process(kind.process.as_ref()?.as_str())?))
    }

    /// Answers whether a check stands in the text of the law at the day of publication; where that is not known, only what stands in all does.
    pub fn stands(&self, texts: &[TextId]) -> bool {
        let governs = |on: NaiveDate| {
            let known = self.pack.texts.iter();
            known.rev().find(|text| text.selected_by == SelectedBy::Commencement && text.from <= on)
        };
        texts.is_empty() || self.published.and_then(governs).is_some_and(|text| texts.contains(&text.id))
    }

    /// Answers whether the notice is of one of these kinds.
    pub fn is_one_of(&self, kinds: &[NoticeKindId]) -> bool {
        self.kind.is_some_and(|kind| kinds.contains(&kind.id))
    }

    /// Returns a list of phrases.
    pub fn list(&self, id: &WordsId) -> Option<&'p PhraseList> {
        self.checks.phrases.get(id)
    }

    /// Quotes the first place in which the notice says something of a list.
    pub fn says(&self, id: &WordsId) -> Option<Evidence> {
        let list = self.list(id)?;
        self.text.iter().find_map(|words| Some(words.quote(&phrases::find(list, words).next()?)))
    }

    /// Quotes the first date in the text that has a fault, as it is written.
    pub fn faulty_date(&self, fault: WrittenFault) -> Option<Evidence> {
        let near = self.published.unwrap_or(self.pack.about.begins);
        self.text.iter().find_map(|words| {
            let text = &words.passage.text;
            let is_faulty = |date: &written::WrittenDate| match fault {
                // Three numbers with points between them are more often a number of a paragraph than a date.
                WrittenFault::Impossible => date.date.is_none() && !text[date.span.clone()].contains('.'),
                WrittenFault::WrongWeekday => date.weekday_differs(),
            };
            let found = written::dates(text, near).into_iter().find(is_faulty)?;
            Some(words.quote(&found.span).naming("date", &text[found.span]))
        })
    }
}
