//! Styles and scripts, from inside the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

static ASSETS: LazyLock<BTreeMap<String, Vec<u8>>> =
    LazyLock::new(|| psr_inside::files(include_bytes!(concat!(env!("OUT_DIR"), "/assets.zip"))));

/// How long a browser keeps a file of the site's own, in seconds.
pub(crate) const KEPT_FOR: i64 = 3600;

/// Returns a text of the site's own.
///
/// # Panics
/// When there is none of that name.
pub(crate) fn text(name: &str) -> String {
    let file = ASSETS.get(name).expect("the program holds its own files");
    String::from_utf8_lossy(file).into_owned()
}

/// Serves a file of the site's own.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let Some(file) = ASSETS.get(&name) else {
        return Problem::not_found("There is no such file.").into_response();
    };
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CACHE_CONTROL, format!("public, max-age={KEPT_FOR}"))];
    (headers, file.as_slice()).into_response()
}
