//! Import: a case of another register becomes a case of this one, after its bundle was verified and what would come in was seen.

mod kept;
mod preview;
mod take_in;
mod upload;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/import", Act::Administer, upload::show),
        Route::post("/import", Act::Administer, upload::send),
        Route::get("/import/{key}", Act::Administer, preview::show),
        Route::post("/import/{key}", Act::Administer, take_in::send),
    ]
}
