//! Contracts: the list, a new one, and the ledger of one with what may be done to it.

mod act;
mod form;
mod list;
mod new;
mod show;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/contracts", Act::Read, list::show),
        Route::get("/contracts/new", Act::Decide, new::show),
        Route::post("/contracts/new", Act::Decide, new::open),
        Route::get("/contracts/{id}", Act::Read, show::show),
        Route::post("/contracts/{id}/changes", Act::Decide, act::change),
        Route::post("/contracts/{id}/close", Act::Decide, act::close),
    ]
}
