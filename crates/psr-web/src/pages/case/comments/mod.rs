//! Comments: shown where they bear, all of them on one page, and the form that records one. What is privileged is shown only to those who share the
//! privilege, and each view of it is written down.

mod form;
mod list;
mod shown;

use crate::people::Act;
use crate::routes::Route;

pub use shown::{Section, section, subject};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}/comments", Act::Read, list::show),
        Route::post("/cases/{id}/comments/privileged", Act::ReadPrivileged, list::privileged),
        Route::get("/cases/{id}/comments/new", Act::Comment, form::show),
        Route::post("/cases/{id}/comments/new", Act::Comment, form::send),
    ]
}
