//! Verification: a small program of its own that works from the stored bytes and lists every fault.
//!
//! It shares no code with the writing path but the readers of the format. It says as plainly what a sound report does not
//! prove: a chain and a signature show that nothing was changed by someone without the key, not that what was recorded is true.

mod bundle;
mod chain;
mod checkpoints;
mod database;
mod fields;
mod files;
mod kept;
mod report;
mod rows;
mod tree;

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;

use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::key::VerifierKey;
use crate::malformed::Malformed;
use crate::names::RecordId;
use crate::note::{self, SignedNote};
use crate::register::open_database;

use chain::Chains;
use checkpoints::Claim;
use fields::Fields;
use report::Findings;
use rows::{RawDisclosure, RawEvent};
use tree::Tree;

pub use bundle::{verify_bundle, verify_files};
pub use report::{Fault, FaultKind, FieldCount, NotProved, NotProvedKind, Report, Warning};

/// What the verifier knows from elsewhere, and what is to be verified.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The register's key, had from elsewhere. Without it the register's own word is taken, and the report says so.
    pub pinned_key: Option<VerifierKey>,
    /// A checkpoint that was kept elsewhere: the text of the signed note.
    pub prior: Option<String>,
    /// Reports on this record alone; the whole register is read all the same.
    pub record: Option<RecordId>,
    /// Whether this is a redacted copy, in which fields may be withheld.
    pub redacted: bool,
    /// Whether to look at lines and disclosures alone: no signature, key or proof is then checked.
    pub chain_only: bool,
}

/// Verifies the register in a folder, which is opened read-only.
///
/// `progress` is told how many events were read, and of how many. An error means that it was not possible to look; whatever
/// is wrong with what is stored is a fault in the report.
pub fn verify(dir: &Path, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    let prior = options.prior.as_ref().map(|note| prior_claim(note)).transpose()?;
    match open_database(dir) {
        Ok(connection) => Ok(Verification::new(dir, connection, options).run(prior, progress)),
        // Content that no longer parses is a finding.
        Err(Error::Damaged { reason, .. }) => Ok(unreadable(reason)),
        Err(error) => Err(error),
    }
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

struct Verification<'o> {
    dir: &'o Path,
    connection: Connection,
    options: &'o Options,
    findings: Findings,
    chains: Chains,
    fields: Fields,
    /// The records of the events, to tell which findings concern which record.
    records: BTreeMap<u64, RecordId>,
}

impl<'o> Verification<'o> {
    fn new(dir: &'o Path, connection: Connection, options: &'o Options) -> Self {
        let (findings, chains, fields) = (Findings::default(), Chains::default(), Fields::default());
        Verification { dir, connection, options, findings, chains, fields, records: BTreeMap::new() }
    }

    fn run(mut self, prior: Option<Claim>, progress: &mut dyn FnMut(u64, u64)) -> Report {
        // Read first: a writer brings it up to date after its commit, so it is never ahead of what is read later.
        let last_seen = checkpoints::last_seen(&self.dir.join("last-seen"), &mut self.findings);
        // One reading transaction: a writer beside us cannot make the parts look at odds.
        if let Err(error) = self.connection.execute_batch("BEGIN") {
            return unreadable(error.to_string());
        }
        if !database::check(&self.connection, &mut self.findings) {
            return self.report(&Tree::new([].into()));
        }
        let mut claims = checkpoints::kept(&self.connection, &mut self.findings);
        claims.extend(last_seen);
        claims.extend(prior);
        let tree = self.read_events(Tree::new(checkpoints::sizes(&claims)), progress);
        self.check_orphans();
        kept::check_heads(&self.connection, &self.chains, &mut self.findings);
        kept::check_tree(&self.connection, &tree, &mut self.findings);
        self.check_claims(&claims, &tree);
        files::check_evidence(self.dir, &self.fields.evidence, &mut self.findings);
        files::check_strays(self.dir, &self.fields.evidence, &mut self.findings);
        files::check_packs(&self.connection, &self.fields.packs, &mut self.findings);
        self.report(&tree)
    }

    /// Reads every event in the register's order, with its disclosures.
    fn read_events(&mut self, mut tree: Tree, progress: &mut dyn FnMut(u64, u64)) -> Tree {
        let total = self.count("SELECT count(*) FROM event");
        let Self { connection, findings, chains, fields, records, .. } = self;
        rows::each(connection, RawEvent::QUERY, [], findings, |row, findings| {
            let raw = RawEvent::read(row)?;
            let leaf = tree.add(&raw.line);
            let (rec, header) = chains.event(&raw, leaf, findings);
            records.extend(raw.position().zip(rec));
            if let Some(header) = header {
                let stored = stored(connection, raw.idx, findings);
                fields.event(raw.position(), &header, &stored, findings);
            }
            progress(tree.size(), total);
            Ok(())
        });
        tree
    }

    fn check_orphans(&mut self) {
        let query = "SELECT disclosure.idx, digest FROM disclosure LEFT JOIN event USING (idx) WHERE event.idx IS NULL";
        rows::each(&self.connection, query, [], &mut self.findings, |row, findings| {
            let position = rows::int(row, 0)?.and_then(|idx| u64::try_from(idx).ok());
            findings.fault(position, FaultKind::Orphan, "a disclosure is stored for an event that is not here");
            Ok(())
        });
    }

    fn check_claims(&mut self, claims: &[Claim], tree: &Tree) {
        let Some(key) = self.key() else { return };
        checkpoints::check(claims, &key, tree, &mut self.findings);
    }

    /// Returns the key to check signatures with: the pinned one, else the one the register names.
    fn key(&mut self) -> Option<VerifierKey> {
        let (named, origin) = (self.about("key"), self.about("origin"));
        let named = named.and_then(|named| named.parse::<VerifierKey>().ok());
        if named.is_none() {
            self.findings.fault(None, FaultKind::Key, "the register names no key that can be read");
        }
        let key = self.options.pinned_key.clone().or_else(|| named.clone())?;
        if named.is_some_and(|named| named != key) {
            self.findings.fault(
                None,
                FaultKind::Key,
                format!("the register names another key than the pinned one, {key}"),
            );
        }
        if origin.as_deref() != Some(key.name()) {
            let message = format!("the register names itself otherwise than its key does, {}", key.name());
            self.findings.fault(None, FaultKind::Key, message);
        }
        Some(key)
    }

    fn about(&mut self, name: &str) -> Option<String> {
        let mut value = None;
        rows::each(&self.connection, "SELECT value FROM meta WHERE key = ?1", [name], &mut self.findings, |row, _| {
            value = Some(rows::text(&rows::bytes(row, 0)?));
            Ok(())
        });
        value
    }

    fn count(&mut self, query: &str) -> u64 {
        let mut count = 0;
        rows::each(&self.connection, query, [], &mut self.findings, |row, _| {
            count = rows::int(row, 0)?.and_then(|count| u64::try_from(count).ok()).unwrap_or(0);
            Ok(())
        });
        count
    }

    fn report(mut self, tree: &Tree) -> Report {
        let only = self.options.record;
        let fields = self.fields.finish(self.options.redacted, only, &mut self.findings);
        self.say_what_is_not_proved();
        if let Some(rec) = only {
            self.keep_only(rec);
        }
        let newest = only.map(|rec| self.chains.newest.get(&rec));
        let of_record = only.map(|only| self.records.values().filter(|rec| **rec == only).count() as u64);
        let head = newest.map_or(tree.root(), |newest| newest.map_or(Digest::ZERO, |newest| newest.leaf));
        let Findings { mut faults, warnings, not_proved } = self.findings;
        // By position, those of the whole register last; a sort keeps the order of the checks within one position.
        faults.sort_by_key(|fault| fault.position.unwrap_or(u64::MAX));
        Report { entries: of_record.unwrap_or(tree.size()), head, fields, faults, not_proved, warnings }
    }

    fn say_what_is_not_proved(&mut self) {
        say_what_is_not_proved(self.options, &mut self.findings);
        if self.count("SELECT count(*) FROM anchor") > 0 {
            let message = "proofs from outside are kept with the register and were not checked here";
            self.findings.not_proved(NotProvedKind::Anchors, message);
        }
    }

    /// Drops what concerns the events of other records.
    fn keep_only(&mut self, rec: RecordId) {
        let other = |position: Option<u64>| {
            let found = position.and_then(|position| self.records.get(&position));
            found.is_some_and(|found| *found != rec)
        };
        self.findings.faults.retain(|fault| !other(fault.position));
        self.findings.warnings.retain(|warning| !other(warning.position));
    }
}

/// Says what no verification of what lies here can show.
fn say_what_is_not_proved(options: &Options, findings: &mut Findings) {
    if options.pinned_key.is_none() {
        let message = "no key was given: signatures were checked with the key the register itself names, so someone who \
                       rewrote everything and signed with a key of their own would not be noticed";
        findings.not_proved(NotProvedKind::PinnedKey, message);
    }
    if options.prior.is_none() {
        let message = "no checkpoint from outside was given: an older copy put back, or a history rewritten with the \
                       register's own key, would not be noticed";
        findings.not_proved(NotProvedKind::OutsideCheckpoint, message);
    }
    let authorship =
        "who acted is as the recorder wrote it down: each event is recorded as by someone, not signed by them";
    findings.not_proved(NotProvedKind::Authorship, authorship);
    let time = "when each event was recorded is by the recorder's own clock";
    findings.not_proved(NotProvedKind::Time, time);
}

/// Returns the disclosures stored for an event.
fn stored(connection: &Connection, idx: Option<i64>, findings: &mut Findings) -> Vec<RawDisclosure> {
    let mut stored = Vec::new();
    rows::each(connection, RawDisclosure::QUERY, [idx], findings, |row, _| {
        stored.push(RawDisclosure::read(row)?);
        Ok(())
    });
    stored
}
