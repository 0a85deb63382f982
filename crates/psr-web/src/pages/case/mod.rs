//! A case: its tasks, its questions, what they lead to.

mod access;
mod answers;
mod conclusions;
mod open;
mod privileged;
mod question;
mod tasks;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}", Act::Read, tasks::show),
        Route::get("/cases/{id}/next", Act::Decide, question::next),
        Route::get("/cases/{id}/questions/{decision}/{question}", Act::Read, question::show),
        Route::post("/cases/{id}/questions/{decision}/{question}", Act::Decide, question::send),
        Route::get("/cases/{id}/answers", Act::Read, answers::show),
        Route::get("/cases/{id}/conclusions", Act::Read, conclusions::show),
        Route::get("/access", Act::Administer, access::list),
        Route::get("/cases/{id}/access", Act::Administer, access::show),
        Route::post("/cases/{id}/access", Act::Administer, access::change),
        Route::get("/cases/{id}/entries/{seq}/privileged", Act::ReadPrivileged, privileged::ask),
        Route::post("/cases/{id}/entries/{seq}/privileged", Act::ReadPrivileged, privileged::show),
    ]
}
