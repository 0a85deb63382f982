//! What a form about approval sends, and doing it.

use psr_casefile::acting::Acting;
use psr_casefile::casebook::{ApprovalGiven, Case, Casebook, Recorded};
use psr_casefile::error::Error;
use psr_casefile::event::SignOff;
use serde::Serialize;

use super::kind::Kind;
use crate::http::Posted;

/// What was typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Given {
    /// Roles, one a line.
    pub roles: String,
    /// A role.
    pub role: String,
    /// A delegation or scheme.
    pub under: String,
    /// What is said beside it.
    pub note: String,
    /// Why.
    pub reason: String,
}

impl Given {
    /// Fills the form as it is first shown.
    pub fn first(kind: Kind, case: &Case) -> Self {
        let sign_off = case.state.sign_off.as_ref().map(|recorded| &recorded.what);
        let roles = sign_off.map(|sign_off| sign_off.need.join("\n")).unwrap_or_default();
        let under = sign_off.and_then(|sign_off| sign_off.under.clone()).filter(|_| kind == Kind::Roles);
        Self { roles, under: under.unwrap_or_default(), ..Self::default() }
    }

    /// Takes what was sent.
    pub fn of(posted: &Posted) -> Self {
        let raw = |name: &str| posted.raw(name).unwrap_or_default().to_owned();
        Self { roles: raw("roles"), role: raw("role"), under: raw("under"), note: raw("note"), reason: raw("reason") }
    }

    /// Does what the form is for.
    ///
    /// # Errors
    /// As the case file refuses it.
    pub fn act(
        &self,
        kind: Kind,
        casebook: &mut Casebook,
        case: &Case,
        acting: &mut Acting<'_>,
    ) -> psr_casefile::Result<Recorded> {
        match kind {
            Kind::Roles => casebook.sign_off(case, SignOff { need: self.roles(), under: some(&self.under) }, acting),
            Kind::Submit => casebook.submit(case, self.roles(), some(&self.note), acting),
            Kind::Approve => {
                let given = ApprovalGiven { role: some(&self.role), under: some(&self.under) };
                casebook.approve_with::<Error>(case, &given, None, acting)
            }
            Kind::Refuse => casebook.refuse_approval(case, some(&self.role), &self.reason, acting),
            Kind::TakeBack => casebook.withdraw_approval(case, some(&self.role).as_deref(), some(&self.reason), acting),
            Kind::Close => casebook.close(case, some(&self.reason), acting),
        }
    }

    fn roles(&self) -> Vec<String> {
        self.roles.lines().filter_map(some).collect()
    }
}

fn some(text: &(impl AsRef<str> + ?Sized)) -> Option<String> {
    Some(text.as_ref().trim().to_owned()).filter(|text| !text.is_empty())
}

/// Returns the field that a refusal is about.
pub fn field_of(kind: Kind, message: &str) -> &'static str {
    let first = match kind {
        Kind::Roles | Kind::Submit => "roles",
        Kind::Approve | Kind::TakeBack => "role",
        Kind::Refuse | Kind::Close => "reason",
    };
    match message {
        _ if message.contains("the delegation ") => "under",
        _ if message.contains("the note ") => "note",
        _ if message.contains("the reason ") => "reason",
        _ if message.contains("the role ") && matches!(kind, Kind::Approve | Kind::Refuse | Kind::TakeBack) => "role",
        _ => first,
    }
}
