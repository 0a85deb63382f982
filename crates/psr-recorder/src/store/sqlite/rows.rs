//! The rows and transactions of the embedded store.

use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use rusqlite::Row;

use super::{SqliteStore, schema};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::store::{
    Anchor, Asked, Found, KeptCheckpoint, NewEvent, Recorded, Standing, Store, StoredEvent, StoredEvidence, StoredTree,
    Which,
};

/// Asks where a register stands: the tree, when the newest checkpoint was kept, and the newest line.
const STANDING: &str = "SELECT size, edge, note, (SELECT at FROM checkpoint ORDER BY size DESC LIMIT 1), \
    (SELECT line FROM event ORDER BY idx DESC LIMIT 1) FROM tree WHERE id = 1";

impl Store for SqliteStore {
    fn name(&self) -> &Path {
        &self.path
    }

    fn wait_at_most(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(self.wrong())
    }

    fn begin_reading(&self) -> Result<()> {
        self.run("BEGIN")
    }

    fn begin_writing(&self, asked: &Asked) -> Result<Standing> {
        self.execute("BEGIN IMMEDIATE", [])?;
        let standing = self.standing(asked);
        if standing.is_err() {
            self.roll_back();
        }
        standing
    }

    fn look_up(&self, asked: &Asked) -> Result<Found> {
        let heads = asked.records.iter().map(|rec| self.head(rec)).collect::<Result<_>>()?;
        let operations = asked.operations.iter().map(|op| self.operation(op)).collect::<Result<_>>()?;
        Ok(Found { heads, operations })
    }

    fn begin_filling(&self) -> Result<()> {
        self.run("BEGIN IMMEDIATE")
    }

    fn add_about(&self, key: &str, value: &str) -> Result<()> {
        self.execute("INSERT INTO meta(key, value) VALUES (?1, ?2)", (key, value))
    }

    fn add_tree(&self, tree: &StoredTree) -> Result<()> {
        let insert = "INSERT INTO tree(id, size, edge, note) VALUES (1, ?1, ?2, ?3)";
        self.execute(insert, (tree.size, &tree.edge, &tree.note))
    }

    fn is_open(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Some failures (a full disk, a bad sector) make SQLite take back the whole transaction. Statements after that would
    /// each be a transaction of its own, so there must be none.
    fn check_open(&self) -> Result<()> {
        if self.is_open() {
            return Ok(());
        }
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK);
        let reason = "the database took the transaction back".to_owned();
        Err(self.wrong()(rusqlite::Error::SqliteFailure(code, Some(reason))))
    }

    fn mark(&self) -> Result<()> {
        self.run("SAVEPOINT apart")
    }

    fn undo(&self) -> Result<()> {
        self.run("ROLLBACK TO apart; RELEASE apart")
    }

    fn keep(&self) -> Result<()> {
        self.run("RELEASE apart")
    }

    fn commit(&self) -> Result<()> {
        self.execute("COMMIT", [])
    }

    fn roll_back(&self) {
        if self.is_open() {
            // What cannot be taken back now is taken back when the connection closes.
            let _ = self.run("ROLLBACK");
        }
    }

    fn recover(&self, _error: &Error, _attempt: u32) -> Result<bool> {
        // The database has waited for other writers by itself, and nothing else here passes by waiting.
        Ok(false)
    }

    fn add_event(&self, event: &NewEvent<'_>) -> Result<()> {
        let (rec, leaf) = (event.rec.as_ref(), event.leaf.as_bytes());
        let insert = "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.execute(insert, (event.position, rec, event.seq, event.op.as_ref(), leaf, event.line))?;
        for (digest, body) in event.disclosures {
            let disclosure = "INSERT INTO disclosure(digest, idx, body) VALUES (?1, ?2, ?3)";
            self.execute(disclosure, (digest.as_bytes(), event.position, body))?;
        }
        let head = "INSERT INTO head(rec, seq, leaf) VALUES (?1, ?2, ?3)
            ON CONFLICT(rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf";
        self.execute(head, (rec, event.seq, leaf))
    }

    fn set_tree(&self, tree: &StoredTree) -> Result<()> {
        let update = "UPDATE tree SET size = ?1, edge = ?2, note = ?3 WHERE id = 1";
        self.execute(update, (tree.size, &tree.edge, &tree.note))
    }

    fn add_checkpoint(&self, kept: &KeptCheckpoint) -> Result<()> {
        let insert = "INSERT INTO checkpoint(size, at, note) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.execute(insert, (kept.size, &kept.at, &kept.note))
    }

    fn add_anchor(&self, anchor: &Anchor) -> Result<()> {
        let insert = "INSERT INTO anchor(size, kind, body) SELECT ?1, ?2, ?3
            WHERE NOT EXISTS (SELECT 1 FROM anchor WHERE size = ?1 AND kind = ?2 AND body = ?3)";
        self.execute(insert, (anchor.size, &anchor.kind, &anchor.body))
    }

    fn add_pack_file(&self, pack: Digest, path: &str, bytes: &[u8]) -> Result<()> {
        let insert = "INSERT INTO pack(digest, path, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.execute(insert, (pack.as_bytes(), path, bytes))
    }

    fn remove_disclosure(&self, digest: Digest) -> Result<()> {
        self.execute("DELETE FROM disclosure WHERE digest = ?1", [digest.as_bytes()])
    }

    fn note_erasure(&self, evidence: &[Digest]) -> Result<()> {
        // Files are in no transaction; they go once the erasure is durable.
        self.note_to_clear(evidence)
    }

    fn clear(&self) -> Option<String> {
        self.clear_files()
    }

    fn clear_what_is_left(&self) -> Option<String> {
        self.go_on_clearing()
    }

    fn about(&self, key: &str) -> Result<Option<String>> {
        schema::about(&self.connection, key).map_err(self.wrong())
    }

    fn all_about(&self) -> Result<Vec<(String, String)>> {
        self.rows("SELECT key, value FROM meta ORDER BY key", [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn evidence_kept(&self) -> Result<Vec<Digest>> {
        self.files_kept()
    }

    fn each_event(&self, act: &mut dyn FnMut(&NewEvent<'_>) -> Result<()>) -> Result<()> {
        let query = "SELECT idx, leaf, line, rec, seq, op FROM event ORDER BY idx";
        let mut statement = self.connection.prepare_cached(query).map_err(self.wrong())?;
        let mut rows = statement.query([]).map_err(self.wrong())?;
        while let Some(row) = rows.next().map_err(self.wrong())? {
            let (position, leaf, line) = line(row).map_err(self.wrong())?;
            let names = || Ok((row.get::<_, String>(3)?, row.get(4)?, row.get::<_, String>(5)?));
            let (rec, seq, op) = names().map_err(self.wrong())?;
            let query = "SELECT digest, body FROM disclosure WHERE idx = ?1 ORDER BY digest";
            let pair = |row: &Row<'_>| Ok((Digest::from_bytes(row.get(0)?), row.get(1)?));
            let disclosures = &self.rows(query, [position], pair)?;
            let (rec, op) = (rec.into(), op.into());
            act(&NewEvent { position, rec, seq, op, leaf, line: &line, disclosures })?;
        }
        Ok(())
    }

    fn tree(&self) -> Result<StoredTree> {
        let tree = self.row("SELECT size, edge, note FROM tree WHERE id = 1", [], tree)?;
        tree.ok_or(rusqlite::Error::QueryReturnedNoRows).map_err(self.wrong())
    }

    fn operation(&self, op: &str) -> Result<Option<Recorded>> {
        self.row("SELECT rec, seq, leaf, idx FROM event WHERE op = ?1", [op], |row| {
            let leaf = Digest::from_bytes(row.get(2)?);
            Ok(Recorded { rec: row.get(0)?, seq: row.get(1)?, leaf, position: row.get(3)? })
        })
    }

    fn head(&self, rec: &str) -> Result<Option<(u64, Digest)>> {
        let head = |row: &Row<'_>| Ok((row.get(0)?, Digest::from_bytes(row.get(1)?)));
        self.row("SELECT seq, leaf FROM head WHERE rec = ?1", [rec], head)
    }

    fn events(&self, which: Which<'_>) -> Result<Vec<StoredEvent>> {
        let lines = match which {
            Which::Of(rec, seq) => {
                let query = "SELECT idx, leaf, line FROM event WHERE rec = ?1 AND seq >= ?2 ORDER BY seq";
                self.rows(query, (rec, seq), line)
            }
            Which::Openings => self.rows("SELECT idx, leaf, line FROM event WHERE seq = 0 ORDER BY idx", [], line),
            Which::Newest => {
                let query = "SELECT idx, leaf, line FROM event JOIN (SELECT rec, seq FROM head) USING (rec, seq)";
                self.rows(query, [], line)
            }
        };
        let with_bodies =
            |(position, leaf, line)| Ok(StoredEvent { position, leaf, line, bodies: self.bodies(position)? });
        lines?.into_iter().map(with_bodies).collect()
    }

    fn records(&self) -> Result<Vec<String>> {
        self.rows("SELECT rec FROM event WHERE seq = 0 ORDER BY idx", [], |row| row.get(0))
    }

    fn records_from(&self, position: u64) -> Result<Vec<String>> {
        self.rows("SELECT DISTINCT rec FROM event WHERE idx >= ?1 ORDER BY rec", [position], |row| row.get(0))
    }

    fn leaves(&self, places: Range<u64>) -> Result<Vec<Digest>> {
        let query = "SELECT leaf FROM event WHERE idx >= ?1 AND idx < ?2 ORDER BY idx";
        self.rows(query, [places.start, places.end], |row| row.get(0).map(Digest::from_bytes))
    }

    fn newest_lines(&self, count: u64) -> Result<Vec<(u64, Digest, Vec<u8>)>> {
        self.rows("SELECT idx, leaf, line FROM event ORDER BY idx DESC LIMIT ?1", [count], line)
    }

    fn wrong_head(&self, count: u64) -> Result<Option<String>> {
        let query = "SELECT newest.rec FROM (SELECT rec FROM event ORDER BY idx DESC LIMIT ?1) AS newest
             LEFT JOIN head ON head.rec = newest.rec
             LEFT JOIN event ON event.rec = head.rec AND event.seq = head.seq AND event.leaf = head.leaf
             WHERE event.idx IS NULL
                OR event.seq <> (SELECT max(seq) FROM event AS every WHERE every.rec = newest.rec) LIMIT 1";
        self.row(query, [count], |row| row.get(0))
    }

    fn bodies(&self, position: u64) -> Result<Vec<String>> {
        self.rows("SELECT body FROM disclosure WHERE idx = ?1", [position], |row| row.get(0))
    }

    fn body(&self, digest: Digest, rec: &str) -> Result<Option<String>> {
        let query = "SELECT body FROM disclosure JOIN event USING (idx) WHERE digest = ?1 AND rec = ?2";
        self.row(query, (digest.as_bytes(), rec), |row| row.get(0))
    }

    fn each_body(&self, act: &mut dyn FnMut(&str)) -> Result<()> {
        let each = |row: &Row<'_>| row.get_ref(0)?.as_str().map(&mut *act).map_err(Into::into);
        self.rows("SELECT body FROM disclosure", [], each).map(drop)
    }

    fn each_line(&self, act: &mut dyn FnMut(&[u8])) -> Result<()> {
        let each = |row: &Row<'_>| row.get_ref(0)?.as_blob().map(&mut *act).map_err(Into::into);
        self.rows("SELECT line FROM event ORDER BY idx", [], each).map(drop)
    }

    fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>> {
        let kept = |row: &Row<'_>| Ok(KeptCheckpoint { size: row.get(0)?, at: row.get(1)?, note: row.get(2)? });
        self.rows("SELECT size, at, note FROM checkpoint ORDER BY size", [], kept)
    }

    fn anchors(&self) -> Result<Vec<Anchor>> {
        let anchor = |row: &Row<'_>| Ok(Anchor { size: row.get(0)?, kind: row.get(1)?, body: row.get(2)? });
        self.rows("SELECT size, kind, body FROM anchor ORDER BY id", [], anchor)
    }

    fn pack_files(&self, pack: Digest) -> Result<Vec<(String, Vec<u8>)>> {
        let query = "SELECT path, bytes FROM pack WHERE digest = ?1 ORDER BY path";
        self.rows(query, [pack.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn has_pack(&self, pack: Digest) -> Result<bool> {
        let query = "SELECT 1 FROM pack WHERE digest = ?1 LIMIT 1";
        Ok(self.row(query, [pack.as_bytes()], |_| Ok(()))?.is_some())
    }

    fn packs(&self) -> Result<Vec<Digest>> {
        self.rows("SELECT DISTINCT digest FROM pack ORDER BY digest", [], |row| row.get(0).map(Digest::from_bytes))
    }

    fn check_whole(&self) -> Result<()> {
        let damaged = |reason: &str| Error::Damaged { path: self.path.clone(), reason: reason.to_owned() };
        let found: Option<String> = self.row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        match found.as_deref() {
            Some("ok") => Ok(()),
            Some(found) => Err(damaged(found)),
            None => Err(damaged("the database could not check itself")),
        }
    }

    fn put_evidence(&self, content: &mut dyn Read) -> Result<StoredEvidence> {
        self.put_file(content)
    }

    fn check_evidence(&self, digest: Digest) -> Result<()> {
        self.file(digest).map(drop)
    }

    fn copy_evidence(&self, digest: Digest, out: &mut dyn Write) -> Result<()> {
        self.copy_file(digest, out)
    }
}

impl SqliteStore {
    fn standing(&self, asked: &Asked) -> Result<Standing> {
        let stands = self.row(STANDING, [], |row| Ok((tree(row)?, row.get(3)?, row.get(4)?)))?;
        let (tree, kept, newest) = stands.ok_or(rusqlite::Error::QueryReturnedNoRows).map_err(self.wrong())?;
        Ok(Standing { tree, kept, newest, found: self.look_up(asked)? })
    }
}

fn tree(row: &Row<'_>) -> rusqlite::Result<StoredTree> {
    Ok(StoredTree { size: row.get(0)?, edge: row.get(1)?, note: row.get(2)? })
}

fn line(row: &Row<'_>) -> rusqlite::Result<(u64, Digest, Vec<u8>)> {
    Ok((row.get(0)?, Digest::from_bytes(row.get(1)?), row.get(2)?))
}
