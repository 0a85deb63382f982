//! Verification of a bundle: one record in one file, with the proof that leads to a signed head.
//!
//! Nothing in the file is trusted but what its hashes and signatures show, and nothing is unpacked to the disk.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::chain::Chains;
use super::event::Checker;
use super::fields::Fields;
use super::files::root as root_of;
use super::report::{FaultKind, Findings, NotProvedKind, Report};
use super::source::{RawDisclosure, RawEvent, text};
use super::{Options, say_what_is_not_proved};
use crate::bundle::{CHECKPOINT, DISCLOSURES, EVENTS, KEY, PROOF, files};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Result, io};
use crate::header::EventHeader;
use crate::key::VerifierKey;
use crate::merkle::root_from_proof;
use crate::note;

/// The type of the event that closes a record: nothing follows it.
const CLOSED: &str = "psr.closed/1";

/// Verifies a bundle.
///
/// An error means that it was not possible to look; whatever is wrong with what is inside is a fault in the report.
pub fn verify_bundle(path: &Path, options: &Options) -> Result<Report> {
    let mut findings = Findings::default();
    let files = files(path, &mut |message| findings.fault(None, FaultKind::Bundle, message))?;
    Verification { files, findings, chains: Chains::default(), fields: Fields::default() }.run(options)
}

struct Verification {
    files: BTreeMap<String, Vec<u8>>,
    findings: Findings,
    chains: Chains,
    fields: Fields,
}

impl Verification {
    fn run(mut self, options: &Options) -> Result<Report> {
        let closed = self.check_events().map_err(io("read back a temporary file", &std::env::temp_dir()))?;
        self.check_evidence();
        self.check_packs();
        let head = self.check_head(options);
        if !closed {
            let message = "a bundle holds one record as it stood: that no later event of it exists is not shown";
            self.findings.not_proved(NotProvedKind::Completeness, message);
        }
        let fields = self.fields.finish(options.redacted, None, &mut self.findings);
        say_what_is_not_proved(options, &mut self.findings);
        let entries = self.chains.newest.values().map(|newest| newest.seq + 1).sum();
        let Findings { mut faults, warnings, not_proved } = self.findings;
        faults.sort_by_key(|fault| fault.position.unwrap_or(u64::MAX));
        Ok(Report { entries, head, fields, faults, not_proved, warnings })
    }

    /// Checks the lines and their disclosures; returns whether the record is closed.
    fn check_events(&mut self) -> std::io::Result<bool> {
        let lines = split(self.files.get(EVENTS).map_or(&[][..], Vec::as_slice));
        let mut bodies: HashMap<Digest, Vec<u8>> = HashMap::new();
        for body in split(self.files.get(DISCLOSURES).map_or(&[][..], Vec::as_slice)) {
            if bodies.insert(Disclosure::digest(body), body.to_vec()).is_some() {
                self.findings.fault(None, FaultKind::Disclosure, "a disclosure is in the bundle twice");
            }
        }
        let mut closed = false;
        let (mut checker, mut digests) = (Checker::default(), Vec::new());
        for (position, line) in (0..).zip(&lines) {
            let raw = raw_event(position, line);
            let header = EventHeader::parse(line).ok();
            closed = header.as_ref().map_or(closed, |header| header.typ == CLOSED);
            let sd = header.iter().flat_map(|header| &header.sd);
            let stored: Vec<RawDisclosure<'_>> = sd.filter_map(|digest| taken(&mut bodies, digest)).collect();
            digests.clear();
            let event = checker.event(&raw, &stored, &mut digests);
            if let Some(rec) = self.chains.event(&event, &mut self.findings) {
                self.fields.event(rec, &event, &digests, &mut self.findings);
            }
        }
        let twice = self.chains.finish(1, &mut self.findings);
        twice.and_then(|()| self.fields.check_repeated(1, &mut self.findings))?;
        for digest in bodies.keys() {
            let message = format!("a disclosure that hashes to {} belongs to no event here", digest.base64url());
            self.findings.fault(None, FaultKind::Orphan, message);
        }
        if self.chains.newest.len() > 1 {
            self.findings.fault(None, FaultKind::Bundle, "the bundle holds events of more than one record");
        }
        Ok(closed)
    }

    fn check_evidence(&mut self) {
        for (digest, positions) in &self.fields.evidence {
            let wrong = match self.files.get(&format!("evidence/{}", digest.hex())) {
                Some(bytes) if Digest::of(&[bytes]) == *digest => continue,
                Some(_) => format!("the evidence {digest} is not what was recorded"),
                None => format!("the evidence {digest} is not in the bundle"),
            };
            positions.iter().for_each(|position| self.findings.fault(*position, FaultKind::Evidence, wrong.clone()));
        }
    }

    fn check_packs(&mut self) {
        for (digest, positions) in &self.fields.packs {
            let prefix = format!("pack/{}/", digest.hex());
            let files = self.files.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&prefix)?, bytes)));
            // As in a register: the tree over the files sorted by path, each leaf the path, a zero byte and the bytes.
            let leaves: Vec<Digest> =
                files.map(|(name, bytes)| Digest::of(&[&[0], name.as_bytes(), &[0], bytes])).collect();
            if root_of(&leaves) != *digest {
                let message = format!("the pack {digest} is not in the bundle as it was recorded");
                positions.iter().for_each(|position| self.findings.fault(*position, FaultKind::Pack, message.clone()));
            }
        }
    }

    /// Checks the signed head, and that the newest event is in the tree that it signs; returns the tree's root.
    fn check_head(&mut self, options: &Options) -> Digest {
        let note = self.text(CHECKPOINT);
        let named = self.text(KEY).trim_end().parse::<VerifierKey>().ok();
        if options.pinned_key.is_some() && named != options.pinned_key {
            self.findings.fault(None, FaultKind::Key, "the bundle names another key than the pinned one");
        }
        let Some(key) = options.pinned_key.clone().or(named) else {
            self.findings.fault(None, FaultKind::Key, "the bundle names no key that can be read");
            return Digest::ZERO;
        };
        let Some(checkpoint) = note::open(&note).and_then(|note| Checkpoint::parse(&note.text)) else {
            self.findings.fault(None, FaultKind::Checkpoint, "the bundle's checkpoint has not the form of one");
            return Digest::ZERO;
        };
        let signed = note::open(&note).is_some_and(|note| note.is_signed_by(&key)) && checkpoint.origin == key.name();
        if !signed {
            self.findings.fault(
                None,
                FaultKind::Checkpoint,
                format!("the checkpoint is not signed with the key {key}"),
            );
        }
        let newest = self.chains.newest.values().next().map(|newest| (newest.seq, newest.leaf));
        if newest.and_then(|(_, leaf)| self.proved_root(leaf, checkpoint.size)) != Some(checkpoint.root) {
            let message = "the proof does not lead from the newest event to the root that the checkpoint signs";
            self.findings.fault(newest.map(|(seq, _)| seq), FaultKind::Tree, message);
        }
        self.check_prior(options, &checkpoint);
        checkpoint.root
    }

    fn proved_root(&self, leaf: Digest, size: u64) -> Option<Digest> {
        let text = self.text(PROOF);
        let mut lines = text.lines();
        let index = lines.next()?.parse().ok()?;
        let proof: Vec<Digest> = lines.map(Digest::from_base64).collect::<Option<_>>()?;
        root_from_proof(leaf, index, size, &proof)
    }

    /// A prior checkpoint of the same size must say the same; of another size, a bundle cannot be held against it.
    fn check_prior(&mut self, options: &Options, here: &Checkpoint) {
        let prior = options.prior.as_ref().and_then(|prior| Checkpoint::parse(&note::open(prior)?.text));
        match prior {
            Some(prior) if prior.size == here.size && (prior.root != here.root || prior.origin != here.origin) => {
                self.findings.fault(None, FaultKind::Prior, "the prior checkpoint says otherwise for the same size");
            }
            Some(prior) if prior.size != here.size => {
                let message =
                    "the prior checkpoint is of another size, and one record alone does not show how the tree grew";
                self.findings.not_proved(NotProvedKind::OutsideCheckpoint, message);
            }
            _ => {}
        }
    }

    fn text(&self, name: &str) -> String {
        self.files.get(name).map(|bytes| text(bytes)).unwrap_or_default()
    }
}

/// Splits bytes into lines; a last line without its end counts as a line.
fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    if whole.is_empty() { Vec::new() } else { whole.split(|byte| *byte == b'\n').collect() }
}

/// Returns a line as a register's row would hold it, so that the same checks apply.
fn raw_event(position: i64, line: &[u8]) -> RawEvent<'_> {
    let header = EventHeader::parse(line).ok();
    let field =
        |read: fn(&EventHeader) -> String| header.as_ref().map(|header| read(header).into_bytes()).unwrap_or_default();
    RawEvent {
        idx: Some(position),
        rec: field(|header| header.rec.to_string()).into(),
        seq: header.as_ref().and_then(|header| i64::try_from(header.seq).ok()),
        op: field(|header| header.op.to_string()).into(),
        leaf: EventHeader::leaf(line).as_bytes().to_vec().into(),
        line: line.into(),
    }
}

fn taken(bodies: &mut HashMap<Digest, Vec<u8>>, digest: &Digest) -> Option<RawDisclosure<'static>> {
    let body = bodies.remove(digest)?;
    Some(RawDisclosure { digest: digest.as_bytes().to_vec().into(), body: body.into() })
}
