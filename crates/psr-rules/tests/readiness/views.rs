//! Views of a case at the toy library, put together by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_rules::answer::Answer;
use psr_rules::id::{DecisionId, EventId, QuestionId};
use psr_rules::pack;
use psr_rules::pack::model::{Asked, Pack};
use psr_rules::readiness::{AnswerView, ApprovalView, CaseView, EarlierAnswer, EventView};

/// Returns the toy pack.
pub fn toy() -> Pack {
    pack::load(&crate::folder::pack(&crate::folder::repository("fixtures/packs/toy"))).unwrap()
}

/// Returns a day of May 2023.
pub fn may(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 5, day).unwrap()
}

/// Names a question of a decision.
pub fn asked(decision: &str, question: &str) -> Asked {
    Asked { decision: DecisionId::parse(decision).unwrap(), question: QuestionId::parse(question).unwrap() }
}

/// Returns items of a list: names and values by turns.
pub fn items(items: &[&[&str]]) -> Answer {
    let item = |pairs: &&[&str]| pairs.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect();
    Answer::List(items.iter().map(item).collect())
}

/// A view that is put together step by step; each step takes the next entry of the record.
#[derive(Clone)]
pub struct Life {
    pub view: CaseView,
    next: u64,
}

impl Life {
    /// Begins a life that is read on a day of May 2023.
    pub fn read_on(day: u32) -> Self {
        Self { view: CaseView { today: may(day), ..CaseView::default() }, next: 1 }
    }

    fn entry(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Answers a question on a day, with reasons where they are not empty.
    pub fn answer(mut self, day: u32, decision: &str, question: &str, value: Answer, reason: &str) -> Self {
        let entry = self.entry();
        let key = asked(decision, question);
        let before = self.view.answers.remove(&key);
        let earlier = before.map(|old| {
            let mut earlier = old.earlier;
            earlier.push(EarlierAnswer { value: old.value, entry: old.entry, recorded: old.recorded });
            earlier
        });
        let answer = AnswerView {
            words: value.plain(),
            value: Some(value),
            ask: format!("{question}?"),
            is_view: question == "damaged",
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            view_of: None,
            evidence: 0,
            entry,
            recorded: may(day),
            concerns: None,
            earlier: earlier.unwrap_or_default(),
        };
        self.view.answers.insert(key, answer);
        self
    }

    /// Lets something happen on a day, recorded on that day, with names and values by turns.
    pub fn event(mut self, day: u32, event: &str, fields: &[&str]) -> Self {
        let entry = self.entry();
        let fields: BTreeMap<String, String> =
            fields.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect();
        let event = EventId::parse(event).unwrap();
        self.view.happened.push(EventView { event, on: may(day), recorded: may(day), fields, entry });
        self
    }

    /// Lets somebody approve on a day.
    pub fn approve(mut self, day: u32, overtaken: bool) -> Self {
        self.view.approvals.push(ApprovalView { on: may(day), overtaken });
        self
    }
}
