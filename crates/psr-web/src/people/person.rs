//! A person and the roles they have.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Act;

/// What somebody is to a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Takes decisions through their questions.
    Commissioner,
    /// Approves them.
    Approver,
    /// Reads, also what is privileged, and comments.
    LegalAdviser,
    /// Reads and verifies; changes nothing.
    Auditor,
    /// Says who may see which case, and imports.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::Commissioner, Self::Approver, Self::LegalAdviser, Self::Auditor, Self::Administrator];

    /// Returns the role as settings and addresses write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Commissioner => "commissioner",
            Self::Approver => "approver",
            Self::LegalAdviser => "legal-adviser",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// Reads a role as settings write it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == text)
    }
}

/// Somebody who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name that is recorded with what they do.
    pub name: String,
    /// Who they are to whoever vouches for them; never changes.
    pub subject: String,
    /// What they are to the register.
    pub roles: BTreeSet<Role>,
}

impl Person {
    /// Tells whether they may do something; a case may be kept from them all the same.
    pub fn may(&self, act: Act) -> bool {
        self.roles.iter().any(|role| act.is_for(*role))
    }
}
