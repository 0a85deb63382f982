//! Sessions: what a browser that signed in is recognised by. A session is kept on the desk under the digest of its cookie, so that the desk alone lets
//! nobody in; a new one begins at each sign-in.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{Person, access, cookie};
use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const COOKIE: &str = "psr-session";
const KIND: &str = "session";
/// A session is written again when it was last seen this many seconds ago, or a tenth of the time after which it ends.
const SEEN_EVERY: i64 = 60;

/// A session as the desk keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who signed in.
    pub person: Person,
    /// What every form of this session carries.
    pub csrf: String,
    /// When it was last seen, in seconds since 1970.
    pub seen: i64,
    /// When it began, in the same way.
    #[serde(default)]
    pub begun: i64,
}

/// Who is asking: nobody known, or somebody in a session.
#[derive(Debug, Clone, Default)]
pub struct Who(pub Option<Session>);

impl Who {
    /// Returns the person.
    pub fn person(&self) -> Option<&Person> {
        self.0.as_ref().map(|session| &session.person)
    }

    /// Returns the name to record what is done under.
    ///
    /// # Errors
    /// When nobody is signed in; a route's permission sees to that beforehand.
    pub fn name(&self) -> Result<String, Problem> {
        self.person().map(|person| person.name.clone()).ok_or_else(|| Problem::forbidden("You are not signed in."))
    }

    /// Returns what forms of this session carry.
    pub fn csrf(&self) -> &str {
        self.0.as_ref().map_or("", |session| &session.csrf)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Who>().cloned().unwrap_or_default())
    }
}

/// Recognises who is asking, for everything that comes after, and says so to what comes before as well.
pub(crate) async fn come_in(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let who = match cookie::read(&site, request.headers(), COOKIE) {
        Some(cookie) => recognise(&site, cookie).await,
        None => Ok(None),
    };
    match who {
        Ok(session) => {
            let who = Who(session);
            request.extensions_mut().insert(who.clone());
            let mut response = next.run(request).await;
            response.extensions_mut().insert(who);
            response
        }
        Err(problem) => axum::response::IntoResponse::into_response(problem),
    }
}

async fn recognise(site: &Site, cookie: String) -> Result<Option<Session>, Problem> {
    let (site, now) = (site.clone(), site.now().timestamp());
    blocking(move || {
        let key = cookie::digest(&cookie);
        let Some(body) = site.desk().get(KIND, &key, now)? else { return Ok(None) };
        let Ok(mut session) = serde_json::from_str::<Session>(&body) else { return Ok(None) };
        // Whoever lost an account or a role is not let in again at the provider.
        if site.settings().longest_seconds.is_some_and(|longest| now - session.begun >= longest) {
            site.desk().remove(KIND, &key)?;
            return Ok(None);
        }
        if now - session.seen >= SEEN_EVERY.min(site.settings().session_seconds / 10) {
            session.seen = now;
            keep(&site, &key, &session)?;
        }
        Ok(Some(session))
    })
    .await
}

/// Begins a session in the place of the one that a request came with, and returns the cookie that it is recognised by.
pub(crate) async fn begin(site: &Site, headers: &HeaderMap, person: Person) -> Result<String, Problem> {
    let (site, before, secret) = (site.clone(), cookie::read(site, headers, COOKIE), site.secret());
    blocking(move || {
        let now = site.now().timestamp();
        let session = Session { person, csrf: site.secret(), seen: now, begun: now };
        site.desk().sweep(now)?;
        if let Some(before) = before {
            site.desk().remove(KIND, &cookie::digest(&before))?;
        }
        access::remember(&site, &session.person)?;
        keep(&site, &cookie::digest(&secret), &session)?;
        Ok(cookie::set(&site, COOKIE, &secret, None))
    })
    .await
}

/// Ends the session that a request came with, and returns the cookie that forgets it.
pub(crate) async fn end(site: &Site, headers: &HeaderMap) -> Result<String, Problem> {
    let (site, cookie) = (site.clone(), cookie::read(site, headers, COOKIE));
    blocking(move || {
        if let Some(cookie) = cookie {
            site.desk().remove(KIND, &cookie::digest(&cookie))?;
        }
        Ok(cookie::set(&site, COOKIE, "", Some(0)))
    })
    .await
}

/// Returns how many sessions there are. May block.
pub(crate) fn count(site: &Site) -> Result<usize, Problem> {
    site.desk().sweep(site.now().timestamp())?;
    Ok(site.desk().all(KIND)?.len())
}

fn keep(site: &Site, key: &str, session: &Session) -> Result<(), Problem> {
    let body = serde_json::to_string(session).map_err(|error| Problem::fault(error.to_string()))?;
    let until = session.seen + site.settings().session_seconds;
    Ok(site.desk().put(KIND, key, &body, Some(until))?)
}
