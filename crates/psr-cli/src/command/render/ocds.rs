//! `--as ocds`: a notice as a release of open data, or all notices of a case as a record package.

use std::path::Path;

use psr_casefile::casebook::Case;
use psr_casefile::notice::{self, Draft, Wanted};
use psr_renderer::Templates;
use psr_renderer::ocds::{self, Mapping, Published, Release};
use psr_rules::pack::model::Notice;

use super::drawn::Asked;
use super::refused;
use crate::failure::{Problem, Stop};

/// Names all notices of a case together.
pub const RECORD: &str = "record";

/// Writes the release of a notice, or the record package of the case.
pub fn write(asked: Asked<'_>, case: &Case, templates: &Templates, folder: Option<&Path>) -> Result<Vec<u8>, Stop> {
    let mapping = folder.map_or_else(Mapping::built_in, Mapping::with_folder).map_err(refused)?;
    if asked.document == RECORD {
        return package(case, templates, &mapping);
    }
    let Some(of) = notice::find(case.rulebook.pack(), asked.document) else {
        let problem = format!("`{}` is not a notice, and only notices are written as open data", asked.document);
        let hint = format!("name a notice, or `{RECORD}` for all notices of the case");
        return Err(Problem::new(problem, hint).into());
    };
    let draft = super::notice::drawn_up(asked, case, of)?;
    super::notice::complete(of, &draft)?;
    let release = ocds::release(&draft, &published(case, of), templates, &mapping).map_err(refused)?;
    ocds::write(&release).map_err(refused)
}

fn package(case: &Case, templates: &Templates, mapping: &Mapping) -> Result<Vec<u8>, Stop> {
    let mut releases: Vec<Release> = Vec::new();
    let mut last: Option<Draft> = None;
    for of in case.rulebook.pack().notices.iter().filter(|of| mapping.notices.contains_key(of.id.as_str())) {
        let draft = notice::draft(case, of, &Wanted::default())?;
        if draft.gaps.is_empty() {
            releases.push(ocds::release(&draft, &published(case, of), templates, mapping).map_err(refused)?);
            last = Some(draft);
        }
    }
    let Some(draft) = last else {
        let problem = "the record supplies no notice of this case whole, so there is nothing to write as open data";
        return Err(Problem::new(problem, "`psr render CASE NOTICE` says what each lacks").into());
    };
    let look = templates.look();
    ocds::write(&ocds::package(releases, &draft, look.authority.as_deref())).map_err(refused)
}

/// Returns what is on record of the publication of a notice: the latest event that puts it on record.
fn published(case: &Case, of: &Notice) -> Published {
    let events = [&of.publishes, &of.submits];
    let event = events
        .into_iter()
        .flatten()
        .find_map(|event| case.state.happened.iter().rfind(|happened| happened.what.event == *event));
    let details = event.into_iter().flat_map(|happened| &happened.what.details);
    Published {
        ocid: details.map(|(_, value)| value).find(|value| value.starts_with("ocds-")).cloned(),
        on: event.map(|happened| happened.what.on),
    }
}
