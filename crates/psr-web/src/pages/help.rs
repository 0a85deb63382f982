//! Help, and what the site says about itself.

use axum::extract::State;
use axum::response::Response;
use minijinja::context;

use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::routes::Route;
use crate::site::Site;
use crate::view::Frame;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/help", Act::Look, help),
        Route::get("/help/accessibility", Act::Look, accessibility),
        Route::get("/help/privacy", Act::Look, privacy),
        Route::get("/health", Act::Look, health),
    ]
}

async fn help(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    site.views().show("help.html.j2", &Frame::new("Help").part("/help"), &who, context! {})
}

async fn accessibility(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    let frame = Frame::new("Accessibility").part("/help").step("Help", "/help");
    site.views().show("accessibility.html.j2", &frame, &who, context! {})
}

async fn privacy(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    let frame = Frame::new("Privacy").part("/help").step("Help", "/help");
    site.views().show("privacy.html.j2", &frame, &who, context! {})
}

/// Says that the site runs and its register can be read.
async fn health(State(site): State<Site>) -> Result<&'static str, Problem> {
    site.books().read(|casebook| Ok(casebook.register().size().map(drop)?)).await?;
    Ok("ok\n")
}
