//! The pages: each a handler and a template with the same name, gathered in one list of routes.

mod audit;
mod calendars;
mod case;
mod contracts;
mod help;
mod import;
mod register;
mod reports;
mod rules;
mod sign_in;

use crate::routes::Route;

/// Returns the routes of every page.
pub(crate) fn routes() -> Vec<Route> {
    [
        sign_in::routes(),
        help::routes(),
        register::routes(),
        case::routes(),
        audit::routes(),
        calendars::routes(),
        rules::routes(),
        contracts::routes(),
        reports::routes(),
        import::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
