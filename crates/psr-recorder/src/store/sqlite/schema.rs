//! The database: its tables, and how a connection to it is opened.

use std::path::{Path, PathBuf};

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::error::{Error, Result, database, unsaid};
use crate::store::PATIENCE;

/// The database's name inside the register's folder.
pub const DATABASE: &str = "register.sqlite";
/// The newest format this program reads, and the one it writes.
pub const FORMAT: u64 = 1;
/// How many bytes one stored value may have: far more than any line, disclosure or pack file.
const LARGEST_VALUE: i32 = 64 << 20;
/// Marks the database as a register: `PSR1` in ASCII.
const APPLICATION_ID: i64 = 0x5053_5231;

/// The tables, as they stand in the database word for word.
pub(crate) const TABLES: [(&str, &str); 8] = [
    ("meta", "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT"),
    (
        "event",
        "CREATE TABLE event(idx INTEGER PRIMARY KEY, rec TEXT NOT NULL, seq INTEGER NOT NULL, op TEXT NOT NULL UNIQUE, \
         leaf BLOB NOT NULL, line BLOB NOT NULL, UNIQUE(rec, seq)) STRICT",
    ),
    (
        "disclosure",
        "CREATE TABLE disclosure(digest BLOB PRIMARY KEY NOT NULL, idx INTEGER NOT NULL REFERENCES event(idx), \
         body TEXT NOT NULL) STRICT",
    ),
    ("head", "CREATE TABLE head(rec TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL, leaf BLOB NOT NULL) STRICT"),
    (
        "tree",
        "CREATE TABLE tree(id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, edge BLOB NOT NULL, \
         note TEXT NOT NULL) STRICT",
    ),
    ("checkpoint", "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, at TEXT NOT NULL, note TEXT NOT NULL) STRICT"),
    (
        "anchor",
        "CREATE TABLE anchor(id INTEGER PRIMARY KEY, size INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL) STRICT",
    ),
    (
        "pack",
        "CREATE TABLE pack(digest BLOB NOT NULL, path TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(digest, path)) STRICT",
    ),
];

const INDEX: &str = "CREATE INDEX disclosure_by_event ON disclosure(idx)";

/// Tables whose rows are never changed and never deleted.
pub(crate) const FINAL: [&str; 4] = ["event", "checkpoint", "anchor", "pack"];

/// Returns the name, the table and the refused change of each trigger.
pub(crate) fn triggers() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    let change = |table, change: &'static str| (format!("{table}_refuses_{}", change.to_lowercase()), table, change);
    FINAL.into_iter().flat_map(move |table| [change(table, "UPDATE"), change(table, "DELETE")])
}

/// Returns the path of the database in a register's folder.
pub(crate) fn database_path(dir: &Path) -> PathBuf {
    dir.join(DATABASE)
}

/// Creates the tables, and the triggers that refuse changes to what is final.
pub(crate) fn create_tables(connection: &Connection) -> rusqlite::Result<()> {
    for (_, table) in TABLES {
        connection.execute_batch(table)?;
    }
    connection.execute_batch(INDEX)?;
    for (name, table, change) in triggers() {
        let refusal = format!("SELECT RAISE(ABORT, 'rows of {table} are final')");
        connection.execute_batch(&format!("CREATE TRIGGER {name} BEFORE {change} ON {table} BEGIN {refusal}; END"))?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)
}

/// Creates a database file that does not exist yet.
pub(crate) fn create(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(database(path))?;
    prepare_to_write(&connection, path)?;
    Ok(connection)
}

/// Opens the database for writing.
pub(crate) fn open_write(dir: &Path) -> Result<Connection> {
    let path = existing(dir)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(database(&path))?;
    check_identity(&connection, &path)?;
    prepare_to_write(&connection, &path)?;
    Ok(connection)
}

/// Opens the database for reading; also in a folder that cannot be written.
pub(crate) fn open_read(dir: &Path) -> Result<Connection> {
    let path = existing(dir)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(&path, flags).map_err(database(&path)).and_then(|connection| {
        prepare(&connection).map_err(database(&path))?;
        check_identity(&connection, &path).map(|()| connection)
    });
    match opened {
        // A database in WAL mode wants to write beside itself even to be read. Where that is refused, or no space is left, and nothing waits in
        // the log, the file alone is the whole register and cannot change under us.
        Err(Error::ReadOnly { .. } | Error::NoAccess { .. } | Error::DiskFull { .. }) if !has_log(&path) => {
            open_immutable(&path)
        }
        opened => opened,
    }
}

/// Opens a database that nothing can change meanwhile.
pub(crate) fn open_immutable(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(immutable_uri(path), flags).map_err(database(path))?;
    prepare(&connection).map_err(database(path))?;
    check_identity(&connection, path)?;
    Ok(connection)
}

fn immutable_uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let escaped = path.as_os_str().as_encoded_bytes().iter();
    let escaped = escaped.map(|&byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    format!("file:{}?immutable=1", escaped.collect::<String>())
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

fn existing(dir: &Path) -> Result<PathBuf> {
    let path = database_path(dir);
    if path.is_file() { Ok(path) } else { Err(Error::Missing { path: dir.to_owned() }) }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE)?;
    connection.pragma_update(None, "trusted_schema", false)
}

fn prepare_to_write(connection: &Connection, path: &Path) -> Result<()> {
    let set = |connection: &Connection| {
        prepare(connection)?;
        let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        Ok(mode)
    };
    let mode = set(connection).map_err(database(path))?;
    // Some file systems (shares, mostly) cannot keep a write-ahead log; SQLite then stays silently in another mode.
    if !mode.eq_ignore_ascii_case("wal") {
        let reason = format!("its file system allows only the journal mode `{mode}`, and a register needs `wal`");
        return Err(Error::NotARegister { path: path.to_owned(), reason });
    }
    Ok(())
}

/// Checks that the file is a register, and of a format this program knows.
fn check_identity(connection: &Connection, path: &Path) -> Result<()> {
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(database(path))?;
    if id != APPLICATION_ID {
        let empty = std::fs::metadata(path).is_ok_and(|file| file.len() == 0);
        let reason = if empty { "it is empty" } else { "it is a database of another program" }.to_owned();
        return Err(Error::NotARegister { path: path.to_owned(), reason });
    }
    let found = meta(connection, path, "format")?;
    match found.parse::<u64>() {
        Ok(found) if found > FORMAT => Err(Error::NewerFormat { path: path.to_owned(), found, known: FORMAT }),
        Ok(1..) => Ok(()),
        _ => Err(Error::Damaged { path: path.to_owned(), reason: format!("its format `{found}` is not a number") }),
    }
}

/// Reads one line of what the register says about itself.
fn meta(connection: &Connection, path: &Path, key: &str) -> Result<String> {
    about(connection, key).map_err(database(path))?.ok_or_else(|| unsaid(path, key))
}

/// Reads one line of what the register says about itself; nothing when it does not say.
pub(super) fn about(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()
}
