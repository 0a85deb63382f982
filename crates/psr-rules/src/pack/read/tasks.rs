//! Reads `tasks.yaml`: the stages of the work on a case, and which decisions and notices belong to each.

use std::collections::BTreeSet;

use super::folder::{File, Folder};
use super::index::Index;
use crate::id::{NoticeId, StageId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{Notice, TaskStage};

/// Reads the stages, where the pack names any; every decision and every notice then belongs to one.
pub(crate) fn read(files: &[File], findings: &Findings, index: &Index, notices: &[Notice]) -> Vec<TaskStage> {
    let file = files.iter().find(|file| file.folder == Folder::Tasks);
    let Some(mut fields) = file.and_then(|file| file.cursor(findings).fields()) else { return Vec::new() };
    let list = fields.required("stages");
    let stages = list.map(|list| list.distinct(|item| stage(item, index, notices), |stage| &stage.id));
    fields.finish();
    let stages = stages.unwrap_or_default();
    if let Some(list) = list.filter(|list| list.has_items(stages.len())) {
        each_once(list, &stages, index, notices);
    }
    stages
}

fn stage(item: Cursor<'_>, index: &Index, notices: &[Notice]) -> Option<TaskStage> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(StageId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let decisions = fields.required("decisions").map(|list| list.list(|item| index.decision(item)));
    let notices = fields.optional("notices").map(|list| list.list(|item| notice(item, notices)));
    let approval = fields.optional("approval").and_then(|c| c.truth());
    fields.finish();
    Some(TaskStage {
        id: id?,
        title: title?,
        decisions: decisions?,
        notices: notices.unwrap_or_default(),
        approval: approval.unwrap_or(false),
    })
}

/// Takes the name of a notice and looks it up.
fn notice(at: Cursor<'_>, notices: &[Notice]) -> Option<NoticeId> {
    let id = at.id(NoticeId::parse)?;
    let known = || notices.iter().map(|notice| notice.id.as_str());
    if known().any(|notice| notice == id.as_str()) {
        return Some(id);
    }
    let hint = at.source.near_or(id.as_str(), known(), "add it to the file of the provision that requires it");
    at.error(format!("there is no notice `{id}`"), hint);
    None
}

/// A task list that leaves something out would let it be forgotten, and one that has it twice would count it twice.
fn each_once(list: Cursor<'_>, stages: &[TaskStage], index: &Index, notices: &[Notice]) {
    let decisions = stages.iter().flat_map(|stage| &stage.decisions).map(ToString::to_string);
    check(list, "decision", decisions, index.decisions.keys().map(ToString::to_string));
    let named = stages.iter().flat_map(|stage| &stage.notices).map(ToString::to_string);
    check(list, "notice", named, notices.iter().map(|notice| notice.id.to_string()));
}

fn check(list: Cursor<'_>, what: &str, named: impl Iterator<Item = String>, known: impl Iterator<Item = String>) {
    let mut seen = BTreeSet::new();
    for name in named {
        if !seen.insert(name.clone()) {
            list.error(format!("{what} `{name}` belongs to a stage twice"), "keep it in one stage");
        }
    }
    for name in known.filter(|name| !seen.contains(name)) {
        list.error(format!("{what} `{name}` belongs to no stage"), "add it to the stage in which it is done");
    }
}
