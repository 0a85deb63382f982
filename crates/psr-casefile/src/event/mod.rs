//! What can be put on record in a case: each kind of entry as a type, and as the fields that the recorder keeps.
//!
//! An entry is written as fields, each with a path of its own, so that any of them can be withheld alone; and it is read back from whichever fields
//! are shown. Reading never fails on a withheld field: what is missing is simply not known. Types are numbered (`psr.answer/1`) and their readers are
//! kept for good.

mod answers;
mod approval;
mod comment;
mod disclosure;
mod document;
mod fields;
mod items;
mod keeping;
mod life;

use psr_recorder::canonical::Value;

pub use answers::{AnswerKey, Answered, EvidenceFile, Withdrawn, answer_from_value, answer_to_value};
pub use approval::{ApprovalWithdrawn, Approved, Refused, SignOff, Submitted};
pub use comment::{Comment, Subject};
pub use disclosure::{Disclosed, Withholding};
pub use document::Made;
pub use fields::Fields;
pub(crate) use fields::Writer;
pub use keeping::{Erased, Hold, Retention};
pub use life::{Actor, Closed, ContractReference, Determined, Happened, Opened, PackReference, Standing};

/// An entry of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseEvent {
    /// The case was opened.
    Opened(Opened),
    /// Somebody acted in it for the first time.
    Actor(Actor),
    /// A question was answered.
    Answered(Answered),
    /// An answer was taken back.
    Withdrawn(Withdrawn),
    /// Something happened that the pack knows, such as the publication of a notice.
    Happened(Happened),
    /// What the answers lead to was determined.
    Determined(Determined),
    /// It was said who must approve.
    SignOff(SignOff),
    /// A draft was put before those who approve.
    Submitted(Submitted),
    /// Somebody approved what stood at a head.
    Approved(Approved),
    /// Somebody took an approval back.
    ApprovalWithdrawn(ApprovalWithdrawn),
    /// Somebody refused to approve.
    Refused(Refused),
    /// Somebody commented on it.
    Comment(Comment),
    /// The case was closed.
    Closed(Closed),
    /// A hold was placed on the case, or released.
    Hold(Hold),
    /// It was said until when the case is kept.
    Retention(Retention),
    /// Fields of an entry were erased.
    Erased(Erased),
    /// Part of the case was given to somebody who asked.
    Disclosed(Disclosed),
    /// A document was made from it.
    Made(Made),
}

impl CaseEvent {
    /// The type of the entry that closes a case.
    pub const CLOSED: &str = "psr.closed/1";

    /// The type of the entry that records a comment.
    pub const COMMENT: &str = "psr.comment/1";

    /// The type of the entry that records a disclosure.
    pub const DISCLOSED: &str = "psr.disclosure/1";

    /// The type of the entry that introduces somebody who acts.
    pub const ACTOR: &str = "psr.actor/1";

    /// The type of the entry that records a document.
    pub const MADE: &str = "psr.document/1";

    /// The types of the entries that concern how a case is kept, who was given part of it and what was made from it, and that may follow the one that closes it.
    pub const KEEPING: [&str; 5] =
        ["psr.hold/1", "psr.retention/1", psr_recorder::conventions::ERASURE, Self::DISCLOSED, Self::MADE];

    /// Returns the entry's type as the record names it.
    pub fn typ(&self) -> &'static str {
        match self {
            Self::Opened(_) => "psr.case/1",
            Self::Actor(_) => Self::ACTOR,
            Self::Answered(answered) => answered.typ(),
            Self::Withdrawn(_) => "psr.withdrawal/1",
            Self::Happened(happened) => happened.typ(),
            Self::Determined(_) => "psr.determination/1",
            Self::SignOff(_) => "psr.signoff/1",
            Self::Submitted(_) => "psr.submission/1",
            Self::Approved(_) => "psr.approval/1",
            Self::ApprovalWithdrawn(_) => "psr.approval-withdrawal/1",
            Self::Refused(_) => "psr.refusal/1",
            Self::Comment(_) => Self::COMMENT,
            Self::Closed(_) => Self::CLOSED,
            Self::Hold(_) => "psr.hold/1",
            Self::Retention(_) => "psr.retention/1",
            Self::Erased(_) => psr_recorder::conventions::ERASURE,
            Self::Disclosed(_) => Self::DISCLOSED,
            Self::Made(_) => Self::MADE,
        }
    }

    /// Answers whether legal advice makes it privileged by its own mark.
    pub fn is_privileged(&self) -> bool {
        match self {
            Self::Answered(answered) => answered.privileged,
            Self::Comment(comment) => comment.privileged,
            _ => false,
        }
    }

    /// Answers whether the register's signed head is kept after this entry, as at each gate of a case.
    pub fn is_gate(&self) -> bool {
        let of_approval =
            matches!(self, Self::Submitted(_) | Self::Approved(_) | Self::ApprovalWithdrawn(_) | Self::Refused(_));
        of_approval || matches!(self, Self::Happened(_) | Self::Closed(_) | Self::Hold(_) | Self::Disclosed(_))
    }

    /// Returns the entry as fields: paths and values.
    pub fn to_fields(&self) -> Vec<(String, Value)> {
        match self {
            Self::Opened(opened) => opened.to_fields(),
            Self::Actor(actor) => actor.to_fields(),
            Self::Answered(answered) => answered.to_fields(),
            Self::Withdrawn(withdrawn) => withdrawn.to_fields(),
            Self::Happened(happened) => happened.to_fields(),
            Self::Determined(determined) => determined.to_fields(),
            Self::SignOff(sign_off) => sign_off.to_fields(),
            Self::Submitted(submitted) => submitted.to_fields(),
            Self::Approved(approved) => approved.to_fields(),
            Self::ApprovalWithdrawn(withdrawn) => withdrawn.to_fields(),
            Self::Refused(refused) => refused.to_fields(),
            Self::Comment(comment) => comment.to_fields(),
            Self::Closed(closed) => closed.to_fields(),
            Self::Hold(hold) => hold.to_fields(),
            Self::Retention(retention) => retention.to_fields(),
            Self::Erased(erased) => erased.to_fields(),
            Self::Disclosed(disclosed) => disclosed.to_fields(),
            Self::Made(made) => made.to_fields(),
        }
    }

    /// Reads an entry back from its type and the fields that are shown; none for a type that is not known, or when too little is shown.
    pub fn from_fields(typ: &str, fields: &Fields) -> Option<Self> {
        match typ {
            "psr.case/1" => Opened::from_fields(fields).map(Self::Opened),
            Self::ACTOR => Actor::from_fields(fields).map(Self::Actor),
            "psr.answer/1" | "psr.answer/2" => Answered::from_fields(fields).map(Self::Answered),
            "psr.withdrawal/1" => Withdrawn::from_fields(fields).map(Self::Withdrawn),
            "psr.event/1" | "psr.event/2" => Happened::from_fields(fields).map(Self::Happened),
            "psr.determination/1" => Determined::from_fields(fields).map(Self::Determined),
            "psr.signoff/1" => SignOff::from_fields(fields).map(Self::SignOff),
            "psr.submission/1" => Submitted::from_fields(fields).map(Self::Submitted),
            "psr.approval/1" => Approved::from_fields(fields).map(Self::Approved),
            "psr.approval-withdrawal/1" => ApprovalWithdrawn::from_fields(fields).map(Self::ApprovalWithdrawn),
            "psr.refusal/1" => Refused::from_fields(fields).map(Self::Refused),
            Self::COMMENT => Comment::from_fields(fields).map(Self::Comment),
            Self::CLOSED => Closed::from_fields(fields).map(Self::Closed),
            "psr.hold/1" => Hold::from_fields(fields).map(Self::Hold),
            "psr.retention/1" => Retention::from_fields(fields).map(Self::Retention),
            Self::DISCLOSED => Disclosed::from_fields(fields).map(Self::Disclosed),
            Self::MADE => Made::from_fields(fields).map(Self::Made),
            psr_recorder::conventions::ERASURE => Erased::from_fields(fields).map(Self::Erased),
            _ => None,
        }
    }
}
