//! A register: every record of one authority, in one folder or in one schema of a server.
//!
//! In a folder, `register.sqlite` holds the lines and what they disclose, `evidence/` the files that were relied on, and
//! `last-seen` what the register looked like when it was last written. Reading needs no key; writing needs the key that signs.

mod adopt;
mod anchors;
mod append;
mod batch;
mod check;
mod clock;
mod erase;
mod evidence;
mod keys;
mod known;
mod last_seen;
mod leaves;
mod own;
mod pack;
mod prepared;
mod queue;
mod read;
mod restore;
#[cfg(test)]
mod tests;
mod tiles;

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result, malformed, unsaid};
use crate::key::{SigningKey, VerifierKey};
use crate::merkle::TreeEdge;
use crate::names::{Randomness, RecordId, check_origin};
use crate::note;
use crate::store::{self, Place, Store};
use crate::time;

pub use adopt::{Adopted, AdoptedEvent, Adoption};
pub use anchors::NewAnchor;
pub use append::{Append, Receipt};
pub use clock::{ClockNotice, ClockStep};
pub use keys::NewKey;
pub use pack::pack_digest;
pub use queue::WriterQueue;
pub(crate) use read::mark_erased;
pub use read::{Entry, Field, FieldState};
pub use restore::Restore;
pub use tiles::Tiles;

pub use crate::store::sqlite::schema::{DATABASE, FORMAT};
pub(crate) use crate::store::sqlite::{TABLES, open_database, triggers};
pub use crate::store::{Anchor, KeptCheckpoint, StoredEvidence};

/// An open register.
#[derive(Debug)]
pub struct Register {
    place: Place,
    store: Box<dyn Store>,
    origin: String,
    verifier: VerifierKey,
    keys: keys::KnownKeys,
    /// The id of the register's own record, once it was asked for.
    own: std::cell::OnceCell<RecordId>,
    key: Option<SigningKey>,
    /// Why nothing is written to this register, which can be read all the same.
    doubt: Option<Error>,
    /// Why this handle writes no more, once something failed that must not be tried again.
    stopped: Option<String>,
    /// Why what was erased may not be cleared from every file yet.
    uncleared: Option<String>,
    /// The newest head this handle saw or wrote, and whether it has still to be found in what is there now.
    seen: Option<Checkpoint>,
    unsure: bool,
    /// A newer head than the one in `last-seen`, and how many commits this handle made.
    unremembered: Option<String>,
    commits: u32,
    /// Whom to tell when the clock stepped back; nothing where that is not recorded.
    clock: Option<ClockNotice>,
}

impl Drop for Register {
    fn drop(&mut self) {
        if let Some(note) = self.unremembered.take() {
            // What was seen before is still true of the register.
            let _ = self.remember(&note, false);
        }
    }
}

impl Register {
    /// Creates an empty register in a folder, which may exist but may not hold one, or in a schema of a server.
    ///
    /// The origin is the register's name, the first line of its checkpoints: best a name under a domain of the authority,
    /// and never used for two registers.
    pub fn create(
        place: impl Into<Place>,
        origin: &str,
        key: &SigningKey,
        now: DateTime<Utc>,
        randomness: &mut Randomness<'_>,
    ) -> Result<Register> {
        check_origin(origin).map_err(malformed("the register's name"))?;
        let place = place.into();
        let empty = TreeEdge::default();
        let checkpoint = Checkpoint { origin: origin.to_owned(), size: 0, root: empty.root() };
        let about = [
            ("format", FORMAT.to_string()),
            ("origin", origin.to_owned()),
            ("key", key.verifier(origin).to_string()),
            ("register", RecordId::draw(now, randomness).to_string()),
            ("created", time::to_text(&now)),
        ];
        let first = KeptCheckpoint { size: 0, at: time::to_text(&now), note: checkpoint.sign(key) };
        store::create(&place, &about, &first)?;
        Register::open_write(&place, key)
    }

    /// Opens a register for reading: no key, also from a copied folder, also where nothing can be written.
    pub fn open_read(place: impl Into<Place>) -> Result<Register> {
        let place = place.into();
        let store = store::open_read(&place)?;
        Register::over(place, store, None)
    }

    /// Opens a register for reading and writing, after checking that it agrees with itself and with what was last seen.
    ///
    /// Where it does not agree, it opens all the same, to be read; every write is refused with the reason, which
    /// [`Register::doubt`] gives beforehand.
    pub fn open_write(place: impl Into<Place>, key: &SigningKey) -> Result<Register> {
        let register = Register::open_unkeyed(place.into(), key)?;
        register.check_in_charge(key)?;
        Ok(register)
    }

    /// Opens a register for writing, whether or not the key is the one in charge; that is seen when something is signed.
    fn open_unkeyed(place: Place, key: &SigningKey) -> Result<Register> {
        let store = store::open_write(&place)?;
        let mut register = Register::over(place, store, Some(key.clone()))?;
        match register.check_before_writing() {
            Ok(()) => {
                register.see(&register.signed_head()?, true)?;
                register.uncleared = register.store.clear_what_is_left();
            }
            Err(doubt @ (Error::Damaged { .. } | Error::RolledBack { .. })) => register.doubt = Some(doubt),
            Err(error) => return Err(error),
        }
        Ok(register)
    }

    fn over(place: Place, store: Box<dyn Store>, key: Option<SigningKey>) -> Result<Register> {
        let about = |key: &str| store.about(key)?.ok_or_else(|| unsaid(store.name(), key));
        let (origin, verifier) = (about("origin")?, about("key")?);
        let unreadable = |error| Error::Damaged {
            path: store.name().to_owned(),
            reason: format!("it does not say its key: {error}"),
        };
        let verifier: VerifierKey = verifier.parse().map_err(unreadable)?;
        let keys = keys::KnownKeys::only(verifier.clone());
        let (doubt, stopped, seen, clock) = (None, None, None, None);
        let (uncleared, unsure) = (None, false);
        let mut register = Register {
            place,
            store,
            origin,
            verifier,
            keys,
            key,
            doubt,
            stopped,
            uncleared,
            seen,
            unsure,
            own: std::cell::OnceCell::new(),
            unremembered: None,
            commits: 0,
            clock,
        };
        match register.refresh_keys() {
            // What is damaged is found by whoever looks at it; the rest is to be readable.
            Ok(()) | Err(Error::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
        register.origin = register.keys().newest().name().to_owned();
        Ok(register)
    }

    /// Returns where the register is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Returns the register's name, the first line of its checkpoints.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the first key of the register, from which [`Register::keys`] follow. A reader who has it from elsewhere should compare.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Returns why nothing is written to this register although it was opened for writing: it does not agree with itself, or
    /// with what was last seen of it.
    pub fn doubt(&self) -> Option<&Error> {
        self.doubt.as_ref()
    }

    /// Returns the same as an error to end with.
    pub fn refusal(&self) -> Option<Error> {
        self.doubt.as_ref().map(Error::again)
    }

    /// Says how long to wait for another writer before giving up; ten seconds unless told.
    pub fn wait_at_most(&self, patience: Duration) -> Result<()> {
        self.store.wait_at_most(patience)
    }

    /// Returns a line of what the register says about itself: `format`, `origin`, `key`, `register`, `created`.
    pub fn about(&self, key: &str) -> Result<String> {
        self.store.about(key)?.ok_or_else(|| unsaid(self.store.name(), key))
    }

    fn damaged(&self, reason: impl Into<String>) -> Error {
        Error::Damaged { path: self.store.name().to_owned(), reason: reason.into() }
    }

    /// Keeps in mind a head that is now the register's, and brings `last-seen` up to date.
    fn see(&mut self, note: &str, durably: bool) -> Result<()> {
        let head = note::open(note).and_then(|note| Checkpoint::parse(&note.text));
        let remembered = self.last_seen().ok().flatten();
        let known = head.is_some() && head == remembered;
        self.seen = head;
        if known { Ok(()) } else { self.remember(note, durably) }
    }

    /// Returns the signing key, if this handle may write.
    fn writing_key(&self) -> Result<&SigningKey> {
        if let Some(doubt) = &self.doubt {
            return Err(doubt.again());
        }
        let path = || self.store.name().to_owned();
        if let Some(reason) = &self.stopped {
            return Err(Error::Stopped { path: path(), reason: reason.clone() });
        }
        self.key.as_ref().ok_or_else(|| Error::OpenedForReading { path: path() })
    }
}
