//! What can go wrong with a register, said so that a reader knows what, where, why it matters and what to do next.

mod cause;

use std::path::PathBuf;

use crate::digest::Digest;
use crate::malformed::Malformed;
use crate::names::{OperationId, RecordId};
use crate::register::Entry;

pub(crate) use cause::{database, io, malformed, unsaid};

/// The result of an operation on a register.
pub type Result<T> = std::result::Result<T, Error>;

/// What the database or the system said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Says why an operation on a register failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused something.
    #[error("cannot {action}: {path}: {source}", path = path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refused something for a reason that has no variant of its own.
    #[error("the register's database failed: {path}: {source}; nothing was recorded", path = path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        source: Cause,
    },
    /// There is no register here.
    #[error(
        "there is no register in {path}: `register.sqlite` is missing; create one with `psr init`, or name \
         another folder",
        path = path.display()
    )]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// A text that looks like the address of a server is none.
    #[error(
        "this is not the address of a register on a server: {reason}; write postgres://USER@HOST/DATABASE, with ?schema=NAME \
         for a schema other than `psr`, and a password in PGPASSWORD"
    )]
    NotAnAddress {
        /// What is wrong with it; never a part of it that could be a password.
        reason: String,
    },
    /// The server holds no register where one was looked for.
    #[error("there is no register at {path}: {reason}; create one with `psr init`, or name another address", path = path.display())]
    MissingOnServer {
        /// The address.
        path: PathBuf,
        /// What was not found.
        reason: String,
    },
    /// The server refuses this user something.
    #[error(
        "the server refuses this user: {reason} ({path}); nothing was recorded; ask whoever runs the server for the right, or \
         name another user",
        path = path.display()
    )]
    NoRight {
        /// The address.
        path: PathBuf,
        /// What the server said.
        reason: String,
    },
    /// The server does not answer.
    #[error(
        "the server of {path} does not answer: {reason}; nothing is recorded until it does; check that it runs and that \
         the address is right, then try again",
        path = path.display()
    )]
    Unreachable {
        /// The address.
        path: PathBuf,
        /// What happened.
        reason: String,
    },
    /// The server went away while it made something durable.
    #[error(
        "the server of {path} went away while it recorded something: {reason}; whether that was recorded is not known; try the \
         same again when it answers, and it is recorded once",
        path = path.display()
    )]
    OutcomeUnknown {
        /// The address.
        path: PathBuf,
        /// What happened.
        reason: String,
    },
    /// The server is not set up to keep what it acknowledges.
    #[error(
        "nothing can be recorded at {path}: {reason}, so what is acknowledged could be lost; ask whoever runs the server to \
         change that",
        path = path.display()
    )]
    UnfitServer {
        /// The address.
        path: PathBuf,
        /// The setting, what it is, and what it should be.
        reason: String,
    },
    /// There is a register here already.
    #[error("{path} holds a register already; nothing was changed; name another place", path = path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The folder is one in which a register would come to harm.
    #[error(
        "a register cannot be written in {path}: {reason}, where locks do not hold and entries can be lost; choose a \
         folder on a disk of this machine",
        path = path.display()
    )]
    UnsuitablePlace {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is something other than a register.
    #[error(
        "{path} is not a register: {reason}; nothing was changed; check the name, or restore the file from a copy",
        path = path.display()
    )]
    NotARegister {
        /// The database file.
        path: PathBuf,
        /// What was found instead.
        reason: String,
    },
    /// The file is something other than a bundle.
    #[error("{path} is not a bundle: {reason}; name a file that `psr export` wrote", path = path.display())]
    NotABundle {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        reason: String,
    },
    /// The file is something other than a backup.
    #[error("{path} is not a backup: {reason}; name a file that `psr backup` wrote", path = path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        reason: String,
    },
    /// A file that is to be written is there already.
    #[error("{path} is there already; nothing was changed; name another file", path = path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote the register.
    #[error(
        "{path} has format {found}, and this program reads up to format {known}; install the newer program to \
         open it",
        path = path.display()
    )]
    NewerFormat {
        /// The database file.
        path: PathBuf,
        /// The register's format.
        found: u64,
        /// The newest format this program reads.
        known: u64,
    },
    /// Another program holds the register.
    #[error(
        "{path} stayed locked by another program; nothing was recorded; wait until it has finished, then try \
         again",
        path = path.display()
    )]
    Locked {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        source: Cause,
    },
    /// The register cannot be written where it is.
    #[error(
        "{path} is read-only, so nothing can be recorded; make the file and its folder writable, or work on a \
         copy",
        path = path.display()
    )]
    ReadOnly {
        /// The database file.
        path: PathBuf,
        /// What the database or the system said.
        source: Cause,
    },
    /// The register's file or folder refuses this user.
    #[error(
        "{path} cannot be opened: the file or its folder refuses it ({source}); nothing was recorded; ask for the \
         right to read it, and to write in its folder if you are to record",
        path = path.display()
    )]
    NoAccess {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        source: Cause,
    },
    /// The register was opened without its key.
    #[error(
        "{path} was opened for reading, so nothing can be recorded; open it with its signing key",
        path = path.display()
    )]
    OpenedForReading {
        /// The database file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error(
        "no space is left for {path}; nothing was recorded; free some space, then try again",
        path = path.display()
    )]
    DiskFull {
        /// The file that could not grow.
        path: PathBuf,
        /// What the database or the system said.
        source: Cause,
    },
    /// What is stored does not agree with itself.
    #[error(
        "{path} is damaged or was altered: {reason}; nothing more is written to it; run `psr verify` for every \
         fault, keep this copy, and restore a sound one",
        path = path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not agree.
        reason: String,
    },
    /// The register is older than what was last seen of it.
    #[error(
        "{path} was put back to an older state: {reason}; nothing more is written to it; restore the newest copy, \
         or verify this one against `last-seen` and then remove that file",
        path = path.display()
    )]
    RolledBack {
        /// The database file.
        path: PathBuf,
        /// What was last seen, and what is here.
        reason: String,
    },
    /// The key is another register's.
    #[error(
        "the key given is not the key of {path}; its checkpoints are checked with {expected}; name the right key \
         file",
        path = path.display()
    )]
    WrongKey {
        /// The database file.
        path: PathBuf,
        /// The register's own key, in text form.
        expected: String,
    },
    /// A change or a revocation of a key would not hold.
    #[error("the key was not changed: the statement {reason}; nothing was recorded; name another key or another size")]
    KeyStatement {
        /// Why it would not hold.
        reason: String,
    },
    /// A key file would lie inside a register.
    #[error(
        "the key file {path} would lie inside the register {register}; whoever copies the register would have its \
         key; keep the key elsewhere",
        path = path.display(), register = register.display()
    )]
    KeyInsideRegister {
        /// The key file.
        path: PathBuf,
        /// The register it would lie in.
        register: PathBuf,
    },
    /// A key file does not hold an Ed25519 key.
    #[error(
        "{path} holds no Ed25519 key in PKCS#8 form: {reason}; name the file that `psr init` wrote",
        path = path.display()
    )]
    KeyFile {
        /// The key file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// What was handed in has no form in the record.
    #[error("{what} cannot be recorded: {source}")]
    Malformed {
        /// What was handed in.
        what: String,
        /// What is wrong with it.
        source: Malformed,
    },
    /// The author had not seen the newest event.
    #[error(
        "record {} has moved on: {}; nothing was recorded; look at the newer events, then decide again",
        .0.rec, .0.describe()
    )]
    Conflict(Box<Conflict>),
    /// The operation's id already stands for another act.
    #[error("operation {op} was already recorded in record {rec}; draw a new operation id for a new act")]
    OperationReused {
        /// The operation's id.
        op: OperationId,
        /// The record it stands in.
        rec: RecordId,
    },
    /// What is to be erased is not a field of the record, or is what an erasure itself says.
    #[error(
        "{digest} is no field of record {rec} that can be erased; nothing was changed; list the record's fields and \
         choose among them"
    )]
    NothingToErase {
        /// What was to be erased.
        digest: Digest,
        /// The record.
        rec: RecordId,
    },
    /// An event names evidence that the register does not hold.
    #[error(
        "evidence {digest} is not in the register ({path}); store the file first, then record the event",
        path = path.display()
    )]
    EvidenceMissing {
        /// The evidence.
        digest: Digest,
        /// Where it would be.
        path: PathBuf,
    },
    /// An evidence file is not what was stored.
    #[error(
        "the evidence file {path} is not what was stored: its digest is {found}; restore it from a copy",
        path = path.display()
    )]
    EvidenceAltered {
        /// The file.
        path: PathBuf,
        /// What it hashes to.
        found: Digest,
    },
    /// An evidence file is too large.
    #[error("an evidence file may have {limit} bytes; this one has more; split it, or record where it is kept")]
    EvidenceTooLarge {
        /// How many bytes are allowed.
        limit: u64,
    },
    /// An event names a pack that the register does not hold.
    #[error("pack {digest} is not in the register; store the pack's files first, then record the event")]
    PackMissing {
        /// The pack.
        digest: Digest,
    },
    /// A pack's files do not give its digest.
    #[error("the files given as pack {expected} give {found}; nothing was stored; load the pack again")]
    PackAltered {
        /// The digest that was named.
        expected: Digest,
        /// The digest of the files.
        found: Digest,
    },
    /// There is no such record.
    #[error("the register holds no record {rec}; `psr case list` names those it holds")]
    NoSuchRecord {
        /// The record.
        rec: RecordId,
    },
    /// A field that is to be withheld is not one that could be shown.
    #[error(
        "the field {digest} cannot be withheld: it is no field of these records, it is gone already, or it says what \
         was erased, which must stay; nothing was written"
    )]
    CannotWithhold {
        /// The field's digest.
        digest: Digest,
    },
    /// A bundle cannot be taken into the register.
    #[error("{path} cannot be taken into the register: {reason}; nothing was recorded", path = path.display())]
    CannotImport {
        /// The bundle.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A record is here already, with other events.
    #[error(
        "the record {rec} is in the register already, and its event {seq} is another one there; there are two histories \
         of it, and nothing was recorded; verify both, and ask whoever keeps the other register"
    )]
    RecordDiffers {
        /// The record.
        rec: RecordId,
        /// The first event that differs.
        seq: u64,
    },
    /// The writer stopped after an earlier failure.
    #[error(
        "nothing more is recorded in {path} until it is opened again, because {reason}; close the program, see to \
         the cause, and start it again",
        path = path.display()
    )]
    Stopped {
        /// The database file.
        path: PathBuf,
        /// The earlier failure.
        reason: String,
    },
}

/// What a writer who was behind is told: the present head, and what the writer had not seen.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The record.
    pub rec: RecordId,
    /// The newest `seq` the author had seen.
    pub base: Option<u64>,
    /// The newest `seq` there is; nothing when the record has no events.
    pub head: Option<u64>,
    /// The events after the ones the author had seen.
    pub newer: Vec<Entry>,
}

impl Conflict {
    fn describe(&self) -> String {
        let event = |seq: Option<u64>| seq.map_or("no event".to_owned(), |seq| format!("event {seq}"));
        format!("its newest is {}, and the author had seen {}", event(self.head), event(self.base))
    }
}
