//! Every address of the site, with who may use it. The table is the one place: a route that is not in it does not exist, and one that is has a
//! permission.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::http;
use crate::pages;
use crate::people::{Act, come_in};
use crate::site::Site;

/// After how long a request is given up.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(120);

/// An address, and who may use it in which way.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with the names of its parts in braces.
    pub path: &'static str,
    /// What it is, so who may.
    pub act: Act,
    handler: MethodRouter<Site>,
}

impl Route {
    /// A page.
    pub(crate) fn get<H: Handler<T, Site>, T: 'static>(path: &'static str, act: Act, handler: H) -> Self {
        Self { method: Method::GET, path, act, handler: on(MethodFilter::GET, handler) }
    }

    /// A form that is sent.
    pub(crate) fn post<H: Handler<T, Site>, T: 'static>(path: &'static str, act: Act, handler: H) -> Self {
        Self { method: Method::POST, path, act, handler: on(MethodFilter::POST, handler) }
    }
}

/// Returns every route.
pub fn table() -> Vec<Route> {
    let mut routes =
        vec![Route::get("/assets/{name}", Act::Look, http::asset), Route::get("/metrics", Act::Watch, http::metrics)];
    routes.extend(pages::routes());
    routes
}

/// Makes the router of a site.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for route in table() {
        let permit = from_fn_with_state((site.clone(), route.act), http::permit);
        router = router.route(route.path, route.handler.layer(permit));
    }
    // The last is the outermost.
    router
        .layer(DefaultBodyLimit::max(site.settings().upload_limit))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE))
        .layer(from_fn_with_state(site.clone(), http::rate))
        .layer(from_fn_with_state(site.clone(), come_in))
        .layer(from_fn_with_state(site.clone(), http::problems))
        .layer(from_fn_with_state(site.clone(), http::first_paint))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site.clone(), http::log))
        .layer(from_fn_with_state(site.clone(), http::headers))
        .with_state(site)
}
