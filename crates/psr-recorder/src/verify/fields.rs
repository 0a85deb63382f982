//! Disclosures: each is what its digest says, belongs to its event, and is there unless it was erased.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::report::{FaultKind, FieldCount, Findings, NotProvedKind};
use super::source::RawDisclosure;
use crate::conventions::{ERASURE, digest_of, is_erased, is_evidence, is_pack};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::header::EventHeader;
use crate::names::RecordId;

/// Follows the disclosures as events come by.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Every digest seen in a header, and the event it stands in.
    committed: HashMap<Digest, Option<u64>>,
    /// Digests without a disclosure: where they stand.
    absent: Vec<(RecordId, Option<u64>, Digest)>,
    erased: BTreeSet<(RecordId, Digest)>,
    shown: BTreeMap<RecordId, u64>,
    /// Evidence and packs that events name, with the events that do.
    pub(super) evidence: BTreeMap<Digest, Vec<Option<u64>>>,
    pub(super) packs: BTreeMap<Digest, Vec<Option<u64>>>,
}

impl Fields {
    /// Checks the disclosures stored for one event against its header.
    pub(super) fn event(
        &mut self,
        position: Option<u64>,
        header: &EventHeader,
        stored: &[RawDisclosure<'_>],
        findings: &mut Findings,
    ) {
        self.commit(position, header, findings);
        let mut present = BTreeSet::new();
        let mut paths = BTreeSet::new();
        for raw in stored {
            let Some(digest) = check_digest(position, header, raw, findings) else { continue };
            present.insert(digest);
            let Some(disclosure) = read(position, raw, findings) else { continue };
            if !paths.insert(disclosure.path.clone()) {
                let message = format!("two disclosures say what `{}` is", disclosure.path);
                findings.fault(position, FaultKind::PathTwice, message);
            }
            self.field(position, header, &disclosure, findings);
        }
        let absent = header.sd.iter().filter(|digest| !present.contains(digest));
        self.absent.extend(absent.map(|digest| (header.rec, position, *digest)));
    }

    fn commit(&mut self, position: Option<u64>, header: &EventHeader, findings: &mut Findings) {
        for digest in &header.sd {
            if let Some(earlier) = self.committed.insert(*digest, position) {
                let place = earlier.map_or("?".to_owned(), |position| position.to_string());
                let message = format!("its digest {} stands in event {place} too", digest.base64url());
                findings.fault(position, FaultKind::DigestTwice, message);
            }
        }
    }

    /// Takes note of what a shown field names: evidence, a pack, an erased disclosure.
    fn field(&mut self, position: Option<u64>, header: &EventHeader, disclosure: &Disclosure, findings: &mut Findings) {
        *self.shown.entry(header.rec).or_default() += 1;
        let path = disclosure.path.as_str();
        let erases = header.typ == ERASURE && is_erased(path);
        if !erases && !is_evidence(path) && !is_pack(path) {
            return;
        }
        match digest_of(&disclosure.value) {
            Some(digest) if erases => drop(self.erased.insert((header.rec, digest))),
            Some(digest) if is_pack(path) => self.packs.entry(digest).or_default().push(position),
            Some(digest) => self.evidence.entry(digest).or_default().push(position),
            None => findings.fault(position, FaultKind::Disclosure, format!("`{path}` holds no digest")),
        }
    }

    /// Says of each digest without a disclosure whether it was erased or is missing, and counts the fields.
    pub(super) fn finish(&self, redacted: bool, only: Option<RecordId>, findings: &mut Findings) -> FieldCount {
        let of_interest = |rec: &RecordId| only.is_none_or(|only| only == *rec);
        let shown = self.shown.iter().filter(|(rec, _)| of_interest(rec)).map(|(_, count)| count).sum();
        let mut count = FieldCount { shown, ..FieldCount::default() };
        for (rec, position, digest) in self.absent.iter().filter(|(rec, ..)| of_interest(rec)) {
            if self.erased.contains(&(*rec, *digest)) {
                count.erased += 1;
                continue;
            }
            count.missing += 1;
            if !redacted {
                let message =
                    format!("what {} stands for is gone, and no event says it was erased", digest.base64url());
                findings.fault(*position, FaultKind::Missing, message);
            }
        }
        if redacted && count.missing > 0 {
            let message = format!(
                "{} field(s) are withheld: what they say is not shown, only that they are there",
                count.missing
            );
            findings.not_proved(NotProvedKind::Withheld, message);
        }
        count
    }
}

/// Checks that a body is stored under its digest, and that the event commits to it; returns the digest it fills.
fn check_digest(
    position: Option<u64>,
    header: &EventHeader,
    raw: &RawDisclosure<'_>,
    findings: &mut Findings,
) -> Option<Digest> {
    let found = Disclosure::digest(&raw.body);
    let stored = Digest::from_slice(&raw.digest);
    if stored != Some(found) {
        let message = format!("a disclosure is not what was recorded: it hashes to {}", found.base64url());
        findings.fault(position, FaultKind::Disclosure, message);
        // The digest it is stored under is accounted for: altered, not missing.
        return stored.filter(|stored| header.sd.contains(stored));
    }
    if !header.sd.contains(&found) {
        let message =
            format!("a disclosure {} is stored with the event, which does not commit to it", found.base64url());
        findings.fault(position, FaultKind::Orphan, message);
        return None;
    }
    Some(found)
}

fn read(position: Option<u64>, raw: &RawDisclosure<'_>, findings: &mut Findings) -> Option<Disclosure> {
    let disclosure = Disclosure::parse(&raw.body);
    disclosure
        .map_err(|error| {
            findings.fault(position, FaultKind::Disclosure, format!("a disclosure has not the format: {error}"))
        })
        .ok()
}
