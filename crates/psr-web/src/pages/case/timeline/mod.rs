//! What happened in a case, what is due, and how it stands with the standstill, with representations and with requests for information.

pub mod calendar;
mod page;
mod threads;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}/timeline", Act::Read, page::show),
        Route::get("/cases/{id}/timeline.svg", Act::Read, page::picture),
        Route::get("/cases/{id}/calendar.ics", Act::Read, calendar::of_one),
        Route::get("/calendar.ics", Act::Read, calendar::of_all),
    ]
}
