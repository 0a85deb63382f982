//! Disclosing: what a case is to give to somebody, and that it was given, on record; also after a case is closed.

use psr_recorder::{Digest, Entry, Receipt};
use psr_rules::pack::model::{DisclosureKind, Disclosures};

use super::{Case, Casebook};
use crate::acting::Acting;
use crate::disclosure::{Decided, Selected};
use crate::error::{Error, Refusal, Result};
use crate::event::{CaseEvent, Disclosed};

impl Casebook {
    /// Reads the entries of a case with the digests of what they say.
    ///
    /// # Errors
    /// When the register cannot be read, or somebody wrote to the case since it was read.
    pub fn to_disclose(&self, case: &Case) -> Result<Vec<Entry>> {
        let entries = self.register().events(case.id)?;
        if entries.len() == case.entries.len() {
            return Ok(entries);
        }
        let wrong = "somebody else wrote to the case meanwhile: look at it again, and begin anew";
        Err(Error::Refused(vec![Refusal::CannotStand(wrong.to_owned())]))
    }

    /// Records that a bundle was given to somebody. The bundle holds the case as it stood before this entry, which names the bundle by its digest.
    ///
    /// # Errors
    /// When somebody else wrote to the case meanwhile, or the register refuses.
    pub fn disclosed(
        &mut self,
        case: &Case,
        kind: &DisclosureKind,
        what: (&Decided, Selected),
        bundle: Digest,
        acting: &mut Acting<'_>,
    ) -> Result<Receipt> {
        let (decided, selected) = what;
        let disclosed = Disclosed {
            to: decided.to.clone(),
            kind: kind.id.to_string(),
            request: decided.request.clone(),
            bundle: bundle.to_string(),
            head: case.state.head_leaf.to_string(),
            basis: case.state.head,
            given: selected.given,
            withheld: selected.withheld,
        };
        self.keep_on_record(case, CaseEvent::Disclosed(disclosed), acting)
    }
}

/// Finds a kind of disclosure; the pack's first where none is named.
///
/// # Errors
/// When the pack has no such kind, or none at all.
pub fn disclosure_kind<'c>(case: &'c Case, named: Option<&str>) -> Result<(&'c Disclosures, &'c DisclosureKind)> {
    let refused = |wrong: String| Error::Refused(vec![Refusal::CannotStand(wrong)]);
    let none = || {
        refused(
            "the pack of this case knows no disclosures: the bundle that `psr export` writes gives all of it"
                .to_owned(),
        )
    };
    let disclosures = case.rulebook.pack().disclosures.as_ref().ok_or_else(none)?;
    let found = disclosures.kinds.iter().find(|kind| named.is_none_or(|named| kind.id.as_str() == named));
    let known = || disclosures.kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = || {
        refused(format!(
            "there is no disclosure of the kind `{}`: the pack knows {}",
            named.unwrap_or_default(),
            known()
        ))
    };
    found.map(|kind| (disclosures, kind)).ok_or_else(unknown)
}
