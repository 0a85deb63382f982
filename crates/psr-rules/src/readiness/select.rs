//! Items: which of a list, of what happened, or of the answers are meant.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::evaluate::Looking;
use super::words::{folded, only};
use super::{AnswerView, EventView, Truth};
use crate::answer::Answer;
use crate::pack::model::{Asked, FieldTest, ItemSource, Matching, Selection};

/// An item that is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'v> {
    /// An item of a list that was answered.
    Listed(&'v BTreeMap<String, String>, &'v AnswerView),
    /// An item of one list with an item of another, and the later of the two answers.
    Paired(&'v BTreeMap<String, String>, &'v BTreeMap<String, String>, &'v AnswerView),
    /// Something that happened.
    Happened(&'v EventView),
    /// An answer.
    Answered(&'v AnswerView),
}

/// The items selected.
#[derive(Debug, Default)]
pub(super) struct Selected<'v> {
    /// Those that are meant.
    pub items: Vec<Item<'v>>,
    /// Those of which it is not known.
    pub doubtful: Vec<Item<'v>>,
    /// Whether the list itself is not known.
    pub open: bool,
}

impl<'v> Item<'v> {
    /// Returns what a field says; nothing where it is not filled in.
    pub fn get(&self, field: &str) -> Option<Cow<'v, str>> {
        let text = match (*self, field) {
            (Self::Listed(fields, _), _) => Cow::Borrowed(fields.get(field)?.as_str()),
            (Self::Paired(one, other, _), _) => Cow::Borrowed(one.get(field).or_else(|| other.get(field))?.as_str()),
            (Self::Happened(event), "happened") => Cow::Owned(event.on.to_string()),
            (Self::Happened(event), _) => Cow::Borrowed(event.fields.get(field)?.as_str()),
            (Self::Answered(answer), "question") => Cow::Borrowed(answer.ask.as_str()),
            (Self::Answered(answer), "answer") => Cow::Borrowed(answer.words.as_str()),
            (Self::Answered(answer), "reason") => Cow::Borrowed(answer.reason.as_deref()?),
            (Self::Answered(answer), "view-of") => Cow::Borrowed(answer.view_of.as_deref()?),
            (Self::Answered(answer), "evidence") if answer.evidence > 0 => Cow::Owned(answer.evidence.to_string()),
            (Self::Answered(answer), "concerns") => Cow::Owned(answer.concerns?.to_string()),
            (Self::Answered(_), _) => return None,
        };
        if text.trim().is_empty() { None } else { Some(text) }
    }

    /// Returns the entry it stands in.
    pub fn entry(&self) -> u64 {
        match self {
            Self::Listed(_, answer) | Self::Paired(.., answer) | Self::Answered(answer) => answer.entry,
            Self::Happened(event) => event.entry,
        }
    }

    /// Returns the day it was put on record.
    pub fn recorded(&self) -> NaiveDate {
        match self {
            Self::Listed(_, answer) | Self::Paired(.., answer) | Self::Answered(answer) => answer.recorded,
            Self::Happened(event) => event.recorded,
        }
    }

    /// Returns what its fields say, as one key under which things alike are found; nothing where one is not filled in.
    fn key<'f>(&self, fields: impl Iterator<Item = &'f String>) -> Option<Vec<String>> {
        fields.map(|field| self.get(field).map(|text| folded(&text))).collect()
    }
}

/// The items of a list, with the answer that gives them.
type List<'v> = (&'v [BTreeMap<String, String>], &'v AnswerView);

/// Returns each item of the first list with each of the second.
fn pairs<'v>((ones, first): List<'v>, (others, second): List<'v>) -> Vec<Item<'v>> {
    let answer = if first.entry > second.entry { first } else { second };
    ones.iter().flat_map(|one| others.iter().map(move |other| Item::Paired(one, other, answer))).collect()
}

impl<'v> Looking<'v> {
    /// Returns the items that a selection means.
    pub(super) fn select(&self, selection: &Selection) -> Selected<'v> {
        let (items, open) = self.items(&selection.from);
        let matching = selection.matching.as_deref().map(|matching| Partners::of(self, matching));
        let mut selected = Selected { open, ..Selected::default() };
        for item in items {
            let tested = Truth::all(selection.tests.iter().map(|test| self.test(test, &item)));
            let matched =
                matching.as_ref().filter(|_| tested != Truth::No).map_or(Truth::Yes, |found| found.answer(&item));
            match tested.min(matched) {
                Truth::Yes => selected.items.push(item),
                Truth::Unknown => selected.doubtful.push(item),
                Truth::No => {}
            }
        }
        selected
    }

    /// Returns all the items of a source, and whether the source itself is not known.
    fn items(&self, source: &ItemSource) -> (Vec<Item<'v>>, bool) {
        let view = self.view;
        match source {
            ItemSource::List(asked) => match self.list(asked) {
                Some((items, answer)) => (items.iter().map(|item| Item::Listed(item, answer)).collect(), false),
                None => (Vec::new(), true),
            },
            ItemSource::Pairs(one, other) => match self.list(one).zip(self.list(other)) {
                Some((ones, others)) => (pairs(ones, others), false),
                None => (Vec::new(), true),
            },
            ItemSource::Events(events) => {
                let meant = view.happened.iter().filter(|happened| events.contains(&happened.event));
                (meant.map(Item::Happened).collect(), false)
            }
            ItemSource::Answers(decisions, only_views) => {
                let meant = view.answers.iter().filter(|(asked, answer)| {
                    (decisions.is_empty() || decisions.contains(&asked.decision)) && (!only_views || answer.is_view)
                });
                (meant.map(|(_, answer)| Item::Answered(answer)).collect(), false)
            }
        }
    }

    fn list(&self, asked: &Asked) -> Option<List<'v>> {
        let answer = self.view.answers.get(asked)?;
        match &answer.value {
            Some(Answer::List(items)) => Some((items, answer)),
            _ => None,
        }
    }

    fn test(&self, test: &FieldTest, item: &Item<'v>) -> Truth {
        let said = |field: &String, is: &dyn Fn(&str) -> bool| Truth::known(item.get(field).map(|text| is(&text)));
        let both = |one: &String, other: &String| Some(folded(&item.get(one)?) == folded(&item.get(other)?));
        match test {
            FieldTest::Any(tests) => Truth::any(tests.iter().map(|test| self.test(test, item))),
            FieldTest::Present(field) => item.get(field).is_some().into(),
            FieldTest::Absent(field) => item.get(field).is_none().into(),
            FieldTest::Among(field, values) => said(field, &|text| values.iter().any(|value| value == text)),
            FieldTest::NotAmong(field, values) => said(field, &|text| values.iter().all(|value| value != text)),
            FieldTest::Same(one, other) => Truth::known(both(one, other)),
            FieldTest::Differs(one, other) => !Truth::known(both(one, other)),
            FieldTest::OnlyWords(field, list) => match self.readiness.words.get(list) {
                Some(list) => said(field, &|text| only(text, list)),
                None => Truth::Unknown,
            },
            FieldTest::Earlier(field, day) => self.compare(item, field, |one| Some(one < self.day(day, Some(item))?)),
            FieldTest::Later(field, day) => self.compare(item, field, |one| Some(one > self.day(day, Some(item))?)),
        }
    }

    fn compare(&self, item: &Item<'v>, field: &str, is: impl Fn(NaiveDate) -> Option<bool>) -> Truth {
        let day = item.get(field).and_then(|text| crate::answer::date(&text).ok());
        Truth::known(day.and_then(is))
    }
}

/// The items that may answer to others, by what their fields say, so that each is found at once.
struct Partners<'m> {
    matching: &'m Matching,
    certain: HashSet<Vec<String>>,
    doubtful: HashSet<Vec<String>>,
    open: bool,
}

impl<'m> Partners<'m> {
    fn of(looking: &Looking<'_>, matching: &'m Matching) -> Self {
        let among = looking.select(&matching.among);
        let key = |item: &Item<'_>| item.key(matching.by.iter().map(|(_, there)| there));
        let unnamed = among.items.iter().any(|item| key(item).is_none());
        Self {
            matching,
            certain: among.items.iter().filter_map(key).collect(),
            doubtful: among.doubtful.iter().filter_map(key).collect(),
            open: among.open || unnamed || among.doubtful.iter().any(|item| key(item).is_none()),
        }
    }

    fn of_key(&self, key: &Vec<String>) -> Truth {
        if self.certain.contains(key) {
            Truth::Yes
        } else if self.open || self.doubtful.contains(key) {
            Truth::Unknown
        } else {
            Truth::No
        }
    }

    /// Returns whether the item has the match it must have, or lacks the one it must not have.
    fn answer(&self, item: &Item<'_>) -> Truth {
        let key = item.key(self.matching.by.iter().map(|(here, _)| here));
        let matched = key.map_or(Truth::Unknown, |key| self.of_key(&key));
        if self.matching.wanted { matched } else { !matched }
    }
}
