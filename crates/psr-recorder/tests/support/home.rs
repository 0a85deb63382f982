//! Where a test's register lives: a temporary folder, or a schema of its own on a server. Either is gone afterwards.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use postgres::{Client, NoTls};
use psr_recorder::{Options, Place, Receipt, Register, verify_place};

use super::postgres_server;
use super::{create, filled, key};

pub enum Home {
    Folder(tempfile::TempDir),
    Server { url: String, schema: String, seen: tempfile::TempDir },
}

impl Home {
    pub fn folder() -> Home {
        Home::Folder(tempfile::tempdir().unwrap())
    }

    /// A schema on the server of this run; nothing, and a word about it, where there is none.
    pub fn server() -> Option<Home> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let url = postgres_server::url()?;
        let schema = format!("t_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Some(Home::Server { url, schema, seen: tempfile::tempdir().unwrap() })
    }

    /// Another home of the same kind.
    pub fn another(&self) -> Home {
        match self {
            Home::Folder(_) => Home::folder(),
            Home::Server { .. } => Home::server().unwrap(),
        }
    }

    /// The place, reached with further parameters of the connection; a folder has none.
    pub fn place_with(&self, parameters: &str) -> Place {
        Place::parse(&format!("{}&{parameters}", self.address())).unwrap()
    }

    pub fn place(&self) -> Place {
        match self {
            Home::Folder(dir) => Place::from(dir.path()),
            Home::Server { seen, .. } => {
                Place::parse(&self.address()).unwrap().remembering_in(seen.path().join("seen"))
            }
        }
    }

    /// The place as text, for another process.
    pub fn address(&self) -> String {
        match self {
            Home::Folder(dir) => dir.path().to_str().unwrap().to_owned(),
            Home::Server { url, schema, .. } => format!("{url}?schema={schema}"),
        }
    }

    /// The file that keeps what was last seen.
    pub fn last_seen(&self) -> PathBuf {
        match self {
            Home::Folder(dir) => dir.path().join("last-seen"),
            Home::Server { seen, .. } => seen.path().join("seen"),
        }
    }

    pub fn create(&self) -> Register {
        create(self.place())
    }

    pub fn filled(&self, records: u64, each: u64) -> Vec<Receipt> {
        filled(self.place(), records, each)
    }

    pub fn open_write(&self) -> Register {
        Register::open_write(self.place(), &key()).unwrap()
    }

    pub fn open_read(&self) -> Register {
        Register::open_read(self.place()).unwrap()
    }

    /// Runs statements past the register, as somebody with the database at hand would.
    pub fn tamper(&self, statements: &str) {
        match self {
            Home::Folder(dir) => {
                let database = rusqlite::Connection::open(dir.path().join("register.sqlite")).unwrap();
                database.execute_batch(&format!("PRAGMA foreign_keys=OFF; {statements}")).unwrap();
            }
            Home::Server { .. } => self.client().batch_execute(statements).unwrap(),
        }
    }

    /// A connection to the schema, of the server's owner.
    pub fn client(&self) -> Client {
        let Home::Server { url, schema, .. } = self else { panic!("a folder has no server") };
        let mut client = Client::connect(url, NoTls).unwrap();
        client.batch_execute(&format!("SET search_path = {schema}; SET client_min_messages = warning")).unwrap();
        client
    }

    /// Checks that nothing is wrong with what is stored.
    pub fn assert_sound(&self) {
        let register = self.open_write();
        assert!(register.doubt().is_none(), "{:?}", register.doubt());
        for rec in register.records().unwrap() {
            for (seq, entry) in (0..).zip(register.events(rec).unwrap()) {
                assert_eq!(entry.header.seq, seq, "{rec}");
            }
        }
        let report = verify_place(&self.place(), &Options::default(), &mut |_, _| {}).unwrap();
        assert_eq!(report.faults, []);
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Home::Server { schema, .. } = &*self {
            let dropped = self.client().batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE"));
            if !std::thread::panicking() {
                dropped.unwrap();
            }
        }
    }
}

/// Declares each test of a list once for either store.
#[macro_export]
macro_rules! on_both_stores {
    ($($test:ident),* $(,)?) => {
        mod in_a_folder {
            $(#[test] fn $test() { super::$test(&$crate::support::home::Home::folder()); })*
        }
        mod on_a_server {
            $(#[test] fn $test() {
                if let Some(home) = $crate::support::home::Home::server() { super::$test(&home); }
            })*
        }
    };
}
