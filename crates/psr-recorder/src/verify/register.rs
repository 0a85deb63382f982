//! Verification of a register: every row of its store, once, in order.

use super::chain::Chains;
use super::checkpoints::{self, Claim};
use super::fields::Fields;
use super::mine::Mine;
use super::open::say_what_is_not_proved;
use super::report::{FaultKind, Findings, NotProvedKind, Report};
use super::source::{Source, text};
use super::tree::Tree;
use super::{Options, files, kept, pipeline, unreadable};
use crate::digest::Digest;
use crate::error::{Result, io};
use crate::key::VerifierKey;

/// One verification under way.
pub(super) struct Verification<'o> {
    source: &'o mut dyn Source,
    options: &'o Options,
    findings: Findings,
    chains: Chains,
    fields: Fields,
    mine: Mine,
}

impl<'o> Verification<'o> {
    pub(super) fn new(source: &'o mut dyn Source, options: &'o Options) -> Self {
        let (findings, chains, fields) = (Findings::default(), Chains::default(), Fields::default());
        let mine = Mine::new(options.record);
        Verification { source, options, findings, chains, fields, mine }
    }

    /// Reads everything and reports.
    pub(super) fn run(mut self, prior: Option<Claim>, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
        let last_seen = checkpoints::last_seen(self.source, &mut self.findings);
        if let Err(error) = self.source.begin() {
            return Ok(unreadable(error.to_string()));
        }
        if !self.source.check(&mut |found| self.findings.store(found)) {
            return Ok(self.report(&Tree::new([].into())));
        }
        let mut claims = checkpoints::kept(self.source, &mut self.findings);
        claims.extend(last_seen);
        claims.extend(prior);
        let mut tree = Tree::new(checkpoints::sizes(&claims));
        self.read_events(&mut tree, progress)?;
        self.check_orphans();
        kept::check_heads(self.source, &self.chains, &mut self.findings);
        kept::check_tree(self.source, &tree, &mut self.findings);
        self.check_claims(&claims, &tree);
        files::check_evidence(self.source, &self.fields.evidence, &mut self.findings);
        files::check_packs(self.source, &self.fields.packs, &mut self.findings);
        self.source.finish(&mut |found| self.findings.store(found));
        Ok(self.report(&tree))
    }

    /// Reads every event with its disclosures, and follows what each says in the register's order.
    fn read_events(&mut self, tree: &mut Tree, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let threads = self.options.threads();
        let total = self.findings.read(self.source.count());
        let Self { source, findings, chains, fields, mine, .. } = self;
        let read = pipeline::run(*source, threads, &mut |batch| {
            let mut digests = batch.digests.as_slice();
            for event in &batch.events {
                tree.push(event.leaf);
                let (own, rest) = digests.split_at(event.digests);
                digests = rest;
                let Some(rec) = chains.event(event, findings) else { continue };
                fields.event(rec, event, own, findings);
                mine.event(event.position, rec);
            }
            progress(tree.size(), total);
        });
        findings.read(read);
        let twice = chains.finish(threads, findings).and_then(|()| fields.check_repeated(threads, findings));
        twice.map_err(io("read back a temporary file", &std::env::temp_dir()))
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
        self.mine.keep_only(&mut self.findings);
        let newest = only.map(|rec| self.chains.newest.get(&rec));
        let head = newest.map_or(tree.root(), |newest| newest.map_or(Digest::ZERO, |newest| newest.leaf));
        let Findings { mut faults, warnings, not_proved } = self.findings;
        // By position, those of the whole register last; a sort keeps the order of the checks within one position.
        faults.sort_by_key(|fault| fault.position.unwrap_or(u64::MAX));
        Report { entries: self.mine.count().unwrap_or(tree.size()), head, fields, faults, not_proved, warnings }
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
}
