//! A case: its tasks, its questions, what they lead to.

mod access;
mod answers;
mod approval;
mod comments;
mod conclusions;
mod disclosures;
mod documents;
mod due;
mod events;
pub(super) mod open;
mod privileged;
mod question;
mod readiness;
mod tasks;
mod timeline;

pub(super) use timeline::calendar;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    let own = vec![
        Route::get("/cases/{id}", Act::Read, tasks::show),
        Route::get("/cases/{id}/next", Act::Decide, question::next),
        Route::get("/cases/{id}/questions/{decision}/{question}", Act::Read, question::show),
        Route::post("/cases/{id}/questions/{decision}/{question}", Act::Decide, question::send),
        Route::get("/cases/{id}/answers", Act::Read, answers::show),
        Route::get("/cases/{id}/conclusions", Act::Read, conclusions::show),
        Route::get("/cases/{id}/readiness", Act::Read, readiness::show),
        Route::get("/access", Act::Administer, access::list),
        Route::get("/cases/{id}/access", Act::Administer, access::show),
        Route::post("/cases/{id}/access", Act::Administer, access::change),
        Route::get("/cases/{id}/entries/{seq}/privileged", Act::ReadPrivileged, privileged::ask),
        Route::post("/cases/{id}/entries/{seq}/privileged", Act::ReadPrivileged, privileged::show),
    ];
    let parts = [
        own,
        approval::routes(),
        comments::routes(),
        documents::routes(),
        disclosures::routes(),
        events::routes(),
        timeline::routes(),
    ];
    parts.into_iter().flatten().collect()
}
