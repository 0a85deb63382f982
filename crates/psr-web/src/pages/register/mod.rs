//! The register: its cases, and opening a new one.

mod ahead;
mod cases;
mod new_case;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Act::Read, cases::show),
        Route::get("/due.svg", Act::Read, ahead::picture),
        Route::get("/cases/new", Act::Decide, new_case::show),
        Route::post("/cases/new", Act::Decide, new_case::open),
    ]
}
