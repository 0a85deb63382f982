//! Answers on record: which question, for which lot, with whose reasons, and what they replace.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_recorder::canonical::Value;
use psr_rules::answer::Answer;
use psr_rules::id::{ChoiceId, DecisionId, QuestionId};
use psr_rules::money::Pence;

use super::fields::{Fields, Writer};
use super::items;

/// Says which question of which decision, for the whole case or for one lot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerKey {
    /// The decision.
    pub decision: DecisionId,
    /// The lot's number in the case, from 1; none for the whole case.
    pub lot: Option<usize>,
    /// The question.
    pub question: QuestionId,
}

impl AnswerKey {
    /// Returns the start of the paths under which the record keeps the answer.
    pub fn prefix(&self) -> String {
        let place = format!("answer/{}/{}", self.decision, self.question);
        self.lot.map_or(place.clone(), |lot| format!("lot/{lot}/{place}"))
    }

    /// Reads the key back from the path of any field under it.
    pub fn from_path(path: &str) -> Option<Self> {
        let mut parts = path.split('/').peekable();
        let lot = if parts.next_if_eq(&"lot").is_some() { Some(parts.next()?.parse().ok()?) } else { None };
        parts.next_if_eq(&"answer")?;
        let decision = DecisionId::parse(parts.next()?).ok()?;
        let question = QuestionId::parse(parts.next()?).ok()?;
        Some(Self { decision, lot, question })
    }
}

/// A question answered, with everything that was said around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which question.
    pub key: AnswerKey,
    /// The answer; none where it is withheld.
    pub answer: Option<Answer>,
    /// The reasons.
    pub reason: Option<String>,
    /// Who formed the view, where the law asks for one.
    pub view_of: Option<String>,
    /// The files attached.
    pub evidence: Vec<EvidenceFile>,
    /// Whether it is privileged as legal advice.
    pub privileged: bool,
    /// The date it concerns, where it was entered after the event.
    pub concerns: Option<NaiveDate>,
    /// The entry it replaces.
    pub supersedes: Option<u64>,
}

/// A file attached as evidence: what is recorded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// The name it came with; data only, never a path.
    pub name: String,
    /// Its SHA-256, written `sha256:…`.
    pub digest: String,
}

impl Answered {
    /// Returns the type of the entry: a list keeps each of its items as a field of its own, so that one of them can be withheld alone.
    pub(super) fn typ(&self) -> &'static str {
        match &self.answer {
            Some(Answer::List(items)) if !items.is_empty() => "psr.answer/2",
            _ => "psr.answer/1",
        }
    }

    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let mut writer = Writer::new(self.key.prefix());
        match &self.answer {
            Some(Answer::List(list)) if !list.is_empty() => writer = items::write(writer, list),
            Some(answer) => writer = writer.value("value", answer_to_value(answer)),
            None => {}
        }
        writer = writer.maybe("reason", self.reason.as_ref()).maybe("view-of", self.view_of.as_ref());
        for (number, file) in self.evidence.iter().enumerate() {
            writer = writer.text(&format!("evidence/{number}/name"), &file.name);
            writer = writer.text(&format!("evidence/{number}/sha256"), &file.digest);
        }
        writer
            .mark("privileged", self.privileged)
            .date("concerns", self.concerns)
            .position("supersedes", self.supersedes)
            .done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let key = fields.paths().find_map(AnswerKey::from_path)?;
        let at = |name: &str| format!("{}/{name}", key.prefix());
        let file = |number: usize| {
            let digest = fields.text(&at(&format!("evidence/{number}/sha256")))?;
            let name = fields.text(&at(&format!("evidence/{number}/name"))).unwrap_or_else(|| "withheld".to_owned());
            Some(EvidenceFile { name, digest })
        };
        Some(Self {
            answer: items::read(fields, &key.prefix()).or_else(|| fields.get(&at("value")).and_then(answer_from_value)),
            reason: fields.text(&at("reason")),
            view_of: fields.text(&at("view-of")),
            evidence: (0..).map_while(file).collect(),
            privileged: fields.is_true(&at("privileged")),
            concerns: fields.date(&at("concerns")),
            supersedes: fields.position(&at("supersedes")),
            key,
        })
    }
}

/// An answer taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Which question.
    pub key: AnswerKey,
    /// Why.
    pub reason: Option<String>,
    /// The entry that is taken back.
    pub supersedes: Option<u64>,
}

impl Withdrawn {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new(self.key.prefix()).mark("withdrawn", true);
        writer.maybe("reason", self.reason.as_ref()).position("supersedes", self.supersedes).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let key = fields.paths().find_map(AnswerKey::from_path)?;
        let at = |name: &str| format!("{}/{name}", key.prefix());
        Some(Self { reason: fields.text(&at("reason")), supersedes: fields.position(&at("supersedes")), key })
    }
}

/// Writes an answer as the record keeps it: a map of one entry that names the kind, so that it can be read without the pack.
pub fn answer_to_value(answer: &Answer) -> Value {
    let (kind, value) = match answer {
        Answer::YesNo(yes) => ("yes_no", Value::Bool(*yes)),
        Answer::Money(sum) => ("money", Value::Text(sum.plain())),
        Answer::Date(_) => ("date", Value::Text(answer.plain())),
        Answer::Choice(choice) => ("choice", Value::Text(choice.to_string())),
        Answer::Text(text) => ("text", Value::Text(text.clone())),
        Answer::List(items) => ("list", items::to_value(items)),
    };
    Value::Map(BTreeMap::from([(kind.to_owned(), value)]))
}

/// Reads an answer back; none when the value is not one.
pub fn answer_from_value(value: &Value) -> Option<Answer> {
    let (kind, value) = value.as_map()?.first_key_value()?;
    match kind.as_str() {
        "yes_no" => value.as_bool().map(Answer::YesNo),
        "money" => Pence::parse(value.as_text()?).ok().map(Answer::Money),
        "date" => NaiveDate::parse_from_str(value.as_text()?, "%Y-%m-%d").ok().map(Answer::Date),
        "choice" => ChoiceId::parse(value.as_text()?).ok().map(Answer::Choice),
        "text" => value.as_text().map(|text| Answer::Text(text.to_owned())),
        "list" => items::from_value(value).map(Answer::List),
        _ => None,
    }
}
