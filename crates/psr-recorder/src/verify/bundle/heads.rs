//! The signed head: by the key in charge, and over the tree that the lines are in.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Options;
use super::super::report::{FaultKind, Findings, NotProvedKind};
use super::gates;
use super::lines::Lines;
use super::proof::Proof;
use super::{Files, bytes, text};
use crate::bundle::{About, CHECKPOINT, HEAD_PROOF, KEY, Kind};
use crate::checkpoint::Checkpoint;
use crate::key::{SignatureType, VerifierKey};
use crate::note;
use crate::trust::Keys;

/// The signed heads that a bundle holds.
#[derive(Debug)]
pub(super) struct Heads {
    /// The newest, as far as it can be read.
    pub(super) head: Option<Checkpoint>,
    /// Earlier ones, by their sizes.
    pub(super) earlier: BTreeMap<u64, Checkpoint>,
    /// The keys they are checked with.
    pub(super) keys: Option<Keys>,
    /// Whether one of them was known from elsewhere.
    pub(super) pinned: bool,
}

impl Heads {
    /// Checks the keys and every signed head.
    pub(super) fn check(
        files: &Files,
        about: &About,
        lines: &Lines,
        options: &Options,
        findings: &mut Findings,
    ) -> Heads {
        let (keys, pinned) = keys(files, options, findings);
        let mut heads = Heads { head: None, earlier: BTreeMap::new(), keys, pinned };
        match about.kind {
            Kind::Register => heads.of_register(files, lines, findings),
            Kind::Record | Kind::Disclosure => heads.of_record(files, lines, findings),
        }
        check_quorum(files, head_note(files, about.kind), options, findings);
        if heads.head.as_ref().is_some_and(|head| about.register.is_some() && head.origin != about.origin) {
            findings.fault(None, FaultKind::Bundle, "the bundle names another register than its signed head does");
        }
        heads
    }

    /// The head of a register is over all its lines, and so is every earlier one that was kept.
    fn of_register(&mut self, files: &Files, lines: &Lines, findings: &mut Findings) {
        let kept = files.keys().filter_map(|name| name.strip_prefix("checkpoints/").and_then(super::contents::number));
        let sizes: BTreeSet<u64> = kept.collect();
        let roots = lines.roots(&sizes);
        self.head = self.signed(CHECKPOINT, text(bytes(files, CHECKPOINT)), false, findings);
        if self.head.as_ref().is_some_and(|head| head.size != lines.count() || head.root != lines.root()) {
            let message = "the events are not those that the signed head is over";
            findings.fault(None, FaultKind::Checkpoint, message);
        }
        for size in sizes {
            let name = format!("checkpoints/{size}");
            let Some(kept) = self.signed(&name, text(bytes(files, &name)), true, findings) else { continue };
            if kept.size != size || roots.get(&size) != Some(&kept.root) {
                findings.fault(None, FaultKind::Checkpoint, format!("{name} is not over the first {size} events here"));
            }
            self.earlier.insert(size, kept);
        }
    }

    /// The head of a record is reached from its newest event.
    fn of_record(&mut self, files: &Files, lines: &Lines, findings: &mut Findings) {
        let Some(proof) = Proof::parse(text(bytes(files, HEAD_PROOF))) else {
            findings.fault(None, FaultKind::Checkpoint, format!("{HEAD_PROOF} is not here, or is not a proof"));
            return;
        };
        self.head = self.signed(HEAD_PROOF, proof.head, false, findings);
        let Some(head) = self.head.clone() else { return };
        let reached = lines.leaves.last().and_then(|newest| proof.root(*newest, head.size));
        if reached != Some(head.root) {
            let message = "the proof does not lead from the newest event to the root that the signed head names";
            findings.fault(lines.count().checked_sub(1), FaultKind::Tree, message);
        }
        self.earlier = gates::check(files, lines, &head, self, findings);
    }

    /// Reads a signed head; whatever is wrong with it is a fault.
    pub(super) fn signed(&self, name: &str, signed: &str, kept: bool, findings: &mut Findings) -> Option<Checkpoint> {
        let mut fault = |message: String| findings.fault(None, FaultKind::Checkpoint, format!("{name} {message}"));
        let Some(note) = note::open(signed) else {
            fault("is not a signed note".to_owned());
            return None;
        };
        let Some(checkpoint) = Checkpoint::parse(&note.text) else {
            fault("is not a checkpoint".to_owned());
            return None;
        };
        match self.keys.as_ref().map(|keys| keys.check_kept(&note).map(|kept| kept.doubt)) {
            Some(Err(reason)) => fault(reason),
            Some(Ok(Some(doubt))) if kept => findings.warn(None, format!("{name} {doubt}")),
            Some(Ok(Some(doubt))) => fault(doubt),
            Some(Ok(None)) | None => {}
        }
        Some(checkpoint)
    }
}

/// Returns the note of the signed head, as far as it can be found.
fn head_note(files: &Files, kind: Kind) -> &str {
    match kind {
        Kind::Register => text(bytes(files, CHECKPOINT)),
        Kind::Record | Kind::Disclosure => {
            Proof::parse(text(bytes(files, HEAD_PROOF))).map(|proof| proof.head).unwrap_or_default()
        }
    }
}

/// Reads the first key and follows the statements by which it was changed.
fn keys(files: &Files, options: &Options, findings: &mut Findings) -> (Option<Keys>, bool) {
    let named = text(bytes(files, KEY));
    let first = named.strip_suffix('\n').and_then(|key| key.parse::<VerifierKey>().ok());
    let first = first.filter(|key| key.kind() == SignatureType::Note);
    let Some(first) = first else {
        findings.fault(None, FaultKind::Key, format!("{KEY} names no key that can be read"));
        return (None, options.pinned_key.is_some());
    };
    let statements = files.iter().filter(|(name, _)| name.starts_with("keys/"));
    let (names, notes): (Vec<&String>, Vec<&str>) =
        statements.map(|(name, content)| (name, text(content.bytes.as_deref().unwrap_or_default()))).unzip();
    if (1..).zip(&names).any(|(number, name)| **name != format!("keys/{number:04}")) {
        findings.fault(None, FaultKind::Key, "the key statements are not numbered from 1 without a gap");
    }
    let mut keys = Keys::from_statements(first, &notes);
    let pinned = pinned(&mut keys, options, findings);
    for fault in keys.faults(pinned.as_ref()) {
        findings.fault(None, FaultKind::Key, fault);
    }
    for open in keys.unproved(pinned.as_ref()) {
        findings.not_proved(NotProvedKind::PinnedKey, open);
    }
    (Some(keys), pinned.is_some())
}

/// Applies the policy to the keys, and returns the key that is known from elsewhere.
fn pinned(keys: &mut Keys, options: &Options, findings: &mut Findings) -> Option<VerifierKey> {
    let Some(policy) = &options.policy else { return options.pinned_key.clone() };
    policy.distrust(keys);
    let listed = policy.pin(keys).unwrap_or_else(|fault| {
        findings.fault(None, FaultKind::Key, fault);
        None
    });
    options.pinned_key.clone().or(listed)
}

/// Checks that as many witnesses saw the head as the policy asks for; those whose word lies in the bundle count.
fn check_quorum(files: &Files, head: &str, options: &Options, findings: &mut Findings) {
    let (Some(policy), Some(mut note)) = (&options.policy, note::open(head)) else { return };
    let Some(size) = Checkpoint::parse(&note.text).map(|checkpoint| checkpoint.size) else { return };
    let prefix = format!("anchors/{size}-");
    for (name, content) in files.iter().filter(|(name, _)| name.starts_with(&prefix) && name.ends_with(".cosignature"))
    {
        match note::signature_lines(text(content.bytes.as_deref().unwrap_or_default())) {
            Some(lines) => note.signatures.extend(lines),
            None => findings.fault(None, FaultKind::Quorum, format!("{name} holds no signature lines")),
        }
    }
    if let Err(reason) = policy.check(&note) {
        findings.fault(None, FaultKind::Quorum, format!("the signed head {reason}"));
    }
}
