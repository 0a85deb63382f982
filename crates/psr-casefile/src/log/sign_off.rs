//! What belongs to sign-off, as the log says it.

use crate::casebook::Case;
use crate::event::CaseEvent;
use crate::signoff;
use crate::words::and;

/// What an entry says.
#[derive(Default)]
pub(super) struct Said {
    /// In words.
    pub(super) what: String,
    /// Why.
    pub(super) reason: Option<String>,
    /// Names and values beside it.
    pub(super) details: Vec<(String, String)>,
}

/// Puts an entry that belongs to sign-off into words.
pub(super) fn say(event: &CaseEvent, entry: u64, case: &Case) -> Said {
    let mut said = Said::default();
    let in_role = |role: &Option<String>| role.as_ref().map(|role| format!(" as {role}")).unwrap_or_default();
    match event {
        CaseEvent::SignOff(sign_off) => {
            said.what = match sign_off.need.as_slice() {
                [] => "let one approval be enough".to_owned(),
                roles => format!("said who must approve: {}", and(roles)),
            };
            said.detail("under", sign_off.under.as_ref());
        }
        CaseEvent::Submitted(submitted) => {
            let to = if submitted.roles.is_empty() { String::new() } else { format!(" to {}", and(&submitted.roles)) };
            said.what = format!("submitted{to} what stood at entry {}", submitted.basis);
            said.detail("note", submitted.note.as_ref());
            said.detail("head", Some(&submitted.head));
        }
        CaseEvent::Approved(approved) => {
            said.what = format!("approved{} what stood at entry {}", in_role(&approved.role), approved.basis);
            said.detail("under", approved.delegation.as_ref());
            said.detail("head", Some(&approved.head));
            said.detail("signed", signed(entry, case).as_ref());
        }
        CaseEvent::ApprovalWithdrawn(taken) => {
            said.what = format!("took back the approval of entry {}", taken.approval);
            said.reason = taken.reason.clone();
        }
        CaseEvent::Refused(refused) => {
            said.what = format!("refused{} to approve what stood at entry {}", in_role(&refused.role), refused.basis);
            said.reason = refused.reason.clone();
            said.detail("head", Some(&refused.head));
        }
        _ => {}
    }
    said
}

impl Said {
    fn detail(&mut self, name: &str, text: Option<&String>) {
        self.details.extend(text.map(|text| (name.to_owned(), text.clone())));
    }
}

/// Says with which key an approval was signed, or why its signature does not stand.
fn signed(entry: u64, case: &Case) -> Option<String> {
    let approvals = signoff::standing(case).approvals;
    let signed = approvals.into_iter().find(|approval| approval.entry == entry)?.signed?;
    Some(match (signed.key, signed.fault) {
        (_, Some(fault)) => format!("not soundly: {fault}"),
        (Some(key), None) if signed.checked => format!("with key {key}"),
        (Some(key), None) => {
            format!("with key {key}, which could not be checked, since something is withheld or erased")
        }
        (None, None) => return None,
    })
}
