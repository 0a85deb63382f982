//! The server store as a source for verification: raw rows from one state of the register, handed on as they are stored.

use std::borrow::Cow;

use postgres::Row;
use postgres::types::ToSql;
use sha2::{Digest as _, Sha256};

use super::PostgresStore;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::store::{ServerPlace, Store};
use crate::verify::source::{
    RawAnchor, RawCheckpoint, RawDisclosure, RawEvent, RawHead, RawPackFile, RawRow, RawTree, Reading, Source,
    StoreFinding, Unreadable,
};

/// The tables of a register.
const TABLES: [&str; 10] =
    ["anchor", "checkpoint", "disclosure", "event", "evidence", "evidence_piece", "head", "meta", "pack", "tree"];
/// Those whose rows are final.
const FINAL: [&str; 4] = ["anchor", "checkpoint", "event", "pack"];

/// A register on a server, read only.
#[derive(Debug)]
pub(crate) struct PostgresSource {
    store: PostgresStore,
}

impl PostgresSource {
    /// Connects to the register.
    pub(crate) fn open(place: &ServerPlace) -> Result<PostgresSource> {
        Ok(PostgresSource { store: PostgresStore::open_read(place)? })
    }

    fn each(
        &self,
        query: &'static str,
        values: &[&(dyn ToSql + Sync)],
        act: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Reading {
        self.store.each(query, values, act).map_err(unreadable)
    }

    fn check_tables(&self, found: &mut dyn FnMut(StoreFinding)) -> Result<bool> {
        let query = "SELECT relname::text FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'";
        let here: Vec<String> = self.store.all(query, &[], |row| self.store.get(row, 0))?;
        let missing: Vec<&str> = TABLES.into_iter().filter(|table| !here.iter().any(|name| name == table)).collect();
        for table in &missing {
            found(StoreFinding::Fault(format!("the table {table} is gone, or is no table")));
        }
        Ok(missing.is_empty())
    }

    fn check_triggers(&self, found: &mut dyn FnMut(StoreFinding)) -> Result<()> {
        let query = "SELECT tgname::text FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
            WHERE relnamespace = current_schema()::regnamespace AND tgenabled = 'A'";
        let here: Vec<String> = self.store.all(query, &[], |row| self.store.get(row, 0))?;
        let due =
            FINAL.iter().flat_map(|table| ["change", "truncate"].map(|change| format!("{table}_refuses_{change}")));
        for name in due.filter(|name| !here.contains(name)) {
            let message = format!("the trigger {name}, which refuses changes to what is final, is gone or is off");
            found(StoreFinding::Warning(message));
        }
        Ok(())
    }
}

impl Source for PostgresSource {
    fn last_seen(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        match self.store.place.last_seen.as_deref().map(std::fs::read) {
            None => Ok(None),
            Some(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Some(read) => read.map(Some),
        }
    }

    fn begin(&mut self) -> Reading {
        self.store.begin_reading().map_err(unreadable)
    }

    fn check(&mut self, found: &mut dyn FnMut(StoreFinding)) -> bool {
        let whole = self.check_tables(found).and_then(|whole| self.check_triggers(found).map(|()| whole));
        whole.unwrap_or_else(|error| {
            found(StoreFinding::Fault(format!("the database cannot be read in full: {error}")));
            false
        })
    }

    fn finish(&mut self, _found: &mut dyn FnMut(StoreFinding)) {}

    fn about(&mut self, name: &str) -> Reading<Option<Vec<u8>>> {
        self.store.about(name).map(|value| value.map(String::into_bytes)).map_err(unreadable)
    }

    fn count(&mut self) -> Reading<u64> {
        let mut count = 0;
        self.each("SELECT count(*) FROM event", &[], &mut |row| {
            count = self.store.number(row, 0)?;
            Ok(())
        })?;
        Ok(count)
    }

    fn events(&mut self, hand: &mut dyn FnMut(RawRow<'_>)) -> Reading {
        let query = "SELECT idx, rec, seq, op, leaf, line,
                (SELECT array_agg(digest ORDER BY digest) FROM disclosure WHERE disclosure.idx = event.idx),
                (SELECT array_agg(body ORDER BY digest) FROM disclosure WHERE disclosure.idx = event.idx)
            FROM event ORDER BY idx";
        let store = &self.store;
        self.each(query, &[], &mut |row| {
            hand(RawRow::Event(RawEvent {
                idx: Some(store.get(row, 0)?),
                rec: text(store, row, 1)?,
                seq: Some(store.get(row, 2)?),
                op: text(store, row, 3)?,
                leaf: bytes(store, row, 4)?,
                line: bytes(store, row, 5)?,
            }));
            let digests: Option<Vec<&[u8]>> = store.get(row, 6)?;
            let bodies: Option<Vec<&[u8]>> = store.get(row, 7)?;
            for (digest, body) in digests.into_iter().flatten().zip(bodies.into_iter().flatten()) {
                hand(RawRow::Disclosure(RawDisclosure { digest: Cow::Borrowed(digest), body: Cow::Borrowed(body) }));
            }
            Ok(())
        })
    }

    fn orphans(&mut self, hand: &mut dyn FnMut(Option<i64>)) -> Reading {
        let query = "SELECT disclosure.idx FROM disclosure LEFT JOIN event USING (idx) WHERE event.idx IS NULL";
        self.each(query, &[], &mut |row| {
            hand(Some(self.store.get(row, 0)?));
            Ok(())
        })
    }

    fn checkpoints(&mut self, hand: &mut dyn FnMut(RawCheckpoint)) -> Reading {
        self.each("SELECT size, note FROM checkpoint ORDER BY size", &[], &mut |row| {
            let note: String = self.store.get(row, 1)?;
            hand(RawCheckpoint { size: Some(self.store.get(row, 0)?), note: note.into_bytes() });
            Ok(())
        })
    }

    fn trees(&mut self, hand: &mut dyn FnMut(RawTree)) -> Reading {
        self.each("SELECT size, edge, note FROM tree", &[], &mut |row| {
            let note: String = self.store.get(row, 2)?;
            let (size, edge) = (Some(self.store.get(row, 0)?), self.store.get(row, 1)?);
            hand(RawTree { size, edge, note: note.into_bytes() });
            Ok(())
        })
    }

    fn heads(&mut self, hand: &mut dyn FnMut(RawHead<'_>)) -> Reading {
        let store = &self.store;
        self.each("SELECT rec, seq, leaf FROM head", &[], &mut |row| {
            hand(RawHead { rec: text(store, row, 0)?, seq: Some(store.get(row, 1)?), leaf: bytes(store, row, 2)? });
            Ok(())
        })
    }

    fn packs(&mut self, hand: &mut dyn FnMut(RawPackFile<'_>)) -> Reading {
        let store = &self.store;
        self.each("SELECT digest, path, bytes FROM pack", &[], &mut |row| {
            let (digest, path) = (bytes(store, row, 0)?, text(store, row, 1)?);
            hand(RawPackFile { digest, path, bytes: bytes(store, row, 2)? });
            Ok(())
        })
    }

    fn anchors(&mut self, hand: &mut dyn FnMut(RawAnchor)) -> Reading {
        self.each("SELECT size, kind, body FROM anchor ORDER BY id", &[], &mut |row| {
            let kind: String = self.store.get(row, 1)?;
            let (size, body) = (Some(self.store.get(row, 0)?), self.store.get(row, 2)?);
            hand(RawAnchor { size, kind: kind.into_bytes(), body });
            Ok(())
        })
    }

    fn evidence(&mut self, digest: &Digest) -> Reading<Digest> {
        let content = self.store.content_name(*digest).map_err(unreadable)?;
        let Some(content) = content else { return Err(Unreadable("the register does not hold it".to_owned())) };
        let mut hasher = Sha256::new();
        let query = "SELECT bytes FROM evidence_piece WHERE content = $1 ORDER BY number";
        self.each(query, &[&content], &mut |row| {
            hasher.update(self.store.get::<&[u8]>(row, 0)?);
            Ok(())
        })?;
        Ok(Digest::from_bytes(hasher.finalize().into()))
    }

    fn strays(&mut self, is_named: &dyn Fn(&str) -> bool, hand: &mut dyn FnMut(String)) {
        let kept = self.store.evidence_kept().unwrap_or_default();
        kept.iter().map(Digest::hex).filter(|name| !is_named(name)).for_each(hand);
    }
}

fn text<'r>(store: &PostgresStore, row: &'r Row, column: usize) -> Result<Cow<'r, [u8]>> {
    store.get::<&str>(row, column).map(|text| Cow::Borrowed(text.as_bytes()))
}

fn bytes<'r>(store: &PostgresStore, row: &'r Row, column: usize) -> Result<Cow<'r, [u8]>> {
    store.get::<&[u8]>(row, column).map(Cow::Borrowed)
}

fn unreadable(error: Error) -> Unreadable {
    Unreadable(error.to_string())
}
