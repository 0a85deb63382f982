//! Who must approve, who has, and whether each approval stands.

use psr_casefile::decision_record::{Approval, DecisionRecord, SignOffOnRecord};
use psr_casefile::signoff::{Change, Stands};

use crate::terminal::list::and;
use crate::terminal::page::{Ink, Page};
use crate::words::minute;

/// Shows the approvals.
pub fn show(page: &mut Page, record: &DecisionRecord) {
    page.heading("Approvals");
    sign_off(page, &record.sign_off);
    if record.approvals.is_empty() {
        page.paragraph(2, "None yet.");
    }
    record.approvals.iter().for_each(|approval| show_approval(page, approval));
}

/// Shows who must approve, what lies before them, and whether somebody refused.
fn sign_off(page: &mut Page, sign_off: &SignOffOnRecord) {
    if !sign_off.needed.is_empty() {
        let under = sign_off.under.as_ref().map(|under| format!(", under {under}")).unwrap_or_default();
        let state = if sign_off.approved { "all of them have approved" } else { "not all of them have approved" };
        page.paragraph(2, &format!("Needed{under}; {state}:"));
    }
    for needed in &sign_off.needed {
        let (mark, ink, said) = match (needed.approval, needed.earlier) {
            (Some(entry), _) => ("+ ", Ink::Good, format!("approved in entry {entry}")),
            (None, Some(entry)) => ("- ", Ink::Bad, format!("approved an earlier draft, in entry {entry}")),
            (None, None) => ("- ", Ink::Bad, "has not approved what stands".to_owned()),
        };
        page.inked_item(2, mark, ink, &format!("{}: {said}", needed.role));
    }
    if let Some(submitted) = &sign_off.submission {
        let to = if submitted.roles.is_empty() { String::new() } else { format!(" to {}", and(&submitted.roles)) };
        let note = submitted.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
        let text = format!(
            "Submitted{to} as by {}, {} (entry {}), at entry {}{note}",
            submitted.by,
            minute(submitted.at),
            submitted.entry,
            submitted.basis
        );
        page.item(2, "= ", &text);
        changes(page, &submitted.changes);
    }
    if let Some(refusal) = &sign_off.refusal {
        let role = refusal.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        let reason = refusal.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let text =
            format!("Refused as by {}{role}, {} (entry {}){reason}", refusal.by, minute(refusal.at), refusal.entry);
        page.inked_item(2, "! ", Ink::Bad, &text);
    }
}

fn show_approval(page: &mut Page, approval: &Approval) {
    let role = approval.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let under = approval.delegation.as_ref().map(|under| format!(", under {under}")).unwrap_or_default();
    let text = format!(
        "{} {}{role}{under}{}, {} (entry {}), at head {}{}",
        if is_signed(approval) { "signed by" } else { "recorded as approved by" },
        approval.by,
        key(approval),
        minute(approval.at),
        approval.entry,
        approval.head,
        stands(approval)
    );
    page.item(2, "- ", &text);
    if approval.stands == Stands::Changed {
        changes(page, &approval.changes);
    }
    if !approval.erased.is_empty() {
        let entries: Vec<String> = approval.erased.iter().map(ToString::to_string).collect();
        page.aside(4, &format!("erased since, not changed: something of entry {}", and(&entries)));
    }
}

fn is_signed(approval: &Approval) -> bool {
    approval.signed.as_ref().is_some_and(|signed| signed.fault.is_none() && signed.checked)
}

/// Says with which key an approval was signed, or why its signature counts for nothing.
fn key(approval: &Approval) -> String {
    let Some(signed) = &approval.signed else { return String::new() };
    match (&signed.key, &signed.fault) {
        (_, Some(fault)) => format!(", with a signature that does not stand ({fault})"),
        (Some(key), None) if signed.checked => format!(", with key {key}"),
        (Some(key), None) => format!(", with a signature by key {key} that could not be checked"),
        (None, None) => String::new(),
    }
}

fn stands(approval: &Approval) -> String {
    let by = approval.ended_by.map(|entry| format!(" (entry {entry})")).unwrap_or_default();
    match approval.stands {
        Stands::Yes => String::new(),
        Stands::Changed => "; overtaken since:".to_owned(),
        Stands::Withdrawn => format!("; taken back since{by}"),
        Stands::Refused => format!("; refused since{by}"),
    }
}

fn changes(page: &mut Page, changes: &[Change]) {
    changes.iter().for_each(|change| page.aside(4, &format!("entry {}: {}", change.entry, change.what)));
}
