//! Disclosures: what they name, which digests stand twice, and which are there, erased or missing.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::number;
use super::event::Checked;
use super::ids::Ids;
use super::named::Named;
use super::report::{FaultKind, FieldCount, Findings, NotProvedKind};
use crate::digest::Digest;
use crate::names::RecordId;

/// Follows the disclosures as events come by.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Every digest seen in a header, and the event it stands in.
    committed: Ids<40>,
    /// Digests without a disclosure: where they stand.
    absent: Vec<(RecordId, Option<u64>, Digest)>,
    erased: BTreeSet<(RecordId, Digest)>,
    shown: BTreeMap<RecordId, u64>,
    /// Evidence and packs that events name, with the events that do.
    pub(super) evidence: BTreeMap<Digest, Vec<Option<u64>>>,
    pub(super) packs: BTreeMap<Digest, Vec<Option<u64>>>,
}

impl Fields {
    /// Takes over what was found of one event's disclosures, and the digests its line holds.
    pub(super) fn event(&mut self, rec: RecordId, event: &Checked, digests: &[Digest], findings: &mut Findings) {
        let position = event.position;
        digests.iter().for_each(|digest| self.committed.add(digest.as_bytes(), position));
        if event.shown > 0 {
            *self.shown.entry(rec).or_default() += event.shown;
        }
        let Some(more) = &event.more else { return };
        for (kind, message) in &more.fields {
            findings.fault(position, *kind, message.clone());
        }
        for (kind, digest) in &more.named {
            match kind {
                Named::Erased => drop(self.erased.insert((rec, *digest))),
                Named::Evidence => self.evidence.entry(*digest).or_default().push(position),
                Named::Pack => self.packs.entry(*digest).or_default().push(position),
                // These are handed on by themselves, not by digest.
                Named::Key | Named::Anchor => {}
            }
        }
        self.absent.extend(more.absent.iter().map(|digest| (rec, position, *digest)));
    }

    /// Says which digests stand twice, once every event came by.
    pub(super) fn check_repeated(&mut self, threads: usize, findings: &mut Findings) -> std::io::Result<()> {
        for twice in std::mem::take(&mut self.committed).repeated(threads)? {
            let digest = Digest::from_slice(&twice.id).unwrap_or(Digest::ZERO).base64url();
            let message = format!("its digest {digest} stands in event {} too", number(twice.earlier));
            findings.fault(twice.later, FaultKind::DigestTwice, message);
        }
        Ok(())
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
            if redacted {
                count.withheld += 1;
                continue;
            }
            count.missing += 1;
            let message = format!("what {} stands for is gone, and no event says it was erased", digest.base64url());
            findings.fault(*position, FaultKind::Missing, message);
        }
        if count.withheld > 0 {
            let message = format!(
                "{} field(s) are withheld: what they say is not shown, only that they are there",
                count.withheld
            );
            findings.not_proved(NotProvedKind::Withheld, message);
        }
        count
    }
}
