//! The text that an approver signs with a key of their own.

use psr_recorder::RecordId;

/// The purpose for which the text is signed, so that no signature made for anything else can be taken for an approval.
pub const NAMESPACE: &str = "psr-approval@psr";

/// What an approver signs: what is approved, by whom, in which role and under what delegation. `docs/record-format.md` has its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The name of the register the case was opened in.
    pub origin: String,
    /// The case's record.
    pub record: RecordId,
    /// The head that is approved, written `sha256:…`.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// In which role.
    pub role: Option<String>,
    /// Under what delegation or scheme.
    pub delegation: Option<String>,
    /// The approver's name, as it is recorded.
    pub name: String,
}

impl Statement {
    /// Returns the text, each line ended.
    pub fn text(&self) -> String {
        let given = |text: &Option<String>| text.as_ref().map(|text| format!(" {text}")).unwrap_or_default();
        format!(
            "psr approval 1\nI approve what this record says up to this entry.\norigin {}\nrecord {}\nentry {}\nhead {}\nrole{}\nunder{}\nname {}\n",
            self.origin,
            self.record,
            self.basis,
            self.head,
            given(&self.role),
            given(&self.delegation),
            self.name
        )
    }
}
