//! What is missing of a case's approval: by whom it must be approved, and why an approval that was given does not stand.

use psr_rules::pack::model::{GroundKind, Severity};

use super::Gap;
use crate::decision_record::{Approval, DecisionRecord};
use crate::signoff::{Change, Needed, Stands, is_role};

/// How many changes are named one by one.
const NAMED: usize = 3;

/// Lists what keeps a case from being approved, the most telling first.
pub(super) fn gaps(record: &DecisionRecord) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = record.approvals.iter().filter_map(signed_by_nobody).collect();
    if record.sign_off.approved {
        return gaps;
    }
    if let Some(refusal) = &record.sign_off.refusal {
        let reason = refusal.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let message = ended(format!("{} refused to approve{reason}", refusal.by));
        let next = "mend what was refused, and submit it with `psr submit`";
        gaps.push(Gap { entries: vec![refusal.entry], ..gap("approval-refused", message, next) });
    } else if record.sign_off.needed.is_empty() {
        gaps.extend(not_approved(record.approvals.last()));
    } else {
        gaps.extend(roles_missing(record));
    }
    gaps
}

fn gap(id: &str, message: String, next: &str) -> Gap {
    let source = Some("a decision is made by somebody, and stands as it was made".to_owned());
    Gap { ground: GroundKind::Practice, source, ..Gap::of_every_stage(id, Severity::Blocks, message, next) }
}

fn ended(text: String) -> String {
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

/// Nobody has approved, or the last approval that was given does not stand.
fn not_approved(last: Option<&Approval>) -> Option<Gap> {
    let nobody = || {
        let message = "Nobody has approved the decision.".to_owned();
        Some(gap("not-approved", message, "approve it with `psr approve`"))
    };
    last.map_or_else(nobody, why_not)
}

/// Says why an approval does not stand; none where it does.
fn why_not(approval: &Approval) -> Option<Gap> {
    let ended_by = || approval.ended_by.into_iter().collect();
    match approval.stands {
        Stands::Yes => None,
        Stands::Changed => {
            let message = format!("Something that was approved has been replaced since: {}.", named(&approval.changes));
            let entries = approval.changes.iter().map(|change| change.entry).collect();
            Some(Gap { entries, ..gap("approval-overtaken", message, "have it approved again with `psr approve`") })
        }
        Stands::Withdrawn => {
            let message = format!("{} took the approval back.", approval.by);
            let next = "see what was wrong, and have it approved with `psr approve`";
            Some(Gap { entries: ended_by(), ..gap("approval-withdrawn", message, next) })
        }
        Stands::Refused => {
            let message = "Somebody refused after it was approved, and it was not approved again.".to_owned();
            Some(Gap { entries: ended_by(), ..gap("approval-refused", message, "have it approved with `psr approve`") })
        }
    }
}

/// Names the entries that changed something, and what the first of them did.
fn named(changes: &[Change]) -> String {
    let told: Vec<String> =
        changes.iter().take(NAMED).map(|change| format!("{} (entry {})", change.what, change.entry)).collect();
    let more = changes.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    format!("{}{more}", told.join("; "))
}

/// The roles that must approve and have not, or not what stands.
fn roles_missing(record: &DecisionRecord) -> Vec<Gap> {
    let missing = record.sign_off.needed.iter().filter(|needed| needed.approval.is_none());
    missing.map(|needed| role_missing(record, needed)).collect()
}

fn role_missing(record: &DecisionRecord, needed: &Needed) -> Gap {
    let role = &needed.role;
    let next = format!("have it approved with `psr approve --as \"{role}\"`");
    if let Some(entry) = needed.earlier {
        let message = format!("{role}: an earlier draft was approved than by the others (entry {entry}).");
        return Gap { entries: vec![entry], ..gap("approval-of-an-earlier-draft", message, &next) };
    }
    let of_role = |approval: &&Approval| approval.role.as_deref().is_some_and(|given| is_role(given, role));
    match record.approvals.iter().rev().find(of_role).and_then(why_not) {
        Some(gap) => Gap { message: format!("{role}: {}", gap.message), next, ..gap },
        None => gap("role-has-not-approved", format!("{role}: this role must approve, and has not."), &next),
    }
}

/// An approval with a signature that is not one of what it approves.
fn signed_by_nobody(approval: &Approval) -> Option<Gap> {
    let fault = approval.signed.as_ref()?.fault.as_ref()?;
    let message = format!("The signature under the approval of entry {} does not stand: {fault}.", approval.entry);
    let next = "run `psr verify`, and have it approved again";
    Some(Gap { entries: vec![approval.entry], ..gap("approval-signature", message, next) })
}
