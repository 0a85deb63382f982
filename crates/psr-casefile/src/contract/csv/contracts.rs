//! A table of contracts.

use super::row::{Columns, Fault, Row, rows};
use crate::contract::draft::ContractGiven;

const COLUMNS: Columns = Columns {
    required: &["reference", "title", "provider", "awarded-by", "entered-into"],
    optional: &["term-start", "term-end", "options", "lifetime-value", "value-basis", "value-source", "framework"],
};

/// Reads a table of contracts: each with the row it stands in, which knows what could not be read of it.
pub(crate) fn contracts(text: &str, faults: &mut Vec<Fault>) -> Vec<(Row, ContractGiven)> {
    rows(text, &COLUMNS, faults).into_iter().map(contract).collect()
}

fn contract(mut row: Row) -> (Row, ContractGiven) {
    let (reference, title, provider) = (row.text("reference"), row.text("title"), row.text("provider"));
    let awarded_by = row.text("awarded-by");
    let entered_into = row.text("entered-into").and_then(|_| row.date("entered-into"));
    let given = ContractGiven {
        reference: reference.unwrap_or_default(),
        title: title.unwrap_or_default(),
        provider: provider.unwrap_or_default(),
        awarded_by: awarded_by.unwrap_or_default(),
        entered_into: entered_into.unwrap_or_default(),
        term_start: row.date("term-start"),
        term_end: row.date("term-end"),
        options: row.maybe("options"),
        lifetime_value: row.sum("lifetime-value"),
        value_basis: row.maybe("value-basis"),
        value_source: row.maybe("value-source"),
        framework: row.yes_no("framework").unwrap_or(false),
        retrospective: true,
    };
    (row, given)
}
