//! Reading the case that an address names, and writing to it on what somebody saw.

use psr_casefile::acting::Acting;
use psr_casefile::casebook::{Case, Casebook, Recorded};
use psr_casefile::decision_record::DecisionRecord;
use psr_casefile::state::CaseEntry;
use psr_recorder::RecordId;

use crate::people::{Who, access};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Frame;

/// Reads the id of a case from an address, whoever asks; see [`admitted`].
pub fn id(text: &str) -> Result<RecordId, Problem> {
    text.parse().map_err(|_| Problem::no_case())
}

/// Reads a case for somebody. To whom it is not open, it is as if it were not there.
pub async fn case(site: &Site, who: &Who, given: &str) -> Result<Case, Problem> {
    whole(site, admitted(site, who, given).await?).await
}

/// Returns the id of a case that somebody may see, for pages that read more of the register than the case.
pub async fn admitted(site: &Site, who: &Who, given: &str) -> Result<RecordId, Problem> {
    let id = id(given)?;
    if access::admits(site, who, id).await? { Ok(id) } else { Err(Problem::no_case().because("access")) }
}

/// Reads a case whoever asks; for pages that show nothing of what is in it.
pub async fn whole(site: &Site, id: RecordId) -> Result<Case, Problem> {
    site.books().read(move |casebook| Ok(casebook.case_by_id(id)?)).await
}

/// Returns the decision record of a case, without what is privileged.
pub fn record(case: &Case) -> Result<DecisionRecord, Problem> {
    let record = psr_casefile::record::decision_record(case)?;
    Ok(psr_renderer::privilege::withhold(&record))
}

/// Begins the frame of a page of a case.
pub fn frame(case: &Case, title: &str) -> Frame {
    Frame::new(title).part("/").step("Cases", "/").step(&case.state.opened.what.reference, &address(case))
}

/// Returns the address of a case.
pub fn address(case: &Case) -> String {
    format!("/cases/{}", case.id)
}

/// How writing to a case went.
pub enum Wrote {
    /// It is on record.
    Recorded(Box<Recorded>),
    /// Somebody else wrote meanwhile what bears on it: the case as it is now, and the newer entries that do.
    Conflict(Box<Case>, Vec<CaseEntry>),
}

/// Writes to a case for whoever is signed in, unless something that bears on it was written since the entry they saw last.
///
/// What others wrote meanwhile and does not bear on it stands beside it: the act is done on the newest head.
pub async fn write(
    site: &Site,
    who: &Who,
    id: RecordId,
    seen: u64,
    bears: impl Fn(&CaseEntry) -> bool + Send + 'static,
    act: impl FnOnce(&mut Casebook, &Case, &mut Acting<'_>) -> psr_casefile::Result<Recorded> + Send + 'static,
) -> Result<Wrote, Problem> {
    if !access::admits(site, who, id).await? {
        return Err(Problem::no_case().because("access"));
    }
    let (name, site) = (who.name()?, site.clone());
    let books = std::sync::Arc::clone(site.books());
    books
        .write(move |casebook| {
            let case = casebook.case_by_id(id)?;
            let newer: Vec<CaseEntry> =
                case.entries.iter().filter(|entry| entry.seq > seen && bears(entry)).cloned().collect();
            if !newer.is_empty() {
                return Ok(Wrote::Conflict(Box::new(case), newer));
            }
            let recorded = site.acting(&name, |acting| act(casebook, &case, acting))?;
            Ok(Wrote::Recorded(Box::new(recorded)))
        })
        .await
}
