//! The desk: what the site keeps besides the register: sessions, drafts of lists, what was set aside, summaries of cases, addresses of calendars, who
//! may see which case, and who looked at what is privileged.
//!
//! Nothing on it is evidence of a decision. Sessions, drafts and summaries can be lost at any time: people then sign in again, and summaries are made
//! again from the record. Who may see a case and who looked are kept nowhere else, so whoever backs up the register backs up the desk as well.

mod postgres;
mod sqlite;

use std::fmt::Debug;

pub use postgres::PostgresDesk;
pub use sqlite::SqliteDesk;

/// Says why the desk failed.
#[derive(Debug, thiserror::Error)]
#[error("the site's own store cannot be used: {0}")]
pub struct DeskError(pub String);

/// Keeps texts under a kind and a key, some for a time only. Every method may block.
pub trait Desk: Debug + Send + Sync {
    /// Returns what is kept, unless its time is over at the instant, in seconds since 1970.
    ///
    /// # Errors
    /// When the store fails.
    fn get(&self, kind: &str, key: &str, now: i64) -> Result<Option<String>, DeskError>;

    /// Keeps a text, in the place of what was there, until an instant where one is given.
    ///
    /// # Errors
    /// When the store fails.
    fn put(&self, kind: &str, key: &str, body: &str, until: Option<i64>) -> Result<(), DeskError>;

    /// Keeps no longer what is there, if anything is.
    ///
    /// # Errors
    /// When the store fails.
    fn remove(&self, kind: &str, key: &str) -> Result<(), DeskError>;

    /// Takes away what is there and returns it, unless its time is over; of several who ask at once, one gets it.
    ///
    /// # Errors
    /// When the store fails.
    fn take(&self, kind: &str, key: &str, now: i64) -> Result<Option<String>, DeskError>;

    /// Returns everything of a kind whose key begins with a text, by key.
    ///
    /// # Errors
    /// When the store fails.
    fn under(&self, kind: &str, start: &str) -> Result<Vec<(String, String)>, DeskError>;

    /// Returns everything of a kind, by key.
    ///
    /// # Errors
    /// When the store fails.
    fn all(&self, kind: &str) -> Result<Vec<(String, String)>, DeskError> {
        self.under(kind, "")
    }

    /// Throws away what is past its time.
    ///
    /// # Errors
    /// When the store fails.
    fn sweep(&self, now: i64) -> Result<(), DeskError>;
}
