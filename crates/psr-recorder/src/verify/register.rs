//! Verification of a register: every row of its store, once, in order.

use std::collections::BTreeMap;

use super::chain::Chains;
use super::checkpoints::{self, Claim};
use super::fields::Fields;
use super::open::say_what_is_not_proved;
use super::report::{FaultKind, Findings, NotProvedKind, Report};
use super::source::{RawDisclosure, RawEvent, RawRow, Source, text};
use super::tree::Tree;
use super::{Options, files, kept, unreadable};
use crate::digest::Digest;
use crate::key::VerifierKey;
use crate::names::RecordId;

/// One verification under way.
pub(super) struct Verification<'o> {
    source: &'o mut dyn Source,
    options: &'o Options,
    findings: Findings,
    chains: Chains,
    fields: Fields,
    /// The records of the events, to tell which findings concern which record.
    records: BTreeMap<u64, RecordId>,
}

impl<'o> Verification<'o> {
    pub(super) fn new(source: &'o mut dyn Source, options: &'o Options) -> Self {
        let (findings, chains, fields) = (Findings::default(), Chains::default(), Fields::default());
        Verification { source, options, findings, chains, fields, records: BTreeMap::new() }
    }

    /// Reads everything and reports.
    pub(super) fn run(mut self, prior: Option<Claim>, progress: &mut dyn FnMut(u64, u64)) -> Report {
        let last_seen = checkpoints::last_seen(self.source, &mut self.findings);
        if let Err(error) = self.source.begin() {
            return unreadable(error.to_string());
        }
        if !self.source.check(&mut |found| self.findings.store(found)) {
            return self.report(&Tree::new([].into()));
        }
        let mut claims = checkpoints::kept(self.source, &mut self.findings);
        claims.extend(last_seen);
        claims.extend(prior);
        let tree = self.read_events(Tree::new(checkpoints::sizes(&claims)), progress);
        self.check_orphans();
        kept::check_heads(self.source, &self.chains, &mut self.findings);
        kept::check_tree(self.source, &tree, &mut self.findings);
        self.check_claims(&claims, &tree);
        files::check_evidence(self.source, &self.fields.evidence, &mut self.findings);
        files::check_packs(self.source, &self.fields.packs, &mut self.findings);
        self.source.finish(&mut |found| self.findings.store(found));
        self.report(&tree)
    }

    /// Reads every event in the register's order, with its disclosures.
    fn read_events(&mut self, mut tree: Tree, progress: &mut dyn FnMut(u64, u64)) -> Tree {
        let total = self.findings.read(self.source.count());
        let Self { source, findings, chains, fields, records, .. } = self;
        let mut take = |whole: Option<Whole>| {
            let Some((raw, mut stored)) = whole else { return };
            stored.sort_by(|left, right| left.digest.cmp(&right.digest));
            let leaf = tree.add(&raw.line);
            let (rec, header) = chains.event(&raw, leaf, findings);
            records.extend(raw.position().zip(rec));
            if let Some(header) = header {
                fields.event(raw.position(), &header, &stored, findings);
            }
            progress(tree.size(), total);
        };
        let mut whole: Option<Whole> = None;
        let read = source.events(&mut |row| match row {
            RawRow::Event(event) => take(whole.replace((owned(event), Vec::new()))),
            RawRow::Disclosure(disclosure) => {
                if let Some((_, stored)) = &mut whole {
                    let RawDisclosure { digest, body } = disclosure;
                    stored.push(RawDisclosure { digest: digest.into_owned().into(), body: body.into_owned().into() });
                }
            }
        });
        take(whole);
        findings.read(read);
        tree
    }

    fn check_orphans(&mut self) {
        let Self { source, findings, .. } = self;
        let read = source.orphans(&mut |idx| {
            let position = idx.and_then(|idx| u64::try_from(idx).ok());
            findings.fault(position, FaultKind::Orphan, "a disclosure is stored for an event that is not here");
        });
        findings.read(read);
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
        self.findings.read(self.source.about(name)).map(|value| text(&value))
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
        let mut anchors = 0;
        let read = self.source.anchors(&mut |_| anchors += 1);
        self.findings.read(read);
        if anchors > 0 {
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

/// An event with its disclosures.
type Whole = (RawEvent<'static>, Vec<RawDisclosure<'static>>);

fn owned(event: RawEvent<'_>) -> RawEvent<'static> {
    let RawEvent { idx, rec, seq, op, leaf, line } = event;
    RawEvent {
        idx,
        rec: rec.into_owned().into(),
        seq,
        op: op.into_owned().into(),
        leaf: leaf.into_owned().into(),
        line: line.into_owned().into(),
    }
}
