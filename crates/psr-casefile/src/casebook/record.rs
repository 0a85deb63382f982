//! Writing to a case: one act, one transaction, followed by what it leads to.

use chrono::DateTime;
use chrono::Utc;
use psr_recorder::canonical::Value;
use psr_recorder::{Append, OperationId, Receipt};

use super::{Case, Casebook};
use crate::acting::Acting;
use crate::determine;
use crate::error::{Error, Result};
use crate::event::{Actor, CaseEvent, Standing};
use crate::state::{CaseEntry, CaseState};

/// What an act put on record.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The receipts of the entries, oldest first.
    pub receipts: Vec<Receipt>,
    /// The case as it stands now.
    pub case: Case,
}

impl Casebook {
    /// Records events in a case, and after them each determination that they change; all in one transaction that expects the head the case was read at.
    ///
    /// # Errors
    /// When the case is closed, when somebody else wrote to it meanwhile (the error holds the newer entries), or when the register refuses.
    pub(super) fn record(&mut self, case: &Case, events: Vec<CaseEvent>, acting: &mut Acting<'_>) -> Result<Recorded> {
        self.write(case, events, Some(Standing::Provisional), acting)
    }

    /// Records the final determinations of a case, changed or not: what an approval or a closing then rests on.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub(super) fn finalise(&mut self, case: &Case, acting: &mut Acting<'_>) -> Result<Recorded> {
        self.write(case, Vec::new(), Some(Standing::Final), acting)
    }

    /// Records an event that ends what came before, with no determination after it.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub(super) fn conclude(&mut self, case: &Case, event: CaseEvent, acting: &mut Acting<'_>) -> Result<Recorded> {
        self.write(case, vec![event], None, acting)
    }

    fn write(
        &mut self,
        case: &Case,
        events: Vec<CaseEvent>,
        standing: Option<Standing>,
        acting: &mut Acting<'_>,
    ) -> Result<Recorded> {
        if let Some(entry) = case.state.closed {
            return Err(Error::Closed { reference: case.state.opened.what.reference.clone(), entry });
        }
        let (act, introduction) = handle(&case.state, &acting.actor);
        let mut drafts: Vec<CaseEvent> = introduction.into_iter().collect();
        drafts.extend(events);
        if let Some(standing) = standing {
            drafts.extend(determinations(case, &drafts, &act, acting.now, standing)?);
        }
        let receipts = self.append(case.id, Some(case.state.head), &act, drafts, acting)?;
        Ok(Recorded { receipts, case: self.case_by_id(case.id)? })
    }

    /// Appends events after a head, all or none.
    pub(super) fn append(
        &mut self,
        rec: psr_recorder::RecordId,
        head: Option<u64>,
        act: &str,
        events: Vec<CaseEvent>,
        acting: &mut Acting<'_>,
    ) -> Result<Vec<Receipt>> {
        let first = head.map_or(0, |head| head + 1);
        let drafts = events.iter().map(|event| (event.typ(), event.to_fields(), event.is_gate()));
        let appends = lined_up(rec, first, act, drafts, acting);
        Ok(self.register.append_all(&appends, acting.randomness)?)
    }
}

/// Lines drafts up as appends to a record, from a position on. A draft is a type, its fields, and whether a checkpoint is kept after it.
pub(crate) fn lined_up(
    rec: psr_recorder::RecordId,
    first: u64,
    act: &str,
    drafts: impl Iterator<Item = (&'static str, Vec<(String, Value)>, bool)>,
    acting: &mut Acting<'_>,
) -> Vec<Append> {
    let append = |(seq, (typ, fields, checkpoint)): (u64, (&str, _, _))| Append {
        rec,
        base: seq.checked_sub(1),
        op: OperationId::draw(acting.randomness),
        at: acting.now,
        act: act.to_owned(),
        typ: typ.to_owned(),
        fields,
        checkpoint,
    };
    (first..).zip(drafts).map(append).collect()
}

/// Returns the handle somebody acts under, with the event that introduces them if they are new to the case.
pub(super) fn handle(state: &CaseState, name: &str) -> (String, Option<CaseEvent>) {
    if let Some(handle) = state.handle_of(name) {
        return (handle.to_owned(), None);
    }
    let handle = format!("a{}", state.actors.len() + 1);
    (handle.clone(), Some(CaseEvent::Actor(Actor { handle, name: name.to_owned() })))
}

/// Determines what the case will lead to once the drafts are recorded, and returns what differs from what is on record.
///
/// A final determination is recorded for every decision, changed or not, since it is what was approved.
fn determinations(
    case: &Case,
    drafts: &[CaseEvent],
    act: &str,
    at: DateTime<Utc>,
    standing: Standing,
) -> Result<Vec<CaseEvent>> {
    let mut entries = case.entries.clone();
    entries.extend(drafts.iter().zip(case.state.head + 1..).map(|(event, seq)| draft_entry(event, seq, act, at)));
    let state = CaseState::fold(&entries).ok_or_else(|| Error::NotACase(case.id.to_string()))?;
    let all = determine::determine_all(&state, &case.rulebook, standing)?;
    let changed = |determined: &crate::event::Determined| {
        let place = (determined.decision.clone(), determined.lot);
        let before = state.determined.get(&place).map(|recorded| &recorded.what);
        standing == Standing::Final || before.is_none_or(|before| !determine::same_outcome(before, determined))
    };
    Ok(all.into_iter().filter(changed).map(CaseEvent::Determined).collect())
}

/// Returns a draft as the entry it will become, but for its leaf hash and its place in the register, on which no state depends here.
fn draft_entry(event: &CaseEvent, seq: u64, act: &str, at: DateTime<Utc>) -> CaseEntry {
    let (act, typ) = (act.to_owned(), event.typ().to_owned());
    let (leaf, event) = (psr_recorder::Digest::ZERO, Some(event.clone()));
    CaseEntry { seq, position: seq, at, act, leaf, typ, event, hidden: 0 }
}
