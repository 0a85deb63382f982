//! Reads the gates that `events.yaml` declares: the kinds of moments by which it is told whether an answer came before or after.

use crate::id::GateId;
use crate::pack::cursor::Cursor;
use crate::pack::model::{EventKind, GateKind};

/// The gates of a pack, and where they stand.
#[derive(Default)]
pub(crate) struct Gates<'a> {
    /// The gates, in the pack's order.
    pub all: Vec<GateKind>,
    places: Vec<Cursor<'a>>,
    whole: bool,
}

/// Reads the list of gates.
pub(crate) fn read(list: Cursor<'_>) -> Gates<'_> {
    let items = list.some_items().unwrap_or_default();
    let mut gates = Gates { whole: !items.is_empty(), ..Gates::default() };
    for item in items {
        match gate(item) {
            Some(gate) if gates.all.iter().any(|other| other.id == gate.id) => {
                item.error(format!("gate `{}` is defined twice", gate.id), "give each gate its own id");
            }
            Some(gate) => {
                gates.all.push(gate);
                gates.places.push(item);
            }
            None => gates.whole = false,
        }
    }
    gates
}

fn gate(item: Cursor<'_>) -> Option<GateKind> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(GateId::parse));
    let name = fields.required("name").and_then(|c| c.words());
    fields.finish();
    Some(GateKind { id: id?, name: name? })
}

impl Gates<'_> {
    /// Takes the name of a gate and looks it up.
    pub fn named(&self, at: Cursor<'_>) -> Option<GateId> {
        let id = at.id(GateId::parse)?;
        let known = || self.all.iter().map(|gate| gate.id.as_str());
        let incomplete = !self.whole && !self.all.is_empty();
        if incomplete || known().any(|gate| gate == id.as_str()) {
            return Some(id);
        }
        let hint = at.source.near_or(id.as_str(), known(), "add it to `gates:` at the top of the file");
        at.error(format!("there is no gate `{id}`"), hint);
        None
    }

    /// Notes gates that no event passes.
    pub fn never_passed(&self, events: &[EventKind]) {
        let passed = |gate: &GateKind| events.iter().any(|event| event.gate.as_ref() == Some(&gate.id));
        for (gate, place) in self.all.iter().zip(&self.places).filter(|(gate, _)| !passed(gate)) {
            let hint = format!("add `gate: {}` to the events that pass it, or remove it", gate.id);
            place.error(format!("gate `{}` is passed by no event", gate.id), hint);
        }
    }
}
