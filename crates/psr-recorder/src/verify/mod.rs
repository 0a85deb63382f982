//! Verification: a small program of its own that works from the stored bytes and lists every fault.
//!
//! It shares no code with the writing path but the readers of the format. It says as plainly what a sound report does not
//! prove: a chain and a signature show that nothing was changed by someone without the key, not that what was recorded is true.

mod anchors;
mod batch;
mod bundle;
mod chain;
mod checkpoints;
mod database;
mod event;
mod fields;
mod files;
mod hash;
mod ids;
mod kept;
mod mine;
mod named;
mod open;
mod own;
mod pipeline;
mod register;
mod report;
pub mod source;
mod sqlite;
mod tree;

use std::path::Path;

use crate::anchor::{Authorities, Trusted};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::key::VerifierKey;
use crate::malformed::Malformed;
use crate::names::RecordId;
use crate::note::{self, SignedNote};
use crate::trust::Policy;

use checkpoints::Claim;
use source::Source;

pub(crate) use bundle::bundle_files;
pub use bundle::{verify_bundle, verify_bundle_in, verify_files};
pub use report::{Fault, FaultKind, FieldCount, NotProved, NotProvedKind, Report, Warning};
pub use sqlite::SqliteSource;

/// What the verifier knows from elsewhere, and what is to be verified.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The register's key, had from elsewhere. Without it the register's own word is taken, and the report says so.
    pub pinned_key: Option<VerifierKey>,
    /// Whom else to believe: logs, witnesses and how many of them, keys no longer trusted.
    pub policy: Option<Policy>,
    /// The certificates of time-stamp authorities that are believed.
    pub authorities: Option<Authorities>,
    /// A checkpoint that was kept elsewhere: the text of the signed note.
    pub prior: Option<String>,
    /// Reports on this record alone; the whole register is read all the same.
    pub record: Option<RecordId>,
    /// Whether this is a redacted copy, in which fields may be withheld.
    pub redacted: bool,
    /// Whether to look at lines and disclosures alone: no signature, key or proof is then checked.
    pub chain_only: bool,
    /// On how many threads the work is done; 0 for as many as there are cores. What is found does not depend on it.
    pub threads: usize,
}

impl Options {
    /// Returns whom to believe about time.
    fn trusted(&self) -> Trusted {
        let witnesses = self.policy.iter().flat_map(|policy| &policy.witnesses);
        let witnesses = witnesses.map(|witness| witness.key.clone()).collect();
        Trusted { authorities: self.authorities.clone(), witnesses }
    }

    /// Tells whether a key of the register is known from elsewhere.
    fn pins(&self) -> bool {
        self.pinned_key.is_some() || self.policy.as_ref().is_some_and(|policy| !policy.logs.is_empty())
    }

    fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        }
    }
}

/// Verifies the register in a folder, which is opened read-only.
///
/// `progress` is told how many events were read, and of how many. An error means that it was not possible to look; whatever
/// is wrong with what is stored is a fault in the report.
pub fn verify(dir: &Path, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    match SqliteSource::open(dir) {
        Ok(mut source) => verify_source(&mut source, options, progress),
        // Content that no longer parses is a finding.
        Err(Error::Damaged { reason, .. }) => Ok(unreadable(reason)),
        Err(error) => Err(error),
    }
}

/// Verifies a register in whatever store it is kept.
///
/// # Errors
/// When the prior checkpoint of the options is none, or a temporary file cannot be read back; whatever is wrong with what is stored is a fault in the report.
pub fn verify_source(source: &mut dyn Source, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    let prior = options.prior.as_ref().map(|note| prior_claim(note)).transpose()?;
    register::Verification::new(source, options).run(prior, progress)
}

fn prior_claim(text: &str) -> Result<Claim> {
    prior_checkpoint(text).map(|_| Claim::new("the prior checkpoint", FaultKind::Prior, text.to_owned()))
}

fn prior_checkpoint(text: &str) -> Result<(SignedNote, Checkpoint)> {
    let form = Malformed::Form { what: "prior checkpoint", expected: "a signed note of name, size and root" };
    let read = note::open(text).and_then(|note| Some((Checkpoint::parse(&note.text)?, note)));
    let swapped = read.map(|(checkpoint, note)| (note, checkpoint));
    swapped.ok_or(Error::Malformed { what: "the prior checkpoint".to_owned(), source: form })
}

fn unreadable(reason: String) -> Report {
    let message = format!("the database cannot be read: {reason}");
    Report {
        entries: 0,
        head: Digest::of(&[]),
        fields: FieldCount::default(),
        faults: vec![Fault { position: None, kind: FaultKind::Database, message }],
        not_proved: Vec::new(),
        warnings: Vec::new(),
    }
}
