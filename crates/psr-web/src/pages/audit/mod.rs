//! Audit: every entry of a case with its place in the record, verification on demand, what an auditor takes away, and the register's signed head.

mod case;
mod diff;
mod entry;
mod fields;
mod register;
mod take_away;
mod verify;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}/audit", Act::Audit, case::show),
        Route::get("/cases/{id}/entries/{seq}", Act::Audit, entry::show),
        Route::post("/cases/{id}/verify", Act::Audit, verify::case),
        Route::get("/cases/{id}/bundle", Act::Audit, take_away::bundle),
        Route::get("/cases/{id}/page", Act::Audit, take_away::page),
        Route::get("/audit", Act::Audit, register::show),
        Route::get("/audit/checkpoint.svg", Act::Audit, register::code),
        Route::get("/audit/checkpoint.note", Act::Audit, register::note),
        Route::post("/audit/verify", Act::Audit, verify::register),
        Route::get("/audit/verifications/{id}", Act::Audit, verify::show),
    ]
}
