//! Permission: a route names an act, and only whoever may do that gets past.

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::http::posted::typed;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;

/// Lets a request past that may do the act; sends others to sign in, or refuses them.
pub(crate) async fn permit(State((site, act)): State<(Site, Act)>, who: Who, request: Request, next: Next) -> Response {
    match who.person() {
        _ if act == Act::Look => next.run(request).await,
        Some(person) if person.may(act) => next.run(request).await,
        Some(_) => Problem::forbidden("Your role in this register does not allow it.").into_response(),
        None if request.method() == Method::GET => Redirect::to("/sign-in").into_response(),
        None => signed_out().with_typed(typed(request, &site).await).into_response(),
    }
}

fn signed_out() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "You are signed out",
        "Your session ended before this was sent, so nothing was recorded. What you typed is not lost.",
        "Copy what you need from below, sign in again, go back to the page, and send it again. Long texts are kept in this browser where it allows that.",
    )
}
