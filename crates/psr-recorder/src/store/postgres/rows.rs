//! The rows and transactions of the server store.

use std::borrow::Cow;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use postgres::Row;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, ToSql};

use super::{PostgresStore, cause};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::store::{
    Anchor, Asked, Found, KeptCheckpoint, NewEvent, Recorded, Standing, Store, StoredEvent, StoredEvidence, StoredTree,
    Which, unnamed,
};

/// How often something that another transaction was in the way of is tried in all.
pub(super) const TRIES: u32 = 4;
/// How often something that a lost connection stopped is tried in all.
const RECONNECTIONS: u32 = 9;
/// The first wait before a new try; each later one is twice as long, up to two seconds.
const WAIT: Duration = Duration::from_millis(25);

/// What a connection that writes is told at its beginning: a statement keeps the plan it has (each finds its rows by an index, so that planning for the
/// values at hand takes longer than the statement and gains nothing), and here is the lock that every write begins with.
pub(super) const WRITER: &str = "SET plan_cache_mode = force_generic_plan;
    PREPARE lock_tree AS SELECT 1 FROM tree WHERE id = 1 FOR UPDATE";

impl Store for PostgresStore {
    fn name(&self) -> &Path {
        &self.name
    }

    fn wait_at_most(&self, patience: Duration) -> Result<()> {
        self.patience.set(patience);
        self.run(&self.session())
    }

    fn begin_reading(&self) -> Result<()> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        self.open.set(true);
        Ok(())
    }

    fn begin_writing(&self, asked: &Asked) -> Result<Standing> {
        // Each later statement sees what was committed before it, so all of them see what the lock waited for.
        let locked = self.run("BEGIN ISOLATION LEVEL READ COMMITTED; EXECUTE lock_tree");
        self.open.set(true);
        let standing = locked.and_then(|()| self.standing(asked));
        if standing.is_err() {
            self.roll_back();
        }
        standing
    }

    fn look_up(&self, asked: &Asked) -> Result<Found> {
        self.standing(asked).map(|standing| standing.found)
    }

    fn begin_filling(&self) -> Result<()> {
        self.run("BEGIN; LOCK TABLE meta")?;
        self.open.set(true);
        if self.optional("SELECT 1 FROM meta LIMIT 1", &[], |_| Ok(()))?.is_some() {
            self.roll_back();
            return Err(Error::Exists { path: self.name.clone() });
        }
        Ok(())
    }

    fn add_about(&self, key: &str, value: &str) -> Result<()> {
        self.execute("INSERT INTO meta(key, value) VALUES ($1, $2)", &[&key, &value]).map(drop)
    }

    fn add_tree(&self, tree: &StoredTree) -> Result<()> {
        let insert = "INSERT INTO tree(id, size, edge, note) VALUES (1, $1, $2, $3)";
        self.execute(insert, &[&signed(tree.size), &tree.edge, &tree.note]).map(drop)
    }

    fn is_open(&self) -> bool {
        self.open.get()
    }

    fn check_open(&self) -> Result<()> {
        self.with(|_| Ok(()))
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
        self.run("COMMIT")?;
        self.open.set(false);
        Ok(())
    }

    fn roll_back(&self) {
        if !self.open.replace(false) {
            return;
        }
        let mut connection = self.connection.borrow_mut();
        // What cannot be taken back now is taken back by the server, once the connection is closed.
        if connection.as_mut().is_some_and(|connection| connection.client.batch_execute("ROLLBACK").is_err()) {
            *connection = None;
        }
    }

    fn recover(&self, error: &Error, attempt: u32) -> Result<bool> {
        let tries = match error {
            Error::Unreachable { .. } => RECONNECTIONS,
            Error::Locked { .. } => TRIES,
            _ => return Ok(false),
        };
        if attempt >= tries {
            return Ok(false);
        }
        std::thread::sleep((WAIT * 2_u32.saturating_pow(attempt)).min(Duration::from_secs(2)));
        Ok(true)
    }

    fn add_event(&self, event: &NewEvent<'_>) -> Result<()> {
        let (digests, bodies): (Vec<&[u8]>, Vec<&[u8]>) =
            event.disclosures.iter().map(|(digest, body)| (digest.as_bytes().as_slice(), body.as_bytes())).unzip();
        let insert = "WITH added AS (INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES ($1, $2, $3, $4, $5, $6)),
            headed AS (INSERT INTO head(rec, seq, leaf) VALUES ($2, $3, $5)
                ON CONFLICT (rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf)
            INSERT INTO disclosure(digest, idx, body)
                SELECT digest, $1, body FROM unnest($7::bytea[], $8::bytea[]) AS given(digest, body)";
        let (position, seq, leaf) = (signed(event.position), signed(event.seq), event.leaf.as_bytes().as_slice());
        let (rec, op) = (event.rec.as_ref(), event.op.as_ref());
        self.execute(insert, &[&position, &rec, &seq, &op, &leaf, &event.line, &digests, &bodies]).map(drop)
    }

    fn set_tree(&self, tree: &StoredTree) -> Result<()> {
        let update = "UPDATE tree SET size = $1, edge = $2, note = $3 WHERE id = 1";
        self.execute(update, &[&signed(tree.size), &tree.edge, &tree.note]).map(drop)
    }

    fn add_checkpoint(&self, kept: &KeptCheckpoint) -> Result<()> {
        let insert = "INSERT INTO checkpoint(size, at, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.execute(insert, &[&signed(kept.size), &kept.at, &kept.note]).map(drop)
    }

    fn add_anchor(&self, anchor: &Anchor) -> Result<()> {
        let insert = "INSERT INTO anchor(id, size, kind, body)
            SELECT (SELECT coalesce(max(id), 0) + 1 FROM anchor), $1::bigint, $2::text, $3::bytea
            WHERE NOT EXISTS (SELECT 1 FROM anchor WHERE size = $1 AND kind = $2 AND body = $3)";
        self.execute(insert, &[&signed(anchor.size), &anchor.kind, &anchor.body]).map(drop)
    }

    fn add_pack_file(&self, pack: Digest, path: &str, bytes: &[u8]) -> Result<()> {
        let insert = "INSERT INTO pack(digest, path, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.execute(insert, &[&pack.as_bytes().as_slice(), &path, &bytes]).map(drop)
    }

    fn remove_disclosure(&self, digest: Digest) -> Result<()> {
        self.execute("DELETE FROM disclosure WHERE digest = $1", &[&digest.as_bytes().as_slice()]).map(drop)
    }

    fn note_erasure(&self, evidence: &[Digest]) -> Result<()> {
        unnamed(self, evidence.to_vec())?.iter().try_for_each(|digest| self.remove_content(*digest))
    }

    fn clear(&self) -> Option<String> {
        // Nothing that this role may do empties them.
        Some("the server keeps it in them until it has vacuumed its tables and recycled its log".to_owned())
    }

    fn clear_what_is_left(&self) -> Option<String> {
        None
    }

    fn about(&self, key: &str) -> Result<Option<String>> {
        self.optional("SELECT value FROM meta WHERE key = $1", &[&key], |row| self.get(row, 0))
    }

    fn all_about(&self) -> Result<Vec<(String, String)>> {
        self.all("SELECT key, value FROM meta ORDER BY key", &[], |row| Ok((self.get(row, 0)?, self.get(row, 1)?)))
    }

    fn evidence_kept(&self) -> Result<Vec<Digest>> {
        self.all("SELECT digest FROM evidence ORDER BY digest", &[], |row| self.digest(row, 0))
    }

    fn each_event(&self, act: &mut dyn FnMut(&NewEvent<'_>) -> Result<()>) -> Result<()> {
        let query = "SELECT idx, leaf, line, rec, seq, op,
                (SELECT array_agg(digest ORDER BY digest) FROM disclosure WHERE disclosure.idx = event.idx),
                (SELECT array_agg(body ORDER BY digest) FROM disclosure WHERE disclosure.idx = event.idx)
            FROM event ORDER BY idx";
        self.each(query, &[], &mut |row| {
            let digests: Option<Vec<&[u8]>> = self.get(row, 6)?;
            let bodies: Option<Vec<Vec<u8>>> = self.get(row, 7)?;
            let pairs = digests.into_iter().flatten().zip(bodies.into_iter().flatten());
            let misfit = || self.damaged("a digest it keeps has not 32 bytes");
            let disclosure = |(digest, body): (&[u8], Vec<u8>)| {
                Ok((Digest::from_slice(digest).ok_or_else(misfit)?, self.text(body)?))
            };
            let disclosures: Vec<_> = pairs.map(disclosure).collect::<Result<_>>()?;
            act(&NewEvent {
                position: self.number(row, 0)?,
                rec: Cow::Borrowed(self.get(row, 3)?),
                seq: self.number(row, 4)?,
                op: Cow::Borrowed(self.get(row, 5)?),
                leaf: self.digest(row, 1)?,
                line: self.get(row, 2)?,
                disclosures: &disclosures,
            })
        })
    }

    fn tree(&self) -> Result<StoredTree> {
        let query = "SELECT size, edge, note FROM tree WHERE id = 1";
        let tree = self.optional(query, &[], |row| self.tree_of(row, 0))?;
        tree.ok_or_else(|| self.damaged("it keeps no tree"))
    }

    fn operation(&self, op: &str) -> Result<Option<Recorded>> {
        self.optional("SELECT rec, seq, leaf, idx FROM event WHERE op = $1", &[&op], |row| {
            let (leaf, position) = (self.digest(row, 2)?, self.number(row, 3)?);
            Ok(Recorded { rec: self.get(row, 0)?, seq: self.number(row, 1)?, leaf, position })
        })
    }

    fn head(&self, rec: &str) -> Result<Option<(u64, Digest)>> {
        let head = |row: &Row| Ok((self.number(row, 0)?, self.digest(row, 1)?));
        self.optional("SELECT seq, leaf FROM head WHERE rec = $1", &[&rec], head)
    }

    fn events(&self, which: Which<'_>) -> Result<Vec<StoredEvent>> {
        let event = |row: &Row| self.event(row);
        match which {
            Which::Of(rec, seq) => {
                let query =
                    "SELECT idx, leaf, line, (SELECT array_agg(body) FROM disclosure WHERE disclosure.idx = event.idx)
                    FROM event WHERE rec = $1 AND seq >= $2 ORDER BY seq";
                self.all(query, &[&rec, &signed(seq)], event)
            }
            Which::Openings => {
                let query =
                    "SELECT idx, leaf, line, (SELECT array_agg(body) FROM disclosure WHERE disclosure.idx = event.idx)
                    FROM event WHERE seq = 0 ORDER BY idx";
                self.all(query, &[], event)
            }
            Which::Newest => {
                let query = "SELECT idx, event.leaf, line,
                        (SELECT array_agg(body) FROM disclosure WHERE disclosure.idx = event.idx)
                    FROM event JOIN head USING (rec, seq)";
                self.all(query, &[], event)
            }
        }
    }

    fn records(&self) -> Result<Vec<String>> {
        self.all("SELECT rec FROM event WHERE seq = 0 ORDER BY idx", &[], |row| self.get(row, 0))
    }

    fn records_from(&self, position: u64) -> Result<Vec<String>> {
        let query = "SELECT DISTINCT rec FROM event WHERE idx >= $1 ORDER BY rec";
        self.all(query, &[&signed(position)], |row| self.get(row, 0))
    }

    fn leaves(&self, places: Range<u64>) -> Result<Vec<Digest>> {
        let query = "SELECT leaf FROM event WHERE idx >= $1 AND idx < $2 ORDER BY idx";
        self.all(query, &[&signed(places.start), &signed(places.end)], |row| self.digest(row, 0))
    }

    fn newest_lines(&self, count: u64) -> Result<Vec<(u64, Digest, Vec<u8>)>> {
        let line = |row: &Row| Ok((self.number(row, 0)?, self.digest(row, 1)?, self.get(row, 2)?));
        self.all("SELECT idx, leaf, line FROM event ORDER BY idx DESC LIMIT $1", &[&signed(count)], line)
    }

    fn wrong_head(&self, count: u64) -> Result<Option<String>> {
        let query = "SELECT newest.rec FROM (SELECT rec FROM event ORDER BY idx DESC LIMIT $1) AS newest
             LEFT JOIN head ON head.rec = newest.rec
             LEFT JOIN event ON event.rec = head.rec AND event.seq = head.seq AND event.leaf = head.leaf
             WHERE event.idx IS NULL
                OR event.seq <> (SELECT max(seq) FROM event AS every WHERE every.rec = newest.rec) LIMIT 1";
        self.optional(query, &[&signed(count)], |row| self.get(row, 0))
    }

    fn bodies(&self, position: u64) -> Result<Vec<String>> {
        let query = "SELECT body FROM disclosure WHERE idx = $1";
        self.all(query, &[&signed(position)], |row| self.text(self.get(row, 0)?))
    }

    fn body(&self, digest: Digest, rec: &str) -> Result<Option<String>> {
        let query = "SELECT body FROM disclosure JOIN event USING (idx) WHERE digest = $1 AND rec = $2";
        self.optional(query, &[&digest.as_bytes().as_slice(), &rec], |row| self.text(self.get(row, 0)?))
    }

    fn each_body(&self, act: &mut dyn FnMut(&str)) -> Result<()> {
        self.each("SELECT body FROM disclosure", &[], &mut |row| self.text(self.get(row, 0)?).map(|body| act(&body)))
    }

    fn each_line(&self, act: &mut dyn FnMut(&[u8])) -> Result<()> {
        self.each("SELECT line FROM event ORDER BY idx", &[], &mut |row| {
            self.get::<Vec<u8>>(row, 0).map(|line| act(&line))
        })
    }

    fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>> {
        let kept = |row: &Row| {
            Ok(KeptCheckpoint { size: self.number(row, 0)?, at: self.get(row, 1)?, note: self.get(row, 2)? })
        };
        self.all("SELECT size, at, note FROM checkpoint ORDER BY size", &[], kept)
    }

    fn anchors(&self) -> Result<Vec<Anchor>> {
        let anchor =
            |row: &Row| Ok(Anchor { size: self.number(row, 0)?, kind: self.get(row, 1)?, body: self.get(row, 2)? });
        self.all("SELECT size, kind, body FROM anchor ORDER BY id", &[], anchor)
    }

    fn pack_files(&self, pack: Digest) -> Result<Vec<(String, Vec<u8>)>> {
        let query = "SELECT path, bytes FROM pack WHERE digest = $1 ORDER BY path";
        self.all(query, &[&pack.as_bytes().as_slice()], |row| Ok((self.get(row, 0)?, self.get(row, 1)?)))
    }

    fn has_pack(&self, pack: Digest) -> Result<bool> {
        let query = "SELECT 1 FROM pack WHERE digest = $1 LIMIT 1";
        Ok(self.optional(query, &[&pack.as_bytes().as_slice()], |_| Ok(()))?.is_some())
    }

    fn packs(&self) -> Result<Vec<Digest>> {
        self.all("SELECT DISTINCT digest FROM pack ORDER BY digest", &[], |row| self.digest(row, 0))
    }

    fn check_whole(&self) -> Result<()> {
        // The server checks its own pages as it reads them.
        Ok(())
    }

    fn put_evidence(&self, content: &mut dyn Read) -> Result<StoredEvidence> {
        self.put_content(content)
    }

    fn check_evidence(&self, digest: Digest) -> Result<()> {
        self.find_content(digest).map(drop)
    }

    fn copy_evidence(&self, digest: Digest, out: &mut dyn Write) -> Result<()> {
        self.copy_content(digest, out)
    }
}

impl PostgresStore {
    /// Reads a tree whose size, edge and note stand from a column on.
    pub(super) fn tree_of(&self, row: &Row, from: usize) -> Result<StoredTree> {
        Ok(StoredTree { size: self.number(row, from)?, edge: self.get(row, from + 1)?, note: self.get(row, from + 2)? })
    }

    fn event(&self, row: &Row) -> Result<StoredEvent> {
        let bodies: Option<Vec<Vec<u8>>> = self.get(row, 3)?;
        let bodies = bodies.unwrap_or_default().into_iter().map(|body| self.text(body)).collect::<Result<_>>()?;
        Ok(StoredEvent { position: self.number(row, 0)?, leaf: self.digest(row, 1)?, line: self.get(row, 2)?, bodies })
    }

    pub(super) fn all<T>(
        &self,
        query: &'static str,
        values: &[&(dyn ToSql + Sync)],
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.query(query, values)?.iter().map(read).collect()
    }

    pub(super) fn optional<T>(
        &self,
        query: &'static str,
        values: &[&(dyn ToSql + Sync)],
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        self.query(query, values)?.first().map(read).transpose()
    }

    /// Hands on the rows of a query as they come, however many.
    pub(super) fn each(
        &self,
        query: &'static str,
        values: &[&(dyn ToSql + Sync)],
        act: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        let wrong = |error: postgres::Error| cause::server(&self.name, &error);
        self.with(|_| Ok(()))?;
        let mut connection = self.connection.borrow_mut();
        let Some(connection) = &mut *connection else { return Ok(()) };
        let statement = connection.statement(query).map_err(wrong)?;
        let mut rows = connection.client.query_raw(&statement, values.iter().copied()).map_err(wrong)?;
        while let Some(row) = rows.next().map_err(wrong)? {
            act(&row)?;
        }
        Ok(())
    }

    pub(super) fn get<'r, T: FromSql<'r>>(&self, row: &'r Row, column: usize) -> Result<T> {
        row.try_get(column).map_err(|error| cause::server(&self.name, &error))
    }

    pub(super) fn number(&self, row: &Row, column: usize) -> Result<u64> {
        u64::try_from(self.get::<i64>(row, column)?).map_err(|_| self.damaged("a number it keeps is negative"))
    }

    pub(super) fn digest(&self, row: &Row, column: usize) -> Result<Digest> {
        let digest = Digest::from_slice(self.get(row, column)?);
        digest.ok_or_else(|| self.damaged("a digest it keeps has not 32 bytes"))
    }

    pub(super) fn text(&self, bytes: Vec<u8>) -> Result<String> {
        String::from_utf8(bytes).map_err(|_| self.damaged("a disclosure it keeps is not text"))
    }
}

/// A size or a position as the server has it; none comes near the end of either.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
