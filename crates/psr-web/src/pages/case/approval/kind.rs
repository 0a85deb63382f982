//! What can be done about the approval of a case: each a form of its own.

use psr_casefile::event::CaseEvent;
use psr_casefile::state::CaseEntry;

use crate::people::Act;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Say who must approve.
    Roles,
    /// Put the case before those who approve.
    Submit,
    /// Approve it.
    Approve,
    /// Refuse to.
    Refuse,
    /// Take an approval back.
    TakeBack,
    /// Close the case.
    Close,
}

impl Kind {
    /// Every form, in the order of a case.
    pub const ALL: [Self; 6] = [Self::Roles, Self::Submit, Self::Approve, Self::Refuse, Self::TakeBack, Self::Close];

    /// Returns its name, as it stands in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::TakeBack => "take-back",
            Self::Close => "close",
        }
    }

    /// Returns the address of its page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Roles => "/cases/{id}/approval/roles",
            Self::Submit => "/cases/{id}/approval/submit",
            Self::Approve => "/cases/{id}/approval/approve",
            Self::Refuse => "/cases/{id}/approval/refuse",
            Self::TakeBack => "/cases/{id}/approval/take-back",
            Self::Close => "/cases/{id}/close",
        }
    }

    /// Returns who may.
    pub fn act(self) -> Act {
        match self {
            Self::Roles | Self::Submit | Self::Close => Act::Decide,
            Self::Approve | Self::Refuse | Self::TakeBack => Act::Approve,
        }
    }

    /// Says what it does, as a title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Roles => "Say who must approve",
            Self::Submit => "Submit for approval",
            Self::Approve => "Approve",
            Self::Refuse => "Refuse to approve",
            Self::TakeBack => "Take an approval back",
            Self::Close => "Close the case",
        }
    }

    /// Says that it was done.
    pub fn done(self) -> &'static str {
        match self {
            Self::Roles => "Who must approve is on record.",
            Self::Submit => "The case is submitted for approval.",
            Self::Approve => "Your approval is on record.",
            Self::Refuse => "Your refusal is on record. No approval stands until the case is submitted again.",
            Self::TakeBack => "Your approval is taken back.",
            Self::Close => "The case is closed.",
        }
    }

    /// Tells whether an entry that was written since the form was shown bears on it: whoever approves, refuses, submits or closes sees all that is new first.
    pub fn is_borne_on_by(self, entry: &CaseEntry) -> bool {
        use CaseEvent::{ApprovalWithdrawn, Approved, Closed, Refused, SignOff, Submitted};
        match self {
            Self::Submit | Self::Approve | Self::Refuse | Self::Close => true,
            Self::Roles | Self::TakeBack => {
                let of_sign_off = |event: &CaseEvent| {
                    matches!(
                        event,
                        SignOff(_) | Submitted(_) | Approved(_) | ApprovalWithdrawn(_) | Refused(_) | Closed(_)
                    )
                };
                entry.event.as_ref().is_some_and(of_sign_off)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_an_address_that_ends_in_its_name() {
        for kind in Kind::ALL {
            assert!(kind.path().ends_with(kind.id()), "{kind:?}");
        }
    }
}
