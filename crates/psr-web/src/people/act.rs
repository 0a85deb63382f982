//! What can be done at the site, and which roles may.

use super::Role;

/// Something that can be done; every route of the site names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// What anybody may see, signed in or not.
    Look,
    /// Read cases, contracts, reports and documents.
    Read,
    /// Read what legal advice makes privileged.
    ReadPrivileged,
    /// Open cases, answer questions, put on record what happened, submit a draft.
    Decide,
    /// Comment on a case.
    Comment,
    /// Approve, refuse, take an approval back.
    Approve,
    /// Give parts of a case to somebody who asked; hand out bundles.
    Disclose,
    /// Verify, and download what an auditor takes away.
    Audit,
    /// Say who may see which case; import bundles.
    Administer,
    /// See figures of the running site; programs on the same machine may as well.
    Watch,
}

impl Act {
    /// Every act, in the order above.
    pub const ALL: [Self; 10] = [
        Self::Look,
        Self::Read,
        Self::ReadPrivileged,
        Self::Decide,
        Self::Comment,
        Self::Approve,
        Self::Disclose,
        Self::Audit,
        Self::Administer,
        Self::Watch,
    ];

    /// Tells whether a role may do this.
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Look | Self::Read => true,
            // Whoever can write what is privileged can read it.
            Self::ReadPrivileged | Self::Comment => {
                matches!(role, Role::Commissioner | Role::Approver | Role::LegalAdviser)
            }
            Self::Decide | Self::Disclose => role == Role::Commissioner,
            Self::Approve => role == Role::Approver,
            Self::Audit => true,
            Self::Administer | Self::Watch => role == Role::Administrator,
        }
    }
}
