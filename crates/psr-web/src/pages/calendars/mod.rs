//! Calendars to subscribe to: an address of somebody's own for a case or for all open ones, that a calendar program reads without signing in.

mod feed;
mod own;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/calendars", Act::Read, own::show),
        Route::post("/calendars", Act::Read, own::change),
        // Whoever has the address is let in as its owner, so far as that is; a calendar program signs in nowhere.
        Route::get("/feeds/{token}/calendar.ics", Act::Look, feed::read),
    ]
}
