//! Reports: what an authority tells of all its cases and contracts over a period, each number with what is behind it.

mod asked;
mod download;
mod kept;
mod list;
mod show;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/reports", Act::Read, list::show),
        Route::get("/reports/{id}", Act::Read, show::show),
        Route::get("/reports/{id}/download", Act::Read, download::send),
    ]
}
