//! The first page that a browser asks for carries the style sheet within it, so that it is shown after one round trip. A cookie says from then on that
//! this version of the style sheet is known, and pages link to it.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{assets, headers, problems};
use crate::people::cookie;
use crate::problem::Problem;
use crate::site::Site;

/// The cookie that names the style sheet which a browser has seen.
const COOKIE: &str = "psr-style";
/// What stands for the style sheet in the frame of every page.
const LINK: &str = r#"<link rel="stylesheet" href="/assets/psr.css">"#;
/// The largest page that is looked at, in bytes; ours are far smaller.
const LARGEST: usize = 16 * 1024 * 1024;

/// The style sheet, and what follows from its bytes.
pub(crate) struct Style {
    element: String,
    version: String,
    source: String,
}

impl Style {
    /// Reads the style sheet inside the program.
    pub(crate) fn built_in() -> Self {
        let text = assets::text("psr.css");
        let digest = Sha256::digest(text.as_bytes());
        Self {
            element: format!("<style data-first-paint>{text}</style>"),
            version: URL_SAFE_NO_PAD.encode(&digest[..9]),
            source: format!(" 'sha256-{}'", STANDARD.encode(digest)),
        }
    }
}

/// Puts the style sheet into a page for a browser that has not seen it.
pub(crate) async fn first_paint(State(site): State<Site>, request: Request, next: Next) -> Response {
    let style = site.style();
    let seen = cookie::read(&site, request.headers(), COOKIE).is_some_and(|version| version == style.version);
    let response = next.run(request).await;
    if seen || !problems::is_page(&response) {
        return response;
    }
    styled(&site, style, response).await.unwrap_or_else(Problem::into_response)
}

async fn styled(site: &Site, style: &Style, response: Response) -> Result<Response, Problem> {
    let unread = |error| Problem::fault(format!("a page was not read: {error}"));
    let (mut parts, body) = response.into_parts();
    let page = to_bytes(body, LARGEST).await.map_err(unread)?;
    let page = String::from_utf8_lossy(&page).replacen(LINK, &style.element, 1);
    parts.headers.remove(header::CONTENT_LENGTH);
    let values = [
        (header::SET_COOKIE, cookie::set(site, COOKIE, &style.version, Some(assets::KEPT_FOR))),
        (header::CONTENT_SECURITY_POLICY, headers::policy(site, &style.source)),
    ];
    for (name, value) in values {
        parts.headers.append(name, HeaderValue::from_str(&value).map_err(|error| Problem::fault(error.to_string()))?);
    }
    Ok(Response::from_parts(parts, Body::from(page)))
}
