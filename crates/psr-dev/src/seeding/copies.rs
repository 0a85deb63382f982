//! What came on record of a case, recorded again as another case.

use std::collections::BTreeMap;

use psr_recorder::{Append, Entry, OperationId, Receipt, RecordId, Register, Value};

use super::{SAID_EVERY, Sowing, reference};

/// So many cases are written side by side: few durable transactions, each of some thousand events.
const SIDE_BY_SIDE: usize = 64;

/// A case that was played, and what came on record of it.
pub(super) struct Played {
    pub(super) reference: String,
    pub(super) id: RecordId,
    pub(super) entries: Vec<Entry>,
}

/// A case that is being written, and what stands in it for what stood in the case that was played.
struct Copy {
    number: usize,
    id: RecordId,
    /// How many entries it gets: cases are at every stage, from just begun to as far as the one that was played.
    entries: u64,
    instead: BTreeMap<String, String>,
}

/// Writes the cases that follow those which were played, in turn after each of them.
pub(super) fn sow(
    played: &[Played],
    register: &mut Register,
    sowing: &mut Sowing<'_>,
    say: &mut dyn FnMut(usize),
) -> Result<(), String> {
    let mut done = played.len();
    while done < sowing.cases {
        for played in played {
            let until = sowing.cases.min(done + SIDE_BY_SIDE);
            let copies = (done..until).map(|number| Copy::of(played, number, sowing)).collect();
            write(played, copies, register, sowing).map_err(|error| error.to_string())?;
            (done..until).map(|number| number + 1).filter(|done| done % SAID_EVERY == 0).for_each(&mut *say);
            done = until;
        }
    }
    Ok(())
}

/// Writes copies of one case side by side: as far as no entry names an earlier one, in one transaction.
fn write(
    played: &Played,
    mut copies: Vec<Copy>,
    register: &mut Register,
    sowing: &mut Sowing<'_>,
) -> psr_recorder::Result<()> {
    for part in parts(&played.entries) {
        let appends: Vec<Append> = copies.iter().flat_map(|copy| copy.appends(part, sowing)).collect();
        let mut receipts = register.append_all(&appends, sowing.draw)?.into_iter();
        for copy in &mut copies {
            copy.written(part, &mut receipts);
        }
    }
    Ok(())
}

/// Parts entries before each one that names the leaf of an earlier one.
fn parts(entries: &[Entry]) -> Vec<&[Entry]> {
    let leaves: Vec<String> = entries.iter().map(|entry| entry.leaf.to_string()).collect();
    let names =
        |entry: &Entry| entry.shown().any(|(_, value)| says(value, &|text| leaves.iter().any(|leaf| leaf == text)));
    entries.chunk_by(|_, next| !names(next)).collect()
}

fn says(value: &Value, what: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::Text(text) => what(text),
        Value::List(values) => values.iter().any(|value| says(value, what)),
        Value::Map(values) => values.values().any(|value| says(value, what)),
        Value::Null | Value::Bool(_) | Value::Int(_) => false,
    }
}

impl Copy {
    fn of(played: &Played, number: usize, sowing: &mut Sowing<'_>) -> Self {
        let id = RecordId::draw(sowing.instant(number), sowing.draw);
        let instead = [(played.reference.clone(), reference(number)), (played.id.to_string(), id.to_string())];
        let fifths = number % 5 + 1;
        let entries = u64::try_from((played.entries.len() * fifths).div_ceil(5)).unwrap_or(u64::MAX);
        Self { number, id, entries, instead: instead.into() }
    }

    fn appends(&self, part: &[Entry], sowing: &mut Sowing<'_>) -> Vec<Append> {
        self.own(part).iter().map(|entry| self.append(entry, sowing)).collect()
    }

    /// What of a part it gets.
    fn own<'e>(&self, part: &'e [Entry]) -> &'e [Entry] {
        let end = part.iter().take_while(|entry| entry.header.seq < self.entries).count();
        &part[..end]
    }

    fn append(&self, entry: &Entry, sowing: &mut Sowing<'_>) -> Append {
        let header = &entry.header;
        Append {
            rec: self.id,
            base: header.base,
            op: OperationId::draw(sowing.draw),
            at: sowing.instant(self.number),
            act: header.act.clone(),
            typ: header.typ.clone(),
            fields: entry.shown().map(|(path, value)| (path.to_owned(), self.instead_of(value))).collect(),
            checkpoint: false,
        }
    }

    fn instead_of(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) => Value::Text(self.instead.get(text).unwrap_or(text).clone()),
            Value::List(values) => Value::List(values.iter().map(|value| self.instead_of(value)).collect()),
            Value::Map(values) => {
                Value::Map(values.iter().map(|(key, value)| (key.clone(), self.instead_of(value))).collect())
            }
            Value::Null | Value::Bool(_) | Value::Int(_) => value.clone(),
        }
    }

    fn written(&mut self, part: &[Entry], receipts: &mut impl Iterator<Item = Receipt>) {
        let leaves = self.own(part).iter().zip(receipts);
        let leaves = leaves.map(|(entry, receipt)| (entry.leaf.to_string(), receipt.leaf.to_string()));
        self.instead.extend(leaves.collect::<Vec<_>>());
    }
}
