//! The gates of a case: its approvals, and the events that its pack calls gates.

use super::Gate;
use crate::casebook::Case;
use crate::event::CaseEvent;
use crate::state::CaseEntry;
use crate::time::london_day;

/// What the record's own gate is called.
pub(super) const APPROVAL: &str = "approval";

/// Returns the gates of a case, in order of record.
pub(super) fn of(case: &Case) -> Vec<Gate> {
    case.entries.iter().filter_map(|entry| gate(entry, case)).collect()
}

fn gate(entry: &CaseEntry, case: &Case) -> Option<Gate> {
    let (kind, name, title, on) = match entry.event.as_ref()? {
        CaseEvent::Approved(_) => (APPROVAL.to_owned(), "an approval".to_owned(), "Approval".to_owned(), None),
        CaseEvent::Happened(happened) => {
            let pack = case.rulebook.pack();
            let event = pack.events.iter().find(|kind| kind.id == happened.event)?;
            let gate = pack.gates.iter().find(|gate| Some(&gate.id) == event.gate.as_ref())?;
            (gate.id.to_string(), gate.name.clone(), event.title.clone(), Some(happened.on))
        }
        _ => return None,
    };
    Some(Gate { kind, name, title, entry: entry.seq, recorded: london_day(entry.at), on })
}
