//! Answering: what a person gives becomes entries, all or none.

use std::collections::BTreeSet;
use std::io::Read;

use chrono::NaiveDate;
use psr_rules::answer::{self, Answer};
use psr_rules::facts::AnswerEntry;
use psr_rules::id::{DecisionId, QuestionId};
use psr_rules::pack::model::Pack;

use super::{Case, Casebook, Recorded};
use crate::acting::Acting;
use crate::error::{Error, Refusal, Result};
use crate::event::{AnswerKey, Answered, CaseEvent, EvidenceFile, Withdrawn};
use crate::state::CaseState;

/// An answer as somebody gives it.
#[derive(Default)]
pub struct AnswerGiven {
    /// The decision; may be left out where only one asks the question.
    pub decision: Option<String>,
    /// The question.
    pub question: String,
    /// The answer, or that an earlier one is taken back.
    pub given: Given,
    /// The reasons.
    pub reason: Option<String>,
    /// Who formed the view.
    pub view_of: Option<String>,
    /// The lot, by name.
    pub lot: Option<String>,
    /// The files attached.
    pub evidence: Vec<EvidenceGiven>,
    /// Whether it is privileged as legal advice.
    pub privileged: bool,
    /// The date it concerns, where it is entered after the event.
    pub concerns: Option<NaiveDate>,
}

/// What is given for a question.
#[derive(Debug, Clone, Default)]
pub enum Given {
    /// An answer, as text.
    Text(String),
    /// An answer that was parsed already.
    Answer(Answer),
    /// Nothing: the earlier answer is taken back.
    #[default]
    Withdrawal,
}

/// A file given as evidence, opened by the surface.
pub struct EvidenceGiven {
    /// The name to record.
    pub name: String,
    /// The file, open for reading.
    pub content: Box<dyn Read>,
}

impl AnswerGiven {
    /// Takes an answer from a file of answers; `open` opens the evidence that the file names.
    ///
    /// # Errors
    /// When a file of evidence cannot be opened.
    pub fn from_entry<E>(
        entry: AnswerEntry,
        mut open: impl FnMut(&str) -> std::result::Result<Box<dyn Read>, E>,
    ) -> std::result::Result<Self, E> {
        let mut evidence = Vec::with_capacity(entry.evidence.len());
        for path in entry.evidence {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
            evidence.push(EvidenceGiven { name, content: open(&path)? });
        }
        Ok(Self {
            decision: Some(entry.decision.to_string()),
            question: entry.question.to_string(),
            given: entry.answer.map_or(Given::Withdrawal, Given::Answer),
            reason: entry.reason,
            view_of: entry.view_of,
            lot: entry.lot,
            evidence,
            privileged: entry.privileged,
            concerns: entry.concerns,
        })
    }
}

impl Casebook {
    /// Records answers in a case: all of them or, when anything is wrong with any, none.
    ///
    /// # Errors
    /// With everything that is wrong at once; or when the case is closed, somebody else wrote to it meanwhile, or the register refuses.
    pub fn answer(&mut self, case: &Case, mut given: Vec<AnswerGiven>, acting: &mut Acting<'_>) -> Result<Recorded> {
        let checked: Vec<_> = given.iter().map(|given| check(case, given)).collect();
        let mut problems: Vec<Refusal> =
            checked.iter().filter_map(|checked| checked.as_ref().err()).flatten().cloned().collect();
        let checked: Vec<Checked> = checked.into_iter().flatten().collect();
        problems.extend(answered_twice(&checked));
        if !problems.is_empty() {
            return Err(Error::Refused(problems));
        }
        let mut events = Vec::with_capacity(given.len());
        for (given, (key, answer)) in given.iter_mut().zip(checked) {
            let evidence = given.evidence.iter_mut().map(|file| self.keep(file)).collect::<Result<_>>()?;
            events.push(entry(&case.state, key, answer, given, evidence));
        }
        self.record(case, events, acting)
    }

    /// Stores a file given as evidence, by its content.
    fn keep(&self, given: &mut EvidenceGiven) -> Result<EvidenceFile> {
        let stored = self.register.put_evidence(&mut given.content)?;
        Ok(EvidenceFile { name: given.name.clone(), digest: stored.digest.to_string() })
    }
}

type Checked = (AnswerKey, Option<Answer>);

/// Checks one answer against the pack and the case, and collects everything that is wrong with it.
fn check(case: &Case, given: &AnswerGiven) -> std::result::Result<Checked, Vec<Refusal>> {
    let mut problems = Vec::new();
    let key = key(case, given).map_err(|problem| problems.push(problem)).ok();
    let question = key.as_ref().and_then(|key| case.rulebook.pack().questions.get(&key.question));
    let parsed = match (&given.given, question) {
        (Given::Text(text), Some(question)) => answer::parse(question, text).map(Some).map_err(|error| vec![error]),
        (Given::Answer(answer), Some(question)) => match answer::faults(question, answer) {
            faults if faults.is_empty() => Ok(Some(answer.clone())),
            faults => Err(faults),
        },
        _ => Ok(None),
    };
    let refusal = |error| Refusal::Answer { question: given.question.clone(), error };
    let answer = parsed.map_err(|errors| problems.extend(errors.into_iter().map(refusal))).ok();
    if matches!(given.given, Given::Withdrawal) && key.as_ref().is_some_and(|key| case.state.standing(key).is_none()) {
        problems.push(Refusal::NothingToWithdraw(given.question.clone()));
    }
    for (what, text) in [("reason", &given.reason), ("name in --view-of", &given.view_of)] {
        if text.as_ref().is_some_and(|text| !is_plain(text)) {
            problems.push(Refusal::Text { question: given.question.clone(), what });
        }
    }
    match (key, answer, problems.is_empty()) {
        (Some(key), Some(answer), true) => Ok((key, answer)),
        _ => Err(problems),
    }
}

/// Finds which question of which decision is meant, and for which lot.
fn key(case: &Case, given: &AnswerGiven) -> std::result::Result<AnswerKey, Refusal> {
    let pack = case.rulebook.pack();
    let question = QuestionId::parse(&given.question).ok().filter(|id| pack.questions.contains_key(id));
    let question = question.ok_or_else(|| no_such_question(pack, &given.question))?;
    let decision = decision(pack, &question, given.decision.as_deref())?;
    let lot = given.lot.as_ref().map(|name| lot(&case.state, name)).transpose()?;
    Ok(AnswerKey { decision, lot, question })
}

pub(super) fn decision(
    pack: &Pack,
    question: &QuestionId,
    given: Option<&str>,
) -> std::result::Result<DecisionId, Refusal> {
    let asking: Vec<&DecisionId> = pack
        .decisions
        .iter()
        .filter(|decision| decision.questions.contains(question))
        .map(|decision| &decision.id)
        .collect();
    match (given, asking.as_slice()) {
        (Some(given), _) => asking
            .iter()
            .find(|id| id.as_str() == given)
            .map(|id| (*id).clone())
            .ok_or_else(|| Refusal::NotAsked { decision: given.to_owned(), question: question.to_string() }),
        (None, [only]) => Ok((*only).clone()),
        (None, several) => Err(Refusal::ManyDecisions {
            question: question.to_string(),
            decisions: several.iter().map(ToString::to_string).collect(),
        }),
    }
}

pub(super) fn lot(state: &CaseState, given: &str) -> std::result::Result<usize, Refusal> {
    let lots = &state.opened.what.lots;
    let place = lots.iter().position(|lot| lot == given);
    place.map(|place| place + 1).ok_or_else(|| Refusal::NoSuchLot { given: given.to_owned(), lots: lots.clone() })
}

pub(super) fn no_such_question(pack: &Pack, given: &str) -> Refusal {
    let near = crate::nearest::among(given, pack.questions.keys().map(QuestionId::as_str));
    Refusal::NoSuchQuestion { given: given.to_owned(), near: near.map(str::to_owned) }
}

pub(super) fn is_plain(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}

/// Returns a refusal for each question that is answered more than once in one act: which answer should stand would be a guess.
fn answered_twice(checked: &[Checked]) -> Vec<Refusal> {
    let mut seen = BTreeSet::new();
    let repeated = checked.iter().filter(|(key, _)| !seen.insert(key));
    repeated.map(|(key, _)| Refusal::AnsweredTwice(key.question.to_string())).collect()
}

/// Makes the entry, naming what it replaces.
fn entry(
    state: &CaseState,
    key: AnswerKey,
    answer: Option<Answer>,
    given: &AnswerGiven,
    evidence: Vec<EvidenceFile>,
) -> CaseEvent {
    let supersedes = state.standing(&key).map(|standing| standing.seq);
    let reason = given.reason.clone();
    match answer {
        None => CaseEvent::Withdrawn(Withdrawn { key, reason, supersedes }),
        answer => CaseEvent::Answered(Answered {
            key,
            answer,
            reason,
            view_of: given.view_of.clone(),
            evidence,
            privileged: given.privileged,
            concerns: given.concerns,
            supersedes,
        }),
    }
}
