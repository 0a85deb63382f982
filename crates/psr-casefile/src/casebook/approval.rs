//! Sign-off: saying who must approve, submitting a draft, approving it, refusing to, and taking an approval back.

use super::{Case, Casebook, Recorded};
use crate::acting::Acting;
use crate::error::{Error, Refusal, Result};
use crate::event::{ApprovalWithdrawn, Approved, CaseEvent, Refused, SignOff, Submitted};
use crate::signoff::{self, NAMESPACE, Statement};

use psr_recorder::signature::PersonalSignature;

/// The longest text that can be given beside an approval, in characters.
const LONGEST: usize = 1000;

/// An approval as somebody gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApprovalGiven {
    /// In which role.
    pub role: Option<String>,
    /// Under what delegation or scheme.
    pub under: Option<String>,
}

/// Signs a text for somebody, and returns the signature in OpenSSH's text form.
pub type Signs<'s, E> = &'s mut dyn FnMut(&str) -> std::result::Result<String, E>;

impl Casebook {
    /// Puts on record who must approve; an empty list means that one approval is enough again.
    ///
    /// # Errors
    /// When a role is named twice or cannot be recorded, the case is closed, or the register refuses.
    pub fn sign_off(&mut self, case: &Case, sign_off: SignOff, acting: &mut Acting<'_>) -> Result<Recorded> {
        let repeated = |(place, role): &(usize, &String)| {
            sign_off.need[..*place].iter().any(|other| signoff::is_role(other, role))
        };
        let twice = sign_off.need.iter().enumerate().find(repeated);
        let twice =
            twice.map(|(_, role)| Refusal::CannotStand(format!("`{role}` is named twice: name each role once")));
        let texts = sign_off
            .need
            .iter()
            .map(|role| ("role", role))
            .chain(sign_off.under.iter().map(|under| ("delegation", under)));
        refuse(texts.filter_map(|(what, text)| cannot_stand(what, text)).chain(twice).collect())?;
        self.conclude(case, CaseEvent::SignOff(sign_off), acting)
    }

    /// Puts the case as it stands before those who approve, after recording its final determinations.
    ///
    /// # Errors
    /// When a text cannot be recorded, the case is closed, or the register refuses.
    pub fn submit(
        &mut self,
        case: &Case,
        roles: Vec<String>,
        note: Option<String>,
        acting: &mut Acting<'_>,
    ) -> Result<Recorded> {
        let texts = roles.iter().map(|role| ("role", role)).chain(note.iter().map(|note| ("note", note)));
        refuse(texts.filter_map(|(what, text)| cannot_stand(what, text)).collect())?;
        let (case, head, basis) = self.draft(case, acting)?;
        self.conclude(&case, CaseEvent::Submitted(Submitted { head, basis, roles, note }), acting)
    }

    /// Approves the case as it stands, after recording its final determinations.
    ///
    /// # Errors
    /// As for [`approve_with`](Self::approve_with).
    pub fn approve(&mut self, case: &Case, role: Option<String>, acting: &mut Acting<'_>) -> Result<Recorded> {
        self.approve_with::<Error>(case, &ApprovalGiven { role, under: None }, None, acting)
    }

    /// Approves the draft that lies before those who approve or, where nothing does, the case as it stands after recording its final determinations. Where a
    /// way to sign is given, the approver signs the statement of it.
    ///
    /// # Errors
    /// When somebody refused and nothing was submitted since, a text cannot be recorded, the signature is not one of this statement, the case is closed, or
    /// the register refuses; and whatever signing fails with.
    pub fn approve_with<E: From<Error>>(
        &mut self,
        case: &Case,
        given: &ApprovalGiven,
        sign: Option<Signs<'_, E>>,
        acting: &mut Acting<'_>,
    ) -> std::result::Result<Recorded, E> {
        let (case, statement) = self.statement(case, given, acting)?;
        let signature = sign.map(|sign| sign(&statement.text())).transpose()?;
        if let Some(signature) = &signature {
            fits(signature, &statement)?;
        }
        let Statement { role, delegation, head, basis, .. } = statement;
        let approved = Approved { role, delegation, head, basis, signature };
        Ok(self.conclude(&case, CaseEvent::Approved(approved), acting)?)
    }

    /// Returns what an approver would sign, and the case after its final determinations were recorded, where no draft lay before those who approve.
    ///
    /// # Errors
    /// When somebody refused and nothing was submitted since, a text cannot be recorded, the case is closed, or the register refuses.
    pub fn statement(
        &mut self,
        case: &Case,
        given: &ApprovalGiven,
        acting: &mut Acting<'_>,
    ) -> Result<(Case, Statement)> {
        let texts =
            given.role.iter().map(|role| ("role", role)).chain(given.under.iter().map(|under| ("delegation", under)));
        let refused = signoff::refused(case).map(|refused| refused_since(case, refused));
        refuse(texts.filter_map(|(what, text)| cannot_stand(what, text)).chain(refused).collect())?;
        let (case, head, basis) = self.draft(case, acting)?;
        let statement = Statement {
            origin: case.state.opened.what.register.clone(),
            record: case.id,
            head,
            basis,
            role: given.role.clone(),
            delegation: given.under.clone(),
            name: acting.actor.clone(),
        };
        Ok((case, statement))
    }

    /// Refuses to approve; no approval stands then until a draft is submitted again.
    ///
    /// # Errors
    /// When a text cannot be recorded, the case is closed, or the register refuses.
    pub fn refuse_approval(
        &mut self,
        case: &Case,
        role: Option<String>,
        reason: &str,
        acting: &mut Acting<'_>,
    ) -> Result<Recorded> {
        let texts = role.iter().map(|role| ("role", role.as_str())).chain([("reason", reason)]);
        refuse(texts.filter_map(|(what, text)| cannot_stand(what, text)).collect())?;
        let (case, head, basis) = self.draft(case, acting)?;
        let refused = Refused { role, head, basis, reason: Some(reason.trim().to_owned()) };
        self.conclude(&case, CaseEvent::Refused(refused), acting)
    }

    /// Takes back the last approval that whoever acts gave, in a role where one is named, and that was not taken back yet.
    ///
    /// # Errors
    /// When there is none, the reason cannot be recorded, the case is closed, or the register refuses.
    pub fn withdraw_approval(
        &mut self,
        case: &Case,
        role: Option<&str>,
        reason: Option<String>,
        acting: &mut Acting<'_>,
    ) -> Result<Recorded> {
        refuse(reason.iter().filter_map(|reason| cannot_stand("reason", reason)).collect())?;
        let act = case.state.handle_of(&acting.actor);
        let taken = |entry: u64| case.state.approvals_withdrawn.iter().any(|taken| taken.what.approval == entry);
        let in_role = |given: &Option<String>| {
            role.is_none_or(|role| given.as_deref().is_some_and(|given| signoff::is_role(given, role)))
        };
        let own = case.state.approvals.iter().rev().find(|approval| {
            Some(approval.act.as_str()) == act && in_role(&approval.what.role) && !taken(approval.seq)
        });
        let none = || {
            let message = format!(
                "no approval of this case that could be taken back is recorded as by {}: only its giver takes an approval back",
                acting.actor
            );
            Error::Refused(vec![Refusal::CannotStand(message)])
        };
        let approval = own.map(|approval| approval.seq).ok_or_else(none)?;
        self.conclude(case, CaseEvent::ApprovalWithdrawn(ApprovalWithdrawn { approval, reason }), acting)
    }

    /// Returns the draft that lies before those who approve, recording the final determinations where none does.
    fn draft(&mut self, case: &Case, acting: &mut Acting<'_>) -> Result<(Case, String, u64)> {
        if let Some((head, basis)) = signoff::draft(case).filter(|_| case.state.closed.is_none()) {
            return Ok((case.clone(), head, basis));
        }
        let case = self.finalise(case, acting)?.case;
        let (head, basis) = (case.state.head_leaf.to_string(), case.state.head);
        Ok((case, head, basis))
    }
}

/// A signature is held against the statement before it is recorded: what would not verify later is no use.
fn fits(signature: &str, statement: &Statement) -> Result<()> {
    let checked =
        PersonalSignature::read(signature).and_then(|read| read.verify(NAMESPACE, statement.text().as_bytes()));
    checked.map_err(|error| {
        let message = format!(
            "the signature does not fit what is approved, since {error}: print the statement again with --statement, and sign exactly that"
        );
        Error::Refused(vec![Refusal::CannotStand(message)])
    })
}

fn refused_since(case: &Case, refused: &crate::state::Recorded<Refused>) -> Refusal {
    Refusal::CannotStand(format!(
        "{} refused to approve (entry {}), and nothing was submitted since: mend what was refused, then submit it with `psr submit {}`",
        case.state.actor_name(&refused.act),
        refused.seq,
        case.state.opened.what.reference
    ))
}

/// Says why a text cannot stand beside an approval: it is one line, since it becomes a line of what is signed.
fn cannot_stand(what: &str, text: &str) -> Option<Refusal> {
    let wrong = text.trim().is_empty() || text.chars().any(char::is_control) || text.chars().count() > LONGEST;
    let message = || {
        format!(
            "the {what} is empty, too long, or holds line breaks or other control characters: write it on one line of at most {LONGEST} characters"
        )
    };
    wrong.then(|| Refusal::CannotStand(message()))
}

fn refuse(problems: Vec<Refusal>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Refused(problems)) }
}
