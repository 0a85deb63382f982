//! A case: its tasks, its questions, what they lead to.

mod answers;
mod conclusions;
pub(super) mod open;
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
    ]
}
