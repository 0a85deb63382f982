//! Reads the checks of a published notice: how bad, on what ground, when, and what is said.

use super::Reading;
use super::conditions::condition;
use super::names::once;
use crate::id::{CheckId, MomentId, ParameterId, Provision};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Found, Ground, GroundKind, NoticeCheck, NoticeField, Remark};
use crate::pack::node::Value;
use crate::pack::read::clauses::holes;

const SEVERITIES: [(&str, Found); 3] = [("defect", Found::Defect), ("doubt", Found::Doubt), ("note", Found::Note)];
const GROUNDS: [(&str, GroundKind); 3] =
    [("law", GroundKind::Law), ("guidance", GroundKind::Guidance), ("practice", GroundKind::Practice)];
/// Names that stand for what was found while looking.
const FOUND: [&str; 9] =
    ["code", "code-note", "criteria-missing", "date", "due", "stated", "term", "verdict", "weights-total"];

/// Reads the list of checks.
pub(super) fn read(list: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Vec<NoticeCheck> {
    list.list(|item| check(item, reading))
}

fn check(item: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeCheck> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|at| at.id(CheckId::parse));
    let severity_at = fields.required("severity");
    let severity = severity_at.and_then(|at| at.one_of(&SEVERITIES));
    let ground = ground(&mut fields, reading);
    let texts = reading.around.index.texts(fields.optional("texts"));
    let absent_at = fields.optional("absent-from");
    let when = fields.required("when").and_then(|at| condition(at, reading));
    let remark = remark(&mut fields, &[], reading);
    fields.finish();
    let absent_from = absent_at.map(|at| reading.names.part(at));
    // What is not the law must not look as if it were.
    if let (Some(at), Some(Found::Defect), Some(ground)) = (severity_at, severity, &ground)
        && ground.kind != GroundKind::Law
    {
        at.error("only what is against the law is a defect", "write `doubt` or `note`, or name the provision");
        return None;
    }
    let id = once(id?, id_at?, "check", &mut reading.names.checks)?;
    let absent_from = match absent_from {
        Some(None) => return None,
        found => found.flatten(),
    };
    Some(NoticeCheck { id, severity: severity?, ground: ground?, texts, absent_from, when: when?, remark: remark? })
}

/// Reads the ground: the law cites provisions, guidance and practice say in words where they come from.
fn ground(fields: &mut Fields<'_>, reading: &Reading<'_, '_>) -> Option<Ground> {
    let kind = fields.required("ground").and_then(|at| at.one_of(&GROUNDS));
    let law = kind == Some(GroundKind::Law);
    let provision_at = if law { fields.required("provision") } else { fields.optional("provision") };
    let source_at = if kind.is_some() && !law { fields.required("source") } else { fields.optional("source") };
    if let Some(at) = source_at.filter(|_| law) {
        at.error("the law needs no `source`", "leave it out; the provision says where it comes from");
    }
    let provisions = provision_at.map(|at| provisions(at, reading)).unwrap_or_default();
    let source = source_at.and_then(|at| at.words());
    Some(Ground { kind: kind?, provisions, source })
}

/// Takes one provision, or a list of them.
fn provisions(at: Cursor<'_>, reading: &Reading<'_, '_>) -> Vec<Provision> {
    match &at.node.value {
        Value::List(..) => at.list(|item| reading.around.index.provision(item)),
        _ => reading.around.index.provision(at).into_iter().collect(),
    }
}

/// Reads what is said and what to do next; some names in braces may be known here alone.
pub(super) fn remark(fields: &mut Fields<'_>, own: &[&str], reading: &mut Reading<'_, '_>) -> Option<Remark> {
    let (says, next) = (fields.required("says"), fields.required("next"));
    let says = says.and_then(|at| sentence(at, own, reading));
    let next = next.and_then(|at| sentence(at, own, reading));
    Some(Remark { says: says?, next: next? })
}

fn sentence(at: Cursor<'_>, own: &[&str], reading: &mut Reading<'_, '_>) -> Option<String> {
    let text = at.words()?;
    let begins = text.chars().next().is_some_and(|letter| letter.is_uppercase() || matches!(letter, '{' | '“'));
    if !begins || !text.trim_end().ends_with(['.', '”']) {
        at.error(format!("{} is not a whole sentence", at.name), "begin with a capital and end with a full stop");
        return None;
    }
    let unknown: Vec<&str> = holes(at, &text)?.into_iter().filter(|name| !is_known(name, own, reading)).collect();
    for name in &unknown {
        let fields = NoticeField::ALL.map(|field| field.name);
        let known = fields.iter().chain(&FOUND).chain(own).copied();
        let otherwise = "name a field of a notice, a moment of the timetable, a parameter, a figure, or what was found";
        at.error(format!("{{{name}}} stands for nothing"), at.source.near_or(name, known, otherwise));
    }
    unknown.is_empty().then_some(text)
}

fn is_known(name: &str, own: &[&str], reading: &mut Reading<'_, '_>) -> bool {
    let moments = reading.around.timetable.into_iter().flat_map(|rules| &rules.moments);
    let moment = MomentId::parse(name).is_ok_and(|id| moments.into_iter().any(|moment| moment.id == id));
    if moment || own.contains(&name) || FOUND.contains(&name) || NoticeField::named(name).is_some() {
        return true;
    }
    let parameter = ParameterId::parse(name).ok().filter(|id| reading.around.index.parameters.contains_key(id));
    if let Some(id) = parameter {
        reading.uses.parameters.insert(id);
        return true;
    }
    reading.names.is_figure(name)
}
