//! Permission: a route names an act, and only whoever may do that gets past.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::http::posted::given_back;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;

/// Headers by which a proxy says that it hands a request on.
const HANDED_ON: [&str; 5] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/// Lets a request past that may do the act; sends others to sign in, or refuses them.
pub(crate) async fn permit(State((site, act)): State<(Site, Act)>, who: Who, request: Request, next: Next) -> Response {
    match who.person() {
        _ if act == Act::Look => next.run(request).await,
        _ if act == Act::Watch && is_from_here(&site, &request) => next.run(request).await,
        Some(person) if person.may(act) => next.run(request).await,
        Some(_) => Problem::forbidden("Your role in this register does not allow it.").because("role").into_response(),
        None if matches!(*request.method(), Method::GET | Method::HEAD) => Redirect::to("/sign-in").into_response(),
        None => signed_out().with_typed(given_back(request, &site).await).into_response(),
    }
}

/// Tells whether a request was made on this very machine and not handed on by a proxy there.
fn is_from_here(site: &Site, request: &Request) -> bool {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let proxy = site.settings().rate.address_header.as_deref();
    peer.is_some_and(|peer| peer.0.ip().is_loopback())
        && matches!(name, "localhost" | "127.0.0.1" | "[::1]")
        && !HANDED_ON.into_iter().chain(proxy).any(|name| headers.contains_key(name))
}

fn signed_out() -> Problem {
    let problem = Problem::new(
        StatusCode::UNAUTHORIZED,
        "You are signed out",
        "Your session ended before this was sent, so nothing was recorded. What you typed is not lost.",
        "Copy what you need from below, sign in again, go back to the page, and send it again. Long texts are kept in this browser where it allows that.",
    );
    problem.because("signed out")
}
