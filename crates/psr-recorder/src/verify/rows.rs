//! Rows as they are stored: nothing is assumed of a value's type, so that nothing stored can stop the reading.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::report::{FaultKind, Findings};

/// One row of the event table.
#[derive(Debug, Default)]
pub(super) struct RawEvent {
    pub(super) idx: Option<i64>,
    pub(super) rec: Vec<u8>,
    pub(super) seq: Option<i64>,
    pub(super) op: Vec<u8>,
    pub(super) leaf: Vec<u8>,
    pub(super) line: Vec<u8>,
}

impl RawEvent {
    pub(super) const QUERY: &str = "SELECT idx, rec, seq, op, leaf, line FROM event ORDER BY idx";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<RawEvent> {
        Ok(RawEvent {
            idx: int(row, 0)?,
            rec: bytes(row, 1)?,
            seq: int(row, 2)?,
            op: bytes(row, 3)?,
            leaf: bytes(row, 4)?,
            line: bytes(row, 5)?,
        })
    }

    pub(super) fn position(&self) -> Option<u64> {
        self.idx.and_then(|idx| u64::try_from(idx).ok())
    }
}

/// One row of the disclosure table.
#[derive(Debug, Default)]
pub(super) struct RawDisclosure {
    pub(super) digest: Vec<u8>,
    pub(super) body: Vec<u8>,
}

impl RawDisclosure {
    pub(super) const QUERY: &str = "SELECT digest, body FROM disclosure WHERE idx = ?1 ORDER BY digest";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<RawDisclosure> {
        Ok(RawDisclosure { digest: bytes(row, 0)?, body: bytes(row, 1)? })
    }
}

/// Returns an integer, if that is what is stored.
pub(super) fn int(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<i64>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(int) => Some(int),
        _ => None,
    })
}

/// Returns the bytes of whatever is stored.
pub(super) fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        ValueRef::Integer(int) => int.to_string().into_bytes(),
        ValueRef::Real(real) => real.to_string().into_bytes(),
        ValueRef::Null => Vec::new(),
    })
}

/// Returns text for a message, whatever the bytes.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Reads the rows of a query, each handed on as it is read. What the database cannot read is a fault, not an error.
pub(super) fn each(
    connection: &Connection,
    query: &str,
    values: impl rusqlite::Params,
    findings: &mut Findings,
    mut act: impl FnMut(&Row<'_>, &mut Findings) -> rusqlite::Result<()>,
) {
    let read = connection.prepare_cached(query).and_then(|mut statement| {
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            act(row, findings)?;
        }
        Ok(())
    });
    if let Err(error) = read {
        findings.fault(None, FaultKind::Database, format!("the database cannot be read in full: {error}"));
    }
}
