//! A table of past changes of contracts.

use super::row::{Columns, Fault, Row, rows};
use crate::contract::draft::ChangeGiven;

const COLUMNS: Columns =
    Columns { required: &["reference", "on", "what", "change"], optional: &["ground", "attributable"] };

/// Reads a table of changes: each with its row, which knows what could not be read of it, and the reference of its contract.
pub(crate) fn changes(text: &str, faults: &mut Vec<Fault>) -> Vec<(Row, String, ChangeGiven)> {
    rows(text, &COLUMNS, faults).into_iter().map(change).collect()
}

fn change(mut row: Row) -> (Row, String, ChangeGiven) {
    let given = ChangeGiven {
        on: row.text("on").and_then(|_| row.date("on")).unwrap_or_default(),
        what: row.text("what").unwrap_or_default(),
        ground: row.maybe("ground"),
        change: row.text("change").and_then(|_| row.sum("change")).unwrap_or_default(),
        attributable: row.yes_no("attributable"),
        ..ChangeGiven::default()
    };
    let reference = row.text("reference").unwrap_or_default();
    (row, reference, given)
}
