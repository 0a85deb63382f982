//! Reads checks: the stage, the severity, the ground, when it is a gap, and what is said of it.

use super::Reading;
use super::circumstances::circumstance;
use super::messages;
use super::names::once;
use super::selections::selection;
use crate::id::{CheckId, Provision};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Check, Ground, GroundKind, Readiness, Severity};

const SEVERITIES: [(&str, Severity); 3] =
    [("blocks", Severity::Blocks), ("warns", Severity::Warns), ("advises", Severity::Advises)];
const GROUNDS: [(&str, GroundKind); 3] =
    [("law", GroundKind::Law), ("guidance", GroundKind::Guidance), ("practice", GroundKind::Practice)];

/// Reads a list of checks.
pub(super) fn read(list: Cursor<'_>, reading: &mut Reading<'_>, readiness: &mut Readiness) {
    let found = list.list(|item| check(item, reading));
    readiness.checks.extend(found);
}

fn check(item: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Check> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.id(CheckId::parse));
    let stage = fields.required("stage").and_then(|c| reading.names.stage(c));
    let severity = fields.required("severity").and_then(|c| c.one_of(&SEVERITIES));
    let ground = ground(&mut fields, reading);
    let (each_at, when_at) = (fields.optional("each"), fields.optional("when"));
    let (says_at, next_at) = (fields.required("says"), fields.required("next"));
    if each_at.is_none() && when_at.is_none() && fields.is_whole() {
        item.error("the check looks at nothing", "add `when:`, or `each:` to look at every item of a list");
    }
    fields.finish();
    let each = each_at.map(|at| selection(at, reading));
    let when = when_at.map(|at| circumstance(at, reading));
    let among = each.as_ref().and_then(Option::as_ref).map(|selection| &selection.from);
    let says = says_at.and_then(|at| messages::sentence(at, among, reading));
    let next = next_at.and_then(|at| messages::sentence(at, among, reading));
    let id = once(id?, id_at?, "check", &mut reading.names.checks)?;
    let (each, when) = (all_or_none(each)?, all_or_none(when)?);
    Some(Check { id, stage: stage?, severity: severity?, ground: ground?, each, when, says: says?, next: next? })
}

/// Keeps apart what was left out from what could not be read.
fn all_or_none<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(None) => None,
        Some(found) => Some(found),
    }
}

/// Reads the ground: the law cites provisions, guidance and practice say in words where they come from.
fn ground(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Option<Ground> {
    let kind = fields.required("ground").and_then(|c| c.one_of(&GROUNDS));
    let (provision_at, source_at) = match kind {
        Some(GroundKind::Law) => (fields.required("provision"), fields.optional("source")),
        Some(_) => (fields.optional("provision"), fields.required("source")),
        None => (fields.optional("provision"), fields.optional("source")),
    };
    let provisions = provision_at.map(|at| provisions(at, reading)).unwrap_or_default();
    if kind == Some(GroundKind::Law)
        && let Some(at) = source_at
    {
        at.error("the law needs no `source`", "leave it out; the provision says where it comes from");
    }
    let source = source_at.and_then(|c| c.words());
    Some(Ground { kind: kind?, provisions, source })
}

/// Takes one provision, or a list of them.
fn provisions(at: Cursor<'_>, reading: &Reading<'_>) -> Vec<Provision> {
    match &at.node.value {
        crate::pack::node::Value::List(..) => at.list(|item| reading.index.provision(item)),
        _ => reading.index.provision(at).into_iter().collect(),
    }
}
