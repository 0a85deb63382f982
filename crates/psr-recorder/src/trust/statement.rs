//! Key statements: signed notes by which a register's key is succeeded by another.
//!
//! ```text
//! psr key change v1            psr key revocation v1
//! <origin>                     <origin>
//! <size>                       <size>
//! <old verifier key>           <revoked verifier key>
//! <new verifier key>           <trusted up to size>
//!                              <new verifier key>
//! ```

use crate::key::{SignatureType, SigningKey, VerifierKey};
use crate::malformed::Malformed;
use crate::note::{self, SignedNote};

const CHANGE: &str = "psr key change v1";
const REVOCATION: &str = "psr key revocation v1";

/// What a signed note says about a register's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// The key was changed, as a matter of course.
    Change(KeyChange),
    /// The key is not to be trusted any more, from some size on.
    Revocation(KeyRevocation),
}

/// From some event on, another key signs.
///
/// Where the new key has another name, the register has that name from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// How many events stood before the one that records this.
    pub size: u64,
    /// The key that signed until then.
    pub old: VerifierKey,
    /// The key that signs from then on.
    pub new: VerifierKey,
}

/// What a key signed is trusted up to some size only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRevocation {
    /// How many events stood before the one that records this.
    pub size: u64,
    /// The key that is revoked: the one in charge until then, or an earlier one.
    pub revoked: VerifierKey,
    /// The largest size at which the revoked key's checkpoints are trusted.
    pub trusted_up_to: u64,
    /// The key that signs from then on: a new one, or, where an earlier key is revoked, the one in charge.
    pub new: VerifierKey,
}

impl Statement {
    /// Writes the note's text.
    pub fn to_text(&self) -> String {
        match self {
            Self::Change(KeyChange { size, old, new }) => format!("{CHANGE}\n{}\n{size}\n{old}\n{new}\n", old.name()),
            Self::Revocation(KeyRevocation { size, revoked, trusted_up_to, new }) => {
                format!("{REVOCATION}\n{}\n{size}\n{revoked}\n{trusted_up_to}\n{new}\n", revoked.name())
            }
        }
    }

    /// Reads the note's text strictly: these lines and no others, each in its one form.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or_default().split('\n').collect();
        let (statement, origin) = match *lines.as_slice() {
            [CHANGE, origin, size, old, new] => {
                (Self::Change(KeyChange { size: number(size)?, old: key(old)?, new: key(new)? }), origin)
            }
            [REVOCATION, origin, size, revoked, trusted_up_to, new] => {
                let (size, trusted_up_to) = (number(size)?, number(trusted_up_to)?);
                (
                    Self::Revocation(KeyRevocation { size, revoked: key(revoked)?, trusted_up_to, new: key(new)? }),
                    origin,
                )
            }
            _ => {
                let expected = "`psr key change v1` with four lines after it, or `psr key revocation v1` with five";
                return Err(Malformed::Form { what: "key statement", expected });
            }
        };
        statement.check(origin)?;
        Ok(statement)
    }

    fn check(&self, origin: &str) -> Result<(), Malformed> {
        if self.replaced().name() != origin {
            return Err(Malformed::Form { what: "origin", expected: "the name of the key that is replaced" });
        }
        if self.replaced() == self.successor() {
            return Err(Malformed::Form { what: "new verifier key", expected: "another key than the one replaced" });
        }
        match self {
            Self::Revocation(revocation) if revocation.trusted_up_to > revocation.size => {
                Err(Malformed::Form { what: "trusted up to", expected: "at most the size at which this is stated" })
            }
            _ => Ok(()),
        }
    }

    /// Signs the statement by the new key, and by the key that is replaced where that is at hand.
    pub fn sign(&self, new: &SigningKey, old: Option<&SigningKey>) -> String {
        let old = old.map(|old| (self.replaced().name(), old));
        let signers: Vec<_> = old.into_iter().chain([(self.successor().name(), new)]).collect();
        note::sign_by(&self.to_text(), &signers)
    }

    /// Opens a signed statement; the signatures are the caller's to check.
    pub fn open(note: &str) -> Result<(Self, SignedNote), Malformed> {
        let form = Malformed::Form { what: "key statement", expected: "a signed note" };
        let note = note::open(note).ok_or(form)?;
        Ok((Self::parse(&note.text)?, note))
    }

    /// Returns how many events stood before the one that records the statement.
    pub fn size(&self) -> u64 {
        match self {
            Self::Change(change) => change.size,
            Self::Revocation(revocation) => revocation.size,
        }
    }

    /// Returns the key that is changed or revoked.
    pub fn replaced(&self) -> &VerifierKey {
        match self {
            Self::Change(change) => &change.old,
            Self::Revocation(revocation) => &revocation.revoked,
        }
    }

    /// Returns the key that signs from then on.
    pub fn successor(&self) -> &VerifierKey {
        match self {
            Self::Change(change) => &change.new,
            Self::Revocation(revocation) => &revocation.new,
        }
    }
}

fn number(text: &str) -> Result<u64, Malformed> {
    let number = text.parse::<u64>().ok().filter(|number| number.to_string() == text);
    // The sizes are positions in a register, and every JSON reader is to hold those exactly.
    let number = number.filter(|number| *number <= crate::limits::MAX_INTEGER.unsigned_abs());
    number.ok_or(Malformed::Form { what: "size", expected: "a decimal number without leading zeros" })
}

fn key(text: &str) -> Result<VerifierKey, Malformed> {
    let key: VerifierKey = text.parse()?;
    let signs_notes = key.kind() == SignatureType::Note;
    signs_notes.then_some(key).ok_or(Malformed::Form { what: "verifier key", expected: "a key of type 0x01 (Ed25519)" })
}
