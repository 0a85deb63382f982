//! A notice or letter of a case: drawn up from the record, or refused with everything that is missing.

use psr_casefile::casebook::Case;
use psr_casefile::notice::{self, Draft, Wanted};

use super::{Asked, DrawError, Incomplete};

/// Draws up the notice as it was asked for; refuses it while something is missing in it. Nothing where what is asked for is no notice.
///
/// What a notice has no use for is refused too, so that nobody takes it for granted.
pub(super) fn whole(asked: Asked<'_>, case: &Case) -> Result<Option<Draft>, DrawError> {
    let Some(of) = notice::find(case.rulebook.pack(), asked.document) else { return Ok(None) };
    if asked.to.is_some() && of.to_each.is_none() {
        return Err(DrawError::NotToEach(of.id.to_string()));
    }
    if asked.publication.is_some() && of.runs_from.is_none() {
        return Err(DrawError::StatesNoDays(of.id.to_string()));
    }
    let wanted = Wanted { publication: asked.publication, to: asked.to.map(str::to_owned) };
    let draft = notice::draft(case, of, &wanted)?;
    match notice::lacks(&draft, of) {
        lacks if lacks.is_empty() => Ok(Some(draft)),
        lacks => Err(DrawError::Incomplete(Box::new(Incomplete { draft, lacks }))),
    }
}
