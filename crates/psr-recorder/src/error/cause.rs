//! From a cause to an error: what the system or the database said becomes what it means for the register.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Cause, Error};
use crate::malformed::Malformed;

/// Names the action and the path of an IO error.
pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| match source.kind() {
        ErrorKind::ReadOnlyFilesystem => Error::ReadOnly { path, source: Box::new(source) },
        ErrorKind::StorageFull => Error::DiskFull { path, source: Box::new(source) },
        _ => Error::Io { action, path, source },
    }
}

/// Names the file of a database error, and finds its kind.
pub(crate) fn database(path: &Path) -> impl Fn(rusqlite::Error) -> Error + use<> {
    use rusqlite::ErrorCode;
    let path = path.to_owned();
    move |source| {
        let path = path.clone();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Locked { path, source: source.into() },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Error::ReadOnly { path, source: Box::new(source) }
            }
            Some(ErrorCode::CannotOpen) => Error::NoAccess { path, source: source.into() },
            Some(ErrorCode::DiskFull) => Error::DiskFull { path, source: Box::new(source) },
            // The index of the write-ahead log could not grow: SQLite has no code of its own for that.
            Some(ErrorCode::SystemIoFailure) if grows_shared_memory(&source) => {
                Error::DiskFull { path, source: Box::new(source) }
            }
            Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { path, reason: source.to_string() },
            Some(ErrorCode::NotADatabase) => {
                Error::NotARegister { path, reason: "it is not a SQLite database".to_owned() }
            }
            _ if is_gone(&source) => Error::Damaged { path, reason: source.to_string() },
            _ => Error::Database { path, source: source.into() },
        }
    }
}

fn grows_shared_memory(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Says whether a table, a row or a value that every register has is not there, or is of another kind.
fn is_gone(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows, SqlInputError,
        SqliteFailure,
    };
    match error {
        QueryReturnedNoRows | FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) => {
            true
        }
        SqlInputError { msg, .. } | SqliteFailure(_, Some(msg)) => msg.starts_with("no such "),
        _ => false,
    }
}

/// Says that a register does not say something of itself that every register says.
pub(crate) fn unsaid(path: &Path, key: &str) -> Error {
    Error::Damaged { path: path.to_owned(), reason: format!("it does not say its {key}") }
}

/// Names what could not be recorded.
pub(crate) fn malformed(what: impl Into<String>) -> impl FnOnce(Malformed) -> Error {
    let what = what.into();
    move |source| Error::Malformed { what, source }
}

impl Error {
    /// Returns the same failure for another caller whose event was in the same transaction, or who asks again.
    pub(crate) fn again(&self) -> Error {
        let said = |source: &Cause| -> Cause { source.to_string().into() };
        match self {
            Error::Locked { path, source } => Error::Locked { path: path.clone(), source: said(source) },
            Error::ReadOnly { path, source } => Error::ReadOnly { path: path.clone(), source: said(source) },
            Error::DiskFull { path, source } => Error::DiskFull { path: path.clone(), source: said(source) },
            Error::Database { path, source } => Error::Database { path: path.clone(), source: said(source) },
            Error::NoAccess { path, source } => Error::NoAccess { path: path.clone(), source: said(source) },
            Error::Damaged { path, reason } => Error::Damaged { path: path.clone(), reason: reason.clone() },
            Error::RolledBack { path, reason } => Error::RolledBack { path: path.clone(), reason: reason.clone() },
            Error::Stopped { path, reason } => Error::Stopped { path: path.clone(), reason: reason.clone() },
            Error::Unreachable { path, reason } => Error::Unreachable { path: path.clone(), reason: reason.clone() },
            Error::OutcomeUnknown { path, reason } => {
                Error::OutcomeUnknown { path: path.clone(), reason: reason.clone() }
            }
            other => Error::Stopped { path: PathBuf::new(), reason: other.to_string() },
        }
    }

    /// Says of a failure that what was to be recorded may have been.
    pub(crate) fn with_unknown_outcome(self) -> Error {
        match self {
            Error::Unreachable { path, reason } => Error::OutcomeUnknown { path, reason },
            other => other,
        }
    }
}
