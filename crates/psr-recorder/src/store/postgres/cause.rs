//! From what the server or the connection said to what it means for the register. No message repeats an address's password.

use std::error::Error as _;
use std::path::Path;

use postgres::error::SqlState;

use crate::error::Error;

/// Names the register's address, and finds the kind of an error.
pub(super) fn server(path: &Path, error: &postgres::Error) -> Error {
    let (path, reason) = (path.to_owned(), said(error));
    let Some(code) = error.code() else {
        return match is_lost(error) {
            true => Error::Unreachable { path, reason },
            false if is_misfit(error) => Error::Damaged { path, reason },
            false => Error::Database { path, source: reason.into() },
        };
    };
    match code {
        code if is_gone(code) => Error::Unreachable { path, reason },
        code if passes(code) => Error::Locked { path, source: reason.into() },
        code if is_refusal(code) => Error::NoRight { path, reason },
        code if *code == SqlState::DISK_FULL => Error::DiskFull { path, source: reason.into() },
        code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly { path, source: reason.into() },
        code if *code == SqlState::UNDEFINED_DATABASE => Error::MissingOnServer { path, reason },
        code if is_damage(code) => Error::Damaged { path, reason },
        _ => Error::Database { path, source: reason.into() },
    }
}

/// Tells whether the connection is of no more use.
pub(super) fn is_lost(error: &postgres::Error) -> bool {
    let io = error.source().is_some_and(|source| source.is::<std::io::Error>());
    let refused = error.to_string().starts_with("error connecting") || error.to_string().starts_with("timeout");
    error.is_closed() || io || refused || error.code().is_some_and(is_gone)
}

/// Says what the server said, or what happened on the way to it.
fn said(error: &postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(said), _) => said.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// The server ends connections, takes no more, or is not up yet.
fn is_gone(code: &SqlState) -> bool {
    let class = code.code();
    class.starts_with("08")
        || [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ]
        .contains(code)
}

/// Another transaction was in the way.
fn passes(code: &SqlState) -> bool {
    [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::QUERY_CANCELED,
    ]
    .contains(code)
}

fn is_refusal(code: &SqlState) -> bool {
    *code == SqlState::INSUFFICIENT_PRIVILEGE || code.code().starts_with("28")
}

fn is_damage(code: &SqlState) -> bool {
    let class = code.code();
    let gone = [SqlState::UNDEFINED_TABLE, SqlState::UNDEFINED_COLUMN, SqlState::DATATYPE_MISMATCH];
    class.starts_with("XX") || gone.contains(code)
}

/// A value is of another type than every register has there.
fn is_misfit(error: &postgres::Error) -> bool {
    let said = error.to_string();
    said.starts_with("error deserializing") || said.starts_with("query returned")
}
