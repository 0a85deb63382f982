//! Reads standings: the limbs of a provision that are shown one by one.

use super::Reading;
use super::circumstances::circumstance;
use super::messages;
use super::names::once;
use crate::id::StandingId;
use crate::pack::cursor::Cursor;
use crate::pack::model::{Clause, Limb, Readiness, Standing};

/// Reads a list of standings.
pub(super) fn read(list: Cursor<'_>, reading: &mut Reading<'_>, readiness: &mut Readiness) {
    let found = list.list(|item| standing(item, reading));
    readiness.standings.extend(found);
}

fn standing(item: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Standing> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.id(StandingId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| reading.index.provision(c));
    let begins = fields.required("begins").and_then(|c| circumstance(c, reading));
    let limbs = fields.required("limbs").map(|c| c.list(|item| limb(item, reading)));
    fields.finish();
    let id = once(id?, id_at?, "standing", &mut reading.names.standings)?;
    Some(Standing { id, title: title?, provision: provision?, begins: begins?, limbs: limbs? })
}

fn limb(item: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Limb> {
    let mut fields = item.fields()?;
    let provision = fields.required("provision").and_then(|c| reading.index.provision(c));
    let when = fields.required("when").and_then(|c| circumstance(c, reading));
    let clause = fields.required("clause").and_then(|c| clause(c, reading));
    fields.finish();
    Some(Limb { provision: provision?, when: when?, clause: clause? })
}

fn clause(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Clause> {
    let mut fields = at.fields()?;
    let keys = ["met", "not-met", "open"].map(|key| fields.required(key));
    fields.finish();
    let [met, not_met, open] = keys.map(|at| at.and_then(|at| messages::clause(at, reading)));
    Some(Clause { met: met?, not_met: not_met?, open: open? })
}
