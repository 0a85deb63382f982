//! The documents of a case: which it can have, what each looks like, and making one.

mod gaps;
mod list;
mod make;
mod one;
mod wanted;

use std::sync::LazyLock;

use psr_casefile::casebook::Case;
use psr_renderer::ocds::Mapping;
use psr_renderer::{Templates, drawn};
use serde::Deserialize;

use crate::people::Act;
use crate::problem::Problem;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}/documents", Act::Read, list::show),
        Route::get("/cases/{id}/documents/{document}", Act::Read, one::show),
        Route::post("/cases/{id}/documents/{document}/make", Act::Decide, make::make),
        Route::get("/cases/{id}/documents/{document}/file", Act::Read, make::file),
    ]
}

/// Which document of which case.
#[derive(Debug, Deserialize)]
pub struct Place {
    id: String,
    document: String,
}

/// Returns the templates of documents.
fn templates() -> Result<&'static Templates, Problem> {
    static TEMPLATES: LazyLock<Result<Templates, String>> =
        LazyLock::new(|| Templates::built_in().map_err(|error| error.to_string()));
    TEMPLATES.as_ref().map_err(Problem::fault)
}

/// Returns how notices are written as open data.
fn mapping() -> Result<&'static Mapping, Problem> {
    static MAPPING: LazyLock<Result<Mapping, String>> =
        LazyLock::new(|| Mapping::built_in().map_err(|error| error.to_string()));
    MAPPING.as_ref().map_err(Problem::fault)
}

/// Returns the title of a document, where there is one of that name.
pub fn title(case: &Case, document: &str) -> Result<Option<String>, Problem> {
    Ok(drawn::title(case, templates()?, document))
}
