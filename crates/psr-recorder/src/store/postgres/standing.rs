//! Where a register on a server stands at the beginning of a write, asked in one question.

use std::collections::BTreeMap;

use postgres::Row;

use super::PostgresStore;
use crate::digest::Digest;
use crate::error::Result;
use crate::store::{Asked, Found, Recorded, Standing};

/// Three kinds of rows in one answer: the tree with the newest checkpoint's time and the newest line, the heads, the operations.
const QUESTION: &str = "
    SELECT 0, NULL::text, size, edge, note, NULL::bigint,
        (SELECT at FROM checkpoint ORDER BY size DESC LIMIT 1), (SELECT line FROM event ORDER BY idx DESC LIMIT 1)
    FROM tree WHERE id = 1
    UNION ALL SELECT 1, rec, seq, leaf, NULL, NULL, NULL, NULL FROM head WHERE rec = ANY($1)
    UNION ALL SELECT 2, op, seq, leaf, rec, idx, NULL, NULL FROM event WHERE op = ANY($2)";

impl PostgresStore {
    /// Returns where the register stands, with what is asked for.
    pub(super) fn standing(&self, asked: &Asked) -> Result<Standing> {
        let rows = self.query(QUESTION, &[&asked.records, &asked.operations])?;
        let (mut stands, mut heads, mut operations) = (None, BTreeMap::new(), BTreeMap::new());
        for row in &rows {
            match self.get::<i32>(row, 0)? {
                0 => stands = Some((self.tree_of(row, 2)?, self.get(row, 6)?, self.get(row, 7)?)),
                1 => drop(heads.insert(self.get::<&str>(row, 1)?, self.head_of(row)?)),
                _ => drop(operations.insert(self.get::<&str>(row, 1)?, self.recorded(row)?)),
            }
        }
        let (tree, kept, newest) = stands.ok_or_else(|| self.damaged("it keeps no tree"))?;
        let heads = asked.records.iter().map(|rec| heads.remove(rec.as_str())).collect();
        let operations = asked.operations.iter().map(|op| operations.remove(op.as_str())).collect();
        Ok(Standing { tree, kept, newest, found: Found { heads, operations } })
    }

    fn head_of(&self, row: &Row) -> Result<(u64, Digest)> {
        Ok((self.number(row, 2)?, self.digest(row, 3)?))
    }

    fn recorded(&self, row: &Row) -> Result<Recorded> {
        let (seq, leaf) = self.head_of(row)?;
        Ok(Recorded { rec: self.get(row, 4)?, seq, leaf, position: self.number(row, 5)? })
    }
}
