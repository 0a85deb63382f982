//! The fields: each disclosure is what its digest says and stands in one event; each digest is shown, withheld, erased or missing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::report::{FaultKind, FieldCount, Findings, NotProvedKind};
use super::lines::{Lines, split};
use super::{Files, bytes};
use crate::bundle::{About, DISCLOSURES, Kind, Selection, WITHHELD};
use crate::conventions::{ERASURE, digest_of, is_erased, is_evidence, is_pack};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::header::EventHeader;
use crate::names::RecordId;

/// What the fields say that the rest of the verification needs.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) count: FieldCount,
    /// Evidence and packs that shown fields name, with the events that do.
    pub(super) evidence: BTreeMap<Digest, Vec<u64>>,
    pub(super) packs: BTreeMap<Digest, Vec<u64>>,
    committed: HashMap<Digest, u64>,
    erased: HashSet<(RecordId, Digest)>,
    absent: Vec<(RecordId, u64, Digest)>,
}

impl Fields {
    /// Reads the disclosures and holds them against the lines.
    pub(super) fn read(files: &Files, about: &About, lines: &Lines, findings: &mut Findings) -> Fields {
        let mut fields = Fields::default();
        let mut bodies = bodies(files, findings);
        let shown: HashSet<Digest> = bodies.keys().copied().collect();
        for (position, header) in &lines.headers {
            fields.event(*position, header, &mut bodies, findings);
        }
        let mut orphans: Vec<&Digest> = bodies.keys().collect();
        orphans.sort_unstable();
        for digest in orphans {
            let message = format!("a disclosure that hashes to {} belongs to no event here", digest.base64url());
            findings.fault(None, FaultKind::Orphan, message);
        }
        let withheld = fields.withheld(files, &shown, findings);
        fields.count_absent(about, &withheld, findings);
        fields
    }

    fn event(
        &mut self,
        position: u64,
        header: &EventHeader,
        bodies: &mut HashMap<Digest, &[u8]>,
        findings: &mut Findings,
    ) {
        let mut paths = HashSet::new();
        for digest in &header.sd {
            if let Some(earlier) = self.committed.insert(*digest, position) {
                let message = format!("its digest {} stands in event {earlier} too", digest.base64url());
                findings.fault(Some(position), FaultKind::DigestTwice, message);
            }
            let Some(body) = bodies.remove(digest) else {
                self.absent.push((header.rec, position, *digest));
                continue;
            };
            match Disclosure::parse(body) {
                Ok(disclosure) => {
                    if !paths.insert(disclosure.path.clone()) {
                        let message = format!("two disclosures say what `{}` is", disclosure.path);
                        findings.fault(Some(position), FaultKind::PathTwice, message);
                    }
                    self.field(position, header, &disclosure, findings);
                }
                Err(error) => {
                    let message = format!("a disclosure has not the format: {error}");
                    findings.fault(Some(position), FaultKind::Disclosure, message);
                }
            }
        }
    }

    /// Takes note of what a shown field names: evidence, a pack, an erased disclosure.
    fn field(&mut self, position: u64, header: &EventHeader, disclosure: &Disclosure, findings: &mut Findings) {
        self.count.shown += 1;
        let path = disclosure.path.as_str();
        let erases = header.typ == ERASURE && is_erased(path);
        if !erases && !is_evidence(path) && !is_pack(path) {
            return;
        }
        match digest_of(&disclosure.value) {
            Some(digest) if erases => drop(self.erased.insert((header.rec, digest))),
            Some(digest) if is_pack(path) => self.packs.entry(digest).or_default().push(position),
            Some(digest) => self.evidence.entry(digest).or_default().push(position),
            None => findings.fault(Some(position), FaultKind::Disclosure, format!("`{path}` holds no digest")),
        }
    }

    /// Reads what is said to be withheld; none of it may be here, and all of it must stand in an event.
    fn withheld(&self, files: &Files, shown: &HashSet<Digest>, findings: &mut Findings) -> BTreeSet<Digest> {
        if !files.contains_key(WITHHELD) {
            return BTreeSet::new();
        }
        let selection = Selection::parse(bytes(files, WITHHELD)).unwrap_or_else(|error| {
            findings.fault(None, FaultKind::Withheld, format!("{WITHHELD} is not what it should be: {error}"));
            Selection::default()
        });
        for digest in selection.withheld.keys() {
            let wrong = match (shown.contains(digest), self.committed.contains_key(digest)) {
                (true, _) => "is shown",
                (_, false) => "stands in no event",
                _ => continue,
            };
            let message = format!("{} is said to be withheld, and {wrong}", digest.base64url());
            findings.fault(None, FaultKind::Withheld, message);
        }
        selection.withheld.into_keys().collect()
    }

    /// Says of each digest without a disclosure whether it was erased, is withheld or is missing.
    fn count_absent(&mut self, about: &About, withheld: &BTreeSet<Digest>, findings: &mut Findings) {
        let chosen = |rec: &RecordId| about.records.binary_search(rec).is_ok() || about.register == Some(*rec);
        for (rec, position, digest) in &self.absent {
            if self.erased.contains(&(*rec, *digest)) {
                self.count.erased += 1;
            } else if withheld.contains(digest) || about.kind == Kind::Register && !chosen(rec) {
                self.count.withheld += 1;
            } else {
                self.count.missing += 1;
                let message = format!("what {} stands for is gone, and nothing says why", digest.base64url());
                findings.fault(Some(*position), FaultKind::Missing, message);
            }
        }
        if self.count.withheld > 0 {
            let count = self.count.withheld;
            let message =
                format!("{count} field(s) are withheld: what they say is not shown, only that they are there");
            findings.not_proved(NotProvedKind::Withheld, message);
        }
    }
}

/// Returns the disclosures by their digests.
fn bodies<'f>(files: &'f Files, findings: &mut Findings) -> HashMap<Digest, &'f [u8]> {
    let mut bodies = HashMap::new();
    for body in split(bytes(files, DISCLOSURES), DISCLOSURES, findings) {
        if bodies.insert(Disclosure::digest(body), body).is_some() {
            findings.fault(None, FaultKind::Disclosure, "a disclosure is in the bundle twice");
        }
    }
    bodies
}
