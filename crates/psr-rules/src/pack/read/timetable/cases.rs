//! Reads `cases:`, which say the process of a case by what its decisions conclude.

use super::Around;
use super::names::Names;
use crate::pack::cursor::Cursor;
use crate::pack::model::CaseProcess;
use crate::pack::read::presuppositions::concluded;

/// Reads which process a case follows; the first that fits counts.
pub(super) fn read(list: Cursor<'_>, names: &Names, around: &Around<'_>) -> Vec<CaseProcess> {
    list.list(|item| case(item, names, around))
}

fn case(item: Cursor<'_>, names: &Names, around: &Around<'_>) -> Option<CaseProcess> {
    let mut fields = item.fields()?;
    let process = fields.required("process").and_then(|at| names.one_process(at));
    let only_where = fields.required("only-where");
    fields.finish();
    let listed = only_where?.some_items()?;
    let wanted = |item: Cursor<'_>| concluded(item.fields()?, around.index, |_| {});
    let wanted: Option<Vec<_>> = listed.into_iter().map(wanted).collect();
    Some(CaseProcess { process: process?, only_where: wanted? })
}
