//! The log: one line of JSON for each request, with what happened and how long it took, and with why where it was refused or failed.
//!
//! It names routes, never addresses as they were asked for; roles, never people; and holds nothing that somebody typed.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::people::{Role, Who};
use crate::problem::Why;
use crate::site::Site;

/// Takes a line, without its line break.
type Write = dyn Fn(&str) + Send + Sync;

/// Where lines of the log go.
#[derive(Clone, Default)]
pub struct Log(Option<(Arc<Write>, u16)>);

impl Log {
    /// Hands each line, without a line break, to a function.
    pub fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Some((Arc::new(write), 0)))
    }

    /// Hands on the lines of faults alone.
    pub fn of_faults(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Some((Arc::new(write), 500)))
    }

    fn write(&self, line: &Line<'_>) {
        let Some((write, least)) = &self.0 else { return };
        if let (true, Ok(text)) = (line.status >= *least, serde_json::to_string(line)) {
            write(&text);
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Log(on)" } else { "Log(off)" })
    }
}

/// What a request is called in the log, and on a page that shows a fault.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub String);

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Line<'l> {
    time: String,
    request: &'l str,
    method: &'l str,
    route: &'l str,
    status: u16,
    milliseconds: u64,
    signed_in: bool,
    roles: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
}

/// Logs and counts a request.
pub(crate) async fn log(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let (started, id) = (Instant::now(), RequestId(site.secret().chars().take(16).collect()));
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    let took = started.elapsed();
    let (who, why) = (response.extensions().get::<Who>().cloned(), response.extensions_mut().remove::<Why>());
    let roles =
        who.as_ref().and_then(Who::person).map(|person| person.roles.iter().map(|role| Role::id(*role)).collect());
    let status = response.status().as_u16();
    site.figures().count(method, &route, status, took);
    site.settings().log.write(&Line {
        time: site.now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        request: &id.0,
        method,
        route: &route,
        status,
        milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        signed_in: roles.is_some(),
        roles: roles.unwrap_or_default(),
        reason: why.as_ref().map(|why| why.reason),
        cause: why.and_then(|why| why.cause),
    });
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// Returns the name of a method; a method can be any word that somebody sends.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}
