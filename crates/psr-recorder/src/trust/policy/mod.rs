//! A verifier's policy (C2SP tlog-policy): which logs it believes, and how many witnesses must have seen what they show.
//!
//! ```text
//! # The register of Example ICB, seen by two of three neighbours.
//! log register.example.org+1a2b3c4d+AQ…
//! witness north north.example.org+…
//! witness south south.example.org+…
//! witness audit audit.example.org+…
//! group neighbours 2 north south audit
//! quorum neighbours
//! # Ours: the first key is trusted for the first 1200 events only.
//! revoked register.example.org+5e6f7a8b+AQ… 1200
//! ```

mod parse;

use std::collections::{BTreeMap, BTreeSet};

use super::cosignature::Cosigned;
use super::keys::Keys;
use crate::key::VerifierKey;
use crate::note::SignedNote;

pub use parse::PolicyProblem;

/// What a verifier asks for before it believes a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The logs; signed by the key of any of them, a checkpoint is believed.
    pub logs: Vec<Log>,
    /// The witnesses.
    pub witnesses: Vec<Witness>,
    /// Groups of witnesses and of groups; each names only what stands before it.
    pub groups: Vec<Group>,
    /// The witness or group that must have seen a checkpoint; nothing for none.
    pub quorum: Option<Vec<u8>>,
    /// Keys, and the size up to which each is trusted.
    pub revoked: Vec<(VerifierKey, u64)>,
}

/// A log: a register, by the key that signs its checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The key.
    pub key: VerifierKey,
    /// Where the log is reached.
    pub url: Option<String>,
}

/// A witness, by the key that signs its cosignatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its name inside the policy: opaque bytes.
    pub name: Vec<u8>,
    /// The key.
    pub key: VerifierKey,
    /// Where the witness is reached.
    pub url: Option<String>,
}

/// A group, which has seen a checkpoint when enough of its members have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name inside the policy: opaque bytes.
    pub name: Vec<u8>,
    /// How many members are enough.
    pub threshold: Threshold,
    /// The names of its members.
    pub members: Vec<Vec<u8>>,
}

/// How many members of a group are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// Every one.
    All,
    /// One.
    Any,
    /// So many.
    AtLeast(usize),
}

impl Group {
    fn is_met(&self, seen: &BTreeSet<&[u8]>) -> bool {
        let present = self.members.iter().filter(|member| seen.contains(member.as_slice())).count();
        present >= self.needed()
    }

    /// Returns how many members are enough, as a number.
    pub fn needed(&self) -> usize {
        match self.threshold {
            Threshold::All => self.members.len(),
            Threshold::Any => 1,
            Threshold::AtLeast(count) => count,
        }
    }
}

impl Policy {
    /// Reads a policy, or lists everything that is wrong with it.
    pub fn parse(file: &[u8]) -> Result<Policy, Vec<PolicyProblem>> {
        parse::policy(file)
    }

    /// Returns the key that the policy pins: the newest of the register's keys that it lists; or says that it lists none of them.
    /// Nothing when the policy lists no logs, and so leaves the key to be known otherwise.
    pub fn pin(&self, keys: &Keys) -> Result<Option<VerifierKey>, String> {
        if self.logs.is_empty() {
            return Ok(None);
        }
        let listed = |key: &VerifierKey| self.logs.iter().any(|log| log.key == *key);
        let newest = keys.links().iter().rev().map(|link| &link.key).find(|key| listed(key));
        let unlisted = || format!("the policy lists none of the register's keys; its newest is {}", keys.newest());
        newest.cloned().map(Some).ok_or_else(unlisted)
    }

    /// Applies the policy's own word on keys that are not to be trusted any more.
    pub fn distrust(&self, keys: &mut Keys) {
        self.revoked.iter().for_each(|(key, trusted_up_to)| keys.distrust(key, *trusted_up_to));
    }

    /// Checks that enough witnesses cosigned a checkpoint, and returns those that did.
    pub fn check(&self, note: &SignedNote) -> Result<Vec<Cosigned>, String> {
        let cosigned: BTreeMap<&[u8], Cosigned> = self
            .witnesses
            .iter()
            .filter_map(|witness| Some((witness.name.as_slice(), note.cosigned_by(&witness.key)?)))
            .collect();
        let Some(quorum) = &self.quorum else { return Ok(cosigned.into_values().collect()) };
        // Each group stands after its members, so one pass in order settles all of them.
        let mut seen: BTreeSet<&[u8]> = cosigned.keys().copied().collect();
        for group in &self.groups {
            if group.is_met(&seen) {
                seen.insert(&group.name);
            }
        }
        if seen.contains(quorum.as_slice()) {
            return Ok(cosigned.into_values().collect());
        }
        Err(self.lacking(quorum, cosigned.keys().copied()))
    }

    fn lacking<'n>(&self, quorum: &[u8], seen: impl Iterator<Item = &'n [u8]>) -> String {
        let text = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
        let seen: Vec<String> = seen.map(text).collect();
        let of = self.groups.iter().find(|group| group.name == quorum);
        let members = |group: &Group| group.members.iter().map(|member| text(member)).collect::<Vec<_>>().join(", ");
        let wanted = of.map_or(format!("the witness `{}`", text(quorum)), |group| {
            format!("`{}`, that is {} of: {}", text(quorum), group.needed(), members(group))
        });
        let found = if seen.is_empty() {
            "no witness of the policy did".to_owned()
        } else {
            format!("only {} did", seen.join(", "))
        };
        format!("is to be cosigned by {wanted}; {found}")
    }
}
