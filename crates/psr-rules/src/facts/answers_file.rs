//! Reads a file of answers for a case, as `psr answer CASE --from FILE` takes it. `docs/answers-file.md` describes it.

use chrono::NaiveDate;

use super::file::{LEAST, finished, known_decision, tree, unknown};
use super::items_file::read_items;
use super::value;
use crate::answer::Answer;
use crate::id::{DecisionId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Diagnostics, Findings};
use crate::pack::fields::Fields;
use crate::pack::model::{Decision, Kind, Pack};
use crate::pack::node::shortened;
use crate::pack::source::Source;

/// An answer, or the taking back of one, as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerEntry {
    /// The line in which the entry begins.
    pub line: usize,
    /// The decision.
    pub decision: DecisionId,
    /// The question.
    pub question: QuestionId,
    /// The answer; none where it is taken back, or stands in a file of its own.
    pub answer: Option<Answer>,
    /// The path of the file in which the items of the answer stand, as the file gives it, until [`take_items`](Self::take_items) has read it.
    pub items: Option<String>,
    /// The reasons.
    pub reason: Option<String>,
    /// Who formed the view, where the law asks for one.
    pub view_of: Option<String>,
    /// The lot, as the file calls it; none for the whole case.
    pub lot: Option<String>,
    /// The paths of files that bear it out, as the file gives them.
    pub evidence: Vec<String>,
    /// Whether it is privileged as legal advice.
    pub privileged: bool,
    /// The date it concerns, where it is entered after the event.
    pub concerns: Option<NaiveDate>,
}

/// Reads a file of answers from YAML or JSON.
///
/// # Errors
/// When anything is wrong; each finding names the key and its line, and carries `name` as the file.
pub fn read_answers(name: &str, bytes: &[u8], pack: &Pack) -> Result<Vec<AnswerEntry>, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let entries = tree(bytes, source, LEAST).and_then(|root| entries(Cursor::root(&root, source), pack));
    finished(entries, findings)
}

fn entries(root: Cursor<'_>, pack: &Pack) -> Option<Vec<AnswerEntry>> {
    let mut fields = root.fields()?;
    let list = fields.required("answers");
    fields.finish();
    let mut entries: Vec<AnswerEntry> = Vec::new();
    for item in list?.some_items()? {
        let Some(entry) = entry(item, pack) else {
            continue;
        };
        if let Some(first) = entries.iter().find(|other| other.is_about_the_same_as(&entry)) {
            let message = format!("{} answers `{}` of decision `{}` again", item.name, entry.question, entry.decision);
            item.error(message, format!("keep one of them; the first is in line {}", first.line));
        }
        entries.push(entry);
    }
    Some(entries)
}

impl AnswerEntry {
    /// Takes the items of the answer from the bytes of the file that the entry names.
    ///
    /// # Errors
    /// When anything is wrong with that file; each finding names the line, and carries `name` as the file.
    pub fn take_items(&mut self, name: &str, bytes: &[u8], pack: &Pack) -> Result<(), Diagnostics> {
        let question = &pack.questions[&self.question];
        self.answer = Some(read_items(name, bytes, question)?);
        self.items = None;
        Ok(())
    }

    fn is_about_the_same_as(&self, other: &Self) -> bool {
        (&self.decision, &self.question, &self.lot, self.concerns)
            == (&other.decision, &other.question, &other.lot, other.concerns)
    }
}

fn entry(item: Cursor<'_>, pack: &Pack) -> Option<AnswerEntry> {
    let mut fields = item.fields()?;
    let decision_at = fields.optional("decision");
    let decision = decision_at.and_then(|at| known_decision(at, pack));
    let question = fields.required("question").and_then(|at| question(at, decision.as_ref(), pack));
    let given = given(&mut fields, question.as_ref(), pack);
    let reason = fields.optional("reason").and_then(|at| at.words());
    let lot = fields.optional("lot").and_then(|at| at.scalar()).map(|lot| lot.text.clone());
    let concerns = fields.optional("concerns").and_then(|at| at.date());
    let [view_of, evidence, privileged] = ["view-of", "evidence", "privileged"].map(|key| fields.optional(key));
    fields.finish();
    if let Some(Given::Withdrawn) = given {
        for at in [view_of, evidence, privileged].into_iter().flatten() {
            at.error(format!("{} goes with an answer, and this one is taken back", at.name), "leave it out");
        }
    }
    let question = question?;
    let decision = match decision_at {
        Some(_) => decision?,
        None => only_decision(item, &question, pack)?,
    };
    let (answer, items) = match given? {
        Given::Answer(answer) => (Some(answer), None),
        Given::Items(path) => (None, Some(path)),
        Given::Withdrawn => (None, None),
    };
    Some(AnswerEntry {
        line: item.at().line,
        decision,
        question,
        answer,
        items,
        reason,
        view_of: view_of.and_then(|at| at.words()),
        lot,
        evidence: evidence.map(|at| at.list(|path| path.words())).unwrap_or_default(),
        privileged: privileged.and_then(|at| at.truth()).unwrap_or(false),
        concerns,
    })
}

fn question(at: Cursor<'_>, decision: Option<&DecisionId>, pack: &Pack) -> Option<QuestionId> {
    let name = at.text()?;
    let decision: Option<&Decision> = decision.and_then(|id| pack.decisions.iter().find(|decision| decision.id == *id));
    let id = pack.questions.get_key_value(name).map(|(id, _)| id.clone());
    match id.filter(|id| decision.is_none_or(|decision| decision.questions.contains(id))) {
        Some(id) => Some(id),
        None => {
            let (message, hint) = unknown(at.source, name, decision, pack);
            at.error(message, hint);
            None
        }
    }
}

/// What an entry does.
#[derive(Debug)]
enum Given {
    Answer(Answer),
    Items(String),
    Withdrawn,
}

fn given(fields: &mut Fields<'_>, question: Option<&QuestionId>, pack: &Pack) -> Option<Given> {
    let keys = ["value", "items", "withdraw"].map(|key| fields.optional(key));
    match keys {
        [Some(at), None, None] => {
            let kind = &pack.questions.get(question?)?.kind;
            value::answer(at, kind).map(Given::Answer)
        }
        [None, Some(at), None] => match &pack.questions.get(question?)?.kind {
            Kind::List(_) => at.words().map(Given::Items),
            _ => {
                at.error("this question does not take a list", "give its answer under `value:`");
                None
            }
        },
        [None, None, Some(at)] => match at.truth()? {
            true => Some(Given::Withdrawn),
            false => at.expected("`true`", "leave it out where an answer is given"),
        },
        [None, None, None] => {
            let whole = fields.whole();
            if fields.is_whole() {
                whole.error(
                    format!("{} gives no answer", whole.name),
                    "add `value:`, or `withdraw: true` to take one back",
                );
            }
            None
        }
        [Some(_), Some(at), None] => {
            at.error("an answer is given twice", "keep `value` or `items`");
            None
        }
        [_, _, Some(at)] => {
            at.error("an answer is given and taken back at once", "keep `value` or `withdraw: true`");
            None
        }
    }
}

/// Finds the decision of a question that only one asks.
fn only_decision(item: Cursor<'_>, question: &QuestionId, pack: &Pack) -> Option<DecisionId> {
    let asking: Vec<&Decision> =
        pack.decisions.iter().filter(|decision| decision.questions.contains(question)).collect();
    match asking.as_slice() {
        [decision] => Some(decision.id.clone()),
        [] => {
            item.error(format!("`{}` is asked by no decision", shortened(question.as_str())), "leave it out");
            None
        }
        several => {
            let names: Vec<String> = several.iter().map(|decision| format!("`{}`", decision.id)).collect();
            let hint =
                format!("add `decision:` with one of {}; an answer for each needs an entry for each", names.join(", "));
            item.error(format!("question `{question}` is asked by several decisions"), hint);
            None
        }
    }
}
