//! Reads `notice-check.yaml`: what a published notice is looked through for.
//!
//! What is named is read first: phrases, figures, parts and kinds, and then what names them.

mod checks;
mod conditions;
mod kinds;
mod names;
mod required;

use super::folder::{File, Folder};
use super::index::Index;
use super::uses::Uses;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{CodeList, DeadlineWords, KeyCriterion, Kind, Notice, NoticeChecks, TimetableRules};

use names::Names;

/// What the file may name in the rest of the pack.
pub(crate) struct Around<'a> {
    /// Everything that is defined by name.
    pub index: &'a Index,
    /// The notices.
    pub notices: &'a [Notice],
    /// The timetable, where the pack has one.
    pub timetable: Option<&'a TimetableRules>,
}

/// Everything that conditions over a published notice may name.
struct Reading<'r, 'a> {
    around: &'r Around<'a>,
    names: Names,
    uses: &'r mut Uses,
}

/// Reads what published notices are looked through for, where the pack says so.
pub(crate) fn read(files: &[File], findings: &Findings, around: &Around<'_>, uses: &mut Uses) -> Option<NoticeChecks> {
    let file = files.iter().find(|file| file.folder == Folder::NoticeCheck)?;
    let mut reading = Reading { around, names: Names::default(), uses };
    reading.names.gaps = file.has_gaps();
    let mut fields = file.cursor(findings).fields()?;
    let phrases = fields.required("phrases").map(|list| reading.names.phrases(list)).unwrap_or_default();
    let figures = fields.optional("figures").map(|list| reading.names.figures(list, around.index)).unwrap_or_default();
    let parts = fields.optional("parts").map(|list| reading.names.parts(list)).unwrap_or_default();
    let criteria =
        fields.optional("criteria").map(|list| list.list(|item| criterion(item, &mut reading))).unwrap_or_default();
    let codes = fields.optional("codes").and_then(|at| codes(at, around.index));
    let deadline = fields.optional("deadline").and_then(|at| deadline(at, &mut reading));
    let kinds = fields.required("kinds").map(|list| kinds::read(list, &mut reading)).unwrap_or_default();
    let required = fields.optional("required").and_then(|at| required::read(at, &kinds, &mut reading));
    let checks = fields.required("checks").map(|list| checks::read(list, &mut reading)).unwrap_or_default();
    fields.finish();
    reading.names.unused(findings);
    Some(NoticeChecks { phrases, figures, parts, criteria, codes, deadline, kinds, required, checks })
}

fn criterion(item: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<KeyCriterion> {
    let mut fields = item.fields()?;
    let provision = fields.required("provision").and_then(|at| reading.around.index.provision(at));
    let title = fields.required("title").and_then(|at| at.words());
    let phrases = fields.required("phrases").and_then(|at| reading.names.phrase_list(at));
    fields.finish();
    Some(KeyCriterion { provision: provision?, title: title?, phrases: phrases? })
}

fn deadline(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<DeadlineWords> {
    let mut fields = at.fields()?;
    let after = fields.required("after").and_then(|at| reading.names.phrase_list(at));
    let counted = fields.required("counted").and_then(|at| reading.names.phrase_list(at));
    fields.finish();
    Some(DeadlineWords { after: after?, counted: counted? })
}

fn codes(at: Cursor<'_>, index: &Index) -> Option<CodeList> {
    let mut fields = at.fields()?;
    let question_at = fields.required("question");
    let question = question_at.and_then(|at| index.question(at));
    let broad = fields.optional("broad").map(|list| list.list(code)).unwrap_or_default();
    fields.finish();
    let (question, question_at) = (question?, question_at?);
    if index.kind(&question).is_some_and(|kind| !matches!(kind, Kind::OneOf(_))) {
        question_at.error(format!("question `{question}` has no choices"), "name a question of kind `one-of`");
        return None;
    }
    Some(CodeList { question, broad })
}

fn code(item: Cursor<'_>) -> Option<String> {
    let text = &item.scalar()?.text;
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.clone());
    }
    item.expected("a code of eight digits", "leave the check digit out")
}
