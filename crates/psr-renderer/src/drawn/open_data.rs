//! A notice as a release of open data, or all notices of a case as a record package.

use psr_casefile::casebook::Case;
use psr_casefile::notice::{self, Draft, Wanted};

use super::notice::whole;
use super::{Asked, DrawError};
use crate::ocds::{self, Mapping, Published, Release};
use crate::template::Templates;

/// Names the Open Contracting Data Standard, in which notices are written as open data.
pub const OCDS: &str = "ocds";

/// Names all notices of a case together.
pub const RECORD: &str = "record";

/// Writes the release of a notice, or the record package of the case.
///
/// # Errors
/// When what is asked for is no notice, the record does not supply it whole, or the mapping has no place for it.
pub fn open_data(
    asked: Asked<'_>,
    case: &Case,
    templates: &Templates,
    mapping: &Mapping,
) -> Result<Vec<u8>, DrawError> {
    if asked.document == RECORD {
        return package(case, templates, mapping);
    }
    let draft = whole(asked, case)?.ok_or_else(|| DrawError::NotANotice(asked.document.to_owned()))?;
    let release = ocds::release(&draft, &published(case, asked.document), templates, mapping)?;
    Ok(ocds::write(&release)?)
}

fn package(case: &Case, templates: &Templates, mapping: &Mapping) -> Result<Vec<u8>, DrawError> {
    let mut releases: Vec<Release> = Vec::new();
    let mut last: Option<Draft> = None;
    for of in case.rulebook.pack().notices.iter().filter(|of| mapping.notices.contains_key(of.id.as_str())) {
        let draft = notice::draft(case, of, &Wanted::default())?;
        if draft.gaps.is_empty() {
            releases.push(ocds::release(&draft, &published(case, of.id.as_str()), templates, mapping)?);
            last = Some(draft);
        }
    }
    let draft = last.ok_or(DrawError::NothingWhole)?;
    let look = templates.look();
    Ok(ocds::write(&ocds::package(releases, &draft, look.authority.as_deref()))?)
}

/// Returns what is on record of the publication of a notice: the latest event that puts it on record.
fn published(case: &Case, of: &str) -> Published {
    let events = notice::find(case.rulebook.pack(), of).map(|of| [&of.publishes, &of.submits]);
    let event = events
        .into_iter()
        .flatten()
        .flatten()
        .find_map(|event| case.state.happened.iter().rfind(|happened| happened.what.event == *event));
    let details = event.into_iter().flat_map(|happened| &happened.what.details);
    Published {
        ocid: details.map(|(_, value)| value).find(|value| value.starts_with("ocds-")).cloned(),
        on: event.map(|happened| happened.what.on),
    }
}
