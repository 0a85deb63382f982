//! A case: its tasks, its questions, what they lead to.

mod answers;
mod approval;
mod conclusions;
mod disclosures;
mod documents;
mod due;
mod events;
pub(super) mod open;
mod question;
mod readiness;
mod tasks;
mod timeline;

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
    ];
    [own, approval::routes(), documents::routes(), disclosures::routes(), events::routes(), timeline::routes()]
        .into_iter()
        .flatten()
        .collect()
}
