//! The succession of the register's keys, as its own record tells it, and the acts that add to it.
//!
//! The key under which the register was created is never rewritten. A change is an event like any other; the first head after it
//! is signed by both keys, and every later one by the new key alone.

use std::cell::RefCell;

use chrono::{DateTime, Utc};

use super::batch::Batch;
use super::own::OwnEvent;
use super::{Receipt, Register};
use crate::canonical::Value;
use crate::checkpoint::Checkpoint;
use crate::conventions::{KEY, KEY_NOTE};
use crate::digest::Digest;
use crate::error::{Error, Result, malformed};
use crate::key::{SigningKey, VerifierKey};
use crate::names::{OperationId, Randomness, check_origin};
use crate::note::{self, SignedNote};
use crate::store::Place;
use crate::trust::{Kept, KeyChange, KeyRevocation, Keys, Statement};

/// The keys as last read, and how many events of the own record they were read from.
#[derive(Debug)]
pub(super) struct KnownKeys(RefCell<(Keys, Option<u64>)>);

/// What a change of the key is to be.
#[derive(Debug)]
pub struct NewKey<'k> {
    /// The key that is to sign from now on.
    pub key: &'k SigningKey,
    /// The name it signs under: the register's, or another, which the register then has.
    pub origin: &'k str,
    /// Who changes it, as they are to stand on record.
    pub by: &'k str,
    /// When, by the caller's clock.
    pub at: DateTime<Utc>,
}

impl KnownKeys {
    pub(super) fn only(first: VerifierKey) -> KnownKeys {
        KnownKeys(RefCell::new((Keys::only(first), None)))
    }
}

impl Register {
    /// Returns the keys of the register, oldest first, as its own record tells of them.
    pub fn keys(&self) -> Keys {
        self.keys.0.borrow().0.clone()
    }

    /// Reads the succession again, if the register's own record has grown since.
    pub(super) fn refresh_keys(&self) -> Result<()> {
        self.refresh_keys_from(self.head(self.own_record()?)?)
    }

    /// Reads the succession again, if the register's own record, whose head this is, has grown since.
    pub(super) fn refresh_keys_from(&self, head: Option<(u64, Digest)>) -> Result<()> {
        let newest = head.map(|(seq, _)| seq);
        if newest == self.keys.0.borrow().1 {
            return Ok(());
        }
        let entries = self.events_from(self.own_record()?, 0)?;
        let statements = entries.iter().filter(|entry| entry.header.typ == KEY);
        let notes: Vec<&str> = statements.filter_map(|entry| entry.field(KEY_NOTE)?.as_text()).collect();
        *self.keys.0.borrow_mut() = (Keys::from_statements(self.verifier.clone(), &notes), newest);
        Ok(())
    }

    /// Checks a head or a checkpoint of this register against the keys in charge.
    pub(super) fn check_signed(&self, note: &str) -> Option<Checkpoint> {
        let note = note::open(note)?;
        let checked = |note: &SignedNote| self.keys.0.borrow().0.check_kept(note).ok();
        // Another writer may have changed the key since the succession was read.
        let kept = checked(&note).or_else(|| self.refresh_keys().ok().and_then(|()| checked(&note)));
        kept.map(|Kept { checkpoint, .. }| checkpoint)
    }

    /// Fails when this handle's key is not the one in charge.
    pub(super) fn check_in_charge(&self, key: &SigningKey) -> Result<()> {
        let newest = self.keys.0.borrow().0.newest().clone();
        if key.verifier(newest.name()) == newest {
            return Ok(());
        }
        Err(Error::WrongKey { path: self.store.name().to_owned(), expected: newest.to_string() })
    }

    /// Opens a register whose key is lost or no longer trusted, to record which key takes its place. Nothing else can be recorded
    /// through this handle until [`Register::revoke_key`] was.
    pub fn open_to_replace_key(place: impl Into<Place>, new: &SigningKey) -> Result<Register> {
        Register::open_unkeyed(place.into(), new)
    }

    /// Changes the key: records the statement, signed by both keys, and signs the head by both.
    pub fn change_key(&mut self, new: &NewKey<'_>, randomness: &mut Randomness<'_>) -> Result<Receipt> {
        self.state(new, randomness, |size, old, new| Statement::Change(KeyChange { size, old, new }))
    }

    /// Revokes a key: what it signed is trusted up to a size only. Where it is the key in charge, the new one takes its place; an
    /// earlier key is revoked by the key in charge, which is then the new one too.
    pub fn revoke_key(
        &mut self,
        revoked: &VerifierKey,
        trusted_up_to: u64,
        new: &NewKey<'_>,
        randomness: &mut Randomness<'_>,
    ) -> Result<Receipt> {
        self.state(new, randomness, |size, _, new| {
            Statement::Revocation(KeyRevocation { size, revoked: revoked.clone(), trusted_up_to, new })
        })
    }

    /// Records a statement in one transaction with the head that it is first true of.
    fn state(
        &mut self,
        new: &NewKey<'_>,
        randomness: &mut Randomness<'_>,
        statement: impl Fn(u64, VerifierKey, VerifierKey) -> Statement,
    ) -> Result<Receipt> {
        check_origin(new.origin).map_err(malformed("the register's name"))?;
        let op = OperationId::draw(randomness);
        let receipt = self.in_batch(|batch| {
            if let Some(receipt) = batch.recorded(op)? {
                return Ok(receipt);
            }
            batch.open_own(new.at, randomness)?;
            let keys = batch.register.keys();
            let (old, named) = (keys.newest().clone(), new.key.verifier(new.origin));
            let statement = statement(batch.size(), old.clone(), named);
            batch.state(&statement, new, &old, op, randomness)
        })?;
        self.key = Some(new.key.clone());
        self.refresh_keys()?;
        self.origin = self.keys().newest().name().to_owned();
        Ok(receipt)
    }
}

impl Batch<'_> {
    fn state(
        &mut self,
        statement: &Statement,
        new: &NewKey<'_>,
        old: &VerifierKey,
        op: OperationId,
        randomness: &mut Randomness<'_>,
    ) -> Result<Receipt> {
        let key = self.register.writing_key()?.clone();
        if matches!(statement, Statement::Change(_)) {
            self.register.check_in_charge(&key)?;
        }
        // A lost key cannot sign; a verifier who starts from it is then told that nothing vouches for the new one.
        let at_hand = (key.verifier(old.name()) == *old).then_some(key);
        let replaces_newest = statement.replaced() == old;
        let signed = statement.sign(new.key, at_hand.as_ref().filter(|_| replaces_newest));
        let mut keys = self.register.keys();
        keys.follow(&signed).map_err(|reason| Error::KeyStatement { reason })?;
        let mut signers: Vec<_> = at_hand.into_iter().map(|key| (old.name().to_owned(), key)).collect();
        if *old != *keys.newest() {
            signers.push((new.origin.to_owned(), new.key.clone()));
        }
        self.signers = Some(signers);
        let said = |path: &str, text: &str| (path.to_owned(), Value::from(text));
        let fields = vec![said(KEY_NOTE, &signed), said("key/by", new.by)];
        self.append_own(OwnEvent { typ: KEY, op, at: new.at, fields, checkpoint: true }, randomness)
    }

    /// Fails when the key at hand is not the one in charge, and no statement in this transaction replaces that one.
    pub(super) fn check_key(&self) -> Result<()> {
        if self.signers.is_some() { Ok(()) } else { self.register.check_in_charge(self.register.writing_key()?) }
    }

    /// Signs the head: by the key in charge, or by those that a key statement in this transaction calls for.
    pub(super) fn sign(&self, size: u64, root: Digest) -> Result<(Checkpoint, String)> {
        let newest = self.signers.as_ref().and_then(|signers| signers.last());
        let origin = newest.map_or(self.register.origin(), |(name, _)| name).to_owned();
        let checkpoint = Checkpoint { origin, size, root };
        let note = match &self.signers {
            Some(signers) => {
                let signers: Vec<_> = signers.iter().map(|(name, key)| (name.as_str(), key)).collect();
                note::sign_by(&checkpoint.to_text(), &signers)
            }
            None => checkpoint.sign(self.register.writing_key()?),
        };
        Ok((checkpoint, note))
    }
}
