//! Limits on how often: on signing in and on reading calendars without it, by the address somebody comes from, and on forms, by session. Counted in memory, minute by minute.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

const MINUTE: i64 = 60;

/// How often is often enough, in one minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Requests for signing in from one address; and as many for calendars that are read without it.
    pub sign_ins: u32,
    /// Forms of one session, or of one address for those who are not signed in.
    pub posts: u32,
    /// The header in which a proxy says which address somebody comes from; its last value counts.
    pub address_header: Option<String>,
}

impl Default for Rate {
    fn default() -> Self {
        Self { sign_ins: 60, posts: 240, address_header: None }
    }
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Limited {
    Feed,
    SignIn,
    Post,
}

/// The counts of the present minute.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    minute: i64,
    counts: HashMap<(Limited, String), u32>,
}

impl Counts {
    /// Counts one more, and returns after how many seconds it may be tried again where that was one too many.
    fn one_more(&self, limited: Limited, whose: String, most: u32, now: i64) -> Option<i64> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.div_euclid(MINUTE);
        if counted.minute != minute {
            *counted = Counted { minute, counts: HashMap::new() };
        }
        let count = counted.counts.entry((limited, whose)).or_default();
        *count = count.saturating_add(1);
        (*count > most).then(|| MINUTE - now.rem_euclid(MINUTE))
    }
}

/// Lets a request past unless there were too many of its kind.
pub(crate) async fn rate(State(site): State<Site>, who: Who, request: Request, next: Next) -> Response {
    let rate = &site.settings().rate;
    let path = request.uri().path();
    let (sign_in, feed) = (path.starts_with("/sign-in"), path.starts_with("/feeds/"));
    let (limited, most, whose) = match (sign_in, request.method() == Method::POST) {
        _ if feed => (Limited::Feed, rate.sign_ins, address(&request, rate)),
        (true, _) => (Limited::SignIn, rate.sign_ins, address(&request, rate)),
        (false, true) if who.person().is_some() => (Limited::Post, rate.posts, who.csrf().to_owned()),
        (false, true) => (Limited::Post, rate.posts, address(&request, rate)),
        (false, false) => return next.run(request).await,
    };
    match site.counts().one_more(limited, whose, most, site.now().timestamp()) {
        None => next.run(request).await,
        Some(seconds) => {
            let mut response = too_many(seconds).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
    }
}

/// Returns where a request comes from, as its connection or the proxy says.
fn address(request: &Request, rate: &Rate) -> String {
    let from = |name: &String| {
        let last = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next().map(|address| address.trim().to_owned())
    };
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
    rate.address_header.as_ref().and_then(from).or(peer).unwrap_or_default()
}

fn too_many(seconds: i64) -> Problem {
    let next = format!(
        "Wait {}, then try again.",
        crate::view::words::count(usize::try_from(seconds).unwrap_or(60), "second", "seconds")
    );
    let what = "More was sent in one minute than this site takes from one person. Nothing of this was recorded.";
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", what, &next).because("rate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_waits_for_the_next_minute() {
        let counts = Counts::default();
        let count = |whose: &str, now| counts.one_more(Limited::Post, whose.to_owned(), 2, now);
        for (whose, now, waits) in
            [("a", 125, None), ("a", 126, None), ("b", 127, None), ("a", 130, Some(50)), ("a", 180, None)]
        {
            assert_eq!(count(whose, now), waits, "{whose} at {now}");
        }
    }
}
