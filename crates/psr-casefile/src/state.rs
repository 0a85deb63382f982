//! The state of a case: the fold of all its entries.
//!
//! Nothing here decides anything. Each entry is taken in its order; a later answer replaces an earlier one to the same question, and what it replaced
//! is remembered; what was withheld is not known.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use psr_recorder::Digest;
use psr_rules::answer::Answers;
use psr_rules::id::DecisionId;

use crate::event::{
    AnswerKey, Answered, ApprovalWithdrawn, Approved, CaseEvent, Comment, Determined, Disclosed, Happened, Hold, Made,
    Opened, Refused, Retention, SignOff, Submitted,
};

/// An entry of a case as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEntry {
    /// Its position in the case.
    pub seq: u64,
    /// Its place in the register, counted from 0; in a bundle, that in the case.
    pub position: u64,
    /// When it was written, by the recorder's clock.
    pub at: DateTime<Utc>,
    /// The handle of whoever is recorded as having written it.
    pub act: String,
    /// Its leaf hash.
    pub leaf: Digest,
    /// Its type.
    pub typ: String,
    /// What it says; none when the type is not known or too little of it is shown.
    pub event: Option<CaseEvent>,
    /// How many of its fields are withheld or erased.
    pub hidden: usize,
}

/// Something on record, with the entry it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded<T> {
    /// The entry's position.
    pub seq: u64,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The handle of whoever is recorded as having written it.
    pub act: String,
    /// What it says.
    pub what: T,
}

/// What is on record for a question: the answer that stands, and what it replaced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// The answer that stands; none when it was taken back.
    pub current: Option<Recorded<Answered>>,
    /// The positions of the entries that no longer stand, oldest first.
    pub replaced: Vec<u64>,
    /// The last entry that took an answer back.
    pub withdrawn: Option<u64>,
}

/// The state of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseState {
    /// How it was opened.
    pub opened: Recorded<Opened>,
    /// Who acted in it: handle to name.
    pub actors: BTreeMap<String, String>,
    /// The answers.
    pub answers: BTreeMap<AnswerKey, History>,
    /// What happened, in order of record.
    pub happened: Vec<Recorded<Happened>>,
    /// The latest determination on record, by decision and lot.
    pub determined: BTreeMap<(DecisionId, Option<usize>), Recorded<Determined>>,
    /// The first entry that answered something in a decision, took an answer back or determined it.
    pub begun: BTreeMap<DecisionId, u64>,
    /// Who must approve, as last put on record.
    pub sign_off: Option<Recorded<SignOff>>,
    /// The drafts put before those who approve, in order of record.
    pub submissions: Vec<Recorded<Submitted>>,
    /// The approvals.
    pub approvals: Vec<Recorded<Approved>>,
    /// The approvals taken back by those who gave them.
    pub approvals_withdrawn: Vec<Recorded<ApprovalWithdrawn>>,
    /// The refusals to approve.
    pub refusals: Vec<Recorded<Refused>>,
    /// The comments, in order of record.
    pub comments: Vec<Recorded<Comment>>,
    /// The entry that closed it.
    pub closed: Option<u64>,
    /// The holds that were placed and released, in order of record.
    pub holds: Vec<Recorded<Hold>>,
    /// What was given of it to whom, in order of record.
    pub disclosures: Vec<Recorded<Disclosed>>,
    /// What was made from it, in order of record.
    pub documents: Vec<Recorded<Made>>,
    /// Until when it is kept, as last put on record.
    pub retention: Option<Recorded<Retention>>,
    /// The position of the last entry.
    pub head: u64,
    /// The leaf hash of the last entry.
    pub head_leaf: Digest,
    /// When the last entry was written.
    pub as_at: DateTime<Utc>,
    /// How many fields are withheld or erased.
    pub hidden: usize,
}

impl CaseState {
    /// Folds the entries of a case; none when the first does not open it.
    pub fn fold(entries: &[CaseEntry]) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let Some(CaseEvent::Opened(opened)) = &first.event else { return None };
        let mut state = Self::opened(first, opened.clone());
        rest.iter().for_each(|entry| state.take(entry));
        Some(state)
    }

    fn opened(entry: &CaseEntry, opened: Opened) -> Self {
        Self {
            opened: recorded(entry, opened),
            actors: BTreeMap::new(),
            answers: BTreeMap::new(),
            happened: Vec::new(),
            determined: BTreeMap::new(),
            begun: BTreeMap::new(),
            sign_off: None,
            submissions: Vec::new(),
            approvals: Vec::new(),
            approvals_withdrawn: Vec::new(),
            refusals: Vec::new(),
            comments: Vec::new(),
            closed: None,
            holds: Vec::new(),
            disclosures: Vec::new(),
            documents: Vec::new(),
            retention: None,
            head: entry.seq,
            head_leaf: entry.leaf,
            as_at: entry.at,
            hidden: entry.hidden,
        }
    }

    pub(crate) fn take(&mut self, entry: &CaseEntry) {
        (self.head, self.head_leaf, self.as_at) = (entry.seq, entry.leaf, entry.at);
        self.hidden += entry.hidden;
        match &entry.event {
            Some(CaseEvent::Actor(actor)) => drop(self.actors.insert(actor.handle.clone(), actor.name.clone())),
            Some(CaseEvent::Answered(answered)) => {
                self.begin(&answered.key.decision, entry.seq);
                self.replace(&answered.key).current = Some(recorded(entry, answered.clone()));
            }
            Some(CaseEvent::Withdrawn(withdrawn)) => {
                self.begin(&withdrawn.key.decision, entry.seq);
                self.replace(&withdrawn.key).withdrawn = Some(entry.seq);
            }
            Some(CaseEvent::Happened(happened)) => self.happened.push(recorded(entry, happened.clone())),
            Some(CaseEvent::Determined(determined)) => {
                self.begin(&determined.decision, entry.seq);
                let place = (determined.decision.clone(), determined.lot);
                self.determined.insert(place, recorded(entry, determined.clone()));
            }
            Some(CaseEvent::SignOff(sign_off)) => self.sign_off = Some(recorded(entry, sign_off.clone())),
            Some(CaseEvent::Submitted(submitted)) => self.submissions.push(recorded(entry, submitted.clone())),
            Some(CaseEvent::Approved(approved)) => self.approvals.push(recorded(entry, approved.clone())),
            Some(CaseEvent::ApprovalWithdrawn(taken)) => self.approvals_withdrawn.push(recorded(entry, taken.clone())),
            Some(CaseEvent::Refused(refused)) => self.refusals.push(recorded(entry, refused.clone())),
            Some(CaseEvent::Comment(comment)) => self.comments.push(recorded(entry, comment.clone())),
            Some(CaseEvent::Closed(_)) => self.closed = Some(entry.seq),
            Some(CaseEvent::Hold(hold)) => self.holds.push(recorded(entry, hold.clone())),
            Some(CaseEvent::Retention(retention)) => self.retention = Some(recorded(entry, retention.clone())),
            Some(CaseEvent::Disclosed(disclosed)) => self.disclosures.push(recorded(entry, disclosed.clone())),
            Some(CaseEvent::Made(made)) => self.documents.push(recorded(entry, made.clone())),
            Some(CaseEvent::Opened(_) | CaseEvent::Erased(_)) | None => {}
        }
    }

    fn begin(&mut self, decision: &DecisionId, seq: u64) {
        self.begun.entry(decision.clone()).or_insert(seq);
    }

    /// Lets the answer that stood for a key stand no longer, and returns its history.
    fn replace(&mut self, key: &AnswerKey) -> &mut History {
        let history = self.answers.entry(key.clone()).or_default();
        history.replaced.extend(history.current.take().map(|old| old.seq));
        history
    }

    /// Returns the answer that stands for exactly this key.
    pub fn standing(&self, key: &AnswerKey) -> Option<&Recorded<Answered>> {
        self.answers.get(key)?.current.as_ref()
    }

    /// Returns the answer that governs a question for a lot: the lot's own, or else the whole case's.
    pub fn governing(&self, key: &AnswerKey) -> Option<&Recorded<Answered>> {
        self.standing(key).or_else(|| self.standing(&AnswerKey { lot: None, ..key.clone() }))
    }

    /// Returns what is known for a decision and a lot, as answers; a withheld answer is not known.
    pub fn known(&self, decision: &DecisionId, lot: Option<usize>) -> Answers {
        let mine = |key: &&AnswerKey| key.decision == *decision && (key.lot.is_none() || key.lot == lot);
        let questions = self.answers.keys().filter(mine).map(|key| &key.question);
        let answer = |question: &psr_rules::id::QuestionId| {
            let key = AnswerKey { decision: decision.clone(), lot, question: question.clone() };
            Some((question.clone(), self.governing(&key)?.what.answer.clone()?))
        };
        questions.filter_map(answer).collect()
    }

    /// Returns the lots to determine: none-for-the-whole where the case has no lots, else each.
    pub fn lots(&self) -> Vec<Option<usize>> {
        match self.opened.what.lots.len() {
            0 => vec![None],
            count => (1..=count).map(Some).collect(),
        }
    }

    /// Returns the name of a lot.
    pub fn lot_name(&self, lot: usize) -> Option<&str> {
        self.opened.what.lots.get(lot.checked_sub(1)?).map(String::as_str)
    }

    /// Returns the name recorded for a handle.
    pub fn actor_name(&self, act: &str) -> String {
        self.actors.get(act).cloned().unwrap_or_else(|| act.to_owned())
    }

    /// Returns the handle under which somebody acts in this case, if they have acted before.
    pub fn handle_of(&self, name: &str) -> Option<&str> {
        self.actors.iter().find(|(_, known)| *known == name).map(|(handle, _)| handle.as_str())
    }

    /// Returns the date on which the procedure commenced: that of the first event for which `commences` holds, else the one given when the case was opened;
    /// nothing while neither is on record.
    pub fn commenced(&self, commences: impl Fn(&Happened) -> bool) -> Option<NaiveDate> {
        let event = self.happened.iter().map(|happened| &happened.what).filter(|happened| commences(happened));
        event.map(|happened| happened.on).min().or(self.opened.what.commenced)
    }

    /// Returns the date that selects the law: that on which the procedure commenced, else the day the case was opened.
    pub fn law_date(&self, commences: impl Fn(&Happened) -> bool) -> NaiveDate {
        self.commenced(commences).unwrap_or_else(|| crate::time::london_day(self.opened.at))
    }

    /// Returns the latest day on which something for which `counts` holds happened.
    pub fn latest(&self, counts: impl Fn(&Happened) -> bool) -> Option<NaiveDate> {
        let events = self.happened.iter().map(|happened| &happened.what).filter(|happened| counts(happened));
        events.map(|happened| happened.on).max()
    }
}

fn recorded<T>(entry: &CaseEntry, what: T) -> Recorded<T> {
    Recorded { seq: entry.seq, at: entry.at, act: entry.act.clone(), what }
}
