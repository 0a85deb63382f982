//! Rules: the reading copy of the rule pack that is inside the program, as it stands for a date.

mod book;
mod decision;
mod index;
mod question;
mod regulation;
mod used;

use crate::people::Act;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/rules", Act::Read, index::show),
        Route::get("/rules/regulations/{place}", Act::Read, regulation::show),
        Route::get("/rules/decisions/{id}", Act::Read, decision::show),
        Route::get("/rules/decisions/{id}/flow.svg", Act::Read, decision::flow),
        Route::get("/rules/questions/{id}", Act::Read, question::show),
    ]
}

pub(crate) use book::built_in;
