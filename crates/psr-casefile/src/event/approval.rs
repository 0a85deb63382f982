//! Sign-off on record: who must approve, what was put before them, who approved it, and who did not.

use psr_recorder::canonical::Value;

use super::fields::{Fields, Writer};

/// Who must approve, as the authority's own rules have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The roles that must approve; none any more where the list is empty.
    pub need: Vec<String>,
    /// Under what delegation or scheme.
    pub under: Option<String>,
}

impl SignOff {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let need = Value::List(self.need.iter().cloned().map(Value::Text).collect());
        Writer::new("signoff").value("need", need).maybe("under", self.under.as_ref()).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        fields.get("signoff/need")?;
        Some(Self { need: fields.texts("signoff/need"), under: fields.text("signoff/under") })
    }
}

/// A draft put before those who approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The head that is to be approved, written `sha256:…`.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// For which roles, where it was said.
    pub roles: Vec<String>,
    /// What is said beside it.
    pub note: Option<String>,
}

impl Submitted {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("submission").text("head", &self.head).position("basis", Some(self.basis));
        writer.texts("for", &self.roles).maybe("note", self.note.as_ref()).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            head: fields.text("submission/head")?,
            basis: fields.position("submission/basis")?,
            roles: fields.texts("submission/for"),
            note: fields.text("submission/note"),
        })
    }
}

/// An approval of what stood at a head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approved {
    /// In which role.
    pub role: Option<String>,
    /// Under what delegation or scheme.
    pub delegation: Option<String>,
    /// The head that was approved, written `sha256:…`.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// The approver's own signature, in OpenSSH's text form.
    pub signature: Option<String>,
}

impl Approved {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("approval").maybe("role", self.role.as_ref());
        let writer = writer.maybe("delegation", self.delegation.as_ref());
        let writer = writer.text("head", &self.head).position("basis", Some(self.basis));
        writer.maybe("signature", self.signature.as_ref()).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            role: fields.text("approval/role"),
            delegation: fields.text("approval/delegation"),
            head: fields.text("approval/head")?,
            basis: fields.position("approval/basis")?,
            signature: fields.text("approval/signature"),
        })
    }
}

/// An approval taken back by whoever gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalWithdrawn {
    /// The entry with the approval.
    pub approval: u64,
    /// Why.
    pub reason: Option<String>,
}

impl ApprovalWithdrawn {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("approval-withdrawal").position("approval", Some(self.approval));
        writer.maybe("reason", self.reason.as_ref()).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let approval = fields.position("approval-withdrawal/approval")?;
        Some(Self { approval, reason: fields.text("approval-withdrawal/reason") })
    }
}

/// An approval refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// In which role.
    pub role: Option<String>,
    /// The head that was refused, written `sha256:…`.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// Why.
    pub reason: Option<String>,
}

impl Refused {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("refusal").maybe("role", self.role.as_ref()).text("head", &self.head);
        writer.position("basis", Some(self.basis)).maybe("reason", self.reason.as_ref()).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            role: fields.text("refusal/role"),
            head: fields.text("refusal/head")?,
            basis: fields.position("refusal/basis")?,
            reason: fields.text("refusal/reason"),
        })
    }
}
