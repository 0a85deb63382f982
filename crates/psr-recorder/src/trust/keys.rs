//! The succession of a register's keys: which one is in charge at a size, and what speaks for it.

use super::statement::Statement;
use crate::checkpoint::Checkpoint;
use crate::key::VerifierKey;
use crate::note::SignedNote;

/// The keys of one register, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    links: Vec<Link>,
    broken: Vec<String>,
    revoked: Vec<Revoked>,
}

/// One key, and from when it is in charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The key.
    pub key: VerifierKey,
    /// The key is in charge of checkpoints larger than this; the first key of all of them.
    pub after: Option<u64>,
    /// Whether the key that was in charge before signed the statement that names this one.
    pub vouched: bool,
}

/// A key whose word ends at some size.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Revoked {
    key: VerifierKey,
    trusted_up_to: u64,
    /// Whether the verifier's own policy says so, rather than a statement of the register.
    by_policy: bool,
}

/// What a checkpoint that was kept long ago is worth now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// Why its signature proves nothing any more, where the key was revoked.
    pub doubt: Option<String>,
}

impl Keys {
    /// Returns a succession of one key.
    pub fn only(first: VerifierKey) -> Keys {
        let link = Link { key: first, after: None, vouched: true };
        Keys { links: vec![link], broken: Vec::new(), revoked: Vec::new() }
    }

    /// Follows the statements from the first key. A statement that does not hold is left out, and is one of the [`faults`](Keys::faults).
    pub fn from_statements<N: AsRef<str>>(first: VerifierKey, notes: &[N]) -> Keys {
        let mut keys = Keys::only(first);
        for (index, note) in notes.iter().enumerate() {
            if let Err(reason) = keys.follow(note.as_ref()) {
                keys.broken.push(format!("key statement {} {reason}", index + 1));
            }
        }
        keys
    }

    /// Takes one more statement into the succession, or says why it does not hold.
    pub fn follow(&mut self, note: &str) -> Result<(), String> {
        let (statement, note) = Statement::open(note).map_err(|error| format!("cannot be read: {error}"))?;
        let newest = self.newest().clone();
        self.check_place(&statement, &newest)?;
        if !note.is_signed_by(statement.successor()) {
            return Err(format!("is not signed by the key it names as the new one, {}", statement.successor()));
        }
        if let Some(missigned) = self.links.iter().find(|link| note.is_missigned(&link.key)) {
            return Err(format!("carries a signature that is not the one of {}", missigned.key));
        }
        if let Statement::Revocation(revocation) = &statement {
            self.revoke(revocation.revoked.clone(), revocation.trusted_up_to, false);
        }
        if *statement.successor() != newest {
            let vouched = note.is_signed_by(&newest);
            self.links.push(Link { key: statement.successor().clone(), after: Some(statement.size()), vouched });
        }
        Ok(())
    }

    /// Checks that a statement fits where the succession stands.
    fn check_place(&self, statement: &Statement, newest: &VerifierKey) -> Result<(), String> {
        let size = statement.size();
        if let Some(after) = self.links.last().and_then(|link| link.after).filter(|after| size <= *after) {
            return Err(format!("is for size {size}, and the one before it is for {after}"));
        }
        let replaces_newest = statement.replaced() == newest;
        let known = self.place_of(statement.replaced()).is_some();
        match statement {
            Statement::Revocation(_) if statement.successor() == newest && known => Ok(()),
            _ if !replaces_newest => {
                Err(format!("replaces {}, and the key in charge then is {newest}", statement.replaced()))
            }
            // A key that comes back would make two stretches of the register hard to tell apart.
            _ if self.links.iter().any(|link| link.key.public_key() == statement.successor().public_key()) => {
                Err(format!("names {}, which was a key of this register before", statement.successor()))
            }
            _ => Ok(()),
        }
    }

    /// Takes the verifier's own word that a key is trusted up to a size only.
    pub fn distrust(&mut self, key: &VerifierKey, trusted_up_to: u64) {
        self.revoke(key.clone(), trusted_up_to, true);
    }

    fn revoke(&mut self, key: VerifierKey, trusted_up_to: u64, by_policy: bool) {
        self.revoked.push(Revoked { key, trusted_up_to, by_policy });
    }

    /// Returns the first key.
    pub fn first(&self) -> &VerifierKey {
        &self.links[0].key
    }

    /// Returns the key that signs the next head.
    pub fn newest(&self) -> &VerifierKey {
        self.links.last().map_or(self.first(), |link| &link.key)
    }

    /// Returns every key, oldest first.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Returns the key in charge of a checkpoint of this size.
    pub fn in_charge(&self, size: u64) -> &VerifierKey {
        let link = self.links.iter().rfind(|link| link.after.is_none_or(|after| after < size));
        link.map_or(self.first(), |link| &link.key)
    }

    /// Returns the size up to which a key's checkpoints are trusted; nothing when it was never revoked.
    pub fn trusted_up_to(&self, key: &VerifierKey) -> Option<u64> {
        self.revocations(key).map(|revoked| revoked.trusted_up_to).min()
    }

    fn revocations<'k>(&'k self, key: &'k VerifierKey) -> impl Iterator<Item = &'k Revoked> {
        self.revoked.iter().filter(move |revoked| revoked.key.public_key() == key.public_key())
    }

    /// Returns the place of a key in the succession.
    fn place_of(&self, key: &VerifierKey) -> Option<usize> {
        self.links.iter().position(|link| link.key == *key)
    }

    /// Checks that a key somebody has from elsewhere is one of this register's, and says which of them are if not.
    pub fn check_pin(&self, pinned: &VerifierKey) -> Result<(), String> {
        let known = self.links.iter().map(|link| link.key.to_string()).collect::<Vec<_>>();
        let unknown = || format!("the pinned key {pinned} is none of the register's: {}", known.join(", "));
        self.place_of(pinned).map(drop).ok_or_else(unknown)
    }

    /// Lists what is wrong with the succession in the eyes of who has this key from elsewhere, or else starts from the first key.
    ///
    /// What comes before a pinned key is vouched for by the later keys, so there a missing signature of an older key is no fault.
    pub fn faults(&self, pinned: Option<&VerifierKey>) -> Vec<String> {
        let pin = pinned.map(|key| self.check_pin(key).err()).unwrap_or_default();
        let unvouched = self.steps_after(pinned).filter(|(before, link)| !link.vouched || self.was_ended(before, link));
        let unvouched = unvouched.map(|(before, link)| {
            let why =
                if link.vouched { "is no longer trusted at that size by the policy" } else { "did not sign for it" };
            format!(
                "the key {} takes over after size {}, and the key before it, {}, {why}",
                link.key,
                size_of(link),
                before.key
            )
        });
        pin.into_iter().chain(self.broken.iter().cloned()).chain(unvouched).collect()
    }

    /// Lists what cannot be shown about the succession to who has this key from elsewhere, or else starts from the first key.
    pub fn unproved(&self, pinned: Option<&VerifierKey>) -> Vec<String> {
        let start = self.start(pinned);
        let before = self.links.iter().take(start + 1).filter(|link| !link.vouched).map(|link| {
            format!("what was recorded up to size {} is vouched for by the later key {} alone", size_of(link), link.key)
        });
        let revoked = self.steps_after(pinned).filter(|(before, link)| {
            link.vouched && self.trusted_up_to(&before.key).is_some_and(|end| end < size_of(link))
        });
        let revoked = revoked.map(|(before, link)| {
            format!("the key {} is vouched for only by {}, which was revoked: pin the newer key", link.key, before.key)
        });
        before.chain(revoked).collect()
    }

    /// Returns each step of the succession after the key one starts from: the key before, and the one after.
    fn steps_after(&self, pinned: Option<&VerifierKey>) -> impl Iterator<Item = (&Link, &Link)> {
        let start = self.start(pinned);
        self.links.iter().skip(start).zip(self.links.iter().skip(start + 1))
    }

    fn start(&self, pinned: Option<&VerifierKey>) -> usize {
        pinned.and_then(|key| self.place_of(key)).unwrap_or(0)
    }

    /// Tells whether the verifier's policy ended a key's word before it vouched for the next one.
    fn was_ended(&self, before: &Link, next: &Link) -> bool {
        let mut ends = self.revocations(&before.key).filter(|revoked| revoked.by_policy);
        ends.any(|revoked| revoked.trusted_up_to < size_of(next))
    }

    /// Checks a head, or a checkpoint from outside: signed by the key in charge at its size, and that key not revoked there.
    pub fn check_head(&self, note: &SignedNote) -> Result<Checkpoint, String> {
        let kept = self.check_kept(note)?;
        kept.doubt.map_or(Ok(kept.checkpoint), Err)
    }

    /// Checks a checkpoint that was kept: as a head, but a revocation is only a doubt.
    pub fn check_kept(&self, note: &SignedNote) -> Result<Kept, String> {
        let checkpoint = Checkpoint::parse(&note.text).ok_or("is not a checkpoint")?;
        let key = self.in_charge(checkpoint.size);
        if !note.is_signed_by(key) {
            return Err(format!("is not signed with the key {key}"));
        }
        if let Some(other) = self.links.iter().find(|link| note.is_missigned(&link.key)) {
            return Err(format!("carries a signature that is not the one of {}", other.key));
        }
        if checkpoint.origin != key.name() {
            return Err(format!("is of another register: {}", checkpoint.origin));
        }
        let end = self.trusted_up_to(key).filter(|end| *end < checkpoint.size);
        let doubt = end.map(|end| format!("is signed with {key}, which is trusted up to size {end} only"));
        Ok(Kept { checkpoint, doubt })
    }
}

fn size_of(link: &Link) -> u64 {
    link.after.unwrap_or(0)
}
