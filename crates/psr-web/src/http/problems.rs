//! The page that shows a problem: made in one place, for whoever is asking. What caused a fault goes to the log; the page gives the request's number.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use minijinja::context;

use super::log::RequestId;
use crate::people::Who;
use crate::problem::{Problem, Why};
use crate::site::Site;
use crate::view::Frame;

/// Turns a problem that a handler returned, or that the server itself found, into a page.
pub(crate) async fn problems(State(site): State<Site>, request: Request, next: Next) -> Response {
    let number = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        // A form that is shown again with what is wrong is a page already.
        None if is_page(&response) => return response,
        None => match plain(response.status()) {
            Some(problem) => problem,
            None => return response,
        },
    };
    let who = response.extensions_mut().remove::<Who>().unwrap_or_default();
    let mut why = Why::clone(&problem.why);
    let mut page = page(&site, &who, &problem, number.as_ref()).unwrap_or_else(|error| {
        let causes = [why.cause.take(), error.why.cause];
        why.cause = Some(causes.into_iter().flatten().collect::<Vec<_>>().join("; and its page: "));
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{}. {}", problem.title, problem.what.join(" "))).into_response()
    });
    if let Some(wait) = response.headers_mut().remove(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        page.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    page.extensions_mut().insert(who);
    page.extensions_mut().insert(why);
    page
}

fn page(site: &Site, who: &Who, problem: &Problem, number: Option<&RequestId>) -> Result<Response, Problem> {
    let number = number.filter(|_| problem.why.cause.is_some()).map(|number| number.0.clone());
    let context = context! {
        title => &problem.title, what => &problem.what, next => &problem.next, number,
        typed => problem.typed.iter().map(|(name, text)| context! { name, text }).collect::<Vec<_>>(),
    };
    let html = site.views().page("problem.html.j2", &Frame::new(&problem.title), who, context)?;
    Ok((problem.status, Html(html)).into_response())
}

/// Tells whether a response is a page already, such as a form that is shown again with what is wrong.
pub(crate) fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Says in our words what the server refused before any handler saw it.
fn plain(status: StatusCode) -> Option<Problem> {
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::not_found("There is no page at this address."),
        StatusCode::METHOD_NOT_ALLOWED => Problem::not_found("This page cannot be used in this way."),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::refused("What was sent is larger than this site takes in one form."),
        StatusCode::REQUEST_TIMEOUT => Problem::fault("a request took too long"),
        status if status.is_client_error() => Problem::refused("What was sent cannot be read."),
        status if status.is_server_error() => Problem::fault("the page could not be made"),
        _ => return None,
    };
    let reason = status.canonical_reason().unwrap_or_default();
    Some(Problem { status, ..problem.because(reason) })
}
