//! Reads `scenarios/**/*.yaml`: the worked cases that the pack must get right.

use std::collections::BTreeMap;

use super::conclusions::value_of;
use super::folder::{File, Folder};
use super::index::Index;
use super::timetable::is_of_timetable;
use crate::answer::Answers;
use crate::facts;
use crate::id::{ConclusionId, DecisionId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{Expected, Scenario};
use crate::pack::node::{Key, shortened};
use crate::pack::source::Source;

/// Reads every scenario.
pub(crate) fn read(files: &[File], findings: &Findings, index: &Index) -> Vec<Scenario> {
    let default = default_decision(files);
    let scenarios = files.iter().filter(|file| file.folder == Folder::Scenarios && !is_of_timetable(file));
    scenarios.filter_map(|file| scenario(file, findings, index, default.as_ref())).collect()
}

fn default_decision(files: &[File]) -> Option<DecisionId> {
    let quiet = Findings::default();
    let about = files.iter().find(|file| file.folder == Folder::About)?;
    let mut fields = about.cursor(&quiet).fields()?;
    fields.optional("default-decision")?.id(DecisionId::parse)
}

fn scenario(file: &File, findings: &Findings, index: &Index, default: Option<&DecisionId>) -> Option<Scenario> {
    let mut fields = file.cursor(findings).fields()?;
    let name = fields.required("name").and_then(|c| c.words());
    let date_at = fields.required("date");
    let date = date_at.and_then(|c| c.date());
    let decision_at = fields.optional("decision");
    let decision = decision_at.map_or_else(|| default.cloned(), |c| index.decision(c));
    let answers_at = fields.required("answers");
    let concludes_at = fields.optional("concludes");
    let relevant_at = fields.optional("relevant");
    let conflicts = fields.optional("conflicts").map_or(Some(0), |c| c.number(0, 100));
    if concludes_at.is_none() && relevant_at.is_none() && fields.is_whole() {
        fields.whole().error("the scenario expects nothing", "add `concludes:` or `relevant:`");
    }
    fields.finish();

    if let (Some(at), Some(date), Some(begins)) = (date_at, date, index.begins)
        && date < begins
    {
        at.error(format!("{date} is before the regime began on {begins}"), "give a later date");
    }
    let decision = decision?;
    let answers = answers_at.map(|at| answers(at, &decision, index))?;
    let concludes = concludes_at.map(|at| concludes(at, &decision, index)).unwrap_or_default();
    let relevant = relevant_at.map(|at| relevant(at, &decision, &answers, index));
    Some(Scenario {
        path: file.path.clone(),
        name: name?,
        date: date?,
        decision,
        answers,
        concludes,
        relevant,
        conflicts: usize::try_from(conflicts?).ok()?,
    })
}

fn answers(at: Cursor<'_>, decision: &DecisionId, index: &Index) -> Answers {
    let Some(fields) = at.fields() else {
        return Answers::new();
    };
    let mut answers = Answers::new();
    for (key, value) in fields.entries() {
        let Some(question) = named(value.source, key, decision, index) else {
            continue;
        };
        let answer = index.kind(&question).and_then(|kind| facts::answer(value, kind));
        answers.extend(answer.map(|answer| (question, answer)));
    }
    answers
}

/// Looks up a question that is named by a key.
fn named(source: Source<'_>, key: &Key, decision: &DecisionId, index: &Index) -> Option<QuestionId> {
    let shape = index.decisions.get(decision)?;
    let found = shape.questions.iter().find(|(question, _)| question.as_str() == key.text);
    if found.is_none() && !index.has_gap(Folder::Decisions) {
        let known = shape.questions.iter().map(|(question, _)| question.as_str());
        let message = format!("decision `{decision}` has no question `{}`", shortened(&key.text));
        source.error(key.at, message, source.hint(&key.text, known));
    }
    found.map(|(question, _)| question.clone())
}

fn concludes(at: Cursor<'_>, decision: &DecisionId, index: &Index) -> BTreeMap<ConclusionId, Expected> {
    let Some(fields) = at.fields() else {
        return BTreeMap::new();
    };
    let mut expected = BTreeMap::new();
    for (key, value) in fields.entries() {
        let Some(conclusion) = index.conclusion(value.source, key.at, &key.text, decision) else {
            continue;
        };
        let value = match value.text() {
            Some("undetermined") => Some(Expected::Undetermined),
            Some(_) => value_of(value, conclusion).map(Expected::Value),
            None => None,
        };
        expected.extend(value.map(|value| (conclusion.id.clone(), value)));
    }
    expected
}

fn relevant(list: Cursor<'_>, decision: &DecisionId, answers: &Answers, index: &Index) -> Vec<QuestionId> {
    let mut relevant: Vec<QuestionId> = Vec::new();
    // Nothing may be relevant: an empty list says so.
    for item in list.items().unwrap_or_default() {
        match index.question_of(item, Some(decision)) {
            Some(id) if answers.contains_key(&id) => {
                item.error(format!("question `{id}` is answered"), "only unanswered questions can be relevant")
            }
            Some(id) if relevant.contains(&id) => {
                item.error(format!("question `{id}` is listed twice"), "keep it once")
            }
            Some(id) => relevant.push(id),
            None => {}
        }
    }
    relevant
}
