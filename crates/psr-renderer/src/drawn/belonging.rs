//! The documents that belong in a case.

use psr_casefile::casebook::Case;
use psr_casefile::notice;

use super::REASONS;
use crate::reasons::documents;
use crate::template::Templates;

/// A document that belongs in a case, and to whom it goes.
pub type Belonging = (String, Option<String>);

/// Returns the documents that belong in a case: the reasons, the reports, and the notices and letters that the record supplies whole.
///
/// # Errors
/// When no law of the pack governs the case's date, or a count needs a year of which the calendar holds no bank holidays.
pub fn belonging(case: &Case, templates: &Templates) -> psr_casefile::Result<Vec<Belonging>> {
    let mut belonging: Vec<Belonging> = vec![(REASONS.to_owned(), None)];
    let others = documents(templates).into_iter().filter(|document| !document.name.is_of_reasons());
    belonging.extend(others.map(|document| (document.name.as_str().to_owned(), None)));
    for of in &case.rulebook.pack().notices {
        let whole = notice::drafts(case, of, None)?.into_iter().filter(|(_, draft)| draft.gaps.is_empty());
        belonging.extend(whole.map(|(to, _)| (of.id.to_string(), to)));
    }
    Ok(belonging)
}
