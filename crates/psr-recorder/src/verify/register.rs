//! Verification of a register: every row of its store, once, in order.

use super::anchors::Anchors;
use super::chain::Chains;
use super::checkpoints::{self, Claim};
use super::event::Place;
use super::fields::Fields;
use super::mine::Mine;
use super::open::say_what_is_not_proved;
use super::own::Own;
use super::report::{FaultKind, Findings, NotProvedKind, Report};
use super::source::{Source, text};
use super::tree::Tree;
use super::{Options, files, kept, pipeline, unreadable};
use crate::digest::Digest;
use crate::error::{Result, io};
use crate::key::VerifierKey;
use crate::trust::{Keys, Policy};

/// One verification under way.
pub(super) struct Verification<'o> {
    source: &'o mut dyn Source,
    options: &'o Options,
    findings: Findings,
    chains: Chains,
    fields: Fields,
    mine: Mine,
    own: Own,
    anchors: Anchors,
}

impl<'o> Verification<'o> {
    pub(super) fn new(source: &'o mut dyn Source, options: &'o Options) -> Self {
        let (findings, chains, fields) = (Findings::default(), Chains::default(), Fields::default());
        let mine = Mine::new(options.record);
        let (own, anchors) = (Own::default(), Anchors::default());
        Verification { source, options, findings, chains, fields, mine, own, anchors }
    }

    /// Reads everything and reports.
    pub(super) fn run(mut self, prior: Option<Claim>, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
        let last_seen = match self.options.chain_only {
            true => None,
            false => checkpoints::last_seen(self.source, &mut self.findings),
        };
        if let Err(error) = self.source.begin() {
            return Ok(unreadable(error.to_string()));
        }
        if !self.source.check(&mut |found| self.findings.store(found)) {
            return Ok(self.report(&Tree::new([].into())));
        }
        let claims = self.claims(last_seen, prior);
        if !self.options.chain_only {
            self.own = Own::of(self.source, &mut self.findings);
            self.anchors = Anchors::check(self.source, &claims, &self.options.trusted(), &mut self.findings);
        }
        let mut tree = Tree::new(checkpoints::sizes(&claims));
        self.read_events(&mut tree, progress)?;
        self.check_orphans();
        kept::check_heads(self.source, &self.chains, &mut self.findings);
        kept::check_tree(self.source, &tree, &mut self.findings);
        if !self.options.chain_only {
            self.check_claims(&claims, &tree);
        }
        files::check_evidence(self.source, &self.fields.evidence, &mut self.findings);
        files::check_packs(self.source, &self.fields.packs, &mut self.findings);
        self.source.finish(&mut |found| self.findings.store(found));
        Ok(self.report(&tree))
    }

    /// Reads every event with its disclosures, and follows what each says in the register's order.
    fn read_events(&mut self, tree: &mut Tree, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let threads = self.options.threads();
        let total = self.findings.read(self.source.count());
        let Self { source, findings, chains, fields, mine, own, anchors, .. } = self;
        let read = pipeline::run(*source, threads, &mut |batch| {
            let mut digests = batch.digests.as_slice();
            for event in &batch.events {
                tree.push(event.leaf);
                let (digests_of_event, rest) = digests.split_at(event.digests);
                digests = rest;
                let Some(rec) = chains.event(event, findings) else { continue };
                fields.event(rec, event, digests_of_event, findings);
                mine.event(event.position, rec);
                if let Place::Line(link) = &event.place {
                    anchors.event(event.position, link.at, findings);
                }
                let said = event.more.iter().flat_map(|more| own.event(rec, event.position, &more.said));
                said.for_each(|digest| anchors.record(digest));
            }
            progress(tree.size(), total);
        });
        findings.read(read);
        let twice = chains.finish(threads, findings).and_then(|()| fields.check_repeated(threads, findings));
        twice.map_err(io("read back a temporary file", &std::env::temp_dir()))
    }

    /// Returns every checkpoint that is to be checked, from the store and from outside it.
    fn claims(&mut self, last_seen: Option<Claim>, prior: Option<Claim>) -> Vec<Claim> {
        if self.options.chain_only {
            return Vec::new();
        }
        let mut claims = checkpoints::kept(self.source, &mut self.findings);
        claims.extend(last_seen);
        claims.extend(prior);
        claims
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
        let Some(keys) = self.keys() else { return };
        checkpoints::check(claims, &keys, tree, &mut self.findings);
        if let Some(policy) = &self.options.policy {
            self.check_quorum(policy, claims, &keys, tree);
        }
    }

    /// Looks for the newest checkpoint that the policy's witnesses saw: a register goes on while they are asked, so the head itself may
    /// be newer, and what it has beyond that is said.
    fn check_quorum(&mut self, policy: &Policy, claims: &[Claim], keys: &Keys, tree: &Tree) {
        let sound = claims.iter().filter(|claim| claim.agrees(keys, tree)).filter_map(Claim::own);
        let seen = sound.filter(|(note, size)| policy.check(&self.anchors.cosigned(note.clone(), *size)).is_ok());
        match seen.map(|(_, size)| size).max() {
            Some(size) if size >= tree.size() => {}
            Some(size) => {
                let later = tree.size() - size;
                let message =
                    format!("the policy's witnesses saw the register at size {size}; {later} event(s) are later");
                self.findings.not_proved(NotProvedKind::OutsideCheckpoint, message);
            }
            None => {
                let head = claims.iter().filter_map(Claim::own).next_back();
                let head = head.map(|(note, size)| policy.check(&self.anchors.cosigned(note, size)));
                let reason = head
                    .and_then(|checked| checked.err())
                    .unwrap_or_else(|| "is not what the witnesses saw".to_owned());
                self.findings.fault(None, FaultKind::Quorum, format!("the signed head {reason}"));
            }
        }
    }

    /// Returns the keys to check signatures with: the one the register names first, and those that its own record adds.
    fn keys(&mut self) -> Option<Keys> {
        let (named, origin) = (self.about("key"), self.about("origin"));
        let Some(first) = named.and_then(|named| named.parse::<VerifierKey>().ok()) else {
            self.findings.fault(None, FaultKind::Key, "the register names no key that can be read");
            return None;
        };
        if origin.as_deref() != Some(first.name()) {
            let message = format!("the register names itself otherwise than its key does, {}", first.name());
            self.findings.fault(None, FaultKind::Key, message);
        }
        let mut keys = self.own.keys(first, &mut self.findings);
        let mut pinned = self.options.pinned_key.clone();
        if let Some(policy) = &self.options.policy {
            policy.distrust(&mut keys);
            match policy.pin(&keys) {
                Ok(pin) => pinned = pinned.or(pin),
                Err(reason) => self.findings.fault(None, FaultKind::Key, reason),
            }
        }
        for fault in keys.faults(pinned.as_ref()) {
            self.findings.fault(None, FaultKind::Key, fault);
        }
        for unproved in keys.unproved(pinned.as_ref()) {
            self.findings.not_proved(NotProvedKind::PinnedKey, unproved);
        }
        Some(keys)
    }

    fn about(&mut self, name: &str) -> Option<String> {
        self.findings.read(self.source.about(name)).map(|value| text(&value))
    }

    fn report(mut self, tree: &Tree) -> Report {
        let only = self.options.record;
        let fields = self.fields.finish(self.options.redacted, only, &mut self.findings);
        say_what_is_not_proved(self.options, &mut self.findings);
        self.mine.keep_only(&mut self.findings);
        let newest = only.map(|rec| self.chains.newest.get(&rec));
        let head = newest.map_or(tree.root(), |newest| newest.map_or(Digest::ZERO, |newest| newest.leaf));
        let Findings { mut faults, warnings, not_proved } = self.findings;
        // By position, those of the whole register last; a sort keeps the order of the checks within one position.
        faults.sort_by_key(|fault| fault.position.unwrap_or(u64::MAX));
        Report { entries: self.mine.count().unwrap_or(tree.size()), head, fields, faults, not_proved, warnings }
    }
}
