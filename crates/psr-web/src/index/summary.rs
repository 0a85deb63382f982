//! What the index says of one case.

use std::sync::Arc;

use chrono::NaiveDate;
use psr_casefile::casebook::Case;
use psr_casefile::timetable;
use psr_casefile::{determine, error::Result};
use psr_rules::pack::model::Decision;
use serde::{Deserialize, Serialize};

use super::words::Words;

/// A case in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Its id in the register.
    pub id: String,
    /// The authority's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The day it was opened, in England.
    pub opened: NaiveDate,
    /// Whether it is closed.
    pub closed: bool,
    /// How many entries it was made from.
    pub entries: u64,
    /// How far it has come: the last thing that happened, in the pack's words.
    pub stage: Arc<str>,
    /// The routes that are followed, by name.
    pub routes: Vec<Arc<str>>,
    /// What is owed and not done, soonest first.
    pub duties: Vec<NextDuty>,
    /// What words are looked for in: title and reference, in small letters.
    #[serde(skip)]
    pub(super) text: Box<str>,
}

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NextDuty {
    /// By when.
    pub due: NaiveDate,
    /// What.
    pub title: Arc<str>,
    /// The provision that sets the day.
    pub provision: Arc<str>,
}

impl Summary {
    /// Makes the summary of a case.
    ///
    /// # Errors
    /// When no law of the pack governs the case's date.
    pub fn of(case: &Case) -> Result<Self> {
        let opened = &case.state.opened;
        Ok(Self {
            id: case.id.to_string(),
            reference: opened.what.reference.clone(),
            title: opened.what.title.clone(),
            opened: psr_casefile::time::london_day(opened.at),
            closed: case.state.closed.is_some(),
            entries: case.state.head + 1,
            stage: stage(case).into(),
            routes: routes(case).into_iter().map(Into::into).collect(),
            duties: duties(case),
            text: Box::default(),
        })
    }

    /// Returns what is to be done next and has a day.
    pub fn next(&self) -> Option<&NextDuty> {
        self.duties.first()
    }

    /// Tells whether something is owed whose day has passed.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.next().is_some_and(|duty| duty.due < today)
    }

    /// Tells whether every word stands in the title or the reference; the words are in small letters.
    pub fn has(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.text.contains(word))
    }

    /// Makes it ready to be looked for, and shares with all others the words that many have in common.
    pub(super) fn indexed(mut self, words: &mut Words) -> Arc<Self> {
        self.text = format!("{} {}", self.title, self.reference).to_lowercase().into();
        words.share(&mut self.stage);
        self.routes.iter_mut().for_each(|route| words.share(route));
        for duty in &mut self.duties {
            words.share(&mut duty.title);
            words.share(&mut duty.provision);
        }
        self.duties.shrink_to_fit();
        Arc::new(self)
    }
}

fn stage(case: &Case) -> String {
    let state = &case.state;
    if state.closed.is_some() {
        return "Closed".to_owned();
    }
    let pack = case.rulebook.pack();
    let title = |id| pack.events.iter().find(|kind| kind.id == id).map(|kind| kind.title.clone());
    let happened = state.happened.iter().max_by_key(|happened| (happened.what.on, happened.seq));
    let happened = happened.and_then(|happened| title(happened.what.event.clone()));
    let sign_off = psr_casefile::signoff::standing(case);
    match happened {
        Some(happened) => happened,
        None if sign_off.approved => "Approved".to_owned(),
        None if !state.submissions.is_empty() => "Submitted for approval".to_owned(),
        None => "Answering questions".to_owned(),
    }
}

/// The routes that are followed, lot by lot, each once.
fn routes(case: &Case) -> Vec<String> {
    let mut names = Vec::new();
    for decision in &case.rulebook.pack().decisions {
        let Some(followed) = decision.routes.as_ref().and_then(|routes| routes.followed.as_ref()) else { continue };
        for lot in case.state.lots() {
            let asked = case.rulebook.pack().decisions.iter().filter(|of| of.questions.contains(followed));
            let name = asked.filter_map(|of| named(case, of, followed, lot)).next();
            let name = name.map(|name| capitalised(&name));
            names.extend(name.filter(|name| !names.contains(name)));
        }
    }
    names
}

/// Lets a name that stands in sentences stand alone.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn named(case: &Case, decision: &Decision, question: &psr_rules::id::QuestionId, lot: Option<usize>) -> Option<String> {
    let key = psr_casefile::event::AnswerKey { decision: decision.id.clone(), lot, question: question.clone() };
    let answered = case.state.governing(&key).filter(|answered| !answered.what.privileged)?;
    let question = case.rulebook.pack().questions.get(question)?;
    Some(psr_casefile::record::in_words(question, answered.what.answer.as_ref()?))
}

/// What is owed and not done, soonest first; nothing where it cannot be counted. What the dates alone cannot tell to be owed is left out.
fn duties(case: &Case) -> Vec<NextDuty> {
    if case.state.closed.is_some() {
        return Vec::new();
    }
    let law_date = determine::law_date(&case.state, case.rulebook.pack());
    let timetables = timetable::of_case(case, Some(law_date)).unwrap_or_default();
    let owed = timetables
        .into_iter()
        .flat_map(|of| of.timetable.duties)
        .filter(|duty| duty.done.is_none() && duty.only_if.is_none());
    let mut duties: Vec<NextDuty> = owed
        .filter_map(|duty| {
            Some(NextDuty { due: duty.due?, title: duty.title.into(), provision: duty.provision.to_string().into() })
        })
        .collect();
    duties.sort();
    duties.dedup();
    duties
}
