//! Sign-off: which approvals stand, what has changed since the others, and whether everybody has approved who must.
//!
//! An approval is given over a head: the leaf hash of the last entry that was looked at. It stands while nothing that was approved has been replaced, nobody
//! has taken it back, and nobody has refused since. Who must approve is the authority's own; where nothing is on record about it, one approval is enough.

mod changes;
pub(crate) mod replay;
mod signature;
mod statement;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::casebook::Case;
use crate::event::{Approved, CaseEvent, Refused, Submitted};
use crate::state::Recorded;

pub use changes::Change;
pub use replay::SignedApproval;
pub use signature::Signed;
pub use statement::{NAMESPACE, Statement};

/// How far a case is approved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whether everybody has approved who must.
    pub approved: bool,
    /// The roles that must approve, in the order in which they were named.
    pub needed: Vec<Needed>,
    /// Under what delegation or scheme they must.
    pub under: Option<String>,
    /// The approvals, in order of record.
    pub approvals: Vec<ApprovalStanding>,
    /// The last draft put before those who approve.
    pub submission: Option<Submission>,
    /// The refusal that stands, if nothing was submitted since.
    pub refusal: Option<Refusal>,
}

/// A role that must approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    /// The role.
    pub role: String,
    /// The entry with the approval that counts; none while it is missing.
    pub approval: Option<u64>,
    /// The entry with an approval that stands, but was given for an earlier draft than another's.
    pub earlier: Option<u64>,
}

/// An approval, and whether it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalStanding {
    /// The entry it stands in.
    pub entry: u64,
    /// Who is recorded as having approved.
    pub by: String,
    /// In which role.
    pub role: Option<String>,
    /// Under what delegation or scheme.
    pub delegation: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The head that was approved.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// Whether it stands.
    pub stands: Stands,
    /// The entry that took it back or refused.
    pub ended_by: Option<u64>,
    /// What was approved and has been replaced since.
    pub changes: Vec<Change>,
    /// Entries that were approved and of which something was erased since: erased, not changed.
    pub erased: Vec<u64>,
    /// The approver's own signature, if there is one.
    pub signed: Option<Signed>,
}

/// Whether an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// It does.
    Yes,
    /// Something that was approved has been replaced since.
    Changed,
    /// Whoever gave it took it back.
    Withdrawn,
    /// Somebody refused to approve since.
    Refused,
}

/// A draft put before those who approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The entry.
    pub entry: u64,
    /// Who is recorded as having submitted it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The head that is to be approved.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// For which roles, where it was said.
    #[serde(rename = "for")]
    pub roles: Vec<String>,
    /// What is said beside it.
    pub note: Option<String>,
    /// What has been replaced since.
    pub changes: Vec<Change>,
}

/// A refusal to approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The entry.
    pub entry: u64,
    /// Who is recorded as having refused.
    pub by: String,
    /// In which role.
    pub role: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
}

/// Tells how far a case is approved.
pub fn standing(case: &Case) -> Standing {
    let state = &case.state;
    let approvals: Vec<ApprovalStanding> =
        state.approvals.iter().map(|approval| approval_standing(case, approval)).collect();
    let sign_off = state.sign_off.as_ref().map(|recorded| &recorded.what);
    let needed = needed(case, sign_off.map_or(&[][..], |sign_off| &sign_off.need), &approvals);
    let refusal = refused(case);
    let enough = if needed.is_empty() {
        approvals.iter().any(ApprovalStanding::counts)
    } else {
        needed.iter().all(|role| role.approval.is_some())
    };
    Standing {
        approved: enough && refusal.is_none(),
        needed,
        under: sign_off.and_then(|sign_off| sign_off.under.clone()),
        submission: state.submissions.last().map(|submitted| submission(case, submitted)),
        refusal: refusal.map(|refused| refusal_of(case, refused)),
        approvals,
    }
}

impl ApprovalStanding {
    /// Answers whether it stands, and is not signed by somebody who did not sign it.
    pub fn counts(&self) -> bool {
        self.stands == Stands::Yes && self.signed.as_ref().is_none_or(|signed| signed.fault.is_none())
    }
}

fn approval_standing(case: &Case, recorded: &Recorded<Approved>) -> ApprovalStanding {
    let state = &case.state;
    let withdrawn =
        state.approvals_withdrawn.iter().find(|taken| taken.what.approval == recorded.seq).map(|taken| taken.seq);
    let refused = state.refusals.iter().find(|refused| refused.seq > recorded.seq).map(|refused| refused.seq);
    let since = changes::since(case, recorded.what.basis);
    let (stands, ended_by) = match (withdrawn, refused) {
        (Some(entry), _) => (Stands::Withdrawn, Some(entry)),
        (None, Some(entry)) => (Stands::Refused, Some(entry)),
        _ if since.changes.is_empty() => (Stands::Yes, None),
        _ => (Stands::Changed, None),
    };
    ApprovalStanding {
        entry: recorded.seq,
        by: state.actor_name(&recorded.act),
        role: recorded.what.role.clone(),
        delegation: recorded.what.delegation.clone(),
        at: recorded.at,
        head: recorded.what.head.clone(),
        basis: recorded.what.basis,
        stands,
        ended_by,
        changes: since.changes,
        erased: since.erased,
        signed: signature::of(case, recorded),
    }
}

/// Tells of each role that must approve which approval counts. Approvals count together only where no answer lies between what they were given for.
fn needed(case: &Case, roles: &[String], approvals: &[ApprovalStanding]) -> Vec<Needed> {
    let of_role = |role: &str| {
        let mut of_role = approvals.iter().rev().filter(|approval| approval.counts());
        of_role.find(|approval| approval.role.as_deref().is_some_and(|given| is_role(given, role)))
    };
    let latest = roles.iter().filter_map(|role| of_role(role)).map(|approval| approval.basis).max().unwrap_or_default();
    let need = |role: &String| {
        let found = of_role(role);
        let earlier = found
            .filter(|approval| changes::answered_between(case, approval.basis, latest))
            .map(|approval| approval.entry);
        let approval = found.map(|approval| approval.entry).filter(|_| earlier.is_none());
        Needed { role: role.clone(), approval, earlier }
    };
    roles.iter().map(need).collect()
}

/// Answers whether a role that was given is one that is needed; capitals make no difference.
pub fn is_role(given: &str, needed: &str) -> bool {
    given.trim().to_lowercase() == needed.trim().to_lowercase()
}

/// Returns the refusal that stands, if nothing was submitted since.
pub(crate) fn refused(case: &Case) -> Option<&Recorded<Refused>> {
    let submitted = case.state.submissions.last().map(|submitted| submitted.seq);
    case.state.refusals.last().filter(|refused| Some(refused.seq) > submitted)
}

fn refusal_of(case: &Case, refused: &Recorded<Refused>) -> Refusal {
    Refusal {
        entry: refused.seq,
        by: case.state.actor_name(&refused.act),
        role: refused.what.role.clone(),
        at: refused.at,
        reason: refused.what.reason.clone(),
    }
}

fn submission(case: &Case, submitted: &Recorded<Submitted>) -> Submission {
    let Submitted { head, basis, roles, note } = submitted.what.clone();
    Submission {
        entry: submitted.seq,
        by: case.state.actor_name(&submitted.act),
        at: submitted.at,
        changes: changes::since(case, basis).changes,
        head,
        basis,
        roles,
        note,
    }
}

/// Returns the draft that lies before those who approve, as the head and its position: what stood when it was last determined as final, where nothing but
/// what belongs to sign-off, what was commented and what belongs to keeping the case was recorded since.
pub(crate) fn draft(case: &Case) -> Option<(String, u64)> {
    let beside = |event: &CaseEvent| {
        use CaseEvent::{Actor, ApprovalWithdrawn, Approved, Comment, Hold, Retention, SignOff, Submitted};
        matches!(
            event,
            Actor(_)
                | ApprovalWithdrawn(_)
                | Approved(_)
                | Comment(_)
                | Hold(_)
                | Retention(_)
                | SignOff(_)
                | Submitted(_)
        )
    };
    let last = case.entries.iter().rev().find(|entry| !entry.event.as_ref().is_some_and(beside))?;
    match &last.event {
        Some(CaseEvent::Determined(determined)) if determined.standing == crate::event::Standing::Final => {
            Some((last.leaf.to_string(), last.seq))
        }
        _ => None,
    }
}
