//! The page that shows a problem: made in one place, for whoever is asking.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use minijinja::context;

use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Frame;

/// Turns a problem that a handler returned, or that the server itself found, into a page.
pub(crate) async fn problems(State(site): State<Site>, who: Who, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_page(&response) => return response,
        None => match plain(response.status()) {
            Some(problem) => problem,
            None => return response,
        },
    };
    let status = problem.status;
    let context = context! {
        title => &problem.title, what => &problem.what, next => &problem.next,
        typed => problem.typed.iter().map(|(name, text)| context! { name, text }).collect::<Vec<_>>(),
    };
    let frame = Frame::new(&problem.title);
    match site.views().page("problem.html.j2", &frame, &who, context) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("{}. {}", problem.title, error.what.join(" "))).into_response()
        }
    }
}

/// Tells whether a response is a page already, such as a form that is shown again with what is wrong.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Says in our words what the server refused before any handler saw it.
fn plain(status: StatusCode) -> Option<Problem> {
    Some(match status {
        StatusCode::NOT_FOUND => Problem::not_found("There is no page at this address."),
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem { status, ..Problem::not_found("This page cannot be used in this way.") }
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem { status, ..Problem::refused("What was sent is larger than is taken.") }
        }
        StatusCode::REQUEST_TIMEOUT => Problem { status, ..Problem::fault("It took too long.") },
        status if status.is_client_error() => Problem { status, ..Problem::refused("What was sent cannot be read.") },
        status if status.is_server_error() => Problem { status, ..Problem::fault("The page could not be made.") },
        _ => return None,
    })
}
