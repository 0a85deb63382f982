//! Reads `reports.yaml`: what is told of all cases and contracts over a period.

mod events;
mod items;
mod providers;

use std::collections::BTreeMap;

use super::folder::{File, Folder};
use super::notices::Known;
use crate::id::{QuestionId, ReportId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{ProviderRules, Question, Report, ReportItem, Reports, TimetableRules, Told};

/// The most months that may count as the time before a period.
const MOST_MONTHS: u32 = 120;

/// What the names in the file are looked up in.
pub(crate) struct Around<'a> {
    /// Everything defined, and the events.
    pub known: Known<'a>,
    /// The questions.
    pub questions: &'a BTreeMap<QuestionId, Question>,
    /// What falls due when, where the pack says so.
    pub timetable: Option<&'a TimetableRules>,
}

/// Reads the reports, where the pack has any.
pub(crate) fn read(files: &[File], findings: &Findings, around: &Around<'_>) -> Option<Reports> {
    let file = files.iter().find(|file| file.folder == Folder::Reports)?;
    let mut fields = file.cursor(findings).fields()?;
    let providers = fields.optional("providers").and_then(|at| providers::read(at, around));
    let list = fields.required("reports");
    fields.finish();
    let reports = list?.distinct(|item| report(item, around, providers.as_ref()), |report| &report.id);
    Some(Reports { reports, providers })
}

fn report(item: Cursor<'_>, around: &Around<'_>, providers: Option<&ProviderRules>) -> Option<Report> {
    let index = around.known.index;
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ReportId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    let about = fields.required("about").and_then(|c| c.words());
    let period = fields.required("period").and_then(|c| c.words());
    let months_before = fields.required("months-before").and_then(|c| c.number(1, MOST_MONTHS));
    let items = fields.required("items").map(|list| list.distinct(|item| items::read(item, around), |item| &item.id));
    let accounts_for = fields.optional("accounts-for").map(|list| list.list(|item| index.event(item)));
    let notes = fields.required("notes").map(|list| list.list(|item| item.words()));
    fields.finish();
    let items: Vec<ReportItem> = items?;
    if providers.is_none() && items.iter().any(|item| matches!(item.tells, Told::Providers(_))) {
        item.error("providers are counted, and it is not said how they are found", "add `providers:` to the file");
    }
    Some(Report {
        id: id?,
        title: title?,
        provision: provision?,
        about: about?,
        period: period?,
        months_before: months_before?,
        items,
        accounts_for: accounts_for.unwrap_or_default(),
        notes: notes?,
    })
}
