//! Proofs from outside: each is over the checkpoint it is kept for, and no event after one is dated before it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::checkpoints::Claim;
use super::report::{FaultKind, Findings, NotProvedKind};
use super::source::{RawAnchor, Source, text};
use crate::anchor::{COSIGNATURE, Trusted, check};
use crate::digest::Digest;
use crate::note::{self, SignedNote};

/// By how much a recorder's clock may be behind that of whoever made a proof.
const TOLERANCE: TimeDelta = TimeDelta::minutes(10);

/// The proofs that are kept, and what they say about time as events come by.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    kept: Vec<RawAnchor>,
    /// The time each proof shows, by the digest of its body.
    times: BTreeMap<Digest, DateTime<Utc>>,
    /// The sizes and times of proofs, smallest size last, that no event has passed yet.
    ahead: Vec<(u64, DateTime<Utc>)>,
    /// The latest time that a proof shows of what stands before the present event; and that one on record before it shows.
    passed: Option<DateTime<Utc>>,
    recorded: Option<DateTime<Utc>>,
}

impl Anchors {
    /// Reads the proofs and checks each against the checkpoint that is kept for its size.
    pub(super) fn check(
        source: &mut dyn Source,
        claims: &[Claim],
        trusted: &Trusted,
        findings: &mut Findings,
    ) -> Anchors {
        let mut anchors = Anchors::default();
        let read = source.anchors(&mut |anchor| anchors.kept.push(anchor));
        findings.read(read);
        for anchor in &anchors.kept {
            let size = anchor.size.and_then(|size| u64::try_from(size).ok());
            let kind = text(&anchor.kind);
            let name = format!("the proof of kind `{kind}` kept for size {}", anchor.size.unwrap_or(-1));
            let Some(note) = claims.iter().find_map(|claim| claim.kept_at(anchor.size)) else {
                findings.fault(None, FaultKind::Anchor, format!("{name} is for no checkpoint that is kept"));
                continue;
            };
            match check(&kind, &anchor.body, note, trusted) {
                Ok(found) => {
                    if let Some(unproved) = found.unproved {
                        findings.not_proved(NotProvedKind::Anchors, format!("{name}: not shown is {unproved}"));
                    }
                    if let Some((size, at)) = size.zip(found.at) {
                        anchors.times.insert(Digest::of(&[&anchor.body]), at);
                        anchors.ahead.push((size, at));
                    }
                }
                Err(reason) => findings.fault(None, FaultKind::Anchor, format!("{name} does not hold: {reason}")),
            }
        }
        anchors.ahead.sort_by(|left, right| right.cmp(left));
        anchors
    }

    /// Checks that an event is not dated before what a proof shows was there before it.
    pub(super) fn event(&mut self, position: Option<u64>, at: DateTime<Utc>, findings: &mut Findings) {
        let Some(place) = position else { return };
        while let Some((_, shown)) = self.ahead.pop_if(|(size, _)| *size <= place) {
            self.passed = self.passed.max(Some(shown));
        }
        let before = |time: Option<DateTime<Utc>>| time.filter(|time| at < *time - TOLERANCE);
        if let Some(time) = before(self.recorded) {
            let message = format!("it is dated {at}, and follows a proof on record that was made at {time}");
            findings.fault(position, FaultKind::Time, message);
        } else if let Some(time) = before(self.passed) {
            findings
                .warn(position, format!("it is dated {at}, and a proof made at {time} is over what stands before it"));
        }
    }

    /// Takes note that a proof is on record from here on.
    pub(super) fn record(&mut self, digest: Digest) {
        self.recorded = self.recorded.max(self.times.get(&digest).copied());
    }

    /// Adds the signatures of witnesses that are kept for a checkpoint of this size to its own.
    pub(super) fn cosigned(&self, mut note: SignedNote, size: u64) -> SignedNote {
        let of_size = |anchor: &&RawAnchor| anchor.size.and_then(|kept| u64::try_from(kept).ok()) == Some(size);
        let cosignatures = self.kept.iter().filter(of_size).filter(|anchor| anchor.kind == COSIGNATURE.as_bytes());
        let lines = cosignatures.filter_map(|anchor| note::signature_lines(std::str::from_utf8(&anchor.body).ok()?));
        note.signatures.extend(lines.flatten());
        note
    }
}
